/* journal_line.h - one entry of the journal as JSON. */
#ifndef REPORT_JOURNAL_LINE_H
#define REPORT_JOURNAL_LINE_H
#include "report/elide.h"
#include "report/traffic.h"

/** Longest line: a payload, ids and texts of the longest (some 12 KiB), and as many findings as the
 *  service collects. A longer one goes without its payload. */
#define REPORT_LINE_MAX 65536

/** A wall clock's second as text, so that it is not worked out for every line; all zero at first.
 */
struct report_clock {
    int64_t second;
    char text[80];
};

/**
 * Writes the entry to `line` (REPORT_LINE_MAX bytes), without a newline; the length, 0 when that
 * is not possible.
 */
size_t report_journal_line(const struct report_traffic *traffic, uint64_t id, bool hash,
                           struct report_clock *clock, char *line);

#endif
