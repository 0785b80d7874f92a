/* decode.c - reads JSON into structs by their schemas. */
#include "codec/schema.h"

#include "codec/check.h"
#include "codec/number.h"
#include "codec/unique.h"
#include "codec/walk.h"

/* A function that recurses carries its frame along, on 64 levels: what it calls is not inlined. */
#define APART __attribute__((noinline)) static

static bool walk_value(struct codec_walk *walk, const struct codec_schema *schema, void *out);

/* True when a value of `type` may stand here; otherwise a finding. */
static bool type_allowed(struct codec_walk *walk, const struct codec_schema *schema,
                         enum codec_type type, const char *at) {
    if (schema->types & type)
        return true;
    codec_check_refuse_type(walk, schema, type, at);
    return false;
}

/* ---- scalars ------------------------------------------------------------------------------- */

APART bool walk_word(struct codec_walk *walk, const struct codec_schema *schema, void *out,
                     char first) {
    const char *start = walk->in->at;
    if (!codec_walk_word(walk, first == 't' ? "true" : first == 'f' ? "false" : "null"))
        return false;
    enum codec_type type = first == 'n' ? CODEC_NULL : CODEC_BOOLEAN;
    if (type_allowed(walk, schema, type, start))
        codec_check_word(walk, schema, base_slice(start, (size_t)(walk->in->at - start)));
    if (out && schema->store == CODEC_STORE_BOOL)
        *(bool *)out = first == 't';
    return true;
}

static void store_number(const struct codec_schema *schema, const struct codec_number *number,
                         void *out) {
    switch (schema->store) {
    case CODEC_STORE_INT32:
        if (number->fits && number->integer >= INT32_MIN && number->integer <= INT32_MAX)
            *(int32_t *)out = (int32_t)number->integer;
        break;
    case CODEC_STORE_INT64:
        *(int64_t *)out = number->integer;
        break;
    case CODEC_STORE_DOUBLE:
        (void)codec_number_double(number->text, (double *)out);
        break;
    case CODEC_STORE_INT_OR_TEXT:
        *(struct codec_int_or_text *)out = (struct codec_int_or_text){.integer = number->integer};
        break;
    default:
        break;
    }
}

APART bool walk_number(struct codec_walk *walk, const struct codec_schema *schema, void *out) {
    struct codec_number number;
    if (!codec_walk_number(walk, &number))
        return false;
    if (!type_allowed(walk, schema, number.is_integer ? CODEC_INTEGER : CODEC_FRACTION,
                      number.text.ptr))
        return true;
    codec_check_number(walk, schema, &number);
    if (out)
        store_number(schema, &number, out);
    return true;
}

/* Member by member: the struct at `out` is a generated one of the same shape. */
static void store_open(const struct codec_schema *schema, size_t value, struct codec_text text,
                       char *out) {
    int known = (int)(value == CODEC_NO_VALUE ? schema->values->count : value);
    memcpy(out + offsetof(struct codec_open_enum, value), &known, sizeof known);
    memcpy(out + offsetof(struct codec_open_enum, text), &text, sizeof text);
}

APART bool walk_string(struct codec_walk *walk, const struct codec_schema *schema, void *out) {
    const char *start = walk->in->at;
    struct codec_check_string string = {.start = start};
    bool base64 = schema->string && schema->string->base64;
    if (base64 ? !codec_walk_base64(walk, &string.text, &string.length, &string.wrong)
               : !codec_walk_string(walk, &string.text))
        return false;
    string.counted = base64;
    if (!type_allowed(walk, schema, CODEC_STRING, start))
        return true;
    size_t value = codec_check_string(walk, schema, &string);
    if (!out)
        return true;
    if (schema->store == CODEC_STORE_TEXT)
        *(struct codec_text *)out = string.text;
    else if (schema->store == CODEC_STORE_INT_OR_TEXT)
        *(struct codec_int_or_text *)out =
            (struct codec_int_or_text){.is_text = true, .text = string.text};
    else if (schema->store == CODEC_STORE_ENUM && value != CODEC_NO_VALUE)
        *(int *)out = (int)value;
    else if (schema->store == CODEC_STORE_OPEN_ENUM)
        store_open(schema, value, string.text, out);
    return true;
}

/* ---- arrays -------------------------------------------------------------------------------- */

/* Whether the items of an array are compared with each other now. */
static bool must_differ(const struct codec_walk *walk, const struct codec_array_rules *rules) {
    return rules->unique && !walk->in->again;
}

/* Whether an item need not be compared with the schema: the array is too long by as many, or enough
 * is wrong. */
