/* Where the worker of a stream is: connected, gone in order, lost; and how that changes. */
#include "judge/check.h"

#include "base/glob.h"

static struct codec_text words(const char *text) {
    return codec_text_plain(base_slice_of(text));
}

/* The stream has a connection again, or for the first time. */
static void learn_connection(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    stream->opened = true;
    stream->connections++;
    stream->gone = JUDGE_HERE;
    stream->closing = stream->simulated = stream->excusable = stream->stalled = false;
    stream->left = stream->said_goodbye = stream->released = false;
    stream->action = STS_BACKPRESSURE_ACTION_NONE; /* this connection was told nothing yet */
    stream->tried = stream->fatal = stream->complete_unheard = false;
    stream->peer = at->peer;
    if (!at->peer)
        return;
    judge_peer_set_stream(at->peer, stream);
    judge_peer_set_asked(at->peer, NULL);
    stream->wish = at->peer->wish;
}

void judge_learn_opened(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    const struct stream_subject *subject = &at->traffic->subject;
    stream->session_id = report_document_text(&stream->document, subject->session_id);
    if (subject->worker_id.len)
        stream->worker_id = report_document_text(&stream->document, subject->worker_id);
    learn_connection(at);
    judge_mark(stream, STS_CONTROL_REPORT_MARK_KIND_OPENED, at->traffic->now_ms,
               codec_text_plain(sts_events[STS_EVENT_STREAM_READY].name));
}

static uint64_t earlier(uint64_t now, uint64_t ms) {
    return now > ms ? now - ms : 0;
}

/* Whether its result, or one that it repeats, left by then. */
static bool is_due(const struct judge_life *life, uint64_t after) {
    return (!life->unheard && life->answered <= after) || (life->owed && life->owed <= after);
}

/* Results that left later than `after`, or never, may not have arrived, and so may their
 * confirmations. */
static void excuse_results(struct judge_stream *stream, uint64_t now, uint64_t after) {
    const struct base_list *lists[] = {&stream->first, &stream->latest};
    for (size_t i = 0; i < 2; i++)
        for (struct base_list_node *node = base_list_first(lists[i]); node;
             node = base_list_next(lists[i], node)) {
            struct judge_life *life = BASE_CONTAINER(node, struct judge_life, node);
            if (!life->answered || life->excused || is_due(life, after))
                continue;
            if (life->unheard)
                base_list_remove(&life->in_unheard);
            life->excused = true;
            life->owed = 0;
            life->slow = now >= life->answered + JUDGE_ACK_USUAL_MS;
        }
    if (stream->unconfirmed && stream->forgotten_at > after)
        stream->late_confirmations += stream->unconfirmed; /* nobody knows of which */
}

/* After when results left that the worker need not have confirmed when its connection ends. */
static uint64_t confirms_until(const struct judge_occasion *at, uint64_t grace) {
    uint64_t now = at->traffic->now_ms;
    if (judge_has_reason(at, JUDGE_PING_LATE)) /* what it sent after its last event was lost */
        return earlier(at->peer->last_in, JUDGE_ACK_PROMPT_MS);
    return at->traffic->left ? now : earlier(now, grace);
}

/* How the connection of the stream was lost. */
static void learn_loss(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    stream->lost = at->traffic->now_ms;
    stream->stalled = false;
    if (stream->closing)
        stream->gone = stream->excusable ? JUDGE_CLOSED_BY_SERVER : JUDGE_LOST;
    else
        stream->gone = stream->left ? JUDGE_LEFT : JUDGE_LOST;
    if (stream->gone != JUDGE_LEFT)
        excuse_results(stream, stream->lost, earlier(stream->lost, JUDGE_ACK_PROMPT_MS));
}

static const char *loss_words(const struct judge_stream *stream) {
    switch (stream->gone) {
    case JUDGE_HERE:
        break;
    case JUDGE_LEFT:
        return "the worker closed the connection";
    case JUDGE_LOST:
        return stream->simulated ? "connection lost (simulated)" : "connection lost";
    case JUDGE_CLOSED_BY_SERVER:
        return stream->simulated ? "disconnected by the server (simulated)"
                                 : "disconnected by the server";
    }
    return "";
}

