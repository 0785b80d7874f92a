/* simulation.c - the events of protocol §6: what tests ask the echo to do. */
#include "app/service/internal.h"
#include "app/service/invalid.h"
#include "app/service/tap.h"
#include "base/glob.h"
#include "base/print.h"
#include "stream/id.h"

#include <stdio.h>

#define SENTENCE_SIZE 256

void *app_service_own(const struct app_connection *connection) {
    const struct stream *stream = stream_connection_stream(connection->client);
    return stream ? stream_processing(stream) : NULL;
}

/* What an answer names: the pattern that was given, else the sender's stream. */
static struct codec_text target_of(const struct app_connection *connection, bool named,
                                   struct codec_text pattern) {
    const struct stream *stream = stream_connection_stream(connection->client);
    return named || !stream ? pattern : stream_id(stream);
}

static bool may_arm(struct app_connection *connection, bool named, struct codec_text pattern) {
    if (!named || app_auth_covers_pattern(connection->key, pattern))
        return true;
    app_service_error(connection, STS_ERROR_CODE_AUTH_FAILED, pattern,
                      "this API key does not cover the streams that stream_id names");
    return false;
}

static void refuse_no_stream(struct app_connection *connection, const char *event) {
    char sentence[SENTENCE_SIZE];
    size_t length =
        base_print(sentence, sizeof sentence,
                   "%s: there is no stream on this connection, and none is named", event);
    const struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_HINT,
        .hint = CODEC_TEXT("give a stream_id: an exact id, or a glob such as *"),
    };
    const struct stream_error error = {
        .code = STS_ERROR_CODE_STREAM_NOT_FOUND,
        .message = codec_text_plain(base_slice(sentence, length)),
        .metadata = &metadata,
    };
    stream_connection_error(connection->client, &error);
}

/* As a value that fails its schema. */
static void refuse_script(struct app_connection *connection, size_t index) {
    struct codec_error error = {.keyword = "script",
                                .message = "must not be less than that of the step before"};
    (void)snprintf(error.pointer, sizeof error.pointer, "/script/%zu/after_ms", index);
    const struct codec_report report = {&error, 1, 1};
    const struct codec_text none = {.ptr = NULL};
    app_invalid_payload(connection->client, &sts_events[STS_EVENT_CONFIG_BACKPRESSURE], none,
                        &report);
}

/* False: an error was sent. */
static bool succeeded(struct app_connection *connection, enum echo_result result, const char *event,
                      size_t index) {
    const struct codec_text none = {.ptr = NULL};
    switch (result) {
    case ECHO_CONFIGURED:
        return true;
    case ECHO_NO_STREAM:
        refuse_no_stream(connection, event);
        break;
    case ECHO_DISORDER:
        refuse_script(connection, index);
        break;
    case ECHO_TOO_MUCH:
        app_service_error(connection, STS_ERROR_CODE_INVALID_CONFIG, none,
                          "more than this server keeps armed: clear what is no longer needed");
        break;
    case ECHO_NO_MEMORY:
        app_service_error(connection, STS_ERROR_CODE_QUEUE_FULL, none,
                          "the server is out of memory");
        break;
    }
    return false;
}

static void answer_simple(struct app_connection *connection,
                          enum sts_error_simulation_status status, size_t rules_count,
                          const struct codec_text *reason) {
    struct sts_config_error_simulation_ack ack = {.status = status,
                                                  .rules_count = (int64_t)rules_count};
    if (reason) {
        ack.has = STS_CONFIG_ERROR_SIMULATION_ACK_HAS_MESSAGE;
        ack.message = *reason;
    }
    stream_connection_send(connection->client, STS_EVENT_CONFIG_ERROR_SIMULATION_ACK, &ack);
}

void app_service_reject_rules(struct app_connection *connection, struct codec_text reason) {
    answer_simple(connection, STS_ERROR_SIMULATION_STATUS_REJECTED, 0, &reason);
}

void app_service_error_simulation(struct app_connection *connection, const void *message,
                                  struct base_buffer *owner) {
    const struct sts_config_error_simulation *event = message;
    struct app_service *service = connection->service;
    struct echo_answer answer;
    (void)owner;
    bool named = event->has & STS_CONFIG_ERROR_SIMULATION_HAS_STREAM_ID;
    if (!may_arm(connection, named, event->stream_id))
        return;
    enum echo_result result =
        echo_configure_faults(service->echo, app_service_own(connection), event, &answer);
    if (!succeeded(connection, result, "config:error_simulation", answer.index))
        return;
    app_watch_armed(connection->service->config.watch, "config:error_simulation",
                    target_of(connection, named, event->stream_id), answer.rules_count,
                    answer.seed);
    if (service->config.settings->streams.simple_error_ack) {
        answer_simple(connection, STS_ERROR_SIMULATION_STATUS_ACCEPTED, answer.rules_count, NULL);
        return;
    }
    struct sts_config_error_simulation_ack ack = {
        .has = STS_CONFIG_ERROR_SIMULATION_ACK_HAS_STREAM_ID |
               STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED,
        .status = STS_ERROR_SIMULATION_STATUS_CONFIGURED,
        .stream_id = target_of(connection, named, event->stream_id),
        .seed = answer.seed,
        .rules_count = (int64_t)answer.rules_count,
    };
    stream_connection_send(connection->client, STS_EVENT_CONFIG_ERROR_SIMULATION_ACK, &ack);
}

