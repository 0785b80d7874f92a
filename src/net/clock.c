#include "net/clock.h"

void net_clock_start(struct net_clock *clock, uint64_t real) {
    *clock = (struct net_clock){
        .real = real, .time = real, .wake = UINT64_MAX, .last = real, .active = real};
}

/* A stop counts as half of what was left of the wait that it fell into. Not as nothing: a machine
 * that is late each time gets to its deadlines, too. */
static uint64_t after_stop(const struct net_clock *clock) {
    uint64_t left = clock->wake > clock->last ? clock->wake - clock->last : 0;
    return clock->last + (left + 1) / 2;
}

static uint64_t skip(struct net_clock *clock, uint64_t real, uint64_t time) {
    clock->time = after_stop(clock);
    clock->real = clock->woke = real;
    clock->skipped += time - clock->time;
    clock->stopped = true;
    return clock->time;
}

/* How late a wait was is how long input could pile up, and how long it may take to read it. */
static uint64_t when_late(struct net_clock *clock, uint64_t real, uint64_t time) {
    uint64_t late = time - clock->wake;
    if (!clock->late)
        clock->woke = real;
    if (late > clock->late)
        clock->late = late;
    return late > NET_CLOCK_NOISE ? skip(clock, real, time) : time;
}

uint64_t net_clock_now(struct net_clock *clock, uint64_t real) {
    uint64_t time = clock->time + (real - clock->real);
    if (clock->wake == UINT64_MAX) /* that wait could not be late, but what follows can */
        clock->wake = time + NET_CLOCK_WAIT_LEAST;
    else if (time > clock->wake + NET_CLOCK_LATE)
        time = when_late(clock, real, time);
    if (time > clock->last)
        clock->last = time;
    return clock->last;
}

static uint64_t longest_wait(const struct net_clock *clock) {
    uint64_t quiet = clock->last - clock->active;
    if (quiet < NET_CLOCK_WAIT_LEAST)
        return NET_CLOCK_WAIT_LEAST;
    return quiet < NET_CLOCK_WAIT_MOST ? quiet : NET_CLOCK_WAIT_MOST;
}

uint64_t net_clock_wait(struct net_clock *clock, uint64_t real, uint64_t deadline) {
    uint64_t now = net_clock_now(clock, real);
    uint64_t wake = now + longest_wait(clock);
    clock->time = now;
    clock->real = real;
    clock->heard = clock->stopped = false;
    if (deadline < wake)
        wake = deadline > now ? deadline : now;
    /* An earlier end that is still to come does as well: nobody has to be told a new one. */
    if (deadline == UINT64_MAX)
        clock->wake = UINT64_MAX;
    else if (clock->wake <= now || clock->wake > wake)
        clock->wake = wake;
    return clock->wake;
}

void net_clock_note(struct net_clock *clock) {
    clock->active = clock->last;
}

void net_clock_heard(struct net_clock *clock) {
    clock->heard = true;
    net_clock_note(clock);
}

bool net_clock_behind(struct net_clock *clock, uint64_t real) {
    bool more = clock->stopped || clock->heard; /* stopped: perhaps after the last look */
    bool behind =
        more && clock->late && clock->looks++ < NET_CLOCK_LOOKS && real - clock->woke < clock->late;
    if (!behind)
        clock->late = clock->looks = 0;
    return behind;
}

uint64_t net_clock_skipped(struct net_clock *clock) {
    uint64_t skipped = clock->skipped;
    clock->skipped = 0;
    return skipped;
}
