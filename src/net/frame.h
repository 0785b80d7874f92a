/* frame.h - WebSocket frames (RFC 6455 section 5), sans I/O: the client's come in as bytes in
 * pieces of any size, the server's heads go out.
 *
 * Payload is not collected here. The caller is told where a piece of it lies, puts it where the
 * message is being put together with net_frames_append, and may read the rest of a frame
 * (`left` bytes) straight to that place. */
#ifndef NET_FRAME_H
#define NET_FRAME_H
#include "base/buffer.h"

#include <stdint.h>

/** Most bytes of the head of a client's frame. */
#define NET_FRAME_HEAD_MAX 14
/** Most bytes of the head of a server's frame. */
#define NET_FRAME_HEADER 10
/** Most payload of a ping, a pong or a close frame (RFC 6455 section 5.5). */
#define NET_CONTROL_MAX 125

/** The opcodes that there are (RFC 6455 section 5.2). */
enum net_opcode {
    NET_OPCODE_CONTINUATION = 0,
    NET_OPCODE_TEXT = 1,
    NET_OPCODE_BINARY = 2,
    NET_OPCODE_CLOSE = 8,
    NET_OPCODE_PING = 9,
    NET_OPCODE_PONG = 10,
};

/** What can be wrong with the client's frames: X(name, code to close with, what is wrong and what
 * is right, short enough for a close frame). */
#define NET_FRAME_FAULTS(X)                                                                        \
    X(RESERVED_BIT, 1002,                                                                          \
      "A frame has a reserved bit (RSV1 to RSV3) set. All must be 0: no extension is in use.")     \
    X(UNMASKED, 1002, "A frame is not masked. A client must mask every frame that it sends.")      \
    X(OPCODE, 1002, "A frame has a reserved opcode. The opcodes are 0, 1, 2, 8, 9 and 10.")        \
    X(CONTROL_FRAGMENTED, 1002,                                                                    \
      "A ping, pong or close frame is fragmented. It must be one frame, with FIN set.")            \
    X(CONTROL_LONG, 1002, "A ping, pong or close frame must have at most 125 bytes of payload.")   \
    X(CONTINUATION, 1002,                                                                          \
      "A continuation frame (opcode 0) continues nothing. A message begins with opcode 1 or 2.")   \
    X(INTERLEAVED, 1002,                                                                           \
      "A message begins before the last one has ended. Its other frames must have opcode 0.")      \
    X(LENGTH_FORM, 1002,                                                                           \
      "A frame's length must be in its shortest form: 7 bits up to 125, 16 bits up to 65535.")     \
    X(LENGTH_LARGE, 1002, "A frame's length must be less than 2^63.")                              \
    X(CLOSE_SHORT, 1002, "A close frame must be empty, or begin with a code of two bytes.")        \
    X(CLOSE_CODE, 1002,                                                                            \
      "A close frame has a code that must not be sent. Use 1000, or one from 3000 to 4999.")       \
    X(CLOSE_REASON, 1007, "The reason in a close frame must be UTF-8.")

enum net_frame_fault {
    NET_FRAME_FAULT_NONE,
#define NET_FRAME_FAULT_NAME(name, code, text) NET_FRAME_FAULT_##name,
    NET_FRAME_FAULTS(NET_FRAME_FAULT_NAME)
#undef NET_FRAME_FAULT_NAME
};

/** The code to close with, and the sentence. */
int net_frame_fault_code(enum net_frame_fault fault);
const char *net_frame_fault_text(enum net_frame_fault fault);

/** What is awaited. */
enum net_frames_state {
    NET_FRAMES_HEAD,    /**< the head of a frame, or the rest of it */
    NET_FRAMES_PAYLOAD, /**< `left` bytes of payload */
    NET_FRAMES_CONTROL, /**< `left` bytes of a control frame's payload */
    NET_FRAMES_FAILED,  /**< nothing: `fault` says what was wrong */
};

enum net_frames_event {
    NET_FRAMES_NOTHING, /**< all bytes are taken */
    NET_FRAMES_BEGIN,   /**< a frame of a message begins, with `left` bytes of payload */
    NET_FRAMES_DATA,    /**< `piece` is part of it, still masked: the caller unmasks it */
    NET_FRAMES_MESSAGE, /**< the message is whole: text, or `binary` */
    NET_FRAMES_PING,    /**< answer with a pong of `control` */
    NET_FRAMES_PONG,
    NET_FRAMES_CLOSE, /**< send `control` back; nothing more is read */
    NET_FRAMES_FAULT, /**< close: `fault` says why; nothing more is read */
};

/** One direction of a connection: all zero at first. */
struct net_frames {
    enum net_frames_state state;
    bool open;   /**< a message has begun and is not whole yet */
    bool binary; /**< that message */
    bool final;  /**< this frame is its last */
    unsigned char opcode;
    unsigned char head_length;
    unsigned char control_length;
    unsigned char head[NET_FRAME_HEAD_MAX];
    char control[NET_CONTROL_MAX];
    uint64_t left;           /**< bytes of payload to come in this frame */
    uint64_t mask;           /**< the key twice, turned to where the payload is */
    struct base_slice piece; /**< see NET_FRAMES_DATA */
    enum net_frame_fault fault;
};

/** Takes bytes from the front of `*bytes` up to the next event. After NET_FRAMES_DATA the caller
 *  passes the whole piece to net_frames_append before it goes on. */
enum net_frames_event net_frames_next(struct net_frames *frames, struct base_slice *bytes);

/** Appends the next `length` bytes of payload to `message`, unmasked (see base_buffer_append). For
 *  those of NET_FRAMES_DATA, and for those of `left` that the caller has read itself;
 *  net_frames_next, also with no bytes, then tells when the message is whole. */
void net_frames_append(struct net_frames *frames, struct base_buffer *message, const char *from,
                       size_t length);

/** Passes over bytes of payload that nobody wants. */
void net_frames_skip(struct net_frames *frames, size_t length);

/** Whether a peer may send this code in a close frame (RFC 6455 section 7.4). */
bool net_close_code_valid(int code);

/** Writes the head of a whole frame of `length` payload bytes to `out`; its length. */
size_t net_frame_header(char out[NET_FRAME_HEADER], uint64_t length, enum net_opcode opcode);

#endif
