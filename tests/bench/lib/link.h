/* link.h - one end of a TCP connection, plain or TLS, for the programs of the benchmarks. */
#ifndef BENCH_LIB_LINK_H
#define BENCH_LIB_LINK_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <sys/uio.h>

/** `ssl` is NULL for plain TCP. */
struct link {
    int fd;
    SSL *ssl;
};

/** Speaks TLS on the blocking socket `fd` from now on, as a client or a server, and makes the
 * handshake. False, with nothing to free, where that fails. */
bool link_secure(struct link *link, SSL_CTX *context, bool server);

/** Like read() and writev() on a non-blocking socket: -1 with EAGAIN where nothing can be done now.
 * TLS writes a piece at a time, and has to be given the rest of the same pieces after EAGAIN. */
ssize_t link_read(struct link *link, void *bytes, size_t length);
ssize_t link_write(struct link *link, const struct iovec *pieces, int count);

void link_close(struct link *link);

#endif
