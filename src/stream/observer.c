#include "stream/observer.h"

const char *stream_ending_text(enum stream_ending ending) {
    static const char *const texts[] = {
#define X(name, text) text,
        STREAM_ENDINGS(X)
#undef X
    };
    return texts[ending];
}
