/* Payloads as the journal shows them. */
#include "journal/elide.h"
#include "sts_protocol.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char shown[JOURNAL_PAYLOAD_MAX + 1];

static const char *elide(const struct journal_payload *payload) {
    shown[journal_elide(payload, shown)] = '\0';
    return shown;
}

/* A fragment:data whose decoded struct is not known. */
static const char *elide_text(const char *text) {
    const struct base_slice slice = base_slice_of(text);
    return elide(&(struct journal_payload){
        .schema = sts_events[STS_EVENT_FRAGMENT_DATA].payload, .slices = &slice, .count = 1});
}

static void shows_what_may_be_seen(void **state) {
    static const char *const rows[][2] = {
        {"{}", "{}"},
        {" { \"a\" : [ 1 , true,null ] } ", "{\"a\":[1,true,null]}"},
        {"{\"audio\":{\"data_base64\":\"QUJD\"}}", "{\"audio\":{\"data_base64\":{\"elided\":4}}}"},
        {"{\"audio\":{\"data\\u005fbase64\":\"QUJD\"}}",
         "{\"audio\":{\"data\\u005fbase64\":{\"elided\":4}}}"},
        {"{\"audio\":{\"data_base64\":[65, 66]}}", "{\"audio\":{\"data_base64\":{\"elided\":8}}}"},
        {"{\"audio\":{\"data_base64\":{\"a\":\"]}\"}}}",
         "{\"audio\":{\"data_base64\":{\"elided\":10}}}"},
        {"{\"audio\":{\"data_base64\":7}}", "{\"audio\":{\"data_base64\":7}}"},
        {"{\"audio\":[\"x\"]}", "{\"audio\":[\"x\"]}"},
        {"{\"token\":\"abc\",\"n\":{\"My-Api-KEY\":{\"a\":[1]},\"z\":2}}",
         "{\"token\":\"***\",\"n\":{\"My-Api-KEY\":\"***\",\"z\":2}}"},
        {"{\"to\\u006ben\":\"abc\"}", "{\"to\\u006ben\":\"***\"}"},
        {"{\"a\":\"x\\\"y\\\\\"}", "{\"a\":\"x\\\"y\\\\\"}"},
        {"[\"a\",2]", "[\"a\",2]"},
        {"\"text\"", "\"text\""},
        {"-1.5e3", "-1.5e3"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(elide_text(rows[i][0]), rows[i][1]);
}

static void long_strings_go(void **state) {
    char text[8192], expected[8192];
    (void)state;
    for (size_t length = 250; length < 3100; length += length < 260 ? 1 : 37) {
        memset(text, 'x', sizeof text);
        (void)memcpy(text, "{\"other\":\"", 10);
        (void)strcpy(text + 10 + length, "\"}");
        (void)snprintf(expected, sizeof expected, "{\"other\":{\"elided\":%zu}}", length);
        assert_string_equal(elide_text(text), length > JOURNAL_UNDECLARED_MAX ? expected : text);
        (void)memcpy(text, "{\"audio\":\"", 10); /* in the place of an object */
        (void)memcpy(expected, "{\"audio\":", 9);
        (void)snprintf(expected + 9, sizeof expected - 9, "{\"elided\":%zu}}", length);
        assert_string_equal(elide_text(text), length > JOURNAL_UNDECLARED_MAX ? expected : text);
        memset(text, 'x', sizeof text);
        (void)memcpy(text, "{\"stream_id\":\"", 14);
        memset(text + 14, 'x', length);
        (void)strcpy(text + 14 + length, "\"}");
        (void)snprintf(expected, sizeof expected, "{\"stream_id\":{\"elided\":%zu}}", length);
        assert_string_equal(elide_text(text), length > JOURNAL_STRING_MAX ? expected : text);
    }
}

static void too_much_and_too_deep_goes_as_a_whole(void **state) {
    static char text[40000];
    (void)state;
    size_t length = 0;
    text[length++] = '[';
    while (length < 39000)
        length += (size_t)snprintf(text + length, sizeof text - length, "1,");
    (void)strcpy(text + length, "1]");
    char expected[64];
    (void)snprintf(expected, sizeof expected, "{\"elided\":%zu}", strlen(text));
    assert_string_equal(elide_text(text), expected);
    memset(text, '[', 100);
    memset(text + 100, ']', 100);
    text[200] = '\0';
    assert_string_equal(elide_text(text), "{\"elided\":200}");
}

/* Audio that is found with the decoded struct, in one piece and as what an encoder borrows. */
static void audio_of_the_struct_is_not_looked_at(void **state) {
    static char text[4096];
    struct sts_fragment_data data;
    struct codec_in in;
    (void)state;
    size_t before = (size_t)snprintf(
        text, sizeof text,
        "{\"fragment_id\":\"f\",\"stream_id\":\"s\",\"sequence_number\":1,\"timestamp\":1,"
        "\"audio\":{\"format\":\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,"
        "\"duration_ms\":1,\"data_base64\":\"");
    memset(text + before, 'Q', 1200);
    (void)strcpy(text + before + 1200, "\"}}");
    const struct base_slice whole = base_slice_of(text);
    codec_in_init(&in, whole, &test_scratch);
    assert_true(sts_fragment_data_decode(&in, &data));
    const struct base_slice pieces[] = {{text, before},
                                        data.audio.data_base64.ptr ? base_slice(text + before, 1200)
                                                                   : whole,
                                        {text + before + 1200, 3}};
    text[before + 600] = '"'; /* whoever reads on here is led astray */
    struct journal_payload payload = {.schema = sts_events[STS_EVENT_FRAGMENT_DATA].payload,
                                      .slices = &whole,
                                      .count = 1,
                                      .message = &data};
    const char *expected =
        "{\"fragment_id\":\"f\",\"stream_id\":\"s\",\"sequence_number\":1,\"timestamp\":1,"
        "\"audio\":{\"format\":\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,"
        "\"duration_ms\":1,\"data_base64\":{\"elided\":1200}}}";
    assert_string_equal(elide(&payload), expected);
    const struct journal_audio audio = journal_audio_of(payload.schema); /* found before */
    assert_int_equal(audio.count, 1);
    payload.audio = &audio;
    assert_string_equal(elide(&payload), expected);
    payload.slices = pieces;
    payload.count = 3;
    assert_string_equal(elide(&payload), expected);
    payload.hash = true; /* it is no base64 any more */
    assert_string_equal(elide(&payload), expected);
    text[before + 600] = 'Q';
    assert_non_null(strstr(elide(&payload), "{\"elided\":1200,\"sha256\":\""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_what_may_be_seen),
        cmocka_unit_test(long_strings_go),
        cmocka_unit_test(too_much_and_too_deep_goes_as_a_whole),
        cmocka_unit_test(audio_of_the_struct_is_not_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
