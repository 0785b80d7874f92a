/* connect.c - connections, joined namespaces, streams. */
#include "conform/connect.h"

#include "conform/arrival.h"
#include "conform/expect.h"
#include "conform/json.h"
#include "conform/outage.h"

/* Between attempts to get a stream while the server still counts connections that we have left. */
#define RETRY_MS 100

bool conform_is_refusal(int status) {
    return status == 401 || status == 403 || status == 429 || status == 503;
}

struct conform_worker *conform_open_target(struct conform_case *c, const char *target) {
    struct conform_worker *w = conform_worker_new(c);
    char error[CLIENT_ERROR_SIZE];
    w->number = ++c->connections;
    bool opened = conform_link_open(&w->link, &c->memory, &c->settings->address, target,
                                    conform_patience(c), error, sizeof error);
    if (w->link.connected)
        conform_tell(c, CONFORM_SENT, w->number,
                     base_slice_of(conform_text(c, "GET %s (WebSocket handshake)", target)));
    if (!opened) {
        if (!c->quiet && !w->link.connected)
            conform_outage_stop(c,
                                conform_text(c, "the server takes no more connections: %s", error));
        if (!c->quiet && conform_is_refusal(w->link.status))
            conform_stop(c, conform_text(c, "the server takes no more connections: %s", error));
        conform_fail_because(c, STS_REQUIREMENT_STS_1_HANDSHAKE,
                             conform_text(c, "a WebSocket connection at %s", target), error,
                             base_slice(NULL, 0));
    }
    base_list_append(&c->workers, &w->node);
    return w;
}

struct conform_worker *conform_open(struct conform_case *c, const char *path) {
    struct conform_worker *w =
        conform_open_target(c, conform_text(c, "%s?EIO=4&transport=websocket",
                                            path ? path : c->settings->address.path));
    if (conform_arrival_handshake(w, conform_patience(c)))
        return w;
    const struct conform_line *last = c->transcript.last;
    conform_fail_because(c, STS_REQUIREMENT_STS_1_HANDSHAKE,
                         "the Engine.IO handshake (a packet of type 0)",
                         w->link.reason                      ? w->link.reason
                         : last && last->way == CONFORM_CAME ? last->text
                                                             : "nothing",
                         base_slice(NULL, 0));
}

const char *conform_describe_connect(struct conform_case *c, const char *namespace,
                                     const char *key) {
    return conform_text(c, "CONNECT for the namespace %s at %s, %s", namespace,
                        c->settings->address.path, key ? "with a token" : "without a token");
}

/* The right key is refused: that is a matter of settings, but for the case that is about it. */
static void stop_if_refused(struct conform_worker *w, const struct conform_event *answer) {
    struct conform_case *c = w->c;
    const char *payload = conform_without_audio(c, answer->payload);
    if (strstr(payload, "RATE_LIMIT") && !c->limits)
        conform_stop(c, conform_text(c,
                                     "the server limits this address after failed logins: %s was "
                                     "answered with CONNECT_ERROR %s. Check the API key "
                                     "(--api-key). If it is right, wait a minute, or raise "
                                     "AUTH_FAILURES_PER_MIN of the server",
                                     conform_describe_connect(c, w->namespace, c->settings->key),
                                     payload));
    if (c->requirement != STS_REQUIREMENT_STS_2_VALID_KEY && !c->quiet &&
        (strstr(payload, "AUTH_FAILED") || strstr(payload, "API key")))
        conform_stop(c, conform_text(c,
                                     "the server refuses the API key that it has accepted before: "
                                     "CONNECT_ERROR %s. Look at STS_API_KEY and "
                                     "STS_API_KEYS_FILE of the server",
                                     payload));
}

struct conform_event *conform_join(struct conform_worker *w, const char *namespace,
                                   const char *key) {
    struct conform_case *c = w->c;
    w->namespace = namespace;
    conform_send_connect(w, key);
    struct conform_event *answer = conform_expect_any(
        w, CONFORM_KIND(CONFORM_JOINED) | CONFORM_KIND(CONFORM_REFUSED),
        conform_text(c, "an answer to %s", conform_describe_connect(c, namespace, key)));
    if (answer->kind == CONFORM_REFUSED && key && strcmp(key, c->settings->key) == 0)
        stop_if_refused(w, answer);
    return answer;
}

struct conform_worker *conform_connect(struct conform_case *c) {
    struct conform_worker *w = conform_open(c, NULL);
    const struct conform_settings *settings = c->settings;
    struct conform_event *answer = conform_join(w, settings->namespace, settings->key);
    conform_check_because(
        w, answer->kind == CONFORM_JOINED, STS_REQUIREMENT_STS_2_VALID_KEY, answer,
        conform_text(c, "%s to be accepted",
                     conform_describe_connect(c, settings->namespace, settings->key)));
    return w;
}

struct conform_event *conform_ask_stream_with(struct conform_worker *w, const char *json) {
    const uint64_t answers = CONFORM_KIND(STS_EVENT_STREAM_READY) | CONFORM_KIND(STS_EVENT_ERROR);
    int64_t give_up = conform_patience(w->c);
    for (;;) {
        conform_emit(w, "stream:init", "%s", json);
        struct conform_event *answer = conform_expect_any(w, answers, "stream:ready");
        if (!conform_has_code(w, answer, STS_ERROR_CODE_RATE_LIMIT))
            return answer;
        if (client_now() > give_up)
            conform_fail(w->c, "stream:ready", "error RATE_LIMIT", answer->payload); /* stops */
        w->c->refused = NULL;
        conform_pause(w->c, RETRY_MS);
    }
}

struct conform_event *conform_ask_stream(struct conform_worker *w, const char *members) {
    return conform_ask_stream_with(w, conform_init_json(w, members));
}

struct conform_event *conform_expect_stream(struct conform_worker *w, const char *members,
                                            struct sts_stream_ready *ready) {
    struct conform_event *answer = conform_ask_stream(w, members);
    conform_check_because(w, answer->kind == STS_EVENT_STREAM_READY,
                          STS_REQUIREMENT_016_5_1_STREAM_INIT_ACCEPTED, answer, "stream:ready");
    if (ready)
        conform_decode(answer, ready);
    return answer;
}

struct conform_worker *conform_begin_with(struct conform_case *c, const char *members) {
    struct conform_worker *w = conform_connect(c);
    (void)conform_expect_stream(w, members, NULL);
    return w;
}

struct conform_worker *conform_begin(struct conform_case *c) {
    return conform_begin_with(c, "");
}
