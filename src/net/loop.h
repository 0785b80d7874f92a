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

/** What the loop calls. */
struct net_loop_config {
    struct base_memory *memory;
    struct base_timers *timers;
    void (*signalled)(void *context); /**< SIGTERM or SIGINT came */
    void (*settled)(void *context);   /**< before a wait: all that had come was handled */
    void *context;
};

/** What it runs on, for people: "libuv" or "poll". */
const char *net_loop_name(void);

/** Milliseconds on the monotonic clock. */
uint64_t net_loop_now(void);

/** Makes a loop and `info`'s context on it, which is the loop's. NULL when the system refuses. */
struct net_loop *net_loop_new(const struct net_loop_config *config,
                              struct lws_context_creation_info *info);

struct lws_context *net_loop_context(const struct net_loop *loop);

/** Calls `readable` whenever `fd` can be read. NULL when the loop refuses: `fd` is closed then. */
struct net_watch *net_loop_watch(struct net_loop *loop, int fd, void (*readable)(void *context),
                                 void *context);

/** Does not look at the descriptor for now, or does so again. */
void net_watch_pause(struct net_watch *watch, bool paused);

/** Looks no more, and closes the descriptor. May be called from `readable`. NULL is ignored. */
void net_watch_end(struct net_watch *watch);

/** Runs until net_loop_stop. */
void net_loop_run(struct net_loop *loop);

/** Makes net_loop_run return. */
void net_loop_stop(struct net_loop *loop);

/** Ends the context and all its connections, then the loop. All watches must have been ended. NULL
 *  is ignored. */
void net_loop_free(struct net_loop *loop);

#endif
