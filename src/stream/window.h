/* window.h - the reorder buffer (protocol §5): fragments come in any order, outcomes leave by
 * number. */
#ifndef STREAM_WINDOW_H
#define STREAM_WINDOW_H
#include "stream/fragment.h"
#include "stream/ranges.h"

/**
 * The fragments whose outcomes have not been sent, by number. There is a gap when some of them
 * have numbers above `expected`: those behind it are held back until the missing ones come or are
 * given up.
 */
struct stream_window {
    struct base_list order;        /**< struct stream_fragment.order, ascending */
    struct base_list_node *edge;   /**< the first fragment behind the gap; NULL: no gap */
    uint64_t expected;             /**< the lowest number neither accepted nor given up */
    size_t held;                   /**< fragments in stage HELD */
    struct stream_ranges refused;  /**< answered with an error: not reported as missing again */
    struct stream_ranges given_up; /**< numbers that came too late */
};

/** What a number is to the window. */
enum stream_place {
    STREAM_PLACE_EXPECTED,
    STREAM_PLACE_AHEAD,     /**< leaves a gap, or fills part of one */
    STREAM_PLACE_LATE,      /**< given up before */
    STREAM_PLACE_DUPLICATE, /**< accepted before */
};

/** Empty, as at the start of a run. The fragments in it must have been taken out. */
void stream_window_reset(struct stream_window *window);

/** Where `number` would go. Takes as many steps as there are fragments behind it. */
enum stream_place stream_window_look(const struct stream_window *window, uint64_t number);

/** Puts in a fragment whose place is EXPECTED or AHEAD. */
void stream_window_insert(struct stream_window *window, struct stream_fragment *fragment,
                          uint64_t now);

/** The fragment to be sent next: HELD, and nothing is missing before it. Or NULL. */
struct stream_fragment *stream_window_next(const struct stream_window *window);

/** The first fragment, whatever its stage, or NULL. */
struct stream_fragment *stream_window_first(const struct stream_window *window);

/** Takes a fragment out, in any stage. Whoever was HELD is no longer counted. */
void stream_window_remove(struct stream_window *window, struct stream_fragment *fragment);

static inline bool stream_window_has_gap(const struct stream_window *window) {
    return window->edge;
}

/** When the first fragment behind the gap was accepted. There must be a gap. */
uint64_t stream_window_gap_since(const struct stream_window *window);

/** True when the gap is all that holds the first fragment back. */
bool stream_window_is_blocked(const struct stream_window *window);

/** Gives up the gap's numbers, `missing`, and goes on behind it. False when there is no gap. */
bool stream_window_give_up(struct stream_window *window, struct stream_range *missing);

#endif
