#include "report/conformance_internal.h"

#include "report/markup.h"
#include "stream/id.h"

/* ---- streams ------------------------------------------------------------------------------- */

static struct report_document_subject subject_of(const struct report_conformance *conformance,
                                                 struct base_slice id) {
    return (struct report_document_subject){
        .side = STS_CONTROL_REPORT_SIDE_WORKER,
        .title = id.len ? id : base_slice_of("All streams"),
        .target = id,
        .program = conformance->config.program,
        .version = conformance->config.version,
    };
}

/* Fills one that is zeroed. What it holds is given up by report_stream_free in any case. */
static bool begin_stream(struct report_conformance *conformance, struct report_stream *stream,
                         struct base_slice id) {
    struct base_memory *memory = conformance->config.memory;
    const struct report_document_subject subject = subject_of(conformance, id);
    stream->owner = conformance;
    stream->highest = -1;
    stream->max_inflight = 0;
    stream->action = STS_BACKPRESSURE_ACTION_NONE;
    base_list_init(&stream->first);
    base_list_init(&stream->latest);
    base_map_init(&stream->lives, memory, conformance->config.seed);
    stream->seen =
        base_memory_zero(memory, report_coverage_count(conformance->coverage) * sizeof(uint32_t));
    if (!report_document_init(&stream->document, memory, &subject) || !stream->seen)
        return false;
    stream->id = base_arena_copy(&stream->document.arena, id);
    return stream->id.ptr;
}

static struct report_stream *new_stream(struct report_conformance *conformance,
                                        struct base_slice id) {
    struct report_stream *stream = base_memory_zero(conformance->config.memory, sizeof *stream);
    if (!stream)
        return NULL;
    if (begin_stream(conformance, stream, id))
        return stream;
    report_stream_free(stream);
    return NULL;
}

static void forget_stream(struct report_conformance *conformance, struct report_stream *stream) {
    if (base_map_get(&conformance->by_id, stream->id) == stream)
        (void)base_map_remove(&conformance->by_id, stream->id);
    for (struct base_list_node *node = base_list_first(&conformance->peers); node;
         node = base_list_next(&conformance->peers, node)) {
        struct report_peer *peer = BASE_CONTAINER(node, struct report_peer, node);
        if (peer->stream == stream)
            peer->stream = NULL;
    }
    if (conformance->heard.stream == stream)
        conformance->heard.stream = NULL;
    base_list_remove(&stream->node);
    conformance->stream_count--;
    conformance->streams_left_out++;
    report_stream_free(stream);
}

/* Room for one more: false where all are live. */
static bool make_room(struct report_conformance *conformance) {
    if (conformance->stream_count < REPORT_STREAMS_MAX)
        return true;
    for (struct base_list_node *node = base_list_first(&conformance->streams); node;
         node = base_list_next(&conformance->streams, node)) {
        struct report_stream *stream = BASE_CONTAINER(node, struct report_stream, node);
        if (stream->live)
            continue;
        forget_stream(conformance, stream);
        return true;
    }
    return false;
}

static struct report_stream *add_stream(struct report_conformance *conformance,
                                        struct base_slice id, const struct report_traffic *first) {
    struct report_stream *stream = NULL;
    if (make_room(conformance))
        stream = new_stream(conformance, id);
    if (!stream || !base_map_put(&conformance->by_id, stream->id, stream)) {
        conformance->streams_left_out++;
        if (stream)
            report_stream_free(stream);
        return NULL;
    }
    base_list_append(&conformance->streams, &stream->node);
    conformance->stream_count++;
    stream->started = first->now_ms;
    stream->started_wall = first->wall_ms;
    return stream;
}

/* Whose entry it is. A stream begins with the stream:init that asks for it; that of one which is
 * over begins anew. */
