#include "report/coverage.h"

#include <math.h>
#include <stdio.h>

/* Doubles below it hold every integer. */
#define INTEGERS_END 9007199254740992.0

/* Bytes of one character, as two escapes. */
#define ESCAPED_MAX 12

/* One thing to be seen. */
struct branch {
    enum sts_event_id event;
    struct base_slice pointer;
    enum sts_control_report_branch_kind kind;
    struct base_slice value; /* JSON text, or empty */
};

/* A schema at one place of an event: its branches, and the places below it. */
struct node {
    const struct codec_schema *schema;
    size_t present; /* the number of its branch "present", of a member; "absent" is the next */
    size_t values, range;  /* of its first value, its first bound */
    struct node **members; /* of an object, as the schema has them; NULL: too deep */
    struct node *items;    /* of a list */
};

struct report_coverage {
    struct base_arena arena;
    struct base_memory *memory;
    struct codec_list branches;
    struct node *events[STS_EVENT_COUNT];
    bool takes_messages[STS_EVENT_COUNT];
    bool failed;
};

/* ---- finding them -------------------------------------------------------------------------- */

static void *take(struct report_coverage *coverage, size_t size) {
    void *bytes = base_arena_take(&coverage->arena, size);
    coverage->failed = coverage->failed || !bytes;
    return bytes;
}

static struct base_slice join(struct report_coverage *coverage, struct base_slice parent,
                              struct base_slice name) {
    char *text = take(coverage, parent.len + 1 + name.len);
    if (!text)
        return parent;
    if (parent.len)
        memcpy(text, parent.ptr, parent.len);
    text[parent.len] = '/';
    memcpy(text + parent.len + 1, name.ptr, name.len);
    return base_slice(text, parent.len + 1 + name.len);
}

static size_t add(struct report_coverage *coverage, struct branch branch) {
    struct codec_list *list = &coverage->branches;
    struct branch *items = (void *)(uintptr_t)list->items;
    if ((list->count & (list->count - 1)) == 0) {
        struct branch *larger = take(coverage, 2 * (list->count + 1) * sizeof branch);
        if (!larger)
            return 0;
        if (items)
            memcpy(larger, items, list->count * sizeof branch);
        list->items = items = larger;
    }
    items[list->count] = branch;
    return list->count++;
}

static void add_values(struct report_coverage *coverage, struct node *node, struct branch branch) {
    const struct codec_values *values = node->schema->values;
    branch.kind = STS_CONTROL_REPORT_BRANCH_KIND_VALUE;
    for (size_t i = 0; values && i < values->count; i++) {
        branch.value = base_slice_of(values->items[i].json);
        size_t number = add(coverage, branch);
        if (i == 0)
            node->values = number;
    }
}

/* A bound of a number, or of the length of a string. */
static void add_bound(struct report_coverage *coverage, struct branch branch,
                      enum sts_control_report_branch_kind kind, const char *text) {
    branch.kind = kind;
    branch.value = base_arena_copy(&coverage->arena, base_slice_of(text));
    coverage->failed = coverage->failed || !branch.value.ptr;
    (void)add(coverage, branch);
}

static bool has_lengths(const struct codec_string_rules *rules) {
    return rules && !rules->base64 && rules->max_length != CODEC_UNBOUNDED;
}

static void add_range(struct report_coverage *coverage, struct node *node, struct branch branch) {
    const struct codec_number_rules *number = node->schema->number;
    const struct codec_string_rules *string = node->schema->string;
    char text[CODEC_INTEGER_SIZE];
    node->range = coverage->branches.count;
    for (size_t i = 0; number && i < number->count; i++)
        add_bound(coverage, branch,
                  number->bounds[i].kind == CODEC_MINIMUM ? STS_CONTROL_REPORT_BRANCH_KIND_MINIMUM
                                                          : STS_CONTROL_REPORT_BRANCH_KIND_MAXIMUM,
                  number->bounds[i].value.text);
    if (!has_lengths(string))
        return;
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)string->min_length);
    add_bound(coverage, branch, STS_CONTROL_REPORT_BRANCH_KIND_MIN_LENGTH, text);
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)string->max_length);
    add_bound(coverage, branch, STS_CONTROL_REPORT_BRANCH_KIND_MAX_LENGTH, text);
}

static struct node *add_node(struct report_coverage *coverage, const struct codec_schema *schema,
                             struct branch branch, unsigned depth);

