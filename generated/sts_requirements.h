/* sts_requirements.h - generated from the catalogue of requirements by codegen. Do not edit.
 *
 * Every statement of the protocol that a test can check. An id is the section that it comes from and
 * a name: 016/... is a section of the specification, sts/... a chapter of the service's own
 * rules.
 */
#ifndef STS_REQUIREMENTS_H
#define STS_REQUIREMENTS_H
#include "base/slice.h"

/** Whom a requirement binds. */
enum sts_requirement_side {
    STS_BINDS_WORKER,
    STS_BINDS_SERVER,
};

/** What breaking it is. */
enum sts_requirement_severity {
    STS_MUST,   /**< a failure */
    STS_SHOULD, /**< a deviation */
};

/** Which document demands it. A later one builds on those before. */
enum sts_requirement_origin {
    STS_FROM_SPEC016, /**< the WebSocket Audio Fragment Protocol; the number is the section */
    STS_FROM_SPEC017, /**< the specification of the echo service */
    STS_FROM_ECHO, /**< settled by echo-sts, where both leave it open */
};
#define STS_REQUIREMENT_ORIGIN_COUNT 3

/** The words for them: "spec016". */
extern const struct base_slice sts_requirement_origins[STS_REQUIREMENT_ORIGIN_COUNT];

/** What a check of it needs, as bits. */
enum sts_requirement_needs {
    STS_NEEDS_SLOW = 1 << 0, /**< takes long or transfers much data: runs only with --all */
    STS_NEEDS_ALONE = 1 << 1, /**< disturbs cases that run at the same time: runs alone */
    STS_NEEDS_AUTH = 1 << 2, /**< a server that requires an API key */
    STS_NEEDS_LIMITS = 1 << 3, /**< a server whose limit is switched on */
    STS_NEEDS_RESUME = 1 << 4, /**< a server that keeps streams whose connection was lost */
    STS_NEEDS_SIMULATION = 1 << 5, /**< the events config:* and simulate:* */
    STS_NEEDS_ECHO = 1 << 6, /**< a promise of the echo service, not a requirement on other servers */
};

/** The requirements that bind workers: X(NAME) for each, STS_REQUIREMENT_NAME being its id. */
#define STS_WORKER_REQUIREMENTS(X) \
    X(STS_1_VALID_PACKETS) \
    X(STS_1_ANSWERS_PING) \
    X(STS_1_KNOWN_EVENTS) \
    X(STS_1_KNOWN_NAMESPACE) \
    X(STS_1_HEADERS_AGREE) \
    X(STS_1_RECONNECTS) \
    X(STS_1_RECONNECT_BACKOFF) \
    X(STS_2_KEY_ACCEPTED) \
    X(STS_2_KEY_COVERS_STREAM) \
    X(STS_2_GIVES_UP) \
    X(STS_4_INIT_FIRST) \
    X(STS_4_ONE_STREAM) \
    X(STS_4_OWN_STREAM) \
    X(STS_4_RIGHT_STATE) \
    X(STS_4_PAUSED_SENDS_NOTHING) \
    X(STS_4_ENDED_SENDS_NOTHING) \
    X(STS_4_ENDS_STREAMS) \
    X(STS_4_WAITS_FOR_COMPLETE) \
    X(STS_4_OWN_WORKER_ID) \
    X(STS_4_SAME_AUDIO) \
    X(STS_5_RATE) \
    X(STS_5_NO_FLOW_VIOLATION) \
    X(STS_5_NOT_IDLE) \
    X(STS_6_SCHEMA) \
    X(016_5_1_STREAM_INIT_SCHEMA) \
    X(016_5_1_STREAM_INIT_CONFIG_COMPLETE) \
    X(016_5_1_FRAGMENT_DATA_SCHEMA) \
    X(016_5_1_FRAGMENT_DATA_UUID) \
    X(016_5_1_FRAGMENT_DATA_UNIQUE_ID) \
    X(016_5_1_FRAGMENT_DATA_MILLISECONDS) \
    X(016_5_1_FRAGMENT_DATA_AS_CONFIGURED) \
    X(016_5_1_FRAGMENT_ACK_SCHEMA) \
    X(016_5_1_FRAGMENT_ACK_SENT) \
    X(016_5_1_FRAGMENT_ACK_KNOWN) \
    X(016_5_1_FRAGMENT_ACK_PROMPT) \
    X(016_5_1_STREAM_PAUSE_SCHEMA) \
    X(016_5_1_STREAM_RESUME_SCHEMA) \
    X(016_5_1_STREAM_END_SCHEMA) \
    X(016_5_1_KNOWN_MEMBERS) \
    X(016_6_2_MAX_INFLIGHT) \
    X(016_6_2_OBEYS_PAUSE) \
    X(016_6_2_OBEYS_SLOW_DOWN) \
    X(016_7_1_NO_GAPS) \
    X(016_7_1_SENT_IN_ORDER) \
    X(016_7_1_NOT_LATE) \
    X(016_7_1_UNIQUE_NUMBER) \
    X(016_8_1_FRAGMENT_SIZE) \
    X(016_8_1_FATAL_STOPS) \
    X(016_8_2_RETRY_RETRYABLE) \
    X(016_8_2_RETRY_AS_IT_WAS)
