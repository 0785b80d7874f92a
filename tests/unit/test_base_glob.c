/* Patterns for stream ids. */
#include "base/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static bool match(const char *pattern, const char *text) {
    return base_glob_match(base_slice_of(pattern), base_slice_of(text));
}

static void globs_match(void **state) {
    (void)state;
    assert_true(match("*", ""));
    assert_true(match("*", "anything"));
    assert_true(match("live-*", "live-"));
    assert_true(match("live-*", "live-1"));
    assert_false(match("live-*", "dead-1"));
    assert_true(match("*-1", "live-1-1"));
    assert_true(match("a*b*c", "axxbyybzzc"));
    assert_false(match("a*b*c", "axxbyybzz"));
    assert_true(match("?", "\xC3\xA4"));
    assert_false(match("?", "ab"));
    assert_false(match("?", ""));
    assert_true(match("*?*", "\xF0\x9F\x8E\xA4"));
    assert_true(match("a", "a"));
    assert_false(match("a", "b"));
    assert_false(match("", "a"));
    assert_true(match("[a]", "[a]"));
}

/* Only before a wildcard or a backslash is a backslash more than itself. */
static void backslashes_make_wildcards_literal(void **state) {
    (void)state;
    assert_true(match("a\\*b", "a*b"));
    assert_false(match("a\\*b", "axb"));
    assert_false(match("a\\*b", "a\\*b"));
    assert_true(match("a\\?", "a?"));
    assert_false(match("a\\?", "ab"));
    assert_true(match("a\\\\b", "a\\b"));
    assert_false(match("a\\\\b", "a\\\\b"));
    assert_true(match("\\\\\\*", "\\*"));
    assert_false(match("\\\\\\*", "\\"));
    assert_true(match("\\\\*", "\\"));
    assert_true(match("\\\\*", "\\anything"));
    assert_false(match("\\\\*", "*"));
    assert_true(match("a\\b", "a\\b"));
    assert_true(match("a\\", "a\\"));
    assert_true(match("\\\\\\", "\\\\"));
    assert_true(match("*\\**", "a*b"));
    assert_true(match("*\\*b", "a*a*b"));
    assert_false(match("*\\**", "ab"));
}

static void plain_patterns_have_no_wildcard(void **state) {
    (void)state;
    assert_true(base_glob_is_plain(base_slice_of("live-1")));
    assert_true(base_glob_is_plain(base_slice_of("")));
    assert_false(base_glob_is_plain(base_slice_of("live-*")));
    assert_false(base_glob_is_plain(base_slice_of("live-?")));
    assert_true(base_glob_is_plain(base_slice_of("a\\*b\\?\\\\")));
    assert_false(base_glob_is_plain(base_slice_of("a\\\\*")));
    assert_false(base_glob_is_plain(base_slice_of("a\\*?")));
}

static size_t least(const char *pattern) {
    return base_glob_least(base_slice_of(pattern));
}

static void the_shortest_match_is_counted(void **state) {
    (void)state;
    assert_int_equal(least(""), 0);
    assert_int_equal(least("*"), 0);
    assert_int_equal(least("live-?*"), 6);
    assert_int_equal(least("\\*\\?\\\\*"), 3);
    assert_int_equal(least("\\a\\"), 3);
    assert_int_equal(least("\xC3\xA4*\xF0\x9F\x8E\xA4?"), 3);
}

static void the_text_of_a_plain_pattern_is_what_it_matches(void **state) {
    static const char *const texts[] = {
        "", "live-1", "*", "a*b?c", "\\", "\\*", "\\\\??\\", "a\\b", "\xF0\x9F\x8E\xA4*"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char room[64], again[64];
        const struct base_slice text = base_slice_of(texts[i]);
        const struct base_slice pattern = base_glob_of(text, room);
        assert_true(base_glob_is_plain(pattern));
        assert_true(base_glob_match(pattern, text));
        assert_true(base_slice_equal(base_glob_text(pattern, again), text));
        assert_true(base_slice_equal(base_glob_text(text, again), text) ||
                    !base_slice_equal(pattern, text));
    }
}

/* Whether everything that `pattern` matches, `other` matches. */
static bool includes(const char *other, const char *pattern) {
    char room[64];
    return base_glob_match(base_slice_of(other), base_glob_text(base_slice_of(pattern), room));
}

static void a_pattern_matches_what_is_narrower(void **state) {
    static const char *const patterns[] = {"a",    "*",      "?",  "a*", "*?*",
                                           "a\\*", "a\\\\*", "**", "?*"};
    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        assert_true(includes(patterns[i], patterns[i]));
        assert_true(includes("*", patterns[i]));
    }
    assert_true(includes("live-*", "live-1*"));
    assert_true(includes("live-*", "live-?"));
    assert_true(includes("live-?", "live-1"));
    assert_true(includes("a*c", "a*b*c"));
    assert_false(includes("live-?", "live-*"));
    assert_false(includes("live-1", "live-*"));
    assert_false(includes("a\\*", "a*"));
    assert_false(includes("a\\?", "a?"));
    assert_true(includes("a*", "a\\*"));
    assert_true(includes("a\\**", "a\\*b?"));
    assert_false(includes("a\\**", "a*"));
    assert_false(includes("b\\\\*", "b\\*"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(globs_match),
        cmocka_unit_test(backslashes_make_wildcards_literal),
        cmocka_unit_test(the_text_of_a_plain_pattern_is_what_it_matches),
        cmocka_unit_test(a_pattern_matches_what_is_narrower),
        cmocka_unit_test(plain_patterns_have_no_wildcard),
        cmocka_unit_test(the_shortest_match_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
