/* refusal.h - streams that are refused for a while after their connections were lost on purpose
 * (protocol §6, refuse_ms). */
#ifndef ECHO_REFUSAL_H
#define ECHO_REFUSAL_H
#include "base/list.h"
#include "base/map.h"

struct echo;

/** The refusals that last. */
struct echo_refusals {
    struct base_list exact; /**< of one stream each; struct refusal */
    struct base_list wide;  /**< of a glob, or of the whole server */
    struct base_map by_id;  /**< the former, by the id of their stream */
    size_t exact_count, wide_count;
    size_t counted; /**< streams whose attempts are counted, of all refusals together */
};

void echo_refusals_init(struct echo *echo, struct base_hash_seed seed);
void echo_refusals_free(struct echo *echo);

/** Ends those that were asked for by `pattern`, or by nothing else than it matches. */
void echo_refusals_clear(struct echo *echo, struct base_slice pattern);

#endif
