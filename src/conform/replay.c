#include "conform/replay.h"

#include "conform/case.h"
#include "conform/file.h"
#include "conform/show.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

/* What the server does unless it is told otherwise (protocol §1, §5, §8): a journal that lacks the
 * entry of the server's start does not say. */
#define PING_INTERVAL_MS 25000
#define IDLE_TIMEOUT_MS 60000
#define RESUME_WINDOW_MS 120000
#define REPORT_RETURN_MS 10000
/* Findings of one entry that are read. */
#define FINDINGS_MAX 16
/* Depth of nested values in a line that was cut off. */
#define DEPTH_MAX 1024
/* Stands where the journal has left out a string: audio, as a rule. */
#define ELIDED "AAAA"

#define HAS(member) STS_CONTROL_JOURNAL_ENTRY_HAS_##member

/* One line on its way to the checks. What it points to lives in the arena, until the next line. */
struct line {
    struct base_arena arena;
    struct sts_control_journal_entry entry;
    struct journal_traffic traffic;
    struct base_slice payload;
    struct codec_error error_items[FINDINGS_MAX], deviation_items[FINDINGS_MAX];
    struct codec_report errors, deviations;
    struct stream_deviation deviation;
    struct stream_fault fault;
    struct stream_loss loss;
    bool heard;           /* an entry, or what shows that there was one */
    bool answered;        /* they come from GET /control/journal */
    int64_t last_id;      /* of the entry before; 0: none */
    bool unread; /* the payload of the entry cannot be read as the server read it */
    char incomplete[320]; /* what is missing of the journal; "": nothing */
    char wrong[512];      /* why it is none; "": it is one */
};

/* The program has one thread here. */
static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};

/* Terminated, plain; "" when there is no memory. */
static const char *words(struct line *line, struct codec_text text) {
    char *copy = base_arena_take(&line->arena, text.len + 1);
    if (copy)
        (void)codec_text_copy(text, copy, text.len);
    return copy ? copy : "";
}

