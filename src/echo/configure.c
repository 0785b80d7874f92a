/* configure.c - the events and requests of protocol §6: what is armed, for whom. */
#include "echo/internal.h"

#include "base/glob.h"

/* ---- targets ------------------------------------------------------------------------------- */

/* A pattern as plain UTF-8. */
struct pattern {
    char text[STREAM_ID_SIZE];
    struct base_slice slice; /* empty: there is none */
};

static void read_pattern(struct pattern *pattern, struct codec_text text) {
    pattern->slice = echo_plain(text, pattern->text);
}

struct echo_stream *echo_stream_find(const struct echo *echo, struct base_slice id) {
    return base_map_get(&echo->by_id, id);
}

/* The stream that a pattern without wildcards names, or NULL. */
static struct echo_stream *find_exact(const struct echo *echo, struct base_slice pattern) {
    char room[STREAM_ID_SIZE];
    return echo_stream_find(echo, base_glob_text(pattern, room));
}

void echo_streams_each(const struct echo *echo, struct base_slice pattern,
                       void (*visit)(struct echo_stream *stream, void *context), void *context) {
    struct base_list_node *node = base_list_first(&echo->streams);
    if (base_glob_is_plain(pattern)) {
        struct echo_stream *one = find_exact(echo, pattern);
        if (one)
            visit(one, context);
        return;
    }
    for (; node; node = base_list_next(&echo->streams, node)) {
        struct echo_stream *stream = BASE_CONTAINER(node, struct echo_stream, node);
        if (base_glob_match(pattern, stream->id))
            visit(stream, context);
    }
}

static void note_owner(struct echo_stream *stream) {
    bool owns = false;
    for (size_t kind = 0; kind < ECHO_KINDS; kind++)
        owns = owns || stream->kinds[kind].own;
    base_list_remove(&stream->in_owners);
    if (owns)
        base_list_append(&stream->echo->owners, &stream->in_owners);
}

static void set_own(struct echo_stream *stream, enum echo_kind kind,
                    struct echo_configuration *configuration) {
    if (stream->kinds[kind].own)
        base_list_remove(&stream->kinds[kind].own->record.node);
    echo_configuration_unref(stream->kinds[kind].own);
    stream->kinds[kind].own = echo_configuration_ref(configuration);
    note_owner(stream);
    echo_stream_changed(stream);
}

/* Nothing of their own is configured any more for the streams that `pattern` names. Those that have
 * nothing are not looked at: a glob may mean ten thousand streams. */
static void clear_own(const struct echo *echo, struct base_slice pattern, enum echo_kind kind) {
    if (base_glob_is_plain(pattern)) {
        struct echo_stream *one = find_exact(echo, pattern);
        if (one && one->kinds[kind].own)
            set_own(one, kind, NULL);
        return;
    }
    struct base_list_node *node = base_list_first(&echo->owners);
    while (node) {
        struct echo_stream *stream = BASE_CONTAINER(node, struct echo_stream, in_owners);
        node = base_list_next(&echo->owners, node);
        if (stream->kinds[kind].own && base_glob_match(pattern, stream->id))
            set_own(stream, kind, NULL);
    }
}

/* A pattern was armed, or disarmed. Of globs rules and delays are looked up for the next event. */
static void tell_streams(struct echo *echo, struct base_slice pattern, enum echo_kind kind) {
    if (!base_glob_is_plain(pattern)) {
        if (kind == ECHO_KIND_BACKPRESSURE)
            echo_sweep(echo);
        return;
    }
    struct echo_stream *one = find_exact(echo, pattern);
    if (!one)
        return;
    if (kind == ECHO_KIND_BACKPRESSURE)
        echo_stream_changed(one);
    echo_stream_tell(one);
}

static enum echo_result arm(struct echo *echo, const struct echo_target *target,
                            enum echo_kind kind, struct echo_configuration *configuration) {
    static const enum echo_result results[] = {
        [ECHO_ARMED_OK] = ECHO_CONFIGURED,
        [ECHO_ARMED_FULL] = ECHO_TOO_MUCH,
        [ECHO_ARMED_NO_MEMORY] = ECHO_NO_MEMORY,
    };
    const enum sts_control_armed_kind shown = (enum sts_control_armed_kind)kind;
    struct echo_stream *own = target->own;
    struct pattern pattern;
    read_pattern(&pattern, target->pattern);
    if (!pattern.slice.len) {
        echo_gone_replace(echo, own->id, kind);
        set_own(own, kind, configuration);
        echo_record_add(echo, &configuration->record, shown, own->id, target->origin);
        configuration->record.is_id = true;
        echo_stream_tell(own);
        return ECHO_CONFIGURED;
    }
    struct base_slice kept;
    enum echo_armed_result result =
        echo_armed_set(&echo->armed[kind], pattern.slice, configuration, &kept);
    if (result != ECHO_ARMED_OK)
        return results[result];
    echo_record_add(echo, &configuration->record, shown, kept, target->origin);
    if (base_glob_is_plain(pattern.slice)) { /* the later of two exact ones counts */
        char room[STREAM_ID_SIZE];
        clear_own(echo, pattern.slice, kind);
        echo_gone_replace(echo, base_glob_text(pattern.slice, room), kind);
    }
    tell_streams(echo, pattern.slice, kind);
    return results[result];
}

