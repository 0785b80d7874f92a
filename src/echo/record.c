#include "echo/record.h"

#include "base/glob.h"
#include "base/print.h"
#include "echo/internal.h"
#include "stream/view.h"

_Static_assert((int)STS_CONTROL_ARMED_KIND_FAULTS == (int)ECHO_KIND_FAULTS &&
                   (int)STS_CONTROL_ARMED_KIND_DELAY == (int)ECHO_KIND_DELAY &&
                   (int)STS_CONTROL_ARMED_KIND_BACKPRESSURE == (int)ECHO_KIND_BACKPRESSURE,
               "what can be armed comes first in the schema, in its order");

/* Bytes shown of a fragment_id or of an error code: a UUID fits. */
#define TEXT_SHOWN 48

/* ---- listing ------------------------------------------------------------------------------- */

static size_t copy(char *out, size_t size, struct base_slice text) {
    size_t length = text.len < size ? text.len : size;
    if (length)
        memcpy(out, text.ptr, length);
    return length;
}

void echo_origin_set(struct echo_origin *origin, struct base_slice client,
                     struct base_slice address) {
    origin->client_length = copy(origin->client, sizeof origin->client, client);
    origin->address_length = copy(origin->address, sizeof origin->address, address);
}

void echo_record_add(struct echo *echo, struct echo_record *record,
                     enum sts_control_armed_kind kind, struct base_slice pattern,
                     const struct echo_origin *origin) {
    record->kind = kind;
    record->number = ++echo->records.last;
    record->since = echo->config.timers->now;
    record->pattern = pattern;
    record->origin = origin ? *origin : (struct echo_origin){.key = 0};
    base_list_append(&echo->records.all, &record->node);
}

static const struct echo_record *record_at(struct base_list_node *node) {
    return node ? BASE_CONTAINER(node, const struct echo_record, node) : NULL;
}

const struct echo_record *echo_record_after(const struct echo *echo,
                                            const struct echo_record *record) {
    const struct base_list *all = &echo->records.all;
    return record_at(record ? base_list_next(all, &record->node) : base_list_first(all));
}

const struct echo_record *echo_record_later(const struct echo *echo, uint64_t number) {
    const struct echo_record *record = echo_record_after(echo, NULL);
    while (record && record->number <= number)
        record = echo_record_after(echo, record);
    return record;
}

/* ---- for which streams --------------------------------------------------------------------- */

struct base_slice echo_record_pattern(const struct echo_record *record, char *room) {
    return record->is_id ? base_glob_of(record->pattern, room) : record->pattern;
}

bool echo_record_is_for(const struct echo_record *record, struct base_slice streams) {
    char own[2 * STREAM_ID_SIZE], own_text[2 * STREAM_ID_SIZE], text[2 * STREAM_ID_SIZE];
    const struct base_slice pattern = echo_record_pattern(record, own);
    return base_glob_match(streams, base_glob_text(pattern, own_text)) ||
           base_glob_match(pattern, base_glob_text(streams, text));
}

/* NULL: it is of another kind. */
static const struct echo_configuration *configuration_of(const struct echo_record *record) {
    return record->kind < (enum sts_control_armed_kind)ECHO_KINDS
               ? BASE_CONTAINER(record, const struct echo_configuration, record)
               : NULL;
}

/* What its own worker armed for a stream, else what is armed for it; NULL: nothing is. */
static const struct echo_configuration *in_force(const struct echo *echo, size_t kind,
                                                 struct base_slice stream_id) {
    const struct echo_stream *stream = echo_stream_find(echo, stream_id);
    const struct echo_configuration *own = stream ? stream->kinds[kind].own : NULL;
    return own ? own : echo_armed_find(&echo->armed[kind], stream_id);
}

bool echo_record_decides(const struct echo *echo, const struct echo_record *record,
                         struct base_slice stream_id) {
    const struct echo_configuration *made = configuration_of(record);
    if (!made)
        return echo_record_is_for(record, stream_id);
    if (made->scenario)
        return made->scenario == echo_scenario_for(echo, stream_id);
    if (record->is_id)
        return base_slice_equal(record->pattern, stream_id);
    return in_force(echo, record->kind, stream_id) == made;
}

void echo_records_reset(struct echo *echo, struct base_slice pattern) {
    struct base_list_node *node = base_list_first(&echo->records.all);
    for (; node; node = base_list_next(&echo->records.all, node)) {
        struct echo_record *record = BASE_CONTAINER(node, struct echo_record, node);
        if (configuration_of(record))
            echo_tally_reset(&BASE_CONTAINER(record, struct echo_configuration, record)->tally,
                             pattern);
    }
}

