#include "codec/in.h"

#include "codec/walk.h"

static void init(struct codec_in *in, struct base_slice text, const struct codec_scratch *scratch) {
    in->begin = in->at = in->end = text.ptr;
    if (text.len)
        in->end += text.len;
    in->scratch = scratch;
    in->base64 = base_slice(NULL, 0);
    in->error.code = CODEC_OK;
    in->error.keyword = "";
    in->error.offset = 0;
    in->error.pointer[0] = in->error.message[0] = '\0'; /* not all 544 bytes: that costs */
    in->errors = in->deviations = NULL;
    in->strict = in->again = false;
}

void codec_in_init(struct codec_in *in, struct base_slice text,
                   const struct codec_scratch *scratch) {
    init(in, text, scratch);
}

void codec_in_init_again(struct codec_in *in, struct base_slice text) {
    init(in, text, NULL);
    in->again = true;
}

char codec_in_peek(struct codec_in *in) {
    while (in->at < in->end &&
           (*in->at == ' ' || *in->at == '\n' || *in->at == '\r' || *in->at == '\t'))
        in->at++;
    return in->at < in->end ? *in->at : '\0';
}

bool codec_in_fail(struct codec_in *in, enum codec_error_code code, const char *message) {
    struct codec_walk walk;
    codec_walk_init(&walk, in, NULL);
    return codec_walk_fail(&walk, code, in->at, message);
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
    codec_walk_init(&walk, in, NULL);
    return codec_walk_string(&walk, text) && walk.failed == 0;
}

bool codec_in_integer(struct codec_in *in, int64_t *integer) {
    (void)codec_in_peek(in);
    struct codec_number number;
    if (!codec_number_next(in->at, in->end, &number) || !number.fits)
        return false;
    *integer = number.integer;
    in->at += number.text.len;
    return true;
}

bool codec_in_skip(struct codec_in *in, struct base_slice *raw) {
    struct codec_walk walk;
    struct codec_step path[CODEC_DEPTH_MAX];
    codec_walk_init(&walk, in, path);
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
