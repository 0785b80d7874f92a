/* html_coverage.c - the table of coverage of the HTML report. */
#include "report/html_internal.h"

typedef struct sts_control_report_branch branch;

static const char *word_of(enum sts_control_report_branch_kind kind) {
    switch (kind) {
    case STS_CONTROL_REPORT_BRANCH_KIND_PRESENT:
        return "present";
    case STS_CONTROL_REPORT_BRANCH_KIND_ABSENT:
        return "absent";
    case STS_CONTROL_REPORT_BRANCH_KIND_VALUE:
        return "";
    case STS_CONTROL_REPORT_BRANCH_KIND_MINIMUM:
        return "minimum";
    case STS_CONTROL_REPORT_BRANCH_KIND_MAXIMUM:
        return "maximum";
    case STS_CONTROL_REPORT_BRANCH_KIND_MIN_LENGTH:
        return "shortest";
    case STS_CONTROL_REPORT_BRANCH_KIND_MAX_LENGTH:
        return "longest";
    }
    return "";
}

static bool is_same(struct codec_text a, struct codec_text b) {
    return codec_text_equal(a, b);
}

static void write_branch(struct report_markup *markup, const branch *row) {
    report_markup_print(markup, "<span class=\"%s\" title=\"%lld times\">",
                        row->seen ? "taken" : "untaken", (long long)row->seen);
    report_markup_print(markup, "%s", word_of(row->kind));
    if (row->has & STS_CONTROL_REPORT_BRANCH_HAS_VALUE) {
        if (*word_of(row->kind))
            REPORT_MARKUP(markup, " ");
        report_markup_text(markup, row->value);
    }
    REPORT_MARKUP(markup, "</span>");
}

/* All branches of one event, those of a member together. Names go both ways: fragment:ack has two
 * groups, which begin again at the first member. */
static void write_event(struct report_markup *markup, const branch *rows, size_t count) {
    size_t taken = 0;
    for (size_t i = 0; i < count; i++)
        taken += rows[i].seen > 0;
    REPORT_MARKUP(markup, "<details class=\"event\"><summary><span class=\"id\">");
    report_markup_text(markup, rows->event);
    report_markup_print(
        markup,
        "</span><small>%s</small><span class=\"meter\"><i style=\"width:%zu%%\"></i></span>"
        "<small>%zu of %zu</small></summary><div class=\"branches\">",
        rows->from_worker ? "from the worker" : "to the worker", 100 * taken / count, taken, count);
    for (size_t i = 0; i < count; i++) {
        if (!i || !is_same(rows[i].pointer, rows[i - 1].pointer)) {
            report_markup_print(markup, "%s<div><code>", i ? "</div>\n" : "");
            report_markup_text(markup, rows[i].pointer);
            REPORT_MARKUP(markup, "</code> ");
        }
        write_branch(markup, &rows[i]);
    }
    REPORT_MARKUP(markup, "</div></div></details>\n");
}

void report_html_coverage(struct report_markup *markup, const struct sts_control_report *report) {
    const branch *rows = REPORT_ITEMS(report->coverage, sts_control_report_branch);
    size_t count = report->coverage.count, end;
    for (size_t first = 0; first < count; first = end) {
        for (end = first + 1; end < count && is_same(rows[end].event, rows[first].event);)
            end++;
        write_event(markup, rows + first, end - first);
    }
    if (!count)
        REPORT_MARKUP(markup, "<p class=\"good\">Not recorded.</p>");
}
