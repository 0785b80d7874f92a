#include "codec/in.h"

#include "codec/number.h"
#include "codec/walk.h"

void codec_in_init(struct codec_in *in, struct base_slice text) {
    *in = (struct codec_in){.begin = text.ptr, .at = text.ptr, .end = text.ptr};
    if (text.len)
        in->end += text.len;
    in->error.code = CODEC_OK;
}

char codec_in_peek(struct codec_in *in) {
    while (in->at < in->end &&
           (*in->at == ' ' || *in->at == '\n' || *in->at == '\r' || *in->at == '\t'))
        in->at++;
    return in->at < in->end ? *in->at : '\0';
}

bool codec_in_fail(struct codec_in *in, enum codec_error_code code, const char *message) {
    struct codec_walk walk;
    codec_walk_init(&walk, in);
    if (codec_error_class(code) == CODEC_CLASS_SYNTAX)
        return codec_walk_syntax(&walk, code, in->at, message);
    codec_walk_finding(&walk, false, code, NULL, in->at, "%s", message);
    return false;
}

bool codec_in_expect(struct codec_in *in, char byte) {
    if (codec_in_peek(in) == byte && in->at < in->end) {
        in->at++;
        return true;
    }
    char message[] = "expected '?'";
    message[10] = byte;
    return codec_in_fail(in, CODEC_SYNTAX, message);
}

bool codec_in_text(struct codec_in *in, struct codec_text *text) {
    if (codec_in_peek(in) != '"')
        return codec_in_fail(in, CODEC_SYNTAX, "expected a string");
    struct codec_walk walk;
    codec_walk_init(&walk, in);
    return codec_walk_string(&walk, text) && walk.failed == 0;
}

bool codec_in_integer(struct codec_in *in, int64_t *integer) {
    (void)codec_in_peek(in);
    const char *end = codec_number_end(in->at, in->end);
    if (!end)
        return false;
    struct codec_number number = codec_number_read(base_slice(in->at, (size_t)(end - in->at)));
    if (!number.fits)
        return false;
    *integer = number.integer;
    in->at = end;
    return true;
}

bool codec_in_skip(struct codec_in *in, struct base_slice *raw) {
    struct codec_walk walk;
    codec_walk_init(&walk, in);
    (void)codec_in_peek(in);
    const char *start = in->at;
    bool readable = codec_walk_skip(&walk);
    if (raw)
        *raw = base_slice(start, (size_t)(in->at - start));
    return readable && walk.failed == 0;
}

bool codec_in_done(struct codec_in *in) {
    (void)codec_in_peek(in);
    return in->at == in->end || codec_in_fail(in, CODEC_TRAILING, codec_error_text(CODEC_TRAILING));
}
