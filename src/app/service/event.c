#include "app/service/event.h"

#include "app/service/connection.h"
#include "app/service/invalid.h"
#include "app/service/loss.h"
#include "app/service/simulation.h"
#include "app/service/tap.h"
#include "echo/sense.h"
#include "stream/id.h"

#include <stdio.h>

/* ---- headers ------------------------------------------------------------------------------- */

/* A header that names another stream, or worker, than stream:init (protocol §9). */
static void check_header(const struct app_connection *connection, const char *header,
                         struct codec_text given, const char *sentence) {
    struct engineio_session *session = app_connection_session(connection);
    struct base_slice value =
        session ? engineio_session_header(session, base_slice_of(header)) : base_slice(NULL, 0);
    const struct codec_text none = {.ptr = NULL};
    if (value.len && !codec_text_equal(given, codec_text_plain(value)))
        stream_connection_deviation(
            connection->client, none,
            &(struct stream_deviation){sts_events[STS_EVENT_STREAM_INIT].name.ptr, "", header,
                                       sentence});
}

/* ---- the events ---------------------------------------------------------------------------- */

/* Whether the server takes such a stream. While it drains, it takes those alone that it has: their
 * results are nowhere else. Otherwise the error has been sent. */
static bool is_taken(struct app_connection *connection, struct codec_text stream_id) {
    const struct app_service *service = connection->service;
    char room[STREAM_ID_SIZE];
    const struct base_slice id = base_slice(room, codec_text_copy(stream_id, room, sizeof room));
    const struct sts_error_metadata metadata = {.has = STS_ERROR_METADATA_HAS_REASON,
                                                .reason = CODEC_TEXT("draining")};
    if (!service->drains || stream_registry_find(service->registry, id))
        return true;
    stream_connection_error(
        connection->client,
        &(struct stream_error){.code = STS_ERROR_CODE_RATE_LIMIT,
                               .message = CODEC_TEXT("the server is about to stop, and takes no "
                                                     "new streams: connect to another one"),
                               .stream_id = stream_id,
                               .metadata = &metadata});
    return false;
}

static void init(struct app_connection *connection, const void *message,
                 struct base_buffer *owner) {
    const struct sts_stream_init *event = message;
    (void)owner;
    check_header(connection, "x-stream-id", event->stream_id,
                 "the header X-Stream-ID differs from the stream_id in stream:init");
    check_header(connection, "x-worker-id", event->worker_id,
                 "the header X-Worker-ID differs from the worker_id in stream:init");
    if (!app_auth_covers(connection->key, event->stream_id))
        app_connection_error(connection, STS_ERROR_CODE_AUTH_FAILED, event->stream_id,
                             "this API key is not valid for the stream");
    else if (app_loss_admit_stream(connection, event->stream_id)) {
        if (is_taken(connection, event->stream_id))
            stream_connection_on_init(connection->client, event);
    }
}

static void fragment(struct app_connection *connection, const void *message,
                     struct base_buffer *owner) {
    stream_connection_on_fragment(connection->client, message, owner);
}

static void ack(struct app_connection *connection, const void *message, struct base_buffer *owner) {
    (void)owner;
    stream_connection_on_ack(connection->client, message);
}

static void pause_stream(struct app_connection *connection, const void *message,
                         struct base_buffer *owner) {
    (void)owner;
    stream_connection_on_pause(connection->client, message);
}

static void resume(struct app_connection *connection, const void *message,
                   struct base_buffer *owner) {
    (void)owner;
    stream_connection_on_resume(connection->client, message);
}

static void end(struct app_connection *connection, const void *message, struct base_buffer *owner) {
    (void)owner;
    stream_connection_on_end(connection->client, message);
}

/* What the events of workers do, once they have been found to be valid. One without a row is
 * answered as such. */
