#include "judge/internal.h"

#include "base/glob.h"
#include "report/markup.h"
#include "stream/id.h"

/* ---- streams ------------------------------------------------------------------------------- */

struct report_document_subject judge_subject(const struct judge *judge, struct base_slice id) {
    return (struct report_document_subject){
        .side = STS_CONTROL_REPORT_SIDE_WORKER,
        .title = id.len ? id : base_slice_of("All streams"),
        .target = id,
        .program = judge->config.program,
        .version = judge->config.version,
        .run_seed = judge->config.run_seed,
    };
}

/* Fills one that is zeroed. What it holds is given up by judge_stream_free in any case. */
static bool begin_stream(struct judge *judge, struct judge_stream *stream, struct base_slice id) {
    struct base_memory *memory = judge->config.memory;
    const struct report_document_subject subject = judge_subject(judge, id);
    stream->owner = judge;
    stream->highest = -1;
    stream->asked = STS_EVENT_COUNT;
    stream->action = STS_BACKPRESSURE_ACTION_NONE;
    base_list_init(&stream->first);
    base_list_init(&stream->latest);
    base_list_init(&stream->unheard);
    base_list_init(&stream->as_stream);
    base_list_init(&stream->as_asked);
    base_list_init(&stream->as_before);
    base_map_init(&stream->lives, memory, judge->config.seed);
    stream->seen =
        base_memory_zero(memory, report_coverage_count(judge->coverage) * sizeof(uint32_t));
    if (!report_document_init(&stream->document, memory, &subject) || !stream->seen)
        return false;
    stream->document.findings_max = JUDGE_STREAM_FINDINGS;
    stream->id = base_arena_copy(&stream->document.arena, id);
    return stream->id.ptr;
}

static struct judge_stream *new_stream(struct judge *judge, struct base_slice id) {
    struct judge_stream *stream = base_memory_zero(judge->config.memory, sizeof *stream);
    if (!stream)
        return NULL;
    if (begin_stream(judge, stream, id))
        return stream;
    judge_stream_free(stream);
    return NULL;
}

/* No peer names it any more. */
static void leave_peers(struct judge_stream *stream) {
    struct base_list_node *node;
    while ((node = base_list_take(&stream->as_stream)))
        BASE_CONTAINER(node, struct judge_peer, in_stream)->stream = NULL;
    while ((node = base_list_take(&stream->as_asked)))
        BASE_CONTAINER(node, struct judge_peer, in_asked)->asked = NULL;
    while ((node = base_list_take(&stream->as_before)))
        BASE_CONTAINER(node, struct judge_peer, in_before)->before = NULL;
}

/* It is gone without a trace. */
static void remove_stream(struct judge *judge, struct judge_stream *stream) {
    if (base_map_get(&judge->by_id, stream->id) == stream)
        (void)base_map_remove(&judge->by_id, stream->id);
    leave_peers(stream);
    if (judge->heard.stream == stream)
        judge->heard.stream = NULL;
    base_list_remove(&stream->node);
    base_list_remove(&stream->in_worth);
    judge->stream_count--;
    judge_stream_free(stream);
}

/* What a stream was found to have broken outlives it. */
static void forget_stream(struct judge *judge, struct judge_stream *stream,
                          const struct judge_moment *moment) {
    struct report_document own;
    if (judge_view(stream, moment, &own))
        judge_past_add(judge->past, stream, &own);
    else
        judge_past_missed(judge->past);
    report_document_free(&own);
    remove_stream(judge, stream);
}

static enum judge_worth worth(const struct judge_stream *stream, uint64_t now_ms) {
    const struct judge_moment now = {.now_ms = now_ms}, later = {.now_ms = UINT64_MAX};
    return !stream->opened                      ? JUDGE_WORTH_ASKED
           : judge_is_concluded(stream, &now)   ? JUDGE_WORTH_KNOWN
           : judge_is_concluded(stream, &later) ? JUDGE_WORTH_WAITS
                                                : JUDGE_WORTH_UNKNOWN;
}

