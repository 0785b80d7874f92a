/* buffer.h - one reference-counted block of bytes: a received message, or the own bytes of an
 * outgoing one. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H
#include "base/memory.h"
#include "base/run.h"
#include "base/slice.h"

/**
 * A message's memory. Audio is never copied after it has arrived here: whoever needs it longer
 * takes a reference, and slices of `data` stay valid until the last reference is given up.
 */
struct base_buffer {
    struct base_memory *memory;
    size_t references;
    size_t capacity;     /**< bytes that fit in `data` */
    size_t length;       /**< bytes filled */
    struct base_run run; /**< what is known of them, if base_buffer_append put them there */
    char data[];
};

/** An empty buffer of `capacity` bytes with one reference; NULL when there is no memory. */
struct base_buffer *base_buffer_new(struct base_memory *memory, size_t capacity);

/** Takes one more reference. Returns `buffer`; NULL is passed through. */
struct base_buffer *base_buffer_ref(struct base_buffer *buffer);

/** Gives up one reference; the last one frees. NULL is ignored. */
void base_buffer_unref(struct base_buffer *buffer);

/** Puts `length` more bytes behind the others, where `from` may lie already. They come
 *  masked; 0 for those that are not (see base/unmask.h). They must fit. */
void base_buffer_append(struct base_buffer *buffer, const char *from, size_t length, uint64_t mask);

/** Copies what `from` holds, and what is known of it, to `to`, which is empty. It must fit. */
void base_buffer_copy(struct base_buffer *to, const struct base_buffer *from);

/** Those of the filled bytes that are known to be in the alphabet of base64. */
static inline struct base_slice base_buffer_base64(const struct base_buffer *buffer) {
    return base_slice(buffer->data + buffer->run.begin, buffer->run.end - buffer->run.begin);
}

/** The filled part. */
static inline struct base_slice base_buffer_slice(const struct base_buffer *buffer) {
    return (struct base_slice){buffer->data, buffer->length};
}

#endif
