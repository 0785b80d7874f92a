#include "net/cors.h"

#include <string.h>
#include <strings.h>

/* ---- origins ---- */

static bool starts_with(struct base_slice text, struct base_slice start) {
    return text.len >= start.len && strncasecmp(text.ptr, start.ptr, start.len) == 0;
}

static bool equal(struct base_slice a, struct base_slice b) {
    return a.len == b.len && starts_with(a, b);
}

static struct base_slice behind(struct base_slice text, size_t start) {
    return base_slice(text.ptr + start, text.len - start);
}

/* Host and port of "http://host:port"; empty for another origin. */
static struct base_slice authority_of(struct base_slice origin) {
    static const struct base_slice plain = BASE_SLICE("http://"), secure = BASE_SLICE("https://");
    if (starts_with(origin, plain))
        return behind(origin, plain.len);
    return starts_with(origin, secure) ? behind(origin, secure.len) : base_slice(NULL, 0);
}

static struct base_slice without_port(struct base_slice authority) {
    size_t length = authority.len;
    while (length && authority.ptr[length - 1] >= '0' && authority.ptr[length - 1] <= '9')
        length--;
    bool port = length && authority.ptr[length - 1] == ':';
    return port ? base_slice(authority.ptr, length - 1) : authority;
}

/* "127." and three more numbers: no name that only begins so. */
static bool is_loopback_address(struct base_slice host) {
    unsigned dots = 0;
    if (!starts_with(host, base_slice_of("127.")))
        return false;
    for (size_t i = 0; i < host.len; i++) {
        if (host.ptr[i] == '.')
            dots++;
        else if (host.ptr[i] < '0' || host.ptr[i] > '9')
            return false;
    }
    return dots == 3;
}

static bool is_loopback(struct base_slice authority) {
    static const struct base_slice name = BASE_SLICE("localhost"), below = BASE_SLICE(".localhost");
    struct base_slice host = without_port(authority);
    return equal(host, name) || equal(host, base_slice_of("[::1]")) || is_loopback_address(host) ||
           (host.len > below.len && equal(behind(host, host.len - below.len), below));
}

static bool is_listed(const char *origins, struct base_slice origin) {
    static const char separators[] = ", \t";
    while (origins && *(origins += strspn(origins, separators))) {
        struct base_slice one = base_slice(origins, strcspn(origins, separators));
        if (equal(one, base_slice_of("*")) || equal(one, origin))
            return true;
        origins += one.len;
    }
    return false;
}

static bool is_chosen(const struct net_cors_rule *rule, const struct net_head *head,
                      struct base_slice origin) {
    struct base_slice authority = authority_of(origin);
    if (!origin.len || equal(origin, base_slice_of("null"))) /* of files and of closed frames */
        return false;
    return (authority.len && equal(authority, head->host)) || is_loopback(authority) ||
           is_listed(rule->origins, origin);
}

/* ---- fields ---- */

struct writer {
    struct engineio_header *fields;
    size_t count;
};

static void put(struct writer *writer, struct base_slice name, struct base_slice value) {
    writer->fields[writer->count++] = (struct engineio_header){name, value};
}

static struct base_slice repeatable(const struct net_head *head, const char *name) {
    struct base_slice value = net_head_field(head, name);
    return value.len <= NET_CORS_REPEATED_MAX ? value : base_slice(NULL, 0);
}

size_t net_cors_fields(const struct net_cors_rule *rule, const struct net_head *head,
                       struct engineio_header *fields) {
    static const struct base_slice allowed = BASE_SLICE("Access-Control-Allow-Origin");
    struct writer writer = {fields, 0};
    struct base_slice origin = repeatable(head, "origin");
    struct base_slice wanted = repeatable(head, "access-control-request-headers");
    bool asks = base_slice_equal(head->method, base_slice_of("OPTIONS"));
    bool named = rule->kind == NET_CORS_NAMED;
    if (rule->kind == NET_CORS_CHOSEN) {
        put(&writer, base_slice_of("Vary"), base_slice_of("Origin"));
        if (!is_chosen(rule, head, origin))
            return writer.count;
    }
    if (rule->kind == NET_CORS_ANY)
        put(&writer, allowed, base_slice_of("*"));
    else if (origin.len)
        put(&writer, allowed, origin);
    if (named)
        put(&writer, base_slice_of("Access-Control-Allow-Credentials"), base_slice_of("true"));
    if (!asks && rule->shown)
        put(&writer, base_slice_of("Access-Control-Expose-Headers"), base_slice_of(rule->shown));
    if (asks)
        put(&writer, base_slice_of("Access-Control-Allow-Methods"), base_slice_of(rule->methods));
    if (wanted.len ? asks || named : asks && !named)
        put(&writer, base_slice_of("Access-Control-Allow-Headers"),
            wanted.len ? wanted : base_slice_of(rule->fields));
    if (asks && !named)
        put(&writer, base_slice_of("Access-Control-Max-Age"), base_slice_of("600"));
    return writer.count;
}
