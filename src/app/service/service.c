#include "app/service/service.h"

#include "app/service/connection.h"
#include "app/service/event.h"
#include "app/service/loss.h"
#include "app/service/rejection.h"
#include "app/service/tap.h"
#include "stream/view.h"

#include <stdio.h>

const struct base_slice app_service_namespaces[] = {BASE_SLICE("/"), BASE_SLICE("/sts"),
                                                    BASE_SLICE("/ws/sts")};
const size_t app_service_namespace_count =
    sizeof app_service_namespaces / sizeof *app_service_namespaces;

/* ---- connections --------------------------------------------------------------------------- */

static struct journal_client client_of(struct socketio_socket *socket) {
    struct engineio_session *session = socketio_socket_session(socket);
    struct journal_client client = {
        .id = socketio_socket_id(socket),
        .name = socketio_socket_namespace(socket),
    };
    if (session) {
        client.address = engineio_session_address(session);
        client.stream_id = engineio_session_header(session, base_slice_of("x-stream-id"));
        client.worker_id = engineio_session_header(session, base_slice_of("x-worker-id"));
    }
    return client;
}

static struct base_slice user_agent_of(const struct socketio_socket *socket) {
    const struct engineio_session *session = socketio_socket_session(socket);
    return session ? engineio_session_header(session, base_slice_of("user-agent"))
                   : base_slice(NULL, 0);
}

/* False: refused, and everybody was told. */
static bool authenticate(struct app_service *service, struct socketio_socket *socket,
                         struct base_slice auth, const struct app_auth_key **key,
                         struct socketio_refusal *refusal) {
    const struct base_slice name = BASE_SLICE("token");
    struct codec_text token = {.ptr = NULL};
    const struct journal_client client = client_of(socket);
    (void)socketio_auth_member(auth, name, &token);
    enum app_auth_verdict verdict = app_auth_check(service->config.auth, client.address, token,
                                                   service->config.timers->now, key);
    if (verdict == APP_AUTH_OK)
        return true;
    const enum sts_error_code code = app_auth_error_code(verdict);
    refusal->payload = app_auth_refusal(service->config.auth, verdict);
    refusal->delay_ms = verdict == APP_AUTH_LIMITED ? APP_AUTH_LATE_MS : 0;
    app_service_tap_refused(service, client, app_auth_verdict_text(verdict), &code);
    app_rejection_of_key(service, &client, verdict, base_slice(NULL, 0), user_agent_of(socket));
    return false;
}

static bool on_connecting(void *context, struct socketio_socket *socket, struct base_slice auth,
                          struct socketio_refusal *refusal) {
    struct app_service *service = context;
    const struct app_auth_key *key = NULL;
    if (!authenticate(service, socket, auth, &key, refusal))
        return false;
    struct app_connection *connection = app_connection_new(service, socket, key);
    socketio_socket_set_user(socket, connection);
    if (connection)
        return true;
    refusal->payload = base_slice_of("{\"message\":\"Out of memory\"}");
    const struct journal_client client = client_of(socket);
    app_service_tap_refused(service, client, "out of memory", NULL);
    app_rejection_of_memory(service, &client);
    return false;
}

static void on_abandoned(void *context, struct socketio_socket *socket) {
    (void)context;
    app_connection_free(socketio_socket_user(socket));
}

static void on_connected(void *context, struct socketio_socket *socket, struct base_slice auth) {
    struct app_service *service = context;
    struct app_connection *connection = socketio_socket_user(socket);
    (void)auth;
    app_clients_add(&service->clients, &connection->listed, service->config.unix_ms());
    app_service_tap_connected(context, client_of(socket));
}

static void free_closed(struct base_timers *timers, struct base_timer *timer) {
    struct app_service *service = BASE_CONTAINER(timer, struct app_service, freeing);
    struct base_list_node *node;
    (void)timers;
    while ((node = base_list_first(&service->closed)))
        app_connection_free(BASE_CONTAINER(node, struct app_connection, closed));
}

/* How it has left. What a reset takes with it is never acknowledged; any other end that this server
 * made comes after all that was sent. */
static enum stream_departure departure_of(const struct app_connection *connection,
                                          const struct socketio_socket *socket,
                                          enum socketio_reason reason) {
    bool broke = reason == SOCKETIO_REASON_TRANSPORT_CLOSE ||
                 reason == SOCKETIO_REASON_TRANSPORT_ERROR ||
                 reason == SOCKETIO_REASON_PING_TIMEOUT || reason == SOCKETIO_REASON_PING_LATE;
    if (reason == SOCKETIO_REASON_CLIENT_DISCONNECT)
        return STREAM_DEPARTURE_LEFT;
    if (connection->is_reset)
        return STREAM_DEPARTURE_CUT;
    return broke && !socketio_socket_was_closed_by_client(socket) &&
                   socketio_socket_is_unheard(socket)
               ? STREAM_DEPARTURE_CUT
               : STREAM_DEPARTURE_LOST;
}

/* A stream that is sending, or handles an event, is not to lose its connection meanwhile: freeing
 * it then waits for the timers. */
