/* id.h - random bytes as text. */
#ifndef BASE_ID_H
#define BASE_ID_H
#include <stddef.h>
#include <stdint.h>

/** Characters of a UUID, without terminator. */
#define BASE_UUID_LENGTH 36

/** Writes 16 random bytes as a UUID of version 4 (RFC 9562 section 5.4), lower case, with a
 *  terminator. */
void base_uuid_format(char out[BASE_UUID_LENGTH + 1], const uint8_t random[16]);

/** Writes `len` bytes as 2 * len lower-case hexadecimal digits and a terminator. */
void base_hex_format(char *out, const uint8_t *bytes, size_t len);

#endif
