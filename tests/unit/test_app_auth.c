/* API keys with a clock and addresses of our own: failures, their limit, the file, globs. */
#include "app/service/auth.h"
#include "base/glob.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* The default of AUTH_FAILURES_PER_MIN. */
#define FAILURES_MAX 10

static struct base_memory memory;
static char error[512];

static struct app_auth *open_with(struct app_config config) {
    error[0] = '\0';
    memory = base_memory_heap();
    return app_auth_new(&config, &memory, &test_scratch, (struct base_hash_seed){1, 2}, error,
                        sizeof error);
}

static struct app_auth *open_limited(int64_t failures_max) {
    return open_with((struct app_config){
        .require_auth = true, .api_key = "the-key", .auth_failures_per_min = failures_max});
}

static struct app_auth *open_single(void) {
    struct app_auth *auth = open_limited(FAILURES_MAX);
    assert_non_null(auth);
    return auth;
}

/* Keys from a file with `text`. */
static struct app_auth *open_file(const char *text) {
    char path[] = "/tmp/echo-sts-keys-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    struct app_auth *auth = open_with(
        (struct app_config){.require_auth = true, .api_key = "the-key", .api_keys_file = path});
    unlink(path);
    return auth;
}

static void close_auth(struct app_auth *auth) {
    app_auth_free(auth);
    assert_int_equal(memory.in_use, 0);
}

static enum app_auth_verdict check(struct app_auth *auth, const char *address, const char *token,
                                   uint64_t now) {
    const struct app_auth_key *key;
    enum app_auth_verdict verdict = app_auth_check(
        auth, base_slice_of(address), codec_text_plain(base_slice_of(token)), now, &key);
    assert_true((verdict == APP_AUTH_OK) == (key != NULL));
    return verdict;
}

static const struct app_auth_key *key_of(struct app_auth *auth, const char *token) {
    const struct app_auth_key *key;
    assert_int_equal(app_auth_check(auth, base_slice_of("1.2.3.4"),
                                    codec_text_plain(base_slice_of(token)), 0, &key),
                     APP_AUTH_OK);
    return key;
}

static bool covers(const struct app_auth_key *key, const char *stream_id) {
    return app_auth_covers(key, codec_text_plain(base_slice_of(stream_id)));
}

static bool covers_pattern(const struct app_auth_key *key, const char *pattern) {
    return app_auth_covers_pattern(key, codec_text_plain(base_slice_of(pattern)));
}

/* ---- keys ---------------------------------------------------------------------------------- */

static void test_only_the_whole_key_fits(void **state) {
    static const char *const wrong[] = {"t",        "the-ke",   "the-keyy", "The-key",
                                        " the-key", "the-key ", "the-kez"};
    struct app_auth *auth = open_single();
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(check(auth, "1.2.3.4", wrong[i], 0), APP_AUTH_WRONG);
    assert_int_equal(check(auth, "1.2.3.4", "", 0), APP_AUTH_MISSING);
    assert_int_equal(check(auth, "1.2.3.4", "the-key", 0), APP_AUTH_OK);
    close_auth(auth);
}

static void test_escapes_in_a_token_are_read(void **state) {
    const struct app_auth_key *key;
    struct app_auth *auth = open_single();
    const struct codec_text token = {"th\\u0065-key", 12, CODEC_TEXT_JSON};
    (void)state;
    assert_int_equal(app_auth_check(auth, base_slice_of("::1"), token, 0, &key), APP_AUTH_OK);
    close_auth(auth);
}

static void test_keys_at_the_longest(void **state) {
    char longest[APP_AUTH_KEY_MAX + 2];
    memset(longest, 'k', sizeof longest);
    longest[APP_AUTH_KEY_MAX] = '\0';
    struct app_auth *auth =
        open_with((struct app_config){.require_auth = true, .api_key = longest});
    (void)state;
    assert_int_equal(check(auth, "1.2.3.4", longest, 0), APP_AUTH_OK);
    longest[APP_AUTH_KEY_MAX] = 'k';
    longest[APP_AUTH_KEY_MAX + 1] = '\0';
    assert_int_equal(check(auth, "1.2.3.4", longest, 0), APP_AUTH_WRONG);
    close_auth(auth);
}

