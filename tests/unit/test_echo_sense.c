/* What makes no sense in what is to be armed (docs/faults.md): the finding for each mistake, and
 * that what makes sense passes. */
#include "echo/sense.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FINDINGS 4
#define FAULTS sts_bodies[STS_BODY_SCENARIO_FAULTS]
#define EVENT sts_events[STS_EVENT_CONFIG_ERROR_SIMULATION]
#define SCENARIOS sts_bodies[STS_BODY_CONTROL_SCENARIOS]

static void *refuse(struct base_memory *memory, size_t size) {
    (void)memory;
    (void)size;
    return NULL;
}

/* One finding a line: its place, keyword and sentence. */
static void look(const struct codec_event *row, const char *payload, bool lenient, bool has_memory,
                 char *out, size_t size) {
    struct base_memory memory = base_memory_heap();
    struct codec_error errors[FINDINGS];
    struct codec_report report = {errors, FINDINGS, 0};
    struct codec_in in;
    union {
        union sts_from_worker event;
        union sts_body body;
    } room;
    memset(&room, 0, sizeof room);
    codec_in_init(&in, base_slice_of(payload), &test_scratch);
    if (!codec_decode(&in, row->payload, &room) || !codec_in_done(&in))
        fail_msg("%s: %s %s", payload, in.error.pointer, in.error.message);
    if (!has_memory)
        memory.allocate = refuse;
    const struct echo_sense sense = {.memory = &memory, .lenient = lenient, .report = &report};
    assert_int_equal(echo_sense(row, base_slice_of(payload), &sense), has_memory);
    assert_int_equal(memory.in_use, 0);
    *out = '\0';
    for (size_t i = 0, length = 0; i < report.count && i < FINDINGS; i++)
        length += (size_t)snprintf(out + length, size - length, "%s%s %s: %s", i ? "\n" : "",
                                   errors[i].pointer, errors[i].keyword, errors[i].message);
}

static void expect(const struct codec_event *row, const char *payload, bool lenient,
                   const char *expected) {
    char found[FINDINGS * 640];
    look(row, payload, lenient, true, found, sizeof found);
    if (strcmp(found, expected) != 0)
        fail_msg("%s:\n  %s\nnot\n  %s", payload, found, expected);
}

/* ---- rules --------------------------------------------------------------------------------- */

/* The last rule of a list, and what is said of it. */
static const struct {
    const char *rule, *said;
} rules[] = {
    /* each member without what uses it */
    {"{\"error_code\":\"TIMEOUT\",\"mode\":\"server_disconnect\"}",
     "/mode unused: has no effect with the action \"fail\": leave it out, or set \"action\" to "
     "\"disconnect\""},
    {"{\"action\":\"drop\",\"code\":1011}",
     "/code unused: has no effect with the action \"drop\": leave it out, or set \"action\" to "
     "\"disconnect\""},
    {"{\"action\":\"drop\",\"refuse_ms\":0}",
     "/refuse_ms unused: has no effect with the action \"drop\": leave it out, or set \"action\" "
     "to \"disconnect\""},
    {"{\"action\":\"drop\",\"refuse_ms\":1,\"scope\":\"streams\"}",
     "/refuse_ms unused: has no effect with the action \"drop\": leave it out, or set \"action\" "
     "to \"disconnect\"\n"
     "/rules/1/scope unused: has no effect with the action \"drop\": leave it out, or set "
     "\"action\" to \"disconnect\""},
    {"{\"error_code\":\"TIMEOUT\",\"deliver_as\":\"processed\",\"action\":\"partial\"}",
     "/deliver_as unused: has no effect with the action \"partial\": leave it out, or set "
     "\"action\" to \"fail\""},
    {"{\"error_message\":\"Simulated error\",\"action\":\"corrupt\"}",
     "/error_message unused: has no effect with the action \"corrupt\": leave it out, or set "
     "\"action\" to \"fail\" or \"partial\""},
    {"{\"retryable\":false,\"action\":\"no_ack\"}",
     "/retryable unused: has no effect with the action \"no_ack\": leave it out, or set "
     "\"action\" to \"fail\" or \"partial\""},
    {"{\"stage\":\"asr\",\"action\":\"reorder\"}",
     "/stage unused: has no effect with the action \"reorder\": leave it out, or set \"action\" "
     "to \"fail\" or \"partial\""},
    {"{\"action\":\"delay\"}", " required: lacks the member \"delay_ms\": with the action "
                               "\"delay\" the result comes that much later"},
    {"{\"action\":\"disconnect\",\"code\":1011}",
     "/code unused: has no effect with the mode \"server_disconnect\": leave it out, or set "
     "\"mode\" to \"close\""},
    {"{\"action\":\"disconnect\",\"code\":1012,\"mode\":\"f\\u0069n\"}",
     "/code unused: has no effect with the mode \"fin\": leave it out, or set \"mode\" to "
     "\"close\""},
    /* with it */
    {"{\"action\":\"disconnect\",\"mode\":\"close\",\"code\":1012,\"refuse_ms\":1,\"scope\":"
     "\"streams\",\"delay_ms\":1,\"probability\":1,\"count\":2}",
     NULL},
    {"{\"action\":\"delay\",\"delay_ms\":0}", NULL},
    /* a rule has a code by the protocol, whatever it does */
    {"{\"error_code\":\"TIMEOUT\",\"action\":\"delay\",\"delay_ms\":1}", NULL},
    {"{\"error_code\":\"TIMEOUT\",\"deliver_as\":\"error\",\"error_message\":\"no\",\"retryable\":"
     "true,\"stage\":\"tts\",\"delay_ms\":1}",
     NULL},
    {"{\"action\":\"partial\",\"error_code\":\"TIMEOUT\",\"stage\":\"tts\"}", NULL},
    /* null is as if it were not there, and an unknown member is not looked at */
    {"{\"error_code\":\"TIMEOUT\",\"mode\":null,\"code\":null,\"action\":null,\"modes\":1}", NULL},
};

