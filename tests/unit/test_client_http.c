/* HTTP as a client sees it: answers in pieces of any size, and answers that are none. */
#include "client/http.h"
#include "unit/client_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const size_t sizes[] = {1, 2, 3, 7, 1000000};
#define SIZE_COUNT (sizeof sizes / sizeof sizes[0])

/* Feeds `answer` in pieces; what follows the answer is left in `*rest`. */
static void feed(struct client_response *response, struct base_memory *memory,
                 struct base_slice answer, size_t size, struct base_slice *rest) {
    client_response_init(response, memory);
    *rest = answer;
    while (rest->len && response->state < CLIENT_RESPONSE_DONE) {
        struct base_slice piece = client_piece(rest, size);
        client_response_receive(response, &piece);
        if (piece.len) /* not taken: the answer was complete before */
            *rest = base_slice(piece.ptr, piece.len + rest->len);
    }
}

static const char *text(const struct base_bytes *bytes) {
    static char copy[256];
    (void)snprintf(copy, sizeof copy, "%.*s", (int)bytes->length, bytes->data ? bytes->data : "");
    return copy;
}

/* ---- answers ------------------------------------------------------------------------------- */

static const struct row {
    const char *answer;
    int status;
    const char *body;
    const char *rest;
} rows[] = {
    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", ""},
    {"HTTP/1.1 200 OK\r\ncontent-length:  5 \r\n\r\nhello, more", 200, "hello", ", more"},
    {"HTTP/1.0 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", 401, "", ""},
    {"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", 200, "x", ""},
    {"HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc", 204, "", "abc"},
    {"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x01x", 101, "", "\x81\x01x"},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, "x", ""},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     "5\r\nhello\r\n1;name=value\r\n,\r\n0\r\nTrailer: x\r\n\r\nmore",
     200, "hello,", "more"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 7\r\n\r\nA\r\n"
     "0123456789\r\n000\r\n\r\n",
     200, "0123456789", ""},
};

static void answers_come_in_pieces(void **state) {
    struct base_memory memory = base_memory_heap();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t k = 0; k < SIZE_COUNT; k++) {
            struct client_response response;
            struct base_slice rest;
            feed(&response, &memory, base_slice_of(rows[i].answer), sizes[k], &rest);
            if (response.state != CLIENT_RESPONSE_DONE)
                fail_msg("row %zu in pieces of %zu: state %d, %s", i, sizes[k], response.state,
                         response.error);
            assert_int_equal(response.status, rows[i].status);
            assert_string_equal(text(&response.body), rows[i].body);
            assert_true(base_slice_equal(rest, base_slice_of(rows[i].rest)));
            client_response_end(&response); /* changes nothing */
            assert_int_equal(response.state, CLIENT_RESPONSE_DONE);
            client_response_free(&response);
        }
    assert_int_equal(memory.in_use, 0);
}

static void a_body_without_length_ends_with_the_connection(void **state) {
    struct base_memory memory = base_memory_heap();
    struct client_response response;
    struct base_slice rest;
    (void)state;
    feed(&response, &memory, base_slice_of("HTTP/1.1 200 OK\r\n\r\nall of it"), 1, &rest);
    assert_int_equal(response.state, CLIENT_RESPONSE_STREAM_END);
    client_response_end(&response);
    assert_int_equal(response.state, CLIENT_RESPONSE_DONE);
    assert_string_equal(text(&response.body), "all of it");
    client_response_free(&response);
}

static void headers_are_found(void **state) {
    struct base_memory memory = base_memory_heap();
    struct client_response response;
    struct base_slice rest;
    (void)state;
    feed(&response, &memory,
         base_slice_of("HTTP/1.1 200 All right\r\nX-Names: a\r\nX-Name:\t value \r\nEmpty:\r\n"
                       "Content-Length: 0\r\n\r\n"),
         3, &rest);
    assert_true(
        base_slice_equal(client_response_header(&response, "x-name"), base_slice_of("value")));
    assert_int_equal(client_response_header(&response, "empty").len, 0);
    assert_non_null(client_response_header(&response, "empty").ptr);
    assert_null(client_response_header(&response, "x-nam").ptr);
    assert_null(client_response_header(&response, "http/1.1 200 all right").ptr);
    assert_true(
        base_slice_equal(client_response_line(&response), base_slice_of("HTTP/1.1 200 All right")));
    client_response_free(&response);
}

