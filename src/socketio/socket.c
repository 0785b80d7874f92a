#include "socketio/socket.h"

#include "socketio/internal.h"

#include <inttypes.h>
#include <stdio.h>

const char *socketio_reason_text(enum socketio_reason reason) {
    static const char *const texts[] = {
#define X(name, text) text,
        SOCKETIO_REASONS(X)
#undef X
    };
    return texts[reason];
}

/* ---- packets ---- */

/* Head, name and end of a packet besides its payload. */
#define PIECES_MAX 10

/* Room for the usual head, name and end. */
#define SHORT_MAX 96

/* The pieces of a packet. What has no owner is copied, and joined, by base_message_new; short texts
 * that follow each other are joined here already, which takes less. */
struct pieces {
    struct base_slice slices[PIECES_MAX + SOCKETIO_PAYLOAD_SLICES];
    struct base_buffer *owners[PIECES_MAX + SOCKETIO_PAYLOAD_SLICES];
    size_t count;
    char texts[SHORT_MAX];
    size_t used;
    bool joins; /* the last piece ends where `texts` is free */
};

static void begin(struct pieces *pieces) {
    pieces->count = pieces->used = 0;
    pieces->joins = false;
}

static void add(struct pieces *pieces, struct base_slice slice, struct base_buffer *owner) {
    pieces->slices[pieces->count] = slice;
    pieces->owners[pieces->count++] = owner;
    pieces->joins = false;
}

static void add_short(struct pieces *pieces, struct base_slice text) {
    if (text.len > SHORT_MAX - pieces->used) {
        add(pieces, text, NULL);
        return;
    }
    char *at = pieces->texts + pieces->used;
    memcpy(at, text.ptr, text.len);
    pieces->used += text.len;
    if (!pieces->joins)
        add(pieces, base_slice(at, 0), NULL);
    pieces->slices[pieces->count - 1].len += text.len;
    pieces->joins = true;
}

static void add_text(struct pieces *pieces, const char *text) {
    add_short(pieces, base_slice_of(text));
}

static void add_namespace(struct pieces *pieces, struct base_slice namespace) {
    if (namespace.len == 1)
        return; /* "/" goes without saying */
    add_short(pieces, namespace);
    add_text(pieces, ",");
}

bool socketio_client_send(struct socketio_client *client, char type, struct base_slice namespace,
                          struct base_slice json) {
    char head[3] = {'4', type, '\0'};
    struct pieces pieces;
    begin(&pieces);
    add_text(&pieces, head);
    add_namespace(&pieces, namespace);
    add(&pieces, json, NULL);
    struct base_message *message = base_message_new(client->server->config.memory, false,
                                                    pieces.count, pieces.slices, pieces.owners);
    if (message)
        engineio_session_send(client->session, message);
    return message;
}

/* An event or acknowledgement to send: `name` NULL for the latter, `id` NULL for none. */
struct outgoing {
    char type;
    const struct base_slice *name;
    const uint64_t *id;
    const struct socketio_payload *payload;
};

static void add_payload(struct pieces *pieces, const struct socketio_payload *payload) {
    for (size_t i = 0; i < payload->count; i++)
        add(pieces, payload->slices[i], payload->owners ? payload->owners[i] : NULL);
}

/* The text packet. NULL: no memory, or too many segments. */
static struct base_message *make_text(const struct socketio_socket *socket,
                                      const struct outgoing *outgoing) {
    const struct socketio_config *config = &socket->client->server->config;
    const struct socketio_payload *payload = outgoing->payload;
    struct pieces pieces;
    begin(&pieces);
    char head[32], id[32];
    head[0] = '4';
    head[1] = outgoing->type;
    head[2] = '\0';
    if (payload->attachment_count) /* binary types follow three after the plain ones */
        (void)snprintf(head, sizeof head, "4%c%zu-", outgoing->type + 3, payload->attachment_count);
    add_text(&pieces, head);
    add_namespace(&pieces, config->namespaces[socket->namespace]);
    if (outgoing->id) {
        (void)snprintf(id, sizeof id, "%" PRIu64, *outgoing->id);
        add_text(&pieces, id);
    }
    add_text(&pieces, outgoing->name ? "[\"" : "[");
    if (outgoing->name) {
        add_short(&pieces, *outgoing->name);
        add_text(&pieces, payload->count ? "\"," : "\"");
    }
    add_payload(&pieces, payload);
    add_text(&pieces, "]");
    return base_message_new(config->memory, false, pieces.count, pieces.slices, pieces.owners);
}

static struct base_message *make_attachment(struct base_memory *memory,
                                            const struct socketio_payload *payload, size_t index) {
    return engineio_message_binary(memory, payload->attachments[index],
                                   payload->attachment_owners ? payload->attachment_owners[index]
                                                              : NULL);
}