void judge_learn_parked(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    learn_loss(at);
    stream->action = STS_BACKPRESSURE_ACTION_NONE;
    judge_close_band(stream, STS_CONTROL_REPORT_BAND_KIND_SLOW_DOWN, stream->lost);
    judge_close_band(stream, STS_CONTROL_REPORT_BAND_KIND_PAUSE, stream->lost);
    judge_open_band(stream, STS_CONTROL_REPORT_BAND_KIND_DISCONNECTED, stream->lost);
    judge_mark(stream, STS_CONTROL_REPORT_MARK_KIND_DISCONNECTED, stream->lost,
               words(loss_words(stream)));
}

void judge_learn_resumed(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    judge_close_band(stream, STS_CONTROL_REPORT_BAND_KIND_DISCONNECTED, at->traffic->now_ms);
    judge_mark(stream, STS_CONTROL_REPORT_MARK_KIND_RESUMED, at->traffic->now_ms,
               words(at->traffic->was_parked ? "resumed" : "taken over by another connection"));
    stream->partial = stream->partial || !stream->opened;
    if (!at->traffic->was_parked) /* the old connection looked open, and may have been dead */
        excuse_results(stream, at->traffic->now_ms,
                       earlier(at->traffic->now_ms, JUDGE_ACK_PROMPT_MS));
    learn_connection(at);
    stream->resumed = stream->doubtful = true;
}

static bool ended_by(const struct judge_occasion *at, enum stream_ending ending) {
    return judge_has_reason(at, stream_ending_text(ending));
}

/* A test took the stream away: what was still open is not asked of its worker any more. */
static void learn_deletion(struct judge_occasion *at, bool was_open) {
    struct judge_stream *stream = at->stream;
    const uint64_t now = at->traffic->now_ms;
    stream->released = was_open;
    excuse_results(stream, now, earlier(now, JUDGE_ACK_PROMPT_MS));
}

/* What the end says of the worker, or why it says nothing. */
static void learn_ending(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    const struct judge_moment now = {.now_ms = at->traffic->now_ms};
    const bool was_open = !judge_is_concluded(stream, &now);
    stream->over = true;
    stream->expired = ended_by(at, STREAM_ENDING_EXPIRED);
    stream->unkept = ended_by(at, STREAM_ENDING_LOST);
    if (stream->unkept) {
        learn_loss(at);
    } else if (ended_by(at, STREAM_ENDING_LEFT)) {
        stream->gone = JUDGE_LEFT;
    } else if (ended_by(at, STREAM_ENDING_UNANSWERED)) {
        stream->gone = JUDGE_CLOSED_BY_SERVER;
    } else if (ended_by(at, STREAM_ENDING_SHUTDOWN)) {
        stream->stopped = "the server stopped first";
    } else if (ended_by(at, STREAM_ENDING_DELETED)) {
        learn_deletion(at, was_open);
    } else if (ended_by(at, STREAM_ENDING_CROWDED_OUT)) {
        stream->stopped = "the server gave the stream up first: too many were parked";
    }
}

/* The worker of a stream that is over goes on, or is gone: it confirms nothing of it any more, and
 * what has not left yet asks nothing. */
static void leave_behind(struct judge_peer *peer, uint64_t now) {
    if (peer->before) {
        peer->before->lingers = false;
        excuse_results(peer->before, now, now);
    }
    judge_peer_set_before(peer, NULL);
}

void judge_learn_ended(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    const struct judge_config *config = &at->judge->config;
    uint64_t now = at->traffic->now_ms;
    stream->ended = report_document_words(&stream->document, at->traffic->reason);
    learn_ending(at);
    for (unsigned kind = 0; kind < STS_CONTROL_REPORT_BAND_KIND_COUNT; kind++)
        judge_close_band(stream, (enum sts_control_report_band_kind)kind, now);
    judge_mark(stream, STS_CONTROL_REPORT_MARK_KIND_ENDED, now, words(at->traffic->reason));
    if (at->peer && at->peer->stream == stream) {
        judge_peer_set_stream(at->peer, NULL);
        leave_behind(at->peer, now);
        judge_peer_set_before(at->peer, stream);
        stream->lingers = true;
    }
    stream->peer = NULL;
    if (config->ended && !stream->unwanted)
        config->ended(config->context, stream->id);
}