static struct report_stream *stream_of(struct report_conformance *conformance,
                                       const struct report_traffic *traffic,
                                       const struct report_peer *peer) {
    char plain[STREAM_ID_SIZE];
    size_t len = codec_text_copy(traffic->subject.stream_id, plain, sizeof plain);
    struct base_slice id = base_slice(plain, len);
    bool begins = traffic->kind == REPORT_EVENT && traffic->direction == REPORT_IN &&
                  traffic->event == STS_EVENT_STREAM_INIT;
    if (!len || len > sizeof plain) {
        const struct report_heard *heard = &conformance->heard;
        /* what is refused before there is a stream counts for the one that was asked for */
        bool answers = peer && heard->peer == peer && heard->now_ms == traffic->now_ms;
        return peer && peer->stream       ? peer->stream
               : answers && heard->stream ? heard->stream
                                          : conformance->strangers;
    }
    struct report_stream *stream = base_map_get(&conformance->by_id, id);
    if (!stream || (begins && stream->opened && !stream->live))
        stream = add_stream(conformance, id, traffic);
    return stream ? stream : conformance->strangers;
}

/* ---- connections --------------------------------------------------------------------------- */

static struct report_peer *peer_of(const struct report_conformance *conformance,
                                   const struct report_traffic *traffic) {
    return traffic->client.id.len ? base_map_get(&conformance->by_client, traffic->client.id)
                                  : NULL;
}

static struct report_peer *add_peer(struct report_conformance *conformance,
                                    const struct report_traffic *traffic) {
    struct base_slice id = traffic->client.id;
    struct report_peer *peer = base_memory_zero(conformance->config.memory, sizeof *peer);
    if (!peer || id.len > sizeof peer->id) {
        base_memory_give(conformance->config.memory, peer, sizeof *peer);
        return NULL;
    }
    memcpy(peer->id, id.ptr, id.len);
    peer->id_len = id.len;
    peer->connected = peer->last_in = traffic->now_ms;
    peer->has_header = traffic->client.stream_id.len || traffic->client.worker_id.len;
    if (!base_map_put(&conformance->by_client, base_slice(peer->id, id.len), peer)) {
        base_memory_give(conformance->config.memory, peer, sizeof *peer);
        return NULL;
    }
    base_list_append(&conformance->peers, &peer->node);
    return peer;
}

static void forget_peer(struct report_conformance *conformance, struct report_peer *peer) {
    if (conformance->heard.peer == peer)
        conformance->heard.peer = NULL;
    (void)base_map_remove(&conformance->by_client, base_slice(peer->id, peer->id_len));
    base_list_remove(&peer->node);
    base_memory_give(conformance->config.memory, peer, sizeof *peer);
}

/* ---- hearing ------------------------------------------------------------------------------- */

/* Keeps an event that came in, to be shown with what it causes. */
static void keep_heard(struct report_conformance *conformance, const struct report_occasion *at) {
    const struct report_traffic *traffic = at->traffic;
    struct report_heard *heard = &conformance->heard;
    size_t len = codec_text_copy(traffic->name, heard->name_bytes, sizeof heard->name_bytes);
    heard->peer = at->peer;
    heard->stream = at->stream;
    heard->now_ms = traffic->now_ms;
    heard->event = traffic->event;
    heard->name = base_slice(heard->name_bytes, len < sizeof heard->name_bytes ? len : 0);
    heard->has_payload = traffic->payload_count;
    const struct report_payload payload = report_traffic_payload(traffic, false);
    report_put_aside(&payload, &heard->payload);
}

/* What the schemas say of an event that fits its own. */
static void note_coverage(const struct report_occasion *at) {
    const struct report_traffic *traffic = at->traffic;
    const struct report_coverage *coverage = at->conformance->coverage;
    if (traffic->message && report_coverage_takes_messages(coverage, traffic->event)) {
        report_coverage_note_message(coverage, traffic->event, traffic->message, at->stream->seen);
        return;
    }
    char room[REPORT_PAYLOAD_MAX];
    const struct report_payload payload = report_traffic_payload(traffic, false);
    report_coverage_note(coverage, traffic->event, base_slice(room, report_elide(&payload, room)),
                         at->stream->seen);
}

/* An error that is the outcome of a fragment in work is simulated: all that are refused are not in
 * work, or have a reason. */
