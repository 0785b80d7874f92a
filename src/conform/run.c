#include "conform/run.h"

#include "client/socket.h"
#include "codec/closest.h"
#include "conform/outage.h"
#include "conform/play.h"
#include "conform/scene.h"

#include <pthread.h>
#include <stdlib.h>

/* Cases at a time. */
#define THREADS 6
/* Streams at a time: servers have a limit of 10 connections by default (protocol §5). */
#define STREAMS_MAX 10
/* Most streams that a case has open at once, but for those below. */
#define STREAMS_OF_CASE 2

static conform_function *const functions[STS_REQUIREMENT_COUNT] = {
#define ROW(name) [STS_REQUIREMENT_##name] = conform_case_##name,
    STS_SERVER_REQUIREMENTS(ROW)
#undef ROW
};

/* What disturbs others comes last, and runs alone. Failed logins too, because after some a server
 * may limit this address for a minute. */
static bool is_last(enum sts_requirement_id requirement) {
    return requirement == STS_REQUIREMENT_STS_2_WRONG_KEY ||
           requirement == STS_REQUIREMENT_STS_2_REFUSAL_DATA ||
           sts_requirements[requirement].needs & STS_NEEDS_ALONE;
}

static unsigned streams_of(enum sts_requirement_id requirement) {
    return requirement == STS_REQUIREMENT_STS_5_STREAMS_APART ? STREAMS_MAX : STREAMS_OF_CASE;
}

bool conform_run_is_extra(enum sts_requirement_id requirement) {
    return sts_requirements[requirement].needs & (STS_NEEDS_SLOW | STS_NEEDS_ALONE);
}

void conform_run_init(struct conform_run *run) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        run->entries[i] = (struct conform_entry){
            .function = functions[i],
            .c = {.settings = run->settings,
                  .coverage = run->coverage,
                  .requirement = (enum sts_requirement_id)i,
                  .outcome = CONFORM_NOT_EXERCISED,
                  .reason = CONFORM_NOT_SELECTED},
        };
}

/* An id as a whole is that one alone, though it may be the beginning of others. */
static bool is_id(const struct conform_run *run, struct base_slice text) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        if (run->entries[i].function && base_slice_equal(sts_requirements[i].id, text))
            return true;
    return false;
}

size_t conform_run_choose(struct conform_run *run, const char *prefix) {
    struct base_slice text = base_slice_of(prefix);
    bool whole = is_id(run, text);
    size_t chosen = 0;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        struct base_slice id = sts_requirements[i].id;
        bool fits = id.len >= text.len && (!whole || id.len == text.len) &&
                    memcmp(id.ptr, text.ptr, text.len) == 0;
        if (!run->entries[i].function || !fits)
            continue;
        run->entries[i].chosen = true;
        run->entries[i].named = run->entries[i].named || whole;
        chosen++;
    }
    return chosen;
}

struct base_slice conform_run_closest(const struct conform_run *run, const char *id) {
    struct codec_closest search = codec_closest(base_slice_of(id));
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        if (run->entries[i].function)
            codec_closest_try(&search, sts_requirements[i].id);
    return search.best;
}

/* ---- threads ------------------------------------------------------------------------------- */

/* What the threads share, under the lock. */
struct pool {
    struct conform_run *run;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned streams; /* of the cases under way */
    bool alone;       /* nothing may begin beside the one that runs */
};

/* The next case that fits beside those under way, unless the run stops. `*waiting`: there is one,
 * but not now. */
static struct conform_entry *pick(struct pool *pool, bool *waiting) {
    *waiting = false;
    if (conform_learned_stopped(&pool->run->learned))
        return NULL;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
            struct conform_entry *entry = &pool->run->entries[i];
            if (!entry->chosen || entry->started || is_last(entry->c.requirement) != (round == 1))
                continue;
            unsigned streams = streams_of(entry->c.requirement);
            bool fits = !pool->alone &&
                        (is_last(entry->c.requirement) ? pool->streams == 0 && !*waiting
                                                       : pool->streams + streams <= STREAMS_MAX);
            if (fits)
                return entry;
            *waiting = true;
        }
    return NULL;
}

/* When the run stops, nobody knows whether what a case has just found has the same cause. */
static void forget(struct conform_case *c) {
    c->outcome = CONFORM_NOT_EXERCISED;
    c->reason = "the run was stopped before";
    c->findings = NULL;
    c->streams.count = 0;
}

static void run_one(struct pool *pool, struct conform_entry *entry) {
    unsigned streams = streams_of(entry->c.requirement);
    entry->started = true;
    pool->streams += streams;
    pool->alone = is_last(entry->c.requirement);
    pthread_mutex_unlock(&pool->lock);
    conform_play(&entry->c, entry->function);
    pthread_mutex_lock(&pool->lock);
    if (conform_learned_lost(&pool->run->learned))
        conform_outage_forget(&entry->c);
    else if (conform_learned_stopped(&pool->run->learned))
        forget(&entry->c);
    pool->streams -= streams;
    pool->alone = false;
    entry->done = true;
    if (pool->run->told)
        pool->run->told(pool->run->context, entry);
    pthread_cond_broadcast(&pool->changed);
}

