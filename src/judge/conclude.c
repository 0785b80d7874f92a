/* What can be said of a stream's end. A stream that is over is judged for good. One that is not is
 * judged as if the report were its end, and what may still change is unknown, never kept. */
#include "judge/internal.h"

#include <inttypes.h>
#include <stdio.h>

/* What may have happened to events that a worker says it has sent. */
#define DROPPED_BY_CLIENTS                                                                         \
    "python-socketio drops what is emitted right before disconnect(), so wait for the answer to "  \
    "stream:end first (docs/clients.md)"

/* Room for a sentence with a few numbers in it. */
#define SENTENCE 512

/* A stream, and what is said of it. */
struct conclusion {
    const struct judge_stream *stream;
    const struct judge_moment *moment;
    struct report_document *into;
    const char *open; /* why its end is not known; NULL: it is over, or as good as over */
    char open_text[SENTENCE];
};

/* Until when a worker that lost its connection may come back. */
static uint64_t deadline_of(const struct judge_stream *stream) {
    uint64_t from = stream->lost;
    if (stream->refused_until > from) /* it could not come back before */
        from = stream->refused_until;
    return from + stream->owner->config.return_ms;
}

static void kept(const struct conclusion *c, enum sts_requirement_id id) {
    report_document_kept(c->into, id, 1);
}

/* Of a worker that is gone it is true from then on, whenever somebody looks. */
static int64_t wall_of(const struct conclusion *c) {
    const struct judge_stream *stream = c->stream;
    if (stream->gone == JUDGE_LOST && !stream->over)
        return stream->last_wall + (int64_t)(deadline_of(stream) - stream->last);
    return stream->gone == JUDGE_HERE ? c->moment->wall_ms : stream->last_wall;
}

/* `times` it was broken. */
__attribute__((format(printf, 4, 5))) static void broken(const struct conclusion *c,
                                                         enum sts_requirement_id id, uint64_t times,
                                                         const char *format, ...) {
    char sentence[SENTENCE];
    va_list arguments;
    va_start(arguments, format);
    const struct sts_control_report_finding finding = {
        .has = c->stream->id.len ? STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID : 0u,
        .count = (int64_t)times,
        .at_ms = wall_of(c),
        .message = codec_text_vprint(sentence, sizeof sentence, format, arguments),
        .stream_id = codec_text_plain(c->stream->id),
    };
    va_end(arguments);
    (void)report_document_found(c->into, id, &finding);
}

static void unknown(const struct conclusion *c, enum sts_requirement_id id, const char *why) {
    report_document_unknown(c->into, id, codec_text_plain(base_slice_of(why)));
}

/* ---- where the worker is ------------------------------------------------------------------- */

static bool is_late(const struct conclusion *c) {
    return c->moment->now_ms >= deadline_of(c->stream);
}

/* What the server took away, and no worker has to repair; or what it could not repair better. */
static bool is_excused(const struct judge_stream *stream) {
    return stream->gone == JUDGE_CLOSED_BY_SERVER || stream->began_anew || stream->released ||
           (stream->fatal &&
            (stream->gone == JUDGE_LEFT || (stream->gone == JUDGE_LOST && !stream->stopped)));
}

/* Why nothing can be said yet of what the worker still has to do; NULL: all can be said. */
static const char *why_open(struct conclusion *c) {
    const struct judge_stream *stream = c->stream;
    const char *stopped = stream->stopped ? stream->stopped : c->moment->closed;
    if (stream->gone == JUDGE_LEFT || is_excused(stream))
        return NULL;
    if (stream->over && !stream->stopped && !stream->unkept && !stream->expired)
        return NULL;
    if (stream->gone == JUDGE_LOST && is_late(c))
        return stream->tried ? "the worker came back, and the server refused it" : NULL;
    if (stopped)
        return stopped;
    if (stream->gone != JUDGE_LOST)
        return stream->stalled ? "the connection is stalled by a simulation"
                               : "the stream is still open";
    const uint64_t left = deadline_of(stream) - c->moment->now_ms;
    (void)snprintf(c->open_text, sizeof c->open_text,
                   "still parked: the worker has %" PRIu64 " s left to come back",
                   (left + 999) / 1000);
    return c->open_text;
}

