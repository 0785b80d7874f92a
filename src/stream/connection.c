/* connection.c - a client's requests: whether they are possible, and on which stream. */
#include "stream/internal.h"

#include <stdarg.h>

/* 1001 "going away": what an idle client is closed with (protocol §1). */
#define CLOSE_GOING_AWAY 1001

/* ---- the connection ------------------------------------------------------------------------ */

/* In work, told to wait, or about to be disconnected anyway: no reason to say anything. */
static bool may_be_silent(const struct stream *stream) {
    return !stream || stream->inflight || stream->told.action == STS_BACKPRESSURE_ACTION_PAUSE ||
           stream->state == STS_STREAM_STATE_COMPLETED;
}

/* The timer runs from the last event it knew of; what came since is looked at when it fires, so
 * that an event costs nothing but a note of the time. */
static void idle(struct base_timers *timers, struct base_timer *timer) {
    struct stream_connection *connection = BASE_CONTAINER(timer, struct stream_connection, idle);
    struct stream_registry *registry = connection->registry;
    uint64_t limit = registry->settings.idle_timeout_ms;
    if (may_be_silent(connection->stream))
        base_timer_arm(timers, timer, timers->now + limit);
    else if (connection->active_at + limit > timers->now)
        base_timer_arm(timers, timer, connection->active_at + limit);
    else
        registry->config.output->close(connection->context, CLOSE_GOING_AWAY, registry->idle_why);
}

struct stream_connection *stream_connection_new(struct stream_registry *registry, void *context,
                                                size_t key) {
    struct stream_connection *connection =
        base_memory_zero(registry->config.memory, sizeof *connection);
    if (!connection)
        return NULL;
    connection->registry = registry;
    connection->context = context;
    connection->key = key < registry->config.key_count ? key : 0;
    connection->idle.fire = idle;
    return connection;
}

/* Its connection is gone: what becomes of the stream. */
static void lose(struct stream *stream, enum stream_departure departure) {
    bool is_over = stream->state == STS_STREAM_STATE_COMPLETED;
    bool is_known = departure != STREAM_DEPARTURE_CUT || stream->complete_heard ||
                    !stream->registry->settings.resume_window_ms;
    if (is_over && is_known)
        stream_end(stream, STREAM_ENDING_COMPLETED);
    else if (departure == STREAM_DEPARTURE_LEFT)
        stream_end(stream, STREAM_ENDING_LEFT);
    else if (!stream->registry->settings.resume_window_ms)
        stream_end(stream, STREAM_ENDING_LOST);
    else
        stream_park(stream);
}

void stream_connection_free(struct stream_connection *connection, enum stream_departure departure) {
    if (!connection)
        return;
    if (connection->stream)
        lose(connection->stream, departure);
    base_list_remove(&connection->paused);
    base_memory_give(connection->registry->config.memory, connection, sizeof *connection);
}

void stream_connection_attach(struct stream_connection *connection, struct stream *stream) {
    struct stream_registry *registry = connection->registry;
    connection->stream = stream;
    stream->connection = connection;
    registry->attached++;
    registry->by_key[connection->key]++;
    connection->active_at = stream_now(registry);
    if (registry->settings.idle_timeout_ms)
        base_timer_arm(registry->config.timers, &connection->idle,
                       connection->active_at + registry->settings.idle_timeout_ms);
}

void stream_connection_detach(struct stream_connection *connection) {
    struct stream_registry *registry = connection->registry;
    connection->stream->connection = NULL;
    connection->stream = NULL;
    registry->attached--;
    registry->by_key[connection->key]--;
    base_timer_disarm(registry->config.timers, &connection->idle);
}

void stream_connection_heard(struct stream_connection *connection) {
    struct stream *stream = connection->stream;
    connection->active_at = stream_now(connection->registry);
    if (stream && stream->state == STS_STREAM_STATE_COMPLETED)
        stream->complete_heard = true;
}

void stream_connection_heard_at(struct stream_connection *connection, uint64_t when) {
    struct stream *stream = connection->stream;
    if (stream && stream->state == STS_STREAM_STATE_COMPLETED && when > stream->unheard_at)
        stream->complete_heard = true;
}

struct stream *stream_connection_stream(const struct stream_connection *connection) {
    return connection->stream;
}

struct codec_text stream_connection_id(const struct stream_connection *connection) {
    return connection->stream ? stream_id(connection->stream) : stream_no_text;
}

