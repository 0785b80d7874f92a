/* server.h - sockets and the event loop: serves Engine.IO servers and HTTP routes.
 *
 * This room is the only one that includes libwebsockets.h and uv.h. Nothing in it is thread-safe:
 * everything happens in the loop of net_server_run.
 *
 * How it is put together: net_server_new binds the ports; engineio_server_new gets net_network() as
 * its network and the net_server as its network_context; net_server_serve ties the two; then
 * net_server_run. Afterwards net_server_free, and last the Engine.IO servers are freed. */
#ifndef NET_SERVER_H
#define NET_SERVER_H
#include "base/log.h"
#include "base/timer.h"
#include "engineio/server.h"
#include "net/rejection.h"
#include "net/route.h"

#include <stdint.h>
#include <sys/types.h>

/** Most paths that net_server_serve takes. */
#define NET_PATHS_MAX 8
/** Most header fields that are read of a request (net_config.headers). */
#define NET_HEADERS_MAX 8
/** Most addresses that a server listens on. */
#define NET_ADDRESSES_MAX 2

/** Where a server listens, and what is served there. */
struct net_address {
    const char *host; /**< an address, or a name: all that it resolves to, "localhost" 127.0.0.1
                           and ::1. "::" listens for IPv4 and IPv6 */
    uint16_t port;    /**< 0: any free one, the same at all of them; see net_server_port */
    const struct net_route *routes;
    size_t route_count;
    bool engineio; /**< those of net_server_serve as well */
};

/** Settings. Times in milliseconds. Everything pointed to must outlive the server. */
struct net_config {
    struct base_memory *memory;
    /** Driven by the loop: whoever wants to be woken arms a timer there. */
    struct base_timers *timers;
    const struct base_log *log; /**< may be NULL */

    struct net_address addresses[NET_ADDRESSES_MAX];
    size_t address_count;
    const char *tls_certificate, *tls_key; /**< PEM files; both NULL: no TLS */

    /** Sockets at a time; further ones are closed as soon as they are accepted. The limit of open
     *  files is set to fit (0: what the limit allows). */
    size_t max_connections;
    /** Bytes of messages that are being received, over all connections; past it only one of them
     *  goes on at a time. 0: no limit. */
    size_t max_received;
    uint64_t header_timeout; /**< from connecting, or a head's first byte, to its end; without
                                  progress in a body; for the whole of a message, where the session
                                  has not joined */
    uint64_t idle_timeout;   /**< from an answer to the next request */
    uint64_t answer_timeout; /**< without progress in sending an HTTP answer */
    uint64_t close_timeout;  /**< for a peer to take what is queued and answer a close frame */
    uint64_t stop_timeout;   /**< for all of them when the server stops */

    /** The process that started this one: when it ends, the server stops. 0: it goes on. */
    pid_t parent;

    /** SIGTERM or SIGINT came. True: the server goes on, and net_server_stop is called later. Not
     *  asked when the parent has ended. Optional. */
    bool (*stops_later)(void *context);
    void (*hung_up)(void *context); /**< SIGHUP came. Optional: the server goes on */
    void *signal_context;           /**< of these two */

    /** Web pages of any origin may use Engine.IO. The answers name it, and allow credentials. */
    bool cors_named;
    /** Origins of web pages that may use guarded routes, separated by commas or blanks; "*" for all
     *  but `null`; NULL: no more than the server's own and those of loopback. */
    const char *cors_origins;

    void *route_context; /**< for the handlers */
    /** A client cannot get in for what this room looks at. Optional. */
    void (*rejected)(void *context, const struct net_rejection *rejection);
    void *rejected_context;
    /** Answers a request that no handler is called for. NULL: the status alone is answered. */
    void (*refuse)(void *context, struct net_exchange *exchange, const struct net_request *request,
                   const struct net_refusal *refusal);
    /** Names, in lower case, of the header fields that are read beyond those Engine.IO needs. The
     *  first `kept_count` are kept by Engine.IO's sessions, the others are for routes alone. */
    const char *const *headers;
    size_t header_count, kept_count;
};

/** One address, 127.0.0.1, any port, 10 s for a head, 30 s without progress, 3 s for a close, 1.5 s
 * to stop. The caller fills in the pointers. */
struct net_config net_config_default(void);

struct net_server;

/** A server that listens. NULL with a sentence in `error` when it cannot. */
struct net_server *net_server_new(const struct net_config *config, char *error, size_t error_size);

/** Frees a server that does not run. NULL is ignored. */
void net_server_free(struct net_server *server);

/** What engineio_config.network is set to; its context is the net_server. */
const struct engineio_network *net_network(void);

/** Serves `engine` at `path`, with or without a slash at the end. One engine may have several
 *  paths. false: more than NET_PATHS_MAX. */
bool net_server_serve(struct net_server *server, const char *path, struct engineio_server *engine);

/** The port it listens on at one of its addresses. */
uint16_t net_server_port(const struct net_server *server, size_t address);

/** The time, in the milliseconds that all rooms use (monotonic). `server` may be NULL: rooms are
 *  told the time before there is one. */
uint64_t net_server_now(const struct net_server *server);

/** Connections that are open. */
size_t net_server_connections(const struct net_server *server);

/** What all connections carried since the start: HTTP and WebSocket with their heads. Of TLS what
 *  is in it, not what it adds. */
struct net_bytes {
    uint64_t received, sent;
};

struct net_bytes net_server_bytes(const struct net_server *server);

/**
 * Serves until net_server_stop, SIGTERM, SIGINT (see stops_later) or the end of the parent, then
 * stops accepting, closes every session with 1001, and returns when all connections are closed, at
 * the latest after stop_timeout. Every connection has been reported closed to its Engine.IO server
 * when it returns. The two signals are blocked then.
 */
void net_server_run(struct net_server *server);

/** Begins to stop; may be called from anything that the loop calls. */
void net_server_stop(struct net_server *server);

#endif
