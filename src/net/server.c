#include "net/server.h"

#include "net/internal.h"
#include "net/tls.h"
#include "net/tls_socket.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

/** Descriptors beside connections: libraries, logs, files being served. */
#define SPARE_FILES 128
/** Of open files where no number of connections is set. libwebsockets scans its table of that size
 *  whenever a connection closes: 1.3 ms at a million. */
#define FILES_MAX 65536

static const struct lws_protocols protocols[] = {
    {.name = "echo-sts", .callback = net_tls_socket_event},
    {.name = NULL},
};

struct net_config net_config_default(void) {
    return (struct net_config){
        .addresses = {{.host = "127.0.0.1", .engineio = true}},
        .address_count = 1,
        .header_timeout = 10000,
        .idle_timeout = 65000,
        .answer_timeout = 30000,
        .close_timeout = 3000,
        .stop_timeout = 1500,
    };
}

const struct engineio_network *net_network(void) {
    static const struct engineio_network network = {
        .answer = net_http_answer,
        .send = net_websocket_send,
        .close = net_websocket_close,
        .unacknowledged = net_websocket_unacknowledged,
        .pause = net_websocket_pause,
    };
    return &network;
}

/* ---- putting together ---- */

/* For TLS, libwebsockets makes tables of as many entries as there may be open files. */
static void limit_files(size_t max_connections) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    rlim_t wanted = max_connections ? max_connections + SPARE_FILES : FILES_MAX;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void on_signal(void *context, int number) {
    struct net_server *server = context;
    const struct net_config *config = &server->config;
    if (number == SIGHUP && config->hung_up)
        config->hung_up(config->signal_context);
    else if (number != SIGHUP && (server->stopping || !config->stops_later ||
                                  !config->stops_later(config->signal_context)))
        net_server_stop(server);
}

/* A server that stops already takes its time: Ctrl-C ends both processes. */
static void on_parent_ended(void *context) {
    struct net_server *server = context;
    if (server->stopping)
        return;
    base_log(server->config.log, BASE_LOG_INFO,
             "stopping, because the process that started the server has ended (PID %ld)",
             (long)server->parent.pid);
    net_server_stop(server);
}

/* Whether no path before that one leads to the same engine: each is told once. */
static bool is_another_engine(const struct net_server *server, size_t path) {
    for (size_t i = 0; i < path; i++)
        if (server->paths[i].engine == server->paths[path].engine)
            return false;
    return true;
}

static void on_skipped(void *context, uint64_t ms) {
    struct net_server *server = context;
    for (size_t i = 0; i < server->path_count; i++)
        if (is_another_engine(server, i))
            engineio_server_skipped(server->paths[i].engine, ms, net_loop_now(server->loop));
}

static void on_handled(void *context) {
    net_connection_send_gathered(context);
}

static bool create_loop(struct net_server *server) {
    const struct net_config *config = &server->config;
    const struct net_loop_config loop = {.memory = config->memory,
                                         .timers = config->timers,
                                         .library = config->tls_certificate,
                                         .signalled = on_signal,
                                         .handled = on_handled,
                                         .skipped = on_skipped,
                                         .context = server};
    unsigned seconds = (unsigned)((config->header_timeout + 999) / 1000);
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN_SERVER,
        .protocols = protocols,
        .pt_serv_buf_size = NET_TLS_FIRST,
        .timeout_secs = seconds,
        .alpn = "http/1.1",
        .user = server,
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
    };
    if (config->tls_certificate) {
        info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
        info.ssl_cert_filepath = config->tls_certificate;
        info.ssl_private_key_filepath = config->tls_key;
        /* whatever the system's defaults are: nothing before 1.2 */
        info.ssl_options_set = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1;
    }
    server->loop = net_loop_new(&loop, &info);
    if (server->loop && config->tls_certificate)
        server->vhost = lws_create_vhost(net_loop_context(server->loop), &info);
    return server->loop && (server->vhost || !config->tls_certificate);
}

static void on_stop_deadline(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    net_loop_stop(BASE_CONTAINER(timer, struct net_server, stop_deadline)->loop);
}

static bool start(struct net_server *server, char *error, size_t error_size) {
    if (server->config.header_count > NET_HEADERS_MAX) {
        (void)snprintf(error, error_size, "too many header fields");
        return false;
    }
    if (server->config.tls_certificate &&
        !net_tls_check(server->config.tls_certificate, server->config.tls_key, error, error_size))
        return false;
    if (!create_loop(server)) {
        (void)snprintf(error, error_size,
                       server->config.tls_certificate ? "cannot set up TLS with %s and %s"
                                                      : "cannot set up the event loop",
                       server->config.tls_certificate, server->config.tls_key);
        return false;
    }
    for (size_t i = 0; i < server->config.address_count; i++) {
        server->first_listener[i] = server->listener_count;
        if (!net_listeners_open(server, &server->config.addresses[i], error, error_size))
            return false;
    }
    if (server->config.parent)
        net_parent_watch(&server->parent, server->loop, server->config.timers,
                         server->config.parent, on_parent_ended, server);
    return true;
}

