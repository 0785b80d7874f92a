#include "echo/pressure.h"

bool echo_pressure_is_ordered(const struct sts_scenario_backpressure *event, size_t *index) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_backpressure_step step;
    int64_t before = 0;
    for (*index = 0; sts_scenario_backpressure_script_next(&event->script, &cursor, &step);
         ++*index) {
        if (step.after_ms < before)
            return false;
        before = step.after_ms;
    }
    return true;
}

struct echo_pressure *echo_pressure_new(struct base_memory *memory,
                                        const struct sts_scenario_backpressure *event) {
    struct sts_scenario_backpressure shown = *event;
    size_t count = event->script.count;
    struct echo_pressure *pressure =
        (void *)echo_configuration_new(memory, sizeof *pressure + count * sizeof *pressure->steps,
                                       sts_scenario_backpressure_keep(&shown, NULL), 1);
    if (!pressure)
        return NULL;
    (void)sts_scenario_backpressure_keep(&shown, pressure->head.texts->data);
    pressure->shown = shown;
    pressure->threshold = (size_t)event->threshold;
    pressure->signal =
        stream_flow_custom(event->severity, event->action, event->recommended_delay_ms);
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_backpressure_step step;
    while (pressure->count < count &&
           sts_scenario_backpressure_script_next(&shown.script, &cursor, &step))
        pressure->steps[pressure->count++] = (struct echo_pressure_step){
            (uint64_t)step.after_ms,
            stream_flow_custom(step.severity, step.action, step.recommended_delay_ms)};
    return pressure;
}

/* How many steps of the script have begun. */
static size_t begun(const struct echo_pressure *pressure, uint64_t elapsed) {
    size_t count = 0;
    while (count < pressure->count && pressure->steps[count].after_ms <= elapsed)
        count++;
    return count;
}

struct stream_signal echo_pressure_signal(const struct echo_pressure *pressure, uint64_t elapsed,
                                          size_t inflight) {
    size_t steps = begun(pressure, elapsed);
    if (steps)
        return pressure->steps[steps - 1].signal;
    if (!pressure->count && inflight >= pressure->threshold)
        return pressure->signal;
    return stream_flow_signal(STREAM_LEVEL_CLEAR);
}

uint64_t echo_pressure_next(const struct echo_pressure *pressure, uint64_t elapsed) {
    size_t steps = begun(pressure, elapsed);
    return steps < pressure->count ? pressure->steps[steps].after_ms : UINT64_MAX;
}
