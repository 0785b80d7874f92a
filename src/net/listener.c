/* listener.c - the sockets that listen; they rest when the process has no descriptors left. */
#include "net/internal.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/** Connections that wait to be accepted. */
#define BACKLOG 1024
/** Accepted before others get their turn. */
#define BATCH 64
/** Ports that the system chooses, until one is free at all addresses of a name. */
#define PORT_TRIES 16
/** After an accept that failed for want of descriptors or memory, in ms. */
#define RETRY_DELAY 100

static bool fail_listener(char *error, size_t error_size, const struct net_address *address,
                          const char *what) {
    (void)snprintf(error, error_size, "cannot listen on %s port %u: %s", address->host,
                   (unsigned)address->port, what);
    return false;
}

static const char *reason_of(int failure) {
    return failure == EADDRNOTAVAIL ? "no interface of this machine has this address"
                                    : strerror(failure);
}

static int open_socket(const struct addrinfo *address) {
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1, off = 0;
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address->ai_family == AF_INET6) /* "::" takes IPv4 as well, whatever the system's default */
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, address->ai_addr, address->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
        int reason = errno;
        close(fd);
        errno = reason;
        return -1;
    }
    return fd;
}

uint16_t net_listener_port(const struct net_listener *listener) {
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    if (getsockname(listener->fd, (struct sockaddr *)&address, &size) != 0)
        return 0;
    /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): getsockname() has written the port */
    return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                               : ((struct sockaddr_in *)&address)->sin_port);
}

static void adopt(const struct net_listener *listener, int fd,
                  const struct sockaddr_storage *peer) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    net_loop_heard(listener->server->loop);
    net_connection_open(listener, fd, peer);
}

static void turn_away(const struct net_server *server, int fd,
                      const struct sockaddr_storage *peer) {
    char address[INET6_ADDRSTRLEN];
    close(fd);
    net_peer_name(address, peer);
    net_reject(server, &(struct net_rejection){.reason = NET_REJECTION_CROWDED,
                                               .address = base_slice_of(address)});
}

/* Nothing can be accepted now: polling on would spin. */
static void rest(struct net_listener *listener, int reason) {
    struct net_server *server = listener->server;
    uint64_t now = net_loop_now(server->loop);
    net_watch_want(listener->watch, false, false);
    base_timer_arm(server->config.timers, &listener->retry, now + RETRY_DELAY);
    if (!base_log_due(&listener->warned, now))
        return;
    base_log(server->config.log, BASE_LOG_WARNING, "cannot accept connections for now: %s",
             strerror(reason));
}

static void on_ready(void *context, bool readable, bool writable) {
    (void)readable;
    (void)writable;
    struct net_listener *listener = context;
    struct net_server *server = listener->server;
    for (int i = 0; i < BATCH && listener->watch; i++) {
        struct sockaddr_storage peer = {0};
        socklen_t size = sizeof peer;
        int fd =
            accept4(listener->fd, (struct sockaddr *)&peer, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
            rest(listener, errno);
            return;
        }
        if (fd < 0) /* the peer's fault: it is gone already */
            continue;
        if (server->config.max_connections &&
            server->connection_count >= server->config.max_connections)
            turn_away(server, fd, &peer);
        else
            adopt(listener, fd, &peer);
    }
}

static void on_retry(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    struct net_listener *listener = BASE_CONTAINER(timer, struct net_listener, retry);
    net_watch_want(listener->watch, true, false);
}

/* ---- opening ------------------------------------------------------------------------------- */

/* Looks up a host. "localhost" is known without a resolver, which often tells only one of the two
 * (RFC 6761). The caller frees both lists of `found`. */
static int look_up(const char *host, const char *port, struct addrinfo *found[2]) {
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    found[0] = found[1] = NULL;
    if (strcasecmp(host, "localhost") == 0) {
        int failure = getaddrinfo("127.0.0.1", port, &hints, &found[0]);
        return failure ? failure : getaddrinfo("::1", port, &hints, &found[1]);
    }
    int failure = getaddrinfo(host, port, &hints, &found[0]);
    if (failure != EAI_NONAME)
        return failure;
    hints.ai_flags &= ~AI_NUMERICHOST;
    return getaddrinfo(host, port, &hints, &found[0]);
}

