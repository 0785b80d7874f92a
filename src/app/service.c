#include "app/service.h"

#include "app/invalid.h"
#include "echo/echo.h"
#include "stream/stream.h"

#include <stdio.h>

/* What of an event is not borrowed: ids (256 characters of at most 12 bytes each), the sentences
 * and findings of an error. */
#define OWN_BYTES_MAX 65536

#define INVALID_KEY                                                                                \
    "{\"message\":\"Invalid API key\",\"data\":{\"code\":\"AUTH_FAILED\","                         \
    "\"message\":\"Invalid API key\",\"severity\":\"fatal\",\"retryable\":false}}"

const struct base_slice app_service_namespaces[] = {BASE_SLICE("/"), BASE_SLICE("/sts"),
                                                    BASE_SLICE("/ws/sts")};
const size_t app_service_namespace_count =
    sizeof app_service_namespaces / sizeof *app_service_namespaces;

struct app_service {
    struct app_service_config config;
    struct stream_config streams;
    uint64_t started_at; /* ms */
    size_t open_streams;
};

/* One socket: a client in one namespace, with its stream. */
struct connection {
    struct app_service *service;
    struct socketio_socket *socket;
    struct stream *stream;
    bool counted; /* in open_streams */
    /* While an event that asked for an acknowledgement is handled: the first reply is its answer.
     */
    bool ack_due;
    uint64_t ack_id;
};

/* ---- out ----------------------------------------------------------------------------------- */

static void log_lost(struct app_service *service, const struct codec_event *event,
                     const char *reason) {
    base_log(service->config.log, BASE_LOG_ERROR, "cannot send %.*s: %s", (int)event->name.len,
             event->name.ptr, reason);
}

static void send(void *context, enum sts_event_id id, const void *message,
                 struct base_buffer *owner) {
    struct connection *connection = context;
    struct app_service *service = connection->service;
    const struct codec_event *event = &sts_events[id];
    char own[OWN_BYTES_MAX];
    struct codec_out out;
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
    if (connection->ack_due) {
        connection->ack_due = false;
        sent = socketio_acknowledge(connection->socket, connection->ack_id, &payload);
    }
    if (!socketio_emit(connection->socket, event->name, &payload) || !sent)
        log_lost(service, event, "out of memory");
}

static void disconnect(void *context) {
    struct connection *connection = context;
    socketio_socket_disconnect(connection->socket, ENGINEIO_CLOSE_NORMAL);
}

static const struct stream_output output = {.send = send, .disconnect = disconnect};

/* ---- in ------------------------------------------------------------------------------------ */

/* One row for each event of a worker that this service answers. */
static void init(struct stream *stream, const void *message, struct base_buffer *owner) {
    (void)owner;
    stream_on_init(stream, message);
}

static void fragment(struct stream *stream, const void *message, struct base_buffer *owner) {
    stream_on_fragment(stream, message, owner);
}

static void ack(struct stream *stream, const void *message, struct base_buffer *owner) {
    (void)owner;
    stream_on_ack(stream, message);
}

static void pause_stream(struct stream *stream, const void *message, struct base_buffer *owner) {
    (void)owner;
    stream_on_pause(stream, message);
}

static void resume(struct stream *stream, const void *message, struct base_buffer *owner) {
    (void)owner;
    stream_on_resume(stream, message);
}

static void end(struct stream *stream, const void *message, struct base_buffer *owner) {
    (void)owner;
    stream_on_end(stream, message);
}

static const struct {
    enum sts_event_id id;
    void (*handle)(struct stream *stream, const void *message, struct base_buffer *owner);
} handlers[] = {
    {STS_EVENT_STREAM_INIT, init},        {STS_EVENT_FRAGMENT_DATA, fragment},
    {STS_EVENT_WORKER_FRAGMENT_ACK, ack}, {STS_EVENT_STREAM_PAUSE, pause_stream},
    {STS_EVENT_STREAM_RESUME, resume},    {STS_EVENT_STREAM_END, end},
};

/* Memory for whichever event arrives. */
union message {
    struct sts_stream_init stream_init;
    struct sts_fragment_data fragment_data;
    struct sts_worker_fragment_ack worker_fragment_ack;
    struct sts_stream_pause stream_pause;
    struct sts_stream_resume stream_resume;
    struct sts_stream_end stream_end;
};

static void handle(struct connection *connection, enum sts_event_id id,
                   struct socketio_event *event) {
    union message message = {0};
    struct codec_error errors[APP_INVALID_MAX];
    struct codec_report report = {errors, APP_INVALID_MAX, 0};
    event->in.errors = &report;
    size_t row = 0;
    while (handlers[row].id != id)
        row++;
    enum socketio_verdict verdict =
        socketio_event_argument(event, sts_events[id].payload, &message);
    if (verdict == SOCKETIO_MALFORMED)
        return;
    if (verdict == SOCKETIO_OK) {
        handlers[row].handle(connection->stream, &message, event->owner);
        return;
    }
    struct codec_text fragment_id = {.ptr = NULL};
    if (id == STS_EVENT_FRAGMENT_DATA) {
        if (!app_invalid_member(&report, "/fragment_id"))
            fragment_id = message.fragment_data.fragment_id;
        /* whether there is a stream that takes fragments goes before what is wrong with this one */
        if (!stream_takes_fragments(connection->stream, fragment_id))
            return;
    }
    app_invalid_payload(connection->stream, &sts_events[id], fragment_id, &report);
}

