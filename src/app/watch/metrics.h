/* metrics.h - what happens, counted, in the text format of Prometheus (protocol §10).
 *
 * Memory is bounded: so many streams have series of their own; what comes beyond shares those of
 * stream_id="_other", which have no queue depth. A stream's series go when it is gone. */
#ifndef APP_WATCH_METRICS_H
#define APP_WATCH_METRICS_H
#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/timer.h"
#include "stream/observer.h"

/** Streams with series of their own. */
#define APP_METRICS_STREAMS 256
/** The label of those that have none. */
#define APP_METRICS_OTHER "_other"
/** Failed fragments of all fragments within a minute from which on the failure rate is high. */
#define APP_METRICS_FAILURE_RATE 0.05

struct app_metrics;

/** `seed` is secret and random. `log` gets the warning about a high failure rate. NULL: no
 *  memory. */
struct app_metrics *app_metrics_new(struct base_memory *memory, const struct base_timers *timers,
                                    struct base_hash_seed seed, const struct base_log *log);

/** NULL is ignored. */
void app_metrics_free(struct app_metrics *metrics);

/** A client asked to join a namespace and was let in, or not. */
void app_metrics_connection(struct app_metrics *metrics, bool accepted);

/** A stream began or is gone: from then, or until then, it may have series. */
void app_metrics_stream_opened(struct app_metrics *metrics, struct codec_text stream_id);
void app_metrics_stream_ended(struct app_metrics *metrics, struct codec_text stream_id);

/** A fragment's processing began after `wait_ms`. */
void app_metrics_waited(struct app_metrics *metrics, struct codec_text stream_id, uint64_t wait_ms);

/** A fragment came to its outcome. */
void app_metrics_outcome(struct app_metrics *metrics, const struct stream_subject *subject,
                         const struct stream_outcome *outcome);

/** An error was sent. */
void app_metrics_error(struct app_metrics *metrics, const struct stream_subject *subject,
                       enum sts_error_code code);

/** So many fragments wait. */
void app_metrics_queue(struct app_metrics *metrics, struct codec_text stream_id, size_t depth);

/** What the metrics do not count themselves. */
struct app_metrics_gauges {
    size_t connections; /**< Socket.IO sockets that are joined */
    size_t streams;     /**< streams with an open connection */
};

/** The page for `GET /metrics`. Valid until the next call; empty when there is no memory. */
struct base_slice app_metrics_page(struct app_metrics *metrics,
                                   const struct app_metrics_gauges *gauges);

#endif
