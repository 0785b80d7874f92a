/* fingerprint.h - audio, as it is known again when it comes once more. */
#ifndef STREAM_FINGERPRINT_H
#define STREAM_FINGERPRINT_H
#include "base/buffer.h"
#include "sts_protocol.h"

#include <stdbool.h>

/** Of the characters of data_base64, however they were written in JSON. */
struct stream_fingerprint {
    uint64_t sum;
    uint32_t length; /**< in characters */
};

/** `message` is where `base64` lies, or NULL: what it knows of its bytes is not read again. */
struct stream_fingerprint stream_fingerprint(struct codec_text base64,
                                             const struct base_buffer *message);

static inline bool stream_fingerprint_equal(struct stream_fingerprint a,
                                            struct stream_fingerprint b) {
    return a.sum == b.sum && a.length == b.length;
}

#endif
