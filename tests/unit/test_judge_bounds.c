/* What the checks of workers remember is bounded: what is not remembered is never a pass, and
 * nobody is accused because of it. And whatever else only shows with much traffic, or with little
 * memory. */
#include "judge_scene.h"

/* Seeds of a stream that a report has. */
#define SEEDS_KEPT 16

#define OPEN "connect\ninit\nopen\n"
#define ENDED "end\nstate active ending\nstate ending completed\ncomplete\n" SCENE_ENDED
#define BACK "B connect\nB init\nB resumed\n"

static void report_of(struct judge_scene *scene, struct report_document *document) {
    const struct judge_query query = {.now_ms = scene->now, .wall_ms = (int64_t)scene->now};
    assert_true(judge_report(scene->judge, &query, document));
}

/* Plays a scene, and checks the outcome of one requirement. */
static void expect(const char *text, enum sts_requirement_id id,
                   enum sts_control_report_outcome outcome) {
    struct judge_scene scene;
    struct report_document document;
    scene_begin(&scene);
    scene_play(&scene, text);
    report_of(&scene, &document);
    const struct sts_control_report_requirement *row = report_document_row(&document, id);
    if (row->outcome != outcome)
        fail_msg("%.*s is %s by:\n%s", (int)row->id.len, row->id.ptr,
                 sts_control_report_outcome_text(row->outcome).ptr, text);
    report_document_free(&document);
    scene_finish(&scene);
}

/* ---- many fragments ------------------------------------------------------------------------ */

static void tell(struct judge_scene *scene, enum journal_direction direction, const char *event,
                 const char *format, int number) {
    char json[512];
    (void)snprintf(json, sizeof json, format, number, number);
    scene_event(scene, direction, event, json, "live");
}

static void send(struct judge_scene *scene, int number) {
    tell(scene, JOURNAL_IN, "fragment:data",
         "{\"fragment_id\":\"f%d\",\"stream_id\":\"live\",\"sequence_number\":%d,"
         "\"timestamp\":1700000000000,\"audio\":" SCENE_AUDIO "}",
         number);
}

static void accept(struct judge_scene *scene, int number) {
    send(scene, number);
    tell(scene, JOURNAL_OUT, "fragment:ack", "{\"fragment_id\":\"f%d\",\"status\":\"queued\"}",
         number);
}

static void deliver(struct judge_scene *scene, int number) {
    tell(scene, JOURNAL_OUT, "fragment:processed",
         "{\"fragment_id\":\"f%d\",\"stream_id\":\"live\",\"sequence_number\":%d,"
         "\"status\":\"success\",\"processing_time_ms\":1,\"dubbed_audio\":" SCENE_AUDIO "}",
         number);
}

static void confirm(struct judge_scene *scene, int number) {
    tell(scene, JOURNAL_IN, "fragment:ack",
         "{\"fragment_id\":\"f%d\",\"status\":\"applied\",\"timestamp\":0}", number);
}

static void refuse(struct judge_scene *scene, int number) {
    send(scene, number);
    scene->now++;
    tell(scene, JOURNAL_OUT, "error",
         "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"QUEUE_FULL\","
         "\"message\":\"full\",\"severity\":\"warning\",\"retryable\":true,"
         "\"fragment_id\":\"f%d\"}",
         number);
}

static void a_fragment_in_work_is_not_forgotten(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN);
    for (int n = 0; n < 200; n++) {
        accept(&scene, n);
        deliver(&scene, n);
        confirm(&scene, n);
    }
    accept(&scene, 200);
    for (int n = 201; n < 1000; n++)
        refuse(&scene, n);
    deliver(&scene, 200); /* and it is never confirmed */
    scene_play(&scene, ENDED);
    report_of(&scene, &document);
    assert_int_equal(
        report_document_row(&document, STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT)->broken, 1);
    report_document_free(&document);
    scene_finish(&scene);
}

/* More results than are remembered, after `begin`; `end` leaves open whether they were confirmed.
 */
static void play_unknown_results(const char *begin, const char *end) {
    struct judge_scene scene;
    struct report_document document;
    scene_begin(&scene);
    scene_play(&scene, begin);
    for (int n = 0; n < 700; n++) {
        accept(&scene, n);
        deliver(&scene, n);
    }
    scene_play(&scene, end);
    report_of(&scene, &document);
    const struct sts_control_report_requirement *row =
        report_document_row(&document, STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT);
    assert_int_equal(row->broken, 0);
    assert_int_equal(row->outcome, STS_CONTROL_REPORT_OUTCOME_UNKNOWN);
    report_document_free(&document);
    scene_finish(&scene);
}

