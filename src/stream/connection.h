/* connection.h - a client in one namespace of a connection: the events it sends (protocol §3.1),
 * and its stream, where it has one.
 *
 * Everything is sent through `struct stream_output`, before the call that caused it returns; the
 * first event sent is the answer. A call may ask for this very connection to be disconnected, which
 * may free it: nothing may be done with it afterwards unless the output puts that off. */
#ifndef STREAM_CONNECTION_H
#define STREAM_CONNECTION_H
#include "stream/registry.h"

struct stream_connection;

/** A connection without a stream. `context` is for the output; `key` see stream_registry_config.
 *  NULL when there is no memory. */
struct stream_connection *stream_connection_new(struct stream_registry *registry, void *context,
                                                size_t key);

/** How a connection was lost. */
enum stream_departure {
    STREAM_DEPARTURE_LEFT, /**< the client sent a Socket.IO DISCONNECT: the stream ends */
    STREAM_DEPARTURE_LOST, /**< anything else: the stream is parked */
    STREAM_DEPARTURE_CUT,  /**< the same, and what was sent last may never have arrived */
};

/** The connection is gone. Sends nothing. NULL is ignored. */
void stream_connection_free(struct stream_connection *connection, enum stream_departure departure);

/** The client sent an event, of whatever kind: it is not idle. */
void stream_connection_heard(struct stream_connection *connection);

/** The client sent something at `when`, perhaps no event. */
void stream_connection_heard_at(struct stream_connection *connection, uint64_t when);

/** Its stream, or NULL. */
struct stream *stream_connection_stream(const struct stream_connection *connection);

/** The id of that; empty where there is none. */
struct codec_text stream_connection_id(const struct stream_connection *connection);

/** What an observer is told an event of this connection is about. */
struct stream_subject stream_connection_subject(const struct stream_connection *connection,
                                                struct codec_text fragment_id);

/** Tells the observers of a deviation that was found in what this connection sent. */
void stream_connection_deviation(struct stream_connection *connection,
                                 struct codec_text fragment_id,
                                 const struct stream_deviation *found);

/** The events of a worker. `owner` is the message that their slices lie in. */
void stream_connection_on_init(struct stream_connection *connection,
                               const struct sts_stream_init *init);
void stream_connection_on_fragment(struct stream_connection *connection,
                                   const struct sts_fragment_data *fragment,
                                   struct base_buffer *owner);
void stream_connection_on_ack(struct stream_connection *connection,
                              const struct sts_worker_fragment_ack *ack);
void stream_connection_on_pause(struct stream_connection *connection,
                                const struct sts_stream_pause *pause);
void stream_connection_on_resume(struct stream_connection *connection,
                                 const struct sts_stream_resume *resume);
void stream_connection_on_end(struct stream_connection *connection,
                              const struct sts_stream_end *end);

/**
 * True when a fragment would be taken now. Otherwise the error has been sent: it says so before
 * anything about the fragment itself (protocol §3.2, order of checks).
 */
bool stream_connection_takes_fragments(struct stream_connection *connection,
                                       struct codec_text fragment_id);

/** True when the fragment's audio is within MAX_FRAGMENT_BASE64, which may be lower than the
 *  schema's limit. Otherwise the error has been sent. There must be a stream. */
bool stream_connection_takes_size(struct stream_connection *connection,
                                  const struct sts_fragment_data *fragment);

/** A fragment with this number was refused with an error before it got here: the number is not
 *  reported as missing later. Ignored for another stream than this connection's. */
void stream_connection_refused(struct stream_connection *connection, struct codec_text stream_id,
                               int64_t number);

/** An error to send. Texts need only live during the call. */
struct stream_error {
    enum sts_error_code code;
    struct codec_text other; /**< the code where that is STS_ERROR_CODE_OTHER */
    struct codec_text message;
    struct codec_text stream_id;               /**< empty: left out */
    struct codec_text fragment_id;             /**< empty: left out */
    const struct sts_error_metadata *metadata; /**< or NULL */
    const bool *retryable;                     /**< NULL: as the error table has it */
    const struct stream_limit_hit *hit;        /**< what it is over; NULL: no limit */
};

/** Sends `error` with a new error_id and the severity of its code. */
void stream_connection_error(struct stream_connection *connection,
                             const struct stream_error *error);

/** Sends another event, such as the answer to a simulation's. */
void stream_connection_send(struct stream_connection *connection, enum sts_event_id id,
                            const void *event);

#endif