void judge_weigh(struct judge_stream *stream, uint64_t now_ms) {
    base_list_remove(&stream->in_worth);
    if (!stream->peer && stream->id.len)
        base_list_append(&stream->owner->by_worth[worth(stream, now_ms)], &stream->in_worth);
}

static struct judge_stream *first_of(const struct judge *judge, enum judge_worth worth) {
    struct base_list_node *node = base_list_first(&judge->by_worth[worth]);
    return node ? BASE_CONTAINER(node, struct judge_stream, in_worth) : NULL;
}

static struct judge_stream *quieter(struct judge_stream *one, struct judge_stream *other) {
    return !one || (other && other->last < one->last) ? other : one;
}

/* Of those of the least worth the one that was quiet the longest. Those that were only asked for
 * are first, which whoever reaches the port can make. NULL: all are connected. */
static struct judge_stream *least(const struct judge *judge, uint64_t now_ms) {
    const struct judge_moment now = {.now_ms = now_ms};
    struct judge_stream *asked = first_of(judge, JUDGE_WORTH_ASKED);
    struct judge_stream *known = first_of(judge, JUDGE_WORTH_KNOWN);
    struct judge_stream *waits = first_of(judge, JUDGE_WORTH_WAITS);
    if (asked)
        return asked;
    if (waits && judge_is_concluded(waits, &now)) /* its time has run out since */
        return quieter(known, waits);
    return known ? known : quieter(waits, first_of(judge, JUDGE_WORTH_UNKNOWN));
}

/* Room for one more: false where all are connected. */
static bool make_room(struct judge *judge, const struct judge_moment *moment) {
    if (judge->stream_count < judge->config.streams_max)
        return true;
    struct judge_stream *stream = least(judge, moment->now_ms);
    if (stream)
        forget_stream(judge, stream, moment);
    return stream;
}

static bool is_init(const struct journal_traffic *traffic) {
    return traffic->kind == JOURNAL_EVENT && traffic->direction == JOURNAL_IN &&
           traffic->event == STS_EVENT_STREAM_INIT;
}

static struct judge_stream *add_stream(struct judge *judge, struct base_slice id,
                                       const struct journal_traffic *first) {
    const struct judge_moment moment = {
        .now_ms = first->now_ms, .wall_ms = first->wall_ms, .closed = "the stream was forgotten"};
    struct judge_stream *stream = make_room(judge, &moment) ? new_stream(judge, id) : NULL;
    if (!stream) {
        if (first->kind == JOURNAL_OPENED)
            judge_past_missed(judge->past);
        return NULL;
    }
    base_list_append(&judge->streams, &stream->node);
    judge->stream_count++;
    stream->started = first->now_ms;
    stream->started_wall = first->wall_ms;
    stream->entries.first = judge->entries;
    judge_weigh(stream, first->now_ms);
    return stream;
}

/* Its worker has come back with another run: nothing is open of it any more. */
static void begin_anew(struct judge_stream *before, uint64_t now_ms) {
    before->began_anew = true;
    judge_weigh(before, now_ms);
}

/* From now on it is the stream of its name. */
static struct judge_stream *name_stream(struct judge *judge, struct judge_stream *stream,
                                        const struct journal_traffic *traffic) {
    struct judge_stream *before = stream ? base_map_get(&judge->by_id, stream->id) : NULL;
    if (before && (before->unkept || before->expired) && traffic->kind == JOURNAL_OPENED &&
        codec_text_equal(before->worker_id,
                         stream->worker_id.len ? stream->worker_id : traffic->subject.worker_id))
        begin_anew(before, traffic->now_ms);
    if (stream && !base_map_put(&judge->by_id, stream->id, stream))
        stream->blind = true; /* its entries will not be found */
    return stream;
}

