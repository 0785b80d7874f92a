#include "journal/journal.h"

#include "base/fifo.h"
#include "base/glob.h"
#include "base/print.h"
#include "journal/forgotten.h"
#include "journal/index.h"
#include "journal/shares.h"
#include "stream/id.h"

/* The entries of one stream, or, with an empty id, of connections without one. */
struct journal_ring {
    struct base_list entries;
    struct journal_index index;
    struct base_fifo fifo; /* where they lie: a ring forgets its oldest first */
    struct journal_share share;
    size_t count;
    struct journal_losses lost;
    bool is_used; /* by a client: not only told of by who tests */
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
    struct journal_forgotten forgotten; /* rings that are gone */
};

static struct journal_entry *entry_of(const struct base_list_node *node) {
    return BASE_CONTAINER(node, struct journal_entry, in_all);
}

/* ---- forgetting ---------------------------------------------------------------------------- */

static uint64_t hash_of(const struct journal *journal, struct base_slice id) {
    return base_hash(journal->config.seed, id);
}

static void drop_ring(struct journal *journal, struct journal_ring *ring) {
    journal_forgotten_add(&journal->forgotten, hash_of(journal, ring->id), &ring->lost);
    base_map_remove(&journal->rings, ring->id);
    base_roll_clear(&ring->index.marks);
    journal->bytes -= ring->size;
    base_memory_give(journal->config.memory, ring, ring->size);
}

static void note_loss(struct journal *journal, struct journal_ring *ring, enum journal_cause cause,
                      uint64_t id) {
    if (ring && id > ring->lost.last[cause])
        ring->lost.last[cause] = id;
    if (id > journal->lost.last[cause])
        journal->lost.last[cause] = id;
}

/* The mark of an entry that goes is the next one's, or else it would be far from one mark to the
 * other. Before the first entry none is needed. */
static void pass_on_mark(struct journal *journal, struct journal_entry *entry) {
    struct base_roll *marks = &journal->index.marks;
    struct base_list_node *next = base_list_next(&journal->entries, &entry->in_all);
    struct journal_entry *heir = next ? entry_of(next) : NULL;
    bool is_first = base_list_first(&journal->entries) == &entry->in_all;
    if (heir && !heir->mark_in_all && !is_first) {
        base_roll_replace(marks, entry->id, heir->id, heir);
        heir->mark_in_all = true;
    } else {
        base_roll_remove(marks, entry->id);
    }
}

/* The oldest entry of a ring goes. */
static void drop(struct journal *journal, struct journal_ring *ring, enum journal_cause cause) {
    struct journal_entry *entry =
        BASE_CONTAINER(base_list_first(&ring->entries), struct journal_entry, in_ring);
    if (entry->mark_in_all)
        pass_on_mark(journal, entry);
    if (entry->mark_in_ring) /* it is the first one there */
        base_roll_remove(&ring->index.marks, entry->id);
    base_list_remove(&entry->in_ring);
    base_list_remove(&entry->in_all);
    ring->count--;
    note_loss(journal, ring, cause, entry->id);
    size_t freed = base_fifo_give(&ring->fifo);
    journal->bytes -= freed;
    if (freed)
        journal_shares_set(&journal->shares, &ring->share, ring->fifo.size);
    if (!ring->count)
        drop_ring(journal, ring);
}

/* Makes room for an entry of `size` bytes, which `ring` counts already. */
static void make_room(struct journal *journal, struct journal_ring *ring, size_t size) {
    const struct journal_config *config = &journal->config;
    struct journal_share *loser;
    if (ring->count > config->max_events && ring->count > 1)
        drop(journal, ring, JOURNAL_CAUSE_EVENTS);
    while (journal->bytes + base_fifo_cost(&ring->fifo, size) > config->max_bytes &&
           (loser = journal_shares_loser(&journal->shares, config->max_bytes)))
        drop(journal, BASE_CONTAINER(loser, struct journal_ring, share), JOURNAL_CAUSE_BYTES);
}

