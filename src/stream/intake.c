/* intake.c - fragments and acknowledgements that a worker sends. */
#include "stream/internal.h"

#include <stdarg.h>
#include <stdio.h>

/* A fragment on its way in. */
struct arrival {
    struct stream *stream;
    const struct sts_fragment_data *fragment;
    struct base_buffer *owner;
    struct codec_text id; /* plain UTF-8 */
    struct stream_key key;
    uint64_t number;
    const struct stream_fragment *working; /* the one of that id that is in work, or NULL */
    struct stream_record *known; /* what became of it, or NULL; until room is made for more */
    size_t charge;               /* what it will count for */
};

/* ---- refusals ------------------------------------------------------------------------------ */

/* `error` has all but its message and ids. */
__attribute__((format(printf, 3, 4))) static void
refuse(const struct arrival *arrival, struct stream_error error, const char *format, ...) {
    char sentence[STREAM_SENTENCE_SIZE];
    va_list values;
    va_start(values, format);
    error.message = codec_text_vprint(sentence, sizeof sentence, format, values);
    va_end(values);
    error.fragment_id = arrival->id;
    stream_connection_refused(arrival->stream->connection, stream_id(arrival->stream),
                              (int64_t)arrival->number);
    stream_error(arrival->stream, &error);
}

bool stream_connection_takes_size(struct stream_connection *connection,
                                  const struct sts_fragment_data *fragment) {
    size_t limit = connection->registry->settings.max_fragment_base64;
    struct codec_text data = fragment->audio.data_base64;
    size_t length = data.len;
    if (!limit || length <= limit || (length = codec_text_length(data)) <= limit)
        return true;
    const struct stream_limit_hit hit = {STREAM_LIMIT_FRAGMENT, limit};
    char sentence[STREAM_SENTENCE_SIZE], most[STREAM_LIMIT_SENTENCE];
    stream_limit_print(most, hit);
    struct stream_error error = {
        .code = STS_ERROR_CODE_FRAGMENT_TOO_LARGE,
        .message = codec_text_print(sentence, sizeof sentence,
                                    "fragment:data: /audio/data_base64 has %zu characters: %s",
                                    length, most),
        .stream_id = stream_id(connection->stream),
        .fragment_id = fragment->fragment_id,
        .hit = &hit,
    };
    stream_connection_refused(connection, fragment->stream_id, fragment->sequence_number);
    stream_connection_error(connection, &error);
    return false;
}

static void refuse_sequence(const struct arrival *arrival, const char *reason,
                            const char *sentence) {
    const struct stream_window *window = &arrival->stream->window;
    /* one past the highest number there is cannot be told */
    const int64_t expected = window->expected > INT64_MAX ? INT64_MAX : (int64_t)window->expected;
    const int64_t received = (int64_t)arrival->number;
    const int64_t missing[] = {expected, received - 1};
    struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_REASON | STS_ERROR_METADATA_HAS_EXPECTED |
               STS_ERROR_METADATA_HAS_RECEIVED,
        .reason = codec_text_plain(base_slice_of(reason)),
        .expected = expected,
        .received = received,
    };
    if (strcmp(reason, "gap") == 0) {
        metadata.has |= STS_ERROR_METADATA_HAS_MISSING;
        metadata.missing = (struct codec_list){.items = missing, .count = 2};
    }
    const struct stream_error error = {.code = STS_ERROR_CODE_INVALID_SEQUENCE,
                                       .metadata = &metadata};
    refuse(arrival, error, "%s (expected %lld, received %lld)", sentence, (long long)expected,
           (long long)received);
}

