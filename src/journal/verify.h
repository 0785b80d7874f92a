/* verify.h - compares the journal with expectations (schema/control/verify.json), entry by entry as
 * they come. */
#ifndef JOURNAL_VERIFY_H
#define JOURNAL_VERIFY_H
#include "journal/journal.h"

struct journal_verify;

/** Expectations of one request; copies what it needs of it. NULL with `error`: its pointer leads
 *  into the request, its code is CODEC_NO_SPACE when there is no memory. */
struct journal_verify *journal_verify_new(struct base_memory *memory,
                                          const struct sts_control_verify *request,
                                          struct codec_error *error);

/** NULL is ignored. */
void journal_verify_free(struct journal_verify *verify);

/** Looks at one more entry; in ascending order, only those that the request's stream_id means. */
void journal_verify_see(struct journal_verify *verify, const struct journal_entry *entry);

/** Entries that the request's stream_id means are lost: behind the last one that was looked at,
 *  before the next one that will be. `causes`: why (journal_lost_to). */
void journal_verify_lose(struct journal_verify *verify, unsigned causes);

enum journal_verify_state {
    JOURNAL_VERIFY_OPEN,   /**< later entries may change the answer */
    JOURNAL_VERIFY_PASSED, /**< it holds */
    JOURNAL_VERIFY_FAILED, /**< it can hold no more */
};

/** How it stands at `now_ms`. */
enum journal_verify_state journal_verify_state(const struct journal_verify *verify,
                                               uint64_t now_ms);

/** The next time at which the state changes although no entry comes; BASE_TIMER_NEVER: none. */
uint64_t journal_verify_deadline(const struct journal_verify *verify, uint64_t now_ms);

/** Makes the answer, with the nearest misses as they stand in `journal`, and calls `answer` with
 *  it; all but `next` and `lost` is set. `filter` is what the entries were found by; `is_foreign`:
 *  `since` is of another start of the server, so that nothing is known. False: no memory, and it
 *  was not called. */
bool journal_verify_answer(const struct journal_verify *verify, const struct journal *journal,
                           const struct journal_filter *filter, bool is_foreign,
                           void (*answer)(void *context, struct sts_control_verdict *verdict),
                           void *context);

#endif