/* ---- the requirements ---------------------------------------------------------------------- */

static void conclude_return(const struct conclusion *c) {
    const struct judge_stream *stream = c->stream;
    if (stream->gone != JUDGE_LOST || is_excused(stream))
        return;
    if (c->open)
        unknown(c, STS_REQUIREMENT_STS_1_RECONNECTS, c->open);
    else
        broken(c, STS_REQUIREMENT_STS_1_RECONNECTS, 1,
               "the worker lost its connection%s and did not reconnect within %" PRIu64
               " ms (REPORT_RETURN_MS)",
               stream->simulated ? " to a simulated fault" : "",
               deadline_of(stream) - stream->lost);
}

/* The words for a stream that the worker left without stream:end. */
static void tell_no_end(const struct conclusion *c) {
    const struct judge_stream *stream = c->stream;
    if (stream->gone == JUDGE_LOST)
        broken(c, STS_REQUIREMENT_STS_4_ENDS_STREAMS, 1,
               "the connection was lost, and stream:end never came");
    else if (stream->said_goodbye)
        broken(c, STS_REQUIREMENT_STS_4_ENDS_STREAMS, 1,
               "the worker disconnected without stream:end");
    else
        broken(c, STS_REQUIREMENT_STS_4_ENDS_STREAMS, 1,
               "the worker closed the connection; neither stream:end nor DISCONNECT "
               "came; " DROPPED_BY_CLIENTS);
}

static void conclude_end(const struct conclusion *c) {
    const struct judge_stream *stream = c->stream;
    if (stream->end_sent)
        kept(c, STS_REQUIREMENT_STS_4_ENDS_STREAMS);
    else if (c->open)
        unknown(c, STS_REQUIREMENT_STS_4_ENDS_STREAMS, c->open);
    else if (!is_excused(stream))
        tell_no_end(c);
}

static void conclude_complete(const struct conclusion *c) {
    const struct judge_stream *stream = c->stream;
    if (!stream->end_sent)
        return;
    if (stream->complete_sent && !stream->complete_unheard)
        kept(c, STS_REQUIREMENT_STS_4_WAITS_FOR_COMPLETE);
    else if (c->open)
        unknown(c, STS_REQUIREMENT_STS_4_WAITS_FOR_COMPLETE, c->open);
    else if (stream->complete_unheard && stream->left)
        broken(c, STS_REQUIREMENT_STS_4_WAITS_FOR_COMPLETE, 1,
               "the worker disconnected before stream:complete could reach it");
    else if (stream->gone == JUDGE_LEFT)
        broken(c, STS_REQUIREMENT_STS_4_WAITS_FOR_COMPLETE, 1,
               "the worker disconnected before stream:complete");
}

/* ---- confirmations ------------------------------------------------------------------------- */

struct unconfirmed {
    uint64_t due;                    /* not confirmed, and should be */
    uint64_t young;                  /* not confirmed, and may still be */
    uint64_t unsure;                 /* confirmed or not: they are forgotten */
    uint64_t excused, slow, unheard; /* the last two: of the excused ones */
    int64_t number;                  /* of the first that is due; -1: it is forgotten */
    int64_t last_confirmed;          /* -1: none is remembered */
};

static void count_life(const struct conclusion *c, const struct judge_life *life,
                       struct unconfirmed *found) {
    if (life->confirmed && life->sequence_number > found->last_confirmed)
        found->last_confirmed = life->sequence_number;
    if (!life->answered || life->confirmed)
        return;
    if (life->excused) {
        found->excused++;
        found->slow += life->slow;
        found->unheard += life->unheard;
        return;
    }
    if ((c->open || c->stream->lingers) &&
        (life->unheard || c->moment->now_ms < life->answered + JUDGE_ACK_PROMPT_MS)) {
        found->young++;
        return;
    }
    if (!found->due++)
        found->number = life->sequence_number;
}

/* Of those forgotten nobody knows which were confirmed later: each confirmation that fits no
 * fragment that is remembered may be for one of them. */
