#include "app/watch/metrics_internal.h"
#include "app/watch/metrics_process.h"
#include "stream/id.h"

#include <stdio.h>

/* ---- labels -------------------------------------------------------------------------------- */

static size_t escape(char *out, char byte) {
    unsigned char value = (unsigned char)byte;
    if (byte == '\\' || byte == '"')
        return (size_t)sprintf(out, "\\%c", byte);
    if (byte == '\n')
        return (size_t)sprintf(out, "\\n");
    if (value < 0x20 || value == 0x7f) /* a NUL ends the page for some readers */
        return (size_t)sprintf(out, "\\\\x%02x", value);
    out[0] = byte;
    return 1;
}

static bool is_reserved(struct base_slice id) {
    return base_slice_equal(id, base_slice_of(APP_METRICS_OTHER)) ||
           base_slice_equal(id, base_slice_of(APP_METRICS_ENDED));
}

/* Series are found by what stands on the page: two of the same name would spoil all of it. */
static struct base_slice label_of(char out[APP_METRICS_LABEL_MAX + 8], struct codec_text id) {
    char plain[STREAM_ID_SIZE];
    size_t len = codec_text_copy(id, plain, sizeof plain), used = 0;
    if (is_reserved(base_slice(plain, len < sizeof plain ? len : 0)))
        used = escape(out, '\\');
    for (size_t i = 0; i < len && i < sizeof plain && used < APP_METRICS_LABEL_MAX; i++)
        used += escape(out + used, plain[i]);
    return base_slice(out, used);
}

/* The series of a stream; where it has none, that of those beyond the bound, or else `gone`. */
static struct app_metrics_series *find_series(struct app_metrics *metrics,
                                              const struct stream_subject *subject,
                                              struct app_metrics_series *gone) {
    char label[APP_METRICS_LABEL_MAX + 8];
    const struct codec_text stream_id = subject->stream_id;
    struct base_map_memo *memo = journal_memo_of(subject, JOURNAL_MEMO_SERIES);
    struct app_metrics_series *series = base_map_recall(&metrics->streams, memo);
    if (!series && stream_id.len)
        series = base_map_get_memo(&metrics->streams, label_of(label, stream_id), memo);
    if (series)
        return series;
    return stream_id.len && metrics->other.open > 0 ? &metrics->other : gone;
}

/* For what only a stream does: one that is not there has been. */
static struct app_metrics_series *series_of(struct app_metrics *metrics,
                                            const struct stream_subject *subject) {
    return find_series(metrics, subject, &metrics->ended);
}

/* ---- streams ------------------------------------------------------------------------------- */

static struct app_metrics_series *add(struct app_metrics *metrics, struct base_slice label) {
    struct app_metrics_series *series =
        base_memory_zero(metrics->memory, sizeof *series + label.len);
    if (!series)
        return NULL;
    char *copy = (char *)(series + 1);
    memcpy(copy, label.ptr, label.len);
    series->label = base_slice(copy, label.len);
    if (base_map_put(&metrics->streams, series->label, series))
        return series;
    base_memory_give(metrics->memory, series, sizeof *series + label.len);
    return NULL;
}

static void add_histogram(struct app_metrics_histogram *to,
                          const struct app_metrics_histogram *more) {
    for (size_t i = 0; i < APP_METRICS_BUCKETS; i++)
        to->buckets[i] += more->buckets[i];
    to->sum += more->sum;
}

/* All counters move: the sum over all series must not fall. */
static void move_counts(struct app_metrics_series *to, const struct app_metrics_series *from) {
    for (size_t i = 0; i < STS_FRAGMENT_STATUS_COUNT; i++)
        to->outcomes[i] += from->outcomes[i];
    for (size_t i = 0; i < APP_METRICS_CODES; i++)
        to->errors[i] += from->errors[i];
    add_histogram(&to->wait, &from->wait);
}

static void drop(struct app_metrics *metrics, struct app_metrics_series *series) {
    move_counts(&metrics->ended, series);
    (void)base_map_remove(&metrics->streams, series->label);
    base_memory_give(metrics->memory, series, sizeof *series + series->label.len);
}

static void open_stream(struct app_metrics *metrics, struct codec_text stream_id) {
    char space[APP_METRICS_LABEL_MAX + 8];
    struct base_slice label = label_of(space, stream_id);
    struct app_metrics_series *series = base_map_get(&metrics->streams, label);
    if (!series && metrics->streams.count < APP_METRICS_STREAMS)
        series = add(metrics, label);
    if (!series)
        series = &metrics->other;
    series->open++;
}

