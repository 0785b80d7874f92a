#include "net/tls_fault.h"

#include "net/internal.h"

#include <openssl/err.h>
#include <sys/socket.h>

#define PLAIN_SENTENCE                                                                             \
    "The plain HTTP request was sent to a port that speaks HTTPS. Use https:// or wss://.\n"

/* What has arrived is read first: else its rest would have the kernel reset the connection, and the
 * answer would be lost. The end of the connection is left to the library. */
static void answer_plain(int fd) {
    static const char answer[] = "HTTP/1.1 400 Bad Request\r\n"
                                 "Content-Type: text/plain\r\n"
                                 "Connection: close\r\n\r\n" PLAIN_SENTENCE;
    char unwanted[4096];
    size_t left = NET_HEAD_MAX;
    ssize_t got = 1;
    while (left && got > 0) {
        got = recv(fd, unwanted, left < sizeof unwanted ? left : sizeof unwanted, MSG_DONTWAIT);
        left -= got > 0 ? (size_t)got : 0;
    }
    (void)send(fd, answer, sizeof answer - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    (void)shutdown(fd, SHUT_WR);
}

/* The kernel does not tell it any more of a peer that has reset the connection. While the library
 * takes a socket over, there is no connection of it yet. */
static void find_peer(const struct net_server *server, int fd, char address[INET6_ADDRSTRLEN]) {
    struct base_list_node *node = base_list_first(&server->connections);
    for (; node; node = base_list_next(&server->connections, node)) {
        const struct net_connection *connection = BASE_CONTAINER(node, struct net_connection, node);
        if (connection->socket.fd != fd)
            continue;
        memcpy(address, connection->address, sizeof connection->address);
        return;
    }
    struct sockaddr_storage peer = {0};
    socklen_t size = sizeof peer;
    address[0] = '\0';
    if (getpeername(fd, (struct sockaddr *)&peer, &size) == 0)
        net_peer_name(address, &peer);
}

static void reject(struct net_server *server, int fd, enum net_rejection_reason reason,
                   const char *detail) {
    char address[INET6_ADDRSTRLEN];
    find_peer(server, fd, address);
    net_reject(server, &(struct net_rejection){.reason = reason,
                                               .address = base_slice_of(address),
                                               .detail = base_slice_of(detail)});
}

static int server_index(void) {
    static int index = -1;
    if (index < 0)
        index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
    return index;
}

/* Whoever has sent nothing at all only looked whether the port is open. */
static bool was_silent(const SSL *tls) {
    return BIO_number_read(SSL_get_rbio(tls)) == 0;
}

/* OpenSSL tells of each call of SSL_accept that ends. Without an error in its queue the handshake
 * only waits for more. */
static void on_info(const SSL *tls, int where, int result) {
    const unsigned long error = ERR_peek_last_error();
    if (where != SSL_CB_ACCEPT_EXIT || result > 0 || !error || was_silent(tls))
        return;
    struct net_server *server = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), server_index());
    const char *why = ERR_reason_error_string(error);
    int fd = SSL_get_fd(tls), reason = ERR_GET_REASON(error);
    bool plain = ERR_GET_LIB(error) == ERR_LIB_SSL &&
                 (reason == SSL_R_HTTP_REQUEST || reason == SSL_R_HTTPS_PROXY_REQUEST);
    if (plain)
        answer_plain(fd);
    reject(server, fd, plain ? NET_REJECTION_PLAIN : NET_REJECTION_HANDSHAKE,
           plain ? ""
           : why ? why
                 : "");
}

void net_tls_fault_watch(SSL_CTX *tls, struct net_server *server) {
    if (!SSL_CTX_set_ex_data(tls, server_index(), server))
        return;
    SSL_CTX_set_info_callback(tls, on_info);
}
