/* junit.c - the report as JUnit XML. CI systems tell a test from another by classname and name,
 * over all files that they read: so a class is a stream, or a server, and a name is a requirement.
 */
#include "base/date.h"
#include "report/junit_internal.h"
#include "report/reasons.h"

#include <stdio.h>

typedef struct sts_control_report_requirement row;
typedef struct sts_control_report_stream stream;
typedef struct sts_control_report_others others;
typedef struct sts_control_report_stream_outcome outcome;

/* What a message says of a finding. */
#define MESSAGE_MAX 300

/* How one requirement fared in one suite. */
struct fate {
    const row *requirement;
    enum sts_control_report_outcome outcome;
    int64_t checked, broken, duration_ms;
    struct codec_text note;
};

/* One suite: a stream, what has no stream of its own, or all that the report is about. */
struct suite {
    const struct sts_control_report *report;
    char name[REPORT_JUNIT_NAME_SIZE];
    struct codec_text title;
    const stream *stream;            /* NULL: none */
    const struct codec_list *within; /* its outcomes; NULL: those of the report */
    bool rest;                       /* only what no other suite tells */
    bool deviations_fail;
    enum sts_control_report_verdict verdict;
    const struct codec_list *unknowns;
    int64_t started_ms, duration_ms;
    /* by the index of the requirement; see look_up() */
    const outcome *outcomes[STS_REQUIREMENT_COUNT]; /* NULL: it has none of its own */
    bool has_case[STS_REQUIREMENT_COUNT];
};

static const row *rows_of(const struct sts_control_report *report) {
    return REPORT_ITEMS(report->requirements, sts_control_report_requirement);
}

/* ---- how requirements fared ---------------------------------------------------------------- */

static const outcome *find_outcome(const struct codec_list *list, struct codec_text id) {
    const outcome *all = REPORT_ITEMS(*list, sts_control_report_stream_outcome);
    for (size_t i = 0; i < list->count; i++)
        if (codec_text_equal(all[i].requirement, id))
            return &all[i];
    return NULL;
}

static struct fate fate_of(const struct suite *suite, size_t index) {
    const row *requirement = &rows_of(suite->report)[index];
    if (!suite->within)
        return (struct fate){requirement,         requirement->outcome,     requirement->checked,
                             requirement->broken, requirement->duration_ms, requirement->note};
    const outcome *found = suite->outcomes[index];
    if (!found)
        return (struct fate){.requirement = requirement,
                             .outcome = STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED};
    return (struct fate){requirement, found->outcome, found->checked, found->broken,
                         0,           found->note};
}

static bool is_failure(const struct suite *suite, enum sts_control_report_outcome what) {
    return what == STS_CONTROL_REPORT_OUTCOME_FAIL ||
           (suite->deviations_fail && what == STS_CONTROL_REPORT_OUTCOME_DEVIATION);
}

static bool is_bad(const struct suite *suite, enum sts_control_report_outcome what) {
    return is_failure(suite, what) || what == STS_CONTROL_REPORT_OUTCOME_UNKNOWN;
}

/* Whether a stream or the like has this outcome, too. */
static bool is_told(const struct sts_control_report *report, const row *requirement) {
    const stream *streams = REPORT_ITEMS(report->streams, sts_control_report_stream);
    const others *more = REPORT_ITEMS(report->others, sts_control_report_others);
    for (size_t i = 0; i < report->streams.count + report->others.count; i++) {
        const outcome *found =
            find_outcome(i < report->streams.count ? &streams[i].outcomes
                                                   : &more[i - report->streams.count].outcomes,
                         requirement->id);
        if (found && found->outcome == requirement->outcome)
            return true;
    }
    return false;
}

/* Outcomes stand in the order of the requirements: each is found where the last one was. */
static void look_up_outcomes(struct suite *suite) {
    const outcome *all = REPORT_ITEMS(*suite->within, sts_control_report_stream_outcome);
    const size_t count = suite->report->requirements.count;
    size_t at = 0;
    for (size_t i = 0; i < suite->within->count; i++)
        for (size_t steps = 0; steps < count; steps++, at = (at + 1) % count)
            if (codec_text_equal(rows_of(suite->report)[at].id, all[i].requirement)) {
                suite->outcomes[at] = &all[i];
                break;
            }
}

