/* connect.c - connections, joined namespaces, streams. */
#include "conform/connect.h"

#include "conform/arrival.h"
#include "conform/expect.h"

/* Between attempts to get a stream while the server still counts connections that we have left. */
#define RETRY_MS 100

struct conform_worker *conform_open_target(struct conform_case *c, const char *target) {
    struct conform_worker *w = conform_worker_new(c);
    char error[CLIENT_ERROR_SIZE];
    w->number = ++c->connections;
    if (!conform_link_open(&w->link, &c->memory, &c->settings->address, target, conform_patience(c),
                           error, sizeof error))
        conform_fail(c, conform_text(c, "a WebSocket connection at %s", target), error,
                     base_slice(NULL, 0));
    base_list_append(&c->workers, &w->node);
    return w;
}

struct conform_worker *conform_open(struct conform_case *c, const char *path) {
    struct conform_worker *w =
        conform_open_target(c, conform_text(c, "%s?EIO=4&transport=websocket",
                                            path ? path : c->settings->address.path));
    if (!conform_arrival_handshake(w, conform_patience(c)))
        conform_fail(c, "the Engine.IO handshake (a packet of type 0)",
                     w->link.reason ? w->link.reason : "none", base_slice(NULL, 0));
    return w;
}

struct conform_event *conform_join(struct conform_worker *w, const char *namespace,
                                   const char *key) {
    w->namespace = namespace;
    conform_send_connect(w, key);
    return conform_expect_any(w, CONFORM_KIND(CONFORM_JOINED) | CONFORM_KIND(CONFORM_REFUSED),
                              "CONNECT or CONNECT_ERROR");
}

struct conform_worker *conform_connect(struct conform_case *c) {
    struct conform_worker *w = conform_open(c, NULL);
    const struct conform_settings *settings = c->settings;
    struct conform_event *answer = conform_join(w, settings->namespace, settings->key);
    conform_check(w, answer->kind == CONFORM_JOINED, answer,
                  "CONNECT: the API key to be accepted for the namespace");
    return w;
}

static bool is_rate_limited(struct conform_event *answer) {
    struct sts_error error;
    if (answer->kind != STS_EVENT_ERROR)
        return false;
    conform_decode(answer, &error);
    return error.code.value == STS_ERROR_CODE_RATE_LIMIT;
}

struct conform_event *conform_ask_stream(struct conform_worker *w, const char *members) {
    const uint64_t answers = CONFORM_KIND(STS_EVENT_STREAM_READY) | CONFORM_KIND(STS_EVENT_ERROR);
    int64_t give_up = conform_patience(w->c);
    for (;;) {
        conform_init(w, members);
        struct conform_event *answer = conform_look(w, answers, conform_patience(w->c));
        if (!answer || !is_rate_limited(answer) || client_now() > give_up)
            return answer;
        conform_pause(w->c, RETRY_MS);
    }
}

struct conform_worker *conform_begin_with(struct conform_case *c, const char *members) {
    struct conform_worker *w = conform_connect(c);
    struct conform_event *answer = conform_ask_stream(w, members);
    if (answer && is_rate_limited(answer))
        conform_not_exercised(c, "the server does not accept another stream");
    conform_check(w, answer && answer->kind == STS_EVENT_STREAM_READY, answer, "stream:ready");
    return w;
}

struct conform_worker *conform_begin(struct conform_case *c) {
    return conform_begin_with(c, "");
}
