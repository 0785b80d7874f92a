/* One function for each kind of check, one row for each requirement that binds workers. Every row
 * sees everything; a check says `kept` or `broken` where the requirement could have been broken. */
#include "report/conformance_internal.h"

#include <stdarg.h>
#include <stdio.h>

struct check;
typedef void check_function(const struct check *check, struct report_occasion *at);

struct check {
    enum sts_requirement_id id;
    check_function *run;
    enum sts_event_id event; /* what it is about; STS_EVENT_COUNT: the function knows */
    const char *word;        /* a keyword, a reason; "": the function knows */
};

/* ---- what is said -------------------------------------------------------------------------- */

static void kept(const struct check *check, const struct report_occasion *at) {
    report_document_kept(&at->stream->document, check->id, 1);
}

static void set(struct report_document *document, uint32_t *has, uint32_t bit,
                struct codec_text *member, struct codec_text text) {
    if (!text.len)
        return;
    *has |= bit;
    *member = report_document_text(document, text);
}

/* As much of a payload as is kept; a longer one is cut before a character, and ends so. */
static struct codec_text shown(struct base_slice payload, char room[REPORT_SHOWN_MAX + 8]) {
    if (payload.len <= REPORT_SHOWN_MAX)
        return codec_text_plain(payload);
    size_t len = REPORT_SHOWN_MAX;
    while (len && ((unsigned char)payload.ptr[len] & 0xC0) == 0x80)
        len--;
    memcpy(room, payload.ptr, len);
    memcpy(room + len, " ...", 4);
    return codec_text_plain(base_slice(room, len + 4));
}

/* The finding's place: the event that came in, or else what was sent because of it. */
static void locate(struct report_document *document, struct sts_control_report_finding *finding,
                   const struct report_occasion *at, const char *pointer) {
    char room[REPORT_SHOWN_MAX + 8];
    const struct codec_text fragment = at->traffic->subject.fragment_id;
    bool is_sent = at->traffic->kind == REPORT_EVENT;
    set(document, &finding->has, STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID, &finding->stream_id,
        codec_text_plain(at->stream->id));
    set(document, &finding->has, STS_CONTROL_REPORT_FINDING_HAS_FRAGMENT_ID, &finding->fragment_id,
        fragment);
    set(document, &finding->has, STS_CONTROL_REPORT_FINDING_HAS_POINTER, &finding->pointer,
        codec_text_plain(base_slice_of(pointer)));
    if (at->cause) {
        set(document, &finding->has, STS_CONTROL_REPORT_FINDING_HAS_EVENT, &finding->event,
            codec_text_plain(at->cause->name));
        set(document, &finding->has, STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD, &finding->payload,
            shown(at->cause->payload, room));
    } else if (is_sent) {
        set(document, &finding->has, STS_CONTROL_REPORT_FINDING_HAS_EVENT, &finding->event,
            at->traffic->name);
        set(document, &finding->has, STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD, &finding->payload,
            shown(at->payload, room));
    }
}

