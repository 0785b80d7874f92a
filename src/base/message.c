#include "base/message.h"

static size_t message_size(size_t count) {
    return sizeof(struct base_message) + count * sizeof(struct base_segment);
}

/* What a message of these slices needs: adjacent slices without an owner share a segment, and
 * empty ones have none. */
struct plan {
    size_t segments;
    size_t own; /* bytes of the own buffer */
};

static struct plan make_plan(size_t count, const struct base_slice *slices,
                             struct base_buffer *const *owners) {
    struct plan plan = {0, 0};
    bool joins = false;
    for (size_t i = 0; i < count; i++) {
        if (!slices[i].len)
            continue;
        bool own = !owners[i];
        if (own)
            plan.own += slices[i].len;
        if (!own || !joins)
            plan.segments++;
        joins = own;
    }
    return plan;
}

static void append_own(struct base_message *message, struct base_buffer *own, bool joins,
                       struct base_slice slice) {
    if (!joins) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a slice of our own has plan.own */
        message->segments[message->count++] =
            (struct base_segment){own->data + own->length, 0, base_buffer_ref(own)};
    }
    memcpy(own->data + own->length, slice.ptr, slice.len);
    own->length += slice.len;
    message->segments[message->count - 1].len += slice.len;
}

static void append_borrowed(struct base_message *message, struct base_buffer *owner,
                            struct base_slice slice) {
    message->segments[message->count++] = (struct base_segment){
        owner->data + (slice.ptr - owner->data), slice.len, base_buffer_ref(owner)};
}

static void append_all(struct base_message *message, struct base_buffer *own, size_t count,
                       const struct base_slice *slices, struct base_buffer *const *owners) {
    bool joins = false;
    for (size_t i = 0; i < count; i++) {
        if (!slices[i].len)
            continue;
        if (owners[i])
            append_borrowed(message, owners[i], slices[i]);
        else
            append_own(message, own, joins, slices[i]);
        joins = !owners[i];
        message->length += slices[i].len;
    }
}

struct base_message *base_message_new(struct base_memory *memory, bool binary, size_t count,
                                      const struct base_slice *slices,
                                      struct base_buffer *const *owners) {
    struct plan plan = make_plan(count, slices, owners);
    if (plan.segments > BASE_MESSAGE_SEGMENTS)
        return NULL;
    struct base_buffer *own = NULL;
    if (plan.own) {
        own = base_buffer_new(memory, plan.own);
        if (!own)
            return NULL;
    }
    struct base_message *message = base_memory_take(memory, message_size(plan.segments));
    if (message) {
        *message = (struct base_message){.memory = memory, .binary = binary};
        append_all(message, own, count, slices, owners);
    }
    base_buffer_unref(own);
    return message;
}

struct base_message *base_message_copy(struct base_memory *memory, bool binary,
                                       struct base_slice bytes) {
    struct base_buffer *owner = NULL;
    return base_message_new(memory, binary, 1, &bytes, &owner);
}

void base_message_free(struct base_message *message) {
    if (!message)
        return;
    for (size_t i = 0; i < message->count; i++)
        base_buffer_unref(message->segments[i].owner);
    base_memory_give(message->memory, message, message_size(message->count));
}
