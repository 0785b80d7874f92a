/* processor.h - what makes results of fragments: the models of a real service, the echo here. */
#ifndef STREAM_PROCESSOR_H
#define STREAM_PROCESSOR_H
#include "base/buffer.h"
#include "stream/observer.h"

/** A fragment that is to be processed. Valid during the call. */
struct stream_task {
    struct codec_text fragment_id;
    uint64_t number;  /**< its sequence number */
    uint64_t run;     /**< 0 for the first run of the stream, 1 after a new one began, ... */
    unsigned attempt; /**< 0; n for the n-th retry */
};

/** What will become of it. All zero is a success at once. */
struct stream_plan {
    uint64_t delay_ms; /**< from the start of processing to its end */
    bool untimed;      /**< the worker's timeout_ms does not apply */
    bool as_error;     /**< a failure leaves as an `error` event instead of a result */
    enum sts_fragment_status status;
    struct sts_processing_error error; /**< where status is not success, with stage, retryable */
    struct stream_fault fault;         /**< what has been simulated: hit, rule, action, seed */
    struct base_buffer *owner; /**< what error.message lies in; a reference, or NULL: a constant */
};

struct stream_processor {
    /** What the processor keeps of one stream; NULL when there is no memory. `stream_id` (plain
     *  UTF-8) lives until `close`. */
    void *(*open)(void *context, struct base_slice stream_id);
    void (*close)(void *context, void *state);

    /** Decides when the fragment is accepted. False: no memory, and nothing has changed. */
    bool (*plan)(void *context, void *state, const struct stream_task *task,
                 struct stream_plan *plan);

    /** How long a fragment without faults takes, in ms: for estimates. */
    uint64_t (*typical_ms)(void *context, void *state);

    /**
     * Completes a result. Ids, number, status, processing time and error are set; `audio` is what
     * was received (NULL where status is failed) and lives as long as what is sent.
     */
    void (*fill)(void *context, const struct sts_audio_data *audio,
                 struct sts_fragment_processed *result);

    void *context;
};

#endif
