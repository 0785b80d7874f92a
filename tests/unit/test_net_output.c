/* What waits to be written: batches, writes that end at any byte, and what is cut off. */
#include "net/output.h"

#include "net/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* One message: its pieces, of which every other one is borrowed. */
struct shape {
    bool binary, bare;
    size_t count;
    size_t pieces[5];
};

static struct base_memory memory;
static struct net_output output;
static char store[NET_BATCH_STORE];

/* What all messages are on the wire, and where each of them ends. */
static char wire[12 << 20];
static size_t wire_length;
static size_t ends[2000], lengths[2000];
static size_t message_count;

static void put(const char *bytes, size_t length) {
    assert_true(wire_length + length <= sizeof wire);
    memcpy(wire + wire_length, bytes, length);
    wire_length += length;
}

static struct base_buffer *new_piece(size_t length) {
    struct base_buffer *buffer = base_buffer_new(&memory, length);
    assert_non_null(buffer);
    for (size_t i = 0; i < length; i++)
        buffer->data[i] = (char)(wire_length + i * 31 + i / 251);
    buffer->length = length;
    return buffer;
}

static void push(const struct shape *shape) {
    struct base_buffer *buffers[5], *owners[5] = {NULL};
    struct base_slice slices[5];
    size_t total = 0;
    for (size_t i = 0; i < shape->count; i++) {
        buffers[i] = new_piece(shape->pieces[i]);
        slices[i] = base_buffer_slice(buffers[i]);
        owners[i] = i % 2 ? buffers[i] : NULL;
        total += shape->pieces[i];
    }
    struct base_message *message =
        base_message_new(&memory, shape->binary, shape->count, slices, owners);
    assert_non_null(message);
    message->bare = shape->bare;
    char head[NET_FRAME_HEADER];
    if (!shape->bare)
        put(head,
            net_frame_header(head, total, shape->binary ? NET_OPCODE_BINARY : NET_OPCODE_TEXT));
    for (size_t i = 0; i < shape->count; i++) {
        put(slices[i].ptr, slices[i].len);
        base_buffer_unref(buffers[i]);
    }
    lengths[message_count] = shape->bare ? 0 : total;
    ends[message_count++] = wire_length;
    net_output_push(&output, message);
}

/* Looks at the next batch, which has to be what comes at `at`; its bytes. */
static size_t check_batch(size_t at) {
    struct net_batch batch = {.store = store};
    size_t bytes = 0;
    net_output_batch(&output, &batch);
    assert_true(batch.count > 0 && batch.count <= NET_BATCH_PARTS);
    for (size_t i = 0; i < batch.count; i++) {
        assert_true(batch.parts[i].iov_len > 0);
        assert_true(at + bytes + batch.parts[i].iov_len <= wire_length);
        assert_memory_equal(batch.parts[i].iov_base, wire + at + bytes, batch.parts[i].iov_len);
        bytes += batch.parts[i].iov_len;
    }
    assert_int_equal(batch.bytes, bytes);
    return bytes;
}

/* Lengths of the messages in frames that end in these bytes. */
static size_t finished_between(size_t from, size_t to) {
    size_t sum = 0;
    for (size_t i = 0; i < message_count; i++)
        if (ends[i] > from && ends[i] <= to)
            sum += lengths[i];
    return sum;
}

/* Writes `length` bytes of what comes at `at`. */
static void write_some(size_t at, size_t length) {
    assert_int_equal(net_output_advance(&output, length), finished_between(at, at + length));
    assert_int_equal(output.queued, wire_length - at - length);
    assert_int_equal(net_output_empty(&output), at + length == wire_length);
}

static void begin(void) {
    memory = base_memory_heap();
    output = (struct net_output){.first = NULL};
    wire_length = message_count = 0;
}

static void end(void) {
    net_output_clear(&output);
    assert_true(net_output_empty(&output));
    assert_int_equal(output.queued, 0);
    assert_int_equal(memory.in_use, 0);
}

/* Of all kinds of pieces: none, copied ones, borrowed ones, each of the three lengths of heads. */
static const struct shape shapes[] = {
    {.count = 1, .pieces = {5}},
    {.count = 0},
    {.binary = true, .count = 0},
    {.bare = true, .count = 1, .pieces = {40}},
    {.binary = true, .count = 3, .pieces = {1, 1, 1}},
    {.count = 2, .pieces = {100, 26}},
    {.bare = true, .count = 2, .pieces = {3, 70}},
    {.count = 3, .pieces = {10, NET_BATCH_COPY + 1, 10}},
    {.count = 1, .pieces = {125}},
};

static void push_all(void) {
    for (size_t i = 0; i < COUNT(shapes); i++)
        push(&shapes[i]);
}

/* ---- writing ---- */

static void one_write_takes_all(void **state) {
    (void)state;
    begin();
    push_all();
    assert_int_equal(check_batch(0), wire_length);
    write_some(0, wire_length);
    end();
}

