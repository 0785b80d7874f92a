/* What the forms of a report say of what is broken and of what is not known: no form makes either
 * look better than it is. */
#include "report/document.h"
#include "report/markup.h"
#include "sts_requirements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Three musts and a should of workers. */
#define MUST STS_REQUIREMENT_016_7_1_UNIQUE_NUMBER
#define OTHER_MUST STS_REQUIREMENT_016_7_1_NO_GAPS
#define THIRD_MUST STS_REQUIREMENT_STS_1_ANSWERS_PING
#define SHOULD STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT

static struct base_memory memory;

static void begin(struct report_document *document, const char *target) {
    memory = base_memory_heap();
    assert_true(report_document_init(document, &memory,
                                     &(struct report_document_subject){
                                         .side = STS_CONTROL_REPORT_SIDE_WORKER,
                                         .title = base_slice_of(*target ? target : "All streams"),
                                         .target = base_slice_of(target),
                                         .program = base_slice_of("test"),
                                         .version = base_slice_of("1"),
                                     }));
}

static void find_in(struct report_document *document, const char *stream,
                    enum sts_requirement_id id, const char *message, const char *because_of) {
    (void)report_document_found(
        document, id,
        &(struct sts_control_report_finding){
            .has = (because_of ? STS_CONTROL_REPORT_FINDING_HAS_BECAUSE_OF : 0u) |
                   (stream ? STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID : 0u),
            .message = codec_text_plain(base_slice_of(message)),
            .stream_id = codec_text_plain(base_slice_of(stream)),
            .because_of = codec_text_plain(base_slice_of(because_of)),
        });
}

static void find(struct report_document *document, enum sts_requirement_id id, const char *message,
                 const char *because_of) {
    find_in(document, NULL, id, message, because_of);
}

/* ---- reading what was written -------------------------------------------------------------- */

struct text {
    char *bytes;
    size_t used, size;
};

static bool put(void *context, struct base_slice bytes) {
    struct text *text = context;
    while (text->used + bytes.len + 1 > text->size) {
        text->size = 2 * text->size + 65536;
        text->bytes = realloc(text->bytes, text->size);
        assert_non_null(text->bytes);
    }
    memcpy(text->bytes + text->used, bytes.ptr, bytes.len);
    text->used += bytes.len;
    text->bytes[text->used] = '\0';
    return true;
}

typedef bool writer(const struct report_document *document, const struct report_sink *sink);

/* To be freed. */
static char *written(writer *write, const struct report_document *document) {
    struct text text = {NULL, 0, 0};
    assert_true(write(document, &(struct report_sink){put, &text, NULL}));
    return text.bytes;
}

static size_t occurrences(const char *text, const char *what) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

static void assert_says(const char *text, const char *what) {
    if (!strstr(text, what))
        fail_msg("\"%s\" is not in it", what);
}

static void assert_why(const struct report_document *document, size_t index, const char *expected) {
    const struct codec_text *why = document->report.why.items;
    assert_true(index < document->report.why.count);
    char text[2048];
    (void)snprintf(text, sizeof text, "%.*s", (int)why[index].len, why[index].ptr);
    assert_string_equal(text, expected);
}

/* ---- why ----------------------------------------------------------------------------------- */

