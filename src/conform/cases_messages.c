/* cases_messages.c - 016 §5.1 and §5.2: what is taken, what is refused, what is answered. */
#include "conform/mutation.h"
#include "conform/scene.h"

/* ---- from the worker ----------------------------------------------------------------------- */

/* A stream:init with all members. */
static const char *whole_init(struct conform_worker *w) {
    return conform_text(w->c,
                        "{\"stream_id\":%s,\"worker_id\":\"%s\",\"max_inflight\":3,"
                        "\"timeout_ms\":8000,\"config\":{\"source_language\":\"en\","
                        "\"target_language\":\"es\",\"voice_profile\":\"default\","
                        "\"chunk_duration_ms\":1000,\"sample_rate_hz\":48000,\"channels\":1,"
                        "\"format\":\"m4a\"}}",
                        conform_stream(w), w->id);
}

static const char *whole_fragment(struct conform_worker *w) {
    struct conform_fragment fragment = conform_new_fragment(w, 0);
    return conform_text(w->c,
                        "{\"fragment_id\":\"%s\",\"stream_id\":%s,\"sequence_number\":0,"
                        "\"timestamp\":1766880000000,\"audio\":{\"format\":\"m4a\","
                        "\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":1000,"
                        "\"data_base64\":\"%s\"},\"metadata\":{\"pts_ns\":0,"
                        "\"source_pts_ns\":0}}",
                        fragment.id, conform_stream(w), fragment.audio);
}

/* Notes in the transcript which rule the next message is about. */
static void announce(struct conform_worker *w, const char *event, const char *what) {
    conform_tell(w->c, CONFORM_NOTE, w->number,
                 base_slice_of(conform_text(w->c, "(%s: %s)", event, what)));
}

/* Every message that breaks one rule of the event's schema is answered with INVALID_CONFIG. All are
 * tried; what was wrong is noted. */
static void expect_refusals(struct conform_worker **w, enum sts_event_id event, const char *valid,
                            uint64_t forbidden) {
    for (struct conform_mutation *mutation =
             conform_mutations_invalid((*w)->c, sts_events[event].payload, valid);
         mutation; mutation = mutation->next)
        if (conform_asked((*w)->c, mutation->origin))
            conform_refusal(w, event, mutation->json, mutation->what, forbidden);
}

CONFORM_CASE(016_5_1_STREAM_INIT_REFUSED) {
    struct conform_worker *w = conform_connect(c);
    expect_refusals(&w, STS_EVENT_STREAM_INIT, whole_init(w), CONFORM_KIND(STS_EVENT_STREAM_READY));
    conform_conclude(c);
}

CONFORM_CASE(016_5_1_STREAM_INIT_ACCEPTED) {
    struct conform_worker *maker = conform_connect(c);
    for (struct conform_mutation *mutation = conform_mutations_valid(
             c, sts_events[STS_EVENT_STREAM_INIT].payload, whole_init(maker));
         mutation; mutation = mutation->next) {
        if (!conform_asked(c, mutation->origin))
            continue;
        struct conform_worker *w = conform_connect(c);
        announce(w, "stream:init", mutation->what);
        struct conform_event *answer = conform_ask_stream_with(w, mutation->json);
        conform_check(w, answer->kind == STS_EVENT_STREAM_READY, answer,
                      conform_text(c, "stream:ready for %s", mutation->what));
        w->stream = conform_at(c, base_slice_of(mutation->json), "/stream_id");
        conform_finish(w, NULL);
        conform_leave(w);
    }
}

CONFORM_CASE(016_5_1_STREAM_INIT_DEFAULTS) {
    struct sts_stream_ready ready;
    struct conform_worker *w = conform_connect(c);
    struct conform_event *event = conform_ask_stream_with(
        w, conform_text(c, "{\"stream_id\":%s,\"worker_id\":\"%s\",\"config\":{}}",
                        conform_stream(w), w->id));
    conform_check(w, event->kind == STS_EVENT_STREAM_READY, event,
                  "stream:ready for an empty config");
    conform_decode(event, &ready);
    conform_check(w, ready.max_inflight == 3, event, "the default max_inflight 3");
    conform_still_works(w);
}

