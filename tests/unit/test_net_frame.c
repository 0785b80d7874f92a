/* WebSocket frames (RFC 6455 sections 5 and 7), fed whole, byte by byte and split at every place.
 */
#include "net/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define BYTES_MAX 200000

/* ---- what comes of bytes, in words ---- */

/* Each message, ping, pong and end as "text hello; ping x; close 1000 bye; fault 1002". */
struct fed {
    struct net_frames frames;
    char said[1024];
    size_t said_length;
    struct base_buffer *message;
};

static struct fed fed;

/* The next message begins. */
static void empty(void) {
    fed.message->length = 0;
    base_run_init(&fed.message->run, fed.message->capacity);
}

static void say(const char *what, const char *bytes, size_t length) {
    size_t room = sizeof fed.said - fed.said_length;
    int n = snprintf(fed.said + fed.said_length, room, "%s%s%s%.*s", fed.said_length ? "; " : "",
                     what, length ? " " : "", length > 20 ? 20 : (int)length, length ? bytes : "");
    assert_true(n > 0 && (size_t)n < room);
    fed.said_length += (size_t)n;
}

static void say_number(const char *what, int number, const char *bytes, size_t length) {
    char text[40];
    (void)snprintf(text, sizeof text, "%s %d", what, number);
    say(text, bytes, length);
}

static void say_end(void) {
    const struct net_frames *frames = &fed.frames;
    const unsigned char *control = (const unsigned char *)frames->control;
    if (frames->fault)
        say_number("fault", net_frame_fault_code(frames->fault), NULL, 0);
    else if (frames->control_length)
        say_number("close", control[0] << 8 | control[1], frames->control + 2,
                   frames->control_length - 2u);
    else
        say("close", NULL, 0);
}

static void say_event(enum net_frames_event event) {
    struct net_frames *frames = &fed.frames;
    switch (event) {
    case NET_FRAMES_DATA:
        assert_true(frames->piece.len > 0 && frames->piece.len <= frames->left);
        assert_true(fed.message->length + frames->piece.len <= fed.message->capacity);
        net_frames_append(frames, fed.message, frames->piece.ptr, frames->piece.len);
        break;
    case NET_FRAMES_MESSAGE:
        say(frames->binary ? "binary" : "text", fed.message->data, fed.message->length);
        empty();
        break;
    case NET_FRAMES_PING:
        say("ping", frames->control, frames->control_length);
        break;
    case NET_FRAMES_PONG:
        say("pong", frames->control, frames->control_length);
        break;
    case NET_FRAMES_CLOSE:
    case NET_FRAMES_FAULT:
        assert_int_equal(frames->fault != NET_FRAME_FAULT_NONE, event == NET_FRAMES_FAULT);
        say_end();
        break;
    default:
        break;
    }
}

/* Gives bytes in a piece whose memory ends where it ends. */
static void give(const char *bytes, size_t length) {
    char *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    struct base_slice rest = base_slice(copy, length);
    enum net_frames_event event;
    do {
        event = net_frames_next(&fed.frames, &rest);
        assert_true(rest.ptr + rest.len == copy + length);
        say_event(event);
    } while (event != NET_FRAMES_NOTHING);
    assert_int_equal(rest.len, 0);
    free(copy);
}

static void restart(void) {
    fed.frames = (struct net_frames){.left = 0};
    fed.said[0] = '\0';
    fed.said_length = 0;
    empty();
}

static void expect(const char *expected, const char *how, size_t at) {
    if (strcmp(fed.said, expected) != 0)
        fail_msg("%s, %s %zu", fed.said, how, at);
}

/* Feeds bytes in every way and compares what comes of them. */
static void check(const char *bytes, size_t length, const char *expected) {
    for (size_t cut = 0; cut <= length; cut++) {
        restart();
        give(bytes, cut);
        give(bytes + cut, length - cut);
        expect(expected, "cut at", cut);
    }
    for (size_t step = 1; step <= 9; step++) {
        restart();
        for (size_t at = 0; at < length; at += step)
            give(bytes + at, length - at < step ? length - at : step);
        expect(expected, "in steps of", step);
    }
}

/* ---- frames ---- */

#define FINAL 0x80
#define MASKED 0x80
static const unsigned char key[4] = {0x37, 0xfa, 0x21, 0x3d};

