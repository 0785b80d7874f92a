/* exchange.c - requests that Engine.IO does not serve: which handler gets one, and the answer it
 * writes. */
#include "net/internal.h"
#include "net/target.h"

#include <stdio.h>

static struct net_connection *connection_of(struct net_exchange *exchange) {
    return BASE_CONTAINER(exchange, struct net_connection, exchange);
}

struct base_slice net_request_header(const struct net_request *request, struct base_slice name) {
    for (size_t i = 0; i < request->header_count; i++)
        if (base_slice_equal(request->headers[i].name, name))
            return request->headers[i].value;
    return (struct base_slice){NULL, 0};
}

/* ---- the table ---- */

struct base_slice net_path_of(const struct net_head *head) {
    struct base_slice path = head->path;
    while (path.len > 1 && path.ptr[0] == '/' && path.ptr[1] == '/')
        path = base_slice(path.ptr + 1, path.len - 1);
    return path;
}

static bool path_fits(const char *pattern, struct base_slice path) {
    size_t at = 0;
    for (; *pattern && *pattern != '*'; pattern++)
        if (at == path.len || net_target_next(path, &at) != *pattern)
            return false;
    return *pattern || at == path.len;
}

static const struct base_slice options = BASE_SLICE("OPTIONS");

static bool method_fits(const char *wanted, struct base_slice method) {
    static const struct base_slice head = BASE_SLICE("HEAD");
    if (!wanted)
        return !base_slice_equal(method, options);
    return base_slice_equal(base_slice_of(wanted), method) ||
           (strcmp(wanted, "GET") == 0 && base_slice_equal(head, method));
}

#define COMMON_FIELDS 1

/* `body` lies in `owner`, or, where that is NULL, is copied. */
static void answer_from(struct net_connection *connection, int status, const char *content_type,
                        struct base_slice body, struct base_buffer *owner) {
    struct base_memory *memory = connection->server->config.memory;
    struct base_message *message = owner ? base_message_new(memory, false, 1, &body, &owner) : NULL;
    if (owner && !message) {
        net_connection_drop(connection);
        return;
    }
    if (message)
        message->bare = true;
    struct net_exchange *exchange = &connection->exchange;
    struct engineio_header headers[COMMON_FIELDS + NET_FIELDS_MAX] = {
        {BASE_SLICE("Cache-Control"), BASE_SLICE("no-store")},
    };
    memcpy(headers + COMMON_FIELDS, exchange->fields,
           exchange->field_count * sizeof *exchange->fields);
    net_http_send(connection, &(struct engineio_response){
                                  .status = status,
                                  .content_type = content_type,
                                  .text = owner ? base_slice(NULL, 0) : body,
                                  .messages = message,
                                  .length = body.len,
                                  .headers = headers,
                                  .header_count = COMMON_FIELDS + exchange->field_count,
                              });
}

static void answer(struct net_connection *connection, int status, const char *content_type,
                   struct base_slice body) {
    answer_from(connection, status, content_type, body, NULL);
}

static void answer_bare(struct net_connection *connection, int status) {
    answer(connection, status, NULL, (struct base_slice){NULL, 0});
}

/* The row for a request; where there is none, `known` tells whether another method has one. */
static const struct net_route *find_route(const struct net_address *address,
                                          struct base_slice method, struct base_slice path,
                                          bool *known, bool *guarded) {
    *known = *guarded = false;
    for (size_t i = 0; i < address->route_count; i++) {
        if (!path_fits(address->routes[i].path, path))
            continue;
        *known = true;
        *guarded |= address->routes[i].guarded;
        if (method_fits(address->routes[i].method, method))
            return &address->routes[i];
    }
    return NULL;
}

