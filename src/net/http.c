/* http.c - HTTP connections: the requests that come, the responses that go. */
#include "net/internal.h"

#include <stdio.h>

/* ---- sending ---- */

static const char *reason_of(int status) {
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {202, "Accepted"},
        {204, "No Content"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {417, "Expectation Failed"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Unknown";
}

/** A response's head and text under construction. */
struct writer {
    char bytes[4096];
    size_t used;
    bool full;
};

static void put(struct writer *writer, struct base_slice bytes) {
    writer->full = writer->full || bytes.len > sizeof writer->bytes - writer->used;
    if (writer->full || !bytes.len)
        return;
    memcpy(writer->bytes + writer->used, bytes.ptr, bytes.len);
    writer->used += bytes.len;
}

/* A field; bytes that would end it are left out. */
static void put_field(struct writer *writer, struct base_slice name, struct base_slice value) {
    put(writer, name);
    put(writer, base_slice_of(": "));
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] != '\r' && value.ptr[i] != '\n' && value.ptr[i] != '\0')
            put(writer, base_slice(value.ptr + i, 1));
    put(writer, base_slice_of("\r\n"));
}

static const struct net_cors_rule *cors_rule(const struct net_connection *connection,
                                             struct net_cors_rule *room) {
    const struct net_config *config = &connection->server->config;
    if (connection->engine)
        *room = (struct net_cors_rule){.kind = config->cors_named ? NET_CORS_NAMED : NET_CORS_ANY,
                                       .methods = "OPTIONS, GET, POST",
                                       .fields = "Content-Type"};
    else
        *room = (struct net_cors_rule){
            .kind = connection->exchange.guarded ? NET_CORS_CHOSEN : NET_CORS_ANY,
            .origins = config->cors_origins,
            .methods = "GET, POST, PUT, PATCH, DELETE",
            .shown = connection->exchange.guarded ? "Allow, Retry-After, WWW-Authenticate" : NULL,
            .fields = "Authorization, Content-Type"};
    return room;
}

/* Which pages may read the answer. The head of the request is still in the inbox, but may have
 * moved since it was read. */
static void put_cors(struct writer *writer, const struct net_connection *connection) {
    const struct net_inbox *inbox = connection->inbox;
    struct net_cors_rule room;
    struct net_head head = {.length = 0};
    struct engineio_header fields[NET_CORS_FIELDS];
    if (inbox)
        (void)net_head_parse(&head, inbox->bytes, inbox->length);
    size_t count = net_cors_fields(cors_rule(connection, &room), &head, fields);
    for (size_t i = 0; i < count; i++)
        put_field(writer, fields[i].name, fields[i].value);
}

static void put_head(struct writer *writer, const struct net_connection *connection,
                     const struct engineio_response *response) {
    char line[64];
    (void)snprintf(line, sizeof line, "HTTP/1.1 %d %s\r\n", response->status,
                   reason_of(response->status));
    put(writer, base_slice_of(line));
    if (response->content_type)
        put_field(writer, base_slice_of("Content-Type"), base_slice_of(response->content_type));
    if (!connection->exchange.streaming && response->status != 204) {
        (void)snprintf(line, sizeof line, "%zu", response->length);
        put_field(writer, base_slice_of("Content-Length"), base_slice_of(line));
    }
    put_field(writer, base_slice_of("Connection"),
              base_slice_of(connection->keep_alive ? "keep-alive" : "close"));
    put_cors(writer, connection);
    for (size_t i = 0; i < response->header_count; i++)
        put_field(writer, response->headers[i].name, response->headers[i].value);
    put(writer, base_slice_of("\r\n"));
}

/* Queues bytes of HTTP. */
static void push(struct net_connection *connection, struct base_message *message) {
    message->bare = true;
    net_output_push(&connection->output, message);
}

static void queue_messages(struct net_connection *connection, struct base_message *messages) {
    while (messages) {
        struct base_message *next = messages->next;
        if (connection->head_only || connection->dropped)
            base_message_free(messages);
        else
            push(connection, messages);
        messages = next;
    }
}

