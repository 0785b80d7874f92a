/* regex.h - regular expressions over Unicode characters, in time that is bounded by the length of
 * the pattern times that of the text, whatever they are.
 *
 * POSIX extended syntax, and what people add to it: \d \w \s (ASCII) and their capitals, \b \B,
 * \t \n \r \f \v, also in lists, (?:...), and lazy repetitions (*? +? ?? {n,m}?). There are no
 * back-references, look-arounds or collating elements.
 *
 * Why not a library: a verdict must not depend on a step limit. A backtracking matcher (PCRE2)
 * needs one, and a search that reaches it has no answer; the C library's takes seconds for some
 * patterns; RE2 is C++. A pattern becomes a program for an automaton that follows all ways through
 * it at once (Thompson, "Regular Expression Search Algorithm", 1968), so that every search ends
 * with an answer. */
#ifndef JOURNAL_REGEX_H
#define JOURNAL_REGEX_H
#include "base/memory.h"
#include "base/slice.h"

/** Longest program, in steps: a pattern of 256 characters has some 400 without intervals. With the
 *  bound on texts it keeps one match below some milliseconds. */
#define JOURNAL_REGEX_STEPS 512
/** Ranges of characters in all lists of a pattern. */
#define JOURNAL_REGEX_RANGES 256
/** Longest text that is searched, in bytes: a string that the journal shows is no longer
 *  (JOURNAL_STRING_MAX). A longer one does not match. */
#define JOURNAL_REGEX_TEXT 3072

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
