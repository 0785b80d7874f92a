#include "echo/hits.h"

/* The index of no rule. */
#define NONE SIZE_MAX

struct echo_hits {
    struct base_memory *memory;
    size_t count;
    bool begun;
    uint64_t run;
    uint64_t next; /* the lowest number of the run that nothing was decided for */
    /* by number modulo its size: 1 + index of the rule; 0: none, or the fragment has come */
    uint16_t decided[ECHO_HITS_AHEAD];
    uint64_t left[]; /* by rule: hits that it still has */
};

struct echo_hits *echo_hits_new(struct base_memory *memory, const struct echo_faults *faults) {
    size_t count = faults->count;
    struct echo_hits *hits = base_memory_zero(memory, sizeof *hits + count * sizeof *hits->left);
    if (!hits)
        return NULL;
    hits->memory = memory;
    hits->count = count;
    for (size_t i = 0; i < count; i++)
        hits->left[i] = faults->rules[i].count ? faults->rules[i].count : UINT64_MAX;
    return hits;
}

void echo_hits_free(struct echo_hits *hits) {
    if (hits)
        base_memory_give(hits->memory, hits, sizeof *hits + hits->count * sizeof *hits->left);
}

static void take(struct echo_hits *hits, size_t rule) {
    hits->left[rule] -= hits->left[rule] != UINT64_MAX;
}

/* Forgets the decision for a number that has not come. */
static void give_back(struct echo_hits *hits, uint64_t number) {
    uint16_t *decided = &hits->decided[number % ECHO_HITS_AHEAD];
    if (*decided)
        hits->left[*decided - 1] += hits->left[*decided - 1] != UINT64_MAX;
    *decided = 0;
}

static uint64_t oldest(const struct echo_hits *hits) {
    return hits->next > ECHO_HITS_AHEAD ? hits->next - ECHO_HITS_AHEAD : 0;
}

static void give_all_back(struct echo_hits *hits) {
    for (uint64_t number = oldest(hits); number < hits->next; number++)
        give_back(hits, number);
}

/* The first of the rules before `end` that hits. `by_id`: only those for a fragment_id, or only the
 * others; NULL: all. */
static size_t find_rule(const struct echo_hits *hits, const struct echo_faults *faults,
                        const struct stream_task *task, uint64_t stream, size_t end,
                        const bool *by_id) {
    for (size_t i = 0; i < end; i++)
        if ((!by_id || echo_rule_is_by_id(&faults->rules[i]) == *by_id) && hits->left[i] &&
            echo_faults_hits(faults, i, task, stream))
            return i;
    return NONE;
}

/* Decides for all numbers up to that of `task`. */
static void walk(struct echo_hits *hits, const struct echo_faults *faults,
                 const struct stream_task *task, uint64_t stream) {
    const bool by_id = false;
    if (task->number - hits->next >= ECHO_HITS_AHEAD) {
        give_all_back(hits);
        hits->next = task->number - ECHO_HITS_AHEAD + 1;
    }
    struct stream_task each = {.run = task->run};
    for (each.number = hits->next; each.number <= task->number; each.number++) {
        size_t rule;
        give_back(hits, each.number); /* that of so many numbers before */
        rule = find_rule(hits, faults, &each, stream, faults->count, &by_id);
        if (rule == NONE)
            continue;
        take(hits, rule);
        hits->decided[each.number % ECHO_HITS_AHEAD] = (uint16_t)(rule + 1);
    }
    hits->next = task->number + 1;
}

/* What was decided for the number of `task`, or is now. */
static size_t claim(struct echo_hits *hits, const struct echo_faults *faults,
                    const struct stream_task *task, uint64_t stream) {
    if (task->number >= hits->next)
        walk(hits, faults, task, stream);
    uint16_t *decided = &hits->decided[task->number % ECHO_HITS_AHEAD];
    size_t rule = *decided ? *decided - 1u : NONE;
    *decided = 0;
    return rule;
}

static void begin(struct echo_hits *hits, const struct stream_task *task) {
    if (hits->begun && hits->run == task->run)
        return;
    give_all_back(hits);
    hits->begun = true;
    hits->run = task->run;
    hits->next = task->expected;
}

const struct echo_rule *echo_hits_decide(struct echo_hits *hits, const struct echo_faults *faults,
                                         const struct stream_task *task, uint64_t stream) {
    const bool by_id = true;
    begin(hits, task);
    size_t rule = NONE, earlier;
    if (task->attempt || task->number < oldest(hits)) {
        rule = find_rule(hits, faults, task, stream, faults->count, NULL);
        if (rule != NONE)
            take(hits, rule);
    } else {
        rule = claim(hits, faults, task, stream);
        earlier =
            find_rule(hits, faults, task, stream, rule == NONE ? faults->count : rule, &by_id);
        if (earlier != NONE) {
            take(hits, earlier);
            rule = earlier;
        }
    }
    return rule == NONE ? NULL : &faults->rules[rule];
}

void echo_hits_missing(struct echo_hits *hits, uint64_t first, uint64_t last) {
    uint64_t from = oldest(hits) > first ? oldest(hits) : first;
    for (uint64_t number = from; number < hits->next && number <= last; number++)
        give_back(hits, number);
}
