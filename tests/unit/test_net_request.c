/* Heads of requests: what is read of them, and what is refused with which sentence. Each is fed
 * whole, and byte by byte from a buffer that moves each time and ends where the bytes end. */
#include "base/print.h"
#include "net/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
/* The end of the head of most rows. */
#define HOST "Host: h\r\n\r\n"

/* ---- feeding ---- */

/* A head that owns its bytes. */
struct fed {
    struct net_head head;
    char *bytes;
    enum net_head_state state;
};

static void give(struct fed *fed, const char *bytes, size_t length) {
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    /* At the end of the allocation, where a sanitizer sees a byte too many. */
    memcpy(copy + 1, bytes, length);
    fed->state = net_head_parse(&fed->head, copy + 1, length);
    free(fed->bytes);
    fed->bytes = copy;
}

static void feed(struct fed *fed, struct base_slice bytes, size_t step) {
    *fed = (struct fed){.state = NET_HEAD_MORE};
    for (size_t length = 0; length < bytes.len && fed->state == NET_HEAD_MORE;) {
        length = length + step < bytes.len ? length + step : bytes.len;
        give(fed, bytes.ptr, length);
    }
}

static const size_t steps[] = {SIZE_MAX / 2, 1, 2, 7};

/* ---- what is accepted ---- */

static const char *words(const struct net_head *head) {
    static char text[1024];
    static const char *const forms[] = {"origin", "absolute", "asterisk"};
    size_t used =
        base_print(text, sizeof text, "%.*s %s %.*s", (int)head->method.len, head->method.ptr,
                   forms[head->form], (int)head->path.len, head->path.ptr);
    if (head->query.len)
        used += base_print(text + used, sizeof text - used, " ?%.*s", (int)head->query.len,
                           head->query.ptr);
    used += base_print(text + used, sizeof text - used, " host=%.*s 1.%d", (int)head->host.len,
                       head->host.ptr, head->minor);
    if (head->has_length)
        used += base_print(text + used, sizeof text - used, " length=%llu",
                           (unsigned long long)head->content_length);
    (void)base_print(text + used, sizeof text - used, "%s%s%s%s",
                     head->keep_alive ? " keep-alive" : "", head->chunked ? " chunked" : "",
                     head->expects_continue ? " continue" : "",
                     head->upgrade_websocket ? " websocket" : "");
    return text;
}

