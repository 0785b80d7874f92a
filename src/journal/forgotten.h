/* forgotten.h - which streams had entries of which none is kept, in bounded memory: a Bloom filter.
 * It never denies one that it was told of. It may take another stream for one, the more so the more
 * it was told of: one of 1,000 with 100,000 streams, one of 7 with 500,000. For the journal alone.
 */
#ifndef JOURNAL_FORGOTTEN_H
#define JOURNAL_FORGOTTEN_H
#include "base/hash.h"

#include <stdbool.h>

#define JOURNAL_FORGOTTEN_BITS (UINT32_C(1) << 21)

struct journal_forgotten {
    uint64_t last; /**< the latest id of an entry that is lost with its stream; 0: none is */
    uint8_t bits[JOURNAL_FORGOTTEN_BITS / 8];
};

/** The stream's entries are lost up to the one with the id `last`. `hash` is that of its id. */
void journal_forgotten_add(struct journal_forgotten *forgotten, uint64_t hash, uint64_t last);

/** The id up to which entries of the stream may be lost; 0: none is. */
uint64_t journal_forgotten_last(const struct journal_forgotten *forgotten, uint64_t hash);

#endif