/* The stream that an entry names, in `room`; empty: none. A stream:init names one also where it is
 * refused, and so does a client that is not let in. */
static struct base_slice named(const struct journal_traffic *traffic, char room[STREAM_ID_SIZE]) {
    struct codec_text id = traffic->subject.stream_id;
    const struct sts_stream_init *init = traffic->understood;
    if (!id.len && is_init(traffic) && init)
        id = init->stream_id;
    if (!id.len && traffic->kind == JOURNAL_REFUSED)
        id = codec_text_plain(traffic->client.stream_id);
    size_t len = codec_text_copy(id, room, STREAM_ID_SIZE);
    return base_slice(room, len <= STREAM_ID_SIZE ? len : 0);
}

/* Whose entry without a stream it is. What is refused before there is a stream counts for the one
 * that was asked for. */
static struct judge_stream *unnamed(struct judge *judge, const struct journal_traffic *traffic,
                                    const struct judge_peer *peer) {
    const struct judge_heard *heard = &judge->heard;
    bool answers = peer && heard->peer == peer && heard->now_ms == traffic->now_ms;
    return peer && peer->stream       ? peer->stream
           : answers && heard->stream ? heard->stream
                                      : judge->strangers;
}

static bool begins_again(const struct judge_stream *stream, const struct journal_traffic *traffic) {
    return stream->over && (traffic->kind == JOURNAL_OPENED ||
                            (is_init(traffic) && traffic->verdict == JOURNAL_VERDICT_OK));
}

/* Whether a stream:init names a worker, and not that of the stream. */
static bool is_of_another(const struct judge_stream *stream,
                          const struct journal_traffic *traffic) {
    const struct sts_stream_init *init = is_init(traffic) ? traffic->understood : NULL;
    return init && init->worker_id.len && stream->worker_id.len &&
           !codec_text_equal(init->worker_id, stream->worker_id);
}

/* Whether the stream:init of somebody else is turned away, or a handshake that names another
 * worker. */
static bool turns_away_another(const struct judge_stream *stream,
                               const struct journal_traffic *traffic,
                               const struct judge_peer *peer) {
    const struct base_slice worker = traffic->client.worker_id;
    const struct judge_heard *heard = &stream->owner->heard;
    if (peer)
        return heard->peer != peer || heard->stream != stream;
    return worker.len && !codec_text_equal(stream->worker_id, codec_text_plain(worker));
}

/* Somebody else asks for a stream that there is: what becomes of that is no matter of its worker.
 */
static bool is_foreign(const struct judge_stream *stream, const struct journal_traffic *traffic,
                       const struct judge_peer *peer) {
    if (!stream->opened || begins_again(stream, traffic))
        return false;
    if (traffic->refusal)
        return turns_away_another(stream, traffic, peer);
    return traffic->kind == JOURNAL_REFUSED || is_of_another(stream, traffic);
}

/* The stream is opened that the worker has asked for; others may have asked for its id before. */
static bool opens_asked(const struct judge_peer *peer, struct base_slice id,
                        const struct journal_traffic *traffic) {
    return traffic->kind == JOURNAL_OPENED && peer && peer->asked &&
           base_slice_equal(peer->asked->id, id);
}

/* A stream that is not known, or whose last run is over. One that is not seen from its beginning is
 * judged as far as it is seen. */
