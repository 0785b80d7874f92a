/* stream_scene_echo.h - the part of stream_scene.h that asks for simulations. Included by it alone,
 * behind its structs. */
#ifndef TESTS_STREAM_SCENE_ECHO_H
#define TESTS_STREAM_SCENE_ECHO_H
#include "support/scratch.h"

/* False, and written down, when it fails its schema. */
static inline bool scene_decode(struct scene *scene, const char *json, enum sts_event_id id,
                                void *event) {
    struct codec_in in;
    codec_in_init(&in, base_slice_of(json), &test_scratch);
    if (codec_decode(&in, sts_events[id].payload, event))
        return true;
    scene_write(scene, "  invalid: %s %s\n", in.error.pointer, in.error.message);
    return false;
}

static inline void scene_answer(struct scene *scene, enum echo_result result,
                                const struct echo_answer *answer) {
    static const char *const words[] = {
        [ECHO_CONFIGURED] = "configured", [ECHO_NO_STREAM] = "no stream",
        [ECHO_DISORDER] = "disorder",     [ECHO_TOO_MUCH] = "too much",
        [ECHO_TOO_LARGE] = "too large",   [ECHO_NO_MEMORY] = "no memory",
    };
    scene_write(scene, "  %s", words[result]);
    if (result == ECHO_CONFIGURED)
        scene_write(scene, " rules %zu seed %lld", answer->rules_count, (long long)answer->seed);
    if (result == ECHO_CONFIGURED && answer->seed_key.len)
        scene_write(scene, " key %.*s", SCENE_TEXT_OF(answer->seed_key));
    else if (result == ECHO_DISORDER)
        scene_write(scene, " at %zu", answer->index);
    scene_write(scene, "\n");
}

static inline void *scene_own(struct scene_worker *worker) {
    const struct stream *stream = stream_connection_stream(scene_connection(worker));
    return stream ? stream_processing(stream) : NULL;
}

static inline void scene_configure(struct scene_worker *worker, enum echo_kind kind,
                                   const char *json) {
    struct echo_answer answer;
    void *own = scene_own(worker);
    enum echo_result result;
    if (kind == ECHO_KIND_BACKPRESSURE) {
        struct sts_config_backpressure event = {0};
        if (!scene_decode(worker->scene, json, STS_EVENT_CONFIG_BACKPRESSURE, &event))
            return;
        result = echo_configure_backpressure(worker->scene->echo, &(struct echo_sender){own, NULL},
                                             &event, &answer);
    } else if (kind == ECHO_KIND_FAULTS) {
        struct sts_config_error_simulation event = {0};
        if (!scene_decode(worker->scene, json, STS_EVENT_CONFIG_ERROR_SIMULATION, &event))
            return;
        result = echo_configure_faults(worker->scene->echo, &(struct echo_sender){own, NULL},
                                       &event, &answer);
    } else {
        struct sts_config_processing_delay event = {0};
        if (!scene_decode(worker->scene, json, STS_EVENT_CONFIG_PROCESSING_DELAY, &event))
            return;
        result = echo_configure_delay(worker->scene->echo, &(struct echo_sender){own, NULL}, &event,
                                      &answer);
    }
    scene_answer(worker->scene, result, &answer);
}

static inline void scene_disconnect_streams(struct scene *scene, const char *json) {
    struct sts_simulate_disconnect event = {0};
    if (!scene_decode(scene, json, STS_EVENT_SIMULATE_DISCONNECT, &event))
        return;
    const struct echo_target target = {.pattern = event.stream_id};
    const struct sts_scenario_disconnect disconnect = {
        .delay_ms = event.delay_ms,
        .mode = event.mode,
        .code = event.code,
        .refuse_ms = event.refuse_ms,
        .scope = event.scope,
    };
    enum echo_result result = echo_disconnect(scene->echo, &target, &disconnect);
    scene_write(scene, result == ECHO_CONFIGURED ? "  scheduled\n" : "  no stream\n");
}

static inline void scene_attempt(struct scene *scene, const char *id) {
    struct echo_refused refused;
    if (!echo_is_refused(scene->echo, base_slice_of(id), true, &refused))
        scene_write(scene, "  let in\n");
    else
        scene_write(scene, "  refused for %llu ms, attempt %llu\n",
                    (unsigned long long)refused.left_ms, (unsigned long long)refused.attempt);
}

static inline void scene_scenario(struct scene *scene, const char *json) {
    char text[2048];
    struct codec_in in;
    struct sts_control_scenarios body = {0};
    struct sts_scenario scenario;
    struct codec_list_cursor cursor = {.index = 0};
    struct echo_scenario_fault fault = {0, 0};
    (void)snprintf(text, sizeof text, "{\"scenarios\":[%s]}", json);
    codec_in_init(&in, base_slice_of(text), &test_scratch);
    if (!sts_control_scenarios_decode(&in, &body)) {
        scene_write(scene, "  invalid: %s %s\n", in.error.pointer, in.error.message);
        return;
    }
    while (sts_control_scenarios_scenarios_next(&body.scenarios, &cursor, &scenario)) {
        enum echo_result result = echo_scenario_load(scene->echo, &scenario, NULL);
        if (result == ECHO_CONFIGURED)
            scene_write(scene, "  loaded %zu\n", echo_scenario_count(scene->echo));
        else if (!echo_scenario_is_ordered(&scenario, &fault))
            scene_write(scene, "  refused at step %zu index %zu\n", fault.step, fault.index);
    }
}

