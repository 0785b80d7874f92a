/* What is made from the schemas: every invalid message breaks its schema, every valid one keeps it,
 * and no rule is left out. */
#include "conform/mutation.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char init[] =
    "{\"stream_id\":\"s\",\"worker_id\":\"w\",\"max_inflight\":3,\"timeout_ms\":8000,"
    "\"config\":{\"source_language\":\"en\",\"target_language\":\"es\","
    "\"voice_profile\":\"default\",\"chunk_duration_ms\":1000,\"sample_rate_hz\":48000,"
    "\"channels\":1,\"format\":\"m4a\"}}";

static const char fragment[] =
    "{\"fragment_id\":\"123e4567-e89b-42d3-a456-426614174000\",\"stream_id\":\"s\","
    "\"sequence_number\":0,\"timestamp\":1,\"audio\":{\"format\":\"m4a\","
    "\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":1,\"data_base64\":\"AAAA\"},"
    "\"metadata\":{\"pts_ns\":0,\"source_pts_ns\":0}}";

/* What a case needs to make mutations, without a server. */
static void begin(struct conform_case *c, struct base_memory *memory) {
    *memory = base_memory_heap();
    *c = (struct conform_case){.connections = 0};
    base_arena_init(&c->work, memory);
}

static void expect_all(const struct conform_mutation *mutation, enum sts_event_id event,
                       bool valid) {
    for (; mutation; mutation = mutation->next) {
        struct codec_error error;
        bool is_valid = codec_validate(base_slice_of(mutation->json), sts_events[event].payload,
                                       &test_scratch, &error);
        if (is_valid != valid)
            fail_msg("%s: %s %s", mutation->what, mutation->json, valid ? error.message : "");
    }
}

static bool has(const struct conform_mutation *mutation, const char *what) {
    while (mutation && strcmp(mutation->what, what) != 0)
        mutation = mutation->next;
    return mutation;
}

static void invalid_messages_break_their_schema(void **state) {
    struct base_memory memory;
    struct conform_case c;
    (void)state;
    begin(&c, &memory);
    expect_all(conform_mutations_invalid(&c, sts_events[STS_EVENT_STREAM_INIT].payload, init),
               STS_EVENT_STREAM_INIT, false);
    expect_all(conform_mutations_invalid(&c, sts_events[STS_EVENT_FRAGMENT_DATA].payload, fragment),
               STS_EVENT_FRAGMENT_DATA, false);
    base_arena_clear(&c.work);
    assert_int_equal(memory.in_use, 0);
}

static void valid_messages_keep_to_their_schema(void **state) {
    struct base_memory memory;
    struct conform_case c;
    (void)state;
    begin(&c, &memory);
    expect_all(conform_mutations_valid(&c, sts_events[STS_EVENT_STREAM_INIT].payload, init),
               STS_EVENT_STREAM_INIT, true);
    expect_all(conform_mutations_valid(&c, sts_events[STS_EVENT_FRAGMENT_DATA].payload, fragment),
               STS_EVENT_FRAGMENT_DATA, true);
    base_arena_clear(&c.work);
}

static void every_kind_of_rule_is_broken(void **state) {
    static const char *const wanted[] = {
        "the payload an array",
        "/stream_id missing",
        "/stream_id null",
        "/stream_id a number",
        "/stream_id shorter than its minimum",
        "/stream_id longer than its maximum",
        "/max_inflight below its minimum",
        "/max_inflight above its maximum",
        "/max_inflight a fraction",
        "/config/channels a value that is not in its enum",
        "/config/sample_rate_hz a string",
    };
    struct base_memory memory;
    struct conform_case c;
    (void)state;
    begin(&c, &memory);
    const struct conform_mutation *made =
        conform_mutations_invalid(&c, sts_events[STS_EVENT_STREAM_INIT].payload, init);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!has(made, wanted[i]))
            fail_msg("there is no message with %s", wanted[i]);
    made = conform_mutations_invalid(&c, sts_events[STS_EVENT_FRAGMENT_DATA].payload, fragment);
    assert_true(has(made, "/audio/data_base64 without its padding"));
    made = conform_mutations_valid(&c, sts_events[STS_EVENT_STREAM_INIT].payload, init);
    assert_true(has(made, "/max_inflight at its bound"));
    assert_true(has(made, "/max_inflight absent"));
    assert_true(has(made, "/config/sample_rate_hz 16000"));
    base_arena_clear(&c.work);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invalid_messages_break_their_schema),
        cmocka_unit_test(valid_messages_keep_to_their_schema),
        cmocka_unit_test(every_kind_of_rule_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
