/* intake.h - the memory of messages that are being received, over all connections.
 *
 * Past a limit only the connection that began first is read from, until enough messages are
 * complete (or given up) that the others fit. So there is always one that gets on. */
#ifndef NET_INTAKE_H
#define NET_INTAKE_H
#include "base/list.h"
#include "base/timer.h"

/** Messages shorter than this are not counted: they are complete before they matter. */
#define NET_INTAKE_SMALL (64 * 1024)
/** While others wait, the first connection is reset if it brings less than NET_INTAKE_RATE bytes a
 *  second on the average of NET_INTAKE_WINDOW ms. */
#define NET_INTAKE_RATE ((size_t)64 << 10)
#define NET_INTAKE_WINDOW 5000

struct net_connection;
struct net_server;

/** Part of the server. */
struct net_intake {
    struct base_list receiving; /**< connections in the midst of a message, the oldest first */
    size_t bytes;               /**< received of those messages */
    struct base_timer patience; /**< the end of a window of the first one, while others wait */
    size_t mark;                /**< bytes that it had at the beginning of the window */
};

/** Part of a connection; all zero at first. */
struct net_intake_share {
    struct base_list_node node; /**< in `receiving` while `bytes` is not 0 */
    size_t bytes;
    bool held; /**< is not read from */
};

void net_intake_init(struct net_intake *intake);

/** The connection has received a part of a message, or the whole, or has given it up. */
void net_intake_update(struct net_connection *connection);

/** It has given its message up, or is about to go: it counts no more. */
void net_intake_forget(struct net_connection *connection);

#endif