static void test_no_key_is_needed_without_authentication(void **state) {
    const struct app_auth_key *key;
    struct app_auth *auth = open_with((struct app_config){.api_key = "the-key"});
    (void)state;
    for (int i = 0; i < 100; i++)
        assert_int_equal(app_auth_check(auth, base_slice_of("1.2.3.4"), CODEC_TEXT("x"), 0, &key),
                         APP_AUTH_OK);
    assert_null(key);
    assert_true(covers(key, "any"));
    assert_int_equal(app_auth_key_index(auth, key), 0);
    close_auth(auth);
}

/* ---- failures ------------------------------------------------------------------------------ */

static void fail_times(struct app_auth *auth, const char *address, int times, uint64_t now) {
    for (int i = 0; i < times; i++)
        assert_int_equal(check(auth, address, "wrong", now), APP_AUTH_WRONG);
}

static void test_the_eleventh_failure_in_a_minute_is_limited(void **state) {
    struct app_auth *auth = open_single();
    (void)state;
    for (uint64_t i = 0; i < FAILURES_MAX; i++)
        fail_times(auth, "1.2.3.4", 1, 1000 + i * 1000);
    assert_int_equal(check(auth, "1.2.3.4", "wrong", 11000), APP_AUTH_LIMITED);
    assert_int_equal(check(auth, "1.2.3.4", "", 11000), APP_AUTH_LIMITED);
    assert_int_equal(check(auth, "1.2.3.5", "wrong", 11000), APP_AUTH_WRONG);
    assert_int_equal(check(auth, "1.2.3.4", "wrong", 60999), APP_AUTH_LIMITED);
    close_auth(auth);
}

/* A minute later, and at most 5 s more. What was limited was not counted. */
static void test_a_failure_counts_for_a_minute(void **state) {
    struct app_auth *auth = open_single();
    (void)state;
    fail_times(auth, "1.2.3.4", 1, 4999);
    fail_times(auth, "1.2.3.4", FAILURES_MAX - 1, 5000);
    for (uint64_t now = 5001; now < 65000; now += 1000)
        assert_int_equal(check(auth, "1.2.3.4", "wrong", now), APP_AUTH_LIMITED);
    assert_int_equal(check(auth, "1.2.3.4", "wrong", 64999), APP_AUTH_LIMITED);
    fail_times(auth, "1.2.3.4", 1, 65000); /* in the place of the first */
    assert_int_equal(check(auth, "1.2.3.4", "wrong", 69999), APP_AUTH_LIMITED);
    fail_times(auth, "1.2.3.4", FAILURES_MAX - 1, 70000);
    assert_int_equal(check(auth, "1.2.3.4", "wrong", 70000), APP_AUTH_LIMITED);
    fail_times(auth, "1.2.3.4", FAILURES_MAX, 1000000); /* all is long ago */
    assert_int_equal(check(auth, "1.2.3.4", "wrong", 1000000), APP_AUTH_LIMITED);
    close_auth(auth);
}

static void test_a_right_key_is_let_in_among_wrong_ones(void **state) {
    struct app_auth *auth = open_single();
    (void)state;
    fail_times(auth, "1.2.3.4", FAILURES_MAX, 0);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(check(auth, "1.2.3.4", "wrong", 1), APP_AUTH_LIMITED);
        assert_int_equal(check(auth, "1.2.3.4", "the-key", 1), APP_AUTH_OK);
    }
    close_auth(auth);
}

static void test_zero_is_no_limit(void **state) {
    struct app_auth *auth = open_limited(0);
    (void)state;
    fail_times(auth, "1.2.3.4", 1000, 0);
    close_auth(auth);
}

/* The most that the setting takes: memory is the same, the count is exact. */
static void test_a_large_limit_is_counted_exactly(void **state) {
    enum {
        MOST = 1000000
    };
    struct app_auth *auth = open_single();
    size_t used = memory.in_use;
    (void)state;
    close_auth(auth);
    auth = open_limited(MOST);
    fail_times(auth, "1.2.3.4", MOST / 2, 30000);
    fail_times(auth, "1.2.3.4", MOST / 2, 89999);
    assert_int_equal(check(auth, "1.2.3.4", "wrong", 89999), APP_AUTH_LIMITED);
    assert_int_equal(memory.in_use, used);
    close_auth(auth);
}