static void add_members(struct report_coverage *coverage, struct node *node, struct branch parent,
                        unsigned depth) {
    const struct codec_object_rules *rules = node->schema->object;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): a member is a pointer */
    node->members = take(coverage, (rules->count + 1) * sizeof *node->members);
    for (size_t i = 0; node->members && i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        struct branch branch = parent;
        branch.pointer = join(coverage, parent.pointer, member->name);
        branch.kind = STS_CONTROL_REPORT_BRANCH_KIND_PRESENT;
        size_t present = add(coverage, branch);
        branch.kind = STS_CONTROL_REPORT_BRANCH_KIND_ABSENT;
        if (member->presence != CODEC_REQUIRED)
            (void)add(coverage, branch);
        node->members[i] = add_node(coverage, member->schema, branch, depth + 1);
        if (node->members[i])
            node->members[i]->present = present;
    }
}

static struct node *add_node(struct report_coverage *coverage, const struct codec_schema *schema,
                             struct branch branch, unsigned depth) {
    struct node *node = take(coverage, sizeof *node);
    if (!node)
        return NULL;
    node->schema = schema;
    add_values(coverage, node, branch);
    add_range(coverage, node, branch);
    if (depth == REPORT_COVERAGE_DEPTH)
        return node;
    if (schema->object)
        add_members(coverage, node, branch, depth);
    if (schema->array && schema->array->items) {
        branch.pointer = join(coverage, branch.pointer, base_slice_of("*"));
        node->items = add_node(coverage, schema->array->items, branch, depth + 1);
    }
    return node;
}

/* Whether the struct says of every member if it was given, here and below. */
static bool says_what_is_given(const struct node *node) {
    const struct codec_object_rules *rules = node->schema->object;
    for (size_t i = 0; node->members && i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (member->presence != CODEC_REQUIRED && !member->has)
            return false;
        if (node->members[i] && !says_what_is_given(node->members[i]))
            return false;
    }
    return !node->items || says_what_is_given(node->items);
}

/* Whether it is one of the events that the worker's own code sends and gets. */
static bool is_of_workers(enum sts_event_id event) {
    static const struct base_slice ours[] = {BASE_SLICE("config:"), BASE_SLICE("simulate:")};
    struct base_slice name = sts_events[event].name;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (name.len > ours[i].len && memcmp(name.ptr, ours[i].ptr, ours[i].len) == 0)
            return false;
    return true;
}

struct report_coverage *report_coverage_new(struct base_memory *memory) {
    struct report_coverage *coverage = base_memory_zero(memory, sizeof *coverage);
    if (!coverage)
        return NULL;
    coverage->memory = memory;
    base_arena_init(&coverage->arena, memory);
    for (unsigned i = 0; i < STS_EVENT_COUNT; i++) {
        const struct branch branch = {.event = (enum sts_event_id)i};
        if (is_of_workers(branch.event))
            coverage->events[i] = add_node(coverage, sts_events[i].payload, branch, 0);
        const struct node *root = coverage->events[i];
        coverage->takes_messages[i] = !root || says_what_is_given(root);
    }
    if (!coverage->failed)
        return coverage;
    report_coverage_free(coverage);
    return NULL;
}

void report_coverage_free(struct report_coverage *coverage) {
    if (!coverage)
        return;
    base_arena_clear(&coverage->arena);
    base_memory_give(coverage->memory, coverage, sizeof *coverage);
}

size_t report_coverage_count(const struct report_coverage *coverage) {
    return coverage->branches.count;
}

/* ---- seeing them in a text ----------------------------------------------------------------- */

static bool note(const struct node *node, struct codec_in *in, uint32_t *seen);

static bool is_null(struct codec_in *in) {
    return codec_in_peek(in) == 'n';
}

