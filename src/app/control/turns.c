#include "app/control/turns.h"

/* How long is written at a time. Time is told in whole milliseconds: it may be two. */
#define TURN_MS 1
/* Bytes that may wait to be read. Past it nothing is written until they are fewer, nor in a turn: a
 * millisecond is enough for ten megabytes. */
#define BACKLOG_MAX ((size_t)256 << 10)
/* When to look again whether a slow reader has read. */
#define RETRY_MS 5
/* First room for what one turn writes. */
#define PART_SIZE ((size_t)16 << 10)

static void give_up(void *context) {
    struct app_turns *turns = context;
    struct app_control *control = turns->control;
    base_timer_disarm(control->timers, &turns->timer);
    base_memory_give(control->memory, turns->part, turns->size);
    turns->free(turns);
}

/* ---- the text ------------------------------------------------------------------------------ */

char *app_turns_reserve(struct app_turns *turns, size_t length) {
    struct base_memory *memory = turns->control->memory;
    size_t size = turns->size ? turns->size : PART_SIZE;
    while (size < turns->used + length)
        size *= 2;
    if (size > turns->size) {
        char *larger = base_memory_take(memory, size);
        if (!larger)
            return NULL;
        if (turns->used)
            memcpy(larger, turns->part, turns->used);
        base_memory_give(memory, turns->part, turns->size);
        turns->part = larger;
        turns->size = size;
    }
    return turns->part + turns->used;
}

bool app_turns_put(struct app_turns *turns, struct base_slice text) {
    char *at = app_turns_reserve(turns, text.len);
    if (!at)
        return false;
    memcpy(at, text.ptr, text.len);
    turns->used += text.len;
    return true;
}

/* ---- turns --------------------------------------------------------------------------------- */

bool app_turns_is_over(const struct app_turns *turns) {
    return turns->used >= BACKLOG_MAX || net_server_now(NULL) > turns->until;
}

/* An answer that has begun is cut off: nobody takes it for the whole. */
static void fail(struct app_turns *turns) {
    const struct app_service *service = turns->control->service;
    bool is_memory = turns->error.code == CODEC_OK || turns->error.code == CODEC_NO_SPACE;
    if (turns->begun && is_memory)
        app_http_log_unavailable(service);
    else if (turns->begun)
        app_service_tell_unsent(service, turns->name, NULL, &turns->error);
    if (turns->begun)
        net_exchange_abort(turns->exchange);
    else if (is_memory)
        app_http_unavailable(service, turns->exchange);
    else
        app_http_unsent(service, turns->exchange, turns->name, &turns->error);
    give_up(turns);
}

/* Lets what was written leave. */
static bool send(struct app_turns *turns) {
    struct base_message *message =
        base_message_copy(turns->control->memory, false, base_slice(turns->part, turns->used));
    if (!message)
        return false;
    if (!turns->begun)
        net_exchange_begin(turns->exchange, 200, turns->content_type);
    turns->begun = true;
    turns->used = 0;
    net_exchange_write(turns->exchange, message);
    return true;
}

static bool finish(struct app_turns *turns) {
    if (turns->begun && !send(turns))
        return false;
    if (turns->begun)
        net_exchange_end(turns->exchange);
    else
        net_exchange_answer(turns->exchange, 200, turns->content_type,
                            base_slice(turns->part, turns->used));
    give_up(turns);
    return true;
}

static void take_turn(struct app_turns *turns) {
    struct base_timers *timers = turns->control->timers;
    enum app_turns_progress progress = turns->write(turns);
    bool done = progress == APP_TURNS_DONE;
    bool is_silent = !done && !turns->used; /* it only worked */
    if (progress == APP_TURNS_FAILED || !(done ? finish(turns) : is_silent || send(turns)))
        fail(turns);
    else if (!done)
        base_timer_arm(timers, &turns->timer, timers->now);
}

static void wake(struct base_timers *timers, struct base_timer *timer) {
    struct app_turns *turns = BASE_CONTAINER(timer, struct app_turns, timer);
    if (net_exchange_backlog(turns->exchange) >= BACKLOG_MAX) {
        base_timer_arm(timers, timer, timers->now + RETRY_MS);
        return;
    }
    turns->until = net_server_now(NULL) + TURN_MS;
    take_turn(turns);
}

void app_turns_init(struct app_turns *turns, const struct app_control_request *request) {
    *turns = (struct app_turns){
        .timer = {.fire = wake},
        .control = request->control,
        .exchange = request->exchange,
        .content_type = "application/json",
        .error = {.code = CODEC_OK},
        .until = net_server_now(NULL) + TURN_MS,
    };
}

void app_turns_begin(struct app_turns *turns) {
    net_exchange_hold(turns->exchange, give_up, turns);
    take_turn(turns);
}
