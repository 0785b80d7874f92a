#include "base/buffer.h"

#include <stdint.h>

struct base_buffer *base_buffer_new(struct base_memory *memory, size_t capacity) {
    if (capacity > SIZE_MAX - sizeof(struct base_buffer))
        return NULL;
    struct base_buffer *buffer = base_memory_take(memory, sizeof *buffer + capacity);
    if (!buffer)
        return NULL;
    buffer->memory = memory;
    buffer->references = 1;
    buffer->capacity = capacity;
    buffer->length = 0;
    base_run_init(&buffer->run, capacity);
    return buffer;
}

struct base_buffer *base_buffer_ref(struct base_buffer *buffer) {
    if (buffer)
        buffer->references++;
    return buffer;
}

void base_buffer_unref(struct base_buffer *buffer) {
    if (buffer && --buffer->references == 0)
        base_memory_give(buffer->memory, buffer, sizeof *buffer + buffer->capacity);
}

void base_buffer_append(struct base_buffer *buffer, const char *from, size_t length,
                        uint64_t mask) {
    base_run_put(&buffer->run, buffer->data, buffer->length, from, length, mask);
    buffer->length += length;
}

void base_buffer_copy(struct base_buffer *to, const struct base_buffer *from) {
    memcpy(to->data, from->data, from->length);
    to->length = from->length;
    to->run = from->run;
}
