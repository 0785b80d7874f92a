/* journal_line.h - one entry of the journal as JSON. */
#ifndef REPORT_JOURNAL_LINE_H
#define REPORT_JOURNAL_LINE_H
#include "report/traffic.h"

/** Longest line: a payload, ids and texts of the longest (some 12 KiB), and as many findings as the
 *  service collects. A longer one goes without its payload. */
#define REPORT_LINE_MAX 65536

/**
 * Writes the entry to `line` (REPORT_LINE_MAX bytes), without a newline; the length, 0 when that
 * is not possible. `hash` as in struct report_payload.
 */
size_t report_journal_line(const struct report_traffic *traffic, uint64_t id, bool hash,
                           char *line);

#endif
