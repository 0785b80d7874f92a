/* random.h - decisions that depend on nothing but what is named: the same again, every time. */
#ifndef ECHO_RANDOM_H
#define ECHO_RANDOM_H
#include "sts_protocol.h"

#include <stdint.h>

/** What a configuration says of its decisions. */
struct echo_seed {
    int64_t seed;
    struct codec_text key; /**< in place of the stream's id; empty: there is none */
    uint64_t stream;       /**< echo_random_stream() of the key, where there is one */
};

/** `key` may be empty. */
struct echo_seed echo_seed_of(int64_t seed, struct codec_text key);

/** What a decision is about. */
struct echo_draw {
    int64_t seed;
    uint64_t stream; /**< echo_random_stream() of its id, or of what takes its place */
    uint64_t run;
    uint64_t number; /**< sequence number */
    uint64_t rule;   /**< index of the rule, or ECHO_RANDOM_JITTER + n */
    uint64_t attempt;
};

/** `rule` of draws that belong to no rule. */
#define ECHO_RANDOM_JITTER (UINT64_C(1) << 32)

/** A number for a stream_id (plain UTF-8): the same on every machine. */
uint64_t echo_random_stream(struct base_slice stream_id);

/** The draw with that seed, and with its key where it has one. */
struct echo_draw echo_draw_with(struct echo_draw draw, const struct echo_seed *seed);

/** Uniform in [0, 1). */
double echo_random(const struct echo_draw *draw);

#endif
