/* report_files.h - conformance reports in a folder (--report): of each stream when it ends, and of
 * everything at exit. */
#ifndef APP_CONTROL_REPORT_FILES_H
#define APP_CONTROL_REPORT_FILES_H
#include "base/log.h"
#include "base/timer.h"
#include "judge/judge.h"

struct app_report_files {
    struct base_memory *memory;
    const struct base_log *log;
    const struct judge *judge;
    const struct base_timers *timers; /**< the time of now */
    int64_t (*unix_ms)(void);         /**< the time of day */
    const char *folder;
};

/** Makes the folder where there is none, and sees whether it can be written to. False with a
 * sentence in `error`. */
bool app_report_files_prepare(const struct app_report_files *files, char *error, size_t size);

/** Writes stream-ID.json, .xml and .html; without a stream_id all.json and so on. Each is complete
 * or not there: it is written under another name first. What fails is logged. */
void app_report_files_write(const struct app_report_files *files, struct base_slice stream_id);

/** Longest name of a file, its suffix not counted. */
#define APP_REPORT_NAME_MAX 160

/** The name of a stream's files: letters, digits, `-`, `_` and `.` of the id stand for themselves,
 * all else is percent-encoded; of a long one the first part and a hash of the whole. */
void app_report_files_name(struct base_slice stream_id, char name[APP_REPORT_NAME_MAX + 1]);

#endif
