#include "report/matcher.h"

#include "codec/equal.h"
#include "codec/number.h"
#include "report/pointer.h"

#include <stdio.h>

/* Longest pattern, as the schema has it, in bytes and with its terminator. */
#define PATTERN_SIZE 1025

static bool fail(struct codec_error *error, enum codec_error_code code, const char *pointer,
                 const char *keyword, const char *message) {
    *error = (struct codec_error){.code = code, .keyword = keyword};
    (void)snprintf(error->pointer, sizeof error->pointer, "%s", pointer);
    (void)snprintf(error->message, sizeof error->message, "%s", message);
    return false;
}

/* ---- regular expressions ------------------------------------------------------------------- */

/* The library does more than POSIX asks for. Back-references take exponential time, intervals
 * exponential memory: neither is let through. */
static const char *forbidden(const char *pattern) {
    const char *list = NULL; /* the bracket of the list of characters that we are in */
    for (const char *at = pattern; *at; at++) {
        if (list) {
            bool first = at == list + 1 || (at == list + 2 && list[1] == '^');
            if (*at == ']' && !first)
                list = NULL;
        } else if (*at == '\\' && at[1] >= '0' && at[1] <= '9') {
            return "has a back-reference, which is not offered";
        } else if (*at == '\\' && at[1]) {
            at++;
        } else if (*at == '{') {
            return "has an interval such as {2,3}, which is not offered; write \\{ for a brace";
        } else if (*at == '[') {
            list = at;
        }
    }
    return NULL;
}

static bool make_regex(struct report_matcher *matcher, struct codec_text text,
                       struct codec_error *error) {
    char pattern[PATTERN_SIZE], reason[128];
    size_t length = codec_text_copy(text, pattern, sizeof pattern - 1);
    if (length >= sizeof pattern)
        return fail(error, CODEC_SCHEMA, "/regex", "maxLength", "is too long");
    pattern[length] = '\0';
    if (strlen(pattern) != length)
        return fail(error, CODEC_SCHEMA, "/regex", "regex", "must not have a NUL in it");
    const char *sentence = forbidden(pattern);
    if (sentence)
        return fail(error, CODEC_SCHEMA, "/regex", "regex", sentence);
    int wrong = regcomp(&matcher->regex, pattern, REG_EXTENDED | REG_NOSUB);
    if (wrong == REG_ESPACE)
        return fail(error, CODEC_NO_SPACE, "/regex", "", "out of memory");
    if (wrong) {
        char message[CODEC_MESSAGE_SIZE];
        (void)regerror(wrong, &matcher->regex, reason, sizeof reason);
        (void)snprintf(message, sizeof message, "is no POSIX extended regular expression: %s",
                       reason);
        return fail(error, CODEC_SCHEMA, "/regex", "regex", message);
    }
    matcher->has_regex = true;
    return true;
}

/* A string as its text, any other value as its JSON. */
static bool regex_fits(const regex_t *regex, struct base_slice value) {
    char text[REPORT_REGEX_TEXT + 1];
    struct codec_text whole = {value.ptr, value.len, CODEC_TEXT_CLEAN};
    struct codec_in in;
    codec_in_init(&in, value);
    if (codec_in_peek(&in) == '"' && !codec_in_text(&in, &whole))
        return false;
    size_t length = codec_text_copy(whole, text, sizeof text - 1);
    if (length >= sizeof text || memchr(text, '\0', length))
        return false;
    text[length] = '\0';
    return regexec(regex, text, 0, NULL, 0) == 0;
}

/* ---- making -------------------------------------------------------------------------------- */

static bool is_true(struct base_slice json) {
    return json.len && json.ptr[0] == 't';
}

/* A member of the matcher's object. */
static bool read_member(struct report_matcher *matcher, struct codec_text name,
                        struct base_slice value, struct codec_error *error) {
    struct codec_text pattern;
    struct codec_in in;
    if (codec_text_equal(name, CODEC_TEXT("equals")))
        matcher->equals = value;
    else if (codec_text_equal(name, CODEC_TEXT("min")))
        matcher->min = value;
    else if (codec_text_equal(name, CODEC_TEXT("max")))
        matcher->max = value;
    else if (codec_text_equal(name, CODEC_TEXT("regex"))) {
        codec_in_init(&in, value);
        return codec_in_text(&in, &pattern) && make_regex(matcher, pattern, error);
    } else {
        bool wanted = is_true(value) == codec_text_equal(name, CODEC_TEXT("present"));
        if (matcher->judges_presence && matcher->present != wanted)
            return fail(error, CODEC_SCHEMA, "", "present", "must be there and must not");
        matcher->judges_presence = true;
        matcher->present = wanted;
    }
    return true;
}

