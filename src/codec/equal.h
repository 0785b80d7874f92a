/* equal.h - equality of JSON values, as JSON Schema defines it (numbers by value, objects without
 * order). Inside the codec and the matchers of verify only; the texts have been read before. */
#ifndef CODEC_EQUAL_H
#define CODEC_EQUAL_H
#include "base/slice.h"
#include <stdint.h>

/** True when the two JSON texts stand for the same value. */
bool codec_equal(struct base_slice a, struct base_slice b);

/** The same number for equal values. */
uint64_t codec_equal_hash(struct base_slice value);

#endif
