#include "journal/shares.h"

/* The number of its highest bit. */
static unsigned class_of(size_t bytes) {
    return 63U - (unsigned)__builtin_clzll(bytes);
}

static void init_crowd(struct journal_crowd *crowd) {
    *crowd = (struct journal_crowd){.used = 0};
    for (size_t i = 0; i < JOURNAL_SHARES_CLASSES; i++)
        base_list_init(&crowd->classes[i]);
}

void journal_shares_init(struct journal_shares *shares) {
    init_crowd(&shares->open);
    init_crowd(&shares->closed);
    base_list_init(&shares->quiet);
}

static struct journal_crowd *crowd_of(struct journal_shares *shares,
                                      const struct journal_share *share) {
    return share->is_open ? &shares->open : &shares->closed;
}

static void leave(struct journal_shares *shares, struct journal_share *share) {
    struct journal_crowd *crowd = crowd_of(shares, share);
    if (!share->bytes)
        return;
    const unsigned class = class_of(share->bytes);
    crowd->bytes -= share->bytes;
    base_list_remove(&share->in_class);
    if (base_list_empty(&crowd->classes[class]))
        crowd->used &= ~(UINT64_C(1) << class);
}

static void join(struct journal_shares *shares, struct journal_share *share) {
    struct journal_crowd *crowd = crowd_of(shares, share);
    if (!share->bytes)
        return;
    const unsigned class = class_of(share->bytes);
    crowd->bytes += share->bytes;
    base_list_append(&crowd->classes[class], &share->in_class);
    crowd->used |= UINT64_C(1) << class;
}

/* In the list of those that are not open, where it belongs there; it keeps its place. */
static void line_up(struct journal_shares *shares, struct journal_share *share) {
    bool belongs = share->bytes && !share->is_open;
    if (!belongs)
        base_list_remove(&share->in_quiet);
    else if (!base_list_linked(&share->in_quiet))
        base_list_append(&shares->quiet, &share->in_quiet);
}

void journal_shares_set(struct journal_shares *shares, struct journal_share *share, size_t bytes) {
    leave(shares, share);
    share->bytes = bytes;
    join(shares, share);
    line_up(shares, share);
}

void journal_shares_open(struct journal_shares *shares, struct journal_share *share, bool is_open) {
    leave(shares, share);
    share->is_open = is_open;
    join(shares, share);
    line_up(shares, share);
}

static struct journal_share *largest(const struct journal_crowd *crowd) {
    if (!crowd->used)
        return NULL;
    const struct base_list *class = &crowd->classes[63 - __builtin_clzll(crowd->used)];
    return BASE_CONTAINER(base_list_first(class), struct journal_share, in_class);
}

struct journal_share *journal_shares_loser(const struct journal_shares *shares, size_t max_bytes) {
    struct journal_share *open = largest(&shares->open), *closed = largest(&shares->closed);
    if (open && (!closed || shares->open.bytes > max_bytes / 2))
        return open;
    if (!closed || closed->bytes > max_bytes / JOURNAL_SHARES_PARTS)
        return closed;
    return BASE_CONTAINER(base_list_first(&shares->quiet), struct journal_share, in_quiet);
}
