/* What is known of streams and their fragments, and how it changes. */
#include "judge/check.h"
#include "stream/id.h"

#include <stdio.h>

/* ---- fragments ----------------------------------------------------------------------------- */

/* In `room` (STREAM_ID_SIZE bytes); empty: it is none, or too long for one. */
static struct base_slice plain_id(struct codec_text id, char *room) {
    size_t len = codec_text_copy(id, room, STREAM_ID_SIZE);
    return base_slice(room, len <= STREAM_ID_SIZE ? len : 0);
}

struct judge_life *judge_life_find(const struct judge_stream *stream, struct codec_text id) {
    char room[STREAM_ID_SIZE];
    const struct base_slice plain = plain_id(id, room);
    return plain.len ? base_map_get(&stream->lives, plain) : NULL;
}

static void forget_unheard(struct judge_life *life) {
    if (life->unheard && !life->excused)
        base_list_remove(&life->in_unheard);
    life->unheard = false;
}

void judge_learn_heard(struct judge_stream *stream, const struct journal_traffic *traffic) {
    uint64_t before = traffic->waiting_since ? traffic->waiting_since : UINT64_MAX;
    struct base_list_node *node;
    while ((node = base_list_first(&stream->unheard))) {
        struct judge_life *life = BASE_CONTAINER(node, struct judge_life, in_unheard);
        if (life->answered >= before)
            break;
        forget_unheard(life);
        if (life->answered < traffic->caught_up_at)
            life->answered = traffic->caught_up_at;
    }
}

static void forget(struct judge_stream *stream, struct judge_life *life) {
    if (life->answered && !life->confirmed && !life->excused) {
        stream->unconfirmed++;
        stream->late_confirmations += life->unheard; /* nobody knows */
        stream->forgotten_at = life->answered;
    }
    forget_unheard(life);
    if (life->accepted && !life->delivered && stream->in_flight > 0)
        stream->in_flight--;
    base_map_remove_value(&stream->lives, life->hash, life);
    base_list_remove(&life->node);
    base_memory_give(stream->owner->config.memory, life->earlier,
                     JUDGE_ATTEMPTS_KEPT * sizeof *life->earlier);
    base_memory_give(stream->owner->config.memory, life, sizeof *life + life->id_len);
}

/* The oldest of the latest fragments that is not in work. */
static struct judge_life *least_needed(const struct judge_stream *stream) {
    struct judge_life *first = NULL;
    for (struct base_list_node *node = base_list_first(&stream->latest); node;
         node = base_list_next(&stream->latest, node)) {
        struct judge_life *life = BASE_CONTAINER(node, struct judge_life, node);
        if (!life->accepted || life->delivered)
            return life;
        first = first ? first : life;
    }
    return first;
}

static void remember(struct judge_stream *stream, struct judge_life *life) {
    if (stream->first_count < JUDGE_LIVES_FIRST) {
        base_list_append(&stream->first, &life->node);
        stream->first_count++;
        return;
    }
    base_list_append(&stream->latest, &life->node);
    if (++stream->latest_count <= JUDGE_LIVES_LATEST)
        return;
    stream->latest_count--;
    stream->left_out++;
    forget(stream, least_needed(stream));
}

static struct judge_life *begin_life(struct judge_stream *stream, int64_t number,
                                     struct base_slice id, uint64_t hash) {
    struct base_memory *memory = stream->owner->config.memory;
    size_t size = sizeof(struct judge_life) + id.len;
    struct judge_life *life = id.len ? base_memory_zero(memory, size) : NULL;
    if (!life)
        return NULL;
    life->id_len = id.len;
    memcpy(life->id, id.ptr, id.len);
    life->hash = hash;
    life->sequence_number = number;
    life->now.status = STS_CONTROL_REPORT_FRAGMENT_STATUS_WAITING;
    if (!base_map_put_hashed(&stream->lives, hash, base_slice(life->id, id.len), life)) {
        base_memory_give(memory, life, size);
        return NULL;
    }
    remember(stream, life);
    return life;
}

/* One that was refused used up neither number nor id: the next of that id is another. */
static bool is_new(const struct judge_life *life) {
    return !life || life->now.status == STS_CONTROL_REPORT_FRAGMENT_STATUS_REFUSED;
}

/* A worker may send again what it sent before a loss, what failed in a way that may be retried, and
 * what was never answered. */
