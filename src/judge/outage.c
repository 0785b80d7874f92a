/* Streams that are refused on purpose for a while (protocol §6, refuse_ms): their workers cannot
 * come back before. */
#include "judge/internal.h"

#include "base/glob.h"

#include <stdio.h>

/* Of one stream, or of those that a glob names, or of the whole server. */
struct outage {
    struct base_list_node node;
    enum sts_refuse_scope scope;
    uint64_t until;
    size_t length;          /* of the pattern */
    struct base_slice text; /* base_glob_text of the pattern, behind it */
    char pattern[];
};

static struct outage *outage_of(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct outage, node);
}

static struct base_slice pattern_of(const struct outage *outage) {
    return base_slice(outage->pattern, outage->length);
}

static bool is_exact(const struct outage *outage) {
    return outage->scope == STS_REFUSE_SCOPE_STREAMS && base_glob_is_plain(pattern_of(outage));
}

static size_t size_of(size_t pattern_length) {
    return sizeof(struct outage) + 2 * pattern_length;
}

void judge_outages_init(struct judge *judge) {
    base_list_init(&judge->outages.exact);
    base_list_init(&judge->outages.wide);
    base_map_init(&judge->outages.by_id, judge->config.memory, judge->config.seed);
}

static void forget(struct judge *judge, struct outage *outage) {
    if (base_map_get(&judge->outages.by_id, outage->text) == outage)
        (void)base_map_remove(&judge->outages.by_id, outage->text);
    base_list_remove(&outage->node);
    base_memory_give(judge->config.memory, outage, size_of(outage->length));
}

void judge_outages_forget(struct judge *judge) {
    struct base_list_node *node;
    while ((node = base_list_first(&judge->outages.exact)) ||
           (node = base_list_first(&judge->outages.wide)))
        forget(judge, outage_of(node));
    base_map_clear(&judge->outages.by_id);
}

/* Those at the front that are over: no outage lasts for long. */
static void forget_past(struct judge *judge, const struct base_list *list, uint64_t now) {
    struct base_list_node *node;
    while ((node = base_list_first(list)) && outage_of(node)->until <= now)
        forget(judge, outage_of(node));
}

/* NULL: no memory. */
static struct outage *add(struct judge *judge, const struct journal_traffic *traffic) {
    const struct base_slice pattern = base_slice_of(traffic->reason);
    struct outage *outage = base_memory_zero(judge->config.memory, size_of(pattern.len));
    if (!outage)
        return NULL;
    outage->scope = traffic->refusal->scope;
    outage->until = traffic->now_ms + traffic->refusal->ms;
    outage->length = pattern.len;
    if (pattern.len)
        memcpy(outage->pattern, pattern.ptr, pattern.len);
    outage->text = base_glob_text(pattern_of(outage), outage->pattern + pattern.len);
    const bool exact = is_exact(outage);
    base_list_append(exact ? &judge->outages.exact : &judge->outages.wide, &outage->node);
    if (exact) /* the latest of a stream lasts longest */
        (void)base_map_put(&judge->outages.by_id, outage->text, outage);
    return outage;
}

void judge_delay(struct judge_stream *stream, uint64_t until) {
    if (until > stream->refused_until)
        stream->refused_until = until;
}

static bool is_meant(const struct outage *outage, const struct judge_stream *stream) {
    return outage->scope == STS_REFUSE_SCOPE_SERVER ||
           base_glob_match(pattern_of(outage), stream->id);
}

/* Only those of globs are compared with all streams. */
void judge_learn_refusing(struct judge_occasion *at) {
    struct judge *judge = at->judge;
    forget_past(judge, &judge->outages.exact, at->traffic->now_ms);
    forget_past(judge, &judge->outages.wide, at->traffic->now_ms);
    const struct outage *outage = add(judge, at->traffic);
    struct judge_stream *one =
        outage && is_exact(outage) ? base_map_get(&judge->by_id, outage->text) : NULL;
    if (one)
        judge_delay(one, outage->until);
    if (!outage || is_exact(outage))
        return;
    for (struct base_list_node *node = base_list_first(&judge->streams); node;
         node = base_list_next(&judge->streams, node)) {
        struct judge_stream *stream = BASE_CONTAINER(node, struct judge_stream, node);
        if (is_meant(outage, stream))
            judge_delay(stream, outage->until);
    }
}

/* ---- ending early -------------------------------------------------------------------------- */

static void forget_matching(struct judge *judge, const struct base_list *list,
                            struct base_slice pattern) {
    struct base_list_node *node = base_list_first(list);
    while (node) {
        struct outage *outage = outage_of(node);
        node = base_list_next(list, node);
        if (base_glob_match(pattern, outage->text))
            forget(judge, outage);
    }
}

/* By those that are left. */
static void set_until(const struct judge *judge, struct judge_stream *stream, uint64_t now) {
    const struct base_list *wide = &judge->outages.wide;
    const struct outage *exact = base_map_get(&judge->outages.by_id, stream->id);
    stream->refused_until = now;
    if (exact)
        judge_delay(stream, exact->until);
    for (struct base_list_node *node = base_list_first(wide); node;
         node = base_list_next(wide, node))
        if (is_meant(outage_of(node), stream))
            judge_delay(stream, outage_of(node)->until);
}

void judge_outages_reset(struct judge *judge, struct base_slice pattern, uint64_t now) {
    forget_matching(judge, &judge->outages.exact, pattern);
    forget_matching(judge, &judge->outages.wide, pattern);
    for (struct base_list_node *node = base_list_first(&judge->streams); node;
         node = base_list_next(&judge->streams, node)) {
        struct judge_stream *stream = BASE_CONTAINER(node, struct judge_stream, node);
        if (stream->refused_until > now)
            set_until(judge, stream, now);
    }
}

/* ---- attempts ------------------------------------------------------------------------------ */

/* The worker of a lost stream tries to come back, and is not let in. */
void judge_learn_refused(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    const struct journal_refusal *refusal = at->traffic->refusal;
    char sentence[64];
    if (!refusal || stream == at->judge->strangers)
        return;
    const uint64_t now = at->traffic->now_ms;
    judge_delay(stream, now + refusal->ms);
    if (at->peer) {
        stream->refused = now;
        stream->tried = false; /* that one does not count: it has to try again */
    }
    judge_mark(stream, STS_CONTROL_REPORT_MARK_KIND_REFUSED, now,
               refusal->attempt
                   ? codec_text_print(sentence, sizeof sentence, "attempt %llu refused (simulated)",
                                      (unsigned long long)refusal->attempt)
                   : CODEC_TEXT("refused (simulated)"));
}
