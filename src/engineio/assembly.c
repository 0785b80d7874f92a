#include "engineio/assembly.h"

/* How much more than what has arrived memory is taken for, see ENGINEIO_ASSEMBLY_FIRST. */
#define GROWTH 4

enum engineio_assembly_verdict engineio_assembly_frame(struct engineio_assembly *assembly,
                                                       struct base_memory *memory, uint64_t length,
                                                       size_t limit) {
    size_t held = assembly->buffer ? assembly->buffer->length : 0;
    if (held > limit || length > limit - held)
        return ENGINEIO_ASSEMBLY_TOO_LARGE;
    if (++assembly->fragments > ENGINEIO_MESSAGE_FRAGMENTS)
        return ENGINEIO_ASSEMBLY_TOO_MANY;
    if (assembly->buffer)
        return ENGINEIO_ASSEMBLY_OK;
    size_t first = length < ENGINEIO_ASSEMBLY_FIRST ? (size_t)length : ENGINEIO_ASSEMBLY_FIRST;
    assembly->buffer = base_buffer_new(memory, first);
    return assembly->buffer ? ENGINEIO_ASSEMBLY_OK : ENGINEIO_ASSEMBLY_NO_MEMORY;
}

/* Makes room for `needed` bytes of a message that is known to get `expected` of them. */
static bool grow(struct engineio_assembly *assembly, size_t needed, uint64_t expected) {
    struct base_buffer *old = assembly->buffer;
    size_t capacity = needed > SIZE_MAX / GROWTH ? needed : needed * GROWTH;
    if (capacity < ENGINEIO_ASSEMBLY_FIRST)
        capacity = ENGINEIO_ASSEMBLY_FIRST;
    /* A frame that is the rest of the message, as nearly all are, gets exactly what it needs;
     * small continuation frames grow the buffer by doubling, not one by one. */
    if (expected < capacity)
        capacity = (size_t)expected < old->capacity * 2 ? old->capacity * 2 : (size_t)expected;
    struct base_buffer *buffer = base_buffer_new(old->memory, capacity);
    if (!buffer)
        return false;
    base_buffer_copy(buffer, old);
    base_buffer_unref(old);
    assembly->buffer = buffer;
    return true;
}

size_t engineio_assembly_reserve(struct engineio_assembly *assembly, size_t bytes,
                                 uint64_t expected, char **to) {
    size_t length = assembly->buffer->length;
    if (bytes > assembly->buffer->capacity - length &&
        !grow(assembly, length + bytes, length + expected))
        return 0;
    *to = assembly->buffer->data + length;
    return assembly->buffer->capacity - length;
}

enum engineio_assembly_verdict engineio_assembly_append(struct engineio_assembly *assembly,
                                                        struct base_slice bytes,
                                                        uint64_t remaining) {
    char *to;
    if (!bytes.len)
        return ENGINEIO_ASSEMBLY_OK;
    if (!engineio_assembly_reserve(assembly, bytes.len, bytes.len + remaining, &to))
        return ENGINEIO_ASSEMBLY_NO_MEMORY;
    base_buffer_append(assembly->buffer, bytes.ptr, bytes.len, 0);
    return ENGINEIO_ASSEMBLY_OK;
}

struct base_buffer *engineio_assembly_take(struct engineio_assembly *assembly) {
    struct base_buffer *buffer = assembly->buffer;
    *assembly = (struct engineio_assembly){NULL, 0};
    return buffer;
}

void engineio_assembly_clear(struct engineio_assembly *assembly) {
    base_buffer_unref(engineio_assembly_take(assembly));
}
