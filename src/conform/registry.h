/* registry.h - the streams of a run, and the session_id that each was given. Several threads use it
 * at a time. */
#ifndef CONFORM_REGISTRY_H
#define CONFORM_REGISTRY_H
#include <pthread.h>
#include <stdbool.h>

struct conform_registered;

struct conform_registry {
    pthread_mutex_t lock;
    struct conform_registered *first;
};

/** Where a stream:ready came. */
struct conform_place {
    const void *owner; /**< the case */
    unsigned connection;
};

/** What is known of a session_id. */
enum conform_session_use {
    CONFORM_SESSION_NEW,
    CONFORM_SESSION_RESUMED, /**< of the same stream on another connection */
    CONFORM_SESSION_USED,    /**< of another stream, or twice on this connection */
};

void conform_registry_init(struct conform_registry *registry);
void conform_registry_free(struct conform_registry *registry);

/** Notes that a stream was given that session_id ("": it is not known); both are copied. Returns
 *  what was known of the session_id before. */
enum conform_session_use conform_registry_note(struct conform_registry *registry,
                                               struct conform_place place, const char *stream,
                                               const char *session);

/** True when that is a stream of the run. */
bool conform_registry_knows(struct conform_registry *registry, const char *stream);

#endif