/* ---- hearing ------------------------------------------------------------------------------- */

static struct journal_ring *new_ring(struct journal *journal, struct base_slice id) {
    size_t size = sizeof(struct journal_ring) + id.len;
    struct journal_ring *ring = base_memory_zero(journal->config.memory, size);
    if (!ring)
        return NULL;
    ring->size = size;
    ring->lost = journal_forgotten_losses(&journal->forgotten, hash_of(journal, id));
    ring->id = base_slice(ring->bytes, id.len);
    memcpy(ring->bytes, id.ptr, id.len);
    base_list_init(&ring->entries);
    base_fifo_init(&ring->fifo, journal->config.memory);
    journal_index_init(&ring->index, journal->config.memory);
    if (!base_map_put(&journal->rings, ring->id, ring)) {
        base_memory_give(journal->config.memory, ring, size);
        return NULL;
    }
    journal->bytes += size;
    return ring;
}

static struct base_slice plain(struct codec_text text, char *out, size_t capacity) {
    size_t length = codec_text_copy(text, out, capacity);
    return base_slice(out, length < capacity ? length : capacity);
}

/* The ring that an entry goes to; NULL: no memory. */
static struct journal_ring *ring_of(struct journal *journal,
                                    const struct journal_traffic *traffic) {
    char room[STREAM_ID_SIZE];
    struct base_map_memo *memo = journal_memo_of(&traffic->subject, JOURNAL_MEMO_RING);
    struct journal_ring *ring = base_map_recall(&journal->rings, memo);
    if (ring)
        return ring;
    const struct base_slice stream_id = plain(traffic->subject.stream_id, room, sizeof room);
    ring = base_map_get_memo(&journal->rings, stream_id, memo);
    return ring ? ring : new_ring(journal, stream_id);
}

/* A stream is open from its beginning to its end, also while it waits for its worker. */
static void follow_stream(struct journal *journal, struct journal_ring *ring,
                          enum journal_kind kind) {
    const uint32_t turns =
        JOURNAL_BIT(JOURNAL_OPENED) | JOURNAL_BIT(JOURNAL_RESUMED) | JOURNAL_BIT(JOURNAL_ENDED);
    if (JOURNAL_BIT(kind) & turns)
        journal_shares_open(&journal->shares, &ring->share, kind != JOURNAL_ENDED);
    journal_shares_touch(&journal->shares, &ring->share);
}

bool journal_is_of_client(enum journal_kind kind) {
    return !(JOURNAL_BIT(kind) & (JOURNAL_BIT(JOURNAL_REFUSING) | JOURNAL_BIT(JOURNAL_RESET) |
                                  JOURNAL_BIT(JOURNAL_ARMED) | JOURNAL_BIT(JOURNAL_STEP)));
}

/* Whether it shows that a client was there. What tests ask for does not, nor does a handshake that
 * was refused: it has no key, and may name any stream. */
static bool is_use(const struct journal_traffic *traffic) {
    bool is_handshake =
        traffic->kind == JOURNAL_REFUSED && traffic->refusal && !traffic->client.id.len;
    return journal_is_of_client(traffic->kind) && !is_handshake;
}

/* Keeps an entry of which `length` bytes are still to be filled in. NULL: no memory; it is lost. */
static struct journal_entry *keep(struct journal *journal, const struct journal_traffic *traffic,
                                  size_t length) {
    size_t size = sizeof(struct journal_entry) + length;
    struct journal_ring *ring = ring_of(journal, traffic);
    if (!ring)
        return NULL;
    ring->count++; /* first of all: an empty ring would go */
    ring->is_used = ring->is_used || is_use(traffic);
    follow_stream(journal, ring, traffic->kind);
    make_room(journal, ring, size);
    size_t cost = base_fifo_cost(&ring->fifo, size);
    struct journal_entry *entry = base_fifo_take(&ring->fifo, size);
    if (!entry) {
        if (!--ring->count)
            drop_ring(journal, ring);
        return NULL;
    }
    *entry = (struct journal_entry){
        .ring = ring,
        .id = journal->last,
        .now_ms = traffic->now_ms,
        .kind = traffic->kind,
        .direction = traffic->direction,
        .verdict = traffic->verdict,
        .stream_id = ring->id,
        .name = base_slice_of(journal_kind_word(traffic->kind)),
        .hash = journal->config.hash,
    };
    journal->bytes += cost;
    if (cost)
        journal_shares_set(&journal->shares, &ring->share, ring->fifo.size);
    base_list_append(&ring->entries, &entry->in_ring);
    base_list_append(&journal->entries, &entry->in_all);
    entry->mark_in_ring = journal_index_add(&ring->index, entry->id, entry);
    entry->mark_in_all = journal_index_add(&journal->index, entry->id, entry);
    return entry;
}

