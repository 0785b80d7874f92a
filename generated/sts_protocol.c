/* sts_protocol.c - generated from the schemas by codegen. Do not edit. */
#include "sts_protocol.h"

#include "codec/closest.h"

/* ---- short forms for the tables below -------------------------------------------------------- */

#define ARRAY_OF(type, ...)                                                                        \
    (const type[]){__VA_ARGS__}, sizeof((const type[]){__VA_ARGS__}) / sizeof(type)
#define BOUNDS(...) &(const struct codec_number_rules){ARRAY_OF(struct codec_bound, __VA_ARGS__)}
#define MINIMUM(n) {CODEC_MINIMUM, {#n, true, n}}
#define MAXIMUM(n) {CODEC_MAXIMUM, {#n, true, n}}
#define EXCLUSIVE_MINIMUM(n) {CODEC_EXCLUSIVE_MINIMUM, {#n, true, n}}
#define EXCLUSIVE_MAXIMUM(n) {CODEC_EXCLUSIVE_MAXIMUM, {#n, true, n}}
#define MULTIPLE_OF(n) {CODEC_MULTIPLE_OF, {#n, true, n}}
#define VALUES(...) &(const struct codec_values){__VA_ARGS__}
#define ENUM(...) VALUES(false, false, ARRAY_OF(struct codec_value, __VA_ARGS__))
#define CONST(...) VALUES(true, false, ARRAY_OF(struct codec_value, __VA_ARGS__))
#define KNOWN(...) VALUES(false, true, ARRAY_OF(struct codec_value, __VA_ARGS__))
#define STRING(text) {CODEC_STRING, "\"" text "\"", BASE_SLICE(text)}
#define VALUE(type, json) {CODEC_##type, json, {NULL, 0}}
#define BRANCH(kind, ...) {CODEC_##kind, ARRAY_OF(struct codec_schema *const, __VA_ARGS__)}
#define BRANCHES(...)                                                                              \
    .branches = (const struct codec_branch[]){__VA_ARGS__},                                        \
    .branch_count = sizeof((const struct codec_branch[]){__VA_ARGS__}) / sizeof(struct codec_branch)
#define MEMBER(text, state, table, ...)                                                            \
    {.name = {&",\"" text "\":"[2], sizeof(text) - 1}, .presence = CODEC_##state,                  \
     .schema = &(table), .quoted = true, __VA_ARGS__}
#define ESCAPED_MEMBER(text, state, table, ...)                                                    \
    {.name = BASE_SLICE(text), .presence = CODEC_##state, .schema = &(table), __VA_ARGS__}
#define ROWS(rows) .members = (rows), .count = sizeof(rows) / sizeof *(rows)
#define AT(member) .offset = offsetof(THIS, member)
#define NOWHERE .offset = CODEC_NO_OFFSET

_Static_assert(1024 <= CODEC_MEMBERS_MAX, "codegen allows objects that the codec refuses");

/* ---- patterns as automata -------------------------------------------------------------------- */

/* ^/[!-~]*$ */
static const struct codec_symbol_range control_ticket_path_pattern_ranges[] = {
    {0x21, 0x2E, 1}, {0x2F, 0x2F, 2}, {0x30, 0x7E, 1},
};
static const uint16_t control_ticket_path_pattern_next[] = {
    1, 1, 2, 1, 1, 1, 1, 2, 2,
};
static const uint8_t control_ticket_path_pattern_accept[] = {
    0, 0, 2,
};
static const struct codec_pattern control_ticket_path_pattern = {
    .source = "^/[!-~]*$",
    .ranges = control_ticket_path_pattern_ranges,
    .range_count = 3,
    .symbols = 3,
    .next = control_ticket_path_pattern_next,
    .accept = control_ticket_path_pattern_accept,
};

/* ---- schemas, each after those that it uses -------------------------------------------------- */

/* types/stream_id.json */
static const struct codec_schema stream_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
};

/* types/worker_id.json */
static const struct codec_schema worker_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
};

/* types/stream_config.json#/properties/source_language */
static const struct codec_schema stream_config_source_language_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/stream_config.json#/properties/target_language */
static const struct codec_schema stream_config_target_language_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/stream_config.json#/properties/voice_profile */
static const struct codec_schema stream_config_voice_profile_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/stream_config.json#/properties/chunk_duration_ms */
static const struct codec_schema stream_config_chunk_duration_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(100), MAXIMUM(6000)),
};

/* types/stream_config.json#/properties/sample_rate_hz */
static const struct codec_schema stream_config_sample_rate_hz_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .values = ENUM(
        VALUE(INTEGER, "16000"), VALUE(INTEGER, "22050"), VALUE(INTEGER, "44100"),
        VALUE(INTEGER, "48000")),
};

/* types/channels.json */
static const struct codec_schema channels_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .values = ENUM(VALUE(INTEGER, "1"), VALUE(INTEGER, "2")),
};

/* types/stream_config.json#/properties/format */
static const struct codec_schema stream_config_format_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/stream_config.json */
#define THIS struct sts_stream_config
static const struct codec_member stream_config_members[] = {
    MEMBER("source_language", EXPECTED, stream_config_source_language_schema,
           AT(source_language), .fallback = "\"en\""),
    MEMBER("target_language", EXPECTED, stream_config_target_language_schema,
           AT(target_language), .fallback = "\"es\""),
    MEMBER("voice_profile", EXPECTED, stream_config_voice_profile_schema,
           AT(voice_profile), .fallback = "\"default\""),
    MEMBER("chunk_duration_ms", EXPECTED, stream_config_chunk_duration_ms_schema,
           AT(chunk_duration_ms), .fallback = "1000"),
    MEMBER("sample_rate_hz", EXPECTED, stream_config_sample_rate_hz_schema,
           AT(sample_rate_hz), .fallback = "48000"),
    MEMBER("channels", EXPECTED, channels_schema, AT(channels), .fallback = "1"),
    MEMBER("format", EXPECTED, stream_config_format_schema, AT(format), .fallback = "\"m4a\""),
};
static const struct codec_schema stream_config_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_config_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/max_inflight.json */
static const struct codec_schema max_inflight_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(1), MAXIMUM(10)),
};

/* events/stream_init.json#/properties/timeout_ms */
static const struct codec_schema stream_init_timeout_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(1000), MAXIMUM(30000)),
};

/* events/stream_init.json */
#define THIS struct sts_stream_init
static const struct codec_member stream_init_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("worker_id", REQUIRED, worker_id_schema, AT(worker_id)),
    MEMBER("config", REQUIRED, stream_config_schema, AT(config)),
    MEMBER("max_inflight", OPTIONAL, max_inflight_schema, AT(max_inflight), .fallback = "3"),
    MEMBER("timeout_ms", OPTIONAL, stream_init_timeout_ms_schema,
           AT(timeout_ms), .fallback = "8000"),
};
static const struct codec_schema stream_init_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_init_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/fragment_data.json#/properties/fragment_id/x-deviation */
static const struct codec_schema fragment_data_fragment_id_deviation_schema = {
    .types = CODEC_ANY,
    .string = &(const struct codec_string_rules){
        .max_length = CODEC_UNBOUNDED, .format = CODEC_FORMAT_UUID},
};

/* events/fragment_data.json#/properties/fragment_id */
static const struct codec_schema fragment_data_fragment_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
    .deviation = &fragment_data_fragment_id_deviation_schema,
};

/* types/sequence_number.json */
static const struct codec_schema sequence_number_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* events/fragment_data.json#/properties/timestamp */
static const struct codec_schema fragment_data_timestamp_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* types/audio_data.json#/properties/format */
static const struct codec_schema audio_data_format_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/audio_data.json#/properties/sample_rate_hz */
static const struct codec_schema audio_data_sample_rate_hz_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(8000), MAXIMUM(96000)),
};

/* types/audio_data.json#/properties/duration_ms */
static const struct codec_schema audio_data_duration_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(60000)),
};

/* types/audio_data.json#/properties/data_base64 */
static const struct codec_schema audio_data_data_base64_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.max_length = 10485760, .base64 = true},
};

/* types/audio_data.json */
#define THIS struct sts_audio_data
static const struct codec_member audio_data_members[] = {
    MEMBER("format", REQUIRED, audio_data_format_schema, AT(format)),
    MEMBER("sample_rate_hz", REQUIRED, audio_data_sample_rate_hz_schema, AT(sample_rate_hz)),
    MEMBER("channels", REQUIRED, channels_schema, AT(channels)),
    MEMBER("duration_ms", REQUIRED, audio_data_duration_ms_schema, AT(duration_ms)),
    MEMBER("data_base64", REQUIRED, audio_data_data_base64_schema, AT(data_base64)),
};
static const struct codec_schema audio_data_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(audio_data_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/fragment_metadata.json#/properties/pts_ns */
static const struct codec_schema fragment_metadata_pts_ns_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* types/fragment_metadata.json#/properties/source_pts_ns */
static const struct codec_schema fragment_metadata_source_pts_ns_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* types/fragment_metadata.json */
#define THIS struct sts_fragment_metadata
static const struct codec_member fragment_metadata_members[] = {
    MEMBER("pts_ns", OPTIONAL, fragment_metadata_pts_ns_schema, AT(pts_ns), .has = 1 + 0),
    MEMBER("source_pts_ns", OPTIONAL, fragment_metadata_source_pts_ns_schema,
           AT(source_pts_ns), .has = 1 + 1),
};
static const struct codec_schema fragment_metadata_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(fragment_metadata_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = offsetof(THIS, raw),
    },
};
#undef THIS

/* events/fragment_data.json */
#define THIS struct sts_fragment_data
static const struct codec_member fragment_data_members[] = {
    MEMBER("fragment_id", REQUIRED, fragment_data_fragment_id_schema, AT(fragment_id)),
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("sequence_number", REQUIRED, sequence_number_schema, AT(sequence_number)),
    MEMBER("timestamp", REQUIRED, fragment_data_timestamp_schema, AT(timestamp)),
    MEMBER("audio", REQUIRED, audio_data_schema, AT(audio)),
    MEMBER("metadata", OPTIONAL, fragment_metadata_schema, AT(metadata), .has = 1 + 0),
};
static const struct codec_schema fragment_data_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(fragment_data_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/fragment_id.json */
static const struct codec_schema fragment_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
};

/* types/worker_ack_status.json */
static const struct codec_schema worker_ack_status_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("received"), STRING("applied")),
};

/* events/worker_fragment_ack.json#/properties/timestamp */
static const struct codec_schema worker_fragment_ack_timestamp_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* events/worker_fragment_ack.json */
#define THIS struct sts_worker_fragment_ack
static const struct codec_member worker_fragment_ack_members[] = {
    MEMBER("fragment_id", REQUIRED, fragment_id_schema, AT(fragment_id)),
    MEMBER("status", REQUIRED, worker_ack_status_schema, AT(status)),
    MEMBER("timestamp", REQUIRED, worker_fragment_ack_timestamp_schema, AT(timestamp)),
};
static const struct codec_schema worker_fragment_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(worker_fragment_ack_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/stream_pause.json#/properties/reason */
static const struct codec_schema stream_pause_reason_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* events/stream_pause.json */
#define THIS struct sts_stream_pause
static const struct codec_member stream_pause_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("reason", OPTIONAL, stream_pause_reason_schema, AT(reason), .has = 1 + 0),
};
static const struct codec_schema stream_pause_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_pause_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/stream_resume.json */
#define THIS struct sts_stream_resume
static const struct codec_member stream_resume_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
};
static const struct codec_schema stream_resume_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_resume_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/stream_end.json#/properties/reason */
static const struct codec_schema stream_end_reason_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* events/stream_end.json */
#define THIS struct sts_stream_end
static const struct codec_member stream_end_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("reason", OPTIONAL, stream_end_reason_schema, AT(reason), .has = 1 + 0),
};
static const struct codec_schema stream_end_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_end_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/stream_ready.json#/properties/session_id */
static const struct codec_schema stream_ready_session_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){
        .max_length = CODEC_UNBOUNDED, .format = CODEC_FORMAT_UUID},
};

/* types/capabilities.json#/properties/batch_processing */
static const struct codec_schema capabilities_batch_processing_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* types/capabilities.json#/properties/async_delivery */
static const struct codec_schema capabilities_async_delivery_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* types/capabilities.json */
#define THIS struct sts_capabilities
static const struct codec_member capabilities_members[] = {
    MEMBER("batch_processing", REQUIRED, capabilities_batch_processing_schema,
           AT(batch_processing)),
    MEMBER("async_delivery", REQUIRED, capabilities_async_delivery_schema, AT(async_delivery)),
};
static const struct codec_schema capabilities_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(capabilities_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/stream_ready.json */
#define THIS struct sts_stream_ready
static const struct codec_member stream_ready_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("session_id", REQUIRED, stream_ready_session_id_schema, AT(session_id)),
    MEMBER("max_inflight", REQUIRED, max_inflight_schema, AT(max_inflight)),
    MEMBER("capabilities", REQUIRED, capabilities_schema, AT(capabilities)),
};
static const struct codec_schema stream_ready_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_ready_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/fragment_ack_status.json */
static const struct codec_schema fragment_ack_status_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("queued"), STRING("processing")),
};

/* events/fragment_ack.json#/properties/queue_position */
static const struct codec_schema fragment_ack_queue_position_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* events/fragment_ack.json#/properties/estimated_completion_ms */
static const struct codec_schema fragment_ack_estimated_completion_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* events/fragment_ack.json */
#define THIS struct sts_fragment_ack
static const struct codec_member fragment_ack_members[] = {
    MEMBER("fragment_id", REQUIRED, fragment_id_schema, AT(fragment_id)),
    MEMBER("status", REQUIRED, fragment_ack_status_schema, AT(status)),
    MEMBER("queue_position", OPTIONAL, fragment_ack_queue_position_schema,
           AT(queue_position), .has = 1 + 0),
    MEMBER("estimated_completion_ms", OPTIONAL, fragment_ack_estimated_completion_ms_schema,
           AT(estimated_completion_ms), .has = 1 + 1),
};
static const struct codec_schema fragment_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(fragment_ack_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/fragment_status.json */
static const struct codec_schema fragment_status_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("success"), STRING("partial"), STRING("failed")),
};

/* events/fragment_processed.json#/properties/transcript */
static const struct codec_schema fragment_processed_transcript_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* events/fragment_processed.json#/properties/translated_text */
static const struct codec_schema fragment_processed_translated_text_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* events/fragment_processed.json#/properties/processing_time_ms */
static const struct codec_schema fragment_processed_processing_time_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stage_timings.json#/properties/asr_ms */
static const struct codec_schema stage_timings_asr_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stage_timings.json#/properties/translation_ms */
static const struct codec_schema stage_timings_translation_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stage_timings.json#/properties/tts_ms */
static const struct codec_schema stage_timings_tts_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stage_timings.json */
#define THIS struct sts_stage_timings
static const struct codec_member stage_timings_members[] = {
    MEMBER("asr_ms", REQUIRED, stage_timings_asr_ms_schema, AT(asr_ms)),
    MEMBER("translation_ms", REQUIRED, stage_timings_translation_ms_schema, AT(translation_ms)),
    MEMBER("tts_ms", REQUIRED, stage_timings_tts_ms_schema, AT(tts_ms)),
};
static const struct codec_schema stage_timings_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stage_timings_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/any_error_code.json */
static const struct codec_schema any_error_code_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_OPEN_ENUM,
    .values = KNOWN(
        STRING("AUTH_FAILED"), STRING("STREAM_NOT_FOUND"), STRING("INVALID_CONFIG"),
        STRING("FRAGMENT_TOO_LARGE"), STRING("TIMEOUT"), STRING("MODEL_ERROR"), STRING("GPU_OOM"),
        STRING("QUEUE_FULL"), STRING("INVALID_SEQUENCE"), STRING("RATE_LIMIT")),
};

/* types/processing_error.json#/properties/message */
static const struct codec_schema processing_error_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/stage.json */
static const struct codec_schema stage_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("asr"), STRING("translation"), STRING("tts")),
};

/* types/processing_error.json#/properties/retryable */
static const struct codec_schema processing_error_retryable_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* types/processing_error.json */
#define THIS struct sts_processing_error
static const struct codec_member processing_error_members[] = {
    MEMBER("code", REQUIRED, any_error_code_schema, AT(code)),
    MEMBER("message", REQUIRED, processing_error_message_schema, AT(message)),
    MEMBER("stage", OPTIONAL, stage_schema, AT(stage), .has = 1 + 0),
    MEMBER("retryable", OPTIONAL, processing_error_retryable_schema, AT(retryable), .has = 1 + 1),
};
static const struct codec_schema processing_error_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(processing_error_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/processing_metadata.json#/properties/asr_model */
static const struct codec_schema processing_metadata_asr_model_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/processing_metadata.json#/properties/translation_model */
static const struct codec_schema processing_metadata_translation_model_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/processing_metadata.json#/properties/tts_model */
static const struct codec_schema processing_metadata_tts_model_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/processing_metadata.json#/properties/gpu_utilization */
static const struct codec_schema processing_metadata_gpu_utilization_schema = {
    .types = CODEC_NUMBER,
    .store = CODEC_STORE_DOUBLE,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(100)),
};

/* types/processing_metadata.json */
#define THIS struct sts_processing_metadata
static const struct codec_member processing_metadata_members[] = {
    MEMBER("asr_model", REQUIRED, processing_metadata_asr_model_schema, AT(asr_model)),
    MEMBER("translation_model", REQUIRED, processing_metadata_translation_model_schema,
           AT(translation_model)),
    MEMBER("tts_model", REQUIRED, processing_metadata_tts_model_schema, AT(tts_model)),
    MEMBER("gpu_utilization", OPTIONAL, processing_metadata_gpu_utilization_schema,
           AT(gpu_utilization), .has = 1 + 0),
};
static const struct codec_schema processing_metadata_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(processing_metadata_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/fragment_processed.json#/if/properties/status */
static const struct codec_schema fragment_processed_if_status_schema = {
    .types = CODEC_STRING,
    .values = CONST(STRING("success")),
};

/* events/fragment_processed.json#/if */
static const struct codec_member fragment_processed_if_members[] = {
    MEMBER("status", REQUIRED, fragment_processed_if_status_schema, NOWHERE),
};
static const struct codec_schema fragment_processed_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(fragment_processed_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* anything but null */
static const struct codec_schema any_but_null_schema = {
    .types = CODEC_NUMBER | CODEC_BOOLEAN | CODEC_STRING | CODEC_ARRAY | CODEC_OBJECT,
};

/* events/fragment_processed.json#/then */
static const struct codec_member fragment_processed_then_members[] = {
    MEMBER("dubbed_audio", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema fragment_processed_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(fragment_processed_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* events/fragment_processed.json */
#define THIS struct sts_fragment_processed
static const struct codec_member fragment_processed_members[] = {
    MEMBER("fragment_id", REQUIRED, fragment_id_schema, AT(fragment_id)),
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("sequence_number", REQUIRED, sequence_number_schema, AT(sequence_number)),
    MEMBER("status", REQUIRED, fragment_status_schema, AT(status)),
    MEMBER("dubbed_audio", OPTIONAL, audio_data_schema, AT(dubbed_audio), .has = 1 + 0),
    MEMBER("transcript", OPTIONAL, fragment_processed_transcript_schema,
           AT(transcript), .has = 1 + 1),
    MEMBER("translated_text", OPTIONAL, fragment_processed_translated_text_schema,
           AT(translated_text), .has = 1 + 2),
    MEMBER("processing_time_ms", REQUIRED, fragment_processed_processing_time_ms_schema,
           AT(processing_time_ms)),
    MEMBER("stage_timings", OPTIONAL, stage_timings_schema, AT(stage_timings), .has = 1 + 3),
    MEMBER("error", OPTIONAL, processing_error_schema, AT(error), .has = 1 + 4),
    MEMBER("metadata", OPTIONAL, processing_metadata_schema, AT(metadata), .has = 1 + 5),
};
static const struct codec_schema fragment_processed_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(fragment_processed_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
    BRANCHES(
        BRANCH(IF, &fragment_processed_if_schema, &fragment_processed_then_schema, NULL)),
};
#undef THIS

/* events/stream_complete.json#/properties/total_fragments */
static const struct codec_schema stream_complete_total_fragments_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* events/stream_complete.json#/properties/total_duration_ms */
static const struct codec_schema stream_complete_total_duration_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stream_statistics.json#/properties/success_count */
static const struct codec_schema stream_statistics_success_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stream_statistics.json#/properties/partial_count */
static const struct codec_schema stream_statistics_partial_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stream_statistics.json#/properties/failed_count */
static const struct codec_schema stream_statistics_failed_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stream_statistics.json#/properties/avg_processing_time_ms */
static const struct codec_schema stream_statistics_avg_processing_time_ms_schema = {
    .types = CODEC_NUMBER,
    .store = CODEC_STORE_DOUBLE,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stream_statistics.json#/properties/p95_processing_time_ms */
static const struct codec_schema stream_statistics_p95_processing_time_ms_schema = {
    .types = CODEC_NUMBER,
    .store = CODEC_STORE_DOUBLE,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/stream_statistics.json */
#define THIS struct sts_stream_statistics
static const struct codec_member stream_statistics_members[] = {
    MEMBER("success_count", REQUIRED, stream_statistics_success_count_schema, AT(success_count)),
    MEMBER("partial_count", REQUIRED, stream_statistics_partial_count_schema, AT(partial_count)),
    MEMBER("failed_count", REQUIRED, stream_statistics_failed_count_schema, AT(failed_count)),
    MEMBER("avg_processing_time_ms", REQUIRED, stream_statistics_avg_processing_time_ms_schema,
           AT(avg_processing_time_ms)),
    MEMBER("p95_processing_time_ms", REQUIRED, stream_statistics_p95_processing_time_ms_schema,
           AT(p95_processing_time_ms)),
};
static const struct codec_schema stream_statistics_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_statistics_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/stream_complete.json */
#define THIS struct sts_stream_complete
static const struct codec_member stream_complete_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("total_fragments", REQUIRED, stream_complete_total_fragments_schema,
           AT(total_fragments)),
    MEMBER("total_duration_ms", REQUIRED, stream_complete_total_duration_ms_schema,
           AT(total_duration_ms)),
    MEMBER("statistics", REQUIRED, stream_statistics_schema, AT(statistics)),
};
static const struct codec_schema stream_complete_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_complete_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/backpressure_severity.json */
static const struct codec_schema backpressure_severity_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("low"), STRING("medium"), STRING("high")),
};

/* events/backpressure.json#/properties/current_inflight */
static const struct codec_schema backpressure_current_inflight_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* events/backpressure.json#/properties/queue_depth */
static const struct codec_schema backpressure_queue_depth_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/backpressure_action.json */
static const struct codec_schema backpressure_action_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("slow_down"), STRING("pause"), STRING("none")),
};

/* types/recommended_delay_ms.json */
static const struct codec_schema recommended_delay_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* events/backpressure.json#/if/properties/action */
static const struct codec_schema backpressure_if_action_schema = {
    .types = CODEC_STRING,
    .values = ENUM(STRING("slow_down"), STRING("pause")),
};

/* events/backpressure.json#/if */
static const struct codec_member backpressure_if_members[] = {
    MEMBER("action", REQUIRED, backpressure_if_action_schema, NOWHERE),
};
static const struct codec_schema backpressure_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(backpressure_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* events/backpressure.json#/then */
static const struct codec_member backpressure_then_members[] = {
    MEMBER("recommended_delay_ms", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema backpressure_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(backpressure_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* events/backpressure.json */
#define THIS struct sts_backpressure
static const struct codec_member backpressure_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("severity", REQUIRED, backpressure_severity_schema, AT(severity)),
    MEMBER("current_inflight", REQUIRED, backpressure_current_inflight_schema,
           AT(current_inflight)),
    MEMBER("queue_depth", REQUIRED, backpressure_queue_depth_schema, AT(queue_depth)),
    MEMBER("action", REQUIRED, backpressure_action_schema, AT(action)),
    MEMBER("recommended_delay_ms", OPTIONAL, recommended_delay_ms_schema,
           AT(recommended_delay_ms), .has = 1 + 0),
};
static const struct codec_schema backpressure_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(backpressure_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
    BRANCHES(BRANCH(IF, &backpressure_if_schema, &backpressure_then_schema, NULL)),
};
#undef THIS

/* events/error.json#/properties/error_id */
static const struct codec_schema error_error_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){
        .max_length = CODEC_UNBOUNDED, .format = CODEC_FORMAT_UUID},
};

/* events/error.json#/properties/message */
static const struct codec_schema error_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/error_severity.json */
static const struct codec_schema error_severity_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("warning"), STRING("error"), STRING("fatal")),
};

/* events/error.json#/properties/retryable */
static const struct codec_schema error_retryable_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* types/schema_error.json#/properties/path */
static const struct codec_schema schema_error_path_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/schema_error.json#/properties/keyword */
static const struct codec_schema schema_error_keyword_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/schema_error.json#/properties/message */
static const struct codec_schema schema_error_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/schema_error.json */
#define THIS struct sts_schema_error
static const struct codec_member schema_error_members[] = {
    MEMBER("path", REQUIRED, schema_error_path_schema, AT(path)),
    MEMBER("keyword", REQUIRED, schema_error_keyword_schema, AT(keyword)),
    MEMBER("message", REQUIRED, schema_error_message_schema, AT(message)),
};
static const struct codec_schema schema_error_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(schema_error_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/error_metadata.json#/properties/errors */
static const struct codec_schema error_metadata_errors_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &schema_error_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_schema_error),
    },
};

/* types/stream_state.json */
static const struct codec_schema stream_state_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("initializing"), STRING("active"), STRING("paused"), STRING("ending"),
        STRING("completed"), STRING("parked")),
};

/* types/error_metadata.json#/properties/reason */
static const struct codec_schema error_metadata_reason_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/error_metadata.json#/properties/missing */
static const struct codec_schema error_metadata_missing_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &sequence_number_schema,
        .min_items = 2,
        .max_items = 2,
        .stride = sizeof(int64_t),
    },
};

/* types/error_metadata.json#/properties/closest */
static const struct codec_schema error_metadata_closest_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/error_metadata.json#/properties/hint */
static const struct codec_schema error_metadata_hint_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/error_metadata.json#/properties/setting */
static const struct codec_schema error_metadata_setting_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/error_metadata.json#/properties/limit */
static const struct codec_schema error_metadata_limit_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/error_metadata.json */
#define THIS struct sts_error_metadata
static const struct codec_member error_metadata_members[] = {
    MEMBER("errors", OPTIONAL, error_metadata_errors_schema, AT(errors), .has = 1 + 0),
    MEMBER("state", OPTIONAL, stream_state_schema, AT(state), .has = 1 + 1),
    MEMBER("reason", OPTIONAL, error_metadata_reason_schema, AT(reason), .has = 1 + 2),
    MEMBER("expected", OPTIONAL, sequence_number_schema, AT(expected), .has = 1 + 3),
    MEMBER("received", OPTIONAL, sequence_number_schema, AT(received), .has = 1 + 4),
    MEMBER("missing", OPTIONAL, error_metadata_missing_schema, AT(missing), .has = 1 + 5),
    MEMBER("closest", OPTIONAL, error_metadata_closest_schema, AT(closest), .has = 1 + 6),
    MEMBER("hint", OPTIONAL, error_metadata_hint_schema, AT(hint), .has = 1 + 7),
    MEMBER("setting", OPTIONAL, error_metadata_setting_schema, AT(setting), .has = 1 + 8),
    MEMBER("limit", OPTIONAL, error_metadata_limit_schema, AT(limit), .has = 1 + 9),
};
static const struct codec_schema error_metadata_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(error_metadata_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = offsetof(THIS, raw),
    },
};
#undef THIS

/* events/error.json */
#define THIS struct sts_error
static const struct codec_member error_members[] = {
    MEMBER("error_id", REQUIRED, error_error_id_schema, AT(error_id)),
    MEMBER("stream_id", OPTIONAL, stream_id_schema, AT(stream_id), .has = 1 + 0),
    MEMBER("fragment_id", OPTIONAL, fragment_id_schema, AT(fragment_id), .has = 1 + 1),
    MEMBER("code", REQUIRED, any_error_code_schema, AT(code)),
    MEMBER("message", REQUIRED, error_message_schema, AT(message)),
    MEMBER("severity", REQUIRED, error_severity_schema, AT(severity)),
    MEMBER("retryable", REQUIRED, error_retryable_schema, AT(retryable)),
    MEMBER("metadata", OPTIONAL, error_metadata_schema, AT(metadata), .has = 1 + 2),
};
static const struct codec_schema error_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(error_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/config_error_simulation.json#/properties/enabled */
static const struct codec_schema config_error_simulation_enabled_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* types/rule_trigger.json */
static const struct codec_schema rule_trigger_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("sequence_number"), STRING("fragment_id"), STRING("nth_fragment")),
};

/* types/error_rule.json#/properties/value */
static const struct codec_schema error_rule_value_schema = {
    .types = CODEC_INTEGER | CODEC_STRING,
    .store = CODEC_STORE_INT_OR_TEXT,
};

/* types/simulated_error_code.json */
static const struct codec_schema simulated_error_code_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_OPEN_ENUM,
    .values = KNOWN(
        STRING("AUTH_FAILED"), STRING("STREAM_NOT_FOUND"), STRING("INVALID_CONFIG"),
        STRING("FRAGMENT_TOO_LARGE"), STRING("TIMEOUT"), STRING("MODEL_ERROR"), STRING("GPU_OOM"),
        STRING("QUEUE_FULL"), STRING("INVALID_SEQUENCE"), STRING("RATE_LIMIT")),
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 64},
};

/* types/error_rule.json#/properties/error_message */
static const struct codec_schema error_rule_error_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/error_rule.json#/properties/retryable */
static const struct codec_schema error_rule_retryable_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* types/error_rule.json#/properties/probability */
static const struct codec_schema error_rule_probability_schema = {
    .types = CODEC_NUMBER,
    .store = CODEC_STORE_DOUBLE,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(1)),
};

/* types/error_rule.json#/properties/count */
static const struct codec_schema error_rule_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* types/processing_delay_ms.json */
static const struct codec_schema processing_delay_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(60000)),
};

/* types/rule_action.json */
static const struct codec_schema rule_action_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("fail"), STRING("partial"), STRING("drop"), STRING("delay"), STRING("duplicate"),
        STRING("reorder"), STRING("corrupt"), STRING("no_ack"), STRING("disconnect")),
};

/* types/rule_delivery.json */
static const struct codec_schema rule_delivery_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("processed"), STRING("error")),
};

/* types/disconnect_mode.json */
static const struct codec_schema disconnect_mode_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("server_disconnect"), STRING("close"), STRING("fin"), STRING("reset"),
        STRING("stall")),
};

/* types/close_code.json */
static const struct codec_schema close_code_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(1000), MAXIMUM(4999)),
};

/* types/refuse_ms.json */
static const struct codec_schema refuse_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(60000)),
};

/* types/refuse_scope.json */
static const struct codec_schema refuse_scope_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("streams"), STRING("server")),
};

/* types/error_rule.json#/allOf/0/if/properties/action */
static const struct codec_schema error_rule_all0_if_action_schema = {
    .types = CODEC_STRING,
    .values = ENUM(STRING("fail"), STRING("partial")),
};

/* types/error_rule.json#/allOf/0/if */
static const struct codec_member error_rule_all0_if_members[] = {
    MEMBER("action", OPTIONAL, error_rule_all0_if_action_schema, NOWHERE),
};
static const struct codec_schema error_rule_all0_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all0_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/0/then */
static const struct codec_member error_rule_all0_then_members[] = {
    MEMBER("error_code", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema error_rule_all0_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all0_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/1/if/properties/deliver_as */
static const struct codec_schema error_rule_all1_if_deliver_as_schema = {
    .types = CODEC_STRING,
    .values = CONST(STRING("error")),
};

/* types/error_rule.json#/allOf/1/if */
static const struct codec_member error_rule_all1_if_members[] = {
    MEMBER("deliver_as", REQUIRED, error_rule_all1_if_deliver_as_schema, NOWHERE),
};
static const struct codec_schema error_rule_all1_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all1_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/1/then */
static const struct codec_member error_rule_all1_then_members[] = {
    MEMBER("error_code", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema error_rule_all1_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all1_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/2/if */
static const struct codec_member error_rule_all2_if_members[] = {
    MEMBER("value", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema error_rule_all2_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all2_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/2/then */
static const struct codec_member error_rule_all2_then_members[] = {
    MEMBER("trigger", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema error_rule_all2_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all2_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/3/if/properties/trigger */
static const struct codec_schema error_rule_all3_if_trigger_schema = {
    .types = CODEC_STRING,
    .values = CONST(STRING("sequence_number")),
};

/* types/error_rule.json#/allOf/3/if */
static const struct codec_member error_rule_all3_if_members[] = {
    MEMBER("trigger", REQUIRED, error_rule_all3_if_trigger_schema, NOWHERE),
};
static const struct codec_schema error_rule_all3_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all3_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/sequence_number.json */
static const struct codec_schema sequence_number_schema_2 = {
    .types = CODEC_INTEGER,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/error_rule.json#/allOf/3/then */
static const struct codec_member error_rule_all3_then_members[] = {
    MEMBER("value", REQUIRED, sequence_number_schema_2, NOWHERE),
};
static const struct codec_schema error_rule_all3_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all3_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/4/if/properties/trigger */
static const struct codec_schema error_rule_all4_if_trigger_schema = {
    .types = CODEC_STRING,
    .values = CONST(STRING("fragment_id")),
};

/* types/error_rule.json#/allOf/4/if */
static const struct codec_member error_rule_all4_if_members[] = {
    MEMBER("trigger", REQUIRED, error_rule_all4_if_trigger_schema, NOWHERE),
};
static const struct codec_schema error_rule_all4_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all4_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/fragment_id.json */
static const struct codec_schema fragment_id_schema_2 = {
    .types = CODEC_STRING,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
};

/* types/error_rule.json#/allOf/4/then */
static const struct codec_member error_rule_all4_then_members[] = {
    MEMBER("value", REQUIRED, fragment_id_schema_2, NOWHERE),
};
static const struct codec_schema error_rule_all4_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all4_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/5/if/properties/trigger */
static const struct codec_schema error_rule_all5_if_trigger_schema = {
    .types = CODEC_STRING,
    .values = CONST(STRING("nth_fragment")),
};

/* types/error_rule.json#/allOf/5/if */
static const struct codec_member error_rule_all5_if_members[] = {
    MEMBER("trigger", REQUIRED, error_rule_all5_if_trigger_schema, NOWHERE),
};
static const struct codec_schema error_rule_all5_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all5_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/5/then/properties/value */
static const struct codec_schema error_rule_all5_then_value_schema = {
    .types = CODEC_INTEGER,
    .number = BOUNDS(MINIMUM(1)),
};

/* types/error_rule.json#/allOf/5/then */
static const struct codec_member error_rule_all5_then_members[] = {
    MEMBER("value", REQUIRED, error_rule_all5_then_value_schema, NOWHERE),
};
static const struct codec_schema error_rule_all5_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all5_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/6/if */
static const struct codec_member error_rule_all6_if_members[] = {
    MEMBER("scope", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema error_rule_all6_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all6_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json#/allOf/6/then */
static const struct codec_member error_rule_all6_then_members[] = {
    MEMBER("refuse_ms", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema error_rule_all6_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_all6_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/error_rule.json */
#define THIS struct sts_error_rule
static const struct codec_member error_rule_members[] = {
    MEMBER("trigger", OPTIONAL, rule_trigger_schema, AT(trigger), .has = 1 + 0),
    MEMBER("value", OPTIONAL, error_rule_value_schema, AT(value), .has = 1 + 1),
    MEMBER("error_code", OPTIONAL, simulated_error_code_schema, AT(error_code), .has = 1 + 2),
    MEMBER("error_message", OPTIONAL, error_rule_error_message_schema,
           AT(error_message), .fallback = "\"Simulated error\""),
    MEMBER("retryable", OPTIONAL, error_rule_retryable_schema, AT(retryable), .has = 1 + 3),
    MEMBER("stage", OPTIONAL, stage_schema, AT(stage), .fallback = "\"asr\""),
    MEMBER("probability", OPTIONAL, error_rule_probability_schema, AT(probability), .has = 1 + 4),
    MEMBER("count", OPTIONAL, error_rule_count_schema, AT(count), .has = 1 + 5),
    MEMBER("delay_ms", OPTIONAL, processing_delay_ms_schema, AT(delay_ms), .has = 1 + 6),
    MEMBER("action", OPTIONAL, rule_action_schema, AT(action), .fallback = "\"fail\""),
    MEMBER("deliver_as", OPTIONAL, rule_delivery_schema,
           AT(deliver_as), .fallback = "\"processed\""),
    MEMBER("mode", OPTIONAL, disconnect_mode_schema, AT(mode), .fallback = "\"server_disconnect\""),
    MEMBER("code", OPTIONAL, close_code_schema, AT(code), .fallback = "1011"),
    MEMBER("refuse_ms", OPTIONAL, refuse_ms_schema, AT(refuse_ms), .has = 1 + 7),
    MEMBER("scope", OPTIONAL, refuse_scope_schema, AT(scope), .has = 1 + 8),
};
static const struct codec_schema error_rule_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(error_rule_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
    BRANCHES(
        BRANCH(IF, &error_rule_all0_if_schema, &error_rule_all0_then_schema, NULL),
        BRANCH(IF, &error_rule_all1_if_schema, &error_rule_all1_then_schema, NULL),
        BRANCH(IF, &error_rule_all2_if_schema, &error_rule_all2_then_schema, NULL),
        BRANCH(IF, &error_rule_all3_if_schema, &error_rule_all3_then_schema, NULL),
        BRANCH(IF, &error_rule_all4_if_schema, &error_rule_all4_then_schema, NULL),
        BRANCH(IF, &error_rule_all5_if_schema, &error_rule_all5_then_schema, NULL),
        BRANCH(IF, &error_rule_all6_if_schema, &error_rule_all6_then_schema, NULL)),
};
#undef THIS

/* types/error_rules.json */
static const struct codec_schema error_rules_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &error_rule_schema,
        .max_items = 1000,
        .stride = sizeof(struct sts_error_rule),
    },
};

/* types/stream_pattern.json */
static const struct codec_schema stream_pattern_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 512},
};

/* events/config_error_simulation.json#/properties/seed */
static const struct codec_schema config_error_simulation_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* types/seed_key.json */
static const struct codec_schema seed_key_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
};

/* events/config_error_simulation.json */
#define THIS struct sts_config_error_simulation
static const struct codec_member config_error_simulation_members[] = {
    MEMBER("enabled", REQUIRED, config_error_simulation_enabled_schema, AT(enabled)),
    MEMBER("rules", OPTIONAL, error_rules_schema, AT(rules), .has = 1 + 0),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 1),
    MEMBER("seed", OPTIONAL, config_error_simulation_seed_schema, AT(seed), .has = 1 + 2),
    MEMBER("seed_key", OPTIONAL, seed_key_schema, AT(seed_key), .has = 1 + 3),
};
static const struct codec_schema config_error_simulation_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(config_error_simulation_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/error_simulation_status.json */
static const struct codec_schema error_simulation_status_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("configured"), STRING("accepted"), STRING("rejected")),
};

/* events/config_error_simulation_ack.json#/properties/seed */
static const struct codec_schema config_error_simulation_ack_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* events/config_error_simulation_ack.json#/properties/rules_count */
static const struct codec_schema config_error_simulation_ack_rules_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* events/config_error_simulation_ack.json#/properties/message */
static const struct codec_schema config_error_simulation_ack_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* events/config_error_simulation_ack.json */
#define THIS struct sts_config_error_simulation_ack
static const struct codec_member config_error_simulation_ack_members[] = {
    MEMBER("status", REQUIRED, error_simulation_status_schema, AT(status)),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 0),
    MEMBER("seed", OPTIONAL, config_error_simulation_ack_seed_schema, AT(seed), .has = 1 + 1),
    MEMBER("seed_key", OPTIONAL, seed_key_schema, AT(seed_key), .has = 1 + 2),
    MEMBER("rules_count", REQUIRED, config_error_simulation_ack_rules_count_schema,
           AT(rules_count)),
    MEMBER("message", OPTIONAL, config_error_simulation_ack_message_schema,
           AT(message), .has = 1 + 3),
};
static const struct codec_schema config_error_simulation_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(config_error_simulation_ack_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/jitter_ms.json */
static const struct codec_schema jitter_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(60000)),
};

/* types/delay_distribution.json */
static const struct codec_schema delay_distribution_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("uniform"), STRING("lognormal")),
};

/* events/config_processing_delay.json#/properties/seed */
static const struct codec_schema config_processing_delay_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* events/config_processing_delay.json */
#define THIS struct sts_config_processing_delay
static const struct codec_member config_processing_delay_members[] = {
    MEMBER("delay_ms", REQUIRED, processing_delay_ms_schema, AT(delay_ms)),
    MEMBER("jitter_ms", OPTIONAL, jitter_ms_schema, AT(jitter_ms), .has = 1 + 0),
    MEMBER("distribution", OPTIONAL, delay_distribution_schema,
           AT(distribution), .fallback = "\"uniform\""),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 1),
    MEMBER("seed", OPTIONAL, config_processing_delay_seed_schema, AT(seed), .has = 1 + 2),
    MEMBER("seed_key", OPTIONAL, seed_key_schema, AT(seed_key), .has = 1 + 3),
};
static const struct codec_schema config_processing_delay_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(config_processing_delay_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/config_status.json */
static const struct codec_schema config_status_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("configured")),
};

/* events/config_processing_delay_ack.json#/properties/seed */
static const struct codec_schema config_processing_delay_ack_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* events/config_processing_delay_ack.json */
#define THIS struct sts_config_processing_delay_ack
static const struct codec_member config_processing_delay_ack_members[] = {
    MEMBER("status", REQUIRED, config_status_schema, AT(status)),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 0),
    MEMBER("seed", OPTIONAL, config_processing_delay_ack_seed_schema, AT(seed), .has = 1 + 1),
    MEMBER("seed_key", OPTIONAL, seed_key_schema, AT(seed_key), .has = 1 + 2),
};
static const struct codec_schema config_processing_delay_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(config_processing_delay_ack_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/config_backpressure.json#/properties/enabled */
static const struct codec_schema config_backpressure_enabled_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* types/backpressure_threshold.json */
static const struct codec_schema backpressure_threshold_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* types/simulation_time_ms.json */
static const struct codec_schema simulation_time_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(86400000)),
};

/* types/backpressure_step.json */
#define THIS struct sts_backpressure_step
static const struct codec_member backpressure_step_members[] = {
    MEMBER("after_ms", REQUIRED, simulation_time_ms_schema, AT(after_ms)),
    MEMBER("severity", OPTIONAL, backpressure_severity_schema,
           AT(severity), .fallback = "\"high\""),
    MEMBER("action", OPTIONAL, backpressure_action_schema, AT(action), .fallback = "\"pause\""),
    MEMBER("recommended_delay_ms", OPTIONAL, recommended_delay_ms_schema,
           AT(recommended_delay_ms), .fallback = "1000"),
};
static const struct codec_schema backpressure_step_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(backpressure_step_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/backpressure_script.json */
static const struct codec_schema backpressure_script_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &backpressure_step_schema,
        .min_items = 1,
        .max_items = 1000,
        .stride = sizeof(struct sts_backpressure_step),
    },
};

/* events/config_backpressure.json */
#define THIS struct sts_config_backpressure
static const struct codec_member config_backpressure_members[] = {
    MEMBER("enabled", REQUIRED, config_backpressure_enabled_schema, AT(enabled)),
    MEMBER("threshold", OPTIONAL, backpressure_threshold_schema, AT(threshold), .fallback = "5"),
    MEMBER("severity", OPTIONAL, backpressure_severity_schema,
           AT(severity), .fallback = "\"high\""),
    MEMBER("action", OPTIONAL, backpressure_action_schema, AT(action), .fallback = "\"pause\""),
    MEMBER("recommended_delay_ms", OPTIONAL, recommended_delay_ms_schema,
           AT(recommended_delay_ms), .fallback = "1000"),
    MEMBER("script", OPTIONAL, backpressure_script_schema, AT(script), .has = 1 + 0),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 1),
};
static const struct codec_schema config_backpressure_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(config_backpressure_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/config_backpressure_ack.json#/properties/seed */
static const struct codec_schema config_backpressure_ack_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* events/config_backpressure_ack.json */
#define THIS struct sts_config_backpressure_ack
static const struct codec_member config_backpressure_ack_members[] = {
    MEMBER("status", REQUIRED, config_status_schema, AT(status)),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 0),
    MEMBER("seed", OPTIONAL, config_backpressure_ack_seed_schema, AT(seed), .has = 1 + 1),
};
static const struct codec_schema config_backpressure_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(config_backpressure_ack_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/disconnect_delay_ms.json */
static const struct codec_schema disconnect_delay_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(60000)),
};

/* events/simulate_disconnect.json#/properties/reason */
static const struct codec_schema simulate_disconnect_reason_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* events/simulate_disconnect.json#/allOf/0/if */
static const struct codec_member simulate_disconnect_all0_if_members[] = {
    MEMBER("scope", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema simulate_disconnect_all0_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(simulate_disconnect_all0_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* events/simulate_disconnect.json#/allOf/0/then */
static const struct codec_member simulate_disconnect_all0_then_members[] = {
    MEMBER("refuse_ms", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema simulate_disconnect_all0_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(simulate_disconnect_all0_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* events/simulate_disconnect.json */
#define THIS struct sts_simulate_disconnect
static const struct codec_member simulate_disconnect_members[] = {
    MEMBER("delay_ms", OPTIONAL, disconnect_delay_ms_schema, AT(delay_ms), .fallback = "0"),
    MEMBER("reason", OPTIONAL, simulate_disconnect_reason_schema, AT(reason), .has = 1 + 0),
    MEMBER("mode", OPTIONAL, disconnect_mode_schema, AT(mode), .fallback = "\"server_disconnect\""),
    MEMBER("code", OPTIONAL, close_code_schema, AT(code), .fallback = "1011"),
    MEMBER("refuse_ms", OPTIONAL, refuse_ms_schema, AT(refuse_ms), .has = 1 + 1),
    MEMBER("scope", OPTIONAL, refuse_scope_schema, AT(scope), .has = 1 + 2),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 3),
};
static const struct codec_schema simulate_disconnect_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(simulate_disconnect_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
    BRANCHES(
        BRANCH(IF, 
            &simulate_disconnect_all0_if_schema, &simulate_disconnect_all0_then_schema, NULL)),
};
#undef THIS

/* types/disconnect_status.json */
static const struct codec_schema disconnect_status_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("scheduled")),
};

/* events/simulate_disconnect_ack.json#/properties/disconnect_at_ms */
static const struct codec_schema simulate_disconnect_ack_disconnect_at_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* events/simulate_disconnect_ack.json#/properties/message */
static const struct codec_schema simulate_disconnect_ack_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* events/simulate_disconnect_ack.json */
#define THIS struct sts_simulate_disconnect_ack
static const struct codec_member simulate_disconnect_ack_members[] = {
    MEMBER("status", REQUIRED, disconnect_status_schema, AT(status)),
    MEMBER("disconnect_at_ms", REQUIRED, simulate_disconnect_ack_disconnect_at_ms_schema,
           AT(disconnect_at_ms)),
    MEMBER("message", REQUIRED, simulate_disconnect_ack_message_schema, AT(message)),
};
static const struct codec_schema simulate_disconnect_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(simulate_disconnect_ack_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/client_kind.json */
static const struct codec_schema control_client_kind_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("connection"), STRING("refused")),
};

/* control/client.json#/properties/at */
static const struct codec_schema control_client_at_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/client.json#/properties/address */
static const struct codec_schema control_client_address_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client.json#/properties/client */
static const struct codec_schema control_client_client_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client.json#/properties/namespace */
static const struct codec_schema control_client_namespace_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client_transport.json */
static const struct codec_schema control_client_transport_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("polling"), STRING("websocket")),
};

/* control/client.json#/properties/has_stream */
static const struct codec_schema control_client_has_stream_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/client.json#/properties/stream_id */
static const struct codec_schema control_client_stream_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client.json#/properties/worker_id */
static const struct codec_schema control_client_worker_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client.json#/properties/user_agent */
static const struct codec_schema control_client_user_agent_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/rejection_reason.json */
static const struct codec_schema control_rejection_reason_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("wrong_path"), STRING("engineio_version"), STRING("unknown_sid"),
        STRING("unknown_transport"), STRING("bad_handshake"), STRING("wrong_namespace"),
        STRING("bad_auth"), STRING("custom_parser"), STRING("bad_packet"), STRING("not_joined"),
        STRING("tls_on_plain_port"), STRING("plain_on_tls_port"), STRING("tls_handshake"),
        STRING("head_too_long"), STRING("body_too_long"), STRING("bad_http"),
        STRING("missing_key"), STRING("wrong_key"), STRING("too_many_wrong_keys"),
        STRING("max_sockets"), STRING("no_memory")),
};

/* control/client.json#/properties/what */
static const struct codec_schema control_client_what_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client.json#/properties/advice */
static const struct codec_schema control_client_advice_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client.json#/properties/path */
static const struct codec_schema control_client_path_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client.json#/properties/eio */
static const struct codec_schema control_client_eio_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/client.json#/properties/count */
static const struct codec_schema control_client_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/client.json#/additionalProperties */
static const struct codec_schema control_client_other_schema = {
    .types = 0,
};

/* control/client.json */
#define THIS struct sts_control_client
static const struct codec_member control_client_members[] = {
    MEMBER("kind", REQUIRED, control_client_kind_schema, AT(kind)),
    MEMBER("at", REQUIRED, control_client_at_schema, AT(at)),
    MEMBER("address", REQUIRED, control_client_address_schema, AT(address)),
    MEMBER("client", OPTIONAL, control_client_client_schema, AT(client), .has = 1 + 0),
    MEMBER("namespace", OPTIONAL, control_client_namespace_schema, AT(namespace), .has = 1 + 1),
    MEMBER("transport", OPTIONAL, control_client_transport_schema, AT(transport), .has = 1 + 2),
    MEMBER("has_stream", OPTIONAL, control_client_has_stream_schema, AT(has_stream), .has = 1 + 3),
    MEMBER("stream_id", OPTIONAL, control_client_stream_id_schema, AT(stream_id), .has = 1 + 4),
    MEMBER("worker_id", OPTIONAL, control_client_worker_id_schema, AT(worker_id), .has = 1 + 5),
    MEMBER("user_agent", OPTIONAL, control_client_user_agent_schema, AT(user_agent), .has = 1 + 6),
    MEMBER("reason", OPTIONAL, control_rejection_reason_schema, AT(reason), .has = 1 + 7),
    MEMBER("what", OPTIONAL, control_client_what_schema, AT(what), .has = 1 + 8),
    MEMBER("advice", OPTIONAL, control_client_advice_schema, AT(advice), .has = 1 + 9),
    MEMBER("path", OPTIONAL, control_client_path_schema, AT(path), .has = 1 + 10),
    MEMBER("eio", OPTIONAL, control_client_eio_schema, AT(eio), .has = 1 + 11),
    MEMBER("count", OPTIONAL, control_client_count_schema, AT(count), .has = 1 + 12),
};
static const struct codec_schema control_client_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_client_members),
        .additional = &control_client_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/clients.json#/properties/clients */
static const struct codec_schema control_clients_clients_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_client_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_client),
    },
};

/* control/clients.json#/properties/forgotten */
static const struct codec_schema control_clients_forgotten_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/clients.json#/properties/next */
static const struct codec_schema control_clients_next_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/clients.json#/additionalProperties */
static const struct codec_schema control_clients_other_schema = {
    .types = 0,
};

/* control/clients.json */
#define THIS struct sts_control_clients
static const struct codec_member control_clients_members[] = {
    MEMBER("clients", REQUIRED, control_clients_clients_schema, AT(clients)),
    MEMBER("forgotten", REQUIRED, control_clients_forgotten_schema, AT(forgotten)),
    MEMBER("next", OPTIONAL, control_clients_next_schema, AT(next), .has = 1 + 0),
};
static const struct codec_schema control_clients_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_clients_members),
        .additional = &control_clients_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/error_code.json */
static const struct codec_schema control_error_code_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("INVALID_REQUEST"), STRING("AUTH_FAILED"), STRING("FORBIDDEN"),
        STRING("STREAM_NOT_FOUND"), STRING("FORGOTTEN"), STRING("NOT_FOUND"),
        STRING("METHOD_NOT_ALLOWED"), STRING("TOO_LARGE"), STRING("RATE_LIMIT"),
        STRING("UNAVAILABLE"), STRING("INTERNAL")),
};

/* control/error.json#/properties/error/properties/message */
static const struct codec_schema control_error_error_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/error.json#/properties/error/properties/findings */
static const struct codec_schema control_error_error_findings_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &schema_error_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_schema_error),
    },
};

/* control/error.json#/properties/error/properties/setting */
static const struct codec_schema control_error_error_setting_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/error.json#/properties/error/properties/limit */
static const struct codec_schema control_error_error_limit_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/error.json#/properties/error/additionalProperties */
static const struct codec_schema control_error_error_other_schema = {
    .types = 0,
};

/* control/error.json#/properties/error */
#define THIS struct sts_control_error_error
static const struct codec_member control_error_error_members[] = {
    MEMBER("code", REQUIRED, control_error_code_schema, AT(code)),
    MEMBER("message", REQUIRED, control_error_error_message_schema, AT(message)),
    MEMBER("findings", OPTIONAL, control_error_error_findings_schema, AT(findings), .has = 1 + 0),
    MEMBER("setting", OPTIONAL, control_error_error_setting_schema, AT(setting), .has = 1 + 1),
    MEMBER("limit", OPTIONAL, control_error_error_limit_schema, AT(limit), .has = 1 + 2),
};
static const struct codec_schema control_error_error_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_error_error_members),
        .additional = &control_error_error_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/error.json#/additionalProperties */
static const struct codec_schema control_error_other_schema = {
    .types = 0,
};

/* control/error.json */
#define THIS struct sts_control_error
static const struct codec_member control_error_members[] = {
    MEMBER("error", REQUIRED, control_error_error_schema, AT(error)),
};
static const struct codec_schema control_error_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_error_members),
        .additional = &control_error_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/stream.json#/properties/session_id */
static const struct codec_schema control_stream_session_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){
        .max_length = CODEC_UNBOUNDED, .format = CODEC_FORMAT_UUID},
};

/* control/stream.json#/properties/connected */
static const struct codec_schema control_stream_connected_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/stream.json#/properties/inflight */
static const struct codec_schema control_stream_inflight_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/stream.json#/properties/queue_depth */
static const struct codec_schema control_stream_queue_depth_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/stream.json#/properties/held */
static const struct codec_schema control_stream_held_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/stream.json#/properties/expected */
static const struct codec_schema control_stream_expected_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/stream.json#/properties/delivered */
static const struct codec_schema control_stream_delivered_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/stream.json#/properties/confirmed */
static const struct codec_schema control_stream_confirmed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/stream.json#/properties/buffered_bytes */
static const struct codec_schema control_stream_buffered_bytes_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* types/scenario_faults.json#/properties/rules */
static const struct codec_schema scenario_faults_rules_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &error_rule_schema,
        .min_items = 1,
        .max_items = 1000,
        .stride = sizeof(struct sts_error_rule),
    },
};

/* types/scenario_faults.json#/properties/seed */
static const struct codec_schema scenario_faults_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* types/scenario_faults.json#/additionalProperties */
static const struct codec_schema scenario_faults_other_schema = {
    .types = 0,
};

/* types/scenario_faults.json */
#define THIS struct sts_scenario_faults
static const struct codec_member scenario_faults_members[] = {
    MEMBER("rules", REQUIRED, scenario_faults_rules_schema, AT(rules)),
    MEMBER("seed", OPTIONAL, scenario_faults_seed_schema, AT(seed), .has = 1 + 0),
    MEMBER("seed_key", OPTIONAL, seed_key_schema, AT(seed_key), .has = 1 + 1),
};
static const struct codec_schema scenario_faults_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_faults_members),
        .additional = &scenario_faults_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/scenario_delay.json#/properties/seed */
static const struct codec_schema scenario_delay_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* types/scenario_delay.json#/additionalProperties */
static const struct codec_schema scenario_delay_other_schema = {
    .types = 0,
};

/* types/scenario_delay.json */
#define THIS struct sts_scenario_delay
static const struct codec_member scenario_delay_members[] = {
    MEMBER("delay_ms", REQUIRED, processing_delay_ms_schema, AT(delay_ms)),
    MEMBER("jitter_ms", OPTIONAL, jitter_ms_schema, AT(jitter_ms), .has = 1 + 0),
    MEMBER("distribution", OPTIONAL, delay_distribution_schema,
           AT(distribution), .fallback = "\"uniform\""),
    MEMBER("seed", OPTIONAL, scenario_delay_seed_schema, AT(seed), .has = 1 + 1),
    MEMBER("seed_key", OPTIONAL, seed_key_schema, AT(seed_key), .has = 1 + 2),
};
static const struct codec_schema scenario_delay_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_delay_members),
        .additional = &scenario_delay_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/scenario_backpressure.json#/additionalProperties */
static const struct codec_schema scenario_backpressure_other_schema = {
    .types = 0,
};

/* types/scenario_backpressure.json */
#define THIS struct sts_scenario_backpressure
static const struct codec_member scenario_backpressure_members[] = {
    MEMBER("threshold", OPTIONAL, backpressure_threshold_schema, AT(threshold), .fallback = "5"),
    MEMBER("severity", OPTIONAL, backpressure_severity_schema,
           AT(severity), .fallback = "\"high\""),
    MEMBER("action", OPTIONAL, backpressure_action_schema, AT(action), .fallback = "\"pause\""),
    MEMBER("recommended_delay_ms", OPTIONAL, recommended_delay_ms_schema,
           AT(recommended_delay_ms), .fallback = "1000"),
    MEMBER("script", OPTIONAL, backpressure_script_schema, AT(script), .has = 1 + 0),
};
static const struct codec_schema scenario_backpressure_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_backpressure_members),
        .additional = &scenario_backpressure_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/stream_hits.json#/properties/number */
static const struct codec_schema control_stream_hits_number_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/armed_kind.json */
static const struct codec_schema control_armed_kind_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("faults"), STRING("delay"), STRING("backpressure"), STRING("disconnect"),
        STRING("refusal"), STRING("scenario")),
};

/* control/rule_hits.json#/properties/rule */
static const struct codec_schema control_rule_hits_rule_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/rule_hits.json#/properties/does */
static const struct codec_schema control_rule_hits_does_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/rule_hits.json#/properties/hits */
static const struct codec_schema control_rule_hits_hits_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/hit.json#/properties/time */
static const struct codec_schema control_hit_time_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/hit.json#/additionalProperties */
static const struct codec_schema control_hit_other_schema = {
    .types = 0,
};

/* control/hit.json */
#define THIS struct sts_control_hit
static const struct codec_member control_hit_members[] = {
    MEMBER("time", REQUIRED, control_hit_time_schema, AT(time)),
    MEMBER("stream_id", OPTIONAL, stream_id_schema, AT(stream_id), .has = 1 + 0),
    MEMBER("sequence_number", REQUIRED, sequence_number_schema, AT(sequence_number)),
};
static const struct codec_schema control_hit_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_hit_members),
        .additional = &control_hit_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/rule_hits.json#/properties/cannot_hit */
static const struct codec_schema control_rule_hits_cannot_hit_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/rule_hits.json#/properties/unknown */
static const struct codec_schema control_rule_hits_unknown_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/rule_hits.json#/additionalProperties */
static const struct codec_schema control_rule_hits_other_schema = {
    .types = 0,
};

/* control/rule_hits.json */
#define THIS struct sts_control_rule_hits
static const struct codec_member control_rule_hits_members[] = {
    MEMBER("rule", REQUIRED, control_rule_hits_rule_schema, AT(rule)),
    MEMBER("does", REQUIRED, control_rule_hits_does_schema, AT(does)),
    MEMBER("hits", REQUIRED, control_rule_hits_hits_schema, AT(hits)),
    MEMBER("last_hit", OPTIONAL, control_hit_schema, AT(last_hit), .has = 1 + 0),
    MEMBER("cannot_hit", OPTIONAL, control_rule_hits_cannot_hit_schema,
           AT(cannot_hit), .has = 1 + 1),
    MEMBER("unknown", OPTIONAL, control_rule_hits_unknown_schema, AT(unknown), .has = 1 + 2),
};
static const struct codec_schema control_rule_hits_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_rule_hits_members),
        .additional = &control_rule_hits_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/stream_hits.json#/properties/rules */
static const struct codec_schema control_stream_hits_rules_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_rule_hits_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_rule_hits),
    },
};

/* control/stream_hits.json#/additionalProperties */
static const struct codec_schema control_stream_hits_other_schema = {
    .types = 0,
};

/* control/stream_hits.json */
#define THIS struct sts_control_stream_hits
static const struct codec_member control_stream_hits_members[] = {
    MEMBER("number", REQUIRED, control_stream_hits_number_schema, AT(number)),
    MEMBER("kind", REQUIRED, control_armed_kind_schema, AT(kind)),
    MEMBER("stream_id", REQUIRED, stream_pattern_schema, AT(stream_id)),
    MEMBER("rules", REQUIRED, control_stream_hits_rules_schema, AT(rules)),
};
static const struct codec_schema control_stream_hits_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_stream_hits_members),
        .additional = &control_stream_hits_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/armed.json#/properties/hits */
static const struct codec_schema control_armed_hits_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_stream_hits_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_stream_hits),
    },
};

/* control/armed.json#/properties/scenario/properties/name */
static const struct codec_schema control_armed_scenario_name_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/armed.json#/properties/scenario/properties/step */
static const struct codec_schema control_armed_scenario_step_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/armed.json#/properties/scenario/properties/steps */
static const struct codec_schema control_armed_scenario_steps_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/armed.json#/properties/scenario/additionalProperties */
static const struct codec_schema control_armed_scenario_other_schema = {
    .types = 0,
};

/* control/armed.json#/properties/scenario */
#define THIS struct sts_control_armed_scenario
static const struct codec_member control_armed_scenario_members[] = {
    MEMBER("name", OPTIONAL, control_armed_scenario_name_schema, AT(name), .has = 1 + 0),
    MEMBER("stream_id", REQUIRED, stream_pattern_schema, AT(stream_id)),
    MEMBER("step", REQUIRED, control_armed_scenario_step_schema, AT(step)),
    MEMBER("steps", REQUIRED, control_armed_scenario_steps_schema, AT(steps)),
};
static const struct codec_schema control_armed_scenario_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_armed_scenario_members),
        .additional = &control_armed_scenario_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/armed.json#/additionalProperties */
static const struct codec_schema control_armed_other_schema = {
    .types = 0,
};

/* control/armed.json */
#define THIS struct sts_control_armed
static const struct codec_member control_armed_members[] = {
    MEMBER("faults", OPTIONAL, scenario_faults_schema, AT(faults), .has = 1 + 0),
    MEMBER("delay", OPTIONAL, scenario_delay_schema, AT(delay), .has = 1 + 1),
    MEMBER("backpressure", OPTIONAL, scenario_backpressure_schema, AT(backpressure), .has = 1 + 2),
    MEMBER("hits", OPTIONAL, control_armed_hits_schema, AT(hits), .has = 1 + 3),
    MEMBER("scenario", OPTIONAL, control_armed_scenario_schema, AT(scenario), .has = 1 + 4),
};
static const struct codec_schema control_armed_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_armed_members),
        .additional = &control_armed_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/stream.json#/additionalProperties */
static const struct codec_schema control_stream_other_schema = {
    .types = 0,
};

/* control/stream.json */
#define THIS struct sts_control_stream
static const struct codec_member control_stream_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("worker_id", REQUIRED, worker_id_schema, AT(worker_id)),
    MEMBER("session_id", REQUIRED, control_stream_session_id_schema, AT(session_id)),
    MEMBER("state", REQUIRED, stream_state_schema, AT(state)),
    MEMBER("connected", REQUIRED, control_stream_connected_schema, AT(connected)),
    MEMBER("max_inflight", REQUIRED, max_inflight_schema, AT(max_inflight)),
    MEMBER("inflight", REQUIRED, control_stream_inflight_schema, AT(inflight)),
    MEMBER("queue_depth", REQUIRED, control_stream_queue_depth_schema, AT(queue_depth)),
    MEMBER("held", REQUIRED, control_stream_held_schema, AT(held)),
    MEMBER("expected", REQUIRED, control_stream_expected_schema, AT(expected)),
    MEMBER("delivered", REQUIRED, control_stream_delivered_schema, AT(delivered)),
    MEMBER("confirmed", REQUIRED, control_stream_confirmed_schema, AT(confirmed)),
    MEMBER("buffered_bytes", REQUIRED, control_stream_buffered_bytes_schema, AT(buffered_bytes)),
    MEMBER("statistics", REQUIRED, stream_statistics_schema, AT(statistics)),
    MEMBER("armed", REQUIRED, control_armed_schema, AT(armed)),
};
static const struct codec_schema control_stream_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_stream_members),
        .additional = &control_stream_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/streams.json#/properties/streams */
static const struct codec_schema control_streams_streams_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_stream_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_stream),
    },
};

/* control/streams.json#/properties/seed */
static const struct codec_schema control_streams_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* control/streams.json#/properties/next */
static const struct codec_schema control_streams_next_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/streams.json#/additionalProperties */
static const struct codec_schema control_streams_other_schema = {
    .types = 0,
};

/* control/streams.json */
#define THIS struct sts_control_streams
static const struct codec_member control_streams_members[] = {
    MEMBER("streams", REQUIRED, control_streams_streams_schema, AT(streams)),
    MEMBER("seed", REQUIRED, control_streams_seed_schema, AT(seed)),
    MEMBER("next", OPTIONAL, control_streams_next_schema, AT(next), .has = 1 + 0),
};
static const struct codec_schema control_streams_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_streams_members),
        .additional = &control_streams_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/streams_deleted.json#/properties/streams */
static const struct codec_schema control_streams_deleted_streams_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/streams_deleted.json#/properties/entries */
static const struct codec_schema control_streams_deleted_entries_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/streams_deleted.json#/properties/reports */
static const struct codec_schema control_streams_deleted_reports_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/streams_deleted.json#/additionalProperties */
static const struct codec_schema control_streams_deleted_other_schema = {
    .types = 0,
};

/* control/streams_deleted.json */
#define THIS struct sts_control_streams_deleted
static const struct codec_member control_streams_deleted_members[] = {
    MEMBER("stream_id", REQUIRED, stream_pattern_schema, AT(stream_id)),
    MEMBER("streams", REQUIRED, control_streams_deleted_streams_schema, AT(streams)),
    MEMBER("entries", REQUIRED, control_streams_deleted_entries_schema, AT(entries)),
    MEMBER("reports", REQUIRED, control_streams_deleted_reports_schema, AT(reports)),
};
static const struct codec_schema control_streams_deleted_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_streams_deleted_members),
        .additional = &control_streams_deleted_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/scenario_disconnect.json#/properties/reason */
static const struct codec_schema scenario_disconnect_reason_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/scenario_disconnect.json#/additionalProperties */
static const struct codec_schema scenario_disconnect_other_schema = {
    .types = 0,
};

/* types/scenario_disconnect.json#/allOf/0/if */
static const struct codec_member scenario_disconnect_all0_if_members[] = {
    MEMBER("scope", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema scenario_disconnect_all0_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_disconnect_all0_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/scenario_disconnect.json#/allOf/0/then */
static const struct codec_member scenario_disconnect_all0_then_members[] = {
    MEMBER("refuse_ms", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema scenario_disconnect_all0_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_disconnect_all0_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/scenario_disconnect.json */
#define THIS struct sts_scenario_disconnect
static const struct codec_member scenario_disconnect_members[] = {
    MEMBER("delay_ms", OPTIONAL, disconnect_delay_ms_schema, AT(delay_ms), .fallback = "0"),
    MEMBER("reason", OPTIONAL, scenario_disconnect_reason_schema, AT(reason), .has = 1 + 0),
    MEMBER("mode", OPTIONAL, disconnect_mode_schema, AT(mode), .fallback = "\"server_disconnect\""),
    MEMBER("code", OPTIONAL, close_code_schema, AT(code), .fallback = "1011"),
    MEMBER("refuse_ms", OPTIONAL, refuse_ms_schema, AT(refuse_ms), .has = 1 + 1),
    MEMBER("scope", OPTIONAL, refuse_scope_schema, AT(scope), .has = 1 + 2),
};
static const struct codec_schema scenario_disconnect_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_disconnect_members),
        .additional = &scenario_disconnect_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
    BRANCHES(
        BRANCH(IF, 
            &scenario_disconnect_all0_if_schema, &scenario_disconnect_all0_then_schema, NULL)),
};
#undef THIS

/* control/armed_record.json#/properties/number */
static const struct codec_schema control_armed_record_number_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/armed_record.json#/properties/time */
static const struct codec_schema control_armed_record_time_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/armed_record.json#/properties/by */
static const struct codec_schema control_armed_record_by_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/armed_record.json#/properties/client */
static const struct codec_schema control_armed_record_client_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/armed_record.json#/properties/address */
static const struct codec_schema control_armed_record_address_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/armed_record.json#/properties/key */
static const struct codec_schema control_armed_record_key_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/scenario_run.json#/properties/name */
static const struct codec_schema control_scenario_run_name_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/scenario_run.json#/properties/step */
static const struct codec_schema control_scenario_run_step_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/scenario_run.json#/properties/steps */
static const struct codec_schema control_scenario_run_steps_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/scenario_place.json#/properties/step */
static const struct codec_schema control_scenario_place_step_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/scenario_place.json#/additionalProperties */
static const struct codec_schema control_scenario_place_other_schema = {
    .types = 0,
};

/* control/scenario_place.json */
#define THIS struct sts_control_scenario_place
static const struct codec_member control_scenario_place_members[] = {
    MEMBER("stream_id", REQUIRED, stream_id_schema, AT(stream_id)),
    MEMBER("step", OPTIONAL, control_scenario_place_step_schema, AT(step), .has = 1 + 0),
};
static const struct codec_schema control_scenario_place_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_scenario_place_members),
        .additional = &control_scenario_place_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/scenario_run.json#/properties/at */
static const struct codec_schema control_scenario_run_at_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_scenario_place_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_scenario_place),
    },
};

/* control/scenario_run.json#/properties/begun */
static const struct codec_schema control_scenario_run_begun_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/scenario_run.json#/additionalProperties */
static const struct codec_schema control_scenario_run_other_schema = {
    .types = 0,
};

/* control/scenario_run.json */
#define THIS struct sts_control_scenario_run
static const struct codec_member control_scenario_run_members[] = {
    MEMBER("name", OPTIONAL, control_scenario_run_name_schema, AT(name), .has = 1 + 0),
    MEMBER("step", OPTIONAL, control_scenario_run_step_schema, AT(step), .has = 1 + 1),
    MEMBER("steps", REQUIRED, control_scenario_run_steps_schema, AT(steps)),
    MEMBER("at", OPTIONAL, control_scenario_run_at_schema, AT(at), .has = 1 + 2),
    MEMBER("begun", OPTIONAL, control_scenario_run_begun_schema, AT(begun), .has = 1 + 3),
};
static const struct codec_schema control_scenario_run_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_scenario_run_members),
        .additional = &control_scenario_run_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/armed_record.json#/properties/streams */
static const struct codec_schema control_armed_record_streams_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/armed_record.json#/properties/rules */
static const struct codec_schema control_armed_record_rules_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_rule_hits_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_rule_hits),
    },
};

/* control/armed_record.json#/properties/left_ms */
static const struct codec_schema control_armed_record_left_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/armed_record.json#/properties/refused */
static const struct codec_schema control_armed_record_refused_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/armed_record.json#/additionalProperties */
static const struct codec_schema control_armed_record_other_schema = {
    .types = 0,
};

/* control/armed_record.json */
#define THIS struct sts_control_armed_record
static const struct codec_member control_armed_record_members[] = {
    MEMBER("number", REQUIRED, control_armed_record_number_schema, AT(number)),
    MEMBER("kind", REQUIRED, control_armed_kind_schema, AT(kind)),
    MEMBER("stream_id", REQUIRED, stream_pattern_schema, AT(stream_id)),
    MEMBER("time", REQUIRED, control_armed_record_time_schema, AT(time)),
    MEMBER("by", OPTIONAL, control_armed_record_by_schema, AT(by), .has = 1 + 0),
    MEMBER("client", OPTIONAL, control_armed_record_client_schema, AT(client), .has = 1 + 1),
    MEMBER("address", OPTIONAL, control_armed_record_address_schema, AT(address), .has = 1 + 2),
    MEMBER("key", OPTIONAL, control_armed_record_key_schema, AT(key), .has = 1 + 3),
    MEMBER("faults", OPTIONAL, scenario_faults_schema, AT(faults), .has = 1 + 4),
    MEMBER("delay", OPTIONAL, scenario_delay_schema, AT(delay), .has = 1 + 5),
    MEMBER("backpressure", OPTIONAL, scenario_backpressure_schema, AT(backpressure), .has = 1 + 6),
    MEMBER("scenario", OPTIONAL, control_scenario_run_schema, AT(scenario), .has = 1 + 7),
    MEMBER("streams", OPTIONAL, control_armed_record_streams_schema, AT(streams), .has = 1 + 8),
    MEMBER("rules", OPTIONAL, control_armed_record_rules_schema, AT(rules), .has = 1 + 9),
    MEMBER("left_ms", OPTIONAL, control_armed_record_left_ms_schema, AT(left_ms), .has = 1 + 10),
    MEMBER("scope", OPTIONAL, refuse_scope_schema, AT(scope), .has = 1 + 11),
    MEMBER("refused", OPTIONAL, control_armed_record_refused_schema, AT(refused), .has = 1 + 12),
};
static const struct codec_schema control_armed_record_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_armed_record_members),
        .additional = &control_armed_record_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/armed_list.json#/properties/armed */
static const struct codec_schema control_armed_list_armed_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_armed_record_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_armed_record),
    },
};

/* control/armed_list.json#/properties/next */
static const struct codec_schema control_armed_list_next_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/armed_list.json#/additionalProperties */
static const struct codec_schema control_armed_list_other_schema = {
    .types = 0,
};

/* control/armed_list.json */
#define THIS struct sts_control_armed_list
static const struct codec_member control_armed_list_members[] = {
    MEMBER("armed", REQUIRED, control_armed_list_armed_schema, AT(armed)),
    MEMBER("next", OPTIONAL, control_armed_list_next_schema, AT(next), .has = 1 + 0),
};
static const struct codec_schema control_armed_list_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_armed_list_members),
        .additional = &control_armed_list_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/log_level.json */
static const struct codec_schema control_log_level_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("DEBUG"), STRING("INFO"), STRING("WARNING"), STRING("ERROR"), STRING("CRITICAL")),
};

/* control/log.json#/additionalProperties */
static const struct codec_schema control_log_other_schema = {
    .types = 0,
};

/* control/log.json */
#define THIS struct sts_control_log
static const struct codec_member control_log_members[] = {
    MEMBER("level", REQUIRED, control_log_level_schema, AT(level)),
};
static const struct codec_schema control_log_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_log_members),
        .additional = &control_log_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/ticket_path.json */
static const struct codec_schema control_ticket_path_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){
        .max_length = CODEC_UNBOUNDED, .pattern = &control_ticket_path_pattern},
};

/* control/ticket_wish.json#/additionalProperties */
static const struct codec_schema control_ticket_wish_other_schema = {
    .types = 0,
};

/* control/ticket_wish.json */
#define THIS struct sts_control_ticket_wish
static const struct codec_member control_ticket_wish_members[] = {
    MEMBER("path", REQUIRED, control_ticket_path_schema, AT(path)),
};
static const struct codec_schema control_ticket_wish_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_ticket_wish_members),
        .additional = &control_ticket_wish_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/ticket.json#/properties/ticket */
static const struct codec_schema control_ticket_ticket_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/ticket.json#/properties/expires_at */
static const struct codec_schema control_ticket_expires_at_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* control/ticket.json#/properties/url */
static const struct codec_schema control_ticket_url_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/ticket.json#/additionalProperties */
static const struct codec_schema control_ticket_other_schema = {
    .types = 0,
};

/* control/ticket.json */
#define THIS struct sts_control_ticket
static const struct codec_member control_ticket_members[] = {
    MEMBER("ticket", REQUIRED, control_ticket_ticket_schema, AT(ticket)),
    MEMBER("expires_at", REQUIRED, control_ticket_expires_at_schema, AT(expires_at)),
    MEMBER("url", REQUIRED, control_ticket_url_schema, AT(url)),
};
static const struct codec_schema control_ticket_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_ticket_members),
        .additional = &control_ticket_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/reset.json#/additionalProperties */
static const struct codec_schema control_reset_other_schema = {
    .types = 0,
};

/* control/reset.json */
#define THIS struct sts_control_reset
static const struct codec_member control_reset_members[] = {
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .fallback = "\"*\""),
};
static const struct codec_schema control_reset_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_reset_members),
        .additional = &control_reset_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/reset_ack.json#/properties/streams */
static const struct codec_schema control_reset_ack_streams_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/reset_ack.json#/properties/hint */
static const struct codec_schema control_reset_ack_hint_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/reset_ack.json#/additionalProperties */
static const struct codec_schema control_reset_ack_other_schema = {
    .types = 0,
};

/* control/reset_ack.json */
#define THIS struct sts_control_reset_ack
static const struct codec_member control_reset_ack_members[] = {
    MEMBER("status", REQUIRED, config_status_schema, AT(status)),
    MEMBER("stream_id", REQUIRED, stream_pattern_schema, AT(stream_id)),
    MEMBER("streams", REQUIRED, control_reset_ack_streams_schema, AT(streams)),
    MEMBER("hint", OPTIONAL, control_reset_ack_hint_schema, AT(hint), .has = 1 + 0),
};
static const struct codec_schema control_reset_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_reset_ack_members),
        .additional = &control_reset_ack_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/scenario_name.json */
static const struct codec_schema scenario_name_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
};

/* types/scenario.json#/properties/seed */
static const struct codec_schema scenario_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* types/scenario_until.json#/properties/count */
static const struct codec_schema scenario_until_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* types/worker_event.json */
static const struct codec_schema worker_event_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("stream:init"), STRING("fragment:data"), STRING("fragment:ack"),
        STRING("stream:pause"), STRING("stream:resume"), STRING("stream:end")),
};

/* types/scenario_until.json#/additionalProperties */
static const struct codec_schema scenario_until_other_schema = {
    .types = 0,
};

/* types/scenario_until.json */
#define THIS struct sts_scenario_until
static const struct codec_member scenario_until_members[] = {
    MEMBER("count", OPTIONAL, scenario_until_count_schema, AT(count), .has = 1 + 0),
    MEMBER("after_ms", OPTIONAL, simulation_time_ms_schema, AT(after_ms), .has = 1 + 1),
    MEMBER("event", OPTIONAL, worker_event_schema, AT(event), .has = 1 + 2),
};
static const struct codec_schema scenario_until_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_until_members),
        .additional = &scenario_until_other_schema,
        .null_is_absent = true,
        .min_members = 1,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/scenario_step.json#/additionalProperties */
static const struct codec_schema scenario_step_other_schema = {
    .types = 0,
};

/* types/scenario_step.json */
#define THIS struct sts_scenario_step
static const struct codec_member scenario_step_members[] = {
    MEMBER("faults", OPTIONAL, scenario_faults_schema, AT(faults), .has = 1 + 0),
    MEMBER("delay", OPTIONAL, scenario_delay_schema, AT(delay), .has = 1 + 1),
    MEMBER("backpressure", OPTIONAL, scenario_backpressure_schema, AT(backpressure), .has = 1 + 2),
    MEMBER("disconnect", OPTIONAL, scenario_disconnect_schema, AT(disconnect), .has = 1 + 3),
    MEMBER("until", OPTIONAL, scenario_until_schema, AT(until), .has = 1 + 4),
};
static const struct codec_schema scenario_step_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_step_members),
        .additional = &scenario_step_other_schema,
        .null_is_absent = true,
        .min_members = 1,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/scenario.json#/properties/steps */
static const struct codec_schema scenario_steps_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &scenario_step_schema,
        .min_items = 1,
        .max_items = 100,
        .stride = sizeof(struct sts_scenario_step),
    },
};

/* types/scenario.json#/additionalProperties */
static const struct codec_schema scenario_other_schema = {
    .types = 0,
};

/* types/scenario.json */
#define THIS struct sts_scenario
static const struct codec_member scenario_members[] = {
    MEMBER("name", OPTIONAL, scenario_name_schema, AT(name), .has = 1 + 0),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .fallback = "\"*\""),
    MEMBER("seed", OPTIONAL, scenario_seed_schema, AT(seed), .has = 1 + 1),
    MEMBER("seed_key", OPTIONAL, seed_key_schema, AT(seed_key), .has = 1 + 2),
    MEMBER("steps", REQUIRED, scenario_steps_schema, AT(steps)),
};
static const struct codec_schema scenario_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(scenario_members),
        .additional = &scenario_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/scenarios_loaded.json#/properties/scenarios */
static const struct codec_schema control_scenarios_loaded_scenarios_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &scenario_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_scenario),
    },
};

/* control/scenarios_loaded.json#/properties/next */
static const struct codec_schema control_scenarios_loaded_next_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/scenarios_loaded.json#/additionalProperties */
static const struct codec_schema control_scenarios_loaded_other_schema = {
    .types = 0,
};

/* control/scenarios_loaded.json */
#define THIS struct sts_control_scenarios_loaded
static const struct codec_member control_scenarios_loaded_members[] = {
    MEMBER("scenarios", REQUIRED, control_scenarios_loaded_scenarios_schema, AT(scenarios)),
    MEMBER("next", OPTIONAL, control_scenarios_loaded_next_schema, AT(next), .has = 1 + 0),
};
static const struct codec_schema control_scenarios_loaded_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_scenarios_loaded_members),
        .additional = &control_scenarios_loaded_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/scenarios.json#/properties/scenarios */
static const struct codec_schema control_scenarios_scenarios_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &scenario_schema,
        .min_items = 1,
        .max_items = 100,
        .stride = sizeof(struct sts_scenario),
    },
};

/* control/scenarios.json#/additionalProperties */
static const struct codec_schema control_scenarios_other_schema = {
    .types = 0,
};

/* control/scenarios.json */
#define THIS struct sts_control_scenarios
static const struct codec_member control_scenarios_members[] = {
    MEMBER("scenarios", REQUIRED, control_scenarios_scenarios_schema, AT(scenarios)),
};
static const struct codec_schema control_scenarios_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_scenarios_members),
        .additional = &control_scenarios_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/scenarios_ack.json#/properties/scenarios_count */
static const struct codec_schema control_scenarios_ack_scenarios_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/scenarios_ack.json#/additionalProperties */
static const struct codec_schema control_scenarios_ack_other_schema = {
    .types = 0,
};

/* control/scenarios_ack.json */
#define THIS struct sts_control_scenarios_ack
static const struct codec_member control_scenarios_ack_members[] = {
    MEMBER("status", REQUIRED, config_status_schema, AT(status)),
    MEMBER("scenarios_count", REQUIRED, control_scenarios_ack_scenarios_count_schema,
           AT(scenarios_count)),
};
static const struct codec_schema control_scenarios_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_scenarios_ack_members),
        .additional = &control_scenarios_ack_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/journal_entry.json#/properties/id */
static const struct codec_schema control_journal_entry_id_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_entry.json#/properties/time */
static const struct codec_schema control_journal_entry_time_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/monotonic_ms */
static const struct codec_schema control_journal_entry_monotonic_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_kind.json */
static const struct codec_schema control_journal_kind_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("event"), STRING("ack"), STRING("connected"), STRING("refused"), STRING("closing"),
        STRING("disconnected"), STRING("opened"), STRING("parked"), STRING("resumed"),
        STRING("state"), STRING("ended"), STRING("deviation"), STRING("fault"), STRING("reset"),
        STRING("refusing"), STRING("armed"), STRING("step"), STRING("server")),
};

/* control/journal_entry.json#/properties/connection */
static const struct codec_schema control_journal_entry_connection_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/namespace */
static const struct codec_schema control_journal_entry_namespace_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/address */
static const struct codec_schema control_journal_entry_address_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/x_stream_id */
static const struct codec_schema control_journal_entry_x_stream_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/x_worker_id */
static const struct codec_schema control_journal_entry_x_worker_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/stream_id */
static const struct codec_schema control_journal_entry_stream_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/session_id */
static const struct codec_schema control_journal_entry_session_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/fragment_id */
static const struct codec_schema control_journal_entry_fragment_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_direction.json */
static const struct codec_schema control_journal_direction_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("in"), STRING("out")),
};

/* control/journal_entry.json#/properties/event */
static const struct codec_schema control_journal_entry_event_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/payload */
static const struct codec_schema control_journal_entry_payload_schema = {
    .types = CODEC_ANY,
    .store = CODEC_STORE_RAW,
};

/* control/journal_verdict.json */
static const struct codec_schema control_journal_verdict_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("ok"), STRING("invalid"), STRING("absent"), STRING("unknown"), STRING("malformed")),
};

/* control/journal_entry.json#/properties/errors */
static const struct codec_schema control_journal_entry_errors_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &schema_error_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_schema_error),
    },
};

/* control/journal_entry.json#/properties/deviations */
static const struct codec_schema control_journal_entry_deviations_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &schema_error_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_schema_error),
    },
};

/* control/journal_entry.json#/properties/ack_id */
static const struct codec_schema control_journal_entry_ack_id_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_entry.json#/properties/reason */
static const struct codec_schema control_journal_entry_reason_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_entry.json#/properties/code */
static const struct codec_schema control_journal_entry_code_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* control/journal_entry.json#/properties/simulated */
static const struct codec_schema control_journal_entry_simulated_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/journal_entry.json#/properties/refuse_ms */
static const struct codec_schema control_journal_entry_refuse_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_entry.json#/properties/attempt */
static const struct codec_schema control_journal_entry_attempt_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/journal_entry.json#/properties/left */
static const struct codec_schema control_journal_entry_left_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/journal_entry.json#/properties/waiting_ms */
static const struct codec_schema control_journal_entry_waiting_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_entry.json#/properties/caught_up_ms */
static const struct codec_schema control_journal_entry_caught_up_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_entry.json#/properties/was_parked */
static const struct codec_schema control_journal_entry_was_parked_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/journal_fault.json#/properties/armed */
static const struct codec_schema control_journal_fault_armed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/journal_fault.json#/properties/rule */
static const struct codec_schema control_journal_fault_rule_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_fault.json#/properties/seed */
static const struct codec_schema control_journal_fault_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* control/journal_fault.json#/properties/attempt */
static const struct codec_schema control_journal_fault_attempt_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_fault.json#/additionalProperties */
static const struct codec_schema control_journal_fault_other_schema = {
    .types = 0,
};

/* control/journal_fault.json */
#define THIS struct sts_control_journal_fault
static const struct codec_member control_journal_fault_members[] = {
    MEMBER("armed", OPTIONAL, control_journal_fault_armed_schema, AT(armed), .has = 1 + 0),
    MEMBER("rule", REQUIRED, control_journal_fault_rule_schema, AT(rule)),
    MEMBER("action", REQUIRED, rule_action_schema, AT(action)),
    MEMBER("seed", REQUIRED, control_journal_fault_seed_schema, AT(seed)),
    MEMBER("seed_key", OPTIONAL, seed_key_schema, AT(seed_key), .has = 1 + 1),
    MEMBER("sequence_number", REQUIRED, sequence_number_schema, AT(sequence_number)),
    MEMBER("attempt", REQUIRED, control_journal_fault_attempt_schema, AT(attempt)),
    MEMBER("mode", OPTIONAL, disconnect_mode_schema, AT(mode), .has = 1 + 2),
};
static const struct codec_schema control_journal_fault_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_journal_fault_members),
        .additional = &control_journal_fault_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/journal_armed.json#/properties/number */
static const struct codec_schema control_journal_armed_number_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/journal_armed.json#/properties/rules_count */
static const struct codec_schema control_journal_armed_rules_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_armed.json#/properties/rules/items */
static const struct codec_schema control_journal_armed_rules_item_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_armed.json#/properties/rules */
static const struct codec_schema control_journal_armed_rules_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_journal_armed_rules_item_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct codec_text),
    },
};

/* control/journal_armed.json#/properties/name */
static const struct codec_schema control_journal_armed_name_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_armed.json#/properties/step */
static const struct codec_schema control_journal_armed_step_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_armed.json#/properties/steps */
static const struct codec_schema control_journal_armed_steps_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_armed.json#/additionalProperties */
static const struct codec_schema control_journal_armed_other_schema = {
    .types = 0,
};

/* control/journal_armed.json */
#define THIS struct sts_control_journal_armed
static const struct codec_member control_journal_armed_members[] = {
    MEMBER("kind", REQUIRED, control_armed_kind_schema, AT(kind)),
    MEMBER("number", OPTIONAL, control_journal_armed_number_schema, AT(number), .has = 1 + 0),
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 1),
    MEMBER("rules_count", OPTIONAL, control_journal_armed_rules_count_schema,
           AT(rules_count), .has = 1 + 2),
    MEMBER("rules", OPTIONAL, control_journal_armed_rules_schema, AT(rules), .has = 1 + 3),
    MEMBER("name", OPTIONAL, control_journal_armed_name_schema, AT(name), .has = 1 + 4),
    MEMBER("step", OPTIONAL, control_journal_armed_step_schema, AT(step), .has = 1 + 5),
    MEMBER("steps", OPTIONAL, control_journal_armed_steps_schema, AT(steps), .has = 1 + 6),
};
static const struct codec_schema control_journal_armed_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_journal_armed_members),
        .additional = &control_journal_armed_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/journal_server.json#/properties/version */
static const struct codec_schema control_journal_server_version_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal_server.json#/properties/report_return_ms */
static const struct codec_schema control_journal_server_report_return_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_server.json#/properties/idle_timeout_ms */
static const struct codec_schema control_journal_server_idle_timeout_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_server.json#/properties/ping_interval_ms */
static const struct codec_schema control_journal_server_ping_interval_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_server.json#/additionalProperties */
static const struct codec_schema control_journal_server_other_schema = {
    .types = 0,
};

/* control/journal_server.json */
#define THIS struct sts_control_journal_server
static const struct codec_member control_journal_server_members[] = {
    MEMBER("version", REQUIRED, control_journal_server_version_schema, AT(version)),
    MEMBER("report_return_ms", REQUIRED, control_journal_server_report_return_ms_schema,
           AT(report_return_ms)),
    MEMBER("idle_timeout_ms", REQUIRED, control_journal_server_idle_timeout_ms_schema,
           AT(idle_timeout_ms)),
    MEMBER("ping_interval_ms", REQUIRED, control_journal_server_ping_interval_ms_schema,
           AT(ping_interval_ms)),
};
static const struct codec_schema control_journal_server_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_journal_server_members),
        .additional = &control_journal_server_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/journal_entry.json#/additionalProperties */
static const struct codec_schema control_journal_entry_other_schema = {
    .types = 0,
};

/* control/journal_entry.json */
#define THIS struct sts_control_journal_entry
static const struct codec_member control_journal_entry_members[] = {
    MEMBER("id", REQUIRED, control_journal_entry_id_schema, AT(id)),
    MEMBER("time", REQUIRED, control_journal_entry_time_schema, AT(time)),
    MEMBER("monotonic_ms", REQUIRED, control_journal_entry_monotonic_ms_schema, AT(monotonic_ms)),
    MEMBER("kind", REQUIRED, control_journal_kind_schema, AT(kind)),
    MEMBER("connection", OPTIONAL, control_journal_entry_connection_schema,
           AT(connection), .has = 1 + 0),
    MEMBER("namespace", OPTIONAL, control_journal_entry_namespace_schema,
           AT(namespace), .has = 1 + 1),
    MEMBER("address", OPTIONAL, control_journal_entry_address_schema, AT(address), .has = 1 + 2),
    MEMBER("x_stream_id", OPTIONAL, control_journal_entry_x_stream_id_schema,
           AT(x_stream_id), .has = 1 + 3),
    MEMBER("x_worker_id", OPTIONAL, control_journal_entry_x_worker_id_schema,
           AT(x_worker_id), .has = 1 + 4),
    MEMBER("stream_id", OPTIONAL, control_journal_entry_stream_id_schema,
           AT(stream_id), .has = 1 + 5),
    MEMBER("session_id", OPTIONAL, control_journal_entry_session_id_schema,
           AT(session_id), .has = 1 + 6),
    MEMBER("fragment_id", OPTIONAL, control_journal_entry_fragment_id_schema,
           AT(fragment_id), .has = 1 + 7),
    MEMBER("direction", OPTIONAL, control_journal_direction_schema, AT(direction), .has = 1 + 8),
    MEMBER("event", OPTIONAL, control_journal_entry_event_schema, AT(event), .has = 1 + 9),
    MEMBER("payload", OPTIONAL, control_journal_entry_payload_schema, AT(payload), .has = 1 + 10),
    MEMBER("verdict", OPTIONAL, control_journal_verdict_schema, AT(verdict), .has = 1 + 11),
    MEMBER("errors", OPTIONAL, control_journal_entry_errors_schema, AT(errors), .has = 1 + 12),
    MEMBER("deviations", OPTIONAL, control_journal_entry_deviations_schema,
           AT(deviations), .has = 1 + 13),
    MEMBER("ack_id", OPTIONAL, control_journal_entry_ack_id_schema, AT(ack_id), .has = 1 + 14),
    MEMBER("reason", OPTIONAL, control_journal_entry_reason_schema, AT(reason), .has = 1 + 15),
    MEMBER("code", OPTIONAL, control_journal_entry_code_schema, AT(code), .has = 1 + 16),
    MEMBER("simulated", OPTIONAL, control_journal_entry_simulated_schema,
           AT(simulated), .has = 1 + 17),
    MEMBER("refuse_ms", OPTIONAL, control_journal_entry_refuse_ms_schema,
           AT(refuse_ms), .has = 1 + 18),
    MEMBER("scope", OPTIONAL, refuse_scope_schema, AT(scope), .has = 1 + 19),
    MEMBER("attempt", OPTIONAL, control_journal_entry_attempt_schema, AT(attempt), .has = 1 + 20),
    MEMBER("left", OPTIONAL, control_journal_entry_left_schema, AT(left), .has = 1 + 21),
    MEMBER("waiting_ms", OPTIONAL, control_journal_entry_waiting_ms_schema,
           AT(waiting_ms), .has = 1 + 22),
    MEMBER("caught_up_ms", OPTIONAL, control_journal_entry_caught_up_ms_schema,
           AT(caught_up_ms), .has = 1 + 23),
    MEMBER("was_parked", OPTIONAL, control_journal_entry_was_parked_schema,
           AT(was_parked), .has = 1 + 24),
    MEMBER("from", OPTIONAL, stream_state_schema, AT(from), .has = 1 + 25),
    MEMBER("to", OPTIONAL, stream_state_schema, AT(to), .has = 1 + 26),
    MEMBER("statistics", OPTIONAL, stream_statistics_schema, AT(statistics), .has = 1 + 27),
    MEMBER("fault", OPTIONAL, control_journal_fault_schema, AT(fault), .has = 1 + 28),
    MEMBER("armed", OPTIONAL, control_journal_armed_schema, AT(armed), .has = 1 + 29),
    MEMBER("server", OPTIONAL, control_journal_server_schema, AT(server), .has = 1 + 30),
};
static const struct codec_schema control_journal_entry_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_journal_entry_members),
        .additional = &control_journal_entry_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/journal.json#/properties/entries */
static const struct codec_schema control_journal_entries_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_journal_entry_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_journal_entry),
    },
};

/* control/journal_position.json */
static const struct codec_schema control_journal_position_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal.json#/properties/more */
static const struct codec_schema control_journal_more_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/journal.json#/properties/lost */
static const struct codec_schema control_journal_lost_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/journal.json#/properties/why */
static const struct codec_schema control_journal_why_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal.json#/properties/hint */
static const struct codec_schema control_journal_hint_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/journal.json#/additionalProperties */
static const struct codec_schema control_journal_other_schema = {
    .types = 0,
};

/* control/journal.json */
#define THIS struct sts_control_journal
static const struct codec_member control_journal_members[] = {
    MEMBER("entries", REQUIRED, control_journal_entries_schema, AT(entries)),
    MEMBER("next", REQUIRED, control_journal_position_schema, AT(next)),
    MEMBER("more", REQUIRED, control_journal_more_schema, AT(more)),
    MEMBER("lost", REQUIRED, control_journal_lost_schema, AT(lost)),
    MEMBER("why", OPTIONAL, control_journal_why_schema, AT(why), .has = 1 + 0),
    MEMBER("hint", OPTIONAL, control_journal_hint_schema, AT(hint), .has = 1 + 1),
};
static const struct codec_schema control_journal_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_journal_members),
        .additional = &control_journal_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/verify.json#/properties/absent_ok */
static const struct codec_schema control_verify_absent_ok_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/unused_faults.json */
static const struct codec_schema control_unused_faults_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("ignore"), STRING("fail")),
};

/* control/journal_wait_ms.json */
static const struct codec_schema control_journal_wait_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(60000)),
};

/* control/verify.json#/properties/in_order */
static const struct codec_schema control_verify_in_order_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/journal_event.json */
static const struct codec_schema control_journal_event_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
};

/* control/expectation.json#/properties/match/additionalProperties/if */
static const struct codec_schema control_expectation_match_other_if_schema = {
    .types = CODEC_OBJECT,
};

/* true */
static const struct codec_schema any_schema = {
    .types = CODEC_ANY,
};

/* control/regex.json */
static const struct codec_schema control_regex_schema = {
    .types = CODEC_STRING,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 256},
};

/* control/matcher.json#/properties/min */
static const struct codec_schema control_matcher_min_schema = {
    .types = CODEC_NUMBER,
};

/* control/matcher.json#/properties/max */
static const struct codec_schema control_matcher_max_schema = {
    .types = CODEC_NUMBER,
};

/* control/matcher.json#/properties/present */
static const struct codec_schema control_matcher_present_schema = {
    .types = CODEC_BOOLEAN,
};

/* control/matcher.json#/properties/absent */
static const struct codec_schema control_matcher_absent_schema = {
    .types = CODEC_BOOLEAN,
};

/* control/matcher.json#/additionalProperties */
static const struct codec_schema control_matcher_other_schema = {
    .types = 0,
};

/* control/matcher.json */
static const struct codec_member control_matcher_members[] = {
    MEMBER("equals", OPTIONAL, any_schema, NOWHERE),
    MEMBER("regex", OPTIONAL, control_regex_schema, NOWHERE),
    MEMBER("min", OPTIONAL, control_matcher_min_schema, NOWHERE),
    MEMBER("max", OPTIONAL, control_matcher_max_schema, NOWHERE),
    MEMBER("present", OPTIONAL, control_matcher_present_schema, NOWHERE),
    MEMBER("absent", OPTIONAL, control_matcher_absent_schema, NOWHERE),
};
static const struct codec_schema control_matcher_schema = {
    .types = CODEC_OBJECT,
    .object = &(const struct codec_object_rules){
        ROWS(control_matcher_members),
        .additional = &control_matcher_other_schema,
        .null_is_absent = true,
        .min_members = 1,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* control/expectation.json#/properties/match/additionalProperties */
static const struct codec_schema control_expectation_match_other_schema = {
    .types = CODEC_ANY,
    BRANCHES(
        BRANCH(IF, 
            &control_expectation_match_other_if_schema, &control_matcher_schema, NULL)),
};

/* control/expectation.json#/properties/match */
static const struct codec_schema control_expectation_match_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RAW,
    .object = &(const struct codec_object_rules){
        .additional = &control_expectation_match_other_schema,
        .null_is_absent = true,
        .max_members = 32,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* control/expectation.json#/properties/unknown */
static const struct codec_schema control_expectation_unknown_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/verify_count.json#/properties/exactly */
static const struct codec_schema control_verify_count_exactly_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(1000000)),
};

/* control/verify_count.json#/properties/at_least */
static const struct codec_schema control_verify_count_at_least_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(1000000)),
};

/* control/verify_count.json#/properties/at_most */
static const struct codec_schema control_verify_count_at_most_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(1000000)),
};

/* control/verify_count.json#/additionalProperties */
static const struct codec_schema control_verify_count_other_schema = {
    .types = 0,
};

/* control/verify_count.json */
#define THIS struct sts_control_verify_count
static const struct codec_member control_verify_count_members[] = {
    MEMBER("exactly", OPTIONAL, control_verify_count_exactly_schema, AT(exactly), .has = 1 + 0),
    MEMBER("at_least", OPTIONAL, control_verify_count_at_least_schema, AT(at_least), .has = 1 + 1),
    MEMBER("at_most", OPTIONAL, control_verify_count_at_most_schema, AT(at_most), .has = 1 + 2),
};
static const struct codec_schema control_verify_count_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_verify_count_members),
        .additional = &control_verify_count_other_schema,
        .null_is_absent = true,
        .min_members = 1,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/expectation.json#/properties/after */
static const struct codec_schema control_expectation_after_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(99)),
};

/* control/expectation.json#/properties/within_ms */
static const struct codec_schema control_expectation_within_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(0), MAXIMUM(3600000)),
};

/* control/expectation.json#/additionalProperties */
static const struct codec_schema control_expectation_other_schema = {
    .types = 0,
};

/* control/expectation.json */
#define THIS struct sts_control_expectation
static const struct codec_member control_expectation_members[] = {
    MEMBER("event", REQUIRED, control_journal_event_schema, AT(event)),
    MEMBER("direction", OPTIONAL, control_journal_direction_schema, AT(direction), .has = 1 + 0),
    MEMBER("verdict", OPTIONAL, control_journal_verdict_schema, AT(verdict), .has = 1 + 1),
    MEMBER("match", OPTIONAL, control_expectation_match_schema, AT(match), .has = 1 + 2),
    MEMBER("unknown", OPTIONAL, control_expectation_unknown_schema,
           AT(unknown), .fallback = "false"),
    MEMBER("count", OPTIONAL, control_verify_count_schema, AT(count), .has = 1 + 3),
    MEMBER("after", OPTIONAL, control_expectation_after_schema, AT(after), .has = 1 + 4),
    MEMBER("within_ms", OPTIONAL, control_expectation_within_ms_schema,
           AT(within_ms), .has = 1 + 5),
};
static const struct codec_schema control_expectation_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_expectation_members),
        .additional = &control_expectation_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/verify.json#/properties/expectations */
static const struct codec_schema control_verify_expectations_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_expectation_schema,
        .min_items = 1,
        .max_items = 100,
        .stride = sizeof(struct sts_control_expectation),
    },
};

/* control/verify.json#/additionalProperties */
static const struct codec_schema control_verify_other_schema = {
    .types = 0,
};

/* control/verify.json */
#define THIS struct sts_control_verify
static const struct codec_member control_verify_members[] = {
    MEMBER("stream_id", OPTIONAL, stream_pattern_schema, AT(stream_id), .has = 1 + 0),
    MEMBER("since", OPTIONAL, control_journal_position_schema, AT(since), .fallback = "\"start\""),
    MEMBER("absent_ok", OPTIONAL, control_verify_absent_ok_schema,
           AT(absent_ok), .fallback = "false"),
    MEMBER("unused_faults", OPTIONAL, control_unused_faults_schema,
           AT(unused_faults), .fallback = "\"ignore\""),
    MEMBER("wait_ms", OPTIONAL, control_journal_wait_ms_schema, AT(wait_ms), .fallback = "0"),
    MEMBER("in_order", OPTIONAL, control_verify_in_order_schema, AT(in_order), .fallback = "false"),
    MEMBER("expectations", OPTIONAL, control_verify_expectations_schema,
           AT(expectations), .has = 1 + 1),
};
static const struct codec_schema control_verify_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_verify_members),
        .additional = &control_verify_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/verify_verdict.json */
static const struct codec_schema control_verify_verdict_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("pass"), STRING("fail"), STRING("unknown")),
};

/* control/verdict.json#/properties/passed */
static const struct codec_schema control_verdict_passed_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/verdict.json#/properties/why */
static const struct codec_schema control_verdict_why_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/verify_result.json#/properties/passed */
static const struct codec_schema control_verify_result_passed_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/verify_result.json#/properties/matched */
static const struct codec_schema control_verify_result_matched_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/journal_id.json */
static const struct codec_schema control_journal_id_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/verify_result.json#/properties/message */
static const struct codec_schema control_verify_result_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/verify_result.json#/properties/why */
static const struct codec_schema control_verify_result_why_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/near_miss.json#/properties/event */
static const struct codec_schema control_near_miss_event_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/difference.json#/properties/pointer */
static const struct codec_schema control_difference_pointer_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/difference.json#/properties/expected */
static const struct codec_schema control_difference_expected_schema = {
    .types = CODEC_ANY,
    .store = CODEC_STORE_RAW,
};

/* control/difference.json#/properties/actual */
static const struct codec_schema control_difference_actual_schema = {
    .types = CODEC_ANY,
    .store = CODEC_STORE_RAW,
};

/* control/difference.json#/additionalProperties */
static const struct codec_schema control_difference_other_schema = {
    .types = 0,
};

/* control/difference.json */
#define THIS struct sts_control_difference
static const struct codec_member control_difference_members[] = {
    MEMBER("pointer", REQUIRED, control_difference_pointer_schema, AT(pointer)),
    MEMBER("expected", REQUIRED, control_difference_expected_schema, AT(expected)),
    MEMBER("actual", OPTIONAL, control_difference_actual_schema, AT(actual), .has = 1 + 0),
};
static const struct codec_schema control_difference_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_difference_members),
        .additional = &control_difference_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/near_miss.json#/properties/differed */
static const struct codec_schema control_near_miss_differed_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_difference_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_difference),
    },
};

/* control/near_miss.json#/additionalProperties */
static const struct codec_schema control_near_miss_other_schema = {
    .types = 0,
};

/* control/near_miss.json */
#define THIS struct sts_control_near_miss
static const struct codec_member control_near_miss_members[] = {
    MEMBER("id", REQUIRED, control_journal_id_schema, AT(id)),
    MEMBER("event", REQUIRED, control_near_miss_event_schema, AT(event)),
    MEMBER("differed", REQUIRED, control_near_miss_differed_schema, AT(differed)),
};
static const struct codec_schema control_near_miss_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_near_miss_members),
        .additional = &control_near_miss_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/verify_result.json#/properties/nearest */
static const struct codec_schema control_verify_result_nearest_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_near_miss_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_near_miss),
    },
};

/* control/verify_result.json#/additionalProperties */
static const struct codec_schema control_verify_result_other_schema = {
    .types = 0,
};

/* control/verify_result.json */
#define THIS struct sts_control_verify_result
static const struct codec_member control_verify_result_members[] = {
    MEMBER("verdict", REQUIRED, control_verify_verdict_schema, AT(verdict)),
    MEMBER("passed", REQUIRED, control_verify_result_passed_schema, AT(passed)),
    MEMBER("matched", REQUIRED, control_verify_result_matched_schema, AT(matched)),
    MEMBER("first", OPTIONAL, control_journal_id_schema, AT(first), .has = 1 + 0),
    MEMBER("last", OPTIONAL, control_journal_id_schema, AT(last), .has = 1 + 1),
    MEMBER("message", OPTIONAL, control_verify_result_message_schema, AT(message), .has = 1 + 2),
    MEMBER("why", OPTIONAL, control_verify_result_why_schema, AT(why), .has = 1 + 3),
    MEMBER("nearest", OPTIONAL, control_verify_result_nearest_schema, AT(nearest), .has = 1 + 4),
};
static const struct codec_schema control_verify_result_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_verify_result_members),
        .additional = &control_verify_result_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/verdict.json#/properties/expectations */
static const struct codec_schema control_verdict_expectations_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_verify_result_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_verify_result),
    },
};

/* control/unused_rule.json#/properties/number */
static const struct codec_schema control_unused_rule_number_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/unused_rule.json#/properties/rule */
static const struct codec_schema control_unused_rule_rule_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/unused_rule.json#/properties/does */
static const struct codec_schema control_unused_rule_does_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/unused_rule.json#/properties/cannot_hit */
static const struct codec_schema control_unused_rule_cannot_hit_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/unused_rule.json#/properties/unknown */
static const struct codec_schema control_unused_rule_unknown_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/unused_rule.json#/additionalProperties */
static const struct codec_schema control_unused_rule_other_schema = {
    .types = 0,
};

/* control/unused_rule.json */
#define THIS struct sts_control_unused_rule
static const struct codec_member control_unused_rule_members[] = {
    MEMBER("number", REQUIRED, control_unused_rule_number_schema, AT(number)),
    MEMBER("kind", REQUIRED, control_armed_kind_schema, AT(kind)),
    MEMBER("stream_id", REQUIRED, stream_pattern_schema, AT(stream_id)),
    MEMBER("rule", REQUIRED, control_unused_rule_rule_schema, AT(rule)),
    MEMBER("does", REQUIRED, control_unused_rule_does_schema, AT(does)),
    MEMBER("cannot_hit", OPTIONAL, control_unused_rule_cannot_hit_schema,
           AT(cannot_hit), .has = 1 + 0),
    MEMBER("unknown", OPTIONAL, control_unused_rule_unknown_schema, AT(unknown), .has = 1 + 1),
};
static const struct codec_schema control_unused_rule_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_unused_rule_members),
        .additional = &control_unused_rule_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/verdict.json#/properties/unused_faults */
static const struct codec_schema control_verdict_unused_faults_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_unused_rule_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_unused_rule),
    },
};

/* control/verdict.json#/properties/lost */
static const struct codec_schema control_verdict_lost_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/verdict.json#/additionalProperties */
static const struct codec_schema control_verdict_other_schema = {
    .types = 0,
};

/* control/verdict.json */
#define THIS struct sts_control_verdict
static const struct codec_member control_verdict_members[] = {
    MEMBER("verdict", REQUIRED, control_verify_verdict_schema, AT(verdict)),
    MEMBER("passed", REQUIRED, control_verdict_passed_schema, AT(passed)),
    MEMBER("why", OPTIONAL, control_verdict_why_schema, AT(why), .has = 1 + 0),
    MEMBER("expectations", REQUIRED, control_verdict_expectations_schema, AT(expectations)),
    MEMBER("unused_faults", OPTIONAL, control_verdict_unused_faults_schema,
           AT(unused_faults), .has = 1 + 1),
    MEMBER("next", REQUIRED, control_journal_position_schema, AT(next)),
    MEMBER("lost", REQUIRED, control_verdict_lost_schema, AT(lost)),
};
static const struct codec_schema control_verdict_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_verdict_members),
        .additional = &control_verdict_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report.json#/properties/title */
static const struct codec_schema control_report_title_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_side.json */
static const struct codec_schema control_report_side_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("worker"), STRING("server")),
};

/* control/report.json#/properties/target */
static const struct codec_schema control_report_target_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_generator.json#/properties/name */
static const struct codec_schema control_report_generator_name_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_generator.json#/properties/version */
static const struct codec_schema control_report_generator_version_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_generator.json#/properties/protocol_version */
static const struct codec_schema control_report_generator_protocol_version_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_generator.json#/properties/protocol_hash */
static const struct codec_schema control_report_generator_protocol_hash_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_generator.json#/properties/seed */
static const struct codec_schema control_report_generator_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_generator.json#/additionalProperties */
static const struct codec_schema control_report_generator_other_schema = {
    .types = 0,
};

/* control/report_generator.json */
#define THIS struct sts_control_report_generator
static const struct codec_member control_report_generator_members[] = {
    MEMBER("name", REQUIRED, control_report_generator_name_schema, AT(name)),
    MEMBER("version", REQUIRED, control_report_generator_version_schema, AT(version)),
    MEMBER("protocol_version", REQUIRED, control_report_generator_protocol_version_schema,
           AT(protocol_version)),
    MEMBER("protocol_hash", REQUIRED, control_report_generator_protocol_hash_schema,
           AT(protocol_hash)),
    MEMBER("seed", OPTIONAL, control_report_generator_seed_schema, AT(seed), .has = 1 + 0),
};
static const struct codec_schema control_report_generator_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_generator_members),
        .additional = &control_report_generator_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report.json#/properties/started_ms */
static const struct codec_schema control_report_started_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report.json#/properties/ended_ms */
static const struct codec_schema control_report_ended_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_verdict.json */
static const struct codec_schema control_report_verdict_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("empty"), STRING("pass"), STRING("unknown"), STRING("deviation"), STRING("fail")),
};

/* control/report.json#/properties/why/items */
static const struct codec_schema control_report_why_item_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report.json#/properties/why */
static const struct codec_schema control_report_why_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_why_item_schema,
        .min_items = 1,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct codec_text),
    },
};

/* control/report.json#/properties/unknowns/items */
static const struct codec_schema control_report_unknowns_item_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report.json#/properties/unknowns */
static const struct codec_schema control_report_unknowns_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_unknowns_item_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct codec_text),
    },
};

/* control/report_settled.json */
static const struct codec_schema control_report_settled_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("over"), STRING("idle"), STRING("unsettled")),
};

/* control/report_counts.json#/properties/pass */
static const struct codec_schema control_report_counts_pass_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_counts.json#/properties/unknown */
static const struct codec_schema control_report_counts_unknown_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_counts.json#/properties/deviation */
static const struct codec_schema control_report_counts_deviation_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_counts.json#/properties/fail */
static const struct codec_schema control_report_counts_fail_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_counts.json#/properties/not_exercised */
static const struct codec_schema control_report_counts_not_exercised_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_counts.json#/properties/not_offered */
static const struct codec_schema control_report_counts_not_offered_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_counts.json#/additionalProperties */
static const struct codec_schema control_report_counts_other_schema = {
    .types = 0,
};

/* control/report_counts.json */
#define THIS struct sts_control_report_counts
static const struct codec_member control_report_counts_members[] = {
    MEMBER("pass", REQUIRED, control_report_counts_pass_schema, AT(pass)),
    MEMBER("unknown", REQUIRED, control_report_counts_unknown_schema, AT(unknown)),
    MEMBER("deviation", REQUIRED, control_report_counts_deviation_schema, AT(deviation)),
    MEMBER("fail", REQUIRED, control_report_counts_fail_schema, AT(fail)),
    MEMBER("not_exercised", REQUIRED, control_report_counts_not_exercised_schema,
           AT(not_exercised)),
    MEMBER("not_offered", REQUIRED, control_report_counts_not_offered_schema, AT(not_offered)),
};
static const struct codec_schema control_report_counts_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_counts_members),
        .additional = &control_report_counts_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_requirement.json#/properties/id */
static const struct codec_schema control_report_requirement_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_requirement.json#/properties/section */
static const struct codec_schema control_report_requirement_section_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_requirement.json#/properties/origin */
static const struct codec_schema control_report_requirement_origin_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_severity.json */
static const struct codec_schema control_report_severity_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("must"), STRING("should")),
};

/* control/report_requirement.json#/properties/text */
static const struct codec_schema control_report_requirement_text_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_outcome.json */
static const struct codec_schema control_report_outcome_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("pass"), STRING("unknown"), STRING("deviation"), STRING("fail"),
        STRING("not_exercised"), STRING("not_offered")),
};

/* control/report_requirement.json#/properties/checked */
static const struct codec_schema control_report_requirement_checked_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_requirement.json#/properties/broken */
static const struct codec_schema control_report_requirement_broken_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_requirement.json#/properties/note */
static const struct codec_schema control_report_requirement_note_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_requirement.json#/properties/advice */
static const struct codec_schema control_report_requirement_advice_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_requirement.json#/properties/repeat */
static const struct codec_schema control_report_requirement_repeat_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_requirement.json#/properties/duration_ms */
static const struct codec_schema control_report_requirement_duration_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_requirement.json#/additionalProperties */
static const struct codec_schema control_report_requirement_other_schema = {
    .types = 0,
};

/* control/report_requirement.json */
#define THIS struct sts_control_report_requirement
static const struct codec_member control_report_requirement_members[] = {
    MEMBER("id", REQUIRED, control_report_requirement_id_schema, AT(id)),
    MEMBER("section", REQUIRED, control_report_requirement_section_schema, AT(section)),
    MEMBER("origin", OPTIONAL, control_report_requirement_origin_schema, AT(origin), .has = 1 + 0),
    MEMBER("severity", REQUIRED, control_report_severity_schema, AT(severity)),
    MEMBER("text", REQUIRED, control_report_requirement_text_schema, AT(text)),
    MEMBER("outcome", REQUIRED, control_report_outcome_schema, AT(outcome)),
    MEMBER("checked", REQUIRED, control_report_requirement_checked_schema, AT(checked)),
    MEMBER("broken", REQUIRED, control_report_requirement_broken_schema, AT(broken)),
    MEMBER("note", OPTIONAL, control_report_requirement_note_schema, AT(note), .has = 1 + 1),
    MEMBER("advice", OPTIONAL, control_report_requirement_advice_schema, AT(advice), .has = 1 + 2),
    MEMBER("repeat", OPTIONAL, control_report_requirement_repeat_schema, AT(repeat), .has = 1 + 3),
    MEMBER("duration_ms", OPTIONAL, control_report_requirement_duration_ms_schema,
           AT(duration_ms), .has = 1 + 4),
};
static const struct codec_schema control_report_requirement_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_requirement_members),
        .additional = &control_report_requirement_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report.json#/properties/requirements */
static const struct codec_schema control_report_requirements_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_requirement_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_requirement),
    },
};

/* control/report_finding.json#/properties/requirement */
static const struct codec_schema control_report_finding_requirement_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/count */
static const struct codec_schema control_report_finding_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/report_finding.json#/properties/because_of */
static const struct codec_schema control_report_finding_because_of_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/at_ms */
static const struct codec_schema control_report_finding_at_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_finding.json#/properties/message */
static const struct codec_schema control_report_finding_message_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/stream_id */
static const struct codec_schema control_report_finding_stream_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/fragment_id */
static const struct codec_schema control_report_finding_fragment_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/event */
static const struct codec_schema control_report_finding_event_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/pointer */
static const struct codec_schema control_report_finding_pointer_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/payload */
static const struct codec_schema control_report_finding_payload_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/sent */
static const struct codec_schema control_report_finding_sent_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/trace */
static const struct codec_schema control_report_finding_trace_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/properties/expected */
static const struct codec_schema control_report_finding_expected_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_finding.json#/additionalProperties */
static const struct codec_schema control_report_finding_other_schema = {
    .types = 0,
};

/* control/report_finding.json */
#define THIS struct sts_control_report_finding
static const struct codec_member control_report_finding_members[] = {
    MEMBER("requirement", REQUIRED, control_report_finding_requirement_schema, AT(requirement)),
    MEMBER("severity", REQUIRED, control_report_severity_schema, AT(severity)),
    MEMBER("outcome", REQUIRED, control_report_outcome_schema, AT(outcome)),
    MEMBER("count", REQUIRED, control_report_finding_count_schema, AT(count)),
    MEMBER("because_of", OPTIONAL, control_report_finding_because_of_schema,
           AT(because_of), .has = 1 + 0),
    MEMBER("at_ms", REQUIRED, control_report_finding_at_ms_schema, AT(at_ms)),
    MEMBER("message", REQUIRED, control_report_finding_message_schema, AT(message)),
    MEMBER("stream_id", OPTIONAL, control_report_finding_stream_id_schema,
           AT(stream_id), .has = 1 + 1),
    MEMBER("fragment_id", OPTIONAL, control_report_finding_fragment_id_schema,
           AT(fragment_id), .has = 1 + 2),
    MEMBER("event", OPTIONAL, control_report_finding_event_schema, AT(event), .has = 1 + 3),
    MEMBER("pointer", OPTIONAL, control_report_finding_pointer_schema, AT(pointer), .has = 1 + 4),
    MEMBER("payload", OPTIONAL, control_report_finding_payload_schema, AT(payload), .has = 1 + 5),
    MEMBER("sent", OPTIONAL, control_report_finding_sent_schema, AT(sent), .has = 1 + 6),
    MEMBER("trace", OPTIONAL, control_report_finding_trace_schema, AT(trace), .has = 1 + 7),
    MEMBER("expected", OPTIONAL, control_report_finding_expected_schema,
           AT(expected), .has = 1 + 8),
};
static const struct codec_schema control_report_finding_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_finding_members),
        .additional = &control_report_finding_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report.json#/properties/findings */
static const struct codec_schema control_report_findings_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_finding_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_finding),
    },
};

/* control/report.json#/properties/findings_left_out */
static const struct codec_schema control_report_findings_left_out_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_branch.json#/properties/event */
static const struct codec_schema control_report_branch_event_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_branch.json#/properties/from_worker */
static const struct codec_schema control_report_branch_from_worker_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};

/* control/report_branch.json#/properties/pointer */
static const struct codec_schema control_report_branch_pointer_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_branch_kind.json */
static const struct codec_schema control_report_branch_kind_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("present"), STRING("absent"), STRING("value"), STRING("minimum"), STRING("maximum"),
        STRING("min_length"), STRING("max_length")),
};

/* control/report_branch.json#/properties/value */
static const struct codec_schema control_report_branch_value_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_branch.json#/properties/seen */
static const struct codec_schema control_report_branch_seen_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_branch.json#/additionalProperties */
static const struct codec_schema control_report_branch_other_schema = {
    .types = 0,
};

/* control/report_branch.json */
#define THIS struct sts_control_report_branch
static const struct codec_member control_report_branch_members[] = {
    MEMBER("event", REQUIRED, control_report_branch_event_schema, AT(event)),
    MEMBER("from_worker", REQUIRED, control_report_branch_from_worker_schema, AT(from_worker)),
    MEMBER("pointer", REQUIRED, control_report_branch_pointer_schema, AT(pointer)),
    MEMBER("kind", REQUIRED, control_report_branch_kind_schema, AT(kind)),
    MEMBER("value", OPTIONAL, control_report_branch_value_schema, AT(value), .has = 1 + 0),
    MEMBER("seen", REQUIRED, control_report_branch_seen_schema, AT(seen)),
};
static const struct codec_schema control_report_branch_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_branch_members),
        .additional = &control_report_branch_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report.json#/properties/coverage */
static const struct codec_schema control_report_coverage_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_branch_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_branch),
    },
};

/* control/report_stream.json#/properties/stream_id */
static const struct codec_schema control_report_stream_stream_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_stream.json#/properties/worker_id */
static const struct codec_schema control_report_stream_worker_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_stream.json#/properties/session_id */
static const struct codec_schema control_report_stream_session_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_stream.json#/properties/unknowns/items */
static const struct codec_schema control_report_stream_unknowns_item_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_stream.json#/properties/unknowns */
static const struct codec_schema control_report_stream_unknowns_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_stream_unknowns_item_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct codec_text),
    },
};

/* control/report_stream.json#/properties/started_ms */
static const struct codec_schema control_report_stream_started_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_stream.json#/properties/duration_ms */
static const struct codec_schema control_report_stream_duration_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_stream.json#/properties/ended */
static const struct codec_schema control_report_stream_ended_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_stream_outcome.json#/properties/requirement */
static const struct codec_schema control_report_stream_outcome_requirement_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_stream_outcome.json#/properties/checked */
static const struct codec_schema control_report_stream_outcome_checked_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_stream_outcome.json#/properties/broken */
static const struct codec_schema control_report_stream_outcome_broken_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_stream_outcome.json#/properties/note */
static const struct codec_schema control_report_stream_outcome_note_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_stream_outcome.json#/additionalProperties */
static const struct codec_schema control_report_stream_outcome_other_schema = {
    .types = 0,
};

/* control/report_stream_outcome.json */
#define THIS struct sts_control_report_stream_outcome
static const struct codec_member control_report_stream_outcome_members[] = {
    MEMBER("requirement", REQUIRED, control_report_stream_outcome_requirement_schema,
           AT(requirement)),
    MEMBER("outcome", REQUIRED, control_report_outcome_schema, AT(outcome)),
    MEMBER("checked", REQUIRED, control_report_stream_outcome_checked_schema, AT(checked)),
    MEMBER("broken", REQUIRED, control_report_stream_outcome_broken_schema, AT(broken)),
    MEMBER("note", OPTIONAL, control_report_stream_outcome_note_schema, AT(note), .has = 1 + 0),
};
static const struct codec_schema control_report_stream_outcome_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_stream_outcome_members),
        .additional = &control_report_stream_outcome_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_stream.json#/properties/outcomes */
static const struct codec_schema control_report_stream_outcomes_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_stream_outcome_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_stream_outcome),
    },
};

/* control/report_stream.json#/properties/fragment_count */
static const struct codec_schema control_report_stream_fragment_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_stream.json#/properties/attempt_count */
static const struct codec_schema control_report_stream_attempt_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_fragment.json#/properties/fragment_id */
static const struct codec_schema control_report_fragment_fragment_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_fragment.json#/properties/sent_ms */
static const struct codec_schema control_report_fragment_sent_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_fragment.json#/properties/acked_ms */
static const struct codec_schema control_report_fragment_acked_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_fragment.json#/properties/processed_ms */
static const struct codec_schema control_report_fragment_processed_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_fragment.json#/properties/confirmed_ms */
static const struct codec_schema control_report_fragment_confirmed_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_fragment_status.json */
static const struct codec_schema control_report_fragment_status_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("waiting"), STRING("success"), STRING("partial"), STRING("failed"),
        STRING("refused")),
};

/* control/report_attempt.json#/properties/sent_ms */
static const struct codec_schema control_report_attempt_sent_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_attempt.json#/properties/processed_ms */
static const struct codec_schema control_report_attempt_processed_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_attempt.json#/properties/fault */
static const struct codec_schema control_report_attempt_fault_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_attempt.json#/properties/code */
static const struct codec_schema control_report_attempt_code_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_attempt.json#/additionalProperties */
static const struct codec_schema control_report_attempt_other_schema = {
    .types = 0,
};

/* control/report_attempt.json */
#define THIS struct sts_control_report_attempt
static const struct codec_member control_report_attempt_members[] = {
    MEMBER("sent_ms", REQUIRED, control_report_attempt_sent_ms_schema, AT(sent_ms)),
    MEMBER("processed_ms", OPTIONAL, control_report_attempt_processed_ms_schema,
           AT(processed_ms), .has = 1 + 0),
    MEMBER("status", REQUIRED, control_report_fragment_status_schema, AT(status)),
    MEMBER("fault", OPTIONAL, control_report_attempt_fault_schema, AT(fault), .has = 1 + 1),
    MEMBER("code", OPTIONAL, control_report_attempt_code_schema, AT(code), .has = 1 + 2),
};
static const struct codec_schema control_report_attempt_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_attempt_members),
        .additional = &control_report_attempt_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_fragment.json#/properties/earlier */
static const struct codec_schema control_report_fragment_earlier_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_attempt_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_attempt),
    },
};

/* control/report_fragment.json#/properties/fault */
static const struct codec_schema control_report_fragment_fault_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_fragment.json#/properties/code */
static const struct codec_schema control_report_fragment_code_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_fragment.json#/additionalProperties */
static const struct codec_schema control_report_fragment_other_schema = {
    .types = 0,
};

/* control/report_fragment.json */
#define THIS struct sts_control_report_fragment
static const struct codec_member control_report_fragment_members[] = {
    MEMBER("fragment_id", REQUIRED, control_report_fragment_fragment_id_schema, AT(fragment_id)),
    MEMBER("sequence_number", REQUIRED, sequence_number_schema, AT(sequence_number)),
    MEMBER("sent_ms", REQUIRED, control_report_fragment_sent_ms_schema, AT(sent_ms)),
    MEMBER("acked_ms", OPTIONAL, control_report_fragment_acked_ms_schema,
           AT(acked_ms), .has = 1 + 0),
    MEMBER("processed_ms", OPTIONAL, control_report_fragment_processed_ms_schema,
           AT(processed_ms), .has = 1 + 1),
    MEMBER("confirmed_ms", OPTIONAL, control_report_fragment_confirmed_ms_schema,
           AT(confirmed_ms), .has = 1 + 2),
    MEMBER("status", REQUIRED, control_report_fragment_status_schema, AT(status)),
    MEMBER("earlier", OPTIONAL, control_report_fragment_earlier_schema, AT(earlier), .has = 1 + 3),
    MEMBER("fault", OPTIONAL, control_report_fragment_fault_schema, AT(fault), .has = 1 + 4),
    MEMBER("code", OPTIONAL, control_report_fragment_code_schema, AT(code), .has = 1 + 5),
};
static const struct codec_schema control_report_fragment_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_fragment_members),
        .additional = &control_report_fragment_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_stream.json#/properties/fragments */
static const struct codec_schema control_report_stream_fragments_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_fragment_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_fragment),
    },
};

/* control/report_band_kind.json */
static const struct codec_schema control_report_band_kind_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("slow_down"), STRING("pause"), STRING("paused"), STRING("disconnected")),
};

/* control/report_band.json#/properties/from_ms */
static const struct codec_schema control_report_band_from_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_band.json#/properties/to_ms */
static const struct codec_schema control_report_band_to_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_band.json#/additionalProperties */
static const struct codec_schema control_report_band_other_schema = {
    .types = 0,
};

/* control/report_band.json */
#define THIS struct sts_control_report_band
static const struct codec_member control_report_band_members[] = {
    MEMBER("kind", REQUIRED, control_report_band_kind_schema, AT(kind)),
    MEMBER("from_ms", REQUIRED, control_report_band_from_ms_schema, AT(from_ms)),
    MEMBER("to_ms", OPTIONAL, control_report_band_to_ms_schema, AT(to_ms), .has = 1 + 0),
};
static const struct codec_schema control_report_band_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_band_members),
        .additional = &control_report_band_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_stream.json#/properties/bands */
static const struct codec_schema control_report_stream_bands_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_band_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_band),
    },
};

/* control/report_mark_kind.json */
static const struct codec_schema control_report_mark_kind_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("opened"), STRING("resumed"), STRING("end"), STRING("complete"), STRING("ended"),
        STRING("disconnected"), STRING("error"), STRING("fault"), STRING("refused")),
};

/* control/report_mark.json#/properties/at_ms */
static const struct codec_schema control_report_mark_at_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_mark.json#/properties/text */
static const struct codec_schema control_report_mark_text_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_mark.json#/additionalProperties */
static const struct codec_schema control_report_mark_other_schema = {
    .types = 0,
};

/* control/report_mark.json */
#define THIS struct sts_control_report_mark
static const struct codec_member control_report_mark_members[] = {
    MEMBER("kind", REQUIRED, control_report_mark_kind_schema, AT(kind)),
    MEMBER("at_ms", REQUIRED, control_report_mark_at_ms_schema, AT(at_ms)),
    MEMBER("text", REQUIRED, control_report_mark_text_schema, AT(text)),
};
static const struct codec_schema control_report_mark_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_mark_members),
        .additional = &control_report_mark_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_stream.json#/properties/marks */
static const struct codec_schema control_report_stream_marks_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_mark_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_mark),
    },
};

/* control/report_seed.json#/properties/seed */
static const struct codec_schema control_report_seed_seed_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* control/report_seed.json#/additionalProperties */
static const struct codec_schema control_report_seed_other_schema = {
    .types = 0,
};

/* control/report_seed.json */
#define THIS struct sts_control_report_seed
static const struct codec_member control_report_seed_members[] = {
    MEMBER("seed", REQUIRED, control_report_seed_seed_schema, AT(seed)),
    MEMBER("seed_key", REQUIRED, seed_key_schema, AT(seed_key)),
};
static const struct codec_schema control_report_seed_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_seed_members),
        .additional = &control_report_seed_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_stream.json#/properties/seeds */
static const struct codec_schema control_report_stream_seeds_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_seed_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_seed),
    },
};

/* control/report_armed.json#/properties/number */
static const struct codec_schema control_report_armed_number_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/report_armed.json#/properties/stream_id */
static const struct codec_schema control_report_armed_stream_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_rule.json#/properties/rule */
static const struct codec_schema control_report_rule_rule_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_rule.json#/properties/does */
static const struct codec_schema control_report_rule_does_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_rule.json#/properties/hits */
static const struct codec_schema control_report_rule_hits_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_rule.json#/additionalProperties */
static const struct codec_schema control_report_rule_other_schema = {
    .types = 0,
};

/* control/report_rule.json */
#define THIS struct sts_control_report_rule
static const struct codec_member control_report_rule_members[] = {
    MEMBER("rule", REQUIRED, control_report_rule_rule_schema, AT(rule)),
    MEMBER("does", OPTIONAL, control_report_rule_does_schema, AT(does), .has = 1 + 0),
    MEMBER("hits", REQUIRED, control_report_rule_hits_schema, AT(hits)),
};
static const struct codec_schema control_report_rule_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_rule_members),
        .additional = &control_report_rule_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_armed.json#/properties/rules */
static const struct codec_schema control_report_armed_rules_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_rule_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_rule),
    },
};

/* control/report_armed.json#/properties/rules_count */
static const struct codec_schema control_report_armed_rules_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_armed.json#/additionalProperties */
static const struct codec_schema control_report_armed_other_schema = {
    .types = 0,
};

/* control/report_armed.json */
#define THIS struct sts_control_report_armed
static const struct codec_member control_report_armed_members[] = {
    MEMBER("number", REQUIRED, control_report_armed_number_schema, AT(number)),
    MEMBER("stream_id", REQUIRED, control_report_armed_stream_id_schema, AT(stream_id)),
    MEMBER("rules", REQUIRED, control_report_armed_rules_schema, AT(rules)),
    MEMBER("rules_count", REQUIRED, control_report_armed_rules_count_schema, AT(rules_count)),
};
static const struct codec_schema control_report_armed_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_armed_members),
        .additional = &control_report_armed_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_stream.json#/properties/armed */
static const struct codec_schema control_report_stream_armed_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_armed_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_armed),
    },
};

/* control/report_stream.json#/properties/left_out */
static const struct codec_schema control_report_stream_left_out_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_stream.json#/additionalProperties */
static const struct codec_schema control_report_stream_other_schema = {
    .types = 0,
};

/* control/report_stream.json */
#define THIS struct sts_control_report_stream
static const struct codec_member control_report_stream_members[] = {
    MEMBER("stream_id", REQUIRED, control_report_stream_stream_id_schema, AT(stream_id)),
    MEMBER("worker_id", OPTIONAL, control_report_stream_worker_id_schema,
           AT(worker_id), .has = 1 + 0),
    MEMBER("session_id", OPTIONAL, control_report_stream_session_id_schema,
           AT(session_id), .has = 1 + 1),
    MEMBER("verdict", REQUIRED, control_report_verdict_schema, AT(verdict)),
    MEMBER("unknowns", REQUIRED, control_report_stream_unknowns_schema, AT(unknowns)),
    MEMBER("started_ms", REQUIRED, control_report_stream_started_ms_schema, AT(started_ms)),
    MEMBER("duration_ms", REQUIRED, control_report_stream_duration_ms_schema, AT(duration_ms)),
    MEMBER("ended", OPTIONAL, control_report_stream_ended_schema, AT(ended), .has = 1 + 2),
    MEMBER("outcomes", REQUIRED, control_report_stream_outcomes_schema, AT(outcomes)),
    MEMBER("fragment_count", REQUIRED, control_report_stream_fragment_count_schema,
           AT(fragment_count)),
    MEMBER("attempt_count", REQUIRED, control_report_stream_attempt_count_schema,
           AT(attempt_count)),
    MEMBER("fragments", REQUIRED, control_report_stream_fragments_schema, AT(fragments)),
    MEMBER("bands", REQUIRED, control_report_stream_bands_schema, AT(bands)),
    MEMBER("marks", REQUIRED, control_report_stream_marks_schema, AT(marks)),
    MEMBER("seeds", REQUIRED, control_report_stream_seeds_schema, AT(seeds)),
    MEMBER("armed", REQUIRED, control_report_stream_armed_schema, AT(armed)),
    MEMBER("left_out", REQUIRED, control_report_stream_left_out_schema, AT(left_out)),
};
static const struct codec_schema control_report_stream_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_stream_members),
        .additional = &control_report_stream_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report.json#/properties/streams */
static const struct codec_schema control_report_streams_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_stream_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_stream),
    },
};

/* control/report.json#/properties/streams_left_out */
static const struct codec_schema control_report_streams_left_out_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report.json#/properties/streams_dropped */
static const struct codec_schema control_report_streams_dropped_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/report_others.json#/properties/title */
static const struct codec_schema control_report_others_title_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_others.json#/properties/unknowns/items */
static const struct codec_schema control_report_others_unknowns_item_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_others.json#/properties/unknowns */
static const struct codec_schema control_report_others_unknowns_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_others_unknowns_item_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct codec_text),
    },
};

/* control/report_others.json#/properties/outcomes */
static const struct codec_schema control_report_others_outcomes_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_stream_outcome_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_stream_outcome),
    },
};

/* control/report_others.json#/additionalProperties */
static const struct codec_schema control_report_others_other_schema = {
    .types = 0,
};

/* control/report_others.json */
#define THIS struct sts_control_report_others
static const struct codec_member control_report_others_schema_2_members[] = {
    MEMBER("title", REQUIRED, control_report_others_title_schema, AT(title)),
    MEMBER("verdict", REQUIRED, control_report_verdict_schema, AT(verdict)),
    MEMBER("unknowns", REQUIRED, control_report_others_unknowns_schema, AT(unknowns)),
    MEMBER("outcomes", REQUIRED, control_report_others_outcomes_schema, AT(outcomes)),
};
static const struct codec_schema control_report_others_schema_2 = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_others_schema_2_members),
        .additional = &control_report_others_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report.json#/properties/others */
static const struct codec_schema control_report_others_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_others_schema_2,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_others),
    },
};

/* control/report.json#/additionalProperties */
static const struct codec_schema control_report_other_schema = {
    .types = 0,
};

/* control/report.json */
#define THIS struct sts_control_report
static const struct codec_member control_report_members[] = {
    MEMBER("title", REQUIRED, control_report_title_schema, AT(title)),
    MEMBER("side", REQUIRED, control_report_side_schema, AT(side)),
    MEMBER("target", OPTIONAL, control_report_target_schema, AT(target), .has = 1 + 0),
    MEMBER("generator", REQUIRED, control_report_generator_schema, AT(generator)),
    MEMBER("started_ms", REQUIRED, control_report_started_ms_schema, AT(started_ms)),
    MEMBER("ended_ms", REQUIRED, control_report_ended_ms_schema, AT(ended_ms)),
    MEMBER("verdict", REQUIRED, control_report_verdict_schema, AT(verdict)),
    MEMBER("why", REQUIRED, control_report_why_schema, AT(why)),
    MEMBER("unknowns", REQUIRED, control_report_unknowns_schema, AT(unknowns)),
    MEMBER("settled", OPTIONAL, control_report_settled_schema, AT(settled), .has = 1 + 1),
    MEMBER("counts", REQUIRED, control_report_counts_schema, AT(counts)),
    MEMBER("requirements", REQUIRED, control_report_requirements_schema, AT(requirements)),
    MEMBER("findings", REQUIRED, control_report_findings_schema, AT(findings)),
    MEMBER("findings_left_out", REQUIRED, control_report_findings_left_out_schema,
           AT(findings_left_out)),
    MEMBER("coverage", REQUIRED, control_report_coverage_schema, AT(coverage)),
    MEMBER("streams", REQUIRED, control_report_streams_schema, AT(streams)),
    MEMBER("streams_left_out", REQUIRED, control_report_streams_left_out_schema,
           AT(streams_left_out)),
    MEMBER("streams_dropped", OPTIONAL, control_report_streams_dropped_schema,
           AT(streams_dropped), .has = 1 + 2),
    MEMBER("others", REQUIRED, control_report_others_schema, AT(others)),
};
static const struct codec_schema control_report_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_members),
        .additional = &control_report_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_summary.json#/properties/title */
static const struct codec_schema control_report_summary_title_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_summary.json#/properties/target */
static const struct codec_schema control_report_summary_target_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_summary.json#/properties/started_ms */
static const struct codec_schema control_report_summary_started_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_summary.json#/properties/ended_ms */
static const struct codec_schema control_report_summary_ended_ms_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_summary.json#/properties/why/items */
static const struct codec_schema control_report_summary_why_item_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_summary.json#/properties/why */
static const struct codec_schema control_report_summary_why_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_summary_why_item_schema,
        .min_items = 1,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct codec_text),
    },
};

/* control/report_summary.json#/properties/unknowns/items */
static const struct codec_schema control_report_summary_unknowns_item_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_summary.json#/properties/unknowns */
static const struct codec_schema control_report_summary_unknowns_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_summary_unknowns_item_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct codec_text),
    },
};

/* control/report_summary_requirement.json#/properties/id */
static const struct codec_schema control_report_summary_requirement_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_summary_requirement.json#/properties/checked */
static const struct codec_schema control_report_summary_requirement_checked_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_summary_requirement.json#/properties/broken */
static const struct codec_schema control_report_summary_requirement_broken_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_summary_requirement.json#/properties/note */
static const struct codec_schema control_report_summary_requirement_note_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_summary_requirement.json#/properties/advice */
static const struct codec_schema control_report_summary_requirement_advice_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_summary_requirement.json#/additionalProperties */
static const struct codec_schema control_report_summary_requirement_other_schema = {
    .types = 0,
};

/* control/report_summary_requirement.json */
#define THIS struct sts_control_report_summary_requirement
static const struct codec_member control_report_summary_requirement_members[] = {
    MEMBER("id", REQUIRED, control_report_summary_requirement_id_schema, AT(id)),
    MEMBER("severity", REQUIRED, control_report_severity_schema, AT(severity)),
    MEMBER("outcome", REQUIRED, control_report_outcome_schema, AT(outcome)),
    MEMBER("checked", REQUIRED, control_report_summary_requirement_checked_schema, AT(checked)),
    MEMBER("broken", REQUIRED, control_report_summary_requirement_broken_schema, AT(broken)),
    MEMBER("note", OPTIONAL, control_report_summary_requirement_note_schema,
           AT(note), .has = 1 + 0),
    MEMBER("advice", OPTIONAL, control_report_summary_requirement_advice_schema,
           AT(advice), .has = 1 + 1),
};
static const struct codec_schema control_report_summary_requirement_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_summary_requirement_members),
        .additional = &control_report_summary_requirement_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_summary.json#/properties/requirements */
static const struct codec_schema control_report_summary_requirements_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_summary_requirement_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_summary_requirement),
    },
};

/* control/report_summary.json#/properties/findings */
static const struct codec_schema control_report_summary_findings_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_finding_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_finding),
    },
};

/* control/report_summary.json#/properties/findings_left_out */
static const struct codec_schema control_report_summary_findings_left_out_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_summary_stream.json#/properties/stream_id */
static const struct codec_schema control_report_summary_stream_stream_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/report_summary_stream.json#/additionalProperties */
static const struct codec_schema control_report_summary_stream_other_schema = {
    .types = 0,
};

/* control/report_summary_stream.json */
#define THIS struct sts_control_report_summary_stream
static const struct codec_member control_report_summary_stream_members[] = {
    MEMBER("stream_id", REQUIRED, control_report_summary_stream_stream_id_schema, AT(stream_id)),
    MEMBER("verdict", REQUIRED, control_report_verdict_schema, AT(verdict)),
};
static const struct codec_schema control_report_summary_stream_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_summary_stream_members),
        .additional = &control_report_summary_stream_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_summary.json#/properties/streams */
static const struct codec_schema control_report_summary_streams_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &control_report_summary_stream_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct sts_control_report_summary_stream),
    },
};

/* control/report_summary.json#/properties/streams_left_out */
static const struct codec_schema control_report_summary_streams_left_out_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* control/report_summary.json#/properties/streams_dropped */
static const struct codec_schema control_report_summary_streams_dropped_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* control/report_summary.json#/additionalProperties */
static const struct codec_schema control_report_summary_other_schema = {
    .types = 0,
};

/* control/report_summary.json */
#define THIS struct sts_control_report_summary
static const struct codec_member control_report_summary_members[] = {
    MEMBER("title", REQUIRED, control_report_summary_title_schema, AT(title)),
    MEMBER("side", REQUIRED, control_report_side_schema, AT(side)),
    MEMBER("target", OPTIONAL, control_report_summary_target_schema, AT(target), .has = 1 + 0),
    MEMBER("generator", REQUIRED, control_report_generator_schema, AT(generator)),
    MEMBER("started_ms", REQUIRED, control_report_summary_started_ms_schema, AT(started_ms)),
    MEMBER("ended_ms", REQUIRED, control_report_summary_ended_ms_schema, AT(ended_ms)),
    MEMBER("verdict", REQUIRED, control_report_verdict_schema, AT(verdict)),
    MEMBER("why", REQUIRED, control_report_summary_why_schema, AT(why)),
    MEMBER("unknowns", REQUIRED, control_report_summary_unknowns_schema, AT(unknowns)),
    MEMBER("settled", OPTIONAL, control_report_settled_schema, AT(settled), .has = 1 + 1),
    MEMBER("counts", REQUIRED, control_report_counts_schema, AT(counts)),
    MEMBER("requirements", REQUIRED, control_report_summary_requirements_schema, AT(requirements)),
    MEMBER("findings", REQUIRED, control_report_summary_findings_schema, AT(findings)),
    MEMBER("findings_left_out", REQUIRED, control_report_summary_findings_left_out_schema,
           AT(findings_left_out)),
    MEMBER("streams", REQUIRED, control_report_summary_streams_schema, AT(streams)),
    MEMBER("streams_left_out", REQUIRED, control_report_summary_streams_left_out_schema,
           AT(streams_left_out)),
    MEMBER("streams_dropped", OPTIONAL, control_report_summary_streams_dropped_schema,
           AT(streams_dropped), .has = 1 + 2),
};
static const struct codec_schema control_report_summary_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_report_summary_members),
        .additional = &control_report_summary_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1clients/get/parameters/0/schema */
static const struct codec_schema openapi_paths__control_clients_get_parameters_0_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* openapi.json#/paths/~1control~1clients/get/parameters/1/schema */
static const struct codec_schema openapi_paths__control_clients_get_parameters_1_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(1), MAXIMUM(1000)),
};

/* openapi.json#/paths/~1control~1clients/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_clients_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1clients/get/parameters */
#define THIS struct sts_list_clients_parameters
static const struct codec_member list_clients_parameters_members[] = {
    MEMBER("after", OPTIONAL, openapi_paths__control_clients_get_parameters_0_schema_schema,
           AT(after), .fallback = "0"),
    MEMBER("limit", OPTIONAL, openapi_paths__control_clients_get_parameters_1_schema_schema,
           AT(limit), .has = 1 + 0),
};
static const struct codec_schema list_clients_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(list_clients_parameters_members),
        .additional = &openapi_paths__control_clients_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams/get/parameters/0/schema */
static const struct codec_schema openapi_paths__control_streams_get_parameters_0_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* openapi.json#/paths/~1control~1streams/get/parameters/1/schema */
static const struct codec_schema openapi_paths__control_streams_get_parameters_1_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(1), MAXIMUM(1000)),
};

/* openapi.json#/paths/~1control~1streams/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams/get/parameters */
#define THIS struct sts_list_streams_parameters
static const struct codec_member list_streams_parameters_members[] = {
    MEMBER("after", OPTIONAL, openapi_paths__control_streams_get_parameters_0_schema_schema,
           AT(after), .fallback = "0"),
    MEMBER("limit", OPTIONAL, openapi_paths__control_streams_get_parameters_1_schema_schema,
           AT(limit), .has = 1 + 0),
};
static const struct codec_schema list_streams_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(list_streams_parameters_members),
        .additional = &openapi_paths__control_streams_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams~1{id}/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__id__get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{id}/get/parameters */
#define THIS struct sts_get_stream_parameters
static const struct codec_member get_stream_parameters_members[] = {
    MEMBER("id", REQUIRED, stream_id_schema, AT(id)),
};
static const struct codec_schema get_stream_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_stream_parameters_members),
        .additional = &openapi_paths__control_streams__id__get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/retention.json */
static const struct codec_schema control_retention_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("keep"), STRING("drop")),
};

/* openapi.json#/paths/~1control~1streams~1{id}/delete/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__id__delete_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{id}/delete/parameters */
#define THIS struct sts_delete_streams_parameters
static const struct codec_member delete_streams_parameters_members[] = {
    MEMBER("id", REQUIRED, stream_pattern_schema, AT(id)),
    MEMBER("mode", OPTIONAL, disconnect_mode_schema, AT(mode), .fallback = "\"server_disconnect\""),
    MEMBER("armed", OPTIONAL, control_retention_schema, AT(armed), .fallback = "\"drop\""),
    MEMBER("journal", OPTIONAL, control_retention_schema, AT(journal), .fallback = "\"keep\""),
    MEMBER("report", OPTIONAL, control_retention_schema, AT(report), .fallback = "\"keep\""),
};
static const struct codec_schema delete_streams_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(delete_streams_parameters_members),
        .additional = &openapi_paths__control_streams__id__delete_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams~1{glob}~1faults/put/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__glob__faults_put_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{glob}~1faults/put/parameters */
#define THIS struct sts_put_faults_parameters
static const struct codec_member put_faults_parameters_members[] = {
    MEMBER("glob", REQUIRED, stream_pattern_schema, AT(glob)),
};
static const struct codec_schema put_faults_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(put_faults_parameters_members),
        .additional = &openapi_paths__control_streams__glob__faults_put_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams~1{glob}~1faults/delete/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__glob__faults_delete_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{glob}~1faults/delete/parameters */
#define THIS struct sts_delete_faults_parameters
static const struct codec_member delete_faults_parameters_members[] = {
    MEMBER("glob", REQUIRED, stream_pattern_schema, AT(glob)),
};
static const struct codec_schema delete_faults_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(delete_faults_parameters_members),
        .additional = &openapi_paths__control_streams__glob__faults_delete_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams~1{glob}~1delay/put/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__glob__delay_put_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{glob}~1delay/put/parameters */
#define THIS struct sts_put_delay_parameters
static const struct codec_member put_delay_parameters_members[] = {
    MEMBER("glob", REQUIRED, stream_pattern_schema, AT(glob)),
};
static const struct codec_schema put_delay_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(put_delay_parameters_members),
        .additional = &openapi_paths__control_streams__glob__delay_put_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams~1{glob}~1delay/delete/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__glob__delay_delete_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{glob}~1delay/delete/parameters */
#define THIS struct sts_delete_delay_parameters
static const struct codec_member delete_delay_parameters_members[] = {
    MEMBER("glob", REQUIRED, stream_pattern_schema, AT(glob)),
};
static const struct codec_schema delete_delay_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(delete_delay_parameters_members),
        .additional = &openapi_paths__control_streams__glob__delay_delete_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams~1{glob}~1backpressure/put/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__glob__backpressure_put_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{glob}~1backpressure/put/parameters */
#define THIS struct sts_put_backpressure_parameters
static const struct codec_member put_backpressure_parameters_members[] = {
    MEMBER("glob", REQUIRED, stream_pattern_schema, AT(glob)),
};
static const struct codec_schema put_backpressure_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(put_backpressure_parameters_members),
        .additional = &openapi_paths__control_streams__glob__backpressure_put_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams~1{glob}~1backpressure/delete/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__glob__backpressure_delete_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{glob}~1backpressure/delete/parameters */
#define THIS struct sts_delete_backpressure_parameters
static const struct codec_member delete_backpressure_parameters_members[] = {
    MEMBER("glob", REQUIRED, stream_pattern_schema, AT(glob)),
};
static const struct codec_schema delete_backpressure_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(delete_backpressure_parameters_members),
        .additional = &openapi_paths__control_streams__glob__backpressure_delete_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1streams~1{glob}~1disconnect/post/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_streams__glob__disconnect_post_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1streams~1{glob}~1disconnect/post/parameters */
#define THIS struct sts_post_disconnect_parameters
static const struct codec_member post_disconnect_parameters_members[] = {
    MEMBER("glob", REQUIRED, stream_pattern_schema, AT(glob)),
};
static const struct codec_schema post_disconnect_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(post_disconnect_parameters_members),
        .additional = &openapi_paths__control_streams__glob__disconnect_post_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1armed/get/parameters/1/schema */
static const struct codec_schema openapi_paths__control_armed_get_parameters_1_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* openapi.json#/paths/~1control~1armed/get/parameters/2/schema */
static const struct codec_schema openapi_paths__control_armed_get_parameters_2_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(1), MAXIMUM(1000)),
};

/* openapi.json#/paths/~1control~1armed/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_armed_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1armed/get/parameters */
#define THIS struct sts_list_armed_parameters
static const struct codec_member list_armed_parameters_members[] = {
    MEMBER("stream", OPTIONAL, stream_pattern_schema, AT(stream), .has = 1 + 0),
    MEMBER("after", OPTIONAL, openapi_paths__control_armed_get_parameters_1_schema_schema,
           AT(after), .fallback = "0"),
    MEMBER("limit", OPTIONAL, openapi_paths__control_armed_get_parameters_2_schema_schema,
           AT(limit), .has = 1 + 1),
};
static const struct codec_schema list_armed_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(list_armed_parameters_members),
        .additional = &openapi_paths__control_armed_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1scenarios/get/parameters/0/schema */
static const struct codec_schema openapi_paths__control_scenarios_get_parameters_0_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(0)),
};

/* openapi.json#/paths/~1control~1scenarios/get/parameters/1/schema */
static const struct codec_schema openapi_paths__control_scenarios_get_parameters_1_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(1), MAXIMUM(1000)),
};

/* openapi.json#/paths/~1control~1scenarios/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_scenarios_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1scenarios/get/parameters */
#define THIS struct sts_list_scenarios_parameters
static const struct codec_member list_scenarios_parameters_members[] = {
    MEMBER("after", OPTIONAL, openapi_paths__control_scenarios_get_parameters_0_schema_schema,
           AT(after), .fallback = "0"),
    MEMBER("limit", OPTIONAL, openapi_paths__control_scenarios_get_parameters_1_schema_schema,
           AT(limit), .has = 1 + 0),
};
static const struct codec_schema list_scenarios_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(list_scenarios_parameters_members),
        .additional = &openapi_paths__control_scenarios_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1scenarios/delete/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_scenarios_delete_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1scenarios/delete/parameters */
#define THIS struct sts_delete_scenarios_parameters
static const struct codec_member delete_scenarios_parameters_members[] = {
    MEMBER("name", OPTIONAL, scenario_name_schema, AT(name), .has = 1 + 0),
};
static const struct codec_schema delete_scenarios_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(delete_scenarios_parameters_members),
        .additional = &openapi_paths__control_scenarios_delete_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1journal/get/parameters/4/schema */
static const struct codec_schema openapi_paths__control_journal_get_parameters_4_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MINIMUM(1), MAXIMUM(1000)),
};

/* openapi.json#/paths/~1control~1journal/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_journal_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1journal/get/parameters */
#define THIS struct sts_get_journal_parameters
static const struct codec_member get_journal_parameters_members[] = {
    MEMBER("stream", OPTIONAL, stream_pattern_schema, AT(stream), .has = 1 + 0),
    MEMBER("event", OPTIONAL, control_journal_event_schema, AT(event), .has = 1 + 1),
    MEMBER("direction", OPTIONAL, control_journal_direction_schema, AT(direction), .has = 1 + 2),
    MEMBER("since", OPTIONAL, control_journal_position_schema, AT(since), .has = 1 + 3),
    MEMBER("limit", OPTIONAL, openapi_paths__control_journal_get_parameters_4_schema_schema,
           AT(limit), .fallback = "100"),
    MEMBER("wait_ms", OPTIONAL, control_journal_wait_ms_schema, AT(wait_ms), .fallback = "0"),
};
static const struct codec_schema get_journal_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_journal_parameters_members),
        .additional = &openapi_paths__control_journal_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/components/parameters/ticket/schema */
static const struct codec_schema openapi_components_parameters_ticket_schema_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 64},
};

/* openapi.json#/paths/~1control~1journal~1stream/get/parameters/5/schema */
static const struct codec_schema openapi_paths__control_journal_stream_get_parameters_5_schema_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* openapi.json#/paths/~1control~1journal~1stream/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_journal_stream_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1journal~1stream/get/parameters */
#define THIS struct sts_stream_journal_parameters
static const struct codec_member stream_journal_parameters_members[] = {
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 0),
    MEMBER("stream", OPTIONAL, stream_pattern_schema, AT(stream), .has = 1 + 1),
    MEMBER("event", OPTIONAL, control_journal_event_schema, AT(event), .has = 1 + 2),
    MEMBER("direction", OPTIONAL, control_journal_direction_schema, AT(direction), .has = 1 + 3),
    MEMBER("since", OPTIONAL, control_journal_position_schema, AT(since), .has = 1 + 4),
    MEMBER("last-event-id", OPTIONAL, openapi_paths__control_journal_stream_get_parameters_5_schema_schema,
           AT(last_event_id), .has = 1 + 5),
};
static const struct codec_schema stream_journal_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(stream_journal_parameters_members),
        .additional = &openapi_paths__control_journal_stream_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1journal~1{entry}/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_journal__entry__get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1journal~1{entry}/get/parameters */
#define THIS struct sts_get_journal_entry_parameters
static const struct codec_member get_journal_entry_parameters_members[] = {
    MEMBER("entry", REQUIRED, control_journal_id_schema, AT(entry)),
};
static const struct codec_schema get_journal_entry_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_journal_entry_parameters_members),
        .additional = &openapi_paths__control_journal__entry__get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/report_form.json */
static const struct codec_schema control_report_form_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("full"), STRING("summary")),
};

/* openapi.json#/paths/~1control~1report/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_report_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1report/get/parameters */
#define THIS struct sts_get_report_parameters
static const struct codec_member get_report_parameters_members[] = {
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 0),
    MEMBER("form", OPTIONAL, control_report_form_schema, AT(form), .fallback = "\"full\""),
    MEMBER("stream", OPTIONAL, stream_pattern_schema, AT(stream), .has = 1 + 1),
    MEMBER("since", OPTIONAL, control_journal_position_schema, AT(since), .has = 1 + 2),
};
static const struct codec_schema get_report_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_report_parameters_members),
        .additional = &openapi_paths__control_report_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1report.json/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_report_json_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1report.json/get/parameters */
#define THIS struct sts_get_report_json_parameters
static const struct codec_member get_report_json_parameters_members[] = {
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 0),
    MEMBER("form", OPTIONAL, control_report_form_schema, AT(form), .fallback = "\"full\""),
    MEMBER("stream", OPTIONAL, stream_pattern_schema, AT(stream), .has = 1 + 1),
    MEMBER("since", OPTIONAL, control_journal_position_schema, AT(since), .has = 1 + 2),
};
static const struct codec_schema get_report_json_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_report_json_parameters_members),
        .additional = &openapi_paths__control_report_json_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1report.xml/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_report_xml_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1report.xml/get/parameters */
#define THIS struct sts_get_report_xml_parameters
static const struct codec_member get_report_xml_parameters_members[] = {
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 0),
    MEMBER("stream", OPTIONAL, stream_pattern_schema, AT(stream), .has = 1 + 1),
    MEMBER("since", OPTIONAL, control_journal_position_schema, AT(since), .has = 1 + 2),
};
static const struct codec_schema get_report_xml_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_report_xml_parameters_members),
        .additional = &openapi_paths__control_report_xml_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1report.html/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_report_html_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1report.html/get/parameters */
#define THIS struct sts_get_report_html_parameters
static const struct codec_member get_report_html_parameters_members[] = {
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 0),
    MEMBER("stream", OPTIONAL, stream_pattern_schema, AT(stream), .has = 1 + 1),
    MEMBER("since", OPTIONAL, control_journal_position_schema, AT(since), .has = 1 + 2),
};
static const struct codec_schema get_report_html_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_report_html_parameters_members),
        .additional = &openapi_paths__control_report_html_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1report~1{id}/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_report__id__get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1report~1{id}/get/parameters */
#define THIS struct sts_get_stream_report_parameters
static const struct codec_member get_stream_report_parameters_members[] = {
    MEMBER("id", REQUIRED, stream_id_schema, AT(id)),
    MEMBER("settled_ms", OPTIONAL, control_journal_wait_ms_schema, AT(settled_ms), .has = 1 + 0),
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 1),
    MEMBER("form", OPTIONAL, control_report_form_schema, AT(form), .fallback = "\"full\""),
};
static const struct codec_schema get_stream_report_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_stream_report_parameters_members),
        .additional = &openapi_paths__control_report__id__get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1report~1{id}.json/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_report__id__json_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1report~1{id}.json/get/parameters */
#define THIS struct sts_get_stream_report_json_parameters
static const struct codec_member get_stream_report_json_parameters_members[] = {
    MEMBER("id", REQUIRED, stream_id_schema, AT(id)),
    MEMBER("settled_ms", OPTIONAL, control_journal_wait_ms_schema, AT(settled_ms), .has = 1 + 0),
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 1),
    MEMBER("form", OPTIONAL, control_report_form_schema, AT(form), .fallback = "\"full\""),
};
static const struct codec_schema get_stream_report_json_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_stream_report_json_parameters_members),
        .additional = &openapi_paths__control_report__id__json_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1report~1{id}.xml/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_report__id__xml_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1report~1{id}.xml/get/parameters */
#define THIS struct sts_get_stream_report_xml_parameters
static const struct codec_member get_stream_report_xml_parameters_members[] = {
    MEMBER("id", REQUIRED, stream_id_schema, AT(id)),
    MEMBER("settled_ms", OPTIONAL, control_journal_wait_ms_schema, AT(settled_ms), .has = 1 + 0),
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 1),
};
static const struct codec_schema get_stream_report_xml_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_stream_report_xml_parameters_members),
        .additional = &openapi_paths__control_report__id__xml_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1control~1report~1{id}.html/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__control_report__id__html_get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1control~1report~1{id}.html/get/parameters */
#define THIS struct sts_get_stream_report_html_parameters
static const struct codec_member get_stream_report_html_parameters_members[] = {
    MEMBER("id", REQUIRED, stream_id_schema, AT(id)),
    MEMBER("settled_ms", OPTIONAL, control_journal_wait_ms_schema, AT(settled_ms), .has = 1 + 0),
    MEMBER("ticket", OPTIONAL, openapi_components_parameters_ticket_schema_schema,
           AT(ticket), .has = 1 + 1),
};
static const struct codec_schema get_stream_report_html_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_stream_report_html_parameters_members),
        .additional = &openapi_paths__control_report__id__html_get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/error_code.json */
static const struct codec_schema error_code_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(
        STRING("AUTH_FAILED"), STRING("STREAM_NOT_FOUND"), STRING("INVALID_CONFIG"),
        STRING("FRAGMENT_TOO_LARGE"), STRING("TIMEOUT"), STRING("MODEL_ERROR"), STRING("GPU_OOM"),
        STRING("QUEUE_FULL"), STRING("INVALID_SEQUENCE"), STRING("RATE_LIMIT")),
};

#undef ARRAY_OF
#undef BOUNDS
#undef MINIMUM
#undef MAXIMUM
#undef EXCLUSIVE_MINIMUM
#undef EXCLUSIVE_MAXIMUM
#undef MULTIPLE_OF
#undef VALUES
#undef ENUM
#undef CONST
#undef KNOWN
#undef STRING
#undef VALUE
#undef BRANCH
#undef BRANCHES
#undef MEMBER
#undef ESCAPED_MEMBER
#undef ROWS
#undef AT
#undef NOWHERE

/* ---- open enums ------------------------------------------------------------------------------ */

#define IS_OPEN_ENUM(type)                                                                         \
    _Static_assert(sizeof(type) == sizeof(struct codec_open_enum) &&                               \
                       offsetof(type, value) == offsetof(struct codec_open_enum, value) &&         \
                       offsetof(type, text) == offsetof(struct codec_open_enum, text),             \
                   "the codec keeps it as struct codec_open_enum")
IS_OPEN_ENUM(struct sts_error_code_or_other);

/* ---- enums ----------------------------------------------------------------------------------- */

static struct base_slice value_text(const struct codec_schema *schema, size_t value) {
    return value < schema->values->count ? schema->values->items[value].string
                                         : base_slice(NULL, 0);
}

struct base_slice sts_worker_ack_status_text(enum sts_worker_ack_status value) {
    return value_text(&worker_ack_status_schema, (size_t)value);
}

struct base_slice sts_fragment_ack_status_text(enum sts_fragment_ack_status value) {
    return value_text(&fragment_ack_status_schema, (size_t)value);
}

struct base_slice sts_fragment_status_text(enum sts_fragment_status value) {
    return value_text(&fragment_status_schema, (size_t)value);
}

struct base_slice sts_error_code_text(enum sts_error_code value) {
    return value_text(&error_code_schema, (size_t)value);
}

struct codec_text sts_error_code_or_other_text(const struct sts_error_code_or_other *word) {
    return word->value == STS_ERROR_CODE_OTHER ? word->text
                                           : codec_text_plain(sts_error_code_text(word->value));
}

struct base_slice sts_stage_text(enum sts_stage value) {
    return value_text(&stage_schema, (size_t)value);
}

struct base_slice sts_backpressure_severity_text(enum sts_backpressure_severity value) {
    return value_text(&backpressure_severity_schema, (size_t)value);
}

struct base_slice sts_backpressure_action_text(enum sts_backpressure_action value) {
    return value_text(&backpressure_action_schema, (size_t)value);
}

struct base_slice sts_error_severity_text(enum sts_error_severity value) {
    return value_text(&error_severity_schema, (size_t)value);
}

struct base_slice sts_stream_state_text(enum sts_stream_state value) {
    return value_text(&stream_state_schema, (size_t)value);
}

struct base_slice sts_rule_trigger_text(enum sts_rule_trigger value) {
    return value_text(&rule_trigger_schema, (size_t)value);
}

struct base_slice sts_rule_action_text(enum sts_rule_action value) {
    return value_text(&rule_action_schema, (size_t)value);
}

struct base_slice sts_rule_delivery_text(enum sts_rule_delivery value) {
    return value_text(&rule_delivery_schema, (size_t)value);
}

struct base_slice sts_disconnect_mode_text(enum sts_disconnect_mode value) {
    return value_text(&disconnect_mode_schema, (size_t)value);
}

struct base_slice sts_refuse_scope_text(enum sts_refuse_scope value) {
    return value_text(&refuse_scope_schema, (size_t)value);
}

struct base_slice sts_error_simulation_status_text(enum sts_error_simulation_status value) {
    return value_text(&error_simulation_status_schema, (size_t)value);
}

struct base_slice sts_delay_distribution_text(enum sts_delay_distribution value) {
    return value_text(&delay_distribution_schema, (size_t)value);
}

struct base_slice sts_config_status_text(enum sts_config_status value) {
    return value_text(&config_status_schema, (size_t)value);
}

struct base_slice sts_disconnect_status_text(enum sts_disconnect_status value) {
    return value_text(&disconnect_status_schema, (size_t)value);
}

struct base_slice sts_worker_event_text(enum sts_worker_event value) {
    return value_text(&worker_event_schema, (size_t)value);
}

struct base_slice sts_control_client_kind_text(enum sts_control_client_kind value) {
    return value_text(&control_client_kind_schema, (size_t)value);
}

struct base_slice sts_control_client_transport_text(enum sts_control_client_transport value) {
    return value_text(&control_client_transport_schema, (size_t)value);
}

struct base_slice sts_control_rejection_reason_text(enum sts_control_rejection_reason value) {
    return value_text(&control_rejection_reason_schema, (size_t)value);
}

struct base_slice sts_control_error_code_text(enum sts_control_error_code value) {
    return value_text(&control_error_code_schema, (size_t)value);
}

struct base_slice sts_control_armed_kind_text(enum sts_control_armed_kind value) {
    return value_text(&control_armed_kind_schema, (size_t)value);
}

struct base_slice sts_control_log_level_text(enum sts_control_log_level value) {
    return value_text(&control_log_level_schema, (size_t)value);
}

struct base_slice sts_control_journal_kind_text(enum sts_control_journal_kind value) {
    return value_text(&control_journal_kind_schema, (size_t)value);
}

struct base_slice sts_control_journal_direction_text(enum sts_control_journal_direction value) {
    return value_text(&control_journal_direction_schema, (size_t)value);
}

struct base_slice sts_control_journal_verdict_text(enum sts_control_journal_verdict value) {
    return value_text(&control_journal_verdict_schema, (size_t)value);
}

struct base_slice sts_control_unused_faults_text(enum sts_control_unused_faults value) {
    return value_text(&control_unused_faults_schema, (size_t)value);
}

struct base_slice sts_control_verify_verdict_text(enum sts_control_verify_verdict value) {
    return value_text(&control_verify_verdict_schema, (size_t)value);
}

struct base_slice sts_control_report_side_text(enum sts_control_report_side value) {
    return value_text(&control_report_side_schema, (size_t)value);
}

struct base_slice sts_control_report_verdict_text(enum sts_control_report_verdict value) {
    return value_text(&control_report_verdict_schema, (size_t)value);
}

struct base_slice sts_control_report_settled_text(enum sts_control_report_settled value) {
    return value_text(&control_report_settled_schema, (size_t)value);
}

struct base_slice sts_control_report_severity_text(enum sts_control_report_severity value) {
    return value_text(&control_report_severity_schema, (size_t)value);
}

struct base_slice sts_control_report_outcome_text(enum sts_control_report_outcome value) {
    return value_text(&control_report_outcome_schema, (size_t)value);
}

struct base_slice sts_control_report_branch_kind_text(enum sts_control_report_branch_kind value) {
    return value_text(&control_report_branch_kind_schema, (size_t)value);
}

struct base_slice sts_control_report_fragment_status_text(enum sts_control_report_fragment_status value) {
    return value_text(&control_report_fragment_status_schema, (size_t)value);
}

struct base_slice sts_control_report_band_kind_text(enum sts_control_report_band_kind value) {
    return value_text(&control_report_band_kind_schema, (size_t)value);
}

struct base_slice sts_control_report_mark_kind_text(enum sts_control_report_mark_kind value) {
    return value_text(&control_report_mark_kind_schema, (size_t)value);
}

struct base_slice sts_control_retention_text(enum sts_control_retention value) {
    return value_text(&control_retention_schema, (size_t)value);
}

struct base_slice sts_control_report_form_text(enum sts_control_report_form value) {
    return value_text(&control_report_form_schema, (size_t)value);
}

/* ---- lists ----------------------------------------------------------------------------------- */

bool sts_error_metadata_errors_next(const struct codec_list *list,
                                    struct codec_list_cursor *cursor,
                                    struct sts_schema_error *item) {
    return codec_list_next(list, &schema_error_schema, cursor, item);
}

bool sts_error_metadata_missing_next(const struct codec_list *list,
                                     struct codec_list_cursor *cursor,
                                     int64_t *item) {
    return codec_list_next(list, &sequence_number_schema, cursor, item);
}

bool sts_config_error_simulation_rules_next(const struct codec_list *list,
                                            struct codec_list_cursor *cursor,
                                            struct sts_error_rule *item) {
    return codec_list_next(list, &error_rule_schema, cursor, item);
}

bool sts_config_backpressure_script_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct sts_backpressure_step *item) {
    return codec_list_next(list, &backpressure_step_schema, cursor, item);
}

bool sts_control_clients_clients_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_client *item) {
    return codec_list_next(list, &control_client_schema, cursor, item);
}

bool sts_control_error_error_findings_next(const struct codec_list *list,
                                           struct codec_list_cursor *cursor,
                                           struct sts_schema_error *item) {
    return codec_list_next(list, &schema_error_schema, cursor, item);
}

bool sts_control_streams_streams_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_stream *item) {
    return codec_list_next(list, &control_stream_schema, cursor, item);
}

bool sts_scenario_faults_rules_next(const struct codec_list *list,
                                    struct codec_list_cursor *cursor,
                                    struct sts_error_rule *item) {
    return codec_list_next(list, &error_rule_schema, cursor, item);
}

bool sts_scenario_backpressure_script_next(const struct codec_list *list,
                                           struct codec_list_cursor *cursor,
                                           struct sts_backpressure_step *item) {
    return codec_list_next(list, &backpressure_step_schema, cursor, item);
}

bool sts_control_armed_hits_next(const struct codec_list *list,
                                 struct codec_list_cursor *cursor,
                                 struct sts_control_stream_hits *item) {
    return codec_list_next(list, &control_stream_hits_schema, cursor, item);
}

bool sts_control_stream_hits_rules_next(const struct codec_list *list,
                                        struct codec_list_cursor *cursor,
                                        struct sts_control_rule_hits *item) {
    return codec_list_next(list, &control_rule_hits_schema, cursor, item);
}

bool sts_control_armed_list_armed_next(const struct codec_list *list,
                                       struct codec_list_cursor *cursor,
                                       struct sts_control_armed_record *item) {
    return codec_list_next(list, &control_armed_record_schema, cursor, item);
}

bool sts_control_scenario_run_at_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_scenario_place *item) {
    return codec_list_next(list, &control_scenario_place_schema, cursor, item);
}

bool sts_control_armed_record_rules_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct sts_control_rule_hits *item) {
    return codec_list_next(list, &control_rule_hits_schema, cursor, item);
}

bool sts_control_scenarios_loaded_scenarios_next(const struct codec_list *list,
                                                 struct codec_list_cursor *cursor,
                                                 struct sts_scenario *item) {
    return codec_list_next(list, &scenario_schema, cursor, item);
}

bool sts_scenario_steps_next(const struct codec_list *list,
                             struct codec_list_cursor *cursor,
                             struct sts_scenario_step *item) {
    return codec_list_next(list, &scenario_step_schema, cursor, item);
}

bool sts_control_scenarios_scenarios_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_scenario *item) {
    return codec_list_next(list, &scenario_schema, cursor, item);
}

bool sts_control_journal_entries_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_journal_entry *item) {
    return codec_list_next(list, &control_journal_entry_schema, cursor, item);
}

bool sts_control_journal_armed_rules_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct codec_text *item) {
    return codec_list_next(list, &control_journal_armed_rules_item_schema, cursor, item);
}

bool sts_control_journal_entry_errors_next(const struct codec_list *list,
                                           struct codec_list_cursor *cursor,
                                           struct sts_schema_error *item) {
    return codec_list_next(list, &schema_error_schema, cursor, item);
}

bool sts_control_journal_entry_deviations_next(const struct codec_list *list,
                                               struct codec_list_cursor *cursor,
                                               struct sts_schema_error *item) {
    return codec_list_next(list, &schema_error_schema, cursor, item);
}

bool sts_control_verify_expectations_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_expectation *item) {
    return codec_list_next(list, &control_expectation_schema, cursor, item);
}

bool sts_control_verdict_expectations_next(const struct codec_list *list,
                                           struct codec_list_cursor *cursor,
                                           struct sts_control_verify_result *item) {
    return codec_list_next(list, &control_verify_result_schema, cursor, item);
}

bool sts_control_verdict_unused_faults_next(const struct codec_list *list,
                                            struct codec_list_cursor *cursor,
                                            struct sts_control_unused_rule *item) {
    return codec_list_next(list, &control_unused_rule_schema, cursor, item);
}

bool sts_control_verify_result_nearest_next(const struct codec_list *list,
                                            struct codec_list_cursor *cursor,
                                            struct sts_control_near_miss *item) {
    return codec_list_next(list, &control_near_miss_schema, cursor, item);
}

bool sts_control_near_miss_differed_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct sts_control_difference *item) {
    return codec_list_next(list, &control_difference_schema, cursor, item);
}

bool sts_control_report_why_next(const struct codec_list *list,
                                 struct codec_list_cursor *cursor,
                                 struct codec_text *item) {
    return codec_list_next(list, &control_report_why_item_schema, cursor, item);
}

bool sts_control_report_unknowns_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct codec_text *item) {
    return codec_list_next(list, &control_report_unknowns_item_schema, cursor, item);
}

bool sts_control_report_requirements_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_requirement *item) {
    return codec_list_next(list, &control_report_requirement_schema, cursor, item);
}

bool sts_control_report_findings_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_report_finding *item) {
    return codec_list_next(list, &control_report_finding_schema, cursor, item);
}

bool sts_control_report_coverage_next(const struct codec_list *list,
                                      struct codec_list_cursor *cursor,
                                      struct sts_control_report_branch *item) {
    return codec_list_next(list, &control_report_branch_schema, cursor, item);
}

bool sts_control_report_streams_next(const struct codec_list *list,
                                     struct codec_list_cursor *cursor,
                                     struct sts_control_report_stream *item) {
    return codec_list_next(list, &control_report_stream_schema, cursor, item);
}

bool sts_control_report_others_next(const struct codec_list *list,
                                    struct codec_list_cursor *cursor,
                                    struct sts_control_report_others *item) {
    return codec_list_next(list, &control_report_others_schema_2, cursor, item);
}

bool sts_control_report_stream_unknowns_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct codec_text *item) {
    return codec_list_next(list, &control_report_stream_unknowns_item_schema, cursor, item);
}

bool sts_control_report_stream_outcomes_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct sts_control_report_stream_outcome *item) {
    return codec_list_next(list, &control_report_stream_outcome_schema, cursor, item);
}

bool sts_control_report_stream_fragments_next(const struct codec_list *list,
                                              struct codec_list_cursor *cursor,
                                              struct sts_control_report_fragment *item) {
    return codec_list_next(list, &control_report_fragment_schema, cursor, item);
}

bool sts_control_report_stream_bands_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_band *item) {
    return codec_list_next(list, &control_report_band_schema, cursor, item);
}

bool sts_control_report_stream_marks_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_mark *item) {
    return codec_list_next(list, &control_report_mark_schema, cursor, item);
}

bool sts_control_report_stream_seeds_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_seed *item) {
    return codec_list_next(list, &control_report_seed_schema, cursor, item);
}

bool sts_control_report_stream_armed_next(const struct codec_list *list,
                                          struct codec_list_cursor *cursor,
                                          struct sts_control_report_armed *item) {
    return codec_list_next(list, &control_report_armed_schema, cursor, item);
}

bool sts_control_report_fragment_earlier_next(const struct codec_list *list,
                                              struct codec_list_cursor *cursor,
                                              struct sts_control_report_attempt *item) {
    return codec_list_next(list, &control_report_attempt_schema, cursor, item);
}

bool sts_control_report_armed_rules_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct sts_control_report_rule *item) {
    return codec_list_next(list, &control_report_rule_schema, cursor, item);
}

bool sts_control_report_others_unknowns_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct codec_text *item) {
    return codec_list_next(list, &control_report_others_unknowns_item_schema, cursor, item);
}

bool sts_control_report_others_outcomes_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct sts_control_report_stream_outcome *item) {
    return codec_list_next(list, &control_report_stream_outcome_schema, cursor, item);
}

bool sts_control_report_summary_why_next(const struct codec_list *list,
                                         struct codec_list_cursor *cursor,
                                         struct codec_text *item) {
    return codec_list_next(list, &control_report_summary_why_item_schema, cursor, item);
}

bool sts_control_report_summary_unknowns_next(const struct codec_list *list,
                                              struct codec_list_cursor *cursor,
                                              struct codec_text *item) {
    return codec_list_next(list, &control_report_summary_unknowns_item_schema, cursor, item);
}

bool sts_control_report_summary_requirements_next(
    const struct codec_list *list,
    struct codec_list_cursor *cursor,
    struct sts_control_report_summary_requirement *item) {
    return codec_list_next(list, &control_report_summary_requirement_schema, cursor, item);
}

bool sts_control_report_summary_findings_next(const struct codec_list *list,
                                              struct codec_list_cursor *cursor,
                                              struct sts_control_report_finding *item) {
    return codec_list_next(list, &control_report_finding_schema, cursor, item);
}

bool sts_control_report_summary_streams_next(const struct codec_list *list,
                                             struct codec_list_cursor *cursor,
                                             struct sts_control_report_summary_stream *item) {
    return codec_list_next(list, &control_report_summary_stream_schema, cursor, item);
}

/* ---- keeping structs ------------------------------------------------------------------------- */

size_t sts_stream_config_keep(struct sts_stream_config *value, char *into) {
    return codec_keep(&stream_config_schema, value, into);
}

size_t sts_stream_init_keep(struct sts_stream_init *value, char *into) {
    return codec_keep(&stream_init_schema, value, into);
}

size_t sts_audio_data_keep(struct sts_audio_data *value, char *into) {
    return codec_keep(&audio_data_schema, value, into);
}

size_t sts_fragment_metadata_keep(struct sts_fragment_metadata *value, char *into) {
    return codec_keep(&fragment_metadata_schema, value, into);
}

size_t sts_fragment_data_keep(struct sts_fragment_data *value, char *into) {
    return codec_keep(&fragment_data_schema, value, into);
}

size_t sts_worker_fragment_ack_keep(struct sts_worker_fragment_ack *value, char *into) {
    return codec_keep(&worker_fragment_ack_schema, value, into);
}

size_t sts_stream_pause_keep(struct sts_stream_pause *value, char *into) {
    return codec_keep(&stream_pause_schema, value, into);
}

size_t sts_stream_resume_keep(struct sts_stream_resume *value, char *into) {
    return codec_keep(&stream_resume_schema, value, into);
}

size_t sts_stream_end_keep(struct sts_stream_end *value, char *into) {
    return codec_keep(&stream_end_schema, value, into);
}

size_t sts_capabilities_keep(struct sts_capabilities *value, char *into) {
    return codec_keep(&capabilities_schema, value, into);
}

size_t sts_stream_ready_keep(struct sts_stream_ready *value, char *into) {
    return codec_keep(&stream_ready_schema, value, into);
}

size_t sts_fragment_ack_keep(struct sts_fragment_ack *value, char *into) {
    return codec_keep(&fragment_ack_schema, value, into);
}

size_t sts_stage_timings_keep(struct sts_stage_timings *value, char *into) {
    return codec_keep(&stage_timings_schema, value, into);
}

size_t sts_processing_error_keep(struct sts_processing_error *value, char *into) {
    return codec_keep(&processing_error_schema, value, into);
}

size_t sts_processing_metadata_keep(struct sts_processing_metadata *value, char *into) {
    return codec_keep(&processing_metadata_schema, value, into);
}

size_t sts_fragment_processed_keep(struct sts_fragment_processed *value, char *into) {
    return codec_keep(&fragment_processed_schema, value, into);
}

size_t sts_stream_statistics_keep(struct sts_stream_statistics *value, char *into) {
    return codec_keep(&stream_statistics_schema, value, into);
}

size_t sts_stream_complete_keep(struct sts_stream_complete *value, char *into) {
    return codec_keep(&stream_complete_schema, value, into);
}

size_t sts_backpressure_keep(struct sts_backpressure *value, char *into) {
    return codec_keep(&backpressure_schema, value, into);
}

size_t sts_schema_error_keep(struct sts_schema_error *value, char *into) {
    return codec_keep(&schema_error_schema, value, into);
}

size_t sts_error_metadata_keep(struct sts_error_metadata *value, char *into) {
    return codec_keep(&error_metadata_schema, value, into);
}

size_t sts_error_keep(struct sts_error *value, char *into) {
    return codec_keep(&error_schema, value, into);
}

size_t sts_error_rule_keep(struct sts_error_rule *value, char *into) {
    return codec_keep(&error_rule_schema, value, into);
}

size_t sts_config_error_simulation_keep(struct sts_config_error_simulation *value, char *into) {
    return codec_keep(&config_error_simulation_schema, value, into);
}

size_t sts_config_error_simulation_ack_keep(struct sts_config_error_simulation_ack *value,
                                            char *into) {
    return codec_keep(&config_error_simulation_ack_schema, value, into);
}

size_t sts_config_processing_delay_keep(struct sts_config_processing_delay *value, char *into) {
    return codec_keep(&config_processing_delay_schema, value, into);
}

size_t sts_config_processing_delay_ack_keep(struct sts_config_processing_delay_ack *value,
                                            char *into) {
    return codec_keep(&config_processing_delay_ack_schema, value, into);
}

size_t sts_backpressure_step_keep(struct sts_backpressure_step *value, char *into) {
    return codec_keep(&backpressure_step_schema, value, into);
}

size_t sts_config_backpressure_keep(struct sts_config_backpressure *value, char *into) {
    return codec_keep(&config_backpressure_schema, value, into);
}

size_t sts_config_backpressure_ack_keep(struct sts_config_backpressure_ack *value, char *into) {
    return codec_keep(&config_backpressure_ack_schema, value, into);
}

size_t sts_simulate_disconnect_keep(struct sts_simulate_disconnect *value, char *into) {
    return codec_keep(&simulate_disconnect_schema, value, into);
}

size_t sts_simulate_disconnect_ack_keep(struct sts_simulate_disconnect_ack *value, char *into) {
    return codec_keep(&simulate_disconnect_ack_schema, value, into);
}

size_t sts_control_client_keep(struct sts_control_client *value, char *into) {
    return codec_keep(&control_client_schema, value, into);
}

size_t sts_control_clients_keep(struct sts_control_clients *value, char *into) {
    return codec_keep(&control_clients_schema, value, into);
}

size_t sts_control_error_error_keep(struct sts_control_error_error *value, char *into) {
    return codec_keep(&control_error_error_schema, value, into);
}

size_t sts_control_error_keep(struct sts_control_error *value, char *into) {
    return codec_keep(&control_error_schema, value, into);
}

size_t sts_scenario_faults_keep(struct sts_scenario_faults *value, char *into) {
    return codec_keep(&scenario_faults_schema, value, into);
}

size_t sts_scenario_delay_keep(struct sts_scenario_delay *value, char *into) {
    return codec_keep(&scenario_delay_schema, value, into);
}

size_t sts_scenario_backpressure_keep(struct sts_scenario_backpressure *value, char *into) {
    return codec_keep(&scenario_backpressure_schema, value, into);
}

size_t sts_control_hit_keep(struct sts_control_hit *value, char *into) {
    return codec_keep(&control_hit_schema, value, into);
}

size_t sts_control_rule_hits_keep(struct sts_control_rule_hits *value, char *into) {
    return codec_keep(&control_rule_hits_schema, value, into);
}

size_t sts_control_stream_hits_keep(struct sts_control_stream_hits *value, char *into) {
    return codec_keep(&control_stream_hits_schema, value, into);
}

size_t sts_control_armed_scenario_keep(struct sts_control_armed_scenario *value, char *into) {
    return codec_keep(&control_armed_scenario_schema, value, into);
}

size_t sts_control_armed_keep(struct sts_control_armed *value, char *into) {
    return codec_keep(&control_armed_schema, value, into);
}

size_t sts_control_stream_keep(struct sts_control_stream *value, char *into) {
    return codec_keep(&control_stream_schema, value, into);
}

size_t sts_control_streams_keep(struct sts_control_streams *value, char *into) {
    return codec_keep(&control_streams_schema, value, into);
}

size_t sts_control_streams_deleted_keep(struct sts_control_streams_deleted *value, char *into) {
    return codec_keep(&control_streams_deleted_schema, value, into);
}

size_t sts_scenario_disconnect_keep(struct sts_scenario_disconnect *value, char *into) {
    return codec_keep(&scenario_disconnect_schema, value, into);
}

size_t sts_control_scenario_place_keep(struct sts_control_scenario_place *value, char *into) {
    return codec_keep(&control_scenario_place_schema, value, into);
}

size_t sts_control_scenario_run_keep(struct sts_control_scenario_run *value, char *into) {
    return codec_keep(&control_scenario_run_schema, value, into);
}

size_t sts_control_armed_record_keep(struct sts_control_armed_record *value, char *into) {
    return codec_keep(&control_armed_record_schema, value, into);
}

size_t sts_control_armed_list_keep(struct sts_control_armed_list *value, char *into) {
    return codec_keep(&control_armed_list_schema, value, into);
}

size_t sts_control_log_keep(struct sts_control_log *value, char *into) {
    return codec_keep(&control_log_schema, value, into);
}

size_t sts_control_ticket_wish_keep(struct sts_control_ticket_wish *value, char *into) {
    return codec_keep(&control_ticket_wish_schema, value, into);
}

size_t sts_control_ticket_keep(struct sts_control_ticket *value, char *into) {
    return codec_keep(&control_ticket_schema, value, into);
}

size_t sts_control_reset_keep(struct sts_control_reset *value, char *into) {
    return codec_keep(&control_reset_schema, value, into);
}

size_t sts_control_reset_ack_keep(struct sts_control_reset_ack *value, char *into) {
    return codec_keep(&control_reset_ack_schema, value, into);
}

size_t sts_scenario_until_keep(struct sts_scenario_until *value, char *into) {
    return codec_keep(&scenario_until_schema, value, into);
}

size_t sts_scenario_step_keep(struct sts_scenario_step *value, char *into) {
    return codec_keep(&scenario_step_schema, value, into);
}

size_t sts_scenario_keep(struct sts_scenario *value, char *into) {
    return codec_keep(&scenario_schema, value, into);
}

size_t sts_control_scenarios_loaded_keep(struct sts_control_scenarios_loaded *value, char *into) {
    return codec_keep(&control_scenarios_loaded_schema, value, into);
}

size_t sts_control_scenarios_keep(struct sts_control_scenarios *value, char *into) {
    return codec_keep(&control_scenarios_schema, value, into);
}

size_t sts_control_scenarios_ack_keep(struct sts_control_scenarios_ack *value, char *into) {
    return codec_keep(&control_scenarios_ack_schema, value, into);
}

size_t sts_control_journal_fault_keep(struct sts_control_journal_fault *value, char *into) {
    return codec_keep(&control_journal_fault_schema, value, into);
}

size_t sts_control_journal_armed_keep(struct sts_control_journal_armed *value, char *into) {
    return codec_keep(&control_journal_armed_schema, value, into);
}

size_t sts_control_journal_server_keep(struct sts_control_journal_server *value, char *into) {
    return codec_keep(&control_journal_server_schema, value, into);
}

size_t sts_control_journal_entry_keep(struct sts_control_journal_entry *value, char *into) {
    return codec_keep(&control_journal_entry_schema, value, into);
}

size_t sts_control_journal_keep(struct sts_control_journal *value, char *into) {
    return codec_keep(&control_journal_schema, value, into);
}

size_t sts_control_verify_count_keep(struct sts_control_verify_count *value, char *into) {
    return codec_keep(&control_verify_count_schema, value, into);
}

size_t sts_control_expectation_keep(struct sts_control_expectation *value, char *into) {
    return codec_keep(&control_expectation_schema, value, into);
}

size_t sts_control_verify_keep(struct sts_control_verify *value, char *into) {
    return codec_keep(&control_verify_schema, value, into);
}

size_t sts_control_difference_keep(struct sts_control_difference *value, char *into) {
    return codec_keep(&control_difference_schema, value, into);
}

size_t sts_control_near_miss_keep(struct sts_control_near_miss *value, char *into) {
    return codec_keep(&control_near_miss_schema, value, into);
}

size_t sts_control_verify_result_keep(struct sts_control_verify_result *value, char *into) {
    return codec_keep(&control_verify_result_schema, value, into);
}

size_t sts_control_unused_rule_keep(struct sts_control_unused_rule *value, char *into) {
    return codec_keep(&control_unused_rule_schema, value, into);
}

size_t sts_control_verdict_keep(struct sts_control_verdict *value, char *into) {
    return codec_keep(&control_verdict_schema, value, into);
}

size_t sts_control_report_generator_keep(struct sts_control_report_generator *value, char *into) {
    return codec_keep(&control_report_generator_schema, value, into);
}

size_t sts_control_report_counts_keep(struct sts_control_report_counts *value, char *into) {
    return codec_keep(&control_report_counts_schema, value, into);
}

size_t sts_control_report_requirement_keep(struct sts_control_report_requirement *value,
                                           char *into) {
    return codec_keep(&control_report_requirement_schema, value, into);
}

size_t sts_control_report_finding_keep(struct sts_control_report_finding *value, char *into) {
    return codec_keep(&control_report_finding_schema, value, into);
}

size_t sts_control_report_branch_keep(struct sts_control_report_branch *value, char *into) {
    return codec_keep(&control_report_branch_schema, value, into);
}

size_t sts_control_report_stream_outcome_keep(struct sts_control_report_stream_outcome *value,
                                              char *into) {
    return codec_keep(&control_report_stream_outcome_schema, value, into);
}

size_t sts_control_report_attempt_keep(struct sts_control_report_attempt *value, char *into) {
    return codec_keep(&control_report_attempt_schema, value, into);
}

size_t sts_control_report_fragment_keep(struct sts_control_report_fragment *value, char *into) {
    return codec_keep(&control_report_fragment_schema, value, into);
}

size_t sts_control_report_band_keep(struct sts_control_report_band *value, char *into) {
    return codec_keep(&control_report_band_schema, value, into);
}

size_t sts_control_report_mark_keep(struct sts_control_report_mark *value, char *into) {
    return codec_keep(&control_report_mark_schema, value, into);
}

size_t sts_control_report_seed_keep(struct sts_control_report_seed *value, char *into) {
    return codec_keep(&control_report_seed_schema, value, into);
}

size_t sts_control_report_rule_keep(struct sts_control_report_rule *value, char *into) {
    return codec_keep(&control_report_rule_schema, value, into);
}

size_t sts_control_report_armed_keep(struct sts_control_report_armed *value, char *into) {
    return codec_keep(&control_report_armed_schema, value, into);
}

size_t sts_control_report_stream_keep(struct sts_control_report_stream *value, char *into) {
    return codec_keep(&control_report_stream_schema, value, into);
}

size_t sts_control_report_others_keep(struct sts_control_report_others *value, char *into) {
    return codec_keep(&control_report_others_schema_2, value, into);
}

size_t sts_control_report_keep(struct sts_control_report *value, char *into) {
    return codec_keep(&control_report_schema, value, into);
}

size_t sts_control_report_summary_requirement_keep(
    struct sts_control_report_summary_requirement *value,
    char *into) {
    return codec_keep(&control_report_summary_requirement_schema, value, into);
}

size_t sts_control_report_summary_stream_keep(struct sts_control_report_summary_stream *value,
                                              char *into) {
    return codec_keep(&control_report_summary_stream_schema, value, into);
}

size_t sts_control_report_summary_keep(struct sts_control_report_summary *value, char *into) {
    return codec_keep(&control_report_summary_schema, value, into);
}

size_t sts_list_clients_parameters_keep(struct sts_list_clients_parameters *value, char *into) {
    return codec_keep(&list_clients_parameters_schema, value, into);
}

size_t sts_list_streams_parameters_keep(struct sts_list_streams_parameters *value, char *into) {
    return codec_keep(&list_streams_parameters_schema, value, into);
}

size_t sts_get_stream_parameters_keep(struct sts_get_stream_parameters *value, char *into) {
    return codec_keep(&get_stream_parameters_schema, value, into);
}

size_t sts_delete_streams_parameters_keep(struct sts_delete_streams_parameters *value, char *into) {
    return codec_keep(&delete_streams_parameters_schema, value, into);
}

size_t sts_put_faults_parameters_keep(struct sts_put_faults_parameters *value, char *into) {
    return codec_keep(&put_faults_parameters_schema, value, into);
}

size_t sts_delete_faults_parameters_keep(struct sts_delete_faults_parameters *value, char *into) {
    return codec_keep(&delete_faults_parameters_schema, value, into);
}

size_t sts_put_delay_parameters_keep(struct sts_put_delay_parameters *value, char *into) {
    return codec_keep(&put_delay_parameters_schema, value, into);
}

size_t sts_delete_delay_parameters_keep(struct sts_delete_delay_parameters *value, char *into) {
    return codec_keep(&delete_delay_parameters_schema, value, into);
}

size_t sts_put_backpressure_parameters_keep(struct sts_put_backpressure_parameters *value,
                                            char *into) {
    return codec_keep(&put_backpressure_parameters_schema, value, into);
}

size_t sts_delete_backpressure_parameters_keep(struct sts_delete_backpressure_parameters *value,
                                               char *into) {
    return codec_keep(&delete_backpressure_parameters_schema, value, into);
}

size_t sts_post_disconnect_parameters_keep(struct sts_post_disconnect_parameters *value,
                                           char *into) {
    return codec_keep(&post_disconnect_parameters_schema, value, into);
}

size_t sts_list_armed_parameters_keep(struct sts_list_armed_parameters *value, char *into) {
    return codec_keep(&list_armed_parameters_schema, value, into);
}

size_t sts_list_scenarios_parameters_keep(struct sts_list_scenarios_parameters *value, char *into) {
    return codec_keep(&list_scenarios_parameters_schema, value, into);
}

size_t sts_delete_scenarios_parameters_keep(struct sts_delete_scenarios_parameters *value,
                                            char *into) {
    return codec_keep(&delete_scenarios_parameters_schema, value, into);
}

size_t sts_get_journal_parameters_keep(struct sts_get_journal_parameters *value, char *into) {
    return codec_keep(&get_journal_parameters_schema, value, into);
}

size_t sts_stream_journal_parameters_keep(struct sts_stream_journal_parameters *value, char *into) {
    return codec_keep(&stream_journal_parameters_schema, value, into);
}

size_t sts_get_journal_entry_parameters_keep(struct sts_get_journal_entry_parameters *value,
                                             char *into) {
    return codec_keep(&get_journal_entry_parameters_schema, value, into);
}

size_t sts_get_report_parameters_keep(struct sts_get_report_parameters *value, char *into) {
    return codec_keep(&get_report_parameters_schema, value, into);
}

size_t sts_get_report_json_parameters_keep(struct sts_get_report_json_parameters *value,
                                           char *into) {
    return codec_keep(&get_report_json_parameters_schema, value, into);
}

size_t sts_get_report_xml_parameters_keep(struct sts_get_report_xml_parameters *value, char *into) {
    return codec_keep(&get_report_xml_parameters_schema, value, into);
}

size_t sts_get_report_html_parameters_keep(struct sts_get_report_html_parameters *value,
                                           char *into) {
    return codec_keep(&get_report_html_parameters_schema, value, into);
}

size_t sts_get_stream_report_parameters_keep(struct sts_get_stream_report_parameters *value,
                                             char *into) {
    return codec_keep(&get_stream_report_parameters_schema, value, into);
}

size_t sts_get_stream_report_json_parameters_keep(
    struct sts_get_stream_report_json_parameters *value,
    char *into) {
    return codec_keep(&get_stream_report_json_parameters_schema, value, into);
}

size_t sts_get_stream_report_xml_parameters_keep(
    struct sts_get_stream_report_xml_parameters *value,
    char *into) {
    return codec_keep(&get_stream_report_xml_parameters_schema, value, into);
}

size_t sts_get_stream_report_html_parameters_keep(
    struct sts_get_stream_report_html_parameters *value,
    char *into) {
    return codec_keep(&get_stream_report_html_parameters_schema, value, into);
}

/* ---- events ---------------------------------------------------------------------------------- */

const struct codec_event sts_events[STS_EVENT_COUNT] = {
    [STS_EVENT_STREAM_INIT] =
        {BASE_SLICE("stream:init"), &stream_init_schema, sizeof(struct sts_stream_init)},
    [STS_EVENT_FRAGMENT_DATA] =
        {BASE_SLICE("fragment:data"), &fragment_data_schema, sizeof(struct sts_fragment_data)},
    [STS_EVENT_WORKER_FRAGMENT_ACK] =
        {BASE_SLICE("fragment:ack"), &worker_fragment_ack_schema, sizeof(struct sts_worker_fragment_ack)},
    [STS_EVENT_STREAM_PAUSE] =
        {BASE_SLICE("stream:pause"), &stream_pause_schema, sizeof(struct sts_stream_pause)},
    [STS_EVENT_STREAM_RESUME] =
        {BASE_SLICE("stream:resume"), &stream_resume_schema, sizeof(struct sts_stream_resume)},
    [STS_EVENT_STREAM_END] =
        {BASE_SLICE("stream:end"), &stream_end_schema, sizeof(struct sts_stream_end)},
    [STS_EVENT_STREAM_READY] =
        {BASE_SLICE("stream:ready"), &stream_ready_schema, sizeof(struct sts_stream_ready)},
    [STS_EVENT_FRAGMENT_ACK] =
        {BASE_SLICE("fragment:ack"), &fragment_ack_schema, sizeof(struct sts_fragment_ack)},
    [STS_EVENT_FRAGMENT_PROCESSED] =
        {BASE_SLICE("fragment:processed"), &fragment_processed_schema, sizeof(struct sts_fragment_processed)},
    [STS_EVENT_STREAM_COMPLETE] =
        {BASE_SLICE("stream:complete"), &stream_complete_schema, sizeof(struct sts_stream_complete)},
    [STS_EVENT_BACKPRESSURE] =
        {BASE_SLICE("backpressure"), &backpressure_schema, sizeof(struct sts_backpressure)},
    [STS_EVENT_ERROR] =
        {BASE_SLICE("error"), &error_schema, sizeof(struct sts_error)},
    [STS_EVENT_CONFIG_ERROR_SIMULATION] =
        {BASE_SLICE("config:error_simulation"), &config_error_simulation_schema, sizeof(struct sts_config_error_simulation)},
    [STS_EVENT_CONFIG_ERROR_SIMULATION_ACK] =
        {BASE_SLICE("config:error_simulation:ack"), &config_error_simulation_ack_schema, sizeof(struct sts_config_error_simulation_ack)},
    [STS_EVENT_CONFIG_PROCESSING_DELAY] =
        {BASE_SLICE("config:processing_delay"), &config_processing_delay_schema, sizeof(struct sts_config_processing_delay)},
    [STS_EVENT_CONFIG_PROCESSING_DELAY_ACK] =
        {BASE_SLICE("config:processing_delay:ack"), &config_processing_delay_ack_schema, sizeof(struct sts_config_processing_delay_ack)},
    [STS_EVENT_CONFIG_BACKPRESSURE] =
        {BASE_SLICE("config:backpressure"), &config_backpressure_schema, sizeof(struct sts_config_backpressure)},
    [STS_EVENT_CONFIG_BACKPRESSURE_ACK] =
        {BASE_SLICE("config:backpressure:ack"), &config_backpressure_ack_schema, sizeof(struct sts_config_backpressure_ack)},
    [STS_EVENT_SIMULATE_DISCONNECT] =
        {BASE_SLICE("simulate:disconnect"), &simulate_disconnect_schema, sizeof(struct sts_simulate_disconnect)},
    [STS_EVENT_SIMULATE_DISCONNECT_ACK] =
        {BASE_SLICE("simulate:disconnect:ack"), &simulate_disconnect_ack_schema, sizeof(struct sts_simulate_disconnect_ack)},
};

const enum sts_direction sts_event_directions[STS_EVENT_COUNT] = {
    [STS_EVENT_STREAM_INIT] = STS_FROM_WORKER,
    [STS_EVENT_FRAGMENT_DATA] = STS_FROM_WORKER,
    [STS_EVENT_WORKER_FRAGMENT_ACK] = STS_FROM_WORKER,
    [STS_EVENT_STREAM_PAUSE] = STS_FROM_WORKER,
    [STS_EVENT_STREAM_RESUME] = STS_FROM_WORKER,
    [STS_EVENT_STREAM_END] = STS_FROM_WORKER,
    [STS_EVENT_STREAM_READY] = STS_TO_WORKER,
    [STS_EVENT_FRAGMENT_ACK] = STS_TO_WORKER,
    [STS_EVENT_FRAGMENT_PROCESSED] = STS_TO_WORKER,
    [STS_EVENT_STREAM_COMPLETE] = STS_TO_WORKER,
    [STS_EVENT_BACKPRESSURE] = STS_TO_WORKER,
    [STS_EVENT_ERROR] = STS_TO_WORKER,
    [STS_EVENT_CONFIG_ERROR_SIMULATION] = STS_FROM_WORKER,
    [STS_EVENT_CONFIG_ERROR_SIMULATION_ACK] = STS_TO_WORKER,
    [STS_EVENT_CONFIG_PROCESSING_DELAY] = STS_FROM_WORKER,
    [STS_EVENT_CONFIG_PROCESSING_DELAY_ACK] = STS_TO_WORKER,
    [STS_EVENT_CONFIG_BACKPRESSURE] = STS_FROM_WORKER,
    [STS_EVENT_CONFIG_BACKPRESSURE_ACK] = STS_TO_WORKER,
    [STS_EVENT_SIMULATE_DISCONNECT] = STS_FROM_WORKER,
    [STS_EVENT_SIMULATE_DISCONNECT_ACK] = STS_TO_WORKER,
};

const enum sts_event_id sts_event_replies[STS_EVENT_COUNT] = {
    [STS_EVENT_STREAM_INIT] = STS_EVENT_STREAM_READY,
    [STS_EVENT_FRAGMENT_DATA] = STS_EVENT_FRAGMENT_ACK,
    [STS_EVENT_WORKER_FRAGMENT_ACK] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_STREAM_PAUSE] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_STREAM_RESUME] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_STREAM_END] = STS_EVENT_STREAM_COMPLETE,
    [STS_EVENT_STREAM_READY] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_FRAGMENT_ACK] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_FRAGMENT_PROCESSED] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_STREAM_COMPLETE] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_BACKPRESSURE] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_ERROR] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_CONFIG_ERROR_SIMULATION] = STS_EVENT_CONFIG_ERROR_SIMULATION_ACK,
    [STS_EVENT_CONFIG_ERROR_SIMULATION_ACK] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_CONFIG_PROCESSING_DELAY] = STS_EVENT_CONFIG_PROCESSING_DELAY_ACK,
    [STS_EVENT_CONFIG_PROCESSING_DELAY_ACK] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_CONFIG_BACKPRESSURE] = STS_EVENT_CONFIG_BACKPRESSURE_ACK,
    [STS_EVENT_CONFIG_BACKPRESSURE_ACK] = (enum sts_event_id)STS_EVENT_COUNT,
    [STS_EVENT_SIMULATE_DISCONNECT] = STS_EVENT_SIMULATE_DISCONNECT_ACK,
    [STS_EVENT_SIMULATE_DISCONNECT_ACK] = (enum sts_event_id)STS_EVENT_COUNT,
};

const struct codec_event *sts_event_find(enum sts_direction direction, struct base_slice name) {
    for (size_t i = 0; i < STS_EVENT_COUNT; i++)
        if (sts_event_directions[i] == direction &&
            base_slice_equal(sts_events[i].name, name))
            return &sts_events[i];
    return NULL;
}

const struct codec_event *sts_event_closest(enum sts_direction direction, struct base_slice name) {
    struct codec_closest search = codec_closest(name);
    for (size_t i = 0; i < STS_EVENT_COUNT; i++)
        if (sts_event_directions[i] == direction)
            codec_closest_try(&search, sts_events[i].name);
    return search.best.ptr ? sts_event_find(direction, search.best) : NULL;
}

bool sts_stream_init_decode(struct codec_in *in, struct sts_stream_init *message) {
    return codec_decode(in, &stream_init_schema, message);
}

bool sts_stream_init_encode(struct codec_out *out, const struct sts_stream_init *message) {
    return codec_encode(out, &stream_init_schema, message);
}

bool sts_stream_init_validate(struct base_slice json,
                              const struct codec_scratch *scratch,
                              struct codec_error *error) {
    return codec_validate(json, &stream_init_schema, scratch, error);
}

bool sts_fragment_data_decode(struct codec_in *in, struct sts_fragment_data *message) {
    return codec_decode(in, &fragment_data_schema, message);
}

bool sts_fragment_data_encode(struct codec_out *out, const struct sts_fragment_data *message) {
    return codec_encode(out, &fragment_data_schema, message);
}

bool sts_fragment_data_validate(struct base_slice json,
                                const struct codec_scratch *scratch,
                                struct codec_error *error) {
    return codec_validate(json, &fragment_data_schema, scratch, error);
}

bool sts_worker_fragment_ack_decode(struct codec_in *in, struct sts_worker_fragment_ack *message) {
    return codec_decode(in, &worker_fragment_ack_schema, message);
}

bool sts_worker_fragment_ack_encode(struct codec_out *out,
                                    const struct sts_worker_fragment_ack *message) {
    return codec_encode(out, &worker_fragment_ack_schema, message);
}

bool sts_worker_fragment_ack_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error) {
    return codec_validate(json, &worker_fragment_ack_schema, scratch, error);
}

bool sts_stream_pause_decode(struct codec_in *in, struct sts_stream_pause *message) {
    return codec_decode(in, &stream_pause_schema, message);
}

bool sts_stream_pause_encode(struct codec_out *out, const struct sts_stream_pause *message) {
    return codec_encode(out, &stream_pause_schema, message);
}

bool sts_stream_pause_validate(struct base_slice json,
                               const struct codec_scratch *scratch,
                               struct codec_error *error) {
    return codec_validate(json, &stream_pause_schema, scratch, error);
}

bool sts_stream_resume_decode(struct codec_in *in, struct sts_stream_resume *message) {
    return codec_decode(in, &stream_resume_schema, message);
}

bool sts_stream_resume_encode(struct codec_out *out, const struct sts_stream_resume *message) {
    return codec_encode(out, &stream_resume_schema, message);
}

bool sts_stream_resume_validate(struct base_slice json,
                                const struct codec_scratch *scratch,
                                struct codec_error *error) {
    return codec_validate(json, &stream_resume_schema, scratch, error);
}

bool sts_stream_end_decode(struct codec_in *in, struct sts_stream_end *message) {
    return codec_decode(in, &stream_end_schema, message);
}

bool sts_stream_end_encode(struct codec_out *out, const struct sts_stream_end *message) {
    return codec_encode(out, &stream_end_schema, message);
}

bool sts_stream_end_validate(struct base_slice json,
                             const struct codec_scratch *scratch,
                             struct codec_error *error) {
    return codec_validate(json, &stream_end_schema, scratch, error);
}

bool sts_stream_ready_decode(struct codec_in *in, struct sts_stream_ready *message) {
    return codec_decode(in, &stream_ready_schema, message);
}

bool sts_stream_ready_encode(struct codec_out *out, const struct sts_stream_ready *message) {
    return codec_encode(out, &stream_ready_schema, message);
}

bool sts_stream_ready_validate(struct base_slice json,
                               const struct codec_scratch *scratch,
                               struct codec_error *error) {
    return codec_validate(json, &stream_ready_schema, scratch, error);
}

bool sts_fragment_ack_decode(struct codec_in *in, struct sts_fragment_ack *message) {
    return codec_decode(in, &fragment_ack_schema, message);
}

bool sts_fragment_ack_encode(struct codec_out *out, const struct sts_fragment_ack *message) {
    return codec_encode(out, &fragment_ack_schema, message);
}

bool sts_fragment_ack_validate(struct base_slice json,
                               const struct codec_scratch *scratch,
                               struct codec_error *error) {
    return codec_validate(json, &fragment_ack_schema, scratch, error);
}

bool sts_fragment_processed_decode(struct codec_in *in, struct sts_fragment_processed *message) {
    return codec_decode(in, &fragment_processed_schema, message);
}

bool sts_fragment_processed_encode(struct codec_out *out,
                                   const struct sts_fragment_processed *message) {
    return codec_encode(out, &fragment_processed_schema, message);
}

bool sts_fragment_processed_validate(struct base_slice json,
                                     const struct codec_scratch *scratch,
                                     struct codec_error *error) {
    return codec_validate(json, &fragment_processed_schema, scratch, error);
}

bool sts_stream_complete_decode(struct codec_in *in, struct sts_stream_complete *message) {
    return codec_decode(in, &stream_complete_schema, message);
}

bool sts_stream_complete_encode(struct codec_out *out, const struct sts_stream_complete *message) {
    return codec_encode(out, &stream_complete_schema, message);
}

bool sts_stream_complete_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error) {
    return codec_validate(json, &stream_complete_schema, scratch, error);
}

bool sts_backpressure_decode(struct codec_in *in, struct sts_backpressure *message) {
    return codec_decode(in, &backpressure_schema, message);
}

bool sts_backpressure_encode(struct codec_out *out, const struct sts_backpressure *message) {
    return codec_encode(out, &backpressure_schema, message);
}

bool sts_backpressure_validate(struct base_slice json,
                               const struct codec_scratch *scratch,
                               struct codec_error *error) {
    return codec_validate(json, &backpressure_schema, scratch, error);
}

bool sts_error_decode(struct codec_in *in, struct sts_error *message) {
    return codec_decode(in, &error_schema, message);
}

bool sts_error_encode(struct codec_out *out, const struct sts_error *message) {
    return codec_encode(out, &error_schema, message);
}

bool sts_error_validate(struct base_slice json,
                        const struct codec_scratch *scratch,
                        struct codec_error *error) {
    return codec_validate(json, &error_schema, scratch, error);
}

bool sts_config_error_simulation_decode(struct codec_in *in,
                                        struct sts_config_error_simulation *message) {
    return codec_decode(in, &config_error_simulation_schema, message);
}

bool sts_config_error_simulation_encode(struct codec_out *out,
                                        const struct sts_config_error_simulation *message) {
    return codec_encode(out, &config_error_simulation_schema, message);
}

bool sts_config_error_simulation_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error) {
    return codec_validate(json, &config_error_simulation_schema, scratch, error);
}

bool sts_config_error_simulation_ack_decode(struct codec_in *in,
                                            struct sts_config_error_simulation_ack *message) {
    return codec_decode(in, &config_error_simulation_ack_schema, message);
}

bool sts_config_error_simulation_ack_encode(struct codec_out *out,
                                            const struct sts_config_error_simulation_ack *message) {
    return codec_encode(out, &config_error_simulation_ack_schema, message);
}

bool sts_config_error_simulation_ack_validate(struct base_slice json,
                                              const struct codec_scratch *scratch,
                                              struct codec_error *error) {
    return codec_validate(json, &config_error_simulation_ack_schema, scratch, error);
}

bool sts_config_processing_delay_decode(struct codec_in *in,
                                        struct sts_config_processing_delay *message) {
    return codec_decode(in, &config_processing_delay_schema, message);
}

bool sts_config_processing_delay_encode(struct codec_out *out,
                                        const struct sts_config_processing_delay *message) {
    return codec_encode(out, &config_processing_delay_schema, message);
}

bool sts_config_processing_delay_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error) {
    return codec_validate(json, &config_processing_delay_schema, scratch, error);
}

bool sts_config_processing_delay_ack_decode(struct codec_in *in,
                                            struct sts_config_processing_delay_ack *message) {
    return codec_decode(in, &config_processing_delay_ack_schema, message);
}

bool sts_config_processing_delay_ack_encode(struct codec_out *out,
                                            const struct sts_config_processing_delay_ack *message) {
    return codec_encode(out, &config_processing_delay_ack_schema, message);
}

bool sts_config_processing_delay_ack_validate(struct base_slice json,
                                              const struct codec_scratch *scratch,
                                              struct codec_error *error) {
    return codec_validate(json, &config_processing_delay_ack_schema, scratch, error);
}

bool sts_config_backpressure_decode(struct codec_in *in, struct sts_config_backpressure *message) {
    return codec_decode(in, &config_backpressure_schema, message);
}

bool sts_config_backpressure_encode(struct codec_out *out,
                                    const struct sts_config_backpressure *message) {
    return codec_encode(out, &config_backpressure_schema, message);
}

bool sts_config_backpressure_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error) {
    return codec_validate(json, &config_backpressure_schema, scratch, error);
}

bool sts_config_backpressure_ack_decode(struct codec_in *in,
                                        struct sts_config_backpressure_ack *message) {
    return codec_decode(in, &config_backpressure_ack_schema, message);
}

bool sts_config_backpressure_ack_encode(struct codec_out *out,
                                        const struct sts_config_backpressure_ack *message) {
    return codec_encode(out, &config_backpressure_ack_schema, message);
}

bool sts_config_backpressure_ack_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error) {
    return codec_validate(json, &config_backpressure_ack_schema, scratch, error);
}

bool sts_simulate_disconnect_decode(struct codec_in *in, struct sts_simulate_disconnect *message) {
    return codec_decode(in, &simulate_disconnect_schema, message);
}

bool sts_simulate_disconnect_encode(struct codec_out *out,
                                    const struct sts_simulate_disconnect *message) {
    return codec_encode(out, &simulate_disconnect_schema, message);
}

bool sts_simulate_disconnect_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error) {
    return codec_validate(json, &simulate_disconnect_schema, scratch, error);
}

bool sts_simulate_disconnect_ack_decode(struct codec_in *in,
                                        struct sts_simulate_disconnect_ack *message) {
    return codec_decode(in, &simulate_disconnect_ack_schema, message);
}

bool sts_simulate_disconnect_ack_encode(struct codec_out *out,
                                        const struct sts_simulate_disconnect_ack *message) {
    return codec_encode(out, &simulate_disconnect_ack_schema, message);
}

bool sts_simulate_disconnect_ack_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error) {
    return codec_validate(json, &simulate_disconnect_ack_schema, scratch, error);
}

/* ---- HTTP ------------------------------------------------------------------------------------ */

const struct codec_event sts_bodies[STS_BODY_COUNT] = {
    [STS_BODY_CONTROL_CLIENTS] =
        {BASE_SLICE("control_clients"), &control_clients_schema, sizeof(struct sts_control_clients)},
    [STS_BODY_CONTROL_ERROR] =
        {BASE_SLICE("control_error"), &control_error_schema, sizeof(struct sts_control_error)},
    [STS_BODY_CONTROL_STREAMS] =
        {BASE_SLICE("control_streams"), &control_streams_schema, sizeof(struct sts_control_streams)},
    [STS_BODY_CONTROL_STREAM] =
        {BASE_SLICE("control_stream"), &control_stream_schema, sizeof(struct sts_control_stream)},
    [STS_BODY_CONTROL_STREAMS_DELETED] =
        {BASE_SLICE("control_streams_deleted"), &control_streams_deleted_schema, sizeof(struct sts_control_streams_deleted)},
    [STS_BODY_SCENARIO_FAULTS] =
        {BASE_SLICE("scenario_faults"), &scenario_faults_schema, sizeof(struct sts_scenario_faults)},
    [STS_BODY_CONFIG_ERROR_SIMULATION_ACK] =
        {BASE_SLICE("config_error_simulation_ack"), &config_error_simulation_ack_schema, sizeof(struct sts_config_error_simulation_ack)},
    [STS_BODY_SCENARIO_DELAY] =
        {BASE_SLICE("scenario_delay"), &scenario_delay_schema, sizeof(struct sts_scenario_delay)},
    [STS_BODY_CONFIG_PROCESSING_DELAY_ACK] =
        {BASE_SLICE("config_processing_delay_ack"), &config_processing_delay_ack_schema, sizeof(struct sts_config_processing_delay_ack)},
    [STS_BODY_SCENARIO_BACKPRESSURE] =
        {BASE_SLICE("scenario_backpressure"), &scenario_backpressure_schema, sizeof(struct sts_scenario_backpressure)},
    [STS_BODY_CONFIG_BACKPRESSURE_ACK] =
        {BASE_SLICE("config_backpressure_ack"), &config_backpressure_ack_schema, sizeof(struct sts_config_backpressure_ack)},
    [STS_BODY_SCENARIO_DISCONNECT] =
        {BASE_SLICE("scenario_disconnect"), &scenario_disconnect_schema, sizeof(struct sts_scenario_disconnect)},
    [STS_BODY_SIMULATE_DISCONNECT_ACK] =
        {BASE_SLICE("simulate_disconnect_ack"), &simulate_disconnect_ack_schema, sizeof(struct sts_simulate_disconnect_ack)},
    [STS_BODY_CONTROL_ARMED_LIST] =
        {BASE_SLICE("control_armed_list"), &control_armed_list_schema, sizeof(struct sts_control_armed_list)},
    [STS_BODY_CONTROL_LOG] =
        {BASE_SLICE("control_log"), &control_log_schema, sizeof(struct sts_control_log)},
    [STS_BODY_CONTROL_TICKET_WISH] =
        {BASE_SLICE("control_ticket_wish"), &control_ticket_wish_schema, sizeof(struct sts_control_ticket_wish)},
    [STS_BODY_CONTROL_TICKET] =
        {BASE_SLICE("control_ticket"), &control_ticket_schema, sizeof(struct sts_control_ticket)},
    [STS_BODY_CONTROL_RESET] =
        {BASE_SLICE("control_reset"), &control_reset_schema, sizeof(struct sts_control_reset)},
    [STS_BODY_CONTROL_RESET_ACK] =
        {BASE_SLICE("control_reset_ack"), &control_reset_ack_schema, sizeof(struct sts_control_reset_ack)},
    [STS_BODY_CONTROL_SCENARIOS_LOADED] =
        {BASE_SLICE("control_scenarios_loaded"), &control_scenarios_loaded_schema, sizeof(struct sts_control_scenarios_loaded)},
    [STS_BODY_CONTROL_SCENARIOS] =
        {BASE_SLICE("control_scenarios"), &control_scenarios_schema, sizeof(struct sts_control_scenarios)},
    [STS_BODY_CONTROL_SCENARIOS_ACK] =
        {BASE_SLICE("control_scenarios_ack"), &control_scenarios_ack_schema, sizeof(struct sts_control_scenarios_ack)},
    [STS_BODY_CONTROL_JOURNAL] =
        {BASE_SLICE("control_journal"), &control_journal_schema, sizeof(struct sts_control_journal)},
    [STS_BODY_CONTROL_JOURNAL_ENTRY] =
        {BASE_SLICE("control_journal_entry"), &control_journal_entry_schema, sizeof(struct sts_control_journal_entry)},
    [STS_BODY_CONTROL_VERIFY] =
        {BASE_SLICE("control_verify"), &control_verify_schema, sizeof(struct sts_control_verify)},
    [STS_BODY_CONTROL_VERDICT] =
        {BASE_SLICE("control_verdict"), &control_verdict_schema, sizeof(struct sts_control_verdict)},
    [STS_BODY_CONTROL_REPORT] =
        {BASE_SLICE("control_report"), &control_report_schema, sizeof(struct sts_control_report)},
    [STS_BODY_CONTROL_REPORT_SUMMARY] =
        {BASE_SLICE("control_report_summary"), &control_report_summary_schema, sizeof(struct sts_control_report_summary)},
};

bool sts_control_clients_decode(struct codec_in *in, struct sts_control_clients *body) {
    return codec_decode(in, &control_clients_schema, body);
}

bool sts_control_clients_encode(struct codec_out *out, const struct sts_control_clients *body) {
    return codec_encode(out, &control_clients_schema, body);
}

bool sts_control_clients_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error) {
    return codec_validate(json, &control_clients_schema, scratch, error);
}

bool sts_control_error_decode(struct codec_in *in, struct sts_control_error *body) {
    return codec_decode(in, &control_error_schema, body);
}

bool sts_control_error_encode(struct codec_out *out, const struct sts_control_error *body) {
    return codec_encode(out, &control_error_schema, body);
}

bool sts_control_error_validate(struct base_slice json,
                                const struct codec_scratch *scratch,
                                struct codec_error *error) {
    return codec_validate(json, &control_error_schema, scratch, error);
}

bool sts_control_streams_decode(struct codec_in *in, struct sts_control_streams *body) {
    return codec_decode(in, &control_streams_schema, body);
}

bool sts_control_streams_encode(struct codec_out *out, const struct sts_control_streams *body) {
    return codec_encode(out, &control_streams_schema, body);
}

bool sts_control_streams_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error) {
    return codec_validate(json, &control_streams_schema, scratch, error);
}

bool sts_control_stream_decode(struct codec_in *in, struct sts_control_stream *body) {
    return codec_decode(in, &control_stream_schema, body);
}

bool sts_control_stream_encode(struct codec_out *out, const struct sts_control_stream *body) {
    return codec_encode(out, &control_stream_schema, body);
}

bool sts_control_stream_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error) {
    return codec_validate(json, &control_stream_schema, scratch, error);
}

bool sts_control_streams_deleted_decode(struct codec_in *in,
                                        struct sts_control_streams_deleted *body) {
    return codec_decode(in, &control_streams_deleted_schema, body);
}

bool sts_control_streams_deleted_encode(struct codec_out *out,
                                        const struct sts_control_streams_deleted *body) {
    return codec_encode(out, &control_streams_deleted_schema, body);
}

bool sts_control_streams_deleted_validate(struct base_slice json,
                                          const struct codec_scratch *scratch,
                                          struct codec_error *error) {
    return codec_validate(json, &control_streams_deleted_schema, scratch, error);
}

bool sts_scenario_faults_decode(struct codec_in *in, struct sts_scenario_faults *body) {
    return codec_decode(in, &scenario_faults_schema, body);
}

bool sts_scenario_faults_encode(struct codec_out *out, const struct sts_scenario_faults *body) {
    return codec_encode(out, &scenario_faults_schema, body);
}

bool sts_scenario_faults_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error) {
    return codec_validate(json, &scenario_faults_schema, scratch, error);
}

bool sts_scenario_delay_decode(struct codec_in *in, struct sts_scenario_delay *body) {
    return codec_decode(in, &scenario_delay_schema, body);
}

bool sts_scenario_delay_encode(struct codec_out *out, const struct sts_scenario_delay *body) {
    return codec_encode(out, &scenario_delay_schema, body);
}

bool sts_scenario_delay_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error) {
    return codec_validate(json, &scenario_delay_schema, scratch, error);
}

bool sts_scenario_backpressure_decode(struct codec_in *in, struct sts_scenario_backpressure *body) {
    return codec_decode(in, &scenario_backpressure_schema, body);
}

bool sts_scenario_backpressure_encode(struct codec_out *out,
                                      const struct sts_scenario_backpressure *body) {
    return codec_encode(out, &scenario_backpressure_schema, body);
}

bool sts_scenario_backpressure_validate(struct base_slice json,
                                        const struct codec_scratch *scratch,
                                        struct codec_error *error) {
    return codec_validate(json, &scenario_backpressure_schema, scratch, error);
}

bool sts_scenario_disconnect_decode(struct codec_in *in, struct sts_scenario_disconnect *body) {
    return codec_decode(in, &scenario_disconnect_schema, body);
}

bool sts_scenario_disconnect_encode(struct codec_out *out,
                                    const struct sts_scenario_disconnect *body) {
    return codec_encode(out, &scenario_disconnect_schema, body);
}

bool sts_scenario_disconnect_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error) {
    return codec_validate(json, &scenario_disconnect_schema, scratch, error);
}

bool sts_control_armed_list_decode(struct codec_in *in, struct sts_control_armed_list *body) {
    return codec_decode(in, &control_armed_list_schema, body);
}

bool sts_control_armed_list_encode(struct codec_out *out,
                                   const struct sts_control_armed_list *body) {
    return codec_encode(out, &control_armed_list_schema, body);
}

bool sts_control_armed_list_validate(struct base_slice json,
                                     const struct codec_scratch *scratch,
                                     struct codec_error *error) {
    return codec_validate(json, &control_armed_list_schema, scratch, error);
}

bool sts_control_log_decode(struct codec_in *in, struct sts_control_log *body) {
    return codec_decode(in, &control_log_schema, body);
}

bool sts_control_log_encode(struct codec_out *out, const struct sts_control_log *body) {
    return codec_encode(out, &control_log_schema, body);
}

bool sts_control_log_validate(struct base_slice json,
                              const struct codec_scratch *scratch,
                              struct codec_error *error) {
    return codec_validate(json, &control_log_schema, scratch, error);
}

bool sts_control_ticket_wish_decode(struct codec_in *in, struct sts_control_ticket_wish *body) {
    return codec_decode(in, &control_ticket_wish_schema, body);
}

bool sts_control_ticket_wish_encode(struct codec_out *out,
                                    const struct sts_control_ticket_wish *body) {
    return codec_encode(out, &control_ticket_wish_schema, body);
}

bool sts_control_ticket_wish_validate(struct base_slice json,
                                      const struct codec_scratch *scratch,
                                      struct codec_error *error) {
    return codec_validate(json, &control_ticket_wish_schema, scratch, error);
}

bool sts_control_ticket_decode(struct codec_in *in, struct sts_control_ticket *body) {
    return codec_decode(in, &control_ticket_schema, body);
}

bool sts_control_ticket_encode(struct codec_out *out, const struct sts_control_ticket *body) {
    return codec_encode(out, &control_ticket_schema, body);
}

bool sts_control_ticket_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error) {
    return codec_validate(json, &control_ticket_schema, scratch, error);
}

bool sts_control_reset_decode(struct codec_in *in, struct sts_control_reset *body) {
    return codec_decode(in, &control_reset_schema, body);
}

bool sts_control_reset_encode(struct codec_out *out, const struct sts_control_reset *body) {
    return codec_encode(out, &control_reset_schema, body);
}

bool sts_control_reset_validate(struct base_slice json,
                                const struct codec_scratch *scratch,
                                struct codec_error *error) {
    return codec_validate(json, &control_reset_schema, scratch, error);
}

bool sts_control_reset_ack_decode(struct codec_in *in, struct sts_control_reset_ack *body) {
    return codec_decode(in, &control_reset_ack_schema, body);
}

bool sts_control_reset_ack_encode(struct codec_out *out, const struct sts_control_reset_ack *body) {
    return codec_encode(out, &control_reset_ack_schema, body);
}

bool sts_control_reset_ack_validate(struct base_slice json,
                                    const struct codec_scratch *scratch,
                                    struct codec_error *error) {
    return codec_validate(json, &control_reset_ack_schema, scratch, error);
}

bool sts_control_scenarios_loaded_decode(struct codec_in *in,
                                         struct sts_control_scenarios_loaded *body) {
    return codec_decode(in, &control_scenarios_loaded_schema, body);
}

bool sts_control_scenarios_loaded_encode(struct codec_out *out,
                                         const struct sts_control_scenarios_loaded *body) {
    return codec_encode(out, &control_scenarios_loaded_schema, body);
}

bool sts_control_scenarios_loaded_validate(struct base_slice json,
                                           const struct codec_scratch *scratch,
                                           struct codec_error *error) {
    return codec_validate(json, &control_scenarios_loaded_schema, scratch, error);
}

bool sts_control_scenarios_decode(struct codec_in *in, struct sts_control_scenarios *body) {
    return codec_decode(in, &control_scenarios_schema, body);
}

bool sts_control_scenarios_encode(struct codec_out *out, const struct sts_control_scenarios *body) {
    return codec_encode(out, &control_scenarios_schema, body);
}

bool sts_control_scenarios_validate(struct base_slice json,
                                    const struct codec_scratch *scratch,
                                    struct codec_error *error) {
    return codec_validate(json, &control_scenarios_schema, scratch, error);
}

bool sts_control_scenarios_ack_decode(struct codec_in *in, struct sts_control_scenarios_ack *body) {
    return codec_decode(in, &control_scenarios_ack_schema, body);
}

bool sts_control_scenarios_ack_encode(struct codec_out *out,
                                      const struct sts_control_scenarios_ack *body) {
    return codec_encode(out, &control_scenarios_ack_schema, body);
}

bool sts_control_scenarios_ack_validate(struct base_slice json,
                                        const struct codec_scratch *scratch,
                                        struct codec_error *error) {
    return codec_validate(json, &control_scenarios_ack_schema, scratch, error);
}

bool sts_control_journal_decode(struct codec_in *in, struct sts_control_journal *body) {
    return codec_decode(in, &control_journal_schema, body);
}

bool sts_control_journal_encode(struct codec_out *out, const struct sts_control_journal *body) {
    return codec_encode(out, &control_journal_schema, body);
}

bool sts_control_journal_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error) {
    return codec_validate(json, &control_journal_schema, scratch, error);
}

bool sts_control_journal_entry_decode(struct codec_in *in, struct sts_control_journal_entry *body) {
    return codec_decode(in, &control_journal_entry_schema, body);
}

bool sts_control_journal_entry_encode(struct codec_out *out,
                                      const struct sts_control_journal_entry *body) {
    return codec_encode(out, &control_journal_entry_schema, body);
}

bool sts_control_journal_entry_validate(struct base_slice json,
                                        const struct codec_scratch *scratch,
                                        struct codec_error *error) {
    return codec_validate(json, &control_journal_entry_schema, scratch, error);
}

bool sts_control_verify_decode(struct codec_in *in, struct sts_control_verify *body) {
    return codec_decode(in, &control_verify_schema, body);
}

bool sts_control_verify_encode(struct codec_out *out, const struct sts_control_verify *body) {
    return codec_encode(out, &control_verify_schema, body);
}

bool sts_control_verify_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error) {
    return codec_validate(json, &control_verify_schema, scratch, error);
}

bool sts_control_verdict_decode(struct codec_in *in, struct sts_control_verdict *body) {
    return codec_decode(in, &control_verdict_schema, body);
}

bool sts_control_verdict_encode(struct codec_out *out, const struct sts_control_verdict *body) {
    return codec_encode(out, &control_verdict_schema, body);
}

bool sts_control_verdict_validate(struct base_slice json,
                                  const struct codec_scratch *scratch,
                                  struct codec_error *error) {
    return codec_validate(json, &control_verdict_schema, scratch, error);
}

bool sts_control_report_decode(struct codec_in *in, struct sts_control_report *body) {
    return codec_decode(in, &control_report_schema, body);
}

bool sts_control_report_encode(struct codec_out *out, const struct sts_control_report *body) {
    return codec_encode(out, &control_report_schema, body);
}

bool sts_control_report_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error) {
    return codec_validate(json, &control_report_schema, scratch, error);
}

bool sts_control_report_summary_decode(struct codec_in *in,
                                       struct sts_control_report_summary *body) {
    return codec_decode(in, &control_report_summary_schema, body);
}

bool sts_control_report_summary_encode(struct codec_out *out,
                                       const struct sts_control_report_summary *body) {
    return codec_encode(out, &control_report_summary_schema, body);
}

bool sts_control_report_summary_validate(struct base_slice json,
                                         const struct codec_scratch *scratch,
                                         struct codec_error *error) {
    return codec_validate(json, &control_report_summary_schema, scratch, error);
}

static const struct codec_event list_clients_parameters = {
    BASE_SLICE("parameters"), &list_clients_parameters_schema, sizeof(struct sts_list_clients_parameters)};
static const enum codec_place list_clients_places[] = {
    CODEC_IN_QUERY, /* after */
    CODEC_IN_QUERY, /* limit */
};

static const struct codec_event list_streams_parameters = {
    BASE_SLICE("parameters"), &list_streams_parameters_schema, sizeof(struct sts_list_streams_parameters)};
static const enum codec_place list_streams_places[] = {
    CODEC_IN_QUERY, /* after */
    CODEC_IN_QUERY, /* limit */
};

static const struct codec_event get_stream_parameters = {
    BASE_SLICE("parameters"), &get_stream_parameters_schema, sizeof(struct sts_get_stream_parameters)};
static const enum codec_place get_stream_places[] = {
    CODEC_IN_PATH, /* id */
};

static const struct codec_event delete_streams_parameters = {
    BASE_SLICE("parameters"), &delete_streams_parameters_schema, sizeof(struct sts_delete_streams_parameters)};
static const enum codec_place delete_streams_places[] = {
    CODEC_IN_PATH, /* id */
    CODEC_IN_QUERY, /* mode */
    CODEC_IN_QUERY, /* armed */
    CODEC_IN_QUERY, /* journal */
    CODEC_IN_QUERY, /* report */
};

static const struct codec_event put_faults_parameters = {
    BASE_SLICE("parameters"), &put_faults_parameters_schema, sizeof(struct sts_put_faults_parameters)};
static const enum codec_place put_faults_places[] = {
    CODEC_IN_PATH, /* glob */
};

static const struct codec_event delete_faults_parameters = {
    BASE_SLICE("parameters"), &delete_faults_parameters_schema, sizeof(struct sts_delete_faults_parameters)};
static const enum codec_place delete_faults_places[] = {
    CODEC_IN_PATH, /* glob */
};

static const struct codec_event put_delay_parameters = {
    BASE_SLICE("parameters"), &put_delay_parameters_schema, sizeof(struct sts_put_delay_parameters)};
static const enum codec_place put_delay_places[] = {
    CODEC_IN_PATH, /* glob */
};

static const struct codec_event delete_delay_parameters = {
    BASE_SLICE("parameters"), &delete_delay_parameters_schema, sizeof(struct sts_delete_delay_parameters)};
static const enum codec_place delete_delay_places[] = {
    CODEC_IN_PATH, /* glob */
};

static const struct codec_event put_backpressure_parameters = {
    BASE_SLICE("parameters"), &put_backpressure_parameters_schema, sizeof(struct sts_put_backpressure_parameters)};
static const enum codec_place put_backpressure_places[] = {
    CODEC_IN_PATH, /* glob */
};

static const struct codec_event delete_backpressure_parameters = {
    BASE_SLICE("parameters"), &delete_backpressure_parameters_schema, sizeof(struct sts_delete_backpressure_parameters)};
static const enum codec_place delete_backpressure_places[] = {
    CODEC_IN_PATH, /* glob */
};

static const struct codec_event post_disconnect_parameters = {
    BASE_SLICE("parameters"), &post_disconnect_parameters_schema, sizeof(struct sts_post_disconnect_parameters)};
static const enum codec_place post_disconnect_places[] = {
    CODEC_IN_PATH, /* glob */
};

static const struct codec_event list_armed_parameters = {
    BASE_SLICE("parameters"), &list_armed_parameters_schema, sizeof(struct sts_list_armed_parameters)};
static const enum codec_place list_armed_places[] = {
    CODEC_IN_QUERY, /* stream */
    CODEC_IN_QUERY, /* after */
    CODEC_IN_QUERY, /* limit */
};

static const struct codec_event list_scenarios_parameters = {
    BASE_SLICE("parameters"), &list_scenarios_parameters_schema, sizeof(struct sts_list_scenarios_parameters)};
static const enum codec_place list_scenarios_places[] = {
    CODEC_IN_QUERY, /* after */
    CODEC_IN_QUERY, /* limit */
};

static const struct codec_event delete_scenarios_parameters = {
    BASE_SLICE("parameters"), &delete_scenarios_parameters_schema, sizeof(struct sts_delete_scenarios_parameters)};
static const enum codec_place delete_scenarios_places[] = {
    CODEC_IN_QUERY, /* name */
};

static const struct codec_event get_journal_parameters = {
    BASE_SLICE("parameters"), &get_journal_parameters_schema, sizeof(struct sts_get_journal_parameters)};
static const enum codec_place get_journal_places[] = {
    CODEC_IN_QUERY, /* stream */
    CODEC_IN_QUERY, /* event */
    CODEC_IN_QUERY, /* direction */
    CODEC_IN_QUERY, /* since */
    CODEC_IN_QUERY, /* limit */
    CODEC_IN_QUERY, /* wait_ms */
};

static const struct codec_event stream_journal_parameters = {
    BASE_SLICE("parameters"), &stream_journal_parameters_schema, sizeof(struct sts_stream_journal_parameters)};
static const enum codec_place stream_journal_places[] = {
    CODEC_IN_QUERY, /* ticket */
    CODEC_IN_QUERY, /* stream */
    CODEC_IN_QUERY, /* event */
    CODEC_IN_QUERY, /* direction */
    CODEC_IN_QUERY, /* since */
    CODEC_IN_HEADER, /* last-event-id */
};

static const struct codec_event get_journal_entry_parameters = {
    BASE_SLICE("parameters"), &get_journal_entry_parameters_schema, sizeof(struct sts_get_journal_entry_parameters)};
static const enum codec_place get_journal_entry_places[] = {
    CODEC_IN_PATH, /* entry */
};

static const struct codec_event get_report_parameters = {
    BASE_SLICE("parameters"), &get_report_parameters_schema, sizeof(struct sts_get_report_parameters)};
static const enum codec_place get_report_places[] = {
    CODEC_IN_QUERY, /* ticket */
    CODEC_IN_QUERY, /* form */
    CODEC_IN_QUERY, /* stream */
    CODEC_IN_QUERY, /* since */
};

static const struct codec_event get_report_json_parameters = {
    BASE_SLICE("parameters"), &get_report_json_parameters_schema, sizeof(struct sts_get_report_json_parameters)};
static const enum codec_place get_report_json_places[] = {
    CODEC_IN_QUERY, /* ticket */
    CODEC_IN_QUERY, /* form */
    CODEC_IN_QUERY, /* stream */
    CODEC_IN_QUERY, /* since */
};

static const struct codec_event get_report_xml_parameters = {
    BASE_SLICE("parameters"), &get_report_xml_parameters_schema, sizeof(struct sts_get_report_xml_parameters)};
static const enum codec_place get_report_xml_places[] = {
    CODEC_IN_QUERY, /* ticket */
    CODEC_IN_QUERY, /* stream */
    CODEC_IN_QUERY, /* since */
};

static const struct codec_event get_report_html_parameters = {
    BASE_SLICE("parameters"), &get_report_html_parameters_schema, sizeof(struct sts_get_report_html_parameters)};
static const enum codec_place get_report_html_places[] = {
    CODEC_IN_QUERY, /* ticket */
    CODEC_IN_QUERY, /* stream */
    CODEC_IN_QUERY, /* since */
};

static const struct codec_event get_stream_report_parameters = {
    BASE_SLICE("parameters"), &get_stream_report_parameters_schema, sizeof(struct sts_get_stream_report_parameters)};
static const enum codec_place get_stream_report_places[] = {
    CODEC_IN_PATH, /* id */
    CODEC_IN_QUERY, /* settled_ms */
    CODEC_IN_QUERY, /* ticket */
    CODEC_IN_QUERY, /* form */
};

static const struct codec_event get_stream_report_json_parameters = {
    BASE_SLICE("parameters"), &get_stream_report_json_parameters_schema, sizeof(struct sts_get_stream_report_json_parameters)};
static const enum codec_place get_stream_report_json_places[] = {
    CODEC_IN_PATH, /* id */
    CODEC_IN_QUERY, /* settled_ms */
    CODEC_IN_QUERY, /* ticket */
    CODEC_IN_QUERY, /* form */
};

static const struct codec_event get_stream_report_xml_parameters = {
    BASE_SLICE("parameters"), &get_stream_report_xml_parameters_schema, sizeof(struct sts_get_stream_report_xml_parameters)};
static const enum codec_place get_stream_report_xml_places[] = {
    CODEC_IN_PATH, /* id */
    CODEC_IN_QUERY, /* settled_ms */
    CODEC_IN_QUERY, /* ticket */
};

static const struct codec_event get_stream_report_html_parameters = {
    BASE_SLICE("parameters"), &get_stream_report_html_parameters_schema, sizeof(struct sts_get_stream_report_html_parameters)};
static const enum codec_place get_stream_report_html_places[] = {
    CODEC_IN_PATH, /* id */
    CODEC_IN_QUERY, /* settled_ms */
    CODEC_IN_QUERY, /* ticket */
};

const struct codec_operation sts_operations[STS_OPERATION_COUNT] = {
    [STS_OPERATION_LIST_CLIENTS] = {
        .name = BASE_SLICE("list_clients"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/clients"),
        .parameters = &list_clients_parameters,
        .places = list_clients_places,
    },
    [STS_OPERATION_LIST_STREAMS] = {
        .name = BASE_SLICE("list_streams"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/streams"),
        .parameters = &list_streams_parameters,
        .places = list_streams_places,
    },
    [STS_OPERATION_GET_STREAM] = {
        .name = BASE_SLICE("get_stream"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/streams/{id}"),
        .parameters = &get_stream_parameters,
        .places = get_stream_places,
    },
    [STS_OPERATION_DELETE_STREAMS] = {
        .name = BASE_SLICE("delete_streams"),
        .method = BASE_SLICE("DELETE"),
        .path = BASE_SLICE("/control/streams/{id}"),
        .parameters = &delete_streams_parameters,
        .places = delete_streams_places,
    },
    [STS_OPERATION_PUT_FAULTS] = {
        .name = BASE_SLICE("put_faults"),
        .method = BASE_SLICE("PUT"),
        .path = BASE_SLICE("/control/streams/{glob}/faults"),
        .parameters = &put_faults_parameters,
        .places = put_faults_places,
        .body = &sts_bodies[STS_BODY_SCENARIO_FAULTS],
        .body_required = true,
    },
    [STS_OPERATION_DELETE_FAULTS] = {
        .name = BASE_SLICE("delete_faults"),
        .method = BASE_SLICE("DELETE"),
        .path = BASE_SLICE("/control/streams/{glob}/faults"),
        .parameters = &delete_faults_parameters,
        .places = delete_faults_places,
    },
    [STS_OPERATION_PUT_DELAY] = {
        .name = BASE_SLICE("put_delay"),
        .method = BASE_SLICE("PUT"),
        .path = BASE_SLICE("/control/streams/{glob}/delay"),
        .parameters = &put_delay_parameters,
        .places = put_delay_places,
        .body = &sts_bodies[STS_BODY_SCENARIO_DELAY],
        .body_required = true,
    },
    [STS_OPERATION_DELETE_DELAY] = {
        .name = BASE_SLICE("delete_delay"),
        .method = BASE_SLICE("DELETE"),
        .path = BASE_SLICE("/control/streams/{glob}/delay"),
        .parameters = &delete_delay_parameters,
        .places = delete_delay_places,
    },
    [STS_OPERATION_PUT_BACKPRESSURE] = {
        .name = BASE_SLICE("put_backpressure"),
        .method = BASE_SLICE("PUT"),
        .path = BASE_SLICE("/control/streams/{glob}/backpressure"),
        .parameters = &put_backpressure_parameters,
        .places = put_backpressure_places,
        .body = &sts_bodies[STS_BODY_SCENARIO_BACKPRESSURE],
        .body_required = true,
    },
    [STS_OPERATION_DELETE_BACKPRESSURE] = {
        .name = BASE_SLICE("delete_backpressure"),
        .method = BASE_SLICE("DELETE"),
        .path = BASE_SLICE("/control/streams/{glob}/backpressure"),
        .parameters = &delete_backpressure_parameters,
        .places = delete_backpressure_places,
    },
    [STS_OPERATION_POST_DISCONNECT] = {
        .name = BASE_SLICE("post_disconnect"),
        .method = BASE_SLICE("POST"),
        .path = BASE_SLICE("/control/streams/{glob}/disconnect"),
        .parameters = &post_disconnect_parameters,
        .places = post_disconnect_places,
        .body = &sts_bodies[STS_BODY_SCENARIO_DISCONNECT],
        .body_required = false,
    },
    [STS_OPERATION_LIST_ARMED] = {
        .name = BASE_SLICE("list_armed"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/armed"),
        .parameters = &list_armed_parameters,
        .places = list_armed_places,
    },
    [STS_OPERATION_GET_LOG] = {
        .name = BASE_SLICE("get_log"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/log"),
    },
    [STS_OPERATION_PUT_LOG] = {
        .name = BASE_SLICE("put_log"),
        .method = BASE_SLICE("PUT"),
        .path = BASE_SLICE("/control/log"),
        .body = &sts_bodies[STS_BODY_CONTROL_LOG],
        .body_required = true,
    },
    [STS_OPERATION_POST_TICKETS] = {
        .name = BASE_SLICE("post_tickets"),
        .method = BASE_SLICE("POST"),
        .path = BASE_SLICE("/control/tickets"),
        .body = &sts_bodies[STS_BODY_CONTROL_TICKET_WISH],
        .body_required = true,
    },
    [STS_OPERATION_POST_RESET] = {
        .name = BASE_SLICE("post_reset"),
        .method = BASE_SLICE("POST"),
        .path = BASE_SLICE("/control/reset"),
        .body = &sts_bodies[STS_BODY_CONTROL_RESET],
        .body_required = false,
    },
    [STS_OPERATION_LIST_SCENARIOS] = {
        .name = BASE_SLICE("list_scenarios"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/scenarios"),
        .parameters = &list_scenarios_parameters,
        .places = list_scenarios_places,
    },
    [STS_OPERATION_POST_SCENARIOS] = {
        .name = BASE_SLICE("post_scenarios"),
        .method = BASE_SLICE("POST"),
        .path = BASE_SLICE("/control/scenarios"),
        .body = &sts_bodies[STS_BODY_CONTROL_SCENARIOS],
        .body_required = true,
    },
    [STS_OPERATION_DELETE_SCENARIOS] = {
        .name = BASE_SLICE("delete_scenarios"),
        .method = BASE_SLICE("DELETE"),
        .path = BASE_SLICE("/control/scenarios"),
        .parameters = &delete_scenarios_parameters,
        .places = delete_scenarios_places,
    },
    [STS_OPERATION_GET_JOURNAL] = {
        .name = BASE_SLICE("get_journal"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/journal"),
        .parameters = &get_journal_parameters,
        .places = get_journal_places,
    },
    [STS_OPERATION_STREAM_JOURNAL] = {
        .name = BASE_SLICE("stream_journal"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/journal/stream"),
        .parameters = &stream_journal_parameters,
        .places = stream_journal_places,
    },
    [STS_OPERATION_GET_JOURNAL_ENTRY] = {
        .name = BASE_SLICE("get_journal_entry"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/journal/{entry}"),
        .parameters = &get_journal_entry_parameters,
        .places = get_journal_entry_places,
    },
    [STS_OPERATION_VERIFY_JOURNAL] = {
        .name = BASE_SLICE("verify_journal"),
        .method = BASE_SLICE("POST"),
        .path = BASE_SLICE("/control/verify"),
        .body = &sts_bodies[STS_BODY_CONTROL_VERIFY],
        .body_required = true,
    },
    [STS_OPERATION_GET_REPORT] = {
        .name = BASE_SLICE("get_report"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/report"),
        .parameters = &get_report_parameters,
        .places = get_report_places,
    },
    [STS_OPERATION_GET_REPORT_JSON] = {
        .name = BASE_SLICE("get_report_json"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/report.json"),
        .parameters = &get_report_json_parameters,
        .places = get_report_json_places,
    },
    [STS_OPERATION_GET_REPORT_XML] = {
        .name = BASE_SLICE("get_report_xml"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/report.xml"),
        .parameters = &get_report_xml_parameters,
        .places = get_report_xml_places,
    },
    [STS_OPERATION_GET_REPORT_HTML] = {
        .name = BASE_SLICE("get_report_html"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/report.html"),
        .parameters = &get_report_html_parameters,
        .places = get_report_html_places,
    },
    [STS_OPERATION_GET_STREAM_REPORT] = {
        .name = BASE_SLICE("get_stream_report"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/report/{id}"),
        .parameters = &get_stream_report_parameters,
        .places = get_stream_report_places,
    },
    [STS_OPERATION_GET_STREAM_REPORT_JSON] = {
        .name = BASE_SLICE("get_stream_report_json"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/report/{id}.json"),
        .parameters = &get_stream_report_json_parameters,
        .places = get_stream_report_json_places,
    },
    [STS_OPERATION_GET_STREAM_REPORT_XML] = {
        .name = BASE_SLICE("get_stream_report_xml"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/report/{id}.xml"),
        .parameters = &get_stream_report_xml_parameters,
        .places = get_stream_report_xml_places,
    },
    [STS_OPERATION_GET_STREAM_REPORT_HTML] = {
        .name = BASE_SLICE("get_stream_report_html"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/report/{id}.html"),
        .parameters = &get_stream_report_html_parameters,
        .places = get_stream_report_html_places,
    },
    [STS_OPERATION_GET_OPENAPI] = {
        .name = BASE_SLICE("get_openapi"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/control/openapi.json"),
    },
};

/* ---- errors ---------------------------------------------------------------------------------- */

const struct sts_error_info sts_error_table[STS_ERROR_CODE_COUNT] = {
    [STS_ERROR_CODE_AUTH_FAILED] = {
        .code = STS_ERROR_CODE_AUTH_FAILED,
        .name = BASE_SLICE("AUTH_FAILED"),
        .severity = STS_ERROR_SEVERITY_FATAL,
        .retryable = false,
        .text = BASE_SLICE(
            "The API key is wrong, or is not allowed for the stream."),
    },
    [STS_ERROR_CODE_STREAM_NOT_FOUND] = {
        .code = STS_ERROR_CODE_STREAM_NOT_FOUND,
        .name = BASE_SLICE("STREAM_NOT_FOUND"),
        .severity = STS_ERROR_SEVERITY_ERROR,
        .retryable = false,
        .text = BASE_SLICE(
            "There is no stream on this connection, the stream_id is not that of its stream, or the"
            " stream does not accept fragments now (paused, ending or completed: see metadata.state"
            ")."),
    },
    [STS_ERROR_CODE_INVALID_CONFIG] = {
        .code = STS_ERROR_CODE_INVALID_CONFIG,
        .name = BASE_SLICE("INVALID_CONFIG"),
        .severity = STS_ERROR_SEVERITY_ERROR,
        .retryable = false,
        .text = BASE_SLICE(
            "A payload breaks its schema (see metadata.errors), a stream:* request came in the wron"
            "g state (see metadata.state), or the event name is unknown (see metadata.closest)."),
    },
    [STS_ERROR_CODE_FRAGMENT_TOO_LARGE] = {
        .code = STS_ERROR_CODE_FRAGMENT_TOO_LARGE,
        .name = BASE_SLICE("FRAGMENT_TOO_LARGE"),
        .severity = STS_ERROR_SEVERITY_ERROR,
        .retryable = false,
        .text = BASE_SLICE(
            "The data_base64 of a fragment is over the limit (see metadata.limit)."),
    },
    [STS_ERROR_CODE_TIMEOUT] = {
        .code = STS_ERROR_CODE_TIMEOUT,
        .name = BASE_SLICE("TIMEOUT"),
        .severity = STS_ERROR_SEVERITY_ERROR,
        .retryable = true,
        .text = BASE_SLICE(
            "The fragment was not processed within timeout_ms."),
    },
    [STS_ERROR_CODE_MODEL_ERROR] = {
        .code = STS_ERROR_CODE_MODEL_ERROR,
        .name = BASE_SLICE("MODEL_ERROR"),
        .severity = STS_ERROR_SEVERITY_ERROR,
        .retryable = true,
        .text = BASE_SLICE(
            "A model failed on the fragment. The echo sends it only by simulation."),
    },
    [STS_ERROR_CODE_GPU_OOM] = {
        .code = STS_ERROR_CODE_GPU_OOM,
        .name = BASE_SLICE("GPU_OOM"),
        .severity = STS_ERROR_SEVERITY_ERROR,
        .retryable = true,
        .text = BASE_SLICE(
            "The GPU ran out of memory on the fragment. The echo sends it only by simulation."),
    },
    [STS_ERROR_CODE_QUEUE_FULL] = {
        .code = STS_ERROR_CODE_QUEUE_FULL,
        .name = BASE_SLICE("QUEUE_FULL"),
        .severity = STS_ERROR_SEVERITY_WARNING,
        .retryable = true,
        .text = BASE_SLICE(
            "The queue of the stream is full, or the memory for audio is used up (see metadata.sett"
            "ing)."),
    },
    [STS_ERROR_CODE_INVALID_SEQUENCE] = {
        .code = STS_ERROR_CODE_INVALID_SEQUENCE,
        .name = BASE_SLICE("INVALID_SEQUENCE"),
        .severity = STS_ERROR_SEVERITY_ERROR,
        .retryable = false,
        .text = BASE_SLICE(
            "Sequence numbers are missing, or a fragment came late or twice (see reason, expected, "
            "received and missing in metadata)."),
    },
    [STS_ERROR_CODE_RATE_LIMIT] = {
        .code = STS_ERROR_CODE_RATE_LIMIT,
        .name = BASE_SLICE("RATE_LIMIT"),
        .severity = STS_ERROR_SEVERITY_WARNING,
        .retryable = true,
        .text = BASE_SLICE(
            "There were too many fragments per minute, connections, or wrong API keys (see metadata"
            ".setting)."),
    },
};

/* ---- the documents --------------------------------------------------------------------------- */

#if defined __GNUC__
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif
const char sts_asyncapi_json[] =
    "{"
    "\"asyncapi\":\"3.0.0\","
    "\"info\":{"
    "\"title\":\"STS WebSocket Audio Fragment Protocol\","
    "\"version\":\"1.0.0\","
    "\"description\":\"A worker sends audio fragments of a live stream to a speech-to-speech dubbin"
    "g service (STS), which answers with dubbed fragments. The echo STS returns the audio that it r"
    "eceived. Its extensions `config:*` and `simulate:*` make it misbehave on request. References s"
    "uch as `016 \302\2475.1` point to a section of the specification of the WebSocket Audio Fragme"
    "nt Protocol, version 1.0. References such as `017 FR-021` point to a requirement in the specif"
    "ication of the Echo STS Service. *Echo extension* marks what is in neither. Operations are nam"
    "ed from the side of the STS: receive = worker to STS, send = STS to worker.\""
    "},"
    "\"defaultContentType\":\"application/json\","
    "\"servers\":{"
    "\"echo\":{"
    "\"host\":\"localhost:8000\","
    "\"protocol\":\"ws\","
    "\"title\":\"Echo STS\","
    "\"description\":\"Socket.IO v5 over Engine.IO v4, at the paths `/socket.io/` (the default of t"
    "he clients) and `/ws/sts/`, over WebSocket, or over HTTP long-polling with upgrade.\","
    "\"security\":[{\"$ref\":\"#/components/securitySchemes/token\"}]"
    "}"
    "},"
    "\"channels\":{"
    "\"sts\":{"
    "\"address\":\"/sts\","
    "\"title\":\"STS\","
    "\"description\":\"The Socket.IO namespace `/sts`. The namespaces `/` (the default of the clien"
    "ts) and `/ws/sts` offer the same service. Each message is one Socket.IO event: its name, then "
    "the payload as its only argument.\","
    "\"servers\":[{\"$ref\":\"#/servers/echo\"}],"
    "\"messages\":{"
    "\"stream_init\":{\"$ref\":\"#/components/messages/stream_init\"},"
    "\"fragment_data\":{\"$ref\":\"#/components/messages/fragment_data\"},"
    "\"worker_fragment_ack\":{\"$ref\":\"#/components/messages/worker_fragment_ack\"},"
    "\"stream_pause\":{\"$ref\":\"#/components/messages/stream_pause\"},"
    "\"stream_resume\":{\"$ref\":\"#/components/messages/stream_resume\"},"
    "\"stream_end\":{\"$ref\":\"#/components/messages/stream_end\"},"
    "\"stream_ready\":{\"$ref\":\"#/components/messages/stream_ready\"},"
    "\"fragment_ack\":{\"$ref\":\"#/components/messages/fragment_ack\"},"
    "\"fragment_processed\":{\"$ref\":\"#/components/messages/fragment_processed\"},"
    "\"stream_complete\":{\"$ref\":\"#/components/messages/stream_complete\"},"
    "\"backpressure\":{\"$ref\":\"#/components/messages/backpressure\"},"
    "\"error\":{\"$ref\":\"#/components/messages/error\"},"
    "\"config_error_simulation\":{\"$ref\":\"#/components/messages/config_error_simulation\"},"
    "\"config_error_simulation_ack\":{\"$ref\":\"#/components/messages/config_error_simulation_ack"
    "\"},"
    "\"config_processing_delay\":{\"$ref\":\"#/components/messages/config_processing_delay\"},"
    "\"config_processing_delay_ack\":{\"$ref\":\"#/components/messages/config_processing_delay_ack"
    "\"},"
    "\"config_backpressure\":{\"$ref\":\"#/components/messages/config_backpressure\"},"
    "\"config_backpressure_ack\":{\"$ref\":\"#/components/messages/config_backpressure_ack\"},"
    "\"simulate_disconnect\":{\"$ref\":\"#/components/messages/simulate_disconnect\"},"
    "\"simulate_disconnect_ack\":{\"$ref\":\"#/components/messages/simulate_disconnect_ack\"}"
    "}"
    "}"
    "},"
    "\"operations\":{"
    "\"stream_init\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Begins a new stream on this connection, or resumes a parked stream (016 \302\247"
    "5.1).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/stream_init\"}],"
    "\"reply\":{"
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"messages\":["
    "{\"$ref\":\"#/channels/sts/messages/stream_ready\"},"
    "{\"$ref\":\"#/channels/sts/messages/error\"}"
    "]"
    "}"
    "},"
    "\"fragment_data\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"One audio fragment to process (016 \302\2475.1).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/fragment_data\"}],"
    "\"reply\":{"
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"messages\":["
    "{\"$ref\":\"#/channels/sts/messages/fragment_ack\"},"
    "{\"$ref\":\"#/channels/sts/messages/error\"}"
    "]"
    "}"
    "},"
    "\"worker_fragment_ack\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"The worker has received or used a result. Only statistics, resume and the report"
    " depend on it (016 \302\2475.1).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/worker_fragment_ack\"}]"
    "},"
    "\"stream_pause\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Until stream:resume, the server accepts no new fragments for the stream. Those i"
    "n flight are finished (016 \302\2475.1).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/stream_pause\"}]"
    "},"
    "\"stream_resume\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"A paused stream accepts fragments again (016 \302\2475.1).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/stream_resume\"}]"
    "},"
    "\"stream_end\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"No more fragments follow. When those in flight are done, the server sends stream"
    ":complete (016 \302\2475.1).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/stream_end\"}],"
    "\"reply\":{"
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"messages\":["
    "{\"$ref\":\"#/channels/sts/messages/stream_complete\"},"
    "{\"$ref\":\"#/channels/sts/messages/error\"}"
    "]"
    "}"
    "},"
    "\"stream_ready\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"The stream has begun or was resumed, and accepts fragments (016 \302\2475.2).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/stream_ready\"}]"
    "},"
    "\"fragment_ack\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"The fragment is accepted. Its result follows (016 \302\2475.2).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/fragment_ack\"}]"
    "},"
    "\"fragment_processed\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"The outcome of one fragment. Outcomes are sent in sequence order (016 \302\2475."
    "2, \302\2477.1).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/fragment_processed\"}]"
    "},"
    "\"stream_complete\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"The last outcome of an ended stream has been sent. The server closes the connect"
    "ion some seconds later (016 \302\2475.2).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/stream_complete\"}]"
    "},"
    "\"backpressure\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"The load level of the stream has changed (016 \302\2475.2, \302\2476.2).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/backpressure\"}]"
    "},"
    "\"error\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Something went wrong. The event says what and where (016 \302\2475.2, \302\2478)"
    ".\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/error\"}]"
    "},"
    "\"config_error_simulation\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Arms rules that make fragments fail or misbehave. They replace the rules armed b"
    "efore (017 FR-021).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/config_error_simulation\"}],"
    "\"reply\":{"
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"messages\":["
    "{\"$ref\":\"#/channels/sts/messages/config_error_simulation_ack\"},"
    "{\"$ref\":\"#/channels/sts/messages/error\"}"
    "]"
    "}"
    "},"
    "\"config_error_simulation_ack\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Answer to config:error_simulation (017 FR-021).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/config_error_simulation_ack\"}]"
    "},"
    "\"config_processing_delay\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Sets how long the processing of a fragment takes (017 FR-027).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/config_processing_delay\"}],"
    "\"reply\":{"
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"messages\":["
    "{\"$ref\":\"#/channels/sts/messages/config_processing_delay_ack\"},"
    "{\"$ref\":\"#/channels/sts/messages/error\"}"
    "]"
    "}"
    "},"
    "\"config_processing_delay_ack\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Answer to config:processing_delay (017 FR-027).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/config_processing_delay_ack\"}]"
    "},"
    "\"config_backpressure\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Sets when and which backpressure is sent. While enabled, it overrides the levels"
    " of the server (017 FR-018).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/config_backpressure\"}],"
    "\"reply\":{"
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"messages\":["
    "{\"$ref\":\"#/channels/sts/messages/config_backpressure_ack\"},"
    "{\"$ref\":\"#/channels/sts/messages/error\"}"
    "]"
    "}"
    "},"
    "\"config_backpressure_ack\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Answer to config:backpressure (017 FR-018).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/config_backpressure_ack\"}]"
    "},"
    "\"simulate_disconnect\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Cuts the connection in the given way after the given time. Needs no stream (echo"
    " extension).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/simulate_disconnect\"}],"
    "\"reply\":{"
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"messages\":["
    "{\"$ref\":\"#/channels/sts/messages/simulate_disconnect_ack\"},"
    "{\"$ref\":\"#/channels/sts/messages/error\"}"
    "]"
    "}"
    "},"
    "\"simulate_disconnect_ack\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/sts\"},"
    "\"summary\":\"Answer to simulate:disconnect (echo extension).\","
    "\"messages\":[{\"$ref\":\"#/channels/sts/messages/simulate_disconnect_ack\"}]"
    "}"
    "},"
    "\"components\":{"
    "\"messages\":{"
    "\"stream_init\":{"
    "\"name\":\"stream:init\","
    "\"title\":\"Begin a stream\","
    "\"summary\":\"Begins a new stream on this connection, or resumes a parked stream (016 \302\247"
    "5.1).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/stream_init\"}"
    "},"
    "\"fragment_data\":{"
    "\"name\":\"fragment:data\","
    "\"title\":\"Send a fragment\","
    "\"summary\":\"One audio fragment to process (016 \302\2475.1).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/fragment_data\"}"
    "},"
    "\"worker_fragment_ack\":{"
    "\"name\":\"fragment:ack\","
    "\"title\":\"Confirm a result\","
    "\"summary\":\"The worker has received or used a result. Only statistics, resume and the report"
    " depend on it (016 \302\2475.1).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/worker_fragment_ack\"}"
    "},"
    "\"stream_pause\":{"
    "\"name\":\"stream:pause\","
    "\"title\":\"Pause a stream\","
    "\"summary\":\"Until stream:resume, the server accepts no new fragments for the stream. Those i"
    "n flight are finished (016 \302\2475.1).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/stream_pause\"}"
    "},"
    "\"stream_resume\":{"
    "\"name\":\"stream:resume\","
    "\"title\":\"Resume a stream\","
    "\"summary\":\"A paused stream accepts fragments again (016 \302\2475.1).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/stream_resume\"}"
    "},"
    "\"stream_end\":{"
    "\"name\":\"stream:end\","
    "\"title\":\"End a stream\","
    "\"summary\":\"No more fragments follow. When those in flight are done, the server sends stream"
    ":complete (016 \302\2475.1).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/stream_end\"}"
    "},"
    "\"stream_ready\":{"
    "\"name\":\"stream:ready\","
    "\"title\":\"Stream is ready\","
    "\"summary\":\"The stream has begun or was resumed, and accepts fragments (016 \302\2475.2).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/stream_ready\"}"
    "},"
    "\"fragment_ack\":{"
    "\"name\":\"fragment:ack\","
    "\"title\":\"Fragment accepted\","
    "\"summary\":\"The fragment is accepted. Its result follows (016 \302\2475.2).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/fragment_ack\"}"
    "},"
    "\"fragment_processed\":{"
    "\"name\":\"fragment:processed\","
    "\"title\":\"Result of a fragment\","
    "\"summary\":\"The outcome of one fragment. Outcomes are sent in sequence order (016 \302\2475."
    "2, \302\2477.1).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/fragment_processed\"}"
    "},"
    "\"stream_complete\":{"
    "\"name\":\"stream:complete\","
    "\"title\":\"Stream is complete\","
    "\"summary\":\"The last outcome of an ended stream has been sent. The server closes the connect"
    "ion some seconds later (016 \302\2475.2).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/stream_complete\"}"
    "},"
    "\"backpressure\":{"
    "\"name\":\"backpressure\","
    "\"title\":\"Backpressure\","
    "\"summary\":\"The load level of the stream has changed (016 \302\2475.2, \302\2476.2).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/backpressure\"}"
    "},"
    "\"error\":{"
    "\"name\":\"error\","
    "\"title\":\"Error\","
    "\"summary\":\"Something went wrong. The event says what and where (016 \302\2475.2, \302\2478)"
    ".\","
    "\"payload\":{\"$ref\":\"#/components/schemas/error\"}"
    "},"
    "\"config_error_simulation\":{"
    "\"name\":\"config:error_simulation\","
    "\"title\":\"Configure error simulation\","
    "\"summary\":\"Arms rules that make fragments fail or misbehave. They replace the rules armed b"
    "efore (017 FR-021).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/config_error_simulation\"}"
    "},"
    "\"config_error_simulation_ack\":{"
    "\"name\":\"config:error_simulation:ack\","
    "\"title\":\"Error simulation configured\","
    "\"summary\":\"Answer to config:error_simulation (017 FR-021).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/config_error_simulation_ack\"}"
    "},"
    "\"config_processing_delay\":{"
    "\"name\":\"config:processing_delay\","
    "\"title\":\"Configure the processing delay\","
    "\"summary\":\"Sets how long the processing of a fragment takes (017 FR-027).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/config_processing_delay\"}"
    "},"
    "\"config_processing_delay_ack\":{"
    "\"name\":\"config:processing_delay:ack\","
    "\"title\":\"Processing delay configured\","
    "\"summary\":\"Answer to config:processing_delay (017 FR-027).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/config_processing_delay_ack\"}"
    "},"
    "\"config_backpressure\":{"
    "\"name\":\"config:backpressure\","
    "\"title\":\"Configure backpressure\","
    "\"summary\":\"Sets when and which backpressure is sent. While enabled, it overrides the levels"
    " of the server (017 FR-018).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/config_backpressure\"}"
    "},"
    "\"config_backpressure_ack\":{"
    "\"name\":\"config:backpressure:ack\","
    "\"title\":\"Backpressure configured\","
    "\"summary\":\"Answer to config:backpressure (017 FR-018).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/config_backpressure_ack\"}"
    "},"
    "\"simulate_disconnect\":{"
    "\"name\":\"simulate:disconnect\","
    "\"title\":\"Simulate a disconnect\","
    "\"summary\":\"Cuts the connection in the given way after the given time. Needs no stream (echo"
    " extension).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/simulate_disconnect\"}"
    "},"
    "\"simulate_disconnect_ack\":{"
    "\"name\":\"simulate:disconnect:ack\","
    "\"title\":\"Disconnect scheduled\","
    "\"summary\":\"Answer to simulate:disconnect (echo extension).\","
    "\"payload\":{\"$ref\":\"#/components/schemas/simulate_disconnect_ack\"}"
    "}"
    "},"
    "\"securitySchemes\":{"
    "\"token\":{"
    "\"type\":\"apiKey\","
    "\"in\":\"password\","
    "\"description\":\"The API key, as the member `token` in the payload of the Socket.IO CONNECT p"
    "acket: `auth: {\\\"token\\\": \\\"...\\\"}` in the clients (016 \302\2474.2).\""
    "}"
    "},"
    "\"schemas\":{"
    "\"stream_init\":{"
    "\"title\":\"Begin a stream\","
    "\"description\":\"Begins a new stream on this connection, or resumes a parked stream (016 "
    "\302\2475.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Stream to begin or resume (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"worker_id\":{"
    "\"description\":\"Worker that sends the stream. Only the same worker can resume it (016 "
    "\302\2475.1).\","
    "\"$ref\":\"#/components/schemas/worker_id\""
    "},"
    "\"config\":{"
    "\"description\":\"How the worker wants its stream processed. {} = all defaults (016 \302\2475."
    "1).\","
    "\"$ref\":\"#/components/schemas/stream_config\""
    "},"
    "\"max_inflight\":{"
    "\"description\":\"Maximum number of fragments of the stream that are processed at the same tim"
    "e (016 \302\2475.1, \302\2477.2).\","
    "\"$ref\":\"#/components/schemas/max_inflight\","
    "\"default\":3"
    "},"
    "\"timeout_ms\":{"
    "\"description\":\"Maximum time from the acceptance of a fragment to the end of its processing,"
    " in milliseconds (016 \302\2475.1).\","
    "\"type\":\"integer\","
    "\"default\":8000,"
    "\"minimum\":1000,"
    "\"maximum\":30000"
    "}"
    "},"
    "\"required\":[\"stream_id\",\"worker_id\",\"config\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"stream_id\":\"live-1\","
    "\"worker_id\":\"worker-1\","
    "\"config\":{"
    "\"source_language\":\"en\","
    "\"target_language\":\"es\","
    "\"voice_profile\":\"default\","
    "\"chunk_duration_ms\":1000,"
    "\"sample_rate_hz\":48000,"
    "\"channels\":1,"
    "\"format\":\"m4a\""
    "},"
    "\"max_inflight\":3,"
    "\"timeout_ms\":8000"
    "},"
    "{\"stream_id\":\"live-1\",\"worker_id\":\"worker-1\",\"config\":{}}"
    "]"
    "},"
    "\"fragment_data\":{"
    "\"title\":\"Send a fragment\","
    "\"description\":\"One audio fragment to process (016 \302\2475.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"fragment_id\":{"
    "\"description\":\"Id of the fragment, a UUID by the spec (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/fragment_id\","
    "\"x-deviation\":{\"format\":\"uuid\"}"
    "},"
    "\"stream_id\":{"
    "\"description\":\"Stream that the fragment belongs to (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"sequence_number\":{"
    "\"description\":\"Position of the fragment in the stream, from 0 (016 \302\2475.1, \302\2477.1"
    ").\","
    "\"$ref\":\"#/components/schemas/sequence_number\""
    "},"
    "\"timestamp\":{"
    "\"description\":\"When the fragment was sent, Unix time in milliseconds (016 \302\2475.1).\","
    "\"type\":\"integer\""
    "},"
    "\"audio\":{\"description\":\"The audio (016 \302\2475.1).\",\"$ref\":\"#/components/schemas/au"
    "dio_data\"},"
    "\"metadata\":{"
    "\"description\":\"The worker's own data about the fragment (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/fragment_metadata\""
    "}"
    "},"
    "\"required\":[\"fragment_id\",\"stream_id\",\"sequence_number\",\"timestamp\",\"audio\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\","
    "\"stream_id\":\"live-1\","
    "\"sequence_number\":0,"
    "\"timestamp\":1766880000000,"
    "\"audio\":{"
    "\"format\":\"pcm_s16le\","
    "\"sample_rate_hz\":48000,"
    "\"channels\":1,"
    "\"duration_ms\":1000,"
    "\"data_base64\":\"AAABAAIAAwA=\""
    "},"
    "\"metadata\":{\"pts_ns\":0,\"source_pts_ns\":0}"
    "}"
    "]"
    "},"
    "\"worker_fragment_ack\":{"
    "\"title\":\"Confirm a result\","
    "\"description\":\"The worker has received or used a result. Only statistics, resume and the re"
    "port depend on it (016 \302\2475.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"fragment_id\":{"
    "\"description\":\"Fragment whose result is confirmed (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/fragment_id\""
    "},"
    "\"status\":{"
    "\"description\":\"What the worker has done with the result (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/worker_ack_status\""
    "},"
    "\"timestamp\":{"
    "\"description\":\"When it was confirmed, Unix time in milliseconds (016 \302\2475.1).\","
    "\"type\":\"integer\""
    "}"
    "},"
    "\"required\":[\"fragment_id\",\"status\",\"timestamp\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\","
    "\"status\":\"applied\","
    "\"timestamp\":1766880001000"
    "}"
    "]"
    "},"
    "\"stream_pause\":{"
    "\"title\":\"Pause a stream\","
    "\"description\":\"Until stream:resume, the server accepts no new fragments for the stream. Tho"
    "se in flight are finished (016 \302\2475.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Stream to pause (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"reason\":{\"description\":\"Reason, such as backpressure (016 \302\2475.1).\",\"type\":\"str"
    "ing\"}"
    "},"
    "\"required\":[\"stream_id\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"stream_id\":\"live-1\",\"reason\":\"backpressure\"}]"
    "},"
    "\"stream_resume\":{"
    "\"title\":\"Resume a stream\","
    "\"description\":\"A paused stream accepts fragments again (016 \302\2475.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Stream to resume (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "}"
    "},"
    "\"required\":[\"stream_id\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"stream_id\":\"live-1\"}]"
    "},"
    "\"stream_end\":{"
    "\"title\":\"End a stream\","
    "\"description\":\"No more fragments follow. When those in flight are done, the server sends st"
    "ream:complete (016 \302\2475.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Stream to end (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"reason\":{\"description\":\"Reason, such as source_ended (016 \302\2475.1).\",\"type\":\"str"
    "ing\"}"
    "},"
    "\"required\":[\"stream_id\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"stream_id\":\"live-1\",\"reason\":\"source_ended\"}]"
    "},"
    "\"stream_ready\":{"
    "\"title\":\"Stream is ready\","
    "\"description\":\"The stream has begun or was resumed, and accepts fragments (016 \302\2475.2)"
    ".\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Stream that is ready (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"session_id\":{"
    "\"description\":\"Id of the session, a UUID version 4. It stays the same when the stream is re"
    "sumed (016 \302\2475.2).\","
    "\"type\":\"string\","
    "\"format\":\"uuid\""
    "},"
    "\"max_inflight\":{"
    "\"description\":\"Maximum number of fragments of the stream that are processed at the same tim"
    "e (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/max_inflight\""
    "},"
    "\"capabilities\":{"
    "\"description\":\"What the server can do (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/capabilities\""
    "}"
    "},"
    "\"required\":[\"stream_id\",\"session_id\",\"max_inflight\",\"capabilities\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"stream_id\":\"live-1\","
    "\"session_id\":\"0b0f7f0e-6f0c-4c35-9d3e-5f1d0a8a7c22\","
    "\"max_inflight\":3,"
    "\"capabilities\":{\"batch_processing\":false,\"async_delivery\":true}"
    "}"
    "]"
    "},"
    "\"fragment_ack\":{"
    "\"title\":\"Fragment accepted\","
    "\"description\":\"The fragment is accepted. Its result follows (016 \302\2475.2).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"fragment_id\":{"
    "\"description\":\"Fragment that is accepted (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/fragment_id\""
    "},"
    "\"status\":{"
    "\"description\":\"What the STS has done with the fragment. The echo always says queued (016 "
    "\302\2475.2).\","
    "\"$ref\":\"#/components/schemas/fragment_ack_status\""
    "},"
    "\"queue_position\":{"
    "\"description\":\"Number of fragments that wait before this one (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"estimated_completion_ms\":{"
    "\"description\":\"Estimated time until the result, in milliseconds (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"fragment_id\",\"status\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\","
    "\"status\":\"queued\","
    "\"queue_position\":0,"
    "\"estimated_completion_ms\":50"
    "}"
    "]"
    "},"
    "\"fragment_processed\":{"
    "\"title\":\"Result of a fragment\","
    "\"description\":\"The outcome of one fragment. Outcomes are sent in sequence order (016 "
    "\302\2475.2, \302\2477.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"fragment_id\":{"
    "\"description\":\"Fragment that was processed (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/fragment_id\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Stream that the fragment belongs to (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"sequence_number\":{"
    "\"description\":\"Sequence number of the fragment, as the worker gave it (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/sequence_number\""
    "},"
    "\"status\":{"
    "\"description\":\"Outcome (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/fragment_status\""
    "},"
    "\"dubbed_audio\":{"
    "\"description\":\"The dubbed audio. Required on success. The echo returns the audio that it re"
    "ceived, byte for byte (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/audio_data\""
    "},"
    "\"transcript\":{"
    "\"description\":\"The words that were spoken. The echo always gives [ECHO] Original audio (016"
    " \302\2475.2).\","
    "\"type\":\"string\""
    "},"
    "\"translated_text\":{"
    "\"description\":\"The translation of the transcript. The echo always gives [ECHO] Original aud"
    "io (016 \302\2475.2).\","
    "\"type\":\"string\""
    "},"
    "\"processing_time_ms\":{"
    "\"description\":\"Processing time in milliseconds (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"stage_timings\":{"
    "\"description\":\"Processing time by stage (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/stage_timings\""
    "},"
    "\"error\":{"
    "\"description\":\"Why the fragment failed or is partial (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/processing_error\""
    "},"
    "\"metadata\":{"
    "\"description\":\"The models that processed the fragment (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/processing_metadata\""
    "}"
    "},"
    "\"required\":[\"fragment_id\",\"stream_id\",\"sequence_number\",\"status\",\"processing_time_m"
    "s\"],"
    "\"if\":{\"properties\":{\"status\":{\"const\":\"success\"}},\"required\":[\"status\"]},"
    "\"then\":{\"required\":[\"dubbed_audio\"]},"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\","
    "\"stream_id\":\"live-1\","
    "\"sequence_number\":0,"
    "\"status\":\"success\","
    "\"dubbed_audio\":{"
    "\"format\":\"pcm_s16le\","
    "\"sample_rate_hz\":48000,"
    "\"channels\":1,"
    "\"duration_ms\":1000,"
    "\"data_base64\":\"AAABAAIAAwA=\""
    "},"
    "\"transcript\":\"[ECHO] Original audio\","
    "\"translated_text\":\"[ECHO] Original audio\","
    "\"processing_time_ms\":12,"
    "\"stage_timings\":{\"asr_ms\":4,\"translation_ms\":4,\"tts_ms\":4},"
    "\"metadata\":{"
    "\"asr_model\":\"echo-mock\","
    "\"translation_model\":\"echo-mock\","
    "\"tts_model\":\"echo-mock\""
    "}"
    "},"
    "{"
    "\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\","
    "\"stream_id\":\"live-1\","
    "\"sequence_number\":0,"
    "\"status\":\"failed\","
    "\"processing_time_ms\":8000,"
    "\"error\":{"
    "\"code\":\"TIMEOUT\","
    "\"message\":\"Not processed within 8000 ms\","
    "\"stage\":\"asr\","
    "\"retryable\":true"
    "}"
    "}"
    "]"
    "},"
    "\"stream_complete\":{"
    "\"title\":\"Stream is complete\","
    "\"description\":\"The last outcome of an ended stream has been sent. The server closes the con"
    "nection some seconds later (016 \302\2475.2).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Stream that is complete (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"total_fragments\":{"
    "\"description\":\"Number of fragments of the stream (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"total_duration_ms\":{"
    "\"description\":\"Wall clock time since the first stream:ready, in milliseconds (016 \302\2475"
    ".2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"statistics\":{"
    "\"description\":\"Outcomes and processing times (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/stream_statistics\""
    "}"
    "},"
    "\"required\":[\"stream_id\",\"total_fragments\",\"total_duration_ms\",\"statistics\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"stream_id\":\"live-1\","
    "\"total_fragments\":10,"
    "\"total_duration_ms\":10250,"
    "\"statistics\":{"
    "\"success_count\":9,"
    "\"partial_count\":0,"
    "\"failed_count\":1,"
    "\"avg_processing_time_ms\":12.5,"
    "\"p95_processing_time_ms\":20"
    "}"
    "}"
    "]"
    "},"
    "\"backpressure\":{"
    "\"title\":\"Backpressure\","
    "\"description\":\"The load level of the stream has changed (016 \302\2475.2, \302\2476.2).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Stream that the event is about (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"severity\":{"
    "\"description\":\"How loaded the STS is (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/backpressure_severity\""
    "},"
    "\"current_inflight\":{"
    "\"description\":\"Fragments in flight: accepted, outcome not yet sent (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"queue_depth\":{"
    "\"description\":\"Fragments that wait for processing (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"action\":{"
    "\"description\":\"What the worker should do. none with severity low is the all-clear (016 "
    "\302\2475.2).\","
    "\"$ref\":\"#/components/schemas/backpressure_action\""
    "},"
    "\"recommended_delay_ms\":{"
    "\"description\":\"Recommended delay before the next fragment, in milliseconds. Required with s"
    "low_down and pause (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/recommended_delay_ms\""
    "}"
    "},"
    "\"required\":[\"stream_id\",\"severity\",\"current_inflight\",\"queue_depth\",\"action\"],"
    "\"if\":{\"properties\":{\"action\":{\"enum\":[\"slow_down\",\"pause\"]}},\"required\":[\"actio"
    "n\"]},"
    "\"then\":{\"required\":[\"recommended_delay_ms\"]},"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"stream_id\":\"live-1\","
    "\"severity\":\"medium\","
    "\"current_inflight\":4,"
    "\"queue_depth\":1,"
    "\"action\":\"slow_down\","
    "\"recommended_delay_ms\":500"
    "},"
    "{"
    "\"stream_id\":\"live-1\","
    "\"severity\":\"low\","
    "\"current_inflight\":1,"
    "\"queue_depth\":0,"
    "\"action\":\"none\""
    "}"
    "]"
    "},"
    "\"error\":{"
    "\"title\":\"Error\","
    "\"description\":\"Something went wrong. The event says what and where (016 \302\2475.2, "
    "\302\2478).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"error_id\":{"
    "\"description\":\"Id of this error, a UUID version 4 (016 \302\2475.2).\","
    "\"type\":\"string\","
    "\"format\":\"uuid\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Stream that the error is about, if there is one (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"fragment_id\":{"
    "\"description\":\"Fragment that the error is about, if there is one (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/fragment_id\""
    "},"
    "\"code\":{"
    "\"description\":\"Error code (016 \302\2478.1).\","
    "\"$ref\":\"#/components/schemas/any_error_code\""
    "},"
    "\"message\":{\"description\":\"Description for people (016 \302\2475.2).\",\"type\":\"string\""
    "},"
    "\"severity\":{"
    "\"description\":\"How severe the error is. The error table gives it for each code (016 "
    "\302\2478.1).\","
    "\"$ref\":\"#/components/schemas/error_severity\""
    "},"
    "\"retryable\":{"
    "\"description\":\"Whether the same request may be sent again. The error table gives it for eac"
    "h code (016 \302\2478.1).\","
    "\"type\":\"boolean\""
    "},"
    "\"metadata\":{"
    "\"description\":\"Details (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/error_metadata\""
    "}"
    "},"
    "\"required\":[\"error_id\",\"code\",\"message\",\"severity\",\"retryable\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\","
    "\"stream_id\":\"live-1\","
    "\"code\":\"INVALID_SEQUENCE\","
    "\"message\":\"Fragments 4 to 6 are missing\","
    "\"severity\":\"error\","
    "\"retryable\":false,"
    "\"metadata\":{\"reason\":\"gap\",\"expected\":4,\"received\":7,\"missing\":[4,6]}"
    "},"
    "{"
    "\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\","
    "\"code\":\"INVALID_CONFIG\","
    "\"message\":\"stream:init: /max_inflight is above 10\","
    "\"severity\":\"error\","
    "\"retryable\":false,"
    "\"metadata\":{"
    "\"errors\":[{\"path\":\"/max_inflight\",\"keyword\":\"maximum\",\"message\":\"11 is above 10\""
    "}]"
    "}"
    "}"
    "]"
    "},"
    "\"config_error_simulation\":{"
    "\"title\":\"Configure error simulation\","
    "\"description\":\"Arms rules that make fragments fail or misbehave. They replace the rules arm"
    "ed before (017 FR-021).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"enabled\":{\"description\":\"false disarms what was armed (017 FR-021).\",\"type\":\"boolean"
    "\"},"
    "\"rules\":{"
    "\"description\":\"The rules, tried in order (017 FR-021).\","
    "\"$ref\":\"#/components/schemas/error_rules\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams to act on. Absent: the stream of this connection (echo extension).\""
    ","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions: same seed, same faults (echo extension).\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"Takes the place of the stream_id in the random decisions: same seed and key,"
    " same faults. Absent: the stream_id decides (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "}"
    "},"
    "\"required\":[\"enabled\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"enabled\":true,"
    "\"rules\":["
    "{"
    "\"trigger\":\"nth_fragment\","
    "\"value\":3,"
    "\"error_code\":\"MODEL_ERROR\","
    "\"retryable\":true,"
    "\"stage\":\"tts\""
    "},"
    "{"
    "\"trigger\":\"fragment_id\","
    "\"value\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\","
    "\"action\":\"disconnect\","
    "\"mode\":\"close\","
    "\"code\":1011,"
    "\"refuse_ms\":2000"
    "}"
    "],"
    "\"stream_id\":\"live-*\","
    "\"seed\":42,"
    "\"seed_key\":\"retries\""
    "},"
    "{\"enabled\":false}"
    "]"
    "},"
    "\"config_error_simulation_ack\":{"
    "\"title\":\"Error simulation configured\","
    "\"description\":\"Answer to config:error_simulation (017 FR-021).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"Whether the rules are armed (017 FR-021).\","
    "\"$ref\":\"#/components/schemas/error_simulation_status\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams that the configuration acts on (echo extension).\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions, so that a run can be repeated (echo extension)"
    ".\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"What takes the place of the stream_id in the random decisions. Absent: nothi"
    "ng does (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "},"
    "\"rules_count\":{"
    "\"description\":\"Number of rules armed (017 FR-021).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"message\":{"
    "\"description\":\"Why the rules were rejected, as text for people. python-echo profile only.\""
    ","
    "\"type\":\"string\""
    "}"
    "},"
    "\"required\":[\"status\",\"rules_count\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"status\":\"configured\","
    "\"stream_id\":\"live-*\","
    "\"seed\":42,"
    "\"seed_key\":\"retries\","
    "\"rules_count\":2"
    "},"
    "{\"status\":\"rejected\",\"rules_count\":0,\"message\":\"/rules/0/error_code is missing\"}"
    "]"
    "},"
    "\"config_processing_delay\":{"
    "\"title\":\"Configure the processing delay\","
    "\"description\":\"Sets how long the processing of a fragment takes (017 FR-027).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"delay_ms\":{"
    "\"description\":\"Processing delay in milliseconds (017 FR-027).\","
    "\"$ref\":\"#/components/schemas/processing_delay_ms\""
    "},"
    "\"jitter_ms\":{"
    "\"description\":\"Random part of the delay in milliseconds. Absent: none (echo extension).\","
    "\"$ref\":\"#/components/schemas/jitter_ms\""
    "},"
    "\"distribution\":{"
    "\"description\":\"Shape of the jitter (echo extension).\","
    "\"$ref\":\"#/components/schemas/delay_distribution\","
    "\"default\":\"uniform\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams to act on. Absent: the stream of this connection (echo extension).\""
    ","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the jitter: same seed, same delays. Absent: the server's (echo exten"
    "sion).\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"Takes the place of the stream_id in the jitter: same seed and key, same dela"
    "ys. Absent: the stream_id decides (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "}"
    "},"
    "\"required\":[\"delay_ms\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"delay_ms\":500,\"jitter_ms\":100,\"distribution\":\"lognormal\",\"stream_id\""
    ":\"*\"}]"
    "},"
    "\"config_processing_delay_ack\":{"
    "\"title\":\"Processing delay configured\","
    "\"description\":\"Answer to config:processing_delay (017 FR-027).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"The delay applies from now on (echo extension).\","
    "\"$ref\":\"#/components/schemas/config_status\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams that the configuration acts on (echo extension).\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions, so that a run can be repeated (echo extension)"
    ".\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"What takes the place of the stream_id in the random decisions. Absent: nothi"
    "ng does (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "}"
    "},"
    "\"required\":[\"status\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"status\":\"configured\",\"stream_id\":\"*\"}]"
    "},"
    "\"config_backpressure\":{"
    "\"title\":\"Configure backpressure\","
    "\"description\":\"Sets when and which backpressure is sent. While enabled, it overrides the le"
    "vels of the server (017 FR-018).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"enabled\":{\"description\":\"false disarms what was armed (017 FR-018).\",\"type\":\"boolean"
    "\"},"
    "\"threshold\":{"
    "\"description\":\"Number of fragments in flight at which backpressure starts. Below it, the al"
    "l-clear is sent (017 FR-018).\","
    "\"$ref\":\"#/components/schemas/backpressure_threshold\","
    "\"default\":5"
    "},"
    "\"severity\":{"
    "\"description\":\"Severity to send (017 FR-018).\","
    "\"$ref\":\"#/components/schemas/backpressure_severity\","
    "\"default\":\"high\""
    "},"
    "\"action\":{"
    "\"description\":\"Action to send (017 FR-018).\","
    "\"$ref\":\"#/components/schemas/backpressure_action\","
    "\"default\":\"pause\""
    "},"
    "\"recommended_delay_ms\":{"
    "\"description\":\"Recommended delay to send, in milliseconds (017 FR-018).\","
    "\"$ref\":\"#/components/schemas/recommended_delay_ms\","
    "\"default\":1000"
    "},"
    "\"script\":{"
    "\"description\":\"Levels by time instead of by threshold, whatever is in flight. The after_ms "
    "of a level must not be less than that of the level before it (echo extension).\","
    "\"$ref\":\"#/components/schemas/backpressure_script\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams to act on. Absent: the stream of this connection (echo extension).\""
    ","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "}"
    "},"
    "\"required\":[\"enabled\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"enabled\":true,"
    "\"threshold\":5,"
    "\"severity\":\"high\","
    "\"action\":\"pause\","
    "\"recommended_delay_ms\":1000"
    "},"
    "{"
    "\"enabled\":true,"
    "\"script\":["
    "{"
    "\"after_ms\":0,"
    "\"severity\":\"medium\","
    "\"action\":\"slow_down\","
    "\"recommended_delay_ms\":500"
    "},"
    "{\"after_ms\":2000,\"severity\":\"high\",\"action\":\"pause\"},"
    "{\"after_ms\":5000,\"severity\":\"low\",\"action\":\"none\"}"
    "],"
    "\"stream_id\":\"live-*\""
    "},"
    "{\"enabled\":false}"
    "]"
    "},"
    "\"config_backpressure_ack\":{"
    "\"title\":\"Backpressure configured\","
    "\"description\":\"Answer to config:backpressure (017 FR-018).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"The configuration applies from now on (echo extension).\","
    "\"$ref\":\"#/components/schemas/config_status\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams that the configuration acts on (echo extension).\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions, so that a run can be repeated (echo extension)"
    ".\","
    "\"type\":\"integer\""
    "}"
    "},"
    "\"required\":[\"status\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"status\":\"configured\"}]"
    "},"
    "\"simulate_disconnect\":{"
    "\"title\":\"Simulate a disconnect\","
    "\"description\":\"Cuts the connection in the given way after the given time. Needs no stream ("
    "echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"delay_ms\":{"
    "\"description\":\"Delay before the connection is lost, in milliseconds (echo extension).\","
    "\"$ref\":\"#/components/schemas/disconnect_delay_ms\","
    "\"default\":0"
    "},"
    "\"reason\":{\"description\":\"Reason, as text for people (echo extension).\",\"type\":\"string"
    "\"},"
    "\"mode\":{"
    "\"description\":\"How the connection is lost (echo extension).\","
    "\"$ref\":\"#/components/schemas/disconnect_mode\","
    "\"default\":\"server_disconnect\""
    "},"
    "\"code\":{"
    "\"description\":\"Only with the mode close: WebSocket close code (echo extension).\","
    "\"$ref\":\"#/components/schemas/close_code\","
    "\"default\":1011"
    "},"
    "\"refuse_ms\":{"
    "\"description\":\"Time in milliseconds, from the loss on, in which the streams are refused. A "
    "handshake that names such a stream, by the header X-Stream-ID or by stream_id in the query, ge"
    "ts HTTP 503. If the handshake names none, stream:init loses the connection (echo extension).\""
    ","
    "\"$ref\":\"#/components/schemas/refuse_ms\""
    "},"
    "\"scope\":{"
    "\"description\":\"Who is refused for refuse_ms: the streams that are meant, or with server eve"
    "ry handshake, which needs an API key for all streams. The HTTP interface stays reachable. Abse"
    "nt: streams (echo extension).\","
    "\"$ref\":\"#/components/schemas/refuse_scope\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams whose connections are cut. Absent: this connection (echo extension)."
    "\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "}"
    "},"
    "\"allOf\":[{\"if\":{\"required\":[\"scope\"]},\"then\":{\"required\":[\"refuse_ms\"]}}],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{},"
    "{"
    "\"delay_ms\":100,"
    "\"reason\":\"chaos\","
    "\"mode\":\"close\","
    "\"code\":1012,"
    "\"refuse_ms\":2000,"
    "\"stream_id\":\"live-1\""
    "}"
    "]"
    "},"
    "\"simulate_disconnect_ack\":{"
    "\"title\":\"Disconnect scheduled\","
    "\"description\":\"Answer to simulate:disconnect (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"The disconnect is scheduled (echo extension).\","
    "\"$ref\":\"#/components/schemas/disconnect_status\""
    "},"
    "\"disconnect_at_ms\":{"
    "\"description\":\"When the connection is lost, Unix time in milliseconds (echo extension).\","
    "\"type\":\"integer\""
    "},"
    "\"message\":{"
    "\"description\":\"Disconnect scheduled in N ms, N = delay_ms (echo extension).\","
    "\"type\":\"string\""
    "}"
    "},"
    "\"required\":[\"status\",\"disconnect_at_ms\",\"message\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"status\":\"scheduled\","
    "\"disconnect_at_ms\":1766880000100,"
    "\"message\":\"Disconnect scheduled in 100 ms\""
    "}"
    "]"
    "},"
    "\"error_code\":{"
    "\"title\":\"Error code\","
    "\"description\":\"Code of an error. The error table gives the severity, the retryable value an"
    "d the meaning of each code (016 \302\2478.1).\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"AUTH_FAILED\","
    "\"STREAM_NOT_FOUND\","
    "\"INVALID_CONFIG\","
    "\"FRAGMENT_TOO_LARGE\","
    "\"TIMEOUT\","
    "\"MODEL_ERROR\","
    "\"GPU_OOM\","
    "\"QUEUE_FULL\","
    "\"INVALID_SEQUENCE\","
    "\"RATE_LIMIT\""
    "]"
    "},"
    "\"error_severity\":{"
    "\"title\":\"Error severity\","
    "\"description\":\"How severe an error is. After a fatal error, the worker gives up (016 "
    "\302\2475.2, \302\2478.1).\","
    "\"type\":\"string\","
    "\"enum\":[\"warning\",\"error\",\"fatal\"]"
    "},"
    "\"stream_id\":{"
    "\"title\":\"Stream id\","
    "\"description\":\"Id of one live stream, chosen by the worker. 1 to 256 code points (016 "
    "\302\2475.1).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"worker_id\":{"
    "\"title\":\"Worker id\","
    "\"description\":\"Id of one worker instance, chosen by the worker. 1 to 256 code points (016 "
    "\302\2475.1).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"stream_config\":{"
    "\"title\":\"Stream configuration\","
    "\"description\":\"How the worker wants its stream processed. The spec requires all seven membe"
    "rs, but each has a default (016 \302\2475.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"source_language\":{"
    "\"description\":\"Language code of the audio sent, such as en (016 \302\2475.1).\","
    "\"type\":\"string\","
    "\"default\":\"en\""
    "},"
    "\"target_language\":{"
    "\"description\":\"Language code of the audio wanted, such as es (016 \302\2475.1).\","
    "\"type\":\"string\","
    "\"default\":\"es\""
    "},"
    "\"voice_profile\":{"
    "\"description\":\"Name of the voice to synthesize with (016 \302\2475.1).\","
    "\"type\":\"string\","
    "\"default\":\"default\""
    "},"
    "\"chunk_duration_ms\":{"
    "\"description\":\"Expected duration of a fragment in milliseconds (016 \302\2475.1).\","
    "\"type\":\"integer\","
    "\"default\":1000,"
    "\"minimum\":100,"
    "\"maximum\":6000"
    "},"
    "\"sample_rate_hz\":{"
    "\"description\":\"Sample rate of the audio in hertz (016 \302\2475.1).\","
    "\"type\":\"integer\","
    "\"enum\":[16000,22050,44100,48000],"
    "\"default\":48000"
    "},"
    "\"channels\":{"
    "\"description\":\"Number of audio channels: 1 = mono, 2 = stereo (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/channels\","
    "\"default\":1"
    "},"
    "\"format\":{"
    "\"description\":\"Audio format, free text: m4a (AAC in MP4), pcm_s16le, ... (016 \302\2475.1)."
    "\","
    "\"type\":\"string\","
    "\"default\":\"m4a\""
    "}"
    "},"
    "\"x-deviation\":{"
    "\"required\":["
    "\"source_language\","
    "\"target_language\","
    "\"voice_profile\","
    "\"chunk_duration_ms\","
    "\"sample_rate_hz\","
    "\"channels\","
    "\"format\""
    "],"
    "\"additionalProperties\":false"
    "}"
    "},"
    "\"max_inflight\":{"
    "\"title\":\"Fragments in flight\","
    "\"description\":\"Most fragments of a stream that are processed at once (016 \302\2477.2).\","
    "\"type\":\"integer\","
    "\"minimum\":1,"
    "\"maximum\":10"
    "},"
    "\"fragment_id\":{"
    "\"title\":\"Fragment id\","
    "\"description\":\"Id of one audio fragment, chosen by the worker. 1 to 256 code points (016 "
    "\302\2475.1).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"sequence_number\":{"
    "\"title\":\"Sequence number\","
    "\"description\":\"Position of a fragment in its stream, counted from 0 without gaps (016 "
    "\302\2475.1, \302\2477.1).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"audio_data\":{"
    "\"title\":\"Audio data\","
    "\"description\":\"The audio of one fragment and how to read it (016 \302\2475.1, \302\2475.2)."
    "\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"format\":{"
    "\"description\":\"Audio format, free text: m4a (AAC in MP4), pcm_s16le, ... (016 \302\2475.1)."
    "\","
    "\"type\":\"string\""
    "},"
    "\"sample_rate_hz\":{"
    "\"description\":\"Sample rate in hertz (016 \302\2475.1).\","
    "\"type\":\"integer\","
    "\"minimum\":8000,"
    "\"maximum\":96000"
    "},"
    "\"channels\":{"
    "\"description\":\"Number of audio channels: 1 = mono, 2 = stereo (016 \302\2475.1).\","
    "\"$ref\":\"#/components/schemas/channels\""
    "},"
    "\"duration_ms\":{"
    "\"description\":\"Duration of the fragment in milliseconds (016 \302\2475.1).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"data_base64\":{"
    "\"description\":\"The audio bytes in base64 (RFC 4648 \302\2474, padded), at most 10,485,760 c"
    "haracters. In fragment:data, longer audio gets error FRAGMENT_TOO_LARGE (016 \302\2475.1, 017 "
    "FR-023).\","
    "\"type\":\"string\","
    "\"contentEncoding\":\"base64\","
    "\"maxLength\":10485760"
    "}"
    "},"
    "\"required\":[\"format\",\"sample_rate_hz\",\"channels\",\"duration_ms\",\"data_base64\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"fragment_metadata\":{"
    "\"title\":\"Fragment metadata\","
    "\"description\":\"The worker's own data about a fragment. Any other member is allowed (016 "
    "\302\2475.1).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"pts_ns\":{"
    "\"description\":\"Presentation timestamp in nanoseconds (016 \302\2475.1).\","
    "\"type\":\"integer\""
    "},"
    "\"source_pts_ns\":{"
    "\"description\":\"Presentation timestamp of the original input in nanoseconds (016 \302\2475.1"
    ").\","
    "\"type\":\"integer\""
    "}"
    "}"
    "},"
    "\"worker_ack_status\":{"
    "\"title\":\"Worker acknowledgement status\","
    "\"description\":\"What the worker has done with a result when it acknowledges it: received it,"
    " or used it in its output (016 \302\2475.1).\","
    "\"type\":\"string\","
    "\"enum\":[\"received\",\"applied\"]"
    "},"
    "\"capabilities\":{"
    "\"title\":\"Capabilities\","
    "\"description\":\"What the server can do (016 \302\2475.2).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"batch_processing\":{"
    "\"description\":\"Whether the server processes fragments in batches. The echo says false (016 "
    "\302\2475.2).\","
    "\"type\":\"boolean\""
    "},"
    "\"async_delivery\":{"
    "\"description\":\"Whether the server sends results without being asked, as soon as they are re"
    "ady. The echo says true (016 \302\2475.2).\","
    "\"type\":\"boolean\""
    "}"
    "},"
    "\"required\":[\"batch_processing\",\"async_delivery\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"fragment_ack_status\":{"
    "\"title\":\"Fragment acknowledgement status\","
    "\"description\":\"What the STS has done with a fragment when it acknowledges it: queued it, or"
    " started to process it (016 \302\2475.2).\","
    "\"type\":\"string\","
    "\"enum\":[\"queued\",\"processing\"]"
    "},"
    "\"fragment_status\":{"
    "\"title\":\"Fragment status\","
    "\"description\":\"Outcome of one fragment: the full result, part of it, or none (016 \302\2475"
    ".2).\","
    "\"type\":\"string\","
    "\"enum\":[\"success\",\"partial\",\"failed\"]"
    "},"
    "\"stage_timings\":{"
    "\"title\":\"Stage timings\","
    "\"description\":\"Processing time of a fragment by stage. With the echo, the three add up to p"
    "rocessing_time_ms (016 \302\2475.2).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"asr_ms\":{"
    "\"description\":\"Speech recognition, in milliseconds (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"translation_ms\":{"
    "\"description\":\"Translation, in milliseconds (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"tts_ms\":{"
    "\"description\":\"Speech synthesis, in milliseconds (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"asr_ms\",\"translation_ms\",\"tts_ms\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"processing_error\":{"
    "\"title\":\"Processing error\","
    "\"description\":\"Why a fragment failed or is partial (016 \302\2475.2).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"code\":{"
    "\"description\":\"Error code (016 \302\2478.1).\","
    "\"$ref\":\"#/components/schemas/any_error_code\""
    "},"
    "\"message\":{\"description\":\"Description for people (016 \302\2475.2).\",\"type\":\"string\""
    "},"
    "\"stage\":{"
    "\"description\":\"Stage that failed. The echo always gives it (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/stage\""
    "},"
    "\"retryable\":{"
    "\"description\":\"Whether the same fragment may be sent again. The echo always gives it (016 "
    "\302\2475.2, \302\2478.2).\","
    "\"type\":\"boolean\""
    "}"
    "},"
    "\"required\":[\"code\",\"message\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"processing_metadata\":{"
    "\"title\":\"Processing metadata\","
    "\"description\":\"The models that processed a fragment (016 \302\2475.2).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"asr_model\":{"
    "\"description\":\"Speech recognition model. The echo says echo-mock (016 \302\2475.2).\","
    "\"type\":\"string\""
    "},"
    "\"translation_model\":{"
    "\"description\":\"Translation model. The echo says echo-mock (016 \302\2475.2).\","
    "\"type\":\"string\""
    "},"
    "\"tts_model\":{"
    "\"description\":\"Speech synthesis model. The echo says echo-mock (016 \302\2475.2).\","
    "\"type\":\"string\""
    "},"
    "\"gpu_utilization\":{"
    "\"description\":\"Load of the GPU in percent (016 \302\2475.2).\","
    "\"type\":\"number\","
    "\"minimum\":0,"
    "\"maximum\":100"
    "}"
    "},"
    "\"required\":[\"asr_model\",\"translation_model\",\"tts_model\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"stream_statistics\":{"
    "\"title\":\"Stream statistics\","
    "\"description\":\"Outcomes and processing times of the fragments of a stream (016 \302\2475.2)"
    ".\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"success_count\":{"
    "\"description\":\"Fragments with status success (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"partial_count\":{"
    "\"description\":\"Fragments with status partial (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"failed_count\":{"
    "\"description\":\"Fragments with status failed, and those that were dropped or answered with a"
    " simulated error event (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"avg_processing_time_ms\":{"
    "\"description\":\"Mean processing time in milliseconds (016 \302\2475.2).\","
    "\"type\":\"number\","
    "\"minimum\":0"
    "},"
    "\"p95_processing_time_ms\":{"
    "\"description\":\"95th percentile of the processing time in milliseconds, by nearest rank, err"
    "or at most 1 % (016 \302\2475.2).\","
    "\"type\":\"number\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":["
    "\"success_count\","
    "\"partial_count\","
    "\"failed_count\","
    "\"avg_processing_time_ms\","
    "\"p95_processing_time_ms\""
    "],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"backpressure_severity\":{"
    "\"title\":\"Backpressure severity\","
    "\"description\":\"How loaded the STS is (016 \302\2475.2).\","
    "\"type\":\"string\","
    "\"enum\":[\"low\",\"medium\",\"high\"]"
    "},"
    "\"backpressure_action\":{"
    "\"title\":\"Backpressure action\","
    "\"description\":\"What the worker should do: send less often, stop until the load is gone, or "
    "nothing (016 \302\2475.2).\","
    "\"type\":\"string\","
    "\"enum\":[\"slow_down\",\"pause\",\"none\"]"
    "},"
    "\"recommended_delay_ms\":{"
    "\"title\":\"Recommended delay\","
    "\"description\":\"Delay between fragments that a worker is asked for, in milliseconds (016 "
    "\302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"any_error_code\":{"
    "\"title\":\"Error code that is sent\","
    "\"description\":\"A code of the error table; a server may have others, so that workers go by r"
    "etryable where they do not know it (016 \302\2478.1).\","
    "\"anyOf\":[{\"$ref\":\"#/components/schemas/error_code\"},{\"type\":\"string\"}]"
    "},"
    "\"error_metadata\":{"
    "\"title\":\"Error metadata\","
    "\"description\":\"Details of an error. The code decides which members are present. Any other m"
    "ember is allowed (016 \302\2475.2).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"errors\":{"
    "\"description\":\"INVALID_CONFIG: every place where the payload breaks its schema.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/schema_error\"}"
    "},"
    "\"state\":{"
    "\"description\":\"STREAM_NOT_FOUND, INVALID_CONFIG: state of the stream, which does not allow "
    "the request.\","
    "\"$ref\":\"#/components/schemas/stream_state\""
    "},"
    "\"reason\":{"
    "\"description\":\"Reason, as a word or text. INVALID_SEQUENCE: gap, late, duplicate_sequence, "
    "duplicate_fragment or expired.\","
    "\"type\":\"string\""
    "},"
    "\"expected\":{"
    "\"description\":\"INVALID_SEQUENCE: lowest sequence number that was neither accepted nor given"
    " up.\","
    "\"$ref\":\"#/components/schemas/sequence_number\""
    "},"
    "\"received\":{"
    "\"description\":\"INVALID_SEQUENCE: sequence number of the received fragment.\","
    "\"$ref\":\"#/components/schemas/sequence_number\""
    "},"
    "\"missing\":{"
    "\"description\":\"INVALID_SEQUENCE, reason gap: first and last of the sequence numbers given u"
    "p.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/sequence_number\"},"
    "\"minItems\":2,"
    "\"maxItems\":2"
    "},"
    "\"closest\":{"
    "\"description\":\"INVALID_CONFIG for an unknown event: the known event name closest to it.\","
    "\"type\":\"string\""
    "},"
    "\"hint\":{\"description\":\"How to fix it, as text for people.\",\"type\":\"string\"},"
    "\"setting\":{"
    "\"description\":\"RATE_LIMIT, QUEUE_FULL, FRAGMENT_TOO_LARGE: name of the server's setting tha"
    "t the limit comes from.\","
    "\"type\":\"string\""
    "},"
    "\"limit\":{"
    "\"description\":\"RATE_LIMIT, QUEUE_FULL, FRAGMENT_TOO_LARGE: value of that setting.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "}"
    "},"
    "\"error_rules\":{"
    "\"title\":\"Error rules\","
    "\"description\":\"The rules of an error simulation, tried in order. A rule behind one that hit"
    "s all of its fragments is refused (017 FR-021).\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/error_rule\"},"
    "\"maxItems\":1000"
    "},"
    "\"stream_pattern\":{"
    "\"title\":\"Stream pattern\","
    "\"description\":\"Streams that a simulation acts on: an exact stream_id or a glob (`*` is any "
    "characters, `?` is one; `*` alone is all streams). `\\\\*`, `\\\\?` and `\\\\\\\\` are these c"
    "haracters themselves. An exact id takes precedence over a glob (echo extension).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":512"
    "},"
    "\"seed_key\":{"
    "\"title\":\"Seed key\","
    "\"description\":\"Takes the place of the stream_id in the random decisions, so that streams wi"
    "th other ids have the same ones. 1 to 256 code points (echo extension).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"error_simulation_status\":{"
    "\"title\":\"Error simulation status\","
    "\"description\":\"Answer to config:error_simulation: configured. With the python-echo profile:"
    " accepted or rejected (017 FR-021).\","
    "\"type\":\"string\","
    "\"enum\":[\"configured\",\"accepted\",\"rejected\"]"
    "},"
    "\"processing_delay_ms\":{"
    "\"title\":\"Processing delay\","
    "\"description\":\"How long processing takes, in milliseconds (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"jitter_ms\":{"
    "\"title\":\"Jitter\","
    "\"description\":\"Random part of a processing delay, in milliseconds (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"delay_distribution\":{"
    "\"title\":\"Delay distribution\","
    "\"description\":\"Shape of the jitter of the processing delay (echo extension).\","
    "\"type\":\"string\","
    "\"enum\":[\"uniform\",\"lognormal\"]"
    "},"
    "\"config_status\":{"
    "\"title\":\"Configuration status\","
    "\"description\":\"Answer to a valid config:* event: the new configuration applies from now on "
    "(echo extension).\","
    "\"type\":\"string\","
    "\"enum\":[\"configured\"]"
    "},"
    "\"backpressure_threshold\":{"
    "\"title\":\"Threshold of backpressure\","
    "\"description\":\"Fragments in flight from which on backpressure is sent (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"backpressure_script\":{"
    "\"title\":\"Backpressure script\","
    "\"description\":\"Levels of backpressure by time (echo extension).\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/backpressure_step\"},"
    "\"minItems\":1,"
    "\"maxItems\":1000"
    "},"
    "\"disconnect_delay_ms\":{"
    "\"title\":\"Delay of a disconnect\","
    "\"description\":\"Delay before a connection is lost, in milliseconds (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"disconnect_mode\":{"
    "\"title\":\"Disconnect mode\","
    "\"description\":\"How a connection is lost: Socket.IO DISCONNECT, WebSocket close frame, TCP F"
    "IN, TCP RST, or it stays open and the server sends nothing more, not even pings (echo extensio"
    "n).\","
    "\"type\":\"string\","
    "\"enum\":[\"server_disconnect\",\"close\",\"fin\",\"reset\",\"stall\"]"
    "},"
    "\"close_code\":{"
    "\"title\":\"Close code\","
    "\"description\":\"WebSocket close code (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":1000,"
    "\"maximum\":4999"
    "},"
    "\"refuse_ms\":{"
    "\"title\":\"Time of refusal\","
    "\"description\":\"Time in milliseconds, from the loss of the connection on, in which the strea"
    "ms are refused: a handshake that names one of them gets HTTP 503, and a stream:init for one of"
    " them loses its connection (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"refuse_scope\":{"
    "\"title\":\"Who is refused\","
    "\"description\":\"Who is refused for refuse_ms. streams: the streams that are meant. server: e"
    "verybody, which needs an API key for all streams (echo extension).\","
    "\"type\":\"string\","
    "\"enum\":[\"streams\",\"server\"]"
    "},"
    "\"disconnect_status\":{"
    "\"title\":\"Disconnect status\","
    "\"description\":\"Answer to a valid simulate:disconnect: the disconnect is scheduled (echo ext"
    "ension).\","
    "\"type\":\"string\","
    "\"enum\":[\"scheduled\"]"
    "},"
    "\"channels\":{"
    "\"title\":\"Channels\","
    "\"description\":\"Number of audio channels: 1 = mono, 2 = stereo (016 \302\2475.1).\","
    "\"type\":\"integer\","
    "\"enum\":[1,2]"
    "},"
    "\"stage\":{"
    "\"title\":\"Processing stage\","
    "\"description\":\"Stage of processing: speech recognition, translation, or speech synthesis (0"
    "16 \302\2475.2).\","
    "\"type\":\"string\","
    "\"enum\":[\"asr\",\"translation\",\"tts\"]"
    "},"
    "\"schema_error\":{"
    "\"title\":\"Schema error\","
    "\"description\":\"One place where a payload breaks its schema (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"path\":{"
    "\"description\":\"JSON Pointer (RFC 6901) to the wrong value. Empty: the payload itself.\","
    "\"type\":\"string\""
    "},"
    "\"keyword\":{"
    "\"description\":\"Schema keyword that the value breaks, such as maximum.\","
    "\"type\":\"string\""
    "},"
    "\"message\":{\"description\":\"What is wrong, as text for people.\",\"type\":\"string\"}"
    "},"
    "\"required\":[\"path\",\"keyword\",\"message\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"stream_state\":{"
    "\"title\":\"Stream state\","
    "\"description\":\"State of a stream. parked: its connection is lost and it waits to be resumed"
    " (017 key entities).\","
    "\"type\":\"string\","
    "\"enum\":[\"initializing\",\"active\",\"paused\",\"ending\",\"completed\",\"parked\"]"
    "},"
    "\"error_rule\":{"
    "\"title\":\"Error rule\","
    "\"description\":\"One rule of an error simulation: which fragments it matches, and what happen"
    "s to them. The first rule that matches a fragment applies (017 FR-021).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"trigger\":{"
    "\"description\":\"What value is compared with. Absent: the rule matches every fragment (017 FR"
    "-021).\","
    "\"$ref\":\"#/components/schemas/rule_trigger\""
    "},"
    "\"value\":{"
    "\"description\":\"sequence_number: a number from 0. fragment_id: an id, 1 to 256 code points. "
    "nth_fragment: n from 1, 3 = the third, sixth, ... by sequence number. Required with a trigger,"
    " not allowed without one (017 FR-021).\","
    "\"type\":[\"integer\",\"string\"]"
    "},"
    "\"error_code\":{"
    "\"description\":\"Code of the simulated error. Any text of 1 to 64 characters; those of the er"
    "ror table have defaults for severity and retryable. Required with the actions fail and partial"
    "; others take it and do not use it (017 FR-021, 016 \302\2478.1).\","
    "\"$ref\":\"#/components/schemas/simulated_error_code\""
    "},"
    "\"error_message\":{"
    "\"description\":\"Message of the simulated error. Only with the actions fail and partial (017 "
    "FR-021).\","
    "\"type\":\"string\","
    "\"default\":\"Simulated error\""
    "},"
    "\"retryable\":{"
    "\"description\":\"Whether the fragment may be sent again. Absent: as the error table says for "
    "error_code, false for a code that it does not have. Only with the actions fail and partial (01"
    "7 FR-021).\","
    "\"type\":\"boolean\""
    "},"
    "\"stage\":{"
    "\"description\":\"Stage that fails. Only with the actions fail and partial (017 FR-021).\","
    "\"$ref\":\"#/components/schemas/stage\","
    "\"default\":\"asr\""
    "},"
    "\"probability\":{"
    "\"description\":\"Probability from 0 to 1 that the rule hits a matching fragment. The seed dec"
    "ides. Absent: always (echo extension).\","
    "\"type\":\"number\","
    "\"minimum\":0,"
    "\"maximum\":1"
    "},"
    "\"count\":{"
    "\"description\":\"The rule stops after this many hits per stream. Absent: never (echo extensio"
    "n).\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"delay_ms\":{"
    "\"description\":\"Delay before the answer in milliseconds. Absent: a simulated TIMEOUT comes a"
    "t once. Required with the action delay (echo extension).\","
    "\"$ref\":\"#/components/schemas/processing_delay_ms\""
    "},"
    "\"action\":{"
    "\"description\":\"What happens to the fragment (echo extension).\","
    "\"$ref\":\"#/components/schemas/rule_action\","
    "\"default\":\"fail\""
    "},"
    "\"deliver_as\":{"
    "\"description\":\"How the failure reaches the worker. Only with the action fail. An error even"
    "t takes the fragment's turn and counts as failed (echo extension).\","
    "\"$ref\":\"#/components/schemas/rule_delivery\","
    "\"default\":\"processed\""
    "},"
    "\"mode\":{"
    "\"description\":\"Only with the action disconnect: how the connection is lost (echo extension)"
    ".\","
    "\"$ref\":\"#/components/schemas/disconnect_mode\","
    "\"default\":\"server_disconnect\""
    "},"
    "\"code\":{"
    "\"description\":\"Only with the action disconnect and the mode close: WebSocket close code (ec"
    "ho extension).\","
    "\"$ref\":\"#/components/schemas/close_code\","
    "\"default\":1011"
    "},"
    "\"refuse_ms\":{"
    "\"description\":\"Only with the action disconnect: time in milliseconds, from the loss on, in "
    "which the streams are refused. A handshake that names such a stream, by the header X-Stream-ID"
    " or by stream_id in the query, gets HTTP 503. If the handshake names none, stream:init loses t"
    "he connection (echo extension).\","
    "\"$ref\":\"#/components/schemas/refuse_ms\""
    "},"
    "\"scope\":{"
    "\"description\":\"Only with the action disconnect: who is refused for refuse_ms: the streams t"
    "hat are meant, or with server every handshake, which needs an API key for all streams. The HTT"
    "P interface stays reachable. Absent: streams (echo extension).\","
    "\"$ref\":\"#/components/schemas/refuse_scope\""
    "}"
    "},"
    "\"allOf\":["
    "{"
    "\"if\":{\"properties\":{\"action\":{\"enum\":[\"fail\",\"partial\"]}}},"
    "\"then\":{\"required\":[\"error_code\"]}"
    "},"
    "{"
    "\"if\":{\"properties\":{\"deliver_as\":{\"const\":\"error\"}},\"required\":[\"deliver_as\"]},"
    "\"then\":{\"required\":[\"error_code\"]}"
    "},"
    "{\"if\":{\"required\":[\"value\"]},\"then\":{\"required\":[\"trigger\"]}},"
    "{"
    "\"if\":{\"properties\":{\"trigger\":{\"const\":\"sequence_number\"}},\"required\":[\"trigger\""
    "]},"
    "\"then\":{"
    "\"properties\":{\"value\":{\"$ref\":\"#/components/schemas/sequence_number\"}},"
    "\"required\":[\"value\"]"
    "}"
    "},"
    "{"
    "\"if\":{\"properties\":{\"trigger\":{\"const\":\"fragment_id\"}},\"required\":[\"trigger\"]},"
    "\"then\":{"
    "\"properties\":{\"value\":{\"$ref\":\"#/components/schemas/fragment_id\"}},"
    "\"required\":[\"value\"]"
    "}"
    "},"
    "{"
    "\"if\":{\"properties\":{\"trigger\":{\"const\":\"nth_fragment\"}},\"required\":[\"trigger\"]},"
    "\"then\":{\"properties\":{\"value\":{\"type\":\"integer\",\"minimum\":1}},\"required\":[\"valu"
    "e\"]}"
    "},"
    "{\"if\":{\"required\":[\"scope\"]},\"then\":{\"required\":[\"refuse_ms\"]}}"
    "],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{\"trigger\":\"sequence_number\",\"value\":3,\"error_code\":\"MODEL_ERROR\",\"stage\":\"tts\"}"
    ","
    "{\"error_code\":\"TIMEOUT\",\"probability\":0.1,\"count\":5},"
    "{"
    "\"error_code\":\"TRANSLATION_API_UNAVAILABLE\","
    "\"retryable\":true,"
    "\"stage\":\"translation\""
    "},"
    "{\"action\":\"disconnect\",\"mode\":\"reset\",\"trigger\":\"sequence_number\",\"value\":3}"
    "]"
    "},"
    "\"backpressure_step\":{"
    "\"title\":\"Backpressure step\","
    "\"description\":\"One level of a backpressure script. It applies from its time until the time "
    "of the next level (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"after_ms\":{"
    "\"description\":\"When the level starts, in milliseconds after it was armed. If the stream beg"
    "ins later, the time counts from the beginning of the stream (echo extension).\","
    "\"$ref\":\"#/components/schemas/simulation_time_ms\""
    "},"
    "\"severity\":{"
    "\"description\":\"Severity to send (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/backpressure_severity\","
    "\"default\":\"high\""
    "},"
    "\"action\":{"
    "\"description\":\"Action to send. none with severity low is the all-clear (016 \302\2475.2).\""
    ","
    "\"$ref\":\"#/components/schemas/backpressure_action\","
    "\"default\":\"pause\""
    "},"
    "\"recommended_delay_ms\":{"
    "\"description\":\"Recommended delay to send with slow_down and pause, in milliseconds (016 "
    "\302\2475.2).\","
    "\"$ref\":\"#/components/schemas/recommended_delay_ms\","
    "\"default\":1000"
    "}"
    "},"
    "\"required\":[\"after_ms\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"after_ms\":2000,\"severity\":\"low\",\"action\":\"none\"}]"
    "},"
    "\"rule_trigger\":{"
    "\"title\":\"Rule trigger\","
    "\"description\":\"What a rule compares its value with: the sequence number, the id, or every n"
    "-th fragment (017 FR-021).\","
    "\"type\":\"string\","
    "\"enum\":[\"sequence_number\",\"fragment_id\",\"nth_fragment\"]"
    "},"
    "\"simulated_error_code\":{"
    "\"title\":\"Simulated error code\","
    "\"description\":\"A code of the error table, which has defaults for it, or any other: it is se"
    "nt as it is, with severity error and retryable false unless the rule says otherwise (echo exte"
    "nsion).\","
    "\"anyOf\":["
    "{\"$ref\":\"#/components/schemas/error_code\"},"
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}"
    "],"
    "\"examples\":[\"TIMEOUT\",\"TRANSLATION_API_UNAVAILABLE\"]"
    "},"
    "\"rule_action\":{"
    "\"title\":\"Rule action\","
    "\"description\":\"What a matching rule does: fail and partial give that outcome; drop never an"
    "swers; delay answers late; duplicate sends the result twice; reorder sends the result after th"
    "e next one; corrupt changes the audio; no_ack withholds fragment:ack; disconnect cuts the conn"
    "ection (echo extension).\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"fail\","
    "\"partial\","
    "\"drop\","
    "\"delay\","
    "\"duplicate\","
    "\"reorder\","
    "\"corrupt\","
    "\"no_ack\","
    "\"disconnect\""
    "]"
    "},"
    "\"rule_delivery\":{"
    "\"title\":\"Rule delivery\","
    "\"description\":\"How a simulated failure reaches the worker: as a failed fragment:processed, "
    "or as an error event (echo extension).\","
    "\"type\":\"string\","
    "\"enum\":[\"processed\",\"error\"]"
    "},"
    "\"simulation_time_ms\":{"
    "\"title\":\"Time of a simulation\","
    "\"description\":\"A time in milliseconds since a simulation began (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":86400000"
    "}"
    "}"
    "},"
    "\"x-connecting\":["
    "\"A client that is refused gets a CONNECT_ERROR (`connect_error` in the clients) whose payload"
    " is `{\\\"message\\\": \\\"...\\\", \\\"data\\\": {\\\"code\\\": \\\"AUTH_FAILED\\\", \\\"mess"
    "age\\\": \\\"...\\\", \\\"severity\\\": \\\"...\\\", \\\"retryable\\\": false}}`, with a code "
    "of the error table. For an unknown namespace, it is `{\\\"message\\\": \\\"Invalid namespace\\"
    "\"}`.\","
    "\"An event that asks for an acknowledgement (a callback in `emit`, or `call` in Python) is ans"
    "wered twice. The first reply is sent as an event, and its payload is also the argument of the "
    "acknowledgement. If there is no immediate reply (`stream:pause`, or `stream:end` while fragmen"
    "ts are in flight), the acknowledgement has no argument.\","
    "\"Audio is sent as base64 text. Binary attachments are refused.\""
    "],"
    "\"x-error-table\":["
    "{"
    "\"code\":\"AUTH_FAILED\","
    "\"severity\":\"fatal\","
    "\"retryable\":false,"
    "\"text\":\"The API key is wrong, or is not allowed for the stream.\""
    "},"
    "{"
    "\"code\":\"STREAM_NOT_FOUND\","
    "\"severity\":\"error\","
    "\"retryable\":false,"
    "\"text\":\"There is no stream on this connection, the stream_id is not that of its stream, or "
    "the stream does not accept fragments now (paused, ending or completed: see metadata.state).\""
    "},"
    "{"
    "\"code\":\"INVALID_CONFIG\","
    "\"severity\":\"error\","
    "\"retryable\":false,"
    "\"text\":\"A payload breaks its schema (see metadata.errors), a stream:* request came in the w"
    "rong state (see metadata.state), or the event name is unknown (see metadata.closest).\""
    "},"
    "{"
    "\"code\":\"FRAGMENT_TOO_LARGE\","
    "\"severity\":\"error\","
    "\"retryable\":false,"
    "\"text\":\"The data_base64 of a fragment is over the limit (see metadata.limit).\""
    "},"
    "{"
    "\"code\":\"TIMEOUT\","
    "\"severity\":\"error\","
    "\"retryable\":true,"
    "\"text\":\"The fragment was not processed within timeout_ms.\""
    "},"
    "{"
    "\"code\":\"MODEL_ERROR\","
    "\"severity\":\"error\","
    "\"retryable\":true,"
    "\"text\":\"A model failed on the fragment. The echo sends it only by simulation.\""
    "},"
    "{"
    "\"code\":\"GPU_OOM\","
    "\"severity\":\"error\","
    "\"retryable\":true,"
    "\"text\":\"The GPU ran out of memory on the fragment. The echo sends it only by simulation.\""
    "},"
    "{"
    "\"code\":\"QUEUE_FULL\","
    "\"severity\":\"warning\","
    "\"retryable\":true,"
    "\"text\":\"The queue of the stream is full, or the memory for audio is used up (see metadata.s"
    "etting).\""
    "},"
    "{"
    "\"code\":\"INVALID_SEQUENCE\","
    "\"severity\":\"error\","
    "\"retryable\":false,"
    "\"text\":\"Sequence numbers are missing, or a fragment came late or twice (see reason, expecte"
    "d, received and missing in metadata).\""
    "},"
    "{"
    "\"code\":\"RATE_LIMIT\","
    "\"severity\":\"warning\","
    "\"retryable\":true,"
    "\"text\":\"There were too many fragments per minute, connections, or wrong API keys (see metad"
    "ata.setting).\""
    "}"
    "]"
    "}";
const size_t sts_asyncapi_json_length = sizeof sts_asyncapi_json - 1;

const char sts_openapi_json[] =
    "{"
    "\"openapi\":\"3.1.0\","
    "\"info\":{"
    "\"title\":\"Echo STS over HTTP\","
    "\"version\":\"2.0.0\","
    "\"description\":\"With this interface, a test can look at the streams of the echo STS, arm fau"
    "lts and cut connections. Requests and answers are JSON. The server reads every body as JSON, w"
    "hatever its Content-Type, and refuses members that the schema does not define. Ids in paths ar"
    "e percent-encoded. An unknown path is answered with 404, a wrong method with 405 and `Allow`. "
    "Both have the error body.\""
    "},"
    "\"servers\":[{\"url\":\"http://localhost:8000\"}],"
    "\"security\":[{\"key\":[]}],"
    "\"tags\":["
    "{\"name\":\"streams\",\"description\":\"Look at streams.\"},"
    "{"
    "\"name\":\"faults\","
    "\"description\":\"Arm faults, delays, backpressure and disconnects.\""
    "},"
    "{"
    "\"name\":\"journal\","
    "\"description\":\"Read what happened, and compare it with expectations.\""
    "},"
    "{\"name\":\"reports\",\"description\":\"See how well workers keep the protocol.\"},"
    "{"
    "\"name\":\"service\","
    "\"description\":\"The server itself, and the description of this interface.\""
    "}"
    "],"
    "\"paths\":{"
    "\"/control/clients\":{"
    "\"get\":{"
    "\"operationId\":\"list_clients\","
    "\"summary\":\"Lists the clients that are connected, and the attempts to connect that were refu"
    "sed, the newest first.\","
    "\"tags\":[\"streams\"],"
    "\"parameters\":["
    "{"
    "\"name\":\"after\","
    "\"in\":\"query\","
    "\"description\":\"Only older ones: `next` of an earlier answer.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":0,\"default\":0}"
    "},"
    "{"
    "\"name\":\"limit\","
    "\"in\":\"query\","
    "\"description\":\"Maximum number of items in the answer. Without it, all are listed.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000}"
    "}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The clients.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/clients\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/streams\":{"
    "\"get\":{"
    "\"operationId\":\"list_streams\","
    "\"summary\":\"Lists all streams, including parked ones. A key for some streams lists only thos"
    "e.\","
    "\"tags\":[\"streams\"],"
    "\"parameters\":["
    "{"
    "\"name\":\"after\","
    "\"in\":\"query\","
    "\"description\":\"Only streams that began later: `next` of an earlier answer.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":0,\"default\":0}"
    "},"
    "{"
    "\"name\":\"limit\","
    "\"in\":\"query\","
    "\"description\":\"Maximum number of streams in the answer. Without it, all are listed.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000}"
    "}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The streams.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/streams\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/streams/{id}\":{"
    "\"get\":{"
    "\"operationId\":\"get_stream\","
    "\"summary\":\"Gives the state and the counts of one stream.\","
    "\"tags\":[\"streams\"],"
    "\"parameters\":[{\"$ref\":\"#/components/parameters/id\"}],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The stream.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/stream\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "},"
    "\"delete\":{"
    "\"operationId\":\"delete_streams\","
    "\"summary\":\"Ends streams, whether their workers are connected or not, and forgets them: the "
    "next stream of the same name is new.\","
    "\"tags\":[\"streams\"],"
    "\"parameters\":["
    "{"
    "\"name\":\"id\","
    "\"in\":\"path\","
    "\"required\":true,"
    "\"description\":\"Streams to end: an exact stream_id or a glob (`*`, `?`; `\\\\*` and `\\\\?` "
    "are these characters themselves). Percent-encode all of it, slashes too.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/stream_pattern\"},"
    "\"example\":\"live-1\""
    "},"
    "{"
    "\"name\":\"mode\","
    "\"in\":\"query\","
    "\"description\":\"How their connections are lost.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/disconnect_mode\",\"default\":\"server_disconnect"
    "\"}"
    "},"
    "{"
    "\"name\":\"armed\","
    "\"in\":\"query\","
    "\"description\":\"What is armed for these streams: drop does what `POST /control/reset` does."
    "\","
    "\"schema\":{\"$ref\":\"#/components/schemas/retention\",\"default\":\"drop\"}"
    "},"
    "{"
    "\"name\":\"journal\","
    "\"in\":\"query\","
    "\"description\":\"Their entries in the journal.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/retention\",\"default\":\"keep\"}"
    "},"
    "{"
    "\"name\":\"report\","
    "\"in\":\"query\","
    "\"description\":\"Their reports.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/retention\",\"default\":\"keep\"}"
    "}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The streams are gone.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/streams_deleted"
    "\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/streams/{glob}/faults\":{"
    "\"parameters\":[{\"$ref\":\"#/components/parameters/glob\"}],"
    "\"put\":{"
    "\"operationId\":\"put_faults\","
    "\"summary\":\"Arms rules for streams, which need not exist yet. The same as config:error_simul"
    "ation.\","
    "\"tags\":[\"faults\"],"
    "\"requestBody\":{"
    "\"required\":true,"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/scenario_faults"
    "\"}}}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The rules are armed.\","
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/config_error_simulation_ack"
    "\"}}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "},"
    "\"delete\":{"
    "\"operationId\":\"delete_faults\","
    "\"summary\":\"Disarms the rules of streams.\","
    "\"tags\":[\"faults\"],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"Nothing is armed.\","
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/config_error_simulation_ack"
    "\"}}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/streams/{glob}/delay\":{"
    "\"parameters\":[{\"$ref\":\"#/components/parameters/glob\"}],"
    "\"put\":{"
    "\"operationId\":\"put_delay\","
    "\"summary\":\"Sets how long processing takes for streams, which need not exist yet. The same a"
    "s config:processing_delay.\","
    "\"tags\":[\"faults\"],"
    "\"requestBody\":{"
    "\"required\":true,"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/scenario_delay"
    "\"}}}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The delay is set.\","
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/config_processing_delay_ack"
    "\"}}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "},"
    "\"delete\":{"
    "\"operationId\":\"delete_delay\","
    "\"summary\":\"Removes the delay of streams.\","
    "\"tags\":[\"faults\"],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The delay of the server's settings applies.\","
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/config_processing_delay_ack"
    "\"}}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/streams/{glob}/backpressure\":{"
    "\"parameters\":[{\"$ref\":\"#/components/parameters/glob\"}],"
    "\"put\":{"
    "\"operationId\":\"put_backpressure\","
    "\"summary\":\"Sets when and which backpressure is sent. The same as config:backpressure.\","
    "\"tags\":[\"faults\"],"
    "\"requestBody\":{"
    "\"required\":true,"
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/scenario_backpressure\"}}"
    "}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The backpressure is set.\","
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/config_backpressure_ack\"}}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "},"
    "\"delete\":{"
    "\"operationId\":\"delete_backpressure\","
    "\"summary\":\"Removes the backpressure of streams.\","
    "\"tags\":[\"faults\"],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The server's own rules apply.\","
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/config_backpressure_ack\"}}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/streams/{glob}/disconnect\":{"
    "\"parameters\":[{\"$ref\":\"#/components/parameters/glob\"}],"
    "\"post\":{"
    "\"operationId\":\"post_disconnect\","
    "\"summary\":\"Cuts the connections of streams. The same as simulate:disconnect.\","
    "\"tags\":[\"faults\"],"
    "\"requestBody\":{"
    "\"required\":false,"
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/scenario_disconnect\"}}"
    "}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The disconnect is scheduled.\","
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/simulate_disconnect_ack\"}}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/armed\":{"
    "\"get\":{"
    "\"operationId\":\"list_armed\","
    "\"summary\":\"Lists all that is armed, with its hits: configurations, scenarios, disconnects t"
    "hat are to come and refusals that run. A key for some streams lists only what is armed for tho"
    "se.\","
    "\"tags\":[\"faults\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/stream\"},"
    "{"
    "\"name\":\"after\","
    "\"in\":\"query\","
    "\"description\":\"Only what was armed later: `next` of an earlier answer.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":0,\"default\":0}"
    "},"
    "{"
    "\"name\":\"limit\","
    "\"in\":\"query\","
    "\"description\":\"Maximum number of items in the answer. Without it, all are listed.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000}"
    "}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"What is armed.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/armed_list\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/log\":{"
    "\"get\":{"
    "\"operationId\":\"get_log\","
    "\"summary\":\"Gives the level of the log.\","
    "\"tags\":[\"service\"],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The log.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/log\"}}}"
    "},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "},"
    "\"put\":{"
    "\"operationId\":\"put_log\","
    "\"summary\":\"Changes the level of the log, until the server stops. It needs an API key for al"
    "l streams.\","
    "\"tags\":[\"service\"],"
    "\"requestBody\":{"
    "\"required\":true,"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/log\"}}}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The log, as it is now.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/log\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/tickets\":{"
    "\"post\":{"
    "\"operationId\":\"post_tickets\","
    "\"summary\":\"Makes a ticket with which a browser can open a report or the stream of the journ"
    "al without a key: once, within 60 s, with what the key may see.\","
    "\"tags\":[\"service\"],"
    "\"requestBody\":{"
    "\"required\":true,"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/ticket_wish\"}}"
    "}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The ticket.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/ticket\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/reset\":{"
    "\"post\":{"
    "\"operationId\":\"post_reset\","
    "\"summary\":\"Disarms everything, or what is armed for some streams, and releases what faults "
    "hold back. The streams themselves go on.\","
    "\"tags\":[\"faults\"],"
    "\"requestBody\":{"
    "\"required\":false,"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/reset\"}}}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"Nothing is armed.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/reset_ack\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/scenarios\":{"
    "\"get\":{"
    "\"operationId\":\"list_scenarios\","
    "\"summary\":\"Lists the loaded scenarios.\","
    "\"tags\":[\"faults\"],"
    "\"parameters\":["
    "{"
    "\"name\":\"after\","
    "\"in\":\"query\","
    "\"description\":\"Only scenarios that were loaded later: `next` of an earlier answer.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":0,\"default\":0}"
    "},"
    "{"
    "\"name\":\"limit\","
    "\"in\":\"query\","
    "\"description\":\"Maximum number of scenarios in the answer. Without it, all are listed.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000}"
    "}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The scenarios.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/scenarios_loade"
    "d\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "},"
    "\"post\":{"
    "\"operationId\":\"post_scenarios\","
    "\"summary\":\"Loads scenarios. Each replaces the one of the same name. If one of them is inval"
    "id, none is loaded.\","
    "\"tags\":[\"faults\"],"
    "\"requestBody\":{"
    "\"required\":true,"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/scenarios\"}}}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The scenarios are loaded.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/scenarios_ack\""
    "}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "},"
    "\"delete\":{"
    "\"operationId\":\"delete_scenarios\","
    "\"summary\":\"Unloads the scenario with a name, or all scenarios.\","
    "\"tags\":[\"faults\"],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The scenarios are unloaded.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/scenarios_ack\""
    "}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "},"
    "\"parameters\":[{\"$ref\":\"#/components/parameters/name\"}]"
    "}"
    "},"
    "\"/control/journal\":{"
    "\"get\":{"
    "\"operationId\":\"get_journal\","
    "\"summary\":\"Reads the journal, oldest entry first. With wait_ms, it waits for an entry. A ke"
    "y for some streams reads only their entries.\","
    "\"tags\":[\"journal\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/stream\"},"
    "{\"$ref\":\"#/components/parameters/event\"},"
    "{\"$ref\":\"#/components/parameters/direction\"},"
    "{\"$ref\":\"#/components/parameters/since\"},"
    "{"
    "\"name\":\"limit\","
    "\"in\":\"query\","
    "\"description\":\"Maximum number of entries in the answer.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,\"default\":100}"
    "},"
    "{\"$ref\":\"#/components/parameters/wait_ms\"}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The entries. There are none if the waiting time is over.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/journal\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"},"
    "\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"
    "}"
    "}"
    "},"
    "\"/control/journal/stream\":{"
    "\"get\":{"
    "\"operationId\":\"stream_journal\","
    "\"summary\":\"Sends the journal as Server-Sent Events, without an end. It starts after the pla"
    "ce given by Last-Event-ID or since. Without both, it starts now.\","
    "\"tags\":[\"journal\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/ticket\"},"
    "{\"$ref\":\"#/components/parameters/stream\"},"
    "{\"$ref\":\"#/components/parameters/event\"},"
    "{\"$ref\":\"#/components/parameters/direction\"},"
    "{\"$ref\":\"#/components/parameters/since\"},"
    "{"
    "\"name\":\"Last-Event-ID\","
    "\"in\":\"header\","
    "\"description\":\"The same as since. Browsers send it when they reconnect. A value that is no "
    "cursor counts as one of another start of the server.\","
    "\"schema\":{\"type\":\"string\"}"
    "}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"An event `entry` for each entry: its id is the cursor of the place after the"
    " entry, its data is the entry as JSON. A comment every 15 s. If some of the requested entries "
    "are gone, an event `lost` comes first; its data is an object with `after` (a cursor) and `why`"
    ". If the place is of another start of the server, the entries of this start follow, from the f"
    "irst. If the reader is too slow, so that entries are overwritten before they are sent, an even"
    "t `dropped` comes and the answer ends.\","
    "\"content\":{\"text/event-stream\":{}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"},"
    "\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"
    "}"
    "}"
    "},"
    "\"/control/journal/{entry}\":{"
    "\"get\":{"
    "\"operationId\":\"get_journal_entry\","
    "\"summary\":\"Gives one entry of the journal.\","
    "\"tags\":[\"journal\"],"
    "\"parameters\":["
    "{"
    "\"name\":\"entry\","
    "\"in\":\"path\","
    "\"required\":true,"
    "\"description\":\"Id of the entry.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/journal_id\"}"
    "}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The entry.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/journal_entry\""
    "}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"404\":{"
    "\"description\":\"The entry does not exist, or it has been overwritten.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"},"
    "\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"
    "}"
    "}"
    "},"
    "\"/control/verify\":{"
    "\"post\":{"
    "\"operationId\":\"verify_journal\","
    "\"summary\":\"Compares the journal with expectations. With wait_ms, it waits for them. A key f"
    "or some streams sees only their entries.\","
    "\"tags\":[\"journal\"],"
    "\"requestBody\":{"
    "\"required\":true,"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/verify\"}}}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"Whether the expectations hold.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/verdict\"}}}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"413\":{\"$ref\":\"#/components/responses/TooLarge\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"},"
    "\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"
    "}"
    "}"
    "},"
    "\"/control/report\":{"
    "\"get\":{"
    "\"operationId\":\"get_report\","
    "\"summary\":\"Reports how well the workers kept the protocol, as JSON, JUnit XML or HTML, whic"
    "hever the header Accept asks for. A key for some streams gets only those.\","
    "\"tags\":[\"reports\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/ticket\"},"
    "{\"$ref\":\"#/components/parameters/form\"},"
    "{\"$ref\":\"#/components/parameters/report_stream\"},"
    "{\"$ref\":\"#/components/parameters/report_since\"}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The report.\","
    "\"content\":{"
    "\"application/json\":{"
    "\"schema\":{"
    "\"anyOf\":["
    "{\"$ref\":\"#/components/schemas/report\"},"
    "{\"$ref\":\"#/components/schemas/report_summary\"}"
    "]"
    "}"
    "},"
    "\"application/xml\":{},"
    "\"text/html\":{}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"406\":{\"$ref\":\"#/components/responses/NotAcceptable\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"},"
    "\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"
    "}"
    "}"
    "},"
    "\"/control/report.json\":{"
    "\"get\":{"
    "\"operationId\":\"get_report_json\","
    "\"summary\":\"Reports how well the workers kept the protocol, as JSON. A key for some streams "
    "gets only those.\","
    "\"tags\":[\"reports\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/ticket\"},"
    "{\"$ref\":\"#/components/parameters/form\"},"
    "{\"$ref\":\"#/components/parameters/report_stream\"},"
    "{\"$ref\":\"#/components/parameters/report_since\"}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The report.\","
    "\"content\":{"
    "\"application/json\":{"
    "\"schema\":{"
    "\"anyOf\":["
    "{\"$ref\":\"#/components/schemas/report\"},"
    "{\"$ref\":\"#/components/schemas/report_summary\"}"
    "]"
    "}"
    "}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"},"
    "\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"
    "}"
    "}"
    "},"
    "\"/control/report.xml\":{"
    "\"get\":{"
    "\"operationId\":\"get_report_xml\","
    "\"summary\":\"Reports how well the workers kept the protocol, as JUnit XML. A key for some str"
    "eams gets only those.\","
    "\"tags\":[\"reports\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/ticket\"},"
    "{\"$ref\":\"#/components/parameters/report_stream\"},"
    "{\"$ref\":\"#/components/parameters/report_since\"}"
    "],"
    "\"responses\":{"
    "\"200\":{\"description\":\"The report.\",\"content\":{\"application/xml\":{}}},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"},"
    "\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"
    "}"
    "}"
    "},"
    "\"/control/report.html\":{"
    "\"get\":{"
    "\"operationId\":\"get_report_html\","
    "\"summary\":\"Reports how well the workers kept the protocol, as one HTML page. A key for some"
    " streams gets only those.\","
    "\"tags\":[\"reports\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/ticket\"},"
    "{\"$ref\":\"#/components/parameters/report_stream\"},"
    "{\"$ref\":\"#/components/parameters/report_since\"}"
    "],"
    "\"responses\":{"
    "\"200\":{\"description\":\"The report.\",\"content\":{\"text/html\":{}}},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"},"
    "\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"
    "}"
    "}"
    "},"
    "\"/control/report/{id}\":{"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/id\"},"
    "{\"$ref\":\"#/components/parameters/settled_ms\"}"
    "],"
    "\"get\":{"
    "\"operationId\":\"get_stream_report\","
    "\"summary\":\"Reports how well the worker of one stream kept the protocol, as JSON, JUnit XML "
    "or HTML, whichever the header Accept asks for.\","
    "\"tags\":[\"reports\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/ticket\"},"
    "{\"$ref\":\"#/components/parameters/form\"}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The report.\","
    "\"content\":{"
    "\"application/json\":{"
    "\"schema\":{"
    "\"anyOf\":["
    "{\"$ref\":\"#/components/schemas/report\"},"
    "{\"$ref\":\"#/components/schemas/report_summary\"}"
    "]"
    "}"
    "},"
    "\"application/xml\":{},"
    "\"text/html\":{}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"410\":{\"$ref\":\"#/components/responses/Gone\"},"
    "\"406\":{\"$ref\":\"#/components/responses/NotAcceptable\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/report/{id}.json\":{"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/id\"},"
    "{\"$ref\":\"#/components/parameters/settled_ms\"}"
    "],"
    "\"get\":{"
    "\"operationId\":\"get_stream_report_json\","
    "\"summary\":\"Reports how well the worker of one stream kept the protocol, as JSON.\","
    "\"tags\":[\"reports\"],"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/ticket\"},"
    "{\"$ref\":\"#/components/parameters/form\"}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The report.\","
    "\"content\":{"
    "\"application/json\":{"
    "\"schema\":{"
    "\"anyOf\":["
    "{\"$ref\":\"#/components/schemas/report\"},"
    "{\"$ref\":\"#/components/schemas/report_summary\"}"
    "]"
    "}"
    "}"
    "}"
    "},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"410\":{\"$ref\":\"#/components/responses/Gone\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/report/{id}.xml\":{"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/id\"},"
    "{\"$ref\":\"#/components/parameters/settled_ms\"}"
    "],"
    "\"get\":{"
    "\"operationId\":\"get_stream_report_xml\","
    "\"summary\":\"Reports how well the worker of one stream kept the protocol, as JUnit XML.\","
    "\"tags\":[\"reports\"],"
    "\"parameters\":[{\"$ref\":\"#/components/parameters/ticket\"}],"
    "\"responses\":{"
    "\"200\":{\"description\":\"The report.\",\"content\":{\"application/xml\":{}}},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"410\":{\"$ref\":\"#/components/responses/Gone\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/report/{id}.html\":{"
    "\"parameters\":["
    "{\"$ref\":\"#/components/parameters/id\"},"
    "{\"$ref\":\"#/components/parameters/settled_ms\"}"
    "],"
    "\"get\":{"
    "\"operationId\":\"get_stream_report_html\","
    "\"summary\":\"Reports how well the worker of one stream kept the protocol, as one HTML page.\""
    ","
    "\"tags\":[\"reports\"],"
    "\"parameters\":[{\"$ref\":\"#/components/parameters/ticket\"}],"
    "\"responses\":{"
    "\"200\":{\"description\":\"The report.\",\"content\":{\"text/html\":{}}},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"403\":{\"$ref\":\"#/components/responses/Forbidden\"},"
    "\"404\":{\"$ref\":\"#/components/responses/NotFound\"},"
    "\"410\":{\"$ref\":\"#/components/responses/Gone\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "},"
    "\"/control/openapi.json\":{"
    "\"get\":{"
    "\"operationId\":\"get_openapi\","
    "\"summary\":\"Gives this document.\","
    "\"tags\":[\"service\"],"
    "\"responses\":{"
    "\"200\":{\"description\":\"The document.\",\"content\":{\"application/json\":{}}},"
    "\"400\":{\"$ref\":\"#/components/responses/BadRequest\"},"
    "\"401\":{\"$ref\":\"#/components/responses/Unauthorized\"},"
    "\"429\":{\"$ref\":\"#/components/responses/RateLimited\"}"
    "}"
    "}"
    "}"
    "},"
    "\"components\":{"
    "\"parameters\":{"
    "\"id\":{"
    "\"name\":\"id\","
    "\"in\":\"path\","
    "\"required\":true,"
    "\"description\":\"Id of a stream. Percent-encode all of it, slashes too: it is decoded once an"
    "d not changed otherwise.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/stream_id\"},"
    "\"example\":\"live-1\""
    "},"
    "\"glob\":{"
    "\"name\":\"glob\","
    "\"in\":\"path\","
    "\"required\":true,"
    "\"description\":\"Streams to act on: an exact stream_id or a glob (`*` is any characters, `?` "
    "is one; `*` alone is all streams). `\\\\*`, `\\\\?` and `\\\\\\\\` are these characters themse"
    "lves. Percent-encode all of it, slashes too: it is decoded once and not changed otherwise. An "
    "exact id takes precedence over a glob.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/stream_pattern\"},"
    "\"example\":\"live-1\""
    "},"
    "\"name\":{"
    "\"name\":\"name\","
    "\"in\":\"query\","
    "\"description\":\"Name of a scenario. Absent: all scenarios.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/scenario_name\"},"
    "\"example\":\"the breaker opens and closes again\""
    "},"
    "\"form\":{"
    "\"name\":\"form\","
    "\"in\":\"query\","
    "\"description\":\"summary: a short report, as JSON. It has what is broken or not known, and wh"
    "y, without payloads, timelines and coverage.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/report_form\",\"default\":\"full\"}"
    "},"
    "\"ticket\":{"
    "\"name\":\"ticket\","
    "\"in\":\"query\","
    "\"description\":\"A ticket of POST /control/tickets, instead of the API key.\","
    "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}"
    "},"
    "\"report_stream\":{"
    "\"name\":\"stream\","
    "\"in\":\"query\","
    "\"description\":\"Only these streams, and no connections without a stream: an exact stream_id "
    "or a glob (`*`, `?`; `\\\\*` and `\\\\?` are these characters themselves).\","
    "\"schema\":{\"$ref\":\"#/components/schemas/stream_pattern\"}"
    "},"
    "\"report_since\":{"
    "\"name\":\"since\","
    "\"in\":\"query\","
    "\"description\":\"Only streams that began after this place of the journal: the `next` of an an"
    "swer, the id of an event of the feed, `start`, or `now`. If streams began before it and went o"
    "n after it, the verdict is unknown.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/journal_position\"},"
    "\"example\":\"start\""
    "},"
    "\"stream\":{"
    "\"name\":\"stream\","
    "\"in\":\"query\","
    "\"description\":\"Only entries of these streams: an exact stream_id or a glob (`*`, `?`; `\\\\"
    "*` and `\\\\?` are these characters themselves).\","
    "\"schema\":{\"$ref\":\"#/components/schemas/stream_pattern\"}"
    "},"
    "\"event\":{"
    "\"name\":\"event\","
    "\"in\":\"query\","
    "\"description\":\"Only entries with this event or, if the entry is not an event, of this kind."
    " May be a glob such as fragment:*.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/journal_event\"}"
    "},"
    "\"direction\":{"
    "\"name\":\"direction\","
    "\"in\":\"query\","
    "\"description\":\"Only events in this direction.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/journal_direction\"}"
    "},"
    "\"since\":{"
    "\"name\":\"since\","
    "\"in\":\"query\","
    "\"description\":\"Looks only at entries after this place: the `next` of an earlier answer, the"
    " id of an event of the feed, `start`, or `now`: the place after the latest entry.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/journal_position\"},"
    "\"example\":\"start\""
    "},"
    "\"settled_ms\":{"
    "\"name\":\"settled_ms\","
    "\"in\":\"query\","
    "\"description\":\"Waits until the stream is over, or idle with all input read, at most for so "
    "many milliseconds. Member settled of the report says which. Absent: do not wait.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/journal_wait_ms\"}"
    "},"
    "\"wait_ms\":{"
    "\"name\":\"wait_ms\","
    "\"in\":\"query\","
    "\"description\":\"How long to wait for an entry, in milliseconds. 0: do not wait.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/journal_wait_ms\",\"default\":0}"
    "}"
    "},"
    "\"responses\":{"
    "\"BadRequest\":{"
    "\"description\":\"The request is not as described here. The findings say where.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"Unauthorized\":{"
    "\"description\":\"The API key is missing or wrong.\","
    "\"headers\":{"
    "\"WWW-Authenticate\":{\"description\":\"The way to authenticate.\",\"schema\":{\"type\":\"stri"
    "ng\"}}"
    "},"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"Forbidden\":{"
    "\"description\":\"The key does not cover these streams.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"Gone\":{"
    "\"description\":\"There was a report about this stream. It was given up for those of later str"
    "eams; the message says its verdict.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"NotFound\":{"
    "\"description\":\"The stream or scenario does not exist. The message gives the closest name.\""
    ","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"NotAcceptable\":{"
    "\"description\":\"The header Accept asks for another type. Reports are application/json, appli"
    "cation/xml (JUnit) or text/html.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"TooLarge\":{"
    "\"description\":\"The body is larger than 1 MiB.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"Unavailable\":{"
    "\"description\":\"The journal is off (JOURNAL_MAX_EVENTS=0), or too many requests are waiting."
    "\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "},"
    "\"RateLimited\":{"
    "\"description\":\"The API key is wrong, and too many wrong ones came from this address within "
    "a minute (AUTH_FAILURES_PER_MIN). The answer comes a second late. A right key is always taken."
    "\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}"
    "}"
    "},"
    "\"securitySchemes\":{"
    "\"key\":{"
    "\"type\":\"http\","
    "\"scheme\":\"bearer\","
    "\"description\":\"The API key, the same as for Socket.IO. Not needed if REQUIRE_AUTH is false."
    "\""
    "}"
    "},"
    "\"schemas\":{"
    "\"config_error_simulation_ack\":{"
    "\"title\":\"Error simulation configured\","
    "\"description\":\"Answer to config:error_simulation (017 FR-021).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"Whether the rules are armed (017 FR-021).\","
    "\"$ref\":\"#/components/schemas/error_simulation_status\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams that the configuration acts on (echo extension).\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions, so that a run can be repeated (echo extension)"
    ".\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"What takes the place of the stream_id in the random decisions. Absent: nothi"
    "ng does (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "},"
    "\"rules_count\":{"
    "\"description\":\"Number of rules armed (017 FR-021).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"message\":{"
    "\"description\":\"Why the rules were rejected, as text for people. python-echo profile only.\""
    ","
    "\"type\":\"string\""
    "}"
    "},"
    "\"required\":[\"status\",\"rules_count\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"status\":\"configured\","
    "\"stream_id\":\"live-*\","
    "\"seed\":42,"
    "\"seed_key\":\"retries\","
    "\"rules_count\":2"
    "},"
    "{\"status\":\"rejected\",\"rules_count\":0,\"message\":\"/rules/0/error_code is missing\"}"
    "]"
    "},"
    "\"config_processing_delay_ack\":{"
    "\"title\":\"Processing delay configured\","
    "\"description\":\"Answer to config:processing_delay (017 FR-027).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"The delay applies from now on (echo extension).\","
    "\"$ref\":\"#/components/schemas/config_status\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams that the configuration acts on (echo extension).\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions, so that a run can be repeated (echo extension)"
    ".\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"What takes the place of the stream_id in the random decisions. Absent: nothi"
    "ng does (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "}"
    "},"
    "\"required\":[\"status\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"status\":\"configured\",\"stream_id\":\"*\"}]"
    "},"
    "\"config_backpressure_ack\":{"
    "\"title\":\"Backpressure configured\","
    "\"description\":\"Answer to config:backpressure (017 FR-018).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"The configuration applies from now on (echo extension).\","
    "\"$ref\":\"#/components/schemas/config_status\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams that the configuration acts on (echo extension).\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions, so that a run can be repeated (echo extension)"
    ".\","
    "\"type\":\"integer\""
    "}"
    "},"
    "\"required\":[\"status\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"status\":\"configured\"}]"
    "},"
    "\"simulate_disconnect_ack\":{"
    "\"title\":\"Disconnect scheduled\","
    "\"description\":\"Answer to simulate:disconnect (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"The disconnect is scheduled (echo extension).\","
    "\"$ref\":\"#/components/schemas/disconnect_status\""
    "},"
    "\"disconnect_at_ms\":{"
    "\"description\":\"When the connection is lost, Unix time in milliseconds (echo extension).\","
    "\"type\":\"integer\""
    "},"
    "\"message\":{"
    "\"description\":\"Disconnect scheduled in N ms, N = delay_ms (echo extension).\","
    "\"type\":\"string\""
    "}"
    "},"
    "\"required\":[\"status\",\"disconnect_at_ms\",\"message\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{"
    "\"status\":\"scheduled\","
    "\"disconnect_at_ms\":1766880000100,"
    "\"message\":\"Disconnect scheduled in 100 ms\""
    "}"
    "]"
    "},"
    "\"types_error_code\":{"
    "\"title\":\"Error code\","
    "\"description\":\"Code of an error. The error table gives the severity, the retryable value an"
    "d the meaning of each code (016 \302\2478.1).\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"AUTH_FAILED\","
    "\"STREAM_NOT_FOUND\","
    "\"INVALID_CONFIG\","
    "\"FRAGMENT_TOO_LARGE\","
    "\"TIMEOUT\","
    "\"MODEL_ERROR\","
    "\"GPU_OOM\","
    "\"QUEUE_FULL\","
    "\"INVALID_SEQUENCE\","
    "\"RATE_LIMIT\""
    "]"
    "},"
    "\"stream_id\":{"
    "\"title\":\"Stream id\","
    "\"description\":\"Id of one live stream, chosen by the worker. 1 to 256 code points (016 "
    "\302\2475.1).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"worker_id\":{"
    "\"title\":\"Worker id\","
    "\"description\":\"Id of one worker instance, chosen by the worker. 1 to 256 code points (016 "
    "\302\2475.1).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"max_inflight\":{"
    "\"title\":\"Fragments in flight\","
    "\"description\":\"Most fragments of a stream that are processed at once (016 \302\2477.2).\","
    "\"type\":\"integer\","
    "\"minimum\":1,"
    "\"maximum\":10"
    "},"
    "\"fragment_id\":{"
    "\"title\":\"Fragment id\","
    "\"description\":\"Id of one audio fragment, chosen by the worker. 1 to 256 code points (016 "
    "\302\2475.1).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"sequence_number\":{"
    "\"title\":\"Sequence number\","
    "\"description\":\"Position of a fragment in its stream, counted from 0 without gaps (016 "
    "\302\2475.1, \302\2477.1).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"stream_statistics\":{"
    "\"title\":\"Stream statistics\","
    "\"description\":\"Outcomes and processing times of the fragments of a stream (016 \302\2475.2)"
    ".\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"success_count\":{"
    "\"description\":\"Fragments with status success (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"partial_count\":{"
    "\"description\":\"Fragments with status partial (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"failed_count\":{"
    "\"description\":\"Fragments with status failed, and those that were dropped or answered with a"
    " simulated error event (016 \302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"avg_processing_time_ms\":{"
    "\"description\":\"Mean processing time in milliseconds (016 \302\2475.2).\","
    "\"type\":\"number\","
    "\"minimum\":0"
    "},"
    "\"p95_processing_time_ms\":{"
    "\"description\":\"95th percentile of the processing time in milliseconds, by nearest rank, err"
    "or at most 1 % (016 \302\2475.2).\","
    "\"type\":\"number\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":["
    "\"success_count\","
    "\"partial_count\","
    "\"failed_count\","
    "\"avg_processing_time_ms\","
    "\"p95_processing_time_ms\""
    "],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"backpressure_severity\":{"
    "\"title\":\"Backpressure severity\","
    "\"description\":\"How loaded the STS is (016 \302\2475.2).\","
    "\"type\":\"string\","
    "\"enum\":[\"low\",\"medium\",\"high\"]"
    "},"
    "\"backpressure_action\":{"
    "\"title\":\"Backpressure action\","
    "\"description\":\"What the worker should do: send less often, stop until the load is gone, or "
    "nothing (016 \302\2475.2).\","
    "\"type\":\"string\","
    "\"enum\":[\"slow_down\",\"pause\",\"none\"]"
    "},"
    "\"recommended_delay_ms\":{"
    "\"title\":\"Recommended delay\","
    "\"description\":\"Delay between fragments that a worker is asked for, in milliseconds (016 "
    "\302\2475.2).\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"error_rules\":{"
    "\"title\":\"Error rules\","
    "\"description\":\"The rules of an error simulation, tried in order. A rule behind one that hit"
    "s all of its fragments is refused (017 FR-021).\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/error_rule\"},"
    "\"maxItems\":1000"
    "},"
    "\"stream_pattern\":{"
    "\"title\":\"Stream pattern\","
    "\"description\":\"Streams that a simulation acts on: an exact stream_id or a glob (`*` is any "
    "characters, `?` is one; `*` alone is all streams). `\\\\*`, `\\\\?` and `\\\\\\\\` are these c"
    "haracters themselves. An exact id takes precedence over a glob (echo extension).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":512"
    "},"
    "\"seed_key\":{"
    "\"title\":\"Seed key\","
    "\"description\":\"Takes the place of the stream_id in the random decisions, so that streams wi"
    "th other ids have the same ones. 1 to 256 code points (echo extension).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"error_simulation_status\":{"
    "\"title\":\"Error simulation status\","
    "\"description\":\"Answer to config:error_simulation: configured. With the python-echo profile:"
    " accepted or rejected (017 FR-021).\","
    "\"type\":\"string\","
    "\"enum\":[\"configured\",\"accepted\",\"rejected\"]"
    "},"
    "\"processing_delay_ms\":{"
    "\"title\":\"Processing delay\","
    "\"description\":\"How long processing takes, in milliseconds (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"jitter_ms\":{"
    "\"title\":\"Jitter\","
    "\"description\":\"Random part of a processing delay, in milliseconds (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"delay_distribution\":{"
    "\"title\":\"Delay distribution\","
    "\"description\":\"Shape of the jitter of the processing delay (echo extension).\","
    "\"type\":\"string\","
    "\"enum\":[\"uniform\",\"lognormal\"]"
    "},"
    "\"config_status\":{"
    "\"title\":\"Configuration status\","
    "\"description\":\"Answer to a valid config:* event: the new configuration applies from now on "
    "(echo extension).\","
    "\"type\":\"string\","
    "\"enum\":[\"configured\"]"
    "},"
    "\"backpressure_threshold\":{"
    "\"title\":\"Threshold of backpressure\","
    "\"description\":\"Fragments in flight from which on backpressure is sent (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"backpressure_script\":{"
    "\"title\":\"Backpressure script\","
    "\"description\":\"Levels of backpressure by time (echo extension).\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/backpressure_step\"},"
    "\"minItems\":1,"
    "\"maxItems\":1000"
    "},"
    "\"disconnect_delay_ms\":{"
    "\"title\":\"Delay of a disconnect\","
    "\"description\":\"Delay before a connection is lost, in milliseconds (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"disconnect_mode\":{"
    "\"title\":\"Disconnect mode\","
    "\"description\":\"How a connection is lost: Socket.IO DISCONNECT, WebSocket close frame, TCP F"
    "IN, TCP RST, or it stays open and the server sends nothing more, not even pings (echo extensio"
    "n).\","
    "\"type\":\"string\","
    "\"enum\":[\"server_disconnect\",\"close\",\"fin\",\"reset\",\"stall\"]"
    "},"
    "\"close_code\":{"
    "\"title\":\"Close code\","
    "\"description\":\"WebSocket close code (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":1000,"
    "\"maximum\":4999"
    "},"
    "\"refuse_ms\":{"
    "\"title\":\"Time of refusal\","
    "\"description\":\"Time in milliseconds, from the loss of the connection on, in which the strea"
    "ms are refused: a handshake that names one of them gets HTTP 503, and a stream:init for one of"
    " them loses its connection (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"refuse_scope\":{"
    "\"title\":\"Who is refused\","
    "\"description\":\"Who is refused for refuse_ms. streams: the streams that are meant. server: e"
    "verybody, which needs an API key for all streams (echo extension).\","
    "\"type\":\"string\","
    "\"enum\":[\"streams\",\"server\"]"
    "},"
    "\"disconnect_status\":{"
    "\"title\":\"Disconnect status\","
    "\"description\":\"Answer to a valid simulate:disconnect: the disconnect is scheduled (echo ext"
    "ension).\","
    "\"type\":\"string\","
    "\"enum\":[\"scheduled\"]"
    "},"
    "\"stage\":{"
    "\"title\":\"Processing stage\","
    "\"description\":\"Stage of processing: speech recognition, translation, or speech synthesis (0"
    "16 \302\2475.2).\","
    "\"type\":\"string\","
    "\"enum\":[\"asr\",\"translation\",\"tts\"]"
    "},"
    "\"schema_error\":{"
    "\"title\":\"Schema error\","
    "\"description\":\"One place where a payload breaks its schema (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"path\":{"
    "\"description\":\"JSON Pointer (RFC 6901) to the wrong value. Empty: the payload itself.\","
    "\"type\":\"string\""
    "},"
    "\"keyword\":{"
    "\"description\":\"Schema keyword that the value breaks, such as maximum.\","
    "\"type\":\"string\""
    "},"
    "\"message\":{\"description\":\"What is wrong, as text for people.\",\"type\":\"string\"}"
    "},"
    "\"required\":[\"path\",\"keyword\",\"message\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"stream_state\":{"
    "\"title\":\"Stream state\","
    "\"description\":\"State of a stream. parked: its connection is lost and it waits to be resumed"
    " (017 key entities).\","
    "\"type\":\"string\","
    "\"enum\":[\"initializing\",\"active\",\"paused\",\"ending\",\"completed\",\"parked\"]"
    "},"
    "\"error_rule\":{"
    "\"title\":\"Error rule\","
    "\"description\":\"One rule of an error simulation: which fragments it matches, and what happen"
    "s to them. The first rule that matches a fragment applies (017 FR-021).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"trigger\":{"
    "\"description\":\"What value is compared with. Absent: the rule matches every fragment (017 FR"
    "-021).\","
    "\"$ref\":\"#/components/schemas/rule_trigger\""
    "},"
    "\"value\":{"
    "\"description\":\"sequence_number: a number from 0. fragment_id: an id, 1 to 256 code points. "
    "nth_fragment: n from 1, 3 = the third, sixth, ... by sequence number. Required with a trigger,"
    " not allowed without one (017 FR-021).\","
    "\"type\":[\"integer\",\"string\"]"
    "},"
    "\"error_code\":{"
    "\"description\":\"Code of the simulated error. Any text of 1 to 64 characters; those of the er"
    "ror table have defaults for severity and retryable. Required with the actions fail and partial"
    "; others take it and do not use it (017 FR-021, 016 \302\2478.1).\","
    "\"$ref\":\"#/components/schemas/simulated_error_code\""
    "},"
    "\"error_message\":{"
    "\"description\":\"Message of the simulated error. Only with the actions fail and partial (017 "
    "FR-021).\","
    "\"type\":\"string\","
    "\"default\":\"Simulated error\""
    "},"
    "\"retryable\":{"
    "\"description\":\"Whether the fragment may be sent again. Absent: as the error table says for "
    "error_code, false for a code that it does not have. Only with the actions fail and partial (01"
    "7 FR-021).\","
    "\"type\":\"boolean\""
    "},"
    "\"stage\":{"
    "\"description\":\"Stage that fails. Only with the actions fail and partial (017 FR-021).\","
    "\"$ref\":\"#/components/schemas/stage\","
    "\"default\":\"asr\""
    "},"
    "\"probability\":{"
    "\"description\":\"Probability from 0 to 1 that the rule hits a matching fragment. The seed dec"
    "ides. Absent: always (echo extension).\","
    "\"type\":\"number\","
    "\"minimum\":0,"
    "\"maximum\":1"
    "},"
    "\"count\":{"
    "\"description\":\"The rule stops after this many hits per stream. Absent: never (echo extensio"
    "n).\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"delay_ms\":{"
    "\"description\":\"Delay before the answer in milliseconds. Absent: a simulated TIMEOUT comes a"
    "t once. Required with the action delay (echo extension).\","
    "\"$ref\":\"#/components/schemas/processing_delay_ms\""
    "},"
    "\"action\":{"
    "\"description\":\"What happens to the fragment (echo extension).\","
    "\"$ref\":\"#/components/schemas/rule_action\","
    "\"default\":\"fail\""
    "},"
    "\"deliver_as\":{"
    "\"description\":\"How the failure reaches the worker. Only with the action fail. An error even"
    "t takes the fragment's turn and counts as failed (echo extension).\","
    "\"$ref\":\"#/components/schemas/rule_delivery\","
    "\"default\":\"processed\""
    "},"
    "\"mode\":{"
    "\"description\":\"Only with the action disconnect: how the connection is lost (echo extension)"
    ".\","
    "\"$ref\":\"#/components/schemas/disconnect_mode\","
    "\"default\":\"server_disconnect\""
    "},"
    "\"code\":{"
    "\"description\":\"Only with the action disconnect and the mode close: WebSocket close code (ec"
    "ho extension).\","
    "\"$ref\":\"#/components/schemas/close_code\","
    "\"default\":1011"
    "},"
    "\"refuse_ms\":{"
    "\"description\":\"Only with the action disconnect: time in milliseconds, from the loss on, in "
    "which the streams are refused. A handshake that names such a stream, by the header X-Stream-ID"
    " or by stream_id in the query, gets HTTP 503. If the handshake names none, stream:init loses t"
    "he connection (echo extension).\","
    "\"$ref\":\"#/components/schemas/refuse_ms\""
    "},"
    "\"scope\":{"
    "\"description\":\"Only with the action disconnect: who is refused for refuse_ms: the streams t"
    "hat are meant, or with server every handshake, which needs an API key for all streams. The HTT"
    "P interface stays reachable. Absent: streams (echo extension).\","
    "\"$ref\":\"#/components/schemas/refuse_scope\""
    "}"
    "},"
    "\"allOf\":["
    "{"
    "\"if\":{\"properties\":{\"action\":{\"enum\":[\"fail\",\"partial\"]}}},"
    "\"then\":{\"required\":[\"error_code\"]}"
    "},"
    "{"
    "\"if\":{\"properties\":{\"deliver_as\":{\"const\":\"error\"}},\"required\":[\"deliver_as\"]},"
    "\"then\":{\"required\":[\"error_code\"]}"
    "},"
    "{\"if\":{\"required\":[\"value\"]},\"then\":{\"required\":[\"trigger\"]}},"
    "{"
    "\"if\":{\"properties\":{\"trigger\":{\"const\":\"sequence_number\"}},\"required\":[\"trigger\""
    "]},"
    "\"then\":{"
    "\"properties\":{\"value\":{\"$ref\":\"#/components/schemas/sequence_number\"}},"
    "\"required\":[\"value\"]"
    "}"
    "},"
    "{"
    "\"if\":{\"properties\":{\"trigger\":{\"const\":\"fragment_id\"}},\"required\":[\"trigger\"]},"
    "\"then\":{"
    "\"properties\":{\"value\":{\"$ref\":\"#/components/schemas/fragment_id\"}},"
    "\"required\":[\"value\"]"
    "}"
    "},"
    "{"
    "\"if\":{\"properties\":{\"trigger\":{\"const\":\"nth_fragment\"}},\"required\":[\"trigger\"]},"
    "\"then\":{\"properties\":{\"value\":{\"type\":\"integer\",\"minimum\":1}},\"required\":[\"valu"
    "e\"]}"
    "},"
    "{\"if\":{\"required\":[\"scope\"]},\"then\":{\"required\":[\"refuse_ms\"]}}"
    "],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":["
    "{\"trigger\":\"sequence_number\",\"value\":3,\"error_code\":\"MODEL_ERROR\",\"stage\":\"tts\"}"
    ","
    "{\"error_code\":\"TIMEOUT\",\"probability\":0.1,\"count\":5},"
    "{"
    "\"error_code\":\"TRANSLATION_API_UNAVAILABLE\","
    "\"retryable\":true,"
    "\"stage\":\"translation\""
    "},"
    "{\"action\":\"disconnect\",\"mode\":\"reset\",\"trigger\":\"sequence_number\",\"value\":3}"
    "]"
    "},"
    "\"backpressure_step\":{"
    "\"title\":\"Backpressure step\","
    "\"description\":\"One level of a backpressure script. It applies from its time until the time "
    "of the next level (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"after_ms\":{"
    "\"description\":\"When the level starts, in milliseconds after it was armed. If the stream beg"
    "ins later, the time counts from the beginning of the stream (echo extension).\","
    "\"$ref\":\"#/components/schemas/simulation_time_ms\""
    "},"
    "\"severity\":{"
    "\"description\":\"Severity to send (016 \302\2475.2).\","
    "\"$ref\":\"#/components/schemas/backpressure_severity\","
    "\"default\":\"high\""
    "},"
    "\"action\":{"
    "\"description\":\"Action to send. none with severity low is the all-clear (016 \302\2475.2).\""
    ","
    "\"$ref\":\"#/components/schemas/backpressure_action\","
    "\"default\":\"pause\""
    "},"
    "\"recommended_delay_ms\":{"
    "\"description\":\"Recommended delay to send with slow_down and pause, in milliseconds (016 "
    "\302\2475.2).\","
    "\"$ref\":\"#/components/schemas/recommended_delay_ms\","
    "\"default\":1000"
    "}"
    "},"
    "\"required\":[\"after_ms\"],"
    "\"x-deviation\":{\"additionalProperties\":false},"
    "\"examples\":[{\"after_ms\":2000,\"severity\":\"low\",\"action\":\"none\"}]"
    "},"
    "\"rule_trigger\":{"
    "\"title\":\"Rule trigger\","
    "\"description\":\"What a rule compares its value with: the sequence number, the id, or every n"
    "-th fragment (017 FR-021).\","
    "\"type\":\"string\","
    "\"enum\":[\"sequence_number\",\"fragment_id\",\"nth_fragment\"]"
    "},"
    "\"simulated_error_code\":{"
    "\"title\":\"Simulated error code\","
    "\"description\":\"A code of the error table, which has defaults for it, or any other: it is se"
    "nt as it is, with severity error and retryable false unless the rule says otherwise (echo exte"
    "nsion).\","
    "\"anyOf\":["
    "{\"$ref\":\"#/components/schemas/types_error_code\"},"
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}"
    "],"
    "\"examples\":[\"TIMEOUT\",\"TRANSLATION_API_UNAVAILABLE\"]"
    "},"
    "\"rule_action\":{"
    "\"title\":\"Rule action\","
    "\"description\":\"What a matching rule does: fail and partial give that outcome; drop never an"
    "swers; delay answers late; duplicate sends the result twice; reorder sends the result after th"
    "e next one; corrupt changes the audio; no_ack withholds fragment:ack; disconnect cuts the conn"
    "ection (echo extension).\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"fail\","
    "\"partial\","
    "\"drop\","
    "\"delay\","
    "\"duplicate\","
    "\"reorder\","
    "\"corrupt\","
    "\"no_ack\","
    "\"disconnect\""
    "]"
    "},"
    "\"rule_delivery\":{"
    "\"title\":\"Rule delivery\","
    "\"description\":\"How a simulated failure reaches the worker: as a failed fragment:processed, "
    "or as an error event (echo extension).\","
    "\"type\":\"string\","
    "\"enum\":[\"processed\",\"error\"]"
    "},"
    "\"simulation_time_ms\":{"
    "\"title\":\"Time of a simulation\","
    "\"description\":\"A time in milliseconds since a simulation began (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":86400000"
    "},"
    "\"clients\":{"
    "\"title\":\"Clients\","
    "\"description\":\"Clients that are connected, and attempts that were refused.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"clients\":{"
    "\"description\":\"The newest first. Equal refused attempts are one item. The last 256 such ite"
    "ms are kept. A key for some streams gets the connections that have one of these streams, and t"
    "he refused attempts that named one in the header X-Stream-ID.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/client\"}"
    "},"
    "\"forgotten\":{"
    "\"description\":\"Refused attempts, of all clients, that are no longer kept.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"next\":{"
    "\"description\":\"There are older ones: pass this as `after`. Only in answers to a request wit"
    "h `limit`.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"clients\",\"forgotten\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{\"clients\":[],\"forgotten\":0},"
    "{\"clients\":[],\"forgotten\":3,\"next\":9007199254740001}"
    "]"
    "},"
    "\"error\":{"
    "\"title\":\"HTTP error\","
    "\"description\":\"Why a request was refused.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"error\":{"
    "\"description\":\"The error.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"code\":{"
    "\"description\":\"What kind of error.\","
    "\"$ref\":\"#/components/schemas/control_error_code\""
    "},"
    "\"message\":{"
    "\"description\":\"What was wrong and what would be right, as text for people.\","
    "\"type\":\"string\""
    "},"
    "\"findings\":{"
    "\"description\":\"Every place where the body breaks its schema.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/schema_error\"}"
    "},"
    "\"setting\":{"
    "\"description\":\"RATE_LIMIT: name of the server's setting that the limit comes from.\","
    "\"type\":\"string\""
    "},"
    "\"limit\":{"
    "\"description\":\"RATE_LIMIT: value of that setting.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"code\",\"message\"],"
    "\"additionalProperties\":false"
    "}"
    "},"
    "\"required\":[\"error\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"error\":{"
    "\"code\":\"INVALID_REQUEST\","
    "\"message\":\"the body breaks its schema: /delay_ms must be at most 60000, not 70000\","
    "\"findings\":["
    "{"
    "\"path\":\"/delay_ms\","
    "\"keyword\":\"maximum\","
    "\"message\":\"must be at most 60000, not 70000\""
    "}"
    "]"
    "}"
    "}"
    "]"
    "},"
    "\"streams\":{"
    "\"title\":\"Streams\","
    "\"description\":\"All streams that the API key covers.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"streams\":{"
    "\"description\":\"The streams, in the order in which they began. Each is as it was when the se"
    "rver wrote it. One that exists from the beginning to the end of the request, or of all request"
    "s for further ones, is listed exactly once.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/stream\"}"
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the server. It is used when a configuration does not give one.\","
    "\"type\":\"integer\""
    "},"
    "\"next\":{"
    "\"description\":\"There are more streams: pass this as `after`. Only in answers to a request w"
    "ith `limit`.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"streams\",\"seed\"],"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"streams\":[],\"seed\":42},{\"streams\":[],\"seed\":42,\"next\":5184000001}]"
    "},"
    "\"stream\":{"
    "\"title\":\"Stream\","
    "\"description\":\"State and counts of one stream, and what is armed for it.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{\"description\":\"Its name.\",\"$ref\":\"#/components/schemas/stream_id\"},"
    "\"worker_id\":{"
    "\"description\":\"Worker that opened the stream.\","
    "\"$ref\":\"#/components/schemas/worker_id\""
    "},"
    "\"session_id\":{"
    "\"description\":\"Id of the session, as in stream:ready.\","
    "\"type\":\"string\","
    "\"format\":\"uuid\""
    "},"
    "\"state\":{"
    "\"description\":\"State of the session. A parked stream keeps the state that it had.\","
    "\"$ref\":\"#/components/schemas/stream_state\""
    "},"
    "\"connected\":{"
    "\"description\":\"Whether the stream has a connection. False: it is parked.\","
    "\"type\":\"boolean\""
    "},"
    "\"max_inflight\":{"
    "\"description\":\"Maximum number of fragments processed at the same time.\","
    "\"$ref\":\"#/components/schemas/max_inflight\""
    "},"
    "\"inflight\":{"
    "\"description\":\"Fragments in flight: accepted, outcome not yet sent.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"queue_depth\":{"
    "\"description\":\"Fragments that wait for processing.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"held\":{"
    "\"description\":\"Results that wait for the results before them.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"expected\":{"
    "\"description\":\"The lowest sequence number that was neither accepted nor given up.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"delivered\":{"
    "\"description\":\"Outcomes sent. An outcome that was sent twice counts once.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"confirmed\":{"
    "\"description\":\"Outcomes that the worker has confirmed.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"buffered_bytes\":{"
    "\"description\":\"Memory for fragments in process and for kept results, in bytes.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"statistics\":{"
    "\"description\":\"Outcomes and processing times so far.\","
    "\"$ref\":\"#/components/schemas/stream_statistics\""
    "},"
    "\"armed\":{"
    "\"description\":\"What is armed for the stream: by id, by a glob, by a scenario or by its own "
    "worker.\","
    "\"$ref\":\"#/components/schemas/armed\""
    "}"
    "},"
    "\"required\":["
    "\"stream_id\","
    "\"worker_id\","
    "\"session_id\","
    "\"state\","
    "\"connected\","
    "\"max_inflight\","
    "\"inflight\","
    "\"queue_depth\","
    "\"held\","
    "\"expected\","
    "\"delivered\","
    "\"confirmed\","
    "\"buffered_bytes\","
    "\"statistics\","
    "\"armed\""
    "],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"stream_id\":\"live-1\","
    "\"worker_id\":\"worker-1\","
    "\"session_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\","
    "\"state\":\"active\","
    "\"connected\":true,"
    "\"max_inflight\":3,"
    "\"inflight\":2,"
    "\"queue_depth\":1,"
    "\"held\":0,"
    "\"expected\":7,"
    "\"delivered\":5,"
    "\"confirmed\":4,"
    "\"buffered_bytes\":524288,"
    "\"statistics\":{"
    "\"success_count\":5,"
    "\"partial_count\":0,"
    "\"failed_count\":0,"
    "\"avg_processing_time_ms\":3.2,"
    "\"p95_processing_time_ms\":5.1"
    "},"
    "\"armed\":{"
    "\"faults\":{\"rules\":[{\"error_code\":\"TIMEOUT\",\"count\":5}],\"seed\":42},"
    "\"hits\":["
    "{"
    "\"number\":3,"
    "\"kind\":\"faults\","
    "\"stream_id\":\"live-*\","
    "\"rules\":["
    "{"
    "\"rule\":0,"
    "\"does\":\"fail TIMEOUT, every fragment, count 5\","
    "\"hits\":1,"
    "\"last_hit\":{\"time\":\"2026-01-05T09:30:00.125Z\",\"stream_id\":\"live-1\",\"sequence_number"
    "\":0}"
    "}"
    "]"
    "}"
    "]"
    "}"
    "}"
    "]"
    "},"
    "\"streams_deleted\":{"
    "\"title\":\"Streams deleted\","
    "\"description\":\"Answer to deleting streams.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"The id or glob that was asked for.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"streams\":{"
    "\"description\":\"Number of streams that were ended.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"entries\":{"
    "\"description\":\"Number of entries of the journal that were dropped.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"reports\":{"
    "\"description\":\"Number of reports that were dropped.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"stream_id\",\"streams\",\"entries\",\"reports\"],"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"stream_id\":\"live-1\",\"streams\":1,\"entries\":0,\"reports\":0}]"
    "},"
    "\"scenario_faults\":{"
    "\"title\":\"Faults to arm\","
    "\"description\":\"The same as in config:error_simulation. Body of PUT /control/streams/{glob}/"
    "faults, and part of a step of a scenario (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"rules\":{"
    "\"description\":\"The rules, tried in order (echo extension).\","
    "\"$ref\":\"#/components/schemas/error_rules\","
    "\"minItems\":1"
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions. Absent: the scenario's, or else the server's ("
    "echo extension).\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"Takes the place of the stream_id in the random decisions. Absent: the scenar"
    "io's does, or else the stream_id decides (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "}"
    "},"
    "\"required\":[\"rules\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{\"rules\":[{\"error_code\":\"TIMEOUT\",\"count\":5}]},"
    "{"
    "\"rules\":[{\"trigger\":\"nth_fragment\",\"value\":3,\"error_code\":\"MODEL_ERROR\"}],"
    "\"seed\":42"
    "}"
    "]"
    "},"
    "\"scenario_delay\":{"
    "\"title\":\"Delay to set\","
    "\"description\":\"The same as in config:processing_delay. Body of PUT /control/streams/{glob}/"
    "delay, and part of a step of a scenario (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"delay_ms\":{"
    "\"description\":\"Processing delay in milliseconds (echo extension).\","
    "\"$ref\":\"#/components/schemas/processing_delay_ms\""
    "},"
    "\"jitter_ms\":{"
    "\"description\":\"Random part of the delay in milliseconds. Absent: none (echo extension).\","
    "\"$ref\":\"#/components/schemas/jitter_ms\""
    "},"
    "\"distribution\":{"
    "\"description\":\"Shape of the jitter (echo extension).\","
    "\"$ref\":\"#/components/schemas/delay_distribution\","
    "\"default\":\"uniform\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the jitter. Absent: the scenario's, or else the server's (echo exten"
    "sion).\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"Takes the place of the stream_id in the jitter. Absent: the scenario's does,"
    " or else the stream_id decides (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "}"
    "},"
    "\"required\":[\"delay_ms\"],"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"delay_ms\":500,\"jitter_ms\":100,\"distribution\":\"lognormal\"}]"
    "},"
    "\"scenario_backpressure\":{"
    "\"title\":\"Backpressure to send\","
    "\"description\":\"The same as in config:backpressure. Body of PUT /control/streams/{glob}/back"
    "pressure, and part of a step of a scenario. The times of a script count from the beginning of "
    "the step (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"threshold\":{"
    "\"description\":\"Number of fragments in flight at which backpressure starts. Below it, the al"
    "l-clear is sent (echo extension).\","
    "\"$ref\":\"#/components/schemas/backpressure_threshold\","
    "\"default\":5"
    "},"
    "\"severity\":{"
    "\"description\":\"Severity to send (echo extension).\","
    "\"$ref\":\"#/components/schemas/backpressure_severity\","
    "\"default\":\"high\""
    "},"
    "\"action\":{"
    "\"description\":\"Action to send (echo extension).\","
    "\"$ref\":\"#/components/schemas/backpressure_action\","
    "\"default\":\"pause\""
    "},"
    "\"recommended_delay_ms\":{"
    "\"description\":\"Recommended delay to send, in milliseconds (echo extension).\","
    "\"$ref\":\"#/components/schemas/recommended_delay_ms\","
    "\"default\":1000"
    "},"
    "\"script\":{"
    "\"description\":\"Levels by time instead of by threshold, whatever is in flight. The after_ms "
    "of a level must not be less than that of the level before it (echo extension).\","
    "\"$ref\":\"#/components/schemas/backpressure_script\""
    "}"
    "},"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{\"threshold\":5,\"severity\":\"high\",\"action\":\"pause\",\"recommended_delay_ms\":1000},"
    "{"
    "\"script\":["
    "{\"after_ms\":0,\"severity\":\"high\",\"action\":\"pause\",\"recommended_delay_ms\":500},"
    "{\"after_ms\":2000,\"severity\":\"low\",\"action\":\"none\"}"
    "]"
    "}"
    "]"
    "},"
    "\"scenario_disconnect\":{"
    "\"title\":\"Disconnect to cause\","
    "\"description\":\"The same as in simulate:disconnect. Body of POST /control/streams/{glob}/dis"
    "connect, and part of a step of a scenario. In a step, it cuts the connection that the stream h"
    "as at that time (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"delay_ms\":{"
    "\"description\":\"Delay before the connection is lost, in milliseconds (echo extension).\","
    "\"$ref\":\"#/components/schemas/disconnect_delay_ms\","
    "\"default\":0"
    "},"
    "\"reason\":{\"description\":\"Reason, as text for people (echo extension).\",\"type\":\"string"
    "\"},"
    "\"mode\":{"
    "\"description\":\"How the connection is lost (echo extension).\","
    "\"$ref\":\"#/components/schemas/disconnect_mode\","
    "\"default\":\"server_disconnect\""
    "},"
    "\"code\":{"
    "\"description\":\"Only with the mode close: WebSocket close code (echo extension).\","
    "\"$ref\":\"#/components/schemas/close_code\","
    "\"default\":1011"
    "},"
    "\"refuse_ms\":{"
    "\"description\":\"Time in milliseconds, from the loss on, in which the streams are refused. A "
    "handshake that names such a stream, by the header X-Stream-ID or by stream_id in the query, ge"
    "ts HTTP 503. If the handshake names none, stream:init loses the connection (echo extension).\""
    ","
    "\"$ref\":\"#/components/schemas/refuse_ms\""
    "},"
    "\"scope\":{"
    "\"description\":\"Who is refused for refuse_ms: the streams that are meant, or with server eve"
    "ry handshake, which needs an API key for all streams. The HTTP interface stays reachable. Abse"
    "nt: streams (echo extension).\","
    "\"$ref\":\"#/components/schemas/refuse_scope\""
    "}"
    "},"
    "\"allOf\":[{\"if\":{\"required\":[\"scope\"]},\"then\":{\"required\":[\"refuse_ms\"]}}],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{\"mode\":\"reset\",\"refuse_ms\":2000},"
    "{\"mode\":\"fin\",\"refuse_ms\":5000,\"scope\":\"server\"},"
    "{\"mode\":\"close\",\"code\":1012,\"delay_ms\":100,\"reason\":\"chaos\"}"
    "]"
    "},"
    "\"armed_list\":{"
    "\"title\":\"All that is armed\","
    "\"description\":\"All that is armed for streams that the API key covers, in the order in which"
    " it was armed.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"armed\":{"
    "\"description\":\"What is armed.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/armed_record\"}"
    "},"
    "\"next\":{"
    "\"description\":\"There is more: pass this as `after`. Only in answers to a request with `limi"
    "t`.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"armed\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{\"armed\":[]},"
    "{"
    "\"armed\":["
    "{"
    "\"number\":3,"
    "\"kind\":\"faults\","
    "\"stream_id\":\"live-1\","
    "\"time\":\"2026-01-05T09:30:00.125Z\","
    "\"by\":\"put_faults\","
    "\"address\":\"127.0.0.1\","
    "\"key\":1,"
    "\"faults\":{"
    "\"rules\":[{\"error_code\":\"TIMEOUT\",\"trigger\":\"sequence_number\",\"value\":2}],"
    "\"seed\":42"
    "},"
    "\"streams\":1,"
    "\"rules\":["
    "{"
    "\"rule\":0,"
    "\"does\":\"fail TIMEOUT, sequence_number 2\","
    "\"hits\":0,"
    "\"cannot_hit\":\"sequence_number 2 has passed in this run: the stream expects 5\""
    "}"
    "]"
    "}"
    "]"
    "}"
    "]"
    "},"
    "\"log\":{"
    "\"title\":\"Log\","
    "\"description\":\"The log of the server.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"level\":{"
    "\"description\":\"The level that is in force.\","
    "\"$ref\":\"#/components/schemas/log_level\""
    "}"
    "},"
    "\"required\":[\"level\"],"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"level\":\"DEBUG\"}]"
    "},"
    "\"ticket_wish\":{"
    "\"title\":\"Wish for a ticket\","
    "\"description\":\"What a ticket is to open.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"path\":{"
    "\"description\":\"A report, or the stream of the journal. What stands behind `?` is passed on."
    "\","
    "\"$ref\":\"#/components/schemas/ticket_path\""
    "}"
    "},"
    "\"required\":[\"path\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{\"path\":\"/control/report/live-1.html\"},"
    "{\"path\":\"/control/journal/stream?stream=live-1\"}"
    "]"
    "},"
    "\"ticket\":{"
    "\"title\":\"Ticket\","
    "\"description\":\"Opens one path, once, instead of an API key.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"ticket\":{\"description\":\"The ticket.\",\"type\":\"string\"},"
    "\"expires_at\":{"
    "\"description\":\"Unix time in milliseconds from which it is no longer good.\","
    "\"type\":\"integer\""
    "},"
    "\"url\":{"
    "\"description\":\"The path with the ticket, to be opened on this server.\","
    "\"type\":\"string\""
    "}"
    "},"
    "\"required\":[\"ticket\",\"expires_at\",\"url\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"ticket\":\"3f9a2c71b0e45d6688a1c2d3e4f50617\","
    "\"expires_at\":1796082061000,"
    "\"url\":\"/control/report/live-1.html?ticket=3f9a2c71b0e45d6688a1c2d3e4f50617\""
    "}"
    "]"
    "},"
    "\"reset\":{"
    "\"title\":\"Reset\","
    "\"description\":\"Which streams to reset. An empty body resets everything.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"An exact id or a glob. What is armed for it, for the ids that it matches, an"
    "d for globs that match no others, is disarmed.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\","
    "\"default\":\"*\""
    "}"
    "},"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"stream_id\":\"live-1\"},{}]"
    "},"
    "\"reset_ack\":{"
    "\"title\":\"Reset done\","
    "\"description\":\"Answer to a reset.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{\"description\":\"The reset is done.\",\"$ref\":\"#/components/schemas/config_stat"
    "us\"},"
    "\"stream_id\":{"
    "\"description\":\"The streams that were reset.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"streams\":{"
    "\"description\":\"Number of streams that are there now and were reset.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"hint\":{"
    "\"description\":\"If there is no such stream and nothing was armed for it: the closest name.\""
    ","
    "\"type\":\"string\""
    "}"
    "},"
    "\"required\":[\"status\",\"stream_id\",\"streams\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{\"status\":\"configured\",\"stream_id\":\"live-1\",\"streams\":1},"
    "{"
    "\"status\":\"configured\","
    "\"stream_id\":\"lvie-1\","
    "\"streams\":0,"
    "\"hint\":\"there is no stream \\\"lvie-1\\\"; did you mean \\\"live-1\\\"?\""
    "}"
    "]"
    "},"
    "\"scenarios_loaded\":{"
    "\"title\":\"Scenarios that are loaded\","
    "\"description\":\"The scenarios that the API key covers, in the order in which they were loade"
    "d.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"scenarios\":{"
    "\"description\":\"The scenarios.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/scenario\"}"
    "},"
    "\"next\":{"
    "\"description\":\"There are more scenarios: pass this as `after`. Only in answers to a request"
    " with `limit`.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"scenarios\"],"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"scenarios\":[]},{\"scenarios\":[],\"next\":5}]"
    "},"
    "\"scenarios\":{"
    "\"title\":\"Scenarios\","
    "\"description\":\"Body of POST /control/scenarios and contents of --scenario FILE (echo extens"
    "ion).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"scenarios\":{"
    "\"description\":\"The scenarios to load (echo extension).\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/scenario\"},"
    "\"minItems\":1,"
    "\"maxItems\":100"
    "}"
    "},"
    "\"required\":[\"scenarios\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"scenarios\":["
    "{"
    "\"name\":\"the breaker opens and closes again\","
    "\"stream_id\":\"live-*\","
    "\"steps\":["
    "{\"faults\":{\"rules\":[{\"error_code\":\"TIMEOUT\"}]},\"until\":{\"count\":5}},"
    "{\"disconnect\":{\"mode\":\"reset\",\"refuse_ms\":2000}}"
    "]"
    "}"
    "]"
    "}"
    "]"
    "},"
    "\"scenarios_ack\":{"
    "\"title\":\"Scenarios loaded\","
    "\"description\":\"Answer to a change of the scenarios.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"status\":{"
    "\"description\":\"The change is done.\","
    "\"$ref\":\"#/components/schemas/config_status\""
    "},"
    "\"scenarios_count\":{"
    "\"description\":\"Number of scenarios that are loaded now.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"status\",\"scenarios_count\"],"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"status\":\"configured\",\"scenarios_count\":1}]"
    "},"
    "\"journal\":{"
    "\"title\":\"Journal\","
    "\"description\":\"Entries of the journal, oldest first.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"entries\":{"
    "\"description\":\"The entries.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/journal_entry\"}"
    "},"
    "\"next\":{"
    "\"description\":\"Value for `since` in the next request, to continue after these entries.\","
    "\"$ref\":\"#/components/schemas/journal_position\""
    "},"
    "\"more\":{"
    "\"description\":\"Whether there are further entries that fit the request: get them with `next`"
    " as `since`.\","
    "\"type\":\"boolean\""
    "},"
    "\"lost\":{"
    "\"description\":\"Whether some of the requested entries are gone: overwritten, never recorded,"
    " or of another start of the server.\","
    "\"type\":\"boolean\""
    "},"
    "\"why\":{"
    "\"description\":\"If lost is true: what was lost, and what to do.\","
    "\"type\":\"string\""
    "},"
    "\"hint\":{"
    "\"description\":\"If there are no entries because the protocol has no such event in this direc"
    "tion: says so, and names the closest event. The same if nobody ever used the stream.\","
    "\"type\":\"string\""
    "}"
    "},"
    "\"required\":[\"entries\",\"next\",\"more\",\"lost\"],"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"entries\":[],\"next\":\"3f9a2c71b0e4-0\",\"more\":false,\"lost\":false}]"
    "},"
    "\"journal_entry\":{"
    "\"title\":\"Journal entry\","
    "\"description\":\"One event or other occurrence. Each line of the journal file is one entry. A"
    "udio is replaced by {\\\"elided\\\": its length in characters}. If JOURNAL_HASH is on, the \\"
    "\"sha256\\\" of the decoded audio is added.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{"
    "\"description\":\"Number of the entry. The first entry since the server started is 1; the line"
    " of the journal file that tells of the start is 0, and the one that tells of the end has the n"
    "ext number after the last entry.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"time\":{\"description\":\"Time in UTC, RFC 3339 with milliseconds.\",\"type\":\"string\"},"
    "\"monotonic_ms\":{"
    "\"description\":\"The same time on a monotonic clock, in milliseconds. Use it for durations.\""
    ","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"kind\":{\"description\":\"Kind of the entry.\",\"$ref\":\"#/components/schemas/journal_kind"
    "\"},"
    "\"connection\":{\"description\":\"Socket.IO id of the connection.\",\"type\":\"string\"},"
    "\"namespace\":{\"description\":\"Namespace of the connection.\",\"type\":\"string\"},"
    "\"address\":{"
    "\"description\":\"Address of the client. In connected and refused.\","
    "\"type\":\"string\""
    "},"
    "\"x_stream_id\":{\"description\":\"Header X-Stream-ID. In connected and refused.\",\"type\":\""
    "string\"},"
    "\"x_worker_id\":{\"description\":\"Header X-Worker-ID. In connected and refused.\",\"type\":\""
    "string\"},"
    "\"stream_id\":{\"description\":\"Stream that the entry is about.\",\"type\":\"string\"},"
    "\"session_id\":{\"description\":\"Session of the stream.\",\"type\":\"string\"},"
    "\"fragment_id\":{\"description\":\"Fragment that the entry is about.\",\"type\":\"string\"},"
    "\"direction\":{"
    "\"description\":\"Direction. In event and ack.\","
    "\"$ref\":\"#/components/schemas/journal_direction\""
    "},"
    "\"event\":{"
    "\"description\":\"Name of the event. In a deviation: the event in which it was found.\","
    "\"type\":\"string\""
    "},"
    "\"payload\":{"
    "\"description\":\"Payload of the event. For an unknown event, the list of its arguments. Audio"
    " and very long strings are replaced by {\\\"elided\\\": length}, secrets (recognized by the na"
    "me of the member) by \\\"***\\\".\""
    "},"
    "\"verdict\":{"
    "\"description\":\"How the server judged the event.\","
    "\"$ref\":\"#/components/schemas/journal_verdict\""
    "},"
    "\"errors\":{"
    "\"description\":\"Every place where the payload breaks its schema.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/schema_error\"}"
    "},"
    "\"deviations\":{"
    "\"description\":\"Rules that the payload broke, but for which it was not refused.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/schema_error\"}"
    "},"
    "\"ack_id\":{"
    "\"description\":\"Id of the acknowledgement. In: the id that the client asks for. Out: the id "
    "that is answered.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"reason\":{"
    "\"description\":\"Reason. In refused, closing (disconnect, leave, close, the mode of a simulat"
    "ed disconnect, a parse error, or that memory ran out), disconnected and ended. In reset and re"
    "fusing: the streams, an exact stream_id or a glob. In step: why the stream has come to it: `be"
    "gun`, `count`, `after_ms`, `event` (what the step before waited for), or `reset`. In server: `"
    "stopped` in the last entry that a server writes to its journal file when it stops in order; ab"
    "sent in the first.\","
    "\"type\":\"string\""
    "},"
    "\"code\":{\"description\":\"WebSocket close code. In closing.\",\"type\":\"integer\"},"
    "\"simulated\":{"
    "\"description\":\"The connection is ended, or refused, because a simulation says so. Absent: i"
    "t is not. In closing and refused.\","
    "\"type\":\"boolean\""
    "},"
    "\"refuse_ms\":{"
    "\"description\":\"For how long the streams are refused, in milliseconds. In closing and refusi"
    "ng: from then on, unless a reset ends it. In refused, if it is simulated: how much longer.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"scope\":{"
    "\"description\":\"Who is refused. In refusing, and in refused if it is simulated.\","
    "\"$ref\":\"#/components/schemas/refuse_scope\""
    "},"
    "\"attempt\":{"
    "\"description\":\"Number of the attempt, from 1 on, among those of the stream since the refusa"
    "l began. Handshakes that name no stream are counted together. Absent: more streams tried than "
    "are counted. In refused, if it is simulated.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"left\":{"
    "\"description\":\"The client ended the connection in order: with DISCONNECT, an Engine.IO clos"
    "e packet or a WebSocket close frame. Absent: it did not. In disconnected.\","
    "\"type\":\"boolean\""
    "},"
    "\"waiting_ms\":{"
    "\"description\":\"How long something that was sent to the client has waited in the server, in "
    "milliseconds: for the client's next poll, or because the client reads slowly. What was sent be"
    "fore that has left. Absent: nothing waits. In event with direction in, closing and disconnecte"
    "d.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"caught_up_ms\":{"
    "\"description\":\"How many milliseconds ago something left the server that had waited in it fo"
    "r more than 100 ms. Absent: that did not happen in the last 60 seconds. In event with directio"
    "n in, closing and disconnected.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"was_parked\":{"
    "\"description\":\"Whether the stream was parked. False: it was taken over from an open connect"
    "ion. In resumed.\","
    "\"type\":\"boolean\""
    "},"
    "\"from\":{"
    "\"description\":\"State before the change. In state.\","
    "\"$ref\":\"#/components/schemas/stream_state\""
    "},"
    "\"to\":{"
    "\"description\":\"State after the change. In state.\","
    "\"$ref\":\"#/components/schemas/stream_state\""
    "},"
    "\"statistics\":{"
    "\"description\":\"Outcomes and processing times. In ended.\","
    "\"$ref\":\"#/components/schemas/stream_statistics\""
    "},"
    "\"fault\":{"
    "\"description\":\"What is simulated for the fragment. In fault.\","
    "\"$ref\":\"#/components/schemas/journal_fault\""
    "},"
    "\"armed\":{"
    "\"description\":\"What decides about the stream from now on. In step: the step of its scenario"
    " that the stream has come to. In armed and step.\","
    "\"$ref\":\"#/components/schemas/journal_armed\""
    "},"
    "\"server\":{"
    "\"description\":\"Settings that reports depend on. In server, the first entry of each start in"
    " the journal file.\","
    "\"$ref\":\"#/components/schemas/journal_server\""
    "}"
    "},"
    "\"required\":[\"id\",\"time\",\"monotonic_ms\",\"kind\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"id\":7,"
    "\"time\":\"2026-01-05T09:30:00.125Z\","
    "\"monotonic_ms\":81250,"
    "\"kind\":\"event\","
    "\"connection\":\"3q2-7wAAAAAAAAAAAAAA\","
    "\"namespace\":\"/\","
    "\"stream_id\":\"live-1\","
    "\"session_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\","
    "\"fragment_id\":\"f-0\","
    "\"direction\":\"out\","
    "\"event\":\"fragment:ack\","
    "\"payload\":{\"fragment_id\":\"f-0\",\"status\":\"queued\"},"
    "\"verdict\":\"ok\""
    "}"
    "]"
    "},"
    "\"verify\":{"
    "\"title\":\"Expectations\","
    "\"description\":\"What the journal should contain. All expectations must hold.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Looks only at entries of these streams: an exact id or a glob. Absent: all e"
    "ntries.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"since\":{"
    "\"description\":\"Looks only at entries after this place: the `next` of an earlier answer, or "
    "`now`. Absent: at all entries.\","
    "\"$ref\":\"#/components/schemas/journal_position\","
    "\"default\":\"start\""
    "},"
    "\"absent_ok\":{"
    "\"description\":\"Whether the stream may be one that nobody ever used. Without it, all expecta"
    "tions of such a stream fail: the id may be mistyped, or another replica may have the stream.\""
    ","
    "\"type\":\"boolean\","
    "\"default\":false"
    "},"
    "\"unused_faults\":{"
    "\"description\":\"With `fail`, every rule, delay and backpressure that is armed for these stre"
    "ams must have hit. Of one stream: what decides about it must have hit that stream. With `since"
    "`, only hits after that place count. Ask before a reset: it disarms everything, and then the v"
    "erdict is unknown.\","
    "\"$ref\":\"#/components/schemas/unused_faults\","
    "\"default\":\"ignore\""
    "},"
    "\"wait_ms\":{"
    "\"description\":\"How long to wait for all expectations to hold and, with unused_faults, for a"
    "ll rules to hit, in milliseconds. The answer comes as soon as they all do or one of them no lo"
    "nger can. If all expectations are upper bounds, the answer comes at the end of this time.\","
    "\"$ref\":\"#/components/schemas/journal_wait_ms\","
    "\"default\":0"
    "},"
    "\"in_order\":{"
    "\"description\":\"Whether each expectation must be met after the one before it. The `after` of"
    " an expectation takes precedence.\","
    "\"type\":\"boolean\","
    "\"default\":false"
    "},"
    "\"expectations\":{"
    "\"description\":\"The expectations. Without them, and without unused_faults, the verdict is un"
    "known: nothing is compared.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/expectation\"},"
    "\"minItems\":1,"
    "\"maxItems\":100"
    "}"
    "},"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"stream_id\":\"live-1\","
    "\"wait_ms\":5000,"
    "\"in_order\":true,"
    "\"expectations\":["
    "{"
    "\"event\":\"fragment:processed\","
    "\"direction\":\"out\","
    "\"match\":{\"status\":\"failed\",\"/error/code\":{\"regex\":\"^(TIMEOUT|MODEL_ERROR)$\"}},"
    "\"count\":{\"at_least\":5}"
    "},"
    "{\"event\":\"fragment:data\",\"count\":{\"exactly\":0},\"within_ms\":1000}"
    "]"
    "},"
    "{\"stream_id\":\"live-1\",\"unused_faults\":\"fail\"}"
    "]"
    "},"
    "\"verdict\":{"
    "\"title\":\"Verdict\","
    "\"description\":\"Whether the expectations hold.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"verdict\":{"
    "\"description\":\"fail if an expectation fails or, with unused_faults, a rule has not hit. Els"
    "e unknown if that is not known of one of them, else pass.\","
    "\"$ref\":\"#/components/schemas/verify_verdict\""
    "},"
    "\"passed\":{\"description\":\"Whether the verdict is pass.\",\"type\":\"boolean\"},"
    "\"why\":{"
    "\"description\":\"If the verdict is unknown: what is not known, and what to do. Also if it is "
    "fail because nobody ever used the stream, or because rules have not hit.\","
    "\"type\":\"string\""
    "},"
    "\"expectations\":{"
    "\"description\":\"Result of each expectation, in the order of the request.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/verify_result\"}"
    "},"
    "\"unused_faults\":{"
    "\"description\":\"What has not hit: the first 100. Only with unused_faults in the request.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/unused_rule\"}"
    "},"
    "\"next\":{"
    "\"description\":\"Value for `since` in a later request, to look only at newer entries.\","
    "\"$ref\":\"#/components/schemas/journal_position\""
    "},"
    "\"lost\":{"
    "\"description\":\"Whether some of the entries in question are gone or cannot be known: overwri"
    "tten, never recorded, or of another start of the server. They may have mattered to no expectat"
    "ion.\","
    "\"type\":\"boolean\""
    "}"
    "},"
    "\"required\":[\"verdict\",\"passed\",\"expectations\",\"next\",\"lost\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"verdict\":\"fail\","
    "\"passed\":false,"
    "\"expectations\":["
    "{"
    "\"verdict\":\"fail\","
    "\"passed\":false,"
    "\"matched\":0,"
    "\"message\":\"matching entries: 0, expected at least 1\","
    "\"nearest\":["
    "{"
    "\"id\":31,"
    "\"event\":\"fragment:processed\","
    "\"differed\":[{\"pointer\":\"/status\",\"expected\":\"failed\",\"actual\":\"success\"}]"
    "}"
    "]"
    "}"
    "],"
    "\"next\":\"3f9a2c71b0e4-42\","
    "\"lost\":false"
    "}"
    "]"
    "},"
    "\"report\":{"
    "\"title\":\"Conformance report\","
    "\"description\":\"How well workers or a server met the requirements of the protocol.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"title\":{\"description\":\"Title of the report.\",\"type\":\"string\"},"
    "\"side\":{"
    "\"description\":\"Which side the report is about.\","
    "\"$ref\":\"#/components/schemas/report_side\""
    "},"
    "\"target\":{"
    "\"description\":\"Stream, or URL of the server. Absent: all streams.\","
    "\"type\":\"string\""
    "},"
    "\"generator\":{"
    "\"description\":\"Program that made the report.\","
    "\"$ref\":\"#/components/schemas/report_generator\""
    "},"
    "\"started_ms\":{"
    "\"description\":\"Unix time in milliseconds of the first recorded event.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"ended_ms\":{"
    "\"description\":\"Unix time in milliseconds of the last recorded event.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"verdict\":{\"description\":\"Overall verdict.\",\"$ref\":\"#/components/schemas/report_verdi"
    "ct\"},"
    "\"why\":{"
    "\"description\":\"Why it is that verdict, one sentence each: what is broken, musts first, and "
    "what is not known. Otherwise what the verdict rests on.\","
    "\"type\":\"array\","
    "\"items\":{\"type\":\"string\"},"
    "\"minItems\":1"
    "},"
    "\"unknowns\":{"
    "\"description\":\"What is not known and could make the verdict worse, one sentence each.\","
    "\"type\":\"array\","
    "\"items\":{\"type\":\"string\"}"
    "},"
    "\"settled\":{"
    "\"description\":\"Whether the stream had settled. Absent: settled_ms was not asked for.\","
    "\"$ref\":\"#/components/schemas/report_settled\""
    "},"
    "\"counts\":{"
    "\"description\":\"Number of requirements by outcome.\","
    "\"$ref\":\"#/components/schemas/report_counts\""
    "},"
    "\"requirements\":{"
    "\"description\":\"Every requirement on that side.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_requirement\"}"
    "},"
    "\"findings\":{"
    "\"description\":\"The first findings for each requirement.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_finding\"}"
    "},"
    "\"findings_left_out\":{"
    "\"description\":\"Number of further cases, which are not listed.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"coverage\":{"
    "\"description\":\"Branches of the schemas and how often they were used.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_branch\"}"
    "},"
    "\"streams\":{"
    "\"description\":\"The streams.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_stream\"}"
    "},"
    "\"streams_left_out\":{"
    "\"description\":\"Number of further streams, which are not listed.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"streams_dropped\":{"
    "\"description\":\"Number of streams whose reports were dropped on request (`DELETE /control/st"
    "reams/...?report=drop`): this report says nothing of them.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"others\":{"
    "\"description\":\"Connections without a stream, and streams that were forgotten, where they ex"
    "ercised anything.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_others\"}"
    "}"
    "},"
    "\"required\":["
    "\"title\","
    "\"side\","
    "\"generator\","
    "\"started_ms\","
    "\"ended_ms\","
    "\"verdict\","
    "\"why\","
    "\"unknowns\","
    "\"counts\","
    "\"requirements\","
    "\"findings\","
    "\"findings_left_out\","
    "\"coverage\","
    "\"streams\","
    "\"streams_left_out\","
    "\"others\""
    "],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"title\":\"live-1\","
    "\"side\":\"worker\","
    "\"target\":\"live-1\","
    "\"generator\":{"
    "\"name\":\"echo-sts\","
    "\"version\":\"0.1.0\","
    "\"protocol_version\":\"1.0.0\","
    "\"protocol_hash\":\"73601790755d22c2\","
    "\"seed\":7"
    "},"
    "\"started_ms\":1767225600000,"
    "\"ended_ms\":1767225603500,"
    "\"verdict\":\"deviation\","
    "\"why\":["
    "\"016/5.1/fragment-data/uuid (should) was broken 1 of 12 times: /fragment_id must be a UUID\""
    "],"
    "\"unknowns\":[],"
    "\"counts\":{\"pass\":0,\"unknown\":0,\"deviation\":1,\"fail\":0,\"not_exercised\":0,\"not_offe"
    "red\":0},"
    "\"requirements\":["
    "{"
    "\"id\":\"016/5.1/fragment-data/uuid\","
    "\"section\":\"Messages from worker to STS\","
    "\"origin\":\"spec016/5.1\","
    "\"severity\":\"should\","
    "\"text\":\"fragment_id is a UUID.\","
    "\"outcome\":\"deviation\","
    "\"checked\":12,"
    "\"broken\":1"
    "}"
    "],"
    "\"findings\":["
    "{"
    "\"requirement\":\"016/5.1/fragment-data/uuid\","
    "\"severity\":\"should\","
    "\"outcome\":\"deviation\","
    "\"count\":1,"
    "\"at_ms\":1767225600120,"
    "\"message\":\"/fragment_id must be a UUID\","
    "\"stream_id\":\"live-1\","
    "\"fragment_id\":\"zero\","
    "\"event\":\"fragment:data\","
    "\"pointer\":\"/fragment_id\","
    "\"payload\":\"{\\\"fragment_id\\\":\\\"zero\\\"}\""
    "}"
    "],"
    "\"findings_left_out\":0,"
    "\"coverage\":["
    "{"
    "\"event\":\"stream:init\","
    "\"from_worker\":true,"
    "\"pointer\":\"/max_inflight\","
    "\"kind\":\"maximum\","
    "\"value\":\"10\","
    "\"seen\":0"
    "}"
    "],"
    "\"streams\":["
    "{"
    "\"stream_id\":\"live-1\","
    "\"worker_id\":\"worker-1\","
    "\"session_id\":\"0b34e8af-4e95-4316-95a1-5d2d301475e6\","
    "\"verdict\":\"deviation\","
    "\"unknowns\":[],"
    "\"started_ms\":1767225600000,"
    "\"duration_ms\":3500,"
    "\"ended\":\"completed\","
    "\"outcomes\":["
    "{"
    "\"requirement\":\"016/5.1/fragment-data/uuid\","
    "\"outcome\":\"deviation\","
    "\"checked\":12,"
    "\"broken\":1"
    "}"
    "],"
    "\"fragment_count\":12,"
    "\"attempt_count\":12,"
    "\"fragments\":["
    "{"
    "\"fragment_id\":\"zero\","
    "\"sequence_number\":0,"
    "\"sent_ms\":120,"
    "\"acked_ms\":120,"
    "\"processed_ms\":170,"
    "\"confirmed_ms\":172,"
    "\"status\":\"success\""
    "}"
    "],"
    "\"bands\":[{\"kind\":\"paused\",\"from_ms\":1000,\"to_ms\":1500}],"
    "\"marks\":[{\"kind\":\"opened\",\"at_ms\":1,\"text\":\"stream:ready\"}],"
    "\"seeds\":[{\"seed\":7,\"seed_key\":\"live-1\"}],"
    "\"armed\":["
    "{"
    "\"number\":3,"
    "\"stream_id\":\"live-*\","
    "\"rules\":[{\"rule\":0,\"does\":\"fail TIMEOUT, every fragment, count 5\",\"hits\":5}],"
    "\"rules_count\":1"
    "}"
    "],"
    "\"left_out\":11"
    "}"
    "],"
    "\"streams_left_out\":0,"
    "\"others\":[]"
    "}"
    "]"
    "},"
    "\"report_summary\":{"
    "\"title\":\"Summary of a conformance report\","
    "\"description\":\"The verdict, why it is that, and what to do: a report without requirements t"
    "hat were kept, payloads, timelines and coverage.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"title\":{\"description\":\"Title of the report.\",\"type\":\"string\"},"
    "\"side\":{"
    "\"description\":\"Which side the report is about.\","
    "\"$ref\":\"#/components/schemas/report_side\""
    "},"
    "\"target\":{"
    "\"description\":\"Stream, or URL of the server. Absent: all streams.\","
    "\"type\":\"string\""
    "},"
    "\"generator\":{"
    "\"description\":\"Program that made the report.\","
    "\"$ref\":\"#/components/schemas/report_generator\""
    "},"
    "\"started_ms\":{"
    "\"description\":\"Unix time in milliseconds of the first recorded event.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"ended_ms\":{"
    "\"description\":\"Unix time in milliseconds of the last recorded event.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"verdict\":{\"description\":\"Overall verdict.\",\"$ref\":\"#/components/schemas/report_verdi"
    "ct\"},"
    "\"why\":{"
    "\"description\":\"Why it is that verdict, one sentence each, as in the report.\","
    "\"type\":\"array\","
    "\"items\":{\"type\":\"string\"},"
    "\"minItems\":1"
    "},"
    "\"unknowns\":{"
    "\"description\":\"What is not known and could make the verdict worse, one sentence each.\","
    "\"type\":\"array\","
    "\"items\":{\"type\":\"string\"}"
    "},"
    "\"settled\":{"
    "\"description\":\"Whether the stream had settled. Absent: settled_ms was not asked for.\","
    "\"$ref\":\"#/components/schemas/report_settled\""
    "},"
    "\"counts\":{"
    "\"description\":\"Number of requirements by outcome.\","
    "\"$ref\":\"#/components/schemas/report_counts\""
    "},"
    "\"requirements\":{"
    "\"description\":\"The requirements that were broken or are not known.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_summary_requirement\"}"
    "},"
    "\"findings\":{"
    "\"description\":\"The findings of the report, without payloads.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_finding\"}"
    "},"
    "\"findings_left_out\":{"
    "\"description\":\"Number of further cases, which are not listed.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"streams\":{"
    "\"description\":\"The streams.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_summary_stream\"}"
    "},"
    "\"streams_left_out\":{"
    "\"description\":\"Number of further streams, which are not listed.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"streams_dropped\":{"
    "\"description\":\"Number of streams whose reports were dropped on request (`DELETE /control/st"
    "reams/...?report=drop`): this report says nothing of them.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "}"
    "},"
    "\"required\":["
    "\"title\","
    "\"side\","
    "\"generator\","
    "\"started_ms\","
    "\"ended_ms\","
    "\"verdict\","
    "\"why\","
    "\"unknowns\","
    "\"counts\","
    "\"requirements\","
    "\"findings\","
    "\"findings_left_out\","
    "\"streams\","
    "\"streams_left_out\""
    "],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"title\":\"live-1\","
    "\"side\":\"worker\","
    "\"target\":\"live-1\","
    "\"generator\":{"
    "\"name\":\"echo-sts\","
    "\"version\":\"0.1.0\","
    "\"protocol_version\":\"1.0.0\","
    "\"protocol_hash\":\"73601790755d22c2\","
    "\"seed\":7"
    "},"
    "\"started_ms\":1767225600000,"
    "\"ended_ms\":1767225603500,"
    "\"verdict\":\"deviation\","
    "\"why\":["
    "\"016/5.1/fragment-data/uuid (should) was broken 1 of 12 times: /fragment_id must be a UUID\""
    "],"
    "\"unknowns\":[],"
    "\"counts\":{"
    "\"pass\":17,"
    "\"unknown\":0,"
    "\"deviation\":1,"
    "\"fail\":0,"
    "\"not_exercised\":31,"
    "\"not_offered\":0"
    "},"
    "\"requirements\":["
    "{"
    "\"id\":\"016/5.1/fragment-data/uuid\","
    "\"severity\":\"should\","
    "\"outcome\":\"deviation\","
    "\"checked\":12,"
    "\"broken\":1,"
    "\"advice\":\"Make ids with the UUID function of the language.\""
    "}"
    "],"
    "\"findings\":["
    "{"
    "\"requirement\":\"016/5.1/fragment-data/uuid\","
    "\"severity\":\"should\","
    "\"outcome\":\"deviation\","
    "\"count\":1,"
    "\"at_ms\":1767225600120,"
    "\"message\":\"/fragment_id must be a UUID\","
    "\"stream_id\":\"live-1\","
    "\"fragment_id\":\"zero\","
    "\"event\":\"fragment:data\","
    "\"pointer\":\"/fragment_id\""
    "}"
    "],"
    "\"findings_left_out\":0,"
    "\"streams\":[{\"stream_id\":\"live-1\",\"verdict\":\"deviation\"}],"
    "\"streams_left_out\":0"
    "}"
    "]"
    "},"
    "\"retention\":{"
    "\"title\":\"Retention\","
    "\"description\":\"What becomes of something when its stream is deleted.\","
    "\"type\":\"string\","
    "\"enum\":[\"keep\",\"drop\"],"
    "\"examples\":[\"keep\"]"
    "},"
    "\"journal_id\":{"
    "\"title\":\"Id of an entry\","
    "\"description\":\"Number of an entry of the journal, from 1.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"scenario_name\":{"
    "\"title\":\"Name of a scenario\","
    "\"description\":\"Name of a scenario, 1 to 256 code points (echo extension).\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"report_form\":{"
    "\"title\":\"Form of a JSON report\","
    "\"description\":\"How much a JSON report tells. summary: only what is broken or not known, and"
    " why.\","
    "\"type\":\"string\","
    "\"enum\":[\"full\",\"summary\"]"
    "},"
    "\"journal_position\":{"
    "\"title\":\"Position in the journal\","
    "\"description\":\"A cursor: the place after an entry, in the journal of one start of the serve"
    "r. Do not take it apart. `next` gives one, and each event of the feed has one as its id. `star"
    "t` is the place before the first entry.\","
    "\"type\":\"string\","
    "\"examples\":[\"3f9a2c71b0e4-42\"]"
    "},"
    "\"journal_event\":{"
    "\"title\":\"Event of entries\","
    "\"description\":\"Name of an event, of a kind of entry, or a glob; 1 to 256 code points.\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"journal_direction\":{"
    "\"title\":\"Direction\","
    "\"description\":\"Direction of an event, as the server sees it.\","
    "\"type\":\"string\","
    "\"enum\":[\"in\",\"out\"]"
    "},"
    "\"journal_wait_ms\":{"
    "\"title\":\"Time to wait for the journal\","
    "\"description\":\"How long to wait for entries of the journal, in milliseconds.\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":60000"
    "},"
    "\"client\":{"
    "\"title\":\"Client\","
    "\"description\":\"A client that is connected, or attempts of a client that could not get in.\""
    ","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"kind\":{\"description\":\"Which of the two.\",\"$ref\":\"#/components/schemas/client_kind\"}"
    ","
    "\"at\":{"
    "\"description\":\"When it joined the namespace, or was refused last. Unix time in milliseconds"
    ".\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"address\":{\"description\":\"Address of the client.\",\"type\":\"string\"},"
    "\"client\":{\"description\":\"Of a connection: its Socket.IO id.\",\"type\":\"string\"},"
    "\"namespace\":{\"description\":\"Namespace that it joined, or asked for.\",\"type\":\"string\""
    "},"
    "\"transport\":{"
    "\"description\":\"Of a connection: its transport now.\","
    "\"$ref\":\"#/components/schemas/client_transport\""
    "},"
    "\"has_stream\":{\"description\":\"Of a connection: whether it has a stream.\",\"type\":\"boole"
    "an\"},"
    "\"stream_id\":{"
    "\"description\":\"Of a connection: its stream. Of a refused attempt: the header X-Stream-ID.\""
    ","
    "\"type\":\"string\""
    "},"
    "\"worker_id\":{"
    "\"description\":\"Worker that opened the stream; without a stream: the header X-Worker-ID.\","
    "\"type\":\"string\""
    "},"
    "\"user_agent\":{\"description\":\"Header User-Agent, at most 256 bytes of it.\",\"type\":\"str"
    "ing\"},"
    "\"reason\":{"
    "\"description\":\"Of a refused attempt: why.\","
    "\"$ref\":\"#/components/schemas/rejection_reason\""
    "},"
    "\"what\":{"
    "\"description\":\"Of a refused attempt: what happened, as a sentence.\","
    "\"type\":\"string\""
    "},"
    "\"advice\":{\"description\":\"Of a refused attempt: what to do about it.\",\"type\":\"string\""
    "},"
    "\"path\":{\"description\":\"Of a refused attempt: path of the request.\",\"type\":\"string\"},"
    "\"eio\":{"
    "\"description\":\"Of a refused attempt: EIO of the query, if that was wrong.\","
    "\"type\":\"string\""
    "},"
    "\"count\":{"
    "\"description\":\"Of refused attempts: how many there were of the same reason, address, path, "
    "namespace and stream. The other members are those of the last one.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "}"
    "},"
    "\"required\":[\"kind\",\"at\",\"address\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"kind\":\"connection\","
    "\"at\":1764547200000,"
    "\"address\":\"127.0.0.1\","
    "\"client\":\"lv_VI97HAXpY6yYWAAAB\","
    "\"namespace\":\"/\","
    "\"transport\":\"websocket\","
    "\"has_stream\":true,"
    "\"stream_id\":\"live-1\","
    "\"worker_id\":\"worker-1\","
    "\"user_agent\":\"Python/3.11 websockets/10.4\""
    "},"
    "{"
    "\"kind\":\"refused\","
    "\"at\":1764547199000,"
    "\"address\":\"127.0.0.1\","
    "\"reason\":\"engineio_version\","
    "\"what\":\"the client does not speak version 4 of Engine.IO: it must send EIO=4\","
    "\"advice\":\"Take socket.io-client 3 or 4, python-socketio 5, or another client for Socket.IO "
    "3 and 4\","
    "\"path\":\"/socket.io/\","
    "\"eio\":\"3\","
    "\"count\":20"
    "}"
    "]"
    "},"
    "\"control_error_code\":{"
    "\"title\":\"HTTP error code\","
    "\"description\":\"The kind of error that answers an HTTP request.\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"INVALID_REQUEST\","
    "\"AUTH_FAILED\","
    "\"FORBIDDEN\","
    "\"STREAM_NOT_FOUND\","
    "\"FORGOTTEN\","
    "\"NOT_FOUND\","
    "\"METHOD_NOT_ALLOWED\","
    "\"TOO_LARGE\","
    "\"RATE_LIMIT\","
    "\"UNAVAILABLE\","
    "\"INTERNAL\""
    "]"
    "},"
    "\"armed\":{"
    "\"title\":\"What is armed\","
    "\"description\":\"What is armed for one stream at present.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"faults\":{"
    "\"description\":\"Rules of the error simulation, with the seed in use.\","
    "\"$ref\":\"#/components/schemas/scenario_faults\""
    "},"
    "\"delay\":{"
    "\"description\":\"Processing delay. Absent: the server's setting applies.\","
    "\"$ref\":\"#/components/schemas/scenario_delay\""
    "},"
    "\"backpressure\":{"
    "\"description\":\"Backpressure. Absent: the server's own rules apply.\","
    "\"$ref\":\"#/components/schemas/scenario_backpressure\""
    "},"
    "\"hits\":{"
    "\"description\":\"How often each of these has hit the stream.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/stream_hits\"}"
    "},"
    "\"scenario\":{"
    "\"description\":\"The scenario that the stream runs. Absent: there is none, or it has finished"
    ".\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"name\":{\"description\":\"Name of the scenario, if it has one.\",\"type\":\"string\"},"
    "\"stream_id\":{"
    "\"description\":\"The streams that the scenario applies to.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"step\":{\"description\":\"The current step, counted from 0.\",\"type\":\"integer\",\"minimum"
    "\":0},"
    "\"steps\":{\"description\":\"Number of steps.\",\"type\":\"integer\",\"minimum\":0}"
    "},"
    "\"required\":[\"stream_id\",\"step\",\"steps\"],"
    "\"additionalProperties\":false"
    "}"
    "},"
    "\"additionalProperties\":false"
    "},"
    "\"armed_record\":{"
    "\"title\":\"Something armed\","
    "\"description\":\"One configuration, scenario, disconnect that is to come or refusal that runs"
    ": for which streams, by whom, and what came of it.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"number\":{"
    "\"description\":\"Its number, in the order of arming since the server started. The fault entri"
    "es of the journal name it.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"kind\":{\"description\":\"What it is.\",\"$ref\":\"#/components/schemas/armed_kind\"},"
    "\"stream_id\":{"
    "\"description\":\"The streams that it is for: an exact id or a glob.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"time\":{"
    "\"description\":\"When it was armed, in UTC, RFC 3339 with milliseconds.\","
    "\"type\":\"string\""
    "},"
    "\"by\":{"
    "\"description\":\"Event or operation of the control interface that armed it. Absent: the serve"
    "r itself did, from the scenarios file or by a rule.\","
    "\"type\":\"string\""
    "},"
    "\"client\":{"
    "\"description\":\"Socket.IO id of the client that armed it. Absent: it was armed over HTTP, or"
    " by the server itself.\","
    "\"type\":\"string\""
    "},"
    "\"address\":{\"description\":\"Address of that client.\",\"type\":\"string\"},"
    "\"key\":{"
    "\"description\":\"Number of its API key, from 1: the place in STS_API_KEYS_FILE, or 1 for STS_"
    "API_KEY. Absent: none was needed.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"faults\":{"
    "\"description\":\"Rules of the error simulation, with the seed in use.\","
    "\"$ref\":\"#/components/schemas/scenario_faults\""
    "},"
    "\"delay\":{\"description\":\"Processing delay.\",\"$ref\":\"#/components/schemas/scenario_dela"
    "y\"},"
    "\"backpressure\":{"
    "\"description\":\"Backpressure.\","
    "\"$ref\":\"#/components/schemas/scenario_backpressure\""
    "},"
    "\"scenario\":{"
    "\"description\":\"The scenario. Of faults, a delay or backpressure: the scenario that armed it"
    ".\","
    "\"$ref\":\"#/components/schemas/scenario_run\""
    "},"
    "\"streams\":{"
    "\"description\":\"How many streams it has acted on so far.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"rules\":{"
    "\"description\":\"Hits of each rule: on all streams or, if the request names one stream, on th"
    "at one.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/rule_hits\"}"
    "},"
    "\"left_ms\":{"
    "\"description\":\"Time until the disconnect comes or the refusal ends, in milliseconds.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"scope\":{"
    "\"description\":\"Who is refused. Of a refusal.\","
    "\"$ref\":\"#/components/schemas/refuse_scope\""
    "},"
    "\"refused\":{"
    "\"description\":\"Attempts that the refusal has refused so far.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"number\",\"kind\",\"stream_id\",\"time\"],"
    "\"additionalProperties\":false"
    "},"
    "\"log_level\":{"
    "\"title\":\"Log level\","
    "\"description\":\"Lines below it are not written.\","
    "\"type\":\"string\","
    "\"enum\":[\"DEBUG\",\"INFO\",\"WARNING\",\"ERROR\",\"CRITICAL\"]"
    "},"
    "\"ticket_path\":{"
    "\"title\":\"Path of a ticket\","
    "\"description\":\"A path of this server that begins with a slash, percent-encoded, with a quer"
    "y or without, of at most 4096 characters.\","
    "\"type\":\"string\","
    "\"pattern\":\"^/[!-~]*$\","
    "\"examples\":[\"/control/report/live-1.html\"]"
    "},"
    "\"scenario\":{"
    "\"title\":\"Scenario\","
    "\"description\":\"A list of steps that each matching stream runs, at its own pace and also aft"
    "er reconnects. After the last step, nothing is armed any more (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"name\":{"
    "\"description\":\"Name for people. A scenario replaces the one of the same name that was loade"
    "d earlier; in one list, names differ (echo extension).\","
    "\"$ref\":\"#/components/schemas/scenario_name\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"Streams that run it. An exact id takes precedence over a glob, then the scen"
    "ario loaded last applies (echo extension).\","
    "\"$ref\":\"#/components/schemas/stream_pattern\","
    "\"default\":\"*\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions of all steps: faults and jitter. Absent: the se"
    "rver's (echo extension).\","
    "\"type\":\"integer\""
    "},"
    "\"seed_key\":{"
    "\"description\":\"Takes the place of the stream_id in these decisions. Absent: the stream_id d"
    "ecides (echo extension).\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "},"
    "\"steps\":{"
    "\"description\":\"The steps, in order (echo extension).\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/scenario_step\"},"
    "\"minItems\":1,"
    "\"maxItems\":100"
    "}"
    "},"
    "\"required\":[\"steps\"],"
    "\"additionalProperties\":false,"
    "\"examples\":["
    "{"
    "\"name\":\"the breaker opens and closes again\","
    "\"stream_id\":\"live-*\","
    "\"steps\":["
    "{\"faults\":{\"rules\":[{\"error_code\":\"TIMEOUT\"}]},\"until\":{\"count\":5}},"
    "{\"disconnect\":{\"mode\":\"reset\",\"refuse_ms\":2000}}"
    "]"
    "}"
    "]"
    "},"
    "\"journal_kind\":{"
    "\"title\":\"Kind of a journal entry\","
    "\"description\":\"Kind of an entry: an event, an acknowledgement without arguments, something "
    "that happened to a connection, a stream or a fragment, or the start or the end of the server."
    "\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"event\","
    "\"ack\","
    "\"connected\","
    "\"refused\","
    "\"closing\","
    "\"disconnected\","
    "\"opened\","
    "\"parked\","
    "\"resumed\","
    "\"state\","
    "\"ended\","
    "\"deviation\","
    "\"fault\","
    "\"reset\","
    "\"refusing\","
    "\"armed\","
    "\"step\","
    "\"server\""
    "]"
    "},"
    "\"journal_verdict\":{"
    "\"title\":\"Verdict\","
    "\"description\":\"How the server judged an event: it is valid; it breaks its schema; it has no"
    " payload; workers cannot send such an event; it is not a valid packet, so the connection is cl"
    "osed.\","
    "\"type\":\"string\","
    "\"enum\":[\"ok\",\"invalid\",\"absent\",\"unknown\",\"malformed\"]"
    "},"
    "\"journal_fault\":{"
    "\"title\":\"Fault\","
    "\"description\":\"A rule of config:error_simulation that hit a fragment.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"armed\":{"
    "\"description\":\"Number of what is armed, as in /control/armed. Absent: the entry is of an ol"
    "der version.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"rule\":{"
    "\"description\":\"Index of the rule in the list, from 0.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"action\":{\"description\":\"What the rule does.\",\"$ref\":\"#/components/schemas/rule_actio"
    "n\"},"
    "\"seed\":{\"description\":\"Seed in use.\",\"type\":\"integer\"},"
    "\"seed_key\":{"
    "\"description\":\"Seed key in use. Absent: the stream_id.\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "},"
    "\"sequence_number\":{"
    "\"description\":\"Sequence number of the fragment.\","
    "\"$ref\":\"#/components/schemas/sequence_number\""
    "},"
    "\"attempt\":{"
    "\"description\":\"Number of the attempt: 0, or which retry of the fragment.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"mode\":{"
    "\"description\":\"How the connection is lost. With action disconnect.\","
    "\"$ref\":\"#/components/schemas/disconnect_mode\""
    "}"
    "},"
    "\"required\":[\"rule\",\"action\",\"seed\",\"sequence_number\",\"attempt\"],"
    "\"additionalProperties\":false"
    "},"
    "\"journal_armed\":{"
    "\"title\":\"What a stream is under\","
    "\"description\":\"What of one kind decides about a stream from now on, or the step of its scen"
    "ario that it has come to.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"kind\":{"
    "\"description\":\"Faults, a delay or backpressure. In step: scenario.\","
    "\"$ref\":\"#/components/schemas/armed_kind\""
    "},"
    "\"number\":{"
    "\"description\":\"Number of what is armed, as in /control/armed. Absent: nothing of this kind "
    "is armed any more.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"stream_id\":{"
    "\"description\":\"The streams that it is armed for.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"rules_count\":{"
    "\"description\":\"Number of rules. A delay and backpressure count as one.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"rules\":{"
    "\"description\":\"What the rules do, in a few words each: of the first 32.\","
    "\"type\":\"array\","
    "\"items\":{\"type\":\"string\"}"
    "},"
    "\"name\":{\"description\":\"Name of the scenario, if it has one. In step.\",\"type\":\"string"
    "\"},"
    "\"step\":{"
    "\"description\":\"The step, from 0. Absent: the scenario is over for this stream. In step.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"steps\":{\"description\":\"Number of steps. In step.\",\"type\":\"integer\",\"minimum\":0}"
    "},"
    "\"required\":[\"kind\"],"
    "\"additionalProperties\":false"
    "},"
    "\"journal_server\":{"
    "\"title\":\"Start of the server\","
    "\"description\":\"Settings that a conformance report depends on. Times are milliseconds; 0 mea"
    "ns off.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"version\":{\"description\":\"Version of the program.\",\"type\":\"string\"},"
    "\"report_return_ms\":{\"description\":\"REPORT_RETURN_MS.\",\"type\":\"integer\",\"minimum\":0"
    "},"
    "\"idle_timeout_ms\":{\"description\":\"IDLE_TIMEOUT_MS.\",\"type\":\"integer\",\"minimum\":0},"
    "\"ping_interval_ms\":{\"description\":\"WS_PING_INTERVAL.\",\"type\":\"integer\",\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"version\",\"report_return_ms\",\"idle_timeout_ms\",\"ping_interval_ms\"],"
    "\"additionalProperties\":false"
    "},"
    "\"unused_faults\":{"
    "\"title\":\"Unused faults\","
    "\"description\":\"What verify makes of rules that are armed and have not hit: ignore them, or "
    "fail.\","
    "\"type\":\"string\","
    "\"enum\":[\"ignore\",\"fail\"]"
    "},"
    "\"expectation\":{"
    "\"title\":\"Expectation\","
    "\"description\":\"Which entries should be in the journal, and how many.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"event\":{"
    "\"description\":\"Name of an event, or kind of an entry that is not an event (disconnected, fa"
    "ult). May be a glob such as fragment:*.\","
    "\"$ref\":\"#/components/schemas/journal_event\""
    "},"
    "\"direction\":{"
    "\"description\":\"Direction of the event. Absent: either.\","
    "\"$ref\":\"#/components/schemas/journal_direction\""
    "},"
    "\"verdict\":{"
    "\"description\":\"Counts only events that the server judged so. Absent: however it judged them"
    ". With a verdict other than ok, match may ask for values that the schema does not allow.\","
    "\"$ref\":\"#/components/schemas/journal_verdict\""
    "},"
    "\"match\":{"
    "\"description\":\"What the payload must contain. The keys are member names or JSON Pointers, e"
    "ach value is the expected value or an object of matchers. If the entry is not an event, the en"
    "try itself is compared.\","
    "\"type\":\"object\","
    "\"maxProperties\":32,"
    "\"additionalProperties\":{\"if\":{\"type\":\"object\"},\"then\":{\"$ref\":\"#/components/schem"
    "as/matcher\"}}"
    "},"
    "\"unknown\":{"
    "\"description\":\"Allows names and values that the protocol does not define. Without it, the r"
    "equest is refused if no side ever sends the event in that direction, if the payload cannot hav"
    "e a member of match, or if the member cannot have the value. Otherwise, a typo in something th"
    "at must not come would go unnoticed.\","
    "\"type\":\"boolean\","
    "\"default\":false"
    "},"
    "\"count\":{"
    "\"description\":\"Number of entries. Absent: at least one.\","
    "\"$ref\":\"#/components/schemas/verify_count\""
    "},"
    "\"after\":{"
    "\"description\":\"Counts only entries after those that met an earlier expectation. The value i"
    "s the place of that expectation in the list, from 0.\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":99"
    "},"
    "\"within_ms\":{"
    "\"description\":\"Counts only entries at most this many milliseconds after those of `after`.\""
    ","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":3600000"
    "}"
    "},"
    "\"required\":[\"event\"],"
    "\"additionalProperties\":false"
    "},"
    "\"verify_verdict\":{"
    "\"title\":\"Verdict of verify\","
    "\"description\":\"pass: it holds. fail: it does not. unknown: entries that could change the an"
    "swer are not known; `why` says what to do.\","
    "\"type\":\"string\","
    "\"enum\":[\"pass\",\"fail\",\"unknown\"]"
    "},"
    "\"verify_result\":{"
    "\"title\":\"Result of an expectation\","
    "\"description\":\"Whether an expectation holds, and if not, why.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"verdict\":{"
    "\"description\":\"Whether the expectation holds.\","
    "\"$ref\":\"#/components/schemas/verify_verdict\""
    "},"
    "\"passed\":{\"description\":\"Whether the verdict is pass.\",\"type\":\"boolean\"},"
    "\"matched\":{"
    "\"description\":\"Number of known entries that met it.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"first\":{"
    "\"description\":\"Id of the first entry that met it.\","
    "\"$ref\":\"#/components/schemas/journal_id\""
    "},"
    "\"last\":{"
    "\"description\":\"Id of the last entry that met it.\","
    "\"$ref\":\"#/components/schemas/journal_id\""
    "},"
    "\"message\":{"
    "\"description\":\"If the verdict is fail: why, as text for people.\","
    "\"type\":\"string\""
    "},"
    "\"why\":{"
    "\"description\":\"If the verdict is unknown: what is not known, and what to do.\","
    "\"type\":\"string\""
    "},"
    "\"nearest\":{"
    "\"description\":\"If too few entries met it, or some could not be compared: the entries that c"
    "ame closest, best first.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/near_miss\"}"
    "}"
    "},"
    "\"required\":[\"verdict\",\"passed\",\"matched\"],"
    "\"additionalProperties\":false"
    "},"
    "\"unused_rule\":{"
    "\"title\":\"Unused rule\","
    "\"description\":\"A rule, a delay or backpressure that is armed and has not hit.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"number\":{"
    "\"description\":\"Number of what is armed, as in /control/armed.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"kind\":{"
    "\"description\":\"What it is: faults, delay or backpressure.\","
    "\"$ref\":\"#/components/schemas/armed_kind\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"The streams that it is armed for.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"rule\":{"
    "\"description\":\"Index of the rule in the list, from 0.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"does\":{\"description\":\"What the rule does, in a few words.\",\"type\":\"string\"},"
    "\"cannot_hit\":{"
    "\"description\":\"Why it cannot hit as things are. Absent: it still can, as far as the server "
    "knows.\","
    "\"type\":\"string\""
    "},"
    "\"unknown\":{"
    "\"description\":\"It may have hit: the server had to forget some streams. Absent: it did not."
    "\","
    "\"type\":\"boolean\""
    "}"
    "},"
    "\"required\":[\"number\",\"kind\",\"stream_id\",\"rule\",\"does\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_side\":{"
    "\"title\":\"Side of a report\","
    "\"description\":\"Which side a report is about: the workers that connected, or a server that w"
    "as tested.\","
    "\"type\":\"string\","
    "\"enum\":[\"worker\",\"server\"]"
    "},"
    "\"report_generator\":{"
    "\"title\":\"Generator of a report\","
    "\"description\":\"Which program made a report, and for which protocol.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"name\":{\"description\":\"Name of the program.\",\"type\":\"string\"},"
    "\"version\":{\"description\":\"Version of the program.\",\"type\":\"string\"},"
    "\"protocol_version\":{\"description\":\"Version of the protocol.\",\"type\":\"string\"},"
    "\"protocol_hash\":{"
    "\"description\":\"Hash of the schemas. It changes with every change of the schemas.\","
    "\"type\":\"string\""
    "},"
    "\"seed\":{"
    "\"description\":\"Seed of the random decisions of the server that was talked to, if it is know"
    "n.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"name\",\"version\",\"protocol_version\",\"protocol_hash\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_verdict\":{"
    "\"title\":\"Verdict of a report\","
    "\"description\":\"empty: nothing was exercised. pass: all that was exercised is known, and no "
    "requirement was broken. unknown: what is not known could make the verdict worse, so it is not "
    "told. deviation: only requirements of the kind should were broken. fail: a requirement of the "
    "kind must was broken, whatever else is not known.\","
    "\"type\":\"string\","
    "\"enum\":[\"empty\",\"pass\",\"unknown\",\"deviation\",\"fail\"]"
    "},"
    "\"report_settled\":{"
    "\"title\":\"Whether a stream had settled\","
    "\"description\":\"over: the stream is over. idle: it is open, but nothing is in work, and all "
    "that had come was read. unsettled: neither, within the time that was asked for.\","
    "\"type\":\"string\","
    "\"enum\":[\"over\",\"idle\",\"unsettled\"]"
    "},"
    "\"report_counts\":{"
    "\"title\":\"Counts of a report\","
    "\"description\":\"Number of requirements by outcome.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"pass\":{\"description\":\"Exercised and never broken.\",\"type\":\"integer\",\"minimum\":0},"
    "\"unknown\":{"
    "\"description\":\"Neither broken nor known to be kept.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"deviation\":{\"description\":\"Broken, of the kind should.\",\"type\":\"integer\",\"minimum"
    "\":0},"
    "\"fail\":{\"description\":\"Broken, of the kind must.\",\"type\":\"integer\",\"minimum\":0},"
    "\"not_exercised\":{"
    "\"description\":\"Not exercised: nothing in the traffic could have broken them.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"not_offered\":{"
    "\"description\":\"Not offered: about something that the server does not have.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"pass\",\"unknown\",\"deviation\",\"fail\",\"not_exercised\",\"not_offered\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_requirement\":{"
    "\"title\":\"Requirement in a report\","
    "\"description\":\"One statement of the protocol, and its outcome.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{\"description\":\"Id: the section, then a name.\",\"type\":\"string\"},"
    "\"section\":{\"description\":\"Title of the section.\",\"type\":\"string\"},"
    "\"origin\":{"
    "\"description\":\"Document that demands it: spec016 (the WebSocket Audio Fragment Protocol) wi"
    "th a section, spec017 (the echo service) or echo (settled by echo-sts).\","
    "\"type\":\"string\""
    "},"
    "\"severity\":{"
    "\"description\":\"Whether breaking it is a failure or a deviation.\","
    "\"$ref\":\"#/components/schemas/report_severity\""
    "},"
    "\"text\":{\"description\":\"The statement.\",\"type\":\"string\"},"
    "\"outcome\":{"
    "\"description\":\"Outcome of the requirement.\","
    "\"$ref\":\"#/components/schemas/report_outcome\""
    "},"
    "\"checked\":{"
    "\"description\":\"How often the traffic could have broken it.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"broken\":{\"description\":\"How often the traffic broke it.\",\"type\":\"integer\",\"minimum"
    "\":0},"
    "\"note\":{"
    "\"description\":\"Why it was not exercised, why it is not known, or another note.\","
    "\"type\":\"string\""
    "},"
    "\"advice\":{"
    "\"description\":\"What to do about it, where it is broken or not known. Absent where the state"
    "ment says it.\","
    "\"type\":\"string\""
    "},"
    "\"repeat\":{\"description\":\"Command that checks only this requirement.\",\"type\":\"string\""
    "},"
    "\"duration_ms\":{"
    "\"description\":\"Duration of its check in milliseconds.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"id\",\"section\",\"severity\",\"text\",\"outcome\",\"checked\",\"broken\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_finding\":{"
    "\"title\":\"Finding\","
    "\"description\":\"One way in which a requirement was broken. Equal cases are one finding.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"requirement\":{\"description\":\"Id of the requirement.\",\"type\":\"string\"},"
    "\"severity\":{"
    "\"description\":\"Severity of the requirement.\","
    "\"$ref\":\"#/components/schemas/report_severity\""
    "},"
    "\"outcome\":{"
    "\"description\":\"What it makes of the requirement: fail or deviation; unknown where another r"
    "equirement is the cause.\","
    "\"$ref\":\"#/components/schemas/report_outcome\""
    "},"
    "\"count\":{\"description\":\"How often it was found.\",\"type\":\"integer\",\"minimum\":1},"
    "\"because_of\":{"
    "\"description\":\"Id of the requirement whose finding is the cause of this one.\","
    "\"type\":\"string\""
    "},"
    "\"at_ms\":{"
    "\"description\":\"Time of the first case, Unix time in milliseconds.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"message\":{\"description\":\"What was wrong.\",\"type\":\"string\"},"
    "\"stream_id\":{\"description\":\"Stream that the finding is about.\",\"type\":\"string\"},"
    "\"fragment_id\":{\"description\":\"Fragment that the finding is about.\",\"type\":\"string\"},"
    "\"event\":{\"description\":\"Name of the event that broke the requirement.\",\"type\":\"string"
    "\"},"
    "\"pointer\":{"
    "\"description\":\"JSON Pointer (RFC 6901) into the payload of the event.\","
    "\"type\":\"string\""
    "},"
    "\"payload\":{"
    "\"description\":\"The payload of the event as JSON text, without its audio. A long payload is "
    "cut.\","
    "\"type\":\"string\""
    "},"
    "\"sent\":{\"description\":\"What the check sent.\",\"type\":\"string\"},"
    "\"trace\":{"
    "\"description\":\"What was sent and what came before, without audio and keys: a line each, wit"
    "h the milliseconds since the check began.\","
    "\"type\":\"string\""
    "},"
    "\"expected\":{\"description\":\"What was expected.\",\"type\":\"string\"}"
    "},"
    "\"required\":[\"requirement\",\"severity\",\"outcome\",\"count\",\"at_ms\",\"message\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_branch\":{"
    "\"title\":\"Branch\","
    "\"description\":\"A branch of a schema, and how often the traffic used it.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"event\":{\"description\":\"Name of the event.\",\"type\":\"string\"},"
    "\"from_worker\":{"
    "\"description\":\"true: workers send the event. false: they receive it.\","
    "\"type\":\"boolean\""
    "},"
    "\"pointer\":{"
    "\"description\":\"JSON Pointer to the member, * for the items of a list.\","
    "\"type\":\"string\""
    "},"
    "\"kind\":{"
    "\"description\":\"Kind of the branch.\","
    "\"$ref\":\"#/components/schemas/report_branch_kind\""
    "},"
    "\"value\":{\"description\":\"The value as JSON text, if the branch has one.\",\"type\":\"strin"
    "g\"},"
    "\"seen\":{\"description\":\"How often the traffic used it.\",\"type\":\"integer\",\"minimum\":"
    "0}"
    "},"
    "\"required\":[\"event\",\"from_worker\",\"pointer\",\"kind\",\"seen\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_stream\":{"
    "\"title\":\"Stream in a report\","
    "\"description\":\"One stream: its results and its timeline.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{"
    "\"description\":\"Id of the stream. Empty: connections without a stream.\","
    "\"type\":\"string\""
    "},"
    "\"worker_id\":{\"description\":\"Id of the worker.\",\"type\":\"string\"},"
    "\"session_id\":{\"description\":\"Id of the session.\",\"type\":\"string\"},"
    "\"verdict\":{"
    "\"description\":\"Results of this stream only.\","
    "\"$ref\":\"#/components/schemas/report_verdict\""
    "},"
    "\"unknowns\":{"
    "\"description\":\"What is not known of this stream and could make the verdict worse, one sente"
    "nce each.\","
    "\"type\":\"array\","
    "\"items\":{\"type\":\"string\"}"
    "},"
    "\"started_ms\":{"
    "\"description\":\"Start of the stream, Unix time in milliseconds.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"duration_ms\":{"
    "\"description\":\"Time from the start of the stream to its end or, if it has not ended, to the"
    " report, in milliseconds.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"ended\":{"
    "\"description\":\"Why the stream ended. Absent: it has not ended.\","
    "\"type\":\"string\""
    "},"
    "\"outcomes\":{"
    "\"description\":\"The requirements that this stream exercised.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_stream_outcome\"}"
    "},"
    "\"fragment_count\":{"
    "\"description\":\"Number of fragments that the server received. One that was sent again counts"
    " once.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"attempt_count\":{"
    "\"description\":\"How often the server received a fragment. One that was sent again counts eac"
    "h time.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"fragments\":{"
    "\"description\":\"The first and the last fragments.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_fragment\"}"
    "},"
    "\"bands\":{"
    "\"description\":\"Periods with backpressure, with a pause, or without a connection.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_band\"}"
    "},"
    "\"marks\":{"
    "\"description\":\"What happened.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_mark\"}"
    "},"
    "\"seeds\":{"
    "\"description\":\"The seeds of the rules that hit fragments, in the order of their first hits."
    "\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_seed\"}"
    "},"
    "\"armed\":{"
    "\"description\":\"Rules of the error simulation that were in force for the stream, also those "
    "that hit nothing.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_armed\"}"
    "},"
    "\"left_out\":{"
    "\"description\":\"Number of further fragments, bands, marks, seeds and armed rules, which are "
    "not listed.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":["
    "\"stream_id\","
    "\"verdict\","
    "\"unknowns\","
    "\"started_ms\","
    "\"duration_ms\","
    "\"outcomes\","
    "\"fragment_count\","
    "\"attempt_count\","
    "\"fragments\","
    "\"bands\","
    "\"marks\","
    "\"seeds\","
    "\"armed\","
    "\"left_out\""
    "],"
    "\"additionalProperties\":false"
    "},"
    "\"report_others\":{"
    "\"title\":\"Outcomes without a stream of their own\","
    "\"description\":\"How the connections without a stream fared, or the streams that were forgott"
    "en.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"title\":{\"description\":\"What it is about.\",\"type\":\"string\"},"
    "\"verdict\":{"
    "\"description\":\"Results of these only.\","
    "\"$ref\":\"#/components/schemas/report_verdict\""
    "},"
    "\"unknowns\":{"
    "\"description\":\"What is not known of these and could make the verdict worse, one sentence ea"
    "ch.\","
    "\"type\":\"array\","
    "\"items\":{\"type\":\"string\"}"
    "},"
    "\"outcomes\":{"
    "\"description\":\"The requirements that were exercised.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_stream_outcome\"}"
    "}"
    "},"
    "\"required\":[\"title\",\"verdict\",\"unknowns\",\"outcomes\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_summary_requirement\":{"
    "\"title\":\"Requirement in a summary\","
    "\"description\":\"A statement of the protocol that was broken, or of which it is not known whe"
    "ther it was kept.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{\"description\":\"Id: the section, then a name.\",\"type\":\"string\"},"
    "\"severity\":{"
    "\"description\":\"Whether breaking it is a failure or a deviation.\","
    "\"$ref\":\"#/components/schemas/report_severity\""
    "},"
    "\"outcome\":{"
    "\"description\":\"fail, deviation or unknown.\","
    "\"$ref\":\"#/components/schemas/report_outcome\""
    "},"
    "\"checked\":{"
    "\"description\":\"How often the traffic could have broken it.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"broken\":{\"description\":\"How often the traffic broke it.\",\"type\":\"integer\",\"minimum"
    "\":0},"
    "\"note\":{\"description\":\"Why it is not known, or another note.\",\"type\":\"string\"},"
    "\"advice\":{\"description\":\"What to do about it.\",\"type\":\"string\"}"
    "},"
    "\"required\":[\"id\",\"severity\",\"outcome\",\"checked\",\"broken\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_summary_stream\":{"
    "\"title\":\"Stream in a summary\","
    "\"description\":\"How one stream fared.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{\"description\":\"Id of the stream.\",\"type\":\"string\"},"
    "\"verdict\":{"
    "\"description\":\"Results of this stream only.\","
    "\"$ref\":\"#/components/schemas/report_verdict\""
    "}"
    "},"
    "\"required\":[\"stream_id\",\"verdict\"],"
    "\"additionalProperties\":false"
    "},"
    "\"client_kind\":{"
    "\"title\":\"Kind of a client\","
    "\"description\":\"connection: it has joined a namespace and is connected now. refused: it coul"
    "d not get in.\","
    "\"type\":\"string\","
    "\"enum\":[\"connection\",\"refused\"]"
    "},"
    "\"client_transport\":{"
    "\"title\":\"Transport\","
    "\"description\":\"Transport of a connection. It may begin with polling and change to websocket"
    ".\","
    "\"type\":\"string\","
    "\"enum\":[\"polling\",\"websocket\"]"
    "},"
    "\"rejection_reason\":{"
    "\"title\":\"Reason of a rejection\","
    "\"description\":\"Why a client could not get in. It is also the label `reason` of the metric s"
    "ts_refused_total.\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"wrong_path\","
    "\"engineio_version\","
    "\"unknown_sid\","
    "\"unknown_transport\","
    "\"bad_handshake\","
    "\"wrong_namespace\","
    "\"bad_auth\","
    "\"custom_parser\","
    "\"bad_packet\","
    "\"not_joined\","
    "\"tls_on_plain_port\","
    "\"plain_on_tls_port\","
    "\"tls_handshake\","
    "\"head_too_long\","
    "\"body_too_long\","
    "\"bad_http\","
    "\"missing_key\","
    "\"wrong_key\","
    "\"too_many_wrong_keys\","
    "\"max_sockets\","
    "\"no_memory\""
    "]"
    "},"
    "\"stream_hits\":{"
    "\"title\":\"Hits on a stream\","
    "\"description\":\"What is in force for one stream, and how often it hit that stream.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"number\":{"
    "\"description\":\"Number of what is armed, as in /control/armed and in the fault entries of th"
    "e journal.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"kind\":{"
    "\"description\":\"What it is: faults, delay or backpressure.\","
    "\"$ref\":\"#/components/schemas/armed_kind\""
    "},"
    "\"stream_id\":{"
    "\"description\":\"The streams that it is armed for.\","
    "\"$ref\":\"#/components/schemas/stream_pattern\""
    "},"
    "\"rules\":{"
    "\"description\":\"Hits of each rule on this stream.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/rule_hits\"}"
    "}"
    "},"
    "\"required\":[\"number\",\"kind\",\"stream_id\",\"rules\"],"
    "\"additionalProperties\":false"
    "},"
    "\"armed_kind\":{"
    "\"title\":\"Kind of what is armed\","
    "\"description\":\"What is armed: rules of the error simulation, a processing delay, backpressu"
    "re, a disconnect that is to come, a refusal that runs, or a scenario.\","
    "\"type\":\"string\","
    "\"enum\":[\"faults\",\"delay\",\"backpressure\",\"disconnect\",\"refusal\",\"scenario\"]"
    "},"
    "\"scenario_run\":{"
    "\"title\":\"Scenario in what is armed\","
    "\"description\":\"A scenario, and which of its steps streams are at.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"name\":{\"description\":\"Name of the scenario, if it has one.\",\"type\":\"string\"},"
    "\"step\":{"
    "\"description\":\"The step that arms it, from 0. Only of faults, a delay or backpressure.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"steps\":{\"description\":\"Number of steps.\",\"type\":\"integer\",\"minimum\":0},"
    "\"at\":{"
    "\"description\":\"Streams that have begun the scenario, in the order of their use: at most 100"
    ", or the one that the request names.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/scenario_place\"}"
    "},"
    "\"begun\":{"
    "\"description\":\"How many streams have begun the scenario and are remembered.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"steps\"],"
    "\"additionalProperties\":false"
    "},"
    "\"rule_hits\":{"
    "\"title\":\"Hits of a rule\","
    "\"description\":\"What came of one rule of the error simulation. A delay and backpressure coun"
    "t as one rule each.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"rule\":{"
    "\"description\":\"Index of the rule in the list, from 0.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"does\":{\"description\":\"What the rule does, in a few words.\",\"type\":\"string\"},"
    "\"hits\":{"
    "\"description\":\"Fragments that the rule hit. Of a delay: fragments that were delayed. Of bac"
    "kpressure: how often it called for a level other than the all-clear.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"last_hit\":{"
    "\"description\":\"The last hit. Absent: there was none.\","
    "\"$ref\":\"#/components/schemas/hit\""
    "},"
    "\"cannot_hit\":{"
    "\"description\":\"Why the rule cannot hit as things are. Only for a rule without hits. Absent:"
    " it still can, as far as the server knows.\","
    "\"type\":\"string\""
    "},"
    "\"unknown\":{"
    "\"description\":\"There may have been more hits: the server had to forget some streams. Absent"
    ": there were not.\","
    "\"type\":\"boolean\""
    "}"
    "},"
    "\"required\":[\"rule\",\"does\",\"hits\"],"
    "\"additionalProperties\":false"
    "},"
    "\"scenario_step\":{"
    "\"title\":\"Step of a scenario\","
    "\"description\":\"What is armed for the stream during the step. It replaces what the previous "
    "step armed. A step has at least one member (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"faults\":{"
    "\"description\":\"Rules for fragments (echo extension).\","
    "\"$ref\":\"#/components/schemas/scenario_faults\""
    "},"
    "\"delay\":{"
    "\"description\":\"How long the processing of a fragment takes (echo extension).\","
    "\"$ref\":\"#/components/schemas/scenario_delay\""
    "},"
    "\"backpressure\":{"
    "\"description\":\"Which backpressure is sent (echo extension).\","
    "\"$ref\":\"#/components/schemas/scenario_backpressure\""
    "},"
    "\"disconnect\":{"
    "\"description\":\"Cuts the connection when the step begins (echo extension).\","
    "\"$ref\":\"#/components/schemas/scenario_disconnect\""
    "},"
    "\"until\":{"
    "\"description\":\"When the next step begins. Absent: in a step with a disconnect after delay_m"
    "s plus refuse_ms, otherwise never (echo extension).\","
    "\"$ref\":\"#/components/schemas/scenario_until\""
    "}"
    "},"
    "\"minProperties\":1,"
    "\"additionalProperties\":false"
    "},"
    "\"matcher\":{"
    "\"title\":\"Matcher\","
    "\"description\":\"What a value should be. All members of the matcher must hold.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"equals\":{"
    "\"description\":\"The value equals this one. Needed for an object, which would otherwise be re"
    "ad as a matcher.\""
    "},"
    "\"regex\":{"
    "\"description\":\"A regular expression that must match somewhere in the text. If the value is "
    "not a string, its JSON text is searched.\","
    "\"$ref\":\"#/components/schemas/regex\""
    "},"
    "\"min\":{\"description\":\"The number is at least this.\",\"type\":\"number\"},"
    "\"max\":{\"description\":\"The number is at most this.\",\"type\":\"number\"},"
    "\"present\":{\"description\":\"true: the value exists. false: it does not.\",\"type\":\"boolea"
    "n\"},"
    "\"absent\":{"
    "\"description\":\"true: the value does not exist. false: it does.\","
    "\"type\":\"boolean\""
    "}"
    "},"
    "\"minProperties\":1,"
    "\"additionalProperties\":false"
    "},"
    "\"verify_count\":{"
    "\"title\":\"Count\","
    "\"description\":\"A number of entries: exactly, at least, at most, or at least and at most.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"exactly\":{"
    "\"description\":\"Exactly this many.\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":1000000"
    "},"
    "\"at_least\":{"
    "\"description\":\"At least this many.\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":1000000"
    "},"
    "\"at_most\":{"
    "\"description\":\"At most this many.\","
    "\"type\":\"integer\","
    "\"minimum\":0,"
    "\"maximum\":1000000"
    "}"
    "},"
    "\"minProperties\":1,"
    "\"additionalProperties\":false"
    "},"
    "\"near_miss\":{"
    "\"title\":\"Near miss\","
    "\"description\":\"An entry that almost met an expectation.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{\"description\":\"Id of the entry.\",\"$ref\":\"#/components/schemas/journal_id\"},"
    "\"event\":{\"description\":\"Event or kind of the entry.\",\"type\":\"string\"},"
    "\"differed\":{"
    "\"description\":\"What differs from the expectation.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/difference\"}"
    "}"
    "},"
    "\"required\":[\"id\",\"event\",\"differed\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_severity\":{"
    "\"title\":\"Severity of a requirement\","
    "\"description\":\"must: breaking it is a failure. should: breaking it is a deviation.\","
    "\"type\":\"string\","
    "\"enum\":[\"must\",\"should\"]"
    "},"
    "\"report_outcome\":{"
    "\"title\":\"Outcome of a requirement\","
    "\"description\":\"Result for a requirement. unknown: not broken so far, but it may be, or may "
    "have been; the note says why. not_exercised: nothing in the traffic could have broken it. not_"
    "offered: the server does not have the part that it is about.\","
    "\"type\":\"string\","
    "\"enum\":[\"pass\",\"unknown\",\"deviation\",\"fail\",\"not_exercised\",\"not_offered\"]"
    "},"
    "\"report_branch_kind\":{"
    "\"title\":\"Kind of a branch\","
    "\"description\":\"What the traffic used: the member present or absent, one of its values, or i"
    "ts smallest or largest value or length.\","
    "\"type\":\"string\","
    "\"enum\":[\"present\",\"absent\",\"value\",\"minimum\",\"maximum\",\"min_length\",\"max_length"
    "\"]"
    "},"
    "\"report_stream_outcome\":{"
    "\"title\":\"Outcome of a requirement for one stream\","
    "\"description\":\"How one stream fared with one requirement.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"requirement\":{\"description\":\"Id of the requirement.\",\"type\":\"string\"},"
    "\"outcome\":{"
    "\"description\":\"Outcome of the requirement.\","
    "\"$ref\":\"#/components/schemas/report_outcome\""
    "},"
    "\"checked\":{"
    "\"description\":\"How often the traffic could have broken it.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"broken\":{\"description\":\"How often the traffic broke it.\",\"type\":\"integer\",\"minimum"
    "\":0},"
    "\"note\":{\"description\":\"Why it is not known.\",\"type\":\"string\"}"
    "},"
    "\"required\":[\"requirement\",\"outcome\",\"checked\",\"broken\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_fragment\":{"
    "\"title\":\"Fragment in a report\","
    "\"description\":\"The history of one fragment. Times are milliseconds since its stream began."
    "\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"fragment_id\":{\"description\":\"Id of the fragment.\",\"type\":\"string\"},"
    "\"sequence_number\":{\"description\":\"Its number.\",\"$ref\":\"#/components/schemas/sequence_"
    "number\"},"
    "\"sent_ms\":{"
    "\"description\":\"When the server received the fragment; if it was retried, the last attempt."
    "\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"acked_ms\":{\"description\":\"When fragment:ack was sent.\",\"type\":\"integer\",\"minimum\""
    ":0},"
    "\"processed_ms\":{\"description\":\"When the outcome was sent.\",\"type\":\"integer\",\"minimu"
    "m\":0},"
    "\"confirmed_ms\":{"
    "\"description\":\"When the worker confirmed the outcome.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"status\":{"
    "\"description\":\"Status of the fragment.\","
    "\"$ref\":\"#/components/schemas/report_fragment_status\""
    "},"
    "\"earlier\":{"
    "\"description\":\"Earlier attempts that failed, the first ones.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_attempt\"}"
    "},"
    "\"fault\":{\"description\":\"What was simulated for the fragment.\",\"type\":\"string\"},"
    "\"code\":{\"description\":\"Error code of the outcome or of the refusal.\",\"type\":\"string\""
    "}"
    "},"
    "\"required\":[\"fragment_id\",\"sequence_number\",\"sent_ms\",\"status\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_band\":{"
    "\"title\":\"Band\","
    "\"description\":\"A period in the life of a stream. Times are milliseconds since the stream be"
    "gan.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"kind\":{"
    "\"description\":\"Kind of the period.\","
    "\"$ref\":\"#/components/schemas/report_band_kind\""
    "},"
    "\"from_ms\":{\"description\":\"Start of the period.\",\"type\":\"integer\",\"minimum\":0},"
    "\"to_ms\":{"
    "\"description\":\"End of the period. Absent: it has not ended.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"kind\",\"from_ms\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_mark\":{"
    "\"title\":\"Mark\","
    "\"description\":\"A point in the life of a stream.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"kind\":{\"description\":\"What happened.\",\"$ref\":\"#/components/schemas/report_mark_kind"
    "\"},"
    "\"at_ms\":{"
    "\"description\":\"Time in milliseconds since the stream began.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"text\":{\"description\":\"Description for people.\",\"type\":\"string\"}"
    "},"
    "\"required\":[\"kind\",\"at_ms\",\"text\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_seed\":{"
    "\"title\":\"Seed in a report\","
    "\"description\":\"What random decisions depended on. The same rules with this seed and this se"
    "ed_key hit the same sequence numbers of any stream.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"seed\":{\"description\":\"Seed in use.\",\"type\":\"integer\"},"
    "\"seed_key\":{"
    "\"description\":\"Seed key in use. If none was given, it is the stream_id, which has the same "
    "effect.\","
    "\"$ref\":\"#/components/schemas/seed_key\""
    "}"
    "},"
    "\"required\":[\"seed\",\"seed_key\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_armed\":{"
    "\"title\":\"Rules in a report\","
    "\"description\":\"Rules of the error simulation that were armed for a stream, and how often th"
    "ey hit it.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"number\":{"
    "\"description\":\"Number of what was armed, as in the journal.\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"stream_id\":{\"description\":\"The streams that it was armed for.\",\"type\":\"string\"},"
    "\"rules\":{"
    "\"description\":\"The rules: of the first 32 what they do and how often they hit, of the other"
    "s those that hit.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/report_rule\"}"
    "},"
    "\"rules_count\":{\"description\":\"Number of rules.\",\"type\":\"integer\",\"minimum\":0}"
    "},"
    "\"required\":[\"number\",\"stream_id\",\"rules\",\"rules_count\"],"
    "\"additionalProperties\":false"
    "},"
    "\"scenario_place\":{"
    "\"title\":\"Place in a scenario\","
    "\"description\":\"Where one stream is in its scenario.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"stream_id\":{\"description\":\"The stream.\",\"$ref\":\"#/components/schemas/stream_id\"},"
    "\"step\":{"
    "\"description\":\"The step that it is at, from 0. Absent: it has gone through all steps, or wa"
    "s reset.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"stream_id\"],"
    "\"additionalProperties\":false"
    "},"
    "\"hit\":{"
    "\"title\":\"Hit\","
    "\"description\":\"One fragment that a rule hit, or on which a delay or backpressure acted.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"time\":{\"description\":\"Time in UTC, RFC 3339 with milliseconds.\",\"type\":\"string\"},"
    "\"stream_id\":{"
    "\"description\":\"Stream of the fragment. Absent: not known any more.\","
    "\"$ref\":\"#/components/schemas/stream_id\""
    "},"
    "\"sequence_number\":{"
    "\"description\":\"Sequence number of the fragment. Of backpressure: the number that the stream"
    " expected.\","
    "\"$ref\":\"#/components/schemas/sequence_number\""
    "}"
    "},"
    "\"required\":[\"time\",\"sequence_number\"],"
    "\"additionalProperties\":false"
    "},"
    "\"scenario_until\":{"
    "\"title\":\"End of a scenario's step\","
    "\"description\":\"When a scenario goes on to the next step. The first of these conditions coun"
    "ts; there is at least one (echo extension).\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"count\":{"
    "\"description\":\"Number of fragments that the rules of the step have hit. In a step without f"
    "aults: number of accepted fragments (echo extension).\","
    "\"type\":\"integer\","
    "\"minimum\":1"
    "},"
    "\"after_ms\":{"
    "\"description\":\"Time in milliseconds since the step began (echo extension).\","
    "\"$ref\":\"#/components/schemas/simulation_time_ms\""
    "},"
    "\"event\":{"
    "\"description\":\"An event that the worker sends. fragment:ack means the worker's (echo extens"
    "ion).\","
    "\"$ref\":\"#/components/schemas/worker_event\""
    "}"
    "},"
    "\"minProperties\":1,"
    "\"additionalProperties\":false"
    "},"
    "\"regex\":{"
    "\"title\":\"Regular expression\","
    "\"description\":\"POSIX extended syntax, plus `\\\\d`, `\\\\w`, `\\\\s`, `\\\\b`, their capita"
    "ls, `(?:...)` and lazy repetitions. No back-references, no look-arounds. 1 to 256 code points."
    "\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":256"
    "},"
    "\"difference\":{"
    "\"title\":\"Difference\","
    "\"description\":\"A place where an entry differs from what was expected.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"pointer\":{"
    "\"description\":\"JSON Pointer to the place. Empty: the entry itself, which came too early or "
    "too late.\","
    "\"type\":\"string\""
    "},"
    "\"expected\":{\"description\":\"The expected value, as in the request.\"},"
    "\"actual\":{"
    "\"description\":\"The actual value. Absent: there is none. Large values are {\\\"elided\\\": l"
    "ength}.\""
    "}"
    "},"
    "\"required\":[\"pointer\",\"expected\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_fragment_status\":{"
    "\"title\":\"Status of a fragment in a report\","
    "\"description\":\"Status of a fragment. refused: an error answered it. waiting: it has no outc"
    "ome yet.\","
    "\"type\":\"string\","
    "\"enum\":[\"waiting\",\"success\",\"partial\",\"failed\",\"refused\"]"
    "},"
    "\"report_attempt\":{"
    "\"title\":\"Attempt of a fragment in a report\","
    "\"description\":\"One attempt that failed; the fragment was sent again. Times are milliseconds"
    " since its stream began.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"sent_ms\":{"
    "\"description\":\"When the server received the fragment.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"processed_ms\":{\"description\":\"When the outcome was sent.\",\"type\":\"integer\",\"minimu"
    "m\":0},"
    "\"status\":{"
    "\"description\":\"Status of the attempt.\","
    "\"$ref\":\"#/components/schemas/report_fragment_status\""
    "},"
    "\"fault\":{\"description\":\"What was simulated.\",\"type\":\"string\"},"
    "\"code\":{\"description\":\"Error code of the outcome.\",\"type\":\"string\"}"
    "},"
    "\"required\":[\"sent_ms\",\"status\"],"
    "\"additionalProperties\":false"
    "},"
    "\"report_band_kind\":{"
    "\"title\":\"Kind of a band\","
    "\"description\":\"Kind of a period: the worker was told to slow down, was told to pause, had p"
    "aused, or had lost its connection.\","
    "\"type\":\"string\","
    "\"enum\":[\"slow_down\",\"pause\",\"paused\",\"disconnected\"]"
    "},"
    "\"report_mark_kind\":{"
    "\"title\":\"Kind of a mark\","
    "\"description\":\"A point in the life of a stream.\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"opened\","
    "\"resumed\","
    "\"end\","
    "\"complete\","
    "\"ended\","
    "\"disconnected\","
    "\"error\","
    "\"fault\","
    "\"refused\""
    "]"
    "},"
    "\"report_rule\":{"
    "\"title\":\"Rule in a report\","
    "\"description\":\"A rule of the error simulation, and how often it hit the stream.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"rule\":{"
    "\"description\":\"Index of the rule in the list, from 0.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "},"
    "\"does\":{"
    "\"description\":\"What the rule does, in a few words. Absent: not known.\","
    "\"type\":\"string\""
    "},"
    "\"hits\":{"
    "\"description\":\"Fragments of the stream that it hit, as far as they are known.\","
    "\"type\":\"integer\","
    "\"minimum\":0"
    "}"
    "},"
    "\"required\":[\"rule\",\"hits\"],"
    "\"additionalProperties\":false"
    "},"
    "\"worker_event\":{"
    "\"title\":\"Event of a worker\","
    "\"description\":\"Name of an event that a worker sends about its stream (016 \302\2475.1).\","
    "\"type\":\"string\","
    "\"enum\":["
    "\"stream:init\","
    "\"fragment:data\","
    "\"fragment:ack\","
    "\"stream:pause\","
    "\"stream:resume\","
    "\"stream:end\""
    "]"
    "}"
    "}"
    "}"
    "}";
const size_t sts_openapi_json_length = sizeof sts_openapi_json - 1;
