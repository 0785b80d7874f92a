#include "net/answers.h"

#include "net/internal.h"

void net_answers_init(struct net_answers *answers) {
    base_list_init(&answers->waiting);
}

static struct net_connection *connection_of(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct net_connection, answers.node);
}

static void count(struct net_connection *connection, size_t bytes, size_t left) {
    struct net_answers *answers = &connection->server->answers;
    struct net_answers_share *share = &connection->answers;
    bool waited = share->bytes > 0;
    if (waited && (left < share->left || !bytes))
        base_list_remove(&share->node);
    if (bytes && (!waited || left < share->left))
        base_list_append(&answers->waiting, &share->node);
    answers->count += (size_t)(bytes > 0) - (size_t)waited;
    answers->bytes += bytes - share->bytes;
    share->bytes = bytes;
    share->left = left;
}

/* Who is reset for what `connection` asks; NULL: nobody has to be. */
static struct net_connection *choose(const struct net_connection *connection) {
    const struct net_answers *answers = &connection->server->answers;
    struct net_connection *oldest = NULL;
    size_t bytes = 0;
    struct base_list_node *node = base_list_first(&answers->waiting);
    for (; node; node = base_list_next(&answers->waiting, node)) {
        struct net_connection *other = connection_of(node);
        if (strcmp(other->address, connection->address) != 0)
            continue;
        oldest = oldest ? oldest : other;
        bytes += other->answers.bytes;
    }
    if (bytes > NET_ANSWERS_ADDRESS_MAX)
        return oldest;
    return answers->bytes > NET_ANSWERS_MAX || answers->count > NET_ANSWERS_COUNT_MAX
               ? connection_of(base_list_first(&answers->waiting))
               : NULL;
}

static void warn(struct net_server *server) {
    struct net_answers *answers = &server->answers;
    uint64_t now = net_loop_now(server->loop);
    if (!base_log_due(&answers->warned, now))
        return;
    base_log(server->config.log, BASE_LOG_WARNING,
             "closing clients without a key that do not read: %zu bytes of answers wait for %zu "
             "of them",
             answers->bytes, answers->count);
}

void net_answers_update(struct net_connection *connection) {
    bool counts = !connection->dropped && connection->state < NET_CONNECTION_WEBSOCKET &&
                  !net_keyless_trusts(connection);
    size_t before = connection->answers.bytes;
    size_t left = counts ? connection->output.queued : 0;
    size_t bytes = left ? left + connection->output.written : 0;
    if (bytes == before && left == connection->answers.left)
        return;
    count(connection, bytes, left);
    struct net_connection *slowest;
    while (bytes > before && (slowest = choose(connection))) {
        warn(connection->server);
        count(slowest, 0, 0);
        net_connection_reset(slowest);
    }
}

void net_answers_forget(struct net_connection *connection) {
    count(connection, 0, 0);
}
