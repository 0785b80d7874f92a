/* request.h - the head of an HTTP/1.1 request (RFC 9112), sans I/O. It is parsed strictly: what two
 * parsers could read in two ways is refused. */
#ifndef NET_REQUEST_H
#define NET_REQUEST_H
#include "engineio/network.h"

#include <stdint.h>

/** Most bytes of a head: empty lines before it, request line, fields and empty line. */
#define NET_HEAD_MAX 16384
/** Most fields of a head. */
#define NET_HEAD_FIELDS 100

/** Why a head is refused: name, HTTP status, what would be right. */
#define NET_HEAD_FAULTS(X)                                                                         \
    X(LINE, 400,                                                                                   \
      "The first line of a request must be a method, a target and HTTP/1.1, with one space "       \
      "between them.")                                                                             \
    X(VERSION, 505, "This server speaks HTTP/1.1 and HTTP/1.0 only.")                              \
    X(METHOD, 501, "The method must be GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.")           \
    X(TARGET, 400,                                                                                 \
      "The target must begin with '/', or with http:// or https:// and a host. OPTIONS may also "  \
      "have the target '*'.")                                                                      \
    X(TARGET_CHARACTER, 400,                                                                       \
      "The target must not contain '#' or tabs. Write '#' as %23 and a tab as %09.")               \
    X(TARGET_LONG, 414, "The first line of a request must have less than 16384 bytes.")            \
    X(HEAD_LONG, 431, "The head of a request must have at most 16384 bytes.")                      \
    X(NUL, 400, "The head of a request must not contain NUL bytes.")                               \
    X(CONTROL, 400, "The head of a request must not contain control characters.")                  \
    X(BARE_CR, 400, "A line must end with CR LF. Here a CR has no LF behind it.")                  \
    X(BARE_LF, 400, "A line must end with CR LF. Here an LF has no CR before it.")                 \
    X(FIELD, 400, "Each field must be a name, a colon and a value.")                               \
    X(FIELD_NAME, 400,                                                                             \
      "The name of a field must not be empty and must consist of letters, digits and any of "      \
      "!#$%&'*+-.^_`|~.")                                                                          \
    X(FIELD_SPACE, 400, "The colon must follow the name of a field at once, without a space.")     \
    X(FIELD_FOLDED, 400,                                                                           \
      "A line of the head must not begin with a space or a tab: fields of several lines are "      \
      "obsolete.")                                                                                 \
    X(FIELDS_MANY, 431, "A request must have at most 100 fields.")                                 \
    X(HOST_MISSING, 400, "A request of HTTP/1.1 must have the field Host.")                        \
    X(HOST_TWICE, 400, "The field Host must not occur twice.")                                     \
    X(HOST, 400, "The host must be a name or an address, with a colon and a port if need be.")     \
    X(LENGTH, 400, "Content-Length must consist of digits only.")                                  \
    X(LENGTH_TWICE, 400, "The field Content-Length must not occur twice.")                         \
    X(LENGTH_LARGE, 413, "Content-Length must be less than 2^60.")                                 \
    X(LENGTH_AND_CODING, 400,                                                                      \
      "A request must not have both Content-Length and Transfer-Encoding.")                        \
    X(CODING, 501, "Transfer-Encoding must be chunked: this server knows no other coding.")        \
    X(CODING_TWICE, 400, "The field Transfer-Encoding must not occur twice.")                      \
    X(CODING_OLD, 400, "A request of HTTP/1.0 must not have the field Transfer-Encoding.")         \
    X(EXPECTATION, 417, "Expect must be 100-continue: this server knows no other expectation.")

enum net_head_fault {
    NET_HEAD_FAULT_NONE,
#define NET_HEAD_FAULT_NAME(name, status, text) NET_HEAD_FAULT_##name,
    NET_HEAD_FAULTS(NET_HEAD_FAULT_NAME)
#undef NET_HEAD_FAULT_NAME
};

