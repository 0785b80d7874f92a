/* glob.h - patterns for stream ids: `*` is any characters, `?` is one, all others themselves. */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H
#include "base/slice.h"

/** True when the whole of `text` (plain UTF-8) matches `pattern`. `?` is one character, however
 *  many bytes. Takes at most pattern.len * text.len steps. */
bool base_glob_match(struct base_slice pattern, struct base_slice text);

/** True when `pattern` has no wildcard: it matches itself only. */
bool base_glob_is_plain(struct base_slice pattern);

#endif
