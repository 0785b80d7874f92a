/* html_findings.c - the findings of the HTML report. */
#include "base/date.h"
#include "report/html_internal.h"

typedef struct sts_control_report_finding finding;

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
    REPORT_MARKUP(markup, "</p><div class=\"where\">");
    report_markup_print(markup, "<span><b>at</b>%s.%03d</span>", date + 11,
                        (int)(found->at_ms % 1000));
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

static void write_requirement(struct report_markup *markup, const struct sts_control_report *report,
                              const struct sts_control_report_requirement *row) {
    const finding *findings = REPORT_ITEMS(report->findings, sts_control_report_finding);
    const char *class = report_html_outcome_class(row->outcome);
    int64_t told = 0;
    report_markup_print(markup, "<article class=\"finding %s\"><h3><span class=\"id\">", class);
    report_markup_text(markup, row->id);
    report_markup_print(markup, "</span><span class=\"chip\">%s</span></h3><p>", class);
    report_html_sentence(markup, row->text);
    REPORT_MARKUP(markup, "</p><ol>\n");
    for (size_t i = 0; i < report->findings.count; i++) {
        if (!codec_text_equal(findings[i].requirement, row->id))
            continue;
        write_finding(markup, &findings[i], told++ == 0);
    }
    REPORT_MARKUP(markup, "</ol>");
    if (told < row->broken) {
        REPORT_MARKUP(markup, "<p class=\"more\">and ");
        report_html_number(markup, row->broken - told);
        REPORT_MARKUP(markup, " more times</p>");
    }
    REPORT_MARKUP(markup, "</article>\n");
}

void report_html_findings(struct report_markup *markup, const struct sts_control_report *report) {
    static const enum sts_control_report_outcome order[] = {STS_CONTROL_REPORT_OUTCOME_FAIL,
                                                            STS_CONTROL_REPORT_OUTCOME_DEVIATION};
    const struct sts_control_report_requirement *rows =
        REPORT_ITEMS(report->requirements, sts_control_report_requirement);
    size_t written = 0;
    for (size_t i = 0; i < 2; i++)
        for (size_t row = 0; row < report->requirements.count; row++)
            if (rows[row].outcome == order[i]) {
                write_requirement(markup, report, &rows[row]);
                written++;
            }
    if (!written)
        REPORT_MARKUP(markup, "<p class=\"good\">None. The requirements that were not exercised "
                              "show what this run did not test.</p>");
}
