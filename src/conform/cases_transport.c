/* cases_transport.c - sts/1: Engine.IO and Socket.IO. */
#include "client/packet.h"
#include "conform/polling.h"
#include "conform/scene.h"

#include <stdio.h>
#include <stdlib.h>

/* Between attempts to get a stream. */
#define RETRY_MS 100
/* The largest message that a case is ready to send. */
#define MESSAGE_MAX (60 << 20)

/* ---- the handshake ------------------------------------------------------------------------- */

/* A number of the handshake; -1: it is none. */
static int64_t handshake_number(struct conform_case *c, struct base_slice handshake,
                                const char *pointer) {
    int64_t number;
    return conform_integer_at(c, handshake, pointer, &number) && number >= 0 ? number : -1;
}

/* maxPayload is newer than some servers of Engine.IO 4: it may be missing, but not be wrong. */
static bool may_lack(struct conform_case *c, struct base_slice handshake, const char *pointer) {
    return strcmp(pointer, "/maxPayload") == 0 && !conform_asked(c, STS_FROM_ECHO) &&
           !conform_at(c, handshake, pointer);
}

static void check_handshake(struct conform_case *c, struct base_slice handshake) {
    static const char *const numbers[] = {"/pingInterval", "/pingTimeout", "/maxPayload"};
    const char *sid = conform_string_at(c, handshake, "/sid");
    const char *upgrades = conform_at(c, handshake, "/upgrades");
    if (!sid || !*sid)
        conform_fail(c, "a string sid in the handshake", conform_copy(c, handshake), handshake);
    if (!upgrades || *upgrades != '[' || conform_string_at(c, handshake, "/upgrades"))
        conform_fail(c, "a list upgrades in the handshake", conform_copy(c, handshake), handshake);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (handshake_number(c, handshake, numbers[i]) < 0 && !may_lack(c, handshake, numbers[i]))
            conform_fail(c, conform_text(c, "an integer %s in the handshake", numbers[i] + 1),
                         conform_copy(c, handshake), handshake);
}

CONFORM_CASE(STS_1_HANDSHAKE) {
    check_handshake(c, conform_open(c, NULL)->handshake);
    if (conform_asked(c, STS_FROM_ECHO)) /* which transports there are, is not said elsewhere */
        check_handshake(c, conform_polling_open(c)->handshake);
}

/* What is no number is the business of sts/1/handshake. */
CONFORM_CASE(STS_1_PING_VALUES) {
    static const struct {
        const char *pointer;
        int64_t value;
    } numbers[] = {{"/pingInterval", 25000}, {"/pingTimeout", 10000}, {"/maxPayload", 52428800}};
    struct base_slice handshake = conform_open(c, NULL)->handshake;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int64_t number = handshake_number(c, handshake, numbers[i].pointer);
        if (number == numbers[i].value || may_lack(c, handshake, numbers[i].pointer))
            continue;
        conform_fail_because(
            c, number < 0 ? STS_REQUIREMENT_STS_1_HANDSHAKE : CONFORM_NO_REQUIREMENT,
            conform_text(c, "%s %lld", numbers[i].pointer + 1, (long long)numbers[i].value),
            conform_copy(c, handshake), handshake);
    }
}

CONFORM_CASE(STS_1_PATHS) {
    static const char *const paths[] = {"/socket.io/", "/socket.io", "/ws/sts/", "/ws/sts"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct conform_worker *w = conform_open(c, paths[i]);
        struct conform_event *answer = conform_join(w, "/", c->settings->key);
        conform_check(w, answer->kind == CONFORM_JOINED, answer,
                      conform_text(c, "CONNECT at %s", paths[i]));
        conform_leave(w);
    }
}

CONFORM_CASE(STS_1_NAMESPACES) {
    static const char *const names[] = {"/", "/sts", "/ws/sts"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct conform_worker *w = conform_open(c, NULL);
        struct conform_event *answer = conform_join(w, names[i], c->settings->key);
        conform_check(w, answer->kind == CONFORM_JOINED, answer,
                      conform_text(c, "CONNECT for %s", names[i]));
        (void)conform_expect_stream(w, "", NULL);
        conform_still_works(w);
        conform_leave(w);
    }
}

CONFORM_CASE(STS_1_UNKNOWN_NAMESPACE) {
    struct conform_worker *w = conform_open(c, NULL);
    struct conform_event *answer = conform_join(w, "/no-such-namespace", c->settings->key);
    conform_check(w,
                  answer->kind == CONFORM_REFUSED &&
                      conform_at_is(c, answer->payload, "/message", "Invalid namespace"),
                  answer, "CONNECT_ERROR with the message Invalid namespace");
}

