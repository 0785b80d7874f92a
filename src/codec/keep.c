/* keep.c - copies of the text that decoded structs point to. */
#include "codec/schema.h"

/* ---- lists --------------------------------------------------------------------------------- */

/* The text of a list is copied without members that are null where that counts as absent: it may be
 * sent again, and null never is. */
struct copy {
    struct codec_in in; /* what is left */
    char *into;         /* NULL: its bytes are only counted */
    size_t length;
};

static void put(struct copy *copy, struct base_slice bytes) {
    if (copy->into)
        memcpy(copy->into + copy->length, bytes.ptr, bytes.len);
    copy->length += bytes.len;
}

static void copy_value(struct copy *copy, const struct codec_schema *schema);

/* Consumes the byte that is next, `begin` or a comma. False: the end, which is copied. */
static bool goes_on(struct copy *copy, char begin, char end) {
    char next = codec_in_peek(&copy->in);
    if ((next == begin || next == ',') && codec_in_expect(&copy->in, next))
        next = codec_in_peek(&copy->in);
    if (next && next != end)
        return true;
    (void)codec_in_expect(&copy->in, end);
    put(copy, base_slice(&end, 1));
    return false;
}

static void copy_items(struct copy *copy, const struct codec_schema *items) {
    put(copy, base_slice_of("["));
    for (bool first = true; goes_on(copy, '[', ']'); first = false) {
        put(copy, base_slice(",", first ? 0 : 1));
        copy_value(copy, items);
    }
}

static const struct codec_member *find_member(const struct codec_object_rules *rules,
                                              struct codec_text name) {
    for (size_t i = 0; i < rules->count; i++)
        if (codec_text_equal(name, codec_text_plain(rules->members[i].name)))
            return &rules->members[i];
    return NULL;
}

static bool is_absent(const struct copy *copy, const struct codec_object_rules *rules,
                      const struct codec_member *member) {
    return *copy->in.at == 'n' && rules->null_is_absent && member &&
           member->presence != CODEC_REQUIRED && !(member->schema->types & CODEC_NULL);
}

static void copy_members(struct copy *copy, const struct codec_object_rules *rules) {
    put(copy, base_slice_of("{"));
    for (bool first = true; goes_on(copy, '{', '}');) {
        struct codec_text name;
        const char *begin = copy->in.at;
        if (!codec_in_text(&copy->in, &name))
            return;
        const struct base_slice quoted = base_slice(begin, (size_t)(copy->in.at - begin));
        const struct codec_member *member = find_member(rules, name);
        if (!codec_in_expect(&copy->in, ':') || !codec_in_peek(&copy->in))
            return;
        if (is_absent(copy, rules, member)) {
            (void)codec_in_skip(&copy->in, NULL);
            continue;
        }
        put(copy, base_slice(",", first ? 0 : 1));
        put(copy, quoted);
        put(copy, base_slice_of(":"));
        copy_value(copy, member ? member->schema : NULL);
        first = false;
    }
}

static void copy_value(struct copy *copy, const struct codec_schema *schema) {
    struct base_slice raw;
    char first = codec_in_peek(&copy->in);
    if (first == '[' && schema && schema->array)
        copy_items(copy, schema->array->items);
    else if (first == '{' && schema && schema->object)
        copy_members(copy, schema->object);
    else if (codec_in_skip(&copy->in, &raw))
        put(copy, raw);
}

static size_t keep_list(const struct codec_schema *schema, struct codec_list *list, char *into) {
    struct copy copy = {.into = into};
    if (!list->raw.len)
        return 0;
    codec_in_init_again(&copy.in, list->raw);
    copy_value(&copy, schema);
    if (into)
        list->raw = base_slice(into, copy.length);
    return copy.length;
}

/* ---- the others ---------------------------------------------------------------------------- */

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
    case CODEC_STORE_LIST:
        return keep_list(schema, value, into);
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
