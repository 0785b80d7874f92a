/* Checks of connections and sessions. */
#include "judge/check.h"

#define MINUTE_MS 60000

/* ---- transport ----------------------------------------------------------------------------- */

/* Told as an event that is none, as the closing for it, which says what stood there, and as the
 * reason of the end: once of each connection, with as much as is known. */
void judge_check_valid_packets(const struct judge_check *check, struct judge_occasion *at) {
    bool is_in = judge_is(at, JOURNAL_EVENT) && at->traffic->direction == JOURNAL_IN;
    bool wrong = is_in && at->traffic->verdict == JOURNAL_VERDICT_MALFORMED;
    bool ends = judge_is(at, JOURNAL_CLOSING) || judge_is(at, JOURNAL_DISCONNECTED);
    bool closed =
        ends && at->traffic->reason && strncmp(at->traffic->reason, "parse error", 11) == 0;
    struct judge_peer *peer = at->peer;
    if (is_in && !wrong)
        judge_kept(check, at);
    if (wrong && peer && !peer->closing) { /* its closing comes next */
        peer->malformed_untold = true;
        return;
    }
    bool untold = ends && peer && peer->malformed_untold;
    if ((!wrong && !closed && !untold) || (peer && peer->malformed))
        return;
    BROKEN(check, at,
           "the worker sent an invalid packet or invalid JSON, so the server closed the "
           "connection%s%s",
           closed ? ", " : "", closed ? at->traffic->reason : "");
    if (peer)
        peer->malformed = true;
}

void judge_check_answers_ping(const struct judge_check *check, struct judge_occasion *at) {
    if (!judge_is(at, JOURNAL_DISCONNECTED) || !at->peer)
        return;
    if (judge_has_reason(at, "ping timeout"))
        BROKEN(check, at,
               "the worker did not answer a ping in time, so the server closed the connection");
    else if (judge_has_reason(at, JUDGE_PING_LATE))
        report_document_unknown(
            &at->stream->document, check->id,
            CODEC_TEXT("a ping that came late had no answer: the server had stopped for a while, "
                       "and the worker may have given the connection up before"));
    else if (at->traffic->now_ms - at->peer->connected > at->judge->config.ping_interval_ms)
        judge_kept(check, at);
}

void judge_check_known_events(const struct judge_check *check, struct judge_occasion *at) {
    if (!judge_is(at, JOURNAL_EVENT) || at->traffic->direction != JOURNAL_IN ||
        at->traffic->verdict == JOURNAL_VERDICT_MALFORMED)
        return;
    if (at->traffic->verdict == JOURNAL_VERDICT_UNKNOWN)
        BROKEN(check, at, "\"%.*s\" is not an event that workers can send",
               (int)at->cause->name.len, at->cause->name.ptr);
    else
        judge_kept(check, at);
}

void judge_check_headers_agree(const struct judge_check *check, struct judge_occasion *at) {
    const struct stream_deviation *found = at->traffic->deviation;
    if (judge_is(at, JOURNAL_DEVIATION) && strncmp(found->keyword, "x-", 2) == 0)
        BROKEN(check, at, "%s", found->message);
    else if ((judge_is(at, JOURNAL_OPENED) || judge_is(at, JOURNAL_RESUMED)) && at->peer &&
             at->peer->has_header)
        judge_kept(check, at);
}

/* That it did not is seen at the end of the stream. */
void judge_check_reconnects(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_is(at, JOURNAL_RESUMED) && at->traffic->was_parked && at->stream->gone == JUDGE_LOST)
        judge_kept(check, at);
}

/* It comes back, or tries to and is refused on purpose. A handshake alone does not count: it has no
 * key, so anybody may have made it. */
static bool comes_back(const struct judge_occasion *at) {
    const struct judge_stream *stream = at->stream;
    if (!at->peer || !stream->lost || stream->gone == JUDGE_LEFT)
        return false;
    return judge_is(at, JOURNAL_RESUMED) ? at->traffic->was_parked
                                         : at->traffic->refusal && stream->gone == JUDGE_LOST;
}

