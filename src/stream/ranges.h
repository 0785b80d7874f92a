/* ranges.h - a small set of sequence numbers, as ranges, in constant memory. */
#ifndef STREAM_RANGES_H
#define STREAM_RANGES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most ranges kept; then the lowest is forgotten. What depends on them is only how an error is
 *  worded, so old ones may go. */
#define STREAM_RANGES_MAX 32

struct stream_range {
    uint64_t first, last; /**< inclusive */
};

/** All zero is the empty set. */
struct stream_ranges {
    struct stream_range items[STREAM_RANGES_MAX]; /**< ascending, never touching */
    size_t count;
};

/** Adds the numbers from `first` to `last`. */
void stream_ranges_add(struct stream_ranges *ranges, uint64_t first, uint64_t last);

bool stream_ranges_has(const struct stream_ranges *ranges, uint64_t number);

/** Forgets all numbers below `number`. */
void stream_ranges_forget_below(struct stream_ranges *ranges, uint64_t number);

/** The first run of numbers in `range` that are not in the set. Takes it, and what came before it,
 *  off `range`. False when there is none; `range` is then used up. */
bool stream_ranges_take_missing(const struct stream_ranges *ranges, struct stream_range *range,
                                struct stream_range *missing);

#endif