static const struct {
    const char *bytes;
    const char *words;
} accepted[] = {
    /* request lines */
    {"GET / HTTP/1.1\r\n" HOST, "GET origin / host=h 1.1 keep-alive"},
    {"\r\n\r\nGET / HTTP/1.1\r\n" HOST, "GET origin / host=h 1.1 keep-alive"},
    {"HEAD /a/b?c=d?e HTTP/1.1\r\n" HOST, "HEAD origin /a/b ?c=d?e host=h 1.1 keep-alive"},
    {"POST /a? HTTP/1.1\r\n" HOST, "POST origin /a host=h 1.1 keep-alive"},
    {"PUT /?a HTTP/1.1\r\n" HOST, "PUT origin / ?a host=h 1.1 keep-alive"},
    {"PATCH //a/../%2F%00/./ HTTP/1.1\r\n" HOST,
     "PATCH origin //a/../%2F%00/./ host=h 1.1 keep-alive"},
    {"DELETE /{\"|\\^`<>\xc3\xa4\xff} HTTP/1.1\r\n" HOST,
     "DELETE origin /{\"|\\^`<>\xc3\xa4\xff} host=h 1.1 keep-alive"},
    {"OPTIONS * HTTP/1.1\r\n" HOST, "OPTIONS asterisk * host=h 1.1 keep-alive"},
    {"OPTIONS /* HTTP/1.1\r\n" HOST, "OPTIONS origin /* host=h 1.1 keep-alive"},
    {"GET http://a.b:80/c?d HTTP/1.1\r\n" HOST, "GET absolute /c ?d host=a.b:80 1.1 keep-alive"},
    {"GET HTTPS://[::1] HTTP/1.1\r\n" HOST, "GET absolute / host=[::1] 1.1 keep-alive"},
    {"GET http://a?b/c HTTP/1.1\r\n" HOST, "GET absolute / ?b/c host=a 1.1 keep-alive"},
    {"GET / HTTP/1.0\r\n\r\n", "GET origin / host= 1.0"},
    {"GET / HTTP/1.7\r\n" HOST, "GET origin / host=h 1.1 keep-alive"},
    /* fields */
    {"GET / HTTP/1.1\r\nhost:\t a_b.c:8000 \t\r\n\r\n",
     "GET origin / host=a_b.c:8000 1.1 keep-alive"},
    {"GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET origin / host= 1.1 keep-alive"},
    {"GET / HTTP/1.1\r\nX-\x7e!: \xff\ta\r\nA:\r\n" HOST, "GET origin / host=h 1.1 keep-alive"},
    /* the connection */
    {"GET / HTTP/1.1\r\nConnection: a, CLOSE\r\n" HOST, "GET origin / host=h 1.1"},
    {"GET / HTTP/1.1\r\nConnection: keep-alive\r\nConnection: close\r\n" HOST,
     "GET origin / host=h 1.1"},
    {"GET / HTTP/1.1\r\nConnection: closed\r\n" HOST, "GET origin / host=h 1.1 keep-alive"},
    {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET origin / host= 1.0 keep-alive"},
    {"GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "GET origin / host= 1.0"},
    /* the body */
    {"POST / HTTP/1.1\r\nContent-Length: 0\r\n" HOST,
     "POST origin / host=h 1.1 length=0 keep-alive"},
    {"POST / HTTP/1.1\r\ncontent-length:0052428800 \r\n" HOST,
     "POST origin / host=h 1.1 length=52428800 keep-alive"},
    {"POST / HTTP/1.1\r\nContent-Length: 1152921504606846975\r\n" HOST,
     "POST origin / host=h 1.1 length=1152921504606846975 keep-alive"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n" HOST,
     "POST origin / host=h 1.1 keep-alive chunked"},
    {"POST / HTTP/1.1\r\nExpect:\t100-Continue\r\nContent-Length: 1\r\n" HOST,
     "POST origin / host=h 1.1 length=1 keep-alive continue"},
    {"POST / HTTP/1.1\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n" HOST,
     "POST origin / host=h 1.1 keep-alive chunked continue"},
    {"GET / HTTP/1.1\r\nExpect: 100-continue\r\n" HOST, "GET origin / host=h 1.1 keep-alive"},
    {"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n",
     "POST origin / host= 1.0 length=1"},
    {"POST / HTTP/1.0\r\nExpect: the-inquisition\r\n\r\n", "POST origin / host= 1.0"},
    /* upgrades */
    {"GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n" HOST,
     "GET origin / host=h 1.1 keep-alive websocket"},
    {"GET / HTTP/1.1\r\nUpgrade: h2c\r\nUpgrade: websocket\r\nConnection: a\r\n"
     "Connection: upgrade\r\n" HOST,
     "GET origin / host=h 1.1 keep-alive websocket"},
    {"GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n" HOST,
     "GET origin / host=h 1.1 keep-alive"},
    {"GET / HTTP/1.1\r\nUpgrade: websocket\r\n" HOST, "GET origin / host=h 1.1 keep-alive"},
    {"GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket/13\r\n" HOST,
     "GET origin / host=h 1.1 keep-alive"},
    {"GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
     "GET origin / host= 1.0"},
};

static void heads_are_read(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(accepted); i++)
        for (size_t s = 0; s < COUNT(steps); s++) {
            struct fed fed;
            feed(&fed, base_slice_of(accepted[i].bytes), steps[s]);
            if (fed.state != NET_HEAD_DONE)
                fail_msg("%s\n%s", accepted[i].bytes, net_head_fault_text(fed.head.fault));
            assert_string_equal(words(&fed.head), accepted[i].words);
            assert_int_equal(fed.head.length, strlen(accepted[i].bytes));
            free(fed.bytes);
        }
}

/* What follows the head is the body's, whatever it is. */
static void the_rest_is_left(void **state) {
    static const char head[] = "POST / HTTP/1.1\r\nContent-Length: 3\r\n" HOST;
    struct fed fed;
    char bytes[sizeof head + 3];
    (void)state;
    memcpy(bytes, head, sizeof head);
    memcpy(bytes + sizeof head - 1, "\n\0\r", 4);
    feed(&fed, base_slice(bytes, sizeof bytes - 1), sizeof bytes);
    assert_int_equal(fed.state, NET_HEAD_DONE);
    assert_int_equal(fed.head.length, sizeof head - 1);
    free(fed.bytes);
}

/* ---- what is refused ---- */

#define ROW(bytes, fault, says)                                                                    \
    { BASE_SLICE(bytes), NET_HEAD_FAULT_##fault, says }

static const struct refused {
    struct base_slice bytes;
    enum net_head_fault fault;
    const char *says; /* part of the sentence */
} refused[] = {
    ROW("GET / HTTP/1.1 \r\n", LINE, "one space between them"),
    ROW("GET  / HTTP/1.1\r\n", LINE, "one space"),
    ROW("GET /a b HTTP/1.1\r\n", LINE, "one space"),
    ROW(" GET / HTTP/1.1\r\n", LINE, "one space"),
    ROW("GET /\r\n", LINE, "HTTP/1.1"),
    ROW("GET / \r\n", LINE, "HTTP/1.1"),
    ROW("GET\t/ HTTP/1.1\r\n", LINE, "one space"),
    ROW("G(T / HTTP/1.1\r\n", LINE, "a method"),
    ROW("G\xc3\x84T / HTTP/1.1\r\n", LINE, "a method"),
    ROW("GET / http/1.1\r\n", LINE, "HTTP/1.1"),
    ROW("GET / HTTP/1.10\r\n", LINE, "HTTP/1.1"),
    ROW("GET / HTTP/11\r\n", LINE, "HTTP/1.1"),
    ROW("GET / HTTQ/1.1\r\n", LINE, "HTTP/1.1"),
    ROW("SSH-2.0-OpenSSH_9.2p1\r\n", LINE, "The first line"),
    ROW("*1\r\n$4\r\nPING\r\n", LINE, "The first line"),
    ROW("GET / HTTP/2.0\r\n", VERSION, "HTTP/1.1 and HTTP/1.0 only"),
    ROW("GET / HTTP/0.9\r\n", VERSION, "HTTP/1.1 and HTTP/1.0 only"),
    ROW("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", VERSION, "HTTP/1.1 and HTTP/1.0 only"),
    ROW("get / HTTP/1.1\r\n", METHOD, "must be GET, HEAD"),
    ROW("TRACE / HTTP/1.1\r\n", METHOD, "must be GET"),
    ROW("CONNECT h:22 HTTP/1.1\r\n", METHOD, "must be GET"),
    ROW("GETGET / HTTP/1.1\r\n", METHOD, "must be GET"),
    ROW("GET * HTTP/1.1\r\n", TARGET, "OPTIONS may also"),
    ROW("OPTIONS *a HTTP/1.1\r\n", TARGET, "OPTIONS may also"),
    ROW("GET a HTTP/1.1\r\n", TARGET, "begin with '/'"),
    ROW("GET ?a HTTP/1.1\r\n", TARGET, "begin with '/'"),
    ROW("GET ftp://a/ HTTP/1.1\r\n", TARGET, "http:// or https://"),
    ROW("GET http:/a HTTP/1.1\r\n", TARGET, "and a host"),
    ROW("GET \xc3\xa4 HTTP/1.1\r\n", TARGET, "begin with '/'"),
    ROW("GET /a#b HTTP/1.1\r\n", TARGET_CHARACTER, "%23"),
    ROW("GET /a\tb HTTP/1.1\r\n", TARGET_CHARACTER, "%09"),
    ROW("GET /\0 HTTP/1.1\r\n", NUL, "NUL"),
    ROW("GET / HTTP/1.1\r\nA\0: b", NUL, "NUL"),
    ROW("GET / HTTP/1.1\r\nA: b\0", NUL, "NUL"),
    ROW("\x16\x03\x01\x02", CONTROL, "control characters"),
    ROW("GET / HTTP/1.1\r\nA: \x01", CONTROL, "control characters"),
    ROW("GET / HTTP/1.1\r\nA: \x7f", CONTROL, "control characters"),
    ROW("GET / HTTP/1.1\r\nA: b\x0b", CONTROL, "control characters"),
    ROW("GET / HTTP/1.1\rH", BARE_CR, "no LF behind it"),
    ROW("GET / HTTP/1.1\r\r\n", BARE_CR, "no LF behind it"),
    ROW("GET / HTTP/1.1\r\nA: b\rc: d", BARE_CR, "no LF behind it"),
    ROW("GET / HTTP/1.1\r\n\rH", BARE_CR, "no LF behind it"),
    ROW("\n", BARE_LF, "no CR before it"),
    ROW("GET / HTTP/1.1\nHost: h\n\n", BARE_LF, "must end with CR LF"),
    ROW("GET / HTTP/1.1\r\nA: b\nB: c", BARE_LF, "no CR before it"),
    ROW("GET / HTTP/1.1\r\nHost: h\r\n\n", BARE_LF, "no CR before it"),
    ROW("GET / HTTP/1.1\r\nNonsense\r\n", FIELD, "a name, a colon and a value"),
    ROW("GET / HTTP/1.1\r\n: a\r\n", FIELD_NAME, "must not be empty"),
    ROW("GET / HTTP/1.1\r\nA b: c\r\n", FIELD_NAME, "letters, digits"),
    ROW("GET / HTTP/1.1\r\nA(: c\r\n", FIELD_NAME, "letters, digits"),
    ROW("GET / HTTP/1.1\r\n\xff: c\r\n", FIELD_NAME, "letters, digits"),
    ROW("GET / HTTP/1.1\r\nContent-Length : 5\r\n", FIELD_SPACE, "without a space"),
    ROW("GET / HTTP/1.1\r\nContent-Length\t: 5\r\n", FIELD_SPACE, "without a space"),
    ROW("GET / HTTP/1.1\r\nA: b\r\n c\r\n", FIELD_FOLDED, "obsolete"),
    ROW("GET / HTTP/1.1\r\nA: b\r\n\tc: d\r\n", FIELD_FOLDED, "obsolete"),
    ROW("GET / HTTP/1.1\r\n A: b\r\n", FIELD_FOLDED, "must not begin with a space"),
    ROW("GET / HTTP/1.1\r\n\r\n", HOST_MISSING, "must have the field Host"),
    ROW("GET http://h/ HTTP/1.1\r\n\r\n", HOST_MISSING, "must have the field Host"),
    ROW("GET / HTTP/1.1\r\nHost: h\r\n" HOST, HOST_TWICE, "must not occur twice"),
    ROW("GET / HTTP/1.0\r\nHost: h\r\n" HOST, HOST_TWICE, "must not occur twice"),
    ROW("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", HOST, "a name or an address"),
    ROW("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", HOST, "a name or an address"),
    ROW("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", HOST, "a name or an address"),
    ROW("GET http:///a HTTP/1.1\r\n", HOST, "a name or an address"),
    ROW("GET http://a@b/c HTTP/1.1\r\n", HOST, "a name or an address"),
    ROW("GET / HTTP/1.1\r\nContent-Length: -1\r\n" HOST, LENGTH, "digits only"),
    ROW("GET / HTTP/1.1\r\nContent-Length: +1\r\n" HOST, LENGTH, "digits only"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 0x1\r\n" HOST, LENGTH, "digits only"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 5, 5\r\n" HOST, LENGTH, "digits only"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 1 1\r\n" HOST, LENGTH, "digits only"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999999x\r\n" HOST, LENGTH, "digits"),
    ROW("GET / HTTP/1.1\r\nContent-Length:\t5\r\n" HOST, LENGTH, "digits only"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 5 \t\r\n" HOST, LENGTH, "digits only"),
    ROW("GET / HTTP/1.1\r\nContent-Length:\r\n" HOST, LENGTH, "digits only"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" HOST, LENGTH_TWICE,
        "must not occur twice"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 1\r\ncontent-length: 1\r\n" HOST, LENGTH_TWICE,
        "must not occur twice"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 1152921504606846976\r\n" HOST, LENGTH_LARGE, "2^60"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 18446744073709551621\r\n" HOST, LENGTH_LARGE, "2^60"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999999999999\r\n" HOST, LENGTH_LARGE,
        "2^60"),
    ROW("GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n" HOST,
        LENGTH_AND_CODING, "both Content-Length and Transfer-Encoding"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\nContent-Length: 1\r\n" HOST,
        LENGTH_AND_CODING, "both Content-Length and Transfer-Encoding"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n" HOST, CODING, "must be chunked"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n" HOST, CODING, "must be chunked"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding: chunked, chunked\r\n" HOST, CODING, "no other"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding: identity\r\n" HOST, CODING, "no other"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding: chunked;a=b\r\n" HOST, CODING, "no other"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding:\tchunked\r\n" HOST, CODING, "no other"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding: chunked \t\r\n" HOST, CODING, "no other"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding:\r\n" HOST, CODING, "no other"),
    ROW("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n" HOST,
        CODING_TWICE, "must not occur twice"),
    ROW("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", CODING_OLD, "HTTP/1.0"),
    ROW("GET / HTTP/1.1\r\nExpect: the-inquisition\r\n" HOST, EXPECTATION, "100-continue"),
    ROW("GET / HTTP/1.1\r\nExpect: 100-continue, a\r\n" HOST, EXPECTATION, "100-continue"),
};

static void heads_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++)
        for (size_t s = 0; s < COUNT(steps); s++) {
            const struct refused *row = &refused[i];
            struct fed fed;
            feed(&fed, row->bytes, steps[s]);
            if (fed.state != NET_HEAD_REFUSED || fed.head.fault != row->fault)
                fail_msg("row %zu, \"%s\": \"%s\"", i, row->bytes.ptr,
                         net_head_fault_text(fed.head.fault));
            if (!strstr(net_head_fault_text(fed.head.fault), row->says))
                fail_msg("\"%s\" does not say %s", net_head_fault_text(fed.head.fault), row->says);
            free(fed.bytes);
        }
}

/* The rows of the limits are made below. */
static void every_fault_has_a_row(void **state) {
    bool seen[NET_HEAD_FAULT_EXPECTATION + 1] = {[NET_HEAD_FAULT_NONE] = true,
                                                 [NET_HEAD_FAULT_TARGET_LONG] = true,
                                                 [NET_HEAD_FAULT_HEAD_LONG] = true,
                                                 [NET_HEAD_FAULT_FIELDS_MANY] = true};
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++)
        seen[refused[i].fault] = true;
    for (size_t i = 0; i < COUNT(seen); i++)
        assert_true(seen[i]);
}

