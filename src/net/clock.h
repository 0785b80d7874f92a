/* clock.h - the time that deadlines are judged by, sans I/O: monotonic milliseconds that stand
 * still while the server could not run.
 *
 * A paused container, a closed lid or a starved machine stop the server, not its clients. Had time
 * gone on, deadlines would have passed for which the answer already waits in the kernel, or which
 * the client could not meet because the server did not answer. */
#ifndef NET_CLOCK_H
#define NET_CLOCK_H
#include <stdbool.h>
#include <stdint.h>

/** The system wakes us that late at times: no more than noise. */
#define NET_CLOCK_NOISE 100
/** What is left to every deadline after a stall, or half of what was left before, where that is
 *  less: also a machine that is late each time gets to its deadlines. */
#define NET_CLOCK_GRACE 1000

/** All zero but for net_clock_start. */
struct net_clock {
    uint64_t real;     /**< when the present wait began, as the system counts */
    uint64_t time;     /**< the same, as this clock counts */
    uint64_t deadline; /**< that is waited for, or UINT64_MAX */
    uint64_t last;     /**< what was last told: it never goes back */
    bool stalled;      /**< since it was last asked about */
};

/** Starts at the system's time. */
void net_clock_start(struct net_clock *clock, uint64_t real);

/** The time. */
uint64_t net_clock_now(struct net_clock *clock, uint64_t real);

/** A wait begins that should end at `deadline` (of this clock), or UINT64_MAX, at the latest. */
void net_clock_wait(struct net_clock *clock, uint64_t real, uint64_t deadline);

#endif
