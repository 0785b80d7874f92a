#include "engineio/query.h"

#include "engineio/network.h"

/* One parameter's value: whether it was given, and its decoded text, empty when it is too long to
 * be any value that is known. */
struct value {
    bool given;
    size_t len;
    char text[ENGINEIO_QUERY_VALUE + 1];
};

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next character of an encoded text; a percent sign without two digits stands for itself. */
static char next_character(struct base_slice *text) {
    char c = *text->ptr;
    size_t used = 1;
    if (c == '+') {
        c = ' ';
    } else if (c == '%' && text->len > 2) {
        int high = hex_digit(text->ptr[1]);
        int low = hex_digit(text->ptr[2]);
        if (high >= 0 && low >= 0) {
            c = (char)(high << 4 | low);
            used = 3;
        }
    }
    text->ptr += used;
    text->len -= used;
    return c;
}

/* Its length; 0 where it is longer than `size`. */
static size_t decode_into(char *out, size_t size, struct base_slice encoded) {
    size_t len = 0;
    for (; encoded.len; len++) {
        char c = next_character(&encoded);
        if (len >= size)
            return 0;
        out[len] = c;
    }
    return len;
}

static void decode(struct value *value, struct base_slice encoded) {
    value->len = decode_into(value->text, ENGINEIO_QUERY_VALUE, encoded);
}

static bool value_is(const struct value *value, const char *text) {
    return base_slice_equal(base_slice(value->text, value->len), base_slice_of(text));
}

/* The part of `*rest` before the first `separator`, which is taken off with it. */
static struct base_slice take(struct base_slice *rest, char separator) {
    const char *end = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    struct base_slice part = base_slice(rest->ptr, len);
    *rest = end ? base_slice(end + 1, rest->len - len - 1) : base_slice(NULL, 0);
    return part;
}

enum {
    TRANSPORT,
    VERSION,
    SID,
    KNOWN
};

static void read_parameter(struct value values[KNOWN], struct base_slice parameter) {
    static const char *const names[KNOWN] = {"transport", "EIO", "sid"};
    struct value name = {.given = false};
    decode(&name, take(&parameter, '='));
    for (int i = 0; i < KNOWN; i++) {
        if (!value_is(&name, names[i]))
            continue;
        decode(&values[i], parameter); /* given twice, the last one counts */
        values[i].given = parameter.len > 0;
    }
}

static enum engineio_transport transport_of(const struct value *value) {
    if (value_is(value, "polling"))
        return ENGINEIO_TRANSPORT_POLLING;
    return value_is(value, "websocket") ? ENGINEIO_TRANSPORT_WEBSOCKET : ENGINEIO_TRANSPORT_UNKNOWN;
}

struct engineio_query engineio_query_parse(struct base_slice query) {
    struct value values[KNOWN] = {{.given = false}, {.given = false}, {.given = false}};
    while (query.len)
        read_parameter(values, take(&query, '&'));
    struct engineio_query parsed = {.transport = transport_of(&values[TRANSPORT]),
                                    .version_4 = value_is(&values[VERSION], "4"),
                                    .has_sid = values[SID].given,
                                    .sid_len = values[SID].len};
    memcpy(parsed.sid, values[SID].text, values[SID].len);
    return parsed;
}

struct base_slice engineio_head_parameter(const struct engineio_head *head, struct base_slice name,
                                          char *out, size_t size) {
    struct base_slice query = head->query;
    size_t len = 0;
    while (query.len) {
        struct value given = {.given = false};
        struct base_slice parameter = take(&query, '&');
        decode(&given, take(&parameter, '='));
        if (base_slice_equal(base_slice(given.text, given.len), name))
            len = decode_into(out, size, parameter);
    }
    return base_slice(out, len);
}
