/* journal_file.h - the journal in a file, a line of JSON for each entry (--journal), and one each
 * for the start of the server and its end. */
#ifndef APP_WATCH_JOURNAL_FILE_H
#define APP_WATCH_JOURNAL_FILE_H
#include "base/log.h"
#include "base/timer.h"
#include "journal/journal.h"

/** Lines wait here until there are this many bytes of them, or until APP_JOURNAL_FLUSH_MS: one call
 *  of the system for some hundred lines. */
#define APP_JOURNAL_BUFFER 131072
#define APP_JOURNAL_FLUSH_MS 500

struct app_journal_file_config {
    struct base_memory *memory;
    struct base_timers *timers;
    const struct base_log *log;
    struct journal *journal;
    const char *path;
    int64_t (*unix_ms)(void);
    const struct sts_control_journal_server *server; /**< told in the first line */
};

struct app_journal_file;

/** Opens the file to append to it, readable for its owner only. NULL with a sentence in `error`. */
struct app_journal_file *app_journal_file_new(const struct app_journal_file_config *config,
                                              char *error, size_t error_size);

/** Opens the file again, as after it was moved: entries from now on are in the new one, all before
 * in the old one. False: it cannot be opened, the log says so, and entries go on to the old one. */
bool app_journal_file_reopen(struct app_journal_file *file);

/** Writes what waits and that this is the end, and closes. False: not all entries are in the file;
 * the log says so. NULL is ignored: true. */
bool app_journal_file_free(struct app_journal_file *file);

#endif
