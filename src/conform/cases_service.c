/* cases_service.c - sts/2, sts/7 and sts/12: keys, HTTP, and the times of the specification. */
#include "conform/ask.h"
#include "conform/scene.h"

/* Failed attempts in a minute, after which an address is limited (protocol §2). */
#define ATTEMPTS_MAX 10
/* In that time after CONNECT, a server that refuses a worker nevertheless has said so. */
#define LATE_REFUSAL_MS 1000

/* ---- keys ---------------------------------------------------------------------------------- */

CONFORM_CASE(STS_2_VALID_KEY) {
    (void)conform_begin(c);
}

static struct conform_event *join_with(struct conform_case *c, struct conform_worker **w,
                                       const char *key) {
    *w = conform_open(c, NULL);
    return conform_join(*w, c->settings->namespace, key);
}

/* The logins that fail on purpose. Servers count them, so they happen once in a run. */
enum login {
    LOGIN_WITHOUT,
    LOGIN_WRONG,
    LOGIN_COUNT
};
_Static_assert(LOGIN_COUNT == CONFORM_LEARNED_LOGINS, "each login is remembered");

static const char *const login_names[] = {"no token", "a wrong token"};

/* A server may accept CONNECT and refuse the worker only then, when it sees what it wants: that is
 * not a CONNECT_ERROR, and it is not acceptance either. */
static struct conform_event *look_for_refusal(struct conform_worker *w) {
    struct conform_case *c = w->c;
    c->limits = true; /* the error AUTH_FAILED is what is looked for */
    conform_init(w, "");
    int64_t deadline = client_now() + LATE_REFUSAL_MS;
    struct conform_event *refusal;
    do
        refusal = conform_look(w, CONFORM_KIND(STS_EVENT_ERROR) | CONFORM_ENDS, deadline);
    while (refusal && refusal->kind == STS_EVENT_ERROR &&
           !conform_has_code(w, refusal, STS_ERROR_CODE_AUTH_FAILED));
    c->limits = false;
    return refusal;
}

/* The payload of the CONNECT_ERROR for that login; a NULL `ptr`: the server lets it in. */
static struct base_slice refusal_of(struct conform_case *c, enum login login) {
    const char *known = conform_learned_login(c->learned, login);
    struct conform_worker *w;
    if (known)
        return base_slice_of(known);
    struct conform_event *answer = join_with(c, &w, login == LOGIN_WRONG ? "not the key" : NULL);
    const char *expected = conform_text(c, "CONNECT_ERROR for %s", login_names[login]);
    if (answer->kind == CONFORM_JOINED) {
        struct conform_event *refusal = look_for_refusal(w);
        conform_check_because(w, !refusal, STS_REQUIREMENT_STS_2_WRONG_KEY, refusal,
                              conform_text(c, "%s, not CONNECT and then this", expected));
        conform_leave(w);
        return base_slice(NULL, 0);
    }
    const char *payload = conform_copy(c, answer->payload);
    if (strstr(payload, "RATE_LIMIT"))
        conform_not_exercised(c, "the server limits failed logins: wait a minute, or raise "
                                 "AUTH_FAILURES_PER_MIN of the server");
    conform_learned_note_login(c->learned, login, payload);
    return base_slice_of(payload);
}

/* The answers to both. A server that lets in everybody requires no key; one that lets in some, does
 * not look at keys as it must. */
static void ask_both(struct conform_case *c, struct base_slice refusals[LOGIN_COUNT]) {
    for (int login = 0; login < LOGIN_COUNT; login++)
        refusals[login] = refusal_of(c, (enum login)login);
    if (!refusals[LOGIN_WITHOUT].ptr && !refusals[LOGIN_WRONG].ptr)
        conform_not_offered(c, "the server does not require an API key");
    for (int login = 0; login < LOGIN_COUNT; login++)
        if (!refusals[login].ptr)
            conform_fail_because(c, STS_REQUIREMENT_STS_2_WRONG_KEY,
                                 conform_text(c, "CONNECT_ERROR for %s", login_names[login]),
                                 "CONNECT, and no refusal after it", base_slice(NULL, 0));
}

CONFORM_CASE(STS_2_WRONG_KEY) {
    struct base_slice refusals[LOGIN_COUNT];
    ask_both(c, refusals);
    for (int login = 0; login < LOGIN_COUNT; login++)
        if (!memmem(refusals[login].ptr, refusals[login].len, "AUTH_FAILED", strlen("AUTH_FAILED")))
            conform_fail(c,
                         conform_text(c, "AUTH_FAILED in CONNECT_ERROR for %s", login_names[login]),
                         conform_without_audio(c, refusals[login]), refusals[login]);
}