static void members_that_nothing_uses(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        char payload[512], expected[512] = "";
        (void)snprintf(payload, sizeof payload,
                       "{\"enabled\":true,\"rules\":[{\"action\":\"drop\",\"count\":1}, %s]}",
                       rules[i].rule);
        if (rules[i].said)
            (void)snprintf(expected, sizeof expected, "/rules/1%s", rules[i].said);
        expect(&EVENT, payload, false, expected);
    }
    /* one finding for each member, in the order of the table */
    expect(&FAULTS, "{\"rules\":[{\"action\":\"drop\",\"code\":1000,\"mode\":\"fin\"}]}", false,
           "/rules/0/mode unused: has no effect with the action \"drop\": leave it out, or set "
           "\"action\" to \"disconnect\"\n"
           "/rules/0/code unused: has no effect with the action \"drop\": leave it out, or set "
           "\"action\" to \"disconnect\"");
}

/* ---- rules that never hit ------------------------------------------------------------------ */

#define TIMEOUT "\"error_code\":\"TIMEOUT\""
#define SEQUENCE(n) "\"trigger\":\"sequence_number\",\"value\":" #n
#define NTH(n) "\"trigger\":\"nth_fragment\",\"value\":" #n
#define ID(id) "\"trigger\":\"fragment_id\",\"value\":\"" id "\""

static const struct {
    const char *first, *second;
    const char *hits; /* NULL: the second one can hit */
} pairs[] = {
    {"", "", "every fragment"},
    {"", SEQUENCE(3) ",", "every fragment"},
    {"\"probability\":1.0,", "\"count\":1,", "every fragment"},
    {NTH(1) ",", ID("a") ",", "every fragment"},
    {SEQUENCE(3) ",", SEQUENCE(3) ",\"count\":1,", "the same fragments"},
    {ID("a") ",", ID("\\u0061") ",", "the same fragments"},
    {NTH(3) ",", NTH(6) ",", "the same fragments"},
    {NTH(3) ",", SEQUENCE(5) ",", "the same fragments"},
    {"\"count\":1,", "", NULL},
    {"\"probability\":0.5,", "", NULL},
    {SEQUENCE(3) ",", "", NULL},
    {SEQUENCE(3) ",", SEQUENCE(4) ",", NULL},
    {SEQUENCE(3) ",\"count\":1,", SEQUENCE(3) ",", NULL},
    {ID("a") ",", ID("b") ",", NULL},
    {ID("a") ",", SEQUENCE(0) ",", NULL},
    {NTH(3) ",", NTH(4) ",", NULL},
    {NTH(3) ",", SEQUENCE(6) ",", NULL},
    {NTH(6) ",", NTH(3) ",", NULL},
    {NTH(3) ",", "", NULL},
};