static void test_who_is_limited_is_told_by_which_setting(void **state) {
    static const char *const said[] = {
        "{\"message\":\"Invalid API key, after too many others: the server takes at most 3 wrong "
        "API "
        "keys of an address within a minute (AUTH_FAILURES_PER_MIN). A right key is let in at "
        "once\",\"data\":{\"code\":\"RATE_LIMIT\",",
        "\"severity\":\"warning\",\"retryable\":true,"
        "\"metadata\":{\"setting\":\"AUTH_FAILURES_PER_MIN\",\"limit\":3}}}",
    };
    struct app_auth *auth = open_limited(3);
    (void)state;
    const struct base_slice refusal = app_auth_refusal(auth, APP_AUTH_LIMITED);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_non_null(memmem(refusal.ptr, refusal.len, said[i], strlen(said[i])));
    close_auth(auth);
}

static void test_failures_that_are_far_apart_do_not_add_up(void **state) {
    struct app_auth *auth = open_single();
    (void)state;
    for (uint64_t now = 0; now < 3600000; now += 7000)
        fail_times(auth, "1.2.3.4", 1, now);
    close_auth(auth);
}

static void test_a_network_of_ipv6_counts_as_one(void **state) {
    struct app_auth *auth = open_single();
    char address[64];
    (void)state;
    for (int i = 0; i < FAILURES_MAX; i++) {
        (void)snprintf(address, sizeof address, "2001:db8:0:1:%x::1", i);
        fail_times(auth, address, 1, 0);
    }
    assert_int_equal(check(auth, "2001:db8:0:1::99", "wrong", 1), APP_AUTH_LIMITED);
    assert_int_equal(check(auth, "2001:db8:0:2::99", "wrong", 1), APP_AUTH_WRONG);
    close_auth(auth);
}

static void test_many_addresses_take_no_more_memory(void **state) {
    struct app_auth *auth = open_single();
    char address[64];
    size_t used = memory.in_use;
    (void)state;
    for (unsigned i = 0; i < 100000; i++) {
        (void)snprintf(address, sizeof address, "10.%u.%u.%u", i >> 16, i >> 8 & 255, i & 255);
        fail_times(auth, address, 1, i / 100);
    }
    assert_int_equal(memory.in_use, used);
    /* who goes on failing is not forgotten for those who fail once */
    fail_times(auth, "192.0.2.1", FAILURES_MAX, 1000);
    assert_int_equal(check(auth, "192.0.2.1", "wrong", 1001), APP_AUTH_LIMITED);
    close_auth(auth);
}

static void test_what_is_no_address_is_limited_too(void **state) {
    struct app_auth *auth = open_single();
    (void)state;
    fail_times(auth, "", FAILURES_MAX, 0);
    assert_int_equal(check(auth, "", "wrong", 0), APP_AUTH_LIMITED);
    assert_int_equal(check(auth, "elsewhere", "wrong", 0), APP_AUTH_WRONG);
    close_auth(auth);
}

/* ---- the file ------------------------------------------------------------------------------ */

static void test_each_key_of_a_file_covers_its_streams(void **state) {
    struct app_auth *auth = open_file("[{\"key\": \"one\", \"streams\": [\"news-*\", \"talk\"]},\n"
                                      " {\"streams\": [\"*\"], \"key\": \"t\\u0077o\"}]");
    (void)state;
    assert_non_null(auth);
    assert_int_equal(check(auth, "::1", "the-key", 0), APP_AUTH_WRONG);
    const struct app_auth_key *one = key_of(auth, "one"), *two = key_of(auth, "two");
    assert_true(covers(one, "news-1") && covers(one, "news-") && covers(one, "talk"));
    assert_false(covers(one, "talks") || covers(one, "other") || covers(one, "my-news-1"));
    assert_true(covers(two, "other") && covers(two, ""));
    assert_true(app_auth_key_count(auth) > 2);
    assert_int_equal(app_auth_key_index(auth, one), 1);
    assert_int_equal(app_auth_key_index(auth, two), 2);
    close_auth(auth);
}

