/* Checks of payloads, fragments and their flow. */
#include "judge/check.h"

/* ---- schemas ------------------------------------------------------------------------------- */

static void schema_of(const struct judge_check *check, struct judge_occasion *at) {
    const struct journal_traffic *traffic = at->traffic;
    if (traffic->verdict == JOURNAL_VERDICT_OK) {
        judge_kept(check, at);
    } else if (traffic->verdict == JOURNAL_VERDICT_ABSENT) {
        BROKEN(check, at, "the payload is missing");
    } else if (traffic->verdict == JOURNAL_VERDICT_INVALID && traffic->errors) {
        const struct codec_report *errors = traffic->errors;
        for (size_t i = 0; i < errors->count && i < errors->capacity; i++)
            judge_broken_at(check, at, errors->errors[i].pointer, "%s %s",
                            *errors->errors[i].pointer ? errors->errors[i].pointer : "the payload",
                            errors->errors[i].message);
    }
}

void judge_check_schema(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_is_event(at, JOURNAL_IN, check->event))
        schema_of(check, at);
}

void judge_check_simulation_schema(const struct judge_check *check, struct judge_occasion *at) {
    static const enum sts_event_id simulations[] = {
        STS_EVENT_CONFIG_ERROR_SIMULATION, STS_EVENT_CONFIG_PROCESSING_DELAY,
        STS_EVENT_CONFIG_BACKPRESSURE, STS_EVENT_SIMULATE_DISCONNECT};
    for (size_t i = 0; i < sizeof simulations / sizeof *simulations; i++)
        if (judge_is_event(at, JOURNAL_IN, simulations[i]))
            schema_of(check, at);
}

/* A rule of x-deviation: `word` is its keyword, `event` the one it is about, or all. */
void judge_check_deviation(const struct judge_check *check, struct judge_occasion *at) {
    const struct codec_report *found = at->traffic->deviations;
    bool any = check->event == STS_EVENT_COUNT;
    bool strange = at->traffic->verdict != JOURNAL_VERDICT_OK;
    if (!judge_is(at, JOURNAL_EVENT) || at->traffic->direction != JOURNAL_IN || strange ||
        (!any && at->traffic->event != check->event))
        return;
    bool clean = true;
    for (size_t i = 0; found && i < found->count && i < found->capacity; i++) {
        if (strcmp(found->errors[i].keyword, check->word) != 0)
            continue;
        judge_broken_at(check, at, found->errors[i].pointer, "%s %s",
                        *found->errors[i].pointer ? found->errors[i].pointer : "the payload",
                        found->errors[i].message);
        clean = false;
    }
    if (clean)
        judge_kept(check, at);
}

/* ---- fragments ----------------------------------------------------------------------------- */

/* A duplicate of what failed is rather a retry that should not be. */
static bool is_retry(const struct judge_occasion *at) {
    return at->life && at->life->delivered &&
           (at->life->now.status == STS_CONTROL_REPORT_FRAGMENT_STATUS_FAILED ||
            at->life->now.status == STS_CONTROL_REPORT_FRAGMENT_STATUS_PARTIAL);
}

#define REPEATED                                                                                   \
    "the fragment was sent again on the connection on which it was sent before, and not because "  \
    "it failed in a way that may be retried"

/* After a take-over the server answers what it knows, as often as it comes. */
static bool is_repeated(const struct judge_occasion *at) {
    bool answered = judge_accepted(at) || judge_with_reason(at, "expired");
    return answered && at->life && at->life->again && at->life->needless;
}

void judge_check_unique_id(const struct judge_check *check, struct judge_occasion *at) {
    /* one that comes again after a loss, when the server has forgotten it ("expired"), is no fault
     */
    if (judge_with_reason(at, "duplicate_fragment") && !is_retry(at))
        judge_broken_by(check, at);
    else if (is_repeated(at) && !is_retry(at))
        BROKEN(check, at, REPEATED);
    else if (judge_accepted(at))
        judge_kept(check, at);
}

