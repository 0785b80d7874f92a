/* loop_poll.c - the event loop by libwebsockets' own poll(). */
#include "net/loop.h"

#include "base/list.h"
#include "net/clock.h"

#include <libwebsockets.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

struct net_loop {
    struct net_loop_config config;
    struct lws_context *context;
    struct lws_vhost *vhost; /**< of the watches alone: no client gets there */
    lws_sorted_usec_list_t timer;
    struct net_clock clock;
    bool due;                /**< it is time to judge deadlines, after a look at what has arrived */
    uint64_t armed;          /**< the time that `timer` is armed for */
    struct base_list asking; /**< watches that look for `writable` */
    struct net_watch *signals;
    int signal_fd;
    bool stopped;
};

struct net_watch {
    struct lws *wsi;              /**< NULL once the library has given it up */
    bool writable;                /**< is looked for */
    struct base_list_node asking; /**< in the loop's, to ask the library again */
    bool asks;
    struct net_loop *loop;
    net_watch_ready *ready;
    void *context;
};

const char *net_loop_name(void) {
    return "poll";
}

static uint64_t real_time(void) {
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

uint64_t net_loop_now(struct net_loop *loop) {
    return loop ? net_clock_now(&loop->clock, real_time()) : real_time();
}

void net_loop_heard(struct net_loop *loop) {
    net_clock_heard(&loop->clock);
}

/* The library is about to wait: it shall only look what has arrived. */
static void on_timer(lws_sorted_usec_list_t *timer) {
    struct net_loop *loop = lws_container_of(timer, struct net_loop, timer);
    loop->armed = BASE_TIMER_NEVER;
    loop->due = true;
    lws_sul_schedule(loop->context, 0, &loop->timer, on_timer, 1);
}

/* Before each wait: whatever the rooms did to their deadlines is looked at once. */
static void arm(struct net_loop *loop) {
    uint64_t deadline = base_timers_deadline(loop->config.timers);
    uint64_t wake = net_clock_wait(&loop->clock, real_time(), deadline);
    if (loop->due || wake == loop->armed)
        return;
    loop->armed = wake;
    uint64_t now = net_loop_now(loop);
    lws_usec_t delay = wake == BASE_TIMER_NEVER ? LWS_SET_TIMER_USEC_CANCEL
                       : wake > now             ? (lws_usec_t)(wake - now) * LWS_US_PER_MS
                                                : 1;
    lws_sul_schedule(loop->context, 0, &loop->timer, on_timer, delay);
}

/* Deadlines are judged after the input that had arrived before. */
static void judge(struct net_loop *loop) {
    uint64_t now = net_loop_now(loop);
    uint64_t skipped = net_clock_skipped(&loop->clock);
    if (skipped)
        loop->config.skipped(loop->config.context, skipped);
    if (!loop->due || net_clock_behind(&loop->clock, real_time()))
        return;
    loop->due = false;
    loop->armed = BASE_TIMER_NEVER;
    lws_sul_schedule(loop->context, 0, &loop->timer, on_timer, LWS_SET_TIMER_USEC_CANCEL);
    if (base_timers_deadline(loop->config.timers) <= now)
        net_clock_note(&loop->clock);
    base_timers_advance(loop->config.timers, now);
}

/* The library looks for `writable` once, and what it is told while it tells us is lost. */
static void ask_again(struct net_watch *watch) {
    if (!watch->asks)
        base_list_append(&watch->loop->asking, &watch->asking);
    watch->asks = true;
}

static void ask_no_more(struct net_watch *watch) {
    if (watch->asks)
        base_list_remove(&watch->asking);
    watch->asks = false;
}

static void ask(struct net_loop *loop) {
    struct base_list_node *node;
    while ((node = base_list_first(&loop->asking))) {
        struct net_watch *watch = BASE_CONTAINER(node, struct net_watch, asking);
        ask_no_more(watch);
        if (watch->writable && watch->wsi)
            lws_callback_on_writable(watch->wsi);
    }
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t length) {
    (void)user;
    (void)in;
    (void)length;
    struct net_watch *watch = lws_get_opaque_user_data(wsi);
    if (!watch)
        return 0;
    switch (reason) {
    case LWS_CALLBACK_RAW_RX_FILE:
        watch->ready(watch->context, true, false);
        break;
    case LWS_CALLBACK_RAW_WRITEABLE_FILE:
        if (watch->writable)
            ask_again(watch);
        watch->ready(watch->context, false, watch->writable);
        break;
    case LWS_CALLBACK_RAW_CLOSE_FILE: /* it closes the descriptor of a peer that has gone */
        lws_set_opaque_user_data(wsi, NULL);
        watch->wsi = NULL;
        watch->ready(watch->context, false, false);
        break;
    default:
        break;
    }
    return 0;
}

static const struct lws_protocols protocols[] = {
    {.name = "watch", .callback = on_event},
    {.name = NULL},
};

static void on_signal(void *context, bool readable, bool writable) {
    (void)readable;
    (void)writable;
    struct net_loop *loop = context;
    struct signalfd_siginfo signal;
    while (read(loop->signal_fd, &signal, sizeof signal) == (ssize_t)sizeof signal)
        loop->config.signalled(loop->config.context, (int)signal.ssi_signo);
}

static bool watch_signals(struct net_loop *loop) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    loop->signal_fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (loop->signal_fd >= 0)
        loop->signals = net_loop_watch(loop, loop->signal_fd, on_signal, loop);
    return loop->signals;
}

