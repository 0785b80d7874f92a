/* stream_list.c - the list of all streams: there may be many thousands, so it is written bit by
 * bit, and others go on in between. A number says how far it is: streams may come and go meanwhile.
 */
#include "app/control/streams.h"
#include "app/service/auth.h"

/* How long is written at a time. Time is told in whole milliseconds: it may be two. */
#define TURN_MS 1
/* Bytes that may wait to be read. Past it nothing is written until they are fewer. */
#define BACKLOG_MAX ((size_t)256 << 10)
/* When to look again whether a slow reader has read. */
#define RETRY_MS 5
/* First room for what one turn writes. */
#define PART_SIZE ((size_t)16 << 10)
/* First room for one stream, and most: it shows what is armed for it. */
#define STREAM_SIZE ((size_t)8 << 10)
#define STREAM_SIZE_MAX ((size_t)16 << 20)
/* Room for the list without its streams. */
#define FRAME_SIZE 256

struct listing {
    struct base_timer timer;
    struct app_control *control;
    struct net_exchange *exchange;
    const struct app_auth_key *key;
    uint64_t after;  /* number of the last stream that was looked at */
    uint64_t listed; /* of the last one listed; 0: none */
    size_t left;     /* streams that may still be listed */
    bool more;       /* one that did not fit was found */
    bool begun;      /* part of the answer has left */
    char *part;      /* what leaves next */
    size_t size, used;
};

static void give_up(void *context) {
    struct listing *listing = context;
    struct app_control *control = listing->control;
    base_timer_disarm(control->timers, &listing->timer);
    base_memory_give(control->memory, listing->part, listing->size);
    base_memory_give(control->memory, listing, sizeof *listing);
}

/* ---- the text ------------------------------------------------------------------------------ */

/* Room for `length` more bytes of the part, or NULL. */
static char *reserve(struct listing *listing, size_t length) {
    struct base_memory *memory = listing->control->memory;
    size_t size = listing->size ? listing->size : PART_SIZE;
    while (size < listing->used + length)
        size *= 2;
    if (size > listing->size) {
        char *larger = base_memory_take(memory, size);
        if (!larger)
            return NULL;
        if (listing->used)
            memcpy(larger, listing->part, listing->used);
        base_memory_give(memory, listing->part, listing->size);
        listing->part = larger;
        listing->size = size;
    }
    return listing->part + listing->used;
}

static bool put(struct listing *listing, struct base_slice text) {
    char *at = reserve(listing, text.len);
    if (!at)
        return false;
    memcpy(at, text.ptr, text.len);
    listing->used += text.len;
    return true;
}

/* The list without its streams: up to where they stand, or from there. */
static bool put_frame(struct listing *listing, bool is_end) {
    const struct sts_control_streams frame = {
        .has = listing->more ? STS_CONTROL_STREAMS_HAS_NEXT : 0u,
        .seed = listing->control->settings->streams.seed,
        .next = (int64_t)listing->listed,
    };
    char own[FRAME_SIZE], text[FRAME_SIZE];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    if (!sts_control_streams_encode(&out, &frame))
        return false;
    size_t length = codec_out_length(&out);
    codec_out_flatten(&out, text);
    const char *open = memchr(text, '[', length);
    size_t before = (size_t)(open - text) + 1;
    return put(listing, is_end ? base_slice(open + 1, length - before) : base_slice(text, before));
}

/* Into `size` bytes at `own`, and from there to the part. */
static struct codec_error encode_within(struct listing *listing,
                                        const struct sts_control_stream *stream, char *own,
                                        size_t size) {
    struct codec_out out;
    codec_out_init(&out, own, size);
    if (!sts_control_stream_encode(&out, stream))
        return out.error;
    size_t length = codec_out_length(&out);
    char *at = reserve(listing, length + 1);
    if (!at)
        return (struct codec_error){.code = CODEC_NO_SPACE};
    if (listing->listed)
        *at++ = ',';
    codec_out_flatten(&out, at);
    listing->used += length + (listing->listed ? 1 : 0);
    return (struct codec_error){.code = CODEC_OK};
}

static struct codec_error put_stream(struct listing *listing, const struct stream *stream) {
    const struct sts_control_stream shown = app_control_describe(listing->control, stream);
    struct base_memory *memory = listing->control->memory;
    char small[STREAM_SIZE];
    struct codec_error error = encode_within(listing, &shown, small, sizeof small);
    for (size_t size = 4 * STREAM_SIZE; error.code == CODEC_NO_SPACE && size <= STREAM_SIZE_MAX;
         size *= 4) {
        char *own = base_memory_take(memory, size);
        if (!own)
            break;
        error = encode_within(listing, &shown, own, size);
        base_memory_give(memory, own, size);
    }
    if (error.code == CODEC_OK)
        listing->listed = stream_number(stream);
    return error;
}

