/* sts_protocol.h - generated from the schemas by codegen. Do not edit.
 *
 * STS WebSocket Audio Fragment Protocol, version 1.0.0.
 *
 * One struct per payload. Texts and raw values are slices of the message that was decoded and live
 * as long as it; nothing in here is ever freed. A member with a default holds it when it is absent;
 * the other optional members have a bit in `has`. `raw` is the text of a whole object, unknown
 * members included: to encode, leave it empty and the members are written, or set it and it is
 * written as it stands.
 *
 * Tables that have a row for each value of an enum, each event or each operation are made with the
 * macro of that name in the plural: X(NAME, name, "word") for each, so that a row that is missing or
 * left over does not compile. The members of an object that no struct holds are listed in the same
 * way.
 */
#ifndef STS_PROTOCOL_H
#define STS_PROTOCOL_H
#include "codec/schema.h"

/** Version of the protocol, as the index has it. */
#define STS_PROTOCOL_VERSION "1.0.0"
/** Changes with every change of the events' schemas. */
#define STS_PROTOCOL_HASH "59364737d753094e"

/* ---- enum sts_worker_ack_status --------------------------------- types/worker_ack_status.json */

/** What the worker has done with a result when it acknowledges it: received it, or used it in its
 *  output (016 §5.1). */
enum sts_worker_ack_status {
    STS_WORKER_ACK_STATUS_RECEIVED, /**< "received" */
    STS_WORKER_ACK_STATUS_APPLIED, /**< "applied" */
};
#define STS_WORKER_ACK_STATUS_COUNT 2
#define STS_WORKER_ACK_STATUSES(X) \
    X(RECEIVED, received, "received") \
    X(APPLIED, applied, "applied")

/* ---- enum sts_fragment_ack_status ----------------------------- types/fragment_ack_status.json */

/** What the STS has done with a fragment when it acknowledges it: queued it, or started to process
 *  it (016 §5.2). */
enum sts_fragment_ack_status {
    STS_FRAGMENT_ACK_STATUS_QUEUED, /**< "queued" */
    STS_FRAGMENT_ACK_STATUS_PROCESSING, /**< "processing" */
};
#define STS_FRAGMENT_ACK_STATUS_COUNT 2
#define STS_FRAGMENT_ACK_STATUSES(X) \
    X(QUEUED, queued, "queued") \
    X(PROCESSING, processing, "processing")

/* ---- enum sts_fragment_status ------------------------------------- types/fragment_status.json */

/** Outcome of one fragment: the full result, part of it, or none (016 §5.2). */
enum sts_fragment_status {
    STS_FRAGMENT_STATUS_SUCCESS, /**< "success" */
    STS_FRAGMENT_STATUS_PARTIAL, /**< "partial" */
    STS_FRAGMENT_STATUS_FAILED, /**< "failed" */
};
#define STS_FRAGMENT_STATUS_COUNT 3
#define STS_FRAGMENT_STATUSES(X) \
    X(SUCCESS, success, "success") \
    X(PARTIAL, partial, "partial") \
    X(FAILED, failed, "failed")

/* ---- enum sts_error_code ----------------------------------------------- types/error_code.json */

/** Code of an error. The error table gives the severity, the retryable value and the meaning of
 *  each code (016 §8.1). */
enum sts_error_code {
    STS_ERROR_CODE_AUTH_FAILED, /**< "AUTH_FAILED" */
    STS_ERROR_CODE_STREAM_NOT_FOUND, /**< "STREAM_NOT_FOUND" */
    STS_ERROR_CODE_INVALID_CONFIG, /**< "INVALID_CONFIG" */
    STS_ERROR_CODE_FRAGMENT_TOO_LARGE, /**< "FRAGMENT_TOO_LARGE" */
    STS_ERROR_CODE_TIMEOUT, /**< "TIMEOUT" */
    STS_ERROR_CODE_MODEL_ERROR, /**< "MODEL_ERROR" */
    STS_ERROR_CODE_GPU_OOM, /**< "GPU_OOM" */
    STS_ERROR_CODE_QUEUE_FULL, /**< "QUEUE_FULL" */
    STS_ERROR_CODE_INVALID_SEQUENCE, /**< "INVALID_SEQUENCE" */
    STS_ERROR_CODE_RATE_LIMIT, /**< "RATE_LIMIT" */
    STS_ERROR_CODE_OTHER, /**< any other string, where that is allowed */
};
#define STS_ERROR_CODE_COUNT 10
#define STS_ERROR_CODES(X) \
    X(AUTH_FAILED, auth_failed, "AUTH_FAILED") \
    X(STREAM_NOT_FOUND, stream_not_found, "STREAM_NOT_FOUND") \
    X(INVALID_CONFIG, invalid_config, "INVALID_CONFIG") \
    X(FRAGMENT_TOO_LARGE, fragment_too_large, "FRAGMENT_TOO_LARGE") \
    X(TIMEOUT, timeout, "TIMEOUT") \
    X(MODEL_ERROR, model_error, "MODEL_ERROR") \
    X(GPU_OOM, gpu_oom, "GPU_OOM") \
    X(QUEUE_FULL, queue_full, "QUEUE_FULL") \
    X(INVALID_SEQUENCE, invalid_sequence, "INVALID_SEQUENCE") \
    X(RATE_LIMIT, rate_limit, "RATE_LIMIT")

/** One of them, or another string. */
struct sts_error_code_or_other {
    enum sts_error_code value;
    struct codec_text text; /**< decoded: the string, whichever it is; encoded: where it is another */
};

/* ---- enum sts_stage --------------------------------------------------------- types/stage.json */

/** Stage of processing: speech recognition, translation, or speech synthesis (016 §5.2). */
enum sts_stage {
    STS_STAGE_ASR, /**< "asr" */
    STS_STAGE_TRANSLATION, /**< "translation" */
    STS_STAGE_TTS, /**< "tts" */
};
#define STS_STAGE_COUNT 3
#define STS_STAGES(X) \
    X(ASR, asr, "asr") \
    X(TRANSLATION, translation, "translation") \
    X(TTS, tts, "tts")

/* ---- enum sts_backpressure_severity ------------------------- types/backpressure_severity.json */

/** How loaded the STS is (016 §5.2). */
enum sts_backpressure_severity {
    STS_BACKPRESSURE_SEVERITY_LOW, /**< "low" */
    STS_BACKPRESSURE_SEVERITY_MEDIUM, /**< "medium" */
    STS_BACKPRESSURE_SEVERITY_HIGH, /**< "high" */
};
#define STS_BACKPRESSURE_SEVERITY_COUNT 3
#define STS_BACKPRESSURE_SEVERITIES(X) \
    X(LOW, low, "low") \
    X(MEDIUM, medium, "medium") \
    X(HIGH, high, "high")

/* ---- enum sts_backpressure_action ----------------------------- types/backpressure_action.json */

/** What the worker should do: send less often, stop until the load is gone, or nothing (016 §5.2). */
enum sts_backpressure_action {
    STS_BACKPRESSURE_ACTION_SLOW_DOWN, /**< "slow_down" */
    STS_BACKPRESSURE_ACTION_PAUSE, /**< "pause" */
    STS_BACKPRESSURE_ACTION_NONE, /**< "none" */
};
#define STS_BACKPRESSURE_ACTION_COUNT 3
#define STS_BACKPRESSURE_ACTIONS(X) \
    X(SLOW_DOWN, slow_down, "slow_down") \
    X(PAUSE, pause, "pause") \
    X(NONE, none, "none")

/* ---- enum sts_error_severity --------------------------------------- types/error_severity.json */

/** How severe an error is. After a fatal error, the worker gives up (016 §5.2, §8.1). */
enum sts_error_severity {
    STS_ERROR_SEVERITY_WARNING, /**< "warning" */
    STS_ERROR_SEVERITY_ERROR, /**< "error" */
    STS_ERROR_SEVERITY_FATAL, /**< "fatal" */
};
#define STS_ERROR_SEVERITY_COUNT 3
#define STS_ERROR_SEVERITIES(X) \
    X(WARNING, warning, "warning") \
    X(ERROR, error, "error") \
    X(FATAL, fatal, "fatal")

/* ---- enum sts_stream_state ------------------------------------------- types/stream_state.json */

/** State of a stream. parked: its connection is lost and it waits to be resumed (017 key entities). */
enum sts_stream_state {
    STS_STREAM_STATE_INITIALIZING, /**< "initializing" */
    STS_STREAM_STATE_ACTIVE, /**< "active" */
    STS_STREAM_STATE_PAUSED, /**< "paused" */
    STS_STREAM_STATE_ENDING, /**< "ending" */
    STS_STREAM_STATE_COMPLETED, /**< "completed" */
    STS_STREAM_STATE_PARKED, /**< "parked" */
};
#define STS_STREAM_STATE_COUNT 6
#define STS_STREAM_STATES(X) \
    X(INITIALIZING, initializing, "initializing") \
    X(ACTIVE, active, "active") \
    X(PAUSED, paused, "paused") \
    X(ENDING, ending, "ending") \
    X(COMPLETED, completed, "completed") \
    X(PARKED, parked, "parked")

/* ---- enum sts_rule_trigger ------------------------------------------- types/rule_trigger.json */

/** What a rule compares its value with: the sequence number, the id, or every n-th fragment (017
 *  FR-021). */
enum sts_rule_trigger {
    STS_RULE_TRIGGER_SEQUENCE_NUMBER, /**< "sequence_number" */
    STS_RULE_TRIGGER_FRAGMENT_ID, /**< "fragment_id" */
    STS_RULE_TRIGGER_NTH_FRAGMENT, /**< "nth_fragment" */
};
#define STS_RULE_TRIGGER_COUNT 3
#define STS_RULE_TRIGGERS(X) \
    X(SEQUENCE_NUMBER, sequence_number, "sequence_number") \
    X(FRAGMENT_ID, fragment_id, "fragment_id") \
    X(NTH_FRAGMENT, nth_fragment, "nth_fragment")

/* ---- enum sts_rule_action --------------------------------------------- types/rule_action.json */

/** What a matching rule does: fail and partial give that outcome; drop never answers; delay answers
 *  late; duplicate sends the result twice; reorder sends the result after the next one; corrupt
 *  changes the audio; no_ack withholds fragment:ack; disconnect cuts the connection (echo
 *  extension). */
enum sts_rule_action {
    STS_RULE_ACTION_FAIL, /**< "fail" */
    STS_RULE_ACTION_PARTIAL, /**< "partial" */
    STS_RULE_ACTION_DROP, /**< "drop" */
    STS_RULE_ACTION_DELAY, /**< "delay" */
    STS_RULE_ACTION_DUPLICATE, /**< "duplicate" */
    STS_RULE_ACTION_REORDER, /**< "reorder" */
    STS_RULE_ACTION_CORRUPT, /**< "corrupt" */
    STS_RULE_ACTION_NO_ACK, /**< "no_ack" */
    STS_RULE_ACTION_DISCONNECT, /**< "disconnect" */
};
#define STS_RULE_ACTION_COUNT 9
#define STS_RULE_ACTIONS(X) \
    X(FAIL, fail, "fail") \
    X(PARTIAL, partial, "partial") \
    X(DROP, drop, "drop") \
    X(DELAY, delay, "delay") \
    X(DUPLICATE, duplicate, "duplicate") \
    X(REORDER, reorder, "reorder") \
    X(CORRUPT, corrupt, "corrupt") \
    X(NO_ACK, no_ack, "no_ack") \
    X(DISCONNECT, disconnect, "disconnect")

/* ---- enum sts_rule_delivery ----------------------------------------- types/rule_delivery.json */

/** How a simulated failure reaches the worker: as a failed fragment:processed, or as an error event
 *  (echo extension). */
enum sts_rule_delivery {
    STS_RULE_DELIVERY_PROCESSED, /**< "processed" */
    STS_RULE_DELIVERY_ERROR, /**< "error" */
};
#define STS_RULE_DELIVERY_COUNT 2
#define STS_RULE_DELIVERIES(X) \
    X(PROCESSED, processed, "processed") \
    X(ERROR, error, "error")

/* ---- enum sts_disconnect_mode ------------------------------------- types/disconnect_mode.json */

/** How a connection is lost: Socket.IO DISCONNECT, WebSocket close frame, TCP FIN, TCP RST, or it
 *  stays open and the server sends nothing more, not even pings (echo extension). */
enum sts_disconnect_mode {
    STS_DISCONNECT_MODE_SERVER_DISCONNECT, /**< "server_disconnect" */
    STS_DISCONNECT_MODE_CLOSE, /**< "close" */
    STS_DISCONNECT_MODE_FIN, /**< "fin" */
    STS_DISCONNECT_MODE_RESET, /**< "reset" */
    STS_DISCONNECT_MODE_STALL, /**< "stall" */
};
#define STS_DISCONNECT_MODE_COUNT 5
#define STS_DISCONNECT_MODES(X) \
    X(SERVER_DISCONNECT, server_disconnect, "server_disconnect") \
    X(CLOSE, close, "close") \
    X(FIN, fin, "fin") \
    X(RESET, reset, "reset") \
    X(STALL, stall, "stall")

/* ---- enum sts_refuse_scope ------------------------------------------- types/refuse_scope.json */

/** Who is refused for refuse_ms. streams: the streams that are meant. server: everybody, which
 *  needs an API key for all streams (echo extension). */
enum sts_refuse_scope {
    STS_REFUSE_SCOPE_STREAMS, /**< "streams" */
    STS_REFUSE_SCOPE_SERVER, /**< "server" */
};
#define STS_REFUSE_SCOPE_COUNT 2
#define STS_REFUSE_SCOPES(X) \
    X(STREAMS, streams, "streams") \
    X(SERVER, server, "server")

/* ---- enum sts_error_simulation_status --------------------- types/error_simulation_status.json */

/** Answer to config:error_simulation: configured. With the python-echo profile: accepted or
 *  rejected (017 FR-021). */
enum sts_error_simulation_status {
    STS_ERROR_SIMULATION_STATUS_CONFIGURED, /**< "configured" */
    STS_ERROR_SIMULATION_STATUS_ACCEPTED, /**< "accepted" */
    STS_ERROR_SIMULATION_STATUS_REJECTED, /**< "rejected" */
};
#define STS_ERROR_SIMULATION_STATUS_COUNT 3
#define STS_ERROR_SIMULATION_STATUSES(X) \
    X(CONFIGURED, configured, "configured") \
    X(ACCEPTED, accepted, "accepted") \
    X(REJECTED, rejected, "rejected")

/* ---- enum sts_delay_distribution ------------------------------- types/delay_distribution.json */

/** Shape of the jitter of the processing delay (echo extension). */
enum sts_delay_distribution {
    STS_DELAY_DISTRIBUTION_UNIFORM, /**< "uniform" */
    STS_DELAY_DISTRIBUTION_LOGNORMAL, /**< "lognormal" */
};
#define STS_DELAY_DISTRIBUTION_COUNT 2
#define STS_DELAY_DISTRIBUTIONS(X) \
    X(UNIFORM, uniform, "uniform") \
    X(LOGNORMAL, lognormal, "lognormal")

/* ---- enum sts_config_status ----------------------------------------- types/config_status.json */

/** Answer to a valid config:* event: the new configuration applies from now on (echo extension). */
enum sts_config_status {
    STS_CONFIG_STATUS_CONFIGURED, /**< "configured" */
};
#define STS_CONFIG_STATUS_COUNT 1
#define STS_CONFIG_STATUSES(X) \
    X(CONFIGURED, configured, "configured")

/* ---- enum sts_disconnect_status --------------------------------- types/disconnect_status.json */

/** Answer to a valid simulate:disconnect: the disconnect is scheduled (echo extension). */
enum sts_disconnect_status {
    STS_DISCONNECT_STATUS_SCHEDULED, /**< "scheduled" */
};
#define STS_DISCONNECT_STATUS_COUNT 1
#define STS_DISCONNECT_STATUSES(X) \
    X(SCHEDULED, scheduled, "scheduled")

/* ---- enum sts_worker_event ------------------------------------------- types/worker_event.json */

/** Name of an event that a worker sends about its stream (016 §5.1). */
enum sts_worker_event {
    STS_WORKER_EVENT_STREAM_INIT, /**< "stream:init" */
    STS_WORKER_EVENT_FRAGMENT_DATA, /**< "fragment:data" */
    STS_WORKER_EVENT_FRAGMENT_ACK, /**< "fragment:ack" */
    STS_WORKER_EVENT_STREAM_PAUSE, /**< "stream:pause" */
    STS_WORKER_EVENT_STREAM_RESUME, /**< "stream:resume" */
    STS_WORKER_EVENT_STREAM_END, /**< "stream:end" */
};
#define STS_WORKER_EVENT_COUNT 6
#define STS_WORKER_EVENTS(X) \
    X(STREAM_INIT, stream_init, "stream:init") \
    X(FRAGMENT_DATA, fragment_data, "fragment:data") \
    X(FRAGMENT_ACK, fragment_ack, "fragment:ack") \
    X(STREAM_PAUSE, stream_pause, "stream:pause") \
    X(STREAM_RESUME, stream_resume, "stream:resume") \
    X(STREAM_END, stream_end, "stream:end")

/* ---- enum sts_control_client_kind ----------------------------------- control/client_kind.json */

/** connection: it has joined a namespace and is connected now. refused: it could not get in. */
enum sts_control_client_kind {
    STS_CONTROL_CLIENT_KIND_CONNECTION, /**< "connection" */
    STS_CONTROL_CLIENT_KIND_REFUSED, /**< "refused" */
};
#define STS_CONTROL_CLIENT_KIND_COUNT 2
#define STS_CONTROL_CLIENT_KINDS(X) \
    X(CONNECTION, connection, "connection") \
    X(REFUSED, refused, "refused")

/* ---- enum sts_control_client_transport ------------------------- control/client_transport.json */

/** Transport of a connection. It may begin with polling and change to websocket. */
enum sts_control_client_transport {
    STS_CONTROL_CLIENT_TRANSPORT_POLLING, /**< "polling" */
    STS_CONTROL_CLIENT_TRANSPORT_WEBSOCKET, /**< "websocket" */
};
#define STS_CONTROL_CLIENT_TRANSPORT_COUNT 2
#define STS_CONTROL_CLIENT_TRANSPORTS(X) \
    X(POLLING, polling, "polling") \
    X(WEBSOCKET, websocket, "websocket")

/* ---- enum sts_control_rejection_reason ------------------------- control/rejection_reason.json */

/** Why a client could not get in. It is also the label `reason` of the metric sts_refused_total. */
enum sts_control_rejection_reason {
    STS_CONTROL_REJECTION_REASON_WRONG_PATH, /**< "wrong_path" */
    STS_CONTROL_REJECTION_REASON_ENGINEIO_VERSION, /**< "engineio_version" */
    STS_CONTROL_REJECTION_REASON_UNKNOWN_SID, /**< "unknown_sid" */
    STS_CONTROL_REJECTION_REASON_UNKNOWN_TRANSPORT, /**< "unknown_transport" */
    STS_CONTROL_REJECTION_REASON_BAD_HANDSHAKE, /**< "bad_handshake" */
    STS_CONTROL_REJECTION_REASON_WRONG_NAMESPACE, /**< "wrong_namespace" */
    STS_CONTROL_REJECTION_REASON_BAD_AUTH, /**< "bad_auth" */
    STS_CONTROL_REJECTION_REASON_CUSTOM_PARSER, /**< "custom_parser" */
    STS_CONTROL_REJECTION_REASON_BAD_PACKET, /**< "bad_packet" */
    STS_CONTROL_REJECTION_REASON_NOT_JOINED, /**< "not_joined" */
    STS_CONTROL_REJECTION_REASON_TLS_ON_PLAIN_PORT, /**< "tls_on_plain_port" */
    STS_CONTROL_REJECTION_REASON_PLAIN_ON_TLS_PORT, /**< "plain_on_tls_port" */
    STS_CONTROL_REJECTION_REASON_TLS_HANDSHAKE, /**< "tls_handshake" */
    STS_CONTROL_REJECTION_REASON_HEAD_TOO_LONG, /**< "head_too_long" */
    STS_CONTROL_REJECTION_REASON_BODY_TOO_LONG, /**< "body_too_long" */
    STS_CONTROL_REJECTION_REASON_BAD_HTTP, /**< "bad_http" */
    STS_CONTROL_REJECTION_REASON_MISSING_KEY, /**< "missing_key" */
    STS_CONTROL_REJECTION_REASON_WRONG_KEY, /**< "wrong_key" */
    STS_CONTROL_REJECTION_REASON_TOO_MANY_WRONG_KEYS, /**< "too_many_wrong_keys" */
    STS_CONTROL_REJECTION_REASON_MAX_SOCKETS, /**< "max_sockets" */
    STS_CONTROL_REJECTION_REASON_NO_MEMORY, /**< "no_memory" */
};
#define STS_CONTROL_REJECTION_REASON_COUNT 21
#define STS_CONTROL_REJECTION_REASONS(X) \
    X(WRONG_PATH, wrong_path, "wrong_path") \
    X(ENGINEIO_VERSION, engineio_version, "engineio_version") \
    X(UNKNOWN_SID, unknown_sid, "unknown_sid") \
    X(UNKNOWN_TRANSPORT, unknown_transport, "unknown_transport") \
    X(BAD_HANDSHAKE, bad_handshake, "bad_handshake") \
    X(WRONG_NAMESPACE, wrong_namespace, "wrong_namespace") \
    X(BAD_AUTH, bad_auth, "bad_auth") \
    X(CUSTOM_PARSER, custom_parser, "custom_parser") \
    X(BAD_PACKET, bad_packet, "bad_packet") \
    X(NOT_JOINED, not_joined, "not_joined") \
    X(TLS_ON_PLAIN_PORT, tls_on_plain_port, "tls_on_plain_port") \
    X(PLAIN_ON_TLS_PORT, plain_on_tls_port, "plain_on_tls_port") \
    X(TLS_HANDSHAKE, tls_handshake, "tls_handshake") \
    X(HEAD_TOO_LONG, head_too_long, "head_too_long") \
    X(BODY_TOO_LONG, body_too_long, "body_too_long") \
    X(BAD_HTTP, bad_http, "bad_http") \
    X(MISSING_KEY, missing_key, "missing_key") \
    X(WRONG_KEY, wrong_key, "wrong_key") \
    X(TOO_MANY_WRONG_KEYS, too_many_wrong_keys, "too_many_wrong_keys") \
    X(MAX_SOCKETS, max_sockets, "max_sockets") \
    X(NO_MEMORY, no_memory, "no_memory")

/* ---- enum sts_control_error_code ------------------------------------- control/error_code.json */

/** The kind of error that answers an HTTP request. */
enum sts_control_error_code {
    STS_CONTROL_ERROR_CODE_INVALID_REQUEST, /**< "INVALID_REQUEST" */
    STS_CONTROL_ERROR_CODE_AUTH_FAILED, /**< "AUTH_FAILED" */
    STS_CONTROL_ERROR_CODE_FORBIDDEN, /**< "FORBIDDEN" */
    STS_CONTROL_ERROR_CODE_STREAM_NOT_FOUND, /**< "STREAM_NOT_FOUND" */
    STS_CONTROL_ERROR_CODE_FORGOTTEN, /**< "FORGOTTEN" */
    STS_CONTROL_ERROR_CODE_NOT_FOUND, /**< "NOT_FOUND" */
    STS_CONTROL_ERROR_CODE_METHOD_NOT_ALLOWED, /**< "METHOD_NOT_ALLOWED" */
    STS_CONTROL_ERROR_CODE_TOO_LARGE, /**< "TOO_LARGE" */
    STS_CONTROL_ERROR_CODE_RATE_LIMIT, /**< "RATE_LIMIT" */
    STS_CONTROL_ERROR_CODE_UNAVAILABLE, /**< "UNAVAILABLE" */
    STS_CONTROL_ERROR_CODE_INTERNAL, /**< "INTERNAL" */
};
#define STS_CONTROL_ERROR_CODE_COUNT 11
#define STS_CONTROL_ERROR_CODES(X) \
    X(INVALID_REQUEST, invalid_request, "INVALID_REQUEST") \
    X(AUTH_FAILED, auth_failed, "AUTH_FAILED") \
    X(FORBIDDEN, forbidden, "FORBIDDEN") \
    X(STREAM_NOT_FOUND, stream_not_found, "STREAM_NOT_FOUND") \
    X(FORGOTTEN, forgotten, "FORGOTTEN") \
    X(NOT_FOUND, not_found, "NOT_FOUND") \
    X(METHOD_NOT_ALLOWED, method_not_allowed, "METHOD_NOT_ALLOWED") \
    X(TOO_LARGE, too_large, "TOO_LARGE") \
    X(RATE_LIMIT, rate_limit, "RATE_LIMIT") \
    X(UNAVAILABLE, unavailable, "UNAVAILABLE") \
    X(INTERNAL, internal, "INTERNAL")

/* ---- enum sts_control_armed_kind ------------------------------------- control/armed_kind.json */

/** What is armed: rules of the error simulation, a processing delay, backpressure, a disconnect
 *  that is to come, a refusal that runs, or a scenario. */
enum sts_control_armed_kind {
    STS_CONTROL_ARMED_KIND_FAULTS, /**< "faults" */
    STS_CONTROL_ARMED_KIND_DELAY, /**< "delay" */
    STS_CONTROL_ARMED_KIND_BACKPRESSURE, /**< "backpressure" */
    STS_CONTROL_ARMED_KIND_DISCONNECT, /**< "disconnect" */
    STS_CONTROL_ARMED_KIND_REFUSAL, /**< "refusal" */
    STS_CONTROL_ARMED_KIND_SCENARIO, /**< "scenario" */
};
#define STS_CONTROL_ARMED_KIND_COUNT 6
#define STS_CONTROL_ARMED_KINDS(X) \
    X(FAULTS, faults, "faults") \
    X(DELAY, delay, "delay") \
    X(BACKPRESSURE, backpressure, "backpressure") \
    X(DISCONNECT, disconnect, "disconnect") \
    X(REFUSAL, refusal, "refusal") \
    X(SCENARIO, scenario, "scenario")

/* ---- enum sts_control_log_level --------------------------------------- control/log_level.json */

/** Lines below it are not written. */
enum sts_control_log_level {
    STS_CONTROL_LOG_LEVEL_DEBUG, /**< "DEBUG" */
    STS_CONTROL_LOG_LEVEL_INFO, /**< "INFO" */
    STS_CONTROL_LOG_LEVEL_WARNING, /**< "WARNING" */
    STS_CONTROL_LOG_LEVEL_ERROR, /**< "ERROR" */
    STS_CONTROL_LOG_LEVEL_CRITICAL, /**< "CRITICAL" */
};
#define STS_CONTROL_LOG_LEVEL_COUNT 5
#define STS_CONTROL_LOG_LEVELS(X) \
    X(DEBUG, debug, "DEBUG") \
    X(INFO, info, "INFO") \
    X(WARNING, warning, "WARNING") \
    X(ERROR, error, "ERROR") \
    X(CRITICAL, critical, "CRITICAL")

/* ---- enum sts_control_journal_kind --------------------------------- control/journal_kind.json */

/** Kind of an entry: an event, an acknowledgement without arguments, something that happened to a
 *  connection, a stream or a fragment, or the start or the end of the server. */
enum sts_control_journal_kind {
    STS_CONTROL_JOURNAL_KIND_EVENT, /**< "event" */
    STS_CONTROL_JOURNAL_KIND_ACK, /**< "ack" */
    STS_CONTROL_JOURNAL_KIND_CONNECTED, /**< "connected" */
    STS_CONTROL_JOURNAL_KIND_REFUSED, /**< "refused" */
    STS_CONTROL_JOURNAL_KIND_CLOSING, /**< "closing" */
    STS_CONTROL_JOURNAL_KIND_DISCONNECTED, /**< "disconnected" */
    STS_CONTROL_JOURNAL_KIND_OPENED, /**< "opened" */
    STS_CONTROL_JOURNAL_KIND_PARKED, /**< "parked" */
    STS_CONTROL_JOURNAL_KIND_RESUMED, /**< "resumed" */
    STS_CONTROL_JOURNAL_KIND_STATE, /**< "state" */
    STS_CONTROL_JOURNAL_KIND_ENDED, /**< "ended" */
    STS_CONTROL_JOURNAL_KIND_DEVIATION, /**< "deviation" */
    STS_CONTROL_JOURNAL_KIND_FAULT, /**< "fault" */
    STS_CONTROL_JOURNAL_KIND_RESET, /**< "reset" */
    STS_CONTROL_JOURNAL_KIND_REFUSING, /**< "refusing" */
    STS_CONTROL_JOURNAL_KIND_ARMED, /**< "armed" */
    STS_CONTROL_JOURNAL_KIND_STEP, /**< "step" */
    STS_CONTROL_JOURNAL_KIND_SERVER, /**< "server" */
};
#define STS_CONTROL_JOURNAL_KIND_COUNT 18
#define STS_CONTROL_JOURNAL_KINDS(X) \
    X(EVENT, event, "event") \
    X(ACK, ack, "ack") \
    X(CONNECTED, connected, "connected") \
    X(REFUSED, refused, "refused") \
    X(CLOSING, closing, "closing") \
    X(DISCONNECTED, disconnected, "disconnected") \
    X(OPENED, opened, "opened") \
    X(PARKED, parked, "parked") \
    X(RESUMED, resumed, "resumed") \
    X(STATE, state, "state") \
    X(ENDED, ended, "ended") \
    X(DEVIATION, deviation, "deviation") \
    X(FAULT, fault, "fault") \
    X(RESET, reset, "reset") \
    X(REFUSING, refusing, "refusing") \
    X(ARMED, armed, "armed") \
    X(STEP, step, "step") \
    X(SERVER, server, "server")

/* ---- enum sts_control_journal_direction ----------------------- control/journal_direction.json */

/** Direction of an event, as the server sees it. */
enum sts_control_journal_direction {
    STS_CONTROL_JOURNAL_DIRECTION_IN, /**< "in" */
    STS_CONTROL_JOURNAL_DIRECTION_OUT, /**< "out" */
};
#define STS_CONTROL_JOURNAL_DIRECTION_COUNT 2
#define STS_CONTROL_JOURNAL_DIRECTIONS(X) \
    X(IN, in, "in") \
    X(OUT, out, "out")

/* ---- enum sts_control_journal_verdict --------------------------- control/journal_verdict.json */

/** How the server judged an event: it is valid; it breaks its schema; it has no payload; workers
 *  cannot send such an event; it is not a valid packet, so the connection is closed. */
enum sts_control_journal_verdict {
    STS_CONTROL_JOURNAL_VERDICT_OK, /**< "ok" */
    STS_CONTROL_JOURNAL_VERDICT_INVALID, /**< "invalid" */
    STS_CONTROL_JOURNAL_VERDICT_ABSENT, /**< "absent" */
    STS_CONTROL_JOURNAL_VERDICT_UNKNOWN, /**< "unknown" */
    STS_CONTROL_JOURNAL_VERDICT_MALFORMED, /**< "malformed" */
};
#define STS_CONTROL_JOURNAL_VERDICT_COUNT 5
#define STS_CONTROL_JOURNAL_VERDICTS(X) \
    X(OK, ok, "ok") \
    X(INVALID, invalid, "invalid") \
    X(ABSENT, absent, "absent") \
    X(UNKNOWN, unknown, "unknown") \
    X(MALFORMED, malformed, "malformed")