/* Looks up once what is asked for often: there may be many suites. */
static void look_up(struct suite *suite) {
    const struct sts_control_report *report = suite->report;
    if (suite->within)
        look_up_outcomes(suite);
    for (size_t i = 0; i < report->requirements.count; i++) {
        const row *requirement = &rows_of(report)[i];
        suite->has_case[i] =
            !suite->rest || (is_bad(suite, requirement->outcome) && !is_told(report, requirement));
    }
}

static size_t count(const struct suite *suite, enum sts_control_report_outcome what) {
    size_t n = 0;
    for (size_t i = 0; i < suite->report->requirements.count; i++)
        n += suite->has_case[i] && fate_of(suite, i).outcome == what;
    return n;
}

static size_t count_failures(const struct suite *suite) {
    size_t deviations = count(suite, STS_CONTROL_REPORT_OUTCOME_DEVIATION);
    return count(suite, STS_CONTROL_REPORT_OUTCOME_FAIL) +
           (suite->deviations_fail ? deviations : 0);
}

static size_t count_cases(const struct suite *suite) {
    size_t n = 0;
    for (size_t i = 0; i < suite->report->requirements.count; i++)
        n += suite->has_case[i];
    return n;
}

/* ---- findings ------------------------------------------------------------------------------ */

static bool is_listed(const struct sts_control_report *report, struct codec_text stream_id) {
    const stream *streams = REPORT_ITEMS(report->streams, sts_control_report_stream);
    for (size_t i = 0; i < report->streams.count; i++)
        if (codec_text_equal(streams[i].stream_id, stream_id))
            return true;
    return false;
}

static bool is_of(const struct sts_control_report_finding *found, const struct suite *suite) {
    if (!suite->within)
        return true;
    return suite->stream ? codec_text_equal(found->stream_id, suite->stream->stream_id)
                         : !is_listed(suite->report, found->stream_id);
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
    if (found->count > 1)
        report_markup_print(markup, " (%lld times)", (long long)found->count);
    REPORT_MARKUP(markup, "\n");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!(found->has & parts[i].bit))
            continue;
        report_markup_print(markup, "  %s: ", parts[i].name);
        report_markup_text(markup, parts[i].text);
        REPORT_MARKUP(markup, "\n");
    }
}

static void findings_of(struct report_markup *markup, const struct suite *suite,
                        const struct fate *fate) {
    const struct sts_control_report_finding *all =
        REPORT_ITEMS(suite->report->findings, sts_control_report_finding);
    int64_t told = 0;
    for (size_t i = 0; i < suite->report->findings.count; i++) {
        if (!codec_text_equal(all[i].requirement, fate->requirement->id) || !is_of(&all[i], suite))
            continue;
        finding(markup, &all[i]);
        told += all[i].outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN ? 0 : all[i].count;
    }
    if (told < fate->broken)
        report_markup_print(markup, "and %lld more times, of which this report keeps no details\n",
                            (long long)(fate->broken - told));
}

/* ---- test cases ---------------------------------------------------------------------------- */

static void seconds(struct report_markup *markup, int64_t ms) {
    report_markup_print(markup, "%lld.%03lld", (long long)(ms / 1000), (long long)(ms % 1000));
}

/* What the first finding says; the rule, where none was kept. */
static struct codec_text first_of(const struct suite *suite, const struct fate *fate) {
    const struct sts_control_report_finding *all =
        REPORT_ITEMS(suite->report->findings, sts_control_report_finding);
    for (size_t i = 0; i < suite->report->findings.count; i++)
        if (codec_text_equal(all[i].requirement, fate->requirement->id) && is_of(&all[i], suite) &&
            all[i].outcome == fate->outcome)
            return all[i].message;
    return fate->requirement->text;
}

static void advice(struct report_markup *markup, struct codec_text text) {
    if (!text.len)
        return;
    REPORT_MARKUP(markup, "what to do: ");
    report_markup_text(markup, text);
    REPORT_MARKUP(markup, "\n");
}

/* Whoever reads of it wants to see it again. */
static void repetition(struct report_markup *markup, const struct suite *suite) {
    if (!suite->stream || !suite->stream->seeds.count)
        return;
    REPORT_MARKUP(markup, "to repeat the faults: the same rules with ");
    report_markup_seeds(markup, &suite->stream->seeds);
    REPORT_MARKUP(markup, "\n");
}

