/* The clock that stands still while the server is stopped. */
#include "net/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define START 1000000
#define NEVER UINT64_MAX

static struct net_clock timer;
static uint64_t real;    /* the system's time */
static uint64_t skipped; /* in all */
static uint64_t last;    /* what was last told */

static void begin(void) {
    real = last = START;
    skipped = 0;
    net_clock_start(&timer, real);
}

/* The time. It never goes back, and what it lacks is what it stood still. */
static uint64_t now(void) {
    uint64_t time = net_clock_now(&timer, real);
    assert_true(time >= last);
    skipped += net_clock_skipped(&timer);
    assert_int_equal(time + skipped, real);
    return last = time;
}

/* Waits for a deadline and wakes `late` ms after the time to wake. */
static uint64_t wait_for(uint64_t deadline, uint64_t late) {
    uint64_t before = now();
    uint64_t wake = net_clock_wait(&timer, real, deadline);
    assert_true(wake >= before);
    assert_true(wake <= deadline || wake == before);
    assert_true(wake - before <= NET_CLOCK_WAIT_MOST);
    real += wake - before + late;
    return now();
}

static void it_is_the_systems_time(void **state) {
    (void)state;
    begin();
    assert_int_equal(now(), START);
    for (uint64_t i = 1; i < 1000; i++) {
        uint64_t deadline = now() + i;
        while (now() < deadline)
            wait_for(deadline, 0);
        assert_int_equal(now(), deadline);
    }
    assert_int_equal(skipped, 0);
}

static void small_delays_are_time(void **state) {
    (void)state;
    begin();
    for (uint64_t late = 0; late <= NET_CLOCK_NOISE; late++)
        wait_for(now() + 20, late);
    assert_int_equal(skipped, 0);
}

static void a_stop_takes_no_deadline(void **state) {
    (void)state;
    static const uint64_t stops[] = {NET_CLOCK_NOISE + 1, 1000, 25000, 3600000, 86400000};
    for (size_t i = 0; i < COUNT(stops); i++)
        for (uint64_t left = 2; left <= 60000; left += left / 3 + 1) {
            begin();
            uint64_t deadline = now() + left;
            assert_true(wait_for(deadline, stops[i]) < deadline);
            assert_true(skipped >= stops[i]);
            /* and what is left is time again */
            while (now() < deadline)
                wait_for(deadline, 0);
            assert_int_equal(now(), deadline);
        }
}

/* A hundred stops one after the other count as less than one wait together. */
static void stops_add_up_to_nothing(void **state) {
    (void)state;
    begin();
    uint64_t deadline = now() + 25000;
    for (int i = 0; i < 100; i++) {
        net_clock_heard(&timer);
        wait_for(deadline, 5000);
    }
    assert_true(now() <= START + 100 * NET_CLOCK_WAIT_LEAST);
    assert_true(skipped >= 100u * 5000);
}

/* Also a machine that is late each time gets to its deadlines. */
static void all_deadlines_are_reached(void **state) {
    (void)state;
    static const uint64_t delays[] = {0, 1, 10, 11, 100, 101, 1000, 100000};
    for (size_t i = 0; i < COUNT(delays); i++)
        for (uint64_t left = 0; left <= 60000; left += left / 2 + 1)
            for (int busy = 0; busy < 2; busy++) {
                begin();
                uint64_t deadline = now() + left;
                unsigned rounds = 0;
                while (now() < deadline) {
                    if (busy)
                        net_clock_heard(&timer);
                    wait_for(deadline, delays[i]);
                    assert_true(++rounds < 5000);
                }
            }
}

/* Without a deadline there is nothing to be late for. What is done afterwards can be. */
static void without_a_deadline_it_is_no_stop(void **state) {
    (void)state;
    begin();
    assert_true(net_clock_wait(&timer, real, NEVER) == NEVER);
    real += 3600000;
    assert_int_equal(now(), START + 3600000);
    assert_int_equal(skipped, 0);
    real += 3600000;
    now();
    assert_true(skipped >= 3600000 - NET_CLOCK_WAIT_LEAST);
}

