#include "echo/echo.h"

#include "echo/delay.h"
#include "echo/faults.h"
#include "base/glob.h"

/* The longest pattern as plain UTF-8: 256 characters of at most four bytes. */
#define PATTERN_SIZE 1024

/* What can be configured. */
enum kind {
    KIND_FAULTS,
    KIND_DELAY,
    KINDS,
};

struct echo {
    struct base_memory *memory;
    struct stream_settings settings;
    struct echo_delay delay; /* where nothing is configured */
    struct echo_armed armed[KINDS];
    struct base_list streams;
};

/* A stream, and what acts on it. */
struct echo_stream {
    struct echo *echo;
    struct base_list_node node;
    struct base_slice id;
    uint64_t number; /* echo_random_stream(id) */
    struct {
        struct echo_configuration *own;  /* configured by its own worker */
        struct echo_configuration *used; /* that, or what is armed */
        uint64_t generation;             /* of what is armed, when `used` was looked up; 0: never */
    } kinds[KINDS];
    uint64_t *hits; /* of the rules in use */
    size_t hits_count;
};

/* ---- what acts on a stream ----------------------------------------------------------------- */

static bool make_hits(struct echo_stream *stream, const struct echo_faults *faults) {
    size_t count = faults ? faults->count : 0;
    uint64_t *hits = count ? base_memory_zero(stream->echo->memory, count * sizeof *hits) : NULL;
    if (count && !hits)
        return false;
    base_memory_give(stream->echo->memory, stream->hits, stream->hits_count * sizeof *hits);
    stream->hits = hits;
    stream->hits_count = count;
    return true;
}

/* Looks up what is in force, where that may have changed. False: no memory; as before. */
static bool refresh(struct echo_stream *stream, enum kind kind) {
    const struct echo_armed *armed = &stream->echo->armed[kind];
    if (stream->kinds[kind].generation == armed->generation)
        return true;
    struct echo_configuration *found = stream->kinds[kind].own;
    if (!found)
        found = echo_armed_find(armed, stream->id);
    if (found != stream->kinds[kind].used) {
        if (kind == KIND_FAULTS && !make_hits(stream, (const void *)found))
            return false;
        echo_configuration_unref(stream->kinds[kind].used);
        stream->kinds[kind].used = echo_configuration_ref(found);
    }
    stream->kinds[kind].generation = armed->generation;
    return true;
}

static const struct echo_delay *delay_of(struct echo_stream *stream) {
    (void)refresh(stream, KIND_DELAY);
    const struct echo_configuration *used = stream->kinds[KIND_DELAY].used;
    return used ? (const void *)used : &stream->echo->delay;
}

static void set_own(struct echo_stream *stream, enum kind kind,
                    struct echo_configuration *configuration) {
    echo_configuration_unref(stream->kinds[kind].own);
    stream->kinds[kind].own = echo_configuration_ref(configuration);
    stream->kinds[kind].generation = 0;
}

/* ---- the processor ------------------------------------------------------------------------- */

static void *open_stream(void *context, struct base_slice stream_id) {
    struct echo *echo = context;
    struct echo_stream *stream = base_memory_zero(echo->memory, sizeof *stream);
    if (!stream)
        return NULL;
    stream->echo = echo;
    stream->id = stream_id;
    stream->number = echo_random_stream(stream_id);
    base_list_append(&echo->streams, &stream->node);
    return stream;
}

static void close_stream(void *context, void *state) {
    struct echo *echo = context;
    struct echo_stream *stream = state;
    for (size_t kind = 0; kind < KINDS; kind++) {
        echo_configuration_unref(stream->kinds[kind].own);
        echo_configuration_unref(stream->kinds[kind].used);
    }
    base_memory_give(echo->memory, stream->hits, stream->hits_count * sizeof *stream->hits);
    base_list_remove(&stream->node);
    base_memory_give(echo->memory, stream, sizeof *stream);
}

static bool plan(void *context, void *state, const struct stream_task *task,
                 struct stream_plan *result) {
    const struct echo *echo = context;
    struct echo_stream *stream = state;
    if (!refresh(stream, KIND_FAULTS))
        return false;
    const struct echo_draw draw = {.seed = echo->settings.seed,
                                   .stream = stream->number,
                                   .run = task->run,
                                   .number = task->number,
                                   .attempt = task->attempt};
    result->delay_ms = echo_delay_of(delay_of(stream), draw);
    struct echo_faults *faults = (void *)stream->kinds[KIND_FAULTS].used;
    const struct echo_rule *rule =
        faults ? echo_faults_find(faults, task, stream->number, stream->hits) : NULL;
    if (rule) {
        stream->hits[rule - faults->rules]++;
        echo_faults_apply(faults, rule, result);
    }
    return true;
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
        .typical_ms = typical_ms,
        .fill = fill,
        .context = echo,
    };
}

/* ---- configuring --------------------------------------------------------------------------- */

/* What an event acts on: a pattern, or without one the sender's own stream. */
struct target {
    struct echo_stream *own;
    char text[PATTERN_SIZE];
    struct base_slice pattern; /* empty: `own` */
};