static bool is_same(const struct addrinfo *a, const struct addrinfo *b) {
    return a->ai_addrlen == b->ai_addrlen && memcmp(a->ai_addr, b->ai_addr, a->ai_addrlen) == 0;
}

/* Some files of hosts name an address twice. */
static bool is_repeated(const struct addrinfo *first, const struct addrinfo *one) {
    for (; first != one; first = first->ai_next)
        if (is_same(first, one))
            return true;
    return false;
}

static void set_port(struct addrinfo *address, uint16_t port) {
    if (address->ai_family == AF_INET6)
        ((struct sockaddr_in6 *)address->ai_addr)->sin6_port = htons(port);
    else
        ((struct sockaddr_in *)address->ai_addr)->sin_port = htons(port);
}

/* Adds a socket that listens. 0, or the errno of why there is none. */
static int add_listener(struct net_server *server, const struct net_address *address,
                        const struct addrinfo *place) {
    struct net_listener *listener = &server->listeners[server->listener_count];
    if (server->listener_count == NET_LISTENERS_MAX)
        return ENOSPC;
    *listener =
        (struct net_listener){.address = *address, .server = server, .retry = {.fire = on_retry}};
    listener->fd = open_socket(place);
    if (listener->fd < 0)
        return errno;
    listener->watch = net_loop_watch(server->loop, listener->fd, on_ready, listener);
    if (!listener->watch)
        return ENOMEM;
    server->listener_count++;
    return 0;
}

/* Listens on all addresses of a list, with the port of the first listener after `first` where the
 * system chose it. 0, or the errno of what failed: an address that this machine does not have, such
 * as ::1 where there is no IPv6, only where no other is left. */
static int add_all(struct net_server *server, const struct net_address *address, size_t first,
                   struct addrinfo *places, int absent) {
    for (struct addrinfo *one = places; one; one = one->ai_next) {
        if (is_repeated(places, one))
            continue;
        if (!address->port)
            set_port(one, server->listener_count > first
                              ? net_listener_port(&server->listeners[first])
                              : 0);
        int failure = add_listener(server, address, one);
        if (failure == EADDRNOTAVAIL || failure == EAFNOSUPPORT)
            absent = failure;
        else if (failure)
            return failure;
    }
    return server->listener_count > first ? 0 : absent;
}

static void drop_listeners(struct net_server *server, size_t first) {
    while (server->listener_count > first)
        net_listener_close(&server->listeners[--server->listener_count]);
}

/* Where the system chooses the port, it may be taken at the next address of a name. */
static int add_lists(struct net_server *server, const struct net_address *address,
                     struct addrinfo *found[2]) {
    size_t first = server->listener_count;
    int failure = EADDRINUSE;
    for (int i = 0; i < PORT_TRIES && failure == EADDRINUSE; i++) {
        drop_listeners(server, first);
        failure = add_all(server, address, first, found[0], 0);
        if (found[1] && (!failure || failure == EADDRNOTAVAIL || failure == EAFNOSUPPORT))
            failure = add_all(server, address, first, found[1], failure);
        if (address->port)
            break;
    }
    return failure;
}

bool net_listeners_open(struct net_server *server, const struct net_address *address, char *error,
                        size_t error_size) {
    struct addrinfo *found[2];
    char port[8];
    (void)snprintf(port, sizeof port, "%u", (unsigned)address->port);
    int unknown = look_up(address->host, port, found);
    int failure = unknown ? 0 : add_lists(server, address, found);
    for (size_t i = 0; i < 2; i++)
        if (found[i])
            freeaddrinfo(found[i]);
    if (unknown)
        return fail_listener(error, error_size, address, gai_strerror(unknown));
    return !failure || fail_listener(error, error_size, address, reason_of(failure));
}

void net_listener_close(struct net_listener *listener) {
    if (!listener->watch)
        return;
    base_timer_disarm(listener->server->config.timers, &listener->retry);
    net_watch_end(listener->watch);
    listener->watch = NULL;
}
