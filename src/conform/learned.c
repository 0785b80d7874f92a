#include "conform/learned.h"

#include "sts_requirements.h"

#include <stdlib.h>
#include <string.h>

/* The shortened wait: that part of the patience, and at least so many milliseconds. */
#define PART 10
#define LEAST_MS 500
/* And at least so many times as long as the slowest answer has taken. */
#define TIMES 4

void conform_learned_init(struct conform_learned *learned) {
    *learned = (struct conform_learned){.lock = PTHREAD_MUTEX_INITIALIZER,
                                        .asking = PTHREAD_MUTEX_INITIALIZER,
                                        .heard_by = STS_REQUIREMENT_COUNT};
    conform_registry_init(&learned->registry);
}

void conform_learned_free(struct conform_learned *learned) {
    for (size_t i = 0; i < CONFORM_LEARNED_LOGINS; i++)
        free(learned->logins[i]);
    free(learned->stopped);
    conform_registry_free(&learned->registry);
    conform_learned_init(learned);
}

int64_t conform_learned_wait(struct conform_learned *learned, unsigned kind, int64_t patience) {
    pthread_mutex_lock(&learned->lock);
    struct conform_learned_kind known = learned->kinds[kind];
    pthread_mutex_unlock(&learned->lock);
    if (known.missed < CONFORM_LEARNED_MISSES)
        return patience;
    int64_t wait = patience / PART;
    wait = wait < LEAST_MS ? LEAST_MS : wait;
    wait = wait < TIMES * known.slowest ? TIMES * known.slowest : wait;
    return wait < patience ? wait : patience;
}

void conform_learned_came(struct conform_learned *learned, unsigned kind, int64_t took) {
    struct conform_learned_kind *known = &learned->kinds[kind];
    pthread_mutex_lock(&learned->lock);
    known->missed = 0;
    if (known->slowest < took)
        known->slowest = took;
    pthread_mutex_unlock(&learned->lock);
}

int64_t conform_learned_slowest(struct conform_learned *learned, unsigned kind) {
    pthread_mutex_lock(&learned->lock);
    int64_t slowest = learned->kinds[kind].slowest;
    pthread_mutex_unlock(&learned->lock);
    return slowest;
}

void conform_learned_missed(struct conform_learned *learned, unsigned kind) {
    pthread_mutex_lock(&learned->lock);
    learned->kinds[kind].missed++;
    pthread_mutex_unlock(&learned->lock);
}

const char *conform_learned_login(struct conform_learned *learned, unsigned login) {
    pthread_mutex_lock(&learned->lock);
    const char *json = learned->logins[login];
    pthread_mutex_unlock(&learned->lock);
    return json;
}

void conform_learned_note_login(struct conform_learned *learned, unsigned login, const char *json) {
    pthread_mutex_lock(&learned->lock);
    if (!learned->logins[login])
        learned->logins[login] = strdup(json);
    pthread_mutex_unlock(&learned->lock);
}

static void stop(struct conform_learned *learned, const char *reason, bool lost) {
    pthread_mutex_lock(&learned->lock);
    if (!learned->stopped) {
        learned->stopped = strdup(reason);
        learned->lost = lost;
    }
    if (!learned->stopped)
        learned->stopped = calloc(1, 1);
    pthread_mutex_unlock(&learned->lock);
}

void conform_learned_stop(struct conform_learned *learned, const char *reason) {
    stop(learned, reason, false);
}

void conform_learned_lose(struct conform_learned *learned, const char *reason) {
    stop(learned, reason, true);
}

const char *conform_learned_stopped(struct conform_learned *learned) {
    pthread_mutex_lock(&learned->lock);
    const char *stopped = learned->stopped;
    pthread_mutex_unlock(&learned->lock);
    return stopped;
}

bool conform_learned_lost(struct conform_learned *learned) {
    pthread_mutex_lock(&learned->lock);
    bool lost = learned->lost;
    pthread_mutex_unlock(&learned->lock);
    return lost;
}

void conform_learned_heard(struct conform_learned *learned, unsigned by, int64_t now) {
    pthread_mutex_lock(&learned->lock);
    learned->heard++;
    learned->heard_at = now;
    if (by != STS_REQUIREMENT_COUNT)
        learned->heard_by = by;
    pthread_mutex_unlock(&learned->lock);
}

uint64_t conform_learned_count(struct conform_learned *learned) {
    pthread_mutex_lock(&learned->lock);
    uint64_t heard = learned->heard;
    pthread_mutex_unlock(&learned->lock);
    return heard;
}

unsigned conform_learned_last(struct conform_learned *learned) {
    pthread_mutex_lock(&learned->lock);
    unsigned by = learned->heard_by;
    pthread_mutex_unlock(&learned->lock);
    return by;
}

int64_t conform_learned_silence(struct conform_learned *learned, int64_t now) {
    pthread_mutex_lock(&learned->lock);
    int64_t silence = now - learned->heard_at;
    pthread_mutex_unlock(&learned->lock);
    return silence;
}
