/* json.c - the report as JSON, and its summary. */
#include "report/markup.h"

/* Where to start, and where to give up: a report is bounded, but by far more than most need. */
#define FIRST_SIZE (256 * 1024)
#define PIECE_SIZE (16 * 1024)
#define LARGEST_SIZE ((size_t)256 * 1024 * 1024)

/* Appends what is to be written next. */
typedef bool encoder(struct codec_out *out, const void *value);

/* 1: written; 0: `size` was too little; -1: failed. */
static int write_within(encoder *encode, const void *value, struct base_memory *memory, size_t size,
                        const struct report_sink *sink) {
    struct codec_out out;
    int result = 1;
    char *own = base_memory_take(memory, size);
    if (!own)
        return -1;
    codec_out_init(&out, own, size);
    if (!encode(&out, value))
        result = out.error.code == CODEC_NO_SPACE ? 0 : -1;
    if (result < 0 && sink->error)
        *sink->error = out.error;
    for (size_t i = 0; result == 1 && i < out.segment_count; i++)
        if (!sink->write(sink->context, out.segments[i].bytes))
            result = -1;
    base_memory_give(memory, own, size);
    return result;
}

static bool write_value(encoder *encode, const void *value, struct base_memory *memory,
                        size_t first, const struct report_sink *sink) {
    int result = 0;
    for (size_t size = first; !result && size <= LARGEST_SIZE; size *= 4)
        result = write_within(encode, value, memory, size, sink);
    return result == 1;
}

static bool write_end(const struct report_sink *sink) {
    return sink->write(sink->context, base_slice_of("\n"));
}

static bool encode_report(struct codec_out *out, const void *value) {
    return sts_control_report_encode(out, value);
}

bool report_write_json(const struct report_document *document, const struct report_sink *sink) {
    return write_value(encode_report, &document->report, document->arena.memory, FIRST_SIZE,
                       sink) &&
           write_end(sink);
}

/* One part of a report. */
struct piece {
    const struct sts_control_report *report;
    size_t number;
    bool *last;
};

static bool encode_piece(struct codec_out *out, const void *value) {
    const struct piece *piece = value;
    return codec_encode_part(out, sts_bodies[STS_BODY_CONTROL_REPORT].payload, piece->report,
                             piece->number, piece->last);
}

bool report_part_json(const struct report_document *document, size_t number,
                      const struct report_sink *sink, bool *last) {
    const struct piece piece = {&document->report, number, last};
    return write_value(encode_piece, &piece, document->arena.memory, PIECE_SIZE, sink) &&
           (!*last || write_end(sink));
}

/* ---- the summary --------------------------------------------------------------------------- */

static bool is_summed_up(const struct sts_control_report_requirement *row) {
    return row->outcome == STS_CONTROL_REPORT_OUTCOME_FAIL ||
           row->outcome == STS_CONTROL_REPORT_OUTCOME_DEVIATION ||
           row->outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN;
}

static struct sts_control_report_summary_requirement
summed_up(const struct sts_control_report_requirement *row) {
    return (struct sts_control_report_summary_requirement){
        .has = (row->has & STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE
                    ? STS_CONTROL_REPORT_SUMMARY_REQUIREMENT_HAS_NOTE
                    : 0u) |
               (row->has & STS_CONTROL_REPORT_REQUIREMENT_HAS_ADVICE
                    ? STS_CONTROL_REPORT_SUMMARY_REQUIREMENT_HAS_ADVICE
                    : 0u),
        .id = row->id,
        .severity = row->severity,
        .outcome = row->outcome,
        .checked = row->checked,
        .broken = row->broken,
        .note = row->note,
        .advice = row->advice,
    };
}

/* Takes the lists of a summary from the arena. False: there is no memory. */
static bool fill(struct sts_control_report_summary *summary,
                 const struct sts_control_report *report, struct base_arena *arena) {
    const struct sts_control_report_requirement *rows =
        REPORT_ITEMS(report->requirements, sts_control_report_requirement);
    const struct sts_control_report_finding *found =
        REPORT_ITEMS(report->findings, sts_control_report_finding);
    const struct sts_control_report_stream *live =
        REPORT_ITEMS(report->streams, sts_control_report_stream);
    struct sts_control_report_summary_requirement *requirements =
        base_arena_take(arena, (report->requirements.count + 1) * sizeof *requirements);
    struct sts_control_report_finding *findings =
        base_arena_take(arena, (report->findings.count + 1) * sizeof *findings);
    struct sts_control_report_summary_stream *streams =
        base_arena_take(arena, (report->streams.count + 1) * sizeof *streams);
    if (!requirements || !findings || !streams)
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < report->requirements.count; i++)
        if (is_summed_up(&rows[i]))
            requirements[kept++] = summed_up(&rows[i]);
    for (size_t i = 0; i < report->findings.count; i++) {
        findings[i] = found[i];
        findings[i].has &=
            ~(uint32_t)(STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD |
                        STS_CONTROL_REPORT_FINDING_HAS_SENT | STS_CONTROL_REPORT_FINDING_HAS_TRACE |
                        STS_CONTROL_REPORT_FINDING_HAS_EXPECTED);
    }
    for (size_t i = 0; i < report->streams.count; i++)
        streams[i] = (struct sts_control_report_summary_stream){.stream_id = live[i].stream_id,
                                                                .verdict = live[i].verdict};
    summary->requirements = (struct codec_list){.items = requirements, .count = kept};
    summary->findings = (struct codec_list){.items = findings, .count = report->findings.count};
    summary->streams = (struct codec_list){.items = streams, .count = report->streams.count};
    return true;
}

static bool encode_summary(struct codec_out *out, const void *value) {
    return sts_control_report_summary_encode(out, value);
}

bool report_write_summary(const struct report_document *document, const struct report_sink *sink) {
    const struct sts_control_report *report = &document->report;
    struct sts_control_report_summary summary = {
        .has =
            (report->has & STS_CONTROL_REPORT_HAS_TARGET ? STS_CONTROL_REPORT_SUMMARY_HAS_TARGET
                                                         : 0u) |
            (report->has & STS_CONTROL_REPORT_HAS_SETTLED ? STS_CONTROL_REPORT_SUMMARY_HAS_SETTLED
                                                          : 0u) |
            (report->has & STS_CONTROL_REPORT_HAS_STREAMS_DROPPED
                 ? STS_CONTROL_REPORT_SUMMARY_HAS_STREAMS_DROPPED
                 : 0u),
        .title = report->title,
        .side = report->side,
        .target = report->target,
        .generator = report->generator,
        .started_ms = report->started_ms,
        .ended_ms = report->ended_ms,
        .verdict = report->verdict,
        .why = report->why,
        .unknowns = report->unknowns,
        .settled = report->settled,
        .counts = report->counts,
        .findings_left_out = report->findings_left_out,
        .streams_left_out = report->streams_left_out,
        .streams_dropped = report->streams_dropped,
    };
    struct base_arena arena;
    base_arena_init(&arena, document->arena.memory);
    const bool done =
        fill(&summary, report, &arena) &&
        write_value(encode_summary, &summary, document->arena.memory, FIRST_SIZE, sink) &&
        write_end(sink);
    base_arena_clear(&arena);
    return done;
}

bool report_part_summary(const struct report_document *document, size_t number,
                         const struct report_sink *sink, bool *last) {
    (void)number;
    *last = true;
    return report_write_summary(document, sink);
}