static void check_refusal(struct conform_case *c, struct base_slice refusal) {
    const char *code = conform_at(c, refusal, "/data/code");
    if (!code || strcmp(code, "AUTH_FAILED") != 0)
        conform_fail(c, "the code AUTH_FAILED in the data of CONNECT_ERROR",
                     code ? code : "no code in data", refusal);
    if (!conform_at_is(c, refusal, "/data/severity", "fatal") ||
        !conform_at_is(c, refusal, "/data/retryable", "false"))
        conform_fail(c, "severity fatal and retryable false in the data of CONNECT_ERROR",
                     conform_without_audio(c, refusal), refusal);
    if (!conform_at(c, refusal, "/message") || !conform_at(c, refusal, "/data/message"))
        conform_fail(c, "a message in CONNECT_ERROR and in its data",
                     conform_without_audio(c, refusal), refusal);
}

CONFORM_CASE(STS_2_REFUSAL_DATA) {
    struct base_slice refusals[LOGIN_COUNT];
    ask_both(c, refusals);
    for (int login = 0; login < LOGIN_COUNT; login++)
        check_refusal(c, refusals[login]);
}

/* Tries a wrong token until the server limits that. */
static void be_limited(struct conform_case *c) {
    struct conform_worker *w;
    for (int i = 0; i <= ATTEMPTS_MAX; i++) {
        struct conform_event *answer = join_with(c, &w, "not the key");
        if (answer->kind == CONFORM_JOINED)
            conform_not_offered(c, "the server lets in a wrong token");
        if (conform_at_is(c, answer->payload, "/data/code", "RATE_LIMIT"))
            return;
        conform_leave(w);
    }
    conform_fail(c, "RATE_LIMIT after ten failed attempts", "only AUTH_FAILED",
                 base_slice(NULL, 0));
}

CONFORM_CASE(STS_2_LIMITED) {
    struct conform_worker *w;
    be_limited(c);
    c->limits = true; /* that the right token is limited too is told here */
    struct conform_event *answer = join_with(c, &w, c->settings->key);
    conform_check(w, answer->kind == CONFORM_JOINED, answer,
                  "the right token to be accepted, after wrong ones were limited");
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

/* What is timed may be late because of this machine: the best of some tries counts. */
#define TRIES 5

struct timing {
    const char *what;
    int64_t most;
    int64_t (*measure)(struct conform_case *c);
};

static void check_time(struct conform_case *c, const struct timing *timing) {
    int64_t best = INT64_MAX;
    for (int i = 0; i < TRIES && best > timing->most; i++) {
        int64_t took = timing->measure(c);
        best = took < best ? took : best;
    }
    if (best > timing->most)
        conform_fail(c, conform_text(c, "%s within %lld ms", timing->what, (long long)timing->most),
                     conform_text(c, "%lld ms, the best of %d tries", (long long)best, TRIES),
                     base_slice(NULL, 0));
}

static int64_t time_connect(struct conform_case *c) {
    int64_t start = client_now();
    struct conform_worker *w = conform_connect(c);
    int64_t took = client_now() - start;
    conform_leave(w);
    return took;
}

CONFORM_CASE(STS_12_CONNECT) {
    check_time(c, &(struct timing){"connecting", 500, time_connect});
}

static int64_t time_ready(struct conform_case *c) {
    struct conform_worker *w = conform_connect(c);
    int64_t start = conform_since(c);
    struct conform_event *ready = conform_expect_stream(w, "", NULL);
    conform_leave(w);
    return ready->at - start;
}

CONFORM_CASE(STS_12_READY) {
    check_time(c, &(struct timing){"stream:ready", 1000, time_ready});
}

static int64_t time_ack(struct conform_case *c) {
    struct conform_worker *w = conform_begin(c);
    struct conform_fragment fragment = conform_send_fragment(w);
    struct conform_event *ack = conform_expect(w, STS_EVENT_FRAGMENT_ACK, NULL);
    conform_leave(w);
    return ack->at - fragment.at;
}

CONFORM_CASE(STS_12_ACK) {
    check_time(c, &(struct timing){"fragment:ack", 50, time_ack});
}

static int64_t time_session(struct conform_case *c) {
    int64_t start = client_now();
    struct conform_worker *w = conform_begin(c);
    for (int i = 0; i < 10; i++)
        conform_still_works(w);
    conform_finish(w, NULL);
    int64_t took = client_now() - start;
    conform_leave(w);
    return took;
}

CONFORM_CASE(STS_12_SESSION) {
    if (!c->server->echo)
        conform_not_offered(c, "the server is not the echo service");
    check_time(c, &(struct timing){"a session of ten fragments", 5000, time_session});
}
