#include "codec/again.h"

#include "codec/scan.h"

char codec_again_peek(struct codec_again *again) {
    while (again->at < again->end &&
           (*again->at == ' ' || *again->at == '\n' || *again->at == '\r' || *again->at == '\t'))
        again->at++;
    return again->at < again->end ? *again->at : '\0';
}

struct codec_text codec_again_string(struct codec_again *again) {
    const char *at = again->at + 1, *end = again->end;
    struct codec_text text = {.ptr = at, .form = CODEC_TEXT_CLEAN};
    while ((at = codec_scan_string(at, end)) < end && *at != '"') {
        if (*at == '\\') {
            text.form = CODEC_TEXT_JSON;
            at += end - at > 1 ? 2 : 1;
        } else {
            at++;
            while (at < end && (unsigned char)*at >= 0x80)
                at++;
        }
    }
    text.len = (size_t)(at - text.ptr);
    again->at = at < end ? at + 1 : end;
    return text;
}

static void pass_scalar(struct codec_again *again, char first) {
    if (first == '"') {
        (void)codec_again_string(again);
        return;
    }
    while (again->at < again->end && !strchr(",:]} \t\r\n", *again->at))
        again->at++;
}

struct base_slice codec_again_value(struct codec_again *again) {
    char c = codec_again_peek(again);
    const char *start = again->at;
    for (size_t open = 0; c; c = codec_again_peek(again)) {
        if (c == '{' || c == '[') {
            open++;
            again->at++;
        } else if (open > 0 && (c == '}' || c == ']')) {
            open--;
            again->at++;
        } else if (open > 0 && (c == ',' || c == ':')) {
            again->at++;
        } else {
            pass_scalar(again, c);
        }
        if (open == 0)
            break;
    }
    return base_slice(start, (size_t)(again->at - start));
}