CONFORM_CASE(016_5_1_FRAGMENT_DATA_REFUSED) {
    struct conform_worker *w = conform_begin(c);
    expect_refusals(&w, STS_EVENT_FRAGMENT_DATA, whole_fragment(w),
                    CONFORM_KIND(STS_EVENT_FRAGMENT_ACK) |
                        CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED));
    conform_conclude(c);
    conform_settle(w);
    conform_expect_none(w, STS_EVENT_FRAGMENT_ACK);
    conform_expect_none(w, STS_EVENT_FRAGMENT_PROCESSED);
    conform_still_works(w);
}

/* Sends the fragment on a stream of its own, which then ends. False: there is no such mutation. */
static bool try_fragment(struct conform_case *c, size_t index) {
    struct conform_worker *w = conform_worker_new(c);
    struct conform_mutation *mutation =
        conform_mutations_valid(c, sts_events[STS_EVENT_FRAGMENT_DATA].payload, whole_fragment(w));
    for (size_t i = 0; i < index && mutation; i++)
        mutation = mutation->next;
    if (!mutation)
        return false;
    if (!conform_asked(c, mutation->origin) || strncmp(mutation->what, "/stream_id", 10) == 0)
        return true; /* the stream is the connection's */
    const char *stream = w->stream;
    w = conform_connect(c);
    w->stream = stream;
    (void)conform_expect_stream(w, "", NULL);
    announce(w, "fragment:data", mutation->what);
    conform_emit(w, "fragment:data", "%s", mutation->json);
    (void)conform_expect_any(w, CONFORM_KIND(STS_EVENT_FRAGMENT_ACK),
                             conform_text(c, "fragment:ack for %s", mutation->what));
    (void)conform_expect_any(w, CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED),
                             conform_text(c, "fragment:processed for %s", mutation->what));
    conform_finish(w, NULL);
    conform_leave(w);
    return true;
}

CONFORM_CASE(016_5_1_FRAGMENT_DATA_ACCEPTED) {
    size_t index = 0;
    while (try_fragment(c, index))
        index++;
}

/* Acks every fragment that has a result, and one that nobody knows. */
static void send_acks(struct conform_worker *w, const char *id) {
    static const char *const states[] = {"received", "applied"};
    for (size_t i = 0; i < 2; i++) {
        conform_emit(w, "fragment:ack",
                     "{\"fragment_id\":\"%s\",\"status\":\"%s\",\"timestamp\":1766880000000}", id,
                     states[i]);
        if (conform_asked(w->c, STS_FROM_ECHO))
            conform_emit(w, "fragment:ack",
                         "{\"fragment_id\":\"%s\",\"status\":\"%s\","
                         "\"timestamp\":1766880000000}",
                         conform_uuid(w->c), states[i]);
    }
    conform_settle(w);
    conform_expect_none(w, STS_EVENT_ERROR);
}

CONFORM_CASE(016_5_1_FRAGMENT_ACK_ACCEPTED) {
    struct conform_worker *w = conform_begin(c);
    struct conform_fragment fragment = conform_send_fragment(w);
    conform_expect_result(w, &fragment, NULL);
    send_acks(w, fragment.id);
    if (conform_asked(c, STS_FROM_ECHO)) {
        conform_request(w, "stream:pause");
        send_acks(w, fragment.id);
    }
    conform_finish(w, NULL);
    send_acks(w, fragment.id);
}

CONFORM_CASE(016_5_1_FRAGMENT_ACK_REFUSED) {
    struct conform_worker *w = conform_begin(c);
    expect_refusals(&w, STS_EVENT_WORKER_FRAGMENT_ACK,
                    conform_text(c,
                                 "{\"fragment_id\":\"%s\",\"status\":\"received\","
                                 "\"timestamp\":1766880000000}",
                                 conform_uuid(c)),
                    0);
    conform_conclude(c);
    conform_still_works(w);
}

CONFORM_CASE(016_5_1_REQUESTS_REFUSED) {
    struct conform_worker *w = conform_begin(c);
    const char *with_reason =
        conform_text(c, "{\"stream_id\":%s,\"reason\":\"test\"}", conform_stream(w));
    expect_refusals(&w, STS_EVENT_STREAM_PAUSE, with_reason, 0);
    expect_refusals(&w, STS_EVENT_STREAM_RESUME,
                    conform_text(c, "{\"stream_id\":%s}", conform_stream(w)), 0);
    expect_refusals(&w, STS_EVENT_STREAM_END, with_reason, CONFORM_KIND(STS_EVENT_STREAM_COMPLETE));
    conform_conclude(c);
    conform_still_works(w);
}

