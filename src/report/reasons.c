#include "report/reasons.h"

#include "report/markup.h"

/* A requirement's reason; what a finding says in it is cut. */
#define REASON_SIZE 1024
#define MESSAGE_MAX 300
#define STREAM_MAX 80
/* Requirements that are told one by one: a summary is to be read. */
#define TOLD_MAX 12

typedef struct sts_control_report_requirement row;
typedef struct sts_control_report_finding finding;
typedef struct sts_control_report_stream stream;

/* ---- advice -------------------------------------------------------------------------------- */

#define COMPLETE_JOURNAL                                                                           \
    "Replay a journal that is complete: let the server write it to a file (`--journal`)."

/* Words of the reasons, and what to do. The first row that fits counts: some reasons have another
 * one at their end. */
static const struct {
    const char *words;
    struct codec_text advice;
} advices[] = {
    {"the run was stopped: ", CODEC_TEXT("Correct what stopped the run, then check again.")},
    {"the server could not be checked: ",
     CODEC_TEXT("Correct what prevented the check, then check again.")},
    {"it could not be judged, because of", CODEC_TEXT("First correct what is named as the cause.")},
    {"before they were forgotten",
     CODEC_TEXT("Let the worker confirm each result as soon as it comes.")},
    {"they may have been confirmed",
     CODEC_TEXT("Keep the connection until the results are confirmed, or let the worker process "
                "more fragments: their confirmations show whether it confirms.")},
    {"may still have waited in the server",
     CODEC_TEXT("Let the worker poll and read without a pause, also while it is busy.")},
    {"the server had stopped for a while",
     CODEC_TEXT("Let the server run while workers are connected to it, then try again.")},
    {"the worker came back, and the server refused it",
     CODEC_TEXT("Make room for the worker (`WS_MAX_CONNECTIONS`, `MAX_CONNECTIONS_PER_KEY`), or "
                "let it ask more patiently.")},
    {"the server was killed first", CODEC_TEXT("Stop the server with SIGTERM.")},
    {"too long for the journal",
     CODEC_TEXT("Get the report from the server itself (`--report`, GET /control/report).")},
    {"the server stopped first",
     CODEC_TEXT("Let the worker end its stream before the server is stopped.")},
    {"the journal ends first",
     CODEC_TEXT("Let the worker end its stream before the journal is taken.")},
    {"the stream is still open",
     CODEC_TEXT("Let the worker end its stream, then get the report again.")},
    {"still parked", CODEC_TEXT("Wait, or lower `REPORT_RETURN_MS`.")},
    {"stalled by a simulation",
     CODEC_TEXT("Wait until the stalled connection is closed, then get the report again.")},
    {"too many were parked",
     CODEC_TEXT("Let fewer streams lose their connections at the same time.")},
    {"than are remembered",
     CODEC_TEXT("Let fewer workers at the same time try keys that are refused.")},
    {"when the stream was forgotten",
     CODEC_TEXT("Raise `REPORTS_KEPT`, or let streams end before so many others come.")},
    {"streams were forgotten so long ago",
     CODEC_TEXT("Get the report with a key for all streams, or raise `REPORTS_KEPT`.")},
    {"not all was known of a stream when it",
     CODEC_TEXT("Raise `REPORTS_KEPT`, or let streams end before so many others come.")},
    {"before the place in since, and went on",
     CODEC_TEXT("Get the report without `since`, or let streams begin after that place.")},
    {"the place in since is from another start",
     CODEC_TEXT("Take the place from this server, after its start.")},
    {"streams that were not judged",
     CODEC_TEXT("Raise `REPORTS_KEPT`, or use fewer streams at the same time.")},
    {"the beginning of a stream was not judged",
     CODEC_TEXT("Raise `REPORTS_KEPT`, or replay a journal that is complete.")},
    {"memory ran out",
     CODEC_TEXT("Give the server more memory, or use fewer streams at the same time.")},
    {"the journal lacks ", CODEC_TEXT(COMPLETE_JOURNAL)},
    {"is cut off", CODEC_TEXT(COMPLETE_JOURNAL)},
    {"had lost entries", CODEC_TEXT(COMPLETE_JOURNAL)},
    {"nothing in the traffic could have broken",
     CODEC_TEXT("Let a worker connect and send fragments.")},
};