static bool reload(struct app_auth *auth, const char *text) {
    char path[] = "/tmp/echo-sts-keys-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    const struct app_config config = {.api_keys_file = path};
    bool done = app_auth_reload(auth, &config, &test_scratch, error, sizeof error);
    unlink(path);
    return done;
}

/* Connections keep their keys, which cover what the file says now. */
static void test_the_file_is_read_again(void **state) {
    struct app_auth *auth = open_file("[{\"key\": \"one\", \"streams\": [\"a-*\"]},"
                                      " {\"key\": \"two\", \"streams\": [\"b-*\"]}]");
    (void)state;
    const struct app_auth_key *one = key_of(auth, "one"), *two = key_of(auth, "two");
    assert_true(reload(auth, "[{\"key\": \"three\", \"streams\": [\"*\"]},"
                             " {\"key\": \"two\", \"streams\": [\"c-*\"]}]"));
    assert_int_equal(check(auth, "::1", "one", 0), APP_AUTH_WRONG);
    assert_false(covers(one, "a-1"));
    assert_ptr_equal(key_of(auth, "two"), two);
    assert_true(covers(two, "c-1"));
    assert_false(covers(two, "b-1"));
    const struct app_auth_key *three = key_of(auth, "three");
    assert_true(covers(three, "b-1"));
    assert_int_equal(app_auth_key_index(auth, two), 2);
    assert_int_equal(app_auth_key_index(auth, three), 3);
    assert_true(reload(auth, "[{\"key\": \"one\", \"streams\": [\"a-*\"]}]"));
    assert_ptr_equal(key_of(auth, "one"), one);
    assert_true(covers(one, "a-1"));
    assert_false(covers(three, "b-1"));
    close_auth(auth);
}

static void test_a_wrong_file_changes_nothing(void **state) {
    struct app_auth *auth = open_file("[{\"key\": \"one\", \"streams\": [\"a-*\"]}]");
    (void)state;
    const struct app_auth_key *one = key_of(auth, "one");
    assert_false(reload(auth, "[{\"key\": \"two\", \"streams\": []}]"));
    assert_non_null(strstr(error, "/0"));
    assert_ptr_equal(key_of(auth, "one"), one);
    assert_true(covers(one, "a-1"));
    assert_int_equal(check(auth, "::1", "two", 0), APP_AUTH_WRONG);
    close_auth(auth);
}

/* Those that were taken out are remembered, and there is an end to that. */
static void test_there_are_so_many_keys_in_all(void **state) {
    struct app_auth *auth = open_file("[{\"key\": \"one\", \"streams\": [\"a-*\"]}]");
    char text[64];
    (void)state;
    for (int i = 1; i < APP_AUTH_KNOWN_MAX; i++) {
        (void)snprintf(text, sizeof text, "[{\"key\": \"k%d\", \"streams\": [\"*\"]}]", i);
        assert_true(reload(auth, text));
    }
    assert_false(reload(auth, "[{\"key\": \"more\", \"streams\": [\"*\"]}]"));
    assert_non_null(strstr(error, "restart the server"));
    assert_true(reload(auth, "[{\"key\": \"one\", \"streams\": [\"a-*\"]}]"));
    assert_int_equal(app_auth_key_index(auth, key_of(auth, "one")), 1);
    close_auth(auth);
}

static void test_a_pattern_is_covered_when_all_it_can_match_is(void **state) {
    struct app_auth *auth =
        open_file("[{\"key\": \"one\", \"streams\": [\"news-*\", \"talk\", \"a?c\"]},"
                  " {\"key\": \"two\", \"streams\": [\"*\"]}]");
    (void)state;
    const struct app_auth_key *one = key_of(auth, "one"), *two = key_of(auth, "two");
    assert_true(covers_pattern(one, "talk") && covers_pattern(one, "news-1"));
    assert_true(covers_pattern(one, "news-*") && covers_pattern(one, "news-1*"));
    assert_true(covers_pattern(one, "news-??") && covers_pattern(one, "a?c"));
    assert_false(covers_pattern(one, "*") || covers_pattern(one, "new*"));
    assert_false(covers_pattern(one, "n?ws-1") || covers_pattern(one, "a*c"));
    assert_true(covers_pattern(two, "*") && covers_pattern(two, "?"));
    assert_true(covers_pattern(NULL, "*"));
    close_auth(auth);
}

