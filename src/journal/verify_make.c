/* verify_make.c - expectations, from what was asked. */
#include "journal/verify_internal.h"

#include "base/glob.h"
#include "base/memory.h"
#include "base/print.h"
#include "journal/names.h"
#include "journal/pointer.h"

#include <stdarg.h>
#include <stdio.h>

/* How a finding about what the protocol does not know ends. */
#define HOW_UNKNOWN "With \"unknown\": true it is allowed"
#define HOW_INVALID "To look for it in invalid events, set \"verdict\": \"invalid\""

static bool no_memory(struct codec_error *error) {
    *error =
        (struct codec_error){.code = CODEC_NO_SPACE, .keyword = "", .message = "out of memory"};
    return false;
}

__attribute__((format(printf, 5, 6))) static bool fail_expectation(struct codec_error *error,
                                                                   size_t index, const char *member,
                                                                   const char *keyword,
                                                                   const char *format, ...) {
    va_list arguments;
    *error = (struct codec_error){.code = CODEC_SCHEMA, .keyword = keyword};
    (void)snprintf(error->pointer, sizeof error->pointer, "/expectations/%zu%s", index, member);
    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return false;
}

/* A finding about what the protocol does not know: what is wrong, and then, as a sentence of its
 * own, `how` it is allowed. */
static void explain_unknown(char out[CODEC_MESSAGE_SIZE], const char *message, const char *how) {
    size_t length = strlen(message);
    const char *stop = length && message[length - 1] == '?' ? "" : ".";
    int most = (int)(CODEC_MESSAGE_SIZE - strlen(how) - sizeof ". ");
    (void)snprintf(out, CODEC_MESSAGE_SIZE, "%.*s%s %s", most, message, stop, how);
}

/* ---- matchers ------------------------------------------------------------------------------ */

/* Puts the place of a member of `match` before the pointer of a finding about it. */
static bool fail_match(struct codec_error *error, size_t index, struct codec_text name) {
    char pointer[CODEC_POINTER_SIZE], plain[CODEC_POINTER_SIZE];
    size_t length = codec_text_copy(name, plain, sizeof plain);
    size_t base = base_print(pointer, sizeof pointer, "/expectations/%zu/match", index);
    size_t used = length > sizeof plain ? 0
                                        : journal_pointer_append(pointer, base, sizeof pointer,
                                                                 base_slice(plain, length));
    size_t rest = strlen(error->pointer);
    if (!used || used + rest >= sizeof pointer) /* a name that long: the place of all of them */
        used = base;
    else
        memmove(pointer + used, error->pointer, rest);
    used += used > base ? rest : 0;
    memcpy(error->pointer, pointer, used);
    error->pointer[used] = '\0';
    return false;
}

/* Goes to the next member of an object, at its beginning or behind another member. */
static bool next_member(struct codec_in *in, struct codec_text *name, struct base_slice *value) {
    char first = codec_in_peek(in);
    if (first == '{' || first == ',')
        (void)codec_in_expect(in, first);
    return codec_in_peek(in) == '"' && codec_in_text(in, name) && codec_in_expect(in, ':') &&
           codec_in_skip(in, value);
}

static size_t count_members(struct base_slice object) {
    struct codec_in in;
    struct codec_text name;
    struct base_slice value;
    size_t count = 0;
    codec_in_init_again(&in, object);
    while (next_member(&in, &name, &value))
        count++;
    return count;
}

static bool takes_any_value(const struct journal_expectation *expectation) {
    return expectation->has_verdict && expectation->verdict != JOURNAL_VERDICT_OK;
}

/* What the protocol does not know is taken where the request says so: else a typo in what must not
 * come would pass unnoticed. Invalid events have any values. */
static bool is_known(const struct journal_names *names,
                     const struct journal_expectation *expectation,
                     const struct journal_matcher *matcher, struct codec_error *error) {
    bool any_value = takes_any_value(expectation), named = false;
    char message[CODEC_MESSAGE_SIZE];
    if (journal_names_lead(names, matcher, any_value, &named, message))
        return true;
    *error = (struct codec_error){.code = CODEC_SCHEMA, .keyword = "unknown"};
    bool comes_in = expectation->has_direction && expectation->direction == JOURNAL_IN;
    explain_unknown(error->message, message, named && comes_in ? HOW_INVALID : HOW_UNKNOWN);
    return false;
}

/* Events that are never in the journal of a stream but with its own id. Others a worker may send
 * with the id of another stream. */
static bool names_own_stream(const struct codec_schema *schema) {
    static const enum sts_event_id own[] = {STS_EVENT_STREAM_INIT, STS_EVENT_STREAM_READY,
                                            STS_EVENT_FRAGMENT_PROCESSED,
                                            STS_EVENT_STREAM_COMPLETE};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (schema == sts_events[own[i]].payload)
            return true;
    return false;
}

