/* net_input.h - requests that are made at random. */
#ifndef NET_INPUT_H
#define NET_INPUT_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NET_COUNT(array) (sizeof(array) / sizeof(array)[0])
#define NET_INPUT_MAX 4096

struct net_input {
    uint64_t dice;
    size_t length;
    char bytes[NET_INPUT_MAX];
};

static inline unsigned net_input_roll(struct net_input *input, unsigned sides) {
    input->dice ^= input->dice << 13;
    input->dice ^= input->dice >> 7;
    input->dice ^= input->dice << 17;
    return (unsigned)(input->dice >> 33) % sides;
}

static inline void net_input_put(struct net_input *input, const char *text) {
    size_t length = strlen(text);
    if (length > NET_INPUT_MAX - input->length)
        return;
    memcpy(input->bytes + input->length, text, length);
    input->length += length;
}

/* One of a list, mostly of its first `good` ones. */
#define NET_INPUT_PUT(input, list, good)                                                           \
    net_input_put(input,                                                                           \
                  (list)[net_input_roll(                                                           \
                      input, net_input_roll(input, 8) ? (good) : (unsigned)NET_COUNT(list))])

#define NET_GOOD_METHODS 7
static const char *const net_methods[] = {"GET",     "POST",   "PUT",     "PATCH",
                                          "HEAD",    "DELETE", "OPTIONS", "TRACE",
                                          "CONNECT", "get",    "PRI",     "M-SEARCH"};
#define NET_GOOD_TARGETS 14
static const char *const net_targets[] = {
    "/",
    "/socket.io/?EIO=4&transport=polling",
    "/a%2F%2Fb/../x?y=%00",
    "//a/b",
    "http://host/path?query",
    "https://[::1]:8000",
    "http://a.b_c-d~e:1?q",
    "http://a%20b!$&'()*+,;=/",
    "http://:80/",
    "http://a:b:c/",
    "http://[a]b/",
    "/\xc3\xa4\xff",
    "/a?b?c/d",
    "/{\"|\\^`<>}",
    "*",
    "ftp://host/",
    "host:80",
    "/a#b",
    "/a b",
    "?a",
};
#define NET_GOOD_VERSIONS 4
static const char *const net_versions[] = {"HTTP/1.1", "HTTP/1.1", "HTTP/1.0",
                                           "HTTP/1.9", "HTTP/2.0", "http/1.1"};
#define NET_GOOD_FIELDS 18
static const char *const net_fields[] = {
    "Connection: close",
    "Connection: keep-alive",
    "Connection: Upgrade",
    "connection:\tkeep-alive, upgrade ",
    "Connection: close, keep-alive",
    "Connection: ,,a,close",
    "Connection:",
    "Connection: clos",
    "Proxy-Connection: close",
    "Upgrade: websocket",
    "Upgrade: h2c, websocket",
    "Upgrade: h2c",
    "Expect: 100-continue",
    "Origin: http://a",
    "X-\x7e!#$%&'*+-.^_`|~: \xff a\tb ",
    "Cookie: a=b; c=\"d,e\"",
    "A:",
    "Trailer: b\t",
    "Expect: more",
    "Host: other",
    "Host:",
    "Content-Length: 3",
    "Content-Length: 0",
    "Content-Length: 18446744073709551615",
    "Content-Length: 3, 3",
    "content-length:\t007\t ",
    "Content-Length: 3 3",
    "Content-Length : 3",
    "Transfer-Encoding: chunked",
    "transfer-encoding:\tCHUNKED \t",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding:",
    " folded",
    "no colon",
    ": no name",
};
#define NET_GOOD_CHUNKS 5
static const char *const net_chunks[] = {
    "5\r\nhello\r\n",
    "1;a=b\r\n0\r\n",
    "00002\r\n\r\n\r\n",
    "A ; a=\"b;c\"\r\n0123456789\r\n",
    "1;\r\nx\r\n",
    "0\r\n",
    "1\t;\r\nx\r\n",
    "1 \r\nx\r\n",
    "fffffffffffffffff\r\n",
    "3\nabc\n",
    "2\r\nabc\r\n",
    "0x1\r\na\r\n",
    "-1\r\n",
    "1000000000000000\r\n",
};
#define NET_GOOD_TRAILERS 4
static const char *const net_trailers[] = {
    "",           "A: b\r\n",   "A:\r\nB:\tc \r\n",      "Connection: close\r\n",
    "A: b\r\n c", "A b: c\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: x\r\n"};

static inline void net_input_put_body(struct net_input *input, unsigned framing) {
    if (framing == 1) {
        net_input_put(input, "hello");
    } else if (framing == 2) {
        for (unsigned i = net_input_roll(input, 4); i > 0; i--)
            NET_INPUT_PUT(input, net_chunks, NET_GOOD_CHUNKS);
        net_input_put(input, "0\r\n");
        NET_INPUT_PUT(input, net_trailers, NET_GOOD_TRAILERS);
        net_input_put(input, "\r\n");
    }
    if (net_input_roll(input, 3) == 0)
        net_input_put(input, "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
}

static inline void net_input_put_request(struct net_input *input) {
    static const char *const framings[] = {"", "Content-Length: 5\r\n",
                                           "Transfer-Encoding: chunked\r\n"};
    unsigned framing = net_input_roll(input, NET_COUNT(framings));
    input->length = 0;
    net_input_put(input, net_input_roll(input, 8) ? "" : "\r\n");
    NET_INPUT_PUT(input, net_methods, NET_GOOD_METHODS);
    net_input_put(input, " ");
    NET_INPUT_PUT(input, net_targets, NET_GOOD_TARGETS);
    net_input_put(input, " ");
    NET_INPUT_PUT(input, net_versions, NET_GOOD_VERSIONS);
    net_input_put(input, "\r\n");
    net_input_put(input, net_input_roll(input, 16) ? "Host: h\r\n" : "");
    net_input_put(input, framings[framing]);
    for (unsigned i = net_input_roll(input, 5); i > 0; i--) {
        NET_INPUT_PUT(input, net_fields, NET_GOOD_FIELDS);
        net_input_put(input, "\r\n");
    }
    net_input_put(input, "\r\n");
    net_input_put_body(input, framing);
}

/* Replaces up to two bytes by up to two others. */
static inline void net_input_damage(struct net_input *input) {
    static const char bytes[] = "\0\t\n\r\r\n  !\",-/0159:;=?@Aachk\x7f\x80\xff\x01\x0b";
    if (input->length + 2 > NET_INPUT_MAX || input->length < 3)
        return;
    size_t at = net_input_roll(input, (unsigned)input->length - 2);
    size_t out = net_input_roll(input, 3), in = net_input_roll(input, 3);
    size_t from = net_input_roll(input, sizeof bytes - 2);
    memmove(input->bytes + at + in, input->bytes + at + out, input->length - at - out);
    memcpy(input->bytes + at, bytes + from, in);
    input->length = input->length - out + in;
}

/** A request from a number: mostly a good one, with a few bytes of damage. */
static inline void net_input_make(struct net_input *input, uint64_t seed) {
    input->dice = seed * 0x9e3779b97f4a7c15u + 1;
    net_input_put_request(input);
    for (unsigned i = net_input_roll(input, 2) ? net_input_roll(input, 4) : 0; i > 0; i--)
        net_input_damage(input);
    if (net_input_roll(input, 20) == 0)
        input->length = net_input_roll(input, (unsigned)input->length + 1);
}

#endif
