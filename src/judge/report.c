/* Reports: what is known of streams, as documents. */
#include "judge/internal.h"

#include "base/glob.h"
#include "base/print.h"
#include "stream/id.h"

#include <inttypes.h>
#include <stdio.h>

/* Room for a sentence with a number in it. */
#define SENTENCE 256

/* The report outlives what it tells of: it is written bit by bit. */
static struct codec_text copy(struct report_document *document, struct base_slice text) {
    return report_document_text(document, codec_text_plain(text));
}

static void tell_time(const struct judge_stream *stream, uint64_t at, uint32_t *has, uint32_t bit,
                      int64_t *member) {
    if (!at)
        return;
    *has |= bit;
    *member = judge_since(stream, at);
}

static void tell_fault(const struct judge_attempt *attempt, uint32_t *has, uint32_t bit,
                       struct codec_text *member) {
    if (!attempt->faulted)
        return;
    *has |= bit;
    *member = codec_text_plain(sts_rule_action_text(attempt->fault));
}

static void tell_code(const struct judge_attempt *attempt, uint32_t *has, uint32_t bit,
                      struct codec_text *member) {
    if (!attempt->has_code)
        return;
    *has |= bit;
    *member = codec_text_plain(sts_error_table[attempt->code].name);
}

static struct codec_list earlier_of(struct report_document *document,
                                    const struct judge_stream *stream,
                                    const struct judge_life *life) {
    struct codec_list list = {0};
    for (size_t i = 0; i < life->earlier_count; i++) {
        const struct judge_attempt *attempt = &life->earlier[i];
        struct sts_control_report_attempt *row =
            report_document_append(document, &list, sizeof *row);
        if (!row)
            break;
        *row = (struct sts_control_report_attempt){.sent_ms = judge_since(stream, attempt->sent),
                                                   .status = attempt->status};
        tell_time(stream, attempt->processed, &row->has,
                  STS_CONTROL_REPORT_ATTEMPT_HAS_PROCESSED_MS, &row->processed_ms);
        tell_fault(attempt, &row->has, STS_CONTROL_REPORT_ATTEMPT_HAS_FAULT, &row->fault);
        tell_code(attempt, &row->has, STS_CONTROL_REPORT_ATTEMPT_HAS_CODE, &row->code);
    }
    return list;
}

static void add_life(struct report_document *document, const struct judge_stream *stream,
                     const struct judge_life *life, struct codec_list *list) {
    const struct codec_list earlier = earlier_of(document, stream, life);
    struct sts_control_report_fragment *row = report_document_append(document, list, sizeof *row);
    if (!row)
        return;
    *row = (struct sts_control_report_fragment){
        .has = earlier.count ? STS_CONTROL_REPORT_FRAGMENT_HAS_EARLIER : 0u,
        .fragment_id = copy(document, base_slice(life->id, life->id_len)),
        .sequence_number = life->sequence_number,
        .sent_ms = judge_since(stream, life->now.sent),
        .status = life->now.status,
        .earlier = earlier,
    };
    tell_time(stream, life->acked, &row->has, STS_CONTROL_REPORT_FRAGMENT_HAS_ACKED_MS,
              &row->acked_ms);
    tell_time(stream, life->now.processed, &row->has, STS_CONTROL_REPORT_FRAGMENT_HAS_PROCESSED_MS,
              &row->processed_ms);
    tell_time(stream, life->confirmed, &row->has, STS_CONTROL_REPORT_FRAGMENT_HAS_CONFIRMED_MS,
              &row->confirmed_ms);
    tell_fault(&life->now, &row->has, STS_CONTROL_REPORT_FRAGMENT_HAS_FAULT, &row->fault);
    tell_code(&life->now, &row->has, STS_CONTROL_REPORT_FRAGMENT_HAS_CODE, &row->code);
}

static void add_lives(struct report_document *document, const struct judge_stream *stream,
                      const struct base_list *lives, struct codec_list *list) {
    for (struct base_list_node *node = base_list_first(lives); node;
         node = base_list_next(lives, node))
        add_life(document, stream, BASE_CONTAINER(node, const struct judge_life, node), list);
}

static struct codec_list copy_bands(struct report_document *document,
                                    const struct codec_list *bands) {
    struct codec_list list = {0};
    const struct sts_control_report_band *from = bands->items;
    for (size_t i = 0; i < bands->count; i++) {
        struct sts_control_report_band *band =
            report_document_append(document, &list, sizeof *band);
        if (band)
            *band = from[i];
    }
    return list;
}

