#include "codec/closest.h"

#include <stdint.h>
#include <string.h>

/* Longer names are not compared: nobody mistypes them, and the work is quadratic. */
#define LENGTH_MAX 64

/* A shorter word is part of too many names. */
#define WORD_MIN 4

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static uint8_t least(uint8_t a, uint8_t b) {
    return a < b ? a : b;
}

/* Damerau's distance (with swaps of neighbours), case ignored. */
static size_t distance(struct base_slice a, struct base_slice b) {
    uint8_t rows[3][LENGTH_MAX + 1];
    uint8_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        above[j] = before[j] = (uint8_t)j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = (uint8_t)i;
        for (size_t j = 1; j <= b.len; j++) {
            uint8_t differs = lower(a.ptr[i - 1]) != lower(b.ptr[j - 1]);
            row[j] = least(least((uint8_t)(above[j] + 1), (uint8_t)(row[j - 1] + 1)),
                           (uint8_t)(above[j - 1] + differs));
            if (i > 1 && j > 1 && lower(a.ptr[i - 1]) == lower(b.ptr[j - 2]) &&
                lower(a.ptr[i - 2]) == lower(b.ptr[j - 1]))
                row[j] = least(row[j], (uint8_t)(before[j - 2] + 1));
        }
        uint8_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[b.len];
}

/* Whether `name` is the first or last of the words that `whole` is made of: "stream" of
 * "stream_id". */
static bool is_word(struct base_slice name, struct base_slice whole) {
    static const char apart[] = "_:-./";
    if (name.len < WORD_MIN || name.len >= whole.len)
        return false;
    struct base_slice first = {whole.ptr, name.len};
    struct base_slice last = {whole.ptr + whole.len - name.len, name.len};
    return (strchr(apart, whole.ptr[name.len]) && distance(name, first) == 0) ||
           (strchr(apart, last.ptr[-1]) && distance(name, last) == 0);
}

struct codec_closest codec_closest(struct base_slice name) {
    return (struct codec_closest){.name = name, .distance = name.len / 3 + 1};
}

void codec_closest_try(struct codec_closest *search, struct base_slice candidate) {
    if (search->name.len > LENGTH_MAX || candidate.len > LENGTH_MAX)
        return;
    size_t d =
        is_word(search->name, candidate) ? search->name.len / 3 : distance(search->name, candidate);
    if (d < search->distance) {
        search->distance = d;
        search->best = candidate;
    }
}
