#include "base/print.h"
#include "report/markup.h"
#include "report/reasons.h"

/* What of the catalogue binds a side. */
static bool binds(const struct sts_requirement *requirement, enum sts_control_report_side side) {
    return requirement->side ==
           (side == STS_CONTROL_REPORT_SIDE_WORKER ? STS_BINDS_WORKER : STS_BINDS_SERVER);
}

static struct codec_text plain(struct base_slice slice) {
    return codec_text_plain(slice);
}

static bool add_rows(struct report_document *document) {
    struct codec_list *list = &document->report.requirements;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        const struct sts_requirement *requirement = &sts_requirements[i];
        if (!binds(requirement, document->report.side))
            continue;
        struct sts_control_report_requirement *row =
            report_document_append(document, list, sizeof *row);
        if (!row)
            return false;
        row->id = plain(requirement->id);
        row->section = plain(requirement->section_title);
        row->has = STS_CONTROL_REPORT_REQUIREMENT_HAS_ORIGIN;
        row->origin = plain(requirement->origin_text);
        row->text = plain(requirement->text);
        row->severity = requirement->severity == STS_MUST ? STS_CONTROL_REPORT_SEVERITY_MUST
                                                          : STS_CONTROL_REPORT_SEVERITY_SHOULD;
        row->outcome = STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED;
    }
    /* now that none of them moves any more */
    struct sts_control_report_requirement *row = (void *)(uintptr_t)list->items;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        if (binds(&sts_requirements[i], document->report.side))
            document->rows[i] = row++;
    return true;
}

bool report_document_init(struct report_document *document, struct base_memory *memory,
                          const struct report_document_subject *subject) {
    *document = (struct report_document){0};
    base_arena_init(&document->arena, memory);
    document->findings_max = SIZE_MAX;
    struct sts_control_report *report = &document->report;
    report->side = subject->side;
    report->title = report_document_text(document, plain(subject->title));
    if (subject->target.len) {
        report->has = STS_CONTROL_REPORT_HAS_TARGET;
        report->target = report_document_text(document, plain(subject->target));
    }
    report->generator = (struct sts_control_report_generator){
        .name = report_document_text(document, plain(subject->program)),
        .version = report_document_text(document, plain(subject->version)),
        .protocol_version = CODEC_TEXT(STS_PROTOCOL_VERSION),
        .protocol_hash = CODEC_TEXT(STS_PROTOCOL_HASH),
    };
    if (subject->run_seed) {
        report->generator.has = STS_CONTROL_REPORT_GENERATOR_HAS_SEED;
        report->generator.seed = *subject->run_seed;
    }
    return add_rows(document) && !document->failed;
}

void report_document_free(struct report_document *document) {
    base_arena_clear(&document->arena);
}

struct codec_text report_document_text(struct report_document *document, struct codec_text text) {
    char *copy = base_arena_take(&document->arena, text.len ? text.len : 1);
    if (!copy) {
        document->failed = true;
        return CODEC_TEXT("");
    }
    return plain(base_slice(copy, codec_text_copy(text, copy, text.len)));
}

struct codec_text report_document_words(struct report_document *document, const char *words) {
    return report_document_text(document, plain(base_slice_of(words)));
}

/* Doubles the room whenever it is full: at 1, 2, 4, 8 ... items. */
void *report_document_append(struct report_document *document, struct codec_list *list,
                             size_t size) {
    char *items = (void *)(uintptr_t)list->items;
    if ((list->count & (list->count - 1)) == 0) {
        size_t room = list->count ? 2 * list->count : 1;
        char *larger = base_arena_take(&document->arena, room * size);
        if (!larger) {
            document->failed = true;
            return NULL;
        }
        if (items)
            memcpy(larger, items, list->count * size);
        list->items = items = larger;
    }
    return items + list->count++ * size;
}

struct sts_control_report_requirement *report_document_row(struct report_document *document,
                                                           enum sts_requirement_id id) {
    return document->rows[id];
}

void report_document_broken(struct report_document *document, enum sts_requirement_id id,
                            uint64_t times) {
    if (!document->rows[id])
        return;
    document->rows[id]->broken += (int64_t)times;
    document->report.findings_left_out += (int64_t)times;
}

void report_document_not_offered(struct report_document *document, enum sts_requirement_id id,
                                 const char *why) {
    struct sts_control_report_requirement *row = document->rows[id];
    if (!row)
        return;
    document->not_offered[id] = true;
    if (document->unknown[id])
        return;
    row->has |= STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE;
    row->note = report_document_words(document, why);
}

void report_document_unknown(struct report_document *document, enum sts_requirement_id id,
                             struct codec_text why) {
    struct sts_control_report_requirement *row = document->rows[id];
    if (!row || document->unknown[id])
        return;
    document->unknown[id] = true;
    row->has |= STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE;
    row->note = report_document_text(document, why);
}

static void add_unknown(struct report_document *document, struct codec_text why) {
    const struct codec_text *known = document->report.unknowns.items;
    for (size_t i = 0; i < document->report.unknowns.count; i++)
        if (codec_text_equal(known[i], why))
            return;
    struct codec_text *added =
        report_document_append(document, &document->report.unknowns, sizeof *added);
    if (added)
        *added = report_document_text(document, why);
}

