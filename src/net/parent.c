#include "net/parent.h"

#include "base/list.h"

#include <sys/pidfd.h>
#include <unistd.h>

/** Between two looks, where the system tells nothing: before Linux 5.3, or in a sandbox. */
#define LOOK_INTERVAL 500

/* The child of a process that has ended gets another parent. */
static void look(struct net_parent *parent) {
    if (getppid() == parent->pid)
        base_timer_arm(parent->timers, &parent->look, net_loop_now(parent->loop) + LOOK_INTERVAL);
    else
        parent->ended(parent->context);
}

static void on_look(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    look(BASE_CONTAINER(timer, struct net_parent, look));
}

static void on_ready(void *context, bool readable, bool writable) {
    (void)readable;
    (void)writable;
    struct net_parent *parent = context;
    net_watch_end(parent->watch);
    parent->watch = NULL;
    look(parent);
}

void net_parent_watch(struct net_parent *parent, struct net_loop *loop, struct base_timers *timers,
                      pid_t pid, void (*ended)(void *context), void *context) {
    *parent = (struct net_parent){.pid = pid,
                                  .loop = loop,
                                  .timers = timers,
                                  .look = {.fire = on_look},
                                  .ended = ended,
                                  .context = context};
    int fd = pidfd_open(pid, 0);
    bool same = getppid() == pid; /* else another process may have its id by now */
    if (fd >= 0 && same)
        parent->watch = net_loop_watch(loop, fd, on_ready, parent);
    else if (fd >= 0)
        (void)close(fd);
    if (!parent->watch)
        base_timer_arm(timers, &parent->look, net_loop_now(loop));
}

void net_parent_forget(struct net_parent *parent) {
    if (!parent->pid)
        return;
    base_timer_disarm(parent->timers, &parent->look);
    net_watch_end(parent->watch);
    parent->watch = NULL;
}
