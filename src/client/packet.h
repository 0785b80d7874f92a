/* packet.h - the client's side of Engine.IO and Socket.IO: what a server's messages are, and the
 * messages for it. Bytes only; who answers a ping, and when, is the caller's business. */
#ifndef CLIENT_PACKET_H
#define CLIENT_PACKET_H
#include "base/bytes.h"
#include "codec/scratch.h"
#include "codec/text.h"

#include <stdint.h>

enum client_packet_kind {
    CLIENT_PACKET_OPEN, /**< Engine.IO's handshake, in `json` */
    CLIENT_PACKET_CLOSE,
    CLIENT_PACKET_PING,
    CLIENT_PACKET_PONG, /**< the rest of it in `json`: "probe" */
    CLIENT_PACKET_NOOP,
    CLIENT_PACKET_CONNECTED,    /**< Socket.IO CONNECT: the namespace is joined */
    CLIENT_PACKET_REFUSED,      /**< CONNECT_ERROR, its reason in `json` */
    CLIENT_PACKET_DISCONNECTED, /**< DISCONNECT */
    CLIENT_PACKET_EVENT,        /**< `name`, and its first argument in `json` */
    CLIENT_PACKET_ACK,          /**< of the event `id`, the array of arguments in `json` */
    CLIENT_PACKET_OTHER,        /**< nothing that this protocol has: not a packet, or binary */
};

/** A message of the server. Slices lie in its text. */
struct client_packet {
    enum client_packet_kind kind;
    struct base_slice namespace;
    uint64_t id;
    struct codec_text name;
    struct base_slice json; /**< perhaps no JSON at all; empty when there is none */
};

/** What a text message is. Of an event's array only the beginning is looked at.
 *  `scratch`: see codec/scratch.h. */
struct client_packet client_packet_read(struct base_slice text,
                                        const struct codec_scratch *scratch);

/** Takes the next packet off the answer to a poll. False: there is none left. */
bool client_packet_take(struct base_slice *payload, struct base_slice *packet);

/** Appends CONNECT with an API key, or without one (NULL). `key` is UTF-8. False: no
 *  memory. */
bool client_packet_write_connect(struct base_bytes *out, const char *namespace, const char *key);

/** Appends DISCONNECT. False: no memory. */
bool client_packet_write_disconnect(struct base_bytes *out, const char *namespace);

/** Appends an event with one argument, JSON. `id`: an ACK packet is asked for; NULL: none.
 *  False: no memory. */
bool client_packet_write_event(struct base_bytes *out, const char *namespace, const uint64_t *id,
                               const char *name, struct base_slice argument);

#endif
