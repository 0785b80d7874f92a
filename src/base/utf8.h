/* utf8.h - is it text? */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include "base/slice.h"

/** True when `bytes` is well-formed UTF-8 (Unicode table 3-7: no overlong forms, no surrogates,
 *  nothing above U+10FFFF). */
bool base_utf8_valid(struct base_slice bytes);

#endif
