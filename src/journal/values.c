#include "journal/values.h"

#include "base/print.h"
#include "codec/closest.h"
#include "codec/number.h"
#include "journal/pointer.h"
#include "sts_protocol.h"

#include <stdio.h>

/* Bytes of a list of words in a message: the rest is for the sentence around it. */
#define WORDS_SIZE (CODEC_MESSAGE_SIZE - 96)

/* ---- equals -------------------------------------------------------------------------------- */

static bool is_base64(const struct codec_schema *schema) {
    return schema->string && schema->string->base64;
}

static bool deny_audio(char *message) {
    (void)snprintf(message, CODEC_MESSAGE_SIZE,
                   "is audio, of which the journal shows the length only: match the number "
                   "\"elided\" in it");
    return false;
}

/* What stands where a string is too long to be shown. */
static bool is_elision(struct base_slice value) {
    struct base_slice length;
    return value.ptr[0] == '{' && journal_pointer_find(value, base_slice_of("/elided"), &length);
}

/* What is in an object or a list is not looked at, and null may stand for a member that is absent.
 */
static bool may_equal(const struct codec_schema *schema, struct base_slice value, char *message) {
    struct codec_values known = {.is_open = false};
    struct codec_schema rules = {.types = schema->types};
    struct codec_in in;
    if (!value.len || value.ptr[0] == 'n' || is_elision(value))
        return true;
    if (value.ptr[0] == '"' && is_base64(schema))
        return deny_audio(message);
    if (value.ptr[0] != '{' && value.ptr[0] != '[') {
        rules.number = schema->number;
        rules.string = schema->string;
    }
    if (schema->values) {
        known = *schema->values;
        known.is_open = false;
        rules.values = &known;
    }
    codec_in_init_again(&in, value);
    if (codec_decode(&in, &rules, NULL))
        return true;
    memcpy(message, in.error.message, sizeof in.error.message);
    return false;
}

/* ---- min, max ------------------------------------------------------------------------------ */

static struct base_slice bound_of(const struct codec_schema *schema, enum codec_bound_kind kind) {
    for (size_t i = 0; schema->number && i < schema->number->count; i++)
        if (schema->number->bounds[i].kind == kind)
            return base_slice_of(schema->number->bounds[i].value.text);
    return base_slice(NULL, 0);
}

static bool may_be_in_range(const struct codec_schema *schema,
                            const struct journal_matcher *matcher, char *message) {
    const struct base_slice least = bound_of(schema, CODEC_MINIMUM);
    const struct base_slice most = bound_of(schema, CODEC_MAXIMUM);
    if (!matcher->min.len && !matcher->max.len)
        return true;
    if (!(schema->types & CODEC_NUMBER)) {
        (void)snprintf(message, CODEC_MESSAGE_SIZE,
                       "is never a number, so it has no min and max: give the value, or a regex");
        return false;
    }
    if (matcher->min.len && most.len && codec_number_compare(matcher->min, most) > 0) {
        (void)snprintf(message, CODEC_MESSAGE_SIZE, "is never more than %s, so min must be less",
                       most.ptr);
        return false;
    }
    if (matcher->max.len && least.len && codec_number_compare(matcher->max, least) < 0) {
        (void)snprintf(message, CODEC_MESSAGE_SIZE, "is never less than %s, so max must be more",
                       least.ptr);
        return false;
    }
    return true;
}

/* ---- regex --------------------------------------------------------------------------------- */

/* The pattern, without what only says where it stands. */
static struct base_slice pattern_of(const struct journal_matcher *matcher,
                                    char room[STS_CONTROL_REGEX_BYTES]) {
    struct base_slice json;
    struct codec_text text;
    struct codec_in in;
    if (!journal_pointer_find(matcher->expected, base_slice_of("/regex"), &json))
        return base_slice(NULL, 0);
    codec_in_init_again(&in, json);
    if (!codec_in_text(&in, &text))
        return base_slice(NULL, 0);
    size_t length = codec_text_copy(text, room, STS_CONTROL_REGEX_BYTES);
    struct base_slice pattern = {room, length < STS_CONTROL_REGEX_BYTES ? length : 0};
    if (pattern.len && pattern.ptr[0] == '^')
        pattern = base_slice(pattern.ptr + 1, pattern.len - 1);
    if (pattern.len && pattern.ptr[pattern.len - 1] == '$')
        pattern.len--;
    return pattern;
}

/* Names the words and the one that was perhaps meant. */
static bool deny_words(const struct codec_values *words, const struct journal_matcher *matcher,
                       char *message) {
    char list[WORDS_SIZE], room[STS_CONTROL_REGEX_BYTES];
    struct codec_closest search = codec_closest(pattern_of(matcher, room));
    size_t used = 0;
    for (size_t i = 0; i < words->count; i++) {
        const char *json = words->items[i].json;
        if (words->items[i].type == CODEC_STRING)
            codec_closest_try(&search, words->items[i].string);
        if (used + strlen(json) + sizeof ", ..." < sizeof list)
            used += base_print(list + used, sizeof list - used, "%s%s", i ? ", " : "", json);
        else if (used + sizeof ", ..." <= sizeof list && list[used - 1] != '.')
            used += base_print(list + used, sizeof list - used, ", ...");
    }
    if (search.best.len)
        (void)snprintf(message, CODEC_MESSAGE_SIZE,
                       "has a regex that none of its values matches: %s; did you mean \"%.*s\"?",
                       list, (int)search.best.len, search.best.ptr);
    else
        (void)snprintf(message, CODEC_MESSAGE_SIZE,
                       "has a regex that none of its values matches: %s", list);
    return false;
}

static bool may_match(const struct codec_schema *schema, const struct journal_matcher *matcher,
                      char *message) {
    static const struct codec_value truths[] = {{CODEC_BOOLEAN, "true", {NULL, 0}},
                                                {CODEC_BOOLEAN, "false", {NULL, 0}}};
    static const struct codec_values both = {.items = truths, .count = 2};
    const struct codec_values *words = schema->types == CODEC_BOOLEAN ? &both : schema->values;
    if (!matcher->regex)
        return true;
    if (is_base64(schema))
        return deny_audio(message);
    if (!words)
        return true;
    for (size_t i = 0; i < words->count; i++)
        if (journal_matcher_searches(matcher, base_slice_of(words->items[i].json)) == JOURNAL_FITS)
            return true;
    return deny_words(words, matcher, message);
}

/* ---- all together -------------------------------------------------------------------------- */

bool journal_values_may_be(const struct codec_schema *schema, const struct journal_matcher *matcher,
                           char *message) {
    if (matcher->judges_presence && !matcher->present)
        return true;
    for (size_t i = 0; i < schema->branch_count; i++) {
        const struct codec_branch *branch = &schema->branches[i];
        for (size_t j = 0; j < branch->count; j++)
            if ((branch->kind == CODEC_REF || branch->kind == CODEC_ALL_OF) &&
                !journal_values_may_be(branch->schemas[j], matcher, message))
                return false;
    }
    return may_equal(schema, matcher->equals, message) &&
           may_be_in_range(schema, matcher, message) && may_match(schema, matcher, message);
}
