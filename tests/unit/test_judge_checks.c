/* A check that is not called on an occasion would have said nothing. Random occasions, mostly of
 * what no worker and no server does, are shown to all checks that are not called. */
#include "judge/check.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define OCCASIONS 300000

/* ---- random occasions ---------------------------------------------------------------------- */

static uint64_t state = 1;

static unsigned pick(unsigned count) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % count;
}

static bool coin(void) {
    return pick(2);
}

static const char *one_of(const char *const *words, unsigned count) {
    return words[pick(count)];
}
#define ONE_OF(...)                                                                                \
    one_of((const char *const[]){__VA_ARGS__},                                                     \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* Everything that an occasion points to. */
struct scene {
    struct base_memory memory;
    struct judge judge;
    struct judge_stream stream;
    struct judge_peer peer;
    struct judge_heard heard;
    struct journal_traffic traffic;
    union {
        union sts_from_worker in;
        union sts_to_worker out;
        struct sts_error error;
    } message;
    struct codec_error finding;
    struct codec_report findings;
    struct stream_deviation deviation;
    struct stream_loss loss;
    struct judge_occasion at;
    struct judge_life life; /* last: it has room for an id behind it */
};

static void make_people(struct scene *scene) {
    scene->stream.action = (enum sts_backpressure_action)pick(STS_BACKPRESSURE_ACTION_COUNT);
    scene->stream.told = pick(2000);
    scene->stream.delay_ms = pick(2000);
    scene->stream.disobeyed = coin();
    scene->stream.stained = coin();
    scene->stream.end_sent = coin();
    scene->stream.resumed = coin();
    scene->stream.full = coin();
    scene->stream.highest = (int64_t)pick(4) - 1;
    scene->stream.in_flight = pick(4);
    scene->stream.lost = pick(3) * 900;
    scene->stream.gone = (enum judge_gone)pick(4);
    scene->stream.doubtful = coin();
    scene->stream.asked = (enum sts_event_id)pick(STS_EVENT_COUNT + 1);
    scene->stream.wish = (struct judge_wish){
        .max_inflight = pick(3), .sample_rate_hz = pick(2) * 48000, .channels = 1};
    scene->peer = (struct judge_peer){.stream = coin() ? &scene->stream : NULL,
                                      .connected = pick(2000),
                                      .last_in = pick(2000),
                                      .has_header = coin(),
                                      .malformed = coin(),
                                      .malformed_untold = coin(),
                                      .closing = coin(),
                                      .fatal = coin(),
                                      .fatal_ignored = coin(),
                                      .fatal_at = pick(2000),
                                      .was_full = coin()};
    scene->life = (struct judge_life){
        .sequence_number = pick(3),
        .now.status =
            (enum sts_control_report_fragment_status)pick(STS_CONTROL_REPORT_FRAGMENT_STATUS_COUNT),
        .accepted = coin(),
        .delivered = coin(),
        .confirmed = pick(2),
        .answered = pick(2) * 100,
        .unheard = coin(),
        .excused = coin(),
        .retryable = coin(),
        .again = coin(),
        .needless = coin(),
        .differs = coin(),
    };
    scene->heard.event = (enum sts_event_id)pick(STS_EVENT_COUNT + 1);
    scene->heard.name = base_slice_of("event");
}

static void make_error(struct sts_error *error) {
    static const enum sts_error_code codes[] = {
        STS_ERROR_CODE_INVALID_SEQUENCE, STS_ERROR_CODE_STREAM_NOT_FOUND,
        STS_ERROR_CODE_INVALID_CONFIG,   STS_ERROR_CODE_RATE_LIMIT,
        STS_ERROR_CODE_AUTH_FAILED,      STS_ERROR_CODE_FRAGMENT_TOO_LARGE};
    *error = (struct sts_error){.has = coin() ? STS_ERROR_HAS_METADATA : 0};
    error->code.value = codes[pick(sizeof codes / sizeof *codes)];
    error->metadata.has = coin() ? STS_ERROR_METADATA_HAS_REASON : STS_ERROR_METADATA_HAS_STATE;
    error->metadata.reason = codec_text_plain(base_slice_of(
        ONE_OF("gap", "late", "duplicate_fragment", "duplicate_sequence", "expired")));
    error->metadata.state = (enum sts_stream_state)pick(STS_STREAM_STATE_COUNT);
    error->metadata.received = pick(3);
}

/* What the server would have decoded. Also what no client sends: a check that asks for the message
 * of one event must not look at that of another. */
static void make_message(struct scene *scene) {
    struct journal_traffic *traffic = &scene->traffic;
    memset(&scene->message, 0, sizeof scene->message);
    if (traffic->event == STS_EVENT_ERROR)
        make_error(&scene->message.error);
    if (traffic->event == STS_EVENT_FRAGMENT_DATA) {
        struct sts_fragment_data *fragment = (void *)&scene->message;
        fragment->timestamp = coin() ? 1 : INT64_C(1700000000000);
        fragment->audio.sample_rate_hz = coin() ? 48000 : 1;
        fragment->audio.channels = coin();
        fragment->stream_id = CODEC_TEXT("live");
    }
    traffic->message = &scene->message;
}

static void make_event(struct scene *scene) {
    struct journal_traffic *traffic = &scene->traffic;
    traffic->direction = (enum journal_direction)pick(2);
    traffic->event = (enum sts_event_id)pick(STS_EVENT_COUNT + 1);
    traffic->verdict =
        coin() ? JOURNAL_VERDICT_OK : (enum journal_verdict)pick(JOURNAL_VERDICT_MALFORMED + 1);
    if (traffic->event < STS_EVENT_COUNT && traffic->verdict == JOURNAL_VERDICT_OK)
        make_message(scene);
    scene->finding.keyword = ONE_OF("required", "format", "additionalProperties");
    scene->findings = (struct codec_report){&scene->finding, 1, pick(2)};
    traffic->errors = traffic->verdict == JOURNAL_VERDICT_INVALID ? &scene->findings : NULL;
    traffic->deviations = &scene->findings;
}

static void make_traffic(struct scene *scene) {
    struct journal_traffic *traffic = &scene->traffic;
    *traffic = (struct journal_traffic){.now_ms = 2000 + 100 * pick(100),
                                        .event = STS_EVENT_COUNT,
                                        .was_parked = coin(),
                                        .from = (enum sts_stream_state)pick(STS_STREAM_STATE_COUNT),
                                        .to = (enum sts_stream_state)pick(STS_STREAM_STATE_COUNT),
                                        .code = coin() ? 1001 : 1000};
    traffic->kind = coin() ? JOURNAL_EVENT : (enum journal_kind)pick(JOURNAL_ACCEPTED);
    if (traffic->kind == JOURNAL_EVENT)
        make_event(scene);
    else
        traffic->reason = ONE_OF("parse error: x", "ping timeout", JUDGE_PING_LATE, "disconnect",
                                 "invalid namespace", "out of memory", "wrong key");
    scene->deviation = (struct stream_deviation){
        "", "", ONE_OF("x-stream-id", "other_audio", "unknown_fragment", "max_inflight"), "it is"};
    traffic->deviation = &scene->deviation;
    traffic->loss = pick(4) ? NULL : &scene->loss;
    traffic->waiting_since = pick(2) * 10;
}

static void make_occasion(struct scene *scene) {
    const struct journal_traffic *traffic = &scene->traffic;
    make_people(scene);
    make_traffic(scene);
    bool is_in = traffic->kind == JOURNAL_EVENT && traffic->direction == JOURNAL_IN;
    scene->at = (struct judge_occasion){
        .judge = &scene->judge,
        .traffic = traffic,
        .stream = &scene->stream,
        .peer = coin() ? &scene->peer : NULL,
        .life = coin() ? &scene->life : NULL,
        .error = traffic->event == STS_EVENT_ERROR ? traffic->message : NULL,
        .cause = is_in || coin() ? &scene->heard : NULL,
    };
    scene->at.refusal = scene->at.error && coin();
}

/* ---- what is said -------------------------------------------------------------------------- */

/* All that the checks have said. */
static int64_t said(const struct scene *scene, enum sts_requirement_id id) {
    const struct report_document *document = &scene->stream.document;
    return document->kept[id] + document->rows[id]->broken + document->unknown[id];
}

static void begin(struct scene *scene) {
    const struct report_document_subject subject = {.side = STS_CONTROL_REPORT_SIDE_WORKER};
    *scene = (struct scene){.memory = base_memory_heap()};
    scene->judge.config = (struct judge_config){
        .memory = &scene->memory, .ping_interval_ms = 1000, .idle_timeout_ms = 3000};
    judge_index_checks(scene->judge.checks);
    assert_true(report_document_init(&scene->stream.document, &scene->memory, &subject));
    scene->stream.document.findings_max = 10;
    scene->stream.owner = &scene->judge;
    scene->stream.id = base_slice_of("live");
    base_list_init(&scene->stream.first);
    base_list_init(&scene->stream.latest);
}

static void checks_that_are_not_called_have_nothing_to_say(void **unused) {
    static bool spoke[64];
    struct scene *scene = calloc(1, sizeof *scene);
    (void)unused;
    assert_non_null(scene);
    begin(scene);
    for (size_t i = 0; i < OCCASIONS; i++) {
        make_occasion(scene);
        uint64_t called = judge_checks_for(&scene->at);
        for (size_t row = 0; row < judge_check_count; row++) {
            const struct judge_check *check = &judge_checks[row];
            const int64_t before = said(scene, check->id);
            if (!check->run)
                continue;
            check->run(check, &scene->at);
            bool speaks = said(scene, check->id) != before;
            spoke[row] = spoke[row] || speaks;
            if (speaks && !(called >> row & 1))
                fail_msg("%s was not called: kind %s, event %d", sts_requirements[check->id].id.ptr,
                         journal_kind_word(scene->traffic.kind), (int)scene->traffic.event);
        }
    }
    for (size_t row = 0; row < judge_check_count; row++)
        if (judge_checks[row].run && !spoke[row])
            fail_msg("%s has never said anything: the occasions are too few",
                     sts_requirements[judge_checks[row].id].id.ptr);
    report_document_free(&scene->stream.document);
    assert_int_equal(scene->memory.in_use, 0);
    free(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_that_are_not_called_have_nothing_to_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
