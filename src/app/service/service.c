#include "app/service/service.h"

#include "app/service/internal.h"
#include "app/service/invalid.h"
#include "app/service/tap.h"

#include <stdio.h>

/* What of an event is not borrowed: ids (256 characters of at most 12 bytes each), the sentences
 * and findings of an error. */
#define OWN_BYTES_MAX 65536
/* Room for the struct of any event; app_service_new checks it. */
#define MESSAGE_SIZE 1024

const struct base_slice app_service_namespaces[] = {BASE_SLICE("/"), BASE_SLICE("/sts"),
                                                    BASE_SLICE("/ws/sts")};
const size_t app_service_namespace_count =
    sizeof app_service_namespaces / sizeof *app_service_namespaces;

/* ---- out ----------------------------------------------------------------------------------- */

static void log_lost(struct app_service *service, const struct codec_event *event,
                     const char *reason) {
    base_log(service->config.log, BASE_LOG_ERROR, "cannot send %.*s: %s", (int)event->name.len,
             event->name.ptr, reason);
}

/* Whether an event answers the one that is handled. Others may come before it: a change of
 * backpressure, and at stream:end the gaps that it closes and what they held back. */
static bool is_reply(const struct app_connection *connection, enum sts_event_id id,
                     const void *message) {
    if (id != STS_EVENT_ERROR)
        return id == connection->reply;
    return connection->reply != STS_EVENT_STREAM_COMPLETE ||
           ((const struct sts_error *)message)->code != STS_ERROR_CODE_INVALID_SEQUENCE;
}

static void send(void *context, enum sts_event_id id, const void *message,
                 struct base_buffer *owner) {
    struct app_connection *connection = context;
    struct app_service *service = connection->service;
    const struct codec_event *event = &sts_events[id];
    char own[OWN_BYTES_MAX];
    struct codec_out out;
    if (!connection->socket)
        return;
    codec_out_init(&out, own, sizeof own);
    if (!codec_encode(&out, event->payload, message)) {
        log_lost(service, event, out.error.message);
        return;
    }
    struct base_slice slices[CODEC_SEGMENTS_MAX];
    struct base_buffer *owners[CODEC_SEGMENTS_MAX];
    for (size_t i = 0; i < out.segment_count; i++) {
        slices[i] = out.segments[i].bytes;
        owners[i] = out.segments[i].borrowed ? owner : NULL;
    }
    const struct socketio_payload payload = {
        .count = out.segment_count, .slices = slices, .owners = owners};
    bool sent = true;
    bool acknowledges = connection->ack_due && is_reply(connection, id, message);
    app_service_tap_out(connection, id, message, &payload, acknowledges);
    service->sending++;
    if (acknowledges) {
        connection->ack_due = false;
        sent = socketio_acknowledge(connection->socket, connection->ack_id, &payload);
    }
    if (connection->socket)
        sent = socketio_emit(connection->socket, event->name, &payload) && sent;
    service->sending--;
    if (!sent)
        log_lost(service, event, "out of memory");
}

void app_service_error(struct app_connection *connection, enum sts_error_code code,
                       struct codec_text stream_id, const char *sentence) {
    const struct stream_error error = {
        .code = code,
        .message = codec_text_plain(base_slice_of(sentence)),
        .stream_id = stream_id,
    };
    stream_connection_error(connection->client, &error);
}

static struct engineio_session *session_of(const struct app_connection *connection) {
    return connection->socket ? socketio_socket_session(connection->socket) : NULL;
}

static struct journal_client client_of(struct socketio_socket *socket) {
    struct engineio_session *session = socketio_socket_session(socket);
    struct journal_client client = {
        .id = socketio_socket_id(socket),
        .name = socketio_socket_namespace(socket),
    };
    if (session) {
        client.address = engineio_session_address(session);
        client.stream_id = engineio_session_header(session, base_slice_of("x-stream-id"));
        client.worker_id = engineio_session_header(session, base_slice_of("x-worker-id"));
    }
    return client;
}

