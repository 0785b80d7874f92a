#include "codec/error.h"

#include <stdio.h>
#include <string.h>

static const struct {
    enum codec_error_class class;
    const char *text;
} errors[] = {
#define X(name, class, keyword, text) [CODEC_##name] = {CODEC_CLASS_##class, text},
    CODEC_ERROR_MAP(X)
#undef X
};

enum codec_error_class codec_error_class(enum codec_error_code code) {
    return errors[code].class;
}

const char *codec_error_text(enum codec_error_code code) {
    return errors[code].text;
}

void codec_error_say(struct codec_error *error, const char *format, va_list values) {
    int needed = vsnprintf(error->message, sizeof error->message, format, values);
    if (needed < (int)sizeof error->message)
        return;
    size_t used = sizeof error->message - sizeof "...";
    while (used > 0 && ((unsigned char)error->message[used] & 0xC0) == 0x80)
        used--;
    memcpy(error->message + used, "...", sizeof "...");
}
