#include "app/watch/lines.h"

#include "stream/state.h"

#include <stdio.h>

/* Fields of a line. */
#define TEXT(field_name, value) ((struct app_log_field){.name = (field_name), .text = (value)})
#define NUMBER(field_name, value)                                                                  \
    ((struct app_log_field){.name = (field_name), .is_number = true, .number = (int64_t)(value)})
#define WORD(field_name, value) TEXT(field_name, codec_text_plain(base_slice_of(value)))
#define SLICE(field_name, value) TEXT(field_name, codec_text_plain(value))
#define FIELDS_MAX 12

/* A line with what it is about, then what is its own. */
static void say(struct app_log *log, enum base_log_level level, const char *sentence,
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
    app_log_write(log, level, sentence, fields, used);
}

/* Within a function of the table below. */
#define SAY(level, sentence, ...)                                                                  \
    do {                                                                                           \
        const struct app_log_field own[] = {__VA_ARGS__};                                          \
        say(log, (level), (sentence), &told->subject, own, sizeof own / sizeof *own);              \
    } while (0)

/* ---- streams ------------------------------------------------------------------------------- */

static void say_opened(struct app_log *log, const struct journal_traffic *told) {
    SAY(BASE_LOG_INFO, "stream opened", TEXT("worker_id", told->init->worker_id),
        NUMBER("max_inflight", told->init->max_inflight),
        NUMBER("timeout_ms", told->init->timeout_ms));
}

static void say_parked(struct app_log *log, const struct journal_traffic *told) {
    SAY(BASE_LOG_INFO, "stream parked", TEXT("worker_id", told->subject.worker_id));
}

static void say_resumed(struct app_log *log, const struct journal_traffic *told) {
    SAY(BASE_LOG_INFO, told->was_parked ? "stream resumed" : "stream taken over",
        TEXT("worker_id", told->subject.worker_id));
}

static void say_state(struct app_log *log, const struct journal_traffic *told) {
    SAY(BASE_LOG_INFO, "stream state changed", WORD("from", stream_state_name(told->from)),
        WORD("to", stream_state_name(told->to)));
}

static void say_ended(struct app_log *log, const struct journal_traffic *told) {
    SAY(BASE_LOG_INFO, "stream ended", WORD("reason", told->reason),
        NUMBER("success", told->statistics->success_count),
        NUMBER("partial", told->statistics->partial_count),
        NUMBER("failed", told->statistics->failed_count));
}

/* ---- fragments ----------------------------------------------------------------------------- */

static void say_accepted(struct app_log *log, const struct journal_traffic *told) {
    SAY(BASE_LOG_DEBUG, "fragment accepted",
        NUMBER("sequence_number", told->accepted.sequence_number),
        NUMBER("audio_length", told->accepted.audio_length),
        NUMBER("attempt", told->accepted.attempt));
}

static void say_fault(struct app_log *log, const struct journal_traffic *told) {
    const struct stream_fault *fault = told->fault;
    bool lost = fault->action == STS_RULE_ACTION_DISCONNECT;
    SAY(BASE_LOG_INFO, "fault simulated", NUMBER("sequence_number", fault->sequence_number),
        SLICE("action", sts_rule_action_text(fault->action)), NUMBER("armed", fault->armed),
        SLICE("mode", lost ? sts_disconnect_mode_text(fault->mode) : base_slice_of("")),
        NUMBER("rule", fault->rule), NUMBER("attempt", fault->attempt), NUMBER("seed", fault->seed),
        TEXT("seed_key", fault->seed_key));
}

static void say_started(struct app_log *log, const struct journal_traffic *told) {
    SAY(BASE_LOG_DEBUG, "fragment started", NUMBER("wait_ms", told->wait_ms));
}