void judge_check_backoff(const struct judge_check *check, struct judge_occasion *at) {
    const struct judge_stream *stream = at->stream;
    if (!comes_back(at))
        return;
    const bool again = stream->refused > stream->lost;
    const uint64_t since = again ? stream->refused : stream->lost, back = at->peer->connected;
    bool early = back < since + JUDGE_BACKOFF_MIN_MS;
    if (back < since)
        return; /* it knew of the loss before this server did, nobody knows since when */
    if (early && judge_may_have_stopped(at->judge, since))
        return;
    if (early)
        BROKEN(check, at, "the worker reconnected only %llu ms after it %s",
               (unsigned long long)(back - since), again ? "was refused" : "lost the connection");
    else
        judge_kept(check, at);
}

/* ---- authentication ------------------------------------------------------------------------ */

/* What is refused without a look at the key: for the namespace, or because memory ran out. */
static bool is_astray(const struct judge_occasion *at) {
    return judge_is(at, JOURNAL_REFUSED) && judge_has_reason(at, "invalid namespace");
}

static bool is_about_key(const struct judge_occasion *at) {
    return judge_is(at, JOURNAL_REFUSED) && !at->traffic->refusal && !is_astray(at) &&
           !judge_has_reason(at, "out of memory");
}

void judge_check_known_namespace(const struct judge_check *check, struct judge_occasion *at) {
    if (is_astray(at))
        BROKEN(check, at, "the worker tried to join an unknown namespace");
    else if (judge_is(at, JOURNAL_CONNECTED) || judge_is(at, JOURNAL_OPENED))
        judge_kept(check, at);
}

void judge_check_key_accepted(const struct judge_check *check, struct judge_occasion *at) {
    if (is_about_key(at))
        BROKEN(check, at, "the server refused the API key: %s", at->traffic->reason);
    else if (judge_is(at, JOURNAL_CONNECTED) || judge_is(at, JOURNAL_OPENED))
        judge_kept(check, at);
}

void judge_check_key_covers(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_refused(at, STS_ERROR_CODE_AUTH_FAILED))
        judge_broken_by(check, at);
    else if (judge_is(at, JOURNAL_OPENED) || judge_is(at, JOURNAL_RESUMED))
        judge_kept(check, at);
}

/* Attempts from one address: a worker cannot be told from its neighbour there. How many wrong keys
 * the server is set to answer at once (AUTH_FAILURES_PER_MIN) does not matter. */
void judge_check_gives_up(const struct judge_check *check, struct judge_occasion *at) {
    struct judge *judge = at->judge;
    if (!is_about_key(at))
        return;
    const uint64_t now = at->traffic->now_ms;
    const uint64_t from = base_hash(judge->config.seed, at->traffic->client.address);
    struct judge_attempt_made *oldest = &judge->attempts[judge->attempt++ % JUDGE_ATTEMPTS];
    bool crowded = oldest->is_made && now - oldest->at < MINUTE_MS;
    *oldest = (struct judge_attempt_made){.is_made = true, .at = now, .from = from};
    size_t count = 0;
    for (size_t i = 0; i < JUDGE_ATTEMPTS; i++)
        count += judge->attempts[i].is_made && judge->attempts[i].from == from &&
                 now - judge->attempts[i].at < MINUTE_MS;
    if (count > JUDGE_ATTEMPTS_A_MINUTE)
        BROKEN(check, at, "more than %d attempts with a refused key within a minute",
               JUDGE_ATTEMPTS_A_MINUTE);
    else if (crowded)
        report_document_unknown(&at->stream->document, check->id,
                                CODEC_TEXT("more attempts with refused keys came than are "
                                           "remembered"));
    else
        judge_kept(check, at);
}

/* ---- session ------------------------------------------------------------------------------- */

