#include "conform/registry.h"

#include <stdlib.h>
#include <string.h>

struct conform_registered {
    struct conform_registered *next;
    struct conform_place place;
    char *stream, *session;
};

void conform_registry_init(struct conform_registry *registry) {
    *registry = (struct conform_registry){.lock = PTHREAD_MUTEX_INITIALIZER};
}

static void free_one(struct conform_registered *one) {
    if (!one)
        return;
    free(one->stream);
    free(one->session);
    free(one);
}

void conform_registry_free(struct conform_registry *registry) {
    while (registry->first) {
        struct conform_registered *next = registry->first->next;
        free_one(registry->first);
        registry->first = next;
    }
}

/* Without memory it is not noted: then less is found. */
static void add(struct conform_registry *registry, struct conform_place place, const char *stream,
                const char *session) {
    struct conform_registered *one = calloc(1, sizeof *one);
    if (one) {
        one->place = place;
        one->stream = strdup(stream);
        one->session = strdup(session);
    }
    if (!one || !one->stream || !one->session) {
        free_one(one);
        return;
    }
    one->next = registry->first;
    registry->first = one;
}

enum conform_session_use conform_registry_note(struct conform_registry *registry,
                                               struct conform_place place, const char *stream,
                                               const char *session) {
    enum conform_session_use use = CONFORM_SESSION_NEW;
    pthread_mutex_lock(&registry->lock);
    for (const struct conform_registered *one = registry->first; one && *session; one = one->next) {
        if (strcmp(one->session, session) != 0)
            continue;
        bool here = one->place.owner == place.owner && one->place.connection == place.connection;
        if (here || strcmp(one->stream, stream) != 0)
            use = CONFORM_SESSION_USED;
        else if (use == CONFORM_SESSION_NEW)
            use = CONFORM_SESSION_RESUMED;
    }
    add(registry, place, stream, session);
    pthread_mutex_unlock(&registry->lock);
    return use;
}

bool conform_registry_knows(struct conform_registry *registry, const char *stream) {
    bool known = false;
    pthread_mutex_lock(&registry->lock);
    for (const struct conform_registered *one = registry->first; one && !known; one = one->next)
        known = strcmp(one->stream, stream) == 0;
    pthread_mutex_unlock(&registry->lock);
    return known;
}
