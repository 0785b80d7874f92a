/* regex.h - POSIX extended regular expressions over Unicode characters, in time that is bounded by
 * the length of the pattern times that of the text, whatever they are: the C library's takes
 * seconds for some. There are no back-references and no collating elements.
 *
 * A pattern becomes a program for an automaton that follows all ways through it at once (Thompson,
 * "Regular Expression Search Algorithm", 1968). */
#ifndef JOURNAL_REGEX_H
#define JOURNAL_REGEX_H
#include "base/memory.h"
#include "base/slice.h"

/** Longest program, in steps: a pattern of 256 characters has some 400 without intervals. With the
 *  bound on texts it keeps one match below some milliseconds. */
#define JOURNAL_REGEX_STEPS 512
/** Ranges of characters in all lists of a pattern. */
#define JOURNAL_REGEX_RANGES 256
/** Longest text that is searched, in bytes. A longer one does not match. */
#define JOURNAL_REGEX_TEXT 2048

struct journal_regex;

/** A pattern (plain UTF-8), to be searched for anywhere in a text unless it has ^ or $. NULL with a
 *  sentence in `reason`; with `reason` NULL when there is no memory. */
struct journal_regex *journal_regex_new(struct base_memory *memory, struct base_slice pattern,
                                        const char **reason);

/** NULL is ignored. */
void journal_regex_free(struct base_memory *memory, struct journal_regex *regex);

/** Whether `text` (plain UTF-8) has a match. */
bool journal_regex_matches(const struct journal_regex *regex, struct base_slice text);

#endif
