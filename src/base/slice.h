/* slice.h - a view of bytes that somebody else owns. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/** `len` bytes at `ptr`, not terminated. Lives exactly as long as the buffer it points into:
 *  whoever keeps a slice keeps a reference to that buffer. `ptr` may be NULL when `len` is 0. */
struct base_slice {
    const char *ptr;
    size_t len;
};

/** A slice of a string literal, usable in constant tables. */
#define BASE_SLICE(literal)                                                                        \
    { (literal), sizeof(literal) - 1 }

static inline struct base_slice base_slice(const char *ptr, size_t len) {
    return (struct base_slice){ptr, len};
}

/** A slice of a terminated string. NULL gives the empty slice. */
static inline struct base_slice base_slice_of(const char *terminated) {
    return (struct base_slice){terminated, terminated ? strlen(terminated) : 0};
}

/** True when both hold the same bytes. */
static inline bool base_slice_equal(struct base_slice a, struct base_slice b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

#endif
