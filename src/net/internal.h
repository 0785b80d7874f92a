/* internal.h - what the files of this room share: the server, and one connection. */
#ifndef NET_INTERNAL_H
#define NET_INTERNAL_H
#include "base/list.h"
#include "engineio/assembly.h"
#include "net/answers.h"
#include "net/chunks.h"
#include "net/cors.h"
#include "net/costly.h"
#include "net/frame.h"
#include "net/intake.h"
#include "net/keyless.h"
#include "net/loop.h"
#include "net/output.h"
#include "net/parent.h"
#include "net/request.h"
#include "net/server.h"
#include "net/socket.h"

#include <netinet/in.h>

/** Answers up to this size wait for those to what was received with the same system call. */
#define NET_BATCH_WAIT (64 * 1024)
/** The output of so many connections is gathered before it leaves, or until all that had arrived is
 *  handled. The code that each needs is then in the cache, and the clients wake up once. */
#define NET_GATHER 16
/** What waits there for each at most. */
#define NET_GATHER_BYTES (32 * 1024)
/** Read at once where it is not known what comes: several small messages. */
#define NET_READ_SIZE (64 * 1024)
/** The same after a large message: another one is likely, and only its head should come here. */
#define NET_READ_HEAD 4096
/** A message from this size on is a large one, whose payload is read where it will lie. */
#define NET_READ_LARGE (32 * 1024)
/** Read from one connection before others get their turn. */
#define NET_READ_TURN (512 * 1024)
/** Requests that wait behind an unanswered one: above that the connection is not read from. */
#define NET_INBOX_WAITING NET_HEAD_MAX
/** Pongs that wait to be sent. The peer gets no more until it has read these. */
#define NET_PONGS_WAITING 16

struct lws_vhost;

struct net_path {
    const char *path;
    size_t length; /**< without a slash at the end, but for "/" */
    struct engineio_server *engine;
};

/** Sockets that listen, over all addresses of the settings: a name may have several addresses. */
#define NET_LISTENERS_MAX 16

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
    struct net_listener listeners[NET_LISTENERS_MAX];
    size_t listener_count;
    size_t first_listener[NET_ADDRESSES_MAX]; /**< of each address of the settings */
    struct lws_vhost *vhost;                  /**< of TLS connections; NULL without TLS */
    struct net_connection *adopting; /**< whose socket is being taken over; NULL: none is */
    struct net_path paths[NET_PATHS_MAX];
    size_t path_count;
    bool stopping;
    struct base_timer stop_deadline;
    struct net_parent parent;
    struct base_list connections;
    size_t connection_count;
    struct net_bytes bytes;
    struct base_list gathered; /**< connections whose output waits for that of others */
    size_t gathered_count;
    struct net_intake intake;
    struct net_keyless keyless;
    struct net_answers answers;
    struct net_costly costly;
    char scratch[NET_READ_SIZE]; /**< what was just read */
    char store[NET_BATCH_STORE]; /**< what is about to be written */
};

/** Named after what is awaited. */
enum net_connection_state {
    NET_CONNECTION_HEAD,      /**< the head of a request */
    NET_CONNECTION_BODY,      /**< the rest of its body */
    NET_CONNECTION_ANSWER,    /**< an answer from the rooms above */
    NET_CONNECTION_SENDING,   /**< that the answer has left */
    NET_CONNECTION_LINGER,    /**< the end of what the peer sends, which nobody wants */
    NET_CONNECTION_WEBSOCKET, /**< messages */
    NET_CONNECTION_CLOSING,   /**< that what is queued has left, then the peer's close frame */
    NET_CONNECTION_CLOSED,    /**< nothing: it was reported to be over */
};

/** HTTP that was received and is not done with: the head of the present request, until that is
 *  answered or its body has come, and what followed it. */
struct net_inbox {
    size_t capacity, length; /**< of `bytes` */
    size_t taken;            /**< of `length`: belongs to the present request */
    struct net_head head;    /**< of the present request; its slices are valid while parsing only */
    char bytes[];
};

