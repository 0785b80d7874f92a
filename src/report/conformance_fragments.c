/* Checks of payloads, fragments and their flow. */
#include "report/conformance_check.h"

/* ---- schemas ------------------------------------------------------------------------------- */

static void schema_of(const struct report_check *check, struct report_occasion *at) {
    const struct report_traffic *traffic = at->traffic;
    if (traffic->verdict == REPORT_VERDICT_OK) {
        report_kept(check, at);
    } else if (traffic->verdict == REPORT_VERDICT_ABSENT) {
        BROKEN(check, at, "the payload is missing");
    } else if (traffic->verdict == REPORT_VERDICT_INVALID && traffic->errors) {
        const struct codec_report *errors = traffic->errors;
        for (size_t i = 0; i < errors->count && i < errors->capacity; i++)
            report_broken_at(check, at, errors->errors[i].pointer, "%s %s",
                             *errors->errors[i].pointer ? errors->errors[i].pointer : "the payload",
                             errors->errors[i].message);
    }
}

void report_check_schema(const struct report_check *check, struct report_occasion *at) {
    if (report_is_event(at, REPORT_IN, check->event))
        schema_of(check, at);
}

void report_check_simulation_schema(const struct report_check *check, struct report_occasion *at) {
    static const enum sts_event_id simulations[] = {
        STS_EVENT_CONFIG_ERROR_SIMULATION, STS_EVENT_CONFIG_PROCESSING_DELAY,
        STS_EVENT_CONFIG_BACKPRESSURE, STS_EVENT_SIMULATE_DISCONNECT};
    for (size_t i = 0; i < sizeof simulations / sizeof *simulations; i++)
        if (report_is_event(at, REPORT_IN, simulations[i]))
            schema_of(check, at);
}

/* A rule of x-deviation: `word` is its keyword, `event` the one it is about, or all. */
void report_check_deviation(const struct report_check *check, struct report_occasion *at) {
    const struct codec_report *found = at->traffic->deviations;
    bool any = check->event == STS_EVENT_COUNT;
    bool strange = at->traffic->verdict != REPORT_VERDICT_OK;
    if (!report_is(at, REPORT_EVENT) || at->traffic->direction != REPORT_IN || strange ||
        (!any && at->traffic->event != check->event))
        return;
    bool clean = true;
    for (size_t i = 0; found && i < found->count && i < found->capacity; i++) {
        if (strcmp(found->errors[i].keyword, check->word) != 0)
            continue;
        report_broken_at(check, at, found->errors[i].pointer, "%s %s",
                         *found->errors[i].pointer ? found->errors[i].pointer : "the payload",
                         found->errors[i].message);
        clean = false;
    }
    if (clean)
        report_kept(check, at);
}

/* ---- fragments ----------------------------------------------------------------------------- */

/* A duplicate of what failed is rather a retry that should not be. */
static bool is_retry(const struct report_occasion *at) {
    return at->life && at->life->delivered &&
           at->life->status == STS_CONTROL_REPORT_FRAGMENT_STATUS_FAILED;
}

void report_check_unique_id(const struct report_check *check, struct report_occasion *at) {
    if ((report_with_reason(at, "duplicate_fragment") && !is_retry(at)) ||
        report_with_reason(at, "expired"))
        report_broken_by(check, at);
    else if (report_accepted(at))
        report_kept(check, at);
}

/* Years 1973 to 5138 in milliseconds; in seconds or microseconds now is outside. */
void report_check_milliseconds(const struct report_check *check, struct report_occasion *at) {
    const struct sts_fragment_data *fragment = report_came(at, STS_EVENT_FRAGMENT_DATA);
    if (!fragment)
        return;
    if (fragment->timestamp < INT64_C(100000000000) ||
        fragment->timestamp > INT64_C(100000000000000))
        report_broken_at(check, at, "/timestamp", "%lld is no time in milliseconds",
                         (long long)fragment->timestamp);
    else
        report_kept(check, at);
}

void report_check_as_configured(const struct report_check *check, struct report_occasion *at) {
    const struct sts_fragment_data *fragment = report_came(at, STS_EVENT_FRAGMENT_DATA);
    const struct report_stream *stream = at->stream;
    if (!fragment || !stream->sample_rate_hz)
        return;
    const struct sts_audio_data *audio = &fragment->audio;
    if (audio->sample_rate_hz != stream->sample_rate_hz)
        report_broken_at(check, at, "/audio/sample_rate_hz", "%lld is not the %lld of stream:init",
                         (long long)audio->sample_rate_hz, (long long)stream->sample_rate_hz);
    else if (audio->channels != stream->channels)
        report_broken_at(check, at, "/audio/channels", "%lld is not the %lld of stream:init",
                         (long long)audio->channels, (long long)stream->channels);
    else if (!codec_text_equal(audio->format, stream->format))
        report_broken_at(check, at, "/audio/format", "the format is not that of stream:init");
    else
        report_kept(check, at);
}