/* ---- enum sts_control_unused_faults ------------------------------- control/unused_faults.json */

/** What verify makes of rules that are armed and have not hit: ignore them, or fail. */
enum sts_control_unused_faults {
    STS_CONTROL_UNUSED_FAULTS_IGNORE, /**< "ignore" */
    STS_CONTROL_UNUSED_FAULTS_FAIL, /**< "fail" */
};
#define STS_CONTROL_UNUSED_FAULTS_COUNT 2
#define STS_CONTROL_UNUSED_FAULTSES(X) \
    X(IGNORE, ignore, "ignore") \
    X(FAIL, fail, "fail")

/* ---- enum sts_control_verify_verdict ----------------------------- control/verify_verdict.json */

/** pass: it holds. fail: it does not. unknown: entries that could change the answer are not known;
 *  `why` says what to do. */
enum sts_control_verify_verdict {
    STS_CONTROL_VERIFY_VERDICT_PASS, /**< "pass" */
    STS_CONTROL_VERIFY_VERDICT_FAIL, /**< "fail" */
    STS_CONTROL_VERIFY_VERDICT_UNKNOWN, /**< "unknown" */
};
#define STS_CONTROL_VERIFY_VERDICT_COUNT 3
#define STS_CONTROL_VERIFY_VERDICTS(X) \
    X(PASS, pass, "pass") \
    X(FAIL, fail, "fail") \
    X(UNKNOWN, unknown, "unknown")

/* ---- enum sts_control_report_side ----------------------------------- control/report_side.json */

/** Which side a report is about: the workers that connected, or a server that was tested. */
enum sts_control_report_side {
    STS_CONTROL_REPORT_SIDE_WORKER, /**< "worker" */
    STS_CONTROL_REPORT_SIDE_SERVER, /**< "server" */
};
#define STS_CONTROL_REPORT_SIDE_COUNT 2
#define STS_CONTROL_REPORT_SIDES(X) \
    X(WORKER, worker, "worker") \
    X(SERVER, server, "server")

/* ---- enum sts_control_report_verdict ----------------------------- control/report_verdict.json */

/** empty: nothing was exercised. pass: all that was exercised is known, and no requirement was
 *  broken. unknown: what is not known could make the verdict worse, so it is not told. deviation:
 *  only requirements of the kind should were broken. fail: a requirement of the kind must was
 *  broken, whatever else is not known. */
enum sts_control_report_verdict {
    STS_CONTROL_REPORT_VERDICT_EMPTY, /**< "empty" */
    STS_CONTROL_REPORT_VERDICT_PASS, /**< "pass" */
    STS_CONTROL_REPORT_VERDICT_UNKNOWN, /**< "unknown" */
    STS_CONTROL_REPORT_VERDICT_DEVIATION, /**< "deviation" */
    STS_CONTROL_REPORT_VERDICT_FAIL, /**< "fail" */
};
#define STS_CONTROL_REPORT_VERDICT_COUNT 5
#define STS_CONTROL_REPORT_VERDICTS(X) \
    X(EMPTY, empty, "empty") \
    X(PASS, pass, "pass") \
    X(UNKNOWN, unknown, "unknown") \
    X(DEVIATION, deviation, "deviation") \
    X(FAIL, fail, "fail")

/* ---- enum sts_control_report_settled ----------------------------- control/report_settled.json */

/** over: the stream is over. idle: it is open, but nothing is in work, and all that had come was
 *  read. unsettled: neither, within the time that was asked for. */
enum sts_control_report_settled {
    STS_CONTROL_REPORT_SETTLED_OVER, /**< "over" */
    STS_CONTROL_REPORT_SETTLED_IDLE, /**< "idle" */
    STS_CONTROL_REPORT_SETTLED_UNSETTLED, /**< "unsettled" */
};
#define STS_CONTROL_REPORT_SETTLED_COUNT 3
#define STS_CONTROL_REPORT_SETTLEDS(X) \
    X(OVER, over, "over") \
    X(IDLE, idle, "idle") \
    X(UNSETTLED, unsettled, "unsettled")

/* ---- enum sts_control_report_severity --------------------------- control/report_severity.json */

/** must: breaking it is a failure. should: breaking it is a deviation. */
enum sts_control_report_severity {
    STS_CONTROL_REPORT_SEVERITY_MUST, /**< "must" */
    STS_CONTROL_REPORT_SEVERITY_SHOULD, /**< "should" */
};
#define STS_CONTROL_REPORT_SEVERITY_COUNT 2
#define STS_CONTROL_REPORT_SEVERITIES(X) \
    X(MUST, must, "must") \
    X(SHOULD, should, "should")

/* ---- enum sts_control_report_outcome ----------------------------- control/report_outcome.json */

/** Result for a requirement. unknown: not broken so far, but it may be, or may have been; the note
 *  says why. not_exercised: nothing in the traffic could have broken it. not_offered: the server
 *  does not have the part that it is about. */
enum sts_control_report_outcome {
    STS_CONTROL_REPORT_OUTCOME_PASS, /**< "pass" */
    STS_CONTROL_REPORT_OUTCOME_UNKNOWN, /**< "unknown" */
    STS_CONTROL_REPORT_OUTCOME_DEVIATION, /**< "deviation" */
    STS_CONTROL_REPORT_OUTCOME_FAIL, /**< "fail" */
    STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED, /**< "not_exercised" */
    STS_CONTROL_REPORT_OUTCOME_NOT_OFFERED, /**< "not_offered" */
};
#define STS_CONTROL_REPORT_OUTCOME_COUNT 6
#define STS_CONTROL_REPORT_OUTCOMES(X) \
    X(PASS, pass, "pass") \
    X(UNKNOWN, unknown, "unknown") \
    X(DEVIATION, deviation, "deviation") \
    X(FAIL, fail, "fail") \
    X(NOT_EXERCISED, not_exercised, "not_exercised") \
    X(NOT_OFFERED, not_offered, "not_offered")

/* ---- enum sts_control_report_branch_kind --------------------- control/report_branch_kind.json */

/** What the traffic used: the member present or absent, one of its values, or its smallest or
 *  largest value or length. */
enum sts_control_report_branch_kind {
    STS_CONTROL_REPORT_BRANCH_KIND_PRESENT, /**< "present" */
    STS_CONTROL_REPORT_BRANCH_KIND_ABSENT, /**< "absent" */
    STS_CONTROL_REPORT_BRANCH_KIND_VALUE, /**< "value" */
    STS_CONTROL_REPORT_BRANCH_KIND_MINIMUM, /**< "minimum" */
    STS_CONTROL_REPORT_BRANCH_KIND_MAXIMUM, /**< "maximum" */
    STS_CONTROL_REPORT_BRANCH_KIND_MIN_LENGTH, /**< "min_length" */
    STS_CONTROL_REPORT_BRANCH_KIND_MAX_LENGTH, /**< "max_length" */
};
#define STS_CONTROL_REPORT_BRANCH_KIND_COUNT 7
#define STS_CONTROL_REPORT_BRANCH_KINDS(X) \
    X(PRESENT, present, "present") \
    X(ABSENT, absent, "absent") \
    X(VALUE, value, "value") \
    X(MINIMUM, minimum, "minimum") \
    X(MAXIMUM, maximum, "maximum") \
    X(MIN_LENGTH, min_length, "min_length") \
    X(MAX_LENGTH, max_length, "max_length")

/* ---- enum sts_control_report_fragment_status ------------- control/report_fragment_status.json */

/** Status of a fragment. refused: an error answered it. waiting: it has no outcome yet. */
enum sts_control_report_fragment_status {
    STS_CONTROL_REPORT_FRAGMENT_STATUS_WAITING, /**< "waiting" */
    STS_CONTROL_REPORT_FRAGMENT_STATUS_SUCCESS, /**< "success" */
    STS_CONTROL_REPORT_FRAGMENT_STATUS_PARTIAL, /**< "partial" */
    STS_CONTROL_REPORT_FRAGMENT_STATUS_FAILED, /**< "failed" */
    STS_CONTROL_REPORT_FRAGMENT_STATUS_REFUSED, /**< "refused" */
};
#define STS_CONTROL_REPORT_FRAGMENT_STATUS_COUNT 5
#define STS_CONTROL_REPORT_FRAGMENT_STATUSES(X) \
    X(WAITING, waiting, "waiting") \
    X(SUCCESS, success, "success") \
    X(PARTIAL, partial, "partial") \
    X(FAILED, failed, "failed") \
    X(REFUSED, refused, "refused")

/* ---- enum sts_control_report_band_kind ------------------------- control/report_band_kind.json */

/** Kind of a period: the worker was told to slow down, was told to pause, had paused, or had lost
 *  its connection. */
enum sts_control_report_band_kind {
    STS_CONTROL_REPORT_BAND_KIND_SLOW_DOWN, /**< "slow_down" */
    STS_CONTROL_REPORT_BAND_KIND_PAUSE, /**< "pause" */
    STS_CONTROL_REPORT_BAND_KIND_PAUSED, /**< "paused" */
    STS_CONTROL_REPORT_BAND_KIND_DISCONNECTED, /**< "disconnected" */
};
#define STS_CONTROL_REPORT_BAND_KIND_COUNT 4
#define STS_CONTROL_REPORT_BAND_KINDS(X) \
    X(SLOW_DOWN, slow_down, "slow_down") \
    X(PAUSE, pause, "pause") \
    X(PAUSED, paused, "paused") \
    X(DISCONNECTED, disconnected, "disconnected")

/* ---- enum sts_control_report_mark_kind ------------------------- control/report_mark_kind.json */

/** A point in the life of a stream. */
enum sts_control_report_mark_kind {
    STS_CONTROL_REPORT_MARK_KIND_OPENED, /**< "opened" */
    STS_CONTROL_REPORT_MARK_KIND_RESUMED, /**< "resumed" */
    STS_CONTROL_REPORT_MARK_KIND_END, /**< "end" */
    STS_CONTROL_REPORT_MARK_KIND_COMPLETE, /**< "complete" */
    STS_CONTROL_REPORT_MARK_KIND_ENDED, /**< "ended" */
    STS_CONTROL_REPORT_MARK_KIND_DISCONNECTED, /**< "disconnected" */
    STS_CONTROL_REPORT_MARK_KIND_ERROR, /**< "error" */
    STS_CONTROL_REPORT_MARK_KIND_FAULT, /**< "fault" */
    STS_CONTROL_REPORT_MARK_KIND_REFUSED, /**< "refused" */
};
#define STS_CONTROL_REPORT_MARK_KIND_COUNT 9
#define STS_CONTROL_REPORT_MARK_KINDS(X) \
    X(OPENED, opened, "opened") \
    X(RESUMED, resumed, "resumed") \
    X(END, end, "end") \
    X(COMPLETE, complete, "complete") \
    X(ENDED, ended, "ended") \
    X(DISCONNECTED, disconnected, "disconnected") \
    X(ERROR, error, "error") \
    X(FAULT, fault, "fault") \
    X(REFUSED, refused, "refused")

/* ---- enum sts_control_retention --------------------------------------- control/retention.json */

/** What becomes of something when its stream is deleted. */
enum sts_control_retention {
    STS_CONTROL_RETENTION_KEEP, /**< "keep" */
    STS_CONTROL_RETENTION_DROP, /**< "drop" */
};
#define STS_CONTROL_RETENTION_COUNT 2
#define STS_CONTROL_RETENTIONS(X) \
    X(KEEP, keep, "keep") \
    X(DROP, drop, "drop")

/* ---- enum sts_control_report_form ----------------------------------- control/report_form.json */

/** How much a JSON report tells. summary: only what is broken or not known, and why. */
enum sts_control_report_form {
    STS_CONTROL_REPORT_FORM_FULL, /**< "full" */
    STS_CONTROL_REPORT_FORM_SUMMARY, /**< "summary" */
};
#define STS_CONTROL_REPORT_FORM_COUNT 2
#define STS_CONTROL_REPORT_FORMS(X) \
    X(FULL, full, "full") \
    X(SUMMARY, summary, "summary")

/* ---- enums as text --------------------------------------------------------------------------- */

/* Each gives the value as it stands in messages, with a NUL behind it; an empty slice for what is no
 * value. */
struct base_slice sts_worker_ack_status_text(enum sts_worker_ack_status value);
struct base_slice sts_fragment_ack_status_text(enum sts_fragment_ack_status value);
struct base_slice sts_fragment_status_text(enum sts_fragment_status value);
struct base_slice sts_error_code_text(enum sts_error_code value);
struct base_slice sts_stage_text(enum sts_stage value);
struct base_slice sts_backpressure_severity_text(enum sts_backpressure_severity value);
struct base_slice sts_backpressure_action_text(enum sts_backpressure_action value);
struct base_slice sts_error_severity_text(enum sts_error_severity value);
struct base_slice sts_stream_state_text(enum sts_stream_state value);
struct base_slice sts_rule_trigger_text(enum sts_rule_trigger value);
struct base_slice sts_rule_action_text(enum sts_rule_action value);
struct base_slice sts_rule_delivery_text(enum sts_rule_delivery value);
struct base_slice sts_disconnect_mode_text(enum sts_disconnect_mode value);
struct base_slice sts_refuse_scope_text(enum sts_refuse_scope value);
struct base_slice sts_error_simulation_status_text(enum sts_error_simulation_status value);
struct base_slice sts_delay_distribution_text(enum sts_delay_distribution value);
struct base_slice sts_config_status_text(enum sts_config_status value);
struct base_slice sts_disconnect_status_text(enum sts_disconnect_status value);
struct base_slice sts_worker_event_text(enum sts_worker_event value);
struct base_slice sts_control_client_kind_text(enum sts_control_client_kind value);
struct base_slice sts_control_client_transport_text(enum sts_control_client_transport value);
struct base_slice sts_control_rejection_reason_text(enum sts_control_rejection_reason value);
struct base_slice sts_control_error_code_text(enum sts_control_error_code value);
struct base_slice sts_control_armed_kind_text(enum sts_control_armed_kind value);
struct base_slice sts_control_log_level_text(enum sts_control_log_level value);
struct base_slice sts_control_journal_kind_text(enum sts_control_journal_kind value);
struct base_slice sts_control_journal_direction_text(enum sts_control_journal_direction value);
struct base_slice sts_control_journal_verdict_text(enum sts_control_journal_verdict value);
struct base_slice sts_control_unused_faults_text(enum sts_control_unused_faults value);
struct base_slice sts_control_verify_verdict_text(enum sts_control_verify_verdict value);
struct base_slice sts_control_report_side_text(enum sts_control_report_side value);
struct base_slice sts_control_report_verdict_text(enum sts_control_report_verdict value);
struct base_slice sts_control_report_settled_text(enum sts_control_report_settled value);
struct base_slice sts_control_report_severity_text(enum sts_control_report_severity value);
struct base_slice sts_control_report_outcome_text(enum sts_control_report_outcome value);
struct base_slice sts_control_report_branch_kind_text(enum sts_control_report_branch_kind value);
struct base_slice sts_control_report_fragment_status_text(enum sts_control_report_fragment_status value);
struct base_slice sts_control_report_band_kind_text(enum sts_control_report_band_kind value);
struct base_slice sts_control_report_mark_kind_text(enum sts_control_report_mark_kind value);
struct base_slice sts_control_retention_text(enum sts_control_retention value);
struct base_slice sts_control_report_form_text(enum sts_control_report_form value);

/* The same of values that may be other strings. */
struct codec_text sts_error_code_or_other_text(const struct sts_error_code_or_other *word);

/* ---- struct sts_stream_config --------------------------------------- types/stream_config.json */

/** How the worker wants its stream processed. The spec requires all seven members, but each has a
 *  default (016 §5.1). */
struct sts_stream_config {
    /** Language code of the audio sent, such as en (016 §5.1); default "en"; its absence is a
     *  deviation */
    struct codec_text source_language;
    /** Language code of the audio wanted, such as es (016 §5.1); default "es"; its absence is a
     *  deviation */
    struct codec_text target_language;
    /** Name of the voice to synthesize with (016 §5.1); default "default"; its absence is a
     *  deviation */
    struct codec_text voice_profile;
    /** Expected duration of a fragment in milliseconds (016 §5.1); 100 to 6000; default 1000; its
     *  absence is a deviation */
    int32_t chunk_duration_ms;
    /** Sample rate of the audio in hertz (016 §5.1); 16000, 22050, 44100 or 48000; default 48000;
     *  its absence is a deviation */
    int32_t sample_rate_hz;
    /** Number of audio channels: 1 = mono, 2 = stereo (016 §5.1); 1 or 2; default 1; its absence is
     *  a deviation */
    int32_t channels;
    /** Audio format, free text: m4a (AAC in MP4), pcm_s16le, ... (016 §5.1); default "m4a"; its
     *  absence is a deviation */
    struct codec_text format;
};

/* ---- struct sts_stream_init ------------------------------------------ events/stream_init.json */

/** Begins a new stream on this connection, or resumes a parked stream (016 §5.1). */
struct sts_stream_init {
    /** Stream to begin or resume (016 §5.1); 1 to 256 code points; required */
    struct codec_text stream_id;
    /** Worker that sends the stream. Only the same worker can resume it (016 §5.1); 1 to 256 code
     *  points; required */
    struct codec_text worker_id;
    /** How the worker wants its stream processed. {} = all defaults (016 §5.1); required */
    struct sts_stream_config config;
    /** Maximum number of fragments of the stream that are processed at the same time (016 §5.1,
     *  §7.2); 1 to 10; default 3 */
    int32_t max_inflight;
    /** Maximum time from the acceptance of a fragment to the end of its processing, in milliseconds
     *  (016 §5.1); 1000 to 30000; default 8000 */
    int32_t timeout_ms;
};

/* ---- struct sts_audio_data --------------------------------------------- types/audio_data.json */

/** The audio of one fragment and how to read it (016 §5.1, §5.2). */
struct sts_audio_data {
    /** Audio format, free text: m4a (AAC in MP4), pcm_s16le, ... (016 §5.1); required */
    struct codec_text format;
    /** Sample rate in hertz (016 §5.1); 8000 to 96000; required */
    int32_t sample_rate_hz;
    /** Number of audio channels: 1 = mono, 2 = stereo (016 §5.1); 1 or 2; required */
    int32_t channels;
    /** Duration of the fragment in milliseconds (016 §5.1); 0 to 60000; required */
    int32_t duration_ms;
    /** The audio bytes in base64 (RFC 4648 §4, padded), at most 10,485,760 characters. In
     *  fragment:data, longer audio gets error FRAGMENT_TOO_LARGE (016 §5.1, 017 FR-023); base64; at
     *  most 10485760 code points; required */
    struct codec_text data_base64;
};

/* ---- struct sts_fragment_metadata ------------------------------- types/fragment_metadata.json */

/** The worker's own data about a fragment. Any other member is allowed (016 §5.1). */
struct sts_fragment_metadata {
    /** Which optional members are there. */
    uint32_t has;
    /** Presentation timestamp in nanoseconds (016 §5.1); optional; bit
     *  STS_FRAGMENT_METADATA_HAS_PTS_NS */
    int64_t pts_ns;
    /** Presentation timestamp of the original input in nanoseconds (016 §5.1); optional; bit
     *  STS_FRAGMENT_METADATA_HAS_SOURCE_PTS_NS */
    int64_t source_pts_ns;
    /** The whole object as JSON text, with the members that are not declared. */
    struct base_slice raw;
};

/** Bits of `has` in struct sts_fragment_metadata. */
enum {
    STS_FRAGMENT_METADATA_HAS_PTS_NS = 1 << 0,
    STS_FRAGMENT_METADATA_HAS_SOURCE_PTS_NS = 1 << 1,
};

/* ---- struct sts_fragment_data -------------------------------------- events/fragment_data.json */

/** One audio fragment to process (016 §5.1). */
struct sts_fragment_data {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of the fragment, a UUID by the spec (016 §5.1); 1 to 256 code points; a deviation unless
     *  a UUID; required */
    struct codec_text fragment_id;
    /** Stream that the fragment belongs to (016 §5.1); 1 to 256 code points; required */
    struct codec_text stream_id;
    /** Position of the fragment in the stream, from 0 (016 §5.1, §7.1); at least 0; required */
    int64_t sequence_number;
    /** When the fragment was sent, Unix time in milliseconds (016 §5.1); required */
    int64_t timestamp;
    /** The audio (016 §5.1); required */
    struct sts_audio_data audio;
    /** The worker's own data about the fragment (016 §5.1); optional; bit
     *  STS_FRAGMENT_DATA_HAS_METADATA */
    struct sts_fragment_metadata metadata;
};

/** Bits of `has` in struct sts_fragment_data. */
enum {
    STS_FRAGMENT_DATA_HAS_METADATA = 1 << 0,
};

/* ---- struct sts_worker_fragment_ack -------------------------- events/worker_fragment_ack.json */

/** The worker has received or used a result. Only statistics, resume and the report depend on it
 *  (016 §5.1). */
struct sts_worker_fragment_ack {
    /** Fragment whose result is confirmed (016 §5.1); 1 to 256 code points; required */
    struct codec_text fragment_id;
    /** What the worker has done with the result (016 §5.1); required */
    enum sts_worker_ack_status status;
    /** When it was confirmed, Unix time in milliseconds (016 §5.1); required */
    int64_t timestamp;
};

/* ---- struct sts_stream_pause ---------------------------------------- events/stream_pause.json */

/** Until stream:resume, the server accepts no new fragments for the stream. Those in flight are
 *  finished (016 §5.1). */
struct sts_stream_pause {
    /** Which optional members are there. */
    uint32_t has;
    /** Stream to pause (016 §5.1); 1 to 256 code points; required */
    struct codec_text stream_id;
    /** Reason, such as backpressure (016 §5.1); optional; bit STS_STREAM_PAUSE_HAS_REASON */
    struct codec_text reason;
};

/** Bits of `has` in struct sts_stream_pause. */
enum {
    STS_STREAM_PAUSE_HAS_REASON = 1 << 0,
};

/* ---- struct sts_stream_resume -------------------------------------- events/stream_resume.json */

/** A paused stream accepts fragments again (016 §5.1). */
struct sts_stream_resume {
    /** Stream to resume (016 §5.1); 1 to 256 code points; required */
    struct codec_text stream_id;
};

/* ---- struct sts_stream_end -------------------------------------------- events/stream_end.json */

/** No more fragments follow. When those in flight are done, the server sends stream:complete (016
 *  §5.1). */
struct sts_stream_end {
    /** Which optional members are there. */
    uint32_t has;
    /** Stream to end (016 §5.1); 1 to 256 code points; required */
    struct codec_text stream_id;
    /** Reason, such as source_ended (016 §5.1); optional; bit STS_STREAM_END_HAS_REASON */
    struct codec_text reason;
};

/** Bits of `has` in struct sts_stream_end. */
enum {
    STS_STREAM_END_HAS_REASON = 1 << 0,
};

/* ---- struct sts_capabilities ----------------------------------------- types/capabilities.json */

/** What the server can do (016 §5.2). */
struct sts_capabilities {
    /** Whether the server processes fragments in batches. The echo says false (016 §5.2); required */
    bool batch_processing;
    /** Whether the server sends results without being asked, as soon as they are ready. The echo
     *  says true (016 §5.2); required */
    bool async_delivery;
};

/* ---- struct sts_stream_ready ---------------------------------------- events/stream_ready.json */

/** The stream has begun or was resumed, and accepts fragments (016 §5.2). */
struct sts_stream_ready {
    /** Stream that is ready (016 §5.2); 1 to 256 code points; required */
    struct codec_text stream_id;
    /** Id of the session, a UUID version 4. It stays the same when the stream is resumed (016
     *  §5.2); a UUID; required */
    struct codec_text session_id;
    /** Maximum number of fragments of the stream that are processed at the same time (016 §5.2); 1
     *  to 10; required */
    int32_t max_inflight;
    /** What the server can do (016 §5.2); required */
    struct sts_capabilities capabilities;
};

/* ---- struct sts_fragment_ack ---------------------------------------- events/fragment_ack.json */

/** The fragment is accepted. Its result follows (016 §5.2). */
struct sts_fragment_ack {
    /** Which optional members are there. */
    uint32_t has;
    /** Fragment that is accepted (016 §5.2); 1 to 256 code points; required */
    struct codec_text fragment_id;
    /** What the STS has done with the fragment. The echo always says queued (016 §5.2); required */
    enum sts_fragment_ack_status status;
    /** Number of fragments that wait before this one (016 §5.2); at least 0; optional; bit
     *  STS_FRAGMENT_ACK_HAS_QUEUE_POSITION */
    int64_t queue_position;
    /** Estimated time until the result, in milliseconds (016 §5.2); at least 0; optional; bit
     *  STS_FRAGMENT_ACK_HAS_ESTIMATED_COMPLETION_MS */
    int64_t estimated_completion_ms;
};

/** Bits of `has` in struct sts_fragment_ack. */
enum {
    STS_FRAGMENT_ACK_HAS_QUEUE_POSITION = 1 << 0,
    STS_FRAGMENT_ACK_HAS_ESTIMATED_COMPLETION_MS = 1 << 1,
};

/* ---- struct sts_stage_timings --------------------------------------- types/stage_timings.json */

/** Processing time of a fragment by stage. With the echo, the three add up to processing_time_ms
 *  (016 §5.2). */
struct sts_stage_timings {
    /** Speech recognition, in milliseconds (016 §5.2); at least 0; required */
    int64_t asr_ms;
    /** Translation, in milliseconds (016 §5.2); at least 0; required */
    int64_t translation_ms;
    /** Speech synthesis, in milliseconds (016 §5.2); at least 0; required */
    int64_t tts_ms;
};

/* ---- struct sts_processing_error --------------------------------- types/processing_error.json */

/** Why a fragment failed or is partial (016 §5.2). */
struct sts_processing_error {
    /** Which optional members are there. */
    uint32_t has;
    /** Error code (016 §8.1); or any other string; required */
    struct sts_error_code_or_other code;
    /** Description for people (016 §5.2); required */
    struct codec_text message;
    /** Stage that failed. The echo always gives it (016 §5.2); optional; bit
     *  STS_PROCESSING_ERROR_HAS_STAGE */
    enum sts_stage stage;
    /** Whether the same fragment may be sent again. The echo always gives it (016 §5.2, §8.2);
     *  optional; bit STS_PROCESSING_ERROR_HAS_RETRYABLE */
    bool retryable;
};

/** Bits of `has` in struct sts_processing_error. */
enum {
    STS_PROCESSING_ERROR_HAS_STAGE = 1 << 0,
    STS_PROCESSING_ERROR_HAS_RETRYABLE = 1 << 1,
};

/* ---- struct sts_processing_metadata --------------------------- types/processing_metadata.json */

/** The models that processed a fragment (016 §5.2). */
struct sts_processing_metadata {
    /** Which optional members are there. */
    uint32_t has;
    /** Speech recognition model. The echo says echo-mock (016 §5.2); required */
    struct codec_text asr_model;
    /** Translation model. The echo says echo-mock (016 §5.2); required */
    struct codec_text translation_model;
    /** Speech synthesis model. The echo says echo-mock (016 §5.2); required */
    struct codec_text tts_model;
    /** Load of the GPU in percent (016 §5.2); 0 to 100; optional; bit
     *  STS_PROCESSING_METADATA_HAS_GPU_UTILIZATION */
    double gpu_utilization;
};

/** Bits of `has` in struct sts_processing_metadata. */
enum {
    STS_PROCESSING_METADATA_HAS_GPU_UTILIZATION = 1 << 0,
};

/* ---- struct sts_fragment_processed ---------------------------- events/fragment_processed.json */

/** The outcome of one fragment. Outcomes are sent in sequence order (016 §5.2, §7.1). */
struct sts_fragment_processed {
    /** Which optional members are there. */
    uint32_t has;
    /** Fragment that was processed (016 §5.2); 1 to 256 code points; required */
    struct codec_text fragment_id;
    /** Stream that the fragment belongs to (016 §5.2); 1 to 256 code points; required */
    struct codec_text stream_id;
    /** Sequence number of the fragment, as the worker gave it (016 §5.2); at least 0; required */
    int64_t sequence_number;
    /** Outcome (016 §5.2); required */
    enum sts_fragment_status status;
    /** The dubbed audio. Required on success. The echo returns the audio that it received, byte for
     *  byte (016 §5.2); optional; bit STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO */
    struct sts_audio_data dubbed_audio;
    /** The words that were spoken. The echo always gives [ECHO] Original audio (016 §5.2);
     *  optional; bit STS_FRAGMENT_PROCESSED_HAS_TRANSCRIPT */
    struct codec_text transcript;
    /** The translation of the transcript. The echo always gives [ECHO] Original audio (016 §5.2);
     *  optional; bit STS_FRAGMENT_PROCESSED_HAS_TRANSLATED_TEXT */
    struct codec_text translated_text;
    /** Processing time in milliseconds (016 §5.2); at least 0; required */
    int64_t processing_time_ms;
    /** Processing time by stage (016 §5.2); optional; bit STS_FRAGMENT_PROCESSED_HAS_STAGE_TIMINGS */
    struct sts_stage_timings stage_timings;
    /** Why the fragment failed or is partial (016 §5.2); optional; bit
     *  STS_FRAGMENT_PROCESSED_HAS_ERROR */
    struct sts_processing_error error;
    /** The models that processed the fragment (016 §5.2); optional; bit
     *  STS_FRAGMENT_PROCESSED_HAS_METADATA */
    struct sts_processing_metadata metadata;
};

/** Bits of `has` in struct sts_fragment_processed. */
enum {
    STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO = 1 << 0,
    STS_FRAGMENT_PROCESSED_HAS_TRANSCRIPT = 1 << 1,
    STS_FRAGMENT_PROCESSED_HAS_TRANSLATED_TEXT = 1 << 2,
    STS_FRAGMENT_PROCESSED_HAS_STAGE_TIMINGS = 1 << 3,
    STS_FRAGMENT_PROCESSED_HAS_ERROR = 1 << 4,
    STS_FRAGMENT_PROCESSED_HAS_METADATA = 1 << 5,
};

/* ---- struct sts_stream_statistics ------------------------------- types/stream_statistics.json */

/** Outcomes and processing times of the fragments of a stream (016 §5.2). */
struct sts_stream_statistics {
    /** Fragments with status success (016 §5.2); at least 0; required */
    int64_t success_count;
    /** Fragments with status partial (016 §5.2); at least 0; required */
    int64_t partial_count;
    /** Fragments with status failed, and those that were dropped or answered with a simulated error
     *  event (016 §5.2); at least 0; required */
    int64_t failed_count;
    /** Mean processing time in milliseconds (016 §5.2); at least 0; required */
    double avg_processing_time_ms;
    /** 95th percentile of the processing time in milliseconds, by nearest rank, error at most 1 %
     *  (016 §5.2); at least 0; required */
    double p95_processing_time_ms;
};

