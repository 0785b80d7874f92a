#include "echo/echo.h"

#include "echo/internal.h"
#include "stream/view.h"

/* ---- delay --------------------------------------------------------------------------------- */

static const struct echo_delay *delay_of(struct echo_stream *stream) {
    (void)echo_stream_refresh(stream, ECHO_KIND_DELAY);
    const struct echo_configuration *used = stream->kinds[ECHO_KIND_DELAY].used;
    return used ? (const void *)used : &stream->echo->delay;
}

/* What is in force of a kind has hit. */
static void hit(struct echo_stream *stream, enum echo_kind kind, size_t rule, uint64_t number) {
    struct echo_configuration *used = stream->kinds[kind].used;
    if (used)
        echo_use_hit(&used->tally, stream->kinds[kind].use, rule, number,
                     stream->echo->config.timers->now);
}

/* ---- backpressure -------------------------------------------------------------------------- */

static void go_on(struct base_timers *timers, struct base_timer *timer) {
    struct echo_stream *stream = BASE_CONTAINER(timer, struct echo_stream, pressure_timer);
    const struct echo_pressure *pressure = (const void *)stream->kinds[ECHO_KIND_BACKPRESSURE].used;
    uint64_t next = echo_pressure_next(pressure, timers->now - stream->pressure_since);
    if (next != UINT64_MAX)
        base_timer_arm(timers, timer, stream->pressure_since + next);
    stream_look_again(stream->stream);
}

/* A level that it calls for is a hit; the all-clear is none. */
static void note_signal(struct echo_stream *stream, const struct stream_signal *signal) {
    const struct stream_signal clear = stream_flow_signal(STREAM_LEVEL_CLEAR);
    if (stream_flow_same(signal, &stream->pressure))
        return;
    stream->pressure = *signal;
    if (!stream_flow_same(signal, &clear))
        hit(stream, ECHO_KIND_BACKPRESSURE, 0, stream_view(stream->stream).expected);
}

static bool level(void *context, void *state, size_t inflight, struct stream_signal *signal) {
    const struct echo *echo = context;
    struct echo_stream *stream = state;
    (void)echo_stream_refresh(stream, ECHO_KIND_BACKPRESSURE);
    const struct echo_pressure *pressure = (const void *)stream->kinds[ECHO_KIND_BACKPRESSURE].used;
    if (!pressure)
        return false;
    uint64_t elapsed = echo->config.timers->now - stream->pressure_since;
    *signal = echo_pressure_signal(pressure, elapsed, inflight);
    note_signal(stream, signal);
    return true;
}

/* ---- the processor ------------------------------------------------------------------------- */

static void *open_stream(void *context, struct base_slice stream_id, struct stream *of) {
    struct echo *echo = context;
    struct echo_stream *stream = base_memory_zero(echo->config.memory, sizeof *stream);
    if (!stream || !base_map_put(&echo->by_id, stream_id, stream)) {
        base_memory_give(echo->config.memory, stream, sizeof *stream);
        return NULL;
    }
    stream->echo = echo;
    stream->stream = of;
    stream->id = stream_id;
    stream->number = echo_random_stream(stream_id);
    stream->pressure_timer.fire = go_on;
    base_list_append(&echo->streams, &stream->node);
    echo_scenario_enter(stream);
    (void)echo_stream_refresh(stream, ECHO_KIND_BACKPRESSURE);
    return stream;
}

static void close_stream(void *context, void *state) {
    struct echo *echo = context;
    struct echo_stream *stream = state;
    echo_scenario_leave(stream);
    base_timer_disarm(echo->config.timers, &stream->pressure_timer);
    echo_gone_keep(stream);
    for (size_t kind = 0; kind < ECHO_KINDS; kind++) {
        echo_use_end(stream->kinds[kind].use);
        echo_configuration_unref(stream->kinds[kind].own);
        echo_configuration_unref(stream->kinds[kind].used);
    }
    echo_hits_free(stream->hits);
    echo_sweep_leave(stream);
    base_list_remove(&stream->node);
    base_list_remove(&stream->in_owners);
    (void)base_map_remove(&echo->by_id, stream->id);
    base_memory_give(echo->config.memory, stream, sizeof *stream);
}

/* The rule that hits. Without counts each fragment is for itself. */
static const struct echo_rule *decide(struct echo_stream *stream, const struct echo_faults *faults,
                                      const struct stream_task *task) {
    if (stream->hits)
        return echo_hits_decide(stream->hits, faults, task, stream->number);
    for (size_t i = 0; faults && i < faults->count; i++)
        if (echo_faults_hits(faults, i, task, stream->number))
            return &faults->rules[i];
    return NULL;
}

static bool plan(void *context, void *state, const struct stream_task *task,
                 struct stream_plan *result) {
    struct echo_stream *stream = state;
    (void)context;
    if (!echo_stream_refresh(stream, ECHO_KIND_FAULTS))
        return false;
    const struct echo_draw draw = {.stream = stream->number,
                                   .run = task->run,
                                   .number = task->number,
                                   .attempt = task->attempt};
    result->delay_ms = echo_delay_of(delay_of(stream), draw);
    result->slowed = stream->kinds[ECHO_KIND_DELAY].used;
    hit(stream, ECHO_KIND_DELAY, 0, task->number);
    const struct echo_faults *faults = (const void *)stream->kinds[ECHO_KIND_FAULTS].used;
    const struct echo_rule *rule = decide(stream, faults, task);
    echo_stream_tell(stream);
    if (rule) {
        hit(stream, ECHO_KIND_FAULTS, (size_t)(rule - faults->rules), task->number);
        echo_faults_apply(faults, rule, task, result);
    }
    echo_scenario_planned(stream, rule, result);
    echo_stream_tell(stream);
    return true;
}