static void rules_that_can_never_hit(void **state) {
    char payload[512], expected[512];
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        (void)snprintf(payload, sizeof payload, "{\"rules\":[{%s" TIMEOUT "},{%s" TIMEOUT "}]}",
                       pairs[i].first, pairs[i].second);
        (void)snprintf(expected, sizeof expected,
                       "/rules/1 unreachable: has no effect: rule 1 can never hit: rule 0 hits %s. "
                       "Put rule 1 first, or give rule 0 a count or a probability",
                       pairs[i].hits);
        expect(&FAULTS, payload, false, pairs[i].hits ? expected : "");
        char without[512];
        look(&FAULTS, payload, false, false, without, sizeof without);
        assert_string_equal(without, "");
    }
}

/* ---- the others ---------------------------------------------------------------------------- */

static void disconnects(void **state) {
    static const char said[] = "/code unused: has no effect with the mode \"fin\": leave it out, "
                               "or set \"mode\" to \"close\"";
    (void)state;
    expect(&sts_events[STS_EVENT_SIMULATE_DISCONNECT], "{\"mode\":\"fin\",\"code\":1011}", false,
           said);
    expect(&sts_bodies[STS_BODY_SCENARIO_DISCONNECT], "{\"code\":1011,\"mode\":\"fin\"}", false,
           said);
    expect(&sts_events[STS_EVENT_SIMULATE_DISCONNECT],
           "{\"code\":1011,\"mode\":\"close\",\"refuse_ms\":1,\"scope\":\"streams\"}", false, "");
    expect(&sts_events[STS_EVENT_SIMULATE_DISCONNECT], "{}", false, "");
}

static void scenarios(void **state) {
    (void)state;
    expect(&SCENARIOS,
           "{\"scenarios\":[{\"name\":\"a\",\"steps\":[{\"until\":{\"count\":1}},"
           "{\"faults\":{\"rules\":[{" TIMEOUT ",\"mode\":\"fin\"}]}}]},"
           "{\"steps\":[{\"disconnect\":{\"code\":1011}}]}]}",
           false,
           "/scenarios/0/steps/1/faults/rules/0/mode unused: has no effect with the action "
           "\"fail\": leave it out, or set \"action\" to \"disconnect\"\n"
           "/scenarios/1/steps/0/disconnect/code unused: has no effect with the mode "
           "\"server_disconnect\": leave it out, or set \"mode\" to \"close\"");
    expect(&SCENARIOS,
           "{\"scenarios\":[{\"name\":\"a\",\"steps\":[{\"until\":{\"count\":1}}]},"
           "{\"name\":\"b\",\"steps\":[{\"until\":{\"count\":1}}]},{\"steps\":[{\"until\":"
           "{\"count\":1}}]},{\"name\":\"\\u0062\",\"steps\":[{\"until\":{\"count\":1}}]}]}",
           false,
           "/scenarios/3/name unique: is also the name of scenario 1, which the later one would "
           "replace: choose another");
}

/* What the Python echo service ignores: it knows no action. */
static void a_lenient_look(void **state) {
    (void)state;
    expect(&EVENT,
           "{\"enabled\":true,\"rules\":[{" TIMEOUT ",\"mode\":\"fin\",\"code\":1000},{" TIMEOUT
           "}]}",
           true, "");
    expect(&EVENT, "{\"enabled\":true,\"rules\":[{\"action\":\"delay\"}]}", true,
           "/rules/0 required: lacks the member \"delay_ms\": with the action \"delay\" the result "
           "comes that much later");
}

/* What arms nothing is left alone; more findings than there is room for are counted. */
static void the_edges(void **state) {
    struct base_memory memory = base_memory_heap();
    struct codec_error error;
    struct codec_report report = {&error, 1, 0};
    const struct echo_sense sense = {.memory = &memory, .report = &report};
    (void)state;
    (void)echo_sense(&sts_events[STS_EVENT_STREAM_INIT], base_slice_of("{\"code\":1}"), &sense);
    assert_int_equal(report.count, 0);
    (void)echo_sense(&FAULTS,
                     base_slice_of("{\"rules\":[{\"action\":\"delay\"},{\"action\":\"delay\"}]}"),
                     &sense);
    assert_int_equal(report.count, 3);
    assert_string_equal(error.pointer, "/rules/0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_that_nothing_uses),
        cmocka_unit_test(rules_that_can_never_hit),
        cmocka_unit_test(disconnects),
        cmocka_unit_test(scenarios),
        cmocka_unit_test(a_lenient_look),
        cmocka_unit_test(the_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
