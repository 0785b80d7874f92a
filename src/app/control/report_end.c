#include "app/control/report_end.h"

#include "app/service/service.h"
#include "base/print.h"

/* Reasons that a line of the log tells. */
#define REASONS_TOLD 3

/* Whether the report has what one bit of `fail_on` means. That something is not known also where
 * the verdict is worse already; a report of nothing knows nothing. */
static bool has(const struct report_document *document, enum app_fail_on bit) {
    const struct sts_control_report *report = &document->report;
    switch (bit) {
    case APP_FAIL_ON_FAIL:
        return report->counts.fail;
    case APP_FAIL_ON_DEVIATION:
        return report->counts.deviation;
    case APP_FAIL_ON_UNKNOWN:
        return !report_document_knows_all(document) ||
               report->verdict == STS_CONTROL_REPORT_VERDICT_EMPTY;
    }
    return false;
}

/* The words of --fail-on that the report has, as a list; empty: none. */
static void list_words(const struct report_document *document, int64_t fail_on, char *out,
                       size_t size) {
    static const struct {
        enum app_fail_on bit;
        const char *word;
    } words[] = {{APP_FAIL_ON_FAIL, "fail"},
                 {APP_FAIL_ON_DEVIATION, "deviation"},
                 {APP_FAIL_ON_UNKNOWN, "unknown"}};
    size_t used = 0;
    *out = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((fail_on & words[i].bit) && has(document, words[i].bit))
            used += base_print(out + used, size - used, "%s%s", used ? ", " : "", words[i].word);
}

/* The first reasons of a report, fit for the log. The others are in `folder`; NULL: nowhere. */
static void list_reasons(const struct sts_control_report *report, const char *folder, char *out,
                         size_t size) {
    const struct codec_text *why = report->why.items;
    size_t used = 0, count = report->why.count;
    *out = '\0';
    for (size_t i = 0; i < count && i < REASONS_TOLD; i++) {
        char text[BASE_LOG_TEXT];
        base_log_text(text, base_slice(why[i].ptr, why[i].len));
        used += base_print(out + used, size - used, "%s%s", i ? "; " : "", text);
    }
    if (count > REASONS_TOLD)
        used += base_print(out + used, size - used, "; and %zu more", count - REASONS_TOLD);
    if (count > REASONS_TOLD && folder) {
        char text[BASE_LOG_TEXT];
        base_log_text(text, base_slice_of(folder));
        (void)base_print(out + used, size - used, ": see %s/all.html", text);
    }
}

/* Whether the exit status is to tell of the verdict. */
static bool tell(const struct app_report_files *files, const struct report_document *document,
                 int64_t fail_on) {
    const struct base_log *log = files->log;
    const struct sts_control_report *report = &document->report;
    char words[64], reasons[BASE_LOG_LINE];
    const char *verdict = sts_control_report_verdict_text(report->verdict).ptr;
    list_words(document, fail_on, words, sizeof words);
    list_reasons(report, files->folder, reasons, sizeof reasons);
    if (*words)
        base_log(log, BASE_LOG_ERROR,
                 "the verdict on the workers is %s, and ECHO_FAIL_ON has %s: %s", verdict, words,
                 reasons);
    else
        base_log(log, BASE_LOG_INFO, "the verdict on the workers is %s: %s", verdict, reasons);
    return *words;
}

enum app_report_end app_report_end(struct app_report_files *files, int64_t fail_on) {
    const struct judge_query query = {
        .now_ms = files->timers->now,
        .wall_ms = files->unix_ms(),
        .closed = APP_REPORT_CLOSED,
    };
    struct report_document document;
    bool fails = false;
    if (judge_report(files->judge, &query, &document)) {
        fails = tell(files, &document, fail_on);
        if (files->folder)
            app_report_files_finish(files, &document);
    } else {
        files->failed = true;
        base_log(files->log, BASE_LOG_ERROR,
                 "cannot make the report on all streams: out of memory");
    }
    report_document_free(&document);
    return files->failed ? APP_REPORT_UNWRITTEN : fails ? APP_REPORT_FAILS : APP_REPORT_FINE;
}
