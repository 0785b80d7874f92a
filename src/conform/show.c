#include "conform/show.h"

/* Lines of a failing case's transcript that are shown: the last ones. */
#define LINES_SHOWN 16
/* Bytes of a payload; the whole stands in the report. */
#define PAYLOAD_SHOWN 2000

static int width(struct base_slice text) {
    return (int)text.len;
}

void conform_show_repeat(const struct conform_options *options, enum sts_requirement_id requirement,
                         char *line, size_t size) {
    struct base_slice id = sts_requirements[requirement].id;
    (void)snprintf(line, size, "sts-conform %s%s%s%s%s%s --only %.*s", options->url,
                   options->key_given ? " --api-key \"$STS_API_KEY\"" : "",
                   strcmp(options->settings.namespace, "/") == 0 ? "" : " --namespace ",
                   strcmp(options->settings.namespace, "/") == 0 ? "" : options->settings.namespace,
                   options->settings.address.insecure ? " --insecure" : "",
                   conform_run_is_extra(requirement) ? " --all" : "", width(id), id.ptr);
}

static const char *severity(enum sts_requirement_id requirement) {
    return sts_requirements[requirement].severity == STS_MUST ? "must" : "should";
}

void conform_show_text(FILE *out, struct base_slice text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte < 0x20 || byte == 0x7f)
            (void)fprintf(out, "\\x%02X", byte);
        else
            (void)fputc(byte, out);
    }
    (void)fputc('\n', out);
}

static void show_transcript(const struct conform_show *show,
                            const struct conform_transcript *transcript) {
    static const char *const ways[] = {"sent", "got ", "    "};
    size_t skip = transcript->count > LINES_SHOWN ? transcript->count - LINES_SHOWN : 0;
    if (skip)
        (void)fprintf(show->out, "    ... %zu earlier lines\n", skip);
    for (const struct conform_line *line = transcript->first; line; line = line->next) {
        if (skip) {
            skip--;
            continue;
        }
        (void)fprintf(show->out, "    %6lld ms  %s  ", (long long)line->at, ways[line->way]);
        if (line->connection > 1)
            (void)fprintf(show->out, "[%u] ", line->connection);
        conform_show_text(show->out, base_slice_of(line->text));
    }
}

static void show_finding(const struct conform_show *show, const struct conform_finding *finding) {
    struct base_slice id = sts_requirements[finding->requirement].id;
    struct base_slice text = sts_requirements[finding->requirement].text;
    (void)fprintf(show->out, "BROKEN %.*s (%s)\n    %.*s\n", width(id), id.ptr,
                  severity(finding->requirement), width(text), text.ptr);
    (void)fprintf(show->out, "    expected: ");
    conform_show_text(show->out, base_slice_of(finding->expected));
    (void)fprintf(show->out, "    got:      ");
    conform_show_text(show->out, base_slice_of(finding->came));
    if (finding->pointer && *finding->pointer) {
        (void)fprintf(show->out, "    at:       ");
        conform_show_text(show->out, base_slice_of(finding->pointer));
    }
    if (finding->payload) {
        struct base_slice payload = base_slice_of(finding->payload);
        bool cut = payload.len > PAYLOAD_SHOWN;
        (void)fputs(cut ? "    payload, cut: " : "    payload:  ", show->out);
        conform_show_text(show->out, base_slice(payload.ptr, cut ? PAYLOAD_SHOWN : payload.len));
    }
}

static void show_failure(const struct conform_show *show, const struct conform_entry *entry) {
    char repeat[1024];
    if (show->terminal)
        (void)fprintf(show->out, "\r\033[K");
    for (const struct conform_finding *finding = entry->c.findings; finding;
         finding = finding->next)
        show_finding(show, finding);
    show_transcript(show, &entry->c.transcript);
    conform_show_repeat(show->options, entry->c.requirement, repeat, sizeof repeat);
    (void)fprintf(show->out, "    again: %s\n\n", repeat);
}