static void say_outcome(struct app_log *log, const struct journal_traffic *told) {
    static const char *const sentences[] = {"fragment processed", "fragment partly processed",
                                            "fragment failed"};
    const struct stream_outcome *outcome = told->outcome;
    const struct sts_processing_error *error = outcome->error;
    SAY(BASE_LOG_INFO, sentences[outcome->status],
        NUMBER("sequence_number", outcome->sequence_number),
        NUMBER("processing_ms", outcome->processing_ms),
        TEXT("code", error ? sts_error_code_or_other_text(&error->code) : CODEC_TEXT("")),
        TEXT("error", error ? error->message : CODEC_TEXT("")),
        WORD("answer", outcome->answered ? "" : "none"));
}

/* ---- flow and errors ----------------------------------------------------------------------- */

static void say_error(struct app_log *log, const struct journal_traffic *told) {
    const struct sts_error *error = told->error;
    SAY(error->severity == STS_ERROR_SEVERITY_FATAL ? BASE_LOG_ERROR : BASE_LOG_WARNING,
        "error sent", TEXT("code", sts_error_code_or_other_text(&error->code)),
        TEXT("error", error->message));
}

/* Once a minute for each limit: who is over one asks again and again. */
static void note_limit(struct app_lines *lines, const struct journal_traffic *told) {
    struct app_lines_limit *limit = &lines->limits[told->limit_hit.limit];
    char most[STREAM_LIMIT_SENTENCE], sentence[BASE_LOG_LINE];
    limit->refused++;
    if (limit->is_said && told->now_ms - limit->said_at < APP_LINES_LIMIT_MS)
        return;
    stream_limit_print(most, told->limit_hit);
    (void)snprintf(sentence, sizeof sentence, "refused: %s. %s", most,
                   stream_limit_advice(told->limit_hit.limit));
    const struct app_log_field fields[] = {
        WORD("setting", stream_limit_setting(told->limit_hit.limit)),
        NUMBER("limit", told->limit_hit.most),
        NUMBER("refused", limit->refused),
    };
    app_log_write(lines->log, BASE_LOG_WARNING, sentence, fields, sizeof fields / sizeof *fields);
    *limit = (struct app_lines_limit){.is_said = true, .said_at = told->now_ms};
}

static void say_backpressure(struct app_log *log, const struct journal_traffic *told) {
    const struct sts_backpressure *level = told->backpressure;
    SAY(BASE_LOG_INFO, "backpressure sent",
        SLICE("severity", sts_backpressure_severity_text(level->severity)),
        SLICE("action", sts_backpressure_action_text(level->action)),
        NUMBER("in_flight", level->current_inflight), NUMBER("queue_depth", level->queue_depth));
}

static void say_deviation(struct app_log *log, const struct journal_traffic *told) {
    const struct stream_deviation *found = told->deviation;
    SAY(BASE_LOG_DEBUG, "deviation", WORD("event", found->event), WORD("pointer", found->pointer),
        WORD("keyword", found->keyword), WORD("what", found->message));
}

static void say_findings(struct app_log *log, enum base_log_level level, const char *sentence,
                         const struct journal_traffic *told, const struct codec_report *report) {
    for (size_t i = 0; report && i < report->count && i < report->capacity; i++) {
        const struct codec_error *found = &report->errors[i];
        SAY(level, sentence, TEXT("event", told->name), WORD("pointer", found->pointer),
            WORD("keyword", found->keyword), WORD("what", found->message));
    }
}

/* Of all events only what the schema says of them. */
static void say_event(struct app_log *log, const struct journal_traffic *told) {
    say_findings(log, BASE_LOG_DEBUG, "deviation", told, told->deviations);
}

static void say_unsent(struct app_log *log, const struct journal_traffic *told) {
    say_findings(log, BASE_LOG_ERROR, "answer not sent, because it breaks its own schema", told,
                 told->errors);
}

/* ---- clients ------------------------------------------------------------------------------- */

static void say_client(struct app_log *log, enum base_log_level level, const char *sentence,
                       const struct journal_traffic *told) {
    const struct journal_client *client = &told->client;
    const struct app_log_field fields[] = {
        SLICE("client", client->id),
        SLICE("namespace", client->name),
        SLICE("address", client->address),
        SLICE("x_stream_id", client->stream_id),
        SLICE("x_worker_id", client->worker_id),
        WORD("reason", told->reason ? told->reason : ""),
    };
    app_log_write(log, level, sentence, fields, sizeof fields / sizeof *fields);
}