void net_http_send(struct net_connection *connection, const struct engineio_response *response) {
    struct writer writer = {.used = 0};
    struct net_exchange *exchange = &connection->exchange;
    connection->state = NET_CONNECTION_SENDING;
    exchange->ended = !exchange->streaming;
    /* The length of a stream is not known: its end is that of the connection. */
    if (exchange->streaming || !connection->body_ended || connection->server->stopping)
        connection->keep_alive = false;
    net_connection_expire(connection, connection->server->config.answer_timeout);
    put_head(&writer, connection, response);
    const struct base_slice parts[] = {base_slice(writer.bytes, writer.used), response->text};
    struct base_buffer *const owners[2] = {NULL, NULL};
    bool with_text = response->text.len > 0 && !connection->head_only;
    struct base_message *head = writer.full
                                    ? NULL
                                    : base_message_new(connection->server->config.memory, false,
                                                       with_text ? 2 : 1, parts, owners);
    if (head)
        push(connection, head);
    else
        net_connection_drop(connection);
    queue_messages(connection, response->messages);
    net_http_pump(connection);
}

bool net_http_answered(const struct net_connection *connection) {
    return connection->state == NET_CONNECTION_SENDING && connection->exchange.ended;
}

/* ---- the inbox ---- */

/** First size of an inbox: most heads fit. */
#define INBOX_SIZE 1024

static void drop_inbox(struct net_connection *connection) {
    struct net_inbox *inbox = connection->inbox;
    connection->inbox = NULL;
    if (inbox)
        base_memory_give(connection->server->config.memory, inbox, sizeof *inbox + inbox->capacity);
}

void net_http_forget_head(struct net_connection *connection) {
    if (connection->inbox && connection->inbox->taken == connection->inbox->length)
        drop_inbox(connection);
}

/* Makes room for `needed` bytes in all. */
static bool grow_inbox(struct net_connection *connection, size_t needed) {
    struct base_memory *memory = connection->server->config.memory;
    struct net_inbox *old = connection->inbox;
    size_t capacity = old ? old->capacity : INBOX_SIZE;
    while (capacity < needed)
        capacity *= 2;
    if (old && capacity == old->capacity)
        return true;
    struct net_inbox *inbox = base_memory_take(memory, sizeof *inbox + capacity);
    if (!inbox)
        return false;
    if (old)
        memcpy(inbox, old, sizeof *old + old->length);
    else
        *inbox = (struct net_inbox){.length = 0};
    inbox->capacity = capacity;
    drop_inbox(connection);
    connection->inbox = inbox;
    return true;
}

static bool add_to_inbox(struct net_connection *connection, struct base_slice bytes) {
    size_t length = connection->inbox ? connection->inbox->length : 0;
    if (!grow_inbox(connection, length + bytes.len))
        return false;
    memcpy(connection->inbox->bytes + length, bytes.ptr, bytes.len);
    connection->inbox->length += bytes.len;
    return true;
}

/* Makes room for the next request. */
static void await_request(struct net_connection *connection) {
    struct net_inbox *inbox = connection->inbox;
    const struct net_config *config = &connection->server->config;
    connection->state = NET_CONNECTION_HEAD;
    connection->engine = NULL;
    connection->exchange = (struct net_exchange){.route = NULL};
    connection->chunks = (struct net_chunks){.left = 0};
    connection->chunked = connection->head_only = false;
    if (inbox && inbox->taken < inbox->length) {
        inbox->length -= inbox->taken;
        memmove(inbox->bytes, inbox->bytes + inbox->taken, inbox->length);
        inbox->taken = 0;
        inbox->head = (struct net_head){.length = 0};
        net_connection_expire(connection, config->header_timeout);
        net_connection_resume(connection);
    } else {
        drop_inbox(connection);
        net_connection_expire(connection, config->idle_timeout);
        if (connection->ended)
            net_connection_drop(connection);
    }
}

/* All of the answer has left. Closing while the client still sends would make its kernel throw the
 * answer away: end our direction, and wait for it to notice. */
static void finish(struct net_connection *connection) {
    const struct net_inbox *inbox = connection->inbox;
    bool rest = !connection->body_ended || (inbox && inbox->taken < inbox->length);
    if (connection->keep_alive) {
        await_request(connection);
    } else if (!rest || connection->ended) {
        net_connection_drop(connection);
    } else {
        connection->state = NET_CONNECTION_LINGER;
        drop_inbox(connection);
        net_connection_expire(connection, connection->server->config.close_timeout);
        net_socket_shutdown(&connection->socket);
    }
}

