#include "net/frame.h"

#include "base/unmask.h"
#include "base/utf8.h"

#include <string.h>

static const struct {
    int code;
    const char *text;
} faults[] = {[NET_FRAME_FAULT_NONE] = {0, ""},
#define ROW(name, code, text) [NET_FRAME_FAULT_##name] = {code, text},
              NET_FRAME_FAULTS(ROW)
#undef ROW
};

int net_frame_fault_code(enum net_frame_fault fault) {
    return faults[fault].code;
}

const char *net_frame_fault_text(enum net_frame_fault fault) {
    return faults[fault].text;
}

static enum net_frames_event fail_frames(struct net_frames *frames, enum net_frame_fault fault) {
    frames->state = NET_FRAMES_FAILED;
    frames->fault = fault;
    return NET_FRAMES_FAULT;
}

bool net_close_code_valid(int code) {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
           (code >= 3000 && code <= 4999);
}

/* ---- the head ---- */

/* Bytes of a head that begins with these two. */
static size_t head_size(const unsigned char *head) {
    int length = head[1] & 0x7f;
    return 2 + (length == 126 ? 2u : length == 127 ? 8u : 0u) + (head[1] & 0x80 ? 4u : 0u);
}

/* Moves bytes to the head until it has `size`. */
static bool fill_head(struct net_frames *frames, struct base_slice *bytes, size_t size) {
    size_t missing = size - frames->head_length;
    size_t part = bytes->len < missing ? bytes->len : missing;
    if (part)
        memcpy(frames->head + frames->head_length, bytes->ptr, part);
    frames->head_length = (unsigned char)(frames->head_length + part);
    *bytes = base_slice(bytes->ptr + part, bytes->len - part);
    return part == missing;
}

/* What is wrong with the first two bytes of a head. */
static enum net_frame_fault head_fault(const struct net_frames *frames) {
    const unsigned char *head = frames->head;
    bool final = head[0] & 0x80;
    int opcode = head[0] & 0x0f;
    if (head[0] & 0x70)
        return NET_FRAME_FAULT_RESERVED_BIT;
    if (!(head[1] & 0x80))
        return NET_FRAME_FAULT_UNMASKED;
    if ((opcode > NET_OPCODE_BINARY && opcode < NET_OPCODE_CLOSE) || opcode > NET_OPCODE_PONG)
        return NET_FRAME_FAULT_OPCODE;
    if (opcode >= NET_OPCODE_CLOSE && !final)
        return NET_FRAME_FAULT_CONTROL_FRAGMENTED;
    if (opcode >= NET_OPCODE_CLOSE && (head[1] & 0x7f) > NET_CONTROL_MAX)
        return NET_FRAME_FAULT_CONTROL_LONG;
    if (opcode == NET_OPCODE_CONTINUATION && !frames->open)
        return NET_FRAME_FAULT_CONTINUATION;
    if ((opcode == NET_OPCODE_TEXT || opcode == NET_OPCODE_BINARY) && frames->open)
        return NET_FRAME_FAULT_INTERLEAVED;
    return NET_FRAME_FAULT_NONE;
}

/* Reads the declared length; what is wrong with it. */
static enum net_frame_fault read_length(struct net_frames *frames) {
    size_t extra = head_size(frames->head) - 6;
    uint64_t length = frames->head[1] & 0x7f;
    if (extra) {
        length = 0;
        for (size_t i = 0; i < extra; i++)
            length = length << 8 | frames->head[2 + i];
    }
    frames->left = length;
    if ((extra == 2 && length <= 125) || (extra == 8 && length <= UINT16_MAX))
        return NET_FRAME_FAULT_LENGTH_FORM;
    return length >> 63 ? NET_FRAME_FAULT_LENGTH_LARGE : NET_FRAME_FAULT_NONE;
}

static void read_mask(struct net_frames *frames) {
    unsigned char key[8];
    memcpy(key, frames->head + head_size(frames->head) - 4, 4);
    memcpy(key + 4, key, 4);
    memcpy(&frames->mask, key, sizeof key);
}

static enum net_frames_event begin_frame(struct net_frames *frames) {
    frames->opcode = frames->head[0] & 0x0f;
    frames->head_length = 0;
    if (frames->opcode >= NET_OPCODE_CLOSE) {
        frames->state = NET_FRAMES_CONTROL;
        frames->control_length = 0;
        return NET_FRAMES_NOTHING;
    }
    frames->state = NET_FRAMES_PAYLOAD;
    frames->final = frames->head[0] & 0x80;
    frames->open = true;
    if (frames->opcode != NET_OPCODE_CONTINUATION)
        frames->binary = frames->opcode == NET_OPCODE_BINARY;
    return NET_FRAMES_BEGIN;
}

