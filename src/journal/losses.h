/* losses.h - which entries are lost, and why. */
#ifndef JOURNAL_LOSSES_H
#define JOURNAL_LOSSES_H
#include <stdint.h>

enum journal_cause {
    JOURNAL_CAUSE_EVENTS,  /**< the ring was full */
    JOURNAL_CAUSE_BYTES,   /**< all rings together were */
    JOURNAL_CAUSE_MEMORY,  /**< there was no memory */
    JOURNAL_CAUSE_DROPPED, /**< somebody asked for it (journal_drop) */
    JOURNAL_CAUSE_COUNT,
};

/** For each cause the id of the last entry that was lost to it; 0: none was. */
struct journal_losses {
    uint64_t last[JOURNAL_CAUSE_COUNT];
};

/** The last one of all causes; 0: none is lost. */
static inline uint64_t journal_losses_last(const struct journal_losses *lost) {
    uint64_t last = 0;
    for (unsigned i = 0; i < JOURNAL_CAUSE_COUNT; i++)
        last = lost->last[i] > last ? lost->last[i] : last;
    return last;
}

static inline void journal_losses_add(struct journal_losses *lost,
                                      const struct journal_losses *more) {
    for (unsigned i = 0; i < JOURNAL_CAUSE_COUNT; i++)
        if (more->last[i] > lost->last[i])
            lost->last[i] = more->last[i];
}

#endif