/* A key for the id `b*` is none for the id `b\*`, and neither is one for `b\1`. */
static void test_a_backslash_makes_a_wildcard_literal(void **state) {
    struct app_auth *auth = open_file("[{\"key\": \"one\", \"streams\": [\"a\\\\*\"]},"
                                      " {\"key\": \"two\", \"streams\": [\"b\\\\\\\\*\"]}]");
    (void)state;
    assert_non_null(auth);
    const struct app_auth_key *one = key_of(auth, "one"), *two = key_of(auth, "two");
    assert_true(covers(one, "a*") && covers_pattern(one, "a\\*"));
    assert_false(covers(one, "a") || covers(one, "ab") || covers(one, "a\\*"));
    assert_false(covers_pattern(one, "a*") || covers_pattern(one, "a\\") ||
                 covers_pattern(one, "a\\1*") || covers_pattern(one, "a\\\\*"));
    assert_true(covers(two, "b\\1") && covers(two, "b\\*") && covers_pattern(two, "b\\1?"));
    assert_true(covers_pattern(two, "b\\\\*") && covers_pattern(two, "b\\\\\\*"));
    assert_false(covers(two, "b*") || covers_pattern(two, "b\\*") || covers_pattern(two, "b*"));
    close_auth(auth);
}

static void test_what_is_wrong_with_a_file_is_said(void **state) {
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"", "line 1:"},
        {"[{\"key\": \"a\",\n\"streams\": [\"*\"],}]", "line 2:"},
        {"[{\"key\": \"a\", \"key\": \"b\", \"streams\": [\"*\"]}]", "/0"},
        {"{}", "must be a list"},
        {"[]", "is an empty list"},
        {"[1]", "/0 must be an object"},
        {"[{\"key\": \"{\", \"streams\": [\"*\"]}, 7]", "/1 must be an object"},
        {"[{}]", "/0 does not have the member key"},
        {"[{\"key\": \"a\"}]", "/0 does not have the member streams"},
        {"[{\"streams\": [\"*\"]}]", "/0 does not have the member key"},
        {"[{\"key\": 7, \"streams\": [\"*\"]}]", "/0/key must be a string"},
        {"[{\"key\": \"\", \"streams\": [\"*\"]}]", "/0/key must not be empty"},
        {"[{\"key\": \"a\", \"streams\": \"*\"}]", "/0/streams must be a list"},
        {"[{\"key\": \"a\", \"streams\": []}]", "/0/streams must not be empty"},
        {"[{\"key\": \"a\", \"streams\": [\"b\", 1]}]", "/0/streams/1 must be a string"},
        {"[{\"key\": \"a\", \"streams\": [\"\"]}]", "/0/streams/0 must not be empty"},
        {"[{\"key\": \"a\", \"strems\": []}]", "/0 has the unknown member \"strems\""},
        {"[{\"key\": \"a\", \"streams\": [\"*\"]}, {\"key\": \"\\u0061\", \"streams\": [\"*\"]}]",
         "/1/key is a duplicate key"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_null(open_file(cases[i].text));
        if (!strstr(error, cases[i].said))
            fail_msg("%s: \"%s\" lacks \"%s\"", cases[i].text, error, cases[i].said);
        assert_int_equal(memory.in_use, 0);
    }
}

static void test_a_file_that_cannot_be_read_is_named(void **state) {
    (void)state;
    assert_null(open_with((struct app_config){.api_keys_file = "/nowhere/keys.json"}));
    assert_string_equal(error, "STS_API_KEYS_FILE /nowhere/keys.json: No such file or directory");
}

