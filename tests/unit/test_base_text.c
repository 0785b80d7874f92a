/* Bytes as text: base64, hexadecimal, UUIDs, UTF-8, log lines. */
#include "base/base64.h"
#include "base/id.h"
#include "base/log.h"
#include "base/print.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* RFC 4648 section 10. */
static void test_base64_vectors(void **state) {
    static const char *const vectors[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        struct base_slice plain = base_slice_of(vectors[i][0]);
        struct base_slice text = base_slice_of(vectors[i][1]);
        char out[16];
        size_t length;
        assert_int_equal(base_base64_length(plain.len), text.len);
        base_base64_encode(out, plain);
        assert_memory_equal(out, text.ptr, text.len);
        assert_true(base_base64_decode(out, &length, text));
        assert_true(base_slice_equal(base_slice(out, length), plain));
    }
}

static void test_base64_round_trip(void **state) {
    (void)state;
    for (size_t len = 0; len < 300; len++) {
        char *bytes = malloc(len + 1);
        char *text = malloc(base_base64_length(len) + 1);
        char *back = malloc(base_base64_capacity(base_base64_length(len)) + 1);
        size_t length;
        assert_true(bytes && text && back);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(i * 37 + len);
        base_base64_encode(text, base_slice(bytes, len));
        assert_true(base_base64_decode(back, &length, base_slice(text, base_base64_length(len))));
        assert_true(base_slice_equal(base_slice(back, length), base_slice(bytes, len)));
        free(bytes);
        free(text);
        free(back);
    }
}

static void test_base64_refuses(void **state) {
    static const char *const wrong[] = {
        "A",        "AA",   "AAA",   "AAAAA", "A===",     "====", "=AAA", "AA=A",    "AAA=AAAA",
        "AA==AAAA", "AAA ", "AAA\n", "AA-_",  "AAAA====", "AB==", "AAB=", "AAA\xff", "AAAA\377AAA",
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char out[16];
        size_t length;
        assert_false(base_base64_decode(out, &length, base_slice_of(wrong[i])));
    }
}

static void test_base64url(void **state) {
    char out[4];
    (void)state;
    base_base64url_encode(out, base_slice("\xfb\xff\xbf", 3));
    assert_memory_equal(out, "-_-_", 4);
}

static void test_uuid(void **state) {
    uint8_t random[16];
    char out[BASE_UUID_LENGTH + 1];
    (void)state;
    for (int i = 0; i < 16; i++)
        random[i] = (uint8_t)(i * 0x11);
    base_uuid_format(out, random);
    assert_string_equal(out, "00112233-4455-4677-8899-aabbccddeeff");
    for (int i = 0; i < 16; i++)
        random[i] = 0xff;
    base_uuid_format(out, random);
    assert_string_equal(out, "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

static void test_hex(void **state) {
    char out[7];
    (void)state;
    base_hex_format(out, (const uint8_t *)"\x00\xab\x7f", 3);
    assert_string_equal(out, "00ab7f");
    base_hex_format(out, NULL, 0);
    assert_string_equal(out, "");
}

static void test_utf8(void **state) {
    static const char *const good[] = {
        "",
        "plain",
        "exactly8",
        "nine byte",
        "caf\xc3\xa9",
        "\xe2\x82\xac",
        "\xf0\x9f\x98\x80",
        "\xed\x9f\xbf\xee\x80\x80",
        "\xf4\x8f\xbf\xbf",
        "\xc2\x80\xdf\xbf\xe0\xa0\x80\xf0\x90\x80\x80",
        "1234567\303\25112345678",
    };
    static const char *const bad[] = {
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xc3",
        "\xc3(",
        "\xe2\x82",
        "\xe0\x9f\xbf",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xff",
        "\xf0\x9f\x98",
        "12345678\x80",
        "1234567\xc3",
        "\xe2\x28\xa1",
        "\xe2\x82\x28",
        "\xfe",
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(base_utf8_valid(base_slice_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(base_utf8_valid(base_slice_of(bad[i])));
    assert_true(base_utf8_valid(base_slice("a\0b", 3)));
}

static void keep_line(void *context, enum base_log_level level, const char *line) {
    (void)level;
    strcpy(context, line);
}

static void test_log(void **state) {
    char line[BASE_LOG_LINE] = "";
    char text[BASE_LOG_TEXT];
    struct base_log log = {.write = keep_line, .context = line, .level = BASE_LOG_WARNING};
    char *large = malloc(3000);
    (void)state;
    assert_non_null(large);
    memset(large, 'a', 2999);
    large[2999] = '\0';
    base_log(&log, BASE_LOG_INFO, "not written");
    assert_string_equal(line, "");
    base_log(&log, BASE_LOG_ERROR, "%s %d", "written", 7);
    assert_string_equal(line, "written 7");
    base_log(&log, BASE_LOG_ERROR, "%s", large);
    assert_int_equal(strlen(line), BASE_LOG_LINE - 1);
    base_log(NULL, BASE_LOG_ERROR, "nowhere");
    assert_string_equal(base_log_text(text, base_slice("a\"b\\c\n\x1b[0m\xff\0", 12)),
                        "a\\\"b\\\\c\\x0a\\x1b[0m\\xff\\x00");
    assert_string_equal(base_log_text(text, base_slice(NULL, 0)), "");
    base_log_text(text, base_slice_of(large));
    assert_true(strlen(text) < BASE_LOG_TEXT);
    assert_string_equal(text + strlen(text) - 4, "a...");
    memset(large, 1, 2999);
    base_log_text(text, base_slice_of(large));
    assert_true(strlen(text) < BASE_LOG_TEXT);
    free(large);
}

static void test_print(void **state) {
    static const struct {
        size_t size, written;
        const char *text;
    } cases[] = {{16, 6, "a: 123"}, {7, 6, "a: 123"}, {6, 5, "a: 12"}, {2, 1, "a"}, {1, 0, ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *out = malloc(cases[i].size);
        assert_non_null(out);
        assert_int_equal(base_print(out, cases[i].size, "%s: %d", "a", 123), cases[i].written);
        assert_string_equal(out, cases[i].text);
        free(out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base64_vectors), cmocka_unit_test(test_base64_round_trip),
        cmocka_unit_test(test_base64_refuses), cmocka_unit_test(test_base64url),
        cmocka_unit_test(test_uuid),           cmocka_unit_test(test_hex),
        cmocka_unit_test(test_utf8),           cmocka_unit_test(test_log),
        cmocka_unit_test(test_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