static void faults_have_their_status(void **state) {
    static const struct {
        enum net_head_fault fault;
        int status;
    } others[] = {
        {NET_HEAD_FAULT_VERSION, 505},      {NET_HEAD_FAULT_METHOD, 501},
        {NET_HEAD_FAULT_CODING, 501},       {NET_HEAD_FAULT_TARGET_LONG, 414},
        {NET_HEAD_FAULT_HEAD_LONG, 431},    {NET_HEAD_FAULT_FIELDS_MANY, 431},
        {NET_HEAD_FAULT_LENGTH_LARGE, 413}, {NET_HEAD_FAULT_EXPECTATION, 417},
    };
    (void)state;
    for (int fault = 1; fault <= NET_HEAD_FAULT_EXPECTATION; fault++) {
        int status = 400;
        for (size_t i = 0; i < COUNT(others); i++)
            if ((int)others[i].fault == fault)
                status = others[i].status;
        assert_int_equal(net_head_fault_status((enum net_head_fault)fault), status);
    }
}

/* ---- limits ---- */

/* `start`, then `fill` up to `length` bytes, then `end`. */
static char *long_head(const char *start, char fill, size_t length, const char *end) {
    size_t before = strlen(start), after = strlen(end);
    char *bytes = malloc(length + 1);
    assert_non_null(bytes);
    memcpy(bytes, start, before);
    memset(bytes + before, fill, length - before - after);
    memcpy(bytes + length - after, end, after + 1);
    return bytes;
}

