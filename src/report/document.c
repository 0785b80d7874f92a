#include "report/document.h"

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

void report_document_kept(struct report_document *document, enum sts_requirement_id id,
                          uint64_t times) {
    document->kept[id] += (int64_t)times;
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
    row->outcome = STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED;
    row->has |= STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE;
    row->note = report_document_words(document, why);
}

struct sts_control_report_finding *report_document_found(struct report_document *document,
                                                         enum sts_requirement_id id, int64_t at_ms,
                                                         struct codec_text message) {
    struct sts_control_report_requirement *row = document->rows[id];
    struct sts_control_report_finding *finding = NULL;
    if (!row)
        return NULL;
    if (document->found[id] < REPORT_FINDINGS_OF_REQUIREMENT)
        finding = report_document_append(document, &document->report.findings, sizeof *finding);
    if (!finding) {
        report_document_broken(document, id, 1);
        return NULL;
    }
    document->found[id]++;
    row->broken++;
    finding->requirement = row->id;
    finding->at_ms = at_ms;
    finding->message = report_document_text(document, message);
    return finding;
}

static enum sts_control_report_outcome
outcome_of(const struct sts_control_report_requirement *row) {
    if (row->outcome == STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED)
        return row->outcome;
    if (row->broken)
        return row->severity == STS_CONTROL_REPORT_SEVERITY_MUST
                   ? STS_CONTROL_REPORT_OUTCOME_FAIL
                   : STS_CONTROL_REPORT_OUTCOME_DEVIATION;
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

bool report_document_finish(struct report_document *document) {
    struct sts_control_report *report = &document->report;
    struct sts_control_report_counts *counts = &report->counts;
    *counts = (struct sts_control_report_counts){0};
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        struct sts_control_report_requirement *row = document->rows[i];
        if (!row)
            continue;
        row->checked = document->kept[i] + row->broken;
        row->outcome = outcome_of(row);
        count(counts, row->outcome);
    }
    report->verdict = counts->fail        ? STS_CONTROL_REPORT_VERDICT_FAIL
                      : counts->deviation ? STS_CONTROL_REPORT_VERDICT_DEVIATION
                      : counts->pass      ? STS_CONTROL_REPORT_VERDICT_PASS
                                          : STS_CONTROL_REPORT_VERDICT_EMPTY;
    return !document->failed;
}