/* A stream_id that is looked for must be one that the request is about. */
static bool is_of_stream(const struct journal_names *names, const struct journal_matcher *matcher,
                         struct codec_text stream, struct codec_error *error) {
    char pattern[CODEC_POINTER_SIZE], id[CODEC_POINTER_SIZE];
    struct codec_text text;
    struct codec_in in;
    size_t wanted = codec_text_copy(stream, pattern, sizeof pattern);
    for (size_t i = 0; i < names->count; i++)
        if (!names_own_stream(names->schemas[i]))
            return true;
    if (!names->count || !wanted || wanted > sizeof pattern || !matcher->equals.len ||
        !base_slice_equal(base_slice(matcher->pointer, matcher->pointer_length),
                          base_slice_of("/stream_id")))
        return true;
    codec_in_init_again(&in, matcher->equals);
    size_t length = codec_in_text(&in, &text) ? codec_text_copy(text, id, sizeof id) : 0;
    if (!length || length > sizeof id ||
        base_glob_match(base_slice(pattern, wanted), base_slice(id, length)))
        return true;
    *error = (struct codec_error){.code = CODEC_SCHEMA, .keyword = "stream_id"};
    (void)snprintf(
        error->message, sizeof error->message,
        "is never in the journal of the streams that the request is about: leave it out");
    return false;
}

static bool make_matchers(struct journal_verify *verify, size_t index, struct base_slice match,
                          struct codec_text stream, const struct journal_names *names,
                          struct codec_error *error) {
    struct journal_expectation *expectation = &verify->expectations[index];
    size_t capacity = count_members(match);
    struct codec_in in;
    struct codec_text name;
    struct base_slice value;
    if (!capacity)
        return true;
    expectation->matchers =
        base_memory_zero(verify->memory, capacity * sizeof *expectation->matchers);
    if (!expectation->matchers)
        return no_memory(error);
    expectation->matcher_capacity = capacity;
    codec_in_init_again(&in, match);
    while (next_member(&in, &name, &value)) {
        struct journal_matcher *matcher = &expectation->matchers[expectation->matcher_count];
        if (!journal_matcher_make(matcher, verify->memory, name, value, error))
            return fail_match(error, index, name);
        expectation->matcher_count++;
        verify->regexes += matcher->regex != NULL;
        if (!is_known(names, expectation, matcher, error) ||
            (!takes_any_value(expectation) && !is_of_stream(names, matcher, stream, error)))
            return fail_match(error, index, name);
    }
    return verify->regexes <= JOURNAL_REGEXES_MAX ||
           fail_expectation(error, index, "/match", "maxItems",
                            "is one regular expression too many: the maximum is %d",
                            JOURNAL_REGEXES_MAX);
}

/* ---- expectations -------------------------------------------------------------------------- */

static bool make_count(struct journal_expectation *expectation, size_t index,
                       const struct sts_control_verify_count *count, struct codec_error *error) {
    const uint32_t others =
        STS_CONTROL_VERIFY_COUNT_HAS_AT_LEAST | STS_CONTROL_VERIFY_COUNT_HAS_AT_MOST;
    if (!(count->has & (others | STS_CONTROL_VERIFY_COUNT_HAS_EXACTLY))) {
        expectation->least = 1;
        expectation->most = JOURNAL_NO_LIMIT;
        return true;
    }
    bool exactly = count->has & STS_CONTROL_VERIFY_COUNT_HAS_EXACTLY;
    if (exactly && count->has & others)
        return fail_expectation(error, index, "/count", "exactly",
                                "has \"exactly\" together with another bound: use it alone, or use "
                                "at_least and at_most");
    expectation->least = (uint64_t)(exactly ? count->exactly : count->at_least);
    expectation->most = exactly ? (uint64_t)count->exactly
                        : count->has & STS_CONTROL_VERIFY_COUNT_HAS_AT_MOST
                            ? (uint64_t)count->at_most
                            : JOURNAL_NO_LIMIT;
    if (expectation->least > expectation->most)
        return fail_expectation(error, index, "/count", "at_most", "cannot be met by any number");
    return true;
}

/* The last one before `index` that something can come after. */
static size_t predecessor(const struct journal_verify *verify, size_t index) {
    while (index--)
        if (verify->expectations[index].least)
            return index;
    return JOURNAL_NO_EXPECTATION;
}