static void the_worst_is_told_first(void **state) {
    struct report_document document;
    (void)state;
    begin(&document, "live");
    find(&document, SHOULD, "not confirmed", "016/7.1/unique-number");
    find(&document, MUST, "an effect", "016/7.1/no-gaps");
    find(&document, MUST, "twice", NULL);
    report_document_kept(&document, MUST, 3);
    report_document_broken(&document, OTHER_MUST, 2);
    report_document_unknown(&document, THIRD_MUST, CODEC_TEXT("the server stopped first"));
    report_document_incomplete(&document, "a stream was not judged");
    assert_true(report_document_finish(&document));
    const struct sts_control_report *report = &document.report;
    assert_int_equal(report->verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    assert_why(&document, 0,
               "016/7.1/no-gaps (must) was broken 2 of 2 times: Sequence numbers start at 0 and "
               "have no gaps.");
    assert_why(&document, 1, "016/7.1/unique-number (must) was broken 1 of 4 times: twice");
    assert_why(&document, 2, "a stream was not judged");
    assert_why(&document, 3, "sts/1/answers-ping is not known: the server stopped first");
    assert_why(&document, 4,
               "016/5.1/fragment-ack/sent is not known: it could not be judged, because of "
               "016/7.1/unique-number");
    assert_int_equal(report->why.count, 5);
    report_document_free(&document);
    assert_int_equal(memory.in_use, 0);
}

static void what_is_good_has_a_reason_too(void **state) {
    struct report_document document;
    (void)state;
    begin(&document, "live");
    assert_true(report_document_finish(&document));
    assert_why(&document, 0,
               "nothing in the traffic could have broken a requirement, so this report proves "
               "nothing");
    report_document_free(&document);
    begin(&document, "live");
    report_document_kept(&document, MUST, 3);
    assert_true(report_document_finish(&document));
    assert_why(&document, 0, "all requirements that were exercised were kept: 1 of 50");
    report_document_free(&document);
}

/* A summary is to be read: what is long is cut, and of many requirements the rest is counted. */
static void much_is_cut(void **state) {
    struct report_document document;
    char message[2000];
    (void)state;
    memset(message, 'x', sizeof message - 1);
    message[sizeof message - 1] = '\0';
    begin(&document, "live");
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        find(&document, (enum sts_requirement_id)i, message, NULL);
    assert_true(report_document_finish(&document));
    const struct codec_text *why = document.report.why.items;
    assert_int_equal(document.report.why.count, 13);
    assert_why(&document, 12, "38 more requirements were broken, or are not known");
    for (size_t i = 0; i < 12; i++)
        assert_in_range(why[i].len, 300, 500);
    report_document_free(&document);
}

/* What judges and replays say of what they do not know. */
static const char *const unknown_notes[] = {
    "the server stopped first",
    "the journal ends first",
    "the stream is still open",
    "the connection is stalled by a simulation",
    "still parked: the worker has 7 s left to come back",
    "the server gave the stream up first: too many were parked",
    "results not confirmed yet: 3; the server stopped first",
    "results that were not confirmed before they were forgotten: 3; it is not known which were "
    "confirmed later",
    "results that were not confirmed when the connection was lost: 2; they may have been confirmed",
    "results that may still have waited in the server, for the worker's next poll or a slow "
    "connection, when its connection ended: 2",
    "a ping that came late had no answer: the server had stopped for a while, and the worker may "
    "have given the connection up before",
    "the worker came back, and the server refused it",
    "the server was killed first",
    "more attempts with refused keys came than are remembered",
    "it was not known when the stream was forgotten",
    "it could not be judged, because of 016/7.1/no-gaps",
};

static const char *const unknown_wholes[] = {
    "streams were forgotten so long ago that it is not known whether they belong to this report",
    "not all was known of a stream when it was forgotten",
    "streams that began before the place in since, and went on after it: 1; what they did after it "
    "is not told apart",
    "the place in since is from another start of the server, or from another replica: it is not "
    "known what came after it",
    ("streams that were not judged: 3; no more than 128 are judged at the same time "
     "(REPORTS_KEPT)"),
    "memory ran out: not all of a stream was judged",
    "the beginning of a stream was not judged: it was forgotten, or there was no room for it",
    "the journal lacks the entries 3 to 4",
    "the journal lacks entry 3",
    "entry 3 was not judged: its payload was too long for the journal",
    "the last line of the journal is cut off",
    "the server had lost entries (lost: true)",
    "the run was stopped: the server closed the connection",
};

static void each_unknown_has_an_advice(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof unknown_notes / sizeof *unknown_notes; i++) {
        struct report_document document;
        begin(&document, "live");
        report_document_unknown(&document, THIRD_MUST,
                                codec_text_plain(base_slice_of(unknown_notes[i])));
        assert_true(report_document_finish(&document));
        char *json = written(report_write_summary, &document);
        char *html = written(report_write_html, &document);
        char *xml = written(report_write_junit, &document);
        if (occurrences(json, "\"advice\":\"") != 1)
            fail_msg("no advice on \"%s\"", unknown_notes[i]);
        assert_int_equal(occurrences(html, "<b>What to do:</b>"), 2); /* as reason and finding */
        assert_int_equal(occurrences(xml, "what to do: "), 1);
        free(json);
        free(html);
        free(xml);
        report_document_free(&document);
    }
}

