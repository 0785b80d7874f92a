#include "journal/forgotten.h"

/* Bits of one stream. */
#define PROBES 4

/* Two halves of one hash give as many as are wanted (Kirsch and Mitzenmacher, "Less Hashing, Same
 * Performance", 2006). */
static uint32_t place_of(uint64_t hash, uint32_t probe) {
    uint32_t first = (uint32_t)hash, step = (uint32_t)(hash >> 32) | 1;
    return (first + probe * step) % JOURNAL_FORGOTTEN_BITS;
}

void journal_forgotten_add(struct journal_forgotten *forgotten, uint64_t hash,
                           const struct journal_losses *lost) {
    for (uint32_t i = 0; i < PROBES; i++) {
        uint32_t place = place_of(hash, i);
        forgotten->bits[place / 8] = (uint8_t)(forgotten->bits[place / 8] | 1U << place % 8);
    }
    journal_losses_add(&forgotten->lost, lost);
}

struct journal_losses journal_forgotten_losses(const struct journal_forgotten *forgotten,
                                               uint64_t hash) {
    for (uint32_t i = 0; i < PROBES; i++) {
        uint32_t place = place_of(hash, i);
        if (!(forgotten->bits[place / 8] & 1U << place % 8))
            return (struct journal_losses){.last = {0}};
    }
    return forgotten->lost;
}
