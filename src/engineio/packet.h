/* packet.h - Engine.IO packets as they look on the wire. */
#ifndef ENGINEIO_PACKET_H
#define ENGINEIO_PACKET_H
#include "base/message.h"

/** The first character of a packet sent as text. */
enum engineio_packet_type {
    ENGINEIO_PACKET_ERROR = 0, /**< not a packet */
    ENGINEIO_PACKET_OPEN = '0',
    ENGINEIO_PACKET_CLOSE = '1',
    ENGINEIO_PACKET_PING = '2',
    ENGINEIO_PACKET_PONG = '3',
    ENGINEIO_PACKET_MESSAGE = '4',
    ENGINEIO_PACKET_UPGRADE = '5',
    ENGINEIO_PACKET_NOOP = '6',
    ENGINEIO_PACKET_BINARY = 'b', /**< a binary message in base64 */
};

struct engineio_packet {
    enum engineio_packet_type type;
    struct base_slice data; /**< what follows the type, in the text it was parsed from */
};

/** The packet that `text` is. */
struct engineio_packet engineio_packet_parse(struct base_slice text);

/** The packets of a polling payload, which are separated by 0x1E; start with {payload, false}. */
struct engineio_payload {
    struct base_slice rest;
    bool done;
};

/** The next packet's text; false after the last one. An empty payload is one empty packet. */
bool engineio_payload_next(struct engineio_payload *payload, struct base_slice *packet);

/** The binary message `data` stands for in base64, one reference; NULL when it is not base64, and
 *  when there is no memory (`*no_memory`). */
struct base_buffer *engineio_packet_decode(struct base_memory *memory, struct base_slice data,
                                           bool *no_memory);

/** A binary message as a packet for polling: 'b' and base64. NULL: no memory. */
struct base_message *engineio_packet_encode(struct base_memory *memory,
                                            const struct base_message *binary);

#endif