static bool is_needless(const struct codec_walk *walk, const struct codec_array_rules *rules,
                        size_t index) {
    bool is_beyond = index >= rules->max_items && index - rules->max_items >= CODEC_FINDINGS_MAX;
    return is_beyond || walk->failed >= CODEC_FINDINGS_MAX;
}

static bool walk_items(struct codec_walk *walk, const struct codec_array_rules *rules, size_t mark,
                       size_t *count) {
    struct codec_in *in = walk->in;
    in->at++; /* [ */
    if (codec_walk_space(walk) == ']') {
        in->at++;
        return true;
    }
    for (;; in->at++) {
        walk->path[walk->depth - 1].index = *count;
        const struct codec_schema *item =
            *count < rules->prefix_count ? rules->prefix[*count] : rules->items;
        (void)codec_walk_space(walk);
        const char *start = in->at;
        bool skips = !item || is_needless(walk, rules, *count);
        if (skips ? !codec_walk_skip(walk) : !walk_value(walk, item, NULL))
            return false;
        if (must_differ(walk, rules))
            codec_unique_note(walk, mark, *count, start);
        ++*count;
        char c = codec_walk_space(walk);
        if (c == ']') {
            in->at++;
            return true;
        }
        if (c != ',')
            return codec_walk_fail(walk, CODEC_SYNTAX, in->at, "expected ',' or ']'");
    }
}

APART bool walk_array(struct codec_walk *walk, const struct codec_schema *schema, void *out) {
    static const struct codec_array_rules no_rules = {.max_items = CODEC_UNBOUNDED};
    const struct codec_array_rules *rules = schema->array ? schema->array : &no_rules;
    const char *start = walk->in->at;
    if (!type_allowed(walk, schema, CODEC_ARRAY, start) || !codec_walk_enter(walk))
        return codec_walk_skip(walk);
    size_t count = 0, mark = walk->seen_count;
    if (!walk_items(walk, rules, mark, &count))
        return false;
    walk->depth--;
    if (must_differ(walk, rules) && !walk->limited)
        codec_unique_check(walk, mark, start);
    walk->seen_count = mark;
    struct base_slice raw = {start, (size_t)(walk->in->at - start)};
    codec_check_container(walk, schema, raw, count);
    if (out && schema->store == CODEC_STORE_LIST)
        *(struct codec_list *)out = (struct codec_list){.raw = raw, .count = count};
    return true;
}

/* ---- objects ------------------------------------------------------------------------------- */

/* Members whose bits are kept on the stack; the bits of larger tables take entries of the scratch.
 */
#define FEW_MEMBERS 64

/* One reading of an object. */
struct reading {
    const struct codec_object_rules *rules;
    void *out;
    size_t hint;  /* the row expected next, behind the last one that was found: members mostly come
                     in the schema's order */
    size_t mark;  /* where the unknown names start in walk->seen */
    size_t count; /* members, absent ones (null) not counted */
    size_t known; /* names found in the table */
    unsigned char *seen, *present; /* a bit for each row */
    unsigned char few[2][FEW_MEMBERS / 8];
};

static bool bit(const unsigned char *bits, size_t i) {
    return bits[i / 8] >> i % 8 & 1;
}

static void set_bit(unsigned char *bits, size_t i) {
    bits[i / 8] = (unsigned char)(bits[i / 8] | 1u << i % 8);
}

/* Makes room for the bits, all clear. A finding where there is none. */
static bool take_bits(struct codec_walk *walk, struct reading *reading, const char *start) {
    reading->seen = reading->few[0];
    reading->present = reading->few[1];
    if (reading->rules->count <= FEW_MEMBERS) {
        memset(reading->few, 0, sizeof reading->few);
        return true;
    }
    size_t bytes = (reading->rules->count + 7) / 8;
    size_t entries = (2 * bytes - 1) / sizeof *walk->seen + 1;
    if (walk->seen_max - walk->seen_count < entries) {
        codec_walk_limit(walk, CODEC_MEMBERS, start,
                         "cannot be read: the scratch memory of this reader is full (it has %zu "
                         "entries)",
                         walk->seen_max);
        return false;
    }
    reading->seen = (unsigned char *)(walk->seen + walk->seen_count);
    reading->present = reading->seen + bytes;
    memset(reading->seen, 0, 2 * bytes);
    walk->seen_count += entries;
    return true;
}

/* The member expected next, if its name and the colon are: a comparison tells, where they are
 * written as most write them. NULL: nothing has been read. */
