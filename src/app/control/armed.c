/* armed.c - all that is armed, and what came of it. */
#include "app/control/hits.h"
#include "app/control/listing.h"
#include "app/service/auth.h"
#include "base/glob.h"
#include "stream/id.h"

/* Places in a scenario that are listed. */
#define PLACES_MAX 100

/* ---- which --------------------------------------------------------------------------------- */

static const void *after(const struct app_control *control, const void *item, uint64_t number) {
    const struct echo *echo = app_service_echo(control->service);
    return item ? echo_record_after(echo, item) : echo_record_later(echo, number);
}

static uint64_t number_of(const void *item) {
    return ((const struct echo_record *)item)->number;
}

static bool is_server_wide(const struct echo_record *record) {
    const bool refuses = record->kind == STS_CONTROL_ARMED_KIND_REFUSAL ||
                         record->kind == STS_CONTROL_ARMED_KIND_DISCONNECT;
    return refuses && echo_record_look(record).scope == STS_REFUSE_SCOPE_SERVER;
}

/* The key covers all streams that are asked for; what refuses everybody concerns everybody. */
static bool covers(const struct app_listing *listing, const void *item) {
    char room[2 * STREAM_ID_SIZE];
    const struct base_slice streams = app_listing_streams(listing);
    const struct codec_text pattern = codec_text_plain(echo_record_pattern(item, room));
    return (streams.len ? echo_record_is_for(item, streams)
                        : app_auth_covers_pattern(listing->key, pattern)) ||
           is_server_wide(item);
}

/* ---- what is told of it -------------------------------------------------------------------- */

/* What a record borrows from while it is written. */
struct parts {
    char pattern[2 * STREAM_ID_SIZE], time[BASE_DATE_RFC3339_SIZE];
    struct app_hits hits;
    struct sts_control_scenario_place places[PLACES_MAX];
};

static void set_origin(struct sts_control_armed_record *told, const struct echo_origin *origin) {
    if (origin->by.len)
        told->has |= STS_CONTROL_ARMED_RECORD_HAS_BY;
    if (origin->client_length)
        told->has |= STS_CONTROL_ARMED_RECORD_HAS_CLIENT;
    if (origin->address_length)
        told->has |= STS_CONTROL_ARMED_RECORD_HAS_ADDRESS;
    if (origin->key)
        told->has |= STS_CONTROL_ARMED_RECORD_HAS_KEY;
    told->by = codec_text_plain(origin->by);
    told->client = codec_text_plain(base_slice(origin->client, origin->client_length));
    told->address = codec_text_plain(base_slice(origin->address, origin->address_length));
    told->key = (int64_t)origin->key;
}

static void set_configuration(struct sts_control_armed_record *told,
                              const struct echo_record_view *view) {
    if (view->faults) {
        told->has |= STS_CONTROL_ARMED_RECORD_HAS_FAULTS;
        told->faults = *view->faults;
    } else if (view->delay) {
        told->has |= STS_CONTROL_ARMED_RECORD_HAS_DELAY;
        told->delay = *view->delay;
    } else {
        told->has |= STS_CONTROL_ARMED_RECORD_HAS_BACKPRESSURE;
        told->backpressure = *view->backpressure;
    }
    told->has |= STS_CONTROL_ARMED_RECORD_HAS_STREAMS;
    told->streams = (int64_t)view->streams;
}

/* Of streams that the key does not cover nothing is told, not even how many they are. */
static void set_places(struct sts_control_scenario_run *told, const struct echo *echo,
                       const struct app_auth_key *key, const struct echo_record *record,
                       struct base_slice id, struct sts_control_scenario_place *places) {
    struct echo_place_told place;
    size_t count = 0, begun = 0;
    for (const void *at = NULL; (at = echo_record_place(echo, record, at, &place));) {
        const bool over = place.step >= (size_t)told->steps;
        if (!app_auth_covers(key, codec_text_plain(place.stream_id)))
            continue;
        begun++;
        if (count == PLACES_MAX || (id.len && !base_slice_equal(id, place.stream_id)))
            continue;
        places[count++] = (struct sts_control_scenario_place){
            .has = over ? 0u : STS_CONTROL_SCENARIO_PLACE_HAS_STEP,
            .stream_id = codec_text_plain(place.stream_id),
            .step = (int64_t)place.step,
        };
    }
    told->has |= STS_CONTROL_SCENARIO_RUN_HAS_AT | STS_CONTROL_SCENARIO_RUN_HAS_BEGUN;
    told->at = (struct codec_list){.count = count, .items = places};
    told->begun = (int64_t)begun;
}

