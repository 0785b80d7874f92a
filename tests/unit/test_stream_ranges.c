/* Sets of sequence numbers as ranges, against a plain array. */
#include "stream/ranges.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Numbers below this; so few ranges that none is forgotten. */
#define NUMBERS 60

static void check(const struct stream_ranges *ranges, const bool *in) {
    for (uint64_t n = 0; n < NUMBERS; n++)
        assert_int_equal(stream_ranges_has(ranges, n), in[n]);
    for (size_t i = 1; i < ranges->count; i++)
        assert_true(ranges->items[i - 1].last + 1 < ranges->items[i].first);
}

/* What is missing between `first` and `last`, run by run. */
static void check_missing(const struct stream_ranges *ranges, const bool *in, uint64_t first,
                          uint64_t last) {
    struct stream_range rest = {first, last}, run;
    uint64_t at = first;
    while (stream_ranges_take_missing(ranges, &rest, &run)) {
        while (at < run.first)
            assert_true(in[at++]);
        while (at <= run.last)
            assert_false(in[at++]);
        assert_true(at > last || in[at]);
    }
    while (at <= last)
        assert_true(in[at++]);
}

static void ranges_are_a_set(void **state) {
    (void)state;
    uint64_t random = 99;
    for (int round = 0; round < 3000; round++) {
        struct stream_ranges ranges = {.count = 0};
        bool in[NUMBERS + 1] = {false};
        for (int i = 0; i < 12; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            uint64_t first = (random >> 33) % NUMBERS, len = (random >> 50) % 5;
            uint64_t last = first + len < NUMBERS ? first + len : NUMBERS - 1;
            stream_ranges_add(&ranges, first, last);
            memset(in + first, true, last - first + 1);
            check(&ranges, in);
        }
        check_missing(&ranges, in, (random >> 20) % 20, 20 + (random >> 25) % 40);
        uint64_t below = (random >> 10) % NUMBERS;
        stream_ranges_forget_below(&ranges, below);
        memset(in, false, below);
        check(&ranges, in);
    }
}

static void the_lowest_is_forgotten_when_there_are_too_many(void **state) {
    (void)state;
    struct stream_ranges ranges = {.count = 0};
    for (uint64_t i = 0; i <= STREAM_RANGES_MAX; i++)
        stream_ranges_add(&ranges, 10 * i, 10 * i);
    assert_int_equal(ranges.count, STREAM_RANGES_MAX);
    assert_false(stream_ranges_has(&ranges, 0));
    assert_true(stream_ranges_has(&ranges, 10));
    stream_ranges_add(&ranges, 5, 5);
    assert_false(stream_ranges_has(&ranges, 5));
    stream_ranges_add(&ranges, 15, 15);
    assert_true(stream_ranges_has(&ranges, 15));
    assert_false(stream_ranges_has(&ranges, 10));
}

static void the_highest_number_is_one_like_others(void **state) {
    (void)state;
    struct stream_ranges ranges = {.count = 0};
    stream_ranges_add(&ranges, UINT64_MAX, UINT64_MAX);
    stream_ranges_add(&ranges, UINT64_MAX - 2, UINT64_MAX - 1);
    assert_int_equal(ranges.count, 1);
    assert_true(stream_ranges_has(&ranges, UINT64_MAX));
    struct stream_range rest = {UINT64_MAX - 4, UINT64_MAX}, run;
    assert_true(stream_ranges_take_missing(&ranges, &rest, &run));
    assert_true(run.first == UINT64_MAX - 4 && run.last == UINT64_MAX - 3);
    assert_false(stream_ranges_take_missing(&ranges, &rest, &run));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_are_a_set),
        cmocka_unit_test(the_lowest_is_forgotten_when_there_are_too_many),
        cmocka_unit_test(the_highest_number_is_one_like_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
