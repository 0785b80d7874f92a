#include "net/clock.h"

void net_clock_start(struct net_clock *clock, uint64_t real) {
    *clock = (struct net_clock){.real = real, .time = real, .deadline = UINT64_MAX, .last = real};
}

/* The wait took far longer than it should have: what is the time then? */
static uint64_t after_stall(const struct net_clock *clock) {
    uint64_t left = clock->deadline > clock->last ? clock->deadline - clock->last : 0;
    uint64_t grace = left / 2 < NET_CLOCK_GRACE ? left / 2 : NET_CLOCK_GRACE;
    return clock->last + left - grace;
}

uint64_t net_clock_now(struct net_clock *clock, uint64_t real) {
    uint64_t time = clock->time + (real - clock->real);
    if (clock->deadline != UINT64_MAX && time > clock->deadline + NET_CLOCK_NOISE) {
        time = after_stall(clock);
        *clock = (struct net_clock){real, time, clock->deadline, time, true};
    }
    if (time > clock->last)
        clock->last = time;
    return clock->last;
}

void net_clock_wait(struct net_clock *clock, uint64_t real, uint64_t deadline) {
    clock->time = net_clock_now(clock, real);
    clock->real = real;
    clock->deadline = deadline;
}
