/* learned.h - what the cases of a run learn of the server, told to each other: how long it takes to
 * answer, what it never answers, and that the run has to stop. Several threads use it at a time. */
#ifndef CONFORM_LEARNED_H
#define CONFORM_LEARNED_H
#include "conform/registry.h"

#include <stdint.h>

/** Kinds of answers that are told apart: those of event.h. */
#define CONFORM_LEARNED_KINDS 64
/** Answers of a kind that must be missing one after another before the wait gets shorter. */
#define CONFORM_LEARNED_MISSES 3

/** Logins that fail on purpose. */
#define CONFORM_LEARNED_LOGINS 2

/** Of one kind of answer. */
struct conform_learned_kind {
    unsigned missed; /**< one after another */
    int64_t slowest; /**< milliseconds */
};

struct conform_learned {
    pthread_mutex_t lock;
    struct conform_learned_kind kinds[CONFORM_LEARNED_KINDS];
    char *logins[CONFORM_LEARNED_LOGINS]; /**< what they were answered with; NULL: not tried */
    struct conform_registry registry;     /**< of the streams */
    char *stopped;                        /**< why the run stops; NULL: it does not */
    bool lost;                            /**< because the server does not answer any more */
    uint64_t heard;                       /**< events of the server, to all cases */
    int64_t heard_at;                     /**< when the last one came */
    unsigned heard_by;                    /**< who got the last one */
    pthread_mutex_t asking;               /**< who asks whether the server is there */
};

/** All zero but for the lock. conform_learned_free when nobody uses it any more. */
void conform_learned_init(struct conform_learned *learned);
void conform_learned_free(struct conform_learned *learned);

/** How long to wait for an answer of that kind: `patience` milliseconds, or less when answers of
 *  that kind keep missing. Never less than several times what the slowest has taken. */
int64_t conform_learned_wait(struct conform_learned *learned, unsigned kind, int64_t patience);

/** One came after so many milliseconds. */
void conform_learned_came(struct conform_learned *learned, unsigned kind, int64_t took);

/** Milliseconds that the slowest one has taken; 0: none has come. */
int64_t conform_learned_slowest(struct conform_learned *learned, unsigned kind);

/** None came. */
void conform_learned_missed(struct conform_learned *learned, unsigned kind);

/** What a login that failed on purpose was answered with, JSON; NULL: it was not tried. It stays.
 */
const char *conform_learned_login(struct conform_learned *learned, unsigned login);

/** Notes that; the text is copied. */
void conform_learned_note_login(struct conform_learned *learned, unsigned login, const char *json);

/** The run stops: nothing that is not done is told. The first reason counts; it is copied. */
void conform_learned_stop(struct conform_learned *learned, const char *reason);

/** Why, or NULL. It stays as it is. */
const char *conform_learned_stopped(struct conform_learned *learned);

/** The same, because the server does not answer any more. */
void conform_learned_lose(struct conform_learned *learned, const char *reason);

/** Whether that is why. */
bool conform_learned_lost(struct conform_learned *learned);

/** An event of the server has come at `now`, in the case of that requirement
 * (STS_REQUIREMENT_COUNT: in none, then the last one stays). */
void conform_learned_heard(struct conform_learned *learned, unsigned by, int64_t now);

/** How many have come. */
uint64_t conform_learned_count(struct conform_learned *learned);

/** In which case the last one came; STS_REQUIREMENT_COUNT: in none. */
unsigned conform_learned_last(struct conform_learned *learned);

/** Milliseconds since the last one. */
int64_t conform_learned_silence(struct conform_learned *learned, int64_t now);

#endif
