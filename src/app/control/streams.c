#include "app/control/streams.h"

#include "app/service/auth.h"
#include "stream/id.h"

/* False: no memory. */
static bool make_hits(struct app_described *described, const struct app_control *control,
                      const struct echo_view *view, struct base_slice id) {
    for (size_t kind = 0; kind < ECHO_KINDS; kind++) {
        const struct echo_record *record = view->records[kind];
        struct app_hits *hits = &described->hits[described->hits_count];
        if (!record)
            continue;
        if (!app_hits_make(hits, control, NULL, record, id))
            return false;
        char *pattern = described->patterns[kind];
        described->told[described->hits_count++] = (struct sts_control_stream_hits){
            .number = (int64_t)record->number,
            .kind = record->kind,
            .stream_id = codec_text_plain(echo_record_pattern(record, pattern)),
            .rules = {.count = hits->count, .items = hits->rules},
        };
    }
    return true;
}

static struct sts_control_armed armed_for(struct app_described *described,
                                          const struct app_control *control, struct codec_text id) {
    const struct echo *echo = app_service_echo(control->service);
    struct echo_view view;
    echo_look(echo, base_slice(id.ptr, id.len), &view);
    described->is_whole = make_hits(described, control, &view, base_slice(id.ptr, id.len));
    struct sts_control_armed armed = {
        .has = (described->hits_count ? STS_CONTROL_ARMED_HAS_HITS : 0u) |
               (view.has[ECHO_KIND_FAULTS] ? STS_CONTROL_ARMED_HAS_FAULTS : 0u) |
               (view.has[ECHO_KIND_DELAY] ? STS_CONTROL_ARMED_HAS_DELAY : 0u) |
               (view.has[ECHO_KIND_BACKPRESSURE] ? STS_CONTROL_ARMED_HAS_BACKPRESSURE : 0u),
        .faults = view.faults,
        .delay = view.delay,
        .backpressure = view.backpressure,
        .hits = {.count = described->hits_count, .items = described->told},
    };
    if (!view.scenario)
        return armed;
    armed.has |= STS_CONTROL_ARMED_HAS_SCENARIO;
    armed.scenario = (struct sts_control_armed_scenario){
        .has = view.scenario->has & STS_SCENARIO_HAS_NAME ? STS_CONTROL_ARMED_SCENARIO_HAS_NAME : 0,
        .name = view.scenario->name,
        .stream_id = view.scenario->stream_id,
        .step = (int64_t)view.step,
        .steps = (int64_t)view.scenario->steps.count,
    };
    return armed;
}

bool app_control_describe(struct app_described *described, const struct app_control *control,
                          const struct stream *stream) {
    const struct stream_view view = stream_view(stream);
    described->hits_count = 0;
    described->stream = (struct sts_control_stream){
        .stream_id = view.id,
        .worker_id = view.worker_id,
        .session_id = view.session_id,
        .state = view.state,
        .connected = view.connected,
        .max_inflight = (int32_t)view.max_inflight,
        .inflight = (int64_t)view.inflight,
        .queue_depth = (int64_t)view.waiting,
        .held = (int64_t)view.held,
        .expected = (int64_t)view.expected,
        .delivered = (int64_t)view.delivered,
        .confirmed = (int64_t)view.confirmed,
        .buffered_bytes = (int64_t)view.bytes,
        .statistics = view.statistics,
        .armed = armed_for(described, control, view.id),
    };
    if (!described->is_whole)
        app_control_describe_free(described);
    return described->is_whole;
}

void app_control_describe_free(struct app_described *described) {
    while (described->hits_count)
        app_hits_free(&described->hits[--described->hits_count]);
}

/* 404, with the name that was perhaps meant: one that the key covers. */
static void answer_unknown(const struct app_control_request *request,
                           const struct stream_registry *registry, struct base_slice id) {
    struct codec_closest search = codec_closest(id);
    const struct stream *stream = NULL;
    while (!codec_closest_over(&search) && (stream = stream_registry_next(registry, stream))) {
        struct codec_text known = stream_id(stream);
        if (app_auth_covers(request->key, known))
            app_control_near(&search, base_slice(known.ptr, known.len));
    }
    app_control_unknown(request, STS_CONTROL_ERROR_CODE_STREAM_NOT_FOUND, "there is no stream",
                        &search, "/control/streams");
}

void app_control_get_stream(const struct app_control_request *request) {
    const struct stream_registry *registry = app_service_registry(request->control->service);
    const struct sts_get_stream_parameters *wanted = request->parameters;
    char id[STREAM_ID_SIZE];
    size_t length = codec_text_copy(wanted->id, id, sizeof id);
    const struct stream *stream = stream_registry_find(registry, base_slice(id, length));
    if (!stream) {
        answer_unknown(request, registry, base_slice(id, length));
        return;
    }
    struct app_described described;
    if (!app_control_describe(&described, request->control, stream)) {
        app_control_unavailable(request);
        return;
    }
    app_control_answer(request, STS_BODY_CONTROL_STREAM, &described.stream);
    app_control_describe_free(&described);
}