#define STS_WORKER_REQUIREMENT_COUNT 50

/** The requirements that bind servers: X(NAME) for each, STS_REQUIREMENT_NAME being its id. */
#define STS_SERVER_REQUIREMENTS(X) \
    X(STS_1_HANDSHAKE) \
    X(STS_1_PING_VALUES) \
    X(STS_1_PATHS) \
    X(STS_1_NAMESPACES) \
    X(STS_1_UNKNOWN_NAMESPACE) \
    X(STS_1_POLLING) \
    X(STS_1_UPGRADE) \
    X(STS_1_CORS) \
    X(STS_1_ACK_PACKET) \
    X(STS_1_NO_NULL) \
    X(STS_1_NULL_IS_ABSENT) \
    X(STS_1_INTEGERS) \
    X(STS_1_BROKEN_JSON) \
    X(STS_1_ODD_JSON) \
    X(STS_1_BROKEN_PACKET) \
    X(STS_1_MESSAGE_TOO_LARGE) \
    X(STS_1_PINGS) \
    X(STS_1_PING_TIMEOUT) \
    X(STS_2_VALID_KEY) \
    X(STS_2_WRONG_KEY) \
    X(STS_2_REFUSAL_DATA) \
    X(STS_2_LIMITED) \
    X(STS_3_CHECKS_IN_ORDER) \
    X(STS_3_REFUSED_USES_NOTHING) \
    X(STS_3_STAYS_USABLE) \
    X(STS_3_OTHERS_UNDISTURBED) \
    X(STS_3_ECHO_AUDIO) \
    X(STS_3_ECHO_RESULT) \
    X(STS_4_SECOND_INIT) \
    X(STS_4_NEXT_STREAM) \
    X(STS_4_WRONG_STATE) \
    X(STS_4_PAUSED_REFUSES) \
    X(STS_4_PAUSE_FINISHES) \
    X(STS_4_COMPLETE_LAST) \
    X(STS_4_ENDING_REFUSES) \
    X(STS_4_DISCONNECTS) \
    X(STS_4_RESUME_TAKES_OVER) \
    X(STS_4_RESUME_SENDS_REST) \
    X(STS_4_RESUME_RETRANSMITS) \
    X(STS_4_RESUME_CLOSES_OLD) \
    X(STS_4_RESUME_FOREIGN_WORKER) \
    X(STS_4_RESUME_NEW_RUN) \
    X(STS_4_LEAVING_ENDS) \
    X(STS_5_RATE_LIMIT) \
    X(STS_5_FLOW_VIOLATION) \
    X(STS_5_STREAMS_APART) \
    X(STS_6_ACKS) \
    X(STS_6_REFUSED) \
    X(STS_6_TRIGGERS) \
    X(STS_6_ACTIONS) \
    X(STS_6_SAME_SEED) \
    X(STS_6_CLEARED) \
    X(STS_6_FROM_OUTSIDE) \
    X(STS_6_BACKPRESSURE) \
    X(STS_6_DISCONNECT) \
    X(STS_7_HEALTH) \
    X(STS_12_CONNECT) \
    X(STS_12_READY) \
    X(STS_12_ACK) \
    X(STS_12_SESSION) \
    X(016_5_1_STREAM_INIT_ACCEPTED) \
    X(016_5_1_STREAM_INIT_DEFAULTS) \
    X(016_5_1_STREAM_INIT_REFUSED) \
    X(016_5_1_FRAGMENT_DATA_ACCEPTED) \
    X(016_5_1_FRAGMENT_DATA_REFUSED) \
    X(016_5_1_FRAGMENT_ACK_ACCEPTED) \
    X(016_5_1_FRAGMENT_ACK_REFUSED) \
    X(016_5_1_REQUESTS_REFUSED) \
    X(016_5_1_UNKNOWN_MEMBERS) \
    X(016_5_1_UNKNOWN_EVENT) \
    X(016_5_2_STREAM_READY_SCHEMA) \
    X(016_5_2_STREAM_READY_VALUES) \
    X(016_5_2_FRAGMENT_ACK_SCHEMA) \
    X(016_5_2_FRAGMENT_ACK_SENT) \
    X(016_5_2_FRAGMENT_PROCESSED_SCHEMA) \
    X(016_5_2_FRAGMENT_PROCESSED_SENT) \
    X(016_5_2_FRAGMENT_PROCESSED_AUDIO) \
    X(016_5_2_STREAM_COMPLETE_SCHEMA) \
    X(016_5_2_STREAM_COMPLETE_STATISTICS) \
    X(016_5_2_BACKPRESSURE_SCHEMA) \
    X(016_5_2_ERROR_SCHEMA) \
    X(016_5_2_ERROR_PLACES) \
    X(016_5_2_KNOWN_MEMBERS) \
    X(016_6_2_RAISED) \
    X(016_6_2_ALL_CLEAR) \
    X(016_6_2_ONCE_PER_LEVEL) \
    X(016_6_2_PAUSE_BEFORE_FULL) \
    X(016_7_1_IN_ORDER) \
    X(016_7_1_FILLED_GAP) \
    X(016_7_1_GAP) \
    X(016_7_1_GAP_AT_END) \
    X(016_7_1_LATE) \
    X(016_7_1_DUPLICATE_NUMBER) \
    X(016_7_1_DUPLICATE_ID) \
    X(016_8_1_TABLE) \
    X(016_8_1_STREAM_NOT_FOUND) \
    X(016_8_1_FRAGMENT_TOO_LARGE) \
    X(016_8_1_TIMEOUT) \
    X(016_8_1_QUEUE_FULL) \
    X(016_8_2_RETRY)
