/* rejection.h - why a client cannot get in: the one place that knows the word of each reason, what
 * it says, and what is to be done about it. Refusals that are simulated (refuse_ms) are none. */
#ifndef JOURNAL_REJECTION_H
#define JOURNAL_REJECTION_H
#include "base/slice.h"
#include "stream/limit.h"

/** X(name, word, what happened, what to do), in the order of schema/control/rejection_reason.json.
 *  Sentences without their full stop. */
#define JOURNAL_REJECTIONS(X)                                                                      \
    X(WRONG_PATH, "wrong_path", "Socket.IO and WebSocket are not served at this path",             \
      "Connect to the path /socket.io/ or /ws/sts/, on the port of the service")                   \
    X(ENGINEIO_VERSION, "engineio_version",                                                        \
      "the client does not speak version 4 of Engine.IO: it must send EIO=4",                      \
      "Take socket.io-client 3 or 4, python-socketio 5, or another client for Socket.IO 3 and 4. " \
      "socket.io-client 1 and 2 and python-socketio 4 speak EIO=3")                                \
    X(UNKNOWN_SID, "unknown_sid", "there is no Engine.IO session with this sid",                   \
      "Connect anew. Sessions end when the server restarts. Behind a load balancer, all requests " \
      "of a client must reach the same server (sticky sessions), or use WebSocket alone")          \
    X(UNKNOWN_TRANSPORT, "unknown_transport",                                                      \
      "the query names no transport of Engine.IO: polling or websocket",                           \
      "Use a Socket.IO client: a plain WebSocket client does not speak its protocol")              \
    X(BAD_HANDSHAKE, "bad_handshake", "the request does not fit the handshake or its session",     \
      "Use a Socket.IO client, and let proxies pass Upgrade and Connection on")                    \
    X(WRONG_NAMESPACE, "wrong_namespace", "there is no such namespace",                            \
      "Join the namespace /, /sts or /ws/sts")                                                     \
    X(BAD_AUTH, "bad_auth", "the auth of the CONNECT is too long or no JSON that is accepted",     \
      "Send {\"token\": KEY} as auth")                                                             \
    X(CUSTOM_PARSER, "custom_parser",                                                              \
      "the first message is binary: the client uses a parser of its own, such as msgpack",         \
      "Use the default parser: leave out socket.io-msgpack-parser, or serializer=\"msgpack\" in "  \
      "python-socketio")                                                                           \
    X(BAD_PACKET, "bad_packet", "the client sent something else than Socket.IO before it joined",  \
      "Use a Socket.IO client with its default parser. Its auth must be an object: "               \
      "{\"token\": KEY}")                                                                          \
    X(NOT_JOINED, "not_joined", "the client joined no namespace in time",                          \
      "Use a Socket.IO client: after opening, it sends CONNECT (40)")                              \
    X(TLS_ON_PLAIN_PORT, "tls_on_plain_port", "the client speaks TLS, this port does not",         \
      "Use http:// or ws://, or set TLS_CERT and TLS_KEY")                                         \
    X(PLAIN_ON_TLS_PORT, "plain_on_tls_port", "the client speaks plain HTTP to a port with TLS",   \
      "Use https:// or wss://")                                                                    \
    X(TLS_HANDSHAKE, "tls_handshake", "the TLS handshake failed",                                  \
      "Let the client trust the certificate of TLS_CERT and connect to a name in it. TLS 1.2 and " \
      "1.3 are spoken")                                                                            \
    X(HEAD_TOO_LONG, "head_too_long", "the head of the request is too long",                       \
      "Send at most 16384 bytes and 100 fields: cookies are often the reason")                     \
    X(BODY_TOO_LONG, "body_too_long", "the body of a POST is too long",                            \
      "Send less at a time, or raise WS_MAX_BUFFER_SIZE")                                          \
    X(BAD_HTTP, "bad_http", "the request is no HTTP that is accepted",                             \
      "Connect with a Socket.IO or HTTP client, and look at proxies in between")                   \
    X(MISSING_KEY, "missing_key", "the API key is missing",                                        \
      "Send it: auth {\"token\": KEY} with Socket.IO, the header Authorization: Bearer KEY with "  \
      "HTTP; or set REQUIRE_AUTH=false")                                                           \
    X(WRONG_KEY, "wrong_key", "the API key is wrong",                                              \
      "Send the key of STS_API_KEY, or one of STS_API_KEYS_FILE")                                  \
    X(TOO_MANY_WRONG_KEYS, "too_many_wrong_keys",                                                  \
      "the API key is wrong, after too many others from this address",                             \
      "Give the clients the right key. Clients with the right key are not limited")                \
    X(MAX_SOCKETS, "max_sockets", "the server has no room for another connection",                 \
      "Raise MAX_SOCKETS (0: no limit), or close connections that nobody needs")                   \
    X(NO_MEMORY, "no_memory", "the server is out of memory", "Give it more, or let fewer connect")

enum journal_rejection_reason {
#define X(name, word, what, advice) JOURNAL_REJECTION_##name,
    JOURNAL_REJECTIONS(X)
#undef X
    JOURNAL_REJECTION_COUNT
};

/** Most bytes that are told of what a client sent: path, User-Agent and so on. */
#define JOURNAL_REJECTION_TEXT 256

/** One attempt. The slices are bytes as they came, cut; empty: not known. */
struct journal_rejection {
    enum journal_rejection_reason reason;
    struct base_slice path;             /**< of the request */
    struct base_slice eio;              /**< EIO of the query, where that is what is wrong */
    struct base_slice user_agent;       /**< header User-Agent */
    struct base_slice detail;           /**< what exactly was wrong, in words of this server */
    const struct stream_limit_hit *hit; /**< the limit; NULL: it was none */
    bool logged;                        /**< the log has a line about it already */
};

/** The word: label of the metric, member `reason` of GET /control/clients. */
const char *journal_rejection_word(enum journal_rejection_reason reason);

/** What happened, and what to do: sentences without their full stop. */
const char *journal_rejection_what(enum journal_rejection_reason reason);
const char *journal_rejection_advice(enum journal_rejection_reason reason);

/** Longest sentence of journal_rejection_print, with the terminator. */
#define JOURNAL_REJECTION_SENTENCE 512

/** Writes what happened, with the detail, without a full stop; the length. */
size_t journal_rejection_print(char out[JOURNAL_REJECTION_SENTENCE],
                               const struct journal_rejection *rejection);

/** At most JOURNAL_REJECTION_TEXT bytes of a text, without a character that is cut there. */
struct base_slice journal_rejection_cut(struct base_slice text);

#endif
