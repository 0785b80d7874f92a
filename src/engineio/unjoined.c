/* unjoined.c - sessions that have not joined: which of them gives way when there are as many
 * sessions as there may be. */
#include "engineio/internal.h"

/** The maximum number of sessions divided by this is how many unjoined ones an address may have.
 * After that, its own oldest gives way to its next. */
#define SHARES 8
/** One place in so many is kept for addresses from which somebody has joined. */
#define KEPT 16

void engineio_unjoined_init(struct engineio_unjoined *unjoined) {
    base_list_init(&unjoined->strangers);
    base_list_init(&unjoined->known);
    for (size_t i = 0; i < ENGINEIO_BUCKETS; i++)
        base_list_init(&unjoined->buckets[i].sessions);
}

static uint64_t hash_of(const struct engineio_server *server, struct base_slice address) {
    uint64_t hash = base_hash(server->by_sid.seed, address);
    return hash ? hash : 1; /* 0 is an empty place */
}

static bool is_known(const struct engineio_server *server, uint64_t hash) {
    return server->unjoined.joined[hash % ENGINEIO_KNOWN] == hash;
}

static struct engineio_bucket *bucket_of(struct engineio_server *server, uint64_t hash) {
    /* not the bits that choose a place among the known ones */
    return &server->unjoined.buckets[(hash >> 32) % ENGINEIO_BUCKETS];
}

void engineio_unjoined_add(struct engineio_session *session) {
    struct engineio_server *server = session->server;
    session->address = hash_of(server, engineio_session_address(session));
    struct engineio_bucket *bucket = bucket_of(server, session->address);
    base_list_append(&bucket->sessions, &session->beside);
    bucket->count++;
    base_list_append(is_known(server, session->address) ? &server->unjoined.known
                                                        : &server->unjoined.strangers,
                     &session->older);
}

void engineio_unjoined_remove(struct engineio_session *session) {
    if (!base_list_linked(&session->older))
        return;
    base_list_remove(&session->older);
    base_list_remove(&session->beside);
    bucket_of(session->server, session->address)->count--;
}

void engineio_session_join(struct engineio_session *session) {
    struct engineio_server *server = session->server;
    session->joined = true;
    engineio_unjoined_remove(session);
    uint64_t hash = hash_of(server, engineio_session_address(session));
    server->unjoined.joined[hash % ENGINEIO_KNOWN] = hash;
}

static bool is_full(const struct engineio_server *server, uint64_t hash) {
    size_t max = server->config.max_sessions;
    return max && server->total >= max - (is_known(server, hash) ? 0 : max / KEPT);
}

/* Who gives way to a session of this address; NULL: nobody. */
static struct engineio_session *choose(struct engineio_server *server, uint64_t hash) {
    struct engineio_unjoined *unjoined = &server->unjoined;
    struct engineio_bucket *bucket = bucket_of(server, hash);
    if (bucket->count > server->config.max_sessions / SHARES)
        return BASE_CONTAINER(base_list_first(&bucket->sessions), struct engineio_session, beside);
    struct base_list_node *node = base_list_first(&unjoined->strangers);
    if (!node && is_known(server, hash))
        node = base_list_first(&unjoined->known);
    return node ? BASE_CONTAINER(node, struct engineio_session, older) : NULL;
}

bool engineio_unjoined_has_room(struct engineio_server *server, struct base_slice address) {
    uint64_t hash = hash_of(server, address);
    return !is_full(server, hash) || choose(server, hash);
}

static void warn(struct engineio_server *server) {
    struct engineio_unjoined *unjoined = &server->unjoined;
    uint64_t now = server->config.timers->now;
    if (!base_log_due(&unjoined->warned, now))
        return;
    base_log(server->config.log, BASE_LOG_WARNING,
             "the maximum of %zu sessions (%s) is reached: closing the oldest that have joined "
             "no namespace",
             server->config.max_sessions, server->config.max_sessions_setting);
}

void engineio_unjoined_make_room(struct engineio_server *server, struct base_slice address) {
    uint64_t hash = hash_of(server, address);
    struct engineio_session *oldest = is_full(server, hash) ? choose(server, hash) : NULL;
    if (!oldest)
        return;
    warn(server);
    engineio_session_fail(oldest, ENGINEIO_REASON_FORCED_CLOSE, ENGINEIO_CLOSE_NORMAL,
                          "The server has no room for sessions that have joined no namespace.");
}
