/* More than the reader takes: depth, members, names. Refused, read to the end, never slow. */
#include "codec_verdict.h"
#include "support/scratch.h"

/* `count` times `open`, `middle`, `count` times `close`, and `behind`. */
static struct base_slice nested(size_t count, const char *open, const char *middle,
                                const char *close, const char *behind) {
    size_t len = count * (strlen(open) + strlen(close)) + strlen(middle) + strlen(behind);
    char *text = malloc(len + 1), *at = text;
    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, open);
    at = stpcpy(at, middle);
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, close);
    (void)stpcpy(at, behind);
    struct base_slice slice = exact(base_slice(text, len));
    free(text);
    return slice;
}

static void depth(void **state) {
    (void)state;
    static const struct {
        size_t levels;
        const char *open, *middle, *close;
        enum codec_error_code code;
    } cases[] = {
        {64, "[", "", "]", CODEC_OK},
        {64, "[", "0", "]", CODEC_OK},
        {63, "[", "{\"b\":1}", "]", CODEC_OK},
        {65, "[", "", "]", CODEC_DEPTH},
        {64, "[", "{}", "]", CODEC_DEPTH},
        {64, "{\"a\":", "\"s\"", "}", CODEC_OK},
        {65, "{\"a\":", "\"s\"", "}", CODEC_DEPTH},
        {64, "{\"unknown\":", "\"s\"", "}", CODEC_OK},
        {65, "{\"unknown\":", "\"s\"", "}", CODEC_DEPTH},
        {32, "[{\"a\":", "\"s\"", "}]", CODEC_OK},
        {32, "[{\"a\":", "[]", "}]", CODEC_DEPTH},
        {100000, "[", "", "]", CODEC_DEPTH},
        {100000, "{\"a\":", "1", "}", CODEC_DEPTH},
        {100000, "[[],", "1", "]", CODEC_DEPTH},
        {100000, "[", "", "", CODEC_SYNTAX},
        {100000, "{\"a\":", "", "", CODEC_SYNTAX},
        {65, "[", "1 1", "]", CODEC_SYNTAX},
        {65, "[", "]", "]", CODEC_TRAILING},
        {65, "[", "\"\\ud800\"", "]", CODEC_DEPTH},
        {65, "[", "\"\xff\"", "]", CODEC_UTF8},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_slice text =
            nested(cases[i].levels, cases[i].open, cases[i].middle, cases[i].close, "");
        enum codec_error_code code = verdict_of(text);
        if (code != cases[i].code)
            fail_msg("%zu x %s%s: %s", cases[i].levels, cases[i].open, cases[i].middle,
                     codec_error_text(code));
        exact_free(text);
    }
}

