/* Streams that are forgotten: what they were found to have broken outlives them. */
#include "judge/internal.h"

#include "base/glob.h"

#include <inttypes.h>
#include <stdio.h>

/* Ids that are remembered, the latest: enough for any run of tests, in a megabyte or so. */
#define RECORDS_MAX 4096
/* Room for a sentence with a few numbers in it. */
#define SENTENCE 256

/* One requirement of workers is one bit. */
#define ONE(name) +1
_Static_assert(0 STS_WORKER_REQUIREMENTS(ONE) <= 64, "a bit for each requirement of workers");
#undef ONE

static const enum sts_requirement_id bits[] = {
#define ROW(name) STS_REQUIREMENT_##name,
    STS_WORKER_REQUIREMENTS(ROW)
#undef ROW
};
#define BITS (sizeof bits / sizeof *bits)

/* One stream. */
struct record {
    struct base_list_node node;
    enum sts_control_report_verdict verdict;
    uint64_t kept, broken, unknown; /* requirements */
    struct judge_span entries;
    size_t id_len;
    char id[]; /* plain UTF-8 */
};

struct judge_past {
    const struct judge *judge;
    struct report_document document; /* all of them together */
    uint32_t *seen;                  /* branches of schemas */
    struct base_list records;        /* the latest last */
    struct base_map by_id;           /* of each id the latest */
    size_t count;
    uint64_t forgotten, missed;
    uint64_t unnamed; /* of the forgotten: their ids are not remembered */
    /* Entries of the journal: the last one of those, and when one was missed last. */
    uint64_t unnamed_last, missed_last;
};

static size_t seen_size(const struct judge *judge) {
    return report_coverage_count(judge->coverage) * sizeof(uint32_t);
}

struct judge_past *judge_past_new(const struct judge *judge) {
    struct base_memory *memory = judge->config.memory;
    const struct report_document_subject subject = judge_subject(judge, base_slice(NULL, 0));
    struct judge_past *past = base_memory_zero(memory, sizeof *past);
    if (!past)
        return NULL;
    past->judge = judge;
    base_list_init(&past->records);
    base_map_init(&past->by_id, memory, judge->config.seed);
    past->seen = base_memory_zero(memory, seen_size(judge));
    if (report_document_init(&past->document, memory, &subject) && past->seen)
        return past;
    judge_past_free(past);
    return NULL;
}

static struct base_slice id_of(const struct record *record) {
    return base_slice(record->id, record->id_len);
}

static void drop_record(struct judge_past *past, struct record *record) {
    base_list_remove(&record->node);
    past->count--;
    if (base_map_get(&past->by_id, id_of(record)) == record)
        (void)base_map_remove(&past->by_id, id_of(record));
    base_memory_give(past->judge->config.memory, record, sizeof *record + record->id_len);
}

static void drop_first(struct judge_past *past) {
    drop_record(past, BASE_CONTAINER(base_list_first(&past->records), struct record, node));
}

void judge_past_free(struct judge_past *past) {
    if (!past)
        return;
    struct base_memory *memory = past->judge->config.memory;
    while (past->count)
        drop_first(past);
    base_map_clear(&past->by_id);
    base_memory_give(memory, past->seen, seen_size(past->judge));
    report_document_free(&past->document);
    base_memory_give(memory, past, sizeof *past);
}

/* ---- forgetting ---------------------------------------------------------------------------- */

static void set_bits(struct record *record, const struct report_document *own) {
    for (size_t i = 0; i < BITS; i++) {
        const uint64_t bit = UINT64_C(1) << i;
        switch (own->rows[bits[i]]->outcome) {
        case STS_CONTROL_REPORT_OUTCOME_FAIL:
        case STS_CONTROL_REPORT_OUTCOME_DEVIATION:
            record->broken |= bit;
            break;
        case STS_CONTROL_REPORT_OUTCOME_UNKNOWN:
            record->unknown |= bit;
            break;
        case STS_CONTROL_REPORT_OUTCOME_PASS:
            record->kept |= bit;
            break;
        case STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED:
        case STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED:
            break;
        }
    }
}

static void lose_name(struct judge_past *past, const struct judge_span *entries) {
    past->unnamed++;
    if (entries->last > past->unnamed_last)
        past->unnamed_last = entries->last;
}

static void remember(struct judge_past *past, const struct judge_stream *stream,
                     const struct report_document *own) {
    const struct base_slice id = stream->id;
    struct record *record = base_memory_zero(past->judge->config.memory, sizeof *record + id.len);
    if (!record) {
        lose_name(past, &stream->entries);
        return;
    }
    record->entries = stream->entries;
    record->id_len = id.len;
    memcpy(record->id, id.ptr, id.len);
    record->verdict = own->report.verdict;
    set_bits(record, own);
    if (!base_map_put(&past->by_id, id_of(record), record)) {
        base_memory_give(past->judge->config.memory, record, sizeof *record + id.len);
        lose_name(past, &stream->entries);
        return;
    }
    base_list_append(&past->records, &record->node);
    if (++past->count <= RECORDS_MAX)
        return;
    lose_name(past, &BASE_CONTAINER(base_list_first(&past->records), struct record, node)->entries);
    drop_first(past);
}