static bool is_refusal(const struct report_occasion *at) {
    const struct sts_error *error = at->error;
    bool reason = error && (error->has & STS_ERROR_HAS_METADATA) &&
                  (error->metadata.has & STS_ERROR_METADATA_HAS_REASON);
    bool in_work = at->life && at->life->accepted && !at->life->again;
    return error && (reason || !in_work);
}

static void look(struct report_conformance *conformance, struct report_occasion *at) {
    const struct report_traffic *traffic = at->traffic;
    bool is_event = traffic->kind == REPORT_EVENT;
    bool is_in = is_event && traffic->direction == REPORT_IN;
    if (is_in)
        keep_heard(conformance, at);
    const struct report_heard *heard = &conformance->heard;
    if (is_in || (heard->peer && heard->peer == at->peer && heard->now_ms == traffic->now_ms))
        at->cause = heard;
    if (is_event && traffic->verdict == REPORT_VERDICT_OK && traffic->event < STS_EVENT_COUNT)
        note_coverage(at);
    report_conformance_meet(at);
    if (is_event && traffic->event == STS_EVENT_ERROR)
        at->error = traffic->message;
    at->refusal = is_refusal(at);
}

static void hear(struct report_listener *listener, const struct report_traffic *traffic) {
    struct report_conformance *conformance =
        BASE_CONTAINER(listener, struct report_conformance, listener);
    struct report_occasion at = {.conformance = conformance, .traffic = traffic};
    at.peer = traffic->kind == REPORT_CONNECTED ? add_peer(conformance, traffic)
                                                : peer_of(conformance, traffic);
    at.stream = stream_of(conformance, traffic, at.peer);
    if (!conformance->strangers->started) {
        conformance->strangers->started = traffic->now_ms;
        conformance->strangers->started_wall = traffic->wall_ms;
    }
    look(conformance, &at);
    report_conformance_check(&at);
    report_conformance_learn(&at);
    if (traffic->kind == REPORT_DISCONNECTED && at.peer)
        forget_peer(conformance, at.peer);
}

/* ---- life ---------------------------------------------------------------------------------- */

struct report_conformance *report_conformance_new(const struct report_conformance_config *config) {
    struct report_conformance *conformance = base_memory_zero(config->memory, sizeof *conformance);
    if (!conformance)
        return NULL;
    conformance->config = *config;
    conformance->listener.hear = hear;
    base_list_init(&conformance->streams);
    base_list_init(&conformance->peers);
    base_map_init(&conformance->by_id, config->memory, config->seed);
    base_map_init(&conformance->by_client, config->memory, config->seed);
    conformance->coverage = report_coverage_new(config->memory);
    if (conformance->coverage)
        conformance->strangers = new_stream(conformance, base_slice(NULL, 0));
    if (conformance->strangers)
        return conformance;
    report_conformance_free(conformance);
    return NULL;
}

void report_conformance_free(struct report_conformance *conformance) {
    struct base_list_node *node;
    if (!conformance)
        return;
    report_tap_leave(&conformance->listener);
    while ((node = base_list_first(&conformance->peers)))
        forget_peer(conformance, BASE_CONTAINER(node, struct report_peer, node));
    while ((node = base_list_take(&conformance->streams)))
        report_stream_free(BASE_CONTAINER(node, struct report_stream, node));
    if (conformance->strangers)
        report_stream_free(conformance->strangers);
    base_map_clear(&conformance->by_id);
    base_map_clear(&conformance->by_client);
    report_coverage_free(conformance->coverage);
    base_memory_give(conformance->config.memory, conformance, sizeof *conformance);
}

struct report_listener *report_conformance_listener(struct report_conformance *conformance) {
    return &conformance->listener;
}

bool report_conformance_knows(const struct report_conformance *conformance,
                              struct base_slice stream_id) {
    return base_map_get(&conformance->by_id, stream_id);
}

