/* Timelines: x is time in percent of the whole, so that a chart is as wide as the screen is; y is a
 * row of pixels for each fragment. What a shape says stands in its title. */
#include "report/html_internal.h"

typedef struct sts_control_report_stream stream;
typedef struct sts_control_report_fragment fragment;
typedef struct sts_control_report_attempt attempt;

/* Above the rows: flags, then the axis. */
#define HEAD 40
#define FLAG_Y 10
#define AXIS_Y 32
#define FOOT 10
/* A row of a fragment, where there are few and where there are many. */
#define ROW_TALL 18
#define ROW_LOW 9
#define FEW 80
/* At most so many ticks. */
#define TICKS 8

struct chart {
    struct report_markup *markup;
    const stream *stream;
    int64_t total; /* ms */
    int row, height;
};

static const char *band_word(enum sts_control_report_band_kind kind) {
    switch (kind) {
    case STS_CONTROL_REPORT_BAND_KIND_SLOW_DOWN:
        return "asked to slow down";
    case STS_CONTROL_REPORT_BAND_KIND_PAUSE:
        return "asked to pause";
    case STS_CONTROL_REPORT_BAND_KIND_PAUSED:
        return "paused by the worker";
    case STS_CONTROL_REPORT_BAND_KIND_DISCONNECTED:
        return "no connection";
    }
    return "";
}

static double x_of(const struct chart *chart, int64_t ms) {
    return 100.0 * (double)ms / (double)chart->total;
}

/* ---- background ---------------------------------------------------------------------------- */

/* The step of the axis: 1, 2 or 5 times a power of ten. */
static int64_t step_of(int64_t total) {
    static const int64_t factors[] = {1, 2, 5};
    for (int64_t power = 1;; power *= 10)
        for (size_t i = 0; i < 3; i++)
            if (total / (factors[i] * power) <= TICKS || power > total)
                return factors[i] * power;
}

static void axis(const struct chart *chart) {
    int64_t step = step_of(chart->total);
    for (int64_t at = 0; at < chart->total; at += step) {
        double x = x_of(chart, at);
        report_markup_print(
            chart->markup, "<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" y2=\"%d\"/>",
            x, x, HEAD - 4, chart->height - FOOT / 2);
        if (x > 92)
            continue; /* its label would not fit */
        /* on a phone every other one has to do */
        report_markup_print(chart->markup, "<text class=\"%s\" x=\"%.2f%%\" y=\"%d\">",
                            at / step % 2 ? "minor" : "major", x, AXIS_Y);
        if (step < 1000)
            report_markup_print(chart->markup, "%lld ms</text>", (long long)at);
        else
            report_markup_print(chart->markup, "%lld s</text>", (long long)(at / 1000));
    }
}

static void write_band(const struct chart *chart, const struct sts_control_report_band *band) {
    struct report_markup *markup = chart->markup;
    bool ended = band->has & STS_CONTROL_REPORT_BAND_HAS_TO_MS;
    int64_t to = ended ? band->to_ms : chart->total;
    report_markup_print(markup,
                        "<rect class=\"band %s\" x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" "
                        "height=\"%d\"><title>%s\n",
                        sts_control_report_band_kind_text(band->kind).ptr,
                        x_of(chart, band->from_ms), HEAD - 4, x_of(chart, to - band->from_ms),
                        chart->height - HEAD + 4 - FOOT / 2, band_word(band->kind));
    report_html_duration(markup, band->from_ms);
    REPORT_MARKUP(markup, " to ");
    if (ended)
        report_html_duration(markup, to);
    else
        REPORT_MARKUP(markup, "the end");
    REPORT_MARKUP(markup, "</title></rect>\n");
}

