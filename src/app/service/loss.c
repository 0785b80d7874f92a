#include "app/service/loss.h"

#include "app/service/connection.h"
#include "app/service/tap.h"
#include "base/glob.h"
#include "base/utf8.h"
#include "stream/id.h"

/* ---- ways to lose a connection ------------------------------------------------------------- */

static void lose_server_disconnect(struct socketio_socket *socket, int code) {
    (void)code;
    socketio_socket_disconnect(socket, ENGINEIO_CLOSE_NORMAL, NULL);
}

static void lose_fin(struct socketio_socket *socket, int code) {
    (void)code;
    engineio_session_abort(socketio_socket_session(socket), ENGINEIO_ENDING_FIN);
}

static void lose_reset(struct socketio_socket *socket, int code) {
    (void)code;
    engineio_session_abort(socketio_socket_session(socket), ENGINEIO_ENDING_RESET);
}

static void lose_stall(struct socketio_socket *socket, int code) {
    (void)code;
    engineio_session_stall(socketio_socket_session(socket));
}

static void lose_close(struct socketio_socket *socket, int code) {
    socketio_socket_close(socket, code, NULL);
}

/* The ways to lose a connection. */
static void (*const modes[STS_DISCONNECT_MODE_COUNT])(struct socketio_socket *socket, int code) = {
#define ROW(NAME, name, text) [STS_DISCONNECT_MODE_##NAME] = lose_##name,
    STS_DISCONNECT_MODES(ROW)
#undef ROW
};

/* ---- refusing ------------------------------------------------------------------------------ */

static bool is_refused(struct app_service *service, const struct journal_client *client,
                       struct base_slice stream_id) {
    struct echo_refused refused;
    if (!echo_is_refused(service->echo, stream_id, client->id.len, &refused))
        return false;
    const struct journal_refusal refusal = {refused.scope, refused.left_ms, refused.attempt};
    app_service_tap_turned_away(service, client, stream_id, &refusal);
    return true;
}

/* What can be the id of a stream; else empty, as if nothing was named. */
static struct base_slice as_id(struct base_slice text) {
    bool fits = text.len <= STS_STREAM_ID_BYTES && base_utf8_valid(text);
    return fits ? text : base_slice(NULL, 0);
}

int app_loss_admit(void *context, const struct engineio_head *head) {
    const struct base_slice id_header = BASE_SLICE("x-stream-id");
    const struct base_slice worker_header = BASE_SLICE("x-worker-id");
    char room[STS_STREAM_ID_BYTES];
    const struct journal_client client = {
        .address = head->address,
        .stream_id = engineio_header_find(head->headers, head->header_count, id_header),
        .worker_id = engineio_header_find(head->headers, head->header_count, worker_header),
    };
    const struct base_slice by_header = as_id(client.stream_id);
    const struct base_slice by_query =
        as_id(engineio_head_parameter(head, base_slice_of("stream_id"), room, sizeof room));
    const struct base_slice named = by_header.len ? by_header : by_query;
    if (is_refused(context, &client, named))
        return 503;
    bool differs = by_query.len && !base_slice_equal(by_query, named);
    return differs && is_refused(context, &client, by_query) ? 503 : 0;
}

/* Both a refused worker and one that meets a real outage find the connection gone. */
bool app_loss_admit_stream(struct app_connection *connection, struct codec_text stream_id) {
    static const struct stream_loss loss = {.mode = STS_DISCONNECT_MODE_FIN};
    char text[STREAM_ID_SIZE];
    const struct base_slice plain = base_slice(text, codec_text_copy(stream_id, text, sizeof text));
    const struct journal_client client = app_service_tap_client(connection);
    if (!is_refused(connection->service, &client, plain))
        return true;
    app_loss_lose(connection, &loss);
    return false;
}

/* ---- losing -------------------------------------------------------------------------------- */

static void refuse_own(const struct app_connection *connection, const struct stream_loss *loss) {
    char id[STREAM_ID_SIZE], pattern[2 * STREAM_ID_SIZE];
    const struct base_slice plain =
        base_slice(id, codec_text_copy(stream_connection_id(connection->client), id, sizeof id));
    if (plain.len)
        (void)echo_refuse(connection->service->echo, base_glob_of(plain, pattern), loss, NULL);
    else if (loss->scope == STS_REFUSE_SCOPE_SERVER)
        (void)echo_refuse(connection->service->echo, base_slice_of("*"), loss, NULL);
}

