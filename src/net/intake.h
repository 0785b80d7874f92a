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
/** How long the others wait for a first connection that sends nothing, in ms. Then it is reset. */
#define NET_INTAKE_PATIENCE 10000

struct net_connection;
struct net_server;

/** Part of the server. */
struct net_intake {
    struct base_list receiving; /**< connections in the midst of a message, the oldest first */
    size_t bytes;               /**< received of those messages */
    struct base_timer patience; /**< with the first one, while others wait */
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

/** It is about to go. */
void net_intake_forget(struct net_connection *connection);

#endif
