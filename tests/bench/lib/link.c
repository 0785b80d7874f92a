#include "bench/lib/link.h"

#include <errno.h>
#include <openssl/err.h>
#include <unistd.h>

bool link_secure(struct link *link, SSL_CTX *context, bool server) {
    SSL *ssl = SSL_new(context);
    if (!ssl)
        return false;
    SSL_set_mode(ssl, SSL_MODE_ENABLE_PARTIAL_WRITE);
    if (SSL_set_fd(ssl, link->fd) != 1 || (server ? SSL_accept(ssl) : SSL_connect(ssl)) != 1) {
        SSL_free(ssl);
        ERR_clear_error();
        return false;
    }
    link->ssl = ssl;
    return true;
}

/* What OpenSSL said, as a system call would say it. */
static ssize_t outcome(struct link *link, int result) {
    if (result > 0)
        return result;
    int error = SSL_get_error(link->ssl, result);
    ERR_clear_error();
    if (error == SSL_ERROR_ZERO_RETURN)
        return 0;
    errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EIO;
    return -1;
}

ssize_t link_read(struct link *link, void *bytes, size_t length) {
    if (!link->ssl)
        return read(link->fd, bytes, length);
    return outcome(link, SSL_read(link->ssl, bytes, (int)length));
}

ssize_t link_write(struct link *link, const struct iovec *pieces, int count) {
    if (!link->ssl)
        return writev(link->fd, pieces, count);
    ssize_t written = 0;
    for (int i = 0; i < count; i++) {
        size_t done = 0;
        while (done < pieces[i].iov_len) {
            ssize_t n = outcome(link, SSL_write(link->ssl, (char *)pieces[i].iov_base + done,
                                                (int)(pieces[i].iov_len - done)));
            if (n <= 0)
                return written > 0 && n < 0 && errno == EAGAIN ? written : -1;
            done += (size_t)n;
            written += n;
        }
    }
    return written;
}

void link_close(struct link *link) {
    SSL_free(link->ssl);
    close(link->fd);
}