struct codec_text report_reasons_advice(struct codec_text reason) {
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (memmem(reason.ptr, reason.len, advices[i].words, strlen(advices[i].words)))
            return advices[i].advice;
    return CODEC_TEXT("");
}

const struct sts_control_report_requirement *
report_reasons_subject(const struct sts_control_report *report, struct codec_text reason) {
    const row *rows = REPORT_ITEMS(report->requirements, sts_control_report_requirement);
    const char *space = memchr(reason.ptr, ' ', reason.len);
    const size_t len = space ? (size_t)(space - reason.ptr) : 0;
    for (size_t i = 0; i < report->requirements.count; i++)
        if (len && base_slice_equal(base_slice(rows[i].id.ptr, rows[i].id.len),
                                    base_slice(reason.ptr, len)))
            return &rows[i];
    return NULL;
}

static void advise(struct report_document *document) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        row *requirement = document->rows[i];
        if (!requirement || requirement->outcome != STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
            continue;
        requirement->advice = report_reasons_advice(requirement->note);
        if (requirement->advice.len)
            requirement->has |= STS_CONTROL_REPORT_REQUIREMENT_HAS_ADVICE;
    }
}

/* ---- reasons ------------------------------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static void add(struct report_document *document,
                                                      const char *format, ...) {
    char room[REASON_SIZE];
    va_list values;
    va_start(values, format);
    const struct codec_text sentence = codec_text_vprint(room, sizeof room, format, values);
    va_end(values);
    struct codec_text *added =
        report_document_append(document, &document->report.why, sizeof *added);
    if (added)
        *added = report_document_text(document, sentence);
}

/* The first finding that breaks the requirement; NULL: none was kept. */
static const finding *first_of(const struct sts_control_report *report, const row *requirement) {
    const finding *all = REPORT_ITEMS(report->findings, sts_control_report_finding);
    for (size_t i = 0; i < report->findings.count; i++)
        if (codec_text_equal(all[i].requirement, requirement->id) &&
            all[i].outcome == requirement->outcome)
            return &all[i];
    return NULL;
}

/* Whether it has to be said which stream is meant. */
static bool has_several(const struct sts_control_report *report) {
    return (int64_t)report->streams.count + report->streams_left_out > 1;
}

/* ", in stream NAME", or nothing. `one`: there is no other. */
static struct codec_text name_stream(const struct sts_control_report *report, struct codec_text id,
                                     bool one, char room[STREAM_MAX + 32]) {
    char name[STREAM_MAX + 1];
    if (!id.len || !has_several(report))
        return CODEC_TEXT("");
    const struct codec_text cut = codec_text_print(name, sizeof name, "%.*s", (int)id.len, id.ptr);
    return codec_text_print(room, STREAM_MAX + 32, ", %s stream %.*s%s", one ? "in" : "first in",
                            (int)cut.len, cut.ptr, cut.len < id.len ? "..." : "");
}

