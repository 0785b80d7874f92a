/* Packets that are more than one piece. */
#include "engineio/packet.h"
#include "engineio/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static size_t allocations;
static size_t fail_at;

static void *failing(struct base_memory *memory, size_t size) {
    (void)memory;
    return ++allocations == fail_at ? NULL : malloc(size);
}

/* A binary message in pieces that are no multiples of three bytes. */
static struct base_message *pieces(struct base_memory *memory) {
    struct base_buffer *buffer = base_buffer_new(memory, 10);
    if (!buffer)
        return NULL;
    memcpy(buffer->data, "0123456789", buffer->length = 10);
    struct base_slice slices[] = {{buffer->data, 1}, {buffer->data + 1, 4}, {buffer->data + 5, 5}};
    struct base_buffer *owners[] = {buffer, buffer, buffer};
    struct base_message *message = base_message_new(memory, true, 3, slices, owners);
    base_buffer_unref(buffer);
    return message;
}

static void test_base64_of_pieces(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_message *message = pieces(&memory);
    (void)state;
    struct base_message *encoded = engineio_packet_encode(&memory, message);
    assert_non_null(encoded);
    assert_false(encoded->binary);
    assert_int_equal(encoded->count, 1);
    assert_memory_equal(encoded->segments[0].ptr, "bMDEyMzQ1Njc4OQ==", 17);
    base_message_free(encoded);
    base_message_free(message);
    assert_int_equal(memory.in_use, 0);
}

static void test_no_memory(void **state) {
    (void)state;
    for (fail_at = 1; fail_at <= 6; fail_at++) {
        struct base_memory memory = base_memory_heap();
        memory.allocate = failing;
        allocations = 0;
        struct base_message *message = pieces(&memory);
        if (message)
            base_message_free(engineio_packet_encode(&memory, message));
        base_message_free(message);
        assert_int_equal(memory.in_use, 0);
    }
}

static void test_text_borrows(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_buffer *buffer = base_buffer_new(&memory, 5);
    (void)state;
    memcpy(buffer->data, "hello", buffer->length = 5);
    struct base_message *message =
        engineio_message_text(&memory, base_buffer_slice(buffer), buffer);
    assert_int_equal(message->count, 2);
    assert_int_equal(*message->segments[0].ptr, '4');
    assert_ptr_equal(message->segments[1].ptr, buffer->data);
    base_message_free(message);
    base_buffer_unref(buffer);
    assert_int_equal(memory.in_use, 0);
}

static void test_payload(void **state) {
    struct engineio_payload payload = {BASE_SLICE("4a\x1e\x1e"
                                                  "4b\x1e"),
                                       false};
    static const char *const expected[] = {"4a", "", "4b", ""};
    struct base_slice packet;
    size_t count = 0;
    (void)state;
    while (engineio_payload_next(&payload, &packet))
        assert_true(base_slice_equal(packet, base_slice_of(expected[count++])));
    assert_int_equal(count, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base64_of_pieces),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_text_borrows),
        cmocka_unit_test(test_payload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
