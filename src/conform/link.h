/* link.h - a WebSocket connection to the server under test. All waits end at a deadline. */
#ifndef CONFORM_LINK_H
#define CONFORM_LINK_H
#include "client/socket.h"
#include "client/websocket.h"

#define CONFORM_LINK_READ 16384

/** What conform_link_read found. */
enum conform_arrival {
    CONFORM_NOTHING, /**< the time is up */
    CONFORM_MESSAGE, /**< a whole message, in `websocket.message` until the next call */
    CONFORM_CLOSED,  /**< the connection is over; `websocket.close_code` says how */
};

struct conform_link {
    struct client_socket socket;
    struct client_websocket websocket;
    char input[CONFORM_LINK_READ];
    struct base_slice unread; /**< of `input` */
    bool held;                /**< what is sent waits */
    const char *reason;       /**< why the connection is over; NULL: the server has closed it */
    bool connected;           /**< there was a TCP connection, with TLS if that was asked for */
    int status;               /**< of the answer to the handshake; 0: none came */
};

/** Opens a connection to `target`. False with a sentence: no connection, or a refusal. */
bool conform_link_open(struct conform_link *link, struct base_memory *memory,
                       const struct client_address *address, const char *target, int64_t deadline,
                       char *error, size_t error_size);

/** Sends one message of text. False: the peer is gone or does not read, or there is no memory. */
bool conform_link_send(struct conform_link *link, struct base_slice message, int64_t deadline);

/** Until the release, what is sent is kept; then it is written at once, so that the peer reads it
 * in one piece. */
void conform_link_hold(struct conform_link *link);
void conform_link_release(struct conform_link *link, int64_t deadline);

/** Waits for the next message. Pings of WebSocket are answered. */
enum conform_arrival conform_link_read(struct conform_link *link, int64_t deadline);

/** Says goodbye with 1000; the answer is still to be read. False: that could not be sent. */
bool conform_link_begin_close(struct conform_link *link, int64_t deadline);

/** Says goodbye with 1000, and closes when the server has answered, or a second later: then the
 *  server has read all that was sent. False: it has not answered. */
bool conform_link_close(struct conform_link *link, bool wait);

/** Frees the memory and closes the socket as it is. */
void conform_link_free(struct conform_link *link);

#endif
