#include "app/healthcheck.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* One connection on its way. */
struct probe {
    int fd;
    SSL_CTX *tls_context;
    SSL *tls; /* NULL: none */
    int64_t deadline;
};

static int64_t now_ms(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for the socket; false with errno when the time is up. */
static bool wait_for(const struct probe *probe, short events) {
    for (;;) {
        struct pollfd socket = {.fd = probe->fd, .events = events};
        int64_t left = probe->deadline - now_ms();
        int ready = left > 0 ? poll(&socket, 1, (int)left) : 0;
        if (ready > 0)
            return true;
        if (ready == 0)
            errno = ETIMEDOUT;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

/* What OpenSSL wants before it goes on; false when it is not the socket. */
static bool wait_for_tls(const struct probe *probe, int result) {
    int wanted = SSL_get_error(probe->tls, result);
    if (wanted == SSL_ERROR_WANT_READ)
        return wait_for(probe, POLLIN);
    if (wanted == SSL_ERROR_WANT_WRITE)
        return wait_for(probe, POLLOUT);
    errno = wanted == SSL_ERROR_ZERO_RETURN ? 0 : EPROTO;
    return false;
}

static bool open_connection(struct probe *probe, const char *host, const char *port) {
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *address = NULL;
    int failed = 0;
    socklen_t size = sizeof failed;
    if (getaddrinfo(host, port, &hints, &address) != 0) {
        errno = EADDRNOTAVAIL;
        return false;
    }
    probe->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool begun =
        probe->fd >= 0 &&
        (connect(probe->fd, address->ai_addr, address->ai_addrlen) == 0 || errno == EINPROGRESS);
    int reason = errno;
    freeaddrinfo(address);
    errno = reason;
    if (!begun || !wait_for(probe, POLLOUT) ||
        getsockopt(probe->fd, SOL_SOCKET, SO_ERROR, &failed, &size) != 0)
        return false;
    errno = failed;
    return failed == 0;
}

/* The certificate is not looked at: it names the host that clients use, not this address. */
static bool open_tls(struct probe *probe) {
    probe->tls_context = SSL_CTX_new(TLS_client_method());
    probe->tls = probe->tls_context ? SSL_new(probe->tls_context) : NULL;
    errno = ENOMEM;
    if (!probe->tls || SSL_set_fd(probe->tls, probe->fd) != 1)
        return false;
    int result;
    while ((result = SSL_connect(probe->tls)) != 1)
        if (!wait_for_tls(probe, result))
            return false;
    return true;
}

static bool send_request(const struct probe *probe) {
    static const char request[] = "GET /health HTTP/1.1\r\nHost: localhost\r\n"
                                  "User-Agent: echo-sts --healthcheck\r\n\r\n";
    size_t length = sizeof request - 1;
    if (!probe->tls) /* it fits into the buffer of a new connection */
        return send(probe->fd, request, length, MSG_NOSIGNAL) == (ssize_t)length;
    int result;
    while ((result = SSL_write(probe->tls, request, (int)length)) <= 0)
        if (!wait_for_tls(probe, result))
            return false;
    return true;
}

/* 1: something was read, 0: the end, -1: an error. */
static int read_some(const struct probe *probe, char *to, size_t room, size_t *used) {
    ssize_t n;
    if (probe->tls) {
        while ((n = SSL_read(probe->tls, to, (int)room)) <= 0)
            if (!wait_for_tls(probe, (int)n)) {
                /* a peer that closes without saying so has ended the answer as well */
                return errno == ETIMEDOUT ? -1 : 0;
            }
    } else {
        do {
            if (!wait_for(probe, POLLIN))
                return -1;
            n = recv(probe->fd, to, room, 0);
        } while (n < 0 && (errno == EINTR || errno == EAGAIN));
    }
    *used += n > 0 ? (size_t)n : 0;
    return n > 0 ? 1 : (int)n;
}

static bool read_answer(const struct probe *probe, char *answer, size_t size) {
    size_t used = 0;
    int more = 1;
    while (more > 0 && used + 1 < size)
        more = read_some(probe, answer + used, size - 1 - used, &used);
    answer[used] = '\0';
    return more >= 0;
}

static bool is_healthy(const char *answer, char *error, size_t error_size) {
    if (strncmp(answer, "HTTP/1.1 200 ", 13) == 0 && strstr(answer, "\"status\":\"healthy\""))
        return true;
    if (*answer == '\0')
        (void)snprintf(error, error_size, "the server closed the connection");
    else
        (void)snprintf(error, error_size, "the server answered %.*s",
                       (int)strcspn(answer, "\r\n") > 80 ? 80 : (int)strcspn(answer, "\r\n"),
                       answer);
    return false;
}

/* Where a client on this machine reaches a server that listens on `host`. One on :: takes IPv4 as
 * well, and ::1 is not everywhere: Docker's networks have no IPv6 unless they are told to. */
static const char *reachable(const char *host) {
    struct in6_addr six;
    struct in_addr four;
    bool all = (inet_pton(AF_INET, host, &four) == 1 && four.s_addr == htonl(INADDR_ANY)) ||
               (inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_UNSPECIFIED(&six));
    return all ? "127.0.0.1" : host;
}

static bool ask(struct probe *probe, const char *host, const char *port, bool tls, char *error,
                size_t error_size) {
    char answer[2048];
    const char *what = "connect to";
    bool asked = open_connection(probe, host, port);
    if (asked && tls) {
        what = "speak TLS with";
        asked = open_tls(probe);
    }
    if (asked) {
        what = "get an answer from";
        asked = send_request(probe) && read_answer(probe, answer, sizeof answer);
    }
    if (asked)
        return is_healthy(answer, error, error_size);
    (void)snprintf(error, error_size, "cannot %s %s port %s: %s", what, host, port,
                   strerror(errno));
    return false;
}

bool app_healthcheck(const struct app_config *config, char *error, size_t error_size) {
    struct probe probe = {.fd = -1, .deadline = now_ms() + APP_HEALTHCHECK_TIMEOUT};
    char port[8];
    if (config->port == 0) {
        (void)snprintf(error, error_size, "the port is not known: ECHO_PORT is 0");
        return false;
    }
    (void)signal(SIGPIPE, SIG_IGN); /* OpenSSL writes without MSG_NOSIGNAL */
    (void)snprintf(port, sizeof port, "%lld", (long long)config->port);
    bool healthy =
        ask(&probe, reachable(config->host), port, config->tls_certificate, error, error_size);
    SSL_free(probe.tls);
    SSL_CTX_free(probe.tls_context);
    if (probe.fd >= 0)
        (void)close(probe.fd);
    return healthy;
}