static char bytes[BYTES_MAX + 100];
static size_t used;

static void put(const void *from, size_t length) {
    assert_true(used + length <= sizeof bytes);
    memcpy(bytes + used, from, length);
    used += length;
}

static void put_length(uint64_t length, size_t extra) {
    for (size_t i = 0; i < extra; i++) {
        char byte = (char)(length >> 8 * (extra - 1 - i) & 0xff);
        put(&byte, 1);
    }
}

/* A masked frame. `form` is the number of bytes of the length: 0, 2 or 8. */
static void put_frame(int first, const char *payload, size_t length, size_t form) {
    const unsigned char head[2] = {(unsigned char)first,
                                   (unsigned char)(MASKED | (form == 0   ? (int)length
                                                             : form == 2 ? 126
                                                                         : 127))};
    put(head, 2);
    put_length(length, form);
    put(key, 4);
    for (size_t i = 0; i < length; i++) {
        char byte = (char)(payload[i] ^ key[i % 4]);
        put(&byte, 1);
    }
}

/* In the shortest form. */
static void put_short(int first, const char *payload, size_t length) {
    put_frame(first, payload, length, length < 126 ? 0 : length < 65536 ? 2 : 8);
}

/* Writes the frames that a text lists, parted by spaces: the first byte in hexadecimal, a colon,
 * and the payload, in which '~' is the byte 0xff and "\x03\xe8" is written as it is. */
static void put_frames(const char *text, size_t length) {
    const char *end = text + length;
    while (text < end) {
        const char *space = memchr(text, ' ', (size_t)(end - text));
        const char *stop = space ? space : end;
        const char *colon = memchr(text, ':', (size_t)(stop - text));
        assert_non_null(colon);
        put_short((int)strtol(text, NULL, 16), colon + 1, (size_t)(stop - colon - 1));
        text = stop + 1;
    }
}

/* ---- the table ---- */

#define ROW(frames, expected)                                                                      \
    { BASE_SLICE(frames), expected }

