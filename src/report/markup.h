/* markup.h - writing HTML and XML: what comes from elsewhere is escaped here and nowhere else. */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H
#include "report/document.h"

/** A text under way to a sink. After a failure nothing more is written, and `ok` stays false. */
struct report_markup {
    const struct report_sink *sink;
    bool ok;
    size_t used;
    char pending[4096];
};

void report_markup_init(struct report_markup *markup, const struct report_sink *sink);

/** Hands the rest to the sink. Returns whether all was taken. */
bool report_markup_finish(struct report_markup *markup);

/** Our own markup, as it is. */
void report_markup_raw(struct report_markup *markup, struct base_slice bytes);

/** The same as printf's; texts in it must be our own. The result must fit 1,024 bytes. */
void report_markup_print(struct report_markup *markup, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Any text, as content or in quotes as an attribute's value: markup and quotes in it are escaped,
 *  characters that XML does not allow become U+FFFD. */
void report_markup_text(struct report_markup *markup, struct codec_text text);

/** Rules of the error simulation that were armed for a stream and never hit it. */
size_t report_markup_unused(const struct sts_control_report_stream *stream);

/** "seed 42, seed_key 'x'", as faults are repeated with; of several, one behind the other. */
void report_markup_seeds(struct report_markup *markup, const struct codec_list *seeds);

/** A literal that is our own. */
#define REPORT_MARKUP(markup, literal)                                                             \
    report_markup_raw((markup), base_slice((literal), sizeof(literal) - 1))

/** The items of a list of a document. */
#define REPORT_ITEMS(list, type) ((const struct type *)(list).items)

#endif