struct net_exchange {
    const struct net_route *route;
    struct engineio_header fields[NET_FIELDS_MAX]; /**< added to the next answer */
    size_t field_count;
    bool guarded; /**< the path is: see struct net_route */
    bool trusted; /**< the client has shown a key */
    bool held;
    bool streaming;
    bool ended; /**< nothing will be added */
    void (*gone)(void *context);
    void *context;
};

/** One accepted socket, from accept to the end. */
struct net_connection {
    struct base_list_node node;
    struct net_server *server;
    const struct net_listener *listener; /**< where it came in */
    struct net_socket socket;
    struct base_list_node gathering; /**< in the server's list, if `gathered` */
    enum net_connection_state state;
    bool inside;     /**< an event of it is being handled: it is freed afterwards */
    bool dropped;    /**< ends at the next chance, nothing more is written */
    bool reported;   /**< the rooms above know that it is over */
    bool corked;     /**< what is sent now is only queued: it leaves together, later */
    bool paused;     /**< the rooms above want nothing to be read */
    bool ended;      /**< the peer sends no more */
    bool gathered;   /**< its output waits for that of others */
    bool large;      /**< the last message was: see NET_READ_HEAD */
    bool body_ended; /**< all of the request's body has arrived */
    bool chunked;    /**< the body is */
    bool head_only;  /**< the method is HEAD */
    bool keep_alive; /**< another request may follow */
    bool parting;    /**< a close frame is queued or sent */
    bool parted;     /**< the peer's close frame has come, or would not be recognized any more */
    bool deferred;   /**< the request awaits its turn in net_costly */
    bool hung_up;    /**< our direction has ended */
    bool shaking;    /**< the client has begun the handshake of TLS, which is not done */
    unsigned pongs;  /**< that are queued */
    struct base_list_node in_costly; /**< in net_costly.waiting, if `awaits` */
    uint64_t awaits; /**< the number, of net_costly.made, of the first answer that it may share; 0:
                          it waits for none */
    uint64_t body_left;
    struct net_inbox *inbox;        /**< NULL when it is empty */
    struct engineio_server *engine; /**< of the path; NULL for a plain route */
    struct engineio_request request;
    struct engineio_websocket websocket;
    struct engineio_assembly assembly; /**< of a message or a body */
    struct net_chunks chunks;          /**< of a chunked body */
    struct net_frames frames;
    struct net_intake_share intake;
    struct net_keyless_share keyless;
    struct net_answers_share answers;
    struct net_exchange exchange;
    struct net_output output;
    struct base_timer deadline; /**< of the present state */
    struct base_timer work;     /**< what has to wait until the present event is over */
    char address[INET6_ADDRSTRLEN];
};

/* ---- connection.c ---- */

/** Takes over a socket that `listener` has accepted. */
void net_connection_open(const struct net_listener *listener, int fd,
                         const struct sockaddr_storage *peer);

/** Ends the connection without writing more. */
void net_connection_drop(struct net_connection *connection);

/** Ends it with a TCP reset. */
void net_connection_reset(struct net_connection *connection);

/** Frees it at once. Only where no call into the rooms above is under way. */
void net_connection_free(struct net_connection *connection);

/** Reads from it or not, waits to write or not, as those say who have a say. */
void net_connection_look(struct net_connection *connection);

/** Has the rest of its input handled when the present event is over. */
void net_connection_resume(struct net_connection *connection);

/** Lets all output leave that was gathered: before each wait. */
void net_connection_send_gathered(struct net_server *server);

/** Gives the present state `delay` ms, or, with 0, any time. What comes after is a drop. */
void net_connection_expire(struct net_connection *connection, uint64_t delay);

/** Writes what the socket takes of the queue. Returns the lengths of messages in frames that have
 *  left. */
size_t net_connection_write(struct net_connection *connection);

/** Whether everything that was queued has left. */
bool net_connection_written(const struct net_connection *connection);

/** The Engine.IO server of a path where `connection` came in, or NULL. */
struct engineio_server *net_server_engine(const struct net_connection *connection,
                                          struct base_slice path);

/** A connection is gone: the server may have waited for it. */
void net_server_left(struct net_server *server);

/* ---- http.c ---- */

/** Bytes of HTTP. */
void net_http_bytes(struct net_connection *connection, const char *bytes, size_t length);

/** Goes on with what is in the inbox. */
void net_http_resume(struct net_connection *connection);

