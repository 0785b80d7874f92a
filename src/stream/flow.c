#include "stream/flow.h"

static bool queue_is_filling(const struct stream_settings *settings,
                             const struct stream_load *load) {
    size_t depth = settings->queue_max_depth;
    return depth && load->waiting >= (depth * 9 + 9) / 10;
}

static enum stream_level level_by_ratio(const struct stream_settings *settings,
                                        const struct stream_load *load) {
    double ratio = (double)load->inflight / (double)load->max_inflight;
    return ratio >= settings->backpressure_high     ? STREAM_LEVEL_HIGH
           : ratio >= settings->backpressure_medium ? STREAM_LEVEL_MEDIUM
           : ratio >= settings->backpressure_low    ? STREAM_LEVEL_LOW
                                                    : STREAM_LEVEL_CLEAR;
}

enum stream_level stream_flow_level(const struct stream_settings *settings,
                                    const struct stream_load *load) {
    if (load->starved || queue_is_filling(settings, load))
        return STREAM_LEVEL_HIGH;
    if (settings->backpressure_enabled)
        return level_by_ratio(settings, load);
    return load->inflight > load->max_inflight ? STREAM_LEVEL_MEDIUM : STREAM_LEVEL_CLEAR;
}

struct stream_signal stream_flow_signal(enum stream_level level) {
    static const struct stream_signal signals[] = {
        [STREAM_LEVEL_CLEAR] = {STREAM_LEVEL_CLEAR, STS_BACKPRESSURE_SEVERITY_LOW,
                                STS_BACKPRESSURE_ACTION_NONE, 0},
        [STREAM_LEVEL_LOW] = {STREAM_LEVEL_LOW, STS_BACKPRESSURE_SEVERITY_LOW,
                              STS_BACKPRESSURE_ACTION_NONE, 0},
        [STREAM_LEVEL_MEDIUM] = {STREAM_LEVEL_MEDIUM, STS_BACKPRESSURE_SEVERITY_MEDIUM,
                                 STS_BACKPRESSURE_ACTION_SLOW_DOWN, STREAM_FLOW_SLOW_DOWN_MS},
        [STREAM_LEVEL_HIGH] = {STREAM_LEVEL_HIGH, STS_BACKPRESSURE_SEVERITY_HIGH,
                               STS_BACKPRESSURE_ACTION_PAUSE, STREAM_FLOW_PAUSE_MS},
    };
    return signals[level];
}

struct stream_signal stream_flow_custom(enum sts_backpressure_severity severity,
                                        enum sts_backpressure_action action, int64_t delay_ms) {
    static const enum stream_level levels[] = {
#define ROW(NAME, name, text) [STS_BACKPRESSURE_SEVERITY_##NAME] = STREAM_LEVEL_##NAME,
        STS_BACKPRESSURE_SEVERITIES(ROW)
#undef ROW
    };
    bool quiet = action == STS_BACKPRESSURE_ACTION_NONE;
    if (quiet && severity == STS_BACKPRESSURE_SEVERITY_LOW)
        return stream_flow_signal(STREAM_LEVEL_CLEAR);
    return (struct stream_signal){levels[severity], severity, action, quiet ? 0 : delay_ms};
}

bool stream_flow_same(const struct stream_signal *a, const struct stream_signal *b) {
    return a->level == b->level && a->severity == b->severity && a->action == b->action &&
           a->delay_ms == b->delay_ms;
}

struct sts_backpressure stream_flow_event(const struct stream_signal *signal,
                                          const struct stream_load *load) {
    bool quiet = signal->action == STS_BACKPRESSURE_ACTION_NONE;
    return (struct sts_backpressure){
        .has = quiet ? 0 : STS_BACKPRESSURE_HAS_RECOMMENDED_DELAY_MS,
        .severity = signal->severity,
        .current_inflight = (int64_t)load->inflight,
        .queue_depth = (int64_t)load->waiting,
        .action = signal->action,
        .recommended_delay_ms = signal->delay_ms,
    };
}
