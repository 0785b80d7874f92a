#include "codec/check.h"

#include "base/print.h"
#include "codec/chars.h"
#include "codec/closest.h"
#include "codec/equal.h"
#include "codec/uuid.h"

#include <inttypes.h>
#include <stdio.h>

/* How much of a value a message shows. */
#define EXCERPT_MAX 40
/* How much of a list of allowed values a message shows. */
#define LIST_SIZE 160

/* Letters that a name must have to be taken for the beginning of another. */
#define BEGINNING_MIN 4

/* What is said of values that are read and of values that are written. */
#define TOO_LONG "is %zu characters long, but at most %" PRIu64 " are allowed"
#define TOO_SHORT "is %zu characters long, but at least %" PRIu64 " are required"
#define EMPTY "is empty (%zu characters), but at least %" PRIu64 " are required"
#define NO_MATCH "must match the pattern %s"
#define NO_UUID "must be a UUID such as 123e4567-e89b-42d3-a456-426614174000"
#define TOO_FEW "must have at least %" PRIu64 " %s, not %zu"
#define TOO_MANY "must have at most %" PRIu64 " %s, not %zu"

/* `text`, or its start and "...", cut between characters. */
static void excerpt(struct base_slice text, char *out) {
    size_t len = text.len;
    if (len > EXCERPT_MAX) {
        len = EXCERPT_MAX;
        while (len > 0 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
            len--;
    }
    memcpy(out, text.ptr, len);
    memcpy(out + len, "...", 4);
    if (len == text.len)
        out[len] = '\0';
}

/* ---- types ---------------------------------------------------------------------------------- */

static const char *type_name(enum codec_type type) {
    switch (type) {
    case CODEC_NULL:
        return "null";
    case CODEC_BOOLEAN:
        return "a boolean";
    case CODEC_INTEGER:
        return "an integer";
    case CODEC_FRACTION:
        return "a number with a fraction";
    case CODEC_STRING:
        return "a string";
    case CODEC_ARRAY:
        return "an array";
    default:
        return "an object";
    }
}

/* "an integer or a string" */
static void list_types(unsigned types, char *out, size_t size) {
    bool number = (types & CODEC_NUMBER) == CODEC_NUMBER;
    if (number)
        types &= ~(unsigned)CODEC_FRACTION;
    size_t used = 0;
    out[0] = '\0';
    for (unsigned bit = 1; bit <= CODEC_OBJECT; bit <<= 1) {
        if (!(types & bit))
            continue;
        const char *name =
            bit == CODEC_INTEGER && number ? "a number" : type_name((enum codec_type)bit);
        used += base_print(out + used, size - used, "%s%s", used ? " or " : "", name);
    }
}

void codec_check_refuse_type(struct codec_walk *walk, const struct codec_schema *schema,
                             enum codec_type type, const char *at) {
    if (schema->types == 0 || !codec_walk_wants(walk, CODEC_IS_ERROR)) {
        codec_walk_broken(walk, CODEC_IS_ERROR, "false schema", at,
                          "is not allowed here, whatever its value");
        return;
    }
    char wanted[128];
    list_types(schema->types, wanted, sizeof wanted);
    codec_walk_broken(walk, CODEC_IS_ERROR, "type", at, "must be %s, not %s", wanted,
                      type_name(type));
}

/* ---- enum, const --------------------------------------------------------------------------- */

/* `"a", "b", 3`, cut after the last that fits into `size` bytes. False: it has been cut. */
static bool list_values(const struct codec_values *values, char *list, size_t size) {
    size_t used = 0;
    for (size_t i = 0; i < values->count; i++) {
        char shown[EXCERPT_MAX + 4];
        excerpt(base_slice_of(values->items[i].json), shown);
        if (used + strlen(shown) + sizeof ", , ..." > size) {
            memcpy(list + used, ", ...", sizeof ", ...");
            return false;
        }
        used += (size_t)sprintf(list + used, "%s%s", i ? ", " : "", shown);
    }
    return true;
}

/* The allowed text that was probably meant; an empty slice if none. */
static struct base_slice closest_value(const struct codec_values *values,
                                       const struct codec_text *string) {
    char plain[128];
    size_t len = string ? codec_text_copy(*string, plain, sizeof plain) : 0;
    struct codec_closest search = codec_closest(base_slice(plain, len));
    for (size_t i = 0; len && len <= sizeof plain && i < values->count; i++)
        if (values->items[i].type == CODEC_STRING)
            codec_closest_try(&search, values->items[i].string);
    return search.best;
}

/* Longest sentence about values, before it is cut as a message. */
#define VALUES_SIZE (LIST_SIZE + 2 * EXCERPT_MAX + 96)

static const char *values_keyword(const struct codec_values *values) {
    return values->is_const ? "const" : "enum";
}

static void describe_values(const struct codec_values *values, struct base_slice raw,
                            const struct codec_text *string, char *sentence) {
    char list[LIST_SIZE], shown[EXCERPT_MAX + 4], closest[EXCERPT_MAX + 4] = "";
    if (!list_values(values, list, LIST_SIZE)) { /* what was meant may have been cut off */
        struct base_slice meant = closest_value(values, string);
        if (meant.len) {
            excerpt(meant, closest);
            (void)list_values(values, list, LIST_SIZE - sizeof closest);
        }
    }
    excerpt(raw, shown);
    (void)snprintf(sentence, VALUES_SIZE, "must be %s%s, not %s%s%s%s",
                   values->count == 1 ? "" : "one of ", list, shown,
                   *closest ? "; did you mean \"" : "", closest, *closest ? "\"?" : "");
}

static void values_finding(struct codec_walk *walk, enum codec_weight weight,
                           const struct codec_values *values, struct base_slice raw,
                           const struct codec_text *string) {
    char sentence[VALUES_SIZE] = "";
    if (codec_walk_wants(walk, weight))
        describe_values(values, raw, string, sentence);
    codec_walk_broken(walk, weight, values_keyword(values), raw.ptr, "%s", sentence);
}

static size_t find_value(const struct codec_values *values, unsigned types, struct base_slice raw,
                         const struct codec_text *string) {
    for (size_t i = 0; i < values->count; i++) {
        const struct codec_value *value = &values->items[i];
        if (!(value->type & types))
            continue;
        if (string) {
            struct codec_text plain = {value->string.ptr, value->string.len, CODEC_TEXT_CLEAN};
            if (codec_text_equal(*string, plain))
                return i;
        } else if (codec_equal(raw, base_slice_of(value->json))) {
            return i;
        }
    }
    return CODEC_NO_VALUE;
}

static size_t check_values(struct codec_walk *walk, enum codec_weight weight,
                           const struct codec_values *values, unsigned types, struct base_slice raw,
                           const struct codec_text *string) {
    if (!values)
        return CODEC_NO_VALUE;
    size_t found = find_value(values, types, raw, string);
    if (found == CODEC_NO_VALUE && !values->is_open)
        values_finding(walk, weight, values, raw, string);
    return found;
}

void codec_check_word(struct codec_walk *walk, const struct codec_schema *schema,
                      struct base_slice word) {
    unsigned types = CODEC_NULL | CODEC_BOOLEAN;
    (void)check_values(walk, CODEC_IS_ERROR, schema->values, types, word, NULL);
    if (schema->deviation)
        (void)check_values(walk, CODEC_IS_DEVIATION, schema->deviation->values, types, word, NULL);
}

/* ---- numbers ------------------------------------------------------------------------------- */

static const struct {
    const char *keyword, *sentence;
} bound_words[] = {
    [CODEC_MINIMUM] = {"minimum", "must be at least %s, not %s"},
    [CODEC_MAXIMUM] = {"maximum", "must be at most %s, not %s"},
    [CODEC_EXCLUSIVE_MINIMUM] = {"exclusiveMinimum", "must be greater than %s, not %s"},
    [CODEC_EXCLUSIVE_MAXIMUM] = {"exclusiveMaximum", "must be less than %s, not %s"},
    [CODEC_MULTIPLE_OF] = {"multipleOf", "must be a multiple of %s, not %s"},
};

#define LESS 1u
#define EQUAL 2u
#define GREATER 4u

/* How a number may compare with each kind of bound. */
static const unsigned allowed[] = {
    [CODEC_MINIMUM] = EQUAL | GREATER,
    [CODEC_MAXIMUM] = LESS | EQUAL,
    [CODEC_EXCLUSIVE_MINIMUM] = GREATER,
    [CODEC_EXCLUSIVE_MAXIMUM] = LESS,
};

/* Numbers of any size, and fractions. */
static bool is_within_exactly(const struct codec_bound *bound, struct base_slice number) {
    struct base_slice limit = base_slice_of(bound->value.text);
    if (bound->kind == CODEC_MULTIPLE_OF)
        return codec_number_multiple_of(number, limit);
    int order = codec_number_compare(number, limit);
    return allowed[bound->kind] & (order < 0 ? LESS : order > 0 ? GREATER : EQUAL);
}

static bool is_within(const struct codec_bound *bound, const struct codec_number *number) {
    if (!number->fits || !bound->value.is_integer)
        return is_within_exactly(bound, number->text);
    int64_t integer = number->integer, limit = bound->value.integer;
    if (bound->kind == CODEC_MULTIPLE_OF)
        return integer % limit == 0;
    return allowed[bound->kind] & (integer < limit ? LESS : integer > limit ? GREATER : EQUAL);
}

/* The first bound from the one at `at` on that the number breaks; their count if there is none. */
static size_t find_broken(const struct codec_number_rules *rules, size_t at,
                          const struct codec_number *number) {
    while (at < rules->count && is_within(&rules->bounds[at], number))
        at++;
    return at;
}

static size_t find_number(const struct codec_values *values, const struct codec_number *number) {
    for (size_t i = 0; i < values->count; i++) {
        const struct codec_value *value = &values->items[i];
        if (!(value->type & CODEC_NUMBER))
            continue;
        struct codec_number known = codec_number_read(base_slice_of(value->json));
        if (number->fits && known.fits ? number->integer == known.integer
                                       : codec_number_compare(number->text, known.text) == 0)
            return i;
    }
    return CODEC_NO_VALUE;
}

static void check_number_values(struct codec_walk *walk, enum codec_weight weight,
                                const struct codec_values *values,
                                const struct codec_number *number) {
    if (values && !values->is_open && find_number(values, number) == CODEC_NO_VALUE)
        values_finding(walk, weight, values, number->text, NULL);
}

static void check_bounds(struct codec_walk *walk, enum codec_weight weight,
                         const struct codec_number_rules *rules,
                         const struct codec_number *number) {
    if (!rules)
        return;
    for (size_t i = 0; (i = find_broken(rules, i, number)) < rules->count; i++) {
        const struct codec_bound *bound = &rules->bounds[i];
        char shown[EXCERPT_MAX + 4];
        excerpt(number->text, shown);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        codec_walk_broken(walk, weight, bound_words[bound->kind].keyword, number->text.ptr,
                          bound_words[bound->kind].sentence, bound->value.text, shown);
#pragma GCC diagnostic pop
    }
}

void codec_check_number(struct codec_walk *walk, const struct codec_schema *schema,
                        const struct codec_number *number) {
    double value;
    bool too_wide = !(schema->types & CODEC_FRACTION) && !number->fits;
    if (too_wide ||
        (schema->store == CODEC_STORE_DOUBLE && !codec_number_double(number->text, &value))) {
        /* as with any other value of the wrong type, its rules do not matter */
        codec_walk_broken(walk, CODEC_IS_ERROR, "type", number->text.ptr, "%s",
                          too_wide ? "must be an integer of 64 bits (-9223372036854775808 to "
                                     "9223372036854775807)"
                                   : "is too large for a double-precision number");
        return;
    }
    check_number_values(walk, CODEC_IS_ERROR, schema->values, number);
    check_bounds(walk, CODEC_IS_ERROR, schema->number, number);
    if (schema->deviation) {
        check_number_values(walk, CODEC_IS_DEVIATION, schema->deviation->values, number);
        check_bounds(walk, CODEC_IS_DEVIATION, schema->deviation->number, number);
    }
}

/* ---- strings ------------------------------------------------------------------------------- */

static uint16_t symbol_of(const struct codec_pattern *pattern, uint32_t code_point) {
    size_t low = 0, high = pattern->range_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct codec_symbol_range *range = &pattern->ranges[middle];
        if (code_point < range->first)
            high = middle;
        else if (code_point > range->last)
            low = middle + 1;
        else
            return range->symbol;
    }
    return 0;
}

