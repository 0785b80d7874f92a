/* log.h - where rooms say what happened. The application decides what becomes of a line. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

enum base_log_level {
    BASE_LOG_DEBUG,
    BASE_LOG_INFO,
    BASE_LOG_WARNING,
    BASE_LOG_ERROR,
    BASE_LOG_CRITICAL,
};

/** Longest line; what is longer is cut. */
#define BASE_LOG_LINE 1024

/** A sink for log lines. A NULL `write`, or a NULL log, discards. */
struct base_log {
    /** Gets one terminated line without its newline. Valid only during the call. */
    void (*write)(void *context, enum base_log_level level, const char *line);
    void *context;
    enum base_log_level level; /**< lines below it are not formatted at all */
};

/** Formats and writes one line. */
__attribute__((format(printf, 3, 4))) void
base_log(const struct base_log *log, enum base_log_level level, const char *format, ...);

/** Between two lines about what may happen all the time, in ms. */
#define BASE_LOG_PAUSE_MS 10000

/** Whether such a line is due; `*last` is when the latest was written, 0 at first. */
static inline bool base_log_due(uint64_t *last, uint64_t now) {
    if (*last && now - *last < BASE_LOG_PAUSE_MS)
        return false;
    *last = now;
    return true;
}

/** Most bytes base_log_text writes, with the terminator. */
#define BASE_LOG_TEXT 160

/**
 * Makes bytes that a client sent fit for a log line: printable ASCII stays, quotes, backslashes
 * and all other bytes become \" \\ \xHH; what does not fit ends in "...". Returns `out`.
 */
const char *base_log_text(char out[BASE_LOG_TEXT], struct base_slice text);

#endif
