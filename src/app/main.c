/* main.c - echo-sts: reads the settings, builds the rooms on top of each other, runs. */
#include "app/address.h"
#include "app/control/control.h"
#include "app/control/report_end.h"
#include "app/drain.h"
#include "app/healthcheck.h"
#include "app/pages.h"
#include "app/port_file.h"
#include "app/service/auth.h"
#include "app/service/rejection.h"
#include "app/service/scenarios.h"
#include "app/service/service.h"
#include "app/settings/config.h"
#include "app/system.h"
#include "app/user.h"
#include "app/watch/journal_file.h"
#include "app/watch/lines.h"
#include "app/watch/log.h"
#include "app/watch/metrics.h"
#include "base/print.h"
#include "codec/closest.h"
#include "net/loop.h"
#include "net/server.h"
#include "sts_protocol.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* One connection may hold a quarter of what all may: four slow readers do not starve the rest. */
#define BACKLOG_SHARE 4
/* Of what may be held, how much by messages that are not complete: the rest is for those that are.
 */
#define RECEIVED_SHARE 2
/* How long a connection may hold too much: longer than any pause of a reader that is alive. */
#define BACKLOG_GRACE_MS 30000
/* Of one message of a client that has not joined: a CONNECT with its auth. */
#define UNJOINED_MAX ((size_t)64 << 10)
/* What users call the largest message. */
#define MAX_PAYLOAD_SETTING "WS_MAX_BUFFER_SIZE"

/* Exit codes of the program; --help tells them. Of two that apply, the higher one counts. */
enum {
    EXIT_OK,
    EXIT_START_FAILED,
    EXIT_UNHEALTHY = 1,
    EXIT_USAGE,
    EXIT_VERDICT = 5,
    EXIT_UNWRITTEN
};

/* Everything that lives as long as the server; built in this order, taken down in reverse. */
struct server {
    struct app_config settings;
    struct app_log log;
    struct base_memory memory;
    struct base_timers timers;
    pid_t parent;         /* with whose end the server's comes; 0: nobody's */
    struct app_user user; /* where settings.user is set */
    struct app_auth *auth;
    struct app_metrics *metrics;
    struct journal_tap tap;
    struct app_lines lines;
    struct journal *journal; /* NULL: off */
    struct app_journal_file *journal_file;
    struct judge *judge;
    struct app_report_files reports;
    struct app_service *service;
    struct app_control control;
    struct socketio_server *socketio;
    struct net_server *net;
    struct engineio_server *engineio;
    struct app_port_file port_file;
    struct app_pages pages;
    struct app_drain drain;
};

/* The server has one thread. */
static struct codec_scratch_entry scratch_entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {scratch_entries, CODEC_SCRATCH_ENTRIES};

/* What is read of a request beyond what Engine.IO needs (protocol §1), and kept; the others are for
 * routes alone. `authorization` is a secret: it is never logged. */
static const char *const headers[] = {"x-stream-id",   "x-worker-id",   "user-agent",
                                      "accept",        "authorization",
#define ROW(name) name,
                                      STS_HEADERS(ROW)
#undef ROW
};
#define HEADERS (sizeof headers / sizeof *headers)
_Static_assert(HEADERS <= NET_HEADERS_MAX, "net keeps that many headers of a request");
#define HEADERS_KEPT 3

/* ---- building and running ------------------------------------------------------------------ */

static bool make_journal(struct server *server, struct base_hash_seed seed, char *error,
                         size_t error_size) {
    const struct app_config *settings = &server->settings;
    if (!settings->journal_max_events && !settings->journal_file)
        return true;
    server->journal = journal_new(&(struct journal_config){
        .memory = &server->memory,
        .seed = seed,
        .max_events = (size_t)settings->journal_max_events,
        .max_bytes = (size_t)settings->journal_max_bytes,
        .hash = settings->journal_hash,
    });
    if (!server->journal)
        return false;
    journal_tap_listen(&server->tap, journal_listener(server->journal));
    if (!settings->journal_file)
        return true;
    const struct sts_control_journal_server start = {
        .version = CODEC_TEXT(ECHO_VERSION),
        .report_return_ms = settings->report_return_ms,
        .idle_timeout_ms = (int64_t)settings->streams.idle_timeout_ms,
        .ping_interval_ms = settings->ping_interval,
    };
    server->journal_file =
        app_journal_file_new(&(struct app_journal_file_config){.memory = &server->memory,
                                                               .timers = &server->timers,
                                                               .log = &server->log.base,
                                                               .journal = server->journal,
                                                               .path = settings->journal_file,
                                                               .unix_ms = app_system_unix_ms,
                                                               .server = &start},
                             error, error_size);
    return server->journal_file;
}

