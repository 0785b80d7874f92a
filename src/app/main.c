/* main.c - echo-sts: reads the settings, builds the rooms on top of each other, runs. */
#include "app/config.h"
#include "app/service.h"
#include "net/server.h"
#include "sts_protocol.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

/* One connection may hold a quarter of what all may: four slow readers do not starve the rest. */
#define BACKLOG_SHARE 4
/* Of what may be held, how much by messages that are not complete: the rest is for those that are.
 */
#define RECEIVED_SHARE 2
/* How long a connection may hold too much: longer than any pause of a reader that is alive. */
#define BACKLOG_GRACE_MS 30000

/* Exit codes of the program. */
enum {
    EXIT_OK,
    EXIT_START_FAILED,
    EXIT_USAGE
};

/* Everything that lives as long as the server; built in this order, taken down in reverse. */
struct server {
    struct app_config settings;
    struct base_log log;
    struct base_memory memory;
    struct base_timers timers;
    struct app_service *service;
    struct socketio_server *socketio;
    struct net_server *net;
    struct engineio_server *engineio;
};

static void write_log(void *context, enum base_log_level level, const char *line) {
    static const char *const names[] = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};
    (void)context;
    struct timespec now;
    struct tm parts;
    char stamp[32] = "";
    if (clock_gettime(CLOCK_REALTIME, &now) == 0 && gmtime_r(&now.tv_sec, &parts))
        (void)strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
    (void)fprintf(stderr, "%s.%03ldZ %-7s %s\n", stamp, now.tv_nsec / 1000000, names[level], line);
}

