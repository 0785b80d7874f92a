/* hash.h - SipHash-2-4: a hash whose collisions cannot be chosen by who does not know the seed. */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/slice.h"

#include <stdint.h>

/** 128 secret random bits. */
struct base_hash_seed {
    uint64_t k0, k1;
};

/** The hash of `bytes` (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012). */
uint64_t base_hash(struct base_hash_seed seed, struct base_slice bytes);

/** 128 bits of the same kind, for who keeps them in the place of the bytes: SipHash-2-4-128. */
struct base_hash_wide {
    uint64_t words[2];
};
struct base_hash_wide base_hash_wide(struct base_hash_seed seed, struct base_slice bytes);

#endif
