/* worker.h - what a case does and expects: a worker on a connection of its own.
 *
 * Functions that expect something end the case when it does not come (case.h). What comes is kept
 * in the order of arrival; expecting an event takes the first of its kind that was not taken yet,
 * so that other kinds may come in between. Every payload is validated by its schema on arrival, and
 * what is wrong with it counts against the requirement of that schema, not against the case. */
#ifndef CONFORM_WORKER_H
#define CONFORM_WORKER_H
#include "conform/case.h"
#include "conform/websocket.h"

/** Kinds of arrivals beside the events of the protocol. */
enum {
    CONFORM_ACK = STS_EVENT_COUNT, /**< a Socket.IO ACK packet; its payload is the argument array */
    CONFORM_JOINED,                /**< CONNECT */
    CONFORM_REFUSED,               /**< CONNECT_ERROR */
    CONFORM_DISCONNECTED,          /**< DISCONNECT */
    CONFORM_LOST,                  /**< the connection is over */
    CONFORM_PING,                  /**< Engine.IO ping */
    CONFORM_PONG,                  /**< Engine.IO pong; its payload is the rest of the packet */
    CONFORM_OTHER,                 /**< an event that the protocol does not have */
};

/** A set of kinds. */
#define CONFORM_KIND(kind) (UINT64_C(1) << (kind))

struct conform_event {
    struct base_list_node node;
    int kind; /**< enum sts_event_id, or one of the above */
    bool taken;
    bool drawn;   /**< in the timeline of its fragment */
    size_t order; /**< 0, 1, ... of this connection's arrivals */
    int64_t at;   /**< milliseconds since the case began */
    uint64_t ack_id;
    struct base_slice name;
    struct base_slice payload; /**< JSON; empty when there is none */
    struct codec_in in;        /**< after decoding: what was wrong */
};

/** A fragment that was sent. */
struct conform_fragment {
    const char *id;
    int64_t number;
    const char *audio; /**< base64 */
    int64_t at;        /**< when it was sent, milliseconds since the case began */
};

/** An event that was sent. */
struct conform_sent {
    struct base_list_node node;
    const char *event;                       /**< its name */
    const struct conform_fragment *fragment; /**< NULL: it is none */
    int64_t at;                              /**< milliseconds since the case began */
};

struct conform_worker {
    struct base_list_node node; /**< in the case's list */
    struct conform_case *c;
    struct conform_websocket websocket;
    struct base_list events; /**< struct conform_event */
    struct base_list sent;   /**< struct conform_sent */
    size_t arrivals;
    unsigned number; /**< of the connection within the case */
    bool lost;       /**< the connection is over */
    bool deaf;       /**< pings are not answered */
    uint64_t last_ack_id;
    const char *namespace;
    const char *stream;          /**< stream_id of its stream */
    const char *id;              /**< worker_id */
    int64_t next_number;         /**< of its next fragment */
    struct base_slice handshake; /**< JSON of the Engine.IO open packet */
};

/* ---- connecting ---------------------------------------------------------------------------- */

/** A WebSocket connection whose Engine.IO handshake has come; no namespace is joined. `path` is
 *  that of Engine.IO; NULL: the server's. */
struct conform_worker *conform_open(struct conform_case *c, const char *path);

/** A WebSocket connection to `target`, path and query; nothing is read from it yet. */
struct conform_worker *conform_open_target(struct conform_case *c, const char *target);

/** Sends CONNECT for `namespace` with `auth` (JSON, or NULL), and returns what came: kind JOINED or
 *  REFUSED. */
struct conform_event *conform_join(struct conform_worker *w, const char *namespace,
                                   const char *auth);

/** A connection that has joined with the right key. */
struct conform_worker *conform_connect(struct conform_case *c);

/** A connection whose stream is active, with a new stream_id. */
struct conform_worker *conform_begin(struct conform_case *c);

/** As conform_begin, with `members` (JSON members, each followed by a comma) in stream:init. */
struct conform_worker *conform_begin_with(struct conform_case *c, const char *members);

/** Sends stream:init for the worker's stream, a valid one with `members` as above. */
void conform_init(struct conform_worker *w, const char *members);

