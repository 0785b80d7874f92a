/* Checks of connections and sessions. */
#include "report/conformance_check.h"

/* ---- transport ----------------------------------------------------------------------------- */

/* Told as an event that is none, or as the closing for it, or at last as the reason of the end. */
void report_check_valid_packets(const struct report_check *check, struct report_occasion *at) {
    bool is_in = report_is(at, REPORT_EVENT) && at->traffic->direction == REPORT_IN;
    bool wrong = is_in && at->traffic->verdict == REPORT_VERDICT_MALFORMED;
    bool closed = (report_is(at, REPORT_CLOSING) || report_is(at, REPORT_DISCONNECTED)) &&
                  at->traffic->reason && strncmp(at->traffic->reason, "parse error", 11) == 0;
    if (is_in && !wrong)
        report_kept(check, at);
    if ((!wrong && !closed) || (at->peer && at->peer->malformed))
        return;
    BROKEN(check, at, "what came is no packet, or no JSON: the connection was closed%s%s",
           closed ? ", " : "", closed ? at->traffic->reason : "");
    if (at->peer)
        at->peer->malformed = true;
}

void report_check_answers_ping(const struct report_check *check, struct report_occasion *at) {
    if (!report_is(at, REPORT_DISCONNECTED) || !at->peer)
        return;
    if (report_has_reason(at, "ping timeout"))
        BROKEN(check, at, "a ping was not answered in time: the connection was closed");
    else if (at->traffic->now_ms - at->peer->connected > at->conformance->config.ping_interval_ms)
        report_kept(check, at);
}

void report_check_known_events(const struct report_check *check, struct report_occasion *at) {
    if (!report_is(at, REPORT_EVENT) || at->traffic->direction != REPORT_IN ||
        at->traffic->verdict == REPORT_VERDICT_MALFORMED)
        return;
    if (at->traffic->verdict == REPORT_VERDICT_UNKNOWN)
        BROKEN(check, at, "there is no event \"%.*s\" that workers send", (int)at->cause->name.len,
               at->cause->name.ptr);
    else
        report_kept(check, at);
}

void report_check_headers_agree(const struct report_check *check, struct report_occasion *at) {
    const struct stream_deviation *found = at->traffic->deviation;
    if (report_is(at, REPORT_DEVIATION) && strncmp(found->keyword, "x-", 2) == 0)
        BROKEN(check, at, "%s", found->message);
    else if ((report_is(at, REPORT_OPENED) || report_is(at, REPORT_RESUMED)) && at->peer &&
             at->peer->has_header)
        report_kept(check, at);
}

void report_check_reconnects(const struct report_check *check, struct report_occasion *at) {
    if (report_is(at, REPORT_RESUMED) && at->traffic->was_parked)
        report_kept(check, at);
    else if (report_is(at, REPORT_ENDED) &&
             report_has_reason(at, stream_ending_text(STREAM_ENDING_EXPIRED)) &&
             !at->stream->lost_by_server)
        BROKEN(check, at, "the connection was lost, and the worker did not come back in time");
}

void report_check_backoff(const struct report_check *check, struct report_occasion *at) {
    if (!report_is(at, REPORT_RESUMED) || !at->traffic->was_parked || !at->peer ||
        !at->stream->lost)
        return;
    uint64_t lost = at->stream->lost, back = at->peer->connected;
    if (back < lost + REPORT_BACKOFF_MIN_MS)
        BROKEN(check, at, "it connected again %llu ms after it had lost the connection",
               (unsigned long long)(back > lost ? back - lost : 0));
    else
        report_kept(check, at);
}

/* ---- authentication ------------------------------------------------------------------------ */

/* What is refused without a look at the key. */
static bool is_astray(const struct report_occasion *at) {
    return report_is(at, REPORT_REFUSED) && report_has_reason(at, "invalid namespace");
}

void report_check_known_namespace(const struct report_check *check, struct report_occasion *at) {
    if (is_astray(at))
        BROKEN(check, at, "it wanted to join a namespace that there is not");
    else if (report_is(at, REPORT_CONNECTED) || report_is(at, REPORT_OPENED))
        report_kept(check, at);
}

void report_check_key_accepted(const struct report_check *check, struct report_occasion *at) {
    if (report_is(at, REPORT_REFUSED) && !is_astray(at))
        BROKEN(check, at, "the API key was refused: %s", at->traffic->reason);
    else if (report_is(at, REPORT_CONNECTED) || report_is(at, REPORT_OPENED))
        report_kept(check, at);
}

void report_check_key_covers(const struct report_check *check, struct report_occasion *at) {
    if (report_refused(at, STS_ERROR_CODE_AUTH_FAILED))
        report_broken_by(check, at);
    else if (report_is(at, REPORT_OPENED) || report_is(at, REPORT_RESUMED))
        report_kept(check, at);
}

