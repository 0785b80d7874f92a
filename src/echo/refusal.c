/* refusal.c - streams that are refused for a while (protocol §6, refuse_ms). */
#include "echo/internal.h"

#include "base/glob.h"

/** Most refusals at a time. Each stream of a large test may have one of its own. */
#define EXACT_MAX 16384
#define WIDE_MAX 1024
/** Most streams whose attempts are counted, and how many of those by handshakes alone: whoever
 *  reaches the port can name another one each time. */
#define COUNTED_MAX 4096
#define COUNTED_KEYLESS_MAX (COUNTED_MAX / 2)

/* Attempts of one stream or, with an empty id, of handshakes that name none. */
struct attempts {
    struct base_list_node node;
    uint64_t count;
    size_t length;
    char id[];
};

struct refusal {
    struct echo_record record;
    struct base_list_node node;
    struct base_timer timer; /* its end */
    struct echo *echo;
    enum sts_refuse_scope scope;
    struct base_list attempts;
    uint64_t refused; /* attempts of all streams */
    struct base_map attempts_by_id;
    struct base_slice text; /* base_glob_text of the pattern, behind it */
    size_t length;          /* of the pattern */
    char pattern[];
};

static struct refusal *refusal_of(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct refusal, node);
}

static struct base_slice pattern_of(const struct refusal *refusal) {
    return base_slice(refusal->pattern, refusal->length);
}

static bool is_exact(const struct refusal *refusal) {
    return refusal->scope == STS_REFUSE_SCOPE_STREAMS && base_glob_is_plain(pattern_of(refusal));
}

static size_t *count_of(const struct refusal *refusal) {
    struct echo_refusals *all = &refusal->echo->refusals;
    return is_exact(refusal) ? &all->exact_count : &all->wide_count;
}

/* ---- ending -------------------------------------------------------------------------------- */

static void forget_attempts(struct refusal *refusal) {
    struct echo *echo = refusal->echo;
    struct base_list_node *node;
    while ((node = base_list_take(&refusal->attempts))) {
        struct attempts *attempts = BASE_CONTAINER(node, struct attempts, node);
        echo->refusals.counted--;
        base_memory_give(echo->config.memory, attempts, sizeof *attempts + attempts->length);
    }
    base_map_clear(&refusal->attempts_by_id);
}

static size_t size_of(size_t pattern_length) {
    return sizeof(struct refusal) + 2 * pattern_length;
}

static void forget(struct refusal *refusal) {
    struct echo *echo = refusal->echo;
    forget_attempts(refusal);
    if (is_exact(refusal))
        (void)base_map_remove(&echo->refusals.by_id, refusal->text);
    base_timer_disarm(echo->config.timers, &refusal->timer);
    base_list_remove(&refusal->node);
    base_list_remove(&refusal->record.node);
    *count_of(refusal) -= 1;
    base_memory_give(echo->config.memory, refusal, size_of(refusal->length));
}

static void end(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    forget(BASE_CONTAINER(timer, struct refusal, timer));
}

static void clear(const struct base_list *list, struct base_slice pattern) {
    struct base_list_node *node = base_list_first(list);
    while (node) {
        struct refusal *refusal = refusal_of(node);
        node = base_list_next(list, node);
        if (base_glob_match(pattern, refusal->text))
            forget(refusal);
    }
}

void echo_refusals_clear(struct echo *echo, struct base_slice pattern) {
    clear(&echo->refusals.exact, pattern);
    clear(&echo->refusals.wide, pattern);
}

/* ---- beginning ----------------------------------------------------------------------------- */

/* Of the same streams and scope, or NULL. */
static struct refusal *find_same(const struct echo *echo, struct base_slice text,
                                 enum sts_refuse_scope scope) {
    const struct base_list *wide = &echo->refusals.wide;
    struct refusal *exact = base_map_get(&echo->refusals.by_id, text);
    if (exact && scope == STS_REFUSE_SCOPE_STREAMS)
        return exact;
    for (struct base_list_node *node = base_list_first(wide); node;
         node = base_list_next(wide, node)) {
        struct refusal *refusal = refusal_of(node);
        if (refusal->scope == scope && base_slice_equal(refusal->text, text))
            return refusal;
    }
    return NULL;
}

