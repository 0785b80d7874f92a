#include "app/service/loss.h"

#include "app/service/tap.h"
#include "base/glob.h"
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

/* ---- handshakes ---------------------------------------------------------------------------- */

void app_loss_refuse_handshakes(void *context, uint64_t ms) {
    struct app_service *service = context;
    uint64_t until = service->config.timers->now + ms;
    if (service->refusing.armed && until <= service->refusing.deadline)
        return;
    base_timer_arm(service->config.timers, &service->refusing, until);
    base_log(service->config.log, BASE_LOG_INFO,
             "simulated: new handshakes get HTTP 503 for %llu ms", (unsigned long long)ms);
}

void app_loss_stop_refusing(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    (void)timer;
}

int app_loss_admit(void *context, const struct engineio_head *head) {
    const struct app_service *service = context;
    (void)head;
    return service->refusing.armed ? 503 : 0;
}

/* ---- losing -------------------------------------------------------------------------------- */

void app_loss_lose(void *context, const struct stream_loss *loss) {
    struct app_connection *connection = context;
    if (loss->refuse_ms)
        app_loss_refuse_handshakes(connection->service, loss->refuse_ms);
    if (!connection->socket || !socketio_socket_session(connection->socket))
        return;
    app_service_tap_losing(connection, loss);
    connection->is_reset = loss->mode == STS_DISCONNECT_MODE_RESET;
    modes[loss->mode](connection->socket, loss->code);
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
    connection->loss =
        (struct stream_loss){disconnect->mode, disconnect->code, (uint64_t)disconnect->refuse_ms};
    if (!base_list_linked(&connection->losing))
        base_list_append(&connection->service->losing, &connection->losing);
    connection->loss_timer.fire = lose_own;
    base_timer_arm(timers, &connection->loss_timer, timers->now + (uint64_t)disconnect->delay_ms);
}

void app_loss_cancel(struct app_connection *connection) {
    base_timer_disarm(connection->service->config.timers, &connection->loss_timer);
    base_list_remove(&connection->losing);
}

static bool is_meant(const struct app_connection *connection, struct base_slice pattern, bool all) {
    const struct stream *stream = stream_connection_stream(connection->client);
    char text[STREAM_ID_SIZE];
    if (!stream)
        return all;
    size_t length = codec_text_copy(stream_id(stream), text, sizeof text);
    return base_glob_match(pattern, base_slice(text, length));
}

void app_loss_reset(struct app_service *service, struct codec_text pattern) {
    char text[STREAM_ID_SIZE];
    struct base_slice plain = base_slice(text, codec_text_copy(pattern, text, sizeof text));
    bool all = base_slice_equal(plain, base_slice_of("*"));
    app_service_tap_reset(service, plain);
    struct base_list_node *node = base_list_first(&service->losing);
    if (all)
        base_timer_disarm(service->config.timers, &service->refusing);
    while (node) {
        struct app_connection *connection = BASE_CONTAINER(node, struct app_connection, losing);
        node = base_list_next(&service->losing, node);
        if (is_meant(connection, plain, all))
            app_loss_cancel(connection);
    }
}
