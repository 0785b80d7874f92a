/* metrics_page.c - the page of metrics, in the text format of Prometheus. */
#include "app/watch/metrics_internal.h"
#include "base/print.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* The first size of the page; it grows by doubling. */
#define PAGE_SIZE 16384

static const char *const stages[APP_METRICS_STAGES] = {
    [APP_METRICS_ASR] = "asr",
    [APP_METRICS_MT] = "mt",
    [APP_METRICS_TTS] = "tts",
    [APP_METRICS_TOTAL] = "total",
};

/* ---- the page under construction ----------------------------------------------------------- */

static bool grow(struct app_metrics *metrics, size_t room) {
    size_t size = metrics->page_size ? metrics->page_size : PAGE_SIZE;
    while (size < metrics->page_used + room)
        size *= 2;
    if (size == metrics->page_size)
        return true;
    char *page = base_memory_take(metrics->memory, size);
    if (!page)
        return false;
    if (metrics->page_used)
        memcpy(page, metrics->page, metrics->page_used);
    base_memory_give(metrics->memory, metrics->page, metrics->page_size);
    metrics->page = page;
    metrics->page_size = size;
    return true;
}

/* A page that lacks a line would be wrong without anybody noticing: it is given up whole. */
__attribute__((format(printf, 2, 3))) static bool put(struct app_metrics *metrics,
                                                      const char *format, ...) {
    if (!grow(metrics, APP_METRICS_LABEL_MAX + 256))
        return false;
    va_list arguments;
    va_start(arguments, format);
    size_t room = metrics->page_size - metrics->page_used;
    size_t length = base_print_values(metrics->page + metrics->page_used, room, format, arguments);
    va_end(arguments);
    metrics->page_used += length;
    return length > 0 && length < room - 1; /* else it may have been cut */
}