void net_http_pump(struct net_connection *connection) {
    if (connection->dropped ||
        (connection->state != NET_CONNECTION_SENDING && net_output_empty(&connection->output)))
        return;
    size_t queued = connection->output.queued;
    net_connection_write(connection);
    net_answers_update(connection);
    if (connection->dropped)
        return;
    if (connection->state == NET_CONNECTION_SENDING) {
        if (connection->output.queued < queued)
            net_connection_expire(connection, connection->server->config.answer_timeout);
        if (net_connection_written(connection)) {
            if (connection->exchange.ended)
                finish(connection);
            else
                net_connection_expire(connection, 0);
        }
    }
    net_connection_look(connection);
}

/* ---- requests ---- */

size_t net_http_fields(const struct net_server *server, const struct net_head *head,
                       struct engineio_header *headers, size_t wanted) {
    size_t count = 0;
    for (size_t i = 0; i < wanted; i++) {
        const char *name = server->config.headers[i];
        struct base_slice value = net_head_field(head, name);
        if (value.len)
            headers[count++] = (struct engineio_header){base_slice_of(name), value};
    }
    return count;
}

struct engineio_head net_http_engine_head(const struct net_connection *connection,
                                          const struct net_head *head,
                                          struct engineio_header *headers) {
    const struct net_server *server = connection->server;
    return (struct engineio_head){
        .method = head->method,
        .path = head->path,
        .query = head->query,
        .origin = net_head_field(head, "origin"),
        .content_type = net_head_field(head, "content-type"),
        .content_length = head->content_length,
        .address = base_slice_of(connection->address),
        .headers = headers,
        .header_count = net_http_fields(server, head, headers, server->config.kept_count),
    };
}

/* The most bytes that the body of the present request may have. */
static size_t body_limit(const struct net_connection *connection) {
    return connection->engine ? engineio_request_limit(connection->engine, &connection->request)
                              : connection->exchange.route->max_body;
}

/* The body breaks off: it makes no sense, or there is no room for it. */
static void refuse_body(struct net_connection *connection, const struct net_refusal *refusal) {
    bool ours = refusal->status == 503;
    if (connection->engine)
        engineio_request_refused(connection->engine, &connection->request,
                                 ours ? ENGINEIO_CLOSE_INTERNAL_ERROR
                                      : ENGINEIO_CLOSE_PROTOCOL_ERROR,
                                 refusal->sentence, net_loop_now(connection->server->loop));
    else
        net_exchange_gone(connection);
    connection->state = NET_CONNECTION_ANSWER;
    engineio_assembly_clear(&connection->assembly);
    net_intake_update(connection);
    net_exchange_refuse(connection, refusal);
}

/* The body of a POST of Engine.IO, whose answer says which limit that is. */
static void refuse_overflow(struct net_connection *connection) {
    connection->state = NET_CONNECTION_ANSWER;
    engineio_assembly_clear(&connection->assembly);
    net_intake_update(connection);
    engineio_request_overflowed(connection->engine, &connection->request,
                                net_loop_now(connection->server->loop));
}

static void refuse_room(struct net_connection *connection, enum engineio_assembly_verdict verdict) {
    static const struct net_refusal memory = {
        .status = 503, .sentence = "There is no memory left for the body. Try again later."};
    const struct net_refusal large = {.status = 413, .max_body = body_limit(connection)};
    if (verdict == ENGINEIO_ASSEMBLY_NO_MEMORY)
        refuse_body(connection, &memory);
    else if (connection->engine)
        refuse_overflow(connection);
    else
        refuse_body(connection, &large);
}

static void end_body(struct net_connection *connection) {
    struct base_buffer *body = engineio_assembly_take(&connection->assembly);
    connection->body_ended = true;
    connection->state = NET_CONNECTION_ANSWER;
    net_connection_expire(connection, 0);
    net_intake_update(connection);
    if (connection->engine) {
        engineio_request_body(connection->engine, &connection->request, body,
                              net_loop_now(connection->server->loop));
    } else {
        /* its slices are those of an inbox that may have moved since */
        struct net_head head = {.length = 0};
        net_head_parse(&head, connection->inbox->bytes, connection->inbox->length);
        net_exchange_body(connection, &head, base_buffer_slice(body));
    }
    base_buffer_unref(body);
}

