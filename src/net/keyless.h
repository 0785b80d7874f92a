/* keyless.h - the memory of those that have shown no key: heads of requests, and messages and
 * bodies that are not complete, over all connections.
 *
 * Past a limit the oldest of them gives way. Whoever has a key is not counted: a WebSocket or a
 * request whose session has joined, an exchange that net_exchange_trust was called for. */
#ifndef NET_KEYLESS_H
#define NET_KEYLESS_H
#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Held by all of them, in bytes. */
#define NET_KEYLESS_MAX ((size_t)16 << 20)

struct net_connection;

/** Part of the server. */
struct net_keyless {
    struct base_list holding; /**< connections that hold something, the oldest first */
    size_t bytes;             /**< that they hold, as last told */
    uint64_t warned;          /**< when one was last logged to have given way; 0: never */
};

/** Part of a connection; all zero at first. */
struct net_keyless_share {
    struct base_list_node node; /**< in `holding` while `bytes` is not 0 */
    size_t bytes;
};

void net_keyless_init(struct net_keyless *keyless);

/** Whether the client has shown a key. */
bool net_keyless_trusts(const struct net_connection *connection);

/** Something has happened on the connection. Others may be reset for it, or it itself. */
void net_keyless_update(struct net_connection *connection);

/** It is about to go. */
void net_keyless_forget(struct net_connection *connection);

#endif
