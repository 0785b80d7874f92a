/* verify_answer.c - the answer: what held, and what came near. */
#include "journal/verify_internal.h"

#include "base/memory.h"
#include "base/print.h"

/* Differences told of a near miss. */
#define DIFFERENCES 8
/* Longest value shown where it differs; of a longer one only its length is. */
#define ACTUAL_MAX 256
#define MESSAGE_SIZE 96
/* Room for a short JSON object with a number, or a value that is shown. */
#define NOTE_SIZE ACTUAL_MAX

/* The parts of the answer about one expectation. */
struct told_miss {
    struct sts_control_difference differences[DIFFERENCES];
    char notes[DIFFERENCES][NOTE_SIZE];
    char expected[NOTE_SIZE];
};

struct told {
    char message[MESSAGE_SIZE];
    struct sts_control_near_miss nearest[JOURNAL_NEAREST];
    struct told_miss misses[JOURNAL_NEAREST];
};

static struct base_slice note(char out[NOTE_SIZE], const char *name, uint64_t number) {
    size_t length = base_print(out, NOTE_SIZE, "{\"%s\":%llu}", name, (unsigned long long)number);
    return base_slice(out, length);
}

static void tell_actual(struct sts_control_difference *difference, struct base_slice actual,
                        char shown[NOTE_SIZE]) {
    if (!actual.len)
        return;
    difference->has = STS_CONTROL_DIFFERENCE_HAS_ACTUAL;
    difference->actual = base_slice(shown, actual.len);
    if (actual.len > ACTUAL_MAX)
        difference->actual = note(shown, "elided", actual.len);
    else
        memmove(shown, actual.ptr, actual.len);
}

/* It came before what should go before it, or too long after it. */
static void tell_untimely(const struct journal_verify *verify,
                          const struct journal_expectation *expectation,
                          const struct journal_entry *entry, struct told_miss *told) {
    const struct journal_expectation *first = &verify->expectations[expectation->after];
    bool late = first->met && entry->id > first->met_id;
    struct sts_control_difference *difference = &told->differences[0];
    *difference = (struct sts_control_difference){.pointer = CODEC_TEXT("")};
    difference->expected = late ? note(told->expected, "within_ms", expectation->within)
                                : note(told->expected, "after", expectation->after);
    if (late)
        tell_actual(difference, note(told->notes[0], "within_ms", entry->now_ms - first->met_ms),
                    told->notes[0]);
}

static size_t tell_differences(const struct journal_verify *verify,
                               const struct journal_expectation *expectation,
                               const struct journal_entry *entry, struct told_miss *told) {
    size_t count = 0;
    char room[JOURNAL_LINE_MAX];
    struct base_slice subject = journal_verify_subject(entry, room), actual;
    if (!journal_verify_timely(verify, expectation, entry)) {
        tell_untimely(verify, expectation, entry, told);
        count++;
    }
    for (size_t i = 0; i < expectation->matcher_count && count < DIFFERENCES; i++) {
        const struct journal_matcher *matcher = &expectation->matchers[i];
        if (journal_matcher_fits(matcher, subject, &actual))
            continue;
        struct sts_control_difference *difference = &told->differences[count];
        *difference = (struct sts_control_difference){
            .pointer = codec_text_plain(base_slice(matcher->pointer, matcher->pointer_length)),
            .expected = matcher->expected,
        };
        tell_actual(difference, actual, told->notes[count]);
        count++;
    }
    return count;
}

static size_t tell_nearest(const struct journal_verify *verify,
                           const struct journal_expectation *expectation,
                           const struct journal *journal, struct told *told) {
    size_t count = 0;
    for (size_t i = 0; i < expectation->near_count; i++) {
        const struct journal_entry *entry = journal_entry(journal, expectation->nearest[i].id);
        if (!entry) /* overwritten since */
            continue;
        struct told_miss *miss = &told->misses[count];
        size_t differences = tell_differences(verify, expectation, entry, miss);
        if (!differences) /* what should go before it has come since */
            continue;
        told->nearest[count++] = (struct sts_control_near_miss){
            .id = (int64_t)entry->id,
            .event = codec_text_plain(entry->name),
            .differed = {.count = differences, .items = miss->differences},
        };
    }
    return count;
}

static struct codec_text tell_message(const struct journal_expectation *expectation,
                                      char message[MESSAGE_SIZE]) {
    bool few = expectation->matched < expectation->least;
    const char *bound = expectation->least == expectation->most ? "exactly"
                        : few                                   ? "at least"
                                                                : "at most";
    size_t length = base_print(message, MESSAGE_SIZE, "matching entries: %llu, expected %s %llu",
                               (unsigned long long)expectation->matched, bound,
                               (unsigned long long)(few ? expectation->least : expectation->most));
    return codec_text_plain(base_slice(message, length));
}

static struct sts_control_verify_result tell(const struct journal_verify *verify,
                                             const struct journal_expectation *expectation,
                                             const struct journal *journal, struct told *told) {
    struct sts_control_verify_result result = {.passed = journal_verify_holds(expectation),
                                               .matched = (int64_t)expectation->matched};
    if (expectation->matched) {
        result.has |= STS_CONTROL_VERIFY_RESULT_HAS_FIRST | STS_CONTROL_VERIFY_RESULT_HAS_LAST;
        result.first = (int64_t)expectation->first;
        result.last = (int64_t)expectation->last;
    }
    if (result.passed)
        return result;
    result.has |= STS_CONTROL_VERIFY_RESULT_HAS_MESSAGE;
    result.message = tell_message(expectation, told->message);
    if (expectation->matched > expectation->most)
        return result;
    result.has |= STS_CONTROL_VERIFY_RESULT_HAS_NEAREST;
    result.nearest = (struct codec_list){.count = tell_nearest(verify, expectation, journal, told),
                                         .items = told->nearest};
    return result;
}

bool journal_verify_answer(const struct journal_verify *verify, const struct journal *journal,
                           void (*answer)(void *context, struct sts_control_verdict *verdict),
                           void *context) {
    struct base_memory *memory = verify->memory;
    struct sts_control_verdict verdict = {.passed = true};
    size_t results_size = verify->count * sizeof(struct sts_control_verify_result);
    size_t told_size = verify->count * sizeof(struct told);
    struct sts_control_verify_result *results = base_memory_zero(memory, results_size);
    struct told *told = base_memory_zero(memory, told_size);
    bool made = results && told;
    for (size_t i = 0; made && i < verify->count; i++) {
        results[i] = tell(verify, &verify->expectations[i], journal, &told[i]);
        verdict.passed = verdict.passed && results[i].passed;
    }
    verdict.expectations = (struct codec_list){.count = verify->count, .items = results};
    if (made)
        answer(context, &verdict);
    base_memory_give(memory, results, results_size);
    base_memory_give(memory, told, told_size);
    return made;
}
