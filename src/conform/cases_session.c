/* cases_session.c - sts/3 and sts/4: mistakes, and the session machine. */
#include "conform/scene.h"

/* Auto-disconnect after stream:complete: not at once, and at the latest (protocol §4: 5 s unless
 * the server is told otherwise). */
#define DISCONNECT_LEAST_MS 500
#define DISCONNECT_MOST_MS 20000
#define DISCONNECT_TRIES 3
/* A second stream:complete is waited for that long. */
#define SECOND_COMPLETE_MS 1000
/* Processing that is not done before the connection is lost. */
#define HELD_MS 3000

/* ---- mistakes ------------------------------------------------------------------------------ */

/* A fragment with base64 over the limit and, if `whole`, nothing else wrong. */
static const char *too_large(struct conform_worker *w, bool whole) {
    enum {
        LIMIT = 10485760
    };
    struct conform_fragment fragment = conform_new_fragment(w, w->next_number);
    char *audio = conform_take(w->c, LIMIT + 5);
    memset(audio, 'A', LIMIT + 4);
    fragment.audio = audio;
    const char *json = conform_fragment_json(w, &fragment);
    return conform_text(w->c, "{%s%s", whole ? "" : "\"sequence_number\":\"none\",", json + 1);
}

CONFORM_CASE(STS_3_CHECKS_IN_ORDER) {
    struct conform_worker *none = conform_connect(c);
    conform_emit(none, "fragment:data", "{\"fragment_id\":1}");
    (void)conform_expect_error(none, STS_ERROR_CODE_STREAM_NOT_FOUND, NULL);
    conform_leave(none);

    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    conform_emit(w, "fragment:data", "{\"stream_id\":%s,\"audio\":{\"data_base64\":\"%s\"}}",
                 "\"conform-of-nobody\"", "AAAA");
    (void)conform_expect_error(w, STS_ERROR_CODE_INVALID_CONFIG, NULL); /* schema, stream_id */
    struct conform_fragment used = conform_new_fragment(w, 0);
    const char *own = w->stream;
    w->stream = "conform-of-nobody";
    conform_send_again(w, &used);
    w->stream = own;
    (void)conform_expect_error(w, STS_ERROR_CODE_STREAM_NOT_FOUND, NULL); /* it, sequence */
    conform_request(w, "stream:pause");
    conform_emit(w, "fragment:data", "{\"stream_id\":%s}", conform_stream(w));
    (void)conform_expect_error(w, STS_ERROR_CODE_STREAM_NOT_FOUND, NULL); /* state, schema */
}

CONFORM_CASE(STS_3_REFUSED_USES_NOTHING) {
    struct conform_worker *w = conform_begin(c);
    struct conform_fragment fragment = conform_new_fragment(w, 0), bad = fragment;
    bad.audio = "no base64";
    conform_send_again(w, &bad);
    (void)conform_expect_error(w, STS_ERROR_CODE_INVALID_CONFIG, NULL);
    conform_send_again(w, &fragment);
    conform_expect_result(w, &fragment, NULL);
    w->next_number = 1;
    conform_still_works(w);
    conform_expect_none(w, STS_EVENT_ERROR);
}

