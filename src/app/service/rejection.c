#include "app/service/rejection.h"

#include "app/service/tap.h"

/* Longest value of EIO and transport that is looked at. */
#define PARAMETER_SIZE 64

void app_service_reject(struct app_service *service, const struct journal_client *client,
                        const struct journal_rejection *rejection) {
    struct journal_client told = *client;
    struct journal_rejection cut = *rejection;
    told.name = journal_rejection_cut(told.name);
    cut.path = journal_rejection_cut(cut.path);
    cut.user_agent = journal_rejection_cut(cut.user_agent);
    if (service->config.settings->control)
        app_clients_refuse(&service->clients, &told, &cut, service->config.unix_ms());
    app_service_tap_rejected(service, &told, &cut);
}

/* ---- by headers ---------------------------------------------------------------------------- */

static struct base_slice header(const struct engineio_header *headers, size_t count,
                                const char *name) {
    return engineio_header_find(headers, count, base_slice_of(name));
}

static struct journal_client client_of(struct base_slice address,
                                       const struct engineio_header *headers, size_t count) {
    return (struct journal_client){
        .address = address,
        .stream_id = header(headers, count, "x-stream-id"),
        .worker_id = header(headers, count, "x-worker-id"),
    };
}

void app_rejection_by_net(void *context, const struct net_rejection *rejection) {
    static const enum journal_rejection_reason reasons[] = {
        [NET_REJECTION_PATH] = JOURNAL_REJECTION_WRONG_PATH,
        [NET_REJECTION_WEBSOCKET] = JOURNAL_REJECTION_BAD_HANDSHAKE,
        [NET_REJECTION_HEAD_LONG] = JOURNAL_REJECTION_HEAD_TOO_LONG,
        [NET_REJECTION_HTTP] = JOURNAL_REJECTION_BAD_HTTP,
        [NET_REJECTION_TLS] = JOURNAL_REJECTION_TLS_ON_PLAIN_PORT,
        [NET_REJECTION_PLAIN] = JOURNAL_REJECTION_PLAIN_ON_TLS_PORT,
        [NET_REJECTION_HANDSHAKE] = JOURNAL_REJECTION_TLS_HANDSHAKE,
        [NET_REJECTION_CROWDED] = JOURNAL_REJECTION_MAX_SOCKETS,
    };
    struct app_service *service = context;
    const struct stream_limit_hit sockets = {STREAM_LIMIT_SOCKETS,
                                             (size_t)service->config.settings->max_sockets};
    bool crowded = rejection->reason == NET_REJECTION_CROWDED;
    const struct journal_client client =
        client_of(rejection->address, rejection->headers, rejection->header_count);
    app_service_reject(
        service, &client,
        &(struct journal_rejection){
            .reason = reasons[rejection->reason],
            .path = rejection->path,
            .user_agent = header(rejection->headers, rejection->header_count, "user-agent"),
            .detail = rejection->detail,
            .hit = crowded ? &sockets : NULL,
        });
}

void app_rejection_by_engineio(void *context, enum engineio_rejection why,
                               const struct engineio_head *head, const char *detail) {
    static const enum journal_rejection_reason reasons[] = {
        [ENGINEIO_REJECTION_TRANSPORT] = JOURNAL_REJECTION_UNKNOWN_TRANSPORT,
        [ENGINEIO_REJECTION_SID] = JOURNAL_REJECTION_UNKNOWN_SID,
        [ENGINEIO_REJECTION_REQUEST] = JOURNAL_REJECTION_BAD_HANDSHAKE,
        [ENGINEIO_REJECTION_VERSION] = JOURNAL_REJECTION_ENGINEIO_VERSION,
        [ENGINEIO_REJECTION_FULL] = JOURNAL_REJECTION_MAX_SOCKETS,
        [ENGINEIO_REJECTION_LARGE] = JOURNAL_REJECTION_BODY_TOO_LONG,
        [ENGINEIO_REJECTION_LARGE_IN] = JOURNAL_REJECTION_BODY_TOO_LONG,
        [ENGINEIO_REJECTION_NO_MEMORY] = JOURNAL_REJECTION_NO_MEMORY,
    };
    struct app_service *service = context;
    char room[PARAMETER_SIZE];
    const struct stream_limit_hit sockets = {STREAM_LIMIT_SOCKETS,
                                             (size_t)service->config.settings->max_sockets};
    bool version = why == ENGINEIO_REJECTION_VERSION;
    const struct journal_client client =
        client_of(head->address, head->headers, head->header_count);
    app_service_reject(
        service, &client,
        &(struct journal_rejection){
            .reason = reasons[why],
            .path = head->path,
            .eio = version ? engineio_head_parameter(head, base_slice_of("EIO"), room, sizeof room)
                           : base_slice(NULL, 0),
            .user_agent = header(head->headers, head->header_count, "user-agent"),
            .detail = base_slice_of(detail ? detail : ""),
            .hit = why == ENGINEIO_REJECTION_FULL ? &sockets : NULL,
            .logged = why == ENGINEIO_REJECTION_LARGE_IN,
        });
}

