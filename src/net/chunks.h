/* chunks.h - a body in chunks (RFC 9112 section 7.1), sans I/O and without a copy. It is read
 * strictly, as the head is. */
#ifndef NET_CHUNKS_H
#define NET_CHUNKS_H
#include "base/slice.h"

#include <stdint.h>

/** Largest chunk. */
#define NET_CHUNK_MAX ((uint64_t)1 << 60)
/** Most bytes of the extensions of all chunks of a body: they are ignored, and cost time. */
#define NET_CHUNKS_EXTENSIONS_MAX 16384
/** Most bytes of the fields behind the last chunk, which are ignored. */
#define NET_CHUNKS_TRAILER_MAX 8192

/** Why a body is refused: name, HTTP status, what would be right. */
#define NET_CHUNKS_FAULTS(X)                                                                       \
    X(SIZE, 400, "A chunk must begin with its size in hexadecimal digits, at most 16 of them.")    \
    X(LARGE, 413, "A chunk must have at most 2^60 bytes.")                                         \
    X(LINE_END, 400, "A line between chunks must end with CR LF.")                                 \
    X(DATA_END, 400, "A chunk must end with CR LF after as many bytes as its size says.")          \
    X(CONTROL, 400, "A line between chunks must not contain control characters.")                  \
    X(EXTENSIONS, 400, "The extensions of all chunks must have at most 16384 bytes.")              \
    X(FIELD, 400, "A line behind the last chunk must be a name, a colon and a value.")             \
    X(TRAILER, 431, "The fields behind the last chunk must have at most 8192 bytes.")

enum net_chunks_fault {
    NET_CHUNKS_FAULT_NONE,
#define NET_CHUNKS_FAULT_NAME(name, status, text) NET_CHUNKS_FAULT_##name,
    NET_CHUNKS_FAULTS(NET_CHUNKS_FAULT_NAME)
#undef NET_CHUNKS_FAULT_NAME
};

/** What a call of net_chunks_next has found. */
enum net_chunks_result {
    NET_CHUNKS_MORE,    /**< nothing more in these bytes, all of which are taken */
    NET_CHUNKS_DATA,    /**< bytes of the body */
    NET_CHUNKS_END,     /**< the end; what follows is no part of the body */
    NET_CHUNKS_REFUSED, /**< `fault` says why: answer, then close the connection */
};

/** What is awaited. */
enum net_chunks_state {
    NET_CHUNKS_SIZE,         /**< a size, or more of its digits */
    NET_CHUNKS_SPACE,        /**< the semicolon behind spaces */
    NET_CHUNKS_EXTENSION,    /**< the end of the line */
    NET_CHUNKS_SIZE_LF,      /**< its LF */
    NET_CHUNKS_BYTES,        /**< `left` bytes more of a chunk */
    NET_CHUNKS_BYTES_CR,     /**< the CR behind it */
    NET_CHUNKS_BYTES_LF,     /**< the LF behind it */
    NET_CHUNKS_TRAILER_LINE, /**< a field, or the empty line */
    NET_CHUNKS_TRAILER_NAME, /**< the colon behind its name */
    NET_CHUNKS_TRAILER_TEXT, /**< the end of the field */
    NET_CHUNKS_TRAILER_LF,   /**< its LF */
    NET_CHUNKS_LAST_LF,      /**< the LF of the empty line */
    NET_CHUNKS_OVER,         /**< nothing */
};

/** A body; all zero before its first byte. */
struct net_chunks {
    enum net_chunks_state state;
    enum net_chunks_fault fault; /**< why it is refused */
    uint64_t left;               /**< of the chunk */
    unsigned digits;             /**< of its size */
    uint32_t extensions;         /**< bytes of all of them so far */
    uint32_t trailer;            /**< bytes of the trailer so far */
};

/** Takes bytes off the front of `*bytes` up to the next result. With DATA, `*data` is a slice of
 *  them and not empty: call again. A result that ends the body is given again. */
enum net_chunks_result net_chunks_next(struct net_chunks *chunks, struct base_slice *bytes,
                                       struct base_slice *data);

/** The HTTP status of a fault. */
int net_chunks_fault_status(enum net_chunks_fault fault);

/** A sentence that says what would be right. */
const char *net_chunks_fault_text(enum net_chunks_fault fault);

#endif