void judge_check_init_first(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_is(at, JOURNAL_OPENED))
        judge_kept(check, at);
    else if (judge_refused(at, STS_ERROR_CODE_STREAM_NOT_FOUND) && at->peer && !at->peer->stream &&
             !at->peer->closing && /* else it may not know that the stream was taken from it */
             (judge_answers(at, STS_EVENT_FRAGMENT_DATA) ||
              judge_answers(at, STS_EVENT_STREAM_PAUSE) ||
              judge_answers(at, STS_EVENT_STREAM_RESUME) ||
              judge_answers(at, STS_EVENT_STREAM_END)))
        judge_broken_by(check, at);
}

void judge_check_one_stream(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_is(at, JOURNAL_OPENED) || judge_is(at, JOURNAL_RESUMED))
        judge_kept(check, at);
    else if (judge_refused(at, STS_ERROR_CODE_INVALID_CONFIG) &&
             judge_answers(at, STS_EVENT_STREAM_INIT) && judge_with_state(at) && at->peer &&
             at->peer->stream)
        judge_broken_by(check, at);
}

void judge_check_own_worker_id(const struct judge_check *check, struct judge_occasion *at) {
    if (judge_is(at, JOURNAL_RESUMED))
        judge_kept(check, at);
    else if (judge_refused(at, STS_ERROR_CODE_INVALID_CONFIG) &&
             judge_answers(at, STS_EVENT_STREAM_INIT) && judge_with_state(at) && at->peer &&
             !at->peer->stream)
        judge_broken_by(check, at);
}

/* The stream that an event of the worker names; empty: it names none. */
static struct codec_text named(const struct judge_occasion *at) {
    const void *message = at->traffic->direction == JOURNAL_IN ? at->traffic->message : NULL;
    if (!judge_is(at, JOURNAL_EVENT) || !message)
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

void judge_check_own_stream(const struct judge_check *check, struct judge_occasion *at) {
    struct codec_text name = named(at);
    if (!name.len || !at->peer || !at->peer->stream)
        return;
    if (codec_text_equal(name, codec_text_plain(at->peer->stream->id)))
        judge_kept(check, at);
    else
        judge_broken_at(check, at, "/stream_id", "this is not the stream of the connection");
}

static bool is_request(const struct judge_occasion *at) {
    return judge_answers(at, STS_EVENT_STREAM_PAUSE) ||
           judge_answers(at, STS_EVENT_STREAM_RESUME) || judge_answers(at, STS_EVENT_STREAM_END);
}

/* Nothing tells a worker that came back whether its last request had arrived: it may ask again. */
static bool asks_again(struct judge_occasion *at) {
    bool again = at->stream->doubtful && at->cause->event == at->stream->asked;
    at->stream->doubtful = false;
    return again;
}

void judge_check_right_state(const struct judge_check *check, struct judge_occasion *at) {
    if (!is_request(at))
        return;
    if (judge_is(at, JOURNAL_STATE) && at->traffic->to != STS_STREAM_STATE_COMPLETED)
        judge_kept(check, at);
    else if (judge_refused(at, STS_ERROR_CODE_INVALID_CONFIG) && judge_with_state(at) &&
             !asks_again(at))
        judge_broken_by(check, at);
}

static bool refused_in(const struct judge_occasion *at, enum sts_stream_state state) {
    return judge_refused(at, STS_ERROR_CODE_STREAM_NOT_FOUND) && judge_with_state(at) &&
           at->error->metadata.state == state;
}

void judge_check_silent_in_pause(const struct judge_check *check, struct judge_occasion *at) {
    if (refused_in(at, STS_STREAM_STATE_PAUSED))
        judge_broken_by(check, at);
    else if (judge_is(at, JOURNAL_STATE) && at->traffic->from == STS_STREAM_STATE_PAUSED &&
             !at->stream->stained)
        judge_kept(check, at);
}

void judge_check_silent_after_end(const struct judge_check *check, struct judge_occasion *at) {
    if (refused_in(at, STS_STREAM_STATE_ENDING) || refused_in(at, STS_STREAM_STATE_COMPLETED))
        judge_broken_by(check, at);
    else if (judge_is(at, JOURNAL_ENDED) && at->stream->end_sent && !at->stream->stained)
        judge_kept(check, at);
}
