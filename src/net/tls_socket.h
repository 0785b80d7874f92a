/* tls_socket.h - the bytes of a TLS connection. libwebsockets accepts it, shakes hands, and tells
 * when it can be read; what is read and written goes through its OpenSSL object. */
#ifndef NET_TLS_SOCKET_H
#define NET_TLS_SOCKET_H
#include "net/socket.h"

#include <libwebsockets.h>

/** Bytes that libwebsockets reads by itself, before it tells. */
#define NET_TLS_FIRST 4096

/** The callback of the vhost that TLS connections are adopted by. */
int net_tls_socket_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                         size_t length);

/** The contracts of these are those of net_socket_*. NULL: refused, and closed. */
struct net_tls_socket *net_tls_socket_open(struct net_server *server, int fd,
                                           net_watch_ready *ready, void *context);
ssize_t net_tls_socket_read(struct net_tls_socket *socket, char *to, size_t size);
ssize_t net_tls_socket_write(struct net_tls_socket *socket, struct iovec *parts, size_t count);
bool net_tls_socket_holds(const struct net_tls_socket *socket);
void net_tls_socket_shutdown(struct net_tls_socket *socket);
void net_tls_socket_want(struct net_tls_socket *socket, bool readable, bool writable);
void net_tls_socket_end(struct net_tls_socket *socket);

#endif