/* Part of the body of a request; false: it was refused. */
static bool collect(struct net_connection *connection, struct base_slice bytes,
                    uint64_t remaining) {
    struct engineio_assembly *assembly = &connection->assembly;
    enum engineio_assembly_verdict verdict = ENGINEIO_ASSEMBLY_OK;
    if (connection->chunked &&
        bytes.len + remaining > body_limit(connection) - assembly->buffer->length)
        verdict = ENGINEIO_ASSEMBLY_TOO_LARGE;
    if (verdict == ENGINEIO_ASSEMBLY_OK)
        verdict = engineio_assembly_append(assembly, bytes, remaining);
    if (verdict != ENGINEIO_ASSEMBLY_OK)
        refuse_room(connection, verdict);
    return verdict == ENGINEIO_ASSEMBLY_OK;
}

static bool take_chunks(struct net_connection *connection, struct base_slice *bytes) {
    struct base_slice data;
    enum net_chunks_result result;
    do {
        result = net_chunks_next(&connection->chunks, bytes, &data);
        if (result == NET_CHUNKS_DATA && !collect(connection, data, connection->chunks.left))
            return false;
    } while (result == NET_CHUNKS_DATA);
    if (result == NET_CHUNKS_REFUSED)
        refuse_body(connection, &(struct net_refusal){
                                    .status = net_chunks_fault_status(connection->chunks.fault),
                                    .sentence = net_chunks_fault_text(connection->chunks.fault)});
    return result == NET_CHUNKS_END;
}

/* Takes what belongs to the body off the front of `*bytes`. true: it is whole. */
static bool take_body(struct net_connection *connection, struct base_slice *bytes) {
    if (connection->chunked)
        return take_chunks(connection, bytes);
    size_t part = bytes->len < connection->body_left ? bytes->len : (size_t)connection->body_left;
    const struct base_slice piece = base_slice(bytes->ptr, part);
    *bytes = base_slice(bytes->ptr + part, bytes->len - part);
    connection->body_left -= part;
    return collect(connection, piece, connection->body_left) && connection->body_left == 0;
}

/* Part of the body was taken. */
static void body_taken(struct net_connection *connection, bool whole) {
    if (connection->state != NET_CONNECTION_BODY) /* it was refused */
        return;
    if (whole) {
        end_body(connection);
        return;
    }
    /* Who has not joined has as long for all of it as others have without progress. */
    if (!connection->engine || engineio_request_joined(&connection->request))
        net_connection_expire(connection, connection->server->config.header_timeout);
    net_intake_update(connection);
    if (connection->engine)
        engineio_request_progress(connection->engine, &connection->request,
                                  net_loop_now(connection->server->loop));
}

/* A client that sends its head alone waits to be asked for the body. */
static void invite_body(struct net_connection *connection) {
    const struct net_inbox *inbox = connection->inbox;
    if (!inbox->head.expects_continue || inbox->taken < inbox->length)
        return;
    struct base_message *invitation = base_message_copy(
        connection->server->config.memory, false, base_slice_of("HTTP/1.1 100 Continue\r\n\r\n"));
    if (invitation)
        push(connection, invitation);
    net_http_pump(connection);
}

/* Begins to collect the body. */
static void await_body(struct net_connection *connection, const struct net_head *head) {
    connection->state = NET_CONNECTION_BODY;
    connection->body_left = head->content_length;
    net_connection_expire(connection, connection->server->config.header_timeout);
    enum engineio_assembly_verdict verdict =
        engineio_assembly_frame(&connection->assembly, connection->server->config.memory,
                                head->content_length, body_limit(connection));
    if (verdict != ENGINEIO_ASSEMBLY_OK) {
        refuse_room(connection, verdict);
    } else if (connection->body_ended) {
        end_body(connection);
    } else {
        invite_body(connection);
    }
}

static void serve(struct net_connection *connection, const struct net_head *head) {
    struct engineio_header headers[NET_HEADERS_MAX];
    connection->state = NET_CONNECTION_ANSWER;
    if (connection->engine) {
        struct engineio_head engine_head = net_http_engine_head(connection, head, headers);
        if (engineio_request_arrived(connection->engine, &connection->request, &engine_head,
                                     net_loop_now(connection->server->loop)) == ENGINEIO_BODY)
            await_body(connection, head);
    } else {
        net_exchange_head(connection, head);
        if (connection->state == NET_CONNECTION_BODY)
            await_body(connection, head);
    }
}

