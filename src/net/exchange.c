#include "net/head.h"
#include "net/internal.h"

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

static bool path_fits(const char *pattern, struct base_slice path) {
    size_t length = strlen(pattern);
    bool prefix = length > 0 && pattern[length - 1] == '*';
    if (prefix)
        length--;
    return (prefix ? path.len >= length : path.len == length) &&
           memcmp(pattern, path.ptr, length) == 0;
}

static bool method_fits(const char *wanted, struct base_slice method) {
    static const struct base_slice head = BASE_SLICE("HEAD");
    return base_slice_equal(base_slice_of(wanted), method) ||
           (strcmp(wanted, "GET") == 0 && base_slice_equal(head, method));
}

static void answer(struct net_connection *connection, int status, const char *content_type,
                   struct base_slice body) {
    static const struct engineio_header headers[] = {
        {BASE_SLICE("Access-Control-Allow-Origin"), BASE_SLICE("*")},
        {BASE_SLICE("Access-Control-Allow-Methods"), BASE_SLICE("GET, POST, PUT, PATCH, DELETE")},
        {BASE_SLICE("Access-Control-Allow-Headers"), BASE_SLICE("Authorization, Content-Type")},
        {BASE_SLICE("Cache-Control"), BASE_SLICE("no-store")},
    };
    net_http_send(connection, &(struct engineio_response){
                                  .status = status,
                                  .content_type = content_type,
                                  .text = body,
                                  .length = body.len,
                                  .headers = headers,
                                  .header_count = sizeof headers / sizeof *headers,
                              });
}

static void answer_error(struct net_connection *connection, int status, const char *json) {
    answer(connection, status, "application/json", base_slice_of(json));
}

/* The row for a request; where there is none, `known` tells whether another method has one. */
static const struct net_route *find(const struct net_config *config, struct base_slice method,
                                    struct base_slice path, bool *known) {
    *known = false;
    for (size_t i = 0; i < config->route_count; i++) {
        if (!path_fits(config->routes[i].path, path))
            continue;
        *known = true;
        if (method_fits(config->routes[i].method, method))
            return &config->routes[i];
    }
    return NULL;
}

/* ---- the handler's call ---- */

static void call(struct net_connection *connection, const struct engineio_head *head,
                 struct base_slice path, struct base_slice body) {
    struct net_exchange *exchange = &connection->exchange;
    const struct net_request request = {.method = head->method,
                                        .path = path,
                                        .query = head->query,
                                        .address = head->address,
                                        .headers = head->headers,
                                        .header_count = head->header_count,
                                        .body = body};
    /* what a handler arms counts from now, not from when something last happened */
    base_timers_tell(connection->server->config.timers, net_loop_now());
    exchange->route->handle(connection->server->config.route_context, exchange, &request);
    if (connection->state == NET_CONNECTION_ANSWER && !exchange->held)
        answer_error(connection, 500, "{\"error\":\"no answer\"}");
}

void net_exchange_head(struct net_connection *connection, const struct engineio_head *head,
                       struct base_slice path) {
    static const struct base_slice options = BASE_SLICE("OPTIONS");
    bool known;
    const struct net_route *route = find(&connection->server->config, head->method, path, &known);
    connection->exchange.route = route;
    if (!route && known && base_slice_equal(head->method, options))
        answer(connection, 204, NULL, (struct base_slice){NULL, 0});
    else if (!route)
        answer_error(connection, known ? 405 : 404,
                     known ? "{\"error\":\"method not allowed\"}" : "{\"error\":\"not found\"}");
    else if (head->chunked)
        answer_error(connection, 411, "{\"error\":\"Content-Length required\"}");
    else if (head->content_length > route->max_body)
        answer_error(connection, 413, "{\"error\":\"body too large\"}");
    else if (head->content_length > 0)
        connection->state = NET_CONNECTION_BODY;
    else
        call(connection, head, path, (struct base_slice){NULL, 0});
}

void net_exchange_body(struct net_connection *connection, struct base_slice body) {
    struct net_head head;
    /* libwebsockets keeps the head until the exchange is over. */
    if (net_head_read(&head, connection->server, connection->wsi))
        call(connection, &head.engine, head.path, body);
    else
        answer_error(connection, 400, "{\"error\":\"bad request\"}");
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
    if (connection->state == NET_CONNECTION_ANSWER && !connection->dropped)
        answer(connection, status, content_type, body);
    exchange->ended = true;
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
