/* verify.h - compares the journal with expectations (schema/control/verify.json), entry by entry as
 * they come. */
#ifndef REPORT_VERIFY_H
#define REPORT_VERIFY_H
#include "report/journal.h"

struct report_verify;

/** Expectations of one request; copies what it needs of it. NULL with `error`: its pointer leads
 *  into the request, its code is CODEC_NO_SPACE when there is no memory. */
struct report_verify *report_verify_new(struct base_memory *memory,
                                        const struct sts_control_verify *request,
                                        struct codec_error *error);

/** NULL is ignored. */
void report_verify_free(struct report_verify *verify);

/** Looks at one more entry; in ascending order, only those that the request's stream_id means. */
void report_verify_see(struct report_verify *verify, const struct report_entry *entry);

enum report_verify_state {
    REPORT_VERIFY_OPEN,   /**< later entries may change the answer */
    REPORT_VERIFY_PASSED, /**< it holds */
    REPORT_VERIFY_FAILED, /**< it can hold no more */
};

/** How it stands at `now_ms`. */
enum report_verify_state report_verify_state(const struct report_verify *verify, uint64_t now_ms);

/** The next time at which the state changes although no entry comes; BASE_TIMER_NEVER: none. */
uint64_t report_verify_deadline(const struct report_verify *verify, uint64_t now_ms);

/** Makes the answer, with the nearest misses as they stand in `journal`, and calls `answer` with
 *  it; `passed` and `expectations` are set. False: no memory, and it was not called. */
bool report_verify_answer(const struct report_verify *verify, const struct report_journal *journal,
                          void (*answer)(void *context, struct sts_control_verdict *verdict),
                          void *context);

#endif
