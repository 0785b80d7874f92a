/* query.h - the three parameters of an Engine.IO request. */
#ifndef ENGINEIO_QUERY_H
#define ENGINEIO_QUERY_H
#include "base/slice.h"

/** Longest value kept of a parameter; a longer one counts as a value that is not known. */
#define ENGINEIO_QUERY_VALUE 63

enum engineio_transport {
    ENGINEIO_TRANSPORT_UNKNOWN,
    ENGINEIO_TRANSPORT_POLLING,
    ENGINEIO_TRANSPORT_WEBSOCKET,
};

struct engineio_query {
    enum engineio_transport transport;
    bool version_4; /**< EIO=4 */
    bool has_sid;   /**< a non-empty sid is given */
    size_t sid_len;
    char sid[ENGINEIO_QUERY_VALUE + 1];
};

/**
 * Parses a query string (without '?'). Names and values are percent-decoded, '+' is a space; other
 * parameters (the cache-buster t, ...) are ignored. A parameter given twice counts as a value that
 * is not known, as the reference server sees an array there.
 */
struct engineio_query engineio_query_parse(struct base_slice query);

#endif