static bool random_bytes(void *context, void *bytes, size_t len) {
    (void)context;
    char *at = bytes;
    while (len > 0) {
        ssize_t n = getrandom(at, len, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

/* The clock of the event loop, in milliseconds. */
static uint64_t monotonic(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void warn(void *context, const char *sentence) {
    base_log(context, BASE_LOG_WARNING, "%s", sentence);
}

/* ---- plain HTTP ---------------------------------------------------------------------------- */

static void health(void *context, struct net_exchange *exchange,
                   const struct net_request *request) {
    const struct server *server = context;
    char body[512];
    (void)request;
    size_t len = app_service_health(server->service, body, sizeof body);
    net_exchange_answer(exchange, 200, "application/json", base_slice(body, len));
}

static void front(void *context, struct net_exchange *exchange, const struct net_request *request) {
    (void)context;
    (void)request;
    const struct base_slice page =
        BASE_SLICE("echo-sts " ECHO_VERSION
                   ": an echo of the speech-to-speech service. Connect with Socket.IO at "
                   "/socket.io/ or /ws/sts/; see /health and /asyncapi.json.\n");
    net_exchange_answer(exchange, 200, "text/plain; charset=utf-8", page);
}

static void asyncapi(void *context, struct net_exchange *exchange,
                     const struct net_request *request) {
    (void)context;
    (void)request;
    net_exchange_answer(exchange, 200, "application/json", base_slice_of(sts_asyncapi_json));
}

static const struct net_route routes[] = {
    {"GET", "/health", 0, health},
    {"GET", "/asyncapi.json", 0, asyncapi},
    {"GET", "/", 0, front},
};

/* ---- building and running ------------------------------------------------------------------ */

static bool make_socketio(struct server *server) {
    server->service = app_service_new(&(struct app_service_config){
        .settings = &server->settings,
        .memory = &server->memory,
        .timers = &server->timers,
        .log = &server->log,
        .random = random_bytes,
    });
    if (!server->service)
        return false;
    struct socketio_config config = socketio_config_default();
    config.memory = &server->memory;
    config.timers = &server->timers;
    config.log = &server->log;
    config.random = random_bytes;
    config.handler = &app_service_handler;
    config.handler_context = server->service;
    config.namespaces = app_service_namespaces;
    config.namespace_count = app_service_namespace_count;
    config.max_reassembly = (size_t)server->settings.max_payload;
    server->socketio = socketio_server_new(&config);
    return server->socketio;
}

static bool make_net(struct server *server, char *error, size_t error_size) {
    struct net_config config = net_config_default();
    config.memory = &server->memory;
    config.timers = &server->timers;
    config.log = &server->log;
    config.host = server->settings.host;
    config.port = (uint16_t)server->settings.port;
    config.max_connections = (size_t)server->settings.max_sockets;
    config.max_received = (size_t)server->settings.max_buffered / RECEIVED_SHARE;
    config.routes = routes;
    config.route_count = sizeof routes / sizeof *routes;
    config.route_context = server;
    server->net = net_server_new(&config, error, error_size);
    return server->net;
}

static bool make_engineio(struct server *server) {
    struct engineio_config config = engineio_config_default();
    config.memory = &server->memory;
    config.timers = &server->timers;
    config.log = &server->log;
    config.random = random_bytes;
    config.network = net_network();
    config.network_context = server->net;
    config.handler = &socketio_engineio_handler;
    config.handler_context = server->socketio;
    config.ping_interval = (uint64_t)server->settings.ping_interval;
    config.ping_timeout = (uint64_t)server->settings.ping_timeout;
    config.max_payload = (size_t)server->settings.max_payload;
    /* A session that polls has no socket between its polls, but memory. */
    config.max_sessions = (size_t)server->settings.max_sockets;
    config.max_total_backlog = (size_t)server->settings.max_buffered;
    config.max_backlog = config.max_total_backlog / BACKLOG_SHARE;
    config.backlog_grace = BACKLOG_GRACE_MS;
    server->engineio = engineio_server_new(&config);
    return server->engineio && net_server_serve(server->net, "/socket.io/", server->engineio) &&
           net_server_serve(server->net, "/ws/sts/", server->engineio);
}

static bool make(struct server *server) {
    char error[256] = "out of memory";
    if (make_socketio(server) && make_net(server, error, sizeof error) && make_engineio(server))
        return true;
    base_log(&server->log, BASE_LOG_CRITICAL, "cannot start: %s", error);
    return false;
}

static void take_down(struct server *server) {
    net_server_free(server->net);
    engineio_server_free(server->engineio);
    socketio_server_free(server->socketio);
    app_service_free(server->service);
}

static void announce(const struct server *server) {
    const struct app_config *settings = &server->settings;
    app_config_unknown(warn, (void *)&server->log);
    if (settings->require_auth && app_config_default_key(settings))
        base_log(&server->log, BASE_LOG_WARNING,
                 "STS_API_KEY is the default, which everybody knows: set another where it matters");
    bool six = strchr(settings->host, ':');
    base_log(&server->log, BASE_LOG_INFO, "echo-sts %s (protocol %s) listens on http://%s%s%s:%u",
             ECHO_VERSION, STS_PROTOCOL_HASH, six ? "[" : "", settings->host, six ? "]" : "",
             (unsigned)net_server_port(server->net));
}

int main(int argc, char **argv) {
    struct server server = {.memory = base_memory_heap()};
    base_timers_tell(&server.timers, monotonic());
    char message[APP_CONFIG_MESSAGE];
    enum app_config_result read = app_config_read(&server.settings, argc, argv, stdout, message);
    if (read == APP_CONFIG_HELP)
        return EXIT_OK;
    if (read == APP_CONFIG_WRONG) {
        (void)fprintf(stderr, "echo-sts: %s\n", message);
        return EXIT_USAGE;
    }
    server.log = (struct base_log){.write = write_log,
                                   .level = (enum base_log_level)server.settings.log_level};
    bool made = make(&server);
    if (made) {
        announce(&server);
        net_server_run(server.net);
        base_log(&server.log, BASE_LOG_INFO, "stopped");
    }
    take_down(&server);
    return made ? EXIT_OK : EXIT_START_FAILED;
}
