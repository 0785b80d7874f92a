/* metrics_text.h - the text format of Prometheus: lines that are put on the page of metrics. */
#ifndef APP_WATCH_METRICS_TEXT_H
#define APP_WATCH_METRICS_TEXT_H
#include "app/watch/metrics_internal.h"

/** With its value escaped. */
struct app_metrics_label {
    const char *name;
    struct base_slice value;
};
#define APP_METRICS_LABELS_MAX 3

struct app_metrics_labels {
    size_t count;
    struct app_metrics_label list[APP_METRICS_LABELS_MAX];
};

/** What is put on the page, all of one name. */
struct app_metrics_text {
    struct app_metrics *metrics; /**< which has the page */
    const struct app_metrics_gauges *gauges;
    const char *name;
};

/* All answer false when there is no memory. */

/** The lines HELP and TYPE. */
bool app_metrics_head(struct app_metrics_text *text, const char *type, const char *help);

/** A line with a value. */
bool app_metrics_sample(struct app_metrics_text *text, const struct app_metrics_labels *labels,
                        uint64_t value);

/** The same without labels. */
bool app_metrics_value(struct app_metrics_text *text, uint64_t value);

/** The same of milliseconds, which the page shows as seconds. */
bool app_metrics_seconds(struct app_metrics_text *text, uint64_t ms);

/** The same with one label, whose value needs no escapes. */
bool app_metrics_word(struct app_metrics_text *text, const char *label, const char *word,
                      uint64_t value);

/** Buckets, sum and count, with one label. */
bool app_metrics_histogram(struct app_metrics_text *text, const char *label,
                           struct base_slice value, const struct app_metrics_histogram *histogram);

#endif
