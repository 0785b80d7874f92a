#include "base/map.h"

/* First capacity; a power of two. */
#define CAPACITY_FIRST 16

void base_map_init(struct base_map *map, struct base_memory *memory, struct base_hash_seed seed) {
    *map = (struct base_map){.memory = memory, .seed = seed};
}

/* Behind the entries, a copy of the one that was found or put last: look-ups of one key come in
 * runs, and a comparison is cheaper than a hash. */
static struct base_map_entry *recent(const struct base_map *map) {
    return &map->entries[map->capacity];
}

static size_t size_of(const struct base_map *map) {
    return map->capacity ? (map->capacity + 1) * sizeof *map->entries : 0;
}

void base_map_clear(struct base_map *map) {
    uint64_t changes = map->changes + 1;
    base_memory_give(map->memory, map->entries, size_of(map));
    base_map_init(map, map->memory, map->seed);
    map->changes = changes;
}

/* The entry that holds `key`, or the free one where it belongs. There is always a free one. */
static struct base_map_entry *find_entry(const struct base_map *map, uint64_t hash,
                                         struct base_slice key) {
    size_t mask = map->capacity - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        struct base_map_entry *entry = &map->entries[i];
        if (!entry->value || (entry->hash == hash && base_slice_equal(entry->key, key)))
            return entry;
    }
}

void *base_map_get(const struct base_map *map, struct base_slice key) {
    if (!map->count)
        return NULL;
    if (recent(map)->value && base_slice_equal(recent(map)->key, key))
        return recent(map)->value;
    return base_map_get_hashed(map, base_hash(map->seed, key), key);
}

void *base_map_get_memo(const struct base_map *map, struct base_slice key,
                        struct base_map_memo *memo) {
    void *value = base_map_get(map, key);
    if (memo)
        *memo = (struct base_map_memo){map, map->changes, value};
    return value;
}

uint64_t base_map_hash(const struct base_map *map, struct base_slice key) {
    return base_hash(map->seed, key);
}

void *base_map_get_hashed(const struct base_map *map, uint64_t hash, struct base_slice key) {
    if (!map->count)
        return NULL;
    const struct base_map_entry *found = find_entry(map, hash, key);
    if (found->value)
        *recent(map) = *found;
    return found->value;
}

static bool grow(struct base_map *map) {
    struct base_map larger = *map;
    larger.capacity = map->capacity ? map->capacity * 2 : CAPACITY_FIRST;
    larger.entries = base_memory_zero(map->memory, size_of(&larger));
    if (!larger.entries)
        return false;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->entries[i].value)
            *find_entry(&larger, map->entries[i].hash, map->entries[i].key) = map->entries[i];
    base_memory_give(map->memory, map->entries, size_of(map));
    *map = larger;
    return true;
}

bool base_map_put(struct base_map *map, struct base_slice key, void *value) {
    return base_map_put_hashed(map, base_hash(map->seed, key), key, value);
}

bool base_map_put_hashed(struct base_map *map, uint64_t hash, struct base_slice key, void *value) {
    /* Three quarters full at most: beyond, runs get long. */
    if ((map->count + 1) * 4 > map->capacity * 3 && !grow(map))
        return false;
    struct base_map_entry *entry = find_entry(map, hash, key);
    if (!entry->value)
        map->count++;
    else
        map->changes++;
    *entry = *recent(map) = (struct base_map_entry){hash, key, value};
    return true;
}

/* Closes the gap at `gap`: later entries of the run move up where their home allows it. */
static void close_gap(struct base_map *map, size_t gap) {
    size_t mask = map->capacity - 1;
    for (size_t i = (gap + 1) & mask; map->entries[i].value; i = (i + 1) & mask) {
        size_t home = (size_t)map->entries[i].hash & mask;
        if (((i - home) & mask) >= ((i - gap) & mask)) {
            map->entries[gap] = map->entries[i];
            gap = i;
        }
    }
    map->entries[gap].value = NULL;
}

static void take_out(struct base_map *map, struct base_map_entry *entry) {
    if (recent(map)->value == entry->value)
        recent(map)->value = NULL; /* its key may be what goes */
    map->count--;
    map->changes++;
    close_gap(map, (size_t)(entry - map->entries));
}

void *base_map_remove(struct base_map *map, struct base_slice key) {
    if (!map->count)
        return NULL;
    struct base_map_entry *entry = find_entry(map, base_hash(map->seed, key), key);
    void *value = entry->value;
    if (value)
        take_out(map, entry);
    return value;
}

void base_map_remove_value(struct base_map *map, uint64_t hash, const void *value) {
    size_t mask = map->capacity - 1;
    if (!map->count)
        return;
    for (size_t i = (size_t)hash & mask; map->entries[i].value; i = (i + 1) & mask)
        if (map->entries[i].value == value) {
            take_out(map, &map->entries[i]);
            return;
        }
}
