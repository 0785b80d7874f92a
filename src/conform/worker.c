/* worker.c - connecting and sending. What comes is in arrival.c, what is expected in expect.c. */
#include "conform/worker.h"

#include "base/base64.h"
#include "conform/arrival.h"

#include <stdio.h>
#include <time.h>

/* Bytes of audio in a fragment: enough to tell one from another. */
#define AUDIO_BYTES 48
/* Between attempts to get a stream while the server still counts connections that we have left. */
#define RETRY_MS 100

static int64_t unix_ms(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- sending ------------------------------------------------------------------------------- */

static int64_t patience(const struct conform_worker *w) {
    return conform_now() + w->c->settings->patience;
}

void conform_send_raw(struct conform_worker *w, struct base_slice message) {
    struct conform_case *c = w->c;
    if (message.len != 1) /* not the pongs */
        conform_transcript_add(&c->transcript, CONFORM_SENT, w->number, conform_now() - c->began,
                               message);
    /* A connection that is gone is noticed by what is expected next. */
    if (!w->lost)
        (void)conform_websocket_send(&w->websocket, false, message, patience(w));
}

/* `4<type>[namespace,]<text>` */
static void send_packet(struct conform_worker *w, const char *type, const char *text) {
    bool main = strcmp(w->namespace, "/") == 0;
    conform_send_raw(w,
                     base_slice_of(conform_text(w->c, "4%s%s%s%s", type, main ? "" : w->namespace,
                                                main ? "" : ",", text)));
}

/* What of the schemas is exercised, is counted: only valid messages are. */
static void count(struct conform_case *c, const char *event, const char *payload) {
    const struct codec_event *known = sts_event_find(STS_FROM_WORKER, base_slice_of(event));
    struct codec_error error;
    if (known && c->coverage &&
        codec_validate(base_slice_of(payload), known->payload, &c->scratch, &error))
        report_coverage_note(c->coverage, sts_event_id_of(known), base_slice_of(payload), c->seen);
}

static struct conform_sent *remember(struct conform_worker *w, const char *event) {
    struct conform_sent *sent = conform_take(w->c, sizeof *sent);
    *sent = (struct conform_sent){.event = event, .at = conform_now() - w->c->began};
    base_list_append(&w->sent, &sent->node);
    return sent;
}

void conform_emit(struct conform_worker *w, const char *event, const char *format, ...) {
    va_list values;
    va_start(values, format);
    char *payload = conform_vtext(w->c, format, values);
    va_end(values);
    count(w->c, event, payload);
    (void)remember(w, event);
    send_packet(w, "2", conform_text(w->c, "[\"%s\",%s]", event, payload));
}

uint64_t conform_call(struct conform_worker *w, const char *event, const char *format, ...) {
    va_list values;
    va_start(values, format);
    char *payload = conform_vtext(w->c, format, values);
    va_end(values);
    count(w->c, event, payload);
    uint64_t id = ++w->last_ack_id;
    send_packet(w, "2",
                conform_text(w->c, "%llu[\"%s\",%s]", (unsigned long long)id, event, payload));
    return id;
}

/* Different for every number of every case. */
static const char *make_audio(struct conform_case *c, int64_t number) {
    char bytes[AUDIO_BYTES];
    uint64_t state = c->names ^ (uint64_t)number * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = 0; i < sizeof bytes; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bytes[i] = (char)(state >> 56);
    }
    size_t length = base_base64_length(sizeof bytes);
    char *text = conform_take(c, length + 1);
    base_base64_encode(text, base_slice(bytes, sizeof bytes));
    return text;
}

const char *conform_fragment_json(struct conform_worker *w,
                                  const struct conform_fragment *fragment) {
    return conform_text(
        w->c,
        "{\"fragment_id\":\"%s\",\"stream_id\":\"%s\",\"sequence_number\":%lld,"
        "\"timestamp\":%lld,\"audio\":{\"format\":\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,"
        "\"duration_ms\":1000,\"data_base64\":\"%s\"},\"metadata\":{\"pts_ns\":%lld}}",
        fragment->id, w->stream, (long long)fragment->number, (long long)unix_ms(), fragment->audio,
        (long long)fragment->number * 1000000000);
}

void conform_send_again(struct conform_worker *w, const struct conform_fragment *fragment) {
    struct conform_fragment *copy = conform_take(w->c, sizeof *copy);
    *copy = *fragment;
    conform_emit(w, "fragment:data", "%s", conform_fragment_json(w, fragment));
    BASE_CONTAINER(w->sent.head.previous, struct conform_sent, node)->fragment = copy;
}

struct conform_fragment conform_new_fragment(struct conform_worker *w, int64_t number) {
    return (struct conform_fragment){
        .id = conform_uuid(w->c),
        .number = number,
        .audio = make_audio(w->c, number),
        .at = conform_now() - w->c->began,
    };
}

struct conform_fragment conform_send_number(struct conform_worker *w, int64_t number) {
    struct conform_fragment fragment = conform_new_fragment(w, number);
    w->next_number = number + 1;
    conform_send_again(w, &fragment);
    return fragment;
}

struct conform_fragment conform_send_fragment(struct conform_worker *w) {
    return conform_send_number(w, w->next_number);
}

