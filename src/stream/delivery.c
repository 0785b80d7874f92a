/* delivery.c - from the queue through processing and the reorder buffer to the worker. */
#include "stream/corrupt.h"
#include "stream/internal.h"

#include <stdio.h>

static void finish(struct stream *stream, struct stream_fragment *fragment, bool timed_out);

static struct base_timers *timers_of(const struct stream *stream) {
    return stream->registry->config.timers;
}

/* ---- the queue and processing -------------------------------------------------------------- */

static struct stream_fragment *queued_at(const struct base_list_node *node) {
    return BASE_CONTAINER(node, struct stream_fragment, queue);
}

/* The end of processing, or of timeout_ms: whichever comes first was armed. */
static void fire(struct base_timers *timers, struct base_timer *timer) {
    struct stream_fragment *fragment = BASE_CONTAINER(timer, struct stream_fragment, timer);
    struct stream *stream = fragment->stream;
    (void)timers;
    uint64_t end = fragment->started_at + fragment->plan.delay_ms;
    bool in_time = fragment->stage == STREAM_STAGE_PROCESSING &&
                   (fragment->plan.untimed || end <= fragment->deadline);
    finish(stream, fragment, !in_time);
    stream_pump(stream);
}

size_t stream_enqueue(struct stream *stream, struct stream_fragment *fragment) {
    struct base_list_node *head = &stream->queue.head, *before = head->previous;
    size_t position = stream->waiting;
    /* from the back: fragments mostly come in order */
    for (; before != head && queued_at(before)->number > fragment->number; position--)
        before = before->previous;
    fragment->queue.previous = before;
    fragment->queue.next = before->next;
    before->next = fragment->queue.next->previous = &fragment->queue;
    stream->waiting++;
    stream->inflight++;
    stream->registry->inflight++;
    fragment->timer.fire = fire;
    if (stream->processing >= stream->max_inflight && !fragment->plan.untimed)
        base_timer_arm(timers_of(stream), &fragment->timer, fragment->deadline);
    return position;
}

static void start(struct stream *stream, struct stream_fragment *fragment) {
    uint64_t now = stream_now(stream->registry), end = now + fragment->plan.delay_ms;
    base_list_remove(&fragment->queue);
    stream->waiting--;
    stream->processing++;
    (void)stream_fragment_step(fragment, STREAM_STEP_START);
    fragment->started_at = now;
    STREAM_TELL(stream, fragment->id, started, (context, subject, now - fragment->accepted_at));
    if (!fragment->plan.delay_ms)
        finish(stream, fragment, false);
    else
        base_timer_arm(timers_of(stream), &fragment->timer,
                       fragment->plan.untimed || end < fragment->deadline ? end
                                                                          : fragment->deadline);
}

void stream_stop(struct stream *stream, struct stream_fragment *fragment) {
    base_timer_disarm(timers_of(stream), &fragment->timer);
    if (fragment->stage == STREAM_STAGE_QUEUED) {
        base_list_remove(&fragment->queue);
        stream->waiting--;
        fragment->started_at = stream_now(stream->registry);
    } else if (fragment->stage == STREAM_STAGE_PROCESSING) {
        stream->processing--;
    } else {
        return;
    }
    fragment->processing_ms = stream_now(stream->registry) - fragment->started_at;
}

static void finish(struct stream *stream, struct stream_fragment *fragment, bool timed_out) {
    stream_stop(stream, fragment);
    fragment->timed_out = timed_out;
    if (timed_out || fragment->plan.status == STS_FRAGMENT_STATUS_FAILED) {
        size_t bytes = stream_fragment_drop_message(fragment);
        stream->inflight_bytes -= bytes;
        stream_budget_remove(stream->registry, bytes);
    } else if (fragment->plan.corrupt) {
        stream_corrupt(fragment->message, fragment->audio.data_base64);
    }
    (void)stream_fragment_step(fragment, STREAM_STEP_FINISH);
    if (fragment->attempt)
        base_list_append(&stream->retries, &fragment->order);
    else
        stream->window.held++;
}

/* ---- nothing is simulated any more -------------------------------------------------------- */

static void release(struct stream *stream, struct stream_fragment *fragment, uint64_t usual_ms) {
    const uint64_t now = stream_now(stream->registry);
    struct stream_plan *plan = &fragment->plan;
    if (plan->turn == STREAM_TURN_LOSE || plan->turn == STREAM_TURN_SWAP)
        plan->turn = STREAM_TURN_SEND;
    if (fragment->aside)
        base_timer_arm(timers_of(stream), &fragment->timer, now);
    if (!plan->slowed || plan->delay_ms <= usual_ms)
        return;
    plan->delay_ms = usual_ms;
    const uint64_t end = fragment->started_at + usual_ms;
    if (fragment->stage == STREAM_STAGE_PROCESSING && end < fragment->timer.deadline)
        base_timer_arm(timers_of(stream), &fragment->timer, end > now ? end : now);
}

