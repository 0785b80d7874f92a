/* service_simulation.c - the events of protocol §6: what tests ask the echo to do. */
#include "app/invalid.h"
#include "app/service_internal.h"

#include <stdio.h>

#define SENTENCE_SIZE 256

static void *own_state(const struct app_connection *connection) {
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
    int n = snprintf(sentence, sizeof sentence,
                     "%s: there is no stream on this connection, and none is named", event);
    const struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_HINT,
        .hint = CODEC_TEXT("give a stream_id: an exact id, or a glob such as *"),
    };
    const struct stream_error error = {
        .code = STS_ERROR_CODE_STREAM_NOT_FOUND,
        .message = codec_text_plain(base_slice(sentence, (size_t)n)),
        .metadata = &metadata,
    };
    stream_connection_error(connection->client, &error);
}

/* An action that only later versions have: as a value that fails its schema. */
static void refuse_action(struct app_connection *connection, size_t rule) {
    struct codec_error error = {.keyword = "enum",
                                .message = "is an action that this server does not offer yet"};
    (void)snprintf(error.pointer, sizeof error.pointer, "/rules/%zu/action", rule);
    const struct codec_report report = {&error, 1, 1};
    const struct codec_event *event = &sts_events[STS_EVENT_CONFIG_ERROR_SIMULATION];
    const struct codec_text none = {.ptr = NULL};
    char sentence[APP_INVALID_SENTENCE];
    if (connection->service->config.settings->streams.simple_error_ack)
        app_service_reject_rules(connection, app_invalid_sentence(event, &report, sentence));
    else
        app_invalid_payload(connection->client, event, none, &report);
}

/* False: an error was sent. */
static bool succeeded(struct app_connection *connection, enum echo_result result, const char *event,
                      size_t rule) {
    const struct codec_text none = {.ptr = NULL};
    switch (result) {
    case ECHO_CONFIGURED:
        return true;
    case ECHO_NO_STREAM:
        refuse_no_stream(connection, event);
        break;
    case ECHO_NOT_OFFERED:
        refuse_action(connection, rule);
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
        echo_configure_faults(service->echo, own_state(connection), event, &answer);
    if (!succeeded(connection, result, "config:error_simulation", answer.rule))
        return;
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
    enum echo_result result =
        echo_configure_delay(connection->service->echo, own_state(connection), event, &answer);
    if (!succeeded(connection, result, "config:processing_delay", 0))
        return;
    struct sts_config_processing_delay_ack ack = {
        .has = STS_CONFIG_PROCESSING_DELAY_ACK_HAS_STREAM_ID |
               STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED,
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = target_of(connection, named, event->stream_id),
        .seed = answer.seed,
    };
    stream_connection_send(connection->client, STS_EVENT_CONFIG_PROCESSING_DELAY_ACK, &ack);
}

void app_service_not_offered(struct app_connection *connection, const void *message,
                             struct base_buffer *owner) {
    const struct codec_text none = {.ptr = NULL};
    (void)message;
    (void)owner;
    app_service_error(connection, STS_ERROR_CODE_INVALID_CONFIG, none,
                      "this server does not offer this simulation yet");
}
