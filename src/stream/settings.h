/* settings.h - what an operator may set about streams (protocol §5, §8), as plain values. */
#ifndef STREAM_SETTINGS_H
#define STREAM_SETTINGS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What happens to a fragment whose number is not the expected one. */
enum stream_sequence_policy {
    STREAM_SEQUENCE_WINDOW, /**< taken, its result waits for the ones before it */
    STREAM_SEQUENCE_STRICT, /**< refused at once */
};

/** Times in milliseconds, sizes in bytes. Where it says so, 0 switches a limit off. The defaults
 *  stand in the table of the program that uses the streams. */
struct stream_settings {
    uint64_t auto_disconnect_ms; /**< AUTO_DISCONNECT_DELAY: from stream:complete to DISCONNECT */
    uint64_t idle_timeout_ms;    /**< IDLE_TIMEOUT_MS; 0: off */
    uint64_t resume_window_ms;   /**< RESUME_WINDOW_MS: how long a stream stays parked; 0: never */
    size_t resume_max_bytes;     /**< RESUME_MAX_BYTES: unsent results kept, per parked stream */

    size_t queue_max_depth;   /**< QUEUE_MAX_DEPTH: fragments that may wait; 0: off */
    uint64_t sequence_gap_ms; /**< SEQUENCE_GAP_MS: how long results wait for a missing number */
    enum stream_sequence_policy sequence_policy; /**< SEQUENCE_POLICY */
    size_t max_fragment_base64; /**< MAX_FRAGMENT_BASE64: characters of data_base64; 0: off */

    size_t rate_limit_per_min;      /**< RATE_LIMIT_FRAGMENTS_PER_MIN, of one stream; 0: off */
    size_t flow_violation_limit;    /**< FLOW_VIOLATION_LIMIT: QUEUE_FULL in a row; 0: off */
    size_t max_connections;         /**< WS_MAX_CONNECTIONS that have a stream; 0: off */
    size_t max_connections_per_key; /**< MAX_CONNECTIONS_PER_KEY that have a stream; 0: off */
    size_t max_buffered_bytes;      /**< MAX_BUFFERED_BYTES held for all streams; 0: off */

    bool backpressure_enabled; /**< BACKPRESSURE_ENABLED: levels by in flight / max_inflight */
    double backpressure_low, backpressure_medium,
        backpressure_high; /**< BACKPRESSURE_THRESHOLD_* */

    uint64_t processing_delay_ms;  /**< ECHO_PROCESSING_DELAY_MS */
    uint64_t processing_jitter_ms; /**< ECHO_PROCESSING_JITTER_MS: up to that much more, uniform */
    int64_t seed; /**< ECHO_SEED; where unset the application draws one, and says it in the log */

    bool strict; /**< ECHO_STRICT: deviations of a payload are errors */
    bool
        simple_error_ack; /**< python-echo: config:error_simulation:ack says accepted or rejected */
    bool rules_retryable; /**< python-echo: a rule's `retryable` defaults to true */
};

#endif
