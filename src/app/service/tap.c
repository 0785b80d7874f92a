#include "app/service/tap.h"

#include "app/service/connection.h"
#include "base/glob.h"
#include "stream/id.h"

#include <stdio.h>

/* "parse error: " and what stands in a close frame. */
#define REASON_SIZE (16 + ENGINEIO_WHY_SIZE)

static bool is_heard(const struct app_service *service, enum journal_kind kind) {
    return journal_tap_heard(service->config.tap, kind);
}

static void tell(const struct app_service *service, struct journal_traffic *traffic) {
    if (JOURNAL_SHOWN & JOURNAL_BIT(traffic->kind))
        traffic->wall_ms = service->config.unix_ms();
    traffic->now_ms = service->config.timers->now;
    journal_tap_tell(service->config.tap, traffic);
}

struct journal_client app_service_tap_client(const struct app_connection *connection) {
    struct journal_client client = {.id = {NULL, 0}};
    if (connection && connection->socket) {
        client.id = socketio_socket_id(connection->socket);
        client.name = socketio_socket_namespace(connection->socket);
        client.memo = (struct base_map_memo *)(uintptr_t)&connection->memo; /* nothing of its own */
    }
    return client;
}

/* What was sent to the client has perhaps not left. */
static void set_lag(struct journal_traffic *traffic, const struct app_connection *connection) {
    if (!connection || !connection->socket)
        return;
    const struct engineio_lag lag = socketio_socket_lag(connection->socket);
    traffic->waiting_since = lag.waiting_since;
    if (connection->service->config.timers->now - lag.caught_up_at <= JOURNAL_CAUGHT_UP_MAX_MS)
        traffic->caught_up_at = lag.caught_up_at;
}

/* A text of our own: nothing in it has to be escaped. */
static struct codec_text clean(struct base_slice text) {
    return (struct codec_text){text.ptr, text.len, CODEC_TEXT_CLEAN};
}

/* ---- events -------------------------------------------------------------------------------- */

struct codec_text app_service_tap_fragment(enum sts_event_id id, const void *message) {
    static const struct base_slice name = BASE_SLICE("fragment_id");
    struct codec_text fragment_id = {.ptr = NULL};
    if (!message || id >= STS_EVENT_COUNT)
        return fragment_id;
    const struct codec_object_rules *rules = sts_events[id].payload->object;
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (member->schema->store == CODEC_STORE_TEXT && base_slice_equal(member->name, name))
            memcpy(&fragment_id, (const char *)message + member->offset, sizeof fragment_id);
    }
    return fragment_id;
}

static void tell_event(const struct app_connection *connection, struct journal_traffic *traffic) {
    traffic->kind = JOURNAL_EVENT;
    traffic->client = app_service_tap_client(connection);
    if (traffic->event < STS_EVENT_COUNT)
        traffic->audio = &connection->service->config.tap->audio[traffic->event];
    traffic->subject = stream_connection_subject(
        connection->client, app_service_tap_fragment(traffic->event, traffic->message));
    if (traffic->event == STS_EVENT_STREAM_INIT && traffic->message) {
        const struct sts_stream_init *init = traffic->message;
        traffic->subject.stream_id = init->stream_id;
        traffic->subject.worker_id = init->worker_id;
        traffic->subject.memos = NULL; /* it may ask for another than it has */
    }
    tell(connection->service, traffic);
}

