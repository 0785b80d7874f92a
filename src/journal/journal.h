/* journal.h - what passed and happened, remembered: a bounded ring for each stream, and one for
 * connections without a stream. It listens to the tap.
 *
 * An entry reads as one line of JSON as schema/control/journal_entry.json has it. Most are never
 * read: what passes all the time is kept as it came, without audio, and written as JSON by who
 * reads it. A ring outlives its stream until the whole is too large; shares.h says whose entries go
 * then. */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H
#include "base/map.h"
#include "codec/closest.h"
#include "journal/line.h"
#include "journal/losses.h"
#include "journal/pack.h"

/** Name of an entry's event that is kept for filters, in bytes: as much as a filter without a
 *  wildcard can name. */
#define JOURNAL_NAME_MAX STS_CONTROL_JOURNAL_EVENT_BYTES

struct journal_config {
    struct base_memory *memory;
    struct base_hash_seed seed; /**< random and secret */
    size_t max_events;          /**< of one ring */
    size_t max_bytes;           /**< of all together */
    bool hash;                  /**< SHA-256 of decoded audio */
};

struct journal;

/** NULL when there is no memory. */
struct journal *journal_new(const struct journal_config *config);

/** Its readers must have left. NULL is ignored. */
void journal_free(struct journal *journal);

/** What is to be put on the tap. */
struct journal_listener *journal_listener(struct journal *journal);

struct journal_ring;

/** Read only. Lives until something else is told to the journal. */
struct journal_entry {
    struct base_list_node in_ring, in_all;
    struct journal_ring *ring;
    uint64_t id;                    /**< from 1, ascending without gaps */
    bool mark_in_ring, mark_in_all; /**< for the journal: see journal/index.h */
    uint64_t now_ms;
    enum journal_kind kind;
    enum journal_direction direction; /**< of an EVENT or ACK */
    enum journal_verdict verdict;     /**< of an EVENT */
    struct base_slice stream_id;      /**< plain UTF-8; empty: none */
    struct base_slice name;           /**< of the event, else the word of the kind; plain UTF-8 */
    /* how it is kept: see journal_entry_line */
    bool is_packed, hash;
    bool is_cut, name_is_cut;     /**< its line lacks what it should show; `name` lacks its end */
    struct journal_packed packed; /**< its texts are in `bytes` */
    struct base_slice line;       /**< unless it is packed, in `bytes` */
    char bytes[];
};

/** Its JSON, no newline: in the entry, or in `room` (JOURNAL_LINE_MAX bytes). */
struct base_slice journal_entry_line(const struct journal_entry *entry, char *room);

/** The payload of an EVENT as its line has it, in the entry or in `room` (JOURNAL_LINE_MAX bytes);
 *  empty: it has none. */
struct base_slice journal_entry_payload(const struct journal_entry *entry, char *room);

/** Which entries are meant; all zero is all of them. */
struct journal_filter {
    uint64_t since;           /**< only larger ids */
    struct base_slice stream; /**< an exact id or a glob (glob.h); empty: any */
    struct base_slice event;  /**< the same for `name`; empty: any */
    bool has_direction;
    enum journal_direction direction;
    /** Whether the reader may see this stream (empty: entries without one); NULL: it may. */
    bool (*may_see)(const void *context, struct base_slice stream_id);
    const void *context;
};

/** The id of the stream, where one alone is meant: into `room` (STREAM_ID_SIZE bytes). Else empty.
 */
struct base_slice journal_filter_id(const struct journal_filter *filter, char *room);

/** Whether `entry` is meant, its id aside. */
bool journal_filter_fits(const struct journal_filter *filter, const struct journal_entry *entry);

/** The first entry that is meant, or NULL. */
const struct journal_entry *journal_find(const struct journal *journal,
                                         const struct journal_filter *filter);

/** The next one that is meant after `entry`, or NULL. */
const struct journal_entry *journal_next(const struct journal *journal,
                                         const struct journal_filter *filter,
                                         const struct journal_entry *entry);

