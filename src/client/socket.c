#include "client/socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Reads that take what waits after the time is up: more than a socket holds. Then it is a server
 * that never stops. */
#define LATE_READS 512

/* How a step ended that may have to wait. */
enum step {
    STEP_AGAIN, /* it can go on */
    STEP_END,   /* the server has closed */
    STEP_LATE,
    STEP_LOST
};

int64_t client_now(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum step lost(struct client_socket *s, const char *reason) {
    (void)snprintf(s->reason, sizeof s->reason, "%s", reason);
    return STEP_LOST;
}

static enum step wait_for(struct client_socket *s, short events, int64_t deadline) {
    for (;;) {
        struct pollfd one = {.fd = s->fd, .events = events};
        int64_t left = deadline - client_now();
        int ready = poll(&one, 1, left > 0 ? (int)left : 0);
        if (ready > 0)
            return STEP_AGAIN;
        if (ready == 0) {
            (void)lost(s, strerror(ETIMEDOUT));
            return STEP_LATE;
        }
        if (errno != EINTR)
            return lost(s, strerror(errno));
    }
}

/* What OpenSSL wants before it goes on. */
static enum step wait_for_tls(struct client_socket *s, int result, int64_t deadline) {
    int failed = errno;
    int wanted = SSL_get_error(s->tls, result);
    if (wanted == SSL_ERROR_WANT_READ)
        return wait_for(s, POLLIN, deadline);
    if (wanted == SSL_ERROR_WANT_WRITE)
        return wait_for(s, POLLOUT, deadline);
    unsigned long code = ERR_get_error();
    ERR_clear_error();
    if (wanted == SSL_ERROR_SYSCALL && failed)
        return lost(s, strerror(failed));
    (void)lost(s, "the server closed the connection");
    /* Many close without saying so before. */
    if (wanted == SSL_ERROR_ZERO_RETURN || wanted == SSL_ERROR_SYSCALL ||
        ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        return STEP_END;
    const char *reason = ERR_reason_error_string(code);
    return lost(s, reason ? reason : "TLS failed");
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool connect_one(struct client_socket *s, const struct addrinfo *address, int64_t deadline) {
    int failed = 0, on = 1;
    socklen_t size = sizeof failed;
    s->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s->fd < 0 || setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
        failed = errno;
    else if (connect(s->fd, address->ai_addr, address->ai_addrlen) == 0)
        return true;
    else if (errno != EINPROGRESS)
        failed = errno;
    else if (wait_for(s, POLLOUT, deadline) != STEP_AGAIN)
        return false;
    else if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &failed, &size) != 0)
        failed = errno;
    if (failed)
        (void)lost(s, strerror(failed));
    return failed == 0;
}

static bool connect_any(struct client_socket *s, const struct client_address *address,
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
        client_socket_close(s);
        connected = connect_one(s, one, deadline);
    }
    if (!connected)
        (void)snprintf(error, error_size, "cannot connect to %s port %s: %s", address->host,
                       address->port, s->reason);
    freeaddrinfo(found);
    return connected;
}

static bool set_up_tls(struct client_socket *s, const struct client_address *address) {
    SSL_CTX *context = s->tls_context = SSL_CTX_new(TLS_client_method());
    SSL *tls = s->tls = context ? SSL_new(context) : NULL;
    if (!tls || SSL_set_fd(tls, s->fd) != 1 || SSL_CTX_set_default_verify_paths(context) != 1 ||
        SSL_set_tlsext_host_name(tls, address->host) != 1 || SSL_set1_host(tls, address->host) != 1)
        return false;
    if (!address->insecure)
        SSL_set_verify(tls, SSL_VERIFY_PEER, NULL);
    return true;
}

