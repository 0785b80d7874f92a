/* upgrade.c - the upgrade of a session from polling to WebSocket. */
#include "engineio/internal.h"

/** Between two NOOPs: a client whose "5" never comes, as a proxy swallows it, goes on polling. */
#define NOOP_INTERVAL_MS 100
/** NOOPs that go at once: the second poll may have crossed the answer to the probe. */
#define NOOPS_AT_ONCE 2

void engineio_upgrade_start(struct engineio_session *session,
                            struct engineio_websocket *websocket) {
    const struct engineio_config *config = &session->server->config;
    session->candidate = websocket;
    websocket->session = session;
    websocket->state = ENGINEIO_WEBSOCKET_PROBE;
    session->noops = 0;
    session->upgrade_end = config->timers->now + config->upgrade_timeout;
    base_timer_arm(config->timers, &session->upgrade, session->upgrade_end);
}

/* The candidate is no candidate any more. */
static struct engineio_websocket *take_candidate(struct engineio_session *session) {
    struct engineio_websocket *websocket = session->candidate;
    session->candidate = NULL;
    base_timer_disarm(session->server->config.timers, &session->upgrade);
    return websocket;
}

void engineio_upgrade_drop(struct engineio_session *session, const char *why) {
    const struct engineio_config *config = &session->server->config;
    struct engineio_websocket *websocket = take_candidate(session);
    if (!websocket)
        return;
    websocket->session = NULL;
    websocket->state = ENGINEIO_WEBSOCKET_UNUSED;
    config->network->close(config->network_context, websocket, ENGINEIO_ENDING_CLOSE,
                           ENGINEIO_CLOSE_NORMAL, why);
}

bool engineio_upgrade_releases_poll(struct engineio_session *session) {
    struct base_timers *timers = session->server->config.timers;
    if (!session->candidate || session->candidate->state != ENGINEIO_WEBSOCKET_UPGRADE)
        return false;
    if (session->noops >= NOOPS_AT_ONCE && session->noop_due > timers->now) {
        if (session->noop_due < session->upgrade_end)
            base_timer_arm(timers, &session->upgrade, session->noop_due);
        return false;
    }
    session->noops++;
    session->noop_due = timers->now + NOOP_INTERVAL_MS;
    return true;
}

static void give_up(struct engineio_session *session) {
    base_log(session->server->config.log, BASE_LOG_INFO,
             "the client did not complete the upgrade in time");
    engineio_upgrade_drop(session, "The upgrade was not completed in time.");
}

void engineio_upgrade_fire(struct base_timers *timers, struct base_timer *timer) {
    struct engineio_session *session = BASE_CONTAINER(timer, struct engineio_session, upgrade);
    struct engineio_server *server = session->server;
    engineio_enter(server);
    if (timers->now >= session->upgrade_end) {
        give_up(session);
    } else {
        base_timer_arm(timers, timer, session->upgrade_end);
        engineio_poll_flush(session);
    }
    engineio_leave(server);
}

/* What is still open on polling gets its last answer. */
static void close_polling(struct engineio_session *session) {
    struct engineio_request *poll = session->poll;
    struct engineio_request *post = session->post;
    bool read = session->post_read;
    session->poll = session->post = NULL;
    session->post_read = false;
    if (poll)
        engineio_answer(session->server, poll,
                        engineio_response_text(ENGINEIO_TEXT_PLAIN, base_slice("6", 1)));
    if (post)
        engineio_answer(
            session->server, post,
            read ? engineio_response_text(ENGINEIO_TEXT_HTML, base_slice("ok", 2))
                 : engineio_response_request(session->server, "The session has a WebSocket now."));
}

static void switch_over(struct engineio_session *session) {
    const struct engineio_config *config = &session->server->config;
    session->websocket = take_candidate(session);
    session->websocket->state = ENGINEIO_WEBSOCKET_PACKETS;
    close_polling(session);
    struct base_message *message;
    while ((message = engineio_queue_take(&session->queue)))
        engineio_websocket_pass(session, message);
    if (session->state == ENGINEIO_SESSION_CLOSING)
        engineio_session_fail(session, ENGINEIO_REASON_FORCED_CLOSE, session->close_code, NULL);
    else if (session->paused)
        config->network->pause(config->network_context, session->websocket, true);
}

static void send_probe_answer(struct engineio_session *session) {
    const struct engineio_config *config = &session->server->config;
    struct base_message *answer = base_message_copy(config->memory, false, base_slice_of("3probe"));
    if (!answer) {
        engineio_upgrade_drop(session, ENGINEIO_NO_MEMORY);
        return;
    }
    struct engineio_websocket *websocket = session->candidate;
    websocket->state = ENGINEIO_WEBSOCKET_UPGRADE;
    websocket->queued += answer->length;
    config->network->send(config->network_context, websocket, answer);
    /* The client stops polling now, and waits for the answer to the poll that is open. */
    engineio_unsettle(session);
}

void engineio_upgrade_message(struct engineio_session *session, struct base_slice text,
                              bool binary) {
    struct engineio_packet packet = engineio_packet_parse(text);
    if (binary)
        packet.type = ENGINEIO_PACKET_ERROR;
    if (packet.type == ENGINEIO_PACKET_PING &&
        base_slice_equal(packet.data, base_slice_of("probe")))
        send_probe_answer(session);
    else if (packet.type == ENGINEIO_PACKET_UPGRADE)
        switch_over(session);
    else
        engineio_upgrade_drop(session,
                              "An upgrade must begin with 2probe, and be completed with 5.");
}
