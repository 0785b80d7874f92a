#include "echo/faults.h"

/* ---- actions ------------------------------------------------------------------------------- */

/* A failure, after `delay_ms` or the usual time; a simulated TIMEOUT comes at once. */
static void fail(struct echo_faults *faults, const struct echo_rule *rule,
                 struct stream_plan *plan) {
    plan->status = STS_FRAGMENT_STATUS_FAILED;
    plan->error = rule->error;
    plan->as_error = rule->as_error;
    plan->owner = base_buffer_ref(faults->head.texts);
    if (rule->has_delay)
        plan->delay_ms = rule->delay_ms;
    else if (rule->error.code == STS_ERROR_CODE_TIMEOUT)
        plan->delay_ms = 0;
}

/* What each action does to the plan of a fragment; NULL: not offered yet. */
static void (*const actions[STS_RULE_ACTION_COUNT])(struct echo_faults *faults,
                                                    const struct echo_rule *rule,
                                                    struct stream_plan *plan) = {
    [STS_RULE_ACTION_FAIL] = fail,
};

bool echo_faults_offers(enum sts_rule_action action) {
    return actions[action] != NULL;
}

void echo_faults_apply(struct echo_faults *faults, const struct echo_rule *rule,
                       struct stream_plan *plan) {
    plan->fault = (struct stream_fault){.hit = true,
                                        .rule = (size_t)(rule - faults->rules),
                                        .action = rule->action,
                                        .seed = faults->seed};
    plan->untimed = true; /* what was asked for is not cut short by the worker's timeout_ms */
    actions[rule->action](faults, rule, plan);
}

/* ---- making rules -------------------------------------------------------------------------- */

/* Copies a text, in the form it has, to the end of `texts`. */
static struct codec_text keep(struct base_buffer *texts, struct codec_text text) {
    char *at = texts->data + texts->length;
    memcpy(at, text.ptr, text.len);
    texts->length += text.len;
    return (struct codec_text){at, text.len, text.form};
}

static void make_rule(struct echo_rule *rule, const struct sts_error_rule *from,
                      struct base_buffer *texts, struct echo_faults_defaults defaults) {
    *rule = (struct echo_rule){
        .has_trigger = from->has & STS_ERROR_RULE_HAS_TRIGGER,
        .trigger = from->trigger,
        .number = (uint64_t)from->value.integer,
        .probability = from->has & STS_ERROR_RULE_HAS_PROBABILITY ? from->probability : 1,
        .count = from->has & STS_ERROR_RULE_HAS_COUNT ? (uint64_t)from->count : 0,
        .action = from->action,
        .as_error = from->deliver_as == STS_RULE_DELIVERY_ERROR,
        .has_delay = from->has & STS_ERROR_RULE_HAS_DELAY_MS,
        .delay_ms = (uint64_t)from->delay_ms,
        .error = {.has = STS_PROCESSING_ERROR_HAS_STAGE | STS_PROCESSING_ERROR_HAS_RETRYABLE,
                  .code = from->error_code,
                  .message = keep(texts, from->error_message),
                  .stage = from->stage,
                  .retryable = from->has & STS_ERROR_RULE_HAS_RETRYABLE ? from->retryable
                               : defaults.retryable                     ? true
                                                    : sts_error_table[from->error_code].retryable},
    };
    if (from->value.is_text)
        rule->id = keep(texts, from->value.text);
}

static size_t text_bytes(const struct sts_config_error_simulation *event) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_error_rule rule;
    size_t bytes = 0;
    while (sts_config_error_simulation_rules_next(&event->rules, &cursor, &rule))
        bytes += rule.error_message.len + (rule.value.is_text ? rule.value.text.len : 0);
    return bytes;
}

struct echo_faults *echo_faults_new(struct base_memory *memory,
                                    const struct sts_config_error_simulation *event,
                                    struct echo_faults_defaults defaults) {
    size_t count = event->rules.count, bytes = text_bytes(event);
    size_t size = sizeof(struct echo_faults) + count * sizeof(struct echo_rule);
    if (bytes > ECHO_CONFIGURATION_BYTES_MAX - size)
        return NULL;
    struct echo_faults *faults = (void *)echo_configuration_new(memory, size);
    if (!faults)
        return NULL;
    faults->head.texts = base_buffer_new(memory, bytes);
    if (!faults->head.texts) {
        echo_configuration_unref(&faults->head);
        return NULL;
    }
    faults->seed = event->has & STS_CONFIG_ERROR_SIMULATION_HAS_SEED ? event->seed : defaults.seed;
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_error_rule rule;
    while (faults->count < count &&
           sts_config_error_simulation_rules_next(&event->rules, &cursor, &rule))
        make_rule(&faults->rules[faults->count++], &rule, faults->head.texts, defaults);
    return faults;
}

/* ---- matching ------------------------------------------------------------------------------ */

static bool triggers(const struct echo_rule *rule, const struct stream_task *task) {
    if (!rule->has_trigger)
        return true;
    switch (rule->trigger) {
    case STS_RULE_TRIGGER_SEQUENCE_NUMBER:
        return task->number == rule->number;
    case STS_RULE_TRIGGER_FRAGMENT_ID:
        return codec_text_equal(task->fragment_id, rule->id);
    case STS_RULE_TRIGGER_NTH_FRAGMENT:
        return (task->number + 1) % rule->number == 0;
    }
    return false;
}

const struct echo_rule *echo_faults_find(const struct echo_faults *faults,
                                         const struct stream_task *task, uint64_t stream,
                                         const uint64_t *hits) {
    struct echo_draw draw = {.seed = faults->seed,
                             .stream = stream,
                             .run = task->run,
                             .number = task->number,
                             .attempt = task->attempt};
    for (size_t i = 0; i < faults->count; i++) {
        const struct echo_rule *rule = &faults->rules[i];
        draw.rule = i;
        if (triggers(rule, task) && (!rule->count || hits[i] < rule->count) &&
            (rule->probability >= 1 || echo_random(&draw) < rule->probability))
            return rule;
    }
    return NULL;
}
