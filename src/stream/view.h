/* view.h - streams as somebody outside of them sees them. */
#ifndef STREAM_VIEW_H
#define STREAM_VIEW_H
#include "stream/registry.h"

/** State and numbers of one stream at this moment. Texts live as long as the stream. */
struct stream_view {
    struct codec_text id, worker_id, session_id;
    enum sts_stream_state state; /**< of the session: parking does not change it */
    bool connected;              /**< false: it waits to be resumed */
    size_t max_inflight;
    size_t inflight;    /**< fragments accepted, outcome not yet sent */
    size_t waiting;     /**< fragments that wait to be processed */
    size_t held;        /**< results that wait for their predecessors */
    uint64_t expected;  /**< the lowest number neither accepted nor given up */
    uint64_t delivered; /**< results sent, each once */
    uint64_t confirmed; /**< of those, acknowledged by the worker */
    size_t bytes;       /**< held for fragments in work, and for what is remembered of others */
    struct sts_stream_statistics statistics;
};

struct stream_view stream_view(const struct stream *stream);

/** A number that later streams have a higher one than: where a list of them goes on. */
uint64_t stream_number(const struct stream *stream);

/** The number of the stream that began last. */
uint64_t stream_registry_latest(const struct stream_registry *registry);

/** The first stream whose number is above `number`, or NULL. */
const struct stream *stream_registry_after(const struct stream_registry *registry, uint64_t number);

/** How many streams there are, parked ones included. */
size_t stream_registry_count(const struct stream_registry *registry);

/** The stream that began after `stream`, or, for NULL, the first. NULL after the last. */
const struct stream *stream_registry_next(const struct stream_registry *registry,
                                          const struct stream *stream);

#endif
