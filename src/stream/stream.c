#include "stream/stream.h"

#include "base/id.h"

#include <stdarg.h>
#include <stdio.h>

/* Longest sentence of an error that a stream makes itself. */
#define SENTENCE_SIZE 200

struct stream {
    const struct stream_config *config;
    void *output_context;
    enum sts_stream_state state;
    struct base_buffer *id; /* plain UTF-8; NULL before stream:init */
    char session_id[BASE_UUID_LENGTH + 1];
    uint64_t ready_at; /* when stream:ready was sent, ms */
    struct base_timer disconnect;
    struct stream_statistics statistics;
};

static void fire_disconnect(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    struct stream *stream = (struct stream *)((char *)timer - offsetof(struct stream, disconnect));
    stream->config->output->disconnect(stream->output_context);
}

struct stream *stream_new(const struct stream_config *config, void *output_context) {
    struct stream *stream = base_memory_zero(config->memory, sizeof *stream);
    if (!stream)
        return NULL;
    stream->config = config;
    stream->output_context = output_context;
    stream->state = STS_STREAM_STATE_INITIALIZING;
    stream->disconnect.fire = fire_disconnect;
    return stream;
}

void stream_free(struct stream *stream) {
    if (!stream)
        return;
    base_timer_disarm(stream->config->timers, &stream->disconnect);
    base_buffer_unref(stream->id);
    base_memory_give(stream->config->memory, stream, sizeof *stream);
}

enum sts_stream_state stream_state(const struct stream *stream) {
    return stream->state;
}

struct codec_text stream_id(const struct stream *stream) {
    return codec_text_plain(stream->id ? base_buffer_slice(stream->id) : base_slice("", 0));
}

/* ---- sending ------------------------------------------------------------------------------- */

static void send(struct stream *stream, enum sts_event_id id, const void *event,
                 struct base_buffer *owner) {
    stream->config->output->send(stream->output_context, id, event, owner);
}

/* False when the system has no randomness: then there is no id to be had. */
static bool make_uuid(struct stream *stream, char uuid[BASE_UUID_LENGTH + 1]) {
    uint8_t random[16];
    if (!stream->config->random(stream->config->random_context, random, sizeof random))
        return false;
    base_uuid_format(uuid, random);
    return true;
}

void stream_send_error(struct stream *stream, const struct stream_error *error) {
    char id[BASE_UUID_LENGTH + 1];
    if (!make_uuid(stream, id))
        return;
    const struct sts_error_info *info = &sts_error_table[error->code];
    struct sts_error event = {
        .error_id = {id, BASE_UUID_LENGTH, CODEC_TEXT_CLEAN},
        .code = error->code,
        .message = codec_text_plain(error->message),
        .severity = info->severity,
        .retryable = info->retryable,
    };
    if (error->stream_id.len) {
        event.stream_id = error->stream_id;
        event.has |= STS_ERROR_HAS_STREAM_ID;
    }
    if (error->fragment_id.len) {
        event.fragment_id = error->fragment_id;
        event.has |= STS_ERROR_HAS_FRAGMENT_ID;
    }
    if (error->metadata) {
        event.metadata = *error->metadata;
        event.has |= STS_ERROR_HAS_METADATA;
    }
    send(stream, STS_EVENT_ERROR, &event, NULL);
}

/* An error about a request in the present state. */
__attribute__((format(printf, 4, 5))) static void refuse(struct stream *stream,
                                                         enum sts_error_code code,
                                                         struct codec_text fragment_id,
                                                         const char *format, ...) {
    char sentence[SENTENCE_SIZE];
    va_list values;
    va_start(values, format);
    int n = vsnprintf(sentence, sizeof sentence, format, values);
    va_end(values);
    struct sts_error_metadata metadata = {.has = STS_ERROR_METADATA_HAS_STATE,
                                          .state = stream->state};
    struct stream_error error = {
        .code = code,
        .message = {sentence, n < 0                         ? 0
                              : (size_t)n < sizeof sentence ? (size_t)n
                                                            : sizeof sentence - 1},
        .stream_id = stream_id(stream),
        .fragment_id = fragment_id,
        .metadata = &metadata,
    };
    stream_send_error(stream, &error);
}

/* ---- requests ------------------------------------------------------------------------------ */

/* Whether there is a stream, and it is the one that is meant. */
static bool is_this(struct stream *stream, struct codec_text wanted) {
    const struct codec_text none = {.ptr = NULL};
    if (stream->state == STS_STREAM_STATE_INITIALIZING) {
        refuse(stream, STS_ERROR_CODE_STREAM_NOT_FOUND, none,
               "there is no stream on this connection: send stream:init first");
        return false;
    }
    if (!codec_text_equal(wanted, stream_id(stream))) {
        refuse(stream, STS_ERROR_CODE_STREAM_NOT_FOUND, none,
               "stream_id is not that of the stream on this connection");
        return false;
    }
    return true;
}

static bool advance(struct stream *stream, enum stream_request request, const char *event) {
    const struct codec_text none = {.ptr = NULL};
    if (stream_state_next(stream->state, request, &stream->state))
        return true;
    refuse(stream, STS_ERROR_CODE_INVALID_CONFIG, none, "%s is not possible while the stream is %s",
           event, stream_state_name(stream->state));
    return false;
}

