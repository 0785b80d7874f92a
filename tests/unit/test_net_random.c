/* Random requests, against another parser: http-parser 2.9.4. Whatever we accept it accepts too,
 * and reads the same method, target, fields, body and end; where the two differ on purpose,
 * `differences` and `lenient` list it. However the bytes are cut, what we say of them is the same.
 */
#include <stdio.h>

#ifndef HAVE_HTTP_PARSER
int main(void) {
    (void)puts("SKIPPED: no http-parser; to have it run: apt-get install libhttp-parser-dev");
    return 77;
}
#else
#include "net/chunks.h"
#include "net/request.h"
#include "unit/net_input.h"

#include <http_parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#include <cmocka.h>

/* ---- what the other parser says ---- */

struct other {
    http_parser parser;
    struct base_slice target;
    struct engineio_header fields[NET_HEAD_FIELDS + 1];
    size_t field_count;
    bool in_value;
    bool head_done, keep_alive, done;
    char body[NET_INPUT_MAX];
    size_t body_length;
    size_t taken;
};

/* Pieces of one thing lie one behind the other. */
static void extend(struct base_slice *slice, const char *bytes, size_t length) {
    *slice = base_slice(slice->len ? slice->ptr : bytes, slice->len + length);
}

static int on_url(http_parser *parser, const char *bytes, size_t length) {
    struct other *other = parser->data;
    extend(&other->target, bytes, length);
    return 0;
}

static int on_name(http_parser *parser, const char *bytes, size_t length) {
    struct other *other = parser->data;
    if (other->head_done)
        return 0;
    if (other->in_value || other->field_count == 0) {
        if (other->field_count > NET_HEAD_FIELDS)
            return 1;
        other->fields[other->field_count++] = (struct engineio_header){{NULL, 0}, {NULL, 0}};
    }
    other->in_value = false;
    extend(&other->fields[other->field_count - 1].name, bytes, length);
    return 0;
}

static int on_value(http_parser *parser, const char *bytes, size_t length) {
    struct other *other = parser->data;
    if (other->head_done)
        return 0;
    other->in_value = true;
    extend(&other->fields[other->field_count - 1].value, bytes, length);
    return 0;
}

static int on_head(http_parser *parser) {
    struct other *other = parser->data;
    other->head_done = true;
    other->keep_alive = http_should_keep_alive(parser) != 0;
    return 0;
}

static int on_body(http_parser *parser, const char *bytes, size_t length) {
    struct other *other = parser->data;
    memcpy(other->body + other->body_length, bytes, length);
    other->body_length += length;
    return 0;
}

static int on_done(http_parser *parser) {
    ((struct other *)parser->data)->done = true;
    http_parser_pause(parser, 1);
    return 0;
}

static void ask(struct other *other, const char *bytes, size_t length) {
    static const http_parser_settings settings = {.on_url = on_url,
                                                  .on_header_field = on_name,
                                                  .on_header_value = on_value,
                                                  .on_headers_complete = on_head,
                                                  .on_body = on_body,
                                                  .on_message_complete = on_done};
    memset(other, 0, sizeof *other);
    http_parser_init(&other->parser, HTTP_REQUEST);
    other->parser.data = other;
    other->taken = http_parser_execute(&other->parser, &settings, bytes, length);
}

/* ---- what we say ---- */

struct own {
    struct net_head head;
    enum net_head_state state;
    struct net_chunks chunks;
    enum net_chunks_result result; /* END: the body is complete */
    char body[NET_INPUT_MAX];
    size_t body_length;
    size_t taken;
};

static void take_chunks(struct own *own, const char *bytes, size_t length, size_t step) {
    own->result = NET_CHUNKS_MORE;
    while (own->taken < length && own->result == NET_CHUNKS_MORE) {
        size_t left = length - own->taken;
        struct base_slice rest = base_slice(bytes + own->taken, left < step ? left : step), data;
        const char *end = rest.ptr + rest.len;
        while ((own->result = net_chunks_next(&own->chunks, &rest, &data)) == NET_CHUNKS_DATA) {
            memcpy(own->body + own->body_length, data.ptr, data.len);
            own->body_length += data.len;
        }
        own->taken = (size_t)(end - rest.len - bytes);
    }
}

static void take_body(struct own *own, const char *bytes, size_t length, size_t step) {
    size_t left = length - own->taken;
    if (own->head.chunked) {
        take_chunks(own, bytes, length, step);
        return;
    }
    own->result = left < own->head.content_length ? NET_CHUNKS_MORE : NET_CHUNKS_END;
    own->body_length = own->result == NET_CHUNKS_END ? (size_t)own->head.content_length : left;
    memcpy(own->body, bytes + own->taken, own->body_length);
    own->taken += own->body_length;
}

static void read_own(struct own *own, const char *bytes, size_t length, size_t step) {
    memset(own, 0, sizeof *own);
    for (size_t given = 0; given < length && own->state == NET_HEAD_MORE;) {
        given = given + step < length ? given + step : length;
        own->state = net_head_parse(&own->head, bytes, given);
    }
    if (own->state != NET_HEAD_DONE)
        return;
    own->taken = own->head.length;
    take_body(own, bytes, length, step);
}

