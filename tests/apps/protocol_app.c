/* protocol_app.c - a small server on the same rooms as echo-sts, against which public test suites
 * of Engine.IO and Socket.IO can be run.
 *
 *   protocol-app [PORT]     (else the environment's PORT, else 3000; 0 picks one and prints it)
 *
 * The environment's PING_INTERVAL, PING_TIMEOUT and CONNECT_TIMEOUT are in milliseconds; 300, 200
 * and 1000 without them.
 *
 * /engine.io/  echoes every message.
 * /socket.io/  namespaces / and /custom: emits `auth` with the CONNECT payload on connection,
 *              answers `message` with `message-back` and acknowledges `message-with-ack`, both
 *              with the same arguments, binary included. */
#include "net/server.h"
#include "socketio/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#define MAX_PAYLOAD 1000000

static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};

struct app {
    struct base_memory memory;
    struct base_timers timers;
    struct base_log log;
    struct net_server *net;
    struct socketio_server *socketio;
    struct engineio_server *bare, *carrier;
};

static unsigned long setting(const char *name, unsigned long fallback) {
    const char *text = getenv(name);
    return text && *text ? strtoul(text, NULL, 10) : fallback;
}

static void write_log(void *context, enum base_log_level level, const char *line) {
    (void)context;
    (void)level;
    (void)fprintf(stderr, "%s\n", line);
}

static bool random_bytes(void *context, void *bytes, size_t len) {
    (void)context;
    return getrandom(bytes, len, 0) == (ssize_t)len;
}

/* ---- /engine.io/ ---------------------------------------------------------------------------- */

static void bare_opened(void *context, struct engineio_session *session) {
    (void)context;
    (void)session;
}

static void bare_message(void *context, struct engineio_session *session, struct base_buffer *owner,
                         struct base_slice payload, bool binary) {
    struct app *app = context;
    struct base_message *echo = binary ? engineio_message_binary(&app->memory, payload, owner)
                                       : engineio_message_text(&app->memory, payload, owner);
    if (echo)
        engineio_session_send(session, echo);
}

static void bare_closed(void *context, struct engineio_session *session,
                        enum engineio_reason reason) {
    (void)context;
    (void)session;
    (void)reason;
}

static const struct engineio_handler bare_handler = {
    .opened = bare_opened, .message = bare_message, .closed = bare_closed};

/* ---- /socket.io/ ---------------------------------------------------------------------------- */

static void connected(void *context, struct socketio_socket *socket, struct base_slice auth) {
    (void)context;
    struct base_slice payload = auth.len ? auth : base_slice_of("{}");
    const struct socketio_payload arguments = {.count = 1, .slices = &payload};
    (void)socketio_emit(socket, base_slice_of("auth"), &arguments);
}

static bool is(struct codec_text name, const char *literal) {
    return codec_text_equal(name, codec_text_plain(base_slice_of(literal)));
}

static void on_event(void *context, struct socketio_socket *socket, struct socketio_event *event) {
    (void)context;
    struct base_slice text;
    enum socketio_verdict verdict = socketio_event_arguments(event, &text);
    if (verdict != SOCKETIO_OK && verdict != SOCKETIO_ABSENT)
        return;
    struct base_slice attachments[SOCKETIO_ATTACHMENTS_MAX];
    struct base_buffer *owners[SOCKETIO_ATTACHMENTS_MAX];
    for (size_t i = 0; i < event->attachment_count; i++) {
        attachments[i] = event->attachments[i].bytes;
        owners[i] = event->attachments[i].owner;
    }
    const struct socketio_payload arguments = {
        .count = verdict == SOCKETIO_OK,
        .slices = &text,
        .owners = &event->owner,
        .attachment_count = event->attachment_count,
        .attachments = attachments,
        .attachment_owners = owners,
    };
    if (is(event->name, "message"))
        (void)socketio_emit(socket, base_slice_of("message-back"), &arguments);
    else if (is(event->name, "message-with-ack") && event->has_ack)
        (void)socketio_acknowledge(socket, event->ack_id, &arguments);
}

static void disconnected(void *context, struct socketio_socket *socket,
                         enum socketio_reason reason) {
    (void)context;
    (void)socket;
    (void)reason;
}

static const struct socketio_handler handler = {
    .connected = connected, .event = on_event, .disconnected = disconnected};

/* ---- putting it together -------------------------------------------------------------------- */

static struct socketio_server *make_socketio(struct app *app) {
    static const struct base_slice namespaces[] = {BASE_SLICE("/"), BASE_SLICE("/custom")};
    struct socketio_config config = socketio_config_default();
    config.memory = &app->memory;
    config.timers = &app->timers;
    config.scratch = &scratch;
    config.random = random_bytes;
    config.handler = &handler;
    config.handler_context = app;
    config.namespaces = namespaces;
    config.namespace_count = 2;
    config.connect_timeout = setting("CONNECT_TIMEOUT", 1000);
    config.max_reassembly = MAX_PAYLOAD;
    return socketio_server_new(&config);
}

static struct engineio_server *make_engineio(struct app *app, const struct engineio_handler *upper,
                                             void *context) {
    struct engineio_config config = engineio_config_default();
    config.memory = &app->memory;
    config.timers = &app->timers;
    config.log = &app->log;
    config.random = random_bytes;
    config.network = net_network();
    config.network_context = app->net;
    config.handler = upper;
    config.handler_context = context;
    config.ping_interval = setting("PING_INTERVAL", 300);
    config.ping_timeout = setting("PING_TIMEOUT", 200);
    config.max_payload = MAX_PAYLOAD;
    return engineio_server_new(&config);
}

static bool make(struct app *app, uint16_t port) {
    char error[256] = "out of memory";
    struct net_config config = net_config_default();
    config.memory = &app->memory;
    config.timers = &app->timers;
    config.log = &app->log;
    config.addresses[0].port = port;
    app->net = net_server_new(&config, error, sizeof error);
    app->socketio = make_socketio(app);
    if (app->net && app->socketio) {
        app->bare = make_engineio(app, &bare_handler, app);
        app->carrier = make_engineio(app, &socketio_engineio_handler, app->socketio);
    }
    if (app->bare && app->carrier && net_server_serve(app->net, "/engine.io/", app->bare) &&
        net_server_serve(app->net, "/socket.io/", app->carrier))
        return true;
    (void)fprintf(stderr, "protocol-app: %s\n", error);
    return false;
}

int main(int argc, char **argv) {
    char *end = NULL;
    const char *text = argc > 1 ? argv[1] : getenv("PORT");
    long port = text && *text ? strtol(text, &end, 10) : 3000;
    if (argc > 2 || (end && *end) || port < 0 || port > 65535) {
        (void)fprintf(stderr, "usage: protocol-app [PORT]\n");
        return 2;
    }
    struct app app = {.memory = base_memory_heap(),
                      .log = {.write = write_log, .level = BASE_LOG_WARNING}};
    bool made = make(&app, (uint16_t)port);
    if (made) {
        (void)printf("listens on http://127.0.0.1:%u\n", (unsigned)net_server_port(app.net, 0));
        (void)fflush(stdout);
        net_server_run(app.net);
    }
    net_server_free(app.net);
    engineio_server_free(app.carrier);
    engineio_server_free(app.bare);
    socketio_server_free(app.socketio);
    return made ? 0 : 1;
}
