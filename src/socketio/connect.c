/* connect.c - joining a namespace. */
#include "base/base64.h"
#include "socketio/internal.h"

static void refuse_connect(struct socketio_client *client, struct base_slice namespace,
                           struct base_slice payload) {
    static const struct base_slice refused = BASE_SLICE("{\"message\":\"Connection refused\"}");
    if (client->session && !socketio_client_send(client, SOCKETIO_PACKET_CONNECT_ERROR, namespace,
                                                 payload.len ? payload : refused))
        socketio_client_no_memory(client);
}

/* `payload` is for the client. */
static void reject(struct socketio_client *client, enum socketio_rejection why,
                   struct base_slice namespace, struct base_slice payload) {
    const struct socketio_config *config = &client->server->config;
    if (config->handler->rejected && client->session)
        config->handler->rejected(config->handler_context, client->session, why, namespace);
    refuse_connect(client, namespace, payload);
}

enum auth {
    AUTH_GOOD,
    AUTH_REFUSED,
    AUTH_MALFORMED
};

/* An object, if anything. */
static enum auth check_auth(const struct socketio_config *config, struct base_slice json) {
    struct codec_in in;
    if (!json.len)
        return AUTH_GOOD;
    if (json.len > config->max_auth)
        return AUTH_REFUSED;
    codec_in_init(&in, json, config->scratch);
    if (codec_in_peek(&in) != '{')
        return AUTH_MALFORMED;
    codec_in_skip(&in, NULL);
    if (codec_in_malformed(&in) || !codec_in_done(&in))
        return AUTH_MALFORMED;
    return in.error.code == CODEC_OK ? AUTH_GOOD : AUTH_REFUSED;
}

static struct socketio_socket *new_socket(struct socketio_client *client, size_t namespace) {
    const struct socketio_config *config = &client->server->config;
    char bytes[SOCKETIO_ID_LENGTH / 4 * 3];
    struct socketio_socket *socket = base_memory_zero(config->memory, sizeof *socket);
    if (!socket)
        return NULL;
    if (!config->random(config->random_context, bytes, sizeof bytes)) {
        base_memory_give(config->memory, socket, sizeof *socket);
        return NULL;
    }
    base_base64url_encode(socket->id, base_slice(bytes, sizeof bytes));
    base_list_init(&socket->pending);
    socket->client = client;
    socket->namespace = namespace;
    base_list_append(&client->sockets, &socket->node);
    return socket;
}

/* The upper room has accepted a socket that cannot join. */
static void abandon(struct socketio_socket *socket) {
    struct socketio_server *server = socket->client->server;
    base_list_append(&server->closed_sockets, &socket->closed);
    if (server->config.handler->abandoned)
        server->config.handler->abandoned(server->config.handler_context, socket);
}

static void join(struct socketio_socket *socket, struct base_slice auth) {
    struct socketio_client *client = socket->client;
    const struct socketio_config *config = &client->server->config;
    char reply[64] = "{\"sid\":\"";
    memcpy(reply + 8, socket->id, SOCKETIO_ID_LENGTH);
    memcpy(reply + 8 + SOCKETIO_ID_LENGTH, "\"}", 3);
    if (!socketio_client_send(client, SOCKETIO_PACKET_CONNECT,
                              config->namespaces[socket->namespace], base_slice_of(reply))) {
        abandon(socket);
        socketio_client_no_memory(client);
        return;
    }
    socket->joined = true;
    engineio_session_join(client->session);
    client->server->sockets++;
    client->left &= ~(UINT32_C(1) << socket->namespace);
    base_timer_disarm(config->timers, &client->connect_timer);
    config->handler->connected(config->handler_context, socket, auth);
}

void socketio_connect_refuse_late(struct base_timers *timers, struct base_timer *timer) {
    struct socketio_client *client = BASE_CONTAINER(timer, struct socketio_client, late_timer);
    struct socketio_server *server = client->server;
    const uint32_t namespaces = client->late_namespaces;
    (void)timers;
    socketio_enter(server);
    client->late_namespaces = 0;
    for (size_t i = 0; i < server->config.namespace_count; i++)
        if (namespaces >> i & 1)
            refuse_connect(client, server->config.namespaces[i], client->late);
    socketio_leave(server);
}

/* A client is kept no more than its namespaces, however often it asks. */
static void refuse_later(struct socketio_client *client, size_t namespace,
                         const struct socketio_refusal *refusal) {
    struct base_timers *timers = client->server->config.timers;
    if (!client->session)
        return;
    client->late = refusal->payload;
    client->late_namespaces |= UINT32_C(1) << namespace;
    base_timer_arm(timers, &client->late_timer, timers->now + refusal->delay_ms);
}

/* Asks the upper room, which may also close the connection. */
static void ask(struct socketio_socket *socket, struct base_slice auth) {
    struct socketio_client *client = socket->client;
    const struct socketio_config *config = &client->server->config;
    struct socketio_refusal refusal = {{NULL, 0}, 0};
    bool accepted = !config->handler->connecting ||
                    config->handler->connecting(config->handler_context, socket, auth, &refusal);
    if (accepted && client->session) {
        join(socket, auth);
    } else if (accepted) {
        abandon(socket);
    } else {
        base_list_append(&client->server->closed_sockets, &socket->closed);
        if (refusal.delay_ms)
            refuse_later(client, socket->namespace, &refusal);
        else
            refuse_connect(client, config->namespaces[socket->namespace], refusal.payload);
    }
}

void socketio_connect(struct socketio_client *client, const struct socketio_packet *packet) {
    static const struct base_slice bad_auth = BASE_SLICE("{\"message\":\"Invalid auth payload\"}");
    static const struct base_slice bad_name = BASE_SLICE("{\"message\":\"Invalid namespace\"}");
    const struct socketio_config *config = &client->server->config;
    size_t namespace = socketio_namespace_find(client->server, packet->namespace);
    enum auth auth = check_auth(config, packet->json);
    if (namespace < config->namespace_count) /* what is answered now is newer */
        client->late_namespaces &= ~(UINT32_C(1) << namespace);
    if (auth == AUTH_MALFORMED || socketio_client_socket(client, packet->namespace)) {
        socketio_client_malformed(client, auth == AUTH_MALFORMED
                                              ? "The auth of a CONNECT must be a JSON object."
                                              : "A CONNECT came for a namespace that the client "
                                                "has joined already.");
    } else if (namespace == config->namespace_count) {
        reject(client, SOCKETIO_REJECTION_NAMESPACE, packet->namespace, bad_name);
    } else if (auth == AUTH_REFUSED) {
        reject(client, SOCKETIO_REJECTION_AUTH, packet->namespace, bad_auth);
    } else {
        struct socketio_socket *socket = new_socket(client, namespace);
        if (socket)
            ask(socket, packet->json);
        else
            socketio_client_no_memory(client);
    }
}