static void begin_request(struct net_connection *connection, const struct net_head *head) {
    static const struct net_refusal stopping = {.status = 503,
                                                .sentence = "The server is stopping."};
    net_connection_expire(connection, 0);
    connection->request = (struct engineio_request){.session = NULL};
    connection->engine = net_server_engine(connection, net_path_of(head));
    connection->head_only = head->method.len == 4 && head->method.ptr[0] == 'H';
    connection->keep_alive = head->keep_alive;
    connection->chunked = head->chunked;
    connection->body_ended = head->content_length == 0 && !head->chunked;
    if (connection->server->stopping)
        net_exchange_refuse(connection, &stopping);
    else if (head->upgrade_websocket)
        net_websocket_handshake(connection, head);
    else
        serve(connection, head);
}

void net_http_gone(struct net_connection *connection) {
    if (!connection->engine)
        net_exchange_gone(connection);
    else if (connection->request.session)
        engineio_request_gone(connection->engine, &connection->request,
                              net_loop_now(connection->server->loop));
}

void net_http_answer(void *context, struct engineio_request *request,
                     const struct engineio_response *response) {
    (void)context;
    struct net_connection *connection = BASE_CONTAINER(request, struct net_connection, request);
    if (connection->reported || connection->dropped || response->status == 0) {
        connection->head_only = true; /* frees the messages */
        queue_messages(connection, response->messages);
        connection->state = NET_CONNECTION_SENDING;
        net_connection_drop(connection);
        return;
    }
    net_http_send(connection, response);
}

/* ---- bytes ---- */

static void next_head(struct net_connection *connection) {
    struct net_inbox *inbox = connection->inbox;
    switch (net_head_parse(&inbox->head, inbox->bytes, inbox->length)) {
    case NET_HEAD_MORE:
        if (connection->ended)
            net_connection_drop(connection);
        break;
    case NET_HEAD_DONE:
        inbox->taken = inbox->head.length;
        begin_request(connection, &inbox->head);
        break;
    case NET_HEAD_REFUSED:
        inbox->taken = inbox->length;
        net_reject_head(connection);
        connection->body_ended = false; /* whatever follows is not looked at */
        net_exchange_refuse(
            connection, &(struct net_refusal){net_head_fault_status(inbox->head.fault),
                                              .sentence = net_head_fault_text(inbox->head.fault)});
        break;
    }
}

/* What follows the head was received with it. */
static void follow_up(struct net_connection *connection, struct net_inbox *inbox) {
    struct base_slice rest = base_slice(inbox->bytes + inbox->taken, inbox->length - inbox->taken);
    if (connection->state == NET_CONNECTION_BODY && rest.len) {
        bool whole = take_body(connection, &rest);
        if (connection->state == NET_CONNECTION_BODY)
            inbox->taken = inbox->length - rest.len;
        body_taken(connection, whole);
    } else if (connection->state >= NET_CONNECTION_WEBSOCKET) {
        connection->inbox = NULL;
        net_websocket_bytes(connection, rest.ptr, rest.len);
        base_memory_give(connection->server->config.memory, inbox, sizeof *inbox + inbox->capacity);
    }
}

/* A request that had to wait: its head is still in the inbox. */
static void serve_deferred(struct net_connection *connection) {
    struct net_head head = {.length = 0};
    net_head_parse(&head, connection->inbox->bytes, connection->inbox->length);
    connection->deferred = false;
    net_exchange_head(connection, &head);
}

void net_http_resume(struct net_connection *connection) {
    if (connection->deferred)
        serve_deferred(connection);
    if (connection->inbox && connection->state == NET_CONNECTION_HEAD)
        next_head(connection);
    if (connection->inbox && !connection->dropped)
        follow_up(connection, connection->inbox);
    if (connection->ended && connection->state != NET_CONNECTION_HEAD && !connection->deferred &&
        !net_http_answered(connection))
        net_connection_drop(connection); /* what it waits for will not come */
}

void net_http_bytes(struct net_connection *connection, const char *bytes, size_t length) {
    struct base_slice rest = base_slice(bytes, length);
    if (connection->state == NET_CONNECTION_BODY &&
        connection->inbox->taken == connection->inbox->length)
        body_taken(connection, take_body(connection, &rest));
    if (!rest.len || connection->dropped || connection->state == NET_CONNECTION_LINGER)
        return;
    if (connection->state == NET_CONNECTION_HEAD && !connection->inbox)
        net_connection_expire(connection, connection->server->config.header_timeout);
    if (add_to_inbox(connection, rest))
        net_http_resume(connection);
    else
        net_connection_drop(connection);
}