static void write_mark(const struct chart *chart, const struct sts_control_report_mark *mark) {
    const char *name = sts_control_report_mark_kind_text(mark->kind).ptr;
    double x = x_of(chart, mark->at_ms);
    /* what happens to one fragment is told in its row */
    if (mark->kind != STS_CONTROL_REPORT_MARK_KIND_FAULT)
        report_markup_print(chart->markup,
                            "<line class=\"mark %s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" "
                            "y2=\"%d\"/>",
                            name, x, x, FLAG_Y, chart->height - FOOT / 2);
    report_markup_print(chart->markup,
                        "<svg x=\"%.2f%%\" y=\"%d\" overflow=\"visible\"><path class=\"flag %s\" "
                        "d=\"M0 5L-5 -4H5Z\"><title>",
                        x, FLAG_Y, name);
    report_markup_text(chart->markup, mark->text);
    REPORT_MARKUP(chart->markup, "\nat ");
    report_html_duration(chart->markup, mark->at_ms);
    REPORT_MARKUP(chart->markup, "</title></path></svg>\n");
}

/* ---- fragments ----------------------------------------------------------------------------- */

static void when(struct report_markup *markup, const char *name, int64_t ms, int64_t sent) {
    report_markup_print(markup, "\n%s after ", name);
    report_html_duration(markup, ms - sent);
}

static void attempt_words(struct report_markup *markup, const attempt *tried) {
    report_markup_print(markup, "%s", sts_control_report_fragment_status_text(tried->status).ptr);
    if (tried->has & STS_CONTROL_REPORT_ATTEMPT_HAS_CODE) {
        REPORT_MARKUP(markup, ", ");
        report_markup_text(markup, tried->code);
    }
    if (tried->has & STS_CONTROL_REPORT_ATTEMPT_HAS_FAULT) {
        REPORT_MARKUP(markup, ", simulated: ");
        report_markup_text(markup, tried->fault);
    }
}

/* The attempts before the last one, a line each. */
static void attempts_title(struct report_markup *markup, const fragment *life) {
    const attempt *earlier = REPORT_ITEMS(life->earlier, sts_control_report_attempt);
    for (size_t i = 0; i < life->earlier.count; i++) {
        report_markup_print(markup, "\nattempt %zu at ", i + 1);
        report_html_duration(markup, earlier[i].sent_ms);
        REPORT_MARKUP(markup, ": ");
        attempt_words(markup, &earlier[i]);
    }
    if (life->earlier.count)
        report_markup_print(markup, "\nattempt %zu:", life->earlier.count + 1);
}

static void fragment_title(struct report_markup *markup, const fragment *life) {
    REPORT_MARKUP(markup, "<title>#");
    report_html_number(markup, life->sequence_number);
    REPORT_MARKUP(markup, "  ");
    report_markup_text(markup, life->fragment_id);
    attempts_title(markup, life);
    report_markup_print(markup, "\n%s", sts_control_report_fragment_status_text(life->status).ptr);
    if (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_CODE) {
        REPORT_MARKUP(markup, ", ");
        report_markup_text(markup, life->code);
    }
    if (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_FAULT) {
        REPORT_MARKUP(markup, "\nsimulated: ");
        report_markup_text(markup, life->fault);
    }
    REPORT_MARKUP(markup, "\nsent at ");
    report_html_duration(markup, life->sent_ms);
    if (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_ACKED_MS)
        when(markup, "acked", life->acked_ms, life->sent_ms);
    if (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_PROCESSED_MS)
        when(markup, "processed", life->processed_ms, life->sent_ms);
    if (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_CONFIRMED_MS)
        when(markup, "confirmed", life->confirmed_ms, life->sent_ms);
    REPORT_MARKUP(markup, "</title>");
}

static void bar(const struct chart *chart, const char *class, int64_t from, int64_t to, int y) {
    int thick = chart->row / 2;
    report_markup_print(chart->markup,
                        "<rect class=\"%s\" x=\"%.3f%%\" y=\"%d\" width=\"%.3f%%\" height=\"%d\" "
                        "rx=\"2\"/>",
                        class, x_of(chart, from), y - thick / 2,
                        x_of(chart, to > from ? to - from : 0), thick);
}