static bool head(struct app_metrics *metrics, const char *name, const char *type,
                 const char *help) {
    return put(metrics, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static bool gauge(struct app_metrics *metrics, const char *name, size_t value, const char *help) {
    return head(metrics, name, "gauge", help) && put(metrics, "%s %zu\n", name, value);
}

static bool histogram(struct app_metrics *metrics, const char *name, const char *label,
                      struct base_slice value, const struct app_metrics_histogram *histogram) {
    static const unsigned bounds[] = APP_METRICS_BOUNDS;
    const int len = (int)value.len;
    uint64_t count = 0;
    for (size_t i = 0; i < APP_METRICS_BUCKETS; i++) {
        char bound[16] = "+Inf";
        count += histogram->buckets[i];
        if (i < sizeof bounds / sizeof *bounds)
            (void)snprintf(bound, sizeof bound, "%u", bounds[i]);
        if (!put(metrics, "%s_bucket{%s=\"%.*s\",le=\"%s\"} %" PRIu64 "\n", name, label, len,
                 value.ptr, bound, count))
            return false;
    }
    return put(metrics, "%s_sum{%s=\"%.*s\"} %" PRIu64 "\n", name, label, len, value.ptr,
               histogram->sum) &&
           put(metrics, "%s_count{%s=\"%.*s\"} %" PRIu64 "\n", name, label, len, value.ptr, count);
}

/* ---- by stream ----------------------------------------------------------------------------- */

/* Calls `write` for every stream, for those that share a label, and, `with_nobody`, for none. */
static bool each(struct app_metrics *metrics, bool with_nobody,
                 bool (*write)(struct app_metrics *metrics,
                               const struct app_metrics_series *series)) {
    for (size_t i = 0; i < metrics->streams.capacity; i++) {
        const struct app_metrics_series *series = metrics->streams.entries[i].value;
        if (series && !write(metrics, series))
            return false;
    }
    return (metrics->other.open == 0 || write(metrics, &metrics->other)) &&
           (!with_nobody || write(metrics, &metrics->nobody));
}

static bool write_outcomes(struct app_metrics *metrics, const struct app_metrics_series *series) {
    for (size_t i = 0; i < STS_FRAGMENT_STATUS_COUNT; i++) {
        struct base_slice status = sts_fragment_status_text((enum sts_fragment_status)i);
        if (!put(metrics,
                 "ws_fragments_processed_total{stream_id=\"%.*s\",status=\"%.*s\"} %" PRIu64 "\n",
                 (int)series->label.len, series->label.ptr, (int)status.len, status.ptr,
                 series->outcomes[i]))
            return false;
    }
    return true;
}

static bool write_errors(struct app_metrics *metrics, const struct app_metrics_series *series) {
    for (size_t i = 0; i < STS_ERROR_CODE_COUNT; i++)
        if (series->errors[i] > 0 &&
            !put(metrics, "ws_errors_total{error_code=\"%.*s\",stream_id=\"%.*s\"} %" PRIu64 "\n",
                 (int)sts_error_table[i].name.len, sts_error_table[i].name.ptr,
                 (int)series->label.len, series->label.ptr, series->errors[i]))
            return false;
    return true;
}

static bool write_queue(struct app_metrics *metrics, const struct app_metrics_series *series) {
    return series == &metrics->other || /* the last stream's depth would tell nothing */
           put(metrics, "ws_queue_depth{stream_id=\"%.*s\"} %zu\n", (int)series->label.len,
               series->label.ptr, series->queue_depth);
}

static bool write_wait(struct app_metrics *metrics, const struct app_metrics_series *series) {
    return histogram(metrics, "ws_queue_wait_time_ms", "stream_id", series->label, &series->wait);
}

static bool write_streams(struct app_metrics *metrics) {
    return head(metrics, "ws_fragments_processed_total", "counter", "Fragments with an outcome.") &&
           each(metrics, false, write_outcomes) &&
           head(metrics, "ws_errors_total", "counter",
                "Errors sent, as events or in the result of a fragment. An empty stream_id means "
                "no stream.") &&
           each(metrics, true, write_errors) &&
           head(metrics, "ws_queue_depth", "gauge", "Fragments that wait for processing.") &&
           each(metrics, false, write_queue) &&
           head(metrics, "ws_queue_wait_time_ms", "histogram",
                "Milliseconds from the acceptance of a fragment to the start of its processing.") &&
           each(metrics, false, write_wait);
}

/* ---- all of it ----------------------------------------------------------------------------- */

static bool write_connections(struct app_metrics *metrics,
                              const struct app_metrics_gauges *gauges) {
    return head(metrics, "ws_connections_total", "counter",
                "Clients that tried to connect to a namespace.") &&
           put(metrics, "ws_connections_total{status=\"accepted\"} %" PRIu64 "\n",
               metrics->accepted) &&
           put(metrics, "ws_connections_total{status=\"rejected\"} %" PRIu64 "\n",
               metrics->rejected) &&
           gauge(metrics, "ws_active_connections", gauges->connections,
                 "Clients connected to a namespace.") &&
           gauge(metrics, "ws_active_streams", gauges->streams,
                 "Streams that have an open connection.");
}

static bool write_unsent(struct app_metrics *metrics) {
    return head(metrics, "ws_answers_unsent_total", "counter",
                "Events and HTTP answers that were not sent because they broke their own schema. "
                "An error was sent instead.") &&
           put(metrics, "ws_answers_unsent_total %" PRIu64 "\n", metrics->unsent);
}

static bool write_processing(struct app_metrics *metrics) {
    if (!head(metrics, "ws_fragment_processing_ms", "histogram",
              "Milliseconds that the processing of a fragment took."))
        return false;
    for (size_t i = 0; i < APP_METRICS_STAGES; i++)
        if (!histogram(metrics, "ws_fragment_processing_ms", "stage", base_slice_of(stages[i]),
                       &metrics->stages[i]))
            return false;
    return gauge(metrics, "ws_failure_rate_high", app_metrics_is_failing(metrics),
                 "1 while more than 5 % of the fragments of the last minute failed.");
}

struct base_slice app_metrics_page(struct app_metrics *metrics,
                                   const struct app_metrics_gauges *gauges) {
    metrics->page_used = 0;
    bool written = write_connections(metrics, gauges) && write_streams(metrics) &&
                   write_unsent(metrics) && write_processing(metrics);
    return base_slice(metrics->page, written ? metrics->page_used : 0);
}
