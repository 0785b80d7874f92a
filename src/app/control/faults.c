/* faults.c - what goes wrong: the same as the events of protocol §6, for the streams that
 * the path names. */
#include "app/control/request.h"
#include "app/service/known.h"
#include "app/service/scenarios.h"

#include <stdio.h>

#define SENTENCE_SIZE 128

static struct echo *echo_of(const struct app_control_request *request) {
    return app_service_echo(request->control->service);
}

bool app_control_armed(const struct app_control_request *request, enum echo_result result,
                       const char *pointer) {
    if (result == ECHO_CONFIGURED)
        return true;
    if (result == ECHO_DISORDER)
        app_control_error_at(request, pointer, "script", app_scenarios_text(result));
    else if (result == ECHO_IMPOSSIBLE)
        app_control_error_at(request, pointer, "glob", app_scenarios_text(result));
    else if (result == ECHO_TOO_MUCH)
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                          "%s%sthe server cannot keep more armed: disarm what is no longer needed",
                          pointer, *pointer ? ": " : "");
    else if (result == ECHO_TOO_LARGE)
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST, "%s %s",
                          *pointer ? pointer : "the configuration", app_scenarios_text(result));
    else
        app_control_unavailable(request);
    return false;
}

static bool armed(const struct app_control_request *request, enum echo_result result,
                  const struct echo_answer *answer) {
    char pointer[CODEC_POINTER_SIZE] = "";
    if (result == ECHO_DISORDER)
        (void)snprintf(pointer, sizeof pointer, "/script/%zu/after_ms", answer->index);
    return app_control_armed(request, result, pointer);
}

static void tell(const struct app_control_request *request, const struct echo_target *target,
                 const struct echo_answer *answer) {
    const struct journal_armed armed = {request->operation->name, answer->rules_count, answer->seed,
                                        answer->seed_key};
    app_service_tell_armed(request->control->service, target->pattern, &armed);
}

/* Disarms, and tells of it. The answer is made by the caller. */
static struct echo_answer disarm(const struct app_control_request *request,
                                 const struct echo_target *target, enum echo_kind kind) {
    const struct echo_answer answer = {.seed = request->control->settings->streams.seed};
    (void)echo_disarm(echo_of(request), target, kind);
    tell(request, target, &answer);
    return answer;
}

/* ---- faults -------------------------------------------------------------------------------- */

static void answer_faults(const struct app_control_request *request,
                          const struct echo_target *target, const struct echo_answer *answer) {
    const struct sts_config_error_simulation_ack ack = {
        .has = STS_CONFIG_ERROR_SIMULATION_ACK_HAS_STREAM_ID |
               STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED |
               (answer->seed_key.len ? STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED_KEY : 0u),
        .status = STS_ERROR_SIMULATION_STATUS_CONFIGURED,
        .stream_id = target->pattern,
        .seed = answer->seed,
        .seed_key = answer->seed_key,
        .rules_count = (int64_t)answer->rules_count,
    };
    app_control_answer(request, STS_BODY_CONFIG_ERROR_SIMULATION_ACK, &ack);
}

void app_control_put_faults(const struct app_control_request *request) {
    const struct sts_put_faults_parameters *wanted = request->parameters;
    const struct echo_origin origin = app_control_origin(request);
    const struct echo_target target = {.pattern = wanted->glob, .origin = &origin};
    const struct sts_scenario_faults *body = request->body;
    struct echo_answer answer = {0};
    if (!app_control_may_refuse(request, echo_rules_refuse_server(&body->rules)))
        return;
    enum echo_result result = echo_arm_faults(echo_of(request), &target, body, &answer);
    if (!armed(request, result, &answer))
        return;
    tell(request, &target, &answer);
    answer_faults(request, &target, &answer);
}

void app_control_delete_faults(const struct app_control_request *request) {
    const struct sts_delete_faults_parameters *wanted = request->parameters;
    const struct echo_target target = {.pattern = wanted->glob};
    if (!app_control_is_known(request, target.pattern))
        return;
    const struct echo_answer answer = disarm(request, &target, ECHO_KIND_FAULTS);
    answer_faults(request, &target, &answer);
}

/* ---- delay --------------------------------------------------------------------------------- */

static void answer_delay(const struct app_control_request *request,
                         const struct echo_target *target, const struct echo_answer *answer) {
    const struct sts_config_processing_delay_ack ack = {
        .has = STS_CONFIG_PROCESSING_DELAY_ACK_HAS_STREAM_ID |
               STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED |
               (answer->seed_key.len ? STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED_KEY : 0u),
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = target->pattern,
        .seed = answer->seed,
        .seed_key = answer->seed_key,
    };
    app_control_answer(request, STS_BODY_CONFIG_PROCESSING_DELAY_ACK, &ack);
}