/* NULL: no memory. */
static struct refusal *new_refusal(struct echo *echo, struct base_slice pattern,
                                   enum sts_refuse_scope scope) {
    struct base_memory *memory = echo->config.memory;
    struct refusal *refusal = base_memory_zero(memory, size_of(pattern.len));
    if (!refusal)
        return NULL;
    refusal->echo = echo;
    refusal->scope = scope;
    refusal->timer.fire = end;
    refusal->length = pattern.len;
    memcpy(refusal->pattern, pattern.ptr, pattern.len);
    refusal->text = base_glob_text(pattern_of(refusal), refusal->pattern + pattern.len);
    base_list_init(&refusal->attempts);
    base_map_init(&refusal->attempts_by_id, memory, echo->config.seed);
    return refusal;
}

/* Finds a place for a new one. False: there is none. */
static bool add(struct refusal *refusal) {
    struct echo_refusals *all = &refusal->echo->refusals;
    const bool exact = is_exact(refusal);
    size_t *count = count_of(refusal);
    if (*count >= (exact ? EXACT_MAX : WIDE_MAX) ||
        (exact && !base_map_put(&all->by_id, refusal->text, refusal)))
        return false;
    base_list_append(exact ? &all->exact : &all->wide, &refusal->node);
    *count += 1;
    return true;
}

static struct refusal *begin(struct echo *echo, struct base_slice pattern,
                             enum sts_refuse_scope scope) {
    struct refusal *refusal = new_refusal(echo, pattern, scope);
    if (!refusal || add(refusal))
        return refusal;
    base_memory_give(echo->config.memory, refusal, size_of(pattern.len));
    return NULL;
}

static void tell(const struct refusal *refusal, uint64_t ms) {
    const struct echo_config *config = &refusal->echo->config;
    const struct echo_refusing told = {pattern_of(refusal), refusal->scope, ms};
    if (config->refusing)
        config->refusing(config->told_context, &told);
}

bool echo_refuse(struct echo *echo, struct base_slice pattern, const struct stream_loss *loss,
                 const struct echo_origin *origin) {
    char room[2 * STREAM_ID_SIZE];
    const uint64_t until = echo->config.timers->now + loss->refuse_ms;
    const struct base_slice text = base_glob_text(pattern, room);
    struct refusal *refusal = find_same(echo, text, loss->scope);
    if (refusal && refusal->timer.deadline >= until)
        return true;
    if (!refusal)
        refusal = begin(echo, pattern, loss->scope);
    if (!refusal)
        return false;
    base_timer_arm(echo->config.timers, &refusal->timer, until);
    base_list_remove(&refusal->record.node); /* it was armed anew */
    echo_record_add(echo, &refusal->record, STS_CONTROL_ARMED_KIND_REFUSAL, pattern_of(refusal),
                    origin);
    tell(refusal, loss->refuse_ms);
    return true;
}

/* ---- attempts ------------------------------------------------------------------------------ */

static bool is_meant(const struct refusal *refusal, struct base_slice stream_id) {
    return refusal->scope == STS_REFUSE_SCOPE_SERVER ||
           (stream_id.len && base_glob_match(pattern_of(refusal), stream_id));
}

/* The one that lasts longest, or NULL. Its end may be due. */
static struct refusal *find(const struct echo *echo, struct base_slice stream_id) {
    const struct base_list *wide = &echo->refusals.wide;
    struct refusal *longest = base_map_get(&echo->refusals.by_id, stream_id);
    for (struct base_list_node *node = base_list_first(wide); node;
         node = base_list_next(wide, node)) {
        struct refusal *refusal = refusal_of(node);
        if (is_meant(refusal, stream_id) &&
            (!longest || refusal->timer.deadline > longest->timer.deadline))
            longest = refusal;
    }
    return longest;
}