static const struct codec_member *read_expected(struct codec_walk *walk, struct reading *reading,
                                                struct codec_text *name) {
    struct codec_in *in = walk->in;
    if (reading->hint >= reading->rules->count)
        return NULL;
    const struct codec_member *member = &reading->rules->members[reading->hint];
    size_t len = member->name.len + 3; /* with the quotes and the colon */
    if (!member->quoted || (size_t)(in->end - in->at) < len ||
        memcmp(in->at, member->name.ptr - 1, len) != 0)
        return NULL;
    *name = (struct codec_text){in->at + 1, member->name.len, CODEC_TEXT_CLEAN};
    in->at += len;
    reading->hint++;
    return member;
}

static bool is_name(const struct codec_member *member, struct codec_text name) {
    return name.form == CODEC_TEXT_JSON
               ? codec_text_equal(name, codec_text_plain(member->name))
               : base_slice_equal(base_slice(name.ptr, name.len), member->name);
}

static const struct codec_member *find_member(struct reading *reading, struct codec_text name) {
    const struct codec_object_rules *rules = reading->rules;
    for (size_t i = 0, at = reading->hint; i < rules->count; i++, at++) {
        if (at >= rules->count)
            at = 0;
        const struct codec_member *member = &rules->members[at];
        if (is_name(member, name)) {
            reading->hint = at + 1;
            return member;
        }
    }
    return NULL;
}

static void *member_of(const struct reading *reading, const struct codec_member *member) {
    return reading->out && member->offset != CODEC_NO_OFFSET ? (char *)reading->out + member->offset
                                                             : NULL;
}

static void mark_present(struct reading *reading, const struct codec_member *member) {
    if (reading->out && member->has && reading->rules->has_offset != CODEC_NO_OFFSET)
        *(uint32_t *)(void *)((char *)reading->out + reading->rules->has_offset) |=
            1u << (member->has - 1);
}

static void unknown_member(struct codec_walk *walk, const struct reading *reading,
                           struct codec_text name, enum codec_weight weight) {
    const struct codec_object_rules *rules = reading->rules;
    struct base_slice closest = {NULL, 0};
    if (codec_walk_wants(walk, weight))
        closest = codec_check_closest(name, rules);
    if (closest.ptr)
        codec_walk_broken(walk, weight, "additionalProperties", name.ptr - 1,
                          "is not a known member; did you mean \"%.*s\"?", (int)closest.len,
                          closest.ptr);
    else
        codec_walk_broken(walk, weight, "additionalProperties", name.ptr - 1,
                          "is not a known member");
}

static bool walk_unknown(struct codec_walk *walk, struct reading *reading, struct codec_text name) {
    const struct codec_schema *additional = reading->rules->additional;
    reading->count++;
    if (additional && additional->types == 0)
        unknown_member(walk, reading, name, CODEC_IS_ERROR);
    else if (reading->rules->closed_softly)
        unknown_member(walk, reading, name, CODEC_IS_DEVIATION);
    return additional && additional->types ? walk_value(walk, additional, NULL)
                                           : codec_walk_skip(walk);
}

static bool walk_known(struct codec_walk *walk, struct reading *reading,
                       const struct codec_member *member, struct codec_text name) {
    size_t index = reading->hint - 1;
    if (bit(reading->seen, index) && !walk->trusted)
        codec_walk_limit(walk, CODEC_DUPLICATE, name.ptr - 1, "occurs twice in one object");
    else
        reading->known++;
    set_bit(reading->seen, index);
    if (member->undeclared && reading->rules->closed_softly)
        unknown_member(walk, reading, name, CODEC_IS_DEVIATION);
    if (reading->rules->null_is_absent && member->presence != CODEC_REQUIRED &&
        codec_walk_space(walk) == 'n' && !(member->schema->types & CODEC_NULL))
        return codec_walk_word(walk, "null");
    set_bit(reading->present, index);
    mark_present(reading, member);
    reading->count++;
    return walk_value(walk, member->schema, member_of(reading, member));
}

static bool walk_member(struct codec_walk *walk, struct reading *reading) {
    struct codec_in *in = walk->in;
    struct codec_text name;
    if (codec_walk_space(walk) != '"') {
        walk->depth--; /* it is about the object, not about one of its members */
        return codec_walk_fail(walk, CODEC_SYNTAX, in->at, "expected a member name");
    }
    const struct codec_member *member = read_expected(walk, reading, &name);
    if (!member && !codec_walk_string(walk, &name))
        return false;
    walk->path[walk->depth - 1].name = name;
    if (!member) {
        if (codec_walk_space(walk) != ':')
            return codec_walk_fail(walk, CODEC_SYNTAX, in->at, "expected ':'");
        in->at++;
        member = find_member(reading, name);
    }
    if (member)
        return walk_known(walk, reading, member, name);
    codec_walk_name(walk, reading->mark, name);
    return walk_unknown(walk, reading, name);
}

