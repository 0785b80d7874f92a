/* answers.h - the memory of HTTP answers that wait for readers who have shown no key (keyless.h).
 *
 * An answer is held as a whole until its last byte has left; of one that several readers share each
 * counts the whole.
 *
 * Past a limit, over all or for one address, the one that has made no progress for longest is
 * reset. */
#ifndef NET_ANSWERS_H
#define NET_ANSWERS_H
#include "base/list.h"

#include <stddef.h>
#include <stdint.h>

/** Bytes that are held, over all. */
#define NET_ANSWERS_MAX ((size_t)64 << 20)
/** The same for one address. */
#define NET_ANSWERS_ADDRESS_MAX ((size_t)16 << 20)
/** Connections that they wait on. */
#define NET_ANSWERS_COUNT_MAX 1024

struct net_connection;

/** Part of the server. */
struct net_answers {
    struct base_list waiting; /**< connections, the one without progress for longest first */
    size_t bytes, count;
    uint64_t warned; /**< when one was last logged to have been reset; 0: never */
};

/** Part of a connection; all zero at first. */
struct net_answers_share {
    struct base_list_node node; /**< in `waiting` while `bytes` is not 0 */
    size_t bytes;               /**< held */
    size_t left;                /**< of those, to be written: fewer are progress */
};

void net_answers_init(struct net_answers *answers);

/** What waits on the connection may have changed. Others may be reset for it, or it itself. */
void net_answers_update(struct net_connection *connection);

/** It is about to go. */
void net_answers_forget(struct net_connection *connection);

#endif