static const struct report_life *life_of(const struct base_list_node *node) {
    return BASE_CONTAINER(node, const struct report_life, node);
}

/* Results that were never confirmed; `number` is that of the first. */
static uint64_t unconfirmed(const struct report_stream *stream, int64_t *number) {
    const struct base_list *lists[] = {&stream->first, &stream->latest};
    uint64_t count = stream->unconfirmed;
    for (size_t i = 0; i < 2; i++)
        for (const struct base_list_node *node = base_list_first(lists[i]); node;
             node = base_list_next(lists[i], node)) {
            if (!life_of(node)->answered || life_of(node)->confirmed)
                continue;
            if (count++ == stream->unconfirmed)
                *number = life_of(node)->sequence_number;
        }
    return count;
}

void report_check_ack_sent(const struct report_check *check, struct report_occasion *at) {
    int64_t number = 0;
    if (report_came(at, STS_EVENT_WORKER_FRAGMENT_ACK) && at->life && at->life->delivered &&
        !at->life->confirmed)
        report_kept(check, at);
    uint64_t count = report_worker_ended(at) ? unconfirmed(at->stream, &number) : 0;
    if (count)
        BROKEN(check, at, "%llu results were never confirmed, such as that of number %lld",
               (unsigned long long)count, (long long)number);
}

void report_check_ack_known(const struct report_check *check, struct report_occasion *at) {
    if (report_came(at, STS_EVENT_WORKER_FRAGMENT_ACK) && at->life && at->life->delivered)
        report_kept(check, at);
    else if (report_is(at, REPORT_DEVIATION) &&
             strcmp(at->traffic->deviation->keyword, check->word) == 0)
        report_broken_at(check, at, at->traffic->deviation->pointer, "%s",
                         at->traffic->deviation->message);
}

void report_check_ack_prompt(const struct report_check *check, struct report_occasion *at) {
    const struct report_life *life = at->life;
    if (!report_came(at, STS_EVENT_WORKER_FRAGMENT_ACK) || !life || !life->delivered ||
        life->confirmed)
        return;
    if (at->traffic->now_ms - life->processed > REPORT_ACK_PROMPT_MS)
        BROKEN(check, at, "it came %llu ms after the result",
               (unsigned long long)(at->traffic->now_ms - life->processed));
    else
        report_kept(check, at);
}

/* ---- flow ---------------------------------------------------------------------------------- */

void report_check_max_inflight(const struct report_check *check, struct report_occasion *at) {
    const struct report_stream *stream = at->stream;
    if (!report_accepted(at) || !stream->max_inflight || (at->life && at->life->accepted))
        return;
    if (stream->in_flight >= stream->max_inflight)
        BROKEN(check, at, "%lld fragments are in flight, max_inflight is %lld",
               (long long)stream->in_flight + 1, (long long)stream->max_inflight);
    else
        report_kept(check, at);
}

void report_check_obeys_pause(const struct report_check *check, struct report_occasion *at) {
    struct report_stream *stream = at->stream;
    if (stream->action != STS_BACKPRESSURE_ACTION_PAUSE)
        return;
    if (report_is_event(at, REPORT_IN, STS_EVENT_FRAGMENT_DATA) &&
        at->traffic->now_ms > stream->told + REPORT_GRACE_MS) {
        BROKEN(check, at, "a fragment came %llu ms after the worker was told to pause",
               (unsigned long long)(at->traffic->now_ms - stream->told));
        stream->disobeyed = true;
    } else if (report_sent(at, STS_EVENT_BACKPRESSURE) && !stream->disobeyed) {
        report_kept(check, at);
    }
}

void report_check_obeys_slow_down(const struct report_check *check, struct report_occasion *at) {
    const struct report_stream *stream = at->stream;
    uint64_t now = at->traffic->now_ms;
    if (stream->action != STS_BACKPRESSURE_ACTION_SLOW_DOWN ||
        !report_is_event(at, REPORT_IN, STS_EVENT_FRAGMENT_DATA) ||
        now <= stream->told + REPORT_GRACE_MS)
        return;
    if (2 * (now - stream->last_fragment) < (uint64_t)stream->delay_ms)
        BROKEN(check, at, "%llu ms after the one before, where %lld were recommended",
               (unsigned long long)(now - stream->last_fragment), (long long)stream->delay_ms);
    else
        report_kept(check, at);
}