void conform_show_entry(void *context, const struct conform_entry *entry) {
    static const char *const words[] = {"pass", "BROKEN", "not offered", "not exercised"};
    struct conform_show *show = context;
    struct base_slice id = sts_requirements[entry->c.requirement].id;
    show->done++;
    if (entry->c.findings) {
        show->failed++;
        show_failure(show, entry);
    }
    if (show->terminal)
        (void)fprintf(show->out, "\r\033[K%zu of %zu, %zu broken: %.*s", show->done, show->total,
                      show->failed, width(id), id.ptr);
    else if (entry->c.outcome != CONFORM_FAILED)
        (void)fprintf(show->out, "%-13s %.*s%s%s\n", words[entry->c.outcome], width(id), id.ptr,
                      entry->c.reason ? ": " : "", entry->c.reason ? entry->c.reason : "");
    (void)fflush(show->out);
}

static void show_untried(const struct conform_show *show, const struct conform_run *run,
                         enum conform_outcome outcome, const char *title) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        const struct conform_entry *entry = &run->entries[i];
        bool asked =
            entry->function && (entry->done || strcmp(entry->c.reason, "not selected") != 0);
        if (!asked || entry->c.outcome != outcome)
            continue;
        if (title)
            (void)fprintf(show->out, "%s\n", title);
        title = NULL;
        (void)fprintf(show->out, "    %.*s: %s\n", width(sts_requirements[i].id),
                      sts_requirements[i].id.ptr, entry->c.reason ? entry->c.reason : "");
    }
}

void conform_show_summary(const struct conform_show *show, const struct conform_run *run,
                          const bool broken[STS_REQUIREMENT_COUNT], size_t violations) {
    size_t kept = 0, tried = 0, count[STS_SHOULD + 1] = {0};
    if (show->terminal)
        (void)fprintf(show->out, "\r\033[K");
    show_untried(show, run, CONFORM_NOT_OFFERED, "Not offered:");
    show_untried(show, run, CONFORM_NOT_EXERCISED, "Not exercised:");
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        const struct conform_entry *entry = &run->entries[i];
        tried += entry->done && entry->c.outcome <= CONFORM_FAILED;
        kept += entry->done && entry->c.outcome == CONFORM_PASSED && !broken[i];
        count[sts_requirements[i].severity] += broken[i];
    }
    (void)fprintf(show->out, "%zu kept, %zu musts and %zu shoulds broken: %s\n", kept,
                  count[STS_MUST], count[STS_SHOULD],
                  violations   ? "the server does not conform"
                  : tried == 0 ? "nothing was checked"
                               : "the server conforms");
}

void conform_show_workers(const struct sts_control_report *report, FILE *out) {
    const struct sts_control_report_finding *findings = report->findings.items;
    for (size_t i = 0; i < report->findings.count; i++) {
        const struct sts_control_report_finding *one = &findings[i];
        bool named = one->has & STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID;
        (void)fprintf(out, "BROKEN %.*s%s", (int)one->requirement.len, one->requirement.ptr,
                      named ? " by stream " : ": ");
        if (named)
            conform_show_text(out, base_slice(one->stream_id.ptr, one->stream_id.len));
        (void)fputs(named ? "    " : "", out);
        conform_show_text(out, base_slice(one->message.ptr, one->message.len));
    }
    if (report->findings_left_out)
        (void)fprintf(out, "... further findings: %lld\n", (long long)report->findings_left_out);
    const struct sts_control_report_counts *counts = &report->counts;
    (void)fprintf(out, "%lld kept, %lld musts and %lld shoulds broken, %lld not exercised: %s\n",
                  (long long)counts->pass, (long long)counts->fail, (long long)counts->deviation,
                  (long long)counts->not_exercised,
                  counts->fail   ? "the workers do not conform"
                  : counts->pass ? "the workers conform"
                                 : "nothing was checked");
}

void conform_show_list(const struct conform_run *run, FILE *out) {
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        const struct sts_requirement *one = &sts_requirements[i];
        if (run->entries[i].chosen)
            (void)fprintf(out, "%-36.*s %-6s %.*s%s\n", width(one->id), one->id.ptr,
                          severity((enum sts_requirement_id)i), width(one->text), one->text.ptr,
                          conform_run_is_extra((enum sts_requirement_id)i) ? " (--all)" : "");
    }
}
