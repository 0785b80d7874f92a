/* Streams and results that the judge has forgotten, or never saw: what is not known is no pass. */
#include "judge_ends.h"

/* A stream of that name from its beginning to its end; `twice`: with a number used twice. */
static void play_stream(struct judge_scene *scene, int number, const char *end) {
    char name[32];
    (void)snprintf(name, sizeof name, "s%d", number);
    scene_tell(scene, (struct journal_traffic){.kind = JOURNAL_OPENED}, name, NULL);
    if (end)
        scene_tell(scene, (struct journal_traffic){.kind = JOURNAL_ENDED, .reason = end}, name,
                   NULL);
}

static void what_was_broken_outlives_its_stream(void **state) {
    struct judge_scene scene;
    struct report_document document;
    enum sts_control_report_verdict verdict;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN CONFIRMED(
                           0) "frag 1\nsequence-error 1 duplicate_sequence\n" END COMPLETE ENDED);
    for (int i = 0; i < 3 * SCENE_STREAMS; i++)
        play_stream(&scene, i, "completed");
    assert_int_equal(judge_knows(scene.judge, base_slice_of("live"), &verdict), JUDGE_FORGOTTEN);
    assert_int_equal(verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    const struct sts_control_report_requirement *row =
        report_document_row(&document, STS_REQUIREMENT_016_7_1_UNIQUE_NUMBER);
    assert_int_equal(row->broken, 1);
    const struct sts_control_report_finding *found = document.report.findings.items;
    size_t examples = 0;
    for (size_t i = 0; i < document.report.findings.count; i++)
        examples += codec_text_equal(found[i].requirement, row->id) &&
                    codec_text_equal(found[i].stream_id, CODEC_TEXT("live"));
    assert_int_equal(examples, 1);
    report_document_free(&document);
    scene_finish(&scene);
}

/* What comes of a stream that was forgotten, or that there was no room for, is not all there is. */
static void a_stream_without_its_beginning_is_no_pass(void **state) {
    static const char *const later[] = {"resumed\n" END COMPLETE ENDED, END COMPLETE ENDED};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct judge_scene scene;
        struct report_document document;
        scene_begin(&scene);
        scene_play(&scene, "connect");
        scene_play(&scene, later[i]);
        const struct judge_query query = {.now_ms = scene.now, .stream_id = base_slice_of("live")};
        assert_true(judge_report(scene.judge, &query, &document));
        assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_UNKNOWN);
        report_document_free(&document);
        scene_finish(&scene);
    }
}

/* Somebody else asks for a stream: that is no matter of its worker. */
static void a_stream_is_not_held_to_what_others_ask_for(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN
               "B connect\nB > stream:init {\"stream_id\":\"live\",\"worker_id\":\"thief\","
               "\"max_inflight\":1,\"config\":{\"sample_rate_hz\":16000}}\n"
               "B not-allowed active\nC refused invalid API key\n" CONFIRMED(0) END COMPLETE ENDED);
    const struct judge_query query = {.now_ms = scene.now, .stream_id = base_slice_of("live")};
    assert_true(judge_report(scene.judge, &query, &document));
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_PASS);
    report_document_free(&document);
    report_of(&scene, NULL, &document);
    assert_int_equal(report_document_row(&document, STS_REQUIREMENT_STS_4_OWN_WORKER_ID)->broken,
                     1);
    report_document_free(&document);
    scene_finish(&scene);
}

/* A run that failed is not hidden by a later one that never began. */
static void a_refused_run_hides_no_other(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene,
               OPEN CONFIRMED(0) "frag 1\nsequence-error 1 duplicate_sequence\n" END COMPLETE ENDED
                                 "B connect\nB init\nB error RATE_LIMIT");
    struct judge_query query = {.now_ms = scene.now, .stream_id = base_slice_of("live")};
    assert_true(judge_report(scene.judge, &query, &document));
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    report_document_free(&document);
    scene_play(&scene, "B init\nB open\nB end\nB state active ending\nB state ending completed\n"
                       "B complete\nB ended completed");
    assert_true(judge_report(scene.judge, &query, &document));
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_PASS);
    report_document_free(&document);
    scene_finish(&scene);
}

static bool sees_live(const void *context, struct base_slice id) {
    (void)context;
    return base_slice_equal(id, base_slice_of("live"));
}