/* ---- hostile answers ----------------------------------------------------------------------- */

static const struct {
    const char *answer, *error;
} hostile[] = {
    {"SSH-2.0-OpenSSH_9.2\r\n", "not HTTP/1.1: it begins with: \"S\""},
    {"HTTP/2 200\r\n\r\n", "not HTTP/1.1: it begins with: \"HTTP/2\""},
    {"HTTP/1.1 2000 OK\r\n\r\n",
     "does not begin with a status line of HTTP/1.1: \"HTTP/1.1 2000 OK\""},
    {"HTTP/1.1 099 OK\r\n\r\n", "does not begin with a status line"},
    {"HTTP/1.1 20\r\n\r\n", "does not begin with a status line"},
    {"HTTP/1.1\r\n\r\n", "does not begin with a status line"},
    {"HTTP/1.x 200 OK\r\n\r\n", "does not begin with a status line"},
    {"HTTP/1.1 200 OK\r\nnot a header\r\n\r\n", "not a header: \"not a header\""},
    {"HTTP/1.1 200 OK\r\n: value\r\n\r\n", "not a header"},
    {"HTTP/1.1 200 OK\r\nName : value\r\n\r\n", "not a header"},
    {"HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n", "not a header"},
    {"HTTP/1.1 200 \x1b[31m\r\n\r\n",
     "does not begin with a status line of HTTP/1.1: \"HTTP/1.1 200 ?[31m\""},
    {"HTTP/1.1 200 OK\r\nnot a header \x1b\x80\r\n\r\n", "not a header: \"not a header ??\""},
    {"HTTP/1.1 200 OK\r\nName: \x1b\r\n\r\n", "not a header: \"Name: ?\""},
    {"HTTP/1.1 200 OK\r\nName: a\nName: b\r\n\r\n", "not a header: \"Name: a?Name: b\""},
    {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "Content-Length is not a number of bytes"},
    {"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n", "Content-Length is not a number of bytes"},
    {"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", "Content-Length is not a number of bytes"},
    {"HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n", "up to 64 MiB: \"67108865\""},
    {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\n", "up to 64 MiB"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "not: \"gzip, chunked\""},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "not a hexadecimal number"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", "not a hexadecimal number"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "not a hexadecimal number"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", "up to 64 MiB"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
     "a chunk is longer than its stated size: \"bc\""},
};

static void what_is_no_answer_fails(void **state) {
    struct base_memory memory = base_memory_heap();
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
        for (size_t k = 0; k < SIZE_COUNT; k++) {
            struct client_response response;
            struct base_slice rest;
            feed(&response, &memory, base_slice_of(hostile[i].answer), sizes[k], &rest);
            assert_int_equal(response.state, CLIENT_RESPONSE_FAILED);
            if (!strstr(response.error, hostile[i].error))
                fail_msg("\"%s\" is not told as \"%s\"", response.error, hostile[i].error);
            client_response_free(&response);
        }
    assert_int_equal(memory.in_use, 0);
}

static void sizes_are_limited(void **state) {
    static const struct {
        const char *begin;
        size_t most;
        const char *error;
    } limits[] = {
        {"HTTP/1.1 200 OK\r\nX: ", CLIENT_HEAD_MAX, "longer than 16384 bytes"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", 1000, "longer than 256 bytes"},
        {"HTTP/1.1 200 OK\r\n\r\n", CLIENT_BODY_MAX, "longer than 64 MiB"},
    };
    struct base_memory memory = base_memory_heap();
    size_t size = CLIENT_BODY_MAX + 1;
    char *flood = malloc(size);
    (void)state;
    assert_non_null(flood);
    memset(flood, 'x', size);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct client_response response;
        struct base_slice rest;
        feed(&response, &memory, base_slice_of(limits[i].begin), 1000, &rest);
        rest = base_slice(flood, limits[i].most + 1);
        client_response_receive(&response, &rest);
        assert_int_equal(response.state, CLIENT_RESPONSE_FAILED);
        assert_non_null(strstr(response.error, limits[i].error));
        client_response_free(&response);
    }
    free(flood);
    assert_int_equal(memory.in_use, 0);
}