static enum net_head_fault fault_of(const char *start, size_t length, const char *end) {
    char *bytes = long_head(start, 'x', length, end);
    enum net_head_fault fault;
    struct fed fed;
    for (size_t s = 0; s < 2; s++) {
        feed(&fed, base_slice(bytes, length), s ? length : 4095);
        fault = fed.head.fault;
        assert_int_equal(fed.state, fault ? NET_HEAD_REFUSED : NET_HEAD_DONE);
        free(fed.bytes);
    }
    free(bytes);
    return fault;
}

static void long_heads(void **state) {
    static const char line[] = "GET /";
    static const char rest[] = " HTTP/1.1\r\n" HOST;
    static const char field[] = "GET / HTTP/1.1\r\nA: ";
    static const char end[] = "\r\n" HOST;
    (void)state;
    assert_int_equal(fault_of(line, NET_HEAD_MAX, rest), NET_HEAD_FAULT_NONE);
    assert_int_equal(fault_of(line, NET_HEAD_MAX + 1, rest), NET_HEAD_FAULT_HEAD_LONG);
    assert_int_equal(fault_of(line, NET_HEAD_MAX + 12, rest), NET_HEAD_FAULT_TARGET_LONG);
    assert_int_equal(fault_of(line, 1000000, rest), NET_HEAD_FAULT_TARGET_LONG);
    assert_int_equal(fault_of(field, NET_HEAD_MAX, end), NET_HEAD_FAULT_NONE);
    assert_int_equal(fault_of(field, NET_HEAD_MAX + 1, end), NET_HEAD_FAULT_HEAD_LONG);
    assert_int_equal(fault_of(field, 1000000, end), NET_HEAD_FAULT_HEAD_LONG);
}

