/* rejection.h - clients that cannot get in, for what the network room looks at. */
#ifndef NET_REJECTION_H
#define NET_REJECTION_H
#include "engineio/network.h"

enum net_rejection_reason {
    NET_REJECTION_PATH,      /**< a WebSocket is asked for at a path that has none */
    NET_REJECTION_WEBSOCKET, /**< its handshake is wrong */
    NET_REJECTION_HEAD_LONG, /**< the head of a request is too long */
    NET_REJECTION_HTTP,      /**< or it is no HTTP that is accepted */
    NET_REJECTION_TLS,       /**< it is TLS, on a port without */
    NET_REJECTION_PLAIN,     /**< it is plain HTTP, on a port with TLS */
    NET_REJECTION_HANDSHAKE, /**< the handshake of TLS failed for anything else */
    NET_REJECTION_CROWDED,   /**< net_config.max_connections is reached: the socket is closed */
};

/** What is known of one; lives during the call only. */
struct net_rejection {
    enum net_rejection_reason reason;
    struct base_slice address;             /**< of the peer */
    struct base_slice path, query;         /**< of the request, as sent; empty: not known */
    const struct engineio_header *headers; /**< those of net_config.headers that it has */
    size_t header_count;
    struct base_slice detail; /**< what exactly was wrong, in words; or empty */
};

#endif
