/* out.h - JSON output as segments: small things are written into the caller's memory, large ones
 * (audio) are borrowed. */
#ifndef CODEC_OUT_H
#define CODEC_OUT_H
#include "codec/error.h"
#include "codec/text.h"

/** Strings and raw values of at least this many bytes are borrowed, not copied. */
#define CODEC_BORROW_MIN 512
/** Most segments of one output: own and borrowed ones alternate. */
#define CODEC_SEGMENTS_MAX 9

struct codec_segment {
    struct base_slice bytes;
    bool borrowed; /**< not in `own`: lives as long as what was encoded */
};

/** An output under way. Nothing is allocated; after a failure `error` says why: of a VALUE that
 *  breaks its schema the keyword, the JSON Pointer of the member, its value and its bound. */
struct codec_out {
    char *own; /**< the caller's memory for everything that is not borrowed */
    size_t own_length, own_capacity;
    struct codec_segment segments[CODEC_SEGMENTS_MAX];
    size_t segment_count;
    struct codec_error error;
};

/** An empty output into `capacity` bytes at `own`. */
void codec_out_init(struct codec_out *out, char *own, size_t capacity);

/** Appends `len` own bytes for the caller to write; returns where. NULL after a failure, and where
 *  they do not fit. */
char *codec_out_claim(struct codec_out *out, size_t len);

/** Appends bytes as they are (copied). */
bool codec_out_bytes(struct codec_out *out, struct base_slice bytes);

/** Appends bytes as they are; from CODEC_BORROW_MIN bytes on they are borrowed. */
bool codec_out_borrow(struct codec_out *out, struct base_slice bytes);

/** Appends a JSON string with its quotes. */
bool codec_out_text(struct codec_out *out, struct codec_text text);

/** Appends `separator` (`{` or `,`), a member's name (plain UTF-8) with its quotes, and a colon. */
bool codec_out_name(struct codec_out *out, char separator, struct base_slice name);

/** Room for any integer as text. */
#define CODEC_INTEGER_SIZE 24

/** Writes `value` and returns its length. `digits` has CODEC_INTEGER_SIZE bytes, and those behind
 *  the number are left as they happen to be. */
size_t codec_out_write_integer(int64_t value, char *digits);

bool codec_out_integer(struct codec_out *out, int64_t value);

/** Room for any double as text. */
#define CODEC_DOUBLE_SIZE 32

/** Writes the shortest decimal that reads back as `value` (46 powers of two get one digit more than
 *  they need) and returns its length; 0 for a value that is not finite. */
size_t codec_out_write_double(double value, char *digits);

/** Appends a double as above; not finite: fails with VALUE. */
bool codec_out_double(struct codec_out *out, double value);

/** Bytes of all segments. */
size_t codec_out_length(const struct codec_out *out);

/** Copies all segments to `to` (codec_out_length() bytes). */
void codec_out_flatten(const struct codec_out *out, char *to);

/** Fails with `code`; returns false. `keyword` is the schema's, or "". The first failure stays. */
__attribute__((format(printf, 4, 5))) bool codec_out_fail(struct codec_out *out,
                                                          enum codec_error_code code,
                                                          const char *keyword, const char *format,
                                                          ...);

/** What failed lies in the member `name` (plain UTF-8), or in the item `index`, of what is
 *  encoded: puts that before the error's pointer. Return false. */
bool codec_out_failed_member(struct codec_out *out, struct base_slice name);
bool codec_out_failed_item(struct codec_out *out, size_t index);

#endif
