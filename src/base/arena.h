/* arena.h - memory that is given back all at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/memory.h"
#include "base/slice.h"

struct base_arena_block;

/** Many small pieces with one life. */
struct base_arena {
    struct base_memory *memory;
    struct base_arena_block *blocks;
    size_t used; /**< of the first block */
};

/** An empty one; allocates nothing yet. */
void base_arena_init(struct base_arena *arena, struct base_memory *memory);

/** Gives back everything that was taken. */
void base_arena_clear(struct base_arena *arena);

/** `size` bytes, all zero, aligned for any object; NULL when there is no memory. */
void *base_arena_take(struct base_arena *arena, size_t size);

/** A copy of `bytes`; an empty slice, its `ptr` NULL, when there is no memory. */
struct base_slice base_arena_copy(struct base_arena *arena, struct base_slice bytes);

#endif
