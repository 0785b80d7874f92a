/* stream_scene_armed.h - the part of stream_scene.h that shows what is armed, and what came of it.
 * Included by it alone, behind its structs. */
#ifndef TESTS_STREAM_SCENE_ARMED_H
#define TESTS_STREAM_SCENE_ARMED_H
#include "echo/record.h"
#include "stream/id.h"

static inline void scene_write_rule(struct scene *scene, const struct echo_record *record,
                                    size_t rule, struct base_slice id) {
    struct echo_hits_told told;
    char text[ECHO_RULE_TEXT_SIZE], why[ECHO_CANNOT_SIZE];
    const bool known = echo_record_hits(record, rule, id, &told);
    const size_t length = echo_record_rule_text(record, rule, text);
    scene_write(scene, "    %.*s: %s%llu", (int)length, text, known ? "" : "unknown, at least ",
                (unsigned long long)told.count);
    if (told.count)
        scene_write(scene, ", last %.*s %llu", (int)told.stream_id.len, told.stream_id.ptr,
                    (unsigned long long)told.number);
    else if (echo_record_cannot_hit(scene->echo, record, rule, id, why))
        scene_write(scene, "; %s", why);
    scene_write(scene, "\n");
}

/* "*": everything. Else what is for these streams; of one stream with its own hits. */
static inline void scene_armed(struct scene *scene, const char *streams) {
    const struct base_slice pattern = base_slice_of(streams);
    const struct base_slice id =
        strchr(streams, '*') ? base_slice(NULL, 0) : base_slice_of(streams);
    const struct echo_record *record = NULL;
    while ((record = echo_record_after(scene->echo, record))) {
        char room[2 * STREAM_ID_SIZE];
        const struct base_slice for_these = echo_record_pattern(record, room);
        const struct echo_record_view view = echo_record_look(record);
        struct echo_place_told place;
        if (!echo_record_is_for(record, pattern))
            continue;
        scene_write(scene, "  %llu %s %.*s", (unsigned long long)record->number,
                    sts_control_armed_kind_text(record->kind).ptr, (int)for_these.len,
                    for_these.ptr);
        if (view.scenario && view.rules)
            scene_write(scene, " of step %zu", view.step);
        if (record->kind == STS_CONTROL_ARMED_KIND_REFUSAL)
            scene_write(scene, " refused %llu", (unsigned long long)view.attempts);
        if (!view.rules && !view.scenario)
            scene_write(scene, " for %llu ms", (unsigned long long)view.left_ms);
        if (id.len && view.rules)
            scene_write(scene, "%s",
                        echo_record_decides(scene->echo, record, id) ? " decides" : "");
        scene_write(scene, "\n");
        for (size_t rule = 0; rule < view.rules; rule++)
            scene_write_rule(scene, record, rule, id);
        const bool is_scenario = record->kind == STS_CONTROL_ARMED_KIND_SCENARIO;
        for (const void *at = NULL;
             is_scenario && (at = echo_record_place(scene->echo, record, at, &place));)
            scene_write(scene, "    %.*s at %zu\n", (int)place.stream_id.len, place.stream_id.ptr,
                        place.step);
    }
}

static inline void scene_acting(void *context, const struct echo_acting *acting) {
    struct scene *scene = context;
    if (!scene_watches(scene, "acting"))
        return;
    scene_write(scene, " on %.*s: %s", (int)acting->stream_id.len, acting->stream_id.ptr,
                sts_control_armed_kind_text(acting->kind).ptr);
    if (acting->record)
        scene_write(scene, " %llu", (unsigned long long)acting->record->number);
    scene_write(scene, "\n");
}

static inline void scene_stepped(void *context, const struct echo_stepped *stepped) {
    struct scene *scene = context;
    if (scene_watches(scene, "stepped"))
        scene_write(scene, " %.*s to %zu of %.*s: %s\n", (int)stepped->stream_id.len,
                    stepped->stream_id.ptr, stepped->step, SCENE_TEXT_OF(stepped->scenario->name),
                    stepped->why);
}

#endif