static bool note_object(const struct node *node, struct codec_in *in, uint32_t *seen) {
    const struct codec_object_rules *rules = node->schema->object;
    bool given[64] = {false}; /* the most members that an object of the protocol has is far less */
    bool done = codec_in_expect(in, '{');
    for (bool first = true; done && codec_in_peek(in) != '}'; first = false) {
        struct codec_text name;
        size_t i = 0;
        done = (first || codec_in_expect(in, ',')) && codec_in_peek(in) == '"' &&
               codec_in_text(in, &name) && codec_in_expect(in, ':');
        while (done && i < rules->count &&
               !codec_text_equal(name, codec_text_plain(rules->members[i].name)))
            i++;
        if (!done || i == rules->count || !node->members[i] || is_null(in)) {
            done = done && codec_in_skip(in, NULL);
            continue;
        }
        given[i < 64 ? i : 63] = true;
        seen[node->members[i]->present]++;
        done = note(node->members[i], in, seen);
    }
    for (size_t i = 0; done && i < rules->count && i < 64; i++)
        if (!given[i] && node->members[i] && rules->members[i].presence != CODEC_REQUIRED)
            seen[node->members[i]->present + 1]++;
    return done && codec_in_expect(in, '}');
}

static bool note_list(const struct node *node, struct codec_in *in, uint32_t *seen) {
    bool done = codec_in_expect(in, '[');
    for (bool first = true; done && codec_in_peek(in) != ']'; first = false)
        done = (first || codec_in_expect(in, ',')) && note(node->items, in, seen);
    return done && codec_in_expect(in, ']');
}

static void note_range(const struct node *node, int64_t number, bool is_length, uint32_t *seen) {
    const struct codec_number_rules *rules = node->schema->number;
    const struct codec_string_rules *lengths = node->schema->string;
    size_t branch = node->range;
    for (size_t i = 0; rules && i < rules->count; i++, branch++)
        if (!is_length && rules->bounds[i].value.is_integer &&
            rules->bounds[i].value.integer == number)
            seen[branch]++;
    if (!is_length || !has_lengths(lengths))
        return;
    seen[branch] += lengths->min_length == (uint64_t)number;
    seen[branch + 1] += lengths->max_length == (uint64_t)number;
}

static void note_value(const struct node *node, struct base_slice raw, uint32_t *seen) {
    const struct codec_values *values = node->schema->values;
    for (size_t i = 0; values && i < values->count; i++)
        if (base_slice_equal(raw, base_slice_of(values->items[i].json)))
            seen[node->values + i]++;
}

static bool note(const struct node *node, struct codec_in *in, uint32_t *seen) {
    const struct codec_schema *schema = node->schema;
    char first = codec_in_peek(in);
    if (first == '{' && schema->object && node->members)
        return note_object(node, in, seen);
    if (first == '[' && node->items)
        return note_list(node, in, seen);
    struct codec_in look = *in;
    struct base_slice raw;
    struct codec_text text;
    int64_t number;
    if (!codec_in_skip(in, &raw))
        return false;
    note_value(node, raw, seen);
    if (first == '"' && codec_in_text(&look, &text))
        note_range(node, (int64_t)codec_text_length(text), true, seen);
    else if (schema->number && codec_in_integer(&look, &number))
        note_range(node, number, false, seen);
    return true;
}

void report_coverage_note(const struct report_coverage *coverage, enum sts_event_id event,
                          struct base_slice json, uint32_t *seen) {
    struct codec_in in;
    if (!coverage->events[event])
        return;
    codec_in_init_again(&in, json);
    (void)note(coverage->events[event], &in, seen);
}

/* ---- seeing them in a struct --------------------------------------------------------------- */

static void note_stored(const struct node *node, const char *value, uint32_t *seen);

static void note_record(const struct node *node, const char *record, uint32_t *seen) {
    const struct codec_object_rules *rules = node->schema->object;
    uint32_t has = UINT32_MAX;
    if (rules->has_offset != CODEC_NO_OFFSET)
        memcpy(&has, record + rules->has_offset, sizeof has);
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        const struct node *below = node->members[i];
        bool given = !member->has || has >> (member->has - 1) & 1;
        if (!below)
            continue;
        seen[below->present + !given]++;
        if (given)
            note_stored(below, record + member->offset, seen);
    }
}

static void note_items(const struct node *node, const struct codec_list *list, uint32_t *seen) {
    struct codec_in in;
    if (list->items) {
        for (size_t i = 0; i < list->count; i++)
            note_stored(node->items, (const char *)list->items + i * node->schema->array->stride,
                        seen);
    } else {
        codec_in_init_again(&in, list->raw);
        (void)note_list(node, &in, seen);
    }
}

static void note_integer(const struct node *node, int64_t number, uint32_t *seen) {
    char digits[CODEC_INTEGER_SIZE];
    note_range(node, number, false, seen);
    if (node->schema->values)
        note_value(node, base_slice(digits, codec_out_write_integer(number, digits)), seen);
}