/* Closes a connection as `closing` says. It is freed before this returns. */
static void close_now(struct app_connection *connection) {
    static const char *const words[] = {
        [APP_CLOSING_NONE] = "",
        [APP_CLOSING_DISCONNECT] = "disconnect",
        [APP_CLOSING_LEAVE] = "leave",
        [APP_CLOSING_WEBSOCKET] = "close",
    };
    if (!connection->socket)
        return;
    app_service_tap_closing(connection, words[connection->closing], connection->code);
    if (connection->closing == APP_CLOSING_WEBSOCKET)
        socketio_socket_close(connection->socket, connection->code);
    else if (connection->closing == APP_CLOSING_LEAVE)
        socketio_socket_leave(connection->socket);
    else if (connection->closing == APP_CLOSING_DISCONNECT)
        socketio_socket_disconnect(connection->socket, ENGINEIO_CLOSE_NORMAL);
}

/* While an event of this connection is handled its end waits until that has been answered. */
static void close_connection(struct app_connection *connection, enum app_closing closing,
                             int code) {
    connection->closing = closing;
    connection->code = code;
    if (!connection->busy)
        close_now(connection);
}

static void disconnect(void *context, void *successor) {
    struct app_connection *connection = context;
    /* another namespace of the same connection: only the one that lost the stream has to go */
    bool same = successor && session_of(successor) == session_of(connection);
    close_connection(connection, same ? APP_CLOSING_LEAVE : APP_CLOSING_DISCONNECT, 0);
}

static void close_socket(void *context, int code) {
    close_connection(context, APP_CLOSING_WEBSOCKET, code);
}

static void pause_reading(void *context, bool paused) {
    struct engineio_session *session = session_of(context);
    if (session)
        engineio_session_pause(session, paused);
}

static void mute(void *context) {
    ((struct app_connection *)context)->ack_due = false;
}

static const struct stream_output output = {.send = send,
                                            .mute = mute,
                                            .disconnect = disconnect,
                                            .close = close_socket,
                                            .lose = app_service_lose,
                                            .pause = pause_reading};

/* ---- deviations ---------------------------------------------------------------------------- */

/* Those of the schema: the log hears them one by one; the tap has them with their event. */
static void tell_deviations(const struct app_connection *connection,
                            const struct codec_event *event, struct codec_text fragment_id,
                            const struct codec_report *report) {
    char name[APP_EVENT_NAME_MAX];
    if (!report->count || !connection->service->config.watch)
        return;
    const struct stream_subject subject =
        stream_connection_subject(connection->client, fragment_id);
    (void)snprintf(name, sizeof name, "%.*s", (int)event->name.len, event->name.ptr);
    for (size_t i = 0; i < report->count && i < report->capacity; i++) {
        const struct codec_error *error = &report->errors[i];
        app_watch_observer.deviation(
            connection->service->config.watch, &subject,
            &(struct stream_deviation){name, error->pointer, error->keyword, error->message});
    }
}

/* A header that names another stream, or worker, than stream:init (protocol §9). */
static void check_header(const struct app_connection *connection, const char *header,
                         struct codec_text given, const char *sentence) {
    struct engineio_session *session = session_of(connection);
    struct base_slice value =
        session ? engineio_session_header(session, base_slice_of(header)) : base_slice(NULL, 0);
    const struct codec_text none = {.ptr = NULL};
    if (value.len && !codec_text_equal(given, codec_text_plain(value)))
        stream_connection_deviation(
            connection->client, none,
            &(struct stream_deviation){"stream:init", "", header, sentence});
}

/* ---- in ------------------------------------------------------------------------------------ */

