/* Parts of a path: what their escapes stand for, and what is wrong with them. */
#include "net/target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *const decoded[][2] = {
    {"", ""},
    {"plain", "plain"},
    {"a+b", "a+b"},
    {"..", ".."},
    {"%2E%2e", ".."},
    {".%2Fx", "./x"},
    {"a%2F%2Fb", "a//b"},
    {"rtmp%3A%2F%2Forigin%2Flive%2Fkey", "rtmp://origin/live/key"},
    {"%252F", "%2F"},
    {"%25zz", "%zz"},
    {"%c3%A4\xc3\xa4", "\xc3\xa4\xc3\xa4"},
    {"*%5C*%3F", "*\\*?"},
    {"%20%7E", " ~"},
};

static void parts_are_decoded(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(decoded); i++) {
        struct base_slice in = base_slice_of(decoded[i][0]);
        char *out = malloc(in.len ? in.len : 1); /* not one byte too many */
        char error[160] = "";
        size_t length = 99;
        assert_non_null(out);
        if (!net_target_decode(in, out, &length, error, sizeof error))
            fail_msg("%s: %s", decoded[i][0], error);
        assert_true(base_slice_equal(base_slice(out, length), base_slice_of(decoded[i][1])));
        free(out);
    }
}

static const char *const refused[][2] = {
    {"a%", "\"%\" at byte 2 must be '%' and two hexadecimal digits; a '%' itself is %25"},
    {"%a", "\"%a\" at byte 1 must be"},
    {"%zz", "\"%zz\" at byte 1 must be"},
    {"%a%41", "\"%a%\" at byte 1 must be"},
    {"%\xc3\xa4", "\"%??\" at byte 1 must be"},
    {"%00", "\"%00\" at byte 1 is a control character, which cannot stand here; "
            "in a glob, ? (%3F) matches it"},
    {"abc%0abc", "\"%0a\" at byte 4 is a control character"},
    {"%09", "\"%09\" at byte 1 is a control character"},
    {"%20%7f", "\"%7f\" at byte 4 is a control character"},
    {"a\x01", "\"?\" at byte 2 is a control character"},
    {"%ff", "what the escapes stand for is not UTF-8"},
    {"%c3", "what the escapes stand for is not UTF-8"},
    {"%c0%af", "what the escapes stand for is not UTF-8"},
};

static void parts_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        char in[32], out[32], error[160] = "";
        size_t length;
        /* What follows the part could complete an escape. */
        (void)snprintf(in, sizeof in, "%s41", refused[i][0]);
        assert_false(net_target_decode(base_slice(in, strlen(refused[i][0])), out, &length, error,
                                       sizeof error));
        if (strncmp(error, refused[i][1], strlen(refused[i][1])) != 0)
            fail_msg("%s: %s", refused[i][0], error);
    }
}

/* Every text of one byte that is no control character comes back, and so do all of two. */
static void every_text_round_trips(void **state) {
    (void)state;
    for (unsigned code = ' '; code < 0x800; code++) {
        char text[2] = {(char)code};
        char in[8], error[160];
        size_t length, size = 1;
        if (code == 0x7f)
            continue;
        if (code >= 0x80) {
            text[0] = (char)(0xc0 | code >> 6);
            text[1] = (char)(0x80 | (code & 0x3f));
            size = 2;
        }
        for (size_t i = 0; i < size; i++)
            (void)snprintf(in + 3 * i, 4, "%%%02X", (unsigned char)text[i]);
        /* Decoded where it stands. */
        assert_true(net_target_decode(base_slice(in, 3 * size), in, &length, error, sizeof error));
        assert_int_equal(length, size);
        assert_memory_equal(in, text, size);
    }
}

/* Letters and digits need no escape, and mean the same with one. */
static void escapes_that_are_not_needed(void **state) {
    static const char in[] = "%61/%2F%2e%2520%5A%39%zz%4%", same[] = "a/%2F%2e%2520Z9%zz%4%";
    char out[sizeof in];
    size_t length = 0;
    (void)state;
    for (size_t at = 0; at < sizeof in - 1;)
        out[length++] = net_target_next(base_slice_of(in), &at);
    assert_true(base_slice_equal(base_slice(out, length), base_slice_of(same)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_decoded),
        cmocka_unit_test(parts_are_refused),
        cmocka_unit_test(every_text_round_trips),
        cmocka_unit_test(escapes_that_are_not_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