/* The server compares them when it answers what it knows, after a take-over. */
void judge_check_same_audio(const struct judge_check *check, struct judge_occasion *at) {
    const struct judge_life *life = at->life;
    if (judge_is(at, JOURNAL_DEVIATION) &&
        strcmp(at->traffic->deviation->keyword, check->word) == 0)
        judge_broken_at(check, at, at->traffic->deviation->pointer, "%s",
                        at->traffic->deviation->message);
    else if (judge_accepted(at) && at->stream->resumed && life && life->again && !life->differs)
        judge_kept(check, at);
}

/* Years 1973 to 5138 in milliseconds; in seconds or microseconds now is outside. */
void judge_check_milliseconds(const struct judge_check *check, struct judge_occasion *at) {
    const struct sts_fragment_data *fragment = judge_came(at, STS_EVENT_FRAGMENT_DATA);
    if (!fragment)
        return;
    if (fragment->timestamp < INT64_C(100000000000) ||
        fragment->timestamp > INT64_C(100000000000000))
        judge_broken_at(check, at, "/timestamp", "%lld is not a Unix time in milliseconds",
                        (long long)fragment->timestamp);
    else
        judge_kept(check, at);
}

static bool is_format(const struct judge_wish *wish, struct codec_text format) {
    char plain[sizeof wish->format];
    size_t len = codec_text_copy(format, plain, sizeof plain);
    return len == wish->format_len &&
           memcmp(plain, wish->format, len < sizeof plain ? len : sizeof plain) == 0;
}

void judge_check_as_configured(const struct judge_check *check, struct judge_occasion *at) {
    const struct sts_fragment_data *fragment = judge_came(at, STS_EVENT_FRAGMENT_DATA);
    const struct judge_wish *wish = &at->stream->wish;
    if (!fragment || !wish->sample_rate_hz)
        return;
    const struct sts_audio_data *audio = &fragment->audio;
    if (audio->sample_rate_hz != wish->sample_rate_hz)
        judge_broken_at(check, at, "/audio/sample_rate_hz",
                        "%lld differs from the %lld in stream:init",
                        (long long)audio->sample_rate_hz, (long long)wish->sample_rate_hz);
    else if (audio->channels != wish->channels)
        judge_broken_at(check, at, "/audio/channels", "%lld differs from the %lld in stream:init",
                        (long long)audio->channels, (long long)wish->channels);
    else if (!is_format(wish, audio->format))
        judge_broken_at(check, at, "/audio/format", "the format differs from that in stream:init");
    else
        judge_kept(check, at);
}

/* That it did not is seen at the end of the stream, or when a report is made. */
void judge_check_ack_sent(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_came(at, STS_EVENT_WORKER_FRAGMENT_ACK) && at->life && at->life->delivered &&
        !at->life->confirmed)
        judge_kept(check, at);
}

void judge_check_ack_known(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_came(at, STS_EVENT_WORKER_FRAGMENT_ACK) && at->life && at->life->delivered)
        judge_kept(check, at);
    else if (judge_is(at, JOURNAL_DEVIATION) && !(at->life && at->life->delivered) &&
             strcmp(at->traffic->deviation->keyword, check->word) == 0)
        judge_broken_at(check, at, at->traffic->deviation->pointer, "%s",
                        at->traffic->deviation->message);
}

void judge_check_ack_prompt(const struct judge_check *check, struct judge_occasion *at) {
    const struct judge_life *life = at->life;
    if (!judge_came(at, STS_EVENT_WORKER_FRAGMENT_ACK) || !life || !life->delivered ||
        life->confirmed || life->excused || life->unheard)
        return;
    if (life->answered && at->traffic->now_ms - life->answered > JUDGE_ACK_PROMPT_MS)
        BROKEN(check, at, "fragment:ack came %llu ms after the result",
               (unsigned long long)(at->traffic->now_ms - life->answered));
    else
        judge_kept(check, at);
}

/* ---- flow ---------------------------------------------------------------------------------- */

