#include "conform/link.h"

#include <stdio.h>
#include <sys/random.h>

/* For a goodbye: the server may not read any more. */
#define CLOSE_MS 1000

/* Writes what waits for the server. */
static bool flush(struct conform_link *link, int64_t deadline) {
    struct base_bytes *output = &link->websocket.output;
    bool written = output->length == 0 ||
                   client_socket_write(&link->socket, output->data, output->length, deadline);
    output->length = 0;
    return written;
}

/* The next event of what has come, or comes before the deadline; NOTHING: none did, and `*came`
 * says what reading ended with. */
static enum client_websocket_event next_event(struct conform_link *link, int64_t deadline,
                                              ssize_t *came) {
    enum client_websocket_event event = CLIENT_WEBSOCKET_NOTHING;
    for (;;) {
        event = client_websocket_receive(&link->websocket, &link->unread);
        if (!link->held)
            (void)flush(link, deadline); /* that the peer is gone shows in what is read */
        if (event != CLIENT_WEBSOCKET_NOTHING)
            return event;
        *came = client_socket_read(&link->socket, link->input, sizeof link->input, deadline);
        if (*came <= 0)
            return event;
        link->unread = base_slice(link->input, (size_t)*came);
    }
}

static void tell_handshake(const struct conform_link *link, enum client_websocket_event event,
                           ssize_t came, char *error, size_t error_size) {
    if (event == CLIENT_WEBSOCKET_FAILED)
        (void)snprintf(error, error_size, "%s", link->websocket.error);
    else
        (void)snprintf(error, error_size, "no answer to the WebSocket handshake: %s",
                       came == CLIENT_SOCKET_END ? "the server closed the connection"
                                                 : link->socket.reason);
}

static bool shake_hands(struct conform_link *link, struct base_memory *memory,
                        const struct client_address *address, const char *target, int64_t deadline,
                        char *error, size_t error_size) {
    const struct client_request request = {.target = target, .agent = "sts-conform"};
    unsigned char nonce[CLIENT_NONCE_SIZE] = {0};
    ssize_t came = 0;
    (void)!getrandom(nonce, sizeof nonce, 0);
    if (!client_websocket_open(&link->websocket, memory, address, &request, nonce, error,
                               error_size))
        return false;
    enum client_websocket_event event = next_event(link, deadline, &came);
    link->status = link->websocket.answer.status;
    if (event != CLIENT_WEBSOCKET_OPENED)
        tell_handshake(link, event, came, error, error_size);
    return event == CLIENT_WEBSOCKET_OPENED;
}

bool conform_link_open(struct conform_link *link, struct base_memory *memory,
                       const struct client_address *address, const char *target, int64_t deadline,
                       char *error, size_t error_size) {
    *link = (struct conform_link){.held = false};
    bool connected = link->connected =
        client_socket_open(&link->socket, address, deadline, error, error_size);
    if (connected && shake_hands(link, memory, address, target, deadline, error, error_size))
        return true;
    size_t length = strlen(error);
    if (link->socket.untrusted)
        (void)snprintf(error + length, error_size - length, " (--insecure skips this check)");
    if (connected)
        conform_link_free(link);
    return false;
}

bool conform_link_send(struct conform_link *link, struct base_slice message, int64_t deadline) {
    return client_websocket_send(&link->websocket, false, message) &&
           (link->held || flush(link, deadline));
}

void conform_link_hold(struct conform_link *link) {
    link->held = true;
}

void conform_link_release(struct conform_link *link, int64_t deadline) {
    link->held = false;
    (void)flush(link, deadline);
}

enum conform_arrival conform_link_read(struct conform_link *link, int64_t deadline) {
    ssize_t came = 0;
    switch (next_event(link, deadline, &came)) {
    case CLIENT_WEBSOCKET_MESSAGE:
        return CONFORM_MESSAGE;
    case CLIENT_WEBSOCKET_FAILED:
        link->reason = link->websocket.error;
        break;
    case CLIENT_WEBSOCKET_NOTHING:
        if (came == CLIENT_SOCKET_LATE)
            return CONFORM_NOTHING;
        if (came == CLIENT_SOCKET_LOST)
            link->reason = link->socket.reason;
        break;
    case CLIENT_WEBSOCKET_OPENED:
    case CLIENT_WEBSOCKET_CLOSED:
        break;
    }
    client_socket_close(&link->socket);
    return CONFORM_CLOSED;
}

bool conform_link_begin_close(struct conform_link *link, int64_t deadline) {
    return client_websocket_close(&link->websocket, 1000) && flush(link, deadline);
}

bool conform_link_close(struct conform_link *link, bool wait) {
    int64_t deadline = client_now() + CLOSE_MS;
    enum conform_arrival arrival = CONFORM_NOTHING;
    if (conform_link_begin_close(link, deadline) && wait)
        while ((arrival = conform_link_read(link, deadline)) == CONFORM_MESSAGE)
            continue;
    conform_link_free(link);
    return arrival == CONFORM_CLOSED;
}

void conform_link_free(struct conform_link *link) {
    client_socket_close(&link->socket);
    client_websocket_free(&link->websocket);
}
