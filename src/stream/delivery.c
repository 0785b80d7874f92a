/* delivery.c - from the queue through processing and the reorder buffer to the worker. */
#include "stream/internal.h"

#include <stdio.h>

static void finish(struct stream *stream, struct stream_fragment *fragment, bool timed_out);

static struct base_timers *timers_of(const struct stream *stream) {
    return stream->registry->config.timers;
}

/* ---- the queue and processing -------------------------------------------------------------- */

static struct stream_work *work_of(const struct base_list_node *node) {
    return BASE_CONTAINER(node, struct stream_work, queue);
}

/* The end of processing, or of timeout_ms: whichever comes first was armed. */
static void fire(struct base_timers *timers, struct base_timer *timer) {
    struct stream_work *work = BASE_CONTAINER(timer, struct stream_work, timer);
    struct stream_fragment *fragment = work->fragment;
    (void)timers;
    uint64_t end = work->started_at + work->plan.delay_ms;
    bool in_time =
        fragment->stage == STREAM_STAGE_PROCESSING && (work->plan.untimed || end <= work->deadline);
    finish(fragment->stream, fragment, !in_time);
    stream_pump(fragment->stream);
}

size_t stream_enqueue(struct stream *stream, struct stream_fragment *fragment) {
    struct stream_work *work = fragment->work;
    struct base_list_node *head = &stream->queue.head, *before = head->previous;
    size_t position = stream->waiting;
    /* from the back: fragments mostly come in order */
    for (; before != head && work_of(before)->fragment->number > fragment->number; position--)
        before = before->previous;
    work->queue.previous = before;
    work->queue.next = before->next;
    before->next = work->queue.next->previous = &work->queue;
    stream->waiting++;
    stream->inflight++;
    stream->registry->inflight++;
    work->timer.fire = fire;
    if (stream->processing >= stream->max_inflight && !work->plan.untimed)
        base_timer_arm(timers_of(stream), &work->timer, work->deadline);
    return position;
}

static void start(struct stream *stream, struct stream_work *work) {
    struct stream_fragment *fragment = work->fragment;
    uint64_t now = stream_now(stream->registry), end = now + work->plan.delay_ms;
    base_list_remove(&work->queue);
    stream->waiting--;
    stream->processing++;
    (void)stream_fragment_step(fragment, STREAM_STEP_START);
    work->started_at = now;
    STREAM_TELL(stream, fragment->id, started, (context, subject, now - work->accepted_at));
    if (!work->plan.delay_ms)
        finish(stream, fragment, false);
    else
        base_timer_arm(timers_of(stream), &work->timer,
                       work->plan.untimed || end < work->deadline ? end : work->deadline);
}

/* Takes it out of the queue, or from among those that are processed. */
static void stop(struct stream *stream, struct stream_fragment *fragment) {
    base_timer_disarm(timers_of(stream), &fragment->work->timer);
    if (fragment->stage == STREAM_STAGE_QUEUED) {
        base_list_remove(&fragment->work->queue);
        stream->waiting--;
        fragment->work->started_at = stream_now(stream->registry);
    } else if (fragment->stage == STREAM_STAGE_PROCESSING) {
        stream->processing--;
    } else {
        return;
    }
    fragment->work->processing_ms = stream_now(stream->registry) - fragment->work->started_at;
}

static enum sts_fragment_status status_of(const struct stream_work *work) {
    return work->timed_out ? STS_FRAGMENT_STATUS_FAILED : work->plan.status;
}

static void finish(struct stream *stream, struct stream_fragment *fragment, bool timed_out) {
    struct stream_work *work = fragment->work;
    stop(stream, fragment);
    work->timed_out = timed_out;
    if (status_of(work) == STS_FRAGMENT_STATUS_FAILED) {
        size_t bytes = stream_work_drop_message(work);
        stream->inflight_bytes -= bytes;
        stream_budget_remove(stream->registry, bytes);
    }
    (void)stream_fragment_step(fragment, STREAM_STEP_FINISH);
    if (fragment->attempt)
        base_list_append(&stream->retries, &fragment->order);
    else
        stream->window.held++;
}

