/* replay_entry.c - an entry of the journal becomes what the server told when it wrote it. */
#include "conform/replay_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Stands where the journal has left out a string: audio, as a rule. */
#define ELIDED "\"AAAA\""

/* Of JSON, between its parts. */
#define BLANKS " \t\r\n"

#define HAS(member) STS_CONTROL_JOURNAL_ENTRY_HAS_##member

/* The program has one thread here. */
static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};

/* Plain, and terminated as well; it may hold U+0000. Empty when there is no memory. */
static struct base_slice slice(struct conform_replay_line *line, struct codec_text text) {
    char *copy = base_arena_take(&line->arena, text.len + 1);
    return copy ? base_slice(copy, codec_text_copy(text, copy, text.len)) : base_slice("", 0);
}

/* The same of what the server itself says, which holds no U+0000. */
static const char *words(struct conform_replay_line *line, struct codec_text text) {
    return slice(line, text).ptr;
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

/* Behind the object that begins at `at`, {"elided": length}, perhaps with the hash; NULL: it is
 * another one. Both texts are JSON, and terminated. */
static const char *skip_elided(const char *at) {
    static const char name[] = "\"elided\"", hash[] = "\"sha256\"";
    at += 1 + strspn(at + 1, BLANKS);
    if (strncmp(at, name, sizeof name - 1) != 0)
        return NULL;
    at += sizeof name - 1;
    at += strspn(at, BLANKS ":");
    size_t digits = strspn(at, "0123456789");
    at += digits + strspn(at + digits, BLANKS ",");
    if (strncmp(at, hash, sizeof hash - 1) == 0) {
        at += sizeof hash - 1;
        at += strspn(at, BLANKS ":\"0123456789abcdef");
    }
    return digits && *at == '}' ? at + 1 : NULL;
}

/* Puts strings where the journal has left some out, so that the payload is as it was. All else
 * stays as it is. The length of the result, which is no longer. */
static size_t restore(char *text) {
    const char *from = text;
    char *to = text;
    bool quoted = false;
    while (*from) {
        const char *end = !quoted && *from == '{' && from > text ? skip_elided(from) : NULL;
        if (end) {
            memcpy(to, ELIDED, sizeof ELIDED - 1);
            to += sizeof ELIDED - 1;
            from = end;
            continue;
        }
        if (quoted && *from == '\\')
            *to++ = *from++;
        else if (*from == '"')
            quoted = !quoted;
        *to++ = *from++;
    }
    return (size_t)(to - text);
}

static void set_payload(struct conform_replay_line *line) {
    const struct sts_control_journal_entry *entry = &line->entry;
    struct journal_traffic *traffic = &line->traffic;
    if (!(entry->has & HAS(PAYLOAD)))
        return;
    char *text = base_arena_take(&line->arena, entry->payload.len + 1);
    line->unread = !text;
    if (!text)
        return;
    memcpy(text, entry->payload.ptr, entry->payload.len);
    line->payload = base_slice(text, restore(text));
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
        .armed = (uint64_t)fault->armed, /* 0 when absent */
        .rule = (size_t)fault->rule,
        .action = fault->action,
        .mode = fault->mode,
        .seed = fault->seed,
        .seed_key = fault->seed_key,
    };
    line->traffic.fault = &line->fault;
}

static void set_armed(struct conform_replay_line *line) {
    const struct sts_control_journal_armed *armed = &line->entry.armed;
    struct codec_list_cursor cursor = {.index = 0};
    if (!(line->entry.has & HAS(ARMED)))
        return;
    line->acting = (struct journal_acting){
        .kind = armed->kind,
        .number = (uint64_t)armed->number, /* 0 when absent */
        .pattern = armed->stream_id,
        .rules_count = (size_t)armed->rules_count,
        .rules = line->rules,
        .name = armed->name,
        .step =
            (size_t)(armed->has & STS_CONTROL_JOURNAL_ARMED_HAS_STEP ? armed->step : armed->steps),
        .steps = (size_t)armed->steps,
    };
    while (line->acting.told < JOURNAL_RULES_MAX &&
           sts_control_journal_armed_rules_next(&armed->rules, &cursor,
                                                &line->rules[line->acting.told]))
        line->acting.told++;
    line->traffic.acting = &line->acting;
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

static void set_refusal(struct conform_replay_line *line) {
    const struct sts_control_journal_entry *entry = &line->entry;
    if (!entry->simulated && line->traffic.kind == JOURNAL_REFUSED)
        return;
    line->refusal = (struct journal_refusal){entry->scope, (uint64_t)entry->refuse_ms,
                                             (uint64_t)entry->attempt};
    line->traffic.refusal = &line->refusal;
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
    else if (traffic->kind == JOURNAL_ARMED || traffic->kind == JOURNAL_STEP)
        set_armed(line);
    else if (traffic->kind == JOURNAL_CLOSING)
        set_loss(line);
    else if (traffic->kind == JOURNAL_REFUSED || traffic->kind == JOURNAL_REFUSING)
        set_refusal(line);
}

/* An entry whose kind needs what it lacks tells nothing. */
bool conform_replay_is_whole(const struct journal_traffic *traffic) {
    return (traffic->kind != JOURNAL_DEVIATION || traffic->deviation) &&
           (traffic->kind != JOURNAL_ENDED || traffic->reason) &&
           (traffic->kind != JOURNAL_RESET || traffic->reason) &&
           (traffic->kind != JOURNAL_REFUSING || traffic->reason) &&
           (traffic->kind != JOURNAL_ARMED || traffic->acting) &&
           (traffic->kind != JOURNAL_STEP || traffic->acting) &&
           (traffic->kind != JOURNAL_SERVER || traffic->server);
}

bool conform_replay_decode(struct conform_replay_line *line, struct base_slice text,
                           struct codec_in *in) {
    line->entry = (struct sts_control_journal_entry){0};
    codec_in_init(in, text, &scratch);
    return sts_control_journal_entry_decode(in, &line->entry) && codec_in_done(in);
}
