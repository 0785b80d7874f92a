#include "app/service/connection.h"

#include "app/service/loss.h"
#include "app/service/tap.h"

/* What of an event is not borrowed: ids (256 characters of at most 12 bytes each), the sentences
 * and findings of an error. */
#define OWN_BYTES_MAX 65536
/* Room for the sentence that names an event and what is wrong with it. */
#define SENTENCE_SIZE (CODEC_POINTER_SIZE + CODEC_MESSAGE_SIZE + 128)

/* ---- sending ------------------------------------------------------------------------------- */

/* Whether an event answers the one that is handled. Others may come before it: a change of
 * backpressure, and at stream:end the gaps that it closes and what they held back. */
static bool is_reply(const struct app_connection *connection, enum sts_event_id id,
                     const void *message) {
    if (!connection->busy || connection->substitute)
        return connection->substitute && connection->substitute_replies;
    if (id != STS_EVENT_ERROR)
        return id == connection->reply;
    return connection->reply != STS_EVENT_STREAM_COMPLETE ||
           ((const struct sts_error *)message)->code.value != STS_ERROR_CODE_INVALID_SEQUENCE;
}

static void log_lost(const struct app_service *service, struct base_slice name) {
    base_log(service->config.log, BASE_LOG_ERROR, "cannot send %.*s: out of memory", (int)name.len,
             name.ptr);
}

/* Whether a slice lives as long as `owner`. Audio does. Other long text that was borrowed, such as
 * an id or the sentence of a rule, may be gone before the event has left. */
static bool lies_in(const struct base_buffer *owner, struct base_slice slice) {
    return owner && (uintptr_t)slice.ptr >= (uintptr_t)owner->data &&
           (uintptr_t)slice.ptr + slice.len <= (uintptr_t)owner->data + owner->capacity;
}

/* Sends an event that has been encoded. */
static void transmit(struct app_connection *connection, enum sts_event_id id, const void *message,
                     const struct codec_out *out, struct base_buffer *owner, bool replies) {
    struct app_service *service = connection->service;
    struct base_slice slices[CODEC_SEGMENTS_MAX];
    struct base_buffer *owners[CODEC_SEGMENTS_MAX];
    for (size_t i = 0; i < out->segment_count; i++) {
        slices[i] = out->segments[i].bytes;
        owners[i] = lies_in(owner, slices[i]) ? owner : NULL;
    }
    const struct socketio_payload payload = {
        .count = out->segment_count, .slices = slices, .owners = owners};
    bool sent = true, acknowledges = connection->ack_due && replies;
    app_service_tap_out(connection, id, message, &payload, acknowledges);
    service->sending++;
    if (acknowledges) {
        connection->ack_due = false;
        sent = socketio_acknowledge(connection->socket, connection->ack_id, &payload);
    }
    if (connection->socket)
        sent = socketio_emit(connection->socket, sts_events[id].name, &payload) && sent;
    service->sending--;
    if (!sent)
        log_lost(service, sts_events[id].name);
}

/* An error that says of the event `id` what is wrong with it. */
static void send_finding(struct app_connection *connection, enum sts_event_id id,
                         struct codec_text fragment_id, const struct codec_error *found) {
    char sentence[SENTENCE_SIZE];
    const struct base_slice name = sts_events[id].name;
    const struct codec_text message = codec_text_print(
        sentence, sizeof sentence, "%.*s cannot be sent: %s %s", (int)name.len, name.ptr,
        *found->pointer ? found->pointer : "the payload", found->message);
    const struct sts_schema_error finding = {
        .path = codec_text_plain(base_slice_of(found->pointer)),
        .keyword = codec_text_plain(base_slice_of(found->keyword)),
        .message = codec_text_plain(base_slice_of(found->message)),
    };
    const struct sts_error_metadata metadata = {.has = STS_ERROR_METADATA_HAS_ERRORS,
                                                .errors = {.items = &finding, .count = 1}};
    const struct stream_error error = {
        .code = connection->substitute_replies ? STS_ERROR_CODE_INVALID_CONFIG
                                               : STS_ERROR_CODE_MODEL_ERROR,
        .message = message,
        .stream_id = stream_connection_id(connection->client),
        .fragment_id = fragment_id,
        .metadata = &metadata,
    };
    stream_connection_error(connection->client, &error);
}

/* What is required of `event`, which cannot be sent. */
static void send_plain(struct app_connection *connection, const struct sts_error *event,
                       const struct codec_error *found) {
    bool speaks = strcmp(found->pointer, "/message") != 0;
    const struct stream_error error = {
        .code = event->code.value,
        .other = event->code.text,
        .message = speaks ? event->message : codec_text_plain(base_slice_of(found->message)),
    };
    stream_connection_error(connection->client, &error);
}

/* An event that breaks its own schema is not sent. An error stands in for it; where that cannot be
 * sent either, a plain one. */
static void send_substitute(struct app_connection *connection, enum sts_event_id id,
                            const void *message, const struct codec_error *found, bool replies) {
    const enum app_substitute before = connection->substitute;
    const struct codec_text fragment_id = app_service_tap_fragment(id, message);
    const struct stream_subject subject =
        stream_connection_subject(connection->client, fragment_id);
    app_service_tell_unsent(connection->service, sts_events[id].name, &subject, found);
    if (before == APP_SUBSTITUTE_PLAIN)
        return;
    connection->substitute_replies = replies;
    if (id == STS_EVENT_ERROR) {
        connection->substitute = APP_SUBSTITUTE_PLAIN;
        send_plain(connection, message, found);
    } else {
        connection->substitute = APP_SUBSTITUTE_ERROR;
        send_finding(connection, id, fragment_id, found);
    }
    connection->substitute = before;
}