static bool pattern_matches(const struct codec_pattern *pattern, struct codec_text text) {
    size_t state = 0;
    uint32_t code_point;
    for (struct codec_chars chars = codec_chars(text);
         !(pattern->accept[state] & CODEC_PATTERN_ALWAYS) && codec_chars_next(&chars, &code_point);)
        state = pattern->next[state * pattern->symbols + symbol_of(pattern, code_point)];
    return pattern->accept[state] & (CODEC_PATTERN_ALWAYS | CODEC_PATTERN_AT_END);
}

/* A character is one to four bytes of UTF-8 (escapes take more): often there is no need to count.
 */
static bool is_clearly_within(const struct codec_string_rules *rules,
                              const struct codec_text *text) {
    return text->len <= rules->max_length &&
           (rules->min_length == 0 ||
            (text->form != CODEC_TEXT_JSON && (text->len + 3) / 4 >= rules->min_length));
}

static void check_length(struct codec_walk *walk, enum codec_weight weight,
                         const struct codec_string_rules *rules,
                         const struct codec_check_string *string) {
    if (!string->counted && is_clearly_within(rules, &string->text))
        return;
    size_t length = string->counted ? string->length : codec_text_length(string->text);
    if (length > rules->max_length)
        codec_walk_broken(walk, weight, "maxLength", string->start, TOO_LONG, length,
                          rules->max_length);
    if (length < rules->min_length)
        codec_walk_broken(walk, weight, "minLength", string->start, length == 0 ? EMPTY : TOO_SHORT,
                          length, rules->min_length);
}

