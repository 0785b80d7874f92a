#include "base/bytes.h"

#include <stdio.h>

#define FIRST_CAPACITY 256

char *base_bytes_reserve(struct base_bytes *bytes, size_t more) {
    if (bytes->capacity - bytes->length >= more)
        return bytes->data + bytes->length;
    size_t capacity = bytes->capacity ? bytes->capacity * 2 : FIRST_CAPACITY;
    if (capacity - bytes->length < more)
        capacity = bytes->length + more;
    char *data = base_memory_take(bytes->memory, capacity);
    if (!data)
        return NULL;
    if (bytes->length)
        memcpy(data, bytes->data, bytes->length);
    base_memory_give(bytes->memory, bytes->data, bytes->capacity);
    bytes->data = data;
    bytes->capacity = capacity;
    return data + bytes->length;
}

bool base_bytes_add(struct base_bytes *bytes, struct base_slice more) {
    char *to = base_bytes_reserve(bytes, more.len);
    if (!to)
        return more.len == 0;
    if (more.len)
        memcpy(to, more.ptr, more.len);
    bytes->length += more.len;
    return true;
}

bool base_bytes_vprint(struct base_bytes *bytes, const char *format, va_list values) {
    va_list again;
    va_copy(again, values);
    int needed = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *to = needed < 0 ? NULL : base_bytes_reserve(bytes, (size_t)needed + 1);
    if (!to)
        return false;
    (void)vsnprintf(to, (size_t)needed + 1, format, values);
    bytes->length += (size_t)needed;
    return true;
}

bool base_bytes_print(struct base_bytes *bytes, const char *format, ...) {
    va_list values;
    va_start(values, format);
    bool printed = base_bytes_vprint(bytes, format, values);
    va_end(values);
    return printed;
}

void base_bytes_drop(struct base_bytes *bytes, size_t count) {
    bytes->length -= count;
    if (bytes->length)
        memmove(bytes->data, bytes->data + count, bytes->length);
}

void base_bytes_free(struct base_bytes *bytes) {
    base_memory_give(bytes->memory, bytes->data, bytes->capacity);
    *bytes = (struct base_bytes){.memory = bytes->memory};
}
