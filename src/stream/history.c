#include "stream/history.h"

/* Records that there is room for at first. */
#define CAPACITY_FIRST 8

void stream_history_init(struct stream_history *history, struct base_memory *memory,
                         struct base_hash_seed seed) {
    *history = (struct stream_history){.memory = memory};
    base_map_init(&history->by_key, memory, seed);
    base_list_init(&history->working);
}

struct stream_key stream_history_key(const struct stream_history *history, struct base_slice id) {
    const struct base_hash_wide hash = base_hash_wide(history->by_key.seed, id);
    return (struct stream_key){{hash.words[0], hash.words[1]}};
}

static bool is_same(const struct stream_key *a, const struct stream_key *b) {
    return a->words[0] == b->words[0] && a->words[1] == b->words[1];
}

/* ---- in work ------------------------------------------------------------------------------- */

static struct base_slice bytes_of(const struct stream_key *key) {
    return base_slice((const char *)key->words, sizeof key->words);
}

struct stream_fragment *stream_history_working(const struct stream_history *history,
                                               const struct stream_key *key) {
    return base_map_get_hashed(&history->by_key, key->words[0], bytes_of(key));
}

bool stream_history_add(struct stream_history *history, struct stream_fragment *fragment) {
    if (!base_map_put_hashed(&history->by_key, fragment->key.words[0], bytes_of(&fragment->key),
                             fragment))
        return false;
    base_list_append(&history->working, &fragment->working);
    return true;
}

void stream_history_remove(struct stream_history *history, struct stream_fragment *fragment) {
    base_map_remove_value(&history->by_key, fragment->key.words[0], fragment);
    base_list_remove(&fragment->working);
}

struct stream_fragment *stream_history_oldest(const struct stream_history *history) {
    struct base_list_node *node = base_list_first(&history->working);
    return node ? BASE_CONTAINER(node, struct stream_fragment, working) : NULL;
}

/* ---- errors -------------------------------------------------------------------------------- */

static void let_go(struct stream_history *history, struct stream_told_error *error) {
    if (!error || --error->references)
        return;
    history->bytes -= error->size;
    base_memory_give(history->memory, error, error->size);
}

static bool is_same_error(const struct sts_processing_error *a,
                          const struct sts_processing_error *b) {
    return a->has == b->has && a->code.value == b->code.value && a->stage == b->stage &&
           a->retryable == b->retryable && codec_text_equal(a->code.text, b->code.text) &&
           codec_text_equal(a->message, b->message);
}

static struct stream_record *at(const struct stream_history *history, size_t age) {
    return &history->records[(history->first + age) & (history->capacity - 1)];
}

/* A reference to one like `error`. NULL: no memory. */
static struct stream_told_error *keep(struct stream_history *history,
                                      const struct sts_processing_error *error) {
    struct stream_told_error *last = history->count ? at(history, history->count - 1)->error : NULL;
    if (last && is_same_error(&last->error, error)) {
        last->references++;
        return last;
    }
    struct sts_processing_error copy = *error;
    size_t size = sizeof(struct stream_told_error) + sts_processing_error_keep(&copy, NULL);
    struct stream_told_error *kept = base_memory_take(history->memory, size);
    if (!kept)
        return NULL;
    (void)sts_processing_error_keep(&copy, kept->text);
    kept->references = 1;
    kept->size = size;
    kept->error = copy;
    history->bytes += size;
    return kept;
}

/* ---- the ring ------------------------------------------------------------------------------ */

static uint16_t *bucket_of(const struct stream_history *history, const struct stream_key *key) {
    return &history->buckets[key->words[0] & (history->capacity - 1)];
}

struct stream_record *stream_history_find(const struct stream_history *history,
                                          const struct stream_key *key) {
    if (!history->count)
        return NULL;
    uint16_t next = *bucket_of(history, key);
    while (next && !is_same(&history->records[next - 1].key, key))
        next = history->records[next - 1].next;
    return next ? &history->records[next - 1] : NULL;
}

