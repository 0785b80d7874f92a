/* scenarios.c - lists of steps that streams go through. */
#include "app/service/scenarios.h"
#include "app/control/listing.h"
#include "app/service/auth.h"
#include "stream/id.h"

static struct echo *echo_of(const struct app_control_request *request) {
    return app_service_echo(request->control->service);
}

/* ---- listing ------------------------------------------------------------------------------- */

static const void *after(const struct app_control *control, const void *item, uint64_t number) {
    const struct echo *echo = app_service_echo(control->service);
    return item ? echo_scenario_after(echo, item) : echo_scenario_later(echo, number);
}

static uint64_t number_of(const void *item) {
    return echo_scenario_number(item);
}

static bool covers(const struct app_listing *listing, const void *item) {
    const struct sts_scenario *scenario = item;
    return app_auth_covers_pattern(listing->key, scenario->stream_id);
}

static bool put_frame(struct app_listing *listing, bool is_end) {
    const struct sts_control_scenarios_loaded frame = {
        .has = listing->more ? STS_CONTROL_SCENARIOS_LOADED_HAS_NEXT : 0u,
        .next = (int64_t)listing->listed,
    };
    return app_listing_put_frame(listing, &frame, is_end);
}

void app_control_list_scenarios(const struct app_control_request *request) {
    static const struct app_listing_kind scenarios = {STS_BODY_CONTROL_SCENARIOS_LOADED,
                                                      after,
                                                      number_of,
                                                      covers,
                                                      put_frame,
                                                      app_listing_put_item};
    const struct sts_list_scenarios_parameters *wanted = request->parameters;
    bool limited = wanted->has & STS_LIST_SCENARIOS_PARAMETERS_HAS_LIMIT;
    app_listing_begin(request, &scenarios, wanted->after, limited ? wanted->limit : 0);
}

/* ---- loading ------------------------------------------------------------------------------- */

static void answer_count(const struct app_control_request *request) {
    const struct sts_control_scenarios_ack ack = {
        .status = STS_CONFIG_STATUS_CONFIGURED,
        .scenarios_count = (int64_t)echo_scenario_count(echo_of(request)),
    };
    app_control_answer(request, STS_BODY_CONTROL_SCENARIOS_ACK, &ack);
}

void app_control_post_scenarios(const struct app_control_request *request) {
    const struct sts_control_scenarios *body = request->body;
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_scenario scenario;
    char pointer[CODEC_POINTER_SIZE] = "";
    while (sts_control_scenarios_scenarios_next(&body->scenarios, &cursor, &scenario))
        if (!app_control_covers(request, scenario.stream_id, true) ||
            !app_control_may_refuse(request, echo_scenario_refuses_server(&scenario)))
            return;
    const struct echo_origin origin = app_control_origin(request);
    enum echo_result result = app_scenarios_load(echo_of(request), body, &origin, pointer);
    if (app_control_armed(request, result, pointer))
        answer_count(request);
}

/* ---- unloading ----------------------------------------------------------------------------- */

/* 404, with the name that was perhaps meant: one of a scenario that the key covers. */
static void answer_unknown(const struct app_control_request *request, struct codec_text name) {
    char plain[STREAM_ID_SIZE];
    size_t length = codec_text_copy(name, plain, sizeof plain);
    length = length < sizeof plain ? length : sizeof plain;
    struct codec_closest search = codec_closest(app_http_whole(base_slice(plain, length)));
    const struct sts_scenario *scenario = NULL;
    while ((scenario = echo_scenario_after(echo_of(request), scenario)))
        if (scenario->has & STS_SCENARIO_HAS_NAME &&
            app_auth_covers_pattern(request->key, scenario->stream_id))
            app_control_near(&search, base_slice(scenario->name.ptr, scenario->name.len));
    app_control_unknown(request, STS_CONTROL_ERROR_CODE_NOT_FOUND, "there is no scenario", &search,
                        "/control/scenarios");
}

/* The loaded scenario of that name, or NULL. */
static const struct sts_scenario *find_scenario(const struct echo *echo, struct codec_text name) {
    const struct sts_scenario *scenario = NULL;
    while ((scenario = echo_scenario_after(echo, scenario)))
        if (scenario->has & STS_SCENARIO_HAS_NAME && codec_text_equal(scenario->name, name))
            return scenario;
    return NULL;
}

void app_control_delete_scenarios(const struct app_control_request *request) {
    const struct sts_delete_scenarios_parameters *wanted = request->parameters;
    bool one = wanted->has & STS_DELETE_SCENARIOS_PARAMETERS_HAS_NAME;
    const struct sts_scenario *found = one ? find_scenario(echo_of(request), wanted->name) : NULL;
    const struct codec_text all = CODEC_TEXT("*"), none = {.ptr = NULL};
    if (one && !found)
        answer_unknown(request, wanted->name);
    else if (app_control_covers(request, found ? found->stream_id : all, true)) {
        (void)echo_scenario_unload(echo_of(request), found ? wanted->name : none);
        answer_count(request);
    }
}
