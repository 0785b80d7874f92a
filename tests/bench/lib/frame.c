#include "bench/lib/frame.h"

#include <stdint.h>

const unsigned char frame_mask[4] = {0x37, 0xfa, 0x21, 0x3d};

size_t frame_put_header(unsigned char *at, size_t length, size_t start) {
    size_t more = length < 126 ? 0 : length < 65536 ? 2 : 8, n = 2 + more;
    at[0] = 0x81;
    at[1] = (unsigned char)(0x80 | (more == 0 ? length : more == 2 ? 126 : 127));
    for (size_t i = 0; i < more; i++)
        at[2 + i] = (unsigned char)((uint64_t)length >> 8 * (more - 1 - i));
    for (size_t i = 0; i < 4; i++)
        at[n + i] = frame_mask[(i + 3 * start) % 4];
    return n + 4;
}

void frame_put_masked(char *to, const char *from, size_t length, const unsigned char *key) {
    for (size_t i = 0; i < length; i++)
        to[i] = (char)((unsigned char)from[i] ^ key[i % 4]);
}
