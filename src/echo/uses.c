#include "echo/uses.h"

#include "base/glob.h"
#include "stream/id.h"

/** Most uses that are remembered, and most bytes of them: whoever may connect can make some. */
#define USES_MAX 32768
#define BYTES_MAX ((size_t)16 << 20)
/* Rules that there is room for at first. */
#define HITS_FIRST 2

struct rule_hit {
    size_t rule;
    struct echo_hit hit;
};

struct echo_use {
    struct base_list_node in_tally, in_idle;
    struct echo_tally *tally;
    size_t streams;        /* that use it now */
    bool is_partial;       /* hits of this stream may be missing */
    struct rule_hit *hits; /* of the rules that hit */
    size_t count, capacity;
    size_t length;
    char id[];
};

struct base_slice echo_use_id(const struct echo_use *use) {
    return use ? base_slice(use->id, use->length) : base_slice(NULL, 0);
}

void echo_uses_init(struct echo_uses *uses, struct base_memory *memory,
                    struct base_hash_seed seed) {
    *uses = (struct echo_uses){.memory = memory, .seed = seed};
    base_list_init(&uses->idle);
}

void echo_tally_init(struct echo_tally *tally, struct echo_hit *hits, size_t rules) {
    *tally = (struct echo_tally){.rules = rules, .hits = hits};
    base_list_init(&tally->list);
}

/* ---- forgetting ---------------------------------------------------------------------------- */

static size_t size_of(const struct echo_use *use) {
    return sizeof *use + use->length;
}

/* It has room for as many as before. */
static void forget_hits(struct echo_use *use) {
    for (size_t i = 0; i < use->count; i++) {
        struct echo_hit *total = &use->tally->hits[use->hits[i].rule];
        if (total->by == use)
            total->by = NULL;
    }
    use->count = 0;
    use->is_partial = false;
}

static void forget(struct echo_use *use) {
    struct echo_tally *tally = use->tally;
    struct echo_uses *uses = tally->uses;
    forget_hits(use);
    (void)base_map_remove(&tally->by_id, echo_use_id(use));
    base_list_remove(&use->in_tally);
    base_list_remove(&use->in_idle);
    uses->count--;
    uses->bytes -= size_of(use) + use->capacity * sizeof *use->hits;
    base_memory_give(uses->memory, use->hits, use->capacity * sizeof *use->hits);
    base_memory_give(uses->memory, use, size_of(use));
}

void echo_tally_clear(struct echo_tally *tally) {
    struct base_list_node *node;
    while ((node = base_list_first(&tally->list)))
        forget(BASE_CONTAINER(node, struct echo_use, in_tally));
    base_map_clear(&tally->by_id);
}

/* False: all that are remembered belong to streams that are there. */
static bool make_room(struct echo_uses *uses, size_t bytes) {
    while (uses->count >= USES_MAX || uses->bytes + bytes > BYTES_MAX) {
        struct base_list_node *oldest = base_list_first(&uses->idle);
        if (!oldest)
            return false;
        struct echo_use *use = BASE_CONTAINER(oldest, struct echo_use, in_idle);
        use->tally->forgotten++;
        forget(use);
    }
    return true;
}

/* ---- using --------------------------------------------------------------------------------- */

static struct echo_use *new_use(struct echo_tally *tally, struct base_slice id) {
    struct echo_uses *uses = tally->uses;
    size_t size = sizeof(struct echo_use) + id.len;
    struct echo_use *use = make_room(uses, size) ? base_memory_zero(uses->memory, size) : NULL;
    if (!use)
        return NULL;
    use->tally = tally;
    use->length = id.len;
    memcpy(use->id, id.ptr, id.len);
    if (!base_map_put(&tally->by_id, echo_use_id(use), use)) {
        base_memory_give(uses->memory, use, size);
        return NULL;
    }
    use->is_partial = tally->forgotten; /* it may have been one of those */
    base_list_append(&tally->list, &use->in_tally);
    uses->count++;
    uses->bytes += size;
    tally->streams++;
    return use;
}