/* Whether there is a report at the end. */
static bool reports_at_end(const struct app_config *settings) {
    return settings->report_folder || settings->fail_on;
}

static void stream_ended(void *context, struct base_slice stream_id) {
    struct server *server = context;
    if (server->settings.report_folder)
        app_report_files_write(&server->reports, stream_id);
}

static bool make_reports(struct server *server, struct base_hash_seed seed, char *error,
                         size_t error_size) {
    const struct app_config *settings = &server->settings;
    server->judge = judge_new(&(struct judge_config){
        .memory = &server->memory,
        .seed = seed,
        .program = base_slice_of("echo-sts"),
        .version = base_slice_of(ECHO_VERSION),
        .run_seed = &settings->streams.seed,
        .ping_interval_ms = (uint64_t)settings->ping_interval,
        .idle_timeout_ms = settings->streams.idle_timeout_ms,
        .return_ms = (uint64_t)settings->report_return_ms,
        .deviations_fail = settings->fail_on & APP_FAIL_ON_DEVIATION,
        .streams_max = (size_t)settings->reports_kept,
        .ended = stream_ended,
        .context = server,
    });
    if (!server->judge)
        return false;
    server->reports = (struct app_report_files){
        .log = &server->log.base,
        .judge = server->judge,
        .timers = &server->timers,
        .unix_ms = app_system_unix_ms,
        .folder = settings->report_folder,
    };
    if (settings->control || reports_at_end(settings))
        journal_tap_listen(&server->tap, judge_listener(server->judge));
    const struct app_report_owner owner = {server->user.uid, server->user.gid};
    return !settings->report_folder ||
           app_report_files_prepare(&server->reports, settings->user ? &owner : NULL, error,
                                    error_size);
}

static bool find_parent(struct server *server, char *error, size_t error_size) {
    return !server->settings.exit_with_parent ||
           app_system_parent(&server->parent, &server->log.base, error, error_size);
}

static bool clear_port_file(const struct server *server, char *error, size_t error_size) {
    const char *path = server->settings.port_file;
    return !path || app_port_file_clear(path, error, error_size);
}

/* What needs no socket, and can fail for what the user wrote. */
static bool make_ground(struct server *server, char *error, size_t error_size) {
    const struct app_config *settings = &server->settings;
    struct base_hash_seed seed;
    base_timers_tell(&server->timers, net_server_now(NULL));
    if (settings->user && !app_user_find(&server->user, settings->user, error, error_size))
        return false;
    if (!app_system_random(NULL, &seed, sizeof seed)) {
        (void)snprintf(error, error_size, "the system provides no random numbers");
        return false;
    }
    server->auth = app_auth_new(settings, &server->memory, &scratch, seed, error, error_size);
    server->metrics = app_metrics_new(&server->memory, &server->timers, seed, &server->log.base);
    journal_tap_init(&server->tap);
    app_lines_init(&server->lines, &server->log);
    if (server->metrics)
        journal_tap_listen(&server->tap, app_metrics_listener(server->metrics));
    journal_tap_listen(&server->tap, &server->lines.listener);
    return server->auth && server->metrics && make_journal(server, seed, error, error_size) &&
           make_reports(server, seed, error, error_size);
}

static bool load_scenarios(struct server *server, char *error, size_t error_size) {
    const char *path = server->settings.scenario;
    return !path || app_scenarios_read(app_service_echo(server->service), path, &server->memory,
                                       &scratch, &server->log.base, error, error_size);
}

static void set_log_level(void *context, enum base_log_level level) {
    struct server *server = context;
    server->log.base.level = level;
    app_lines_look_again(&server->lines);
}

