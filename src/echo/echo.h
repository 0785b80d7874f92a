/* echo.h - the "processing" of the echo service: the result is the audio that came in, after a
 * delay, unless a fault was asked for. */
#ifndef ECHO_ECHO_H
#define ECHO_ECHO_H
#include "base/hash.h"
#include "stream/processor.h"
#include "stream/settings.h"

struct echo;

/** `settings` is copied; `seed` is random and secret. NULL: no memory. */
struct echo *echo_new(struct base_memory *memory, const struct stream_settings *settings,
                      struct base_hash_seed seed);

/** When all streams have been closed. NULL is ignored. */
void echo_free(struct echo *echo);

/** The processor for a stream registry. */
struct stream_processor echo_processor(struct echo *echo);

enum echo_result {
    ECHO_CONFIGURED,
    ECHO_NO_STREAM,   /**< no stream of one's own, and none named */
    ECHO_NOT_OFFERED, /**< an action that this server does not know yet: `rule` says which rule */
    ECHO_TOO_MUCH,    /**< more than may be armed */
    ECHO_NO_MEMORY,
};

/** What a configuration came to, for its answer. */
struct echo_answer {
    int64_t seed;       /**< in force */
    size_t rules_count; /**< armed */
    size_t rule;        /**< at fault, from 0 */
};

/**
 * The events of protocol §6. They act on `own` (stream_processing() of the sender's stream, NULL
 * when it has none), or on the streams that the event names.
 */
enum echo_result echo_configure_faults(struct echo *echo, void *own,
                                       const struct sts_config_error_simulation *event,
                                       struct echo_answer *answer);
enum echo_result echo_configure_delay(struct echo *echo, void *own,
                                      const struct sts_config_processing_delay *event,
                                      struct echo_answer *answer);

#endif
