/* html_findings.c - the findings of the HTML report, and the summary of them. */
#include "base/date.h"
#include "report/html_internal.h"
#include "report/reasons.h"

typedef struct sts_control_report_finding finding;
typedef struct sts_control_report_requirement row;

/* Findings of a requirement that are open; the others are behind "and N more". */
#define OPEN_MAX 3

static void where(struct report_markup *markup, const char *name, struct codec_text text) {
    if (!text.len)
        return;
    report_markup_print(markup, "<span><b>%s</b>", name);
    report_markup_text(markup, text);
    REPORT_MARKUP(markup, "</span>");
}

static void block(struct report_markup *markup, const char *label, struct codec_text text) {
    if (!text.len)
        return;
    report_markup_print(markup, "<pre data-label=\"%s\" data-json>", label);
    report_markup_text(markup, text);
    REPORT_MARKUP(markup, "</pre>");
}

/* The payload of the first finding is open, where it can be seen what is wrong in it. */
static void payload(struct report_markup *markup, const finding *found, bool first) {
    if (!found->payload.len)
        return;
    report_markup_print(markup, "<details%s><summary>Payload</summary><pre data-json",
                        first && found->pointer.len ? " open" : "");
    if (found->pointer.len) {
        REPORT_MARKUP(markup, " data-pointer=\"");
        report_markup_text(markup, found->pointer);
        REPORT_MARKUP(markup, "\"");
    }
    REPORT_MARKUP(markup, ">");
    report_markup_text(markup, found->payload);
    REPORT_MARKUP(markup, "</pre></details>");
}

/* All that went over the connections of the check. */
static void trace(struct report_markup *markup, const finding *found) {
    if (!found->trace.len)
        return;
    REPORT_MARKUP(markup, "<details><summary>Packets</summary><pre>");
    report_markup_text(markup, found->trace);
    REPORT_MARKUP(markup, "</pre></details>");
}

static void write_finding(struct report_markup *markup, const finding *found, bool first) {
    char date[BASE_DATE_SIZE];
    base_date_write(found->at_ms, ' ', date);
    REPORT_MARKUP(markup, "<li><p>");
    report_markup_text(markup, found->message);
    if (found->count > 1) {
        REPORT_MARKUP(markup, " <span class=\"times\">");
        report_html_number(markup, found->count);
        REPORT_MARKUP(markup, " times</span>");
    }
    REPORT_MARKUP(markup, "</p><div class=\"where\">");
    report_markup_print(markup, "<span><b>%s</b>%s.%03d</span>",
                        found->count > 1 ? "first at" : "at", date + 11,
                        (int)(found->at_ms % 1000));
    where(markup, "because of", found->because_of);
    where(markup, "stream", found->stream_id);
    where(markup, "fragment", found->fragment_id);
    where(markup, "event", found->event);
    where(markup, "pointer", found->pointer);
    REPORT_MARKUP(markup, "</div>");
    block(markup, "Sent", found->sent);
    payload(markup, found, first);
    block(markup, "Expected", found->expected);
    trace(markup, found);
    REPORT_MARKUP(markup, "</li>\n");
}

static void plural(struct report_markup *markup, int64_t number, const char *one,
                   const char *many) {
    report_html_number(markup, number);
    report_markup_print(markup, " %s", number == 1 ? one : many);
}

/* The findings of a requirement, in a list; the rest of a long one is folded. Returns how many
 * cases they tell of. */
static int64_t write_findings(struct report_markup *markup, const struct sts_control_report *report,
                              const row *requirement) {
    const finding *all = REPORT_ITEMS(report->findings, sts_control_report_finding);
    int64_t count = 0, written = 0, told = 0;
    for (size_t i = 0; i < report->findings.count; i++)
        count += codec_text_equal(all[i].requirement, requirement->id);
    REPORT_MARKUP(markup, "<ol>\n");
    for (size_t i = 0; i < report->findings.count; i++) {
        if (!codec_text_equal(all[i].requirement, requirement->id))
            continue;
        if (written == OPEN_MAX) {
            REPORT_MARKUP(markup, "</ol><details class=\"rest\"><summary>and ");
            report_html_number(markup, count - OPEN_MAX);
            REPORT_MARKUP(markup, " more</summary><ol>\n");
        }
        write_finding(markup, &all[i], written++ == 0);
        told += all[i].outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN ? 0 : all[i].count;
    }
    report_markup_print(markup, "</ol>%s", count > OPEN_MAX ? "</details>" : "");
    return told;
}

static void write_advice(struct report_markup *markup, struct codec_text advice) {
    if (!advice.len)
        return;
    REPORT_MARKUP(markup, "<p class=\"advice\"><b>What to do:</b> ");
    report_html_sentence(markup, advice);
    REPORT_MARKUP(markup, "</p>");
}

