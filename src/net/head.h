/* head.h - the head of an HTTP request, copied out of libwebsockets. */
#ifndef NET_HEAD_H
#define NET_HEAD_H
#include "engineio/network.h"
#include "net/server.h"

#include <libwebsockets.h>

/** Room for the copies: libwebsockets takes 4096 bytes of header fields; a query grows by at most
 *  three where characters are escaped again. */
#define NET_HEAD_STORE (4 * 4096)

/** A head; too large for a struct that is kept: it lives on the stack during one call. */
struct net_head {
    struct engineio_head engine; /**< as Engine.IO wants it */
    struct base_slice path;      /**< percent-decoded */
    struct base_slice version;   /**< "HTTP/1.1" */
    bool has_length;             /**< Content-Length is given */
    struct engineio_header headers[NET_HEADERS_MAX];
    size_t header_count; /**< of all; Engine.IO is told of the first engine.header_count */
    size_t used;
    char store[NET_HEAD_STORE];
};

struct net_server;

/** Reads the head of the request that `wsi` has parsed. false: it makes no sense (400). */
bool net_head_read(struct net_head *head, const struct net_server *server, struct lws *wsi);

/** Whether the target of the request that `wsi` has parsed holds a NUL, encoded or not. */
bool net_head_has_nul(struct lws *wsi);

/** The value of one of libwebsockets' own tokens, copied to the store; empty when absent. */
struct base_slice net_head_token(struct net_head *head, struct lws *wsi,
                                 enum lws_token_indexes token);

#endif