static bool find_target(struct target *target, void *own, bool named, struct codec_text pattern) {
    target->own = own;
    target->pattern = base_slice(NULL, 0);
    if (named) {
        size_t len = codec_text_copy(pattern, target->text, sizeof target->text);
        target->pattern = base_slice(target->text, len);
    }
    return own || named;
}

/* What the workers of these streams configured themselves is older, or is to be cleared. */
static void forget_own(struct echo *echo, enum kind kind, struct base_slice pattern) {
    struct base_list_node *node = base_list_first(&echo->streams);
    for (; node; node = base_list_next(&echo->streams, node)) {
        struct echo_stream *stream = BASE_CONTAINER(node, struct echo_stream, node);
        if (base_glob_match(pattern, stream->id))
            set_own(stream, kind, NULL);
    }
}

static void clear(struct echo *echo, enum kind kind, const struct target *target) {
    if (!target->pattern.len) {
        set_own(target->own, kind, NULL);
        return;
    }
    echo_armed_remove(&echo->armed[kind], target->pattern);
    forget_own(echo, kind, target->pattern);
}

static enum echo_result arm(struct echo *echo, enum kind kind, const struct target *target,
                            struct echo_configuration *configuration) {
    static const enum echo_result results[] = {
        [ECHO_ARMED_OK] = ECHO_CONFIGURED,
        [ECHO_ARMED_FULL] = ECHO_TOO_MUCH,
        [ECHO_ARMED_NO_MEMORY] = ECHO_NO_MEMORY,
    };
    if (!target->pattern.len) {
        set_own(target->own, kind, configuration);
        return ECHO_CONFIGURED;
    }
    enum echo_armed_result result =
        echo_armed_set(&echo->armed[kind], target->pattern, configuration);
    /* the later of two exact ones counts; a glob is weaker than either */
    if (result == ECHO_ARMED_OK && base_glob_is_plain(target->pattern))
        forget_own(echo, kind, target->pattern);
    return results[result];
}

/* False: `*rule` asks for something that is not offered. */
static bool all_offered(const struct sts_config_error_simulation *event, size_t *rule) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_error_rule item;
    for (*rule = 0; sts_config_error_simulation_rules_next(&event->rules, &cursor, &item); ++*rule)
        if (!echo_faults_offers(item.action))
            return false;
    return true;
}

enum echo_result echo_configure_faults(struct echo *echo, void *own,
                                       const struct sts_config_error_simulation *event,
                                       struct echo_answer *answer) {
    const struct echo_faults_defaults defaults = {.retryable = echo->settings.rules_retryable,
                                                  .seed = echo->settings.seed};
    struct target target;
    *answer = (struct echo_answer){.seed = defaults.seed};
    if (!find_target(&target, own, event->has & STS_CONFIG_ERROR_SIMULATION_HAS_STREAM_ID,
                     event->stream_id))
        return ECHO_NO_STREAM;
    if (!event->enabled) {
        clear(echo, KIND_FAULTS, &target);
        return ECHO_CONFIGURED;
    }
    if (!all_offered(event, &answer->rule))
        return ECHO_NOT_OFFERED;
    struct echo_faults *faults = echo_faults_new(echo->memory, event, defaults);
    if (!faults)
        return ECHO_TOO_MUCH;
    enum echo_result result = arm(echo, KIND_FAULTS, &target, &faults->head);
    answer->seed = faults->seed;
    answer->rules_count = faults->count;
    echo_configuration_unref(&faults->head);
    return result;
}

enum echo_result echo_configure_delay(struct echo *echo, void *own,
                                      const struct sts_config_processing_delay *event,
                                      struct echo_answer *answer) {
    struct target target;
    *answer = (struct echo_answer){.seed = echo->settings.seed};
    if (!find_target(&target, own, event->has & STS_CONFIG_PROCESSING_DELAY_HAS_STREAM_ID,
                     event->stream_id))
        return ECHO_NO_STREAM;
    struct echo_delay *delay = (void *)echo_configuration_new(echo->memory, sizeof *delay);
    if (!delay)
        return ECHO_NO_MEMORY;
    delay->delay_ms = (uint64_t)event->delay_ms;
    delay->jitter_ms = (uint64_t)event->jitter_ms; /* 0 when absent */
    delay->distribution = event->distribution;
    enum echo_result result = arm(echo, KIND_DELAY, &target, &delay->head);
    echo_configuration_unref(&delay->head);
    return result;
}

/* ---- the echo ------------------------------------------------------------------------------ */

struct echo *echo_new(struct base_memory *memory, const struct stream_settings *settings,
                      struct base_hash_seed seed) {
    struct echo *echo = base_memory_zero(memory, sizeof *echo);
    if (!echo)
        return NULL;
    echo->memory = memory;
    echo->settings = *settings;
    echo->delay.delay_ms = settings->processing_delay_ms;
    echo->delay.jitter_ms = settings->processing_jitter_ms;
    base_list_init(&echo->streams);
    for (size_t kind = 0; kind < KINDS; kind++)
        echo_armed_init(&echo->armed[kind], memory, seed);
    return echo;
}

void echo_free(struct echo *echo) {
    if (!echo)
        return;
    for (size_t kind = 0; kind < KINDS; kind++)
        echo_armed_clear(&echo->armed[kind]);
    base_memory_give(echo->memory, echo, sizeof *echo);
}
