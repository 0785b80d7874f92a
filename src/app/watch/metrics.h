/* metrics.h - what happens, counted, in the text format of Prometheus (protocol §10): a listener
 * of the tap.
 *
 * Memory is bounded: so many streams have series of their own; what comes beyond shares those of
 * stream_id="_other", which have no queue depth and stay. A stream's series go when it is gone; its
 * counts move to those of stream_id="(ended)", so that the sum of a counter never falls. A stream
 * that really has one of these two ids has a backslash before it. */
#ifndef APP_WATCH_METRICS_H
#define APP_WATCH_METRICS_H
#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/timer.h"
#include "journal/traffic.h"
#include "net/server.h"

/** Streams with series of their own. */
#define APP_METRICS_STREAMS 256
/** The label of those that have none, and of what those have done that are gone. */
#define APP_METRICS_OTHER "_other"
#define APP_METRICS_ENDED "(ended)"
/** Failed fragments of all fragments within a minute from which on the failure rate is high. */
#define APP_METRICS_FAILURE_RATE 0.05

struct app_metrics;

/** `seed` is secret and random. `log` gets the warning about a high failure rate. NULL: no
 *  memory. */
struct app_metrics *app_metrics_new(struct base_memory *memory, const struct base_timers *timers,
                                    struct base_hash_seed seed, const struct base_log *log);

/** NULL is ignored. */
void app_metrics_free(struct app_metrics *metrics);

/** What is to be put on the tap. */
struct journal_listener *app_metrics_listener(struct app_metrics *metrics);

/** What the metrics do not count themselves. */
struct app_metrics_gauges {
    size_t connections; /**< Socket.IO sockets that are joined */
    size_t streams;     /**< streams with an open connection */
    size_t parked;      /**< streams that wait to be resumed */
    struct net_bytes bytes;
    uint64_t journal_lost; /**< entries */
};

/** The page for `GET /metrics`. Valid until the next call; empty when there is no memory. */
struct base_slice app_metrics_page(struct app_metrics *metrics,
                                   const struct app_metrics_gauges *gauges);

#endif
