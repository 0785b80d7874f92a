/* Which branches of the schemas a message takes. */
#include "report/coverage_internal.h"

#include <math.h>

/* Doubles below it hold every integer. */
#define INTEGERS_END 9007199254740992.0

/* Bytes of one character, as two escapes. */
#define ESCAPED_MAX 12

/* ---- seeing them in a text ----------------------------------------------------------------- */

static bool note(const struct report_node *node, struct codec_in *in, uint32_t *seen);

static bool is_null(struct codec_in *in) {
    return codec_in_peek(in) == 'n';
}

static bool note_object(const struct report_node *node, struct codec_in *in, uint32_t *seen) {
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

static bool note_list(const struct report_node *node, struct codec_in *in, uint32_t *seen) {
    bool done = codec_in_expect(in, '[');
    for (bool first = true; done && codec_in_peek(in) != ']'; first = false)
        done = (first || codec_in_expect(in, ',')) && note(node->items, in, seen);
    return done && codec_in_expect(in, ']');
}

static void note_range(const struct report_node *node, int64_t number, bool is_length,
                       uint32_t *seen) {
    const struct codec_number_rules *rules = node->schema->number;
    const struct codec_string_rules *lengths = node->schema->string;
    size_t branch = node->range;
    for (size_t i = 0; rules && i < rules->count; i++, branch++)
        if (!is_length && rules->bounds[i].value.is_integer &&
            rules->bounds[i].value.integer == number)
            seen[branch]++;
    if (!is_length || !report_has_lengths(lengths))
        return;
    seen[branch] += lengths->min_length == (uint64_t)number;
    seen[branch + 1] += lengths->max_length == (uint64_t)number;
}

static void note_value(const struct report_node *node, struct base_slice raw, uint32_t *seen) {
    const struct codec_values *values = node->schema->values;
    for (size_t i = 0; values && i < values->count; i++)
        if (base_slice_equal(raw, base_slice_of(values->items[i].json)))
            seen[node->values + i]++;
}

static bool note(const struct report_node *node, struct codec_in *in, uint32_t *seen) {
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

static void note_stored(const struct report_node *node, const char *value, uint32_t *seen);

static void note_items(const struct report_node *node, const struct codec_list *list,
                       uint32_t *seen) {
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

static void note_integer(const struct report_node *node, int64_t number, uint32_t *seen) {
    char digits[CODEC_INTEGER_SIZE];
    note_range(node, number, false, seen);
    if (node->schema->values)
        note_value(node, base_slice(digits, codec_out_write_integer(number, digits)), seen);
}

/* Only then characters are counted: each is 1 to ESCAPED_MAX bytes. */
static bool may_be_at_bound(const struct codec_string_rules *lengths, size_t len) {
    return len >= lengths->max_length || len <= ESCAPED_MAX * (size_t)lengths->min_length;
}

static void note_text(const struct report_node *node, struct codec_text text, uint32_t *seen) {
    const struct codec_values *values = node->schema->values;
    for (size_t i = 0; values && i < values->count; i++)
        if (codec_text_equal(text, codec_text_plain(values->items[i].string)))
            seen[node->values + i]++;
    const struct codec_string_rules *lengths = node->schema->string;
    if (report_has_lengths(lengths) && may_be_at_bound(lengths, text.len))
        note_range(node, (int64_t)codec_text_length(text), true, seen);
}

/* Bounds are integers. */
static void note_fraction(const struct report_node *node, double number, uint32_t *seen) {
    if (fabs(number) < INTEGERS_END && number == (double)(int64_t)number)
        note_range(node, (int64_t)number, false, seen);
}

static void note_either(const struct report_node *node, const struct codec_int_or_text *value,
                        uint32_t *seen) {
    if (value->is_text)
        note_text(node, value->text, seen);
    else
        note_integer(node, value->integer, seen);
}

/* The text of a known word need not be set. */
static void note_open(const struct report_node *node, const char *stored, uint32_t *seen) {
    const struct codec_values *values = node->schema->values;
    int value;
    struct codec_text text;
    memcpy(&value, stored + offsetof(struct codec_open_enum, value), sizeof value);
    memcpy(&text, stored + offsetof(struct codec_open_enum, text), sizeof text);
    if (value >= 0 && (size_t)value < values->count)
        text = codec_text_plain(values->items[value].string);
    note_text(node, text, seen);
}

/* Returns the last step that this is about. */
static const struct report_step *note_optional(const struct report_step *step, const char *record,
                                               uint32_t *seen) {
    uint32_t has;
    memcpy(&has, record + step->offset, sizeof has);
    bool given = has & step->has;
    seen[step->branch + !given]++;
    return given ? step : step + step->skip;
}

static void note_record(const struct report_node *node, const char *record, uint32_t *seen) {
    const struct report_step *step = node->steps.items, *end = step + node->steps.count;
    for (; step < end; step++) {
        const void *value = record + step->offset;
        switch (step->kind) {
        case REPORT_STEP_TAKEN:
            seen[step->branch]++;
            break;
        case REPORT_STEP_ENUM:
            seen[step->branch + *(const unsigned *)value]++;
            break;
        case REPORT_STEP_INT32:
            seen[step->branch] += *(const int32_t *)value == step->bound;
            break;
        case REPORT_STEP_INT64:
            seen[step->branch] += *(const int64_t *)value == step->bound;
            break;
        case REPORT_STEP_TEXT:
            if (may_be_at_bound(step->node->schema->string,
                                ((const struct codec_text *)value)->len))
                note_text(step->node, *(const struct codec_text *)value, seen);
            break;
        case REPORT_STEP_OTHER:
            note_stored(step->node, value, seen);
            break;
        case REPORT_STEP_OPTIONAL:
            step = note_optional(step, record, seen);
            break;
        }
    }
}

/* A value as its schema stores it. What is not stored has neither values nor bounds. */
static void note_stored(const struct report_node *node, const char *value, uint32_t *seen) {
    const void *stored = value;
    switch (node->schema->store) {
    case CODEC_STORE_RECORD:
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