void app_service_tap_in(const struct app_connection *connection, const struct socketio_event *event,
                        enum socketio_verdict verdict, struct journal_traffic *traffic) {
    static const enum journal_verdict verdicts[] = {
        [SOCKETIO_OK] = JOURNAL_VERDICT_OK,
        [SOCKETIO_ABSENT] = JOURNAL_VERDICT_ABSENT,
        [SOCKETIO_REFUSED] = JOURNAL_VERDICT_INVALID,
        [SOCKETIO_MALFORMED] = JOURNAL_VERDICT_MALFORMED,
    };
    if (!is_heard(connection->service, JOURNAL_EVENT))
        return;
    traffic->direction = JOURNAL_IN;
    traffic->name = event->name;
    traffic->verdict = verdicts[verdict];
    if (verdict == SOCKETIO_MALFORMED)
        traffic->payload_count = 0;
    else if (traffic->event == STS_EVENT_COUNT)
        traffic->verdict = JOURNAL_VERDICT_UNKNOWN;
    traffic->has_ack = connection->ack_due;
    traffic->ack_id = connection->ack_id;
    set_lag(traffic, connection);
    tell_event(connection, traffic);
}

void app_service_tap_out(const struct app_connection *connection, enum sts_event_id id,
                         const void *message, const struct socketio_payload *payload,
                         bool acknowledges) {
    if (!is_heard(connection->service, JOURNAL_EVENT))
        return;
    struct journal_traffic traffic = {
        .direction = JOURNAL_OUT,
        .event = id,
        .name = clean(sts_events[id].name),
        .payload = payload->slices,
        .payload_count = payload->count,
        .message = message,
        .understood = message,
        .verdict = JOURNAL_VERDICT_OK,
        .has_ack = acknowledges,
        .ack_id = acknowledges ? connection->ack_id : 0,
    };
    tell_event(connection, &traffic);
}

void app_service_tap_ack(const struct app_connection *connection) {
    if (!is_heard(connection->service, JOURNAL_ACK))
        return;
    struct journal_traffic traffic = {
        .kind = JOURNAL_ACK,
        .client = app_service_tap_client(connection),
        .subject = stream_connection_subject(connection->client, CODEC_TEXT("")),
        .direction = JOURNAL_OUT,
        .event = STS_EVENT_COUNT,
        .has_ack = true,
        .ack_id = connection->ack_id,
    };
    tell(connection->service, &traffic);
}

void app_service_tell_unsent(const struct app_service *service, struct base_slice name,
                             const struct stream_subject *subject,
                             const struct codec_error *error) {
    struct codec_error found = *error;
    const struct codec_report report = {&found, 1, 1};
    if (!is_heard(service, JOURNAL_UNSENT))
        return;
    struct journal_traffic traffic = {
        .kind = JOURNAL_UNSENT,
        .event = STS_EVENT_COUNT,
        .name = clean(name),
        .errors = &report,
    };
    if (subject)
        traffic.subject = *subject;
    tell(service, &traffic);
}

/* ---- clients ------------------------------------------------------------------------------- */

/* Tells `traffic`, which has its kind, the client, reason and code. `connection` may be NULL: it
 * has none, or no stream yet. */
static void tell_client(const struct app_service *service, const struct app_connection *connection,
                        struct journal_traffic *traffic) {
    traffic->event = STS_EVENT_COUNT;
    if (connection)
        traffic->subject = stream_connection_subject(connection->client, CODEC_TEXT(""));
    tell(service, traffic);
}

void app_service_tap_refused(const struct app_service *service, struct journal_client client,
                             const char *reason, const enum sts_error_code *error_code) {
    if (!is_heard(service, JOURNAL_REFUSED))
        return;
    struct journal_traffic traffic = {
        .kind = JOURNAL_REFUSED, .client = client, .reason = reason, .error_code = error_code};
    tell_client(service, NULL, &traffic);
}

void app_service_tap_turned_away(const struct app_service *service,
                                 const struct journal_client *client, struct base_slice stream_id,
                                 const struct journal_refusal *refusal) {
    struct journal_traffic traffic = {
        .kind = JOURNAL_REFUSED,
        .client = *client,
        .subject = {.stream_id = codec_text_plain(stream_id)},
        .event = STS_EVENT_COUNT,
        .reason = "simulated (refuse_ms)",
        .refusal = refusal,
    };
    if (is_heard(service, JOURNAL_REFUSED))
        tell(service, &traffic);
}

