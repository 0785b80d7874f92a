#include "base/roll.h"

#include <string.h>

/* The first capacity. */
#define CAPACITY_FIRST 16

void base_roll_init(struct base_roll *roll, struct base_memory *memory) {
    *roll = (struct base_roll){.memory = memory};
}

void base_roll_clear(struct base_roll *roll) {
    base_memory_give(roll->memory, roll->entries, roll->capacity * sizeof *roll->entries);
    base_roll_init(roll, roll->memory);
}

/* The first place with a number that is `number` at least, or the end. */
static size_t place_of(const struct base_roll *roll, uint64_t number) {
    size_t low = roll->first, high = roll->end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (roll->entries[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Without the places of what was taken out, in `entries`. */
static void close_up(struct base_roll *roll, struct base_roll_entry *entries) {
    size_t count = 0;
    for (size_t i = roll->first; i < roll->end; i++)
        if (roll->entries[i].value)
            entries[count++] = roll->entries[i];
    roll->first = 0;
    roll->end = count;
}

/* Half of the places at least are free afterwards, so that this is seldom. */
static bool make_room(struct base_roll *roll) {
    size_t capacity = roll->capacity ? roll->capacity : CAPACITY_FIRST;
    if (roll->count > capacity / 2)
        capacity *= 2;
    if (capacity == roll->capacity) {
        close_up(roll, roll->entries);
        return true;
    }
    struct base_roll_entry *entries =
        base_memory_take(roll->memory, capacity * sizeof *roll->entries);
    if (!entries)
        return false;
    close_up(roll, entries);
    base_memory_give(roll->memory, roll->entries, roll->capacity * sizeof *roll->entries);
    roll->entries = entries;
    roll->capacity = capacity;
    return true;
}

bool base_roll_add(struct base_roll *roll, uint64_t number, void *value) {
    if (roll->end == roll->capacity && !make_room(roll))
        return false;
    roll->entries[roll->end++] = (struct base_roll_entry){number, value};
    roll->count++;
    return true;
}

static struct base_roll_entry *find(const struct base_roll *roll, uint64_t number) {
    size_t place = place_of(roll, number);
    bool is_there = place < roll->end && roll->entries[place].number == number;
    return is_there && roll->entries[place].value ? &roll->entries[place] : NULL;
}

void base_roll_remove(struct base_roll *roll, uint64_t number) {
    struct base_roll_entry *entry = find(roll, number);
    if (!entry)
        return;
    entry->value = NULL;
    roll->count--;
    while (roll->first < roll->end && !roll->entries[roll->first].value)
        roll->first++;
    while (roll->first < roll->end && !roll->entries[roll->end - 1].value)
        roll->end--;
    /* what is looked for lies behind those that were taken out: no more of them than of others */
    if (roll->end - roll->first > 2 * roll->count + CAPACITY_FIRST)
        close_up(roll, roll->entries);
}

void base_roll_replace(struct base_roll *roll, uint64_t old, uint64_t number, void *value) {
    struct base_roll_entry *entry = find(roll, old);
    if (entry)
        *entry = (struct base_roll_entry){number, value};
}

void *base_roll_from(const struct base_roll *roll, uint64_t number) {
    for (size_t i = place_of(roll, number); i < roll->end; i++)
        if (roll->entries[i].value)
            return roll->entries[i].value;
    return NULL;
}

void *base_roll_until(const struct base_roll *roll, uint64_t number) {
    size_t place = place_of(roll, number);
    if (place < roll->end && roll->entries[place].number == number)
        place++;
    for (; place > roll->first; place--)
        if (roll->entries[place - 1].value)
            return roll->entries[place - 1].value;
    return NULL;
}