/* Sends all of it or, where memory lacks, nothing. */
static bool send_all(struct socketio_socket *socket, const struct outgoing *outgoing) {
    struct base_message *messages[1 + SOCKETIO_ATTACHMENTS_MAX];
    struct base_memory *memory = socket->client->server->config.memory;
    const struct socketio_payload *payload = outgoing->payload;
    size_t count = 1 + payload->attachment_count;
    if (!socket->joined)
        return true;
    if (payload->count > SOCKETIO_PAYLOAD_SLICES ||
        payload->attachment_count > SOCKETIO_ATTACHMENTS_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        messages[i] = i ? make_attachment(memory, payload, i - 1) : make_text(socket, outgoing);
        if (messages[i])
            continue;
        while (i--)
            base_message_free(messages[i]);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        engineio_session_send(socket->client->session, messages[i]);
    return true;
}

static const struct socketio_payload no_payload = {.count = 0};

bool socketio_emit(struct socketio_socket *socket, struct base_slice name,
                   const struct socketio_payload *arguments) {
    struct outgoing outgoing = {SOCKETIO_PACKET_EVENT, &name, NULL,
                                arguments ? arguments : &no_payload};
    return send_all(socket, &outgoing);
}

bool socketio_acknowledge(struct socketio_socket *socket, uint64_t ack_id,
                          const struct socketio_payload *arguments) {
    struct outgoing outgoing = {SOCKETIO_PACKET_ACK, NULL, &ack_id,
                                arguments ? arguments : &no_payload};
    return send_all(socket, &outgoing);
}

/* ---- acknowledgements the server waits for ---- */

static void ack_timed_out(struct base_timers *timers, struct base_timer *timer) {
    struct socketio_pending *pending = BASE_CONTAINER(timer, struct socketio_pending, timer);
    struct socketio_server *server = pending->socket->client->server;
    (void)timers;
    socketio_enter(server);
    socketio_pending_cancel(pending);
    pending->done(pending, NULL);
    socketio_leave(server);
}

bool socketio_emit_with_ack(struct socketio_socket *socket, struct base_slice name,
                            const struct socketio_payload *arguments,
                            struct socketio_pending *pending, uint64_t timeout) {
    struct base_timers *timers = socket->client->server->config.timers;
    uint64_t id = socket->last_ack_id;
    struct outgoing outgoing = {SOCKETIO_PACKET_EVENT, &name, &id,
                                arguments ? arguments : &no_payload};
    if (!socket->joined || !send_all(socket, &outgoing))
        return false;
    socket->last_ack_id++;
    pending->socket = socket;
    pending->id = id;
    pending->timer.fire = ack_timed_out;
    base_list_append(&socket->pending, &pending->node);
    base_timer_arm(timers, &pending->timer, timers->now + timeout);
    return true;
}

void socketio_pending_cancel(struct socketio_pending *pending) {
    if (!pending->socket)
        return;
    base_timer_disarm(pending->socket->client->server->config.timers, &pending->timer);
    base_list_remove(&pending->node);
    pending->socket = NULL;
}

/* ---- leaving ---- */

void socketio_socket_part(struct socketio_socket *socket, enum socketio_reason reason) {
    struct socketio_server *server = socket->client->server;
    const struct socketio_config *config = &server->config;
    struct base_list_node *node;
    if (!socket->joined)
        return;
    socketio_enter(server);
    socket->joined = false;
    server->sockets--;
    while ((node = base_list_first(&socket->pending))) {
        struct socketio_pending *pending = BASE_CONTAINER(node, struct socketio_pending, node);
        socketio_pending_cancel(pending);
        pending->done(pending, NULL);
    }
    config->handler->disconnected(config->handler_context, socket, reason);
    base_list_append(&server->closed_sockets, &socket->closed);
    socketio_leave(server);
}

/* Tells the client. Where there is no memory for it, the close itself has to do. */
static void leave(struct socketio_socket *socket) {
    struct socketio_client *client = socket->client;
    if (!socket->joined)
        return;
    client->left |= UINT32_C(1) << socket->namespace;
    socketio_client_send(client, SOCKETIO_PACKET_DISCONNECT,
                         client->server->config.namespaces[socket->namespace], base_slice(NULL, 0));
}

void socketio_socket_leave(struct socketio_socket *socket) {
    leave(socket);
    socketio_socket_part(socket, SOCKETIO_REASON_SERVER_DISCONNECT);
}

void socketio_socket_disconnect(struct socketio_socket *socket, int code, const char *why) {
    struct socketio_client *client = socket->client;
    struct socketio_server *server = client->server;
    if (!client->session)
        return;
    socketio_enter(server);
    struct base_list_node *node = base_list_first(&client->sockets);
    for (; node; node = base_list_next(&client->sockets, node))
        socketio_socket_leave(BASE_CONTAINER(node, struct socketio_socket, node));
    if (client->session)
        engineio_session_close(client->session, code, why, ENGINEIO_REASON_FORCED_CLOSE);
    socketio_leave(server);
}

void socketio_socket_close(struct socketio_socket *socket, int code, const char *why) {
    struct socketio_client *client = socket->client;
    if (client->session)
        engineio_session_close(client->session, code, why, ENGINEIO_REASON_FORCED_CLOSE);
}

/* ---- what is known of it ---- */

struct engineio_session *socketio_socket_session(const struct socketio_socket *socket) {
    return socket->client->session;
}

struct engineio_lag socketio_socket_lag(const struct socketio_socket *socket) {
    const struct socketio_client *client = socket->client;
    return client->session ? engineio_session_lag(client->session) : client->lag;
}

bool socketio_socket_is_unheard(const struct socketio_socket *socket) {
    return socket->client->unheard;
}

uint64_t socketio_socket_heard_at(const struct socketio_socket *socket) {
    return socket->client->heard_at;
}

bool socketio_socket_was_closed_by_client(const struct socketio_socket *socket) {
    return socket->client->closed_by_client;
}

struct base_slice socketio_socket_id(const struct socketio_socket *socket) {
    return base_slice(socket->id, SOCKETIO_ID_LENGTH);
}

struct base_slice socketio_socket_namespace(const struct socketio_socket *socket) {
    return socket->client->server->config.namespaces[socket->namespace];
}

void *socketio_socket_user(const struct socketio_socket *socket) {
    return socket->user;
}

void socketio_socket_set_user(struct socketio_socket *socket, void *user) {
    socket->user = user;
}
