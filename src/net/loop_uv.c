/* loop_uv.c - the event loop by libuv. */
#include "net/loop.h"

#include "net/clock.h"

#include <libwebsockets.h>
#include <signal.h>
#include <unistd.h>
#include <uv.h>

struct net_loop {
    struct net_loop_config config;
    struct lws_context *context;
    uv_loop_t uv;
    uv_prepare_t prepare; /**< runs before each wait */
    uv_check_t check;     /**< runs after it, when all that had arrived was handled */
    uv_timer_t timer;
    struct net_clock clock;
    bool due; /**< it is time to judge deadlines, after a look at what has arrived */
    uv_signal_t terminate, interrupt, hangup;
    uint64_t armed; /**< the time that `timer` is armed for */
};

struct net_watch {
    uv_poll_t poll;
    int fd;
    int events; /**< that are looked for */
    struct net_loop *loop;
    net_watch_ready *ready;
    void *context;
};

const char *net_loop_name(void) {
    return "libuv";
}

static uint64_t real_time(void) {
    return uv_hrtime() / 1000000;
}

uint64_t net_loop_now(struct net_loop *loop) {
    return loop ? net_clock_now(&loop->clock, real_time()) : real_time();
}

void net_loop_heard(struct net_loop *loop) {
    net_clock_heard(&loop->clock);
}

static void on_timer(uv_timer_t *timer) {
    struct net_loop *loop = timer->data;
    loop->armed = BASE_TIMER_NEVER;
    loop->due = true;
}

/* libuv waits no longer than for its timer. */
static void set_timer(struct net_loop *loop, uint64_t delay) {
    uv_update_time(&loop->uv); /* libuv counts from its own, cached time */
    uv_timer_start(&loop->timer, on_timer, delay, 0);
}

/* Runs before each wait, after whatever libwebsockets had to do unasked (it uses idle handles):
 * what the rooms did to their deadlines is looked at once. */
static void on_prepare(uv_prepare_t *prepare) {
    struct net_loop *loop = prepare->data;
    loop->config.handled(loop->config.context);
    uint64_t deadline = base_timers_deadline(loop->config.timers);
    uint64_t wake = net_clock_wait(&loop->clock, real_time(), deadline);
    if (loop->due) { /* look what has arrived, but do not wait */
        set_timer(loop, 0);
        return;
    }
    if (wake == loop->armed)
        return;
    loop->armed = wake;
    if (wake == BASE_TIMER_NEVER) {
        uv_timer_stop(&loop->timer);
        return;
    }
    uint64_t now = net_loop_now(loop);
    set_timer(loop, wake > now ? wake - now : 0);
}

/* Deadlines are judged after the input that had arrived before. */
static void on_check(uv_check_t *check) {
    struct net_loop *loop = check->data;
    loop->config.handled(loop->config.context);
    uint64_t now = net_loop_now(loop);
    uint64_t skipped = net_clock_skipped(&loop->clock);
    if (skipped)
        loop->config.skipped(loop->config.context, skipped);
    if (!loop->due || net_clock_behind(&loop->clock, real_time()))
        return;
    loop->due = false;
    loop->armed = BASE_TIMER_NEVER;
    uv_timer_stop(&loop->timer);
    if (base_timers_deadline(loop->config.timers) <= now)
        net_clock_note(&loop->clock);
    base_timers_advance(loop->config.timers, now);
}

static void on_signal(uv_signal_t *signal, int number) {
    struct net_loop *loop = signal->data;
    loop->config.signalled(loop->config.context, number);
}

static struct lws_context *create_context(struct net_loop *loop,
                                          struct lws_context_creation_info *info) {
    void *loops[] = {&loop->uv};
    info->foreign_loops = loops;
    info->options |= LWS_SERVER_OPTION_LIBUV;
    struct lws_context *context = lws_create_context(info);
    info->foreign_loops = NULL;
    return context;
}