/* After too many in a row the worker is cut off: it does not listen. */
static void refuse_full(const struct arrival *arrival, struct stream_limit_hit hit) {
    struct stream *stream = arrival->stream;
    size_t limit = stream->registry->settings.flow_violation_limit;
    bool last = limit && ++stream->violations >= limit;
    const struct stream_error error = {.code = STS_ERROR_CODE_QUEUE_FULL, .hit = &hit};
    char sentence[STREAM_LIMIT_SENTENCE];
    stream_limit_print(sentence, hit);
    if (last)
        refuse(arrival, error,
               "%s; this happened %zu times in a row, so the connection is closed "
               "(FLOW_VIOLATION_LIMIT)",
               sentence, stream->violations);
    else
        refuse(arrival, error, "%s", sentence);
    if (last)
        stream->registry->config.output->disconnect(stream->connection->context, NULL);
}

static void refuse_memory(const struct arrival *arrival) {
    const struct stream_error error = {.code = STS_ERROR_CODE_QUEUE_FULL};
    refuse(arrival, error, "the server is out of memory");
}

/* ---- accepting ----------------------------------------------------------------------------- */

static bool plan(const struct arrival *arrival, struct stream_fragment *fragment) {
    const struct stream_processor *processor = arrival->stream->registry->config.processor;
    const struct stream_task task = {
        .fragment_id = arrival->id,
        .number = arrival->number,
        .run = arrival->stream->run,
        .attempt = fragment->attempt,
        .expected = arrival->stream->window.expected,
    };
    return processor->plan(processor->context, arrival->stream->processor_state, &task,
                           &fragment->plan);
}

/* Everything that can fail. `before`: of a retry, what became of it before. NULL: nothing has
 * changed. */
static struct stream_fragment *admit(const struct arrival *arrival,
                                     const struct stream_record *before) {
    struct stream *stream = arrival->stream;
    struct base_memory *memory = stream->registry->config.memory;
    uint64_t now = stream_now(stream->registry);
    struct stream_fragment *fragment = stream_fragment_new(memory, arrival->id);
    if (!fragment)
        return NULL;
    fragment->key = arrival->key;
    if (before) {
        fragment->attempt = before->attempt + 1;
        fragment->before = (struct stream_counted){true, (enum sts_fragment_status)before->status,
                                                   before->processing_ms};
    }
    if (stream_history_add(&stream->history, fragment)) {
        if (stream_rate_count(&stream->rate, now)) {
            if (plan(arrival, fragment))
                return fragment;
            stream_rate_uncount(&stream->rate);
        }
        stream_history_remove(&stream->history, fragment);
    }
    stream_fragment_free(memory, fragment);
    return NULL;
}

static uint64_t typical_ms(const struct stream *stream) {
    const struct stream_processor *processor = stream->registry->config.processor;
    return processor->typical_ms(processor->context, stream->processor_state);
}

/* An answer that was asked to stay away takes the Socket.IO acknowledgement with it, which would
 * say the same. */
static void acknowledge(const struct arrival *arrival, bool withheld,
                        const struct sts_fragment_ack *ack) {
    struct stream *stream = arrival->stream;
    if (withheld)
        stream->registry->config.output->mute(stream->connection->context);
    else
        (void)stream_send(stream, STS_EVENT_FRAGMENT_ACK, ack, arrival->owner);
}

/* `position` wait before this one. */
static void send_ack(const struct arrival *arrival, bool withheld, size_t position) {
    struct stream *stream = arrival->stream;
    bool starts = stream->processing < stream->max_inflight;
    uint64_t rounds = starts ? 1 : position / stream->max_inflight + 2;
    struct sts_fragment_ack ack = {
        .has = STS_FRAGMENT_ACK_HAS_QUEUE_POSITION | STS_FRAGMENT_ACK_HAS_ESTIMATED_COMPLETION_MS,
        .fragment_id = arrival->fragment->fragment_id,
        .status = STS_FRAGMENT_ACK_STATUS_QUEUED,
        .queue_position = (int64_t)position,
        .estimated_completion_ms = (int64_t)(typical_ms(stream) * rounds),
    };
    acknowledge(arrival, withheld, &ack);
}