static struct codec_list copy_marks(struct report_document *document,
                                    const struct codec_list *marks) {
    struct codec_list list = {0};
    const struct sts_control_report_mark *from = marks->items;
    for (size_t i = 0; i < marks->count; i++) {
        struct sts_control_report_mark *mark =
            report_document_append(document, &list, sizeof *mark);
        if (!mark)
            break;
        *mark = from[i];
        mark->text = report_document_text(document, mark->text);
    }
    return list;
}

static struct codec_list copy_seeds(struct report_document *document,
                                    const struct codec_list *seeds) {
    struct codec_list list = {0};
    const struct sts_control_report_seed *from = seeds->items;
    for (size_t i = 0; i < seeds->count; i++) {
        struct sts_control_report_seed *seed =
            report_document_append(document, &list, sizeof *seed);
        if (!seed)
            break;
        seed->seed = from[i].seed;
        seed->seed_key = report_document_text(document, from[i].seed_key);
    }
    return list;
}

static struct codec_list copy_rules(struct report_document *document,
                                    const struct codec_list *rules) {
    struct codec_list list = {0};
    const struct sts_control_report_rule *from = rules->items;
    for (size_t i = 0; i < rules->count; i++) {
        struct sts_control_report_rule *rule =
            report_document_append(document, &list, sizeof *rule);
        if (!rule)
            break;
        *rule = from[i];
        rule->does = report_document_text(document, rule->does);
    }
    return list;
}

static struct codec_list copy_armed(struct report_document *document,
                                    const struct codec_list *armed) {
    struct codec_list list = {0};
    const struct sts_control_report_armed *from = armed->items;
    for (size_t i = 0; i < armed->count; i++) {
        const struct codec_list rules = copy_rules(document, &from[i].rules);
        struct sts_control_report_armed *one = report_document_append(document, &list, sizeof *one);
        if (!one)
            break;
        *one = from[i];
        one->stream_id = report_document_text(document, one->stream_id);
        one->rules = rules;
    }
    return list;
}

static void add_row(struct report_document *document, const struct judge_stream *stream,
                    const struct report_document *own) {
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
        .stream_id = copy(document, stream->id),
        .worker_id = report_document_text(document, stream->worker_id),
        .session_id = report_document_text(document, stream->session_id),
        .ended = report_document_text(document, stream->ended),
        .verdict = own->report.verdict,
        .unknowns = report_document_unknowns(own, document),
        .started_ms = stream->started_wall,
        .duration_ms = judge_since(stream, stream->last),
        .outcomes = report_document_outcomes(own, document),
        .fragment_count = (int64_t)stream->fragment_count,
        .attempt_count = (int64_t)stream->attempt_count,
        .fragments = fragments,
        .bands = copy_bands(document, &stream->bands),
        .marks = copy_marks(document, &stream->marks),
        .seeds = copy_seeds(document, &stream->seeds),
        .armed = copy_armed(document, &stream->armed),
        .left_out = (int64_t)stream->left_out,
    };
}

/* A report under way, and what it has been told. */
struct collection {
    const struct judge *judge;
    struct report_document *document;
    struct judge_moment moment;
    uint32_t *seen;
};

bool judge_view(const struct judge_stream *stream, const struct judge_moment *moment,
                struct report_document *own) {
    const struct judge *judge = stream->owner;
    const struct report_document_subject subject = judge_subject(judge, stream->id);
    const struct judge_moment end = {.now_ms = stream->last, .wall_ms = stream->last_wall};
    /* its worker may come back, or confirm something */
    bool is_final = stream->over && !stream->unkept && !stream->expired && !stream->lingers;
    if (!report_document_init(own, judge->config.memory, &subject))
        return false;
    report_document_merge(own, &stream->document);
    /* what is over is judged as of its end, whenever the report is made */
    judge_conclude(stream, is_final ? &end : moment, own);
    return report_document_finish(own);
}

void judge_add_other(struct report_document *document, const char *title,
                     const struct report_document *own) {
    if (own->report.verdict == STS_CONTROL_REPORT_VERDICT_EMPTY)
        return;
    struct sts_control_report_others *row =
        report_document_append(document, &document->report.others, sizeof *row);
    if (row)
        *row = (struct sts_control_report_others){
            .title = report_document_words(document, title),
            .verdict = own->report.verdict,
            .unknowns = report_document_unknowns(own, document),
            .outcomes = report_document_outcomes(own, document),
        };
}

