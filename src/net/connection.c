/* connection.c - what connections of HTTP and WebSocket share, and the events that libwebsockets
 * has for them. */
#include "net/head.h"
#include "net/internal.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

void net_connection_drop(struct net_connection *connection) {
    if (connection->dropped || connection->closed)
        return;
    connection->dropped = true;
    net_output_clear(&connection->output);
    if (connection->inside)
        return;
    /* Only an event on its socket makes libwebsockets look at a connection: make one. Where reading
     * is switched off it would not be seen. */
    lws_rx_flow_control(connection->wsi, 1);
    shutdown(connection->fd, SHUT_RDWR);
    net_connection_wake(connection);
}

void net_connection_reset(struct net_connection *connection) {
    /* Closing would send a FIN first. Dissolving the association sends the reset alone. */
    struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
    (void)connect(connection->fd, &nowhere, sizeof nowhere);
    net_connection_drop(connection);
}

void net_connection_flush(struct net_server *server) {
    struct net_connection *connection = server->unsent;
    server->unsent = NULL;
    if (connection)
        net_websocket_pump(connection);
}

void net_connection_read(struct net_connection *connection) {
    if (!connection->dropped && connection->state != NET_CONNECTION_CLOSING)
        lws_rx_flow_control(connection->wsi, !connection->paused && !connection->intake.held);
}

void net_connection_wake(struct net_connection *connection) {
    lws_callback_on_writable(connection->wsi);
}

static void on_deadline(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    net_connection_drop(BASE_CONTAINER(timer, struct net_connection, deadline));
}

void net_connection_expire(struct net_connection *connection, uint64_t delay) {
    struct base_timers *timers = connection->server->config.timers;
    if (delay)
        base_timer_arm(timers, &connection->deadline, net_loop_now() + delay);
    else
        base_timer_disarm(timers, &connection->deadline);
}

/* What the kernel still takes. An eighth of its buffer is left for its own overhead. */
static size_t free_space(struct net_connection *connection) {
    int waiting = 0;
    if (ioctl(connection->fd, SIOCOUTQ, &waiting) != 0)
        return 0;
    int usable = connection->send_buffer / 8 * 7;
    return usable > waiting ? (size_t)(usable - waiting) : 0;
}

size_t net_connection_room(struct net_connection *connection, bool begun) {
    if (lws_partial_buffered(connection->wsi))
        return 0;
    size_t enough = connection->output.queued + NET_FRAME_HEADER;
    size_t room = free_space(connection);
    if (room < enough) { /* the buffer grows with what is sent */
        socklen_t length = sizeof connection->send_buffer;
        getsockopt(connection->fd, SOL_SOCKET, SO_SNDBUF, &connection->send_buffer, &length);
        room = free_space(connection);
    }
    if (room >= enough || room >= NET_PIECE_MORE)
        return room;
    if (begun || !connection->writable)
        return 0;
    return room > NET_PIECE_MIN ? room : NET_PIECE_MIN;
}

struct net_piece net_connection_piece(struct net_connection *connection, size_t room) {
    bool tls = lws_is_ssl(connection->wsi) != 0;
    return net_output_piece(&connection->output,
                            tls && room > NET_PIECE_TLS ? NET_PIECE_TLS : room);
}

