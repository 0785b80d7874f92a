/* show.h - what is printed while cases run, and after. */
#ifndef CONFORM_SHOW_H
#define CONFORM_SHOW_H
#include "conform/options.h"
#include "conform/run.h"

/** What is known while a run goes on. */
struct conform_show {
    const struct conform_options *options;
    FILE *out;
    bool terminal; /**< progress is drawn over itself */
    size_t total, done, failed;
};

/** A peer's text, and a newline: what a terminal would obey is written as \xHH. */
void conform_show_text(FILE *out, struct base_slice text);

/** The same of several lines. */
void conform_show_lines(FILE *out, struct base_slice text);

/** A case is done: progress, or its line with --verbose. For conform_run's `told`. */
void conform_show_entry(void *context, const struct conform_entry *entry);

/** After conform_run_resolve: what is broken, what was not tried, and the last line with the
 *  verdict of the report. It fits one screen, unless --verbose is given. */
void conform_show_result(const struct conform_show *show, const struct conform_run *run,
                         const struct sts_control_report *report);

/** The command that runs one case alone, into `line`. */
void conform_show_repeat(const struct conform_options *options, enum sts_requirement_id requirement,
                         char *line, size_t size);

/** What a report on workers found. */
void conform_show_workers(const struct sts_control_report *report, FILE *out);

/** The requirements that are checked, one a line. */
void conform_show_list(const struct conform_run *run, FILE *out);

/** For %.*s. */
int conform_show_width(struct base_slice text);

/** "must" or "should". */
const char *conform_show_severity(enum sts_requirement_id requirement);

#endif
