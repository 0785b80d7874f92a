#include "stream/limit.h"

#include <stdio.h>

static const struct {
    const char *setting, *what, *advice;
} limits[] = {
#define X(name, setting, what, advice) {setting, what, advice},
    STREAM_LIMITS(X)
#undef X
};

const char *stream_limit_setting(enum stream_limit limit) {
    return limits[limit].setting;
}

const char *stream_limit_advice(enum stream_limit limit) {
    return limits[limit].advice;
}

void stream_limit_print(char out[STREAM_LIMIT_SENTENCE], struct stream_limit_hit hit) {
    (void)snprintf(out, STREAM_LIMIT_SENTENCE, "the server takes at most %zu %s (%s)", hit.most,
                   limits[hit.limit].what, limits[hit.limit].setting);
}

void stream_limit_note(struct sts_error_metadata *metadata, struct stream_limit_hit hit) {
    metadata->has |= STS_ERROR_METADATA_HAS_SETTING | STS_ERROR_METADATA_HAS_LIMIT;
    metadata->setting = codec_text_plain(base_slice_of(limits[hit.limit].setting));
    metadata->limit = (int64_t)hit.most;
}
