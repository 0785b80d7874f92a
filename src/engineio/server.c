#include "engineio/internal.h"

struct engineio_config engineio_config_default(void) {
    return (struct engineio_config){.ping_interval = 25000,
                                    .ping_timeout = 20000,
                                    .upgrade_timeout = 10000,
                                    .max_payload = 1000000,
                                    .max_sessions_setting = "max_sessions"};
}

struct engineio_server *engineio_server_new(const struct engineio_config *config) {
    struct base_hash_seed seed;
    struct engineio_server *server = base_memory_zero(config->memory, sizeof *server);
    if (!server)
        return NULL;
    if (!config->random(config->random_context, &seed, sizeof seed)) {
        base_memory_give(config->memory, server, sizeof *server);
        return NULL;
    }
    server->config = *config;
    base_map_init(&server->by_sid, config->memory, seed);
    base_list_init(&server->sessions);
    base_list_init(&server->unsettled);
    base_list_init(&server->closed);
    engineio_unjoined_init(&server->unjoined);
    return server;
}

void engineio_server_free(struct engineio_server *server) {
    if (!server)
        return;
    engineio_enter(server);
    struct base_list_node *node = base_list_first(&server->sessions);
    for (; node; node = base_list_next(&server->sessions, node))
        engineio_session_fail(BASE_CONTAINER(node, struct engineio_session, node),
                              ENGINEIO_REASON_SERVER_SHUTDOWN, ENGINEIO_CLOSE_GOING_AWAY, NULL);
    engineio_leave(server);
    base_map_clear(&server->by_sid);
    base_memory_give(server->config.memory, server, sizeof *server);
}

void engineio_server_close_all(struct engineio_server *server, int code, uint64_t now) {
    base_timers_tell(server->config.timers, now);
    engineio_enter(server);
    struct base_list_node *node = base_list_first(&server->sessions);
    for (; node; node = base_list_next(&server->sessions, node))
        engineio_session_close(BASE_CONTAINER(node, struct engineio_session, node), code, NULL,
                               ENGINEIO_REASON_SERVER_SHUTDOWN);
    engineio_leave(server);
}

void engineio_server_skipped(struct engineio_server *server, uint64_t ms, uint64_t now) {
    base_timers_tell(server->config.timers, now);
    struct base_list_node *node = base_list_first(&server->sessions);
    for (; node; node = base_list_next(&server->sessions, node))
        engineio_heartbeat_skipped(BASE_CONTAINER(node, struct engineio_session, node), ms);
}

void engineio_server_each(struct engineio_server *server,
                          void (*visit)(void *context, struct engineio_session *session),
                          void *context) {
    engineio_enter(server);
    struct base_list_node *node = base_list_first(&server->sessions);
    for (; node; node = base_list_next(&server->sessions, node)) {
        struct engineio_session *session = BASE_CONTAINER(node, struct engineio_session, node);
        if (session->state == ENGINEIO_SESSION_OPEN)
            visit(context, session);
    }
    engineio_leave(server);
}

size_t engineio_server_sessions(const struct engineio_server *server) {
    return server->open;
}

struct engineio_session *engineio_server_find(const struct engineio_server *server,
                                              const struct engineio_query *query) {
    return base_map_get(&server->by_sid, base_slice(query->sid, query->sid_len));
}

void engineio_enter(struct engineio_server *server) {
    server->depth++;
}

void engineio_unsettle(struct engineio_session *session) {
    if (!base_list_linked(&session->settle))
        base_list_append(&session->server->unsettled, &session->settle);
}

/* What was put off while callbacks were under way. Each may cause more of it. */
static void settle(struct engineio_server *server) {
    struct base_list_node *node;
    while ((node = base_list_take(&server->unsettled))) {
        struct engineio_session *session = BASE_CONTAINER(node, struct engineio_session, settle);
        if (session->state != ENGINEIO_SESSION_CLOSED)
            engineio_poll_flush(session);
        if (session->state == ENGINEIO_SESSION_CLOSED && !base_list_linked(&session->settle))
            base_list_append(&server->closed, &session->settle);
        else if (session->state == ENGINEIO_SESSION_OPEN)
            engineio_session_report_drained(session);
    }
}

void engineio_leave(struct engineio_server *server) {
    if (server->depth > 1) {
        server->depth--;
        return;
    }
    settle(server);
    struct base_list_node *node;
    while ((node = base_list_take(&server->closed))) {
        struct engineio_session *session = BASE_CONTAINER(node, struct engineio_session, settle);
        base_list_remove(&session->node);
        engineio_session_free(session);
    }
    server->depth = 0;
}
