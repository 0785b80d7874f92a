/* cases_flow.c - 016 §6.2, §8 and sts/5: backpressure, limits, error codes, retries. */
#include "conform/scene.h"

/* Fragments that are sent to find the end of a queue; the protocol's is 20 unless told otherwise,
 * and 100 a minute are taken. */
#define QUEUE_TRIED 60
/* Fragments taken in a minute (protocol §5). */
#define RATE 100
#define MINUTE_MS 60000
/* QUEUE_FULL in a row, after which the connection is closed (protocol §5). */
#define VIOLATIONS 10
/* So slow that nothing gets ready while a queue is filled. */
#define HELD_MS 30000

/* ---- backpressure -------------------------------------------------------------------------- */

static bool is_raised(const struct sts_backpressure *event) {
    return event->severity != STS_BACKPRESSURE_SEVERITY_LOW;
}

/* A slow stream with more in flight than max_inflight, and the backpressure that this raises. */
static struct conform_worker *raise_backpressure(struct conform_case *c,
                                                 struct conform_event **raised) {
    struct conform_worker *w = conform_begin_slow(c, 150, 0, "\"max_inflight\":1,");
    struct sts_backpressure event;
    conform_hold(w);
    for (int i = 0; i < 4; i++)
        (void)conform_send_fragment(w);
    conform_release(w);
    do
        *raised = conform_expect(w, STS_EVENT_BACKPRESSURE, &event);
    while (!is_raised(&event));
    return w;
}

CONFORM_CASE(016_5_2_BACKPRESSURE_SCHEMA) {
    struct sts_backpressure event;
    struct conform_event *raised;
    struct conform_worker *w = raise_backpressure(c, &raised);
    conform_decode(raised, &event);
    conform_check(w,
                  event.action == STS_BACKPRESSURE_ACTION_NONE ||
                      event.has & STS_BACKPRESSURE_HAS_RECOMMENDED_DELAY_MS,
                  raised, "an integer recommended_delay_ms with slow_down and pause");
}

CONFORM_CASE(016_6_2_RAISED) {
    struct conform_event *raised;
    (void)raise_backpressure(c, &raised);
}

CONFORM_CASE(016_6_2_ALL_CLEAR) {
    struct conform_event *event;
    struct sts_backpressure clear;
    struct conform_worker *w = raise_backpressure(c, &event);
    do
        event = conform_expect(w, STS_EVENT_BACKPRESSURE, &clear);
    while (is_raised(&clear));
    conform_check(w, clear.action == STS_BACKPRESSURE_ACTION_NONE, event,
                  "severity low with action none");
    conform_check(w, clear.current_inflight <= 1, event,
                  "the all-clear only when the load is gone: current_inflight at most 1");
}

CONFORM_CASE(016_6_2_ONCE_PER_LEVEL) {
    struct conform_event *event;
    struct sts_backpressure before, now;
    struct conform_worker *w = raise_backpressure(c, &event);
    conform_decode(event, &before);
    for (int i = 0; i < 4; i++)
        (void)conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, NULL);
    conform_settle(w);
    while ((event = conform_look(w, CONFORM_KIND(STS_EVENT_BACKPRESSURE), client_now()))) {
        conform_decode(event, &now);
        conform_check(w, now.severity != before.severity || now.action != before.action, event,
                      "backpressure only when its level changes");
        before = now;
    }
}

/* Fills the queue of a stream that is held; the first QUEUE_FULL. */
static struct conform_event *fill_queue(struct conform_worker *w) {
    for (int i = 0; i < QUEUE_TRIED; i++) {
        (void)conform_send_fragment(w);
        struct conform_event *answer = conform_expect_any(
            w, CONFORM_KIND(STS_EVENT_FRAGMENT_ACK) | CONFORM_KIND(STS_EVENT_ERROR),
            "fragment:ack or error QUEUE_FULL");
        if (answer->kind == STS_EVENT_ERROR)
            return answer;
    }
    conform_not_exercised(w->c, "the server queues more fragments than sts-conform sends");
}