static void check_base64(struct codec_walk *walk, enum codec_weight weight,
                         const struct codec_check_string *string) {
    if (!string->wrong)
        return;
    const char *end = string->text.ptr + string->text.len;
    struct codec_text good = string->text;
    good.len = (size_t)(string->wrong - good.ptr);
    size_t before = codec_text_length(good);
    if (string->wrong == end)
        codec_walk_broken(walk, weight, "contentEncoding", string->start,
                          "is not base64 (RFC 4648 with padding): its length, %zu, is not a "
                          "multiple of 4",
                          string->length);
    else
        codec_walk_broken(walk, weight, "contentEncoding", string->start,
                          "is not base64 (RFC 4648 with padding): character %zu does not belong "
                          "there",
                          before + 1);
}

static void check_rules(struct codec_walk *walk, enum codec_weight weight,
                        const struct codec_string_rules *rules,
                        const struct codec_check_string *string) {
    if (!rules)
        return;
    check_length(walk, weight, rules, string);
    if (rules->pattern && !pattern_matches(rules->pattern, string->text))
        codec_walk_broken(walk, weight, "pattern", string->start, NO_MATCH, rules->pattern->source);
    if (rules->format == CODEC_FORMAT_UUID && !codec_is_uuid(string->text))
        codec_walk_broken(walk, weight, "format", string->start, NO_UUID);
    if (rules->base64)
        check_base64(walk, weight, string);
}

