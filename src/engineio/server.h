/* server.h - an Engine.IO v4 server as seen by the network room: bytes and time come in, packets
 * and bytes go out. See https://github.com/socketio/engine.io-protocol (revision 4).
 *
 * One server serves one path. Nothing in it is thread-safe: one server per loop.
 *
 * Time: every call that brings news takes `now` (milliseconds, monotonic). Deadlines live in the
 * `struct base_timers` of the configuration, which all rooms of a loop share: its owner calls
 * base_timers_advance when base_timers_deadline has come.
 *
 * Re-entrancy: handlers (session.h) may send on, close and abort any session from inside any
 * callback. A session's memory lives until the outermost call into the server returns. */
#ifndef ENGINEIO_SERVER_H
#define ENGINEIO_SERVER_H
#include "base/log.h"
#include "base/timer.h"
#include "engineio/assembly.h"
#include "engineio/network.h"
#include "engineio/session.h"

/** Most packets in the answer to one poll: Python clients refuse more. */
#define ENGINEIO_POLL_PACKETS 16
/** Most packets in one POST: bounds the work that one request can cause. */
#define ENGINEIO_POST_PACKETS 16384
/** How long a closed polling session waits to give its last packets to a poll, in ms. */
#define ENGINEIO_CLOSING_MS 30000

/** Why a request is refused that would open a session, or belong to one. */
enum engineio_rejection {
    ENGINEIO_REJECTION_TRANSPORT, /**< the transport is unknown */
    ENGINEIO_REJECTION_SID,       /**< so is the sid */
    ENGINEIO_REJECTION_REQUEST,   /**< it does not fit the handshake or its session */
    ENGINEIO_REJECTION_VERSION,   /**< EIO is not 4 */
    ENGINEIO_REJECTION_FULL,      /**< max_sessions is reached */
    ENGINEIO_REJECTION_LARGE,     /**< the body of a POST is too long */
    ENGINEIO_REJECTION_LARGE_IN,  /**< the same of a session that has joined: it is logged, too */
    ENGINEIO_REJECTION_NO_MEMORY, /**< or no randomness */
};

/** Settings. All times in milliseconds, all sizes in bytes. */
struct engineio_config {
    struct base_memory *memory;
    struct base_timers *timers;
    const struct base_log *log; /**< may be NULL */
    /** Fills `bytes` with cryptographically strong randomness; false when there is none. */
    bool (*random)(void *context, void *bytes, size_t len);
    void *random_context;
    const struct engineio_network *network;
    void *network_context;
    const struct engineio_handler *handler;
    void *handler_context;
    /** Hears of each request that is refused, but for those that `admit` of the handler refuses.
     *  `detail` says more in words, or is NULL. Optional. */
    void (*rejected)(void *context, enum engineio_rejection why, const struct engineio_head *head,
                     const char *detail);
    void *rejected_context;

    uint64_t ping_interval;          /**< from open, and from each pong, to the next ping */
    uint64_t ping_timeout;           /**< from a ping to its pong */
    uint64_t upgrade_timeout;        /**< from a probing WebSocket's opening to its "5" */
    size_t max_payload;              /**< of one WebSocket message and of one POST body */
    const char *max_payload_setting; /**< what users call that; NULL: they cannot set it */
    size_t max_unjoined;      /**< the same before engineio_session_join; 0: no other limit */
    size_t max_sessions;      /**< past it the oldest unjoined one gives way; where there is none,
                                   more are answered 503; 0 = no limit. A sixteenth is for addresses
                                   from which somebody has joined. */
    size_t max_backlog;       /**< queued for one session; past it reading stops; 0 = no limit */
    size_t max_total_backlog; /**< queued for all; past it each has but its share; 0 = no limit */
    uint64_t backlog_grace;   /**< a session over its limit for that long is closed */
    const char *max_sessions_setting; /**< what users call max_sessions */
    bool check_utf8; /**< refuse text messages that are not UTF-8 (costs a pass over them) */
};

/** The reference server's defaults: 25 s, 20 s, 10 s, 1,000,000 bytes; no other limits. Callers
 * fill in the pointers. */
struct engineio_config engineio_config_default(void);

struct engineio_server;

/** A server; copies `config`. NULL when there is no memory or randomness. */
struct engineio_server *engineio_server_new(const struct engineio_config *config);

/** Aborts all sessions (`closed` is called, reason "server shutting down"), closes their WebSockets
 *  with 1001, and frees. The network's handles must not be passed in afterwards. */
void engineio_server_free(struct engineio_server *server);

/** Closes every session, WebSockets with `code`; polling ones wait for a last poll. */
void engineio_server_close_all(struct engineio_server *server, int code, uint64_t now);

/** The time that the server is told has stood still for `ms`. Not so the clients': a ping that they
 *  expect goes out as early as if time had gone on. */