/* ---- struct sts_stream_complete ---------------------------------- events/stream_complete.json */

/** The last outcome of an ended stream has been sent. The server closes the connection some seconds
 *  later (016 §5.2). */
struct sts_stream_complete {
    /** Stream that is complete (016 §5.2); 1 to 256 code points; required */
    struct codec_text stream_id;
    /** Number of fragments of the stream (016 §5.2); at least 0; required */
    int64_t total_fragments;
    /** Wall clock time since the first stream:ready, in milliseconds (016 §5.2); at least 0;
     *  required */
    int64_t total_duration_ms;
    /** Outcomes and processing times (016 §5.2); required */
    struct sts_stream_statistics statistics;
};

/* ---- struct sts_backpressure ---------------------------------------- events/backpressure.json */

/** The load level of the stream has changed (016 §5.2, §6.2). */
struct sts_backpressure {
    /** Which optional members are there. */
    uint32_t has;
    /** Stream that the event is about (016 §5.2); 1 to 256 code points; required */
    struct codec_text stream_id;
    /** How loaded the STS is (016 §5.2); required */
    enum sts_backpressure_severity severity;
    /** Fragments in flight: accepted, outcome not yet sent (016 §5.2); at least 0; required */
    int64_t current_inflight;
    /** Fragments that wait for processing (016 §5.2); at least 0; required */
    int64_t queue_depth;
    /** What the worker should do. none with severity low is the all-clear (016 §5.2); required */
    enum sts_backpressure_action action;
    /** Recommended delay before the next fragment, in milliseconds. Required with slow_down and
     *  pause (016 §5.2); at least 0; optional; bit STS_BACKPRESSURE_HAS_RECOMMENDED_DELAY_MS */
    int64_t recommended_delay_ms;
};

/** Bits of `has` in struct sts_backpressure. */
enum {
    STS_BACKPRESSURE_HAS_RECOMMENDED_DELAY_MS = 1 << 0,
};

/* ---- struct sts_error_metadata ------------------------------------- types/error_metadata.json */

/** Details of an error. The code decides which members are present. Any other member is allowed
 *  (016 §5.2). */
struct sts_error_metadata {
    /** Which optional members are there. */
    uint32_t has;
    /** INVALID_CONFIG: every place where the payload breaks its schema; optional; read with
     *  sts_error_metadata_errors_next(); bit STS_ERROR_METADATA_HAS_ERRORS */
    struct codec_list errors;
    /** STREAM_NOT_FOUND, INVALID_CONFIG: state of the stream, which does not allow the request;
     *  optional; bit STS_ERROR_METADATA_HAS_STATE */
    enum sts_stream_state state;
    /** Reason, as a word or text. INVALID_SEQUENCE: gap, late, duplicate_sequence,
     *  duplicate_fragment or expired; optional; bit STS_ERROR_METADATA_HAS_REASON */
    struct codec_text reason;
    /** INVALID_SEQUENCE: lowest sequence number that was neither accepted nor given up; at least 0;
     *  optional; bit STS_ERROR_METADATA_HAS_EXPECTED */
    int64_t expected;
    /** INVALID_SEQUENCE: sequence number of the received fragment; at least 0; optional; bit
     *  STS_ERROR_METADATA_HAS_RECEIVED */
    int64_t received;
    /** INVALID_SEQUENCE, reason gap: first and last of the sequence numbers given up; exactly 2
     *  items; optional; read with sts_error_metadata_missing_next(); bit
     *  STS_ERROR_METADATA_HAS_MISSING */
    struct codec_list missing;
    /** INVALID_CONFIG for an unknown event: the known event name closest to it; optional; bit
     *  STS_ERROR_METADATA_HAS_CLOSEST */
    struct codec_text closest;
    /** How to fix it, as text for people; optional; bit STS_ERROR_METADATA_HAS_HINT */
    struct codec_text hint;
    /** RATE_LIMIT, QUEUE_FULL, FRAGMENT_TOO_LARGE: name of the server's setting that the limit
     *  comes from; optional; bit STS_ERROR_METADATA_HAS_SETTING */
    struct codec_text setting;
    /** RATE_LIMIT, QUEUE_FULL, FRAGMENT_TOO_LARGE: value of that setting; at least 0; optional; bit
     *  STS_ERROR_METADATA_HAS_LIMIT */
    int64_t limit;
    /** The whole object as JSON text, with the members that are not declared. */
    struct base_slice raw;
};

/** Bits of `has` in struct sts_error_metadata. */
enum {
    STS_ERROR_METADATA_HAS_ERRORS = 1 << 0,
    STS_ERROR_METADATA_HAS_STATE = 1 << 1,
    STS_ERROR_METADATA_HAS_REASON = 1 << 2,
    STS_ERROR_METADATA_HAS_EXPECTED = 1 << 3,
    STS_ERROR_METADATA_HAS_RECEIVED = 1 << 4,
    STS_ERROR_METADATA_HAS_MISSING = 1 << 5,
    STS_ERROR_METADATA_HAS_CLOSEST = 1 << 6,
    STS_ERROR_METADATA_HAS_HINT = 1 << 7,
    STS_ERROR_METADATA_HAS_SETTING = 1 << 8,
    STS_ERROR_METADATA_HAS_LIMIT = 1 << 9,
};

/* ---- struct sts_error ------------------------------------------------------ events/error.json */

/** Something went wrong. The event says what and where (016 §5.2, §8). */
struct sts_error {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of this error, a UUID version 4 (016 §5.2); a UUID; required */
    struct codec_text error_id;
    /** Stream that the error is about, if there is one (016 §5.2); 1 to 256 code points; optional;
     *  bit STS_ERROR_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Fragment that the error is about, if there is one (016 §5.2); 1 to 256 code points;
     *  optional; bit STS_ERROR_HAS_FRAGMENT_ID */
    struct codec_text fragment_id;
    /** Error code (016 §8.1); or any other string; required */
    struct sts_error_code_or_other code;
    /** Description for people (016 §5.2); required */
    struct codec_text message;
    /** How severe the error is. The error table gives it for each code (016 §8.1); required */
    enum sts_error_severity severity;
    /** Whether the same request may be sent again. The error table gives it for each code (016
     *  §8.1); required */
    bool retryable;
    /** Details (016 §5.2); optional; bit STS_ERROR_HAS_METADATA */
    struct sts_error_metadata metadata;
};

/** Bits of `has` in struct sts_error. */
enum {
    STS_ERROR_HAS_STREAM_ID = 1 << 0,
    STS_ERROR_HAS_FRAGMENT_ID = 1 << 1,
    STS_ERROR_HAS_METADATA = 1 << 2,
};

/* ---- struct sts_schema_error ----------------------------------------- types/schema_error.json */

/** One place where a payload breaks its schema (echo extension). */
struct sts_schema_error {
    /** JSON Pointer (RFC 6901) to the wrong value. Empty: the payload itself; required */
    struct codec_text path;
    /** Schema keyword that the value breaks, such as maximum; required */
    struct codec_text keyword;
    /** What is wrong, as text for people; required */
    struct codec_text message;
};

/* ---- struct sts_config_error_simulation ------------------ events/config_error_simulation.json */

/** Arms rules that make fragments fail or misbehave. They replace the rules armed before (017
 *  FR-021). */
struct sts_config_error_simulation {
    /** Which optional members are there. */
    uint32_t has;
    /** false disarms what was armed (017 FR-021); required */
    bool enabled;
    /** The rules, tried in order (017 FR-021); at most 1000 items; optional; read with
     *  sts_config_error_simulation_rules_next(); bit STS_CONFIG_ERROR_SIMULATION_HAS_RULES */
    struct codec_list rules;
    /** Streams to act on. Absent: the stream of this connection (echo extension); 1 to 512 code
     *  points; optional; bit STS_CONFIG_ERROR_SIMULATION_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Seed of the random decisions: same seed, same faults (echo extension); optional; bit
     *  STS_CONFIG_ERROR_SIMULATION_HAS_SEED */
    int64_t seed;
    /** Takes the place of the stream_id in the random decisions: same seed and key, same faults.
     *  Absent: the stream_id decides (echo extension); 1 to 256 code points; optional; bit
     *  STS_CONFIG_ERROR_SIMULATION_HAS_SEED_KEY */
    struct codec_text seed_key;
};

/** Bits of `has` in struct sts_config_error_simulation. */
enum {
    STS_CONFIG_ERROR_SIMULATION_HAS_RULES = 1 << 0,
    STS_CONFIG_ERROR_SIMULATION_HAS_STREAM_ID = 1 << 1,
    STS_CONFIG_ERROR_SIMULATION_HAS_SEED = 1 << 2,
    STS_CONFIG_ERROR_SIMULATION_HAS_SEED_KEY = 1 << 3,
};

/* ---- struct sts_error_rule --------------------------------------------- types/error_rule.json */

/** One rule of an error simulation: which fragments it matches, and what happens to them. The first
 *  rule that matches a fragment applies (017 FR-021). */
struct sts_error_rule {
    /** Which optional members are there. */
    uint32_t has;
    /** What value is compared with. Absent: the rule matches every fragment (017 FR-021); optional;
     *  bit STS_ERROR_RULE_HAS_TRIGGER */
    enum sts_rule_trigger trigger;
    /** sequence_number: a number from 0. fragment_id: an id, 1 to 256 code points. nth_fragment: n
     *  from 1, 3 = the third, sixth, ... by sequence number. Required with a trigger, not allowed
     *  without one (017 FR-021); optional; bit STS_ERROR_RULE_HAS_VALUE */
    struct codec_int_or_text value;
    /** Code of the simulated error. Any text of 1 to 64 characters; those of the error table have
     *  defaults for severity and retryable. Required with the actions fail and partial; others take
     *  it and do not use it (017 FR-021, 016 §8.1); or any other string; 1 to 64 code points;
     *  optional; bit STS_ERROR_RULE_HAS_ERROR_CODE */
    struct sts_error_code_or_other error_code;
    /** Message of the simulated error. Only with the actions fail and partial (017 FR-021); default
     *  "Simulated error" */
    struct codec_text error_message;
    /** Whether the fragment may be sent again. Absent: as the error table says for error_code,
     *  false for a code that it does not have. Only with the actions fail and partial (017 FR-021);
     *  optional; bit STS_ERROR_RULE_HAS_RETRYABLE */
    bool retryable;
    /** Stage that fails. Only with the actions fail and partial (017 FR-021); default "asr" */
    enum sts_stage stage;
    /** Probability from 0 to 1 that the rule hits a matching fragment. The seed decides. Absent:
     *  always (echo extension); 0 to 1; optional; bit STS_ERROR_RULE_HAS_PROBABILITY */
    double probability;
    /** The rule stops after this many hits per stream. Absent: never (echo extension); at least 1;
     *  optional; bit STS_ERROR_RULE_HAS_COUNT */
    int64_t count;
    /** Delay before the answer in milliseconds. Absent: a simulated TIMEOUT comes at once. Required
     *  with the action delay (echo extension); 0 to 60000; optional; bit
     *  STS_ERROR_RULE_HAS_DELAY_MS */
    int32_t delay_ms;
    /** What happens to the fragment (echo extension); default "fail" */
    enum sts_rule_action action;
    /** How the failure reaches the worker. Only with the action fail. An error event takes the
     *  fragment's turn and counts as failed (echo extension); default "processed" */
    enum sts_rule_delivery deliver_as;
    /** Only with the action disconnect: how the connection is lost (echo extension); default
     *  "server_disconnect" */
    enum sts_disconnect_mode mode;
    /** Only with the action disconnect and the mode close: WebSocket close code (echo extension);
     *  1000 to 4999; default 1011 */
    int32_t code;
    /** Only with the action disconnect: time in milliseconds, from the loss on, in which the
     *  streams are refused. A handshake that names such a stream, by the header X-Stream-ID or by
     *  stream_id in the query, gets HTTP 503. If the handshake names none, stream:init loses the
     *  connection (echo extension); 0 to 60000; optional; bit STS_ERROR_RULE_HAS_REFUSE_MS */
    int32_t refuse_ms;
    /** Only with the action disconnect: who is refused for refuse_ms: the streams that are meant,
     *  or with server every handshake, which needs an API key for all streams. The HTTP interface
     *  stays reachable. Absent: streams (echo extension); optional; bit STS_ERROR_RULE_HAS_SCOPE */
    enum sts_refuse_scope scope;
};

/** Bits of `has` in struct sts_error_rule. */
enum {
    STS_ERROR_RULE_HAS_TRIGGER = 1 << 0,
    STS_ERROR_RULE_HAS_VALUE = 1 << 1,
    STS_ERROR_RULE_HAS_ERROR_CODE = 1 << 2,
    STS_ERROR_RULE_HAS_RETRYABLE = 1 << 3,
    STS_ERROR_RULE_HAS_PROBABILITY = 1 << 4,
    STS_ERROR_RULE_HAS_COUNT = 1 << 5,
    STS_ERROR_RULE_HAS_DELAY_MS = 1 << 6,
    STS_ERROR_RULE_HAS_REFUSE_MS = 1 << 7,
    STS_ERROR_RULE_HAS_SCOPE = 1 << 8,
};

/* ---- struct sts_config_error_simulation_ack ---------- events/config_error_simulation_ack.json */

/** Answer to config:error_simulation (017 FR-021). */
struct sts_config_error_simulation_ack {
    /** Which optional members are there. */
    uint32_t has;
    /** Whether the rules are armed (017 FR-021); required */
    enum sts_error_simulation_status status;
    /** Streams that the configuration acts on (echo extension); 1 to 512 code points; optional; bit
     *  STS_CONFIG_ERROR_SIMULATION_ACK_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Seed of the random decisions, so that a run can be repeated (echo extension); optional; bit
     *  STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED */
    int64_t seed;
    /** What takes the place of the stream_id in the random decisions. Absent: nothing does (echo
     *  extension); 1 to 256 code points; optional; bit STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED_KEY */
    struct codec_text seed_key;
    /** Number of rules armed (017 FR-021); at least 0; required */
    int64_t rules_count;
    /** Why the rules were rejected, as text for people. python-echo profile only; optional; bit
     *  STS_CONFIG_ERROR_SIMULATION_ACK_HAS_MESSAGE */
    struct codec_text message;
};

/** Bits of `has` in struct sts_config_error_simulation_ack. */
enum {
    STS_CONFIG_ERROR_SIMULATION_ACK_HAS_STREAM_ID = 1 << 0,
    STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED = 1 << 1,
    STS_CONFIG_ERROR_SIMULATION_ACK_HAS_SEED_KEY = 1 << 2,
    STS_CONFIG_ERROR_SIMULATION_ACK_HAS_MESSAGE = 1 << 3,
};

/* ---- struct sts_config_processing_delay ------------------ events/config_processing_delay.json */

/** Sets how long the processing of a fragment takes (017 FR-027). */
struct sts_config_processing_delay {
    /** Which optional members are there. */
    uint32_t has;
    /** Processing delay in milliseconds (017 FR-027); 0 to 60000; required */
    int32_t delay_ms;
    /** Random part of the delay in milliseconds. Absent: none (echo extension); 0 to 60000;
     *  optional; bit STS_CONFIG_PROCESSING_DELAY_HAS_JITTER_MS */
    int32_t jitter_ms;
    /** Shape of the jitter (echo extension); default "uniform" */
    enum sts_delay_distribution distribution;
    /** Streams to act on. Absent: the stream of this connection (echo extension); 1 to 512 code
     *  points; optional; bit STS_CONFIG_PROCESSING_DELAY_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Seed of the jitter: same seed, same delays. Absent: the server's (echo extension); optional;
     *  bit STS_CONFIG_PROCESSING_DELAY_HAS_SEED */
    int64_t seed;
    /** Takes the place of the stream_id in the jitter: same seed and key, same delays. Absent: the
     *  stream_id decides (echo extension); 1 to 256 code points; optional; bit
     *  STS_CONFIG_PROCESSING_DELAY_HAS_SEED_KEY */
    struct codec_text seed_key;
};

/** Bits of `has` in struct sts_config_processing_delay. */
enum {
    STS_CONFIG_PROCESSING_DELAY_HAS_JITTER_MS = 1 << 0,
    STS_CONFIG_PROCESSING_DELAY_HAS_STREAM_ID = 1 << 1,
    STS_CONFIG_PROCESSING_DELAY_HAS_SEED = 1 << 2,
    STS_CONFIG_PROCESSING_DELAY_HAS_SEED_KEY = 1 << 3,
};

/* ---- struct sts_config_processing_delay_ack ---------- events/config_processing_delay_ack.json */

/** Answer to config:processing_delay (017 FR-027). */
struct sts_config_processing_delay_ack {
    /** Which optional members are there. */
    uint32_t has;
    /** The delay applies from now on (echo extension); required */
    enum sts_config_status status;
    /** Streams that the configuration acts on (echo extension); 1 to 512 code points; optional; bit
     *  STS_CONFIG_PROCESSING_DELAY_ACK_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Seed of the random decisions, so that a run can be repeated (echo extension); optional; bit
     *  STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED */
    int64_t seed;
    /** What takes the place of the stream_id in the random decisions. Absent: nothing does (echo
     *  extension); 1 to 256 code points; optional; bit STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED_KEY */
    struct codec_text seed_key;
};

/** Bits of `has` in struct sts_config_processing_delay_ack. */
enum {
    STS_CONFIG_PROCESSING_DELAY_ACK_HAS_STREAM_ID = 1 << 0,
    STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED = 1 << 1,
    STS_CONFIG_PROCESSING_DELAY_ACK_HAS_SEED_KEY = 1 << 2,
};

/* ---- struct sts_config_backpressure -------------------------- events/config_backpressure.json */

/** Sets when and which backpressure is sent. While enabled, it overrides the levels of the server
 *  (017 FR-018). */
struct sts_config_backpressure {
    /** Which optional members are there. */
    uint32_t has;
    /** false disarms what was armed (017 FR-018); required */
    bool enabled;
    /** Number of fragments in flight at which backpressure starts. Below it, the all-clear is sent
     *  (017 FR-018); at least 1; default 5 */
    int64_t threshold;
    /** Severity to send (017 FR-018); default "high" */
    enum sts_backpressure_severity severity;
    /** Action to send (017 FR-018); default "pause" */
    enum sts_backpressure_action action;
    /** Recommended delay to send, in milliseconds (017 FR-018); at least 0; default 1000 */
    int64_t recommended_delay_ms;
    /** Levels by time instead of by threshold, whatever is in flight. The after_ms of a level must
     *  not be less than that of the level before it (echo extension); 1 to 1000 items; optional;
     *  read with sts_config_backpressure_script_next(); bit STS_CONFIG_BACKPRESSURE_HAS_SCRIPT */
    struct codec_list script;
    /** Streams to act on. Absent: the stream of this connection (echo extension); 1 to 512 code
     *  points; optional; bit STS_CONFIG_BACKPRESSURE_HAS_STREAM_ID */
    struct codec_text stream_id;
};

/** Bits of `has` in struct sts_config_backpressure. */
enum {
    STS_CONFIG_BACKPRESSURE_HAS_SCRIPT = 1 << 0,
    STS_CONFIG_BACKPRESSURE_HAS_STREAM_ID = 1 << 1,
};

/* ---- struct sts_backpressure_step ------------------------------- types/backpressure_step.json */

/** One level of a backpressure script. It applies from its time until the time of the next level
 *  (echo extension). */
struct sts_backpressure_step {
    /** When the level starts, in milliseconds after it was armed. If the stream begins later, the
     *  time counts from the beginning of the stream (echo extension); 0 to 86400000; required */
    int32_t after_ms;
    /** Severity to send (016 §5.2); default "high" */
    enum sts_backpressure_severity severity;
    /** Action to send. none with severity low is the all-clear (016 §5.2); default "pause" */
    enum sts_backpressure_action action;
    /** Recommended delay to send with slow_down and pause, in milliseconds (016 §5.2); at least 0;
     *  default 1000 */
    int64_t recommended_delay_ms;
};

/* ---- struct sts_config_backpressure_ack ------------------ events/config_backpressure_ack.json */

/** Answer to config:backpressure (017 FR-018). */
struct sts_config_backpressure_ack {
    /** Which optional members are there. */
    uint32_t has;
    /** The configuration applies from now on (echo extension); required */
    enum sts_config_status status;
    /** Streams that the configuration acts on (echo extension); 1 to 512 code points; optional; bit
     *  STS_CONFIG_BACKPRESSURE_ACK_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Seed of the random decisions, so that a run can be repeated (echo extension); optional; bit
     *  STS_CONFIG_BACKPRESSURE_ACK_HAS_SEED */
    int64_t seed;
};

/** Bits of `has` in struct sts_config_backpressure_ack. */
enum {
    STS_CONFIG_BACKPRESSURE_ACK_HAS_STREAM_ID = 1 << 0,
    STS_CONFIG_BACKPRESSURE_ACK_HAS_SEED = 1 << 1,
};

/* ---- struct sts_simulate_disconnect -------------------------- events/simulate_disconnect.json */

/** Cuts the connection in the given way after the given time. Needs no stream (echo extension). */
struct sts_simulate_disconnect {
    /** Which optional members are there. */
    uint32_t has;
    /** Delay before the connection is lost, in milliseconds (echo extension); 0 to 60000; default 0 */
    int32_t delay_ms;
    /** Reason, as text for people (echo extension); optional; bit
     *  STS_SIMULATE_DISCONNECT_HAS_REASON */
    struct codec_text reason;
    /** How the connection is lost (echo extension); default "server_disconnect" */
    enum sts_disconnect_mode mode;
    /** Only with the mode close: WebSocket close code (echo extension); 1000 to 4999; default 1011 */
    int32_t code;
    /** Time in milliseconds, from the loss on, in which the streams are refused. A handshake that
     *  names such a stream, by the header X-Stream-ID or by stream_id in the query, gets HTTP 503.
     *  If the handshake names none, stream:init loses the connection (echo extension); 0 to 60000;
     *  optional; bit STS_SIMULATE_DISCONNECT_HAS_REFUSE_MS */
    int32_t refuse_ms;
    /** Who is refused for refuse_ms: the streams that are meant, or with server every handshake,
     *  which needs an API key for all streams. The HTTP interface stays reachable. Absent: streams
     *  (echo extension); optional; bit STS_SIMULATE_DISCONNECT_HAS_SCOPE */
    enum sts_refuse_scope scope;
    /** Streams whose connections are cut. Absent: this connection (echo extension); 1 to 512 code
     *  points; optional; bit STS_SIMULATE_DISCONNECT_HAS_STREAM_ID */
    struct codec_text stream_id;
};

/** Bits of `has` in struct sts_simulate_disconnect. */
enum {
    STS_SIMULATE_DISCONNECT_HAS_REASON = 1 << 0,
    STS_SIMULATE_DISCONNECT_HAS_REFUSE_MS = 1 << 1,
    STS_SIMULATE_DISCONNECT_HAS_SCOPE = 1 << 2,
    STS_SIMULATE_DISCONNECT_HAS_STREAM_ID = 1 << 3,
};

/* ---- struct sts_simulate_disconnect_ack ------------------ events/simulate_disconnect_ack.json */

/** Answer to simulate:disconnect (echo extension). */
struct sts_simulate_disconnect_ack {
    /** The disconnect is scheduled (echo extension); required */
    enum sts_disconnect_status status;
    /** When the connection is lost, Unix time in milliseconds (echo extension); required */
    int64_t disconnect_at_ms;
    /** Disconnect scheduled in N ms, N = delay_ms (echo extension); required */
    struct codec_text message;
};

/* ---- struct sts_control_clients ----------------------------------------- control/clients.json */

/** Clients that are connected, and attempts that were refused. */
struct sts_control_clients {
    /** Which optional members are there. */
    uint32_t has;
    /** The newest first. Equal refused attempts are one item. The last 256 such items are kept. A
     *  key for some streams gets the connections that have one of these streams, and the refused
     *  attempts that named one in the header X-Stream-ID; required; read with
     *  sts_control_clients_clients_next() */
    struct codec_list clients;
    /** Refused attempts, of all clients, that are no longer kept; at least 0; required */
    int64_t forgotten;
    /** There are older ones: pass this as `after`. Only in answers to a request with `limit`; at
     *  least 0; optional; bit STS_CONTROL_CLIENTS_HAS_NEXT */
    int64_t next;
};

/** Bits of `has` in struct sts_control_clients. */
enum {
    STS_CONTROL_CLIENTS_HAS_NEXT = 1 << 0,
};

/* ---- struct sts_control_client ------------------------------------------- control/client.json */

/** A client that is connected, or attempts of a client that could not get in. */
struct sts_control_client {
    /** Which optional members are there. */
    uint32_t has;
    /** Which of the two; required */
    enum sts_control_client_kind kind;
    /** When it joined the namespace, or was refused last. Unix time in milliseconds; at least 0;
     *  required */
    int64_t at;
    /** Address of the client; required */
    struct codec_text address;
    /** Of a connection: its Socket.IO id; optional; bit STS_CONTROL_CLIENT_HAS_CLIENT */
    struct codec_text client;
    /** Namespace that it joined, or asked for; optional; bit STS_CONTROL_CLIENT_HAS_NAMESPACE */
    struct codec_text namespace;
    /** Of a connection: its transport now; optional; bit STS_CONTROL_CLIENT_HAS_TRANSPORT */
    enum sts_control_client_transport transport;
    /** Of a connection: whether it has a stream; optional; bit STS_CONTROL_CLIENT_HAS_HAS_STREAM */
    bool has_stream;
    /** Of a connection: its stream. Of a refused attempt: the header X-Stream-ID; optional; bit
     *  STS_CONTROL_CLIENT_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Worker that opened the stream; without a stream: the header X-Worker-ID; optional; bit
     *  STS_CONTROL_CLIENT_HAS_WORKER_ID */
    struct codec_text worker_id;
    /** Header User-Agent, at most 256 bytes of it; optional; bit STS_CONTROL_CLIENT_HAS_USER_AGENT */
    struct codec_text user_agent;
    /** Of a refused attempt: why; optional; bit STS_CONTROL_CLIENT_HAS_REASON */
    enum sts_control_rejection_reason reason;
    /** Of a refused attempt: what happened, as a sentence; optional; bit
     *  STS_CONTROL_CLIENT_HAS_WHAT */
    struct codec_text what;
    /** Of a refused attempt: what to do about it; optional; bit STS_CONTROL_CLIENT_HAS_ADVICE */
    struct codec_text advice;
    /** Of a refused attempt: path of the request; optional; bit STS_CONTROL_CLIENT_HAS_PATH */
    struct codec_text path;
    /** Of a refused attempt: EIO of the query, if that was wrong; optional; bit
     *  STS_CONTROL_CLIENT_HAS_EIO */
    struct codec_text eio;
    /** Of refused attempts: how many there were of the same reason, address, path, namespace and
     *  stream. The other members are those of the last one; at least 1; optional; bit
     *  STS_CONTROL_CLIENT_HAS_COUNT */
    int64_t count;
};

/** Bits of `has` in struct sts_control_client. */
enum {
    STS_CONTROL_CLIENT_HAS_CLIENT = 1 << 0,
    STS_CONTROL_CLIENT_HAS_NAMESPACE = 1 << 1,
    STS_CONTROL_CLIENT_HAS_TRANSPORT = 1 << 2,
    STS_CONTROL_CLIENT_HAS_HAS_STREAM = 1 << 3,
    STS_CONTROL_CLIENT_HAS_STREAM_ID = 1 << 4,
    STS_CONTROL_CLIENT_HAS_WORKER_ID = 1 << 5,
    STS_CONTROL_CLIENT_HAS_USER_AGENT = 1 << 6,
    STS_CONTROL_CLIENT_HAS_REASON = 1 << 7,
    STS_CONTROL_CLIENT_HAS_WHAT = 1 << 8,
    STS_CONTROL_CLIENT_HAS_ADVICE = 1 << 9,
    STS_CONTROL_CLIENT_HAS_PATH = 1 << 10,
    STS_CONTROL_CLIENT_HAS_EIO = 1 << 11,
    STS_CONTROL_CLIENT_HAS_COUNT = 1 << 12,
};

/* ---- struct sts_control_error_error --------------------- control/error.json#/properties/error */

/** The error. */
struct sts_control_error_error {
    /** Which optional members are there. */
    uint32_t has;
    /** What kind of error; required */
    enum sts_control_error_code code;
    /** What was wrong and what would be right, as text for people; required */
    struct codec_text message;
    /** Every place where the body breaks its schema; optional; read with
     *  sts_control_error_error_findings_next(); bit STS_CONTROL_ERROR_ERROR_HAS_FINDINGS */
    struct codec_list findings;
    /** RATE_LIMIT: name of the server's setting that the limit comes from; optional; bit
     *  STS_CONTROL_ERROR_ERROR_HAS_SETTING */
    struct codec_text setting;
    /** RATE_LIMIT: value of that setting; at least 0; optional; bit
     *  STS_CONTROL_ERROR_ERROR_HAS_LIMIT */
    int64_t limit;
};

/** Bits of `has` in struct sts_control_error_error. */
enum {
    STS_CONTROL_ERROR_ERROR_HAS_FINDINGS = 1 << 0,
    STS_CONTROL_ERROR_ERROR_HAS_SETTING = 1 << 1,
    STS_CONTROL_ERROR_ERROR_HAS_LIMIT = 1 << 2,
};

/* ---- struct sts_control_error --------------------------------------------- control/error.json */

/** Why a request was refused. */
struct sts_control_error {
    /** The error; required */
    struct sts_control_error_error error;
};

/* ---- struct sts_control_streams ----------------------------------------- control/streams.json */

/** All streams that the API key covers. */
struct sts_control_streams {
    /** Which optional members are there. */
    uint32_t has;
    /** The streams, in the order in which they began. Each is as it was when the server wrote it.
     *  One that exists from the beginning to the end of the request, or of all requests for further
     *  ones, is listed exactly once; required; read with sts_control_streams_streams_next() */
    struct codec_list streams;
    /** Seed of the server. It is used when a configuration does not give one; required */
    int64_t seed;
    /** There are more streams: pass this as `after`. Only in answers to a request with `limit`; at
     *  least 0; optional; bit STS_CONTROL_STREAMS_HAS_NEXT */
    int64_t next;
};

/** Bits of `has` in struct sts_control_streams. */
enum {
    STS_CONTROL_STREAMS_HAS_NEXT = 1 << 0,
};

/* ---- struct sts_scenario_faults ----------------------------------- types/scenario_faults.json */

/** The same as in config:error_simulation. Body of PUT /control/streams/{glob}/faults, and part of
 *  a step of a scenario (echo extension). */
struct sts_scenario_faults {
    /** Which optional members are there. */
    uint32_t has;
    /** The rules, tried in order (echo extension); 1 to 1000 items; required; read with
     *  sts_scenario_faults_rules_next() */
    struct codec_list rules;
    /** Seed of the random decisions. Absent: the scenario's, or else the server's (echo extension);
     *  optional; bit STS_SCENARIO_FAULTS_HAS_SEED */
    int64_t seed;
    /** Takes the place of the stream_id in the random decisions. Absent: the scenario's does, or
     *  else the stream_id decides (echo extension); 1 to 256 code points; optional; bit
     *  STS_SCENARIO_FAULTS_HAS_SEED_KEY */
    struct codec_text seed_key;
};

