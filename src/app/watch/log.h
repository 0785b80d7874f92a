/* log.h - where log lines go: text for people, or a JSON object a line for machines.
 *
 * A line is a short sentence and fields. Everything that is not printable ASCII is escaped, so that
 * nothing a client sends can forge a line or drive a terminal. A reader that does not read never
 * holds the server up: lines are dropped then, and their number is told as soon as one fits. */
#ifndef APP_WATCH_LOG_H
#define APP_WATCH_LOG_H
#include "app/settings/config.h"
#include "codec/text.h"

/** Longest line in bytes; what a pipe takes whole or not at all (PIPE_BUF). */
#define APP_LOG_LINE 4096
/** Characters of a value that are shown: ids have at most 256. */
#define APP_LOG_VALUE 256

/** A field of a line: a text or a number. */
struct app_log_field {
    const char *name;
    bool is_number;
    struct codec_text text;
    int64_t number;
};

struct app_log {
    /** For rooms that only know sentences; its lines have no fields. */
    struct base_log base;
    int fd;
    const char *path; /**< of the file that `fd` is; NULL: it is none of the log's own */
    bool json, colour;
    size_t dropped; /**< since the last line that was written */
};

/** A log that writes to `fd`; the format is the setting's, else text where `fd` is a terminal.
 *  `log` must not move. */
void app_log_init(struct app_log *log, const struct app_config *config, int fd);

/** From now on lines are appended to the file `path`, which outlives the log and is readable for
 *  its owner only; once more the same: it is opened again, as after it was moved. False: errno says
 *  why, and the log goes on as before. */
bool app_log_open(struct app_log *log, const struct app_config *config, const char *path);

/** Closes its file, if it has one. */
void app_log_close(struct app_log *log);

/** True when lines of `level` are written: spares the making of fields. */
static inline bool app_log_wants(const struct app_log *log, enum base_log_level level) {
    return level >= log->base.level;
}

/** Writes one line. Fields with an empty text are left out, the values of those with the name of a
 *  secret masked. `sentence` is this program's own. */
void app_log_write(struct app_log *log, enum base_log_level level, const char *sentence,
                   const struct app_log_field *fields, size_t count);

#endif
