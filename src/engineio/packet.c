#include "engineio/packet.h"

#include "base/base64.h"

#define SEPARATOR '\x1e'

struct engineio_packet engineio_packet_parse(struct base_slice text) {
    struct engineio_packet packet = {ENGINEIO_PACKET_ERROR, {NULL, 0}};
    if (!text.len)
        return packet;
    char first = text.ptr[0];
    if ((first >= ENGINEIO_PACKET_OPEN && first <= ENGINEIO_PACKET_NOOP) ||
        first == ENGINEIO_PACKET_BINARY)
        packet.type = (enum engineio_packet_type)first;
    packet.data = base_slice(text.ptr + 1, text.len - 1);
    return packet;
}

bool engineio_payload_next(struct engineio_payload *payload, struct base_slice *packet) {
    if (payload->done)
        return false;
    struct base_slice rest = payload->rest;
    const char *end = rest.len ? memchr(rest.ptr, SEPARATOR, rest.len) : NULL;
    *packet = rest;
    if (end) {
        packet->len = (size_t)(end - rest.ptr);
        payload->rest = base_slice(end + 1, rest.len - packet->len - 1);
    } else {
        payload->done = true;
    }
    return true;
}

struct base_buffer *engineio_packet_decode(struct base_memory *memory, struct base_slice data,
                                           bool *no_memory) {
    struct base_buffer *buffer = base_buffer_new(memory, base_base64_capacity(data.len));
    *no_memory = !buffer;
    if (buffer && !base_base64_decode(buffer->data, &buffer->length, data)) {
        base_buffer_unref(buffer);
        return NULL;
    }
    return buffer;
}

/* The bytes of a message in one piece: base64 cannot be encoded segment by segment. NULL: no
 * memory. */
static struct base_buffer *flatten(struct base_memory *memory, const struct base_message *message) {
    struct base_buffer *buffer = base_buffer_new(memory, message->length);
    for (size_t i = 0; buffer && i < message->count; i++) {
        memcpy(buffer->data + buffer->length, message->segments[i].ptr, message->segments[i].len);
        buffer->length += message->segments[i].len;
    }
    return buffer;
}

static struct base_message *encode(struct base_memory *memory, struct base_slice bytes) {
    struct base_buffer *buffer = base_buffer_new(memory, 1 + base_base64_length(bytes.len));
    if (!buffer)
        return NULL;
    buffer->length = buffer->capacity;
    buffer->data[0] = ENGINEIO_PACKET_BINARY;
    base_base64_encode(buffer->data + 1, bytes);
    struct base_slice text = base_buffer_slice(buffer);
    struct base_message *message = base_message_new(memory, false, 1, &text, &buffer);
    base_buffer_unref(buffer);
    return message;
}

struct base_message *engineio_packet_encode(struct base_memory *memory,
                                            const struct base_message *binary) {
    if (binary->count == 0)
        return encode(memory, base_slice("", 0));
    if (binary->count == 1)
        return encode(memory, base_slice(binary->segments[0].ptr, binary->segments[0].len));
    struct base_buffer *flat = flatten(memory, binary);
    struct base_message *message = flat ? encode(memory, base_buffer_slice(flat)) : NULL;
    base_buffer_unref(flat);
    return message;
}
