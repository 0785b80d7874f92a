#include "engineio/internal.h"

#include <stdio.h>

const char *engineio_reason_text(enum engineio_reason reason) {
    static const char *const texts[] = {
#define X(name, text) text,
        ENGINEIO_REASONS(X)
#undef X
    };
    return texts[reason];
}

/* ---- sending ---- */

void engineio_websocket_pass(struct engineio_session *session, struct base_message *message) {
    const struct engineio_config *config = &session->server->config;
    session->websocket->queued += message->length;
    config->network->send(config->network_context, session->websocket, message);
}

void engineio_session_send(struct engineio_session *session, struct base_message *message) {
    if (session->state != ENGINEIO_SESSION_OPEN || session->stalled) {
        base_message_free(message);
        return;
    }
    struct engineio_server *server = session->server;
    engineio_enter(server);
    if (session->websocket) {
        engineio_websocket_pass(session, message);
    } else {
        engineio_queue_append(&session->queue, message);
        engineio_unsettle(session);
    }
    engineio_session_weigh(session);
    engineio_leave(server);
}

bool engineio_session_send_text(struct engineio_session *session, const char *packet) {
    struct base_message *message =
        base_message_copy(session->server->config.memory, false, base_slice_of(packet));
    if (message)
        engineio_session_send(session, message);
    return message;
}

struct base_message *engineio_message_text(struct base_memory *memory, struct base_slice payload,
                                           struct base_buffer *owner) {
    struct base_slice slices[] = {BASE_SLICE("4"), payload};
    struct base_buffer *owners[] = {NULL, owner};
    return base_message_new(memory, false, 2, slices, owners);
}

struct base_message *engineio_message_binary(struct base_memory *memory, struct base_slice payload,
                                             struct base_buffer *owner) {
    return base_message_new(memory, true, 1, &payload, &owner);
}

/* ---- flow ---- */

size_t engineio_session_backlog(const struct engineio_session *session) {
    return session->queue.bytes + (session->websocket ? session->websocket->queued : 0);
}

/* While all together hold too much, nobody may hold more than an equal share. */
static size_t backlog_limit(const struct engineio_server *server) {
    const struct engineio_config *config = &server->config;
    size_t limit = config->max_backlog ? config->max_backlog : SIZE_MAX;
    if (!config->max_total_backlog || server->backlog <= config->max_total_backlog)
        return limit;
    size_t share = config->max_total_backlog / (server->total ? server->total : 1);
    return share < limit ? share : limit;
}

static void count_backlog(struct engineio_session *session, size_t backlog) {
    session->server->backlog += backlog - session->weighed;
    session->weighed = backlog;
}

void engineio_session_weigh(struct engineio_session *session) {
    const struct engineio_config *config = &session->server->config;
    size_t backlog = engineio_session_backlog(session);
    if (session->state == ENGINEIO_SESSION_CLOSED)
        return;
    count_backlog(session, backlog);
    engineio_lag_clock_tell(&session->clock, backlog, config->timers->now);
    if (session->state != ENGINEIO_SESSION_OPEN || session->stalled)
        return;
    size_t limit = backlog_limit(session->server);
    if (!session->congested && backlog > limit) {
        session->congested = true;
        base_timer_arm(config->timers, &session->congestion,
                       config->timers->now + config->backlog_grace);
    } else if (session->congested && backlog <= limit / 2) {
        session->congested = false;
        base_timer_disarm(config->timers, &session->congestion);
    }
    engineio_session_apply_pause(session);
}

void engineio_congestion_fire(struct base_timers *timers, struct base_timer *timer) {
    struct engineio_session *session = BASE_CONTAINER(timer, struct engineio_session, congestion);
    struct engineio_server *server = session->server;
    (void)timers;
    engineio_enter(server);
    base_log(server->config.log, BASE_LOG_WARNING,
             "closing a client that does not read: %zu bytes are waiting for it. Client: %.*s",
             engineio_session_backlog(session), (int)session->kept->address.len,
             session->kept->address.ptr);
    /* A close frame would wait behind all that, so there is nothing to be polite with. */
    engineio_session_end(session, ENGINEIO_REASON_TRANSPORT_ERROR,
                         (struct engineio_closing){"1", ENGINEIO_ENDING_RESET, 0, NULL});
    engineio_leave(server);
}

void engineio_session_apply_pause(struct engineio_session *session) {
    const struct engineio_config *config = &session->server->config;
    bool paused = session->pause_wanted || session->congested;
    if (paused == session->paused || session->state == ENGINEIO_SESSION_CLOSED)
        return;
    session->paused = paused;
    if (session->websocket)
        config->network->pause(config->network_context, session->websocket, paused);
    else if (!paused)
        engineio_post_release(session);
    if (session->state == ENGINEIO_SESSION_OPEN)
        engineio_heartbeat_paused(session);
}

