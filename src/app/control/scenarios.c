/* scenarios.c - lists of steps that streams go through. */
#include "app/service/scenarios.h"
#include "app/control/turns.h"
#include "app/service/auth.h"
#include "stream/id.h"

static struct echo *echo_of(const struct app_control_request *request) {
    return app_service_echo(request->control->service);
}

/* ---- listing ------------------------------------------------------------------------------- */

/* Scenarios may be loaded and unloaded while they are listed: a number says how far it is. */
struct listing {
    struct app_turns turns;
    const struct app_auth_key *key;
    uint64_t after;  /* number of the last one that was looked at */
    uint64_t listed; /* of the last one listed; 0: none */
    size_t left;     /* that may still be listed */
    bool more;       /* one that did not fit was found */
    bool framed;     /* what stands before them is written */
};

static struct listing *listing_of(struct app_turns *turns) {
    return BASE_CONTAINER(turns, struct listing, turns);
}

static void free_listing(struct app_turns *turns) {
    base_memory_give(turns->control->memory, listing_of(turns), sizeof(struct listing));
}

static bool put_frame(struct listing *listing, bool is_end) {
    const struct sts_control_scenarios_loaded frame = {
        .has = listing->more ? STS_CONTROL_SCENARIOS_LOADED_HAS_NEXT : 0u,
        .next = (int64_t)listing->listed,
    };
    return app_turns_put_frame(&listing->turns, STS_BODY_CONTROL_SCENARIOS_LOADED, &frame, is_end);
}

static enum app_turns_progress list_some(struct listing *listing) {
    const struct echo *echo = app_service_echo(listing->turns.control->service);
    const struct sts_scenario *scenario;
    while ((scenario = echo_scenario_later(echo, listing->after))) {
        if (app_auth_covers_pattern(listing->key, scenario->stream_id)) {
            listing->more = !listing->left;
            if (listing->more)
                return APP_TURNS_DONE;
            if (!app_turns_put_item(&listing->turns, STS_BODY_CONTROL_SCENARIOS_LOADED, scenario,
                                    !listing->listed))
                return APP_TURNS_FAILED;
            listing->listed = echo_scenario_number(scenario);
            listing->left--;
        }
        listing->after = echo_scenario_number(scenario);
        if (app_turns_is_over(&listing->turns))
            return APP_TURNS_MORE;
    }
    return APP_TURNS_DONE;
}

static enum app_turns_progress write(struct app_turns *turns) {
    struct listing *listing = listing_of(turns);
    if (!listing->framed && !put_frame(listing, false))
        return APP_TURNS_FAILED;
    listing->framed = true;
    enum app_turns_progress progress = list_some(listing);
    return progress == APP_TURNS_DONE && !put_frame(listing, true) ? APP_TURNS_FAILED : progress;
}

void app_control_list_scenarios(const struct app_control_request *request) {
    const struct sts_list_scenarios_parameters *wanted = request->parameters;
    bool limited = wanted->has & STS_LIST_SCENARIOS_PARAMETERS_HAS_LIMIT;
    struct listing *listing = base_memory_zero(request->control->memory, sizeof *listing);
    if (!listing) {
        app_control_unavailable(request);
        return;
    }
    app_turns_init(&listing->turns, request);
    listing->turns.name = sts_bodies[STS_BODY_CONTROL_SCENARIOS_LOADED].name;
    listing->turns.write = write;
    listing->turns.free = free_listing;
    listing->key = request->key;
    listing->after = (uint64_t)wanted->after;
    listing->left = limited ? (size_t)wanted->limit : SIZE_MAX;
    app_turns_begin(&listing->turns);
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
        if (!app_control_covers(request, scenario.stream_id, true))
            return;
    enum echo_result result = app_scenarios_load(echo_of(request), body, pointer);
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
