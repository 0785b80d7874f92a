/* loop.h - the event loop, its clock, and the timer that drives the rooms' deadlines.
 *
 * One of two files implements it, as CMake's ECHO_LOOP says: loop_uv.c with libuv, which many
 * connections need, or loop_poll.c with libwebsockets' own poll(), where libuv cannot be had. */
#ifndef NET_LOOP_H
#define NET_LOOP_H
#include "base/memory.h"
#include "base/timer.h"

#include <stdbool.h>

struct lws_context;
struct lws_context_creation_info;

struct net_loop;

/** A descriptor that the loop looks at, and owns. */
struct net_watch;

/** Tells the owner of a descriptor what can be done with it now. Neither: the connection is lost,
 * and nothing more will be told; what had arrived before can still be read during the call. */
typedef void net_watch_ready(void *context, bool readable, bool writable);

/** What the loop calls. */
struct net_loop_config {
    struct base_memory *memory;
    struct base_timers *timers;
    bool library; /**< libwebsockets is needed for more than waiting */
    void (*signalled)(void *context, int number); /**< SIGTERM, SIGINT or SIGHUP came */
    void (*handled)(void *context);               /**< all that had arrived was handled, for now */
    /** The server could not run, and the clock has stood still for `ms`. */
    void (*skipped)(void *context, uint64_t ms);
    void *context;
};

/** What it runs on, for people: "libuv" or "poll". */
const char *net_loop_name(void);

/** The time that all rooms are told, in ms: see clock.h. NULL: the system's, before there is a
 * loop.
 */
uint64_t net_loop_now(struct net_loop *loop);

/** Something was read or accepted. Deadlines that have passed wait for what else had arrived by
 *  then. */
void net_loop_heard(struct net_loop *loop);

/** Makes a loop; where libwebsockets is needed, `info`'s context on it, which is the loop's. NULL
 *  when the system refuses. */
struct net_loop *net_loop_new(const struct net_loop_config *config,
                              struct lws_context_creation_info *info);

/** The library's context; NULL where it is not needed. */
struct lws_context *net_loop_context(const struct net_loop *loop);

/** Calls `ready` whenever `fd` can be read, to begin with. NULL when the loop refuses: `fd` is
 *  closed then. */
struct net_watch *net_loop_watch(struct net_loop *loop, int fd, net_watch_ready *ready,
                                 void *context);

/** From now on tells when the descriptor can be read, written, both or neither. While it is
 * neither, the end of a connection is not seen either. */
void net_watch_want(struct net_watch *watch, bool readable, bool writable);

/** Looks no more, and closes the descriptor. May be called from `ready`. NULL is ignored. */
void net_watch_end(struct net_watch *watch);

/** Runs until net_loop_stop. */
void net_loop_run(struct net_loop *loop);

/** Makes net_loop_run return. */
void net_loop_stop(struct net_loop *loop);

/** Ends the context and all its connections, then the loop. All watches must have been ended. NULL
 *  is ignored. */
void net_loop_free(struct net_loop *loop);

#endif
