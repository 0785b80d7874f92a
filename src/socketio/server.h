/* server.h - a Socket.IO v5 server on top of Engine.IO: packets, namespaces, acks, attachments.
 * See https://github.com/socketio/socket.io-protocol (revision 5).
 *
 * It is the upper room of an Engine.IO server: create it first, then pass
 * socketio_engineio_handler and the server to engineio_server_new; free them in reverse order.
 *
 * Whatever is no Socket.IO packet closes the connection with the reason "parse error". */
#ifndef SOCKETIO_SERVER_H
#define SOCKETIO_SERVER_H
#include "base/log.h"
#include "base/timer.h"
#include "codec/scratch.h"
#include "engineio/session.h"
#include "socketio/event.h"
#include "socketio/socket.h"

/** Most namespaces a server can have. */
#define SOCKETIO_NAMESPACES_MAX 32
/** Longest namespace name a packet may carry: it is echoed in the CONNECT_ERROR. */
#define SOCKETIO_NAMESPACE_LENGTH 256
/** Attachments of one packet, as the reference server's default limit. */
#define SOCKETIO_ATTACHMENTS_MIN 1
#define SOCKETIO_ATTACHMENTS_MAX 10
/** Largest ack id: 2^53 - 1, what JavaScript counts exactly. */
#define SOCKETIO_ACK_ID_MAX 9007199254740991u

/** What a handler says to a CONNECT. `payload` is a JSON value for CONNECT_ERROR, an object with
 *  a `message` by convention, and is copied before the caller continues.
 *
 *  With `delay_ms` it is sent that much later, and must live until the server is freed. A client
 *  has one such answer for each namespace: another refusal with a delay takes its place and puts
 *  all of them off, and any other answer for the namespace is sent in its place at once. */
struct socketio_refusal {
    struct base_slice payload;
    uint64_t delay_ms; /**< 0: it is sent at once */
};

/** Why a client does not join, beside what `connecting` says and what is malformed. */
enum socketio_rejection {
    SOCKETIO_REJECTION_NAMESPACE, /**< there is no such namespace */
    SOCKETIO_REJECTION_AUTH,      /**< the payload of its CONNECT is too long, or nothing that is
                                       accepted: duplicate members, for example */
    SOCKETIO_REJECTION_TIME,      /**< it joined none in time, and is closed */
};

/** What the upper room hears. `connected`, `event` and `disconnected` are required.
 *  Every function may emit, acknowledge, disconnect and abort, on any socket. */
struct socketio_handler {
    /**
     * A client wants to join; true accepts. `auth` is the JSON object it sent, strictly checked,
     * empty when there was none (see socketio_auth_member). Nothing may be emitted on `socket` yet;
     * it is gone after a refusal. After true comes exactly one `connected` or `abandoned`.
     * Optional: without it all are accepted.
     */
    bool (*connecting)(void *context, struct socketio_socket *socket, struct base_slice auth,
                       struct socketio_refusal *refusal);

    /** It was accepted, but its connection has ended, or ends now because there is no memory for
     *  the answer to the client. `socket` is valid during the call only. Optional. */
    void (*abandoned)(void *context, struct socketio_socket *socket);

    /** It joined, and was told so. Always followed by exactly one `disconnected`. `auth` as
     *  above. */
    void (*connected)(void *context, struct socketio_socket *socket, struct base_slice auth);

    /** It sent an event; see event.h for how to read the arguments before acting. */
    void (*event)(void *context, struct socketio_socket *socket, struct socketio_event *event);

    /** It left, or was lost; `socket` is valid during the call only. */
    void (*disconnected)(void *context, struct socketio_socket *socket,
                         enum socketio_reason reason);

    /** All that was sent to the connection of this socket has left. Optional. */
    void (*drained)(void *context, struct socketio_socket *socket);

    /** A client was not let in for what this room looks at; `namespace` is the one it asked for,
     *  if any. Optional. */
    void (*rejected)(void *context, struct engineio_session *session, enum socketio_rejection why,
                     struct base_slice namespace);

    /** As in struct engineio_handler, for all that is no packet, too: the connection closes now,
     * and `disconnected` follows. Called for each socket that it joined with; NULL: there
     * is none. Optional. */
    void (*malformed)(void *context, struct engineio_session *session,
                      struct socketio_socket *socket, int code, const char *what);

    /** As in struct engineio_handler: may this request open a connection? Optional. */
    int (*admit)(void *context, const struct engineio_head *head);
};

/** Settings. Times in milliseconds, sizes in bytes. */
struct socketio_config {
    struct base_memory *memory;
    struct base_timers *timers;
    const struct codec_scratch *scratch; /**< for reading, of the thread that the server runs on */
    bool (*random)(void *context, void *bytes, size_t len);
    void *random_context;
    const struct socketio_handler *handler;
    void *handler_context;

    const struct base_slice *namespaces; /**< names that may be joined ("/", ...); must outlive */
    size_t namespace_count;              /**< 1..SOCKETIO_NAMESPACES_MAX */
    uint64_t connect_timeout;            /**< from opening to the first namespace joined */
    size_t max_auth;                     /**< of the CONNECT payload */
    size_t max_reassembly; /**< of a binary packet with its attachments: Engine.IO's max_payload */
    const char *max_reassembly_setting; /**< what users call that; NULL: they cannot set it */
};

/** The reference's defaults: 45 s, 64 KiB (ours), 1,000,000 bytes. Callers fill in the rest. */
struct socketio_config socketio_config_default(void);

struct socketio_server;

/** A server; copies `config` (not what it points to). NULL: no memory, no scratch, or a
 *  count out of range. */
struct socketio_server *socketio_server_new(const struct socketio_config *config);

/** Frees. Its Engine.IO server must have been freed before, so that no client is left. */
void socketio_server_free(struct socketio_server *server);

/** For engineio_config.handler; its handler_context is the struct socketio_server. */
extern const struct engineio_handler socketio_engineio_handler;

/** Calls `visit` for every joined socket; it may disconnect sockets. */
void socketio_server_each(struct socketio_server *server,
                          void (*visit)(void *context, struct socketio_socket *socket),
                          void *context);

/** Joined sockets. */
size_t socketio_server_sockets(const struct socketio_server *server);

#endif
