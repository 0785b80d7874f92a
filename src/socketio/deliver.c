/* deliver.c - events and acknowledgements that a client sent. */
#include "socketio/internal.h"

#include "base/print.h"

/* Longest name of an event that is shown: with what is wrong it has to fit in a close frame. */
#define NAME_MAX_SHOWN 24

/* What other languages write for values, and JSON does not have. */
static const struct base_slice foreign[] = {
    BASE_SLICE("NaN"),  BASE_SLICE("nan"),   BASE_SLICE("Infinity"),  BASE_SLICE("-Infinity"),
    BASE_SLICE("None"), BASE_SLICE("True"),  BASE_SLICE("undefined"), BASE_SLICE("-inf"),
    BASE_SLICE("inf"),  BASE_SLICE("False"),
};

/* Such a word at the place of the error; else empty. Nothing else of a payload is told: it may be
 * audio, or a secret. */
static struct base_slice foreign_word(const struct codec_in *in) {
    const size_t left = (size_t)(in->end - in->begin) - in->error.offset;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (left >= foreign[i].len &&
            memcmp(in->begin + in->error.offset, foreign[i].ptr, foreign[i].len) == 0)
            return foreign[i];
    return base_slice(NULL, 0);
}

/* Whether the name can stand in a close frame, which takes ASCII alone here. */
static bool is_shown(struct codec_text name) {
    bool fits = name.len && name.len <= NAME_MAX_SHOWN && name.form != CODEC_TEXT_JSON;
    for (size_t i = 0; fits && i < name.len; i++)
        fits = name.ptr[i] > ' ' && name.ptr[i] <= '~';
    return fits;
}

/* The client wrote what is no JSON, or no event: says what is wrong, and where. */
static void complain(struct socketio_client *client, const struct socketio_event *event) {
    char why[ENGINEIO_WHY_SIZE];
    const struct codec_error *error = &event->in.error;
    const struct base_slice word = foreign_word(&event->in);
    const struct base_slice name = is_shown(event->name)
                                       ? base_slice(event->name.ptr, event->name.len)
                                       : base_slice_of("An event or acknowledgement");
    if (event->fault) {
        socketio_client_malformed(client, event->fault);
        return;
    }
    base_print(why, sizeof why, "%.*s is not JSON at byte %zu: %.*s%s.", (int)name.len, name.ptr,
               error->offset, (int)word.len, word.ptr,
               word.len ? " is no JSON value" : error->message);
    socketio_client_malformed(client, why);
}

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
        complain(client, &event);
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
        complain(client, &event);
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