void report_check_rate(const struct report_check *check, struct report_occasion *at) {
    if (report_refused(at, STS_ERROR_CODE_RATE_LIMIT) &&
        report_answers(at, STS_EVENT_FRAGMENT_DATA))
        report_broken_by(check, at);
    else if (report_accepted(at))
        report_kept(check, at);
}

void report_check_no_flow_violation(const struct report_check *check, struct report_occasion *at) {
    if (report_is(at, REPORT_CLOSING) && report_has_reason(at, "disconnect") && at->peer &&
        at->peer->was_full)
        BROKEN(check, at, "the queue was found full so often that the connection was closed");
    else if (report_accepted(at) && at->stream->full)
        report_kept(check, at);
}

void report_check_not_idle(const struct report_check *check, struct report_occasion *at) {
    uint64_t limit = at->conformance->config.idle_timeout_ms;
    if (!limit || !at->peer)
        return;
    bool silent = at->traffic->now_ms >= at->peer->last_in + limit;
    if (report_is(at, REPORT_CLOSING) && at->traffic->code == 1001 && silent)
        BROKEN(check, at, "nothing came for %llu ms: the connection was closed",
               (unsigned long long)(at->traffic->now_ms - at->peer->last_in));
    else if (report_is(at, REPORT_DISCONNECTED) && !at->peer->closing)
        report_kept(check, at);
}

/* ---- order, codes, retry ------------------------------------------------------------------- */

void report_check_sequence(const struct report_check *check, struct report_occasion *at) {
    if (report_with_reason(at, check->word))
        report_broken_by(check, at);
    else if (report_accepted(at))
        report_kept(check, at);
}

void report_check_unique_number(const struct report_check *check, struct report_occasion *at) {
    if (report_with_reason(at, check->word) && !is_retry(at))
        report_broken_by(check, at);
    else if (report_accepted(at))
        report_kept(check, at);
}

void report_check_in_order(const struct report_check *check, struct report_occasion *at) {
    const struct report_life *life = at->life;
    if (!report_accepted(at) || !life || life->accepted)
        return;
    if (life->sequence_number < at->stream->highest)
        report_broken_at(check, at, "/sequence_number", "number %lld came after number %lld",
                         (long long)life->sequence_number, (long long)at->stream->highest);
    else
        report_kept(check, at);
}

void report_check_fragment_size(const struct report_check *check, struct report_occasion *at) {
    if (report_refused(at, STS_ERROR_CODE_FRAGMENT_TOO_LARGE))
        report_broken_by(check, at);
    else if (report_accepted(at))
        report_kept(check, at);
}

void report_check_fatal_stops(const struct report_check *check, struct report_occasion *at) {
    struct report_peer *peer = at->peer;
    if (!peer || !peer->fatal)
        return;
    if (report_is_event(at, REPORT_IN, STS_EVENT_FRAGMENT_DATA) &&
        at->traffic->now_ms > peer->fatal_at + REPORT_GRACE_MS) {
        BROKEN(check, at, "a fragment came after a fatal error");
        peer->fatal_ignored = true;
    } else if (report_is(at, REPORT_DISCONNECTED) && !peer->fatal_ignored) {
        report_kept(check, at);
    }
}

void report_check_retry_retryable(const struct report_check *check, struct report_occasion *at) {
    const struct report_life *life = at->life;
    if (report_with_reason(at, "duplicate_fragment") && is_retry(at) && !life->retryable)
        report_broken_by(check, at);
    else if (report_accepted(at) && is_retry(at) && life->retryable)
        report_kept(check, at);
}

/* The fragment with that number which failed and may be sent again, or NULL. */
static const struct report_life *failed_with(const struct report_stream *stream, int64_t number) {
    const struct base_list *lists[] = {&stream->first, &stream->latest};
    for (size_t i = 0; i < 2; i++)
        for (const struct base_list_node *node = base_list_first(lists[i]); node;
             node = base_list_next(lists[i], node)) {
            const struct report_life *life = life_of(node);
            if (life->sequence_number == number && life->delivered && life->retryable)
                return life;
        }
    return NULL;
}

/* A retry under another id has the number of one that failed; one with another number, its id. */
void report_check_retry_as_it_was(const struct report_check *check, struct report_occasion *at) {
    const struct report_life *life = at->life;
    bool by_number = report_with_reason(at, "duplicate_sequence") &&
                     failed_with(at->stream, at->error->metadata.received);
    bool by_id = report_with_reason(at, "duplicate_fragment") && is_retry(at) && life->retryable;
    if (by_number || by_id)
        report_broken_by(check, at);
    else if (report_accepted(at) && is_retry(at) && life->retryable)
        report_kept(check, at);
}