static const struct sts_control_report_stream_outcome *unknown_of(const stream *of,
                                                                  const row *requirement) {
    const struct sts_control_report_stream_outcome *all =
        REPORT_ITEMS(of->outcomes, sts_control_report_stream_outcome);
    for (size_t i = 0; i < of->outcomes.count; i++)
        if (codec_text_equal(all[i].requirement, requirement->id) &&
            all[i].outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
            return &all[i];
    return NULL;
}

static void add_unknown(struct report_document *document, const row *requirement) {
    const stream *all = REPORT_ITEMS(document->report.streams, sts_control_report_stream);
    struct codec_text first = CODEC_TEXT("");
    char room[STREAM_MAX + 32];
    size_t count = 0;
    for (size_t i = 0; i < document->report.streams.count; i++) {
        const struct sts_control_report_stream_outcome *found = unknown_of(&all[i], requirement);
        count += found != NULL;
        if (found && !first.len && codec_text_equal(found->note, requirement->note))
            first = all[i].stream_id;
    }
    const struct codec_text where = name_stream(&document->report, first, count == 1, room);
    add(document, "%.*s is not known%.*s: %.*s", (int)requirement->id.len, requirement->id.ptr,
        (int)where.len, where.ptr, (int)requirement->note.len, requirement->note.ptr);
}

static void add_broken(struct report_document *document, const row *requirement) {
    const finding *found = first_of(&document->report, requirement);
    const struct codec_text said = found ? found->message : requirement->text;
    const char *word = sts_control_report_severity_text(requirement->severity).ptr;
    char room[MESSAGE_MAX + 1];
    const struct codec_text message =
        codec_text_print(room, sizeof room, "%.*s", (int)said.len, said.ptr);
    char place[STREAM_MAX + 32];
    const struct codec_text where =
        name_stream(&document->report, found ? found->stream_id : CODEC_TEXT(""),
                    requirement->broken == 1, place);
    add(document, "%.*s (%s) was broken %lld of %lld times%.*s: %.*s%s", (int)requirement->id.len,
        requirement->id.ptr, word, (long long)requirement->broken, (long long)requirement->checked,
        (int)where.len, where.ptr, (int)message.len, message.ptr,
        message.len < said.len ? "..." : "");
}

/* All of one outcome, as far as there is room; `told` counts. */
static void add_outcome(struct report_document *document, enum sts_control_report_outcome outcome,
                        size_t *told) {
    const row *rows = REPORT_ITEMS(document->report.requirements, sts_control_report_requirement);
    for (size_t i = 0; i < document->report.requirements.count; i++) {
        if (rows[i].outcome != outcome || (*told)++ >= TOLD_MAX)
            continue;
        if (outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
            add_unknown(document, &rows[i]);
        else
            add_broken(document, &rows[i]);
    }
}

/* Its cause is told as a finding of its own. */
static bool has_cause(const struct sts_control_report *report, const row *requirement) {
    const finding *all = REPORT_ITEMS(report->findings, sts_control_report_finding);
    for (size_t i = 0; i < report->findings.count; i++)
        if (all[i].because_of.len && codec_text_equal(all[i].requirement, requirement->id))
            return true;
    return false;
}

/* What is not known of one stream, and broken by another. */
static void add_hidden(struct report_document *document, size_t *told) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        const row *requirement = document->rows[i];
        if (requirement && document->unknown[i] && requirement->broken &&
            !has_cause(&document->report, requirement) && (*told)++ < TOLD_MAX)
            add_unknown(document, requirement);
    }
}

static void add_good(struct report_document *document) {
    const struct sts_control_report_counts *counts = &document->report.counts;
    if (document->report.verdict == STS_CONTROL_REPORT_VERDICT_EMPTY)
        add(document, "nothing in the traffic could have broken a requirement, so this report "
                      "proves nothing");
    else
        add(document, "all requirements that were exercised were kept: %lld of %zu",
            (long long)counts->pass, document->report.requirements.count);
}

void report_reasons_tell(struct report_document *document) {
    struct sts_control_report *report = &document->report;
    const struct codec_text *unknowns = report->unknowns.items;
    size_t told = 0;
    report->why = (struct codec_list){0};
    advise(document);
    add_outcome(document, STS_CONTROL_REPORT_OUTCOME_FAIL, &told);
    for (size_t i = 0; i < report->unknowns.count; i++)
        add(document, "%.*s", (int)unknowns[i].len, unknowns[i].ptr);
    add_outcome(document, STS_CONTROL_REPORT_OUTCOME_UNKNOWN, &told);
    add_hidden(document, &told);
    add_outcome(document, STS_CONTROL_REPORT_OUTCOME_DEVIATION, &told);
    if (told > TOLD_MAX)
        add(document, "%zu more requirements were broken, or are not known", told - TOLD_MAX);
    if (!report->why.count)
        add_good(document);
}