/* ---- outcomes ------------------------------------------------------------------------------ */

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
        int n = snprintf(sentence, STREAM_SENTENCE_SIZE, "not processed within %llu ms",
                         (unsigned long long)(work->deadline - work->accepted_at));
        result->error = (struct sts_processing_error){
            .has = STS_PROCESSING_ERROR_HAS_STAGE | STS_PROCESSING_ERROR_HAS_RETRYABLE,
            .code = STS_ERROR_CODE_TIMEOUT,
            .message = codec_text_plain(base_slice(sentence, (size_t)n)),
            .stage = STS_STAGE_ASR,
            .retryable = sts_error_table[STS_ERROR_CODE_TIMEOUT].retryable,
        };
    }
    processor->fill(processor->context,
                    result->status == STS_FRAGMENT_STATUS_FAILED ? NULL : &work->audio, result);
}

static void send_result(struct stream *stream, const struct stream_fragment *fragment,
                        const struct sts_fragment_processed *result) {
    const struct stream_work *work = fragment->work;
    if (!work->plan.as_error || work->timed_out) {
        stream_send(stream, STS_EVENT_FRAGMENT_PROCESSED, result, work->message);
        return;
    }
    struct stream_error error = {
        .code = result->error.code,
        .message = result->error.message,
        .fragment_id = fragment->id,
        .retryable = &result->error.retryable,
    };
    stream_error(stream, &error);
}

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
        .error = result->has & STS_FRAGMENT_PROCESSED_HAS_ERROR ? &result->error : NULL,
        .attempt = fragment->attempt,
        .answered = answered,
    };
    STREAM_TELL(stream, fragment->id, outcome, (context, subject, &outcome));
}

static void leave_flight(struct stream *stream, struct stream_fragment *fragment) {
    stream->inflight--;
    stream->registry->inflight--;
    stream->inflight_bytes -= fragment->work->charge;
}

static void send_outcome(struct stream *stream, struct stream_fragment *fragment) {
    char sentence[STREAM_SENTENCE_SIZE];
    struct sts_fragment_processed result;
    if (fragment->attempt)
        base_list_remove(&fragment->order);
    else
        stream_window_remove(&stream->window, fragment);
    (void)stream_fragment_step(fragment, STREAM_STEP_SEND);
    leave_flight(stream, fragment);
    make_result(stream, fragment, &result, sentence);
    count(stream, fragment, result.status, fragment->work->processing_ms);
    fragment->retryable = result.status == STS_FRAGMENT_STATUS_FAILED && result.error.retryable;
    fragment->epoch = stream->epoch;
    stream->delivered++;
    send_result(stream, fragment, &result);
    tell_outcome(stream, fragment, &result, true);
    stream_budget_settle(stream, fragment);
}

void stream_resend(struct stream *stream, struct stream_fragment *fragment) {
    char sentence[STREAM_SENTENCE_SIZE];
    struct sts_fragment_processed result;
    make_result(stream, fragment, &result, sentence);
    fragment->epoch = stream->epoch;
    send_result(stream, fragment, &result);
}

void stream_give_up(struct stream *stream, struct stream_fragment *fragment) {
    struct sts_fragment_processed result = {.status = STS_FRAGMENT_STATUS_FAILED};
    stop(stream, fragment);
    if (!fragment->attempt)
        stream_window_remove(&stream->window, fragment);
    else
        base_list_remove(&fragment->order);
    (void)stream_fragment_step(fragment, STREAM_STEP_DROP);
    leave_flight(stream, fragment);
    if (!fragment->counted)
        count(stream, fragment, STS_FRAGMENT_STATUS_FAILED, fragment->work->processing_ms);
    fragment->retryable = false;
    result.stage_timings.asr_ms = (int64_t)fragment->work->processing_ms;
    tell_outcome(stream, fragment, &result, false);
    stream_budget_release(stream, fragment);
}

/* ---- gaps ---------------------------------------------------------------------------------- */

static void report_gap(struct stream *stream, struct stream_range missing, uint64_t received) {
    char sentence[STREAM_SENTENCE_SIZE];
    const int64_t numbers[] = {(int64_t)missing.first, (int64_t)missing.last};
    struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_REASON | STS_ERROR_METADATA_HAS_EXPECTED |
               STS_ERROR_METADATA_HAS_RECEIVED | STS_ERROR_METADATA_HAS_MISSING,
        .reason = CODEC_TEXT("gap"),
        .expected = numbers[0],
        .received = (int64_t)received,
        .missing = {.items = numbers, .count = 2},
    };
    int n =
        missing.first == missing.last
            ? snprintf(sentence, sizeof sentence, "fragment %lld is missing: going on with %lld",
                       (long long)numbers[0], (long long)received)
            : snprintf(sentence, sizeof sentence,
                       "fragments %lld to %lld are missing: going on with %lld",
                       (long long)numbers[0], (long long)numbers[1], (long long)received);
    struct stream_error error = {
        .code = STS_ERROR_CODE_INVALID_SEQUENCE,
        .message = codec_text_plain(base_slice(sentence, (size_t)n)),
        .metadata = &metadata,
    };
    stream_error(stream, &error);
}

