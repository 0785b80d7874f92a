#include "app/watch/watch.h"

#include "stream/state.h"

/* Fields of a line. */
#define TEXT(field_name, value) ((struct app_log_field){.name = (field_name), .text = (value)})
#define NUMBER(field_name, value)                                                                  \
    ((struct app_log_field){.name = (field_name), .is_number = true, .number = (int64_t)(value)})
#define WORD(field_name, value) TEXT(field_name, codec_text_plain(base_slice_of(value)))
#define FIELDS_MAX 12

/* A line with what an event is about, then what is its own. */
static void say(const struct app_watch *watch, enum base_log_level level, const char *sentence,
                const struct stream_subject *subject, const struct app_log_field *own,
                size_t count) {
    struct app_log_field fields[FIELDS_MAX] = {
        TEXT("stream_id", subject->stream_id),
        TEXT("session_id", subject->session_id),
        TEXT("fragment_id", subject->fragment_id),
    };
    size_t used = 3;
    for (size_t i = 0; i < count && used < FIELDS_MAX; i++)
        fields[used++] = own[i];
    app_log_write(watch->log, level, sentence, fields, used);
}

#define SAY(watch, level, sentence, subject, ...)                                                  \
    do {                                                                                           \
        if (app_log_wants((watch)->log, (level))) {                                                \
            const struct app_log_field own[] = {__VA_ARGS__};                                      \
            say((watch), (level), (sentence), (subject), own, sizeof own / sizeof *own);           \
        }                                                                                          \
    } while (0)

/* ---- streams ------------------------------------------------------------------------------- */

static void on_opened(void *context, const struct stream_subject *subject,
                      const struct sts_stream_init *init) {
    const struct app_watch *watch = context;
    app_metrics_stream_opened(watch->metrics, subject->stream_id);
    SAY(watch, BASE_LOG_INFO, "stream opened", subject, TEXT("worker_id", init->worker_id),
        NUMBER("max_inflight", init->max_inflight), NUMBER("timeout_ms", init->timeout_ms));
}

static void on_parked(void *context, const struct stream_subject *subject) {
    SAY((const struct app_watch *)context, BASE_LOG_INFO, "stream parked", subject,
        TEXT("worker_id", subject->worker_id));
}

static void on_resumed(void *context, const struct stream_subject *subject, bool was_parked) {
    SAY((const struct app_watch *)context, BASE_LOG_INFO,
        was_parked ? "stream resumed" : "stream taken over", subject,
        TEXT("worker_id", subject->worker_id));
}

static void on_state_changed(void *context, const struct stream_subject *subject,
                             enum sts_stream_state from, enum sts_stream_state to) {
    SAY((const struct app_watch *)context, BASE_LOG_INFO, "stream state changed", subject,
        WORD("from", stream_state_name(from)), WORD("to", stream_state_name(to)));
}

static void on_ended(void *context, const struct stream_subject *subject, enum stream_ending ending,
                     const struct sts_stream_statistics *statistics) {
    const struct app_watch *watch = context;
    app_metrics_stream_ended(watch->metrics, subject->stream_id);
    SAY(watch, BASE_LOG_INFO, "stream ended", subject, WORD("reason", stream_ending_text(ending)),
        NUMBER("success", statistics->success_count), NUMBER("partial", statistics->partial_count),
        NUMBER("failed", statistics->failed_count));
}

/* ---- fragments ----------------------------------------------------------------------------- */

static void on_accepted(void *context, const struct stream_subject *subject,
                        int64_t sequence_number, size_t audio_length, unsigned attempt) {
    SAY((const struct app_watch *)context, BASE_LOG_DEBUG, "fragment accepted", subject,
        NUMBER("sequence_number", sequence_number), NUMBER("audio_length", audio_length),
        NUMBER("attempt", attempt));
}

static void on_fault(void *context, const struct stream_subject *subject,
                     const struct stream_fault *fault) {
    bool lost = fault->action == STS_RULE_ACTION_DISCONNECT;
    SAY((const struct app_watch *)context, BASE_LOG_INFO, "fault simulated", subject,
        NUMBER("sequence_number", fault->sequence_number),
        TEXT("action", codec_text_plain(sts_rule_action_text(fault->action))),
        TEXT("mode",
             lost ? codec_text_plain(sts_disconnect_mode_text(fault->mode)) : CODEC_TEXT("")),
        NUMBER("rule", fault->rule), NUMBER("attempt", fault->attempt),
        NUMBER("seed", fault->seed));
}

static void on_started(void *context, const struct stream_subject *subject, uint64_t wait_ms) {
    const struct app_watch *watch = context;
    app_metrics_waited(watch->metrics, subject->stream_id, wait_ms);
    SAY(watch, BASE_LOG_DEBUG, "fragment started", subject, NUMBER("wait_ms", wait_ms));
}

static void on_outcome(void *context, const struct stream_subject *subject,
                       const struct stream_outcome *outcome) {
    static const char *const sentences[] = {"fragment processed", "fragment partly processed",
                                            "fragment failed"};
    const struct app_watch *watch = context;
    const struct sts_processing_error *error = outcome->error;
    app_metrics_outcome(watch->metrics, subject, outcome);
    SAY(watch, BASE_LOG_INFO, sentences[outcome->status], subject,
        NUMBER("sequence_number", outcome->sequence_number),
        NUMBER("processing_ms", outcome->processing_ms),
        TEXT("code", error ? sts_error_code_or_other_text(&error->code) : CODEC_TEXT("")),
        TEXT("error", error ? error->message : CODEC_TEXT("")),
        WORD("answer", outcome->answered ? "" : "none"));
}

