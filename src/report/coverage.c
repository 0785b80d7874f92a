#include "report/coverage_internal.h"

#include <stdio.h>
#include <stdlib.h>

/* One thing to be seen. */
struct report_branch {
    enum sts_event_id event;
    struct base_slice pointer;
    enum sts_control_report_branch_kind kind;
    struct base_slice value; /* JSON text, or empty */
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

/* Adds an item to a list. The index; 0 without memory. */
static size_t append(struct report_coverage *coverage, struct codec_list *list, const void *item,
                     size_t size) {
    char *items = (void *)(uintptr_t)list->items;
    if ((list->count & (list->count - 1)) == 0) {
        char *larger = take(coverage, 2 * (list->count + 1) * size);
        if (!larger)
            return 0;
        if (items)
            memcpy(larger, items, list->count * size);
        list->items = items = larger;
    }
    memcpy(items + list->count * size, item, size);
    return list->count++;
}

static size_t add(struct report_coverage *coverage, struct report_branch branch) {
    return append(coverage, &coverage->branches, &branch, sizeof branch);
}

static void add_values(struct report_coverage *coverage, struct report_node *node,
                       struct report_branch branch) {
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
static void add_bound(struct report_coverage *coverage, struct report_branch branch,
                      enum sts_control_report_branch_kind kind, const char *text) {
    branch.kind = kind;
    branch.value = base_arena_copy(&coverage->arena, base_slice_of(text));
    coverage->failed = coverage->failed || !branch.value.ptr;
    (void)add(coverage, branch);
}

static void add_range(struct report_coverage *coverage, struct report_node *node,
                      struct report_branch branch) {
    const struct codec_number_rules *number = node->schema->number;
    const struct codec_string_rules *string = node->schema->string;
    char text[CODEC_INTEGER_SIZE];
    node->range = coverage->branches.count;
    for (size_t i = 0; number && i < number->count; i++)
        add_bound(coverage, branch,
                  number->bounds[i].kind == CODEC_MINIMUM ? STS_CONTROL_REPORT_BRANCH_KIND_MINIMUM
                                                          : STS_CONTROL_REPORT_BRANCH_KIND_MAXIMUM,
                  number->bounds[i].value.text);
    if (!report_has_lengths(string))
        return;
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)string->min_length);
    add_bound(coverage, branch, STS_CONTROL_REPORT_BRANCH_KIND_MIN_LENGTH, text);
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)string->max_length);
    add_bound(coverage, branch, STS_CONTROL_REPORT_BRANCH_KIND_MAX_LENGTH, text);
}

static struct report_node *add_node(struct report_coverage *coverage,
                                    const struct codec_schema *schema, struct report_branch branch,
                                    unsigned depth);

