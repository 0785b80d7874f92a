/* transport_upper.c - rooms above Engine.IO and Socket.IO that write down what they hear. */
#include "support/transport_internal.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* ---- an upper room on Engine.IO ---- */

void world_log_lag(struct world *world, const struct engineio_session *session) {
    const struct engineio_lag lag = engineio_session_lag(session);
    const uint64_t now = world->timers.now;
    if (lag.waiting_since)
        world_log_line(world, "waits for %" PRIu64, now - lag.waiting_since);
    if (lag.caught_up_at)
        world_log_line(world, "caught up %" PRIu64 " ago", now - lag.caught_up_at);
    if (!lag.waiting_since && !lag.caught_up_at)
        world_log_line(world, "no lag");
}

static size_t session_number(struct world *world, const struct engineio_session *session) {
    for (size_t i = 0; i < world->sids.count; i++)
        if (base_slice_equal(engineio_session_sid(session), base_slice_of(world->sids.text[i])))
            return i;
    return IDS_MAX - 1;
}

int world_admit(void *context, const struct engineio_head *head) {
    (void)head;
    return ((struct world *)context)->refuse_status;
}

static void session_opened(void *context, struct engineio_session *session) {
    struct world *world = context;
    world->opened++;
    world->sessions[session_number(world, session)] = session;
    world_log_both(world, "opened ", engineio_session_sid(session));
    assert_true(base_slice_equal(engineio_session_address(session), base_slice_of("192.0.2.7")));
    assert_true(base_slice_equal(engineio_session_header(session, base_slice_of("x-stream-id")),
                                 base_slice_of("stream-1")));
}

/* Messages that tell the upper room to do something while it is being called. */
static void obey(struct world *world, struct engineio_session *session, struct base_slice text) {
    if (base_slice_equal(text, base_slice_of("!close")))
        engineio_session_close(session, 1000, NULL, ENGINEIO_REASON_FORCED_CLOSE);
    else if (base_slice_equal(text, base_slice_of("!abort")))
        engineio_session_abort(session, ENGINEIO_ENDING_RESET);
    else if (base_slice_equal(text, base_slice_of("!pause")))
        engineio_session_pause(session, true);
    else if (base_slice_equal(text, base_slice_of("!all")))
        for (size_t i = 0; i < IDS_MAX; i++)
            if (world->sessions[i])
                engineio_session_abort(world->sessions[i], ENGINEIO_ENDING_FIN);
}

static void session_message(void *context, struct engineio_session *session,
                            struct base_buffer *owner, struct base_slice payload, bool binary) {
    struct world *world = context;
    char head[64];
    assert_ptr_equal(world->sessions[session_number(world, session)], session);
    assert_true(payload.ptr >= owner->data &&
                payload.ptr + payload.len <= owner->data + owner->length);
    snprintf(head, sizeof head, "%s $%zu ", binary ? "binary" : "message",
             session_number(world, session) + 1);
    world_log_both(world, head, payload);
    if (payload.len && payload.ptr[0] == '!') {
        obey(world, session, payload);
        return;
    }
    struct base_message *echo =
        (binary ? engineio_message_binary : engineio_message_text)(&world->memory, payload, owner);
    if (echo && payload.len && payload.ptr[0] == '*')
        engineio_session_send(session, echo);
    else
        base_message_free(echo);
}

static void session_closed(void *context, struct engineio_session *session,
                           enum engineio_reason reason) {
    struct world *world = context;
    size_t number = session_number(world, session);
    assert_ptr_equal(world->sessions[number], session);
    world->sessions[number] = NULL;
    world->closed++;
    world_log_line(world, "closed $%zu %s", number + 1, engineio_reason_text(reason));
    if (world->lags)
        world_log_lag(world, session);
    /* Whatever is done with it now must do nothing. */
    struct base_message *late =
        engineio_message_text(&world->memory, base_slice_of("too late"), NULL);
    if (late)
        engineio_session_send(session, late);
    engineio_session_close(session, 1000, NULL, ENGINEIO_REASON_FORCED_CLOSE);
    engineio_session_pause(session, true);
    engineio_session_stall(session);
}

