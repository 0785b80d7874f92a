/* html.c - the HTML report: the page, and what its parts share. */
#include "base/date.h"
#include "report/html_internal.h"
#include "report_html.h" /* made from src/report/html */

#include <stdio.h>

/* ---- words --------------------------------------------------------------------------------- */

struct outcome_words {
    const char *word;  /* on a filter */
    const char *label; /* on a row */
};

static struct outcome_words words_of(enum sts_control_report_outcome outcome) {
    switch (outcome) {
    case STS_CONTROL_REPORT_OUTCOME_PASS:
        return (struct outcome_words){"Passed", "pass"};
    case STS_CONTROL_REPORT_OUTCOME_UNKNOWN:
        return (struct outcome_words){"Unknown", "unknown"};
    case STS_CONTROL_REPORT_OUTCOME_DEVIATION:
        return (struct outcome_words){"Deviations", "deviation"};
    case STS_CONTROL_REPORT_OUTCOME_FAIL:
        return (struct outcome_words){"Failed", "fail"};
    case STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED:
        return (struct outcome_words){"Not exercised", "not exercised"};
    case STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED:
        return (struct outcome_words){"Not offered", "not offered"};
    }
    return (struct outcome_words){"", ""};
}

/* In the order in which people want them. */
static const enum sts_control_report_outcome shown[] = {
    STS_CONTROL_REPORT_OUTCOME_FAIL,          STS_CONTROL_REPORT_OUTCOME_UNKNOWN,
    STS_CONTROL_REPORT_OUTCOME_DEVIATION,     STS_CONTROL_REPORT_OUTCOME_PASS,
    STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED, STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED,
};
#define SHOWN (sizeof shown / sizeof *shown)
_Static_assert(SHOWN == STS_CONTROL_REPORT_OUTCOME_COUNT, "each outcome has its place");

struct verdict_words {
    const char *word, *sentence, *seal;
};

static struct verdict_words verdict_of(enum sts_control_report_verdict verdict) {
    switch (verdict) {
    case STS_CONTROL_REPORT_VERDICT_EMPTY:
        return (struct verdict_words){"Nothing was exercised",
                                      "Nothing in the traffic could have broken a requirement, so "
                                      "this report proves nothing.",
                                      "<path d=\"M15 24h18\"/>"};
    case STS_CONTROL_REPORT_VERDICT_PASS:
        return (struct verdict_words){"Conforms", "Every requirement that was exercised was met.",
                                      "<path d=\"M14 25l7 7 13-15\"/>"};
    case STS_CONTROL_REPORT_VERDICT_UNKNOWN:
        return (struct verdict_words){
            "Unknown", "What is not known could make the verdict worse, so there is none.",
            "<path d=\"M19 19a5 5 0 1 1 7 5c-2 1-2 2-2 4M24 34v.5\"/>"};
    case STS_CONTROL_REPORT_VERDICT_DEVIATION:
        return (struct verdict_words){"Conforms, with deviations",
                                      "Every must was met. One or more shoulds were broken.",
                                      "<path d=\"M24 13v14M24 34v.5\"/>"};
    case STS_CONTROL_REPORT_VERDICT_FAIL:
        return (struct verdict_words){"Does not conform", "One or more musts were broken.",
                                      "<path d=\"M16 16l16 16M32 16L16 32\"/>"};
    }
    return (struct verdict_words){"", "", ""};
}

const char *report_html_outcome_class(enum sts_control_report_outcome outcome) {
    return sts_control_report_outcome_text(outcome).ptr;
}

const char *report_html_verdict_class(enum sts_control_report_verdict verdict) {
    return sts_control_report_verdict_text(verdict).ptr;
}

const char *report_html_verdict_word(enum sts_control_report_verdict verdict) {
    return verdict_of(verdict).word;
}

