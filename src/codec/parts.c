/* parts.c - encoding a struct part by part. */
#include "codec/check.h"
#include "codec/schema.h"

static bool bytes(struct codec_out *out, const char *literal) {
    return codec_out_bytes(out, base_slice_of(literal));
}

/* The items of a member that are parts of their own; 0: it is one part. */
static size_t items_of(const struct codec_member *member, const char *value) {
    const struct codec_list *list = (const void *)(value + member->offset);
    const struct codec_array_rules *rules = member->schema->array;
    bool splits = member->schema->store == CODEC_STORE_LIST && !list->raw.len && rules &&
                  rules->items && rules->stride;
    return splits ? list->count : 0;
}

static bool encode_item(struct codec_out *out, const struct codec_member *member,
                        const struct codec_list *list, size_t index) {
    const struct codec_array_rules *rules = member->schema->array;
    const char *item = (const char *)list->items + index * rules->stride;
    if (index == 0 && !codec_check_encoded_count(out, rules, list->count))
        return false;
    if (!bytes(out, index ? "," : "[") || !codec_encode(out, rules->items, item))
        return codec_out_failed_item(out, index);
    return index + 1 < list->count || bytes(out, "]");
}

/* `index` is of the items; `first`: the member is the first one of the record. */
static bool encode_member(struct codec_out *out, const struct codec_member *member,
                          const char *value, size_t index, bool first) {
    const void *at = value + member->offset;
    if (index == 0 && !codec_out_name(out, first ? '{' : ',', member->name))
        return false;
    if (items_of(member, value) ? !encode_item(out, member, at, index)
                                : !codec_encode(out, member->schema, at))
        return codec_out_failed_member(out, member->name);
    return true;
}

bool codec_encode_part(struct codec_out *out, const struct codec_schema *schema, const void *value,
                       size_t part, bool *last) {
    const struct codec_object_rules *rules = schema->object;
    const struct codec_member *found = NULL;
    size_t before = 0, total = 0;
    uint32_t has = UINT32_MAX;
    if (rules->has_offset != CODEC_NO_OFFSET)
        memcpy(&has, (const char *)value + rules->has_offset, sizeof has);
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (!codec_check_is_there(has, member))
            continue;
        const size_t items = items_of(member, value), parts = items ? items : 1;
        if (part >= total && part < total + parts) {
            found = member;
            before = total;
        }
        total += parts;
    }
    *last = part + 1 >= total;
    if (!found)
        return bytes(out, "{}");
    return encode_member(out, found, value, part - before, before == 0) &&
           (!*last || bytes(out, "}"));
}
