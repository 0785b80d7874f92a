/* random.h - decisions that depend on nothing but what is named: the same again, every time. */
#ifndef ECHO_RANDOM_H
#define ECHO_RANDOM_H
#include "base/slice.h"

#include <stdint.h>

/** What a decision is about. */
struct echo_draw {
    int64_t seed;
    uint64_t stream; /**< echo_random_stream() of its id */
    uint64_t run;
    uint64_t number; /**< sequence number */
    uint64_t rule;   /**< index of the rule, or ECHO_RANDOM_JITTER + n */
    uint64_t attempt;
};

/** `rule` of draws that belong to no rule. */
#define ECHO_RANDOM_JITTER (UINT64_C(1) << 32)

/** A number for a stream_id (plain UTF-8): the same on every machine. */
uint64_t echo_random_stream(struct base_slice stream_id);

/** Uniform in [0, 1). */
double echo_random(const struct echo_draw *draw);

#endif
