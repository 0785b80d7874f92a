/* delay.h - how long the processing of a fragment takes (protocol §6, config:processing_delay). */
#ifndef ECHO_DELAY_H
#define ECHO_DELAY_H
#include "echo/armed.h"
#include "echo/random.h"
#include "sts_protocol.h"

struct echo_delay {
    struct echo_configuration head;
    /** As it came, with jitter also with the seed and key in force; what it points to lies in
     *  `texts`. */
    struct sts_scenario_delay shown;
    struct echo_seed seed; /**< of the jitter, in force */
    uint64_t delay_ms;
    uint64_t jitter_ms; /**< the random part: from 0 to this; lognormal: this is its median */
    enum sts_delay_distribution distribution;
};

/** `seed` has the seed and the key where `from` has none. NULL: no memory. */
struct echo_configuration *echo_delay_new(struct base_memory *memory,
                                          const struct sts_scenario_delay *from,
                                          const struct echo_seed *seed);

/** Longest delay with its random part: what the schema lets delay and jitter add up to. */
#define ECHO_DELAY_MAX 120000

/** The delay of one fragment in ms; `draw` says which (its `rule` and its
 *  `seed` are not looked at). */
uint64_t echo_delay_of(const struct echo_delay *delay, struct echo_draw draw);

/** The mean, about. */
uint64_t echo_delay_typical(const struct echo_delay *delay);

#endif
