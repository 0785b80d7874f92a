#include "app/service/simulation.h"

#include "app/service/invalid.h"
#include "app/service/known.h"
#include "app/service/loss.h"
#include "app/service/pattern.h"
#include "stream/id.h"

#include <stdio.h>

#define SENTENCE_SIZE 256

/* Who sends an event, for what it arms. */
struct sender {
    struct echo_origin origin;
    struct echo_sender echo;
};

static const struct echo_sender *sender_of(const struct app_connection *connection,
                                           enum sts_event_id event, struct sender *sender) {
    const struct app_service *service = connection->service;
    sender->origin = (struct echo_origin){
        .by = sts_events[event].name,
        .key = app_auth_key_index(service->config.auth, connection->key),
    };
    echo_origin_set(&sender->origin, socketio_socket_id(connection->socket),
                    engineio_session_address(socketio_socket_session(connection->socket)));
    sender->echo = (struct echo_sender){app_connection_own(connection), &sender->origin};
    return &sender->echo;
}

/* What an answer names: the pattern that was given, else the sender's stream. */
static struct codec_text target_of(const struct app_connection *connection, bool named,
                                   struct codec_text pattern) {
    return named ? pattern : stream_connection_id(connection->client);
}

/* As a value that fails its schema. */
static void refuse_value(struct app_connection *connection, enum sts_event_id event,
                         const struct codec_error *error) {
    struct codec_error one = *error;
    const struct codec_report report = {&one, 1, 1};
    const struct codec_text none = {.ptr = NULL};
    app_invalid_payload(connection->client, &sts_events[event], none, &report);
}

/* False: an error was sent. */
static bool may_arm(struct app_connection *connection, enum sts_event_id event, bool named,
                    struct codec_text pattern) {
    if (named && app_pattern_fault(pattern)) {
        refuse_value(connection, event,
                     &(struct codec_error){.keyword = "glob",
                                           .pointer = "/stream_id",
                                           .message = APP_PATTERN_IMPOSSIBLE});
        return false;
    }
    if (!named || app_auth_covers_pattern(connection->key, pattern))
        return true;
    /* a pattern may be longer than the id that an error may name */
    const struct codec_text none = {.ptr = NULL};
    bool fits = codec_text_length(pattern) <= STS_STREAM_ID_CHARACTERS;
    app_connection_error(connection, STS_ERROR_CODE_AUTH_FAILED, fits ? pattern : none,
                         "this API key is not valid for the streams that stream_id names");
    return false;
}

/* The same for who would refuse everybody. */
static bool may_refuse(struct app_connection *connection, bool server) {
    const struct codec_text none = {.ptr = NULL};
    if (!server || app_auth_covers_pattern(connection->key, CODEC_TEXT("*")))
        return true;
    app_connection_error(connection, STS_ERROR_CODE_AUTH_FAILED, none, APP_SERVICE_REFUSES_ALL);
    return false;
}

static void refuse_no_stream(struct app_connection *connection, const char *event) {
    char sentence[SENTENCE_SIZE];
    const struct codec_text message = codec_text_print(
        sentence, sizeof sentence,
        "%s: there is no stream on this connection, and stream_id is missing", event);
    const struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_HINT,
        .hint = CODEC_TEXT("give a stream_id: an exact id, or a glob such as *"),
    };
    const struct stream_error error = {
        .code = STS_ERROR_CODE_STREAM_NOT_FOUND,
        .message = message,
        .metadata = &metadata,
    };
    stream_connection_error(connection->client, &error);
}

/* A stream that is not there cannot lose its connection. */
static void refuse_unknown(struct app_connection *connection, const char *event,
                           struct codec_text pattern) {
    char name[STREAM_ID_SIZE], sentence[STREAM_ID_SIZE + SENTENCE_SIZE];
    char hint[STREAM_ID_SIZE + SENTENCE_SIZE], meant[STREAM_ID_SIZE + 32] = "";
    struct codec_closest search =
        codec_closest(base_slice(name, codec_text_copy(pattern, name, sizeof name)));
    app_known_try(connection->service, connection->key, &search, codec_closest_try);
    if (search.best.len)
        (void)snprintf(meant, sizeof meant, "did you mean \"%.*s\"? ", (int)search.best.len,
                       search.best.ptr);
    const struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_HINT,
        .hint = codec_text_print(hint, sizeof hint,
                                 "%sFor a stream to come, give delay_ms or refuse_ms", meant),
    };
    const struct stream_error error = {
        .code = STS_ERROR_CODE_STREAM_NOT_FOUND,
        .message = codec_text_print(sentence, sizeof sentence, "%s: there is no stream \"%.*s\"",
                                    event, (int)search.name.len, search.name.ptr),
        .metadata = &metadata,
    };
    stream_connection_error(connection->client, &error);
}

