/* encode.c - writes structs as JSON by their schemas, which what is written has to keep. */
#include "codec/check.h"
#include "codec/scan.h"
#include "codec/schema.h"

/* Most values are small: encode_value has no frame of its own, so that they do not pay for one. */
#define APART __attribute__((noinline)) static

/*
 * Where the next byte goes. What lies between the own bytes that `out` counts and `at` is written,
 * and not counted yet: so a value costs a comparison and a copy. What is rare (large values, text
 * to escape, failures) is for `out`, which counts first.
 */
struct pen {
    struct codec_out *out;
    char *at, *end;
};

static struct pen pen_of(struct codec_out *out) {
    return (struct pen){out, out->own + out->own_length, out->own + out->own_capacity};
}

/* Has `out` count what is written. */
static struct codec_out *settle(struct pen *pen) {
    struct codec_out *out = pen->out;
    size_t written = (size_t)(pen->at - (out->own + out->own_length));
    if (written)
        (void)codec_out_claim(out, written);
    return out;
}

/* After `out` has written: goes on behind that. */
static bool resume(struct pen *pen, bool done) {
    pen->at = pen->out->own + pen->out->own_length;
    return done;
}

static bool fits(const struct pen *pen, size_t len) {
    return (size_t)(pen->end - pen->at) >= len;
}

static void put(struct pen *pen, const char *bytes, size_t len) {
    memcpy(pen->at, bytes, len);
    pen->at += len;
}

static bool put_bytes(struct pen *pen, const char *bytes, size_t len) {
    if (!fits(pen, len))
        return resume(pen, codec_out_bytes(settle(pen), base_slice(bytes, len)));
    put(pen, bytes, len);
    return true;
}

static bool put_byte(struct pen *pen, char byte) {
    return put_bytes(pen, &byte, 1);
}

static bool put_literal(struct pen *pen, const char *literal) {
    return put_bytes(pen, literal, strlen(literal));
}

static bool put_borrowed(struct pen *pen, struct base_slice raw) {
    return resume(pen, codec_out_borrow(settle(pen), raw));
}

/* Text that needs no escaping, as far as a look at it tells. */
static bool is_clean(const struct codec_text *text) {
    return text->form != CODEC_TEXT_PLAIN ||
           codec_scan_string(text->ptr, text->ptr + text->len) == text->ptr + text->len;
}

static bool put_text(struct pen *pen, const struct codec_text *text) {
    size_t len = text->len;
    if (!len || len >= CODEC_BORROW_MIN || !fits(pen, len + 2) || !is_clean(text))
        return resume(pen, codec_out_text(settle(pen), *text));
    char *at = pen->at;
    at[0] = at[len + 1] = '"';
    memcpy(at + 1, text->ptr, len);
    pen->at = at + len + 2;
    return true;
}

static bool put_name(struct pen *pen, char separator, const struct codec_member *member) {
    size_t len = member->name.len + 4;
    if (!member->quoted || !fits(pen, len))
        return resume(pen, codec_out_name(settle(pen), separator, member->name));
    char *at = pen->at;
    put(pen, member->name.ptr - 2, len);
    *at = separator;
    return true;
}

/* ---- values -------------------------------------------------------------------------------- */

static bool encode_value(struct pen *pen, const struct codec_schema *schema, const void *value);

static bool check_number(struct pen *pen, const struct codec_schema *schema,
                         const struct codec_number *number) {
    return codec_check_keeps_number(schema, number) ||
           codec_check_fail_number(settle(pen), schema, number);
}

/* Whether the schema allows the integer whose digits these are. */
static bool check_integer(struct pen *pen, const struct codec_schema *schema, int64_t value,
                          struct base_slice digits) {
    if (!schema->number && !schema->values)
        return true;
    struct codec_number number = {
        .text = digits, .is_integer = true, .fits = true, .integer = value};
    return check_number(pen, schema, &number);
}

static bool encode_integer(struct pen *pen, const struct codec_schema *schema, int64_t value) {
    char apart[CODEC_INTEGER_SIZE], *digits = fits(pen, sizeof apart) ? pen->at : apart;
    size_t len = codec_out_write_integer(value, digits);
    if (!check_integer(pen, schema, value, base_slice(digits, len)))
        return false;
    if (digits == apart)
        return put_bytes(pen, digits, len);
    pen->at += len;
    return true;
}

APART bool encode_double(struct pen *pen, const struct codec_schema *schema, double value) {
    char digits[CODEC_DOUBLE_SIZE];
    struct base_slice text = {digits, codec_out_write_double(value, digits)};
    if (!text.len)
        return codec_out_double(settle(pen), value); /* which says why not */
    struct codec_number number = codec_number_read(text);
    return check_number(pen, schema, &number) && put_bytes(pen, text.ptr, text.len);
}

/* Decoded text is valid; a text without a byte may also be one that was never set. */
static bool encode_text(struct pen *pen, const struct codec_schema *schema,
                        const struct codec_text *text) {
    bool unread = text->form == CODEC_TEXT_PLAIN || text->len == 0;
    return (!unread || codec_check_encoded_text(settle(pen), schema, *text)) && put_text(pen, text);
}

