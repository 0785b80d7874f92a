/* socket.h - one client in one namespace: what the upper room does with it. */
#ifndef SOCKETIO_SOCKET_H
#define SOCKETIO_SOCKET_H
#include "base/list.h"
#include "base/timer.h"
#include "engineio/session.h"

#include <stdint.h>

/** Why a socket left its namespace, in the words of the reference server. */
#define SOCKETIO_REASONS(X)                                                                        \
    X(CLIENT_DISCONNECT, "client namespace disconnect")                                            \
    X(SERVER_DISCONNECT, "server namespace disconnect")                                            \
    X(TRANSPORT_CLOSE, "transport close")                                                          \
    X(TRANSPORT_ERROR, "transport error")                                                          \
    X(PING_TIMEOUT, "ping timeout")                                                                \
    X(PING_LATE, "ping timeout, after the server had stopped for a while")                         \
    X(PARSE_ERROR, "parse error")                                                                  \
    X(FORCED_CLOSE, "forced close")                                                                \
    X(SERVER_SHUTDOWN, "server shutting down")

enum socketio_reason {
#define X(name, text) SOCKETIO_REASON_##name,
    SOCKETIO_REASONS(X)
#undef X
};

/** The words. */
const char *socketio_reason_text(enum socketio_reason reason);

struct socketio_socket;
struct socketio_event;

/** Most slices of one payload. */
#define SOCKETIO_PAYLOAD_SLICES 12

/**
 * Arguments to send: the JSON texts of all arguments, separated by commas, without brackets, in
 * pieces. Slice i lies in owners[i], which is referenced, or is copied where that is NULL (also
 * where `owners` is NULL). No slices: no arguments.
 */
struct socketio_payload {
    size_t count;
    const struct base_slice *slices;
    struct base_buffer *const *owners;
    /** Binary attachments, to which placeholders in the text refer; at most
     *  SOCKETIO_ATTACHMENTS_MAX. Owners as above. */
    size_t attachment_count;
    const struct base_slice *attachments;
    struct base_buffer *const *attachment_owners;
};

/** Sends an event. `name` is the inside of a JSON string. False: no memory, or too many slices;
 *  nothing was sent. On a socket that has left nothing is sent, which is no failure. */
bool socketio_emit(struct socketio_socket *socket, struct base_slice name,
                   const struct socketio_payload *arguments);

/** Answers an event that asked for it (event->has_ack). As socketio_emit. */
bool socketio_acknowledge(struct socketio_socket *socket, uint64_t ack_id,
                          const struct socketio_payload *arguments);

/** An acknowledgement that the server waits for, embedded in what wants it; all zero before use. */
struct socketio_pending {
    struct base_list_node node;
    struct base_timer timer;
    struct socketio_socket *socket; /**< NULL when nothing is awaited */
    uint64_t id;
    /** Called once: with the arguments, to be read as an event's (its name is empty), or with NULL
     *  when the time is up or the socket has left. May free what `pending` is embedded in. */
    void (*done)(struct socketio_pending *pending, struct socketio_event *arguments);
};

/** Sends an event and asks for its acknowledgement within `timeout` ms. `pending->done` is set by
 *  the caller. False as socketio_emit, and on a socket that has left: `done` is not called. */
bool socketio_emit_with_ack(struct socketio_socket *socket, struct base_slice name,
                            const struct socketio_payload *arguments,
                            struct socketio_pending *pending, uint64_t timeout);

/** Waits no longer; `done` will not be called. */
void socketio_pending_cancel(struct socketio_pending *pending);

/** Sends DISCONNECT and leaves the namespace; the connection and its other namespaces stay.
 *  `disconnected` is called before this returns. */
void socketio_socket_leave(struct socketio_socket *socket);

/** Sends DISCONNECT to all namespaces of the connection, then closes it (a WebSocket with `code`
 * and `why`, a sentence of ASCII, or NULL). `disconnected` is called for each before this returns,
 * with SERVER_DISCONNECT. */
void socketio_socket_disconnect(struct socketio_socket *socket, int code, const char *why);

/** Closes the connection after what was sent has left, without DISCONNECT: clients reconnect.
 *  `disconnected` is called with `FORCED_CLOSE`. */
void socketio_socket_close(struct socketio_socket *socket, int code, const char *why);

/** The connection: for abort, stall, pause, backlog, address, headers (engineio/session.h).
 *  Its user pointer belongs to this room. NULL once the connection is over. */
struct engineio_session *socketio_socket_session(const struct socketio_socket *socket);

/** Whether the client has ended the connection itself, with an Engine.IO close packet or a
 * WebSocket close frame. Known once the connection is over. */
bool socketio_socket_was_closed_by_client(const struct socketio_socket *socket);

/** How far the client is behind with what was sent to it, or was once the connection is over. */
struct engineio_lag socketio_socket_lag(const struct socketio_socket *socket);

/** In `disconnected`, where the connection is over: what was sent last may not have arrived; when
 *  something arrived last. */
bool socketio_socket_is_unheard(const struct socketio_socket *socket);
uint64_t socketio_socket_heard_at(const struct socketio_socket *socket);

/** The Socket.IO id of this socket: 20 characters, differs from the session's. */
struct base_slice socketio_socket_id(const struct socketio_socket *socket);

/** The name of its namespace ("/sts"). */
struct base_slice socketio_socket_namespace(const struct socketio_socket *socket);

/** The upper room's own pointer, NULL until set. */
void *socketio_socket_user(const struct socketio_socket *socket);
void socketio_socket_set_user(struct socketio_socket *socket, void *user);

#endif
