#include "report/verify_internal.h"

#include "base/glob.h"

/* ---- one entry ----------------------------------------------------------------------------- */

static const struct report_expectation *before(const struct report_verify *verify,
                                               const struct report_expectation *expectation) {
    return expectation->after == REPORT_NO_EXPECTATION ? NULL
                                                       : &verify->expectations[expectation->after];
}

bool report_verify_timely(const struct report_verify *verify,
                          const struct report_expectation *expectation,
                          const struct report_entry *entry) {
    const struct report_expectation *first = before(verify, expectation);
    return !first || (first->met && entry->id > first->met_id &&
                      entry->now_ms - first->met_ms <= expectation->within);
}

struct base_slice report_verify_subject(const struct report_entry *entry, char *room) {
    return entry->kind == REPORT_EVENT ? report_entry_payload(entry, room)
                                       : report_entry_line(entry, room);
}

static bool concerns(const struct report_expectation *expectation,
                     const struct report_entry *entry) {
    const struct report_filter filter = {
        .event = {expectation->event, expectation->event_length},
        .has_direction = expectation->has_direction,
        .direction = expectation->direction,
    };
    return report_filter_fits(&filter, entry);
}

/* In how many ways the entry is not as expected. */
static size_t differences(const struct report_verify *verify,
                          const struct report_expectation *expectation,
                          const struct report_entry *entry) {
    size_t count = !report_verify_timely(verify, expectation, entry);
    struct base_slice subject = base_slice(NULL, 0);
    char room[REPORT_LINE_MAX];
    if (expectation->matcher_count)
        subject = report_verify_subject(entry, room);
    for (size_t i = 0; i < expectation->matcher_count; i++)
        count += !report_matcher_fits(&expectation->matchers[i], subject, NULL);
    return count;
}

/* Of two that miss by as much, the earlier one stays. */
static void note_miss(struct report_expectation *expectation, uint64_t id, size_t by) {
    size_t at = expectation->near_count;
    while (at && expectation->nearest[at - 1].differences > by)
        at--;
    if (at == REPORT_NEAREST)
        return;
    if (expectation->near_count < REPORT_NEAREST)
        expectation->near_count++;
    for (size_t i = expectation->near_count - 1; i > at; i--)
        expectation->nearest[i] = expectation->nearest[i - 1];
    expectation->nearest[at] = (struct report_near_miss){id, by};
}

static void note_match(struct report_expectation *expectation, const struct report_entry *entry) {
    if (!expectation->matched++)
        expectation->first = entry->id;
    expectation->last = entry->id;
    if (expectation->met || expectation->matched < expectation->least)
        return;
    expectation->met = true;
    expectation->met_id = entry->id;
    expectation->met_ms = entry->now_ms;
}

void report_verify_see(struct report_verify *verify, const struct report_entry *entry) {
    for (size_t i = 0; i < verify->count; i++) {
        struct report_expectation *expectation = &verify->expectations[i];
        if (!concerns(expectation, entry))
            continue;
        size_t by = differences(verify, expectation, entry);
        if (by)
            note_miss(expectation, entry->id, by);
        else
            note_match(expectation, entry);
    }
}

/* ---- how it stands ------------------------------------------------------------------------- */

/* When the time for it is over; REPORT_NO_LIMIT: it is not limited, or does not run yet. */
static uint64_t end_of(const struct report_verify *verify,
                       const struct report_expectation *expectation) {
    const struct report_expectation *first = before(verify, expectation);
    if (!first || !first->met || expectation->within == REPORT_NO_LIMIT)
        return REPORT_NO_LIMIT;
    return first->met_ms + expectation->within;
}

/* That nothing more comes is known only when the time for it is over. */
static bool is_settled(const struct report_verify *verify,
                       const struct report_expectation *expectation, uint64_t now_ms) {
    if (!report_verify_holds(expectation))
        return false;
    if (expectation->most == REPORT_NO_LIMIT || expectation->within == REPORT_NO_LIMIT)
        return true;
    return now_ms > end_of(verify, expectation);
}

enum report_verify_state report_verify_state(const struct report_verify *verify, uint64_t now_ms) {
    bool settled = true, wants_any = false;
    for (size_t i = 0; i < verify->count; i++) {
        const struct report_expectation *expectation = &verify->expectations[i];
        uint64_t end = end_of(verify, expectation);
        if (expectation->matched > expectation->most)
            return REPORT_VERIFY_FAILED;
        if (expectation->matched < expectation->least && now_ms > end)
            return REPORT_VERIFY_FAILED;
        settled = settled && is_settled(verify, expectation, now_ms);
        wants_any = wants_any || expectation->least;
    }
    return settled && wants_any ? REPORT_VERIFY_PASSED : REPORT_VERIFY_OPEN;
}

uint64_t report_verify_deadline(const struct report_verify *verify, uint64_t now_ms) {
    uint64_t earliest = BASE_TIMER_NEVER;
    for (size_t i = 0; i < verify->count; i++) {
        uint64_t end = end_of(verify, &verify->expectations[i]);
        if (end != REPORT_NO_LIMIT && end >= now_ms && end + 1 < earliest)
            earliest = end + 1;
    }
    return earliest;
}
