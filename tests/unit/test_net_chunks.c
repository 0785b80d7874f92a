/* Bodies in chunks, fed in pieces of any size. */
#include "net/chunks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* What has come of a body. */
struct fed {
    struct net_chunks chunks;
    enum net_chunks_result result;
    char data[128];
    size_t length;
    size_t taken;
};

/* Takes what there is in a piece, whose memory ends where it ends. */
static void give(struct fed *fed, const char *bytes, size_t length) {
    char *copy = malloc(length);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    struct base_slice rest = {copy, length}, data;
    while ((fed->result = net_chunks_next(&fed->chunks, &rest, &data)) == NET_CHUNKS_DATA) {
        assert_true(data.len > 0 && data.ptr >= copy && data.ptr + data.len == rest.ptr);
        if (fed->length + data.len <= sizeof fed->data)
            memcpy(fed->data + fed->length, data.ptr, data.len);
        fed->length += data.len;
    }
    if (fed->result == NET_CHUNKS_MORE)
        assert_int_equal(rest.len, 0);
    fed->taken += length - rest.len;
    free(copy);
}

static void feed(struct fed *fed, struct base_slice bytes, size_t step) {
    *fed = (struct fed){.result = NET_CHUNKS_MORE};
    for (size_t at = 0; at < bytes.len && fed->result == NET_CHUNKS_MORE; at += step)
        give(fed, bytes.ptr + at, bytes.len - at < step ? bytes.len - at : step);
}

static const size_t steps[] = {1000000, 1, 2, 3, 7};

static const struct {
    const char *bytes; /* what follows the body is a bar and one byte */
    const char *data;
} accepted[] = {
    {"0\r\n\r\n|", ""},
    {"5\r\nhello\r\n0\r\n\r\n|", "hello"},
    {"5\r\nhello\r\n00002\r\n, \r\nA\r\n0123456789\r\n0000\r\n\r\n|", "hello, 0123456789"},
    {"a\r\n\r\n0\r\n\r\n\r\n\r\r\n0\r\n\r\n|", "\r\n0\r\n\r\n\r\n\r"},
    {"1;a=b\r\nx\r\n1 ; a=\"b;c\"\xff\t;d\r\ny\r\n0;e\r\n\r\n|", "xy"},
    {"1\r\nx\r\n0\r\nA: b\r\nC-d:\r\nE: \xff\tf:\r\n\r\n|", "x"},
    {"0000000000000001\r\nx\r\n0000000000000000\r\n\r\n|", "x"},
};

static void bodies_are_read(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(accepted); i++)
        for (size_t s = 0; s < COUNT(steps); s++) {
            struct fed fed;
            feed(&fed, base_slice_of(accepted[i].bytes), steps[s]);
            if (fed.result != NET_CHUNKS_END)
                fail_msg("%s: %s", accepted[i].bytes, net_chunks_fault_text(fed.chunks.fault));
            assert_int_equal(fed.length, strlen(accepted[i].data));
            assert_memory_equal(fed.data, accepted[i].data, fed.length);
            assert_int_equal(fed.taken, strlen(accepted[i].bytes) - 1);
            /* The end stays the end. */
            give(&fed, "5\r\nhello\r\n", 10);
            assert_int_equal(fed.result, NET_CHUNKS_END);
            assert_int_equal(fed.taken, strlen(accepted[i].bytes) - 1);
        }
}

