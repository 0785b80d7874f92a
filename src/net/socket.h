/* socket.h - the bytes of one accepted connection: plain TCP, which the loop watches, or TLS, which
 * libwebsockets keeps. */
#ifndef NET_SOCKET_H
#define NET_SOCKET_H
#include "net/loop.h"

#include <sys/types.h>
#include <sys/uio.h>

struct net_server;
struct net_tls_socket;

/** What net_socket_read answers beside a number of bytes. */
#define NET_SOCKET_WAIT (-1) /**< there is nothing now */
#define NET_SOCKET_LOST (-2) /**< the connection is lost */

/** Part of a connection. */
struct net_socket {
    int fd;
    bool readable, writable;    /**< what is looked for */
    struct net_watch *watch;    /**< plain TCP */
    struct net_tls_socket *tls; /**< TLS; NULL for plain TCP */
};

/** Takes over an accepted descriptor. `ready` is as for net_loop_watch. false: refused, and closed.
 */
bool net_socket_open(struct net_socket *socket, struct net_server *server, int fd,
                     net_watch_ready *ready, void *context);

/** Reads at most `size` bytes. 0: the peer has ended its direction. */
ssize_t net_socket_read(struct net_socket *socket, char *to, size_t size);

/** Whether a read that gave `got` of `size` bytes may have left some. */
bool net_socket_has_more(const struct net_socket *socket, size_t got, size_t size);

/** Writes what is taken at once; how much, or NET_SOCKET_LOST. */
ssize_t net_socket_write(struct net_socket *socket, struct iovec *parts, size_t count);

/** Whether bytes that were taken have not been given to the kernel yet. */
bool net_socket_holds(const struct net_socket *socket);

/** Bytes that were written and have not been acknowledged by the peer's kernel. */
size_t net_socket_unacknowledged(const struct net_socket *socket);

/** From now on tells when it can be read, written, both or neither. */
void net_socket_want(struct net_socket *socket, bool readable, bool writable);

/** Ends our direction; what was written still arrives. */
void net_socket_shutdown(struct net_socket *socket);

/** Has net_socket_end reset the connection: the peer gets no more than an RST. */
void net_socket_reset(struct net_socket *socket);

/** Closes. Nothing is told any more. */
void net_socket_end(struct net_socket *socket);

#endif
