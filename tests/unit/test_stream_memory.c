/* Memory that runs out: a session in which the k-th allocation fails, for every k. Nothing crashes,
 * nothing leaks, the counters return to zero, and what could not be done is said. */
#include "echo/echo.h"
#include "stream/connection.h"
#include "stream_defaults.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct bench {
    struct base_memory memory, messages;
    struct base_timers timers;
    struct stream_settings settings;
    struct echo *echo;
    struct stream_processor processor;
    struct stream_registry *registry;
    struct stream_connection *connections[2];
    size_t allocations, fail_at;
    size_t errors, results;
    bool stalled; /* the first of them */
};

static void *allocate(struct base_memory *memory, size_t size) {
    struct bench *bench = memory->context;
    return ++bench->allocations == bench->fail_at ? NULL : malloc(size);
}

static bool fill_random(void *context, void *bytes, size_t len) {
    (void)context;
    memset(bytes, 5, len);
    return true;
}

static bool send(void *context, enum sts_event_id id, const void *event,
                 struct base_buffer *owner) {
    struct bench *bench = context;
    (void)event;
    (void)owner;
    bench->errors += id == STS_EVENT_ERROR;
    bench->results += id == STS_EVENT_FRAGMENT_PROCESSED;
    return true;
}

static void depart(struct bench *bench, size_t which, enum stream_departure departure) {
    struct stream_connection *connection = bench->connections[which];
    bench->connections[which] = NULL;
    stream_connection_free(connection, departure);
}

/* Only a take-over asks for this here. */
static void disconnect(void *context, void *successor) {
    (void)successor;
    ((struct bench *)context)->stalled = false;
    depart(context, 0, STREAM_DEPARTURE_LOST);
}

/* Only a connection that goes silent. */
static void lose(void *context, const struct stream_loss *loss) {
    struct bench *bench = context;
    assert_int_equal(loss->mode, STS_DISCONNECT_MODE_STALL);
    bench->stalled = true;
}

static bool is_stalled(void *context) {
    return ((const struct bench *)context)->stalled;
}

static const struct stream_output output = {.send = send,
                                            .stalled = is_stalled,
                                            .unheard = is_stalled,
                                            .disconnect = disconnect,
                                            .lose = lose};

static bool set_up(struct bench *bench) {
    bench->echo = echo_new(&(struct echo_config){
        .memory = &bench->memory,
        .timers = &bench->timers,
        .settings = &bench->settings,
        .seed = {1, 2},
    });
    if (!bench->echo)
        return false;
    bench->processor = echo_processor(bench->echo);
    bench->registry = stream_registry_new(&(struct stream_registry_config){
        .memory = &bench->memory,
        .timers = &bench->timers,
        .random = fill_random,
        .settings = &bench->settings,
        .output = &output,
        .processor = &bench->processor,
        .key_count = 2,
    });
    return bench->registry;
}

static bool init(struct bench *bench, size_t which) {
    const struct sts_stream_init event = {.stream_id = CODEC_TEXT("s"),
                                          .worker_id = CODEC_TEXT("w"),
                                          .max_inflight = 2,
                                          .timeout_ms = 8000};
    if (!bench->connections[which])
        bench->connections[which] = stream_connection_new(bench->registry, bench, 1);
    if (!bench->connections[which])
        return false;
    stream_connection_on_init(bench->connections[which], &event);
    return stream_connection_stream(bench->connections[which]);
}

static void fragment(struct bench *bench, size_t which, int64_t number) {
    char id[8];
    (void)snprintf(id, sizeof id, "f%d", (int)number);
    struct base_buffer *message = base_buffer_new(&bench->messages, 100);
    const struct sts_fragment_data event = {
        .fragment_id = codec_text_plain(base_slice_of(id)),
        .stream_id = CODEC_TEXT("s"),
        .sequence_number = number,
        .audio = {.data_base64 = {message->data, 100, CODEC_TEXT_CLEAN}},
    };
    stream_connection_on_fragment(bench->connections[which], &event, message);
    base_buffer_unref(message);
}

static void arm(struct bench *bench, const char *rules) {
    struct sts_config_error_simulation event = {0};
    struct echo_answer answer;
    struct codec_in in;
    codec_in_init(&in, base_slice_of(rules), &test_scratch);
    assert_true(sts_config_error_simulation_decode(&in, &event));
    (void)echo_configure_faults(bench->echo, &(struct echo_sender){NULL, NULL}, &event, &answer);
}

