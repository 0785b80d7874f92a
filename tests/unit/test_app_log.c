/* Lines of both formats, written to a pipe and read back. */
#include "app/watch/log.h"
#include "base/secret.h"

#include <fcntl.h>
#include <json-c/json.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct pipe_log {
    struct app_log log;
    int ends[2];
    char got[65536 + 1];
};

static struct pipe_log *open_log(enum app_log_format format) {
    struct pipe_log *it = calloc(1, sizeof *it);
    const struct app_config config = {.log_level = BASE_LOG_INFO, .log_format = format};
    assert_int_equal(pipe(it->ends), 0);
    assert_int_equal(fcntl(it->ends[0], F_SETFL, O_NONBLOCK), 0);
    app_log_init(&it->log, &config, it->ends[1]);
    return it;
}

/* All that has been written and not been read. */
static const char *read_log(struct pipe_log *it) {
    ssize_t n = read(it->ends[0], it->got, sizeof it->got - 1);
    it->got[n > 0 ? n : 0] = '\0';
    return it->got;
}

static void close_log(struct pipe_log *it) {
    close(it->ends[0]);
    close(it->ends[1]);
    free(it);
}

static struct app_log_field text(const char *name, const char *value) {
    return (struct app_log_field){.name = name, .text = codec_text_plain(base_slice_of(value))};
}

static struct app_log_field number(const char *name, int64_t value) {
    return (struct app_log_field){.name = name, .is_number = true, .number = value};
}

/* The member of the one JSON line. */
static void assert_member(const char *line, const char *name, const char *value) {
    struct json_object *object = json_tokener_parse(line), *member = NULL;
    assert_non_null(object);
    bool there = json_object_object_get_ex(object, name, &member);
    if (value)
        assert_string_equal(json_object_get_string(member), value);
    else
        assert_false(there);
    json_object_put(object);
}

/* Without the time: 24 characters. */
static void test_text(void **state) {
    struct pipe_log *it = open_log(APP_LOG_FORMAT_TEXT);
    const struct app_log_field fields[] = {text("stream_id", "news 1"), text("fragment_id", ""),
                                           number("wait_ms", -7)};
    (void)state;
    app_log_write(&it->log, BASE_LOG_WARNING, "it happened", fields, 3);
    assert_string_equal(read_log(it) + 24, " WARNING  it happened                  "
                                           "stream_id=\"news 1\" wait_ms=-7\n");
    app_log_write(&it->log, BASE_LOG_CRITICAL, "it happened", NULL, 0);
    assert_string_equal(read_log(it) + 24, " CRITICAL it happened\n");
    app_log_write(&it->log, BASE_LOG_DEBUG, "unwanted", NULL, 0);
    assert_string_equal(read_log(it), "");
    close_log(it);
}

static void test_json(void **state) {
    struct pipe_log *it = open_log(APP_LOG_FORMAT_JSON);
    const struct app_log_field fields[] = {text("stream_id", "a\"\\\n\xc3\xa4\xf0\x9f\x98\x80"),
                                           text("fragment_id", ""), number("wait_ms", -7)};
    (void)state;
    app_log_write(&it->log, BASE_LOG_INFO, "a \"quoted\" sentence", fields, 3);
    const char *line = read_log(it);
    assert_string_equal(strstr(line, ",\"level\""),
                        ",\"level\":\"INFO\",\"message\":\"a \\\"quoted\\\" sentence\","
                        "\"stream_id\":\"a\\\"\\\\\\u000a\\u00e4\\ud83d\\ude00\","
                        "\"wait_ms\":-7}\n");
    assert_member(line, "stream_id", "a\"\\\n\xc3\xa4\xf0\x9f\x98\x80");
    assert_member(line, "fragment_id", NULL);
    base_log(&it->log.base, BASE_LOG_ERROR, "a room's %s", "line");
    assert_member(read_log(it), "message", "a room's line");
    close_log(it);
}

static void test_nothing_forges_a_line(void **state) {
    static const char *const evil[] = {"\n2026-01-01 INFO forged",
                                       "\x1b[31m",
                                       "\x07\x7f\x01",
                                       ("\xc2\x9b"
                                        "31m"),
                                       "\xe2\x80\xae",
                                       "\xff\xfe",
                                       "\xf8\x88"};
    (void)state;
    for (int format = 0; format < 2; format++) {
        struct pipe_log *it = open_log((enum app_log_format)format);
        for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
            const struct app_log_field field = text("stream_id", evil[i]);
            app_log_write(&it->log, BASE_LOG_INFO, "stream opened", &field, 1);
            const char *line = read_log(it);
            for (const char *at = line; *at; at++)
                assert_true((*at >= 0x20 && *at < 0x7f) || (*at == '\n' && !at[1]));
        }
        close_log(it);
    }
}

