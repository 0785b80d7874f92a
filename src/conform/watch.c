#include "conform/watch.h"

#include "base/id.h"
#include "conform/arrival.h"
#include "conform/json.h"

/* Longer fragments are those that no server takes. To read them takes time in which a ping of the
 * server is not answered. */
#define PAYLOAD_MOST 1000000

/* A stream that was begun on the connection. */
struct stream {
    const char *id;
    int64_t last;  /* the highest number that a result came for */
    bool resumed;  /* results and acks may have been lost with the connection before */
    bool ending;   /* stream:end was sent */
    bool complete; /* stream:complete has come */
    bool troubled; /* something came that may be the reason for what is missing */
};

struct fragment {
    struct base_list_node node;
    const char *id, *audio;
    int64_t number;
    struct stream *stream; /* NULL: sent where none is accepted */
    unsigned sent, acks, results;
    bool excused; /* an error names it */
    enum sts_fragment_status status;
};

struct conform_watch {
    struct base_list fragments;
    const char *asked;    /* stream_id of the stream:init that is not answered yet, or NULL */
    int64_t max_inflight; /* of that; 0: it has none */
    struct stream *stream;
    bool doubtful; /* something invalid was sent: who knows what the answers are about */
    bool armed;    /* faults were */
};

struct conform_watch *conform_watch_new(struct conform_case *c) {
    struct conform_watch *watch = conform_take(c, sizeof *watch);
    base_list_init(&watch->fragments);
    return watch;
}

static struct fragment *next_fragment(const struct conform_watch *watch,
                                      const struct fragment *fragment) {
    struct base_list_node *node = fragment ? base_list_next(&watch->fragments, &fragment->node)
                                           : base_list_first(&watch->fragments);
    return node ? BASE_CONTAINER(node, struct fragment, node) : NULL;
}

static struct fragment *find_fragment(const struct conform_watch *watch, const char *id) {
    struct fragment *fragment = next_fragment(watch, NULL);
    while (fragment && strcmp(fragment->id, id) != 0)
        fragment = next_fragment(watch, fragment);
    return fragment;
}

/* ---- what is sent -------------------------------------------------------------------------- */

static const char *copy_text(struct conform_case *c, struct codec_text text) {
    char *copy = conform_take(c, text.len + 1);
    copy[codec_text_copy(text, copy, text.len)] = '\0';
    return copy;
}

static bool decode(struct conform_case *c, enum sts_event_id event, const char *payload,
                   void *out) {
    struct codec_in in;
    codec_in_init(&in, base_slice_of(payload), &c->scratch);
    return codec_decode(&in, sts_events[event].payload, out);
}

static void sent_init(struct conform_worker *w, const char *payload) {
    struct conform_watch *watch = w->watch;
    struct sts_stream_init init = {0};
    if (!decode(w->c, STS_EVENT_STREAM_INIT, payload, &init)) {
        watch->doubtful = true;
        return;
    }
    const char *most = conform_at(w->c, base_slice_of(payload), "/max_inflight");
    watch->asked = copy_text(w->c, init.stream_id);
    watch->max_inflight = most && strcmp(most, "null") != 0 ? init.max_inflight : 0;
}

static void sent_fragment(struct conform_worker *w, const char *payload) {
    struct conform_watch *watch = w->watch;
    struct sts_fragment_data data = {0};
    if (strlen(payload) > PAYLOAD_MOST || !decode(w->c, STS_EVENT_FRAGMENT_DATA, payload, &data)) {
        watch->doubtful = true;
        return;
    }
    const char *id = copy_text(w->c, data.fragment_id);
    struct stream *stream = watch->stream;
    bool taken = stream && !stream->ending && conform_is(data.stream_id, stream->id);
    struct fragment *fragment = find_fragment(watch, id);
    if (!fragment) {
        fragment = conform_take(w->c, sizeof *fragment);
        *fragment = (struct fragment){.id = id,
                                      .audio = copy_text(w->c, data.audio.data_base64),
                                      .number = data.sequence_number,
                                      .stream = taken ? stream : NULL};
        base_list_append(&watch->fragments, &fragment->node);
    } else if (!taken || fragment->stream != stream || fragment->number != data.sequence_number) {
        fragment->stream = NULL;
    }
    fragment->sent++;
}