static void dot(const struct chart *chart, const char *class, int64_t at, int y, int r) {
    report_markup_print(chart->markup, "<circle class=\"%s\" cx=\"%.3f%%\" cy=\"%d\" r=\"%d\"/>",
                        class, x_of(chart, at), y, r);
}

static void sign(const struct chart *chart, const char *class, int64_t at, int y,
                 const char *path) {
    report_markup_print(chart->markup,
                        "<svg x=\"%.3f%%\" y=\"%d\" overflow=\"visible\"><path class=\"%s\" "
                        "d=\"%s\"/></svg>",
                        x_of(chart, at), y, class, path);
}

#define CROSS "M-3 -3L3 3M3 -3L-3 3"

/* An attempt that failed, and was not the last. */
static void attempt_line(const struct chart *chart, const attempt *tried, int y) {
    bool processed = tried->has & STS_CONTROL_REPORT_ATTEMPT_HAS_PROCESSED_MS;
    int64_t end = processed ? tried->processed_ms : tried->sent_ms;
    bar(chart, "tried", tried->sent_ms, end, y);
    sign(chart, "refused", end, y, CROSS);
    if (tried->has & STS_CONTROL_REPORT_ATTEMPT_HAS_FAULT)
        sign(chart, "fault", tried->sent_ms, y, "M0 -5L5 0L0 5L-5 0Z");
}

static void life_line(const struct chart *chart, const fragment *life, int y) {
    bool processed = life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_PROCESSED_MS;
    bool acked = life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_ACKED_MS;
    int64_t begin = acked ? life->acked_ms : life->sent_ms;
    int64_t end = processed ? life->processed_ms : chart->total;
    int radius = chart->row / 4;
    if (acked)
        bar(chart, "sent", life->sent_ms, life->acked_ms, y);
    bar(chart, "work", begin, end, y);
    if (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_CONFIRMED_MS) {
        report_markup_print(chart->markup,
                            "<line class=\"held\" x1=\"%.3f%%\" x2=\"%.3f%%\" y1=\"%d\" "
                            "y2=\"%d\"/>",
                            x_of(chart, end), x_of(chart, life->confirmed_ms), y, y);
        dot(chart, "seen", life->confirmed_ms, y, radius);
    } else if (processed && life->status != STS_CONTROL_REPORT_FRAGMENT_STATUS_FAILED) {
        dot(chart, "end", life->processed_ms, y, radius);
    }
    if (processed && life->status == STS_CONTROL_REPORT_FRAGMENT_STATUS_FAILED)
        sign(chart, "refused", life->processed_ms, y, CROSS);
}

static void write_life(const struct chart *chart, const fragment *life, size_t index) {
    struct report_markup *markup = chart->markup;
    int y = HEAD + (int)index * chart->row + chart->row / 2;
    report_markup_print(markup, "<g class=\"life %s\" tabindex=\"%d\">",
                        sts_control_report_fragment_status_text(life->status).ptr,
                        chart->row == ROW_TALL ? 0 : -1);
    fragment_title(markup, life);
    report_markup_print(markup,
                        "<rect class=\"hit\" x=\"0\" y=\"%d\" width=\"100%%\" height=\"%d\"/>",
                        y - chart->row / 2, chart->row);
    const attempt *earlier = REPORT_ITEMS(life->earlier, sts_control_report_attempt);
    for (size_t i = 0; i < life->earlier.count; i++)
        attempt_line(chart, &earlier[i], y);
    if (life->status == STS_CONTROL_REPORT_FRAGMENT_STATUS_REFUSED)
        sign(chart, "refused", life->sent_ms, y, CROSS);
    else
        life_line(chart, life, y);
    if (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_FAULT)
        sign(chart, "fault", life->sent_ms, y, "M0 -5L5 0L0 5L-5 0Z");
    REPORT_MARKUP(markup, "</g>\n");
}

