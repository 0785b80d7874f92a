/* One row for each requirement that binds workers. Every row sees everything; a check says `kept`
 * or `broken` where the requirement could have been broken. */
#include "report/conformance_check.h"

/* ---- the table ----------------------------------------------------------------------------- */

#define ANY STS_EVENT_COUNT

/* Requirement, check, what it is about. */
#define CHECKS(X)                                                                                  \
    X(STS_1_VALID_PACKETS, report_check_valid_packets, ANY, "")                                    \
    X(STS_1_ANSWERS_PING, report_check_answers_ping, ANY, "")                                      \
    X(STS_1_KNOWN_EVENTS, report_check_known_events, ANY, "")                                      \
    X(STS_1_KNOWN_NAMESPACE, report_check_known_namespace, ANY, "")                                \
    X(STS_1_HEADERS_AGREE, report_check_headers_agree, ANY, "")                                    \
    X(STS_1_RECONNECTS, report_check_reconnects, ANY, "")                                          \
    X(STS_1_RECONNECT_BACKOFF, report_check_backoff, ANY, "")                                      \
    X(STS_2_KEY_ACCEPTED, report_check_key_accepted, ANY, "")                                      \
    X(STS_2_KEY_COVERS_STREAM, report_check_key_covers, ANY, "")                                   \
    X(STS_2_GIVES_UP, report_check_gives_up, ANY, "")                                              \
    X(STS_4_INIT_FIRST, report_check_init_first, ANY, "")                                          \
    X(STS_4_ONE_STREAM, report_check_one_stream, ANY, "")                                          \
    X(STS_4_OWN_STREAM, report_check_own_stream, ANY, "")                                          \
    X(STS_4_RIGHT_STATE, report_check_right_state, ANY, "")                                        \
    X(STS_4_PAUSED_SENDS_NOTHING, report_check_silent_in_pause, ANY, "")                           \
    X(STS_4_ENDED_SENDS_NOTHING, report_check_silent_after_end, ANY, "")                           \
    X(STS_4_ENDS_STREAMS, report_check_ends_streams, ANY, "")                                      \
    X(STS_4_WAITS_FOR_COMPLETE, report_check_waits_for_complete, ANY, "")                          \
    X(STS_4_OWN_WORKER_ID, report_check_own_worker_id, ANY, "")                                    \
    X(STS_5_RATE, report_check_rate, ANY, "")                                                      \
    X(STS_5_NO_FLOW_VIOLATION, report_check_no_flow_violation, ANY, "")                            \
    X(STS_5_NOT_IDLE, report_check_not_idle, ANY, "")                                              \
    X(STS_6_SCHEMA, report_check_simulation_schema, ANY, "")                                       \
    X(016_5_1_STREAM_INIT_SCHEMA, report_check_schema, STS_EVENT_STREAM_INIT, "")                  \
    X(016_5_1_STREAM_INIT_CONFIG_COMPLETE, report_check_deviation, STS_EVENT_STREAM_INIT,          \
      "required")                                                                                  \
    X(016_5_1_FRAGMENT_DATA_SCHEMA, report_check_schema, STS_EVENT_FRAGMENT_DATA, "")              \
    X(016_5_1_FRAGMENT_DATA_UUID, report_check_deviation, STS_EVENT_FRAGMENT_DATA, "format")       \
    X(016_5_1_FRAGMENT_DATA_UNIQUE_ID, report_check_unique_id, ANY, "")                            \
    X(016_5_1_FRAGMENT_DATA_MILLISECONDS, report_check_milliseconds, ANY, "")                      \
    X(016_5_1_FRAGMENT_DATA_AS_CONFIGURED, report_check_as_configured, ANY, "")                    \
    X(016_5_1_FRAGMENT_ACK_SCHEMA, report_check_schema, STS_EVENT_WORKER_FRAGMENT_ACK, "")         \
    X(016_5_1_FRAGMENT_ACK_SENT, report_check_ack_sent, ANY, "")                                   \
    X(016_5_1_FRAGMENT_ACK_KNOWN, report_check_ack_known, ANY, "unknown_fragment")                 \
    X(016_5_1_FRAGMENT_ACK_PROMPT, report_check_ack_prompt, ANY, "")                               \
    X(016_5_1_STREAM_PAUSE_SCHEMA, report_check_schema, STS_EVENT_STREAM_PAUSE, "")                \
    X(016_5_1_STREAM_RESUME_SCHEMA, report_check_schema, STS_EVENT_STREAM_RESUME, "")              \
    X(016_5_1_STREAM_END_SCHEMA, report_check_schema, STS_EVENT_STREAM_END, "")                    \
    X(016_5_1_KNOWN_MEMBERS, report_check_deviation, ANY, "additionalProperties")                  \
    X(016_6_2_MAX_INFLIGHT, report_check_max_inflight, ANY, "")                                    \
    X(016_6_2_OBEYS_PAUSE, report_check_obeys_pause, ANY, "")                                      \
    X(016_6_2_OBEYS_SLOW_DOWN, report_check_obeys_slow_down, ANY, "")                              \
    X(016_7_1_NO_GAPS, report_check_sequence, ANY, "gap")                                          \
    X(016_7_1_SENT_IN_ORDER, report_check_in_order, ANY, "")                                       \
    X(016_7_1_NOT_LATE, report_check_sequence, ANY, "late")                                        \
    X(016_7_1_UNIQUE_NUMBER, report_check_unique_number, ANY, "duplicate_sequence")                \
    X(016_8_1_FRAGMENT_SIZE, report_check_fragment_size, ANY, "")                                  \
    X(016_8_1_FATAL_STOPS, report_check_fatal_stops, ANY, "")                                      \
    X(016_8_2_RETRY_RETRYABLE, report_check_retry_retryable, ANY, "")                              \
    X(016_8_2_RETRY_AS_IT_WAS, report_check_retry_as_it_was, ANY, "")

static const struct report_check checks[] = {
#define ROW(name, function, event, word) {STS_REQUIREMENT_##name, function, event, word},
    CHECKS(ROW)
#undef ROW
};

/* A requirement without a check does not compile here, a check without a requirement above. */
enum {
#define HAS(name, function, event, word) has_check_##name = 1,
    CHECKS(HAS)
#undef HAS
};
#define COUNT(name) +has_check_##name
_Static_assert(0 STS_WORKER_REQUIREMENTS(COUNT) == sizeof checks / sizeof *checks,
               "one check for each requirement of workers");
#undef COUNT

void report_conformance_check(struct report_occasion *occasion) {
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i].run(&checks[i], occasion);
}