static void init(struct app_connection *connection, const void *message,
                 struct base_buffer *owner) {
    const struct sts_stream_init *event = message;
    (void)owner;
    check_header(connection, "x-stream-id", event->stream_id,
                 "the header X-Stream-ID names another stream than stream:init");
    check_header(connection, "x-worker-id", event->worker_id,
                 "the header X-Worker-ID names another worker than stream:init");
    if (app_auth_covers(connection->key, event->stream_id))
        stream_connection_on_init(connection->client, event);
    else
        app_service_error(connection, STS_ERROR_CODE_AUTH_FAILED, event->stream_id,
                          "this API key does not cover the stream");
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

/* One row for each event of a worker that this service answers, and what the answer is; any may be
 * answered with an error. */
static const struct {
    app_event_handler *handle;
    enum sts_event_id reply;
} handlers[STS_EVENT_COUNT] = {
    [STS_EVENT_STREAM_INIT] = {init, STS_EVENT_STREAM_READY},
    [STS_EVENT_FRAGMENT_DATA] = {fragment, STS_EVENT_FRAGMENT_ACK},
    [STS_EVENT_WORKER_FRAGMENT_ACK] = {ack, STS_EVENT_ERROR},
    [STS_EVENT_STREAM_PAUSE] = {pause_stream, STS_EVENT_ERROR},
    [STS_EVENT_STREAM_RESUME] = {resume, STS_EVENT_ERROR},
    [STS_EVENT_STREAM_END] = {end, STS_EVENT_STREAM_COMPLETE},
    [STS_EVENT_CONFIG_ERROR_SIMULATION] = {app_service_error_simulation,
                                           STS_EVENT_CONFIG_ERROR_SIMULATION_ACK},
    [STS_EVENT_CONFIG_PROCESSING_DELAY] = {app_service_processing_delay,
                                           STS_EVENT_CONFIG_PROCESSING_DELAY_ACK},
    [STS_EVENT_CONFIG_BACKPRESSURE] = {app_service_backpressure, STS_EVENT_CONFIG_BACKPRESSURE_ACK},
    [STS_EVENT_SIMULATE_DISCONNECT] = {app_service_disconnect, STS_EVENT_SIMULATE_DISCONNECT_ACK},
};

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

static void refuse(struct app_connection *connection, enum sts_event_id id, const void *message,
                   const struct codec_report *report) {
    const struct codec_text none = {.ptr = NULL};
    bool simple = connection->service->config.settings->streams.simple_error_ack;
    if (id == STS_EVENT_FRAGMENT_DATA) {
        refuse_fragment(connection, message, report);
    } else if (id == STS_EVENT_CONFIG_ERROR_SIMULATION && simple) {
        char sentence[APP_INVALID_SENTENCE];
        app_service_reject_rules(connection,
                                 app_invalid_sentence(&sts_events[id], report, sentence));
    } else {
        app_invalid_payload(connection->client, &sts_events[id], none, report);
    }
}

/* Scenarios hear of it first, so that what they arm acts on it; where the stream begins with it,
 * afterwards. */
static void carry_out(struct app_connection *connection, enum sts_event_id id, const void *message,
                      struct base_buffer *owner) {
    void *before = app_service_own(connection);
    if (before)
        echo_heard(before, sts_events[id].name);
    handlers[id].handle(connection, message, owner);
    void *after = app_service_own(connection);
    if (!before && after)
        echo_heard(after, sts_events[id].name);
}

static void handle(struct app_connection *connection, enum sts_event_id id,
                   struct socketio_event *event) {
    _Alignas(max_align_t) char message[MESSAGE_SIZE];
    const struct app_service_config *config = &connection->service->config;
    const struct codec_event *row = &sts_events[id];
    connection->reply = handlers[id].reply;
    struct codec_error errors[APP_INVALID_MAX], deviations[APP_INVALID_MAX];
    struct codec_report report = {errors, APP_INVALID_MAX, 0};
    struct codec_report noted = {deviations, APP_INVALID_MAX, 0};
    memset(message, 0, row->size);
    event->in.errors = &report;
    event->in.deviations = config->watch || journal_tap_heard(config->tap) ? &noted : NULL;
    event->in.strict = config->settings->streams.strict;
    enum socketio_verdict verdict = socketio_event_argument(event, row->payload, message);
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
    struct codec_text fragment_id = {.ptr = NULL};
    if (id == STS_EVENT_FRAGMENT_DATA)
        fragment_id = ((const struct sts_fragment_data *)(const void *)message)->fragment_id;
    if (verdict == SOCKETIO_OK)
        carry_out(connection, id, message, event->owner);
    else
        refuse(connection, id, message, &report);
    tell_deviations(connection, row, fragment_id, &noted);
}

/* An event that there is no handler for: `name` is its plain name, possibly cut. */
static void handle_unknown(struct app_connection *connection, struct socketio_event *event,
                           struct base_slice name) {
    struct base_slice arguments;
    enum socketio_verdict verdict = socketio_event_arguments(event, &arguments);
    struct journal_traffic traffic = {
        .event = STS_EVENT_COUNT, .payload = &arguments, .payload_count = arguments.len > 0};
    app_service_tap_in(connection, event, verdict, &traffic);
    if (verdict != SOCKETIO_MALFORMED)
        app_invalid_name(connection->client, name);
}

static void on_event(void *context, struct socketio_socket *socket, struct socketio_event *event) {
    struct app_connection *connection = socketio_socket_user(socket);
    (void)context;
    if (connection->closing != APP_CLOSING_NONE)
        return;
    connection->busy = true;
    connection->ack_due = event->has_ack;
    connection->ack_id = event->ack_id;
    connection->reply = STS_EVENT_ERROR;
    stream_connection_heard(connection->client);
    char name[APP_EVENT_NAME_MAX];
    size_t len = codec_text_copy(event->name, name, sizeof name);
    struct base_slice plain = len <= sizeof name ? base_slice(name, len) : base_slice_of("...");
    const struct codec_event *found = sts_event_find(STS_FROM_WORKER, plain);
    if (found && handlers[sts_event_id_of(found)].handle)
        handle(connection, sts_event_id_of(found), event);
    else
        handle_unknown(connection, event, plain);
    if (connection->ack_due && connection->socket) {
        app_service_tap_ack(connection);
        (void)socketio_acknowledge(socket, connection->ack_id, &(struct socketio_payload){0});
    }
    connection->ack_due = false;
    connection->busy = false;
    if (connection->closing != APP_CLOSING_NONE)
        close_now(connection);
}

/* ---- connections --------------------------------------------------------------------------- */

/* False: refused, and everybody was told. */
static bool authenticate(struct app_service *service, struct socketio_socket *socket,
                         struct base_slice auth, const struct app_auth_key **key,
                         struct socketio_refusal *refusal) {
    const struct base_slice name = BASE_SLICE("token");
    struct codec_text token = {.ptr = NULL};
    const struct journal_client client = client_of(socket);
    (void)socketio_auth_member(auth, name, &token);
    enum app_auth_verdict verdict = app_auth_check(service->config.auth, client.address, token,
                                                   service->config.timers->now, key);
    if (verdict == APP_AUTH_OK)
        return true;
    refusal->payload = app_auth_refusal(verdict);
    if (service->config.watch)
        app_watch_refused(service->config.watch, &client, verdict);
    app_service_tap_client(service, NULL,
                           (struct journal_traffic){.kind = JOURNAL_REFUSED,
                                                    .client = client,
                                                    .reason = app_watch_refusal_text(verdict)});
    return false;
}

static bool on_connecting(void *context, struct socketio_socket *socket, struct base_slice auth,
                          struct socketio_refusal *refusal) {
    struct app_service *service = context;
    struct base_memory *memory = service->config.memory;
    const struct app_auth_key *key = NULL;
    if (!authenticate(service, socket, auth, &key, refusal))
        return false;
    struct app_connection *connection = base_memory_zero(memory, sizeof *connection);
    struct stream_connection *client =
        connection ? stream_connection_new(service->registry, connection,
                                           app_auth_key_index(service->config.auth, key))
                   : NULL;
    if (!client) {
        base_memory_give(memory, connection, sizeof *connection);
        *refusal =
            (struct socketio_refusal){.payload = BASE_SLICE("{\"message\":\"Out of memory\"}")};
        return false;
    }
    *connection =
        (struct app_connection){.service = service, .socket = socket, .client = client, .key = key};
    socketio_socket_set_user(socket, connection);
    return true;
}

static void on_connected(void *context, struct socketio_socket *socket, struct base_slice auth) {
    struct app_service *service = context;
    const struct journal_client client = client_of(socket);
    (void)auth;
    if (service->config.watch)
        app_watch_connected(service->config.watch, &client);
    app_service_tap_client(service, NULL,
                           (struct journal_traffic){.kind = JOURNAL_CONNECTED, .client = client});
}

static void free_connection(struct app_connection *connection) {
    base_list_remove(&connection->closed);
    base_timer_disarm(connection->service->config.timers, &connection->loss_timer);
    base_list_remove(&connection->losing);
    stream_connection_free(connection->client, connection->departure);
    base_memory_give(connection->service->config.memory, connection, sizeof *connection);
}

static void free_closed(struct base_timers *timers, struct base_timer *timer) {
    struct app_service *service = BASE_CONTAINER(timer, struct app_service, freeing);
    struct base_list_node *node;
    (void)timers;
    while ((node = base_list_first(&service->closed)))
        free_connection(BASE_CONTAINER(node, struct app_connection, closed));
}

/* A stream that is sending, or handles an event, is not to lose its connection under its feet: the
 * connection is then freed by the timers. */
static void on_disconnected(void *context, struct socketio_socket *socket,
                            enum socketio_reason reason) {
    struct app_service *service = context;
    struct app_connection *connection = socketio_socket_user(socket);
    const struct journal_client client = client_of(socket);
    if (service->config.watch)
        app_watch_disconnected(service->config.watch, &client, socketio_reason_text(reason));
    app_service_tap_client(service, connection,
                           (struct journal_traffic){.kind = JOURNAL_DISCONNECTED,
                                                    .client = client,
                                                    .reason = socketio_reason_text(reason)});
    connection->socket = NULL;
    connection->closing = APP_CLOSING_DISCONNECT;
    connection->departure =
        reason == SOCKETIO_REASON_CLIENT_DISCONNECT ? STREAM_DEPARTURE_LEFT : STREAM_DEPARTURE_LOST;
    if (!connection->busy && !service->sending) {
        free_connection(connection);
        return;
    }
    base_list_append(&service->closed, &connection->closed);
    base_timer_arm(service->config.timers, &service->freeing, service->config.timers->now);
}

const struct socketio_handler app_service_handler = {
    .connecting = on_connecting,
    .connected = on_connected,
    .event = on_event,
    .disconnected = on_disconnected,
    .astray = app_service_tap_astray,
    .malformed = app_service_tap_malformed,
    .admit = app_service_admit,
};

/* ---- the service --------------------------------------------------------------------------- */

static bool messages_fit(void) {
    for (size_t id = 0; id < STS_EVENT_COUNT; id++)
        if (handlers[id].handle && sts_events[id].size > MESSAGE_SIZE)
            return false;
    return true;
}

static bool make(struct app_service *service) {
    const struct app_service_config *config = &service->config;
    struct base_hash_seed seed;
    if (!messages_fit() || !config->random(NULL, &seed, sizeof seed))
        return false;
    service->echo = echo_new(&(struct echo_config){
        .memory = config->memory,
        .timers = config->timers,
        .settings = &config->settings->streams,
        .seed = seed,
        .refuse = app_service_refuse_handshakes,
        .refuse_context = service,
    });
    if (!service->echo)
        return false;
    service->processor = echo_processor(service->echo);
    service->registry = stream_registry_new(&(struct stream_registry_config){
        .memory = config->memory,
        .timers = config->timers,
        .random = config->random,
        .settings = &config->settings->streams,
        .output = &output,
        .processor = &service->processor,
        .watchers = {{&app_service_tap_observer, service},
                     {config->watch ? &app_watch_observer : NULL, config->watch}},
        .key_count = app_auth_key_count(config->auth),
    });
    return service->registry;
}

struct app_service *app_service_new(const struct app_service_config *config) {
    struct app_service *service = base_memory_zero(config->memory, sizeof *service);
    if (!service)
        return NULL;
    service->config = *config;
    service->started_at = config->timers->now;
    service->freeing.fire = free_closed;
    service->refusing.fire = app_service_stop_refusing;
    base_list_init(&service->closed);
    base_list_init(&service->losing);
    if (make(service))
        return service;
    app_service_free(service);
    return NULL;
}

void app_service_free(struct app_service *service) {
    if (!service)
        return;
    free_closed(service->config.timers, &service->freeing);
    base_timer_disarm(service->config.timers, &service->freeing);
    base_timer_disarm(service->config.timers, &service->refusing);
    stream_registry_free(service->registry);
    echo_free(service->echo);
    base_memory_give(service->config.memory, service, sizeof *service);
}

struct stream_registry *app_service_registry(const struct app_service *service) {
    return service->registry;
}

struct echo *app_service_echo(const struct app_service *service) {
    return service->echo;
}

size_t app_service_streams(const struct app_service *service) {
    return stream_registry_counts(service->registry).attached;
}

size_t app_service_health(const struct app_service *service, char *out, size_t size) {
    uint64_t up = service->config.timers->now - service->started_at;
    struct stream_registry_counts counts = stream_registry_counts(service->registry);
    int n = snprintf(out, size,
                     "{\"status\":\"healthy\",\"service\":\"echo-sts\",\"sessions\":%zu,"
                     "\"parked\":%zu,\"uptime_seconds\":%llu,\"version\":\"%s\","
                     "\"protocol_hash\":\"%s\"}\n",
                     counts.attached, counts.parked, (unsigned long long)(up / 1000), ECHO_VERSION,
                     STS_PROTOCOL_HASH);
    return n > 0 && (size_t)n < size ? (size_t)n : 0;
}
