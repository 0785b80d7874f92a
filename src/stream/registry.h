/* registry.h - all streams, by stream_id, those with a connection and those that wait to be
 * resumed; what they share, and what limits all of them together. */
#ifndef STREAM_REGISTRY_H
#define STREAM_REGISTRY_H
#include "base/map.h"
#include "base/timer.h"
#include "stream/observer.h"
#include "stream/output.h"
#include "stream/processor.h"
#include "stream/settings.h"

/** Streams that wait to be resumed; one more ends the oldest. Each costs some kilobytes beside the
 *  results that RESUME_MAX_BYTES bounds, and whoever may connect can make them. */
#define STREAM_PARKED_MAX 1024

/** What a registry works with. What is pointed to must outlive it, but for the settings, which are
 *  copied. */
struct stream_registry_config {
    struct base_memory *memory;
    struct base_timers *timers;
    /** Fills `bytes` with randomness: ids, and the seed of hash maps. */
    bool (*random)(void *context, void *bytes, size_t len);
    void *random_context;
    const struct stream_settings *settings;
    const struct stream_output *output;
    const struct stream_processor *processor;
    const struct stream_observer *observer; /**< or NULL */
    void *observer_context;
    /** Connections are counted by key, from 0 (no key: not limited) to key_count - 1. */
    size_t key_count;
};

struct stream_registry;
struct stream;

/** NULL when there is no memory or no randomness. */
struct stream_registry *stream_registry_new(const struct stream_registry_config *config);

/** Ends all streams; sends nothing. The connections must have been freed. NULL is ignored. */
void stream_registry_free(struct stream_registry *registry);

/** What is there, for /health and metrics. */
struct stream_registry_counts {
    size_t attached; /**< streams with an open connection */
    size_t parked;   /**< streams that wait to be resumed, but for completed ones */
    size_t bytes;    /**< held for fragments in work, and for what is remembered of others */
    size_t inflight; /**< fragments accepted, outcome not yet sent */
};

struct stream_registry_counts stream_registry_counts(const struct stream_registry *registry);

/** The stream of that id (plain UTF-8), or NULL. */
struct stream *stream_registry_find(const struct stream_registry *registry, struct base_slice id);

/** The settings in force. */
const struct stream_settings *stream_registry_settings(const struct stream_registry *registry);

/** The stream's id, plain UTF-8. Lives as long as the stream. */
struct codec_text stream_id(const struct stream *stream);

enum sts_stream_state stream_state(const struct stream *stream);

/** Loses the connection that it has, as soon as the calls under way have returned. Without one
 *  nothing happens. */
void stream_lose(struct stream *stream, const struct stream_loss *loss);

/** Ends it, whatever it does, and tells its worker nothing. Returns what the application gave to
 *  stream_connection_new for its connection, which goes on without a stream; NULL: it had none. */
void *stream_delete(struct stream *stream);

/** Nothing is simulated any more: what that holds back comes as soon as timers fire, results after
 *  no more than the processor's typical time. A connection that was to be lost at the turn of a
 *  fragment is not lost; what was decided on the fragments themselves stays. */
void stream_release(struct stream *stream);

/** What the application gave to stream_connection_new for its connection; NULL: it waits to be
 *  resumed. */
void *stream_context(const struct stream *stream);

/** What `level` of the processor says has changed: the worker is told. */
void stream_look_again(struct stream *stream);

/** What the processor keeps of it. */
void *stream_processing(const struct stream *stream);

#endif
