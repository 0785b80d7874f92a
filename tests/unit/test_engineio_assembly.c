/* Putting WebSocket messages together. */
#include "engineio/assembly.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define MIB ((size_t)1024 * 1024)

static void test_one_frame_is_allocated_once(void **state) {
    struct base_memory memory = base_memory_heap();
    struct engineio_assembly assembly = {NULL, 0};
    (void)state;
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 5, 100), ENGINEIO_ASSEMBLY_OK);
    struct base_buffer *buffer = assembly.buffer;
    assert_int_equal(engineio_assembly_append(&assembly, base_slice_of("he"), 3),
                     ENGINEIO_ASSEMBLY_OK);
    assert_int_equal(engineio_assembly_append(&assembly, base_slice_of("llo"), 0),
                     ENGINEIO_ASSEMBLY_OK);
    assert_ptr_equal(engineio_assembly_take(&assembly), buffer);
    assert_true(base_slice_equal(base_buffer_slice(buffer), base_slice_of("hello")));
    assert_null(engineio_assembly_take(&assembly));
    base_buffer_unref(buffer);
    assert_int_equal(memory.in_use, 0);
}

static void test_limits_are_checked_before_memory_is_taken(void **state) {
    struct base_memory memory = base_memory_heap();
    struct engineio_assembly assembly = {NULL, 0};
    (void)state;
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 101, 100),
                     ENGINEIO_ASSEMBLY_TOO_LARGE);
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, UINT64_C(1) << 63, 100),
                     ENGINEIO_ASSEMBLY_TOO_LARGE);
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, UINT64_MAX, SIZE_MAX - 1),
                     ENGINEIO_ASSEMBLY_TOO_LARGE);
    assert_int_equal(memory.in_use, 0);
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 60, 100), ENGINEIO_ASSEMBLY_OK);
    char bytes[60] = {0};
    engineio_assembly_append(&assembly, base_slice(bytes, 60), 0);
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 41, 100),
                     ENGINEIO_ASSEMBLY_TOO_LARGE);
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 40, 100), ENGINEIO_ASSEMBLY_OK);
    engineio_assembly_clear(&assembly);
    assert_int_equal(memory.in_use, 0);
}

static void test_a_header_alone_claims_little(void **state) {
    struct base_memory memory = base_memory_heap();
    struct engineio_assembly assembly = {NULL, 0};
    (void)state;
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 50 * MIB, 50 * MIB),
                     ENGINEIO_ASSEMBLY_OK);
    assert_true(memory.in_use < 2 * ENGINEIO_ASSEMBLY_FIRST);
    engineio_assembly_clear(&assembly);
}

static void test_a_large_frame_grows_a_few_times(void **state) {
    struct base_memory memory = base_memory_heap();
    struct engineio_assembly assembly = {NULL, 0};
    size_t total = 10 * MIB + 7;
    size_t chunk = 128 * 1024;
    char *bytes = malloc(total);
    size_t buffers = 1;
    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < total; i++)
        bytes[i] = (char)(i * 31 >> 3);
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, total, 50 * MIB),
                     ENGINEIO_ASSEMBLY_OK);
    for (size_t at = 0; at < total; at += chunk) {
        struct base_buffer *before = assembly.buffer;
        size_t len = total - at < chunk ? total - at : chunk;
        assert_int_equal(
            engineio_assembly_append(&assembly, base_slice(bytes + at, len), total - at - len),
            ENGINEIO_ASSEMBLY_OK);
        buffers += assembly.buffer != before;
        assert_true(assembly.buffer->capacity <= 4 * (at + len) + ENGINEIO_ASSEMBLY_FIRST);
    }
    assert_true(buffers <= 3);
    struct base_buffer *message = engineio_assembly_take(&assembly);
    assert_int_equal(message->capacity, total);
    assert_true(base_slice_equal(base_buffer_slice(message), base_slice(bytes, total)));
    base_buffer_unref(message);
    free(bytes);
    assert_int_equal(memory.in_use, 0);
}