/* As it came: see journal_pack.h. */
static struct journal_entry *keep_packed(struct journal *journal,
                                         const struct journal_traffic *traffic) {
    const struct journal_payload payload = journal_traffic_payload(traffic, journal->config.hash);
    struct journal_aside aside;
    struct journal_packed packed;
    journal_put_aside(&payload, &aside);
    size_t length = journal_pack(traffic, &aside, &packed);
    struct journal_entry *entry = keep(journal, traffic, length);
    if (!entry)
        return NULL;
    entry->is_packed = true;
    entry->packed = packed;
    journal_pack_bytes(traffic, &aside, &packed, entry->bytes);
    if (traffic->kind == JOURNAL_EVENT)
        entry->name = sts_events[traffic->event].name;
    return entry;
}

/* Its JSON, for what is not worth packing. */
static struct journal_entry *keep_line(struct journal *journal,
                                       const struct journal_traffic *traffic) {
    char line[JOURNAL_LINE_MAX], room[JOURNAL_NAME_MAX];
    struct base_slice name = base_slice(NULL, 0);
    bool is_cut = false;
    size_t length = journal_line(traffic, journal->last, journal->config.hash, line, &is_cut);
    if (traffic->kind == JOURNAL_EVENT)
        name = plain(traffic->name, room, sizeof room);
    struct journal_entry *entry = length ? keep(journal, traffic, length + name.len) : NULL;
    if (!entry)
        return NULL;
    entry->is_cut = is_cut;
    memcpy(entry->bytes, line, length);
    entry->line = base_slice(entry->bytes, length);
    if (traffic->kind != JOURNAL_EVENT)
        return entry;
    entry->name_is_cut = name.len == sizeof room;
    entry->name = base_slice(entry->bytes + length, name.len);
    memcpy(entry->bytes + length, name.ptr, name.len);
    return entry;
}

/* An entry of this stream could not be kept. */
static void lose(struct journal *journal, const struct journal_traffic *traffic, uint64_t id) {
    char room[STREAM_ID_SIZE];
    const struct base_slice stream_id = plain(traffic->subject.stream_id, room, sizeof room);
    struct journal_ring *ring = base_map_get(&journal->rings, stream_id);
    note_loss(journal, ring, JOURNAL_CAUSE_MEMORY, id);
    if (!ring)
        journal_forgotten_add(&journal->forgotten, hash_of(journal, stream_id),
                              &(struct journal_losses){.last = {[JOURNAL_CAUSE_MEMORY] = id}});
}

static void hear(struct journal_listener *listener, const struct journal_traffic *traffic) {
    struct journal *journal = BASE_CONTAINER(listener, struct journal, listener);
    uint64_t id = ++journal->last;
    const struct journal_entry *entry =
        journal_packs(traffic) ? keep_packed(journal, traffic) : keep_line(journal, traffic);
    if (!entry) {
        lose(journal, traffic, id);
        return;
    }
    struct base_list_node *node = base_list_first(&journal->readers);
    for (; node; node = base_list_next(&journal->readers, node)) {
        struct journal_reader *reader = BASE_CONTAINER(node, struct journal_reader, node);
        reader->news(reader, entry);
    }
}