static bool make_order(struct journal_verify *verify, size_t index, bool in_order,
                       const struct sts_control_expectation *from, struct codec_error *error) {
    struct journal_expectation *expectation = &verify->expectations[index];
    size_t after = (size_t)from->after;
    expectation->within = JOURNAL_NO_LIMIT;
    expectation->after = in_order ? predecessor(verify, index) : JOURNAL_NO_EXPECTATION;
    if (from->has & STS_CONTROL_EXPECTATION_HAS_AFTER) {
        if (after >= index)
            return fail_expectation(error, index, "/after", "maximum",
                                    "must be the place of an earlier expectation");
        if (!verify->expectations[after].least)
            return fail_expectation(error, index, "/after", "minimum",
                                    "points to expectation %zu, which can hold without any entry",
                                    after);
        expectation->after = after;
    }
    if (!(from->has & STS_CONTROL_EXPECTATION_HAS_WITHIN_MS))
        return true;
    if (expectation->after == JOURNAL_NO_EXPECTATION)
        return fail_expectation(error, index, "/within_ms", "after",
                                "counts from another expectation, so it needs after or in_order");
    expectation->within = (uint64_t)from->within_ms;
    return true;
}

/* No names: any will do. */
static bool make_names(const struct journal_expectation *expectation, size_t index, bool unknown,
                       struct journal_names *names, struct codec_error *error) {
    const struct base_slice event = {expectation->event, expectation->event_length};
    char message[CODEC_MESSAGE_SIZE], whole[CODEC_MESSAGE_SIZE];
    names->count = names->events = 0;
    if (unknown)
        return true;
    if (!journal_names_find(names, event,
                            expectation->has_direction ? &expectation->direction : NULL, message)) {
        explain_unknown(whole, message, HOW_UNKNOWN);
        return fail_expectation(error, index, "/event", "unknown", "%s", whole);
    }
    return !expectation->has_verdict || names->events ||
           fail_expectation(error, index, "/verdict", "verdict",
                            "is that of an event, which this entry is not: leave it out");
}

static bool make_expectation(struct journal_verify *verify, size_t index, bool in_order,
                             struct codec_text stream, const struct sts_control_expectation *from,
                             struct codec_error *error) {
    struct journal_expectation *expectation = &verify->expectations[index];
    struct journal_names names;
    expectation->event_length =
        codec_text_copy(from->event, expectation->event, sizeof expectation->event);
    expectation->has_direction = from->has & STS_CONTROL_EXPECTATION_HAS_DIRECTION;
    expectation->direction =
        from->direction == STS_CONTROL_JOURNAL_DIRECTION_IN ? JOURNAL_IN : JOURNAL_OUT;
    expectation->has_verdict = from->has & STS_CONTROL_EXPECTATION_HAS_VERDICT;
    expectation->verdict = (enum journal_verdict)from->verdict;
    return make_count(expectation, index, &from->count, error) &&
           make_order(verify, index, in_order, from, error) &&
           make_names(expectation, index, from->unknown, &names, error) &&
           make_matchers(verify, index, from->match, stream, &names, error);
}

struct journal_verify *journal_verify_new(struct base_memory *memory,
                                          const struct sts_control_verify *request,
                                          struct codec_error *error) {
    size_t count = request->expectations.count;
    size_t size = sizeof(struct journal_verify) + count * sizeof(struct journal_expectation);
    struct journal_verify *verify = base_memory_zero(memory, size);
    (void)no_memory(error);
    if (!verify)
        return NULL;
    verify->memory = memory;
    verify->count = count;
    verify->absent_ok = request->absent_ok;
    verify->text_length = request->expectations.raw.len;
    verify->text = base_memory_take(memory, verify->text_length);
    bool made = verify->text;
    if (made && verify->text_length)
        memcpy(verify->text, request->expectations.raw.ptr, verify->text_length);
    const struct codec_list list = {.raw = {verify->text, verify->text_length}, .count = count};
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_control_expectation from;
    for (size_t i = 0; made && i < count; i++)
        made = sts_control_verify_expectations_next(&list, &cursor, &from) &&
               make_expectation(verify, i, request->in_order, request->stream_id, &from, error);
    if (made)
        return verify;
    journal_verify_free(verify);
    return NULL;
}

void journal_verify_free(struct journal_verify *verify) {
    if (!verify)
        return;
    struct base_memory *memory = verify->memory;
    for (size_t i = 0; i < verify->count; i++) {
        struct journal_expectation *expectation = &verify->expectations[i];
        for (size_t j = 0; j < expectation->matcher_count; j++)
            journal_matcher_clear(&expectation->matchers[j], memory);
        base_memory_give(memory, expectation->matchers,
                         expectation->matcher_capacity * sizeof *expectation->matchers);
    }
    base_memory_give(memory, verify->text, verify->text_length);
    base_memory_give(memory, verify, sizeof *verify + verify->count * sizeof *verify->expectations);
}
