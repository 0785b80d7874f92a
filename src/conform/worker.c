/* worker.c - what a worker sends. */
#include "conform/worker.h"

#include "base/base64.h"
#include "client/packet.h"
#include "conform/json.h"
#include "conform/watch.h"

/* Bytes of audio in a fragment: enough to tell one from another. */
#define AUDIO_BYTES 48

struct conform_worker *conform_worker_new(struct conform_case *c) {
    struct conform_worker *w = conform_take(c, sizeof *w);
    w->c = c;
    w->namespace = c->settings->namespace;
    w->stream = conform_text(c, "conform-%s", conform_uuid(c));
    w->id = "sts-conform";
    base_list_init(&w->events);
    base_list_init(&w->sent);
    w->watch = conform_watch_new(c);
    return w;
}

const char *conform_stream(struct conform_worker *w) {
    return conform_quote(w->c, w->stream);
}

/* ---- packets ------------------------------------------------------------------------------- */

void conform_send_raw(struct conform_worker *w, struct base_slice message) {
    if (message.len != 1) /* not the pongs */
        conform_tell(w->c, CONFORM_SENT, w->number, message);
    /* A connection that is gone is noticed by what is expected next. */
    if (!w->lost)
        (void)conform_link_send(&w->link, message, conform_patience(w->c));
}

/* Sends what was written, and frees it. */
static void send_packet(struct conform_worker *w, bool written, struct base_bytes *packet) {
    if (written)
        conform_send_raw(w, base_bytes_slice(packet));
    base_bytes_free(packet);
    if (!written)
        conform_not_exercised(w->c, "out of memory");
}

void conform_send_connect(struct conform_worker *w, const char *key) {
    struct base_bytes packet = {.memory = &w->c->memory};
    send_packet(w, client_packet_write_connect(&packet, w->namespace, key), &packet);
}

static void send_event(struct conform_worker *w, const uint64_t *id, const char *event,
                       const char *payload) {
    struct base_bytes packet = {.memory = &w->c->memory};
    send_packet(w,
                client_packet_write_event(&packet, w->namespace, id, event, base_slice_of(payload)),
                &packet);
}

/* ---- events -------------------------------------------------------------------------------- */

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
    *sent = (struct conform_sent){.event = event, .at = conform_since(w->c)};
    base_list_append(&w->sent, &sent->node);
    return sent;
}

void conform_emit(struct conform_worker *w, const char *event, const char *format, ...) {
    va_list values;
    va_start(values, format);
    char *payload = conform_vtext(w->c, format, values);
    va_end(values);
    count(w->c, event, payload);
    conform_watch_sent(w, event, payload);
    (void)remember(w, event);
    send_event(w, NULL, event, payload);
}

uint64_t conform_call(struct conform_worker *w, const char *event, const char *format, ...) {
    va_list values;
    va_start(values, format);
    char *payload = conform_vtext(w->c, format, values);
    va_end(values);
    count(w->c, event, payload);
    conform_watch_sent(w, event, payload);
    uint64_t id = ++w->last_ack_id;
    send_event(w, &id, event, payload);
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
        "{\"fragment_id\":\"%s\",\"stream_id\":%s,\"sequence_number\":%lld,"
        "\"timestamp\":%lld,\"audio\":{\"format\":\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,"
        "\"duration_ms\":1000,\"data_base64\":\"%s\"},\"metadata\":{\"pts_ns\":%lld}}",
        fragment->id, conform_stream(w), (long long)fragment->number, (long long)conform_unix_ms(),
        fragment->audio, (long long)fragment->number * 1000000000);
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
        .at = conform_since(w->c),
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
    conform_link_hold(&w->link);
}

void conform_release(struct conform_worker *w) {
    if (!w->lost)
        conform_link_release(&w->link, conform_patience(w->c));
}

void conform_request(struct conform_worker *w, const char *event) {
    conform_emit(w, event, "{\"stream_id\":%s}", conform_stream(w));
}

const char *conform_init_json(struct conform_worker *w, const char *members) {
    return conform_text(w->c,
                        "{\"stream_id\":%s,\"worker_id\":\"%s\",%s\"config\":{"
                        "\"source_language\":\"en\",\"target_language\":\"es\","
                        "\"voice_profile\":\"default\",\"chunk_duration_ms\":1000,"
                        "\"sample_rate_hz\":48000,\"channels\":1,\"format\":\"m4a\"}}",
                        conform_stream(w), w->id, members);
}

void conform_init(struct conform_worker *w, const char *members) {
    conform_emit(w, "stream:init", "%s", conform_init_json(w, members));
}

/* ---- leaving ------------------------------------------------------------------------------- */

void conform_lose(struct conform_worker *w) {
    conform_tell(w->c, CONFORM_NOTE, w->number, base_slice_of("(cutting the connection)"));
    client_socket_reset(&w->link.socket);
    w->lost = true;
}

/* A server that never answers a close frame is not waited for each time. */
static void say_goodbye(struct conform_worker *w) {
    struct conform_learned *learned = w->c->learned;
    int64_t began = client_now();
    bool wait = conform_learned_wait(learned, CONFORM_LOST, INT64_MAX) == INT64_MAX;
    if (conform_link_close(&w->link, wait))
        conform_learned_came(learned, CONFORM_LOST, client_now() - began);
    else if (wait)
        conform_learned_missed(learned, CONFORM_LOST);
}

void conform_leave(struct conform_worker *w) {
    struct base_bytes packet = {.memory = &w->c->memory};
    if (!w->c->transcript.closed)
        conform_watch_leave(w);
    if (!w->lost) {
        send_packet(w, client_packet_write_disconnect(&packet, w->namespace), &packet);
        say_goodbye(w);
    }
    w->lost = true;
}

void conform_workers_leave(struct conform_case *c) {
    struct base_list_node *node;
    while ((node = base_list_take(&c->workers))) {
        struct conform_worker *w = BASE_CONTAINER(node, struct conform_worker, node);
        conform_leave(w);
        conform_link_free(&w->link);
    }
}
