/* index.h - marks among entries in order, so that one is found by its number without walking past
 * all the others. For the journal alone. */
#ifndef JOURNAL_INDEX_H
#define JOURNAL_INDEX_H
#include "base/roll.h"

/** One of so many entries is marked: as many at most are walked past. */
#define JOURNAL_INDEX_EVERY 64

struct journal_index {
    struct base_roll marks;
    size_t unmarked; /**< added since the last mark */
};

static inline void journal_index_init(struct journal_index *index, struct base_memory *memory) {
    base_roll_init(&index->marks, memory);
    index->unmarked = 0;
}

/** An entry is added behind the others. True: it is marked now. Where memory is missing the next
 *  one is. */
static inline bool journal_index_add(struct journal_index *index, uint64_t id, void *entry) {
    if (++index->unmarked < JOURNAL_INDEX_EVERY || !base_roll_add(&index->marks, id, entry))
        return false;
    index->unmarked = 0;
    return true;
}

#endif
