/* cases_order.c - 016 §7.1: results in order, gaps, duplicates. */
#include "conform/scene.h"

/* An INVALID_SEQUENCE with that reason. */
static struct conform_event *expect_reason(struct conform_worker *w, const char *reason,
                                           struct sts_error *error) {
    struct conform_event *event = conform_expect_error(w, STS_ERROR_CODE_INVALID_SEQUENCE, error);
    conform_check(w, conform_is(error->metadata.reason, reason), event,
                  conform_text(w->c, "metadata.reason %s", reason));
    return event;
}

/* The gap of one number is told. */
static void expect_gap(struct conform_worker *w, int64_t missing) {
    struct sts_error error;
    struct conform_event *event = expect_reason(w, "gap", &error);
    const struct sts_error_metadata *metadata = &error.metadata;
    const char *text = conform_text(w->c, "[%d,%d]", (int)missing, (int)missing);
    conform_check(w, !(error.has & STS_ERROR_HAS_FRAGMENT_ID), event,
                  "no fragment_id, because a gap is about the stream");
    conform_check(w,
                  metadata->has & STS_ERROR_METADATA_HAS_EXPECTED && metadata->expected == missing,
                  event, conform_text(w->c, "metadata.expected %d", (int)missing));
    conform_check(
        w, metadata->has & STS_ERROR_METADATA_HAS_RECEIVED && metadata->received == missing + 1,
        event, conform_text(w->c, "metadata.received %d", (int)missing + 1));
    conform_check(w, conform_at_is(w->c, event->payload, "/metadata/missing", text), event,
                  conform_text(w->c, "metadata.missing %s", text));
}

/* The results of `count` numbers from `first` on, in order. */
static void expect_results(struct conform_worker *w, int64_t first, int count) {
    for (int64_t number = first; number < first + count; number++) {
        struct sts_fragment_processed result;
        struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
        conform_check_because(w, result.sequence_number == number, STS_REQUIREMENT_016_7_1_IN_ORDER,
                              event,
                              conform_text(w->c, "the result for number %lld", (long long)number));
    }
}

CONFORM_CASE(016_7_1_IN_ORDER) {
    struct conform_worker *w =
        conform_begin_slower(c, 10, 150, "\"max_inflight\":10,\"timeout_ms\":30000,");
    int64_t last = 0;
    for (int i = 0; i < 10; i++)
        (void)conform_send_fragment(w);
    for (int i = 0; i < 10; i++) { /* that one is missing, or comes twice, is another matter */
        struct sts_fragment_processed result;
        struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
        conform_check(w, result.sequence_number >= last, event,
                      conform_text(c, "no result behind that for number %lld but for higher ones",
                                   (long long)last));
        last = result.sequence_number;
    }
}

CONFORM_CASE(016_7_1_FILLED_GAP) {
    static const int numbers[] = {1, 0, 3, 2, 4};
    struct conform_worker *w = conform_begin_with(c, "\"max_inflight\":10,");
    conform_hold(w); /* the time allowed may be short */
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        (void)conform_send_number(w, numbers[i]);
    conform_release(w);
    expect_results(w, 0, 5);
    conform_settle(w);
    conform_expect_none(w, STS_EVENT_ERROR);
}

CONFORM_CASE(016_7_1_GAP) {
    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    (void)conform_send_number(w, 2);
    expect_gap(w, 1);
    expect_results(w, 2, 1);
    (void)conform_expect(w, STS_EVENT_FRAGMENT_ACK, NULL);
    conform_still_works(w);
    conform_expect_none(w, STS_EVENT_ERROR);
}

CONFORM_CASE(016_7_1_GAP_AT_END) {
    struct sts_stream_complete complete;
    struct conform_worker *w = conform_begin(c);
    (void)conform_send_number(w, 1);
    conform_request(w, "stream:end");
    expect_gap(w, 0);
    expect_results(w, 1, 1);
    struct conform_event *event = conform_expect(w, STS_EVENT_STREAM_COMPLETE, &complete);
    conform_check(w, complete.total_fragments == 1, event, "total_fragments 1");
}

CONFORM_CASE(016_7_1_LATE) {
    struct sts_error error;
    struct conform_worker *w = conform_begin(c);
    (void)conform_send_number(w, 1);
    expect_gap(w, 0);
    expect_results(w, 1, 1);
    (void)conform_expect(w, STS_EVENT_FRAGMENT_ACK, NULL);
    (void)conform_send_number(w, 0);
    (void)expect_reason(w, "late", &error);
    w->next_number = 2;
    conform_still_works(w);
}

CONFORM_CASE(016_7_1_DUPLICATE_NUMBER) {
    struct sts_error error;
    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    (void)conform_send_number(w, 0);
    (void)expect_reason(w, "duplicate_sequence", &error);
    conform_still_works(w);
}

CONFORM_CASE(016_7_1_DUPLICATE_ID) {
    struct sts_error error;
    struct conform_worker *w = conform_begin(c);
    struct conform_fragment fragment = conform_send_fragment(w);
    conform_expect_result(w, &fragment, NULL);
    fragment.number = 1;
    conform_send_again(w, &fragment);
    (void)expect_reason(w, "duplicate_fragment", &error);
    conform_still_works(w);
}
