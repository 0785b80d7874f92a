/* reassembly.c - binary packets from clients: the text, then its attachments, as one event. */
#include "socketio/internal.h"

/* A packet out of a POST shares its buffer with others. Keeping more than this much of it that is
 * not the packet would let a short packet hold a long body. */
#define SHARED_BYTES_MAX 4096

/* A reference to a buffer that holds the packet, and not much besides; slices of the packet are
 * moved into it. NULL: no memory. */
static struct base_buffer *keep_packet(struct base_memory *memory, struct socketio_packet *packet,
                                       struct base_buffer *owner) {
    size_t needed = packet->namespace.len + packet->json.len;
    if (owner->capacity <= needed + SHARED_BYTES_MAX)
        return base_buffer_ref(owner);
    struct base_buffer *copy = base_buffer_new(memory, needed);
    if (!copy)
        return NULL;
    memcpy(copy->data, packet->namespace.ptr, packet->namespace.len);
    memcpy(copy->data + packet->namespace.len, packet->json.ptr, packet->json.len);
    copy->length = needed;
    packet->namespace.ptr = copy->data;
    packet->json.ptr = copy->data + packet->namespace.len;
    return copy;
}

static void too_large(struct socketio_client *client) {
    const struct socketio_config *config = &client->server->config;
    char why[ENGINEIO_WHY_SIZE];
    engineio_say_too_large(why, "A binary packet with its attachments", config->max_reassembly,
                           config->max_reassembly_setting);
    socketio_client_refuse(client, ENGINEIO_CLOSE_TOO_LARGE, why, ENGINEIO_REASON_PARSE_ERROR);
}

void socketio_reassembly_start(struct socketio_client *client, const struct socketio_packet *packet,
                               struct base_buffer *owner) {
    const struct socketio_config *config = &client->server->config;
    if (packet->json.len > config->max_reassembly) {
        too_large(client);
        return;
    }
    struct socketio_reassembly *reassembly = base_memory_zero(config->memory, sizeof *reassembly);
    if (reassembly) {
        reassembly->packet = *packet;
        reassembly->owner = keep_packet(config->memory, &reassembly->packet, owner);
        reassembly->bytes = packet->json.len;
    }
    client->reassembly = reassembly;
    if (!reassembly || !reassembly->owner) {
        socketio_reassembly_drop(client);
        socketio_client_no_memory(client);
    }
}

static void release(struct base_memory *memory, struct socketio_reassembly *reassembly) {
    for (size_t i = 0; i < reassembly->received; i++)
        base_buffer_unref(reassembly->attachments[i].owner);
    base_buffer_unref(reassembly->owner);
    base_memory_give(memory, reassembly, sizeof *reassembly);
}

void socketio_reassembly_drop(struct socketio_client *client) {
    if (client->reassembly)
        release(client->server->config.memory, client->reassembly);
    client->reassembly = NULL;
}

void socketio_reassembly_add(struct socketio_client *client, struct base_buffer *owner,
                             struct base_slice bytes) {
    struct socketio_reassembly *reassembly = client->reassembly;
    const struct socketio_config *config = &client->server->config;
    if (bytes.len > config->max_reassembly - reassembly->bytes) {
        too_large(client);
        return;
    }
    reassembly->bytes += bytes.len;
    reassembly->attachments[reassembly->received++] =
        (struct socketio_attachment){base_buffer_ref(owner), bytes};
    if (reassembly->received < reassembly->packet.attachment_count)
        return;
    /* Off the client first: the handler may close it. */
    client->reassembly = NULL;
    socketio_deliver(client, &reassembly->packet, reassembly->owner, reassembly->attachments);
    release(config->memory, reassembly);
}
