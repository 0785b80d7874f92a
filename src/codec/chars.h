/* chars.h - the characters of a text one by one, whatever its form. Inside the codec only. */
#ifndef CODEC_CHARS_H
#define CODEC_CHARS_H
#include "codec/text.h"

/** A position in a text that has been checked before (or that its maker vouches for). */
struct codec_chars {
    const char *at, *end;
    bool escaped;
};

static inline struct codec_chars codec_chars(struct codec_text text) {
    return (struct codec_chars){text.ptr, text.ptr ? text.ptr + text.len : NULL,
                                text.form == CODEC_TEXT_JSON};
}

/** The next code point; false at the end. */
bool codec_chars_next(struct codec_chars *chars, uint32_t *code_point);

/** The same number for texts of the same characters. */
uint64_t codec_chars_hash(struct codec_text text);

/** Continues a hash by one more value. */
static inline uint64_t codec_chars_mix(uint64_t hash, uint64_t value) {
    hash ^= value + UINT64_C(0x9E3779B97F4A7C15) + (hash << 6) + (hash >> 2);
    return hash * UINT64_C(0xFF51AFD7ED558CCD);
}

/** The value of four hexadecimal digits, or -1. */
int32_t codec_chars_hex4(const char *digits);

/** Writes `code_point` as UTF-8 to `out` (4 bytes); returns the bytes used. */
size_t codec_chars_utf8(uint32_t code_point, char *out);

#endif
