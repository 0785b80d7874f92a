/* glob.h - patterns for stream ids: `*` is any characters, `?` is one, all others themselves. A
 * backslash makes a `*`, a `?` or a backslash behind it stand for itself; before anything else, and
 * at the end, it is a character like others. */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H
#include "base/slice.h"

/** True when the whole of `text` (plain UTF-8) matches `pattern`. `?` is one character, however
 *  many bytes. Takes at most pattern.len * text.len steps. */
bool base_glob_match(struct base_slice pattern, struct base_slice text);

/** True when `pattern` has no wildcard: it matches one text only, base_glob_text. */
bool base_glob_is_plain(struct base_slice pattern);

/** Characters of the shortest text that `pattern` (UTF-8) matches. */
size_t base_glob_least(struct base_slice pattern);

/**
 * What a pattern is as a text: into `out`, which has room for pattern.len bytes. Of a plain one
 * that is the text that it matches. Of another, it is no UTF-8, so that it is never taken for that
 * of a plain one, and base_glob_match(other, text) tells that `other` matches everything that the
 * pattern matches. (A few odd pairs are not found, such as `*?` and `?*`.)
 */
struct base_slice base_glob_text(struct base_slice pattern, char *out);

/** The pattern that matches `text` only: into `out`, which has room for 2 * text.len bytes. */
struct base_slice base_glob_of(struct base_slice text, char *out);

#endif