static bool read_object(struct report_matcher *matcher, struct codec_error *error) {
    struct codec_in in;
    struct codec_text name;
    struct base_slice value;
    codec_in_init(&in, matcher->expected);
    (void)codec_in_expect(&in, '{');
    while (codec_in_peek(&in) == '"' && codec_in_text(&in, &name) && codec_in_expect(&in, ':') &&
           codec_in_skip(&in, &value)) {
        if (!read_member(matcher, name, value, error))
            return false;
        if (codec_in_peek(&in) == ',')
            (void)codec_in_expect(&in, ',');
    }
    bool needs_value =
        matcher->equals.len || matcher->min.len || matcher->max.len || matcher->has_regex;
    if (needs_value && matcher->judges_presence && !matcher->present)
        return fail(error, CODEC_SCHEMA, "", "absent", "has no value to compare, being absent");
    return true;
}

/* Keeps the pointer that a name of a member stands for. */
static bool make_pointer(struct report_matcher *matcher, struct base_memory *memory,
                         struct codec_text name, struct codec_error *error) {
    matcher->pointer_size = 2 * name.len + 1;
    matcher->pointer = base_memory_take(memory, matcher->pointer_size + name.len);
    if (!matcher->pointer)
        return fail(error, CODEC_NO_SPACE, "", "", "out of memory");
    char *plain = matcher->pointer + matcher->pointer_size;
    size_t length = codec_text_copy(name, plain, name.len);
    if (!length || plain[0] == '/') {
        memcpy(matcher->pointer, plain, length);
        matcher->pointer_length = length;
    } else {
        matcher->pointer_length = report_pointer_append(matcher->pointer, 0, matcher->pointer_size,
                                                        base_slice(plain, length));
    }
    matcher->pointer_size += name.len;
    return true;
}

bool report_matcher_make(struct report_matcher *matcher, struct base_memory *memory,
                         struct codec_text name, struct base_slice value,
                         struct codec_error *error) {
    *matcher = (struct report_matcher){.expected = value};
    if (!make_pointer(matcher, memory, name, error))
        return false;
    if (value.ptr[0] != '{')
        matcher->equals = value;
    else if (!read_object(matcher, error)) {
        report_matcher_clear(matcher, memory);
        return false;
    }
    return true;
}

void report_matcher_clear(struct report_matcher *matcher, struct base_memory *memory) {
    if (matcher->has_regex)
        regfree(&matcher->regex);
    base_memory_give(memory, matcher->pointer, matcher->pointer_size);
}

/* ---- matching ------------------------------------------------------------------------------ */

static bool is_number(struct base_slice value) {
    return value.ptr[0] == '-' || (value.ptr[0] >= '0' && value.ptr[0] <= '9');
}

static bool in_range(const struct report_matcher *matcher, struct base_slice value) {
    if (!matcher->min.len && !matcher->max.len)
        return true;
    return is_number(value) &&
           (!matcher->min.len || codec_number_compare(value, matcher->min) >= 0) &&
           (!matcher->max.len || codec_number_compare(value, matcher->max) <= 0);
}

bool report_matcher_fits(const struct report_matcher *matcher, struct base_slice json,
                         struct base_slice *actual) {
    struct base_slice value;
    const struct base_slice pointer = {matcher->pointer, matcher->pointer_length};
    bool there = report_pointer_find(json, pointer, &value);
    if (actual)
        *actual = there ? value : base_slice(NULL, 0);
    if (!there || (matcher->judges_presence && !matcher->present))
        return !there && matcher->judges_presence && !matcher->present;
    return (!matcher->equals.len || codec_equal(matcher->equals, value)) &&
           in_range(matcher, value) && (!matcher->has_regex || regex_fits(&matcher->regex, value));
}
