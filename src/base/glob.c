#include "base/glob.h"

/* Wildcards in what base_glob_text makes: bytes that are never in UTF-8, and there each is one
 * character. */
#define ANY '\xfe'
#define ONE '\xff'

static bool is_special(char byte) {
    return byte == '*' || byte == '?' || byte == '\\';
}

/* 1 when the backslash at `at` makes what is behind it stand for itself, else 0. */
static size_t escape(const char *at, const char *end) {
    return *at == '\\' && at + 1 < end && is_special(at[1]);
}

/* Bytes of the character at `at`, so that `?` takes a whole one. */
static size_t character(const char *at, const char *end) {
    const char *next = at + 1;
    while (next < end && ((unsigned char)*next & 0xc0) == 0x80)
        next++;
    return (size_t)(next - at);
}

/* Only the last star need be remembered: what an earlier one matched can stay as it is. */
bool base_glob_match(struct base_slice pattern, struct base_slice text) {
    const char *p = pattern.ptr, *p_end = p + pattern.len;
    const char *t = text.ptr, *t_end = t + text.len;
    const char *star = NULL, *resume = NULL;
    while (t < t_end) {
        size_t skip = p < p_end ? escape(p, p_end) : 0;
        if (p < p_end && *p == '*') {
            star = ++p;
            resume = t;
        } else if (p < p_end && *p == '?' && *t != ANY) {
            p++;
            t += character(t, t_end);
        } else if (p < p_end && p[skip] == *t) {
            p += skip + 1;
            t++;
        } else if (star) {
            p = star;
            t = resume += character(resume, t_end);
        } else {
            return false;
        }
    }
    while (p < p_end && *p == '*')
        p++;
    return p == p_end;
}

bool base_glob_is_plain(struct base_slice pattern) {
    const char *end = pattern.ptr + pattern.len;
    for (const char *at = pattern.ptr; at < end; at += escape(at, end) + 1)
        if (*at == '*' || *at == '?')
            return false;
    return true;
}

size_t base_glob_least(struct base_slice pattern) {
    const char *end = pattern.ptr + pattern.len;
    size_t least = 0;
    for (const char *at = pattern.ptr; at < end; at += character(at, end)) {
        size_t skip = escape(at, end);
        at += skip;
        least += skip || *at != '*' ? 1 : 0;
    }
    return least;
}

struct base_slice base_glob_text(struct base_slice pattern, char *out) {
    const char *end = pattern.ptr + pattern.len;
    size_t length = 0;
    for (const char *at = pattern.ptr; at < end; at++) {
        size_t skip = escape(at, end);
        at += skip;
        out[length++] = skip || (*at != '*' && *at != '?') ? *at : *at == '*' ? ANY : ONE;
    }
    return base_slice(out, length);
}

struct base_slice base_glob_of(struct base_slice text, char *out) {
    size_t length = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (is_special(text.ptr[i]))
            out[length++] = '\\';
        out[length++] = text.ptr[i];
    }
    return base_slice(out, length);
}