void judge_check_max_inflight(const struct judge_check *check, struct judge_occasion *at) {
    const struct judge_stream *stream = at->stream;
    bool retried = at->life && at->life->delivered && at->life->retryable;
    if (!judge_accepted(at) || !stream->wish.max_inflight || stream->stalled ||
        (at->life && at->life->accepted && !retried))
        return; /* into a stalled connection no results come: the worker may have given them up */
    if (!judge_begins_run(stream, at->life) && stream->in_flight >= stream->wish.max_inflight)
        BROKEN(check, at, "%lld fragments are in flight, max_inflight is %lld",
               (long long)stream->in_flight + 1, (long long)stream->wish.max_inflight);
    else
        judge_kept(check, at);
}

void judge_check_obeys_pause(const struct judge_check *check, struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    uint64_t told;
    if (stream->action != STS_BACKPRESSURE_ACTION_PAUSE)
        return;
    if (judge_is_event(at, JOURNAL_IN, STS_EVENT_FRAGMENT_DATA) &&
        judge_was_heard(at, stream->told, &told) && at->traffic->now_ms > told + JUDGE_GRACE_MS) {
        BROKEN(check, at, "a fragment came %llu ms after the worker was told to pause",
               (unsigned long long)(at->traffic->now_ms - told));
        stream->disobeyed = true;
    } else if (judge_sent(at, STS_EVENT_BACKPRESSURE) && !stream->disobeyed) {
        judge_kept(check, at);
    }
}

void judge_check_obeys_slow_down(const struct judge_check *check, struct judge_occasion *at) {
    const struct judge_stream *stream = at->stream;
    uint64_t now = at->traffic->now_ms, told;
    if (stream->action != STS_BACKPRESSURE_ACTION_SLOW_DOWN ||
        !judge_is_event(at, JOURNAL_IN, STS_EVENT_FRAGMENT_DATA) ||
        !judge_was_heard(at, stream->told, &told) || now <= told + JUDGE_GRACE_MS)
        return;
    bool early = 2 * (now - stream->last_fragment) < (uint64_t)stream->delay_ms;
    if (early && judge_may_have_stopped(at->judge, stream->last_fragment))
        return;
    if (early)
        BROKEN(check, at,
               "the fragment came %llu ms after the one before, recommended_delay_ms is %lld",
               (unsigned long long)(now - stream->last_fragment), (long long)stream->delay_ms);
    else
        judge_kept(check, at);
}

void judge_check_rate(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_refused(at, STS_ERROR_CODE_RATE_LIMIT) && judge_answers(at, STS_EVENT_FRAGMENT_DATA))
        judge_broken_by(check, at);
    else if (judge_accepted(at))
        judge_kept(check, at);
}

void judge_check_no_flow_violation(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_is(at, JOURNAL_CLOSING) && judge_has_reason(at, "disconnect") && at->peer &&
        at->peer->was_full)
        BROKEN(check, at,
               "the worker kept sending to a full queue until the server closed the connection");
    else if (judge_accepted(at) && at->stream->full)
        judge_kept(check, at);
}

void judge_check_not_idle(const struct judge_check *check, struct judge_occasion *at) {
    uint64_t limit = at->judge->config.idle_timeout_ms;
    if (!limit || !at->peer)
        return;
    bool silent = at->traffic->now_ms >= at->peer->last_in + limit;
    /* the only reason to close a connection thus; with polling it has no code */
    bool idle = judge_is(at, JOURNAL_CLOSING) && !at->traffic->loss && at->traffic->reason &&
                strcmp(at->traffic->reason, "close") == 0;
    if (idle && silent)
        BROKEN(check, at,
               "the worker sent no event for %llu ms, so the server closed the connection",
               (unsigned long long)(at->traffic->now_ms - at->peer->last_in));
    else if (judge_is(at, JOURNAL_DISCONNECTED) && !at->peer->closing)
        judge_kept(check, at);
}

/* ---- order, codes, retry ------------------------------------------------------------------- */

/* Whether the fragment with that number was refused, and could be sent again: then it may come
 * after later ones. */