/* Results of right before a loss, or that never left, may be forgotten already. */
static void forgotten_results_of_before_a_loss_accuse_nobody(void **state) {
    (void)state;
    play_unknown_results(OPEN, "losing server_disconnect 0\ngone forced close\nparked");
    play_unknown_results(OPEN "behind 0\n",
                         "+9000\nbehind 9000\nleft transport close\nended the worker left");
}

static void findings_of_a_stream_are_bounded_and_counted(void **state) {
    struct judge_scene scene;
    struct report_document document;
    char line[256];
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN);
    for (int i = 0; i < 100; i++) {
        (void)snprintf(line, sizeof line,
                       "> stream:hello-%d {}\n> stream:pause {\"stream_id\":\"other\",\"a%d\":0}\n"
                       "> stream:resume {\"b%d\":0}\n> stream:end {\"stream_id\":%d}",
                       i, i, i, i);
        scene_play(&scene, line);
    }
    report_of(&scene, &document);
    assert_true(document.report.findings.count <= 64);
    int64_t broken = 0, told = document.report.findings_left_out;
    const struct sts_control_report_requirement *rows = document.report.requirements.items;
    for (size_t i = 0; i < document.report.requirements.count; i++)
        broken += rows[i].broken;
    const struct sts_control_report_finding *findings = document.report.findings.items;
    for (size_t i = 0; i < document.report.findings.count; i++)
        told += findings[i].count;
    assert_true(broken >= 400);
    assert_int_equal(broken, told);
    report_document_free(&document);
    scene_finish(&scene);
}

/* ---- little memory ------------------------------------------------------------------------- */

static void *no_memory(struct base_memory *memory, size_t size) {
    (void)memory;
    (void)size;
    return NULL;
}

static void what_was_not_seen_is_no_pass(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN);
    void *(*heap)(struct base_memory *, size_t) = scene.memory.allocate;
    scene.memory.allocate = no_memory;
    scene_play(&scene, "frag 0");
    scene.memory.allocate = heap;
    scene_play(&scene, "ack 0\ndone 0\nconfirm 0\n" ENDED);
    report_of(&scene, &document);
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_UNKNOWN);
    assert_int_equal(document.report.unknowns.count, 1);
    report_document_free(&document);
    scene_finish(&scene);
}

/* ---- many streams -------------------------------------------------------------------------- */

static void play_streams(struct judge_scene *scene, int count) {
    char name[32];
    for (int i = 0; i < count; i++) {
        (void)snprintf(name, sizeof name, "s%d", i);
        scene_tell(scene, (struct journal_traffic){.kind = JOURNAL_OPENED}, name, NULL);
        scene_tell(scene, (struct journal_traffic){.kind = JOURNAL_ENDED, .reason = "completed"},
                   name, NULL);
    }
}

static bool sees_nothing(const void *context, struct base_slice id) {
    (void)context;
    (void)id;
    return false;
}

static void ids_that_are_not_remembered_are_told(void **state) {
    struct judge_scene scene;
    struct report_document document;
    enum sts_control_report_verdict verdict;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, "connect");
    play_streams(&scene, 4500);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s0"), &verdict), JUDGE_UNSURE);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s4000"), &verdict), JUDGE_FORGOTTEN);
    const struct judge_query query = {.now_ms = scene.now, .may_see = sees_nothing};
    assert_true(judge_report(scene.judge, &query, &document));
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_UNKNOWN);
    report_document_free(&document);
    scene_finish(&scene);
}

/* A test that has just ended keeps its report, also where it began before all others. */
static void the_one_that_was_quiet_the_longest_is_forgotten(void **state) {
    struct judge_scene scene;
    enum sts_control_report_verdict verdict;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN);
    play_streams(&scene, SCENE_STREAMS - 1);
    scene_play(&scene, "+10\nend\nstate active ending\nstate ending completed\ncomplete\n"
                       "ended completed\nleft transport close");
    scene_tell(&scene, (struct journal_traffic){.kind = JOURNAL_OPENED}, "one more", NULL);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("live"), &verdict), JUDGE_KNOWN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s0"), &verdict), JUDGE_FORGOTTEN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s1"), &verdict), JUDGE_KNOWN);
    scene_finish(&scene);
}

