/* cursor.h - a place in the journal as clients carry it: `<start of the server>-<id>`. */
#ifndef JOURNAL_CURSOR_H
#define JOURNAL_CURSOR_H
#include "journal/journal.h"

/** Room for a cursor with a terminator. */
#define JOURNAL_CURSOR_SIZE 40
/** The cursor of the place before the first entry. */
#define JOURNAL_CURSOR_START "start"
/** The place after the latest entry at the time of reading. */
#define JOURNAL_CURSOR_NOW "now"

/** Writes the cursor of the place behind the entry with this id (0: before the first one), with a
 *  terminator; the length without it. */
size_t journal_cursor_write(const struct journal *journal, uint64_t id,
                            char out[JOURNAL_CURSOR_SIZE]);

enum journal_cursor {
    JOURNAL_CURSOR_OURS,
    JOURNAL_CURSOR_FOREIGN, /**< of another start, or another server */
    JOURNAL_CURSOR_WRONG,   /**< no server made it */
};

/** Reads a cursor; `id` is 0 unless it is OURS. */
enum journal_cursor journal_cursor_read(const struct journal *journal, struct base_slice text,
                                        uint64_t *id);

#endif