static void count_forgotten(const struct conclusion *c, struct unconfirmed *found) {
    const struct judge_stream *stream = c->stream;
    uint64_t late = stream->late_confirmations;
    if (stream->unconfirmed > late) {
        found->due += stream->unconfirmed - late;
        found->number = -1;
    }
    found->unsure += stream->unconfirmed < late ? stream->unconfirmed : late;
}

static struct unconfirmed count_unconfirmed(const struct conclusion *c) {
    const struct base_list *lists[] = {&c->stream->first, &c->stream->latest};
    struct unconfirmed found = {.number = -1, .last_confirmed = -1};
    for (size_t i = 0; i < 2; i++)
        for (const struct base_list_node *node = base_list_first(lists[i]); node;
             node = base_list_next(lists[i], node))
            count_life(c, BASE_CONTAINER(node, const struct judge_life, node), &found);
    count_forgotten(c, &found);
    return found;
}

static void tell_unconfirmed(const struct conclusion *c, const struct unconfirmed *found) {
    const enum sts_requirement_id id = STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT;
    const struct judge_stream *stream = c->stream;
    /* where only the last ones are missing, they may have been dropped on the way out */
    bool dropped = stream->left && !stream->said_goodbye && found->number > found->last_confirmed &&
                   found->last_confirmed >= 0;
    if (!stream->confirmed)
        broken(c, id, found->due, "the worker confirmed none of %" PRIu64 " results", found->due);
    else if (found->number < 0)
        broken(c, id, found->due, "unconfirmed results: %" PRIu64, found->due);
    else
        broken(c, id, found->due,
               "unconfirmed results: %" PRIu64 ", the first is that of number %" PRId64 "%s",
               found->due, found->number, dropped ? "; " DROPPED_BY_CLIENTS : "");
}

static void tell_excused(const struct conclusion *c, const struct unconfirmed *found) {
    char why[SENTENCE];
    if (found->unheard)
        (void)snprintf(why, sizeof why,
                       "results that may still have waited in the server, for the worker's next "
                       "poll or a slow connection, when its connection ended: %" PRIu64,
                       found->unheard);
    else
        (void)snprintf(why, sizeof why,
                       "results that were not confirmed when the connection was lost: %" PRIu64
                       "; they may have been confirmed",
                       found->excused);
    unknown(c, STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT, why);
}

static void conclude_confirmations(const struct conclusion *c) {
    const enum sts_requirement_id id = STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT;
    const struct unconfirmed found = count_unconfirmed(c);
    char why[SENTENCE];
    if (found.due) {
        tell_unconfirmed(c, &found);
    } else if (found.young) {
        (void)snprintf(why, sizeof why, "results not confirmed yet: %" PRIu64 "; %s", found.young,
                       c->open ? c->open : "the worker is still connected");
        unknown(c, id, why);
    } else if (found.unsure) {
        (void)snprintf(why, sizeof why,
                       "results that were not confirmed before they were forgotten: %" PRIu64
                       "; it is not known which were confirmed later",
                       found.unsure);
        unknown(c, id, why);
    } else if (found.slow || (found.excused && !c->stream->confirmed)) {
        tell_excused(c, &found);
    }
}

/* ---- all of it ----------------------------------------------------------------------------- */

bool judge_is_concluded(const struct judge_stream *stream, const struct judge_moment *moment) {
    struct conclusion c = {.stream = stream, .moment = moment};
    return !stream->opened || !why_open(&c);
}

void judge_conclude(const struct judge_stream *stream, const struct judge_moment *moment,
                    struct report_document *into) {
    struct conclusion c = {.stream = stream, .moment = moment, .into = into};
    if (stream->blind)
        report_document_incomplete(into, "memory ran out: not all of a stream was judged");
    if (stream->partial)
        report_document_incomplete(into, "the beginning of a stream was not judged: it was "
                                         "forgotten, or there was no room for it");
    if (!stream->opened)
        return;
    c.open = why_open(&c);
    conclude_return(&c);
    conclude_end(&c);
    conclude_complete(&c);
    conclude_confirmations(&c);
}