void conform_watch_sent(struct conform_worker *w, const char *event, const char *payload) {
    struct conform_watch *watch = w->watch;
    if (w->c->quiet)
        return;
    if (strcmp(event, "stream:init") == 0)
        sent_init(w, payload);
    else if (strcmp(event, "fragment:data") == 0)
        sent_fragment(w, payload);
    else if (strcmp(event, "stream:end") == 0 && watch->stream)
        watch->stream->ending =
            watch->stream->ending ||
            conform_at_is(w->c, base_slice_of(payload), "/stream_id", watch->stream->id);
    else if (strcmp(event, "config:error_simulation") == 0 ||
             strcmp(event, "simulate:disconnect") == 0)
        watch->armed = true;
}

/* ---- what comes ---------------------------------------------------------------------------- */

/* Who trips over this event later, does so because of that. */
static void note(struct conform_worker *w, struct conform_event *event,
                 enum sts_requirement_id requirement, const char *expected, const char *came) {
    struct stream *stream = w->watch->stream;
    if (!conform_asked(w->c, sts_requirements[requirement].origin))
        return;
    if (event->blame == CONFORM_NO_REQUIREMENT)
        event->blame = requirement;
    if (stream)
        stream->troubled = true;
    conform_note(w->c, requirement, expected, came, event->payload, NULL);
}

/* Acks and results are counted: none were lost, doubled or held back on purpose. */
static bool is_counted(const struct conform_watch *watch, const struct fragment *fragment) {
    return fragment->stream && !fragment->stream->resumed && !watch->armed;
}

/* A fragment of that id that another connection of the case has sent; `*same`: its stream is this
 * one, which was taken over. */
static struct fragment *find_elsewhere(struct conform_worker *w, const char *id, bool *same) {
    for (struct base_list_node *node = base_list_first(&w->c->workers); node;
         node = base_list_next(&w->c->workers, node)) {
        struct conform_worker *other = BASE_CONTAINER(node, struct conform_worker, node);
        struct fragment *fragment = other == w ? NULL : find_fragment(other->watch, id);
        if (!fragment)
            continue;
        *same = w->watch->stream && fragment->stream &&
                strcmp(fragment->stream->id, w->watch->stream->id) == 0;
        return fragment;
    }
    return NULL;
}

static void came_ready(struct conform_worker *w, struct conform_event *event, bool valid) {
    struct conform_watch *watch = w->watch;
    struct conform_case *c = w->c;
    const char *asked = watch->asked ? watch->asked : watch->stream ? watch->stream->id : NULL;
    struct sts_stream_ready ready = {0};
    if (!asked)
        return;
    conform_decode(event, &ready);
    if (watch->asked) {
        watch->stream = conform_take(c, sizeof *watch->stream);
        watch->stream->id = asked;
    }
    const char *session = valid ? copy_text(c, ready.session_id) : "";
    enum conform_session_use use = conform_registry_note(
        &c->learned->registry, (struct conform_place){c, w->number}, asked, session);
    watch->stream->resumed = watch->stream->resumed || use == CONFORM_SESSION_RESUMED;
    if (use == CONFORM_SESSION_USED)
        note(w, event, STS_REQUIREMENT_016_5_2_STREAM_READY_VALUES,
             "a new session_id for every stream", conform_text(c, "%s again", session));
    if (valid && !conform_is(ready.stream_id, asked))
        note(w, event, STS_REQUIREMENT_016_5_2_STREAM_READY_VALUES,
             conform_text(c, "stream_id %s in stream:ready", asked), copy_text(c, ready.stream_id));
    if (valid && watch->asked && watch->max_inflight && ready.max_inflight != watch->max_inflight)
        note(w, event, STS_REQUIREMENT_016_5_2_STREAM_READY_VALUES,
             conform_text(c, "max_inflight %d in stream:ready", (int)watch->max_inflight),
             conform_text(c, "%d", (int)ready.max_inflight));
    watch->asked = NULL;
}

