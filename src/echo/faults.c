#include "echo/faults.h"

/* ---- actions ------------------------------------------------------------------------------- */

/* A simulated TIMEOUT comes at once, unless a delay is given. */
static void apply_fail(const struct echo_rule *rule, struct stream_plan *plan) {
    plan->error = rule->error;
    plan->status = STS_FRAGMENT_STATUS_FAILED;
    plan->as_error = rule->as_error;
    if (!rule->has_delay && rule->error.code.value == STS_ERROR_CODE_TIMEOUT)
        plan->delay_ms = 0;
}

static void apply_partial(const struct echo_rule *rule, struct stream_plan *plan) {
    plan->error = rule->error;
    plan->status = STS_FRAGMENT_STATUS_PARTIAL;
}

/* A worker that gave up waiting may send it again. */
static void apply_drop(const struct echo_rule *rule, struct stream_plan *plan) {
    (void)rule;
    plan->status = STS_FRAGMENT_STATUS_FAILED;
    plan->error.retryable = true;
    plan->turn = STREAM_TURN_DROP;
}

/* Its delay comes on top of the usual one, see below; nothing else is wrong with it. */
static void apply_delay(const struct echo_rule *rule, struct stream_plan *plan) {
    (void)rule;
    plan->status = STS_FRAGMENT_STATUS_SUCCESS;
}

static void apply_duplicate(const struct echo_rule *rule, struct stream_plan *plan) {
    (void)rule;
    plan->turn = STREAM_TURN_TWICE;
}

static void apply_reorder(const struct echo_rule *rule, struct stream_plan *plan) {
    (void)rule;
    plan->turn = STREAM_TURN_SWAP;
}

static void apply_corrupt(const struct echo_rule *rule, struct stream_plan *plan) {
    (void)rule;
    plan->corrupt = true;
}

static void apply_no_ack(const struct echo_rule *rule, struct stream_plan *plan) {
    (void)rule;
    plan->no_ack = true;
}

static void apply_disconnect(const struct echo_rule *rule, struct stream_plan *plan) {
    plan->turn = STREAM_TURN_LOSE;
    plan->loss = rule->loss;
}

/* What each action does to the plan of a fragment. */
static void (*const actions[STS_RULE_ACTION_COUNT])(const struct echo_rule *rule,
                                                    struct stream_plan *plan) = {
#define ROW(NAME, name, text) [STS_RULE_ACTION_##NAME] = apply_##name,
    STS_RULE_ACTIONS(ROW)
#undef ROW
};

void echo_faults_apply(const struct echo_faults *faults, const struct echo_rule *rule,
                       const struct stream_task *task, struct stream_plan *plan) {
    plan->untimed = true;  /* what was asked for is not cut short by the worker's timeout_ms */
    if (rule->has_delay) { /* of the action delay it is on top of the usual one */
        bool late = rule->action == STS_RULE_ACTION_DELAY;
        plan->delay_ms = (late ? plan->delay_ms : 0) + rule->delay_ms;
        plan->slowed = true;
    }
    plan->is_fault = true;
    plan->fault = (struct stream_fault){
        .sequence_number = (int64_t)task->number,
        .attempt = task->attempt,
        .armed = faults->head.record.number,
        .rule = (size_t)(rule - faults->rules),
        .action = rule->action,
        .mode = rule->loss.mode,
        .seed = faults->seed.seed,
        .seed_key = faults->seed.key,
    };
    plan->owner = base_buffer_ref(faults->head.texts);
    actions[rule->action](rule, plan);
}

/* ---- making rules -------------------------------------------------------------------------- */

struct stream_loss echo_loss(const struct sts_scenario_disconnect *disconnect) {
    return (struct stream_loss){
        .mode = disconnect->mode,
        .code = (int)disconnect->code,
        .refuse_ms = (uint64_t)disconnect->refuse_ms,
        .scope = disconnect->scope,
    };
}

/* Of a code that the error table does not have nobody knows that trying again would help. */
static bool is_retryable(const struct sts_error_rule *rule, bool by_default) {
    if (rule->has & STS_ERROR_RULE_HAS_RETRYABLE)
        return rule->retryable;
    const enum sts_error_code code = rule->error_code.value;
    return by_default || (code != STS_ERROR_CODE_OTHER && sts_error_table[code].retryable);
}

static void make_rule(struct echo_rule *rule, const struct sts_error_rule *from, bool retryable) {
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
                  .message = from->error_message,
                  .stage = from->stage,
                  .retryable = is_retryable(from, retryable)},
        .loss = {.mode = from->mode,
                 .code = (int)from->code,
                 .refuse_ms = (uint64_t)from->refuse_ms,
                 .scope = from->scope},
    };
    if (from->value.is_text)
        rule->id = from->value.text;
}

static struct sts_scenario_faults with_seed(struct sts_scenario_faults faults,
                                            const struct echo_seed *seed) {
    if (!(faults.has & STS_SCENARIO_FAULTS_HAS_SEED))
        faults.seed = seed->seed;
    faults.has |= STS_SCENARIO_FAULTS_HAS_SEED;
    if (faults.has & STS_SCENARIO_FAULTS_HAS_SEED_KEY || !seed->key.len)
        return faults;
    faults.has |= STS_SCENARIO_FAULTS_HAS_SEED_KEY;
    faults.seed_key = seed->key;
    return faults;
}

struct echo_configuration *echo_faults_make(struct base_memory *memory,
                                            const struct sts_scenario_faults *from,
                                            const struct echo_seed *seed, bool retryable) {
    struct sts_scenario_faults shown = with_seed(*from, seed);
    size_t count = from->rules.count;
    struct echo_faults *faults =
        (void *)echo_configuration_new(memory, sizeof *faults + count * sizeof *faults->rules,
                                       sts_scenario_faults_keep(&shown, NULL), count);
    if (!faults)
        return NULL;
    (void)sts_scenario_faults_keep(&shown, faults->head.texts->data);
    faults->shown = shown;
    faults->seed = echo_seed_of(shown.seed, shown.seed_key);
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_error_rule rule;
    while (faults->count < count &&
           sts_scenario_faults_rules_next(&faults->shown.rules, &cursor, &rule))
        make_rule(&faults->rules[faults->count++], &rule, retryable);
    return &faults->head;
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
        return rule->number > 0 && (task->number + 1) % rule->number == 0;
    }
    return false;
}

bool echo_faults_hits(const struct echo_faults *faults, size_t index,
                      const struct stream_task *task, uint64_t stream) {
    const struct echo_rule *rule = &faults->rules[index];
    if (!triggers(rule, task))
        return false;
    if (rule->probability >= 1)
        return true;
    const struct echo_draw draw = echo_draw_with((struct echo_draw){.stream = stream,
                                                                    .run = task->run,
                                                                    .number = task->number,
                                                                    .rule = index,
                                                                    .attempt = task->attempt},
                                                 &faults->seed);
    return echo_random(&draw) < rule->probability;
}
