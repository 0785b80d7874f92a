/* What is shown of messages. */
#include "conform/transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void audio_and_tokens_are_not_shown(void **state) {
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"42[\"x\",{}]", "42[\"x\",{}]"},
        {"{\"data_base64\":\"AAAA\"}", "{\"data_base64\":\"AAAA\"}"},
        {"{\"data_base64\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"n\":1}",
         "{\"data_base64\":\"<28 characters>\",\"n\":1}"},
        {"{\"data_base64\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
         "{\"data_base64\": \"<28 characters>\"}"},
        {"{\"data_base64\":7,\"b\":{\"data_base64\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}}",
         "{\"data_base64\":7,\"b\":{\"data_base64\":\"<28 characters>\"}}"},
        {"{\"data_base64\":\"never ends", "{\"data_base64\":\"never ends"},
        {"{\"data_base64\"", "{\"data_base64\""},
        {"40{\"token\":\"secret\",\"data_base64\":\"AA==\"}",
         "40{\"token\":\"***\",\"data_base64\":\"AA==\"}"},
        {"{\"token\":\"se\\\"cret\",\"n\":1}", "{\"token\":\"***\",\"n\":1}"},
        {"{\"token\":\"secret\\\\\",\"n\":1}", "{\"token\":\"***\",\"n\":1}"},
        {"{\"token\":\"never ends\\", "{\"token\":\"never ends\\"},
        {"", ""},
    };
    struct base_memory memory = base_memory_heap();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct base_bytes shown = {.memory = &memory};
        assert_true(conform_transcript_elide(&shown, base_slice_of(rows[i].text)));
        assert_int_equal(shown.length, strlen(rows[i].shown));
        if (shown.length)
            assert_memory_equal(shown.data, rows[i].shown, shown.length);
        base_bytes_free(&shown);
    }
    assert_int_equal(memory.in_use, 0);
}

static void long_lines_are_cut(void **state) {
    struct base_memory memory = base_memory_heap();
    struct conform_transcript transcript = {.memory = &memory};
    char text[5000];
    (void)state;
    memset(text, 'x', sizeof text);
    conform_transcript_add(&transcript, CONFORM_SENT, 1, 7, base_slice(text, sizeof text));
    conform_transcript_add(&transcript, CONFORM_CAME, 1, 8, base_slice("short", 5));
    assert_int_equal(transcript.count, 2);
    assert_string_equal(transcript.first->text + strlen(transcript.first->text) - 3, "...");
    assert_string_equal(transcript.last->text, "short");
    assert_ptr_equal(transcript.sent, transcript.first);
    conform_transcript_free(&transcript);
    assert_int_equal(memory.in_use, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(audio_and_tokens_are_not_shown),
        cmocka_unit_test(long_lines_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
