/* websocket.c - WebSocket connections: the handshake, the messages that come and those that go. */
#include "base/print.h"
#include "net/internal.h"

#include <openssl/evp.h>
#include <stdio.h>

/* Room for the paths that there are. */
#define SENTENCE_SIZE 256

static struct net_connection *connection_of(struct engineio_websocket *websocket) {
    return BASE_CONTAINER(websocket, struct net_connection, websocket);
}

/* ---- the handshake (RFC 6455 section 4) ---- */

/* 16 bytes in base64. */
static bool is_key(struct base_slice key) {
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (key.len != 24 || key.ptr[22] != '=' || key.ptr[23] != '=')
        return false;
    for (size_t i = 0; i < 22; i++)
        if (!memchr(alphabet, key.ptr[i], sizeof alphabet - 1))
            return false;
    return true;
}

/* What is wrong with a handshake (RFC 6455 section 4.2.1), or NULL. Its body could be taken for
 * frames. */
static const char *handshake_fault(const struct net_head *head) {
    static const struct base_slice get = BASE_SLICE("GET"), thirteen = BASE_SLICE("13");
    if (!base_slice_equal(head->method, get))
        return "A WebSocket handshake must be a GET.";
    if (head->content_length || head->chunked)
        return "A WebSocket handshake must not have a body.";
    if (net_head_count(head, "sec-websocket-version") != 1 ||
        !base_slice_equal(net_head_field(head, "sec-websocket-version"), thirteen))
        return "There must be one Sec-WebSocket-Version, and it must be 13.";
    if (net_head_count(head, "sec-websocket-key") != 1 ||
        !is_key(net_head_field(head, "sec-websocket-key")))
        return "There must be one Sec-WebSocket-Key, and it must be 16 bytes in base64.";
    return NULL;
}

static void refuse_upgrade(struct net_connection *connection, int status, const char *sentence) {
    net_exchange_field(&connection->exchange, base_slice_of("Sec-WebSocket-Version"),
                       base_slice_of("13"));
    net_exchange_refuse(connection, &(struct net_refusal){status, .sentence = sentence});
}

/* Names the paths that there are. */
static void refuse_path(struct net_connection *connection) {
    const struct net_server *server = connection->server;
    bool here = connection->listener->address.engineio;
    char sentence[SENTENCE_SIZE];
    size_t used = base_print(sentence, sizeof sentence, "There is no WebSocket at this %s",
                             here ? "path" : "port, but at the other one");
    for (size_t i = 0; here && i < server->path_count; i++)
        used += base_print(sentence + used, sizeof sentence - used, "%s%.*s%s",
                           i ? " or " : ". Connect to ", (int)server->paths[i].length,
                           server->paths[i].path, server->paths[i].length > 1 ? "/" : "");
    (void)base_print(sentence + used, sizeof sentence - used, ".");
    refuse_upgrade(connection, 404, sentence);
}

/** A SHA-1 in base64. */
#define ACCEPT_SIZE 29