void app_service_tap_rejected(const struct app_service *service,
                              const struct journal_client *client,
                              const struct journal_rejection *rejection) {
    if (!is_heard(service, JOURNAL_REJECTED))
        return;
    struct journal_traffic traffic = {
        .kind = JOURNAL_REJECTED, .client = *client, .rejection = rejection};
    tell_client(service, NULL, &traffic);
}

void app_service_tap_connected(const struct app_service *service, struct journal_client client) {
    if (!is_heard(service, JOURNAL_CONNECTED))
        return;
    struct journal_traffic traffic = {.kind = JOURNAL_CONNECTED, .client = client};
    tell_client(service, NULL, &traffic);
}

/* `closing` has reason, code and loss. With polling no code is sent. */
static void tell_closing(const struct app_service *service, const struct app_connection *connection,
                         const struct engineio_session *session, struct journal_client client,
                         struct journal_traffic closing) {
    if (!is_heard(service, JOURNAL_CLOSING))
        return;
    closing.kind = JOURNAL_CLOSING;
    if (!session || !engineio_session_has_code(session))
        closing.code = 0;
    closing.client = client;
    set_lag(&closing, connection);
    tell_client(service, connection, &closing);
}

void app_service_tap_closing(const struct app_connection *connection, const char *reason,
                             int code) {
    tell_closing(connection->service, connection, app_connection_session(connection),
                 app_service_tap_client(connection),
                 (struct journal_traffic){.reason = reason, .code = code});
}

void app_service_tap_losing(const struct app_connection *connection,
                            const struct stream_loss *loss) {
    tell_closing(connection->service, connection, app_connection_session(connection),
                 app_service_tap_client(connection),
                 (struct journal_traffic){
                     .reason = sts_disconnect_mode_text(loss->mode).ptr,
                     .code = loss->mode == STS_DISCONNECT_MODE_CLOSE ? loss->code : 0,
                     .loss = loss,
                 });
}

void app_service_tap_disconnected(const struct app_connection *connection,
                                  struct journal_client client, const char *reason, bool left) {
    if (!is_heard(connection->service, JOURNAL_DISCONNECTED))
        return;
    struct journal_traffic traffic = {
        .kind = JOURNAL_DISCONNECTED, .client = client, .reason = reason, .left = left};
    set_lag(&traffic, connection);
    tell_client(connection->service, connection, &traffic);
}

void app_service_tap_reset(const struct app_service *service, struct base_slice pattern) {
    char text[STREAM_ID_SIZE + 1];
    if (!is_heard(service, JOURNAL_RESET) || pattern.len >= sizeof text)
        return;
    memcpy(text, pattern.ptr, pattern.len);
    text[pattern.len] = '\0';
    struct journal_traffic traffic = {
        .kind = JOURNAL_RESET, .event = STS_EVENT_COUNT, .reason = text};
    tell(service, &traffic);
}

/* Of one stream it is told with its id, so that it is found among its entries. */
void app_service_tap_refusing(void *context, const struct echo_refusing *refusing) {
    const struct app_service *service = context;
    char text[STREAM_ID_SIZE + 1], room[STREAM_ID_SIZE];
    const struct journal_refusal refusal = {refusing->scope, refusing->ms, 0};
    struct journal_traffic traffic = {
        .kind = JOURNAL_REFUSING, .event = STS_EVENT_COUNT, .reason = text, .refusal = &refusal};
    if (!is_heard(service, JOURNAL_REFUSING) || refusing->pattern.len >= sizeof text)
        return;
    memcpy(text, refusing->pattern.ptr, refusing->pattern.len);
    text[refusing->pattern.len] = '\0';
    if (base_glob_is_plain(refusing->pattern))
        traffic.subject.stream_id = codec_text_plain(base_glob_text(refusing->pattern, room));
    tell(service, &traffic);
}

