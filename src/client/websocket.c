#include "client/websocket.h"

#include "base/base64.h"

#include <openssl/sha.h>
#include <stdio.h>

#define NONCE_TEXT_SIZE 25
/* RFC 6455 section 1.3: a server shows that it speaks WebSocket by hashing this behind the nonce.
 */
#define ACCEPT_SUFFIX "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

enum opcode {
    CONTINUATION = 0,
    TEXT = 1,
    BINARY = 2,
    CLOSE = 8,
    PING = 9,
    PONG = 10
};

/* ---- the handshake ------------------------------------------------------------------------- */

static void make_accept(char accept[CLIENT_ACCEPT_SIZE], const char *nonce) {
    char text[NONCE_TEXT_SIZE + sizeof ACCEPT_SUFFIX];
    unsigned char hash[SHA_DIGEST_LENGTH];
    int n = snprintf(text, sizeof text, "%s%s", nonce, ACCEPT_SUFFIX);
    (void)SHA1((const unsigned char *)text, (size_t)n, hash);
    base_base64_encode(accept, base_slice((const char *)hash, sizeof hash));
    accept[CLIENT_ACCEPT_SIZE - 1] = '\0';
}

bool client_websocket_open(struct client_websocket *websocket, struct base_memory *memory,
                           const struct client_address *address,
                           const struct client_request *request,
                           const unsigned char nonce[CLIENT_NONCE_SIZE], char *error,
                           size_t error_size) {
    char text[NONCE_TEXT_SIZE] = "";
    struct base_bytes headers = {.memory = memory};
    struct client_request asking = *request;
    *websocket = (struct client_websocket){.message.memory = memory, .output.memory = memory};
    client_response_init(&websocket->answer, memory);
    base_base64_encode(text, base_slice((const char *)nonce, CLIENT_NONCE_SIZE));
    make_accept(websocket->accept, text);
    bool written = base_bytes_print(&headers,
                                    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n%s",
                                    text, request->headers ? request->headers : "");
    if (!written)
        (void)snprintf(error, error_size, "out of memory for the request");
    asking.method = "GET";
    asking.headers = headers.data;
    written =
        written && client_request_write(&asking, address, &websocket->output, error, error_size);
    base_bytes_free(&headers);
    return written;
}

static enum client_websocket_event fail_websocket(struct client_websocket *websocket,
                                                  const char *what) {
    websocket->state = CLIENT_WEBSOCKET_ENDED;
    (void)snprintf(websocket->error, sizeof websocket->error, "%s", what);
    return CLIENT_WEBSOCKET_FAILED;
}

static enum client_websocket_event on_answer(struct client_websocket *websocket) {
    struct base_slice line = client_response_line(&websocket->answer);
    struct base_slice accept = client_response_header(&websocket->answer, "sec-websocket-accept");
    char what[CLIENT_ERROR_SIZE];
    if (websocket->answer.status != 101) {
        int shown = line.len < 80 ? (int)line.len : 80;
        (void)snprintf(what, sizeof what, "the answer to the WebSocket handshake is %.*s", shown,
                       line.ptr);
        return fail_websocket(websocket, what);
    }
    if (!base_slice_equal(accept, base_slice_of(websocket->accept)))
        return fail_websocket(
            websocket,
            "the answer to the WebSocket handshake has no Sec-WebSocket-Accept, or a wrong one");
    websocket->state = CLIENT_WEBSOCKET_HEAD;
    return CLIENT_WEBSOCKET_OPENED;
}

static enum client_websocket_event take_answer(struct client_websocket *websocket,
                                               struct base_slice *bytes) {
    client_response_receive(&websocket->answer, bytes);
    if (websocket->answer.state == CLIENT_RESPONSE_FAILED)
        return fail_websocket(websocket, websocket->answer.error);
    /* A refusal is told without waiting for its body. */
    return websocket->answer.state == CLIENT_RESPONSE_HEAD ? CLIENT_WEBSOCKET_NOTHING
                                                           : on_answer(websocket);
}

/* ---- sending ------------------------------------------------------------------------------- */