static void a_narrow_key_sees_what_its_forgotten_streams_broke(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN CONFIRMED(
                           0) "frag 1\nsequence-error 1 duplicate_sequence\n" END COMPLETE ENDED);
    for (int i = 0; i < 3 * SCENE_STREAMS; i++)
        play_stream(&scene, i, "completed");
    const struct judge_query query = {.now_ms = scene.now, .may_see = sees_live};
    assert_true(judge_report(scene.judge, &query, &document));
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    assert_int_equal(document.report.streams_left_out, 1);
    report_document_free(&document);
    scene_finish(&scene);
}

static void streams_without_room_are_no_pass(void **state) {
    struct judge_scene scene;
    struct report_document document;
    char client[2] = "A";
    (void)state;
    scene_begin(&scene);
    for (int i = 0; i <= SCENE_STREAMS; i++) {
        client[0] = (char)(i + 1); /* each has its own connection, and stays */
        scene.client[0] = client[0];
        scene_tell(&scene, (struct journal_traffic){.kind = JOURNAL_CONNECTED}, NULL, NULL);
        play_stream(&scene, i, NULL);
    }
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_UNKNOWN);
    assert_int_equal(document.report.unknowns.count, 1);
    assert_int_equal(document.report.streams_left_out, 1);
    report_document_free(&document);
    scene_finish(&scene);
}

static void a_parked_stream_is_forgotten_before_one_that_is_connected(void **state) {
    struct judge_scene scene;
    struct report_document document;
    enum sts_control_report_verdict verdict;
    (void)state;
    scene_begin(&scene);
    for (int i = 0; i < SCENE_STREAMS; i++)
        play_stream(&scene, i, NULL); /* parked: it has no connection */
    scene_play(&scene, OPEN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s0"), &verdict), JUDGE_FORGOTTEN);
    assert_int_equal(verdict, STS_CONTROL_REPORT_VERDICT_UNKNOWN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("live"), &verdict), JUDGE_KNOWN);
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_UNKNOWN);
    report_document_free(&document);
    scene_finish(&scene);
}

/* More fragments than are remembered: late confirmations may be for those that are forgotten. */
static void forgotten_results_are_never_said_to_be_confirmed(void **state) {
    static const struct {
        int late;
        enum expected outcome;
    } late[] = {{0, BROKEN}, {1, BROKEN}, {700, UNKNOWN}};
    (void)state;
    for (size_t i = 0; i < sizeof late / sizeof *late; i++) {
        struct judge_scene scene;
        struct report_document document;
        char id[16], json[512];
        scene_begin(&scene);
        scene_play(&scene, OPEN);
        for (int n = 0; n < 700; n++) {
            (void)snprintf(id, sizeof id, "f%d", n);
            (void)snprintf(json, sizeof json,
                           "{\"fragment_id\":\"%s\",\"stream_id\":\"live\",\"sequence_number\":%d,"
                           "\"timestamp\":1700000000000,\"audio\":" SCENE_AUDIO "}",
                           id, n);
            scene_event(&scene, JOURNAL_IN, "fragment:data", json, "live");
            (void)snprintf(json, sizeof json, "{\"fragment_id\":\"%s\",\"status\":\"queued\"}", id);
            scene_event(&scene, JOURNAL_OUT, "fragment:ack", json, "live");
            (void)snprintf(
                json, sizeof json,
                "{\"fragment_id\":\"%s\",\"stream_id\":\"live\",\"sequence_number\":%d,"
                "\"status\":\"success\",\"processing_time_ms\":1,\"dubbed_audio\":" SCENE_AUDIO "}",
                id, n);
            scene_event(&scene, JOURNAL_OUT, "fragment:processed", json, "live");
        }
        for (int n = 0; n < late[i].late; n++) {
            (void)snprintf(json, sizeof json,
                           "{\"fragment_id\":\"f%d\",\"status\":\"applied\",\"timestamp\":0}", n);
            scene_event(&scene, JOURNAL_IN, "fragment:ack", json, "live");
        }
        scene_play(&scene, END COMPLETE ENDED);
        report_of(&scene, NULL, &document);
        const struct sts_control_report_requirement *row =
            report_document_row(&document, STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT);
        if ((unsigned)row->outcome != (unsigned)late[i].outcome)
            fail_msg("%d late: %s", late[i].late, word_of(row->outcome).ptr);
        report_document_free(&document);
        scene_finish(&scene);
    }
}

