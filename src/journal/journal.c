#include "journal/internal.h"

#include "base/glob.h"
#include "stream/id.h"

/* ---- forgetting ---------------------------------------------------------------------------- */

/* Rings of which all was dropped that are kept: so many streams can be deleted before readers of
 * others have to take theirs for lost. Each costs some hundred bytes. */
#define DROPPED_MAX 4096

static void revive(struct journal *journal, struct journal_ring *ring) {
    journal->dropped_count -= base_list_linked(&ring->in_dropped);
    base_list_remove(&ring->in_dropped);
}

static void drop_ring(struct journal *journal, struct journal_ring *ring) {
    revive(journal, ring);
    journal_forgotten_add(&journal->forgotten, journal_hash_of(journal, ring->id), &ring->lost);
    base_map_remove(&journal->rings, ring->id);
    base_roll_clear(&ring->index.marks);
    journal->bytes -= ring->size;
    base_memory_give(journal->config.memory, ring, ring->size);
}

static void note_loss(struct journal *journal, struct journal_ring *ring, enum journal_cause cause,
                      uint64_t id) {
    journal->lost_count += cause != JOURNAL_CAUSE_DROPPED;
    if (ring && id > ring->lost.last[cause])
        ring->lost.last[cause] = id;
    if (id > journal->lost.last[cause])
        journal->lost.last[cause] = id;
}

static void drop_oldest_dropped(struct journal *journal) {
    drop_ring(journal,
              BASE_CONTAINER(base_list_first(&journal->dropped), struct journal_ring, in_dropped));
}

/* As if its stream had never been, but for those who follow the journal. */
static void empty(struct journal *journal, struct journal_ring *ring) {
    const uint64_t last = ring->lost.last[JOURNAL_CAUSE_DROPPED];
    ring->lost = (struct journal_losses){.last = {[JOURNAL_CAUSE_DROPPED] = last}};
    ring->is_used = false;
    base_list_append(&journal->dropped, &ring->in_dropped);
    journal->dropped_count++;
}

/* The mark of an entry that goes is the next one's, or else it would be far from one mark to the
 * other. Before the first entry none is needed. */
static void pass_on_mark(struct journal *journal, struct journal_entry *entry) {
    struct base_roll *marks = &journal->index.marks;
    struct base_list_node *next = base_list_next(&journal->entries, &entry->in_all);
    struct journal_entry *heir = next ? journal_entry_of(next) : NULL;
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
    if (ring->count)
        return;
    if (cause == JOURNAL_CAUSE_DROPPED)
        empty(journal, ring);
    else
        drop_ring(journal, ring);
}

/* Makes room for an entry of `size` bytes, which `ring` counts already. */
static void make_room(struct journal *journal, struct journal_ring *ring, size_t size) {
    const struct journal_config *config = &journal->config;
    struct journal_share *loser;
    if (ring->count > config->max_events && ring->count > 1)
        drop(journal, ring, JOURNAL_CAUSE_EVENTS);
    const size_t cost = base_fifo_cost(&ring->fifo, size);
    while (journal->dropped_count &&
           (journal->bytes + cost > config->max_bytes || journal->dropped_count > DROPPED_MAX))
        drop_oldest_dropped(journal);
    while (journal->bytes + base_fifo_cost(&ring->fifo, size) > config->max_bytes &&
           (loser = journal_shares_loser(&journal->shares, config->max_bytes)))
        drop(journal, BASE_CONTAINER(loser, struct journal_ring, share), JOURNAL_CAUSE_BYTES);
}

/* ---- dropping on request ------------------------------------------------------------------- */

size_t journal_drop_stream(struct journal *journal, struct base_slice stream_id, uint64_t until) {
    struct journal_ring *ring = base_map_get(&journal->rings, stream_id);
    size_t dropped = 0;
    struct base_list_node *node;
    while (ring && (node = base_list_first(&ring->entries)) &&
           BASE_CONTAINER(node, struct journal_entry, in_ring)->id <= until) {
        bool is_last = ring->count == 1;
        drop(journal, ring, JOURNAL_CAUSE_DROPPED);
        dropped++;
        if (is_last)
            break;
    }
    return dropped;
}

bool journal_drop(struct journal *journal, struct journal_drop *drop) {
    const struct base_map *rings = &journal->rings;
    const uint64_t enough = drop->dropped + JOURNAL_DROP_ENTRIES;
    if (drop->capacity != rings->capacity || drop->changes != rings->changes)
        drop->at = 0; /* rings may have moved */
    drop->capacity = rings->capacity;
    drop->changes = rings->changes;
    for (; drop->at < rings->capacity && drop->dropped < enough; drop->at++) {
        const struct journal_ring *ring = rings->entries[drop->at].value;
        if (ring && ring->id.len && base_glob_match(drop->pattern, ring->id))
            drop->dropped += journal_drop_stream(journal, ring->id, drop->until);
    }
    return drop->at >= rings->capacity;
}

/* ---- hearing ------------------------------------------------------------------------------- */

static struct journal_ring *new_ring(struct journal *journal, struct base_slice id) {
    size_t size = sizeof(struct journal_ring) + id.len;
    struct journal_ring *ring = base_memory_zero(journal->config.memory, size);
    if (!ring)
        return NULL;
    ring->size = size;
    ring->lost = journal_forgotten_losses(&journal->forgotten, journal_hash_of(journal, id));
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
    revive(journal, ring);
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
        journal_forgotten_add(&journal->forgotten, journal_hash_of(journal, stream_id),
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
    base_list_init(&journal->dropped);
    journal_shares_init(&journal->shares);
    return journal;
}

void journal_free(struct journal *journal) {
    if (!journal)
        return;
    journal_tap_leave(&journal->listener);
    while (!base_list_empty(&journal->entries))
        drop(journal, journal_entry_of(base_list_first(&journal->entries))->ring,
             JOURNAL_CAUSE_BYTES);
    while (journal->dropped_count)
        drop_oldest_dropped(journal);
    base_map_clear(&journal->rings);
    base_roll_clear(&journal->index.marks);
    base_memory_give(journal->config.memory, journal, sizeof *journal);
}

struct journal_listener *journal_listener(struct journal *journal) {
    return &journal->listener;
}
