/* websocket.c - WebSocket connections: the handshake, the frames that come, the messages that go.
 */
#include "net/head.h"
#include "net/internal.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

static struct net_connection *connection_of(struct engineio_websocket *websocket) {
    return BASE_CONTAINER(websocket, struct net_connection, websocket);
}

/* ---- the handshake ---- */

/* Tokens of a list header, compared without case. */
static bool has_token(struct base_slice list, const char *token) {
    size_t length = strlen(token);
    size_t at = 0;
    while (at < list.len) {
        size_t end = at;
        while (end < list.len && list.ptr[end] != ',')
            end++;
        size_t first = at, last = end;
        while (first < last && (list.ptr[first] == ' ' || list.ptr[first] == '\t'))
            first++;
        while (last > first && (list.ptr[last - 1] == ' ' || list.ptr[last - 1] == '\t'))
            last--;
        if (last - first == length && strncasecmp(list.ptr + first, token, length) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

/* 16 bytes in base64. */
static bool is_key(struct base_slice key) {
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return key.len == 24 && key.ptr[22] == '=' && key.ptr[23] == '=' &&
           strspn(key.ptr, alphabet) == 22;
}

/* What RFC 6455 section 4.2.1 asks of a client and libwebsockets does not look at. Returns what is
 * wrong, or NULL. */
static const char *handshake_fault(struct net_head *head, struct lws *wsi) {
    static const struct base_slice get = BASE_SLICE("GET"), http11 = BASE_SLICE("HTTP/1.1"),
                                   thirteen = BASE_SLICE("13");
    if (!base_slice_equal(head->engine.method, get) || !base_slice_equal(head->version, http11))
        return "a WebSocket handshake is a GET of HTTP/1.1";
    if (!has_token(net_head_token(head, wsi, WSI_TOKEN_CONNECTION), "upgrade"))
        return "the Connection header does not contain Upgrade";
    if (!base_slice_equal(net_head_token(head, wsi, WSI_TOKEN_VERSION), thirteen))
        return "Sec-WebSocket-Version must be 13";
    if (!is_key(net_head_token(head, wsi, WSI_TOKEN_KEY)))
        return "Sec-WebSocket-Key must be 16 bytes in base64";
    if (lws_hdr_total_length(wsi, WSI_TOKEN_PROTOCOL) > 0)
        return "this server supports no Sec-WebSocket-Protocol";
    return NULL;
}

static void refuse_upgrade(struct net_connection *connection, int status, const char *reason) {
    static const struct engineio_header version = {BASE_SLICE("Sec-WebSocket-Version"),
                                                   BASE_SLICE("13")};
    net_http_send(connection, &(struct engineio_response){.status = status,
                                                          .content_type = "text/plain",
                                                          .text = base_slice_of(reason),
                                                          .length = strlen(reason),
                                                          .headers = &version,
                                                          .header_count = 1});
}

bool net_websocket_handshake(struct net_connection *connection) {
    struct net_head head;
    struct engineio_response refusal = {0};
    net_connection_expire(connection, connection->server->config.header_timeout);
    connection->state = NET_CONNECTION_UPGRADE;
    connection->body_ended = true;
    if (!net_head_read(&head, connection->server, connection->wsi)) {
        refuse_upgrade(connection, 400, "Bad Request");
        return false;
    }
    connection->engine = net_server_engine(connection, head.path);
    if (!connection->engine || connection->server->stopping) {
        if (connection->engine)
            refuse_upgrade(connection, 503, "the server is shutting down");
        else
            refuse_upgrade(connection, 404, "there is no WebSocket at this path");
        return false;
    }
    if (!engineio_websocket_opening(connection->engine, &head.engine, &refusal)) {
        net_http_send(connection, &refusal);
        return false;
    }
    const char *fault = handshake_fault(&head, connection->wsi);
    if (fault)
        refuse_upgrade(connection, 400, fault);
    return !fault;
}

void net_websocket_opened(struct net_connection *connection) {
    struct net_head head;
    net_connection_expire(connection, 0);
    connection->state = NET_CONNECTION_WEBSOCKET;
    /* It made sense a moment ago; what it says was copied then only for the call. */
    if (!net_head_read(&head, connection->server, connection->wsi)) {
        net_connection_drop(connection);
        return;
    }
    engineio_websocket_opened(connection->engine, &connection->websocket, &head.engine,
                              net_loop_now());
}

/* ---- receiving ---- */

static void fail_websocket(struct net_connection *connection, int code) {
    connection->reported = true;
    net_websocket_gone(connection, ENGINEIO_LOSS_ERROR);
    net_output_clear(&connection->output);
    net_websocket_close(NULL, &connection->websocket, ENGINEIO_ENDING_CLOSE, code);
}

static bool collect(struct net_connection *connection, const char *bytes, size_t length) {
    struct engineio_assembly *assembly = &connection->assembly;
    uint64_t remaining = lws_remaining_packet_payload(connection->wsi);
    enum engineio_assembly_verdict verdict = ENGINEIO_ASSEMBLY_OK;
    if (!connection->in_frame)
        verdict =
            engineio_assembly_frame(assembly, connection->server->config.memory, length + remaining,
                                    engineio_server_max_payload(connection->engine));
    connection->in_frame = remaining > 0;
    if (verdict == ENGINEIO_ASSEMBLY_OK)
        verdict = engineio_assembly_append(assembly, base_slice(bytes, length), remaining);
    if (verdict != ENGINEIO_ASSEMBLY_OK)
        fail_websocket(connection, verdict == ENGINEIO_ASSEMBLY_NO_MEMORY
                                       ? ENGINEIO_CLOSE_INTERNAL_ERROR
                                       : ENGINEIO_CLOSE_TOO_LARGE);
    else
        net_intake_update(connection);
    return verdict == ENGINEIO_ASSEMBLY_OK;
}

void net_websocket_bytes(struct net_connection *connection, const char *bytes, size_t length) {
    if (connection->state != NET_CONNECTION_WEBSOCKET || !collect(connection, bytes, length))
        return;
    uint64_t now = net_loop_now();
    if (!lws_is_final_fragment(connection->wsi)) {
        engineio_websocket_progress(connection->engine, &connection->websocket, now);
        return;
    }
    struct base_buffer *message = engineio_assembly_take(&connection->assembly);
    net_intake_update(connection);
    if (!message)
        return;
    engineio_websocket_message(connection->engine, &connection->websocket, message,
                               lws_frame_is_binary(connection->wsi) != 0, now);
    base_buffer_unref(message);
}

/* ---- sending ---- */

static bool may_write(const struct net_connection *connection) {
    return !connection->dropped && !net_output_empty(&connection->output) &&
           (connection->state == NET_CONNECTION_WEBSOCKET ||
            connection->state == NET_CONNECTION_CLOSING);
}

/* Writes one piece of the first message where it lies, the frame's header borrowing the bytes in
 * front of it. */
static bool write_piece(struct net_connection *connection, size_t room, size_t *finished) {
    struct net_output *output = &connection->output;
    struct net_piece piece = net_connection_piece(connection, room);
    char saved[NET_FRAME_HEADER];
    char *before = piece.ptr - NET_FRAME_HEADER;
    memcpy(saved, before, NET_FRAME_HEADER);
    size_t header = net_output_header(output, piece.len, room, piece.ptr);
    base_buffer_ref(piece.owner); /* a write that fails drops the message */
    bool written = net_connection_write(connection, piece.ptr - header, header + piece.len);
    memcpy(before, saved, NET_FRAME_HEADER);
    base_buffer_unref(piece.owner);
    if (!written)
        return false;
    bool ended;
    size_t length = net_output_advance(output, piece.len, &ended);
    *finished += ended ? length : 0;
    return true;
}

/* What one system call writes: small messages, gathered, and large ones where they lie. */
struct batch {
    struct iovec parts[NET_BATCH_PARTS];
    size_t count;
    size_t gathered;            /* bytes of the server's `gather` */
    size_t finished;            /* bytes of messages that end with it */
    struct base_message *taken; /* to be freed when it was written */
};

/* Adds what is small, then the rest of a message the beginning of whose frame may be among that.
 * The bytes that were added; 0: what comes next is larger than `room`. */
static size_t add_message(struct net_connection *connection, struct batch *batch, size_t room) {
    struct net_output *output = &connection->output;
    size_t queued = output->queued, size = NET_GATHER - batch->gathered;
    /* On TLS each part would be a record and a system call of its own. */
    const struct net_space to = {connection->server->gather + batch->gathered, size,
                                 lws_is_ssl(connection->wsi) ? size : NET_GATHER_MESSAGE};
    size_t used = net_output_gather(output, to, room, true, &batch->finished);
    if (used)
        batch->parts[batch->count++] = (struct iovec){to.ptr, used};
    batch->gathered += used;
    if (output->whole) {
        struct base_message *message = net_output_take(output, batch->parts, &batch->count);
        message->next = batch->taken;
        batch->taken = message;
        batch->finished += message->length;
    }
    return queued - output->queued;
}

/* Whether the next message can be added as a whole. */
static bool takes_another(const struct batch *batch, const struct net_output *output, size_t room) {
    return output->first && output->first->length < room &&
           batch->count + 1 + BASE_MESSAGE_SEGMENTS <= NET_BATCH_PARTS;
}

static bool write_batch(struct net_connection *connection, struct batch *batch) {
    bool written = net_connection_write_parts(connection, batch->parts, batch->count);
    while (batch->taken) {
        struct base_message *message = batch->taken;
        batch->taken = message->next;
        base_message_free(message);
    }
    return written;
}

/* Writes once. */
static bool write_some(struct net_connection *connection, size_t room) {
    struct batch batch = {.count = 0};
    size_t added, left = room;
    bool begun =
        connection->output.whole; /* its rest leaves whatever the room is, but nothing else */
    do {
        added = add_message(connection, &batch, left);
        left -= added < left ? added : left;
    } while (added && !begun && takes_another(&batch, &connection->output, left));
    bool written = batch.count ? write_batch(connection, &batch)
                               : write_piece(connection, room, &batch.finished);
    if (batch.finished && !connection->reported)
        engineio_websocket_sent(connection->engine, &connection->websocket, batch.finished,
                                net_loop_now());
    return written;
}

/* Ours, since libwebsockets, asked to close from anywhere but a received frame, forgets it (a debug
 * build, as Debian's is, closes twice, which means at once). */
static void write_close(struct net_connection *connection) {
    char frame[NET_FRAME_HEADER + 2];
    char *payload = frame + NET_FRAME_HEADER;
    payload[0] = (char)(connection->close_code >> 8);
    payload[1] = (char)(connection->close_code & 0xff);
    size_t header = net_frame_header(payload, 2, 8, true);
    connection->closing = true;
    net_connection_write(connection, payload - header, header + 2);
}

void net_websocket_pump(struct net_connection *connection) {
    if (connection->corked)
        return;
    connection->corked = true;
    bool begun = false;
    while (may_write(connection)) {
        /* A frame that was begun is written to its end: libwebsockets sends pongs between writable
         * callbacks. What the kernel then does not take, against its word, the library keeps. */
        size_t room = connection->output.whole ? SIZE_MAX : net_connection_room(connection, begun);
        if (room == 0 || !write_some(connection, room))
            break;
        begun = true;
    }
    connection->corked = false;
    bool close_due =
        connection->state == NET_CONNECTION_CLOSING && !connection->closing && !connection->dropped;
    if (may_write(connection) || (close_due && lws_partial_buffered(connection->wsi)))
        net_connection_wake(connection);
    else if (close_due)
        write_close(connection);
}

void net_websocket_send(void *context, struct engineio_websocket *websocket,
                        struct base_message *message) {
    (void)context;
    struct net_connection *connection = connection_of(websocket);
    if (connection->dropped || connection->state != NET_CONNECTION_WEBSOCKET) {
        base_message_free(message);
        return;
    }
    net_output_push(&connection->output, message);
    net_websocket_pump(connection);
}

/* ---- the end ---- */

void net_websocket_close(void *context, struct engineio_websocket *websocket,
                         enum engineio_ending ending, int code) {
    (void)context;
    struct net_connection *connection = connection_of(websocket);
    if (connection->state != NET_CONNECTION_WEBSOCKET)
        return;
    if (ending != ENGINEIO_ENDING_CLOSE) /* answers that wait for more of them */
        net_websocket_pump(connection);
    connection->state = NET_CONNECTION_CLOSING;
    connection->close_code = code;
    if (ending == ENGINEIO_ENDING_FIN) {
        net_connection_drop(connection);
    } else if (ending == ENGINEIO_ENDING_RESET) {
        net_connection_reset(connection);
    } else {
        net_intake_forget(connection);
        lws_rx_flow_control(connection->wsi, 1);
        net_connection_expire(connection, connection->server->config.close_timeout);
        net_websocket_pump(connection);
    }
}

void net_websocket_gone(struct net_connection *connection, enum engineio_loss loss) {
    engineio_websocket_closed(connection->engine, &connection->websocket, loss, net_loop_now());
}

size_t net_websocket_unacknowledged(void *context, const struct engineio_websocket *websocket) {
    int waiting = 0;
    (void)context;
    const struct net_connection *connection =
        BASE_CONTAINER(websocket, const struct net_connection, websocket);
    return ioctl(connection->fd, SIOCOUTQ, &waiting) == 0 && waiting > 0 ? (size_t)waiting : 0;
}

void net_websocket_pause(void *context, struct engineio_websocket *websocket, bool paused) {
    (void)context;
    struct net_connection *connection = connection_of(websocket);
    connection->paused = paused;
    net_connection_read(connection);
}
