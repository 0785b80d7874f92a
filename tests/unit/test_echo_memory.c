/* Arming where there is no memory, and arming what is too large: each has a result of its own. */
#include "echo/armed.h"
#include "echo/echo.h"
#include "stream_defaults.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static size_t allocations, fail_at;

static void *failing(struct base_memory *memory, size_t size) {
    (void)memory;
    return ++allocations == fail_at ? NULL : malloc(size);
}

struct room {
    struct base_memory memory;
    struct base_timers timers;
    struct stream_settings settings;
    struct echo *echo;
};

static void begin(struct room *room) {
    *room = (struct room){.memory = base_memory_heap(), .settings = stream_defaults()};
    fail_at = 0;
    room->memory.allocate = failing;
    room->echo = echo_new(&(struct echo_config){
        .memory = &room->memory, .timers = &room->timers, .settings = &room->settings});
    assert_non_null(room->echo);
}

static void end(struct room *room) {
    echo_free(room->echo);
    assert_int_equal(room->memory.in_use, 0);
}

static void decode(const struct codec_event *event, const char *json, void *message) {
    struct codec_in in;
    codec_in_init(&in, base_slice_of(json), &test_scratch);
    if (!codec_decode(&in, event->payload, message))
        fail_msg("%s: %s %s", json, in.error.pointer, in.error.message);
}

typedef enum echo_result arming(struct echo *echo, const char *json);

static enum echo_result arm_faults(struct echo *echo, const char *json) {
    struct sts_config_error_simulation event;
    struct echo_answer answer;
    decode(&sts_events[STS_EVENT_CONFIG_ERROR_SIMULATION], json, &event);
    return echo_configure_faults(echo, &(struct echo_sender){NULL, NULL}, &event, &answer);
}

static enum echo_result arm_delay(struct echo *echo, const char *json) {
    struct sts_config_processing_delay event;
    struct echo_answer answer;
    decode(&sts_events[STS_EVENT_CONFIG_PROCESSING_DELAY], json, &event);
    return echo_configure_delay(echo, &(struct echo_sender){NULL, NULL}, &event, &answer);
}

static enum echo_result arm_backpressure(struct echo *echo, const char *json) {
    struct sts_config_backpressure event;
    struct echo_answer answer;
    decode(&sts_events[STS_EVENT_CONFIG_BACKPRESSURE], json, &event);
    return echo_configure_backpressure(echo, &(struct echo_sender){NULL, NULL}, &event, &answer);
}

static enum echo_result load(struct echo *echo, const char *json) {
    struct sts_control_scenarios body;
    struct sts_scenario scenario;
    struct codec_list_cursor cursor = {.index = 0};
    decode(&sts_bodies[STS_BODY_CONTROL_SCENARIOS], json, &body);
    assert_true(sts_control_scenarios_scenarios_next(&body.scenarios, &cursor, &scenario));
    return echo_scenario_load(echo, &scenario, NULL);
}

#define STREAM "\"stream_id\":\"live\""
#define RULES "\"rules\":[{\"error_code\":\"GPU_OOM\",\"error_message\":\"none left\"}]"
#define SCRIPT "\"script\":[{\"after_ms\":0},{\"after_ms\":5}]"

static const struct {
    arming *arm;
    const char *json;
} rows[] = {
    {arm_faults, "{\"enabled\":true," STREAM "," RULES "}"},
    {arm_delay, "{\"delay_ms\":5," STREAM "}"},
    {arm_backpressure, "{\"enabled\":true," SCRIPT "," STREAM "}"},
    {load, "{\"scenarios\":[{\"name\":\"n\"," STREAM ",\"steps\":[{\"faults\":{" RULES "},"
           "\"delay\":{\"delay_ms\":5},\"backpressure\":{" SCRIPT "},\"until\":{\"count\":1}}]}]}"},
};

static void no_memory_is_told_as_such(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct room room;
        begin(&room);
        enum echo_result result = ECHO_NO_MEMORY;
        size_t failures = 0;
        for (size_t at = 1; result == ECHO_NO_MEMORY; at++) {
            allocations = 0;
            fail_at = at;
            result = rows[i].arm(room.echo, rows[i].json);
            failures += result == ECHO_NO_MEMORY;
        }
        assert_int_equal(result, ECHO_CONFIGURED);
        assert_true(allocations < fail_at); /* none failed at last */
        assert_true(failures >= 2);
        end(&room);
    }
}

#define STEP(json) "{\"scenarios\":[{\"steps\":[{" json "}]}]}"

/* Arms the JSON of a row with `%0*d` replaced by so many zeros. */
static enum echo_result arm_long(struct room *room, size_t row, size_t zeros) {
    static const char *const texts[] = {
        "{\"enabled\":true," STREAM
        ",\"rules\":[{\"error_code\":\"GPU_OOM\",\"delay_ms\":0.%0*d}]}",
        "{\"enabled\":true," STREAM ",\"script\":[{\"after_ms\":0.%0*d}]}",
        STEP("\"faults\":{\"rules\":[{\"error_code\":\"GPU_OOM\",\"delay_ms\":0.%0*d}]}"),
        STEP("\"backpressure\":{\"script\":[{\"after_ms\":0.%0*d}]}"),
    };
    static arming *const functions[] = {arm_faults, arm_backpressure, load, load};
    char *json = malloc(zeros + 256);
    assert_non_null(json);
    (void)snprintf(json, zeros + 256, texts[row], (int)zeros, 0);
    enum echo_result result = functions[row](room->echo, json);
    free(json);
    return result;
}

/* One configuration has a limit: what is just below it is armed. */
static void too_large_is_told_as_such(void **state) {
    (void)state;
    for (size_t row = 0; row < 4; row++) {
        struct room room;
        begin(&room);
        size_t fits = 0, limit = ECHO_CONFIGURATION_BYTES_MAX;
        while (limit - fits > 1) {
            size_t zeros = (fits + limit) / 2;
            enum echo_result result = arm_long(&room, row, zeros);
            assert_true(result == ECHO_CONFIGURED || result == ECHO_TOO_LARGE);
            *(result == ECHO_CONFIGURED ? &fits : &limit) = zeros;
        }
        assert_in_range(fits, ECHO_CONFIGURATION_BYTES_MAX - 2048, ECHO_CONFIGURATION_BYTES_MAX);
        assert_int_equal(arm_long(&room, row, ECHO_CONFIGURATION_BYTES_MAX), ECHO_TOO_LARGE);
        end(&room);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory_is_told_as_such),
        cmocka_unit_test(too_large_is_told_as_such),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