/* The methods that a path has, as in the field Allow. Where any method is one, none is refused. */
static void allowed(const struct net_address *address, struct base_slice path, char *out,
                    size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < address->route_count; i++) {
        const struct net_route *row = &address->routes[i];
        if (!path_fits(row->path, path) || !row->method)
            continue;
        bool get = strcmp(row->method, "GET") == 0;
        int n = snprintf(out + used, size - used, "%s%s%s", used ? ", " : "", row->method,
                         get ? ", HEAD" : "");
        if (n < 0 || (size_t)n >= size - used)
            return;
        used += (size_t)n;
    }
}

/* ---- the handler's call ---- */

/* `headers` has room for NET_HEADERS_MAX. */
static struct net_request request_of(const struct net_connection *connection,
                                     const struct net_head *head, struct engineio_header *headers,
                                     struct base_slice body) {
    const struct net_server *server = connection->server;
    return (struct net_request){
        .method = head->method,
        .path = net_path_of(head),
        .query = head->query,
        .address = base_slice_of(connection->address),
        .headers = headers,
        .header_count = net_http_fields(server, head, headers, server->config.header_count),
        .body = body};
}

/* Has a request answered that no handler answers. */
static void refuse_request(struct net_connection *connection, const struct net_request *request,
                           const struct net_refusal *refusal) {
    const struct net_config *config = &connection->server->config;
    if (refusal->allow)
        net_exchange_field(&connection->exchange, base_slice_of("Allow"),
                           base_slice_of(refusal->allow));
    if (config->refuse)
        config->refuse(config->route_context, &connection->exchange, request, refusal);
    if (connection->state == NET_CONNECTION_ANSWER && refusal->sentence)
        answer(connection, refusal->status, "text/plain", base_slice_of(refusal->sentence));
    else if (connection->state == NET_CONNECTION_ANSWER)
        answer_bare(connection, refusal->status);
}

static void call(struct net_connection *connection, const struct net_request *request) {
    struct net_exchange *exchange = &connection->exchange;
    /* what a handler arms counts from now, not from when something last happened */
    base_timers_tell(connection->server->config.timers, net_loop_now(connection->server->loop));
    const struct net_route *route = exchange->route; /* the exchange may be another's afterwards */
    route->handle(connection->server->config.route_context, exchange, request);
    if (connection->state == NET_CONNECTION_ANSWER && !exchange->held)
        refuse_request(connection, request, &(struct net_refusal){.status = 500});
}

static void call_costly(struct net_connection *connection, const struct net_request *request) {
    struct net_server *server = connection->server;
    const char *content_type = server->costly.content_type;
    uint64_t began = net_loop_now(server->loop);
    if (!net_costly_turn(connection))
        return;
    struct base_buffer *page = net_costly_take(connection);
    if (page)
        answer_from(connection, 200, content_type, base_buffer_slice(page), page);
    else
        call(connection, request);
    base_buffer_unref(page);
    net_costly_done(server, began);
}

static void admit(struct net_connection *connection, const struct net_request *request) {
    struct net_exchange *exchange = &connection->exchange;
    void *context = connection->server->config.route_context;
    base_timers_tell(connection->server->config.timers, net_loop_now(connection->server->loop));
    if (!exchange->route->admit || exchange->route->admit(context, exchange, request))
        connection->state = NET_CONNECTION_BODY;
}

static void refuse_unknown(struct net_connection *connection, const struct net_request *request,
                           bool known) {
    char allow[64];
    struct net_refusal refusal = {.status = 404};
    if (known) {
        allowed(&connection->listener->address, request->path, allow, sizeof allow);
        refusal = (struct net_refusal){.status = 405, .allow = allow};
    }
    refuse_request(connection, request, &refusal);
}

void net_exchange_refuse(struct net_connection *connection, const struct net_refusal *refusal) {
    const struct net_request request = {.address = base_slice_of(connection->address)};
    connection->state = NET_CONNECTION_ANSWER;
    connection->keep_alive = false;
    refuse_request(connection, &request, refusal);
}

