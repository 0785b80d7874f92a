/* internal.h - what the files of this room share: the server, and one connection. */
#ifndef NET_INTERNAL_H
#define NET_INTERNAL_H
#include "base/list.h"
#include "engineio/assembly.h"
#include "net/intake.h"
#include "net/loop.h"
#include "net/output.h"
#include "net/server.h"

#include <libwebsockets.h>
#include <sys/uio.h>

/* A segment's frame header is written into the bytes before it, which are put back. */
_Static_assert(NET_FRAME_HEADER <= BASE_BUFFER_HEADROOM, "a frame header must fit there");

/** Up to this size, copying messages together is cheaper than one more system call. */
#define NET_GATHER (32 * 1024)
/** Up to this size a message is copied although it could leave from where it lies. */
#define NET_GATHER_MESSAGE (8 * 1024)
/** Pieces that one system call writes at most. */
#define NET_BATCH_PARTS 64
/** Answers up to this size wait for those to what was received with the same system call. */
#define NET_BATCH_WAIT (64 * 1024)
/** Least that is written when the kernel says it takes something, so that progress is certain. */
#define NET_PIECE_MIN 4096
/** Least that is written after something was: less is not worth a system call yet. */
#define NET_PIECE_MORE (64 * 1024)
/** A TLS record layer copies what it is given: larger pieces only cost memory. */
#define NET_PIECE_TLS (64 * 1024)
/** What is received at once: large, since each read costs, but such that what is read, its copy and
 *  the kernel's own stay together in a cache of 1 MiB. */
#define NET_RECEIVE_SIZE (128 * 1024)

struct net_head;

struct net_path {
    const char *path; /**< without a slash at the end, but for "/" */
    size_t length;
    struct engineio_server *engine;
};

/** A header field named in the configuration. */
struct net_header {
    struct base_slice name;
    char field[64]; /**< with its colon, as libwebsockets wants it */
    int token;      /**< the number libwebsockets knows it by, or -1 */
};

struct net_listener {
    struct net_address address;
    struct net_watch *watch; /**< NULL when closed */
    int fd;
    struct base_timer retry; /**< looks again after an accept that failed */
    uint64_t warned;         /**< when a failure was last logged */
    struct net_server *server;
};

struct net_server {
    struct net_config config;
    struct net_loop *loop;
    struct net_listener listeners[NET_ADDRESSES_MAX];
    size_t listener_count;
    const struct net_listener *accepting; /**< whose socket is being adopted */
    struct lws_vhost *vhost;
    struct net_path paths[NET_PATHS_MAX];
    size_t path_count;
    struct net_header headers[NET_HEADERS_MAX];
    size_t header_count;
    bool stopping;
    struct base_timer stop_deadline;
    struct base_list connections;
    size_t connection_count;
    struct net_intake intake;
    struct net_connection *unsent; /**< whose answers are to leave after this event; NULL: none */
    char gather[NET_GATHER];       /**< where small messages are put together */
};

/** Named after what is awaited. */
enum net_connection_state {
    NET_CONNECTION_HEAD,      /**< the head of a request */
    NET_CONNECTION_BODY,      /**< the rest of its body */
    NET_CONNECTION_ANSWER,    /**< an answer from the rooms above */
    NET_CONNECTION_SENDING,   /**< that the answer has left */
    NET_CONNECTION_LINGER,    /**< the end of a body that nobody wants */
    NET_CONNECTION_UPGRADE,   /**< libwebsockets' 101 */
    NET_CONNECTION_WEBSOCKET, /**< messages */
    NET_CONNECTION_CLOSING,   /**< that what is queued has left, then the peer's close frame */
    NET_CONNECTION_CLOSED,    /**< nothing: it was reported to be over */
};

struct net_exchange {
    const struct net_route *route;
    struct engineio_header fields[NET_FIELDS_MAX]; /**< added to the next answer */
    size_t field_count;
    bool held;
    bool streaming;
    bool ended; /**< nothing will be added */
    void (*gone)(void *context);
    void *context;
};

/** One accepted socket. Owned by its `struct lws`, whose opaque user data it is: made when
 *  libwebsockets adopts the socket, freed when it destroys it. */
struct net_connection {
    struct base_list_node node;
    struct net_server *server;
    const struct net_listener *listener; /**< where it came in */
    struct lws *wsi;
    int fd;
    enum net_connection_state state;
    bool inside;     /**< libwebsockets calls us for this connection: a return value can end it */
    bool dropped;    /**< ends at the next chance, nothing more is written */
    bool closing;    /**< libwebsockets was given the close frame to send */
    bool closed;     /**< libwebsockets is done with the socket */
    bool reported;   /**< the rooms above know that it is over */
    bool corked;     /**< what is sent now is only queued: it leaves together, later */
    bool writable;   /**< the kernel has just said so */
    bool paused;     /**< the rooms above want nothing to be read */
    bool in_frame;   /**< part of a WebSocket frame has arrived */
    bool body_ended; /**< all of the request's body has arrived */
    bool head_only;  /**< the method is HEAD */
    int close_code;
    int send_buffer; /**< the kernel's, as last asked; 0 before */
    uint64_t body_left;
    struct engineio_server *engine; /**< of the path; NULL for a plain route */
    struct engineio_request request;
    struct engineio_websocket websocket;
    struct engineio_assembly assembly; /**< of a message or a body */
    struct net_intake_share intake;
    struct net_exchange exchange;
    struct net_output output;
    struct base_timer deadline; /**< of the present state */
};

