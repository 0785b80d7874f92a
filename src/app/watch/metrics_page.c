/* metrics_page.c - the page of metrics, in the text format of Prometheus. */
#include "app/watch/metrics_internal.h"

/* The first size of the page; it grows by doubling. */
#define PAGE_SIZE 16384
/* The longest line: a label, and names, words and numbers of ours. */
#define LINE_MAX_SIZE (APP_METRICS_LABEL_MAX + 512)

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

static char *append(char *at, struct base_slice text) {
    memcpy(at, text.ptr, text.len);
    return at + text.len;
}

static char *append_number(char *at, uint64_t number) {
    char digits[20];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count)
        *at++ = digits[--count];
    return at;
}

static bool head(struct app_metrics *metrics, const char *name, const char *type,
                 const char *help) {
    const struct base_slice parts[] = {
        BASE_SLICE("# HELP "), base_slice_of(name),     BASE_SLICE(" "),
        base_slice_of(help),   BASE_SLICE("\n# TYPE "), base_slice_of(name),
        BASE_SLICE(" "),       base_slice_of(type),     BASE_SLICE("\n"),
    };
    if (!grow(metrics, LINE_MAX_SIZE))
        return false;
    char *at = metrics->page + metrics->page_used;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        at = append(at, parts[i]);
    metrics->page_used = (size_t)(at - metrics->page);
    return true;
}

/* With its value escaped. */
struct label {
    const char *name;
    struct base_slice value;
};
#define LABELS_MAX 2

struct labels {
    size_t count;
    struct label list[LABELS_MAX];
};

/* One line. There are thousands of them: they are put together by hand, without a format. */
static bool sample(struct app_metrics *metrics, const char *name, const char *suffix,
                   const struct labels *labels, uint64_t value) {
    if (!grow(metrics, LINE_MAX_SIZE))
        return false;
    char *at = metrics->page + metrics->page_used;
    at = append(at, base_slice_of(name));
    at = append(at, base_slice_of(suffix));
    for (size_t i = 0; i < labels->count; i++) {
        *at++ = i ? ',' : '{';
        at = append(at, base_slice_of(labels->list[i].name));
        at = append(at, base_slice_of("=\""));
        at = append(at, labels->list[i].value);
        *at++ = '"';
    }
    if (labels->count)
        *at++ = '}';
    *at++ = ' ';
    at = append_number(at, value);
    *at++ = '\n';
    metrics->page_used = (size_t)(at - metrics->page);
    return true;
}

static bool counter(struct app_metrics *metrics, const char *name, const char *label,
                    const char *word, uint64_t value) {
    const struct labels labels = {1, {{label, base_slice_of(word)}}};
    return sample(metrics, name, "", &labels, value);
}

static bool gauge(struct app_metrics *metrics, const char *name, size_t value, const char *help) {
    const struct labels none = {0};
    return head(metrics, name, "gauge", help) && sample(metrics, name, "", &none, value);
}

static bool histogram(struct app_metrics *metrics, const char *name, const char *label,
                      struct base_slice value, const struct app_metrics_histogram *histogram) {
    static const unsigned bounds[] = APP_METRICS_BOUNDS;
    struct labels labels = {2, {{label, value}, {"le", BASE_SLICE("+Inf")}}};
    uint64_t count = 0;
    for (size_t i = 0; i < APP_METRICS_BUCKETS; i++) {
        char bound[20];
        count += histogram->buckets[i];
        if (i < sizeof bounds / sizeof *bounds)
            labels.list[1].value =
                base_slice(bound, (size_t)(append_number(bound, bounds[i]) - bound));
        else
            labels.list[1].value = base_slice_of("+Inf");
        if (!sample(metrics, name, "_bucket", &labels, count))
            return false;
    }
    labels.count = 1;
    return sample(metrics, name, "_sum", &labels, histogram->sum) &&
           sample(metrics, name, "_count", &labels, count);
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
        const struct labels labels = {2, {{"stream_id", series->label}, {"status", status}}};
        if (!sample(metrics, "ws_fragments_processed_total", "", &labels, series->outcomes[i]))
            return false;
    }
    return true;
}

static bool write_errors(struct app_metrics *metrics, const struct app_metrics_series *series) {
    for (size_t i = 0; i < STS_ERROR_CODE_COUNT; i++) {
        const struct labels labels = {
            2, {{"error_code", sts_error_table[i].name}, {"stream_id", series->label}}};
        if (series->errors[i] > 0 &&
            !sample(metrics, "ws_errors_total", "", &labels, series->errors[i]))
            return false;
    }
    return true;
}

static bool write_queue(struct app_metrics *metrics, const struct app_metrics_series *series) {
    const struct labels labels = {1, {{"stream_id", series->label}}};
    return series == &metrics->other || /* the last stream's depth would tell nothing */
           sample(metrics, "ws_queue_depth", "", &labels, series->queue_depth);
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
           counter(metrics, "ws_connections_total", "status", "accepted", metrics->accepted) &&
           counter(metrics, "ws_connections_total", "status", "rejected", metrics->rejected) &&
           gauge(metrics, "ws_active_connections", gauges->connections,
                 "Clients connected to a namespace.") &&
           gauge(metrics, "ws_active_streams", gauges->streams,
                 "Streams that have an open connection.");
}

/* All reasons from the start: a rate needs a first value. */
static bool write_refused(struct app_metrics *metrics) {
    if (!head(metrics, "sts_refused_total", "counter",
              "Attempts of clients that could not get in. simulated: refused on purpose."))
        return false;
    for (size_t i = 0; i < JOURNAL_REJECTION_COUNT; i++)
        if (!counter(metrics, "sts_refused_total", "reason",
                     journal_rejection_word((enum journal_rejection_reason)i), metrics->refused[i]))
            return false;
    return counter(metrics, "sts_refused_total", "reason", "simulated", metrics->simulated);
}

static bool write_unsent(struct app_metrics *metrics) {
    const struct labels none = {0};
    return head(metrics, "ws_answers_unsent_total", "counter",
                "Events and HTTP answers that were not sent because they broke their own schema. "
                "An error was sent instead.") &&
           sample(metrics, "ws_answers_unsent_total", "", &none, metrics->unsent);
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
    bool written = write_connections(metrics, gauges) && write_refused(metrics) &&
                   write_streams(metrics) && write_unsent(metrics) && write_processing(metrics);
    return base_slice(metrics->page, written ? metrics->page_used : 0);
}
