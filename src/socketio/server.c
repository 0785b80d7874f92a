#include "socketio/server.h"

#include "socketio/internal.h"

struct socketio_config socketio_config_default(void) {
    return (struct socketio_config){
        .connect_timeout = 45000, .max_auth = 64 * 1024, .max_reassembly = 1000000};
}

struct socketio_server *socketio_server_new(const struct socketio_config *config) {
    if (!config->scratch || !config->namespace_count ||
        config->namespace_count > SOCKETIO_NAMESPACES_MAX)
        return NULL;
    struct socketio_server *server = base_memory_zero(config->memory, sizeof *server);
    if (!server)
        return NULL;
    server->config = *config;
    base_list_init(&server->clients);
    base_list_init(&server->closed_clients);
    base_list_init(&server->closed_sockets);
    return server;
}

void socketio_server_free(struct socketio_server *server) {
    if (server)
        base_memory_give(server->config.memory, server, sizeof *server);
}

size_t socketio_server_sockets(const struct socketio_server *server) {
    return server->sockets;
}

static void visit_client(struct socketio_client *client,
                         void (*visit)(void *context, struct socketio_socket *socket),
                         void *context) {
    struct base_list_node *node = base_list_first(&client->sockets);
    for (; node; node = base_list_next(&client->sockets, node)) {
        struct socketio_socket *socket = BASE_CONTAINER(node, struct socketio_socket, node);
        if (socket->joined)
            visit(context, socket);
    }
}

void socketio_server_each(struct socketio_server *server,
                          void (*visit)(void *context, struct socketio_socket *socket),
                          void *context) {
    socketio_enter(server);
    struct base_list_node *node = base_list_first(&server->clients);
    for (; node; node = base_list_next(&server->clients, node))
        visit_client(BASE_CONTAINER(node, struct socketio_client, node), visit, context);
    socketio_leave(server);
}

void socketio_enter(struct socketio_server *server) {
    server->depth++;
}

static void free_closed(struct socketio_server *server) {
    struct base_memory *memory = server->config.memory;
    struct base_list_node *node;
    while ((node = base_list_take(&server->closed_sockets))) {
        struct socketio_socket *socket = BASE_CONTAINER(node, struct socketio_socket, closed);
        base_list_remove(&socket->node);
        base_memory_give(memory, socket, sizeof *socket);
    }
    while ((node = base_list_take(&server->closed_clients))) {
        struct socketio_client *client = BASE_CONTAINER(node, struct socketio_client, closed);
        base_list_remove(&client->node);
        base_memory_give(memory, client, sizeof *client);
    }
}

void socketio_leave(struct socketio_server *server) {
    if (--server->depth == 0)
        free_closed(server);
}
