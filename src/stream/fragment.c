#include "stream/fragment.h"

#define TO(stage) (1 + STREAM_STAGE_##stage)

/* Rows: the stage; columns: the step. 0: not possible. A fragment that still waits may finish: its
 * time is up. */
static const unsigned char transitions[STREAM_STAGES][STREAM_STEPS] = {
    [STREAM_STAGE_QUEUED] = {[STREAM_STEP_START] = TO(PROCESSING),
                             [STREAM_STEP_FINISH] = TO(HELD),
                             [STREAM_STEP_DROP] = TO(SETTLED)},
    [STREAM_STAGE_PROCESSING] = {[STREAM_STEP_FINISH] = TO(HELD), [STREAM_STEP_DROP] = TO(SETTLED)},
    [STREAM_STAGE_HELD] = {[STREAM_STEP_SEND] = TO(SETTLED), [STREAM_STEP_DROP] = TO(SETTLED)},
};

bool stream_stage_next(enum stream_stage stage, enum stream_step step, enum stream_stage *next) {
    if (!transitions[stage][step])
        return false;
    *next = (enum stream_stage)(transitions[stage][step] - 1);
    return true;
}

const char *stream_stage_name(enum stream_stage stage) {
    static const char *const names[STREAM_STAGES] = {"queued", "processing", "held", "settled"};
    return names[stage];
}

bool stream_fragment_step(struct stream_fragment *fragment, enum stream_step step) {
    return stream_stage_next(fragment->stage, step, &fragment->stage);
}

struct stream_fragment *stream_fragment_new(struct base_memory *memory, struct codec_text id) {
    struct stream_fragment *fragment = base_memory_take(memory, sizeof *fragment + id.len);
    if (!fragment)
        return NULL;
    *fragment = (struct stream_fragment){.id = {fragment->text, id.len, id.form}};
    memcpy(fragment->text, id.ptr, id.len);
    return fragment;
}

size_t stream_fragment_drop_message(struct stream_fragment *fragment) {
    size_t bytes = fragment->message ? fragment->message->capacity : 0;
    base_buffer_unref(fragment->message);
    fragment->message = NULL;
    fragment->charge -= bytes;
    return bytes;
}

void stream_fragment_free(struct base_memory *memory, struct stream_fragment *fragment) {
    base_buffer_unref(fragment->message);
    base_buffer_unref(fragment->plan.owner);
    base_memory_give(memory, fragment, sizeof *fragment + fragment->id.len);
}
