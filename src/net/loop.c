#include "net/loop.h"

#include <signal.h>

uint64_t net_loop_now(void) {
    return uv_hrtime() / 1000000;
}

static void on_timer(uv_timer_t *timer) {
    struct net_loop *loop = timer->data;
    loop->armed = BASE_TIMER_NEVER;
    base_timers_advance(loop->timers, net_loop_now());
}

/* Runs before each wait: whatever the rooms did to their deadlines is looked at once. */
static void on_prepare(uv_prepare_t *prepare) {
    struct net_loop *loop = prepare->data;
    uint64_t deadline = base_timers_deadline(loop->timers);
    if (deadline == loop->armed)
        return;
    loop->armed = deadline;
    if (deadline == BASE_TIMER_NEVER) {
        uv_timer_stop(&loop->timer);
        return;
    }
    /* libuv counts from its own, cached time. */
    uv_update_time(&loop->uv);
    uint64_t now = net_loop_now();
    uv_timer_start(&loop->timer, on_timer, deadline > now ? deadline - now : 0, 0);
}

static void on_signal(uv_signal_t *signal, int number) {
    (void)number;
    struct net_loop *loop = signal->data;
    loop->signalled(loop->context);
}

bool net_loop_init(struct net_loop *loop, struct base_timers *timers,
                   void (*signalled)(void *context), void *context) {
    *loop = (struct net_loop){
        .timers = timers, .armed = BASE_TIMER_NEVER, .signalled = signalled, .context = context};
    if (uv_loop_init(&loop->uv))
        return false;
    loop->open = true;
    uv_prepare_init(&loop->uv, &loop->prepare);
    uv_timer_init(&loop->uv, &loop->timer);
    uv_signal_init(&loop->uv, &loop->terminate);
    uv_signal_init(&loop->uv, &loop->interrupt);
    loop->prepare.data = loop->timer.data = loop;
    loop->terminate.data = loop->interrupt.data = loop;
    uv_prepare_start(&loop->prepare, on_prepare);
    return uv_signal_start(&loop->terminate, on_signal, SIGTERM) == 0 &&
           uv_signal_start(&loop->interrupt, on_signal, SIGINT) == 0;
}

void net_loop_run(struct net_loop *loop) {
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void net_loop_stop(struct net_loop *loop) {
    uv_stop(&loop->uv);
}

static void close_handle(uv_handle_t *handle) {
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void net_loop_close(struct net_loop *loop) {
    if (!loop->open)
        return;
    close_handle((uv_handle_t *)&loop->prepare);
    close_handle((uv_handle_t *)&loop->timer);
    close_handle((uv_handle_t *)&loop->terminate);
    close_handle((uv_handle_t *)&loop->interrupt);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void net_loop_free(struct net_loop *loop) {
    if (loop->open)
        uv_loop_close(&loop->uv);
    loop->open = false;
}
