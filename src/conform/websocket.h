/* websocket.h - the client's side of WebSocket (RFC 6455). */
#ifndef CONFORM_WEBSOCKET_H
#define CONFORM_WEBSOCKET_H
#include "conform/http.h"

/** What conform_websocket_read found. */
enum conform_arrival {
    CONFORM_NOTHING, /**< the time is up */
    CONFORM_MESSAGE, /**< a whole message */
    CONFORM_CLOSED,  /**< the connection is over; `close_code` says how */
};

struct conform_websocket {
    struct conform_socket socket;
    struct conform_bytes input;   /**< read, not yet understood */
    struct conform_bytes message; /**< the message under way, or the last one */
    bool complete;                /**< `message` is one that was handed out */
    bool binary;
    int close_code; /**< of the peer's close frame; 0: it went without one */
    bool held;      /**< what is sent waits in `output` */
    struct conform_bytes output;
};

/** Opens a connection to `target`. On refusal (or no answer: status 0) false with a sentence; the
 *  answer's status is in `*status`. */
bool conform_websocket_open(struct conform_websocket *websocket, struct base_memory *memory,
                            const struct conform_address *address, const char *target,
                            int64_t deadline, int *status, char *error, size_t error_size);

/** Sends one message. False: the peer is gone or does not read. */
bool conform_websocket_send(struct conform_websocket *websocket, bool binary,
                            struct base_slice message, int64_t deadline);

/** Until the release, what is sent is kept; then it is written at once, so that the peer reads it
 * in one piece. */
void conform_websocket_hold(struct conform_websocket *websocket);
void conform_websocket_release(struct conform_websocket *websocket, int64_t deadline);

/** The next message, in `websocket->message` until the next call. Pings are answered. */
enum conform_arrival conform_websocket_read(struct conform_websocket *websocket, int64_t deadline);

/** Says goodbye with 1000, and closes without waiting for the answer. */
void conform_websocket_close(struct conform_websocket *websocket);

/** Frees the memory and closes the socket as it is. */
void conform_websocket_free(struct conform_websocket *websocket);

#endif