/* Gives bytes to the kernel; how many it took, -1 when the connection is dropped. */
static ssize_t give(struct net_connection *connection, struct iovec *parts, size_t count) {
    const struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    ssize_t sent = sendmsg(connection->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return 0;
    if (sent < 0)
        net_connection_drop(connection);
    return sent;
}

/* Gives bytes to libwebsockets, which encrypts them, or keeps what the kernel does not take. */
static bool hand_over(struct net_connection *connection, char *ptr, size_t len) {
    size_t limit = lws_is_ssl(connection->wsi) ? NET_PIECE_TLS : len;
    while (len > 0) {
        size_t piece = len < limit ? len : limit;
        /* On a WebSocket too this kind takes the bytes as they are. */
        if (lws_write(connection->wsi, (unsigned char *)ptr, piece, LWS_WRITE_HTTP) < 0) {
            net_connection_drop(connection);
            return false;
        }
        ptr += piece;
        len -= piece;
    }
    return true;
}

bool net_connection_write_parts(struct net_connection *connection, struct iovec *parts,
                                size_t count) {
    ssize_t sent = 0;
    if (!lws_is_ssl(connection->wsi) && !lws_partial_buffered(connection->wsi))
        sent = give(connection, parts, count);
    if (sent < 0)
        return false;
    size_t taken = (size_t)sent;
    for (size_t i = 0; i < count; i++) {
        size_t skip = taken < parts[i].iov_len ? taken : parts[i].iov_len;
        if (!hand_over(connection, (char *)parts[i].iov_base + skip, parts[i].iov_len - skip))
            return false;
        taken -= skip;
    }
    return true;
}

bool net_connection_write(struct net_connection *connection, char *ptr, size_t len) {
    struct iovec part = {ptr, len};
    return net_connection_write_parts(connection, &part, 1);
}

ssize_t net_connection_send(struct net_connection *connection, char *ptr, size_t len) {
    struct iovec part = {ptr, len};
    if (lws_is_ssl(connection->wsi))
        return net_connection_write(connection, ptr, len) ? (ssize_t)len : -1;
    return give(connection, &part, 1);
}

static struct net_server *server_of(struct lws *wsi) {
    return lws_context_user(lws_get_context(wsi));
}

static int born(struct lws *wsi) {
    struct net_server *server = server_of(wsi);
    struct net_connection *connection = base_memory_zero(server->config.memory, sizeof *connection);
    if (!connection)
        return -1;
    connection->server = server;
    connection->listener = server->accepting;
    connection->wsi = wsi;
    connection->fd = lws_get_socket_fd(wsi);
    connection->deadline.fire = on_deadline;
    lws_set_opaque_user_data(wsi, connection);
    base_list_append(&server->connections, &connection->node);
    server->connection_count++;
    /* Kept by us as well as by libwebsockets, whose timers stand still while nothing is read. */
    net_connection_expire(connection, server->config.header_timeout);
    return 0;
}

/* Tells the rooms above, once, that a connection is over. */
static void report(struct net_connection *connection, enum engineio_loss loss) {
    enum net_connection_state state = connection->state;
    bool reported = connection->reported;
    connection->reported = true;
    connection->state = NET_CONNECTION_CLOSED;
    net_output_clear(&connection->output);
    net_intake_forget(connection);
    engineio_assembly_clear(&connection->assembly);
    if (reported)
        return;
    if (state >= NET_CONNECTION_WEBSOCKET)
        net_websocket_gone(connection, loss);
    else if (state >= NET_CONNECTION_BODY && state <= NET_CONNECTION_SENDING)
        net_http_gone(connection);
}

static void free_connection(struct net_connection *connection) {
    struct net_server *server = connection->server;
    if (server->unsent == connection)
        server->unsent = NULL;
    report(connection, ENGINEIO_LOSS_GONE);
    net_connection_expire(connection, 0);
    base_list_remove(&connection->node);
    lws_set_opaque_user_data(connection->wsi, NULL);
    base_memory_give(server->config.memory, connection, sizeof *connection);
    server->connection_count--;
    net_server_left(server);
}

/* What libwebsockets does with an upgrade it does not know leaves freed headers behind
 * (CVE-2025-11677): touch nothing then. It also knows one that nobody wants (h2c). */
static bool wants_websocket(struct lws *wsi) {
    char upgrade[16];
    return lws_hdr_total_length(wsi, WSI_TOKEN_UPGRADE) > 0 &&
           lws_hdr_copy(wsi, upgrade, sizeof upgrade, WSI_TOKEN_UPGRADE) > 0 &&
           strcasecmp(upgrade, "websocket") == 0;
}

/* One request a connection: a second one, pipelined, with a body would make libwebsockets 4.1.6
 * spin for ever. That version hangs up where the target holds a NUL; later ones leave it to us. */
static bool wanted(struct net_connection *connection) {
    return connection->state == NET_CONNECTION_HEAD && !net_head_has_nul(connection->wsi);
}

/* One event of a live connection. false: hang up. */
static bool handle(struct net_connection *connection, enum lws_callback_reasons reason, void *in,
                   size_t length) {
    switch (reason) {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return wants_websocket(connection->wsi) && wanted(connection) &&
               net_websocket_handshake(connection);
    case LWS_CALLBACK_FILTER_HTTP_CONNECTION:
        return wanted(connection);
    case LWS_CALLBACK_HTTP:
        net_http_head(connection);
        return true;
    case LWS_CALLBACK_HTTP_BODY:
        net_http_body(connection, in, length);
        return true;
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        if (connection->body_ended) /* bytes after the body */
            return false;
        net_http_body_end(connection);
        return true;
    case LWS_CALLBACK_HTTP_WRITEABLE:
        net_http_pump(connection);
        return true;
    case LWS_CALLBACK_ESTABLISHED:
        net_websocket_opened(connection);
        return true;
    case LWS_CALLBACK_RECEIVE:
        net_websocket_bytes(connection, in, length);
        return true;
    default: /* LWS_CALLBACK_SERVER_WRITEABLE: see dispatch */
        return true;
    }
}

/* Lets `handle` look at an event; its return value is libwebsockets'. */
static int dispatch(struct net_connection *connection, enum lws_callback_reasons reason, void *in,
                    size_t length) {
    if (connection->state == NET_CONNECTION_CLOSED)
        return 0; /* libwebsockets is about to close it */
    if (connection->server->unsent != connection)
        net_connection_flush(connection->server);
    connection->inside = connection->corked = true;
    connection->writable =
        reason == LWS_CALLBACK_SERVER_WRITEABLE || reason == LWS_CALLBACK_HTTP_WRITEABLE;
    bool keep = handle(connection, reason, in, length);
    connection->corked = false;
    /* All answers to what was received leave together; there may be more of it. */
    if (reason == LWS_CALLBACK_RECEIVE && connection->state == NET_CONNECTION_WEBSOCKET &&
        connection->output.queued < NET_BATCH_WAIT)
        connection->server->unsent = connection;
    else
        net_websocket_pump(connection);
    connection->inside = connection->writable = false;
    return keep && !connection->dropped ? 0 : -1;
}

/* The end of a connection, as far as libwebsockets tells. Its return value is libwebsockets'. */
static int over(struct net_connection *connection, enum lws_callback_reasons reason) {
    if (reason == LWS_CALLBACK_WS_PEER_INITIATED_CLOSE)
        net_connection_flush(connection->server);
    bool left = reason == LWS_CALLBACK_WS_PEER_INITIATED_CLOSE;
    report(connection, left ? ENGINEIO_LOSS_CLOSED : ENGINEIO_LOSS_GONE);
    if (!left) {
        connection->closed = true;
        net_connection_expire(connection, 0);
        return 0;
    }
    /* Where our close frame went first, this is its answer. Else libwebsockets answers. */
    net_connection_expire(connection, connection->server->config.close_timeout);
    return connection->closing ? -1 : 0;
}

int net_connection_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                         size_t length) {
    (void)user;
    struct net_connection *connection = NULL;
    switch (reason) {
    case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED:
        return born(wsi);
    case LWS_CALLBACK_RAW_ADOPT: /* what a CONNECT request becomes */
    case LWS_CALLBACK_RAW_RX:
    case LWS_CALLBACK_RAW_WRITEABLE:
        return -1;
    case LWS_CALLBACK_WSI_DESTROY:
    case LWS_CALLBACK_CLOSED:
    case LWS_CALLBACK_CLOSED_HTTP:
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
    case LWS_CALLBACK_FILTER_HTTP_CONNECTION:
    case LWS_CALLBACK_HTTP:
    case LWS_CALLBACK_HTTP_BODY:
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
    case LWS_CALLBACK_HTTP_WRITEABLE:
    case LWS_CALLBACK_ESTABLISHED:
    case LWS_CALLBACK_RECEIVE:
    case LWS_CALLBACK_SERVER_WRITEABLE:
        connection = lws_get_opaque_user_data(wsi);
        break;
    default:
        return 0;
    }
    if (!connection)
        return reason == LWS_CALLBACK_WSI_DESTROY ? 0 : -1;
    switch (reason) {
    case LWS_CALLBACK_WSI_DESTROY:
        free_connection(connection);
        return 0;
    case LWS_CALLBACK_CLOSED:
    case LWS_CALLBACK_CLOSED_HTTP:
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
        return over(connection, reason);
    default:
        return dispatch(connection, reason, in, length);
    }
}
