#include "report/markup.h"

#include <stdarg.h>
#include <stdio.h>

void report_markup_init(struct report_markup *markup, const struct report_sink *sink) {
    markup->sink = sink;
    markup->ok = true;
    markup->used = 0;
}

static void flush(struct report_markup *markup) {
    if (markup->ok && markup->used)
        markup->ok =
            markup->sink->write(markup->sink->context, base_slice(markup->pending, markup->used));
    markup->used = 0;
}

bool report_markup_finish(struct report_markup *markup) {
    flush(markup);
    return markup->ok;
}

void report_markup_raw(struct report_markup *markup, struct base_slice bytes) {
    if (bytes.len > sizeof markup->pending - markup->used)
        flush(markup);
    if (bytes.len > sizeof markup->pending) {
        markup->ok = markup->ok && markup->sink->write(markup->sink->context, bytes);
        return;
    }
    if (bytes.len)
        memcpy(markup->pending + markup->used, bytes.ptr, bytes.len);
    markup->used += bytes.len;
}

void report_markup_print(struct report_markup *markup, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (n < 0 || (size_t)n >= sizeof text)
        markup->ok = false;
    else
        report_markup_raw(markup, base_slice(text, (size_t)n));
}

/* What stands for a byte; NULL: itself. */
static const char *escaped(unsigned char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return NULL;
    default:
        return byte < 0x20 || byte == 0x7f ? "\xEF\xBF\xBD" : NULL;
    }
}

/* U+FFFE and U+FFFF are no characters of XML. */
static bool is_no_character(const char *at, const char *end) {
    return end - at >= 3 && memcmp(at, "\xEF\xBF", 2) == 0 && (unsigned char)at[2] >= 0xBE;
}

static void plain(struct report_markup *markup, struct base_slice text) {
    const char *at = text.ptr, *begin = at, *end = text.len ? at + text.len : at;
    while (at < end) {
        bool strange = is_no_character(at, end);
        const char *instead = strange ? "\xEF\xBF\xBD" : escaped((unsigned char)*at);
        if (instead) {
            report_markup_raw(markup, base_slice(begin, (size_t)(at - begin)));
            report_markup_raw(markup, base_slice_of(instead));
            begin = at + (strange ? 3 : 1);
        }
        at += strange ? 3 : 1;
    }
    report_markup_raw(markup, base_slice(begin, (size_t)(end - begin)));
}

void report_markup_text(struct report_markup *markup, struct codec_text text) {
    plain(markup, base_slice(text.ptr, text.len));
}

/* A rule that is not listed never hit, unless the list is full. */
static size_t unused_of(const struct sts_control_report_armed *armed) {
    const struct sts_control_report_rule *rules =
        REPORT_ITEMS(armed->rules, sts_control_report_rule);
    const size_t listed = armed->rules.count;
    size_t unused = listed < REPORT_RULES_MAX ? (size_t)armed->rules_count - listed : 0;
    for (size_t i = 0; i < listed; i++)
        unused += !rules[i].hits;
    return unused;
}

size_t report_markup_unused(const struct sts_control_report_stream *stream) {
    const struct sts_control_report_armed *all =
        REPORT_ITEMS(stream->armed, sts_control_report_armed);
    size_t unused = 0;
    for (size_t i = 0; i < stream->armed.count; i++)
        unused += unused_of(&all[i]);
    return unused;
}

void report_markup_seeds(struct report_markup *markup, const struct codec_list *seeds) {
    const struct sts_control_report_seed *all = REPORT_ITEMS(*seeds, sts_control_report_seed);
    for (size_t i = 0; i < seeds->count; i++) {
        report_markup_print(markup, "%sseed %lld, seed_key '", i ? "; " : "",
                            (long long)all[i].seed);
        report_markup_text(markup, all[i].seed_key);
        REPORT_MARKUP(markup, "'");
    }
}
