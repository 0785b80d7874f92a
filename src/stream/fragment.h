/* fragment.h - one accepted fragment, from its acceptance to its outcome. */
#ifndef STREAM_FRAGMENT_H
#define STREAM_FRAGMENT_H
#include "base/buffer.h"
#include "base/list.h"
#include "base/timer.h"
#include "stream/fingerprint.h"
#include "stream/processor.h"

/** What a fragment waits for. */
enum stream_stage {
    STREAM_STAGE_QUEUED,     /**< a place among those processed at once */
    STREAM_STAGE_PROCESSING, /**< the end of its processing */
    STREAM_STAGE_HELD,       /**< its turn to be sent */
    STREAM_STAGE_SETTLED,    /**< nothing: it has its outcome, and is about to go */
};
#define STREAM_STAGES 4

/** What moves a fragment on. */
enum stream_step {
    STREAM_STEP_START,  /**< its processing begins */
    STREAM_STEP_FINISH, /**< it is over: a result, or the time is up */
    STREAM_STEP_SEND,   /**< the outcome leaves */
    STREAM_STEP_DROP,   /**< it is given up, nobody is told */
    STREAM_STEPS,
};

/** The stage after `step`; false when the step is not possible in `stage`. */
bool stream_stage_next(enum stream_stage stage, enum stream_step step, enum stream_stage *next);

/** The name, for tests and logs ("queued"). */
const char *stream_stage_name(enum stream_stage stage);

struct stream;

/** What stands for an id: a hash of 128 bits, with a secret seed that this process has drawn. That
 *  two ids of a stream share a key by chance is less likely than one in 10^32, and nobody who does
 *  not know the seed can choose them so. */
struct stream_key {
    uint64_t words[2];
};

/** An outcome that is in the statistics. */
struct stream_counted {
    bool is_counted;
    enum sts_fragment_status status;
    uint64_t processing_ms;
};

struct stream_fragment {
    struct stream *stream;
    struct base_list_node working; /**< among those without an outcome, by acceptance */
    struct base_list_node order;   /**< among those not sent yet: by number, or retries by time */
    struct base_list_node queue;   /**< among those that wait for processing */
    struct base_timer timer;       /**< the end of processing, or of timeout_ms */
    struct stream_plan plan;
    struct base_buffer *message; /**< where `audio` lies: a reference. NULL when not needed */
    struct sts_audio_data audio;
    struct stream_fingerprint fingerprint; /**< of that, as it came */
    uint64_t number;
    uint64_t behind_since; /**< see window.h */
    uint64_t accepted_at;
    uint64_t started_at;
    uint64_t deadline;            /**< accepted_at + timeout_ms */
    uint64_t processing_ms;       /**< once it has finished */
    size_t charge;                /**< bytes this counts for, with the message */
    unsigned attempt;             /**< 0; n for the n-th retry */
    struct stream_counted before; /**< of a retry: the outcome that it replaces */
    enum stream_stage stage;
    bool timed_out;
    bool aside; /**< its turn is over, and its result leaves after the next one */
    struct stream_key key;
    struct codec_text id; /**< plain UTF-8; lies in this block */
    char text[];
};

/** A fragment in QUEUED. `id` is plain UTF-8 and is copied. NULL when there is no memory. */
struct stream_fragment *stream_fragment_new(struct base_memory *memory, struct codec_text id);

/** Moves it. Steps that are not possible leave it where it is; false. */
bool stream_fragment_step(struct stream_fragment *fragment, enum stream_step step);

/** Gives up the message, which a failure does not need. Returns the bytes by which `charge` fell.
 */
size_t stream_fragment_drop_message(struct stream_fragment *fragment);

/** Frees it; it must be in no list and have no timer armed. */
void stream_fragment_free(struct base_memory *memory, struct stream_fragment *fragment);

#endif
