/* text.h - JSON strings as slices. */
#ifndef CODEC_TEXT_H
#define CODEC_TEXT_H
#include "base/slice.h"

#include <stdarg.h>
#include <stdint.h>

enum codec_text_form {
    CODEC_TEXT_CLEAN, /**< the same in JSON and as plain UTF-8: nothing to escape or unescape */
    CODEC_TEXT_JSON,  /**< the inside of a JSON string, with escapes */
    CODEC_TEXT_PLAIN, /**< plain UTF-8 that may need escaping when written as JSON */
};

/** A string. Decoded ones borrow from the message and are CLEAN or JSON; `len` counts bytes. */
struct codec_text {
    const char *ptr;
    size_t len;
    enum codec_text_form form;
};

/** An integer or a string (JSON Schema `"type": ["integer", "string"]`). */
struct codec_int_or_text {
    bool is_text;
    int64_t integer;        /**< when !is_text */
    struct codec_text text; /**< when is_text */
};

/** A literal that needs no escaping. */
#define CODEC_TEXT(literal) ((struct codec_text){(literal), sizeof(literal) - 1, CODEC_TEXT_CLEAN})

/** Plain UTF-8 to be escaped when written. The caller vouches for its validity. */
static inline struct codec_text codec_text_plain(struct base_slice plain) {
    return (struct codec_text){plain.ptr, plain.len, CODEC_TEXT_PLAIN};
}

/** Prints into `room` (`size` bytes, with a terminator); cut between two characters where that is
 *  too little. */
__attribute__((format(printf, 3, 4))) struct codec_text codec_text_print(char *room, size_t size,
                                                                         const char *format, ...);
__attribute__((format(printf, 3, 0))) struct codec_text
codec_text_vprint(char *room, size_t size, const char *format, va_list values);

/** True when both mean the same characters, whatever their form. */
bool codec_text_equal(struct codec_text a, struct codec_text b);

/** Length in Unicode code points. */
size_t codec_text_length(struct codec_text text);

/**
 * Writes the plain UTF-8 of `text` to `out`, at most `capacity` bytes, no terminator; cut before
 * the character that does not fit. Returns the bytes that the whole needs, never more than
 * text.len.
 */
size_t codec_text_copy(struct codec_text text, char *out, size_t capacity);

#endif
