/* cases_service.c - sts/2, sts/7 and sts/12: keys, HTTP, and the times of the specification. */
#include "conform/http.h"
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
                                       const char *auth) {
    *w = conform_open(c, NULL);
    return conform_join(*w, c->settings->namespace, auth);
}

static void check_refusal(struct conform_worker *w, struct conform_event *answer) {
    struct conform_case *c = w->c;
    struct base_slice payload = answer->payload;
    if (conform_at_is(c, payload, "/data/code", "RATE_LIMIT"))
        conform_not_exercised(c, "the server limits failed attempts: try again in a minute");
    conform_check(w,
                  answer->kind == CONFORM_REFUSED &&
                      conform_at_is(c, payload, "/data/code", "AUTH_FAILED"),
                  answer, "CONNECT_ERROR with the code AUTH_FAILED in its data");
    conform_check(w,
                  conform_at_is(c, payload, "/data/severity", "fatal") &&
                      conform_at_is(c, payload, "/data/retryable", "false"),
                  answer, "severity fatal and retryable false in its data");
    conform_check(w, conform_at(c, payload, "/message") && conform_at(c, payload, "/data/message"),
                  answer, "a message, and one in its data");
}

CONFORM_CASE(STS_2_WRONG_KEY) {
    struct conform_worker *w;
    struct conform_event *answer = join_with(c, &w, NULL);
    if (answer->kind == CONFORM_JOINED)
        conform_not_offered(c, "the server asks for no key");
    check_refusal(w, answer);
    answer = join_with(c, &w, "{\"token\":\"not the key\"}");
    check_refusal(w, answer);
}

CONFORM_CASE(STS_2_LIMITED) {
    struct conform_worker *w;
    for (int i = 0; i <= ATTEMPTS_MAX; i++) {
        struct conform_event *answer = join_with(c, &w, "{\"token\":\"not the key\"}");
        if (answer->kind == CONFORM_JOINED)
            conform_not_offered(c, "the server asks for no key");
        if (conform_at_is(c, answer->payload, "/data/code", "RATE_LIMIT"))
            return;
        conform_leave(w);
    }
    conform_fail(c, "RATE_LIMIT after ten failed attempts", "only AUTH_FAILED",
                 base_slice(NULL, 0));
}

/* ---- HTTP ---------------------------------------------------------------------------------- */

CONFORM_CASE(STS_7_HEALTH) {
    char error[512];
    struct conform_response response = {.bytes.memory = &c->memory};
    const struct conform_request request = {
        .method = "GET", .target = "/health", .headers = "Connection: close\r\n"};
    bool answered = conform_http_ask(&c->settings->address, &request, &response,
                                     conform_now() + c->settings->patience, error, sizeof error);
    const char *body =
        conform_text(c, "%.*s", (int)response.body.len, answered ? response.body.ptr : "");
    int status = response.status;
    conform_bytes_free(&response.bytes);
    if (!answered)
        conform_fail(c, "an answer to GET /health", conform_text(c, "%s", error),
                     base_slice(NULL, 0));
    if (status != 200 || !conform_at_is(c, base_slice_of(body), "/status", "healthy"))
        conform_fail(c, "200 with status healthy to GET /health",
                     conform_text(c, "HTTP %d", status), base_slice_of(body));
}

/* ---- times --------------------------------------------------------------------------------- */

static void check_time(struct conform_case *c, int64_t took, int64_t most, const char *what) {
    if (took > most)
        conform_fail(c, conform_text(c, "%s within %lld ms", what, (long long)most),
                     conform_text(c, "%lld ms", (long long)took), base_slice(NULL, 0));
}

CONFORM_CASE(STS_12_CONNECT) {
    int64_t start = conform_now();
    (void)conform_connect(c);
    check_time(c, conform_now() - start, 500, "connecting");
}

CONFORM_CASE(STS_12_READY) {
    struct conform_worker *w = conform_connect(c);
    int64_t start = conform_now();
    conform_init(w, "");
    (void)conform_expect(w, STS_EVENT_STREAM_READY, NULL);
    check_time(c, conform_now() - start, 1000, "stream:ready");
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
    int64_t start = conform_now();
    struct conform_worker *w = conform_begin(c);
    for (int i = 0; i < 10; i++)
        conform_still_works(w);
    conform_finish(w, NULL);
    check_time(c, conform_now() - start, 5000, "a session of ten fragments");
}
