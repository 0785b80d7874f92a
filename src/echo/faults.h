/* faults.h - the rules of config:error_simulation (protocol §6): which fragments are hit, and what
 * becomes of them. */
#ifndef ECHO_FAULTS_H
#define ECHO_FAULTS_H
#include "echo/armed.h"
#include "echo/random.h"
#include "stream/processor.h"

/** A rule, ready to be compared. Texts lie in the configuration's `texts`. */
struct echo_rule {
    bool has_trigger;
    enum sts_rule_trigger trigger;
    uint64_t number;      /**< sequence_number, nth_fragment */
    struct codec_text id; /**< fragment_id */
    double probability;   /**< 1: always */
    uint64_t count;       /**< hits after which it stops, per stream; 0: never */
    enum sts_rule_action action;
    bool as_error;
    bool has_delay;
    uint64_t delay_ms;
    struct sts_processing_error error;
    struct stream_loss loss;
};

struct echo_faults {
    struct echo_configuration head;
    /** As they came, with the seed and key in force; what it points to lies in `texts`. */
    struct sts_scenario_faults shown;
    struct echo_seed seed; /**< in force */
    size_t count;
    struct echo_rule rules[];
};

/** Makes a configuration of decoded faults. `seed` has the seed and the key where they have none.
 *  `retryable`: rules that do not say are retryable, else they are as the error table has it. NULL:
 *  no memory. */
struct echo_configuration *echo_faults_make(struct base_memory *memory,
                                            const struct sts_scenario_faults *from,
                                            const struct echo_seed *seed, bool retryable);

static inline bool echo_rule_is_by_id(const struct echo_rule *rule) {
    return rule->has_trigger && rule->trigger == STS_RULE_TRIGGER_FRAGMENT_ID;
}

/** True when the rule at `index` is for `task` and chance has it, whatever its count. `stream` is
 *  echo_random_stream of its id. */
bool echo_faults_hits(const struct echo_faults *faults, size_t index,
                      const struct stream_task *task, uint64_t stream);

/** Applies a rule of `faults` to the plan of a fragment that would have succeeded. */
void echo_faults_apply(const struct echo_faults *faults, const struct echo_rule *rule,
                       const struct stream_task *task, struct stream_plan *plan);

#endif
