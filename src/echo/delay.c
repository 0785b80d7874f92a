#include "echo/delay.h"

#include <math.h>

/* The shape of the lognormal jitter: one in twenty is above 2.3 times the median. */
#define SIGMA 0.5
/* Uniform draws that add up to something normal. */
#define NORMAL_DRAWS 12

/* Without jitter nothing is drawn: a seed would say nothing. */
static struct sts_scenario_delay with_seed(struct sts_scenario_delay delay,
                                           const struct echo_seed *seed) {
    if (!delay.jitter_ms)
        return delay;
    if (!(delay.has & STS_SCENARIO_DELAY_HAS_SEED))
        delay.seed = seed->seed;
    delay.has |= STS_SCENARIO_DELAY_HAS_SEED;
    if (delay.has & STS_SCENARIO_DELAY_HAS_SEED_KEY || !seed->key.len)
        return delay;
    delay.has |= STS_SCENARIO_DELAY_HAS_SEED_KEY;
    delay.seed_key = seed->key;
    return delay;
}

struct echo_configuration *echo_delay_new(struct base_memory *memory,
                                          const struct sts_scenario_delay *from,
                                          const struct echo_seed *seed) {
    struct sts_scenario_delay shown = with_seed(*from, seed);
    struct echo_delay *delay = (void *)echo_configuration_new(
        memory, sizeof *delay, sts_scenario_delay_keep(&shown, NULL), 1);
    if (!delay)
        return NULL;
    (void)sts_scenario_delay_keep(&shown, delay->head.texts->data);
    delay->shown = shown;
    delay->seed = echo_seed_of(shown.seed, shown.seed_key);
    delay->delay_ms = (uint64_t)from->delay_ms;
    delay->jitter_ms = (uint64_t)from->jitter_ms; /* 0 when absent */
    delay->distribution = from->distribution;
    return &delay->head;
}

static double uniform(struct echo_draw *draw) {
    draw->rule++;
    return echo_random(draw);
}

/* Twelve uniform ones less six have mean 0 and variance 1, and nothing beyond six. */
static double normal(struct echo_draw *draw) {
    double sum = 0;
    for (int i = 0; i < NORMAL_DRAWS; i++)
        sum += uniform(draw);
    return sum - NORMAL_DRAWS / 2.0;
}

uint64_t echo_delay_of(const struct echo_delay *delay, struct echo_draw draw) {
    if (!delay->jitter_ms)
        return delay->delay_ms;
    draw = echo_draw_with(draw, &delay->seed);
    draw.rule = ECHO_RANDOM_JITTER;
    double jitter = (double)delay->jitter_ms;
    double extra = delay->distribution == STS_DELAY_DISTRIBUTION_LOGNORMAL
                       ? jitter * exp(SIGMA * normal(&draw))
                       : (jitter + 1) * uniform(&draw);
    uint64_t all = delay->delay_ms + (uint64_t)extra;
    return all < ECHO_DELAY_MAX ? all : ECHO_DELAY_MAX;
}

uint64_t echo_delay_typical(const struct echo_delay *delay) {
    return delay->delay_ms + (delay->distribution == STS_DELAY_DISTRIBUTION_LOGNORMAL
                                  ? delay->jitter_ms
                                  : delay->jitter_ms / 2);
}