static void refuse_script(struct app_connection *connection, size_t index) {
    struct codec_error error = {.keyword = "script",
                                .message = "must not be less than that of the step before"};
    (void)snprintf(error.pointer, sizeof error.pointer, "/script/%zu/after_ms", index);
    refuse_value(connection, STS_EVENT_CONFIG_BACKPRESSURE, &error);
}

/* False: an error was sent. */
static bool succeeded(struct app_connection *connection, enum echo_result result, const char *event,
                      size_t index) {
    const struct codec_text none = {.ptr = NULL};
    switch (result) {
    case ECHO_CONFIGURED:
        return true;
    case ECHO_IMPOSSIBLE: /* may_arm has told that */
        break;
    case ECHO_NO_STREAM:
        refuse_no_stream(connection, event);
        break;
    case ECHO_DISORDER:
        refuse_script(connection, index);
        break;
    case ECHO_TOO_MUCH:
        app_connection_error(connection, STS_ERROR_CODE_INVALID_CONFIG, none,
                             "the server cannot keep more armed: disarm what is no longer needed");
        break;
    case ECHO_TOO_LARGE:
        app_connection_error(connection, STS_ERROR_CODE_INVALID_CONFIG, none,
                             "the configuration takes more than 1 MiB of memory: use fewer or "
                             "shorter rules or levels");
        break;
    case ECHO_NO_MEMORY:
        app_connection_error(connection, STS_ERROR_CODE_QUEUE_FULL, none,
                             "the server is out of memory");
        break;
    }
    return false;
}