static void names(const struct chart *chart) {
    const fragment *lives = REPORT_ITEMS(chart->stream->fragments, sts_control_report_fragment);
    size_t each = chart->row == ROW_TALL ? 1 : 2;
    report_markup_print(chart->markup, "<svg class=\"names\" height=\"%d\" aria-hidden=\"true\">",
                        chart->height);
    for (size_t i = 0; i < chart->stream->fragments.count; i += each)
        report_markup_print(chart->markup, "<text x=\"0\" y=\"%d\">#%lld</text>",
                            HEAD + (int)i * chart->row + chart->row / 2 + 4,
                            (long long)lives[i].sequence_number);
    REPORT_MARKUP(chart->markup, "</svg>\n");
}

static void plot(const struct chart *chart) {
    const stream *row = chart->stream;
    const fragment *lives = REPORT_ITEMS(row->fragments, sts_control_report_fragment);
    const struct sts_control_report_band *all = REPORT_ITEMS(row->bands, sts_control_report_band);
    const struct sts_control_report_mark *events =
        REPORT_ITEMS(row->marks, sts_control_report_mark);
    report_markup_print(chart->markup,
                        "<svg class=\"plot\" width=\"100%%\" height=\"%d\" role=\"img\" "
                        "aria-label=\"Timeline of the stream's fragments\">\n",
                        chart->height);
    for (size_t i = 0; i < row->bands.count; i++)
        write_band(chart, &all[i]);
    axis(chart);
    for (size_t i = 0; i < row->marks.count; i++)
        write_mark(chart, &events[i]);
    for (size_t i = 0; i < row->fragments.count; i++)
        write_life(chart, &lives[i], i);
    REPORT_MARKUP(chart->markup, "</svg>\n");
}

/* ---- a stream ------------------------------------------------------------------------------ */

/* Each has a shape or a pattern of its own, for who does not see the colours, and on paper. */
static void legend(struct report_markup *markup) {
    static const struct {
        const char *shape, *word;
    } keys[] = {
        {"sent", "sent, not yet acked"},
        {"work", "processing"},
        {"held", "processed, not yet confirmed"},
        {"seen", "confirmed by the worker"},
        {"tried", "failed or refused"},
        {"partial", "partial result"},
        {"slow_down", "asked to slow down"},
        {"pause", "asked to pause"},
        {"paused", "paused by the worker"},
        {"disconnected", "no connection"},
        {"fault", "fault simulated"},
    };
    REPORT_MARKUP(markup, "<div class=\"legend\">");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        report_markup_print(markup, "<span><i class=\"key-%s\"></i>%s</span>", keys[i].shape,
                            keys[i].word);
    REPORT_MARKUP(markup, "</div>\n");
}

static void list_of_events(struct report_markup *markup, const stream *row) {
    const struct sts_control_report_mark *events =
        REPORT_ITEMS(row->marks, sts_control_report_mark);
    report_markup_print(markup, "<details class=\"events\"><summary>%zu events</summary><ol>\n",
                        row->marks.count);
    for (size_t i = 0; i < row->marks.count; i++) {
        REPORT_MARKUP(markup, "<li><time>");
        report_html_duration(markup, events[i].at_ms);
        REPORT_MARKUP(markup, "</time><span>");
        if (events[i].kind == STS_CONTROL_REPORT_MARK_KIND_FAULT)
            REPORT_MARKUP(markup, "simulated: ");
        report_markup_text(markup, events[i].text);
        REPORT_MARKUP(markup, "</span></li>\n");
    }
    REPORT_MARKUP(markup, "</ol></details>\n");
}

static void attempt_item(struct report_markup *markup, size_t number, int64_t sent_ms) {
    report_markup_print(markup, "<span>attempt %zu at ", number);
    report_html_duration(markup, sent_ms);
    REPORT_MARKUP(markup, ": ");
}

