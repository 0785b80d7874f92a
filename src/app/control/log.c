/* log.c - the level of the log. */
#include "app/control/request.h"
#include "app/service/auth.h"

/* The words of the schema are in the order of the levels. */
_Static_assert((int)STS_CONTROL_LOG_LEVEL_DEBUG == (int)BASE_LOG_DEBUG &&
                   (int)STS_CONTROL_LOG_LEVEL_CRITICAL == (int)BASE_LOG_CRITICAL &&
                   STS_CONTROL_LOG_LEVEL_COUNT == BASE_LOG_CRITICAL + 1,
               "a word for each level");

static void answer(const struct app_control_request *request) {
    const struct sts_control_log log = {
        .level = (enum sts_control_log_level)request->control->log->level};
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
    control->set_log_level(control->log_context, (enum base_log_level)body->level);
    answer(request);
}