/* ---- HTTP long-polling --------------------------------------------------------------------- */

static void poll_packet(struct conform_polling *polling, bool written, struct base_bytes *packet) {
    struct conform_case *c = polling->c;
    const char *copy = written ? conform_copy(c, base_bytes_slice(packet)) : NULL;
    base_bytes_free(packet);
    if (!copy)
        conform_not_exercised(c, "out of memory");
    conform_polling_send(polling, base_slice_of(copy));
}

static void poll_event(struct conform_polling *polling, const char *event, const char *payload) {
    struct base_bytes packet = {.memory = &polling->c->memory};
    poll_packet(polling,
                client_packet_write_event(&packet, "/", NULL, event, base_slice_of(payload)),
                &packet);
}

/* Joins by polling and begins a stream; the worker is never connected: it makes the messages. */
static struct conform_worker *begin_by_polling(struct conform_polling *polling) {
    struct conform_case *c = polling->c;
    struct base_bytes packet = {.memory = &c->memory};
    struct conform_worker *w = conform_worker_new(c);
    w->namespace = "/";
    w->lost = true;
    poll_packet(polling, client_packet_write_connect(&packet, "/", c->settings->key), &packet);
    (void)conform_polling_expect(polling, "40");
    const char *init = conform_text(c, "{\"stream_id\":%s,\"worker_id\":\"%s\",\"config\":{}}",
                                    conform_stream(w), w->id);
    int64_t give_up = conform_patience(c);
    poll_event(polling, "stream:init", init);
    while (!conform_polling_is_ready(polling)) {
        if (client_now() > give_up)
            conform_stop(c, c->refused);
        conform_pause(c, RETRY_MS); /* connections that this run has left may still count */
        poll_event(polling, "stream:init", init);
    }
    return w;
}

CONFORM_CASE(STS_1_POLLING) {
    struct conform_polling *polling = conform_polling_open(c);
    struct conform_worker *w = begin_by_polling(polling);
    struct conform_fragment fragment = conform_new_fragment(w, 0);
    poll_event(polling, "fragment:data", conform_fragment_json(w, &fragment));
    (void)conform_polling_expect(polling, "42[\"fragment:processed\",");
    poll_event(polling, "stream:end", conform_text(c, "{\"stream_id\":%s}", conform_stream(w)));
    (void)conform_polling_expect(polling, "42[\"stream:complete\",");
    conform_polling_leave(polling);
}

CONFORM_CASE(STS_1_UPGRADE) {
    struct conform_polling *polling = conform_polling_open(c);
    struct conform_worker *made = begin_by_polling(polling);
    const char *sid = conform_at(c, polling->handshake, "/sid");
    struct conform_worker *w = conform_open_target(
        c, conform_text(c, "%s?EIO=4&transport=websocket&sid=%s", c->settings->address.path, sid));
    w->namespace = "/";
    w->stream = made->stream;
    conform_send_raw(w, base_slice_of("2probe"));
    struct conform_event *pong = conform_expect(w, CONFORM_PONG, NULL);
    conform_check(w, base_slice_equal(pong->payload, base_slice_of("probe")), pong,
                  "3probe as the answer to the probe");
    conform_send_raw(w, base_slice_of("5"));
    conform_still_works(w);
    conform_finish(w, NULL);
}

CONFORM_CASE(STS_1_CORS) {
    struct conform_polling *polling = conform_polling_open(c);
    struct base_slice origin =
        client_response_header(polling->answer, "access-control-allow-origin");
    if (!base_slice_equal(origin, base_slice_of("*")) &&
        !base_slice_equal(origin, base_slice_of("http://conform.example")))
        conform_fail(c, "Access-Control-Allow-Origin: * in the response to a poll",
                     origin.len ? conform_copy(c, origin) : "no such header", base_slice(NULL, 0));
}

/* ---- packets ------------------------------------------------------------------------------- */

/* The reply to a call: its event, and an ACK packet whose only argument is the same payload. */
static void expect_both(struct conform_worker *w, uint64_t id, int kind) {
    struct conform_event *ack = conform_expect(w, CONFORM_ACK, NULL);
    struct conform_event *reply = conform_expect(w, kind, NULL);
    const char *argument = conform_at(w->c, ack->payload, "/0");
    const char *whole = conform_at(w->c, reply->payload, "");
    conform_check(w, ack->ack_id == id, ack, "an ACK packet with the id of the event");
    conform_check(w, argument && strcmp(argument, whole) == 0, ack,
                  conform_text(w->c, "an ACK packet whose argument is the payload of %s",
                               conform_kind_name(kind)));
}

