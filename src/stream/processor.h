/* processor.h - what makes results of fragments: the models of a real service, the echo here. */
#ifndef STREAM_PROCESSOR_H
#define STREAM_PROCESSOR_H
#include "base/buffer.h"
#include "stream/fault.h"
#include "stream/flow.h"

/** A fragment that is to be processed. Valid during the call. */
struct stream_task {
    struct codec_text fragment_id;
    uint64_t number;   /**< its sequence number */
    uint64_t run;      /**< 0 for the first run of the stream, 1 after a new one began, ... */
    unsigned attempt;  /**< 0; n for the n-th retry */
    uint64_t expected; /**< the lowest number of this run neither accepted nor given up so far */
};

/** What happens when a fragment's turn has come. */
enum stream_turn {
    STREAM_TURN_SEND,  /**< its result leaves */
    STREAM_TURN_DROP,  /**< nothing leaves: it counts as `status` says, its successors pass */
    STREAM_TURN_TWICE, /**< its result leaves twice */
    STREAM_TURN_SWAP,  /**< its result leaves after the next one, or when the time is up */
    STREAM_TURN_LOSE,  /**< the connection is lost; the result leaves on the next one */
    STREAM_TURNS,
};

/** What will become of it. All zero is a success at once. */
struct stream_plan {
    uint64_t delay_ms; /**< from the start of processing to its end */
    bool untimed;      /**< the worker's timeout_ms does not apply */
    bool slowed;       /**< a simulation decided on delay_ms */
    bool as_error;     /**< a failure leaves as an `error` event instead of a result */
    bool corrupt;      /**< the audio that leaves differs from what came (a few characters) */
    bool no_ack;       /**< fragment:ack is withheld */
    enum stream_turn turn;
    struct stream_loss loss; /**< for STREAM_TURN_LOSE */
    enum sts_fragment_status status;
    struct sts_processing_error error; /**< where status is not success, with stage, retryable */
    /** What the texts of `error` and `fault` lie in; a reference, or NULL: constants. */
    struct base_buffer *owner;
    bool is_fault;
    struct stream_fault fault; /**< where it is one: what the observer is told */
    uint64_t tag;              /**< the processor's own, given back to `settled` */
};

struct stream;

struct stream_processor {
    /** What the processor keeps of one stream; NULL when there is no memory. `stream_id` (plain
     *  UTF-8) and `stream` live until `close`. */
    void *(*open)(void *context, struct base_slice stream_id, struct stream *stream);
    void (*close)(void *context, void *state);

    /** Decides when the fragment is accepted. False: no memory, and nothing has changed. */
    bool (*plan)(void *context, void *state, const struct stream_task *task,
                 struct stream_plan *plan);

    /** A fragment that was planned has come to its outcome. */
    void (*settled)(void *context, void *state, const struct stream_plan *plan);

    /** Numbers of the present run were given up: no fragment came. */
    void (*missing)(void *context, void *state, uint64_t first, uint64_t last);

    /** True: `signal` is what the worker is to be told with so many in flight, in place of the
     *  room's own levels. Where that changes by time, call stream_look_again. */
    bool (*level)(void *context, void *state, size_t inflight, struct stream_signal *signal);

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
