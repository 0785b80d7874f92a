/* shares.h - which ring loses entries when all together take too much memory, so that a noisy
 * stream pushes out its own entries before those of quiet ones. Each step takes the same time,
 * however many rings there are. For the journal alone.
 *
 * Half of the memory is for streams that are open: where they hold more, the largest of them loses.
 * Else it is a ring of the others: one that holds more than a part of its own, or else the one that
 * was written longest ago. */
#ifndef JOURNAL_SHARES_H
#define JOURNAL_SHARES_H
#include "base/list.h"

#include <stdint.h>

/** The most that a ring whose stream is not open may hold before older ones go: one such part of
 *  all. A full ring of the default settings holds less. */
#define JOURNAL_SHARES_PARTS 16

/** Rings of a similar size, within a factor of 2, are in one list. */
#define JOURNAL_SHARES_CLASSES 64

/** What a ring holds; embedded in it. All zero at first: it holds nothing, and is not open. */
struct journal_share {
    struct base_list_node in_class, in_quiet;
    size_t bytes;
    bool is_open;
};

struct journal_crowd {
    struct base_list classes[JOURNAL_SHARES_CLASSES];
    uint64_t used; /**< a bit for each class that is not empty */
    size_t bytes;
};

struct journal_shares {
    struct journal_crowd open, closed;
    struct base_list quiet; /**< those that are not open: the one written longest ago first */
};

void journal_shares_init(struct journal_shares *shares);

/** It holds so many bytes from now on. 0: it loses nothing, and may be freed. */
void journal_shares_set(struct journal_shares *shares, struct journal_share *share, size_t bytes);

/** Its stream is open from now on, or is not. */
void journal_shares_open(struct journal_shares *shares, struct journal_share *share, bool is_open);

/** It was written. */
static inline void journal_shares_touch(struct journal_shares *shares,
                                        struct journal_share *share) {
    if (!base_list_linked(&share->in_quiet))
        return;
    base_list_remove(&share->in_quiet);
    base_list_append(&shares->quiet, &share->in_quiet);
}

/** Who loses its oldest entry next, where all may hold `max_bytes`; NULL: nobody has any. */
struct journal_share *journal_shares_loser(const struct journal_shares *shares, size_t max_bytes);

#endif
