/* assembly.h - puts a WebSocket message together from the pieces that the network reads. */
#ifndef ENGINEIO_ASSEMBLY_H
#define ENGINEIO_ASSEMBLY_H
#include "base/buffer.h"

#include <stdint.h>

/** Most frames of one message: bounds the work that empty continuation frames can cause. */
#define ENGINEIO_MESSAGE_FRAGMENTS 16384
/** Memory is taken for a declared length at once up to this; beyond it only four times what has
 *  arrived, so that a header alone cannot claim the whole of max_payload. */
#define ENGINEIO_ASSEMBLY_FIRST (4 * 1024 * 1024)

/** The message being received; all zero when there is none. */
struct engineio_assembly {
    struct base_buffer *buffer;
    size_t fragments;
};

enum engineio_assembly_verdict {
    ENGINEIO_ASSEMBLY_OK,
    ENGINEIO_ASSEMBLY_TOO_LARGE, /**< over the limit: close with 1009 */
    ENGINEIO_ASSEMBLY_TOO_MANY,  /**< too many frames: close with 1009 */
    ENGINEIO_ASSEMBLY_NO_MEMORY, /**< close with 1011 */
};

/** A frame of `length` payload bytes begins (`length` as declared in its header, any value).
 *  Refused before any memory is taken when the message would pass `limit`. */
enum engineio_assembly_verdict engineio_assembly_frame(struct engineio_assembly *assembly,
                                                       struct base_memory *memory, uint64_t length,
                                                       size_t limit);

/** Makes room for at least `bytes` more, of `expected` that are still to come in this frame. `*to`
 *  is where base_buffer_append puts them. How many fit; 0: no memory. */
size_t engineio_assembly_reserve(struct engineio_assembly *assembly, size_t bytes,
                                 uint64_t expected, char **to);

/** Appends payload bytes; `remaining` are still to come in this frame after them. */
enum engineio_assembly_verdict engineio_assembly_append(struct engineio_assembly *assembly,
                                                        struct base_slice bytes,
                                                        uint64_t remaining);

/** The finished message; the caller gets the reference, the assembly is empty again. NULL when
 *  no frame was begun. */
struct base_buffer *engineio_assembly_take(struct engineio_assembly *assembly);

/** Drops what has arrived. */
void engineio_assembly_clear(struct engineio_assembly *assembly);

#endif
