/* outcome.c - the turn of a fragment: its result leaves, as it was planned. */
#include "stream/corrupt.h"
#include "stream/internal.h"

/* How long a result that is to leave after the next one waits for it at most (protocol §6). */
#define ASIDE_MS 1000

static struct base_timers *timers_of(const struct stream *stream) {
    return stream->registry->config.timers;
}

/* ---- results ------------------------------------------------------------------------------- */

static enum sts_fragment_status status_of(const struct stream_fragment *fragment) {
    return fragment->timed_out ? STS_FRAGMENT_STATUS_FAILED : fragment->plan.status;
}

/* `sentence` (STREAM_SENTENCE_SIZE) holds the text. */
static struct sts_processing_error time_out(const struct stream_fragment *fragment,
                                            char *sentence) {
    const struct codec_text message =
        codec_text_print(sentence, STREAM_SENTENCE_SIZE, "not processed within %llu ms",
                         (unsigned long long)(fragment->deadline - fragment->accepted_at));
    return (struct sts_processing_error){
        .has = STS_PROCESSING_ERROR_HAS_STAGE | STS_PROCESSING_ERROR_HAS_RETRYABLE,
        .code.value = STS_ERROR_CODE_TIMEOUT,
        .message = message,
        .stage = STS_STAGE_ASR,
        .retryable = sts_error_table[STS_ERROR_CODE_TIMEOUT].retryable,
    };
}

/* The error of its outcome, made in `late` where the time was up. NULL on success. */
static const struct sts_processing_error *error_of(const struct stream_fragment *fragment,
                                                   struct sts_processing_error *late,
                                                   char *sentence) {
    if (fragment->timed_out) {
        *late = time_out(fragment, sentence);
        return late;
    }
    return fragment->plan.status == STS_FRAGMENT_STATUS_SUCCESS ? NULL : &fragment->plan.error;
}

/* What a result is made of, at first and when it is told again. */
static void make_result(const struct stream *stream, struct sts_fragment_processed *result,
                        const struct sts_processing_error *error,
                        const struct sts_audio_data *audio) {
    const struct stream_processor *processor = stream->registry->config.processor;
    bool failed = result->status == STS_FRAGMENT_STATUS_FAILED;
    result->stream_id = stream_id(stream);
    if (error) {
        result->has |= STS_FRAGMENT_PROCESSED_HAS_ERROR;
        result->error = *error;
    }
    processor->fill(processor->context, failed ? NULL : audio, result);
}

/* Sends it as a result, or, `as_error`, as an `error` event. */
static void send_once(struct stream *stream, const struct sts_fragment_processed *result,
                      bool as_error, struct base_buffer *message) {
    if (!as_error) {
        (void)stream_send(stream, STS_EVENT_FRAGMENT_PROCESSED, result, message);
        return;
    }
    struct stream_error error = {
        .code = result->error.code.value,
        .other = result->error.code.text,
        .message = result->error.message,
        .fragment_id = result->fragment_id,
        .retryable = &result->error.retryable,
    };
    stream_error(stream, &error);
}

static bool leaves_as_error(const struct stream_fragment *fragment) {
    return fragment->plan.as_error && !fragment->timed_out;
}

/* How often a result leaves. */
static unsigned copies_of(const struct stream_fragment *fragment) {
    static const unsigned char copies[STREAM_TURNS] = {
        [STREAM_TURN_SEND] = 1, [STREAM_TURN_DROP] = 0, [STREAM_TURN_TWICE] = 2,
        [STREAM_TURN_SWAP] = 1, [STREAM_TURN_LOSE] = 1,
    };
    return fragment->timed_out ? 1 : copies[fragment->plan.turn];
}

/* ---- counting ------------------------------------------------------------------------------ */

/* A retry replaces the outcome before it. */
static void count(struct stream *stream, const struct stream_fragment *fragment,
                  enum sts_fragment_status status) {
    const struct stream_counted *before = &fragment->before;
    if (before->is_counted)
        stream_statistics_remove(&stream->statistics, before->status, before->processing_ms);
    stream_statistics_add(&stream->statistics, status, fragment->processing_ms);
}

