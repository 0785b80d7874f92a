/* stream.c - a stream from stream:init to its end: opened, parked, taken over, completed, ended. */
#include "stream/internal.h"

#include <stdio.h>

/* How long a completed stream waits, at most, for a worker that may not have heard of it. */
#define LINGER_MS 10000

struct codec_text stream_id(const struct stream *stream) {
    return codec_text_plain(base_buffer_slice(stream->id));
}

enum sts_stream_state stream_state(const struct stream *stream) {
    return stream->state;
}

void *stream_processing(const struct stream *stream) {
    return stream->processor_state;
}

void *stream_context(const struct stream *stream) {
    return stream->connection ? stream->connection->context : NULL;
}

/* ---- sending ------------------------------------------------------------------------------- */

bool stream_is_heard(const struct stream *stream) {
    const struct stream_connection *connection = stream->connection;
    return connection && !stream->loss_timer.armed &&
           !stream->registry->config.output->stalled(connection->context);
}

bool stream_send(struct stream *stream, enum sts_event_id id, const void *event,
                 struct base_buffer *owner) {
    struct stream_connection *connection = stream->connection;
    if (!connection)
        return true;
    connection->active_at = stream_now(stream->registry);
    return stream->registry->config.output->send(connection->context, id, event, owner);
}

void stream_error(struct stream *stream, struct stream_error *error) {
    error->stream_id = stream_id(stream);
    if (stream->connection)
        stream_connection_error(stream->connection, error);
}

bool stream_send_ready(struct stream *stream) {
    struct sts_stream_ready ready = {
        .stream_id = stream_id(stream),
        .session_id = {stream->session_id, BASE_UUID_LENGTH, CODEC_TEXT_CLEAN},
        .max_inflight = (int32_t)stream->max_inflight,
        .capabilities = {.batch_processing = false, .async_delivery = true},
    };
    return stream_send(stream, STS_EVENT_STREAM_READY, &ready, NULL);
}

/* ---- the beginning ------------------------------------------------------------------------- */

static struct base_buffer *copy_text(struct base_memory *memory, struct codec_text text) {
    struct base_buffer *copy = base_buffer_new(memory, text.len);
    if (copy)
        copy->length = codec_text_copy(text, copy->data, copy->capacity);
    return copy;
}

/* How a stream ends that is completed, or `otherwise`. */
static enum stream_ending ending_of(const struct stream *stream, enum stream_ending otherwise) {
    return stream->state == STS_STREAM_STATE_COMPLETED ? STREAM_ENDING_COMPLETED : otherwise;
}

/* Auto-disconnect of a completed stream, expiry of a parked one. */
static void time_is_up(struct base_timers *timers, struct base_timer *timer) {
    struct stream *stream = BASE_CONTAINER(timer, struct stream, timer);
    struct stream_connection *connection = stream->connection;
    (void)timers;
    if (connection)
        stream->registry->config.output->disconnect(connection->context, NULL);
    else
        stream_end(stream, ending_of(stream, STREAM_ENDING_EXPIRED));
}

static void adopt(struct stream *stream, const struct sts_stream_init *init) {
    stream->max_inflight = (size_t)init->max_inflight;
    stream->timeout_ms = (uint64_t)init->timeout_ms;
}

static void dismantle(struct stream *stream) {
    struct stream_registry *registry = stream->registry;
    if (stream->processor_state)
        registry->config.processor->close(registry->config.processor->context,
                                          stream->processor_state);
    stream_history_clear(&stream->history);
    stream_rate_clear(&stream->rate);
    stream_statistics_clear(&stream->statistics);
    base_buffer_unref(stream->id);
    base_buffer_unref(stream->worker_id);
    base_memory_give(registry->config.memory, stream, sizeof *stream);
}

