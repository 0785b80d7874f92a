/* pressure.h - what backpressure a worker is told (protocol §6, config:backpressure): by how much
 * is in flight, or by a script. */
#ifndef ECHO_PRESSURE_H
#define ECHO_PRESSURE_H
#include "echo/armed.h"
#include "stream/flow.h"

struct echo_pressure_step {
    uint64_t after_ms;
    struct stream_signal signal;
};

struct echo_pressure {
    struct echo_configuration head;
    struct sts_scenario_backpressure shown; /**< as it came; what it points to lies in `texts` */
    size_t threshold;                       /**< in flight from which on `signal` is told */
    struct stream_signal signal;
    size_t count; /**< steps of the script; 0: there is none, the threshold counts */
    struct echo_pressure_step steps[];
};

/** True when the times of the script do not fall; else `index` is the first that does. */
bool echo_pressure_is_ordered(const struct sts_scenario_backpressure *event, size_t *index);

/** NULL: no memory. */
struct echo_pressure *echo_pressure_new(struct base_memory *memory,
                                        const struct sts_scenario_backpressure *event);

/** What is told `elapsed` ms after the beginning with so many fragments in flight. */
struct stream_signal echo_pressure_signal(const struct echo_pressure *pressure, uint64_t elapsed,
                                          size_t inflight);

/** When, in ms from the beginning and after `elapsed`, the script goes on; UINT64_MAX: never. */
uint64_t echo_pressure_next(const struct echo_pressure *pressure, uint64_t elapsed);

#endif
