#include "report/reasons.h"

#include "report/markup.h"

/* A requirement's reason; what a finding says in it is cut. */
#define REASON_SIZE 1024
#define MESSAGE_MAX 300
/* Requirements that are told one by one: a summary is to be read. */
#define TOLD_MAX 12

typedef struct sts_control_report_requirement row;
typedef struct sts_control_report_finding finding;

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

/* The finding that says most: one that no other finding is the cause of. */
static const finding *telling(const struct sts_control_report *report, const row *requirement) {
    const finding *all = REPORT_ITEMS(report->findings, sts_control_report_finding);
    const finding *best = NULL;
    for (size_t i = 0; i < report->findings.count; i++)
        if (codec_text_equal(all[i].requirement, requirement->id) &&
            (!best || (best->because_of.len && !all[i].because_of.len)))
            best = &all[i];
    return best;
}

static void add_broken(struct report_document *document, const row *requirement) {
    const finding *found = telling(&document->report, requirement);
    const struct codec_text said = found ? found->message : requirement->text;
    const char *word =
        requirement->severity == STS_CONTROL_REPORT_SEVERITY_MUST ? "must" : "should";
    char room[MESSAGE_MAX + 1];
    const struct codec_text message =
        codec_text_print(room, sizeof room, "%.*s", (int)said.len, said.ptr);
    const struct codec_text cause = found ? found->because_of : CODEC_TEXT("");
    add(document, "%.*s (%s) was broken %lld of %lld times: %.*s%s%s%.*s%s",
        (int)requirement->id.len, requirement->id.ptr, word, (long long)requirement->broken,
        (long long)requirement->checked, (int)message.len, message.ptr,
        message.len < said.len ? "..." : "", cause.len ? " (because of " : "", (int)cause.len,
        cause.ptr ? cause.ptr : "", cause.len ? ")" : "");
}

/* All of one outcome, as far as there is room; `told` counts. */
static void add_outcome(struct report_document *document, enum sts_control_report_outcome outcome,
                        size_t *told) {
    const row *rows = REPORT_ITEMS(document->report.requirements, sts_control_report_requirement);
    for (size_t i = 0; i < document->report.requirements.count; i++) {
        if (rows[i].outcome != outcome || (*told)++ >= TOLD_MAX)
            continue;
        if (outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
            add(document, "%.*s is not known: %.*s", (int)rows[i].id.len, rows[i].id.ptr,
                (int)rows[i].note.len, rows[i].note.ptr);
        else
            add_broken(document, &rows[i]);
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
    add_outcome(document, STS_CONTROL_REPORT_OUTCOME_FAIL, &told);
    for (size_t i = 0; i < report->unknowns.count; i++)
        add(document, "%.*s", (int)unknowns[i].len, unknowns[i].ptr);
    add_outcome(document, STS_CONTROL_REPORT_OUTCOME_UNKNOWN, &told);
    add_outcome(document, STS_CONTROL_REPORT_OUTCOME_DEVIATION, &told);
    if (told > TOLD_MAX)
        add(document, "%zu more requirements were broken, or are not known", told - TOLD_MAX);
    if (!report->why.count)
        add_good(document);
}