static void on_disconnected(void *context, struct socketio_socket *socket,
                            enum socketio_reason reason) {
    struct app_service *service = context;
    struct app_connection *connection = socketio_socket_user(socket);
    bool left =
        reason == SOCKETIO_REASON_CLIENT_DISCONNECT || socketio_socket_was_closed_by_client(socket);
    app_service_tap_disconnected(connection, client_of(socket), socketio_reason_text(reason), left);
    base_list_remove(&connection->listed.node);
    connection->socket = NULL;
    connection->closing = APP_CLOSING_DISCONNECT;
    connection->departure = departure_of(connection, socket, reason);
    stream_connection_heard_at(connection->client, socketio_socket_heard_at(socket));
    if (!connection->busy && !service->sending) {
        app_connection_free(connection);
        return;
    }
    base_list_append(&service->closed, &connection->closed);
    base_timer_arm(service->config.timers, &service->freeing, service->config.timers->now);
}

const struct socketio_handler app_service_handler = {
    .connecting = on_connecting,
    .abandoned = on_abandoned,
    .connected = on_connected,
    .event = app_event_hear,
    .disconnected = on_disconnected,
    .rejected = app_rejection_by_socketio,
    .malformed = app_rejection_malformed,
    .admit = app_loss_admit,
};

/* ---- the service --------------------------------------------------------------------------- */

static bool make(struct app_service *service) {
    const struct app_service_config *config = &service->config;
    struct base_hash_seed seed;
    if (!config->random(NULL, &seed, sizeof seed))
        return false;
    service->echo = echo_new(&(struct echo_config){
        .memory = config->memory,
        .timers = config->timers,
        .settings = &config->settings->streams,
        .seed = seed,
        .refusing = app_service_tap_refusing,
        .acting = app_service_tap_acting,
        .stepped = app_service_tap_stepped,
        .told_context = service,
    });
    if (!service->echo)
        return false;
    service->processor = echo_processor(service->echo);
    service->registry = stream_registry_new(&(struct stream_registry_config){
        .memory = config->memory,
        .timers = config->timers,
        .random = config->random,
        .settings = &config->settings->streams,
        .output = &app_connection_output,
        .processor = &service->processor,
        .observer = &app_service_tap_observer,
        .observer_context = service,
        .key_count = app_auth_key_count(config->auth),
    });
    return service->registry;
}

struct app_service *app_service_new(const struct app_service_config *config) {
    struct app_service *service = base_memory_zero(config->memory, sizeof *service);
    if (!service)
        return NULL;
    service->config = *config;
    service->started_at = config->timers->now;
    service->freeing.fire = free_closed;
    base_list_init(&service->closed);
    base_list_init(&service->losing);
    app_clients_init(&service->clients, config->memory);
    if (make(service))
        return service;
    app_service_free(service);
    return NULL;
}

void app_service_free(struct app_service *service) {
    if (!service)
        return;
    free_closed(service->config.timers, &service->freeing);
    base_timer_disarm(service->config.timers, &service->freeing);
    app_clients_clear(&service->clients);
    stream_registry_free(service->registry);
    echo_free(service->echo);
    base_memory_give(service->config.memory, service, sizeof *service);
}

struct base_memory *app_service_memory(const struct app_service *service) {
    return service->config.memory;
}

const struct base_log *app_service_log(const struct app_service *service) {
    return service->config.log;
}

struct stream_registry *app_service_registry(const struct app_service *service) {
    return service->registry;
}

struct echo *app_service_echo(const struct app_service *service) {
    return service->echo;
}

void app_service_reset(struct app_service *service, struct codec_text pattern) {
    echo_reset(service->echo, pattern);
    app_loss_reset(service, pattern);
}

void app_service_delete(struct stream *stream, const struct stream_loss *loss) {
    app_loss_delete(stream, loss);
}

void app_service_drain(struct app_service *service) {
    service->drains = true;
}

bool app_service_drains(const struct app_service *service) {
    return service->drains;
}

size_t app_service_unfinished(const struct app_service *service) {
    const struct stream *stream = NULL;
    size_t count = 0;
    while ((stream = stream_registry_next(service->registry, stream)))
        count += stream_context(stream) && stream_state(stream) != STS_STREAM_STATE_COMPLETED;
    return count;
}

size_t app_service_streams(const struct app_service *service) {
    return stream_registry_counts(service->registry).attached;
}

size_t app_service_parked(const struct app_service *service) {
    return stream_registry_counts(service->registry).parked;
}

size_t app_service_health(const struct app_service *service, char *out, size_t size) {
    uint64_t up = service->config.timers->now - service->started_at;
    struct stream_registry_counts counts = stream_registry_counts(service->registry);
    int n = snprintf(out, size,
                     "{\"status\":\"healthy\",\"service\":\"echo-sts\",\"sessions\":%zu,"
                     "\"parked\":%zu,\"uptime_seconds\":%llu,\"version\":\"%s\","
                     "\"protocol_hash\":\"%s\"}\n",
                     counts.attached, counts.parked, (unsigned long long)(up / 1000), ECHO_VERSION,
                     STS_PROTOCOL_HASH);
    return n > 0 && (size_t)n < size ? (size_t)n : 0;
}