struct echo_use *echo_use_begin(struct echo_uses *uses, struct echo_tally *tally,
                                struct base_slice id) {
    if (!tally->uses) {
        tally->uses = uses;
        base_map_init(&tally->by_id, uses->memory, uses->seed);
    }
    struct echo_use *use = base_map_get(&tally->by_id, id);
    if (!use)
        use = new_use(tally, id);
    if (!use) {
        tally->streams++;
        tally->forgotten++;
        return NULL;
    }
    use->streams++;
    base_list_remove(&use->in_idle);
    return use;
}

void echo_use_end(struct echo_use *use) {
    if (use && !--use->streams)
        base_list_append(&use->tally->uses->idle, &use->in_idle);
}

/* ---- hits ---------------------------------------------------------------------------------- */

static struct rule_hit *find(const struct echo_use *use, size_t rule) {
    for (size_t i = 0; i < use->count; i++)
        if (use->hits[i].rule == rule)
            return &use->hits[i];
    return NULL;
}

static bool grow(struct echo_use *use) {
    struct echo_uses *uses = use->tally->uses;
    size_t old = use->capacity * sizeof *use->hits;
    size_t capacity = use->capacity ? 2 * use->capacity : HITS_FIRST;
    size_t size = capacity * sizeof *use->hits;
    struct rule_hit *hits = make_room(uses, size) ? base_memory_zero(uses->memory, size) : NULL;
    if (!hits)
        return false;
    if (old)
        memcpy(hits, use->hits, old);
    base_memory_give(uses->memory, use->hits, old);
    uses->bytes += size - old;
    use->hits = hits;
    use->capacity = capacity;
    return true;
}

static void note(struct echo_hit *hit, uint64_t number, uint64_t now, const struct echo_use *by) {
    *hit = (struct echo_hit){hit->count + 1, now, number, by};
}

void echo_use_hit(struct echo_tally *tally, struct echo_use *use, size_t rule, uint64_t number,
                  uint64_t now) {
    struct rule_hit *own = use ? find(use, rule) : NULL;
    if (use && !own) {
        if (use->count == use->capacity && !grow(use)) {
            tally->forgotten += !use->is_partial;
            use->is_partial = true;
        } else {
            own = &use->hits[use->count++];
            *own = (struct rule_hit){.rule = rule};
        }
    }
    if (own)
        note(&own->hit, number, now, NULL);
    note(&tally->hits[rule], number, now, own ? use : NULL);
}

/* As if they had never been: the totals lose them, too. */
static void undo_hits(struct echo_use *use) {
    for (size_t i = 0; i < use->count; i++) {
        struct echo_hit *total = &use->tally->hits[use->hits[i].rule];
        total->count -= use->hits[i].hit.count;
        if (!total->count)
            *total = (struct echo_hit){.count = 0};
    }
    forget_hits(use);
}

void echo_tally_reset(struct echo_tally *tally, struct base_slice pattern) {
    char room[STREAM_ID_SIZE];
    if (base_glob_is_plain(pattern)) {
        struct echo_use *one =
            tally->uses ? base_map_get(&tally->by_id, base_glob_text(pattern, room)) : NULL;
        if (one)
            undo_hits(one);
        return;
    }
    struct base_list_node *node = base_list_first(&tally->list);
    for (; node; node = base_list_next(&tally->list, node)) {
        struct echo_use *use = BASE_CONTAINER(node, struct echo_use, in_tally);
        if (base_glob_match(pattern, echo_use_id(use)))
            undo_hits(use);
    }
}

bool echo_tally_has(const struct echo_tally *tally, struct base_slice id) {
    return tally->uses && base_map_get(&tally->by_id, id);
}

bool echo_tally_find(const struct echo_tally *tally, struct base_slice id, size_t rule,
                     struct echo_hit *hit) {
    const struct echo_use *use = tally->uses ? base_map_get(&tally->by_id, id) : NULL;
    const struct rule_hit *found = use ? find(use, rule) : NULL;
    *hit = found ? found->hit : (struct echo_hit){.count = 0};
    return found || (use ? !use->is_partial : !tally->forgotten);
}
