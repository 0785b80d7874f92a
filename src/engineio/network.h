/* network.h - what Engine.IO asks of the network room, and the handles that room embeds.
 *
 * Engine.IO has no sockets: the network room tells it what arrived (server.h) and does what this
 * table says. Every function of the table may be called from inside any call into Engine.IO,
 * also before that call returns; none of them may call back into Engine.IO synchronously, except
 * engineio_websocket_sent from inside `send`. */
#ifndef ENGINEIO_NETWORK_H
#define ENGINEIO_NETWORK_H
#include "base/message.h"

#include <stdint.h>

struct engineio_session;

/** WebSocket close codes that are used (RFC 6455 section 7.4.1). */
#define ENGINEIO_CLOSE_NORMAL 1000
#define ENGINEIO_CLOSE_GOING_AWAY 1001
#define ENGINEIO_CLOSE_PROTOCOL_ERROR 1002
#define ENGINEIO_CLOSE_UNSUPPORTED 1003
#define ENGINEIO_CLOSE_NOT_UTF8 1007
#define ENGINEIO_CLOSE_TOO_LARGE 1009
#define ENGINEIO_CLOSE_INTERNAL_ERROR 1011

/** Most bytes of the reason in a close frame (RFC 6455 section 5.5), and room for one. */
#define ENGINEIO_WHY_MAX 123
#define ENGINEIO_WHY_SIZE (ENGINEIO_WHY_MAX + 1)

/** How a connection ends. */
enum engineio_ending {
    ENGINEIO_ENDING_CLOSE, /**< write what is queued, then a close frame with a code */
    ENGINEIO_ENDING_FIN,   /**< write what the socket takes at once and drop the rest, close the
                                socket without a close frame */
    ENGINEIO_ENDING_RESET, /**< write what the socket takes at once and drop the rest, reset the
                                TCP connection */
};

/** What became of a request (see engineio_request_arrived). */
enum engineio_verdict {
    ENGINEIO_ANSWERED, /**< `answer` has been called for it: nothing more to do */
    ENGINEIO_HELD,     /**< a poll; `answer` will be called later */
    ENGINEIO_BODY,     /**< collect the body, at most engineio_request_limit, then call
                          engineio_request_body */
};

/** One HTTP request, embedded in the network room's own struct; all zero before it is passed in.
 *  Must stay where it is until it was answered or engineio_request_gone was called. */
struct engineio_request {
    struct engineio_session *session; /**< private: NULL once answered */
    bool joined;                      /**< private: that session had, when this arrived */
};

enum engineio_websocket_state {
    ENGINEIO_WEBSOCKET_UNUSED,  /**< not opened yet, or done with: what arrives is discarded */
    ENGINEIO_WEBSOCKET_PROBE,   /**< awaits "2probe" */
    ENGINEIO_WEBSOCKET_UPGRADE, /**< awaits "5" */
    ENGINEIO_WEBSOCKET_PACKETS, /**< carries its session */
};

/** One WebSocket connection, embedded as above; all zero before engineio_websocket_opened. Must
 *  stay where it is until engineio_websocket_closed was called. */
struct engineio_websocket {
    struct engineio_session *session; /**< private: NULL when no session cares any more */
    enum engineio_websocket_state state;
    size_t queued; /**< bytes passed to `send` and not yet reported to engineio_websocket_sent */
};

/** A header field. */
struct engineio_header {
    struct base_slice name; /**< lower case, without a colon */
    struct base_slice value;
};

/** The value of the first header of that name, or an empty slice. */
static inline struct base_slice engineio_header_find(const struct engineio_header *headers,
                                                     size_t count, struct base_slice name) {
    for (size_t i = 0; i < count; i++)
        if (base_slice_equal(headers[i].name, name))
            return headers[i].value;
    return base_slice(NULL, 0);
}

/** The head of an HTTP request or of a WebSocket handshake. Slices need only live during the call;
 *  absent ones are empty. */
struct engineio_head {
    struct base_slice method;              /**< "GET" */
    struct base_slice path;                /**< as sent; nothing is made of it */
    struct base_slice query;               /**< as sent, without the question mark */
    struct base_slice origin;              /**< Origin */
    struct base_slice content_type;        /**< Content-Type */
    uint64_t content_length;               /**< Content-Length; 0 when absent or not known yet */
    struct base_slice address;             /**< of the peer; kept with a session it opens */
    const struct engineio_header *headers; /**< kept with a session it opens (X-Stream-ID ...) */
    size_t header_count;
};

/** The value of the parameter `name` in the query, percent-decoded, into `out`; the last one where
 * it is given twice. Empty: it is not there, or has more than `size` bytes. */
struct base_slice engineio_head_parameter(const struct engineio_head *head, struct base_slice name,
                                          char *out, size_t size);

/** An HTTP response. The body is `text`, or, where `messages` is not NULL, those in order. */
struct engineio_response {
    int status;                    /**< 0: hang up without an answer */
    const char *content_type;      /**< NULL: no body */
    struct base_slice text;        /**< valid only during the call */
    struct base_message *messages; /**< linked by `next`; belong to whoever gets the response */
    size_t length;                 /**< bytes of the body: the Content-Length */
    const struct engineio_header *headers; /**< valid only during the call */
    size_t header_count;
};

/** What the network room does for Engine.IO. All members are required. */
struct engineio_network {
    /** Answers `request` (which may still be receiving its body: then close the connection after
     *  the answer) and forgets it. The messages of the response now belong to the network. */
    void (*answer)(void *context, struct engineio_request *request,
                   const struct engineio_response *response);

    /** Queues one message as one WebSocket frame, text or binary; it now belongs to the network.
     *  Report its length with engineio_websocket_sent when it was written. */
    void (*send)(void *context, struct engineio_websocket *websocket, struct base_message *message);

    /** Ends a WebSocket connection. `websocket` has no session any more; what still arrives on it
     *  may be passed in and is ignored; engineio_websocket_closed is still due. The network keeps
     *  a deadline of its own for peers that do not answer a close frame. `code` and `why`, a
     *  sentence of ASCII or NULL, are for the close frame, where there is one: what is longer than
     *  ENGINEIO_WHY_MAX is cut. */
    void (*close)(void *context, struct engineio_websocket *websocket, enum engineio_ending ending,
                  int code, const char *why);

    /** Bytes that were written and that the peer's machine has not acknowledged. Also asked when
     *  the connection is over, before engineio_websocket_closed returns. */
    size_t (*unacknowledged)(void *context, const struct engineio_websocket *websocket);

    /** Stops (true) or resumes reading from a WebSocket connection. */
    void (*pause)(void *context, struct engineio_websocket *websocket, bool paused);
};

#endif
