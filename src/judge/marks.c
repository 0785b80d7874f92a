/* The timeline of a stream: periods, points in time, and the rules and seeds of its faults. */
#include "judge/internal.h"

void judge_open_band(struct judge_stream *stream, enum sts_control_report_band_kind kind,
                     uint64_t now) {
    if (stream->open_bands[kind])
        return;
    if (stream->bands.count == JUDGE_BANDS_MAX) {
        stream->left_out++;
        return;
    }
    struct sts_control_report_band *band =
        report_document_append(&stream->document, &stream->bands, sizeof *band);
    if (!band)
        return;
    band->kind = kind;
    band->from_ms = judge_since(stream, now);
    stream->open_bands[kind] = stream->bands.count;
}

void judge_close_band(struct judge_stream *stream, enum sts_control_report_band_kind kind,
                      uint64_t now) {
    if (!stream->open_bands[kind])
        return;
    struct sts_control_report_band *bands = (void *)(uintptr_t)stream->bands.items;
    struct sts_control_report_band *band = &bands[stream->open_bands[kind] - 1];
    band->has = STS_CONTROL_REPORT_BAND_HAS_TO_MS;
    band->to_ms = judge_since(stream, now);
    stream->open_bands[kind] = 0;
}

void judge_mark(struct judge_stream *stream, enum sts_control_report_mark_kind kind, uint64_t now,
                struct codec_text text) {
    if (stream->marks.count == JUDGE_MARKS_MAX) {
        stream->left_out++;
        return;
    }
    struct sts_control_report_mark *added =
        report_document_append(&stream->document, &stream->marks, sizeof *added);
    if (!added)
        return;
    added->kind = kind;
    added->at_ms = judge_since(stream, now);
    added->text = report_document_text(&stream->document, text);
}

void judge_note_seed(struct judge_stream *stream, int64_t seed, struct codec_text key) {
    const struct codec_text used = key.len ? key : codec_text_plain(stream->id);
    const struct sts_control_report_seed *known = stream->seeds.items;
    for (size_t i = 0; i < stream->seeds.count; i++)
        if (known[i].seed == seed && codec_text_equal(known[i].seed_key, used))
            return;
    if (stream->seeds.count == JUDGE_SEEDS_MAX) {
        stream->left_out++;
        return;
    }
    struct sts_control_report_seed *added =
        report_document_append(&stream->document, &stream->seeds, sizeof *added);
    if (!added)
        return;
    added->seed = seed;
    added->seed_key = report_document_text(&stream->document, used);
}

/* ---- rules --------------------------------------------------------------------------------- */

static struct sts_control_report_armed *find_armed(const struct judge_stream *stream,
                                                   uint64_t number) {
    struct sts_control_report_armed *all = (void *)(uintptr_t)stream->armed.items;
    for (size_t i = 0; i < stream->armed.count; i++)
        if (all[i].number == (int64_t)number)
            return &all[i];
    return NULL;
}

/* NULL: no memory. */
static struct sts_control_report_rule *
add_rule(struct judge_stream *stream, struct sts_control_report_armed *armed, size_t rule) {
    struct sts_control_report_rule *added =
        report_document_append(&stream->document, &armed->rules, sizeof *added);
    if (added)
        added->rule = (int64_t)rule;
    return added;
}

void judge_note_armed(struct judge_stream *stream, const struct journal_acting *acting) {
    if (acting->kind != STS_CONTROL_ARMED_KIND_FAULTS || !acting->number ||
        find_armed(stream, acting->number))
        return;
    if (stream->armed.count == JUDGE_ARMED_MAX) {
        stream->left_out++;
        return;
    }
    struct sts_control_report_armed *added =
        report_document_append(&stream->document, &stream->armed, sizeof *added);
    if (!added)
        return;
    added->number = (int64_t)acting->number;
    added->stream_id = report_document_text(&stream->document, acting->pattern);
    added->rules_count = (int64_t)acting->rules_count;
    for (size_t i = 0; i < acting->told; i++) {
        struct sts_control_report_rule *rule = add_rule(stream, added, i);
        if (!rule)
            return;
        rule->has = STS_CONTROL_REPORT_RULE_HAS_DOES;
        rule->does = report_document_text(&stream->document, acting->rules[i]);
    }
}

void judge_note_hit(struct judge_stream *stream, uint64_t number, size_t rule) {
    struct sts_control_report_armed *armed = find_armed(stream, number);
    if (!armed)
        return;
    struct sts_control_report_rule *rules = (void *)(uintptr_t)armed->rules.items;
    for (size_t i = 0; i < armed->rules.count; i++)
        if (rules[i].rule == (int64_t)rule) {
            rules[i].hits++;
            return;
        }
    struct sts_control_report_rule *added =
        armed->rules.count < REPORT_RULES_MAX ? add_rule(stream, armed, rule) : NULL;
    if (added)
        added->hits = 1;
    else
        stream->left_out++;
}
