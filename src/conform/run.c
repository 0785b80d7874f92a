#include "conform/run.h"

#include "codec/closest.h"
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
                  .reason = "not selected"},
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

static bool needs_alone(const struct conform_entry *entry) {
    return sts_requirements[entry->c.requirement].needs & STS_NEEDS_ALONE;
}

/* The next case that fits beside those under way; those that disturb others come last.
 * `*waiting`: there is one, but not now. */
static struct conform_entry *pick(struct pool *pool, bool *waiting) {
    *waiting = false;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
            struct conform_entry *entry = &pool->run->entries[i];
            if (!entry->chosen || entry->started || needs_alone(entry) != (round == 1))
                continue;
            unsigned streams = streams_of(entry->c.requirement);
            bool fits =
                !pool->alone && (needs_alone(entry) ? pool->streams == 0 && !*waiting
                                                    : pool->streams + streams <= STREAMS_MAX);
            if (fits)
                return entry;
            *waiting = true;
        }
    return NULL;
}

static void run_one(struct pool *pool, struct conform_entry *entry) {
    unsigned streams = streams_of(entry->c.requirement);
    entry->started = true;
    pool->streams += streams;
    pool->alone = needs_alone(entry);
    pthread_mutex_unlock(&pool->lock);
    conform_play(&entry->c, entry->function);
    pthread_mutex_lock(&pool->lock);
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

/* ---- a run --------------------------------------------------------------------------------- */

/* Counters of its own for each case that runs: they run at the same time. */
static bool prepare(struct conform_run *run) {
    size_t branches = run->coverage ? report_coverage_count(run->coverage) : 0;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        struct conform_entry *entry = &run->entries[i];
        if (!entry->chosen)
            continue;
        if (!run->all && conform_run_is_extra(entry->c.requirement)) {
            entry->chosen = false;
            entry->c.reason = "runs only with --all";
            continue;
        }
        entry->c.server = run->server;
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
    if (!prepare(run))
        return false;
    while (count < THREADS && pthread_create(&threads[count], NULL, work, &pool) == 0)
        count++;
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return count > 0;
}

void conform_run_free(struct conform_run *run) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        if (run->entries[i].done)
            conform_case_free(&run->entries[i].c);
        free(run->entries[i].c.seen);
    }
}