bool echo_record_knows(const struct echo *echo, struct base_slice stream_id) {
    const struct echo_record *record = NULL;
    if (base_map_get(&echo->places, stream_id))
        return true;
    while ((record = echo_record_after(echo, record))) {
        const struct echo_configuration *made = configuration_of(record);
        if (made && echo_tally_has(&made->tally, stream_id))
            return true;
    }
    return false;
}

bool echo_record_may_be_forgotten(const struct echo *echo, struct base_slice stream_id) {
    const struct echo_record *record = NULL;
    if (!echo->gone_forgotten)
        return false;
    while ((record = echo_record_after(echo, record)))
        if (record->is_id && base_slice_equal(record->pattern, stream_id))
            return false;
    return true;
}

/* ---- looking ------------------------------------------------------------------------------- */

static void look_at(const struct echo_configuration *made, struct echo_record_view *view) {
    const void *whole = made;
    if (made->record.kind == STS_CONTROL_ARMED_KIND_FAULTS)
        view->faults = &((const struct echo_faults *)whole)->shown;
    else if (made->record.kind == STS_CONTROL_ARMED_KIND_DELAY)
        view->delay = &((const struct echo_delay *)whole)->shown;
    else
        view->backpressure = &((const struct echo_pressure *)whole)->shown;
    view->scenario = made->scenario ? echo_scenario_shown(made->scenario) : NULL;
    view->step = made->step;
    view->rules = made->tally.rules;
    view->streams = made->tally.streams;
    view->is_partial = made->tally.forgotten;
}

struct echo_record_view echo_record_look(const struct echo_record *record) {
    const struct echo_configuration *made = configuration_of(record);
    struct echo_record_view view = {.faults = NULL};
    if (made)
        look_at(made, &view);
    else if (record->kind == STS_CONTROL_ARMED_KIND_SCENARIO)
        view.scenario = echo_scenario_recorded(record);
    else if (record->kind == STS_CONTROL_ARMED_KIND_DISCONNECT)
        echo_loss_look(record, &view);
    else
        echo_refusal_look(record, &view);
    return view;
}

bool echo_record_hits(const struct echo_record *record, size_t rule, struct base_slice stream_id,
                      struct echo_hits_told *told) {
    const struct echo_tally *tally = &configuration_of(record)->tally;
    struct echo_hit hit = tally->hits[rule];
    const bool known = !stream_id.len || echo_tally_find(tally, stream_id, rule, &hit);
    *told = (struct echo_hits_told){
        .count = hit.count,
        .last_ms = hit.last_ms,
        .number = hit.number,
        .stream_id = stream_id.len ? stream_id : echo_use_id(hit.by),
    };
    return known;
}

/* ---- what cannot hit ----------------------------------------------------------------------- */

/* Something else decides about the stream. */
static bool say_hidden(const struct echo *echo, const struct echo_record *record,
                       struct base_slice id, char why[ECHO_CANNOT_SIZE]) {
    const bool of_scenario = configuration_of(record)->scenario;
    const struct echo_configuration *other = of_scenario ? NULL : in_force(echo, record->kind, id);
    if (!other)
        (void)base_print(why, ECHO_CANNOT_SIZE, "another scenario is armed for this stream");
    else
        (void)base_print(why, ECHO_CANNOT_SIZE,
                         "number %llu, which is armed for this stream, takes its place",
                         (unsigned long long)other->record.number);
    return true;
}

static bool say(char why[ECHO_CANNOT_SIZE], const char *sentence) {
    (void)base_print(why, ECHO_CANNOT_SIZE, "%s", sentence);
    return true;
}

/* The rule of faults, or NULL. */
static const struct echo_rule *rule_of(const struct echo_record *record, size_t rule) {
    const void *whole = configuration_of(record);
    return record->kind == STS_CONTROL_ARMED_KIND_FAULTS
               ? &((const struct echo_faults *)whole)->rules[rule]
               : NULL;
}

/* As the stream is now. */
static bool is_over(const struct echo_stream *stream, const struct echo_rule *rule,
                    char why[ECHO_CANNOT_SIZE]) {
    const struct stream_view view = stream_view(stream->stream);
    if (view.state == STS_STREAM_STATE_COMPLETED)
        return say(why, "the stream is completed. Only a new run of it can be hit");
    if (view.state == STS_STREAM_STATE_ENDING)
        return say(why, "the stream is ending and takes no more fragments");
    if (!rule || !rule->has_trigger || rule->trigger != STS_RULE_TRIGGER_SEQUENCE_NUMBER ||
        rule->number >= view.expected)
        return false;
    (void)base_print(why, ECHO_CANNOT_SIZE,
                     "sequence_number %llu has passed in this run: the stream expects %llu",
                     (unsigned long long)rule->number, (unsigned long long)view.expected);
    return true;
}

