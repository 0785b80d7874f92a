/* clock.h - the time that deadlines are judged by, sans I/O: monotonic milliseconds that stand
 * still while the server could not run.
 *
 * A paused container, a closed lid or a starved machine stop the server, not its clients. Had time
 * gone on, deadlines would have passed for which the answer already waits in the kernel, or which
 * the client could not meet because the server did not answer. And what is read afterwards would
 * seem to come late.
 *
 * A stop shows only where a wait ends later than it should have. So no wait is long while something
 * goes on: it lasts no longer than the server has been quiet before. */
#ifndef NET_CLOCK_H
#define NET_CLOCK_H
#include <stdbool.h>
#include <stdint.h>

/** A wait that ends later than this, in ms, was a stop of the server. The system wakes us less late
 *  at times. */
#define NET_CLOCK_NOISE 100
/** A wait that ends later than this: more input may have come than one look can read. */
#define NET_CLOCK_LATE 10
/** How long a wait may be when something has just happened, and when nothing has for long. */
#define NET_CLOCK_WAIT_LEAST 50
#define NET_CLOCK_WAIT_MOST 1000
/** Most looks at input before deadlines are judged. */
#define NET_CLOCK_LOOKS 16

/** All zero but for net_clock_start. */
struct net_clock {
    uint64_t real;    /**< when the present wait began, as the system counts */
    uint64_t time;    /**< the same, as this clock counts */
    uint64_t wake;    /**< when it should end, or UINT64_MAX */
    uint64_t last;    /**< what was last told: it never goes back */
    uint64_t active;  /**< when something last happened */
    uint64_t late;    /**< how late a wait has ended whose input is still to be read; or 0 */
    uint64_t woke;    /**< when that was, as the system counts */
    uint64_t skipped; /**< that this clock stood still, since net_clock_skipped */
    unsigned looks;   /**< at input, since then */
    bool heard;       /**< something was read since the present wait began */
    bool stopped;     /**< a stop was seen since then */
};

/** Starts at the system's time. */
void net_clock_start(struct net_clock *clock, uint64_t real);

/** The time. */
uint64_t net_clock_now(struct net_clock *clock, uint64_t real);

/** A wait begins; the earliest deadline is at `deadline` (of this clock), or UINT64_MAX. Returns
 *  when it has to end. */
uint64_t net_clock_wait(struct net_clock *clock, uint64_t real, uint64_t deadline);

/** Something happened, such as a deadline. */
void net_clock_note(struct net_clock *clock);

/** Something was read. */
void net_clock_heard(struct net_clock *clock);

/** Whether there may be more input that came before the deadlines which have passed: they are to be
 *  judged after the next look. */
bool net_clock_behind(struct net_clock *clock, uint64_t real);

/** How long it stood still since this was last asked. */
uint64_t net_clock_skipped(struct net_clock *clock);

#endif