static bool make_accept(struct base_slice key, char out[ACCEPT_SIZE]) {
    unsigned char digest[EVP_MAX_MD_SIZE], keyed[64];
    unsigned length = 0;
    int size = snprintf((char *)keyed, sizeof keyed, "%.*s258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                        (int)key.len, key.ptr);
    if (size < 0 || !EVP_Digest(keyed, (size_t)size, digest, &length, EVP_sha1(), NULL))
        return false;
    EVP_EncodeBlock((unsigned char *)out, digest, (int)length);
    return true;
}

/* Of the protocols that a client offers, the first is as good as any: Engine.IO has none. */
static bool accept_upgrade(struct net_connection *connection, const struct net_head *head) {
    char accept[ACCEPT_SIZE];
    struct base_slice protocol = net_list_first(net_head_field(head, "sec-websocket-protocol"));
    if (!make_accept(net_head_field(head, "sec-websocket-key"), accept))
        return false;
    const struct base_slice parts[] = {
        base_slice_of("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Accept: "),
        base_slice_of(accept),
        protocol.len ? base_slice_of("\r\nSec-WebSocket-Protocol: ") : base_slice_of(""),
        protocol,
        base_slice_of("\r\n\r\n"),
    };
    struct base_buffer *const owners[sizeof parts / sizeof *parts] = {NULL};
    struct base_message *answer =
        base_message_new(connection->server->config.memory, false, 5, parts, owners);
    if (!answer)
        return false;
    answer->bare = true;
    net_output_push(&connection->output, answer);
    return true;
}

void net_websocket_handshake(struct net_connection *connection, const struct net_head *head) {
    struct engineio_header headers[NET_HEADERS_MAX];
    struct engineio_head engine_head = net_http_engine_head(connection, head, headers);
    struct engineio_response refusal = {0};
    const char *fault = handshake_fault(head);
    connection->state = NET_CONNECTION_ANSWER;
    connection->keep_alive = false;
    if (!connection->engine) {
        net_reject_request(connection, NET_REJECTION_PATH, head, "");
        refuse_path(connection);
    } else if (!engineio_websocket_opening(connection->engine, &engine_head, &refusal)) {
        net_http_send(connection, &refusal);
    } else if (fault) {
        net_reject_request(connection, NET_REJECTION_WEBSOCKET, head, fault);
        refuse_upgrade(connection, 400, fault);
    } else if (!accept_upgrade(connection, head)) {
        net_connection_drop(connection);
    } else {
        connection->state = NET_CONNECTION_WEBSOCKET;
        engineio_websocket_opened(connection->engine, &connection->websocket, &engine_head,
                                  net_loop_now(connection->server->loop));
    }
}

/* ---- sending ---- */

/* Lets what waits leave, although more may follow. */
static void flush(struct net_connection *connection) {
    bool corked = connection->corked;
    connection->corked = false;
    net_websocket_pump(connection);
    connection->corked = corked;
}

/* The server ends the connection first (RFC 6455 section 7.1.1). What the peer may still send is
 * read: otherwise its kernel would throw away what it has not given to the peer yet. */
static void hang_up(struct net_connection *connection) {
    connection->hung_up = true;
    net_socket_shutdown(&connection->socket);
}

void net_websocket_pump(struct net_connection *connection) {
    if (connection->corked || connection->dropped || connection->state == NET_CONNECTION_CLOSED)
        return;
    size_t finished = net_connection_write(connection);
    if (finished && !connection->reported)
        engineio_websocket_sent(connection->engine, &connection->websocket, finished,
                                net_loop_now(connection->server->loop));
    if (connection->dropped || !net_connection_written(connection)) {
        net_connection_look(connection);
        return;
    }
    connection->pongs = 0;
    if (connection->parting && connection->parted && !connection->hung_up)
        hang_up(connection);
    net_connection_look(connection);
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

/* Queues a control frame. */
static void push_control(struct net_connection *connection, enum net_opcode opcode,
                         const char *payload, size_t length) {
    char frame[NET_FRAME_HEADER + NET_CONTROL_MAX];
    size_t head = net_frame_header(frame, length, opcode);
    if (length)
        memcpy(frame + head, payload, length);
    struct base_message *message = base_message_copy(connection->server->config.memory, false,
                                                     base_slice(frame, head + length));
    if (!message) {
        net_connection_drop(connection);
        return;
    }
    message->bare = true;
    net_output_push(&connection->output, message);
}

/* ---- the end ---- */

/* Says goodbye. What the peer still sends is not told any more. */
static void part(struct net_connection *connection, const char *payload, size_t length) {
    connection->state = NET_CONNECTION_CLOSING;
    connection->parting = true;
    push_control(connection, NET_OPCODE_CLOSE, payload, length);
    net_intake_forget(connection);
    engineio_assembly_clear(&connection->assembly);
    net_connection_expire(connection, connection->server->config.close_timeout);
    net_websocket_pump(connection);
}

/* `why` may be NULL. */
static void part_with(struct net_connection *connection, int code, const char *why) {
    char payload[NET_CONTROL_MAX + 1] = {(char)(code >> 8), (char)(code & 0xff)};
    size_t length = base_print(payload + 2, sizeof payload - 2, "%s", why ? why : "");
    part(connection, payload, 2 + length);
}

void net_websocket_close(void *context, struct engineio_websocket *websocket,
                         enum engineio_ending ending, int code, const char *why) {
    (void)context;
    struct net_connection *connection = connection_of(websocket);
    if (connection->state != NET_CONNECTION_WEBSOCKET || connection->dropped)
        return;
    if (ending == ENGINEIO_ENDING_CLOSE) {
        part_with(connection, code, why);
        return;
    }
    flush(connection); /* answers that wait for more of them */
    connection->state = NET_CONNECTION_CLOSING;
    if (ending == ENGINEIO_ENDING_FIN)
        net_connection_drop(connection);
    else
        net_connection_reset(connection);
}

void net_websocket_gone(struct net_connection *connection, enum engineio_loss loss) {
    engineio_websocket_closed(connection->engine, &connection->websocket, loss,
                              net_loop_now(connection->server->loop));
}

/* The peer broke the protocol, or sent what is not taken. */
static void fail_websocket(struct net_connection *connection, int code, const char *why) {
    if (connection->state != NET_CONNECTION_WEBSOCKET)
        return;
    flush(connection); /* what was asked before is answered before */
    if (!connection->reported) {
        connection->reported = true;
        engineio_websocket_refused(connection->engine, &connection->websocket, code, why,
                                   net_loop_now(connection->server->loop));
    }
    net_output_cut(&connection->output);
    connection->parted = true;
    part_with(connection, code, why);
}

/* The peer's close frame. */
static void peer_parts(struct net_connection *connection) {
    connection->parted = true;
    if (connection->state == NET_CONNECTION_WEBSOCKET) {
        flush(connection);
        if (!connection->reported) {
            connection->reported = true;
            net_websocket_gone(connection, ENGINEIO_LOSS_CLOSED);
        }
        part(connection, connection->frames.control, connection->frames.control_length);
    } else {
        net_websocket_pump(connection);
    }
}

/* ---- receiving ---- */

size_t net_websocket_space(struct net_connection *connection, char **to) {
    const struct net_frames *frames = &connection->frames;
    if (connection->state != NET_CONNECTION_WEBSOCKET || frames->state != NET_FRAMES_PAYLOAD ||
        frames->left < NET_READ_HEAD)
        return 0;
    size_t room = engineio_assembly_reserve(&connection->assembly, 1, frames->left, to);
    return room < frames->left ? room : (size_t)frames->left;
}

static void check_assembly(struct net_connection *connection,
                           enum engineio_assembly_verdict verdict) {
    char why[ENGINEIO_WHY_SIZE];
    if (verdict == ENGINEIO_ASSEMBLY_OK)
        return;
    int code = engineio_websocket_fault(connection->engine, &connection->websocket, verdict, why);
    fail_websocket(connection, code, why);
}

static void begin_frame(struct net_connection *connection) {
    const struct net_config *config = &connection->server->config;
    size_t limit = engineio_websocket_limit(connection->engine, &connection->websocket);
    bool first = !connection->assembly.buffer;
    enum engineio_assembly_verdict verdict = engineio_assembly_frame(
        &connection->assembly, config->memory, connection->frames.left, limit);
    if (first && !engineio_websocket_joined(&connection->websocket))
        net_connection_expire(connection, config->header_timeout);
    check_assembly(connection, verdict);
}

/* Puts a piece of payload that lies elsewhere where it belongs. */
static void collect(struct net_connection *connection) {
    struct net_frames *frames = &connection->frames;
    struct engineio_assembly *assembly = &connection->assembly;
    struct base_slice piece = frames->piece;
    char *to;
    if (connection->state != NET_CONNECTION_WEBSOCKET) {
        net_frames_skip(frames, piece.len);
    } else if (!engineio_assembly_reserve(assembly, piece.len, frames->left, &to)) {
        net_frames_skip(frames, piece.len);
        check_assembly(connection, ENGINEIO_ASSEMBLY_NO_MEMORY);
    } else {
        net_frames_append(frames, assembly->buffer, piece.ptr, piece.len);
    }
}

static void deliver(struct net_connection *connection) {
    if (connection->state != NET_CONNECTION_WEBSOCKET)
        return;
    struct base_buffer *message = engineio_assembly_take(&connection->assembly);
    connection->large = message->length >= NET_READ_LARGE;
    net_connection_expire(connection, 0);
    net_intake_update(connection);
    engineio_websocket_message(connection->engine, &connection->websocket, message,
                               connection->frames.binary, net_loop_now(connection->server->loop));
    base_buffer_unref(message);
    if (connection->output.queued >= NET_BATCH_WAIT)
        flush(connection);
}

static void answer_ping(struct net_connection *connection) {
    const struct net_frames *frames = &connection->frames;
    if (connection->state != NET_CONNECTION_WEBSOCKET || connection->pongs >= NET_PONGS_WAITING)
        return;
    connection->pongs++;
    push_control(connection, NET_OPCODE_PONG, frames->control, frames->control_length);
}

/* Part of a message has come: the peer is alive. */
static void progress(struct net_connection *connection) {
    if (connection->state != NET_CONNECTION_WEBSOCKET || !connection->frames.open)
        return;
    net_intake_update(connection);
    engineio_websocket_progress(connection->engine, &connection->websocket,
                                net_loop_now(connection->server->loop));
}

static void handle(struct net_connection *connection, enum net_frames_event event) {
    switch (event) {
    case NET_FRAMES_BEGIN:
        if (connection->state == NET_CONNECTION_WEBSOCKET)
            begin_frame(connection);
        break;
    case NET_FRAMES_DATA:
        collect(connection);
        break;
    case NET_FRAMES_MESSAGE:
        deliver(connection);
        break;
    case NET_FRAMES_PING:
        answer_ping(connection);
        break;
    case NET_FRAMES_CLOSE:
        peer_parts(connection);
        break;
    case NET_FRAMES_FAULT:
        fail_websocket(connection, net_frame_fault_code(connection->frames.fault),
                       net_frame_fault_text(connection->frames.fault));
        break;
    default: /* a pong tells that the peer is alive, as everything does */
        break;
    }
}

/* `data` tells whether payload of a message was among the bytes before these. */
static void take_frames(struct net_connection *connection, struct base_slice bytes, bool data) {
    enum net_frames_event event;
    do {
        event = net_frames_next(&connection->frames, &bytes);
        data = data || event == NET_FRAMES_DATA;
        handle(connection, event);
    } while (event != NET_FRAMES_NOTHING && !connection->dropped);
    if (data)
        progress(connection);
}

void net_websocket_bytes(struct net_connection *connection, const char *bytes, size_t length) {
    take_frames(connection, base_slice(bytes, length), false);
}

void net_websocket_filled(struct net_connection *connection, char *at, size_t length) {
    net_frames_append(&connection->frames, connection->assembly.buffer, at, length);
    take_frames(connection, base_slice(at, 0), true);
}

size_t net_websocket_unacknowledged(void *context, const struct engineio_websocket *websocket) {
    (void)context;
    const struct net_connection *connection =
        BASE_CONTAINER(websocket, const struct net_connection, websocket);
    return net_socket_unacknowledged(&connection->socket);
}

void net_websocket_pause(void *context, struct engineio_websocket *websocket, bool paused) {
    (void)context;
    struct net_connection *connection = connection_of(websocket);
    connection->paused = paused;
    net_connection_look(connection);
}