/** A reading that stops in between, so that nobody waits for it. `filter->since` follows what has
 *  been looked at: the next reading goes on from there. */
struct journal_walk {
    const struct journal *journal;
    struct journal_filter *filter;
    size_t steps;                   /**< entries that may still be looked at */
    const struct journal_entry *at; /**< NULL: it has not begun */
};

/** The next entry that is meant. NULL: there is none left, or, where no steps are, perhaps there
 *  is. */
const struct journal_entry *journal_walk_next(struct journal_walk *walk);

/** The entry with this id, or NULL. */
const struct journal_entry *journal_entry(const struct journal *journal, uint64_t id);

/** The id of the latest entry; 0: there was none. */
uint64_t journal_last(const struct journal *journal);

/** The id of the last entry that may have been meant and was overwritten, or lost for want of
 *  memory; 0: none after `since`. Where one stream is meant, what others lost does not count. */
uint64_t journal_lost(const struct journal *journal, const struct journal_filter *filter);

/** Why entries are lost that `filter` may mean: a bit for each enum journal_cause; 0: none is. */
unsigned journal_lost_to(const struct journal *journal, const struct journal_filter *filter);

/** Room for what journal_cure says. */
#define JOURNAL_CURE_SIZE 256

/** What would have kept entries that were lost to these causes: which settings to raise. Returns
 *  the length. */
size_t journal_cure(const struct journal *journal, unsigned causes, char cure[JOURNAL_CURE_SIZE]);

/** The id of the last entry that was lost for want of memory, before anybody could read it; 0. */
uint64_t journal_unkept(const struct journal *journal);

/** How many entries it has no longer, unless somebody asked for that. `journal` may be NULL: none.
 */
uint64_t journal_lost_count(const struct journal *journal);

enum journal_used {
    JOURNAL_USED,         /**< a stream that is meant, or a connection without one, has entries that
                               a client caused */
    JOURNAL_USED_PERHAPS, /**< if so, its entries are all lost */
    JOURNAL_USED_NEVER,
};

/** Whether anybody ever used what `filter` means by its stream and what the reader may see. */
enum journal_used journal_used(const struct journal *journal, const struct journal_filter *filter);

/** Whether entries of this kind come from what a client does: not from what a test asks for. */
bool journal_is_of_client(enum journal_kind kind);

/** Hands each stream that was used and that the reader of `filter` may see to `search`. */
void journal_try_streams(const struct journal *journal, const struct journal_filter *filter,
                         struct codec_closest *search);

/* ---- dropping ---- */

/** Drops the entries of a stream up to that id. Returns how many. Who followed them is told that
 *  they are lost; who has no place in the journal yet (`since` 0) finds the stream as if it had
 * never been. */
size_t journal_drop_stream(struct journal *journal, struct base_slice stream_id, uint64_t until);

/** How many entries are dropped in one call of journal_drop, at least: half a millisecond or so. */
#define JOURNAL_DROP_ENTRIES 4096

/** Which entries are to be dropped; all else zero at first. */
struct journal_drop {
    struct base_slice pattern; /**< of these streams: an exact id or a glob (glob.h) */
    uint64_t until;            /**< up to this id */
    uint64_t dropped;          /**< so far */
    size_t at, capacity;       /**< where it goes on, in the journal's map */
    uint64_t changes;          /**< of that, then */
};

/** The same for the streams of a pattern. False: there may be more; call it again. */
bool journal_drop(struct journal *journal, struct journal_drop *drop);

/** A number that is another one after each start of the server. */
uint64_t journal_start(const struct journal *journal);

/** Somebody who waits for entries; embedded in its owner. */
struct journal_reader {
    struct base_list_node node;
    /** There is a new one. Must not free the reader, nor tell anything to the journal: arm a timer
     *  for what takes longer. */
    void (*news)(struct journal_reader *reader, const struct journal_entry *entry);
};

void journal_follow(struct journal *journal, struct journal_reader *reader);

/** One that does not follow is left alone. */
void journal_leave(struct journal_reader *reader);

#endif
