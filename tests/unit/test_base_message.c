/* Buffers, messages made of slices, lists. */
#include "base/list.h"
#include "base/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static size_t fail_at;
static size_t allocations;

static void *failing(struct base_memory *memory, size_t size) {
    (void)memory;
    return ++allocations == fail_at ? NULL : malloc(size);
}

static struct base_memory failing_memory(size_t at) {
    struct base_memory memory = base_memory_heap();
    memory.allocate = failing;
    fail_at = at;
    allocations = 0;
    return memory;
}

static void expect_bytes(const struct base_message *message, const char *expected) {
    char bytes[256];
    size_t length = 0;
    for (size_t i = 0; i < message->count; i++) {
        memcpy(bytes + length, message->segments[i].ptr, message->segments[i].len);
        length += message->segments[i].len;
    }
    assert_int_equal(length, message->length);
    assert_true(base_slice_equal(base_slice(bytes, length), base_slice_of(expected)));
}

static void test_segments(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_buffer *audio = base_buffer_new(&memory, 100);
    (void)state;
    memcpy(audio->data, "..AUDIO..", audio->length = 9);
    struct base_slice slices[] = {BASE_SLICE("head"),   BASE_SLICE(""), BASE_SLICE("er "),
                                  {audio->data + 2, 5}, BASE_SLICE(""), BASE_SLICE(" en"),
                                  BASE_SLICE("d")};
    struct base_buffer *owners[] = {NULL, NULL, NULL, audio, audio, NULL, NULL};
    struct base_message *message = base_message_new(&memory, false, 7, slices, owners);
    assert_non_null(message);
    assert_int_equal(message->count, 3);
    assert_ptr_equal(message->segments[1].ptr, audio->data + 2);
    assert_int_equal(audio->references, 2);
    base_buffer_unref(audio);
    expect_bytes(message, "header AUDIO end");
    base_message_free(message);
    assert_int_equal(memory.in_use, 0);
}

static void test_too_many_segments(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_buffer *buffer = base_buffer_new(&memory, 1);
    struct base_slice slices[2 * BASE_MESSAGE_SEGMENTS];
    struct base_buffer *owners[2 * BASE_MESSAGE_SEGMENTS];
    (void)state;
    buffer->data[0] = 'b';
    buffer->length = 1;
    for (size_t i = 0; i < 2 * BASE_MESSAGE_SEGMENTS; i++) {
        slices[i] = i % 2 ? base_buffer_slice(buffer) : base_slice("a", 1);
        owners[i] = i % 2 ? buffer : NULL;
    }
    struct base_message *message =
        base_message_new(&memory, true, BASE_MESSAGE_SEGMENTS, slices, owners);
    assert_non_null(message);
    assert_true(message->binary);
    expect_bytes(message, "ababababa");
    assert_null(base_message_new(&memory, true, BASE_MESSAGE_SEGMENTS + 1, slices, owners));
    base_message_free(message);
    base_buffer_unref(buffer);
    assert_int_equal(memory.in_use, 0);
}

static void test_empty(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_message *message = base_message_copy(&memory, true, base_slice(NULL, 0));
    (void)state;
    assert_non_null(message);
    assert_int_equal(message->length, 0);
    assert_int_equal(message->count, 0);
    base_message_free(message);
    base_message_free(NULL);
    base_buffer_unref(NULL);
    assert_null(base_buffer_ref(NULL));
    assert_null(base_buffer_new(&memory, SIZE_MAX));
    assert_int_equal(memory.in_use, 0);
}

static void test_no_memory(void **state) {
    (void)state;
    for (size_t at = 1; at <= 2; at++) {
        struct base_memory memory = failing_memory(at);
        assert_null(base_message_copy(&memory, false, base_slice_of("text")));
        assert_int_equal(memory.in_use, 0);
    }
    struct base_memory memory = failing_memory(1);
    assert_null(base_memory_zero(&memory, 10));
}

struct listed {
    int value;
    struct base_list_node node;
};

static void test_list(void **state) {
    struct base_list list;
    struct listed items[3] = {{.value = 0}, {.value = 1}, {.value = 2}};
    (void)state;
    base_list_init(&list);
    assert_true(base_list_empty(&list));
    assert_null(base_list_first(&list));
    assert_null(base_list_take(&list));
    for (int i = 0; i < 3; i++)
        base_list_append(&list, &items[i].node);
    base_list_remove(&items[1].node);
    base_list_remove(&items[1].node);
    assert_false(base_list_linked(&items[1].node));
    struct base_list_node *first = base_list_first(&list);
    assert_int_equal(BASE_CONTAINER(first, struct listed, node)->value, 0);
    assert_ptr_equal(base_list_next(&list, first), &items[2].node);
    assert_null(base_list_next(&list, &items[2].node));
    assert_ptr_equal(base_list_take(&list), &items[0].node);
    assert_ptr_equal(base_list_take(&list), &items[2].node);
    assert_true(base_list_empty(&list));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_segments), cmocka_unit_test(test_too_many_segments),
        cmocka_unit_test(test_empty),    cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