static struct judge_stream *begin(struct judge *judge, struct base_slice id,
                                  const struct journal_traffic *traffic, struct judge_peer *peer,
                                  const struct judge_stream *before) {
    bool opens = traffic->kind == JOURNAL_OPENED;
    bool asks = is_init(traffic) || traffic->kind == JOURNAL_REFUSED;
    if (traffic->refusal) /* whoever reaches the port can name a stream in a handshake */
        return judge->strangers;
    if (opens_asked(peer, id, traffic))
        return name_stream(judge, peer->asked, traffic);
    if (traffic->kind == JOURNAL_ENDED)
        return NULL; /* of one that is forgotten: nothing more is learnt of it */
    struct judge_stream *stream = add_stream(judge, id, traffic);
    if (!stream)
        return NULL;
    if (is_init(traffic) && traffic->understood)
        stream->worker_id = report_document_text(
            &stream->document, ((const struct sts_stream_init *)traffic->understood)->worker_id);
    if (before && asks) { /* until it is opened, the name is that of the run before */
        if (peer)
            judge_peer_set_asked(peer, stream);
        return stream;
    }
    stream->partial = !opens && !asks && traffic->kind != JOURNAL_RESUMED;
    if (stream->partial)
        stream->peer = peer;
    return name_stream(judge, stream, traffic);
}

/* A confirmation that came after the worker had begun its next stream on the connection; and what
 * is said of it. */
static bool is_late_confirmation(const struct judge *judge, const struct journal_traffic *traffic,
                                 const struct judge_peer *peer) {
    const struct judge_stream *before = peer ? peer->before : NULL;
    const struct codec_text id = traffic->subject.fragment_id;
    const struct judge_heard *heard = &judge->heard;
    if (!before || (peer->stream && judge_life_find(peer->stream, id)))
        return false;
    if (traffic->kind == JOURNAL_DEVIATION)
        return heard->peer == peer && heard->now_ms == traffic->now_ms && heard->stream == before;
    return traffic->kind == JOURNAL_EVENT && traffic->direction == JOURNAL_IN &&
           traffic->event == STS_EVENT_WORKER_FRAGMENT_ACK && judge_life_find(before, id);
}

/* Whose entry it is; NULL: of a stream for which there was no room. */
static struct judge_stream *stream_of(struct judge *judge, const struct journal_traffic *traffic,
                                      struct judge_peer *peer) {
    char room[STREAM_ID_SIZE];
    struct base_map_memo *memo = journal_memo_of(&traffic->subject, JOURNAL_MEMO_JUDGED);
    struct judge_stream *stream = base_map_recall(&judge->by_id, memo);
    if (is_late_confirmation(judge, traffic, peer))
        return peer->before;
    if (stream && traffic->kind == JOURNAL_EVENT && !is_init(traffic))
        return stream; /* no such event begins a run, or is foreign */
    const struct base_slice id = named(traffic, room);
    if (traffic->kind == JOURNAL_REFUSING || traffic->kind == JOURNAL_STEP)
        return judge->strangers;
    if (!id.len)
        return unnamed(judge, traffic, peer);
    stream = base_map_get_memo(&judge->by_id, id, memo);
    if (traffic->kind == JOURNAL_ARMED) /* what it is under is no sign of life */
        return stream ? stream : judge->strangers;
    if (!stream)
        return begin(judge, id, traffic, peer, NULL);
    if (is_foreign(stream, traffic, peer))
        return judge->strangers;
    bool of_another =
        !stream->opened && (is_of_another(stream, traffic) || opens_asked(peer, id, traffic));
    return begins_again(stream, traffic) || of_another ? begin(judge, id, traffic, peer, stream)
                                                       : stream;
}

/* ---- connections --------------------------------------------------------------------------- */

static struct judge_peer *peer_of(const struct judge *judge,
                                  const struct journal_traffic *traffic) {
    const struct journal_client *client = &traffic->client;
    struct judge_peer *peer = base_map_recall(&judge->by_client, client->memo);
    if (peer || !client->id.len)
        return peer;
    return base_map_get_memo(&judge->by_client, client->id, client->memo);
}