static void tell_outcome(struct stream *stream, const struct stream_fragment *fragment,
                         const struct sts_fragment_processed *result, bool answered) {
    const struct stream_outcome outcome = {
        .status = result->status,
        .sequence_number = (int64_t)fragment->number,
        .wait_ms = fragment->started_at - fragment->accepted_at,
        .processing_ms = fragment->processing_ms,
        .stages = result->stage_timings,
        .error = answered && result->has & STS_FRAGMENT_PROCESSED_HAS_ERROR ? &result->error : NULL,
        .attempt = fragment->attempt,
        .answered = answered,
        .fault = fragment->plan.is_fault ? &fragment->plan.fault : NULL,
    };
    const struct stream_processor *processor = stream->registry->config.processor;
    STREAM_TELL(stream, fragment->id, outcome, (context, subject, &outcome));
    processor->settled(processor->context, stream->processor_state, &fragment->plan);
}

static void leave_flight(struct stream *stream, struct stream_fragment *fragment) {
    stream->inflight--;
    stream->registry->inflight--;
    stream->inflight_bytes -= fragment->charge;
}

/* Takes it from where its turn is awaited. */
static void step_out(struct stream *stream, struct stream_fragment *fragment) {
    if (!fragment->aside && !fragment->attempt) {
        stream_window_remove(&stream->window, fragment);
        return;
    }
    base_list_remove(&fragment->order);
    stream->aside_count -= fragment->aside;
    fragment->aside = false;
}

/* ---- turns --------------------------------------------------------------------------------- */

/* What is remembered of it. */
static struct stream_record record_of(const struct stream *stream,
                                      const struct stream_fragment *fragment,
                                      enum sts_fragment_status status) {
    return (struct stream_record){
        .key = fragment->key,
        .number = fragment->number,
        .fingerprint = fragment->fingerprint,
        .processing_ms = (uint32_t)fragment->processing_ms,
        .attempt = fragment->attempt,
        .epoch = stream->epoch,
        .status = (unsigned char)status,
        .dropped = !copies_of(fragment),
        .as_error = leaves_as_error(fragment),
        .corrupt = fragment->plan.corrupt,
        .no_ack = fragment->plan.no_ack,
    };
}

static void settle(struct stream *stream, struct stream_fragment *fragment,
                   const struct sts_fragment_processed *result) {
    struct stream_record record = record_of(stream, fragment, result->status);
    bool has_error = result->has & STS_FRAGMENT_PROCESSED_HAS_ERROR;
    record.retryable = has_error && result->error.retryable;
    stream_budget_remember(stream, &record, has_error ? &result->error : NULL);
    stream_budget_release(stream, fragment);
}

static void send_outcome(struct stream *stream, struct stream_fragment *fragment) {
    char sentence[STREAM_SENTENCE_SIZE];
    struct sts_processing_error late;
    struct sts_fragment_processed result = {
        .fragment_id = fragment->id,
        .sequence_number = (int64_t)fragment->number,
        .status = status_of(fragment),
        .processing_time_ms = (int64_t)fragment->processing_ms,
    };
    step_out(stream, fragment);
    base_timer_disarm(timers_of(stream), &fragment->timer);
    (void)stream_fragment_step(fragment, STREAM_STEP_SEND);
    leave_flight(stream, fragment);
    make_result(stream, &result, error_of(fragment, &late, sentence), &fragment->audio);
    count(stream, fragment, result.status);
    unsigned copies = copies_of(fragment);
    stream->delivered += copies > 0;
    for (unsigned left = copies; left; left--)
        send_once(stream, &result, leaves_as_error(fragment), fragment->message);
    tell_outcome(stream, fragment, &result, copies);
    settle(stream, fragment, &result);
}

static struct stream_fragment *last_aside(const struct stream *stream) {
    const struct base_list_node *head = &stream->aside.head;
    return base_list_empty(&stream->aside)
               ? NULL
               : BASE_CONTAINER(head->previous, struct stream_fragment, order);
}

void stream_release_aside(struct stream *stream) {
    struct stream_fragment *fragment;
    while ((fragment = last_aside(stream)))
        send_outcome(stream, fragment);
}

