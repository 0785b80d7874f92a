/* metrics_page.c - the page of metrics: one row for each, and the function that writes its values.
 */
#include "app/watch/metrics_process.h"
#include "app/watch/metrics_text.h"
#include "net/loop.h"

/* ---- connections --------------------------------------------------------------------------- */

static bool write_connections(struct app_metrics_text *text) {
    return app_metrics_word(text, "status", "accepted", text->metrics->accepted) &&
           app_metrics_word(text, "status", "rejected", text->metrics->rejected);
}

static bool write_active_connections(struct app_metrics_text *text) {
    return app_metrics_value(text, text->gauges->connections);
}

static bool write_active_streams(struct app_metrics_text *text) {
    return app_metrics_value(text, text->gauges->streams);
}

static bool write_parked(struct app_metrics_text *text) {
    return app_metrics_value(text, text->gauges->parked);
}

/* Of a client, and told as JOURNAL_REJECTED with a reason of its own. */
static bool is_rejection(enum stream_limit limit) {
    return limit == STREAM_LIMIT_SOCKETS || limit == STREAM_LIMIT_WRONG_KEYS;
}

static bool write_refused(struct app_metrics_text *text) {
    const struct app_metrics *metrics = text->metrics;
    for (size_t i = 0; i < JOURNAL_REJECTION_COUNT; i++)
        if (!app_metrics_word(text, "reason",
                              journal_rejection_word((enum journal_rejection_reason)i),
                              metrics->refused[i]))
            return false;
    for (size_t i = 0; i < STREAM_LIMIT_COUNT; i++)
        if (!is_rejection((enum stream_limit)i) &&
            !app_metrics_word(text, "reason", stream_limit_setting((enum stream_limit)i),
                              metrics->limited[i]))
            return false;
    return app_metrics_word(text, "reason", "simulated", metrics->simulated);
}

static bool write_bytes(struct app_metrics_text *text) {
    return app_metrics_word(text, "direction", "in", text->gauges->bytes.received) &&
           app_metrics_word(text, "direction", "out", text->gauges->bytes.sent);
}

/* ---- by stream ----------------------------------------------------------------------------- */

typedef bool write_series(struct app_metrics_text *text, const struct app_metrics_series *series);

/* For every stream that has series of its own. */
static bool each_stream(struct app_metrics_text *text, write_series *write) {
    const struct base_map *streams = &text->metrics->streams;
    for (size_t i = 0; i < streams->capacity; i++) {
        const struct app_metrics_series *series = streams->entries[i].value;
        if (series && !write(text, series))
            return false;
    }
    return true;
}

/* For all others as well: what counters need, so that their sum does not fall. */
static bool each(struct app_metrics_text *text, write_series *write) {
    return each_stream(text, write) && write(text, &text->metrics->other) &&
           write(text, &text->metrics->ended);
}

static bool write_outcomes_of(struct app_metrics_text *text,
                              const struct app_metrics_series *series) {
    for (size_t i = 0; i < STS_FRAGMENT_STATUS_COUNT; i++) {
        struct base_slice status = sts_fragment_status_text((enum sts_fragment_status)i);
        const struct app_metrics_labels labels = {
            2, {{"stream_id", series->label}, {"status", status}}};
        if (!app_metrics_sample(text, &labels, series->outcomes[i]))
            return false;
    }
    return true;
}

static bool write_outcomes(struct app_metrics_text *text) {
    return each(text, write_outcomes_of);
}

/* Of a stream only those that it had: all of 256 streams would double the page. */
static bool write_errors_of(struct app_metrics_text *text,
                            const struct app_metrics_series *series) {
    for (size_t i = 0; i < APP_METRICS_CODES; i++) {
        const struct base_slice code =
            i == STS_ERROR_CODE_OTHER ? base_slice_of("other") : sts_error_table[i].name;
        const struct app_metrics_labels labels = {
            2, {{"error_code", code}, {"stream_id", series->label}}};
        if ((series->stays || series->errors[i] > 0) &&
            !app_metrics_sample(text, &labels, series->errors[i]))
            return false;
    }
    return true;
}

static bool write_errors(struct app_metrics_text *text) {
    return each(text, write_errors_of) && write_errors_of(text, &text->metrics->nobody);
}

static bool write_queue_of(struct app_metrics_text *text, const struct app_metrics_series *series) {
    const struct app_metrics_labels labels = {1, {{"stream_id", series->label}}};
    return app_metrics_sample(text, &labels, series->queue_depth);
}

static bool write_queue(struct app_metrics_text *text) {
    return each_stream(text, write_queue_of);
}

static bool write_wait_of(struct app_metrics_text *text, const struct app_metrics_series *series) {
    return app_metrics_histogram(text, "stream_id", series->label, &series->wait);
}

static bool write_wait(struct app_metrics_text *text) {
    return each(text, write_wait_of);
}

/* ---- fragments of all streams -------------------------------------------------------------- */

static bool write_processing(struct app_metrics_text *text) {
    static const char *const stages[APP_METRICS_STAGES] = {
        [APP_METRICS_ASR] = "asr",
        [APP_METRICS_MT] = "mt",
        [APP_METRICS_TTS] = "tts",
        [APP_METRICS_TOTAL] = "total",
    };
    for (size_t i = 0; i < APP_METRICS_STAGES; i++)
        if (!app_metrics_histogram(text, "stage", base_slice_of(stages[i]),
                                   &text->metrics->stages[i]))
            return false;
    return true;
}

