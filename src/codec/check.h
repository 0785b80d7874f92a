/* check.h - the rules for one value that has been read. Inside the codec only. */
#ifndef CODEC_CHECK_H
#define CODEC_CHECK_H
#include "codec/number.h"
#include "codec/schema.h"
#include "codec/walk.h"

#define CODEC_NO_VALUE SIZE_MAX

/** A string that has been read, and what reading it told. */
struct codec_check_string {
    struct codec_text text;
    const char *start; /**< its opening quote */
    bool counted;      /**< the two below are set (it was read as base64) */
    size_t length;     /**< code points */
    const char *wrong; /**< the first place where it is no base64, or NULL */
};

/** A value of a `type` that the schema does not have. */
void codec_check_refuse_type(struct codec_walk *walk, const struct codec_schema *schema,
                             enum codec_type type, const char *at);

/** true, false, null: enum and const. */
void codec_check_word(struct codec_walk *walk, const struct codec_schema *schema,
                      struct base_slice word);

/** Whether `number` keeps within the schema's bounds and is one of its values. */
bool codec_check_keeps_number(const struct codec_schema *schema, const struct codec_number *number);

/** It does not: `out` fails with VALUE, and says so in the words of a finding. Returns false. */
bool codec_check_fail_number(struct codec_out *out, const struct codec_schema *schema,
                             const struct codec_number *number);

/** Whether `text` keeps within the schema's lengths, pattern and format, and is one of its values;
 *  base64 is not looked at. Otherwise `out` fails as above. */
bool codec_check_encoded_text(struct codec_out *out, const struct codec_schema *schema,
                              struct codec_text text);

/** The same for the number of items of an array. */
bool codec_check_encoded_count(struct codec_out *out, const struct codec_array_rules *rules,
                               size_t count);

/** Whether a struct with these bits has the member; those without a bit are always there. */
static inline bool codec_check_is_there(uint32_t has, const struct codec_member *member) {
    return member->offset != CODEC_NO_OFFSET && member->schema->store != CODEC_STORE_NONE &&
           (!member->has || has >> (member->has - 1) & 1);
}

/** Numbers: range for storage, enum, const and bounds. */
void codec_check_number(struct codec_walk *walk, const struct codec_schema *schema,
                        const struct codec_number *number);

/** Strings: enum, const, lengths, pattern, format, base64. Returns the index into the schema's
 *  values, or CODEC_NO_VALUE. */
size_t codec_check_string(struct codec_walk *walk, const struct codec_schema *schema,
                          const struct codec_check_string *string);

/** Arrays and objects: enum, const and the number of items or members. */
void codec_check_container(struct codec_walk *walk, const struct codec_schema *schema,
                           struct base_slice raw, size_t count);

/** The declared name that an unknown one was probably meant to be; an empty slice if none. */
struct base_slice codec_check_closest(struct codec_text name,
                                      const struct codec_object_rules *rules);

#endif
