/* heartbeat.c - the heartbeat of a session: when to ping, and how long to wait for the pong. */
#include "engineio/internal.h"

/* How soon a ping is tried again that there was no memory for. */
#define RETRY_MS 1000
/* A ping that comes so much later than the client expects it, or later by the ping timeout, may
 * find that the client has given up. The specification lets it do so after interval and timeout;
 * python-engineio sends nothing more when it had nothing to send for the interval and 5 s. */
#define LATE_MS 5000

static uint64_t time_now(const struct engineio_session *session) {
    return session->server->config.timers->now;
}

static void arm(struct engineio_session *session, uint64_t deadline) {
    base_timer_arm(session->server->config.timers, &session->heartbeat, deadline);
}

void engineio_heartbeat_start(struct engineio_session *session) {
    session->heartbeat_state = ENGINEIO_HEARTBEAT_PING;
    arm(session, time_now(session) + session->server->config.ping_interval);
}

/* The client's time went on for `ms` while ours did not: it expects its ping that much earlier. */
static void hasten(struct engineio_session *session, uint64_t ms) {
    uint64_t now = time_now(session), due = session->heartbeat.deadline;
    arm(session, due > now + ms ? due - ms : now);
    session->late += due < now + ms ? now + ms - due : 0;
}

void engineio_heartbeat_heard(struct engineio_session *session) {
    session->heard = true;
    session->heard_at = time_now(session);
}

void engineio_heartbeat_pong(struct engineio_session *session) {
    /* A pong that nobody asked for must not put off the next ping. */
    if (session->heartbeat_state != ENGINEIO_HEARTBEAT_PONG || session->stalled)
        return;
    session->late = 0;
    engineio_heartbeat_start(session);
    hasten(session, session->skipped);
    session->skipped = 0;
}

void engineio_heartbeat_paused(struct engineio_session *session) {
    if (session->heartbeat_state != ENGINEIO_HEARTBEAT_PONG || session->stalled)
        return;
    /* A pong that is not read cannot be missed; once reading goes on, it has its full time. */
    if (session->paused)
        base_timer_disarm(session->server->config.timers, &session->heartbeat);
    else
        arm(session, time_now(session) + session->server->config.ping_timeout);
}

void engineio_heartbeat_skipped(struct engineio_session *session, uint64_t ms) {
    if (session->state != ENGINEIO_SESSION_OPEN)
        return;
    if (session->heartbeat_state == ENGINEIO_HEARTBEAT_PONG)
        session->skipped += ms;
    else if (session->heartbeat.armed)
        hasten(session, ms);
}

static void send_ping(struct engineio_session *session) {
    if (!engineio_session_send_text(session, "2")) {
        arm(session, time_now(session) + RETRY_MS);
        return;
    }
    session->heartbeat_state = ENGINEIO_HEARTBEAT_PONG;
    session->heard = session->deferred = false;
    if (session->paused)
        return;
    /* Counted from when the ping was due, so that a slow loop does not stretch the deadline; but a
     * loop that was away for long must leave the peer time for its answer. */
    uint64_t timeout = session->server->config.ping_timeout;
    uint64_t due = session->heartbeat.deadline + timeout;
    uint64_t least = time_now(session) + timeout / 2;
    arm(session, due > least ? due : least);
}

static void miss_pong(struct engineio_session *session) {
    if (session->heard && !session->deferred) {
        session->deferred = true;
        arm(session, session->heartbeat.deadline + session->server->config.ping_timeout);
        return;
    }
    uint64_t timeout = session->server->config.ping_timeout;
    bool late = session->late >= (timeout < LATE_MS ? timeout : LATE_MS);
    engineio_session_fail(session, late ? ENGINEIO_REASON_PING_LATE : ENGINEIO_REASON_PING_TIMEOUT,
                          ENGINEIO_CLOSE_NORMAL, "No answer to a ping came in time.");
}

void engineio_heartbeat_fire(struct base_timers *timers, struct base_timer *timer) {
    struct engineio_session *session = BASE_CONTAINER(timer, struct engineio_session, heartbeat);
    struct engineio_server *server = session->server;
    (void)timers;
    engineio_enter(server);
    if (session->state == ENGINEIO_SESSION_CLOSING)
        engineio_session_fail(session, ENGINEIO_REASON_FORCED_CLOSE, session->close_code, NULL);
    else if (session->heartbeat_state == ENGINEIO_HEARTBEAT_PING)
        send_ping(session);
    else
        miss_pong(session);
    engineio_leave(server);
}
