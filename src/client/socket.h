/* socket.h - one TCP connection to a server, with TLS where its address says so. The only file of
 * this room that touches sockets and the clock. All waits end at a deadline. */
#ifndef CLIENT_SOCKET_H
#define CLIENT_SOCKET_H
#include "client/address.h"

#include <stdint.h>
#include <sys/types.h>

/** Room for what has gone wrong on a connection. */
#define CLIENT_REASON_SIZE 160

/** Milliseconds of a monotonic clock: what deadlines are made of. */
int64_t client_now(void);

struct client_socket {
    int fd; /**< -1: none */
    void *tls_context;
    void *tls;      /**< NULL: plain */
    unsigned late;  /**< reads after the time was up, one after another */
    bool untrusted; /**< it could not be opened: the server's certificate was refused */
    char reason[CLIENT_REASON_SIZE]; /**< why the last call failed: "Connection refused" */
};

/** Connects. False with a sentence in `error`; nothing is left open then. The process ignores
 *  SIGPIPE: OpenSSL writes without MSG_NOSIGNAL. */
bool client_socket_open(struct client_socket *socket, const struct client_address *address,
                        int64_t deadline, char *error, size_t error_size);

/** Writes all. False with the reason when the server is gone or the time is up. */
bool client_socket_write(struct client_socket *socket, const void *bytes, size_t length,
                         int64_t deadline);

/** What client_socket_read returns when nothing was read. */
enum {
    CLIENT_SOCKET_END = 0,   /**< the server has closed the connection */
    CLIENT_SOCKET_LATE = -1, /**< nothing has come in time */
    CLIENT_SOCKET_LOST = -2, /**< the connection broke; `reason` says how */
};

/** Reads what there is: the bytes read, or one of the above. A deadline in the past takes what has
 *  arrived already, but ends some time also if the server never stops. */
ssize_t client_socket_read(struct client_socket *socket, void *to, size_t room, int64_t deadline);

/** Closes; one that is closed is left alone. */
void client_socket_close(struct client_socket *socket);

/** Loses the connection as a cut cable would tell it: RST. */
void client_socket_reset(struct client_socket *socket);

#endif