/* Gives up one gap: an error for every run of numbers that nobody has been told of. */
static void close_gap(struct stream *stream) {
    struct stream_window *window = &stream->window;
    struct stream_range gap, missing;
    if (!stream_window_give_up(window, &gap))
        return;
    uint64_t received = gap.last + 1;
    while (stream_ranges_take_missing(&window->refused, &gap, &missing))
        report_gap(stream, missing, received);
    stream_ranges_forget_below(&window->refused, window->expected);
}

static struct stream_fragment *next_outcome(const struct stream *stream) {
    struct base_list_node *retry = base_list_first(&stream->retries);
    return retry ? BASE_CONTAINER(retry, struct stream_fragment, order)
                 : stream_window_next(&stream->window);
}

static void deliver(struct stream *stream) {
    size_t depth = stream->registry->settings.queue_max_depth;
    struct stream_fragment *next;
    for (;;) {
        while ((next = next_outcome(stream)))
            send_outcome(stream, next);
        if (!depth || stream->window.held < depth || !stream_window_is_blocked(&stream->window))
            return;
        close_gap(stream);
    }
}

void stream_close_gaps(struct stream *stream) {
    while (stream_window_has_gap(&stream->window))
        close_gap(stream);
}

static uint64_t gap_deadline(const struct stream *stream) {
    uint64_t since = stream_window_gap_since(&stream->window);
    return (since > stream->gap_floor ? since : stream->gap_floor) +
           stream->registry->settings.sequence_gap_ms;
}

static void gap_fire(struct base_timers *timers, struct base_timer *timer) {
    struct stream *stream = BASE_CONTAINER(timer, struct stream, gap);
    while (stream_window_has_gap(&stream->window) && gap_deadline(stream) <= timers->now) {
        close_gap(stream);
        deliver(stream);
    }
    stream_pump(stream);
}

static void watch_gap(struct stream *stream) {
    if (!stream_window_has_gap(&stream->window)) {
        base_timer_disarm(timers_of(stream), &stream->gap);
        return;
    }
    uint64_t deadline = gap_deadline(stream);
    if (!stream->gap.armed || stream->gap.deadline != deadline)
        base_timer_arm(timers_of(stream), &stream->gap, deadline);
}

/* ---- all together -------------------------------------------------------------------------- */

void stream_tell_level(struct stream *stream) {
    const struct stream_load load = {
        .inflight = stream->inflight,
        .waiting = stream->waiting,
        .max_inflight = stream->max_inflight,
        .starved = base_list_linked(&stream->starved),
    };
    enum stream_level level = stream_flow_level(&stream->registry->settings, &load);
    if (level == stream->told || !stream->connection)
        return;
    stream->told = level;
    struct sts_backpressure event = stream_flow_event(level, &load);
    event.stream_id = stream_id(stream);
    stream_send(stream, STS_EVENT_BACKPRESSURE, &event, NULL);
    STREAM_TELL(stream, stream_no_text, backpressure, (context, subject, &event));
}

static void tell_queue(struct stream *stream) {
    if (stream->waiting == stream->told_waiting)
        return;
    stream->told_waiting = stream->waiting;
    STREAM_TELL(stream, stream_no_text, queue_changed, (context, subject, stream->waiting));
}

void stream_pump(struct stream *stream) {
    struct base_list_node *node;
    while (stream->processing < stream->max_inflight && (node = base_list_first(&stream->queue)))
        start(stream, work_of(node));
    tell_queue(stream);
    if (!stream->connection)
        return;
    deliver(stream);
    watch_gap(stream);
    bool drained = stream->state == STS_STREAM_STATE_ENDING && !stream->inflight;
    if (drained)
        base_list_remove(&stream->starved);
    stream_tell_level(stream);
    if (drained)
        stream_complete(stream);
}

void stream_delivery_init(struct stream *stream) {
    base_list_init(&stream->queue);
    base_list_init(&stream->retries);
    stream->gap.fire = gap_fire;
}

void stream_delivery_park(struct stream *stream) {
    base_timer_disarm(timers_of(stream), &stream->gap);
    base_list_remove(&stream->starved);
    stream->told = STREAM_LEVEL_CLEAR;
}