static bool walk_members(struct codec_walk *walk, struct reading *reading) {
    struct codec_in *in = walk->in;
    in->at++; /* { */
    if (codec_walk_space(walk) == '}') {
        in->at++;
        return true;
    }
    for (;; in->at++) {
        if (!walk_member(walk, reading))
            return false;
        char c = codec_walk_space(walk);
        if (c == '}') {
            in->at++;
            return true;
        }
        if (c != ',')
            return codec_walk_fail(walk, CODEC_SYNTAX, in->at, "expected ',' or '}'");
    }
}

/* Decodes the default of an absent member: its text is part of the tables. */
static void store_fallback(struct codec_walk *walk, const struct codec_member *member, void *out) {
    struct codec_in *in = walk->in;
    const char *at = in->at, *end = in->end;
    size_t failed = walk->failed;
    bool quiet = walk->quiet;
    walk->quiet = true;
    in->at = member->fallback;
    in->end = member->fallback + strlen(member->fallback);
    (void)walk_value(walk, member->schema, out);
    walk->quiet = quiet;
    walk->failed = failed;
    in->at = at;
    in->end = end;
}

static void finish_members(struct codec_walk *walk, struct reading *reading, const char *start) {
    const struct codec_object_rules *rules = reading->rules;
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (bit(reading->present, i))
            continue;
        if (member->presence != CODEC_OPTIONAL)
            codec_walk_broken(
                walk, member->presence == CODEC_EXPECTED ? CODEC_IS_DEVIATION : CODEC_IS_ERROR,
                "required", start, "lacks the member \"%.*s\"", (int)member->name.len,
                member->name.ptr);
        void *out = member_of(reading, member);
        if (out && member->fallback)
            store_fallback(walk, member, out);
    }
}

APART bool walk_object(struct codec_walk *walk, const struct codec_schema *schema, void *out) {
    static const struct codec_object_rules no_rules = {
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    };
    const struct codec_object_rules *rules = schema->object ? schema->object : &no_rules;
    const char *start = walk->in->at;
    size_t before = walk->seen_count;
    struct reading reading;
    reading.rules = rules;
    if (!type_allowed(walk, schema, CODEC_OBJECT, start) || !take_bits(walk, &reading, start) ||
        !codec_walk_enter(walk)) {
        walk->seen_count = before;
        return codec_walk_skip(walk);
    }
    reading.out = schema->store == CODEC_STORE_RECORD ? out : NULL;
    reading.hint = reading.count = reading.known = 0;
    reading.mark = walk->seen_count;
    if (!walk_members(walk, &reading))
        return false;
    size_t names = reading.known + walk->seen_count - reading.mark;
    codec_walk_names_end(walk, reading.mark);
    walk->seen_count = before;
    walk->depth--;
    if (names > CODEC_MEMBERS_MAX && !walk->trusted && !walk->too_many)
        codec_walk_limit(walk, CODEC_MEMBERS, start, "has more than %d members", CODEC_MEMBERS_MAX);
    finish_members(walk, &reading, start);
    struct base_slice raw = {start, (size_t)(walk->in->at - start)};
    codec_check_container(walk, schema, raw, reading.count);
    if (reading.out && rules->raw_offset != CODEC_NO_OFFSET)
        memcpy((char *)reading.out + rules->raw_offset, &raw, sizeof raw);
    return true;
}

/* ---- schemas applied to the same value ----------------------------------------------------- */

/* Whether the value at start..end matches, without a word about why not. */
static bool matches(struct codec_walk *walk, const struct codec_schema *schema,
                    struct base_slice value) {
    bool quiet = walk->quiet;
    size_t failed = walk->failed;
    walk->quiet = true;
    walk->in->at = value.ptr;
    bool readable = walk_value(walk, schema, NULL);
    bool matched = readable && walk->failed == failed;
    walk->quiet = quiet;
    walk->failed = failed;
    return matched;
}

static bool apply(struct codec_walk *walk, const struct codec_schema *schema,
                  struct base_slice value) {
    walk->in->at = value.ptr;
    return walk_value(walk, schema, NULL);
}

