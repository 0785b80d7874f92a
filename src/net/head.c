#include "net/head.h"

#include "net/internal.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static const struct method {
    enum lws_token_indexes token;
    struct base_slice name;
} methods[] = {
    {WSI_TOKEN_GET_URI, BASE_SLICE("GET")},         {WSI_TOKEN_POST_URI, BASE_SLICE("POST")},
    {WSI_TOKEN_OPTIONS_URI, BASE_SLICE("OPTIONS")}, {WSI_TOKEN_HEAD_URI, BASE_SLICE("HEAD")},
    {WSI_TOKEN_PUT_URI, BASE_SLICE("PUT")},         {WSI_TOKEN_PATCH_URI, BASE_SLICE("PATCH")},
    {WSI_TOKEN_DELETE_URI, BASE_SLICE("DELETE")},
};

struct base_slice net_head_token(struct net_head *head, struct lws *wsi,
                                 enum lws_token_indexes token) {
    char *to = head->store + head->used;
    size_t room = NET_HEAD_STORE - head->used;
    if (lws_hdr_total_length(wsi, token) <= 0)
        return (struct base_slice){NULL, 0};
    int length = lws_hdr_copy(wsi, to, (int)room, token);
    if (length <= 0)
        return (struct base_slice){NULL, 0};
    head->used += (size_t)length + 1;
    return base_slice(to, (size_t)length);
}

static bool read_method(struct net_head *head, struct lws *wsi) {
    size_t found = 0;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (lws_hdr_total_length(wsi, methods[i].token) > 0) {
            head->engine.method = methods[i].name;
            head->path = net_head_token(head, wsi, methods[i].token);
            found++;
        }
    return found == 1 && head->path.len > 0;
}

static void put(struct net_head *head, char byte) {
    if (head->used < NET_HEAD_STORE)
        head->store[head->used++] = byte;
}

/* libwebsockets has split the query at '&' and decoded it: what would change its meaning is
 * escaped again. */
static void read_query(struct net_head *head, struct lws *wsi) {
    static const char digits[] = "0123456789ABCDEF";
    char part[4096];
    size_t start = head->used;
    for (int i = 0;; i++) {
        int length = lws_hdr_copy_fragment(wsi, part, sizeof part, WSI_TOKEN_HTTP_URI_ARGS, i);
        if (length < 0)
            break;
        if (i > 0)
            put(head, '&');
        for (int j = 0; j < length; j++) {
            unsigned char byte = (unsigned char)part[j];
            if (!strchr("%&+#; ", byte) || byte == 0) {
                put(head, part[j]);
                continue;
            }
            put(head, '%');
            put(head, digits[byte >> 4]);
            put(head, digits[byte & 15]);
        }
    }
    head->engine.query = base_slice(head->store + start, head->used - start);
}

/* A NUL that libwebsockets keeps makes what it tells of its part one byte too short. The parts lie
 * in its memory one behind the other, each with a NUL behind it, and one unused byte before each
 * part of the query: where the version does not lie where it has to, the lengths are wrong. */
bool net_head_has_nul(struct lws *wsi) {
    char part[4096];
    char *end;
    int length;
    if (lws_http_get_uri_and_method(wsi, &end, &length) < 0)
        return false;
    if (memchr(end, 0, (size_t)length))
        return true;
    end += length + 1;
    for (int i = 0;; i++) {
        length = lws_hdr_copy_fragment(wsi, part, sizeof part, WSI_TOKEN_HTTP_URI_ARGS, i);
        if (length < 0)
            break;
        if (memchr(part, 0, (size_t)length))
            return true;
        end += 1 + length + 1;
    }
    length = lws_hdr_copy(wsi, part, sizeof part, WSI_TOKEN_HTTP);
    return length > 0 && memcmp(end, part, (size_t)length) != 0;
}