/** Bits of `has` in struct sts_scenario_faults. */
enum {
    STS_SCENARIO_FAULTS_HAS_SEED = 1 << 0,
    STS_SCENARIO_FAULTS_HAS_SEED_KEY = 1 << 1,
};

/* ---- struct sts_scenario_delay ------------------------------------- types/scenario_delay.json */

/** The same as in config:processing_delay. Body of PUT /control/streams/{glob}/delay, and part of a
 *  step of a scenario (echo extension). */
struct sts_scenario_delay {
    /** Which optional members are there. */
    uint32_t has;
    /** Processing delay in milliseconds (echo extension); 0 to 60000; required */
    int32_t delay_ms;
    /** Random part of the delay in milliseconds. Absent: none (echo extension); 0 to 60000;
     *  optional; bit STS_SCENARIO_DELAY_HAS_JITTER_MS */
    int32_t jitter_ms;
    /** Shape of the jitter (echo extension); default "uniform" */
    enum sts_delay_distribution distribution;
    /** Seed of the jitter. Absent: the scenario's, or else the server's (echo extension); optional;
     *  bit STS_SCENARIO_DELAY_HAS_SEED */
    int64_t seed;
    /** Takes the place of the stream_id in the jitter. Absent: the scenario's does, or else the
     *  stream_id decides (echo extension); 1 to 256 code points; optional; bit
     *  STS_SCENARIO_DELAY_HAS_SEED_KEY */
    struct codec_text seed_key;
};

/** Bits of `has` in struct sts_scenario_delay. */
enum {
    STS_SCENARIO_DELAY_HAS_JITTER_MS = 1 << 0,
    STS_SCENARIO_DELAY_HAS_SEED = 1 << 1,
    STS_SCENARIO_DELAY_HAS_SEED_KEY = 1 << 2,
};

/* ---- struct sts_scenario_backpressure ----------------------- types/scenario_backpressure.json */

/** The same as in config:backpressure. Body of PUT /control/streams/{glob}/backpressure, and part
 *  of a step of a scenario. The times of a script count from the beginning of the step (echo
 *  extension). */
struct sts_scenario_backpressure {
    /** Which optional members are there. */
    uint32_t has;
    /** Number of fragments in flight at which backpressure starts. Below it, the all-clear is sent
     *  (echo extension); at least 1; default 5 */
    int64_t threshold;
    /** Severity to send (echo extension); default "high" */
    enum sts_backpressure_severity severity;
    /** Action to send (echo extension); default "pause" */
    enum sts_backpressure_action action;
    /** Recommended delay to send, in milliseconds (echo extension); at least 0; default 1000 */
    int64_t recommended_delay_ms;
    /** Levels by time instead of by threshold, whatever is in flight. The after_ms of a level must
     *  not be less than that of the level before it (echo extension); 1 to 1000 items; optional;
     *  read with sts_scenario_backpressure_script_next(); bit STS_SCENARIO_BACKPRESSURE_HAS_SCRIPT */
    struct codec_list script;
};

/** Bits of `has` in struct sts_scenario_backpressure. */
enum {
    STS_SCENARIO_BACKPRESSURE_HAS_SCRIPT = 1 << 0,
};

/* ---- struct sts_control_armed_scenario --------------- control/armed.json#/properties/scenario */

/** The scenario that the stream runs. Absent: there is none, or it has finished. */
struct sts_control_armed_scenario {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of the scenario, if it has one; optional; bit STS_CONTROL_ARMED_SCENARIO_HAS_NAME */
    struct codec_text name;
    /** The streams that the scenario applies to; 1 to 512 code points; required */
    struct codec_text stream_id;
    /** The current step, counted from 0; at least 0; required */
    int64_t step;
    /** Number of steps; at least 0; required */
    int64_t steps;
};

/** Bits of `has` in struct sts_control_armed_scenario. */
enum {
    STS_CONTROL_ARMED_SCENARIO_HAS_NAME = 1 << 0,
};

/* ---- struct sts_control_armed --------------------------------------------- control/armed.json */

/** What is armed for one stream at present. */
struct sts_control_armed {
    /** Which optional members are there. */
    uint32_t has;
    /** Rules of the error simulation, with the seed in use; optional; bit
     *  STS_CONTROL_ARMED_HAS_FAULTS */
    struct sts_scenario_faults faults;
    /** Processing delay. Absent: the server's setting applies; optional; bit
     *  STS_CONTROL_ARMED_HAS_DELAY */
    struct sts_scenario_delay delay;
    /** Backpressure. Absent: the server's own rules apply; optional; bit
     *  STS_CONTROL_ARMED_HAS_BACKPRESSURE */
    struct sts_scenario_backpressure backpressure;
    /** How often each of these has hit the stream; optional; read with
     *  sts_control_armed_hits_next(); bit STS_CONTROL_ARMED_HAS_HITS */
    struct codec_list hits;
    /** The scenario that the stream runs. Absent: there is none, or it has finished; optional; bit
     *  STS_CONTROL_ARMED_HAS_SCENARIO */
    struct sts_control_armed_scenario scenario;
};

/** Bits of `has` in struct sts_control_armed. */
enum {
    STS_CONTROL_ARMED_HAS_FAULTS = 1 << 0,
    STS_CONTROL_ARMED_HAS_DELAY = 1 << 1,
    STS_CONTROL_ARMED_HAS_BACKPRESSURE = 1 << 2,
    STS_CONTROL_ARMED_HAS_HITS = 1 << 3,
    STS_CONTROL_ARMED_HAS_SCENARIO = 1 << 4,
};

/* ---- struct sts_control_stream ------------------------------------------- control/stream.json */

/** State and counts of one stream, and what is armed for it. */
struct sts_control_stream {
    /** Its name; 1 to 256 code points; required */
    struct codec_text stream_id;
    /** Worker that opened the stream; 1 to 256 code points; required */
    struct codec_text worker_id;
    /** Id of the session, as in stream:ready; a UUID; required */
    struct codec_text session_id;
    /** State of the session. A parked stream keeps the state that it had; required */
    enum sts_stream_state state;
    /** Whether the stream has a connection. False: it is parked; required */
    bool connected;
    /** Maximum number of fragments processed at the same time; 1 to 10; required */
    int32_t max_inflight;
    /** Fragments in flight: accepted, outcome not yet sent; at least 0; required */
    int64_t inflight;
    /** Fragments that wait for processing; at least 0; required */
    int64_t queue_depth;
    /** Results that wait for the results before them; at least 0; required */
    int64_t held;
    /** The lowest sequence number that was neither accepted nor given up; at least 0; required */
    int64_t expected;
    /** Outcomes sent. An outcome that was sent twice counts once; at least 0; required */
    int64_t delivered;
    /** Outcomes that the worker has confirmed; at least 0; required */
    int64_t confirmed;
    /** Memory for fragments in process and for kept results, in bytes; at least 0; required */
    int64_t buffered_bytes;
    /** Outcomes and processing times so far; required */
    struct sts_stream_statistics statistics;
    /** What is armed for the stream: by id, by a glob, by a scenario or by its own worker; required */
    struct sts_control_armed armed;
};

/* ---- struct sts_control_stream_hits --------------------------------- control/stream_hits.json */

/** What is in force for one stream, and how often it hit that stream. */
struct sts_control_stream_hits {
    /** Number of what is armed, as in /control/armed and in the fault entries of the journal; at
     *  least 1; required */
    int64_t number;
    /** What it is: faults, delay or backpressure; required */
    enum sts_control_armed_kind kind;
    /** The streams that it is armed for; 1 to 512 code points; required */
    struct codec_text stream_id;
    /** Hits of each rule on this stream; required; read with sts_control_stream_hits_rules_next() */
    struct codec_list rules;
};

/* ---- struct sts_control_hit ------------------------------------------------- control/hit.json */

/** One fragment that a rule hit, or on which a delay or backpressure acted. */
struct sts_control_hit {
    /** Which optional members are there. */
    uint32_t has;
    /** Time in UTC, RFC 3339 with milliseconds; required */
    struct codec_text time;
    /** Stream of the fragment. Absent: not known any more; 1 to 256 code points; optional; bit
     *  STS_CONTROL_HIT_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Sequence number of the fragment. Of backpressure: the number that the stream expected; at
     *  least 0; required */
    int64_t sequence_number;
};

/** Bits of `has` in struct sts_control_hit. */
enum {
    STS_CONTROL_HIT_HAS_STREAM_ID = 1 << 0,
};

/* ---- struct sts_control_rule_hits ------------------------------------- control/rule_hits.json */

/** What came of one rule of the error simulation. A delay and backpressure count as one rule each. */
struct sts_control_rule_hits {
    /** Which optional members are there. */
    uint32_t has;
    /** Index of the rule in the list, from 0; at least 0; required */
    int64_t rule;
    /** What the rule does, in a few words; required */
    struct codec_text does;
    /** Fragments that the rule hit. Of a delay: fragments that were delayed. Of backpressure: how
     *  often it called for a level other than the all-clear; at least 0; required */
    int64_t hits;
    /** The last hit. Absent: there was none; optional; bit STS_CONTROL_RULE_HITS_HAS_LAST_HIT */
    struct sts_control_hit last_hit;
    /** Why the rule cannot hit as things are. Only for a rule without hits. Absent: it still can,
     *  as far as the server knows; optional; bit STS_CONTROL_RULE_HITS_HAS_CANNOT_HIT */
    struct codec_text cannot_hit;
    /** There may have been more hits: the server had to forget some streams. Absent: there were
     *  not; optional; bit STS_CONTROL_RULE_HITS_HAS_UNKNOWN */
    bool unknown;
};

/** Bits of `has` in struct sts_control_rule_hits. */
enum {
    STS_CONTROL_RULE_HITS_HAS_LAST_HIT = 1 << 0,
    STS_CONTROL_RULE_HITS_HAS_CANNOT_HIT = 1 << 1,
    STS_CONTROL_RULE_HITS_HAS_UNKNOWN = 1 << 2,
};

/* ---- struct sts_control_streams_deleted ------------------------- control/streams_deleted.json */

/** Answer to deleting streams. */
struct sts_control_streams_deleted {
    /** The id or glob that was asked for; 1 to 512 code points; required */
    struct codec_text stream_id;
    /** Number of streams that were ended; at least 0; required */
    int64_t streams;
    /** Number of entries of the journal that were dropped; at least 0; required */
    int64_t entries;
    /** Number of reports that were dropped; at least 0; required */
    int64_t reports;
};

/* ---- struct sts_scenario_disconnect --------------------------- types/scenario_disconnect.json */

/** The same as in simulate:disconnect. Body of POST /control/streams/{glob}/disconnect, and part of
 *  a step of a scenario. In a step, it cuts the connection that the stream has at that time (echo
 *  extension). */
struct sts_scenario_disconnect {
    /** Which optional members are there. */
    uint32_t has;
    /** Delay before the connection is lost, in milliseconds (echo extension); 0 to 60000; default 0 */
    int32_t delay_ms;
    /** Reason, as text for people (echo extension); optional; bit
     *  STS_SCENARIO_DISCONNECT_HAS_REASON */
    struct codec_text reason;
    /** How the connection is lost (echo extension); default "server_disconnect" */
    enum sts_disconnect_mode mode;
    /** Only with the mode close: WebSocket close code (echo extension); 1000 to 4999; default 1011 */
    int32_t code;
    /** Time in milliseconds, from the loss on, in which the streams are refused. A handshake that
     *  names such a stream, by the header X-Stream-ID or by stream_id in the query, gets HTTP 503.
     *  If the handshake names none, stream:init loses the connection (echo extension); 0 to 60000;
     *  optional; bit STS_SCENARIO_DISCONNECT_HAS_REFUSE_MS */
    int32_t refuse_ms;
    /** Who is refused for refuse_ms: the streams that are meant, or with server every handshake,
     *  which needs an API key for all streams. The HTTP interface stays reachable. Absent: streams
     *  (echo extension); optional; bit STS_SCENARIO_DISCONNECT_HAS_SCOPE */
    enum sts_refuse_scope scope;
};

/** Bits of `has` in struct sts_scenario_disconnect. */
enum {
    STS_SCENARIO_DISCONNECT_HAS_REASON = 1 << 0,
    STS_SCENARIO_DISCONNECT_HAS_REFUSE_MS = 1 << 1,
    STS_SCENARIO_DISCONNECT_HAS_SCOPE = 1 << 2,
};

/* ---- struct sts_control_armed_list ----------------------------------- control/armed_list.json */

/** All that is armed for streams that the API key covers, in the order in which it was armed. */
struct sts_control_armed_list {
    /** Which optional members are there. */
    uint32_t has;
    /** What is armed; required; read with sts_control_armed_list_armed_next() */
    struct codec_list armed;
    /** There is more: pass this as `after`. Only in answers to a request with `limit`; at least 0;
     *  optional; bit STS_CONTROL_ARMED_LIST_HAS_NEXT */
    int64_t next;
};

/** Bits of `has` in struct sts_control_armed_list. */
enum {
    STS_CONTROL_ARMED_LIST_HAS_NEXT = 1 << 0,
};

/* ---- struct sts_control_scenario_run ------------------------------- control/scenario_run.json */

/** A scenario, and which of its steps streams are at. */
struct sts_control_scenario_run {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of the scenario, if it has one; optional; bit STS_CONTROL_SCENARIO_RUN_HAS_NAME */
    struct codec_text name;
    /** The step that arms it, from 0. Only of faults, a delay or backpressure; at least 0;
     *  optional; bit STS_CONTROL_SCENARIO_RUN_HAS_STEP */
    int64_t step;
    /** Number of steps; at least 0; required */
    int64_t steps;
    /** Streams that have begun the scenario, in the order of their use: at most 100, or the one
     *  that the request names; optional; read with sts_control_scenario_run_at_next(); bit
     *  STS_CONTROL_SCENARIO_RUN_HAS_AT */
    struct codec_list at;
    /** How many streams have begun the scenario and are remembered; at least 0; optional; bit
     *  STS_CONTROL_SCENARIO_RUN_HAS_BEGUN */
    int64_t begun;
};

/** Bits of `has` in struct sts_control_scenario_run. */
enum {
    STS_CONTROL_SCENARIO_RUN_HAS_NAME = 1 << 0,
    STS_CONTROL_SCENARIO_RUN_HAS_STEP = 1 << 1,
    STS_CONTROL_SCENARIO_RUN_HAS_AT = 1 << 2,
    STS_CONTROL_SCENARIO_RUN_HAS_BEGUN = 1 << 3,
};

/* ---- struct sts_control_armed_record ------------------------------- control/armed_record.json */

/** One configuration, scenario, disconnect that is to come or refusal that runs: for which streams,
 *  by whom, and what came of it. */
struct sts_control_armed_record {
    /** Which optional members are there. */
    uint32_t has;
    /** Its number, in the order of arming since the server started. The fault entries of the
     *  journal name it; at least 1; required */
    int64_t number;
    /** What it is; required */
    enum sts_control_armed_kind kind;
    /** The streams that it is for: an exact id or a glob; 1 to 512 code points; required */
    struct codec_text stream_id;
    /** When it was armed, in UTC, RFC 3339 with milliseconds; required */
    struct codec_text time;
    /** Event or operation of the control interface that armed it. Absent: the server itself did,
     *  from the scenarios file or by a rule; optional; bit STS_CONTROL_ARMED_RECORD_HAS_BY */
    struct codec_text by;
    /** Socket.IO id of the client that armed it. Absent: it was armed over HTTP, or by the server
     *  itself; optional; bit STS_CONTROL_ARMED_RECORD_HAS_CLIENT */
    struct codec_text client;
    /** Address of that client; optional; bit STS_CONTROL_ARMED_RECORD_HAS_ADDRESS */
    struct codec_text address;
    /** Number of its API key, from 1: the place in STS_API_KEYS_FILE, or 1 for STS_API_KEY. Absent:
     *  none was needed; at least 1; optional; bit STS_CONTROL_ARMED_RECORD_HAS_KEY */
    int64_t key;
    /** Rules of the error simulation, with the seed in use; optional; bit
     *  STS_CONTROL_ARMED_RECORD_HAS_FAULTS */
    struct sts_scenario_faults faults;
    /** Processing delay; optional; bit STS_CONTROL_ARMED_RECORD_HAS_DELAY */
    struct sts_scenario_delay delay;
    /** Backpressure; optional; bit STS_CONTROL_ARMED_RECORD_HAS_BACKPRESSURE */
    struct sts_scenario_backpressure backpressure;
    /** The scenario. Of faults, a delay or backpressure: the scenario that armed it; optional; bit
     *  STS_CONTROL_ARMED_RECORD_HAS_SCENARIO */
    struct sts_control_scenario_run scenario;
    /** How many streams it has acted on so far; at least 0; optional; bit
     *  STS_CONTROL_ARMED_RECORD_HAS_STREAMS */
    int64_t streams;
    /** Hits of each rule: on all streams or, if the request names one stream, on that one;
     *  optional; read with sts_control_armed_record_rules_next(); bit
     *  STS_CONTROL_ARMED_RECORD_HAS_RULES */
    struct codec_list rules;
    /** Time until the disconnect comes or the refusal ends, in milliseconds; at least 0; optional;
     *  bit STS_CONTROL_ARMED_RECORD_HAS_LEFT_MS */
    int64_t left_ms;
    /** Who is refused. Of a refusal; optional; bit STS_CONTROL_ARMED_RECORD_HAS_SCOPE */
    enum sts_refuse_scope scope;
    /** Attempts that the refusal has refused so far; at least 0; optional; bit
     *  STS_CONTROL_ARMED_RECORD_HAS_REFUSED */
    int64_t refused;
};

/** Bits of `has` in struct sts_control_armed_record. */
enum {
    STS_CONTROL_ARMED_RECORD_HAS_BY = 1 << 0,
    STS_CONTROL_ARMED_RECORD_HAS_CLIENT = 1 << 1,
    STS_CONTROL_ARMED_RECORD_HAS_ADDRESS = 1 << 2,
    STS_CONTROL_ARMED_RECORD_HAS_KEY = 1 << 3,
    STS_CONTROL_ARMED_RECORD_HAS_FAULTS = 1 << 4,
    STS_CONTROL_ARMED_RECORD_HAS_DELAY = 1 << 5,
    STS_CONTROL_ARMED_RECORD_HAS_BACKPRESSURE = 1 << 6,
    STS_CONTROL_ARMED_RECORD_HAS_SCENARIO = 1 << 7,
    STS_CONTROL_ARMED_RECORD_HAS_STREAMS = 1 << 8,
    STS_CONTROL_ARMED_RECORD_HAS_RULES = 1 << 9,
    STS_CONTROL_ARMED_RECORD_HAS_LEFT_MS = 1 << 10,
    STS_CONTROL_ARMED_RECORD_HAS_SCOPE = 1 << 11,
    STS_CONTROL_ARMED_RECORD_HAS_REFUSED = 1 << 12,
};

/* ---- struct sts_control_scenario_place --------------------------- control/scenario_place.json */

/** Where one stream is in its scenario. */
struct sts_control_scenario_place {
    /** Which optional members are there. */
    uint32_t has;
    /** The stream; 1 to 256 code points; required */
    struct codec_text stream_id;
    /** The step that it is at, from 0. Absent: it has gone through all steps, or was reset; at
     *  least 0; optional; bit STS_CONTROL_SCENARIO_PLACE_HAS_STEP */
    int64_t step;
};

/** Bits of `has` in struct sts_control_scenario_place. */
enum {
    STS_CONTROL_SCENARIO_PLACE_HAS_STEP = 1 << 0,
};

/* ---- struct sts_control_log ------------------------------------------------- control/log.json */

/** The log of the server. */
struct sts_control_log {
    /** The level that is in force; required */
    enum sts_control_log_level level;
};

/* ---- struct sts_control_ticket_wish --------------------------------- control/ticket_wish.json */

/** What a ticket is to open. */
struct sts_control_ticket_wish {
    /** A report, or the stream of the journal. What stands behind `?` is passed on; matches
     *  ^/[!-~]*$; required */
    struct codec_text path;
};

/* ---- struct sts_control_ticket ------------------------------------------- control/ticket.json */

/** Opens one path, once, instead of an API key. */
struct sts_control_ticket {
    /** The ticket; required */
    struct codec_text ticket;
    /** Unix time in milliseconds from which it is no longer good; required */
    int64_t expires_at;
    /** The path with the ticket, to be opened on this server; required */
    struct codec_text url;
};

/* ---- struct sts_control_reset --------------------------------------------- control/reset.json */

/** Which streams to reset. An empty body resets everything. */
struct sts_control_reset {
    /** An exact id or a glob. What is armed for it, for the ids that it matches, and for globs that
     *  match no others, is disarmed; 1 to 512 code points; default "*" */
    struct codec_text stream_id;
};

/* ---- struct sts_control_reset_ack ------------------------------------- control/reset_ack.json */

/** Answer to a reset. */
struct sts_control_reset_ack {
    /** Which optional members are there. */
    uint32_t has;
    /** The reset is done; required */
    enum sts_config_status status;
    /** The streams that were reset; 1 to 512 code points; required */
    struct codec_text stream_id;
    /** Number of streams that are there now and were reset; at least 0; required */
    int64_t streams;
    /** If there is no such stream and nothing was armed for it: the closest name; optional; bit
     *  STS_CONTROL_RESET_ACK_HAS_HINT */
    struct codec_text hint;
};

/** Bits of `has` in struct sts_control_reset_ack. */
enum {
    STS_CONTROL_RESET_ACK_HAS_HINT = 1 << 0,
};

/* ---- struct sts_control_scenarios_loaded ----------------------- control/scenarios_loaded.json */

/** The scenarios that the API key covers, in the order in which they were loaded. */
struct sts_control_scenarios_loaded {
    /** Which optional members are there. */
    uint32_t has;
    /** The scenarios; required; read with sts_control_scenarios_loaded_scenarios_next() */
    struct codec_list scenarios;
    /** There are more scenarios: pass this as `after`. Only in answers to a request with `limit`;
     *  at least 0; optional; bit STS_CONTROL_SCENARIOS_LOADED_HAS_NEXT */
    int64_t next;
};

/** Bits of `has` in struct sts_control_scenarios_loaded. */
enum {
    STS_CONTROL_SCENARIOS_LOADED_HAS_NEXT = 1 << 0,
};

/* ---- struct sts_scenario ------------------------------------------------- types/scenario.json */

/** A list of steps that each matching stream runs, at its own pace and also after reconnects. After
 *  the last step, nothing is armed any more (echo extension). */
struct sts_scenario {
    /** Which optional members are there. */
    uint32_t has;
    /** Name for people. A scenario replaces the one of the same name that was loaded earlier; in
     *  one list, names differ (echo extension); 1 to 256 code points; optional; bit
     *  STS_SCENARIO_HAS_NAME */
    struct codec_text name;
    /** Streams that run it. An exact id takes precedence over a glob, then the scenario loaded last
     *  applies (echo extension); 1 to 512 code points; default "*" */
    struct codec_text stream_id;
    /** Seed of the random decisions of all steps: faults and jitter. Absent: the server's (echo
     *  extension); optional; bit STS_SCENARIO_HAS_SEED */
    int64_t seed;
    /** Takes the place of the stream_id in these decisions. Absent: the stream_id decides (echo
     *  extension); 1 to 256 code points; optional; bit STS_SCENARIO_HAS_SEED_KEY */
    struct codec_text seed_key;
    /** The steps, in order (echo extension); 1 to 100 items; required; read with
     *  sts_scenario_steps_next() */
    struct codec_list steps;
};

/** Bits of `has` in struct sts_scenario. */
enum {
    STS_SCENARIO_HAS_NAME = 1 << 0,
    STS_SCENARIO_HAS_SEED = 1 << 1,
    STS_SCENARIO_HAS_SEED_KEY = 1 << 2,
};

/* ---- struct sts_scenario_until ------------------------------------- types/scenario_until.json */

/** When a scenario goes on to the next step. The first of these conditions counts; there is at
 *  least one (echo extension). */
struct sts_scenario_until {
    /** Which optional members are there. */
    uint32_t has;
    /** Number of fragments that the rules of the step have hit. In a step without faults: number of
     *  accepted fragments (echo extension); at least 1; optional; bit STS_SCENARIO_UNTIL_HAS_COUNT */
    int64_t count;
    /** Time in milliseconds since the step began (echo extension); 0 to 86400000; optional; bit
     *  STS_SCENARIO_UNTIL_HAS_AFTER_MS */
    int32_t after_ms;
    /** An event that the worker sends. fragment:ack means the worker's (echo extension); optional;
     *  bit STS_SCENARIO_UNTIL_HAS_EVENT */
    enum sts_worker_event event;
};

/** Bits of `has` in struct sts_scenario_until. */
enum {
    STS_SCENARIO_UNTIL_HAS_COUNT = 1 << 0,
    STS_SCENARIO_UNTIL_HAS_AFTER_MS = 1 << 1,
    STS_SCENARIO_UNTIL_HAS_EVENT = 1 << 2,
};

/* ---- struct sts_scenario_step --------------------------------------- types/scenario_step.json */

/** What is armed for the stream during the step. It replaces what the previous step armed. A step
 *  has at least one member (echo extension). */
struct sts_scenario_step {
    /** Which optional members are there. */
    uint32_t has;
    /** Rules for fragments (echo extension); optional; bit STS_SCENARIO_STEP_HAS_FAULTS */
    struct sts_scenario_faults faults;
    /** How long the processing of a fragment takes (echo extension); optional; bit
     *  STS_SCENARIO_STEP_HAS_DELAY */
    struct sts_scenario_delay delay;
    /** Which backpressure is sent (echo extension); optional; bit
     *  STS_SCENARIO_STEP_HAS_BACKPRESSURE */
    struct sts_scenario_backpressure backpressure;
    /** Cuts the connection when the step begins (echo extension); optional; bit
     *  STS_SCENARIO_STEP_HAS_DISCONNECT */
    struct sts_scenario_disconnect disconnect;
    /** When the next step begins. Absent: in a step with a disconnect after delay_ms plus
     *  refuse_ms, otherwise never (echo extension); at least 1 members; optional; bit
     *  STS_SCENARIO_STEP_HAS_UNTIL */
    struct sts_scenario_until until;
};

/** Bits of `has` in struct sts_scenario_step. */
enum {
    STS_SCENARIO_STEP_HAS_FAULTS = 1 << 0,
    STS_SCENARIO_STEP_HAS_DELAY = 1 << 1,
    STS_SCENARIO_STEP_HAS_BACKPRESSURE = 1 << 2,
    STS_SCENARIO_STEP_HAS_DISCONNECT = 1 << 3,
    STS_SCENARIO_STEP_HAS_UNTIL = 1 << 4,
};

/* ---- struct sts_control_scenarios ------------------------------------- control/scenarios.json */

/** Body of POST /control/scenarios and contents of --scenario FILE (echo extension). */
struct sts_control_scenarios {
    /** The scenarios to load (echo extension); 1 to 100 items; required; read with
     *  sts_control_scenarios_scenarios_next() */
    struct codec_list scenarios;
};

/* ---- struct sts_control_scenarios_ack ----------------------------- control/scenarios_ack.json */

/** Answer to a change of the scenarios. */
struct sts_control_scenarios_ack {
    /** The change is done; required */
    enum sts_config_status status;
    /** Number of scenarios that are loaded now; at least 0; required */
    int64_t scenarios_count;
};

/* ---- struct sts_control_journal ----------------------------------------- control/journal.json */

/** Entries of the journal, oldest first. */
struct sts_control_journal {
    /** Which optional members are there. */
    uint32_t has;
    /** The entries; required; read with sts_control_journal_entries_next() */
    struct codec_list entries;
    /** Value for `since` in the next request, to continue after these entries; required */
    struct codec_text next;
    /** Whether there are further entries that fit the request: get them with `next` as `since`;
     *  required */
    bool more;
    /** Whether some of the requested entries are gone: overwritten, never recorded, or of another
     *  start of the server; required */
    bool lost;
    /** If lost is true: what was lost, and what to do; optional; bit STS_CONTROL_JOURNAL_HAS_WHY */
    struct codec_text why;
    /** If there are no entries because the protocol has no such event in this direction: says so,
     *  and names the closest event. The same if nobody ever used the stream; optional; bit
     *  STS_CONTROL_JOURNAL_HAS_HINT */
    struct codec_text hint;
};

/** Bits of `has` in struct sts_control_journal. */
enum {
    STS_CONTROL_JOURNAL_HAS_WHY = 1 << 0,
    STS_CONTROL_JOURNAL_HAS_HINT = 1 << 1,
};

/* ---- struct sts_control_journal_fault ----------------------------- control/journal_fault.json */

/** A rule of config:error_simulation that hit a fragment. */
struct sts_control_journal_fault {
    /** Which optional members are there. */
    uint32_t has;
    /** Number of what is armed, as in /control/armed. Absent: the entry is of an older version; at
     *  least 1; optional; bit STS_CONTROL_JOURNAL_FAULT_HAS_ARMED */
    int64_t armed;
    /** Index of the rule in the list, from 0; at least 0; required */
    int64_t rule;
    /** What the rule does; required */
    enum sts_rule_action action;
    /** Seed in use; required */
    int64_t seed;
    /** Seed key in use. Absent: the stream_id; 1 to 256 code points; optional; bit
     *  STS_CONTROL_JOURNAL_FAULT_HAS_SEED_KEY */
    struct codec_text seed_key;
    /** Sequence number of the fragment; at least 0; required */
    int64_t sequence_number;
    /** Number of the attempt: 0, or which retry of the fragment; at least 0; required */
    int64_t attempt;
    /** How the connection is lost. With action disconnect; optional; bit
     *  STS_CONTROL_JOURNAL_FAULT_HAS_MODE */
    enum sts_disconnect_mode mode;
};

/** Bits of `has` in struct sts_control_journal_fault. */
enum {
    STS_CONTROL_JOURNAL_FAULT_HAS_ARMED = 1 << 0,
    STS_CONTROL_JOURNAL_FAULT_HAS_SEED_KEY = 1 << 1,
    STS_CONTROL_JOURNAL_FAULT_HAS_MODE = 1 << 2,
};

/* ---- struct sts_control_journal_armed ----------------------------- control/journal_armed.json */

/** What of one kind decides about a stream from now on, or the step of its scenario that it has
 *  come to. */