CONFORM_CASE(STS_3_STAYS_USABLE) {
    struct conform_worker *w = conform_connect(c);
    conform_emit(w, "stream:init", "{}");
    (void)conform_expect(w, STS_EVENT_ERROR, NULL);
    (void)conform_expect_stream(w, "", NULL);
    const char *const mistakes[][2] = {
        {"fragment:data", "{}"},
        {"fragment:data", "\"text\""},
        {"fragment:data", too_large(w, true)},
        {"stream:pause", "{\"stream_id\":\"conform-of-nobody\"}"},
        {"stream:resume", "{\"stream_id\":7}"},
        {"stream:end", "[]"},
        {"stream:init", "{}"},
        {"no:such:event", "{}"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        conform_emit(w, mistakes[i][0], "%s", mistakes[i][1]);
        (void)conform_expect(w, STS_EVENT_ERROR, NULL);
        conform_still_works(w);
    }
}

CONFORM_CASE(STS_3_OTHERS_UNDISTURBED) {
    struct conform_worker *good = conform_begin(c);
    conform_still_works(good);
    struct conform_worker *bad = conform_begin(c);
    conform_emit(bad, "fragment:data", "{}");
    conform_emit(bad, "fragment:data", "{\"stream_id\":%s}", conform_stream(good));
    conform_emit(bad, "stream:end", "{\"stream_id\":%s}", conform_stream(good));
    conform_emit(bad, "stream:pause", "{\"stream_id\":%s}", conform_stream(good));
    conform_settle(bad);
    conform_still_works(good);
    conform_send_raw(bad, base_slice_of("no packet"));
    conform_expect_close(bad);
    conform_still_works(good);
    conform_expect_none(good, STS_EVENT_ERROR);
    conform_expect_none(good, STS_EVENT_STREAM_COMPLETE);
}

static void need_echo(struct conform_case *c) {
    if (!c->server->echo)
        conform_not_offered(c, "the server is not the echo service");
}

CONFORM_CASE(STS_3_ECHO_AUDIO) {
    need_echo(c);
    struct conform_worker *w = conform_begin(c);
    for (int i = 0; i < 3; i++) {
        struct sts_fragment_processed result;
        struct conform_fragment fragment = conform_send_fragment(w);
        (void)conform_expect(w, STS_EVENT_FRAGMENT_ACK, NULL);
        struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
        conform_check(
            w, conform_is(result.dubbed_audio.data_base64, fragment.audio), event,
            conform_text(c, "dubbed_audio with the data_base64 that was sent: %s", fragment.audio));
    }
}

CONFORM_CASE(STS_3_ECHO_RESULT) {
    need_echo(c);
    struct sts_fragment_processed result;
    struct conform_worker *w = conform_begin(c);
    (void)conform_send_fragment(w);
    struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
    conform_check(w,
                  conform_is(result.transcript, "[ECHO] Original audio") &&
                      conform_is(result.translated_text, "[ECHO] Original audio"),
                  event, "transcript and translated_text [ECHO] Original audio");
    conform_check(w,
                  conform_is(result.metadata.asr_model, "echo-mock") &&
                      conform_is(result.metadata.translation_model, "echo-mock") &&
                      conform_is(result.metadata.tts_model, "echo-mock"),
                  event, "all three models echo-mock");
    const struct sts_stage_timings *stages = &result.stage_timings;
    conform_check(w,
                  result.has & STS_FRAGMENT_PROCESSED_HAS_STAGE_TIMINGS &&
                      stages->asr_ms + stages->translation_ms + stages->tts_ms ==
                          result.processing_time_ms,
                  event, "stage timings that add up to processing_time_ms");
}

/* ---- the session machine ------------------------------------------------------------------- */

/* An error whose metadata tells the stream's state. */
static void expect_state(struct conform_worker *w, enum sts_error_code code) {
    struct sts_error error;
    struct conform_event *event = conform_expect_error(w, code, &error);
    conform_check(w, error.metadata.has & STS_ERROR_METADATA_HAS_STATE, event,
                  "the state of the stream in metadata.state");
}

CONFORM_CASE(STS_4_SECOND_INIT) {
    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    conform_init(w, "");
    (void)conform_expect_error(w, STS_ERROR_CODE_INVALID_CONFIG, NULL);
    conform_still_works(w);
    conform_expect_none(w, STS_EVENT_STREAM_READY);
}

CONFORM_CASE(STS_4_NEXT_STREAM) {
    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    conform_finish(w, NULL);
    w->stream = conform_text(c, "conform-%s", conform_uuid(c));
    w->next_number = 0;
    (void)conform_expect_stream(w, "", NULL);
    conform_still_works(w);
}

CONFORM_CASE(STS_4_WRONG_STATE) {
    struct conform_worker *w = conform_begin(c);
    conform_request(w, "stream:resume"); /* active */
    expect_state(w, STS_ERROR_CODE_INVALID_CONFIG);
    conform_request(w, "stream:pause");
    conform_request(w, "stream:pause"); /* paused */
    expect_state(w, STS_ERROR_CODE_INVALID_CONFIG);
    conform_finish(w, NULL);
    static const char *const requests[] = {"stream:pause", "stream:resume", "stream:end"};
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        conform_request(w, requests[i]); /* completed */
        expect_state(w, STS_ERROR_CODE_INVALID_CONFIG);
    }
}

