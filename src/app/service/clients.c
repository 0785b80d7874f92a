#include "app/service/clients.h"

#include "app/service/connection.h"
#include "base/utf8.h"
#include "stream/view.h"

#define USER_AGENT "user-agent"

/* What is kept of an attempt. All of it can be shown. */
struct kept {
    struct base_slice address, namespace, stream_id, worker_id, user_agent, path, eio, detail;
};

struct refused {
    struct app_client client;
    enum journal_rejection_reason reason;
    uint64_t count;
    struct kept kept;
    size_t size;
    char text[];
};

static struct app_client *client_of(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct app_client, node);
}

static struct refused *refused_of(const struct app_client *client) {
    return BASE_CONTAINER(client, struct refused, client);
}

static const struct app_connection *connection_of(const struct app_client *client) {
    return BASE_CONTAINER(client, struct app_connection, listed);
}

/* ---- texts --------------------------------------------------------------------------------- */

/* Copies what a client sent. What is no UTF-8 cannot be shown: its bytes become question marks. */
static struct base_slice copy(char *to, struct base_slice text) {
    bool valid = base_utf8_valid(text);
    for (size_t i = 0; i < text.len; i++)
        to[i] = (char)(valid || !((unsigned char)text.ptr[i] & 0x80) ? text.ptr[i] : '?');
    return base_slice(to, text.len);
}

static struct base_slice shown(char room[APP_CLIENTS_TEXT], struct base_slice text) {
    return copy(room, journal_rejection_cut(text));
}

/* ---- what is kept -------------------------------------------------------------------------- */

void app_clients_init(struct app_clients *clients, struct base_memory *memory) {
    *clients = (struct app_clients){.memory = memory};
    base_list_init(&clients->connections);
    base_list_init(&clients->refused);
}

static void drop(struct app_clients *clients, struct refused *refused) {
    base_list_remove(&refused->client.node);
    clients->refused_count--;
    base_memory_give(clients->memory, refused, refused->size);
}

void app_clients_clear(struct app_clients *clients) {
    struct base_list_node *node;
    while ((node = base_list_first(&clients->refused)))
        drop(clients, refused_of(client_of(node)));
}

void app_clients_add(struct app_clients *clients, struct app_client *connection, int64_t at) {
    connection->serial = ++clients->serial;
    connection->at = at;
    base_list_append(&clients->connections, &connection->node);
}

/* A copy of an attempt; NULL: no memory. */
static struct refused *keep(struct app_clients *clients, const struct kept *told) {
    const struct base_slice *from = (const struct base_slice *)told;
    const size_t fields = sizeof *told / sizeof *from;
    size_t size = sizeof(struct refused);
    for (size_t i = 0; i < fields; i++)
        size += from[i].len;
    struct refused *refused = base_memory_take(clients->memory, size);
    if (!refused)
        return NULL;
    *refused = (struct refused){.client = {.is_refused = true}, .count = 1, .size = size};
    struct base_slice *to = (struct base_slice *)&refused->kept;
    char *at = refused->text;
    for (size_t i = 0; i < fields; at += from[i++].len)
        to[i] = copy(at, from[i]);
    return refused;
}

static bool is_equal(const struct refused *a, const struct refused *b) {
    return a->reason == b->reason && base_slice_equal(a->kept.address, b->kept.address) &&
           base_slice_equal(a->kept.path, b->kept.path) &&
           base_slice_equal(a->kept.namespace, b->kept.namespace) &&
           base_slice_equal(a->kept.stream_id, b->kept.stream_id);
}

/* The one that is equal, or NULL. */
static struct refused *find(const struct app_clients *clients, const struct refused *refused) {
    struct base_list_node *node = base_list_last(&clients->refused);
    while (node && !is_equal(refused_of(client_of(node)), refused))
        node = base_list_previous(&clients->refused, node);
    return node ? refused_of(client_of(node)) : NULL;
}

/* Takes the place of those that are equal, or else of the oldest. */
static void enlist(struct app_clients *clients, struct refused *refused) {
    struct refused *equal = find(clients, refused);
    if (equal) {
        refused->count += equal->count;
        drop(clients, equal);
    } else if (clients->refused_count == APP_CLIENTS_REFUSED_MAX) {
        struct refused *oldest = refused_of(client_of(base_list_first(&clients->refused)));
        clients->forgotten += oldest->count;
        drop(clients, oldest);
    }
    refused->client.serial = ++clients->serial;
    base_list_append(&clients->refused, &refused->client.node);
    clients->refused_count++;
}

void app_clients_refuse(struct app_clients *clients, const struct journal_client *client,
                        const struct journal_rejection *rejection, int64_t at) {
    bool is_id = client->stream_id.len <= STS_STREAM_ID_BYTES && base_utf8_valid(client->stream_id);
    const struct kept told = {
        .address = client->address,
        .namespace = journal_rejection_cut(client->name),
        .stream_id = is_id ? client->stream_id : base_slice(NULL, 0),
        .worker_id = journal_rejection_cut(client->worker_id),
        .user_agent = journal_rejection_cut(rejection->user_agent),
        .path = journal_rejection_cut(rejection->path),
        .eio = journal_rejection_cut(rejection->eio),
        .detail = journal_rejection_cut(rejection->detail),
    };
    struct refused *refused = keep(clients, &told);
    if (!refused) {
        clients->forgotten++;
        return;
    }
    refused->reason = rejection->reason;
    refused->client.at = at;
    enlist(clients, refused);
}