static void session_drained(void *context, struct engineio_session *session) {
    struct world *world = context;
    assert_int_equal(engineio_session_backlog(session), 0);
    if (world->drains)
        world_log_both(world, "drained ", engineio_session_sid(session));
}

const struct engineio_handler world_engine_handler = {.admit = world_admit,
                                                      .opened = session_opened,
                                                      .message = session_message,
                                                      .closed = session_closed,
                                                      .drained = session_drained};

/* ---- an upper room on Socket.IO ---- */

static bool admit_token(struct world *world, struct socketio_socket *socket, struct base_slice auth,
                        struct socketio_refusal *refusal) {
    struct codec_text token;
    if (!socketio_auth_member(auth, base_slice_of("token"), &token))
        return true;
    if (codec_text_equal(token, CODEC_TEXT("bad"))) {
        refusal->payload = base_slice_of("{\"message\":\"Invalid API key\",\"data\":{\"code\":7}}");
        return false;
    }
    if (codec_text_equal(token, CODEC_TEXT("silent")))
        return false;
    if (codec_text_equal(token, CODEC_TEXT("late"))) {
        refusal->payload = base_slice_of("{\"message\":\"Too many\"}");
        refusal->delay_ms = 1000;
        return false;
    }
    if (codec_text_equal(token, CODEC_TEXT("abort")))
        engineio_session_abort(socketio_socket_session(socket), ENGINEIO_ENDING_RESET);
    world_log_line(world, "token given");
    return true;
}

static bool socket_connecting(void *context, struct socketio_socket *socket, struct base_slice auth,
                              struct socketio_refusal *refusal) {
    struct world *world = context;
    bool accepted = admit_token(world, socket, auth, refusal);
    world->accepted += accepted;
    socketio_socket_set_user(socket, world);
    return accepted;
}

static void socket_abandoned(void *context, struct socketio_socket *socket) {
    struct world *world = context;
    assert_ptr_equal(socketio_socket_user(socket), world);
    world->accepted--;
}

static void socket_connected(void *context, struct socketio_socket *socket,
                             struct base_slice auth) {
    struct world *world = context;
    assert_ptr_equal(socketio_socket_user(socket), world);
    world->accepted--;
    world->connected++;
    for (size_t i = 0; i < SOCKETS_MAX; i++) {
        if (world->joined[i])
            continue;
        world->joined[i] = socket;
        break;
    }
    world_log_text(world, base_slice_of("connected "));
    world_log_text(world, socketio_socket_namespace(socket));
    world_log_both(world, " ", auth);
}

void world_log_arguments(struct world *world, struct socketio_event *event) {
    static const char *const verdicts[] = {"", " absent", " refused", " malformed"};
    struct base_slice arguments;
    enum socketio_verdict verdict = socketio_event_arguments(event, &arguments);
    world_log_text(world, base_slice_of(verdicts[verdict]));
    if (verdict == SOCKETIO_REFUSED)
        world_log_line(world, " %s", event->in.error.keyword);
    else
        world_log_both(world, " ", arguments);
    for (size_t i = 0; i < event->attachment_count; i++)
        world_log_both(world, "attachment ", event->attachments[i].bytes);
}

/* Sends an event's arguments and attachments back as they are. */
static void send_back(struct socketio_socket *socket, struct socketio_event *event,
                      struct base_slice arguments) {
    struct base_slice attachments[SOCKETIO_ATTACHMENTS_MAX];
    struct base_buffer *owners[SOCKETIO_ATTACHMENTS_MAX];
    for (size_t i = 0; i < event->attachment_count; i++) {
        attachments[i] = event->attachments[i].bytes;
        owners[i] = event->attachments[i].owner;
    }
    struct socketio_payload payload = {arguments.len ? 1 : 0,   &arguments,  &event->owner,
                                       event->attachment_count, attachments, owners};
    if (event->has_ack)
        socketio_acknowledge(socket, event->ack_id, &payload);
    else
        socketio_emit(socket, base_slice_of("back"), &payload);
}