void report_document_incomplete(struct report_document *document, const char *why) {
    add_unknown(document, plain(base_slice_of(why)));
}

bool report_document_knows_all(const struct report_document *document) {
    bool unknown = document->report.unknowns.count;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        unknown = unknown || document->unknown[i];
    return !unknown;
}

/* What becomes of a requirement that is broken. */
static enum sts_control_report_outcome when_broken(enum sts_control_report_severity severity) {
    return severity == STS_CONTROL_REPORT_SEVERITY_MUST ? STS_CONTROL_REPORT_OUTCOME_FAIL
                                                        : STS_CONTROL_REPORT_OUTCOME_DEVIATION;
}

/* ---- findings ------------------------------------------------------------------------------ */

/* Both say the same of the same stream. */
static bool are_equal(const struct sts_control_report_finding *a,
                      const struct sts_control_report_finding *b) {
    return codec_text_equal(a->message, b->message) && codec_text_equal(a->pointer, b->pointer) &&
           codec_text_equal(a->event, b->event) && codec_text_equal(a->stream_id, b->stream_id) &&
           codec_text_equal(a->because_of, b->because_of);
}

static struct sts_control_report_finding *
find_equal(const struct report_document *document, const struct sts_control_report_requirement *row,
           const struct sts_control_report_finding *what) {
    struct sts_control_report_finding *findings =
        (void *)(uintptr_t)document->report.findings.items;
    for (size_t i = 0; i < document->report.findings.count; i++)
        if (codec_text_equal(findings[i].requirement, row->id) && are_equal(&findings[i], what))
            return &findings[i];
    return NULL;
}

/* The texts of a finding, moved into the document's memory. */
static void take_texts(struct report_document *document,
                       struct sts_control_report_finding *finding) {
    struct codec_text *const texts[] = {
        &finding->message,    &finding->stream_id, &finding->fragment_id, &finding->event,
        &finding->pointer,    &finding->payload,   &finding->sent,        &finding->expected,
        &finding->because_of, &finding->trace};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i]->len)
            *texts[i] = report_document_text(document, *texts[i]);
}

/* What another requirement is the cause of, says nothing of this one. */
static void note_cause(struct report_document *document, enum sts_requirement_id id,
                       struct codec_text cause) {
    char why[256];
    size_t length = base_print(why, sizeof why, "it could not be judged, because of %.*s",
                               (int)cause.len, cause.ptr);
    report_document_unknown(document, id, plain(base_slice(why, length)));
}

struct sts_control_report_finding *
report_document_found(struct report_document *document, enum sts_requirement_id id,
                      const struct sts_control_report_finding *what) {
    struct sts_control_report_requirement *row = document->rows[id];
    const int64_t times = what->count ? what->count : 1;
    const bool breaks = !(what->has & STS_CONTROL_REPORT_FINDING_HAS_BECAUSE_OF);
    if (!row)
        return NULL;
    if (!breaks)
        note_cause(document, id, what->because_of);
    struct sts_control_report_finding *finding = find_equal(document, row, what);
    if (finding) {
        finding->count += times;
        row->broken += breaks ? times : 0;
        return finding;
    }
    if (document->found[id] < REPORT_FINDINGS_OF_REQUIREMENT &&
        document->report.findings.count < document->findings_max)
        finding = report_document_append(document, &document->report.findings, sizeof *finding);
    if (!finding) {
        if (breaks)
            report_document_broken(document, id, (uint64_t)times);
        return NULL;
    }
    document->found[id]++;
    row->broken += breaks ? times : 0;
    *finding = *what;
    finding->count = times;
    finding->requirement = row->id;
    finding->severity = row->severity;
    finding->outcome = !breaks ? STS_CONTROL_REPORT_OUTCOME_UNKNOWN : when_broken(row->severity);
    take_texts(document, finding);
    return finding;
}

/* ---- several documents --------------------------------------------------------------------- */

/* Which requirement a finding is about; STS_REQUIREMENT_COUNT: none. */
static size_t requirement_of(const struct report_document *document,
                             const struct sts_control_report_finding *finding) {
    size_t id = 0;
    while (id < STS_REQUIREMENT_COUNT &&
           (!document->rows[id] || !codec_text_equal(document->rows[id]->id, finding->requirement)))
        id++;
    return id;
}

void report_document_merge(struct report_document *document, const struct report_document *from) {
    const struct sts_control_report_finding *findings =
        REPORT_ITEMS(from->report.findings, sts_control_report_finding);
    const struct codec_text *unknowns = from->report.unknowns.items;
    int64_t told[STS_REQUIREMENT_COUNT] = {0};
    for (size_t i = 0; i < from->report.findings.count; i++) {
        size_t id = requirement_of(from, &findings[i]);
        if (id == STS_REQUIREMENT_COUNT)
            continue;
        if (!(findings[i].has & STS_CONTROL_REPORT_FINDING_HAS_BECAUSE_OF))
            told[id] += findings[i].count;
        (void)report_document_found(document, (enum sts_requirement_id)id, &findings[i]);
    }
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        const enum sts_requirement_id id = (enum sts_requirement_id)i;
        const struct sts_control_report_requirement *row = from->rows[i];
        if (!row)
            continue;
        report_document_kept(document, id, (uint64_t)from->kept[i]);
        report_document_broken(document, id, (uint64_t)(row->broken - told[i]));
        if (from->unknown[i])
            report_document_unknown(document, id, row->note);
    }
    for (size_t i = 0; i < from->report.unknowns.count; i++)
        add_unknown(document, unknowns[i]);
}