static void simulate(struct bench *bench) {
    static const char backpressure[] =
        "{\"enabled\":true,\"stream_id\":\"s\",\"script\":[{\"after_ms\":100000}]}";
    static const char scenarios[] =
        "{\"scenarios\":[{\"name\":\"x\",\"stream_id\":\"s*\",\"steps\":[{\"backpressure\":{"
        "\"threshold\":50},\"until\":{\"count\":2}},{\"faults\":{\"rules\":[{\"trigger\":"
        "\"sequence_number\",\"value\":3,\"action\":\"duplicate\",\"count\":1}]},\"delay\":{"
        "\"delay_ms\":11},\"until\":{\"count\":1}}]}]}";
    const struct echo_target target = {.pattern = CODEC_TEXT("s")};
    const struct sts_scenario_disconnect stall = {.delay_ms = 1500,
                                                  .mode = STS_DISCONNECT_MODE_STALL};
    struct sts_config_backpressure event = {0};
    struct sts_control_scenarios body = {.scenarios = {.count = 0}};
    struct sts_scenario scenario;
    struct codec_list_cursor cursor = {.index = 0};
    struct echo_answer answer;
    struct codec_in in;
    codec_in_init(&in, base_slice_of(backpressure), &test_scratch);
    assert_true(sts_config_backpressure_decode(&in, &event));
    (void)echo_configure_backpressure(bench->echo, &(struct echo_sender){NULL, NULL}, &event,
                                      &answer);
    codec_in_init(&in, base_slice_of(scenarios), &test_scratch);
    assert_true(sts_control_scenarios_decode(&in, &body));
    while (sts_control_scenarios_scenarios_next(&body.scenarios, &cursor, &scenario))
        (void)echo_scenario_load(bench->echo, &scenario, NULL);
    (void)echo_disconnect(bench->echo, &target, &stall);
}

static void session(struct bench *bench) {
    const struct sts_stream_end end = {.stream_id = CODEC_TEXT("s")};
    struct sts_config_processing_delay delay = {.has = STS_CONFIG_PROCESSING_DELAY_HAS_STREAM_ID,
                                                .stream_id = CODEC_TEXT("*"),
                                                .delay_ms = 10};
    struct echo_answer answer;
    arm(bench, "{\"enabled\":true,\"stream_id\":\"s\",\"rules\":[{\"error_code\":\"GPU_OOM\","
               "\"trigger\":\"sequence_number\",\"value\":1,\"count\":1}]}");
    (void)echo_configure_delay(bench->echo, &(struct echo_sender){NULL, NULL}, &delay, &answer);
    simulate(bench);
    if (!init(bench, 0))
        return;
    for (int64_t number = 0; number < 20; number++) {
        fragment(bench, 0, number);
        base_timers_advance(&bench->timers, bench->timers.now + 4);
    }
    base_timers_advance(&bench->timers, bench->timers.now + 1000);
    fragment(bench, 0, 1); /* a retry */
    base_timers_advance(&bench->timers, bench->timers.now + 1000);
    fragment(bench, 0, 22); /* a gap */
    if (!init(bench, 1))
        return;
    fragment(bench, 1, 5);
    base_timers_advance(&bench->timers, bench->timers.now + 1000);
    stream_connection_on_end(bench->connections[1], &end);
    base_timers_advance(&bench->timers, bench->timers.now + 1000);
}

/* Returns true when an allocation failed. */
static bool attempt(size_t fail_at, size_t *errors) {
    struct bench bench = {.fail_at = fail_at, .settings = stream_defaults()};
    bench.messages = bench.memory = base_memory_heap();
    bench.memory.allocate = allocate;
    bench.memory.context = &bench;
    base_timers_tell(&bench.timers, 1000);
    if (set_up(&bench))
        session(&bench);
    for (size_t which = 0; which < 2; which++)
        if (bench.connections[which])
            depart(&bench, which, STREAM_DEPARTURE_LOST);
    if (bench.registry) {
        base_timers_advance(&bench.timers, bench.timers.now + 200000);
        struct stream_registry_counts counts = stream_registry_counts(bench.registry);
        assert_int_equal(counts.attached + counts.parked + counts.inflight + counts.bytes, 0);
    }
    stream_registry_free(bench.registry);
    echo_free(bench.echo);
    assert_int_equal(bench.memory.in_use, 0);
    assert_int_equal(bench.messages.in_use, 0);
    assert_true(base_timers_deadline(&bench.timers) == BASE_TIMER_NEVER);
    *errors = bench.errors;
    return bench.allocations >= fail_at;
}

static void any_allocation_may_fail(void **state) {
    (void)state;
    size_t fail_at = 1, errors, told = 0;
    for (; attempt(fail_at, &errors); fail_at++)
        told += errors > 0;
    assert_true(fail_at > 60);   /* there were that many to fail */
    assert_true(told > 40);      /* and the worker heard of what it could hear of */
    assert_int_equal(errors, 1); /* the gap: what is wrong without any failure */
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