CONFORM_CASE(STS_1_ACK_PACKET) {
    struct conform_worker *w = conform_connect(c);
    uint64_t id;
    for (int64_t give_up = conform_patience(c);; conform_pause(c, RETRY_MS)) {
        id = conform_call(w, "stream:init", "%s", conform_init_json(w, ""));
        struct conform_event *answer = conform_expect_any(
            w, CONFORM_KIND(STS_EVENT_STREAM_READY) | CONFORM_KIND(STS_EVENT_ERROR),
            "stream:ready");
        answer->taken = false;
        if (!conform_has_code(w, answer, STS_ERROR_CODE_RATE_LIMIT) || client_now() > give_up)
            break;
        answer->taken = true; /* connections that this run has left still count */
        (void)conform_look(w, CONFORM_KIND(CONFORM_ACK), give_up);
        c->refused = NULL;
    }
    expect_both(w, id, STS_EVENT_STREAM_READY);
    struct conform_fragment fragment = conform_new_fragment(w, 0);
    id = conform_call(w, "fragment:data", "%s", conform_fragment_json(w, &fragment));
    expect_both(w, id, STS_EVENT_FRAGMENT_ACK);
    (void)conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, NULL);
    id = conform_call(w, "stream:pause", "{}");
    expect_both(w, id, STS_EVENT_ERROR);
    id = conform_call(w, "stream:pause", "{\"stream_id\":%s}", conform_stream(w));
    struct conform_event *ack = conform_expect(w, CONFORM_ACK, NULL);
    conform_check(w, ack->ack_id == id, ack, "an ACK packet for stream:pause");
}

CONFORM_CASE(STS_1_NO_NULL) {
    (void)conform_tour(c); /* every payload that comes is looked at */
}

CONFORM_CASE(STS_1_NULL_IS_ABSENT) {
    struct sts_stream_ready ready;
    struct conform_worker *w = conform_connect(c);
    struct conform_event *event =
        conform_expect_stream(w, "\"max_inflight\":null,\"timeout_ms\":null,", &ready);
    conform_check(w, ready.max_inflight == 3, event, "the default max_inflight 3");
    struct conform_fragment fragment = conform_new_fragment(w, 0);
    conform_emit(w, "fragment:data",
                 "{\"fragment_id\":\"%s\",\"stream_id\":%s,\"sequence_number\":0,"
                 "\"timestamp\":1766880000000,\"audio\":{\"format\":\"m4a\","
                 "\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":1000,"
                 "\"data_base64\":\"%s\"},\"metadata\":null}",
                 fragment.id, conform_stream(w), fragment.audio);
    conform_expect_result(w, &fragment, NULL);
    conform_emit(w, "stream:pause", "{\"stream_id\":%s,\"reason\":null}", conform_stream(w));
    conform_settle(w);
    conform_expect_none(w, STS_EVENT_ERROR);
}

CONFORM_CASE(STS_1_INTEGERS) {
    struct conform_worker *w = conform_begin_with(c, "\"max_inflight\":5.0,\"timeout_ms\":8e3,");
    struct conform_fragment fragment = conform_new_fragment(w, 0);
    conform_emit(w, "fragment:data",
                 "{\"fragment_id\":\"%s\",\"stream_id\":%s,\"sequence_number\":0.0,"
                 "\"timestamp\":1.76688e12,\"audio\":{\"format\":\"m4a\","
                 "\"sample_rate_hz\":48e3,\"channels\":1.0,\"duration_ms\":1e3,"
                 "\"data_base64\":\"%s\"}}",
                 fragment.id, conform_stream(w), fragment.audio);
    conform_expect_result(w, &fragment, NULL);
}

/* ---- what closes the connection, and what does not ----------------------------------------- */

/* Sends it on a connection of its own, which must be closed. */
static void expect_closing(struct conform_case *c, struct base_slice message) {
    struct conform_worker *w = conform_connect(c);
    conform_send_raw(w, message);
    conform_expect_close(w);
    conform_leave(w);
}