static void life_item(struct report_markup *markup, const fragment *life) {
    const attempt *earlier = REPORT_ITEMS(life->earlier, sts_control_report_attempt);
    const attempt last = {
        .has =
            (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_CODE ? STS_CONTROL_REPORT_ATTEMPT_HAS_CODE
                                                              : 0u) |
            (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_FAULT
                 ? STS_CONTROL_REPORT_ATTEMPT_HAS_FAULT
                 : 0u),
        .status = life->status,
        .code = life->code,
        .fault = life->fault,
    };
    REPORT_MARKUP(markup, "<li><b>#");
    report_html_number(markup, life->sequence_number);
    REPORT_MARKUP(markup, "</b><div><span class=\"id\">");
    report_markup_text(markup, life->fragment_id);
    REPORT_MARKUP(markup, "</span>");
    for (size_t i = 0; i < life->earlier.count; i++) {
        attempt_item(markup, i + 1, earlier[i].sent_ms);
        attempt_words(markup, &earlier[i]);
        REPORT_MARKUP(markup, "</span>");
    }
    attempt_item(markup, life->earlier.count + 1, life->sent_ms);
    attempt_words(markup, &last);
    if (life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_PROCESSED_MS) {
        REPORT_MARKUP(markup, ", after ");
        report_html_duration(markup, life->processed_ms - life->sent_ms);
    }
    if (!(life->has & STS_CONTROL_REPORT_FRAGMENT_HAS_CONFIRMED_MS))
        REPORT_MARKUP(markup, ", not confirmed");
    REPORT_MARKUP(markup, "</span></div></li>\n");
}

static void list_of_lives(struct report_markup *markup, const stream *row) {
    const fragment *lives = REPORT_ITEMS(row->fragments, sts_control_report_fragment);
    report_markup_print(markup,
                        "<details class=\"lives\"><summary>%zu fragment%s, attempt by attempt"
                        "</summary><ol>\n",
                        row->fragments.count, row->fragments.count == 1 ? "" : "s");
    for (size_t i = 0; i < row->fragments.count; i++)
        life_item(markup, &lives[i]);
    REPORT_MARKUP(markup, "</ol></details>\n");
}

static void summary(struct report_markup *markup, const stream *row) {
    const char *class = report_html_verdict_class(row->verdict);
    REPORT_MARKUP(markup, "<summary><b>");
    report_markup_text(markup, row->stream_id);
    report_markup_print(markup, "</b><span class=\"chip %s\">%s</span><small>", class,
                        report_html_verdict_word(row->verdict));
    report_html_number(markup, row->fragment_count);
    report_markup_print(markup, " fragment%s", row->fragment_count == 1 ? "" : "s");
    if (row->attempt_count > row->fragment_count) {
        REPORT_MARKUP(markup, " (");
        report_html_number(markup, row->attempt_count);
        REPORT_MARKUP(markup, " attempts)");
    }
    REPORT_MARKUP(markup, " in ");
    report_html_duration(markup, row->duration_ms);
    if (row->has & STS_CONTROL_REPORT_STREAM_HAS_WORKER_ID) {
        REPORT_MARKUP(markup, ", worker ");
        report_markup_text(markup, row->worker_id);
    }
    report_markup_print(markup, "; %s",
                        row->has & STS_CONTROL_REPORT_STREAM_HAS_ENDED ? "" : "not ended");
    report_markup_text(markup, row->ended);
    REPORT_MARKUP(markup, "</small></summary>\n");
}

static void rule_item(struct report_markup *markup, const struct sts_control_report_rule *rule) {
    if (rule->hits)
        REPORT_MARKUP(markup, "<li>");
    else
        REPORT_MARKUP(markup, "<li class=\"unused\">");
    if (rule->has & STS_CONTROL_REPORT_RULE_HAS_DOES)
        report_markup_text(markup, rule->does);
    else
        report_markup_print(markup, "rule %lld", (long long)rule->rule);
    if (rule->hits)
        report_markup_print(markup, ": %lld hit%s", (long long)rule->hits,
                            rule->hits == 1 ? "" : "s");
    else
        REPORT_MARKUP(markup, ": <strong>never hit</strong>");
    REPORT_MARKUP(markup, "</li>\n");
}

