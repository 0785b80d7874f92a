#include "base/timer.h"

#include <stddef.h>

/* The later one of two roots becomes the first child of the other. */
static struct base_timer *meld(struct base_timer *a, struct base_timer *b) {
    if (!a || !b)
        return a ? a : b;
    if (b->deadline < a->deadline) {
        struct base_timer *earlier = b;
        b = a;
        a = earlier;
    }
    b->previous = a;
    b->next = a->child;
    if (b->next)
        b->next->previous = b;
    a->child = b;
    return a;
}

/* Takes the first two siblings off `*rest` and melds them. */
static struct base_timer *meld_pair(struct base_timer **rest) {
    struct base_timer *a = *rest;
    struct base_timer *b = a->next;
    *rest = b ? b->next : NULL;
    a->next = a->previous = NULL;
    if (b)
        b->next = b->previous = NULL;
    return meld(a, b);
}

/* One heap of a list of siblings: in pairs first, then from the last pair to the first. Without
 * recursion, since a list may hold every timer there is. */
static struct base_timer *meld_siblings(struct base_timer *first) {
    struct base_timer *pairs = NULL;
    while (first) {
        struct base_timer *pair = meld_pair(&first);
        pair->next = pairs;
        pairs = pair;
    }
    struct base_timer *root = NULL;
    while (pairs) {
        struct base_timer *next = pairs->next;
        pairs->next = NULL;
        root = meld(root, pairs);
        pairs = next;
    }
    return root;
}

static void remove_late(struct base_timers *timers, struct base_timer *timer) {
    if (timer->previous)
        timer->previous->next = timer->next;
    else
        timers->late = timer->next;
    if (timer->next)
        timer->next->previous = timer->previous;
}

static void remove_from_heap(struct base_timers *timers, struct base_timer *timer) {
    struct base_timer *below = meld_siblings(timer->child);
    if (timer == timers->root) {
        timers->root = below;
        return;
    }
    if (timer->previous->child == timer)
        timer->previous->child = timer->next;
    else
        timer->previous->next = timer->next;
    if (timer->next)
        timer->next->previous = timer->previous;
    timers->root = meld(timers->root, below);
}

void base_timer_disarm(struct base_timers *timers, struct base_timer *timer) {
    if (!timer->armed)
        return;
    if (timer->late)
        remove_late(timers, timer);
    else
        remove_from_heap(timers, timer);
    timer->child = timer->next = timer->previous = NULL;
    timer->armed = timer->late = false;
}

void base_timer_arm(struct base_timers *timers, struct base_timer *timer, uint64_t deadline) {
    base_timer_disarm(timers, timer);
    timer->deadline = deadline;
    timer->armed = true;
    if (timers->firing && deadline <= timers->now) {
        timer->late = true;
        timer->next = timers->late;
        if (timer->next)
            timer->next->previous = timer;
        timers->late = timer;
    } else {
        timers->root = meld(timers->root, timer);
    }
}

void base_timers_tell(struct base_timers *timers, uint64_t now) {
    if (now > timers->now)
        timers->now = now;
}

void base_timers_advance(struct base_timers *timers, uint64_t now) {
    base_timers_tell(timers, now);
    if (timers->firing)
        return;
    timers->firing = true;
    while (timers->root && timers->root->deadline <= timers->now) {
        struct base_timer *timer = timers->root;
        base_timer_disarm(timers, timer);
        timer->fire(timers, timer);
    }
    timers->firing = false;
    while (timers->late)
        base_timer_arm(timers, timers->late, timers->late->deadline);
}

uint64_t base_timers_deadline(const struct base_timers *timers) {
    if (timers->late)
        return timers->now;
    return timers->root ? timers->root->deadline : BASE_TIMER_NEVER;
}