void app_service_tap_acting(void *context, const struct echo_acting *told) {
    const struct app_service *service = context;
    char texts[JOURNAL_RULES_MAX][ECHO_RULE_TEXT_SIZE], room[2 * STREAM_ID_SIZE];
    struct codec_text rules[JOURNAL_RULES_MAX];
    struct journal_acting acting = {.kind = told->kind, .rules = rules};
    if (!is_heard(service, JOURNAL_ARMED))
        return;
    if (told->record) {
        acting.number = told->record->number;
        acting.pattern = codec_text_plain(echo_record_pattern(told->record, room));
        acting.rules_count = echo_record_look(told->record).rules;
    }
    for (; acting.told < acting.rules_count && acting.told < JOURNAL_RULES_MAX; acting.told++) {
        char *text = texts[acting.told];
        size_t length = echo_record_rule_text(told->record, acting.told, text);
        rules[acting.told] = codec_text_plain(base_slice(text, length));
    }
    struct journal_traffic traffic = {.kind = JOURNAL_ARMED,
                                      .subject = {.stream_id = codec_text_plain(told->stream_id)},
                                      .event = STS_EVENT_COUNT,
                                      .acting = &acting};
    tell(service, &traffic);
}

void app_service_tap_stepped(void *context, const struct echo_stepped *told) {
    const struct app_service *service = context;
    const struct sts_scenario *scenario = told->scenario;
    const struct journal_acting acting = {
        .kind = STS_CONTROL_ARMED_KIND_SCENARIO,
        .number = told->number,
        .pattern = scenario->stream_id,
        .name = scenario->has & STS_SCENARIO_HAS_NAME ? scenario->name : CODEC_TEXT(""),
        .step = told->step,
        .steps = scenario->steps.count,
    };
    struct journal_traffic traffic = {.kind = JOURNAL_STEP,
                                      .subject = {.stream_id = codec_text_plain(told->stream_id)},
                                      .event = STS_EVENT_COUNT,
                                      .reason = told->why,
                                      .acting = &acting};
    if (is_heard(service, JOURNAL_STEP))
        tell(service, &traffic);
}

void app_service_tap_astray(void *context, struct engineio_session *session,
                            struct base_slice name) {
    app_service_tap_refused(
        context,
        (struct journal_client){.name = name, .address = engineio_session_address(session)},
        "invalid namespace", NULL);
}

void app_service_tap_malformed(void *context, struct engineio_session *session,
                               struct socketio_socket *socket, int code, const char *what) {
    char reason[REASON_SIZE];
    const struct app_connection *connection = socket ? socketio_socket_user(socket) : NULL;
    struct journal_client client = app_service_tap_client(connection);
    client.address = engineio_session_address(session);
    /* want of memory is no fault of the client */
    bool ours = code == ENGINEIO_CLOSE_INTERNAL_ERROR;
    (void)snprintf(reason, sizeof reason, "%s%s", ours ? "" : "parse error: ", what);
    tell_closing(context, connection, session, client,
                 (struct journal_traffic){.reason = reason, .code = code, .unplanned = true});
}

/* ---- simulations --------------------------------------------------------------------------- */

void app_service_tell_armed(const struct app_service *service, struct codec_text target,
                            const struct journal_armed *armed) {
    if (!is_heard(service, JOURNAL_CONFIGURED))
        return;
    struct journal_traffic traffic = {.kind = JOURNAL_CONFIGURED,
                                      .subject = {.stream_id = target},
                                      .event = STS_EVENT_COUNT,
                                      .armed = armed};
    tell(service, &traffic);
}

void app_service_tell_disconnect(const struct app_service *service, struct codec_text target,
                                 const struct sts_scenario_disconnect *disconnect) {
    if (!is_heard(service, JOURNAL_DISCONNECT))
        return;
    struct journal_traffic traffic = {.kind = JOURNAL_DISCONNECT,
                                      .subject = {.stream_id = target},
                                      .event = STS_EVENT_COUNT,
                                      .disconnect = disconnect};
    tell(service, &traffic);
}