static bool send_frame(struct client_websocket *websocket, enum opcode opcode,
                       struct base_slice payload) {
    unsigned char head[CLIENT_FRAME_HEAD_MAX + 4] = {(unsigned char)(0x80u | opcode)};
    size_t n = 2;
    if (payload.len < 126) {
        head[1] = (unsigned char)(0x80u | payload.len);
    } else {
        size_t bytes = payload.len < 65536 ? 2 : 8;
        head[1] = (unsigned char)(0x80u | (bytes == 2 ? 126u : 127u));
        for (size_t i = 0; i < bytes; i++)
            head[n++] = (unsigned char)((uint64_t)payload.len >> 8 * (bytes - 1 - i));
    }
    n += 4; /* The mask's key is 0, which changes no byte: no script chooses what is sent here. */
    if (!base_bytes_reserve(&websocket->output, n + payload.len))
        return false;
    return base_bytes_add(&websocket->output, base_slice((const char *)head, n)) &&
           base_bytes_add(&websocket->output, payload);
}

bool client_websocket_send(struct client_websocket *websocket, bool binary,
                           struct base_slice message) {
    return send_frame(websocket, binary ? BINARY : TEXT, message);
}

bool client_websocket_close(struct client_websocket *websocket, int code) {
    const char payload[2] = {(char)(code >> 8), (char)code};
    return send_frame(websocket, CLOSE, base_slice(payload, sizeof payload));
}

/* ---- frames from the server ---------------------------------------------------------------- */

static enum opcode opcode_of(const struct client_websocket *websocket) {
    return (enum opcode)(websocket->head[0] & 15u);
}

static bool is_final(const struct client_websocket *websocket) {
    return websocket->head[0] & 0x80u;
}

static bool is_control(const struct client_websocket *websocket) {
    return opcode_of(websocket) >= CLOSE;
}

/* Bytes of the head, as far as its first two tell. */
static size_t head_size(const struct client_websocket *websocket) {
    unsigned length = websocket->head_length < 2 ? 0 : websocket->head[1] & 127u;
    return length == 127 ? 10 : length == 126 ? 4 : 2;
}

/* What is wrong with the first two bytes; NULL: nothing. */
static const char *wrong_head(const struct client_websocket *websocket) {
    enum opcode opcode = opcode_of(websocket);
    if (websocket->head[0] & 0x70u)
        return "the server sent a frame with reserved bits, but no extension was negotiated";
    if (websocket->head[1] & 0x80u)
        return "the server sent a masked frame, but only clients may mask frames";
    if ((opcode > BINARY && opcode < CLOSE) || opcode > PONG)
        return "the server sent a frame with an unknown opcode";
    if (is_control(websocket))
        return !is_final(websocket) || websocket->head[1] > CLIENT_CONTROL_MAX
                   ? "the server sent a ping, pong or close frame that is fragmented or longer "
                     "than 125 bytes"
                   : NULL;
    if (opcode == CONTINUATION && !websocket->continues)
        return "the server sent a continuation frame without a message to continue";
    if (opcode != CONTINUATION && websocket->continues)
        return "the server sent a new message before the end of the last one";
    return NULL;
}

static enum client_websocket_event begin_payload(struct client_websocket *websocket) {
    size_t size = head_size(websocket);
    websocket->left = size == 2 ? websocket->head[1] : 0;
    for (size_t i = 2; i < size; i++)
        websocket->left = websocket->left << 8 | websocket->head[i];
    websocket->head_length = 0;
    websocket->control_length = 0;
    if (!is_control(websocket) && opcode_of(websocket) != CONTINUATION) {
        websocket->message.length = 0;
        websocket->binary = opcode_of(websocket) == BINARY;
    }
    if (!is_control(websocket) && websocket->left > CLIENT_MESSAGE_MAX - websocket->message.length)
        return fail_websocket(websocket, "the server sent a message of more than 64 MiB");
    websocket->state = CLIENT_WEBSOCKET_PAYLOAD;
    return CLIENT_WEBSOCKET_NOTHING;
}