static bool send(void *context, enum sts_event_id id, const void *message,
                 struct base_buffer *owner) {
    struct app_connection *connection = context;
    char own[OWN_BYTES_MAX];
    struct codec_out out;
    if (!connection->socket)
        return true;
    bool replies = is_reply(connection, id, message);
    codec_out_init(&out, own, sizeof own);
    bool encoded = codec_encode(&out, sts_events[id].payload, message);
    if (encoded)
        transmit(connection, id, message, &out, owner, replies);
    else
        send_substitute(connection, id, message, &out.error, replies);
    return encoded;
}

void app_connection_error(struct app_connection *connection, enum sts_error_code code,
                          struct codec_text stream_id, const char *sentence) {
    const struct stream_error error = {
        .code = code,
        .message = codec_text_plain(base_slice_of(sentence)),
        .stream_id = stream_id,
    };
    stream_connection_error(connection->client, &error);
}

static bool is_stalled(void *context) {
    const struct engineio_session *session = app_connection_session(context);
    return session && engineio_session_is_stalled(session);
}

static bool is_unheard(void *context) {
    const struct engineio_session *session = app_connection_session(context);
    return session && engineio_session_is_unheard(session);
}

static void mute(void *context) {
    ((struct app_connection *)context)->ack_due = false;
}

/* ---- ending -------------------------------------------------------------------------------- */

/* Closes it as it is to be closed. It is freed before this returns. */
static void close_now(struct app_connection *connection) {
    static const char *const words[] = {
        [APP_CLOSING_NONE] = "",
        [APP_CLOSING_DISCONNECT] = "disconnect",
        [APP_CLOSING_LEAVE] = "leave",
        [APP_CLOSING_WEBSOCKET] = "close",
    };
    if (!connection->socket)
        return;
    app_service_tap_closing(connection, words[connection->closing], connection->close_code);
    if (connection->closing == APP_CLOSING_WEBSOCKET)
        socketio_socket_close(connection->socket, connection->close_code, connection->close_why);
    else if (connection->closing == APP_CLOSING_LEAVE)
        socketio_socket_leave(connection->socket);
    else if (connection->closing == APP_CLOSING_DISCONNECT)
        socketio_socket_disconnect(connection->socket, ENGINEIO_CLOSE_NORMAL, NULL);
}

/* While an event of this connection is handled its end waits until that has been answered. */
static void close_connection(struct app_connection *connection, enum app_closing closing, int code,
                             const char *why) {
    connection->closing = closing;
    connection->close_code = code;
    connection->close_why = why;
    if (!connection->busy)
        close_now(connection);
}

struct engineio_session *app_connection_session(const struct app_connection *connection) {
    return connection->socket ? socketio_socket_session(connection->socket) : NULL;
}

static void disconnect(void *context, void *successor) {
    struct app_connection *connection = context;
    /* another namespace of the same connection: only the one that lost the stream has to go */
    bool same =
        successor && app_connection_session(successor) == app_connection_session(connection);
    close_connection(connection, same ? APP_CLOSING_LEAVE : APP_CLOSING_DISCONNECT, 0, NULL);
}

static void close_socket(void *context, int code, const char *why) {
    close_connection(context, APP_CLOSING_WEBSOCKET, code, why);
}

static void pause_reading(void *context, bool paused) {
    struct engineio_session *session = app_connection_session(context);
    if (session)
        engineio_session_pause(session, paused);
}

const struct stream_output app_connection_output = {.send = send,
                                                    .stalled = is_stalled,
                                                    .unheard = is_unheard,
                                                    .mute = mute,
                                                    .disconnect = disconnect,
                                                    .close = close_socket,
                                                    .lose = app_loss_lose,
                                                    .pause = pause_reading};

/* ---- an event ------------------------------------------------------------------------------ */

void app_connection_begin(struct app_connection *connection, const struct socketio_event *event) {
    connection->busy = true;
    connection->ack_due = event->has_ack;
    connection->ack_id = event->ack_id;
    connection->reply = STS_EVENT_ERROR;
    stream_connection_heard(connection->client);
}

void app_connection_finish(struct app_connection *connection) {
    if (connection->ack_due && connection->socket) {
        app_service_tap_ack(connection);
        if (!socketio_acknowledge(connection->socket, connection->ack_id,
                                  &(struct socketio_payload){0}))
            log_lost(connection->service, base_slice_of("an acknowledgement"));
    }
    connection->ack_due = false;
    connection->busy = false;
    if (connection->closing != APP_CLOSING_NONE)
        close_now(connection);
}

/* ---- life ---------------------------------------------------------------------------------- */

void *app_connection_own(const struct app_connection *connection) {
    const struct stream *stream = stream_connection_stream(connection->client);
    return stream ? stream_processing(stream) : NULL;
}

struct app_connection *app_connection_new(struct app_service *service,
                                          struct socketio_socket *socket,
                                          const struct app_auth_key *key) {
    struct base_memory *memory = service->config.memory;
    struct app_connection *connection = base_memory_zero(memory, sizeof *connection);
    struct stream_connection *client =
        connection ? stream_connection_new(service->registry, connection,
                                           app_auth_key_index(service->config.auth, key))
                   : NULL;
    if (!client) {
        base_memory_give(memory, connection, sizeof *connection);
        return NULL;
    }
    *connection =
        (struct app_connection){.service = service, .socket = socket, .client = client, .key = key};
    return connection;
}

void app_connection_free(struct app_connection *connection) {
    base_list_remove(&connection->closed);
    app_loss_cancel(connection);
    stream_connection_free(connection->client, connection->departure);
    base_memory_give(connection->service->config.memory, connection, sizeof *connection);
}