static struct judge_peer *add_peer(struct judge *judge, const struct journal_traffic *traffic) {
    struct base_slice id = traffic->client.id;
    struct judge_peer *peer = base_memory_zero(judge->config.memory, sizeof *peer);
    if (!peer || id.len > sizeof peer->id) {
        base_memory_give(judge->config.memory, peer, sizeof *peer);
        return NULL;
    }
    memcpy(peer->id, id.ptr, id.len);
    peer->id_len = id.len;
    peer->connected = peer->last_in = traffic->now_ms;
    peer->has_header = traffic->client.stream_id.len || traffic->client.worker_id.len;
    if (!base_map_put(&judge->by_client, base_slice(peer->id, id.len), peer)) {
        base_memory_give(judge->config.memory, peer, sizeof *peer);
        return NULL;
    }
    base_list_append(&judge->peers, &peer->node);
    return peer;
}

static void forget_peer(struct judge *judge, struct judge_peer *peer) {
    if (judge->heard.peer == peer)
        judge->heard.peer = NULL;
    if (peer->stream && peer->stream->peer == peer) {
        peer->stream->peer = NULL;
        judge_weigh(peer->stream, judge->last);
    }
    (void)base_map_remove(&judge->by_client, base_slice(peer->id, peer->id_len));
    judge_peer_set_stream(peer, NULL);
    judge_peer_set_asked(peer, NULL);
    judge_peer_set_before(peer, NULL);
    base_list_remove(&peer->node);
    base_memory_give(judge->config.memory, peer, sizeof *peer);
}

/* ---- hearing ------------------------------------------------------------------------------- */

/* Keeps an event that came in, to be shown with what it causes. */
static void keep_heard(struct judge *judge, const struct judge_occasion *at) {
    const struct journal_traffic *traffic = at->traffic;
    struct judge_heard *heard = &judge->heard;
    size_t len = codec_text_copy(traffic->name, heard->name_bytes, sizeof heard->name_bytes);
    heard->peer = at->peer;
    heard->stream = at->stream;
    heard->now_ms = traffic->now_ms;
    heard->event = traffic->event;
    heard->name = base_slice(heard->name_bytes, len < sizeof heard->name_bytes ? len : 0);
    heard->has_payload = traffic->payload_count;
    const struct journal_payload payload = journal_traffic_payload(traffic, false);
    journal_put_aside(&payload, &heard->payload);
}

/* What the schemas say of an event that fits its own. */
static void note_coverage(const struct judge_occasion *at) {
    const struct journal_traffic *traffic = at->traffic;
    const struct report_coverage *coverage = at->judge->coverage;
    if (traffic->message && report_coverage_takes_messages(coverage, traffic->event)) {
        report_coverage_note_message(coverage, traffic->event, traffic->message, at->stream->seen);
        return;
    }
    char room[JOURNAL_PAYLOAD_MAX];
    const struct journal_payload payload = journal_traffic_payload(traffic, false);
    report_coverage_note(coverage, traffic->event, base_slice(room, journal_elide(&payload, room)),
                         at->stream->seen);
}

/* An error that is the outcome of a fragment in work is simulated: a refusal has a reason, or it
 * answers at once what is not in work. */
static bool is_refusal(const struct judge_occasion *at) {
    const struct sts_error *error = at->error;
    bool reason = error && (error->has & STS_ERROR_HAS_METADATA) &&
                  (error->metadata.has & STS_ERROR_METADATA_HAS_REASON);
    bool in_work = at->life && at->life->accepted && !at->life->again;
    return error && (reason || (at->cause && !in_work));
}

static void look(struct judge *judge, struct judge_occasion *at) {
    const struct journal_traffic *traffic = at->traffic;
    bool is_event = traffic->kind == JOURNAL_EVENT;
    bool is_in = is_event && traffic->direction == JOURNAL_IN;
    if (is_in)
        keep_heard(judge, at);
    const struct judge_heard *heard = &judge->heard;
    if (is_in || (heard->peer && heard->peer == at->peer && heard->now_ms == traffic->now_ms))
        at->cause = heard;
    if (is_event && traffic->verdict == JOURNAL_VERDICT_OK && traffic->event < STS_EVENT_COUNT)
        note_coverage(at);
    judge_meet(at);
    if (is_event && traffic->event == STS_EVENT_ERROR)
        at->error = traffic->message;
    at->refusal = is_refusal(at);
}

