/* elide.h - a payload as it may be shown: without audio, secrets and very long strings. */
#ifndef JOURNAL_ELIDE_H
#define JOURNAL_ELIDE_H
#include "codec/schema.h"

/** Longest payload that is shown, in bytes; of a longer one only its length is. Payloads of workers
 *  have some hundred bytes beside the audio; this keeps one entry from crowding out a ring. */
#define JOURNAL_PAYLOAD_MAX 16384
/** Longest string of a member that is declared as one: the longest id, every character of it
 *  escaped. */
#define JOURNAL_STRING_MAX 3072
/** Longest string where none is declared: longer ones may well be audio in the wrong place. */
#define JOURNAL_UNDECLARED_MAX 256

/** Strings of audio that one payload has; further ones are searched for like any other. */
#define JOURNAL_AUDIO_MAX 4

/** Where the struct of a schema has strings of audio, as offsets. */
struct journal_audio {
    uint32_t count;
    uint32_t offsets[JOURNAL_AUDIO_MAX];
};

struct journal_audio journal_audio_of(const struct codec_schema *schema);

struct journal_payload {
    const struct codec_schema *schema; /**< NULL: none is known */
    /** Its JSON text, well-formed, in pieces. */
    const struct base_slice *slices;
    size_t count;
    /** The struct of `schema` that was decoded or encoded, as far as it was understood: the audio
     *  is found with it, not searched. Or NULL. */
    const void *message;
    const struct journal_audio *audio; /**< of `schema`; NULL: to be found */
    bool hash;                         /**< SHA-256 of decoded audio: costs a pass over it */
    /** It was put aside: what its bytes were, long audio having been replaced already. 0: it is
     *  whole. */
    size_t cut_from;
};

/**
 * Writes `payload` to `out` (JOURNAL_PAYLOAD_MAX bytes) without white space and returns the length.
 * Members that the schema marks as base64, and strings over the limits above, become
 * {"elided":LENGTH}, audio with "sha256" where asked for and it is base64; the values of
 * undeclared members with the name of a secret "***". A payload that is too long, or nested too
 * deeply, becomes {"elided":LENGTH} as a whole.
 */
size_t journal_elide(const struct journal_payload *payload, char *out);

/** A payload that is kept to be shown later, if ever. Not to be shown as it stands: it may hold
 *  secrets, and short audio. */
struct journal_aside {
    size_t length, cut_from;
    char bytes[JOURNAL_PAYLOAD_MAX];
};

/** Copies a payload without its long audio: a few hundred bytes, which are not looked at. Shown
 *  with the same schema and `cut_from` they give the same as the payload. */
void journal_put_aside(const struct journal_payload *payload, struct journal_aside *aside);

#endif
