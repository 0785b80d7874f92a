#include "codec/equal.h"

#include "codec/chars.h"
#include "codec/in.h"
#include "codec/number.h"
#include "codec/walk.h"

/* Values that were read and found within the limits nest at most CODEC_DEPTH_MAX deep, so recursion
 * is bounded. Others are never compared. */

static struct codec_in cursor(struct base_slice text) {
    struct codec_in in;
    codec_in_init(&in, text);
    return in;
}

/* The string at `in`, which has been read before. */
static struct codec_text next_text(struct codec_in *in) {
    struct codec_text text = {.ptr = in->at, .form = CODEC_TEXT_CLEAN};
    struct codec_walk walk;
    codec_walk_init(&walk, in);
    walk.trusted = true;
    (void)codec_walk_string(&walk, &text);
    return text;
}

/* The text of the next value, without looking into it more than needed to find its end. */
static struct base_slice next_value(struct codec_in *in) {
    (void)codec_in_peek(in);
    const char *start = in->at;
    size_t open = 0;
    do {
        char c = codec_in_peek(in);
        if (c == '"') {
            (void)next_text(in);
        } else if (c == '{' || c == '[') {
            open++;
            in->at++;
        } else if (c == '}' || c == ']') {
            open--;
            in->at++;
        } else if (c == ',' || c == ':') {
            in->at++;
        } else {
            while (in->at < in->end && !strchr(",:]} \t\r\n", *in->at))
                in->at++;
        }
    } while (open > 0 && in->at < in->end);
    return base_slice(start, (size_t)(in->at - start));
}

/* Moves to the next item or member: true if there is one. `in` starts before the bracket. */
static bool next_child(struct codec_in *in, char close) {
    if (codec_in_peek(in) == close)
        return false;
    in->at++; /* the opening bracket or a comma */
    return codec_in_peek(in) != close;
}

static struct codec_text next_name(struct codec_in *in) {
    struct codec_text name = next_text(in);
    (void)codec_in_expect(in, ':');
    return name;
}

static struct codec_text whole_text(struct base_slice text) {
    struct codec_in in = cursor(text);
    return next_text(&in);
}

static bool arrays_equal(struct base_slice a, struct base_slice b) {
    struct codec_in left = cursor(a), right = cursor(b);
    for (;;) {
        bool more = next_child(&left, ']');
        if (more != next_child(&right, ']'))
            return false;
        if (!more)
            return true;
        if (!codec_equal(next_value(&left), next_value(&right)))
            return false;
    }
}

static size_t count_members(struct base_slice object) {
    size_t count = 0;
    for (struct codec_in in = cursor(object); next_child(&in, '}'); count++) {
        (void)next_name(&in);
        (void)next_value(&in);
    }
    return count;
}

static bool has_member(struct base_slice object, struct codec_text name, struct base_slice value) {
    for (struct codec_in in = cursor(object); next_child(&in, '}');) {
        bool same = codec_text_equal(next_name(&in), name);
        struct base_slice member = next_value(&in);
        if (same)
            return codec_equal(member, value);
    }
    return false;
}

static bool objects_equal(struct base_slice a, struct base_slice b) {
    if (count_members(a) != count_members(b))
        return false;
    for (struct codec_in in = cursor(a); next_child(&in, '}');) {
        struct codec_text name = next_name(&in);
        if (!has_member(b, name, next_value(&in)))
            return false;
    }
    return true;
}

static bool is_number(char first) {
    return first == '-' || (first >= '0' && first <= '9');
}

bool codec_equal(struct base_slice a, struct base_slice b) {
    char first = a.ptr[0];
    if (is_number(first))
        return is_number(b.ptr[0]) && codec_number_compare(a, b) == 0;
    if (first != b.ptr[0])
        return false;
    switch (first) {
    case '"':
        return codec_text_equal(whole_text(a), whole_text(b));
    case '[':
        return arrays_equal(a, b);
    case '{':
        return objects_equal(a, b);
    default:
        return true; /* the words differ in their first letter */
    }
}

static uint64_t hash_number(struct base_slice text) {
    double value;
    uint64_t bits = 0;
    if (codec_number_double(text, &value) && value != 0) /* equal numbers round alike */
        memcpy(&bits, &value, sizeof bits);
    return codec_chars_mix(5, bits);
}

uint64_t codec_equal_hash(struct base_slice value) {
    char first = value.ptr[0];
    struct codec_in in = cursor(value);
    uint64_t hash = (unsigned char)first;
    if (is_number(first))
        return hash_number(value);
    if (first == '"')
        return codec_chars_hash(whole_text(value));
    if (first == '[')
        while (next_child(&in, ']'))
            hash = codec_chars_mix(hash, codec_equal_hash(next_value(&in)));
    if (first == '{')
        while (next_child(&in, '}')) {
            uint64_t name = codec_chars_hash(next_name(&in));
            hash +=
                codec_chars_mix(name, codec_equal_hash(next_value(&in))); /* a sum knows no order */
        }
    return hash;
}