static void tell_overload(struct stream *stream, const struct stream_fragment *fragment) {
    const struct stream_deviation found = {sts_events[STS_EVENT_FRAGMENT_DATA].name.ptr, "",
                                           "max_inflight",
                                           "more fragments are in flight than max_inflight allows"};
    STREAM_TELL(stream, fragment->id, deviation, (context, subject, &found));
}

static void put_to_work(const struct arrival *arrival, struct stream_fragment *fragment) {
    struct stream *stream = arrival->stream;
    uint64_t now = stream_now(stream->registry);
    bool withheld = fragment->plan.no_ack;
    fragment->stream = stream;
    fragment->number = arrival->number;
    fragment->message = base_buffer_ref(arrival->owner);
    fragment->audio = arrival->fragment->audio;
    if (stream->registry->settings.resume_window_ms)
        fragment->fingerprint = stream_fingerprint(fragment->audio.data_base64, arrival->owner);
    fragment->charge = arrival->charge;
    fragment->accepted_at = now;
    fragment->deadline = now + stream->timeout_ms;
    stream->inflight_bytes += fragment->charge;
    stream_budget_add(stream->registry, fragment->charge);
    stream->violations = 0;
    if (!fragment->attempt)
        stream_window_insert(&stream->window, fragment, now);
    size_t position = stream_enqueue(stream, fragment);
    STREAM_TELL(stream, fragment->id, accepted,
                (context, subject, (int64_t)fragment->number, fragment->audio.data_base64.len,
                 fragment->attempt));
    if (fragment->plan.is_fault)
        STREAM_TELL(stream, fragment->id, fault, (context, subject, &fragment->plan.fault));
    send_ack(arrival, withheld, position);
    if (stream->inflight == stream->max_inflight + 1)
        tell_overload(stream, fragment);
    stream_pump(stream);
}

/* False: the error has been sent. */
static bool has_memory(const struct arrival *arrival) {
    const struct stream_settings *settings = &arrival->stream->registry->settings;
    if (stream_budget_admit(arrival->stream, arrival->charge))
        return true;
    refuse_full(arrival,
                (struct stream_limit_hit){STREAM_LIMIT_BYTES, settings->max_buffered_bytes});
    return false;
}

/* The same. */
static bool has_room(const struct arrival *arrival) {
    const struct stream *stream = arrival->stream;
    const size_t depth = stream->registry->settings.queue_max_depth;
    if (depth && stream->waiting >= depth) {
        refuse_full(arrival, (struct stream_limit_hit){STREAM_LIMIT_QUEUE, depth});
        return false;
    }
    return has_memory(arrival);
}

static bool is_within_rate(const struct arrival *arrival) {
    struct stream *stream = arrival->stream;
    if (stream_rate_allows(&stream->rate, stream_now(stream->registry)))
        return true;
    const struct stream_limit_hit hit = {STREAM_LIMIT_RATE, stream->rate.limit};
    const struct stream_error error = {.code = STS_ERROR_CODE_RATE_LIMIT, .hit = &hit};
    char sentence[STREAM_LIMIT_SENTENCE];
    stream_limit_print(sentence, hit);
    refuse(arrival, error, "%s", sentence);
    return false;
}

/* ---- fragments that are known -------------------------------------------------------------- */

/* A failure that the worker has been told of on this connection, and that allows it. */
static bool is_retry(const struct arrival *arrival) {
    const struct stream_record *known = arrival->known;
    return !arrival->working && known && known->number == arrival->number && known->retryable &&
           known->epoch == arrival->stream->epoch;
}

/* After a take-over a worker sends again what it does not know to have arrived. */
static bool is_retransmission(const struct arrival *arrival) {
    if (!arrival->stream->epoch || (!arrival->working && !arrival->known))
        return false;
    return arrival->number ==
           (arrival->working ? arrival->working->number : arrival->known->number);
}

