#include "codec/out.h"

#include "codec/chars.h"
#include "codec/scan.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void codec_out_init(struct codec_out *out, char *own, size_t capacity) {
    out->own = own;
    out->own_length = 0;
    out->own_capacity = capacity;
    out->segment_count = 0;
    out->error.code = CODEC_OK;
}

bool codec_out_fail(struct codec_out *out, enum codec_error_code code, const char *keyword,
                    const char *format, ...) {
    va_list values;
    if (out->error.code != CODEC_OK)
        return false;
    out->error = (struct codec_error){.code = code, .keyword = keyword, .offset = out->own_length};
    va_start(values, format);
    codec_error_say(&out->error, format, values);
    va_end(values);
    return false;
}

/* Puts `step` before the pointer. What does not fit is cut at the end. */
static bool prepend(struct codec_out *out, const char *step) {
    char whole[2 * CODEC_POINTER_SIZE];
    char *pointer = out->error.pointer;
    size_t length = (size_t)snprintf(whole, sizeof whole, "%s%s", step, pointer);
    if (length >= CODEC_POINTER_SIZE) {
        length = CODEC_POINTER_SIZE - sizeof "...";
        while (length > 0 && ((unsigned char)whole[length] & 0xC0) == 0x80)
            length--;
        memcpy(whole + length, "...", sizeof "...");
        length += sizeof "..." - 1;
    }
    memcpy(pointer, whole, length + 1);
    return false;
}

bool codec_out_failed_member(struct codec_out *out, struct base_slice name) {
    char step[CODEC_POINTER_SIZE] = "/";
    size_t used = 1;
    for (size_t i = 0; i < name.len && used + 2 < sizeof step; i++) {
        bool escaped = name.ptr[i] == '~' || name.ptr[i] == '/';
        if (escaped)
            step[used++] = '~';
        step[used++] = !escaped ? name.ptr[i] : name.ptr[i] == '~' ? '0' : '1';
    }
    step[used] = '\0';
    return prepend(out, step);
}

bool codec_out_failed_item(struct codec_out *out, size_t index) {
    char step[24];
    (void)snprintf(step, sizeof step, "/%zu", index);
    return prepend(out, step);
}

static struct codec_segment *add_segment(struct codec_out *out, const char *ptr) {
    if (out->segment_count == CODEC_SEGMENTS_MAX) {
        (void)codec_out_fail(out, CODEC_NO_SPACE, "", "too many large values in one output");
        return NULL;
    }
    struct codec_segment *segment = &out->segments[out->segment_count++];
    *segment = (struct codec_segment){.bytes = {ptr, 0}};
    return segment;
}

char *codec_out_claim(struct codec_out *out, size_t len) {
    if (out->error.code != CODEC_OK)
        return NULL;
    if (len > out->own_capacity - out->own_length) {
        (void)codec_out_fail(out, CODEC_NO_SPACE, "", "the output does not fit the memory given");
        return NULL;
    }
    char *at = out->own + out->own_length;
    struct codec_segment *last = out->segment_count ? &out->segments[out->segment_count - 1] : NULL;
    if (!last || last->borrowed)
        last = add_segment(out, at);
    if (!last)
        return NULL;
    last->bytes.len += len;
    out->own_length += len;
    return at;
}

bool codec_out_bytes(struct codec_out *out, struct base_slice bytes) {
    char *at = codec_out_claim(out, bytes.len);
    if (!at)
        return false;
    if (bytes.len)
        memcpy(at, bytes.ptr, bytes.len);
    return true;
}

bool codec_out_borrow(struct codec_out *out, struct base_slice bytes) {
    /* own bytes must be able to follow, so the last but one is not given away */
    if (bytes.len < CODEC_BORROW_MIN || out->segment_count + 2 > CODEC_SEGMENTS_MAX)
        return codec_out_bytes(out, bytes);
    if (out->error.code != CODEC_OK)
        return false;
    struct codec_segment *segment = add_segment(out, bytes.ptr);
    if (!segment)
        return false;
    segment->bytes.len = bytes.len;
    segment->borrowed = true;
    return true;
}

