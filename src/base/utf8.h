/* utf8.h - is it text, and how is a file of text encoded? */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include "base/slice.h"

/** True when `bytes` is well-formed UTF-8 (Unicode table 3-7: no overlong forms, no surrogates,
 *  nothing above U+10FFFF). */
bool base_utf8_valid(struct base_slice bytes);

/** The text of a file without the byte order mark that some editors put before it. */
struct base_slice base_utf8_unmarked(struct base_slice file);

/** What is wrong with a file in UTF-16 or UTF-32, with or without a byte order mark. */
#define BASE_UTF8_WIDE "is in UTF-16 or UTF-32. Save it as UTF-8"

/** True for such a file. One without a mark is taken for it when one of its first two bytes is 0
 *  and the other is not. */
bool base_utf8_is_wide(struct base_slice file);

#endif