static bool open_tls(struct client_socket *s, const struct client_address *address,
                     int64_t deadline, char *error, size_t error_size) {
    bool ready = set_up_tls(s, address);
    enum step step = ready ? STEP_AGAIN : lost(s, "OpenSSL is out of memory");
    int result = 0;
    while (step == STEP_AGAIN && (result = SSL_connect(s->tls)) != 1)
        step = wait_for_tls(s, result, deadline);
    if (step == STEP_AGAIN)
        return true;
    long verdict = ready ? SSL_get_verify_result(s->tls) : X509_V_OK;
    s->untrusted = !address->insecure && verdict != X509_V_OK;
    (void)snprintf(error, error_size, "the TLS handshake with %s port %s failed: %s", address->host,
                   address->port,
                   s->untrusted ? X509_verify_cert_error_string(verdict) : s->reason);
    return false;
}

bool client_socket_open(struct client_socket *s, const struct client_address *address,
                        int64_t deadline, char *error, size_t error_size) {
    *s = (struct client_socket){.fd = -1};
    if (connect_any(s, address, deadline, error, error_size) &&
        (!address->tls || open_tls(s, address, deadline, error, error_size)))
        return true;
    client_socket_close(s);
    return false;
}

/* ---- writing and reading ------------------------------------------------------------------- */

/* The bytes written; 0: it had to wait, or `*step` says what went wrong. */
static size_t write_some(struct client_socket *s, const char *bytes, size_t length,
                         int64_t deadline, enum step *step) {
    ssize_t n;
    if (s->tls) {
        n = SSL_write(s->tls, bytes, length > INT32_MAX ? INT32_MAX : (int)length);
        if (n <= 0)
            *step = wait_for_tls(s, (int)n, deadline);
    } else {
        n = send(s->fd, bytes, length, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN)
            *step = wait_for(s, POLLOUT, deadline);
        else if (n < 0 && errno != EINTR)
            *step = lost(s, strerror(errno));
    }
    return n > 0 ? (size_t)n : 0;
}

bool client_socket_write(struct client_socket *s, const void *bytes, size_t length,
                         int64_t deadline) {
    enum step step = s->fd >= 0 ? STEP_AGAIN : lost(s, "the connection is closed");
    for (size_t done = 0; done < length && step == STEP_AGAIN;)
        done += write_some(s, (const char *)bytes + done, length - done, deadline, &step);
    return step == STEP_AGAIN;
}

/* As write_some; `*step` is END at the end of the stream. */
static size_t read_some(struct client_socket *s, char *to, size_t room, int64_t deadline,
                        enum step *step) {
    ssize_t n;
    if (s->tls) {
        n = SSL_read(s->tls, to, room > INT32_MAX ? INT32_MAX : (int)room);
        if (n <= 0)
            *step = wait_for_tls(s, (int)n, deadline);
    } else {
        n = recv(s->fd, to, room, 0);
        if (n == 0)
            *step = STEP_END;
        else if (n < 0 && errno == EAGAIN)
            *step = wait_for(s, POLLIN, deadline);
        else if (n < 0 && errno != EINTR)
            *step = lost(s, strerror(errno));
    }
    return n > 0 ? (size_t)n : 0;
}

ssize_t client_socket_read(struct client_socket *s, void *to, size_t room, int64_t deadline) {
    enum step step = s->fd >= 0 ? STEP_AGAIN : STEP_END;
    size_t n = 0;
    s->late = client_now() < deadline ? 0 : s->late + 1;
    if (s->late > LATE_READS)
        step = STEP_LATE;
    while (n == 0 && step == STEP_AGAIN)
        n = read_some(s, to, room, deadline, &step);
    if (n > 0)
        return (ssize_t)n;
    return step == STEP_END    ? CLIENT_SOCKET_END
           : step == STEP_LATE ? CLIENT_SOCKET_LATE
                               : CLIENT_SOCKET_LOST;
}

/* ---- closing ------------------------------------------------------------------------------- */

void client_socket_close(struct client_socket *s) {
    SSL_free(s->tls);
    SSL_CTX_free(s->tls_context);
    if (s->fd >= 0)
        (void)close(s->fd);
    s->tls = s->tls_context = NULL;
    s->fd = -1;
}

void client_socket_reset(struct client_socket *s) {
    const struct linger now = {.l_onoff = 1, .l_linger = 0};
    if (s->fd >= 0)
        (void)setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    client_socket_close(s);
}