static void tell_armed(const struct app_connection *connection, const char *event,
                       struct codec_text target, const struct echo_answer *answer) {
    const struct journal_armed armed = {base_slice_of(event), answer->rules_count, answer->seed,
                                        answer->seed_key};
    app_service_tell_armed(connection->service, target, &armed);
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

void app_simulation_reject_rules(struct app_connection *connection, struct codec_text reason) {
    answer_simple(connection, STS_ERROR_SIMULATION_STATUS_REJECTED, 0, &reason);
}

void app_simulation_error_simulation(struct app_connection *connection, const void *message,
                                     struct base_buffer *owner) {
    const struct sts_config_error_simulation *event = message;
    struct app_service *service = connection->service;
    struct echo_answer answer;
    struct sender sender;
    (void)owner;
    bool named = event->has & STS_CONFIG_ERROR_SIMULATION_HAS_STREAM_ID;
    if (!may_arm(connection, STS_EVENT_CONFIG_ERROR_SIMULATION, named, event->stream_id) ||
        !may_refuse(connection, echo_rules_refuse_server(&event->rules)))
        return;
    enum echo_result result = echo_configure_faults(
        service->echo, sender_of(connection, STS_EVENT_CONFIG_ERROR_SIMULATION, &sender), event,
        &answer);
    if (!succeeded(connection, result, sts_events[STS_EVENT_CONFIG_ERROR_SIMULATION].name.ptr,
                   answer.index))
        return;
    tell_armed(connection, sts_events[STS_EVENT_CONFIG_ERROR_SIMULATION].name.ptr,
               target_of(connection, named, event->stream_id), &answer);
    if (service->config.settings->streams.simple_error_ack) {
        answer_simple(connection, STS_ERROR_SIMULATION_STATUS_ACCEPTED, answer.rules_count, NULL);
        return;
    }
    struct sts_config_error_simulation_ack ack = {
        .has = STS_CONFIG_ERROR_SIMULATION_ACK_HAS_STREAM_ID |
               STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED |
               (answer.seed_key.len ? STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED_KEY : 0u),
        .status = STS_ERROR_SIMULATION_STATUS_CONFIGURED,
        .stream_id = target_of(connection, named, event->stream_id),
        .seed = answer.seed,
        .seed_key = answer.seed_key,
        .rules_count = (int64_t)answer.rules_count,
    };
    stream_connection_send(connection->client, STS_EVENT_CONFIG_ERROR_SIMULATION_ACK, &ack);
}

void app_simulation_processing_delay(struct app_connection *connection, const void *message,
                                     struct base_buffer *owner) {
    const struct sts_config_processing_delay *event = message;
    struct echo_answer answer;
    struct sender sender;
    (void)owner;
    bool named = event->has & STS_CONFIG_PROCESSING_DELAY_HAS_STREAM_ID;
    if (!may_arm(connection, STS_EVENT_CONFIG_PROCESSING_DELAY, named, event->stream_id))
        return;
    enum echo_result result = echo_configure_delay(
        connection->service->echo,
        sender_of(connection, STS_EVENT_CONFIG_PROCESSING_DELAY, &sender), event, &answer);
    if (!succeeded(connection, result, sts_events[STS_EVENT_CONFIG_PROCESSING_DELAY].name.ptr, 0))
        return;
    tell_armed(connection, sts_events[STS_EVENT_CONFIG_PROCESSING_DELAY].name.ptr,
               target_of(connection, named, event->stream_id), &answer);
    struct sts_config_processing_delay_ack ack = {
        .has = STS_CONFIG_PROCESSING_DELAY_ACK_HAS_STREAM_ID |
               STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED |
               (answer.seed_key.len ? STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED_KEY : 0u),
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = target_of(connection, named, event->stream_id),
        .seed = answer.seed,
        .seed_key = answer.seed_key,
    };
    stream_connection_send(connection->client, STS_EVENT_CONFIG_PROCESSING_DELAY_ACK, &ack);
}

void app_simulation_backpressure(struct app_connection *connection, const void *message,
                                 struct base_buffer *owner) {
    const struct sts_config_backpressure *event = message;
    struct echo_answer answer;
    struct sender sender;
    (void)owner;
    bool named = event->has & STS_CONFIG_BACKPRESSURE_HAS_STREAM_ID;
    if (!may_arm(connection, STS_EVENT_CONFIG_BACKPRESSURE, named, event->stream_id))
        return;
    enum echo_result result = echo_configure_backpressure(
        connection->service->echo, sender_of(connection, STS_EVENT_CONFIG_BACKPRESSURE, &sender),
        event, &answer);
    if (!succeeded(connection, result, sts_events[STS_EVENT_CONFIG_BACKPRESSURE].name.ptr,
                   answer.index))
        return;
    tell_armed(connection, sts_events[STS_EVENT_CONFIG_BACKPRESSURE].name.ptr,
               target_of(connection, named, event->stream_id), &answer);
    struct sts_config_backpressure_ack ack = {
        .has = STS_CONFIG_BACKPRESSURE_ACK_HAS_STREAM_ID | STS_CONFIG_BACKPRESSURE_ACK_HAS_SEED,
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = target_of(connection, named, event->stream_id),
        .seed = answer.seed,
    };
    stream_connection_send(connection->client, STS_EVENT_CONFIG_BACKPRESSURE_ACK, &ack);
}

/* ---- simulate:disconnect ------------------------------------------------------------------- */

/* Without a name it is about this connection, whether it has a stream or not. */
static enum echo_result schedule(struct app_connection *connection,
                                 const struct sts_scenario_disconnect *disconnect, bool named,
                                 struct codec_text pattern) {
    struct sender sender;
    const struct echo_target target = {
        .pattern = pattern,
        .origin = sender_of(connection, STS_EVENT_SIMULATE_DISCONNECT, &sender)->origin};
    bool refuses_own = disconnect->refuse_ms && disconnect->scope == STS_REFUSE_SCOPE_STREAMS;
    if (named)
        return echo_disconnect(connection->service->echo, &target, disconnect);
    if (refuses_own && !app_connection_own(connection))
        return ECHO_NO_STREAM; /* nobody could be refused */
    app_loss_schedule(connection, disconnect);
    return ECHO_CONFIGURED;
}

void app_simulation_disconnect(struct app_connection *connection, const void *message,
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
        .scope = event->scope,
    };
    if (!may_arm(connection, STS_EVENT_SIMULATE_DISCONNECT, named, event->stream_id) ||
        !may_refuse(connection, event->scope == STS_REFUSE_SCOPE_SERVER))
        return;
    bool may_come = event->delay_ms || event->refuse_ms;
    if (named && !may_come && !app_known_streams(connection->service, event->stream_id)) {
        refuse_unknown(connection, sts_events[STS_EVENT_SIMULATE_DISCONNECT].name.ptr,
                       event->stream_id);
        return;
    }
    if (!succeeded(connection, schedule(connection, &disconnect, named, event->stream_id),
                   sts_events[STS_EVENT_SIMULATE_DISCONNECT].name.ptr, 0))
        return;
    app_service_tell_disconnect(connection->service, target_of(connection, named, event->stream_id),
                                &disconnect);
    const struct codec_text told = codec_text_print(
        sentence, sizeof sentence, "Disconnect scheduled in %d ms", event->delay_ms);
    struct sts_simulate_disconnect_ack ack = {
        .status = STS_DISCONNECT_STATUS_SCHEDULED,
        .disconnect_at_ms = connection->service->config.unix_ms() + event->delay_ms,
        .message = told,
    };
    stream_connection_send(connection->client, STS_EVENT_SIMULATE_DISCONNECT_ACK, &ack);
}
