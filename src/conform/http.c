#include "conform/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define READ_SIZE 65536
/* An answer that is longer is none of this protocol's. */
#define RESPONSE_MAX (64 << 20)

bool conform_http_send(struct conform_socket *socket, const struct conform_address *address,
                       const struct conform_request *request, int64_t deadline) {
    char head[2048], length[48] = "";
    if (request->body.len)
        (void)snprintf(length, sizeof length, "Content-Length: %zu\r\n", request->body.len);
    int n = snprintf(head, sizeof head,
                     "%s %s HTTP/1.1\r\nHost: %s:%s\r\nUser-Agent: sts-conform\r\n%s%s\r\n",
                     request->method, request->target, address->host, address->port, length,
                     request->headers ? request->headers : "");
    return n > 0 && n < (int)sizeof head &&
           conform_socket_write(socket, head, (size_t)n, deadline) &&
           conform_socket_write(socket, request->body.ptr, request->body.len, deadline);
}

/* 1: something was read, 0: the end, -1: nothing more in time. */
static int read_more(struct conform_socket *socket, struct conform_bytes *bytes, int64_t deadline) {
    char *to = bytes->length < RESPONSE_MAX ? conform_bytes_reserve(bytes, READ_SIZE) : NULL;
    ssize_t n = to ? conform_socket_read(socket, to, READ_SIZE, deadline) : -1;
    bytes->length += n > 0 ? (size_t)n : 0;
    return n > 0 ? 1 : (int)n;
}

bool conform_http_head(struct conform_socket *socket, struct conform_response *response,
                       int64_t deadline) {
    struct conform_bytes *bytes = &response->bytes;
    char *end;
    while (!(end = bytes->length ? memmem(bytes->data, bytes->length, "\r\n\r\n", 4) : NULL))
        if (read_more(socket, bytes, deadline) != 1)
            return false;
    response->head = base_slice(bytes->data, (size_t)(end - bytes->data) + 4);
    response->body = base_slice(end + 4, 0);
    if (bytes->length < 13 || memcmp(bytes->data, "HTTP/1.", 7) != 0)
        return false;
    response->status = (int)strtol(bytes->data + 9, NULL, 10);
    return response->status > 0;
}

struct base_slice conform_http_header(struct base_slice head, const char *name) {
    size_t length = strlen(name);
    const char *at = head.ptr, *end = head.ptr + head.len;
    while (at < end) {
        const char *line_end = memmem(at, (size_t)(end - at), "\r\n", 2);
        if (!line_end)
            break;
        if ((size_t)(line_end - at) > length && strncasecmp(at, name, length) == 0 &&
            at[length] == ':') {
            at += length + 1;
            while (at < line_end && *at == ' ')
                at++;
            return base_slice(at, (size_t)(line_end - at));
        }
        at = line_end + 2;
    }
    return base_slice(NULL, 0);
}

/* Joins the chunks in place. False: more has to be read. */
static bool join_chunks(struct conform_bytes *bytes, size_t start, struct base_slice *body) {
    size_t at = start, used = 0;
    for (;;) {
        const char *line_end = memmem(bytes->data + at, bytes->length - at, "\r\n", 2);
        if (!line_end)
            return false;
        size_t size = strtoul(bytes->data + at, NULL, 16);
        at = (size_t)(line_end - bytes->data) + 2;
        if (size > bytes->length - at || bytes->length - at - size < 2)
            return false;
        if (size == 0)
            break;
        at += size + 2;
        used += size;
    }
    char *to = bytes->data + start;
    for (size_t from = start, done = 0; done < used;) {
        size_t size = strtoul(bytes->data + from, NULL, 16);
        from = (size_t)((char *)memmem(bytes->data + from, bytes->length - from, "\r\n", 2) -
                        bytes->data) +
               2;
        memmove(to + done, bytes->data + from, size);
        done += size;
        from += size + 2;
    }
    *body = base_slice(to, used);
    return true;
}

bool conform_http_body(struct conform_socket *socket, struct conform_response *response,
                       int64_t deadline) {
    struct conform_bytes *bytes = &response->bytes;
    size_t start = response->head.len;
    struct base_slice length = conform_http_header(response->head, "content-length");
    bool chunked = conform_http_header(response->head, "transfer-encoding").len > 0;
    size_t wanted = length.len ? strtoul(length.ptr, NULL, 10) : SIZE_MAX;
    int more = 1;
    while (more > 0 &&
           (chunked ? !join_chunks(bytes, start, &response->body) : bytes->length - start < wanted))
        more = read_more(socket, bytes, deadline);
    response->head.ptr = bytes->data; /* reading may have moved it */
    if (!chunked)
        response->body = base_slice(bytes->data + start, bytes->length - start);
    return more > 0 || (more == 0 && !chunked && wanted == SIZE_MAX);
}

bool conform_http_ask(const struct conform_address *address, const struct conform_request *request,
                      struct conform_response *response, int64_t deadline, char *error,
                      size_t error_size) {
    struct conform_socket socket;
    if (!conform_socket_open(&socket, address, deadline, error, error_size))
        return false;
    bool answered = conform_http_send(&socket, address, request, deadline) &&
                    conform_http_head(&socket, response, deadline) &&
                    conform_http_body(&socket, response, deadline);
    conform_socket_close(&socket);
    if (!answered)
        (void)snprintf(error, error_size, "no complete answer to %s %s", request->method,
                       request->target);
    return answered;
}
