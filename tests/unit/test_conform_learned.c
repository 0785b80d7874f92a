/* What the cases of a run learn of the server. */
#include "conform/learned.h"
#include "sts_requirements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum {
    KIND = 7,
    PATIENCE = 10000
};

static void test_what_keeps_missing_is_waited_for_less_long(void **state) {
    struct conform_learned learned;
    (void)state;
    conform_learned_init(&learned);
    for (int i = 0; i < CONFORM_LEARNED_MISSES; i++) {
        assert_int_equal(conform_learned_wait(&learned, KIND, PATIENCE), PATIENCE);
        conform_learned_missed(&learned, KIND);
    }
    assert_int_equal(conform_learned_wait(&learned, KIND, PATIENCE), PATIENCE / 10);
    assert_int_equal(conform_learned_wait(&learned, KIND + 1, PATIENCE), PATIENCE);
    conform_learned_came(&learned, KIND, 20);
    assert_int_equal(conform_learned_wait(&learned, KIND, PATIENCE), PATIENCE);
    conform_learned_free(&learned);
}

static void test_a_slow_server_is_given_its_time(void **state) {
    struct conform_learned learned;
    (void)state;
    conform_learned_init(&learned);
    conform_learned_came(&learned, KIND, 700);
    conform_learned_came(&learned, KIND, 3);
    assert_int_equal(conform_learned_slowest(&learned, KIND), 700);
    for (int i = 0; i < CONFORM_LEARNED_MISSES; i++)
        conform_learned_missed(&learned, KIND);
    assert_int_equal(conform_learned_wait(&learned, KIND, PATIENCE), 2800);
    assert_int_equal(conform_learned_wait(&learned, KIND, 1000), 1000);
    conform_learned_free(&learned);
}

static void test_the_first_reason_counts(void **state) {
    struct conform_learned learned;
    (void)state;
    conform_learned_init(&learned);
    assert_null(conform_learned_stopped(&learned));
    conform_learned_stop(&learned, "the first");
    conform_learned_stop(&learned, "the second");
    assert_string_equal(conform_learned_stopped(&learned), "the first");
    conform_learned_free(&learned);
    assert_null(conform_learned_stopped(&learned));
}

static void test_a_login_is_remembered(void **state) {
    struct conform_learned learned;
    (void)state;
    conform_learned_init(&learned);
    assert_null(conform_learned_login(&learned, 1));
    conform_learned_note_login(&learned, 1, "{}");
    conform_learned_note_login(&learned, 1, "another");
    assert_string_equal(conform_learned_login(&learned, 1), "{}");
    assert_null(conform_learned_login(&learned, 0));
    conform_learned_free(&learned);
}

static void test_who_was_heard_last(void **state) {
    struct conform_learned learned;
    (void)state;
    conform_learned_init(&learned);
    assert_int_equal(conform_learned_last(&learned), STS_REQUIREMENT_COUNT);
    conform_learned_heard(&learned, 5, 1000);
    conform_learned_heard(&learned, STS_REQUIREMENT_COUNT, 1200);
    assert_int_equal(conform_learned_count(&learned), 2);
    assert_int_equal(conform_learned_last(&learned), 5);
    assert_int_equal(conform_learned_silence(&learned, 1300), 100);
    conform_learned_lose(&learned, "it is gone");
    assert_true(conform_learned_lost(&learned));
    conform_learned_free(&learned);
    conform_learned_stop(&learned, "a limit");
    conform_learned_lose(&learned, "it is gone");
    assert_false(conform_learned_lost(&learned));
    assert_string_equal(conform_learned_stopped(&learned), "a limit");
    conform_learned_free(&learned);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_keeps_missing_is_waited_for_less_long),
        cmocka_unit_test(test_a_slow_server_is_given_its_time),
        cmocka_unit_test(test_the_first_reason_counts),
        cmocka_unit_test(test_who_was_heard_last),
        cmocka_unit_test(test_a_login_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