static void end_stream(struct app_metrics *metrics, const struct stream_subject *subject) {
    struct app_metrics_series *series = series_of(metrics, subject);
    if (series != &metrics->ended && --series->open == 0 && !series->stays)
        drop(metrics, series);
}

/* ---- counting ------------------------------------------------------------------------------ */

static void observe(struct app_metrics_histogram *histogram, uint64_t ms) {
    static const uint64_t bounds[] = APP_METRICS_BOUNDS;
    size_t bucket = 0;
    while (bucket < sizeof bounds / sizeof *bounds && ms > bounds[bucket])
        bucket++;
    histogram->buckets[bucket]++;
    histogram->sum += ms;
}

/* False when the same failure has just been told of in the other way. */
static bool is_news(struct app_metrics *metrics, const struct stream_subject *subject,
                    enum sts_error_code code, bool as_error) {
    char plain[STREAM_ID_SIZE];
    size_t len = codec_text_copy(subject->fragment_id, plain, sizeof plain);
    uint64_t fragment =
        base_hash(metrics->seed, base_slice(plain, len < sizeof plain ? len : sizeof plain));
    bool again = metrics->told && metrics->told_as_error != as_error && len > 0 &&
                 metrics->told_fragment == fragment && metrics->told_code == code;
    metrics->told = !again;
    metrics->told_as_error = as_error;
    metrics->told_fragment = fragment;
    metrics->told_code = code;
    return !again;
}

static void count_error(struct app_metrics *metrics, const struct stream_subject *subject,
                        enum sts_error_code code, bool as_error) {
    if ((size_t)code < APP_METRICS_CODES && is_news(metrics, subject, code, as_error))
        find_series(metrics, subject, &metrics->nobody)->errors[code]++;
}

static void count_in_minute(struct app_metrics *metrics, bool failed) {
    uint64_t second = metrics->timers->now / 1000;
    struct app_metrics_second *at = &metrics->minute[second % APP_METRICS_MINUTE];
    if (at->second != second)
        *at = (struct app_metrics_second){.second = second};
    at->all++;
    at->failed += failed;
    if (failed || metrics->failing)
        (void)app_metrics_is_failing(metrics);
}

static void count_outcome(struct app_metrics *metrics, const struct stream_subject *subject,
                          const struct stream_outcome *outcome) {
    bool failed = outcome->status == STS_FRAGMENT_STATUS_FAILED;
    series_of(metrics, subject)->outcomes[outcome->status]++;
    if (outcome->answered)
        observe(&metrics->stages[APP_METRICS_TOTAL], outcome->processing_ms);
    if (outcome->answered && !failed) { /* a failed one has not been through all stages */
        observe(&metrics->stages[APP_METRICS_ASR], (uint64_t)outcome->stages.asr_ms);
        observe(&metrics->stages[APP_METRICS_MT], (uint64_t)outcome->stages.translation_ms);
        observe(&metrics->stages[APP_METRICS_TTS], (uint64_t)outcome->stages.tts_ms);
    }
    if (outcome->error && outcome->answered)
        count_error(metrics, subject, outcome->error->code.value, false);
    count_in_minute(metrics, failed);
}

/* ---- failure rate -------------------------------------------------------------------------- */

bool app_metrics_is_failing(struct app_metrics *metrics) {
    uint64_t second = metrics->timers->now / 1000, all = 0, failed = 0;
    for (size_t i = 0; i < APP_METRICS_MINUTE; i++)
        if (second - metrics->minute[i].second < APP_METRICS_MINUTE) {
            all += metrics->minute[i].all;
            failed += metrics->minute[i].failed;
        }
    bool failing = (double)failed > APP_METRICS_FAILURE_RATE * (double)all;
    if (failing && !metrics->failing)
        base_log(metrics->log, BASE_LOG_WARNING,
                 "failure rate is high: %llu of %llu fragments failed within a minute",
                 (unsigned long long)failed, (unsigned long long)all);
    else if (!failing && metrics->failing)
        base_log(metrics->log, BASE_LOG_INFO, "failure rate is normal again");
    metrics->failing = failing;
    return failing;
}

/* ---- listening ----------------------------------------------------------------------------- */

static void hear_connected(struct app_metrics *metrics, const struct journal_traffic *told) {
    (void)told;
    metrics->accepted++;
}