static void each_unknown_of_the_whole_has_an_advice(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof unknown_wholes / sizeof *unknown_wholes; i++) {
        struct report_document document;
        begin(&document, "live");
        report_document_kept(&document, MUST, 1);
        report_document_incomplete(&document, unknown_wholes[i]);
        assert_true(report_document_finish(&document));
        char *html = written(report_write_html, &document);
        char *xml = written(report_write_junit, &document);
        if (occurrences(html, "<b>What to do:</b>") != 2)
            fail_msg("no advice on \"%s\"", unknown_wholes[i]);
        assert_int_equal(occurrences(xml, "what to do: "), 1);
        free(html);
        free(xml);
        report_document_free(&document);
    }
}

static void advice_fits_the_reason(void **state) {
    struct report_document document;
    (void)state;
    begin(&document, "live");
    find(&document, SHOULD, "late", NULL);
    report_document_unknown(&document, SHOULD, CODEC_TEXT("the server stopped first"));
    report_document_unknown(&document, THIRD_MUST,
                            CODEC_TEXT("still parked: the worker has 7 s "
                                       "left to come back"));
    assert_true(report_document_finish(&document));
    char *json = written(report_write_summary, &document);
    assert_says(json, "\"advice\":\"Wait, or lower `REPORT_RETURN_MS`.\"");
    assert_null(strstr(json, "is stopped.")); /* what is broken keeps its own */
    free(json);
    report_document_free(&document);
}

static void a_summary_has_no_payloads(void **state) {
    struct report_document document;
    (void)state;
    begin(&document, "live");
    (void)report_document_found(
        &document, MUST,
        &(struct sts_control_report_finding){
            .has = STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD | STS_CONTROL_REPORT_FINDING_HAS_SENT |
                   STS_CONTROL_REPORT_FINDING_HAS_TRACE | STS_CONTROL_REPORT_FINDING_HAS_EXPECTED |
                   STS_CONTROL_REPORT_FINDING_HAS_EVENT,
            .message = CODEC_TEXT("twice"),
            .payload = CODEC_TEXT("long text"),
            .sent = CODEC_TEXT("long text"),
            .trace = CODEC_TEXT("long text"),
            .expected = CODEC_TEXT("long text"),
            .event = CODEC_TEXT("fragment:data"),
        });
    report_document_unknown(&document, THIRD_MUST, CODEC_TEXT("the server stopped first"));
    assert_true(report_document_finish(&document));
    char *json = written(report_write_summary, &document);
    assert_null(strstr(json, "long text"));
    assert_says(json, "\"event\":\"fragment:data\"");
    assert_says(json, "\"note\":\"the server stopped first\"");
    assert_says(json, "\"advice\":\"Let the worker end its stream before the server is stopped.\"");
    free(json);
    report_document_free(&document);
}

/* ---- JUnit --------------------------------------------------------------------------------- */

static void add_stream(struct report_document *document, const char *id,
                       const struct report_document *own) {
    struct sts_control_report_stream *row =
        report_document_append(document, &document->report.streams, sizeof *row);
    assert_non_null(row);
    *row = (struct sts_control_report_stream){
        .stream_id = report_document_words(document, id),
        .verdict = own->report.verdict,
        .unknowns = report_document_unknowns(own, document),
        .outcomes = report_document_outcomes(own, document),
    };
}

static void add_seed(struct report_document *document, size_t stream, int64_t seed,
                     const char *key) {
    struct sts_control_report_stream *rows = (void *)(uintptr_t)document->report.streams.items;
    struct sts_control_report_seed *added =
        report_document_append(document, &rows[stream].seeds, sizeof *added);
    assert_non_null(added);
    added->seed = seed;
    added->seed_key = report_document_words(document, key);
}