static void came_ack(struct conform_worker *w, struct conform_event *event, const char *id) {
    bool same = false;
    struct fragment *fragment = find_fragment(w->watch, id);
    if (!fragment && !(find_elsewhere(w, id, &same) && same))
        note(w, event, STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SENT,
             "fragment:ack for a fragment that was sent on this connection",
             conform_text(w->c, "fragment:ack for %s", id));
    if (!fragment)
        return;
    fragment->acks++;
    if (is_counted(w->watch, fragment) && fragment->acks > fragment->sent)
        note(w, event, STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SENT, "one fragment:ack for a fragment",
             conform_text(w->c, "one more for %s", id));
}

/* A stream of this run: it was begun, or its name is of the kind that conform_worker_new makes, as
 * that of the stream which was begun to see what the server has. */
static bool is_ours(struct conform_worker *w, const char *stream) {
    static const char prefix[] = "conform-";
    return conform_registry_knows(&w->c->learned->registry, stream) ||
           (strncmp(stream, prefix, sizeof prefix - 1) == 0 &&
            strlen(stream) == sizeof prefix - 1 + BASE_UUID_LENGTH);
}

/* Which requirement is broken by a result that is not for a fragment of this stream. */
static enum sts_requirement_id who_forbids(struct conform_worker *w, const char *stream,
                                           bool foreign) {
    struct stream *own = w->watch->stream;
    bool known = stream && !(own && strcmp(stream, own->id) == 0) && is_ours(w, stream);
    return foreign || known ? STS_REQUIREMENT_STS_5_STREAMS_APART
                            : STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SENT;
}

/* The result names the fragment as it was sent. */
static void check_names(struct conform_worker *w, struct conform_event *event,
                        const struct fragment *fragment,
                        const struct sts_fragment_processed *result) {
    const char *stream = copy_text(w->c, result->stream_id);
    bool own = strcmp(stream, fragment->stream->id) == 0;
    if (own && result->sequence_number == fragment->number)
        return;
    note(w, event,
         own ? STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SENT : who_forbids(w, stream, false),
         conform_text(w->c, "fragment:processed for %s, number %lld, stream %s", fragment->id,
                      (long long)fragment->number, fragment->stream->id),
         conform_text(w->c, "number %lld, stream %s", (long long)result->sequence_number, stream));
}

static void check_audio(struct conform_worker *w, struct conform_event *event,
                        const struct fragment *fragment,
                        const struct sts_fragment_processed *result) {
    if (w->c->server->echo && !w->watch->armed && result->status == STS_FRAGMENT_STATUS_SUCCESS &&
        result->has & STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO &&
        !conform_is(result->dubbed_audio.data_base64, fragment->audio))
        note(w, event, STS_REQUIREMENT_STS_3_ECHO_AUDIO,
             conform_text(w->c, "dubbed_audio with the audio of fragment %s, as it was sent",
                          fragment->id),
             "other audio");
}

/* Once, in its turn, behind its ack and before stream:complete. */
static void check_turn(struct conform_worker *w, struct conform_event *event,
                       const struct fragment *fragment) {
    struct conform_case *c = w->c;
    if (fragment->results > fragment->sent)
        note(w, event, STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SENT,
             "one fragment:processed for a fragment",
             conform_text(c, "one more for %s", fragment->id));
    else if (fragment->stream->complete)
        note(w, event, STS_REQUIREMENT_STS_4_COMPLETE_LAST,
             "stream:complete after the last fragment:processed",
             conform_text(c, "fragment:processed for %s after it", fragment->id));
    else if (fragment->number < fragment->stream->last)
        note(w, event, STS_REQUIREMENT_016_7_1_IN_ORDER,
             conform_text(c, "no result behind that for number %lld but for higher ones",
                          (long long)fragment->stream->last),
             conform_text(c, "the result for number %lld", (long long)fragment->number));
    else
        fragment->stream->last = fragment->number;
    if (fragment->acks == 0)
        note(w, event, STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SENT,
             conform_text(c, "fragment:ack for %s before its fragment:processed", fragment->id),
             "none");
}

