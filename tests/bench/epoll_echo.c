/* epoll_echo.c - the yardstick of `./dev bench`: what no server of WebSocket messages can do
 * without.
 *
 *   epoll_echo PORT [CERT KEY]    on loopback; with TLS where a certificate and its key are given
 *
 * A small program without a library (but OpenSSL, for TLS). It takes masked messages, and sends
 * each back unmasked, after a frame as long as a fragment:ack, with one system call. It reads each
 * payload once: it unmasks, and adds the bytes up. Each connection has one buffer, so that the
 * memory stays warm. It knows one frame a message, trusts its client, and understands nothing.
 */
#include "bench/lib/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Before the message lies room for the frames that go out: the ack, and the header of the echo. */
#define FRONT 256
#define BUFFER_SIZE (FRONT + (2 << 20))
/* Each client of the benchmark sends the key of RFC 6455's example, and gets its answer. */
#define ANSWER                                                                                     \
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"            \
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
#define ACK                                                                                        \
    "\x81\x6e"                                                                                     \
    "42[\"fragment:ack\",{\"fragment_id\":\"00000000-0000-4000-8000-000000000000\","               \
    "\"status\":\"queued\",\"ack\":\"aaaaaaaaaa\"}]"

_Static_assert(sizeof ACK - 1 == 112, "a header, and 110 bytes");

struct peer {
    struct link link;
    bool open;   /* the handshake is done */
    size_t have; /* bytes at buffer + FRONT */
    size_t done; /* of the payload: unmasked and added up */
    size_t sent_to,
        write; /* the answer under way: where in the buffer it ends, and the rest begins */
    unsigned char buffer[BUFFER_SIZE];
};

static int poller;
/** Keeps the compiler from leaving out the sum. */
static volatile uint64_t sink;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* Unmasks, and adds up. As wide as the processor can: see unmask(). */
static inline __attribute__((always_inline)) uint64_t pass(unsigned char *bytes, size_t length,
                                                           uint64_t key) {
    uint64_t sum = 0;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        word ^= key;
        sum += word;
        memcpy(bytes + i, &word, 8);
    }
    for (; i < length; i++) {
        bytes[i] ^= (unsigned char)(key >> 8 * (i % 4));
        sum += bytes[i];
    }
    return sum;
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static uint64_t pass_avx2(unsigned char *bytes, size_t length,
                                                          uint64_t key) {
    return pass(bytes, length, key);
}
#endif

static uint64_t unmask(unsigned char *bytes, size_t length, uint64_t key) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        return pass_avx2(bytes, length, key);
#endif
    return pass(bytes, length, key);
}

/* The bytes of the payload that have come, `from` which on they are still masked. */
static void take(unsigned char *payload, const unsigned char *mask, size_t from, size_t to) {
    unsigned char turned[8];
    uint64_t key;
    for (size_t i = 0; i < 8; i++)
        turned[i] = mask[(from + i) % 4];
    memcpy(&key, turned, 8);
    sink += unmask(payload + from, to - from, key);
}

static void watch(struct peer *peer, unsigned events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = peer};
    epoll_ctl(poller, operation, peer->link.fd, &event);
}

static void forget(struct peer *peer) {
    link_close(&peer->link);
    free(peer);
}

static size_t put_header(unsigned char *end, size_t length) {
    size_t more = length < 126 ? 0 : length < 65536 ? 2 : 8;
    for (size_t i = 0; i < more; i++)
        *--end = (unsigned char)((uint64_t)length >> 8 * i);
    *--end = (unsigned char)(more == 0 ? length : more == 2 ? 126 : 127);
    *--end = 0x81;
    return 2 + more;
}

/* Sends what is left of an answer. False where the connection is gone. */
static bool send_rest(struct peer *peer) {
    while (peer->write < peer->sent_to) {
        struct iovec piece = {peer->buffer + peer->write, peer->sent_to - peer->write};
        ssize_t n = link_write(&peer->link, &piece, 1);
        if (n < 0 && errno == EAGAIN) {
            watch(peer, EPOLLOUT, EPOLL_CTL_MOD);
            return true;
        }
        if (n <= 0)
            return false;
        peer->write += (size_t)n;
    }
    peer->have -= peer->sent_to - FRONT;
    memmove(peer->buffer + FRONT, peer->buffer + peer->sent_to, peer->have);
    peer->sent_to = peer->done = 0;
    return true;
}

