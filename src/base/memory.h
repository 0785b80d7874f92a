/* memory.h - where memory comes from, and how much of it is in use. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H
#include <stddef.h>

/**
 * An allocator handed into every room that allocates. It counts what is in use, so that a budget
 * can be kept, and tests replace `allocate` to fail on demand. Not thread-safe: one per loop.
 */
struct base_memory {
    /** Returns `size` bytes aligned for any object, or NULL. */
    void *(*allocate)(struct base_memory *memory, size_t size);
    /** Gives back a block of exactly `size` bytes. */
    void (*release)(struct base_memory *memory, void *block, size_t size);
    size_t in_use; /**< bytes given out and not yet back, overhead of the heap not counted */
    size_t peak;   /**< the heap's: most in use since it last gave pages back to the system */
    void *context; /**< for the owner of a replacement */
};

/** Free bytes that the heap may keep for what comes next: a few messages of the largest kind. */
#define BASE_MEMORY_SLACK ((size_t)64 * 1024 * 1024)

/**
 * The heap of the C library, set up for messages that come and go: pages are used again rather than
 * faulted in anew. What is free goes back to the system when, after a peak of BASE_MEMORY_SLACK or
 * more, only a quarter is still in use. The set-up is the whole process's, and may be repeated.
 */
struct base_memory base_memory_heap(void);

/** `size` bytes, uninitialised; NULL when there is no memory. */
void *base_memory_take(struct base_memory *memory, size_t size);

/** As base_memory_take, all zero. */
void *base_memory_zero(struct base_memory *memory, size_t size);

/** Gives back what one of the two above returned, with the same `size`. NULL is ignored. */
void base_memory_give(struct base_memory *memory, void *block, size_t size);

#endif