/* Open where a rule was of no use: whoever armed it meant it to be. */
static void list_of_armed(struct report_markup *markup, const stream *row) {
    const struct sts_control_report_armed *all = REPORT_ITEMS(row->armed, sts_control_report_armed);
    const size_t unused = report_markup_unused(row);
    if (!row->armed.count)
        return;
    report_markup_print(
        markup, "<details class=\"armed\"%s><summary>Armed faults: ", unused ? " open" : "");
    if (unused)
        report_markup_print(markup, "%zu rule%s never hit", unused, unused == 1 ? "" : "s");
    else
        REPORT_MARKUP(markup, "every rule of the error simulation hit");
    REPORT_MARKUP(markup, "</summary>\n");
    for (size_t i = 0; i < row->armed.count; i++) {
        const struct sts_control_report_rule *rules =
            REPORT_ITEMS(all[i].rules, sts_control_report_rule);
        REPORT_MARKUP(markup, "<p>For <code>");
        report_markup_text(markup, all[i].stream_id);
        report_markup_print(markup, "</code> (number %lld):</p>\n<ul>\n", (long long)all[i].number);
        for (size_t j = 0; j < all[i].rules.count; j++)
            rule_item(markup, &rules[j]);
        REPORT_MARKUP(markup, "</ul>\n");
    }
    REPORT_MARKUP(markup, "</details>\n");
}

static void repetition(struct report_markup *markup, const struct codec_list *seeds) {
    if (!seeds->count)
        return;
    REPORT_MARKUP(markup, "<p class=\"more\">To repeat the faults: the same rules with ");
    report_markup_seeds(markup, seeds);
    REPORT_MARKUP(markup, ".</p>\n");
}

static void write_stream(struct report_markup *markup, const stream *row, bool open) {
    struct chart chart = {
        .markup = markup,
        .stream = row,
        .total = row->duration_ms + row->duration_ms / 50 + 1,
        .row = row->fragments.count > FEW ? ROW_LOW : ROW_TALL,
    };
    chart.height = HEAD + FOOT + chart.row * (int)row->fragments.count;
    report_markup_print(markup, "<details class=\"stream\"%s>\n", open ? " open" : "");
    summary(markup, row);
    if (row->fragments.count || row->marks.count) {
        REPORT_MARKUP(markup, "<div class=\"chart\">");
        names(&chart);
        plot(&chart);
        REPORT_MARKUP(markup, "</div>\n");
        legend(markup);
        list_of_lives(markup, row);
        list_of_events(markup, row);
    }
    list_of_armed(markup, row);
    repetition(markup, &row->seeds);
    if (row->left_out) {
        REPORT_MARKUP(markup, "<p class=\"more\">");
        report_html_number(markup, row->left_out);
        REPORT_MARKUP(
            markup,
            " more fragments and events are not shown. The chart has the first and the last.</p>");
    }
    REPORT_MARKUP(markup, "</details>\n");
}

void report_html_stream(struct report_markup *markup, const struct sts_control_report *report,
                        size_t index) {
    const stream *rows = REPORT_ITEMS(report->streams, sts_control_report_stream);
    write_stream(markup, &rows[index], report->streams.count <= 4);
}

void report_html_streams_end(struct report_markup *markup,
                             const struct sts_control_report *report) {
    if (!report->streams.count)
        REPORT_MARKUP(markup, "<p class=\"good\">There were no streams.</p>");
    if (report->streams_left_out) {
        REPORT_MARKUP(markup, "<p class=\"more\">");
        report_html_number(markup, report->streams_left_out);
        REPORT_MARKUP(markup, " more streams are not shown: raise <code>REPORTS_KEPT</code>.</p>");
    }
    if (report->has & STS_CONTROL_REPORT_HAS_STREAMS_DROPPED) {
        REPORT_MARKUP(markup, "<p class=\"more\">Reports that were dropped on request: ");
        report_html_number(markup, report->streams_dropped);
        REPORT_MARKUP(markup, ". This report says nothing of their streams.</p>");
    }
}