void net_exchange_head(struct net_connection *connection, const struct net_head *head) {
    struct engineio_header headers[NET_HEADERS_MAX];
    bool known;
    const struct net_request request =
        request_of(connection, head, headers, (struct base_slice){NULL, 0});
    const struct net_route *route = find_route(&connection->listener->address, request.method,
                                               request.path, &known, &connection->exchange.guarded);
    bool star = head->form == NET_HEAD_ASTERISK;
    connection->exchange.route = route;
    if (star || (!route && known && base_slice_equal(request.method, options)))
        answer_bare(connection, 204);
    else if (!route)
        refuse_unknown(connection, &request, known);
    else if (head->content_length > route->max_body || (head->chunked && !route->max_body))
        refuse_request(connection, &request,
                       &(struct net_refusal){.status = 413, .max_body = route->max_body});
    else if (head->content_length > 0 || head->chunked)
        admit(connection, &request);
    else if (route->costly)
        call_costly(connection, &request);
    else
        call(connection, &request);
}

void net_exchange_body(struct net_connection *connection, const struct net_head *head,
                       struct base_slice body) {
    struct engineio_header headers[NET_HEADERS_MAX];
    const struct net_request request = request_of(connection, head, headers, body);
    call(connection, &request);
}

void net_exchange_gone(struct net_connection *connection) {
    struct net_exchange *exchange = &connection->exchange;
    void (*gone)(void *context) = exchange->held && !exchange->ended ? exchange->gone : NULL;
    exchange->ended = true;
    if (gone)
        gone(exchange->context);
}

/* ---- for handlers ---- */

void net_exchange_answer(struct net_exchange *exchange, int status, const char *content_type,
                         struct base_slice body) {
    struct net_connection *connection = connection_of(exchange);
    exchange->ended = true; /* now: where all of it leaves, the exchange is the next request's */
    struct base_buffer *page = status == 200 && exchange->route && exchange->route->costly
                                   ? net_costly_keep(connection, content_type, body)
                                   : NULL;
    if (connection->state == NET_CONNECTION_ANSWER && !connection->dropped)
        answer_from(connection, status, content_type, page ? base_buffer_slice(page) : body, page);
    base_buffer_unref(page);
}

void net_exchange_trust(struct net_exchange *exchange) {
    exchange->trusted = true;
}

void net_exchange_field(struct net_exchange *exchange, struct base_slice name,
                        struct base_slice value) {
    if (exchange->field_count < NET_FIELDS_MAX)
        exchange->fields[exchange->field_count++] = (struct engineio_header){name, value};
}

void net_exchange_hold(struct net_exchange *exchange, void (*gone)(void *context), void *context) {
    exchange->held = true;
    exchange->gone = gone;
    exchange->context = context;
}

void net_exchange_begin(struct net_exchange *exchange, int status, const char *content_type) {
    struct net_connection *connection = connection_of(exchange);
    if (connection->state != NET_CONNECTION_ANSWER || connection->dropped)
        return;
    exchange->held = true;
    exchange->streaming = true;
    answer(connection, status, content_type, (struct base_slice){NULL, 0});
}

void net_exchange_write(struct net_exchange *exchange, struct base_message *part) {
    struct net_connection *connection = connection_of(exchange);
    if (!part)
        return;
    if (connection->state != NET_CONNECTION_SENDING || connection->dropped ||
        connection->head_only) {
        base_message_free(part);
        return;
    }
    if (net_output_empty(&connection->output))
        net_connection_expire(connection, connection->server->config.answer_timeout);
    part->bare = true;
    net_output_push(&connection->output, part);
    net_http_pump(connection);
}

size_t net_exchange_backlog(const struct net_exchange *exchange) {
    return BASE_CONTAINER(exchange, struct net_connection, exchange)->output.queued;
}

void net_exchange_end(struct net_exchange *exchange) {
    struct net_connection *connection = connection_of(exchange);
    exchange->ended = true;
    if (!connection->dropped)
        net_http_pump(connection);
}

void net_exchange_abort(struct net_exchange *exchange) {
    exchange->ended = true;
    net_connection_reset(connection_of(exchange));
}