static bool make_socketio(struct server *server) {
    server->service = app_service_new(&(struct app_service_config){
        .settings = &server->settings,
        .memory = &server->memory,
        .timers = &server->timers,
        .log = &server->log.base,
        .random = app_system_random,
        .unix_ms = app_system_unix_ms,
        .auth = server->auth,
        .tap = &server->tap,
    });
    if (!server->service)
        return false;
    server->control = (struct app_control){
        .settings = &server->settings,
        .memory = &server->memory,
        .timers = &server->timers,
        .log = &server->log.base,
        .scratch = &scratch,
        .set_log_level = set_log_level,
        .log_context = server,
        .auth = server->auth,
        .unix_ms = app_system_unix_ms,
        .service = server->service,
        .judge = server->judge,
        .journal = server->journal,
    };
    app_tickets_init(&server->control.tickets, &server->memory, &server->timers, app_system_random);
    struct socketio_config config = socketio_config_default();
    config.memory = &server->memory;
    config.timers = &server->timers;
    config.scratch = &scratch;
    config.random = app_system_random;
    config.handler = &app_service_handler;
    config.handler_context = server->service;
    config.namespaces = app_service_namespaces;
    config.namespace_count = app_service_namespace_count;
    config.max_reassembly = (size_t)server->settings.max_payload;
    config.max_reassembly_setting = MAX_PAYLOAD_SETTING;
    server->socketio = socketio_server_new(&config);
    return server->socketio;
}

/* ---- signals ------------------------------------------------------------------------------- */

static bool stops_later(void *context) {
    struct server *server = context;
    return app_drain_begin(&server->drain);
}

static void reload_keys(struct server *server) {
    char error[512];
    const struct base_log *log = &server->log.base;
    if (app_auth_reload(server->auth, &server->settings, &scratch, error, sizeof error))
        base_log(log, BASE_LOG_INFO, "SIGHUP: the API keys were read again");
    else
        base_log(log, BASE_LOG_ERROR, "SIGHUP: %s. The API keys stay as they were", error);
}

static void reopen_log(struct server *server) {
    const char *path = server->settings.log_file;
    const struct base_log *log = &server->log.base;
    if (app_log_open(&server->log, &server->settings, path))
        base_log(log, BASE_LOG_INFO, "SIGHUP: the log was opened again");
    else
        base_log(log, BASE_LOG_ERROR,
                 "SIGHUP: cannot open the log %s again: %s. It goes on as it was", path,
                 strerror(errno));
}

/* What was moved away is opened again, what has changed is read. */
static void hung_up(void *context) {
    struct server *server = context;
    const struct app_config *settings = &server->settings;
    const struct base_log *log = &server->log.base;
    if (settings->log_file)
        reopen_log(server);
    if (server->journal_file && app_journal_file_reopen(server->journal_file))
        base_log(log, BASE_LOG_INFO, "SIGHUP: the journal was opened again");
    if (settings->api_keys_file)
        reload_keys(server);
    if (!settings->log_file && !server->journal_file && !settings->api_keys_file)
        base_log(
            log, BASE_LOG_INFO,
            "SIGHUP: there is nothing to open or read again: none of ECHO_LOG_FILE, ECHO_JOURNAL "
            "and STS_API_KEYS_FILE is set");
}

/* ---- sockets ------------------------------------------------------------------------------- */

static void prepare_pages(struct server *server) {
    server->pages = (struct app_pages){
        .settings = &server->settings,
        .service = server->service,
        .control = &server->control,
        .metrics = server->metrics,
        .socketio = server->socketio,
        .journal = server->journal,
    };
}

