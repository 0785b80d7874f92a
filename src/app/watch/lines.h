/* lines.h - what passes and happens, as lines of the log: a listener of the tap. */
#ifndef APP_WATCH_LINES_H
#define APP_WATCH_LINES_H
#include "app/watch/log.h"
#include "journal/traffic.h"

struct app_lines {
    struct journal_listener listener; /**< to be put on the tap */
    struct app_log *log;
    uint64_t warned; /**< when it last said that a client without a key was closed; 0: never */
};

/** It hears what the log's level lets through. `log` must outlive it. */
void app_lines_init(struct app_lines *lines, struct app_log *log);

#endif