/* What is known of a message (base/run.h) is known of all of it, however often its memory grew. */
static void test_growth_forgets_nothing(void **state) {
    struct base_memory memory = base_memory_heap();
    struct engineio_assembly assembly = {NULL, 0};
    size_t total = 0, grown = 0;
    char bytes[5000];
    (void)state;
    memset(bytes, 'A', sizeof bytes);
    for (size_t i = 0; i < 3000; i++) {
        struct base_buffer *before = assembly.buffer;
        assert_int_equal(engineio_assembly_frame(&assembly, &memory, sizeof bytes, 50 * MIB),
                         ENGINEIO_ASSEMBLY_OK);
        assert_int_equal(engineio_assembly_append(&assembly, base_slice(bytes, sizeof bytes), 0),
                         ENGINEIO_ASSEMBLY_OK);
        grown += before && assembly.buffer != before;
        total += sizeof bytes;
    }
    assert_true(grown > 1);
    struct base_run run;
    struct base_buffer *message = engineio_assembly_take(&assembly);
    base_run_init(&run, total);
    assert_int_equal(message->length, total);
    assert_int_equal(message->run.begin, 0);
    assert_int_equal(message->run.end, run.over ? 0 : total - total % BASE_RUN_BLOCK);
    base_buffer_unref(message);
    assert_int_equal(memory.in_use, 0);
}

static void test_fragments(void **state) {
    struct base_memory memory = base_memory_heap();
    struct engineio_assembly assembly = {NULL, 0};
    (void)state;
    for (int i = 0; i < ENGINEIO_MESSAGE_FRAGMENTS; i++) {
        assert_int_equal(engineio_assembly_frame(&assembly, &memory, 1, 50 * MIB),
                         ENGINEIO_ASSEMBLY_OK);
        assert_int_equal(engineio_assembly_append(&assembly, base_slice("x", 1), 0),
                         ENGINEIO_ASSEMBLY_OK);
    }
    assert_int_equal(assembly.buffer->length, ENGINEIO_MESSAGE_FRAGMENTS);
    assert_true(assembly.buffer->capacity <= 2 * ENGINEIO_MESSAGE_FRAGMENTS);
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 0, 50 * MIB),
                     ENGINEIO_ASSEMBLY_TOO_MANY);
    engineio_assembly_clear(&assembly);
    assert_int_equal(memory.in_use, 0);
}

static void test_empty_message(void **state) {
    struct base_memory memory = base_memory_heap();
    struct engineio_assembly assembly = {NULL, 0};
    (void)state;
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 0, 0), ENGINEIO_ASSEMBLY_OK);
    struct base_buffer *message = engineio_assembly_take(&assembly);
    assert_non_null(message);
    assert_int_equal(message->length, 0);
    base_buffer_unref(message);
}

static void *no_memory(struct base_memory *memory, size_t size) {
    (void)memory;
    (void)size;
    return NULL;
}

static void test_no_memory(void **state) {
    struct base_memory memory = base_memory_heap();
    struct engineio_assembly assembly = {NULL, 0};
    (void)state;
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 4, 100), ENGINEIO_ASSEMBLY_OK);
    engineio_assembly_append(&assembly, base_slice_of("four"), 0);
    memory.allocate = no_memory;
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 4, 100), ENGINEIO_ASSEMBLY_OK);
    assert_int_equal(engineio_assembly_append(&assembly, base_slice_of("more"), 0),
                     ENGINEIO_ASSEMBLY_NO_MEMORY);
    engineio_assembly_clear(&assembly);
    assert_int_equal(engineio_assembly_frame(&assembly, &memory, 4, 100),
                     ENGINEIO_ASSEMBLY_NO_MEMORY);
    assert_int_equal(memory.in_use, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_frame_is_allocated_once),
        cmocka_unit_test(test_limits_are_checked_before_memory_is_taken),
        cmocka_unit_test(test_a_header_alone_claims_little),
        cmocka_unit_test(test_a_large_frame_grows_a_few_times),
        cmocka_unit_test(test_growth_forgets_nothing),
        cmocka_unit_test(test_fragments),
        cmocka_unit_test(test_empty_message),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
