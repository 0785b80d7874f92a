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
    struct journal_matcher *matchers;
    size_t matcher_count, matcher_capacity;
    uint64_t least, most;
    size_t after;    /**< the expectation that is met before, or JOURNAL_NO_EXPECTATION */
    uint64_t within; /**< ms after that, or JOURNAL_NO_LIMIT */

    uint64_t matched, first, last; /* last two: ids */
    bool met;                      /**< as often as it has to be, by the two below */
    uint64_t met_id, met_ms;
    struct journal_near_miss nearest[JOURNAL_NEAREST]; /**< the best first */
    size_t near_count;
};

struct journal_verify {
    struct base_memory *memory;
    char *text; /**< the expectations as they came: matchers borrow from it */
    size_t text_length;
    size_t regexes;
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

/** Whether as many entries as expected have met it. */
static inline bool journal_verify_holds(const struct journal_expectation *expectation) {
    return expectation->matched >= expectation->least && expectation->matched <= expectation->most;
}

#endif
