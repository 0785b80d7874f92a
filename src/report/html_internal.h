/* html_internal.h - the parts of the HTML report. Not for other files. */
#ifndef REPORT_HTML_INTERNAL_H
#define REPORT_HTML_INTERNAL_H
#include "report/markup.h"

/** One of the streams, with its timeline as SVG; and what follows the last of them. */
void report_html_stream(struct report_markup *markup, const struct sts_control_report *report,
                        size_t index);
void report_html_streams_end(struct report_markup *markup, const struct sts_control_report *report);

/** Branches of the schemas, by event. */
void report_html_coverage(struct report_markup *markup, const struct sts_control_report *report);

/** What a person reads first: why the verdict is what it is, and what to do. */
void report_html_summary(struct report_markup *markup, const struct sts_control_report *report);

/** Every finding, by requirement: failures first, then what is not known. */
void report_html_findings(struct report_markup *markup, const struct sts_control_report *report);

/** A sentence of our own, with code in backquotes. */
void report_html_sentence(struct report_markup *markup, struct codec_text sentence);

/** 1234567 as "1,234,567". */
void report_html_number(struct report_markup *markup, int64_t number);

/** Milliseconds as people say it: "12 ms", "3.4 s", "2 min 5 s". */
void report_html_duration(struct report_markup *markup, int64_t ms);

/** The words of an enum, as a class and as people read them. */
const char *report_html_outcome_class(enum sts_control_report_outcome outcome);
const char *report_html_verdict_class(enum sts_control_report_verdict verdict);
const char *report_html_verdict_word(enum sts_control_report_verdict verdict);

#endif