/* The monotonic time stands still while the server does not run, wall time does not. */
static void watch_for_stops(struct judge *judge, const struct journal_traffic *traffic) {
    if (!traffic->wall_ms)
        return;
    int64_t went = (int64_t)(traffic->now_ms - judge->shown);
    if (judge->shown_wall && traffic->wall_ms - judge->shown_wall > went + JUDGE_STOP_MS)
        judge->stopped = traffic->now_ms;
    judge->shown = traffic->now_ms;
    judge->shown_wall = traffic->wall_ms;
}

bool judge_may_have_stopped(const struct judge *judge, uint64_t since) {
    return judge->stopped && judge->stopped + JUDGE_GRACE_MS >= since;
}

static bool tells_lag(const struct journal_traffic *traffic) {
    return (traffic->kind == JOURNAL_EVENT && traffic->direction == JOURNAL_IN) ||
           traffic->kind == JOURNAL_CLOSING || traffic->kind == JOURNAL_DISCONNECTED;
}

static void learn_heard(const struct judge_peer *peer, const struct journal_traffic *traffic) {
    if (peer->stream && peer->stream->peer == peer)
        judge_learn_heard(peer->stream, traffic);
    if (peer->before)
        judge_learn_heard(peer->before, traffic);
}

static void hear(struct journal_listener *listener, const struct journal_traffic *traffic) {
    struct judge *judge = BASE_CONTAINER(listener, struct judge, listener);
    struct judge_occasion at = {.judge = judge, .traffic = traffic};
    judge->entries++;
    watch_for_stops(judge, traffic);
    at.peer =
        traffic->kind == JOURNAL_CONNECTED ? add_peer(judge, traffic) : peer_of(judge, traffic);
    at.stream = stream_of(judge, traffic, at.peer);
    if (at.peer && tells_lag(traffic))
        learn_heard(at.peer, traffic);
    if (!judge->strangers->started) {
        judge->strangers->started = traffic->now_ms;
        judge->strangers->started_wall = traffic->wall_ms;
    }
    if (at.stream) {
        at.stream->entries.last = judge->entries;
        look(judge, &at);
        judge_run_checks(&at);
        judge_learn(&at);
        if (!at.stream->peer || base_list_linked(&at.stream->in_worth))
            judge_weigh(at.stream, traffic->now_ms);
    }
    if (traffic->kind == JOURNAL_DISCONNECTED && at.peer)
        forget_peer(judge, at.peer);
    if (at.stream && at.stream->unwanted && at.stream->over)
        remove_stream(judge, at.stream);
    judge->last = traffic->now_ms;
    judge->last_wall = traffic->wall_ms;
}

/* ---- life ---------------------------------------------------------------------------------- */

struct judge *judge_new(const struct judge_config *config) {
    struct judge *judge = base_memory_zero(config->memory, sizeof *judge);
    if (!judge)
        return NULL;
    judge->config = *config;
    judge->listener.kinds = JOURNAL_SHOWN;
    judge->listener.hear = hear;
    base_list_init(&judge->streams);
    base_list_init(&judge->peers);
    judge_outages_init(judge);
    for (size_t i = 0; i < JUDGE_WORTH_COUNT; i++)
        base_list_init(&judge->by_worth[i]);
    base_map_init(&judge->by_id, config->memory, config->seed);
    base_map_init(&judge->by_client, config->memory, config->seed);
    judge_index_checks(judge->checks);
    judge->coverage = report_coverage_new(config->memory);
    if (judge->coverage)
        judge->strangers = new_stream(judge, base_slice(NULL, 0));
    if (judge->strangers)
        judge->past = judge_past_new(judge);
    if (judge->past)
        return judge;
    judge_free(judge);
    return NULL;
}