static bool keep_id(struct stream *stream, struct codec_text id) {
    struct base_buffer *copy = base_buffer_new(stream->config->memory, id.len);
    if (!copy)
        return false;
    copy->length = codec_text_copy(id, copy->data, copy->capacity);
    base_buffer_unref(stream->id);
    stream->id = copy;
    return true;
}

void stream_on_init(struct stream *stream, const struct sts_stream_init *init) {
    const struct codec_text none = {.ptr = NULL};
    enum sts_stream_state next;
    if (!stream_state_next(stream->state, STREAM_REQUEST_INIT, &next)) {
        refuse(stream, STS_ERROR_CODE_INVALID_CONFIG, none,
               "stream:init is not possible while the stream is %s: end it first",
               stream_state_name(stream->state));
        return;
    }
    if (!make_uuid(stream, stream->session_id) || !keep_id(stream, init->stream_id)) {
        refuse(stream, STS_ERROR_CODE_QUEUE_FULL, none, "the server is out of memory");
        return;
    }
    stream->state = next;
    base_timer_disarm(stream->config->timers, &stream->disconnect);
    stream->statistics = (struct stream_statistics){0};
    stream->ready_at = stream->config->timers->now;
    struct sts_stream_ready ready = {
        .stream_id = stream_id(stream),
        .session_id = {stream->session_id, BASE_UUID_LENGTH, CODEC_TEXT_CLEAN},
        .max_inflight = init->max_inflight,
        .capabilities = {.batch_processing = false, .async_delivery = true},
    };
    send(stream, STS_EVENT_STREAM_READY, &ready, NULL);
}

bool stream_takes_fragments(struct stream *stream, struct codec_text fragment_id) {
    enum sts_stream_state next;
    if (stream_state_next(stream->state, STREAM_REQUEST_FRAGMENT, &next))
        return true;
    if (stream->state == STS_STREAM_STATE_INITIALIZING)
        refuse(stream, STS_ERROR_CODE_STREAM_NOT_FOUND, fragment_id,
               "there is no stream on this connection: send stream:init first");
    else
        refuse(stream, STS_ERROR_CODE_STREAM_NOT_FOUND, fragment_id,
               "the stream takes no fragments while it is %s", stream_state_name(stream->state));
    return false;
}

void stream_on_fragment(struct stream *stream, const struct sts_fragment_data *fragment,
                        struct base_buffer *owner) {
    if (!stream_takes_fragments(stream, fragment->fragment_id))
        return;
    if (!codec_text_equal(fragment->stream_id, stream_id(stream))) {
        refuse(stream, STS_ERROR_CODE_STREAM_NOT_FOUND, fragment->fragment_id,
               "stream_id is not that of the stream on this connection");
        return;
    }
    struct sts_fragment_ack ack = {
        .has = STS_FRAGMENT_ACK_HAS_QUEUE_POSITION | STS_FRAGMENT_ACK_HAS_ESTIMATED_COMPLETION_MS,
        .fragment_id = fragment->fragment_id,
        .status = STS_FRAGMENT_ACK_STATUS_QUEUED,
    };
    send(stream, STS_EVENT_FRAGMENT_ACK, &ack, owner);
    struct sts_fragment_processed result;
    stream->config->processor->process(stream->config->processor->context, fragment, &result);
    stream_statistics_add(&stream->statistics, result.status, (uint64_t)result.processing_time_ms);
    send(stream, STS_EVENT_FRAGMENT_PROCESSED, &result, owner);
}

void stream_on_ack(struct stream *stream, const struct sts_worker_fragment_ack *ack) {
    /* Taken in every state; nothing may depend on it (protocol §3.1). */
    (void)stream;
    (void)ack;
}

void stream_on_pause(struct stream *stream, const struct sts_stream_pause *pause) {
    if (is_this(stream, pause->stream_id))
        (void)advance(stream, STREAM_REQUEST_PAUSE, "stream:pause");
}

void stream_on_resume(struct stream *stream, const struct sts_stream_resume *resume) {
    if (is_this(stream, resume->stream_id))
        (void)advance(stream, STREAM_REQUEST_RESUME, "stream:resume");
}

static void complete(struct stream *stream) {
    struct base_timers *timers = stream->config->timers;
    (void)stream_state_next(stream->state, STREAM_REQUEST_DRAINED, &stream->state);
    struct sts_stream_complete event = {
        .stream_id = stream_id(stream),
        .total_fragments = (int64_t)stream_statistics_total(&stream->statistics),
        .total_duration_ms = (int64_t)(timers->now - stream->ready_at),
        .statistics = stream_statistics_report(&stream->statistics),
    };
    base_timer_arm(timers, &stream->disconnect,
                   timers->now + stream->config->auto_disconnect_delay);
    send(stream, STS_EVENT_STREAM_COMPLETE, &event, NULL);
}

void stream_on_end(struct stream *stream, const struct sts_stream_end *end) {
    /* a fragment is answered before the next event is read, so nothing is in flight here */
    if (is_this(stream, end->stream_id) && advance(stream, STREAM_REQUEST_END, "stream:end"))
        complete(stream);
}