static void set_scenario(struct sts_control_armed_record *told,
                         const struct echo_record_view *view) {
    const bool named = view->scenario->has & STS_SCENARIO_HAS_NAME;
    const bool of_step = told->kind != STS_CONTROL_ARMED_KIND_SCENARIO;
    told->has |= STS_CONTROL_ARMED_RECORD_HAS_SCENARIO;
    told->scenario = (struct sts_control_scenario_run){
        .has = (named ? STS_CONTROL_SCENARIO_RUN_HAS_NAME : 0u) |
               (of_step ? STS_CONTROL_SCENARIO_RUN_HAS_STEP : 0u),
        .name = view->scenario->name,
        .step = (int64_t)view->step,
        .steps = (int64_t)view->scenario->steps.count,
    };
}

static void set_time(struct sts_control_armed_record *told, const struct echo_record_view *view) {
    told->has |= STS_CONTROL_ARMED_RECORD_HAS_LEFT_MS | STS_CONTROL_ARMED_RECORD_HAS_SCOPE;
    told->left_ms = (int64_t)view->left_ms;
    told->scope = view->scope;
    if (told->kind != STS_CONTROL_ARMED_KIND_REFUSAL)
        return;
    told->has |= STS_CONTROL_ARMED_RECORD_HAS_REFUSED;
    told->refused = (int64_t)view->attempts;
}

/* The one stream that was asked for; empty: several. */
static struct base_slice id_of(const struct app_listing *listing, char *room) {
    const struct base_slice streams = app_listing_streams(listing);
    return streams.len && base_glob_is_plain(streams) ? base_glob_text(streams, room)
                                                      : base_slice(NULL, 0);
}

static bool put_item(struct app_listing *listing, const void *item) {
    const struct app_control *control = listing->turns.control;
    const struct echo_record *record = item;
    const struct echo_record_view view = echo_record_look(record);
    char room[2 * STREAM_ID_SIZE];
    const struct base_slice id = id_of(listing, room);
    struct parts parts;
    if (!app_hits_make(&parts.hits, control, listing->key, record, id))
        return false;
    struct sts_control_armed_record told = {
        .has = parts.hits.count ? STS_CONTROL_ARMED_RECORD_HAS_RULES : 0u,
        .number = (int64_t)record->number,
        .kind = record->kind,
        .stream_id = codec_text_plain(echo_record_pattern(record, parts.pattern)),
        .time = app_hits_time(control, record->since, parts.time),
        .rules = {.count = parts.hits.count, .items = parts.hits.rules},
    };
    set_origin(&told, &record->origin);
    if (parts.hits.count)
        set_configuration(&told, &view);
    if (view.scenario)
        set_scenario(&told, &view);
    if (record->kind == STS_CONTROL_ARMED_KIND_SCENARIO)
        set_places(&told.scenario, app_service_echo(control->service), listing->key, record, id,
                   parts.places);
    else if (!parts.hits.count)
        set_time(&told, &view);
    const bool put = app_listing_put_item(listing, &told);
    app_hits_free(&parts.hits);
    return put;
}

static bool put_frame(struct app_listing *listing, bool is_end) {
    const struct sts_control_armed_list frame = {
        .has = listing->more ? STS_CONTROL_ARMED_LIST_HAS_NEXT : 0u,
        .next = (int64_t)listing->listed,
    };
    return app_listing_put_frame(listing, &frame, is_end);
}

void app_control_list_armed(const struct app_control_request *request) {
    static const struct app_listing_kind armed = {
        .body = STS_BODY_CONTROL_ARMED_LIST,
        .after = after,
        .number = number_of,
        .covers = covers,
        .put_frame = put_frame,
        .put_item = put_item,
    };
    const struct sts_list_armed_parameters *wanted = request->parameters;
    bool limited = wanted->has & STS_LIST_ARMED_PARAMETERS_HAS_LIMIT;
    if (wanted->stream.len && (!app_control_covers(request, wanted->stream, true) ||
                               !app_control_possible(request, wanted->stream, NULL)))
        return;
    app_listing_begin_for(request, &armed, wanted->after, limited ? wanted->limit : 0,
                          wanted->stream);
}