static bool was_put_off(const struct judge_stream *stream, int64_t number) {
    const struct base_list *lists[] = {&stream->first, &stream->latest};
    for (size_t i = 0; i < 2; i++)
        for (const struct base_list_node *node = base_list_first(lists[i]); node;
             node = base_list_next(lists[i], node)) {
            const struct judge_life *life = BASE_CONTAINER(node, const struct judge_life, node);
            if (life->sequence_number == number && life->retryable &&
                life->now.status == STS_CONTROL_REPORT_FRAGMENT_STATUS_REFUSED)
                return true;
        }
    return false;
}

void judge_check_sequence(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_with_reason(at, check->word))
        judge_broken_by(check, at);
    else if (judge_accepted(at))
        judge_kept(check, at);
}

void judge_check_not_late(const struct judge_check *check, struct judge_occasion *at) {
    if (!judge_with_reason(at, check->word) ||
        !was_put_off(at->stream, at->error->metadata.received))
        judge_check_sequence(check, at);
}

void judge_check_unique_number(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_with_reason(at, check->word) && !is_retry(at))
        judge_broken_by(check, at);
    else if (judge_accepted(at))
        judge_kept(check, at);
}

void judge_check_in_order(const struct judge_check *check, struct judge_occasion *at) {
    const struct judge_life *life = at->life;
    if (!judge_accepted(at) || !life || life->accepted)
        return;
    if (!judge_begins_run(at->stream, life) && life->sequence_number < at->stream->highest &&
        !was_put_off(at->stream, life->sequence_number))
        judge_broken_at(check, at, "/sequence_number", "number %lld came after number %lld",
                        (long long)life->sequence_number, (long long)at->stream->highest);
    else
        judge_kept(check, at);
}

void judge_check_fragment_size(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_refused(at, STS_ERROR_CODE_FRAGMENT_TOO_LARGE))
        judge_broken_by(check, at);
    else if (judge_accepted(at))
        judge_kept(check, at);
}

void judge_check_fatal_stops(const struct judge_check *check, struct judge_occasion *at) {
    struct judge_peer *peer = at->peer;
    uint64_t told;
    if (!peer || !peer->fatal || !judge_was_heard(at, peer->fatal_at, &told))
        return;
    if (judge_is_event(at, JOURNAL_IN, STS_EVENT_FRAGMENT_DATA) &&
        at->traffic->now_ms > told + JUDGE_GRACE_MS) {
        BROKEN(check, at, "a fragment came after a fatal error");
        peer->fatal_ignored = true;
    } else if (judge_is(at, JOURNAL_DISCONNECTED) && !peer->fatal_ignored) {
        judge_kept(check, at);
    }
}

void judge_check_retry_retryable(const struct judge_check *check, struct judge_occasion *at) {
    const struct judge_life *life = at->life;
    if (judge_with_reason(at, "duplicate_fragment") && is_retry(at) && !life->retryable)
        judge_broken_by(check, at);
    else if (is_repeated(at) && is_retry(at))
        BROKEN(check, at, REPEATED);
    else if (judge_accepted(at) && is_retry(at) && life->retryable)
        judge_kept(check, at);
}

/* The fragment with that number which failed and may be sent again, or NULL. */
static const struct judge_life *failed_with(const struct judge_stream *stream, int64_t number) {
    const struct base_list *lists[] = {&stream->first, &stream->latest};
    for (size_t i = 0; i < 2; i++)
        for (const struct base_list_node *node = base_list_first(lists[i]); node;
             node = base_list_next(lists[i], node)) {
            const struct judge_life *life = BASE_CONTAINER(node, const struct judge_life, node);
            if (life->sequence_number == number && life->delivered && life->retryable)
                return life;
        }
    return NULL;
}

/* A retry under another id has the number of one that failed; one with another number, its id. */
void judge_check_retry_as_it_was(const struct judge_check *check, struct judge_occasion *at) {
    const struct judge_life *life = at->life;
    bool by_number = judge_with_reason(at, "duplicate_sequence") &&
                     failed_with(at->stream, at->error->metadata.received);
    bool by_id = judge_with_reason(at, "duplicate_fragment") && is_retry(at) && life->retryable;
    if (by_number || by_id)
        judge_broken_by(check, at);
    else if (judge_accepted(at) && is_retry(at) && life->retryable)
        judge_kept(check, at);
}