static void collect(struct collection *collection, const struct judge_stream *stream) {
    struct report_document *document = collection->document;
    struct sts_control_report *report = &document->report;
    size_t branches = report_coverage_count(collection->judge->coverage);
    struct report_document own;
    if (judge_view(stream, &collection->moment, &own)) {
        report_document_merge(document, &own);
        if (stream->id.len)
            add_row(document, stream, &own);
        else
            judge_add_other(document, "connections without a stream", &own);
    } else {
        document->failed = true;
    }
    report_document_free(&own);
    for (size_t i = 0; i < branches; i++)
        collection->seen[i] += stream->seen[i];
    if (!stream->started_wall)
        return;
    if (!report->started_ms || stream->started_wall < report->started_ms)
        report->started_ms = stream->started_wall;
    if (stream->last_wall > report->ended_ms)
        report->ended_ms = stream->last_wall;
}

bool judge_means(const struct judge_query *query, struct base_slice id) {
    return (!query->may_see || query->may_see(query->context, id)) &&
           (!query->pattern.len || base_glob_match(query->pattern, id));
}

enum judge_scope judge_scope(const struct judge_query *query, const struct judge_span *span) {
    if (!query->since || span->first > query->since)
        return JUDGE_SCOPE_AFTER;
    return span->last > query->since ? JUDGE_SCOPE_ACROSS : JUDGE_SCOPE_BEFORE;
}

void judge_tell_across(struct report_document *document, uint64_t count) {
    char sentence[SENTENCE];
    if (!count)
        return;
    (void)snprintf(sentence, sizeof sentence,
                   "streams that began before the place in since, and went on after it: %" PRIu64
                   "; what they did after it is not told apart",
                   count);
    report_document_incomplete(document, sentence);
}

/* Connections without a stream: of them it is known when they last broke something. */
static bool means_strangers(const struct judge_query *query, const struct judge_stream *strangers) {
    return !query->may_see && !query->pattern.len &&
           (!query->since || strangers->entries.found > query->since);
}

static void collect_all(struct collection *collection, const struct judge_query *query) {
    const struct judge *judge = collection->judge;
    uint64_t across = 0;
    if (query->is_foreign) {
        report_document_incomplete(
            collection->document, "the place in since is from another start of the server, or from "
                                  "another replica: it is not known what came after it");
        return;
    }
    if (means_strangers(query, judge->strangers))
        collect(collection, judge->strangers);
    for (struct base_list_node *node = base_list_first(&judge->streams); node;
         node = base_list_next(&judge->streams, node)) {
        const struct judge_stream *stream = BASE_CONTAINER(node, const struct judge_stream, node);
        const enum judge_scope scope = judge_scope(query, &stream->entries);
        if (!judge_means(query, stream->id))
            continue;
        across += scope == JUDGE_SCOPE_ACROSS;
        if (scope == JUDGE_SCOPE_AFTER)
            collect(collection, stream);
    }
    judge_tell_across(collection->document, across);
    judge_past_tell(judge->past, query, collection->document, collection->seen);
    if (!judge->dropped || query->may_see || query->pattern.len)
        return;
    collection->document->report.has |= STS_CONTROL_REPORT_HAS_STREAMS_DROPPED;
    collection->document->report.streams_dropped = (int64_t)judge->dropped;
}

bool judge_has(const struct judge *judge, const struct judge_query *query, bool *unsure) {
    bool found = judge_past_has(judge->past, query, unsure);
    for (struct base_list_node *node = base_list_first(&judge->streams); node && !found;
         node = base_list_next(&judge->streams, node))
        found = judge_means(query, BASE_CONTAINER(node, const struct judge_stream, node)->id);
    return found;
}

bool judge_report(const struct judge *judge, const struct judge_query *query,
                  struct report_document *document) {
    char title[STREAM_ID_SIZE + 16];
    struct report_document_subject subject = judge_subject(judge, query->stream_id);
    if (query->pattern.len)
        subject.title = base_slice(title, base_print(title, sizeof title, "Streams %.*s",
                                                     (int)query->pattern.len, query->pattern.ptr));
    size_t size = report_coverage_count(judge->coverage) * sizeof(uint32_t);
    struct collection collection = {
        .judge = judge,
        .document = document,
        .moment = {.now_ms = query->now_ms, .wall_ms = query->wall_ms, .closed = query->closed},
    };
    if (!report_document_init(document, judge->config.memory, &subject))
        return false;
    document->deviations_fail = judge->config.deviations_fail;
    collection.seen = base_arena_take(&document->arena, size);
    if (!collection.seen)
        return false;
    if (query->stream_id.len) {
        const struct judge_stream *stream = base_map_get(&judge->by_id, query->stream_id);
        if (stream)
            collect(&collection, stream);
    } else {
        collect_all(&collection, query);
    }
    report_coverage_tell(judge->coverage, collection.seen, document);
    return report_document_finish(document);
}