static void enter(struct stream_history *history, struct stream_record *record) {
    uint16_t *bucket = bucket_of(history, &record->key);
    record->next = *bucket;
    *bucket = (uint16_t)(1 + (record - history->records));
}

static void note_forgotten(struct stream_history *history, const struct stream_record *record) {
    if (record->number >= history->forgotten)
        history->forgotten = record->number + 1;
    if (record->number)
        return;
    history->zero = record->key;
    history->has_zero = true;
}

static void drop_first(struct stream_history *history) {
    struct stream_record *record = at(history, 0);
    uint16_t *link = bucket_of(history, &record->key);
    while (&history->records[*link - 1] != record)
        link = &history->records[*link - 1].next;
    *link = record->next;
    note_forgotten(history, record);
    let_go(history, record->error);
    history->first = (history->first + 1) & (history->capacity - 1);
    history->count--;
}

static size_t size_of(size_t capacity) {
    return capacity * (sizeof(struct stream_record) + sizeof(uint16_t));
}

/* Moves all records into a ring that has room for them, or none at all. False: no memory. */
static bool move(struct stream_history *history, size_t capacity) {
    struct stream_history moved = *history;
    moved.records = capacity ? base_memory_take(history->memory, size_of(capacity)) : NULL;
    if (capacity && !moved.records)
        return false;
    moved.capacity = capacity;
    moved.first = 0;
    moved.bytes = history->bytes - size_of(history->capacity) + size_of(capacity);
    if (capacity) {
        moved.buckets = (uint16_t *)(void *)(moved.records + capacity);
        memset(moved.buckets, 0, capacity * sizeof *moved.buckets);
    }
    for (size_t age = 0; age < history->count; age++) {
        moved.records[age] = *at(history, age);
        enter(&moved, &moved.records[age]);
    }
    base_memory_give(history->memory, history->records, size_of(history->capacity));
    *history = moved;
    return true;
}

size_t stream_history_growth(const struct stream_history *history) {
    if (history->count < history->capacity || history->capacity == STREAM_HISTORY_IDS_MAX)
        return 0;
    return size_of(history->capacity ? history->capacity : CAPACITY_FIRST);
}

void stream_history_grow(struct stream_history *history) {
    (void)move(history, history->capacity ? 2 * history->capacity : CAPACITY_FIRST);
}

void stream_history_shrink(struct stream_history *history) {
    size_t half = history->capacity > CAPACITY_FIRST ? history->capacity / 2 : 0;
    while (history->count > half)
        drop_first(history);
    if (move(history, half))
        return;
    while (history->count) /* there is no memory even for less */
        drop_first(history);
    (void)move(history, 0);
}

/* ---- outcomes ------------------------------------------------------------------------------ */

void stream_history_put(struct stream_history *history, const struct stream_record *record,
                        const struct sts_processing_error *error) {
    struct stream_record *place = stream_history_find(history, &record->key);
    if (!place && !history->capacity) {
        note_forgotten(history, record);
        return;
    }
    if (!place && history->count == history->capacity)
        drop_first(history);
    struct stream_told_error *kept = error ? keep(history, error) : NULL;
    if (place) {
        uint16_t next = place->next;
        let_go(history, place->error);
        *place = *record;
        place->next = next;
    } else {
        place = at(history, history->count++);
        *place = *record;
        enter(history, place);
    }
    place->error = kept;
    place->expired = place->expired || (error && !kept);
}

static bool has_number(const struct stream_history *history, uint64_t number) {
    for (size_t age = 0; age < history->count; age++)
        if (at(history, age)->number == number)
            return true;
    return false;
}

bool stream_history_has_forgotten(const struct stream_history *history, uint64_t number,
                                  const struct stream_key *key) {
    if (number >= history->forgotten)
        return false;
    if (number == 0)
        return history->has_zero && is_same(&history->zero, key);
    return !has_number(history, number);
}

void stream_history_forget(struct stream_history *history) {
    while (history->count)
        drop_first(history);
    (void)move(history, 0);
    history->forgotten = 0;
    history->has_zero = false;
}

void stream_history_clear(struct stream_history *history) {
    base_map_clear(&history->by_key);
}