bool echo_record_cannot_hit(const struct echo *echo, const struct echo_record *record, size_t rule,
                            struct base_slice stream_id, char why[ECHO_CANNOT_SIZE]) {
    char room[2 * STREAM_ID_SIZE], text[2 * STREAM_ID_SIZE];
    const struct echo_configuration *made = configuration_of(record);
    const struct echo_rule *asked = rule_of(record, rule);
    const struct base_slice pattern = echo_record_pattern(record, room);
    const bool is_one = stream_id.len || base_glob_is_plain(pattern);
    const struct base_slice id = stream_id.len ? stream_id : base_glob_text(pattern, text);
    if (asked && asked->probability <= 0)
        return say(why, "its probability is 0");
    if (record->is_gone)
        return say(why, "the stream that armed it for itself has gone");
    if (!is_one)
        return false;
    if (made->scenario && echo_scenario_has_passed(echo, made->scenario, made->step, id))
        return say(why, "the stream has left this step of its scenario");
    if (!echo_record_decides(echo, record, id))
        return say_hidden(echo, record, id, why);
    const struct echo_stream *stream = echo_stream_find(echo, id);
    return stream && is_over(stream, asked, why);
}

/* ---- words --------------------------------------------------------------------------------- */

/* As much of a text as is shown. */
static const char *shown(struct codec_text text, char room[TEXT_SHOWN + 4]) {
    memset(room, 0, TEXT_SHOWN + 4);
    if (codec_text_copy(text, room, TEXT_SHOWN) > TEXT_SHOWN)
        memcpy(room + strlen(room), "...", 3);
    return room;
}

static size_t name_trigger(const struct echo_rule *rule, char *text, size_t size) {
    const char *trigger = sts_rule_trigger_text(rule->trigger).ptr;
    char room[TEXT_SHOWN + 4];
    if (!rule->has_trigger)
        return base_print(text, size, ", every fragment");
    if (rule->trigger != STS_RULE_TRIGGER_FRAGMENT_ID)
        return base_print(text, size, ", %s %llu", trigger, (unsigned long long)rule->number);
    return base_print(text, size, ", %s %s", trigger, shown(rule->id, room));
}

static size_t name_rule(const struct echo_rule *rule, char text[ECHO_RULE_TEXT_SIZE]) {
    const size_t size = ECHO_RULE_TEXT_SIZE;
    const bool fails =
        rule->action == STS_RULE_ACTION_FAIL || rule->action == STS_RULE_ACTION_PARTIAL;
    const struct codec_text code = sts_error_code_or_other_text(&rule->error.code);
    char room[TEXT_SHOWN + 4];
    size_t n = base_print(text, size, "%s%s%s", sts_rule_action_text(rule->action).ptr,
                          fails ? " " : "", fails ? shown(code, room) : "");
    n += name_trigger(rule, text + n, size - n);
    if (rule->probability < 1)
        n += base_print(text + n, size - n, ", probability %g", rule->probability);
    if (rule->count)
        n += base_print(text + n, size - n, ", count %llu", (unsigned long long)rule->count);
    return n;
}

size_t echo_record_rule_text(const struct echo_record *record, size_t rule,
                             char text[ECHO_RULE_TEXT_SIZE]) {
    const struct echo_record_view view = echo_record_look(record);
    if (view.faults)
        return name_rule(rule_of(record, rule), text);
    if (view.delay)
        return base_print(text, ECHO_RULE_TEXT_SIZE, "delay_ms %lld, jitter_ms %lld",
                          (long long)view.delay->delay_ms, (long long)view.delay->jitter_ms);
    if (!view.backpressure) /* it has no rules */
        return 0;
    if (view.backpressure->script.count)
        return base_print(text, ECHO_RULE_TEXT_SIZE, "script of %zu steps",
                          view.backpressure->script.count);
    return base_print(text, ECHO_RULE_TEXT_SIZE, "severity %s, action %s, threshold %lld",
                      sts_backpressure_severity_text(view.backpressure->severity).ptr,
                      sts_backpressure_action_text(view.backpressure->action).ptr,
                      (long long)view.backpressure->threshold);
}
