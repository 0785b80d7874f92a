#include "conform/account.h"

#include "base/print.h"
#include "client/socket.h"
#include "conform/show.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* A member of a row, where there is such a text. */
static void set_text(struct sts_control_report_finding *row, struct codec_text *member,
                     uint32_t bit, const char *text) {
    if (!text)
        return;
    row->has |= bit;
    *member = codec_text_plain(base_slice_of(text));
}

static void add_finding(struct report_document *document, const struct conform_finding *finding,
                        int64_t began, const char *trace) {
    char message[1024];
    size_t length = base_print(message, sizeof message, "expected %s, got: %s", finding->expected,
                               finding->came);
    struct sts_control_report_finding row = {
        .at_ms = began + finding->at,
        .message = codec_text_plain(base_slice(message, length)),
    };
    set_text(&row, &row.expected, STS_CONTROL_REPORT_FINDING_HAS_EXPECTED, finding->expected);
    set_text(&row, &row.payload, STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD, finding->payload);
    set_text(&row, &row.pointer, STS_CONTROL_REPORT_FINDING_HAS_POINTER, finding->pointer);
    set_text(&row, &row.sent, STS_CONTROL_REPORT_FINDING_HAS_SENT,
             finding->sent ? finding->sent->text : NULL);
    set_text(&row, &row.trace, STS_CONTROL_REPORT_FINDING_HAS_TRACE, trace);
    if (finding->because_of != CONFORM_NO_REQUIREMENT) {
        row.has |= STS_CONTROL_REPORT_FINDING_HAS_BECAUSE_OF;
        row.because_of = codec_text_plain(sts_requirements[finding->because_of].id);
    }
    (void)report_document_found(document, finding->requirement, &row);
}

/* The findings of a case; the packets stand with the first of them. */
static void add_findings(struct report_document *document, const struct conform_case *c,
                         int64_t offset) {
    struct base_bytes trace = {.memory = document->arena.memory};
    bool written = c->findings && conform_transcript_write(&c->transcript, 0, &trace) &&
                   base_bytes_add(&trace, base_slice("", 1));
    for (const struct conform_finding *finding = c->findings; finding; finding = finding->next)
        add_finding(document, finding, c->began + offset,
                    written && finding == c->findings ? trace.data : NULL);
    base_bytes_free(&trace);
}

static void add_streams(struct report_document *document, const struct conform_case *c,
                        int64_t offset) {
    const struct sts_control_report_stream *streams = c->streams.items;
    for (size_t i = 0; i < c->streams.count; i++) {
        struct sts_control_report_stream *stream =
            report_document_append(document, &document->report.streams, sizeof *stream);
        if (!stream)
            return;
        *stream = streams[i];
        stream->started_ms += c->began + offset;
    }
}

static void add_entry(struct report_document *document, const struct conform_options *options,
                      const struct conform_entry *entry, int64_t offset) {
    enum sts_requirement_id id = entry->c.requirement;
    struct sts_control_report_requirement *row = report_document_row(document, id);
    char repeat[1024];
    if (!row)
        return;
    if (entry->done) {
        conform_show_repeat(options, id, repeat, sizeof repeat);
        row->has |= STS_CONTROL_REPORT_REQUIREMENT_HAS_REPEAT |
                    STS_CONTROL_REPORT_REQUIREMENT_HAS_DURATION_MS;
        row->repeat = report_document_words(document, repeat);
        row->duration_ms = entry->c.duration;
    }
    add_findings(document, &entry->c, offset);
    add_streams(document, &entry->c, offset);
    if (entry->c.outcome == CONFORM_PASSED)
        report_document_kept(document, id, 1);
    else if (entry->c.outcome == CONFORM_NOT_OFFERED)
        report_document_not_offered(document, id, entry->c.reason);
    else if (entry->c.outcome == CONFORM_UNKNOWN)
        report_document_unknown(document, id, codec_text_plain(base_slice_of(entry->c.reason)));
    else if (entry->c.reason) {
        row->has |= STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE;
        row->note = report_document_words(document, entry->c.reason);
    }
}

