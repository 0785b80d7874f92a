/* tls_fault.h - handshakes of TLS that fail. libwebsockets ends such a connection without a word of
 * why: OpenSSL is asked. */
#ifndef NET_TLS_FAULT_H
#define NET_TLS_FAULT_H
#include <openssl/ssl.h>

struct net_connection;
struct net_server;

/** From now on `server` tells of each handshake that fails with this context. Who speaks plain HTTP
 *  is answered 400 before the connection ends. */
void net_tls_fault_watch(SSL_CTX *tls, struct net_server *server);

/** A connection has ended, perhaps before its handshake was done. */
void net_tls_fault_ended(struct net_connection *connection);

#endif
