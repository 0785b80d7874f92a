/* deliver.c - events and acknowledgements that a client sent. */
#include "socketio/internal.h"

#define INVALID_ARGUMENTS                                                                          \
    "An event or acknowledgement must be a JSON array, and an event must have a name of its own."

static bool is_event(const struct socketio_packet *packet) {
    return packet->type == SOCKETIO_PACKET_EVENT || packet->type == SOCKETIO_PACKET_BINARY_EVENT;
}

static struct socketio_pending *find_pending(const struct socketio_socket *socket, uint64_t id) {
    struct base_list_node *node = base_list_first(&socket->pending);
    for (; node; node = base_list_next(&socket->pending, node)) {
        struct socketio_pending *pending = BASE_CONTAINER(node, struct socketio_pending, node);
        if (pending->id == id)
            return pending;
    }
    return NULL;
}

/* An id that nobody waits for, because the time was up or ever, is no error. */
static void acknowledged(struct socketio_socket *socket, struct socketio_event *arguments) {
    struct socketio_pending *pending = find_pending(socket, arguments->ack_id);
    if (!pending)
        return;
    socketio_pending_cancel(pending);
    pending->done(pending, arguments);
}

void socketio_deliver(struct socketio_client *client, const struct socketio_packet *packet,
                      struct base_buffer *owner, const struct socketio_attachment *attachments) {
    const struct socketio_config *config = &client->server->config;
    struct socketio_socket *socket = socketio_client_socket(client, packet->namespace);
    struct socketio_event event;
    if (!socketio_event_begin(&event, packet, owner, config->scratch)) {
        socketio_client_malformed(client, INVALID_ARGUMENTS);
        return;
    }
    event.attachments = attachments;
    event.attachment_count = packet->attachment_count;
    /* Without a socket the packet crossed the server's own DISCONNECT, but has to be one. */
    if (socket && is_event(packet))
        config->handler->event(config->handler_context, socket, &event);
    else if (socket)
        acknowledged(socket, &event);
    if (!event.read && !event.malformed)
        socketio_event_arguments(&event, NULL);
    if (event.malformed)
        socketio_client_malformed(client, INVALID_ARGUMENTS);
}

bool socketio_check_binary(const struct socketio_packet *packet,
                           const struct codec_scratch *scratch) {
    struct socketio_event event;
    if (!socketio_event_begin(&event, packet, NULL, scratch))
        return false;
    enum socketio_verdict verdict = socketio_event_arguments(&event, NULL);
    /* What is refused never reaches a decoder, so its placeholders do not matter. */
    if (verdict != SOCKETIO_OK)
        return verdict != SOCKETIO_MALFORMED;
    socketio_event_begin(&event, packet, NULL, scratch);
    return socketio_placeholders_valid(&event.in, packet->attachment_count);
}
