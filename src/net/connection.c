/* connection.c - what connections of HTTP and WebSocket share: their socket's events, their
 * deadline, their end. */
#include "net/internal.h"
#include "net/tls_fault.h"

#include <sys/socket.h>
#include <unistd.h>

/* ---- the end ---- */

static void stop_gathering(struct net_connection *connection) {
    if (!connection->gathered)
        return;
    base_list_remove(&connection->gathering);
    connection->server->gathered_count--;
    connection->gathered = false;
}

void net_connection_drop(struct net_connection *connection) {
    if (connection->dropped)
        return;
    connection->dropped = true;
    net_output_clear(&connection->output);
    if (!connection->inside)
        net_connection_resume(connection);
}

void net_connection_reset(struct net_connection *connection) {
    net_socket_reset(&connection->socket);
    net_connection_drop(connection);
}

/* Tells the rooms above, once, that a connection is over. */
static void report(struct net_connection *connection) {
    enum net_connection_state state = connection->state;
    bool reported = connection->reported;
    connection->reported = true;
    connection->dropped = true;
    connection->state = NET_CONNECTION_CLOSED;
    if (reported)
        return;
    if (state >= NET_CONNECTION_WEBSOCKET)
        net_websocket_gone(connection, ENGINEIO_LOSS_GONE);
    else if (state >= NET_CONNECTION_BODY && state <= NET_CONNECTION_SENDING)
        net_http_gone(connection);
}

void net_connection_free(struct net_connection *connection) {
    struct net_server *server = connection->server;
    struct net_inbox *inbox = connection->inbox;
    report(connection);
    net_tls_fault_ended(connection);
    net_output_clear(&connection->output);
    net_intake_forget(connection);
    net_keyless_forget(connection);
    net_answers_forget(connection);
    net_costly_forget(connection);
    engineio_assembly_clear(&connection->assembly);
    base_timer_disarm(server->config.timers, &connection->deadline);
    base_timer_disarm(server->config.timers, &connection->work);
    base_list_remove(&connection->node);
    stop_gathering(connection);
    net_socket_end(&connection->socket);
    if (inbox)
        base_memory_give(server->config.memory, inbox, sizeof *inbox + inbox->capacity);
    base_memory_give(server->config.memory, connection, sizeof *connection);
    server->connection_count--;
    net_server_left(server);
}

/* ---- deadlines ---- */

static void on_deadline(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    struct net_connection *connection = BASE_CONTAINER(timer, struct net_connection, deadline);
    if (connection->intake.held) /* it is us who do not read */
        net_connection_expire(connection, connection->server->config.header_timeout);
    else
        net_connection_drop(connection);
}

void net_connection_expire(struct net_connection *connection, uint64_t delay) {
    struct base_timers *timers = connection->server->config.timers;
    if (delay)
        base_timer_arm(timers, &connection->deadline,
                       net_loop_now(connection->server->loop) + delay);
    else
        base_timer_disarm(timers, &connection->deadline);
}

void net_connection_resume(struct net_connection *connection) {
    base_timer_arm(connection->server->config.timers, &connection->work,
                   net_loop_now(connection->server->loop));
}

/* ---- writing ---- */

bool net_connection_written(const struct net_connection *connection) {
    return net_output_empty(&connection->output) && !net_socket_holds(&connection->socket);
}

size_t net_connection_write(struct net_connection *connection) {
    size_t finished = 0;
    bool taken = true;
    while (taken && !connection->dropped && !net_output_empty(&connection->output)) {
        struct net_batch batch = {.store = connection->server->store};
        net_output_batch(&connection->output, &batch);
        ssize_t sent = net_socket_write(&connection->socket, batch.parts, batch.count);
        if (sent == NET_SOCKET_LOST) {
            net_connection_drop(connection);
            break;
        }
        connection->server->bytes.sent += (uint64_t)sent;
        finished += net_output_advance(&connection->output, (size_t)sent);
        taken = (size_t)sent == batch.bytes;
    }
    return finished;
}

static void pump(struct net_connection *connection) {
    if (connection->state >= NET_CONNECTION_WEBSOCKET)
        net_websocket_pump(connection);
    else
        net_http_pump(connection);
}

/* ---- reading ---- */

static bool wants_bytes(const struct net_connection *connection) {
    const struct net_inbox *inbox = connection->inbox;
    if (connection->dropped || connection->ended)
        return false;
    switch (connection->state) {
    case NET_CONNECTION_ANSWER:
    case NET_CONNECTION_SENDING:
        return !inbox || inbox->length - inbox->taken < NET_INBOX_WAITING;
    case NET_CONNECTION_LINGER:
    case NET_CONNECTION_CLOSING:
        return true;
    default:
        return !connection->paused && !connection->intake.held;
    }
}

void net_connection_look(struct net_connection *connection) {
    if (!connection->dropped)
        net_socket_want(&connection->socket, wants_bytes(connection),
                        !net_connection_written(connection));
}

