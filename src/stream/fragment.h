/* fragment.h - one accepted fragment, from its acceptance until its id is forgotten. */
#ifndef STREAM_FRAGMENT_H
#define STREAM_FRAGMENT_H
#include "base/buffer.h"
#include "base/list.h"
#include "base/timer.h"
#include "stream/processor.h"

/** What a fragment waits for. */
enum stream_stage {
    STREAM_STAGE_QUEUED,     /**< a place among those processed at once */
    STREAM_STAGE_PROCESSING, /**< the end of its processing */
    STREAM_STAGE_HELD,       /**< its turn to be sent */
    STREAM_STAGE_SETTLED,    /**< nothing: it has its outcome. Perhaps a retry */
};
#define STREAM_STAGES 4

/** What moves a fragment on. */
enum stream_step {
    STREAM_STEP_START,  /**< its processing begins */
    STREAM_STEP_FINISH, /**< it is over: a result, or the time is up */
    STREAM_STEP_SEND,   /**< the outcome leaves */
    STREAM_STEP_DROP,   /**< it is given up, nobody is told */
    STREAM_STEP_RETRY,  /**< it comes again after a failure that allows it */
    STREAM_STEPS,
};

/** The stage after `step`; false when the step is not possible in `stage`. */
bool stream_stage_next(enum stream_stage stage, enum stream_step step, enum stream_stage *next);

/** The name, for tests and logs ("queued"). */
const char *stream_stage_name(enum stream_stage stage);

struct stream;
struct stream_fragment;

/** What a fragment needs while it is in work, and its result while that is kept. */
struct stream_work {
    struct stream_fragment *fragment;
    struct base_timer timer;            /**< the end of processing, or of timeout_ms */
    struct base_list_node kept;         /**< among the results kept of its stream */
    struct base_list_node kept_overall; /**< and of all streams */
    struct base_list_node queue;        /**< among those that wait for processing */
    struct stream_plan plan;
    struct base_buffer *message; /**< where `audio` lies: a reference. NULL when not needed */
    struct sts_audio_data audio;
    uint64_t accepted_at;
    uint64_t started_at;
    uint64_t deadline;      /**< accepted_at + timeout_ms */
    uint64_t processing_ms; /**< once it has finished */
    bool timed_out;
    bool aside;    /**< its turn is over, and its result leaves after the next one */
    bool due;      /**< aside for as long as may be */
    size_t charge; /**< bytes this counts for, with the message */
};

/** What is remembered of it. */
struct stream_fragment {
    struct stream *stream;
    struct stream_work *work;    /**< NULL when it is settled and no result is kept */
    struct base_list_node order; /**< among those not sent yet: by number, or retries by time */
    struct base_list_node age;   /**< among those remembered, by acceptance */
    uint64_t number;
    uint64_t behind_since;  /**< see window.h */
    uint64_t processing_ms; /**< of the outcome in the statistics */
    unsigned attempt;       /**< 0; n for the n-th retry */
    unsigned epoch;         /**< the connection its outcome was sent on, counted */
    enum stream_stage stage;
    enum sts_fragment_status status; /**< of the outcome in the statistics */
    bool retryable;                  /**< failed, and may come again */
    bool confirmed;                  /**< the worker has acknowledged the result */
    bool counted;                    /**< its outcome is in the statistics */
    struct codec_text id;            /**< plain UTF-8; lies in this block */
    char text[];
};

/** A fragment in QUEUED, with work. `id` is plain UTF-8 and is copied. NULL when there is no
 *  memory. */
struct stream_fragment *stream_fragment_new(struct base_memory *memory, struct codec_text id);

/** Gives a settled fragment without work a new one. False when there is no memory. */
bool stream_fragment_renew(struct base_memory *memory, struct stream_fragment *fragment);

/** Moves it. Steps that are not possible leave it where it is; false. */
bool stream_fragment_step(struct stream_fragment *fragment, enum stream_step step);

/** Gives up the message, which a failure does not need. Returns the bytes by which `charge` fell.
 */
size_t stream_work_drop_message(struct stream_work *work);

/** Frees the work, which must be in no list and have no timer armed. NULL is ignored. */
void stream_work_free(struct base_memory *memory, struct stream_work *work);

/** Frees it with its work, which must be as above. */
void stream_fragment_free(struct base_memory *memory, struct stream_fragment *fragment);

#endif
