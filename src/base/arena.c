#include "base/arena.h"

/* Small enough to cost little where few pieces are taken, large enough that few blocks are. */
#define BLOCK_SIZE 4096

struct base_arena_block {
    struct base_arena_block *next;
    size_t size; /* of `bytes` */
    _Alignas(max_align_t) char bytes[];
};

void base_arena_init(struct base_arena *arena, struct base_memory *memory) {
    *arena = (struct base_arena){.memory = memory};
}

void base_arena_clear(struct base_arena *arena) {
    struct base_arena_block *block = arena->blocks;
    while (block) {
        struct base_arena_block *next = block->next;
        base_memory_give(arena->memory, block, sizeof *block + block->size);
        block = next;
    }
    base_arena_init(arena, arena->memory);
}

static bool add_block(struct base_arena *arena, size_t least) {
    size_t size = least > BLOCK_SIZE ? least : BLOCK_SIZE;
    struct base_arena_block *block = base_memory_zero(arena->memory, sizeof *block + size);
    if (!block)
        return false;
    block->next = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->used = 0;
    return true;
}

void *base_arena_take(struct base_arena *arena, size_t size) {
    const size_t unit = _Alignof(max_align_t);
    size_t whole = (size + unit - 1) / unit * unit;
    if (!arena->blocks || whole > arena->blocks->size - arena->used)
        if (!add_block(arena, whole))
            return NULL;
    char *at = arena->blocks->bytes + arena->used;
    arena->used += whole;
    return at;
}

struct base_slice base_arena_copy(struct base_arena *arena, struct base_slice bytes) {
    char *copy = base_arena_take(arena, bytes.len ? bytes.len : 1);
    if (!copy)
        return base_slice(NULL, 0);
    if (bytes.len)
        memcpy(copy, bytes.ptr, bytes.len);
    return base_slice(copy, bytes.len);
}