/** What has come of the bytes so far. */
enum net_head_state {
    NET_HEAD_MORE,    /**< the head is not complete */
    NET_HEAD_DONE,    /**< it is, and everything in `struct net_head` is set */
    NET_HEAD_REFUSED, /**< `fault` says why: answer, then close the connection */
};

/** What a target looks like (RFC 9112 section 3.2). */
enum net_head_form {
    NET_HEAD_ORIGIN,   /**< "/path?query" */
    NET_HEAD_ABSOLUTE, /**< "http://host/path?query" */
    NET_HEAD_ASTERISK, /**< "*", with OPTIONS only; `path` is "*" as well */
};

/** Where a field is, counted from the start of the head. */
struct net_head_span {
    uint16_t name, name_length;
    uint16_t value, value_length;
};

/** A head; all zero before its first byte. Slices are of the bytes that net_head_parse was given
 *  last, and live as long as these stay where they are. */
struct net_head {
    size_t length;             /**< of the head, with its empty line; a body begins there */
    struct base_slice method;  /**< in capital letters */
    struct base_slice target;  /**< as it was sent */
    enum net_head_form form;   /**< of the target */
    struct base_slice path;    /**< of the target, not decoded; "/" where it is empty */
    struct base_slice query;   /**< of the target, not decoded, without '?' */
    struct base_slice host;    /**< of an absolute target, else the field; may be empty */
    int minor;                 /**< 0: HTTP/1.0, 1: HTTP/1.1 and whatever 1.x follows it */
    bool keep_alive;           /**< more requests may follow on the connection */
    bool has_length;           /**< there is a Content-Length */
    bool chunked;              /**< a chunked body follows; then there is no length */
    bool expects_continue;     /**< there is a body, and the client waits for 100 before it */
    bool upgrade_websocket;    /**< asks for WebSocket; other offers are not told */
    uint64_t content_length;   /**< of the body; 0 where there is none */
    enum net_head_fault fault; /**< why it is refused */
    size_t field_count;        /**< net_head_field_at */
    /* private: */
    const char *bytes;
    size_t line;    /* where the line begins that is not complete */
    size_t scanned; /* up to where its end was looked for */
    size_t request; /* where the request line begins */
    bool has_request;
    struct net_head_span fields[NET_HEAD_FIELDS];
};

/**
 * Reads a head. `bytes` are all that has arrived since the start of the head, at most NET_HEAD_MAX
 * of them count. While the result is MORE, call again with the same bytes and some behind them;
 * they may have moved. Work is linear also when they arrive one by one. A line is refused when its
 * end arrives, control characters at once: who speaks another protocol is not left waiting. Empty
 * lines before the request are skipped (RFC 9112 section 2.2).
 */
enum net_head_state net_head_parse(struct net_head *head, const char *bytes, size_t length);

/** The HTTP status of a fault. */
int net_head_fault_status(enum net_head_fault fault);

/** A sentence that says what would be right. */
const char *net_head_fault_text(enum net_head_fault fault);

/** Field number `i` of `field_count`: its name as it was sent, its value without spaces around. */
struct engineio_header net_head_field_at(const struct net_head *head, size_t i);

/** The value of the first field of that name, in any case; `ptr` is NULL when there is none. */
struct base_slice net_head_field(const struct net_head *head, const char *name);

/** How many fields have that name, in any case. */
size_t net_head_count(const struct net_head *head, const char *name);

/** True when a field of that name, a list, has `token`, in any case. */
bool net_head_has_token(const struct net_head *head, const char *name, const char *token);

/** Takes the next element off a list with commas (RFC 9110 section 5.6.1), without spaces around
 *  it; empty ones are passed over. false: there are no more. */
bool net_list_next(struct base_slice *list, struct base_slice *element);

/** The first element; empty when there is none. */
struct base_slice net_list_first(struct base_slice list);

/** True when one of the elements is `token`, in any case. */
bool net_list_has_token(struct base_slice list, const char *token);

#endif
