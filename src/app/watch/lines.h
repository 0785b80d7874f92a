/* lines.h - what passes and happens, as lines of the log: a listener of the tap. */
#ifndef APP_WATCH_LINES_H
#define APP_WATCH_LINES_H
#include "app/watch/rejection_lines.h"

/** Between two lines about the same limit. */
#define APP_LINES_LIMIT_MS 60000

/** What was refused for a limit since the last line about it. */
struct app_lines_limit {
    uint64_t refused, said_at;
    bool is_said;
};

struct app_lines {
    struct journal_listener listener; /**< to be put on the tap */
    struct app_log *log;
    uint64_t warned; /**< when it last said that a client without a key was turned away on purpose;
                          0: never */
    struct app_lines_limit limits[STREAM_LIMIT_COUNT];
    struct app_rejection_lines rejections;
};

/** It hears what the log's level lets through. `log` must outlive it. */
void app_lines_init(struct app_lines *lines, struct app_log *log);

/** The log has another level. */
void app_lines_look_again(struct app_lines *lines);

#endif
