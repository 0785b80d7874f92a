#include "net/tls_socket.h"

#include "net/internal.h"
#include "net/tls_fault.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

/** Most plain bytes of a TLS record: what one call of SSL_write takes. */
#define RECORD 16384

struct net_tls_socket {
    struct lws *wsi; /**< NULL once the library has given it up */
    struct net_server *server;
    net_watch_ready *ready;
    void *context;
    bool readable, writable; /**< what is looked for */
    bool shaken;             /**< the handshake is done */
    const char *first;       /**< what the library has read, during a call of `ready` */
    size_t first_length;
    char *kept; /**< the rest of that, which nobody wanted then; NET_TLS_FIRST bytes, or NULL */
    size_t kept_at, kept_length;
    char *unsent; /**< a record that OpenSSL was given and could not send; RECORD bytes, or NULL */
    size_t unsent_length;
    struct base_timer again; /**< tells of bytes that no event will tell of */
};

/* ---- telling ---- */

static void tell(struct net_tls_socket *socket, bool readable, bool writable) {
    socket->ready(socket->context, readable, writable);
}

static bool holds_bytes(const struct net_tls_socket *socket) {
    return socket->kept_length || (socket->shaken && SSL_pending(lws_get_ssl(socket->wsi)) > 0);
}

static void on_again(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    struct net_tls_socket *socket = BASE_CONTAINER(timer, struct net_tls_socket, again);
    if (socket->readable)
        tell(socket, true, false);
}

/* Bytes that are already here make no event: the loop is asked for one. */
static void look_again(struct net_tls_socket *socket) {
    if (socket->readable && holds_bytes(socket))
        base_timer_arm(socket->server->config.timers, &socket->again,
                       net_loop_now(socket->server->loop));
}

/* Keeps what the reader has left of the library's own buffer. */
static bool keep_rest(struct net_tls_socket *socket) {
    if (!socket->first_length)
        return true;
    if (!socket->kept)
        socket->kept = base_memory_take(socket->server->config.memory, NET_TLS_FIRST);
    if (!socket->kept)
        return false;
    memcpy(socket->kept, socket->first, socket->first_length);
    socket->kept_at = 0;
    socket->kept_length = socket->first_length;
    socket->first_length = 0;
    return true;
}

static void free_socket(struct net_tls_socket *socket) {
    struct base_memory *memory = socket->server->config.memory;
    base_timer_disarm(socket->server->config.timers, &socket->again);
    base_memory_give(memory, socket->kept, NET_TLS_FIRST);
    base_memory_give(memory, socket->unsent, RECORD);
    base_memory_give(memory, socket, sizeof *socket);
}

/* The library has read. Its return value is the library's. */
static int received(struct lws *wsi, const char *bytes, size_t length) {
    struct net_tls_socket *socket = lws_get_opaque_user_data(wsi);
    socket->shaken = true;
    if (socket->kept_length) { /* told again before the rest was read: read that first */
        tell(socket, true, false);
        if (lws_get_opaque_user_data(wsi) != socket || socket->kept_length)
            return -1;
    }
    socket->first = bytes;
    socket->first_length = length;
    tell(socket, true, false);
    if (lws_get_opaque_user_data(wsi) != socket)
        return -1;
    if (!keep_rest(socket))
        return -1;
    look_again(socket);
    return 0;
}

static bool flush(struct net_tls_socket *socket);

static void drained(struct net_tls_socket *socket) {
    if (socket->unsent_length && !flush(socket))
        tell(socket, false, false);
    else if (socket->unsent_length)
        lws_callback_on_writable(socket->wsi);
    else if (socket->writable)
        tell(socket, false, true);
}

/* The library closes the socket. */
static void lost(struct lws *wsi) {
    struct net_tls_socket *socket = lws_get_opaque_user_data(wsi);
    lws_set_opaque_user_data(wsi, NULL);
    socket->wsi = NULL;
    socket->shaken = false;
    tell(socket, false, false);
}

int net_tls_socket_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                         size_t length) {
    if (reason == LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS) {
        net_tls_fault_watch(user, lws_context_user(lws_get_context(wsi)));
        return 0;
    }
    struct net_tls_socket *socket = lws_get_opaque_user_data(wsi);
    if (!socket)
        return reason == LWS_CALLBACK_RAW_RX || reason == LWS_CALLBACK_RAW_WRITEABLE ? -1 : 0;
    switch (reason) {
    case LWS_CALLBACK_RAW_RX:
        return received(wsi, in, length);
    case LWS_CALLBACK_RAW_WRITEABLE:
        drained(socket);
        return lws_get_opaque_user_data(wsi) == socket ? 0 : -1;
    case LWS_CALLBACK_RAW_CLOSE:
    case LWS_CALLBACK_WSI_DESTROY:
        lost(wsi);
        return 0;
    default:
        return 0;
    }
}

/* ---- reading and writing ---- */

/* Takes bytes that were read before. */
static ssize_t take(const char *from, size_t *length, char *to, size_t size) {
    size_t part = *length < size ? *length : size;
    memcpy(to, from, part);
    *length -= part;
    return (ssize_t)part;
}

