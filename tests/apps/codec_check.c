/* codec-check: what the generated codec says about messages, one a line.
 *
 *   codec-check [--strict] < MESSAGES
 *
 * A line in: `DIRECTION<TAB>EVENT<TAB>PAYLOAD`, DIRECTION being `receive` (worker to STS) or
 * `send`. A line out: {"class": "ok" | "syntax" | "limit" | "schema", "errors": [FINDING...],
 * "deviations": [FINDING...], "encoded": the payload decoded and encoded again, if it was accepted}
 * with FINDING {"keyword", "pointer", "offset", "message"}. Or {"unknown": EVENT}.
 */
#include "sts_protocol.h"

#include <stdio.h>
#include <stdlib.h>

#define FINDINGS_MAX 64
#define OUT_BYTES (1 << 20)

static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};
/** Above the structs of all events; checked. */
#define STRUCT_BYTES 4096

static void put(struct codec_out *out, const char *literal) {
    (void)codec_out_bytes(out, base_slice_of(literal));
}

static void put_text(struct codec_out *out, const char *text) {
    (void)codec_out_text(out, codec_text_plain(base_slice_of(text)));
}

static void put_findings(struct codec_out *out, const char *name,
                         const struct codec_report *report) {
    put(out, ",\"");
    put(out, name);
    put(out, "\":[");
    for (size_t i = 0; i < report->count && i < report->capacity; i++) {
        const struct codec_error *e = &report->errors[i];
        put(out, i ? ",{\"keyword\":" : "{\"keyword\":");
        put_text(out, e->keyword);
        put(out, ",\"pointer\":");
        put_text(out, e->pointer);
        put(out, ",\"offset\":");
        (void)codec_out_integer(out, (int64_t)e->offset);
        put(out, ",\"message\":");
        put_text(out, e->message);
        put(out, "}");
    }
    put(out, "]");
}

static void put_encoded(struct codec_out *out, const struct codec_event *event,
                        const void *message) {
    static char own[OUT_BYTES], whole[OUT_BYTES];
    struct codec_out encoded;
    codec_out_init(&encoded, own, sizeof own);
    if (!codec_encode(&encoded, event->payload, message)) {
        put(out, ",\"encode_error\":");
        put_text(out, encoded.error.message);
        return;
    }
    size_t length = codec_out_length(&encoded);
    if (length > sizeof whole)
        abort();
    codec_out_flatten(&encoded, whole);
    put(out, ",\"encoded\":");
    (void)codec_out_bytes(out, base_slice(whole, length));
}

static void check(struct codec_out *out, const struct codec_event *event, struct base_slice payload,
                  bool strict) {
    static const char *const classes[] = {"ok", "syntax", "limit", "schema", "caller"};
    static struct codec_error errors[FINDINGS_MAX], deviations[FINDINGS_MAX];
    struct codec_report error_report = {errors, FINDINGS_MAX, 0};
    struct codec_report deviation_report = {deviations, FINDINGS_MAX, 0};
    static max_align_t message[STRUCT_BYTES / sizeof(max_align_t)];
    if (event->size > sizeof message)
        abort();
    struct codec_in in;
    codec_in_init(&in, payload, &scratch);
    in.errors = &error_report;
    in.deviations = &deviation_report;
    in.strict = strict;
    bool valid = codec_decode(&in, event->payload, message);
    if (!codec_in_malformed(&in))
        valid = codec_in_done(&in) && valid;
    put(out, "{\"class\":");
    put_text(out, classes[codec_error_class(in.error.code)]);
    put_findings(out, "errors", &error_report);
    put_findings(out, "deviations", &deviation_report);
    if (valid)
        put_encoded(out, event, message);
    put(out, "}\n");
}

static bool answer(struct codec_out *out, char *line, bool strict) {
    char *name = strchr(line, '\t');
    char *payload = name ? strchr(name + 1, '\t') : NULL;
    if (!payload)
        return false;
    *name++ = *payload++ = '\0';
    enum sts_direction direction = strcmp(line, "send") == 0 ? STS_TO_WORKER : STS_FROM_WORKER;
    const struct codec_event *event = sts_event_find(direction, base_slice_of(name));
    if (event) {
        check(out, event, base_slice_of(payload), strict);
    } else {
        put(out, "{\"unknown\":");
        put_text(out, name);
        put(out, "}\n");
    }
    return true;
}

int main(int argc, char **argv) {
    bool strict = argc > 1 && strcmp(argv[1], "--strict") == 0;
    static char own[2 * OUT_BYTES];
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t len; (len = getline(&line, &capacity, stdin)) > 0;) {
        if (line[len - 1] == '\n')
            line[--len] = '\0';
        struct codec_out out;
        codec_out_init(&out, own, sizeof own);
        if (!answer(&out, line, strict) || out.error.code != CODEC_OK) {
            fprintf(stderr, "codec-check: cannot answer %.80s\n", line);
            free(line);
            return 1;
        }
        for (size_t i = 0; i < out.segment_count; i++)
            (void)fwrite(out.segments[i].bytes.ptr, 1, out.segments[i].bytes.len, stdout);
    }
    free(line);
    return 0;
}
