#include "echo/sense.h"

#include "base/print.h"
#include "echo/echo.h"

#include <stdarg.h>
#include <stdio.h>

/* Room for words that a member is used with. */
#define WORDS_SIZE 96

/* ---- findings ------------------------------------------------------------------------------ */

__attribute__((format(printf, 4, 5))) static void complain(const struct echo_sense *sense,
                                                           const char *pointer, const char *keyword,
                                                           const char *format, ...) {
    struct codec_report *report = sense->report;
    size_t at = report->count++;
    if (at >= report->capacity)
        return;
    struct codec_error *error = &report->errors[at];
    *error = (struct codec_error){.code = CODEC_SCHEMA, .keyword = keyword};
    (void)base_print(error->pointer, sizeof error->pointer, "%s", pointer);
    va_list values;
    va_start(values, format);
    codec_error_say(error, format, values);
    va_end(values);
}

/* The place of a member, or of an item, of what is at `pointer`. */
struct place {
    char text[CODEC_POINTER_SIZE];
};

static struct place member_at(const char *pointer, const char *member) {
    struct place place;
    (void)base_print(place.text, sizeof place.text, "%s/%s", pointer, member);
    return place;
}

static struct place item_at(const char *pointer, const char *member, size_t index) {
    struct place place;
    (void)base_print(place.text, sizeof place.text, "%s/%s/%zu", pointer, member, index);
    return place;
}

/* ---- members ------------------------------------------------------------------------------- */

/* The members that are looked at, of all kinds of objects. */
#define RULE_MEMBERS(X)                                                                            \
    X(action)                                                                                      \
    X(mode)                                                                                        \
    X(code)                                                                                        \
    X(refuse_ms)                                                                                   \
    X(scope)                                                                                       \
    X(deliver_as)                                                                                  \
    X(error_message)                                                                               \
    X(retryable)                                                                                   \
    X(stage)                                                                                       \
    X(delay_ms)
#define STEP_MEMBERS(X)                                                                            \
    X(faults)                                                                                      \
    X(disconnect)

enum member {
#define X(name) MEMBER_##name,
    RULE_MEMBERS(X)
    STEP_MEMBERS(X)
#undef X
        MEMBER_rules,
    MEMBER_steps,
    MEMBER_scenarios,
    MEMBER_name,
    MEMBER_COUNT
};

static const char *const names[MEMBER_COUNT] = {
#define X(name) [MEMBER_##name] = #name,
    RULE_MEMBERS(X) STEP_MEMBERS(X)
#undef X
        [MEMBER_rules] = "rules",
    [MEMBER_steps] = "steps",
    [MEMBER_scenarios] = "scenarios",
    [MEMBER_name] = "name",
};

/* A name that the schemas do not have does not compile. */
#define HAS(type, name) _Static_assert(offsetof(struct type, name) < sizeof(struct type), #name)
#define X(name) HAS(sts_error_rule, name);
RULE_MEMBERS(X)
#undef X
#define X(name) HAS(sts_scenario_step, name);
STEP_MEMBERS(X)
#undef X
HAS(sts_scenario_faults, rules);
HAS(sts_config_error_simulation, rules);
HAS(sts_scenario_disconnect, code);
HAS(sts_simulate_disconnect, code);
HAS(sts_scenario, steps);
HAS(sts_scenario, name);
HAS(sts_control_scenarios, scenarios);

/* An object: the text of each member that is there. null counts as absent. Read from the text, as a
 * struct does not tell a default from what was given. */
struct object {
    struct base_slice members[MEMBER_COUNT]; /* empty: absent */
    size_t count;                            /* all, also those of other names */
};

static void note_member(struct object *object, struct codec_text name, struct base_slice value) {
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        if (codec_text_equal(name, codec_text_plain(base_slice_of(names[i]))))
            object->members[i] = value;
    object->count++;
}

static struct object read_object(struct base_slice text) {
    struct object object = {.count = 0};
    struct codec_in in;
    struct codec_text name;
    struct base_slice value;
    codec_in_init_again(&in, text);
    for (char next = '{'; codec_in_peek(&in) == next; next = ',') {
        if (!codec_in_expect(&in, next) || codec_in_peek(&in) != '"' ||
            !codec_in_text(&in, &name) || !codec_in_expect(&in, ':') || !codec_in_skip(&in, &value))
            break;
        if (value.len && *value.ptr != 'n')
            note_member(&object, name, value);
    }
    return object;
}

/* The items of an array, one by one. */
struct items {
    struct codec_in in;
    char next;
};