static const struct {
    struct base_slice frames;
    const char *expected;
} rows[] = {
    /* messages */
    ROW("81:", "text"),
    ROW("82:", "binary"),
    ROW("81:hello", "text hello"),
    ROW("82:hello", "binary hello"),
    ROW("81:a 82:b 81:c", "text a; binary b; text c"),
    ROW("1:hel 80:lo", "text hello"),
    ROW("2:hel 80:lo", "binary hello"),
    ROW("1: 0: 80:", "text"),
    ROW("1:h 0:e 0:l 0:l 80:o", "text hello"),
    ROW("1: 0:hello 80:", "text hello"),
    ROW("1:a 80:b 2:c 80:d", "text ab; binary cd"),
    /* pings and pongs */
    ROW("89:", "ping"),
    ROW("89:x", "ping x"),
    ROW("89:\1\2\377", "ping \1\2\377"),
    ROW("8a:", "pong"),
    ROW("8a:x", "pong x"),
    ROW("8a:x 89:y", "pong x; ping y"),
    ROW("89:0 89:1 89:2 89:3 89:4 89:5 89:6 89:7 89:8 89:9",
        "ping 0; ping 1; ping 2; ping 3; ping 4; ping 5; ping 6; ping 7; ping 8; ping 9"),
    ROW("1:hel 89:x 80:lo", "ping x; text hello"),
    ROW("1:hel 89:x 0: 8a:y 80:lo 89:z", "ping x; pong y; text hello; ping z"),
    ROW("2:a 8a: 80:b", "pong; binary ab"),
    /* reserved bits */
    ROW("c1:x", "fault 1002"),
    ROW("a1:x", "fault 1002"),
    ROW("91:x", "fault 1002"),
    ROW("f1:x", "fault 1002"),
    ROW("c9:x", "fault 1002"),
    ROW("a8:", "fault 1002"),
    ROW("9a:", "fault 1002"),
    ROW("81:a c1:b", "text a; fault 1002"),
    ROW("1:a c0:b", "fault 1002"),
    ROW("89:x b1:", "ping x; fault 1002"),
    /* opcodes */
    ROW("83:", "fault 1002"),
    ROW("84:x", "fault 1002"),
    ROW("85:", "fault 1002"),
    ROW("86:x", "fault 1002"),
    ROW("87:", "fault 1002"),
    ROW("8b:", "fault 1002"),
    ROW("8c:x", "fault 1002"),
    ROW("8d:", "fault 1002"),
    ROW("8e:x", "fault 1002"),
    ROW("8f:", "fault 1002"),
    ROW("3:x", "fault 1002"),
    ROW("81:a 83:b 81:c", "text a; fault 1002"),
    /* fragments */
    ROW("9:x", "fault 1002"),
    ROW("a:x", "fault 1002"),
    ROW("8:", "fault 1002"),
    ROW("80:x", "fault 1002"),
    ROW("0:x", "fault 1002"),
    ROW("80:", "fault 1002"),
    ROW("81:a 80:b", "text a; fault 1002"),
    ROW("1:a 80:b 80:c", "text ab; fault 1002"),
    ROW("1:a 81:b", "fault 1002"),
    ROW("1:a 1:b", "fault 1002"),
    ROW("1:a 82:b", "fault 1002"),
    ROW("2:a 0:b 81:c", "fault 1002"),
    ROW("1:a 9:x", "fault 1002"),
    ROW("89:a 80:b", "ping a; fault 1002"),
    /* the close frame */
    ROW("88:", "close"),
    ROW("88:\3\350", "close 1000"),
    ROW("88:\3\350bye", "close 1000 bye"),
    ROW("88:\3\350\303\244", "close 1000 \303\244"),
    ROW("88:\3", "fault 1002"),
    ROW("89:x\350 88:\3", "ping x\350; fault 1002"), /* nor is a byte left over from before */
    ROW("88:\3\350\377", "fault 1007"),
    ROW("88:\3\350a\303", "fault 1007"),
    ROW("88:\3\350\355\240\200", "fault 1007"),
    ROW("88:\3\350\300\200", "fault 1007"),
    ROW("88:\3\354\377", "fault 1002"), /* 1004: the code is looked at first */
    ROW("81:a 88:\3\350", "text a; close 1000"),
    ROW("1:a 88:\3\350", "close 1000"),
    ROW("88:\3\350 81:a 89:b 88:\3\350 83:", "close 1000"),
    ROW("88: 88:\3", "close"),
    ROW("c1: 81:a 88:\3\350", "fault 1002"),
};

static void frames_are_read(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        used = 0;
        put_frames(rows[i].frames.ptr, rows[i].frames.len);
        check(bytes, used, rows[i].expected);
    }
}

/* ---- close codes ---- */

/* RFC 6455 section 7.4, and the three that were registered later (1012 to 1014). */
static bool may_be_sent(int code) {
    static const int registered[] = {1000, 1001, 1002, 1003, 1007, 1008,
                                     1009, 1010, 1011, 1012, 1013, 1014};
    for (size_t i = 0; i < COUNT(registered); i++)
        if (code == registered[i])
            return true;
    return code >= 3000 && code <= 4999;
}

static void close_codes_are_checked(void **state) {
    (void)state;
    for (int code = 0; code <= 65535; code++) {
        const char payload[2] = {(char)(code >> 8), (char)(code & 0xff)};
        char expected[40] = "fault 1002";
        if (may_be_sent(code))
            (void)snprintf(expected, sizeof expected, "close %d", code);
        assert_int_equal(net_close_code_valid(code), may_be_sent(code));
        used = 0;
        put_short(FINAL | NET_OPCODE_CLOSE, payload, 2);
        restart();
        give(bytes, used);
        expect(expected, "code", (size_t)code);
    }
}

/* ---- lengths ---- */

static char payload[BYTES_MAX];

static void lengths_are_read(void **state) {
    (void)state;
    static const size_t lengths[] = {0,   1,    2,    3,     4,     5,     7,     8,
                                     9,   124,  125,  126,   127,   128,   255,   256,
                                     257, 4095, 9000, 65535, 65536, 65537, 100000};
    for (size_t i = 0; i < sizeof payload; i++)
        payload[i] = (char)('a' + i % 23);
    for (size_t i = 0; i < COUNT(lengths); i++)
        for (size_t step = 1; step < 9000; step = step * 3 + 1) {
            used = 0;
            put_short(FINAL | NET_OPCODE_BINARY, payload, lengths[i]);
            restart();
            for (size_t at = 0; at < used; at += step)
                give(bytes + at, used - at < step ? used - at : step);
            assert_memory_equal(fed.message->data, payload, lengths[i]);
            assert_memory_equal(fed.said, "binary", 6);
        }
}

