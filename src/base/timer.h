/* timer.h - deadlines for many connections: a pairing heap of nodes that live in their owners.
 *
 * Arming never allocates and never fails. Arming and looking at the next deadline are O(1),
 * disarming and firing O(log n) amortised. The heap is also where the rooms learn the time: they
 * read the `now` that was last told. */
#ifndef BASE_TIMER_H
#define BASE_TIMER_H
#include <stdbool.h>
#include <stdint.h>

/** What base_timers_deadline answers when nothing is armed. */
#define BASE_TIMER_NEVER UINT64_MAX

struct base_timers;

/** One deadline, embedded in what it belongs to. All zero but `fire` is a disarmed timer. */
struct base_timer {
    /** Called by base_timers_advance with the timer disarmed; may arm it again or free it. */
    void (*fire)(struct base_timers *timers, struct base_timer *timer);
    uint64_t deadline; /**< milliseconds; stays readable after it fired */
    struct base_timer *child;
    struct base_timer *next;     /**< sibling */
    struct base_timer *previous; /**< sibling, or the parent for a first child */
    bool armed;
    bool late; /**< armed while others fire, for a time that has come: waits outside the heap */
};

/** A heap of timers and the time. All zero is an empty heap at time 0. */
struct base_timers {
    struct base_timer *root;
    struct base_timer *late; /**< list of the late ones */
    uint64_t now;            /**< milliseconds on a monotonic clock, as last told */
    bool firing;
};

/** Arms `timer` for the absolute time `deadline`, disarming it first where needed. */
void base_timer_arm(struct base_timers *timers, struct base_timer *timer, uint64_t deadline);

/** Disarms; a timer that is not armed is left alone. */
void base_timer_disarm(struct base_timers *timers, struct base_timer *timer);

/** Says what time it is without firing anything. The time never goes back. */
void base_timers_tell(struct base_timers *timers, uint64_t now);

/** Tells the time and fires, in order, every timer whose deadline is not after it. One armed
 *  meanwhile for a time that has come waits for the next call, so that each call ends. Does nothing
 *  when called from inside a `fire`. */
void base_timers_advance(struct base_timers *timers, uint64_t now);

/** The earliest deadline, or BASE_TIMER_NEVER. */
uint64_t base_timers_deadline(const struct base_timers *timers);

#endif