void report_conformance_each(const struct report_conformance *conformance,
                             void (*each)(void *context, struct base_slice stream_id),
                             void *context) {
    for (struct base_list_node *node = base_list_first(&conformance->streams); node;
         node = base_list_next(&conformance->streams, node)) {
        const struct report_stream *stream = BASE_CONTAINER(node, const struct report_stream, node);
        if (base_map_get(&conformance->by_id, stream->id) == stream)
            each(context, stream->id);
    }
}

/* ---- reports ------------------------------------------------------------------------------- */

/* What a stream's own document holds, its texts borrowed. */
static void add_tallies(struct report_document *document, const struct report_stream *stream) {
    const struct report_document *from = &stream->document;
    const struct sts_control_report_finding *findings =
        REPORT_ITEMS(from->report.findings, sts_control_report_finding);
    uint64_t told[STS_REQUIREMENT_COUNT] = {0};
    for (size_t i = 0; i < from->report.findings.count; i++)
        for (size_t id = 0; id < STS_REQUIREMENT_COUNT; id++) {
            if (!from->rows[id] || from->rows[id]->id.ptr != findings[i].requirement.ptr)
                continue;
            told[id]++;
            struct sts_control_report_finding *copy = report_document_found(
                document, (enum sts_requirement_id)id, findings[i].at_ms, findings[i].message);
            if (copy)
                *copy = findings[i];
        }
    for (size_t id = 0; id < STS_REQUIREMENT_COUNT; id++) {
        const struct sts_control_report_requirement *row = from->rows[id];
        if (!row)
            continue;
        report_document_kept(document, (enum sts_requirement_id)id, (uint64_t)from->kept[id]);
        report_document_broken(document, (enum sts_requirement_id)id,
                               (uint64_t)row->broken - told[id]);
    }
}

static int64_t relative(const struct report_stream *stream, uint64_t at) {
    return at > stream->started ? (int64_t)(at - stream->started) : 0;
}

static void tell_time(const struct report_stream *stream, uint64_t at, uint32_t *has, uint32_t bit,
                      int64_t *member) {
    if (!at)
        return;
    *has |= bit;
    *member = relative(stream, at);
}

static void add_lives(struct report_document *document, const struct report_stream *stream,
                      const struct base_list *lives, struct codec_list *list) {
    for (struct base_list_node *node = base_list_first(lives); node;
         node = base_list_next(lives, node)) {
        const struct report_life *life = BASE_CONTAINER(node, const struct report_life, node);
        struct sts_control_report_fragment *row =
            report_document_append(document, list, sizeof *row);
        if (!row)
            return;
        row->fragment_id = codec_text_plain(base_slice(life->id, life->id_len));
        row->sequence_number = life->sequence_number;
        row->sent_ms = relative(stream, life->sent);
        row->status = life->status;
        tell_time(stream, life->acked, &row->has, STS_CONTROL_REPORT_FRAGMENT_HAS_ACKED_MS,
                  &row->acked_ms);
        tell_time(stream, life->processed, &row->has, STS_CONTROL_REPORT_FRAGMENT_HAS_PROCESSED_MS,
                  &row->processed_ms);
        tell_time(stream, life->confirmed, &row->has, STS_CONTROL_REPORT_FRAGMENT_HAS_CONFIRMED_MS,
                  &row->confirmed_ms);
        if (life->faulted) {
            row->has |= STS_CONTROL_REPORT_FRAGMENT_HAS_FAULT;
            row->fault = codec_text_plain(sts_rule_action_text(life->fault));
        }
        if (life->has_code) {
            row->has |= STS_CONTROL_REPORT_FRAGMENT_HAS_CODE;
            row->code = codec_text_plain(sts_error_table[life->code].name);
        }
    }
}