/* Only in the shortest form, and in 63 bits. */
static void long_forms_are_refused(void **state) {
    (void)state;
    static const struct {
        uint64_t length;
        size_t form;
        bool good;
    } forms[] = {
        {0, 2, false},          {5, 2, false},        {125, 2, false},
        {126, 2, true},         {65535, 2, true},     {0, 8, false},
        {125, 8, false},        {126, 8, false},      {65535, 8, false},
        {65536, 8, true},       {INT64_MAX, 8, true}, {(uint64_t)1 << 63, 8, false},
        {UINT64_MAX, 8, false},
    };
    for (size_t i = 0; i < COUNT(forms); i++)
        for (size_t step = 1; step < 20; step++) {
            const unsigned char head[2] = {FINAL | NET_OPCODE_TEXT,
                                           MASKED | (forms[i].form == 2 ? 126 : 127)};
            used = 0;
            put(head, 2);
            put_length(forms[i].length, forms[i].form);
            put(key, 4);
            restart();
            for (size_t at = 0; at < used; at += step)
                give(bytes + at, used - at < step ? used - at : step);
            expect(forms[i].good ? "" : "fault 1002", "length", (size_t)forms[i].length);
            assert_int_equal(fed.frames.state,
                             forms[i].good ? NET_FRAMES_PAYLOAD : NET_FRAMES_FAILED);
            if (forms[i].good)
                assert_true(fed.frames.left == forms[i].length);
        }
}

/* A control frame has at most 125 bytes, and none of them is waited for where it has more. */
static void control_frames_are_short(void **state) {
    (void)state;
    static const int opcodes[] = {NET_OPCODE_CLOSE, NET_OPCODE_PING, NET_OPCODE_PONG};
    for (size_t i = 0; i < COUNT(opcodes); i++) {
        char code[2] = {'\x03', '\xe8'};
        memset(payload, 'x', NET_CONTROL_MAX);
        memcpy(payload, code, sizeof code);
        used = 0;
        put_short(FINAL | opcodes[i], payload, NET_CONTROL_MAX);
        for (size_t step = 1; step <= used; step++) {
            restart();
            for (size_t at = 0; at < used; at += step)
                give(bytes + at, used - at < step ? used - at : step);
            assert_int_equal(fed.frames.control_length, NET_CONTROL_MAX);
            assert_memory_equal(fed.frames.control, payload, NET_CONTROL_MAX);
        }
        for (int length = 126; length <= 127; length++) {
            const unsigned char head[2] = {(unsigned char)(FINAL | opcodes[i]),
                                           (unsigned char)(MASKED | length)};
            check((const char *)head, 2, "fault 1002");
        }
    }
}

static void frames_without_a_mask_are_refused(void **state) {
    (void)state;
    static const unsigned char firsts[] = {0x81, 0x01, 0x82, 0x88, 0x89, 0x8a};
    for (size_t i = 0; i < COUNT(firsts); i++) {
        const char head[2] = {(char)firsts[i], 1};
        check(head, 2, "fault 1002");
    }
}

/* ---- the caller's own reading ---- */