static struct items items_of(struct base_slice array) {
    struct items items = {.next = '['};
    codec_in_init_again(&items.in, array);
    return items;
}

static bool next_item(struct items *items, struct base_slice *item) {
    if (codec_in_peek(&items->in) != items->next || !codec_in_expect(&items->in, items->next) ||
        codec_in_peek(&items->in) == ']')
        return false;
    items->next = ',';
    return codec_in_skip(&items->in, item);
}

static struct codec_text text_of(struct base_slice string) {
    struct codec_in in;
    struct codec_text text;
    codec_in_init_again(&in, string);
    return string.len && codec_in_text(&in, &text) ? text : (struct codec_text){.ptr = NULL};
}

/* ---- members that nothing uses ------------------------------------------------------------- */

#define ACTION(name) (1u << STS_RULE_ACTION_##name)
#define MODE(name) (1u << STS_DISCONNECT_MODE_##name)

/* Where a row of the table counts. */
enum {
    IN_RULE = 1,
    IN_DISCONNECT = 2,
};

/* What goes with what: `member` is used where `by` is one of `words`, and nowhere else. */
static const struct row {
    unsigned in;
    enum member member;
    enum member by;
    unsigned words; /* bits of the words of `by` */
    bool needed;    /* instead: with these it must be there, as `why` says */
    const char *why;
} rows[] = {
    {IN_RULE, MEMBER_mode, MEMBER_action, ACTION(DISCONNECT), false, NULL},
    {IN_RULE, MEMBER_code, MEMBER_action, ACTION(DISCONNECT), false, NULL},
    {IN_RULE, MEMBER_refuse_ms, MEMBER_action, ACTION(DISCONNECT), false, NULL},
    {IN_RULE, MEMBER_scope, MEMBER_action, ACTION(DISCONNECT), false, NULL},
    {IN_RULE, MEMBER_deliver_as, MEMBER_action, ACTION(FAIL), false, NULL},
    {IN_RULE, MEMBER_error_message, MEMBER_action, ACTION(FAIL) | ACTION(PARTIAL), false, NULL},
    {IN_RULE, MEMBER_retryable, MEMBER_action, ACTION(FAIL) | ACTION(PARTIAL), false, NULL},
    {IN_RULE, MEMBER_stage, MEMBER_action, ACTION(FAIL) | ACTION(PARTIAL), false, NULL},
    {IN_RULE, MEMBER_delay_ms, MEMBER_action, ACTION(DELAY), true,
     "the result comes that much later"},
    {IN_RULE | IN_DISCONNECT, MEMBER_code, MEMBER_mode, MODE(CLOSE), false, NULL},
};
#define ROWS (sizeof rows / sizeof *rows)

/* The words of those two members, by their number. */
static struct base_slice word_of(enum member by, unsigned value) {
    return by == MEMBER_action ? sts_rule_action_text((enum sts_rule_action)value)
                               : sts_disconnect_mode_text((enum sts_disconnect_mode)value);
}

static unsigned word_count(enum member by) {
    return by == MEMBER_action ? STS_RULE_ACTION_COUNT : STS_DISCONNECT_MODE_COUNT;
}

/* The number of the word that is there, or of the one that stands for none. */
static unsigned value_of(const struct object *object, enum member by) {
    const struct codec_text text = text_of(object->members[by]);
    for (unsigned i = 0; text.len && i < word_count(by); i++)
        if (codec_text_equal(text, codec_text_plain(word_of(by, i))))
            return i;
    return by == MEMBER_action ? (unsigned)STS_RULE_ACTION_FAIL
                               : (unsigned)STS_DISCONNECT_MODE_SERVER_DISCONNECT;
}

/* `"fail" or "partial"` */
static void list_words(enum member by, unsigned words, char out[WORDS_SIZE]) {
    size_t length = 0;
    for (unsigned i = 0; i < word_count(by); i++) {
        const struct base_slice word = word_of(by, i);
        if (words >> i & 1u)
            length += base_print(out + length, WORDS_SIZE - length, "%s\"%.*s\"",
                                 length ? " or " : "", (int)word.len, word.ptr);
    }
}

static const struct codec_member *find_member(const struct codec_schema *schema, const char *name) {
    const struct codec_object_rules *rules = schema->object;
    for (size_t i = 0; i < rules->count; i++)
        if (base_slice_equal(rules->members[i].name, base_slice_of(name)))
            return &rules->members[i];
    return NULL;
}

static bool wants(const struct codec_schema *schema, const char *name) {
    const struct codec_member *member = find_member(schema, name);
    return member && member->presence == CODEC_REQUIRED;
}

