/* http.c - HTTP connections: the requests that come, the responses that go. */
#include "net/head.h"
#include "net/internal.h"

#include <stdio.h>
#include <sys/socket.h>

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
        {411, "Length Required"},
        {413, "Content Too Large"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
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

static void put_head(struct writer *writer, const struct engineio_response *response,
                     bool streaming) {
    char line[64];
    (void)snprintf(line, sizeof line, "HTTP/1.1 %d %s\r\n", response->status,
                   reason_of(response->status));
    put(writer, base_slice_of(line));
    if (response->content_type)
        put_field(writer, base_slice_of("Content-Type"), base_slice_of(response->content_type));
    if (!streaming && response->status != 204) {
        (void)snprintf(line, sizeof line, "%zu", response->length);
        put_field(writer, base_slice_of("Content-Length"), base_slice_of(line));
    }
    put_field(writer, base_slice_of("Connection"), base_slice_of("close"));
    for (size_t i = 0; i < response->header_count; i++)
        put_field(writer, response->headers[i].name, response->headers[i].value);
    put(writer, base_slice_of("\r\n"));
}

static void queue_messages(struct net_connection *connection, struct base_message *messages) {
    while (messages) {
        struct base_message *next = messages->next;
        if (connection->head_only || connection->dropped)
            base_message_free(messages);
        else
            net_output_push(&connection->output, messages);
        messages = next;
    }
}

void net_http_send(struct net_connection *connection, const struct engineio_response *response) {
    struct writer writer = {.used = 0};
    struct base_memory *memory = connection->server->config.memory;
    bool streaming = connection->exchange.streaming;
    connection->state = NET_CONNECTION_SENDING;
    connection->exchange.ended = !streaming;
    /* libwebsockets' own deadline would end a slow, large answer. */
    lws_set_timeout(connection->wsi, NO_PENDING_TIMEOUT, 0);
    net_connection_expire(connection, connection->server->config.answer_timeout);
    put_head(&writer, response, streaming);
    const struct base_slice parts[] = {base_slice(writer.bytes, writer.used), response->text};
    struct base_buffer *const owners[2] = {NULL, NULL};
    bool with_text = response->text.len > 0 && !connection->head_only;
    struct base_message *head =
        writer.full ? NULL : base_message_new(memory, false, with_text ? 2 : 1, parts, owners);
    if (head)
        net_output_push(&connection->output, head);
    else
        net_connection_drop(connection);
    queue_messages(connection, response->messages);
    net_http_pump(connection);
}

/* All of the answer has left. Closing while the client still sends would make its kernel throw the
 * answer away: end our direction, and wait for it to notice. */
static void finish(struct net_connection *connection) {
    if (connection->body_ended) {
        connection->state = NET_CONNECTION_LINGER;
        if (connection->inside)
            connection->dropped = true;
        else
            net_connection_wake(connection);
        return;
    }
    connection->state = NET_CONNECTION_LINGER;
    net_connection_expire(connection, connection->server->config.close_timeout);
    if (!lws_is_ssl(connection->wsi))
        shutdown(connection->fd, SHUT_WR);
}

/* Puts back what was gathered and not taken. */
static void put_back(struct net_connection *connection, struct base_slice rest) {
    struct base_message *message =
        base_message_copy(connection->server->config.memory, false, rest);
    if (message)
        net_output_push_front(&connection->output, message);
    else
        net_connection_drop(connection);
}

/* Writes once. false: the kernel takes no more, or the connection is dropped. */
static bool write_some(struct net_connection *connection, size_t room) {
    const struct net_space gather = {connection->server->gather, NET_GATHER, NET_GATHER};
    struct net_output *output = &connection->output;
    size_t finished = 0;
    bool ended;
    size_t gathered = net_output_gather(output, gather, room, false, &finished);
    if (gathered == 0 && net_output_empty(output))
        return false;
    struct net_piece piece = {gather.ptr, gathered, NULL};
    if (gathered == 0)
        piece = net_connection_piece(connection, room);
    ssize_t sent = net_connection_send(connection, piece.ptr, piece.len);
    if (sent < 0)
        return false;
    if (gathered == 0)
        net_output_advance(output, (size_t)sent, &ended);
    else if ((size_t)sent < gathered)
        put_back(connection, base_slice(gather.ptr + sent, gathered - (size_t)sent));
    return (size_t)sent == piece.len;
}

/* Writes as much as the kernel takes. */
static void write_out(struct net_connection *connection) {
    bool begun = false;
    while (!net_output_empty(&connection->output) && !connection->dropped) {
        size_t room = net_connection_room(connection, begun);
        if (room == 0 || !write_some(connection, room))
            return;
        begun = true;
    }
}

void net_http_pump(struct net_connection *connection) {
    if (connection->state == NET_CONNECTION_LINGER && connection->body_ended)
        connection->dropped = true;
    if (connection->state != NET_CONNECTION_SENDING)
        return;
    size_t queued = connection->output.queued;
    write_out(connection);
    if (connection->dropped)
        return;
    if (connection->output.queued < queued)
        net_connection_expire(connection, connection->server->config.answer_timeout);
    if (!net_output_empty(&connection->output) || lws_partial_buffered(connection->wsi))
        net_connection_wake(connection);
    else if (connection->exchange.ended)
        finish(connection);
    else
        net_connection_expire(connection, 0);
}

/* ---- receiving ---- */

static void refuse_http(struct net_connection *connection, int status) {
    const char *reason = reason_of(status);
    net_http_send(connection, &(struct engineio_response){.status = status,
                                                          .content_type = "text/plain",
                                                          .text = base_slice_of(reason),
                                                          .length = strlen(reason)});
}

/* curl waits a second for this before it sends a large body. */
static void invite_body(struct net_connection *connection) {
    char invitation[] = "HTTP/1.1 100 Continue\r\n\r\n";
    if (lws_hdr_total_length(connection->wsi, WSI_TOKEN_HTTP_EXPECT) > 0)
        net_connection_send(connection, invitation, sizeof invitation - 1);
}

/* Begins to collect `length` bytes. */
static void await_body(struct net_connection *connection, uint64_t length, size_t limit) {
    connection->state = NET_CONNECTION_BODY;
    connection->body_left = length;
    enum engineio_assembly_verdict verdict = engineio_assembly_frame(
        &connection->assembly, connection->server->config.memory, length, limit);
    if (verdict != ENGINEIO_ASSEMBLY_OK) {
        net_http_gone(connection);
        refuse_http(connection, verdict == ENGINEIO_ASSEMBLY_NO_MEMORY ? 503 : 413);
    } else if (length == 0) {
        net_http_body_end(connection);
    } else {
        invite_body(connection);
    }
}

static void serve(struct net_connection *connection, const struct net_head *head) {
    connection->state = NET_CONNECTION_ANSWER;
    connection->engine = net_server_engine(connection, head->path);
    if (!connection->engine) {
        net_exchange_head(connection, head);
        if (connection->state == NET_CONNECTION_BODY)
            await_body(connection, head->engine.content_length,
                       connection->exchange.route->max_body);
        return;
    }
    enum engineio_verdict verdict = engineio_request_arrived(
        connection->engine, &connection->request, &head->engine, net_loop_now());
    if (verdict == ENGINEIO_BODY)
        await_body(connection, head->engine.content_length,
                   engineio_server_max_payload(connection->engine));
}

void net_http_head(struct net_connection *connection) {
    struct net_head head;
    net_connection_expire(connection, 0);
    if (!net_head_read(&head, connection->server, connection->wsi)) {
        refuse_http(connection, 400);
        return;
    }
    connection->head_only = head.engine.method.len == 4 && head.engine.method.ptr[0] == 'H';
    connection->body_ended = head.engine.content_length == 0 && !head.engine.chunked;
    if (connection->server->stopping)
        refuse_http(connection, 503);
    else
        serve(connection, &head);
    /* A held request has all the time that the rooms above give it. */
    if (connection->state == NET_CONNECTION_ANSWER)
        lws_set_timeout(connection->wsi, NO_PENDING_TIMEOUT, 0);
}

void net_http_body(struct net_connection *connection, const char *bytes, size_t length) {
    if (connection->state != NET_CONNECTION_BODY || length == 0)
        return;
    size_t part = length < connection->body_left ? length : (size_t)connection->body_left;
    connection->body_left -= part;
    enum engineio_assembly_verdict verdict = engineio_assembly_append(
        &connection->assembly, base_slice(bytes, part), connection->body_left);
    if (verdict != ENGINEIO_ASSEMBLY_OK) {
        net_http_gone(connection);
        refuse_http(connection, 503);
        return;
    }
    net_intake_update(connection);
    if (connection->engine)
        engineio_request_progress(connection->engine, &connection->request, net_loop_now());
    /* libwebsockets 4.3.5 hands over what follows the body too, and then tells of no end. */
    if (part < length)
        net_http_body_end(connection);
}

void net_http_body_end(struct net_connection *connection) {
    connection->body_ended = true;
    if (connection->state == NET_CONNECTION_LINGER)
        connection->dropped = true;
    if (connection->state != NET_CONNECTION_BODY)
        return;
    connection->state = NET_CONNECTION_ANSWER;
    struct base_buffer *body = engineio_assembly_take(&connection->assembly);
    net_intake_update(connection);
    if (connection->engine)
        engineio_request_body(connection->engine, &connection->request, body, net_loop_now());
    else
        net_exchange_body(connection, base_buffer_slice(body));
    base_buffer_unref(body);
}

void net_http_gone(struct net_connection *connection) {
    if (!connection->engine)
        net_exchange_gone(connection);
    else if (connection->request.session)
        engineio_request_gone(connection->engine, &connection->request, net_loop_now());
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
