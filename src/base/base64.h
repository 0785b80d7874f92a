/* base64.h - base64 for small or rare things: binary packets on polling, ids. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H
#include "base/slice.h"

/** Characters that `len` bytes become, with padding. */
static inline size_t base_base64_length(size_t len) {
    return (len + 2) / 3 * 4;
}

/** Most bytes that `len` characters can stand for. */
static inline size_t base_base64_capacity(size_t len) {
    return len / 4 * 3;
}

/** Writes `bytes` as base_base64_length(bytes.len) characters (RFC 4648 section 4), no terminator.
 *  Pieces of one text must each be a multiple of three bytes but the last. */
void base_base64_encode(char *out, struct base_slice bytes);

/** As above in the alphabet that is safe in URLs (RFC 4648 section 5); `bytes.len` must be a
 *  multiple of three, so that there is no padding. */
void base_base64url_encode(char *out, struct base_slice bytes);

/** Decodes padded base64 to `out` (base_base64_capacity(text.len) bytes). False unless `text` is
 *  exactly that: no white space, no other alphabet, unused bits zero. */
bool base_base64_decode(char *out, size_t *length, struct base_slice text);

#endif
