/* report_files.h - conformance reports in a folder (--report): of each stream when it ends, and of
 * everything at exit. */
#ifndef APP_CONTROL_REPORT_FILES_H
#define APP_CONTROL_REPORT_FILES_H
#include "base/log.h"
#include "base/timer.h"
#include "judge/judge.h"

#include <sys/types.h>

struct app_report_files {
    const struct base_log *log;
    const struct judge *judge;
    const struct base_timers *timers; /**< the time of now */
    int64_t (*unix_ms)(void);         /**< the time of day */
    const char *folder;               /**< NULL: there are to be none */
    bool failed;                      /**< a report was not written */
};

/** Who is to write the reports, where that is not whoever starts the program. */
struct app_report_owner {
    uid_t uid;
    gid_t gid;
};

/** Makes the folder where there is none, for `owner` (NULL: who runs the program). False with a
 *  sentence in `error`. */
bool app_report_files_prepare(const struct app_report_files *files,
                              const struct app_report_owner *owner, char *error, size_t size);

/** Whether files can be made in the folder; to be asked by the user who will write them. False with
 *  a sentence in `error`. */
bool app_report_files_check(const struct app_report_files *files, char *error, size_t size);

/** Writes stream-ID.json, .xml and .html. Each is complete or not there: it is written under
 *  another name first. What fails is logged, and noted in `failed`. */
void app_report_files_write(struct app_report_files *files, struct base_slice stream_id);

/** Writes all.json, .xml and .html of a finished report on all streams, and the files of each
 * stream again, which may have more to tell than at its end. They are on the disk when this
 * returns. */
void app_report_files_finish(struct app_report_files *files,
                             const struct report_document *document);

/** Why what is open in a report at exit stays unknown. */
#define APP_REPORT_CLOSED "the server stopped first"

/** Longest name of a file, its suffix not counted. */
#define APP_REPORT_NAME_MAX 160

/** The name of a stream's files: letters, digits, `-`, `_` and `.` of the id stand for themselves,
 * all else is percent-encoded; of a long one the first part and a hash of the whole. */
void app_report_files_name(struct base_slice stream_id, char name[APP_REPORT_NAME_MAX + 1]);

#endif
