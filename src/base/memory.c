#include "base/memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* From this size on the C library maps and unmaps each block by itself; its maximum. */
#define MAPPED_SIZE (32 * 1024 * 1024)

static void *heap_allocate(struct base_memory *memory, size_t size) {
    (void)memory;
    return malloc(size);
}

static void heap_release(struct base_memory *memory, void *block, size_t size) {
    size_t before = memory->in_use + size;
    free(block);
    if (before > memory->peak)
        memory->peak = before;
    if (memory->peak < BASE_MEMORY_SLACK || memory->in_use > memory->peak / 4)
        return;
    /* What the end of a burst leaves is mostly not at the end of the heap, the only place where
     * free() looks. */
    malloc_trim(0);
    memory->peak = memory->in_use;
}

struct base_memory base_memory_heap(void) {
    /* By default blocks from 128 KiB on are mapped each by itself until the first of that size is
     * freed, and the end of the heap goes back to the system whenever twice that is free: results
     * that are kept would be faulted in twice, at a cost like that of sending them. */
    mallopt(M_MMAP_THRESHOLD, MAPPED_SIZE);
    mallopt(M_TRIM_THRESHOLD, (int)BASE_MEMORY_SLACK);
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
