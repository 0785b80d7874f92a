/* hits.h - which rule hits a fragment, and how often rules with a `count` still may.
 *
 * A counted rule must hit the same fragments whatever the order in which they come (protocol §6).
 * So its hits are given out by sequence number: for every number in turn it is decided which rule
 * would hit it, as soon as that number or a higher one comes, and the decisions for numbers that
 * have not come yet are kept. A number that is given up as missing gives its hit back. Retries, and
 * rules for a fragment_id, are counted as they come. */
#ifndef ECHO_HITS_H
#define ECHO_HITS_H
#include "echo/faults.h"

/** Decisions kept for numbers that have not come: more than any window of fragments in flight and
 *  waiting by default settings, and what one fragment far ahead may cost (decisions for as many
 *  numbers times the rules). What was before is treated as missing. */
#define ECHO_HITS_AHEAD 256

struct echo_hits;

/** For one stream and the rules of one configuration. NULL: no memory. */
struct echo_hits *echo_hits_new(struct base_memory *memory, const struct echo_faults *faults);
void echo_hits_free(struct echo_hits *hits);

/** The rule that hits `task`, or NULL; the hit is counted. `stream` is echo_random_stream of its
 *  id; `faults` is what `hits` was made for. */
const struct echo_rule *echo_hits_decide(struct echo_hits *hits, const struct echo_faults *faults,
                                         const struct stream_task *task, uint64_t stream);

/** No fragment came for these numbers of the present run. */
void echo_hits_missing(struct echo_hits *hits, uint64_t first, uint64_t last);

#endif
