/* stream_scene_observer.h - the part of stream_scene.h that shows what an observer is told. */
#ifndef TESTS_STREAM_SCENE_OBSERVER_H
#define TESTS_STREAM_SCENE_OBSERVER_H
#include "stream/observer.h"
#include "stream/state.h"

struct scene;

/** True, and a line is begun with it, when the scene watches `word`. */
static inline bool scene_watches(struct scene *scene, const char *word);

/** Writes to the scene's text. */
__attribute__((format(printf, 2, 3))) static inline void scene_write(struct scene *scene,
                                                                     const char *format, ...);

#define SCENE_TEXT_OF(text) (int)(text).len, (text).ptr

static inline void scene_opened(void *context, const struct stream_subject *subject,
                                const struct sts_stream_init *init) {
    (void)init;
    if (scene_watches(context, "opened"))
        scene_write(context, " %.*s by %.*s\n", SCENE_TEXT_OF(subject->stream_id),
                    SCENE_TEXT_OF(subject->worker_id));
}

static inline void scene_parked(void *context, const struct stream_subject *subject) {
    if (scene_watches(context, "parked"))
        scene_write(context, " %.*s\n", SCENE_TEXT_OF(subject->stream_id));
}

static inline void scene_resumed(void *context, const struct stream_subject *subject,
                                 bool was_parked) {
    if (scene_watches(context, "resumed"))
        scene_write(context, " %.*s%s\n", SCENE_TEXT_OF(subject->stream_id),
                    was_parked ? "" : " from a connection");
}

static inline void scene_state(void *context, const struct stream_subject *subject,
                               enum sts_stream_state from, enum sts_stream_state to) {
    if (scene_watches(context, "state"))
        scene_write(context, " %.*s %s -> %s\n", SCENE_TEXT_OF(subject->stream_id),
                    stream_state_name(from), stream_state_name(to));
}

static inline void scene_ended(void *context, const struct stream_subject *subject,
                               enum stream_ending ending,
                               const struct sts_stream_statistics *statistics) {
    if (scene_watches(context, "ended"))
        scene_write(context, " %.*s: %s, failed %lld\n", SCENE_TEXT_OF(subject->stream_id),
                    stream_ending_text(ending), (long long)statistics->failed_count);
}

static inline void scene_accepted(void *context, const struct stream_subject *subject,
                                  int64_t number, size_t audio_length, unsigned attempt) {
    if (scene_watches(context, "accepted"))
        scene_write(context, " %.*s %lld %zu attempt %u\n", SCENE_TEXT_OF(subject->fragment_id),
                    (long long)number, audio_length, attempt);
}

static inline void scene_fault(void *context, const struct stream_subject *subject,
                               const struct stream_fault *fault) {
    struct base_slice action = sts_rule_action_text(fault->action);
    if (scene_watches(context, "fault"))
        scene_write(context, " %.*s rule %zu %.*s seed %lld%s%.*s attempt %u\n",
                    SCENE_TEXT_OF(subject->fragment_id), fault->rule, SCENE_TEXT_OF(action),
                    (long long)fault->seed, fault->seed_key.len ? " key " : "",
                    SCENE_TEXT_OF(fault->seed_key), fault->attempt);
}

static inline void scene_started(void *context, const struct stream_subject *subject,
                                 uint64_t wait_ms) {
    if (scene_watches(context, "started"))
        scene_write(context, " %.*s after %llu ms\n", SCENE_TEXT_OF(subject->fragment_id),
                    (unsigned long long)wait_ms);
}

static inline void scene_outcome(void *context, const struct stream_subject *subject,
                                 const struct stream_outcome *outcome) {
    struct base_slice status = sts_fragment_status_text(outcome->status);
    if (scene_watches(context, "outcome"))
        scene_write(context, " %.*s %.*s%s\n", SCENE_TEXT_OF(subject->fragment_id),
                    SCENE_TEXT_OF(status), outcome->answered ? "" : ", nobody told");
}

static inline void scene_error(void *context, const struct stream_subject *subject,
                               const struct sts_error *error) {
    if (scene_watches(context, "error"))
        scene_write(context, " %s %.*s\n", sts_error_table[error->code.value].name.ptr,
                    SCENE_TEXT_OF(subject->stream_id));
}

static inline void scene_queue(void *context, const struct stream_subject *subject, size_t depth) {
    (void)subject;
    if (scene_watches(context, "queue"))
        scene_write(context, " %zu\n", depth);
}

static inline void scene_deviation(void *context, const struct stream_subject *subject,
                                   const struct stream_deviation *deviation) {
    (void)subject;
    if (scene_watches(context, "deviation"))
        scene_write(context, " %s %s: %s\n", deviation->event, deviation->keyword,
                    deviation->message);
}

static const struct stream_observer scene_observer = {
    .opened = scene_opened,
    .parked = scene_parked,
    .resumed = scene_resumed,
    .state_changed = scene_state,
    .ended = scene_ended,
    .accepted = scene_accepted,
    .fault = scene_fault,
    .started = scene_started,
    .outcome = scene_outcome,
    .error = scene_error,
    .queue_changed = scene_queue,
    .deviation = scene_deviation,
};

#endif