static void settled(void *context, void *state, const struct stream_plan *plan) {
    (void)context;
    echo_scenario_settled(state, plan);
}

static void missing(void *context, void *state, uint64_t first, uint64_t last) {
    const struct echo_stream *stream = state;
    (void)context;
    if (stream->hits)
        echo_hits_missing(stream->hits, first, last);
}

static uint64_t typical_ms(void *context, void *state) {
    (void)context;
    return echo_delay_typical(delay_of(state));
}

/* What share of the time, in tenths, a real service would spend in each stage. */
enum {
    ASR_TENTHS = 3,
    TRANSLATION_TENTHS = 2
};

/* The stages add up to the whole; those after the one that failed took no time. */
static struct sts_stage_timings stages_of(const struct sts_fragment_processed *result) {
    int64_t all = result->processing_time_ms;
    bool failed = result->status == STS_FRAGMENT_STATUS_FAILED;
    struct sts_stage_timings stages = {.asr_ms = all};
    if (failed && result->error.stage == STS_STAGE_ASR)
        return stages;
    stages.asr_ms = all * ASR_TENTHS / 10;
    stages.translation_ms = all - stages.asr_ms;
    if (failed && result->error.stage == STS_STAGE_TRANSLATION)
        return stages;
    stages.translation_ms = all * TRANSLATION_TENTHS / 10;
    stages.tts_ms = all - stages.asr_ms - stages.translation_ms;
    return stages;
}

static void fill(void *context, const struct sts_audio_data *audio,
                 struct sts_fragment_processed *result) {
    (void)context;
    const struct codec_text text = CODEC_TEXT("[ECHO] Original audio");
    const struct codec_text model = CODEC_TEXT("echo-mock");
    result->has |= STS_FRAGMENT_PROCESSED_HAS_STAGE_TIMINGS | STS_FRAGMENT_PROCESSED_HAS_METADATA;
    result->stage_timings = stages_of(result);
    /* Without STS_PROCESSING_METADATA_HAS_GPU_UTILIZATION: there is no GPU. */
    result->metadata = (struct sts_processing_metadata){
        .asr_model = model, .translation_model = model, .tts_model = model};
    if (result->status == STS_FRAGMENT_STATUS_FAILED)
        return;
    result->has |=
        STS_FRAGMENT_PROCESSED_HAS_TRANSCRIPT | STS_FRAGMENT_PROCESSED_HAS_TRANSLATED_TEXT;
    result->transcript = result->translated_text = text;
    if (result->status == STS_FRAGMENT_STATUS_SUCCESS && audio) {
        result->has |= STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO;
        result->dubbed_audio = *audio;
    }
}

struct stream_processor echo_processor(struct echo *echo) {
    return (struct stream_processor){
        .open = open_stream,
        .close = close_stream,
        .plan = plan,
        .settled = settled,
        .missing = missing,
        .level = level,
        .typical_ms = typical_ms,
        .fill = fill,
        .context = echo,
    };
}

void echo_heard(void *own, struct base_slice event) {
    struct echo_stream *stream = own;
    echo_scenario_heard(stream, event);
    stream->is_heard = true;
    echo_stream_tell(stream);
}

/* ---- the echo ------------------------------------------------------------------------------ */

struct echo *echo_new(const struct echo_config *config) {
    struct echo *echo = base_memory_zero(config->memory, sizeof *echo);
    if (!echo)
        return NULL;
    echo->config = *config;
    echo->settings = *config->settings;
    echo->config.settings = &echo->settings;
    echo->delay.delay_ms = echo->settings.processing_delay_ms;
    echo->delay.jitter_ms = echo->settings.processing_jitter_ms;
    echo->delay.seed.seed = echo->settings.seed;
    base_list_init(&echo->streams);
    base_list_init(&echo->owners);
    echo_sweep_init(echo);
    base_map_init(&echo->by_id, config->memory, config->seed);
    base_list_init(&echo->losses);
    for (size_t kind = 0; kind < ECHO_KINDS; kind++)
        echo_armed_init(&echo->armed[kind], config->memory, config->seed);
    base_list_init(&echo->records.all);
    echo_uses_init(&echo->uses, config->memory, config->seed);
    echo_gone_init(echo);
    echo_refusals_init(echo, config->seed);
    echo_scenarios_init(echo, config->seed);
    return echo;
}

void echo_free(struct echo *echo) {
    if (!echo)
        return;
    echo_losses_clear(echo, base_slice_of("*"));
    echo_refusals_free(echo);
    echo_sweep_free(echo);
    echo_scenarios_free(echo);
    for (size_t kind = 0; kind < ECHO_KINDS; kind++) {
        echo_armed_clear(&echo->armed[kind]);
        echo_gone_clear(echo, base_slice_of("*"), (enum echo_kind)kind);
    }
    base_map_clear(&echo->by_id);
    base_memory_give(echo->config.memory, echo, sizeof *echo);
}