/* ---- flow and errors ----------------------------------------------------------------------- */

static void on_error(void *context, const struct stream_subject *subject,
                     const struct sts_error *error) {
    const struct app_watch *watch = context;
    app_metrics_error(watch->metrics, subject, error->code.value);
    SAY(watch, error->severity == STS_ERROR_SEVERITY_FATAL ? BASE_LOG_ERROR : BASE_LOG_WARNING,
        "error sent", subject, TEXT("code", sts_error_code_or_other_text(&error->code)),
        TEXT("error", error->message));
}

static void on_queue_changed(void *context, const struct stream_subject *subject, size_t depth) {
    const struct app_watch *watch = context;
    app_metrics_queue(watch->metrics, subject->stream_id, depth);
}

static void on_backpressure(void *context, const struct stream_subject *subject,
                            const struct sts_backpressure *backpressure) {
    SAY((const struct app_watch *)context, BASE_LOG_INFO, "backpressure sent", subject,
        TEXT("severity", codec_text_plain(sts_backpressure_severity_text(backpressure->severity))),
        TEXT("action", codec_text_plain(sts_backpressure_action_text(backpressure->action))),
        NUMBER("in_flight", backpressure->current_inflight),
        NUMBER("queue_depth", backpressure->queue_depth));
}

static void on_deviation(void *context, const struct stream_subject *subject,
                         const struct stream_deviation *deviation) {
    SAY((const struct app_watch *)context, BASE_LOG_DEBUG, "deviation", subject,
        WORD("event", deviation->event), WORD("pointer", deviation->pointer),
        WORD("keyword", deviation->keyword), WORD("what", deviation->message));
}

const struct stream_observer app_watch_observer = {
    .opened = on_opened,
    .parked = on_parked,
    .resumed = on_resumed,
    .state_changed = on_state_changed,
    .ended = on_ended,
    .accepted = on_accepted,
    .fault = on_fault,
    .started = on_started,
    .outcome = on_outcome,
    .error = on_error,
    .queue_changed = on_queue_changed,
    .backpressure = on_backpressure,
    .deviation = on_deviation,
};

/* ---- clients ------------------------------------------------------------------------------- */

static void say_client(const struct app_watch *watch, enum base_log_level level,
                       const char *sentence, const struct journal_client *client,
                       const char *reason) {
    const struct app_log_field fields[] = {
        TEXT("client", codec_text_plain(client->id)),
        TEXT("namespace", codec_text_plain(client->name)),
        TEXT("address", codec_text_plain(client->address)),
        TEXT("x_stream_id", codec_text_plain(client->stream_id)),
        TEXT("x_worker_id", codec_text_plain(client->worker_id)),
        WORD("reason", reason),
    };
    app_log_write(watch->log, level, sentence, fields, sizeof fields / sizeof *fields);
}

void app_watch_connected(struct app_watch *watch, const struct journal_client *client) {
    app_metrics_connection(watch->metrics, true);
    say_client(watch, BASE_LOG_INFO, "client connected", client, "");
}

const char *app_watch_refusal_text(enum app_auth_verdict verdict) {
    return verdict == APP_AUTH_LIMITED   ? "too many failed attempts"
           : verdict == APP_AUTH_MISSING ? "no API key: auth has no token"
                                         : "invalid API key";
}

void app_watch_refused(struct app_watch *watch, const struct journal_client *client,
                       enum app_auth_verdict verdict) {
    const struct stream_subject nobody = {0};
    bool limited = verdict == APP_AUTH_LIMITED;
    app_metrics_connection(watch->metrics, false);
    app_metrics_error(watch->metrics, &nobody,
                      limited ? STS_ERROR_CODE_RATE_LIMIT : STS_ERROR_CODE_AUTH_FAILED);
    say_client(watch, BASE_LOG_WARNING, "client refused", client, app_watch_refusal_text(verdict));
}

void app_watch_disconnected(struct app_watch *watch, const struct journal_client *client,
                            const char *reason) {
    say_client(watch, BASE_LOG_INFO, "client disconnected", client, reason);
}

/* ---- simulations --------------------------------------------------------------------------- */

void app_watch_disconnect_asked(struct app_watch *watch, struct codec_text target,
                                const struct sts_scenario_disconnect *disconnect) {
    const struct stream_subject subject = {.stream_id = target};
    if (!watch)
        return;
    SAY(watch, BASE_LOG_INFO, "disconnect scheduled", &subject,
        TEXT("mode", codec_text_plain(sts_disconnect_mode_text(disconnect->mode))),
        NUMBER("delay_ms", disconnect->delay_ms), NUMBER("refuse_ms", disconnect->refuse_ms),
        TEXT("reason", disconnect->reason));
}

void app_watch_armed(struct app_watch *watch, const char *what, struct codec_text target,
                     size_t rules_count, int64_t seed) {
    const struct stream_subject subject = {.stream_id = target};
    if (!watch)
        return;
    SAY(watch, BASE_LOG_INFO, "simulation configured", &subject, WORD("event", what),
        NUMBER("rules_count", rules_count), NUMBER("seed", seed));
}