static app_event_handler *const handlers[STS_EVENT_COUNT] = {
    [STS_EVENT_STREAM_INIT] = init,
    [STS_EVENT_FRAGMENT_DATA] = fragment,
    [STS_EVENT_WORKER_FRAGMENT_ACK] = ack,
    [STS_EVENT_STREAM_PAUSE] = pause_stream,
    [STS_EVENT_STREAM_RESUME] = resume,
    [STS_EVENT_STREAM_END] = end,
    [STS_EVENT_CONFIG_ERROR_SIMULATION] = app_simulation_error_simulation,
    [STS_EVENT_CONFIG_PROCESSING_DELAY] = app_simulation_processing_delay,
    [STS_EVENT_CONFIG_BACKPRESSURE] = app_simulation_backpressure,
    [STS_EVENT_SIMULATE_DISCONNECT] = app_simulation_disconnect,
};

/* ---- refusals ------------------------------------------------------------------------------ */

/* A fragment that fails its schema: whether there is a stream that takes fragments, and whether it
 * is too large, goes before what is wrong with it. */
static void refuse_fragment(struct app_connection *connection,
                            const struct sts_fragment_data *event,
                            const struct codec_report *report) {
    struct codec_text fragment_id = {.ptr = NULL};
    if (!app_invalid_member(report, "/fragment_id"))
        fragment_id = event->fragment_id;
    if (!stream_connection_takes_fragments(connection->client, fragment_id))
        return;
    /* audio that is no text was not understood: its length is 0 */
    struct sts_fragment_data shown = *event;
    shown.fragment_id = fragment_id;
    if (!app_invalid_size(report) && !stream_connection_takes_size(connection->client, &shown))
        return;
    if (!app_invalid_member(report, "/sequence_number") && !app_invalid_member(report, ""))
        stream_connection_refused(connection->client, event->stream_id, event->sequence_number);
    app_invalid_payload(connection->client, &sts_events[STS_EVENT_FRAGMENT_DATA], fragment_id,
                        report);
}

static void refuse_event(struct app_connection *connection, enum sts_event_id id,
                         const void *message, const struct codec_report *report) {
    const struct codec_text none = {.ptr = NULL};
    bool simple = connection->service->config.settings->streams.simple_error_ack;
    if (id == STS_EVENT_FRAGMENT_DATA) {
        refuse_fragment(connection, message, report);
    } else if (id == STS_EVENT_CONFIG_ERROR_SIMULATION && simple) {
        char sentence[APP_INVALID_SENTENCE];
        app_simulation_reject_rules(connection,
                                    app_invalid_sentence(&sts_events[id], report, sentence));
    } else {
        app_invalid_payload(connection->client, &sts_events[id], none, report);
    }
}

/* ---- what is too large --------------------------------------------------------------------- */

/* Most bytes of the arguments of an event without audio: as much as one configuration may take. To
 * read more would hold up everybody else. */
#define ARGUMENTS_MAX (1u << 20)

static bool is_too_large(const struct socketio_event *event) {
    return socketio_event_size(event) > ARGUMENTS_MAX;
}

/* Says so without having read it. `id`: STS_EVENT_COUNT: unknown. */
static void pass_over(struct app_connection *connection, enum sts_event_id id,
                      struct socketio_event *event) {
    struct codec_error error = {.code = CODEC_SCHEMA, .keyword = "size"};
    struct codec_report report = {&error, 1, 1};
    struct journal_traffic traffic = {.event = id, .errors = &report};
    (void)snprintf(error.message, sizeof error.message,
                   "has %zu bytes, but only fragment:data may have more than %u",
                   socketio_event_size(event), ARGUMENTS_MAX);
    socketio_event_pass(event);
    app_service_tap_in(connection, event, SOCKETIO_REFUSED, &traffic);
    if (id != STS_EVENT_COUNT)
        refuse_event(connection, id, NULL, &report);
}

/* ---- reading ------------------------------------------------------------------------------- */

/* Scenarios hear of it first, so that what they arm acts on it; where the stream begins with it,
 * afterwards. */
static void carry_out(struct app_connection *connection, enum sts_event_id id, const void *message,
                      struct base_buffer *owner) {
    void *before = app_connection_own(connection);
    if (before)
        echo_heard(before, sts_events[id].name);
    handlers[id](connection, message, owner);
    void *after = app_connection_own(connection);
    if (!before && after)
        echo_heard(after, sts_events[id].name);
}