void app_control_put_delay(const struct app_control_request *request) {
    const struct sts_put_delay_parameters *wanted = request->parameters;
    const struct echo_origin origin = app_control_origin(request);
    const struct echo_target target = {.pattern = wanted->glob, .origin = &origin};
    struct echo_answer answer = {0};
    enum echo_result result = echo_arm_delay(echo_of(request), &target, request->body, &answer);
    if (!armed(request, result, &answer))
        return;
    tell(request, &target, &answer);
    answer_delay(request, &target, &answer);
}

void app_control_delete_delay(const struct app_control_request *request) {
    const struct sts_delete_delay_parameters *wanted = request->parameters;
    const struct echo_target target = {.pattern = wanted->glob};
    if (!app_control_is_known(request, target.pattern))
        return;
    const struct echo_answer answer = disarm(request, &target, ECHO_KIND_DELAY);
    answer_delay(request, &target, &answer);
}

/* ---- backpressure -------------------------------------------------------------------------- */

static void answer_backpressure(const struct app_control_request *request,
                                const struct echo_target *target,
                                const struct echo_answer *answer) {
    const struct sts_config_backpressure_ack ack = {
        .has = STS_CONFIG_BACKPRESSURE_ACK_HAS_STREAM_ID | STS_CONFIG_BACKPRESSURE_ACK_HAS_SEED,
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = target->pattern,
        .seed = answer->seed,
    };
    app_control_answer(request, STS_BODY_CONFIG_BACKPRESSURE_ACK, &ack);
}

void app_control_put_backpressure(const struct app_control_request *request) {
    const struct sts_put_backpressure_parameters *wanted = request->parameters;
    const struct echo_origin origin = app_control_origin(request);
    const struct echo_target target = {.pattern = wanted->glob, .origin = &origin};
    struct echo_answer answer = {0};
    enum echo_result result =
        echo_arm_backpressure(echo_of(request), &target, request->body, &answer);
    if (!armed(request, result, &answer))
        return;
    tell(request, &target, &answer);
    answer_backpressure(request, &target, &answer);
}

void app_control_delete_backpressure(const struct app_control_request *request) {
    const struct sts_delete_backpressure_parameters *wanted = request->parameters;
    const struct echo_target target = {.pattern = wanted->glob};
    if (!app_control_is_known(request, target.pattern))
        return;
    const struct echo_answer answer = disarm(request, &target, ECHO_KIND_BACKPRESSURE);
    answer_backpressure(request, &target, &answer);
}

/* ---- disconnect, reset --------------------------------------------------------------------- */

void app_control_post_disconnect(const struct app_control_request *request) {
    const struct sts_scenario_disconnect *body = request->body;
    const struct sts_post_disconnect_parameters *wanted = request->parameters;
    const struct echo_origin origin = app_control_origin(request);
    const struct echo_target target = {.pattern = wanted->glob, .origin = &origin};
    char sentence[SENTENCE_SIZE];
    int64_t at = request->control->unix_ms() + body->delay_ms;
    bool may_come = body->delay_ms || body->refuse_ms; /* the stream need not be there yet */
    if (!app_control_may_refuse(request, body->scope == STS_REFUSE_SCOPE_SERVER) ||
        (!may_come && !app_control_is_there(request, target.pattern)) ||
        !app_control_armed(request, echo_disconnect(echo_of(request), &target, body), ""))
        return;
    app_service_tell_disconnect(request->control->service, target.pattern, body);
    const struct codec_text message = codec_text_print(
        sentence, sizeof sentence, "Disconnect scheduled in %d ms", body->delay_ms);
    const struct sts_simulate_disconnect_ack ack = {
        .status = STS_DISCONNECT_STATUS_SCHEDULED,
        .disconnect_at_ms = at,
        .message = message,
    };
    app_control_answer(request, STS_BODY_SIMULATE_DISCONNECT_ACK, &ack);
}

void app_control_post_reset(const struct app_control_request *request) {
    const struct sts_control_reset *body = request->body;
    const struct codec_text all = CODEC_TEXT("*");
    if (codec_text_equal(body->stream_id, all) && !app_auth_covers_pattern(request->key, all)) {
        app_control_error(request, 403, STS_CONTROL_ERROR_CODE_FORBIDDEN,
                          "this API key is not valid for all streams: give the stream_id, an exact "
                          "id or a glob, of those to reset");
        return;
    }
    if (!app_control_covers(request, body->stream_id, true) ||
        !app_control_possible(request, body->stream_id, "/stream_id"))
        return;
    char room[APP_CONTROL_HINT_SIZE];
    const struct app_service *service = request->control->service;
    const size_t streams = app_known_streams(service, body->stream_id);
    struct codec_text hint = {.ptr = NULL};
    if (!streams && !app_known_armed(service, body->stream_id)) /* no error: it is a clean-up */
        hint = app_control_stream_hint(request, body->stream_id, room);
    app_service_reset(request->control->service, body->stream_id);
    const struct sts_control_reset_ack ack = {
        .has = hint.len ? STS_CONTROL_RESET_ACK_HAS_HINT : 0,
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .stream_id = body->stream_id,
        .streams = (int64_t)streams,
        .hint = hint,
    };
    app_control_answer(request, STS_BODY_CONTROL_RESET_ACK, &ack);
}