/* Digits only: "5, 6", "-1" and "+1" are attempts to make two parsers disagree. */
static bool read_length(struct net_head *head, struct lws *wsi) {
    struct base_slice text = net_head_token(head, wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH);
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) <= 0)
        return true;
    head->has_length = true;
    uint64_t length = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || i > 17)
            return false;
        length = length * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    head->engine.content_length = length;
    return text.len > 0;
}

static void read_address(struct net_head *head, struct lws *wsi) {
    struct sockaddr_storage peer = {0};
    socklen_t size = sizeof peer;
    char *to = head->store + head->used;
    if (NET_HEAD_STORE - head->used < INET6_ADDRSTRLEN ||
        getpeername(lws_get_socket_fd(wsi), (struct sockaddr *)&peer, &size) != 0)
        return;
    const void *address = &((struct sockaddr_in *)&peer)->sin_addr;
    int family = peer.ss_family;
    if (family == AF_INET6) {
        const struct in6_addr *six = &((struct sockaddr_in6 *)&peer)->sin6_addr;
        bool mapped = IN6_IS_ADDR_V4MAPPED(six);
        family = mapped ? AF_INET : AF_INET6;
        address = mapped ? (const void *)(six->s6_addr + 12) : (const void *)six;
    }
    if (!inet_ntop(family, address, to, INET6_ADDRSTRLEN))
        return;
    head->engine.address = base_slice_of(to);
    head->used += head->engine.address.len + 1;
}

static void read_named(struct net_head *head, const struct net_server *server, struct lws *wsi) {
    for (size_t i = 0; i < server->header_count; i++) {
        const struct net_header *wanted = &server->headers[i];
        struct base_slice value = {NULL, 0};
        if (wanted->token >= 0) {
            value = net_head_token(head, wsi, (enum lws_token_indexes)wanted->token);
        } else {
            char *to = head->store + head->used;
            int length = lws_hdr_custom_copy(wsi, to, (int)(NET_HEAD_STORE - head->used),
                                             wanted->field, (int)wanted->name.len + 1);
            if (length > 0) {
                value = base_slice(to, (size_t)length);
                head->used += value.len + 1;
            }
        }
        if (value.len)
            head->headers[head->header_count++] = (struct engineio_header){wanted->name, value};
        if (i < server->config.kept_count)
            head->engine.header_count = head->header_count;
    }
    head->engine.headers = head->headers;
}

/* RFC 9112: a version that is understood (section 2.3) and one Host (section 3.2). Without these
 * checks libwebsockets takes any version, none, and any number of Hosts. */
static bool is_http_1(const struct net_head *head, struct lws *wsi) {
    static const struct base_slice first = BASE_SLICE("HTTP/1.0"), start = BASE_SLICE("HTTP/1.");
    bool known =
        head->version.len == first.len && memcmp(head->version.ptr, start.ptr, start.len) == 0;
    bool hostless = lws_hdr_total_length(wsi, WSI_TOKEN_HOST) <= 0;
    bool again = lws_hdr_fragment_length(wsi, WSI_TOKEN_HOST, 1) > 0;
    return known && !again && (!hostless || base_slice_equal(head->version, first));
}

bool net_head_read(struct net_head *head, const struct net_server *server, struct lws *wsi) {
    head->used = 0;
    head->engine = (struct engineio_head){0};
    head->header_count = 0;
    head->has_length = false;
    head->path = (struct base_slice){NULL, 0};
    if (!read_method(head, wsi))
        return false;
    read_query(head, wsi);
    head->version = net_head_token(head, wsi, WSI_TOKEN_HTTP);
    head->engine.origin = net_head_token(head, wsi, WSI_TOKEN_ORIGIN);
    head->engine.content_type = net_head_token(head, wsi, WSI_TOKEN_HTTP_CONTENT_TYPE);
    head->engine.chunked = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
    head->engine.cors_headers = net_head_token(head, wsi, WSI_TOKEN_HTTP_AC_REQUEST_HEADERS);
    read_named(head, server, wsi);
    read_address(head, wsi);
    return is_http_1(head, wsi) && read_length(head, wsi) && head->used < NET_HEAD_STORE;
}
