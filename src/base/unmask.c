#include "base/unmask.h"

#include <string.h>

/* Two words that are unmasked at once, where the machine can. */
typedef uint64_t pair __attribute__((vector_size(16)));

#define BLOCK 64

static inline void unmask_pair(char *to, const char *from, pair mask) {
    pair loaded;
    memcpy(&loaded, from, sizeof loaded);
    loaded ^= mask;
    memcpy(to, &loaded, sizeof loaded);
}

/* Whole blocks; how many bytes they are. */
static size_t unmask_blocks(char *to, const char *from, size_t length, uint64_t mask) {
    const pair both = {mask, mask};
    size_t at = 0;
    for (; length - at >= BLOCK; at += BLOCK) {
        unmask_pair(to + at, from + at, both);
        unmask_pair(to + at + 16, from + at + 16, both);
        unmask_pair(to + at + 32, from + at + 32, both);
        unmask_pair(to + at + 48, from + at + 48, both);
    }
    return at;
}

void base_unmask(char *to, const char *from, size_t length, uint64_t mask) {
    unsigned char key[sizeof mask];
    size_t at = unmask_blocks(to, from, length, mask);
    memcpy(key, &mask, sizeof key);
    for (; length - at >= sizeof mask; at += sizeof mask) {
        uint64_t word;
        memcpy(&word, from + at, sizeof word);
        word ^= mask;
        memcpy(to + at, &word, sizeof word);
    }
    for (size_t i = at; i < length; i++)
        to[i] = (char)((unsigned char)from[i] ^ key[i - at]);
}

uint64_t base_unmask_turn(uint64_t mask, size_t length) {
    char twice[2 * sizeof mask];
    memcpy(twice, &mask, sizeof mask);
    memcpy(twice + sizeof mask, &mask, sizeof mask);
    memcpy(&mask, twice + length % sizeof mask, sizeof mask);
    return mask;
}
