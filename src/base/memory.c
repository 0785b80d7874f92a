#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *heap_allocate(struct base_memory *memory, size_t size) {
    (void)memory;
    return malloc(size);
}

static void heap_release(struct base_memory *memory, void *block, size_t size) {
    (void)memory;
    (void)size;
    free(block);
}

struct base_memory base_memory_heap(void) {
    return (struct base_memory){.allocate = heap_allocate, .release = heap_release};
}

void *base_memory_take(struct base_memory *memory, size_t size) {
    void *block = memory->allocate(memory, size);
    if (block)
        memory->in_use += size;
    return block;
}

void *base_memory_zero(struct base_memory *memory, size_t size) {
    void *block = base_memory_take(memory, size);
    if (block)
        memset(block, 0, size);
    return block;
}

void base_memory_give(struct base_memory *memory, void *block, size_t size) {
    if (!block)
        return;
    memory->in_use -= size;
    memory->release(memory, block, size);
}