/* ---- listing ------------------------------------------------------------------------------- */

/* `from`: an item of the list that is not before it, to go on from; NULL: the newest. */
static const struct app_client *before(const struct base_list *list, const struct app_client *from,
                                       uint64_t serial) {
    struct base_list_node *node =
        from ? base_list_previous(list, &from->node) : base_list_last(list);
    while (node && client_of(node)->serial >= serial)
        node = base_list_previous(list, node);
    return node ? client_of(node) : NULL;
}

const struct app_client *app_service_client_before(const struct app_service *service,
                                                   const struct app_client *client,
                                                   uint64_t serial) {
    const struct app_clients *clients = &service->clients;
    const bool is_refused = client && client->is_refused;
    const struct app_client *connection =
        before(&clients->connections, is_refused ? NULL : client, serial);
    const struct app_client *refused =
        before(&clients->refused, is_refused ? client : NULL, serial);
    if (!connection || !refused)
        return connection ? connection : refused;
    return connection->serial > refused->serial ? connection : refused;
}

uint64_t app_service_clients_forgotten(const struct app_service *service) {
    return service->clients.forgotten;
}

struct codec_text app_client_stream(const struct app_client *client) {
    return client->is_refused ? codec_text_plain(refused_of(client)->kept.stream_id)
                              : stream_connection_id(connection_of(client)->client);
}

static uint32_t bit_of(struct codec_text text, uint32_t bit) {
    return text.len ? bit : 0;
}

/* With the bits of the texts that are there. */
static struct sts_control_client with_bits(struct sts_control_client shown) {
    shown.has |= bit_of(shown.client, STS_CONTROL_CLIENT_HAS_CLIENT) |
                 bit_of(shown.namespace, STS_CONTROL_CLIENT_HAS_NAMESPACE) |
                 bit_of(shown.stream_id, STS_CONTROL_CLIENT_HAS_STREAM_ID) |
                 bit_of(shown.worker_id, STS_CONTROL_CLIENT_HAS_WORKER_ID) |
                 bit_of(shown.user_agent, STS_CONTROL_CLIENT_HAS_USER_AGENT) |
                 bit_of(shown.path, STS_CONTROL_CLIENT_HAS_PATH) |
                 bit_of(shown.eio, STS_CONTROL_CLIENT_HAS_EIO);
    return shown;
}

static struct sts_control_client show_refused(const struct refused *refused,
                                              struct app_client_room *room) {
    const struct journal_rejection told = {.reason = refused->reason,
                                           .detail = refused->kept.detail};
    const struct kept *kept = &refused->kept;
    return (struct sts_control_client){
        .has = STS_CONTROL_CLIENT_HAS_REASON | STS_CONTROL_CLIENT_HAS_WHAT |
               STS_CONTROL_CLIENT_HAS_ADVICE | STS_CONTROL_CLIENT_HAS_COUNT,
        .kind = STS_CONTROL_CLIENT_KIND_REFUSED,
        .at = refused->client.at,
        .address = codec_text_plain(kept->address),
        .namespace = codec_text_plain(kept->namespace),
        .stream_id = codec_text_plain(kept->stream_id),
        .worker_id = codec_text_plain(kept->worker_id),
        .user_agent = codec_text_plain(kept->user_agent),
        .reason = (enum sts_control_rejection_reason)refused->reason,
        .what =
            codec_text_plain(base_slice(room->what, journal_rejection_print(room->what, &told))),
        .advice = codec_text_plain(base_slice_of(journal_rejection_advice(refused->reason))),
        .path = codec_text_plain(kept->path),
        .eio = codec_text_plain(kept->eio),
        .count = (int64_t)refused->count,
    };
}

static struct sts_control_client show_connection(const struct app_connection *connection,
                                                 struct app_client_room *room) {
    const struct engineio_session *session = app_connection_session(connection);
    const struct stream *stream = stream_connection_stream(connection->client);
    struct sts_control_client shown_one = {
        .has = STS_CONTROL_CLIENT_HAS_HAS_STREAM,
        .kind = STS_CONTROL_CLIENT_KIND_CONNECTION,
        .at = connection->listed.at,
        .client = codec_text_plain(socketio_socket_id(connection->socket)),
        .namespace = codec_text_plain(socketio_socket_namespace(connection->socket)),
        .has_stream = stream,
    };
    if (session) {
        shown_one.has |= STS_CONTROL_CLIENT_HAS_TRANSPORT;
        shown_one.transport = engineio_session_is_websocket(session)
                                  ? STS_CONTROL_CLIENT_TRANSPORT_WEBSOCKET
                                  : STS_CONTROL_CLIENT_TRANSPORT_POLLING;
        shown_one.address = codec_text_plain(engineio_session_address(session));
        shown_one.user_agent = codec_text_plain(
            shown(room->user_agent, engineio_session_header(session, base_slice_of(USER_AGENT))));
        shown_one.worker_id = codec_text_plain(
            shown(room->worker_id, engineio_session_header(session, base_slice_of("x-worker-id"))));
    }
    if (stream) {
        shown_one.stream_id = stream_view(stream).id;
        shown_one.worker_id = stream_view(stream).worker_id;
    }
    return shown_one;
}

struct sts_control_client app_client_show(const struct app_client *client,
                                          struct app_client_room *room) {
    return with_bits(client->is_refused ? show_refused(refused_of(client), room)
                                        : show_connection(connection_of(client), room));
}