void judge_past_add(struct judge_past *past, const struct judge_stream *stream,
                    const struct report_document *own) {
    past->forgotten++;
    report_document_merge(&past->document, own);
    for (size_t i = 0; i < report_coverage_count(past->judge->coverage); i++)
        past->seen[i] += stream->seen[i];
    remember(past, stream, own);
}

void judge_past_missed(struct judge_past *past) {
    past->missed++;
    past->missed_last = past->judge->entries;
}

size_t judge_past_drop(struct judge_past *past, struct base_slice pattern) {
    struct base_list_node *node = base_list_first(&past->records);
    size_t dropped = 0;
    while (node) {
        struct record *record = BASE_CONTAINER(node, struct record, node);
        node = base_list_next(&past->records, node);
        if (!base_glob_match(pattern, id_of(record)))
            continue;
        drop_record(past, record);
        dropped++;
    }
    return dropped;
}

/* ---- remembering --------------------------------------------------------------------------- */

uint64_t judge_past_count(const struct judge_past *past) {
    return past->forgotten + past->missed;
}

bool judge_past_find(const struct judge_past *past, struct base_slice id,
                     enum sts_control_report_verdict *verdict, bool *unsure) {
    const struct record *record = base_map_get(&past->by_id, id);
    if (record)
        *verdict = record->verdict;
    *unsure = past->unnamed || past->missed;
    return record;
}

/* Of one stream is known which requirements it kept and broke, but not how often. */
static void tell_record(const struct record *record, struct report_document *document) {
    for (size_t i = 0; i < BITS; i++) {
        const uint64_t bit = UINT64_C(1) << i;
        if (record->broken & bit)
            report_document_broken(document, bits[i], 1);
        if (record->kept & bit)
            report_document_kept(document, bits[i], 1);
        if (record->unknown & bit)
            report_document_unknown(document, bits[i],
                                    CODEC_TEXT("it was not known when the stream was forgotten"));
    }
    if (record->verdict == STS_CONTROL_REPORT_VERDICT_UNKNOWN && !record->unknown)
        report_document_incomplete(document, "not all was known of a stream when it was forgotten");
}

static bool is_all(const struct judge_query *query) {
    return !query->stream_id.len && !query->may_see && !query->pattern.len && !query->since;
}

bool judge_past_has(const struct judge_past *past, const struct judge_query *query, bool *unsure) {
    *unsure = past->unnamed || past->missed;
    for (struct base_list_node *node = base_list_first(&past->records); node;
         node = base_list_next(&past->records, node))
        if (judge_means(query, id_of(BASE_CONTAINER(node, const struct record, node))))
            return true;
    return false;
}

static void tell_visible(const struct judge_past *past, const struct judge_query *query,
                         struct report_document *own) {
    uint64_t across = 0;
    for (struct base_list_node *node = base_list_first(&past->records); node;
         node = base_list_next(&past->records, node)) {
        const struct record *record = BASE_CONTAINER(node, const struct record, node);
        const enum judge_scope scope = judge_scope(query, &record->entries);
        if (!judge_means(query, id_of(record)) || scope == JUDGE_SCOPE_BEFORE)
            continue;
        across += scope == JUDGE_SCOPE_ACROSS;
        own->report.streams_left_out++;
        if (scope == JUDGE_SCOPE_AFTER)
            tell_record(record, own);
    }
    judge_tell_across(own, across);
    if (past->unnamed && past->unnamed_last > query->since)
        report_document_incomplete(own, "streams were forgotten so long ago that it is not known "
                                        "whether they belong to this report");
}

static void tell_missed(const struct judge_past *past, const struct judge_query *query,
                        struct report_document *own) {
    char sentence[SENTENCE];
    if (!past->missed || past->missed_last <= query->since)
        return;
    (void)snprintf(sentence, sizeof sentence,
                   "streams that were not judged: %" PRIu64
                   "; no more than %zu are judged at the same time (REPORTS_KEPT)",
                   past->missed, past->judge->config.streams_max);
    report_document_incomplete(own, sentence);
}

void judge_past_tell(const struct judge_past *past, const struct judge_query *query,
                     struct report_document *document, uint32_t *seen) {
    const struct report_document_subject subject = judge_subject(past->judge, query->stream_id);
    struct report_document own;
    bool made = report_document_init(&own, past->judge->config.memory, &subject);
    if (made && is_all(query)) {
        report_document_merge(&own, &past->document);
        own.report.streams_left_out = (int64_t)judge_past_count(past);
        for (size_t i = 0; i < report_coverage_count(past->judge->coverage); i++)
            seen[i] += past->seen[i];
    } else if (made) {
        tell_visible(past, query, &own);
    }
    if (made)
        tell_missed(past, query, &own);
    if (made && report_document_finish(&own)) {
        document->report.streams_left_out += own.report.streams_left_out;
        report_document_merge(document, &own);
        judge_add_other(document, "streams that were forgotten", &own);
    } else {
        document->failed = true;
    }
    report_document_free(&own);
}
