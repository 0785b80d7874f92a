#include "base/base64.h"

#include <stdint.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void encode(char *out, struct base_slice bytes, const char *letters) {
    const unsigned char *in = (const unsigned char *)bytes.ptr;
    size_t left = bytes.len;
    for (; left >= 3; left -= 3, in += 3, out += 4) {
        out[0] = letters[in[0] >> 2];
        out[1] = letters[(in[0] & 3) << 4 | in[1] >> 4];
        out[2] = letters[(in[1] & 15) << 2 | in[2] >> 6];
        out[3] = letters[in[2] & 63];
    }
    if (!left)
        return;
    unsigned char second = left == 2 ? in[1] : 0;
    out[0] = letters[in[0] >> 2];
    out[1] = letters[(in[0] & 3) << 4 | second >> 4];
    out[2] = left == 2 ? letters[(second & 15) << 2] : '=';
    out[3] = '=';
}

void base_base64_encode(char *out, struct base_slice bytes) {
    encode(out, bytes, alphabet);
}

void base_base64url_encode(char *out, struct base_slice bytes) {
    encode(out, bytes, url_alphabet);
}

#define BAD 0x80

/* The six bits of each ASCII character, or BAD. */
static const unsigned char bits[128] = {
    BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD,
    BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD,
    BAD, BAD, BAD, BAD, BAD, 62,  BAD, BAD, BAD, 63,  52,  53,  54,  55,  56,  57,  58,  59,  60,
    61,  BAD, BAD, BAD, BAD, BAD, BAD, BAD, 0,   1,   2,   3,   4,   5,   6,   7,   8,   9,   10,
    11,  12,  13,  14,  15,  16,  17,  18,  19,  20,  21,  22,  23,  24,  25,  BAD, BAD, BAD, BAD,
    BAD, BAD, 26,  27,  28,  29,  30,  31,  32,  33,  34,  35,  36,  37,  38,  39,  40,  41,  42,
    43,  44,  45,  46,  47,  48,  49,  50,  51,  BAD, BAD, BAD, BAD, BAD,
};

static unsigned bits_of(char character) {
    unsigned c = (unsigned char)character;
    return c < sizeof bits ? bits[c] : BAD;
}

/* The last group of four, which may be padded. Returns its bytes, 0 when it is wrong. */
static size_t decode_last(char *out, const char *in) {
    unsigned a = bits_of(in[0]);
    unsigned b = bits_of(in[1]);
    unsigned c = in[2] == '=' && in[3] == '=' ? 0 : bits_of(in[2]);
    unsigned d = in[3] == '=' ? 0 : bits_of(in[3]);
    size_t length = in[3] != '=' ? 3 : in[2] != '=' ? 2 : 1;
    if ((a | b | c | d) & BAD || (length == 1 && b & 15) || (length == 2 && c & 3))
        return 0;
    out[0] = (char)(a << 2 | b >> 4);
    if (length > 1)
        out[1] = (char)(b << 4 | c >> 2);
    if (length > 2)
        out[2] = (char)(c << 6 | d);
    return length;
}

bool base_base64_decode(char *out, size_t *length, struct base_slice text) {
    *length = 0;
    if (text.len % 4)
        return false;
    if (!text.len)
        return true;
    char *to = out;
    const char *in = text.ptr;
    const char *last = text.ptr + text.len - 4;
    for (; in < last; in += 4, to += 3) {
        unsigned a = bits_of(in[0]);
        unsigned b = bits_of(in[1]);
        unsigned c = bits_of(in[2]);
        unsigned d = bits_of(in[3]);
        if ((a | b | c | d) & BAD)
            return false;
        to[0] = (char)(a << 2 | b >> 4);
        to[1] = (char)(b << 4 | c >> 2);
        to[2] = (char)(c << 6 | d);
    }
    size_t rest = decode_last(to, last);
    *length = (size_t)(to - out) + rest;
    return rest > 0;
}