/* The rest of a frame is read straight to where it belongs, in pieces of any size. */
static void payload_is_read_in_place(void **state) {
    (void)state;
    for (size_t first = 0; first < 20; first++)
        for (size_t step = 1; step < 20; step++) {
            const size_t length = 40;
            char *to = fed.message->data;
            used = 0;
            for (size_t i = 0; i < length; i++)
                payload[i] = (char)(i * 7);
            put_short(FINAL | NET_OPCODE_BINARY, payload, length);
            restart();
            struct base_slice rest = base_slice(bytes, 6 + first);
            assert_int_equal(net_frames_next(&fed.frames, &rest), NET_FRAMES_BEGIN);
            assert_int_equal(fed.frames.left, length);
            if (net_frames_next(&fed.frames, &rest) == NET_FRAMES_DATA)
                net_frames_append(&fed.frames, fed.message, fed.frames.piece.ptr, first);
            assert_int_equal(fed.message->length, first);
            while (fed.frames.left) {
                size_t part = fed.frames.left < step ? (size_t)fed.frames.left : step;
                size_t have = fed.message->length;
                memcpy(to + have, bytes + 6 + have, part);
                rest = base_slice(bytes, 0);
                assert_int_equal(net_frames_next(&fed.frames, &rest), NET_FRAMES_NOTHING);
                net_frames_append(&fed.frames, fed.message, to + have, part);
            }
            rest = base_slice(bytes, 0);
            assert_int_equal(net_frames_next(&fed.frames, &rest), NET_FRAMES_MESSAGE);
            assert_memory_equal(to, payload, length);
            assert_int_equal(net_frames_next(&fed.frames, &rest), NET_FRAMES_NOTHING);
        }
}

/* What nobody wants is passed over, and the next frame is read as it should be. */
static void payload_is_skipped(void **state) {
    (void)state;
    used = 0;
    put_short(FINAL | NET_OPCODE_TEXT, "nobody wants it", 15);
    put_short(FINAL | NET_OPCODE_PING, "still", 5);
    for (size_t step = 1; step <= used; step++) {
        restart();
        for (size_t at = 0; at < used; at += step) {
            size_t length = used - at < step ? used - at : step;
            struct base_slice rest = base_slice(bytes + at, length);
            enum net_frames_event event;
            while ((event = net_frames_next(&fed.frames, &rest)) != NET_FRAMES_NOTHING) {
                if (event == NET_FRAMES_DATA)
                    net_frames_skip(&fed.frames, fed.frames.piece.len);
                else
                    say_event(event);
            }
        }
        expect("text; ping still", "in steps of", step);
    }
}

/* ---- heads of the server's frames ---- */

static void heads_are_written(void **state) {
    (void)state;
    static const struct {
        uint64_t length;
        const char *head;
        size_t size;
    } heads[] = {
        {0, "\x81\x00", 2},
        {125, "\x81\x7d", 2},
        {126, "\x81\x7e\x00\x7e", 4},
        {65535, "\x81\x7e\xff\xff", 4},
        {65536, "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10},
        {INT64_MAX, "\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10},
    };
    char out[NET_FRAME_HEADER];
    for (size_t i = 0; i < COUNT(heads); i++) {
        assert_int_equal(net_frame_header(out, heads[i].length, NET_OPCODE_TEXT), heads[i].size);
        assert_memory_equal(out, heads[i].head, heads[i].size);
    }
    assert_int_equal(net_frame_header(out, 1, NET_OPCODE_PONG), 2);
    assert_memory_equal(out, "\x8a\x01", 2);
}

static struct base_memory memory;

static int make_message(void **state) {
    (void)state;
    memory = base_memory_heap();
    fed.message = base_buffer_new(&memory, BYTES_MAX);
    return fed.message ? 0 : 1;
}

static int free_message(void **state) {
    (void)state;
    base_buffer_unref(fed.message);
    return memory.in_use ? 1 : 0;
}

/* What is told must fit a close frame. */
static void faults_fit_close_frames(void **state) {
    (void)state;
    for (int fault = NET_FRAME_FAULT_NONE + 1; fault <= NET_FRAME_FAULT_CLOSE_REASON; fault++) {
        const char *text = net_frame_fault_text((enum net_frame_fault)fault);
        assert_in_range(strlen(text), 1, NET_CONTROL_MAX - 2);
        assert_true(net_close_code_valid(net_frame_fault_code((enum net_frame_fault)fault)));
        for (; *text; text++)
            assert_in_range(*text, ' ', '~');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_read),
        cmocka_unit_test(close_codes_are_checked),
        cmocka_unit_test(lengths_are_read),
        cmocka_unit_test(long_forms_are_refused),
        cmocka_unit_test(control_frames_are_short),
        cmocka_unit_test(frames_without_a_mask_are_refused),
        cmocka_unit_test(payload_is_read_in_place),
        cmocka_unit_test(payload_is_skipped),
        cmocka_unit_test(heads_are_written),
        cmocka_unit_test(faults_fit_close_frames),
    };
    return cmocka_run_group_tests(tests, make_message, free_message);
}