/* The text of a failure or an error. */
static void body(struct report_markup *markup, const struct suite *suite, const struct fate *fate,
                 struct codec_text what_to_do) {
    REPORT_MARKUP(markup, "rule: ");
    report_markup_text(markup, fate->requirement->text);
    REPORT_MARKUP(markup, "\n");
    findings_of(markup, suite, fate);
    advice(markup, what_to_do);
    repetition(markup, suite);
}

static void failure(struct report_markup *markup, const struct suite *suite,
                    const struct fate *fate) {
    const struct codec_text said = first_of(suite, fate);
    char room[MESSAGE_MAX + 1];
    const struct codec_text message =
        codec_text_print(room, sizeof room, "%.*s", (int)said.len, said.ptr);
    const struct base_slice severity =
        sts_control_report_severity_text(fate->requirement->severity);
    report_markup_print(
        markup, "<failure type=\"%.*s\" message=\"broken %lld of %lld times: ", (int)severity.len,
        severity.ptr, (long long)fate->broken, (long long)fate->checked);
    report_markup_text(markup, message);
    report_markup_print(markup, "%s\">", message.len < said.len ? "..." : "");
    body(markup, suite, fate, fate->requirement->advice);
    REPORT_MARKUP(markup, "</failure>");
}

static void unknown(struct report_markup *markup, const struct suite *suite,
                    const struct fate *fate) {
    REPORT_MARKUP(markup, "<error type=\"unknown\" message=\"unknown: ");
    report_markup_text(markup, fate->note);
    REPORT_MARKUP(markup, "\">");
    body(markup, suite, fate, report_reasons_advice(fate->note));
    REPORT_MARKUP(markup, "</error>");
}

static void begin_case(struct report_markup *markup, const struct suite *suite,
                       struct codec_text name, int64_t duration_ms) {
    REPORT_MARKUP(markup, "    <testcase name=\"");
    report_markup_text(markup, name);
    report_markup_print(markup, "\" classname=\"");
    report_markup_text(markup, codec_text_plain(base_slice_of(suite->name)));
    REPORT_MARKUP(markup, "\" time=\"");
    seconds(markup, duration_ms);
    REPORT_MARKUP(markup, "\">");
}

static void test_case(struct report_markup *markup, const struct suite *suite, size_t index) {
    const struct fate fate = fate_of(suite, index);
    begin_case(markup, suite, fate.requirement->id, fate.duration_ms);
    if (is_failure(suite, fate.outcome))
        failure(markup, suite, &fate);
    else if (fate.outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN)
        unknown(markup, suite, &fate);
    else if (fate.outcome == STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED)
        REPORT_MARKUP(markup, "<skipped message=\"not exercised\"/>");
    else if (fate.outcome == STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED)
        REPORT_MARKUP(markup, "<skipped message=\"not offered\"/>");
    REPORT_MARKUP(markup, "</testcase>\n");
}

static bool is_complete(const struct suite *suite) {
    return !suite->unknowns->count && suite->verdict != STS_CONTROL_REPORT_VERDICT_EMPTY;
}

/* What is not known of no requirement in particular, and a run that proved nothing: CI systems
 * would show either as a success. */
static void completeness(struct report_markup *markup, const struct suite *suite) {
    const struct codec_text *whys = suite->unknowns->items;
    begin_case(markup, suite, CODEC_TEXT(REPORT_JUNIT_COMPLETE), 0);
    if (suite->unknowns->count) {
        REPORT_MARKUP(markup, "<error type=\"unknown\" message=\"unknown: ");
        report_markup_text(markup, whys[0]);
        REPORT_MARKUP(markup, "\">");
        for (size_t i = 0; i < suite->unknowns->count; i++) {
            report_markup_text(markup, whys[i]);
            REPORT_MARKUP(markup, "\n");
            advice(markup, report_reasons_advice(whys[i]));
        }
        REPORT_MARKUP(markup, "</error>");
    } else if (!is_complete(suite)) {
        REPORT_MARKUP(markup,
                      "<error type=\"unknown\" message=\"unknown: nothing was exercised, so "
                      "this report proves nothing\"/>");
    }
    REPORT_MARKUP(markup, "</testcase>\n");
}

/* ---- suites -------------------------------------------------------------------------------- */

static void property(struct report_markup *markup, const char *name, struct codec_text value) {
    if (!value.len)
        return;
    report_markup_print(markup, "      <property name=\"%s\" value=\"", name);
    report_markup_text(markup, value);
    REPORT_MARKUP(markup, "\"/>\n");
}