static bool make_net(struct server *server, char *error, size_t error_size) {
    struct net_config config = net_config_default();
    prepare_pages(server);
    config.memory = &server->memory;
    config.timers = &server->timers;
    config.log = &server->log.base;
    app_pages_addresses(&server->settings, &config);
    config.tls_certificate = server->settings.tls_certificate;
    config.tls_key = server->settings.tls_key;
    config.cors_named = server->settings.profile == APP_PROFILE_PYTHON_ECHO;
    config.cors_origins = server->settings.control_cors;
    config.headers = headers;
    config.header_count = HEADERS;
    config.kept_count = HEADERS_KEPT;
    config.max_connections = (size_t)server->settings.max_sockets;
    config.max_received = server->settings.streams.max_buffered_bytes / RECEIVED_SHARE;
    config.parent = server->parent;
    config.stops_later = stops_later;
    config.hung_up = hung_up;
    config.signal_context = server;
    config.refuse = app_pages_refuse;
    config.rejected = app_rejection_by_net;
    config.rejected_context = server->service;
    config.route_context = &server->pages;
    server->net = net_server_new(&config, error, error_size);
    server->pages.net = server->net;
    server->drain = (struct app_drain){
        .timers = &server->timers,
        .log = &server->log.base,
        .service = server->service,
        .net = server->net,
        .ms = (uint64_t)server->settings.drain_ms,
    };
    return server->net;
}

static bool make_engineio(struct server *server) {
    struct engineio_config config = engineio_config_default();
    config.memory = &server->memory;
    config.timers = &server->timers;
    config.log = &server->log.base;
    config.random = app_system_random;
    config.network = net_network();
    config.network_context = server->net;
    config.handler = &socketio_engineio_handler;
    config.handler_context = server->socketio;
    config.rejected = app_rejection_by_engineio;
    config.rejected_context = server->service;
    config.ping_interval = (uint64_t)server->settings.ping_interval;
    config.ping_timeout = (uint64_t)server->settings.ping_timeout;
    config.max_payload = (size_t)server->settings.max_payload;
    config.max_payload_setting = MAX_PAYLOAD_SETTING;
    config.max_unjoined = UNJOINED_MAX;
    /* A session that polls has no socket between its polls, but memory. */
    config.max_sessions = (size_t)server->settings.max_sockets;
    config.max_sessions_setting = stream_limit_setting(STREAM_LIMIT_SOCKETS);
    config.max_total_backlog = server->settings.streams.max_buffered_bytes;
    config.max_backlog = config.max_total_backlog / BACKLOG_SHARE;
    config.backlog_grace = BACKLOG_GRACE_MS;
    server->engineio = engineio_server_new(&config);
    return server->engineio && net_server_serve(server->net, "/socket.io/", server->engineio) &&
           net_server_serve(server->net, "/ws/sts/", server->engineio);
}

/* The last thing before serving: the port is bound, the files are read. */
static bool give_up_root(const struct server *server, char *error, size_t error_size) {
    return !server->settings.user || app_user_become(&server->user, error, error_size);
}

/* By whom they will be written. */
static bool can_report(const struct server *server, char *error, size_t error_size) {
    return !server->settings.report_folder ||
           app_report_files_check(&server->reports, error, error_size);
}

static struct app_address address_of(const struct server *server, size_t i) {
    const struct app_config *settings = &server->settings;
    return (struct app_address){.host = i ? app_config_control_host(settings) : settings->host,
                                .port = net_server_port(server->net, i),
                                .tls = settings->tls_certificate};
}

static bool write_port_file(struct server *server, char *error, size_t error_size) {
    const struct app_config *settings = &server->settings;
    const struct app_address service = address_of(server, 0);
    const struct app_address control = address_of(server, app_config_is_apart(settings));
    return !settings->port_file ||
           app_port_file_write(&server->port_file, settings->port_file, &service,
                               settings->control ? &control : NULL, error, error_size);
}

static bool make(struct server *server) {
    char error[512] = "out of memory";
    if (find_parent(server, error, sizeof error) && clear_port_file(server, error, sizeof error) &&
        make_ground(server, error, sizeof error) && make_socketio(server) &&
        load_scenarios(server, error, sizeof error) && make_net(server, error, sizeof error) &&
        make_engineio(server) && give_up_root(server, error, sizeof error) &&
        can_report(server, error, sizeof error) && write_port_file(server, error, sizeof error))
        return true;
    base_log(&server->log.base, BASE_LOG_CRITICAL, "cannot start: %s", error);
    if (server->settings.log_file)
        (void)fprintf(stderr, "echo-sts: cannot start: %s\n", error);
    return false;
}

static int code_of(enum app_report_end end) {
    return end == APP_REPORT_UNWRITTEN ? EXIT_UNWRITTEN
           : end == APP_REPORT_FAILS   ? EXIT_VERDICT
                                       : EXIT_OK;
}

