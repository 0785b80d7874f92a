#include "conform/show.h"

#include "conform/broken.h"
#include "report/reasons.h"

int conform_show_width(struct base_slice text) {
    return (int)text.len;
}

void conform_show_repeat(const struct conform_options *options, enum sts_requirement_id requirement,
                         char *line, size_t size) {
    struct base_slice id = sts_requirements[requirement].id;
    bool root = strcmp(options->settings.namespace, "/") == 0;
    (void)snprintf(line, size, "sts-conform %s%s%s%s%s%s --only %.*s", options->url,
                   options->key_given ? " --api-key \"$STS_API_KEY\"" : "",
                   root ? "" : " --namespace ", root ? "" : options->settings.namespace,
                   options->settings.address.insecure ? " --insecure" : "",
                   conform_run_is_extra(requirement) ? " --all" : "", conform_show_width(id),
                   id.ptr);
    size_t used = strlen(line);
    struct base_slice against = sts_requirement_origins[options->settings.against];
    if (options->settings.against != STS_FROM_SPEC016)
        (void)snprintf(line + used, size - used, " --against %.*s", conform_show_width(against),
                       against.ptr);
}

const char *conform_show_severity(enum sts_requirement_id requirement) {
    return sts_requirements[requirement].severity == STS_MUST ? "must" : "should";
}

/* ---- texts of peers ------------------------------------------------------------------------ */

static void show_bytes(FILE *out, struct base_slice text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte < 0x20 || byte == 0x7f)
            (void)fprintf(out, "\\x%02X", byte);
        else
            (void)fputc(byte, out);
    }
}

void conform_show_text(FILE *out, struct base_slice text) {
    show_bytes(out, text);
    (void)fputc('\n', out);
}

void conform_show_lines(FILE *out, struct base_slice text) {
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t length = end ? (size_t)(end - text.ptr) : text.len;
        conform_show_text(out, base_slice(text.ptr, length));
        text = base_slice(text.ptr + length + (end != NULL), text.len - length - (end != NULL));
    }
}

/* ---- while cases run ----------------------------------------------------------------------- */

void conform_show_entry(void *context, const struct conform_entry *entry) {
    static const char *const words[] = {"pass", "BROKEN", "not offered", "not exercised",
                                        "unknown"};
    struct conform_show *show = context;
    struct base_slice id = sts_requirements[entry->c.requirement].id;
    bool failed = entry->c.findings != NULL;
    show->done++;
    show->failed += failed;
    if (show->terminal)
        (void)fprintf(show->out, "\r\033[K%zu of %zu, %zu broken: %.*s", show->done, show->total,
                      show->failed, conform_show_width(id), id.ptr);
    else if (show->options->verbose)
        (void)fprintf(show->out, "%-13s %.*s%s%s\n", words[failed ? 1 : entry->c.outcome],
                      conform_show_width(id), id.ptr, entry->c.reason ? ": " : "",
                      entry->c.reason ? entry->c.reason : "");
    (void)fflush(show->out);
}

/* ---- what was not tried -------------------------------------------------------------------- */

/* True when it was asked for, and was of that outcome for that reason (NULL: any). */
static bool is_untried(const struct conform_run *run, size_t i, enum conform_outcome outcome,
                       const char *reason) {
    const struct conform_entry *entry = &run->entries[i];
    const char *own = entry->c.reason ? entry->c.reason : "";
    return entry->function && entry->c.outcome == outcome &&
           strcmp(own, CONFORM_NOT_SELECTED) != 0 && (!reason || strcmp(own, reason) == 0);
}

/* Those of one reason in a line, if it is the first of them. */
static void show_reason(const struct conform_show *show, const struct conform_run *run,
                        size_t first, enum conform_outcome outcome) {
    const char *reason = run->entries[first].c.reason ? run->entries[first].c.reason : "";
    size_t count = 0;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        bool alike = is_untried(run, i, outcome, reason);
        if (alike && i < first)
            return;
        count += alike;
    }
    (void)fputs("    ", show->out);
    if (count > IDS_SHOWN && !show->options->verbose)
        (void)fprintf(show->out, "%zu requirements", count);
    else
        for (size_t i = 0, told = 0; i < STS_REQUIREMENT_COUNT; i++)
            if (is_untried(run, i, outcome, reason))
                (void)fprintf(show->out, "%s%.*s", told++ ? ", " : "",
                              conform_show_width(sts_requirements[i].id),
                              sts_requirements[i].id.ptr);
    (void)fprintf(show->out, ": %s\n", reason);
}

static void show_untried(const struct conform_show *show, const struct conform_run *run,
                         enum conform_outcome outcome, const char *title) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        if (!is_untried(run, i, outcome, NULL))
            continue;
        if (title)
            (void)fprintf(show->out, "%s\n", title);
        title = NULL;
        show_reason(show, run, i, outcome);
    }
}

