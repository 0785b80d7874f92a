/* scenarios.c - scenarios are loaded, unloaded and listed. */
#include "echo/scenario.h"

#include "base/glob.h"

/* ---- loading ------------------------------------------------------------------------------- */

static void free_scenario(struct echo *echo, struct echo_scenario *scenario) {
    for (size_t i = 0; i < scenario->count; i++)
        for (size_t kind = 0; kind < ECHO_KINDS; kind++)
            echo_configuration_unref(scenario->steps[i].armed[kind]);
    base_buffer_unref(scenario->texts);
    base_memory_give(echo->config.memory, scenario, scenario->size);
}

/* What its steps arm is listed behind it. */
static void list(struct echo *echo, struct echo_scenario *scenario,
                 const struct echo_origin *origin) {
    echo_record_add(echo, &scenario->record, STS_CONTROL_ARMED_KIND_SCENARIO, scenario->pattern,
                    origin);
    for (size_t i = 0; i < scenario->count; i++)
        for (size_t kind = 0; kind < ECHO_KINDS; kind++)
            if (scenario->steps[i].armed[kind]) {
                struct echo_configuration *made = scenario->steps[i].armed[kind];
                echo_record_add(echo, &made->record, (enum sts_control_armed_kind)kind,
                                scenario->pattern, origin);
                made->scenario = scenario;
                made->step = i;
            }
}

/* A stream may use one of its configurations for a little longer. */
static void unlist(struct echo_scenario *scenario) {
    base_list_remove(&scenario->record.node);
    for (size_t i = 0; i < scenario->count; i++)
        for (size_t kind = 0; kind < ECHO_KINDS; kind++)
            if (scenario->steps[i].armed[kind]) {
                base_list_remove(&scenario->steps[i].armed[kind]->record.node);
                scenario->steps[i].armed[kind]->scenario = NULL;
            }
}

static void unload(struct echo *echo, struct echo_scenario *scenario) {
    base_list_remove(&scenario->node);
    unlist(scenario);
    echo->scenario_count--;
    echo->scenario_bytes -= scenario->bytes;
    echo_places_leave(echo, scenario);
    free_scenario(echo, scenario);
}

static struct base_slice copy_text(struct base_buffer *texts, struct codec_text text) {
    char *at = texts->data + texts->length;
    size_t len = codec_text_copy(text, at, texts->capacity - texts->length);
    texts->length += len;
    return base_slice(at, len);
}

/* Its texts and room for its steps. */
static struct echo_scenario *allocate(struct echo *echo, const struct sts_scenario *from) {
    size_t size = sizeof(struct echo_scenario) + from->steps.count * sizeof(struct echo_step);
    struct echo_scenario *scenario = base_memory_zero(echo->config.memory, size);
    if (!scenario)
        return NULL;
    scenario->shown = *from;
    size_t bytes = sts_scenario_keep(&scenario->shown, NULL) + from->name.len + from->stream_id.len;
    scenario->size = size;
    scenario->bytes = size + bytes;
    scenario->texts = base_buffer_new(echo->config.memory, bytes);
    if (!scenario->texts) {
        free_scenario(echo, scenario);
        return NULL;
    }
    scenario->texts->length = sts_scenario_keep(&scenario->shown, scenario->texts->data);
    scenario->name = copy_text(scenario->texts, from->name);
    scenario->pattern = copy_text(scenario->texts, from->stream_id);
    scenario->shown.name = codec_text_plain(scenario->name); /* to be compared as it is */
    scenario->shown.stream_id = codec_text_plain(scenario->pattern);
    return scenario;
}

/* A disconnect without `until` lasts until its stream is let in again. */
static void make_conditions(struct echo_step *step, const struct sts_scenario_step *from) {
    const struct sts_scenario_until *until = &from->until;
    step->end_after_ms = UINT64_MAX;
    if (step->has_loss && !(from->has & STS_SCENARIO_STEP_HAS_UNTIL))
        step->end_after_ms = step->loss_after_ms + step->loss.refuse_ms;
    if (until->has & STS_SCENARIO_UNTIL_HAS_AFTER_MS)
        step->end_after_ms = (uint64_t)until->after_ms;
    step->count = (uint64_t)until->count; /* 0 when absent */
    step->has_event = until->has & STS_SCENARIO_UNTIL_HAS_EVENT;
    step->event = until->event;
}

