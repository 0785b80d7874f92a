/* gone.c - what streams have armed for themselves, after they have gone: somebody may still ask
 * whether it hit. */
#include "echo/internal.h"

#include "base/glob.h"

/** Most that are kept, and most bytes: a stream can leave some with every run. */
#define GONE_MAX 4096
#define BYTES_MAX ((size_t)16 << 20)

static struct echo_gone *gone_at(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct echo_gone, node);
}

static size_t bytes_of(const struct echo_gone *gone) {
    return sizeof *gone + gone->length + echo_configuration_bytes(gone->configuration);
}

static struct base_slice id_of(const struct echo_gone *gone) {
    return base_slice(gone->id, gone->length);
}

static void forget(struct echo *echo, struct echo_gone *gone) {
    echo->gone_count--;
    echo->gone_bytes -= bytes_of(gone);
    base_list_remove(&gone->node);
    base_list_remove(&gone->configuration->record.node);
    echo_configuration_unref(gone->configuration);
    base_memory_give(echo->config.memory, gone, sizeof *gone + gone->length);
}

static void make_room(struct echo *echo) {
    while (echo->gone_count > GONE_MAX || echo->gone_bytes > BYTES_MAX) {
        forget(echo, gone_at(base_list_first(&echo->gone)));
        echo->gone_forgotten++;
    }
}

static void keep(struct echo_stream *stream, enum echo_kind kind) {
    struct echo *echo = stream->echo;
    struct echo_configuration *own = stream->kinds[kind].own;
    size_t size = sizeof(struct echo_gone) + stream->id.len;
    struct echo_gone *gone = base_memory_zero(echo->config.memory, size);
    if (!gone) {
        base_list_remove(&own->record.node);
        echo->gone_forgotten++;
        return;
    }
    gone->kind = kind;
    gone->configuration = echo_configuration_ref(own);
    gone->length = stream->id.len;
    memcpy(gone->id, stream->id.ptr, stream->id.len);
    own->record.pattern = id_of(gone);
    own->record.is_gone = true;
    base_list_append(&echo->gone, &gone->node);
    echo->gone_count++;
    echo->gone_bytes += bytes_of(gone);
}

void echo_gone_init(struct echo *echo) {
    base_list_init(&echo->gone);
}

void echo_gone_keep(struct echo_stream *stream) {
    for (size_t kind = 0; kind < ECHO_KINDS; kind++)
        if (stream->kinds[kind].own)
            keep(stream, (enum echo_kind)kind);
    make_room(stream->echo);
}

void echo_gone_replace(struct echo *echo, struct base_slice id, enum echo_kind kind) {
    struct base_list_node *node = base_list_first(&echo->gone);
    while (node) {
        struct echo_gone *gone = gone_at(node);
        node = base_list_next(&echo->gone, node);
        if (gone->kind == kind && base_slice_equal(id, id_of(gone)))
            forget(echo, gone);
    }
}

void echo_gone_clear(struct echo *echo, struct base_slice pattern, enum echo_kind kind) {
    struct base_list_node *node = base_list_first(&echo->gone);
    while (node) {
        struct echo_gone *gone = gone_at(node);
        node = base_list_next(&echo->gone, node);
        if (gone->kind == kind && base_glob_match(pattern, id_of(gone)))
            forget(echo, gone);
    }
}
