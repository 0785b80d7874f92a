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

/* Three rows of the table of distances. Each has a cell before its first: of no letters. */
struct rows {
    uint8_t *before, *above, *row;
    uint8_t cells[3][LENGTH_MAX + 2];
};

static void next_row(struct rows *rows) {
    uint8_t *spare = rows->before;
    rows->before = rows->above;
    rows->above = rows->row;
    rows->row = spare;
}

/* The row of the first `i` letters of `a`, but for cells that are `limit` at least. Returns the
 * least of them. */
static uint8_t fill_row(struct rows *rows, struct base_slice a, struct base_slice b, size_t i,
                        uint8_t limit) {
    const uint8_t *before = rows->before, *above = rows->above;
    uint8_t *row = rows->row;
    size_t first = i >= limit ? i - limit + 1 : 1;
    size_t last = i + limit - 1 < b.len ? i + limit - 1 : b.len;
    uint8_t best = row[first - 1] = first == 1 ? least((uint8_t)i, limit) : limit;
    row[last + 1] = limit;
    for (size_t j = first; j <= last; j++) {
        uint8_t differs = lower(a.ptr[i - 1]) != lower(b.ptr[j - 1]);
        row[j] = least(least((uint8_t)(above[j] + 1), (uint8_t)(row[j - 1] + 1)),
                       (uint8_t)(above[j - 1] + differs));
        if (i > 1 && j > 1 && lower(a.ptr[i - 1]) == lower(b.ptr[j - 2]) &&
            lower(a.ptr[i - 2]) == lower(b.ptr[j - 1]))
            row[j] = least(row[j], (uint8_t)(before[j - 2] + 1));
        best = least(best, row[j]);
    }
    return best;
}

/* Damerau's distance (with swaps of neighbours), case ignored; `limit` where it is no less. */
static size_t distance(struct codec_closest *search, struct base_slice a, struct base_slice b,
                       size_t most) {
    const uint8_t limit = (uint8_t)most;
    struct rows rows;
    rows.before = rows.cells[0];
    rows.above = rows.cells[1];
    rows.row = rows.cells[2];
    if (a.len >= b.len + limit || b.len >= a.len + limit)
        return limit;
    for (size_t j = 0; j <= b.len; j++)
        rows.above[j] = rows.before[j] = least((uint8_t)j, limit);
    for (size_t i = 1; i <= a.len; i++) {
        search->steps += 2 * limit;
        if (fill_row(&rows, a, b, i, limit) >= limit)
            return limit;
        next_row(&rows);
    }
    return least(rows.above[b.len], limit);
}

/* Whether `name` is the first or last of the words that `whole` is made of: "stream" of
 * "stream_id". */
static bool is_word(struct codec_closest *search, struct base_slice whole) {
    const struct base_slice name = search->name;
    static const char apart[] = "_:-./";
    if (name.len < WORD_MIN || name.len >= whole.len)
        return false;
    struct base_slice first = {whole.ptr, name.len};
    struct base_slice last = {whole.ptr + whole.len - name.len, name.len};
    return (strchr(apart, whole.ptr[name.len]) && distance(search, name, first, 1) == 0) ||
           (strchr(apart, last.ptr[-1]) && distance(search, name, last, 1) == 0);
}

struct codec_closest codec_closest(struct base_slice name) {
    return (struct codec_closest){.name = name, .distance = name.len / 3 + 1};
}

void codec_closest_try(struct codec_closest *search, struct base_slice candidate) {
    if (search->name.len > LENGTH_MAX || candidate.len > LENGTH_MAX || codec_closest_over(search))
        return;
    search->steps += LENGTH_MAX; /* to reach it at all */
    size_t d = is_word(search, candidate)
                   ? search->name.len / 3
                   : distance(search, search->name, candidate, search->distance);
    if (d < search->distance) {
        search->distance = d;
        search->best = candidate;
    }
}