/* Everything that can fail. */
static bool equip(struct stream *stream, const struct sts_stream_init *init) {
    struct stream_registry *registry = stream->registry;
    const struct stream_processor *processor = registry->config.processor;
    stream->id = copy_text(registry->config.memory, init->stream_id);
    stream->worker_id = copy_text(registry->config.memory, init->worker_id);
    if (!stream->id || !stream->worker_id)
        return false;
    stream->processor_state =
        processor->open(processor->context, base_buffer_slice(stream->id), stream);
    if (!stream->processor_state ||
        !base_map_put(&registry->by_id, base_buffer_slice(stream->id), stream))
        return false;
    stream->number = registry->number + 1;
    if (!base_roll_add(&registry->by_number, stream->number, stream)) {
        base_map_remove(&registry->by_id, base_buffer_slice(stream->id));
        return false;
    }
    registry->number++;
    return true;
}

struct stream *stream_new(struct stream_connection *connection,
                          const struct sts_stream_init *init) {
    struct stream_registry *registry = connection->registry;
    struct stream *stream = base_memory_zero(registry->config.memory, sizeof *stream);
    if (!stream)
        return NULL;
    stream->registry = registry;
    stream->state = STS_STREAM_STATE_INITIALIZING;
    stream->timer.fire = time_is_up;
    stream->loss_timer.fire = stream_loss_fire;
    stream->rate = (struct stream_rate){.memory = registry->config.memory,
                                        .limit = registry->settings.rate_limit_per_min};
    stream->statistics.memory = registry->config.memory;
    stream_delivery_init(stream);
    stream_window_reset(&stream->window);
    stream_history_init(&stream->history, registry->config.memory, registry->id_seed);
    if (!equip(stream, init)) {
        dismantle(stream);
        return NULL;
    }
    base_list_append(&registry->streams, &stream->node);
    stream_registry_uuid(registry, stream->session_id);
    stream->ready_at = stream_now(registry);
    adopt(stream, init);
    stream_connection_attach(connection, stream);
    (void)stream_state_next(stream->state, STREAM_REQUEST_INIT, &stream->state);
    STREAM_TELL(stream, stream_no_text, opened, (context, subject, init));
    return stream;
}

/* ---- moving on ----------------------------------------------------------------------------- */

bool stream_advance(struct stream *stream, enum stream_request request) {
    enum sts_stream_state from = stream->state;
    if (!stream_state_next(from, request, &stream->state))
        return false;
    if (stream->state != from)
        STREAM_TELL(stream, stream_no_text, state_changed, (context, subject, from, stream->state));
    return true;
}

void stream_note_unheard(struct stream *stream) {
    stream->complete_heard = false;
    stream->unheard_at = stream_now(stream->registry);
}

/* Once more, where it may not have arrived. */
static void send_complete(struct stream *stream) {
    struct stream_registry *registry = stream->registry;
    struct sts_stream_complete event = {
        .stream_id = stream_id(stream),
        .total_fragments = (int64_t)stream_statistics_total(&stream->statistics),
        .total_duration_ms = (int64_t)(stream->completed_at - stream->ready_at),
        .statistics = stream_statistics_report(&stream->statistics),
    };
    stream_note_unheard(stream);
    base_timer_arm(registry->config.timers, &stream->timer,
                   stream_now(registry) + registry->settings.auto_disconnect_ms);
    (void)stream_send(stream, STS_EVENT_STREAM_COMPLETE, &event, NULL);
}

void stream_complete(struct stream *stream) {
    (void)stream_advance(stream, STREAM_REQUEST_DRAINED);
    stream->completed_at = stream_now(stream->registry);
    send_complete(stream);
}

static void leave_parking(struct stream *stream) {
    if (!base_list_linked(&stream->parked))
        return;
    base_list_remove(&stream->parked);
    stream->registry->parked_count--;
    stream->registry->lingering -= stream->state == STS_STREAM_STATE_COMPLETED;
    base_timer_disarm(stream->registry->config.timers, &stream->timer);
}

