/* What has a number, in order: compared with a plain array, whatever is added and taken out. */
#include "base/roll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define NUMBERS 3000

/* A value is a place in it. */
static char values[NUMBERS];

static void *plain_from(const bool *there, uint64_t number) {
    for (uint64_t i = number; i < NUMBERS; i++)
        if (there[i])
            return &values[i];
    return NULL;
}

static void *plain_until(const bool *there, uint64_t number) {
    for (uint64_t i = number < NUMBERS ? number + 1 : NUMBERS; i > 0; i--)
        if (there[i - 1])
            return &values[i - 1];
    return NULL;
}

static void compare(const struct base_roll *roll, const bool *there) {
    for (int i = 0; i < 20; i++) {
        uint64_t number = (uint64_t)rand() % (NUMBERS + 10);
        assert_ptr_equal(base_roll_from(roll, number), plain_from(there, number));
        assert_ptr_equal(base_roll_until(roll, number), plain_until(there, number));
    }
    /* whatever was taken out, no more places are walked over than values are there */
    assert_true(roll->end - roll->first <= 2 * roll->count + 16);
}

/* `keep` of 10 stay. */
static void fill(int keep) {
    struct base_memory memory = base_memory_heap();
    struct base_roll roll;
    bool there[NUMBERS] = {false};
    size_t count = 0;
    base_roll_init(&roll, &memory);
    for (uint64_t next = 0; next < NUMBERS; next += 1 + (uint64_t)rand() % 3) {
        assert_true(base_roll_add(&roll, next, &values[next]));
        there[next] = true;
        count++;
        uint64_t other = (uint64_t)rand() % NUMBERS;
        while (rand() % 10 >= keep && plain_from(there, other)) {
            uint64_t taken = (uint64_t)((char *)plain_from(there, other) - values);
            base_roll_remove(&roll, taken);
            base_roll_remove(&roll, taken);
            there[taken] = false;
            count--;
        }
        assert_int_equal(roll.count, count);
        compare(&roll, there);
    }
    assert_true(roll.capacity <= 4 * NUMBERS);
    base_roll_clear(&roll);
    assert_int_equal(memory.in_use, 0);
}

static void what_is_there_is_found(void **state) {
    (void)state;
    srand(1);
    fill(10);
    fill(7);
    fill(5);
    fill(1);
}

static void one_takes_the_place_of_another(void **state) {
    (void)state;
    struct base_memory memory = base_memory_heap();
    struct base_roll roll;
    base_roll_init(&roll, &memory);
    for (uint64_t i = 10; i <= 50; i += 10)
        assert_true(base_roll_add(&roll, i, &values[i]));
    base_roll_replace(&roll, 20, 25, &values[25]);
    base_roll_replace(&roll, 21, 29, &values[29]); /* there is none */
    assert_ptr_equal(base_roll_from(&roll, 11), &values[25]);
    assert_ptr_equal(base_roll_until(&roll, 24), &values[10]);
    assert_ptr_equal(base_roll_until(&roll, 25), &values[25]);
    assert_ptr_equal(base_roll_from(&roll, 26), &values[30]);
    base_roll_clear(&roll);
}

/* A queue: its places are used again. */
static void memory_does_not_grow_with_what_has_passed(void **state) {
    (void)state;
    struct base_memory memory = base_memory_heap();
    struct base_roll roll;
    base_roll_init(&roll, &memory);
    for (uint64_t i = 0; i < 100000; i++) {
        assert_true(base_roll_add(&roll, i, values));
        if (i >= 10)
            base_roll_remove(&roll, i - 10);
    }
    assert_true(roll.capacity <= 64);
    base_roll_clear(&roll);
}

static void *refuse(struct base_memory *memory, size_t size) {
    (void)memory;
    (void)size;
    return NULL;
}

static void without_memory_nothing_changes(void **state) {
    (void)state;
    struct base_memory memory = base_memory_heap();
    struct base_roll roll;
    base_roll_init(&roll, &memory);
    size_t count = 0;
    assert_true(base_roll_add(&roll, 1, values));
    memory.allocate = refuse;
    for (count = 1; base_roll_add(&roll, count + 1, values); count++) {
    }
    assert_int_equal(roll.count, count);
    assert_ptr_equal(base_roll_from(&roll, count), values);
    assert_null(base_roll_from(&roll, count + 1));
    base_roll_clear(&roll);
    assert_null(base_roll_until(&roll, UINT64_MAX));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_is_found),
        cmocka_unit_test(one_takes_the_place_of_another),
        cmocka_unit_test(memory_does_not_grow_with_what_has_passed),
        cmocka_unit_test(without_memory_nothing_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
