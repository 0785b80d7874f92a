/* What a listener of the tap writes to the log, with a clock of our own: limits, and clients
 * that cannot get in. */
#include "app/watch/lines.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
    struct app_log log;
    struct app_lines lines;
    struct journal_tap tap;
    int ends[2];
    char got[8192];
};

static void begin(struct scene *scene, enum base_log_level level) {
    const struct app_config config = {.log_level = level, .log_format = APP_LOG_FORMAT_TEXT};
    assert_int_equal(pipe(scene->ends), 0);
    assert_int_equal(fcntl(scene->ends[0], F_SETFL, O_NONBLOCK), 0);
    app_log_init(&scene->log, &config, scene->ends[1]);
    app_lines_init(&scene->lines, &scene->log);
    journal_tap_init(&scene->tap);
    journal_tap_listen(&scene->tap, &scene->lines.listener);
}

static void end(struct scene *scene) {
    close(scene->ends[0]);
    close(scene->ends[1]);
}

/* Refuses something, and returns what is written about it, without the time. */
static const char *refuse(struct scene *scene, enum stream_limit limit, size_t most, uint64_t now) {
    const struct journal_traffic traffic = {
        .kind = JOURNAL_LIMITED, .now_ms = now, .limit_hit = {limit, most}};
    if (journal_tap_heard(&scene->tap, JOURNAL_LIMITED))
        journal_tap_tell(&scene->tap, &traffic);
    ssize_t n = read(scene->ends[0], scene->got, sizeof scene->got - 1);
    scene->got[n > 0 ? n : 0] = '\0';
    return n > 24 ? scene->got + 24 : scene->got;
}

/* A client cannot get in; what is written about it, without the time. */
static const char *reject(struct scene *scene, enum journal_rejection_reason reason,
                          const char *address, uint64_t now) {
    const struct journal_rejection rejection = {.reason = reason};
    const struct journal_traffic traffic = {.kind = JOURNAL_REJECTED,
                                            .now_ms = now,
                                            .client = {.address = base_slice_of(address)},
                                            .rejection = &rejection};
    journal_tap_tell(&scene->tap, &traffic);
    ssize_t n = read(scene->ends[0], scene->got, sizeof scene->got - 1);
    scene->got[n > 0 ? n : 0] = '\0';
    return n > 24 ? scene->got + 24 : scene->got;
}

static void test_a_limit_is_told_once_a_minute(void **state) {
    struct scene scene;
    (void)state;
    begin(&scene, BASE_LOG_WARNING);
    assert_string_equal(refuse(&scene, STREAM_LIMIT_WRONG_KEYS, 10, 0),
                        " WARNING  refused: the server takes at most 10 wrong API keys of an "
                        "address within a minute (AUTH_FAILURES_PER_MIN). Give the clients the "
                        "right key. Clients with the right key are not limited "
                        "setting=AUTH_FAILURES_PER_MIN limit=10 refused=1\n");
    for (uint64_t now = 1; now < 60000; now += 2000)
        assert_string_equal(refuse(&scene, STREAM_LIMIT_WRONG_KEYS, 10, now), "");
    assert_string_equal(refuse(&scene, STREAM_LIMIT_WRONG_KEYS, 10, 59999), "");
    assert_non_null(strstr(refuse(&scene, STREAM_LIMIT_WRONG_KEYS, 10, 60000), " refused=32\n"));
    assert_string_equal(refuse(&scene, STREAM_LIMIT_WRONG_KEYS, 10, 119999), "");
    assert_non_null(strstr(refuse(&scene, STREAM_LIMIT_WRONG_KEYS, 10, 500000), " refused=2\n"));
    end(&scene);
}

static void test_each_limit_has_its_own_minute(void **state) {
    struct scene scene;
    (void)state;
    begin(&scene, BASE_LOG_WARNING);
    for (int limit = 0; limit < STREAM_LIMIT_COUNT; limit++) {
        char setting[64];
        (void)snprintf(setting, sizeof setting, " setting=%s limit=7 refused=1\n",
                       stream_limit_setting((enum stream_limit)limit));
        assert_non_null(strstr(refuse(&scene, (enum stream_limit)limit, 7, 1000), setting));
    }
    assert_string_equal(refuse(&scene, STREAM_LIMIT_QUEUE, 7, 1000), "");
    end(&scene);
}

static void test_nothing_is_said_below_the_level(void **state) {
    struct scene scene;
    (void)state;
    begin(&scene, BASE_LOG_ERROR);
    assert_string_equal(refuse(&scene, STREAM_LIMIT_QUEUE, 7, 0), "");
    end(&scene);
}

static void test_each_address_and_reason_has_its_own_minute(void **state) {
    struct scene scene;
    (void)state;
    begin(&scene, BASE_LOG_WARNING);
    assert_string_equal(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, "10.0.0.1", 0),
                        " WARNING  client refused: the API key is wrong. Send the key of "
                        "STS_API_KEY, or one of STS_API_KEYS_FILE reason=wrong_key "
                        "address=10.0.0.1 refused=1\n");
    for (uint64_t now = 1; now < 60000; now += 2000)
        assert_string_equal(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, "10.0.0.1", now), "");
    assert_non_null(strstr(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, "10.0.0.2", 59999),
                           " address=10.0.0.2 refused=1\n"));
    assert_non_null(strstr(reject(&scene, JOURNAL_REJECTION_MISSING_KEY, "10.0.0.1", 59999),
                           " reason=missing_key address=10.0.0.1 refused=1\n"));
    assert_non_null(
        strstr(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, "10.0.0.1", 60000), " refused=31\n"));
    end(&scene);
}

/* Where there are too many addresses, what each of them has left over counts for the reason. */
static void test_many_addresses_share_the_line_of_the_reason(void **state) {
    struct scene scene;
    char address[16];
    (void)state;
    begin(&scene, BASE_LOG_WARNING);
    for (int i = 0; i < APP_REJECTION_LINES_ADDRESSES; i++) {
        (void)snprintf(address, sizeof address, "10.0.1.%d", i);
        assert_non_null(
            strstr(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, address, 0), " refused=1\n"));
    }
    assert_string_equal(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, "10.0.1.0", 1), "");
    assert_non_null(strstr(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, "10.0.2.1", 2),
                           "stands for all others"));
    assert_string_equal(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, "10.0.2.2", 3), "");
    /* its minute is over: another takes the place of the first, which had one more */
    assert_non_null(
        strstr(reject(&scene, JOURNAL_REJECTION_BAD_HTTP, "10.0.2.3", 60000), " refused=1\n"));
    for (int i = 1; i < APP_REJECTION_LINES_ADDRESSES; i++) {
        (void)snprintf(address, sizeof address, "10.0.1.%d", i);
        assert_non_null(
            strstr(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, address, 60000), " refused=1\n"));
    }
    /* 10.0.2.2, the rest of 10.0.1.0, and this one */
    assert_non_null(
        strstr(reject(&scene, JOURNAL_REJECTION_WRONG_KEY, "10.0.2.4", 70000), " refused=3\n"));
    end(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_limit_is_told_once_a_minute),
        cmocka_unit_test(test_each_limit_has_its_own_minute),
        cmocka_unit_test(test_nothing_is_said_below_the_level),
        cmocka_unit_test(test_each_address_and_reason_has_its_own_minute),
        cmocka_unit_test(test_many_addresses_share_the_line_of_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
