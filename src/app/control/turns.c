#include "app/control/turns.h"

/* How long is written at a time. Time is told in whole milliseconds: it may be two. */
#define TURN_MS 1
/* Bytes that may wait to be read. Past it nothing is written until they are fewer. */
#define BACKLOG_MAX ((size_t)256 << 10)
/* When to look again whether a slow reader has read. */
#define RETRY_MS 5
/* First room for what one turn writes. */
#define PART_SIZE ((size_t)16 << 10)
/* First room for an item, and most: one can show much. */
#define ITEM_SIZE ((size_t)8 << 10)
#define ITEM_SIZE_MAX ((size_t)16 << 20)
/* Room for a list without its items. */
#define FRAME_SIZE 256

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

bool app_turns_put_frame(struct app_turns *turns, enum sts_body_id body, const void *frame,
                         bool is_end) {
    char own[FRAME_SIZE], text[FRAME_SIZE];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    if (!codec_encode(&out, sts_bodies[body].payload, frame))
        return false;
    size_t length = codec_out_length(&out);
    codec_out_flatten(&out, text);
    const char *open = memchr(text, '[', length);
    size_t before = (size_t)(open - text) + 1;
    return app_turns_put(turns,
                         is_end ? base_slice(open + 1, length - before) : base_slice(text, before));
}

/* Into `size` bytes at `own`, and from there to the part. */
static enum codec_error_code put_within(struct app_turns *turns, const struct codec_schema *schema,
                                        const void *item, bool is_first, char *own, size_t size) {
    struct codec_out out;
    codec_out_init(&out, own, size);
    if (!codec_encode(&out, schema, item)) {
        turns->error = out.error;
        return out.error.code;
    }
    size_t length = codec_out_length(&out);
    char *at = app_turns_reserve(turns, length + 1);
    if (!at)
        return CODEC_NO_SPACE;
    if (!is_first)
        *at++ = ',';
    codec_out_flatten(&out, at);
    turns->used += length + !is_first;
    return CODEC_OK;
}

/* Of the items of the only list of a body. */
static const struct codec_schema *items_of(enum sts_body_id body) {
    const struct codec_member *member = sts_bodies[body].payload->object->members;
    while (member->schema->store != CODEC_STORE_LIST)
        member++;
    return member->schema->array->items;
}

bool app_turns_put_item(struct app_turns *turns, enum sts_body_id body, const void *item,
                        bool is_first) {
    const struct codec_schema *schema = items_of(body);
    struct base_memory *memory = turns->control->memory;
    char small[ITEM_SIZE];
    enum codec_error_code code = put_within(turns, schema, item, is_first, small, sizeof small);
    for (size_t size = 4 * ITEM_SIZE; code == CODEC_NO_SPACE && size <= ITEM_SIZE_MAX; size *= 4) {
        char *own = base_memory_take(memory, size);
        if (!own)
            break;
        code = put_within(turns, schema, item, is_first, own, size);
        base_memory_give(memory, own, size);
    }
    if (code == CODEC_OK)
        turns->error.code = CODEC_OK;
    return code == CODEC_OK;
}

/* ---- turns --------------------------------------------------------------------------------- */

bool app_turns_is_over(const struct app_turns *turns) {
    return net_server_now(NULL) > turns->until;
}

/* An answer that has begun is cut off: nobody takes it for the whole. */
static void fail(struct app_turns *turns) {
    const struct app_service *service = turns->control->service;
    bool is_memory = turns->error.code == CODEC_OK || turns->error.code == CODEC_NO_SPACE;
    if (turns->begun && is_memory)
        app_http_log_unavailable(service);
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
    if (progress == APP_TURNS_FAILED || !(done ? finish(turns) : send(turns)))
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
