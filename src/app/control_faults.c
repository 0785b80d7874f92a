/* control_faults.c - what goes wrong: the same as the events of protocol §6, for the streams that
 * the path names. */
#include "app/control_internal.h"
#include "echo/echo.h"

/* False: an error has been answered. */
static bool succeeded(const struct app_control_request *request, enum echo_result result) {
    switch (result) {
    case ECHO_CONFIGURED:
        return true;
    case ECHO_TOO_MUCH:
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                          "more than this server keeps armed: clear what is no longer needed");
        return false;
    case ECHO_NO_STREAM: /* one is always named */
    case ECHO_NOT_OFFERED:
    case ECHO_NO_MEMORY:
        break;
    }
    app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE, "out of memory");
    return false;
}

static struct echo *echo_of(const struct app_control_request *request) {
    return app_service_echo(request->control->service);
}

/* ---- faults -------------------------------------------------------------------------------- */

static void configure_faults(const struct app_control_request *request,
                             const struct sts_config_error_simulation *event) {
    struct echo_answer answer = {0};
    if (!succeeded(request, echo_configure_faults(echo_of(request), NULL, event, &answer)))
        return;
    const struct sts_config_error_simulation_ack ack = {
        .has = STS_CONFIG_ERROR_SIMULATION_ACK_HAS_STREAM_ID |
               STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED,
        .status = STS_ERROR_SIMULATION_STATUS_CONFIGURED,
        .stream_id = event->stream_id,
        .seed = answer.seed,
        .rules_count = (int64_t)answer.rules_count,
    };
    app_control_answer(request, STS_BODY_CONFIG_ERROR_SIMULATION_ACK, &ack);
}

void app_control_put_faults(const struct app_control_request *request) {
    const struct sts_scenario_faults *body = request->body;
    struct sts_config_error_simulation event = {
        .has = STS_CONFIG_ERROR_SIMULATION_HAS_STREAM_ID | STS_CONFIG_ERROR_SIMULATION_HAS_RULES,
        .enabled = true,
        .rules = body->rules,
        .stream_id = request->values[0].text,
    };
    if (body->has & STS_SCENARIO_FAULTS_HAS_SEED) {
        event.has |= STS_CONFIG_ERROR_SIMULATION_HAS_SEED;
        event.seed = body->seed;
    }
    configure_faults(request, &event);
}

void app_control_delete_faults(const struct app_control_request *request) {
    const struct sts_config_error_simulation event = {
        .has = STS_CONFIG_ERROR_SIMULATION_HAS_STREAM_ID,
        .enabled = false,
        .stream_id = request->values[0].text,
    };
    configure_faults(request, &event);
}

/* ---- delay --------------------------------------------------------------------------------- */

static void configure_delay(const struct app_control_request *request,
                            const struct sts_config_processing_delay *event) {
    struct echo_answer answer = {0};
    if (!succeeded(request, echo_configure_delay(echo_of(request), NULL, event, &answer)))
        return;
    const struct sts_config_processing_delay_ack ack = {
        .has = STS_CONFIG_PROCESSING_DELAY_ACK_HAS_STREAM_ID |
               STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED,
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = event->stream_id,
        .seed = answer.seed,
    };
    app_control_answer(request, STS_BODY_CONFIG_PROCESSING_DELAY_ACK, &ack);
}

void app_control_put_delay(const struct app_control_request *request) {
    const struct sts_scenario_delay *body = request->body;
    struct sts_config_processing_delay event = {
        .has = STS_CONFIG_PROCESSING_DELAY_HAS_STREAM_ID,
        .delay_ms = body->delay_ms,
        .distribution = body->distribution,
        .stream_id = request->values[0].text,
    };
    if (body->has & STS_SCENARIO_DELAY_HAS_JITTER_MS) {
        event.has |= STS_CONFIG_PROCESSING_DELAY_HAS_JITTER_MS;
        event.jitter_ms = body->jitter_ms;
    }
    configure_delay(request, &event);
}