static bool is_needless(const struct judge_stream *stream, const struct judge_life *life) {
    bool dropped = life->now.faulted && life->now.fault == STS_RULE_ACTION_DROP;
    return life->accepted && life->connection == stream->connections && !life->retryable &&
           !dropped;
}

/* It came in: for the first time, or again. */
static struct judge_life *meet_fragment(struct judge_stream *stream,
                                        const struct journal_traffic *traffic) {
    char room[STREAM_ID_SIZE];
    const struct sts_fragment_data *fragment = traffic->message;
    const struct base_slice id = plain_id(fragment->fragment_id, room);
    uint64_t hash = base_map_hash(&stream->lives, id);
    struct judge_life *life = base_map_get_hashed(&stream->lives, hash, id);
    stream->attempt_count++;
    stream->fragment_count += !life;
    if (is_new(life)) {
        life = begin_life(stream, fragment->sequence_number, id, hash);
        stream->blind = stream->blind || !life;
        if (life)
            life->now.sent = traffic->now_ms;
    } else {
        life->again = true;
        life->differs = false;
        life->needless = is_needless(stream, life);
    }
    if (life) {
        life->connection = stream->connections;
        life->arrived = traffic->now_ms;
    }
    return life;
}

void judge_meet(struct judge_occasion *at) {
    const struct journal_traffic *traffic = at->traffic;
    if (judge_is_event(at, JOURNAL_IN, STS_EVENT_FRAGMENT_DATA) && traffic->message)
        at->life = meet_fragment(at->stream, traffic);
    else if (traffic->kind == JOURNAL_EVENT || traffic->kind == JOURNAL_FAULT ||
             traffic->kind == JOURNAL_DEVIATION)
        at->life = judge_life_find(at->stream, traffic->subject.fragment_id);
}

/* ---- what changes: events ------------------------------------------------------------------ */

static void learn_init(struct judge_occasion *at, const void *message) {
    const struct sts_stream_init *init = message;
    struct judge_stream *stream = at->stream;
    /* of a connection that has a stream already it is refused, and changes nothing */
    if (!at->peer || at->peer->stream)
        return;
    struct judge_wish *wish = &at->peer->wish;
    *wish = (struct judge_wish){.max_inflight = init->max_inflight,
                                .sample_rate_hz = init->config.sample_rate_hz,
                                .channels = init->config.channels};
    wish->format_len = codec_text_copy(init->config.format, wish->format, sizeof wish->format);
    stream->tried = stream->gone == JUDGE_LOST; /* unless it is resumed now */
}

static void learn_fragment(struct judge_occasion *at, const void *message) {
    (void)message;
    at->stream->last_fragment = at->traffic->now_ms;
}

static void learn_confirmation(struct judge_occasion *at, const void *message) {
    (void)message;
    if (!at->life) {
        at->stream->late_confirmations++;
    } else if (at->life->delivered && !at->life->confirmed) {
        at->life->confirmed = at->traffic->now_ms;
        at->stream->confirmed++;
    }
}

static void learn_end(struct judge_occasion *at, const void *message) {
    (void)message;
    judge_mark(at->stream, STS_CONTROL_REPORT_MARK_KIND_END, at->traffic->now_ms,
               codec_text_plain(sts_events[STS_EVENT_STREAM_END].name));
}

bool judge_begins_run(const struct judge_stream *stream, const struct judge_life *life) {
    return stream->resumed && life && !life->accepted && life->sequence_number == 0 &&
           stream->highest >= 0;
}

/* Puts the attempt that failed aside: another begins. */
static void begin_attempt(struct judge_stream *stream, struct judge_life *life) {
    if (!life->earlier)
        life->earlier = base_memory_zero(stream->owner->config.memory,
                                         JUDGE_ATTEMPTS_KEPT * sizeof *life->earlier);
    if (life->earlier && life->earlier_count < JUDGE_ATTEMPTS_KEPT)
        life->earlier[life->earlier_count++] = life->now;
    life->now = (struct judge_attempt){.sent = life->arrived,
                                       .status = STS_CONTROL_REPORT_FRAGMENT_STATUS_WAITING};
    life->acked = life->confirmed = life->answered = life->owed = 0;
    forget_unheard(life);
}

/* After a loss the worker counts from 0 again: what was in work is given up. */
static void begin_run(struct judge_stream *stream, const struct judge_life *first) {
    const struct base_list *lists[] = {&stream->first, &stream->latest};
    for (size_t i = 0; i < 2; i++)
        for (struct base_list_node *node = base_list_first(lists[i]); node;
             node = base_list_next(lists[i], node)) {
            struct judge_life *life = BASE_CONTAINER(node, struct judge_life, node);
            if (life == first || !life->accepted || life->delivered)
                continue;
            life->delivered = true;
            life->now.status = STS_CONTROL_REPORT_FRAGMENT_STATUS_FAILED;
        }
    stream->in_flight = 1;
    stream->highest = 0;
}