static void came_result(struct conform_worker *w, struct conform_event *event, const char *id,
                        bool valid) {
    struct sts_fragment_processed result;
    bool same = false;
    struct fragment *fragment = find_fragment(w->watch, id), *other = NULL;
    conform_decode(event, &result);
    if (!fragment)
        other = find_elsewhere(w, id, &same);
    if (!fragment && !same)
        note(w, event,
             who_forbids(w, conform_at(w->c, event->payload, "/stream_id"), other != NULL),
             "fragment:processed for a fragment that was sent on this connection",
             conform_text(w->c, "fragment:processed for %s", id));
    if (valid && (fragment || same))
        check_audio(w, event, fragment ? fragment : other, &result);
    if (!fragment)
        return;
    fragment->results++;
    fragment->status = result.status;
    if (!fragment->stream || !valid) {
        if (w->watch->stream)
            w->watch->stream->troubled = true;
        return;
    }
    check_names(w, event, fragment, &result);
    if (is_counted(w->watch, fragment))
        check_turn(w, event, fragment);
}

static void came_error(struct conform_worker *w, struct conform_event *event) {
    const char *id = conform_at(w->c, event->payload, "/fragment_id");
    struct fragment *fragment = id ? find_fragment(w->watch, id) : NULL;
    if (fragment)
        fragment->excused = true;
    else if (w->watch->stream)
        w->watch->stream->troubled = true;
}

/* ---- the end of a stream ------------------------------------------------------------------- */

/* A fragment of the stream that has no result although stream:complete has come; NULL: none. */
static struct fragment *find_missing(const struct conform_watch *watch) {
    struct stream *stream = watch->stream;
    struct fragment *fragment = next_fragment(watch, NULL);
    if (!stream || !stream->complete || !stream->ending || stream->troubled || watch->doubtful)
        return NULL;
    while (fragment && (fragment->stream != stream || !is_counted(watch, fragment) ||
                        fragment->excused || fragment->results))
        fragment = next_fragment(watch, fragment);
    return fragment;
}

static const char *describe_counts(struct conform_case *c, int64_t total,
                                   const int64_t counts[STS_FRAGMENT_STATUS_COUNT]) {
    return conform_text(c, "total_fragments %lld: %lld success, %lld partial, %lld failed",
                        (long long)total, (long long)counts[STS_FRAGMENT_STATUS_SUCCESS],
                        (long long)counts[STS_FRAGMENT_STATUS_PARTIAL],
                        (long long)counts[STS_FRAGMENT_STATUS_FAILED]);
}

/* The statistics are those of the results that came, where each fragment has one. */
static void check_statistics(struct conform_worker *w, struct conform_event *event) {
    struct sts_stream_complete complete;
    int64_t counts[STS_FRAGMENT_STATUS_COUNT] = {0}, total = 0;
    const struct conform_watch *watch = w->watch;
    for (struct fragment *one = next_fragment(watch, NULL); one; one = next_fragment(watch, one)) {
        if (one->stream != watch->stream)
            continue;
        if (one->excused || one->results != 1 || one->sent != 1)
            return;
        counts[one->status]++;
        total++;
    }
    conform_decode(event, &complete);
    const int64_t told[STS_FRAGMENT_STATUS_COUNT] = {
        [STS_FRAGMENT_STATUS_SUCCESS] = complete.statistics.success_count,
        [STS_FRAGMENT_STATUS_PARTIAL] = complete.statistics.partial_count,
        [STS_FRAGMENT_STATUS_FAILED] = complete.statistics.failed_count,
    };
    if (complete.total_fragments != total || memcmp(told, counts, sizeof told) != 0)
        note(w, event, STS_REQUIREMENT_016_5_2_STREAM_COMPLETE_STATISTICS,
             describe_counts(w->c, total, counts),
             describe_counts(w->c, complete.total_fragments, told));
}

