#include "conform/socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t conform_now(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for the socket; false with errno when the time is up. */
static bool wait_for(const struct conform_socket *s, short events, int64_t deadline) {
    for (;;) {
        struct pollfd one = {.fd = s->fd, .events = events};
        int64_t left = deadline - conform_now();
        int ready = poll(&one, 1, left > 0 ? (int)left : 0);
        if (ready > 0)
            return true;
        if (ready == 0)
            errno = ETIMEDOUT;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

/* What OpenSSL wants before it goes on; false when it is not the socket. */
static bool wait_for_tls(const struct conform_socket *s, int result, int64_t deadline) {
    switch (SSL_get_error(s->tls, result)) {
    case SSL_ERROR_WANT_READ:
        return wait_for(s, POLLIN, deadline);
    case SSL_ERROR_WANT_WRITE:
        return wait_for(s, POLLOUT, deadline);
    default:
        errno = ECONNRESET;
        return false;
    }
}

static bool connect_one(struct conform_socket *s, const struct addrinfo *address,
                        int64_t deadline) {
    int failed = 0, on = 1;
    socklen_t size = sizeof failed;
    s->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s->fd < 0)
        return false;
    (void)setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(s->fd, address->ai_addr, address->ai_addrlen) == 0)
        return true;
    if (errno != EINPROGRESS || !wait_for(s, POLLOUT, deadline) ||
        getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &failed, &size) != 0)
        return false;
    errno = failed;
    return failed == 0;
}

static bool connect_any(struct conform_socket *s, const struct conform_address *address,
                        int64_t deadline, char *error, size_t error_size) {
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int failed = getaddrinfo(address->host, address->port, &hints, &found);
    if (failed) {
        (void)snprintf(error, error_size, "cannot find %s: %s", address->host,
                       gai_strerror(failed));
        return false;
    }
    bool connected = false;
    for (const struct addrinfo *one = found; one && !connected; one = one->ai_next) {
        conform_socket_close(s);
        connected = connect_one(s, one, deadline);
    }
    if (!connected)
        (void)snprintf(error, error_size, "cannot connect to %s port %s: %s", address->host,
                       address->port, strerror(errno));
    freeaddrinfo(found);
    return connected;
}

static bool open_tls(struct conform_socket *s, const struct conform_address *address,
                     int64_t deadline, char *error, size_t error_size) {
    SSL_CTX *context = s->tls_context = SSL_CTX_new(TLS_client_method());
    SSL *tls = s->tls = context ? SSL_new(context) : NULL;
    bool ready = tls && SSL_set_fd(tls, s->fd) == 1 && SSL_CTX_set_default_verify_paths(context) &&
                 SSL_set_tlsext_host_name(tls, address->host) && SSL_set1_host(tls, address->host);
    if (!ready) {
        (void)snprintf(error, error_size, "cannot set up TLS");
        return false;
    }
    if (!address->insecure)
        SSL_set_verify(tls, SSL_VERIFY_PEER, NULL);
    int result;
    while ((result = SSL_connect(tls)) != 1)
        if (!wait_for_tls(s, result, deadline)) {
            long verdict = SSL_get_verify_result(tls);
            (void)snprintf(
                error, error_size, "no TLS with %s port %s: %s%s", address->host, address->port,
                verdict == X509_V_OK ? strerror(errno) : X509_verify_cert_error_string(verdict),
                verdict == X509_V_OK ? "" : " (--insecure does not look at it)");
            return false;
        }
    return true;
}

bool conform_socket_open(struct conform_socket *s, const struct conform_address *address,
                         int64_t deadline, char *error, size_t error_size) {
    *s = (struct conform_socket){.fd = -1};
    if (connect_any(s, address, deadline, error, error_size) &&
        (!address->tls || open_tls(s, address, deadline, error, error_size)))
        return true;
    conform_socket_close(s);
    return false;
}

bool conform_socket_write(struct conform_socket *s, const void *bytes, size_t length,
                          int64_t deadline) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t n;
        if (s->tls) {
            n = SSL_write(s->tls, at, length > INT32_MAX ? INT32_MAX : (int)length);
            if (n <= 0 && !wait_for_tls(s, (int)n, deadline))
                return false;
        } else {
            n = send(s->fd, at, length, MSG_NOSIGNAL);
            if (n < 0 && errno != EINTR && (errno != EAGAIN || !wait_for(s, POLLOUT, deadline)))
                return false;
        }
        at += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static ssize_t read_tls(struct conform_socket *s, void *to, size_t room, int64_t deadline) {
    int n;
    while ((n = SSL_read(s->tls, to, (int)room)) <= 0)
        if (!wait_for_tls(s, n, deadline))
            return errno == ETIMEDOUT ? -1 : 0;
    return n;
}

ssize_t conform_socket_read(struct conform_socket *s, void *to, size_t room, int64_t deadline) {
    if (s->fd < 0)
        return 0;
    if (s->tls)
        return read_tls(s, to, room, deadline);
    for (;;) {
        ssize_t n = recv(s->fd, to, room, 0);
        if (n >= 0)
            return n;
        if (errno != EINTR && errno != EAGAIN)
            return 0;
        if (errno == EAGAIN && !wait_for(s, POLLIN, deadline))
            return errno == ETIMEDOUT ? -1 : 0;
    }
}

void conform_socket_close(struct conform_socket *s) {
    SSL_free(s->tls);
    SSL_CTX_free(s->tls_context);
    if (s->fd >= 0)
        (void)close(s->fd);
    *s = (struct conform_socket){.fd = -1};
}

void conform_socket_reset(struct conform_socket *s) {
    const struct linger now = {.l_onoff = 1, .l_linger = 0};
    if (s->fd >= 0)
        (void)setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    conform_socket_close(s);
}