CONFORM_CASE(016_6_2_PAUSE_BEFORE_FULL) {
    struct conform_worker *w = conform_begin_slow(c, HELD_MS, 0, "\"timeout_ms\":30000,");
    struct conform_event *full = fill_queue(w), *event;
    struct sts_backpressure level;
    bool paused = false;
    while ((event = conform_look(w, CONFORM_KIND(STS_EVENT_BACKPRESSURE), client_now()))) {
        conform_decode(event, &level);
        paused = paused ||
                 (event->order < full->order && level.severity == STS_BACKPRESSURE_SEVERITY_HIGH &&
                  level.action == STS_BACKPRESSURE_ACTION_PAUSE);
    }
    conform_check(w, paused, full, "backpressure high with action pause before QUEUE_FULL");
}

/* ---- limits -------------------------------------------------------------------------------- */

/* True when a stream that is not held takes as many fragments as the one that was filled. */
static bool takes_as_many(struct conform_case *c, int64_t count) {
    struct conform_worker *w = conform_begin(c);
    while (w->next_number < count) {
        (void)conform_send_fragment(w);
        struct conform_event *answer = conform_expect_any(
            w, CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED) | CONFORM_KIND(STS_EVENT_ERROR),
            "fragment:processed");
        if (conform_has_code(w, answer, STS_ERROR_CODE_RATE_LIMIT))
            return false;
    }
    return true;
}

CONFORM_CASE(016_8_1_QUEUE_FULL) {
    struct conform_worker *w = conform_begin_slow(c, HELD_MS, 0, "\"timeout_ms\":30000,");
    struct conform_event *full = fill_queue(w);
    if (conform_has_code(w, full, STS_ERROR_CODE_RATE_LIMIT) && takes_as_many(c, w->next_number))
        c->refused = NULL; /* it is not the rate that is limited: it is the wrong code */
    conform_check(w,
                  conform_has_code(w, full, STS_ERROR_CODE_QUEUE_FULL) &&
                      conform_at_is(c, full->payload, "/retryable", "true"),
                  full, "error QUEUE_FULL with retryable true");
}

CONFORM_CASE(STS_5_FLOW_VIOLATION) {
    struct conform_worker *w = conform_begin_slow(c, HELD_MS, 0, "\"timeout_ms\":30000,");
    (void)fill_queue(w);
    for (int i = 0; i < VIOLATIONS; i++)
        (void)conform_send_fragment(w);
    conform_expect_close(w);
}

CONFORM_CASE(STS_5_RATE_LIMIT) {
    c->limits = true;
    int64_t start = client_now();
    struct conform_worker *w = conform_begin_with(c, "\"max_inflight\":10,");
    for (int i = 0; i < RATE; i++)
        conform_still_works(w);
    (void)conform_send_fragment(w);
    struct conform_event *answer =
        conform_expect_any(w, CONFORM_KIND(STS_EVENT_FRAGMENT_ACK) | CONFORM_KIND(STS_EVENT_ERROR),
                           "error RATE_LIMIT");
    if (client_now() - start > MINUTE_MS)
        conform_not_exercised(c, "100 fragments took longer than a minute");
    if (answer->kind == STS_EVENT_FRAGMENT_ACK)
        conform_not_offered(c, "the server accepts more than 100 fragments a minute");
    conform_check(w, conform_has_code(w, answer, STS_ERROR_CODE_RATE_LIMIT), answer,
                  "error RATE_LIMIT");
    conform_finish(w, NULL);
}

enum {
    STREAMS = 10,
    FRAGMENTS = 3
};

/* The result is for a fragment of that stream. */
static void check_own(struct conform_worker *w, const struct conform_fragment sent[FRAGMENTS],
                      struct conform_event *event) {
    struct sts_fragment_processed result;
    bool own = false;
    conform_decode(event, &result);
    for (int i = 0; i < FRAGMENTS; i++)
        own = own || conform_is(result.fragment_id, sent[i].id);
    conform_check(w, own && conform_is(result.stream_id, w->stream), event,
                  conform_text(w->c, "fragment:processed for a fragment of stream %s", w->stream));
}

