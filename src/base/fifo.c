#include "base/fifo.h"

#include <stdbool.h>

struct base_fifo_block {
    struct base_fifo_block *next;
    size_t size, used; /* of the bytes */
    size_t live;       /* how often was taken from it, and not given back */
    _Alignas(max_align_t) char bytes[];
};

static size_t aligned(size_t size) {
    const size_t unit = _Alignof(max_align_t);
    return (size + unit - 1) / unit * unit;
}

static bool fits(const struct base_fifo *fifo, size_t size) {
    return fifo->last && aligned(size) <= fifo->last->size - fifo->last->used;
}

/* Bytes of the block that is added for `size`. */
static size_t block_size(const struct base_fifo *fifo, size_t size) {
    size_t least = sizeof(struct base_fifo_block) + aligned(size);
    size_t usual = BASE_FIFO_BLOCK_FIRST;
    while ((usual < least || usual < fifo->size) && usual < BASE_FIFO_BLOCK)
        usual *= 2;
    return least < usual ? usual : least;
}

void base_fifo_init(struct base_fifo *fifo, struct base_memory *memory) {
    *fifo = (struct base_fifo){.memory = memory};
}

size_t base_fifo_cost(const struct base_fifo *fifo, size_t size) {
    return fits(fifo, size) ? 0 : block_size(fifo, size);
}

static bool add_block(struct base_fifo *fifo, size_t size) {
    size_t whole = block_size(fifo, size);
    struct base_fifo_block *block = base_memory_take(fifo->memory, whole);
    if (!block)
        return false;
    *block = (struct base_fifo_block){.size = whole - sizeof *block};
    if (fifo->last)
        fifo->last->next = block;
    else
        fifo->first = block;
    fifo->last = block;
    fifo->size += whole;
    return true;
}

void *base_fifo_take(struct base_fifo *fifo, size_t size) {
    if (!fits(fifo, size) && !add_block(fifo, size))
        return NULL;
    struct base_fifo_block *block = fifo->last;
    void *taken = block->bytes + block->used;
    block->used += aligned(size);
    block->live++;
    return taken;
}

size_t base_fifo_give(struct base_fifo *fifo) {
    struct base_fifo_block *block = fifo->first;
    if (--block->live)
        return 0;
    size_t whole = sizeof *block + block->size;
    fifo->first = block->next;
    fifo->size -= whole;
    if (!fifo->first)
        fifo->last = NULL;
    base_memory_give(fifo->memory, block, whole);
    return whole;
}
