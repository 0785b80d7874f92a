/* bytes.h - bytes that grow: what has been read and not yet understood, and texts being made. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H
#include "base/memory.h"
#include "base/slice.h"

#include <stdarg.h>

struct base_bytes {
    struct base_memory *memory;
    char *data;
    size_t length, capacity;
};

static inline struct base_slice base_bytes_slice(const struct base_bytes *bytes) {
    return base_slice(bytes->data, bytes->length);
}

/** Makes room for `more` bytes behind the end and returns where they go; NULL: no memory. */
char *base_bytes_reserve(struct base_bytes *bytes, size_t more);

/** Appends. False: no memory, nothing was appended. */
bool base_bytes_add(struct base_bytes *bytes, struct base_slice more);

/** Appends formatted text. False: no memory. */
__attribute__((format(printf, 2, 3))) bool base_bytes_print(struct base_bytes *bytes,
                                                            const char *format, ...);
bool base_bytes_vprint(struct base_bytes *bytes, const char *format, va_list values);

/** Drops `count` bytes from the front. */
void base_bytes_drop(struct base_bytes *bytes, size_t count);

/** Gives the memory back; `bytes` is empty then. */
void base_bytes_free(struct base_bytes *bytes);

#endif