static bool write_failing(struct app_metrics_text *text) {
    return app_metrics_value(text, app_metrics_is_failing(text->metrics));
}

static bool write_faults(struct app_metrics_text *text) {
    for (size_t i = 0; i < STS_RULE_ACTION_COUNT; i++) {
        struct base_slice action = sts_rule_action_text((enum sts_rule_action)i);
        const struct app_metrics_labels labels = {1, {{"action", action}}};
        if (!app_metrics_sample(text, &labels, text->metrics->faults[i]))
            return false;
    }
    return true;
}

static bool write_unsent(struct app_metrics_text *text) {
    return app_metrics_value(text, text->metrics->unsent);
}

static bool write_journal_lost(struct app_metrics_text *text) {
    return app_metrics_value(text, text->gauges->journal_lost);
}

/* ---- the program and its process ----------------------------------------------------------- */

static bool write_build(struct app_metrics_text *text) {
    const struct app_metrics_labels labels = {3,
                                              {{"version", BASE_SLICE(ECHO_VERSION)},
                                               {"protocol_hash", BASE_SLICE(STS_PROTOCOL_HASH)},
                                               {"loop", base_slice_of(net_loop_name())}}};
    return app_metrics_sample(text, &labels, 1);
}

static bool write_cpu(struct app_metrics_text *text) {
    uint64_t ms;
    return !app_process_cpu_ms(&ms) || app_metrics_seconds(text, ms);
}

static bool write_started(struct app_metrics_text *text) {
    return !text->metrics->started_ms || app_metrics_seconds(text, text->metrics->started_ms);
}

/* A number that the system did not tell is left out. */
static bool write_known(struct app_metrics_text *text, bool (*ask)(uint64_t *number)) {
    uint64_t number;
    return !ask(&number) || app_metrics_value(text, number);
}

static bool write_resident(struct app_metrics_text *text) {
    return write_known(text, app_process_resident_bytes);
}

static bool write_virtual(struct app_metrics_text *text) {
    return write_known(text, app_process_virtual_bytes);
}

static bool write_open_fds(struct app_metrics_text *text) {
    return write_known(text, app_process_open_fds);
}

static bool write_max_fds(struct app_metrics_text *text) {
    return write_known(text, app_process_max_fds);
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* What is on the page. Help without characters that would need escapes. */
static const struct {
    const char *name, *type, *help;
    bool (*write)(struct app_metrics_text *text); /* false: no memory */
} rows[] = {
    {"ws_connections_total", "counter", "Clients that tried to connect to a namespace.",
     write_connections},
    {"ws_active_connections", "gauge", "Clients connected to a namespace.",
     write_active_connections},
    {"ws_active_streams", "gauge", "Streams that have an open connection.", write_active_streams},
    {"sts_parked_streams", "gauge", "Streams that wait for their worker to resume them.",
     write_parked},
    {"sts_refused_total", "counter",
     "Refused attempts: of clients to get in, and, with the name of a setting, of streams and "
     "fragments over that limit. simulated: refused on purpose.",
     write_refused},
    {"sts_bytes_total", "counter",
     "Bytes that all connections carried, with heads of HTTP and WebSocket, without TLS.",
     write_bytes},
    {"ws_fragments_processed_total", "counter", "Fragments with an outcome.", write_outcomes},
    {"ws_errors_total", "counter",
     "Errors sent, as events or in the result of a fragment. An empty stream_id means no stream.",
     write_errors},
    {"ws_queue_depth", "gauge", "Fragments that wait for processing.", write_queue},
    {"ws_queue_wait_time_ms", "histogram",
     "Milliseconds from the acceptance of a fragment to the start of its processing.", write_wait},
    {"ws_answers_unsent_total", "counter",
     "Events and HTTP answers that were not sent because they broke their own schema. An error was "
     "sent instead.",
     write_unsent},
    {"ws_fragment_processing_ms", "histogram",
     "Milliseconds that the processing of a fragment took.", write_processing},
    {"ws_failure_rate_high", "gauge",
     "1 while more than 5 % of the fragments of the last minute failed.", write_failing},
    {"sts_faults_total", "counter", "Simulated faults that hit fragments.", write_faults},
    {"sts_journal_lost_total", "counter",
     "Entries that the journal in memory no longer has: JOURNAL_MAX_EVENTS, JOURNAL_MAX_BYTES.",
     write_journal_lost},
    {"sts_build_info", "gauge", "1. Which program this is.", write_build},
    {"process_cpu_seconds_total", "counter", "Seconds of processor time, user and system.",
     write_cpu},
    {"process_resident_memory_bytes", "gauge", "Bytes of memory in RAM.", write_resident},
    {"process_virtual_memory_bytes", "gauge", "Bytes of virtual memory.", write_virtual},
    {"process_open_fds", "gauge", "Open file descriptors.", write_open_fds},
    {"process_max_fds", "gauge", "Most open file descriptors.", write_max_fds},
    {"process_start_time_seconds", "gauge", "Start of the process, in seconds since 1970.",
     write_started},
};

struct base_slice app_metrics_page(struct app_metrics *metrics,
                                   const struct app_metrics_gauges *gauges) {
    metrics->page_used = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app_metrics_text text = {metrics, gauges, rows[i].name};
        if (!app_metrics_head(&text, rows[i].type, rows[i].help) || !rows[i].write(&text))
            return base_slice(metrics->page, 0);
    }
    return base_slice(metrics->page, metrics->page_used);
}