/* Returns the exit code of a server that ran. */
static int take_down(struct server *server) {
    int code = EXIT_OK;
    app_port_file_remove(&server->port_file, &server->log.base);
    app_drain_end(&server->drain);
    net_server_free(server->net);
    engineio_server_free(server->engineio);
    socketio_server_free(server->socketio);
    app_service_free(server->service);
    app_tickets_clear(&server->control.tickets);
    /* now that all streams have ended */
    if (server->service && reports_at_end(&server->settings))
        code = code_of(app_report_end(&server->reports, server->settings.fail_on));
    judge_free(server->judge);
    if (!app_journal_file_free(server->journal_file))
        code = EXIT_UNWRITTEN;
    journal_free(server->journal);
    app_metrics_free(server->metrics);
    app_auth_free(server->auth);
    return code;
}

static void announce(const struct server *server) {
    const struct app_config *settings = &server->settings;
    app_config_announce(settings, &server->log.base);
    const struct app_address service = address_of(server, 0);
    char url[APP_ADDRESS_URL];
    base_log(&server->log.base, BASE_LOG_INFO,
             "echo-sts %s (protocol %s, seed %lld, loop %s) listens on %s", ECHO_VERSION,
             STS_PROTOCOL_HASH, (long long)settings->streams.seed, net_loop_name(),
             app_address_shown(&service, url));
    if (!app_config_is_apart(settings))
        return;
    const struct app_address control = address_of(server, 1);
    base_log(&server->log.base, BASE_LOG_INFO, "the control interface listens on %s",
             app_address_shown(&control, url));
}

/* A run whose seed was not given can be had again with the one that the log tells. */
static void choose_seed(struct app_config *settings) {
    uint64_t bytes = 0;
    if (settings->streams.seed == APP_CONFIG_UNSET && app_system_random(NULL, &bytes, sizeof bytes))
        settings->streams.seed = (int64_t)(bytes & APP_CONFIG_SEED_MAX);
}

/* Once it is open, nothing but what keeps the server from starting is told on stderr. */
static bool open_log(struct server *server) {
    const char *path = server->settings.log_file;
    if (!path || app_log_open(&server->log, &server->settings, path))
        return true;
    base_log(&server->log.base, BASE_LOG_CRITICAL,
             "cannot start: ECHO_LOG_FILE: cannot open %s: %s", path, strerror(errno));
    return false;
}

static int serve(const struct app_config *settings) {
    struct server server = {.settings = *settings, .memory = base_memory_heap()};
    choose_seed(&server.settings);
    app_log_init(&server.log, &server.settings, STDERR_FILENO);
    if (!open_log(&server))
        return EXIT_START_FAILED;
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that gets too large is an error like any other */
    bool made = make(&server);
    if (made) {
        announce(&server);
        net_server_run(server.net);
        base_log(&server.log.base, BASE_LOG_INFO, "stopped");
    }
    int code = take_down(&server);
    app_log_close(&server.log);
    return made ? code : EXIT_START_FAILED;
}

static int check_health(const struct app_config *settings) {
    char error[256];
    if (app_healthcheck(settings, error, sizeof error))
        return EXIT_OK;
    (void)fprintf(stderr, "echo-sts: not healthy: %s\n", error);
    return EXIT_UNHEALTHY;
}

static int finish_output(void) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_OK;
    (void)fprintf(stderr, "echo-sts: cannot write: %s\n", strerror(errno));
    return EXIT_UNWRITTEN;
}

/* Who asks for a health check expects 0 or 1, whatever is wrong. */
static int exit_for_wrong(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--healthcheck") == 0)
            return EXIT_UNHEALTHY;
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    struct app_config settings;
    char message[APP_CONFIG_MESSAGE];
    switch (app_config_read(&settings, argc, argv, stdout, message)) {
    case APP_CONFIG_SHOWN:
        return finish_output();
    case APP_CONFIG_HEALTHCHECK:
        return check_health(&settings);
    case APP_CONFIG_OK:
        return serve(&settings);
    case APP_CONFIG_WRONG:
        break;
    }
    (void)fprintf(stderr, "echo-sts: %s\n", message);
    return exit_for_wrong(argc, argv);
}
