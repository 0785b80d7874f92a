#include "base/glob.h"

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
        if (p < p_end && *p == '*') {
            star = ++p;
            resume = t;
        } else if (p < p_end && *p == '?') {
            p++;
            t += character(t, t_end);
        } else if (p < p_end && *p == *t) {
            p++;
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
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.ptr[i] == '*' || pattern.ptr[i] == '?')
            return false;
    return true;
}
