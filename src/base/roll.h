/* roll.h - what has a number, in ascending order: added at the end, taken out anywhere, found by
 * its number without walking past the others.
 *
 * A reading that stops in between needs to remember a number only, whatever comes and goes. */
#ifndef BASE_ROLL_H
#define BASE_ROLL_H
#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct base_roll_entry {
    uint64_t number;
    void *value; /**< NULL: it was taken out */
};

struct base_roll {
    struct base_memory *memory;
    struct base_roll_entry *entries;
    size_t first, end, capacity; /**< of `entries`; neither the first nor the last was taken out */
    size_t count;                /**< values */
};

/** An empty one; allocates nothing yet. */
void base_roll_init(struct base_roll *roll, struct base_memory *memory);

/** Gives up its own memory, not what its values point to. */
void base_roll_clear(struct base_roll *roll);

/** Adds a value (not NULL) with a number above all others. False: no memory. */
bool base_roll_add(struct base_roll *roll, uint64_t number, void *value);

/** Takes out the value with that number, if there is one. */
void base_roll_remove(struct base_roll *roll, uint64_t number);

/** Puts another in the place of the value with that number. `number` must stay between those of its
 *  neighbours. */
void base_roll_replace(struct base_roll *roll, uint64_t old, uint64_t number, void *value);

/** The value with the least number that is `number` at least, or NULL. */
void *base_roll_from(const struct base_roll *roll, uint64_t number);

/** The value with the largest number that is `number` at most, or NULL. */
void *base_roll_until(const struct base_roll *roll, uint64_t number);

#endif