/* The verdict on the server in words. */
static const char *say_verdict(const struct conform_show *show,
                               const struct sts_control_report *report) {
    if (report->counts.fail || (show->options->strict && report->counts.deviation))
        return "the server does not conform";
    switch (report->verdict) {
    case STS_CONTROL_REPORT_VERDICT_UNKNOWN:
        return "it is not known whether the server conforms";
    case STS_CONTROL_REPORT_VERDICT_EMPTY:
        return "nothing was checked";
    case STS_CONTROL_REPORT_VERDICT_FAIL:
    case STS_CONTROL_REPORT_VERDICT_DEVIATION:
    case STS_CONTROL_REPORT_VERDICT_PASS:
        break;
    }
    return "the server conforms";
}

void conform_show_result(const struct conform_show *show, const struct conform_run *run,
                         const struct sts_control_report *report) {
    const struct sts_control_report_counts *counts = &report->counts;
    if (show->terminal)
        (void)fprintf(show->out, "\r\033[K");
    conform_broken_show(show, run);
    show_untried(show, run, CONFORM_NOT_OFFERED, "Not offered:");
    show_untried(show, run, CONFORM_NOT_EXERCISED, "Not exercised:");
    show_untried(show, run, CONFORM_UNKNOWN, "Not known:");
    conform_broken_list(show, run);
    (void)fprintf(show->out, "%lld kept, %lld musts and %lld shoulds broken: %s\n",
                  (long long)counts->pass, (long long)counts->fail, (long long)counts->deviation,
                  say_verdict(show, report));
}

/* ---- workers ------------------------------------------------------------------------------- */

static void show_worker_finding(const struct sts_control_report_finding *one, FILE *out) {
    bool named = one->has & STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID;
    (void)fprintf(out, "BROKEN %.*s%s", (int)one->requirement.len, one->requirement.ptr,
                  named ? " by stream " : ": ");
    if (named)
        conform_show_text(out, base_slice(one->stream_id.ptr, one->stream_id.len));
    (void)fputs(named ? "    " : "", out);
    conform_show_text(out, base_slice(one->message.ptr, one->message.len));
    if (one->count > 1)
        (void)fprintf(out, "    %lld times\n", (long long)one->count);
}

/* Whether a finding of the requirement has been shown. */
static bool is_shown(const struct sts_control_report *report,
                     const struct sts_control_report_requirement *row) {
    const struct sts_control_report_finding *findings = report->findings.items;
    for (size_t i = 0; i < report->findings.count; i++)
        if (findings[i].outcome == row->outcome &&
            codec_text_equal(findings[i].requirement, row->id))
            return row->broken > 0;
    return false;
}

/* A reason, and what to do. What was shown of a finding is not said again. */
static void show_reason_and_advice(const struct sts_control_report *report,
                                   struct codec_text reason, FILE *out) {
    const struct sts_control_report_requirement *row = report_reasons_subject(report, reason);
    const struct codec_text advice = row ? row->advice : report_reasons_advice(reason);
    (void)fputs("  ", out);
    if (row && is_shown(report, row))
        (void)fprintf(out, "%.*s (%s) was broken %lld of %lld times\n", (int)row->id.len,
                      row->id.ptr, sts_control_report_severity_text(row->severity).ptr,
                      (long long)row->broken, (long long)row->checked);
    else
        conform_show_text(out, base_slice(reason.ptr, reason.len));
    if (advice.len)
        (void)fprintf(out, "    what to do: %.*s\n", (int)advice.len, advice.ptr);
}

void conform_show_workers(const struct sts_control_report *report, FILE *out) {
    const struct sts_control_report_finding *findings = report->findings.items;
    const struct codec_text *why = report->why.items;
    for (size_t i = 0; i < report->findings.count; i++)
        if (!(findings[i].has & STS_CONTROL_REPORT_FINDING_HAS_BECAUSE_OF))
            show_worker_finding(&findings[i], out);
    if (report->findings_left_out)
        (void)fprintf(out, "... further findings: %lld\n", (long long)report->findings_left_out);
    (void)fputs("\nWhy, and what to do:\n", out);
    for (size_t i = 0; i < report->why.count; i++)
        show_reason_and_advice(report, why[i], out);
    const struct sts_control_report_counts *counts = &report->counts;
    (void)fprintf(out,
                  "%lld kept, %lld musts and %lld shoulds broken, %lld unknown, "
                  "%lld not exercised: %s\n",
                  (long long)counts->pass, (long long)counts->fail, (long long)counts->deviation,
                  (long long)counts->unknown, (long long)counts->not_exercised,
                  report->verdict == STS_CONTROL_REPORT_VERDICT_FAIL ? "the workers do not conform"
                  : report->verdict == STS_CONTROL_REPORT_VERDICT_UNKNOWN
                      ? "it is not known whether the workers conform"
                  : report->verdict == STS_CONTROL_REPORT_VERDICT_EMPTY ? "nothing was checked"
                                                                        : "the workers conform");
}

void conform_show_list(const struct conform_run *run, FILE *out) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        const struct sts_requirement *one = &sts_requirements[i];
        if (run->entries[i].chosen)
            (void)fprintf(out, "%-36.*s %-6s %-11.*s %.*s%s\n", conform_show_width(one->id),
                          one->id.ptr, conform_show_severity((enum sts_requirement_id)i),
                          conform_show_width(one->origin_text), one->origin_text.ptr,
                          conform_show_width(one->text), one->text.ptr,
                          conform_run_is_extra((enum sts_requirement_id)i) ? " (--all)" : "");
    }
}
