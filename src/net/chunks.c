#include "net/chunks.h"

#include "net/character.h"

static const struct {
    int status;
    const char *text;
} faults[] = {{0, ""},
#define FAULT(name, status, text) {status, text},
              NET_CHUNKS_FAULTS(FAULT)
#undef FAULT
};

int net_chunks_fault_status(enum net_chunks_fault fault) {
    return faults[fault].status;
}

const char *net_chunks_fault_text(enum net_chunks_fault fault) {
    return faults[fault].text;
}

/* The line of a size is over. */
static void begin_chunk(struct net_chunks *chunks) {
    chunks->digits = 0;
    chunks->state = chunks->left ? NET_CHUNKS_BYTES : NET_CHUNKS_TRAILER_LINE;
}

static enum net_chunks_fault take_digit(struct net_chunks *chunks, int digit) {
    if (++chunks->digits > 16)
        return NET_CHUNKS_FAULT_SIZE;
    chunks->left = chunks->left << 4 | (uint64_t)digit;
    return chunks->left > NET_CHUNK_MAX ? NET_CHUNKS_FAULT_LARGE : NET_CHUNKS_FAULT_NONE;
}

/* Digits, then the end of the line or, perhaps behind spaces, an extension. */
static enum net_chunks_fault take_size(struct net_chunks *chunks, char byte) {
    int digit = net_hex_digit(byte);
    if (digit >= 0 && chunks->state == NET_CHUNKS_SIZE)
        return take_digit(chunks, digit);
    if (chunks->digits == 0)
        return NET_CHUNKS_FAULT_SIZE;
    if (byte == ';')
        chunks->state = NET_CHUNKS_EXTENSION;
    else if (byte == ' ')
        chunks->state = NET_CHUNKS_SPACE;
    else if (byte == '\r' && chunks->state == NET_CHUNKS_SIZE)
        chunks->state = NET_CHUNKS_SIZE_LF;
    else
        return byte == '\n' ? NET_CHUNKS_FAULT_LINE_END : NET_CHUNKS_FAULT_SIZE;
    return NET_CHUNKS_FAULT_NONE;
}

/* A byte of the text of a line, or the CR behind it, where `next` is awaited. */
static enum net_chunks_fault take_text(struct net_chunks *chunks, char byte,
                                       enum net_chunks_state next) {
    if (byte == '\r')
        chunks->state = next;
    else if (net_is_control(byte))
        return byte == '\n' ? NET_CHUNKS_FAULT_LINE_END : NET_CHUNKS_FAULT_CONTROL;
    return NET_CHUNKS_FAULT_NONE;
}

/* The first byte of a field's line, or of the empty line. */
static enum net_chunks_fault take_line(struct net_chunks *chunks, char byte) {
    chunks->state = byte == '\r' ? NET_CHUNKS_LAST_LF : NET_CHUNKS_TRAILER_NAME;
    if (byte == '\n')
        return NET_CHUNKS_FAULT_LINE_END;
    return byte == '\r' || net_is_token(byte) ? NET_CHUNKS_FAULT_NONE : NET_CHUNKS_FAULT_FIELD;
}

static enum net_chunks_fault take_name(struct net_chunks *chunks, char byte) {
    if (byte == ':')
        chunks->state = NET_CHUNKS_TRAILER_TEXT;
    return byte == ':' || net_is_token(byte) ? NET_CHUNKS_FAULT_NONE : NET_CHUNKS_FAULT_FIELD;
}

/* One byte, `wanted`, behind which `next` is awaited. */
static enum net_chunks_fault take_wanted(struct net_chunks *chunks, char byte, char wanted,
                                         enum net_chunks_state next, enum net_chunks_fault fault) {
    chunks->state = next;
    return byte == wanted ? NET_CHUNKS_FAULT_NONE : fault;
}

