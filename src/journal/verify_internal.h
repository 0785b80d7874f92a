/* verify_internal.h - what the files of verify share. Not for other files. */
#ifndef JOURNAL_VERIFY_INTERNAL_H
#define JOURNAL_VERIFY_INTERNAL_H
#include "base/timer.h"
#include "journal/matcher.h"
#include "journal/verify.h"

/** Near misses told of an expectation. */
#define JOURNAL_NEAREST 3
#define JOURNAL_NO_EXPECTATION SIZE_MAX
#define JOURNAL_NO_LIMIT UINT64_MAX

/** Regular expressions of one request: each is tried on every entry with its event. */
#define JOURNAL_REGEXES_MAX 32

struct journal_near_miss {
    uint64_t id;
    size_t differences;
};

struct journal_expectation {
    char event[STS_CONTROL_JOURNAL_EVENT_BYTES];
    size_t event_length;
    bool has_direction;
    enum journal_direction direction;
    bool has_verdict;
    enum journal_verdict verdict;
    struct journal_matcher *matchers;
    size_t matcher_count, matcher_capacity;
    uint64_t least, most;
    size_t after;    /**< the expectation that is met before, or JOURNAL_NO_EXPECTATION */
    uint64_t within; /**< ms after that, or JOURNAL_NO_LIMIT */

    uint64_t matched, first, last; /* last two: ids */
    bool met;                      /**< as often as it has to be, by the two below */
    uint64_t met_id, met_ms;
    /* What is not known: */
    uint64_t undecided; /**< entries that may have met it besides */
    bool lost;          /**< entries that may have met it are gone */
    bool may_precede;   /**< it may have been met earlier, by an entry that is undecided */
    bool met_surely;    /**< nothing was lost or undecided that could have met it earlier */
    struct journal_near_miss nearest[JOURNAL_NEAREST]; /**< the best first */
    size_t near_count;
};

struct journal_verify {
    struct base_memory *memory;
    char *text; /**< the expectations as they came: matchers borrow from it */
    size_t text_length;
    size_t regexes;
    bool absent_ok;
    bool met_client;  /**< an expectation was met by what a client did */
    unsigned causes;  /**< why entries that it should have looked at are lost */
    uint64_t seen_ms; /**< of the last entry that was looked at */
    size_t count;
    struct journal_expectation expectations[];
};

/** Whether an entry came when it should: after what goes before, and not too late. */
bool journal_verify_timely(const struct journal_verify *verify,
                           const struct journal_expectation *expectation,
                           const struct journal_entry *entry);

/** What matchers are compared with: the payload of an event, else the entry; in `room`
 *  (JOURNAL_LINE_MAX bytes) or in the entry. */
struct base_slice journal_verify_subject(const struct journal_entry *entry, char *room);

/** The expectation that is met before this one; NULL: any time will do. */
static inline const struct journal_expectation *
journal_verify_before(const struct journal_verify *verify,
                      const struct journal_expectation *expectation) {
    return expectation->after == JOURNAL_NO_EXPECTATION ? NULL
                                                        : &verify->expectations[expectation->after];
}

/** What is known of it. */
enum sts_control_verify_verdict
journal_verify_verdict(const struct journal_verify *verify,
                       const struct journal_expectation *expectation);

/** Whether as many entries as expected are known to have met it. */
static inline bool journal_verify_holds(const struct journal_expectation *expectation) {
    return expectation->matched >= expectation->least && expectation->matched <= expectation->most;
}

#endif
