/* uses.h - which streams a configuration acts on, and how often each of its rules hit each of them.
 * What is known of a stream outlives it, in bounded memory. */
#ifndef ECHO_USES_H
#define ECHO_USES_H
#include "base/list.h"
#include "base/map.h"

struct echo_configuration;
struct echo_use;

/** How often something hit. */
struct echo_hit {
    uint64_t count;
    uint64_t last_ms;          /**< monotonic */
    uint64_t number;           /**< sequence number of the last fragment */
    const struct echo_use *by; /**< of a total: the last stream; NULL: not known any more */
};

/** What is known of all streams together. */
struct echo_uses {
    struct base_memory *memory;
    struct base_hash_seed seed;
    struct base_list idle; /**< uses of streams that have gone, the oldest first */
    size_t count, bytes;
};

void echo_uses_init(struct echo_uses *uses, struct base_memory *memory, struct base_hash_seed seed);

/** What came of one configuration. */
struct echo_tally {
    struct echo_uses *uses; /**< NULL: no stream used it */
    struct base_list list;  /**< of its uses */
    struct base_map by_id;  /**< the same */
    uint64_t streams;       /**< that used it */
    uint64_t forgotten;     /**< of those, whose hits are not known, or not all */
    size_t rules;
    struct echo_hit *hits; /**< by rule, of all streams */
};

/** All zero but for these. */
void echo_tally_init(struct echo_tally *tally, struct echo_hit *hits, size_t rules);

/** Forgets its uses. No stream uses it any more. */
void echo_tally_clear(struct echo_tally *tally);

/** A stream of that id (plain UTF-8) begins to use the configuration of `tally`. NULL: this use is
 *  not remembered, and `forgotten` says so. */
struct echo_use *echo_use_begin(struct echo_uses *uses, struct echo_tally *tally,
                                struct base_slice id);

/** It uses it no more. NULL is ignored. */
void echo_use_end(struct echo_use *use);

/** A rule hit the fragment of that number. `use` may be NULL. */
void echo_use_hit(struct echo_tally *tally, struct echo_use *use, size_t rule, uint64_t number,
                  uint64_t now);

/** Forgets the hits of the streams that `pattern` (an exact id or a glob) matches; the totals lose
 *  those that are known. */
void echo_tally_reset(struct echo_tally *tally, struct base_slice pattern);

/** Whether a stream of that id has used it, as far as is known. */
bool echo_tally_has(const struct echo_tally *tally, struct base_slice id);

/** How often a rule hit the stream of that id. False: not known; `hit` has what is. */
bool echo_tally_find(const struct echo_tally *tally, struct base_slice id, size_t rule,
                     struct echo_hit *hit);

/** The id of its stream; empty for NULL. */
struct base_slice echo_use_id(const struct echo_use *use);

#endif
