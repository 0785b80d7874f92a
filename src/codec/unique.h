/* unique.h - arrays without duplicates: items are noted while they are read, and compared at the
 * end. Inside the codec only. */
#ifndef CODEC_UNIQUE_H
#define CODEC_UNIQUE_H
#include "codec/walk.h"

/** Notes item number `index`, which began at `start` and has just been read, of an array whose
 * items are remembered from `mark` on. A finding where there are too many to compare. */
void codec_unique_note(struct codec_walk *walk, size_t mark, size_t index, const char *start);

/** A finding where two of the noted items of the array at `start` are equal. */
void codec_unique_check(struct codec_walk *walk, size_t mark, const char *start);

#endif
