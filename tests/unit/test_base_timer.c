/* Deadlines against a sorted reference, and with ten thousand timers. */
#include "base/list.h"
#include "base/timer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct item {
    struct base_timer timer;
    struct item *other; /* armed (again) or disarmed when this one fires */
    uint64_t rearm;     /* its deadline; 0: disarm */
    unsigned fired;
    uint64_t fired_at;
};

static void fire(struct base_timers *timers, struct base_timer *timer) {
    struct item *item = BASE_CONTAINER(timer, struct item, timer);
    assert_false(timer->armed);
    assert_true(timer->deadline <= timers->now);
    item->fired++;
    item->fired_at = timers->now;
    if (item->other && item->rearm)
        base_timer_arm(timers, &item->other->timer, item->rearm);
    else if (item->other)
        base_timer_disarm(timers, &item->other->timer);
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void test_empty(void **state) {
    struct base_timers timers = {.now = 5};
    struct item item = {.timer.fire = fire};
    (void)state;
    assert_true(base_timers_deadline(&timers) == BASE_TIMER_NEVER);
    base_timers_advance(&timers, 100);
    assert_int_equal(timers.now, 100);
    base_timers_tell(&timers, 50);
    assert_int_equal(timers.now, 100);
    base_timer_disarm(&timers, &item.timer);
}

static void test_absolute_deadlines(void **state) {
    struct base_timers timers = {.now = 0};
    struct item a = {.timer.fire = fire};
    struct item b = {.timer.fire = fire};
    (void)state;
    base_timer_arm(&timers, &a.timer, 10);
    base_timer_arm(&timers, &b.timer, 20);
    base_timers_advance(&timers, 9);
    assert_int_equal(a.fired, 0);
    assert_int_equal(base_timers_deadline(&timers), 10);
    base_timers_advance(&timers, 10);
    assert_int_equal(a.fired, 1);
    base_timer_arm(&timers, &b.timer, 15);
    base_timers_advance(&timers, 15);
    assert_int_equal(b.fired, 1);
    base_timers_advance(&timers, 100);
    assert_int_equal(a.fired + b.fired, 2);
}

/* One that arms itself for now fires once a call, and is due at once for the next one. */
static void test_a_call_ends(void **state) {
    struct base_timers timers = {.now = 0};
    struct item a = {.timer.fire = fire};
    struct item b = {.timer.fire = fire};
    (void)state;
    a.other = &a;
    a.rearm = 1;
    base_timer_arm(&timers, &a.timer, 1);
    base_timer_arm(&timers, &b.timer, 7);
    base_timers_advance(&timers, 10);
    assert_int_equal(a.fired, 1);
    assert_int_equal(b.fired, 1);
    assert_int_equal(base_timers_deadline(&timers), 1);
    base_timers_advance(&timers, 10);
    assert_int_equal(a.fired, 2);
    base_timer_disarm(&timers, &a.timer);
    assert_null(timers.root);
}

/* One that is due can be disarmed by another that is due, also when it waits for the next call. */
static void test_disarm_while_firing(void **state) {
    struct base_timers timers = {.now = 0};
    struct item a = {.timer.fire = fire};
    struct item b = {.timer.fire = fire};
    struct item c = {.timer.fire = fire};
    (void)state;
    a.other = &c;
    base_timer_arm(&timers, &a.timer, 1);
    base_timer_arm(&timers, &c.timer, 2);
    base_timers_advance(&timers, 10);
    assert_int_equal(c.fired, 0);
    a.rearm = 3;
    b.other = &c;
    base_timer_arm(&timers, &a.timer, 11);
    base_timer_arm(&timers, &b.timer, 12);
    base_timers_advance(&timers, 20);
    assert_int_equal(c.fired, 0);
    assert_true(base_timers_deadline(&timers) == BASE_TIMER_NEVER);
}

#define COUNT 300

static void test_against_a_sorted_list(void **state) {
    static struct item items[COUNT];
    struct base_timers timers = {.now = 0};
    uint64_t random = 42;
    (void)state;
    for (int i = 0; i < COUNT; i++)
        items[i] = (struct item){.timer.fire = fire};
    for (int round = 0; round < 20000; round++) {
        struct item *item = &items[next_random(&random) % COUNT];
        unsigned choice = next_random(&random) % 8;
        if (choice < 5)
            base_timer_arm(&timers, &item->timer, timers.now + next_random(&random) % 1000);
        else if (choice < 6)
            base_timer_disarm(&timers, &item->timer);
        else
            base_timers_advance(&timers, timers.now + next_random(&random) % 20);
        uint64_t earliest = BASE_TIMER_NEVER;
        for (int i = 0; i < COUNT; i++)
            if (items[i].timer.armed && items[i].timer.deadline < earliest)
                earliest = items[i].timer.deadline;
        assert_true(base_timers_deadline(&timers) == earliest);
        if (choice >= 6)
            assert_true(earliest > timers.now);
    }
}

/* Ten thousand connections that are re-armed with every message: a sorted list would take minutes,
 * more than a test may. */
static void test_many(void **state) {
    enum {
        MANY = 10000
    };
    static struct item items[MANY];
    struct base_timers timers = {.now = 0};
    uint64_t random = 7;
    (void)state;
    for (int i = 0; i < MANY; i++)
        items[i] = (struct item){.timer.fire = fire};
    for (int i = 0; i < 1000000; i++) {
        struct item *item = &items[next_random(&random) % MANY];
        base_timer_arm(&timers, &item->timer, timers.now + 25000 + (uint64_t)i % 50);
        if (i % 100 == 0)
            base_timers_advance(&timers, timers.now + 1);
    }
    base_timers_advance(&timers, timers.now + 100000);
    assert_null(timers.root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_absolute_deadlines),
        cmocka_unit_test(test_a_call_ends),
        cmocka_unit_test(test_disarm_while_firing),
        cmocka_unit_test(test_against_a_sorted_list),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