#define BREAKS OPEN CONFIRMED(0) "frag 1\nsequence-error 1 duplicate_sequence\n"

static enum judge_knowledge knowledge(const struct judge_scene *scene, const char *id) {
    enum sts_control_report_verdict verdict;
    return judge_knows(scene->judge, base_slice_of(id), &verdict);
}

/* Of a stream that is over at once, of another when it is. */
static void a_report_that_is_dropped_is_gone(void **state) {
    static const struct {
        const char *before, *after;
    } rows[] = {{BREAKS END COMPLETE ENDED, ""}, {BREAKS, DELETED "gone forced close\n"}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct judge_scene scene;
        struct report_document document;
        scene_begin(&scene);
        scene_play(&scene, rows[i].before);
        assert_int_equal(judge_drop(scene.judge, base_slice_of("li*")), 1);
        assert_int_equal(judge_drop(scene.judge, base_slice_of("*")), 0);
        scene_play(&scene, rows[i].after);
        assert_int_equal(knowledge(&scene, "live"), JUDGE_NEVER);
        report_of(&scene, NULL, &document);
        assert_int_equal(document.report.counts.fail, 0);
        assert_int_equal(document.report.streams.count, 0);
        assert_true(document.report.has & STS_CONTROL_REPORT_HAS_STREAMS_DROPPED);
        assert_int_equal(document.report.streams_dropped, 1);
        report_document_free(&document);
        /* the next stream of the name is another */
        scene_play(&scene, "B connect\nB init\nB open\nB end\nB state active ending\n"
                           "B state ending completed\nB complete\nB ended completed\n"
                           "B gone client namespace disconnect");
        report_of(&scene, NULL, &document);
        assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_PASS);
        assert_int_equal(document.report.streams.count, 1);
        report_document_free(&document);
        scene_finish(&scene);
    }
}

static void other_reports_stay(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, BREAKS END COMPLETE ENDED);
    assert_int_equal(judge_drop(scene.judge, base_slice_of("other*")), 0);
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    assert_false(document.report.has & STS_CONTROL_REPORT_HAS_STREAMS_DROPPED);
    report_document_free(&document);
    scene_finish(&scene);
}

static void a_report_that_is_kept_after_all_is_there(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, BREAKS);
    assert_int_equal(judge_drop(scene.judge, base_slice_of("live")), 1);
    judge_keep(scene.judge, base_slice_of("other*"));
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.streams_dropped, 1);
    report_document_free(&document);
    judge_keep(scene.judge, base_slice_of("li*"));
    scene_play(&scene, END COMPLETE ENDED);
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    assert_int_equal(document.report.streams.count, 1);
    assert_false(document.report.has & STS_CONTROL_REPORT_HAS_STREAMS_DROPPED);
    report_document_free(&document);
    scene_finish(&scene);
}

/* What they broke stays in the report on all: nobody can tell any more what of it was theirs. */
static void a_forgotten_report_is_dropped_by_name(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, BREAKS END COMPLETE ENDED);
    for (int i = 0; i < 3 * SCENE_STREAMS; i++)
        play_stream(&scene, i, "completed");
    assert_int_equal(knowledge(&scene, "live"), JUDGE_FORGOTTEN);
    assert_int_equal(judge_drop(scene.judge, base_slice_of("live")), 1);
    assert_int_equal(knowledge(&scene, "live"), JUDGE_NEVER);
    assert_int_equal(knowledge(&scene, "s0"), JUDGE_FORGOTTEN);
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    report_document_free(&document);
    scene_finish(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_broken_outlives_its_stream),
        cmocka_unit_test(a_stream_without_its_beginning_is_no_pass),
        cmocka_unit_test(a_stream_is_not_held_to_what_others_ask_for),
        cmocka_unit_test(a_refused_run_hides_no_other),
        cmocka_unit_test(a_narrow_key_sees_what_its_forgotten_streams_broke),
        cmocka_unit_test(streams_without_room_are_no_pass),
        cmocka_unit_test(a_parked_stream_is_forgotten_before_one_that_is_connected),
        cmocka_unit_test(forgotten_results_are_never_said_to_be_confirmed),
        cmocka_unit_test(a_report_that_is_dropped_is_gone),
        cmocka_unit_test(other_reports_stay),
        cmocka_unit_test(a_report_that_is_kept_after_all_is_there),
        cmocka_unit_test(a_forgotten_report_is_dropped_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
