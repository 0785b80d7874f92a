/* engineio_echo - a bare Engine.IO echo at /engine.io/ and a route /health, for tests of the
 * network room. PORT (default: any free one); prints "port N" when it listens. */
#include "net/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

static struct base_memory memory;
static struct base_timers timers;

static void opened(void *context, struct engineio_session *session) {
    (void)context;
    (void)session;
}

static void message(void *context, struct engineio_session *session, struct base_buffer *owner,
                    struct base_slice payload, bool binary) {
    (void)context;
    engineio_session_send(session, binary ? engineio_message_binary(&memory, payload, owner)
                                          : engineio_message_text(&memory, payload, owner));
}

static void closed(void *context, struct engineio_session *session, enum engineio_reason reason) {
    (void)context;
    (void)session;
    if (getenv("VERBOSE"))
        fprintf(stderr, "closed: %s\n", engineio_reason_text(reason));
}

static bool fill(void *context, void *bytes, size_t len) {
    (void)context;
    return getrandom(bytes, len, 0) == (ssize_t)len;
}

static void health(void *context, struct net_exchange *exchange,
                   const struct net_request *request) {
    (void)context;
    char body[512];
    struct base_slice id = net_request_header(request, base_slice_of("x-stream-id"));
    snprintf(body, sizeof body, "{\"status\":\"healthy\",\"id\":\"%.*s\",\"body\":%zu}",
             (int)id.len, id.ptr ? id.ptr : "", request->body.len);
    net_exchange_answer(exchange, 200, "application/json", base_slice_of(body));
}

static unsigned long setting(const char *name, unsigned long fallback) {
    const char *text = getenv(name);
    return text && *text ? strtoul(text, NULL, 10) : fallback;
}

int main(void) {
    static const struct engineio_handler handler = {
        .opened = opened, .message = message, .closed = closed};
    static const struct net_route routes[] = {{"GET", "/health", 0, false, health, NULL, false},
                                              {"POST", "/post", 1000, false, health, NULL, false}};
    static const char *const headers[] = {"x-stream-id", "authorization"};
    char error[256];
    memory = base_memory_heap();
    struct net_config net = net_config_default();
    net.memory = &memory;
    net.timers = &timers;
    struct net_address *address = &net.addresses[0];
    address->port = (uint16_t)setting("PORT", 0);
    if (getenv("HOST"))
        address->host = getenv("HOST");
    net.max_connections = setting("MAX_SOCKETS", 20000);
    net.header_timeout = setting("HEADER_TIMEOUT", 2000);
    net.tls_certificate = getenv("TLS_CERT");
    net.tls_key = getenv("TLS_KEY");
    address->routes = routes;
    address->route_count = sizeof routes / sizeof *routes;
    net.headers = headers;
    net.header_count = net.kept_count = 2;
    struct net_server *server = net_server_new(&net, error, sizeof error);
    if (!server) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    struct engineio_config config = engineio_config_default();
    config.memory = &memory;
    config.timers = &timers;
    config.random = fill;
    config.check_utf8 = true;
    config.network = net_network();
    config.network_context = server;
    config.handler = &handler;
    config.ping_interval = setting("PING_INTERVAL", 25000);
    config.ping_timeout = setting("PING_TIMEOUT", 20000);
    config.max_payload = setting("MAX_PAYLOAD", 1000000);
    config.max_backlog = setting("MAX_BACKLOG", 0);
    config.backlog_grace = setting("BACKLOG_GRACE", 10000);
    struct engineio_server *engine = engineio_server_new(&config);
    if (!engine || !net_server_serve(server, "/engine.io/", engine))
        return 1;
    printf("port %u\n", (unsigned)net_server_port(server, 0));
    fflush(stdout);
    net_server_run(server);
    net_server_free(server);
    engineio_server_free(engine);
    if (memory.in_use)
        fprintf(stderr, "%zu bytes leaked\n", memory.in_use);
    return memory.in_use ? 1 : 0;
}