/* A byte outside of the body's data. */
static enum net_chunks_fault take(struct net_chunks *chunks, char byte) {
    switch (chunks->state) {
    case NET_CHUNKS_SIZE:
    case NET_CHUNKS_SPACE:
        return take_size(chunks, byte);
    case NET_CHUNKS_EXTENSION:
        return take_text(chunks, byte, NET_CHUNKS_SIZE_LF);
    case NET_CHUNKS_SIZE_LF:
        begin_chunk(chunks);
        return byte == '\n' ? NET_CHUNKS_FAULT_NONE : NET_CHUNKS_FAULT_LINE_END;
    case NET_CHUNKS_BYTES_CR:
        return take_wanted(chunks, byte, '\r', NET_CHUNKS_BYTES_LF, NET_CHUNKS_FAULT_DATA_END);
    case NET_CHUNKS_BYTES_LF:
        return take_wanted(chunks, byte, '\n', NET_CHUNKS_SIZE, NET_CHUNKS_FAULT_DATA_END);
    case NET_CHUNKS_TRAILER_LINE:
        return take_line(chunks, byte);
    case NET_CHUNKS_TRAILER_NAME:
        return take_name(chunks, byte);
    case NET_CHUNKS_TRAILER_TEXT:
        return take_text(chunks, byte, NET_CHUNKS_TRAILER_LF);
    case NET_CHUNKS_TRAILER_LF:
        return take_wanted(chunks, byte, '\n', NET_CHUNKS_TRAILER_LINE, NET_CHUNKS_FAULT_LINE_END);
    case NET_CHUNKS_LAST_LF:
        return take_wanted(chunks, byte, '\n', NET_CHUNKS_OVER, NET_CHUNKS_FAULT_LINE_END);
    case NET_CHUNKS_BYTES:
    case NET_CHUNKS_OVER:
        break;
    }
    return NET_CHUNKS_FAULT_NONE;
}

/* What is ignored is counted. */
static enum net_chunks_fault count(struct net_chunks *chunks) {
    if (chunks->state == NET_CHUNKS_SPACE || chunks->state == NET_CHUNKS_EXTENSION)
        return ++chunks->extensions > NET_CHUNKS_EXTENSIONS_MAX ? NET_CHUNKS_FAULT_EXTENSIONS
                                                                : NET_CHUNKS_FAULT_NONE;
    if (chunks->state == NET_CHUNKS_TRAILER_NAME || chunks->state == NET_CHUNKS_TRAILER_TEXT)
        return ++chunks->trailer > NET_CHUNKS_TRAILER_MAX ? NET_CHUNKS_FAULT_TRAILER
                                                          : NET_CHUNKS_FAULT_NONE;
    return NET_CHUNKS_FAULT_NONE;
}

static struct base_slice take_front(struct base_slice *bytes, uint64_t most) {
    struct base_slice taken = base_slice(bytes->ptr, bytes->len < most ? bytes->len : (size_t)most);
    *bytes = base_slice(bytes->ptr + taken.len, bytes->len - taken.len);
    return taken;
}

enum net_chunks_result net_chunks_next(struct net_chunks *chunks, struct base_slice *bytes,
                                       struct base_slice *data) {
    while (!chunks->fault && chunks->state != NET_CHUNKS_OVER && bytes->len) {
        if (chunks->state == NET_CHUNKS_BYTES) {
            *data = take_front(bytes, chunks->left);
            chunks->left -= data->len;
            if (chunks->left == 0)
                chunks->state = NET_CHUNKS_BYTES_CR;
            return NET_CHUNKS_DATA;
        }
        chunks->fault = take(chunks, *take_front(bytes, 1).ptr);
        if (!chunks->fault)
            chunks->fault = count(chunks);
    }
    if (chunks->fault)
        return NET_CHUNKS_REFUSED;
    return chunks->state == NET_CHUNKS_OVER ? NET_CHUNKS_END : NET_CHUNKS_MORE;
}
