/* http.h - the client's side of HTTP/1.1, sans I/O: a request as bytes, and an answer that is taken
 * in as it comes, in pieces of any size. */
#ifndef CLIENT_HTTP_H
#define CLIENT_HTTP_H
#include "base/bytes.h"
#include "client/address.h"

#include <stdint.h>

/** Most bytes of the status line and the headers of an answer. */
#define CLIENT_HEAD_MAX 16384
/** Most bytes of a body: the protocol's largest message is 50 MiB (protocol §1). */
#define CLIENT_BODY_MAX ((size_t)64 << 20)
/** Most bytes of a line of a chunked body. */
#define CLIENT_LINE_MAX 256
/** Room for a sentence that says what went wrong. */
#define CLIENT_ERROR_SIZE 512

struct client_request {
    const char *method;
    const char *target;  /**< path and query */
    const char *agent;   /**< User-Agent */
    const char *headers; /**< more header lines, each with its line end; NULL: none */
    struct base_slice body;
};

/** Appends the bytes of a request to the server at `address`. False with a sentence: no memory, or
 *  `target` has a byte that would end the request line. */
bool client_request_write(const struct client_request *request,
                          const struct client_address *address, struct base_bytes *out, char *error,
                          size_t error_size);

/** What is awaited. */
enum client_response_state {
    CLIENT_RESPONSE_HEAD,       /**< the end of the headers */
    CLIENT_RESPONSE_BODY,       /**< `left` bytes more */
    CLIENT_RESPONSE_STREAM_END, /**< the body goes on until the connection closes */
    CLIENT_RESPONSE_CHUNK_SIZE, /**< the line before a chunk */
    CLIENT_RESPONSE_CHUNK,      /**< `left` bytes more of it */
    CLIENT_RESPONSE_CHUNK_END,  /**< the line end behind it */
    CLIENT_RESPONSE_TRAILER,    /**< lines behind the last chunk, up to an empty one */
    CLIENT_RESPONSE_DONE,       /**< nothing: it is complete */
    CLIENT_RESPONSE_FAILED,     /**< nothing: `error` says what is wrong with it */
};

struct client_response {
    enum client_response_state state;
    int status;             /**< once the head is complete */
    struct base_bytes head; /**< status line and headers, up to the empty line */
    struct base_bytes body; /**< without the chunks' sizes */
    size_t left;
    char line[CLIENT_LINE_MAX];
    size_t line_length;
    char error[CLIENT_ERROR_SIZE];
};

void client_response_init(struct client_response *response, struct base_memory *memory);

/** Takes bytes from the front of `*bytes` until the answer is complete or failed; what follows it
 *  is left there. An answer of the kind "100 Continue" is passed over. 101, 204 and 304 have no
 *  body. */
void client_response_receive(struct client_response *response, struct base_slice *bytes);

/** The connection has been closed. DONE when that completes the answer, else FAILED. */
void client_response_end(struct client_response *response);

/** The value of a header, or an empty slice. `name` without the colon, in any case. Lives as long
 *  as the head. */
struct base_slice client_response_header(const struct client_response *response, const char *name);

/** The status line of a complete head, without its line end; it has no control characters. */
struct base_slice client_response_line(const struct client_response *response);

/** Gives the memory back. */
void client_response_free(struct client_response *response);

#endif
