/* history.h - what is remembered of a stream's fragments (protocol §4, Resume): those in work, and
 * of those that came to their outcome the last ids with what became of them, without audio. */
#ifndef STREAM_HISTORY_H
#define STREAM_HISTORY_H
#include "base/map.h"
#include "stream/fragment.h"

/** Ids remembered of one stream, besides those still in work. */
#define STREAM_HISTORY_IDS_MAX 1024

/** The error of a result. Results in a row that have the same one share it. */
struct stream_told_error {
    size_t references;
    size_t size; /**< of the whole */
    struct sts_processing_error error;
    char text[]; /**< what that points to */
};

/** What became of a fragment. With the audio, which comes again, the same result can be made. */
struct stream_record {
    struct stream_key key;
    uint64_t number;
    struct stream_fingerprint fingerprint; /**< of the audio that came */
    struct stream_told_error *error;       /**< NULL on success */
    uint32_t processing_ms;
    uint32_t attempt;
    uint32_t epoch;       /**< the connection it was told on, counted */
    uint16_t next;        /**< in its bucket: 1 + index; 0: none */
    unsigned char status; /**< enum sts_fragment_status */
    bool retryable : 1;   /**< it may come again */
    bool confirmed : 1;   /**< the worker has acknowledged the result */
    bool expired : 1;     /**< nobody can be told the result any more */
    bool dropped : 1;     /**< nobody was to be told, on purpose */
    bool as_error : 1;    /**< it left as an `error` event */
    bool corrupt : 1;     /**< the audio was damaged on purpose */
    bool no_ack : 1;      /**< fragment:ack was withheld on purpose */
};

/** A ring of records, which grows up to STREAM_HISTORY_IDS_MAX. */
struct stream_history {
    struct base_memory *memory;
    struct base_map by_key;   /**< struct stream_fragment: those in work */
    struct base_list working; /**< the same, by acceptance */
    struct stream_record *records;
    uint16_t *buckets; /**< as many as records, by key: 1 + index; 0: none */
    size_t capacity;   /**< a power of two, or 0 */
    size_t first, count;
    size_t bytes; /**< of records and their errors */
    /** Of ids that are forgotten: above this number there is none. 0: there is none at all. */
    uint64_t forgotten;
    struct stream_key zero; /**< of number 0, if that is forgotten */
    bool has_zero;
};

/** `seed`: random and secret. */
void stream_history_init(struct stream_history *history, struct base_memory *memory,
                         struct base_hash_seed seed);

/** What stands for an id (plain UTF-8). */
struct stream_key stream_history_key(const struct stream_history *history, struct base_slice id);

/* ---- in work ---- */

/** The fragment in work that has the key, or NULL. */
struct stream_fragment *stream_history_working(const struct stream_history *history,
                                               const struct stream_key *key);

/** Notes a fragment, which is not in work so far; its key is set. False when there is no memory. */
bool stream_history_add(struct stream_history *history, struct stream_fragment *fragment);

/** Takes a fragment out. */
void stream_history_remove(struct stream_history *history, struct stream_fragment *fragment);

/** The fragment that has been in work for the longest time, or NULL. */
struct stream_fragment *stream_history_oldest(const struct stream_history *history);

/* ---- outcomes ---- */

/** The record of that key, or NULL. Valid until something is remembered or forgotten. */
struct stream_record *stream_history_find(const struct stream_history *history,
                                          const struct stream_key *key);

/** Remembers an outcome, in place of the one that had the same key, else of the oldest where the
 *  ring is full. `error` is copied; NULL: there is none. Without memory it counts as forgotten. */
void stream_history_put(struct stream_history *history, const struct stream_record *record,
                        const struct sts_processing_error *error);

/** The bytes that growing would take; 0: it need not, or cannot, grow. */
size_t stream_history_growth(const struct stream_history *history);

/** Makes room for more. Without memory it stays as it is. */
void stream_history_grow(struct stream_history *history);

/** Gives up half of the room, and the oldest records that do not fit any more. */
void stream_history_shrink(struct stream_history *history);

/** Whether an id of that number was remembered in this run and is not any more: one that is not
 *  known may be that. */
bool stream_history_has_forgotten(const struct stream_history *history, uint64_t number,
                                  const struct stream_key *key);

/** Forgets all outcomes, as at the start of a run, and gives up their memory. */
void stream_history_forget(struct stream_history *history);

/** Gives up the rest; nothing may be in work or remembered. */
void stream_history_clear(struct stream_history *history);

#endif
