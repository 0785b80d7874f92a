/* faults.h - the rules of config:error_simulation (protocol §6): which fragments fail, and how. */
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
};

struct echo_faults {
    struct echo_configuration head;
    int64_t seed;
    size_t count;
    struct echo_rule rules[];
};

/** What `retryable` of a rule is where it does not say, and the seed where the event does not. */
struct echo_faults_defaults {
    bool retryable; /**< always true; else as the error table has it */
    int64_t seed;
};

/** True when this server knows what to do for `action`. */
bool echo_faults_offers(enum sts_rule_action action);

/** Makes rules of a decoded event. NULL: no memory, or more than ECHO_CONFIGURATION_BYTES_MAX. */
struct echo_faults *echo_faults_new(struct base_memory *memory,
                                    const struct sts_config_error_simulation *event,
                                    struct echo_faults_defaults defaults);

/**
 * The first rule that hits `task`, or NULL. `stream` is echo_random_stream of its id; `hits` counts
 * for each rule how often it has hit (it does not count this one).
 */
const struct echo_rule *echo_faults_find(const struct echo_faults *faults,
                                         const struct stream_task *task, uint64_t stream,
                                         const uint64_t *hits);

/** Applies a rule of `faults` to the plan of a fragment that would have succeeded. */
void echo_faults_apply(struct echo_faults *faults, const struct echo_rule *rule,
                       struct stream_plan *plan);

#endif