static void say_connected(struct app_log *log, const struct journal_traffic *told) {
    say_client(log, BASE_LOG_INFO, "client connected", told);
}

/* Of all that are not simulated, JOURNAL_REJECTED tells. */
static void say_refused(struct app_log *log, const struct journal_traffic *told) {
    const struct journal_client *client = &told->client;
    const struct journal_refusal *refusal = told->refusal;
    if (refusal)
        SAY(BASE_LOG_INFO, "client refused", SLICE("client", client->id),
            SLICE("address", client->address), NUMBER("attempt", refusal->attempt),
            NUMBER("refuse_ms", refusal->ms), WORD("reason", told->reason));
}

static void say_disconnected(struct app_log *log, const struct journal_traffic *told) {
    say_client(log, BASE_LOG_INFO, "client disconnected", told);
}

/* Of the other closings the lines about streams and errors tell, and JOURNAL_REJECTED of clients
 * that have not joined. */
static void say_closing(struct app_log *log, const struct journal_traffic *told) {
    const struct journal_client *client = &told->client;
    if (!told->unplanned || !client->id.len)
        return;
    if (told->code)
        SAY(BASE_LOG_WARNING, "closing a client", SLICE("client", client->id),
            SLICE("namespace", client->name), SLICE("address", client->address),
            NUMBER("code", told->code), WORD("reason", told->reason));
    else
        SAY(BASE_LOG_WARNING, "closing a client", SLICE("client", client->id),
            SLICE("namespace", client->name), SLICE("address", client->address),
            WORD("reason", told->reason));
}

/* ---- simulations --------------------------------------------------------------------------- */

static void say_disconnect(struct app_log *log, const struct journal_traffic *told) {
    const struct sts_scenario_disconnect *disconnect = told->disconnect;
    SAY(BASE_LOG_INFO, "disconnect scheduled",
        SLICE("mode", sts_disconnect_mode_text(disconnect->mode)),
        NUMBER("delay_ms", disconnect->delay_ms), NUMBER("refuse_ms", disconnect->refuse_ms),
        TEXT("reason", disconnect->reason));
}

static void say_armed(struct app_log *log, const struct journal_traffic *told) {
    const struct journal_armed *armed = told->armed;
    SAY(BASE_LOG_INFO, "simulation configured", SLICE("event", armed->by),
        NUMBER("rules_count", armed->rules_count), NUMBER("seed", armed->seed),
        TEXT("seed_key", armed->seed_key));
}

static void say_step(struct app_log *log, const struct journal_traffic *told) {
    const struct journal_acting *acting = told->acting;
    if (acting->step == acting->steps)
        SAY(BASE_LOG_INFO, "scenario is over", TEXT("scenario", acting->name),
            TEXT("streams", acting->pattern), NUMBER("steps", acting->steps),
            WORD("reason", told->reason));
    else
        SAY(BASE_LOG_INFO, "scenario step begins", TEXT("scenario", acting->name),
            TEXT("streams", acting->pattern), NUMBER("step", acting->step),
            NUMBER("steps", acting->steps), WORD("reason", told->reason));
}

static void say_refusing(struct app_log *log, const struct journal_traffic *told) {
    const struct journal_refusal *refusal = told->refusal;
    SAY(BASE_LOG_INFO, "streams are refused", WORD("streams", told->reason),
        SLICE("scope", sts_refuse_scope_text(refusal->scope)), NUMBER("refuse_ms", refusal->ms));
}

/* ---- listening ----------------------------------------------------------------------------- */

/* What is said of each kind, and the highest level that it is said at. The others stand in lines
 * that are there already, or change too often. */
