#include "app/service/pattern.h"

#include "base/glob.h"
#include "stream/id.h"

const char *app_pattern_fault(struct codec_text pattern) {
    char text[STREAM_ID_SIZE];
    size_t length = codec_text_copy(pattern, text, sizeof text);
    bool fits = base_glob_least(base_slice(text, length)) <= STS_STREAM_ID_CHARACTERS;
    return fits ? NULL : APP_PATTERN_IMPOSSIBLE;
}
