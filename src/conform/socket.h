/* socket.h - one TCP connection to the server under test, with TLS where its URL says so. The only
 * file of this room that touches sockets. All waits end at a deadline. */
#ifndef CONFORM_SOCKET_H
#define CONFORM_SOCKET_H
#include "conform/address.h"

#include <stdint.h>
#include <sys/types.h>

/** Milliseconds of a monotonic clock: what deadlines are made of. */
int64_t conform_now(void);

struct conform_socket {
    int fd; /**< -1: none */
    void *tls_context;
    void *tls; /**< NULL: plain */
};

/** Connects. False with a sentence in `error`; nothing is left open then. */
bool conform_socket_open(struct conform_socket *socket, const struct conform_address *address,
                         int64_t deadline, char *error, size_t error_size);

/** Writes all. False when the peer is gone or the time is up. */
bool conform_socket_write(struct conform_socket *socket, const void *bytes, size_t length,
                          int64_t deadline);

/** Reads what there is: the bytes read, 0 at the end of the stream (a reset too), -1 when the time
 *  is up. A deadline in the past takes what has arrived already. */
ssize_t conform_socket_read(struct conform_socket *socket, void *to, size_t room, int64_t deadline);

/** Closes; one that is closed is left alone. */
void conform_socket_close(struct conform_socket *socket);

/** Loses the connection as a cut cable would tell it: RST. */
void conform_socket_reset(struct conform_socket *socket);

#endif
