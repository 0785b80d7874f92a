/* fifo.h - memory that is given back in the order in which it was taken.
 *
 * What is taken lies in blocks, one behind the other: neither taking nor giving back touches
 * memory elsewhere, and what was taken together is found together. A block is given back when all
 * that lies in it was. */
#ifndef BASE_FIFO_H
#define BASE_FIFO_H
#include "base/memory.h"

/** Size of the first block; each further one has that of all before it together, up to that of
 *  most: there may be many that hold little. What does not fit has one of its own. */
#define BASE_FIFO_BLOCK_FIRST 1024
#define BASE_FIFO_BLOCK 4096

struct base_fifo_block;

struct base_fifo {
    struct base_memory *memory;
    struct base_fifo_block *first, *last;
    size_t size; /**< of all blocks */
};

/** An empty one; allocates nothing yet. */
void base_fifo_init(struct base_fifo *fifo, struct base_memory *memory);

/** Bytes of memory that taking `size` bytes will cost; 0: there is room for them. */
size_t base_fifo_cost(const struct base_fifo *fifo, size_t size);

/** `size` bytes, aligned for anything. NULL when there is no memory. */
void *base_fifo_take(struct base_fifo *fifo, size_t size);

/** Gives back what was taken first of all that is there. Returns the bytes of memory that became
 *  free by that. */
size_t base_fifo_give(struct base_fifo *fifo);

#endif
