/* history.h - what is remembered of a stream's fragments (protocol §4, Resume): their ids, and
 * results that the worker has not confirmed. */
#ifndef STREAM_HISTORY_H
#define STREAM_HISTORY_H
#include "base/map.h"
#include "stream/fragment.h"

/** Ids remembered of one stream, besides those still in work. */
#define STREAM_HISTORY_IDS_MAX 1024

struct stream_history {
    struct base_memory *memory;
    struct base_map by_id; /**< struct stream_fragment */
    struct base_list age;  /**< the same, by acceptance */
    struct base_list kept; /**< struct stream_work.kept: results, by time of sending */
    size_t kept_bytes;
};

void stream_history_init(struct stream_history *history, struct base_memory *memory,
                         struct base_hash_seed seed);

/** The fragment of that id (plain UTF-8), or NULL. */
struct stream_fragment *stream_history_find(const struct stream_history *history,
                                            struct base_slice id);

/** Remembers a fragment, which is unknown so far. False when there is no memory. */
bool stream_history_add(struct stream_history *history, struct stream_fragment *fragment);

/** The oldest fragment, when it is settled and one too many; the caller then takes it out. Else
 *  NULL. */
struct stream_fragment *stream_history_surplus(const struct stream_history *history);

/** The oldest fragment, or NULL. */
struct stream_fragment *stream_history_oldest(const struct stream_history *history);

/** Takes a fragment out. Its result must not be kept any more. */
void stream_history_remove(struct stream_history *history, struct stream_fragment *fragment);

/** Keeps the result of a settled fragment; it still counts for what it did. */
void stream_history_keep(struct stream_history *history, struct stream_work *work);

/** Keeps it no longer. One that is not kept is left alone. */
void stream_history_let_go(struct stream_history *history, struct stream_work *work);

/** The result kept longest, or NULL. */
struct stream_work *stream_history_oldest_kept(const struct stream_history *history);

/** Gives up its own memory; everything must have been taken out. */
void stream_history_clear(struct stream_history *history);

#endif