/* ---- reading ------------------------------------------------------------------------------- */

static struct journal_traffic unpack(const struct journal_entry *entry,
                                     struct base_slice *payload) {
    struct journal_traffic traffic = journal_unpack(&entry->packed, entry->bytes, payload);
    traffic.kind = entry->kind;
    traffic.direction = entry->direction;
    traffic.now_ms = entry->now_ms;
    traffic.subject.stream_id = codec_text_plain(entry->stream_id);
    return traffic;
}

struct base_slice journal_entry_line(const struct journal_entry *entry, char *room) {
    struct base_slice payload;
    if (!entry->is_packed)
        return entry->line;
    const struct journal_traffic traffic = unpack(entry, &payload);
    bool is_cut; /* what is packed is not: its payload is looked at apart */
    return base_slice(room, journal_line(&traffic, entry->id, entry->hash, room, &is_cut));
}

struct base_slice journal_entry_payload(const struct journal_entry *entry, char *room) {
    struct sts_control_journal_entry decoded;
    struct base_slice text;
    struct codec_in in;
    if (entry->is_packed) {
        const struct journal_traffic traffic = unpack(entry, &text);
        const struct journal_payload payload = journal_traffic_payload(&traffic, entry->hash);
        return base_slice(room, text.len ? journal_elide(&payload, room) : 0);
    }
    codec_in_init_again(&in, entry->line);
    return sts_control_journal_entry_decode(&in, &decoded) ? decoded.payload : base_slice(NULL, 0);
}

static bool may_see(const struct journal_filter *filter, struct base_slice stream_id) {
    return !filter->may_see || filter->may_see(filter->context, stream_id);
}

static bool means(const struct journal_filter *filter, struct base_slice stream_id) {
    return may_see(filter, stream_id) &&
           (!filter->stream.len || (stream_id.len && base_glob_match(filter->stream, stream_id)));
}

/* Whether one stream alone is meant; most readers look for one. */
static bool is_one(const struct journal_filter *filter) {
    return filter->stream.len && base_glob_is_plain(filter->stream);
}

struct base_slice journal_filter_id(const struct journal_filter *filter, char *room) {
    return is_one(filter) ? base_glob_text(filter->stream, room) : base_slice(NULL, 0);
}

bool journal_filter_fits(const struct journal_filter *filter, const struct journal_entry *entry) {
    bool went = entry->kind == JOURNAL_EVENT || entry->kind == JOURNAL_ACK;
    if (filter->has_direction && (!went || entry->direction != filter->direction))
        return false;
    if (filter->event.len && !base_glob_match(filter->event, entry->name))
        return false;
    return means(filter, entry->stream_id);
}

/* Entries in their order: all, or those of one ring. */
struct line_up {
    const struct base_list *list; /* NULL: there are none */
    const struct journal_index *index;
    bool of_ring;
};

static struct line_up line_up_of(const struct journal *journal,
                                 const struct journal_filter *filter) {
    char room[STREAM_ID_SIZE];
    if (!is_one(filter))
        return (struct line_up){&journal->entries, &journal->index, false};
    const struct journal_ring *ring =
        base_map_get(&journal->rings, journal_filter_id(filter, room));
    return (struct line_up){ring ? &ring->entries : NULL, ring ? &ring->index : NULL, true};
}

static const struct journal_entry *entry_in(const struct line_up *line_up,
                                            const struct base_list_node *node) {
    return line_up->of_ring ? BASE_CONTAINER(node, struct journal_entry, in_ring) : entry_of(node);
}

static const struct journal_entry *after(const struct line_up *line_up,
                                         const struct journal_entry *entry) {
    const struct base_list_node *node =
        base_list_next(line_up->list, line_up->of_ring ? &entry->in_ring : &entry->in_all);
    return node ? entry_in(line_up, node) : NULL;
}

/* The first one, or the last that is marked, is not after `id`, and has few before it. */
static const struct journal_entry *near(const struct line_up *line_up, uint64_t id) {
    const struct journal_entry *mark = base_roll_until(&line_up->index->marks, id);
    const struct base_list_node *first = base_list_first(line_up->list);
    return mark ? mark : first ? entry_in(line_up, first) : NULL;
}