/* Each of two streams breaks a rule and leaves another unknown. */
static void begin_two(struct report_document *document) {
    static const char *const names[] = {"first", "second: <b>"};
    struct report_document own;
    begin(document, "");
    struct base_memory whole = memory;
    for (size_t i = 0; i < 2; i++) {
        begin(&own, names[i]);
        find_in(&own, names[i], MUST, i ? "thrice" : "twice", NULL);
        if (i)
            find_in(&own, names[i], OTHER_MUST, "fragment 2 is missing", NULL);
        report_document_unknown(&own, THIRD_MUST, CODEC_TEXT("the server stopped first"));
        if (!i)
            report_document_unknown(&own, SHOULD, CODEC_TEXT("the server stopped first"));
        assert_true(report_document_finish(&own));
        struct base_memory part = memory;
        memory = whole;
        report_document_merge(document, &own);
        add_stream(document, names[i], &own);
        whole = memory;
        memory = part;
        report_document_free(&own);
    }
    memory = whole;
    assert_true(report_document_finish(document));
}

static void of_several_streams_the_reason_names_one(void **state) {
    struct report_document document;
    (void)state;
    begin_two(&document);
    assert_why(&document, 0,
               "016/7.1/no-gaps (must) was broken 1 of 1 times, in stream second: <b>: fragment 2 "
               "is missing");
    assert_why(
        &document, 1,
        "016/7.1/unique-number (must) was broken 2 of 2 times, first in stream first: twice");
    assert_why(&document, 2,
               "sts/1/answers-ping is not known, first in stream first: the server stopped first");
    assert_why(&document, 3,
               "016/5.1/fragment-ack/sent is not known, in stream first: the server stopped first");
    report_document_free(&document);
}

static void a_suite_tells_of_its_own_stream(void **state) {
    struct report_document document;
    (void)state;
    begin_two(&document);
    char *xml = written(report_write_junit, &document);
    assert_says(xml, "<property name=\"title\" value=\"first\"/>");
    assert_says(xml, "<property name=\"title\" value=\"second: &lt;b&gt;\"/>");
    assert_int_equal(occurrences(xml, "<property name=\"title\" value=\"All streams\"/>"), 1);
    assert_says(xml, "<failure type=\"must\" message=\"broken 1 of 1 times: twice\">rule: ");
    assert_says(xml, "<failure type=\"must\" message=\"broken 1 of 1 times: thrice\">rule: ");
    assert_int_equal(occurrences(xml, "<error type=\"unknown\" message=\"unknown: the server "
                                      "stopped first\">rule: "),
                     3);
    free(xml);
    report_document_free(&document);
}

/* What is broken or not known of the whole, and of no stream that is listed, is told as well. */
/* Of a stream that faults hit; the other one has nothing to repeat. */
static void a_failure_says_how_to_repeat_the_faults(void **state) {
    struct report_document document;
    (void)state;
    begin_two(&document);
    add_seed(&document, 1, 42, "a\"<b>");
    add_seed(&document, 1, -1, "second");
    char *xml = written(report_write_junit, &document);
    assert_int_equal(occurrences(xml, "<property name=\"fault_seeds\""), 1);
    assert_says(xml, "<property name=\"fault_seeds\" value=\"seed 42, seed_key '"
                     "a&quot;&lt;b&gt;'; seed -1, seed_key 'second'\"/>");
    /* two failures and an unknown */
    assert_int_equal(occurrences(xml, "to repeat the faults: the same rules with seed 42, "), 3);
    free(xml);
    struct sts_control_report_stream *rows = (void *)(uintptr_t)document.report.streams.items;
    rows[1].left_out = 3;
    char *html = written(report_write_html, &document);
    /* the script shows and hides the first of this class */
    assert_int_equal(occurrences(html, "class=\"none\""), 1);
    assert_int_equal(occurrences(html, "To repeat the faults: the same rules with seed 42, "), 1);
    free(html);
    report_document_free(&document);
}