/* ---- of sessions --------------------------------------------------------------------------- */

/* `name`: of the namespace. */
static void reject_session(struct app_service *service, const struct engineio_session *session,
                           enum journal_rejection_reason reason, struct base_slice name,
                           const char *detail) {
    const struct journal_client client = {
        .name = name,
        .address = engineio_session_address(session),
        .stream_id = engineio_session_header(session, base_slice_of("x-stream-id")),
        .worker_id = engineio_session_header(session, base_slice_of("x-worker-id")),
    };
    app_service_reject(
        service, &client,
        &(struct journal_rejection){
            .reason = reason,
            .user_agent = engineio_session_header(session, base_slice_of("user-agent")),
            .detail = base_slice_of(detail),
        });
}

void app_rejection_by_socketio(void *context, struct engineio_session *session,
                               enum socketio_rejection why, struct base_slice name) {
    static const enum journal_rejection_reason reasons[] = {
        [SOCKETIO_REJECTION_NAMESPACE] = JOURNAL_REJECTION_WRONG_NAMESPACE,
        [SOCKETIO_REJECTION_AUTH] = JOURNAL_REJECTION_BAD_AUTH,
        [SOCKETIO_REJECTION_TIME] = JOURNAL_REJECTION_NOT_JOINED,
    };
    if (why == SOCKETIO_REJECTION_NAMESPACE)
        app_service_tap_astray(context, session, name);
    reject_session(context, session, reasons[why], name, "");
}

/* A packet of another parser is binary, and the first one: nothing has announced it (1003). */
static enum journal_rejection_reason reason_of(int code) {
    switch (code) {
    case ENGINEIO_CLOSE_INTERNAL_ERROR:
        return JOURNAL_REJECTION_NO_MEMORY;
    case ENGINEIO_CLOSE_UNSUPPORTED:
        return JOURNAL_REJECTION_CUSTOM_PARSER;
    default:
        return JOURNAL_REJECTION_BAD_PACKET;
    }
}

void app_rejection_malformed(void *context, struct engineio_session *session,
                             struct socketio_socket *socket, int code, const char *what) {
    const enum journal_rejection_reason reason = reason_of(code);
    app_service_tap_malformed(context, session, socket, code, what);
    if (!socket)
        reject_session(context, session, reason, base_slice(NULL, 0),
                       reason == JOURNAL_REJECTION_BAD_PACKET ? what : "");
}

/* ---- keys and memory ----------------------------------------------------------------------- */

void app_rejection_of_key(struct app_service *service, const struct journal_client *client,
                          enum app_auth_verdict verdict, struct base_slice path,
                          struct base_slice user_agent) {
    const struct stream_limit_hit limit = app_auth_limit(service->config.auth);
    bool limited = verdict == APP_AUTH_LIMITED;
    app_service_reject(service, client,
                       &(struct journal_rejection){
                           .reason = limited ? JOURNAL_REJECTION_TOO_MANY_WRONG_KEYS
                                     : verdict == APP_AUTH_MISSING ? JOURNAL_REJECTION_MISSING_KEY
                                                                   : JOURNAL_REJECTION_WRONG_KEY,
                           .path = path,
                           .user_agent = user_agent,
                           .hit = limited ? &limit : NULL,
                       });
}

void app_rejection_of_memory(struct app_service *service, const struct journal_client *client) {
    app_service_reject(service, client,
                       &(struct journal_rejection){.reason = JOURNAL_REJECTION_NO_MEMORY});
}

/* ---- paths --------------------------------------------------------------------------------- */

bool app_rejection_of_path(struct app_service *service, const struct net_request *request) {
    char eio[PARAMETER_SIZE], transport[PARAMETER_SIZE];
    const struct engineio_head head = {.query = request->query};
    const bool speaks =
        engineio_head_parameter(&head, base_slice_of("EIO"), eio, sizeof eio).len &&
        engineio_head_parameter(&head, base_slice_of("transport"), transport, sizeof transport).len;
    if (!speaks)
        return false;
    const struct journal_client client =
        client_of(request->address, request->headers, request->header_count);
    app_service_reject(service, &client,
                       &(struct journal_rejection){
                           .reason = JOURNAL_REJECTION_WRONG_PATH,
                           .path = request->path,
                           .user_agent = net_request_header(request, base_slice_of("user-agent")),
                       });
    return true;
}
