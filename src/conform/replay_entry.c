/* replay_entry.c - an entry of the journal becomes what the server told when it wrote it. */
#include "conform/replay_internal.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Stands where the journal has left out a string: audio, as a rule. */
#define ELIDED "AAAA"

#define HAS(member) STS_CONTROL_JOURNAL_ENTRY_HAS_##member

/* The program has one thread here. */
static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};

/* Terminated, plain; "" when there is no memory. */
static const char *words(struct conform_replay_line *line, struct codec_text text) {
    char *copy = base_arena_take(&line->arena, text.len + 1);
    if (copy)
        (void)codec_text_copy(text, copy, text.len);
    return copy ? copy : "";
}

static struct base_slice slice(struct conform_replay_line *line, struct codec_text text) {
    return base_slice_of(words(line, text));
}

/* 2026-01-05T09:30:00.125Z as Unix milliseconds; 0 when it is none. */
static int64_t wall_of(const char *text) {
    struct tm tm = {.tm_isdst = 0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S.", &tm);
    if (!rest)
        return 0;
    char *end;
    long milliseconds = strtol(rest, &end, 10);
    if (end != rest + 3 || *end != 'Z' || milliseconds < 0)
        return 0;
    return (int64_t)timegm(&tm) * 1000 + milliseconds;
}

/* ---- payloads ------------------------------------------------------------------------------ */

static bool is_elided(struct json_object *value) {
    struct json_object *length;
    return json_object_object_get_ex(value, "elided", &length) &&
           json_object_is_type(length, json_type_int);
}

/* Puts strings where the journal has {"elided": length}, so that the payload is as it was. */
static void restore(struct json_object *value) {
    if (!json_object_is_type(value, json_type_object))
        return;
    struct json_object_iterator at = json_object_iter_begin(value);
    struct json_object_iterator end = json_object_iter_end(value);
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        struct json_object *member = json_object_iter_peek_value(&at);
        if (!json_object_is_type(member, json_type_object))
            continue;
        if (is_elided(member)) /* of an existing key only the value is replaced */
            (void)json_object_object_add(value, json_object_iter_peek_name(&at),
                                         json_object_new_string(ELIDED));
        else
            restore(member);
    }
}

static void set_payload(struct conform_replay_line *line) {
    const struct sts_control_journal_entry *entry = &line->entry;
    struct journal_traffic *traffic = &line->traffic;
    if (!(entry->has & HAS(PAYLOAD)))
        return;
    const char *text =
        words(line, (struct codec_text){entry->payload.ptr, entry->payload.len, CODEC_TEXT_CLEAN});
    struct json_object *root = json_tokener_parse(text);
    restore(root);
    line->payload = base_arena_copy(
        &line->arena, base_slice_of(json_object_to_json_string_ext(
                          root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)));
    (void)json_object_put(root);
    traffic->payload = &line->payload;
    traffic->payload_count = 1;
    if (traffic->event == STS_EVENT_COUNT)
        return;
    const struct codec_event *event = &sts_events[traffic->event];
    struct codec_in in;
    void *message = base_arena_take(&line->arena, event->size);
    codec_in_init(&in, line->payload, &scratch);
    bool valid = message && codec_decode(&in, event->payload, message);
    traffic->understood = message;
    line->unread = !valid && traffic->verdict == JOURNAL_VERDICT_OK;
    if (valid && traffic->verdict == JOURNAL_VERDICT_OK)
        traffic->message = message;
}

/* ---- entries ------------------------------------------------------------------------------- */

static void set_error(struct conform_replay_line *line, struct codec_error *error,
                      const struct sts_schema_error *found) {
    *error = (struct codec_error){.code = CODEC_SCHEMA, .keyword = words(line, found->keyword)};
    (void)snprintf(error->pointer, sizeof error->pointer, "%s", words(line, found->path));
    (void)snprintf(error->message, sizeof error->message, "%s", words(line, found->message));
}

static void set_findings(struct conform_replay_line *line) {
    struct sts_schema_error found;
    struct codec_list_cursor cursor = {.index = 0};
    line->errors = (struct codec_report){line->error_items, CONFORM_REPLAY_FINDINGS_MAX, 0};
    line->deviations = (struct codec_report){line->deviation_items, CONFORM_REPLAY_FINDINGS_MAX, 0};
    while (line->entry.has & HAS(ERRORS) && line->errors.count < CONFORM_REPLAY_FINDINGS_MAX &&
           sts_control_journal_entry_errors_next(&line->entry.errors, &cursor, &found))
        set_error(line, &line->error_items[line->errors.count++], &found);
    cursor = (struct codec_list_cursor){.index = 0};
    while (line->entry.has & HAS(DEVIATIONS) &&
           line->deviations.count < CONFORM_REPLAY_FINDINGS_MAX &&
           sts_control_journal_entry_deviations_next(&line->entry.deviations, &cursor, &found))
        set_error(line, &line->deviation_items[line->deviations.count++], &found);
    line->traffic.errors = &line->errors;
    line->traffic.deviations = &line->deviations;
}