void engineio_session_pause(struct engineio_session *session, bool paused) {
    session->pause_wanted = paused;
    engineio_session_apply_pause(session);
}

void engineio_session_stall(struct engineio_session *session) {
    if (session->state != ENGINEIO_SESSION_OPEN)
        return;
    session->stalled = true;
    base_timer_disarm(session->server->config.timers, &session->heartbeat);
    base_timer_disarm(session->server->config.timers, &session->congestion);
}

size_t engineio_session_limit(const struct engineio_server *server,
                              const struct engineio_session *session) {
    const struct engineio_config *config = &server->config;
    bool joined = session && session->joined;
    return joined || !config->max_unjoined || config->max_unjoined > config->max_payload
               ? config->max_payload
               : config->max_unjoined;
}

bool engineio_session_is_stalled(const struct engineio_session *session) {
    return session->stalled;
}

void engineio_session_report_drained(struct engineio_session *session) {
    const struct engineio_config *config = &session->server->config;
    if (!session->drained)
        return;
    session->drained = false;
    if (config->handler->drained && !engineio_session_backlog(session))
        config->handler->drained(config->handler_context, session);
}

/* ---- the end ---- */

void engineio_session_discard(struct engineio_session *session) {
    session->state = ENGINEIO_SESSION_CLOSING;
    session->server->open--;
    engineio_session_fail(session, ENGINEIO_REASON_FORCED_CLOSE, ENGINEIO_CLOSE_NORMAL, NULL);
}

/* Takes an open session away from the upper room. */
static void report_closed(struct engineio_session *session, enum engineio_session_state next,
                          enum engineio_reason reason) {
    const struct engineio_config *config = &session->server->config;
    bool was_open = session->state == ENGINEIO_SESSION_OPEN;
    session->state = next;
    if (!was_open)
        return;
    session->server->open--;
    config->handler->closed(config->handler_context, session, reason);
}

static void end_polling(struct engineio_session *session, const char *packet) {
    struct engineio_request *poll = session->poll;
    struct engineio_request *post = session->post;
    session->poll = session->post = NULL;
    if (poll)
        engineio_answer(session->server, poll,
                        packet ? engineio_response_text(ENGINEIO_TEXT_PLAIN, base_slice_of(packet))
                               : engineio_response_hang_up());
    if (post && !packet)
        engineio_answer(session->server, post, engineio_response_hang_up());
    else if (post)
        engineio_answer(session->server, post,
                        session->post_read
                            ? engineio_response_text(ENGINEIO_TEXT_HTML, base_slice("ok", 2))
                            : engineio_response_request(session->server, "The session is over."));
}

/* A poll that is held came after all that was sent before it had arrived. */
static bool may_be_unheard(const struct engineio_session *session) {
    const struct engineio_config *config = &session->server->config;
    if (engineio_session_backlog(session) || session->stalled)
        return true;
    if (!session->websocket)
        return !session->poll;
    return config->network->unacknowledged(config->network_context, session->websocket) > 0;
}

void engineio_session_note_unheard(struct engineio_session *session) {
    session->unheard = may_be_unheard(session);
}

void engineio_session_end(struct engineio_session *session, enum engineio_reason reason,
                          struct engineio_closing closing) {
    struct engineio_server *server = session->server;
    const struct engineio_config *config = &server->config;
    if (session->state == ENGINEIO_SESSION_CLOSED)
        return;
    if (!session->transport_gone)
        engineio_session_note_unheard(session);
    base_map_remove(&server->by_sid, engineio_session_sid(session));
    server->total--;
    engineio_unjoined_remove(session);
    count_backlog(session, 0);
    base_timer_disarm(config->timers, &session->heartbeat);
    base_timer_disarm(config->timers, &session->congestion);
    engineio_upgrade_drop(session, NULL);
    engineio_queue_clear(&session->queue);
    end_polling(session, closing.poll);
    if (session->websocket) {
        struct engineio_websocket *websocket = session->websocket;
        session->websocket = NULL;
        websocket->session = NULL;
        websocket->state = ENGINEIO_WEBSOCKET_UNUSED;
        config->network->close(config->network_context, websocket, closing.ending, closing.code,
                               closing.why);
    }
    report_closed(session, ENGINEIO_SESSION_CLOSED, reason);
    engineio_unsettle(session);
}

