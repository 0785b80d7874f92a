/* The heap: what is counted, and that pages go back to the system. */
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define BLOCK_SIZE ((size_t)256 * 1024)
#define BLOCKS (2 * BASE_MEMORY_SLACK / BLOCK_SIZE)

static void counts_what_is_in_use(void **state) {
    (void)state;
    struct base_memory memory = base_memory_heap();
    void *first = base_memory_take(&memory, 100);
    char *second = base_memory_zero(&memory, 10);
    assert_int_equal(memory.in_use, 110);
    assert_memory_equal(second, "\0\0\0\0\0\0\0\0\0", 10);
    base_memory_give(&memory, first, 100);
    base_memory_give(&memory, NULL, 7);
    assert_int_equal(memory.in_use, 10);
    base_memory_give(&memory, second, 10);
    assert_int_equal(memory.in_use, 0);
}

#ifndef __SANITIZE_ADDRESS__ /* which has a heap of its own */

/* Of the whole process. */
static size_t resident(void) {
    size_t total = 0, pages = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    assert_non_null(statm);
    assert_int_equal(fscanf(statm, "%zu %zu", &total, &pages), 2);
    fclose(statm);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void gives_pages_back(void **state) {
    (void)state;
    static char *blocks[BLOCKS];
    struct base_memory memory = base_memory_heap();
    size_t before = resident();
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = base_memory_take(&memory, BLOCK_SIZE);
        assert_non_null(blocks[i]);
        memset(blocks[i], 'a', BLOCK_SIZE);
    }
    assert_true(resident() - before >= BLOCKS * BLOCK_SIZE);
    /* one in the middle and the last stay: the end of the heap never is free */
    for (size_t i = 0; i < BLOCKS - 1; i++)
        if (i != BLOCKS / 2)
            base_memory_give(&memory, blocks[i], BLOCK_SIZE);
    assert_true(resident() - before < BLOCKS * BLOCK_SIZE / 3);
    base_memory_give(&memory, blocks[BLOCKS / 2], BLOCK_SIZE);
    base_memory_give(&memory, blocks[BLOCKS - 1], BLOCK_SIZE);
    assert_int_equal(memory.in_use, 0);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_what_is_in_use),
#ifndef __SANITIZE_ADDRESS__
        cmocka_unit_test(gives_pages_back),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
