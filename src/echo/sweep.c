/* sweep.c - backpressure of all streams is looked at, some of them at a time: there may be many
 * thousands, and others are to be served in between. */
#include "echo/internal.h"

/* Streams looked at in a row: less than a millisecond. */
#define TURN 1000

/* Somebody may have asked what is armed since (echo_look): the stream may know it, and nobody else.
 */
static void look(struct echo_stream *stream) {
    (void)echo_stream_refresh(stream, ECHO_KIND_BACKPRESSURE);
    stream_look_again(stream->stream);
}

static void take_turn(struct echo *echo) {
    struct base_timers *timers = echo->config.timers;
    for (size_t i = 0; i < TURN && echo->swept; i++) {
        struct echo_stream *stream = BASE_CONTAINER(echo->swept, struct echo_stream, node);
        echo->swept = base_list_next(&echo->streams, echo->swept);
        look(stream);
    }
    if (echo->swept)
        base_timer_arm(timers, &echo->sweep_timer, timers->now);
    else
        base_timer_disarm(timers, &echo->sweep_timer);
}

static void fire(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    take_turn(BASE_CONTAINER(timer, struct echo, sweep_timer));
}

void echo_sweep_init(struct echo *echo) {
    echo->sweep_timer.fire = fire;
}

void echo_sweep_free(struct echo *echo) {
    base_timer_disarm(echo->config.timers, &echo->sweep_timer);
}

void echo_sweep(struct echo *echo) {
    echo->swept = base_list_first(&echo->streams);
    take_turn(echo);
}

void echo_sweep_leave(struct echo_stream *stream) {
    struct echo *echo = stream->echo;
    if (echo->swept == &stream->node)
        echo->swept = base_list_next(&echo->streams, echo->swept);
}