static bool is_handled(enum sts_event_id id) {
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (handlers[i].id == id)
            return true;
    return false;
}

static void on_event(void *context, struct socketio_socket *socket, struct socketio_event *event) {
    (void)context;
    struct connection *connection = socketio_socket_user(socket);
    connection->ack_due = event->has_ack;
    connection->ack_id = event->ack_id;
    char name[APP_EVENT_NAME_MAX];
    size_t len = codec_text_copy(event->name, name, sizeof name);
    struct base_slice plain = len <= sizeof name ? base_slice(name, len) : base_slice_of("...");
    const struct codec_event *found = sts_event_find(STS_FROM_WORKER, plain);
    if (found && is_handled(sts_event_id_of(found)))
        handle(connection, sts_event_id_of(found), event);
    else if (socketio_event_arguments(event, NULL) != SOCKETIO_MALFORMED)
        app_invalid_name(connection->stream, plain);
    if (connection->ack_due)
        (void)socketio_acknowledge(socket, connection->ack_id, &(struct socketio_payload){0});
    connection->ack_due = false;
    bool open = stream_state(connection->stream) != STS_STREAM_STATE_INITIALIZING;
    if (open && !connection->counted)
        connection->service->open_streams++;
    connection->counted = open;
}

/* ---- connections --------------------------------------------------------------------------- */

/* Takes as long for a wrong key as for a right one of the same length. */
static bool same_key(struct codec_text given, const char *key) {
    char plain[1024];
    size_t len = codec_text_copy(given, plain, sizeof plain), expected = strlen(key);
    unsigned char differs = len != expected || len > sizeof plain;
    for (size_t i = 0; i < expected; i++)
        differs |= (unsigned char)(plain[i < len && i < sizeof plain ? i : 0] ^ key[i]);
    return len > 0 && !differs;
}

static bool on_connecting(void *context, struct socketio_socket *socket, struct base_slice auth,
                          struct socketio_refusal *refusal) {
    struct app_service *service = context;
    const struct base_slice token = BASE_SLICE("token");
    struct codec_text given;
    const struct app_config *settings = service->config.settings;
    if (settings->require_auth &&
        !(socketio_auth_member(auth, token, &given) && same_key(given, settings->api_key))) {
        *refusal = (struct socketio_refusal){.payload = BASE_SLICE(INVALID_KEY)};
        return false;
    }
    struct connection *connection = base_memory_zero(service->config.memory, sizeof *connection);
    struct stream *stream = connection ? stream_new(&service->streams, connection) : NULL;
    if (!stream) {
        base_memory_give(service->config.memory, connection, sizeof *connection);
        *refusal =
            (struct socketio_refusal){.payload = BASE_SLICE("{\"message\":\"Out of memory\"}")};
        return false;
    }
    *connection = (struct connection){.service = service, .socket = socket, .stream = stream};
    socketio_socket_set_user(socket, connection);
    return true;
}

static void on_connected(void *context, struct socketio_socket *socket, struct base_slice auth) {
    struct app_service *service = context;
    (void)auth;
    struct base_slice name = socketio_socket_namespace(socket), id = socketio_socket_id(socket);
    base_log(service->config.log, BASE_LOG_INFO, "connected: %.*s in namespace %.*s", (int)id.len,
             id.ptr, (int)name.len, name.ptr);
}

static void on_disconnected(void *context, struct socketio_socket *socket,
                            enum socketio_reason reason) {
    struct app_service *service = context;
    struct connection *connection = socketio_socket_user(socket);
    struct base_slice id = socketio_socket_id(socket);
    base_log(service->config.log, BASE_LOG_INFO, "disconnected: %.*s (%s)", (int)id.len, id.ptr,
             socketio_reason_text(reason));
    service->open_streams -= connection->counted;
    stream_free(connection->stream);
    base_memory_give(service->config.memory, connection, sizeof *connection);
}

const struct socketio_handler app_service_handler = {
    .connecting = on_connecting,
    .connected = on_connected,
    .event = on_event,
    .disconnected = on_disconnected,
};

/* ---- the service --------------------------------------------------------------------------- */

struct app_service *app_service_new(const struct app_service_config *config) {
    struct app_service *service = base_memory_zero(config->memory, sizeof *service);
    if (!service)
        return NULL;
    service->config = *config;
    service->started_at = config->timers->now;
    service->streams = (struct stream_config){
        .memory = config->memory,
        .timers = config->timers,
        .random = config->random,
        .output = &output,
        .processor = &echo_processor,
        .auto_disconnect_delay = (uint64_t)config->settings->auto_disconnect_delay,
    };
    return service;
}

void app_service_free(struct app_service *service) {
    if (service)
        base_memory_give(service->config.memory, service, sizeof *service);
}

size_t app_service_streams(const struct app_service *service) {
    return service->open_streams;
}

size_t app_service_health(const struct app_service *service, char *out, size_t size) {
    uint64_t up = service->config.timers->now - service->started_at;
    int n = snprintf(out, size,
                     "{\"status\":\"healthy\",\"service\":\"echo-sts\",\"sessions\":%zu,"
                     "\"parked\":0,\"uptime_seconds\":%llu,\"version\":\"%s\","
                     "\"protocol_hash\":\"%s\"}\n",
                     service->open_streams, (unsigned long long)(up / 1000), ECHO_VERSION,
                     STS_PROTOCOL_HASH);
    return n > 0 && (size_t)n < size ? (size_t)n : 0;
}