struct sts_control_journal_armed {
    /** Which optional members are there. */
    uint32_t has;
    /** Faults, a delay or backpressure. In step: scenario; required */
    enum sts_control_armed_kind kind;
    /** Number of what is armed, as in /control/armed. Absent: nothing of this kind is armed any
     *  more; at least 1; optional; bit STS_CONTROL_JOURNAL_ARMED_HAS_NUMBER */
    int64_t number;
    /** The streams that it is armed for; 1 to 512 code points; optional; bit
     *  STS_CONTROL_JOURNAL_ARMED_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Number of rules. A delay and backpressure count as one; at least 0; optional; bit
     *  STS_CONTROL_JOURNAL_ARMED_HAS_RULES_COUNT */
    int64_t rules_count;
    /** What the rules do, in a few words each: of the first 32; optional; read with
     *  sts_control_journal_armed_rules_next(); bit STS_CONTROL_JOURNAL_ARMED_HAS_RULES */
    struct codec_list rules;
    /** Name of the scenario, if it has one. In step; optional; bit
     *  STS_CONTROL_JOURNAL_ARMED_HAS_NAME */
    struct codec_text name;
    /** The step, from 0. Absent: the scenario is over for this stream. In step; at least 0;
     *  optional; bit STS_CONTROL_JOURNAL_ARMED_HAS_STEP */
    int64_t step;
    /** Number of steps. In step; at least 0; optional; bit STS_CONTROL_JOURNAL_ARMED_HAS_STEPS */
    int64_t steps;
};

/** Bits of `has` in struct sts_control_journal_armed. */
enum {
    STS_CONTROL_JOURNAL_ARMED_HAS_NUMBER = 1 << 0,
    STS_CONTROL_JOURNAL_ARMED_HAS_STREAM_ID = 1 << 1,
    STS_CONTROL_JOURNAL_ARMED_HAS_RULES_COUNT = 1 << 2,
    STS_CONTROL_JOURNAL_ARMED_HAS_RULES = 1 << 3,
    STS_CONTROL_JOURNAL_ARMED_HAS_NAME = 1 << 4,
    STS_CONTROL_JOURNAL_ARMED_HAS_STEP = 1 << 5,
    STS_CONTROL_JOURNAL_ARMED_HAS_STEPS = 1 << 6,
};

/* ---- struct sts_control_journal_server --------------------------- control/journal_server.json */

/** Settings that a conformance report depends on. Times are milliseconds; 0 means off. */
struct sts_control_journal_server {
    /** Version of the program; required */
    struct codec_text version;
    /** REPORT_RETURN_MS; at least 0; required */
    int64_t report_return_ms;
    /** IDLE_TIMEOUT_MS; at least 0; required */
    int64_t idle_timeout_ms;
    /** WS_PING_INTERVAL; at least 0; required */
    int64_t ping_interval_ms;
};

/* ---- struct sts_control_journal_entry ----------------------------- control/journal_entry.json */

/** One event or other occurrence. Each line of the journal file is one entry. Audio is replaced by
 *  {"elided": its length in characters}. If JOURNAL_HASH is on, the "sha256" of the decoded audio
 *  is added. */
struct sts_control_journal_entry {
    /** Which optional members are there. */
    uint32_t has;
    /** Number of the entry. The first entry since the server started is 1; the line of the journal
     *  file that tells of the start is 0, and the one that tells of the end has the next number
     *  after the last entry; at least 0; required */
    int64_t id;
    /** Time in UTC, RFC 3339 with milliseconds; required */
    struct codec_text time;
    /** The same time on a monotonic clock, in milliseconds. Use it for durations; at least 0;
     *  required */
    int64_t monotonic_ms;
    /** Kind of the entry; required */
    enum sts_control_journal_kind kind;
    /** Socket.IO id of the connection; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_CONNECTION */
    struct codec_text connection;
    /** Namespace of the connection; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_NAMESPACE */
    struct codec_text namespace;
    /** Address of the client. In connected and refused; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_ADDRESS */
    struct codec_text address;
    /** Header X-Stream-ID. In connected and refused; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_X_STREAM_ID */
    struct codec_text x_stream_id;
    /** Header X-Worker-ID. In connected and refused; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_X_WORKER_ID */
    struct codec_text x_worker_id;
    /** Stream that the entry is about; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Session of the stream; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_SESSION_ID */
    struct codec_text session_id;
    /** Fragment that the entry is about; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_FRAGMENT_ID */
    struct codec_text fragment_id;
    /** Direction. In event and ack; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_DIRECTION */
    enum sts_control_journal_direction direction;
    /** Name of the event. In a deviation: the event in which it was found; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_EVENT */
    struct codec_text event;
    /** Payload of the event. For an unknown event, the list of its arguments. Audio and very long
     *  strings are replaced by {"elided": length}, secrets (recognized by the name of the member)
     *  by "***"; optional; JSON text; bit STS_CONTROL_JOURNAL_ENTRY_HAS_PAYLOAD */
    struct base_slice payload;
    /** How the server judged the event; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_VERDICT */
    enum sts_control_journal_verdict verdict;
    /** Every place where the payload breaks its schema; optional; read with
     *  sts_control_journal_entry_errors_next(); bit STS_CONTROL_JOURNAL_ENTRY_HAS_ERRORS */
    struct codec_list errors;
    /** Rules that the payload broke, but for which it was not refused; optional; read with
     *  sts_control_journal_entry_deviations_next(); bit STS_CONTROL_JOURNAL_ENTRY_HAS_DEVIATIONS */
    struct codec_list deviations;
    /** Id of the acknowledgement. In: the id that the client asks for. Out: the id that is
     *  answered; at least 0; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_ACK_ID */
    int64_t ack_id;
    /** Reason. In refused, closing (disconnect, leave, close, the mode of a simulated disconnect, a
     *  parse error, or that memory ran out), disconnected and ended. In reset and refusing: the
     *  streams, an exact stream_id or a glob. In step: why the stream has come to it: `begun`,
     *  `count`, `after_ms`, `event` (what the step before waited for), or `reset`. In server:
     *  `stopped` in the last entry that a server writes to its journal file when it stops in order;
     *  absent in the first; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_REASON */
    struct codec_text reason;
    /** WebSocket close code. In closing; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_CODE */
    int64_t code;
    /** The connection is ended, or refused, because a simulation says so. Absent: it is not. In
     *  closing and refused; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_SIMULATED */
    bool simulated;
    /** For how long the streams are refused, in milliseconds. In closing and refusing: from then
     *  on, unless a reset ends it. In refused, if it is simulated: how much longer; at least 0;
     *  optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_REFUSE_MS */
    int64_t refuse_ms;
    /** Who is refused. In refusing, and in refused if it is simulated; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_SCOPE */
    enum sts_refuse_scope scope;
    /** Number of the attempt, from 1 on, among those of the stream since the refusal began.
     *  Handshakes that name no stream are counted together. Absent: more streams tried than are
     *  counted. In refused, if it is simulated; at least 1; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_ATTEMPT */
    int64_t attempt;
    /** The client ended the connection in order: with DISCONNECT, an Engine.IO close packet or a
     *  WebSocket close frame. Absent: it did not. In disconnected; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_LEFT */
    bool left;
    /** How long something that was sent to the client has waited in the server, in milliseconds:
     *  for the client's next poll, or because the client reads slowly. What was sent before that
     *  has left. Absent: nothing waits. In event with direction in, closing and disconnected; at
     *  least 0; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_WAITING_MS */
    int64_t waiting_ms;
    /** How many milliseconds ago something left the server that had waited in it for more than 100
     *  ms. Absent: that did not happen in the last 60 seconds. In event with direction in, closing
     *  and disconnected; at least 0; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_CAUGHT_UP_MS */
    int64_t caught_up_ms;
    /** Whether the stream was parked. False: it was taken over from an open connection. In resumed;
     *  optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_WAS_PARKED */
    bool was_parked;
    /** State before the change. In state; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_FROM */
    enum sts_stream_state from;
    /** State after the change. In state; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_TO */
    enum sts_stream_state to;
    /** Outcomes and processing times. In ended; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_STATISTICS */
    struct sts_stream_statistics statistics;
    /** What is simulated for the fragment. In fault; optional; bit
     *  STS_CONTROL_JOURNAL_ENTRY_HAS_FAULT */
    struct sts_control_journal_fault fault;
    /** What decides about the stream from now on. In step: the step of its scenario that the stream
     *  has come to. In armed and step; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_ARMED */
    struct sts_control_journal_armed armed;
    /** Settings that reports depend on. In server, the first entry of each start in the journal
     *  file; optional; bit STS_CONTROL_JOURNAL_ENTRY_HAS_SERVER */
    struct sts_control_journal_server server;
};

/** Bits of `has` in struct sts_control_journal_entry. */
enum {
    STS_CONTROL_JOURNAL_ENTRY_HAS_CONNECTION = 1 << 0,
    STS_CONTROL_JOURNAL_ENTRY_HAS_NAMESPACE = 1 << 1,
    STS_CONTROL_JOURNAL_ENTRY_HAS_ADDRESS = 1 << 2,
    STS_CONTROL_JOURNAL_ENTRY_HAS_X_STREAM_ID = 1 << 3,
    STS_CONTROL_JOURNAL_ENTRY_HAS_X_WORKER_ID = 1 << 4,
    STS_CONTROL_JOURNAL_ENTRY_HAS_STREAM_ID = 1 << 5,
    STS_CONTROL_JOURNAL_ENTRY_HAS_SESSION_ID = 1 << 6,
    STS_CONTROL_JOURNAL_ENTRY_HAS_FRAGMENT_ID = 1 << 7,
    STS_CONTROL_JOURNAL_ENTRY_HAS_DIRECTION = 1 << 8,
    STS_CONTROL_JOURNAL_ENTRY_HAS_EVENT = 1 << 9,
    STS_CONTROL_JOURNAL_ENTRY_HAS_PAYLOAD = 1 << 10,
    STS_CONTROL_JOURNAL_ENTRY_HAS_VERDICT = 1 << 11,
    STS_CONTROL_JOURNAL_ENTRY_HAS_ERRORS = 1 << 12,
    STS_CONTROL_JOURNAL_ENTRY_HAS_DEVIATIONS = 1 << 13,
    STS_CONTROL_JOURNAL_ENTRY_HAS_ACK_ID = 1 << 14,
    STS_CONTROL_JOURNAL_ENTRY_HAS_REASON = 1 << 15,
    STS_CONTROL_JOURNAL_ENTRY_HAS_CODE = 1 << 16,
    STS_CONTROL_JOURNAL_ENTRY_HAS_SIMULATED = 1 << 17,
    STS_CONTROL_JOURNAL_ENTRY_HAS_REFUSE_MS = 1 << 18,
    STS_CONTROL_JOURNAL_ENTRY_HAS_SCOPE = 1 << 19,
    STS_CONTROL_JOURNAL_ENTRY_HAS_ATTEMPT = 1 << 20,
    STS_CONTROL_JOURNAL_ENTRY_HAS_LEFT = 1 << 21,
    STS_CONTROL_JOURNAL_ENTRY_HAS_WAITING_MS = 1 << 22,
    STS_CONTROL_JOURNAL_ENTRY_HAS_CAUGHT_UP_MS = 1 << 23,
    STS_CONTROL_JOURNAL_ENTRY_HAS_WAS_PARKED = 1 << 24,
    STS_CONTROL_JOURNAL_ENTRY_HAS_FROM = 1 << 25,
    STS_CONTROL_JOURNAL_ENTRY_HAS_TO = 1 << 26,
    STS_CONTROL_JOURNAL_ENTRY_HAS_STATISTICS = 1 << 27,
    STS_CONTROL_JOURNAL_ENTRY_HAS_FAULT = 1 << 28,
    STS_CONTROL_JOURNAL_ENTRY_HAS_ARMED = 1 << 29,
    STS_CONTROL_JOURNAL_ENTRY_HAS_SERVER = 1 << 30,
};

/* ---- struct sts_control_verify ------------------------------------------- control/verify.json */

/** What the journal should contain. All expectations must hold. */
struct sts_control_verify {
    /** Which optional members are there. */
    uint32_t has;
    /** Looks only at entries of these streams: an exact id or a glob. Absent: all entries; 1 to 512
     *  code points; optional; bit STS_CONTROL_VERIFY_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Looks only at entries after this place: the `next` of an earlier answer, or `now`. Absent:
     *  at all entries; default "start" */
    struct codec_text since;
    /** Whether the stream may be one that nobody ever used. Without it, all expectations of such a
     *  stream fail: the id may be mistyped, or another replica may have the stream; default false */
    bool absent_ok;
    /** With `fail`, every rule, delay and backpressure that is armed for these streams must have
     *  hit. Of one stream: what decides about it must have hit that stream. With `since`, only hits
     *  after that place count. Ask before a reset: it disarms everything, and then the verdict is
     *  unknown; default "ignore" */
    enum sts_control_unused_faults unused_faults;
    /** How long to wait for all expectations to hold and, with unused_faults, for all rules to hit,
     *  in milliseconds. The answer comes as soon as they all do or one of them no longer can. If
     *  all expectations are upper bounds, the answer comes at the end of this time; 0 to 60000;
     *  default 0 */
    int32_t wait_ms;
    /** Whether each expectation must be met after the one before it. The `after` of an expectation
     *  takes precedence; default false */
    bool in_order;
    /** The expectations. Without them, and without unused_faults, the verdict is unknown: nothing
     *  is compared; 1 to 100 items; optional; read with sts_control_verify_expectations_next(); bit
     *  STS_CONTROL_VERIFY_HAS_EXPECTATIONS */
    struct codec_list expectations;
};

/** Bits of `has` in struct sts_control_verify. */
enum {
    STS_CONTROL_VERIFY_HAS_STREAM_ID = 1 << 0,
    STS_CONTROL_VERIFY_HAS_EXPECTATIONS = 1 << 1,
};

/* ---- struct sts_control_verify_count ------------------------------- control/verify_count.json */

/** A number of entries: exactly, at least, at most, or at least and at most. */
struct sts_control_verify_count {
    /** Which optional members are there. */
    uint32_t has;
    /** Exactly this many; 0 to 1000000; optional; bit STS_CONTROL_VERIFY_COUNT_HAS_EXACTLY */
    int32_t exactly;
    /** At least this many; 0 to 1000000; optional; bit STS_CONTROL_VERIFY_COUNT_HAS_AT_LEAST */
    int32_t at_least;
    /** At most this many; 0 to 1000000; optional; bit STS_CONTROL_VERIFY_COUNT_HAS_AT_MOST */
    int32_t at_most;
};

/** Bits of `has` in struct sts_control_verify_count. */
enum {
    STS_CONTROL_VERIFY_COUNT_HAS_EXACTLY = 1 << 0,
    STS_CONTROL_VERIFY_COUNT_HAS_AT_LEAST = 1 << 1,
    STS_CONTROL_VERIFY_COUNT_HAS_AT_MOST = 1 << 2,
};

/* ---- struct sts_control_expectation --------------------------------- control/expectation.json */

/** Which entries should be in the journal, and how many. */
struct sts_control_expectation {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of an event, or kind of an entry that is not an event (disconnected, fault). May be a
     *  glob such as fragment:*; 1 to 256 code points; required */
    struct codec_text event;
    /** Direction of the event. Absent: either; optional; bit STS_CONTROL_EXPECTATION_HAS_DIRECTION */
    enum sts_control_journal_direction direction;
    /** Counts only events that the server judged so. Absent: however it judged them. With a verdict
     *  other than ok, match may ask for values that the schema does not allow; optional; bit
     *  STS_CONTROL_EXPECTATION_HAS_VERDICT */
    enum sts_control_journal_verdict verdict;
    /** What the payload must contain. The keys are member names or JSON Pointers, each value is the
     *  expected value or an object of matchers. If the entry is not an event, the entry itself is
     *  compared; at most 32 members; optional; JSON text; bit STS_CONTROL_EXPECTATION_HAS_MATCH */
    struct base_slice match;
    /** Allows names and values that the protocol does not define. Without it, the request is
     *  refused if no side ever sends the event in that direction, if the payload cannot have a
     *  member of match, or if the member cannot have the value. Otherwise, a typo in something that
     *  must not come would go unnoticed; default false */
    bool unknown;
    /** Number of entries. Absent: at least one; at least 1 members; optional; bit
     *  STS_CONTROL_EXPECTATION_HAS_COUNT */
    struct sts_control_verify_count count;
    /** Counts only entries after those that met an earlier expectation. The value is the place of
     *  that expectation in the list, from 0; 0 to 99; optional; bit
     *  STS_CONTROL_EXPECTATION_HAS_AFTER */
    int32_t after;
    /** Counts only entries at most this many milliseconds after those of `after`; 0 to 3600000;
     *  optional; bit STS_CONTROL_EXPECTATION_HAS_WITHIN_MS */
    int32_t within_ms;
};

/** Bits of `has` in struct sts_control_expectation. */
enum {
    STS_CONTROL_EXPECTATION_HAS_DIRECTION = 1 << 0,
    STS_CONTROL_EXPECTATION_HAS_VERDICT = 1 << 1,
    STS_CONTROL_EXPECTATION_HAS_MATCH = 1 << 2,
    STS_CONTROL_EXPECTATION_HAS_COUNT = 1 << 3,
    STS_CONTROL_EXPECTATION_HAS_AFTER = 1 << 4,
    STS_CONTROL_EXPECTATION_HAS_WITHIN_MS = 1 << 5,
};

/* ---- struct sts_control_verdict ----------------------------------------- control/verdict.json */

/** Whether the expectations hold. */
struct sts_control_verdict {
    /** Which optional members are there. */
    uint32_t has;
    /** fail if an expectation fails or, with unused_faults, a rule has not hit. Else unknown if
     *  that is not known of one of them, else pass; required */
    enum sts_control_verify_verdict verdict;
    /** Whether the verdict is pass; required */
    bool passed;
    /** If the verdict is unknown: what is not known, and what to do. Also if it is fail because
     *  nobody ever used the stream, or because rules have not hit; optional; bit
     *  STS_CONTROL_VERDICT_HAS_WHY */
    struct codec_text why;
    /** Result of each expectation, in the order of the request; required; read with
     *  sts_control_verdict_expectations_next() */
    struct codec_list expectations;
    /** What has not hit: the first 100. Only with unused_faults in the request; optional; read with
     *  sts_control_verdict_unused_faults_next(); bit STS_CONTROL_VERDICT_HAS_UNUSED_FAULTS */
    struct codec_list unused_faults;
    /** Value for `since` in a later request, to look only at newer entries; required */
    struct codec_text next;
    /** Whether some of the entries in question are gone or cannot be known: overwritten, never
     *  recorded, or of another start of the server. They may have mattered to no expectation;
     *  required */
    bool lost;
};

/** Bits of `has` in struct sts_control_verdict. */
enum {
    STS_CONTROL_VERDICT_HAS_WHY = 1 << 0,
    STS_CONTROL_VERDICT_HAS_UNUSED_FAULTS = 1 << 1,
};

/* ---- struct sts_control_verify_result ----------------------------- control/verify_result.json */

/** Whether an expectation holds, and if not, why. */
struct sts_control_verify_result {
    /** Which optional members are there. */
    uint32_t has;
    /** Whether the expectation holds; required */
    enum sts_control_verify_verdict verdict;
    /** Whether the verdict is pass; required */
    bool passed;
    /** Number of known entries that met it; at least 0; required */
    int64_t matched;
    /** Id of the first entry that met it; at least 1; optional; bit
     *  STS_CONTROL_VERIFY_RESULT_HAS_FIRST */
    int64_t first;
    /** Id of the last entry that met it; at least 1; optional; bit
     *  STS_CONTROL_VERIFY_RESULT_HAS_LAST */
    int64_t last;
    /** If the verdict is fail: why, as text for people; optional; bit
     *  STS_CONTROL_VERIFY_RESULT_HAS_MESSAGE */
    struct codec_text message;
    /** If the verdict is unknown: what is not known, and what to do; optional; bit
     *  STS_CONTROL_VERIFY_RESULT_HAS_WHY */
    struct codec_text why;
    /** If too few entries met it, or some could not be compared: the entries that came closest,
     *  best first; optional; read with sts_control_verify_result_nearest_next(); bit
     *  STS_CONTROL_VERIFY_RESULT_HAS_NEAREST */
    struct codec_list nearest;
};

/** Bits of `has` in struct sts_control_verify_result. */
enum {
    STS_CONTROL_VERIFY_RESULT_HAS_FIRST = 1 << 0,
    STS_CONTROL_VERIFY_RESULT_HAS_LAST = 1 << 1,
    STS_CONTROL_VERIFY_RESULT_HAS_MESSAGE = 1 << 2,
    STS_CONTROL_VERIFY_RESULT_HAS_WHY = 1 << 3,
    STS_CONTROL_VERIFY_RESULT_HAS_NEAREST = 1 << 4,
};

/* ---- struct sts_control_near_miss ------------------------------------- control/near_miss.json */

/** An entry that almost met an expectation. */
struct sts_control_near_miss {
    /** Id of the entry; at least 1; required */
    int64_t id;
    /** Event or kind of the entry; required */
    struct codec_text event;
    /** What differs from the expectation; required; read with sts_control_near_miss_differed_next() */
    struct codec_list differed;
};

/* ---- struct sts_control_difference ----------------------------------- control/difference.json */

/** A place where an entry differs from what was expected. */
struct sts_control_difference {
    /** Which optional members are there. */
    uint32_t has;
    /** JSON Pointer to the place. Empty: the entry itself, which came too early or too late;
     *  required */
    struct codec_text pointer;
    /** The expected value, as in the request; required; JSON text */
    struct base_slice expected;
    /** The actual value. Absent: there is none. Large values are {"elided": length}; optional; JSON
     *  text; bit STS_CONTROL_DIFFERENCE_HAS_ACTUAL */
    struct base_slice actual;
};

/** Bits of `has` in struct sts_control_difference. */
enum {
    STS_CONTROL_DIFFERENCE_HAS_ACTUAL = 1 << 0,
};

/* ---- struct sts_control_unused_rule --------------------------------- control/unused_rule.json */

/** A rule, a delay or backpressure that is armed and has not hit. */
struct sts_control_unused_rule {
    /** Which optional members are there. */
    uint32_t has;
    /** Number of what is armed, as in /control/armed; at least 1; required */
    int64_t number;
    /** What it is: faults, delay or backpressure; required */
    enum sts_control_armed_kind kind;
    /** The streams that it is armed for; 1 to 512 code points; required */
    struct codec_text stream_id;
    /** Index of the rule in the list, from 0; at least 0; required */
    int64_t rule;
    /** What the rule does, in a few words; required */
    struct codec_text does;
    /** Why it cannot hit as things are. Absent: it still can, as far as the server knows; optional;
     *  bit STS_CONTROL_UNUSED_RULE_HAS_CANNOT_HIT */
    struct codec_text cannot_hit;
    /** It may have hit: the server had to forget some streams. Absent: it did not; optional; bit
     *  STS_CONTROL_UNUSED_RULE_HAS_UNKNOWN */
    bool unknown;
};

/** Bits of `has` in struct sts_control_unused_rule. */
enum {
    STS_CONTROL_UNUSED_RULE_HAS_CANNOT_HIT = 1 << 0,
    STS_CONTROL_UNUSED_RULE_HAS_UNKNOWN = 1 << 1,
};

/* ---- struct sts_control_report_generator ----------------------- control/report_generator.json */

/** Which program made a report, and for which protocol. */
struct sts_control_report_generator {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of the program; required */
    struct codec_text name;
    /** Version of the program; required */
    struct codec_text version;
    /** Version of the protocol; required */
    struct codec_text protocol_version;
    /** Hash of the schemas. It changes with every change of the schemas; required */
    struct codec_text protocol_hash;
    /** Seed of the random decisions of the server that was talked to, if it is known; at least 0;
     *  optional; bit STS_CONTROL_REPORT_GENERATOR_HAS_SEED */
    int64_t seed;
};

/** Bits of `has` in struct sts_control_report_generator. */
enum {
    STS_CONTROL_REPORT_GENERATOR_HAS_SEED = 1 << 0,
};

/* ---- struct sts_control_report_counts ----------------------------- control/report_counts.json */

/** Number of requirements by outcome. */
struct sts_control_report_counts {
    /** Exercised and never broken; at least 0; required */
    int64_t pass;
    /** Neither broken nor known to be kept; at least 0; required */
    int64_t unknown;
    /** Broken, of the kind should; at least 0; required */
    int64_t deviation;
    /** Broken, of the kind must; at least 0; required */
    int64_t fail;
    /** Not exercised: nothing in the traffic could have broken them; at least 0; required */
    int64_t not_exercised;
    /** Not offered: about something that the server does not have; at least 0; required */
    int64_t not_offered;
};

/* ---- struct sts_control_report ------------------------------------------- control/report.json */

/** How well workers or a server met the requirements of the protocol. */
struct sts_control_report {
    /** Which optional members are there. */
    uint32_t has;
    /** Title of the report; required */
    struct codec_text title;
    /** Which side the report is about; required */
    enum sts_control_report_side side;
    /** Stream, or URL of the server. Absent: all streams; optional; bit
     *  STS_CONTROL_REPORT_HAS_TARGET */
    struct codec_text target;
    /** Program that made the report; required */
    struct sts_control_report_generator generator;
    /** Unix time in milliseconds of the first recorded event; at least 0; required */
    int64_t started_ms;
    /** Unix time in milliseconds of the last recorded event; at least 0; required */
    int64_t ended_ms;
    /** Overall verdict; required */
    enum sts_control_report_verdict verdict;
    /** Why it is that verdict, one sentence each: what is broken, musts first, and what is not
     *  known. Otherwise what the verdict rests on; at least 1 items; required; read with
     *  sts_control_report_why_next() */
    struct codec_list why;
    /** What is not known and could make the verdict worse, one sentence each; required; read with
     *  sts_control_report_unknowns_next() */
    struct codec_list unknowns;
    /** Whether the stream had settled. Absent: settled_ms was not asked for; optional; bit
     *  STS_CONTROL_REPORT_HAS_SETTLED */
    enum sts_control_report_settled settled;
    /** Number of requirements by outcome; required */
    struct sts_control_report_counts counts;
    /** Every requirement on that side; required; read with sts_control_report_requirements_next() */
    struct codec_list requirements;
    /** The first findings for each requirement; required; read with
     *  sts_control_report_findings_next() */
    struct codec_list findings;
    /** Number of further cases, which are not listed; at least 0; required */
    int64_t findings_left_out;
    /** Branches of the schemas and how often they were used; required; read with
     *  sts_control_report_coverage_next() */
    struct codec_list coverage;
    /** The streams; required; read with sts_control_report_streams_next() */
    struct codec_list streams;
    /** Number of further streams, which are not listed; at least 0; required */
    int64_t streams_left_out;
    /** Number of streams whose reports were dropped on request (`DELETE
     *  /control/streams/...?report=drop`): this report says nothing of them; at least 1; optional;
     *  bit STS_CONTROL_REPORT_HAS_STREAMS_DROPPED */
    int64_t streams_dropped;
    /** Connections without a stream, and streams that were forgotten, where they exercised
     *  anything; required; read with sts_control_report_others_next() */
    struct codec_list others;
};

/** Bits of `has` in struct sts_control_report. */
enum {
    STS_CONTROL_REPORT_HAS_TARGET = 1 << 0,
    STS_CONTROL_REPORT_HAS_SETTLED = 1 << 1,
    STS_CONTROL_REPORT_HAS_STREAMS_DROPPED = 1 << 2,
};

/* ---- struct sts_control_report_requirement ------------------- control/report_requirement.json */

/** One statement of the protocol, and its outcome. */
struct sts_control_report_requirement {
    /** Which optional members are there. */
    uint32_t has;
    /** Id: the section, then a name; required */
    struct codec_text id;
    /** Title of the section; required */
    struct codec_text section;
    /** Document that demands it: spec016 (the WebSocket Audio Fragment Protocol) with a section,
     *  spec017 (the echo service) or echo (settled by echo-sts); optional; bit
     *  STS_CONTROL_REPORT_REQUIREMENT_HAS_ORIGIN */
    struct codec_text origin;
    /** Whether breaking it is a failure or a deviation; required */
    enum sts_control_report_severity severity;
    /** The statement; required */
    struct codec_text text;
    /** Outcome of the requirement; required */
    enum sts_control_report_outcome outcome;
    /** How often the traffic could have broken it; at least 0; required */
    int64_t checked;
    /** How often the traffic broke it; at least 0; required */
    int64_t broken;
    /** Why it was not exercised, why it is not known, or another note; optional; bit
     *  STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE */
    struct codec_text note;
    /** What to do about it, where it is broken or not known. Absent where the statement says it;
     *  optional; bit STS_CONTROL_REPORT_REQUIREMENT_HAS_ADVICE */
    struct codec_text advice;
    /** Command that checks only this requirement; optional; bit
     *  STS_CONTROL_REPORT_REQUIREMENT_HAS_REPEAT */
    struct codec_text repeat;
    /** Duration of its check in milliseconds; at least 0; optional; bit
     *  STS_CONTROL_REPORT_REQUIREMENT_HAS_DURATION_MS */
    int64_t duration_ms;
};

/** Bits of `has` in struct sts_control_report_requirement. */
enum {
    STS_CONTROL_REPORT_REQUIREMENT_HAS_ORIGIN = 1 << 0,
    STS_CONTROL_REPORT_REQUIREMENT_HAS_NOTE = 1 << 1,
    STS_CONTROL_REPORT_REQUIREMENT_HAS_ADVICE = 1 << 2,
    STS_CONTROL_REPORT_REQUIREMENT_HAS_REPEAT = 1 << 3,
    STS_CONTROL_REPORT_REQUIREMENT_HAS_DURATION_MS = 1 << 4,
};

/* ---- struct sts_control_report_finding --------------------------- control/report_finding.json */

/** One way in which a requirement was broken. Equal cases are one finding. */
struct sts_control_report_finding {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of the requirement; required */
    struct codec_text requirement;
    /** Severity of the requirement; required */
    enum sts_control_report_severity severity;
    /** What it makes of the requirement: fail or deviation; unknown where another requirement is
     *  the cause; required */
    enum sts_control_report_outcome outcome;
    /** How often it was found; at least 1; required */
    int64_t count;
    /** Id of the requirement whose finding is the cause of this one; optional; bit
     *  STS_CONTROL_REPORT_FINDING_HAS_BECAUSE_OF */
    struct codec_text because_of;
    /** Time of the first case, Unix time in milliseconds; at least 0; required */
    int64_t at_ms;
    /** What was wrong; required */
    struct codec_text message;
    /** Stream that the finding is about; optional; bit STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID */
    struct codec_text stream_id;
    /** Fragment that the finding is about; optional; bit STS_CONTROL_REPORT_FINDING_HAS_FRAGMENT_ID */
    struct codec_text fragment_id;
    /** Name of the event that broke the requirement; optional; bit
     *  STS_CONTROL_REPORT_FINDING_HAS_EVENT */
    struct codec_text event;
    /** JSON Pointer (RFC 6901) into the payload of the event; optional; bit
     *  STS_CONTROL_REPORT_FINDING_HAS_POINTER */
    struct codec_text pointer;
    /** The payload of the event as JSON text, without its audio. A long payload is cut; optional;
     *  bit STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD */
    struct codec_text payload;
    /** What the check sent; optional; bit STS_CONTROL_REPORT_FINDING_HAS_SENT */
    struct codec_text sent;
    /** What was sent and what came before, without audio and keys: a line each, with the
     *  milliseconds since the check began; optional; bit STS_CONTROL_REPORT_FINDING_HAS_TRACE */
    struct codec_text trace;
    /** What was expected; optional; bit STS_CONTROL_REPORT_FINDING_HAS_EXPECTED */
    struct codec_text expected;
};