/* The peer sends no more. What it has asked for before is still answered. What waits for something
 * to happen, such as a poll, is not: nobody may be there to get what it would be given. */
static void peer_ended(struct net_connection *connection) {
    connection->ended = true;
    if (connection->state == NET_CONNECTION_HEAD && connection->inbox)
        net_connection_resume(connection); /* there may be whole requests in it */
    else if (!connection->deferred && !net_http_answered(connection))
        net_connection_drop(connection);
}

/* Reads once. false: enough for now. */
static bool read_once(struct net_connection *connection, size_t *turn) {
    struct net_server *server = connection->server;
    char *to = server->scratch;
    size_t size = net_websocket_space(connection, &to);
    bool direct = size > 0;
    if (!direct)
        size = connection->large ? NET_READ_HEAD : NET_READ_SIZE;
    ssize_t got = net_socket_read(&connection->socket, to, size);
    if (got == NET_SOCKET_WAIT)
        return false;
    if (got == NET_SOCKET_LOST)
        net_connection_drop(connection);
    else if (got == 0)
        peer_ended(connection);
    if (got <= 0)
        return false;
    size_t length = (size_t)got;
    server->bytes.received += length;
    net_loop_heard(server->loop);
    *turn -= length < *turn ? length : *turn;
    if (direct) {
        net_websocket_filled(connection, to, length);
        /* behind a large message there is mostly nothing: an event will tell */
        return connection->frames.state == NET_FRAMES_PAYLOAD;
    }
    if (connection->state >= NET_CONNECTION_WEBSOCKET)
        net_websocket_bytes(connection, to, length);
    else
        net_http_bytes(connection, to, length);
    return net_socket_has_more(&connection->socket, length, size);
}

static void receive(struct net_connection *connection) {
    size_t turn = NET_READ_TURN;
    /* All answers to what is received now leave together. */
    connection->corked = true;
    while (turn && wants_bytes(connection) && read_once(connection, &turn)) {
    }
    connection->corked = false;
}

/* ---- events ---- */

static void enter(struct net_connection *connection) {
    connection->inside = true;
}

/* false: the connection has ended. */
static bool leave(struct net_connection *connection) {
    if (connection->state == NET_CONNECTION_SENDING)
        net_http_forget_head(connection);
    net_keyless_update(connection);
    connection->inside = false;
    if (!connection->dropped)
        return true;
    net_connection_free(connection);
    return false;
}

void net_connection_send_gathered(struct net_server *server) {
    struct base_list_node *node;
    while ((node = base_list_first(&server->gathered))) {
        struct net_connection *connection = BASE_CONTAINER(node, struct net_connection, gathering);
        stop_gathering(connection);
        enter(connection);
        pump(connection);
        if (leave(connection))
            net_connection_look(connection);
    }
}

static bool may_gather(const struct net_connection *connection) {
    return connection->state == NET_CONNECTION_WEBSOCKET && connection->output.queued > 0 &&
           connection->output.queued <= NET_GATHER_BYTES;
}

static void gather(struct net_connection *connection) {
    struct net_server *server = connection->server;
    if (connection->gathered)
        return;
    connection->gathered = true;
    base_list_append(&server->gathered, &connection->gathering);
    if (++server->gathered_count >= NET_GATHER)
        net_connection_send_gathered(server);
}

static void on_ready(void *context, bool readable, bool writable) {
    struct net_connection *connection = context;
    enter(connection);
    bool lost = !readable && !writable;
    if (readable || lost)
        receive(connection);
    if (lost)
        net_connection_drop(connection);
    bool waits = !writable && may_gather(connection);
    if (!waits)
        pump(connection);
    if (!leave(connection))
        return;
    if (waits)
        gather(connection);
    else
        net_connection_look(connection);
}

static void on_work(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    struct net_connection *connection = BASE_CONTAINER(timer, struct net_connection, work);
    enter(connection);
    if (!connection->dropped && connection->state < NET_CONNECTION_WEBSOCKET)
        net_http_resume(connection);
    if (leave(connection))
        net_connection_look(connection);
}

/* ---- the beginning ---- */

void net_connection_open(const struct net_listener *listener, int fd,
                         const struct sockaddr_storage *peer) {
    struct net_server *server = listener->server;
    struct net_connection *connection = base_memory_zero(server->config.memory, sizeof *connection);
    if (!connection) {
        close(fd);
        return;
    }
    connection->server = server;
    connection->listener = listener;
    connection->deadline.fire = on_deadline;
    connection->work.fire = on_work;
    net_peer_name(connection->address, peer);
    server->adopting = connection;
    bool opened = net_socket_open(&connection->socket, server, fd, on_ready, connection);
    server->adopting = NULL;
    if (!opened) {
        net_tls_fault_ended(connection);
        base_memory_give(server->config.memory, connection, sizeof *connection);
        return;
    }
    base_list_append(&server->connections, &connection->node);
    server->connection_count++;
    net_connection_expire(connection, server->config.header_timeout);
}
