/* cases_service.c - sts/2, sts/7 and sts/12: keys, HTTP, and the times of the specification. */
#include "conform/ask.h"
#include "conform/scene.h"

/* Failed attempts in a minute, after which an address is limited (protocol §2). */
#define ATTEMPTS_MAX 10

/* ---- keys ---------------------------------------------------------------------------------- */

CONFORM_CASE(STS_2_VALID_KEY) {
    struct conform_worker *w = conform_connect(c);
    conform_init(w, "");
    (void)conform_expect(w, STS_EVENT_STREAM_READY, NULL);
}

static struct conform_event *join_with(struct conform_case *c, struct conform_worker **w,
                                       const char *key) {
    *w = conform_open(c, NULL);
    return conform_join(*w, c->settings->namespace, key);
}

static void check_refusal(struct conform_worker *w, struct conform_event *answer) {
    struct conform_case *c = w->c;
    struct base_slice payload = answer->payload;
    if (conform_at_is(c, payload, "/data/code", "RATE_LIMIT"))
        conform_not_exercised(c, "the server limits failed attempts, try again in a minute");
    conform_check(w,
                  answer->kind == CONFORM_REFUSED &&
                      conform_at_is(c, payload, "/data/code", "AUTH_FAILED"),
                  answer, "CONNECT_ERROR with the code AUTH_FAILED in its data");
    conform_check(w,
                  conform_at_is(c, payload, "/data/severity", "fatal") &&
                      conform_at_is(c, payload, "/data/retryable", "false"),
                  answer, "severity fatal and retryable false in its data");
    conform_check(w, conform_at(c, payload, "/message") && conform_at(c, payload, "/data/message"),
                  answer, "a message in CONNECT_ERROR and in its data");
}

CONFORM_CASE(STS_2_WRONG_KEY) {
    struct conform_worker *w;
    struct conform_event *answer = join_with(c, &w, NULL);
    if (answer->kind == CONFORM_JOINED)
        conform_not_offered(c, "the server does not require an API key");
    check_refusal(w, answer);
    answer = join_with(c, &w, "not the key");
    check_refusal(w, answer);
}

CONFORM_CASE(STS_2_LIMITED) {
    struct conform_worker *w;
    for (int i = 0; i <= ATTEMPTS_MAX; i++) {
        struct conform_event *answer = join_with(c, &w, "not the key");
        if (answer->kind == CONFORM_JOINED)
            conform_not_offered(c, "the server does not require an API key");
        if (conform_at_is(c, answer->payload, "/data/code", "RATE_LIMIT"))
            return;
        conform_leave(w);
    }
    conform_fail(c, "RATE_LIMIT after ten failed attempts", "only AUTH_FAILED",
                 base_slice(NULL, 0));
}

/* ---- HTTP ---------------------------------------------------------------------------------- */

CONFORM_CASE(STS_7_HEALTH) {
    const char *error;
    const struct client_response *answer =
        conform_ask(c, "/health", NULL, base_slice(NULL, 0), &error);
    if (!answer)
        conform_fail(c, "a response to GET /health", error, base_slice(NULL, 0));
    struct base_slice body = base_bytes_slice(&answer->body);
    if (answer->status != 200 || !conform_at_is(c, body, "/status", "healthy"))
        conform_fail(c, "HTTP 200 with status healthy from GET /health",
                     conform_text(c, "HTTP %d", answer->status), body);
}

/* ---- times --------------------------------------------------------------------------------- */

static void check_time(struct conform_case *c, int64_t took, int64_t most, const char *what) {
    if (took > most)
        conform_fail(c, conform_text(c, "%s within %lld ms", what, (long long)most),
                     conform_text(c, "%lld ms", (long long)took), base_slice(NULL, 0));
}

CONFORM_CASE(STS_12_CONNECT) {
    int64_t start = client_now();
    (void)conform_connect(c);
    check_time(c, client_now() - start, 500, "connecting");
}

CONFORM_CASE(STS_12_READY) {
    struct conform_worker *w = conform_connect(c);
    int64_t start = client_now();
    conform_init(w, "");
    (void)conform_expect(w, STS_EVENT_STREAM_READY, NULL);
    check_time(c, client_now() - start, 1000, "stream:ready");
}

CONFORM_CASE(STS_12_ACK) {
    struct conform_worker *w = conform_begin(c);
    struct conform_fragment fragment = conform_send_fragment(w);
    struct conform_event *ack = conform_expect(w, STS_EVENT_FRAGMENT_ACK, NULL);
    check_time(c, ack->at - fragment.at, 50, "fragment:ack");
}

CONFORM_CASE(STS_12_SESSION) {
    if (!c->server->echo)
        conform_not_offered(c, "the server is not the echo service");
    int64_t start = client_now();
    struct conform_worker *w = conform_begin(c);
    for (int i = 0; i < 10; i++)
        conform_still_works(w);
    conform_finish(w, NULL);
    check_time(c, client_now() - start, 5000, "a session of ten fragments");
}
