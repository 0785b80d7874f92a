/* scenario.h - scenarios as they are loaded, and the places of streams in them. For the files of
 * this room only. */
#ifndef ECHO_SCENARIO_H
#define ECHO_SCENARIO_H
#include "echo/internal.h"

/** A step, ready to be gone through. */
struct echo_step {
    struct echo_configuration *armed[ECHO_KINDS];
    bool has_loss;
    struct stream_loss loss;
    uint64_t loss_after_ms;
    uint64_t count;        /* fragments; 0: they do not count */
    uint64_t end_after_ms; /* UINT64_MAX: time does not count */
    bool has_event;
    enum sts_worker_event event;
};

struct echo_scenario {
    struct echo_record record;
    struct base_list_node node;
    struct sts_scenario shown; /* as it came, names as plain UTF-8; its texts lie in `texts` */
    struct base_buffer *texts;
    struct base_slice name, pattern; /* plain UTF-8, the same */
    uint64_t number;                 /* by loading, from 1 */
    size_t size, bytes;
    size_t count;
    struct echo_step steps[];
};

static inline struct echo_scenario *echo_scenario_at(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct echo_scenario, node);
}

/** The places in a scenario are forgotten. */
void echo_places_leave(const struct echo *echo, const struct echo_scenario *scenario);

/** The streams that `pattern` matches have come to the end of their scenarios. */
void echo_places_reset(const struct echo *echo, struct base_slice pattern);

#endif
