/* keep.c - copies of the text that decoded structs point to. */
#include "codec/schema.h"

static size_t keep_bytes(const char **at, size_t len, char *into) {
    if (into && *at) {
        memcpy(into, *at, len);
        *at = into;
    }
    return len;
}

/* A generated struct of the same shape. */
static size_t keep_open(char *value, char *into) {
    struct codec_text text;
    char *at = value + offsetof(struct codec_open_enum, text);
    memcpy(&text, at, sizeof text);
    size_t len = keep_bytes(&text.ptr, text.len, into);
    memcpy(at, &text, sizeof text);
    return len;
}

static size_t keep_record(const struct codec_object_rules *rules, char *value, char *into) {
    size_t len = 0;
    if (rules->raw_offset != CODEC_NO_OFFSET) {
        struct base_slice *raw = (void *)(value + rules->raw_offset);
        len += keep_bytes(&raw->ptr, raw->len, into);
    }
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (member->offset != CODEC_NO_OFFSET)
            len += codec_keep(member->schema, value + member->offset, into ? into + len : NULL);
    }
    return len;
}

size_t codec_keep(const struct codec_schema *schema, void *value, char *into) {
    switch (schema->store) {
    case CODEC_STORE_TEXT: {
        struct codec_text *text = value;
        return keep_bytes(&text->ptr, text->len, into);
    }
    case CODEC_STORE_INT_OR_TEXT: {
        struct codec_int_or_text *either = value;
        return either->is_text ? keep_bytes(&either->text.ptr, either->text.len, into) : 0;
    }
    case CODEC_STORE_OPEN_ENUM:
        return keep_open(value, into);
    case CODEC_STORE_RAW: {
        struct base_slice *raw = value;
        return keep_bytes(&raw->ptr, raw->len, into);
    }
    case CODEC_STORE_LIST: {
        struct codec_list *list = value;
        return keep_bytes(&list->raw.ptr, list->raw.len, into);
    }
    case CODEC_STORE_RECORD:
        return keep_record(schema->object, value, into);
    case CODEC_STORE_NONE:
    case CODEC_STORE_BOOL:
    case CODEC_STORE_INT32:
    case CODEC_STORE_INT64:
    case CODEC_STORE_DOUBLE:
    case CODEC_STORE_ENUM:
        break;
    }
    return 0;
}
