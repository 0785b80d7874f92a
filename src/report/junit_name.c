/* junit_name.c - what the classes of the JUnit report are called: no two things share a name. */
#include "report/junit_internal.h"

#include <stdio.h>

typedef struct sts_control_report_stream stream;

static bool is_hex(unsigned char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'F') ||
           (byte >= 'a' && byte <= 'f');
}

/* Whether XML, or a parser that knows the schema of JUnit, would make another of this byte. */
static bool is_changed(const unsigned char *text, size_t len, size_t at) {
    const unsigned char byte = text[at];
    if (byte == ' ')
        return at == 0 || at + 1 == len || text[at - 1] == ' ';
    if (byte == '%')
        return at + 2 < len && is_hex(text[at + 1]) && is_hex(text[at + 2]);
    /* U+FFFD stands for characters that XML does not have; U+FFFE and U+FFFF are such */
    for (size_t begin = at > 2 ? at - 2 : 0; begin <= at; begin++)
        if (begin + 2 < len && text[begin] == 0xEF && text[begin + 1] == 0xBF &&
            text[begin + 2] >= 0xBD)
            return true;
    return byte < 0x20 || byte == 0x7f;
}

void report_junit_name(struct codec_text name, char out[REPORT_JUNIT_NAME_SIZE]) {
    char plain[REPORT_JUNIT_NAME_SIZE / 3] = "";
    const unsigned char *text = (const unsigned char *)plain;
    size_t used = 0, len = codec_text_copy(name, plain, sizeof plain);
    if (len > sizeof plain)
        len = strnlen(plain, sizeof plain);
    for (size_t i = 0; i < len && used + 4 <= REPORT_JUNIT_NAME_SIZE; i++) {
        bool changed = is_changed(text, len, i);
        used += (size_t)snprintf(out + used, REPORT_JUNIT_NAME_SIZE - used,
                                 changed ? "%%%02X" : "%c", text[i]);
    }
    out[used] = '\0';
}

/* Whether a stream of the report has this name. */
static bool is_taken(const struct sts_control_report *report, const char *name) {
    const stream *streams = REPORT_ITEMS(report->streams, sts_control_report_stream);
    char other[REPORT_JUNIT_NAME_SIZE];
    for (size_t i = 0; i < report->streams.count; i++) {
        report_junit_name(streams[i].stream_id, other);
        if (strcmp(other, name) == 0)
            return true;
    }
    return false;
}

static void make_free(const struct sts_control_report *report, char *name) {
    size_t len = strlen(name);
    while (len + 1 < REPORT_JUNIT_NAME_SIZE && is_taken(report, name)) {
        name[len++] = '+';
        name[len] = '\0';
    }
}

void report_junit_name_stream(const struct sts_control_report *report, size_t index,
                              char out[REPORT_JUNIT_NAME_SIZE]) {
    const stream *streams = REPORT_ITEMS(report->streams, sts_control_report_stream);
    size_t before = 0, after = 0;
    for (size_t i = 0; i < report->streams.count; i++)
        if (i != index && codec_text_equal(streams[i].stream_id, streams[index].stream_id))
            ++*(i < index ? &before : &after);
    report_junit_name(streams[index].stream_id, out);
    if (!after)
        return;
    size_t len = strlen(out);
    (void)snprintf(out + len, REPORT_JUNIT_NAME_SIZE - len, " (earlier run %zu)", before + 1);
    make_free(report, out);
}

void report_junit_name_other(const struct sts_control_report *report, struct codec_text title,
                             char out[REPORT_JUNIT_NAME_SIZE]) {
    report_junit_name(title, out);
    make_free(report, out);
}
