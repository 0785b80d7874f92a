/* output.h - what streams ask of the room above: send, and end connections. */
#ifndef STREAM_OUTPUT_H
#define STREAM_OUTPUT_H
#include "base/buffer.h"
#include "stream/fault.h"

/** `connection` is what stream_connection_new was given. */
struct stream_output {
    /** Sends `event`, the struct of event `id`. Its slices lie in `owner` (which may be NULL) or
     *  are valid only during the call. Must not free a connection before it returns. False: it
     *  breaks its own schema, and the client was told so in its place. */
    bool (*send)(void *connection, enum sts_event_id id, const void *event,
                 struct base_buffer *owner);

    /** True: the connection is stalled. Nothing that is sent leaves, now or later. */
    bool (*stalled)(void *connection);

    /** True: what was sent last may not have arrived. */
    bool (*unheard)(void *connection);

    /** The event that is being handled gets no Socket.IO acknowledgement. Frees nothing. */
    void (*mute)(void *connection);

    /* The four below may free the connection before they return. */

    /** Socket.IO DISCONNECT, then the socket. `successor` is the connection that has taken the
     *  stream over, or NULL. */
    void (*disconnect)(void *connection, void *successor);
    /** Closes the WebSocket with `code` and `why`, which lives as long as the registry, without
     *  DISCONNECT. */
    void (*close)(void *connection, int code, const char *why);
    /** Loses the connection on purpose. */
    void (*lose)(void *connection, const struct stream_loss *loss);
    /** Stops, or goes on, reading from the connection: it holds too many bytes. Frees nothing. */
    void (*pause)(void *connection, bool paused);
};

#endif