void stream_release(struct stream *stream) {
    const struct stream_processor *processor = stream->registry->config.processor;
    struct base_list_node *node = base_list_first(&stream->history.working);
    if (stream->loss_timer.armed)
        base_timer_disarm(timers_of(stream), &stream->loss_timer);
    if (!node)
        return;
    const uint64_t usual_ms = processor->typical_ms(processor->context, stream->processor_state);
    for (; node; node = base_list_next(&stream->history.working, node))
        release(stream, BASE_CONTAINER(node, struct stream_fragment, working), usual_ms);
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
    const struct codec_text message =
        missing.first == missing.last
            ? codec_text_print(sentence, sizeof sentence,
                               "fragment %lld is missing, going on with %lld",
                               (long long)numbers[0], (long long)received)
            : codec_text_print(sentence, sizeof sentence,
                               "fragments %lld to %lld are missing, going on with %lld",
                               (long long)numbers[0], (long long)numbers[1], (long long)received);
    struct stream_error error = {
        .code = STS_ERROR_CODE_INVALID_SEQUENCE,
        .message = message,
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
    const struct stream_processor *processor = stream->registry->config.processor;
    processor->missing(processor->context, stream->processor_state, gap.first, gap.last);
    uint64_t received = gap.last + 1;
    while (stream_ranges_take_missing(&window->refused, &gap, &missing))
        report_gap(stream, missing, received);
    stream_ranges_forget_below(&window->refused, window->expected);
}

static struct stream_fragment *next_outcome(const struct stream *stream) {
    if (!stream_is_heard(stream))
        return NULL;
    struct stream_fragment *overdue = stream_overdue(stream);
    if (overdue)
        return overdue;
    struct base_list_node *retry = base_list_first(&stream->retries);
    return retry ? BASE_CONTAINER(retry, struct stream_fragment, order)
                 : stream_window_next(&stream->window);
}

static void deliver(struct stream *stream) {
    size_t depth = stream->registry->settings.queue_max_depth;
    struct stream_fragment *next;
    for (;;) {
        while ((next = next_outcome(stream)))
            stream_take_turn(stream, next);
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
    if (!stream_is_heard(stream))
        return; /* it begins anew with the next connection */
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
    const struct stream_processor *processor = stream->registry->config.processor;
    struct stream_signal signal =
        stream_flow_signal(stream_flow_level(&stream->registry->settings, &load));
    (void)processor->level(processor->context, stream->processor_state, load.inflight, &signal);
    if (stream_flow_same(&signal, &stream->told) || !stream->connection)
        return;
    stream->told = signal;
    struct sts_backpressure event = stream_flow_event(&signal, &load);
    event.stream_id = stream_id(stream);
    (void)stream_send(stream, STS_EVENT_BACKPRESSURE, &event, NULL);
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
        start(stream, queued_at(node));
    tell_queue(stream);
    if (!stream_is_heard(stream))
        return;
    deliver(stream);
    if (stream->state == STS_STREAM_STATE_ENDING && stream->inflight == stream->aside_count)
        stream_release_aside(stream); /* nothing comes any more that could leave before it */
    watch_gap(stream);
    bool drained = stream->state == STS_STREAM_STATE_ENDING && !stream->inflight;
    if (drained)
        base_list_remove(&stream->starved);
    stream_tell_level(stream);
    if (drained)
        stream_complete(stream);
}

void stream_look_again(struct stream *stream) {
    if (stream_is_heard(stream) && stream->state != STS_STREAM_STATE_COMPLETED)
        stream_tell_level(stream);
}

void stream_delivery_init(struct stream *stream) {
    base_list_init(&stream->queue);
    base_list_init(&stream->retries);
    base_list_init(&stream->aside);
    stream->told = stream_flow_signal(STREAM_LEVEL_CLEAR);
    stream->gap.fire = gap_fire;
}

void stream_delivery_park(struct stream *stream) {
    base_timer_disarm(timers_of(stream), &stream->gap);
    base_timer_disarm(timers_of(stream), &stream->loss_timer);
    base_list_remove(&stream->starved);
    stream->told = stream_flow_signal(STREAM_LEVEL_CLEAR);
}
