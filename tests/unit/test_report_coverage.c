/* The struct of an event takes the branches that its text takes. */
#include "report/coverage.h"
#include "sts_protocol.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define LETTERS_16 "abcdefghijklmnop"
#define LETTERS_64 LETTERS_16 LETTERS_16 LETTERS_16 LETTERS_16
#define LETTERS_256 LETTERS_64 LETTERS_64 LETTERS_64 LETTERS_64
#define MODELS "\"asr_model\":\"a\",\"translation_model\":\"b\",\"tts_model\":\"c\","
#define UUID "123e4567-e89b-42d3-a456-426614174000"

static const struct {
    enum sts_event_id event;
    const char *json;
} rows[] = {
    {STS_EVENT_FRAGMENT_DATA,
     "{\"fragment_id\":\"" UUID "\",\"stream_id\":\"s\",\"sequence_number\":0,\"timestamp\":1,"
     "\"audio\":{\"format\":\"m4a\",\"sample_rate_hz\":8000,\"channels\":2,\"duration_ms\":60000,"
     "\"data_base64\":\"QUJD\"},\"metadata\":{\"pts_ns\":0,\"more\":[1]}}"},
    {STS_EVENT_FRAGMENT_DATA,
     "{\"fragment_id\":\"" UUID "\",\"stream_id\":\"s\",\"sequence_number\":7,\"timestamp\":1,"
     "\"audio\":{\"format\":\"\",\"sample_rate_hz\":96000,\"channels\":1,\"duration_ms\":1,"
     "\"data_base64\":\"QUJD\"},\"metadata\":null}"},
    {STS_EVENT_WORKER_FRAGMENT_ACK,
     "{\"fragment_id\":\"f\",\"status\":\"applied\",\"timestamp\":0}"},
    {STS_EVENT_WORKER_FRAGMENT_ACK,
     "{\"fragment_id\":\"f\",\"status\":\"received\",\"timestamp\":5}"},
    {STS_EVENT_STREAM_PAUSE, "{\"stream_id\":\"\\u0061\",\"reason\":\"because\"}"},
    {STS_EVENT_STREAM_PAUSE, "{\"stream_id\":\"s\",\"reason\":null}"},
    {STS_EVENT_STREAM_PAUSE, "{\"stream_id\":\"\\ud83d\\ude00\"}"}, /* one character */
    {STS_EVENT_STREAM_PAUSE, "{\"stream_id\":\"" LETTERS_256 "\"}"},
    {STS_EVENT_STREAM_PAUSE, "{\"stream_id\":\"" LETTERS_16 LETTERS_16 "\"}"},
    {STS_EVENT_STREAM_READY,
     "{\"stream_id\":\"s\",\"session_id\":\"" UUID "\",\"max_inflight\":10,"
     "\"capabilities\":{\"batch_processing\":false,\"async_delivery\":true}}"},
    {STS_EVENT_FRAGMENT_ACK, "{\"fragment_id\":\"f\",\"status\":\"queued\",\"queue_position\":0}"},
    {STS_EVENT_FRAGMENT_PROCESSED,
     "{\"fragment_id\":\"f\",\"stream_id\":\"s\",\"sequence_number\":1,\"status\":\"failed\","
     "\"processing_time_ms\":0,\"error\":{\"code\":\"TIMEOUT\",\"message\":\"late\","
     "\"stage\":\"tts\",\"retryable\":true},\"metadata\":{" MODELS "\"gpu_utilization\":100}}"},
    {STS_EVENT_FRAGMENT_PROCESSED,
     "{\"fragment_id\":\"f\",\"stream_id\":\"s\",\"sequence_number\":1,\"status\":\"partial\","
     "\"processing_time_ms\":3,\"stage_timings\":{\"asr_ms\":0,\"translation_ms\":1,\"tts_ms\":2},"
     "\"metadata\":{" MODELS "\"gpu_utilization\":0.5}}"},
    {STS_EVENT_FRAGMENT_PROCESSED,
     "{\"fragment_id\":\"" UUID "\",\"stream_id\":\"" LETTERS_256 "\",\"sequence_number\":0,"
     "\"status\":\"success\",\"processing_time_ms\":3,\"dubbed_audio\":{\"format\":\"m4a\","
     "\"sample_rate_hz\":8000,\"channels\":2,\"duration_ms\":1,\"data_base64\":\"QUJD\"}}"},
    {STS_EVENT_BACKPRESSURE,
     "{\"stream_id\":\"s\",\"severity\":\"high\",\"current_inflight\":3,\"queue_depth\":0,"
     "\"action\":\"pause\",\"recommended_delay_ms\":500}"},
    {STS_EVENT_ERROR,
     "{\"error_id\":\"" UUID "\",\"code\":\"INVALID_CONFIG\",\"message\":\"m\","
     "\"severity\":\"error\",\"retryable\":false,\"metadata\":{\"errors\":[{\"path\":\"/a\","
     "\"keyword\":\"type\",\"message\":\"m\"},{\"path\":\"/b\",\"keyword\":\"type\","
     "\"message\":\"m\"}]}}"},
};

static void a_struct_takes_the_branches_of_its_text(void **state) {
    struct base_memory memory = base_memory_heap();
    struct report_coverage *coverage = report_coverage_new(&memory);
    (void)state;
    assert_non_null(coverage);
    size_t count = report_coverage_count(coverage), taken = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        union {
            union sts_from_worker from_worker;
            union sts_to_worker to_worker;
        } room = {0};
        void *message = &room;
        uint32_t *of_text = calloc(count, sizeof *of_text);
        uint32_t *of_struct = calloc(count, sizeof *of_struct);
        const struct base_slice json = base_slice_of(rows[i].json);
        struct codec_in in;
        assert_true(of_text && of_struct);
        assert_true(report_coverage_takes_messages(coverage, rows[i].event));
        codec_in_init(&in, json, &test_scratch);
        assert_true(codec_decode(&in, sts_events[rows[i].event].payload, message));
        report_coverage_note(coverage, rows[i].event, json, of_text);
        report_coverage_note_message(coverage, rows[i].event, message, of_struct);
        assert_memory_equal(of_struct, of_text, count * sizeof *of_text);
        for (size_t branch = 0; branch < count; branch++)
            taken += of_text[branch];
        free(of_text);
        free(of_struct);
    }
    assert_true(taken > 100);
    report_coverage_free(coverage);
    assert_int_equal(memory.in_use, 0);
}

/* A default stands in the struct whether it was given or not: only the text tells. */
static void a_default_hides_what_was_given(void **state) {
    struct base_memory memory = base_memory_heap();
    struct report_coverage *coverage = report_coverage_new(&memory);
    (void)state;
    assert_non_null(coverage);
    assert_false(report_coverage_takes_messages(coverage, STS_EVENT_STREAM_INIT));
    report_coverage_free(coverage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_struct_takes_the_branches_of_its_text),
        cmocka_unit_test(a_default_hides_what_was_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
