/* Making a report and writing it, where memory or the sink fails. */
#include "report/document.h"
#include "sts_requirements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static size_t allocations, fail_at;

static void *failing(struct base_memory *memory, size_t size) {
    (void)memory;
    return ++allocations == fail_at ? NULL : malloc(size);
}

/* Memory whose `at`-th allocation fails; 0: none. */
static struct base_memory memory_failing(size_t at) {
    struct base_memory memory = base_memory_heap();
    memory.allocate = failing;
    allocations = 0;
    fail_at = at;
    return memory;
}

/* A requirement of that side, or the one after it. */
static enum sts_requirement_id requirement_of(enum sts_requirement_side side, size_t skipped) {
    size_t i = 0;
    while (sts_requirements[i].side != side || skipped--)
        i++;
    return (enum sts_requirement_id)i;
}

/* A document with something in each of its parts. */
static bool make(struct report_document *document, struct base_memory *memory) {
    const struct report_document_subject subject = {
        .side = STS_CONTROL_REPORT_SIDE_SERVER,
        .title = base_slice_of("a <title> & \"more\""),
        .target = base_slice_of("http://host"),
        .program = base_slice_of("test"),
        .version = base_slice_of("1"),
    };
    if (!report_document_init(document, memory, &subject))
        return false;
    report_document_kept(document, requirement_of(STS_BINDS_SERVER, 0), 3);
    for (int i = 0; i < REPORT_FINDINGS_OF_REQUIREMENT + 5; i++) {
        const char name = (char)('a' + i);
        (void)report_document_found(document, requirement_of(STS_BINDS_SERVER, 1),
                                    &(struct sts_control_report_finding){
                                        .has = STS_CONTROL_REPORT_FINDING_HAS_EXPECTED,
                                        .at_ms = i,
                                        .message = codec_text_plain(base_slice(&name, 1)),
                                        .expected = CODEC_TEXT("\x01<b>"),
                                    });
    }
    report_document_broken(document, requirement_of(STS_BINDS_SERVER, 2), 7);
    report_document_not_offered(document, requirement_of(STS_BINDS_SERVER, 3), "no such thing");
    struct sts_control_report_stream *stream =
        report_document_append(document, &document->report.streams, sizeof *stream);
    if (stream)
        *stream = (struct sts_control_report_stream){
            .stream_id = report_document_text(document, CODEC_TEXT("live"))};
    return report_document_finish(document);
}

static void a_document_needs_all_its_memory(void **state) {
    bool made = false;
    (void)state;
    for (size_t at = 1; !made; at++) {
        struct base_memory memory = memory_failing(at);
        struct report_document document;
        made = make(&document, &memory);
        assert_true(made || allocations >= at);
        assert_true(!made || allocations < at);
        report_document_free(&document);
        assert_int_equal(memory.in_use, 0);
    }
    assert_true(allocations > 3);
}

/* Requirements of workers have no row in the report on a server. */
static void the_other_side_has_no_rows(void **state) {
    struct base_memory memory = memory_failing(0);
    struct report_document document;
    const enum sts_requirement_id other = requirement_of(STS_BINDS_WORKER, 0);
    const struct sts_control_report_finding broken = {.message = CODEC_TEXT("broken")};
    (void)state;
    assert_true(make(&document, &memory));
    const int64_t left_out = document.report.findings_left_out;
    const size_t findings = document.report.findings.count;
    assert_null(report_document_row(&document, other));
    assert_null(report_document_found(&document, other, &broken));
    report_document_broken(&document, other, 1);
    report_document_not_offered(&document, other, "never");
    assert_int_equal(document.report.findings_left_out, left_out);
    assert_int_equal(document.report.findings.count, findings);
    report_document_free(&document);
    assert_int_equal(memory.in_use, 0);
}

/* What was found or is not known shows more than that a case saw nothing of it, whatever was told
 * first. */
