/* message.h - an outgoing message as a list of segments: own bytes, borrowed slice, own bytes. */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H
#include "base/buffer.h"

/** Most segments a message can have: five own pieces around four borrowed ones. */
#define BASE_MESSAGE_SEGMENTS 9

/** A piece of a message. */
struct base_segment {
    char *ptr;
    size_t len;
    struct base_buffer *owner; /**< referenced by the message */
};

/** One message to send, in order. Owned by whoever holds it; free with base_message_free. */
struct base_message {
    struct base_memory *memory;
    struct base_message *next; /**< for the queue of whoever holds it */
    bool binary;               /**< a binary WebSocket frame (text otherwise) */
    bool bare;                 /**< leaves as it is, without a frame */
    size_t length;             /**< sum of all segments */
    size_t count;
    struct base_segment segments[];
};

/**
 * A message of `count` slices. Each slice lies in the buffer `owners[i]`, or, where that is NULL,
 * is copied into one new buffer that the message owns. Takes a reference to each owner.
 * Adjacent copied slices become one segment, empty slices none (so an empty message has none).
 * NULL when there is no memory, or there would be more than BASE_MESSAGE_SEGMENTS segments.
 */
struct base_message *base_message_new(struct base_memory *memory, bool binary, size_t count,
                                      const struct base_slice *slices,
                                      struct base_buffer *const *owners);

/** A message of one copied slice. NULL when there is no memory. */
struct base_message *base_message_copy(struct base_memory *memory, bool binary,
                                       struct base_slice bytes);

/** Gives up all references. NULL is ignored. */
void base_message_free(struct base_message *message);

#endif