static void *work(void *context) {
    struct pool *pool = context;
    bool waiting = true;
    pthread_mutex_lock(&pool->lock);
    while (waiting) {
        struct conform_entry *entry = pick(pool, &waiting);
        if (entry) {
            run_one(pool, entry);
            waiting = true;
        } else if (waiting) {
            pthread_cond_wait(&pool->changed, &pool->lock);
        }
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* ---- what counts --------------------------------------------------------------------------- */

static bool asked(const struct conform_run *run, enum sts_requirement_id requirement) {
    return sts_requirements[requirement].origin <= run->settings->against;
}

/* Calls `visit` with each finding, whatever case it is of. */
static void each_finding(struct conform_run *run,
                         void (*visit)(struct conform_run *run, struct conform_finding *finding)) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        for (struct conform_finding *finding = run->entries[i].c.findings; finding;
             finding = finding->next)
            visit(run, finding);
}

/* Whether a case does what any worker does. What it misses that another requirement promises breaks
 * that one, whatever came in other cases. Other cases bring about something special first: a pause,
 * a fault, a lost connection. What is missing then is theirs, unless it is missing elsewhere too.
 */
static bool is_ordinary(enum sts_requirement_id requirement) {
    static const char *const ids[] = {
        "016/5.2/",    "016/5.1/stream-init/accepted", "016/7.1/in-order",    "016/8.1/table",
        "sts/3/echo-", "sts/4/complete-last",          "sts/5/streams-apart", "sts/12/",
    };
    struct base_slice id = sts_requirements[requirement].id;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (strncmp(id.ptr, ids[i], strlen(ids[i])) == 0)
            return true;
    return false;
}

/* Load raises backpressure, and a case that needs some does not always make the same. */
static bool is_cause(const struct conform_run *run, const struct conform_case *c,
                     enum sts_requirement_id cause) {
    if (cause == CONFORM_NO_REQUIREMENT || cause == STS_REQUIREMENT_016_6_2_RAISED ||
        !asked(run, cause))
        return false;
    for (const struct conform_finding *finding = c->findings; finding; finding = finding->next)
        if (finding->requirement == cause && finding->because_of == CONFORM_NO_REQUIREMENT)
            return false;
    return true;
}

/* What an ordinary case missed is a finding about the requirement that promises it. */
static void blame_causes(struct conform_run *run) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        struct conform_case *c = &run->entries[i].c;
        struct conform_finding *finding = is_ordinary(c->requirement) ? c->findings : NULL;
        for (; finding; finding = finding->next) {
            struct conform_finding *added = is_cause(run, c, finding->because_of)
                                                ? base_arena_take(&c->kept, sizeof *added)
                                                : NULL;
            if (!added)
                continue;
            *added = *finding;
            added->requirement = finding->because_of;
            added->because_of = CONFORM_NO_REQUIREMENT;
            finding->next = added;
        }
    }
}

static void count_direct(struct conform_run *run, struct conform_finding *finding) {
    if (finding->because_of == CONFORM_NO_REQUIREMENT)
        run->broken[finding->requirement] = true;
}

/* The requirement at the end of a chain of causes; none: nothing was found about it. */
static enum sts_requirement_id root_of(const struct conform_run *run,
                                       enum sts_requirement_id cause) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT && cause != CONFORM_NO_REQUIREMENT; i++) {
        if (run->broken[cause])
            return cause;
        cause = run->causes[cause];
    }
    return CONFORM_NO_REQUIREMENT;
}

static void note_cause(struct conform_run *run, struct conform_finding *finding) {
    if (finding->because_of != CONFORM_NO_REQUIREMENT)
        run->causes[finding->requirement] = finding->because_of;
}

static void settle_cause(struct conform_run *run, struct conform_finding *finding) {
    if (finding->because_of != CONFORM_NO_REQUIREMENT)
        finding->because_of = root_of(run, finding->because_of);
}

void conform_run_resolve(struct conform_run *run) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        run->causes[i] = CONFORM_NO_REQUIREMENT;
    blame_causes(run);
    each_finding(run, count_direct);
    each_finding(run, note_cause);
    each_finding(run, settle_cause);
    each_finding(run, count_direct); /* whose cause is not broken, is broken itself */
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        if (run->broken[i])
            run->causes[i] = CONFORM_NO_REQUIREMENT;
        else if (run->causes[i] != CONFORM_NO_REQUIREMENT)
            run->causes[i] = root_of(run, run->causes[i]);
}

/* ---- a run --------------------------------------------------------------------------------- */

size_t conform_run_count(struct conform_run *run) {
    size_t count = 0;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        struct conform_entry *entry = &run->entries[i];
        const char *reason = NULL;
        if (!entry->chosen)
            continue;
        if (!entry->named && !asked(run, entry->c.requirement))
            reason = CONFORM_NOT_ASKED;
        else if (!run->all && conform_run_is_extra(entry->c.requirement))
            reason = "runs only with --all";
        entry->chosen = !reason;
        entry->c.reason = reason ? reason : entry->c.reason;
        count += entry->chosen;
    }
    return count;
}

/* Counters of its own for each case that runs: they run at the same time. */
static bool prepare(struct conform_run *run) {
    size_t branches = run->coverage ? report_coverage_count(run->coverage) : 0;
    (void)conform_run_count(run);
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        struct conform_entry *entry = &run->entries[i];
        if (!entry->chosen)
            continue;
        entry->c.server = run->server;
        entry->c.learned = &run->learned;
        entry->c.seen = calloc(branches ? branches : 1, sizeof *entry->c.seen);
        if (!entry->c.seen)
            return false;
    }
    return true;
}

bool conform_run_all(struct conform_run *run) {
    struct pool pool = {
        .run = run, .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    pthread_t threads[THREADS];
    size_t count = 0;
    conform_learned_init(&run->learned);
    conform_learned_heard(&run->learned, CONFORM_NO_REQUIREMENT, client_now()); /* by the probe */
    if (!prepare(run))
        return false;
    while (count < THREADS && pthread_create(&threads[count], NULL, work, &pool) == 0)
        count++;
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    conform_outage_settle(run);
    return count > 0;
}

void conform_run_free(struct conform_run *run) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        if (run->entries[i].done)
            conform_case_free(&run->entries[i].c);
        free(run->entries[i].c.seen);
    }
    conform_learned_free(&run->learned);
}
