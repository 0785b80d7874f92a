/* target.h - what stands in a part of a request target (RFC 3986 section 2.1). */
#ifndef NET_TARGET_H
#define NET_TARGET_H
#include "base/slice.h"

/**
 * Decodes one part of a path, once: "%2F" becomes a slash, "%252F" becomes "%2F", and all other
 * bytes stay what they are, '+', "." and ".." too. Cut a path at its slashes before this.
 *
 * `out` has room for `in.len` bytes, of which `*length` are used; it may be where `in` is. False
 * with a sentence in `error`: an escape is incomplete, or there is a control character, or the
 * result is not UTF-8.
 */
bool net_target_decode(struct base_slice in, char *out, size_t *length, char *error,
                       size_t error_size);

/** The byte at `*at`, which moves to the next one. An escape of a letter or a digit is that (RFC
 *  3986 section 6.2.2.2); all others are left as they are, a byte at a time. */
char net_target_next(struct base_slice in, size_t *at);

#endif
