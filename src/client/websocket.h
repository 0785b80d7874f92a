/* websocket.h - the client's side of WebSocket (RFC 6455), sans I/O: bytes from the server in,
 * messages out; messages in, bytes for the server out.
 *
 *     client_websocket_open(&websocket, &memory, &address, &request, nonce, ...);
 *     write websocket.output to the server, and empty it
 *     with what comes: do event = client_websocket_receive(&websocket, &bytes) ... until NOTHING
 *
 * Every call may append to `output`: what comes may have to be answered. */
#ifndef CLIENT_WEBSOCKET_H
#define CLIENT_WEBSOCKET_H
#include "client/http.h"

/** Most bytes of a message: the protocol's largest is 50 MiB (protocol §1). */
#define CLIENT_MESSAGE_MAX ((size_t)64 << 20)
/** Random bytes of a handshake. */
#define CLIENT_NONCE_SIZE 16
/** Most bytes of a frame's head, without a mask. */
#define CLIENT_FRAME_HEAD_MAX 10
/** Most bytes in a ping, a pong or a close frame (RFC 6455 section 5.5). */
#define CLIENT_CONTROL_MAX 125
/** Characters that a server answers the nonce with, and a terminator. */
#define CLIENT_ACCEPT_SIZE 29

/** What is awaited. */
enum client_websocket_state {
    CLIENT_WEBSOCKET_ANSWER,  /**< the answer to the handshake */
    CLIENT_WEBSOCKET_HEAD,    /**< the head of a frame */
    CLIENT_WEBSOCKET_PAYLOAD, /**< `left` bytes more of its payload */
    CLIENT_WEBSOCKET_ENDED,   /**< nothing: closed or failed */
};

enum client_websocket_event {
    CLIENT_WEBSOCKET_NOTHING, /**< all bytes are taken, and there is nothing to tell */
    CLIENT_WEBSOCKET_OPENED,  /**< the handshake is done */
    CLIENT_WEBSOCKET_MESSAGE, /**< `message` is whole; it stays until the next call */
    CLIENT_WEBSOCKET_CLOSED,  /**< the server's close frame, which is answered */
    CLIENT_WEBSOCKET_FAILED,  /**< `error` says what the server did wrong */
};

struct client_websocket {
    enum client_websocket_state state;
    struct client_response answer; /**< to the handshake */
    struct base_bytes output;      /**< for the server */
    struct base_bytes message;
    bool binary;    /**< the message */
    int close_code; /**< of the server's close frame; 0: it has none */
    char error[CLIENT_ERROR_SIZE];

    /* Inside only. */
    char accept[CLIENT_ACCEPT_SIZE]; /**< what the server has to answer */
    bool continues;                  /**< `message` is not whole yet */
    unsigned char head[CLIENT_FRAME_HEAD_MAX];
    size_t head_length;
    uint64_t left;
    char control[CLIENT_CONTROL_MAX];
    size_t control_length;
};

/** Begins: the handshake's request is in `output`. `request` has target, agent and perhaps more
 *  headers. `nonce` is random. False with a sentence, as client_request_write; free it in either
 *  case. */
bool client_websocket_open(struct client_websocket *websocket, struct base_memory *memory,
                           const struct client_address *address,
                           const struct client_request *request,
                           const unsigned char nonce[CLIENT_NONCE_SIZE], char *error,
                           size_t error_size);

/** Takes bytes from the front of `*bytes` up to the next event. Pings are answered. */
enum client_websocket_event client_websocket_receive(struct client_websocket *websocket,
                                                     struct base_slice *bytes);

/** Appends one message to `output`. False: no memory. */
bool client_websocket_send(struct client_websocket *websocket, bool binary,
                           struct base_slice message);

/** Appends a close frame with that code. False: no memory. */
bool client_websocket_close(struct client_websocket *websocket, int code);

/** Gives the memory back. */
void client_websocket_free(struct client_websocket *websocket);

#endif