ssize_t net_tls_socket_read(struct net_tls_socket *socket, char *to, size_t size) {
    if (socket->kept_length) {
        ssize_t part = take(socket->kept + socket->kept_at, &socket->kept_length, to, size);
        socket->kept_at += (size_t)part;
        return part;
    }
    if (socket->first_length) {
        ssize_t part = take(socket->first, &socket->first_length, to, size);
        socket->first += part;
        return part;
    }
    if (!socket->wsi)
        return NET_SOCKET_LOST;
    if (!socket->shaken)
        return NET_SOCKET_WAIT;
    ERR_clear_error();
    int got = SSL_read(lws_get_ssl(socket->wsi), to, size > INT_MAX ? INT_MAX : (int)size);
    if (got > 0)
        return got;
    switch (SSL_get_error(lws_get_ssl(socket->wsi), got)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return NET_SOCKET_WAIT;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    default:
        return NET_SOCKET_LOST;
    }
}

/* Gives OpenSSL bytes: 1 they are sent, 0 they have to be given again, -1 the connection is lost.
 */
static int encrypt(struct net_tls_socket *socket, const char *bytes, size_t length) {
    SSL *ssl = lws_get_ssl(socket->wsi);
    ERR_clear_error();
    int sent = SSL_write(ssl, bytes, (int)length);
    if (sent > 0)
        return 1;
    int reason = SSL_get_error(ssl, sent);
    return reason == SSL_ERROR_WANT_WRITE || reason == SSL_ERROR_WANT_READ ? 0 : -1;
}

/* Gives it again. false: the connection is lost. */
static bool flush(struct net_tls_socket *socket) {
    int sent = encrypt(socket, socket->unsent, socket->unsent_length);
    if (sent > 0)
        socket->unsent_length = 0;
    return sent >= 0;
}

/* Moves up to one record from the parts to `record`; how much. */
static size_t gather(struct iovec **parts, size_t *count, char *record) {
    size_t used = 0;
    while (*count && used < RECORD) {
        struct iovec *part = *parts;
        size_t piece = part->iov_len < RECORD - used ? part->iov_len : RECORD - used;
        memcpy(record + used, part->iov_base, piece);
        used += piece;
        part->iov_base = (char *)part->iov_base + piece;
        part->iov_len -= piece;
        if (part->iov_len == 0) {
            (*parts)++;
            (*count)--;
        }
    }
    return used;
}

/* Sends one record, or keeps it to be sent. false: the connection is lost. */
static bool send_record(struct net_tls_socket *socket, const char *record, size_t length) {
    int sent = encrypt(socket, record, length);
    if (sent != 0)
        return sent > 0;
    if (!socket->unsent)
        socket->unsent = base_memory_take(socket->server->config.memory, RECORD);
    if (!socket->unsent)
        return false;
    memcpy(socket->unsent, record, length);
    socket->unsent_length = length;
    lws_callback_on_writable(socket->wsi);
    return true;
}

ssize_t net_tls_socket_write(struct net_tls_socket *socket, struct iovec *parts, size_t count) {
    char record[RECORD];
    size_t taken = 0;
    if (!socket->wsi || (socket->unsent_length && !flush(socket)))
        return NET_SOCKET_LOST;
    while (count && !socket->unsent_length) {
        size_t length = gather(&parts, &count, record);
        if (!send_record(socket, record, length))
            return NET_SOCKET_LOST;
        taken += length;
    }
    return (ssize_t)taken;
}

/* ---- the rest ---- */

struct net_tls_socket *net_tls_socket_open(struct net_server *server, int fd,
                                           net_watch_ready *ready, void *context) {
    struct net_tls_socket *socket = base_memory_zero(server->config.memory, sizeof *socket);
    if (!socket) {
        close(fd);
        return NULL;
    }
    socket->server = server;
    socket->ready = ready;
    socket->context = context;
    socket->readable = true;
    socket->again.fire = on_again;
    /* Without LWS_ADOPT_HTTP the bytes come as they are. Closes the descriptor where it fails. */
    const lws_adopt_desc_t adopted = {
        .vh = server->vhost,
        .type = LWS_ADOPT_SOCKET | LWS_ADOPT_ALLOW_SSL,
        .fd = {.sockfd = fd},
    };
    socket->wsi = lws_adopt_descriptor_vhost_via_info(&adopted);
    if (!socket->wsi) {
        free_socket(socket);
        return NULL;
    }
    lws_set_opaque_user_data(socket->wsi, socket);
    return socket;
}

void net_tls_socket_want(struct net_tls_socket *socket, bool readable, bool writable) {
    if (socket->wsi && readable != socket->readable)
        lws_rx_flow_control(socket->wsi, readable);
    if (socket->wsi && writable && !socket->writable)
        lws_callback_on_writable(socket->wsi);
    socket->readable = readable;
    socket->writable = writable;
    look_again(socket);
}

bool net_tls_socket_holds(const struct net_tls_socket *socket) {
    return socket->unsent_length > 0;
}

void net_tls_socket_shutdown(struct net_tls_socket *socket) {
    if (socket->shaken) {
        ERR_clear_error();
        SSL_shutdown(lws_get_ssl(socket->wsi));
    }
}

void net_tls_socket_end(struct net_tls_socket *socket) {
    net_tls_socket_shutdown(socket);
    if (socket->wsi) {
        lws_set_opaque_user_data(socket->wsi, NULL);
        lws_set_timeout(socket->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
    }
    free_socket(socket);
}