void engineio_server_skipped(struct engineio_server *server, uint64_t ms, uint64_t now);

/** Sessions that are open for the upper room (those that are closing are not counted). */
size_t engineio_server_sessions(const struct engineio_server *server);

/** Calls `visit` for every open session; it may close sessions. */
void engineio_server_each(struct engineio_server *server,
                          void (*visit)(void *context, struct engineio_session *session),
                          void *context);

/* ---- HTTP ---- */

/** An HTTP request that is not a WebSocket handshake: handshake, poll, POST, OPTIONS, anything. */
enum engineio_verdict engineio_request_arrived(struct engineio_server *server,
                                               struct engineio_request *request,
                                               const struct engineio_head *head, uint64_t now);

/** Most bytes of the body of a POST: fewer before its session has joined. */
size_t engineio_request_limit(const struct engineio_server *server,
                              const struct engineio_request *request);

/** Whether it belongs to a session that has joined. */
bool engineio_request_joined(const struct engineio_request *request);

/** Part of a POST body arrived: the peer is alive. Optional; never for other requests. */
void engineio_request_progress(struct engineio_server *server, struct engineio_request *request,
                               uint64_t now);

/** The whole body of a POST. The caller keeps its reference to `body`; the request is answered
 *  during the call, or later where reading from the session is paused. */
void engineio_request_body(struct engineio_server *server, struct engineio_request *request,
                           struct base_buffer *body, uint64_t now);

/** The body of a POST turns out to be longer than engineio_request_limit: answers the request, and
 *  ends its session. */
void engineio_request_overflowed(struct engineio_server *server, struct engineio_request *request,
                                 uint64_t now);

/** The network refuses the body of a POST, for what the client sent or (`code` 1011) for want of
 *  memory, and answers the request: ends its session. `why`, in words. */
void engineio_request_refused(struct engineio_server *server, struct engineio_request *request,
                              int code, const char *why, uint64_t now);

/** The connection of a request that has not been answered is gone. */
void engineio_request_gone(struct engineio_server *server, struct engineio_request *request,
                           uint64_t now);

/* ---- WebSocket ---- */

/** A WebSocket handshake arrived. True: accept it with 101, then call engineio_websocket_opened.
 *  False: answer with `refusal` instead. Changes nothing; a refusal is told (`rejected`). */
bool engineio_websocket_opening(struct engineio_server *server, const struct engineio_head *head,
                                struct engineio_response *refusal);

/** The 101 is out. `head` as in engineio_websocket_opening (again: the session may be gone by now,
 *  in which case the connection is closed). */
void engineio_websocket_opened(struct engineio_server *server, struct engineio_websocket *websocket,
                               const struct engineio_head *head, uint64_t now);

/** Most bytes of the next message: fewer before its session has joined. See assembly.h. */
size_t engineio_websocket_limit(const struct engineio_server *server,
                                const struct engineio_websocket *websocket);

/** Whether it belongs to a session that has joined. */
bool engineio_websocket_joined(const struct engineio_websocket *websocket);

/** Part of a message arrived: the peer is alive. Optional. */
void engineio_websocket_progress(struct engineio_server *server,
                                 struct engineio_websocket *websocket, uint64_t now);

/** A whole message. The caller keeps its reference to `message`. */
void engineio_websocket_message(struct engineio_server *server,
                                struct engineio_websocket *websocket, struct base_buffer *message,
                                bool binary, uint64_t now);

/** `bytes` of what was passed to `send` have been written (call it with whole messages). */
void engineio_websocket_sent(struct engineio_server *server, struct engineio_websocket *websocket,
                             size_t bytes, uint64_t now);

/** How a WebSocket connection came to its end. */
enum engineio_loss {
    ENGINEIO_LOSS_CLOSED, /**< the peer sent a close frame */
    ENGINEIO_LOSS_GONE,   /**< without one: closed or reset */
};

/** The network closes the connection for what the peer sent, such as a bad frame, or for want of
 *  memory: the code of its close frame, and `why`, in words. As engineio_websocket_closed. */
void engineio_websocket_refused(struct engineio_server *server,
                                struct engineio_websocket *websocket, int code, const char *why,
                                uint64_t now);

/** Why a message is not taken for which engineio_assembly_frame says `verdict`: the code to close
 *  with, and the sentence. */
int engineio_websocket_fault(const struct engineio_server *server,
                             const struct engineio_websocket *websocket,
                             enum engineio_assembly_verdict verdict, char why[ENGINEIO_WHY_SIZE]);

/** The connection is gone. Nothing is called for this `websocket` afterwards. */
void engineio_websocket_closed(struct engineio_server *server, struct engineio_websocket *websocket,
                               enum engineio_loss loss, uint64_t now);

#endif