void report_html_sentence(struct report_markup *markup, struct codec_text sentence) {
    const char *at = sentence.ptr, *end = sentence.len ? at + sentence.len : at;
    for (bool code = false; at < end; code = !code) {
        const char *quote = memchr(at, '`', (size_t)(end - at));
        const char *stop = quote ? quote : end;
        if (code)
            REPORT_MARKUP(markup, "<code>");
        report_markup_text(markup, codec_text_plain(base_slice(at, (size_t)(stop - at))));
        if (code)
            REPORT_MARKUP(markup, "</code>");
        at = stop + 1;
    }
}

void report_html_number(struct report_markup *markup, int64_t number) {
    char digits[CODEC_INTEGER_SIZE];
    size_t len = codec_out_write_integer(number, digits);
    for (size_t i = 0; i < len; i++) {
        report_markup_raw(markup, base_slice(digits + i, 1));
        if ((len - i) % 3 == 1 && i + 1 < len && digits[i] != '-')
            REPORT_MARKUP(markup, ",");
    }
}

void report_html_duration(struct report_markup *markup, int64_t ms) {
    if (ms < 1000)
        report_markup_print(markup, "%lld ms", (long long)ms);
    else if (ms < 60000)
        report_markup_print(markup, "%.1f s", (double)ms / 1000);
    else
        report_markup_print(markup, "%lld min %lld s", (long long)(ms / 60000),
                            (long long)(ms / 1000 % 60));
}

/* ---- the head ------------------------------------------------------------------------------ */

typedef void part(struct report_markup *markup, const struct sts_control_report *report);

static void title(struct report_markup *markup, const struct sts_control_report *report) {
    report_markup_text(markup, report->title);
}

static void kind(struct report_markup *markup, const struct sts_control_report *report) {
    if (report->side == STS_CONTROL_REPORT_SIDE_SERVER)
        REPORT_MARKUP(markup, "Conformance of a server");
    else
        REPORT_MARKUP(markup, "Conformance of workers");
}

static void verdict(struct report_markup *markup, const struct sts_control_report *report) {
    report_markup_print(markup, "%s", report_html_verdict_class(report->verdict));
}

static void verdict_word(struct report_markup *markup, const struct sts_control_report *report) {
    report_markup_print(markup, "%s", verdict_of(report->verdict).word);
}

static void verdict_sentence(struct report_markup *markup,
                             const struct sts_control_report *report) {
    report_markup_print(markup, "%s", verdict_of(report->verdict).sentence);
}

static void seal(struct report_markup *markup, const struct sts_control_report *report) {
    report_markup_print(markup, "%s", verdict_of(report->verdict).seal);
}

static int64_t count_of(const struct sts_control_report *report,
                        enum sts_control_report_outcome outcome) {
    switch (outcome) {
#define CASE(NAME, name, text)                                                                     \
    case STS_CONTROL_REPORT_OUTCOME_##NAME:                                                        \
        return report->counts.name;
        STS_CONTROL_REPORT_OUTCOMES(CASE)
#undef CASE
    }
    return 0;
}

static void share(struct report_markup *markup, const struct sts_control_report *report) {
    REPORT_MARKUP(markup, "<div class=\"share\" aria-hidden=\"true\">");
    for (size_t i = 0; i < SHOWN; i++)
        if (count_of(report, shown[i]))
            report_markup_print(markup, "<i class=\"%s\" style=\"flex:%lld\"></i>",
                                report_html_outcome_class(shown[i]),
                                (long long)count_of(report, shown[i]));
    REPORT_MARKUP(markup, "</div>\n<ul class=\"tally\">");
    for (size_t i = 0; i < SHOWN; i++)
        if (count_of(report, shown[i]) || shown[i] == STS_CONTROL_REPORT_OUTCOME_FAIL)
            report_markup_print(markup, "<li class=\"%s\"><b>%lld</b> %s</li>",
                                report_html_outcome_class(shown[i]),
                                (long long)count_of(report, shown[i]), words_of(shown[i]).label);
    REPORT_MARKUP(markup, "</ul>");
}

static void fact(struct report_markup *markup, const char *name, struct codec_text text) {
    report_markup_print(markup, "<div><dt>%s</dt><dd>", name);
    report_markup_text(markup, text);
    REPORT_MARKUP(markup, "</dd></div>\n");
}

