/* json.h - values in JSON: looked up in what came, and written into what is sent. */
#ifndef CONFORM_JSON_H
#define CONFORM_JSON_H
#include "conform/case.h"

/** The value at a JSON Pointer as text, a string without its quotes; NULL: there is none. */
const char *conform_at(struct conform_case *c, struct base_slice json, const char *pointer);

/** The string there; NULL: nothing, or no string. */
const char *conform_string_at(struct conform_case *c, struct base_slice json, const char *pointer);

/** The integer there, which may be written 1.0 or 1e3. False: nothing, or no integer. */
bool conform_integer_at(struct conform_case *c, struct base_slice json, const char *pointer,
                        int64_t *value);

/** True when the value at a pointer is that text. */
bool conform_at_is(struct conform_case *c, struct base_slice json, const char *pointer,
                   const char *text);

/** A message as it is shown: without audio and keys. */
const char *conform_without_audio(struct conform_case *c, struct base_slice json);

/** `text` as a JSON string with its quotes: what a payload's `%s` stands for, unless it is made of
 *  letters and digits only. */
const char *conform_quote(struct conform_case *c, const char *text);

#endif
