/* flow.h - backpressure: which level a load is, and what the worker is told (protocol §5). */
#ifndef STREAM_FLOW_H
#define STREAM_FLOW_H
#include "stream/settings.h"
#include "sts_protocol.h"

/** How loaded a stream is. */
enum stream_level {
    STREAM_LEVEL_CLEAR,  /**< below every threshold */
    STREAM_LEVEL_LOW,    /**< worth a word, nothing to do */
    STREAM_LEVEL_MEDIUM, /**< slow down */
    STREAM_LEVEL_HIGH,   /**< pause */
};

/** The delays recommended with slow_down and pause, in ms (protocol §5). */
#define STREAM_FLOW_SLOW_DOWN_MS 500
#define STREAM_FLOW_PAUSE_MS 1000

/** What a level depends on. */
struct stream_load {
    size_t inflight;     /**< accepted, outcome not yet sent */
    size_t waiting;      /**< of these, processing not yet begun */
    size_t max_inflight; /**< processed at once, at least 1 */
    bool starved;        /**< the byte budget is used up */
};

enum stream_level stream_flow_level(const struct stream_settings *settings,
                                    const struct stream_load *load);

/** What a worker is told. */
struct stream_signal {
    enum stream_level level;
    enum sts_backpressure_severity severity;
    enum sts_backpressure_action action;
    int64_t delay_ms; /**< recommended, with slow_down and pause */
};

/** The words of a level. */
struct stream_signal stream_flow_signal(enum stream_level level);

/** A signal of one's own; low and none together are the all-clear. */
struct stream_signal stream_flow_custom(enum sts_backpressure_severity severity,
                                        enum sts_backpressure_action action, int64_t delay_ms);

bool stream_flow_same(const struct stream_signal *a, const struct stream_signal *b);

/** The event that tells a signal. The caller fills in `stream_id`. */
struct sts_backpressure stream_flow_event(const struct stream_signal *signal,
                                          const struct stream_load *load);

#endif
