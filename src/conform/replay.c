#include "conform/replay_internal.h"

#include "conform/case.h"
#include "conform/file.h"
#include "conform/show.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

/* What the server does unless it is told otherwise (protocol §1, §5, §8): a journal that lacks the
 * entry of the server's start does not say. */
#define PING_INTERVAL_MS 25000
#define IDLE_TIMEOUT_MS 60000
#define REPORT_RETURN_MS 10000
/* Depth of nested values in a line that was cut off. */
#define DEPTH_MAX 1024

/* ---- the journal --------------------------------------------------------------------------- */

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

__attribute__((format(printf, 2, 3))) static void note_incomplete(struct conform_replay_line *line,
                                                                  const char *format, ...) {
    va_list values;
    va_start(values, format);
    if (!*line->incomplete)
        (void)vsnprintf(line->incomplete, sizeof line->incomplete, format, values);
    va_end(values);
}

/* What is given is no journal. */
__attribute__((format(printf, 2, 3))) static bool fail(struct conform_replay_line *line,
                                                       const char *format, ...) {
    va_list values;
    va_start(values, format);
    (void)vsnprintf(line->wrong, sizeof line->wrong, format, values);
    va_end(values);
    return false;
}

static void note_gap(struct conform_replay_line *line, int64_t first, int64_t last) {
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
static void look_for_gap(struct conform_replay_line *line) {
    int64_t id = line->entry.id, expected = id > line->last_id ? line->last_id + 1 : 1;
    if (id != expected && id != 0)
        note_gap(line, expected, id - 1);
    line->last_id = id;
}

static bool is_start(const struct sts_control_journal_entry *entry) {
    return entry->kind == STS_CONTROL_JOURNAL_KIND_SERVER &&
           entry->has & STS_CONTROL_JOURNAL_ENTRY_HAS_SERVER;
}

static bool is_end(const struct sts_control_journal_entry *entry) {
    return entry->kind == STS_CONTROL_JOURNAL_KIND_SERVER &&
           codec_text_equal(entry->reason, CODEC_TEXT(JOURNAL_STOPPED));
}

/* What a server that was killed told last never came to the file. */
static void look_for_end(struct conform_replay_line *line) {
    if (is_start(&line->entry) && line->runs)
        note_incomplete(line, "the journal has no end of an earlier start: the server was killed, "
                              "and its last entries may be missing");
    line->runs = !is_end(&line->entry);
}

static bool decode_leniently(struct conform_replay_line *line, struct base_slice text,
                             struct codec_in *in) {
    bool decoded = conform_replay_decode(line, text, in);
    if (!decoded && strncmp(in->error.pointer, "/payload", strlen("/payload")) == 0) {
        empty_payload(text);
        decoded = conform_replay_decode(line, text, in);
    }
    return decoded;
}

/* The entry goes to the checks. */
static void hear(struct conform_replay_line *line, struct journal_listener *listener) {
    line->heard = true;
    look_for_gap(line);
    look_for_end(line);
    line->unread = false;
    conform_replay_set_traffic(line);
    if (line->unread)
        note_incomplete(line, "entry %lld was not judged: its payload was too long for the journal",
                        (long long)line->entry.id);
    if (conform_replay_is_whole(&line->traffic))
        listener->hear(listener, &line->traffic);
    base_arena_clear(&line->arena);
}

static bool hear_line(struct conform_replay_line *line, struct base_slice text,
                      struct journal_listener *listener, const char *path, size_t number) {
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
static bool hear_rest(struct conform_replay_line *line, struct base_slice text,
                      struct journal_listener *listener, const char *path, size_t number) {
    struct codec_in in;
    if (!text.len)
        return true;
    if (!is_cut_off(text) || decode_leniently(line, text, &in))
        return hear_line(line, text, listener, path, number);
    line->heard = true;
    note_incomplete(line, "the last line of the journal is cut off");
    return true;
}

static bool hear_all(struct conform_replay_line *line, struct base_slice text,
                     struct journal_listener *listener, const char *path) {
    size_t number = 1;
    for (const char *end; (end = text.len ? memchr(text.ptr, '\n', text.len) : NULL); number++) {
        size_t length = (size_t)(end - text.ptr);
        if (length && !hear_line(line, base_slice(text.ptr, length), listener, path, number))
            return false;
        text = base_slice(end + 1, text.len - length - 1);
    }
    if (!hear_rest(line, text, listener, path, number))
        return false;
    if (line->runs)
        note_incomplete(line, "the journal has no end: the server was killed, or is still running. "
                              "Its last entries may be missing");
    return true;
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
static bool tell_error(struct conform_replay_line *line, struct base_slice text, const char *path) {
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
static void look_for_more(struct conform_replay_line *line, struct base_slice text) {
    struct base_slice more = member_of(text, "more");
    int64_t last = id_of(member_of(text, "next"));
    if (base_slice_equal(more, base_slice_of("true")))
        note_incomplete(line, "the answer has not all entries (more: true). Get the rest with "
                              "`next` as `since`");
    else if (!base_slice_equal(more, base_slice_of("false")))
        note_incomplete(line, "the answer does not say whether there are more entries (it has no "
                              "member more)");
    if (last > line->last_id)
        note_gap(line, line->last_id + 1, last);
}

/* The answer says what would have kept them. */
static void note_lost(struct conform_replay_line *line, struct base_slice why) {
    if (why.len > 2)
        note_incomplete(line, "the server had lost entries (lost: true): %.*s", (int)why.len - 2,
                        why.ptr + 1);
    else
        note_incomplete(line, "the server had lost entries (lost: true)");
}

static bool hear_answer(struct conform_replay_line *line, struct base_slice text,
                        struct journal_listener *listener, const char *path) {
    struct base_slice list = member_of(text, "entries");
    const char *end = list.ptr + list.len, *at = skip_blanks(list.ptr + 1, end);
    line->answered = true;
    if (base_slice_equal(member_of(text, "lost"), base_slice_of("true")))
        note_lost(line, member_of(text, "why"));
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

static bool hear_file(struct conform_replay_line *line, struct base_bytes *bytes,
                      struct judge *judge, const char *path) {
    const char *wrong = conform_file_read(path, bytes);
    if (wrong)
        return fail(line, "cannot read %s: %s", path, wrong);
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
static bool report_on(struct conform_replay *replay, const struct conform_replay_line *line) {
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
        .return_ms = REPORT_RETURN_MS,
        .streams_max = JUDGE_STREAMS_MAX, /* each has lines in the file: it is bounded, too */
    };
    (void)!getrandom(&config.seed, sizeof config.seed, 0);
    return judge_new(&config);
}

/* A report on half a file that is no journal would mislead. */
static void forget_all(struct conform_replay *replay, struct conform_replay_line *line,
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
    struct conform_replay_line line = {.arena = {.memory = memory}};
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
