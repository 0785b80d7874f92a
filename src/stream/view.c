#include "stream/view.h"

#include "stream/internal.h"

struct stream_view stream_view(const struct stream *stream) {
    return (struct stream_view){
        .id = stream_id(stream),
        .worker_id = codec_text_plain(base_buffer_slice(stream->worker_id)),
        .session_id = {stream->session_id, BASE_UUID_LENGTH, CODEC_TEXT_CLEAN},
        .state = stream->state,
        .connected = stream->connection,
        .max_inflight = stream->max_inflight,
        .inflight = stream->inflight,
        .waiting = stream->waiting,
        .held = stream->window.held,
        .expected = stream->window.expected,
        .delivered = stream->delivered,
        .confirmed = stream->confirmed,
        .bytes = stream->inflight_bytes + stream->history.bytes,
        .statistics = stream_statistics_report(&stream->statistics),
    };
}

uint64_t stream_number(const struct stream *stream) {
    return stream->number;
}

uint64_t stream_registry_latest(const struct stream_registry *registry) {
    return registry->number;
}

const struct stream *stream_registry_after(const struct stream_registry *registry,
                                           uint64_t number) {
    return base_roll_from(&registry->by_number, number + 1);
}

size_t stream_registry_count(const struct stream_registry *registry) {
    return registry->attached + registry->parked_count;
}

const struct stream *stream_registry_next(const struct stream_registry *registry,
                                          const struct stream *stream) {
    const struct base_list_node *node = stream ? base_list_next(&registry->streams, &stream->node)
                                               : base_list_first(&registry->streams);
    return node ? BASE_CONTAINER(node, struct stream, node) : NULL;
}
