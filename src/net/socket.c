#include "net/socket.h"

#include "net/internal.h"
#include "net/tls_socket.h"

#include <errno.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

bool net_socket_open(struct net_socket *socket, struct net_server *server, int fd,
                     net_watch_ready *ready, void *context) {
    *socket = (struct net_socket){.fd = fd, .readable = true};
    if (server->vhost)
        socket->tls = net_tls_socket_open(server, fd, ready, context);
    else
        socket->watch = net_loop_watch(server->loop, fd, ready, context);
    return socket->tls || socket->watch;
}

static bool would_block(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

ssize_t net_socket_read(struct net_socket *socket, char *to, size_t size) {
    if (socket->tls)
        return net_tls_socket_read(socket->tls, to, size);
    ssize_t got = recv(socket->fd, to, size, MSG_DONTWAIT);
    if (got >= 0)
        return got;
    return would_block(errno) ? NET_SOCKET_WAIT : NET_SOCKET_LOST;
}

bool net_socket_has_more(const struct net_socket *socket, size_t got, size_t size) {
    return socket->tls || got == size;
}

ssize_t net_socket_write(struct net_socket *socket, struct iovec *parts, size_t count) {
    if (socket->tls)
        return net_tls_socket_write(socket->tls, parts, count);
    const struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    ssize_t sent = sendmsg(socket->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0)
        return sent;
    return would_block(errno) ? 0 : NET_SOCKET_LOST;
}

bool net_socket_holds(const struct net_socket *socket) {
    return socket->tls && net_tls_socket_holds(socket->tls);
}

size_t net_socket_unacknowledged(const struct net_socket *socket) {
    int waiting = 0;
    return ioctl(socket->fd, SIOCOUTQ, &waiting) == 0 && waiting > 0 ? (size_t)waiting : 0;
}

void net_socket_want(struct net_socket *socket, bool readable, bool writable) {
    if (readable == socket->readable && writable == socket->writable)
        return;
    socket->readable = readable;
    socket->writable = writable;
    if (socket->tls)
        net_tls_socket_want(socket->tls, readable, writable);
    else
        net_watch_want(socket->watch, readable, writable);
}

void net_socket_shutdown(struct net_socket *socket) {
    if (socket->tls)
        net_tls_socket_shutdown(socket->tls);
    else
        shutdown(socket->fd, SHUT_WR);
}

void net_socket_reset(struct net_socket *socket) {
    /* Closing would send a FIN first. Dissolving the association sends the reset alone. */
    struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
    (void)connect(socket->fd, &nowhere, sizeof nowhere);
}

void net_socket_end(struct net_socket *socket) {
    if (socket->tls)
        net_tls_socket_end(socket->tls);
    else
        net_watch_end(socket->watch);
    socket->tls = NULL;
    socket->watch = NULL;
}
