/* rate.h - how many fragments were accepted within the last minute, exactly. */
#ifndef STREAM_RATE_H
#define STREAM_RATE_H
#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>

/** The window, in milliseconds. */
#define STREAM_RATE_WINDOW_MS 60000

/** The times of the fragments accepted within the window, in a ring that grows with need: at most
 *  one entry for each of `limit`. All zero but `memory` and `limit` is an empty one. */
struct stream_rate {
    struct base_memory *memory;
    size_t limit; /**< per window; 0: no limit, nothing is kept */
    uint64_t *times;
    size_t capacity; /**< a power of two, or 0 */
    size_t first, count;
};

/** True when one more fits into the window that ends now (milliseconds). */
bool stream_rate_allows(struct stream_rate *rate, uint64_t now);

/** Counts one, for which stream_rate_allows has just said yes. False: no memory, not counted. */
bool stream_rate_count(struct stream_rate *rate, uint64_t now);

/** Takes back the last one counted. */
void stream_rate_uncount(struct stream_rate *rate);

/** Gives up its memory. */
void stream_rate_clear(struct stream_rate *rate);

#endif