static const struct {
    enum base_log_level level;
    void (*say)(struct app_log *log, const struct journal_traffic *told);
} rows[JOURNAL_KIND_COUNT] = {
    [JOURNAL_EVENT] = {BASE_LOG_DEBUG, say_event},
    [JOURNAL_CONNECTED] = {BASE_LOG_INFO, say_connected},
    [JOURNAL_REFUSED] = {BASE_LOG_INFO, say_refused},
    [JOURNAL_CLOSING] = {BASE_LOG_WARNING, say_closing},
    [JOURNAL_DISCONNECTED] = {BASE_LOG_INFO, say_disconnected},
    [JOURNAL_OPENED] = {BASE_LOG_INFO, say_opened},
    [JOURNAL_PARKED] = {BASE_LOG_INFO, say_parked},
    [JOURNAL_RESUMED] = {BASE_LOG_INFO, say_resumed},
    [JOURNAL_STATE] = {BASE_LOG_INFO, say_state},
    [JOURNAL_ENDED] = {BASE_LOG_INFO, say_ended},
    [JOURNAL_DEVIATION] = {BASE_LOG_DEBUG, say_deviation},
    [JOURNAL_FAULT] = {BASE_LOG_INFO, say_fault},
    [JOURNAL_ACCEPTED] = {BASE_LOG_DEBUG, say_accepted},
    [JOURNAL_STARTED] = {BASE_LOG_DEBUG, say_started},
    [JOURNAL_OUTCOME] = {BASE_LOG_INFO, say_outcome},
    [JOURNAL_ERROR] = {BASE_LOG_ERROR, say_error},
    [JOURNAL_BACKPRESSURE] = {BASE_LOG_INFO, say_backpressure},
    [JOURNAL_REFUSING] = {BASE_LOG_INFO, say_refusing},
    [JOURNAL_STEP] = {BASE_LOG_INFO, say_step},
    [JOURNAL_CONFIGURED] = {BASE_LOG_INFO, say_armed},
    [JOURNAL_DISCONNECT] = {BASE_LOG_INFO, say_disconnect},
    [JOURNAL_UNSENT] = {BASE_LOG_ERROR, say_unsent},
};

/* Whoever has not joined needs no key to be turned away, and can have that at will. */
static bool is_due(struct app_lines *lines, const struct journal_traffic *told) {
    bool keyless = told->kind == JOURNAL_REFUSED && told->refusal && !told->client.id.len;
    return !keyless || base_log_due(&lines->warned, told->now_ms);
}

static void hear(struct journal_listener *listener, const struct journal_traffic *told) {
    struct app_lines *lines = BASE_CONTAINER(listener, struct app_lines, listener);
    if (told->kind == JOURNAL_LIMITED)
        note_limit(lines, told);
    else if (told->kind == JOURNAL_REJECTED && told->rejection->logged)
        return;
    else if (told->kind == JOURNAL_REJECTED)
        app_rejection_lines_hear(&lines->rejections, lines->log, told);
    else if (is_due(lines, told))
        rows[told->kind].say(lines->log, told);
}

static void choose_kinds(struct app_lines *lines) {
    const struct app_log *log = lines->log;
    lines->listener.kinds = 0;
    for (size_t kind = 0; kind < JOURNAL_KIND_COUNT; kind++)
        if (rows[kind].say && app_log_wants(log, rows[kind].level))
            lines->listener.kinds |= JOURNAL_BIT(kind);
    if (app_log_wants(log, BASE_LOG_WARNING))
        lines->listener.kinds |= JOURNAL_BIT(JOURNAL_LIMITED) | JOURNAL_BIT(JOURNAL_REJECTED);
}

void app_lines_init(struct app_lines *lines, struct app_log *log) {
    *lines = (struct app_lines){.listener = {.hear = hear}, .log = log};
    choose_kinds(lines);
}

void app_lines_look_again(struct app_lines *lines) {
    struct journal_tap *tap = lines->listener.tap;
    journal_tap_leave(&lines->listener);
    choose_kinds(lines);
    if (tap)
        journal_tap_listen(tap, &lines->listener);
}