/* Mostly the value without its quotes, which tells how long it is. */
static size_t json_length(const struct codec_value *value) {
    size_t quoted = value->string.len + 2;
    return value->type == CODEC_STRING && !value->json[quoted] ? quoted : strlen(value->json);
}

APART bool encode_enum(struct pen *pen, const struct codec_schema *schema, int index) {
    if (!schema->values || index < 0 || (size_t)index >= schema->values->count)
        return codec_out_fail(settle(pen), CODEC_VALUE, "enum",
                              "is not one of its values: number %d", index);
    const struct codec_value *value = &schema->values->items[index];
    return put_bytes(pen, value->json, json_length(value));
}

APART bool encode_open(struct pen *pen, const struct codec_schema *schema, const char *value) {
    int index;
    struct codec_text text;
    memcpy(&index, value + offsetof(struct codec_open_enum, value), sizeof index);
    memcpy(&text, value + offsetof(struct codec_open_enum, text), sizeof text);
    if (schema->values && index >= 0 && (size_t)index == schema->values->count)
        return encode_text(pen, schema, &text);
    return encode_enum(pen, schema, index);
}

APART bool encode_raw(struct pen *pen, const struct base_slice *raw) {
    return raw->len ? put_borrowed(pen, *raw)
                    : codec_out_fail(settle(pen), CODEC_VALUE, "required", "has no value");
}

APART bool encode_either(struct pen *pen, const struct codec_schema *schema,
                         const struct codec_int_or_text *either) {
    return either->is_text ? encode_text(pen, schema, &either->text)
                           : encode_integer(pen, schema, either->integer);
}

APART bool encode_nothing(struct pen *pen) {
    return codec_out_fail(settle(pen), CODEC_VALUE, "",
                          "cannot be encoded: its schema stores nothing");
}

APART bool encode_list(struct pen *pen, const struct codec_schema *schema,
                       const struct codec_list *list) {
    const struct codec_array_rules *rules = schema->array;
    if (list->raw.len)
        return put_borrowed(pen, list->raw);
    if (rules && !codec_check_encoded_count(settle(pen), rules, list->count))
        return false;
    if (list->count && (!rules || !rules->items || !rules->stride))
        return codec_out_fail(settle(pen), CODEC_VALUE, "items", "has items of an unknown kind");
    const char *item = list->items;
    for (size_t i = 0; i < list->count; i++, item += rules->stride)
        if (!put_byte(pen, i ? ',' : '[') || !encode_value(pen, rules->items, item))
            return codec_out_failed_item(pen->out, i);
    return list->count ? put_byte(pen, ']') : put_literal(pen, "[]");
}

APART bool encode_record(struct pen *pen, const struct codec_schema *schema, const char *value) {
    const struct codec_object_rules *rules = schema->object;
    if (rules->raw_offset != CODEC_NO_OFFSET) {
        struct base_slice raw;
        memcpy(&raw, value + rules->raw_offset, sizeof raw);
        if (raw.len)
            return put_borrowed(pen, raw);
    }
    uint32_t has = UINT32_MAX;
    if (rules->has_offset != CODEC_NO_OFFSET)
        memcpy(&has, value + rules->has_offset, sizeof has);
    char separator = '{';
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (!codec_check_is_there(has, member)) {
            if (member->presence == CODEC_REQUIRED)
                return codec_out_fail(settle(pen), CODEC_VALUE, "required",
                                      "lacks the member \"%.*s\"", (int)member->name.len,
                                      member->name.ptr);
            continue;
        }
        if (!put_name(pen, separator, member) ||
            !encode_value(pen, member->schema, value + member->offset))
            return codec_out_failed_member(pen->out, member->name);
        separator = ',';
    }
    return separator == '{' ? put_literal(pen, "{}") : put_byte(pen, '}');
}

static bool encode_value(struct pen *pen, const struct codec_schema *schema, const void *value) {
    switch (schema->store) {
    case CODEC_STORE_BOOL:
        return put_literal(pen, *(const bool *)value ? "true" : "false");
    case CODEC_STORE_INT32:
        return encode_integer(pen, schema, *(const int32_t *)value);
    case CODEC_STORE_INT64:
        return encode_integer(pen, schema, *(const int64_t *)value);
    case CODEC_STORE_DOUBLE:
        return encode_double(pen, schema, *(const double *)value);
    case CODEC_STORE_TEXT:
        return encode_text(pen, schema, value);
    case CODEC_STORE_ENUM:
        return encode_enum(pen, schema, *(const int *)value);
    case CODEC_STORE_OPEN_ENUM:
        return encode_open(pen, schema, value);
    case CODEC_STORE_RECORD:
        return encode_record(pen, schema, value);
    case CODEC_STORE_LIST:
        return encode_list(pen, schema, value);
    case CODEC_STORE_RAW:
        return encode_raw(pen, value);
    case CODEC_STORE_INT_OR_TEXT:
        return encode_either(pen, schema, value);
    case CODEC_STORE_NONE:
        break;
    }
    return encode_nothing(pen);
}

bool codec_encode(struct codec_out *out, const struct codec_schema *schema, const void *value) {
    if (out->error.code != CODEC_OK)
        return false;
    struct pen pen = pen_of(out);
    bool done = encode_value(&pen, schema, value);
    (void)settle(&pen);
    return done;
}
