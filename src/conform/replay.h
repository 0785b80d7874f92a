/* replay.h - the report on the workers of a journal that was recorded. */
#ifndef CONFORM_REPLAY_H
#define CONFORM_REPLAY_H
#include "report/document.h"

/**
 * Feeds the entries of a journal (NDJSON, as `echo-sts --journal FILE` writes it) to the checks of
 * workers, as if they happened now, and makes the report. False: a message was printed. The
 * document must be freed in either case; it was zeroed before.
 */
bool conform_replay(const char *journal, struct base_memory *memory,
                    struct report_document *document);

#endif
