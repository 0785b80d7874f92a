/* What the system tells of a process. */
#include "app/watch/metrics_process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    MORE = 40,
    BLOCK = 64 << 20
};

static void test_descriptors(void **state) {
    uint64_t before, after, counted, most;
    int more[MORE];
    (void)state;
    assert_true(app_process_open_fds(&before));
    for (size_t i = 0; i < MORE; i++)
        assert_true((more[i] = dup(STDERR_FILENO)) >= 0);
    assert_true(app_process_open_fds(&after));
    assert_true(app_process_count_fds(&counted));
    for (size_t i = 0; i < MORE; i++)
        assert_int_equal(close(more[i]), 0);
    assert_int_equal(after, before + MORE);
    assert_int_equal(counted, after);
    assert_true(app_process_max_fds(&most));
    assert_true(most > after);
}

static void test_memory(void **state) {
    uint64_t before, after, taken_before, taken_after;
    (void)state;
    assert_true(app_process_resident_bytes(&before));
    assert_true(app_process_virtual_bytes(&taken_before));
    void *block = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    assert_ptr_not_equal(block, MAP_FAILED);
    assert_true(app_process_resident_bytes(&after));
    assert_true(app_process_virtual_bytes(&taken_after));
    assert_int_equal(munmap(block, BLOCK), 0);
    assert_true(after >= before + BLOCK / 2);
    assert_true(taken_after >= taken_before + BLOCK);
    assert_true(taken_after >= after);
}

static void test_time(void **state) {
    uint64_t before, after, started;
    (void)state;
    assert_true(app_process_cpu_ms(&before));
    do
        assert_true(app_process_cpu_ms(&after));
    while (after == before);
    assert_true(after > before);
    assert_true(app_process_started_ms(&started));
    uint64_t now = (uint64_t)time(NULL) * 1000;
    assert_true(started > now - 600000 && started < now + 2000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_descriptors),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