static inline void scene_look(struct scene *scene, const char *id) {
    struct echo_view view;
    echo_look(scene->echo, base_slice_of(id), &view);
    scene_write(scene, " ");
    if (view.has[ECHO_KIND_FAULTS])
        scene_write(scene, " faults %.*s seed %lld", SCENE_TEXT_OF(view.faults.rules.raw),
                    (long long)view.faults.seed);
    if (view.has[ECHO_KIND_FAULTS] && view.faults.seed_key.len)
        scene_write(scene, " key %.*s", SCENE_TEXT_OF(view.faults.seed_key));
    if (view.has[ECHO_KIND_DELAY])
        scene_write(scene, " delay %d", view.delay.delay_ms);
    if (view.has[ECHO_KIND_DELAY] && view.delay.has & STS_SCENARIO_DELAY_HAS_SEED)
        scene_write(scene, " seed %lld", (long long)view.delay.seed);
    if (view.has[ECHO_KIND_DELAY] && view.delay.has & STS_SCENARIO_DELAY_HAS_SEED_KEY)
        scene_write(scene, " key %.*s", SCENE_TEXT_OF(view.delay.seed_key));
    if (view.has[ECHO_KIND_BACKPRESSURE])
        scene_write(scene, " backpressure %lld", (long long)view.backpressure.threshold);
    if (view.scenario)
        scene_write(scene, " scenario %.*s step %zu", SCENE_TEXT_OF(view.scenario->name),
                    view.step);
    scene_write(scene, "\n");
}

/* As the room above does: what is armed for the stream goes as well. */
static inline void scene_delete(struct scene *scene, const char *id) {
    const struct codec_text text = scene_plain(id);
    echo_reset(scene->echo, text);
    const struct scene_worker *worker =
        stream_delete(stream_registry_find(scene->registry, base_slice_of(id)));
    echo_forget(scene->echo, text);
    scene_write(scene, "  deleted, %s\n", worker ? "connected" : "parked");
}

/* What no worker does: "word rest". False: it is something else. */
static inline bool scene_control(struct scene *scene, const char *word, const char *rest) {
    const struct codec_text text = scene_plain(rest);
    if (strcmp(word, "disconnect") != 0 && strcmp(word, "scenario") != 0 &&
        strcmp(word, "unload") != 0 && strcmp(word, "reset") != 0 && strcmp(word, "look") != 0 &&
        strcmp(word, "attempt") != 0 && strcmp(word, "armed") != 0 && strcmp(word, "delete") != 0)
        return false;
    scene_start(scene);
    if (strcmp(word, "disconnect") == 0)
        scene_disconnect_streams(scene, rest);
    else if (strcmp(word, "scenario") == 0)
        scene_scenario(scene, rest);
    else if (strcmp(word, "unload") == 0)
        scene_write(scene, "  unloaded %zu\n", echo_scenario_unload(scene->echo, text));
    else if (strcmp(word, "attempt") == 0)
        scene_attempt(scene, rest);
    else if (strcmp(word, "armed") == 0)
        scene_armed(scene, rest);
    else if (strcmp(word, "reset") == 0)
        echo_reset(scene->echo, text);
    else if (strcmp(word, "delete") == 0)
        scene_delete(scene, rest);
    else
        scene_look(scene, rest);
    return true;
}

/* As the room above does: events are told before they are handled, the first one afterwards. */
static inline void scene_hear(struct scene_worker *worker, const char *verb, bool first) {
    static const char *const events[][2] = {{"init", "stream:init"},     {"frag", "fragment:data"},
                                            {"ack", "fragment:ack"},     {"pause", "stream:pause"},
                                            {"resume", "stream:resume"}, {"end", "stream:end"}};
    const struct stream *stream =
        worker->connection ? stream_connection_stream(worker->connection) : NULL;
    for (size_t i = 0; stream && i < sizeof events / sizeof *events; i++)
        if (strcmp(events[i][0], verb) == 0 && (i == 0) == first)
            echo_heard(stream_processing(stream), base_slice_of(events[i][1]));
}

/* What `view` shows: every stream as it is seen from outside. */
static inline void scene_view(struct scene *scene) {
    const struct stream *stream = NULL;
    size_t count = 0;
    while ((stream = stream_registry_next(scene->registry, stream))) {
        const struct stream_view view = stream_view(stream);
        scene_write(scene, "  %.*s of %.*s %s%s max %zu: inflight %zu waiting %zu held %zu",
                    (int)view.id.len, view.id.ptr, (int)view.worker_id.len, view.worker_id.ptr,
                    stream_state_name(view.state), view.connected ? "" : " parked",
                    view.max_inflight, view.inflight, view.waiting, view.held);
        scene_write(scene, " expects %llu delivered %llu confirmed %llu success %lld%s\n",
                    (unsigned long long)view.expected, (unsigned long long)view.delivered,
                    (unsigned long long)view.confirmed, (long long)view.statistics.success_count,
                    view.bytes ? "" : " no bytes");
        count++;
    }
    assert_int_equal(count, stream_registry_count(scene->registry));
}

#endif