static void add_members(struct report_coverage *coverage, struct report_node *node,
                        struct report_branch parent, unsigned depth) {
    const struct codec_object_rules *rules = node->schema->object;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): a member is a pointer */
    node->members = take(coverage, (rules->count + 1) * sizeof *node->members);
    for (size_t i = 0; node->members && i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        struct report_branch branch = parent;
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

static void plan_record(struct report_coverage *coverage, struct codec_list *steps,
                        const struct report_node *node, uint32_t offset);

static struct report_node *add_node(struct report_coverage *coverage,
                                    const struct codec_schema *schema, struct report_branch branch,
                                    unsigned depth) {
    struct report_node *node = take(coverage, sizeof *node);
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
    if (schema->store == CODEC_STORE_RECORD && node->members)
        plan_record(coverage, &node->steps, node, 0);
    return node;
}

/* ---- planning how a struct is looked at ---------------------------------------------------- */

static size_t add_step(struct report_coverage *coverage, struct codec_list *steps,
                       struct report_step step) {
    return append(coverage, steps, &step, sizeof step);
}

static void plan_bounds(struct report_coverage *coverage, struct codec_list *steps,
                        const struct report_node *node, struct report_step step) {
    const struct codec_number_rules *rules = node->schema->number;
    for (size_t i = 0; rules && i < rules->count; i++) {
        step.branch = node->range + i;
        step.bound = rules->bounds[i].value.integer;
        if (rules->bounds[i].value.is_integer)
            (void)add_step(coverage, steps, step);
    }
}

/* A word is a number written as the encoder would, or no number is equal to it. */
static void plan_numbers(struct report_coverage *coverage, struct codec_list *steps,
                         const struct report_node *node, struct report_step step) {
    const struct codec_values *values = node->schema->values;
    char digits[CODEC_INTEGER_SIZE];
    for (size_t i = 0; values && i < values->count; i++) {
        step.branch = node->values + i;
        step.bound = strtoll(values->items[i].json, NULL, 10);
        if (base_slice_equal(base_slice(digits, codec_out_write_integer(step.bound, digits)),
                             base_slice_of(values->items[i].json)))
            (void)add_step(coverage, steps, step);
    }
}

/* A value that is there, at `offset`. Most have a few bounds or words. */
static void plan_value(struct report_coverage *coverage, struct codec_list *steps,
                       const struct report_node *node, uint32_t offset) {
    struct report_step step = {.kind = REPORT_STEP_OTHER, .offset = offset};
    enum codec_store store = node->schema->store;
    bool has_values = node->schema->values;
    if (store == CODEC_STORE_RECORD) {
        if (node->members)
            plan_record(coverage, steps, node, offset);
    } else if (store == CODEC_STORE_ENUM) {
        step.kind = REPORT_STEP_ENUM;
        step.branch = node->values;
        (void)add_step(coverage, steps, step);
    } else if (store == CODEC_STORE_INT32 || store == CODEC_STORE_INT64) {
        step.kind = store == CODEC_STORE_INT32 ? REPORT_STEP_INT32 : REPORT_STEP_INT64;
        plan_numbers(coverage, steps, node, step);
        plan_bounds(coverage, steps, node, step);
    } else if (has_values || store != CODEC_STORE_TEXT ||
               report_has_lengths(node->schema->string)) {
        step.kind = has_values || store != CODEC_STORE_TEXT ? REPORT_STEP_OTHER : REPORT_STEP_TEXT;
        step.node = node;
        (void)add_step(coverage, steps, step);
    }
}

/* What follows an optional value is for those structs that have it. */
static void plan_optional(struct report_coverage *coverage, struct codec_list *steps,
                          const struct report_node *node, uint32_t offset,
                          struct report_step step) {
    size_t place = add_step(coverage, steps, step);
    plan_value(coverage, steps, node, offset);
    struct report_step *items = (void *)(uintptr_t)steps->items;
    if (!coverage->failed)
        items[place].skip = (uint32_t)(steps->count - place - 1);
}

static void plan_record(struct report_coverage *coverage, struct codec_list *steps,
                        const struct report_node *node, uint32_t offset) {
    const struct codec_object_rules *rules = node->schema->object;
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        const struct report_node *below = node->members[i];
        struct report_step step = {.kind = REPORT_STEP_TAKEN};
        if (!below)
            continue;
        step.branch = below->present;
        if (!member->has) {
            (void)add_step(coverage, steps, step);
            plan_value(coverage, steps, below, offset + member->offset);
            continue;
        }
        step.kind = REPORT_STEP_OPTIONAL;
        step.offset = offset + rules->has_offset;
        step.has = UINT32_C(1) << (member->has - 1);
        plan_optional(coverage, steps, below, offset + member->offset, step);
    }
}

/* ---- all of them --------------------------------------------------------------------------- */

/* Whether the struct says of every member if it was given, here and below. */
static bool says_what_is_given(const struct report_node *node) {
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
        const struct report_branch branch = {.event = (enum sts_event_id)i};
        if (is_of_workers(branch.event))
            coverage->events[i] = add_node(coverage, sts_events[i].payload, branch, 0);
        const struct report_node *root = coverage->events[i];
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

/* ---- telling --------------------------------------------------------------------------------- */

void report_coverage_tell(const struct report_coverage *coverage, const uint32_t *seen,
                          struct report_document *document) {
    const struct report_branch *branches = coverage->branches.items;
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
