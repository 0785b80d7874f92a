/* observer.h - who wants to know what happens to streams: one for each registry.
 *
 * Every function is optional (NULL) and is called as the thing happens; it must not call back into
 * the streams. Texts and pointers are valid during the call only. Texts are codec_text: some come
 * straight from a message, so write them as JSON with codec_out_text or copy them with
 * codec_text_copy. Each stream is told of by one `opened` first and one `ended` last, and the
 * `ended` of a stream_id comes before the next `opened` of the same one. */
#ifndef STREAM_OBSERVER_H
#define STREAM_OBSERVER_H
#include "base/map.h"
#include "stream/fault.h"
#include "stream/limit.h"

/** What those who are told of streams keep with each, so that they need not look it up: as many
 *  things, each one's own. */
#define STREAM_MEMOS 3

/** What an event is about. An empty text: there is none, or it is not known. */
struct stream_subject {
    struct codec_text stream_id, session_id, fragment_id, worker_id;
    /** What the application gave to stream_connection_new; NULL while the stream is parked. */
    void *connection;
    /** STREAM_MEMOS of the stream with this stream_id; NULL: there are none. */
    struct base_map_memo *memos;
};

/** Why a stream is over. */
#define STREAM_ENDINGS(X)                                                                          \
    X(COMPLETED, "completed")                                                                      \
    X(LEFT, "the client disconnected")                                                             \
    X(LOST, "the connection was lost and streams are not kept")                                    \
    X(EXPIRED, "it was not resumed in time")                                                       \
    X(UNANSWERED, "its stream:ready could not be sent")                                            \
    X(CROWDED_OUT, "too many streams wait to be resumed")                                          \
    X(DELETED, "it was deleted")                                                                   \
    X(SHUTDOWN, "the server stops")

enum stream_ending {
#define X(name, text) STREAM_ENDING_##name,
    STREAM_ENDINGS(X)
#undef X
};

/** The words. */
const char *stream_ending_text(enum stream_ending ending);

/** How a fragment ended. */
struct stream_outcome {
    enum sts_fragment_status status;
    int64_t sequence_number;
    uint64_t wait_ms;       /**< from acceptance to the start of processing */
    uint64_t processing_ms; /**< from there to its end */
    struct sts_stage_timings stages;
    const struct sts_processing_error *error; /**< NULL on success */
    unsigned attempt;                         /**< 0; n: the n-th retry, replaces the one before */
    /** false: the worker was told nothing (given up for a new run or the stream's end, or dropped
     *  on purpose) */
    bool answered;
    const struct stream_fault *fault; /**< what was simulated with it; NULL: nothing */
};

/** A rule of the protocol that was broken and let pass (protocol §9). Terminated strings. */
struct stream_deviation {
    const char *event;   /**< name of the event, "" for none */
    const char *pointer; /**< JSON Pointer into its payload, "" for none */
    const char *keyword; /**< the schema's keyword, or a word of our own ("unknown_fragment") */
    const char *message; /**< a sentence */
};

struct stream_observer {
    /** A stream began. */
    void (*opened)(void *context, const struct stream_subject *subject,
                   const struct sts_stream_init *init);
    /** Its connection is lost; it waits to be resumed. */
    void (*parked)(void *context, const struct stream_subject *subject);
    /** A connection took it over; `was_parked` is false when the old one still looked open. */
    void (*resumed)(void *context, const struct stream_subject *subject, bool was_parked);
    /** It went from one state to another (not called for parked, opened, ended). */
    void (*state_changed)(void *context, const struct stream_subject *subject,
                          enum sts_stream_state from, enum sts_stream_state to);
    /** It is gone. */
    void (*ended)(void *context, const struct stream_subject *subject, enum stream_ending ending,
                  const struct sts_stream_statistics *statistics);

    /** A fragment was accepted. `attempt` as in struct stream_outcome. */
    void (*accepted)(void *context, const struct stream_subject *subject, int64_t sequence_number,
                     size_t audio_length, unsigned attempt);
    /** A fault was decided on for it. After `accepted`. */
    void (*fault)(void *context, const struct stream_subject *subject,
                  const struct stream_fault *fault);
    /** Its processing began after `wait_ms` in the queue. */
    void (*started)(void *context, const struct stream_subject *subject, uint64_t wait_ms);
    /** It came to its outcome. Exactly one for each `accepted`. */
    void (*outcome)(void *context, const struct stream_subject *subject,
                    const struct stream_outcome *outcome);

    /** An `error` is sent. `subject` may have no stream. */
    void (*error)(void *context, const struct stream_subject *subject,
                  const struct sts_error *error);
    /** Something is refused for a limit. Before the `error` that says so. */
    void (*limited)(void *context, const struct stream_subject *subject,
                    const struct stream_limit_hit *hit);
    /** The number of fragments that wait for processing has changed. */
    void (*queue_changed)(void *context, const struct stream_subject *subject, size_t depth);
    /** The backpressure level has changed and the worker is told. */
    void (*backpressure)(void *context, const struct stream_subject *subject,
                         const struct sts_backpressure *backpressure);
    /** A deviation was found. `subject` may have no stream. */
    void (*deviation)(void *context, const struct stream_subject *subject,
                      const struct stream_deviation *deviation);
};

#endif
