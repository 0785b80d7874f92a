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
    [STREAM_STAGE_SETTLED] = {[STREAM_STEP_RETRY] = TO(QUEUED)},
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

bool stream_fragment_renew(struct base_memory *memory, struct stream_fragment *fragment) {
    struct stream_work *work = base_memory_zero(memory, sizeof *work);
    if (!work)
        return false;
    work->fragment = fragment;
    fragment->work = work;
    return true;
}

struct stream_fragment *stream_fragment_new(struct base_memory *memory, struct codec_text id) {
    struct stream_fragment *fragment = base_memory_take(memory, sizeof *fragment + id.len);
    if (!fragment)
        return NULL;
    *fragment = (struct stream_fragment){.id = {fragment->text, id.len, id.form}};
    memcpy(fragment->text, id.ptr, id.len);
    if (!stream_fragment_renew(memory, fragment)) {
        base_memory_give(memory, fragment, sizeof *fragment + id.len);
        return NULL;
    }
    return fragment;
}

size_t stream_work_drop_message(struct stream_work *work) {
    size_t bytes = work->message ? work->message->capacity : 0;
    base_buffer_unref(work->message);
    work->message = NULL;
    work->charge -= bytes;
    return bytes;
}

void stream_work_free(struct base_memory *memory, struct stream_work *work) {
    if (!work)
        return;
    base_buffer_unref(work->message);
    base_buffer_unref(work->plan.owner);
    work->fragment->work = NULL;
    base_memory_give(memory, work, sizeof *work);
}

void stream_fragment_free(struct base_memory *memory, struct stream_fragment *fragment) {
    stream_work_free(memory, fragment->work);
    base_memory_give(memory, fragment, sizeof *fragment + fragment->id.len);
}
