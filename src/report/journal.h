/* journal.h - what passed and happened, remembered: a bounded ring for each stream, and one for
 * connections without a stream. It listens to the tap.
 *
 * An entry reads as one line of JSON as schema/control/journal_entry.json has it. Most are never
 * read: what passes all the time is kept as it came, without audio, and written as JSON by who
 * reads it. A ring outlives its stream until the whole is too large; then the oldest entries of all
 * go first. */
#ifndef REPORT_JOURNAL_H
#define REPORT_JOURNAL_H
#include "base/map.h"
#include "report/journal_line.h"
#include "report/journal_pack.h"

/** Name of an entry's event that is kept for filters, in bytes: longer ones are no events. */
#define REPORT_NAME_MAX 128

struct report_journal_config {
    struct base_memory *memory;
    struct base_hash_seed seed; /**< random and secret */
    size_t max_events;          /**< of one ring */
    size_t max_bytes;           /**< of all together */
    bool hash;                  /**< SHA-256 of decoded audio */
};

struct report_journal;

/** NULL when there is no memory. */
struct report_journal *report_journal_new(const struct report_journal_config *config);

/** Its readers must have left. NULL is ignored. */
void report_journal_free(struct report_journal *journal);

/** What is to be put on the tap. */
struct report_listener *report_journal_listener(struct report_journal *journal);

struct report_ring;

/** Read only. Lives until something else is told to the journal. */
struct report_entry {
    struct base_list_node in_ring, in_all;
    struct report_ring *ring;
    uint64_t id; /**< from 1, ascending without gaps */
    uint64_t now_ms;
    enum report_kind kind;
    enum report_direction direction; /**< of an EVENT or ACK */
    enum report_verdict verdict;     /**< of an EVENT */
    struct base_slice stream_id;     /**< plain UTF-8; empty: none */
    struct base_slice name;          /**< of the event, else the word of the kind; plain UTF-8 */
    /* how it is kept: see report_entry_line */
    bool is_packed, hash;
    struct report_packed packed; /**< its texts are in `bytes` */
    struct base_slice line;      /**< unless it is packed, in `bytes` */
    char bytes[];
};

/** Its JSON, no newline: in the entry, or in `room` (REPORT_LINE_MAX bytes). */
struct base_slice report_entry_line(const struct report_entry *entry, char *room);

/** The payload of an EVENT as its line has it, in the entry or in `room` (REPORT_LINE_MAX bytes);
 *  empty: it has none. */
struct base_slice report_entry_payload(const struct report_entry *entry, char *room);

/** Which entries are meant; all zero is all of them. */
struct report_filter {
    uint64_t since;           /**< only larger ids */
    struct base_slice stream; /**< a glob; empty: any */
    struct base_slice event;  /**< a glob for `name`; empty: any */
    bool has_direction;
    enum report_direction direction;
    /** Whether the reader may see this stream (empty: entries without one); NULL: it may. */
    bool (*may_see)(const void *context, struct base_slice stream_id);
    const void *context;
};

/** Whether `entry` is meant, its id aside. */
bool report_filter_fits(const struct report_filter *filter, const struct report_entry *entry);

/** The first entry that is meant, or NULL. */
const struct report_entry *report_journal_find(const struct report_journal *journal,
                                               const struct report_filter *filter);

/** The next one that is meant after `entry`, or NULL. */
const struct report_entry *report_journal_next(const struct report_journal *journal,
                                               const struct report_filter *filter,
                                               const struct report_entry *entry);

/** The entry with this id, or NULL. */
const struct report_entry *report_journal_entry(const struct report_journal *journal, uint64_t id);

/** The id of the latest entry; 0: there was none. */
uint64_t report_journal_last(const struct report_journal *journal);

/** The id of the last entry that may have been meant and was overwritten, or lost for want of
 *  memory; 0: none after `since`. */
uint64_t report_journal_lost(const struct report_journal *journal,
                             const struct report_filter *filter);

/** Somebody who waits for entries; embedded in its owner. */
struct report_reader {
    struct base_list_node node;
    /** There is a new one. Must not free the reader, nor tell anything to the journal: arm a timer
     *  for what takes longer. */
    void (*news)(struct report_reader *reader, const struct report_entry *entry);
};

void report_journal_follow(struct report_journal *journal, struct report_reader *reader);

/** One that does not follow is left alone. */
void report_journal_leave(struct report_reader *reader);

#endif
