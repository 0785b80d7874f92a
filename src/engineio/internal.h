/* internal.h - what the files of this room share. Not for other rooms. */
#ifndef ENGINEIO_INTERNAL_H
#define ENGINEIO_INTERNAL_H
#include "base/list.h"
#include "base/map.h"
#include "engineio/packet.h"
#include "engineio/query.h"
#include "engineio/server.h"

enum engineio_session_state {
    ENGINEIO_SESSION_OPEN,
    ENGINEIO_SESSION_CLOSING, /**< closed for the upper room; awaits a poll for the last packets */
    ENGINEIO_SESSION_CLOSED,  /**< awaits being freed */
};

/** What the heartbeat awaits. */
enum engineio_heartbeat {
    ENGINEIO_HEARTBEAT_PING, /**< the time to send one */
    ENGINEIO_HEARTBEAT_PONG, /**< the peer's answer */
};

/** Packets that wait for a poll. */
struct engineio_queue {
    struct base_message *first, *last;
    size_t count;
    size_t bytes;
};

/** Follows how long what was sent waits: see lag.c. */
struct engineio_lag_clock {
    struct engineio_lag lag;
    size_t backlog;     /**< as last told */
    size_t before_mark; /**< bytes of it */
    uint64_t behind_since;
};

/** What is kept of the head that opened a session, in one block. */
struct engineio_kept {
    size_t size; /**< of the block */
    struct base_slice address;
    size_t header_count;
    struct engineio_header headers[];
};

/** Addresses are told apart by so many groups. The seed of their hash is secret. */
#define ENGINEIO_BUCKETS 256
/** Addresses that are remembered to have joined. */
#define ENGINEIO_KNOWN 1024

/** The unjoined sessions of a group of addresses, the oldest first. */
struct engineio_bucket {
    struct base_list sessions;
    size_t count;
};

/** Sessions that have not joined, see unjoined.c. */
struct engineio_unjoined {
    struct engineio_bucket buckets[ENGINEIO_BUCKETS];
    struct base_list strangers;      /**< of addresses that are not known, the oldest first */
    struct base_list known;          /**< of the others */
    uint64_t joined[ENGINEIO_KNOWN]; /**< hashes of the known addresses; 0: none */
    uint64_t warned;                 /**< when it was last logged that one gave way; 0: never */
};

struct engineio_session {
    struct engineio_server *server;
    struct base_list_node node;   /**< in server->sessions until it is freed */
    struct base_list_node settle; /**< in server->unsettled, or server->closed */
    struct base_list_node older;  /**< in server->unjoined, before it has joined */
    struct base_list_node beside; /**< in a bucket of that */
    uint64_t address;             /**< its hash */
    enum engineio_session_state state;

    struct engineio_websocket *websocket; /**< carries the packets; NULL: polling does */
    struct engineio_websocket *candidate; /**< a WebSocket under upgrade */
    struct engineio_request *poll;        /**< the GET that is held */
    struct engineio_request *post;        /**< the POST that is not answered */
    bool post_read;                       /**< its body was processed, the "ok" is withheld */
    struct engineio_queue queue;
    struct engineio_lag_clock clock;

    enum engineio_heartbeat heartbeat_state;
    uint64_t skipped;  /**< for how long time stood still while a pong was due */
    uint64_t late;     /**< how much later than the client expects the ping leaves, or has left */
    uint64_t heard_at; /**< when something arrived last */
    uint64_t warned;   /**< when it was last logged that it was refused something; 0: never */
    bool heard;        /**< something arrived while a pong was due */
    bool deferred;     /**< and put off the end once */
    bool drained;      /**< the handler is to be told */
    bool stalled;
    bool joined;                 /**< see engineio_session_join */
    bool left;                   /**< the client closed it in order */
    bool transport_gone;         /**< its WebSocket is over, and `unheard` is known */
    bool unheard;                /**< what was sent last may not have arrived; once it is over */
    bool pause_wanted;           /**< by engineio_session_pause */
    bool congested;              /**< over its limit of the backlog */
    size_t weighed;              /**< its backlog as counted in the server's */
    bool paused;                 /**< either of them: what the network was told */
    struct base_timer heartbeat; /**< when closing: the end of that */
    struct base_timer upgrade;   /**< its end, or the next NOOP before that */
    uint64_t upgrade_end;        /**< when it has taken too long */
    uint64_t noop_due;           /**< when a poll may be answered NOOP again */
    unsigned noops;              /**< that polls got during the upgrade */
    struct base_timer congestion;

    int close_code;          /**< when closing */
    const char *refused_for; /**< what it was ended for, where a POST is answered 400 for it */
    struct engineio_kept *kept;
    void *user;
    char sid[ENGINEIO_SID_LENGTH];
};

