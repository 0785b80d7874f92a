/* outcome.c - the turn of a fragment: its result leaves, as it was planned. */
#include "base/print.h"
#include "stream/internal.h"

/* How long a result that is to leave after the next one waits for it at most (protocol §6). */
#define ASIDE_MS 1000

static struct base_timers *timers_of(const struct stream *stream) {
    return stream->registry->config.timers;
}

/* ---- results ------------------------------------------------------------------------------- */

static enum sts_fragment_status status_of(const struct stream_work *work) {
    return work->timed_out ? STS_FRAGMENT_STATUS_FAILED : work->plan.status;
}

/* `sentence` (STREAM_SENTENCE_SIZE) holds the text of a time-out. */
static void make_result(const struct stream *stream, const struct stream_fragment *fragment,
                        struct sts_fragment_processed *result, char *sentence) {
    const struct stream_work *work = fragment->work;
    const struct stream_processor *processor = stream->registry->config.processor;
    *result = (struct sts_fragment_processed){
        .fragment_id = fragment->id,
        .stream_id = stream_id(stream),
        .sequence_number = (int64_t)fragment->number,
        .status = status_of(work),
        .processing_time_ms = (int64_t)work->processing_ms,
    };
    if (result->status != STS_FRAGMENT_STATUS_SUCCESS) {
        result->has |= STS_FRAGMENT_PROCESSED_HAS_ERROR;
        result->error = work->plan.error;
    }
    if (work->timed_out) {
        const struct codec_text message =
            codec_text_print(sentence, STREAM_SENTENCE_SIZE, "not processed within %llu ms",
                             (unsigned long long)(work->deadline - work->accepted_at));
        result->error = (struct sts_processing_error){
            .has = STS_PROCESSING_ERROR_HAS_STAGE | STS_PROCESSING_ERROR_HAS_RETRYABLE,
            .code.value = STS_ERROR_CODE_TIMEOUT,
            .message = message,
            .stage = STS_STAGE_ASR,
            .retryable = sts_error_table[STS_ERROR_CODE_TIMEOUT].retryable,
        };
    }
    processor->fill(processor->context,
                    result->status == STS_FRAGMENT_STATUS_FAILED ? NULL : &work->audio, result);
}

static void send_once(struct stream *stream, const struct stream_fragment *fragment,
                      const struct sts_fragment_processed *result) {
    const struct stream_work *work = fragment->work;
    if (!work->plan.as_error || work->timed_out) {
        (void)stream_send(stream, STS_EVENT_FRAGMENT_PROCESSED, result, work->message);
        return;
    }
    struct stream_error error = {
        .code = result->error.code.value,
        .message = result->error.message,
        .fragment_id = fragment->id,
        .retryable = &result->error.retryable,
    };
    stream_error(stream, &error);
}

/* How often a result leaves. */
static unsigned copies_of(const struct stream_work *work) {
    static const unsigned char copies[STREAM_TURNS] = {
        [STREAM_TURN_SEND] = 1, [STREAM_TURN_DROP] = 0, [STREAM_TURN_TWICE] = 2,
        [STREAM_TURN_SWAP] = 1, [STREAM_TURN_LOSE] = 1,
    };
    return work->timed_out ? 1 : copies[work->plan.turn];
}

static void send_result(struct stream *stream, const struct stream_fragment *fragment,
                        const struct sts_fragment_processed *result) {
    for (unsigned left = copies_of(fragment->work); left; left--)
        send_once(stream, fragment, result);
}

/* ---- counting ------------------------------------------------------------------------------ */

/* A retry replaces the outcome before it. */
static void count(struct stream *stream, struct stream_fragment *fragment,
                  enum sts_fragment_status status, uint64_t processing_ms) {
    if (fragment->counted)
        stream_statistics_remove(&stream->statistics, fragment->status, fragment->processing_ms);
    stream_statistics_add(&stream->statistics, status, processing_ms);
    fragment->counted = true;
    fragment->status = status;
    fragment->processing_ms = processing_ms;
}

static void tell_outcome(struct stream *stream, const struct stream_fragment *fragment,
                         const struct sts_fragment_processed *result, bool answered) {
    const struct stream_work *work = fragment->work;
    const struct stream_outcome outcome = {
        .status = result->status,
        .sequence_number = (int64_t)fragment->number,
        .wait_ms = work->started_at - work->accepted_at,
        .processing_ms = work->processing_ms,
        .stages = result->stage_timings,
        .error = answered && result->has & STS_FRAGMENT_PROCESSED_HAS_ERROR ? &result->error : NULL,
        .attempt = fragment->attempt,
        .answered = answered,
        .fault = work->plan.is_fault ? &work->plan.fault : NULL,
    };
    const struct stream_processor *processor = stream->registry->config.processor;
    STREAM_TELL(stream, fragment->id, outcome, (context, subject, &outcome));
    processor->settled(processor->context, stream->processor_state, &work->plan);
}

