/* How far a client is behind, told by what waits for it. */
#include "engineio/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void what_waits_is_followed_to_its_end(void **state) {
    /* Since when the oldest byte may have waited is known to a mark, never too late. */
    static const struct {
        uint64_t now;
        size_t backlog;
        uint64_t waiting_since, caught_up_at;
    } rows[] = {
        {10, 100, 10, 0},    {20, 150, 10, 0},                     /* 50 bytes behind the mark */
        {25, 100, 10, 0},    {30, 60, 10, 0},     {35, 60, 10, 0}, /* 90 of the 100 have left */
        {105, 50, 20, 0},                                          /* all of them */
        {110, 90, 20, 0},    {115, 41, 20, 0},    {121, 40, 110, 121}, /* the 50 after 101 ms */
        {130, 0, 0, 121},    {300, 10, 300, 121}, {400, 0, 0, 121},    /* 100 ms are not long */
        {500, 10, 500, 121}, {601, 0, 0, 601},
    };
    struct engineio_lag_clock clock = {.backlog = 0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        engineio_lag_clock_tell(&clock, rows[i].backlog, rows[i].now);
        assert_int_equal(clock.lag.waiting_since, rows[i].waiting_since);
        assert_int_equal(clock.lag.caught_up_at, rows[i].caught_up_at);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_waits_is_followed_to_its_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
