#include "client/exchange.h"

#include <stdio.h>

#define READ_SIZE 16384

/* Reads until the answer is complete or failed. False: the connection broke, or the time is up. */
static bool read_answer(struct client_socket *socket, struct client_response *response,
                        int64_t deadline) {
    char bytes[READ_SIZE];
    ssize_t n = 1;
    while (n > 0 && response->state < CLIENT_RESPONSE_DONE) {
        n = client_socket_read(socket, bytes, sizeof bytes, deadline);
        struct base_slice came = base_slice(bytes, n > 0 ? (size_t)n : 0);
        client_response_receive(response, &came);
    }
    if (n == CLIENT_SOCKET_END)
        client_response_end(response);
    return response->state >= CLIENT_RESPONSE_DONE;
}

static bool exchange(struct client_socket *socket, const struct client_address *address,
                     struct base_slice request, struct client_response *response, int64_t deadline,
                     char *error, size_t error_size) {
    if (!client_socket_open(socket, address, deadline, error, error_size))
        return false;
    bool answered = client_socket_write(socket, request.ptr, request.len, deadline) &&
                    read_answer(socket, response, deadline);
    if (!answered)
        (void)snprintf(error, error_size, "no answer from %s port %s: %s", address->host,
                       address->port, socket->reason);
    else if (response->state == CLIENT_RESPONSE_FAILED)
        (void)snprintf(error, error_size, "%s", response->error);
    client_socket_close(socket);
    return answered && response->state == CLIENT_RESPONSE_DONE;
}

bool client_exchange(const struct client_address *address, const struct client_request *request,
                     struct client_response *response, struct base_memory *memory, int64_t deadline,
                     char *error, size_t error_size) {
    struct client_socket socket;
    struct base_bytes bytes = {.memory = memory};
    client_response_init(response, memory);
    bool answered =
        client_request_write(request, address, &bytes, error, error_size) &&
        exchange(&socket, address, base_bytes_slice(&bytes), response, deadline, error, error_size);
    base_bytes_free(&bytes);
    return answered;
}