void report_check_gives_up(const struct report_check *check, struct report_occasion *at) {
    struct report_conformance *conformance = at->conformance;
    if (!report_is(at, REPORT_REFUSED) || is_astray(at))
        return;
    uint64_t now = at->traffic->now_ms + 1; /* never 0 */
    uint64_t *oldest = &conformance->attempts[conformance->attempt++ % REPORT_ATTEMPTS_A_MINUTE];
    if (*oldest && now - *oldest < 60000)
        BROKEN(check, at, "more than %d attempts with a key that is refused within a minute",
               REPORT_ATTEMPTS_A_MINUTE);
    else
        report_kept(check, at);
    *oldest = now;
}

/* ---- session ------------------------------------------------------------------------------- */

void report_check_init_first(const struct report_check *check, struct report_occasion *at) {
    if (report_is(at, REPORT_OPENED))
        report_kept(check, at);
    else if (report_refused(at, STS_ERROR_CODE_STREAM_NOT_FOUND) && at->peer && !at->peer->stream &&
             (report_answers(at, STS_EVENT_FRAGMENT_DATA) ||
              report_answers(at, STS_EVENT_STREAM_PAUSE) ||
              report_answers(at, STS_EVENT_STREAM_RESUME) ||
              report_answers(at, STS_EVENT_STREAM_END)))
        report_broken_by(check, at);
}

void report_check_one_stream(const struct report_check *check, struct report_occasion *at) {
    if (report_is(at, REPORT_OPENED) || report_is(at, REPORT_RESUMED))
        report_kept(check, at);
    else if (report_refused(at, STS_ERROR_CODE_INVALID_CONFIG) &&
             report_answers(at, STS_EVENT_STREAM_INIT) && report_with_state(at) && at->peer &&
             at->peer->stream)
        report_broken_by(check, at);
}

void report_check_own_worker_id(const struct report_check *check, struct report_occasion *at) {
    if (report_is(at, REPORT_RESUMED))
        report_kept(check, at);
    else if (report_refused(at, STS_ERROR_CODE_INVALID_CONFIG) &&
             report_answers(at, STS_EVENT_STREAM_INIT) && report_with_state(at) && at->peer &&
             !at->peer->stream)
        report_broken_by(check, at);
}

/* The stream that an event of the worker names; empty: it names none. */
static struct codec_text named(const struct report_occasion *at) {
    const void *message = at->traffic->direction == REPORT_IN ? at->traffic->message : NULL;
    if (!report_is(at, REPORT_EVENT) || !message)
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

void report_check_own_stream(const struct report_check *check, struct report_occasion *at) {
    struct codec_text name = named(at);
    if (!name.len || !at->peer || !at->peer->stream)
        return;
    if (codec_text_equal(name, codec_text_plain(at->peer->stream->id)))
        report_kept(check, at);
    else
        report_broken_at(check, at, "/stream_id", "the stream of this connection is another");
}

static bool is_request(const struct report_occasion *at) {
    return report_answers(at, STS_EVENT_STREAM_PAUSE) ||
           report_answers(at, STS_EVENT_STREAM_RESUME) || report_answers(at, STS_EVENT_STREAM_END);
}

void report_check_right_state(const struct report_check *check, struct report_occasion *at) {
    if (!is_request(at))
        return;
    if (report_is(at, REPORT_STATE) && at->traffic->to != STS_STREAM_STATE_COMPLETED)
        report_kept(check, at);
    else if (report_refused(at, STS_ERROR_CODE_INVALID_CONFIG) && report_with_state(at))
        report_broken_by(check, at);
}

static bool refused_in(const struct report_occasion *at, enum sts_stream_state state) {
    return report_refused(at, STS_ERROR_CODE_STREAM_NOT_FOUND) && report_with_state(at) &&
           at->error->metadata.state == state;
}

void report_check_silent_in_pause(const struct report_check *check, struct report_occasion *at) {
    if (refused_in(at, STS_STREAM_STATE_PAUSED))
        report_broken_by(check, at);
    else if (report_is(at, REPORT_STATE) && at->traffic->from == STS_STREAM_STATE_PAUSED &&
             !at->stream->stained)
        report_kept(check, at);
}

void report_check_silent_after_end(const struct report_check *check, struct report_occasion *at) {
    if (refused_in(at, STS_STREAM_STATE_ENDING) || refused_in(at, STS_STREAM_STATE_COMPLETED))
        report_broken_by(check, at);
    else if (report_is(at, REPORT_ENDED) && at->stream->end_sent && !at->stream->stained)
        report_kept(check, at);
}

void report_check_ends_streams(const struct report_check *check, struct report_occasion *at) {
    if (!report_worker_ended(at))
        return;
    if (at->stream->end_sent)
        report_kept(check, at);
    else
        BROKEN(check, at, "the stream ended without stream:end: %s", at->traffic->reason);
}

void report_check_waits_for_complete(const struct report_check *check, struct report_occasion *at) {
    if (report_sent(at, STS_EVENT_STREAM_COMPLETE))
        report_kept(check, at);
    else if (report_worker_ended(at) && at->stream->end_sent && !at->stream->complete_sent)
        BROKEN(check, at, "the worker was gone before stream:complete: %s", at->traffic->reason);
}
