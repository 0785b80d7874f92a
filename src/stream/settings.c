#include "stream/settings.h"

struct stream_settings stream_settings_default(void) {
    return (struct stream_settings){
        .auto_disconnect_ms = 5000,
        .idle_timeout_ms = 60000,
        .resume_window_ms = 120000,
        .resume_max_bytes = 33554432,
        .queue_max_depth = 20,
        .sequence_gap_ms = 150,
        .sequence_policy = STREAM_SEQUENCE_WINDOW,
        .max_fragment_base64 = 10485760,
        .rate_limit_per_min = 100,
        .flow_violation_limit = 10,
        .max_connections = 10,
        .max_connections_per_key = 10,
        .max_buffered_bytes = 268435456,
        .backpressure_low = 0.5,
        .backpressure_medium = 0.7,
        .backpressure_high = 0.9,
    };
}
