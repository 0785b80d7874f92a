/* matcher.h - what a value in an entry should be (schema/control/matcher.json). */
#ifndef JOURNAL_MATCHER_H
#define JOURNAL_MATCHER_H
#include "base/memory.h"
#include "codec/schema.h"
#include "journal/regex.h"

/** One member of `match`. Its texts lie in what it was made of. */
struct journal_matcher {
    char *pointer; /**< to the value, plain UTF-8, allocated */
    size_t pointer_length, pointer_size;
    struct base_slice expected;    /**< the JSON text of the whole matcher */
    struct base_slice equals;      /**< a JSON text; empty: any */
    struct base_slice min, max;    /**< JSON numbers; empty: none */
    struct journal_regex *regex;   /**< or NULL */
    bool judges_presence, present; /**< the value must be there, or must not */
};

/**
 * Makes a matcher of one member of `match`, whose schema has been checked. False with `error` where
 * it cannot be used; its pointer is relative to the member's value. `error->code` is CODEC_NO_SPACE
 * when there is no memory. Nothing is to be freed then.
 */
bool journal_matcher_make(struct journal_matcher *matcher, struct base_memory *memory,
                          struct codec_text name, struct base_slice value,
                          struct codec_error *error);

/** Gives up what it holds. */
void journal_matcher_clear(struct journal_matcher *matcher, struct base_memory *memory);

enum journal_fit {
    JOURNAL_FITS_NOT,
    JOURNAL_FITS,
    JOURNAL_FITS_PERHAPS, /**< what stands there is not shown in full, or too long to be searched */
};

/** Whether `json` (empty: nothing) has what is expected. `actual`, if not NULL, gets the value that
 *  stands there, or an empty slice. */
enum journal_fit journal_matcher_fits(const struct journal_matcher *matcher, struct base_slice json,
                                      struct base_slice *actual);

/** Whether a number is in the bounds of the matcher, if it has any. */
bool journal_matcher_in_range(const struct journal_matcher *matcher, struct base_slice value);

/** Whether the regular expression of the matcher, if it has one, fits: a string as its text, any
 *  other value as its JSON. */
enum journal_fit journal_matcher_searches(const struct journal_matcher *matcher,
                                          struct base_slice value);

#endif
