#include "journal/matcher.h"

#include "base/secret.h"
#include "codec/equal.h"
#include "codec/number.h"
#include "journal/pointer.h"
#include "sts_protocol.h"

#include <stdio.h>

static bool fail_matcher(struct codec_error *error, enum codec_error_code code, const char *pointer,
                         const char *keyword, const char *message) {
    *error = (struct codec_error){.code = code, .keyword = keyword};
    (void)snprintf(error->pointer, sizeof error->pointer, "%s", pointer);
    (void)snprintf(error->message, sizeof error->message, "%s", message);
    return false;
}

/* ---- regular expressions ------------------------------------------------------------------- */

static bool make_regex(struct journal_matcher *matcher, struct base_memory *memory,
                       struct codec_text text, struct codec_error *error) {
    char pattern[STS_CONTROL_REGEX_BYTES];
    const char *reason;
    size_t length = codec_text_copy(text, pattern, sizeof pattern);
    matcher->regex = journal_regex_new(memory, base_slice(pattern, length), &reason);
    if (matcher->regex)
        return true;
    return reason ? fail_matcher(error, CODEC_SCHEMA, "/regex", "regex", reason)
                  : fail_matcher(error, CODEC_NO_SPACE, "", "", "out of memory");
}

enum journal_fit journal_matcher_searches(const struct journal_matcher *matcher,
                                          struct base_slice value) {
    char text[JOURNAL_REGEX_TEXT];
    struct codec_text whole = {value.ptr, value.len, CODEC_TEXT_CLEAN};
    struct codec_in in;
    if (!matcher->regex)
        return JOURNAL_FITS;
    codec_in_init_again(&in, value);
    if (codec_in_peek(&in) == '"' && !codec_in_text(&in, &whole))
        return JOURNAL_FITS_NOT;
    size_t length = codec_text_copy(whole, text, sizeof text);
    if (length > sizeof text)
        return JOURNAL_FITS_PERHAPS;
    return journal_regex_matches(matcher->regex, base_slice(text, length)) ? JOURNAL_FITS
                                                                           : JOURNAL_FITS_NOT;
}

/* ---- making -------------------------------------------------------------------------------- */

static bool is_true(struct base_slice json) {
    return json.len && json.ptr[0] == 't';
}

/* Each member of the matcher's object is read by the function of its name. */

static bool read_equals(struct journal_matcher *matcher, struct base_memory *memory,
                        struct base_slice value, struct codec_error *error) {
    (void)memory;
    (void)error;
    matcher->equals = value;
    return true;
}

static bool read_min(struct journal_matcher *matcher, struct base_memory *memory,
                     struct base_slice value, struct codec_error *error) {
    (void)memory;
    (void)error;
    matcher->min = value;
    return true;
}

static bool read_max(struct journal_matcher *matcher, struct base_memory *memory,
                     struct base_slice value, struct codec_error *error) {
    (void)memory;
    (void)error;
    matcher->max = value;
    return true;
}

static bool read_regex(struct journal_matcher *matcher, struct base_memory *memory,
                       struct base_slice value, struct codec_error *error) {
    struct codec_text pattern;
    struct codec_in in;
    codec_in_init_again(&in, value);
    return codec_in_text(&in, &pattern) && make_regex(matcher, memory, pattern, error);
}

static bool want_presence(struct journal_matcher *matcher, bool wanted, struct codec_error *error) {
    if (matcher->judges_presence && matcher->present != wanted)
        return fail_matcher(error, CODEC_SCHEMA, "", "present",
                            "cannot be both present and absent");
    matcher->judges_presence = true;
    matcher->present = wanted;
    return true;
}

static bool read_present(struct journal_matcher *matcher, struct base_memory *memory,
                         struct base_slice value, struct codec_error *error) {
    (void)memory;
    return want_presence(matcher, is_true(value), error);
}

static bool read_absent(struct journal_matcher *matcher, struct base_memory *memory,
                        struct base_slice value, struct codec_error *error) {
    (void)memory;
    return want_presence(matcher, !is_true(value), error);
}