#define STS_SERVER_REQUIREMENT_COUNT 100

/** In the order of the catalogue. */
enum sts_requirement_id {
    STS_REQUIREMENT_STS_1_VALID_PACKETS, /**< sts/1/valid-packets */
    STS_REQUIREMENT_STS_1_ANSWERS_PING, /**< sts/1/answers-ping */
    STS_REQUIREMENT_STS_1_KNOWN_EVENTS, /**< sts/1/known-events */
    STS_REQUIREMENT_STS_1_KNOWN_NAMESPACE, /**< sts/1/known-namespace */
    STS_REQUIREMENT_STS_1_HEADERS_AGREE, /**< sts/1/headers-agree */
    STS_REQUIREMENT_STS_1_RECONNECTS, /**< sts/1/reconnects */
    STS_REQUIREMENT_STS_1_RECONNECT_BACKOFF, /**< sts/1/reconnect-backoff */
    STS_REQUIREMENT_STS_1_HANDSHAKE, /**< sts/1/handshake */
    STS_REQUIREMENT_STS_1_PING_VALUES, /**< sts/1/ping-values */
    STS_REQUIREMENT_STS_1_PATHS, /**< sts/1/paths */
    STS_REQUIREMENT_STS_1_NAMESPACES, /**< sts/1/namespaces */
    STS_REQUIREMENT_STS_1_UNKNOWN_NAMESPACE, /**< sts/1/unknown-namespace */
    STS_REQUIREMENT_STS_1_POLLING, /**< sts/1/polling */
    STS_REQUIREMENT_STS_1_UPGRADE, /**< sts/1/upgrade */
    STS_REQUIREMENT_STS_1_CORS, /**< sts/1/cors */
    STS_REQUIREMENT_STS_1_ACK_PACKET, /**< sts/1/ack-packet */
    STS_REQUIREMENT_STS_1_NO_NULL, /**< sts/1/no-null */
    STS_REQUIREMENT_STS_1_NULL_IS_ABSENT, /**< sts/1/null-is-absent */
    STS_REQUIREMENT_STS_1_INTEGERS, /**< sts/1/integers */
    STS_REQUIREMENT_STS_1_BROKEN_JSON, /**< sts/1/broken-json */
    STS_REQUIREMENT_STS_1_ODD_JSON, /**< sts/1/odd-json */
    STS_REQUIREMENT_STS_1_BROKEN_PACKET, /**< sts/1/broken-packet */
    STS_REQUIREMENT_STS_1_MESSAGE_TOO_LARGE, /**< sts/1/message-too-large */
    STS_REQUIREMENT_STS_1_PINGS, /**< sts/1/pings */
    STS_REQUIREMENT_STS_1_PING_TIMEOUT, /**< sts/1/ping-timeout */
    STS_REQUIREMENT_STS_2_KEY_ACCEPTED, /**< sts/2/key-accepted */
    STS_REQUIREMENT_STS_2_KEY_COVERS_STREAM, /**< sts/2/key-covers-stream */
    STS_REQUIREMENT_STS_2_GIVES_UP, /**< sts/2/gives-up */
    STS_REQUIREMENT_STS_2_VALID_KEY, /**< sts/2/valid-key */
    STS_REQUIREMENT_STS_2_WRONG_KEY, /**< sts/2/wrong-key */
    STS_REQUIREMENT_STS_2_REFUSAL_DATA, /**< sts/2/refusal-data */
    STS_REQUIREMENT_STS_2_LIMITED, /**< sts/2/limited */
    STS_REQUIREMENT_STS_3_CHECKS_IN_ORDER, /**< sts/3/checks-in-order */
    STS_REQUIREMENT_STS_3_REFUSED_USES_NOTHING, /**< sts/3/refused-uses-nothing */
    STS_REQUIREMENT_STS_3_STAYS_USABLE, /**< sts/3/stays-usable */
    STS_REQUIREMENT_STS_3_OTHERS_UNDISTURBED, /**< sts/3/others-undisturbed */
    STS_REQUIREMENT_STS_3_ECHO_AUDIO, /**< sts/3/echo-audio */
    STS_REQUIREMENT_STS_3_ECHO_RESULT, /**< sts/3/echo-result */
    STS_REQUIREMENT_STS_4_INIT_FIRST, /**< sts/4/init-first */
    STS_REQUIREMENT_STS_4_ONE_STREAM, /**< sts/4/one-stream */
    STS_REQUIREMENT_STS_4_OWN_STREAM, /**< sts/4/own-stream */
    STS_REQUIREMENT_STS_4_RIGHT_STATE, /**< sts/4/right-state */
    STS_REQUIREMENT_STS_4_PAUSED_SENDS_NOTHING, /**< sts/4/paused-sends-nothing */
    STS_REQUIREMENT_STS_4_ENDED_SENDS_NOTHING, /**< sts/4/ended-sends-nothing */
    STS_REQUIREMENT_STS_4_ENDS_STREAMS, /**< sts/4/ends-streams */
    STS_REQUIREMENT_STS_4_WAITS_FOR_COMPLETE, /**< sts/4/waits-for-complete */
    STS_REQUIREMENT_STS_4_OWN_WORKER_ID, /**< sts/4/own-worker-id */
    STS_REQUIREMENT_STS_4_SAME_AUDIO, /**< sts/4/same-audio */
    STS_REQUIREMENT_STS_4_SECOND_INIT, /**< sts/4/second-init */
    STS_REQUIREMENT_STS_4_NEXT_STREAM, /**< sts/4/next-stream */
    STS_REQUIREMENT_STS_4_WRONG_STATE, /**< sts/4/wrong-state */
    STS_REQUIREMENT_STS_4_PAUSED_REFUSES, /**< sts/4/paused-refuses */
    STS_REQUIREMENT_STS_4_PAUSE_FINISHES, /**< sts/4/pause-finishes */
    STS_REQUIREMENT_STS_4_COMPLETE_LAST, /**< sts/4/complete-last */
    STS_REQUIREMENT_STS_4_ENDING_REFUSES, /**< sts/4/ending-refuses */
    STS_REQUIREMENT_STS_4_DISCONNECTS, /**< sts/4/disconnects */
    STS_REQUIREMENT_STS_4_RESUME_TAKES_OVER, /**< sts/4/resume-takes-over */
    STS_REQUIREMENT_STS_4_RESUME_SENDS_REST, /**< sts/4/resume-sends-rest */
    STS_REQUIREMENT_STS_4_RESUME_RETRANSMITS, /**< sts/4/resume-retransmits */
    STS_REQUIREMENT_STS_4_RESUME_CLOSES_OLD, /**< sts/4/resume-closes-old */
    STS_REQUIREMENT_STS_4_RESUME_FOREIGN_WORKER, /**< sts/4/resume-foreign-worker */
    STS_REQUIREMENT_STS_4_RESUME_NEW_RUN, /**< sts/4/resume-new-run */
    STS_REQUIREMENT_STS_4_LEAVING_ENDS, /**< sts/4/leaving-ends */
    STS_REQUIREMENT_STS_5_RATE, /**< sts/5/rate */
    STS_REQUIREMENT_STS_5_NO_FLOW_VIOLATION, /**< sts/5/no-flow-violation */
    STS_REQUIREMENT_STS_5_NOT_IDLE, /**< sts/5/not-idle */
    STS_REQUIREMENT_STS_5_RATE_LIMIT, /**< sts/5/rate-limit */
    STS_REQUIREMENT_STS_5_FLOW_VIOLATION, /**< sts/5/flow-violation */
    STS_REQUIREMENT_STS_5_STREAMS_APART, /**< sts/5/streams-apart */
    STS_REQUIREMENT_STS_6_SCHEMA, /**< sts/6/schema */
    STS_REQUIREMENT_STS_6_ACKS, /**< sts/6/acks */
    STS_REQUIREMENT_STS_6_REFUSED, /**< sts/6/refused */
    STS_REQUIREMENT_STS_6_TRIGGERS, /**< sts/6/triggers */
    STS_REQUIREMENT_STS_6_ACTIONS, /**< sts/6/actions */
    STS_REQUIREMENT_STS_6_SAME_SEED, /**< sts/6/same-seed */
    STS_REQUIREMENT_STS_6_CLEARED, /**< sts/6/cleared */
    STS_REQUIREMENT_STS_6_FROM_OUTSIDE, /**< sts/6/from-outside */
    STS_REQUIREMENT_STS_6_BACKPRESSURE, /**< sts/6/backpressure */
    STS_REQUIREMENT_STS_6_DISCONNECT, /**< sts/6/disconnect */
    STS_REQUIREMENT_STS_7_HEALTH, /**< sts/7/health */
    STS_REQUIREMENT_STS_12_CONNECT, /**< sts/12/connect */
    STS_REQUIREMENT_STS_12_READY, /**< sts/12/ready */
    STS_REQUIREMENT_STS_12_ACK, /**< sts/12/ack */
    STS_REQUIREMENT_STS_12_SESSION, /**< sts/12/session */
    STS_REQUIREMENT_016_5_1_STREAM_INIT_SCHEMA, /**< 016/5.1/stream-init/schema */
    STS_REQUIREMENT_016_5_1_STREAM_INIT_CONFIG_COMPLETE, /**< 016/5.1/stream-init/config-complete */
    STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_SCHEMA, /**< 016/5.1/fragment-data/schema */
    STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_UUID, /**< 016/5.1/fragment-data/uuid */
    STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_UNIQUE_ID, /**< 016/5.1/fragment-data/unique-id */
    STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_MILLISECONDS, /**< 016/5.1/fragment-data/milliseconds */
    STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_AS_CONFIGURED, /**< 016/5.1/fragment-data/as-configured */
    STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SCHEMA, /**< 016/5.1/fragment-ack/schema */
    STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT, /**< 016/5.1/fragment-ack/sent */
    STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_KNOWN, /**< 016/5.1/fragment-ack/known */
    STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_PROMPT, /**< 016/5.1/fragment-ack/prompt */
    STS_REQUIREMENT_016_5_1_STREAM_PAUSE_SCHEMA, /**< 016/5.1/stream-pause/schema */
    STS_REQUIREMENT_016_5_1_STREAM_RESUME_SCHEMA, /**< 016/5.1/stream-resume/schema */
    STS_REQUIREMENT_016_5_1_STREAM_END_SCHEMA, /**< 016/5.1/stream-end/schema */
    STS_REQUIREMENT_016_5_1_KNOWN_MEMBERS, /**< 016/5.1/known-members */
    STS_REQUIREMENT_016_5_1_STREAM_INIT_ACCEPTED, /**< 016/5.1/stream-init/accepted */
    STS_REQUIREMENT_016_5_1_STREAM_INIT_DEFAULTS, /**< 016/5.1/stream-init/defaults */
    STS_REQUIREMENT_016_5_1_STREAM_INIT_REFUSED, /**< 016/5.1/stream-init/refused */
    STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_ACCEPTED, /**< 016/5.1/fragment-data/accepted */
    STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_REFUSED, /**< 016/5.1/fragment-data/refused */
    STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_ACCEPTED, /**< 016/5.1/fragment-ack/accepted */
    STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_REFUSED, /**< 016/5.1/fragment-ack/refused */
    STS_REQUIREMENT_016_5_1_REQUESTS_REFUSED, /**< 016/5.1/requests/refused */
    STS_REQUIREMENT_016_5_1_UNKNOWN_MEMBERS, /**< 016/5.1/unknown-members */
    STS_REQUIREMENT_016_5_1_UNKNOWN_EVENT, /**< 016/5.1/unknown-event */
    STS_REQUIREMENT_016_5_2_STREAM_READY_SCHEMA, /**< 016/5.2/stream-ready/schema */
    STS_REQUIREMENT_016_5_2_STREAM_READY_VALUES, /**< 016/5.2/stream-ready/values */
    STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SCHEMA, /**< 016/5.2/fragment-ack/schema */
    STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SENT, /**< 016/5.2/fragment-ack/sent */
    STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SCHEMA, /**< 016/5.2/fragment-processed/schema */
    STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SENT, /**< 016/5.2/fragment-processed/sent */
    STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_AUDIO, /**< 016/5.2/fragment-processed/audio */
    STS_REQUIREMENT_016_5_2_STREAM_COMPLETE_SCHEMA, /**< 016/5.2/stream-complete/schema */
    STS_REQUIREMENT_016_5_2_STREAM_COMPLETE_STATISTICS, /**< 016/5.2/stream-complete/statistics */
    STS_REQUIREMENT_016_5_2_BACKPRESSURE_SCHEMA, /**< 016/5.2/backpressure/schema */
    STS_REQUIREMENT_016_5_2_ERROR_SCHEMA, /**< 016/5.2/error/schema */
    STS_REQUIREMENT_016_5_2_ERROR_PLACES, /**< 016/5.2/error/places */
    STS_REQUIREMENT_016_5_2_KNOWN_MEMBERS, /**< 016/5.2/known-members */
    STS_REQUIREMENT_016_6_2_MAX_INFLIGHT, /**< 016/6.2/max-inflight */
    STS_REQUIREMENT_016_6_2_OBEYS_PAUSE, /**< 016/6.2/obeys-pause */
    STS_REQUIREMENT_016_6_2_OBEYS_SLOW_DOWN, /**< 016/6.2/obeys-slow-down */
    STS_REQUIREMENT_016_6_2_RAISED, /**< 016/6.2/raised */
    STS_REQUIREMENT_016_6_2_ALL_CLEAR, /**< 016/6.2/all-clear */
    STS_REQUIREMENT_016_6_2_ONCE_PER_LEVEL, /**< 016/6.2/once-per-level */
    STS_REQUIREMENT_016_6_2_PAUSE_BEFORE_FULL, /**< 016/6.2/pause-before-full */
    STS_REQUIREMENT_016_7_1_NO_GAPS, /**< 016/7.1/no-gaps */
    STS_REQUIREMENT_016_7_1_SENT_IN_ORDER, /**< 016/7.1/sent-in-order */
    STS_REQUIREMENT_016_7_1_NOT_LATE, /**< 016/7.1/not-late */
    STS_REQUIREMENT_016_7_1_UNIQUE_NUMBER, /**< 016/7.1/unique-number */
    STS_REQUIREMENT_016_7_1_IN_ORDER, /**< 016/7.1/in-order */
    STS_REQUIREMENT_016_7_1_FILLED_GAP, /**< 016/7.1/filled-gap */
    STS_REQUIREMENT_016_7_1_GAP, /**< 016/7.1/gap */
    STS_REQUIREMENT_016_7_1_GAP_AT_END, /**< 016/7.1/gap-at-end */
    STS_REQUIREMENT_016_7_1_LATE, /**< 016/7.1/late */
    STS_REQUIREMENT_016_7_1_DUPLICATE_NUMBER, /**< 016/7.1/duplicate-number */
    STS_REQUIREMENT_016_7_1_DUPLICATE_ID, /**< 016/7.1/duplicate-id */
    STS_REQUIREMENT_016_8_1_FRAGMENT_SIZE, /**< 016/8.1/fragment-size */
    STS_REQUIREMENT_016_8_1_FATAL_STOPS, /**< 016/8.1/fatal-stops */
    STS_REQUIREMENT_016_8_1_TABLE, /**< 016/8.1/table */
    STS_REQUIREMENT_016_8_1_STREAM_NOT_FOUND, /**< 016/8.1/stream-not-found */
    STS_REQUIREMENT_016_8_1_FRAGMENT_TOO_LARGE, /**< 016/8.1/fragment-too-large */
    STS_REQUIREMENT_016_8_1_TIMEOUT, /**< 016/8.1/timeout */
    STS_REQUIREMENT_016_8_1_QUEUE_FULL, /**< 016/8.1/queue-full */
    STS_REQUIREMENT_016_8_2_RETRY_RETRYABLE, /**< 016/8.2/retry-retryable */
    STS_REQUIREMENT_016_8_2_RETRY_AS_IT_WAS, /**< 016/8.2/retry-as-it-was */
    STS_REQUIREMENT_016_8_2_RETRY, /**< 016/8.2/retry */
};
#define STS_REQUIREMENT_COUNT 150

/** One statement. */
struct sts_requirement {
    struct base_slice id; /**< plain ASCII */
    struct base_slice section, section_title;
    enum sts_requirement_side side;
    enum sts_requirement_origin origin;
    struct base_slice origin_text; /**< the word, and perhaps a section: "spec016/7.1" */
    enum sts_requirement_severity severity;
    unsigned needs;         /**< bits of enum sts_requirement_needs */
    struct base_slice text; /**< a sentence, UTF-8, with code in backquotes */
    struct base_slice advice; /**< what to do where it is broken, alike; empty: follows from text */
};

/** By id; those of a section stand together. */
extern const struct sts_requirement sts_requirements[STS_REQUIREMENT_COUNT];

#endif