void judge_learn_closing(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    const struct stream_loss *loss = at->traffic->loss;
    if (at->peer)
        at->peer->closing = true;
    if (!at->peer || stream->peer != at->peer)
        return; /* of a connection that the stream was taken from */
    stream->closing = true;
    if (loss && loss->refuse_ms) /* where older servers tell of it */
        judge_delay(stream, at->traffic->now_ms + loss->refuse_ms);
    if (!loss && stream->simulated)
        return; /* a stalled connection is closed for another reason: the stall was first */
    stream->simulated = loss;
    stream->excusable = !loss || loss->mode == STS_DISCONNECT_MODE_SERVER_DISCONNECT;
    stream->stalled = loss && loss->mode == STS_DISCONNECT_MODE_STALL;
}

void judge_learn_disconnected(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    struct judge_peer *peer = at->peer;
    uint64_t now = at->traffic->now_ms, since;
    if (!peer)
        return;
    if (peer->before)
        excuse_results(peer->before, now, confirms_until(at, JUDGE_ACK_PROMPT_MS));
    leave_behind(peer, now);
    if (stream->peer != peer)
        return;
    stream->left = at->traffic->left;
    stream->said_goodbye = judge_has_reason(at, "client namespace disconnect");
    stream->complete_unheard =
        stream->complete_sent && !judge_was_heard(at, stream->completed, &since);
    /* where the server hangs up because all is done, a worker has had the usual time at least */
    bool done = stream->complete_sent && stream->closing && !stream->simulated;
    excuse_results(stream, now,
                   confirms_until(at, done ? JUDGE_ACK_USUAL_MS : JUDGE_ACK_PROMPT_MS));
}

/* A test that resets a stream has ended: its worker need not come back any more. */
void judge_learn_reset(struct judge_occasion *at) {
    struct judge *judge = at->judge;
    const struct base_slice pattern = base_slice_of(at->traffic->reason);
    judge_outages_reset(judge, pattern, at->traffic->now_ms);
    for (struct base_list_node *node = base_list_first(&judge->streams); node;
         node = base_list_next(&judge->streams, node)) {
        struct judge_stream *stream = BASE_CONTAINER(node, struct judge_stream, node);
        const struct judge_moment now = {.now_ms = at->traffic->now_ms};
        if (!base_glob_match(pattern, stream->id) || judge_is_concluded(stream, &now))
            continue;
        stream->released = stream->gone == JUDGE_LOST || stream->stalled;
        if (stream->released)
            judge_weigh(stream, now.now_ms);
    }
}

/* This server, or the one that wrote the journal that is read, starts: what was open before was
 * given up. */
void judge_learn_server(struct judge_occasion *at) {
    struct judge *judge = at->judge;
    const struct sts_control_journal_server *server = at->traffic->server;
    judge->config.return_ms = (uint64_t)server->report_return_ms;
    judge->config.idle_timeout_ms = (uint64_t)server->idle_timeout_ms;
    judge->config.ping_interval_ms = (uint64_t)server->ping_interval_ms;
    judge_outages_forget(judge);
    for (struct base_list_node *node = base_list_first(&judge->streams); node;
         node = base_list_next(&judge->streams, node)) {
        struct judge_stream *stream = BASE_CONTAINER(node, struct judge_stream, node);
        if (stream->over)
            continue;
        stream->stopped = "the server was killed first";
        stream->last = judge->last; /* until then, at least, the server ran */
        stream->last_wall = judge->last_wall;
        stream->over = true;
        stream->peer = NULL;
        judge_weigh(stream, judge->last);
    }
}