static void property_number(struct report_markup *markup, const char *name, int64_t value) {
    report_markup_print(markup, "      <property name=\"%s\" value=\"%lld\"/>\n", name,
                        (long long)value);
}

static void property_seeds(struct report_markup *markup, const struct codec_list *seeds) {
    if (!seeds->count)
        return;
    REPORT_MARKUP(markup, "      <property name=\"fault_seeds\" value=\"");
    report_markup_seeds(markup, seeds);
    REPORT_MARKUP(markup, "\"/>\n");
}

/* The titles of the sections, by the beginning that the names of the test cases share. */
static void property_sections(struct report_markup *markup, const struct suite *suite) {
    const row *rows = rows_of(suite->report);
    for (size_t i = 0; i < suite->report->requirements.count; i++) {
        const char *slash = memchr(rows[i].id.ptr, '/', rows[i].id.len);
        const char *end = slash ? rows[i].id.ptr + rows[i].id.len : NULL;
        const char *next = slash ? memchr(slash + 1, '/', (size_t)(end - slash - 1)) : NULL;
        if (!next || (i && codec_text_equal(rows[i].section, rows[i - 1].section)))
            continue;
        char name[64];
        (void)snprintf(name, sizeof name, "section %.*s", (int)(next - rows[i].id.ptr),
                       rows[i].id.ptr);
        property(markup, name, rows[i].section);
    }
}

static void properties(struct report_markup *markup, const struct suite *suite) {
    const struct sts_control_report *report = suite->report;
    const struct sts_control_report_generator *generator = &report->generator;
    const stream *of = suite->stream;
    REPORT_MARKUP(markup, "    <properties>\n");
    property(markup, "title", suite->title);
    property(markup, "verdict", codec_text_plain(sts_control_report_verdict_text(suite->verdict)));
    if (of) {
        property(markup, "stream", of->stream_id);
        property(markup, "worker", of->worker_id);
        property(markup, "session", of->session_id);
        property(markup, "ended", of->ended);
        property_number(markup, "fragments", of->fragment_count);
        property_number(markup, "attempts", of->attempt_count);
        property_seeds(markup, &of->seeds);
        if (of->armed.count)
            property_number(markup, "unused_rules", (int64_t)report_markup_unused(of));
    }
    property_number(markup, "started_ms", suite->started_ms);
    property_number(markup, "duration_ms", suite->duration_ms);
    if (generator->has & STS_CONTROL_REPORT_GENERATOR_HAS_SEED)
        property_number(markup, "seed", generator->seed);
    property(markup, "version", generator->version);
    property(markup, "protocol_version", generator->protocol_version);
    property(markup, "protocol_hash", generator->protocol_hash);
    if (!suite->rest)
        property_sections(markup, suite);
    REPORT_MARKUP(markup, "    </properties>\n");
}

static void deviations(struct report_markup *markup, const struct suite *suite) {
    REPORT_MARKUP(markup, "    <system-out>");
    for (size_t i = 0; i < suite->report->requirements.count; i++) {
        const struct fate fate = fate_of(suite, i);
        if (!suite->has_case[i] || is_failure(suite, fate.outcome) ||
            fate.outcome != STS_CONTROL_REPORT_OUTCOME_DEVIATION)
            continue;
        REPORT_MARKUP(markup, "deviation: ");
        report_markup_text(markup, fate.requirement->id);
        REPORT_MARKUP(markup, "\n");
        findings_of(markup, suite, &fate);
    }
    REPORT_MARKUP(markup, "</system-out>\n    <system-err></system-err>\n");
}

static void open_suite(struct report_markup *markup, const struct suite *suite, size_t id) {
    char date[BASE_DATE_SIZE];
    base_date_write(suite->started_ms, 'T', date);
    REPORT_MARKUP(markup, "  <testsuite name=\"");
    report_markup_text(markup, codec_text_plain(base_slice_of(suite->name)));
    REPORT_MARKUP(markup, "\" package=\"");
    report_markup_text(markup, suite->report->generator.name);
    report_markup_print(
        markup,
        "\" id=\"%zu\" hostname=\"localhost\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", id,
        count_cases(suite) + 1, count_failures(suite),
        count(suite, STS_CONTROL_REPORT_OUTCOME_UNKNOWN) + !is_complete(suite));
    report_markup_print(markup, " skipped=\"%zu\" time=\"",
                        count(suite, STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED) +
                            count(suite, STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED));
    seconds(markup, suite->duration_ms);
    report_markup_print(markup, "\" timestamp=\"%s\">\n", date);
}

