#include "net/keyless.h"

#include "net/internal.h"

void net_keyless_init(struct net_keyless *keyless) {
    base_list_init(&keyless->holding);
}

bool net_keyless_trusts(const struct net_connection *connection) {
    if (connection->state >= NET_CONNECTION_WEBSOCKET)
        return engineio_websocket_joined(&connection->websocket);
    if (connection->engine)
        return engineio_request_joined(&connection->request);
    return connection->exchange.trusted;
}

static size_t held_by(const struct net_connection *connection) {
    const struct net_inbox *inbox = connection->inbox;
    const struct base_buffer *buffer = connection->assembly.buffer;
    if ((!inbox && !buffer) || net_keyless_trusts(connection))
        return 0;
    return (inbox ? sizeof *inbox + inbox->capacity : 0) +
           (buffer ? sizeof *buffer + buffer->capacity : 0);
}

static void count(struct net_connection *connection, size_t bytes) {
    struct net_keyless *keyless = &connection->server->keyless;
    struct net_keyless_share *share = &connection->keyless;
    if (bytes && !share->bytes)
        base_list_append(&keyless->holding, &share->node);
    else if (!bytes && share->bytes)
        base_list_remove(&share->node);
    keyless->bytes += bytes - share->bytes;
    share->bytes = bytes;
}

static void warn(struct net_server *server) {
    struct net_keyless *keyless = &server->keyless;
    uint64_t now = net_loop_now(server->loop);
    if (!base_log_due(&keyless->warned, now))
        return;
    base_log(server->config.log, BASE_LOG_WARNING,
             "closing the oldest clients without a key: their unfinished requests and messages "
             "hold %zu bytes",
             keyless->bytes);
}

/* The oldest gives way, unless it has got a key meanwhile: nothing happened on its connection
 * then. */
static void give_way(struct net_server *server) {
    struct base_list_node *node = base_list_first(&server->keyless.holding);
    struct net_connection *oldest = BASE_CONTAINER(node, struct net_connection, keyless.node);
    count(oldest, held_by(oldest));
    if (!oldest->keyless.bytes || server->keyless.bytes <= NET_KEYLESS_MAX)
        return;
    warn(server);
    count(oldest, 0);
    net_connection_reset(oldest);
}

void net_keyless_update(struct net_connection *connection) {
    struct net_server *server = connection->server;
    size_t bytes = connection->dropped ? 0 : held_by(connection);
    if (bytes == connection->keyless.bytes)
        return;
    count(connection, bytes);
    while (server->keyless.bytes > NET_KEYLESS_MAX)
        give_way(server);
}

void net_keyless_forget(struct net_connection *connection) {
    count(connection, 0);
}
