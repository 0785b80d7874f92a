#include "net/target.h"

#include "base/print.h"
#include "base/utf8.h"
#include "net/character.h"

/* The byte that the escape at `at` stands for, or -1: it is none. */
static int escaped(struct base_slice in, size_t at) {
    if (in.len - at < 3)
        return -1;
    int high = net_hex_digit(in.ptr[at + 1]), low = net_hex_digit(in.ptr[at + 2]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* Quotes up to three bytes, what could be an escape. */
static bool refuse(struct base_slice in, size_t at, const char *why, char *error, size_t size) {
    char shown[4] = "";
    for (size_t i = 0; i < 3 && at + i < in.len; i++)
        shown[i] = in.ptr[at + i] > ' ' && in.ptr[at + i] < 0x7f ? in.ptr[at + i] : '?';
    (void)base_print(error, size, "\"%s\" at byte %zu %s", shown, at + 1, why);
    return false;
}

bool net_target_decode(struct base_slice in, char *out, size_t *length, char *error,
                       size_t error_size) {
    size_t used = 0;
    for (size_t at = 0, step; at < in.len; at += step) {
        bool escape = in.ptr[at] == '%';
        int byte = escape ? escaped(in, at) : in.ptr[at];
        if (escape && byte < 0)
            return refuse(in, at, "must be '%' and two hexadecimal digits; a '%' itself is %25",
                          error, error_size);
        if (net_is_control((char)byte) || (char)byte == '\t')
            return refuse(in, at,
                          "is a control character, which cannot stand here; in a glob, ? (%3F) "
                          "matches it",
                          error, error_size);
        out[used++] = (char)byte;
        step = escape ? 3 : 1;
    }
    *length = used;
    if (base_utf8_valid(base_slice(out, used)))
        return true;
    (void)base_print(error, error_size, "what the escapes stand for is not UTF-8");
    return false;
}

char net_target_next(struct base_slice in, size_t *at) {
    int byte = in.ptr[*at] == '%' ? escaped(in, *at) : -1;
    bool same = byte > 0 && net_is_alphanumeric((char)byte);
    char next = same ? (char)byte : in.ptr[*at];
    *at += same ? 3 : 1;
    return next;
}