static void write_requirement(struct report_markup *markup, const struct sts_control_report *report,
                              const row *requirement) {
    const char *class = report_html_outcome_class(requirement->outcome);
    report_markup_print(markup, "<article class=\"finding %s\" id=\"", class);
    report_markup_text(markup, requirement->id);
    REPORT_MARKUP(markup, "\"><h3><span class=\"id\">");
    report_markup_text(markup, requirement->id);
    report_markup_print(markup, "</span><span class=\"chip\">%s</span></h3><p>", class);
    report_html_sentence(markup, requirement->text);
    REPORT_MARKUP(markup, "</p>");
    write_advice(markup, requirement->advice);
    if (requirement->outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN) {
        REPORT_MARKUP(markup, "<p class=\"why\">Not known: ");
        report_markup_text(markup, requirement->note);
        REPORT_MARKUP(markup, "</p>");
    }
    int64_t told = write_findings(markup, report, requirement);
    if (told < requirement->broken) {
        REPORT_MARKUP(markup, "<p class=\"more\">and ");
        plural(markup, requirement->broken - told, "time more, of which", "times more, of which");
        REPORT_MARKUP(markup, " no details were kept</p>");
    }
    REPORT_MARKUP(markup, "</article>\n");
}

/* What is not known, and is about no requirement in particular. */
static void write_unknowns(struct report_markup *markup, const struct sts_control_report *report) {
    const struct codec_text *unknowns = report->unknowns.items;
    if (!report->unknowns.count)
        return;
    REPORT_MARKUP(markup,
                  "<article class=\"finding unknown\"><h3><span class=\"id\">The whole report"
                  "</span><span class=\"chip\">unknown</span></h3><ol>\n");
    for (size_t i = 0; i < report->unknowns.count; i++) {
        REPORT_MARKUP(markup, "<li><p>");
        report_markup_text(markup, unknowns[i]);
        REPORT_MARKUP(markup, "</p>");
        write_advice(markup, report_reasons_advice(unknowns[i]));
        REPORT_MARKUP(markup, "</li>\n");
    }
    REPORT_MARKUP(markup, "</ol></article>\n");
}

void report_html_findings(struct report_markup *markup, const struct sts_control_report *report) {
    static const enum sts_control_report_outcome order[] = {STS_CONTROL_REPORT_OUTCOME_FAIL,
                                                            STS_CONTROL_REPORT_OUTCOME_UNKNOWN,
                                                            STS_CONTROL_REPORT_OUTCOME_DEVIATION};
    const row *rows = REPORT_ITEMS(report->requirements, sts_control_report_requirement);
    size_t written = report->unknowns.count;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (order[i] == STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
            write_unknowns(markup, report);
        for (size_t at = 0; at < report->requirements.count; at++)
            if (rows[at].outcome == order[i]) {
                write_requirement(markup, report, &rows[at]);
                written++;
            }
    }
    if (!written)
        REPORT_MARKUP(markup, "<p class=\"good\">None. The requirements that were not exercised "
                              "show what this run did not test.</p>");
}

/* ---- the summary --------------------------------------------------------------------------- */

static bool is_unknown(const struct sts_control_report *report, struct codec_text reason) {
    const struct codec_text *unknowns = report->unknowns.items;
    for (size_t i = 0; i < report->unknowns.count; i++)
        if (codec_text_equal(unknowns[i], reason))
            return true;
    return false;
}

static void write_reason(struct report_markup *markup, const struct sts_control_report *report,
                         struct codec_text reason) {
    const row *subject = report_reasons_subject(report, reason);
    report_markup_print(markup, "<li class=\"%s\">",
                        subject ? report_html_outcome_class(subject->outcome)
                        : is_unknown(report, reason)
                            ? report_html_outcome_class(STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
                            : report_html_verdict_class(report->verdict));
    if (subject) {
        REPORT_MARKUP(markup, "<a class=\"id\" href=\"#");
        report_markup_text(markup, subject->id);
        REPORT_MARKUP(markup, "\">");
        report_markup_text(markup, subject->id);
        REPORT_MARKUP(markup, "</a>");
        reason.ptr += subject->id.len;
        reason.len -= subject->id.len;
    }
    report_markup_text(markup, reason);
    write_advice(markup, subject ? subject->advice : report_reasons_advice(reason));
    REPORT_MARKUP(markup, "</li>\n");
}

void report_html_summary(struct report_markup *markup, const struct sts_control_report *report) {
    const struct codec_text *why = report->why.items;
    REPORT_MARKUP(markup, "<h2>Why, and what to do</h2>\n<ul class=\"reasons\">\n");
    for (size_t i = 0; i < report->why.count; i++)
        write_reason(markup, report, why[i]);
    REPORT_MARKUP(markup, "</ul>\n");
}