size_t codec_check_string(struct codec_walk *walk, const struct codec_schema *schema,
                          const struct codec_check_string *string) {
    struct base_slice raw = {string->start, string->text.len + 2};
    size_t value =
        check_values(walk, CODEC_IS_ERROR, schema->values, CODEC_STRING, raw, &string->text);
    check_rules(walk, CODEC_IS_ERROR, schema->string, string);
    if (schema->deviation) {
        (void)check_values(walk, CODEC_IS_DEVIATION, schema->deviation->values, CODEC_STRING, raw,
                           &string->text);
        check_rules(walk, CODEC_IS_DEVIATION, schema->deviation->string, string);
    }
    return value;
}

/* ---- arrays and objects -------------------------------------------------------------------- */

static void check_count(struct codec_walk *walk, const char *at, size_t count, uint64_t min,
                        uint64_t max, const char *what, const char *min_keyword,
                        const char *max_keyword) {
    if (count < min)
        codec_walk_broken(walk, CODEC_IS_ERROR, min_keyword, at, TOO_FEW, min, what, count);
    if (count > max)
        codec_walk_broken(walk, CODEC_IS_ERROR, max_keyword, at, TOO_MANY, max, what, count);
}

/* An object without members that must have some: names those that it can have. */
static void refuse_empty(struct codec_walk *walk, const struct codec_object_rules *rules,
                         const char *at) {
    char listed[128] = "";
    size_t length = 0;
    for (size_t i = 0; i < rules->count && length + 1 < sizeof listed; i++)
        length += base_print(listed + length, sizeof listed - length, "%s%.*s", i ? ", " : "",
                             (int)rules->members[i].name.len, rules->members[i].name.ptr);
    codec_walk_broken(walk, CODEC_IS_ERROR, "minProperties", at,
                      "is empty, but must have at least %" PRIu64 " of the members %s",
                      rules->min_members, listed);
}

void codec_check_container(struct codec_walk *walk, const struct codec_schema *schema,
                           struct base_slice raw, size_t count) {
    bool object = raw.ptr[0] == '{';
    if (!walk->limited)
        (void)check_values(walk, CODEC_IS_ERROR, schema->values,
                           object ? CODEC_OBJECT : CODEC_ARRAY, raw, NULL);
    if (object && schema->object && !count && schema->object->min_members && schema->object->count)
        refuse_empty(walk, schema->object, raw.ptr);
    else if (object && schema->object)
        check_count(walk, raw.ptr, count, schema->object->min_members, schema->object->max_members,
                    "members", "minProperties", "maxProperties");
    if (!object && schema->array)
        check_count(walk, raw.ptr, count, schema->array->min_items, schema->array->max_items,
                    "items", "minItems", "maxItems");
}

