/* session.h - an Engine.IO session as seen by the room above: messages in and out, whatever the
 * transport. */
#ifndef ENGINEIO_SESSION_H
#define ENGINEIO_SESSION_H
#include "engineio/network.h"

/** Why a session ended, in the words of the reference server. */
#define ENGINEIO_REASONS(X)                                                                        \
    X(TRANSPORT_CLOSE, "transport close")                                                          \
    X(TRANSPORT_ERROR, "transport error")                                                          \
    X(PING_TIMEOUT, "ping timeout")                                                                \
    X(PING_LATE, "ping timeout, after the server had stopped for a while")                         \
    X(PARSE_ERROR, "parse error")                                                                  \
    X(FORCED_CLOSE, "forced close")                                                                \
    X(SERVER_SHUTDOWN, "server shutting down")

/** Why a connection is closed (code 1011) where memory ran out. */
#define ENGINEIO_NO_MEMORY "The server is out of memory."

enum engineio_reason {
#define X(name, text) ENGINEIO_REASON_##name,
    ENGINEIO_REASONS(X)
#undef X
};

/** The words. */
const char *engineio_reason_text(enum engineio_reason reason);

struct engineio_session;
struct engineio_server;

/** What the upper room hears. `opened`, `message` and `closed` are required. */
struct engineio_handler {
    /** May this request open a session? 0: yes; else the HTTP status to refuse with (403 gives
     *  error code 4, "Forbidden"). Optional. */
    int (*admit)(void *context, const struct engineio_head *head);

    /** A session opened. Always followed by exactly one `closed`. */
    void (*opened)(void *context, struct engineio_session *session);

    /** A message: `payload` lies in `owner` (without the packet type); whoever keeps it takes a
     *  reference to `owner`. */
    void (*message)(void *context, struct engineio_session *session, struct base_buffer *owner,
                    struct base_slice payload, bool binary);

    /** The session ends right after this, because the client broke the rules or (code 1011) the
     *  server has no memory: `what`, in words, and the code for a WebSocket's close frame.
     *  Optional. */
    void (*malformed)(void *context, struct engineio_session *session, int code, const char *what);

    /** The session is over; `session` is valid during the call only. */
    void (*closed)(void *context, struct engineio_session *session, enum engineio_reason reason);

    /** The last queued byte has left. Optional. */
    void (*drained)(void *context, struct engineio_session *session);
};

/** Length of a session id: 18 random bytes (144 bits) as base64url. */
#define ENGINEIO_SID_LENGTH 24

/**
 * Sends one packet, which now belongs to the session. A text message begins with its packet type,
 * the character '4'; a binary one is the bare payload. Dropped when the session is over. On
 * polling it waits for a poll. Order is kept.
 */
void engineio_session_send(struct engineio_session *session, struct base_message *message);

/** A text packet '4' + `payload`, which lies in `owner` (NULL: copied). NULL: no memory. */
struct base_message *engineio_message_text(struct base_memory *memory, struct base_slice payload,
                                           struct base_buffer *owner);

/** A binary packet of `payload`, as above. */
struct base_message *engineio_message_binary(struct base_memory *memory, struct base_slice payload,
                                             struct base_buffer *owner);

/**
 * Closes after all that was sent has been delivered: a WebSocket with `code` and `why` (a sentence
 * of ASCII, or NULL), a polling session with a close packet in the answer to its present or next
 * poll (waiting up to ENGINEIO_CLOSING_MS). `closed` is called with `reason` before this returns.
 * Closing a session twice does nothing.
 */
void engineio_session_close(struct engineio_session *session, int code, const char *why,
                            enum engineio_reason reason);

/** Writes that `what` ("A message") is too large, and for whom: `setting` is what users call the
 *  limit, or NULL. Fits a close frame. */
void engineio_say_too_large(char why[ENGINEIO_WHY_SIZE], const char *what, size_t limit,
                            const char *setting);

/** Ends the connection at once as `ending` says, dropping what is queued; a held poll is hung up.
 *  `closed` is called with "forced close" before this returns. */
void engineio_session_abort(struct engineio_session *session, enum engineio_ending ending);

/** The upper room knows the client: engineio_config.max_unjoined limits it no more. For good. */
void engineio_session_join(struct engineio_session *session);

/** Goes silent: from now on nothing is sent, no pings either, what is sent is dropped, and no
 *  deadline of the heartbeat closes the session. It ends when the client leaves. */
void engineio_session_stall(struct engineio_session *session);

bool engineio_session_is_stalled(const struct engineio_session *session);

/** Stops or resumes reading from the session: a WebSocket is not read, a POST is not answered.
 *  While paused no pong can be due, so the heartbeat waits as well. Does not nest. */
void engineio_session_pause(struct engineio_session *session, bool paused);

/** Bytes sent that have not left: what a slow reader costs. */
size_t engineio_session_backlog(const struct engineio_session *session);

/** What waited for longer than this, in milliseconds, has kept the client waiting. */
#define ENGINEIO_LAG_MS 100

/** How far the client is behind with what was sent to it: all packets, pings too, that wait for a
 *  poll or for the network to take them. Monotonic milliseconds. */
struct engineio_lag {
    /** All that was sent before this has left, and something that was sent since then has not. It
     *  may be a little earlier than need be, never later. 0: nothing waits. */
    uint64_t waiting_since;
    uint64_t caught_up_at; /**< when what had waited for long left at last; 0: never */
};

/** In `closed` it tells of what will never arrive. What a stalled session drops does not wait. */
struct engineio_lag engineio_session_lag(const struct engineio_session *session);

/** When something arrived last, of whatever kind. */
uint64_t engineio_session_heard_at(const struct engineio_session *session);

/** What was sent last may not have arrived: it waits, or is not acknowledged. When the session is
 *  over, as it was at its end. */
bool engineio_session_is_unheard(const struct engineio_session *session);

/** The session id, ENGINEIO_SID_LENGTH characters. Lives as long as the session. */
struct base_slice engineio_session_sid(const struct engineio_session *session);

/** True when WebSocket carries the session (it may start as polling and be upgraded). */
bool engineio_session_is_websocket(const struct engineio_session *session);

/** Whether its end is told by a close frame with a code: WebSocket carries it, or did up to the end
 *  that is under way. */
bool engineio_session_has_code(const struct engineio_session *session);

/** Whether the client has closed it in order: with a close packet, or a WebSocket close frame. */
bool engineio_session_was_left(const struct engineio_session *session);

/** The peer's address as given in the head that opened the session. */
struct base_slice engineio_session_address(const struct engineio_session *session);

/** The value of a header kept from that head (name in lower case), empty when absent. */
struct base_slice engineio_session_header(const struct engineio_session *session,
                                          struct base_slice name);

/** The upper room's own pointer, NULL until set. */
void *engineio_session_user(const struct engineio_session *session);
void engineio_session_set_user(struct engineio_session *session, void *user);

#endif
