/* junit_internal.h - what the classes of the JUnit report are called. Not for other files. */
#ifndef REPORT_JUNIT_INTERNAL_H
#define REPORT_JUNIT_INTERNAL_H
#include "report/markup.h"

/** Room for an escaped stream id of 256 code points, and what makes it another's. */
#define REPORT_JUNIT_NAME_SIZE 3328

/** The test case that says whether the report knows all that it should. */
#define REPORT_JUNIT_COMPLETE "report/complete"

/** A name as a class: what XML would change of it is percent-encoded, so that two names are never
 *  one class. A longer one is cut. */
void report_junit_name(struct codec_text name, char out[REPORT_JUNIT_NAME_SIZE]);

/** The class of a stream of the report, by its index: its id; an earlier run of a stream whose id
 *  was used again has its number after it. */
void report_junit_name_stream(const struct sts_control_report *report, size_t index,
                              char out[REPORT_JUNIT_NAME_SIZE]);

/** The class of what is no stream: its title, or what no stream of the report is called. */
void report_junit_name_other(const struct sts_control_report *report, struct codec_text title,
                             char out[REPORT_JUNIT_NAME_SIZE]);

#endif