struct engineio_server {
    struct engineio_config config;
    struct base_map by_sid;
    struct base_list sessions;
    struct base_list unsettled; /**< something is to be done with it before the call returns */
    struct base_list closed;    /**< to be freed then */
    struct engineio_unjoined unjoined;
    size_t open;
    size_t total;                         /**< with those that are closing */
    size_t backlog;                       /**< of all sessions, as last weighed */
    unsigned depth;                       /**< calls into this room that are under way */
    struct engineio_request *arriving;    /**< not answered yet, in engineio_request_arrived */
    char refusal[ENGINEIO_WHY_SIZE + 64]; /**< the body of the last Bad request */
    uint64_t warned; /**< when it was last logged that a session that has not joined was refused
                          something; 0: never */
};

/* ---- server.c ---- */

/** Brackets every call into the room: what may only happen when no callback is under way (freeing
 *  sessions, answering polls with all that was sent meanwhile) happens when the last one leaves. */
void engineio_enter(struct engineio_server *server);
void engineio_leave(struct engineio_server *server);

/** Marks a session for engineio_leave. */
void engineio_unsettle(struct engineio_session *session);

/** The session of an id that is open or closing, or NULL. */
struct engineio_session *engineio_server_find(const struct engineio_server *server,
                                              const struct engineio_query *query);

/* ---- opening.c ---- */

/** The error codes of the protocol's HTTP answers. */
enum engineio_error {
    ENGINEIO_ERROR_TRANSPORT,
    ENGINEIO_ERROR_SID,
    ENGINEIO_ERROR_METHOD,
    ENGINEIO_ERROR_REQUEST,
    ENGINEIO_ERROR_FORBIDDEN,
    ENGINEIO_ERROR_VERSION,
    ENGINEIO_ERROR_NONE,
};

/** What a head is found to be. */
struct engineio_finding {
    enum engineio_error error;
    const char *what;                 /**< what is wrong, where the error is REQUEST or METHOD */
    struct engineio_session *session; /**< that it names; NULL: none */
};

/** Checks the head of a request or (`websocket`) of a WebSocket handshake. */
struct engineio_finding engineio_head_verify(const struct engineio_server *server,
                                             const struct engineio_head *head,
                                             const struct engineio_query *query, bool websocket);

/** Tells that a request is refused (engineio_config.rejected). `detail` may be NULL. */
void engineio_reject(const struct engineio_server *server, enum engineio_rejection why,
                     const struct engineio_head *head, const char *detail);

/** The same of an error of the protocol, and the answer to it, which lives until the next one. */
struct engineio_response engineio_reject_error(struct engineio_server *server,
                                               const struct engineio_finding *finding,
                                               const struct engineio_head *head);

/** False for a header value that cannot have been sent as one, or must not be sent back. */
bool engineio_header_safe(struct base_slice value);

/** Asks whether a session may be opened. 0, or the HTTP status to refuse with. */
int engineio_head_admit(struct engineio_server *server, const struct engineio_head *head);

/** A new session, open but unknown to the upper room. NULL: no memory or randomness. */
struct engineio_session *engineio_session_new(struct engineio_server *server,
                                              const struct engineio_head *head);

/** Most bytes of an open packet. */
#define ENGINEIO_OPEN_SIZE 256

/** Writes the open packet; returns its length. */
size_t engineio_session_greeting(const struct engineio_session *session, bool upgradable,
                                 char out[ENGINEIO_OPEN_SIZE]);

/** Most bytes of what a client may send at a time; `session` may be NULL. */
size_t engineio_session_limit(const struct engineio_server *server,
                              const struct engineio_session *session);

/** Logs that something was refused, if such a line is due: a client can have that at will. */
void engineio_session_warn(struct engineio_session *session, const char *what, const char *why);

/** As engineio_say_too_large, with the limit of a session. */
void engineio_session_say_too_large(const struct engineio_server *server,
                                    const struct engineio_session *session,
                                    char why[ENGINEIO_WHY_SIZE], const char *what);

/** Frees the memory of a closed session. */
void engineio_session_free(struct engineio_session *session);

/* ---- unjoined.c ---- */

void engineio_unjoined_init(struct engineio_unjoined *unjoined);

/** A session begins that has not joined. */
void engineio_unjoined_add(struct engineio_session *session);

/** It has joined, or is over. */
void engineio_unjoined_remove(struct engineio_session *session);

/** Whether there is a place for a session of this address, or one that gives way to it. Changes
 *  nothing. */
bool engineio_unjoined_has_room(struct engineio_server *server, struct base_slice address);

/** Ends the session that gives way to one of this address, if that is necessary. */
void engineio_unjoined_make_room(struct engineio_server *server, struct base_slice address);

/* ---- response.c ---- */

#define ENGINEIO_TEXT_PLAIN "text/plain; charset=UTF-8"
/** Of the answer to a POST: as the reference server, which found browsers that save text/plain. */
#define ENGINEIO_TEXT_HTML "text/html"

/** Of any but REQUEST. */
struct engineio_response engineio_response_error(enum engineio_error error);
/** 400, Bad request; `what` says what is wrong. Lives until the next one. */
struct engineio_response engineio_response_request(struct engineio_server *server,
                                                   const char *what);