/* The entry with this id or the first one after it; most look for the latest. */
static const struct journal_entry *seek(const struct line_up *line_up, uint64_t id) {
    if (!line_up->list || base_list_empty(line_up->list) ||
        entry_in(line_up, line_up->list->head.previous)->id < id)
        return NULL;
    const struct journal_entry *entry = near(line_up, id);
    while (entry && entry->id < id)
        entry = after(line_up, entry);
    return entry;
}

const struct journal_entry *journal_walk_next(struct journal_walk *walk) {
    const struct line_up line_up = line_up_of(walk->journal, walk->filter);
    for (;;) {
        const struct journal_entry *entry =
            walk->at ? after(&line_up, walk->at) : seek(&line_up, walk->filter->since + 1);
        if (!entry || !walk->steps)
            return NULL;
        walk->steps--;
        walk->at = entry;
        walk->filter->since = entry->id;
        if (journal_filter_fits(walk->filter, entry))
            return entry;
    }
}

const struct journal_entry *journal_find(const struct journal *journal,
                                         const struct journal_filter *filter) {
    const struct line_up line_up = line_up_of(journal, filter);
    const struct journal_entry *entry = seek(&line_up, filter->since + 1);
    while (entry && !journal_filter_fits(filter, entry))
        entry = after(&line_up, entry);
    return entry;
}

const struct journal_entry *journal_next(const struct journal *journal,
                                         const struct journal_filter *filter,
                                         const struct journal_entry *entry) {
    const struct line_up line_up = line_up_of(journal, filter);
    do
        entry = after(&line_up, entry);
    while (entry && !journal_filter_fits(filter, entry));
    return entry;
}

const struct journal_entry *journal_entry(const struct journal *journal, uint64_t id) {
    const struct line_up all = {&journal->entries, &journal->index, false};
    const struct journal_entry *entry = seek(&all, id);
    return entry && entry->id == id ? entry : NULL;
}

uint64_t journal_last(const struct journal *journal) {
    return journal->last;
}

/* Up to where entries of one stream are lost. */
static struct journal_losses losses_of(const struct journal *journal, struct base_slice stream_id) {
    const struct journal_ring *ring = base_map_get(&journal->rings, stream_id);
    return ring ? ring->lost
                : journal_forgotten_losses(&journal->forgotten, hash_of(journal, stream_id));
}

/* Any of the rings that are gone may have been meant. Readers who keep up ask for every entry: they
 * need not look at thousands of rings. */
static struct journal_losses losses_of_several(const struct journal *journal,
                                               const struct journal_filter *filter) {
    struct journal_losses lost = journal->forgotten.lost;
    if (journal_losses_last(&journal->lost) <= filter->since ||
        (!filter->stream.len && !filter->may_see))
        return journal->lost;
    for (size_t i = 0; i < journal->rings.capacity; i++) {
        const struct journal_ring *ring = journal->rings.entries[i].value;
        if (ring && journal_losses_last(&ring->lost) && means(filter, ring->id))
            journal_losses_add(&lost, &ring->lost);
    }
    return lost;
}

static struct journal_losses losses(const struct journal *journal,
                                    const struct journal_filter *filter) {
    char room[STREAM_ID_SIZE];
    return is_one(filter) ? losses_of(journal, journal_filter_id(filter, room))
                          : losses_of_several(journal, filter);
}

uint64_t journal_lost(const struct journal *journal, const struct journal_filter *filter) {
    const struct journal_losses lost = losses(journal, filter);
    const uint64_t last = journal_losses_last(&lost);
    return last > filter->since ? last : 0;
}

unsigned journal_lost_to(const struct journal *journal, const struct journal_filter *filter) {
    const struct journal_losses lost = losses(journal, filter);
    unsigned causes = 0;
    for (unsigned cause = 0; cause < JOURNAL_CAUSE_COUNT; cause++)
        causes |= lost.last[cause] > filter->since ? 1U << cause : 0;
    return causes;
}