static bool name_is(const struct socketio_event *event, const char *name) {
    return codec_text_equal(event->name, codec_text_plain(base_slice_of(name)));
}

/* The event "text" takes {"text": string} and is decoded as an upper room does it. */
static void decode_text(struct world *world, struct socketio_event *event) {
    static const struct codec_schema string = {.types = CODEC_STRING, .store = CODEC_STORE_TEXT};
    static const char *const verdicts[] = {"ok", "absent", "refused", "malformed"};
    struct codec_text text = CODEC_TEXT("");
    enum socketio_verdict verdict = socketio_event_argument(event, &string, &text);
    world_log_both(world, verdicts[verdict],
                   verdict == SOCKETIO_OK ? base_slice(text.ptr, text.len) : base_slice(NULL, 0));
}

static void socket_event(void *context, struct socketio_socket *socket,
                         struct socketio_event *event) {
    struct world *world = context;
    char ack[32] = "";
    if (event->has_ack)
        snprintf(ack, sizeof ack, " #%" PRIu64, event->ack_id);
    world_log_text(world, base_slice_of("event "));
    world_log_text(world, socketio_socket_namespace(socket));
    world_log_text(world, base_slice_of(" "));
    world_log_text(world, base_slice(event->name.ptr, event->name.len));
    world_log_text(world, base_slice_of(ack));
    if (name_is(event, "blind")) {
        world_log_line(world, " ");
    } else if (name_is(event, "text")) {
        world_log_text(world, base_slice_of(" "));
        decode_text(world, event);
    } else if (name_is(event, "back")) {
        struct base_slice arguments;
        if (socketio_event_arguments(event, &arguments) <= SOCKETIO_ABSENT)
            send_back(socket, event, arguments);
        world_log_line(world, " ");
    } else {
        world_log_arguments(world, event);
    }
    if (name_is(event, "!disconnect"))
        socketio_socket_disconnect(socket, 1000, NULL);
    else if (name_is(event, "!leave"))
        socketio_socket_leave(socket);
    else if (name_is(event, "!abort"))
        engineio_session_abort(socketio_socket_session(socket), ENGINEIO_ENDING_RESET);
}

static void socket_disconnected(void *context, struct socketio_socket *socket,
                                enum socketio_reason reason) {
    struct world *world = context;
    world->disconnected++;
    bool found = false;
    for (size_t i = 0; i < SOCKETS_MAX && !found; i++) {
        found = world->joined[i] == socket;
        if (found)
            world->joined[i] = NULL;
    }
    assert_true(found);
    world_log_text(world, base_slice_of("disconnected "));
    world_log_text(world, socketio_socket_namespace(socket));
    world_log_line(world, " %s", socketio_reason_text(reason));
    socketio_emit(socket, base_slice_of("late"), NULL);
    socketio_socket_leave(socket);
}

static void socket_drained(void *context, struct socketio_socket *socket) {
    struct world *world = context;
    if (world->drains)
        world_log_both(world, "drained ", socketio_socket_namespace(socket));
}

static void socket_rejected(void *context, struct engineio_session *session,
                            enum socketio_rejection why, struct base_slice namespace) {
    static const char *const words[] = {"rejected namespace ", "rejected auth ", "rejected time "};
    assert_non_null(session);
    world_log_both(context, words[why], namespace);
}

const struct socketio_handler world_socket_handler = {.admit = world_admit,
                                                      .connecting = socket_connecting,
                                                      .abandoned = socket_abandoned,
                                                      .connected = socket_connected,
                                                      .event = socket_event,
                                                      .disconnected = socket_disconnected,
                                                      .drained = socket_drained,
                                                      .rejected = socket_rejected};
