/* verify_answer.c - the answer: what held, and what came near. */
#include "journal/verify_internal.h"

#include "base/memory.h"
#include "base/print.h"
#include "journal/cursor.h"
#include "stream/id.h"

/* Differences told of a near miss. */
#define DIFFERENCES 8
/* Longest value shown where it differs; of a longer one only its length is. */
#define ACTUAL_MAX 256
#define MESSAGE_SIZE 96
/* Longest sentence about what is not known, and one with two ids of streams in it. */
#define WHY_SIZE 512
#define ABSENT_SIZE (WHY_SIZE + 2 * STREAM_ID_SIZE)
/* Room for a short JSON object with a number, or a value that is shown. */
#define NOTE_SIZE ACTUAL_MAX

/* The parts of the answer about one expectation. */
struct told_miss {
    struct sts_control_difference differences[DIFFERENCES];
    char notes[DIFFERENCES][NOTE_SIZE];
    char expected[NOTE_SIZE];
};

struct told {
    char message[MESSAGE_SIZE], why[WHY_SIZE];
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
        if (journal_matcher_fits(matcher, subject, &actual) == JOURNAL_FITS && !entry->is_cut)
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

/* What is known beside the entries: see journal_verify_answer. */
struct ground {
    const struct journal *journal;
    bool is_foreign;
    enum journal_used used;
    unsigned causes;          /* why the entries of the stream are gone */
    struct codec_text absent; /* the sentence, where the stream was never used */
};

/* ---- why an answer is not known ------------------------------------------------------------ */

#define FOREIGN                                                                                    \
    "the cursor in since is from another start of the server, or from another replica, so it is "  \
    "not known which entries came after it: pass the next of an answer of this server"
#define GONE                                                                                       \
    "whether anybody used the stream is not known, because its entries would be gone by now: "     \
    "%.*s, or ask earlier"
#define LOST "entries that may have met this are gone: %.*s, or pass a later since"
#define EARLIER "entries may have met what goes before this one earlier than is known: "

static struct codec_text sentence(char why[WHY_SIZE], const char *text) {
    return codec_text_plain(base_slice(why, base_print(why, WHY_SIZE, "%s", text)));
}

/* `format` has room for what would have kept the entries that are gone. */
static struct codec_text tell_loss(const struct journal *journal, unsigned causes,
                                   const char *format, char why[WHY_SIZE]) {
    char cure[JOURNAL_CURE_SIZE];
    const size_t length = journal_cure(journal, causes, cure);
    return codec_text_plain(base_slice(why, base_print(why, WHY_SIZE, format, (int)length, cure)));
}

/* The first of what goes before it that an undecided entry may have met; NULL: none. */
static const struct journal_expectation *undecided_before(const struct journal_verify *verify,
                                                          const struct journal_expectation *one) {
    while ((one = journal_verify_before(verify, one)))
        if (one->may_precede)
            return one;
    return NULL;
}

static struct codec_text tell_why(const struct journal_verify *verify,
                                  const struct journal_expectation *expectation,
                                  const struct ground *ground, char why[WHY_SIZE]) {
    const struct journal_expectation *about = undecided_before(verify, expectation);
    if (ground->is_foreign)
        return sentence(why, FOREIGN);
    if (ground->used == JOURNAL_USED_PERHAPS)
        return tell_loss(ground->journal, ground->causes, GONE, why);
    if (expectation->lost)
        return tell_loss(ground->journal, verify->causes, LOST, why);
    const char *begin = about ? EARLIER : "";
    about = about ? about : expectation;
    size_t length = base_print(why, WHY_SIZE,
                               "%s%llu of the entries could not be compared, because the journal "
                               "does not show long texts, audio and secrets, and regular "
                               "expressions are not tried on texts over %d bytes: match another "
                               "member",
                               begin, (unsigned long long)about->undecided, JOURNAL_REGEX_TEXT);
    return codec_text_plain(base_slice(why, length));
}

/* Nobody ever used the stream. What it may have been is the closest one that was used. */
static struct codec_text tell_absent(const struct journal *journal,
                                     const struct journal_filter *filter, char why[ABSENT_SIZE]) {
    char meant[STREAM_ID_SIZE + 32] = "", room[STREAM_ID_SIZE];
    const struct base_slice one = journal_filter_id(filter, room);
    const struct base_slice id = one.len ? one : filter->stream;
    struct codec_closest search = codec_closest(id);
    journal_try_streams(journal, filter, &search);
    if (search.best.len)
        (void)base_print(meant, sizeof meant, "; did you mean \"%.*s\"?", (int)search.best.len,
                         search.best.ptr);
    const char *what = id.len            ? "no stream \""
                       : filter->may_see ? "no stream that this key covers"
                                         : "no connection or stream";
    size_t length = base_print(
        why, ABSENT_SIZE,
        "%s%.*s%s was ever used on this server%s If that is as it should be, set "
        "\"absent_ok\": true. Behind a load balancer, ask the replica that has the stream",
        what, (int)id.len, id.ptr, id.len ? "\"" : "", search.best.len ? meant : ".");
    return codec_text_plain(base_slice(why, length));
}

/* ---- the whole ----------------------------------------------------------------------------- */

static enum sts_control_verify_verdict judge(const struct journal_verify *verify,
                                             const struct journal_expectation *expectation,
                                             const struct ground *ground) {
    if (ground->is_foreign)
        return STS_CONTROL_VERIFY_VERDICT_UNKNOWN;
    if (ground->absent.len)
        return STS_CONTROL_VERIFY_VERDICT_FAIL;
    const enum sts_control_verify_verdict verdict = journal_verify_verdict(verify, expectation);
    bool is_gone = ground->used == JOURNAL_USED_PERHAPS && !verify->absent_ok;
    return is_gone && verdict == STS_CONTROL_VERIFY_VERDICT_PASS
               ? STS_CONTROL_VERIFY_VERDICT_UNKNOWN
               : verdict;
}

static void tell_reason(const struct journal_verify *verify,
                        const struct journal_expectation *expectation, const struct ground *ground,
                        struct sts_control_verify_result *result, struct told *told) {
    if (result->verdict == STS_CONTROL_VERIFY_VERDICT_UNKNOWN) {
        result->has |= STS_CONTROL_VERIFY_RESULT_HAS_WHY;
        result->why = tell_why(verify, expectation, ground, told->why);
    } else {
        result->has |= STS_CONTROL_VERIFY_RESULT_HAS_MESSAGE;
        result->message =
            ground->absent.len ? ground->absent : tell_message(expectation, told->message);
    }
    if (expectation->matched >= expectation->least && !expectation->undecided)
        return;
    result->has |= STS_CONTROL_VERIFY_RESULT_HAS_NEAREST;
    result->nearest = (struct codec_list){
        .count = tell_nearest(verify, expectation, ground->journal, told), .items = told->nearest};
}

static struct sts_control_verify_result tell(const struct journal_verify *verify,
                                             const struct journal_expectation *expectation,
                                             const struct ground *ground, struct told *told) {
    struct sts_control_verify_result result = {.verdict = judge(verify, expectation, ground),
                                               .matched = (int64_t)expectation->matched};
    result.passed = result.verdict == STS_CONTROL_VERIFY_VERDICT_PASS;
    if (expectation->matched) {
        result.has |= STS_CONTROL_VERIFY_RESULT_HAS_FIRST | STS_CONTROL_VERIFY_RESULT_HAS_LAST;
        result.first = (int64_t)expectation->first;
        result.last = (int64_t)expectation->last;
    }
    if (!result.passed)
        tell_reason(verify, expectation, ground, &result, told);
    return result;
}

/* The worst of them, and the first reason for it. */
static struct sts_control_verdict sum_up(const struct sts_control_verify_result *results,
                                         size_t count, const struct ground *ground) {
    struct sts_control_verdict verdict = {.verdict = STS_CONTROL_VERIFY_VERDICT_PASS};
    const struct sts_control_verify_result *unknown = NULL;
    if (ground->absent.len) /* also where nothing is expected of its entries */
        verdict.verdict = STS_CONTROL_VERIFY_VERDICT_FAIL;
    for (size_t i = 0; i < count; i++) {
        if (results[i].verdict == STS_CONTROL_VERIFY_VERDICT_FAIL)
            verdict.verdict = STS_CONTROL_VERIFY_VERDICT_FAIL;
        else if (results[i].verdict == STS_CONTROL_VERIFY_VERDICT_UNKNOWN && !unknown)
            unknown = &results[i];
    }
    if (unknown && verdict.verdict == STS_CONTROL_VERIFY_VERDICT_PASS) {
        verdict.verdict = STS_CONTROL_VERIFY_VERDICT_UNKNOWN;
        verdict.why = unknown->why;
    } else {
        verdict.why = ground->absent;
    }
    verdict.has = verdict.why.len ? STS_CONTROL_VERDICT_HAS_WHY : 0;
    verdict.passed = verdict.verdict == STS_CONTROL_VERIFY_VERDICT_PASS;
    verdict.expectations = (struct codec_list){.count = count, .items = results};
    return verdict;
}

bool journal_verify_answer(const struct journal_verify *verify, const struct journal *journal,
                           const struct journal_filter *filter, bool is_foreign,
                           void (*answer)(void *context, struct sts_control_verdict *verdict),
                           void *context) {
    struct base_memory *memory = verify->memory;
    char absent[ABSENT_SIZE];
    struct ground ground = {
        .journal = journal, .is_foreign = is_foreign, .used = journal_used(journal, filter)};
    struct journal_filter whole = *filter;
    whole.since = 0;
    ground.causes = journal_lost_to(journal, &whole);
    size_t results_size = verify->count * sizeof(struct sts_control_verify_result);
    size_t told_size = verify->count * sizeof(struct told);
    struct sts_control_verify_result *results = base_memory_zero(memory, results_size);
    struct told *told = base_memory_zero(memory, told_size);
    bool made = results && told;
    /* handshakes alone are no use, but who expects them knows the stream */
    bool is_dropped = verify->causes & 1U << JOURNAL_CAUSE_DROPPED; /* it was used before */
    bool is_unknown = ground.used == JOURNAL_USED_NEVER && !verify->met_client && !is_dropped;
    if (is_unknown && !verify->absent_ok && !is_foreign)
        ground.absent = tell_absent(journal, filter, absent);
    for (size_t i = 0; made && i < verify->count; i++)
        results[i] = tell(verify, &verify->expectations[i], &ground, &told[i]);
    if (made) {
        struct sts_control_verdict verdict = sum_up(results, verify->count, &ground);
        answer(context, &verdict);
    }
    base_memory_give(memory, results, results_size);
    base_memory_give(memory, told, told_size);
    return made;
}
