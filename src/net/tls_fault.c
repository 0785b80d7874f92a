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

/* The kernel does not tell the address of a peer that has reset the connection. Of all connections,
 * those that shake hands are mostly the latest. NULL: it is gone. */
static struct net_connection *find(const struct net_server *server, int fd) {
    struct base_list_node *node = base_list_last(&server->connections);
    if (server->adopting)
        return server->adopting;
    for (; node; node = base_list_previous(&server->connections, node)) {
        struct net_connection *connection = BASE_CONTAINER(node, struct net_connection, node);
        if (connection->socket.fd == fd)
            return connection;
    }
    return NULL;
}

static int server_index(void) {
    static int index = -1;
    if (index < 0)
        index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
    return index;
}

static void reject(struct net_connection *connection, enum net_rejection_reason reason,
                   const char *detail) {
    connection->shaking = false;
    net_reject(connection->server, &(struct net_rejection){
                                       .reason = reason,
                                       .address = base_slice_of(connection->address),
                                       .detail = base_slice_of(detail),
                                   });
}

static void fail(struct net_connection *connection, const SSL *tls, unsigned long error) {
    const char *words = ERR_reason_error_string(error);
    int reason = ERR_GET_REASON(error);
    if (ERR_GET_LIB(error) == ERR_LIB_SSL &&
        (reason == SSL_R_HTTP_REQUEST || reason == SSL_R_HTTPS_PROXY_REQUEST)) {
        answer_plain(SSL_get_fd(tls));
        reject(connection, NET_REJECTION_PLAIN, "");
    } else {
        reject(connection, NET_REJECTION_HANDSHAKE, words ? words : "");
    }
}

/* OpenSSL tells of each call of SSL_accept that ends. Without an error in its queue the handshake
 * waits for more, or the connection is gone. Whoever has sent nothing at all only looked whether
 * the port is open. */
static void on_info(const SSL *tls, int where, int result) {
    const unsigned long error = ERR_peek_last_error();
    if (where != SSL_CB_ACCEPT_EXIT || BIO_number_read(SSL_get_rbio(tls)) == 0)
        return;
    const struct net_server *server = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), server_index());
    struct net_connection *connection = find(server, SSL_get_fd(tls));
    if (!connection)
        return;
    connection->shaking = result <= 0;
    if (connection->shaking && error)
        fail(connection, tls, error);
}

/* What a peer said before it reset the connection the kernel has thrown away. */
void net_tls_fault_ended(struct net_connection *connection) {
    if (connection->shaking && !connection->server->stopping)
        reject(connection, NET_REJECTION_HANDSHAKE, "the client did not complete it");
}

void net_tls_fault_watch(SSL_CTX *tls, struct net_server *server) {
    if (!SSL_CTX_set_ex_data(tls, server_index(), server))
        return;
    SSL_CTX_set_info_callback(tls, on_info);
}
