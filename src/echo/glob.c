#include "echo/glob.h"

bool echo_glob_is_plain(struct base_slice pattern) {
    return !pattern.len ||
           (!memchr(pattern.ptr, '*', pattern.len) && !memchr(pattern.ptr, '?', pattern.len));
}

/* Where the character at `at` ends. */
static size_t after(struct base_slice text, size_t at) {
    at++;
    while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at++;
    return at;
}

bool echo_glob_match(struct base_slice pattern, struct base_slice text) {
    const size_t none = (size_t)-1;
    size_t p = 0, t = 0, star = none, resume = 0;
    /* Only the last star has to be tried again: what stood before it has matched already. */
    while (t < text.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.len && pattern.ptr[p] == '?') {
            p++;
            t = after(text, t);
        } else if (p < pattern.len && pattern.ptr[p] == text.ptr[t]) {
            p++;
            t++;
        } else if (star != none) {
            p = star + 1;
            t = resume = after(text, resume);
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*')
        p++;
    return p == pattern.len;
}
