/* closest.h - "did you mean": the known name that an unknown one was probably meant to be. */
#ifndef CODEC_CLOSEST_H
#define CODEC_CLOSEST_H
#include "base/slice.h"

#include <stdbool.h>

/** The candidates are handed in one by one; `best` is the answer, empty if none is close. */
struct codec_closest {
    struct base_slice name;
    struct base_slice best;
    size_t distance; /**< of `best`: insertions, deletions, changes and swaps of letters */
    size_t steps;    /**< of work so far */
};

/** Steps of work after which a search is over: about a millisecond. A suggestion is not worth
 *  more, however many names there are. */
#define CODEC_CLOSEST_STEPS ((size_t)1 << 19)

/** True when no candidate is considered any more: whoever has many can stop. */
static inline bool codec_closest_over(const struct codec_closest *search) {
    return search->steps >= CODEC_CLOSEST_STEPS;
}

/** Starts a search for `name` (plain UTF-8). Names that differ in more than a third of their
 *  letters are not close, unless `name` is the first or last word of one: "stream" of "stream_id".
 */
struct codec_closest codec_closest(struct base_slice name);

/** Considers `candidate`, which must outlive the search. */
void codec_closest_try(struct codec_closest *search, struct base_slice candidate);

#endif