CONFORM_CASE(STS_4_PAUSED_REFUSES) {
    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    conform_request(w, "stream:pause");
    struct conform_fragment fragment = conform_send_fragment(w);
    expect_state(w, STS_ERROR_CODE_STREAM_NOT_FOUND);
    conform_request(w, "stream:resume");
    conform_send_again(w, &fragment);
    conform_expect_result(w, &fragment, NULL);
}

CONFORM_CASE(STS_4_PAUSE_FINISHES) {
    struct conform_worker *w = conform_begin_slow(c, 300, 0, "");
    struct conform_fragment first = conform_send_fragment(w), second = conform_send_fragment(w);
    conform_request(w, "stream:pause");
    conform_expect_result(w, &first, NULL);
    conform_expect_result(w, &second, NULL);
    conform_expect_none(w, STS_EVENT_ERROR);
}

CONFORM_CASE(STS_4_COMPLETE_LAST) {
    struct conform_worker *w = conform_begin_slower(c, 300, 0, "\"max_inflight\":3,");
    struct conform_event *last = NULL;
    for (int i = 0; i < 3; i++)
        (void)conform_send_fragment(w);
    conform_request(w, "stream:end");
    for (int i = 0; i < 3; i++)
        last = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, NULL);
    struct conform_event *complete = conform_expect(w, STS_EVENT_STREAM_COMPLETE, NULL);
    conform_check(w, complete->order > last->order, complete,
                  "stream:complete after the last fragment:processed");
    /* One more may come a little later. */
    struct conform_event *more =
        conform_look(w, CONFORM_KIND(STS_EVENT_STREAM_COMPLETE) | CONFORM_ENDS,
                     client_now() + SECOND_COMPLETE_MS);
    conform_check(w, !more || more->kind != STS_EVENT_STREAM_COMPLETE, more,
                  "no more stream:complete");
}

CONFORM_CASE(STS_4_ENDING_REFUSES) {
    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    conform_finish(w, NULL);
    (void)conform_send_fragment(w);
    expect_state(w, STS_ERROR_CODE_STREAM_NOT_FOUND);
}

/* Milliseconds from stream:complete to DISCONNECT. */
static int64_t time_disconnect(struct conform_case *c) {
    struct conform_worker *w = conform_begin(c);
    conform_still_works(w);
    conform_request(w, "stream:end");
    struct conform_event *complete = conform_expect(w, STS_EVENT_STREAM_COMPLETE, NULL);
    struct conform_event *left =
        conform_look(w, CONFORM_KIND(CONFORM_DISCONNECTED) | CONFORM_KIND(CONFORM_LOST),
                     client_now() + DISCONNECT_MOST_MS);
    conform_check(w, left && left->kind == CONFORM_DISCONNECTED, left,
                  "a Socket.IO DISCONNECT within 20 s of stream:complete");
    return left ? left->at - complete->at : 0;
}

/* Where this machine is slow, both may be read at once: the longest time of some tries counts. */
CONFORM_CASE(STS_4_DISCONNECTS) {
    int64_t took = 0;
    for (int i = 0; i < DISCONNECT_TRIES && took < DISCONNECT_LEAST_MS; i++)
        took = time_disconnect(c);
    if (took < DISCONNECT_LEAST_MS)
        conform_fail(c, "at least 500 ms between stream:complete and DISCONNECT, for the last acks",
                     conform_text(c, "%lld ms, and not longer in %d tries", (long long)took,
                                  DISCONNECT_TRIES),
                     base_slice(NULL, 0));
}

/* ---- resume -------------------------------------------------------------------------------- */

CONFORM_CASE(STS_4_RESUME_TAKES_OVER) {
    struct conform_worker *old = conform_begin(c);
    conform_still_works(old);
    conform_still_works(old);
    conform_lose(old);
    struct conform_worker *w = conform_resume(old);
    /* A stream that was kept goes on with number 2; a new one would find a gap before it. */
    struct conform_fragment next = conform_send_fragment(w);
    struct conform_event *answer = conform_expect_any(
        w, CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED) | CONFORM_KIND(STS_EVENT_ERROR),
        "fragment:processed");
    conform_check(
        w, answer->kind == STS_EVENT_FRAGMENT_PROCESSED, answer,
        conform_text(c, "the stream with the same session_id to go on with fragment %s", next.id));
}