static bool has_target(const struct echo_target *target) {
    return target->own || target->pattern.len;
}

enum echo_result echo_disarm(struct echo *echo, const struct echo_target *target,
                             enum echo_kind kind) {
    struct pattern pattern;
    if (!has_target(target))
        return ECHO_NO_STREAM;
    read_pattern(&pattern, target->pattern);
    if (pattern.slice.len) {
        echo_armed_remove(&echo->armed[kind], pattern.slice);
        clear_own(echo, pattern.slice, kind);
        echo_gone_clear(echo, pattern.slice, kind);
        tell_streams(echo, pattern.slice, kind);
    } else if (target->own) {
        set_own(target->own, kind, NULL);
        echo_stream_tell(target->own);
    }
    return ECHO_CONFIGURED;
}

static void release(struct echo_stream *stream, void *context) {
    (void)context;
    stream_release(stream->stream);
}

void echo_reset(struct echo *echo, struct codec_text text) {
    const struct echo_target target = {.pattern = text};
    struct pattern pattern;
    read_pattern(&pattern, text);
    echo_losses_clear(echo, pattern.slice);
    echo_refusals_clear(echo, pattern.slice);
    echo_scenarios_reset(echo, pattern.slice);
    for (size_t kind = 0; kind < ECHO_KINDS; kind++)
        (void)echo_disarm(echo, &target, (enum echo_kind)kind);
    echo_records_reset(echo, pattern.slice);
    echo_streams_each(echo, pattern.slice, release, NULL);
    if (base_slice_equal(pattern.slice,
                         base_slice_of("*"))) /* nothing of theirs is armed any more */
        echo->gone_forgotten = 0;
}

/* ---- configurations ------------------------------------------------------------------------ */

/* Gives up one's own reference. */
static enum echo_result arm_made(struct echo *echo, const struct echo_target *target,
                                 enum echo_kind kind, struct echo_configuration *made) {
    if (!made)
        return ECHO_NO_MEMORY;
    bool fits = echo_configuration_bytes(made) <= ECHO_CONFIGURATION_BYTES_MAX;
    enum echo_result result = fits ? arm(echo, target, kind, made) : ECHO_TOO_LARGE;
    echo_configuration_unref(made);
    return result;
}

enum echo_result echo_arm_faults(struct echo *echo, const struct echo_target *target,
                                 const struct sts_scenario_faults *faults,
                                 struct echo_answer *answer) {
    const struct echo_seed seed = {.seed = echo->settings.seed};
    *answer = (struct echo_answer){
        .seed = faults->has & STS_SCENARIO_FAULTS_HAS_SEED ? faults->seed : seed.seed,
        .seed_key = faults->seed_key,
        .rules_count = faults->rules.count,
    };
    if (!has_target(target))
        return ECHO_NO_STREAM;
    return arm_made(
        echo, target, ECHO_KIND_FAULTS,
        echo_faults_make(echo->config.memory, faults, &seed, echo->settings.rules_retryable));
}

enum echo_result echo_arm_delay(struct echo *echo, const struct echo_target *target,
                                const struct sts_scenario_delay *delay,
                                struct echo_answer *answer) {
    const struct echo_seed seed = {.seed = echo->settings.seed};
    *answer = (struct echo_answer){
        .seed = delay->has & STS_SCENARIO_DELAY_HAS_SEED ? delay->seed : seed.seed,
        .seed_key = delay->seed_key,
    };
    if (!has_target(target))
        return ECHO_NO_STREAM;
    return arm_made(echo, target, ECHO_KIND_DELAY,
                    echo_delay_new(echo->config.memory, delay, &seed));
}

enum echo_result echo_arm_backpressure(struct echo *echo, const struct echo_target *target,
                                       const struct sts_scenario_backpressure *backpressure,
                                       struct echo_answer *answer) {
    *answer = (struct echo_answer){.seed = echo->settings.seed};
    if (!has_target(target))
        return ECHO_NO_STREAM;
    if (!echo_pressure_is_ordered(backpressure, &answer->index))
        return ECHO_DISORDER;
    struct echo_pressure *made = echo_pressure_new(echo->config.memory, backpressure);
    return arm_made(echo, target, ECHO_KIND_BACKPRESSURE, made ? &made->head : NULL);
}

/* ---- events -------------------------------------------------------------------------------- */

/* What a request acts on: the member of that bit, where it is there. */
static struct echo_target target_of(const struct echo_sender *sender, bool named,
                                    struct codec_text pattern) {
    const struct codec_text none = {.ptr = NULL};
    return (struct echo_target){
        .own = sender->own, .pattern = named ? pattern : none, .origin = sender->origin};
}