/* Nothing is open any more of a stream whose worker did not come back in time. */
static void a_worker_that_may_come_back_is_waited_for(void **state) {
    struct judge_scene scene;
    enum sts_control_report_verdict verdict;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN "gone transport close\nparked\n+1");
    play_streams(&scene, SCENE_STREAMS - 1);
    scene_play(&scene, "+9998");
    scene_tell(&scene, (struct journal_traffic){.kind = JOURNAL_OPENED}, "one more", NULL);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("live"), &verdict), JUDGE_KNOWN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s0"), &verdict), JUDGE_FORGOTTEN);
    scene_play(&scene, "+1");
    scene_tell(&scene, (struct journal_traffic){.kind = JOURNAL_OPENED}, "and another", NULL);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("live"), &verdict), JUDGE_FORGOTTEN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s1"), &verdict), JUDGE_KNOWN);
    scene_finish(&scene);
}

/* Whoever reaches the port can ask for streams. */
static void streams_that_were_only_asked_for_go_first(void **state) {
    struct judge_scene scene;
    enum sts_control_report_verdict verdict;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, "connect");
    play_streams(&scene, SCENE_STREAMS - 1);
    for (int i = 0; i < 100; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "asked-%d", i);
        struct journal_traffic refused = {.kind = JOURNAL_REFUSED, .reason = "invalid API key"};
        refused.client.stream_id = base_slice_of(name);
        scene.client[0] = 'Z';
        scene_tell(&scene, refused, NULL, NULL);
    }
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s0"), &verdict), JUDGE_KNOWN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("asked-99"), &verdict), JUDGE_KNOWN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("asked-0"), &verdict), JUDGE_FORGOTTEN);
    scene_finish(&scene);
}

/* ---- keys ---------------------------------------------------------------------------------- */

static void attempts_count_by_address(void **state) {
    char text[1024] = "";
    (void)state;
    for (int i = 0; i < 6; i++)
        (void)strcat(text, "B refused invalid API key\nC refused invalid API key\n");
    expect(text, STS_REQUIREMENT_STS_2_GIVES_UP, STS_CONTROL_REPORT_OUTCOME_PASS);
    expect("refused k\nrefused k\nrefused k\nrefused k\nrefused k\nrefused k\nrefused k\n"
           "refused k\nrefused k\nrefused k\n+60000\nrefused k",
           STS_REQUIREMENT_STS_2_GIVES_UP, STS_CONTROL_REPORT_OUTCOME_PASS);
}

static void more_attempts_than_are_remembered_are_unknown(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    for (int i = 0; i < 300; i++) {
        char address[16];
        (void)snprintf(address, sizeof address, "10.0.0.%d", i);
        struct journal_traffic refused = {.kind = JOURNAL_REFUSED, .reason = "invalid API key"};
        refused.client.address = base_slice_of(address);
        scene_tell(&scene, refused, NULL, NULL);
    }
    report_of(&scene, &document);
    assert_int_equal(report_document_row(&document, STS_REQUIREMENT_STS_2_GIVES_UP)->outcome,
                     STS_CONTROL_REPORT_OUTCOME_UNKNOWN);
    report_document_free(&document);
    scene_finish(&scene);
}

static void a_key_is_refused_after_others_too(void **state) {
    (void)state;
    expect("refused invalid API key, after too many others", STS_REQUIREMENT_STS_2_KEY_ACCEPTED,
           STS_CONTROL_REPORT_OUTCOME_FAIL);
    expect("refused out of memory", STS_REQUIREMENT_STS_2_KEY_ACCEPTED,
           STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED);
}

/* ---- what is no fault ---------------------------------------------------------------------- */

static void simulations_and_losses_are_no_faults(void **state) {
    (void)state;
    expect(OPEN "+60000\nlosing close 0\ngone forced close", STS_REQUIREMENT_STS_5_NOT_IDLE,
           STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED);
    /* the connection that takes over was told nothing */
    expect(OPEN "pressure 0 pause\n+500\n" BACK "B frag 0\nB ack 0",
           STS_REQUIREMENT_016_6_2_OBEYS_PAUSE, STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED);
}

/* ---- seeds --------------------------------------------------------------------------------- */

static void assert_seed(const struct report_document *document, size_t index, int64_t seed,
                        const char *key) {
    const struct sts_control_report_stream *live = document->report.streams.items;
    const struct sts_control_report_seed *seeds = live->seeds.items;
    assert_true(index < live->seeds.count);
    assert_int_equal(seeds[index].seed, seed);
    assert_true(codec_text_equal(seeds[index].seed_key, codec_text_plain(base_slice_of(key))));
}

