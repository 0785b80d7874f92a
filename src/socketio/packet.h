/* packet.h - the head of a Socket.IO packet: everything before its JSON. */
#ifndef SOCKETIO_PACKET_H
#define SOCKETIO_PACKET_H
#include "base/slice.h"

#include <stdint.h>

enum socketio_packet_type {
    SOCKETIO_PACKET_CONNECT = '0',
    SOCKETIO_PACKET_DISCONNECT = '1',
    SOCKETIO_PACKET_EVENT = '2',
    SOCKETIO_PACKET_ACK = '3',
    SOCKETIO_PACKET_CONNECT_ERROR = '4',
    SOCKETIO_PACKET_BINARY_EVENT = '5',
    SOCKETIO_PACKET_BINARY_ACK = '6',
};

/** `<type>[<attachments>-][<namespace>,][<id>][<JSON>]`. Slices lie in the text. */
struct socketio_packet {
    enum socketio_packet_type type;
    size_t attachment_count;     /**< 0 unless the type is a binary one */
    struct base_slice namespace; /**< "/" where none is given; valid UTF-8, nothing to escape */
    bool has_id;
    uint64_t id;
    struct base_slice json; /**< not looked at yet; empty when absent */
};

/** Parses the head. False when `text` is no packet that a client may send; the JSON is not looked
 *  at, but where a type demands or forbids it, that is checked. */
bool socketio_packet_parse(struct base_slice text, struct socketio_packet *packet);

/** The same for a packet that a server may send: CONNECT_ERROR is one. */
bool socketio_packet_parse_answer(struct base_slice text, struct socketio_packet *packet);

#endif
