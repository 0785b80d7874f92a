/* replay.h - the report on the workers of a journal that was recorded. */
#ifndef CONFORM_REPLAY_H
#define CONFORM_REPLAY_H
#include "judge/judge.h"

struct conform_replay {
    bool is_journal;     /**< false: the document only says why not, and a message was printed */
    struct judge *judge; /**< holds texts of the document */
    struct report_document document;
};

/**
 * Feeds the entries of a journal to the checks of workers, as if they happened now, and makes the
 * report. A journal is NDJSON, as `echo-sts --journal FILE` writes it, or an answer of GET
 * /control/journal. Where entries are missing, the report says so. False: there is no report, and a
 * message was printed. conform_replay_free in either case.
 */
bool conform_replay_make(struct conform_replay *replay, const char *journal,
                         struct base_memory *memory);

void conform_replay_free(struct conform_replay *replay);

#endif