struct engineio_response engineio_response_status(int status);
struct engineio_response engineio_response_large(struct base_slice json);
struct engineio_response engineio_response_text(const char *content_type, struct base_slice text);
struct engineio_response engineio_response_hang_up(void);

/** Answers and forgets the request. */
void engineio_answer(struct engineio_server *server, struct engineio_request *request,
                     struct engineio_response response);

/** Answers OPTIONS. What web pages may do the network adds to every answer (CORS). */
void engineio_answer_preflight(struct engineio_server *server, struct engineio_request *request);

/* ---- queue.c ---- */

void engineio_queue_append(struct engineio_queue *queue, struct base_message *message);
struct base_message *engineio_queue_take(struct engineio_queue *queue);
void engineio_queue_clear(struct engineio_queue *queue);

/* ---- polling.c ---- */

/** Answers the held poll if there is something to say. */
void engineio_poll_flush(struct engineio_session *session);

/** Answers the POST whose "ok" was withheld, if there is one. */
void engineio_post_release(struct engineio_session *session);

/* ---- session.c ---- */

/** What each side of a connection is told when its session ends. */
struct engineio_closing {
    const char *poll; /**< the packet that a held poll gets; NULL: it is hung up */
    enum engineio_ending ending;
    int code;
    const char *why; /**< in the close frame; NULL: nothing */
};

/** Ends a session at once; what is queued is dropped. `closed` is called unless it was. */
void engineio_session_end(struct engineio_session *session, enum engineio_reason reason,
                          struct engineio_closing closing);

/** As above with a close packet to the poll and a close frame with `code` and `why`. */
void engineio_session_fail(struct engineio_session *session, enum engineio_reason reason, int code,
                           const char *why);

/** The transport is over, or about to be: what was sent last has arrived, or may have not. */
void engineio_session_note_unheard(struct engineio_session *session);

/** As engineio_session_fail, because of what the client did, or (code 1011) for want of memory: the
 * upper room is told `what`, too. */
void engineio_session_refuse(struct engineio_session *session, enum engineio_reason reason,
                             int code, const char *what);

/** Sends a constant packet. False: no memory. */
bool engineio_session_send_text(struct engineio_session *session, const char *packet);

/** The backlog has changed: congestion begins or ends. */
void engineio_session_weigh(struct engineio_session *session);

/** Tells the transport to stop or go on reading if that has changed. */
void engineio_session_apply_pause(struct engineio_session *session);

/** Hands a packet to the WebSocket that carries the session. */
void engineio_websocket_pass(struct engineio_session *session, struct base_message *message);

/** The fire function of session->congestion. */
void engineio_congestion_fire(struct base_timers *timers, struct base_timer *timer);

/** Takes back a session that the upper room has never heard of. */
void engineio_session_discard(struct engineio_session *session);

/** Calls drained if it is due. */
void engineio_session_report_drained(struct engineio_session *session);

/* ---- lag.c ---- */

/** So much waits now. */
void engineio_lag_clock_tell(struct engineio_lag_clock *clock, size_t backlog, uint64_t now);

/* ---- receive.c ---- */

/** One packet that arrived in an open session over whatever transport; `text` lies in `owner`.
 *  0, or the status that refuses the POST with it, and the session has ended: 400, no client may
 *  send it; 503, no memory. */
int engineio_session_receive(struct engineio_session *session, struct base_buffer *owner,
                             struct base_slice text);

/** A binary message that arrived as such. */
void engineio_session_receive_binary(struct engineio_session *session, struct base_buffer *message);

/* ---- heartbeat.c ---- */

void engineio_heartbeat_start(struct engineio_session *session);
void engineio_heartbeat_heard(struct engineio_session *session);
void engineio_heartbeat_pong(struct engineio_session *session);
/** Reading was stopped or goes on. */
void engineio_heartbeat_paused(struct engineio_session *session);
/** Time stood still for `ms`; the client's did not. */
void engineio_heartbeat_skipped(struct engineio_session *session, uint64_t ms);
/** The fire function of session->heartbeat. */
void engineio_heartbeat_fire(struct base_timers *timers, struct base_timer *timer);

/* ---- upgrade.c ---- */

/** A second transport wants to take over. */
void engineio_upgrade_start(struct engineio_session *session, struct engineio_websocket *websocket);

/** A message arrived on the candidate. */
void engineio_upgrade_message(struct engineio_session *session, struct base_slice text,
                              bool binary);

/** Drops the candidate, if any; the session goes on without. `why` as in engineio_session_fail. */
void engineio_upgrade_drop(struct engineio_session *session, const char *why);

/** Whether the poll that is open is to be answered NOOP now, since a client has to stop polling
 *  before it upgrades. Later, if not: session->upgrade sees to that. */
bool engineio_upgrade_releases_poll(struct engineio_session *session);

/** The fire function of session->upgrade. */
void engineio_upgrade_fire(struct base_timers *timers, struct base_timer *timer);

#endif