/* Whether there is any value that all members fit. */
static bool is_possible(const struct journal_matcher *matcher, struct codec_error *error) {
    if (matcher->min.len && matcher->max.len &&
        codec_number_compare(matcher->min, matcher->max) > 0)
        return fail_matcher(error, CODEC_SCHEMA, "/max", "max",
                            "is less than min, so no number can match: exchange the two");
    if (!matcher->equals.len)
        return true;
    if (!journal_matcher_in_range(matcher, matcher->equals))
        return fail_matcher(error, CODEC_SCHEMA, "/equals", "equals",
                            "is not in the range of min and max: leave one of them out");
    if (journal_matcher_searches(matcher, matcher->equals) == JOURNAL_FITS_NOT)
        return fail_matcher(error, CODEC_SCHEMA, "/equals", "equals",
                            "does not match the regular expression: leave one of them out");
    return true;
}

/* The schema has refused any other name. */
static bool read_member(struct journal_matcher *matcher, struct base_memory *memory,
                        struct codec_text name, struct base_slice value,
                        struct codec_error *error) {
#define READ(NAME, member, text)                                                                   \
    if (codec_text_equal(name, CODEC_TEXT(text)))                                                  \
        return read_##member(matcher, memory, value, error);
    STS_CONTROL_MATCHER_MEMBERS(READ)
#undef READ
    return true;
}

static bool read_object(struct journal_matcher *matcher, struct base_memory *memory,
                        struct codec_error *error) {
    struct codec_in in;
    struct codec_text name;
    struct base_slice value;
    codec_in_init_again(&in, matcher->expected);
    (void)codec_in_expect(&in, '{');
    while (codec_in_peek(&in) == '"' && codec_in_text(&in, &name) && codec_in_expect(&in, ':') &&
           codec_in_skip(&in, &value)) {
        if (!read_member(matcher, memory, name, value, error))
            return false;
        if (codec_in_peek(&in) == ',')
            (void)codec_in_expect(&in, ',');
    }
    bool needs_value =
        matcher->equals.len || matcher->min.len || matcher->max.len || matcher->regex;
    if (needs_value && matcher->judges_presence && !matcher->present)
        return fail_matcher(error, CODEC_SCHEMA, "", "absent",
                            "is expected to be absent, so it has no value to compare");
    return is_possible(matcher, error);
}

/* Keeps the pointer that a name of a member stands for. */
static bool make_pointer(struct journal_matcher *matcher, struct base_memory *memory,
                         struct codec_text name, struct codec_error *error) {
    matcher->pointer_size = 2 * name.len + 1;
    matcher->pointer = base_memory_take(memory, matcher->pointer_size + name.len);
    if (!matcher->pointer)
        return fail_matcher(error, CODEC_NO_SPACE, "", "", "out of memory");
    char *plain = matcher->pointer + matcher->pointer_size;
    size_t length = codec_text_copy(name, plain, name.len);
    if (!length || plain[0] == '/') {
        memcpy(matcher->pointer, plain, length);
        matcher->pointer_length = length;
    } else {
        matcher->pointer_length = journal_pointer_append(matcher->pointer, 0, matcher->pointer_size,
                                                         base_slice(plain, length));
    }
    matcher->pointer_size += name.len;
    return true;
}

bool journal_matcher_make(struct journal_matcher *matcher, struct base_memory *memory,
                          struct codec_text name, struct base_slice value,
                          struct codec_error *error) {
    *matcher = (struct journal_matcher){.expected = value};
    if (!make_pointer(matcher, memory, name, error))
        return false;
    if (value.ptr[0] != '{')
        matcher->equals = value;
    else if (!read_object(matcher, memory, error)) {
        journal_matcher_clear(matcher, memory);
        return false;
    }
    return true;
}

void journal_matcher_clear(struct journal_matcher *matcher, struct base_memory *memory) {
    journal_regex_free(memory, matcher->regex);
    base_memory_give(memory, matcher->pointer, matcher->pointer_size);
}

/* ---- matching ------------------------------------------------------------------------------ */

static bool is_number(struct base_slice value) {
    return value.ptr[0] == '-' || (value.ptr[0] >= '0' && value.ptr[0] <= '9');
}

