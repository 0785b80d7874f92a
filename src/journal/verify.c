#include "journal/verify_internal.h"

#include "base/glob.h"

/* ---- one entry ----------------------------------------------------------------------------- */

static const struct journal_expectation *before(const struct journal_verify *verify,
                                                const struct journal_expectation *expectation) {
    return expectation->after == JOURNAL_NO_EXPECTATION ? NULL
                                                        : &verify->expectations[expectation->after];
}

bool journal_verify_timely(const struct journal_verify *verify,
                           const struct journal_expectation *expectation,
                           const struct journal_entry *entry) {
    const struct journal_expectation *first = before(verify, expectation);
    return !first || (first->met && entry->id > first->met_id &&
                      entry->now_ms - first->met_ms <= expectation->within);
}

struct base_slice journal_verify_subject(const struct journal_entry *entry, char *room) {
    return entry->kind == JOURNAL_EVENT ? journal_entry_payload(entry, room)
                                        : journal_entry_line(entry, room);
}

static bool concerns(const struct journal_expectation *expectation,
                     const struct journal_entry *entry) {
    const struct journal_filter filter = {
        .event = {expectation->event, expectation->event_length},
        .has_direction = expectation->has_direction,
        .direction = expectation->direction,
    };
    return journal_filter_fits(&filter, entry);
}

/* In how many ways the entry is not as expected. */
static size_t differences(const struct journal_verify *verify,
                          const struct journal_expectation *expectation,
                          const struct journal_entry *entry) {
    size_t count = !journal_verify_timely(verify, expectation, entry);
    struct base_slice subject = base_slice(NULL, 0);
    char room[JOURNAL_LINE_MAX];
    if (expectation->matcher_count)
        subject = journal_verify_subject(entry, room);
    for (size_t i = 0; i < expectation->matcher_count; i++)
        count += !journal_matcher_fits(&expectation->matchers[i], subject, NULL);
    return count;
}

/* Of two that miss by as much, the earlier one stays. */
static void note_miss(struct journal_expectation *expectation, uint64_t id, size_t by) {
    size_t at = expectation->near_count;
    while (at && expectation->nearest[at - 1].differences > by)
        at--;
    if (at == JOURNAL_NEAREST)
        return;
    if (expectation->near_count < JOURNAL_NEAREST)
        expectation->near_count++;
    for (size_t i = expectation->near_count - 1; i > at; i--)
        expectation->nearest[i] = expectation->nearest[i - 1];
    expectation->nearest[at] = (struct journal_near_miss){id, by};
}

static void note_match(struct journal_expectation *expectation, const struct journal_entry *entry) {
    if (!expectation->matched++)
        expectation->first = entry->id;
    expectation->last = entry->id;
    if (expectation->met || expectation->matched < expectation->least)
        return;
    expectation->met = true;
    expectation->met_id = entry->id;
    expectation->met_ms = entry->now_ms;
}

void journal_verify_see(struct journal_verify *verify, const struct journal_entry *entry) {
    for (size_t i = 0; i < verify->count; i++) {
        struct journal_expectation *expectation = &verify->expectations[i];
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

/* When the time for it is over; JOURNAL_NO_LIMIT: it is not limited, or does not run yet. */
static uint64_t end_of(const struct journal_verify *verify,
                       const struct journal_expectation *expectation) {
    const struct journal_expectation *first = before(verify, expectation);
    if (!first || !first->met || expectation->within == JOURNAL_NO_LIMIT)
        return JOURNAL_NO_LIMIT;
    return first->met_ms + expectation->within;
}

/* That nothing more comes is known only when the time for it is over. */
static bool is_settled(const struct journal_verify *verify,
                       const struct journal_expectation *expectation, uint64_t now_ms) {
    if (!journal_verify_holds(expectation))
        return false;
    if (expectation->most == JOURNAL_NO_LIMIT || expectation->within == JOURNAL_NO_LIMIT)
        return true;
    return now_ms > end_of(verify, expectation);
}

enum journal_verify_state journal_verify_state(const struct journal_verify *verify,
                                               uint64_t now_ms) {
    bool settled = true, wants_any = false;
    for (size_t i = 0; i < verify->count; i++) {
        const struct journal_expectation *expectation = &verify->expectations[i];
        uint64_t end = end_of(verify, expectation);
        if (expectation->matched > expectation->most)
            return JOURNAL_VERIFY_FAILED;
        if (expectation->matched < expectation->least && now_ms > end)
            return JOURNAL_VERIFY_FAILED;
        settled = settled && is_settled(verify, expectation, now_ms);
        wants_any = wants_any || expectation->least;
    }
    return settled && wants_any ? JOURNAL_VERIFY_PASSED : JOURNAL_VERIFY_OPEN;
}

uint64_t journal_verify_deadline(const struct journal_verify *verify, uint64_t now_ms) {
    uint64_t earliest = BASE_TIMER_NEVER;
    for (size_t i = 0; i < verify->count; i++) {
        uint64_t end = end_of(verify, &verify->expectations[i]);
        if (end != JOURNAL_NO_LIMIT && end >= now_ms && end + 1 < earliest)
            earliest = end + 1;
    }
    return earliest;
}
