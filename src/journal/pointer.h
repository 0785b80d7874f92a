/* pointer.h - JSON Pointer (RFC 6901): the value at a place in a JSON text. */
#ifndef JOURNAL_POINTER_H
#define JOURNAL_POINTER_H
#include "codec/in.h"

/** Finds the value at `pointer` (plain UTF-8, empty or beginning with '/') in `json`, which has
 *  been checked before. `value` gets its text. False: there is none. */
bool journal_pointer_find(struct base_slice json, struct base_slice pointer,
                          struct base_slice *value);

/** Longest name of a member that a pointer can lead to, in bytes. */
#define JOURNAL_POINTER_NAME 1024

/** Takes the first token off `rest`, which begins with '/', and unescapes it to `name`. False: it
 *  is too long. */
bool journal_pointer_next(struct base_slice *rest, char name[JOURNAL_POINTER_NAME], size_t *length);

/** Appends "/" and `name` (plain UTF-8), escaped, to `out`, which has `used` of `capacity` bytes.
 *  Returns the new `used`; 0 when it does not fit. */
size_t journal_pointer_append(char *out, size_t used, size_t capacity, struct base_slice name);

#endif