enum echo_result echo_configure_faults(struct echo *echo, const struct echo_sender *sender,
                                       const struct sts_config_error_simulation *event,
                                       struct echo_answer *answer) {
    const struct echo_target target =
        target_of(sender, event->has & STS_CONFIG_ERROR_SIMULATION_HAS_STREAM_ID, event->stream_id);
    const struct sts_scenario_faults faults = {
        .has = (event->has & STS_CONFIG_ERROR_SIMULATION_HAS_SEED ? STS_SCENARIO_FAULTS_HAS_SEED
                                                                  : 0u) |
               (event->has & STS_CONFIG_ERROR_SIMULATION_HAS_SEED_KEY
                    ? STS_SCENARIO_FAULTS_HAS_SEED_KEY
                    : 0u),
        .rules = event->rules,
        .seed = event->seed,
        .seed_key = event->seed_key,
    };
    *answer = (struct echo_answer){.seed = echo->settings.seed};
    return event->enabled ? echo_arm_faults(echo, &target, &faults, answer)
                          : echo_disarm(echo, &target, ECHO_KIND_FAULTS);
}

enum echo_result echo_configure_delay(struct echo *echo, const struct echo_sender *sender,
                                      const struct sts_config_processing_delay *event,
                                      struct echo_answer *answer) {
    const struct echo_target target =
        target_of(sender, event->has & STS_CONFIG_PROCESSING_DELAY_HAS_STREAM_ID, event->stream_id);
    const struct sts_scenario_delay delay = {
        .has =
            (event->has & STS_CONFIG_PROCESSING_DELAY_HAS_JITTER_MS
                 ? STS_SCENARIO_DELAY_HAS_JITTER_MS
                 : 0u) |
            (event->has & STS_CONFIG_PROCESSING_DELAY_HAS_SEED ? STS_SCENARIO_DELAY_HAS_SEED : 0u) |
            (event->has & STS_CONFIG_PROCESSING_DELAY_HAS_SEED_KEY ? STS_SCENARIO_DELAY_HAS_SEED_KEY
                                                                   : 0u),
        .delay_ms = event->delay_ms,
        .jitter_ms = event->jitter_ms,
        .distribution = event->distribution,
        .seed = event->seed,
        .seed_key = event->seed_key,
    };
    return echo_arm_delay(echo, &target, &delay, answer);
}

enum echo_result echo_configure_backpressure(struct echo *echo, const struct echo_sender *sender,
                                             const struct sts_config_backpressure *event,
                                             struct echo_answer *answer) {
    const struct echo_target target =
        target_of(sender, event->has & STS_CONFIG_BACKPRESSURE_HAS_STREAM_ID, event->stream_id);
    const struct sts_scenario_backpressure backpressure = {
        .has = event->has & STS_CONFIG_BACKPRESSURE_HAS_SCRIPT
                   ? STS_SCENARIO_BACKPRESSURE_HAS_SCRIPT
                   : 0,
        .threshold = event->threshold,
        .severity = event->severity,
        .action = event->action,
        .recommended_delay_ms = event->recommended_delay_ms,
        .script = event->script,
    };
    *answer = (struct echo_answer){.seed = echo->settings.seed};
    return event->enabled ? echo_arm_backpressure(echo, &target, &backpressure, answer)
                          : echo_disarm(echo, &target, ECHO_KIND_BACKPRESSURE);
}

/* ---- looking ------------------------------------------------------------------------------- */

static const struct echo_configuration *find_armed(const struct echo *echo,
                                                   struct echo_stream *stream, struct base_slice id,
                                                   enum echo_kind kind) {
    if (!stream)
        return echo_armed_find(&echo->armed[kind], id);
    (void)echo_stream_refresh(stream, kind);
    return stream->kinds[kind].used;
}

void echo_look(const struct echo *echo, struct base_slice stream_id, struct echo_view *view) {
    struct echo_stream *stream = echo_stream_find(echo, stream_id);
    const struct echo_configuration *found[ECHO_KINDS];
    *view = (struct echo_view){.scenario = NULL};
    for (size_t kind = 0; kind < ECHO_KINDS; kind++) {
        found[kind] = find_armed(echo, stream, stream_id, (enum echo_kind)kind);
        view->has[kind] = found[kind];
        view->records[kind] = found[kind] ? &found[kind]->record : NULL;
    }
    if (found[ECHO_KIND_FAULTS])
        view->faults = ((const struct echo_faults *)(const void *)found[ECHO_KIND_FAULTS])->shown;
    if (found[ECHO_KIND_DELAY])
        view->delay = ((const struct echo_delay *)(const void *)found[ECHO_KIND_DELAY])->shown;
    if (found[ECHO_KIND_BACKPRESSURE])
        view->backpressure =
            ((const struct echo_pressure *)(const void *)found[ECHO_KIND_BACKPRESSURE])->shown;
    view->scenario = echo_scenario_of(echo, stream_id, &view->step);
}
