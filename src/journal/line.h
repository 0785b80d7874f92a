/* line.h - one entry of the journal as JSON. */
#ifndef JOURNAL_LINE_H
#define JOURNAL_LINE_H
#include "journal/traffic.h"

/** Longest line: a payload, ids and texts of the longest (some 12 KiB), and as many findings as the
 *  service collects. A longer one goes without its payload. */
#define JOURNAL_LINE_MAX 65536

/**
 * Writes the entry to `line` (JOURNAL_LINE_MAX bytes), without a newline; the length, 0 when that
 * is not possible. `hash` as in struct journal_payload. `is_cut`: parts had to be left out.
 */
size_t journal_line(const struct journal_traffic *traffic, uint64_t id, bool hash, char *line,
                    bool *is_cut);

#endif