struct stream_subject stream_connection_subject(const struct stream_connection *connection,
                                                struct codec_text fragment_id) {
    if (connection->stream)
        return stream_subject_of(connection->stream, fragment_id);
    return (struct stream_subject){.fragment_id = fragment_id, .connection = connection->context};
}

/* ---- answers ------------------------------------------------------------------------------- */

void stream_connection_send(struct stream_connection *connection, enum sts_event_id id,
                            const void *event) {
    (void)connection->registry->config.output->send(connection->context, id, event, NULL);
}

static struct stream_subject subject_of_error(const struct stream_connection *connection,
                                              const struct sts_error *event) {
    struct stream_subject subject = stream_connection_subject(connection, event->fragment_id);
    if (!connection->stream)
        subject.stream_id = event->stream_id;
    return subject;
}

void stream_connection_deviation(struct stream_connection *connection,
                                 struct codec_text fragment_id,
                                 const struct stream_deviation *found) {
    STREAM_TELL_ABOUT(connection->registry, stream_connection_subject(connection, fragment_id),
                      deviation, (context, subject, found));
}

void stream_connection_error(struct stream_connection *connection,
                             const struct stream_error *error) {
    char id[BASE_UUID_LENGTH + 1];
    stream_registry_uuid(connection->registry, id);
    static const struct sts_error_info others = {.severity = STS_ERROR_SEVERITY_ERROR};
    const struct sts_error_info *info =
        error->code < STS_ERROR_CODE_OTHER ? &sts_error_table[error->code] : &others;
    struct sts_error event = {
        .error_id = {id, BASE_UUID_LENGTH, CODEC_TEXT_CLEAN},
        .code = {error->code, error->other},
        .message = error->message,
        .severity = info->severity,
        .retryable = error->retryable ? *error->retryable : info->retryable,
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
    if (error->hit) {
        stream_limit_note(&event.metadata, *error->hit);
        event.has |= STS_ERROR_HAS_METADATA;
        STREAM_TELL_ABOUT(connection->registry, subject_of_error(connection, &event), limited,
                          (context, subject, error->hit));
    }
    connection->active_at = stream_now(connection->registry);
    (void)connection->registry->config.output->send(connection->context, STS_EVENT_ERROR, &event,
                                                    NULL);
    STREAM_TELL_ABOUT(connection->registry, subject_of_error(connection, &event), error,
                      (context, subject, &event));
}

/* What a request finds itself in. */
struct situation {
    enum sts_stream_state state;
    struct codec_text stream_id, fragment_id;
};

static struct situation situation_of(const struct stream_connection *connection,
                                     struct codec_text fragment_id) {
    const struct stream *stream = connection->stream;
    return (struct situation){
        .state = stream ? stream->state : STS_STREAM_STATE_INITIALIZING,
        .stream_id = stream_connection_id(connection),
        .fragment_id = fragment_id,
    };
}

/* `error` has its code and message. */
static void refuse_in(struct stream_connection *connection, struct situation situation,
                      struct stream_error error) {
    const struct sts_error_metadata metadata = {.has = STS_ERROR_METADATA_HAS_STATE,
                                                .state = situation.state};
    error.stream_id = situation.stream_id;
    error.fragment_id = situation.fragment_id;
    error.metadata = &metadata;
    stream_connection_error(connection, &error);
}

/* An error about a request in the present state. */
__attribute__((format(printf, 4, 5))) static void refuse(struct stream_connection *connection,
                                                         struct situation situation,
                                                         enum sts_error_code code,
                                                         const char *format, ...) {
    char sentence[STREAM_SENTENCE_SIZE];
    va_list values;
    va_start(values, format);
    const struct codec_text message = codec_text_vprint(sentence, sizeof sentence, format, values);
    va_end(values);
    refuse_in(connection, situation, (struct stream_error){.code = code, .message = message});
}

static void refuse_over(struct stream_connection *connection, struct stream_limit_hit hit) {
    char sentence[STREAM_LIMIT_SENTENCE];
    stream_limit_print(sentence, hit);
    refuse_in(connection, situation_of(connection, stream_no_text),
              (struct stream_error){.code = STS_ERROR_CODE_RATE_LIMIT,
                                    .message = codec_text_plain(base_slice_of(sentence)),
                                    .hit = &hit});
}

/* Whether there is a stream, and it is the one that is meant. */
static bool is_this(struct stream_connection *connection, struct codec_text wanted,
                    struct codec_text fragment_id) {
    struct situation situation = situation_of(connection, fragment_id);
    if (!connection->stream)
        refuse(connection, situation, STS_ERROR_CODE_STREAM_NOT_FOUND,
               "there is no stream on this connection: send stream:init first");
    else if (!codec_text_equal(wanted, situation.stream_id))
        refuse(connection, situation, STS_ERROR_CODE_STREAM_NOT_FOUND,
               "stream_id differs from that of the stream on this connection");
    else
        return true;
    return false;
}

/* ---- stream:init --------------------------------------------------------------------------- */

static bool is_over(const struct stream *stream) {
    return stream->state == STS_STREAM_STATE_COMPLETED;
}

/* Whether one more connection may have a stream. `freed` is one that is about to lose its own. */
static bool is_within_limits(struct stream_connection *connection,
                             const struct stream_connection *freed) {
    const struct stream_registry *registry = connection->registry;
    const struct stream_settings *settings = &registry->settings;
    if (connection->stream)
        return true;
    size_t all = registry->attached - (freed != NULL);
    size_t same_key = registry->by_key[connection->key] - (freed && freed->key == connection->key);
    const struct stream_limit_hit hits[] = {
        {STREAM_LIMIT_CONNECTIONS, settings->max_connections},
        {STREAM_LIMIT_KEY, connection->key ? settings->max_connections_per_key : 0},
    };
    const bool over = hits[0].most && all >= hits[0].most;
    if (!over && (!hits[1].most || same_key < hits[1].most))
        return true;
    refuse_over(connection, hits[over ? 0 : 1]);
    return false;
}

static bool has_worker(const struct stream *stream, struct codec_text worker_id) {
    return codec_text_equal(worker_id, codec_text_plain(base_buffer_slice(stream->worker_id)));
}

/* Whether its worker asks for it and may not have heard that it is over. The old connection may
 * still look open. */
static bool is_awaited(const struct stream_connection *connection, const struct stream *stream,
                       const struct sts_stream_init *init) {
    const struct stream_connection *old = stream->connection;
    const struct stream_registry_config *config = &stream->registry->config;
    return connection != old && has_worker(stream, init->worker_id) && !stream->complete_heard &&
           (!old ||
            (stream->registry->settings.resume_window_ms && config->output->unheard(old->context)));
}

static bool is_own(struct stream_connection *connection, const struct stream *other,
                   const struct sts_stream_init *init) {
    if (has_worker(other, init->worker_id))
        return true;
    struct situation situation = {
        .state = other->connection ? other->state : STS_STREAM_STATE_PARKED,
        .stream_id = init->stream_id,
    };
    refuse(connection, situation, STS_ERROR_CODE_INVALID_CONFIG,
           "the stream belongs to another worker_id and is %s", stream_state_name(situation.state));
    return false;
}

/* Ends the completed streams that are in the way: this connection's own, and an old one of the
 * same id, whose connection, if it has one, only waits for its disconnect. Returns that
 * connection's context. */
static void *clear_the_way(struct stream_connection *connection, struct stream *other) {
    struct stream_connection *old = other ? other->connection : NULL;
    void *waiting = old && old != connection ? old->context : NULL;
    if (connection->stream && connection->stream != other)
        stream_end(connection->stream, STREAM_ENDING_COMPLETED);
    if (other)
        stream_end(other, STREAM_ENDING_COMPLETED);
    return waiting;
}

/* The connection that has lost its stream to `connection`, if there is one, is closed last: it may
 * be freed by that. */
static void say_goodbye(struct stream_connection *connection, void *old) {
    if (old)
        connection->registry->config.output->disconnect(old, connection->context);
}

static void begin(struct stream_connection *connection, const struct sts_stream_init *init,
                  struct stream *other) {
    struct stream_connection *freed = other ? other->connection : NULL;
    if (!is_within_limits(connection, freed))
        return;
    void *old = clear_the_way(connection, other);
    struct stream *stream = stream_new(connection, init);
    if (!stream)
        refuse(connection, situation_of(connection, stream_no_text), STS_ERROR_CODE_QUEUE_FULL,
               "the server is out of memory");
    else if (!stream_send_ready(stream))
        stream_end(stream, STREAM_ENDING_UNANSWERED); /* the client takes it for refused */
    say_goodbye(connection, old);
}

static void take_over(struct stream_connection *connection, const struct sts_stream_init *init,
                      struct stream *other) {
    struct stream_connection *old = other->connection;
    if (!is_within_limits(connection, old))
        return;
    void *context = old ? old->context : NULL;
    if (connection->stream)
        stream_end(connection->stream, STREAM_ENDING_COMPLETED);
    if (!stream_take_over(other, connection, init))
        stream_end(other, STREAM_ENDING_UNANSWERED);
    say_goodbye(connection, context);
}

void stream_connection_on_init(struct stream_connection *connection,
                               const struct sts_stream_init *init) {
    char id[STREAM_ID_SIZE];
    size_t len = codec_text_copy(init->stream_id, id, sizeof id);
    struct stream *other = stream_registry_find(connection->registry, base_slice(id, len));
    enum sts_stream_state next;
    if (connection->stream &&
        !stream_state_next(connection->stream->state, STREAM_REQUEST_INIT, &next))
        refuse(connection, situation_of(connection, stream_no_text), STS_ERROR_CODE_INVALID_CONFIG,
               "stream:init is not allowed while the stream is %s: end the stream first",
               stream_state_name(connection->stream->state));
    else if (!other || (is_over(other) && !is_awaited(connection, other, init)))
        begin(connection, init, other);
    else if (is_own(connection, other, init))
        take_over(connection, init, other);
}

/* ---- the other requests -------------------------------------------------------------------- */

bool stream_connection_takes_fragments(struct stream_connection *connection,
                                       struct codec_text fragment_id) {
    const struct stream *stream = connection->stream;
    enum sts_stream_state next;
    if (stream && stream_state_next(stream->state, STREAM_REQUEST_FRAGMENT, &next))
        return true;
    struct situation situation = situation_of(connection, fragment_id);
    if (!stream)
        refuse(connection, situation, STS_ERROR_CODE_STREAM_NOT_FOUND,
               "there is no stream on this connection: send stream:init first");
    else
        refuse(connection, situation, STS_ERROR_CODE_STREAM_NOT_FOUND,
               "the stream does not accept fragments while it is %s",
               stream_state_name(stream->state));
    return false;
}

bool stream_connection_means(struct stream_connection *connection, struct codec_text wanted,
                             struct codec_text fragment_id) {
    return is_this(connection, wanted, fragment_id);
}

void stream_connection_refused(struct stream_connection *connection, struct codec_text wanted,
                               int64_t number) {
    struct stream *stream = connection->stream;
    if (stream && number >= 0 && (uint64_t)number >= stream->window.expected &&
        codec_text_equal(wanted, stream_id(stream)))
        stream_ranges_add(&stream->window.refused, (uint64_t)number, (uint64_t)number);
}

static bool request(struct stream_connection *connection, struct codec_text wanted,
                    enum stream_request request, const char *event) {
    if (!is_this(connection, wanted, stream_no_text))
        return false;
    stream_note_unheard(connection->stream);
    if (stream_advance(connection->stream, request))
        return true;
    refuse(connection, situation_of(connection, stream_no_text), STS_ERROR_CODE_INVALID_CONFIG,
           "%s is not allowed while the stream is %s", event,
           stream_state_name(connection->stream->state));
    return false;
}

void stream_connection_on_pause(struct stream_connection *connection,
                                const struct sts_stream_pause *pause) {
    (void)request(connection, pause->stream_id, STREAM_REQUEST_PAUSE,
                  sts_events[STS_EVENT_STREAM_PAUSE].name.ptr);
}

void stream_connection_on_resume(struct stream_connection *connection,
                                 const struct sts_stream_resume *resume) {
    (void)request(connection, resume->stream_id, STREAM_REQUEST_RESUME,
                  sts_events[STS_EVENT_STREAM_RESUME].name.ptr);
}

void stream_connection_on_end(struct stream_connection *connection,
                              const struct sts_stream_end *end) {
    if (!request(connection, end->stream_id, STREAM_REQUEST_END,
                 sts_events[STS_EVENT_STREAM_END].name.ptr))
        return;
    if (stream_is_heard(connection->stream))
        stream_close_gaps(connection->stream);
    stream_pump(connection->stream);
}
