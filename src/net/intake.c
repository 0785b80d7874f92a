#include "net/intake.h"

#include "net/internal.h"

static struct net_connection *connection_of(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct net_connection, intake.node);
}

static void hold(struct net_connection *connection, bool held) {
    if (connection->intake.held == held)
        return;
    connection->intake.held = held;
    net_connection_look(connection);
}

/* The oldest has had its chance, and nobody else gets on. */
static void lose_patience(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    struct net_intake *intake = BASE_CONTAINER(timer, struct net_intake, patience);
    if (base_list_empty(&intake->receiving))
        return;
    struct net_connection *oldest = connection_of(base_list_first(&intake->receiving));
    base_log(oldest->server->config.log, BASE_LOG_WARNING,
             "closing a client that stopped in the middle of a message while others wait for "
             "memory: %zu bytes received",
             oldest->intake.bytes);
    net_connection_reset(oldest);
    net_intake_forget(oldest);
}

void net_intake_init(struct net_intake *intake) {
    base_list_init(&intake->receiving);
    intake->patience.fire = lose_patience;
}

/* Lets on those that fit: all of them below seven eighths of the limit, else the first. */
static void relieve(struct net_server *server) {
    struct net_intake *intake = &server->intake;
    bool all = intake->bytes <= server->config.max_received / 8 * 7;
    struct base_list_node *node = base_list_first(&intake->receiving);
    for (; node; node = all ? base_list_next(&intake->receiving, node) : NULL)
        hold(connection_of(node), false);
    if (all)
        base_timer_disarm(server->config.timers, &intake->patience);
}

static void be_patient(struct net_server *server) {
    base_timer_arm(server->config.timers, &server->intake.patience,
                   net_loop_now(server->loop) + NET_INTAKE_PATIENCE);
}

static void count(struct net_connection *connection, size_t bytes) {
    struct net_intake *intake = &connection->server->intake;
    if (bytes && !connection->intake.bytes)
        base_list_append(&intake->receiving, &connection->intake.node);
    else if (!bytes && connection->intake.bytes)
        base_list_remove(&connection->intake.node);
    intake->bytes += bytes - connection->intake.bytes;
    connection->intake.bytes = bytes;
}

void net_intake_update(struct net_connection *connection) {
    struct net_server *server = connection->server;
    const struct base_buffer *buffer = connection->assembly.buffer;
    size_t bytes = buffer && buffer->length >= NET_INTAKE_SMALL ? buffer->length : 0;
    size_t before = connection->intake.bytes;
    if (!server->config.max_received || bytes == before)
        return;
    count(connection, bytes);
    if (bytes < before) {
        hold(connection, false);
        relieve(server);
        if (server->intake.patience.armed)
            be_patient(server); /* with the next */
    } else if (server->intake.bytes > server->config.max_received) {
        bool first = base_list_first(&server->intake.receiving) == &connection->intake.node;
        if (first || !server->intake.patience.armed)
            be_patient(server);
        if (!first)
            hold(connection, true);
    }
}

void net_intake_forget(struct net_connection *connection) {
    if (!connection->intake.bytes)
        return;
    count(connection, 0);
    connection->intake.held = false;
    relieve(connection->server);
    if (connection->server->intake.patience.armed)
        be_patient(connection->server);
}
