#include "app/watch/metrics_text.h"

/* The first size of the page; it grows by doubling. */
#define PAGE_SIZE 16384
/* The longest line: a label, and names, words and numbers of ours. */
#define LINE_MAX_SIZE (APP_METRICS_LABEL_MAX + 512)

static bool grow(struct app_metrics *metrics, size_t room) {
    size_t size = metrics->page_size ? metrics->page_size : PAGE_SIZE;
    while (size < metrics->page_used + room)
        size *= 2;
    if (size == metrics->page_size)
        return true;
    char *page = base_memory_take(metrics->memory, size);
    if (!page)
        return false;
    if (metrics->page_used)
        memcpy(page, metrics->page, metrics->page_used);
    base_memory_give(metrics->memory, metrics->page, metrics->page_size);
    metrics->page = page;
    metrics->page_size = size;
    return true;
}

static char *append(char *at, struct base_slice text) {
    memcpy(at, text.ptr, text.len);
    return at + text.len;
}

static char *append_number(char *at, uint64_t number) {
    char digits[20];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count)
        *at++ = digits[--count];
    return at;
}

static char *append_seconds(char *at, uint64_t ms) {
    at = append_number(at, ms / 1000);
    *at++ = '.';
    for (unsigned unit = 100; unit; unit /= 10)
        *at++ = (char)('0' + ms / unit % 10);
    return at;
}

bool app_metrics_head(struct app_metrics_text *text, const char *type, const char *help) {
    struct app_metrics *metrics = text->metrics;
    const struct base_slice name = base_slice_of(text->name);
    const struct base_slice parts[] = {
        BASE_SLICE("# HELP "),   name, BASE_SLICE(" "), base_slice_of(help),
        BASE_SLICE("\n# TYPE "), name, BASE_SLICE(" "), base_slice_of(type),
        BASE_SLICE("\n"),
    };
    if (!grow(metrics, LINE_MAX_SIZE))
        return false;
    char *at = metrics->page + metrics->page_used;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        at = append(at, parts[i]);
    metrics->page_used = (size_t)(at - metrics->page);
    return true;
}

/* One line. There are thousands of them: they are put together by hand, without a format. */
static bool line(struct app_metrics_text *text, const char *suffix,
                 const struct app_metrics_labels *labels, uint64_t value,
                 char *(*append_value)(char *at, uint64_t value)) {
    struct app_metrics *metrics = text->metrics;
    if (!grow(metrics, LINE_MAX_SIZE))
        return false;
    char *at = metrics->page + metrics->page_used;
    at = append(at, base_slice_of(text->name));
    at = append(at, base_slice_of(suffix));
    for (size_t i = 0; i < labels->count; i++) {
        *at++ = i ? ',' : '{';
        at = append(at, base_slice_of(labels->list[i].name));
        at = append(at, base_slice_of("=\""));
        at = append(at, labels->list[i].value);
        *at++ = '"';
    }
    if (labels->count)
        *at++ = '}';
    *at++ = ' ';
    at = append_value(at, value);
    *at++ = '\n';
    metrics->page_used = (size_t)(at - metrics->page);
    return true;
}

bool app_metrics_sample(struct app_metrics_text *text, const struct app_metrics_labels *labels,
                        uint64_t value) {
    return line(text, "", labels, value, append_number);
}

bool app_metrics_value(struct app_metrics_text *text, uint64_t value) {
    const struct app_metrics_labels none = {0};
    return app_metrics_sample(text, &none, value);
}

bool app_metrics_seconds(struct app_metrics_text *text, uint64_t ms) {
    const struct app_metrics_labels none = {0};
    return line(text, "", &none, ms, append_seconds);
}

bool app_metrics_word(struct app_metrics_text *text, const char *label, const char *word,
                      uint64_t value) {
    const struct app_metrics_labels labels = {1, {{label, base_slice_of(word)}}};
    return app_metrics_sample(text, &labels, value);
}

bool app_metrics_histogram(struct app_metrics_text *text, const char *label,
                           struct base_slice value, const struct app_metrics_histogram *histogram) {
    static const unsigned bounds[] = APP_METRICS_BOUNDS;
    struct app_metrics_labels labels = {2, {{label, value}, {"le", BASE_SLICE("+Inf")}}};
    uint64_t count = 0;
    for (size_t i = 0; i < APP_METRICS_BUCKETS; i++) {
        char bound[20];
        count += histogram->buckets[i];
        if (i < sizeof bounds / sizeof *bounds)
            labels.list[1].value =
                base_slice(bound, (size_t)(append_number(bound, bounds[i]) - bound));
        else
            labels.list[1].value = base_slice_of("+Inf");
        if (!line(text, "_bucket", &labels, count, append_number))
            return false;
    }
    labels.count = 1;
    return line(text, "_sum", &labels, histogram->sum, append_number) &&
           line(text, "_count", &labels, count, append_number);
}