CONFORM_CASE(STS_4_RESUME_SENDS_REST) {
    struct conform_worker *old = conform_begin_slow(c, HELD_MS, 0, "");
    struct conform_fragment sent[3];
    for (int i = 0; i < 3; i++)
        sent[i] = conform_send_fragment(old);
    for (int i = 0; i < 3; i++)
        (void)conform_expect(old, STS_EVENT_FRAGMENT_ACK, NULL);
    if (client_now() - c->began - sent[0].at > HELD_MS / 2)
        conform_not_exercised(
            c, "this machine is too slow: the results may have come before the connection was cut");
    conform_lose(old);
    struct conform_worker *w = conform_resume(old);
    for (int i = 0; i < 3; i++) {
        struct sts_fragment_processed result;
        struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
        conform_check(w, conform_is(result.fragment_id, sent[i].id), event,
                      conform_text(c, "the result for number %d", i));
    }
}

CONFORM_CASE(STS_4_RESUME_RETRANSMITS) {
    struct sts_stream_complete complete;
    struct sts_fragment_processed result;
    struct conform_worker *old = conform_begin(c);
    struct conform_fragment fragment = conform_send_fragment(old);
    conform_expect_result(old, &fragment, NULL);
    conform_lose(old);
    struct conform_worker *w = conform_resume(old);
    conform_send_again(w, &fragment);
    struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
    conform_check(w, conform_is(result.fragment_id, fragment.id), event,
                  "the result for the fragment that was sent again");
    conform_request(w, "stream:end");
    event = conform_expect(w, STS_EVENT_STREAM_COMPLETE, &complete);
    conform_check(w, complete.total_fragments == 1, event,
                  "total_fragments 1, because the fragment counts once");
}

CONFORM_CASE(STS_4_RESUME_CLOSES_OLD) {
    struct conform_worker *old = conform_begin(c);
    conform_still_works(old);
    (void)conform_resume(old);
    conform_expect_close(old);
}

CONFORM_CASE(STS_4_RESUME_FOREIGN_WORKER) {
    struct conform_worker *first = conform_begin(c);
    conform_lose(first);
    struct conform_worker *open = conform_resume(first);
    struct conform_worker *foreign = conform_connect(c);
    foreign->stream = open->stream;
    foreign->id = "another-worker";
    for (int i = 0; i < 2; i++) {
        struct conform_event *answer = conform_ask_stream(foreign, "");
        conform_check(foreign, conform_has_code(foreign, answer, STS_ERROR_CODE_INVALID_CONFIG),
                      answer, "error INVALID_CONFIG for another worker_id");
        if (i == 0) {
            conform_still_works(open);
            conform_lose(open);
        }
    }
}

CONFORM_CASE(STS_4_RESUME_NEW_RUN) {
    struct conform_worker *old = conform_begin(c);
    conform_still_works(old);
    conform_still_works(old);
    conform_lose(old);
    struct conform_worker *w = conform_resume(old);
    w->next_number = 0;
    conform_still_works(w);
    conform_still_works(w);
    conform_expect_none(w, STS_EVENT_ERROR);
}

CONFORM_CASE(STS_4_LEAVING_ENDS) {
    struct conform_worker *w = conform_begin(c);
    const char *session = conform_session(w);
    conform_still_works(w);
    conform_leave(w); /* the server has read the DISCONNECT when this returns */
    struct conform_worker *again = conform_come_back(w, NULL);
    conform_check(again, strcmp(conform_session(again), session) != 0, conform_last_ready(again),
                  "another session_id, because the DISCONNECT ended the stream");
}

/* ---- sizes --------------------------------------------------------------------------------- */

CONFORM_CASE(016_8_1_FRAGMENT_TOO_LARGE) {
    struct conform_worker *w = conform_begin(c);
    conform_expect_refusal(&w, "fragment:data", too_large(w, true),
                           STS_ERROR_CODE_FRAGMENT_TOO_LARGE,
                           CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED));
    if (conform_asked(c, STS_FROM_ECHO)) /* the size is looked at before the schema */
        conform_expect_refusal(&w, "fragment:data", too_large(w, false),
                               STS_ERROR_CODE_FRAGMENT_TOO_LARGE,
                               CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED));
}
