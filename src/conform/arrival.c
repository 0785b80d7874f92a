#include "conform/arrival.h"

#include "socketio/packet.h"

#include <stdio.h>

static int64_t since_start(const struct conform_worker *w) {
    return conform_now() - w->c->began;
}

static struct conform_event *add_event(struct conform_worker *w, int kind, struct base_slice name,
                                       struct base_slice payload) {
    struct conform_event *event = conform_take(w->c, sizeof *event);
    *event = (struct conform_event){.kind = kind,
                                    .order = w->arrivals++,
                                    .at = since_start(w),
                                    .name = name,
                                    .payload = payload};
    base_list_append(&w->events, &event->node);
    return event;
}

/* The message's bytes are the connection's; the case keeps a copy. */
static struct base_slice keep(struct conform_worker *w) {
    struct base_slice message = conform_bytes_slice(&w->websocket.message);
    char *copy = conform_take(w->c, message.len + 1);
    if (message.len)
        memcpy(copy, message.ptr, message.len);
    conform_transcript_add(&w->c->transcript, CONFORM_CAME, w->number, since_start(w), message);
    return base_slice(copy, message.len);
}

/* `["name",payload]` */
static void on_event(struct conform_worker *w, struct base_slice json) {
    struct codec_in in;
    struct codec_text name = CODEC_TEXT("");
    struct base_slice payload = {NULL, 0};
    codec_in_init(&in, json, &w->c->scratch);
    bool read = codec_in_expect(&in, '[') && codec_in_text(&in, &name);
    if (read && codec_in_peek(&in) == ',')
        read = codec_in_expect(&in, ',') && codec_in_skip(&in, &payload);
    struct base_slice plain = base_slice(name.ptr, name.len); /* names need no escapes */
    const struct codec_event *known = sts_event_find(STS_TO_WORKER, plain);
    int kind = read && known ? (int)sts_event_id_of(known) : CONFORM_OTHER;
    conform_inspect(w, add_event(w, kind, plain, payload));
}

static void on_packet(struct conform_worker *w, char *text, size_t length) {
    /* A server's CONNECT_ERROR looks as a CONNECT does. */
    bool refused = length > 0 && text[0] == SOCKETIO_PACKET_CONNECT_ERROR;
    struct socketio_packet packet;
    struct base_slice none = {NULL, 0};
    if (refused)
        text[0] = SOCKETIO_PACKET_CONNECT;
    if (!socketio_packet_parse(base_slice(text, length), &packet)) {
        (void)add_event(w, CONFORM_OTHER, base_slice(text, length), none);
        return;
    }
    switch (packet.type) {
    case SOCKETIO_PACKET_CONNECT:
        (void)add_event(w, refused ? CONFORM_REFUSED : CONFORM_JOINED, none, packet.json);
        break;
    case SOCKETIO_PACKET_DISCONNECT:
        (void)add_event(w, CONFORM_DISCONNECTED, none, none);
        break;
    case SOCKETIO_PACKET_ACK:
        add_event(w, CONFORM_ACK, none, packet.json)->ack_id = packet.id;
        break;
    case SOCKETIO_PACKET_EVENT:
        on_event(w, packet.json);
        break;
    default: /* the protocol has no binary events */
        (void)add_event(w, CONFORM_OTHER, base_slice(text, length), none);
        break;
    }
}

static void on_ping(struct conform_worker *w) {
    (void)add_event(w, CONFORM_PING, base_slice(NULL, 0), base_slice(NULL, 0));
    if (!w->deaf)
        conform_send_raw(w, base_slice_of("3"));
}

static void on_lost(struct conform_worker *w) {
    struct conform_case *c = w->c;
    const char *text = conform_text(c, "(the connection closed, code %d)", w->websocket.close_code);
    w->lost = true;
    conform_transcript_add(&c->transcript, CONFORM_NOTE, w->number, since_start(w),
                           base_slice_of(text));
    (void)add_event(w, CONFORM_LOST, base_slice(NULL, 0), base_slice(NULL, 0));
}

bool conform_arrival_read(struct conform_worker *w, int64_t deadline) {
    if (w->lost)
        return false;
    enum conform_arrival arrival = conform_websocket_read(&w->websocket, deadline);
    if (arrival == CONFORM_CLOSED)
        on_lost(w);
    if (arrival != CONFORM_MESSAGE)
        return false;
    struct base_slice message = keep(w);
    char *text = (char *)message.ptr;
    switch (message.len ? text[0] : '\0') {
    case '2':
        on_ping(w);
        break;
    case '3':
        (void)add_event(w, CONFORM_PONG, base_slice(NULL, 0),
                        base_slice(message.ptr + 1, message.len - 1));
        break;
    case '4':
        on_packet(w, text + 1, message.len - 1);
        break;
    default: /* open, close, noop: the connection's own business */
        break;
    }
    return true;
}

bool conform_arrival_handshake(struct conform_worker *w, int64_t deadline) {
    if (conform_websocket_read(&w->websocket, deadline) != CONFORM_MESSAGE)
        return false;
    struct base_slice message = keep(w);
    if (message.len == 0 || message.ptr[0] != '0')
        return false;
    w->handshake = base_slice(message.ptr + 1, message.len - 1);
    return true;
}