/** Bits of `has` in struct sts_control_report_finding. */
enum {
    STS_CONTROL_REPORT_FINDING_HAS_BECAUSE_OF = 1 << 0,
    STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID = 1 << 1,
    STS_CONTROL_REPORT_FINDING_HAS_FRAGMENT_ID = 1 << 2,
    STS_CONTROL_REPORT_FINDING_HAS_EVENT = 1 << 3,
    STS_CONTROL_REPORT_FINDING_HAS_POINTER = 1 << 4,
    STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD = 1 << 5,
    STS_CONTROL_REPORT_FINDING_HAS_SENT = 1 << 6,
    STS_CONTROL_REPORT_FINDING_HAS_TRACE = 1 << 7,
    STS_CONTROL_REPORT_FINDING_HAS_EXPECTED = 1 << 8,
};

/* ---- struct sts_control_report_branch ----------------------------- control/report_branch.json */

/** A branch of a schema, and how often the traffic used it. */
struct sts_control_report_branch {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of the event; required */
    struct codec_text event;
    /** true: workers send the event. false: they receive it; required */
    bool from_worker;
    /** JSON Pointer to the member, * for the items of a list; required */
    struct codec_text pointer;
    /** Kind of the branch; required */
    enum sts_control_report_branch_kind kind;
    /** The value as JSON text, if the branch has one; optional; bit
     *  STS_CONTROL_REPORT_BRANCH_HAS_VALUE */
    struct codec_text value;
    /** How often the traffic used it; at least 0; required */
    int64_t seen;
};

/** Bits of `has` in struct sts_control_report_branch. */
enum {
    STS_CONTROL_REPORT_BRANCH_HAS_VALUE = 1 << 0,
};

/* ---- struct sts_control_report_stream ----------------------------- control/report_stream.json */

/** One stream: its results and its timeline. */
struct sts_control_report_stream {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of the stream. Empty: connections without a stream; required */
    struct codec_text stream_id;
    /** Id of the worker; optional; bit STS_CONTROL_REPORT_STREAM_HAS_WORKER_ID */
    struct codec_text worker_id;
    /** Id of the session; optional; bit STS_CONTROL_REPORT_STREAM_HAS_SESSION_ID */
    struct codec_text session_id;
    /** Results of this stream only; required */
    enum sts_control_report_verdict verdict;
    /** What is not known of this stream and could make the verdict worse, one sentence each;
     *  required; read with sts_control_report_stream_unknowns_next() */
    struct codec_list unknowns;
    /** Start of the stream, Unix time in milliseconds; at least 0; required */
    int64_t started_ms;
    /** Time from the start of the stream to its end or, if it has not ended, to the report, in
     *  milliseconds; at least 0; required */
    int64_t duration_ms;
    /** Why the stream ended. Absent: it has not ended; optional; bit
     *  STS_CONTROL_REPORT_STREAM_HAS_ENDED */
    struct codec_text ended;
    /** The requirements that this stream exercised; required; read with
     *  sts_control_report_stream_outcomes_next() */
    struct codec_list outcomes;
    /** Number of fragments that the server received. One that was sent again counts once; at least
     *  0; required */
    int64_t fragment_count;
    /** How often the server received a fragment. One that was sent again counts each time; at least
     *  0; required */
    int64_t attempt_count;
    /** The first and the last fragments; required; read with
     *  sts_control_report_stream_fragments_next() */
    struct codec_list fragments;
    /** Periods with backpressure, with a pause, or without a connection; required; read with
     *  sts_control_report_stream_bands_next() */
    struct codec_list bands;
    /** What happened; required; read with sts_control_report_stream_marks_next() */
    struct codec_list marks;
    /** The seeds of the rules that hit fragments, in the order of their first hits; required; read
     *  with sts_control_report_stream_seeds_next() */
    struct codec_list seeds;
    /** Rules of the error simulation that were in force for the stream, also those that hit
     *  nothing; required; read with sts_control_report_stream_armed_next() */
    struct codec_list armed;
    /** Number of further fragments, bands, marks, seeds and armed rules, which are not listed; at
     *  least 0; required */
    int64_t left_out;
};

/** Bits of `has` in struct sts_control_report_stream. */
enum {
    STS_CONTROL_REPORT_STREAM_HAS_WORKER_ID = 1 << 0,
    STS_CONTROL_REPORT_STREAM_HAS_SESSION_ID = 1 << 1,
    STS_CONTROL_REPORT_STREAM_HAS_ENDED = 1 << 2,
};

/* ---- struct sts_control_report_stream_outcome ------------- control/report_stream_outcome.json */

/** How one stream fared with one requirement. */
struct sts_control_report_stream_outcome {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of the requirement; required */
    struct codec_text requirement;
    /** Outcome of the requirement; required */
    enum sts_control_report_outcome outcome;
    /** How often the traffic could have broken it; at least 0; required */
    int64_t checked;
    /** How often the traffic broke it; at least 0; required */
    int64_t broken;
    /** Why it is not known; optional; bit STS_CONTROL_REPORT_STREAM_OUTCOME_HAS_NOTE */
    struct codec_text note;
};

/** Bits of `has` in struct sts_control_report_stream_outcome. */
enum {
    STS_CONTROL_REPORT_STREAM_OUTCOME_HAS_NOTE = 1 << 0,
};

/* ---- struct sts_control_report_fragment ------------------------- control/report_fragment.json */

/** The history of one fragment. Times are milliseconds since its stream began. */
struct sts_control_report_fragment {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of the fragment; required */
    struct codec_text fragment_id;
    /** Its number; at least 0; required */
    int64_t sequence_number;
    /** When the server received the fragment; if it was retried, the last attempt; at least 0;
     *  required */
    int64_t sent_ms;
    /** When fragment:ack was sent; at least 0; optional; bit
     *  STS_CONTROL_REPORT_FRAGMENT_HAS_ACKED_MS */
    int64_t acked_ms;
    /** When the outcome was sent; at least 0; optional; bit
     *  STS_CONTROL_REPORT_FRAGMENT_HAS_PROCESSED_MS */
    int64_t processed_ms;
    /** When the worker confirmed the outcome; at least 0; optional; bit
     *  STS_CONTROL_REPORT_FRAGMENT_HAS_CONFIRMED_MS */
    int64_t confirmed_ms;
    /** Status of the fragment; required */
    enum sts_control_report_fragment_status status;
    /** Earlier attempts that failed, the first ones; optional; read with
     *  sts_control_report_fragment_earlier_next(); bit STS_CONTROL_REPORT_FRAGMENT_HAS_EARLIER */
    struct codec_list earlier;
    /** What was simulated for the fragment; optional; bit STS_CONTROL_REPORT_FRAGMENT_HAS_FAULT */
    struct codec_text fault;
    /** Error code of the outcome or of the refusal; optional; bit
     *  STS_CONTROL_REPORT_FRAGMENT_HAS_CODE */
    struct codec_text code;
};

/** Bits of `has` in struct sts_control_report_fragment. */
enum {
    STS_CONTROL_REPORT_FRAGMENT_HAS_ACKED_MS = 1 << 0,
    STS_CONTROL_REPORT_FRAGMENT_HAS_PROCESSED_MS = 1 << 1,
    STS_CONTROL_REPORT_FRAGMENT_HAS_CONFIRMED_MS = 1 << 2,
    STS_CONTROL_REPORT_FRAGMENT_HAS_EARLIER = 1 << 3,
    STS_CONTROL_REPORT_FRAGMENT_HAS_FAULT = 1 << 4,
    STS_CONTROL_REPORT_FRAGMENT_HAS_CODE = 1 << 5,
};

/* ---- struct sts_control_report_attempt --------------------------- control/report_attempt.json */

/** One attempt that failed; the fragment was sent again. Times are milliseconds since its stream
 *  began. */
struct sts_control_report_attempt {
    /** Which optional members are there. */
    uint32_t has;
    /** When the server received the fragment; at least 0; required */
    int64_t sent_ms;
    /** When the outcome was sent; at least 0; optional; bit
     *  STS_CONTROL_REPORT_ATTEMPT_HAS_PROCESSED_MS */
    int64_t processed_ms;
    /** Status of the attempt; required */
    enum sts_control_report_fragment_status status;
    /** What was simulated; optional; bit STS_CONTROL_REPORT_ATTEMPT_HAS_FAULT */
    struct codec_text fault;
    /** Error code of the outcome; optional; bit STS_CONTROL_REPORT_ATTEMPT_HAS_CODE */
    struct codec_text code;
};

/** Bits of `has` in struct sts_control_report_attempt. */
enum {
    STS_CONTROL_REPORT_ATTEMPT_HAS_PROCESSED_MS = 1 << 0,
    STS_CONTROL_REPORT_ATTEMPT_HAS_FAULT = 1 << 1,
    STS_CONTROL_REPORT_ATTEMPT_HAS_CODE = 1 << 2,
};

/* ---- struct sts_control_report_band --------------------------------- control/report_band.json */

/** A period in the life of a stream. Times are milliseconds since the stream began. */
struct sts_control_report_band {
    /** Which optional members are there. */
    uint32_t has;
    /** Kind of the period; required */
    enum sts_control_report_band_kind kind;
    /** Start of the period; at least 0; required */
    int64_t from_ms;
    /** End of the period. Absent: it has not ended; at least 0; optional; bit
     *  STS_CONTROL_REPORT_BAND_HAS_TO_MS */
    int64_t to_ms;
};

/** Bits of `has` in struct sts_control_report_band. */
enum {
    STS_CONTROL_REPORT_BAND_HAS_TO_MS = 1 << 0,
};

/* ---- struct sts_control_report_mark --------------------------------- control/report_mark.json */

/** A point in the life of a stream. */
struct sts_control_report_mark {
    /** What happened; required */
    enum sts_control_report_mark_kind kind;
    /** Time in milliseconds since the stream began; at least 0; required */
    int64_t at_ms;
    /** Description for people; required */
    struct codec_text text;
};

/* ---- struct sts_control_report_seed --------------------------------- control/report_seed.json */

/** What random decisions depended on. The same rules with this seed and this seed_key hit the same
 *  sequence numbers of any stream. */
struct sts_control_report_seed {
    /** Seed in use; required */
    int64_t seed;
    /** Seed key in use. If none was given, it is the stream_id, which has the same effect; 1 to 256
     *  code points; required */
    struct codec_text seed_key;
};

/* ---- struct sts_control_report_armed ------------------------------- control/report_armed.json */

/** Rules of the error simulation that were armed for a stream, and how often they hit it. */
struct sts_control_report_armed {
    /** Number of what was armed, as in the journal; at least 1; required */
    int64_t number;
    /** The streams that it was armed for; required */
    struct codec_text stream_id;
    /** The rules: of the first 32 what they do and how often they hit, of the others those that
     *  hit; required; read with sts_control_report_armed_rules_next() */
    struct codec_list rules;
    /** Number of rules; at least 0; required */
    int64_t rules_count;
};

/* ---- struct sts_control_report_rule --------------------------------- control/report_rule.json */

/** A rule of the error simulation, and how often it hit the stream. */
struct sts_control_report_rule {
    /** Which optional members are there. */
    uint32_t has;
    /** Index of the rule in the list, from 0; at least 0; required */
    int64_t rule;
    /** What the rule does, in a few words. Absent: not known; optional; bit
     *  STS_CONTROL_REPORT_RULE_HAS_DOES */
    struct codec_text does;
    /** Fragments of the stream that it hit, as far as they are known; at least 0; required */
    int64_t hits;
};

/** Bits of `has` in struct sts_control_report_rule. */
enum {
    STS_CONTROL_REPORT_RULE_HAS_DOES = 1 << 0,
};

/* ---- struct sts_control_report_others ----------------------------- control/report_others.json */

/** How the connections without a stream fared, or the streams that were forgotten. */
struct sts_control_report_others {
    /** What it is about; required */
    struct codec_text title;
    /** Results of these only; required */
    enum sts_control_report_verdict verdict;
    /** What is not known of these and could make the verdict worse, one sentence each; required;
     *  read with sts_control_report_others_unknowns_next() */
    struct codec_list unknowns;
    /** The requirements that were exercised; required; read with
     *  sts_control_report_others_outcomes_next() */
    struct codec_list outcomes;
};

/* ---- struct sts_control_report_summary --------------------------- control/report_summary.json */

/** The verdict, why it is that, and what to do: a report without requirements that were kept,
 *  payloads, timelines and coverage. */
struct sts_control_report_summary {
    /** Which optional members are there. */
    uint32_t has;
    /** Title of the report; required */
    struct codec_text title;
    /** Which side the report is about; required */
    enum sts_control_report_side side;
    /** Stream, or URL of the server. Absent: all streams; optional; bit
     *  STS_CONTROL_REPORT_SUMMARY_HAS_TARGET */
    struct codec_text target;
    /** Program that made the report; required */
    struct sts_control_report_generator generator;
    /** Unix time in milliseconds of the first recorded event; at least 0; required */
    int64_t started_ms;
    /** Unix time in milliseconds of the last recorded event; at least 0; required */
    int64_t ended_ms;
    /** Overall verdict; required */
    enum sts_control_report_verdict verdict;
    /** Why it is that verdict, one sentence each, as in the report; at least 1 items; required;
     *  read with sts_control_report_summary_why_next() */
    struct codec_list why;
    /** What is not known and could make the verdict worse, one sentence each; required; read with
     *  sts_control_report_summary_unknowns_next() */
    struct codec_list unknowns;
    /** Whether the stream had settled. Absent: settled_ms was not asked for; optional; bit
     *  STS_CONTROL_REPORT_SUMMARY_HAS_SETTLED */
    enum sts_control_report_settled settled;
    /** Number of requirements by outcome; required */
    struct sts_control_report_counts counts;
    /** The requirements that were broken or are not known; required; read with
     *  sts_control_report_summary_requirements_next() */
    struct codec_list requirements;
    /** The findings of the report, without payloads; required; read with
     *  sts_control_report_summary_findings_next() */
    struct codec_list findings;
    /** Number of further cases, which are not listed; at least 0; required */
    int64_t findings_left_out;
    /** The streams; required; read with sts_control_report_summary_streams_next() */
    struct codec_list streams;
    /** Number of further streams, which are not listed; at least 0; required */
    int64_t streams_left_out;
    /** Number of streams whose reports were dropped on request (`DELETE
     *  /control/streams/...?report=drop`): this report says nothing of them; at least 1; optional;
     *  bit STS_CONTROL_REPORT_SUMMARY_HAS_STREAMS_DROPPED */
    int64_t streams_dropped;
};

/** Bits of `has` in struct sts_control_report_summary. */
enum {
    STS_CONTROL_REPORT_SUMMARY_HAS_TARGET = 1 << 0,
    STS_CONTROL_REPORT_SUMMARY_HAS_SETTLED = 1 << 1,
    STS_CONTROL_REPORT_SUMMARY_HAS_STREAMS_DROPPED = 1 << 2,
};

/* ---- struct sts_control_report_summary_requirement ---- control/report_summary_requirement.json */

/** A statement of the protocol that was broken, or of which it is not known whether it was kept. */
struct sts_control_report_summary_requirement {
    /** Which optional members are there. */
    uint32_t has;
    /** Id: the section, then a name; required */
    struct codec_text id;
    /** Whether breaking it is a failure or a deviation; required */
    enum sts_control_report_severity severity;
    /** fail, deviation or unknown; required */
    enum sts_control_report_outcome outcome;
    /** How often the traffic could have broken it; at least 0; required */
    int64_t checked;
    /** How often the traffic broke it; at least 0; required */
    int64_t broken;
    /** Why it is not known, or another note; optional; bit
     *  STS_CONTROL_REPORT_SUMMARY_REQUIREMENT_HAS_NOTE */
    struct codec_text note;
    /** What to do about it; optional; bit STS_CONTROL_REPORT_SUMMARY_REQUIREMENT_HAS_ADVICE */
    struct codec_text advice;
};

/** Bits of `has` in struct sts_control_report_summary_requirement. */
enum {
    STS_CONTROL_REPORT_SUMMARY_REQUIREMENT_HAS_NOTE = 1 << 0,
    STS_CONTROL_REPORT_SUMMARY_REQUIREMENT_HAS_ADVICE = 1 << 1,
};

/* ---- struct sts_control_report_summary_stream ------------- control/report_summary_stream.json */

/** How one stream fared. */
struct sts_control_report_summary_stream {
    /** Id of the stream; required */
    struct codec_text stream_id;
    /** Results of this stream only; required */
    enum sts_control_report_verdict verdict;
};

/* ---- struct sts_list_clients_parameters ---- openapi.json#/paths/~1control~1clients/get/parameters */

/** Parameters of GET /control/clients. */
struct sts_list_clients_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Only older ones: `next` of an earlier answer; at least 0; default 0 */
    int64_t after;
    /** Maximum number of items in the answer. Without it, all are listed; 1 to 1000; optional; bit
     *  STS_LIST_CLIENTS_PARAMETERS_HAS_LIMIT */
    int32_t limit;
};

/** Bits of `has` in struct sts_list_clients_parameters. */
enum {
    STS_LIST_CLIENTS_PARAMETERS_HAS_LIMIT = 1 << 0,
};

/* ---- struct sts_list_streams_parameters ---- openapi.json#/paths/~1control~1streams/get/parameters */

/** Parameters of GET /control/streams. */
struct sts_list_streams_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Only streams that began later: `next` of an earlier answer; at least 0; default 0 */
    int64_t after;
    /** Maximum number of streams in the answer. Without it, all are listed; 1 to 1000; optional;
     *  bit STS_LIST_STREAMS_PARAMETERS_HAS_LIMIT */
    int32_t limit;
};

/** Bits of `has` in struct sts_list_streams_parameters. */
enum {
    STS_LIST_STREAMS_PARAMETERS_HAS_LIMIT = 1 << 0,
};

/* ---- struct sts_get_stream_parameters ---- openapi.json#/paths/~1control~1streams~1{id}/get/parameters */

/** Parameters of GET /control/streams/{id}. */
struct sts_get_stream_parameters {
    /** Id of a stream. Percent-encode all of it, slashes too: it is decoded once and not changed
     *  otherwise; 1 to 256 code points; required */
    struct codec_text id;
};

/* ---- struct sts_delete_streams_parameters ---- openapi.json#/paths/~1control~1streams~1{id}/delete/parameters */

/** Parameters of DELETE /control/streams/{id}. */
struct sts_delete_streams_parameters {
    /** Streams to end: an exact stream_id or a glob (`*`, `?`; `\*` and `\?` are these characters
     *  themselves). Percent-encode all of it, slashes too; 1 to 512 code points; required */
    struct codec_text id;
    /** How their connections are lost; default "server_disconnect" */
    enum sts_disconnect_mode mode;
    /** What is armed for these streams: drop does what `POST /control/reset` does; default "drop" */
    enum sts_control_retention armed;
    /** Their entries in the journal; default "keep" */
    enum sts_control_retention journal;
    /** Their reports; default "keep" */
    enum sts_control_retention report;
};

/* ---- struct sts_put_faults_parameters ---- openapi.json#/paths/~1control~1streams~1{glob}~1faults/put/parameters */

/** Parameters of PUT /control/streams/{glob}/faults. */
struct sts_put_faults_parameters {
    /** Streams to act on: an exact stream_id or a glob (`*` is any characters, `?` is one; `*`
     *  alone is all streams). `\*`, `\?` and `\\` are these characters themselves. Percent-encode
     *  all of it, slashes too: it is decoded once and not changed otherwise. An exact id takes
     *  precedence over a glob; 1 to 512 code points; required */
    struct codec_text glob;
};

/* ---- struct sts_delete_faults_parameters ---- openapi.json#/paths/~1control~1streams~1{glob}~1faults/delete/parameters */

/** Parameters of DELETE /control/streams/{glob}/faults. */
struct sts_delete_faults_parameters {
    /** Streams to act on: an exact stream_id or a glob (`*` is any characters, `?` is one; `*`
     *  alone is all streams). `\*`, `\?` and `\\` are these characters themselves. Percent-encode
     *  all of it, slashes too: it is decoded once and not changed otherwise. An exact id takes
     *  precedence over a glob; 1 to 512 code points; required */
    struct codec_text glob;
};

/* ---- struct sts_put_delay_parameters ---- openapi.json#/paths/~1control~1streams~1{glob}~1delay/put/parameters */

/** Parameters of PUT /control/streams/{glob}/delay. */
struct sts_put_delay_parameters {
    /** Streams to act on: an exact stream_id or a glob (`*` is any characters, `?` is one; `*`
     *  alone is all streams). `\*`, `\?` and `\\` are these characters themselves. Percent-encode
     *  all of it, slashes too: it is decoded once and not changed otherwise. An exact id takes
     *  precedence over a glob; 1 to 512 code points; required */
    struct codec_text glob;
};

/* ---- struct sts_delete_delay_parameters ---- openapi.json#/paths/~1control~1streams~1{glob}~1delay/delete/parameters */

/** Parameters of DELETE /control/streams/{glob}/delay. */
struct sts_delete_delay_parameters {
    /** Streams to act on: an exact stream_id or a glob (`*` is any characters, `?` is one; `*`
     *  alone is all streams). `\*`, `\?` and `\\` are these characters themselves. Percent-encode
     *  all of it, slashes too: it is decoded once and not changed otherwise. An exact id takes
     *  precedence over a glob; 1 to 512 code points; required */
    struct codec_text glob;
};

/* ---- struct sts_put_backpressure_parameters ---- openapi.json#/paths/~1control~1streams~1{glob}~1backpressure/put/parameters */

/** Parameters of PUT /control/streams/{glob}/backpressure. */
struct sts_put_backpressure_parameters {
    /** Streams to act on: an exact stream_id or a glob (`*` is any characters, `?` is one; `*`
     *  alone is all streams). `\*`, `\?` and `\\` are these characters themselves. Percent-encode
     *  all of it, slashes too: it is decoded once and not changed otherwise. An exact id takes
     *  precedence over a glob; 1 to 512 code points; required */
    struct codec_text glob;
};

/* ---- struct sts_delete_backpressure_parameters ---- openapi.json#/paths/~1control~1streams~1{glob}~1backpressure/delete/parameters */

/** Parameters of DELETE /control/streams/{glob}/backpressure. */
struct sts_delete_backpressure_parameters {
    /** Streams to act on: an exact stream_id or a glob (`*` is any characters, `?` is one; `*`
     *  alone is all streams). `\*`, `\?` and `\\` are these characters themselves. Percent-encode
     *  all of it, slashes too: it is decoded once and not changed otherwise. An exact id takes
     *  precedence over a glob; 1 to 512 code points; required */
    struct codec_text glob;
};

/* ---- struct sts_post_disconnect_parameters ---- openapi.json#/paths/~1control~1streams~1{glob}~1disconnect/post/parameters */

/** Parameters of POST /control/streams/{glob}/disconnect. */
struct sts_post_disconnect_parameters {
    /** Streams to act on: an exact stream_id or a glob (`*` is any characters, `?` is one; `*`
     *  alone is all streams). `\*`, `\?` and `\\` are these characters themselves. Percent-encode
     *  all of it, slashes too: it is decoded once and not changed otherwise. An exact id takes
     *  precedence over a glob; 1 to 512 code points; required */
    struct codec_text glob;
};

/* ---- struct sts_list_armed_parameters ---- openapi.json#/paths/~1control~1armed/get/parameters */

/** Parameters of GET /control/armed. */
struct sts_list_armed_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Only entries of these streams: an exact stream_id or a glob (`*`, `?`; `\*` and `\?` are
     *  these characters themselves); 1 to 512 code points; optional; bit
     *  STS_LIST_ARMED_PARAMETERS_HAS_STREAM */
    struct codec_text stream;
    /** Only what was armed later: `next` of an earlier answer; at least 0; default 0 */
    int64_t after;
    /** Maximum number of items in the answer. Without it, all are listed; 1 to 1000; optional; bit
     *  STS_LIST_ARMED_PARAMETERS_HAS_LIMIT */
    int32_t limit;
};

/** Bits of `has` in struct sts_list_armed_parameters. */
enum {
    STS_LIST_ARMED_PARAMETERS_HAS_STREAM = 1 << 0,
    STS_LIST_ARMED_PARAMETERS_HAS_LIMIT = 1 << 1,
};

/* ---- struct sts_list_scenarios_parameters ---- openapi.json#/paths/~1control~1scenarios/get/parameters */

/** Parameters of GET /control/scenarios. */
struct sts_list_scenarios_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Only scenarios that were loaded later: `next` of an earlier answer; at least 0; default 0 */
    int64_t after;
    /** Maximum number of scenarios in the answer. Without it, all are listed; 1 to 1000; optional;
     *  bit STS_LIST_SCENARIOS_PARAMETERS_HAS_LIMIT */
    int32_t limit;
};

/** Bits of `has` in struct sts_list_scenarios_parameters. */
enum {
    STS_LIST_SCENARIOS_PARAMETERS_HAS_LIMIT = 1 << 0,
};

/* ---- struct sts_delete_scenarios_parameters ---- openapi.json#/paths/~1control~1scenarios/delete/parameters */

/** Parameters of DELETE /control/scenarios. */
struct sts_delete_scenarios_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of a scenario. Absent: all scenarios; 1 to 256 code points; optional; bit
     *  STS_DELETE_SCENARIOS_PARAMETERS_HAS_NAME */
    struct codec_text name;
};

/** Bits of `has` in struct sts_delete_scenarios_parameters. */
enum {
    STS_DELETE_SCENARIOS_PARAMETERS_HAS_NAME = 1 << 0,
};

/* ---- struct sts_get_journal_parameters ---- openapi.json#/paths/~1control~1journal/get/parameters */

/** Parameters of GET /control/journal. */
struct sts_get_journal_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Only entries of these streams: an exact stream_id or a glob (`*`, `?`; `\*` and `\?` are
     *  these characters themselves); 1 to 512 code points; optional; bit
     *  STS_GET_JOURNAL_PARAMETERS_HAS_STREAM */
    struct codec_text stream;
    /** Only entries with this event or, if the entry is not an event, of this kind. May be a glob
     *  such as fragment:*; 1 to 256 code points; optional; bit STS_GET_JOURNAL_PARAMETERS_HAS_EVENT */
    struct codec_text event;
    /** Only events in this direction; optional; bit STS_GET_JOURNAL_PARAMETERS_HAS_DIRECTION */
    enum sts_control_journal_direction direction;
    /** Looks only at entries after this place: the `next` of an earlier answer, the id of an event
     *  of the feed, `start`, or `now`: the place after the latest entry; optional; bit
     *  STS_GET_JOURNAL_PARAMETERS_HAS_SINCE */
    struct codec_text since;
    /** Maximum number of entries in the answer; 1 to 1000; default 100 */
    int32_t limit;
    /** How long to wait for an entry, in milliseconds. 0: do not wait; 0 to 60000; default 0 */
    int32_t wait_ms;
};

/** Bits of `has` in struct sts_get_journal_parameters. */
enum {
    STS_GET_JOURNAL_PARAMETERS_HAS_STREAM = 1 << 0,
    STS_GET_JOURNAL_PARAMETERS_HAS_EVENT = 1 << 1,
    STS_GET_JOURNAL_PARAMETERS_HAS_DIRECTION = 1 << 2,
    STS_GET_JOURNAL_PARAMETERS_HAS_SINCE = 1 << 3,
};

/* ---- struct sts_stream_journal_parameters ---- openapi.json#/paths/~1control~1journal~1stream/get/parameters */

/** Parameters of GET /control/journal/stream. */
struct sts_stream_journal_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_STREAM_JOURNAL_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
    /** Only entries of these streams: an exact stream_id or a glob (`*`, `?`; `\*` and `\?` are
     *  these characters themselves); 1 to 512 code points; optional; bit
     *  STS_STREAM_JOURNAL_PARAMETERS_HAS_STREAM */
    struct codec_text stream;
    /** Only entries with this event or, if the entry is not an event, of this kind. May be a glob
     *  such as fragment:*; 1 to 256 code points; optional; bit
     *  STS_STREAM_JOURNAL_PARAMETERS_HAS_EVENT */
    struct codec_text event;
    /** Only events in this direction; optional; bit STS_STREAM_JOURNAL_PARAMETERS_HAS_DIRECTION */
    enum sts_control_journal_direction direction;
    /** Looks only at entries after this place: the `next` of an earlier answer, the id of an event
     *  of the feed, `start`, or `now`: the place after the latest entry; optional; bit
     *  STS_STREAM_JOURNAL_PARAMETERS_HAS_SINCE */
    struct codec_text since;
    /** The same as since. Browsers send it when they reconnect. A value that is no cursor counts as
     *  one of another start of the server; optional; bit
     *  STS_STREAM_JOURNAL_PARAMETERS_HAS_LAST_EVENT_ID */
    struct codec_text last_event_id;
};

/** Bits of `has` in struct sts_stream_journal_parameters. */
enum {
    STS_STREAM_JOURNAL_PARAMETERS_HAS_TICKET = 1 << 0,
    STS_STREAM_JOURNAL_PARAMETERS_HAS_STREAM = 1 << 1,
    STS_STREAM_JOURNAL_PARAMETERS_HAS_EVENT = 1 << 2,
    STS_STREAM_JOURNAL_PARAMETERS_HAS_DIRECTION = 1 << 3,
    STS_STREAM_JOURNAL_PARAMETERS_HAS_SINCE = 1 << 4,
    STS_STREAM_JOURNAL_PARAMETERS_HAS_LAST_EVENT_ID = 1 << 5,
};

/* ---- struct sts_get_journal_entry_parameters ---- openapi.json#/paths/~1control~1journal~1{entry}/get/parameters */

/** Parameters of GET /control/journal/{entry}. */
struct sts_get_journal_entry_parameters {
    /** Id of the entry; at least 1; required */
    int64_t entry;
};

/* ---- struct sts_get_report_parameters ---- openapi.json#/paths/~1control~1report/get/parameters */

/** Parameters of GET /control/report. */
struct sts_get_report_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_GET_REPORT_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
    /** summary: a short report, as JSON. It has what is broken or not known, and why, without
     *  payloads, timelines and coverage; default "full" */
    enum sts_control_report_form form;
    /** Only these streams, and no connections without a stream: an exact stream_id or a glob (`*`,
     *  `?`; `\*` and `\?` are these characters themselves); 1 to 512 code points; optional; bit
     *  STS_GET_REPORT_PARAMETERS_HAS_STREAM */
    struct codec_text stream;
    /** Only streams that began after this place of the journal: the `next` of an answer, the id of
     *  an event of the feed, `start`, or `now`. If streams began before it and went on after it,
     *  the verdict is unknown; optional; bit STS_GET_REPORT_PARAMETERS_HAS_SINCE */
    struct codec_text since;
};

