/* forgotten.h - which streams had entries of which none is kept, in bounded memory: a Bloom filter.
 * It never denies one that it was told of. It may take another stream for one, the more so the more
 * it was told of: one of 1,000 with 100,000 streams, one of 7 with 500,000. For the journal alone.
 */
#ifndef JOURNAL_FORGOTTEN_H
#define JOURNAL_FORGOTTEN_H
#include "base/hash.h"
#include "journal/losses.h"

#define JOURNAL_FORGOTTEN_BITS (UINT32_C(1) << 21)

struct journal_forgotten {
    struct journal_losses lost; /**< of all those streams */
    uint8_t bits[JOURNAL_FORGOTTEN_BITS / 8];
};

/** The stream's entries are lost. `hash` is that of its id. */
void journal_forgotten_add(struct journal_forgotten *forgotten, uint64_t hash,
                           const struct journal_losses *lost);

/** Up to where entries of the stream may be lost. */
struct journal_losses journal_forgotten_losses(const struct journal_forgotten *forgotten,
                                               uint64_t hash);

#endif