static void seeds_of_faults_are_told_once_each(void **state) {
    struct report_document document;
    struct judge_scene scene;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN "frag 0\nfault fail 0 7\nack 0\nfailed 0\n"
                            "frag 1\nfault fail 1 7 live\nack 1\nfailed 1\n"
                            "frag 2\nfault fail 2 7 a\\u0062\nack 2\nfailed 2\n"
                            "frag 3\nfault fail 3 8 ab\nack 3\nfailed 3\n"
                            "frag 4\nfault fail 4 7 ab\nack 4\nfailed 4\n");
    report_of(&scene, &document);
    assert_int_equal(
        ((const struct sts_control_report_stream *)document.report.streams.items)->seeds.count, 3);
    /* without a key the id has the same effect */
    assert_seed(&document, 0, 7, "live");
    assert_seed(&document, 1, 7, "ab");
    assert_seed(&document, 2, 8, "ab");
    report_document_free(&document);
    scene_finish(&scene);
}

static void seeds_are_bounded_and_counted(void **state) {
    struct report_document document;
    struct judge_scene scene;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN);
    for (int number = 0; number < SEEDS_KEPT + 2; number++) {
        char lines[128];
        (void)snprintf(lines, sizeof lines, "frag %d\nfault fail %d %d\nack %d\nfailed %d\n",
                       number, number, number, number, number);
        scene_play(&scene, lines);
    }
    report_of(&scene, &document);
    const struct sts_control_report_stream *live = document.report.streams.items;
    assert_int_equal(live->seeds.count, SEEDS_KEPT);
    assert_int_equal(live->left_out, 2);
    report_document_free(&document);
    scene_finish(&scene);
}

/* ---- settled ------------------------------------------------------------------------------- */

static void a_stream_settles_when_nothing_is_in_work(void **state) {
    const struct base_slice id = base_slice_of("live");
    struct judge_scene scene;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN "frag 0\nack 0\n+1000");
    assert_int_equal(judge_settled(scene.judge, id, SCENE_START, scene.now),
                     STS_CONTROL_REPORT_SETTLED_UNSETTLED);
    scene_play(&scene, "done 0\n+99");
    assert_int_equal(judge_settled(scene.judge, id, SCENE_START, scene.now),
                     STS_CONTROL_REPORT_SETTLED_UNSETTLED);
    assert_int_equal(judge_settled(scene.judge, id, SCENE_START, scene.now + 1),
                     STS_CONTROL_REPORT_SETTLED_IDLE);
    /* what was sent before somebody asked has that long to arrive */
    assert_int_equal(judge_settled(scene.judge, id, scene.now + 1, scene.now + 1),
                     STS_CONTROL_REPORT_SETTLED_UNSETTLED);
    assert_int_equal(judge_settled(scene.judge, base_slice_of("never"), 0, scene.now + 1),
                     STS_CONTROL_REPORT_SETTLED_UNSETTLED);
    scene_finish(&scene);
}

/* Whoever reaches the port can name a stream in a handshake: that makes no stream. */
static void a_handshake_that_is_refused_makes_no_stream(void **state) {
    struct judge_scene scene;
    enum sts_control_report_verdict verdict;
    const struct journal_refusal refusal = {.ms = 1000};
    const struct journal_traffic traffic = {.kind = JOURNAL_REFUSED, .refusal = &refusal};
    (void)state;
    scene_begin(&scene);
    scene_tell(&scene, traffic, "nobody", NULL);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("nobody"), &verdict), JUDGE_NEVER);
    scene_finish(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handshake_that_is_refused_makes_no_stream),
        cmocka_unit_test(a_fragment_in_work_is_not_forgotten),
        cmocka_unit_test(forgotten_results_of_before_a_loss_accuse_nobody),
        cmocka_unit_test(findings_of_a_stream_are_bounded_and_counted),
        cmocka_unit_test(what_was_not_seen_is_no_pass),
        cmocka_unit_test(ids_that_are_not_remembered_are_told),
        cmocka_unit_test(the_one_that_was_quiet_the_longest_is_forgotten),
        cmocka_unit_test(a_worker_that_may_come_back_is_waited_for),
        cmocka_unit_test(streams_that_were_only_asked_for_go_first),
        cmocka_unit_test(attempts_count_by_address),
        cmocka_unit_test(more_attempts_than_are_remembered_are_unknown),
        cmocka_unit_test(a_key_is_refused_after_others_too),
        cmocka_unit_test(simulations_and_losses_are_no_faults),
        cmocka_unit_test(seeds_of_faults_are_told_once_each),
        cmocka_unit_test(seeds_are_bounded_and_counted),
        cmocka_unit_test(a_stream_settles_when_nothing_is_in_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