CONFORM_CASE(016_5_1_UNKNOWN_MEMBERS) {
    struct conform_worker *w = conform_begin_with(c, "\"colour\":\"blue\",");
    struct conform_fragment fragment = conform_new_fragment(w, 0);
    const char *json = conform_fragment_json(w, &fragment);
    conform_emit(w, "fragment:data", "{\"colour\":{\"red\":[1,2]},%s", json + 1);
    conform_expect_result(w, &fragment, NULL);
    conform_emit(w, "stream:pause", "{\"stream_id\":%s,\"colour\":7}", conform_stream(w));
    conform_emit(w, "stream:resume", "{\"stream_id\":%s,\"colour\":7}", conform_stream(w));
    conform_settle(w);
    conform_expect_none(w, STS_EVENT_ERROR);
}

CONFORM_CASE(016_5_1_UNKNOWN_EVENT) {
    struct conform_worker *w = conform_begin(c);
    conform_emit(w, "fragment:date", "{}");
    (void)conform_expect_error(w, STS_ERROR_CODE_INVALID_CONFIG, NULL);
    conform_still_works(w);
}

/* ---- to the worker ------------------------------------------------------------------------- */

CONFORM_CASE(016_5_2_STREAM_READY_SCHEMA) {
    (void)conform_begin(c); /* every payload that comes is validated */
}

CONFORM_CASE(016_5_2_STREAM_READY_VALUES) {
    const char *sessions[2];
    for (int i = 0; i < 2; i++) {
        struct sts_stream_ready ready;
        struct conform_worker *w = conform_connect(c);
        struct conform_event *event = conform_expect_stream(w, "\"max_inflight\":7,", &ready);
        conform_check(w, conform_is(ready.stream_id, w->stream), event,
                      conform_text(c, "stream_id %s", w->stream));
        conform_check(w, ready.max_inflight == 7, event, "max_inflight 7");
        sessions[i] = conform_session(w);
    }
    if (strcmp(sessions[0], sessions[1]) == 0)
        conform_fail(c, "a new session_id for every stream", sessions[1], base_slice(NULL, 0));
}

CONFORM_CASE(016_5_2_FRAGMENT_ACK_SCHEMA) {
    struct conform_worker *w = conform_begin(c);
    (void)conform_send_fragment(w);
    (void)conform_expect(w, STS_EVENT_FRAGMENT_ACK, NULL);
}

#define TEN 10

/* Ten fragments at once; everything that comes for them. */
static struct conform_worker *send_ten(struct conform_case *c, struct conform_fragment sent[TEN]) {
    struct conform_worker *w = conform_begin_with(c, "\"max_inflight\":10,");
    for (int i = 0; i < TEN; i++)
        sent[i] = conform_send_fragment(w);
    return w;
}

/* Which of them has that id; -1: none. */
static int which_of(const struct conform_fragment sent[TEN], struct codec_text id) {
    for (int i = 0; i < TEN; i++)
        if (conform_is(id, sent[i].id))
            return i;
    return -1;
}

/* One ack for each, in whatever order. `when`: their order of arrival. */
static void take_acks(struct conform_worker *w, const struct conform_fragment sent[TEN],
                      struct conform_event *acked[TEN]) {
    for (int i = 0; i < TEN; i++) {
        struct sts_fragment_ack ack;
        struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_ACK, &ack);
        int which = which_of(sent, ack.fragment_id);
        conform_check(w, which >= 0 && !acked[which], event,
                      "one fragment:ack for each of ten fragments");
        acked[which] = event;
    }
}

CONFORM_CASE(016_5_2_FRAGMENT_ACK_SENT) {
    struct conform_fragment sent[TEN];
    struct conform_event *acked[TEN] = {NULL};
    struct conform_worker *w = send_ten(c, sent);
    take_acks(w, sent, acked);
    for (int i = 0; i < TEN; i++) {
        struct sts_fragment_processed result;
        struct conform_event *done = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
        int which = which_of(sent, result.fragment_id);
        conform_check(w, which < 0 || acked[which]->order < done->order,
                      which < 0 ? done : acked[which], "fragment:ack before fragment:processed");
    }
    conform_finish(w, NULL);
    conform_settle(w);
    conform_expect_none(w, STS_EVENT_FRAGMENT_ACK);
}