static void write_suite(struct report_markup *markup, struct suite *suite, size_t id) {
    look_up(suite);
    open_suite(markup, suite, id);
    properties(markup, suite);
    for (size_t i = 0; i < suite->report->requirements.count; i++)
        if (suite->has_case[i])
            test_case(markup, suite, i);
    completeness(markup, suite);
    deviations(markup, suite);
    REPORT_MARKUP(markup, "  </testsuite>\n");
}

/* ---- which suites there are ---------------------------------------------------------------- */

static struct suite suite_of_stream(const struct report_document *document, size_t index) {
    const struct sts_control_report *report = &document->report;
    const stream *of = &REPORT_ITEMS(report->streams, sts_control_report_stream)[index];
    struct suite suite = {
        .report = report,
        .deviations_fail = document->deviations_fail,
        .title = of->stream_id,
        .stream = of,
        .within = &of->outcomes,
        .verdict = of->verdict,
        .unknowns = &of->unknowns,
        .started_ms = of->started_ms,
        .duration_ms = of->duration_ms,
    };
    report_junit_name_stream(report, index, suite.name);
    return suite;
}

static struct suite suite_of_others(const struct report_document *document, size_t index) {
    const struct sts_control_report *report = &document->report;
    const others *of = &REPORT_ITEMS(report->others, sts_control_report_others)[index];
    struct suite suite = {
        .report = report,
        .deviations_fail = document->deviations_fail,
        .title = of->title,
        .within = &of->outcomes,
        .verdict = of->verdict,
        .unknowns = &of->unknowns,
        .started_ms = report->started_ms,
        .duration_ms = report->ended_ms - report->started_ms,
    };
    report_junit_name_other(report, of->title, suite.name);
    return suite;
}

/* All that the report is about as one suite: a server, or one stream. */
static struct suite suite_of_all(const struct report_document *document) {
    const struct sts_control_report *report = &document->report;
    const bool one = report->side == STS_CONTROL_REPORT_SIDE_WORKER && report->streams.count == 1;
    const stream *of = one ? report->streams.items : NULL;
    struct suite suite = {
        .report = report,
        .deviations_fail = document->deviations_fail,
        .title = report->title,
        .stream = of,
        .verdict = report->verdict,
        .unknowns = &report->unknowns,
        .started_ms = of ? of->started_ms : report->started_ms,
        .duration_ms = of ? of->duration_ms : report->ended_ms - report->started_ms,
    };
    report_junit_name(report->target.len ? report->target : report->title, suite.name);
    return suite;
}

/* What no stream tells: that there was none, or something that is not known of the whole. */
static struct suite suite_of_rest(const struct report_document *document) {
    const struct sts_control_report *report = &document->report;
    struct suite suite = suite_of_all(document);
    suite.stream = NULL;
    suite.rest = true;
    report_junit_name_other(report, report->title, suite.name);
    return suite;
}

/* The suite of that number, and whether it is the last. */
static struct suite suite_of(const struct report_document *document, size_t number, bool *last) {
    const struct sts_control_report *report = &document->report;
    const size_t streams = report->streams.count;
    bool one = report->side == STS_CONTROL_REPORT_SIDE_SERVER || report->target.len;
    *last = one || number == streams + report->others.count;
    return one                ? suite_of_all(document)
           : *last            ? suite_of_rest(document)
           : number < streams ? suite_of_stream(document, number)
                              : suite_of_others(document, number - streams);
}

bool report_part_junit(const struct report_document *document, size_t number,
                       const struct report_sink *sink, bool *last) {
    struct report_markup markup;
    report_markup_init(&markup, sink);
    if (number == 0)
        REPORT_MARKUP(&markup, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    struct suite suite = suite_of(document, number, last);
    write_suite(&markup, &suite, number);
    if (*last)
        REPORT_MARKUP(&markup, "</testsuites>\n");
    return report_markup_finish(&markup);
}

bool report_write_junit(const struct report_document *document, const struct report_sink *sink) {
    return report_document_write(document, report_part_junit, sink);
}
