#include "codec/out.h"

#include "codec/chars.h"
#include "codec/scan.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void codec_out_init(struct codec_out *out, char *own, size_t capacity) {
    out->own = own;
    out->own_length = 0;
    out->own_capacity = capacity;
    out->segment_count = 0;
    out->error.code = CODEC_OK;
}

bool codec_out_fail(struct codec_out *out, enum codec_error_code code, const char *message) {
    if (out->error.code != CODEC_OK)
        return false;
    out->error = (struct codec_error){.code = code, .keyword = "", .offset = out->own_length};
    (void)snprintf(out->error.message, sizeof out->error.message, "%s", message);
    return false;
}

static struct codec_segment *add_segment(struct codec_out *out, bool borrowed, const char *ptr) {
    if (out->segment_count == CODEC_SEGMENTS_MAX) {
        (void)codec_out_fail(out, CODEC_NO_SPACE, "too many large values in one output");
        return NULL;
    }
    struct codec_segment *segment = &out->segments[out->segment_count++];
    *segment = (struct codec_segment){.bytes = {ptr, 0}, .borrowed = borrowed};
    return segment;
}

/* Room for `len` own bytes behind what is there, or NULL. */
static char *claim(struct codec_out *out, size_t len) {
    if (out->error.code != CODEC_OK)
        return NULL;
    if (len > out->own_capacity - out->own_length) {
        (void)codec_out_fail(out, CODEC_NO_SPACE, "the output does not fit the memory given");
        return NULL;
    }
    char *at = out->own + out->own_length;
    struct codec_segment *last =
        out->segment_count ? &out->segments[out->segment_count - 1] : NULL;
    if (!last || last->borrowed)
        last = add_segment(out, false, at);
    if (!last)
        return NULL;
    last->bytes.len += len;
    out->own_length += len;
    return at;
}

bool codec_out_bytes(struct codec_out *out, struct base_slice bytes) {
    char *at = claim(out, bytes.len);
    if (!at)
        return false;
    if (bytes.len)
        memcpy(at, bytes.ptr, bytes.len);
    return true;
}

bool codec_out_borrow(struct codec_out *out, struct base_slice bytes) {
    if (bytes.len < CODEC_BORROW_MIN)
        return codec_out_bytes(out, bytes);
    if (out->error.code != CODEC_OK)
        return false;
    struct codec_segment *segment = add_segment(out, true, bytes.ptr);
    if (!segment)
        return false;
    segment->bytes.len = bytes.len;
    return true;
}

/* Plain text: everything but quotes, backslashes and control characters stands for itself. */
static bool escape(struct codec_out *out, struct base_slice plain) {
    const char *at = plain.ptr, *end = plain.ptr + plain.len;
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
        for (; *letters && letters[1] != *at; letters += 2) {}
        int n = *letters ? snprintf(code, sizeof code, "\\%c", *letters)
                         : snprintf(code, sizeof code, "\\u%04x", (unsigned)(unsigned char)*at);
        if (!codec_out_bytes(out, base_slice(code, (size_t)n)))
            return false;
        at++;
    }
    return true;
}

bool codec_out_text(struct codec_out *out, struct codec_text text) {
    const struct base_slice quote = BASE_SLICE("\"");
    struct base_slice bytes = {text.ptr, text.len};
    bool written = text.form == CODEC_TEXT_PLAIN;
    return codec_out_bytes(out, quote) &&
           (written ? escape(out, bytes) : codec_out_borrow(out, bytes)) &&
           codec_out_bytes(out, quote);
}

bool codec_out_integer(struct codec_out *out, int64_t value) {
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRId64, value);
    return codec_out_bytes(out, base_slice(digits, (size_t)n));
}

bool codec_out_double(struct codec_out *out, double value) {
    if (!isfinite(value))
        return codec_out_fail(out, CODEC_VALUE, "JSON has no number that is not finite");
    char digits[32];
    int n = 0;
    for (int precision = 15; precision <= 17; precision++) {
        n = snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    return codec_out_bytes(out, base_slice(digits, (size_t)n));
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
