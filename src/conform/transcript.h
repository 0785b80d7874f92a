/* transcript.h - what went over a case's connections, as it is shown when the case fails. */
#ifndef CONFORM_TRANSCRIPT_H
#define CONFORM_TRANSCRIPT_H
#include "base/bytes.h"

#include <stdint.h>

enum conform_way {
    CONFORM_SENT,
    CONFORM_CAME,
    CONFORM_NOTE
};

struct conform_line {
    struct conform_line *next;
    enum conform_way way;
    unsigned connection; /**< 1, 2, ... within the case */
    int64_t at;          /**< milliseconds since the case began */
    size_t size;         /**< of all this, in bytes */
    char text[];         /**< without audio; long ones are cut */
};

struct conform_transcript {
    struct base_memory *memory;
    struct conform_line *first, *last;
    const struct conform_line *sent; /**< the last that was sent */
    size_t count;
    bool closed; /**< nothing is added any more */
};

/** Notes one message. Without memory the line is lost. */
void conform_transcript_add(struct conform_transcript *transcript, enum conform_way way,
                            unsigned connection, int64_t at, struct base_slice text);

/** Appends the lines as they are shown, the `last` ones; 0: all. False: no memory. */
bool conform_transcript_write(const struct conform_transcript *transcript, size_t last,
                              struct base_bytes *out);

void conform_transcript_free(struct conform_transcript *transcript);

/** Appends `text` with every string that is a data_base64 replaced by its length, and every token
 *  by stars. */
bool conform_transcript_elide(struct base_bytes *out, struct base_slice text);

#endif