static bool make_configurations(struct echo *echo, const struct echo_scenario *scenario,
                                struct echo_step *step, const struct sts_scenario_step *from) {
    const struct sts_scenario *shown = &scenario->shown;
    const struct echo_seed seed = {
        .seed = shown->has & STS_SCENARIO_HAS_SEED ? shown->seed : echo->settings.seed,
        .key = shown->seed_key,
    };
    struct echo_configuration **armed = step->armed;
    if (from->has & STS_SCENARIO_STEP_HAS_FAULTS)
        armed[ECHO_KIND_FAULTS] = echo_faults_make(echo->config.memory, &from->faults, &seed,
                                                   echo->settings.rules_retryable);
    if (from->has & STS_SCENARIO_STEP_HAS_DELAY)
        armed[ECHO_KIND_DELAY] = echo_delay_new(echo->config.memory, &from->delay, &seed);
    if (from->has & STS_SCENARIO_STEP_HAS_BACKPRESSURE) {
        struct echo_pressure *made = echo_pressure_new(echo->config.memory, &from->backpressure);
        armed[ECHO_KIND_BACKPRESSURE] = made ? &made->head : NULL;
    }
    return (armed[ECHO_KIND_FAULTS] || !(from->has & STS_SCENARIO_STEP_HAS_FAULTS)) &&
           (armed[ECHO_KIND_DELAY] || !(from->has & STS_SCENARIO_STEP_HAS_DELAY)) &&
           (armed[ECHO_KIND_BACKPRESSURE] || !(from->has & STS_SCENARIO_STEP_HAS_BACKPRESSURE));
}

static enum echo_result make_step(struct echo *echo, struct echo_scenario *scenario,
                                  const struct sts_scenario_step *from) {
    struct echo_step *step = &scenario->steps[scenario->count++];
    if (!make_configurations(echo, scenario, step, from))
        return ECHO_NO_MEMORY;
    for (size_t kind = 0; kind < ECHO_KINDS; kind++) {
        size_t bytes = step->armed[kind] ? echo_configuration_bytes(step->armed[kind]) : 0;
        if (bytes > ECHO_CONFIGURATION_BYTES_MAX)
            return ECHO_TOO_LARGE;
        scenario->bytes += bytes;
    }
    step->has_loss = from->has & STS_SCENARIO_STEP_HAS_DISCONNECT;
    if (step->has_loss) {
        const struct sts_scenario_disconnect *disconnect = &from->disconnect;
        step->loss = echo_loss(disconnect);
        step->loss_after_ms = (uint64_t)disconnect->delay_ms;
    }
    make_conditions(step, from);
    return scenario->bytes > ECHO_ARMED_BYTES_MAX ? ECHO_TOO_MUCH : ECHO_CONFIGURED;
}

static enum echo_result make_steps(struct echo *echo, struct echo_scenario *scenario) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_scenario_step step;
    enum echo_result result = ECHO_CONFIGURED;
    while (result == ECHO_CONFIGURED && scenario->count < scenario->shown.steps.count &&
           sts_scenario_steps_next(&scenario->shown.steps, &cursor, &step))
        result = make_step(echo, scenario, &step);
    return result;
}

static struct echo_scenario *find_name(const struct echo *echo, struct base_slice name) {
    struct base_list_node *node = name.len ? base_list_first(&echo->scenarios) : NULL;
    while (node && !base_slice_equal(echo_scenario_at(node)->name, name))
        node = base_list_next(&echo->scenarios, node);
    return node ? echo_scenario_at(node) : NULL;
}

/* The places of streams that are there; those to come look for themselves. */
static void enter_all(struct echo *echo) {
    struct base_list_node *node = base_list_first(&echo->streams);
    for (; node; node = base_list_next(&echo->streams, node))
        echo_scenario_enter(BASE_CONTAINER(node, struct echo_stream, node));
}

bool echo_scenario_is_ordered(const struct sts_scenario *scenario,
                              struct echo_scenario_fault *fault) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_scenario_step step;
    for (fault->step = 0; sts_scenario_steps_next(&scenario->steps, &cursor, &step); fault->step++)
        if (step.has & STS_SCENARIO_STEP_HAS_BACKPRESSURE &&
            !echo_pressure_is_ordered(&step.backpressure, &fault->index))
            return false;
    return true;
}