static enum net_frames_event next_head(struct net_frames *frames, struct base_slice *bytes) {
    enum net_frame_fault fault;
    if (frames->head_length < 2) {
        if (!fill_head(frames, bytes, 2))
            return NET_FRAMES_NOTHING;
        fault = head_fault(frames);
        if (fault)
            return fail_frames(frames, fault);
    }
    if (!fill_head(frames, bytes, head_size(frames->head)))
        return NET_FRAMES_NOTHING;
    fault = read_length(frames);
    if (fault)
        return fail_frames(frames, fault);
    read_mask(frames);
    return begin_frame(frames);
}

/* ---- the payload ---- */

static void pass(struct net_frames *frames, size_t length) {
    frames->mask = base_unmask_turn(frames->mask, length);
    frames->left -= length;
}

void net_frames_append(struct net_frames *frames, struct base_buffer *message, const char *from,
                       size_t length) {
    base_buffer_append(message, from, length, frames->mask);
    pass(frames, length);
}

void net_frames_skip(struct net_frames *frames, size_t length) {
    frames->left -= length;
}

static enum net_frames_event next_payload(struct net_frames *frames, struct base_slice *bytes) {
    if (frames->left && !bytes->len)
        return NET_FRAMES_NOTHING;
    if (frames->left) {
        size_t part = bytes->len < frames->left ? bytes->len : (size_t)frames->left;
        frames->piece = base_slice(bytes->ptr, part);
        *bytes = base_slice(bytes->ptr + part, bytes->len - part);
        return NET_FRAMES_DATA;
    }
    frames->state = NET_FRAMES_HEAD;
    if (!frames->final)
        return NET_FRAMES_NOTHING;
    frames->open = false;
    return NET_FRAMES_MESSAGE;
}

static enum net_frames_event end_close(struct net_frames *frames) {
    size_t length = frames->control_length;
    const unsigned char *payload = (const unsigned char *)frames->control;
    if (length == 1)
        return fail_frames(frames, NET_FRAME_FAULT_CLOSE_SHORT);
    if (length && !net_close_code_valid(payload[0] << 8 | payload[1]))
        return fail_frames(frames, NET_FRAME_FAULT_CLOSE_CODE);
    if (length > 2 && !base_utf8_valid(base_slice(frames->control + 2, length - 2)))
        return fail_frames(frames, NET_FRAME_FAULT_CLOSE_REASON);
    frames->state = NET_FRAMES_FAILED;
    return NET_FRAMES_CLOSE;
}

static enum net_frames_event next_control(struct net_frames *frames, struct base_slice *bytes) {
    size_t part = bytes->len < frames->left ? bytes->len : (size_t)frames->left;
    char *to = frames->control + frames->control_length;
    const char *from = bytes->ptr;
    *bytes = base_slice(bytes->ptr + part, bytes->len - part);
    frames->control_length = (unsigned char)(frames->control_length + part);
    base_unmask(to, from, part, frames->mask);
    pass(frames, part);
    if (frames->left)
        return NET_FRAMES_NOTHING;
    frames->state = NET_FRAMES_HEAD;
    switch (frames->opcode) {
    case NET_OPCODE_PING:
        return NET_FRAMES_PING;
    case NET_OPCODE_PONG:
        return NET_FRAMES_PONG;
    default:
        return end_close(frames);
    }
}

enum net_frames_event net_frames_next(struct net_frames *frames, struct base_slice *bytes) {
    enum net_frames_event event;
    do {
        enum net_frames_state state = frames->state;
        switch (state) {
        case NET_FRAMES_HEAD:
            event = next_head(frames, bytes);
            break;
        case NET_FRAMES_PAYLOAD:
            event = next_payload(frames, bytes);
            break;
        case NET_FRAMES_CONTROL:
            event = next_control(frames, bytes);
            break;
        default:
            *bytes = base_slice(bytes->ptr + bytes->len, 0);
            return NET_FRAMES_NOTHING;
        }
        if (event == NET_FRAMES_NOTHING && frames->state == state)
            return event; /* all bytes are taken */
    } while (event == NET_FRAMES_NOTHING);
    return event;
}

size_t net_frame_header(char out[NET_FRAME_HEADER], uint64_t length, enum net_opcode opcode) {
    size_t extra = length < 126 ? 0 : length < 65536 ? 2 : 8;
    out[0] = (char)(opcode | 0x80);
    out[1] = (char)(extra == 0 ? (int)length : extra == 2 ? 126 : 127);
    for (size_t i = 0; i < extra; i++)
        out[2 + i] = (char)(length >> 8 * (extra - 1 - i) & 0xff);
    return 2 + extra;
}