static void came_complete(struct conform_worker *w, struct conform_event *event, bool valid) {
    struct stream *stream = w->watch->stream;
    const char *id = conform_at(w->c, event->payload, "/stream_id");
    if (!stream || !valid)
        return;
    if (strcmp(id, stream->id) != 0) {
        note(w, event, STS_REQUIREMENT_STS_4_COMPLETE_LAST,
             conform_text(w->c, "stream:complete for the stream %s", stream->id),
             conform_text(w->c, "stream:complete for the stream %s", id));
        return;
    }
    if (stream->complete && !stream->resumed)
        note(w, event, STS_REQUIREMENT_STS_4_COMPLETE_LAST, "stream:complete once",
             "one more for the stream");
    stream->complete = true;
    bool clean = !stream->troubled && !stream->resumed && stream->ending && !w->watch->armed;
    if (clean && !find_missing(w->watch))
        check_statistics(w, event);
}

/* ---- all of it ----------------------------------------------------------------------------- */

void conform_watch_came(struct conform_worker *w, struct conform_event *event) {
    struct conform_watch *watch = w->watch;
    const uint64_t watched =
        CONFORM_KIND(STS_EVENT_STREAM_READY) | CONFORM_KIND(STS_EVENT_FRAGMENT_ACK) |
        CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED) | CONFORM_KIND(STS_EVENT_ERROR) |
        CONFORM_KIND(STS_EVENT_STREAM_COMPLETE);
    if (w->c->quiet || watch->doubtful || !(watched & CONFORM_KIND(event->kind) & ~w->c->provoked))
        return;
    void *message = conform_take(w->c, sts_events[event->kind].size);
    struct codec_in in;
    codec_in_init(&in, event->payload, &w->c->scratch);
    bool valid = codec_decode(&in, sts_events[event->kind].payload, message);
    const char *id = conform_at(w->c, event->payload, "/fragment_id");
    if (event->kind == STS_EVENT_STREAM_READY)
        came_ready(w, event, valid);
    else if (event->kind == STS_EVENT_STREAM_COMPLETE)
        came_complete(w, event, valid);
    else if (event->kind == STS_EVENT_ERROR)
        came_error(w, event);
    else if (!id)
        watch->doubtful = true; /* nobody knows whose it is */
    else if (event->kind == STS_EVENT_FRAGMENT_ACK)
        came_ack(w, event, id);
    else
        came_result(w, event, id, valid);
}

static void note_missing(struct conform_worker *w, const struct fragment *fragment) {
    bool acked = fragment->acks > 0;
    conform_note(w->c,
                 acked ? STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SENT
                       : STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SENT,
                 conform_text(w->c, "%s for %s, number %lld",
                              acked ? "fragment:processed" : "fragment:ack and fragment:processed",
                              fragment->id, (long long)fragment->number),
                 "none before stream:complete, nor after it", base_slice(NULL, 0), NULL);
}

void conform_watch_leave(struct conform_worker *w) {
    struct conform_learned *learned = w->c->learned;
    const unsigned kind = STS_EVENT_FRAGMENT_PROCESSED;
    struct fragment *missing;
    int64_t deadline = client_now() + conform_learned_wait(learned, kind, w->c->settings->patience);
    while ((missing = find_missing(w->watch)) && conform_arrival_read(w, deadline))
        continue;
    if (!missing)
        return;
    conform_learned_missed(learned, kind);
    note_missing(w, missing);
    w->watch->stream->troubled = true;
}

void conform_watch_end(struct conform_case *c) {
    for (struct base_list_node *node = base_list_first(&c->workers); node;
         node = base_list_next(&c->workers, node))
        conform_watch_leave(BASE_CONTAINER(node, struct conform_worker, node));
}
