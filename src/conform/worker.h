/* worker.h - what a case does: a worker on a connection of its own, and what it sends. Connecting
 * is in connect.h, what is expected in expect.h.
 *
 * Payloads are JSON that a case writes as it is to be sent, right or wrong; a text of unknown
 * characters that goes into one is quoted with conform_quote. */
#ifndef CONFORM_WORKER_H
#define CONFORM_WORKER_H
#include "conform/case.h"
#include "conform/event.h"
#include "conform/link.h"

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

struct conform_watch;

struct conform_worker {
    struct base_list_node node; /**< in the case's list */
    struct conform_case *c;
    struct conform_link link;
    struct base_list events; /**< struct conform_event */
    struct base_list sent;   /**< struct conform_sent */
    struct conform_watch *watch;
    size_t arrivals;
    unsigned number; /**< of the connection within the case */
    bool lost;       /**< the connection is over */
    bool deaf;       /**< pings are not answered */
    bool ready;      /**< stream:ready has come */
    bool completed;  /**< stream:complete has come: the server may leave */
    uint64_t last_ack_id;
    const char *namespace;
    const char *stream;          /**< stream_id of its stream */
    const char *id;              /**< worker_id */
    int64_t next_number;         /**< of its next fragment */
    struct base_slice handshake; /**< JSON of the Engine.IO open packet */
};

/** A worker without a connection: its stream's id is new. */
struct conform_worker *conform_worker_new(struct conform_case *c);

/** The stream_id of its stream as JSON, in quotes: a server may have chosen it. */
const char *conform_stream(struct conform_worker *w);

/** Sends one Engine.IO message as it is. */
void conform_send_raw(struct conform_worker *w, struct base_slice message);

/** Sends CONNECT for the worker's namespace with an API key; NULL: without one. */
void conform_send_connect(struct conform_worker *w, const char *key);

/** Sends an event whose payload is the formatted JSON. */
__attribute__((format(printf, 3, 4))) void conform_emit(struct conform_worker *w, const char *event,
                                                        const char *format, ...);

/** As conform_emit, asking for an ACK packet. Returns the ack id. */
__attribute__((format(printf, 3, 4))) uint64_t
conform_call(struct conform_worker *w, const char *event, const char *format, ...);

/** Sends stream:init for the worker's stream, a valid one with `members` (JSON members, each
 *  followed by a comma). */
void conform_init(struct conform_worker *w, const char *members);

/** The payload of that. */
const char *conform_init_json(struct conform_worker *w, const char *members);

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

/** Leaves with DISCONNECT, then the connection is closed: when this returns, the server has read
 *  both, if it answers close frames. One that is lost is left alone. */
void conform_leave(struct conform_worker *w);

/** Closes the socket without a word: the transport is lost. */
void conform_lose(struct conform_worker *w);

/** Leaves all connections of the case, so that no stream stays behind, and frees them. */
void conform_workers_leave(struct conform_case *c);

#endif
