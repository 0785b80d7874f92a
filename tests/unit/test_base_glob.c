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

static void plain_patterns_have_no_wildcard(void **state) {
    (void)state;
    assert_true(base_glob_is_plain(base_slice_of("live-1")));
    assert_true(base_glob_is_plain(base_slice_of("")));
    assert_false(base_glob_is_plain(base_slice_of("live-*")));
    assert_false(base_glob_is_plain(base_slice_of("live-?")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(globs_match),
        cmocka_unit_test(plain_patterns_have_no_wildcard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