static struct attempts *new_attempts(struct refusal *refusal, struct base_slice stream_id,
                                     bool has_key) {
    struct echo *echo = refusal->echo;
    const size_t size = sizeof(struct attempts) + stream_id.len;
    const size_t most = has_key ? COUNTED_MAX : COUNTED_KEYLESS_MAX;
    struct attempts *attempts =
        echo->refusals.counted < most ? base_memory_zero(echo->config.memory, size) : NULL;
    if (!attempts)
        return NULL;
    attempts->length = stream_id.len;
    memcpy(attempts->id, stream_id.ptr, stream_id.len);
    const struct base_slice id = base_slice(attempts->id, stream_id.len);
    if (!base_map_put(&refusal->attempts_by_id, id, attempts)) {
        base_memory_give(echo->config.memory, attempts, size);
        return NULL;
    }
    base_list_append(&refusal->attempts, &attempts->node);
    echo->refusals.counted++;
    return attempts;
}

/* 0: it cannot be counted. */
static uint64_t count_attempt(struct refusal *refusal, struct base_slice stream_id, bool has_key) {
    struct attempts *attempts = base_map_get(&refusal->attempts_by_id, stream_id);
    if (!attempts)
        attempts = new_attempts(refusal, stream_id, has_key);
    return attempts ? ++attempts->count : 0;
}

bool echo_is_refused(struct echo *echo, struct base_slice stream_id, bool has_key,
                     struct echo_refused *refused) {
    struct refusal *refusal = find(echo, stream_id);
    if (!refusal || refusal->timer.deadline <= echo->config.timers->now)
        return false;
    refusal->refused++;
    *refused = (struct echo_refused){
        .scope = refusal->scope,
        .left_ms = refusal->timer.deadline - echo->config.timers->now,
        .attempt = count_attempt(refusal, stream_id, has_key),
    };
    return true;
}

void echo_refusal_look(const struct echo_record *record, struct echo_record_view *view) {
    const struct refusal *refusal = BASE_CONTAINER(record, const struct refusal, record);
    const uint64_t now = refusal->echo->config.timers->now;
    view->left_ms = refusal->timer.deadline > now ? refusal->timer.deadline - now : 0;
    view->scope = refusal->scope;
    view->attempts = refusal->refused;
}

/* ---- whom a configuration refuses ---------------------------------------------------------- */

bool echo_rules_refuse_server(const struct codec_list *rules) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_error_rule rule;
    bool found = false;
    while (!found && sts_scenario_faults_rules_next(rules, &cursor, &rule))
        found = rule.scope == STS_REFUSE_SCOPE_SERVER;
    return found;
}

bool echo_scenario_refuses_server(const struct sts_scenario *scenario) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_scenario_step step;
    bool found = false;
    while (!found && sts_scenario_steps_next(&scenario->steps, &cursor, &step))
        found = (step.has & STS_SCENARIO_STEP_HAS_DISCONNECT &&
                 step.disconnect.scope == STS_REFUSE_SCOPE_SERVER) ||
                (step.has & STS_SCENARIO_STEP_HAS_FAULTS &&
                 echo_rules_refuse_server(&step.faults.rules));
    return found;
}

/* ---- life ---------------------------------------------------------------------------------- */

void echo_refusals_init(struct echo *echo, struct base_hash_seed seed) {
    base_list_init(&echo->refusals.exact);
    base_list_init(&echo->refusals.wide);
    base_map_init(&echo->refusals.by_id, echo->config.memory, seed);
}

void echo_refusals_free(struct echo *echo) {
    struct base_list_node *node;
    while ((node = base_list_first(&echo->refusals.exact)) ||
           (node = base_list_first(&echo->refusals.wide)))
        forget(refusal_of(node));
    base_map_clear(&echo->refusals.by_id);
}