void app_service_processing_delay(struct app_connection *connection, const void *message,
                                  struct base_buffer *owner) {
    const struct sts_config_processing_delay *event = message;
    struct echo_answer answer;
    (void)owner;
    bool named = event->has & STS_CONFIG_PROCESSING_DELAY_HAS_STREAM_ID;
    if (!may_arm(connection, named, event->stream_id))
        return;
    enum echo_result result = echo_configure_delay(connection->service->echo,
                                                   app_service_own(connection), event, &answer);
    if (!succeeded(connection, result, "config:processing_delay", 0))
        return;
    app_watch_armed(connection->service->config.watch, "config:processing_delay",
                    target_of(connection, named, event->stream_id), answer.rules_count,
                    answer.seed);
    struct sts_config_processing_delay_ack ack = {
        .has = STS_CONFIG_PROCESSING_DELAY_ACK_HAS_STREAM_ID |
               STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED,
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = target_of(connection, named, event->stream_id),
        .seed = answer.seed,
    };
    stream_connection_send(connection->client, STS_EVENT_CONFIG_PROCESSING_DELAY_ACK, &ack);
}

void app_service_backpressure(struct app_connection *connection, const void *message,
                              struct base_buffer *owner) {
    const struct sts_config_backpressure *event = message;
    struct echo_answer answer;
    (void)owner;
    bool named = event->has & STS_CONFIG_BACKPRESSURE_HAS_STREAM_ID;
    if (!may_arm(connection, named, event->stream_id))
        return;
    enum echo_result result = echo_configure_backpressure(
        connection->service->echo, app_service_own(connection), event, &answer);
    if (!succeeded(connection, result, "config:backpressure", answer.index))
        return;
    app_watch_armed(connection->service->config.watch, "config:backpressure",
                    target_of(connection, named, event->stream_id), answer.rules_count,
                    answer.seed);
    struct sts_config_backpressure_ack ack = {
        .has = STS_CONFIG_BACKPRESSURE_ACK_HAS_STREAM_ID | STS_CONFIG_BACKPRESSURE_ACK_HAS_SEED,
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = target_of(connection, named, event->stream_id),
        .seed = answer.seed,
    };
    stream_connection_send(connection->client, STS_EVENT_CONFIG_BACKPRESSURE_ACK, &ack);
}

/* ---- simulate:disconnect ------------------------------------------------------------------- */

static void say_goodbye(struct socketio_socket *socket, int code) {
    (void)code;
    socketio_socket_disconnect(socket, ENGINEIO_CLOSE_NORMAL);
}

static void hang_up(struct socketio_socket *socket, int code) {
    (void)code;
    engineio_session_abort(socketio_socket_session(socket), ENGINEIO_ENDING_FIN);
}

static void reset(struct socketio_socket *socket, int code) {
    (void)code;
    engineio_session_abort(socketio_socket_session(socket), ENGINEIO_ENDING_RESET);
}

static void stall(struct socketio_socket *socket, int code) {
    (void)code;
    engineio_session_stall(socketio_socket_session(socket));
}

/* One row for each way to lose a connection. */
static void (*const modes[STS_DISCONNECT_MODE_COUNT])(struct socketio_socket *socket, int code) = {
    [STS_DISCONNECT_MODE_SERVER_DISCONNECT] = say_goodbye,
    [STS_DISCONNECT_MODE_CLOSE] = socketio_socket_close,
    [STS_DISCONNECT_MODE_FIN] = hang_up,
    [STS_DISCONNECT_MODE_RESET] = reset,
    [STS_DISCONNECT_MODE_STALL] = stall,
};

void app_service_refuse_handshakes(void *context, uint64_t ms) {
    struct app_service *service = context;
    uint64_t until = service->config.timers->now + ms;
    if (service->refusing.armed && until <= service->refusing.deadline)
        return;
    base_timer_arm(service->config.timers, &service->refusing, until);
    base_log(service->config.log, BASE_LOG_INFO,
             "simulated: new handshakes get HTTP 503 for %llu ms", (unsigned long long)ms);
}