static struct base_slice slice(struct line *line, struct codec_text text) {
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

static void set_payload(struct line *line) {
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

static void set_error(struct line *line, struct codec_error *error,
                      const struct sts_schema_error *found) {
    *error = (struct codec_error){.code = CODEC_SCHEMA, .keyword = words(line, found->keyword)};
    (void)snprintf(error->pointer, sizeof error->pointer, "%s", words(line, found->path));
    (void)snprintf(error->message, sizeof error->message, "%s", words(line, found->message));
}

static void set_findings(struct line *line) {
    struct sts_schema_error found;
    struct codec_list_cursor cursor = {.index = 0};
    line->errors = (struct codec_report){line->error_items, FINDINGS_MAX, 0};
    line->deviations = (struct codec_report){line->deviation_items, FINDINGS_MAX, 0};
    while (line->entry.has & HAS(ERRORS) && line->errors.count < FINDINGS_MAX &&
           sts_control_journal_entry_errors_next(&line->entry.errors, &cursor, &found))
        set_error(line, &line->error_items[line->errors.count++], &found);
    cursor = (struct codec_list_cursor){.index = 0};
    while (line->entry.has & HAS(DEVIATIONS) && line->deviations.count < FINDINGS_MAX &&
           sts_control_journal_entry_deviations_next(&line->entry.deviations, &cursor, &found))
        set_error(line, &line->deviation_items[line->deviations.count++], &found);
    line->traffic.errors = &line->errors;
    line->traffic.deviations = &line->deviations;
}

static void set_event(struct line *line) {
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

static void set_deviation(struct line *line) {
    if (line->deviations.count == 0)
        return;
    const struct codec_error *found = &line->deviation_items[0];
    line->deviation = (struct stream_deviation){.event = words(line, line->entry.event),
                                                .pointer = found->pointer,
                                                .keyword = found->keyword,
                                                .message = found->message};
    line->traffic.deviation = &line->deviation;
}

static void set_fault(struct line *line) {
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
static void set_loss(struct line *line) {
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

static void set_subject(struct line *line) {
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

static void set_traffic(struct line *line) {
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
static bool is_whole(const struct journal_traffic *traffic) {
    return (traffic->kind != JOURNAL_DEVIATION || traffic->deviation) &&
           (traffic->kind != JOURNAL_ENDED || traffic->reason) &&
           (traffic->kind != JOURNAL_RESET || traffic->reason) &&
           (traffic->kind != JOURNAL_SERVER || traffic->server);
}

/* ---- the journal --------------------------------------------------------------------------- */

static bool decode(struct line *line, struct base_slice text, struct codec_in *in) {
    line->entry = (struct sts_control_journal_entry){0};
    codec_in_init(in, text, &scratch);
    return sts_control_journal_entry_decode(in, &line->entry) && codec_in_done(in);
}

/* A worker's payload stands in the journal as it came: it may name a member twice, or hold half a
 * character. The entry says so itself, so the payload may be emptied. `text` is ours to write to.
 */
static void empty_payload(struct base_slice text) {
    static const char name[] = "\"payload\":";
    char *at = memmem(text.ptr, text.len, name, sizeof name - 1);
    const char *end = text.ptr + text.len;
    if (!at || (at += sizeof name - 1) >= end || !memchr("{[\"", *at, 3))
        return;
    bool quoted = *at == '"';
    size_t depth = quoted ? 0 : 1;
    for (at++; at < end; *at++ = ' ') {
        if (quoted && *at == '\\' && at + 1 < end)
            *at++ = ' ';
        else if (*at == '"' && depth == 0)
            return;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted && (*at == '{' || *at == '['))
            depth++;
        else if (!quoted && (*at == '}' || *at == ']') && --depth == 0)
            return;
    }
}

__attribute__((format(printf, 2, 3))) static void note_incomplete(struct line *line,
                                                                  const char *format, ...) {
    va_list values;
    va_start(values, format);
    if (!*line->incomplete)
        (void)vsnprintf(line->incomplete, sizeof line->incomplete, format, values);
    va_end(values);
}

/* What is given is no journal. */
__attribute__((format(printf, 2, 3))) static bool fail(struct line *line, const char *format, ...) {
    va_list values;
    va_start(values, format);
    (void)vsnprintf(line->wrong, sizeof line->wrong, format, values);
    va_end(values);
    return false;
}

static void note_gap(struct line *line, int64_t first, int64_t last) {
    const char *why = line->answered ? ". An answer to a request with a filter or `since` lacks "
                                       "the entries of others: get it without them"
                                     : "";
    if (first == last)
        note_incomplete(line, "the journal lacks entry %lld%s", (long long)first, why);
    else
        note_incomplete(line, "the journal lacks the entries %lld to %lld%s", (long long)first,
                        (long long)last, why);
}

/* Ids count from 1, and again from 1 when the server was started again: its own entry is 0. */
static void look_for_gap(struct line *line) {
    int64_t id = line->entry.id, expected = id > line->last_id ? line->last_id + 1 : 1;
    if (id != expected && id != 0)
        note_gap(line, expected, id - 1);
    line->last_id = id;
}

static bool decode_leniently(struct line *line, struct base_slice text, struct codec_in *in) {
    bool decoded = decode(line, text, in);
    if (!decoded && strncmp(in->error.pointer, "/payload", strlen("/payload")) == 0) {
        empty_payload(text);
        decoded = decode(line, text, in);
    }
    return decoded;
}

/* The entry goes to the checks. */
static void hear(struct line *line, struct journal_listener *listener) {
    line->heard = true;
    look_for_gap(line);
    line->unread = false;
    set_traffic(line);
    if (line->unread)
        note_incomplete(line,
                        "entry %lld was not judged: its payload was too long for the journal",
                        (long long)line->entry.id);
    if (is_whole(&line->traffic))
        listener->hear(listener, &line->traffic);
    base_arena_clear(&line->arena);
}

static bool hear_line(struct line *line, struct base_slice text, struct journal_listener *listener,
                      const char *path, size_t number) {
    struct codec_in in;
    if (!decode_leniently(line, text, &in))
        return fail(line, "%s:%zu: not a journal entry: %s%s%s", path, number, in.error.pointer,
                    *in.error.pointer ? " " : "", in.error.message);
    hear(line, listener);
    return true;
}

/* Whether it is the beginning of an object, but not all of it. */
static bool is_cut_off(struct base_slice text) {
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
    if (!tokener)
        return false;
    (void)json_object_put(json_tokener_parse_ex(tokener, text.ptr, (int)text.len));
    bool goes_on = json_tokener_get_error(tokener) == json_tokener_continue;
    json_tokener_free(tokener);
    return *text.ptr == '{' && goes_on;
}

/* A last line without its end counts if it is whole; else the server was cut off within it. */
static bool hear_rest(struct line *line, struct base_slice text, struct journal_listener *listener,
                      const char *path, size_t number) {
    struct codec_in in;
    if (!text.len)
        return true;
    if (!is_cut_off(text) || decode_leniently(line, text, &in))
        return hear_line(line, text, listener, path, number);
    line->heard = true;
    note_incomplete(line, "the last line of the journal is cut off");
    return true;
}

static bool hear_all(struct line *line, struct base_slice text, struct journal_listener *listener,
                     const char *path) {
    size_t number = 1;
    for (const char *end; (end = text.len ? memchr(text.ptr, '\n', text.len) : NULL); number++) {
        size_t length = (size_t)(end - text.ptr);
        if (length && !hear_line(line, base_slice(text.ptr, length), listener, path, number))
            return false;
        text = base_slice(end + 1, text.len - length - 1);
    }
    return hear_rest(line, text, listener, path, number);
}

/* ---- an answer of GET /control/journal ----------------------------------------------------- */

/* The end of the JSON value that begins at `at`: one behind it. Its inside is not looked at. */
static const char *skip_value(const char *at, const char *end) {
    size_t depth = 0;
    bool quoted = false;
    for (; at < end; at++) {
        if (quoted && *at == '\\')
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted && (*at == '{' || *at == '['))
            depth++;
        else if (!quoted && depth && (*at == '}' || *at == ']'))
            depth--;
        else if (quoted || depth || !memchr(",}] \t\r\n", *at, 7))
            continue;
        else
            return at;
        if (depth == 0 && !quoted)
            return at + 1 < end ? at + 1 : end;
    }
    return end;
}

static const char *skip_blanks(const char *at, const char *end) {
    while (at < end && memchr(" \t\r\n,:", *at, 6))
        at++;
    return at;
}

/* The value of a member of the object `text`; empty: it has none. */
static struct base_slice member_of(struct base_slice text, const char *name) {
    const char *end = text.ptr + text.len, *at = skip_blanks(text.ptr, end);
    if (at == end || *at != '{')
        return base_slice(NULL, 0);
    for (at = skip_blanks(at + 1, end); at < end && *at == '"'; at = skip_blanks(at, end)) {
        const char *stop = skip_value(at, end);
        struct base_slice found = base_slice(at + 1, (size_t)(stop - at) - 1);
        at = skip_blanks(stop, end);
        stop = skip_value(at, end);
        if (found.len == strlen(name) + 1 && memcmp(found.ptr, name, found.len - 1) == 0)
            return base_slice(at, (size_t)(stop - at));
        at = stop;
    }
    return base_slice(NULL, 0);
}

static bool is_answer(struct base_slice text) {
    struct base_slice list = member_of(text, "entries");
    return list.len && *list.ptr == '[';
}

static bool is_error(struct base_slice text) {
    struct base_slice error = member_of(text, "error");
    return error.len && *error.ptr == '{';
}

/* A member of the object in which the server says why, without its quotes. */
static struct base_slice said(struct base_slice text, const char *name) {
    struct base_slice value = member_of(member_of(text, "error"), name);
    return value.len < 2 ? base_slice_of("") : base_slice(value.ptr + 1, value.len - 2);
}

/* What the server answered instead of a journal. */
static bool tell_error(struct line *line, struct base_slice text, const char *path) {
    struct base_slice code = said(text, "code"), message = said(text, "message");
    return fail(line, "%s is an error answer, not a journal: %.*s: %.*s", path, (int)code.len,
                code.ptr, (int)message.len, message.ptr);
}

/* The id of the entry before the place that a cursor in JSON stands for; 0: there is none. */
static int64_t id_of(struct base_slice cursor) {
    const char *dash = cursor.len ? memchr(cursor.ptr, '-', cursor.len) : NULL;
    return dash ? strtoll(dash + 1, NULL, 10) : 0;
}

/* An answer says itself what it does not have. */
static void look_for_more(struct line *line, struct base_slice text) {
    struct base_slice more = member_of(text, "more");
    int64_t last = id_of(member_of(text, "next"));
    if (base_slice_equal(member_of(text, "lost"), base_slice_of("true")))
        note_incomplete(line, "the server had lost entries (lost: true)");
    if (base_slice_equal(more, base_slice_of("true")))
        note_incomplete(line, "the answer has not all entries (more: true). Get the rest with "
                              "`next` as `since`");
    else if (!base_slice_equal(more, base_slice_of("false")))
        note_incomplete(line, "the answer does not say whether there are more entries (it has no "
                              "member more)");
    if (last > line->last_id)
        note_gap(line, line->last_id + 1, last);
}

static bool hear_answer(struct line *line, struct base_slice text,
                        struct journal_listener *listener, const char *path) {
    struct base_slice list = member_of(text, "entries");
    const char *end = list.ptr + list.len, *at = skip_blanks(list.ptr + 1, end);
    line->answered = true;
    for (size_t number = 1; at < end && *at != ']'; number++) {
        const char *stop = skip_value(at, end);
        if (stop == end) /* within an entry */
            break;
        if (!hear_line(line, base_slice(at, (size_t)(stop - at)), listener, path, number))
            return false;
        at = skip_blanks(stop, end);
    }
    if (at == end || *at != ']')
        note_incomplete(line, "the answer of GET /control/journal is cut off");
    look_for_more(line, text);
    return true;
}

static bool hear_file(struct line *line, struct base_bytes *bytes, struct judge *judge,
                      const char *path) {
    int reason = conform_file_read(path, bytes);
    if (reason)
        return fail(line, "cannot read %s: %s", path, strerror(reason));
    struct base_slice text = base_bytes_slice(bytes);
    if (is_error(text))
        return tell_error(line, text, path);
    return (is_answer(text) ? hear_answer : hear_all)(line, text, judge_listener(judge), path);
}

/* ---- the report ---------------------------------------------------------------------------- */

/* Where there are no entries, that is the reason. */
static void tell_empty(struct report_document *document) {
    struct sts_control_report *report = &document->report;
    report->why = (struct codec_list){0};
    struct codec_text *why = report_document_append(document, &report->why, sizeof *why);
    if (why)
        *why = CODEC_TEXT("the journal is empty, so this report proves nothing");
}

/* As of the last entry that was read; now, where there is none. */
static bool report_on(struct conform_replay *replay, const struct line *line) {
    struct judge_query query = {
        .closed = "the journal ends first",
        .now_ms = line->traffic.now_ms,
        .wall_ms = line->traffic.wall_ms,
    };
    struct sts_control_report *report = &replay->document.report;
    if (!judge_report(replay->judge, &query, &replay->document))
        return false;
    if (!report->started_ms)
        report->started_ms = report->ended_ms = conform_unix_ms();
    if (!*line->wrong && !*line->incomplete) {
        if (!line->heard)
            tell_empty(&replay->document);
        return true;
    }
    report_document_incomplete(&replay->document, *line->wrong ? line->wrong : line->incomplete);
    return report_document_finish(&replay->document);
}

static struct judge *new_judge(struct base_memory *memory) {
    struct judge_config config = {
        .memory = memory,
        .program = base_slice_of("sts-conform"),
        .version = base_slice_of(ECHO_VERSION),
        .ping_interval_ms = PING_INTERVAL_MS,
        .idle_timeout_ms = IDLE_TIMEOUT_MS,
        .resume_window_ms = RESUME_WINDOW_MS,
        .return_ms = REPORT_RETURN_MS,
    };
    (void)!getrandom(&config.seed, sizeof config.seed, 0);
    return judge_new(&config);
}

/* A report on half a file that is no journal would mislead. */
static void forget_all(struct conform_replay *replay, struct line *line,
                       struct base_memory *memory) {
    (void)fprintf(stderr, "sts-conform: ");
    conform_show_text(stderr, base_slice_of(line->wrong));
    judge_free(replay->judge);
    replay->judge = new_judge(memory);
    line->traffic = (struct journal_traffic){.now_ms = 0};
}

bool conform_replay_make(struct conform_replay *replay, const char *journal,
                         struct base_memory *memory) {
    struct base_bytes bytes = {.memory = memory};
    struct line line = {.arena = {.memory = memory}};
    *replay = (struct conform_replay){.document.arena.memory = memory};
    replay->judge = new_judge(memory);
    replay->is_journal = replay->judge && hear_file(&line, &bytes, replay->judge, journal);
    if (*line.wrong)
        forget_all(replay, &line, memory);
    bool made = replay->judge && report_on(replay, &line);
    if (!made)
        (void)fprintf(stderr, "sts-conform: out of memory for the report\n");
    base_arena_clear(&line.arena);
    base_bytes_free(&bytes);
    return made;
}

void conform_replay_free(struct conform_replay *replay) {
    report_document_free(&replay->document);
    judge_free(replay->judge);
}