/* ---- connection.c ---- */

/** libwebsockets' callback for everything. */
int net_connection_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                         size_t length);

/** Lets the answers leave that have waited for others. */
void net_connection_flush(struct net_server *server);

/** Ends the connection without writing more. */
void net_connection_drop(struct net_connection *connection);

/** Ends it with a TCP reset. */
void net_connection_reset(struct net_connection *connection);

/** Reads from it or not, as those say who have a say. */
void net_connection_read(struct net_connection *connection);

/** Asks to be called when it can be written to. */
void net_connection_wake(struct net_connection *connection);

/** Gives the present state `delay` ms, or, with 0, any time. What comes after is a drop. */
void net_connection_expire(struct net_connection *connection, uint64_t delay);

/**
 * How many bytes of the queue the kernel takes now; 0: wait until it can be written to. `begun`
 * tells that something was written just before. What libwebsockets is given beyond that it copies,
 * and while it keeps it, a peer that has gone makes it spin for five seconds.
 */
size_t net_connection_room(struct net_connection *connection, bool begun);

/** The next piece to write, of at most `room` bytes. */
struct net_piece net_connection_piece(struct net_connection *connection, size_t room);

/** Writes bytes as they are; what the kernel does not take, libwebsockets keeps. false: the
 *  connection is dropped, and its queue with it. */
bool net_connection_write(struct net_connection *connection, char *ptr, size_t len);

/** The same for `count` pieces, with one system call. */
bool net_connection_write_parts(struct net_connection *connection, struct iovec *parts,
                                size_t count);

/** The same for a connection that libwebsockets writes nothing to by itself (HTTP): tells how much
 *  was taken, -1 when the connection is dropped. */
ssize_t net_connection_send(struct net_connection *connection, char *ptr, size_t len);

/** The Engine.IO server of a path where `connection` came in, or NULL. */
struct engineio_server *net_server_engine(const struct net_connection *connection,
                                          struct base_slice path);

/** A connection is gone: the server may have waited for it. */
void net_server_left(struct net_server *server);

/* ---- http.c ---- */

/** A whole head arrived, and it is no WebSocket handshake. */
void net_http_head(struct net_connection *connection);

/** Part of a body; `length` may be 0. Bytes after the body are ignored. */
void net_http_body(struct net_connection *connection, const char *bytes, size_t length);

/** All of the body, as far as libwebsockets knows. */
void net_http_body_end(struct net_connection *connection);

/** Writes what is queued and, when all of it has left, ends the connection. */
void net_http_pump(struct net_connection *connection);

/** The connection is gone before it was answered. */
void net_http_gone(struct net_connection *connection);

/** engineio_network.answer */
void net_http_answer(void *context, struct engineio_request *request,
                     const struct engineio_response *response);

/** Queues an answer: a head, then `text` (copied) and `messages`. */
void net_http_send(struct net_connection *connection, const struct engineio_response *response);

/* ---- websocket.c ---- */

/** A WebSocket handshake arrived. false: it has been refused, hang up. */
bool net_websocket_handshake(struct net_connection *connection);

/** The 101 is out. */
void net_websocket_opened(struct net_connection *connection);

/** Part of a frame. */
void net_websocket_bytes(struct net_connection *connection, const char *bytes, size_t length);

/** Writes what is queued and, after the last of it, a close frame that is due. */
void net_websocket_pump(struct net_connection *connection);

/** The connection is gone, or the peer sent a close frame. */
void net_websocket_gone(struct net_connection *connection, enum engineio_loss loss);

void net_websocket_send(void *context, struct engineio_websocket *websocket,
                        struct base_message *message);
void net_websocket_close(void *context, struct engineio_websocket *websocket,
                         enum engineio_ending ending, int code);
size_t net_websocket_unacknowledged(void *context, const struct engineio_websocket *websocket);
void net_websocket_pause(void *context, struct engineio_websocket *websocket, bool paused);

/* ---- exchange.c ---- */

/** A request that is no Engine.IO server's: its head arrived. Answers it, or sets the state BODY.
 */
void net_exchange_head(struct net_connection *connection, const struct net_head *head);

/** Its whole body arrived. */
void net_exchange_body(struct net_connection *connection, struct base_slice body);

/** The client left. */
void net_exchange_gone(struct net_connection *connection);

/* ---- listener.c ---- */

/** Listens on an address. false with a sentence in `error`. */
bool net_listener_open(struct net_listener *listener, struct net_server *server,
                       const struct net_address *address, char *error, size_t error_size);

/** The port that it listens on. */
uint16_t net_listener_port(const struct net_listener *listener);

/** Stops accepting. */
void net_listener_close(struct net_listener *listener);

#endif
