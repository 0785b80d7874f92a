/* WebSocket as a client sees it: frames in pieces of any size, and a server that breaks the rules.
 */
#include "client/websocket.h"
#include "unit/client_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* The example of RFC 6455 section 1.3. */
#define NONCE "the sample nonce"
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
#define ANSWER                                                                                     \
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"            \
    "Sec-WebSocket-Accept: " ACCEPT "\r\n\r\n"

static const size_t sizes[] = {1, 2, 3, 1000000};
#define SIZE_COUNT (sizeof sizes / sizeof sizes[0])

/* What happened, in words: "opened text:hello closed:1000". */
struct story {
    char text[4096];
};

static void tell(struct story *story, const char *format, ...) {
    size_t used = strlen(story->text);
    va_list values;
    va_start(values, format);
    (void)vsnprintf(story->text + used, sizeof story->text - used, format, values);
    va_end(values);
}

static void tell_event(struct story *story, const struct client_websocket *websocket,
                       enum client_websocket_event event) {
    int length = (int)websocket->message.length;
    switch (event) {
    case CLIENT_WEBSOCKET_NOTHING:
        break;
    case CLIENT_WEBSOCKET_OPENED:
        tell(story, "opened ");
        break;
    case CLIENT_WEBSOCKET_MESSAGE:
        tell(story, "%s:", websocket->binary ? "binary" : "text");
        tell(story, length > 40 ? "<%d> " : "%.*s ", length, length ? websocket->message.data : "");
        break;
    case CLIENT_WEBSOCKET_CLOSED:
        tell(story, "closed:%d ", websocket->close_code);
        break;
    case CLIENT_WEBSOCKET_FAILED:
        tell(story, "failed: %s", websocket->error);
        break;
    }
}

static bool open_websocket(struct client_websocket *websocket, struct base_memory *memory) {
    const struct client_address address = {.host = "h", .port = "80"};
    const struct client_request request = {.target = "/ws", .agent = "test"};
    char error[CLIENT_ERROR_SIZE];
    return client_websocket_open(websocket, memory, &address, &request,
                                 (const unsigned char *)NONCE, error, sizeof error);
}

static void feed(struct client_websocket *websocket, struct base_slice bytes, size_t size,
                 struct story *story) {
    enum client_websocket_event event;
    while (bytes.len) {
        struct base_slice piece = client_piece(&bytes, size);
        do
            tell_event(story, websocket, event = client_websocket_receive(websocket, &piece));
        while (event != CLIENT_WEBSOCKET_NOTHING);
    }
}

/* The story of a server that answers the handshake and then sends these bytes. */
static void expect_story(struct base_slice bytes, const char *wanted, const char *output) {
    for (size_t k = 0; k < SIZE_COUNT; k++) {
        struct base_memory memory = base_memory_heap();
        struct client_websocket websocket;
        struct story story = {""};
        assert_true(open_websocket(&websocket, &memory));
        websocket.output.length = 0;
        feed(&websocket, base_slice_of(ANSWER), sizes[k], &story);
        feed(&websocket, bytes, sizes[k], &story);
        if (strncmp(story.text, "opened ", 7) != 0 || !strstr(story.text + 7, wanted) ||
            (!*wanted && story.text[7]))
            fail_msg("in pieces of %zu: \"%s\", not \"%s\"", sizes[k], story.text, wanted);
        if (output)
            assert_true(
                base_slice_equal(base_bytes_slice(&websocket.output), base_slice_of(output)));
        client_websocket_free(&websocket);
        assert_int_equal(memory.in_use, 0);
    }
}

/* ---- the handshake ------------------------------------------------------------------------- */

