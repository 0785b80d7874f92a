/* walk.h - the state of one reading of a value: nesting, the names seen, the way to where we are.
 * Inside the codec only. */
#ifndef CODEC_WALK_H
#define CODEC_WALK_H
#include "codec/in.h"
#include "codec/number.h"

/** One step from the root: a member name, or an index when `name.ptr` is NULL. */
struct codec_step {
    struct codec_text name;
    size_t index;
};

/** What a finding is: an error, or, where the cursor is not strict, a deviation. */
enum codec_weight {
    CODEC_IS_ERROR,
    CODEC_IS_DEVIATION,
};

/** Lives on the stack of one call. */
struct codec_walk {
    struct codec_in *in;
    size_t depth;            /**< containers open */
    bool quiet;              /**< count findings, say nothing: inside anyOf, oneOf, not, if */
    bool trusted;            /**< read before: only the rules of the schema are looked at */
    bool limited;            /**< found one of class LIMIT: refused, and not fit to be compared */
    bool too_deep, too_many; /**< DEPTH, MEMBERS: said once, the first speaks for the rest */
    size_t failed;           /**< findings that are errors, so far */
    struct codec_step *path;
    struct codec_scratch_entry *seen; /**< names of open objects, items under uniqueItems */
    size_t seen_count, seen_max;
};

/** Prepares a walk from where `in` stands. `path` holds CODEC_DEPTH_MAX steps; NULL when no
 *  container will be entered. */
void codec_walk_init(struct codec_walk *walk, struct codec_in *in, struct codec_step *path);

/** Records that the value at byte `at`, which the path leads to, breaks `keyword` (SCHEMA). */
void codec_walk_broken(struct codec_walk *walk, enum codec_weight weight, const char *keyword,
                       const char *at, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/** Records an error of class LIMIT about the value at byte `at`. */
void codec_walk_limit(struct codec_walk *walk, enum codec_error_code code, const char *at,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

/** True when the next finding would be kept, so that its details are worth the work. */
bool codec_walk_wants(const struct codec_walk *walk, enum codec_weight weight);

/** Records an error of any class at `at`. Returns false. */
bool codec_walk_fail(struct codec_walk *walk, enum codec_error_code code, const char *at,
                     const char *message);

/** Opens a container: false, with a finding (the first time), when that is too deep. */
bool codec_walk_enter(struct codec_walk *walk);

/** Remembers a name or an item of an array: false when there is no room. */
bool codec_walk_remember(struct codec_walk *walk, struct codec_text text);

/** Notes a member name of the object whose names start at `mark`. */
void codec_walk_name(struct codec_walk *walk, size_t mark, struct codec_text name);

/** Ends the object whose names start at `mark`: looks for names that occur twice, forgets them. */
void codec_walk_names_end(struct codec_walk *walk, size_t mark);

/** Passes over white space; the next byte, or 0 at the end. */
static inline char codec_walk_space(struct codec_walk *walk) {
    const struct codec_in *in = walk->in;
    return (in->at < in->end) && (*in->at > ' ') ? *in->at : codec_in_peek(walk->in);
}

/** Reads a string, at its opening quote. */
bool codec_walk_string(struct codec_walk *walk, struct codec_text *text);

/**
 * Reads a string that should be base64, at its opening quote. `length` gets its characters (after
 * unescaping), `wrong` the first place where it is not base64 or NULL.
 */
bool codec_walk_base64(struct codec_walk *walk, struct codec_text *text, size_t *length,
                       const char **wrong);

/** Reads a number, at its first byte. */
bool codec_walk_number(struct codec_walk *walk, struct codec_number *number);

/** Reads `true`, `false` or `null`, whose first byte is next. */
bool codec_walk_word(struct codec_walk *walk, const char *word);

/** Reads over one value, whatever it is. */
bool codec_walk_skip(struct codec_walk *walk);

#endif
