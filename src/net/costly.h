/* costly.h - answers that take a while to make (struct net_route, `costly`).
 *
 * Between two of them all others get as much time. Requests that wait for that share what is made
 * next: it is made after they came, so it is what each would have been told. */
#ifndef NET_COSTLY_H
#define NET_COSTLY_H
#include "base/buffer.h"
#include "base/list.h"

#include <stddef.h>
#include <stdint.h>

struct net_route;
struct net_connection;
struct net_server;

/** Part of the server. */
struct net_costly {
    uint64_t due;             /**< when the next one may leave */
    uint64_t made;            /**< how many were made */
    struct base_list waiting; /**< connections that wait for one, the one that came first first */
    const struct net_route *route;
    const char *content_type;
    struct base_buffer *page; /**< the last one, of `route`, while somebody may share it; or NULL */
};

void net_costly_init(struct net_costly *costly);

/** Whether it is the turn of a request for such an answer. False: it waits now, and is looked at
 *  again later. */
bool net_costly_turn(struct net_connection *connection);

/** It waits no more. What was made since its request came, with a reference; NULL: nothing. */
struct base_buffer *net_costly_take(struct net_connection *connection);

/** `body` was made for the request. The buffer that has it now belongs to whoever asks; NULL: there
 *  is no memory. */
struct base_buffer *net_costly_keep(struct net_connection *connection, const char *content_type,
                                    struct base_slice body);

/** A request was answered, which took the time since `began`. The next one gets its turn later. */
void net_costly_done(struct net_server *server, uint64_t began);

/** The connection is about to go. */
void net_costly_forget(struct net_connection *connection);

#endif
