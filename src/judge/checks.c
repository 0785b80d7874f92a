/* One row for each requirement that binds workers. Every row sees everything; a check says `kept`
 * or `broken` where the requirement could have been broken. */
#include "judge/check.h"

/* ---- the table ----------------------------------------------------------------------------- */

#define ANY STS_EVENT_COUNT

/* Requirement, check, what it is about. */
#define CHECKS(X)                                                                                  \
    X(STS_1_VALID_PACKETS, judge_check_valid_packets, ANY, "")                                     \
    X(STS_1_ANSWERS_PING, judge_check_answers_ping, ANY, "")                                       \
    X(STS_1_KNOWN_EVENTS, judge_check_known_events, ANY, "")                                       \
    X(STS_1_KNOWN_NAMESPACE, judge_check_known_namespace, ANY, "")                                 \
    X(STS_1_HEADERS_AGREE, judge_check_headers_agree, ANY, "")                                     \
    X(STS_1_RECONNECTS, judge_check_reconnects, ANY, "")                                           \
    X(STS_1_RECONNECT_BACKOFF, judge_check_backoff, ANY, "")                                       \
    X(STS_2_KEY_ACCEPTED, judge_check_key_accepted, ANY, "")                                       \
    X(STS_2_KEY_COVERS_STREAM, judge_check_key_covers, ANY, "")                                    \
    X(STS_2_GIVES_UP, judge_check_gives_up, ANY, "")                                               \
    X(STS_4_INIT_FIRST, judge_check_init_first, ANY, "")                                           \
    X(STS_4_ONE_STREAM, judge_check_one_stream, ANY, "")                                           \
    X(STS_4_OWN_STREAM, judge_check_own_stream, ANY, "")                                           \
    X(STS_4_RIGHT_STATE, judge_check_right_state, ANY, "")                                         \
    X(STS_4_PAUSED_SENDS_NOTHING, judge_check_silent_in_pause, ANY, "")                            \
    X(STS_4_ENDED_SENDS_NOTHING, judge_check_silent_after_end, ANY, "")                            \
    X(STS_4_ENDS_STREAMS, judge_check_at_the_end, ANY, "")                                         \
    X(STS_4_WAITS_FOR_COMPLETE, judge_check_at_the_end, ANY, "")                                   \
    X(STS_4_OWN_WORKER_ID, judge_check_own_worker_id, ANY, "")                                     \
    X(STS_4_SAME_AUDIO, judge_check_same_audio, ANY, "other_audio")                                \
    X(STS_5_RATE, judge_check_rate, ANY, "")                                                       \
    X(STS_5_NO_FLOW_VIOLATION, judge_check_no_flow_violation, ANY, "")                             \
    X(STS_5_NOT_IDLE, judge_check_not_idle, ANY, "")                                               \
    X(STS_6_SCHEMA, judge_check_simulation_schema, ANY, "")                                        \
    X(016_5_1_STREAM_INIT_SCHEMA, judge_check_schema, STS_EVENT_STREAM_INIT, "")                   \
    X(016_5_1_STREAM_INIT_CONFIG_COMPLETE, judge_check_deviation, STS_EVENT_STREAM_INIT,           \
      "required")                                                                                  \
    X(016_5_1_FRAGMENT_DATA_SCHEMA, judge_check_schema, STS_EVENT_FRAGMENT_DATA, "")               \
    X(016_5_1_FRAGMENT_DATA_UUID, judge_check_deviation, STS_EVENT_FRAGMENT_DATA, "format")        \
    X(016_5_1_FRAGMENT_DATA_UNIQUE_ID, judge_check_unique_id, ANY, "")                             \
    X(016_5_1_FRAGMENT_DATA_MILLISECONDS, judge_check_milliseconds, ANY, "")                       \
    X(016_5_1_FRAGMENT_DATA_AS_CONFIGURED, judge_check_as_configured, ANY, "")                     \
    X(016_5_1_FRAGMENT_ACK_SCHEMA, judge_check_schema, STS_EVENT_WORKER_FRAGMENT_ACK, "")          \
    X(016_5_1_FRAGMENT_ACK_SENT, judge_check_ack_sent, ANY, "")                                    \
    X(016_5_1_FRAGMENT_ACK_KNOWN, judge_check_ack_known, ANY, "unknown_fragment")                  \
    X(016_5_1_FRAGMENT_ACK_PROMPT, judge_check_ack_prompt, ANY, "")                                \
    X(016_5_1_STREAM_PAUSE_SCHEMA, judge_check_schema, STS_EVENT_STREAM_PAUSE, "")                 \
    X(016_5_1_STREAM_RESUME_SCHEMA, judge_check_schema, STS_EVENT_STREAM_RESUME, "")               \
    X(016_5_1_STREAM_END_SCHEMA, judge_check_schema, STS_EVENT_STREAM_END, "")                     \
    X(016_5_1_KNOWN_MEMBERS, judge_check_deviation, ANY, "additionalProperties")                   \
    X(016_6_2_MAX_INFLIGHT, judge_check_max_inflight, ANY, "")                                     \
    X(016_6_2_OBEYS_PAUSE, judge_check_obeys_pause, ANY, "")                                       \
    X(016_6_2_OBEYS_SLOW_DOWN, judge_check_obeys_slow_down, ANY, "")                               \
    X(016_7_1_NO_GAPS, judge_check_sequence, ANY, "gap")                                           \
    X(016_7_1_SENT_IN_ORDER, judge_check_in_order, ANY, "")                                        \
    X(016_7_1_NOT_LATE, judge_check_not_late, ANY, "late")                                         \
    X(016_7_1_UNIQUE_NUMBER, judge_check_unique_number, ANY, "duplicate_sequence")                 \
    X(016_8_1_FRAGMENT_SIZE, judge_check_fragment_size, ANY, "")                                   \
    X(016_8_1_FATAL_STOPS, judge_check_fatal_stops, ANY, "")                                       \
    X(016_8_2_RETRY_RETRYABLE, judge_check_retry_retryable, ANY, "")                               \
    X(016_8_2_RETRY_AS_IT_WAS, judge_check_retry_as_it_was, ANY, "")

static const struct judge_check checks[] = {
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

void judge_run_checks(struct judge_occasion *occasion) {
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i].run(&checks[i], occasion);
}
