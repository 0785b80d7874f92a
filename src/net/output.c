#include "net/output.h"

void net_output_push(struct net_output *output, struct base_message *message) {
    message->next = NULL;
    if (output->last)
        output->last->next = message;
    else
        output->first = message;
    output->last = message;
    output->queued += message->length;
}

void net_output_push_front(struct net_output *output, struct base_message *message) {
    message->next = output->first;
    output->first = message;
    if (!output->last)
        output->last = message;
    output->queued += message->length;
}

struct net_piece net_output_piece(struct net_output *output, size_t limit) {
    const struct base_message *message = output->first;
    struct net_piece piece = {NULL, 0, NULL};
    while (output->segment < message->count &&
           output->offset == message->segments[output->segment].len) {
        output->segment++;
        output->offset = 0;
    }
    if (output->segment < message->count) {
        const struct base_segment *segment = &message->segments[output->segment];
        size_t left = segment->len - output->offset;
        piece.ptr = segment->ptr + output->offset;
        piece.len = left < limit ? left : limit;
        piece.owner = segment->owner;
    }
    return piece;
}

static struct base_message *take_first(struct net_output *output) {
    struct base_message *message = output->first;
    output->first = message->next;
    if (!output->first)
        output->last = NULL;
    output->written = output->segment = output->offset = 0;
    output->whole = false;
    return message;
}

static void drop_first(struct net_output *output) {
    base_message_free(take_first(output));
}

size_t net_output_advance(struct net_output *output, size_t len, bool *finished) {
    size_t length = output->first->length;
    output->written += len;
    output->offset += len;
    output->queued -= len;
    *finished = output->written == length;
    if (*finished)
        drop_first(output);
    return length;
}

struct base_message *net_output_take(struct net_output *output, struct iovec *parts,
                                     size_t *count) {
    const struct base_message *message = output->first;
    size_t offset = output->offset;
    for (size_t i = output->segment; i < message->count; i++, offset = 0) {
        const struct base_segment *segment = &message->segments[i];
        parts[(*count)++] = (struct iovec){segment->ptr + offset, segment->len - offset};
    }
    output->queued -= message->length - output->written;
    return take_first(output);
}

size_t net_frame_header(char *end, uint64_t len, int opcode, bool final) {
    size_t extra = len < 126 ? 0 : len < 65536 ? 2 : 8;
    char *at = end - 2 - extra;
    at[0] = (char)(opcode | (final ? 0x80 : 0));
    at[1] = (char)(extra == 0 ? (int)len : extra == 2 ? 126 : 127);
    for (size_t i = 0; i < extra; i++)
        at[2 + i] = (char)(len >> 8 * (extra - 1 - i) & 0xff);
    return 2 + extra;
}

size_t net_output_header(struct net_output *output, size_t part, size_t room, char *end) {
    static const int continuation = 0, text = 1, binary = 2;
    const struct base_message *message = output->first;
    size_t rest = message->length - output->written;
    int opcode = continuation;
    if (output->whole)
        return 0;
    if (output->written == 0) {
        opcode = message->binary ? binary : text;
        output->whole = part < rest && message->length <= room;
    }
    return net_frame_header(end, output->whole ? message->length : part, opcode,
                            output->whole || part == rest);
}

/* How many bytes of the first message may be gathered: its rest, or its present segment. */
static size_t small_part(struct net_output *output, size_t room, size_t message) {
    size_t rest = output->first->length - output->written;
    if (rest <= room && rest <= message)
        return rest;
    struct net_piece piece = net_output_piece(output, SIZE_MAX);
    return piece.len <= NET_GATHER_SEGMENT && piece.len <= room ? piece.len : 0;
}

/* Moves `len` bytes of the first message, which may end with them. */
static void move(struct net_output *output, char *to, size_t len, size_t *finished) {
    bool done = false;
    do {
        struct net_piece piece = net_output_piece(output, len);
        if (piece.len)
            memcpy(to, piece.ptr, piece.len);
        to += piece.len;
        len -= piece.len;
        size_t length = net_output_advance(output, piece.len, &done);
        *finished += done ? length : 0;
    } while (len > 0);
}

size_t net_output_gather(struct net_output *output, struct net_space to, size_t room, bool framed,
                         size_t *finished) {
    size_t used = 0, header = framed ? NET_FRAME_HEADER : 0;
    while (output->first && to.size - used > header) {
        size_t part = small_part(output, to.size - used - header, to.message);
        if (part == 0 && output->first->length > 0)
            break;
        if (framed) {
            char bytes[NET_FRAME_HEADER];
            size_t size = net_output_header(output, part, room, bytes + sizeof bytes);
            memcpy(to.ptr + used, bytes + sizeof bytes - size, size);
            used += size;
        }
        move(output, to.ptr + used, part, finished);
        used += part;
    }
    return used;
}

void net_output_clear(struct net_output *output) {
    while (output->first)
        drop_first(output);
    output->queued = 0;
}