/* ---- what must be true ---- */

static const char *compare_fields(const struct own *own, const struct other *other) {
    if (own->head.field_count != other->field_count)
        return "other fields";
    for (size_t i = 0; i < own->head.field_count; i++) {
        struct engineio_header field = net_head_field_at(&own->head, i);
        struct base_slice value = other->fields[i].value;
        /* It keeps spaces at the end. */
        while (value.len && (value.ptr[value.len - 1] == ' ' || value.ptr[value.len - 1] == '\t'))
            value.len--;
        if (!base_slice_equal(field.name, other->fields[i].name))
            return "another name of a field";
        if (!base_slice_equal(field.value, value))
            return "another value of a field";
    }
    return NULL;
}

static const char *compare_head(const struct own *own, struct other *other) {
    const struct net_head *head = &own->head;
    const char *method = http_method_str((enum http_method)other->parser.method);
    if (!other->head_done)
        return "it refuses the head";
    if (!base_slice_equal(head->method, base_slice_of(method)))
        return "another method";
    if (!base_slice_equal(head->target, other->target))
        return "another target";
    if (other->parser.http_major != 1 || head->minor != (other->parser.http_minor ? 1 : 0))
        return "another version";
    return compare_fields(own, other);
}

static const char *compare_body(const struct own *own, const struct other *other) {
    if (own->result == NET_CHUNKS_REFUSED)
        return NULL;
    if (own->result == NET_CHUNKS_END && !other->done)
        return "it sees no end, or refuses the body";
    if (own->result == NET_CHUNKS_MORE && (other->done || HTTP_PARSER_ERRNO(&other->parser)))
        return "it wants no more, or refuses the body";
    if (own->body_length != other->body_length ||
        memcmp(own->body, other->body, own->body_length) != 0)
        return "another body";
    return own->taken == other->taken ? NULL : "another end";
}

static const char *compare_connection(const struct own *own, const struct other *other) {
    if (own->head.upgrade_websocket && !other->parser.upgrade)
        return "it sees no upgrade";
    return own->head.keep_alive == other->keep_alive ? NULL : "another opinion on keep-alive";
}

/* ---- the differences that are meant ---- */

/* It passes over some elements beside a tab, and behind one that it does not know. */
static bool has_unknown_element(struct base_slice list) {
    struct base_slice element;
    size_t commas = 0, count = 0;
    for (size_t i = 0; list.ptr[i] != '\r'; i++) {
        if (list.ptr[i] == '\t')
            return true;
        commas += list.ptr[i] == ',';
    }
    for (; net_list_next(&list, &element); count++)
        if (!net_list_has_token(element, "close") && !net_list_has_token(element, "keep-alive") &&
            !net_list_has_token(element, "upgrade"))
            return true;
    return count != commas + 1;
}

static bool is_meant_of_connection(const struct net_head *head) {
    /* It takes this field, which no standard knows, for Connection. */
    if (net_head_field(head, "proxy-connection").ptr)
        return true;
    /* With both, it keeps a connection of HTTP/1.0; RFC 9112 section 9.3 closes it. */
    if (head->minor == 0 && net_head_has_token(head, "connection", "close"))
        return true;
    for (size_t i = 0; i < head->field_count; i++) {
        struct engineio_header field = net_head_field_at(head, i);
        if (net_list_has_token(field.name, "connection") && has_unknown_element(field.value))
            return true;
    }
    return false;
}

static bool has_text(const char *bytes, size_t length, const char *text) {
    size_t wanted = strlen(text);
    for (size_t i = 0; i + wanted <= length; i++)
        if (strncasecmp(bytes + i, text, wanted) == 0)
            return true;
    return false;
}

static const char length_name[] = "content-length", coding_name[] = "transfer-encoding";

/* It takes "Transfer-Encoding5" for Transfer-Encoding, but not its value for a coding. */
static bool is_meant_of_head(const struct net_head *head) {
    for (size_t i = 0; i < head->field_count; i++) {
        struct base_slice name = net_head_field_at(head, i).name;
        if (name.len >= sizeof coding_name && has_text(name.ptr, strlen(coding_name), coding_name))
            return true;
    }
    return false;
}

/* It reads these behind the last chunk too, where they say nothing (RFC 9110 section 6.5.1). */
static bool is_meant_of_body(const struct own *own) {
    const char *body = own->head.bytes + own->head.length;
    size_t size = own->taken - own->head.length;
    return own->head.chunked &&
           (has_text(body, size, length_name) || has_text(body, size, coding_name));
}

static const char *compare(const struct own *own, struct other *other) {
    const char *difference;
    if (own->state != NET_HEAD_DONE || is_meant_of_head(&own->head))
        return NULL;
    difference = compare_head(own, other);
    if (!difference && !is_meant_of_body(own))
        difference = compare_body(own, other);
    if (!difference && !is_meant_of_connection(&own->head))
        difference = compare_connection(own, other);
    return difference;
}

