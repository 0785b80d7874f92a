#include "base/utf8.h"

#include <stdint.h>

/* Length of the character at `at`, 0 when it is not well-formed. */
static size_t character(const unsigned char *at, size_t left) {
    unsigned first = at[0];
    if (first < 0x80)
        return 1;
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || left < length)
        return 0;
    unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

bool base_utf8_valid(struct base_slice bytes) {
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    size_t left = bytes.len;
    while (left) {
        uint64_t eight;
        if (left >= sizeof eight) {
            memcpy(&eight, at, sizeof eight);
            if (!(eight & 0x8080808080808080u)) {
                at += sizeof eight;
                left -= sizeof eight;
                continue;
            }
        }
        size_t length = character(at, left);
        if (!length)
            return false;
        at += length;
        left -= length;
    }
    return true;
}

static bool begins(struct base_slice file, const char *mark, size_t length) {
    return file.len >= length && memcmp(file.ptr, mark, length) == 0;
}

struct base_slice base_utf8_unmarked(struct base_slice file) {
    static const char mark[] = "\xef\xbb\xbf";
    size_t length = begins(file, mark, sizeof mark - 1) ? sizeof mark - 1 : 0;
    return base_slice(length ? file.ptr + length : file.ptr, file.len - length);
}

bool base_utf8_is_wide(struct base_slice file) {
    return begins(file, "\xff\xfe", 2) || begins(file, "\xfe\xff", 2) ||
           (file.len >= 2 && !file.ptr[0] != !file.ptr[1]);
}