static void a_connection_that_closes_early_is_told(void **state) {
    static const struct {
        const char *came, *error;
    } ends[] = {
        {"", "the server closed the connection"},
        {"HTTP/1.1 200 OK\r\n", "before the end of its answer"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", "before the end of its answer"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
         "before the end of its answer"},
    };
    struct base_memory memory = base_memory_heap();
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct client_response response;
        struct base_slice rest;
        feed(&response, &memory, base_slice_of(ends[i].came), 1, &rest);
        client_response_end(&response);
        assert_int_equal(response.state, CLIENT_RESPONSE_FAILED);
        assert_non_null(strstr(response.error, ends[i].error));
        client_response_free(&response);
    }
}

static void without_memory_it_fails(void **state) {
    (void)state;
    for (unsigned failing = 1;; failing++) {
        struct client_memory memory;
        struct client_response response;
        struct base_slice rest;
        client_memory_init(&memory, failing);
        feed(&response, &memory.memory, base_slice_of(rows[0].answer), 1, &rest);
        bool failed = memory.left == 0;
        assert_int_equal(response.state, failed ? CLIENT_RESPONSE_FAILED : CLIENT_RESPONSE_DONE);
        if (failed)
            assert_non_null(strstr(response.error, "out of memory"));
        client_response_free(&response);
        assert_int_equal(memory.memory.in_use, 0);
        if (!failed)
            break;
    }
}

/* ---- requests ------------------------------------------------------------------------------ */

static void requests_are_written(void **state) {
    static const struct {
        const char *host, *body, *wanted;
    } requests[] = {
        {"sts.example", NULL,
         "GET /a?b HTTP/1.1\r\nHost: sts.example:80\r\nUser-Agent: test\r\n\r\n"},
        {"::1", NULL, "GET /a?b HTTP/1.1\r\nHost: [::1]:80\r\nUser-Agent: test\r\n\r\n"},
        {"h", "abc",
         "GET /a?b HTTP/1.1\r\nHost: h:80\r\nUser-Agent: test\r\nContent-Length: 3\r\n\r\nabc"},
    };
    struct base_memory memory = base_memory_heap();
    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct client_request request = {.method = "GET", .target = "/a?b", .agent = "test"};
        struct client_address address = {.port = "80"};
        struct base_bytes out = {.memory = &memory};
        char error[CLIENT_ERROR_SIZE];
        request.body = base_slice_of(requests[i].body);
        (void)snprintf(address.host, sizeof address.host, "%s", requests[i].host);
        assert_true(client_request_write(&request, &address, &out, error, sizeof error));
        assert_true(base_slice_equal(base_bytes_slice(&out), base_slice_of(requests[i].wanted)));
        base_bytes_free(&out);
    }
}

static void targets_cannot_add_lines(void **state) {
    static const char *const targets[] = {"/a b", "/a\r\nX: y", "", "a", "/\x7f", "/\t"};
    struct base_memory memory = base_memory_heap();
    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        const struct client_request request = {
            .method = "GET", .target = targets[i], .agent = "test"};
        const struct client_address address = {.host = "h", .port = "80"};
        struct base_bytes out = {.memory = &memory};
        char error[CLIENT_ERROR_SIZE] = "";
        assert_false(client_request_write(&request, &address, &out, error, sizeof error));
        assert_non_null(strstr(error, "the target must begin with /"));
        assert_int_equal(out.length, 0);
        base_bytes_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_come_in_pieces),
        cmocka_unit_test(a_body_without_length_ends_with_the_connection),
        cmocka_unit_test(headers_are_found),
        cmocka_unit_test(what_is_no_answer_fails),
        cmocka_unit_test(sizes_are_limited),
        cmocka_unit_test(a_connection_that_closes_early_is_told),
        cmocka_unit_test(without_memory_it_fails),
        cmocka_unit_test(requests_are_written),
        cmocka_unit_test(targets_cannot_add_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