void judge_free(struct judge *judge) {
    struct base_list_node *node;
    if (!judge)
        return;
    journal_tap_leave(&judge->listener);
    judge_outages_forget(judge);
    while ((node = base_list_first(&judge->peers)))
        forget_peer(judge, BASE_CONTAINER(node, struct judge_peer, node));
    while ((node = base_list_take(&judge->streams)))
        judge_stream_free(BASE_CONTAINER(node, struct judge_stream, node));
    if (judge->strangers)
        judge_stream_free(judge->strangers);
    judge_past_free(judge->past);
    base_map_clear(&judge->by_id);
    base_map_clear(&judge->by_client);
    report_coverage_free(judge->coverage);
    base_memory_give(judge->config.memory, judge, sizeof *judge);
}

struct journal_listener *judge_listener(struct judge *judge) {
    return &judge->listener;
}

enum judge_knowledge judge_knows(const struct judge *judge, struct base_slice stream_id,
                                 enum sts_control_report_verdict *verdict) {
    bool unsure;
    if (base_map_get(&judge->by_id, stream_id))
        return JUDGE_KNOWN;
    if (judge_past_find(judge->past, stream_id, verdict, &unsure))
        return JUDGE_FORGOTTEN;
    return unsure ? JUDGE_UNSURE : JUDGE_NEVER;
}

enum sts_control_report_settled judge_settled(const struct judge *judge,
                                              struct base_slice stream_id, uint64_t asked_ms,
                                              uint64_t now_ms) {
    const struct judge_moment moment = {.now_ms = now_ms};
    const struct judge_stream *stream = base_map_get(&judge->by_id, stream_id);
    if (!stream)
        return STS_CONTROL_REPORT_SETTLED_UNSETTLED;
    if (stream->opened && stream->gone != JUDGE_HERE && judge_is_concluded(stream, &moment))
        return STS_CONTROL_REPORT_SETTLED_OVER;
    if (stream->over)
        return STS_CONTROL_REPORT_SETTLED_OVER;
    const uint64_t quiet_from = asked_ms > stream->last ? asked_ms : stream->last;
    bool waits = stream->gone == JUDGE_LOST; /* for the worker */
    return !waits && !stream->in_flight && now_ms >= quiet_from + JUDGE_QUIET_MS
               ? STS_CONTROL_REPORT_SETTLED_IDLE
               : STS_CONTROL_REPORT_SETTLED_UNSETTLED;
}

size_t judge_drop(struct judge *judge, struct base_slice pattern) {
    size_t dropped = judge_past_drop(judge->past, pattern);
    struct base_list_node *node = base_list_first(&judge->streams);
    while (node) {
        struct judge_stream *stream = BASE_CONTAINER(node, struct judge_stream, node);
        node = base_list_next(&judge->streams, node);
        if (stream->unwanted || !base_glob_match(pattern, stream->id))
            continue;
        dropped++;
        stream->unwanted = true;
        if (!stream->opened || stream->over)
            remove_stream(judge, stream);
    }
    judge->dropped += dropped;
    return dropped;
}

void judge_keep(struct judge *judge, struct base_slice pattern) {
    struct base_list_node *node = base_list_first(&judge->streams);
    for (; node; node = base_list_next(&judge->streams, node)) {
        struct judge_stream *stream = BASE_CONTAINER(node, struct judge_stream, node);
        if (!stream->unwanted || !base_glob_match(pattern, stream->id))
            continue;
        stream->unwanted = false;
        judge->dropped--;
    }
}

void judge_each(const struct judge *judge, void (*each)(void *context, struct base_slice stream_id),
                void *context) {
    for (struct base_list_node *node = base_list_first(&judge->streams); node;
         node = base_list_next(&judge->streams, node)) {
        const struct judge_stream *stream = BASE_CONTAINER(node, const struct judge_stream, node);
        if (base_map_get(&judge->by_id, stream->id) == stream)
            each(context, stream->id);
    }
}
