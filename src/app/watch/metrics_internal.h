/* metrics_internal.h - what metrics.c counts and metrics_page.c shows. */
#ifndef APP_WATCH_METRICS_INTERNAL_H
#define APP_WATCH_METRICS_INTERNAL_H
#include "app/watch/metrics.h"
#include "base/map.h"

/** Milliseconds up to which a bucket reaches; a further one has no end. From what the echo takes to
 *  the longest delay that can be configured. */
#define APP_METRICS_BOUNDS                                                                         \
    { 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000 }
#define APP_METRICS_BUCKETS 15

struct app_metrics_histogram {
    uint64_t buckets[APP_METRICS_BUCKETS]; /**< not cumulative */
    uint64_t sum;
};

/** The label is part of the page: escaped. */
#define APP_METRICS_LABEL_MAX (256 * 4 * 5)

/** Those of the error table, and all others as one: whoever arms faults can choose those. */
#define APP_METRICS_CODES (STS_ERROR_CODE_OTHER + 1)

/** The series of one stream, or of all that share a label. */
struct app_metrics_series {
    size_t open; /**< streams that are */
    uint64_t outcomes[STS_FRAGMENT_STATUS_COUNT];
    uint64_t errors[APP_METRICS_CODES];
    size_t queue_depth;
    struct app_metrics_histogram wait;
    struct base_slice label; /**< follows the struct where the series is in the map */
    bool stays;              /**< from the start: it is not of one stream */
};

enum app_metrics_stage {
    APP_METRICS_ASR,
    APP_METRICS_MT,
    APP_METRICS_TTS,
    APP_METRICS_TOTAL,
    APP_METRICS_STAGES,
};

/** One second of the minute over which the failure rate is taken. */
struct app_metrics_second {
    uint64_t second;
    uint64_t all, failed;
};
#define APP_METRICS_MINUTE 60

struct app_metrics {
    struct base_memory *memory;
    const struct base_timers *timers;
    const struct base_log *log;
    struct base_hash_seed seed;

    struct journal_listener listener;
    uint64_t accepted, rejected;
    uint64_t refused[JOURNAL_REJECTION_COUNT]; /**< clients that could not get in */
    uint64_t simulated;                        /**< the same, on purpose */
    uint64_t limited[STREAM_LIMIT_COUNT];      /**< streams and fragments */
    uint64_t faults[STS_RULE_ACTION_COUNT];
    uint64_t unsent;
    struct app_metrics_histogram stages[APP_METRICS_STAGES];
    struct base_map streams;          /**< struct app_metrics_series by label */
    struct app_metrics_series other;  /**< of streams beyond APP_METRICS_STREAMS */
    struct app_metrics_series ended;  /**< of streams that are gone */
    struct app_metrics_series nobody; /**< errors that belong to no stream */

    struct app_metrics_second minute[APP_METRICS_MINUTE];
    bool failing;        /**< the rate was high when it was last looked at */
    uint64_t started_ms; /**< the process, since 1970; 0: not known */

    /* A failure may leave as an error event, and is told of twice then. */
    uint64_t told_fragment;
    enum sts_error_code told_code;
    bool told, told_as_error;

    char *page; /**< the last one */
    size_t page_used, page_size;
};

/** Looks at the failure rate now; says in the log when it has become high, or normal again. */
bool app_metrics_is_failing(struct app_metrics *metrics);

#endif
