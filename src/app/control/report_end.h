/* report_end.h - the report on all streams when the server stops: the verdict in the log, the files
 * of --report, and what the exit status says of both. */
#ifndef APP_CONTROL_REPORT_END_H
#define APP_CONTROL_REPORT_END_H
#include "app/control/report_files.h"

/** How it ended, the worst last. */
enum app_report_end {
    APP_REPORT_FINE,
    APP_REPORT_FAILS,     /**< the report has something of `fail_on` */
    APP_REPORT_UNWRITTEN, /**< a report could not be made or written */
};

/** Makes the report and writes it where `files` has a folder. `fail_on`: bits of enum app_fail_on.
 *  The log tells the verdict and why, and everything that is not fine. */
enum app_report_end app_report_end(struct app_report_files *files, int64_t fail_on);

#endif