static enum client_websocket_event take_head(struct client_websocket *websocket,
                                             struct base_slice *bytes) {
    websocket->head[websocket->head_length++] = (unsigned char)*bytes->ptr;
    *bytes = base_slice(bytes->ptr + 1, bytes->len - 1);
    const char *wrong = websocket->head_length == 2 ? wrong_head(websocket) : NULL;
    if (wrong)
        return fail_websocket(websocket, wrong);
    return websocket->head_length >= 2 && websocket->head_length == head_size(websocket)
               ? begin_payload(websocket)
               : CLIENT_WEBSOCKET_NOTHING;
}

static enum client_websocket_event on_close(struct client_websocket *websocket,
                                            struct base_slice payload) {
    if (payload.len == 1)
        return fail_websocket(websocket, "the server sent a close frame with an incomplete code");
    if (payload.len)
        websocket->close_code = (unsigned char)payload.ptr[0] << 8 | (unsigned char)payload.ptr[1];
    websocket->state = CLIENT_WEBSOCKET_ENDED;
    (void)send_frame(websocket, CLOSE, payload);
    return CLIENT_WEBSOCKET_CLOSED;
}

static enum client_websocket_event end_frame(struct client_websocket *websocket) {
    struct base_slice control = base_slice(websocket->control, websocket->control_length);
    websocket->state = CLIENT_WEBSOCKET_HEAD;
    switch (opcode_of(websocket)) {
    case CLOSE:
        return on_close(websocket, control);
    case PING:
        return send_frame(websocket, PONG, control)
                   ? CLIENT_WEBSOCKET_NOTHING
                   : fail_websocket(websocket, "out of memory for a pong");
    case PONG:
        return CLIENT_WEBSOCKET_NOTHING;
    case TEXT:
    case BINARY:
    case CONTINUATION:
        break;
    }
    websocket->continues = !is_final(websocket);
    return websocket->continues ? CLIENT_WEBSOCKET_NOTHING : CLIENT_WEBSOCKET_MESSAGE;
}

static enum client_websocket_event take_payload(struct client_websocket *websocket,
                                                struct base_slice *bytes) {
    size_t length = bytes->len < websocket->left ? bytes->len : (size_t)websocket->left;
    struct base_slice piece = base_slice(bytes->ptr, length);
    if (length && is_control(websocket)) {
        memcpy(websocket->control + websocket->control_length, piece.ptr, length);
        websocket->control_length += length;
    } else if (!base_bytes_add(&websocket->message, piece)) {
        return fail_websocket(websocket, "out of memory for a message");
    }
    websocket->left -= length;
    *bytes = base_slice(length ? bytes->ptr + length : bytes->ptr, bytes->len - length);
    return websocket->left ? CLIENT_WEBSOCKET_NOTHING : end_frame(websocket);
}

static enum client_websocket_event take_some(struct client_websocket *websocket,
                                             struct base_slice *bytes) {
    switch (websocket->state) {
    case CLIENT_WEBSOCKET_ANSWER:
        return take_answer(websocket, bytes);
    case CLIENT_WEBSOCKET_HEAD:
        return take_head(websocket, bytes);
    case CLIENT_WEBSOCKET_PAYLOAD:
        return take_payload(websocket, bytes);
    case CLIENT_WEBSOCKET_ENDED:
        break;
    }
    *bytes = base_slice(NULL, 0); /* what follows a close frame is nobody's */
    return CLIENT_WEBSOCKET_NOTHING;
}

/* An empty frame is complete with its head. */
static bool can_go_on(const struct client_websocket *websocket, struct base_slice bytes) {
    return bytes.len || (websocket->state == CLIENT_WEBSOCKET_PAYLOAD && websocket->left == 0);
}

enum client_websocket_event client_websocket_receive(struct client_websocket *websocket,
                                                     struct base_slice *bytes) {
    enum client_websocket_event event = CLIENT_WEBSOCKET_NOTHING;
    while (event == CLIENT_WEBSOCKET_NOTHING && can_go_on(websocket, *bytes))
        event = take_some(websocket, bytes);
    return event;
}

void client_websocket_free(struct client_websocket *websocket) {
    client_response_free(&websocket->answer);
    base_bytes_free(&websocket->output);
    base_bytes_free(&websocket->message);
}