static bool add_coverage(struct report_document *document, const struct conform_run *run) {
    size_t count = report_coverage_count(run->coverage);
    uint32_t *seen = base_arena_take(&document->arena, count * sizeof *seen);
    if (!seen)
        return false;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        for (size_t k = 0; run->entries[i].c.seen && k < count; k++)
            seen[k] += run->entries[i].c.seen[k];
    report_coverage_tell(run->coverage, seen, document);
    return true;
}

/* ---- files --------------------------------------------------------------------------------- */

/* What keeps a file from being written; 0: nothing that can be seen. */
static int obstacle(const char *path) {
    struct stat found;
    if (stat(path, &found) == 0)
        return S_ISDIR(found.st_mode) ? EISDIR : access(path, W_OK) ? errno : 0;
    const char *slash = strrchr(path, '/');
    size_t length = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
    char folder[PATH_MAX] = ".";
    if (errno != ENOENT || length >= sizeof folder)
        return errno;
    if (length) {
        memcpy(folder, path, length);
        folder[length] = '\0';
    }
    return access(folder, W_OK | X_OK) ? errno : 0;
}

bool conform_account_can(const struct conform_options *options) {
    const char *const files[] = {options->json, options->junit, options->html};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int reason = files[i] && strcmp(files[i], "-") != 0 ? obstacle(files[i]) : 0;
        if (!reason)
            continue;
        (void)fprintf(stderr, "sts-conform: cannot write %s: %s\n", files[i], strerror(reason));
        return false;
    }
    return true;
}

static bool write_bytes(void *context, struct base_slice bytes) {
    return fwrite(bytes.ptr, 1, bytes.len, context) == bytes.len;
}

static bool write_file(const char *path, const struct report_document *document,
                       bool (*write)(const struct report_document *, const struct report_sink *)) {
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdout : fopen(path, "w");
    struct codec_error found = {.code = CODEC_OK};
    const struct report_sink sink = {write_bytes, file, &found};
    bool written = file && write(document, &sink) && fflush(file) == 0;
    int reason = errno;
    if (file && !standard)
        written = fclose(file) == 0 && written;
    bool breaks = found.code != CODEC_OK;
    if (!written)
        (void)fprintf(stderr, "sts-conform: cannot write %s: %s%s%s\n", path,
                      breaks ? found.pointer : "", breaks ? " " : "",
                      breaks ? found.message : strerror(reason));
    return written;
}

bool conform_account_files(const struct conform_options *options,
                           const struct report_document *document) {
    bool written = true;
    if (options->json)
        written = write_file(options->json, document, report_write_json);
    if (options->junit)
        written = write_file(options->junit, document, report_write_junit) && written;
    if (options->html)
        written = write_file(options->html, document, report_write_html) && written;
    return written;
}

bool conform_account_make(struct report_document *document, struct base_memory *memory,
                          const struct conform_options *options, const struct conform_run *run,
                          int64_t started, int64_t ended, const char *incomplete) {
    char title[512];
    (void)snprintf(title, sizeof title, "STS server at %s", options->url);
    const struct report_document_subject subject = {
        .side = STS_CONTROL_REPORT_SIDE_SERVER,
        .title = base_slice_of(title),
        .target = base_slice_of(options->url),
        .program = base_slice_of("sts-conform"),
        .version = base_slice_of(ECHO_VERSION),
    };
    bool made = report_document_init(document, memory, &subject);
    document->deviations_fail = options->strict;
    document->report.started_ms = started;
    document->report.ended_ms = ended;
    for (size_t i = 0; made && i < STS_REQUIREMENT_COUNT; i++)
        add_entry(document, options, &run->entries[i], ended - client_now());
    if (made && incomplete)
        report_document_incomplete(document, incomplete);
    made = made && add_coverage(document, run) && report_document_finish(document);
    if (!made)
        (void)fprintf(stderr, "sts-conform: out of memory for the report\n");
    return made;
}