/* What a schema wants in any case, nobody can leave out. */
static bool is_required(unsigned in, const char *name) {
    const struct codec_member *rules =
        find_member(sts_bodies[STS_BODY_SCENARIO_FAULTS].payload, names[MEMBER_rules]);
    if (in == IN_RULE)
        return rules && wants(rules->schema->array->items, name);
    return wants(sts_bodies[STS_BODY_SCENARIO_DISCONNECT].payload, name) ||
           wants(sts_events[STS_EVENT_SIMULATE_DISCONNECT].payload, name);
}

/* False: it has been complained of. */
static bool check_row(const struct echo_sense *sense, const struct row *row,
                      const struct object *object, const char *pointer) {
    const unsigned value = value_of(object, row->by);
    const struct base_slice word = word_of(row->by, value);
    bool is_there = object->members[row->member].len, is_meant = row->words >> value & 1u;
    if (row->needed && is_meant && !is_there) {
        complain(sense, pointer, "required", "lacks the member \"%s\": with the %s \"%.*s\" %s",
                 names[row->member], names[row->by], (int)word.len, word.ptr, row->why);
        return false;
    }
    if (row->needed || !is_there || is_meant)
        return true;
    char words[WORDS_SIZE] = "";
    list_words(row->by, row->words, words);
    const struct place place = member_at(pointer, names[row->member]);
    complain(sense, place.text, "unused",
             "has no effect with the %s \"%.*s\": leave it out, or set \"%s\" to %s",
             names[row->by], (int)word.len, word.ptr, names[row->by], words);
    return false;
}

static void check_members(const struct echo_sense *sense, unsigned in, const struct object *object,
                          const char *pointer) {
    unsigned wrong = 0; /* one finding for each member */
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].in & in && !(wrong >> rows[i].member & 1u) &&
            !is_required(in, names[rows[i].member]) && !check_row(sense, &rows[i], object, pointer))
            wrong |= 1u << rows[i].member;
}

_Static_assert(MEMBER_COUNT <= 32, "a bit for each member");

/* ---- rules that can never hit -------------------------------------------------------------- */

/* Which fragments a rule hits. */
struct reach {
    bool is_sure; /* always, and without an end */
    bool is_any;  /* every fragment */
    enum sts_rule_trigger trigger;
    uint64_t number;
    struct codec_text id;
};

static struct reach reach_of(const struct sts_error_rule *rule) {
    struct reach reach = {
        .is_sure = !(rule->has & STS_ERROR_RULE_HAS_COUNT) &&
                   !(rule->has & STS_ERROR_RULE_HAS_PROBABILITY && rule->probability < 1),
        .trigger = rule->trigger,
        .number = (uint64_t)rule->value.integer,
        .id = rule->value.text,
    };
    reach.is_any = !(rule->has & STS_ERROR_RULE_HAS_TRIGGER) ||
                   (rule->trigger == STS_RULE_TRIGGER_NTH_FRAGMENT && reach.number == 1);
    return reach;
}

/* Whether the first of two rules leaves nothing to the second. */
static bool takes_all(const struct reach *first, const struct reach *second) {
    if (!first->is_sure || second->is_any || first->is_any)
        return first->is_sure && first->is_any;
    bool is_nth = first->trigger == STS_RULE_TRIGGER_NTH_FRAGMENT && first->number;
    if (is_nth && second->trigger == STS_RULE_TRIGGER_SEQUENCE_NUMBER)
        return (second->number + 1) % first->number == 0;
    if (first->trigger != second->trigger)
        return false;
    if (first->trigger == STS_RULE_TRIGGER_FRAGMENT_ID)
        return codec_text_equal(first->id, second->id);
    return is_nth ? second->number % first->number == 0 : first->number == second->number;
}

/* The first rule before `all[index]` that leaves it nothing; `index`: there is none. */
static size_t find_first(const struct reach *all, size_t index) {
    for (size_t first = 0; first < index; first++)
        if (takes_all(&all[first], &all[index]))
            return first;
    return index;
}

static bool check_reach(const struct echo_sense *sense, const struct codec_list *rules,
                        const char *pointer) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_error_rule rule;
    const size_t size = rules->count * sizeof(struct reach);
    if (rules->count < 2)
        return true;
    struct reach *all = base_memory_zero(sense->memory, size);
    for (size_t i = 0; all && i < rules->count; i++) {
        (void)sts_scenario_faults_rules_next(rules, &cursor, &rule);
        all[i] = reach_of(&rule);
        const size_t first = find_first(all, i);
        if (first == i)
            continue;
        complain(sense, item_at(pointer, names[MEMBER_rules], i).text, "unreachable",
                 "has no effect: rule %zu can never hit: rule %zu hits %s. Put rule %zu first, or "
                 "give rule %zu a count or a probability",
                 i, first, all[first].is_any ? "every fragment" : "the same fragments", i, first);
    }
    base_memory_give(sense->memory, all, size);
    return all;
}