static void take(struct judge_stream *stream, struct judge_life *life) {
    if (life->accepted && !life->delivered)
        return; /* it is in work already */
    bool anew = judge_begins_run(stream, life);
    if (life->delivered)
        begin_attempt(stream, life);
    life->accepted = true;
    life->delivered = false;
    life->retryable = false;
    stream->in_flight++;
    if (anew)
        begin_run(stream, life);
    else if (life->sequence_number > stream->highest)
        stream->highest = life->sequence_number;
}

static void learn_ack(struct judge_occasion *at, const void *message) {
    (void)message;
    at->stream->full = false;
    if (!at->life)
        return;
    /* one that was delivered already is sent again after a loss: its result follows at once */
    bool known = at->life->delivered && !at->life->retryable;
    if (!known)
        take(at->stream, at->life);
    if (!at->life->acked)
        at->life->acked = at->traffic->now_ms;
    at->life->again = false;
}

static void settle(struct judge_stream *stream, struct judge_life *life, uint64_t now) {
    if (life->delivered)
        return; /* sent again, on purpose or after a loss */
    if (stream->in_flight > 0)
        stream->in_flight--;
    life->delivered = true;
    life->now.processed = now;
}

/* A code that the error table has not is not kept. */
static void keep_code(struct judge_life *life, const struct sts_error_code_or_other *code) {
    life->now.has_code = code->value != STS_ERROR_CODE_OTHER;
    life->now.code = code->value;
}

/* Into a connection that is being lost, or is stalled, nothing is sent any more. */
static bool is_sent(const struct judge_occasion *at) {
    return !at->peer || !at->peer->closing;
}

/* A result was sent: it is to be confirmed. So is one that it repeats, and that has left. */
static void begin_waiting(struct judge_occasion *at, struct judge_life *life) {
    bool had_left = life->answered && !life->unheard && !life->excused;
    if (had_left && !life->owed)
        life->owed = life->answered;
    forget_unheard(life);
    life->answered = at->traffic->now_ms;
    life->excused = false;
    life->unheard = at->peer; /* who tells what has left */
    if (life->unheard)
        base_list_append(&at->stream->unheard, &life->in_unheard);
}

