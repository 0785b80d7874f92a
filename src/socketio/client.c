/* client.c - a connection: the handler of Engine.IO. */
#include "base/utf8.h"
#include "socketio/internal.h"

size_t socketio_namespace_find(const struct socketio_server *server, struct base_slice name) {
    size_t i = 0;
    while (i < server->config.namespace_count &&
           !base_slice_equal(server->config.namespaces[i], name))
        i++;
    return i;
}

struct socketio_socket *socketio_client_socket(const struct socketio_client *client,
                                               struct base_slice namespace) {
    size_t index = socketio_namespace_find(client->server, namespace);
    struct base_list_node *node = base_list_first(&client->sockets);
    for (; node; node = base_list_next(&client->sockets, node)) {
        struct socketio_socket *socket = BASE_CONTAINER(node, struct socketio_socket, node);
        if (socket->joined && socket->namespace == index)
            return socket;
    }
    return NULL;
}

/* Each namespace is told; where none is joined, it is told of the connection. */
static void tell_malformed(const struct socketio_client *client, int code, const char *what) {
    const struct socketio_config *config = &client->server->config;
    bool told = false;
    if (!config->handler->malformed)
        return;
    for (struct base_list_node *node = base_list_first(&client->sockets); node;
         node = base_list_next(&client->sockets, node)) {
        struct socketio_socket *socket = BASE_CONTAINER(node, struct socketio_socket, node);
        if (!socket->joined)
            continue;
        config->handler->malformed(config->handler_context, client->session, socket, code, what);
        told = true;
    }
    if (!told)
        config->handler->malformed(config->handler_context, client->session, NULL, code, what);
}

void socketio_client_refuse(struct socketio_client *client, int code, const char *what,
                            enum engineio_reason reason) {
    if (!client->session)
        return;
    tell_malformed(client, code, what);
    engineio_session_close(client->session, code, what, reason);
}

void socketio_client_no_memory(struct socketio_client *client) {
    socketio_client_refuse(client, ENGINEIO_CLOSE_INTERNAL_ERROR, ENGINEIO_NO_MEMORY,
                           ENGINEIO_REASON_TRANSPORT_ERROR);
}

/* Text is looked at as it is read, and a whole pass over it is only made to find out which code
 * fits (RFC 6455 section 8.1). */
void socketio_client_malformed(struct socketio_client *client, const char *what) {
    bool is_text = base_utf8_valid(client->text);
    socketio_client_refuse(
        client, is_text ? ENGINEIO_CLOSE_PROTOCOL_ERROR : ENGINEIO_CLOSE_NOT_UTF8,
        is_text ? what : "Text is not UTF-8. All text must be.", ENGINEIO_REASON_PARSE_ERROR);
}

/* True when a packet may still arrive for a namespace that this side has left. */
static bool crosses(const struct socketio_client *client, struct base_slice namespace) {
    size_t index = socketio_namespace_find(client->server, namespace);
    return index < client->server->config.namespace_count && client->left >> index & 1;
}

static void receive_packet(struct socketio_client *client, const struct socketio_packet *packet,
                           struct base_buffer *owner) {
    struct socketio_socket *socket = socketio_client_socket(client, packet->namespace);
    if (packet->type == SOCKETIO_PACKET_CONNECT)
        socketio_connect(client, packet);
    else if (!socket && !crosses(client, packet->namespace))
        socketio_client_malformed(
            client, "A packet is for a namespace that was not joined. Send CONNECT (40) first.");
    else if (packet->type == SOCKETIO_PACKET_DISCONNECT && socket)
        socketio_socket_part(socket, SOCKETIO_REASON_CLIENT_DISCONNECT);
    else if (packet->type == SOCKETIO_PACKET_DISCONNECT)
        return;
    else if (!packet->attachment_count)
        socketio_deliver(client, packet, owner, NULL);
    else if (socketio_check_binary(packet, client->server->config.scratch))
        socketio_reassembly_start(client, packet, owner);
    else
        socketio_client_malformed(client, "A binary packet is no JSON, or does not have one "
                                          "placeholder for each attachment.");
}

static void receive_text(struct socketio_client *client, struct base_buffer *owner,
                         struct base_slice text) {
    struct socketio_packet packet;
    client->text = text;
    if (client->reassembly)
        socketio_client_malformed(client,
                                  "Text came where an attachment of a binary packet was due.");
    else if (!socketio_packet_parse(text, &packet))
        socketio_client_malformed(client,
                                  "A message is no Socket.IO packet: its type, namespace, id "
                                  "or number of attachments is wrong.");
    else
        receive_packet(client, &packet, owner);
    client->text = (struct base_slice){NULL, 0};
}

/* ---- the handler ---- */

static int admit(void *context, const struct engineio_head *head) {
    const struct socketio_config *config = &((struct socketio_server *)context)->config;
    return config->handler->admit ? config->handler->admit(config->handler_context, head) : 0;
}

