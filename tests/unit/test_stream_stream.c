/* A stream with the echo behind it and a fake clock: what it sends, as JSON, line by line. */
#include "echo/echo.h"
#include "stream/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A stream and everything it sent. */
struct bench {
    struct base_memory memory;
    struct base_timers timers;
    struct stream_config config;
    struct stream *stream;
    char sent[8192]; /* "event payload\n" for each event; error ids and session ids as ID */
    size_t used;
    struct base_buffer *last_owner;
    int disconnects;
};

/* Ids are random: here always the same. */
static bool same_random(void *context, void *bytes, size_t len) {
    (void)context;
    memset(bytes, 0xAB, len);
    return true;
}

static void record(void *context, enum sts_event_id id, const void *event,
                   struct base_buffer *owner) {
    struct bench *bench = context;
    char own[4096], flat[4096];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    assert_true(codec_encode(&out, sts_events[id].payload, event));
    size_t len = codec_out_length(&out);
    assert_true(len < sizeof flat);
    codec_out_flatten(&out, flat);
    struct codec_error error;
    if (!codec_validate(base_slice(flat, len), sts_events[id].payload, &error))
        fail_msg("sent an invalid %s: %s %s", sts_events[id].name.ptr, error.pointer,
                 error.message);
    bench->used += (size_t)snprintf(bench->sent + bench->used, sizeof bench->sent - bench->used,
                                    "%.*s %.*s\n", (int)sts_events[id].name.len,
                                    sts_events[id].name.ptr, (int)len, flat);
    bench->last_owner = owner;
}

static void count_disconnect(void *context) {
    ((struct bench *)context)->disconnects++;
}

static const struct stream_output output = {.send = record, .disconnect = count_disconnect};

static int begin(void **state) {
    struct bench *bench = calloc(1, sizeof *bench);
    bench->memory = base_memory_heap();
    base_timers_tell(&bench->timers, 1000);
    bench->config = (struct stream_config){
        .memory = &bench->memory,
        .timers = &bench->timers,
        .random = same_random,
        .output = &output,
        .processor = &echo_processor,
        .auto_disconnect_delay = 5000,
    };
    bench->stream = stream_new(&bench->config, bench);
    *state = bench;
    return bench->stream ? 0 : -1;
}

static int finish(void **state) {
    struct bench *bench = *state;
    stream_free(bench->stream);
    size_t left = bench->memory.in_use;
    free(bench);
    return left == 0 ? 0 : -1;
}

/* What was sent since the last call. */
static void expect(struct bench *bench, const char *sent) {
    assert_string_equal(bench->sent, sent);
    bench->sent[bench->used = 0] = '\0';
}

static void init(struct bench *bench, const char *id) {
    struct sts_stream_init event = {
        .stream_id = codec_text_plain(base_slice_of(id)),
        .worker_id = CODEC_TEXT("w"),
        .max_inflight = 3,
        .timeout_ms = 8000,
    };
    stream_on_init(bench->stream, &event);
}

static void fragment(struct bench *bench, const char *id, int64_t number) {
    struct sts_fragment_data event = {
        .fragment_id = codec_text_plain(base_slice_of(id)),
        .stream_id = CODEC_TEXT("s"),
        .sequence_number = number,
        .audio = {.format = CODEC_TEXT("m4a"),
                  .sample_rate_hz = 48000,
                  .channels = 1,
                  .duration_ms = 1000,
                  .data_base64 = CODEC_TEXT("AAAA")},
    };
    struct base_buffer *message = base_buffer_new(&bench->memory, 0);
    stream_on_fragment(bench->stream, &event, message);
    base_buffer_unref(message);
}

static void end(struct bench *bench, const char *id) {
    struct sts_stream_end event = {.stream_id = codec_text_plain(base_slice_of(id))};
    stream_on_end(bench->stream, &event);
}

#define ID "abababab-abab-4bab-abab-abababababab"
#define READY                                                                                      \
    "stream:ready {\"stream_id\":\"s\",\"session_id\":\"" ID "\",\"max_inflight\":3,"               \
    "\"capabilities\":{\"batch_processing\":false,\"async_delivery\":true}}\n"
#define REFUSED(code, sentence, state)                                                             \
    "error {\"error_id\":\"" ID "\",\"stream_id\":\"s\",\"code\":\"" code "\",\"message\":\""       \
    sentence "\",\"severity\":\"error\",\"retryable\":false,\"metadata\":{\"state\":\"" state      \
    "\"}}\n"

