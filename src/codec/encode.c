/* encode.c - writes structs as JSON by their schemas, which what is written has to keep. */
#include "codec/check.h"
#include "codec/schema.h"

static bool bytes(struct codec_out *out, const char *literal) {
    return codec_out_bytes(out, base_slice_of(literal));
}

static bool encode_integer(struct codec_out *out, const struct codec_schema *schema,
                           int64_t value) {
    char digits[CODEC_INTEGER_SIZE];
    struct base_slice text = {digits, codec_out_write_integer(value, digits)};
    struct codec_number number = {.text = text, .is_integer = true, .fits = true, .integer = value};
    return codec_check_encoded_number(out, schema, &number) && codec_out_bytes(out, number.text);
}

static bool encode_double(struct codec_out *out, const struct codec_schema *schema, double value) {
    char digits[CODEC_DOUBLE_SIZE];
    struct base_slice text = {digits, codec_out_write_double(value, digits)};
    if (!text.len)
        return codec_out_double(out, value); /* which says why not */
    struct codec_number number = codec_number_read(text);
    return codec_check_encoded_number(out, schema, &number) && codec_out_bytes(out, text);
}

/* Decoded text is valid; a text without a byte may also be one that was never set. */
static bool encode_text(struct codec_out *out, const struct codec_schema *schema,
                        struct codec_text text) {
    bool unread = text.form == CODEC_TEXT_PLAIN || text.len == 0;
    return (!unread || codec_check_encoded_text(out, schema, text)) && codec_out_text(out, text);
}

static bool encode_enum(struct codec_out *out, const struct codec_schema *schema, int index) {
    if (!schema->values || index < 0 || (size_t)index >= schema->values->count)
        return codec_out_fail(out, CODEC_VALUE, "enum", "is not one of its values: number %d",
                              index);
    return bytes(out, schema->values->items[index].json);
}

static bool encode_open(struct codec_out *out, const struct codec_schema *schema,
                        const char *value) {
    int index;
    struct codec_text text;
    memcpy(&index, value + offsetof(struct codec_open_enum, value), sizeof index);
    memcpy(&text, value + offsetof(struct codec_open_enum, text), sizeof text);
    if (schema->values && index >= 0 && (size_t)index == schema->values->count)
        return encode_text(out, schema, text);
    return encode_enum(out, schema, index);
}

static bool encode_raw(struct codec_out *out, struct base_slice raw) {
    return raw.len ? codec_out_borrow(out, raw)
                   : codec_out_fail(out, CODEC_VALUE, "required", "has no value");
}

static bool encode_list(struct codec_out *out, const struct codec_schema *schema,
                        const struct codec_list *list) {
    const struct codec_array_rules *rules = schema->array;
    if (list->raw.len)
        return codec_out_borrow(out, list->raw);
    if (rules && !codec_check_encoded_count(out, rules, list->count))
        return false;
    if (list->count && (!rules || !rules->items || !rules->stride))
        return codec_out_fail(out, CODEC_VALUE, "items", "has items of an unknown kind");
    const char *item = list->items;
    for (size_t i = 0; i < list->count; i++, item += rules->stride)
        if (!bytes(out, i ? "," : "[") || !codec_encode(out, rules->items, item))
            return codec_out_failed_item(out, i);
    return bytes(out, list->count ? "]" : "[]");
}

static bool encode_record(struct codec_out *out, const struct codec_schema *schema,
                          const char *value) {
    const struct codec_object_rules *rules = schema->object;
    if (rules->raw_offset != CODEC_NO_OFFSET) {
        struct base_slice raw;
        memcpy(&raw, value + rules->raw_offset, sizeof raw);
        if (raw.len)
            return codec_out_borrow(out, raw);
    }
    char separator = '{';
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (!codec_check_is_there(rules, member, value)) {
            if (member->presence == CODEC_REQUIRED)
                return codec_out_fail(out, CODEC_VALUE, "required", "lacks the member \"%.*s\"",
                                      (int)member->name.len, member->name.ptr);
            continue;
        }
        if (!codec_out_name(out, separator, member->name) ||
            !codec_encode(out, member->schema, value + member->offset))
            return codec_out_failed_member(out, member->name);
        separator = ',';
    }
    return bytes(out, separator == '{' ? "{}" : "}");
}

bool codec_encode(struct codec_out *out, const struct codec_schema *schema, const void *value) {
    switch (schema->store) {
    case CODEC_STORE_BOOL:
        return bytes(out, *(const bool *)value ? "true" : "false");
    case CODEC_STORE_INT32:
        return encode_integer(out, schema, *(const int32_t *)value);
    case CODEC_STORE_INT64:
        return encode_integer(out, schema, *(const int64_t *)value);
    case CODEC_STORE_DOUBLE:
        return encode_double(out, schema, *(const double *)value);
    case CODEC_STORE_TEXT:
        return encode_text(out, schema, *(const struct codec_text *)value);
    case CODEC_STORE_ENUM:
        return encode_enum(out, schema, *(const int *)value);
    case CODEC_STORE_OPEN_ENUM:
        return encode_open(out, schema, value);
    case CODEC_STORE_RECORD:
        return encode_record(out, schema, value);
    case CODEC_STORE_LIST:
        return encode_list(out, schema, value);
    case CODEC_STORE_RAW:
        return encode_raw(out, *(const struct base_slice *)value);
    case CODEC_STORE_INT_OR_TEXT: {
        const struct codec_int_or_text *either = value;
        return either->is_text ? encode_text(out, schema, either->text)
                               : encode_integer(out, schema, either->integer);
    }
    case CODEC_STORE_NONE:
        break;
    }
    return codec_out_fail(out, CODEC_VALUE, "", "cannot be encoded: its schema stores nothing");
}