struct codec_list report_document_outcomes(const struct report_document *document,
                                           struct report_document *into) {
    struct codec_list list = {0};
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        const struct sts_control_report_requirement *row = document->rows[i];
        if (!row || row->outcome == STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED)
            continue;
        struct sts_control_report_stream_outcome *added =
            report_document_append(into, &list, sizeof *added);
        if (!added)
            break;
        *added = (struct sts_control_report_stream_outcome){
            .has = document->unknown[i] ? STS_CONTROL_REPORT_STREAM_OUTCOME_HAS_NOTE : 0u,
            .requirement = into->rows[i]->id,
            .outcome = row->outcome,
            .checked = row->checked,
            .broken = row->broken,
        };
        if (document->unknown[i])
            added->note = report_document_text(into, row->note);
    }
    return list;
}

struct codec_list report_document_unknowns(const struct report_document *document,
                                           struct report_document *into) {
    const struct codec_text *unknowns = document->report.unknowns.items;
    struct codec_list list = {0};
    for (size_t i = 0; i < document->report.unknowns.count; i++) {
        struct codec_text *added = report_document_append(into, &list, sizeof *added);
        if (!added)
            break;
        *added = report_document_text(into, unknowns[i]);
    }
    return list;
}

/* ---- the end ------------------------------------------------------------------------------- */

static enum sts_control_report_outcome outcome_of(const struct report_document *document,
                                                  size_t id) {
    const struct sts_control_report_requirement *row = document->rows[id];
    if (row->broken)
        return when_broken(row->severity);
    if (document->unknown[id])
        return STS_CONTROL_REPORT_OUTCOME_UNKNOWN;
    if (document->not_offered[id])
        return STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED;
    return row->checked ? STS_CONTROL_REPORT_OUTCOME_PASS
                        : STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED;
}

static void count(struct sts_control_report_counts *counts,
                  enum sts_control_report_outcome outcome) {
    switch (outcome) {
#define CASE(NAME, name, text)                                                                     \
    case STS_CONTROL_REPORT_OUTCOME_##NAME:                                                        \
        counts->name++;                                                                            \
        break;
        STS_CONTROL_REPORT_OUTCOMES(CASE)
#undef CASE
    }
}

/* What is not known makes the verdict unknown only where it could make it worse. */
static enum sts_control_report_verdict verdict_of(const struct report_document *document) {
    const struct sts_control_report_counts *counts = &document->report.counts;
    bool may_fail = document->report.unknowns.count;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        may_fail = may_fail || (document->rows[i] &&
                                document->rows[i]->outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN &&
                                document->rows[i]->severity == STS_CONTROL_REPORT_SEVERITY_MUST);
    return counts->fail        ? STS_CONTROL_REPORT_VERDICT_FAIL
           : may_fail          ? STS_CONTROL_REPORT_VERDICT_UNKNOWN
           : counts->deviation ? STS_CONTROL_REPORT_VERDICT_DEVIATION
           : counts->unknown   ? STS_CONTROL_REPORT_VERDICT_UNKNOWN
           : counts->pass      ? STS_CONTROL_REPORT_VERDICT_PASS
                               : STS_CONTROL_REPORT_VERDICT_EMPTY;
}

/* What to do about a requirement that is broken. */
static void advise(struct sts_control_report_requirement *row,
                   const struct sts_requirement *requirement) {
    if (!row->broken || !requirement->advice.len)
        return;
    row->has |= STS_CONTROL_REPORT_REQUIREMENT_HAS_ADVICE;
    row->advice = plain(requirement->advice);
}

bool report_document_finish(struct report_document *document) {
    struct sts_control_report *report = &document->report;
    report->counts = (struct sts_control_report_counts){0};
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        struct sts_control_report_requirement *row = document->rows[i];
        if (!row)
            continue;
        row->checked = document->kept[i] + row->broken;
        row->outcome = outcome_of(document, i);
        if (row->broken && document->not_offered[i] && !document->unknown[i])
            row->has &= ~(uint32_t)STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE; /* it was offered */
        advise(row, &sts_requirements[i]);
        count(&report->counts, row->outcome);
    }
    report->verdict = verdict_of(document);
    report_reasons_tell(document);
    return !document->failed;
}

bool report_document_write(const struct report_document *document, report_part *write,
                           const struct report_sink *sink) {
    bool last = false;
    for (size_t part = 0; !last; part++)
        if (!write(document, part, sink, &last))
            return false;
    return true;
}
