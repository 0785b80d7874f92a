/* Addresses from URLs, and what is shown of messages. */
#include "client/address.h"
#include "conform/transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void urls_are_taken_apart(void **state) {
    static const struct {
        const char *url, *host, *port, *path;
        bool tls;
    } rows[] = {
        {"http://localhost:8000", "localhost", "8000", "/socket.io/", false},
        {"https://sts.example/", "sts.example", "443", "/socket.io/", true},
        {"ws://127.0.0.1/ws/sts", "127.0.0.1", "80", "/ws/sts/", false},
        {"wss://[::1]:9/path/", "::1", "9", "/path/", true},
        {"localhost:65535", "localhost", "65535", "/socket.io/", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct client_address address;
        char error[256];
        assert_true(client_address_parse(rows[i].url, &address, error, sizeof error));
        assert_string_equal(address.host, rows[i].host);
        assert_string_equal(address.port, rows[i].port);
        assert_string_equal(address.path, rows[i].path);
        assert_int_equal(address.tls, rows[i].tls);
    }
}

static void what_is_no_url_is_refused(void **state) {
    static const char *const wrong[] = {"",           "http://",       "http://:80",
                                        "ftp://host", "http://h:0",    "http://h:65536",
                                        "http://h:x", "http://[::1",   "http://h/?query",
                                        "http://h:",  "http://h:1abc", "http://h/a\r\nb"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct client_address address;
        char error[256] = "";
        if (client_address_parse(wrong[i], &address, error, sizeof error))
            fail_msg("\"%s\" is taken as a URL", wrong[i]);
        assert_non_null(strstr(error, "http://localhost:8000"));
    }
}

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
        cmocka_unit_test(urls_are_taken_apart),
        cmocka_unit_test(what_is_no_url_is_refused),
        cmocka_unit_test(audio_and_tokens_are_not_shown),
        cmocka_unit_test(long_lines_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