static void what_no_stream_tells_is_not_lost(void **state) {
    struct report_document document, own;
    (void)state;
    begin(&own, "live");
    report_document_kept(&own, MUST, 1);
    assert_true(report_document_finish(&own));
    struct base_memory first = memory;
    begin(&document, "");
    report_document_merge(&document, &own);
    add_stream(&document, "live", &own);
    report_document_broken(&document, OTHER_MUST, 1);
    report_document_unknown(&document, THIRD_MUST, CODEC_TEXT("lost"));
    assert_true(report_document_finish(&document));
    char *xml = written(report_write_junit, &document);
    assert_int_equal(occurrences(xml, "<failure"), 1);
    assert_int_equal(occurrences(xml, "<error"), 1);
    assert_says(xml, "<testcase name=\"016/7.1/no-gaps\" classname=\"All streams\" time=\"0.000\">"
                     "<failure");
    assert_says(
        xml,
        "<testcase name=\"sts/1/answers-ping\" classname=\"All streams\" "
        "time=\"0.000\"><error type=\"unknown\" message=\"unknown: lost\">rule: The worker answers "
        "every ping within the ping timeout.\n</error>");
    assert_says(xml, "<testsuite name=\"All streams\" package=\"test\" id=\"1\" "
                     "hostname=\"localhost\" tests=\"3\" failures=\"1\" errors=\"1\"");
    free(xml);
    report_document_free(&document);
    memory = first;
    report_document_free(&own);
}

static void what_is_not_known_is_an_error(void **state) {
    struct report_document document;
    (void)state;
    begin(&document, "live");
    report_document_kept(&document, MUST, 1);
    report_document_incomplete(&document, "entries were lost");
    assert_true(report_document_finish(&document));
    char *xml = written(report_write_junit, &document);
    assert_says(xml, "<testcase name=\"report/complete\" classname=\"live\" time=\"0.000\"><error "
                     "type=\"unknown\" message=\"unknown: entries were lost\">");
    assert_says(xml, "tests=\"51\" failures=\"0\" errors=\"1\" skipped=\"49\"");
    free(xml);
    report_document_free(&document);
}

/* ---- HTML ---------------------------------------------------------------------------------- */

static void a_page_folds_and_never_shows_unknown_as_good(void **state) {
    struct report_document document;
    char message[32];
    (void)state;
    begin(&document, "live");
    for (int i = 0; i < 12; i++)
        find(&document, MUST, "the same", NULL);
    for (int i = 0; i < 7; i++) {
        (void)snprintf(message, sizeof message, "case %d", i);
        find(&document, OTHER_MUST, message, "016/7.1/unique-number");
    }
    report_document_broken(&document, OTHER_MUST, 5);
    report_document_unknown(&document, THIRD_MUST, CODEC_TEXT("the server stopped first"));
    assert_true(report_document_finish(&document));
    char *html = written(report_write_html, &document);
    assert_says(html, "the same <span class=\"times\">12 times</span>");
    assert_int_equal(occurrences(html, "<p>case "), 7);
    assert_says(html, "<summary>and 4 more</summary>");
    assert_says(html, "and 5 times more, of which no details were kept");
    assert_says(html, "<b>because of</b>016/7.1/unique-number");
    assert_says(html, "<tr class=\"row unknown\"><td><span class=\"chip\">unknown</span>");
    assert_says(html, "<small class=\"note\">the server stopped first</small>");
    assert_says(html, "<li class=\"unknown\"><a class=\"id\" href=\"#sts/1/answers-ping\">");
    assert_says(html, "Not known: the server stopped first");
    free(html);
    report_document_free(&document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_is_told_first),
        cmocka_unit_test(what_is_good_has_a_reason_too),
        cmocka_unit_test(much_is_cut),
        cmocka_unit_test(each_unknown_has_an_advice),
        cmocka_unit_test(each_unknown_of_the_whole_has_an_advice),
        cmocka_unit_test(advice_fits_the_reason),
        cmocka_unit_test(a_summary_has_no_payloads),
        cmocka_unit_test(of_several_streams_the_reason_names_one),
        cmocka_unit_test(a_suite_tells_of_its_own_stream),
        cmocka_unit_test(a_failure_says_how_to_repeat_the_faults),
        cmocka_unit_test(what_no_stream_tells_is_not_lost),
        cmocka_unit_test(what_is_not_known_is_an_error),
        cmocka_unit_test(a_page_folds_and_never_shows_unknown_as_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
