/* sum.h - a checksum of bytes: fast, and no secret. It tells bytes that differ by accident, not by
 * the skill of somebody who wants the sums to be equal. */
#ifndef BASE_SUM_H
#define BASE_SUM_H
#include "base/slice.h"

#include <stdint.h>

/** Bytes that are summed up at once. */
#define BASE_SUM_BLOCK 32

/** A sum on its way; all zero to begin with. */
struct base_sum {
    uint64_t words[BASE_SUM_BLOCK / 8], sums[BASE_SUM_BLOCK / 8];
    uint64_t length;
};

/** Continues with `bytes`: a multiple of BASE_SUM_BLOCK, but for the last ones. */
void base_sum_add(struct base_sum *sum, struct base_slice bytes);

/** The sum. It depends on the order and the number of the bytes. */
uint64_t base_sum_end(const struct base_sum *sum);

#endif
