/* output.h - the messages that wait to be written to one connection. */
#ifndef NET_OUTPUT_H
#define NET_OUTPUT_H
#include "base/message.h"

#include <sys/uio.h>

/** Most pieces that one system call writes. */
#define NET_BATCH_PARTS 64
/** Pieces up to this size are copied together: that is cheaper than one more piece. */
#define NET_BATCH_COPY 4096
/** Room for what is copied. */
#define NET_BATCH_STORE (32 * 1024)
/** A batch ends with the piece that reaches this size: the kernel would not take much more. */
#define NET_BATCH_BYTES ((size_t)4 << 20)

/** A queue; all zero is an empty one. Each message leaves as one WebSocket frame, or, where it is
 *  `bare`, as it is. */
struct net_output {
    struct base_message *first, *last;
    size_t queued;  /**< bytes not yet written, with the heads of frames */
    size_t written; /**< bytes of `first` that are, with its head */
};

/** What one system call writes. Valid until the queue changes. */
struct net_batch {
    struct iovec parts[NET_BATCH_PARTS];
    size_t count;
    size_t bytes;  /**< in all parts */
    size_t stored; /**< of `store` */
    char *store;   /**< NET_BATCH_STORE bytes of the caller */
};

static inline bool net_output_empty(const struct net_output *output) {
    return !output->first;
}

/** Appends a message, which now belongs to the queue. */
void net_output_push(struct net_output *output, struct base_message *message);

/** Lists what comes next. `batch` has its `store`, all else is zero. */
void net_output_batch(const struct net_output *output, struct net_batch *batch);

/** `length` bytes were written. Returns the lengths of messages in frames that are finished with
 *  that; they have been freed. */
size_t net_output_advance(struct net_output *output, size_t length);

/** Frees all messages but one that is begun. */
void net_output_cut(struct net_output *output);

/** Frees everything. */
void net_output_clear(struct net_output *output);

#endif
