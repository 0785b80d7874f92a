#include "conform/websocket.h"

#include <stdio.h>

#define READ_SIZE 65536
/* The protocol's largest message is 50 MiB (protocol §1); a peer that sends more is not read on. */
#define MESSAGE_MAX (64 << 20)
#define FRAME_HEAD_MAX 14

enum opcode {
    CONTINUATION = 0,
    TEXT = 1,
    BINARY = 2,
    CLOSE = 8,
    PING = 9,
    PONG = 10
};

bool conform_websocket_open(struct conform_websocket *websocket, struct base_memory *memory,
                            const struct conform_address *address, const char *target,
                            int64_t deadline, int *status, char *error, size_t error_size) {
    struct conform_response response = {.bytes.memory = memory};
    /* The key only has to look like one: nothing between us and the server caches. */
    const struct conform_request request = {
        .method = "GET",
        .target = target,
        .headers = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: c3RzLWNvbmZvcm0gYXNrcw==\r\n",
    };
    *websocket = (struct conform_websocket){
        .message.memory = memory, .output.memory = memory, .complete = true};
    *status = 0;
    if (!conform_socket_open(&websocket->socket, address, deadline, error, error_size))
        return false;
    (void)snprintf(error, error_size, "no answer to the WebSocket handshake");
    if (conform_http_send(&websocket->socket, address, &request, deadline) &&
        conform_http_head(&websocket->socket, &response, deadline)) {
        *status = response.status;
        (void)snprintf(error, error_size, "the WebSocket handshake is answered with HTTP %d",
                       response.status);
    }
    websocket->input = response.bytes;
    if (*status == 101) {
        conform_bytes_drop(&websocket->input, response.head.len);
        return true;
    }
    conform_websocket_free(websocket);
    return false;
}

static bool send_frame(struct conform_websocket *websocket, enum opcode opcode,
                       struct base_slice payload, int64_t deadline) {
    unsigned char head[FRAME_HEAD_MAX] = {(unsigned char)(0x80u | opcode)};
    size_t n = 2;
    if (payload.len < 126) {
        head[1] = (unsigned char)(0x80u | payload.len);
    } else {
        size_t bytes = payload.len < 65536 ? 2 : 8;
        head[1] = (unsigned char)(0x80u | (bytes == 2 ? 126u : 127u));
        for (size_t i = 0; i < bytes; i++)
            head[n++] = (unsigned char)(payload.len >> 8 * (bytes - 1 - i));
    }
    n += 4; /* the mask's key is 0, which changes no byte */
    if (websocket->held)
        return conform_bytes_add(&websocket->output, base_slice((char *)head, n)) &&
               conform_bytes_add(&websocket->output, payload);
    return conform_socket_write(&websocket->socket, head, n, deadline) &&
           conform_socket_write(&websocket->socket, payload.ptr, payload.len, deadline);
}

bool conform_websocket_send(struct conform_websocket *websocket, bool binary,
                            struct base_slice message, int64_t deadline) {
    return send_frame(websocket, binary ? BINARY : TEXT, message, deadline);
}

void conform_websocket_hold(struct conform_websocket *websocket) {
    websocket->held = true;
}

void conform_websocket_release(struct conform_websocket *websocket, int64_t deadline) {
    websocket->held = false;
    (void)conform_socket_write(&websocket->socket, websocket->output.data, websocket->output.length,
                               deadline);
    websocket->output.length = 0;
}

/* A frame at the front of the input. */
struct frame {
    enum opcode opcode;
    bool final;
    size_t head; /* bytes before the payload */
    struct base_slice payload;
};

/* False: not all of it is there yet. */
static bool take_frame(const struct conform_bytes *input, struct frame *frame) {
    const unsigned char *at = (const unsigned char *)input->data;
    if (input->length < 2)
        return false;
    size_t short_length = at[1] & 127u, bytes = 0;
    uint64_t length = short_length;
    if (short_length >= 126)
        bytes = short_length == 126 ? 2 : 8;
    frame->head = 2 + bytes;
    if (input->length < frame->head)
        return false;
    if (bytes)
        length = 0;
    for (size_t i = 0; i < bytes; i++)
        length = length << 8 | at[2 + i];
    frame->opcode = (enum opcode)(at[0] & 15u);
    frame->final = at[0] & 0x80u;
    frame->payload = base_slice(input->data + frame->head, (size_t)length);
    return input->length - frame->head >= length;
}

static enum conform_arrival over(struct conform_websocket *websocket) {
    conform_socket_close(&websocket->socket);
    return CONFORM_CLOSED;
}

static enum conform_arrival on_close(struct conform_websocket *websocket, struct base_slice payload,
                                     int64_t deadline) {
    if (payload.len >= 2)
        websocket->close_code = (unsigned char)payload.ptr[0] << 8 | (unsigned char)payload.ptr[1];
    (void)send_frame(websocket, CLOSE, payload, deadline);
    return over(websocket);
}

/* Acts on one frame, which is still in the input. */
static enum conform_arrival on_frame(struct conform_websocket *websocket, const struct frame *frame,
                                     int64_t deadline) {
    switch (frame->opcode) {
    case CLOSE:
        return on_close(websocket, frame->payload, deadline);
    case PING:
        (void)send_frame(websocket, PONG, frame->payload, deadline);
        return CONFORM_NOTHING;
    case PONG:
        return CONFORM_NOTHING;
    case TEXT:
    case BINARY:
    case CONTINUATION:
        break;
    default:
        return over(websocket);
    }
    if (websocket->complete) {
        websocket->message.length = 0;
        websocket->binary = frame->opcode == BINARY;
    }
    websocket->complete = frame->final;
    if (!conform_bytes_add(&websocket->message, frame->payload) ||
        websocket->message.length > MESSAGE_MAX)
        return over(websocket);
    return frame->final ? CONFORM_MESSAGE : CONFORM_NOTHING;
}

enum conform_arrival conform_websocket_read(struct conform_websocket *websocket, int64_t deadline) {
    struct frame frame;
    for (;;) {
        while (take_frame(&websocket->input, &frame)) {
            enum conform_arrival arrival = on_frame(websocket, &frame, deadline);
            conform_bytes_drop(&websocket->input, frame.head + frame.payload.len);
            if (arrival != CONFORM_NOTHING)
                return arrival;
        }
        char *to = conform_bytes_reserve(&websocket->input, READ_SIZE);
        ssize_t n = to && websocket->input.length < MESSAGE_MAX
                        ? conform_socket_read(&websocket->socket, to, READ_SIZE, deadline)
                        : 0;
        if (n < 0)
            return CONFORM_NOTHING;
        if (n == 0)
            return over(websocket);
        websocket->input.length += (size_t)n;
    }
}

void conform_websocket_close(struct conform_websocket *websocket) {
    if (websocket->socket.fd >= 0)
        (void)send_frame(websocket, CLOSE, base_slice("\x03\xe8", 2), conform_now() + 1000);
    conform_websocket_free(websocket);
}

void conform_websocket_free(struct conform_websocket *websocket) {
    conform_socket_close(&websocket->socket);
    conform_bytes_free(&websocket->input);
    conform_bytes_free(&websocket->message);
    conform_bytes_free(&websocket->output);
}
