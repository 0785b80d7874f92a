/* run.h - the first long run of base64 characters in a message, found and summed up in the same
 * pass that puts the message in its place.
 *
 * Most of a large message is audio in base64. Later the codec has to know that it is base64, and
 * streams its sum. When they get the message, its bytes are no longer in the cache that is near.
 *
 * A run is a fact about bytes, never the only way to know it: where there is none, or another one,
 * who needs it reads the bytes. It holds until somebody changes them (base_run_forget). */
#ifndef BASE_RUN_H
#define BASE_RUN_H
#include "base/sum.h"

/** Runs are whole blocks of bytes; what is left of the last one does not belong to it. */
#define BASE_RUN_BLOCK 128
/** No run is looked for in messages of fewer bytes: reading them again costs less. */
#define BASE_RUN_MESSAGE 4096
/** Nor is one that begins behind so many bytes. */
#define BASE_RUN_LOOK 8192
/** The first run of so many bytes is the last one that is looked for. */
#define BASE_RUN_LONG 1024

struct base_run {
    size_t begin, end;   /**< offsets in the message: these bytes are all in the alphabet */
    bool over;           /**< no other bytes will be */
    struct base_sum sum; /**< of them, from the first one on */
};

/** No run. One is looked for if the message has room for `capacity` bytes, and the processor can
 *  do it at no cost. */
void base_run_init(struct base_run *run, size_t capacity);

/** Puts `length` bytes to `data + at`, as base_unmask does. All bytes before were put so. */
void base_run_put(struct base_run *run, char *data, size_t at, const char *from, size_t length,
                  uint64_t mask);

/** The bytes change: nothing is known about them. */
void base_run_forget(struct base_run *run);

#endif
