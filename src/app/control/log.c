/* log.c - the level of the log. */
#include "app/control/request.h"
#include "app/service/auth.h"

static enum base_log_level level_of(enum sts_control_log_level word) {
    switch (word) {
    case STS_CONTROL_LOG_LEVEL_DEBUG:
        return BASE_LOG_DEBUG;
    case STS_CONTROL_LOG_LEVEL_INFO:
        return BASE_LOG_INFO;
    case STS_CONTROL_LOG_LEVEL_WARNING:
        return BASE_LOG_WARNING;
    case STS_CONTROL_LOG_LEVEL_ERROR:
        return BASE_LOG_ERROR;
    case STS_CONTROL_LOG_LEVEL_CRITICAL:
        return BASE_LOG_CRITICAL;
    }
    return BASE_LOG_INFO;
}

static void answer(const struct app_control_request *request) {
    struct sts_control_log log = {.level = STS_CONTROL_LOG_LEVEL_DEBUG};
    while (level_of(log.level) != request->control->log->level)
        log.level++;
    app_control_answer(request, STS_BODY_CONTROL_LOG, &log);
}

void app_control_get_log(const struct app_control_request *request) {
    answer(request);
}

/* It is one log for all: whoever has some streams must not silence it for the others. */
void app_control_put_log(const struct app_control_request *request) {
    const struct sts_control_log *body = request->body;
    const struct app_control *control = request->control;
    if (!app_auth_covers_pattern(request->key, CODEC_TEXT("*"))) {
        app_control_error(request, 403, STS_CONTROL_ERROR_CODE_FORBIDDEN,
                          "the log is that of all streams: its level needs an API key for all of "
                          "them");
        return;
    }
    control->set_log_level(control->log_context, level_of(body->level));
    answer(request);
}
