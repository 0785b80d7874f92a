/* The sliding minute of RATE_LIMIT_FRAGMENTS_PER_MIN. */
#include "stream/rate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Against a model: all the times there were. */
static void any_minute_has_at_most_so_many(void **state) {
    (void)state;
    static uint64_t accepted[20000];
    struct base_memory memory = base_memory_heap();
    struct stream_rate rate = {.memory = &memory, .limit = 37};
    uint64_t now = 1, random = 12345;
    size_t count = 0;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        now += (random >> 40) % 1500;
        size_t within = 0;
        for (size_t j = count; j > 0 && now - accepted[j - 1] < STREAM_RATE_WINDOW_MS; j--)
            within++;
        assert_int_equal(stream_rate_allows(&rate, now), within < 37);
        if (within < 37) {
            assert_true(stream_rate_count(&rate, now));
            accepted[count++] = now;
        }
    }
    assert_true(rate.capacity <= 64);
    stream_rate_clear(&rate);
    assert_int_equal(memory.in_use, 0);
}

static void zero_is_no_limit_and_keeps_nothing(void **state) {
    (void)state;
    struct base_memory memory = base_memory_heap();
    struct stream_rate rate = {.memory = &memory, .limit = 0};
    for (int i = 0; i < 100000; i++) {
        assert_true(stream_rate_allows(&rate, 1));
        assert_true(stream_rate_count(&rate, 1));
    }
    assert_int_equal(memory.in_use, 0);
}

static void what_is_taken_back_does_not_count(void **state) {
    (void)state;
    struct base_memory memory = base_memory_heap();
    struct stream_rate rate = {.memory = &memory, .limit = 1};
    assert_true(stream_rate_count(&rate, 1));
    stream_rate_uncount(&rate);
    assert_true(stream_rate_allows(&rate, 1));
    stream_rate_clear(&rate);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_minute_has_at_most_so_many),
        cmocka_unit_test(zero_is_no_limit_and_keeps_nothing),
        cmocka_unit_test(what_is_taken_back_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