static const char *const differences[] = {
    "GET / HTTP/1.1\r\nHost: h\r\nProxy-Connection: close\r\n\r\n",
    "GET / HTTP/1.0\r\nConnection: close, keep-alive\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nConnection: , close\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nConnection: clos, close\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade,\tclose\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding5: chunked\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: x\r\n\r\n",
};

/* Complete requests to it, which we refuse: the rows of test_net_request say why. */
static const char *const lenient[] = {
    "GET / HTTP/1.1\nHost: h\n\n",
    "GET / HTTP/1.1\r\nHost: h\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET /\tb HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET /#b HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET *a HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
    "TRACE / HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nA b: c\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nContent-Length : 0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nA: \x01\r\n\r\n",
    "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;\n\r\na\r\n0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1 2\r\na\r\n0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\naXX0\r\n\r\n",
};

/* ---- tests ---- */

static void show(const struct net_input *input, const char *what) {
    (void)printf("%s:\n", what);
    for (size_t i = 0; i < input->length; i++) {
        unsigned char byte = (unsigned char)input->bytes[i];
        if (byte == '\n')
            (void)puts("\\n");
        else if (byte == '\r')
            (void)fputs("\\r", stdout);
        else if (byte < ' ' || byte > '~' || byte == '\\')
            (void)printf("\\x%02x", byte);
        else
            (void)putchar(byte);
    }
    (void)putchar('\n');
}

static struct own own;
static struct other other;

static void differences_are_real(void **state) {
    (void)state;
    for (size_t i = 0; i < NET_COUNT(differences); i++) {
        size_t length = strlen(differences[i]);
        read_own(&own, differences[i], length, NET_INPUT_MAX);
        ask(&other, differences[i], length);
        assert_int_equal(own.state, NET_HEAD_DONE);
        assert_true(compare_body(&own, &other) || compare_connection(&own, &other));
        assert_null(compare(&own, &other));
    }
}

static void it_is_lenient(void **state) {
    (void)state;
    for (size_t i = 0; i < NET_COUNT(lenient); i++) {
        size_t length = strlen(lenient[i]);
        read_own(&own, lenient[i], length, NET_INPUT_MAX);
        ask(&other, lenient[i], length);
        if (own.state != NET_HEAD_REFUSED && own.result != NET_CHUNKS_REFUSED)
            fail_msg("we accept %s", lenient[i]);
        if (!other.done)
            fail_msg("it refuses %s: %s", lenient[i],
                     http_errno_description(HTTP_PARSER_ERRNO(&other.parser)));
    }
}

static uint64_t inputs(void) {
    const char *full = getenv("ECHO_FULL");
    return full && strcmp(full, "1") == 0 ? 2000000 : 500000;
}

static void what_we_accept_is_the_same_to_it(void **state) {
    static struct net_input input;
    uint64_t heads = 0, bodies = 0, count = inputs();
    (void)state;
    for (uint64_t seed = 1; seed <= count; seed++) {
        net_input_make(&input, seed);
        read_own(&own, input.bytes, input.length, NET_INPUT_MAX);
        ask(&other, input.bytes, input.length);
        bool accepted = own.state == NET_HEAD_DONE;
        heads += accepted;
        bodies += accepted && own.result == NET_CHUNKS_END && own.body_length > 0;
        const char *difference = compare(&own, &other);
        if (difference) {
            show(&input, difference);
            fail_msg("seed %llu: %s (%s)", (unsigned long long)seed, difference,
                     http_errno_description(HTTP_PARSER_ERRNO(&other.parser)));
        }
    }
    /* Else this would say nothing. */
    if (heads < count / 5 || bodies < count / 20)
        fail_msg("only %llu heads and %llu bodies", (unsigned long long)heads,
                 (unsigned long long)bodies);
}

static bool is_same(const struct own *a, const struct own *b) {
    return a->state == b->state && a->head.fault == b->head.fault &&
           a->head.length == b->head.length && a->head.field_count == b->head.field_count &&
           memcmp(a->head.fields, b->head.fields, sizeof a->head.fields) == 0 &&
           base_slice_equal(a->head.method, b->head.method) &&
           base_slice_equal(a->head.target, b->head.target) && a->result == b->result &&
           a->chunks.fault == b->chunks.fault && a->body_length == b->body_length &&
           memcmp(a->body, b->body, a->body_length) == 0 && a->taken == b->taken;
}

static void pieces_change_nothing(void **state) {
    static struct net_input input;
    static struct own pieces;
    (void)state;
    for (uint64_t seed = 1; seed <= inputs() / 10; seed++) {
        net_input_make(&input, seed);
        read_own(&own, input.bytes, input.length, NET_INPUT_MAX);
        read_own(&pieces, input.bytes, input.length, 1 + seed % 11);
        if (!is_same(&own, &pieces)) {
            show(&input, "whole and in pieces");
            fail_msg("seed %llu", (unsigned long long)seed);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_real),
        cmocka_unit_test(it_is_lenient),
        cmocka_unit_test(what_we_accept_is_the_same_to_it),
        cmocka_unit_test(pieces_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
