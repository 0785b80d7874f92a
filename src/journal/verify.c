#include "journal/verify_internal.h"

#include "base/glob.h"

/* ---- one entry ----------------------------------------------------------------------------- */

bool journal_verify_timely(const struct journal_verify *verify,
                           const struct journal_expectation *expectation,
                           const struct journal_entry *entry) {
    const struct journal_expectation *first = journal_verify_before(verify, expectation);
    return !first || (first->met && entry->id > first->met_id &&
                      entry->now_ms - first->met_ms <= expectation->within);
}

struct base_slice journal_verify_subject(const struct journal_entry *entry, char *room) {
    return entry->kind == JOURNAL_EVENT ? journal_entry_payload(entry, room)
                                        : journal_entry_line(entry, room);
}

/* Whether the name of the entry is not known in full and may be meant: a name without a wildcard is
 * never that long. */
static bool has_long_name(const struct journal_expectation *expectation,
                          const struct journal_entry *entry) {
    const struct base_slice event = {expectation->event, expectation->event_length};
    return entry->name_is_cut && !base_glob_is_plain(event) &&
           (!expectation->has_direction || entry->direction == expectation->direction);
}

static bool concerns(const struct journal_expectation *expectation,
                     const struct journal_entry *entry) {
    const struct journal_filter filter = {
        .event = {expectation->event, expectation->event_length},
        .has_direction = expectation->has_direction,
        .direction = expectation->direction,
    };
    if (expectation->has_verdict &&
        (entry->kind != JOURNAL_EVENT || entry->verdict != expectation->verdict))
        return false;
    return journal_filter_fits(&filter, entry) || has_long_name(expectation, entry);
}

/* In how many ways an entry is not as expected, or may not be. */
struct difference {
    size_t sure, unsure;
};

static struct difference compare(const struct journal_verify *verify,
                                 const struct journal_expectation *expectation,
                                 const struct journal_entry *entry) {
    struct difference difference = {
        .sure = !journal_verify_timely(verify, expectation, entry),
        .unsure = has_long_name(expectation, entry),
    };
    struct base_slice subject = base_slice(NULL, 0);
    char room[JOURNAL_LINE_MAX];
    if (expectation->matcher_count && !entry->is_cut)
        subject = journal_verify_subject(entry, room);
    for (size_t i = 0; i < expectation->matcher_count; i++) {
        enum journal_fit fits =
            entry->is_cut ? JOURNAL_FITS_PERHAPS
                          : journal_matcher_fits(&expectation->matchers[i], subject, NULL);
        difference.sure += fits == JOURNAL_FITS_NOT;
        difference.unsure += fits == JOURNAL_FITS_PERHAPS;
    }
    return difference;
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

static void note_match(struct journal_verify *verify, struct journal_expectation *expectation,
                       const struct journal_entry *entry) {
    const struct journal_expectation *first = journal_verify_before(verify, expectation);
    verify->met_client = verify->met_client || journal_is_of_client(entry->kind);
    if (!expectation->matched++)
        expectation->first = entry->id;
    expectation->last = entry->id;
    if (expectation->met || expectation->matched < expectation->least)
        return;
    expectation->met = true;
    expectation->met_id = entry->id;
    expectation->met_ms = entry->now_ms;
    expectation->met_surely =
        !expectation->lost && !expectation->may_precede && (!first || first->met_surely);
}

void journal_verify_see(struct journal_verify *verify, const struct journal_entry *entry) {
    verify->seen_ms = entry->now_ms;
    for (size_t i = 0; i < verify->count; i++) {
        struct journal_expectation *expectation = &verify->expectations[i];
        if (!concerns(expectation, entry))
            continue;
        const struct difference by = compare(verify, expectation, entry);
        if (by.sure + by.unsure)
            note_miss(expectation, entry->id, by.sure + by.unsure);
        else
            note_match(verify, expectation, entry);
        if (by.sure || !by.unsure)
            continue;
        expectation->undecided++;
        expectation->may_precede = expectation->may_precede || !expectation->met;
    }
}

/* ---- how it stands ------------------------------------------------------------------------- */

/* When the time for it is over; JOURNAL_NO_LIMIT: it is not limited, or does not run yet. */
static uint64_t end_of(const struct journal_verify *verify,
                       const struct journal_expectation *expectation) {
    const struct journal_expectation *first = journal_verify_before(verify, expectation);
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

/* Not where the time for it was over before. */
void journal_verify_lose(struct journal_verify *verify, unsigned causes) {
    verify->causes |= causes;
    for (size_t i = 0; i < verify->count; i++) {
        struct journal_expectation *expectation = &verify->expectations[i];
        const struct journal_expectation *first = journal_verify_before(verify, expectation);
        bool is_over = first && first->met_surely && verify->seen_ms > end_of(verify, expectation);
        expectation->lost = expectation->lost || !is_over;
    }
}

/* Whether more entries may have met it than are counted or undecided: some are lost, or what goes
 * before it may have been met earlier. */
static bool may_have_more(const struct journal_verify *verify,
                          const struct journal_expectation *expectation) {
    const struct journal_expectation *first = expectation;
    while ((first = journal_verify_before(verify, first)))
        if (first->may_precede)
            return true;
    return expectation->lost;
}

/* Whether all that are counted met it in truth. If what goes before it was met earlier, its time
 * began earlier, which takes none away, but it was over earlier, too. */
static bool is_counted_surely(const struct journal_verify *verify,
                              const struct journal_expectation *expectation) {
    const struct journal_expectation *first = journal_verify_before(verify, expectation);
    for (; first && !first->met_surely; first = journal_verify_before(verify, expectation)) {
        if (expectation->within != JOURNAL_NO_LIMIT)
            return false;
        expectation = first;
    }
    return true;
}

enum sts_control_verify_verdict
journal_verify_verdict(const struct journal_verify *verify,
                       const struct journal_expectation *expectation) {
    bool more = may_have_more(verify, expectation);
    uint64_t matched = expectation->matched;
    uint64_t possible = more ? JOURNAL_NO_LIMIT : matched + expectation->undecided;
    if (more && !is_counted_surely(verify, expectation))
        return STS_CONTROL_VERIFY_VERDICT_UNKNOWN;
    if (matched > expectation->most || possible < expectation->least)
        return STS_CONTROL_VERIFY_VERDICT_FAIL;
    return matched >= expectation->least && possible <= expectation->most
               ? STS_CONTROL_VERIFY_VERDICT_PASS
               : STS_CONTROL_VERIFY_VERDICT_UNKNOWN;
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
    bool is_empty = !verify->count; /* nothing to wait for */
    return settled && (wants_any || is_empty) ? JOURNAL_VERIFY_PASSED : JOURNAL_VERIFY_OPEN;
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
