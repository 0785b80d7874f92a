/* internal.h - what the files of this room share. Not for other rooms. */
#ifndef SOCKETIO_INTERNAL_H
#define SOCKETIO_INTERNAL_H
#include "socketio/packet.h"
#include "socketio/server.h"

/** Characters of a socket's id: 15 random bytes as base64url, as long as the reference's. */
#define SOCKETIO_ID_LENGTH 20

struct socketio_server {
    struct socketio_config config;
    struct base_list clients;
    struct base_list closed_clients; /**< to be freed when the last call returns */
    struct base_list closed_sockets;
    size_t sockets;
    unsigned depth; /**< calls into this room that are under way */
};

/** A binary packet whose attachments are still arriving. */
struct socketio_reassembly {
    struct socketio_packet packet; /**< its slices lie in `owner` */
    struct base_buffer *owner;
    size_t bytes; /**< held, all together */
    size_t received;
    struct socketio_attachment attachments[SOCKETIO_ATTACHMENTS_MAX];
};

/** One connection. */
struct socketio_client {
    struct socketio_server *server;
    struct engineio_session *session; /**< NULL once it is over */
    struct base_list_node node;
    struct base_list_node closed;
    struct base_list sockets;
    struct base_timer connect_timer;
    struct base_timer late_timer; /**< armed: refusals wait */
    struct base_slice late;       /**< their payload */
    uint32_t late_namespaces;     /**< bit i: one for namespace i */
    struct socketio_reassembly *reassembly;
    struct base_slice text; /**< that is being read */
    /** Bit i: the server has left namespace i, and packets for it may still be on their way. */
    uint32_t left;
    bool closed_by_client;   /**< in order, once it is over */
    struct engineio_lag lag; /**< once it is over */
    bool unheard;            /**< the same */
    uint64_t heard_at;       /**< the same */
};

struct socketio_socket {
    struct socketio_client *client;
    struct base_list_node node; /**< in client->sockets until it is freed */
    struct base_list_node closed;
    struct base_list pending; /**< struct socketio_pending */
    uint64_t last_ack_id;
    size_t namespace; /**< index into the configuration */
    bool joined;
    void *user;
    char id[SOCKETIO_ID_LENGTH];
};

/* ---- server.c ---- */

/** Brackets every call into the room: sockets and clients are freed when the last one leaves. */
void socketio_enter(struct socketio_server *server);
void socketio_leave(struct socketio_server *server);

/* ---- client.c ---- */

/** Closes the connection: what it sent is no Socket.IO, or no text at all. */
void socketio_client_malformed(struct socketio_client *client, const char *what);

/** Closes the connection: a WebSocket with `code` and `what`, a sentence. */
void socketio_client_refuse(struct socketio_client *client, int code, const char *what,
                            enum engineio_reason reason);

/** Closes it for want of memory. */
void socketio_client_no_memory(struct socketio_client *client);

/** The joined socket of a namespace, or NULL. */
struct socketio_socket *socketio_client_socket(const struct socketio_client *client,
                                               struct base_slice namespace);

/** Index of a configured namespace, or namespace_count. */
size_t socketio_namespace_find(const struct socketio_server *server, struct base_slice name);

/* ---- connect.c ---- */

/** A CONNECT packet. */
void socketio_connect(struct socketio_client *client, const struct socketio_packet *packet);

/** The timer of refusals that wait. */
void socketio_connect_refuse_late(struct base_timers *timers, struct base_timer *timer);

/* ---- socket.c ---- */

/** The socket leaves its namespace: pending acknowledgements end, `disconnected` is called. */
void socketio_socket_part(struct socketio_socket *socket, enum socketio_reason reason);

/** Sends a packet of `type` with a JSON text. False: no memory, nothing was sent. */
bool socketio_client_send(struct socketio_client *client, char type, struct base_slice namespace,
                          struct base_slice json);

/* ---- deliver.c ---- */

/** An event or acknowledgement that is complete; `owner` holds the packet. */
void socketio_deliver(struct socketio_client *client, const struct socketio_packet *packet,
                      struct base_buffer *owner, const struct socketio_attachment *attachments);

/** Checks the JSON of a binary packet before its attachments are waited for. */
bool socketio_check_binary(const struct socketio_packet *packet,
                           const struct codec_scratch *scratch);

/* ---- event.c ---- */

/** Puts the cursor of `event` at the start of a packet's array, and past the name if it has one.
 *  False when it is no such array. */
bool socketio_event_begin(struct socketio_event *event, const struct socketio_packet *packet,
                          struct base_buffer *owner, const struct codec_scratch *scratch);

/* ---- reassembly.c ---- */

/** A binary packet arrived; its attachments are to follow. */
void socketio_reassembly_start(struct socketio_client *client, const struct socketio_packet *packet,
                               struct base_buffer *owner);

/** An attachment arrived. */
void socketio_reassembly_add(struct socketio_client *client, struct base_buffer *owner,
                             struct base_slice bytes);

/** Drops what has arrived. */
void socketio_reassembly_drop(struct socketio_client *client);

/* ---- placeholder.c ---- */

/** True when all placeholders in the well-formed arguments refer to one of `count` attachments.
 *  `in` is at the first value of an array, or at its end. */
bool socketio_placeholders_valid(struct codec_in *in, size_t count);

#endif