struct stream_fragment *stream_overdue(const struct stream *stream) {
    struct base_list_node *longest = base_list_first(&stream->aside);
    if (!longest)
        return NULL;
    /* by the clock: timers of one moment fire in any order */
    struct stream_fragment *fragment = BASE_CONTAINER(longest, struct stream_fragment, order);
    return fragment->timer.deadline <= stream_now(stream->registry) ? fragment : NULL;
}

static void aside_fire(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    stream_pump(BASE_CONTAINER(timer, struct stream_fragment, timer)->stream);
}

/* It leaves, and what waited for that after it. */
static void leave(struct stream *stream, struct stream_fragment *fragment) {
    bool was_aside = fragment->aside;
    send_outcome(stream, fragment);
    if (!was_aside)
        stream_release_aside(stream);
}

static void step_aside(struct stream *stream, struct stream_fragment *fragment) {
    if (fragment->aside) {
        leave(stream, fragment);
        return;
    }
    step_out(stream, fragment);
    fragment->aside = true;
    stream->aside_count++;
    base_list_append(&stream->aside, &fragment->order);
    fragment->timer.fire = aside_fire;
    base_timer_arm(timers_of(stream), &fragment->timer, stream_now(stream->registry) + ASIDE_MS);
}

/* Once: on the next connection it leaves like any other. */
static void lose_connection(struct stream *stream, struct stream_fragment *fragment) {
    fragment->plan.turn = STREAM_TURN_SEND;
    stream_lose(stream, &fragment->plan.loss);
}

void stream_take_turn(struct stream *stream, struct stream_fragment *fragment) {
    static void (*const turns[STREAM_TURNS])(struct stream *, struct stream_fragment *) = {
        [STREAM_TURN_SEND] = leave,           [STREAM_TURN_DROP] = leave,
        [STREAM_TURN_TWICE] = leave,          [STREAM_TURN_SWAP] = step_aside,
        [STREAM_TURN_LOSE] = lose_connection,
    };
    turns[fragment->timed_out ? STREAM_TURN_SEND : fragment->plan.turn](stream, fragment);
}

void stream_lose(struct stream *stream, const struct stream_loss *loss) {
    if (!stream->connection)
        return;
    stream->loss = *loss;
    base_timer_arm(timers_of(stream), &stream->loss_timer, stream_now(stream->registry));
}

void stream_loss_fire(struct base_timers *timers, struct base_timer *timer) {
    struct stream *stream = BASE_CONTAINER(timer, struct stream, loss_timer);
    const struct stream_loss loss = stream->loss;
    (void)timers;
    stream->registry->config.output->lose(stream->connection->context, &loss);
}

/* ---- besides ------------------------------------------------------------------------------- */

void stream_resend(struct stream *stream, struct stream_record *record,
                   const struct stream_again *again) {
    struct sts_fragment_processed result = {
        .fragment_id = again->fragment_id,
        .sequence_number = (int64_t)record->number,
        .status = (enum sts_fragment_status)record->status,
        .processing_time_ms = record->processing_ms,
    };
    if (record->corrupt)
        stream_corrupt(again->message, again->audio->data_base64);
    make_result(stream, &result, record->error ? &record->error->error : NULL, again->audio);
    record->epoch = stream->epoch;
    if (!record->dropped)
        send_once(stream, &result, record->as_error, again->message);
}

void stream_give_up(struct stream *stream, struct stream_fragment *fragment) {
    struct sts_fragment_processed result = {.status = STS_FRAGMENT_STATUS_FAILED};
    stream_stop(stream, fragment);
    step_out(stream, fragment);
    (void)stream_fragment_step(fragment, STREAM_STEP_DROP);
    leave_flight(stream, fragment);
    if (!fragment->before.is_counted)
        count(stream, fragment, STS_FRAGMENT_STATUS_FAILED);
    result.stage_timings.asr_ms = (int64_t)fragment->processing_ms;
    tell_outcome(stream, fragment, &result, false);
    struct stream_record record = record_of(stream, fragment, STS_FRAGMENT_STATUS_FAILED);
    record.expired = true;
    stream_budget_remember(stream, &record, NULL);
    stream_budget_release(stream, fragment);
}
