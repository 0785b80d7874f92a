/* loop_uv.c - the event loop by libuv. */
#include "net/loop.h"

#include <libwebsockets.h>
#include <signal.h>
#include <unistd.h>
#include <uv.h>

struct net_loop {
    struct net_loop_config config;
    struct lws_context *context;
    uv_loop_t uv;
    uv_prepare_t prepare; /**< runs before each wait */
    uv_timer_t timer;
    uv_signal_t terminate, interrupt;
    uint64_t armed; /**< the deadline that `timer` is armed for */
};

struct net_watch {
    uv_poll_t poll;
    int fd;
    struct net_loop *loop;
    void (*readable)(void *context);
    void *context;
};

const char *net_loop_name(void) {
    return "libuv";
}

uint64_t net_loop_now(void) {
    return uv_hrtime() / 1000000;
}

static void on_timer(uv_timer_t *timer) {
    struct net_loop *loop = timer->data;
    loop->armed = BASE_TIMER_NEVER;
    base_timers_advance(loop->config.timers, net_loop_now());
}

/* Runs before each wait, after whatever libwebsockets had to do unasked (it uses idle handles):
 * then all is handled, and whatever the rooms did to their deadlines is looked at once. */
static void on_prepare(uv_prepare_t *prepare) {
    struct net_loop *loop = prepare->data;
    loop->config.settled(loop->config.context);
    uint64_t deadline = base_timers_deadline(loop->config.timers);
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
    loop->config.signalled(loop->config.context);
}

static bool start(struct net_loop *loop, struct lws_context_creation_info *info) {
    void *loops[] = {&loop->uv};
    uv_prepare_init(&loop->uv, &loop->prepare);
    uv_timer_init(&loop->uv, &loop->timer);
    uv_signal_init(&loop->uv, &loop->terminate);
    uv_signal_init(&loop->uv, &loop->interrupt);
    loop->prepare.data = loop->timer.data = loop;
    loop->terminate.data = loop->interrupt.data = loop;
    uv_prepare_start(&loop->prepare, on_prepare);
    info->foreign_loops = loops;
    info->options |= LWS_SERVER_OPTION_LIBUV;
    loop->context = lws_create_context(info);
    info->foreign_loops = NULL;
    return loop->context && uv_signal_start(&loop->terminate, on_signal, SIGTERM) == 0 &&
           uv_signal_start(&loop->interrupt, on_signal, SIGINT) == 0;
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

static void on_readable(uv_poll_t *poll, int status, int events) {
    (void)status;
    (void)events;
    struct net_watch *watch = poll->data;
    watch->readable(watch->context);
}

struct net_watch *net_loop_watch(struct net_loop *loop, int fd, void (*readable)(void *context),
                                 void *context) {
    struct net_watch *watch = base_memory_zero(loop->config.memory, sizeof *watch);
    if (!watch || uv_poll_init(&loop->uv, &watch->poll, fd) != 0) {
        base_memory_give(loop->config.memory, watch, sizeof *watch);
        close(fd);
        return NULL;
    }
    watch->fd = fd;
    watch->loop = loop;
    watch->readable = readable;
    watch->context = context;
    watch->poll.data = watch;
    net_watch_pause(watch, false);
    return watch;
}

void net_watch_pause(struct net_watch *watch, bool paused) {
    if (paused)
        uv_poll_stop(&watch->poll);
    else
        uv_poll_start(&watch->poll, UV_READABLE, on_readable);
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
    uv_close((uv_handle_t *)&loop->timer, NULL);
    uv_close((uv_handle_t *)&loop->terminate, NULL);
    uv_close((uv_handle_t *)&loop->interrupt, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    if (context)
        lws_context_destroy(context);
    uv_loop_close(&loop->uv);
    base_memory_give(loop->config.memory, loop, sizeof *loop);
}