/** Bits of `has` in struct sts_get_report_parameters. */
enum {
    STS_GET_REPORT_PARAMETERS_HAS_TICKET = 1 << 0,
    STS_GET_REPORT_PARAMETERS_HAS_STREAM = 1 << 1,
    STS_GET_REPORT_PARAMETERS_HAS_SINCE = 1 << 2,
};

/* ---- struct sts_get_report_json_parameters ---- openapi.json#/paths/~1control~1report.json/get/parameters */

/** Parameters of GET /control/report.json. */
struct sts_get_report_json_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_GET_REPORT_JSON_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
    /** summary: a short report, as JSON. It has what is broken or not known, and why, without
     *  payloads, timelines and coverage; default "full" */
    enum sts_control_report_form form;
    /** Only these streams, and no connections without a stream: an exact stream_id or a glob (`*`,
     *  `?`; `\*` and `\?` are these characters themselves); 1 to 512 code points; optional; bit
     *  STS_GET_REPORT_JSON_PARAMETERS_HAS_STREAM */
    struct codec_text stream;
    /** Only streams that began after this place of the journal: the `next` of an answer, the id of
     *  an event of the feed, `start`, or `now`. If streams began before it and went on after it,
     *  the verdict is unknown; optional; bit STS_GET_REPORT_JSON_PARAMETERS_HAS_SINCE */
    struct codec_text since;
};

/** Bits of `has` in struct sts_get_report_json_parameters. */
enum {
    STS_GET_REPORT_JSON_PARAMETERS_HAS_TICKET = 1 << 0,
    STS_GET_REPORT_JSON_PARAMETERS_HAS_STREAM = 1 << 1,
    STS_GET_REPORT_JSON_PARAMETERS_HAS_SINCE = 1 << 2,
};

/* ---- struct sts_get_report_xml_parameters ---- openapi.json#/paths/~1control~1report.xml/get/parameters */

/** Parameters of GET /control/report.xml. */
struct sts_get_report_xml_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_GET_REPORT_XML_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
    /** Only these streams, and no connections without a stream: an exact stream_id or a glob (`*`,
     *  `?`; `\*` and `\?` are these characters themselves); 1 to 512 code points; optional; bit
     *  STS_GET_REPORT_XML_PARAMETERS_HAS_STREAM */
    struct codec_text stream;
    /** Only streams that began after this place of the journal: the `next` of an answer, the id of
     *  an event of the feed, `start`, or `now`. If streams began before it and went on after it,
     *  the verdict is unknown; optional; bit STS_GET_REPORT_XML_PARAMETERS_HAS_SINCE */
    struct codec_text since;
};

/** Bits of `has` in struct sts_get_report_xml_parameters. */
enum {
    STS_GET_REPORT_XML_PARAMETERS_HAS_TICKET = 1 << 0,
    STS_GET_REPORT_XML_PARAMETERS_HAS_STREAM = 1 << 1,
    STS_GET_REPORT_XML_PARAMETERS_HAS_SINCE = 1 << 2,
};

/* ---- struct sts_get_report_html_parameters ---- openapi.json#/paths/~1control~1report.html/get/parameters */

/** Parameters of GET /control/report.html. */
struct sts_get_report_html_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_GET_REPORT_HTML_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
    /** Only these streams, and no connections without a stream: an exact stream_id or a glob (`*`,
     *  `?`; `\*` and `\?` are these characters themselves); 1 to 512 code points; optional; bit
     *  STS_GET_REPORT_HTML_PARAMETERS_HAS_STREAM */
    struct codec_text stream;
    /** Only streams that began after this place of the journal: the `next` of an answer, the id of
     *  an event of the feed, `start`, or `now`. If streams began before it and went on after it,
     *  the verdict is unknown; optional; bit STS_GET_REPORT_HTML_PARAMETERS_HAS_SINCE */
    struct codec_text since;
};

/** Bits of `has` in struct sts_get_report_html_parameters. */
enum {
    STS_GET_REPORT_HTML_PARAMETERS_HAS_TICKET = 1 << 0,
    STS_GET_REPORT_HTML_PARAMETERS_HAS_STREAM = 1 << 1,
    STS_GET_REPORT_HTML_PARAMETERS_HAS_SINCE = 1 << 2,
};

/* ---- struct sts_get_stream_report_parameters ---- openapi.json#/paths/~1control~1report~1{id}/get/parameters */

/** Parameters of GET /control/report/{id}. */
struct sts_get_stream_report_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of a stream. Percent-encode all of it, slashes too: it is decoded once and not changed
     *  otherwise; 1 to 256 code points; required */
    struct codec_text id;
    /** Waits until the stream is over, or idle with all input read, at most for so many
     *  milliseconds. Member settled of the report says which. Absent: do not wait; 0 to 60000;
     *  optional; bit STS_GET_STREAM_REPORT_PARAMETERS_HAS_SETTLED_MS */
    int32_t settled_ms;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_GET_STREAM_REPORT_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
    /** summary: a short report, as JSON. It has what is broken or not known, and why, without
     *  payloads, timelines and coverage; default "full" */
    enum sts_control_report_form form;
};

/** Bits of `has` in struct sts_get_stream_report_parameters. */
enum {
    STS_GET_STREAM_REPORT_PARAMETERS_HAS_SETTLED_MS = 1 << 0,
    STS_GET_STREAM_REPORT_PARAMETERS_HAS_TICKET = 1 << 1,
};

/* ---- struct sts_get_stream_report_json_parameters ---- openapi.json#/paths/~1control~1report~1{id}.json/get/parameters */

/** Parameters of GET /control/report/{id}.json. */
struct sts_get_stream_report_json_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of a stream. Percent-encode all of it, slashes too: it is decoded once and not changed
     *  otherwise; 1 to 256 code points; required */
    struct codec_text id;
    /** Waits until the stream is over, or idle with all input read, at most for so many
     *  milliseconds. Member settled of the report says which. Absent: do not wait; 0 to 60000;
     *  optional; bit STS_GET_STREAM_REPORT_JSON_PARAMETERS_HAS_SETTLED_MS */
    int32_t settled_ms;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_GET_STREAM_REPORT_JSON_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
    /** summary: a short report, as JSON. It has what is broken or not known, and why, without
     *  payloads, timelines and coverage; default "full" */
    enum sts_control_report_form form;
};

/** Bits of `has` in struct sts_get_stream_report_json_parameters. */
enum {
    STS_GET_STREAM_REPORT_JSON_PARAMETERS_HAS_SETTLED_MS = 1 << 0,
    STS_GET_STREAM_REPORT_JSON_PARAMETERS_HAS_TICKET = 1 << 1,
};

/* ---- struct sts_get_stream_report_xml_parameters ---- openapi.json#/paths/~1control~1report~1{id}.xml/get/parameters */

/** Parameters of GET /control/report/{id}.xml. */
struct sts_get_stream_report_xml_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of a stream. Percent-encode all of it, slashes too: it is decoded once and not changed
     *  otherwise; 1 to 256 code points; required */
    struct codec_text id;
    /** Waits until the stream is over, or idle with all input read, at most for so many
     *  milliseconds. Member settled of the report says which. Absent: do not wait; 0 to 60000;
     *  optional; bit STS_GET_STREAM_REPORT_XML_PARAMETERS_HAS_SETTLED_MS */
    int32_t settled_ms;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_GET_STREAM_REPORT_XML_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
};

/** Bits of `has` in struct sts_get_stream_report_xml_parameters. */
enum {
    STS_GET_STREAM_REPORT_XML_PARAMETERS_HAS_SETTLED_MS = 1 << 0,
    STS_GET_STREAM_REPORT_XML_PARAMETERS_HAS_TICKET = 1 << 1,
};

/* ---- struct sts_get_stream_report_html_parameters ---- openapi.json#/paths/~1control~1report~1{id}.html/get/parameters */

/** Parameters of GET /control/report/{id}.html. */
struct sts_get_stream_report_html_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Id of a stream. Percent-encode all of it, slashes too: it is decoded once and not changed
     *  otherwise; 1 to 256 code points; required */
    struct codec_text id;
    /** Waits until the stream is over, or idle with all input read, at most for so many
     *  milliseconds. Member settled of the report says which. Absent: do not wait; 0 to 60000;
     *  optional; bit STS_GET_STREAM_REPORT_HTML_PARAMETERS_HAS_SETTLED_MS */
    int32_t settled_ms;
    /** A ticket of POST /control/tickets, instead of the API key; 1 to 64 code points; optional;
     *  bit STS_GET_STREAM_REPORT_HTML_PARAMETERS_HAS_TICKET */
    struct codec_text ticket;
};

/** Bits of `has` in struct sts_get_stream_report_html_parameters. */
enum {
    STS_GET_STREAM_REPORT_HTML_PARAMETERS_HAS_SETTLED_MS = 1 << 0,
    STS_GET_STREAM_REPORT_HTML_PARAMETERS_HAS_TICKET = 1 << 1,
};

/* ---- members ------------------------------------------------------------ control/matcher.json */

/** X(NAME, name, "member") for each member of control/matcher.json, which no struct holds. */
#define STS_CONTROL_MATCHER_MEMBERS(X) \
    X(EQUALS, equals, "equals") \
    X(REGEX, regex, "regex") \
    X(MIN, min, "min") \
    X(MAX, max, "max") \
    X(PRESENT, present, "present") \
    X(ABSENT, absent, "absent")

/* ---- lengths --------------------------------------------------------------------------------- */

/* The most characters that a valid text of each has, and the most bytes of UTF-8 that it takes. */
#define STS_CONTROL_JOURNAL_EVENT_CHARACTERS 256 /* control/journal_event.json */
#define STS_CONTROL_JOURNAL_EVENT_BYTES 1024 /* control/journal_event.json */
#define STS_CONTROL_REGEX_CHARACTERS 256 /* control/regex.json */
#define STS_CONTROL_REGEX_BYTES 1024 /* control/regex.json */
#define STS_FRAGMENT_ID_CHARACTERS 256 /* types/fragment_id.json */
#define STS_FRAGMENT_ID_BYTES 1024 /* types/fragment_id.json */
#define STS_SCENARIO_NAME_CHARACTERS 256 /* types/scenario_name.json */
#define STS_SCENARIO_NAME_BYTES 1024 /* types/scenario_name.json */
#define STS_SEED_KEY_CHARACTERS 256 /* types/seed_key.json */
#define STS_SEED_KEY_BYTES 1024 /* types/seed_key.json */
#define STS_SIMULATED_ERROR_CODE_CHARACTERS 64 /* types/simulated_error_code.json */
#define STS_SIMULATED_ERROR_CODE_BYTES 256 /* types/simulated_error_code.json */
#define STS_STREAM_ID_CHARACTERS 256 /* types/stream_id.json */
#define STS_STREAM_ID_BYTES 1024 /* types/stream_id.json */
#define STS_STREAM_PATTERN_CHARACTERS 512 /* types/stream_pattern.json */
#define STS_STREAM_PATTERN_BYTES 2048 /* types/stream_pattern.json */
#define STS_WORKER_ID_CHARACTERS 256 /* types/worker_id.json */
#define STS_WORKER_ID_BYTES 1024 /* types/worker_id.json */

/* ---- reading lists --------------------------------------------------------------------------- */

/* Each reads the next item of a decoded list; `cursor` starts zeroed. false after the last. */
bool sts_error_metadata_errors_next(const struct codec_list *list,
                                    struct codec_list_cursor *cursor,
                                    struct sts_schema_error *item);
bool sts_error_metadata_missing_next(const struct codec_list *list,
                                     struct codec_list_cursor *cursor,
                                     int64_t *item);
bool sts_config_error_simulation_rules_next(const struct codec_list *list,
                                            struct codec_list_cursor *cursor,
                                            struct sts_error_rule *item);
bool sts_config_backpressure_script_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct sts_backpressure_step *item);
bool sts_control_clients_clients_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_client *item);
bool sts_control_error_error_findings_next(const struct codec_list *list,
                                           struct codec_list_cursor *cursor,
                                           struct sts_schema_error *item);
bool sts_control_streams_streams_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_stream *item);
bool sts_scenario_faults_rules_next(const struct codec_list *list,
                                    struct codec_list_cursor *cursor,
                                    struct sts_error_rule *item);
bool sts_scenario_backpressure_script_next(const struct codec_list *list,
                                           struct codec_list_cursor *cursor,
                                           struct sts_backpressure_step *item);
bool sts_control_armed_hits_next(const struct codec_list *list,
                                 struct codec_list_cursor *cursor,
                                 struct sts_control_stream_hits *item);
bool sts_control_stream_hits_rules_next(const struct codec_list *list,
                                        struct codec_list_cursor *cursor,
                                        struct sts_control_rule_hits *item);
bool sts_control_armed_list_armed_next(const struct codec_list *list,
                                       struct codec_list_cursor *cursor,
                                       struct sts_control_armed_record *item);
bool sts_control_scenario_run_at_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_scenario_place *item);
bool sts_control_armed_record_rules_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct sts_control_rule_hits *item);
bool sts_control_scenarios_loaded_scenarios_next(const struct codec_list *list,
                                                 struct codec_list_cursor *cursor,
                                                 struct sts_scenario *item);
bool sts_scenario_steps_next(const struct codec_list *list,
                             struct codec_list_cursor *cursor,
                             struct sts_scenario_step *item);
bool sts_control_scenarios_scenarios_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_scenario *item);
bool sts_control_journal_entries_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_journal_entry *item);
bool sts_control_journal_armed_rules_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct codec_text *item);
bool sts_control_journal_entry_errors_next(const struct codec_list *list,
                                           struct codec_list_cursor *cursor,
                                           struct sts_schema_error *item);
bool sts_control_journal_entry_deviations_next(const struct codec_list *list,
                                               struct codec_list_cursor *cursor,
                                               struct sts_schema_error *item);
bool sts_control_verify_expectations_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_expectation *item);
bool sts_control_verdict_expectations_next(const struct codec_list *list,
                                           struct codec_list_cursor *cursor,
                                           struct sts_control_verify_result *item);
bool sts_control_verdict_unused_faults_next(const struct codec_list *list,
                                            struct codec_list_cursor *cursor,
                                            struct sts_control_unused_rule *item);
bool sts_control_verify_result_nearest_next(const struct codec_list *list,
                                            struct codec_list_cursor *cursor,
                                            struct sts_control_near_miss *item);
bool sts_control_near_miss_differed_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct sts_control_difference *item);
bool sts_control_report_why_next(const struct codec_list *list,
                                 struct codec_list_cursor *cursor,
                                 struct codec_text *item);
bool sts_control_report_unknowns_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct codec_text *item);
bool sts_control_report_requirements_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_requirement *item);
bool sts_control_report_findings_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_report_finding *item);
bool sts_control_report_coverage_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_report_branch *item);
bool sts_control_report_streams_next(const struct codec_list *list,
                                     struct codec_list_cursor *cursor,
                                     struct sts_control_report_stream *item);
bool sts_control_report_others_next(const struct codec_list *list,
                                    struct codec_list_cursor *cursor,
                                    struct sts_control_report_others *item);
bool sts_control_report_stream_unknowns_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct codec_text *item);
bool sts_control_report_stream_outcomes_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct sts_control_report_stream_outcome *item);
bool sts_control_report_stream_fragments_next(const struct codec_list *list,
                                              struct codec_list_cursor *cursor,
                                              struct sts_control_report_fragment *item);
bool sts_control_report_stream_bands_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_band *item);
bool sts_control_report_stream_marks_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_mark *item);
bool sts_control_report_stream_seeds_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_seed *item);
bool sts_control_report_stream_armed_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_armed *item);
bool sts_control_report_fragment_earlier_next(const struct codec_list *list,
                                              struct codec_list_cursor *cursor,
                                              struct sts_control_report_attempt *item);
bool sts_control_report_armed_rules_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct sts_control_report_rule *item);
bool sts_control_report_others_unknowns_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct codec_text *item);
bool sts_control_report_others_outcomes_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct sts_control_report_stream_outcome *item);
bool sts_control_report_summary_why_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct codec_text *item);
bool sts_control_report_summary_unknowns_next(const struct codec_list *list,
                                              struct codec_list_cursor *cursor,
                                              struct codec_text *item);
bool sts_control_report_summary_requirements_next(
    const struct codec_list *list,
    struct codec_list_cursor *cursor,
    struct sts_control_report_summary_requirement *item);
bool sts_control_report_summary_findings_next(const struct codec_list *list,
                                              struct codec_list_cursor *cursor,
                                              struct sts_control_report_finding *item);
bool sts_control_report_summary_streams_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct sts_control_report_summary_stream *item);

/* ---- keeping structs ------------------------------------------------------------------------- */

/* Each copies the text that a decoded struct points to: codec_keep() in codec/schema.h. */
size_t sts_stream_config_keep(struct sts_stream_config *value, char *into);
size_t sts_stream_init_keep(struct sts_stream_init *value, char *into);
size_t sts_audio_data_keep(struct sts_audio_data *value, char *into);
size_t sts_fragment_metadata_keep(struct sts_fragment_metadata *value, char *into);
size_t sts_fragment_data_keep(struct sts_fragment_data *value, char *into);
size_t sts_worker_fragment_ack_keep(struct sts_worker_fragment_ack *value, char *into);
size_t sts_stream_pause_keep(struct sts_stream_pause *value, char *into);
size_t sts_stream_resume_keep(struct sts_stream_resume *value, char *into);
size_t sts_stream_end_keep(struct sts_stream_end *value, char *into);
size_t sts_capabilities_keep(struct sts_capabilities *value, char *into);
size_t sts_stream_ready_keep(struct sts_stream_ready *value, char *into);
size_t sts_fragment_ack_keep(struct sts_fragment_ack *value, char *into);
size_t sts_stage_timings_keep(struct sts_stage_timings *value, char *into);
size_t sts_processing_error_keep(struct sts_processing_error *value, char *into);
size_t sts_processing_metadata_keep(struct sts_processing_metadata *value, char *into);
size_t sts_fragment_processed_keep(struct sts_fragment_processed *value, char *into);
size_t sts_stream_statistics_keep(struct sts_stream_statistics *value, char *into);
size_t sts_stream_complete_keep(struct sts_stream_complete *value, char *into);
size_t sts_backpressure_keep(struct sts_backpressure *value, char *into);
size_t sts_error_metadata_keep(struct sts_error_metadata *value, char *into);
size_t sts_error_keep(struct sts_error *value, char *into);
size_t sts_schema_error_keep(struct sts_schema_error *value, char *into);
size_t sts_config_error_simulation_keep(struct sts_config_error_simulation *value, char *into);
size_t sts_error_rule_keep(struct sts_error_rule *value, char *into);
size_t sts_config_error_simulation_ack_keep(struct sts_config_error_simulation_ack *value,
                                            char *into);
size_t sts_config_processing_delay_keep(struct sts_config_processing_delay *value, char *into);
size_t sts_config_processing_delay_ack_keep(struct sts_config_processing_delay_ack *value,
                                            char *into);
size_t sts_config_backpressure_keep(struct sts_config_backpressure *value, char *into);
size_t sts_backpressure_step_keep(struct sts_backpressure_step *value, char *into);
size_t sts_config_backpressure_ack_keep(struct sts_config_backpressure_ack *value, char *into);
size_t sts_simulate_disconnect_keep(struct sts_simulate_disconnect *value, char *into);
size_t sts_simulate_disconnect_ack_keep(struct sts_simulate_disconnect_ack *value, char *into);
size_t sts_control_clients_keep(struct sts_control_clients *value, char *into);
size_t sts_control_client_keep(struct sts_control_client *value, char *into);
size_t sts_control_error_error_keep(struct sts_control_error_error *value, char *into);
size_t sts_control_error_keep(struct sts_control_error *value, char *into);
size_t sts_control_streams_keep(struct sts_control_streams *value, char *into);
size_t sts_scenario_faults_keep(struct sts_scenario_faults *value, char *into);
size_t sts_scenario_delay_keep(struct sts_scenario_delay *value, char *into);
size_t sts_scenario_backpressure_keep(struct sts_scenario_backpressure *value, char *into);
size_t sts_control_armed_scenario_keep(struct sts_control_armed_scenario *value, char *into);
size_t sts_control_armed_keep(struct sts_control_armed *value, char *into);
size_t sts_control_stream_keep(struct sts_control_stream *value, char *into);
size_t sts_control_stream_hits_keep(struct sts_control_stream_hits *value, char *into);
size_t sts_control_hit_keep(struct sts_control_hit *value, char *into);
size_t sts_control_rule_hits_keep(struct sts_control_rule_hits *value, char *into);
size_t sts_control_streams_deleted_keep(struct sts_control_streams_deleted *value, char *into);
size_t sts_scenario_disconnect_keep(struct sts_scenario_disconnect *value, char *into);
size_t sts_control_armed_list_keep(struct sts_control_armed_list *value, char *into);
size_t sts_control_scenario_run_keep(struct sts_control_scenario_run *value, char *into);
size_t sts_control_armed_record_keep(struct sts_control_armed_record *value, char *into);
size_t sts_control_scenario_place_keep(struct sts_control_scenario_place *value, char *into);
size_t sts_control_log_keep(struct sts_control_log *value, char *into);
size_t sts_control_ticket_wish_keep(struct sts_control_ticket_wish *value, char *into);
size_t sts_control_ticket_keep(struct sts_control_ticket *value, char *into);
size_t sts_control_reset_keep(struct sts_control_reset *value, char *into);
size_t sts_control_reset_ack_keep(struct sts_control_reset_ack *value, char *into);
size_t sts_control_scenarios_loaded_keep(struct sts_control_scenarios_loaded *value, char *into);
size_t sts_scenario_keep(struct sts_scenario *value, char *into);
size_t sts_scenario_until_keep(struct sts_scenario_until *value, char *into);
size_t sts_scenario_step_keep(struct sts_scenario_step *value, char *into);
size_t sts_control_scenarios_keep(struct sts_control_scenarios *value, char *into);
size_t sts_control_scenarios_ack_keep(struct sts_control_scenarios_ack *value, char *into);
size_t sts_control_journal_keep(struct sts_control_journal *value, char *into);
size_t sts_control_journal_fault_keep(struct sts_control_journal_fault *value, char *into);
size_t sts_control_journal_armed_keep(struct sts_control_journal_armed *value, char *into);
size_t sts_control_journal_server_keep(struct sts_control_journal_server *value, char *into);
size_t sts_control_journal_entry_keep(struct sts_control_journal_entry *value, char *into);
size_t sts_control_verify_keep(struct sts_control_verify *value, char *into);
size_t sts_control_verify_count_keep(struct sts_control_verify_count *value, char *into);
size_t sts_control_expectation_keep(struct sts_control_expectation *value, char *into);
size_t sts_control_verdict_keep(struct sts_control_verdict *value, char *into);
size_t sts_control_verify_result_keep(struct sts_control_verify_result *value, char *into);
size_t sts_control_near_miss_keep(struct sts_control_near_miss *value, char *into);
size_t sts_control_difference_keep(struct sts_control_difference *value, char *into);
size_t sts_control_unused_rule_keep(struct sts_control_unused_rule *value, char *into);
size_t sts_control_report_generator_keep(struct sts_control_report_generator *value, char *into);
size_t sts_control_report_counts_keep(struct sts_control_report_counts *value, char *into);
size_t sts_control_report_keep(struct sts_control_report *value, char *into);
size_t sts_control_report_requirement_keep(struct sts_control_report_requirement *value,
                                           char *into);
size_t sts_control_report_finding_keep(struct sts_control_report_finding *value, char *into);
size_t sts_control_report_branch_keep(struct sts_control_report_branch *value, char *into);
size_t sts_control_report_stream_keep(struct sts_control_report_stream *value, char *into);
size_t sts_control_report_stream_outcome_keep(struct sts_control_report_stream_outcome *value,
                                              char *into);
size_t sts_control_report_fragment_keep(struct sts_control_report_fragment *value, char *into);
size_t sts_control_report_attempt_keep(struct sts_control_report_attempt *value, char *into);
size_t sts_control_report_band_keep(struct sts_control_report_band *value, char *into);
size_t sts_control_report_mark_keep(struct sts_control_report_mark *value, char *into);
size_t sts_control_report_seed_keep(struct sts_control_report_seed *value, char *into);
size_t sts_control_report_armed_keep(struct sts_control_report_armed *value, char *into);
size_t sts_control_report_rule_keep(struct sts_control_report_rule *value, char *into);
size_t sts_control_report_others_keep(struct sts_control_report_others *value, char *into);
size_t sts_control_report_summary_keep(struct sts_control_report_summary *value, char *into);
size_t sts_control_report_summary_requirement_keep(
    struct sts_control_report_summary_requirement *value,
    char *into);
size_t sts_control_report_summary_stream_keep(struct sts_control_report_summary_stream *value,
                                              char *into);
size_t sts_list_clients_parameters_keep(struct sts_list_clients_parameters *value, char *into);
size_t sts_list_streams_parameters_keep(struct sts_list_streams_parameters *value, char *into);
size_t sts_get_stream_parameters_keep(struct sts_get_stream_parameters *value, char *into);
size_t sts_delete_streams_parameters_keep(struct sts_delete_streams_parameters *value, char *into);
size_t sts_put_faults_parameters_keep(struct sts_put_faults_parameters *value, char *into);
size_t sts_delete_faults_parameters_keep(struct sts_delete_faults_parameters *value, char *into);
size_t sts_put_delay_parameters_keep(struct sts_put_delay_parameters *value, char *into);
size_t sts_delete_delay_parameters_keep(struct sts_delete_delay_parameters *value, char *into);
size_t sts_put_backpressure_parameters_keep(struct sts_put_backpressure_parameters *value,
                                            char *into);
size_t sts_delete_backpressure_parameters_keep(struct sts_delete_backpressure_parameters *value,
                                               char *into);
size_t sts_post_disconnect_parameters_keep(struct sts_post_disconnect_parameters *value,
                                           char *into);
size_t sts_list_armed_parameters_keep(struct sts_list_armed_parameters *value, char *into);
size_t sts_list_scenarios_parameters_keep(struct sts_list_scenarios_parameters *value, char *into);
size_t sts_delete_scenarios_parameters_keep(struct sts_delete_scenarios_parameters *value,
                                            char *into);
size_t sts_get_journal_parameters_keep(struct sts_get_journal_parameters *value, char *into);
size_t sts_stream_journal_parameters_keep(struct sts_stream_journal_parameters *value, char *into);
size_t sts_get_journal_entry_parameters_keep(struct sts_get_journal_entry_parameters *value,
                                             char *into);
size_t sts_get_report_parameters_keep(struct sts_get_report_parameters *value, char *into);
size_t sts_get_report_json_parameters_keep(struct sts_get_report_json_parameters *value,
                                           char *into);
size_t sts_get_report_xml_parameters_keep(struct sts_get_report_xml_parameters *value, char *into);
size_t sts_get_report_html_parameters_keep(struct sts_get_report_html_parameters *value,
                                           char *into);
size_t sts_get_stream_report_parameters_keep(struct sts_get_stream_report_parameters *value,
                                             char *into);
size_t sts_get_stream_report_json_parameters_keep(
    struct sts_get_stream_report_json_parameters *value,
    char *into);
size_t sts_get_stream_report_xml_parameters_keep(
    struct sts_get_stream_report_xml_parameters *value,
    char *into);
size_t sts_get_stream_report_html_parameters_keep(
    struct sts_get_stream_report_html_parameters *value,
    char *into);

/* ---- events ---------------------------------------------------------------------------------- */

/** Which way an event goes. */
enum sts_direction {
    STS_FROM_WORKER,
    STS_TO_WORKER,
};

/** Every event, once for each direction that it goes. */
enum sts_event_id {
    STS_EVENT_STREAM_INIT, /**< stream:init, worker to STS */
    STS_EVENT_FRAGMENT_DATA, /**< fragment:data, worker to STS */
    STS_EVENT_WORKER_FRAGMENT_ACK, /**< fragment:ack, worker to STS */
    STS_EVENT_STREAM_PAUSE, /**< stream:pause, worker to STS */
    STS_EVENT_STREAM_RESUME, /**< stream:resume, worker to STS */
    STS_EVENT_STREAM_END, /**< stream:end, worker to STS */
    STS_EVENT_STREAM_READY, /**< stream:ready, STS to worker */
    STS_EVENT_FRAGMENT_ACK, /**< fragment:ack, STS to worker */
    STS_EVENT_FRAGMENT_PROCESSED, /**< fragment:processed, STS to worker */
    STS_EVENT_STREAM_COMPLETE, /**< stream:complete, STS to worker */
    STS_EVENT_BACKPRESSURE, /**< backpressure, STS to worker */
    STS_EVENT_ERROR, /**< error, STS to worker */
    STS_EVENT_CONFIG_ERROR_SIMULATION, /**< config:error_simulation, worker to STS */
    STS_EVENT_CONFIG_ERROR_SIMULATION_ACK, /**< config:error_simulation:ack, STS to worker */
    STS_EVENT_CONFIG_PROCESSING_DELAY, /**< config:processing_delay, worker to STS */
    STS_EVENT_CONFIG_PROCESSING_DELAY_ACK, /**< config:processing_delay:ack, STS to worker */
    STS_EVENT_CONFIG_BACKPRESSURE, /**< config:backpressure, worker to STS */
    STS_EVENT_CONFIG_BACKPRESSURE_ACK, /**< config:backpressure:ack, STS to worker */
    STS_EVENT_SIMULATE_DISCONNECT, /**< simulate:disconnect, worker to STS */
    STS_EVENT_SIMULATE_DISCONNECT_ACK, /**< simulate:disconnect:ack, STS to worker */
};
#define STS_EVENT_COUNT 20

/** X(NAME, name, "event") for each: STS_EVENT_NAME is its id, struct sts_name its payload. */
#define STS_EVENTS(X) \
    X(STREAM_INIT, stream_init, "stream:init") \
    X(FRAGMENT_DATA, fragment_data, "fragment:data") \
    X(WORKER_FRAGMENT_ACK, worker_fragment_ack, "fragment:ack") \
    X(STREAM_PAUSE, stream_pause, "stream:pause") \
    X(STREAM_RESUME, stream_resume, "stream:resume") \
    X(STREAM_END, stream_end, "stream:end") \
    X(STREAM_READY, stream_ready, "stream:ready") \
    X(FRAGMENT_ACK, fragment_ack, "fragment:ack") \
    X(FRAGMENT_PROCESSED, fragment_processed, "fragment:processed") \
    X(STREAM_COMPLETE, stream_complete, "stream:complete") \
    X(BACKPRESSURE, backpressure, "backpressure") \
    X(ERROR, error, "error") \
    X(CONFIG_ERROR_SIMULATION, config_error_simulation, "config:error_simulation") \
    X(CONFIG_ERROR_SIMULATION_ACK, config_error_simulation_ack, "config:error_simulation:ack") \
    X(CONFIG_PROCESSING_DELAY, config_processing_delay, "config:processing_delay") \
    X(CONFIG_PROCESSING_DELAY_ACK, config_processing_delay_ack, "config:processing_delay:ack") \
    X(CONFIG_BACKPRESSURE, config_backpressure, "config:backpressure") \
    X(CONFIG_BACKPRESSURE_ACK, config_backpressure_ack, "config:backpressure:ack") \
    X(SIMULATE_DISCONNECT, simulate_disconnect, "simulate:disconnect") \
    X(SIMULATE_DISCONNECT_ACK, simulate_disconnect_ack, "simulate:disconnect:ack")