/** As conform_init, again while the server still counts connections that this run has left. The
 *  stream:ready or error that comes; NULL: neither. */
struct conform_event *conform_ask_stream(struct conform_worker *w, const char *members);

/** Leaves all connections of the case with DISCONNECT, so that no stream stays behind. */
void conform_workers_leave(struct conform_case *c);

/** Leaves one: DISCONNECT, then the connection is closed. */
void conform_leave(struct conform_worker *w);

/** Closes the socket without a word: the transport is lost. */
void conform_lose(struct conform_worker *w);

/* ---- sending ------------------------------------------------------------------------------- */

/** Sends one Engine.IO message as it is. */
void conform_send_raw(struct conform_worker *w, struct base_slice message);

/** Sends an event whose payload is the formatted JSON. */
__attribute__((format(printf, 3, 4))) void conform_emit(struct conform_worker *w, const char *event,
                                                        const char *format, ...);

/** As conform_emit, asking for an ACK packet. Returns the ack id. */
__attribute__((format(printf, 3, 4))) uint64_t
conform_call(struct conform_worker *w, const char *event, const char *format, ...);

/** Sends a new valid fragment with the next number. */
struct conform_fragment conform_send_fragment(struct conform_worker *w);

/** The same with that number; the next one is the number behind it. */
struct conform_fragment conform_send_number(struct conform_worker *w, int64_t number);

/** A fragment that is not sent yet. */
struct conform_fragment conform_new_fragment(struct conform_worker *w, int64_t number);

/** What is sent between the two arrives together, however busy this machine is. */
void conform_hold(struct conform_worker *w);
void conform_release(struct conform_worker *w);

/** Sends that fragment again, or one of the caller's making. */
void conform_send_again(struct conform_worker *w, const struct conform_fragment *fragment);

/** The payload of such a fragment. */
const char *conform_fragment_json(struct conform_worker *w,
                                  const struct conform_fragment *fragment);

/** stream:pause, stream:resume or stream:end for the worker's stream. */
void conform_request(struct conform_worker *w, const char *event);

/* ---- expecting ----------------------------------------------------------------------------- */

/** The next arrival of a kind, decoded into `out` (the generated struct of the event; NULL: not
 *  wanted). */
struct conform_event *conform_expect(struct conform_worker *w, int kind, void *out);

/** The next arrival whose kind is in the set; `what` says in words what is expected. */
struct conform_event *conform_expect_any(struct conform_worker *w, uint64_t kinds,
                                         const char *what);

/** As above, but NULL when none has come at `deadline` (conform_now()). */
struct conform_event *conform_look(struct conform_worker *w, uint64_t kinds, int64_t deadline);

/** fragment:ack and then fragment:processed of that fragment, with status success. */
void conform_expect_result(struct conform_worker *w, const struct conform_fragment *fragment,
                           struct sts_fragment_processed *result);

/** An error event with that code. `error` may be NULL. */
struct conform_event *conform_expect_error(struct conform_worker *w, enum sts_error_code code,
                                           struct sts_error *error);

/** stream:end, and the stream:complete that follows. */
void conform_finish(struct conform_worker *w, struct sts_stream_complete *complete);

/** The connection closes; a Socket.IO DISCONNECT may come before. */
void conform_expect_close(struct conform_worker *w);

/** Reads until the server has had time to answer everything that was sent. */
void conform_settle(struct conform_worker *w);

/** None of a kind came that was not taken. Call conform_settle before. */
void conform_expect_none(struct conform_worker *w, int kind);

/** The stream works: a new fragment is acked and processed. */
void conform_still_works(struct conform_worker *w);

/** `condition`, or the case fails: `expected` in words, and the message that breaks it. */
void conform_check(struct conform_worker *w, bool condition, const struct conform_event *event,
                   const char *expected);

/** Decodes an event's payload into the generated struct; what it lacks is zero. */
void conform_decode(struct conform_event *event, void *out);

/** What a kind is called. */
const char *conform_kind_name(int kind);

/** True when `text` is that string. */
bool conform_is(struct codec_text text, const char *string);

#endif
