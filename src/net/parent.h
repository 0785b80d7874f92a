/* parent.h - the end of the process that started this one.
 *
 * It is the end of the process that counts. The system can also send a signal then (prctl's
 * PR_SET_PDEATHSIG), but does so when the thread ends that started the child. */
#ifndef NET_PARENT_H
#define NET_PARENT_H
#include "base/timer.h"
#include "net/loop.h"

#include <sys/types.h>

/** Part of the server. */
struct net_parent {
    pid_t pid; /**< 0: nobody looks for its end */
    struct net_loop *loop;
    struct base_timers *timers;
    struct net_watch *watch; /**< of a descriptor of the process; NULL: `look` is armed */
    struct base_timer look;
    void (*ended)(void *context);
    void *context;
};

/** Calls `ended` once, from the loop, when the process `pid` has ended, or is no longer the parent
 *  of this one, because it has ended before. */
void net_parent_watch(struct net_parent *parent, struct net_loop *loop, struct base_timers *timers,
                      pid_t pid, void (*ended)(void *context), void *context);

/** Looks no more. */
void net_parent_forget(struct net_parent *parent);

#endif