static void lose(struct app_connection *connection, const struct stream_loss *loss) {
    connection->is_reset = loss->mode == STS_DISCONNECT_MODE_RESET;
    modes[loss->mode](connection->socket, loss->code);
}

void app_loss_lose(void *context, const struct stream_loss *loss) {
    struct app_connection *connection = context;
    if (loss->refuse_ms && !loss->refusing)
        refuse_own(connection, loss);
    if (!app_connection_session(connection))
        return;
    app_service_tap_losing(connection, loss);
    lose(connection, loss);
}

void app_loss_delete(struct stream *stream, const struct stream_loss *loss) {
    struct app_connection *connection = stream_context(stream);
    bool is_connected = connection && app_connection_session(connection);
    if (is_connected) /* it is told of the stream, which is gone when the connection is */
        app_service_tap_losing(connection, loss);
    (void)stream_delete(stream);
    if (is_connected)
        lose(connection, loss);
}

static void lose_own(struct base_timers *timers, struct base_timer *timer) {
    struct app_connection *connection = BASE_CONTAINER(timer, struct app_connection, loss_timer);
    const struct stream_loss loss = connection->loss;
    (void)timers;
    base_list_remove(&connection->losing);
    app_loss_lose(connection, &loss);
}

void app_loss_schedule(struct app_connection *connection,
                       const struct sts_scenario_disconnect *disconnect) {
    struct base_timers *timers = connection->service->config.timers;
    connection->loss = echo_loss(disconnect);
    if (!base_list_linked(&connection->losing))
        base_list_append(&connection->service->losing, &connection->losing);
    connection->loss_timer.fire = lose_own;
    base_timer_arm(timers, &connection->loss_timer, timers->now + (uint64_t)disconnect->delay_ms);
}

void app_loss_cancel(struct app_connection *connection) {
    base_timer_disarm(connection->service->config.timers, &connection->loss_timer);
    base_list_remove(&connection->losing);
}

/* ---- resetting ------------------------------------------------------------------------------ */

static bool is_meant(const struct app_connection *connection, struct base_slice pattern, bool all) {
    const struct stream *stream = stream_connection_stream(connection->client);
    char text[STREAM_ID_SIZE];
    if (!stream)
        return all;
    size_t length = codec_text_copy(stream_id(stream), text, sizeof text);
    return base_glob_match(pattern, base_slice(text, length));
}

static bool is_stalled(const struct app_connection *connection) {
    const struct engineio_session *session = app_connection_session(connection);
    return session && engineio_session_is_stalled(session);
}

static struct app_connection *first_stalled(const struct app_service *service,
                                            struct base_slice pattern, bool all) {
    struct base_list_node *node = base_list_first(&service->clients.connections);
    for (; node; node = base_list_next(&service->clients.connections, node)) {
        struct app_client *client = BASE_CONTAINER(node, struct app_client, node);
        struct app_connection *connection = BASE_CONTAINER(client, struct app_connection, listed);
        if (is_stalled(connection) && is_meant(connection, pattern, all))
            return connection;
    }
    return NULL;
}

/* What a stalled client was sent is lost to it, so it cannot go on; it can come back. One loss may
 * take several connections along. */
static void release_stalled(const struct app_service *service, struct base_slice pattern,
                            bool all) {
    static const struct stream_loss loss = {.mode = STS_DISCONNECT_MODE_FIN};
    struct app_connection *connection;
    while ((connection = first_stalled(service, pattern, all)))
        app_loss_lose(connection, &loss);
}

void app_loss_reset(struct app_service *service, struct codec_text pattern) {
    char text[STREAM_ID_SIZE];
    struct base_slice plain = base_slice(text, codec_text_copy(pattern, text, sizeof text));
    bool all = base_slice_equal(plain, base_slice_of("*"));
    app_service_tap_reset(service, plain);
    struct base_list_node *node = base_list_first(&service->losing);
    while (node) {
        struct app_connection *connection = BASE_CONTAINER(node, struct app_connection, losing);
        node = base_list_next(&service->losing, node);
        if (is_meant(connection, plain, all))
            app_loss_cancel(connection);
    }
    release_stalled(service, plain, all);
}