/* What comes again should be what came before. */
static void compare(const struct arrival *arrival, struct stream_fingerprint before) {
    const struct stream_deviation found = {
        sts_events[STS_EVENT_FRAGMENT_DATA].name.ptr, "/audio/data_base64", "other_audio",
        "the audio differs from what came before with this fragment_id"};
    struct stream_fingerprint now =
        stream_fingerprint(arrival->fragment->audio.data_base64, arrival->owner);
    if (!stream_fingerprint_equal(before, now))
        STREAM_TELL(arrival->stream, arrival->id, deviation, (context, subject, &found));
}

static void answer_from_memory(const struct arrival *arrival) {
    const struct stream_fragment *working = arrival->working;
    struct stream_record *known = arrival->known;
    const struct sts_fragment_ack ack = {
        .fragment_id = arrival->fragment->fragment_id,
        .status = STS_FRAGMENT_ACK_STATUS_QUEUED,
    };
    const struct stream_again again = {arrival->id, &arrival->fragment->audio, arrival->owner};
    compare(arrival, working ? working->fingerprint : known->fingerprint);
    if (working) {
        acknowledge(arrival, working->plan.no_ack, &ack);
    } else if (known->expired) {
        refuse_sequence(arrival, "expired", "the result of this fragment is no longer kept");
    } else {
        acknowledge(arrival, known->no_ack, &ack);
        stream_resend(arrival->stream, known, &again);
    }
}

static void take_known(const struct arrival *arrival) {
    if (!is_within_rate(arrival))
        return;
    if (!is_retry(arrival)) {
        refuse_sequence(arrival, "duplicate_fragment", "this fragment_id was already used");
        return;
    }
    const struct stream_record before = *arrival->known;
    if (!has_room(arrival))
        return;
    struct stream_fragment *fragment = admit(arrival, &before);
    if (fragment)
        put_to_work(arrival, fragment);
    else
        refuse_memory(arrival);
}

/* ---- fragments that are new ---------------------------------------------------------------- */

/* After a take-over a worker may also send again what is forgotten. */
static bool is_expired(const struct arrival *arrival) {
    const struct stream *stream = arrival->stream;
    return stream->epoch &&
           stream_history_has_forgotten(&stream->history, arrival->number, &arrival->key);
}

/* After a take-over the real worker counts from 0 again. */
static bool begins_run(const struct arrival *arrival) {
    return arrival->stream->epoch && arrival->number == 0 && arrival->stream->window.expected > 0 &&
           !is_expired(arrival);
}

static void begin_run(struct stream *stream) {
    stream_forget_all(stream);
    stream_window_reset(&stream->window);
    stream->run++;
}

/* False: the error has been sent. */
static bool has_place(const struct arrival *arrival) {
    const struct stream *stream = arrival->stream;
    bool strict = stream->registry->settings.sequence_policy == STREAM_SEQUENCE_STRICT;
    switch (stream_window_look(&stream->window, arrival->number)) {
    case STREAM_PLACE_LATE:
        refuse_sequence(arrival, "late",
                        "this sequence_number is too late: the server has given it up");
        return false;
    case STREAM_PLACE_DUPLICATE:
        if (is_expired(arrival))
            refuse_sequence(arrival, "expired", "this fragment is no longer remembered");
        else
            refuse_sequence(arrival, "duplicate_sequence", "this sequence_number was already used");
        return false;
    case STREAM_PLACE_AHEAD:
        if (strict)
            refuse_sequence(arrival, "gap", "this is not the next sequence_number");
        return !strict;
    default:
        return true;
    }
}

static void take_new(const struct arrival *arrival) {
    if (!is_within_rate(arrival))
        return;
    if (begins_run(arrival)) {
        if (!has_memory(arrival))
            return;
        begin_run(arrival->stream);
    } else if (!has_place(arrival) || !has_room(arrival)) {
        return;
    }
    struct stream_fragment *fragment = admit(arrival, NULL);
    if (fragment)
        put_to_work(arrival, fragment);
    else
        refuse_memory(arrival);
}

