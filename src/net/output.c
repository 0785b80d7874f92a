#include "net/output.h"

#include "net/frame.h"

/* The head of the frame around a message; its length, 0 where there is none. */
static size_t head_of(const struct base_message *message, char out[NET_FRAME_HEADER]) {
    if (message->bare)
        return 0;
    return net_frame_header(out, message->length,
                            message->binary ? NET_OPCODE_BINARY : NET_OPCODE_TEXT);
}

/* Bytes of a message on the wire. */
static size_t size_of(const struct base_message *message) {
    char head[NET_FRAME_HEADER];
    return head_of(message, head) + message->length;
}

void net_output_push(struct net_output *output, struct base_message *message) {
    message->next = NULL;
    if (!size_of(message)) { /* nothing would ever finish it */
        base_message_free(message);
        return;
    }
    if (output->last)
        output->last->next = message;
    else
        output->first = message;
    output->last = message;
    output->queued += size_of(message);
}

/* Copies a piece behind the last one where that lies in the store, else begins a new one there. */
static void copy_piece(struct net_batch *batch, const char *ptr, size_t len) {
    char *to = batch->store + batch->stored;
    struct iovec *last = batch->count ? &batch->parts[batch->count - 1] : NULL;
    if (!last || (char *)last->iov_base + last->iov_len != to) {
        last = &batch->parts[batch->count++];
        *last = (struct iovec){to, 0};
    }
    memcpy(to, ptr, len);
    last->iov_len += len;
    batch->stored += len;
}

/* Adds a piece without its first `*skip` bytes. false: the batch is full. */
static bool add_piece(struct net_batch *batch, char *ptr, size_t len, size_t *skip) {
    if (*skip >= len) {
        *skip -= len;
        return true;
    }
    if (batch->count == NET_BATCH_PARTS || batch->bytes >= NET_BATCH_BYTES)
        return false;
    ptr += *skip;
    len -= *skip;
    *skip = 0;
    if (len > NET_BATCH_COPY)
        batch->parts[batch->count++] = (struct iovec){ptr, len};
    else if (len <= NET_BATCH_STORE - batch->stored)
        copy_piece(batch, ptr, len);
    else
        return false;
    batch->bytes += len;
    return true;
}

static bool add_message(struct net_batch *batch, const struct base_message *message, size_t skip) {
    char head[NET_FRAME_HEADER];
    if (!add_piece(batch, head, head_of(message, head), &skip))
        return false;
    for (size_t i = 0; i < message->count; i++)
        if (!add_piece(batch, message->segments[i].ptr, message->segments[i].len, &skip))
            return false;
    return true;
}

void net_output_batch(const struct net_output *output, struct net_batch *batch) {
    const struct base_message *message = output->first;
    size_t skip = output->written;
    while (message && add_message(batch, message, skip)) {
        message = message->next;
        skip = 0;
    }
}

static void drop_first(struct net_output *output) {
    struct base_message *message = output->first;
    output->first = message->next;
    if (!output->first)
        output->last = NULL;
    output->written = 0;
    base_message_free(message);
}

size_t net_output_advance(struct net_output *output, size_t length) {
    size_t finished = 0;
    output->queued -= length;
    output->written += length;
    while (output->first && output->written >= size_of(output->first)) {
        size_t rest = output->written - size_of(output->first);
        finished += output->first->bare ? 0 : output->first->length;
        drop_first(output);
        output->written = rest;
    }
    return finished;
}

void net_output_cut(struct net_output *output) {
    struct net_output rest = *output;
    if (output->written) { /* that one stays */
        rest.first = output->first->next;
        output->last = output->first;
        output->first->next = NULL;
        output->queued = size_of(output->first) - output->written;
        net_output_clear(&rest);
    } else {
        net_output_clear(output);
    }
}

void net_output_clear(struct net_output *output) {
    while (output->first)
        drop_first(output);
    output->queued = 0;
}
