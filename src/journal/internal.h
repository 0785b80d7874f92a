/* internal.h - what the files of the journal share. Not for others. */
#ifndef JOURNAL_INTERNAL_H
#define JOURNAL_INTERNAL_H
#include "base/fifo.h"
#include "journal/forgotten.h"
#include "journal/index.h"
#include "journal/journal.h"
#include "journal/shares.h"

/* The entries of one stream, or, with an empty id, of connections without one. */
struct journal_ring {
    struct base_list entries;
    struct journal_index index;
    struct base_fifo fifo; /* where they lie: a ring forgets its oldest first */
    struct journal_share share;
    size_t count;
    struct journal_losses lost;
    bool is_used;                     /* by a client: not only told of by who tests */
    struct base_list_node in_dropped; /* it has no entries, and only says what was dropped */
    struct base_slice id;
    size_t size;
    char bytes[];
};

struct journal {
    struct journal_config config;
    struct journal_listener listener;
    struct base_map rings;
    struct base_list entries;   /* all, oldest first */
    struct journal_index index; /* of those */
    struct base_list readers;
    size_t bytes;
    struct journal_shares shares;
    uint64_t last;                      /* id of the latest entry */
    struct journal_losses lost;         /* of all rings */
    uint64_t lost_count;                /* but for what was dropped */
    struct journal_forgotten forgotten; /* rings that are gone */
    struct base_list dropped;           /* rings of which all was dropped, the oldest first */
    size_t dropped_count;
};

static inline struct journal_entry *journal_entry_of(const struct base_list_node *node) {
    return BASE_CONTAINER(node, struct journal_entry, in_all);
}

static inline uint64_t journal_hash_of(const struct journal *journal, struct base_slice id) {
    return base_hash(journal->config.seed, id);
}

#endif
