/* websocket.c - what the network tells of WebSocket connections. */
#include "engineio/internal.h"

#include <stdio.h>

bool engineio_websocket_opening(struct engineio_server *server, const struct engineio_head *head,
                                struct engineio_response *refusal) {
    struct engineio_query query = engineio_query_parse(head->query);
    const struct engineio_finding finding = engineio_head_verify(server, head, &query, true);
    if (finding.error != ENGINEIO_ERROR_NONE) {
        *refusal = engineio_reject_error(server, &finding, head);
        return false;
    }
    int status = finding.session ? 0 : engineio_head_admit(server, head);
    if (status)
        *refusal = engineio_response_status(status);
    return status == 0;
}

static void turn_away(struct engineio_server *server, struct engineio_websocket *websocket,
                      int code, const char *why) {
    websocket->session = NULL;
    websocket->state = ENGINEIO_WEBSOCKET_UNUSED;
    server->config.network->close(server->config.network_context, websocket, ENGINEIO_ENDING_CLOSE,
                                  code, why);
}

static void open_session(struct engineio_server *server, struct engineio_websocket *websocket,
                         const struct engineio_head *head) {
    const struct engineio_config *config = &server->config;
    char greeting[ENGINEIO_OPEN_SIZE];
    struct engineio_session *session = engineio_session_new(server, head);
    struct base_message *message = NULL;
    if (session)
        message = base_message_copy(
            config->memory, false,
            base_slice(greeting, engineio_session_greeting(session, false, greeting)));
    if (!message) {
        if (session)
            engineio_session_discard(session);
        engineio_reject(server, ENGINEIO_REJECTION_NO_MEMORY, head, NULL);
        turn_away(server, websocket, ENGINEIO_CLOSE_INTERNAL_ERROR, ENGINEIO_NO_MEMORY);
        return;
    }
    session->websocket = websocket;
    websocket->session = session;
    websocket->state = ENGINEIO_WEBSOCKET_PACKETS;
    engineio_websocket_pass(session, message);
    config->handler->opened(config->handler_context, session);
}

void engineio_websocket_opened(struct engineio_server *server, struct engineio_websocket *websocket,
                               const struct engineio_head *head, uint64_t now) {
    struct engineio_query query = engineio_query_parse(head->query);
    base_timers_tell(server->config.timers, now);
    engineio_enter(server);
    const struct engineio_finding finding = engineio_head_verify(server, head, &query, true);
    struct engineio_session *session = finding.session;
    if (finding.error != ENGINEIO_ERROR_NONE)
        turn_away(server, websocket, ENGINEIO_CLOSE_NORMAL, "The session is over.");
    else if (!session)
        open_session(server, websocket, head);
    else if (session->websocket || session->candidate)
        turn_away(server, websocket, ENGINEIO_CLOSE_NORMAL, "The session has a WebSocket already.");
    else
        engineio_upgrade_start(session, websocket);
    engineio_leave(server);
}

size_t engineio_websocket_limit(const struct engineio_server *server,
                                const struct engineio_websocket *websocket) {
    return engineio_session_limit(server, websocket->session);
}

bool engineio_websocket_joined(const struct engineio_websocket *websocket) {
    return websocket->session && websocket->session->joined;
}

void engineio_websocket_progress(struct engineio_server *server,
                                 struct engineio_websocket *websocket, uint64_t now) {
    base_timers_tell(server->config.timers, now);
    if (websocket->state == ENGINEIO_WEBSOCKET_PACKETS)
        engineio_heartbeat_heard(websocket->session);
}

void engineio_websocket_message(struct engineio_server *server,
                                struct engineio_websocket *websocket, struct base_buffer *message,
                                bool binary, uint64_t now) {
    struct engineio_session *session = websocket->session;
    base_timers_tell(server->config.timers, now);
    if (!session)
        return;
    engineio_enter(server);
    if (websocket->state != ENGINEIO_WEBSOCKET_PACKETS)
        engineio_upgrade_message(session, base_buffer_slice(message), binary);
    else if (binary)
        engineio_session_receive_binary(session, message);
    else
        engineio_session_receive(session, message, base_buffer_slice(message));
    engineio_leave(server);
}

void engineio_websocket_sent(struct engineio_server *server, struct engineio_websocket *websocket,
                             size_t bytes, uint64_t now) {
    struct engineio_session *session = websocket->session;
    base_timers_tell(server->config.timers, now);
    websocket->queued -= bytes < websocket->queued ? bytes : websocket->queued;
    if (!session || websocket->state != ENGINEIO_WEBSOCKET_PACKETS)
        return;
    engineio_enter(server);
    engineio_session_weigh(session);
    if (!websocket->queued) {
        session->drained = true;
        engineio_unsettle(session);
    }
    engineio_leave(server);
}

/* The session loses its WebSocket. False: it goes on, as this was a candidate. */
static bool part(struct engineio_session *session, struct engineio_websocket *websocket) {
    bool candidate = websocket->state != ENGINEIO_WEBSOCKET_PACKETS;
    websocket->session = NULL;
    websocket->state = ENGINEIO_WEBSOCKET_UNUSED;
    if (candidate) {
        session->candidate = NULL;
        engineio_upgrade_drop(session, NULL);
        return false;
    }
    engineio_session_note_unheard(session);
    session->transport_gone = true;
    session->websocket = NULL;
    return true;
}

void engineio_websocket_closed(struct engineio_server *server, struct engineio_websocket *websocket,
                               enum engineio_loss loss, uint64_t now) {
    struct engineio_session *session = websocket->session;
    base_timers_tell(server->config.timers, now);
    if (!session)
        return;
    engineio_enter(server);
    if (part(session, websocket)) {
        session->left = loss == ENGINEIO_LOSS_CLOSED;
        engineio_session_fail(session, ENGINEIO_REASON_TRANSPORT_CLOSE, ENGINEIO_CLOSE_NORMAL,
                              NULL);
    }
    engineio_leave(server);
}

void engineio_websocket_refused(struct engineio_server *server,
                                struct engineio_websocket *websocket, int code, const char *why,
                                uint64_t now) {
    struct engineio_session *session = websocket->session;
    base_timers_tell(server->config.timers, now);
    if (!session)
        return;
    engineio_enter(server);
    if (part(session, websocket))
        engineio_session_refuse(session, ENGINEIO_REASON_TRANSPORT_ERROR, code, why);
    else
        engineio_session_warn(session, "closing a WebSocket before its upgrade", why);
    engineio_leave(server);
}

int engineio_websocket_fault(const struct engineio_server *server,
                             const struct engineio_websocket *websocket,
                             enum engineio_assembly_verdict verdict, char why[ENGINEIO_WHY_SIZE]) {
    if (verdict == ENGINEIO_ASSEMBLY_NO_MEMORY) {
        (void)snprintf(why, ENGINEIO_WHY_SIZE, "%s", ENGINEIO_NO_MEMORY);
        return ENGINEIO_CLOSE_INTERNAL_ERROR;
    }
    if (verdict == ENGINEIO_ASSEMBLY_TOO_MANY)
        (void)snprintf(why, ENGINEIO_WHY_SIZE, "A message may have at most %d frames.",
                       ENGINEIO_MESSAGE_FRAGMENTS);
    else
        engineio_session_say_too_large(server, websocket->session, why, "A message");
    return ENGINEIO_CLOSE_TOO_LARGE;
}
