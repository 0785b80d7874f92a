/* scratch.h - the memory of the caller that reading uses beside the stack.
 *
 * Reading remembers the names of the objects that are open (those that the schema does not
 * declare), and the items of an array under uniqueItems. It does so in entries of the caller:
 *
 *   static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
 *   static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};
 *
 * A scratch serves one call at a time, of any number of cursors: each thread has its own. Nothing
 * in it outlives the call, and it need not be set to anything before.
 *
 * Fewer entries mean narrower limits. Where they are used up, the value is refused: one more name
 * with MEMBERS, one more item with UNIQUE_ITEMS_LIMIT (class LIMIT: the value is read to its end).
 * A value nested so deeply beyond CODEC_DEPTH_MAX that the free entries (CODEC_SCRATCH_LEVELS
 * levels each) cannot tell its brackets apart is refused with SYNTAX. A cursor without a scratch
 * reads objects whose names are all declared, and arrays without uniqueItems.
 */
#ifndef CODEC_SCRATCH_H
#define CODEC_SCRATCH_H
#include <stddef.h>
#include <stdint.h>

/** A name or an item. Its fields are the library's. */
struct codec_scratch_entry {
    const char *ptr;
    size_t len;
    uint32_t form;
    uint32_t hash;
};

struct codec_scratch {
    struct codec_scratch_entry *entries;
    size_t capacity; /**< entries */
};

/** Names, and items under uniqueItems, remembered at once over all values that are open. */
#define CODEC_OPEN_NAMES_MAX 4096
/** How deep a text may nest and still be told from a malformed one: two bytes of input a level. */
#define CODEC_NESTING_MAX 131072
/** Levels of nesting that one free entry keeps account of. */
#define CODEC_SCRATCH_LEVELS (8 * sizeof(struct codec_scratch_entry))
/** Entries enough for every limit at once: 112 KiB where pointers have 8 bytes. */
#define CODEC_SCRATCH_ENTRIES (CODEC_OPEN_NAMES_MAX + CODEC_NESTING_MAX / CODEC_SCRATCH_LEVELS + 1)

#endif