static void test_too_long_a_key_and_too_many(void **state) {
    static char text[APP_AUTH_KEYS_MAX * 64];
    (void)state;
    size_t used = (size_t)sprintf(text, "[{\"streams\": [\"*\"], \"key\": \"");
    memset(text + used, 'k', APP_AUTH_KEY_MAX + 1);
    (void)sprintf(text + used + APP_AUTH_KEY_MAX + 1, "\"}]");
    assert_null(open_file(text));
    assert_non_null(strstr(error, "/0/key must not be longer than 512 bytes"));
    used = 0;
    for (int i = 0; i <= APP_AUTH_KEYS_MAX; i++)
        used += (size_t)sprintf(text + used, "%s{\"key\": \"%d\", \"streams\": [\"*\"]}",
                                i ? "," : "[", i);
    (void)sprintf(text + used, "]");
    assert_null(open_file(text));
    assert_non_null(strstr(error, "/1024 is one key too many"));
}

/* ---- globs --------------------------------------------------------------------------------- */

static void test_globs(void **state) {
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"*", "abc", true},
        {"a*", "a", true},
        {"a*", "ba", false},
        {"*a", "bca", true},
        {"*a*b", "xaxbxb", true},
        {"*a*b", "xaxbxc", false},
        {"?", "a", true},
        {"?", "", false},
        {"?", "\xc3\xa4", true},
        {"?\xb5", "\xc3\xb5", false},
        {"a?c", "abc", true},
        {"a?c", "ac", false},
        {"**", "a", true},
        {"[a]", "a", false},
        {"[a]", "[a]", true},
        {"\\*", "\\x", false},
        {"\\*", "*", true},
        {"\\\\*", "\\x", true},
        {"A", "a", false},
        {"*\xc3\xa4", "x\xc3\xa4", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (base_glob_match(base_slice_of(cases[i].pattern), base_slice_of(cases[i].text)) !=
            cases[i].matches)
            fail_msg("%s, %s", cases[i].pattern, cases[i].text);
}

static void test_a_glob_that_backtracks_takes_its_time_once(void **state) {
    char text[1024], pattern[256];
    (void)state;
    memset(text, 'a', sizeof text);
    for (size_t i = 0; i < sizeof pattern; i += 2)
        memcpy(pattern + i, "*a", 2);
    pattern[sizeof pattern - 1] = 'b';
    assert_false(
        base_glob_match(base_slice(pattern, sizeof pattern), base_slice(text, sizeof text)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_the_whole_key_fits),
        cmocka_unit_test(test_escapes_in_a_token_are_read),
        cmocka_unit_test(test_keys_at_the_longest),
        cmocka_unit_test(test_no_key_is_needed_without_authentication),
        cmocka_unit_test(test_the_eleventh_failure_in_a_minute_is_limited),
        cmocka_unit_test(test_a_failure_counts_for_a_minute),
        cmocka_unit_test(test_a_right_key_is_let_in_among_wrong_ones),
        cmocka_unit_test(test_zero_is_no_limit),
        cmocka_unit_test(test_a_large_limit_is_counted_exactly),
        cmocka_unit_test(test_who_is_limited_is_told_by_which_setting),
        cmocka_unit_test(test_failures_that_are_far_apart_do_not_add_up),
        cmocka_unit_test(test_a_network_of_ipv6_counts_as_one),
        cmocka_unit_test(test_many_addresses_take_no_more_memory),
        cmocka_unit_test(test_what_is_no_address_is_limited_too),
        cmocka_unit_test(test_each_key_of_a_file_covers_its_streams),
        cmocka_unit_test(test_the_file_is_read_again),
        cmocka_unit_test(test_a_wrong_file_changes_nothing),
        cmocka_unit_test(test_there_are_so_many_keys_in_all),
        cmocka_unit_test(test_a_pattern_is_covered_when_all_it_can_match_is),
        cmocka_unit_test(test_a_backslash_makes_a_wildcard_literal),
        cmocka_unit_test(test_what_is_wrong_with_a_file_is_said),
        cmocka_unit_test(test_a_file_that_cannot_be_read_is_named),
        cmocka_unit_test(test_too_long_a_key_and_too_many),
        cmocka_unit_test(test_globs),
        cmocka_unit_test(test_a_glob_that_backtracks_takes_its_time_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