/* ---- what is armed ------------------------------------------------------------------------- */

/* An object with `rules`. */
static bool check_faults(const struct echo_sense *sense, struct base_slice faults,
                         const char *pointer) {
    struct codec_list rules = {.raw = read_object(faults).members[MEMBER_rules]};
    struct items items = items_of(rules.raw);
    struct base_slice text;
    for (; next_item(&items, &text); rules.count++) {
        const struct object rule = read_object(text);
        const struct place place = item_at(pointer, names[MEMBER_rules], rules.count);
        if (!sense->lenient || rule.members[MEMBER_action].len)
            check_members(sense, IN_RULE, &rule, place.text);
    }
    return sense->lenient || check_reach(sense, &rules, pointer);
}

static bool check_disconnect(const struct echo_sense *sense, struct base_slice disconnect,
                             const char *pointer) {
    const struct object object = read_object(disconnect);
    check_members(sense, IN_DISCONNECT, &object, pointer);
    return true;
}

/* ---- scenarios ----------------------------------------------------------------------------- */

static bool check_step(const struct echo_sense *sense, struct base_slice text,
                       const char *pointer) {
    const struct object step = read_object(text);
    const struct base_slice *members = step.members;
    if (members[MEMBER_disconnect].len)
        (void)check_disconnect(sense, members[MEMBER_disconnect],
                               member_at(pointer, names[MEMBER_disconnect]).text);
    return !members[MEMBER_faults].len ||
           check_faults(sense, members[MEMBER_faults],
                        member_at(pointer, names[MEMBER_faults]).text);
}

static bool check_scenario(const struct echo_sense *sense, const struct object *scenario,
                           const char *pointer) {
    struct items items = items_of(scenario->members[MEMBER_steps]);
    struct base_slice text;
    bool done = true;
    for (size_t i = 0; done && next_item(&items, &text); i++)
        done = check_step(sense, text, item_at(pointer, names[MEMBER_steps], i).text);
    return done;
}

/* The later of two would take the place of the earlier one. `given` has the names before. */
static void check_name(const struct echo_sense *sense, const struct codec_text *given, size_t index,
                       const char *pointer) {
    for (size_t i = 0; i < index; i++) {
        if (!given[i].len || !codec_text_equal(given[i], given[index]))
            continue;
        complain(sense, member_at(pointer, names[MEMBER_name]).text, "unique",
                 "is also the name of scenario %zu, which the later one would replace: choose "
                 "another",
                 i);
        return;
    }
}

/* No more than ECHO_SCENARIOS_MAX are ever loaded. */
static bool check_scenarios(const struct echo_sense *sense, struct base_slice body,
                            const char *pointer) {
    const struct base_slice scenarios = read_object(body).members[MEMBER_scenarios];
    struct codec_text given[ECHO_SCENARIOS_MAX];
    struct items items = items_of(scenarios);
    struct base_slice text;
    bool done = true;
    for (size_t i = 0; done && i < ECHO_SCENARIOS_MAX && next_item(&items, &text); i++) {
        const struct object scenario = read_object(text);
        const struct place place = item_at(pointer, names[MEMBER_scenarios], i);
        given[i] = text_of(scenario.members[MEMBER_name]);
        if (given[i].len)
            check_name(sense, given, i, place.text);
        done = check_scenario(sense, &scenario, place.text);
    }
    return done;
}

/* ---- the whole ----------------------------------------------------------------------------- */

bool echo_sense(const struct codec_event *row, struct base_slice payload,
                const struct echo_sense *sense) {
    static const struct {
        const struct codec_event *row;
        bool (*check)(const struct echo_sense *sense, struct base_slice payload,
                      const char *pointer);
    } checks[] = {
        {&sts_events[STS_EVENT_CONFIG_ERROR_SIMULATION], check_faults},
        {&sts_events[STS_EVENT_SIMULATE_DISCONNECT], check_disconnect},
        {&sts_bodies[STS_BODY_SCENARIO_FAULTS], check_faults},
        {&sts_bodies[STS_BODY_SCENARIO_DISCONNECT], check_disconnect},
        {&sts_bodies[STS_BODY_CONTROL_SCENARIOS], check_scenarios},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i].row == row)
            return checks[i].check(sense, payload, "");
    return true;
}