static void what_is_broken_is_offered(void **state) {
    struct base_memory memory = memory_failing(0);
    const struct sts_control_report_finding broken = {.message = CODEC_TEXT("broken")};
    const enum sts_requirement_id first = requirement_of(STS_BINDS_SERVER, 5),
                                  last = requirement_of(STS_BINDS_SERVER, 6),
                                  unknown = requirement_of(STS_BINDS_SERVER, 7),
                                  absent = requirement_of(STS_BINDS_SERVER, 8);
    struct report_document document;
    (void)state;
    assert_true(make(&document, &memory));
    (void)report_document_found(&document, first, &broken);
    report_document_not_offered(&document, first, "nothing of it was seen");
    report_document_not_offered(&document, last, "nothing of it was seen");
    (void)report_document_found(&document, last, &broken);
    report_document_unknown(&document, unknown, CODEC_TEXT("it was not waited for"));
    report_document_not_offered(&document, unknown, "nothing of it was seen");
    report_document_not_offered(&document, absent, "nothing of it was seen");
    assert_true(report_document_finish(&document));
    for (int i = 0; i < 2; i++) {
        const struct sts_control_report_requirement *row =
            report_document_row(&document, i ? last : first);
        assert_int_equal(row->outcome, row->severity == STS_CONTROL_REPORT_SEVERITY_MUST
                                           ? STS_CONTROL_REPORT_OUTCOME_FAIL
                                           : STS_CONTROL_REPORT_OUTCOME_DEVIATION);
        assert_false(row->has & STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE);
    }
    const struct sts_control_report_requirement *row = report_document_row(&document, unknown);
    assert_int_equal(row->outcome, STS_CONTROL_REPORT_OUTCOME_UNKNOWN);
    assert_true(codec_text_equal(row->note, CODEC_TEXT("it was not waited for")));
    assert_int_equal(report_document_row(&document, absent)->outcome,
                     STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED);
    report_document_free(&document);
}

/* ---- writing ------------------------------------------------------------------------------- */

typedef bool writer(const struct report_document *document, const struct report_sink *sink);

static writer *const writers[] = {report_write_json, report_write_summary, report_write_junit,
                                  report_write_html};
#define WRITERS (sizeof writers / sizeof *writers)

/* Takes `takes` pieces, and no more. */
struct narrow {
    size_t takes, taken, refused;
};

static bool take(void *context, struct base_slice bytes) {
    struct narrow *narrow = context;
    assert_true(bytes.len > 0);
    if (narrow->taken == narrow->takes) {
        narrow->refused++;
        return false;
    }
    narrow->taken++;
    return true;
}

static void a_sink_that_refuses_gets_no_more(void **state) {
    struct base_memory memory = memory_failing(0);
    struct report_document document;
    (void)state;
    assert_true(make(&document, &memory));
    for (size_t form = 0; form < WRITERS; form++) {
        struct narrow wide = {.takes = SIZE_MAX};
        assert_true(writers[form](&document, &(struct report_sink){take, &wide, NULL}));
        assert_true(wide.taken > 1);
        for (size_t takes = 0; takes < wide.taken; takes++) {
            struct narrow narrow = {.takes = takes};
            assert_false(writers[form](&document, &(struct report_sink){take, &narrow, NULL}));
            assert_int_equal(narrow.refused, 1);
        }
    }
    report_document_free(&document);
}

/* JSON is encoded before any of it is written. */
static void json_needs_memory(void **state) {
    struct base_memory memory = memory_failing(0);
    struct report_document document;
    struct narrow wide = {.takes = SIZE_MAX};
    struct codec_error error = {.code = CODEC_OK};
    (void)state;
    assert_true(make(&document, &memory));
    fail_at = allocations + 1;
    assert_false(report_write_json(&document, &(struct report_sink){take, &wide, &error}));
    for (size_t more = 1; more <= 2; more++) { /* its lists, then the text */
        fail_at = allocations + more;
        assert_false(report_write_summary(&document, &(struct report_sink){take, &wide, &error}));
    }
    assert_int_equal(wide.taken, 0);
    assert_int_equal(error.code, CODEC_OK);
    report_document_free(&document);
    assert_int_equal(memory.in_use, 0);
}

static void json_that_breaks_its_schema_is_not_written(void **state) {
    struct base_memory memory = memory_failing(0);
    struct report_document document;
    struct narrow wide = {.takes = SIZE_MAX};
    struct codec_error error = {.code = CODEC_OK};
    (void)state;
    assert_true(make(&document, &memory));
    document.report.counts.pass = -1;
    assert_false(report_write_json(&document, &(struct report_sink){take, &wide, &error}));
    assert_int_equal(wide.taken, 0);
    assert_string_equal(error.pointer, "/counts/pass");
    assert_false(report_write_json(&document, &(struct report_sink){take, &wide, NULL}));
    report_document_free(&document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_needs_all_its_memory),
        cmocka_unit_test(the_other_side_has_no_rows),
        cmocka_unit_test(what_is_broken_is_offered),
        cmocka_unit_test(a_sink_that_refuses_gets_no_more),
        cmocka_unit_test(json_needs_memory),
        cmocka_unit_test(json_that_breaks_its_schema_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
