/* junit.c - the report as JUnit XML. */
#include "base/date.h"
#include "report/markup.h"

typedef struct sts_control_report_requirement row;

/* The rows of one section stand together: those from `first` on. */
static size_t end_of_section(const struct codec_list *list, size_t first) {
    const row *rows = REPORT_ITEMS(*list, sts_control_report_requirement);
    size_t end = first + 1;
    while (end < list->count && codec_text_equal(rows[end].section, rows[first].section))
        end++;
    return end;
}

static size_t count(const row *rows, size_t first, size_t end,
                    enum sts_control_report_outcome outcome) {
    size_t n = 0;
    for (size_t i = first; i < end; i++)
        n += rows[i].outcome == outcome;
    return n;
}

static void seconds(struct report_markup *markup, int64_t ms) {
    report_markup_print(markup, "%lld.%03lld", (long long)(ms / 1000), (long long)(ms % 1000));
}

static void finding(struct report_markup *markup, const struct sts_control_report_finding *found) {
    const struct {
        const char *name;
        struct codec_text text;
        uint32_t bit;
    } parts[] = {
        {"stream", found->stream_id, STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID},
        {"fragment", found->fragment_id, STS_CONTROL_REPORT_FINDING_HAS_FRAGMENT_ID},
        {"event", found->event, STS_CONTROL_REPORT_FINDING_HAS_EVENT},
        {"pointer", found->pointer, STS_CONTROL_REPORT_FINDING_HAS_POINTER},
        {"sent", found->sent, STS_CONTROL_REPORT_FINDING_HAS_SENT},
        {"payload", found->payload, STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD},
        {"expected", found->expected, STS_CONTROL_REPORT_FINDING_HAS_EXPECTED},
        {"because of", found->because_of, STS_CONTROL_REPORT_FINDING_HAS_BECAUSE_OF},
    };
    report_markup_text(markup, found->message);
    REPORT_MARKUP(markup, "\n");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!(found->has & parts[i].bit))
            continue;
        report_markup_print(markup, "  %s: ", parts[i].name);
        report_markup_text(markup, parts[i].text);
        REPORT_MARKUP(markup, "\n");
    }
}

static void findings_of(struct report_markup *markup, const struct sts_control_report *report,
                        struct codec_text id) {
    const struct sts_control_report_finding *all =
        REPORT_ITEMS(report->findings, sts_control_report_finding);
    for (size_t i = 0; i < report->findings.count; i++)
        if (codec_text_equal(all[i].requirement, id))
            finding(markup, &all[i]);
}

static void failure(struct report_markup *markup, const struct sts_control_report *report,
                    const row *requirement) {
    report_markup_print(markup, "<failure type=\"must\" message=\"broken %lld of %lld times: ",
                        (long long)requirement->broken, (long long)requirement->checked);
    report_markup_text(markup, requirement->text);
    REPORT_MARKUP(markup, "\">");
    findings_of(markup, report, requirement->id);
    REPORT_MARKUP(markup, "</failure>");
}

static void unknown(struct report_markup *markup, const row *requirement) {
    REPORT_MARKUP(markup, "<error type=\"unknown\" message=\"unknown: ");
    report_markup_text(markup, requirement->note);
    REPORT_MARKUP(markup, "\"/>");
}

static void test_case(struct report_markup *markup, const struct sts_control_report *report,
                      const row *requirement) {
    REPORT_MARKUP(markup, "    <testcase name=\"");
    report_markup_text(markup, requirement->id);
    REPORT_MARKUP(markup, "\" classname=\"");
    report_markup_text(markup, requirement->section);
    REPORT_MARKUP(markup, "\" time=\"");
    seconds(markup, requirement->duration_ms);
    REPORT_MARKUP(markup, "\">");
    if (requirement->outcome == STS_CONTROL_REPORT_OUTCOME_FAIL)
        failure(markup, report, requirement);
    else if (requirement->outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
        unknown(markup, requirement);
    else if (requirement->outcome == STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED)
        REPORT_MARKUP(markup, "<skipped message=\"not exercised\"/>");
    else if (requirement->outcome == STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED)
        REPORT_MARKUP(markup, "<skipped message=\"not offered\"/>");
    REPORT_MARKUP(markup, "</testcase>\n");
}

static void timestamp(struct report_markup *markup, int64_t unix_ms) {
    char text[BASE_DATE_SIZE];
    base_date_write(unix_ms, 'T', text);
    report_markup_print(markup, " timestamp=\"%s\"", text);
}

static void suite(struct report_markup *markup, const struct sts_control_report *report,
                  size_t first, size_t end, unsigned id) {
    const row *rows = REPORT_ITEMS(report->requirements, sts_control_report_requirement);
    int64_t ms = 0;
    for (size_t i = first; i < end; i++)
        ms += rows[i].duration_ms;
    REPORT_MARKUP(markup, "  <testsuite name=\"");
    report_markup_text(markup, rows[first].section);
    REPORT_MARKUP(markup, "\" package=\"");
    report_markup_text(markup, report->generator.name);
    report_markup_print(
        markup, "\" id=\"%u\" hostname=\"localhost\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"",
        id, end - first, count(rows, first, end, STS_CONTROL_REPORT_OUTCOME_FAIL),
        count(rows, first, end, STS_CONTROL_REPORT_OUTCOME_UNKNOWN));
    report_markup_print(markup, " skipped=\"%zu\" time=\"",
                        count(rows, first, end, STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED) +
                            count(rows, first, end, STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED));
    seconds(markup, ms);
    REPORT_MARKUP(markup, "\"");
    timestamp(markup, report->started_ms);
    REPORT_MARKUP(markup, ">\n    <properties>\n      <property name=\"title\" value=\"");
    report_markup_text(markup, report->title);
    REPORT_MARKUP(markup, "\"/>\n      <property name=\"protocol_hash\" value=\"");
    report_markup_text(markup, report->generator.protocol_hash);
    REPORT_MARKUP(markup, "\"/>\n    </properties>\n");
    for (size_t i = first; i < end; i++)
        test_case(markup, report, &rows[i]);
    REPORT_MARKUP(markup, "    <system-out>");
    for (size_t i = first; i < end; i++) {
        if (rows[i].outcome != STS_CONTROL_REPORT_OUTCOME_DEVIATION)
            continue;
        REPORT_MARKUP(markup, "deviation: ");
        report_markup_text(markup, rows[i].id);
        REPORT_MARKUP(markup, "\n");
        findings_of(markup, report, rows[i].id);
    }
    REPORT_MARKUP(markup, "</system-out>\n    <system-err></system-err>\n  </testsuite>\n");
}

bool report_write_junit(const struct report_document *document, const struct report_sink *sink) {
    const struct sts_control_report *report = &document->report;
    struct report_markup markup;
    unsigned suites = 0;
    report_markup_init(&markup, sink);
    REPORT_MARKUP(&markup, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (size_t first = 0, end; first < report->requirements.count; first = end) {
        end = end_of_section(&report->requirements, first);
        suite(&markup, report, first, end, suites++);
    }
    REPORT_MARKUP(&markup, "</testsuites>\n");
    return report_markup_finish(&markup);
}