static void connect_timed_out(struct base_timers *timers, struct base_timer *timer) {
    struct socketio_client *client = BASE_CONTAINER(timer, struct socketio_client, connect_timer);
    struct socketio_server *server = client->server;
    (void)timers;
    socketio_enter(server);
    if (server->config.handler->rejected)
        server->config.handler->rejected(server->config.handler_context, client->session,
                                         SOCKETIO_REJECTION_TIME, base_slice(NULL, 0));
    engineio_session_close(client->session, ENGINEIO_CLOSE_NORMAL,
                           "No namespace was joined in time. Send CONNECT (40).",
                           ENGINEIO_REASON_FORCED_CLOSE);
    socketio_leave(server);
}

static void opened(void *context, struct engineio_session *session) {
    struct socketio_server *server = context;
    const struct socketio_config *config = &server->config;
    struct socketio_client *client = base_memory_zero(config->memory, sizeof *client);
    if (!client) {
        engineio_session_close(session, ENGINEIO_CLOSE_INTERNAL_ERROR, ENGINEIO_NO_MEMORY,
                               ENGINEIO_REASON_TRANSPORT_ERROR);
        return;
    }
    client->server = server;
    client->session = session;
    client->connect_timer.fire = connect_timed_out;
    client->late_timer.fire = socketio_connect_refuse_late;
    base_list_init(&client->sockets);
    base_list_append(&server->clients, &client->node);
    engineio_session_set_user(session, client);
    base_timer_arm(config->timers, &client->connect_timer,
                   config->timers->now + config->connect_timeout);
}

static void message(void *context, struct engineio_session *session, struct base_buffer *owner,
                    struct base_slice payload, bool binary) {
    struct socketio_server *server = context;
    struct socketio_client *client = engineio_session_user(session);
    socketio_enter(server);
    if (!binary)
        receive_text(client, owner, payload);
    else if (client->reassembly)
        socketio_reassembly_add(client, owner, payload);
    else
        socketio_client_refuse(client, ENGINEIO_CLOSE_UNSUPPORTED,
                               "A binary message came that no packet announced. Send text, or a "
                               "binary packet (5 or 6) first.",
                               ENGINEIO_REASON_PARSE_ERROR);
    socketio_leave(server);
}

static void malformed(void *context, struct engineio_session *session, int code, const char *what) {
    struct socketio_server *server = context;
    struct socketio_client *client = engineio_session_user(session);
    if (!client)
        return;
    socketio_enter(server);
    tell_malformed(client, code, what);
    socketio_leave(server);
}

static enum socketio_reason reason_of(enum engineio_reason reason) {
    static const enum socketio_reason reasons[] = {
        [ENGINEIO_REASON_TRANSPORT_CLOSE] = SOCKETIO_REASON_TRANSPORT_CLOSE,
        [ENGINEIO_REASON_TRANSPORT_ERROR] = SOCKETIO_REASON_TRANSPORT_ERROR,
        [ENGINEIO_REASON_PING_TIMEOUT] = SOCKETIO_REASON_PING_TIMEOUT,
        [ENGINEIO_REASON_PING_LATE] = SOCKETIO_REASON_PING_LATE,
        [ENGINEIO_REASON_PARSE_ERROR] = SOCKETIO_REASON_PARSE_ERROR,
        [ENGINEIO_REASON_FORCED_CLOSE] = SOCKETIO_REASON_FORCED_CLOSE,
        [ENGINEIO_REASON_SERVER_SHUTDOWN] = SOCKETIO_REASON_SERVER_SHUTDOWN,
    };
    return reasons[reason];
}

static void closed(void *context, struct engineio_session *session, enum engineio_reason reason) {
    struct socketio_server *server = context;
    struct socketio_client *client = engineio_session_user(session);
    if (!client)
        return;
    socketio_enter(server);
    client->session = NULL;
    client->closed_by_client = engineio_session_was_left(session);
    client->lag = engineio_session_lag(session);
    client->unheard = engineio_session_is_unheard(session);
    client->heard_at = engineio_session_heard_at(session);
    base_timer_disarm(server->config.timers, &client->connect_timer);
    base_timer_disarm(server->config.timers, &client->late_timer);
    socketio_reassembly_drop(client);
    struct base_list_node *node = base_list_first(&client->sockets);
    for (; node; node = base_list_next(&client->sockets, node))
        socketio_socket_part(BASE_CONTAINER(node, struct socketio_socket, node), reason_of(reason));
    base_list_append(&server->closed_clients, &client->closed);
    socketio_leave(server);
}

static void drained(void *context, struct engineio_session *session) {
    struct socketio_server *server = context;
    const struct socketio_config *config = &server->config;
    struct socketio_client *client = engineio_session_user(session);
    if (!config->handler->drained || !client)
        return;
    socketio_enter(server);
    struct base_list_node *node = base_list_first(&client->sockets);
    for (; node; node = base_list_next(&client->sockets, node)) {
        struct socketio_socket *socket = BASE_CONTAINER(node, struct socketio_socket, node);
        if (socket->joined)
            config->handler->drained(config->handler_context, socket);
    }
    socketio_leave(server);
}

const struct engineio_handler socketio_engineio_handler = {
    .admit = admit,
    .opened = opened,
    .message = message,
    .malformed = malformed,
    .closed = closed,
    .drained = drained,
};
