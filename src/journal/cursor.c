#include "journal/cursor.h"

#include <inttypes.h>
#include <stdio.h>

/* Hexadecimal digits of a start. */
#define START_DIGITS 12
#define START_MASK ((UINT64_C(1) << 4 * START_DIGITS) - 1)
/* Digits of the largest id that fits an int64_t. */
#define ID_DIGITS 19

size_t journal_cursor_write(const struct journal *journal, uint64_t id,
                            char out[JOURNAL_CURSOR_SIZE]) {
    int length = snprintf(out, JOURNAL_CURSOR_SIZE, "%0*" PRIx64 "-%" PRIu64, START_DIGITS,
                          journal_start(journal) & START_MASK, id);
    return (size_t)length;
}

static bool read_start(struct base_slice text, uint64_t *start) {
    *start = 0;
    if (text.len < START_DIGITS)
        return false;
    for (size_t i = 0; i < START_DIGITS; i++) {
        char c = text.ptr[i];
        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
            return false;
        *start = *start << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* As it is written: digits without zeros before them. */
static bool read_id(struct base_slice text, uint64_t *id) {
    *id = 0;
    if (!text.len || text.len > ID_DIGITS || (text.len > 1 && text.ptr[0] == '0'))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        *id = *id * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return true;
}

enum journal_cursor journal_cursor_read(const struct journal *journal, struct base_slice text,
                                        uint64_t *id) {
    uint64_t start, place;
    *id = 0;
    if (base_slice_equal(text, base_slice_of(JOURNAL_CURSOR_START)))
        return JOURNAL_CURSOR_OURS;
    if (base_slice_equal(text, base_slice_of(JOURNAL_CURSOR_NOW))) {
        *id = journal_last(journal);
        return JOURNAL_CURSOR_OURS;
    }
    if (text.len <= START_DIGITS || text.ptr[START_DIGITS] != '-' || !read_start(text, &start) ||
        !read_id(base_slice(text.ptr + START_DIGITS + 1, text.len - START_DIGITS - 1), &place))
        return JOURNAL_CURSOR_WRONG;
    if (start != (journal_start(journal) & START_MASK))
        return JOURNAL_CURSOR_FOREIGN;
    if (place > journal_last(journal)) /* nobody was told of such a place */
        return JOURNAL_CURSOR_WRONG;
    *id = place;
    return JOURNAL_CURSOR_OURS;
}
