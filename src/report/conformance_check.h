/* conformance_check.h - what the checks of workers share. Not for other files. */
#ifndef REPORT_CONFORMANCE_CHECK_H
#define REPORT_CONFORMANCE_CHECK_H
#include "report/conformance_internal.h"

/** One row of the table in conformance_checks.c. */
struct report_check;
typedef void report_check_function(const struct report_check *check, struct report_occasion *at);

struct report_check {
    enum sts_requirement_id id;
    report_check_function *run;
    enum sts_event_id event; /**< what it is about; STS_EVENT_COUNT: the function knows */
    const char *word;        /**< a keyword, a reason; "": the function knows */
};

/* ---- what is said: conformance_words.c ------------------------------------------------------ */

/** The requirement could have been broken, and was not. */
void report_kept(const struct report_check *check, const struct report_occasion *at);

/** It was broken, at a place of the payload. */
void report_broken_at(const struct report_check *check, const struct report_occasion *at,
                      const char *pointer, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#define BROKEN(check, at, ...) report_broken_at((check), (at), "", __VA_ARGS__)

/** It was broken, as the error says that was sent. */
void report_broken_by(const struct report_check *check, const struct report_occasion *at);

/* ---- what has happened: conformance_words.c ------------------------------------------------- */

bool report_is(const struct report_occasion *at, enum report_kind kind);
bool report_has_reason(const struct report_occasion *at, const char *reason);
bool report_is_event(const struct report_occasion *at, enum report_direction direction,
                     enum sts_event_id event);

/** An event of the worker that fits its schema, or one that was sent: its struct, or NULL. */
const void *report_came(const struct report_occasion *at, enum sts_event_id event);
const void *report_sent(const struct report_occasion *at, enum sts_event_id event);

/** A refusal with this code; with metadata.state; INVALID_SEQUENCE with this metadata.reason. */
bool report_refused(const struct report_occasion *at, enum sts_error_code code);
bool report_with_state(const struct report_occasion *at);
bool report_with_reason(const struct report_occasion *at, const char *reason);

/** What is sent, or happens, answers an event of this kind. */
bool report_answers(const struct report_occasion *at, enum sts_event_id event);

/** A fragment is taken, for the first time or anew. */
bool report_accepted(const struct report_occasion *at);

/** The stream ended, and not because the server decided so. */
bool report_worker_ended(const struct report_occasion *at);

/* ---- the checks: conformance_transport.c, conformance_fragments.c --------------------------- */

report_check_function report_check_known_namespace, report_check_valid_packets,
    report_check_answers_ping, report_check_known_events, report_check_headers_agree,
    report_check_reconnects, report_check_backoff, report_check_key_accepted,
    report_check_key_covers, report_check_gives_up, report_check_init_first,
    report_check_one_stream, report_check_own_stream, report_check_right_state,
    report_check_silent_in_pause, report_check_silent_after_end, report_check_ends_streams,
    report_check_waits_for_complete, report_check_own_worker_id, report_check_rate,
    report_check_no_flow_violation, report_check_not_idle, report_check_simulation_schema,
    report_check_schema, report_check_deviation, report_check_unique_id, report_check_milliseconds,
    report_check_as_configured, report_check_ack_sent, report_check_ack_known,
    report_check_ack_prompt, report_check_max_inflight, report_check_obeys_pause,
    report_check_obeys_slow_down, report_check_sequence, report_check_in_order,
    report_check_unique_number, report_check_fragment_size, report_check_fatal_stops,
    report_check_retry_retryable, report_check_retry_as_it_was;

#endif