CONFORM_CASE(STS_1_BROKEN_JSON) {
    static const struct base_slice broken[] = {
        BASE_SLICE("42[\"stream:resume\",{\"stream_id\":\"a\",}]"),
        BASE_SLICE("42[\"stream:resume\",{\"stream_id\":}]"),
        BASE_SLICE("42[\"stream:resume\",{'stream_id':'a'}]"),
        BASE_SLICE("42[\"stream:resume\",{\"stream_id\":NaN}]"),
        BASE_SLICE("42[\"stream:resume\",{\"stream_id\":\"a\"}"),
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        expect_closing(c, broken[i]);
}

CONFORM_CASE(STS_1_ODD_JSON) {
    struct conform_worker *w = conform_begin(c);
    conform_emit(w, "stream:pause", "{\"stream_id\":%s,\"stream_id\":%s}", conform_stream(w),
                 conform_stream(w));
    (void)conform_expect_error(w, STS_ERROR_CODE_INVALID_CONFIG, NULL);
    conform_emit(w, "stream:pause", "{\"stream_id\":%s,\"reason\":\"\\ud800\"}", conform_stream(w));
    (void)conform_expect_error(w, STS_ERROR_CODE_INVALID_CONFIG, NULL);
    char nested[2 * 70 + 1] = "";
    memset(nested, '[', 70);
    memset(nested + 70, ']', 70);
    conform_emit(w, "stream:pause", "{\"stream_id\":%s,\"deep\":%s}", conform_stream(w), nested);
    (void)conform_expect_error(w, STS_ERROR_CODE_INVALID_CONFIG, NULL);
    conform_still_works(w);
}

CONFORM_CASE(STS_1_BROKEN_PACKET) {
    static const struct base_slice broken[] = {
        BASE_SLICE("hello"),
        BASE_SLICE("49"),
        BASE_SLICE("42{}"),
        BASE_SLICE("42[]"),
        BASE_SLICE("42[{}]"),
        BASE_SLICE("43[]"),
        BASE_SLICE("42/other,[\"stream:resume\",{}]"),
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        expect_closing(c, broken[i]);
}

CONFORM_CASE(STS_1_MESSAGE_TOO_LARGE) {
    struct conform_worker *w = conform_connect(c);
    int64_t most = handshake_number(c, w->handshake, "/maxPayload");
    if (most < 0 || most > MESSAGE_MAX)
        conform_not_exercised(c, "the server accepts larger messages than sts-conform sends");
    char *message = conform_take(c, (size_t)most + 2);
    memset(message, 'x', (size_t)most + 1);
    conform_send_raw(w, base_slice(message, (size_t)most + 1));
    conform_expect_close(w);
    if (w->link.websocket.close_code != 1009 && w->link.websocket.close_code != 0)
        conform_fail(c, "the connection to be closed with code 1009",
                     conform_text(c, "code %d", w->link.websocket.close_code), base_slice(NULL, 0));
}

/* ---- pings --------------------------------------------------------------------------------- */

static struct conform_event *first_end(struct conform_worker *w) {
    return conform_look(w, CONFORM_KIND(CONFORM_LOST), client_now());
}

/* Where this machine is slow, one ping is read late and the next one soon after: two pings that
 * come too soon one after the other are too many. */
CONFORM_CASE(STS_1_PINGS) {
    struct conform_worker *w = conform_connect(c);
    int64_t interval = handshake_number(c, w->handshake, "/pingInterval");
    int64_t last = 0;
    int soon = 0;
    for (int i = 0; i < 2 || (soon && i < 4); i++) {
        int64_t deadline = client_now() + interval + c->settings->patience;
        struct conform_event *ping = conform_look(w, CONFORM_KIND(CONFORM_PING), deadline);
        conform_check(w, ping, first_end(w),
                      conform_text(c, "a ping every %lld ms", (long long)interval));
        soon = ping->at - last > interval / 2 ? 0 : soon + 1;
        last = ping->at;
        if (soon == 2)
            conform_fail(
                c, conform_text(c, "a ping no sooner than every %lld ms", (long long)interval),
                "two that came too soon", base_slice(NULL, 0));
    }
}

CONFORM_CASE(STS_1_PING_TIMEOUT) {
    struct conform_worker *w = conform_connect(c);
    w->deaf = true;
    int64_t wait = handshake_number(c, w->handshake, "/pingInterval") +
                   handshake_number(c, w->handshake, "/pingTimeout");
    struct conform_event *lost =
        conform_look(w, CONFORM_KIND(CONFORM_LOST), client_now() + wait + c->settings->patience);
    conform_check(
        w, lost, NULL,
        conform_text(c, "the connection to be closed after %lld ms without an answer to a ping",
                     (long long)wait));
}