void conform_hold(struct conform_worker *w) {
    conform_websocket_hold(&w->websocket);
}

void conform_release(struct conform_worker *w) {
    if (!w->lost)
        conform_websocket_release(&w->websocket, patience(w));
}

void conform_request(struct conform_worker *w, const char *event) {
    conform_emit(w, event, "{\"stream_id\":\"%s\"}", w->stream);
}

/* ---- connecting ---------------------------------------------------------------------------- */

struct conform_worker *conform_open_target(struct conform_case *c, const char *target) {
    struct conform_worker *w = conform_take(c, sizeof *w);
    char error[512];
    int status;
    *w = (struct conform_worker){.c = c,
                                 .number = ++c->connections,
                                 .namespace = c->settings->namespace,
                                 .stream = conform_text(c, "conform-%s", conform_uuid(c)),
                                 .id = "sts-conform"};
    base_list_init(&w->events);
    base_list_init(&w->sent);
    if (!conform_websocket_open(&w->websocket, &c->memory, &c->settings->address, target,
                                patience(w), &status, error, sizeof error))
        conform_fail(c, conform_text(c, "a WebSocket connection at %s", target),
                     conform_text(c, "%s", error), base_slice(NULL, 0));
    base_list_append(&c->workers, &w->node);
    return w;
}

struct conform_worker *conform_open(struct conform_case *c, const char *path) {
    struct conform_worker *w =
        conform_open_target(c, conform_text(c, "%s?EIO=4&transport=websocket",
                                            path ? path : c->settings->address.path));
    if (!conform_arrival_handshake(w, patience(w)))
        conform_fail(c, "the Engine.IO handshake, a packet of type 0", "none", base_slice(NULL, 0));
    return w;
}

struct conform_event *conform_join(struct conform_worker *w, const char *namespace,
                                   const char *auth) {
    w->namespace = namespace;
    send_packet(w, "0", auth ? auth : "");
    return conform_expect_any(w, CONFORM_KIND(CONFORM_JOINED) | CONFORM_KIND(CONFORM_REFUSED),
                              "CONNECT or CONNECT_ERROR");
}

struct conform_worker *conform_connect(struct conform_case *c) {
    struct conform_worker *w = conform_open(c, NULL);
    const struct conform_settings *settings = c->settings;
    struct conform_event *answer =
        conform_join(w, settings->namespace, conform_text(c, "{\"token\":\"%s\"}", settings->key));
    conform_check(w, answer->kind == CONFORM_JOINED, answer,
                  "CONNECT: the namespace is joined with the API key");
    return w;
}

void conform_init(struct conform_worker *w, const char *members) {
    conform_emit(w, "stream:init",
                 "{\"stream_id\":\"%s\",\"worker_id\":\"%s\",%s\"config\":{"
                 "\"source_language\":\"en\",\"target_language\":\"es\","
                 "\"voice_profile\":\"default\",\"chunk_duration_ms\":1000,"
                 "\"sample_rate_hz\":48000,\"channels\":1,\"format\":\"m4a\"}}",
                 w->stream, w->id, members);
}

static bool is_rate_limited(struct conform_event *answer) {
    struct sts_error error;
    if (answer->kind != STS_EVENT_ERROR)
        return false;
    conform_decode(answer, &error);
    return error.code == STS_ERROR_CODE_RATE_LIMIT;
}

struct conform_event *conform_ask_stream(struct conform_worker *w, const char *members) {
    const uint64_t answers = CONFORM_KIND(STS_EVENT_STREAM_READY) | CONFORM_KIND(STS_EVENT_ERROR);
    int64_t give_up = patience(w);
    for (;;) {
        conform_init(w, members);
        struct conform_event *answer = conform_look(w, answers, patience(w));
        if (!answer || !is_rate_limited(answer) || conform_now() > give_up)
            return answer;
        conform_pause(w->c, RETRY_MS);
    }
}

struct conform_worker *conform_begin_with(struct conform_case *c, const char *members) {
    struct conform_worker *w = conform_connect(c);
    struct conform_event *answer = conform_ask_stream(w, members);
    if (answer && is_rate_limited(answer))
        conform_not_exercised(c, "the server has no room for another stream");
    conform_check(w, answer && answer->kind == STS_EVENT_STREAM_READY, answer, "stream:ready");
    return w;
}

struct conform_worker *conform_begin(struct conform_case *c) {
    return conform_begin_with(c, "");
}

void conform_lose(struct conform_worker *w) {
    struct conform_case *c = w->c;
    conform_transcript_add(&c->transcript, CONFORM_NOTE, w->number, conform_now() - c->began,
                           base_slice_of("(loses the connection)"));
    conform_socket_reset(&w->websocket.socket);
    w->lost = true;
}

void conform_leave(struct conform_worker *w) {
    if (!w->lost) {
        send_packet(w, "1", "");
        conform_websocket_close(&w->websocket);
    }
    w->lost = true;
}

void conform_workers_leave(struct conform_case *c) {
    struct base_list_node *node;
    while ((node = base_list_take(&c->workers))) {
        struct conform_worker *w = BASE_CONTAINER(node, struct conform_worker, node);
        conform_leave(w);
        conform_websocket_free(&w->websocket);
    }
}