static void test_long_values_are_cut_and_the_line_stays_whole(void **state) {
    char value[2048 + 1];
    struct app_log_field fields[8];
    struct pipe_log *it = open_log(APP_LOG_FORMAT_JSON);
    (void)state;
    for (size_t i = 0; i < 512; i++)
        memcpy(value + i * 4, "\xf0\x9f\x98\x80", 4);
    value[2048] = '\0';
    for (size_t i = 0; i < 8; i++)
        fields[i] = text("stream_id", value);
    for (size_t count = 1; count <= 8; count++) {
        app_log_write(&it->log, BASE_LOG_INFO, "stream opened", fields, count);
        const char *line = read_log(it);
        assert_true(strlen(line) <= APP_LOG_LINE);
        assert_member(line, "message", "stream opened");
        assert_true(line[strlen(line) - 1] == '\n');
    }
    memset(value, 'x', 300);
    value[300] = '\0';
    app_log_write(&it->log, BASE_LOG_INFO, "stream opened", fields, 1);
    value[256] = '\0';
    strcat(value, "...");
    assert_member(read_log(it), "stream_id", value);
    close_log(it);
}

static void test_secrets_are_masked(void **state) {
    static const char *const secrets[] = {"token",    "api_key",       "X-Api-Key", "client_SECRET",
                                          "Password", "authorization", "keys"};
    (void)state;
    for (int format = 0; format < 2; format++) {
        struct pipe_log *it = open_log((enum app_log_format)format);
        for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
            const struct app_log_field fields[] = {text(secrets[i], "hidden"),
                                                   number(secrets[i], 424242)};
            assert_true(base_secret_name(base_slice_of(secrets[i])));
            app_log_write(&it->log, BASE_LOG_INFO, "seen", fields, 2);
            const char *line = read_log(it);
            assert_null(strstr(line, "hidden"));
            assert_null(strstr(line, "424242"));
            assert_non_null(strstr(line, "***"));
        }
        close_log(it);
    }
    assert_false(base_secret_name(base_slice_of("stream_id")));
    assert_false(base_secret_name(base_slice_of("keyword")));
    assert_true(base_secret_name(base_slice_of("keyword_key")));
    assert_false(base_secret_name(base_slice_of("seed_key")));
    assert_true(base_secret_name(base_slice_of("my_seed_key")));
    assert_false(base_secret_name(base_slice_of("")));
}

/* The server must not wait for who does not read its log. */
static void test_a_full_pipe_drops_lines_and_tells_how_many(void **state) {
    struct pipe_log *it = open_log(APP_LOG_FORMAT_JSON);
    (void)state;
    for (int i = 0; i < 10000; i++)
        app_log_write(&it->log, BASE_LOG_INFO, "a line", NULL, 0);
    assert_true(it->log.dropped > 0 && it->log.dropped < 10000);
    size_t dropped = it->log.dropped, lines = 0;
    const char *got;
    while (*(got = read_log(it)))
        for (; *got; got++)
            lines += *got == '\n';
    assert_int_equal(lines + dropped, 10000);
    app_log_write(&it->log, BASE_LOG_INFO, "another", NULL, 0);
    char count[32];
    (void)snprintf(count, sizeof count, "\"lines\":%zu}", dropped);
    assert_non_null(strstr(read_log(it), count));
    assert_non_null(strstr(it->got, "another"));
    close_log(it);
}

static void test_without_a_format_a_pipe_gets_json(void **state) {
    struct app_log log;
    const struct app_config config = {.log_format = APP_CONFIG_UNSET};
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    app_log_init(&log, &config, ends[1]);
    assert_true(log.json && !log.colour);
    close(ends[0]);
    close(ends[1]);
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal >= 0) {
        unsetenv("NO_COLOR");
        app_log_init(&log, &config, terminal);
        assert_true(!log.json && log.colour);
        setenv("NO_COLOR", "1", 1);
        app_log_init(&log, &config, terminal);
        assert_true(!log.json && !log.colour);
        close(terminal);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_nothing_forges_a_line),
        cmocka_unit_test(test_long_values_are_cut_and_the_line_stays_whole),
        cmocka_unit_test(test_secrets_are_masked),
        cmocka_unit_test(test_a_full_pipe_drops_lines_and_tells_how_many),
        cmocka_unit_test(test_without_a_format_a_pipe_gets_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