/** Those that workers send. */
#define STS_EVENTS_FROM_WORKER(X) \
    X(STREAM_INIT, stream_init, "stream:init") \
    X(FRAGMENT_DATA, fragment_data, "fragment:data") \
    X(WORKER_FRAGMENT_ACK, worker_fragment_ack, "fragment:ack") \
    X(STREAM_PAUSE, stream_pause, "stream:pause") \
    X(STREAM_RESUME, stream_resume, "stream:resume") \
    X(STREAM_END, stream_end, "stream:end") \
    X(CONFIG_ERROR_SIMULATION, config_error_simulation, "config:error_simulation") \
    X(CONFIG_PROCESSING_DELAY, config_processing_delay, "config:processing_delay") \
    X(CONFIG_BACKPRESSURE, config_backpressure, "config:backpressure") \
    X(SIMULATE_DISCONNECT, simulate_disconnect, "simulate:disconnect")

/** Those that are sent to workers. */
#define STS_EVENTS_TO_WORKER(X) \
    X(STREAM_READY, stream_ready, "stream:ready") \
    X(FRAGMENT_ACK, fragment_ack, "fragment:ack") \
    X(FRAGMENT_PROCESSED, fragment_processed, "fragment:processed") \
    X(STREAM_COMPLETE, stream_complete, "stream:complete") \
    X(BACKPRESSURE, backpressure, "backpressure") \
    X(ERROR, error, "error") \
    X(CONFIG_ERROR_SIMULATION_ACK, config_error_simulation_ack, "config:error_simulation:ack") \
    X(CONFIG_PROCESSING_DELAY_ACK, config_processing_delay_ack, "config:processing_delay:ack") \
    X(CONFIG_BACKPRESSURE_ACK, config_backpressure_ack, "config:backpressure:ack") \
    X(SIMULATE_DISCONNECT_ACK, simulate_disconnect_ack, "simulate:disconnect:ack")

/** Room for the payload of any event that a worker sends. */
union sts_from_worker {
    struct sts_stream_init stream_init;
    struct sts_fragment_data fragment_data;
    struct sts_worker_fragment_ack worker_fragment_ack;
    struct sts_stream_pause stream_pause;
    struct sts_stream_resume stream_resume;
    struct sts_stream_end stream_end;
    struct sts_config_error_simulation config_error_simulation;
    struct sts_config_processing_delay config_processing_delay;
    struct sts_config_backpressure config_backpressure;
    struct sts_simulate_disconnect simulate_disconnect;
};

/** Room for the payload of any event that is sent to workers. */
union sts_to_worker {
    struct sts_stream_ready stream_ready;
    struct sts_fragment_ack fragment_ack;
    struct sts_fragment_processed fragment_processed;
    struct sts_stream_complete stream_complete;
    struct sts_backpressure backpressure;
    struct sts_error error;
    struct sts_config_error_simulation_ack config_error_simulation_ack;
    struct sts_config_processing_delay_ack config_processing_delay_ack;
    struct sts_config_backpressure_ack config_backpressure_ack;
    struct sts_simulate_disconnect_ack simulate_disconnect_ack;
};

/** Name (with a NUL behind it), payload and size of the struct of each event, by id. */
extern const struct codec_event sts_events[STS_EVENT_COUNT];

/** Direction of each event, by id. */
extern const enum sts_direction sts_event_directions[STS_EVENT_COUNT];

/** The event that answers each; STS_EVENT_COUNT: none. */
extern const enum sts_event_id sts_event_replies[STS_EVENT_COUNT];

/** The event of that name (plain UTF-8) in that direction, or NULL. */
const struct codec_event *sts_event_find(enum sts_direction direction, struct base_slice name);

/** The event whose name is closest to one that is unknown, or NULL when none is close. */
const struct codec_event *sts_event_closest(enum sts_direction direction, struct base_slice name);

/** Id of an entry of sts_events. */
static inline enum sts_event_id sts_event_id_of(const struct codec_event *event) {
    return (enum sts_event_id)(event - sts_events);
}

/* What decode, encode and validate do, and their errors: codec_decode(), codec_encode() and
 * codec_validate() in codec/schema.h. */

/* stream:init, worker to STS: events/stream_init.json */
bool sts_stream_init_decode(struct codec_in *in, struct sts_stream_init *message);
bool sts_stream_init_encode(struct codec_out *out, const struct sts_stream_init *message);
bool sts_stream_init_validate(struct base_slice json,
                              const struct codec_scratch *scratch,
                              struct codec_error *error);

/* fragment:data, worker to STS: events/fragment_data.json */
bool sts_fragment_data_decode(struct codec_in *in, struct sts_fragment_data *message);
bool sts_fragment_data_encode(struct codec_out *out, const struct sts_fragment_data *message);
bool sts_fragment_data_validate(struct base_slice json,
                                const struct codec_scratch *scratch,
                                struct codec_error *error);

/* fragment:ack, worker to STS: events/worker_fragment_ack.json */
bool sts_worker_fragment_ack_decode(struct codec_in *in, struct sts_worker_fragment_ack *message);
bool sts_worker_fragment_ack_encode(struct codec_out *out,
                                    const struct sts_worker_fragment_ack *message);
bool sts_worker_fragment_ack_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error);

/* stream:pause, worker to STS: events/stream_pause.json */
bool sts_stream_pause_decode(struct codec_in *in, struct sts_stream_pause *message);
bool sts_stream_pause_encode(struct codec_out *out, const struct sts_stream_pause *message);
bool sts_stream_pause_validate(struct base_slice json,
                               const struct codec_scratch *scratch,
                               struct codec_error *error);

/* stream:resume, worker to STS: events/stream_resume.json */
bool sts_stream_resume_decode(struct codec_in *in, struct sts_stream_resume *message);
bool sts_stream_resume_encode(struct codec_out *out, const struct sts_stream_resume *message);
bool sts_stream_resume_validate(struct base_slice json,
                                const struct codec_scratch *scratch,
                                struct codec_error *error);

/* stream:end, worker to STS: events/stream_end.json */
bool sts_stream_end_decode(struct codec_in *in, struct sts_stream_end *message);
bool sts_stream_end_encode(struct codec_out *out, const struct sts_stream_end *message);
bool sts_stream_end_validate(struct base_slice json,
                             const struct codec_scratch *scratch,
                             struct codec_error *error);

/* stream:ready, STS to worker: events/stream_ready.json */
bool sts_stream_ready_decode(struct codec_in *in, struct sts_stream_ready *message);
bool sts_stream_ready_encode(struct codec_out *out, const struct sts_stream_ready *message);
bool sts_stream_ready_validate(struct base_slice json,
                               const struct codec_scratch *scratch,
                               struct codec_error *error);

/* fragment:ack, STS to worker: events/fragment_ack.json */
bool sts_fragment_ack_decode(struct codec_in *in, struct sts_fragment_ack *message);
bool sts_fragment_ack_encode(struct codec_out *out, const struct sts_fragment_ack *message);
bool sts_fragment_ack_validate(struct base_slice json,
                               const struct codec_scratch *scratch,
                               struct codec_error *error);

/* fragment:processed, STS to worker: events/fragment_processed.json */
bool sts_fragment_processed_decode(struct codec_in *in, struct sts_fragment_processed *message);
bool sts_fragment_processed_encode(struct codec_out *out,
                                   const struct sts_fragment_processed *message);
bool sts_fragment_processed_validate(struct base_slice json,
                                     const struct codec_scratch *scratch,
                                     struct codec_error *error);

/* stream:complete, STS to worker: events/stream_complete.json */
bool sts_stream_complete_decode(struct codec_in *in, struct sts_stream_complete *message);
bool sts_stream_complete_encode(struct codec_out *out, const struct sts_stream_complete *message);
bool sts_stream_complete_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error);

/* backpressure, STS to worker: events/backpressure.json */
bool sts_backpressure_decode(struct codec_in *in, struct sts_backpressure *message);
bool sts_backpressure_encode(struct codec_out *out, const struct sts_backpressure *message);
bool sts_backpressure_validate(struct base_slice json,
                               const struct codec_scratch *scratch,
                               struct codec_error *error);

/* error, STS to worker: events/error.json */
bool sts_error_decode(struct codec_in *in, struct sts_error *message);
bool sts_error_encode(struct codec_out *out, const struct sts_error *message);
bool sts_error_validate(struct base_slice json,
                        const struct codec_scratch *scratch,
                        struct codec_error *error);

/* config:error_simulation, worker to STS: events/config_error_simulation.json */
bool sts_config_error_simulation_decode(struct codec_in *in,
                                        struct sts_config_error_simulation *message);
bool sts_config_error_simulation_encode(struct codec_out *out,
                                        const struct sts_config_error_simulation *message);
bool sts_config_error_simulation_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error);

/* config:error_simulation:ack, STS to worker: events/config_error_simulation_ack.json */
bool sts_config_error_simulation_ack_decode(struct codec_in *in,
                                            struct sts_config_error_simulation_ack *message);
bool sts_config_error_simulation_ack_encode(struct codec_out *out,
                                            const struct sts_config_error_simulation_ack *message);
bool sts_config_error_simulation_ack_validate(struct base_slice json,
                                              const struct codec_scratch *scratch,
                                              struct codec_error *error);

/* config:processing_delay, worker to STS: events/config_processing_delay.json */
bool sts_config_processing_delay_decode(struct codec_in *in,
                                        struct sts_config_processing_delay *message);
bool sts_config_processing_delay_encode(struct codec_out *out,
                                        const struct sts_config_processing_delay *message);
bool sts_config_processing_delay_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error);

/* config:processing_delay:ack, STS to worker: events/config_processing_delay_ack.json */
bool sts_config_processing_delay_ack_decode(struct codec_in *in,
                                            struct sts_config_processing_delay_ack *message);
bool sts_config_processing_delay_ack_encode(struct codec_out *out,
                                            const struct sts_config_processing_delay_ack *message);
bool sts_config_processing_delay_ack_validate(struct base_slice json,
                                              const struct codec_scratch *scratch,
                                              struct codec_error *error);

/* config:backpressure, worker to STS: events/config_backpressure.json */
bool sts_config_backpressure_decode(struct codec_in *in, struct sts_config_backpressure *message);
bool sts_config_backpressure_encode(struct codec_out *out,
                                    const struct sts_config_backpressure *message);
bool sts_config_backpressure_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error);

/* config:backpressure:ack, STS to worker: events/config_backpressure_ack.json */
bool sts_config_backpressure_ack_decode(struct codec_in *in,
                                        struct sts_config_backpressure_ack *message);
bool sts_config_backpressure_ack_encode(struct codec_out *out,
                                        const struct sts_config_backpressure_ack *message);
bool sts_config_backpressure_ack_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error);

/* simulate:disconnect, worker to STS: events/simulate_disconnect.json */
bool sts_simulate_disconnect_decode(struct codec_in *in, struct sts_simulate_disconnect *message);
bool sts_simulate_disconnect_encode(struct codec_out *out,
                                    const struct sts_simulate_disconnect *message);
bool sts_simulate_disconnect_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error);

/* simulate:disconnect:ack, STS to worker: events/simulate_disconnect_ack.json */
bool sts_simulate_disconnect_ack_decode(struct codec_in *in,
                                        struct sts_simulate_disconnect_ack *message);
bool sts_simulate_disconnect_ack_encode(struct codec_out *out,
                                        const struct sts_simulate_disconnect_ack *message);
bool sts_simulate_disconnect_ack_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error);

/* ---- errors ---------------------------------------------------------------------- errors.json */

/** What the protocol says of an error code. */
struct sts_error_info {
    enum sts_error_code code;
    struct base_slice name; /**< the code as it stands in messages */
    enum sts_error_severity severity;
    bool retryable;
    struct base_slice text; /**< when it occurs, a sentence */
};

/** By code. */
extern const struct sts_error_info sts_error_table[STS_ERROR_CODE_COUNT];

/* ---- HTTP ------------------------------------------------------------------------------------ */

/** The JSON bodies of requests and responses. */
enum sts_body_id {
    STS_BODY_CONTROL_CLIENTS, /**< control/clients.json */
    STS_BODY_CONTROL_ERROR, /**< control/error.json */
    STS_BODY_CONTROL_STREAMS, /**< control/streams.json */
    STS_BODY_CONTROL_STREAM, /**< control/stream.json */
    STS_BODY_CONTROL_STREAMS_DELETED, /**< control/streams_deleted.json */
    STS_BODY_SCENARIO_FAULTS, /**< types/scenario_faults.json */
    STS_BODY_CONFIG_ERROR_SIMULATION_ACK, /**< events/config_error_simulation_ack.json */
    STS_BODY_SCENARIO_DELAY, /**< types/scenario_delay.json */
    STS_BODY_CONFIG_PROCESSING_DELAY_ACK, /**< events/config_processing_delay_ack.json */
    STS_BODY_SCENARIO_BACKPRESSURE, /**< types/scenario_backpressure.json */
    STS_BODY_CONFIG_BACKPRESSURE_ACK, /**< events/config_backpressure_ack.json */
    STS_BODY_SCENARIO_DISCONNECT, /**< types/scenario_disconnect.json */
    STS_BODY_SIMULATE_DISCONNECT_ACK, /**< events/simulate_disconnect_ack.json */
    STS_BODY_CONTROL_ARMED_LIST, /**< control/armed_list.json */
    STS_BODY_CONTROL_LOG, /**< control/log.json */
    STS_BODY_CONTROL_TICKET_WISH, /**< control/ticket_wish.json */
    STS_BODY_CONTROL_TICKET, /**< control/ticket.json */
    STS_BODY_CONTROL_RESET, /**< control/reset.json */
    STS_BODY_CONTROL_RESET_ACK, /**< control/reset_ack.json */
    STS_BODY_CONTROL_SCENARIOS_LOADED, /**< control/scenarios_loaded.json */
    STS_BODY_CONTROL_SCENARIOS, /**< control/scenarios.json */
    STS_BODY_CONTROL_SCENARIOS_ACK, /**< control/scenarios_ack.json */
    STS_BODY_CONTROL_JOURNAL, /**< control/journal.json */
    STS_BODY_CONTROL_JOURNAL_ENTRY, /**< control/journal_entry.json */
    STS_BODY_CONTROL_VERIFY, /**< control/verify.json */
    STS_BODY_CONTROL_VERDICT, /**< control/verdict.json */
    STS_BODY_CONTROL_REPORT, /**< control/report.json */
    STS_BODY_CONTROL_REPORT_SUMMARY, /**< control/report_summary.json */
};
#define STS_BODY_COUNT 28

/** Name, schema and size of the struct of each body, by id. */
extern const struct codec_event sts_bodies[STS_BODY_COUNT];

/* control/clients.json */
bool sts_control_clients_decode(struct codec_in *in, struct sts_control_clients *body);
bool sts_control_clients_encode(struct codec_out *out, const struct sts_control_clients *body);
bool sts_control_clients_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error);

/* control/error.json */
bool sts_control_error_decode(struct codec_in *in, struct sts_control_error *body);
bool sts_control_error_encode(struct codec_out *out, const struct sts_control_error *body);
bool sts_control_error_validate(struct base_slice json,
                                const struct codec_scratch *scratch,
                                struct codec_error *error);

/* control/streams.json */
bool sts_control_streams_decode(struct codec_in *in, struct sts_control_streams *body);
bool sts_control_streams_encode(struct codec_out *out, const struct sts_control_streams *body);
bool sts_control_streams_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error);

/* control/stream.json */
bool sts_control_stream_decode(struct codec_in *in, struct sts_control_stream *body);
bool sts_control_stream_encode(struct codec_out *out, const struct sts_control_stream *body);
bool sts_control_stream_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error);

/* control/streams_deleted.json */
bool sts_control_streams_deleted_decode(struct codec_in *in,
                                        struct sts_control_streams_deleted *body);
bool sts_control_streams_deleted_encode(struct codec_out *out,
                                        const struct sts_control_streams_deleted *body);
bool sts_control_streams_deleted_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error);

/* types/scenario_faults.json */
bool sts_scenario_faults_decode(struct codec_in *in, struct sts_scenario_faults *body);
bool sts_scenario_faults_encode(struct codec_out *out, const struct sts_scenario_faults *body);
bool sts_scenario_faults_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error);

/* types/scenario_delay.json */
bool sts_scenario_delay_decode(struct codec_in *in, struct sts_scenario_delay *body);
bool sts_scenario_delay_encode(struct codec_out *out, const struct sts_scenario_delay *body);
bool sts_scenario_delay_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error);

/* types/scenario_backpressure.json */
bool sts_scenario_backpressure_decode(struct codec_in *in, struct sts_scenario_backpressure *body);
bool sts_scenario_backpressure_encode(struct codec_out *out,
                                      const struct sts_scenario_backpressure *body);
bool sts_scenario_backpressure_validate(struct base_slice json,
                                        const struct codec_scratch *scratch,
                                        struct codec_error *error);

/* types/scenario_disconnect.json */
bool sts_scenario_disconnect_decode(struct codec_in *in, struct sts_scenario_disconnect *body);
bool sts_scenario_disconnect_encode(struct codec_out *out,
                                    const struct sts_scenario_disconnect *body);
bool sts_scenario_disconnect_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error);

/* control/armed_list.json */
bool sts_control_armed_list_decode(struct codec_in *in, struct sts_control_armed_list *body);
bool sts_control_armed_list_encode(struct codec_out *out,
                                   const struct sts_control_armed_list *body);
bool sts_control_armed_list_validate(struct base_slice json,
                                     const struct codec_scratch *scratch,
                                     struct codec_error *error);

/* control/log.json */
bool sts_control_log_decode(struct codec_in *in, struct sts_control_log *body);
bool sts_control_log_encode(struct codec_out *out, const struct sts_control_log *body);
bool sts_control_log_validate(struct base_slice json,
                              const struct codec_scratch *scratch,
                              struct codec_error *error);

/* control/ticket_wish.json */
bool sts_control_ticket_wish_decode(struct codec_in *in, struct sts_control_ticket_wish *body);
bool sts_control_ticket_wish_encode(struct codec_out *out,
                                    const struct sts_control_ticket_wish *body);
bool sts_control_ticket_wish_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error);

/* control/ticket.json */
bool sts_control_ticket_decode(struct codec_in *in, struct sts_control_ticket *body);
bool sts_control_ticket_encode(struct codec_out *out, const struct sts_control_ticket *body);
bool sts_control_ticket_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error);

/* control/reset.json */
bool sts_control_reset_decode(struct codec_in *in, struct sts_control_reset *body);
bool sts_control_reset_encode(struct codec_out *out, const struct sts_control_reset *body);
bool sts_control_reset_validate(struct base_slice json,
                                const struct codec_scratch *scratch,
                                struct codec_error *error);

/* control/reset_ack.json */
bool sts_control_reset_ack_decode(struct codec_in *in, struct sts_control_reset_ack *body);
bool sts_control_reset_ack_encode(struct codec_out *out, const struct sts_control_reset_ack *body);
bool sts_control_reset_ack_validate(struct base_slice json,
                                    const struct codec_scratch *scratch,
                                    struct codec_error *error);

/* control/scenarios_loaded.json */
bool sts_control_scenarios_loaded_decode(struct codec_in *in,
                                         struct sts_control_scenarios_loaded *body);
bool sts_control_scenarios_loaded_encode(struct codec_out *out,
                                         const struct sts_control_scenarios_loaded *body);
bool sts_control_scenarios_loaded_validate(struct base_slice json,
                                           const struct codec_scratch *scratch,
                                           struct codec_error *error);

/* control/scenarios.json */
bool sts_control_scenarios_decode(struct codec_in *in, struct sts_control_scenarios *body);
bool sts_control_scenarios_encode(struct codec_out *out, const struct sts_control_scenarios *body);
bool sts_control_scenarios_validate(struct base_slice json,
                                    const struct codec_scratch *scratch,
                                    struct codec_error *error);

/* control/scenarios_ack.json */
bool sts_control_scenarios_ack_decode(struct codec_in *in, struct sts_control_scenarios_ack *body);
bool sts_control_scenarios_ack_encode(struct codec_out *out,
                                      const struct sts_control_scenarios_ack *body);
bool sts_control_scenarios_ack_validate(struct base_slice json,
                                        const struct codec_scratch *scratch,
                                        struct codec_error *error);

/* control/journal.json */
bool sts_control_journal_decode(struct codec_in *in, struct sts_control_journal *body);
bool sts_control_journal_encode(struct codec_out *out, const struct sts_control_journal *body);
bool sts_control_journal_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error);

/* control/journal_entry.json */
bool sts_control_journal_entry_decode(struct codec_in *in, struct sts_control_journal_entry *body);
bool sts_control_journal_entry_encode(struct codec_out *out,
                                      const struct sts_control_journal_entry *body);
bool sts_control_journal_entry_validate(struct base_slice json,
                                        const struct codec_scratch *scratch,
                                        struct codec_error *error);

/* control/verify.json */
bool sts_control_verify_decode(struct codec_in *in, struct sts_control_verify *body);
bool sts_control_verify_encode(struct codec_out *out, const struct sts_control_verify *body);
bool sts_control_verify_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error);

/* control/verdict.json */
bool sts_control_verdict_decode(struct codec_in *in, struct sts_control_verdict *body);
bool sts_control_verdict_encode(struct codec_out *out, const struct sts_control_verdict *body);
bool sts_control_verdict_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error);

/* control/report.json */
bool sts_control_report_decode(struct codec_in *in, struct sts_control_report *body);
bool sts_control_report_encode(struct codec_out *out, const struct sts_control_report *body);
bool sts_control_report_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error);

/* control/report_summary.json */
bool sts_control_report_summary_decode(struct codec_in *in,
                                       struct sts_control_report_summary *body);
bool sts_control_report_summary_encode(struct codec_out *out,
                                       const struct sts_control_report_summary *body);
bool sts_control_report_summary_validate(struct base_slice json,
                                         const struct codec_scratch *scratch,
                                         struct codec_error *error);

/** What can be asked for. */
enum sts_operation_id {
    STS_OPERATION_LIST_CLIENTS, /**< GET /control/clients */
    STS_OPERATION_LIST_STREAMS, /**< GET /control/streams */
    STS_OPERATION_GET_STREAM, /**< GET /control/streams/{id} */
    STS_OPERATION_DELETE_STREAMS, /**< DELETE /control/streams/{id} */
    STS_OPERATION_PUT_FAULTS, /**< PUT /control/streams/{glob}/faults */
    STS_OPERATION_DELETE_FAULTS, /**< DELETE /control/streams/{glob}/faults */
    STS_OPERATION_PUT_DELAY, /**< PUT /control/streams/{glob}/delay */
    STS_OPERATION_DELETE_DELAY, /**< DELETE /control/streams/{glob}/delay */
    STS_OPERATION_PUT_BACKPRESSURE, /**< PUT /control/streams/{glob}/backpressure */
    STS_OPERATION_DELETE_BACKPRESSURE, /**< DELETE /control/streams/{glob}/backpressure */
    STS_OPERATION_POST_DISCONNECT, /**< POST /control/streams/{glob}/disconnect */
    STS_OPERATION_LIST_ARMED, /**< GET /control/armed */
    STS_OPERATION_GET_LOG, /**< GET /control/log */
    STS_OPERATION_PUT_LOG, /**< PUT /control/log */
    STS_OPERATION_POST_TICKETS, /**< POST /control/tickets */
    STS_OPERATION_POST_RESET, /**< POST /control/reset */
    STS_OPERATION_LIST_SCENARIOS, /**< GET /control/scenarios */
    STS_OPERATION_POST_SCENARIOS, /**< POST /control/scenarios */
    STS_OPERATION_DELETE_SCENARIOS, /**< DELETE /control/scenarios */
    STS_OPERATION_GET_JOURNAL, /**< GET /control/journal */
    STS_OPERATION_STREAM_JOURNAL, /**< GET /control/journal/stream */
    STS_OPERATION_GET_JOURNAL_ENTRY, /**< GET /control/journal/{entry} */
    STS_OPERATION_VERIFY_JOURNAL, /**< POST /control/verify */
    STS_OPERATION_GET_REPORT, /**< GET /control/report */
    STS_OPERATION_GET_REPORT_JSON, /**< GET /control/report.json */
    STS_OPERATION_GET_REPORT_XML, /**< GET /control/report.xml */
    STS_OPERATION_GET_REPORT_HTML, /**< GET /control/report.html */
    STS_OPERATION_GET_STREAM_REPORT, /**< GET /control/report/{id} */
    STS_OPERATION_GET_STREAM_REPORT_JSON, /**< GET /control/report/{id}.json */
    STS_OPERATION_GET_STREAM_REPORT_XML, /**< GET /control/report/{id}.xml */
    STS_OPERATION_GET_STREAM_REPORT_HTML, /**< GET /control/report/{id}.html */
    STS_OPERATION_GET_OPENAPI, /**< GET /control/openapi.json */
};
#define STS_OPERATION_COUNT 32

/** X(NAME, name, "name") for each: STS_OPERATION_NAME is its id, struct
 *  sts_name_parameters its parameters, if it has any. */
#define STS_OPERATIONS(X) \
    X(LIST_CLIENTS, list_clients, "list_clients") \
    X(LIST_STREAMS, list_streams, "list_streams") \
    X(GET_STREAM, get_stream, "get_stream") \
    X(DELETE_STREAMS, delete_streams, "delete_streams") \
    X(PUT_FAULTS, put_faults, "put_faults") \
    X(DELETE_FAULTS, delete_faults, "delete_faults") \
    X(PUT_DELAY, put_delay, "put_delay") \
    X(DELETE_DELAY, delete_delay, "delete_delay") \
    X(PUT_BACKPRESSURE, put_backpressure, "put_backpressure") \
    X(DELETE_BACKPRESSURE, delete_backpressure, "delete_backpressure") \
    X(POST_DISCONNECT, post_disconnect, "post_disconnect") \
    X(LIST_ARMED, list_armed, "list_armed") \
    X(GET_LOG, get_log, "get_log") \
    X(PUT_LOG, put_log, "put_log") \
    X(POST_TICKETS, post_tickets, "post_tickets") \
    X(POST_RESET, post_reset, "post_reset") \
    X(LIST_SCENARIOS, list_scenarios, "list_scenarios") \
    X(POST_SCENARIOS, post_scenarios, "post_scenarios") \
    X(DELETE_SCENARIOS, delete_scenarios, "delete_scenarios") \
    X(GET_JOURNAL, get_journal, "get_journal") \
    X(STREAM_JOURNAL, stream_journal, "stream_journal") \
    X(GET_JOURNAL_ENTRY, get_journal_entry, "get_journal_entry") \
    X(VERIFY_JOURNAL, verify_journal, "verify_journal") \
    X(GET_REPORT, get_report, "get_report") \
    X(GET_REPORT_JSON, get_report_json, "get_report_json") \
    X(GET_REPORT_XML, get_report_xml, "get_report_xml") \
    X(GET_REPORT_HTML, get_report_html, "get_report_html") \
    X(GET_STREAM_REPORT, get_stream_report, "get_stream_report") \
    X(GET_STREAM_REPORT_JSON, get_stream_report_json, "get_stream_report_json") \
    X(GET_STREAM_REPORT_XML, get_stream_report_xml, "get_stream_report_xml") \
    X(GET_STREAM_REPORT_HTML, get_stream_report_html, "get_stream_report_html") \
    X(GET_OPENAPI, get_openapi, "get_openapi")

/** Room for the body of any request or response. */
union sts_body {
    struct sts_control_clients control_clients;
    struct sts_control_error control_error;
    struct sts_control_streams control_streams;
    struct sts_control_stream control_stream;
    struct sts_control_streams_deleted control_streams_deleted;
    struct sts_scenario_faults scenario_faults;
    struct sts_config_error_simulation_ack config_error_simulation_ack;
    struct sts_scenario_delay scenario_delay;
    struct sts_config_processing_delay_ack config_processing_delay_ack;
    struct sts_scenario_backpressure scenario_backpressure;
    struct sts_config_backpressure_ack config_backpressure_ack;
    struct sts_scenario_disconnect scenario_disconnect;
    struct sts_simulate_disconnect_ack simulate_disconnect_ack;
    struct sts_control_armed_list control_armed_list;
    struct sts_control_log control_log;
    struct sts_control_ticket_wish control_ticket_wish;
    struct sts_control_ticket control_ticket;
    struct sts_control_reset control_reset;
    struct sts_control_reset_ack control_reset_ack;
    struct sts_control_scenarios_loaded control_scenarios_loaded;
    struct sts_control_scenarios control_scenarios;
    struct sts_control_scenarios_ack control_scenarios_ack;
    struct sts_control_journal control_journal;
    struct sts_control_journal_entry control_journal_entry;
    struct sts_control_verify control_verify;
    struct sts_control_verdict control_verdict;
    struct sts_control_report control_report;
    struct sts_control_report_summary control_report_summary;
};

/** Room for the parameters of any operation. */
union sts_parameters {
    struct sts_list_clients_parameters list_clients;
    struct sts_list_streams_parameters list_streams;
    struct sts_get_stream_parameters get_stream;
    struct sts_delete_streams_parameters delete_streams;
    struct sts_put_faults_parameters put_faults;
    struct sts_delete_faults_parameters delete_faults;
    struct sts_put_delay_parameters put_delay;
    struct sts_delete_delay_parameters delete_delay;
    struct sts_put_backpressure_parameters put_backpressure;
    struct sts_delete_backpressure_parameters delete_backpressure;
    struct sts_post_disconnect_parameters post_disconnect;
    struct sts_list_armed_parameters list_armed;
    struct sts_list_scenarios_parameters list_scenarios;
    struct sts_delete_scenarios_parameters delete_scenarios;
    struct sts_get_journal_parameters get_journal;
    struct sts_stream_journal_parameters stream_journal;
    struct sts_get_journal_entry_parameters get_journal_entry;
    struct sts_get_report_parameters get_report;
    struct sts_get_report_json_parameters get_report_json;
    struct sts_get_report_xml_parameters get_report_xml;
    struct sts_get_report_html_parameters get_report_html;
    struct sts_get_stream_report_parameters get_stream_report;
    struct sts_get_stream_report_json_parameters get_stream_report_json;
    struct sts_get_stream_report_xml_parameters get_stream_report_xml;
    struct sts_get_stream_report_html_parameters get_stream_report_html;
};

/** X("header") for each header that is a parameter of an operation, in lower case. */
#define STS_HEADERS(X) \
    X("last-event-id")

/** Method, path, parameters and body of each operation, by id. */
extern const struct codec_operation sts_operations[STS_OPERATION_COUNT];

/** The OpenAPI document with all schemas in it, as JSON text. */
extern const char sts_openapi_json[];
extern const size_t sts_openapi_json_length;

/** The AsyncAPI document of this protocol with all schemas in it, as JSON text. */
extern const char sts_asyncapi_json[];
extern const size_t sts_asyncapi_json_length;

#endif
