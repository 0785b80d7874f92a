/* placeholder.c - placeholders of binary attachments: whether those of a payload name each of them.
 */
#include "socketio/internal.h"

/* The text is known to be well-formed and at most CODEC_DEPTH_MAX deep, so the recursion is
 * bounded and syntax need not be checked again. */
static bool walk(struct codec_in *in, size_t count);

static bool is_true(struct base_slice raw) {
    return base_slice_equal(raw, base_slice("true", 4));
}

/* An object, which is a placeholder if its member `_placeholder` is true. */
static bool walk_object(struct codec_in *in, size_t count) {
    bool placeholder = false;
    bool in_range = false;
    bool valid = true;
    struct codec_text key;
    codec_in_expect(in, '{');
    while (codec_in_peek(in) == '"' && codec_in_text(in, &key) && codec_in_expect(in, ':')) {
        int64_t number;
        struct base_slice raw;
        if (codec_text_equal(key, CODEC_TEXT("_placeholder")) && codec_in_peek(in) != '{' &&
            codec_in_peek(in) != '[')
            placeholder = codec_in_skip(in, &raw) && is_true(raw);
        else if (codec_text_equal(key, CODEC_TEXT("num")) && codec_in_integer(in, &number))
            in_range = number >= 0 && (uint64_t)number < count;
        else
            valid = walk(in, count) && valid;
        if (codec_in_peek(in) == ',')
            codec_in_expect(in, ',');
    }
    codec_in_expect(in, '}');
    return valid && (!placeholder || in_range);
}

static bool walk_array(struct codec_in *in, size_t count) {
    bool valid = true;
    codec_in_expect(in, '[');
    while (codec_in_peek(in) != ']' && !codec_in_malformed(in)) {
        valid = walk(in, count) && valid;
        if (codec_in_peek(in) == ',')
            codec_in_expect(in, ',');
    }
    codec_in_expect(in, ']');
    return valid;
}

static bool walk(struct codec_in *in, size_t count) {
    char c = codec_in_peek(in);
    if (c == '{')
        return walk_object(in, count);
    if (c == '[')
        return walk_array(in, count);
    return codec_in_skip(in, NULL);
}

bool socketio_placeholders_valid(struct codec_in *in, size_t count) {
    bool valid = true;
    while (codec_in_peek(in) != ']' && !codec_in_malformed(in)) {
        valid = walk(in, count) && valid;
        if (codec_in_peek(in) == ',')
            codec_in_expect(in, ',');
    }
    return valid && !codec_in_malformed(in);
}
