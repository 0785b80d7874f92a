#include "base/id.h"

#include <string.h>

void base_hex_format(char *out, const uint8_t *bytes, size_t len) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

void base_uuid_format(char out[BASE_UUID_LENGTH + 1], const uint8_t random[16]) {
    uint8_t bytes[16];
    memcpy(bytes, random, sizeof bytes);
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    static const size_t ends[] = {4, 6, 8, 10, 16};
    size_t at = 0;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        base_hex_format(out, bytes + at, ends[i] - at);
        out += 2 * (ends[i] - at);
        *out++ = '-';
        at = ends[i];
    }
    out[-1] = '\0';
}