static void writes_end_at_any_byte(void **state) {
    (void)state;
    begin();
    push_all();
    size_t all = wire_length;
    end();
    for (size_t cut = 1; cut < all; cut++) {
        begin();
        push_all();
        write_some(0, cut);
        assert_int_equal(check_batch(cut), all - cut);
        write_some(cut, all - cut);
        end();
    }
}

static void writes_of_any_size(void **state) {
    (void)state;
    static const size_t steps[] = {1, 2, 3, 7, 64, 1000, 4097};
    for (size_t s = 0; s < COUNT(steps); s++) {
        begin();
        push_all();
        for (size_t at = 0, step; at < wire_length; at += step) {
            size_t most = check_batch(at);
            step = steps[s] < most ? steps[s] : most;
            write_some(at, step);
        }
        end();
    }
}

/* Messages come while others are half written. */
static void messages_come_in_between(void **state) {
    (void)state;
    size_t at = 0;
    begin();
    for (size_t round = 0; round < 200; round++) {
        push(&shapes[round % COUNT(shapes)]);
        size_t most = check_batch(at), step = round * 37 % 90 + 1;
        step = step < most ? step : most - most / 2;
        write_some(at, step);
        at += step;
        if (net_output_empty(&output))
            push(&shapes[0]);
    }
    end();
}

/* ---- the limits of a batch ---- */

/* Writes batch after batch; how many there were. */
static size_t write_batches(void) {
    size_t count = 0;
    for (size_t at = 0, step; at < wire_length; at += step, count++) {
        step = check_batch(at);
        write_some(at, step);
    }
    return count;
}

static void many_small_messages(void **state) {
    (void)state;
    const struct shape small = {.count = 1, .pieces = {98}};
    begin();
    for (size_t i = 0; i < 1000; i++)
        push(&small);
    /* 100 bytes each, copied together */
    size_t each = NET_BATCH_STORE / 100;
    assert_int_equal(check_batch(0) / 100, each);
    assert_true(write_batches() <= 1000 / each + 1);
    end();
}

static void many_pieces(void **state) {
    (void)state;
    const struct shape medium = {
        .binary = true, .count = 4, .pieces = {1, NET_BATCH_COPY + 1, 1, NET_BATCH_COPY + 1}};
    begin();
    for (size_t i = 0; i < 100; i++)
        push(&medium);
    /* head and first piece, large one, small one, large one: 16 messages fill 64 parts */
    size_t each = wire_length / 100;
    assert_int_equal(check_batch(0), NET_BATCH_PARTS / 4 * each);
    assert_int_equal(write_batches(), 7);
    end();
}

static void large_messages(void **state) {
    (void)state;
    const struct shape large = {.count = 2, .pieces = {10, NET_BATCH_BYTES + 1}};
    begin();
    push(&large);
    push(&large);
    /* the piece that reaches the size is the last one */
    assert_int_equal(check_batch(0), ends[0]);
    assert_int_equal(write_batches(), 2);
    end();
}

/* ---- the end ---- */

static void nothing_finishes_never(void **state) {
    (void)state;
    const struct shape nothing = {.bare = true, .count = 0};
    begin();
    push(&nothing);
    assert_true(net_output_empty(&output));
    push(&shapes[0]);
    push(&nothing);
    assert_int_equal(check_batch(0), wire_length);
    write_some(0, wire_length);
    end();
}

/* Where the message that was begun at `at` ends; where none is begun: `at`. */
static size_t end_of_begun(size_t at) {
    for (size_t i = 0; i < message_count; i++)
        if (ends[i] > at)
            return at == (i ? ends[i - 1] : 0) ? at : ends[i];
    return at;
}

/* Only what is half written stays: less than a whole frame would be no frame. */
static void all_is_cut_but_what_is_begun(void **state) {
    (void)state;
    begin();
    push_all();
    size_t all = wire_length;
    end();
    for (size_t at = 0; at < all; at++) {
        begin();
        push_all();
        if (at)
            write_some(0, at);
        net_output_cut(&output);
        wire_length = end_of_begun(at);
        assert_int_equal(output.queued, wire_length - at);
        assert_int_equal(net_output_empty(&output), wire_length == at);
        message_count = 0;
        push(&shapes[0]); /* the close frame follows */
        if (wire_length > at)
            assert_int_equal(check_batch(at), wire_length - at);
        net_output_advance(&output, wire_length - at);
        assert_true(net_output_empty(&output));
        end();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_write_takes_all),
        cmocka_unit_test(writes_end_at_any_byte),
        cmocka_unit_test(writes_of_any_size),
        cmocka_unit_test(messages_come_in_between),
        cmocka_unit_test(many_small_messages),
        cmocka_unit_test(many_pieces),
        cmocka_unit_test(large_messages),
        cmocka_unit_test(nothing_finishes_never),
        cmocka_unit_test(all_is_cut_but_what_is_begun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
