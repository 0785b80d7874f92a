/* The timeline of a stream: periods, and points in time. */
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
