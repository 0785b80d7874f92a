/* Ends of streams, and what is said of those that are not over: what is not known is unknown. */
#include "judge_ends.h"

/* What a scene makes of: sts/1/reconnects, sts/4/ends-streams, sts/4/waits-for-complete,
 * fragment-ack/sent. */
static const enum sts_requirement_id ids[] = {
    STS_REQUIREMENT_STS_1_RECONNECTS, STS_REQUIREMENT_STS_4_ENDS_STREAMS,
    STS_REQUIREMENT_STS_4_WAITS_FOR_COMPLETE, STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT};
#define IDS (sizeof ids / sizeof *ids)

static const struct {
    const char *text;
    enum expected outcomes[IDS];
    const char *closed; /* as in struct judge_query */
} rows[] = {
    /* open, and over */
    {OPEN CONFIRMED(0), {UNTRIED, UNKNOWN, UNTRIED, PASS}, NULL},
    {OPEN SENT(0), {UNTRIED, UNKNOWN, UNTRIED, UNKNOWN}, NULL},
    {OPEN SENT(0) "+4999", {UNTRIED, UNKNOWN, UNTRIED, UNKNOWN}, NULL},
    {OPEN SENT(0) "+5000", {UNTRIED, UNKNOWN, UNTRIED, UNKNOWN}, NULL}, /* had it left? */
    {OPEN SENT(0) "+5000\nfrag 1\nack 1", {UNTRIED, UNKNOWN, UNTRIED, BROKEN}, NULL},
    {OPEN SENT(0) "+4999\nfrag 1\nack 1", {UNTRIED, UNKNOWN, UNTRIED, UNKNOWN}, NULL},
    /* results that wait in the server ask nothing */
    {OPEN SENT(0) "+9000\nbehind 9000\nfrag 1\nack 1", {UNTRIED, UNKNOWN, UNTRIED, UNKNOWN}, NULL},
    {OPEN SENT(0) "+9000\nbehind 8999\nfrag 1\nack 1", {UNTRIED, UNKNOWN, UNTRIED, BROKEN}, NULL},
    {OPEN SENT(0) "+9000\ncaught up\n+4999\nfrag 1\nack 1",
     {UNTRIED, UNKNOWN, UNTRIED, UNKNOWN},
     NULL},
    {OPEN SENT(0) "+9000\ncaught up\n+5000\nfrag 1\nack 1",
     {UNTRIED, UNKNOWN, UNTRIED, BROKEN},
     NULL},
    {OPEN SENT(0) "+9000\nbehind 9000\n" END COMPLETE ENDED,
     {UNTRIED, PASS, UNTRIED, UNKNOWN},
     NULL},
    {OPEN SENT(0) "+9000\nbehind 9000\nleft transport close\nended the worker left",
     {UNTRIED, BROKEN, UNTRIED, UNKNOWN},
     NULL},
    {OPEN SENT(0) "+9000\nbehind 8999\nleft transport close\nended the worker left",
     {UNTRIED, BROKEN, UNTRIED, BROKEN},
     NULL},
    /* those that had not left when the connection was lost go out again on the next one */
    {OPEN SENT(0) "+9000\nbehind 9000\ngone transport close\nparked\n" BACK
                  "behind none\ndone 0\n+6000\nB frag 1\nack 1",
     {PASS, UNKNOWN, UNTRIED, BROKEN},
     NULL},
    /* a result that is sent again, and may not have left: the first one had */
    {OPEN "frag 0\nack 0\n" LOST BACK "B done 0\nB frag 0\nB ack 0\nB done 0\nbehind 0\n"
          "B left transport close\nB parked",
     {PASS, BROKEN, UNTRIED, BROKEN},
     NULL},
    {OPEN SENT(0) "+5000\nfrag 0\nack 0\ndone 0\ngone transport close\nparked\n+10000",
     {BROKEN, BROKEN, UNTRIED, BROKEN},
     NULL},
    {OPEN SENT(0) "+4999\nfrag 0\nack 0\ndone 0\ngone transport close\nparked\n+10000",
     {BROKEN, BROKEN, UNTRIED, UNKNOWN},
     NULL},
    {OPEN SENT(0) "behind 0\nfrag 0\nack 0\ndone 0\nleft transport close\nparked",
     {UNTRIED, BROKEN, UNTRIED, UNKNOWN},
     NULL},
    {OPEN SENT(0) END, {UNTRIED, PASS, UNKNOWN, UNKNOWN}, NULL},
    {OPEN SENT(0) END COMPLETE, {UNTRIED, PASS, PASS, UNKNOWN}, NULL},
    {OPEN CONFIRMED(0) END COMPLETE, {UNTRIED, PASS, PASS, PASS}, NULL},
    {OPEN SENT(0) END COMPLETE ENDED, {UNTRIED, PASS, PASS, BROKEN}, NULL},
    {OPEN CONFIRMED(0) END COMPLETE ENDED, {UNTRIED, PASS, PASS, PASS}, NULL},
    /* the server hangs up soon after it, or is stopped, or the connection is lost */
    {OPEN SENT(0) END COMPLETE "+999\nclosing disconnect 0\ngone server namespace disconnect\n"
                               "ended completed",
     {UNTRIED, PASS, PASS, UNKNOWN},
     NULL},
    {OPEN SENT(0) END COMPLETE "+1000\nclosing disconnect 0\ngone server namespace disconnect\n"
                               "ended completed",
     {UNTRIED, PASS, PASS, BROKEN},
     NULL},
    {OPEN SENT(0) END COMPLETE "+4999\ngone server shutting down\nended completed",
     {UNTRIED, PASS, PASS, UNKNOWN},
     NULL},
    {OPEN SENT(0) END COMPLETE "+5000\ngone server shutting down\nended completed",
     {UNTRIED, PASS, PASS, BROKEN},
     NULL},
    {OPEN SENT(0) END COMPLETE "gone transport close\nended completed",
     {UNTRIED, PASS, PASS, UNKNOWN},
     NULL},
    {OPEN SENT(0) END COMPLETE "left client namespace disconnect\nended completed",
     {UNTRIED, PASS, PASS, BROKEN},
     NULL},
    {OPEN SENT(0) END COMPLETE "losing server_disconnect 0\n+4999\ngone server namespace "
                               "disconnect\nended completed",
     {UNTRIED, PASS, PASS, UNKNOWN},
     NULL},
    /* the worker begins its next stream on the same connection */
    {OPEN SENT(0) LINGERS "+4999", {UNTRIED, PASS, PASS, UNKNOWN}, NULL},
    {OPEN SENT(0) LINGERS "+5000", {UNTRIED, PASS, PASS, BROKEN}, NULL},
    {OPEN SENT(0) LINGERS "left transport close", {UNTRIED, PASS, PASS, BROKEN}, NULL},
    {OPEN SENT(0) LINGERS "gone transport close\n+9000", {UNTRIED, PASS, PASS, UNKNOWN}, NULL},
    {OPEN SENT(0) LINGERS "confirm 0\ndeviation unknown_fragment 0",
     {UNTRIED, PASS, PASS, PASS},
     NULL},
    /* another connection takes the stream over: the old one may have been dead for long */
    {OPEN CONFIRMED(0) SENT(1) "+999\nB connect\nB init\nB taken\n+6000",
     {UNTRIED, UNKNOWN, UNTRIED, PASS},
     NULL},
    {OPEN CONFIRMED(0) SENT(1) "+5000\nB connect\nB init\nB taken",
     {UNTRIED, UNKNOWN, UNTRIED, UNKNOWN},
     NULL},
    {OPEN CONFIRMED(0) SENT(1) "+1\nfrag 2\nack 2\n+4999\nB connect\nB init\nB taken",
     {UNTRIED, UNKNOWN, UNTRIED, BROKEN},
     NULL},
    /* the worker goes on to its next stream before the results have left */
    {OPEN SENT(0) "behind 0\n" LINGERS "init\nopen\n+9000\nbehind 9000\n" LINGERS,
     {UNTRIED, PASS, PASS, UNKNOWN},
     NULL},
    {OPEN SENT(0) LINGERS "init\nopen\n+9000\nbehind 8999\n" LINGERS,
     {UNTRIED, PASS, PASS, BROKEN},
     NULL},
    /* a stalled connection that is closed for what the worker sent: the stall was first */
    {OPEN "losing stall 0\nclosing parse error: x 1002\ngone transport error\nparked\n+10000",
     {BROKEN, BROKEN, UNTRIED, UNTRIED},
     NULL},
    /* what the worker sent after a stop of the server may not have left it */
    {OPEN SENT(0) "+4999\nfrag 1\nack 1\n+60000\n" LATE,
     {UNKNOWN, UNKNOWN, UNTRIED, UNKNOWN},
     NULL},
    {OPEN SENT(0) "+5000\nfrag 1\nack 1\n+60000\n" LATE, {UNKNOWN, UNKNOWN, UNTRIED, BROKEN}, NULL},
    {OPEN SENT(0) LINGERS "+60000\ngone " PING_LATE, {UNTRIED, PASS, PASS, UNKNOWN}, NULL},
    /* the server is stopped, or the journal ends */
    {OPEN CONFIRMED(0) SHUTDOWN, {UNTRIED, UNKNOWN, UNTRIED, PASS}, NULL},
    {OPEN SENT(0) SHUTDOWN, {UNTRIED, UNKNOWN, UNTRIED, UNKNOWN}, NULL},
    {OPEN SENT(0) "+5000\ngone server shutting down\n" SHUTDOWN,
     {UNTRIED, UNKNOWN, UNTRIED, BROKEN},
     NULL},
    {OPEN END SHUTDOWN, {UNTRIED, PASS, UNKNOWN, UNTRIED}, NULL},
    {OPEN LOST "+9999\n" SHUTDOWN, {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN LOST "+10000\n" SHUTDOWN, {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN LEFT SHUTDOWN, {UNTRIED, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN, {UNTRIED, UNKNOWN, UNTRIED, UNTRIED}, "the journal ends first"},
    {OPEN LOST, {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED}, "the journal ends first"},
    {OPEN LOST "ended too many streams wait to be resumed",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    /* the worker leaves in order */
    {OPEN CONFIRMED(0) LEFT, {UNTRIED, BROKEN, UNTRIED, PASS}, NULL},
    {OPEN SENT(0) LEFT, {UNTRIED, BROKEN, UNTRIED, BROKEN}, NULL},
    {OPEN SENT(0) "left client namespace disconnect\nended the client disconnected",
     {UNTRIED, BROKEN, UNTRIED, BROKEN},
     NULL},
    {OPEN END LEFT, {UNTRIED, PASS, BROKEN, UNTRIED}, NULL},
    {OPEN LEFT BACK "B end\nB state active ending\nB state ending completed\nB complete",
     {UNTRIED, PASS, PASS, UNTRIED},
     NULL},
    /* the connection is lost */
    {OPEN LOST "+9999", {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN LOST "+10000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN LOST "+500\n" BACK, {PASS, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN SENT(0) LOST "+10000", {BROKEN, BROKEN, UNTRIED, UNKNOWN}, NULL},
    {OPEN SENT(0) "+5000\n" LOST "+10000", {BROKEN, BROKEN, UNTRIED, BROKEN}, NULL},
    {OPEN END LOST "+10000", {BROKEN, PASS, UNTRIED, UNTRIED}, NULL},
    /* a simulation takes it away: that is no fault of the worker, not to come back is */
    {OPEN SENT(0) CUT("reset") "+9999", {UNKNOWN, UNKNOWN, UNTRIED, UNKNOWN}, NULL},
    {OPEN CONFIRMED(0) SENT(1) CUT("reset") "+500\n" BACK, {PASS, UNKNOWN, UNTRIED, PASS}, NULL},
    {OPEN CUT("reset") "+10000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN CUT("fin") "+10000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN CUT("close") "+10000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN CUT("server_disconnect") "+10000", {UNTRIED, UNTRIED, UNTRIED, UNTRIED}, NULL},
    {OPEN "losing stall 0\n+60000", {UNTRIED, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN "losing stall 0\n+60000\n" LEFT "+9999", {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN "losing stall 0\n+60000\n" LEFT "+10000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN "losing stall 0\nack 0\nfrag 0\ndone 0\n+60000\n" LOST BACK "B +6000",
     {PASS, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    {OPEN END "losing stall 0\n" COMPLETE, {UNTRIED, PASS, UNKNOWN, UNTRIED}, NULL},
    /* nobody can come back while connections are refused */
    {OPEN "refusing live 30000\n" CUT("reset") "+39999",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    {OPEN "refusing live 30000\n" CUT("reset") "+40000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN "refusing l* 30000\n" CUT("reset") "+39999", {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN "outage other 30000\n" LOST "+39999", {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN LOST "outage other 30000\n+40000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    /* that others are refused is no reason to stay away */
    {OPEN "refusing other 30000\n" CUT("reset") "+10000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    /* a refusal that ends early gives no more time; unless another one still lasts */
    {OPEN "outage other 30000\n" LOST "+5000\nreset other\n+9999",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    {OPEN "outage other 30000\n" LOST "+5000\nreset other\n+10000",
     {BROKEN, BROKEN, UNTRIED, UNTRIED},
     NULL},
    {OPEN "outage other 30000\nrefusing live 20000\n" LOST "+5000\nreset other\n+24999",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    {OPEN "outage other 30000\nrefusing live 20000\n" LOST "+5000\nreset other\n+25000",
     {BROKEN, BROKEN, UNTRIED, UNTRIED},
     NULL},
    /* a worker that is turned away has to try again afterwards */
    {OPEN "refusing live 3000\n" CUT("reset") "+1000\nB connect\nB init\nB turned-away 2000\n"
                                              "B losing fin 0\nB gone forced close\n+11999",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    {OPEN "refusing live 3000\n" CUT("reset") "+1000\nB connect\nB init\nB turned-away 2000\n"
                                              "B losing fin 0\nB gone forced close\n+12000",
     {BROKEN, BROKEN, UNTRIED, UNTRIED},
     NULL},
    {OPEN "refusing live 3000\n" CUT("reset") "+1000\nhandshake 2000\n+3000\nB connect\nB init\n"
                                              "B resumed\nB " END "B " COMPLETE "B ended completed",
     {PASS, PASS, PASS, UNTRIED},
     NULL},
    /* what older servers tell: only that a connection is lost and refused */
    {OPEN "losing reset 30000\ngone forced close\nparked\n+39999",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    /* a handshake for another worker gives this one no more time */
    {OPEN CUT("reset") "+500\nhandshake 30000 other\n+9500",
     {BROKEN, BROKEN, UNTRIED, UNTRIED},
     NULL},
    {OPEN CUT("reset") "+500\nhandshake 30000 worker\n+9500",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    /* a test that is over waits for nobody */
    {OPEN CUT("reset") "+5000\nreset live\n+5000", {UNTRIED, UNTRIED, UNTRIED, UNTRIED}, NULL},
    {OPEN CUT("reset") "+5000\nreset *\n+5000", {UNTRIED, UNTRIED, UNTRIED, UNTRIED}, NULL},
    {OPEN CUT("reset") "+5000\nreset other\n+5000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN CUT("reset") "+10000\nreset live", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN CUT("reset") "+500\nreset live\n" BACK, {PASS, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN "losing stall 0\n+5000\nreset live\ngone transport close\nparked\n+10000",
     {UNTRIED, UNTRIED, UNTRIED, UNTRIED},
     NULL},
    {OPEN "reset live\n" LOST "+10000", {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    /* a test takes the stream away: what was broken stays, nothing more is asked */
    {OPEN DELETED "gone forced close\n+60000", {UNTRIED, UNTRIED, UNTRIED, UNTRIED}, NULL},
    {OPEN "losing server_disconnect 0\n" DELETED "gone forced close\n+60000",
     {UNTRIED, UNTRIED, UNTRIED, UNTRIED},
     NULL},
    {OPEN "losing reset 0\n" DELETED "gone forced close\n+60000",
     {UNTRIED, UNTRIED, UNTRIED, UNTRIED},
     NULL},
    {OPEN CONFIRMED(0) SENT(1) "losing fin 0\n" DELETED "gone forced close\n+60000",
     {UNTRIED, UNTRIED, UNTRIED, PASS},
     NULL},
    {OPEN CONFIRMED(0) END "losing fin 0\n" DELETED "gone forced close\n+60000",
     {UNTRIED, PASS, UNTRIED, PASS},
     NULL},
    {OPEN SENT(0) "+5000\nlosing fin 0\n" DELETED "gone forced close\n+60000",
     {UNTRIED, UNTRIED, UNTRIED, BROKEN},
     NULL},
    {OPEN LOST "+9999\n" DELETED "+60000", {UNTRIED, UNTRIED, UNTRIED, UNTRIED}, NULL},
    {OPEN LOST "+10000\n" DELETED, {BROKEN, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN LEFT DELETED, {UNTRIED, BROKEN, UNTRIED, UNTRIED}, NULL},
    {OPEN "losing stall 0\n" DELETED "+60000", {UNTRIED, UNTRIED, UNTRIED, UNTRIED}, NULL},
    /* the server forgets the stream before the worker has to be back */
    {OPEN LOST "+700\nended it was not resumed in time\n+9299",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    {OPEN LOST "+700\nended it was not resumed in time\n+9300",
     {BROKEN, BROKEN, UNTRIED, UNTRIED},
     NULL},
    {OPEN LOST "+700\nended it was not resumed in time\n+500\nB connect\nB init\nB open\nB " END
               "B " COMPLETE "B ended completed",
     {UNTRIED, PASS, PASS, UNTRIED},
     NULL},
    /* a worker that comes back, and is refused */
    {OPEN CUT("reset") "+500\nB connect\nB init\n+10000",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    /* one that was told to stop */
    {OPEN "fatal AUTH_FAILED", {UNTRIED, UNKNOWN, UNTRIED, UNTRIED}, NULL},
    {OPEN "fatal AUTH_FAILED\n" LEFT, {UNTRIED, UNTRIED, UNTRIED, UNTRIED}, NULL},
    /* what is broken is known, whatever else is not */
    {OPEN SENT(0) "+5000\n" SENT(1) CUT("reset") "+10000", {BROKEN, BROKEN, UNTRIED, BROKEN}, NULL},
    /* one that confirmed too little of what it got before a loss */
    {OPEN CONFIRMED(0) SENT(1) "+999\n" CUT("server_disconnect"),
     {UNTRIED, UNTRIED, UNTRIED, PASS},
     NULL},
    {OPEN CONFIRMED(0) SENT(1) "+1000\n" CUT("server_disconnect"),
     {UNTRIED, UNTRIED, UNTRIED, UNKNOWN},
     NULL},
    /* what was excused by one loss is not held against it by the next */
    {OPEN CONFIRMED(0) SENT(1) CUT(
         "reset") "+500\n" BACK "+3000\nB losing server_disconnect 0\nB gone forced close\nparked",
     {PASS, UNTRIED, UNTRIED, PASS},
     NULL},
    /* the server ends it for a reason of its own */
    {OPEN "closing close 1001\ngone forced close\nparked\n+10000",
     {UNTRIED, UNTRIED, UNTRIED, UNTRIED},
     NULL},
    /* a stream that is not kept */
    {OPEN "gone transport close\nended the connection was lost and streams are not kept\n+9999",
     {UNKNOWN, UNKNOWN, UNTRIED, UNTRIED},
     NULL},
    {OPEN "gone transport close\nended the connection was lost and streams are not kept\n+10000",
     {BROKEN, BROKEN, UNTRIED, UNTRIED},
     NULL},
    {OPEN "gone transport close\nended the connection was lost and streams are not kept\n"
          "+500\nB connect\nB init\nB open\nB " END "B " COMPLETE "B ended completed",
     {UNTRIED, PASS, PASS, UNTRIED},
     NULL},
};
#define ROWS (sizeof rows / sizeof *rows)

static void each_end_has_its_outcomes(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct judge_scene scene;
        struct report_document document;
        scene_begin(&scene);
        scene_play(&scene, rows[i].text);
        report_of(&scene, rows[i].closed, &document);
        for (size_t k = 0; k < IDS; k++) {
            const struct sts_control_report_requirement *row =
                report_document_row(&document, ids[k]);
            if ((unsigned)row->outcome != (unsigned)rows[i].outcomes[k])
                fail_msg("%.*s is %s, not %s, by:\n%s", (int)row->id.len, row->id.ptr,
                         word_of(row->outcome).ptr, word_of(rows[i].outcomes[k]).ptr, rows[i].text);
            if (row->outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
                assert_true(row->note.len);
        }
        report_document_free(&document);
        scene_finish(&scene);
    }
}

static void what_is_dropped_is_not_in_flight(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN "frag 0\nfault drop 0\nack 0\nfrag 1\nack 1\nfrag 2\nack 2\n");
    report_of(&scene, NULL, &document);
    const struct sts_control_report_requirement *row =
        report_document_row(&document, STS_REQUIREMENT_016_6_2_MAX_INFLIGHT);
    assert_int_equal(row->broken, 0);
    assert_true(row->checked);
    report_document_free(&document);
    scene_finish(&scene);
}

/* A result that the server has forgotten may be asked for again after a loss. */
static void what_expired_is_no_fault(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN CONFIRMED(0) LOST "+500\n" BACK "B frag 0\nB sequence-error 0 expired");
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.counts.fail, 0);
    report_document_free(&document);
    scene_finish(&scene);
}

/* What is not known of one stream is told, also where another has broken the same. */
static void what_hides_behind_a_finding_is_told(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN LEFT);
    scene_tell(&scene, (struct journal_traffic){.kind = JOURNAL_OPENED}, "other", NULL);
    report_of(&scene, NULL, &document);
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_DEVIATION);
    assert_false(report_document_knows_all(&document));
    const struct codec_text *why = document.report.why.items;
    size_t told = 0;
    for (size_t i = 0; i < document.report.why.count; i++)
        told += memmem(why[i].ptr, why[i].len, "is not known, in stream other", 29) != NULL;
    assert_int_equal(told, 1);
    report_document_free(&document);
    scene_finish(&scene);
}

static void a_new_run_has_nothing_in_flight(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN CONFIRMED(0) "frag 1\nack 1\nfrag 2\nack 2\n" LOST "+500\n" BACK
                                         "B > fragment:data {\"fragment_id\":\"6f1c2a52-8a7e-4d0b-"
                                         "9a39-2f4f8f6f0099\",\"stream_id\":\"live\","
                                         "\"sequence_number\":0,\"timestamp\":1700000000000,"
                                         "\"audio\":" SCENE_AUDIO "}\nB ack 99");
    report_of(&scene, NULL, &document);
    assert_int_equal(report_document_row(&document, STS_REQUIREMENT_016_6_2_MAX_INFLIGHT)->broken,
                     0);
    report_document_free(&document);
    scene_finish(&scene);
}

/* ---- streams that are forgotten ------------------------------------------------------------ */

/* A journal of two runs of the server: the first was killed. */
static void a_start_of_the_server_ends_what_was_open(void **state) {
    const struct sts_control_journal_server start = {.report_return_ms = 1, .idle_timeout_ms = 1};
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN LOST "+60000");
    scene_tell(&scene, (struct journal_traffic){.kind = JOURNAL_SERVER, .server = &start}, NULL,
               NULL);
    report_of(&scene, NULL, &document);
    const struct sts_control_report_requirement *row =
        report_document_row(&document, STS_REQUIREMENT_STS_4_ENDS_STREAMS);
    assert_int_equal(row->outcome, STS_CONTROL_REPORT_OUTCOME_UNKNOWN);
    assert_true(codec_text_equal(row->note, CODEC_TEXT("the server was killed first")));
    report_document_free(&document);
    scene_finish(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_end_has_its_outcomes),
        cmocka_unit_test(what_is_dropped_is_not_in_flight),
        cmocka_unit_test(a_new_run_has_nothing_in_flight),
        cmocka_unit_test(what_expired_is_no_fault),
        cmocka_unit_test(what_hides_behind_a_finding_is_told),
        cmocka_unit_test(a_start_of_the_server_ends_what_was_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