void app_service_stop_refusing(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    (void)timer;
}

int app_service_admit(void *context, const struct engineio_head *head) {
    const struct app_service *service = context;
    (void)head;
    return service->refusing.armed ? 503 : 0;
}

void app_service_lose(void *context, const struct stream_loss *loss) {
    struct app_connection *connection = context;
    if (loss->refuse_ms)
        app_service_refuse_handshakes(connection->service, loss->refuse_ms);
    if (!connection->socket || !socketio_socket_session(connection->socket))
        return;
    app_service_tap_closing(connection, sts_disconnect_mode_text(loss->mode).ptr,
                            loss->mode == STS_DISCONNECT_MODE_CLOSE ? loss->code : 0);
    modes[loss->mode](connection->socket, loss->code);
}

static void lose_own(struct base_timers *timers, struct base_timer *timer) {
    struct app_connection *connection = BASE_CONTAINER(timer, struct app_connection, loss_timer);
    const struct stream_loss loss = connection->loss;
    (void)timers;
    base_list_remove(&connection->losing);
    app_service_lose(connection, &loss);
}

/* Without a name it is about this connection, whether it has a stream or not. */
static enum echo_result schedule(struct app_connection *connection,
                                 const struct sts_scenario_disconnect *disconnect, bool named,
                                 struct codec_text pattern) {
    struct base_timers *timers = connection->service->config.timers;
    if (named) {
        const struct echo_target target = {.pattern = pattern};
        return echo_disconnect(connection->service->echo, &target, disconnect);
    }
    connection->loss =
        (struct stream_loss){disconnect->mode, disconnect->code, (uint64_t)disconnect->refuse_ms};
    if (!base_list_linked(&connection->losing))
        base_list_append(&connection->service->losing, &connection->losing);
    connection->loss_timer.fire = lose_own;
    base_timer_arm(timers, &connection->loss_timer, timers->now + (uint64_t)disconnect->delay_ms);
    return ECHO_CONFIGURED;
}

void app_service_disconnect(struct app_connection *connection, const void *message,
                            struct base_buffer *owner) {
    const struct sts_simulate_disconnect *event = message;
    char sentence[SENTENCE_SIZE];
    (void)owner;
    bool named = event->has & STS_SIMULATE_DISCONNECT_HAS_STREAM_ID;
    const struct sts_scenario_disconnect disconnect = {
        .delay_ms = event->delay_ms,
        .reason = event->reason,
        .mode = event->mode,
        .code = event->code,
        .refuse_ms = event->refuse_ms,
    };
    if (!may_arm(connection, named, event->stream_id))
        return;
    if (!succeeded(connection, schedule(connection, &disconnect, named, event->stream_id),
                   "simulate:disconnect", 0))
        return;
    app_watch_disconnect_asked(connection->service->config.watch,
                               target_of(connection, named, event->stream_id), &disconnect);
    size_t length =
        base_print(sentence, sizeof sentence, "Disconnect scheduled in %d ms", event->delay_ms);
    struct sts_simulate_disconnect_ack ack = {
        .status = STS_DISCONNECT_STATUS_SCHEDULED,
        .disconnect_at_ms = connection->service->config.unix_ms() + event->delay_ms,
        .message = codec_text_plain(base_slice(sentence, length)),
    };
    stream_connection_send(connection->client, STS_EVENT_SIMULATE_DISCONNECT_ACK, &ack);
}

/* ---- everything undone --------------------------------------------------------------------- */

static bool is_meant(const struct app_connection *connection, struct base_slice pattern, bool all) {
    const struct stream *stream = stream_connection_stream(connection->client);
    char text[STREAM_ID_SIZE];
    if (!stream)
        return all;
    size_t length = codec_text_copy(stream_id(stream), text, sizeof text);
    return base_glob_match(pattern, base_slice(text, length));
}

void app_service_reset(struct app_service *service, struct codec_text pattern) {
    char text[STREAM_ID_SIZE];
    struct base_slice plain = base_slice(text, codec_text_copy(pattern, text, sizeof text));
    bool all = base_slice_equal(plain, base_slice_of("*"));
    struct base_list_node *node = base_list_first(&service->losing);
    echo_reset(service->echo, pattern);
    if (all)
        base_timer_disarm(service->config.timers, &service->refusing);
    while (node) {
        struct app_connection *connection = BASE_CONTAINER(node, struct app_connection, losing);
        node = base_list_next(&service->losing, node);
        if (!is_meant(connection, plain, all))
            continue;
        base_timer_disarm(service->config.timers, &connection->loss_timer);
        base_list_remove(&connection->losing);
    }
}
