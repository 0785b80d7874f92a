/* stream.h - one stream of one worker: decoded events and time in, events to send out.
 *
 * It knows nothing of sockets or JSON. Everything it sends goes through `struct stream_output`,
 * before the call that caused it returns. */
#ifndef STREAM_STREAM_H
#define STREAM_STREAM_H
#include "base/buffer.h"
#include "base/timer.h"
#include "stream/state.h"
#include "stream/statistics.h"

/** Where a stream's events go. */
struct stream_output {
    /** Sends `event`, the struct of event `id`. Its slices lie in `owner` or are only valid during
     *  the call. */
    void (*send)(void *context, enum sts_event_id id, const void *event,
                 struct base_buffer *owner);
    /** The stream is complete and the time for last acks is over: DISCONNECT, then the socket. */
    void (*disconnect)(void *context);
};

/** What makes a result of a fragment: the models of a real service, the echo here. */
struct stream_processor {
    /** Fills `result` for `fragment`; its slices may lie in the fragment's. */
    void (*process)(void *context, const struct sts_fragment_data *fragment,
                    struct sts_fragment_processed *result);
    void *context;
};

/** What all streams share. Must outlive them. */
struct stream_config {
    struct base_memory *memory;
    struct base_timers *timers;
    /** Fills `bytes` with randomness for session and error ids. */
    bool (*random)(void *context, void *bytes, size_t len);
    void *random_context;
    const struct stream_output *output;
    const struct stream_processor *processor;
    uint64_t auto_disconnect_delay; /**< ms from stream:complete to disconnect */
};

struct stream;

/** A stream that awaits stream:init. NULL when there is no memory. */
struct stream *stream_new(const struct stream_config *config, void *output_context);

/** Ends it; sends nothing. NULL is ignored. */
void stream_free(struct stream *stream);

enum sts_stream_state stream_state(const struct stream *stream);

/** The id given by stream:init; empty before. Lives as long as the stream or until the next init. */
struct codec_text stream_id(const struct stream *stream);

/** The events of a worker (protocol §3.1). `owner` is the message that their slices lie in. */
void stream_on_init(struct stream *stream, const struct sts_stream_init *init);
void stream_on_fragment(struct stream *stream, const struct sts_fragment_data *fragment,
                        struct base_buffer *owner);
void stream_on_ack(struct stream *stream, const struct sts_worker_fragment_ack *ack);
void stream_on_pause(struct stream *stream, const struct sts_stream_pause *pause);
void stream_on_resume(struct stream *stream, const struct sts_stream_resume *resume);
void stream_on_end(struct stream *stream, const struct sts_stream_end *end);

/**
 * True when a fragment would be taken now. Otherwise the error has been sent: it says so before
 * anything about the fragment itself (protocol §3.2, order of checks).
 */
bool stream_takes_fragments(struct stream *stream, struct codec_text fragment_id);

/** An error to send. Texts need only live during the call. */
struct stream_error {
    enum sts_error_code code;
    struct base_slice message;     /**< plain UTF-8 */
    struct codec_text stream_id;   /**< empty: left out */
    struct codec_text fragment_id; /**< empty: left out */
    const struct sts_error_metadata *metadata; /**< or NULL */
};

/** Sends `error` with a new error_id and the severity of its code. */
void stream_send_error(struct stream *stream, const struct stream_error *error);

#endif