/* Answers the message whose payload, all of it, lies at `payload`. */
static bool answer(struct peer *peer, unsigned char *payload, size_t length) {
    unsigned char *start = payload - put_header(payload, length) - (sizeof ACK - 1);
    memcpy(start, ACK, sizeof ACK - 1);
    peer->write = (size_t)(start - peer->buffer);
    peer->sent_to = (size_t)(payload - peer->buffer) + length;
    return send_rest(peer);
}

/* Works on the message that has come in part or whole. False to hang up. */
static bool on_message(struct peer *peer) {
    unsigned char *at = peer->buffer + FRONT;
    if (peer->have < 6)
        return true;
    if ((at[0] & 15) == 8 || !(at[1] & 0x80))
        return false;
    size_t length = at[1] & 127, head = length < 126 ? 2 : length == 126 ? 4 : 10;
    if (peer->have < head + 4)
        return true;
    if (head > 2)
        length = 0;
    for (size_t i = 2; i < head; i++)
        length = length << 8 | at[i];
    if (length > BUFFER_SIZE - FRONT - 14)
        return false;
    size_t come = peer->have - head - 4 < length ? peer->have - head - 4 : length;
    unsigned char *payload = at + head + 4;
    take(payload, at + head, peer->done, come);
    peer->done = come;
    return come < length || answer(peer, payload, length);
}

/* The same for all messages that lie there. */
static bool on_bytes(struct peer *peer) {
    size_t had;
    do {
        had = peer->have;
        if (!on_message(peer))
            return false;
    } while (!peer->sent_to && peer->have && peer->have < had);
    return true;
}

static bool on_handshake(struct peer *peer) {
    if (peer->have < 4 || memcmp(peer->buffer + FRONT + peer->have - 4, "\r\n\r\n", 4) != 0)
        return true;
    struct iovec piece = {(void *)(uintptr_t)ANSWER, sizeof ANSWER - 1};
    peer->open = true;
    peer->have = 0;
    return link_write(&peer->link, &piece, 1) == sizeof ANSWER - 1;
}

static bool on_event(struct peer *peer) {
    if (peer->sent_to) {
        if (!send_rest(peer))
            return false;
        if (peer->sent_to)
            return true;
        watch(peer, EPOLLIN, EPOLL_CTL_MOD);
        if (!on_bytes(peer) || peer->sent_to)
            return peer->sent_to;
    }
    do {
        ssize_t n = link_read(&peer->link, peer->buffer + FRONT + peer->have,
                              BUFFER_SIZE - FRONT - peer->have);
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0)
            return false;
        peer->have += (size_t)n;
        if (!(peer->open ? on_bytes(peer) : on_handshake(peer)))
            return false;
    } while (peer->link.ssl && !peer->sent_to); /* what OpenSSL holds, epoll does not see */
    return true;
}

static void on_connection(int listener, SSL_CTX *context) {
    int fd = accept(listener, NULL, NULL), on = 1;
    struct peer *peer = fd < 0 ? NULL : calloc(1, sizeof *peer);
    if (!peer)
        fail("cannot accept");
    peer->link.fd = fd;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (context && !link_secure(&peer->link, context, true)) {
        forget(peer);
        return;
    }
    fcntl(fd, F_SETFL, O_NONBLOCK);
    watch(peer, EPOLLIN, EPOLL_CTL_ADD);
}

static int listen_on(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 128) != 0)
        fail("cannot listen");
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 2 && argc != 4) {
        fprintf(stderr, "usage: epoll_echo PORT [CERT KEY]\n");
        return 2;
    }
    SSL_CTX *context = argc == 4 ? SSL_CTX_new(TLS_server_method()) : NULL;
    if (argc == 4 && (!context || SSL_CTX_use_certificate_chain_file(context, argv[2]) != 1 ||
                      SSL_CTX_use_PrivateKey_file(context, argv[3], SSL_FILETYPE_PEM) != 1))
        fail("cannot use the certificate and its key");
    signal(SIGPIPE, SIG_IGN);
    int listener = listen_on(atoi(argv[1]));
    struct epoll_event events[64], event = {.events = EPOLLIN};
    poller = epoll_create1(0);
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(poller, events, 64, -1);
        for (int i = 0; i < count; i++) {
            struct peer *peer = events[i].data.ptr;
            if (!peer)
                on_connection(listener, context);
            else if (!on_event(peer))
                forget(peer);
        }
    }
}
