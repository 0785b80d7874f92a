/* limit.h - the limits that refuse what clients ask for: the one place that knows which setting
 * each comes from, what it says, and what an operator can do about it. */
#ifndef STREAM_LIMIT_H
#define STREAM_LIMIT_H
#include "sts_protocol.h"

/** X(name, setting, what there may be so many of, advice) */
#define STREAM_LIMITS(X)                                                                           \
    X(CONNECTIONS, "WS_MAX_CONNECTIONS", "connections with a stream",                              \
      "Raise it (0: no limit), or let workers leave when their streams are complete")              \
    X(KEY, "MAX_CONNECTIONS_PER_KEY", "connections with a stream for each API key",                \
      "Raise it (0: no limit), or let workers leave when their streams are complete")              \
    X(RATE, "RATE_LIMIT_FRAGMENTS_PER_MIN", "fragments of a stream within a minute",               \
      "Raise it (0: no limit), or let workers send longer fragments")                              \
    X(QUEUE, "QUEUE_MAX_DEPTH", "waiting fragments of a stream",                                   \
      "Raise it (up to 1000), or let workers obey backpressure")                                   \
    X(BYTES, "MAX_BUFFERED_BYTES", "bytes of messages and audio at a time",                        \
      "Raise it (0: no limit), or let fewer workers send at the same time")                        \
    X(FRAGMENT, "MAX_FRAGMENT_BASE64", "characters of data_base64 in a fragment",                  \
      "Raise it (up to 10485760), or let workers send shorter fragments")                          \
    X(SOCKETS, "MAX_SOCKETS", "connections of all kinds",                                          \
      "Raise it (0: no limit), or close connections that nobody needs")                            \
    X(WRONG_KEYS, "AUTH_FAILURES_PER_MIN", "wrong API keys of an address within a minute",         \
      "Give the clients the right key. Clients with the right key are not limited")

enum stream_limit {
#define X(name, setting, what, advice) STREAM_LIMIT_##name,
    STREAM_LIMITS(X)
#undef X
    STREAM_LIMIT_COUNT
};

/** A limit that something is over, and its value. */
struct stream_limit_hit {
    enum stream_limit limit;
    size_t most;
};

/** Longest sentence of stream_limit_print, with the terminator. */
#define STREAM_LIMIT_SENTENCE 128

/** The name of the setting. */
const char *stream_limit_setting(enum stream_limit limit);

/** What an operator can do, as a sentence without its full stop. */
const char *stream_limit_advice(enum stream_limit limit);

/** Writes "the server takes at most 10 connections with a stream (WS_MAX_CONNECTIONS)". */
void stream_limit_print(char out[STREAM_LIMIT_SENTENCE], struct stream_limit_hit hit);

/** Adds the setting and its value to the details of an error. */
void stream_limit_note(struct sts_error_metadata *metadata, struct stream_limit_hit hit);

#endif