static void a_session_from_init_to_disconnect(void **state) {
    struct bench *bench = *state;
    init(bench, "s");
    expect(bench, READY);
    fragment(bench, "f0", 0);
    expect(bench, "fragment:ack {\"fragment_id\":\"f0\",\"status\":\"queued\",\"queue_position\":0,"
                  "\"estimated_completion_ms\":0}\n"
                  "fragment:processed {\"fragment_id\":\"f0\",\"stream_id\":\"s\","
                  "\"sequence_number\":0,\"status\":\"success\",\"dubbed_audio\":{\"format\":"
                  "\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":1000,"
                  "\"data_base64\":\"AAAA\"},\"transcript\":\"[ECHO] Original audio\","
                  "\"translated_text\":\"[ECHO] Original audio\",\"processing_time_ms\":0,"
                  "\"stage_timings\":{\"asr_ms\":0,\"translation_ms\":0,\"tts_ms\":0},"
                  "\"metadata\":{\"asr_model\":\"echo-mock\",\"translation_model\":\"echo-mock\","
                  "\"tts_model\":\"echo-mock\"}}\n");
    base_timers_advance(&bench->timers, 3500);
    end(bench, "s");
    expect(bench, "stream:complete {\"stream_id\":\"s\",\"total_fragments\":1,"
                  "\"total_duration_ms\":2500,\"statistics\":{\"success_count\":1,"
                  "\"partial_count\":0,\"failed_count\":0,\"avg_processing_time_ms\":0,"
                  "\"p95_processing_time_ms\":0}}\n");
    base_timers_advance(&bench->timers, 8499);
    assert_int_equal(bench->disconnects, 0);
    base_timers_advance(&bench->timers, 8500);
    assert_int_equal(bench->disconnects, 1);
}

static void the_result_keeps_the_message_that_its_audio_lies_in(void **state) {
    struct bench *bench = *state;
    init(bench, "s");
    assert_null(bench->last_owner);
    fragment(bench, "f0", 0);
    assert_non_null(bench->last_owner);
}

static void a_new_init_after_completion_cancels_the_disconnect(void **state) {
    struct bench *bench = *state;
    init(bench, "s");
    fragment(bench, "f0", 0);
    end(bench, "s");
    init(bench, "s");
    base_timers_advance(&bench->timers, 100000);
    assert_int_equal(bench->disconnects, 0);
    bench->sent[bench->used = 0] = '\0';
    end(bench, "s");
    expect(bench, "stream:complete {\"stream_id\":\"s\",\"total_fragments\":0,"
                  "\"total_duration_ms\":99000,\"statistics\":{\"success_count\":0,"
                  "\"partial_count\":0,\"failed_count\":0,\"avg_processing_time_ms\":0,"
                  "\"p95_processing_time_ms\":0}}\n");
}

static void a_request_in_the_wrong_state_is_answered(void **state) {
    struct bench *bench = *state;
    fragment(bench, "f", 0);
    expect(bench, "error {\"error_id\":\"" ID "\",\"fragment_id\":\"f\",\"code\":"
                  "\"STREAM_NOT_FOUND\",\"message\":\"there is no stream on this connection: send "
                  "stream:init first\",\"severity\":\"error\",\"retryable\":false,\"metadata\":"
                  "{\"state\":\"initializing\"}}\n");
    init(bench, "s");
    expect(bench, READY);
    init(bench, "s");
    expect(bench, REFUSED("INVALID_CONFIG",
                          "stream:init is not possible while the stream is active: end it first",
                          "active"));
    end(bench, "other");
    expect(bench, REFUSED("STREAM_NOT_FOUND",
                          "stream_id is not that of the stream on this connection", "active"));
    end(bench, "s");
    bench->sent[bench->used = 0] = '\0';
    end(bench, "s");
    expect(bench, REFUSED("INVALID_CONFIG",
                          "stream:end is not possible while the stream is completed", "completed"));
}

static void a_paused_stream_takes_no_fragments_until_it_resumes(void **state) {
    struct bench *bench = *state;
    const struct sts_stream_pause pause = {.stream_id = CODEC_TEXT("s")};
    const struct sts_stream_resume resume = {.stream_id = CODEC_TEXT("s")};
    init(bench, "s");
    expect(bench, READY);
    stream_on_pause(bench->stream, &pause);
    fragment(bench, "f", 0);
    expect(bench, "error {\"error_id\":\"" ID "\",\"stream_id\":\"s\",\"fragment_id\":\"f\","
                  "\"code\":\"STREAM_NOT_FOUND\",\"message\":\"the stream takes no fragments while "
                  "it is paused\",\"severity\":\"error\",\"retryable\":false,\"metadata\":"
                  "{\"state\":\"paused\"}}\n");
    stream_on_resume(bench->stream, &resume);
    assert_true(stream_takes_fragments(bench->stream, CODEC_TEXT("f")));
    stream_on_resume(bench->stream, &resume);
    expect(bench, REFUSED("INVALID_CONFIG",
                          "stream:resume is not possible while the stream is active", "active"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_session_from_init_to_disconnect, begin, finish),
        cmocka_unit_test_setup_teardown(the_result_keeps_the_message_that_its_audio_lies_in, begin,
                                        finish),
        cmocka_unit_test_setup_teardown(a_new_init_after_completion_cancels_the_disconnect, begin,
                                        finish),
        cmocka_unit_test_setup_teardown(a_request_in_the_wrong_state_is_answered, begin, finish),
        cmocka_unit_test_setup_teardown(a_paused_stream_takes_no_fragments_until_it_resumes, begin,
                                        finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
