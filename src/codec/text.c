#include "codec/text.h"

#include "base/print.h"
#include "base/utf8.h"
#include "codec/chars.h"
#include "codec/scan.h"

#include <stdio.h>

/* What is rare, and would give the usual case a frame. */
#define APART __attribute__((noinline)) static

int32_t codec_chars_hex4(const char *digits) {
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = digits[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

size_t codec_chars_utf8(uint32_t code_point, char *out) {
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

static uint32_t next_utf8(struct codec_chars *chars) {
    unsigned char first = (unsigned char)*chars->at++;
    if (first < 0x80)
        return first;
    size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    uint32_t code_point = first & (0x3Fu >> more);
    while (more-- > 0 && chars->at < chars->end)
        code_point = code_point << 6 | (*chars->at++ & 0x3F);
    return code_point;
}

static uint32_t next_escape(struct codec_chars *chars) {
    char kind = chars->at[1];
    chars->at += 2;
    switch (kind) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'u':
        break;
    default:
        return (unsigned char)kind;
    }
    uint32_t high = (uint32_t)codec_chars_hex4(chars->at);
    chars->at += 4;
    if (high < 0xD800 || high > 0xDBFF || chars->end - chars->at < 6 || chars->at[0] != '\\' ||
        chars->at[1] != 'u')
        return high;
    uint32_t low = (uint32_t)codec_chars_hex4(chars->at + 2);
    if (low < 0xDC00 || low > 0xDFFF)
        return high;
    chars->at += 6;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

bool codec_chars_next(struct codec_chars *chars, uint32_t *code_point) {
    if (chars->at == chars->end)
        return false;
    *code_point = chars->escaped && *chars->at == '\\' ? next_escape(chars) : next_utf8(chars);
    return true;
}

uint64_t codec_chars_hash(struct codec_text text) {
    uint64_t hash = 3;
    uint32_t code_point;
    for (struct codec_chars chars = codec_chars(text); codec_chars_next(&chars, &code_point);)
        hash = codec_chars_mix(hash, code_point);
    return hash;
}

/* With escapes in one of them at least. */
APART bool chars_equal(struct codec_text a, struct codec_text b) {
    struct codec_chars left = codec_chars(a), right = codec_chars(b);
    uint32_t l = 0, r = 0;
    for (;;) {
        bool more = codec_chars_next(&left, &l);
        if (more != codec_chars_next(&right, &r))
            return false;
        if (!more)
            return true;
        if (l != r)
            return false;
    }
}

bool codec_text_equal(struct codec_text a, struct codec_text b) {
    if (a.form != CODEC_TEXT_JSON && b.form != CODEC_TEXT_JSON)
        return base_slice_equal(base_slice(a.ptr, a.len), base_slice(b.ptr, b.len));
    return chars_equal(a, b);
}

size_t codec_text_length(struct codec_text text) {
    size_t length = 0;
    uint32_t code_point;
    struct codec_chars chars = codec_chars(text);
    for (;;) {
        const char *plain = codec_scan_string(chars.at, chars.end);
        length += (size_t)(plain - chars.at);
        chars.at = plain;
        if (!codec_chars_next(&chars, &code_point))
            return length;
        length++;
    }
}

APART size_t copy_chars(struct codec_text text, char *out, size_t capacity) {
    size_t needed = 0;
    bool full = false;
    uint32_t code_point;
    for (struct codec_chars chars = codec_chars(text); codec_chars_next(&chars, &code_point);) {
        char bytes[4];
        size_t n = codec_chars_utf8(code_point, bytes);
        full = full || needed + n > capacity;
        if (!full)
            memcpy(out + needed, bytes, n);
        needed += n;
    }
    return needed;
}

size_t codec_text_copy(struct codec_text text, char *out, size_t capacity) {
    if (text.form == CODEC_TEXT_JSON || text.len > capacity)
        return copy_chars(text, out, capacity);
    if (text.len)
        memcpy(out, text.ptr, text.len);
    return text.len;
}

struct codec_text codec_text_vprint(char *room, size_t size, const char *format, va_list values) {
    size_t length = base_print_values(room, size, format, values);
    if (length == size - 1) /* at most three bytes of a character are left of it */
        for (int i = 0; i < 3 && length && !base_utf8_valid(base_slice(room, length)); i++)
            length--;
    return codec_text_plain(base_slice(room, length));
}

struct codec_text codec_text_print(char *room, size_t size, const char *format, ...) {
    va_list values;
    va_start(values, format);
    struct codec_text text = codec_text_vprint(room, size, format, values);
    va_end(values);
    return text;
}
