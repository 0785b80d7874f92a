/* loop.h - the event loop, its clock, and the timer that drives the rooms' deadlines. */
#ifndef NET_LOOP_H
#define NET_LOOP_H
#include "base/timer.h"

#include <stdbool.h>
#include <uv.h>

struct net_loop {
    bool open;
    uv_loop_t uv;
    uv_prepare_t prepare; /**< arms `timer` for the next deadline before each wait */
    uv_timer_t timer;
    uv_signal_t terminate, interrupt;
    struct base_timers *timers;
    uint64_t armed;                   /**< the deadline that `timer` is armed for */
    void (*signalled)(void *context); /**< SIGTERM or SIGINT came */
    void *context;
};

/** Sets a loop up; `loop` must not move. false when the system refuses. */
bool net_loop_init(struct net_loop *loop, struct base_timers *timers,
                   void (*signalled)(void *context), void *context);

/** Milliseconds on the monotonic clock. */
uint64_t net_loop_now(void);

/** Runs until net_loop_stop. */
void net_loop_run(struct net_loop *loop);

/** Makes net_loop_run return. */
void net_loop_stop(struct net_loop *loop);

/** Closes the loop's own handles and runs until all handles, others' too, are closed. */
void net_loop_close(struct net_loop *loop);

/** Gives up what is left. Nothing happens to a loop that was not set up. */
void net_loop_free(struct net_loop *loop);

#endif