static void facts(struct report_markup *markup, const struct sts_control_report *report) {
    char date[BASE_DATE_SIZE];
    const struct sts_control_report_stream *streams =
        REPORT_ITEMS(report->streams, sts_control_report_stream);
    if (report->started_ms) {
        base_date_write(report->started_ms, ' ', date);
        report_markup_print(markup, "<div><dt>Started</dt><dd>%s UTC</dd></div>\n", date);
        REPORT_MARKUP(markup, "<div><dt>Duration</dt><dd>");
        report_html_duration(markup, report->ended_ms - report->started_ms);
        REPORT_MARKUP(markup, "</dd></div>\n");
    }
    if (report->streams.count == 1) {
        if (streams->has & STS_CONTROL_REPORT_STREAM_HAS_WORKER_ID)
            fact(markup, "Worker", streams->worker_id);
        if (streams->has & STS_CONTROL_REPORT_STREAM_HAS_SESSION_ID)
            fact(markup, "Session", streams->session_id);
    } else if (report->streams.count) {
        REPORT_MARKUP(markup, "<div><dt>Streams</dt><dd>");
        report_html_number(markup, (int64_t)report->streams.count);
        REPORT_MARKUP(markup, "</dd></div>\n");
    }
    fact(markup, "Protocol", report->generator.protocol_version);
    fact(markup, "Protocol hash", report->generator.protocol_hash);
}

static void footer(struct report_markup *markup, const struct sts_control_report *report) {
    REPORT_MARKUP(markup, "Made by ");
    report_markup_text(markup, report->generator.name);
    REPORT_MARKUP(markup, " ");
    report_markup_text(markup, report->generator.version);
    REPORT_MARKUP(markup, ".");
}

/* ---- requirements -------------------------------------------------------------------------- */

static void filters(struct report_markup *markup, const struct sts_control_report *report) {
    report_markup_print(markup, "<label for=\"show-all\">All <b>%zu</b></label>\n",
                        report->requirements.count);
    for (size_t i = 0; i < SHOWN; i++)
        if (count_of(report, shown[i]) || shown[i] != STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED)
            report_markup_print(markup, "<label for=\"show-%s\">%s <b>%lld</b></label>\n",
                                report_html_outcome_class(shown[i]), words_of(shown[i]).word,
                                (long long)count_of(report, shown[i]));
}

static const char *severity_word(enum sts_control_report_severity severity) {
    return severity == STS_CONTROL_REPORT_SEVERITY_MUST ? "must" : "should";
}

static void requirement(struct report_markup *markup,
                        const struct sts_control_report_requirement *row) {
    const char *outcome = report_html_outcome_class(row->outcome);
    report_markup_print(markup,
                        "<tr class=\"row %s\"><td><span class=\"chip\">%s</span></td>"
                        "<td class=\"what\"><span class=\"id\">",
                        outcome, words_of(row->outcome).label);
    report_markup_text(markup, row->id);
    report_markup_print(markup, " <small>%s</small></span><p>", severity_word(row->severity));
    report_html_sentence(markup, row->text);
    REPORT_MARKUP(markup, "</p>");
    if (row->has & STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE) {
        REPORT_MARKUP(markup, "<small class=\"note\">");
        report_markup_text(markup, row->note);
        REPORT_MARKUP(markup, "</small>");
    }
    if (row->has & STS_CONTROL_REPORT_REQUIREMENT_HAS_REPEAT &&
        row->outcome == STS_CONTROL_REPORT_OUTCOME_FAIL) {
        REPORT_MARKUP(markup, "<pre data-label=\"Check it again with\">");
        report_markup_text(markup, row->repeat);
        REPORT_MARKUP(markup, "</pre>");
    }
    REPORT_MARKUP(markup, "</td><td class=\"number broken\">");
    report_html_number(markup, row->broken);
    REPORT_MARKUP(markup, "</td><td class=\"number checked\">");
    report_html_number(markup, row->checked);
    REPORT_MARKUP(markup, "</td></tr>\n");
}