void engineio_session_fail(struct engineio_session *session, enum engineio_reason reason, int code,
                           const char *why) {
    engineio_session_end(session, reason,
                         (struct engineio_closing){"1", ENGINEIO_ENDING_CLOSE, code, why});
}

void engineio_session_refuse(struct engineio_session *session, enum engineio_reason reason,
                             int code, const char *what) {
    const struct engineio_config *config = &session->server->config;
    if (session->state == ENGINEIO_SESSION_OPEN && config->handler->malformed)
        config->handler->malformed(config->handler_context, session, code, what);
    engineio_session_fail(session, reason, code, what);
}

/* The rest waits for a poll, or for the WebSocket of an upgrade that is under way. */
static void begin_closing(struct engineio_session *session, int code, enum engineio_reason reason) {
    const struct engineio_config *config = &session->server->config;
    session->close_code = code;
    base_timer_disarm(config->timers, &session->congestion);
    base_timer_arm(config->timers, &session->heartbeat, config->timers->now + ENGINEIO_CLOSING_MS);
    report_closed(session, ENGINEIO_SESSION_CLOSING, reason);
    session->congested = session->pause_wanted = false;
    engineio_session_apply_pause(session);
    engineio_unsettle(session);
}

void engineio_session_close(struct engineio_session *session, int code, const char *why,
                            enum engineio_reason reason) {
    struct engineio_server *server = session->server;
    if (session->state != ENGINEIO_SESSION_OPEN)
        return;
    engineio_enter(server);
    if (session->websocket || session->stalled)
        engineio_session_fail(session, reason, code, why);
    else
        begin_closing(session, code, reason);
    engineio_leave(server);
}

void engineio_session_abort(struct engineio_session *session, enum engineio_ending ending) {
    struct engineio_server *server = session->server;
    engineio_enter(server);
    engineio_session_end(session, ENGINEIO_REASON_FORCED_CLOSE,
                         (struct engineio_closing){NULL, ending, ENGINEIO_CLOSE_NORMAL, NULL});
    engineio_leave(server);
}

void engineio_say_too_large(char why[ENGINEIO_WHY_SIZE], const char *what, size_t limit,
                            const char *setting) {
    (void)snprintf(why, ENGINEIO_WHY_SIZE, "%s may have at most %zu bytes%s%s%s.", what, limit,
                   setting ? " (" : "", setting ? setting : "", setting ? ")" : "");
}

void engineio_session_say_too_large(const struct engineio_server *server,
                                    const struct engineio_session *session,
                                    char why[ENGINEIO_WHY_SIZE], const char *what) {
    size_t limit = engineio_session_limit(server, session);
    if (limit == server->config.max_payload)
        engineio_say_too_large(why, what, limit, server->config.max_payload_setting);
    else
        (void)snprintf(why, ENGINEIO_WHY_SIZE,
                       "%s may have at most %zu bytes before CONNECT is answered.", what, limit);
}

void engineio_session_warn(struct engineio_session *session, const char *what, const char *why) {
    struct engineio_server *server = session->server;
    struct base_slice address = session->kept->address;
    uint64_t *warned = session->joined ? &session->warned : &server->warned;
    if (base_log_due(warned, server->config.timers->now))
        base_log(server->config.log, BASE_LOG_WARNING, "%s: %s Client: %.*s", what, why,
                 (int)address.len, address.ptr);
}

/* ---- what is known of it ---- */

struct base_slice engineio_session_sid(const struct engineio_session *session) {
    return base_slice(session->sid, ENGINEIO_SID_LENGTH);
}

bool engineio_session_is_websocket(const struct engineio_session *session) {
    return session->websocket;
}

uint64_t engineio_session_heard_at(const struct engineio_session *session) {
    return session->heard_at;
}

bool engineio_session_is_unheard(const struct engineio_session *session) {
    bool is_over = session->state == ENGINEIO_SESSION_CLOSED || session->transport_gone;
    return is_over ? session->unheard : may_be_unheard(session);
}

bool engineio_session_has_code(const struct engineio_session *session) {
    return session->websocket || session->transport_gone;
}

bool engineio_session_was_left(const struct engineio_session *session) {
    return session->left;
}

struct base_slice engineio_session_address(const struct engineio_session *session) {
    return session->kept->address;
}

struct base_slice engineio_session_header(const struct engineio_session *session,
                                          struct base_slice name) {
    return engineio_header_find(session->kept->headers, session->kept->header_count, name);
}

void *engineio_session_user(const struct engineio_session *session) {
    return session->user;
}

void engineio_session_set_user(struct engineio_session *session, void *user) {
    session->user = user;
}
