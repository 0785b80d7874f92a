/* stream.c - what acts on a stream: looked up where it may have changed. */
#include "echo/internal.h"

static bool has_counts(const struct echo_faults *faults) {
    for (size_t i = 0; faults && i < faults->count; i++)
        if (faults->rules[i].count)
            return true;
    return false;
}

static bool renew_hits(struct echo_stream *stream, const struct echo_faults *faults) {
    struct echo_hits *hits = NULL;
    if (has_counts(faults) && !(hits = echo_hits_new(stream->echo->config.memory, faults)))
        return false;
    echo_hits_free(stream->hits);
    stream->hits = hits;
    return true;
}

/* The script of a configuration counts from its arming, or from the stream's beginning. */
static void begin_pressure(struct echo_stream *stream, const struct echo_pressure *pressure) {
    struct base_timers *timers = stream->echo->config.timers;
    stream->pressure_since = timers->now;
    stream->pressure = stream_flow_signal(STREAM_LEVEL_CLEAR);
    base_timer_disarm(timers, &stream->pressure_timer);
    if (pressure && pressure->count)
        base_timer_arm(timers, &stream->pressure_timer,
                       stream->pressure_since + pressure->steps[0].after_ms);
}

static bool use(struct echo_stream *stream, enum echo_kind kind,
                struct echo_configuration *configuration) {
    if (kind == ECHO_KIND_FAULTS && !renew_hits(stream, (const void *)configuration))
        return false;
    if (kind == ECHO_KIND_BACKPRESSURE)
        begin_pressure(stream, (const void *)configuration);
    echo_use_end(stream->kinds[kind].use);
    stream->kinds[kind].use =
        configuration ? echo_use_begin(&stream->echo->uses, &configuration->tally, stream->id)
                      : NULL;
    echo_configuration_unref(stream->kinds[kind].used);
    stream->kinds[kind].used = echo_configuration_ref(configuration);
    return true;
}

bool echo_stream_refresh(struct echo_stream *stream, enum echo_kind kind) {
    const struct echo_armed *armed = &stream->echo->armed[kind];
    if (stream->kinds[kind].generation == armed->generation)
        return true;
    struct echo_configuration *found = stream->of_step ? stream->of_step[kind] : NULL;
    if (!found)
        found = stream->kinds[kind].own;
    if (!found)
        found = echo_armed_find(armed, stream->id);
    if (found != stream->kinds[kind].used && !use(stream, kind, found))
        return false;
    stream->kinds[kind].generation = armed->generation;
    return true;
}

void echo_stream_changed(struct echo_stream *stream) {
    for (size_t kind = 0; kind < ECHO_KINDS; kind++)
        stream->kinds[kind].generation = 0;
    const struct echo_configuration *before = stream->kinds[ECHO_KIND_BACKPRESSURE].used;
    (void)echo_stream_refresh(stream, ECHO_KIND_BACKPRESSURE);
    if (stream->kinds[ECHO_KIND_BACKPRESSURE].used != before)
        stream_look_again(stream->stream);
}

static void tell(struct echo_stream *stream, enum echo_kind kind) {
    const struct echo_config *config = &stream->echo->config;
    const struct echo_configuration *used = stream->kinds[kind].used;
    const uint64_t number = used ? used->record.number : 0;
    if (stream->kinds[kind].told == number)
        return;
    stream->kinds[kind].told = number;
    const struct echo_acting acting = {stream->id, (enum sts_control_armed_kind)kind,
                                       used ? &used->record : NULL};
    if (config->acting)
        config->acting(config->told_context, &acting);
}

void echo_stream_tell(struct echo_stream *stream) {
    if (!stream->is_heard)
        return;
    echo_scenario_tell(stream);
    for (size_t kind = 0; kind < ECHO_KINDS; kind++)
        if (echo_stream_refresh(stream, (enum echo_kind)kind))
            tell(stream, (enum echo_kind)kind);
}