CONFORM_CASE(STS_5_STREAMS_APART) {
    struct conform_worker *workers[STREAMS];
    struct conform_fragment sent[STREAMS][FRAGMENTS];
    struct conform_event *event;
    for (int i = 0; i < STREAMS; i++)
        workers[i] = conform_begin(c);
    for (int n = 0; n < FRAGMENTS; n++)
        for (int i = 0; i < STREAMS; i++)
            sent[i][n] = conform_send_fragment(workers[i]);
    for (int i = 0; i < STREAMS; i++)
        for (int n = 0; n < FRAGMENTS; n++)
            check_own(workers[i], sent[i],
                      conform_expect(workers[i], STS_EVENT_FRAGMENT_PROCESSED, NULL));
    for (int i = 0; i < STREAMS; i++) {
        conform_finish(workers[i], NULL);
        while ((event = conform_look(workers[i], CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED),
                                     client_now())))
            check_own(workers[i], sent[i], event);
    }
}

/* ---- error codes, time-outs, retries ------------------------------------------------------- */

CONFORM_CASE(016_8_1_TABLE) {
    if (conform_tour(c) == 0) /* every error that comes is compared with the table */
        conform_not_exercised(c, "the server sent no error where an error was expected");
}

/* Each event about a stream of that name, which does not exist here. */
static void expect_not_found(struct conform_worker **w, const char *stream) {
    static const char *const requests[] = {"stream:pause", "stream:resume", "stream:end"};
    struct conform_case *c = (*w)->c;
    const char *named = conform_text(c, "{\"stream_id\":%s}", conform_quote(c, stream));
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        conform_expect_refusal(w, requests[i], named, STS_ERROR_CODE_STREAM_NOT_FOUND, 0);
    struct conform_fragment fragment = conform_new_fragment(*w, 0);
    const char *own = (*w)->stream;
    (*w)->stream = stream;
    const char *json = conform_fragment_json(*w, &fragment);
    (*w)->stream = own;
    conform_expect_refusal(w, "fragment:data", json, STS_ERROR_CODE_STREAM_NOT_FOUND,
                           CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED));
}

CONFORM_CASE(016_8_1_STREAM_NOT_FOUND) {
    struct conform_worker *w = conform_connect(c);
    expect_not_found(&w, w->stream);
    conform_leave(w);
    w = conform_begin(c);
    expect_not_found(&w, "conform-of-nobody");
}

static void expect_failure(struct conform_worker *w, enum sts_error_code code) {
    struct sts_fragment_processed result;
    struct base_slice name = sts_error_code_text(code);
    struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
    conform_check(w,
                  result.status == STS_FRAGMENT_STATUS_FAILED &&
                      conform_at_is(w->c, event->payload, "/error/code", name.ptr) &&
                      result.error.retryable,
                  event,
                  conform_text(w->c, "a result with status failed, %.*s, retryable true",
                               (int)name.len, name.ptr));
}

CONFORM_CASE(016_8_1_TIMEOUT) {
    struct conform_worker *w = conform_begin_slow(c, 5000, 0, "\"timeout_ms\":1000,");
    (void)conform_send_fragment(w);
    expect_failure(w, STS_ERROR_CODE_TIMEOUT);
}

CONFORM_CASE(016_8_2_RETRY) {
    struct sts_stream_complete complete;
    conform_need(c, STS_EVENT_CONFIG_ERROR_SIMULATION);
    struct conform_worker *w = conform_begin(c);
    conform_arm(w, "\"trigger\":\"sequence_number\",\"value\":0,\"error_code\":\"MODEL_ERROR\","
                   "\"retryable\":true,\"count\":1");
    struct conform_fragment fragment = conform_send_fragment(w);
    (void)conform_expect(w, STS_EVENT_FRAGMENT_ACK, NULL);
    expect_failure(w, STS_ERROR_CODE_MODEL_ERROR);
    conform_send_again(w, &fragment);
    struct sts_fragment_processed result;
    struct conform_event *event = conform_expect_result(w, &fragment, &result);
    conform_check(w, result.status == STS_FRAGMENT_STATUS_SUCCESS, event,
                  "success for the retry: the rule hits only once");
    conform_request(w, "stream:end");
    event = conform_expect(w, STS_EVENT_STREAM_COMPLETE, &complete);
    conform_check(w,
                  complete.total_fragments == 1 && complete.statistics.success_count == 1 &&
                      complete.statistics.failed_count == 0,
                  event,
                  "one fragment, one success and no failure in the statistics, because the new "
                  "outcome counts");
}