/* Known ones are answered whatever the state is, but for what begins work anew. */
static bool is_answered_from_memory(const struct arrival *arrival) {
    enum sts_stream_state next;
    const struct stream *stream = arrival->stream;
    return is_retransmission(arrival) &&
           codec_text_equal(arrival->fragment->stream_id, stream_id(stream)) &&
           !(is_retry(arrival) && stream_state_next(stream->state, STREAM_REQUEST_FRAGMENT, &next));
}

static void take(const struct arrival *arrival) {
    struct stream_connection *connection = arrival->stream->connection;
    const struct sts_fragment_data *fragment = arrival->fragment;
    bool from_memory = is_answered_from_memory(arrival);
    if ((!from_memory && !stream_connection_takes_fragments(connection, fragment->fragment_id)) ||
        !stream_connection_takes_size(connection, fragment) ||
        !stream_connection_means(connection, fragment->stream_id, fragment->fragment_id))
        return;
    if (from_memory)
        answer_from_memory(arrival);
    else if (arrival->working || arrival->known)
        take_known(arrival);
    else
        take_new(arrival);
}

void stream_connection_on_fragment(struct stream_connection *connection,
                                   const struct sts_fragment_data *fragment,
                                   struct base_buffer *owner) {
    struct stream *stream = connection->stream;
    if (!stream) {
        (void)stream_connection_takes_fragments(connection, fragment->fragment_id); /* refuses */
        return;
    }
    stream_note_unheard(stream);
    char id[STREAM_ID_SIZE];
    size_t len = codec_text_copy(fragment->fragment_id, id, sizeof id);
    /* text that is the same in JSON stays known as such: it is written without another look */
    bool clean = fragment->fragment_id.form == CODEC_TEXT_CLEAN;
    struct arrival arrival = {
        .stream = stream,
        .fragment = fragment,
        .owner = owner,
        .id = {id, len, clean ? CODEC_TEXT_CLEAN : CODEC_TEXT_PLAIN},
        .key = stream_history_key(&stream->history, base_slice(id, len)),
        .number = (uint64_t)fragment->sequence_number,
        .charge = sizeof(struct stream_fragment) + len + (owner ? owner->capacity : 0),
    };
    arrival.working = stream_history_working(&stream->history, &arrival.key);
    arrival.known = stream_history_find(&stream->history, &arrival.key);
    take(&arrival);
}

/* ---- acknowledgements ---------------------------------------------------------------------- */

static void tell_stray_ack(struct stream_connection *connection, struct codec_text id,
                           const char *sentence) {
    const struct stream_deviation found = {sts_events[STS_EVENT_WORKER_FRAGMENT_ACK].name.ptr,
                                           "/fragment_id", "unknown_fragment", sentence};
    stream_connection_deviation(connection, id, &found);
}

/* The stream that the ack is for has a fragment of that key. */
static void confirm(struct stream *stream, const struct stream_key *key, struct codec_text id) {
    struct stream_record *record = stream_history_find(&stream->history, key);
    if (stream_history_working(&stream->history, key)) {
        tell_stray_ack(stream->connection, id, "the result of this fragment has not been sent yet");
    } else if (!record) {
        tell_stray_ack(stream->connection, id, "there is no fragment with this fragment_id");
    } else if (!record->confirmed) {
        record->confirmed = true;
        stream->confirmed++;
    }
}

void stream_connection_on_ack(struct stream_connection *connection,
                              const struct sts_worker_fragment_ack *ack) {
    char id[STREAM_ID_SIZE];
    size_t len = codec_text_copy(ack->fragment_id, id, sizeof id);
    struct stream *stream = connection->stream;
    if (!stream) {
        tell_stray_ack(connection, ack->fragment_id, "there is no fragment with this fragment_id");
        return;
    }
    const struct stream_key key = stream_history_key(&stream->history, base_slice(id, len));
    confirm(stream, &key, ack->fragment_id);
}
