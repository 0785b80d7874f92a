/* output.h - the messages that wait to be written to one connection. */
#ifndef NET_OUTPUT_H
#define NET_OUTPUT_H
#include "base/message.h"

#include <stdint.h>
#include <sys/uio.h>

/** Segments up to this size are gathered with others although what follows them is large. */
#define NET_GATHER_SEGMENT 4096

/** A queue; all zero is an empty one. */
struct net_output {
    struct base_message *first, *last;
    size_t queued;  /**< bytes not yet written */
    size_t written; /**< bytes of `first` that are */
    size_t segment; /**< where `written` lies in `first` */
    size_t offset;
    bool whole; /**< the header of `first` was written and covers all of it */
};

/** What to write next: lies in one segment of the first message. */
struct net_piece {
    char *ptr;
    size_t len;
    struct base_buffer *owner; /**< where it lies */
};

static inline bool net_output_empty(const struct net_output *output) {
    return !output->first;
}

/** Appends a message, which now belongs to the queue. */
void net_output_push(struct net_output *output, struct base_message *message);

/** Puts a message before all others, none of which may have been begun. */
void net_output_push_front(struct net_output *output, struct base_message *message);

/** The next piece, of at most `limit` bytes. Only when there is a message; only an empty message
 *  gives an empty piece (whose ptr is NULL). */
struct net_piece net_output_piece(struct net_output *output, size_t limit);

/** `len` bytes of the last piece were written. Returns the length of a message that is finished
 *  with that (it has been freed) and sets `finished`. */
size_t net_output_advance(struct net_output *output, size_t len, bool *finished);

/** Takes the first message off the queue to be written at once: lists all that is left of it behind
 *  the `count` parts that there are, BASE_MESSAGE_SEGMENTS at most. It is the caller's, to be freed
 *  when it was written. */
struct base_message *net_output_take(struct net_output *output, struct iovec *parts, size_t *count);

/** Longest header of a WebSocket frame that a server sends. */
#define NET_FRAME_HEADER 10

/** Writes the header of a frame of `len` bytes so that it ends at `end`; its length. */
size_t net_frame_header(char *end, uint64_t len, int opcode, bool final);

/**
 * Writes the frame header for the next `part` bytes of the first message so that it ends at `end`;
 * its length. A message that fits in `room` becomes one frame, whose header covers all of it: then
 * `whole` is set, and what follows of it must be written before anything else. Another becomes
 * fragments, one a part.
 */
size_t net_output_header(struct net_output *output, size_t part, size_t room, char *end);

/** Memory to write to. */
struct net_space {
    char *ptr;
    size_t size;
    size_t message; /**< largest message that is put there as a whole */
};

/**
 * Moves what is small at the head of the queue to `to`: whole messages, rests of messages, small
 * segments of larger ones. `framed`: with WebSocket frame headers, `room` as above. Returns the
 * bytes put there (0: what comes next is large); adds the lengths of messages that are finished
 * with that to `finished`.
 */
size_t net_output_gather(struct net_output *output, struct net_space to, size_t room, bool framed,
                         size_t *finished);

/** Frees everything. */
void net_output_clear(struct net_output *output);

#endif