static void hear_refused(struct app_metrics *metrics, const struct journal_traffic *told) {
    metrics->simulated += told->refusal != NULL;
    metrics->rejected += !told->client.id.len || !told->refusal; /* else it had been accepted */
    if (told->error_code)
        count_error(metrics, &told->subject, *told->error_code, true);
}

static void hear_rejected(struct app_metrics *metrics, const struct journal_traffic *told) {
    metrics->refused[told->rejection->reason]++;
}

static void hear_opened(struct app_metrics *metrics, const struct journal_traffic *told) {
    open_stream(metrics, told->subject.stream_id);
}

static void hear_ended(struct app_metrics *metrics, const struct journal_traffic *told) {
    end_stream(metrics, &told->subject);
}

static void hear_started(struct app_metrics *metrics, const struct journal_traffic *told) {
    observe(&series_of(metrics, &told->subject)->wait, told->wait_ms);
}

static void hear_outcome(struct app_metrics *metrics, const struct journal_traffic *told) {
    count_outcome(metrics, &told->subject, told->outcome);
}

static void hear_error(struct app_metrics *metrics, const struct journal_traffic *told) {
    count_error(metrics, &told->subject, told->error->code.value, true);
}

static void hear_queue(struct app_metrics *metrics, const struct journal_traffic *told) {
    series_of(metrics, &told->subject)->queue_depth = told->depth;
}

static void hear_unsent(struct app_metrics *metrics, const struct journal_traffic *told) {
    (void)told;
    metrics->unsent++;
}

static void hear_limited(struct app_metrics *metrics, const struct journal_traffic *told) {
    metrics->limited[told->limit_hit.limit]++;
}

static void hear_fault(struct app_metrics *metrics, const struct journal_traffic *told) {
    metrics->faults[told->fault->action]++;
}

/* What is counted. */
static void (*const rows[JOURNAL_KIND_COUNT])(struct app_metrics *metrics,
                                              const struct journal_traffic *told) = {
    [JOURNAL_CONNECTED] = hear_connected, [JOURNAL_REFUSED] = hear_refused,
    [JOURNAL_OPENED] = hear_opened,       [JOURNAL_ENDED] = hear_ended,
    [JOURNAL_STARTED] = hear_started,     [JOURNAL_OUTCOME] = hear_outcome,
    [JOURNAL_ERROR] = hear_error,         [JOURNAL_QUEUE] = hear_queue,
    [JOURNAL_UNSENT] = hear_unsent,       [JOURNAL_REJECTED] = hear_rejected,
    [JOURNAL_LIMITED] = hear_limited,     [JOURNAL_FAULT] = hear_fault,
};

static void hear(struct journal_listener *listener, const struct journal_traffic *told) {
    rows[told->kind](BASE_CONTAINER(listener, struct app_metrics, listener), told);
}

struct journal_listener *app_metrics_listener(struct app_metrics *metrics) {
    return &metrics->listener;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static struct app_metrics_series series_that_stays(const char *label) {
    return (struct app_metrics_series){.label = base_slice_of(label), .stays = true};
}

struct app_metrics *app_metrics_new(struct base_memory *memory, const struct base_timers *timers,
                                    struct base_hash_seed seed, const struct base_log *log) {
    struct app_metrics *metrics = base_memory_zero(memory, sizeof *metrics);
    if (!metrics)
        return NULL;
    metrics->memory = memory;
    metrics->timers = timers;
    metrics->seed = seed;
    metrics->log = log;
    metrics->listener.hear = hear;
    for (size_t kind = 0; kind < JOURNAL_KIND_COUNT; kind++)
        if (rows[kind])
            metrics->listener.kinds |= JOURNAL_BIT(kind);
    metrics->other = series_that_stays(APP_METRICS_OTHER);
    metrics->ended = series_that_stays(APP_METRICS_ENDED);
    metrics->nobody = series_that_stays("");
    if (!app_process_started_ms(&metrics->started_ms))
        metrics->started_ms = 0;
    base_map_init(&metrics->streams, memory, seed);
    return metrics;
}

void app_metrics_free(struct app_metrics *metrics) {
    if (!metrics)
        return;
    journal_tap_leave(&metrics->listener);
    for (size_t i = 0; i < metrics->streams.capacity; i++) {
        struct app_metrics_series *series = metrics->streams.entries[i].value;
        if (series)
            base_memory_give(metrics->memory, series, sizeof *series + series->label.len);
    }
    base_map_clear(&metrics->streams);
    base_memory_give(metrics->memory, metrics->page, metrics->page_size);
    base_memory_give(metrics->memory, metrics, sizeof *metrics);
}