static bool start(struct net_loop *loop, struct lws_context_creation_info *info) {
    const struct lws_context_creation_info watches = {
        .vhost_name = "watches", .port = CONTEXT_PORT_NO_LISTEN, .protocols = protocols};
    loop->context = lws_create_context(info);
    if (loop->context)
        loop->vhost = lws_create_vhost(loop->context, &watches);
    return loop->vhost && watch_signals(loop);
}

struct net_loop *net_loop_new(const struct net_loop_config *config,
                              struct lws_context_creation_info *info) {
    struct net_loop *loop = base_memory_zero(config->memory, sizeof *loop);
    if (!loop)
        return NULL;
    loop->config = *config;
    loop->armed = BASE_TIMER_NEVER;
    net_clock_start(&loop->clock, real_time());
    base_list_init(&loop->asking);
    if (start(loop, info))
        return loop;
    net_loop_free(loop);
    return NULL;
}

struct lws_context *net_loop_context(const struct net_loop *loop) {
    return loop->context;
}

struct net_watch *net_loop_watch(struct net_loop *loop, int fd, net_watch_ready *ready,
                                 void *context) {
    const lws_sock_file_fd_type descriptor = {.filefd = fd};
    struct net_watch *watch = base_memory_zero(loop->config.memory, sizeof *watch);
    if (!watch) {
        close(fd);
        return NULL;
    }
    *watch = (struct net_watch){.loop = loop, .ready = ready, .context = context};
    /* Closes the descriptor where it fails. */
    watch->wsi = lws_adopt_descriptor_vhost(loop->vhost, LWS_ADOPT_RAW_FILE_DESC, descriptor,
                                            protocols[0].name, NULL);
    if (!watch->wsi) {
        base_memory_give(loop->config.memory, watch, sizeof *watch);
        return NULL;
    }
    lws_set_opaque_user_data(watch->wsi, watch);
    return watch;
}

void net_watch_want(struct net_watch *watch, bool readable, bool writable) {
    lws_rx_flow_control(watch->wsi, readable);
    if (writable && !watch->writable)
        ask_again(watch);
    watch->writable = writable;
}

/* The library closes the descriptor, when it comes to it: it may be what it is just looking at. */
void net_watch_end(struct net_watch *watch) {
    if (!watch)
        return;
    ask_no_more(watch);
    if (watch->wsi) {
        lws_set_opaque_user_data(watch->wsi, NULL);
        lws_set_timeout(watch->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
    }
    base_memory_give(watch->loop->config.memory, watch, sizeof *watch);
}

void net_loop_run(struct net_loop *loop) {
    loop->stopped = false;
    while (!loop->stopped) {
        arm(loop);
        ask(loop);
        lws_service(loop->context, 0);
        loop->config.handled(loop->config.context);
        judge(loop);
    }
}

void net_loop_stop(struct net_loop *loop) {
    loop->stopped = true;
    lws_cancel_service(loop->context); /* which may be about to wait */
}

void net_loop_free(struct net_loop *loop) {
    if (!loop)
        return;
    net_watch_end(loop->signals);
    if (loop->context)
        lws_context_destroy(loop->context);
    base_memory_give(loop->config.memory, loop, sizeof *loop);
}
