#include "conform/arrival.h"

#include "client/packet.h"
#include "conform/inspect.h"
#include "conform/json.h"
#include "conform/watch.h"

/* Messages on one connection. A case makes a server send some hundreds. */
#define ARRIVALS_MAX 10000

static struct conform_event *add_event(struct conform_worker *w, int kind,
                                       struct base_slice payload) {
    if (w->arrivals == ARRIVALS_MAX)
        conform_stop(w->c, conform_text(w->c,
                                        "the server sends without an end: more than %d messages "
                                        "came on one connection, the last one: %s",
                                        ARRIVALS_MAX, w->c->transcript.last->text));
    struct conform_event *event = conform_take(w->c, sizeof *event);
    *event = (struct conform_event){
        .kind = kind,
        .order = w->arrivals++,
        .at = conform_since(w->c),
        .blame = CONFORM_NO_REQUIREMENT,
        .payload = payload,
    };
    base_list_append(&w->events, &event->node);
    return event;
}

/* The message's bytes are the connection's; the case keeps a copy. */
static struct base_slice keep(struct conform_worker *w) {
    struct base_slice message = base_bytes_slice(&w->link.websocket.message);
    conform_tell(w->c, CONFORM_CAME, w->number, message);
    return base_slice(conform_copy(w->c, message), message.len);
}

/* Limits and keys are a matter of settings: whatever a case misses when it has met one, is not the
 * server's fault. */
static void look_for_limits(struct conform_worker *w, const struct conform_event *event) {
    struct conform_case *c = w->c;
    const char *code = conform_at(c, event->payload, "/code");
    const char *message = conform_at(c, event->payload, "/message");
    message = message ? message : "";
    if (!code || c->limits)
        return;
    if (strcmp(code, "RATE_LIMIT") == 0)
        c->refused = conform_text(
            c,
            "the server limits this run: error RATE_LIMIT, %s. Raise %s of the server (0: no "
            "limit), or wait a minute",
            message,
            w->ready ? "RATE_LIMIT_FRAGMENTS_PER_MIN"
                     : "WS_MAX_CONNECTIONS and MAX_CONNECTIONS_PER_KEY");
    else if (strcmp(code, "AUTH_FAILED") == 0 && !w->ready)
        c->refused = conform_text(
            c,
            "the API key is not for the stream %s: error AUTH_FAILED, %s. Give with --api-key or "
            "STS_API_KEY one that covers streams named conform-...",
            w->stream, message);
}

static void on_event(struct conform_worker *w, const struct client_packet *packet) {
    char *name = conform_take(w->c, packet->name.len);
    struct base_slice plain =
        base_slice(name, codec_text_copy(packet->name, name, packet->name.len));
    const struct codec_event *known = sts_event_find(STS_TO_WORKER, plain);
    int kind = known ? (int)sts_event_id_of(known) : CONFORM_OTHER;
    struct conform_event *event = add_event(w, kind, packet->json);
    event->name = conform_text(w->c, "%.*s", (int)plain.len, plain.ptr);
    if (known)
        conform_learned_heard(w->c->learned, w->c->requirement, event->at + w->c->began);
    conform_inspect(w, event);
    conform_watch_came(w, event);
    if (kind == STS_EVENT_ERROR)
        look_for_limits(w, event);
    w->ready = w->ready || kind == STS_EVENT_STREAM_READY;
    w->completed =
        (w->completed || kind == STS_EVENT_STREAM_COMPLETE) && kind != STS_EVENT_STREAM_READY;
}

static void on_ping(struct conform_worker *w, const struct client_packet *packet) {
    (void)add_event(w, CONFORM_PING, packet->json);
    if (!w->deaf)
        conform_send_raw(w, base_slice_of("3"));
}

static void on_packet(struct conform_worker *w, const struct client_packet *packet) {
    switch (packet->kind) {
    case CLIENT_PACKET_PING:
        on_ping(w, packet);
        break;
    case CLIENT_PACKET_PONG:
        (void)add_event(w, CONFORM_PONG, packet->json);
        break;
    case CLIENT_PACKET_CONNECTED:
        (void)add_event(w, CONFORM_JOINED, packet->json);
        break;
    case CLIENT_PACKET_REFUSED:
        (void)add_event(w, CONFORM_REFUSED, packet->json);
        break;
    case CLIENT_PACKET_DISCONNECTED:
        (void)add_event(w, CONFORM_DISCONNECTED, packet->json);
        break;
    case CLIENT_PACKET_ACK:
        add_event(w, CONFORM_ACK, packet->json)->ack_id = packet->id;
        break;
    case CLIENT_PACKET_EVENT:
        on_event(w, packet);
        break;
    case CLIENT_PACKET_OTHER:
        (void)add_event(w, CONFORM_OTHER, base_slice(NULL, 0));
        break;
    case CLIENT_PACKET_CLOSE: /* the server leaves it to the client to close the connection */
        (void)conform_link_begin_close(&w->link, conform_patience(w->c));
        break;
    case CLIENT_PACKET_OPEN: /* the connection's own business */
    case CLIENT_PACKET_NOOP:
        break;
    }
}

static void on_lost(struct conform_worker *w) {
    struct conform_case *c = w->c;
    const char *text =
        w->link.reason
            ? conform_text(c, "(the connection ended: %s)", w->link.reason)
            : conform_text(c, "(the connection closed, code %d)", w->link.websocket.close_code);
    w->lost = true;
    conform_tell(w->c, CONFORM_NOTE, w->number, base_slice_of(text));
    (void)add_event(w, CONFORM_LOST, base_slice(NULL, 0));
}

bool conform_arrival_read(struct conform_worker *w, int64_t deadline) {
    if (w->lost)
        return false;
    enum conform_arrival arrival = conform_link_read(&w->link, deadline);
    if (arrival == CONFORM_CLOSED)
        on_lost(w);
    if (arrival != CONFORM_MESSAGE)
        return false;
    struct client_packet packet = client_packet_read(keep(w), &w->c->scratch);
    on_packet(w, &packet);
    return true;
}

bool conform_arrival_handshake(struct conform_worker *w, int64_t deadline) {
    if (conform_link_read(&w->link, deadline) != CONFORM_MESSAGE)
        return false;
    struct client_packet packet = client_packet_read(keep(w), &w->c->scratch);
    w->handshake = packet.json;
    return packet.kind == CLIENT_PACKET_OPEN;
}
