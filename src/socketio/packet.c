#include "socketio/packet.h"

#include "base/utf8.h"
#include "socketio/server.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char first(struct base_slice rest) {
    return rest.len ? rest.ptr[0] : '\0';
}

static void advance(struct base_slice *rest, size_t count) {
    rest->ptr += count;
    rest->len -= count;
}

/* Reads digits, however many there are, up to `maximum`. False above it, and without a digit. */
static bool read_number(struct base_slice *rest, uint64_t maximum, uint64_t *number) {
    if (!is_digit(first(*rest)))
        return false;
    *number = 0;
    for (; is_digit(first(*rest)); advance(rest, 1)) {
        *number = *number * 10 + (uint64_t)(first(*rest) - '0');
        if (*number > maximum)
            return false;
    }
    return true;
}

static bool is_binary(enum socketio_packet_type type) {
    return type == SOCKETIO_PACKET_BINARY_EVENT || type == SOCKETIO_PACKET_BINARY_ACK;
}

static bool read_type(struct base_slice *rest, struct socketio_packet *packet) {
    char type = first(*rest);
    if (type < SOCKETIO_PACKET_CONNECT || type > SOCKETIO_PACKET_BINARY_ACK)
        return false;
    packet->type = (enum socketio_packet_type)type;
    advance(rest, 1);
    return true;
}

static bool read_attachments(struct base_slice *rest, struct socketio_packet *packet) {
    uint64_t count;
    if (!read_number(rest, SOCKETIO_ATTACHMENTS_MAX, &count) || first(*rest) != '-')
        return false;
    packet->attachment_count = (size_t)count;
    advance(rest, 1);
    return count >= SOCKETIO_ATTACHMENTS_MIN;
}

/* It is sent back and logged, so it has to be text. */
static bool is_name(struct base_slice name) {
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f)
            return false;
    return name.len <= SOCKETIO_NAMESPACE_LENGTH && base_utf8_valid(name);
}

static bool read_namespace(struct base_slice *rest, struct socketio_packet *packet) {
    packet->namespace = base_slice("/", 1);
    if (first(*rest) != '/')
        return true;
    /* Within its longest length, so that megabytes after a slash are not searched for a comma. */
    size_t window =
        rest->len <= SOCKETIO_NAMESPACE_LENGTH ? rest->len : SOCKETIO_NAMESPACE_LENGTH + 1;
    const char *comma = memchr(rest->ptr, ',', window);
    if (!comma && rest->len > SOCKETIO_NAMESPACE_LENGTH)
        return false;
    packet->namespace = base_slice(rest->ptr, comma ? (size_t)(comma - rest->ptr) : rest->len);
    advance(rest, packet->namespace.len + (comma ? 1 : 0));
    return is_name(packet->namespace);
}

static bool read_id(struct base_slice *rest, struct socketio_packet *packet) {
    packet->has_id = is_digit(first(*rest));
    return !packet->has_id || read_number(rest, SOCKETIO_ACK_ID_MAX, &packet->id);
}

/* What a type must and must not have. */
static bool fits_type(const struct socketio_packet *packet) {
    switch (packet->type) {
    case SOCKETIO_PACKET_CONNECT:
        return !packet->has_id;
    case SOCKETIO_PACKET_DISCONNECT:
        return !packet->has_id && !packet->json.len;
    case SOCKETIO_PACKET_EVENT:
    case SOCKETIO_PACKET_BINARY_EVENT:
        return packet->json.len;
    case SOCKETIO_PACKET_ACK:
    case SOCKETIO_PACKET_BINARY_ACK:
        return packet->has_id && packet->json.len;
    case SOCKETIO_PACKET_CONNECT_ERROR:
        return !packet->has_id && packet->json.len;
    }
    return false;
}

bool socketio_packet_parse_answer(struct base_slice text, struct socketio_packet *packet) {
    *packet = (struct socketio_packet){.has_id = false};
    if (!read_type(&text, packet))
        return false;
    if (is_binary(packet->type) && !read_attachments(&text, packet))
        return false;
    if (!read_namespace(&text, packet) || !read_id(&text, packet))
        return false;
    packet->json = text;
    return fits_type(packet);
}

bool socketio_packet_parse(struct base_slice text, struct socketio_packet *packet) {
    return socketio_packet_parse_answer(text, packet) &&
           packet->type != SOCKETIO_PACKET_CONNECT_ERROR;
}