enum echo_result echo_scenario_load(struct echo *echo, const struct sts_scenario *from,
                                    const struct echo_origin *origin) {
    struct echo_scenario_fault fault;
    if (!echo_scenario_is_ordered(from, &fault))
        return ECHO_DISORDER;
    struct echo_scenario *scenario = allocate(echo, from);
    if (!scenario)
        return ECHO_NO_MEMORY;
    struct echo_scenario *old = find_name(echo, scenario->name);
    enum echo_result result = make_steps(echo, scenario);
    size_t bytes = echo->scenario_bytes - (old ? old->bytes : 0) + scenario->bytes;
    if (result == ECHO_CONFIGURED &&
        (bytes > ECHO_ARMED_BYTES_MAX || (!old && echo->scenario_count >= ECHO_SCENARIOS_MAX)))
        result = ECHO_TOO_MUCH;
    if (result != ECHO_CONFIGURED) {
        free_scenario(echo, scenario);
        return result;
    }
    if (old)
        unload(echo, old);
    base_list_append(&echo->scenarios, &scenario->node);
    scenario->number = ++echo->loaded;
    echo->scenario_count++;
    echo->scenario_bytes += scenario->bytes;
    list(echo, scenario, origin);
    enter_all(echo);
    return ECHO_CONFIGURED;
}

/* ---- unloading ----------------------------------------------------------------------------- */

/* Unloads those that `wanted` wants. */
static size_t unload_all(struct echo *echo, struct base_slice given,
                         bool (*wanted)(const struct echo_scenario *scenario,
                                        struct base_slice given)) {
    struct base_list_node *node = base_list_first(&echo->scenarios);
    size_t count = 0;
    while (node) {
        struct echo_scenario *scenario = echo_scenario_at(node);
        node = base_list_next(&echo->scenarios, node);
        if (!wanted(scenario, given))
            continue;
        unload(echo, scenario);
        count++;
    }
    return count;
}

static bool has_name(const struct echo_scenario *scenario, struct base_slice name) {
    return !name.len || base_slice_equal(scenario->name, name);
}

static bool is_matched(const struct echo_scenario *scenario, struct base_slice pattern) {
    char room[STREAM_ID_SIZE];
    return base_glob_match(pattern, base_glob_text(scenario->pattern, room));
}

size_t echo_scenario_unload(struct echo *echo, struct codec_text name) {
    char text[STREAM_ID_SIZE];
    size_t count = unload_all(echo, echo_plain(name, text), has_name);
    enter_all(echo); /* another one may match now */
    return count;
}

void echo_scenarios_reset(struct echo *echo, struct base_slice pattern) {
    (void)unload_all(echo, pattern, is_matched);
    echo_places_reset(echo, pattern);
}

/* ---- listing ------------------------------------------------------------------------------- */

const struct sts_scenario *echo_scenario_after(const struct echo *echo,
                                               const struct sts_scenario *before) {
    struct base_list_node *node = base_list_first(&echo->scenarios);
    if (before)
        node = base_list_next(&echo->scenarios,
                              &BASE_CONTAINER(before, struct echo_scenario, shown)->node);
    return node ? &echo_scenario_at(node)->shown : NULL;
}

const struct sts_scenario *echo_scenario_later(const struct echo *echo, uint64_t number) {
    struct base_list_node *node = base_list_first(&echo->scenarios);
    while (node && echo_scenario_at(node)->number <= number)
        node = base_list_next(&echo->scenarios, node);
    return node ? &echo_scenario_at(node)->shown : NULL;
}

const struct sts_scenario *echo_scenario_shown(const struct echo_scenario *scenario) {
    return &scenario->shown;
}

const struct sts_scenario *echo_scenario_recorded(const struct echo_record *record) {
    return &BASE_CONTAINER(record, const struct echo_scenario, record)->shown;
}

uint64_t echo_scenario_number(const struct sts_scenario *shown) {
    return BASE_CONTAINER(shown, const struct echo_scenario, shown)->number;
}

size_t echo_scenario_count(const struct echo *echo) {
    return echo->scenario_count;
}

void echo_scenarios_init(struct echo *echo, struct base_hash_seed seed) {
    base_list_init(&echo->scenarios);
    base_list_init(&echo->taken);
    base_list_init(&echo->idle);
    base_map_init(&echo->places, echo->config.memory, seed);
}

void echo_scenarios_free(struct echo *echo) {
    (void)unload_all(echo, base_slice(NULL, 0), has_name);
    base_map_clear(&echo->places);
}