/* What is refused by a limit has been read to its end, and what follows can be read. */
static void reading_goes_on_after_a_limit(void **state) {
    (void)state;
    static const struct {
        size_t levels;
        const char *open, *middle, *close;
    } cases[] = {
        {100000, "[", "", "]"},
        {70, "{\"a\":", "{\"b\":1,\"b\":2}", "}"},
        {1, "[", "\"\\udead\", {}", "]"},
        {1, "{", "\"b\":1,\"b\":2", "}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int way = 0; way < 2; way++) {
            struct base_slice text = nested(cases[i].levels, cases[i].open, cases[i].middle,
                                            cases[i].close, " , \"next\" ");
            struct codec_in in;
            codec_in_init(&in, text, &test_scratch);
            assert_false(way ? codec_decode(&in, &walked, NULL) : codec_in_skip(&in, NULL));
            assert_int_equal(codec_error_class(in.error.code), CODEC_CLASS_LIMIT);
            struct codec_text next;
            assert_true(codec_in_expect(&in, ','));
            assert_true(codec_in_text(&in, &next));
            assert_true(codec_text_equal(next, CODEC_TEXT("next")));
            assert_true(codec_in_done(&in));
            exact_free(text);
        }
}

/* An object of `count` members whose names begin with `prefix`; the last repeats name `repeat`
 * unless that is negative. */
static struct base_slice many_members(size_t count, const char *prefix, int repeat) {
    char *text = malloc(count * (strlen(prefix) + 24) + 16), *at = text;
    assert_non_null(text);
    *at++ = '{';
    for (size_t i = 0; i < count; i++) {
        size_t number = i + 1 == count && repeat >= 0 ? (size_t)repeat : i;
        at += sprintf(at, "%s\"%s%05zu\":%zu", i ? "," : "", prefix, number * 7919 % 99991, i);
    }
    *at++ = '}';
    struct base_slice slice = exact(base_slice(text, (size_t)(at - text)));
    free(text);
    return slice;
}

static void members(void **state) {
    (void)state;
    static const struct {
        size_t count;
        const char *prefix;
        int repeat;
        enum codec_error_code code;
    } cases[] = {
        {1024, "", -1, CODEC_OK},          {1025, "", -1, CODEC_MEMBERS},
        {5000, "", -1, CODEC_MEMBERS},     {1024, "", 0, CODEC_DUPLICATE},
        {1024, "", 1022, CODEC_DUPLICATE}, {1024, "\\u0061", 512, CODEC_DUPLICATE},
        {1024, "\\u0061", -1, CODEC_OK},   {17, "x", 3, CODEC_DUPLICATE},
        {16, "x", 3, CODEC_DUPLICATE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_slice text = many_members(cases[i].count, cases[i].prefix, cases[i].repeat);
        enum codec_error_code code = verdict_of(text);
        if (code != cases[i].code)
            fail_msg("%zu of \"%s\": %s", cases[i].count, cases[i].prefix, codec_error_text(code));
        exact_free(text);
    }
}

/* Known and unknown members together are what counts. */
static void known_members_count_too(void **state) {
    (void)state;
    char log[LOG_SIZE];
    for (size_t unknown = 1022; unknown <= 1023; unknown++) {
        struct base_slice body = many_members(unknown, "x", -1);
        char *text = malloc(body.len + 32);
        assert_non_null(text);
        int n = sprintf(text, "{\"a\":1,\"known\":2,%.*s", (int)body.len - 1, body.ptr + 1);
        (void)read_logged(&walked, base_slice(text, (size_t)n), false, NULL, log);
        assert_string_equal(log, unknown == 1022
                                     ? "ok\n"
                                     : "limit\nerror members \"\" @0 has more than 1024 members\n");
        free(text);
        exact_free(body);
    }
}

/* Names that differ only at the end, written plainly or with escapes, make each comparison slow. If
 * each were compared with each, the readings here would take longer than a test may. */
static void many_names_are_no_quadratic_work(void **state) {
    (void)state;
    static const char *const starts[] = {"", "\\u0061"};
    for (size_t i = 0; i < COUNT(starts); i++) {
        char prefix[1001];
        memset(prefix, 'p', sizeof prefix - 1);
        prefix[sizeof prefix - 1] = '\0';
        memcpy(prefix, starts[i], strlen(starts[i]));
        struct base_slice text = many_members(1024, prefix, -1);
        for (int reading = 0; reading < 50; reading++)
            assert_int_equal(verdict_of(text), CODEC_OK);
        exact_free(text);
    }
}

/* Names as long as a message may be differ in their last letters. */
static void long_names_are_told_apart(void **state) {
    (void)state;
    enum {
        LONG = 1 << 20
    };
    char *prefix = malloc(LONG + 1);
    assert_non_null(prefix);
    memset(prefix, 'p', LONG);
    memcpy(prefix, "\\u0061", 6);
    prefix[LONG] = '\0';
    struct base_slice sixteen = many_members(16, prefix, -1), same = many_members(16, prefix, 3);
    assert_int_equal(verdict_of(sixteen), CODEC_OK);
    assert_int_equal(verdict_of(same), CODEC_DUPLICATE);
    exact_free(sixteen);
    exact_free(same);
    free(prefix);
}

static void too_deep_is_said_once(void **state) {
    (void)state;
    struct base_slice text = nested(64, "[", "[],{},[[]],[]", "]", "");
    char log[LOG_SIZE];
    (void)read_logged(&walked, text, false, NULL, log);
    assert_string_equal(strchr(log, '@'), "@64 is nested more than 64 levels deep\n");
    exact_free(text);
}

static void long_pointers_are_cut_between_characters(void **state) {
    (void)state;
    /* five bytes a level, of which four are one character */
    struct base_slice text = nested(60, "{\"\xF0\x9F\x98\x80\":", "tru", "}", "");
    struct codec_in in;
    codec_in_init(&in, text, &test_scratch);
    assert_false(codec_in_skip(&in, NULL));
    size_t len = strlen(in.error.pointer);
    assert_in_range(len, CODEC_POINTER_SIZE - 8, CODEC_POINTER_SIZE - 1);
    assert_string_equal(in.error.pointer + len - 3, "...");
    assert_true(base_utf8_valid(base_slice_of(in.error.pointer)));
    exact_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depth),
        cmocka_unit_test(reading_goes_on_after_a_limit),
        cmocka_unit_test(members),
        cmocka_unit_test(known_members_count_too),
        cmocka_unit_test(many_names_are_no_quadratic_work),
        cmocka_unit_test(long_names_are_told_apart),
        cmocka_unit_test(too_deep_is_said_once),
        cmocka_unit_test(long_pointers_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
