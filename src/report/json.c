/* json.c - the report as JSON. */
#include "report/document.h"

/* Where to start, and where to give up: a report is bounded, but by far more than most need. */
#define FIRST_SIZE (256 * 1024)
#define LARGEST_SIZE ((size_t)256 * 1024 * 1024)

/* 1: written; 0: `size` was too little; -1: failed. */
static int write_within(const struct sts_control_report *report, struct base_memory *memory,
                        size_t size, const struct report_sink *sink) {
    struct codec_out out;
    int result = 1;
    char *own = base_memory_take(memory, size);
    if (!own)
        return -1;
    codec_out_init(&out, own, size);
    if (!sts_control_report_encode(&out, report))
        result = out.error.code == CODEC_NO_SPACE ? 0 : -1;
    if (result < 0 && sink->error)
        *sink->error = out.error;
    for (size_t i = 0; result == 1 && i < out.segment_count; i++)
        if (!sink->write(sink->context, out.segments[i].bytes))
            result = -1;
    base_memory_give(memory, own, size);
    return result;
}

bool report_write_json(const struct report_document *document, const struct report_sink *sink) {
    int result = 0;
    for (size_t size = FIRST_SIZE; !result && size <= LARGEST_SIZE; size *= 4)
        result = write_within(&document->report, document->arena.memory, size, sink);
    return result == 1 && sink->write(sink->context, base_slice_of("\n"));
}