static void many_fields(void **state) {
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        char bytes[2048] = "GET / HTTP/1.1\r\n";
        struct fed fed;
        for (size_t i = 0; i < NET_HEAD_FIELDS - 1 + more; i++)
            strcat(bytes, "A: b\r\n");
        strcat(bytes, HOST);
        feed(&fed, base_slice_of(bytes), sizeof bytes);
        assert_int_equal(fed.head.fault, more ? NET_HEAD_FAULT_FIELDS_MANY : NET_HEAD_FAULT_NONE);
        free(fed.bytes);
    }
}

/* Each byte of a line is looked at once, however many calls there are. */
static void bytes_are_looked_at_once(void **state) {
    char *bytes = long_head("GET / HTTP/1.1\r\nA: ", 'x', NET_HEAD_MAX, "\r\n" HOST);
    struct net_head head = {0};
    (void)state;
    for (size_t length = 1; length < NET_HEAD_MAX; length++) {
        assert_int_equal(net_head_parse(&head, bytes, length), NET_HEAD_MORE);
        assert_true(head.scanned + 1 >= length);
    }
    assert_int_equal(net_head_parse(&head, bytes, NET_HEAD_MAX), NET_HEAD_DONE);
    free(bytes);
}

/* ---- fields and lists ---- */

static void assert_slice(struct base_slice slice, const char *text) {
    assert_true(base_slice_equal(slice, base_slice_of(text)));
}

