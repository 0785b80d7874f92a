/* One row for each requirement that binds workers. A check says `kept` or `broken` where the
 * requirement could have been broken. */
#include "judge/check.h"

/* ---- the table ----------------------------------------------------------------------------- */

#define ANY STS_EVENT_COUNT

/* Short names of cues, for the table. */
#define NEVER 0
#define CUE(kind) JUDGE_CUE(JOURNAL_##kind)
#define FRAGMENT JUDGE_CUE(JUDGE_CUE_FRAGMENT)
#define CONFIRMATION JUDGE_CUE(JUDGE_CUE_CONFIRMATION)
#define OTHER_IN JUDGE_CUE(JUDGE_CUE_OTHER_IN)
#define IN (FRAGMENT | CONFIRMATION | OTHER_IN)
#define ACK JUDGE_CUE(JUDGE_CUE_ACK)
#define BACKPRESSURE JUDGE_CUE(JUDGE_CUE_BACKPRESSURE)
#define ERROR JUDGE_CUE(JUDGE_CUE_ERROR)

/* Requirement, check, what it is about, when it is called. Nothing that passes can break the two
 * that are never called: conclude.c looks at the end of the stream. */
#define CHECKS(X)                                                                                  \
    X(STS_1_VALID_PACKETS, judge_check_valid_packets, ANY, "",                                     \
      IN | CUE(CLOSING) | CUE(DISCONNECTED))                                                       \
    X(STS_1_ANSWERS_PING, judge_check_answers_ping, ANY, "", CUE(DISCONNECTED))                    \
    X(STS_1_KNOWN_EVENTS, judge_check_known_events, ANY, "", IN)                                   \
    X(STS_1_KNOWN_NAMESPACE, judge_check_known_namespace, ANY, "",                                 \
      CUE(REFUSED) | CUE(CONNECTED) | CUE(OPENED))                                                 \
    X(STS_1_HEADERS_AGREE, judge_check_headers_agree, ANY, "",                                     \
      CUE(DEVIATION) | CUE(OPENED) | CUE(RESUMED))                                                 \
    X(STS_1_RECONNECTS, judge_check_reconnects, ANY, "", CUE(RESUMED))                             \
    X(STS_1_RECONNECT_BACKOFF, judge_check_backoff, ANY, "", CUE(REFUSED) | CUE(RESUMED))          \
    X(STS_2_KEY_ACCEPTED, judge_check_key_accepted, ANY, "",                                       \
      CUE(REFUSED) | CUE(CONNECTED) | CUE(OPENED))                                                 \
    X(STS_2_KEY_COVERS_STREAM, judge_check_key_covers, ANY, "",                                    \
      ERROR | CUE(OPENED) | CUE(RESUMED))                                                          \
    X(STS_2_GIVES_UP, judge_check_gives_up, ANY, "", CUE(REFUSED))                                 \
    X(STS_4_INIT_FIRST, judge_check_init_first, ANY, "", ERROR | CUE(OPENED))                      \
    X(STS_4_ONE_STREAM, judge_check_one_stream, ANY, "", ERROR | CUE(OPENED) | CUE(RESUMED))       \
    X(STS_4_OWN_STREAM, judge_check_own_stream, ANY, "", IN)                                       \
    X(STS_4_RIGHT_STATE, judge_check_right_state, ANY, "", ERROR | CUE(STATE))                     \
    X(STS_4_PAUSED_SENDS_NOTHING, judge_check_silent_in_pause, ANY, "", ERROR | CUE(STATE))        \
    X(STS_4_ENDED_SENDS_NOTHING, judge_check_silent_after_end, ANY, "", ERROR | CUE(ENDED))        \
    X(STS_4_ENDS_STREAMS, NULL, ANY, "", NEVER)                                                    \
    X(STS_4_WAITS_FOR_COMPLETE, NULL, ANY, "", NEVER)                                              \
    X(STS_4_OWN_WORKER_ID, judge_check_own_worker_id, ANY, "", ERROR | CUE(RESUMED))               \
    X(STS_4_SAME_AUDIO, judge_check_same_audio, ANY, "other_audio", ACK | CUE(DEVIATION))          \
    X(STS_5_RATE, judge_check_rate, ANY, "", ERROR | ACK)                                          \
    X(STS_5_NO_FLOW_VIOLATION, judge_check_no_flow_violation, ANY, "", ACK | CUE(CLOSING))         \
    X(STS_5_NOT_IDLE, judge_check_not_idle, ANY, "", CUE(CLOSING) | CUE(DISCONNECTED))             \
    X(STS_6_SCHEMA, judge_check_simulation_schema, ANY, "", OTHER_IN)                              \
    X(016_5_1_STREAM_INIT_SCHEMA, judge_check_schema, STS_EVENT_STREAM_INIT, "", OTHER_IN)         \
    X(016_5_1_STREAM_INIT_CONFIG_COMPLETE, judge_check_deviation, STS_EVENT_STREAM_INIT,           \
      "required", OTHER_IN)                                                                        \
    X(016_5_1_FRAGMENT_DATA_SCHEMA, judge_check_schema, STS_EVENT_FRAGMENT_DATA, "", FRAGMENT)     \
    X(016_5_1_FRAGMENT_DATA_UUID, judge_check_deviation, STS_EVENT_FRAGMENT_DATA, "format",        \
      FRAGMENT)                                                                                    \
    X(016_5_1_FRAGMENT_DATA_UNIQUE_ID, judge_check_unique_id, ANY, "", ERROR | ACK)                \
    X(016_5_1_FRAGMENT_DATA_MILLISECONDS, judge_check_milliseconds, ANY, "", FRAGMENT)             \
    X(016_5_1_FRAGMENT_DATA_AS_CONFIGURED, judge_check_as_configured, ANY, "", FRAGMENT)           \
    X(016_5_1_FRAGMENT_ACK_SCHEMA, judge_check_schema, STS_EVENT_WORKER_FRAGMENT_ACK, "",          \
      CONFIRMATION)                                                                                \
    X(016_5_1_FRAGMENT_ACK_SENT, judge_check_ack_sent, ANY, "", CONFIRMATION)                      \
    X(016_5_1_FRAGMENT_ACK_KNOWN, judge_check_ack_known, ANY, "unknown_fragment",                  \
      CONFIRMATION | CUE(DEVIATION))                                                               \
    X(016_5_1_FRAGMENT_ACK_PROMPT, judge_check_ack_prompt, ANY, "", CONFIRMATION)                  \
    X(016_5_1_STREAM_PAUSE_SCHEMA, judge_check_schema, STS_EVENT_STREAM_PAUSE, "", OTHER_IN)       \
    X(016_5_1_STREAM_RESUME_SCHEMA, judge_check_schema, STS_EVENT_STREAM_RESUME, "", OTHER_IN)     \
    X(016_5_1_STREAM_END_SCHEMA, judge_check_schema, STS_EVENT_STREAM_END, "", OTHER_IN)           \
    X(016_5_1_KNOWN_MEMBERS, judge_check_deviation, ANY, "additionalProperties", IN)               \
    X(016_6_2_MAX_INFLIGHT, judge_check_max_inflight, ANY, "", ACK)                                \
    X(016_6_2_OBEYS_PAUSE, judge_check_obeys_pause, ANY, "", FRAGMENT | BACKPRESSURE)              \
    X(016_6_2_OBEYS_SLOW_DOWN, judge_check_obeys_slow_down, ANY, "", FRAGMENT)                     \
    X(016_7_1_NO_GAPS, judge_check_sequence, ANY, "gap", ERROR | ACK)                              \
    X(016_7_1_SENT_IN_ORDER, judge_check_in_order, ANY, "", ACK)                                   \
    X(016_7_1_NOT_LATE, judge_check_not_late, ANY, "late", ERROR | ACK)                            \
    X(016_7_1_UNIQUE_NUMBER, judge_check_unique_number, ANY, "duplicate_sequence", ERROR | ACK)    \
    X(016_8_1_FRAGMENT_SIZE, judge_check_fragment_size, ANY, "", ERROR | ACK)                      \
    X(016_8_1_FATAL_STOPS, judge_check_fatal_stops, ANY, "", FRAGMENT | CUE(DISCONNECTED))         \
    X(016_8_2_RETRY_RETRYABLE, judge_check_retry_retryable, ANY, "", ERROR | ACK)                  \
    X(016_8_2_RETRY_AS_IT_WAS, judge_check_retry_as_it_was, ANY, "", ERROR | ACK)

