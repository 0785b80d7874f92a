/* verify_internal.h - what the files of verify share. Not for other files. */
#ifndef REPORT_VERIFY_INTERNAL_H
#define REPORT_VERIFY_INTERNAL_H
#include "base/timer.h"
#include "report/matcher.h"
#include "report/verify.h"

/** Near misses told of an expectation. */
#define REPORT_NEAREST 3
/** Longest event of an expectation as plain UTF-8: 256 characters of at most four bytes. */
#define REPORT_EVENT_SIZE 1024
#define REPORT_NO_EXPECTATION SIZE_MAX
#define REPORT_NO_LIMIT UINT64_MAX

/** Regular expressions of one request: each is tried on every entry with its event. */
#define REPORT_REGEXES_MAX 32

struct report_near_miss {
    uint64_t id;
    size_t differences;
};

struct report_expectation {
    char event[REPORT_EVENT_SIZE];
    size_t event_length;
    bool has_direction;
    enum report_direction direction;
    struct report_matcher *matchers;
    size_t matcher_count, matcher_capacity;
    uint64_t least, most;
    size_t after;    /**< the expectation that is met before, or REPORT_NO_EXPECTATION */
    uint64_t within; /**< ms after that, or REPORT_NO_LIMIT */

    uint64_t matched, first, last; /* last two: ids */
    bool met;                      /**< as often as it has to be, by the two below */
    uint64_t met_id, met_ms;
    struct report_near_miss nearest[REPORT_NEAREST]; /**< the best first */
    size_t near_count;
};

struct report_verify {
    struct base_memory *memory;
    char *text; /**< the expectations as they came: matchers borrow from it */
    size_t text_length;
    size_t regexes;
    size_t count;
    struct report_expectation expectations[];
};

/** Whether an entry came when it should: after what goes before, and not too late. */
bool report_verify_timely(const struct report_verify *verify,
                          const struct report_expectation *expectation,
                          const struct report_entry *entry);

/** What matchers are compared with: the payload of an event, else the entry; in `room`
 *  (REPORT_LINE_MAX bytes) or in the entry. */
struct base_slice report_verify_subject(const struct report_entry *entry, char *room);

/** Whether as many entries as expected have met it. */
static inline bool report_verify_holds(const struct report_expectation *expectation) {
    return expectation->matched >= expectation->least && expectation->matched <= expectation->most;
}

#endif