#define ROW(bytes, fault, status)                                                                  \
    { BASE_SLICE(bytes), NET_CHUNKS_FAULT_##fault, status }

/* The last byte of each row is the one that tells. */
static const struct {
    struct base_slice bytes;
    enum net_chunks_fault fault;
    int status;
} refused[] = {
    ROW("\r", SIZE, 400),
    ROW("g", SIZE, 400),
    ROW(" ", SIZE, 400),
    ROW(";", SIZE, 400),
    ROW("-", SIZE, 400),
    ROW("0x", SIZE, 400),
    ROW("1\0", SIZE, 400),
    ROW("1_", SIZE, 400),
    ROW("1 2", SIZE, 400),
    ROW("1\t", SIZE, 400),
    ROW("1 \r", SIZE, 400),
    ROW("1\r\nx\r\n\r", SIZE, 400),
    ROW("00000000000000000", SIZE, 400),
    ROW("1000000000000001", LARGE, 413),
    ROW("ffffffffffffffff", LARGE, 413),
    ROW("5\n", LINE_END, 400),
    ROW("5\rh", LINE_END, 400),
    ROW("5;a\n", LINE_END, 400),
    ROW("5;a\r;", LINE_END, 400),
    ROW("0\r\n\n", LINE_END, 400),
    ROW("0\r\nA: b\n", LINE_END, 400),
    ROW("0\r\nA: b\rc", LINE_END, 400),
    ROW("0\r\n\rA", LINE_END, 400),
    ROW("1\r\nxy", DATA_END, 400),
    ROW("1\r\nx\n", DATA_END, 400),
    ROW("1\r\nx\r1", DATA_END, 400),
    ROW("1;\0", CONTROL, 400),
    ROW("1;a\x0b", CONTROL, 400),
    ROW("0\r\nA: \x7f", CONTROL, 400),
    ROW("0\r\n:", FIELD, 400),
    ROW("0\r\n ", FIELD, 400),
    ROW("0\r\nA ", FIELD, 400),
    ROW("0\r\nA\r", FIELD, 400),
    ROW("0\r\n\0", FIELD, 400),
};

static void bodies_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++)
        for (size_t s = 0; s < COUNT(steps); s++) {
            struct fed fed;
            struct base_slice bytes = refused[i].bytes;
            feed(&fed, bytes, steps[s]);
            if (fed.result != NET_CHUNKS_REFUSED || fed.chunks.fault != refused[i].fault ||
                fed.taken != bytes.len)
                fail_msg("row %zu, \"%s\": \"%s\"", i, bytes.ptr,
                         net_chunks_fault_text(fed.chunks.fault));
            assert_int_equal(net_chunks_fault_status(fed.chunks.fault), refused[i].status);
            give(&fed, "5", 1);
            assert_int_equal(fed.result, NET_CHUNKS_REFUSED);
        }
}

/* The largest chunk is one, and its data comes as it arrives. */
static void a_large_chunk(void **state) {
    struct fed fed;
    (void)state;
    feed(&fed, base_slice_of("1000000000000000\r\nabc"), 1000);
    assert_int_equal(fed.result, NET_CHUNKS_MORE);
    assert_int_equal(fed.length, 3);
    assert_int_equal(fed.chunks.left, NET_CHUNK_MAX - 3);
}

/* `start`, then `count` times `more`; the fault, and how many bytes were taken until then. */
static enum net_chunks_fault fault_after(const char *start, const char *more, size_t count,
                                         size_t *taken) {
    struct fed fed;
    feed(&fed, base_slice_of(start), 1000);
    for (size_t i = 0; i < count && fed.result == NET_CHUNKS_MORE; i++)
        give(&fed, more, strlen(more));
    *taken = fed.taken;
    return fed.chunks.fault;
}

static void what_is_ignored_is_bounded(void **state) {
    size_t taken;
    (void)state;
    assert_int_equal(fault_after("1", ";", 1000000, &taken), NET_CHUNKS_FAULT_EXTENSIONS);
    assert_int_equal(taken, 1 + NET_CHUNKS_EXTENSIONS_MAX + 1);
    assert_int_equal(fault_after("1", " ", 1000000, &taken), NET_CHUNKS_FAULT_EXTENSIONS);
    assert_int_equal(fault_after("", "1;abc\r\nx\r\n", NET_CHUNKS_EXTENSIONS_MAX / 4, &taken),
                     NET_CHUNKS_FAULT_NONE);
    assert_int_equal(fault_after("", "1;abc\r\nx\r\n", NET_CHUNKS_EXTENSIONS_MAX / 4 + 1, &taken),
                     NET_CHUNKS_FAULT_EXTENSIONS);
    assert_int_equal(fault_after("0\r\nA", "b", 1000000, &taken), NET_CHUNKS_FAULT_TRAILER);
    assert_int_equal(taken, 3 + NET_CHUNKS_TRAILER_MAX + 1);
    assert_int_equal(fault_after("0\r\n", "A:\r\n", NET_CHUNKS_TRAILER_MAX / 2, &taken),
                     NET_CHUNKS_FAULT_NONE);
    assert_int_equal(fault_after("0\r\n", "A:\r\n", NET_CHUNKS_TRAILER_MAX / 2 + 1, &taken),
                     NET_CHUNKS_FAULT_TRAILER);
    assert_int_equal(net_chunks_fault_status(NET_CHUNKS_FAULT_EXTENSIONS), 400);
    assert_int_equal(net_chunks_fault_status(NET_CHUNKS_FAULT_TRAILER), 431);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_read),
        cmocka_unit_test(bodies_are_refused),
        cmocka_unit_test(a_large_chunk),
        cmocka_unit_test(what_is_ignored_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