/* What makes no sense in an event that its schema takes: a finding for each mistake. False: there
 * is no memory to look. */
static bool look_for_sense(const struct app_connection *connection, enum sts_event_id id,
                           const struct socketio_event *event, struct codec_report *report) {
    const struct app_service_config *config = &connection->service->config;
    const struct echo_sense sense = {.memory = config->memory,
                                     .lenient = config->settings->streams.simple_error_ack,
                                     .report = report};
    return echo_sense(&sts_events[id], event->argument, &sense);
}

static void handle(struct app_connection *connection, enum sts_event_id id,
                   struct socketio_event *event) {
    union sts_from_worker room;
    void *message = &room;
    const struct app_service_config *config = &connection->service->config;
    const struct codec_event *row = &sts_events[id];
    if (sts_event_replies[id] != STS_EVENT_COUNT)
        connection->reply = sts_event_replies[id];
    if (id != STS_EVENT_FRAGMENT_DATA && is_too_large(event)) {
        pass_over(connection, id, event);
        return;
    }
    struct codec_error errors[APP_INVALID_MAX], deviations[APP_INVALID_MAX];
    struct codec_report report = {errors, APP_INVALID_MAX, 0};
    struct codec_report noted = {deviations, APP_INVALID_MAX, 0};
    memset(message, 0, row->size);
    event->in.errors = &report;
    event->in.deviations = journal_tap_heard(config->tap, JOURNAL_EVENT) ? &noted : NULL;
    event->in.strict = config->settings->streams.strict;
    enum socketio_verdict verdict = socketio_event_argument(event, row->payload, message);
    bool looked = verdict != SOCKETIO_OK || look_for_sense(connection, id, event, &report);
    if (verdict == SOCKETIO_OK && report.count)
        verdict = SOCKETIO_REFUSED;
    struct journal_traffic traffic = {.event = id,
                                      .message = verdict == SOCKETIO_OK ? message : NULL,
                                      .understood = message,
                                      .payload = &event->argument,
                                      .payload_count = event->argument.len > 0,
                                      .errors = &report,
                                      .deviations = &noted};
    app_service_tap_in(connection, event, verdict, &traffic);
    if (verdict == SOCKETIO_MALFORMED)
        return;
    if (!looked)
        app_connection_error(connection, STS_ERROR_CODE_QUEUE_FULL,
                             (struct codec_text){.ptr = NULL}, "the server is out of memory");
    else if (verdict == SOCKETIO_OK)
        carry_out(connection, id, message, event->owner);
    else
        refuse_event(connection, id, message, &report);
}

/* An event that there is no handler for: `name` is its plain name, possibly cut. */
static void handle_unknown(struct app_connection *connection, struct socketio_event *event,
                           struct base_slice name) {
    struct base_slice arguments;
    if (is_too_large(event)) {
        pass_over(connection, STS_EVENT_COUNT, event);
        app_invalid_name(connection->client, name);
        return;
    }
    enum socketio_verdict verdict = socketio_event_arguments(event, &arguments);
    struct journal_traffic traffic = {
        .event = STS_EVENT_COUNT, .payload = &arguments, .payload_count = arguments.len > 0};
    app_service_tap_in(connection, event, verdict, &traffic);
    if (verdict != SOCKETIO_MALFORMED)
        app_invalid_name(connection->client, name);
}

void app_event_hear(void *context, struct socketio_socket *socket, struct socketio_event *event) {
    struct app_connection *connection = socketio_socket_user(socket);
    (void)context;
    if (connection->closing != APP_CLOSING_NONE)
        return;
    app_connection_begin(connection, event);
    char name[APP_EVENT_NAME_MAX];
    size_t len = codec_text_copy(event->name, name, sizeof name);
    struct base_slice plain = len <= sizeof name ? base_slice(name, len) : base_slice_of("...");
    const struct codec_event *found = sts_event_find(STS_FROM_WORKER, plain);
    if (found && handlers[sts_event_id_of(found)])
        handle(connection, sts_event_id_of(found), event);
    else
        handle_unknown(connection, event, plain);
    app_connection_finish(connection);
}
