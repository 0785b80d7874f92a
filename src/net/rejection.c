#include "net/rejection.h"

#include "net/internal.h"

#include <arpa/inet.h>

void net_reject(const struct net_server *server, const struct net_rejection *rejection) {
    const struct net_config *config = &server->config;
    if (!config->rejected)
        return;
    base_timers_tell(config->timers, net_loop_now(server->loop));
    config->rejected(config->rejected_context, rejection);
}

void net_reject_request(const struct net_connection *connection, enum net_rejection_reason reason,
                        const struct net_head *head, const char *detail) {
    struct engineio_header headers[NET_HEADERS_MAX];
    const struct net_server *server = connection->server;
    net_reject(server, &(struct net_rejection){
                           .reason = reason,
                           .address = base_slice_of(connection->address),
                           .path = head->path,
                           .query = head->query,
                           .headers = headers,
                           .header_count =
                               net_http_fields(server, head, headers, server->config.header_count),
                           .detail = base_slice_of(detail),
                       });
}

/* A ClientHello: a record of the type handshake, of a version 3.x. */
static bool is_tls(const struct net_inbox *inbox) {
    return inbox->bytes[0] == 0x16 && (inbox->length < 2 || inbox->bytes[1] == 0x03);
}

static enum net_rejection_reason reason_of(const struct net_connection *connection) {
    switch (connection->inbox->head.fault) {
    case NET_HEAD_FAULT_TARGET_LONG:
    case NET_HEAD_FAULT_HEAD_LONG:
    case NET_HEAD_FAULT_FIELDS_MANY:
        return NET_REJECTION_HEAD_LONG;
    default:
        return !connection->server->vhost && is_tls(connection->inbox) ? NET_REJECTION_TLS
                                                                       : NET_REJECTION_HTTP;
    }
}

void net_reject_head(const struct net_connection *connection) {
    const enum net_rejection_reason reason = reason_of(connection);
    const char *text = net_head_fault_text(connection->inbox->head.fault);
    net_reject(connection->server,
               &(struct net_rejection){
                   .reason = reason,
                   .address = base_slice_of(connection->address),
                   .detail = base_slice_of(reason == NET_REJECTION_TLS ? "" : text),
               });
}

void net_peer_name(char out[INET6_ADDRSTRLEN], const struct sockaddr_storage *peer) {
    const void *address = &((const struct sockaddr_in *)peer)->sin_addr;
    int family = peer->ss_family;
    if (family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)peer)->sin6_addr;
        bool mapped = IN6_IS_ADDR_V4MAPPED(six);
        family = mapped ? AF_INET : AF_INET6;
        address = mapped ? (const void *)(six->s6_addr + 12) : (const void *)six;
    }
    if (!inet_ntop(family, address, out, INET6_ADDRSTRLEN))
        out[0] = '\0';
}