struct base_slice codec_check_closest(struct codec_text name,
                                      const struct codec_object_rules *rules) {
    char plain[128];
    size_t len = codec_text_copy(name, plain, sizeof plain);
    if (len > sizeof plain)
        return base_slice(NULL, 0);
    struct codec_closest search = codec_closest(base_slice(plain, len));
    for (size_t i = 0; i < rules->count; i++)
        if (!rules->members[i].undeclared)
            codec_closest_try(&search, rules->members[i].name);
    for (size_t i = 0; !search.best.len && len >= BEGINNING_MIN && i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (!member->undeclared && member->name.len > len &&
            memcmp(member->name.ptr, plain, len) == 0)
            search.best = member->name;
    }
    return search.best;
}

/* ---- what is encoded ----------------------------------------------------------------------- */

static bool fail_values(struct codec_out *out, const struct codec_values *values,
                        struct base_slice raw, const struct codec_text *string) {
    char sentence[VALUES_SIZE];
    describe_values(values, raw, string, sentence);
    return codec_out_fail(out, CODEC_VALUE, values_keyword(values), "%s", sentence);
}

static bool fail_bound(struct codec_out *out, const struct codec_bound *bound,
                       const struct codec_number *number) {
    char shown[EXCERPT_MAX + 4];
    excerpt(number->text, shown);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return codec_out_fail(out, CODEC_VALUE, bound_words[bound->kind].keyword,
                          bound_words[bound->kind].sentence, bound->value.text, shown);
#pragma GCC diagnostic pop
}

bool codec_check_keeps_number(const struct codec_schema *schema,
                              const struct codec_number *number) {
    const struct codec_number_rules *rules = schema->number;
    return (!rules || find_broken(rules, 0, number) == rules->count) &&
           (!schema->values || schema->values->is_open ||
            find_number(schema->values, number) != CODEC_NO_VALUE);
}

bool codec_check_fail_number(struct codec_out *out, const struct codec_schema *schema,
                             const struct codec_number *number) {
    const struct codec_number_rules *rules = schema->number;
    size_t broken = rules ? find_broken(rules, 0, number) : 0;
    return rules && broken < rules->count ? fail_bound(out, &rules->bounds[broken], number)
                                          : fail_values(out, schema->values, number->text, NULL);
}

static bool check_encoded_length(struct codec_out *out, const struct codec_string_rules *rules,
                                 struct codec_text text) {
    if (is_clearly_within(rules, &text))
        return true;
    size_t length = codec_text_length(text);
    if (length > rules->max_length)
        return codec_out_fail(out, CODEC_VALUE, "maxLength", TOO_LONG, length, rules->max_length);
    if (length < rules->min_length)
        return codec_out_fail(out, CODEC_VALUE, "minLength", length == 0 ? EMPTY : TOO_SHORT,
                              length, rules->min_length);
    return true;
}

bool codec_check_encoded_text(struct codec_out *out, const struct codec_schema *schema,
                              struct codec_text text) {
    const struct codec_string_rules *rules = schema->string;
    const struct base_slice raw = base_slice(text.len ? text.ptr : "", text.len);
    if (schema->values && !schema->values->is_open &&
        find_value(schema->values, CODEC_STRING, raw, &text) == CODEC_NO_VALUE)
        return fail_values(out, schema->values, raw, &text);
    if (!rules)
        return true;
    if (!check_encoded_length(out, rules, text))
        return false;
    if (rules->pattern && !pattern_matches(rules->pattern, text))
        return codec_out_fail(out, CODEC_VALUE, "pattern", NO_MATCH, rules->pattern->source);
    return rules->format != CODEC_FORMAT_UUID || codec_is_uuid(text) ||
           codec_out_fail(out, CODEC_VALUE, "format", NO_UUID);
}

bool codec_check_encoded_count(struct codec_out *out, const struct codec_array_rules *rules,
                               size_t count) {
    if (count < rules->min_items)
        return codec_out_fail(out, CODEC_VALUE, "minItems", TOO_FEW, rules->min_items, "items",
                              count);
    return count <= rules->max_items ||
           codec_out_fail(out, CODEC_VALUE, "maxItems", TOO_MANY, rules->max_items, "items", count);
}
