#include "codec/error.h"

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
