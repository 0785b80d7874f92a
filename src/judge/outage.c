/* Streams that are refused on purpose for a while (protocol §6, refuse_ms): their workers cannot
 * come back before. */
#include "judge/internal.h"

#include "base/glob.h"

#include <stdio.h>

static bool is_meant(const struct judge_outage *outage, const struct judge_stream *stream) {
    return outage->scope == STS_REFUSE_SCOPE_SERVER ||
           base_glob_match(base_slice(outage->pattern, outage->length), stream->id);
}

static struct judge_outage *outage_of(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct judge_outage, node);
}

static void forget(struct judge *judge, struct judge_outage *outage) {
    base_list_remove(&outage->node);
    base_memory_give(judge->config.memory, outage, sizeof *outage + outage->length);
}

void judge_outages_forget(struct judge *judge) {
    struct base_list_node *node;
    while ((node = base_list_first(&judge->outages)))
        forget(judge, outage_of(node));
}

/* Those that are over; and the one of the same streams, of which something new is told. */
static void forget_past(struct judge *judge, const struct journal_traffic *traffic) {
    const struct base_slice pattern = base_slice_of(traffic->reason);
    struct base_list_node *node = base_list_first(&judge->outages);
    while (node) {
        struct judge_outage *outage = outage_of(node);
        node = base_list_next(&judge->outages, node);
        bool same = outage->scope == traffic->refusal->scope &&
                    base_slice_equal(base_slice(outage->pattern, outage->length), pattern);
        if (same || outage->until <= traffic->now_ms)
            forget(judge, outage);
    }
}

/* NULL: no memory. */
static struct judge_outage *add(struct judge *judge, const struct journal_traffic *traffic) {
    const struct base_slice pattern = base_slice_of(traffic->reason);
    struct judge_outage *outage =
        base_memory_zero(judge->config.memory, sizeof *outage + pattern.len);
    if (!outage)
        return NULL;
    outage->scope = traffic->refusal->scope;
    outage->until = traffic->now_ms + traffic->refusal->ms;
    outage->length = pattern.len;
    if (pattern.len)
        memcpy(outage->pattern, pattern.ptr, pattern.len);
    base_list_append(&judge->outages, &outage->node);
    return outage;
}

/* One of its outages has begun, or has ended early. */
static void set_until(const struct judge *judge, struct judge_stream *stream, uint64_t now) {
    uint64_t until = now;
    for (struct base_list_node *node = base_list_first(&judge->outages); node;
         node = base_list_next(&judge->outages, node))
        if (outage_of(node)->until > until && is_meant(outage_of(node), stream))
            until = outage_of(node)->until;
    if (until > now || stream->refused_until > now)
        stream->refused_until = until;
}

void judge_learn_refusing(struct judge_occasion *at) {
    struct judge *judge = at->judge;
    const struct journal_traffic *traffic = at->traffic;
    forget_past(judge, traffic);
    if (traffic->refusal->ms && !add(judge, traffic))
        return;
    for (struct base_list_node *node = base_list_first(&judge->streams); node;
         node = base_list_next(&judge->streams, node))
        set_until(judge, BASE_CONTAINER(node, struct judge_stream, node), traffic->now_ms);
}

/* The worker of a lost stream tries to come back, and is not let in. */
void judge_learn_refused(struct judge_occasion *at) {
    struct judge_stream *stream = at->stream;
    const struct journal_refusal *refusal = at->traffic->refusal;
    char sentence[64];
    if (!refusal || stream == at->judge->strangers)
        return;
    const uint64_t now = at->traffic->now_ms;
    if (now + refusal->ms > stream->refused_until)
        stream->refused_until = now + refusal->ms;
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
