/* map.h - a hash map from bytes to pointers, safe with keys that a peer chooses. */
#ifndef BASE_MAP_H
#define BASE_MAP_H
#include "base/hash.h"
#include "base/memory.h"

struct base_map_entry {
    uint64_t hash;
    struct base_slice key;
    void *value; /**< NULL: the entry is free */
};

/** A map. Its keys are not copied: they live in what the values point to, as long as they are in
 *  the map. */
struct base_map {
    struct base_memory *memory;
    struct base_hash_seed seed;
    struct base_map_entry *entries;
    size_t capacity; /**< a power of two, or 0 */
    size_t count;
    uint64_t changes; /**< how often a value was taken out or replaced */
};

/** An empty map; allocates nothing yet. `seed` must be random and secret. */
void base_map_init(struct base_map *map, struct base_memory *memory, struct base_hash_seed seed);

/** Gives up the map's own memory, not what its values point to. */
void base_map_clear(struct base_map *map);

/** The value of `key`, or NULL. */
void *base_map_get(const struct base_map *map, struct base_slice key);

/** Sets the value (not NULL) of `key`, replacing key and value where there is one. False when there
 *  is no memory; then nothing has changed. */
bool base_map_put(struct base_map *map, struct base_slice key, void *value);

/** Takes out and returns the value of `key`, or NULL. Never allocates. */
void *base_map_remove(struct base_map *map, struct base_slice key);

/* ---- for who looks up the same key again and again ------------------------------------------- */

/** What a key led to, kept by who has the key, zeroed at first. It forgets by itself when the map
 *  has changed. One memo is for one map and one key. */
struct base_map_memo {
    const struct base_map *map;
    uint64_t changes; /**< of the map then */
    void *value;
};

/** What was kept, if it is still true; else NULL: look it up. `memo` may be NULL. */
static inline void *base_map_recall(const struct base_map *map, const struct base_map_memo *memo) {
    bool known = memo && memo->map == map && memo->changes == map->changes;
    return known ? memo->value : NULL;
}

/** As base_map_get, and keeps the value. */
void *base_map_get_memo(const struct base_map *map, struct base_slice key,
                        struct base_map_memo *memo);

/* ---- for who keeps the hash of a key ------------------------------------------------------------
 * It is that of base_map_hash, or for all keys of a map a number that is as hard to choose. */

/** The hash of a key. */
uint64_t base_map_hash(const struct base_map *map, struct base_slice key);

/** As base_map_get and base_map_put. */
void *base_map_get_hashed(const struct base_map *map, uint64_t hash, struct base_slice key);
bool base_map_put_hashed(struct base_map *map, uint64_t hash, struct base_slice key, void *value);

/** Takes `value` out, if it is still that of its key. Never allocates. */
void base_map_remove_value(struct base_map *map, uint64_t hash, const void *value);

#endif