CONFORM_CASE(016_5_2_FRAGMENT_PROCESSED_SCHEMA) {
    struct conform_worker *w = conform_begin(c);
    (void)conform_send_fragment(w);
    (void)conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, NULL);
}

CONFORM_CASE(016_5_2_FRAGMENT_PROCESSED_SENT) {
    struct conform_fragment sent[TEN];
    bool seen[TEN] = {false};
    struct conform_worker *w = send_ten(c, sent);
    for (int i = 0; i < TEN; i++) {
        struct sts_fragment_processed result;
        struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
        int which = which_of(sent, result.fragment_id);
        conform_check(w, which >= 0 && !seen[which], event,
                      "one fragment:processed for each of ten fragments");
        conform_check(w,
                      conform_is(result.stream_id, w->stream) &&
                          result.sequence_number == sent[which].number,
                      event,
                      conform_text(c, "fragment:processed for %s, number %d, stream %s",
                                   sent[which].id, which, w->stream));
        seen[which] = true;
    }
    conform_finish(w, NULL);
    conform_settle(w);
    conform_expect_none(w, STS_EVENT_FRAGMENT_PROCESSED);
}

CONFORM_CASE(016_5_2_FRAGMENT_PROCESSED_AUDIO) {
    struct sts_fragment_processed result;
    struct conform_worker *w = conform_begin(c);
    (void)conform_send_fragment(w);
    struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
    if (result.status != STS_FRAGMENT_STATUS_SUCCESS)
        conform_not_exercised(c, "the fragment did not succeed");
    conform_check(w, result.has & STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO, event,
                  "dubbed_audio in a successful result");
}

CONFORM_CASE(016_5_2_STREAM_COMPLETE_SCHEMA) {
    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    conform_finish(w, NULL);
}

CONFORM_CASE(016_5_2_STREAM_COMPLETE_STATISTICS) {
    int64_t counts[STS_FRAGMENT_STATUS_COUNT] = {0};
    struct sts_stream_complete complete;
    struct conform_fragment sent[TEN];
    struct conform_worker *w = send_ten(c, sent);
    for (int i = 0; i < TEN; i++) {
        struct sts_fragment_processed result;
        (void)conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
        counts[result.status]++;
    }
    conform_request(w, "stream:end");
    struct conform_event *event = conform_expect(w, STS_EVENT_STREAM_COMPLETE, &complete);
    const struct sts_stream_statistics *statistics = &complete.statistics;
    conform_check(w, complete.total_fragments == TEN, event, "total_fragments 10");
    conform_check(w,
                  statistics->success_count == counts[STS_FRAGMENT_STATUS_SUCCESS] &&
                      statistics->partial_count == counts[STS_FRAGMENT_STATUS_PARTIAL] &&
                      statistics->failed_count == counts[STS_FRAGMENT_STATUS_FAILED],
                  event,
                  conform_text(c, "%d success, %d partial, %d failed",
                               (int)counts[STS_FRAGMENT_STATUS_SUCCESS],
                               (int)counts[STS_FRAGMENT_STATUS_PARTIAL],
                               (int)counts[STS_FRAGMENT_STATUS_FAILED]));
}

CONFORM_CASE(016_5_2_ERROR_SCHEMA) {
    if (conform_tour(c) == 0)
        conform_not_exercised(c, "the server sent no error where an error was expected");
}

CONFORM_CASE(016_5_2_ERROR_PLACES) {
    struct sts_error error;
    struct conform_worker *w = conform_begin(c);
    conform_emit(w, "stream:pause", "{\"stream_id\":7}");
    struct conform_event *event = conform_expect_error(w, STS_ERROR_CODE_INVALID_CONFIG, &error);
    struct base_slice json = event->payload;
    conform_check(w, conform_at_is(c, json, "/metadata/errors/0/path", "/stream_id"), event,
                  "metadata.errors with the path /stream_id");
    conform_check(w,
                  conform_at(c, json, "/metadata/errors/0/keyword") &&
                      conform_at(c, json, "/metadata/errors/0/message"),
                  event, "keyword and message next to the path");
}

CONFORM_CASE(016_5_2_KNOWN_MEMBERS) {
    (void)conform_tour(c);
}
