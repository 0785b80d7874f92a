/* again.h - finding the way through a text that has been read before. Inside the codec only.
 *
 * The text is well-formed, so the end of a value is found by its quotes and brackets alone. None of
 * these reads outside at..end, whatever is there. */
#ifndef CODEC_AGAIN_H
#define CODEC_AGAIN_H
#include "codec/text.h"

/** A place in the text. */
struct codec_again {
    const char *at, *end;
};

static inline struct codec_again codec_again(struct base_slice text) {
    return (struct codec_again){text.ptr, text.ptr ? text.ptr + text.len : NULL};
}

/** Passes over white space; the next byte, or 0 at the end. */
char codec_again_peek(struct codec_again *again);

/** Passes over the string whose opening quote is next. */
struct codec_text codec_again_string(struct codec_again *again);

/** Passes over one value; its text without white space around it, empty where none starts. */
struct base_slice codec_again_value(struct codec_again *again);

#endif
