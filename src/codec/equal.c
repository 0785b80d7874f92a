#include "codec/equal.h"

#include "codec/again.h"
#include "codec/chars.h"
#include "codec/number.h"

/* Values that were read and found within the limits nest at most CODEC_DEPTH_MAX deep, so recursion
 * is bounded. Others are never compared. */

/* Moves to the next item or member: true if there is one. `in` starts before the bracket. */
static bool next_child(struct codec_again *in, char close) {
    if (codec_again_peek(in) == close)
        return false;
    in->at++; /* the opening bracket or a comma */
    return codec_again_peek(in) != close;
}

static struct codec_text next_name(struct codec_again *in) {
    struct codec_text name = codec_again_string(in);
    (void)codec_again_peek(in);
    in->at++; /* the colon */
    return name;
}

static struct codec_text whole_text(struct base_slice text) {
    struct codec_again in = codec_again(text);
    return codec_again_string(&in);
}

static bool arrays_equal(struct base_slice a, struct base_slice b) {
    struct codec_again left = codec_again(a), right = codec_again(b);
    for (;;) {
        bool more = next_child(&left, ']');
        if (more != next_child(&right, ']'))
            return false;
        if (!more)
            return true;
        if (!codec_equal(codec_again_value(&left), codec_again_value(&right)))
            return false;
    }
}

static size_t count_members(struct base_slice object) {
    size_t count = 0;
    for (struct codec_again in = codec_again(object); next_child(&in, '}'); count++) {
        (void)next_name(&in);
        (void)codec_again_value(&in);
    }
    return count;
}

static bool has_member(struct base_slice object, struct codec_text name, struct base_slice value) {
    for (struct codec_again in = codec_again(object); next_child(&in, '}');) {
        bool same = codec_text_equal(next_name(&in), name);
        struct base_slice member = codec_again_value(&in);
        if (same)
            return codec_equal(member, value);
    }
    return false;
}

static bool objects_equal(struct base_slice a, struct base_slice b) {
    if (count_members(a) != count_members(b))
        return false;
    for (struct codec_again in = codec_again(a); next_child(&in, '}');) {
        struct codec_text name = next_name(&in);
        if (!has_member(b, name, codec_again_value(&in)))
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
    struct codec_again in = codec_again(value);
    uint64_t hash = (unsigned char)first;
    if (is_number(first))
        return hash_number(value);
    if (first == '"')
        return codec_chars_hash(whole_text(value));
    if (first == '[')
        while (next_child(&in, ']'))
            hash = codec_chars_mix(hash, codec_equal_hash(codec_again_value(&in)));
    if (first == '{')
        while (next_child(&in, '}')) {
            uint64_t name = codec_chars_hash(next_name(&in));
            hash += codec_chars_mix(
                name, codec_equal_hash(codec_again_value(&in))); /* a sum knows no order */
        }
    return hash;
}
