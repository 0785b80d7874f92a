/* The statistics of stream:complete: counts, the average, and a 95th percentile within 1 %. */
#include "stream/statistics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct base_memory memory;

static void an_empty_stream_has_zeros(void **state) {
    (void)state;
    struct stream_statistics statistics = {.memory = &memory};
    struct sts_stream_statistics report = stream_statistics_report(&statistics);
    assert_int_equal(stream_statistics_total(&statistics), 0);
    assert_true(report.avg_processing_time_ms == 0);
    assert_true(report.p95_processing_time_ms == 0);
}

static void outcomes_are_counted_by_status(void **state) {
    (void)state;
    struct stream_statistics statistics = {.memory = &memory};
    stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_SUCCESS, 10);
    stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_SUCCESS, 20);
    stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_PARTIAL, 30);
    stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_FAILED, 40);
    struct sts_stream_statistics report = stream_statistics_report(&statistics);
    assert_int_equal(report.success_count, 2);
    assert_int_equal(report.partial_count, 1);
    assert_int_equal(report.failed_count, 1);
    assert_true(report.avg_processing_time_ms == 25);
    assert_true(report.p95_processing_time_ms == 40);
    stream_statistics_clear(&statistics);
}

/* Nearest rank: of 20 values the 19th, of 100 the 95th, of one the first. */
static void the_percentile_is_the_nearest_rank(void **state) {
    (void)state;
    for (uint64_t count = 1; count <= 100; count++) {
        struct stream_statistics statistics = {.memory = &memory};
        for (uint64_t ms = 1; ms <= count; ms++)
            stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_SUCCESS, ms);
        uint64_t rank = (95 * count + 99) / 100;
        assert_true(stream_statistics_report(&statistics).p95_processing_time_ms == (double)rank);
        stream_statistics_clear(&statistics);
    }
}

static void any_single_value_is_told_within_one_percent(void **state) {
    (void)state;
    for (uint64_t ms = 0; ms < UINT64_C(1) << 18; ms = ms * 129 / 128 + 1) {
        struct stream_statistics statistics = {.memory = &memory};
        stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_SUCCESS, ms);
        double told = stream_statistics_report(&statistics).p95_processing_time_ms;
        double error = told > (double)ms ? told - (double)ms : (double)ms - told;
        if (error > (double)ms / 100)
            fail_msg("%llu ms is told as %f", (unsigned long long)ms, told);
        stream_statistics_clear(&statistics);
    }
}

static void times_beyond_the_scale_count_as_its_end(void **state) {
    (void)state;
    struct stream_statistics statistics = {.memory = &memory};
    stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_FAILED, UINT64_MAX / 2);
    assert_int_equal(stream_statistics_total(&statistics), 1);
    assert_true(stream_statistics_report(&statistics).p95_processing_time_ms > 260000);
    stream_statistics_clear(&statistics);
}

/* What thousands of idle streams would cost. */
static void memory_is_taken_for_times_that_came(void **state) {
    (void)state;
    size_t before = memory.in_use;
    struct stream_statistics statistics = {.memory = &memory};
    (void)stream_statistics_report(&statistics);
    assert_int_equal(memory.in_use, before);
    for (int i = 0; i < 1000; i++)
        stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_SUCCESS, 5);
    stream_statistics_remove(&statistics, STS_FRAGMENT_STATUS_SUCCESS, 70000);
    assert_true(memory.in_use - before <= 4 * STREAM_STATISTICS_PART);
    stream_statistics_clear(&statistics);
    assert_int_equal(memory.in_use, before);
}

static void *refuse(struct base_memory *of, size_t size) {
    (void)of;
    (void)size;
    return NULL;
}

static void without_memory_times_are_left_out(void **state) {
    (void)state;
    struct base_memory none = {.allocate = refuse};
    struct stream_statistics statistics = {.memory = &memory};
    stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_SUCCESS, 5);
    statistics.memory = &none;
    stream_statistics_add(&statistics, STS_FRAGMENT_STATUS_SUCCESS, 70000);
    assert_int_equal(stream_statistics_total(&statistics), 2);
    assert_true(stream_statistics_report(&statistics).p95_processing_time_ms == 5);
    stream_statistics_remove(&statistics, STS_FRAGMENT_STATUS_SUCCESS, 70000);
    assert_int_equal(stream_statistics_total(&statistics), 1);
    assert_true(stream_statistics_report(&statistics).p95_processing_time_ms == 5);
    statistics.memory = &memory;
    stream_statistics_clear(&statistics);
}

int main(void) {
    memory = base_memory_heap();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_stream_has_zeros),
        cmocka_unit_test(outcomes_are_counted_by_status),
        cmocka_unit_test(the_percentile_is_the_nearest_rank),
        cmocka_unit_test(any_single_value_is_told_within_one_percent),
        cmocka_unit_test(times_beyond_the_scale_count_as_its_end),
        cmocka_unit_test(memory_is_taken_for_times_that_came),
        cmocka_unit_test(without_memory_times_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
