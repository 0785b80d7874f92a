/* http.h - the client's side of HTTP/1.1: one request on a connection of its own. */
#ifndef CONFORM_HTTP_H
#define CONFORM_HTTP_H
#include "conform/bytes.h"
#include "conform/socket.h"

struct conform_request {
    const char *method;
    const char *target;  /**< path and query */
    const char *headers; /**< more header lines, each with its line end; NULL: none */
    struct base_slice body;
};

/** An answer. Its texts lie in `bytes`. */
struct conform_response {
    int status; /**< 0: none came */
    struct conform_bytes bytes;
    struct base_slice head; /**< status line and headers */
    struct base_slice body; /**< without the chunks' sizes */
};

/** Sends a request on an open connection. False: the peer is gone or the time is up. */
bool conform_http_send(struct conform_socket *socket, const struct conform_address *address,
                       const struct conform_request *request, int64_t deadline);

/** Reads up to the end of the headers; `response->bytes` may hold more. False as above, and when
 *  what came is no HTTP. */
bool conform_http_head(struct conform_socket *socket, struct conform_response *response,
                       int64_t deadline);

/** Reads the body behind the head. */
bool conform_http_body(struct conform_socket *socket, struct conform_response *response,
                       int64_t deadline);

/** The value of a header of `head`, or an empty slice. `name` without the colon, any case. */
struct base_slice conform_http_header(struct base_slice head, const char *name);

/** All of it: connects, asks, reads, closes. The caller sets `response->bytes.memory` and frees
 *  the bytes. False with a sentence when no answer came. */
bool conform_http_ask(const struct conform_address *address, const struct conform_request *request,
                      struct conform_response *response, int64_t deadline, char *error,
                      size_t error_size);

#endif