size_t journal_cure(const struct journal *journal, unsigned causes, char cure[JOURNAL_CURE_SIZE]) {
    const struct journal_config *config = &journal->config;
    size_t length = 0;
    if (causes & 1U << JOURNAL_CAUSE_EVENTS)
        length +=
            base_print(cure, JOURNAL_CURE_SIZE,
                       "raise JOURNAL_MAX_EVENTS (%zu entries of one stream)", config->max_events);
    if (causes & 1U << JOURNAL_CAUSE_BYTES)
        length += base_print(cure + length, JOURNAL_CURE_SIZE - length,
                             "%sraise JOURNAL_MAX_BYTES (%zu bytes of all streams)",
                             length ? " and " : "", config->max_bytes);
    if (causes & 1U << JOURNAL_CAUSE_MEMORY)
        length += base_print(cure + length, JOURNAL_CURE_SIZE - length,
                             "%sgive the server more memory", length ? " and " : "");
    return length;
}

uint64_t journal_unkept(const struct journal *journal) {
    return journal->lost.last[JOURNAL_CAUSE_MEMORY];
}

enum journal_used journal_used(const struct journal *journal, const struct journal_filter *filter) {
    char room[STREAM_ID_SIZE];
    const struct base_slice id = journal_filter_id(filter, room);
    bool one = id.len;
    const struct journal_ring *ring = one ? base_map_get(&journal->rings, id) : NULL;
    if (ring && ring->is_used)
        return JOURNAL_USED;
    for (size_t i = 0; !one && i < journal->rings.capacity; i++) {
        ring = journal->rings.entries[i].value;
        if (ring && ring->is_used && means(filter, ring->id))
            return JOURNAL_USED;
    }
    const struct journal_losses lost = one ? losses_of(journal, id) : journal->forgotten.lost;
    return journal_losses_last(&lost) ? JOURNAL_USED_PERHAPS : JOURNAL_USED_NEVER;
}

void journal_try_streams(const struct journal *journal, const struct journal_filter *filter,
                         struct codec_closest *search) {
    for (size_t i = 0; i < journal->rings.capacity && !codec_closest_over(search); i++) {
        const struct journal_ring *ring = journal->rings.entries[i].value;
        if (ring && ring->is_used && ring->id.len && may_see(filter, ring->id))
            codec_closest_try(search, ring->id);
    }
}

uint64_t journal_start(const struct journal *journal) {
    return base_hash(journal->config.seed, base_slice_of("start"));
}

void journal_follow(struct journal *journal, struct journal_reader *reader) {
    base_list_append(&journal->readers, &reader->node);
}

void journal_leave(struct journal_reader *reader) {
    base_list_remove(&reader->node);
}

/* ---- the journal --------------------------------------------------------------------------- */

struct journal *journal_new(const struct journal_config *config) {
    struct journal *journal = base_memory_zero(config->memory, sizeof *journal);
    if (!journal)
        return NULL;
    journal->config = *config;
    journal->listener.kinds = JOURNAL_SHOWN;
    journal->listener.hear = hear;
    base_map_init(&journal->rings, config->memory, config->seed);
    base_list_init(&journal->entries);
    journal_index_init(&journal->index, config->memory);
    base_list_init(&journal->readers);
    journal_shares_init(&journal->shares);
    return journal;
}

void journal_free(struct journal *journal) {
    if (!journal)
        return;
    journal_tap_leave(&journal->listener);
    while (!base_list_empty(&journal->entries))
        drop(journal, entry_of(base_list_first(&journal->entries))->ring, JOURNAL_CAUSE_BYTES);
    base_map_clear(&journal->rings);
    base_roll_clear(&journal->index.marks);
    base_memory_give(journal->config.memory, journal, sizeof *journal);
}

struct journal_listener *journal_listener(struct journal *journal) {
    return &journal->listener;
}
