/* in.h - a strict cursor over a JSON text (RFC 8259).
 *
 * The text is const and is read once, front to back. A function that returns false has left what
 * was wrong in `error`. After an error of class SYNTAX the cursor is spent; after one of class
 * LIMIT or SCHEMA the value has been read to its end, and what follows can be read. `error` keeps
 * the first finding, but a SYNTAX error replaces one of another class.
 */
#ifndef CODEC_IN_H
#define CODEC_IN_H
#include "codec/error.h"
#include "codec/scratch.h"
#include "codec/text.h"

/** Nesting levels of one value (protocol §1); a scalar has 0, `{}` has 1. */
#define CODEC_DEPTH_MAX 64
/** Members of one object (protocol §1): bounds the work of finding duplicates. */
#define CODEC_MEMBERS_MAX 1024
/** Items that uniqueItems compares with each other. */
#define CODEC_UNIQUE_ITEMS_MAX 4096

struct codec_in {
    const char *begin, *at, *end;
    const struct codec_scratch *scratch; /**< or NULL */
    bool again;                          /**< the text has been read before */
    struct base_slice base64;            /**< bytes of the text that are known to be in the alphabet
                                              of base64; none at first, see codec_in_know_base64 */
    struct codec_error error;            /**< code CODEC_OK while nothing is wrong */
    /* What a decoder does with findings of the schema. */
    struct codec_report *errors;     /**< all findings; NULL: the first one only, in `error` */
    struct codec_report *deviations; /**< findings of x-deviation; NULL: not wanted */
    bool strict;                     /**< x-deviation counts as an error */
};

/** A cursor at the start of `text`. Text and scratch must outlive it; `scratch` may be NULL where
 *  nothing need be remembered (codec/scratch.h). */
void codec_in_init(struct codec_in *in, struct base_slice text,
                   const struct codec_scratch *scratch);

/** A cursor over a text that has been read before and was no error of class SYNTAX. It needs no
 *  scratch: duplicate names, surrogates and uniqueItems are not looked at again, nor anything in
 *  values that are passed over. */
void codec_in_init_again(struct codec_in *in, struct base_slice text);

/** Tells what the caller knows: all of `bytes`, some of the text, are in the alphabet of base64
 *  (A-Z a-z 0-9 + /). A string that begins with them need not be read again there. */
static inline void codec_in_know_base64(struct codec_in *in, struct base_slice bytes) {
    in->base64 = bytes;
}

/** The next byte that is not white space, not consumed; 0 at the end. */
char codec_in_peek(struct codec_in *in);

/** Consumes `byte` (after white space) or fails with SYNTAX. */
bool codec_in_expect(struct codec_in *in, char byte);

/** Reads one string. */
bool codec_in_text(struct codec_in *in, struct codec_text *text);

/** Reads one integer (`1.0` and `1e3` are integers). false without an error when the next value
 *  is something else or out of the range of 64 bits; then nothing is consumed. */
bool codec_in_integer(struct codec_in *in, int64_t *integer);

/**
 * Reads over one value of any kind, checking everything (syntax, UTF-8, surrogates, duplicate
 * names, limits). `raw`, if not NULL, gets the value's text without white space around it.
 */
bool codec_in_skip(struct codec_in *in, struct base_slice *raw);

/** True when only white space is left; otherwise fails with TRAILING. */
bool codec_in_done(struct codec_in *in);

/** Fails at the current position. Returns false. `pointer` "" means the whole text. */
bool codec_in_fail(struct codec_in *in, enum codec_error_code code, const char *message);

/** True when the text is no JSON at all (class SYNTAX). */
static inline bool codec_in_malformed(const struct codec_in *in) {
    return codec_error_class(in->error.code) == CODEC_CLASS_SYNTAX;
}

#endif