static void section(struct report_markup *markup, const struct sts_control_report_requirement *rows,
                    size_t count) {
    bool has[STS_CONTROL_REPORT_OUTCOME_COUNT] = {false};
    for (size_t i = 0; i < count; i++)
        has[rows[i].outcome] = true;
    REPORT_MARKUP(markup, "<tbody class=\"");
    for (size_t i = 0; i < SHOWN; i++)
        if (has[shown[i]])
            report_markup_print(markup, " has-%s", report_html_outcome_class(shown[i]));
    REPORT_MARKUP(markup, "\"><tr><th colspan=\"4\" scope=\"rowgroup\">");
    report_markup_text(markup, rows->section);
    REPORT_MARKUP(markup, "</th></tr>\n");
    for (size_t i = 0; i < count; i++)
        requirement(markup, &rows[i]);
    REPORT_MARKUP(markup, "</tbody>\n");
}

static void requirements(struct report_markup *markup, const struct sts_control_report *report) {
    const struct sts_control_report_requirement *rows =
        REPORT_ITEMS(report->requirements, sts_control_report_requirement);
    size_t count = report->requirements.count, end;
    for (size_t first = 0; first < count; first = end) {
        for (end = first + 1;
             end < count && codec_text_equal(rows[end].section, rows[first].section);)
            end++;
        section(markup, rows + first, end - first);
    }
}

/* ---- the page ------------------------------------------------------------------------------ */

static void style(struct report_markup *markup, const struct sts_control_report *report) {
    (void)report;
    report_markup_raw(markup, base_slice((const char *)style_css, sizeof style_css));
}

static void script(struct report_markup *markup, const struct sts_control_report *report) {
    (void)report;
    report_markup_raw(markup, base_slice((const char *)script_js, sizeof script_js));
}

/* What stands for {{NAME}} in page.html. */
static const struct {
    const char *name;
    part *write;
} parts[] = {
    {"title", title},
    {"kind", kind},
    {"verdict", verdict},
    {"verdict-word", verdict_word},
    {"verdict-sentence", verdict_sentence},
    {"seal", seal},
    {"why", report_html_summary},
    {"share", share},
    {"facts", facts},
    {"findings", report_html_findings},
    {"filters", filters},
    {"requirements", requirements},
    {"coverage", report_html_coverage},
    {"footer", footer},
    {"style", style},
    {"script", script},
};

static void write_part(struct report_markup *markup, const struct sts_control_report *report,
                       struct base_slice name) {
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (base_slice_equal(name, base_slice_of(parts[i].name))) {
            parts[i].write(markup, report);
            return;
        }
    markup->ok = false; /* a mistake in page.html: the tests see it */
}

/* The page from `at` to `end`. */
static void write_page(struct report_markup *markup, const struct sts_control_report *report,
                       const char *at, const char *end) {
    while (at < end) {
        const char *open = memmem(at, (size_t)(end - at), "{{", 2);
        const char *close = open ? memmem(open, (size_t)(end - open), "}}", 2) : NULL;
        const char *stop = close ? open : end;
        report_markup_raw(markup, base_slice(at, (size_t)(stop - at)));
        if (close)
            write_part(markup, report, base_slice(open + 2, (size_t)(close - open - 2)));
        at = close ? close + 2 : end;
    }
}

/* The first part ends where the streams stand in the page, then each has one. */
bool report_part_html(const struct report_document *document, size_t number,
                      const struct report_sink *sink, bool *last) {
    static const char streams[] = "{{streams}}";
    const char *page = (const char *)page_html, *end = page + sizeof page_html;
    const char *at = memmem(page, sizeof page_html, streams, sizeof streams - 1);
    const struct sts_control_report *report = &document->report;
    struct report_markup markup;
    report_markup_init(&markup, sink);
    *last = number > report->streams.count;
    if (number == 0) {
        write_page(&markup, report, page, at);
    } else if (!*last) {
        report_html_stream(&markup, report, number - 1);
    } else {
        report_html_streams_end(&markup, report);
        write_page(&markup, report, at + sizeof streams - 1, end);
    }
    return report_markup_finish(&markup);
}

bool report_write_html(const struct report_document *document, const struct report_sink *sink) {
    return report_document_write(document, report_part_html, sink);
}
