#include "app/service/tap.h"

#include <stdio.h>

/* "parse error: " and a part of a packet. */
#define REASON_SIZE 128

static void tell(const struct app_service *service, struct journal_traffic *traffic) {
    traffic->wall_ms = service->config.unix_ms();
    traffic->now_ms = service->config.timers->now;
    journal_tap_tell(service->config.tap, traffic);
}

static struct journal_client client_of(const struct app_connection *connection) {
    struct journal_client client = {.id = {NULL, 0}};
    if (connection && connection->socket) {
        client.id = socketio_socket_id(connection->socket);
        client.name = socketio_socket_namespace(connection->socket);
    }
    return client;
}

/* A text of our own: nothing in it has to be escaped. */
static struct codec_text clean(struct base_slice text) {
    return (struct codec_text){text.ptr, text.len, CODEC_TEXT_CLEAN};
}

/* ---- events -------------------------------------------------------------------------------- */

/* The fragment that an event is about: its member fragment_id, if it has one. */
static struct codec_text fragment_of(enum sts_event_id id, const char *message) {
    static const struct base_slice name = BASE_SLICE("fragment_id");
    struct codec_text fragment_id = {.ptr = NULL};
    if (!message || id >= STS_EVENT_COUNT)
        return fragment_id;
    const struct codec_object_rules *rules = sts_events[id].payload->object;
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (member->schema->store == CODEC_STORE_TEXT && base_slice_equal(member->name, name))
            memcpy(&fragment_id, message + member->offset, sizeof fragment_id);
    }
    return fragment_id;
}

static void tell_event(const struct app_connection *connection, struct journal_traffic *traffic) {
    traffic->kind = JOURNAL_EVENT;
    traffic->client = client_of(connection);
    traffic->subject = stream_connection_subject(connection->client,
                                                 fragment_of(traffic->event, traffic->message));
    if (traffic->event == STS_EVENT_STREAM_INIT && traffic->message) {
        const struct sts_stream_init *init = traffic->message;
        traffic->subject.stream_id = init->stream_id;
        traffic->subject.worker_id = init->worker_id;
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
    if (!journal_tap_heard(connection->service->config.tap))
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
    tell_event(connection, traffic);
}

void app_service_tap_out(const struct app_connection *connection, enum sts_event_id id,
                         const void *message, const struct socketio_payload *payload,
                         bool acknowledges) {
    if (!journal_tap_heard(connection->service->config.tap))
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
    if (!journal_tap_heard(connection->service->config.tap))
        return;
    struct journal_traffic traffic = {
        .kind = JOURNAL_ACK,
        .client = client_of(connection),
        .subject = stream_connection_subject(connection->client, CODEC_TEXT("")),
        .direction = JOURNAL_OUT,
        .event = STS_EVENT_COUNT,
        .has_ack = true,
        .ack_id = connection->ack_id,
    };
    tell(connection->service, &traffic);
}

void app_service_tap_client(const struct app_service *service,
                            const struct app_connection *connection,
                            struct journal_traffic traffic) {
    if (!journal_tap_heard(service->config.tap))
        return;
    if (connection)
        traffic.subject = stream_connection_subject(connection->client, CODEC_TEXT(""));
    traffic.event = STS_EVENT_COUNT;
    tell(service, &traffic);
}

void app_service_tap_closing(const struct app_connection *connection, const char *reason,
                             int code) {
    app_service_tap_client(connection->service, connection,
                           (struct journal_traffic){.kind = JOURNAL_CLOSING,
                                                    .client = client_of(connection),
                                                    .reason = reason,
                                                    .code = code});
}

void app_service_tap_astray(void *context, struct engineio_session *session,
                            struct base_slice name) {
    app_service_tap_client(
        context, NULL,
        (struct journal_traffic){
            .kind = JOURNAL_REFUSED,
            .client = {.name = name, .address = engineio_session_address(session)},
            .reason = "invalid namespace"});
}

void app_service_tap_malformed(void *context, struct engineio_session *session,
                               struct socketio_socket *socket, const char *what) {
    char reason[REASON_SIZE];
    const struct app_connection *connection = socket ? socketio_socket_user(socket) : NULL;
    struct journal_client client = client_of(connection);
    client.address = engineio_session_address(session);
    (void)snprintf(reason, sizeof reason, "parse error: %s", what);
    app_service_tap_client(context, connection,
                           (struct journal_traffic){.kind = JOURNAL_CLOSING,
                                                    .client = client,
                                                    .reason = reason,
                                                    .code = ENGINEIO_CLOSE_PROTOCOL_ERROR});
}

/* ---- streams ------------------------------------------------------------------------------- */

/* Tells `traffic`, which has a kind and what belongs to it. */
static void tell_stream(void *context, const struct stream_subject *subject,
                        struct journal_traffic traffic) {
    const struct app_service *service = context;
    if (!journal_tap_heard(service->config.tap))
        return;
    traffic.client = client_of(subject->connection);
    traffic.subject = *subject;
    traffic.event = STS_EVENT_COUNT;
    tell(service, &traffic);
}

#define TRAFFIC(...) ((struct journal_traffic){__VA_ARGS__})

static void on_opened(void *context, const struct stream_subject *subject,
                      const struct sts_stream_init *init) {
    (void)init;
    tell_stream(context, subject, TRAFFIC(.kind = JOURNAL_OPENED));
}

static void on_parked(void *context, const struct stream_subject *subject) {
    tell_stream(context, subject, TRAFFIC(.kind = JOURNAL_PARKED));
}

static void on_resumed(void *context, const struct stream_subject *subject, bool was_parked) {
    tell_stream(context, subject, TRAFFIC(.kind = JOURNAL_RESUMED, .was_parked = was_parked));
}

static void on_state(void *context, const struct stream_subject *subject,
                     enum sts_stream_state from, enum sts_stream_state to) {
    tell_stream(context, subject, TRAFFIC(.kind = JOURNAL_STATE, .from = from, .to = to));
}

static void on_ended(void *context, const struct stream_subject *subject, enum stream_ending ending,
                     const struct sts_stream_statistics *statistics) {
    tell_stream(context, subject,
                TRAFFIC(.kind = JOURNAL_ENDED, .reason = stream_ending_text(ending),
                        .statistics = statistics));
}

static void on_deviation(void *context, const struct stream_subject *subject,
                         const struct stream_deviation *deviation) {
    tell_stream(context, subject, TRAFFIC(.kind = JOURNAL_DEVIATION, .deviation = deviation));
}

static void on_fault(void *context, const struct stream_subject *subject,
                     const struct stream_fault *fault) {
    tell_stream(context, subject, TRAFFIC(.kind = JOURNAL_FAULT, .fault = fault));
}

const struct stream_observer app_service_tap_observer = {
    .opened = on_opened,
    .parked = on_parked,
    .resumed = on_resumed,
    .state_changed = on_state,
    .ended = on_ended,
    .deviation = on_deviation,
    .fault = on_fault,
};
