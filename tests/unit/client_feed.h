/* client_feed.h - bytes from a server in pieces, and memory that runs out. */
#ifndef CLIENT_FEED_H
#define CLIENT_FEED_H
#include "base/memory.h"
#include "base/slice.h"

/** The k-th allocation fails; 0: none does. */
struct client_memory {
    struct base_memory memory;
    void *(*allocate)(struct base_memory *memory, size_t size);
    unsigned left;
};

static inline void *client_memory_allocate(struct base_memory *memory, size_t size) {
    struct client_memory *own = memory->context;
    if (own->left > 0 && --own->left == 0)
        return NULL;
    return own->allocate(memory, size);
}

static inline void client_memory_init(struct client_memory *own, unsigned failing) {
    own->memory = base_memory_heap();
    own->allocate = own->memory.allocate;
    own->memory.allocate = client_memory_allocate;
    own->memory.context = own;
    own->left = failing;
}

/** The next piece of `*rest`, of at most `most` bytes. */
static inline struct base_slice client_piece(struct base_slice *rest, size_t most) {
    struct base_slice piece = {rest->ptr, rest->len < most ? rest->len : most};
    *rest = base_slice(rest->ptr + piece.len, rest->len - piece.len);
    return piece;
}

#endif
