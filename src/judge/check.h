/* check.h - what the checks of workers share. Not for other files. */
#ifndef JUDGE_CHECK_H
#define JUDGE_CHECK_H
#include "judge/internal.h"

/** One row of the table in checks.c. */
struct judge_check;
typedef void judge_check_function(const struct judge_check *check, struct judge_occasion *at);

struct judge_check {
    enum sts_requirement_id id;
    judge_check_function *run;
    enum sts_event_id event; /**< what it is about; STS_EVENT_COUNT: the function knows */
    const char *word;        /**< a keyword, a reason; "": the function knows */
    uint32_t cues; /**< a set: on other occasions it would say nothing, so it is not called */
};

/** All of them, in the order in which they are called. */
extern const struct judge_check judge_checks[];
extern const size_t judge_check_count;

/** Those for an occasion: one bit for each row of judge_checks. */
uint64_t judge_checks_for(const struct judge_occasion *at);

/* ---- what is said: words.c ------------------------------------------------------ */

/** The requirement could have been broken, and was not. */
void judge_kept(const struct judge_check *check, const struct judge_occasion *at);

/** It was broken, at a place of the payload. */
void judge_broken_at(const struct judge_check *check, const struct judge_occasion *at,
                     const char *pointer, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#define BROKEN(check, at, ...) judge_broken_at((check), (at), "", __VA_ARGS__)

/** It was broken, as the error says that was sent. */
void judge_broken_by(const struct judge_check *check, const struct judge_occasion *at);

/* ---- what has happened: words.c ------------------------------------------------- */

static inline bool judge_is(const struct judge_occasion *at, enum journal_kind kind) {
    return at->traffic->kind == kind;
}

static inline bool judge_is_event(const struct judge_occasion *at, enum journal_direction direction,
                                  enum sts_event_id event) {
    return at->traffic->kind == JOURNAL_EVENT && at->traffic->direction == direction &&
           at->traffic->event == event;
}

bool judge_has_reason(const struct judge_occasion *at, const char *reason);

/** An event of the worker that fits its schema, or one that was sent: its struct, or NULL. */
static inline const void *judge_came(const struct judge_occasion *at, enum sts_event_id event) {
    return judge_is_event(at, JOURNAL_IN, event) ? at->traffic->message : NULL;
}
static inline const void *judge_sent(const struct judge_occasion *at, enum sts_event_id event) {
    return judge_is_event(at, JOURNAL_OUT, event) ? at->traffic->message : NULL;
}

/** A refusal with this code; with metadata.state; INVALID_SEQUENCE with this metadata.reason. */
static inline bool judge_refused(const struct judge_occasion *at, enum sts_error_code code) {
    return at->refusal && at->error->code.value == code;
}
bool judge_with_state(const struct judge_occasion *at);
bool judge_with_reason(const struct judge_occasion *at, const char *reason);

/** Whether what was sent to the client at `sent` has left the server: not, while it waits for a
 * poll, or for a slow reader. `*since`: when it may have been heard first. Of an event that came
 * in, and of the end of a connection. */
bool judge_was_heard(const struct judge_occasion *at, uint64_t sent, uint64_t *since);

/** Whether the server may have been away at `since` or later. What came meanwhile was read all at
 *  once: it says nothing about the time between. */
bool judge_may_have_stopped(const struct judge *judge, uint64_t since);

/** What is sent, or happens, answers an event of this kind. */
bool judge_answers(const struct judge_occasion *at, enum sts_event_id event);

/** A fragment is taken, for the first time or anew. */
static inline bool judge_accepted(const struct judge_occasion *at) {
    return judge_sent(at, STS_EVENT_FRAGMENT_ACK) != NULL;
}

/* ---- the checks: check_transport.c, check_fragments.c --------------------------- */

judge_check_function judge_check_known_namespace, judge_check_valid_packets,
    judge_check_answers_ping, judge_check_known_events, judge_check_headers_agree,
    judge_check_reconnects, judge_check_backoff, judge_check_key_accepted, judge_check_key_covers,
    judge_check_gives_up, judge_check_init_first, judge_check_one_stream, judge_check_own_stream,
    judge_check_right_state, judge_check_silent_in_pause, judge_check_silent_after_end,
    judge_check_own_worker_id, judge_check_rate, judge_check_no_flow_violation,
    judge_check_not_idle, judge_check_simulation_schema, judge_check_schema, judge_check_deviation,
    judge_check_unique_id, judge_check_milliseconds, judge_check_as_configured,
    judge_check_ack_sent, judge_check_ack_known, judge_check_ack_prompt, judge_check_max_inflight,
    judge_check_obeys_pause, judge_check_obeys_slow_down, judge_check_sequence,
    judge_check_not_late, judge_check_in_order, judge_check_unique_number,
    judge_check_fragment_size, judge_check_fatal_stops, judge_check_same_audio,
    judge_check_retry_retryable, judge_check_retry_as_it_was;

#endif
