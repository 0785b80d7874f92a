/* Memory that is given back in the order in which it was taken. */
#include "base/fifo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PIECES 4000

static unsigned size_of(unsigned number) {
    return number % 97 == 0 ? 100000 : 1 + number * 7919 % 2000;
}

/* Up to `most` pieces at a time: what was written stays, costs are as told, nothing is left. */
static void keep(unsigned most) {
    static char *pieces[PIECES];
    struct base_memory memory = base_memory_heap();
    struct base_fifo fifo;
    unsigned oldest = 0;
    size_t bytes = 0;
    base_fifo_init(&fifo, &memory);
    for (unsigned i = 0; i < PIECES; i++) {
        for (; i - oldest == most; oldest++) {
            for (unsigned at = 0; at < size_of(oldest); at++)
                assert_int_equal((unsigned char)pieces[oldest][at], oldest % 251);
            bytes -= base_fifo_give(&fifo);
            assert_int_equal(bytes, memory.in_use);
        }
        bytes += base_fifo_cost(&fifo, size_of(i));
        pieces[i] = base_fifo_take(&fifo, size_of(i));
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        assert_int_equal(bytes, memory.in_use);
        memset(pieces[i], (int)(i % 251), size_of(i));
    }
    for (; oldest < PIECES; oldest++)
        bytes -= base_fifo_give(&fifo);
    assert_int_equal(bytes, 0);
    assert_int_equal(memory.in_use, 0);
}

static void what_was_taken_stays_until_it_is_given_back(void **state) {
    (void)state;
    keep(1);
    keep(7);
    keep(500);
    keep(PIECES);
}

/* Twice what few pieces need at most, and little more than many need. */
static void blocks_are_filled(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_fifo fifo;
    (void)state;
    base_fifo_init(&fifo, &memory);
    assert_int_equal(memory.in_use, 0);
    for (size_t i = 1; i <= 10000; i++) {
        assert_non_null(base_fifo_take(&fifo, 64));
        assert_true(memory.in_use <= 67 * i + BASE_FIFO_BLOCK);
        assert_true(memory.in_use <= 2 * 64 * i + BASE_FIFO_BLOCK_FIRST);
    }
    for (size_t i = 1; i <= 10000; i++)
        (void)base_fifo_give(&fifo);
    assert_int_equal(memory.in_use, 0);
}

static void *refuse(struct base_memory *memory, size_t size) {
    (void)memory;
    (void)size;
    return NULL;
}

static void no_memory(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_fifo fifo;
    (void)state;
    base_fifo_init(&fifo, &memory);
    assert_non_null(base_fifo_take(&fifo, 3000));
    memory.allocate = refuse;
    assert_null(base_fifo_take(&fifo, 3000));
    assert_non_null(base_fifo_take(&fifo, 16)); /* there is room for that */
    (void)base_fifo_give(&fifo);
    (void)base_fifo_give(&fifo);
    assert_int_equal(memory.in_use, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_taken_stays_until_it_is_given_back),
        cmocka_unit_test(blocks_are_filled),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