static void learn_result(struct judge_occasion *at, const void *message) {
    static const enum sts_control_report_fragment_status statuses[] = {
#define ROW(NAME, name, text)                                                                      \
    [STS_FRAGMENT_STATUS_##NAME] = STS_CONTROL_REPORT_FRAGMENT_STATUS_##NAME,
        STS_FRAGMENT_STATUSES(ROW)
#undef ROW
    };
    const struct sts_fragment_processed *result = message;
    struct judge_life *life = at->life;
    if (!life)
        return;
    settle(at->stream, life, at->traffic->now_ms);
    if (is_sent(at))
        begin_waiting(at, life);
    life->now.status = statuses[result->status];
    life->now.has_code = false;
    life->retryable = false;
    if (!(result->has & STS_FRAGMENT_PROCESSED_HAS_ERROR))
        return;
    keep_code(life, &result->error.code);
    life->retryable = result->status != STS_FRAGMENT_STATUS_SUCCESS &&
                      (result->error.has & STS_PROCESSING_ERROR_HAS_RETRYABLE) &&
                      result->error.retryable;
}

static void learn_complete(struct judge_occasion *at, const void *message) {
    (void)message;
    if (!is_sent(at))
        return;
    at->stream->complete_sent = true;
    at->stream->completed = at->traffic->now_ms;
    judge_mark(at->stream, STS_CONTROL_REPORT_MARK_KIND_COMPLETE, at->traffic->now_ms,
               codec_text_plain(sts_events[STS_EVENT_STREAM_COMPLETE].name));
}

static void learn_backpressure(struct judge_occasion *at, const void *message) {
    const struct sts_backpressure *event = message;
    struct judge_stream *stream = at->stream;
    uint64_t now = at->traffic->now_ms;
    if (!is_sent(at))
        return;
    stream->action = event->action;
    stream->told = now;
    stream->disobeyed = false;
    stream->delay_ms =
        event->has & STS_BACKPRESSURE_HAS_RECOMMENDED_DELAY_MS ? event->recommended_delay_ms : 0;
    if (event->action != STS_BACKPRESSURE_ACTION_SLOW_DOWN)
        judge_close_band(stream, STS_CONTROL_REPORT_BAND_KIND_SLOW_DOWN, now);
    if (event->action != STS_BACKPRESSURE_ACTION_PAUSE)
        judge_close_band(stream, STS_CONTROL_REPORT_BAND_KIND_PAUSE, now);
    if (event->action == STS_BACKPRESSURE_ACTION_SLOW_DOWN)
        judge_open_band(stream, STS_CONTROL_REPORT_BAND_KIND_SLOW_DOWN, now);
    else if (event->action == STS_BACKPRESSURE_ACTION_PAUSE)
        judge_open_band(stream, STS_CONTROL_REPORT_BAND_KIND_PAUSE, now);
}

/* What became of the fragment that an error names. */
static void learn_refusal(struct judge_occasion *at, const struct sts_error *error) {
    struct judge_life *life = at->life;
    if (!life)
        return;
    if (!at->refusal) {
        settle(at->stream, life, at->traffic->now_ms);
        life->now.status = STS_CONTROL_REPORT_FRAGMENT_STATUS_FAILED;
        life->retryable = error->retryable;
    } else if (!life->accepted) {
        life->now.status = STS_CONTROL_REPORT_FRAGMENT_STATUS_REFUSED;
        life->retryable = error->retryable;
    }
    if (!at->refusal || !life->accepted) {
        keep_code(life, &error->code);
    }
    life->again = false;
}

static void learn_error(struct judge_occasion *at, const void *message) {
    const struct sts_error *error = message;
    struct judge_stream *stream = at->stream;
    const struct codec_text code = sts_error_code_or_other_text(&error->code);
    char text[CODEC_MESSAGE_SIZE];
    char sentence[CODEC_MESSAGE_SIZE];
    size_t len = codec_text_copy(error->message, text, sizeof text - 1);
    text[len < sizeof text ? len : sizeof text - 1] = '\0';
    int n = snprintf(sentence, sizeof sentence, "%.*s: %s", (int)code.len, code.ptr, text);
    judge_mark(stream, STS_CONTROL_REPORT_MARK_KIND_ERROR, at->traffic->now_ms,
               n > 0 && (size_t)n < sizeof sentence ? codec_text_plain(base_slice_of(sentence))
                                                    : code);
    if (error->code.value == STS_ERROR_CODE_QUEUE_FULL && at->refusal)
        stream->full = true;
    if (error->code.value == STS_ERROR_CODE_STREAM_NOT_FOUND && at->refusal)
        stream->stained = true;
    if (at->peer && error->severity == STS_ERROR_SEVERITY_FATAL && !at->peer->fatal &&
        is_sent(at)) {
        at->peer->fatal = true;
        at->peer->fatal_at = at->traffic->now_ms;
        stream->fatal = true;
    }
    learn_refusal(at, error);
}

/* What a well-formed event teaches, by event; most teach nothing. */
static void (*const events[STS_EVENT_COUNT])(struct judge_occasion *at, const void *message) = {
    [STS_EVENT_STREAM_INIT] = learn_init,
    [STS_EVENT_FRAGMENT_DATA] = learn_fragment,
    [STS_EVENT_WORKER_FRAGMENT_ACK] = learn_confirmation,
    [STS_EVENT_STREAM_END] = learn_end,
    [STS_EVENT_FRAGMENT_ACK] = learn_ack,
    [STS_EVENT_FRAGMENT_PROCESSED] = learn_result,
    [STS_EVENT_STREAM_COMPLETE] = learn_complete,
    [STS_EVENT_BACKPRESSURE] = learn_backpressure,
    [STS_EVENT_ERROR] = learn_error,
};

static void learn_event(struct judge_occasion *at) {
    const struct journal_traffic *traffic = at->traffic;
    struct judge_peer *peer = at->peer;
    if (traffic->event < STS_EVENT_COUNT && traffic->message && events[traffic->event])
        events[traffic->event](at, traffic->message);
    if (!peer)
        return;
    if (traffic->direction == JOURNAL_IN) {
        peer->last_in = traffic->now_ms;
        return;
    }
    peer->was_full = at->error && at->error->code.value == STS_ERROR_CODE_QUEUE_FULL && at->refusal;
}

/* ---- what changes: other entries ----------------------------------------------------------- */

static void learn_state(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    enum sts_stream_state to = at->traffic->to;
    stream->state = to;
    if (to == STS_STREAM_STATE_PAUSED)
        judge_open_band(stream, STS_CONTROL_REPORT_BAND_KIND_PAUSED, at->traffic->now_ms);
    else
        judge_close_band(stream, STS_CONTROL_REPORT_BAND_KIND_PAUSED, at->traffic->now_ms);
    if (at->cause)
        stream->asked = at->cause->event;
    stream->doubtful = false;
    if (to == STS_STREAM_STATE_ENDING || to == STS_STREAM_STATE_COMPLETED)
        stream->end_sent = true;
    if (to != STS_STREAM_STATE_COMPLETED)
        stream->stained = false;
}

/* One that is never answered: nobody can tell how long it stays in flight, so it never was. */
static void drop(struct judge_stream *stream, struct judge_life *life) {
    take(stream, life);
    settle(stream, life, 0);
}

static void learn_fault(struct judge_occasion *at) {
    struct judge_life *life = at->life;
    judge_note_seed(at->stream, at->traffic->fault->seed, at->traffic->fault->seed_key);
    judge_note_hit(at->stream, at->traffic->fault->armed, at->traffic->fault->rule);
    if (!life)
        return;
    /* the ack comes after this, if it comes: of a retry the fault is the next attempt's */
    if (at->traffic->fault->action == STS_RULE_ACTION_NO_ACK || life->delivered)
        take(at->stream, life);
    life->now.faulted = true;
    life->now.fault = at->traffic->fault->action;
    if (life->now.fault == STS_RULE_ACTION_DROP)
        drop(at->stream, life);
    judge_mark(at->stream, STS_CONTROL_REPORT_MARK_KIND_FAULT, at->traffic->now_ms,
               codec_text_plain(sts_rule_action_text(life->now.fault)));
}

static void learn_armed(struct judge_occasion *at) {
    judge_note_armed(at->stream, at->traffic->acting);
}

/* A confirmation of a fragment that there never was is none of a forgotten one. What differs from
 * what came before was sent again. */
static void learn_deviation(struct judge_occasion *at) {
    if (!at->life && at->stream->late_confirmations &&
        strcmp(at->traffic->deviation->keyword, "unknown_fragment") == 0)
        at->stream->late_confirmations--;
    if (at->life && strcmp(at->traffic->deviation->keyword, "other_audio") == 0)
        at->life->differs = true;
}

/* What other entries teach, by kind. */
static void (*const kinds[])(struct judge_occasion *at) = {
    [JOURNAL_EVENT] = learn_event,
    [JOURNAL_ACK] = NULL,
    [JOURNAL_CONNECTED] = NULL,
    [JOURNAL_REFUSED] = judge_learn_refused,
    [JOURNAL_CLOSING] = judge_learn_closing,
    [JOURNAL_DISCONNECTED] = judge_learn_disconnected,
    [JOURNAL_OPENED] = judge_learn_opened,
    [JOURNAL_PARKED] = judge_learn_parked,
    [JOURNAL_RESUMED] = judge_learn_resumed,
    [JOURNAL_STATE] = learn_state,
    [JOURNAL_ENDED] = judge_learn_ended,
    [JOURNAL_DEVIATION] = learn_deviation,
    [JOURNAL_FAULT] = learn_fault,
    [JOURNAL_RESET] = judge_learn_reset,
    [JOURNAL_REFUSING] = judge_learn_refusing,
    [JOURNAL_ARMED] = learn_armed,
    [JOURNAL_STEP] = NULL,
    [JOURNAL_SERVER] = judge_learn_server,
};

void judge_learn(struct judge_occasion *at) {
    at->stream->last = at->traffic->now_ms;
    at->stream->last_wall = at->traffic->wall_ms;
    if (kinds[at->traffic->kind])
        kinds[at->traffic->kind](at);
}

/* ---- the end ------------------------------------------------------------------------------- */

void judge_stream_free(struct judge_stream *stream) {
    struct base_memory *memory = stream->owner->config.memory;
    struct base_list_node *node;
    while ((node = base_list_first(&stream->first)) || (node = base_list_first(&stream->latest)))
        forget(stream, BASE_CONTAINER(node, struct judge_life, node));
    base_map_clear(&stream->lives);
    report_document_free(&stream->document);
    base_memory_give(memory, stream->seen,
                     report_coverage_count(stream->owner->coverage) * sizeof *stream->seen);
    base_memory_give(memory, stream, sizeof *stream);
}
