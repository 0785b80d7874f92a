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

/* Begins a window of the first one. */
static void be_patient(struct net_server *server) {
    struct net_intake *intake = &server->intake;
    intake->mark = connection_of(base_list_first(&intake->receiving))->intake.bytes;
    base_timer_arm(server->config.timers, &intake->patience,
                   net_loop_now(server->loop) + NET_INTAKE_WINDOW);
}

/* The end of a window. Nobody else gets on. */
static void judge(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    struct net_intake *intake = BASE_CONTAINER(timer, struct net_intake, patience);
    if (base_list_empty(&intake->receiving))
        return;
    struct net_connection *first = connection_of(base_list_first(&intake->receiving));
    struct net_server *server = first->server;
    size_t got = first->intake.bytes - intake->mark;
    be_patient(server);
    if (got >= NET_INTAKE_RATE * NET_INTAKE_WINDOW / 1000)
        return;
    base_log(server->config.log, BASE_LOG_WARNING,
             "closing a client that stopped in the middle of a message, or is too slow, while "
             "others wait for memory: %zu bytes received, %zu of them in the last %d s. Client: %s",
             first->intake.bytes, got, NET_INTAKE_WINDOW / 1000, first->address);
    net_connection_reset(first);
    net_intake_forget(first);
}

void net_intake_init(struct net_intake *intake) {
    base_list_init(&intake->receiving);
    intake->patience.fire = judge;
}

/* Lets on those that fit: all of them below seven eighths of the limit, else the first. */
static void relieve(struct net_server *server, bool first_left) {
    struct net_intake *intake = &server->intake;
    bool all = intake->bytes <= server->config.max_received / 8 * 7;
    struct base_list_node *node = base_list_first(&intake->receiving);
    for (; node; node = all ? base_list_next(&intake->receiving, node) : NULL)
        hold(connection_of(node), false);
    if (all)
        base_timer_disarm(server->config.timers, &intake->patience);
    else if (first_left && intake->patience.armed)
        be_patient(server); /* with the next */
}

static bool is_first(const struct net_connection *connection) {
    return base_list_first(&connection->server->intake.receiving) == &connection->intake.node;
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
    if (!server->config.max_received || bytes == connection->intake.bytes)
        return;
    if (bytes < connection->intake.bytes) {
        net_intake_forget(connection);
        return;
    }
    count(connection, bytes);
    if (server->intake.bytes <= server->config.max_received)
        return;
    if (!server->intake.patience.armed)
        be_patient(server);
    if (!is_first(connection))
        hold(connection, true);
}

void net_intake_forget(struct net_connection *connection) {
    bool first = is_first(connection);
    if (!connection->intake.bytes)
        return;
    count(connection, 0);
    hold(connection, false);
    relieve(connection->server, first);
}