static void the_request_asks_for_websocket(void **state) {
    struct base_memory memory = base_memory_heap();
    struct client_websocket websocket;
    (void)state;
    assert_true(open_websocket(&websocket, &memory));
    assert_true(
        base_slice_equal(base_bytes_slice(&websocket.output),
                         base_slice_of("GET /ws HTTP/1.1\r\nHost: h:80\r\nUser-Agent: test\r\n"
                                       "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                       "Sec-WebSocket-Version: 13\r\n"
                                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")));
    client_websocket_free(&websocket);
}

static void refusals_are_told(void **state) {
    static const char *const rows[][2] = {
        {"HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\n",
         "failed: the answer to the WebSocket handshake is HTTP/1.1 401 Unauthorized"},
        {"HTTP/1.1 200 OK\r\n\r\n", "handshake is HTTP/1.1 200 OK"},
        {"HTTP/1.1 101 Switching Protocols\r\n\r\n", "no Sec-WebSocket-Accept, or a wrong one"},
        {"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: AAAA\r\n\r\n",
         "no Sec-WebSocket-Accept, or a wrong one"},
        {"SSH-2.0\r\n", "the answer is not HTTP/1.1"},
        {"HTTP/1.1 999999 x\r\n\r\n", "does not begin with a status line"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t k = 0; k < SIZE_COUNT; k++) {
            struct base_memory memory = base_memory_heap();
            struct client_websocket websocket;
            struct story story = {""};
            assert_true(open_websocket(&websocket, &memory));
            feed(&websocket, base_slice_of(rows[i][0]), sizes[k], &story);
            if (!strstr(story.text, rows[i][1]))
                fail_msg("\"%s\", not \"%s\"", story.text, rows[i][1]);
            client_websocket_free(&websocket);
            assert_int_equal(memory.in_use, 0);
        }
}

/* ---- frames -------------------------------------------------------------------------------- */

#define FRAMES(literal) base_slice(literal, sizeof(literal) - 1)

static void messages_come_in_frames(void **state) {
    static char large[4 + 300 + 10 + 70000];
    (void)state;
    expect_story(FRAMES("\x81\x05hello\x82\x02"
                        "ab"),
                 "text:hello binary:ab ", "");
    expect_story(FRAMES("\x01\x02he\x00\x02ll\x80\x01o"), "text:hello ", "");
    expect_story(FRAMES("\x81\x00"), "text: ", "");
    expect_story(FRAMES("\x01\x00\x80\x00"), "text: ", "");
    memset(large, 'x', sizeof large);
    memcpy(large, "\x82\x7e\x01\x2c", 4);
    memcpy(large + 304, "\x81\x7f\x00\x00\x00\x00\x00\x01\x11\x70", 10);
    expect_story(base_slice(large, sizeof large), "binary:<300> text:<70000> ", "");
    expect_story(FRAMES("\x81\x05hel"), "", "");
}

static void pings_are_answered(void **state) {
    (void)state;
    expect_story(FRAMES("\x01\x02he\x89\x02hi\x8a\x00\x80\x01y"), "text:hey ",
                 NULL); /* between the pieces of a message */
    struct base_memory memory = base_memory_heap();
    struct client_websocket websocket;
    struct story story = {""};
    assert_true(open_websocket(&websocket, &memory));
    websocket.output.length = 0;
    feed(&websocket, base_slice_of(ANSWER), 1, &story);
    feed(&websocket, FRAMES("\x89\x02hi"), 1, &story);
    assert_true(base_slice_equal(base_bytes_slice(&websocket.output),
                                 FRAMES("\x8a\x82\x00\x00\x00\x00hi")));
    client_websocket_free(&websocket);
}

static void a_close_frame_ends_it(void **state) {
    (void)state;
    expect_story(FRAMES("\x88\x02\x0f\xa1"), "closed:4001 ", NULL);
    expect_story(FRAMES("\x88\x00\x81\x01x"), "closed:0 ", NULL);
    expect_story(FRAMES("\x81\x01y\x88\x07\x03\xe8hello\x81\x01x"), "text:y closed:1000 ", NULL);
}

static void what_breaks_the_rules_fails(void **state) {
    static char long_close[4 + 200] = "\x88\x7e\x00\xc8";
    (void)state;
    expect_story(FRAMES("\x81\x85\x00\x00\x00\x00hello"), "failed: the server sent a masked frame",
                 "");
    expect_story(FRAMES("\xc1\x05hello"), "reserved bits", "");
    expect_story(FRAMES("\x83\x00"), "unknown opcode", "");
    expect_story(FRAMES("\x8b\x00"), "unknown opcode", "");
    expect_story(FRAMES("\x80\x01x"), "a continuation frame without a message to continue", "");
    expect_story(FRAMES("\x01\x01x\x81\x01y"), "a new message before the end of the last one", "");
    expect_story(FRAMES("\x09\x00"), "that is fragmented or longer than 125 bytes", "");
    expect_story(base_slice(long_close, sizeof long_close), "longer than 125 bytes", "");
    expect_story(FRAMES("\x88\x01\x03"), "an incomplete code", "");
    expect_story(FRAMES("\x82\x7f\x00\x00\x00\x00\x04\x00\x00\x01"), "more than 64 MiB", "");
    expect_story(FRAMES("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff"), "more than 64 MiB", "");
    expect_story(FRAMES("\x02\x01x\x80\x7f\x00\x00\x00\x00\x04\x00\x00\x00"), "more than 64 MiB",
                 "");
    expect_story(FRAMES("\x82\x7f\x00\x00\x00\x00\x04\x00\x00\x01\x81\x01x"),
                 "failed: the server sent a message of more than 64 MiB", "");
}

/* ---- sending ------------------------------------------------------------------------------- */

static void frames_are_written(void **state) {
    static char message[70000];
    struct base_memory memory = base_memory_heap();
    struct client_websocket websocket;
    struct base_bytes *out = &websocket.output;
    (void)state;
    memset(message, 'x', sizeof message);
    assert_true(open_websocket(&websocket, &memory));
    out->length = 0;
    assert_true(client_websocket_send(&websocket, false, base_slice("hi", 2)));
    assert_true(client_websocket_close(&websocket, 1000));
    assert_true(
        base_slice_equal(base_bytes_slice(out), FRAMES("\x81\x82\x00\x00\x00\x00hi"
                                                       "\x88\x82\x00\x00\x00\x00\x03\xe8")));
    out->length = 0;
    assert_true(client_websocket_send(&websocket, true, base_slice(message, 300)));
    assert_int_equal(out->length, 8 + 300);
    assert_memory_equal(out->data, "\x82\xfe\x01\x2c\x00\x00\x00\x00xx", 10);
    out->length = 0;
    assert_true(client_websocket_send(&websocket, true, base_slice(message, sizeof message)));
    assert_int_equal(out->length, 14 + sizeof message);
    assert_memory_equal(out->data, "\x82\xff\x00\x00\x00\x00\x00\x01\x11\x70\x00\x00\x00\x00x", 15);
    client_websocket_free(&websocket);
    assert_int_equal(memory.in_use, 0);
}

static void without_memory_it_fails(void **state) {
    (void)state;
    for (unsigned failing = 1;; failing++) {
        struct client_memory memory;
        struct client_websocket websocket;
        struct story story = {""};
        client_memory_init(&memory, failing);
        bool opened = open_websocket(&websocket, &memory.memory);
        if (opened) {
            feed(&websocket, base_slice_of(ANSWER), 1, &story);
            feed(&websocket, FRAMES("\x89\x02hi\x81\x05hello\x88\x00"), 1, &story);
        }
        bool failed = memory.left == 0;
        if (failed && opened && !strstr(story.text, "out of memory"))
            fail_msg("allocation %u: \"%s\"", failing, story.text);
        if (!failed)
            assert_string_equal(story.text, "opened text:hello closed:0 ");
        client_websocket_free(&websocket);
        assert_int_equal(memory.memory.in_use, 0);
        if (!failed)
            break;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_request_asks_for_websocket),
        cmocka_unit_test(refusals_are_told),
        cmocka_unit_test(messages_come_in_frames),
        cmocka_unit_test(pings_are_answered),
        cmocka_unit_test(a_close_frame_ends_it),
        cmocka_unit_test(what_breaks_the_rules_fails),
        cmocka_unit_test(frames_are_written),
        cmocka_unit_test(without_memory_it_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