/* ---- streams ------------------------------------------------------------------------------- */

static void tell_stream(const struct app_service *service, const struct stream_subject *subject,
                        struct journal_traffic *traffic) {
    if (JOURNAL_SHOWN & JOURNAL_BIT(traffic->kind))
        traffic->client = app_service_tap_client(subject->connection);
    traffic->subject = *subject;
    traffic->event = STS_EVENT_COUNT;
    tell(service, traffic);
}

/* Tells of `kind_` with the members of struct journal_traffic that are given. `context` and
 * `subject` are those of an observer's function. */
#define TELL(kind_, ...)                                                                           \
    do {                                                                                           \
        if (is_heard(context, kind_)) {                                                            \
            struct journal_traffic traffic = {.kind = kind_, __VA_ARGS__};                         \
            tell_stream(context, subject, &traffic);                                               \
        }                                                                                          \
    } while (0)

static void on_opened(void *context, const struct stream_subject *subject,
                      const struct sts_stream_init *init) {
    TELL(JOURNAL_OPENED, .init = init);
}

static void on_parked(void *context, const struct stream_subject *subject) {
    TELL(JOURNAL_PARKED, .code = 0);
}

static void on_resumed(void *context, const struct stream_subject *subject, bool was_parked) {
    TELL(JOURNAL_RESUMED, .was_parked = was_parked);
}

static void on_state(void *context, const struct stream_subject *subject,
                     enum sts_stream_state from, enum sts_stream_state to) {
    TELL(JOURNAL_STATE, .from = from, .to = to);
}

static void on_ended(void *context, const struct stream_subject *subject, enum stream_ending ending,
                     const struct sts_stream_statistics *statistics) {
    TELL(JOURNAL_ENDED, .reason = stream_ending_text(ending), .statistics = statistics);
}

static void on_accepted(void *context, const struct stream_subject *subject,
                        int64_t sequence_number, size_t audio_length, unsigned attempt) {
    TELL(JOURNAL_ACCEPTED, .accepted = {sequence_number, audio_length, attempt});
}

static void on_fault(void *context, const struct stream_subject *subject,
                     const struct stream_fault *fault) {
    TELL(JOURNAL_FAULT, .fault = fault);
}

static void on_started(void *context, const struct stream_subject *subject, uint64_t wait_ms) {
    TELL(JOURNAL_STARTED, .wait_ms = wait_ms);
}

static void on_outcome(void *context, const struct stream_subject *subject,
                       const struct stream_outcome *outcome) {
    TELL(JOURNAL_OUTCOME, .outcome = outcome);
}

static void on_error(void *context, const struct stream_subject *subject,
                     const struct sts_error *error) {
    TELL(JOURNAL_ERROR, .error = error);
}

static void on_limited(void *context, const struct stream_subject *subject,
                       const struct stream_limit_hit *hit) {
    TELL(JOURNAL_LIMITED, .limit_hit = *hit);
}

static void on_queue(void *context, const struct stream_subject *subject, size_t depth) {
    TELL(JOURNAL_QUEUE, .depth = depth);
}

static void on_backpressure(void *context, const struct stream_subject *subject,
                            const struct sts_backpressure *backpressure) {
    TELL(JOURNAL_BACKPRESSURE, .backpressure = backpressure);
}

static void on_deviation(void *context, const struct stream_subject *subject,
                         const struct stream_deviation *deviation) {
    TELL(JOURNAL_DEVIATION, .deviation = deviation);
}

const struct stream_observer app_service_tap_observer = {
    .opened = on_opened,
    .parked = on_parked,
    .resumed = on_resumed,
    .state_changed = on_state,
    .ended = on_ended,
    .accepted = on_accepted,
    .fault = on_fault,
    .started = on_started,
    .outcome = on_outcome,
    .error = on_error,
    .limited = on_limited,
    .queue_changed = on_queue,
    .backpressure = on_backpressure,
    .deviation = on_deviation,
};