/* Plain text: everything but quotes, backslashes and control characters stands for itself. */
static bool escape(struct codec_out *out, struct base_slice plain) {
    const char *at = plain.ptr, *end = plain.len ? plain.ptr + plain.len : plain.ptr;
    while (at < end) {
        const char *next = codec_scan_string(at, end);
        while (next < end && (unsigned char)*next >= 0x80)
            next++;
        if (!codec_out_bytes(out, base_slice(at, (size_t)(next - at))))
            return false;
        at = next;
        if (at == end || !(*at == '"' || *at == '\\' || (unsigned char)*at < 0x20))
            continue;
        char code[8];
        const char *letters = "b\bf\fn\nr\rt\t\"\"\\\\";
        for (; *letters && letters[1] != *at; letters += 2) {
        }
        int n = *letters ? snprintf(code, sizeof code, "\\%c", *letters)
                         : snprintf(code, sizeof code, "\\u%04x", (unsigned)(unsigned char)*at);
        if (!codec_out_bytes(out, base_slice(code, (size_t)n)))
            return false;
        at++;
    }
    return true;
}

/* Needs no escaping, as far as a look at it tells. */
static bool is_clean(struct base_slice plain) {
    const char *end = plain.len ? plain.ptr + plain.len : plain.ptr;
    return codec_scan_string(plain.ptr, end) == end;
}

/* Returns the place behind the closing quote. */
static char *write_quoted(char *at, struct base_slice bytes) {
    *at++ = '"';
    if (bytes.len)
        memcpy(at, bytes.ptr, bytes.len);
    at += bytes.len;
    *at++ = '"';
    return at;
}

bool codec_out_text(struct codec_out *out, struct codec_text text) {
    const struct base_slice quote = BASE_SLICE("\"");
    struct base_slice bytes = {text.ptr, text.len};
    bool as_it_stands = text.form != CODEC_TEXT_PLAIN || is_clean(bytes);
    if (as_it_stands && text.len < CODEC_BORROW_MIN) {
        char *at = codec_out_claim(out, text.len + 2);
        if (at)
            write_quoted(at, bytes);
        return at;
    }
    return codec_out_bytes(out, quote) &&
           (as_it_stands ? codec_out_borrow(out, bytes) : escape(out, bytes)) &&
           codec_out_bytes(out, quote);
}

bool codec_out_name(struct codec_out *out, char separator, struct base_slice name) {
    if (!is_clean(name))
        return codec_out_bytes(out, base_slice(&separator, 1)) &&
               codec_out_text(out, codec_text_plain(name)) &&
               codec_out_bytes(out, base_slice(":", 1));
    char *at = codec_out_claim(out, name.len + 4);
    if (!at)
        return false;
    *at = separator;
    *write_quoted(at + 1, name) = ':';
    return true;
}

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

size_t codec_out_write_integer(int64_t value, char *digits) {
    char room[2 * CODEC_INTEGER_SIZE] = {0}, *end = room + CODEC_INTEGER_SIZE, *at = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    for (; rest >= 10; rest /= 100) { /* two at a time: divisions take the time */
        at -= 2;
        memcpy(at, pairs + rest % 100 * 2, 2);
    }
    if (rest || at == end)
        *--at = (char)('0' + rest);
    if (value < 0)
        *--at = '-';
    memcpy(digits, at, CODEC_INTEGER_SIZE); /* of a fixed size: quicker than the number alone */
    return (size_t)(end - at);
}

bool codec_out_integer(struct codec_out *out, int64_t value) {
    char digits[CODEC_INTEGER_SIZE];
    return codec_out_bytes(out, base_slice(digits, codec_out_write_integer(value, digits)));
}

size_t codec_out_write_double(double value, char *digits) {
    if (!isfinite(value))
        return 0;
    int n = 0;
    /* numbers below DBL_MIN have fewer digits than the 15 that any other can hold */
    for (int precision = fabs(value) < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
        n = snprintf(digits, CODEC_DOUBLE_SIZE, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    return (size_t)n;
}

bool codec_out_double(struct codec_out *out, double value) {
    char digits[CODEC_DOUBLE_SIZE];
    size_t n = codec_out_write_double(value, digits);
    return n ? codec_out_bytes(out, base_slice(digits, n))
             : codec_out_fail(out, CODEC_VALUE, "type",
                              "must be a finite number, because JSON has no others");
}

size_t codec_out_length(const struct codec_out *out) {
    size_t length = 0;
    for (size_t i = 0; i < out->segment_count; i++)
        length += out->segments[i].bytes.len;
    return length;
}

void codec_out_flatten(const struct codec_out *out, char *to) {
    for (size_t i = 0; i < out->segment_count; i++) {
        struct base_slice bytes = out->segments[i].bytes;
        if (bytes.len)
            memcpy(to, bytes.ptr, bytes.len);
        to += bytes.len;
    }
}
