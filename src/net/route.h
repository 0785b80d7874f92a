/* route.h - plain HTTP beside Engine.IO: a table of routes, and the exchange that a handler
 * answers at once, later, or bit by bit.
 *
 * Slices given to a handler live during that call only. */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H
#include "base/message.h"
#include "engineio/network.h"

/** One request that awaits its answer; lives until it was answered or `gone` was called. */
struct net_exchange;

/** What a client asked. */
struct net_request {
    struct base_slice method;              /**< "GET" */
    struct base_slice path;                /**< as sent: not decoded, nothing folded but slashes at
                                                the beginning */
    struct base_slice query;               /**< without '?'; empty when there is none */
    struct base_slice address;             /**< of the peer */
    const struct engineio_header *headers; /**< those named in net_config.headers and present */
    size_t header_count;
    struct base_slice body;
};

/** Most fields that net_exchange_field adds to one answer. */
#define NET_FIELDS_MAX 4

/** The value of a header (name in lower case); empty when it is absent or not in
 *  net_config.headers. */
struct base_slice net_request_header(const struct net_request *request, struct base_slice name);

/** A row of the table; the first row that fits is used. */
struct net_route {
    const char *method; /**< "GET" serves HEAD as well; NULL: any but OPTIONS */
    const char *path;   /**< exact, or a prefix followed by '*' */
    size_t max_body;    /**< longer ones are refused with 413; 0: no body is read */
    bool guarded;       /**< web pages of net_config.cors_origins alone may read the answers */

    /** Answers now, or calls net_exchange_hold and answers later. A handler that does neither is
     *  answered for with 500. */
    void (*handle)(void *context, struct net_exchange *exchange, const struct net_request *request);

    /** Looks at the head of a request whose body is still to come: takes it, or answers, and
     *  returns false. NULL: every body is waited for. */
    bool (*admit)(void *context, struct net_exchange *exchange, const struct net_request *request);

    /** The answer takes a while to make. Between two such answers all others get as much time, so
     *  that many clients who ask for it do not keep anybody waiting but each other. */
    bool costly;
};

/** Why a request is not given to a handler. */
struct net_refusal {
    int status;        /**< 404, 405, 413 or 500 (a handler gave no answer); or with a sentence */
    const char *allow; /**< 405: the methods that there are, as in the field Allow, which is set */
    size_t max_body;   /**< 413: the most that there may be */
    const char *sentence; /**< what would be right, where the request could not be read; or NULL */
};

/** Answers and ends the exchange. `body` is copied; it is left out where the method is HEAD.
 *  `content_type` NULL: no body; of a costly route it is static. */
void net_exchange_answer(struct net_exchange *exchange, int status, const char *content_type,
                         struct base_slice body);

/** The client has shown a key: the request does not count among those of others (keyless.h). */
void net_exchange_trust(struct net_exchange *exchange);

/** Adds a field to the head of the answer that is given next; name and value must outlive that
 *  call. More than NET_FIELDS_MAX are left out. */
void net_exchange_field(struct net_exchange *exchange, struct base_slice name,
                        struct base_slice value);

/** Tells that the answer comes later. `gone` is called when the client leaves before that, or the
 *  server stops; it may be NULL. */
void net_exchange_hold(struct net_exchange *exchange, void (*gone)(void *context), void *context);

/** Begins an answer of unknown length (a stream of events): held until net_exchange_end. */
void net_exchange_begin(struct net_exchange *exchange, int status, const char *content_type);

/** Sends a part of it; the message now belongs to the exchange. */
void net_exchange_write(struct net_exchange *exchange, struct base_message *part);

/** Bytes of it that have not left: what a slow reader costs. */
size_t net_exchange_backlog(const struct net_exchange *exchange);

/** Ends it, after what was written has left. */
void net_exchange_end(struct net_exchange *exchange);

/** Resets the connection instead: nobody takes what was written for the whole. `gone` is not
 *  called. */
void net_exchange_abort(struct net_exchange *exchange);

#endif