/* A stop shows only at the end of a wait: while something goes on no wait is long. */
static void waits_are_short_while_something_happens(void **state) {
    (void)state;
    begin();
    assert_true(net_clock_wait(&timer, real, START + 60000) <= START + NET_CLOCK_WAIT_LEAST);
    for (int i = 0; i < 20; i++)
        wait_for(START + 60000, 0);
    uint64_t quiet = now();
    assert_true(net_clock_wait(&timer, real, NEVER - 1) - quiet > NET_CLOCK_WAIT_LEAST);
    real += NET_CLOCK_WAIT_LEAST;
    net_clock_heard(&timer);
    uint64_t heard = now();
    net_clock_heard(&timer);
    real += NET_CLOCK_WAIT_MOST;
    quiet = now();
    assert_true(quiet > heard);
    net_clock_note(&timer);
    assert_true(net_clock_wait(&timer, real, NEVER - 1) <= quiet + NET_CLOCK_WAIT_LEAST);
}

/* ---- input that came before a deadline ---- */

static void deadlines_wait_for_input_that_is_late(void **state) {
    (void)state;
    begin();
    uint64_t deadline = now() + 20;
    wait_for(deadline, 5);
    net_clock_heard(&timer);
    assert_false(net_clock_behind(&timer, real)); /* in time */
    for (uint64_t late = NET_CLOCK_LATE + 1; late < 100000; late *= 3) {
        unsigned looks = 0;
        wait_for(now() + 20, late);
        net_clock_heard(&timer);
        while (net_clock_behind(&timer, real)) {
            assert_true(++looks <= NET_CLOCK_LOOKS);
            wait_for(now(), 0);
            net_clock_heard(&timer);
        }
        assert_true(looks > 0);
        assert_false(net_clock_behind(&timer, real));
    }
}

/* When a look finds nothing there is nothing. */
static void a_look_that_finds_nothing_is_the_last(void **state) {
    (void)state;
    begin();
    wait_for(now() + 20, 60000);
    assert_true(net_clock_behind(&timer, real)); /* it may have stopped after the look */
    wait_for(now(), 0);
    assert_false(net_clock_behind(&timer, real));
}

/* Reading does not take longer than the input had time to pile up. */
static void looks_take_no_longer_than_the_delay(void **state) {
    (void)state;
    begin();
    wait_for(now() + 20, 50);
    net_clock_heard(&timer);
    assert_true(net_clock_behind(&timer, real));
    real += 49;
    net_clock_heard(&timer);
    assert_true(net_clock_behind(&timer, real));
    real += 1;
    net_clock_heard(&timer);
    assert_false(net_clock_behind(&timer, real));
}

/* ---- anything ---- */

static uint64_t dice = 88172645463325252u;

static uint64_t roll(uint64_t sides) {
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (dice >> 33) % sides;
}

static void at_random(void **state) {
    (void)state;
    for (int run = 0; run < 200; run++) {
        begin();
        for (int step = 0; step < 1000; step++) {
            uint64_t size = (uint64_t)1 << roll(20);
            switch (roll(6)) {
            case 0:
                net_clock_heard(&timer);
                break;
            case 1:
                net_clock_note(&timer);
                break;
            case 2:
                (void)net_clock_behind(&timer, real);
                break;
            case 3:
                real += roll(size);
                now();
                break;
            default:
                wait_for(now() + roll(size), roll(3) ? 0 : roll(size));
                break;
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_systems_time),
        cmocka_unit_test(small_delays_are_time),
        cmocka_unit_test(a_stop_takes_no_deadline),
        cmocka_unit_test(stops_add_up_to_nothing),
        cmocka_unit_test(all_deadlines_are_reached),
        cmocka_unit_test(without_a_deadline_it_is_no_stop),
        cmocka_unit_test(waits_are_short_while_something_happens),
        cmocka_unit_test(deadlines_wait_for_input_that_is_late),
        cmocka_unit_test(a_look_that_finds_nothing_is_the_last),
        cmocka_unit_test(looks_take_no_longer_than_the_delay),
        cmocka_unit_test(at_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