static void apply_choice(struct codec_walk *walk, const struct codec_branch *branch,
                         struct base_slice value) {
    size_t matched = 0;
    for (size_t i = 0; i < branch->count; i++) {
        matched += matches(walk, branch->schemas[i], value);
        if (matched && branch->kind == CODEC_ANY_OF)
            return;
    }
    if (branch->kind == CODEC_NOT && matched > 0)
        codec_walk_broken(walk, CODEC_IS_ERROR, "not", value.ptr,
                          "must not match the schema of \"not\"");
    else if (branch->kind == CODEC_ANY_OF)
        codec_walk_broken(walk, CODEC_IS_ERROR, "anyOf", value.ptr,
                          "matches none of the %zu alternatives", branch->count);
    else if (branch->kind == CODEC_ONE_OF && matched != 1)
        codec_walk_broken(walk, CODEC_IS_ERROR, "oneOf", value.ptr,
                          "must match exactly one of %zu alternatives, not %zu", branch->count,
                          matched);
}

static bool apply_branch(struct codec_walk *walk, const struct codec_branch *branch,
                         struct base_slice value) {
    switch (branch->kind) {
    case CODEC_ALL_OF:
    case CODEC_REF:
        for (size_t i = 0; i < branch->count; i++)
            if (!apply(walk, branch->schemas[i], value))
                return false;
        return true;
    case CODEC_IF: {
        bool then = matches(walk, branch->schemas[0], value);
        const struct codec_schema *next = branch->schemas[then ? 1 : 2];
        return !next || apply(walk, next, value);
    }
    default:
        apply_choice(walk, branch, value);
        return true;
    }
}

/* The value has been read once, so that reading it again finds nothing new but the schema's. */
APART bool apply_branches(struct codec_walk *walk, const struct codec_schema *schema,
                          struct base_slice value) {
    bool trusted = walk->trusted;
    walk->trusted = true;
    bool readable = true;
    for (size_t i = 0; readable && i < schema->branch_count; i++)
        readable = apply_branch(walk, &schema->branches[i], value);
    walk->trusted = trusted;
    walk->in->at = value.ptr + value.len;
    return readable;
}

static inline bool walk_type(struct codec_walk *walk, const struct codec_schema *schema, void *out,
                             char first) {
    if (first == '"')
        return walk_string(walk, schema, out);
    if (first == '{')
        return walk_object(walk, schema, out);
    if (first == '[')
        return walk_array(walk, schema, out);
    if (first == '-' || (first >= '0' && first <= '9'))
        return walk_number(walk, schema, out);
    return walk_word(walk, schema, out, first);
}

/* A value whose text is needed when it has been read. */
APART bool walk_with_text(struct codec_walk *walk, const struct codec_schema *schema, void *out,
                          char first) {
    const char *start = walk->in->at;
    if (!walk_type(walk, schema, out, first))
        return false;
    struct base_slice raw = {start, (size_t)(walk->in->at - start)};
    if (out && schema->store == CODEC_STORE_RAW)
        *(struct base_slice *)out = raw;
    return schema->branch_count == 0 || apply_branches(walk, schema, raw);
}

static bool walk_value(struct codec_walk *walk, const struct codec_schema *schema, void *out) {
    char first = codec_walk_space(walk);
    return schema->branch_count || schema->store == CODEC_STORE_RAW
               ? walk_with_text(walk, schema, out, first)
               : walk_type(walk, schema, out, first);
}

bool codec_decode(struct codec_in *in, const struct codec_schema *schema, void *out) {
    struct codec_walk walk;
    struct codec_step path[CODEC_DEPTH_MAX];
    codec_walk_init(&walk, in, path);
    if (out && schema->store == CODEC_STORE_RECORD)
        memset(out, 0, schema->object->size);
    return walk_value(&walk, schema, out) && walk.failed == 0 && !walk.limited;
}

bool codec_validate(struct base_slice text, const struct codec_schema *schema,
                    const struct codec_scratch *scratch, struct codec_error *error) {
    struct codec_in in;
    codec_in_init(&in, text, scratch);
    bool valid = codec_decode(&in, schema, NULL);
    if (!codec_in_malformed(&in))
        valid = codec_in_done(&in) && valid;
    if (error)
        *error = in.error;
    return valid;
}

bool codec_list_next(const struct codec_list *list, const struct codec_schema *items,
                     struct codec_list_cursor *cursor, void *item) {
    if (cursor->index == list->count)
        return false;
    if (cursor->index == 0)
        codec_in_init_again(&cursor->in, list->raw);
    cursor->index++;
    cursor->in.at++; /* [ or , */
    bool decoded = codec_decode(&cursor->in, items, item);
    (void)codec_in_peek(&cursor->in);
    return decoded;
}