/* How long it waits. */
static uint64_t window_of(const struct stream *stream) {
    uint64_t window = stream->registry->settings.resume_window_ms;
    bool lingers = stream->state == STS_STREAM_STATE_COMPLETED;
    return lingers && window > LINGER_MS ? LINGER_MS : window;
}

void stream_park(struct stream *stream) {
    struct stream_registry *registry = stream->registry;
    bool lingers = stream->state == STS_STREAM_STATE_COMPLETED;
    stream_connection_detach(stream->connection);
    stream_delivery_park(stream);
    base_list_append(&registry->parked, &stream->parked);
    registry->parked_count++;
    registry->lingering += lingers;
    base_timer_arm(registry->config.timers, &stream->timer,
                   stream_now(registry) + window_of(stream));
    if (!lingers) /* nobody has to come back to it */
        STREAM_TELL(stream, stream_no_text, parked, (context, subject));
    stream_budget_park(stream);
    if (registry->parked_count <= STREAM_PARKED_MAX)
        return;
    struct stream *oldest =
        BASE_CONTAINER(base_list_first(&registry->parked), struct stream, parked);
    stream_end(oldest, ending_of(oldest, STREAM_ENDING_CROWDED_OUT));
}

bool stream_take_over(struct stream *stream, struct stream_connection *connection,
                      const struct sts_stream_init *init) {
    bool was_parked = !stream->connection;
    bool is_over = stream->state == STS_STREAM_STATE_COMPLETED;
    if (!was_parked) {
        stream_connection_detach(stream->connection);
        stream_delivery_park(stream);
    }
    leave_parking(stream);
    adopt(stream, init);
    stream->epoch++;
    stream->violations = 0;
    stream->gap_floor = stream_now(stream->registry);
    stream_connection_attach(connection, stream);
    STREAM_TELL(stream, stream_no_text, resumed, (context, subject, was_parked));
    if (!stream_send_ready(stream))
        return false;
    stream_pump(stream);
    if (is_over)
        send_complete(stream);
    return true;
}

/* ---- the end ------------------------------------------------------------------------------- */

static void tell_missing_acks(struct stream *stream) {
    if (stream->delivered <= stream->confirmed)
        return;
    char sentence[STREAM_SENTENCE_SIZE];
    (void)snprintf(sentence, sizeof sentence,
                   "%llu of %llu results were not acknowledged with fragment:ack",
                   (unsigned long long)(stream->delivered - stream->confirmed),
                   (unsigned long long)stream->delivered);
    const struct stream_deviation found = {sts_events[STS_EVENT_WORKER_FRAGMENT_ACK].name.ptr, "",
                                           "missing_ack", sentence};
    STREAM_TELL(stream, stream_no_text, deviation, (context, subject, &found));
}

void stream_forget_all(struct stream *stream) {
    struct stream_fragment *fragment;
    while ((fragment = stream_history_oldest(&stream->history)))
        stream_give_up(stream, fragment);
    stream_budget_forget(stream);
}

void stream_end(struct stream *stream, enum stream_ending ending) {
    struct stream_registry *registry = stream->registry;
    stream_forget_all(stream);
    tell_missing_acks(stream);
    struct sts_stream_statistics statistics = stream_statistics_report(&stream->statistics);
    STREAM_TELL(stream, stream_no_text, ended, (context, subject, ending, &statistics));
    if (stream->connection)
        stream_connection_detach(stream->connection);
    leave_parking(stream);
    stream_delivery_park(stream);
    base_timer_disarm(registry->config.timers, &stream->timer);
    base_map_remove(&registry->by_id, base_buffer_slice(stream->id));
    base_list_remove(&stream->node);
    base_roll_remove(&registry->by_number, stream->number);
    dismantle(stream);
}

void *stream_delete(struct stream *stream) {
    void *connection = stream_context(stream);
    stream_end(stream, ending_of(stream, STREAM_ENDING_DELETED));
    return connection;
}
