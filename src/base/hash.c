#include "base/hash.h"

#include <endian.h>

struct sip {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t x, int bits) {
    return (x << bits) | (x >> (64 - bits));
}

static inline void round_once(struct sip *s) {
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

/* Up to eight bytes as a little-endian number, whatever the machine's order. */
static inline uint64_t word(const char *bytes, size_t len) {
    uint64_t value = 0;
    memcpy(&value, bytes, len);
    return le64toh(value);
}

static inline void absorb(struct sip *s, uint64_t value) {
    s->v3 ^= value;
    round_once(s);
    round_once(s);
    s->v0 ^= value;
}

static inline struct sip begin(struct base_hash_seed seed) {
    return (struct sip){seed.k0 ^ 0x736f6d6570736575u, seed.k1 ^ 0x646f72616e646f6du,
                        seed.k0 ^ 0x6c7967656e657261u, seed.k1 ^ 0x7465646279746573u};
}

static inline void absorb_all(struct sip *s, struct base_slice bytes) {
    size_t i = 0;
    for (; bytes.len - i >= 8; i += 8)
        absorb(s, word(bytes.ptr + i, 8));
    uint64_t tail = i < bytes.len ? word(bytes.ptr + i, bytes.len - i) : 0;
    absorb(s, tail | (uint64_t)bytes.len << 56);
}

static inline uint64_t finish(struct sip *s) {
    for (int i = 0; i < 4; i++)
        round_once(s);
    return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

uint64_t base_hash(struct base_hash_seed seed, struct base_slice bytes) {
    struct sip s = begin(seed);
    absorb_all(&s, bytes);
    s.v2 ^= 0xff;
    return finish(&s);
}

struct base_hash_wide base_hash_wide(struct base_hash_seed seed, struct base_slice bytes) {
    struct base_hash_wide hash;
    struct sip s = begin(seed);
    s.v1 ^= 0xee;
    absorb_all(&s, bytes);
    s.v2 ^= 0xee;
    hash.words[0] = finish(&s);
    s.v1 ^= 0xdd;
    hash.words[1] = finish(&s);
    return hash;
}