/* ---- turns --------------------------------------------------------------------------------- */

enum progress {
    DONE,
    NOT_YET, /* others are to go on first */
    FAILED,
};

/* Lists streams for a while. */
static enum progress list_some(struct listing *listing, struct codec_error *error) {
    const struct app_control *control = listing->control;
    const struct stream_registry *registry = app_service_registry(control->service);
    const struct stream *stream;
    uint64_t until = net_server_now(NULL) + TURN_MS;
    while ((stream = stream_registry_after(registry, listing->after))) {
        if (app_auth_covers(listing->key, stream_id(stream))) {
            listing->more = !listing->left;
            if (listing->more)
                return DONE;
            *error = put_stream(listing, stream);
            if (error->code != CODEC_OK)
                return FAILED;
            listing->left--;
        }
        listing->after = stream_number(stream);
        if (net_server_now(NULL) > until)
            return NOT_YET;
    }
    return DONE;
}

/* A list that has begun is cut off: as JSON it is broken, so that nobody takes it for the whole. */
static void fail(struct listing *listing, const struct codec_error *error) {
    const struct app_control *control = listing->control;
    if (listing->begun)
        net_exchange_end(listing->exchange);
    else if (error->code == CODEC_NO_SPACE)
        net_exchange_answer(listing->exchange, 503, NULL, base_slice(NULL, 0));
    else
        app_http_unsent(control->service, listing->exchange,
                        sts_bodies[STS_BODY_CONTROL_STREAMS].name, error);
    give_up(listing);
}

/* Lets what was written leave. */
static bool send(struct listing *listing) {
    struct base_message *message = base_message_copy(listing->control->memory, false,
                                                     base_slice(listing->part, listing->used));
    if (!message)
        return false;
    if (!listing->begun)
        net_exchange_begin(listing->exchange, 200, "application/json");
    listing->begun = true;
    listing->used = 0;
    net_exchange_write(listing->exchange, message);
    return true;
}

/* What fits into one turn is an answer like any other. */
static bool finish(struct listing *listing) {
    if (!put_frame(listing, true) || (listing->begun && !send(listing)))
        return false;
    if (listing->begun)
        net_exchange_end(listing->exchange);
    else
        net_exchange_answer(listing->exchange, 200, "application/json",
                            base_slice(listing->part, listing->used));
    give_up(listing);
    return true;
}

static void take_turn(struct listing *listing) {
    struct base_timers *timers = listing->control->timers;
    struct codec_error error = {.code = CODEC_NO_SPACE};
    enum progress progress = list_some(listing, &error);
    if (progress == FAILED) {
        fail(listing, &error);
        return;
    }
    const struct codec_error no_memory = {.code = CODEC_NO_SPACE};
    if (progress == DONE ? finish(listing) : send(listing)) {
        if (progress == NOT_YET)
            base_timer_arm(timers, &listing->timer, timers->now);
        return;
    }
    fail(listing, &no_memory);
}

static void wake(struct base_timers *timers, struct base_timer *timer) {
    struct listing *listing = BASE_CONTAINER(timer, struct listing, timer);
    if (net_exchange_backlog(listing->exchange) < BACKLOG_MAX)
        take_turn(listing);
    else
        base_timer_arm(timers, timer, timers->now + RETRY_MS);
}

void app_control_list_streams(const struct app_control_request *request) {
    const struct sts_list_streams_parameters *wanted = request->parameters;
    bool limited = wanted->has & STS_LIST_STREAMS_PARAMETERS_HAS_LIMIT;
    struct app_control *control = request->control;
    struct listing *listing = base_memory_zero(control->memory, sizeof *listing);
    if (!listing) {
        app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE, "out of memory");
        return;
    }
    *listing = (struct listing){
        .timer = {.fire = wake},
        .control = control,
        .exchange = request->exchange,
        .key = request->key,
        .after = (uint64_t)wanted->after,
        .left = limited ? (size_t)wanted->limit : SIZE_MAX,
    };
    net_exchange_hold(request->exchange, give_up, listing);
    if (put_frame(listing, false))
        take_turn(listing);
    else
        fail(listing, &(struct codec_error){.code = CODEC_NO_SPACE});
}