static void note_text(const struct node *node, struct codec_text text, uint32_t *seen) {
    const struct codec_values *values = node->schema->values;
    for (size_t i = 0; values && i < values->count; i++)
        if (codec_text_equal(text, codec_text_plain(values->items[i].string)))
            seen[node->values + i]++;
    const struct codec_string_rules *lengths = node->schema->string;
    /* Only what may be at a bound is counted: a character is 1 to ESCAPED_MAX bytes. */
    if (has_lengths(lengths) &&
        (text.len >= lengths->max_length || text.len <= ESCAPED_MAX * (size_t)lengths->min_length))
        note_range(node, (int64_t)codec_text_length(text), true, seen);
}

/* Bounds are integers. */
static void note_fraction(const struct node *node, double number, uint32_t *seen) {
    if (fabs(number) < INTEGERS_END && number == (double)(int64_t)number)
        note_range(node, (int64_t)number, false, seen);
}

static void note_either(const struct node *node, const struct codec_int_or_text *value,
                        uint32_t *seen) {
    if (value->is_text)
        note_text(node, value->text, seen);
    else
        note_integer(node, value->integer, seen);
}

/* The text of a known word need not be set. */
static void note_open(const struct node *node, const char *stored, uint32_t *seen) {
    const struct codec_values *values = node->schema->values;
    int value;
    struct codec_text text;
    memcpy(&value, stored + offsetof(struct codec_open_enum, value), sizeof value);
    memcpy(&text, stored + offsetof(struct codec_open_enum, text), sizeof text);
    if (value >= 0 && (size_t)value < values->count)
        text = codec_text_plain(values->items[value].string);
    note_text(node, text, seen);
}

/* A value as its schema stores it. What is not stored has neither values nor bounds. */
static void note_stored(const struct node *node, const char *value, uint32_t *seen) {
    const void *stored = value;
    switch (node->schema->store) {
    case CODEC_STORE_RECORD:
        if (node->members)
            note_record(node, value, seen);
        break;
    case CODEC_STORE_LIST:
        if (node->items)
            note_items(node, stored, seen);
        break;
    case CODEC_STORE_ENUM:
        seen[node->values + *(const unsigned *)stored]++;
        break;
    case CODEC_STORE_BOOL:
        note_value(node, base_slice_of(*(const bool *)stored ? "true" : "false"), seen);
        break;
    case CODEC_STORE_INT32:
        note_integer(node, *(const int32_t *)stored, seen);
        break;
    case CODEC_STORE_INT64:
        note_integer(node, *(const int64_t *)stored, seen);
        break;
    case CODEC_STORE_DOUBLE:
        note_fraction(node, *(const double *)stored, seen);
        break;
    case CODEC_STORE_TEXT:
        note_text(node, *(const struct codec_text *)stored, seen);
        break;
    case CODEC_STORE_INT_OR_TEXT:
        note_either(node, stored, seen);
        break;
    case CODEC_STORE_OPEN_ENUM:
        note_open(node, value, seen);
        break;
    case CODEC_STORE_RAW:
    case CODEC_STORE_NONE:
        break;
    }
}

bool report_coverage_takes_messages(const struct report_coverage *coverage,
                                    enum sts_event_id event) {
    return coverage->takes_messages[event];
}

void report_coverage_note_message(const struct report_coverage *coverage, enum sts_event_id event,
                                  const void *message, uint32_t *seen) {
    if (coverage->events[event])
        note_stored(coverage->events[event], message, seen);
}

void report_coverage_tell(const struct report_coverage *coverage, const uint32_t *seen,
                          struct report_document *document) {
    const struct branch *branches = coverage->branches.items;
    for (size_t i = 0; i < coverage->branches.count; i++) {
        struct sts_control_report_branch *row =
            report_document_append(document, &document->report.coverage, sizeof *row);
        if (!row)
            return;
        row->event = codec_text_plain(sts_events[branches[i].event].name);
        row->from_worker = sts_event_directions[branches[i].event] == STS_FROM_WORKER;
        row->pointer = report_document_text(document, codec_text_plain(branches[i].pointer));
        row->kind = branches[i].kind;
        row->seen = seen[i];
        if (!branches[i].value.len)
            continue;
        row->has = STS_CONTROL_REPORT_BRANCH_HAS_VALUE;
        row->value = report_document_text(document, codec_text_plain(branches[i].value));
    }
}