static void broken_at(const struct check *check, const struct report_occasion *at,
                      const char *pointer, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static void broken_at(const struct check *check, const struct report_occasion *at,
                      const char *pointer, const char *format, ...) {
    struct report_document *document = &at->stream->document;
    char sentence[CODEC_MESSAGE_SIZE + CODEC_POINTER_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof sentence ? (size_t)n : sizeof sentence - 1;
    if (document->report.findings.count >= REPORT_STREAM_FINDINGS) {
        report_document_broken(document, check->id, 1);
        return;
    }
    struct sts_control_report_finding *finding = report_document_found(
        document, check->id, at->traffic->wall_ms, codec_text_plain(base_slice(sentence, len)));
    if (finding)
        locate(document, finding, at, pointer);
}

#define BROKEN(check, at, ...) broken_at((check), (at), "", __VA_ARGS__)

/* ---- what has happened --------------------------------------------------------------------- */

static bool is_event(const struct report_occasion *at, enum report_direction direction,
                     enum sts_event_id event) {
    return at->traffic->kind == REPORT_EVENT && at->traffic->direction == direction &&
           at->traffic->event == event;
}

/* An event of the worker that fits its schema. */
static const void *came(const struct report_occasion *at, enum sts_event_id event) {
    return is_event(at, REPORT_IN, event) ? at->traffic->message : NULL;
}

static const void *sent(const struct report_occasion *at, enum sts_event_id event) {
    return is_event(at, REPORT_OUT, event) ? at->traffic->message : NULL;
}

static bool is(const struct report_occasion *at, enum report_kind kind) {
    return at->traffic->kind == kind;
}

static bool has_reason(const struct report_occasion *at, const char *reason) {
    return at->traffic->reason && strcmp(at->traffic->reason, reason) == 0;
}

/* A refusal with this code. */
static bool refused(const struct report_occasion *at, enum sts_error_code code) {
    return at->refusal && at->error->code == code;
}

static bool with_state(const struct report_occasion *at) {
    return (at->error->has & STS_ERROR_HAS_METADATA) &&
           (at->error->metadata.has & STS_ERROR_METADATA_HAS_STATE);
}

static bool with_reason(const struct report_occasion *at, const char *reason) {
    return refused(at, STS_ERROR_CODE_INVALID_SEQUENCE) &&
           (at->error->has & STS_ERROR_HAS_METADATA) &&
           (at->error->metadata.has & STS_ERROR_METADATA_HAS_REASON) &&
           codec_text_equal(at->error->metadata.reason, codec_text_plain(base_slice_of(reason)));
}

/* What is answered. */
static bool answers(const struct report_occasion *at, enum sts_event_id event) {
    return at->cause && at->cause->event == event;
}

/* What the server decides is no fault of the worker. */
static bool worker_ended(const struct report_occasion *at) {
    return is(at, REPORT_ENDED) && !has_reason(at, stream_ending_text(STREAM_ENDING_SHUTDOWN)) &&
           !has_reason(at, stream_ending_text(STREAM_ENDING_CROWDED_OUT));
}

/* A fragment is taken, for the first time or anew. */
static bool accepted(const struct report_occasion *at) {
    return sent(at, STS_EVENT_FRAGMENT_ACK) != NULL;
}

static void broken_by(const struct check *check, const struct report_occasion *at) {
    char message[CODEC_MESSAGE_SIZE];
    size_t len = codec_text_copy(at->error->message, message, sizeof message);
    len = len < sizeof message ? len : sizeof message - 1;
    BROKEN(check, at, "%.*s", (int)len, message);
}

/* ---- transport ----------------------------------------------------------------------------- */

static void valid_packets(const struct check *check, struct report_occasion *at) {
    bool wrong = is(at, REPORT_EVENT) && at->traffic->direction == REPORT_IN &&
                 at->traffic->verdict == REPORT_VERDICT_MALFORMED;
    bool closed = is(at, REPORT_DISCONNECTED) && has_reason(at, "parse error");
    if (wrong || (closed && at->peer && !at->peer->malformed))
        BROKEN(check, at, "what came is no packet, or no JSON: the connection was closed");
    else if (is(at, REPORT_EVENT) && at->traffic->direction == REPORT_IN)
        kept(check, at);
    if (wrong && at->peer)
        at->peer->malformed = true;
}

static void answers_ping(const struct check *check, struct report_occasion *at) {
    if (!is(at, REPORT_DISCONNECTED) || !at->peer)
        return;
    if (has_reason(at, "ping timeout"))
        BROKEN(check, at, "a ping was not answered in time: the connection was closed");
    else if (at->traffic->now_ms - at->peer->connected > at->conformance->config.ping_interval_ms)
        kept(check, at);
}

static void known_events(const struct check *check, struct report_occasion *at) {
    if (!is(at, REPORT_EVENT) || at->traffic->direction != REPORT_IN ||
        at->traffic->verdict == REPORT_VERDICT_MALFORMED)
        return;
    if (at->traffic->verdict == REPORT_VERDICT_UNKNOWN)
        BROKEN(check, at, "there is no event \"%.*s\" that workers send", (int)at->cause->name.len,
               at->cause->name.ptr);
    else
        kept(check, at);
}

static void headers_agree(const struct check *check, struct report_occasion *at) {
    const struct stream_deviation *found = at->traffic->deviation;
    if (is(at, REPORT_DEVIATION) && strncmp(found->keyword, "x-", 2) == 0)
        BROKEN(check, at, "%s", found->message);
    else if ((is(at, REPORT_OPENED) || is(at, REPORT_RESUMED)) && at->peer && at->peer->has_header)
        kept(check, at);
}

static void reconnects(const struct check *check, struct report_occasion *at) {
    if (is(at, REPORT_RESUMED) && at->traffic->was_parked)
        kept(check, at);
    else if (is(at, REPORT_ENDED) && has_reason(at, stream_ending_text(STREAM_ENDING_EXPIRED)) &&
             !at->stream->lost_by_server)
        BROKEN(check, at, "the connection was lost, and the worker did not come back in time");
}

static void backoff(const struct check *check, struct report_occasion *at) {
    if (!is(at, REPORT_RESUMED) || !at->traffic->was_parked || !at->peer || !at->stream->lost)
        return;
    uint64_t lost = at->stream->lost, back = at->peer->connected;
    if (back < lost + REPORT_BACKOFF_MIN_MS)
        BROKEN(check, at, "it connected again %llu ms after it had lost the connection",
               (unsigned long long)(back > lost ? back - lost : 0));
    else
        kept(check, at);
}

/* ---- authentication ------------------------------------------------------------------------ */

static void key_accepted(const struct check *check, struct report_occasion *at) {
    if (is(at, REPORT_REFUSED))
        BROKEN(check, at, "the API key was refused: %s", at->traffic->reason);
    else if (is(at, REPORT_CONNECTED) || is(at, REPORT_OPENED))
        kept(check, at);
}

static void key_covers(const struct check *check, struct report_occasion *at) {
    if (refused(at, STS_ERROR_CODE_AUTH_FAILED))
        broken_by(check, at);
    else if (is(at, REPORT_OPENED) || is(at, REPORT_RESUMED))
        kept(check, at);
}

static void gives_up(const struct check *check, struct report_occasion *at) {
    struct report_conformance *conformance = at->conformance;
    if (!is(at, REPORT_REFUSED))
        return;
    uint64_t now = at->traffic->now_ms + 1; /* never 0 */
    uint64_t *oldest = &conformance->attempts[conformance->attempt++ % REPORT_ATTEMPTS_A_MINUTE];
    if (*oldest && now - *oldest < 60000)
        BROKEN(check, at, "more than %d attempts with a key that is refused within a minute",
               REPORT_ATTEMPTS_A_MINUTE);
    else
        kept(check, at);
    *oldest = now;
}

/* ---- schemas ------------------------------------------------------------------------------- */

static void schema_of(const struct check *check, struct report_occasion *at) {
    const struct report_traffic *traffic = at->traffic;
    if (traffic->verdict == REPORT_VERDICT_OK) {
        kept(check, at);
    } else if (traffic->verdict == REPORT_VERDICT_ABSENT) {
        BROKEN(check, at, "the payload is missing");
    } else if (traffic->verdict == REPORT_VERDICT_INVALID && traffic->errors) {
        const struct codec_report *errors = traffic->errors;
        for (size_t i = 0; i < errors->count && i < errors->capacity; i++)
            broken_at(check, at, errors->errors[i].pointer, "%s %s",
                      *errors->errors[i].pointer ? errors->errors[i].pointer : "the payload",
                      errors->errors[i].message);
    }
}

static void schema(const struct check *check, struct report_occasion *at) {
    if (is_event(at, REPORT_IN, check->event))
        schema_of(check, at);
}

static void simulation_schema(const struct check *check, struct report_occasion *at) {
    static const enum sts_event_id simulations[] = {
        STS_EVENT_CONFIG_ERROR_SIMULATION, STS_EVENT_CONFIG_PROCESSING_DELAY,
        STS_EVENT_CONFIG_BACKPRESSURE, STS_EVENT_SIMULATE_DISCONNECT};
    for (size_t i = 0; i < sizeof simulations / sizeof *simulations; i++)
        if (is_event(at, REPORT_IN, simulations[i]))
            schema_of(check, at);
}

/* A rule of x-deviation: `word` is its keyword, `event` the one it is about, or all. */
static void deviation(const struct check *check, struct report_occasion *at) {
    const struct codec_report *found = at->traffic->deviations;
    bool any = check->event == STS_EVENT_COUNT;
    bool strange = at->traffic->verdict != REPORT_VERDICT_OK;
    if (!is(at, REPORT_EVENT) || at->traffic->direction != REPORT_IN || strange ||
        (!any && at->traffic->event != check->event))
        return;
    bool clean = true;
    for (size_t i = 0; found && i < found->count && i < found->capacity; i++) {
        if (strcmp(found->errors[i].keyword, check->word) != 0)
            continue;
        broken_at(check, at, found->errors[i].pointer, "%s %s",
                  *found->errors[i].pointer ? found->errors[i].pointer : "the payload",
                  found->errors[i].message);
        clean = false;
    }
    if (clean)
        kept(check, at);
}

/* ---- fragments ----------------------------------------------------------------------------- */

/* A duplicate of what failed is rather a retry that should not be. */
static bool is_retry(const struct report_occasion *at) {
    return at->life && at->life->delivered &&
           at->life->status == STS_CONTROL_REPORT_FRAGMENT_STATUS_FAILED;
}

static void unique_id(const struct check *check, struct report_occasion *at) {
    if ((with_reason(at, "duplicate_fragment") && !is_retry(at)) || with_reason(at, "expired"))
        broken_by(check, at);
    else if (accepted(at))
        kept(check, at);
}

/* Years 1973 to 5138 in milliseconds; in seconds or microseconds now is outside. */
static void milliseconds(const struct check *check, struct report_occasion *at) {
    const struct sts_fragment_data *fragment = came(at, STS_EVENT_FRAGMENT_DATA);
    if (!fragment)
        return;
    if (fragment->timestamp < INT64_C(100000000000) ||
        fragment->timestamp > INT64_C(100000000000000))
        broken_at(check, at, "/timestamp", "%lld is no time in milliseconds",
                  (long long)fragment->timestamp);
    else
        kept(check, at);
}

static void as_configured(const struct check *check, struct report_occasion *at) {
    const struct sts_fragment_data *fragment = came(at, STS_EVENT_FRAGMENT_DATA);
    const struct report_stream *stream = at->stream;
    if (!fragment || !stream->sample_rate_hz)
        return;
    const struct sts_audio_data *audio = &fragment->audio;
    if (audio->sample_rate_hz != stream->sample_rate_hz)
        broken_at(check, at, "/audio/sample_rate_hz", "%lld is not the %lld of stream:init",
                  (long long)audio->sample_rate_hz, (long long)stream->sample_rate_hz);
    else if (audio->channels != stream->channels)
        broken_at(check, at, "/audio/channels", "%lld is not the %lld of stream:init",
                  (long long)audio->channels, (long long)stream->channels);
    else if (!codec_text_equal(audio->format, stream->format))
        broken_at(check, at, "/audio/format", "the format is not that of stream:init");
    else
        kept(check, at);
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

static void ack_sent(const struct check *check, struct report_occasion *at) {
    int64_t number = 0;
    if (came(at, STS_EVENT_WORKER_FRAGMENT_ACK) && at->life && at->life->delivered &&
        !at->life->confirmed)
        kept(check, at);
    uint64_t count = worker_ended(at) ? unconfirmed(at->stream, &number) : 0;
    if (count)
        BROKEN(check, at, "%llu results were never confirmed, such as that of number %lld",
               (unsigned long long)count, (long long)number);
}

static void ack_known(const struct check *check, struct report_occasion *at) {
    if (came(at, STS_EVENT_WORKER_FRAGMENT_ACK) && at->life && at->life->delivered)
        kept(check, at);
    else if (is(at, REPORT_DEVIATION) && strcmp(at->traffic->deviation->keyword, check->word) == 0)
        broken_at(check, at, at->traffic->deviation->pointer, "%s",
                  at->traffic->deviation->message);
}

static void ack_prompt(const struct check *check, struct report_occasion *at) {
    const struct report_life *life = at->life;
    if (!came(at, STS_EVENT_WORKER_FRAGMENT_ACK) || !life || !life->delivered || life->confirmed)
        return;
    if (at->traffic->now_ms - life->processed > REPORT_ACK_PROMPT_MS)
        BROKEN(check, at, "it came %llu ms after the result",
               (unsigned long long)(at->traffic->now_ms - life->processed));
    else
        kept(check, at);
}

/* ---- session ------------------------------------------------------------------------------- */

static void init_first(const struct check *check, struct report_occasion *at) {
    if (is(at, REPORT_OPENED))
        kept(check, at);
    else if (refused(at, STS_ERROR_CODE_STREAM_NOT_FOUND) && at->peer && !at->peer->stream &&
             (answers(at, STS_EVENT_FRAGMENT_DATA) || answers(at, STS_EVENT_STREAM_PAUSE) ||
              answers(at, STS_EVENT_STREAM_RESUME) || answers(at, STS_EVENT_STREAM_END)))
        broken_by(check, at);
}

static void one_stream(const struct check *check, struct report_occasion *at) {
    if (is(at, REPORT_OPENED) || is(at, REPORT_RESUMED))
        kept(check, at);
    else if (refused(at, STS_ERROR_CODE_INVALID_CONFIG) && answers(at, STS_EVENT_STREAM_INIT) &&
             with_state(at) && at->peer && at->peer->stream)
        broken_by(check, at);
}

static void own_worker_id(const struct check *check, struct report_occasion *at) {
    if (is(at, REPORT_RESUMED))
        kept(check, at);
    else if (refused(at, STS_ERROR_CODE_INVALID_CONFIG) && answers(at, STS_EVENT_STREAM_INIT) &&
             with_state(at) && at->peer && !at->peer->stream)
        broken_by(check, at);
}

/* The stream that an event of the worker names; empty: it names none. */
static struct codec_text named(const struct report_occasion *at) {
    const void *message = at->traffic->direction == REPORT_IN ? at->traffic->message : NULL;
    if (!is(at, REPORT_EVENT) || !message)
        return CODEC_TEXT("");
    switch ((unsigned)at->traffic->event) {
    case STS_EVENT_FRAGMENT_DATA:
        return ((const struct sts_fragment_data *)message)->stream_id;
    case STS_EVENT_STREAM_PAUSE:
        return ((const struct sts_stream_pause *)message)->stream_id;
    case STS_EVENT_STREAM_RESUME:
        return ((const struct sts_stream_resume *)message)->stream_id;
    case STS_EVENT_STREAM_END:
        return ((const struct sts_stream_end *)message)->stream_id;
    default:
        return CODEC_TEXT("");
    }
}

static void own_stream(const struct check *check, struct report_occasion *at) {
    struct codec_text name = named(at);
    if (!name.len || !at->peer || !at->peer->stream)
        return;
    if (codec_text_equal(name, codec_text_plain(at->peer->stream->id)))
        kept(check, at);
    else
        broken_at(check, at, "/stream_id", "the stream of this connection is another");
}

static bool is_request(const struct report_occasion *at) {
    return answers(at, STS_EVENT_STREAM_PAUSE) || answers(at, STS_EVENT_STREAM_RESUME) ||
           answers(at, STS_EVENT_STREAM_END);
}

static void right_state(const struct check *check, struct report_occasion *at) {
    if (!is_request(at))
        return;
    if (is(at, REPORT_STATE) && at->traffic->to != STS_STREAM_STATE_COMPLETED)
        kept(check, at);
    else if (refused(at, STS_ERROR_CODE_INVALID_CONFIG) && with_state(at))
        broken_by(check, at);
}

static bool refused_in(const struct report_occasion *at, enum sts_stream_state state) {
    return refused(at, STS_ERROR_CODE_STREAM_NOT_FOUND) && with_state(at) &&
           at->error->metadata.state == state;
}

static void silent_in_pause(const struct check *check, struct report_occasion *at) {
    if (refused_in(at, STS_STREAM_STATE_PAUSED))
        broken_by(check, at);
    else if (is(at, REPORT_STATE) && at->traffic->from == STS_STREAM_STATE_PAUSED &&
             !at->stream->stained)
        kept(check, at);
}

static void silent_after_end(const struct check *check, struct report_occasion *at) {
    if (refused_in(at, STS_STREAM_STATE_ENDING) || refused_in(at, STS_STREAM_STATE_COMPLETED))
        broken_by(check, at);
    else if (is(at, REPORT_ENDED) && at->stream->end_sent && !at->stream->stained)
        kept(check, at);
}

static void ends_streams(const struct check *check, struct report_occasion *at) {
    if (!worker_ended(at))
        return;
    if (at->stream->end_sent)
        kept(check, at);
    else
        BROKEN(check, at, "the stream ended without stream:end: %s", at->traffic->reason);
}

static void waits_for_complete(const struct check *check, struct report_occasion *at) {
    if (sent(at, STS_EVENT_STREAM_COMPLETE))
        kept(check, at);
    else if (worker_ended(at) && at->stream->end_sent && !at->stream->complete_sent)
        BROKEN(check, at, "the worker was gone before stream:complete: %s", at->traffic->reason);
}

/* ---- flow ---------------------------------------------------------------------------------- */

static void max_inflight(const struct check *check, struct report_occasion *at) {
    const struct report_stream *stream = at->stream;
    if (!accepted(at) || !stream->max_inflight || (at->life && at->life->accepted))
        return;
    if (stream->in_flight >= stream->max_inflight)
        BROKEN(check, at, "%lld fragments are in flight, max_inflight is %lld",
               (long long)stream->in_flight + 1, (long long)stream->max_inflight);
    else
        kept(check, at);
}

static void obeys_pause(const struct check *check, struct report_occasion *at) {
    struct report_stream *stream = at->stream;
    if (stream->action != STS_BACKPRESSURE_ACTION_PAUSE)
        return;
    if (is_event(at, REPORT_IN, STS_EVENT_FRAGMENT_DATA) &&
        at->traffic->now_ms > stream->told + REPORT_GRACE_MS) {
        BROKEN(check, at, "a fragment came %llu ms after the worker was told to pause",
               (unsigned long long)(at->traffic->now_ms - stream->told));
        stream->disobeyed = true;
    } else if (sent(at, STS_EVENT_BACKPRESSURE) && !stream->disobeyed) {
        kept(check, at);
    }
}

static void obeys_slow_down(const struct check *check, struct report_occasion *at) {
    const struct report_stream *stream = at->stream;
    uint64_t now = at->traffic->now_ms;
    if (stream->action != STS_BACKPRESSURE_ACTION_SLOW_DOWN ||
        !is_event(at, REPORT_IN, STS_EVENT_FRAGMENT_DATA) || now <= stream->told + REPORT_GRACE_MS)
        return;
    if (2 * (now - stream->last_fragment) < (uint64_t)stream->delay_ms)
        BROKEN(check, at, "%llu ms after the one before, where %lld were recommended",
               (unsigned long long)(now - stream->last_fragment), (long long)stream->delay_ms);
    else
        kept(check, at);
}

static void rate(const struct check *check, struct report_occasion *at) {
    if (refused(at, STS_ERROR_CODE_RATE_LIMIT) && answers(at, STS_EVENT_FRAGMENT_DATA))
        broken_by(check, at);
    else if (accepted(at))
        kept(check, at);
}

static void no_flow_violation(const struct check *check, struct report_occasion *at) {
    if (is(at, REPORT_CLOSING) && has_reason(at, "disconnect") && at->peer && at->peer->was_full)
        BROKEN(check, at, "the queue was found full so often that the connection was closed");
    else if (accepted(at) && at->stream->full)
        kept(check, at);
}

static void not_idle(const struct check *check, struct report_occasion *at) {
    uint64_t limit = at->conformance->config.idle_timeout_ms;
    if (!limit || !at->peer)
        return;
    bool silent = at->traffic->now_ms >= at->peer->last_in + limit;
    if (is(at, REPORT_CLOSING) && at->traffic->code == 1001 && silent)
        BROKEN(check, at, "nothing came for %llu ms: the connection was closed",
               (unsigned long long)(at->traffic->now_ms - at->peer->last_in));
    else if (is(at, REPORT_DISCONNECTED) && !at->peer->closing)
        kept(check, at);
}

/* ---- order, codes, retry ------------------------------------------------------------------- */

static void sequence(const struct check *check, struct report_occasion *at) {
    if (with_reason(at, check->word))
        broken_by(check, at);
    else if (accepted(at))
        kept(check, at);
}

static void unique_number(const struct check *check, struct report_occasion *at) {
    if (with_reason(at, check->word) && !is_retry(at))
        broken_by(check, at);
    else if (accepted(at))
        kept(check, at);
}

static void in_order(const struct check *check, struct report_occasion *at) {
    const struct report_life *life = at->life;
    if (!accepted(at) || !life || life->accepted)
        return;
    if (life->sequence_number < at->stream->highest)
        broken_at(check, at, "/sequence_number", "number %lld came after number %lld",
                  (long long)life->sequence_number, (long long)at->stream->highest);
    else
        kept(check, at);
}

static void fragment_size(const struct check *check, struct report_occasion *at) {
    if (refused(at, STS_ERROR_CODE_FRAGMENT_TOO_LARGE))
        broken_by(check, at);
    else if (accepted(at))
        kept(check, at);
}

static void fatal_stops(const struct check *check, struct report_occasion *at) {
    struct report_peer *peer = at->peer;
    if (!peer || !peer->fatal)
        return;
    if (is_event(at, REPORT_IN, STS_EVENT_FRAGMENT_DATA) &&
        at->traffic->now_ms > peer->fatal_at + REPORT_GRACE_MS) {
        BROKEN(check, at, "a fragment came after a fatal error");
        peer->fatal_ignored = true;
    } else if (is(at, REPORT_DISCONNECTED) && !peer->fatal_ignored) {
        kept(check, at);
    }
}

static void retry_retryable(const struct check *check, struct report_occasion *at) {
    const struct report_life *life = at->life;
    if (with_reason(at, "duplicate_fragment") && is_retry(at) && !life->retryable)
        broken_by(check, at);
    else if (accepted(at) && is_retry(at) && life->retryable)
        kept(check, at);
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
static void retry_as_it_was(const struct check *check, struct report_occasion *at) {
    const struct report_life *life = at->life;
    bool by_number = with_reason(at, "duplicate_sequence") &&
                     failed_with(at->stream, at->error->metadata.received);
    bool by_id = with_reason(at, "duplicate_fragment") && is_retry(at) && life->retryable;
    if (by_number || by_id)
        broken_by(check, at);
    else if (accepted(at) && is_retry(at) && life->retryable)
        kept(check, at);
}

/* ---- the table ----------------------------------------------------------------------------- */

#define ANY STS_EVENT_COUNT

/* Requirement, check, what it is about. */
#define CHECKS(X)                                                                                  \
    X(STS_1_VALID_PACKETS, valid_packets, ANY, "")                                                 \
    X(STS_1_ANSWERS_PING, answers_ping, ANY, "")                                                   \
    X(STS_1_KNOWN_EVENTS, known_events, ANY, "")                                                   \
    X(STS_1_HEADERS_AGREE, headers_agree, ANY, "")                                                 \
    X(STS_1_RECONNECTS, reconnects, ANY, "")                                                       \
    X(STS_1_RECONNECT_BACKOFF, backoff, ANY, "")                                                   \
    X(STS_2_KEY_ACCEPTED, key_accepted, ANY, "")                                                   \
    X(STS_2_KEY_COVERS_STREAM, key_covers, ANY, "")                                                \
    X(STS_2_GIVES_UP, gives_up, ANY, "")                                                           \
    X(STS_4_INIT_FIRST, init_first, ANY, "")                                                       \
    X(STS_4_ONE_STREAM, one_stream, ANY, "")                                                       \
    X(STS_4_OWN_STREAM, own_stream, ANY, "")                                                       \
    X(STS_4_RIGHT_STATE, right_state, ANY, "")                                                     \
    X(STS_4_PAUSED_SENDS_NOTHING, silent_in_pause, ANY, "")                                        \
    X(STS_4_ENDED_SENDS_NOTHING, silent_after_end, ANY, "")                                        \
    X(STS_4_ENDS_STREAMS, ends_streams, ANY, "")                                                   \
    X(STS_4_WAITS_FOR_COMPLETE, waits_for_complete, ANY, "")                                       \
    X(STS_4_OWN_WORKER_ID, own_worker_id, ANY, "")                                                 \
    X(STS_5_RATE, rate, ANY, "")                                                                   \
    X(STS_5_NO_FLOW_VIOLATION, no_flow_violation, ANY, "")                                         \
    X(STS_5_NOT_IDLE, not_idle, ANY, "")                                                           \
    X(STS_6_SCHEMA, simulation_schema, ANY, "")                                                    \
    X(016_5_1_STREAM_INIT_SCHEMA, schema, STS_EVENT_STREAM_INIT, "")                               \
    X(016_5_1_STREAM_INIT_CONFIG_COMPLETE, deviation, STS_EVENT_STREAM_INIT, "required")           \
    X(016_5_1_FRAGMENT_DATA_SCHEMA, schema, STS_EVENT_FRAGMENT_DATA, "")                           \
    X(016_5_1_FRAGMENT_DATA_UUID, deviation, STS_EVENT_FRAGMENT_DATA, "format")                    \
    X(016_5_1_FRAGMENT_DATA_UNIQUE_ID, unique_id, ANY, "")                                         \
    X(016_5_1_FRAGMENT_DATA_MILLISECONDS, milliseconds, ANY, "")                                   \
    X(016_5_1_FRAGMENT_DATA_AS_CONFIGURED, as_configured, ANY, "")                                 \
    X(016_5_1_FRAGMENT_ACK_SCHEMA, schema, STS_EVENT_WORKER_FRAGMENT_ACK, "")                      \
    X(016_5_1_FRAGMENT_ACK_SENT, ack_sent, ANY, "")                                                \
    X(016_5_1_FRAGMENT_ACK_KNOWN, ack_known, ANY, "unknown_fragment")                              \
    X(016_5_1_FRAGMENT_ACK_PROMPT, ack_prompt, ANY, "")                                            \
    X(016_5_1_STREAM_PAUSE_SCHEMA, schema, STS_EVENT_STREAM_PAUSE, "")                             \
    X(016_5_1_STREAM_RESUME_SCHEMA, schema, STS_EVENT_STREAM_RESUME, "")                           \
    X(016_5_1_STREAM_END_SCHEMA, schema, STS_EVENT_STREAM_END, "")                                 \
    X(016_5_1_KNOWN_MEMBERS, deviation, ANY, "additionalProperties")                               \
    X(016_6_2_MAX_INFLIGHT, max_inflight, ANY, "")                                                 \
    X(016_6_2_OBEYS_PAUSE, obeys_pause, ANY, "")                                                   \
    X(016_6_2_OBEYS_SLOW_DOWN, obeys_slow_down, ANY, "")                                           \
    X(016_7_1_NO_GAPS, sequence, ANY, "gap")                                                       \
    X(016_7_1_SENT_IN_ORDER, in_order, ANY, "")                                                    \
    X(016_7_1_NOT_LATE, sequence, ANY, "late")                                                     \
    X(016_7_1_UNIQUE_NUMBER, unique_number, ANY, "duplicate_sequence")                             \
    X(016_8_1_FRAGMENT_SIZE, fragment_size, ANY, "")                                               \
    X(016_8_1_FATAL_STOPS, fatal_stops, ANY, "")                                                   \
    X(016_8_2_RETRY_RETRYABLE, retry_retryable, ANY, "")                                           \
    X(016_8_2_RETRY_AS_IT_WAS, retry_as_it_was, ANY, "")

static const struct check checks[] = {
#define ROW(name, function, event, word) {STS_REQUIREMENT_##name, function, event, word},
    CHECKS(ROW)
#undef ROW
};

/* A requirement without a check does not compile here, a check without a requirement above. */
enum {
#define HAS(name, function, event, word) has_check_##name = 1,
    CHECKS(HAS)
#undef HAS
};
#define COUNT(name) +has_check_##name
_Static_assert(0 STS_WORKER_REQUIREMENTS(COUNT) == sizeof checks / sizeof *checks,
               "one check for each requirement of workers");
#undef COUNT

void report_conformance_check(struct report_occasion *occasion) {
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i].run(&checks[i], occasion);
}
