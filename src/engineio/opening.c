/* opening.c - what opens a session: the head of a request, checked, and what is kept of it. */
#include "base/base64.h"
#include "base/print.h"
#include "engineio/internal.h"

#include <inttypes.h>

bool engineio_header_safe(struct base_slice value) {
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static struct engineio_finding mistake(enum engineio_error error, const char *what) {
    return (struct engineio_finding){.error = error, .what = what};
}

static struct engineio_finding verify_handshake(const struct engineio_head *head,
                                                const struct engineio_query *query,
                                                bool websocket) {
    bool asks_websocket = query->transport == ENGINEIO_TRANSPORT_WEBSOCKET;
    if (!base_slice_equal(head->method, base_slice_of("GET")))
        return mistake(ENGINEIO_ERROR_METHOD, "A handshake must be a GET.");
    if (asks_websocket && !websocket)
        return mistake(ENGINEIO_ERROR_REQUEST,
                       "transport=websocket needs the fields Upgrade and Connection. A proxy may "
                       "have dropped them.");
    if (websocket && !asks_websocket)
        return mistake(ENGINEIO_ERROR_REQUEST, "A WebSocket needs transport=websocket.");
    return mistake(query->version_4 ? ENGINEIO_ERROR_NONE : ENGINEIO_ERROR_VERSION, NULL);
}

/* A second WebSocket for a session passes: it is accepted and closed, as browsers show no other
 * answer. */
static struct engineio_finding verify_transport(const struct engineio_head *head,
                                                const struct engineio_query *query, bool websocket,
                                                const struct engineio_session *session) {
    bool asks_websocket = query->transport == ENGINEIO_TRANSPORT_WEBSOCKET;
    if (asks_websocket != websocket)
        return mistake(ENGINEIO_ERROR_REQUEST,
                       websocket ? "A WebSocket needs transport=websocket."
                                 : "transport=websocket needs the fields Upgrade and Connection. A "
                                   "proxy may have dropped them.");
    if (websocket && !base_slice_equal(head->method, base_slice_of("GET")))
        return mistake(ENGINEIO_ERROR_REQUEST, "A WebSocket handshake must be a GET.");
    if (!websocket && session->websocket)
        return mistake(ENGINEIO_ERROR_REQUEST, "The session has a WebSocket: it polls no more.");
    return mistake(ENGINEIO_ERROR_NONE, NULL);
}

struct engineio_finding engineio_head_verify(const struct engineio_server *server,
                                             const struct engineio_head *head,
                                             const struct engineio_query *query, bool websocket) {
    if (query->transport == ENGINEIO_TRANSPORT_UNKNOWN)
        return mistake(ENGINEIO_ERROR_TRANSPORT, NULL);
    if (!engineio_header_safe(head->origin))
        return mistake(ENGINEIO_ERROR_REQUEST, "The field Origin has control characters.");
    if (!query->has_sid)
        return verify_handshake(head, query, websocket);
    struct engineio_session *session = engineio_server_find(server, query);
    if (!session)
        return mistake(ENGINEIO_ERROR_SID, NULL);
    struct engineio_finding finding = verify_transport(head, query, websocket, session);
    finding.session = session;
    return finding;
}

void engineio_reject(const struct engineio_server *server, enum engineio_rejection why,
                     const struct engineio_head *head, const char *detail) {
    const struct engineio_config *config = &server->config;
    if (config->rejected)
        config->rejected(config->rejected_context, why, head, detail);
}

struct engineio_response engineio_reject_error(struct engineio_server *server,
                                               const struct engineio_finding *finding,
                                               const struct engineio_head *head) {
    static const enum engineio_rejection reasons[] = {
        [ENGINEIO_ERROR_TRANSPORT] = ENGINEIO_REJECTION_TRANSPORT,
        [ENGINEIO_ERROR_SID] = ENGINEIO_REJECTION_SID,
        [ENGINEIO_ERROR_METHOD] = ENGINEIO_REJECTION_REQUEST,
        [ENGINEIO_ERROR_REQUEST] = ENGINEIO_REJECTION_REQUEST,
        [ENGINEIO_ERROR_FORBIDDEN] = ENGINEIO_REJECTION_REQUEST,
        [ENGINEIO_ERROR_VERSION] = ENGINEIO_REJECTION_VERSION,
    };
    engineio_reject(server, reasons[finding->error], head, finding->what);
    return finding->error == ENGINEIO_ERROR_REQUEST
               ? engineio_response_request(server, finding->what)
               : engineio_response_error(finding->error);
}

int engineio_head_admit(struct engineio_server *server, const struct engineio_head *head) {
    const struct engineio_config *config = &server->config;
    if (!engineio_unjoined_has_room(server, head->address)) {
        char detail[128];
        (void)base_print(detail, sizeof detail, "the server takes at most %zu sessions (%s)",
                         config->max_sessions, config->max_sessions_setting);
        engineio_reject(server, ENGINEIO_REJECTION_FULL, head, detail);
        return 503;
    }
    return config->handler->admit ? config->handler->admit(config->handler_context, head) : 0;
}

static struct base_slice keep(char **at, struct base_slice text) {
    struct base_slice kept = base_slice(*at, text.len);
    if (text.len)
        memcpy(*at, text.ptr, text.len);
    *at += text.len;
    return kept;
}

static struct engineio_kept *keep_head(struct base_memory *memory,
                                       const struct engineio_head *head) {
    size_t table = head->header_count * sizeof(struct engineio_header);
    size_t size = sizeof(struct engineio_kept) + table + head->address.len;
    for (size_t i = 0; i < head->header_count; i++)
        size += head->headers[i].name.len + head->headers[i].value.len;
    struct engineio_kept *kept = base_memory_take(memory, size);
    if (!kept)
        return NULL;
    char *at = (char *)kept + sizeof *kept + table;
    kept->size = size;
    kept->address = keep(&at, head->address);
    kept->header_count = head->header_count;
    for (size_t i = 0; i < head->header_count; i++)
        kept->headers[i] = (struct engineio_header){keep(&at, head->headers[i].name),
                                                    keep(&at, head->headers[i].value)};
    return kept;
}

void engineio_session_free(struct engineio_session *session) {
    struct base_memory *memory = session->server->config.memory;
    if (session->kept)
        base_memory_give(memory, session->kept, session->kept->size);
    base_memory_give(memory, session, sizeof *session);
}

/* An id nobody can guess, and that no other session has. */
static bool choose_sid(struct engineio_session *session) {
    const struct engineio_config *config = &session->server->config;
    char bytes[ENGINEIO_SID_LENGTH / 4 * 3];
    if (!config->random(config->random_context, bytes, sizeof bytes))
        return false;
    base_base64url_encode(session->sid, base_slice(bytes, sizeof bytes));
    return !base_map_get(&session->server->by_sid, engineio_session_sid(session));
}

struct engineio_session *engineio_session_new(struct engineio_server *server,
                                              const struct engineio_head *head) {
    engineio_unjoined_make_room(server, head->address);
    struct engineio_session *session = base_memory_zero(server->config.memory, sizeof *session);
    if (!session)
        return NULL;
    session->server = server;
    session->joined = !server->config.max_unjoined;
    session->heartbeat.fire = engineio_heartbeat_fire;
    session->upgrade.fire = engineio_upgrade_fire;
    session->congestion.fire = engineio_congestion_fire;
    session->kept = keep_head(server->config.memory, head);
    if (!session->kept || !choose_sid(session) ||
        !base_map_put(&server->by_sid, engineio_session_sid(session), session)) {
        base_log(server->config.log, BASE_LOG_ERROR,
                 "cannot open a session: out of memory or random numbers");
        engineio_session_free(session);
        return NULL;
    }
    base_list_append(&server->sessions, &session->node);
    if (!session->joined)
        engineio_unjoined_add(session);
    server->open++;
    server->total++;
    engineio_heartbeat_start(session);
    return session;
}

size_t engineio_session_greeting(const struct engineio_session *session, bool upgradable,
                                 char out[ENGINEIO_OPEN_SIZE]) {
    const struct engineio_config *config = &session->server->config;
    return base_print(out, ENGINEIO_OPEN_SIZE,
                      "0{\"sid\":\"%.*s\",\"upgrades\":[%s],\"pingInterval\":%" PRIu64
                      ",\"pingTimeout\":%" PRIu64 ",\"maxPayload\":%zu}",
                      ENGINEIO_SID_LENGTH, session->sid, upgradable ? "\"websocket\"" : "",
                      config->ping_interval, config->ping_timeout, config->max_payload);
}