static bool start(struct net_loop *loop, struct lws_context_creation_info *info) {
    uv_prepare_init(&loop->uv, &loop->prepare);
    uv_check_init(&loop->uv, &loop->check);
    uv_timer_init(&loop->uv, &loop->timer);
    uv_signal_init(&loop->uv, &loop->terminate);
    uv_signal_init(&loop->uv, &loop->interrupt);
    uv_signal_init(&loop->uv, &loop->hangup);
    loop->prepare.data = loop->check.data = loop->timer.data = loop;
    loop->terminate.data = loop->interrupt.data = loop->hangup.data = loop;
    uv_prepare_start(&loop->prepare, on_prepare);
    uv_check_start(&loop->check, on_check);
    net_clock_start(&loop->clock, real_time());
    if (loop->config.library)
        loop->context = create_context(loop, info);
    return (loop->context || !loop->config.library) &&
           uv_signal_start(&loop->terminate, on_signal, SIGTERM) == 0 &&
           uv_signal_start(&loop->interrupt, on_signal, SIGINT) == 0 &&
           uv_signal_start(&loop->hangup, on_signal, SIGHUP) == 0;
}

struct net_loop *net_loop_new(const struct net_loop_config *config,
                              struct lws_context_creation_info *info) {
    struct net_loop *loop = base_memory_zero(config->memory, sizeof *loop);
    if (!loop)
        return NULL;
    loop->config = *config;
    loop->armed = BASE_TIMER_NEVER;
    if (uv_loop_init(&loop->uv)) {
        base_memory_give(config->memory, loop, sizeof *loop);
        return NULL;
    }
    if (start(loop, info))
        return loop;
    net_loop_free(loop);
    return NULL;
}

struct lws_context *net_loop_context(const struct net_loop *loop) {
    return loop->context;
}

static void on_ready(uv_poll_t *poll, int status, int events) {
    struct net_watch *watch = poll->data;
    bool ok = status == 0; /* else libuv has stopped looking */
    watch->ready(watch->context, ok && events & UV_READABLE, ok && events & UV_WRITABLE);
}

struct net_watch *net_loop_watch(struct net_loop *loop, int fd, net_watch_ready *ready,
                                 void *context) {
    struct net_watch *watch = base_memory_zero(loop->config.memory, sizeof *watch);
    if (!watch || uv_poll_init(&loop->uv, &watch->poll, fd) != 0) {
        base_memory_give(loop->config.memory, watch, sizeof *watch);
        close(fd);
        return NULL;
    }
    watch->fd = fd;
    watch->loop = loop;
    watch->ready = ready;
    watch->context = context;
    watch->poll.data = watch;
    net_watch_want(watch, true, false);
    return watch;
}

void net_watch_want(struct net_watch *watch, bool readable, bool writable) {
    int events = (readable ? UV_READABLE : 0) | (writable ? UV_WRITABLE : 0);
    if (events == watch->events)
        return;
    watch->events = events;
    if (events)
        uv_poll_start(&watch->poll, events, on_ready);
    else
        uv_poll_stop(&watch->poll);
}

static void on_watch_closed(uv_handle_t *handle) {
    struct net_watch *watch = handle->data;
    base_memory_give(watch->loop->config.memory, watch, sizeof *watch);
}

void net_watch_end(struct net_watch *watch) {
    if (!watch)
        return;
    uv_close((uv_handle_t *)&watch->poll, on_watch_closed);
    close(watch->fd);
}

void net_loop_run(struct net_loop *loop) {
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void net_loop_stop(struct net_loop *loop) {
    uv_stop(&loop->uv);
}

/* The library closes its handles from the loop, and is done only then. */
void net_loop_free(struct net_loop *loop) {
    if (!loop)
        return;
    struct lws_context *context = loop->context;
    loop->context = NULL;
    if (context)
        lws_context_destroy(context);
    uv_close((uv_handle_t *)&loop->prepare, NULL);
    uv_close((uv_handle_t *)&loop->check, NULL);
    uv_close((uv_handle_t *)&loop->timer, NULL);
    uv_close((uv_handle_t *)&loop->terminate, NULL);
    uv_close((uv_handle_t *)&loop->interrupt, NULL);
    uv_close((uv_handle_t *)&loop->hangup, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    if (context)
        lws_context_destroy(context);
    uv_loop_close(&loop->uv);
    base_memory_give(loop->config.memory, loop, sizeof *loop);
}