static void leave_flight(struct stream *stream, struct stream_fragment *fragment) {
    stream->inflight--;
    stream->registry->inflight--;
    stream->inflight_bytes -= fragment->work->charge;
}

/* Takes it from where its turn is awaited. */
static void step_out(struct stream *stream, struct stream_fragment *fragment) {
    if (!fragment->work->aside && !fragment->attempt) {
        stream_window_remove(&stream->window, fragment);
        return;
    }
    base_list_remove(&fragment->order);
    stream->aside_count -= fragment->work->aside;
    fragment->work->aside = false;
}

/* ---- turns --------------------------------------------------------------------------------- */

static void send_outcome(struct stream *stream, struct stream_fragment *fragment) {
    char sentence[STREAM_SENTENCE_SIZE];
    struct sts_fragment_processed result;
    step_out(stream, fragment);
    base_timer_disarm(timers_of(stream), &fragment->work->timer);
    (void)stream_fragment_step(fragment, STREAM_STEP_SEND);
    leave_flight(stream, fragment);
    make_result(stream, fragment, &result, sentence);
    count(stream, fragment, result.status, fragment->work->processing_ms);
    fragment->retryable = result.status == STS_FRAGMENT_STATUS_FAILED && result.error.retryable;
    fragment->epoch = stream->epoch;
    bool answered = copies_of(fragment->work);
    stream->delivered += answered;
    send_result(stream, fragment, &result);
    tell_outcome(stream, fragment, &result, answered);
    stream_budget_settle(stream, fragment);
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
    return fragment->work->timer.deadline <= stream_now(stream->registry) ? fragment : NULL;
}

static void aside_fire(struct base_timers *timers, struct base_timer *timer) {
    struct stream_work *work = BASE_CONTAINER(timer, struct stream_work, timer);
    (void)timers;
    stream_pump(work->fragment->stream);
}

/* It leaves, and what waited for that after it. */
static void leave(struct stream *stream, struct stream_fragment *fragment) {
    bool was_aside = fragment->work->aside;
    send_outcome(stream, fragment);
    if (!was_aside)
        stream_release_aside(stream);
}

static void step_aside(struct stream *stream, struct stream_fragment *fragment) {
    struct stream_work *work = fragment->work;
    if (work->aside) {
        leave(stream, fragment);
        return;
    }
    step_out(stream, fragment);
    work->aside = true;
    stream->aside_count++;
    base_list_append(&stream->aside, &fragment->order);
    work->timer.fire = aside_fire;
    base_timer_arm(timers_of(stream), &work->timer, stream_now(stream->registry) + ASIDE_MS);
}

/* Once: on the next connection it leaves like any other. */
static void lose_connection(struct stream *stream, struct stream_fragment *fragment) {
    fragment->work->plan.turn = STREAM_TURN_SEND;
    stream_lose(stream, &fragment->work->plan.loss);
}

void stream_take_turn(struct stream *stream, struct stream_fragment *fragment) {
    static void (*const turns[STREAM_TURNS])(struct stream *, struct stream_fragment *) = {
        [STREAM_TURN_SEND] = leave,           [STREAM_TURN_DROP] = leave,
        [STREAM_TURN_TWICE] = leave,          [STREAM_TURN_SWAP] = step_aside,
        [STREAM_TURN_LOSE] = lose_connection,
    };
    turns[fragment->work->timed_out ? STREAM_TURN_SEND : fragment->work->plan.turn](stream,
                                                                                    fragment);
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
    /* any other mode has taken the connection away, and the stream perhaps with it */
    if (loss.mode == STS_DISCONNECT_MODE_STALL)
        stream_pump(stream);
}

/* ---- besides ------------------------------------------------------------------------------- */

void stream_resend(struct stream *stream, struct stream_fragment *fragment) {
    char sentence[STREAM_SENTENCE_SIZE];
    struct sts_fragment_processed result;
    make_result(stream, fragment, &result, sentence);
    fragment->epoch = stream->epoch;
    send_result(stream, fragment, &result);
}

void stream_give_up(struct stream *stream, struct stream_fragment *fragment) {
    struct sts_fragment_processed result = {.status = STS_FRAGMENT_STATUS_FAILED};
    stream_stop(stream, fragment);
    step_out(stream, fragment);
    (void)stream_fragment_step(fragment, STREAM_STEP_DROP);
    leave_flight(stream, fragment);
    if (!fragment->counted)
        count(stream, fragment, STS_FRAGMENT_STATUS_FAILED, fragment->work->processing_ms);
    fragment->retryable = false;
    result.stage_timings.asr_ms = (int64_t)fragment->work->processing_ms;
    tell_outcome(stream, fragment, &result, false);
    stream_budget_release(stream, fragment);
}