static void fields_are_found(void **state) {
    struct fed fed;
    (void)state;
    feed(&fed,
         base_slice_of("GET / HTTP/1.1\r\nAuthorization:\tBearer k \t\r\nX-Empty:\r\norigin: "
                       "http://a\r\nOrigin: http://b\r\nList: a\r\nlist: b, C\r\n" HOST),
         1);
    assert_slice(net_head_field(&fed.head, "authorization"), "Bearer k");
    assert_slice(net_head_field(&fed.head, "Origin"), "http://a");
    assert_slice(net_head_field(&fed.head, "x-empty"), "");
    assert_non_null(net_head_field(&fed.head, "x-empty").ptr);
    assert_null(net_head_field(&fed.head, "x-empt").ptr);
    assert_null(net_head_field(&fed.head, "x-empty:").ptr);
    assert_true(net_head_has_token(&fed.head, "LIST", "c"));
    assert_false(net_head_has_token(&fed.head, "list", "d"));
    assert_int_equal(fed.head.field_count, 7);
    assert_slice(net_head_field_at(&fed.head, 5).name, "list");
    assert_slice(net_head_field_at(&fed.head, 5).value, "b, C");
    free(fed.bytes);
}

static void lists_are_taken_apart(void **state) {
    static const char *const lists[] = {"a,b,c", " a ,\tb\t, c", ",,a,, ,b,c,", "a, b, c , "};
    (void)state;
    for (size_t i = 0; i < COUNT(lists); i++) {
        struct base_slice list = base_slice_of(lists[i]), element;
        assert_slice(net_list_first(list), "a");
        assert_true(net_list_has_token(list, "C"));
        assert_false(net_list_has_token(list, ""));
        assert_false(net_list_has_token(list, "a,b"));
        for (const char *expected = "abc"; *expected; expected++) {
            assert_true(net_list_next(&list, &element));
            assert_true(element.len == 1 && element.ptr[0] == *expected);
        }
        assert_false(net_list_next(&list, &element));
    }
    assert_slice(net_list_first(base_slice_of(" , ,")), "");
    assert_slice(net_list_first(base_slice(NULL, 0)), "");
    assert_slice(net_list_first(base_slice_of("a b")), "a b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_read),
        cmocka_unit_test(the_rest_is_left),
        cmocka_unit_test(heads_are_refused),
        cmocka_unit_test(every_fault_has_a_row),
        cmocka_unit_test(faults_have_their_status),
        cmocka_unit_test(long_heads),
        cmocka_unit_test(many_fields),
        cmocka_unit_test(bytes_are_looked_at_once),
        cmocka_unit_test(fields_are_found),
        cmocka_unit_test(lists_are_taken_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