static void close_listeners(struct net_server *server) {
    for (size_t i = 0; i < server->listener_count; i++)
        net_listener_close(&server->listeners[i]);
}

struct net_server *net_server_new(const struct net_config *config, char *error, size_t error_size) {
    struct net_server *server = base_memory_zero(config->memory, sizeof *server);
    if (!server) {
        (void)snprintf(error, error_size, "out of memory");
        return NULL;
    }
    server->config = *config;
    server->stop_deadline.fire = on_stop_deadline;
    base_list_init(&server->connections);
    base_list_init(&server->gathered);
    net_intake_init(&server->intake);
    net_keyless_init(&server->keyless);
    net_answers_init(&server->answers);
    net_costly_init(&server->costly);
    base_timers_tell(config->timers, net_loop_now(NULL));
    (void)signal(SIGPIPE, SIG_IGN); /* OpenSSL writes without MSG_NOSIGNAL */
    limit_files(config->max_connections);
    lws_set_log_level(LLL_ERR, NULL);
    bool started = start(server, error, error_size);
    /* From here on it would log what clients do wrong, as often as they do it. */
    lws_set_log_level(0, NULL);
    if (started)
        return server;
    net_server_free(server);
    return NULL;
}

/* Ends all connections, which ask no loop to stop then. */
static void end(struct net_server *server) {
    struct net_loop *loop = server->loop;
    struct base_list_node *node;
    server->loop = NULL;
    net_parent_forget(&server->parent);
    close_listeners(server);
    while ((node = base_list_first(&server->connections)))
        net_connection_free(BASE_CONTAINER(node, struct net_connection, node));
    net_loop_free(loop);
}

void net_server_free(struct net_server *server) {
    if (!server)
        return;
    base_timer_disarm(server->config.timers, &server->stop_deadline);
    end(server);
    base_memory_give(server->config.memory, server, sizeof *server);
}

/* ---- serving ---- */

static size_t without_slash(const char *path, size_t length) {
    return length > 1 && path[length - 1] == '/' ? length - 1 : length;
}

bool net_server_serve(struct net_server *server, const char *path, struct engineio_server *engine) {
    if (server->path_count == NET_PATHS_MAX)
        return false;
    server->paths[server->path_count++] =
        (struct net_path){path, without_slash(path, strlen(path)), engine};
    return true;
}

struct engineio_server *net_server_engine(const struct net_connection *connection,
                                          struct base_slice path) {
    const struct net_server *server = connection->server;
    if (!connection->listener->address.engineio || !path.len)
        return NULL;
    size_t length = without_slash(path.ptr, path.len);
    for (size_t i = 0; i < server->path_count; i++)
        if (server->paths[i].length == length &&
            memcmp(server->paths[i].path, path.ptr, length) == 0)
            return server->paths[i].engine;
    return NULL;
}

uint16_t net_server_port(const struct net_server *server, size_t address) {
    return net_listener_port(&server->listeners[server->first_listener[address]]);
}

uint64_t net_server_now(const struct net_server *server) {
    return net_loop_now(server ? server->loop : NULL);
}

size_t net_server_connections(const struct net_server *server) {
    return server->connection_count;
}

struct net_bytes net_server_bytes(const struct net_server *server) {
    return server->bytes;
}

/* A second signal must not cut short what is still to be done: `timeout` sends two. */
static void block_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
}

void net_server_run(struct net_server *server) {
    net_loop_run(server->loop);
    block_signals();
    end(server);
}

void net_server_left(struct net_server *server) {
    if (server->stopping && server->connection_count == 0 && server->loop)
        net_loop_stop(server->loop);
}

/* Those that no Engine.IO server closes. */
static void drop_waiting(struct net_server *server) {
    struct base_list_node *node = base_list_first(&server->connections);
    for (; node; node = base_list_next(&server->connections, node)) {
        struct net_connection *connection = BASE_CONTAINER(node, struct net_connection, node);
        bool waits = connection->state == NET_CONNECTION_HEAD ||
                     connection->state == NET_CONNECTION_LINGER ||
                     (!connection->engine && connection->state != NET_CONNECTION_CLOSED);
        if (waits)
            net_connection_drop(connection);
    }
}

void net_server_stop(struct net_server *server) {
    if (server->stopping) { /* asked twice: at once */
        net_loop_stop(server->loop);
        return;
    }
    uint64_t now = net_loop_now(server->loop);
    server->stopping = true;
    close_listeners(server);
    base_timer_arm(server->config.timers, &server->stop_deadline,
                   now + server->config.stop_timeout);
    for (size_t i = 0; i < server->path_count; i++)
        if (is_another_engine(server, i))
            engineio_server_close_all(server->paths[i].engine, ENGINEIO_CLOSE_GOING_AWAY, now);
    drop_waiting(server);
    if (server->connection_count == 0)
        net_loop_stop(server->loop);
}
