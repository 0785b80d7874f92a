#include "net/costly.h"

#include "net/internal.h"

static struct net_costly *costly_of(const struct net_connection *connection) {
    return &connection->server->costly;
}

void net_costly_init(struct net_costly *costly) {
    base_list_init(&costly->waiting);
}

/* Only the first has a timer: to wake all would take longer the more they are. */
static void call_first(struct net_server *server) {
    struct base_list_node *node = base_list_first(&server->costly.waiting);
    if (node)
        base_timer_arm(server->config.timers,
                       &BASE_CONTAINER(node, struct net_connection, in_costly)->work,
                       server->costly.due);
}

bool net_costly_turn(struct net_connection *connection) {
    struct net_costly *costly = costly_of(connection);
    struct base_list_node *first = base_list_first(&costly->waiting);
    if ((!first || first == &connection->in_costly) &&
        net_loop_now(connection->server->loop) >= costly->due)
        return true;
    connection->deferred = true;
    if (!connection->awaits) {
        connection->awaits = costly->made + 1;
        base_list_append(&costly->waiting, &connection->in_costly);
    }
    call_first(connection->server);
    return false;
}

static void release(struct net_costly *costly) {
    if (!base_list_empty(&costly->waiting))
        return;
    base_buffer_unref(costly->page);
    costly->page = NULL;
}

struct base_buffer *net_costly_take(struct net_connection *connection) {
    struct net_costly *costly = costly_of(connection);
    bool is_later = connection->awaits && connection->awaits <= costly->made;
    bool fits = is_later && costly->route == connection->exchange.route;
    struct base_buffer *page = fits ? base_buffer_ref(costly->page) : NULL;
    net_costly_forget(connection);
    costly->due = net_loop_now(connection->server->loop) + 1; /* at least */
    return page;
}

struct base_buffer *net_costly_keep(struct net_connection *connection, const char *content_type,
                                    struct base_slice body) {
    struct net_costly *costly = costly_of(connection);
    struct base_buffer *page = base_buffer_new(connection->server->config.memory, body.len);
    if (!page)
        return NULL;
    memcpy(page->data, body.ptr, body.len);
    page->length = body.len;
    base_buffer_unref(costly->page);
    costly->page = base_buffer_ref(page);
    costly->made++;
    costly->route = connection->exchange.route;
    costly->content_type = content_type;
    return page;
}

void net_costly_done(struct net_server *server, uint64_t began) {
    uint64_t now = net_loop_now(server->loop);
    server->costly.due = now + (now - began) + 1;
    release(&server->costly);
    call_first(server);
}

void net_costly_forget(struct net_connection *connection) {
    struct net_costly *costly = costly_of(connection);
    if (!connection->awaits)
        return;
    base_list_remove(&connection->in_costly);
    connection->awaits = 0;
    release(costly);
    call_first(connection->server);
}
