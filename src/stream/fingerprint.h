/* fingerprint.h - audio, as it is known again when it comes once more. */
#ifndef STREAM_FINGERPRINT_H
#define STREAM_FINGERPRINT_H
#include "sts_protocol.h"

#include <stdbool.h>

/** Of the characters of data_base64, however they were written in JSON. */
struct stream_fingerprint {
    uint64_t sum;
    uint32_t length; /**< in characters */
};

struct stream_fingerprint stream_fingerprint(struct codec_text base64);

static inline bool stream_fingerprint_equal(struct stream_fingerprint a,
                                            struct stream_fingerprint b) {
    return a.sum == b.sum && a.length == b.length;
}

#endif