/** Writes what is queued and, when all of it has left, awaits the next request or ends the
 *  connection. */
void net_http_pump(struct net_connection *connection);

/** It is answered: its head is not needed any more. Never while a handler has it. */
void net_http_forget_head(struct net_connection *connection);

/** Whether the present request has its whole answer, which only has to leave. */
bool net_http_answered(const struct net_connection *connection);

/** The connection is gone before it was answered. */
void net_http_gone(struct net_connection *connection);

/** engineio_network.answer */
void net_http_answer(void *context, struct engineio_request *request,
                     const struct engineio_response *response);

/** Queues an answer: a head, then `text` (copied) and `messages`. */
void net_http_send(struct net_connection *connection, const struct engineio_response *response);

/** The head as Engine.IO wants it; `headers` has room for NET_HEADERS_MAX. */
struct engineio_head net_http_engine_head(const struct net_connection *connection,
                                          const struct net_head *head,
                                          struct engineio_header *headers);

/** The fields of net_config.headers that a head has, of the first `wanted` names; how many. */
size_t net_http_fields(const struct net_server *server, const struct net_head *head,
                       struct engineio_header *headers, size_t wanted);

/* ---- websocket.c ---- */

/** A request for WebSocket arrived: answers it. */
void net_websocket_handshake(struct net_connection *connection, const struct net_head *head);

/** Where the rest of the present frame is to be read to, and how much of it; 0: it is not known. */
size_t net_websocket_space(struct net_connection *connection, char **to);

/** `length` bytes were read to there. */
void net_websocket_filled(struct net_connection *connection, char *at, size_t length);

/** Bytes that were read elsewhere. */
void net_websocket_bytes(struct net_connection *connection, const char *bytes, size_t length);

/** Writes what is queued; ends the connection when it is closing and all is said. */
void net_websocket_pump(struct net_connection *connection);

/** The connection is gone, or the peer sent a close frame. */
void net_websocket_gone(struct net_connection *connection, enum engineio_loss loss);

void net_websocket_send(void *context, struct engineio_websocket *websocket,
                        struct base_message *message);
void net_websocket_close(void *context, struct engineio_websocket *websocket,
                         enum engineio_ending ending, int code, const char *why);
size_t net_websocket_unacknowledged(void *context, const struct engineio_websocket *websocket);
void net_websocket_pause(void *context, struct engineio_websocket *websocket, bool paused);

/* ---- exchange.c ---- */

/** A request that is no Engine.IO server's: its head arrived. Answers it, or sets the state BODY.
 */
void net_exchange_head(struct net_connection *connection, const struct net_head *head);

/** Its whole body arrived. */
void net_exchange_body(struct net_connection *connection, const struct net_head *head,
                       struct base_slice body);

/** A request, Engine.IO's or not, cannot be read or served: answers why. Its connection ends. */
void net_exchange_refuse(struct net_connection *connection, const struct net_refusal *refusal);

/** The path of a request, with one slash at its beginning: a base address that ends with a slash is
 *  a common slip. */
struct base_slice net_path_of(const struct net_head *head);

/** The client left. */
void net_exchange_gone(struct net_connection *connection);

/* ---- rejection.c ---- */

/** Tells that a client cannot get in (net_config.rejected). */
void net_reject(const struct net_server *server, const struct net_rejection *rejection);

/** The same of a request whose head was read. */
void net_reject_request(const struct net_connection *connection, enum net_rejection_reason reason,
                        const struct net_head *head, const char *detail);

/** The same of the head in the inbox, which was refused. */
void net_reject_head(const struct net_connection *connection);

/** The address of a peer, in figures. */
void net_peer_name(char out[INET6_ADDRSTRLEN], const struct sockaddr_storage *peer);

/* ---- listener.c ---- */

/** Listens on an address, or on all addresses of a name: adds to `listeners`. false with a sentence
 *  in `error`. */
bool net_listeners_open(struct net_server *server, const struct net_address *address, char *error,
                        size_t error_size);

/** The port that it listens on. */
uint16_t net_listener_port(const struct net_listener *listener);

/** Stops accepting. */
void net_listener_close(struct net_listener *listener);

#endif
