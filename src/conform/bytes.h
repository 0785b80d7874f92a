/* bytes.h - bytes that grow: what has been read and not yet understood, and texts being made. */
#ifndef CONFORM_BYTES_H
#define CONFORM_BYTES_H
#include "base/memory.h"
#include "base/slice.h"

#include <stdarg.h>

struct conform_bytes {
    struct base_memory *memory;
    char *data;
    size_t length, capacity;
};

static inline struct base_slice conform_bytes_slice(const struct conform_bytes *bytes) {
    return base_slice(bytes->data, bytes->length);
}

/** Makes room for `more` bytes behind the end and returns where they go; NULL: no memory. */
char *conform_bytes_reserve(struct conform_bytes *bytes, size_t more);

/** Appends. False: no memory, nothing was appended. */
bool conform_bytes_add(struct conform_bytes *bytes, struct base_slice more);

/** Appends formatted text. False: no memory. */
__attribute__((format(printf, 2, 3))) bool conform_bytes_print(struct conform_bytes *bytes,
                                                               const char *format, ...);
bool conform_bytes_vprint(struct conform_bytes *bytes, const char *format, va_list values);

/** Drops `count` bytes from the front. */
void conform_bytes_drop(struct conform_bytes *bytes, size_t count);

/** Gives the memory back; `bytes` is empty then. */
void conform_bytes_free(struct conform_bytes *bytes);

#endif