static void set_event(struct conform_replay_line *line) {
    const struct sts_control_journal_entry *entry = &line->entry;
    struct journal_traffic *traffic = &line->traffic;
    traffic->direction =
        entry->direction == STS_CONTROL_JOURNAL_DIRECTION_IN ? JOURNAL_IN : JOURNAL_OUT;
    traffic->verdict = (enum journal_verdict)entry->verdict;
    traffic->name = codec_text_plain(slice(line, entry->event));
    const struct codec_event *known =
        sts_event_find(traffic->direction == JOURNAL_IN ? STS_FROM_WORKER : STS_TO_WORKER,
                       base_slice(traffic->name.ptr, traffic->name.len));
    if (known)
        traffic->event = sts_event_id_of(known);
    traffic->has_ack = entry->has & HAS(ACK_ID);
    traffic->ack_id = (uint64_t)entry->ack_id;
    set_payload(line);
}

static void set_deviation(struct conform_replay_line *line) {
    if (line->deviations.count == 0)
        return;
    const struct codec_error *found = &line->deviation_items[0];
    line->deviation = (struct stream_deviation){.event = words(line, line->entry.event),
                                                .pointer = found->pointer,
                                                .keyword = found->keyword,
                                                .message = found->message};
    line->traffic.deviation = &line->deviation;
}

static void set_fault(struct conform_replay_line *line) {
    const struct sts_control_journal_fault *fault = &line->entry.fault;
    line->fault = (struct stream_fault){
        .sequence_number = fault->sequence_number,
        .attempt = (unsigned)fault->attempt,
        .rule = (size_t)fault->rule,
        .action = fault->action,
        .mode = fault->mode,
        .seed = fault->seed,
    };
    line->traffic.fault = &line->fault;
}

/* A connection that this server ends, where a simulation says so. */
static void set_loss(struct conform_replay_line *line) {
    const struct sts_control_journal_entry *entry = &line->entry;
    if (!entry->simulated)
        return;
    line->loss =
        (struct stream_loss){.code = (int)entry->code, .refuse_ms = (uint64_t)entry->refuse_ms};
#define ROW(NAME, name, text)                                                                      \
    if (codec_text_equal(entry->reason, CODEC_TEXT(text)))                                         \
        line->loss.mode = STS_DISCONNECT_MODE_##NAME;
    STS_DISCONNECT_MODES(ROW)
#undef ROW
    line->traffic.loss = &line->loss;
}

/* Durations of the entry are points in time again. */
static void set_lag(struct conform_replay_line *line) {
    const struct sts_control_journal_entry *entry = &line->entry;
    const int64_t now = entry->monotonic_ms;
    if (entry->has & HAS(WAITING_MS) && entry->waiting_ms < now)
        line->traffic.waiting_since = (uint64_t)(now - entry->waiting_ms);
    if (entry->has & HAS(CAUGHT_UP_MS) && entry->caught_up_ms < now)
        line->traffic.caught_up_at = (uint64_t)(now - entry->caught_up_ms);
}

static void set_subject(struct conform_replay_line *line) {
    const struct sts_control_journal_entry *entry = &line->entry;
    line->traffic.client = (struct journal_client){
        .id = slice(line, entry->connection),
        .name = slice(line, entry->namespace),
        .address = slice(line, entry->address),
        .stream_id = slice(line, entry->x_stream_id),
        .worker_id = slice(line, entry->x_worker_id),
    };
    line->traffic.subject = (struct stream_subject){
        .stream_id = codec_text_plain(slice(line, entry->stream_id)),
        .session_id = codec_text_plain(slice(line, entry->session_id)),
        .fragment_id = codec_text_plain(slice(line, entry->fragment_id)),
    };
}

void conform_replay_set_traffic(struct conform_replay_line *line) {
    const struct sts_control_journal_entry *entry = &line->entry;
    struct journal_traffic *traffic = &line->traffic;
    *traffic = (struct journal_traffic){
        .kind = (enum journal_kind)entry->kind,
        .wall_ms = wall_of(words(line, entry->time)),
        .now_ms = (uint64_t)entry->monotonic_ms,
        .event = (enum sts_event_id)STS_EVENT_COUNT,
        .reason = entry->has & HAS(REASON) ? words(line, entry->reason) : NULL,
        .code = (int)entry->code,
        .left = entry->left,
        .was_parked = entry->was_parked,
        .from = entry->from,
        .to = entry->to,
        .statistics = &entry->statistics,
        .server = entry->has & HAS(SERVER) ? &entry->server : NULL,
    };
    set_subject(line);
    set_lag(line);
    set_findings(line);
    if (traffic->kind == JOURNAL_EVENT || traffic->kind == JOURNAL_ACK)
        set_event(line);
    else if (traffic->kind == JOURNAL_DEVIATION)
        set_deviation(line);
    else if (traffic->kind == JOURNAL_FAULT)
        set_fault(line);
    else if (traffic->kind == JOURNAL_CLOSING)
        set_loss(line);
}

/* An entry whose kind needs what it lacks tells nothing. */
bool conform_replay_is_whole(const struct journal_traffic *traffic) {
    return (traffic->kind != JOURNAL_DEVIATION || traffic->deviation) &&
           (traffic->kind != JOURNAL_ENDED || traffic->reason) &&
           (traffic->kind != JOURNAL_RESET || traffic->reason) &&
           (traffic->kind != JOURNAL_SERVER || traffic->server);
}

bool conform_replay_decode(struct conform_replay_line *line, struct base_slice text,
                           struct codec_in *in) {
    line->entry = (struct sts_control_journal_entry){0};
    codec_in_init(in, text, &scratch);
    return sts_control_journal_entry_decode(in, &line->entry) && codec_in_done(in);
}