/* The verdict of one stream, from the rows of its own document. */
static enum sts_control_report_verdict verdict_of(const struct report_stream *stream) {
    bool exercised = false, deviates = false;
    for (size_t id = 0; id < STS_REQUIREMENT_COUNT; id++) {
        const struct sts_control_report_requirement *row = stream->document.rows[id];
        if (!row)
            continue;
        if (row->broken && row->severity == STS_CONTROL_REPORT_SEVERITY_MUST)
            return STS_CONTROL_REPORT_VERDICT_FAIL;
        deviates = deviates || row->broken;
        exercised = exercised || stream->document.kept[id];
    }
    return deviates    ? STS_CONTROL_REPORT_VERDICT_DEVIATION
           : exercised ? STS_CONTROL_REPORT_VERDICT_PASS
                       : STS_CONTROL_REPORT_VERDICT_EMPTY;
}

static void add_row(struct report_document *document, const struct report_stream *stream) {
    struct codec_list fragments = {0};
    add_lives(document, stream, &stream->first, &fragments);
    add_lives(document, stream, &stream->latest, &fragments);
    struct sts_control_report_stream *row =
        report_document_append(document, &document->report.streams, sizeof *row);
    if (!row)
        return;
    *row = (struct sts_control_report_stream){
        .has = (stream->worker_id.len ? STS_CONTROL_REPORT_STREAM_HAS_WORKER_ID : 0u) |
               (stream->session_id.len ? STS_CONTROL_REPORT_STREAM_HAS_SESSION_ID : 0u) |
               (stream->ended.len ? STS_CONTROL_REPORT_STREAM_HAS_ENDED : 0u),
        .stream_id = codec_text_plain(stream->id),
        .worker_id = stream->worker_id,
        .session_id = stream->session_id,
        .ended = stream->ended,
        .verdict = verdict_of(stream),
        .started_ms = stream->started_wall,
        .duration_ms = relative(stream, stream->last),
        .fragment_count = (int64_t)stream->fragment_count,
        .fragments = fragments,
        .bands = stream->bands,
        .marks = stream->marks,
        .left_out = (int64_t)stream->left_out,
    };
}

/* A report under way, and what it has been told. */
struct collection {
    const struct report_conformance *conformance;
    struct report_document *document;
    uint32_t *seen;
};

static void collect(struct collection *collection, const struct report_stream *stream) {
    struct sts_control_report *report = &collection->document->report;
    size_t branches = report_coverage_count(collection->conformance->coverage);
    add_tallies(collection->document, stream);
    for (size_t i = 0; i < branches; i++)
        collection->seen[i] += stream->seen[i];
    if (stream->id.len)
        add_row(collection->document, stream);
    if (!stream->started_wall)
        return;
    if (!report->started_ms || stream->started_wall < report->started_ms)
        report->started_ms = stream->started_wall;
    if (stream->last_wall > report->ended_ms)
        report->ended_ms = stream->last_wall;
}

static void collect_all(struct collection *collection,
                        const struct report_conformance_query *query) {
    const struct report_conformance *conformance = collection->conformance;
    if (!query->may_see)
        collect(collection, conformance->strangers);
    for (struct base_list_node *node = base_list_first(&conformance->streams); node;
         node = base_list_next(&conformance->streams, node)) {
        const struct report_stream *stream = BASE_CONTAINER(node, const struct report_stream, node);
        if (!query->may_see || query->may_see(query->context, stream->id))
            collect(collection, stream);
    }
    collection->document->report.streams_left_out = (int64_t)conformance->streams_left_out;
}

bool report_conformance_report(const struct report_conformance *conformance,
                               const struct report_conformance_query *query,
                               struct report_document *document) {
    const struct report_document_subject subject = subject_of(conformance, query->stream_id);
    size_t size = report_coverage_count(conformance->coverage) * sizeof(uint32_t);
    struct collection collection = {.conformance = conformance, .document = document};
    if (!report_document_init(document, conformance->config.memory, &subject))
        return false;
    collection.seen = base_arena_take(&document->arena, size);
    if (!collection.seen)
        return false;
    if (query->stream_id.len) {
        const struct report_stream *stream = base_map_get(&conformance->by_id, query->stream_id);
        if (stream)
            collect(&collection, stream);
    } else {
        collect_all(&collection, query);
    }
    report_coverage_tell(conformance->coverage, collection.seen, document);
    return report_document_finish(document);
}