const struct judge_check judge_checks[] = {
#define ROW(name, function, event, word, cues)                                                     \
    {STS_REQUIREMENT_##name, function, event, word, cues},
    CHECKS(ROW)
#undef ROW
};
const size_t judge_check_count = sizeof judge_checks / sizeof *judge_checks;

/* A requirement without a check does not compile here, a check without a requirement above. */
enum {
#define HAS(name, function, event, word, cues) has_check_##name = 1,
    CHECKS(HAS)
#undef HAS
};
#define COUNT(name) +has_check_##name
_Static_assert(0 STS_WORKER_REQUIREMENTS(COUNT) == sizeof judge_checks / sizeof *judge_checks,
               "one check for each requirement of workers");
#undef COUNT
_Static_assert(sizeof judge_checks / sizeof *judge_checks <= 64, "a bit for each check");

/* ---- running them -------------------------------------------------------------------------- */

void judge_index_checks(uint64_t by_cue[JUDGE_CUE_COUNT]) {
    for (size_t cue = 0; cue < JUDGE_CUE_COUNT; cue++) {
        by_cue[cue] = 0;
        for (size_t i = 0; i < judge_check_count; i++)
            if (judge_checks[i].cues & JUDGE_CUE(cue))
                by_cue[cue] |= UINT64_C(1) << i;
    }
}

static size_t cue_of(const struct journal_traffic *traffic) {
    if (traffic->kind != JOURNAL_EVENT)
        return traffic->kind;
    if (traffic->direction == JOURNAL_OUT)
        return traffic->event == STS_EVENT_FRAGMENT_ACK   ? JUDGE_CUE_ACK
               : traffic->event == STS_EVENT_BACKPRESSURE ? JUDGE_CUE_BACKPRESSURE
                                                          : JUDGE_CUE_OTHER_OUT;
    return traffic->event == STS_EVENT_FRAGMENT_DATA         ? JUDGE_CUE_FRAGMENT
           : traffic->event == STS_EVENT_WORKER_FRAGMENT_ACK ? JUDGE_CUE_CONFIRMATION
                                                             : JUDGE_CUE_OTHER_IN;
}

uint64_t judge_checks_for(const struct judge_occasion *at) {
    const uint64_t *by_cue = at->judge->checks;
    return by_cue[cue_of(at->traffic)] | (at->error ? by_cue[JUDGE_CUE_ERROR] : 0);
}

void judge_run_checks(struct judge_occasion *occasion) {
    for (uint64_t left = judge_checks_for(occasion); left; left &= left - 1) {
        const struct judge_check *check = &judge_checks[__builtin_ctzll(left)];
        check->run(check, occasion);
    }
}