bool journal_matcher_in_range(const struct journal_matcher *matcher, struct base_slice value) {
    if (!matcher->min.len && !matcher->max.len)
        return true;
    return is_number(value) &&
           (!matcher->min.len || codec_number_compare(value, matcher->min) >= 0) &&
           (!matcher->max.len || codec_number_compare(value, matcher->max) <= 0);
}

/* What the journal shows in the place of a value. */
#define MASK "\"" BASE_SECRET_MASK "\""
#define ELISION "{\"elided\":"

static bool is_masked(struct base_slice value) {
    return base_slice_equal(value, base_slice_of(MASK));
}

static bool is_elided(struct base_slice value) {
    return value.len > strlen(ELISION) && memcmp(value.ptr, ELISION, strlen(ELISION)) == 0;
}

/* Whether the value, or a part of it, is not shown. The journal's texts have no white space, and in
 * a string the quotes would have backslashes. */
static bool is_hidden(struct base_slice value) {
    return memmem(value.ptr, value.len, ELISION, strlen(ELISION)) ||
           memmem(value.ptr, value.len, MASK, strlen(MASK));
}

/* Whether something on the way to where the pointer leads, but not at its end, is hidden. */
static bool leads_into_hidden(struct base_slice json, struct base_slice pointer) {
    for (size_t end = 0; end < pointer.len; end++) {
        struct base_slice value;
        if (pointer.ptr[end] != '/')
            continue;
        if (!journal_pointer_find(json, base_slice(pointer.ptr, end), &value))
            return false;
        if (is_masked(value) || is_elided(value))
            return true;
    }
    return false;
}

/* An object that is expected is compared with what is shown: a length, a hash. */
static enum journal_fit equals(const struct journal_matcher *matcher, struct base_slice value) {
    const char expected = matcher->equals.len ? matcher->equals.ptr[0] : '\0';
    if (!expected || codec_equal(matcher->equals, value))
        return JOURNAL_FITS;
    if (is_masked(value) || (is_elided(value) && expected == '"'))
        return JOURNAL_FITS_PERHAPS;
    bool parts = !is_elided(value) && (expected == '{' || expected == '[');
    return parts && expected == value.ptr[0] && is_hidden(value) ? JOURNAL_FITS_PERHAPS
                                                                 : JOURNAL_FITS_NOT;
}

static enum journal_fit in_range(const struct journal_matcher *matcher, struct base_slice value) {
    if (journal_matcher_in_range(matcher, value))
        return JOURNAL_FITS;
    return is_masked(value) ? JOURNAL_FITS_PERHAPS : JOURNAL_FITS_NOT;
}

static enum journal_fit value_fits(const struct journal_matcher *matcher, struct base_slice value) {
    enum journal_fit fits[] = {equals(matcher, value), in_range(matcher, value),
                               matcher->regex && is_hidden(value)
                                   ? JOURNAL_FITS_PERHAPS
                                   : journal_matcher_searches(matcher, value)};
    bool perhaps = false;
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
        if (fits[i] == JOURNAL_FITS_NOT)
            return JOURNAL_FITS_NOT;
        perhaps = perhaps || fits[i] == JOURNAL_FITS_PERHAPS;
    }
    return perhaps ? JOURNAL_FITS_PERHAPS : JOURNAL_FITS;
}

enum journal_fit journal_matcher_fits(const struct journal_matcher *matcher, struct base_slice json,
                                      struct base_slice *actual) {
    struct base_slice value;
    const struct base_slice pointer = {matcher->pointer, matcher->pointer_length};
    bool there = journal_pointer_find(json, pointer, &value);
    if (actual)
        *actual = there ? value : base_slice(NULL, 0);
    if (!there && leads_into_hidden(json, pointer))
        return JOURNAL_FITS_PERHAPS;
    if (!there || (matcher->judges_presence && !matcher->present))
        return !there && matcher->judges_presence && !matcher->present ? JOURNAL_FITS
                                                                       : JOURNAL_FITS_NOT;
    return value_fits(matcher, value);
}
