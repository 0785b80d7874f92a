/* number.h - JSON numbers, exactly. Inside the codec and the matchers of verify only. */
#ifndef CODEC_NUMBER_H
#define CODEC_NUMBER_H
#include "base/slice.h"
#include <stdint.h>

/** A number as it stands in a text, and what it is worth. */
struct codec_number {
    struct base_slice text;
    bool is_integer; /**< its value is whole, of any size: 1, 1.0, 1e3 */
    bool fits;       /**< whole, and `integer` holds it */
    int64_t integer;
};

/** The end of the number that starts at `at` by the grammar of RFC 8259 §6; NULL if none does. */
const char *codec_number_end(const char *at, const char *end);

/** Reads a number that codec_number_end() found. */
struct codec_number codec_number_read(struct base_slice text);

/** Reads the number that starts at `at`. False where none does. */
bool codec_number_next(const char *at, const char *end, struct codec_number *number);

/** < 0, 0, > 0 as the number `a` is less than, equal to or greater than `b`. Exact. */
int codec_number_compare(struct base_slice a, struct base_slice b);

/** True when `a` is a whole multiple of `b` > 0, which has at most 18 significant digits. Exact. */
bool codec_number_multiple_of(struct base_slice a, struct base_slice b);

/** The nearest double; false when that is not finite. */
bool codec_number_double(struct base_slice text, double *value);

#endif
