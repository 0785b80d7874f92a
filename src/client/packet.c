#include "client/packet.h"

#include "client/json.h"
#include "codec/in.h"
#include "engineio/packet.h"
#include "socketio/packet.h"

/* ---- from the server ----------------------------------------------------------------------- */

/* `["name",argument]`. An argument that is no JSON is whatever stands there, for its reader. */
static bool read_event(struct base_slice json, const struct codec_scratch *scratch,
                       struct client_packet *packet) {
    struct codec_in in;
    codec_in_init(&in, json, scratch);
    packet->json = base_slice(NULL, 0);
    if (!codec_in_expect(&in, '[') || !codec_in_text(&in, &packet->name))
        return false;
    if (codec_in_peek(&in) != ',')
        return true;
    const char *start = ++in.at, *end = in.end;
    if (codec_in_skip(&in, &packet->json) || !codec_in_malformed(&in))
        return true;
    while (end > start && *--end != ']')
        continue;
    packet->json = base_slice(start, (size_t)(end - start));
    return end > start;
}

static void read_socketio(struct base_slice text, const struct codec_scratch *scratch,
                          struct client_packet *packet) {
    static const enum client_packet_kind kinds[] = {
        CLIENT_PACKET_CONNECTED, CLIENT_PACKET_DISCONNECTED, CLIENT_PACKET_EVENT,
        CLIENT_PACKET_ACK,       CLIENT_PACKET_REFUSED,
    };
    struct socketio_packet parsed;
    if (!socketio_packet_parse_answer(text, &parsed) || parsed.type > SOCKETIO_PACKET_CONNECT_ERROR)
        return;
    packet->namespace = parsed.namespace;
    packet->id = parsed.id;
    packet->json = parsed.json;
    if (parsed.type != SOCKETIO_PACKET_EVENT || read_event(parsed.json, scratch, packet))
        packet->kind = kinds[parsed.type - SOCKETIO_PACKET_CONNECT];
}

struct client_packet client_packet_read(struct base_slice text,
                                        const struct codec_scratch *scratch) {
    struct engineio_packet parsed = engineio_packet_parse(text);
    struct client_packet packet = {
        .kind = CLIENT_PACKET_OTHER, .name = CODEC_TEXT(""), .json = parsed.data};
    switch (parsed.type) {
    case ENGINEIO_PACKET_OPEN:
        packet.kind = CLIENT_PACKET_OPEN;
        break;
    case ENGINEIO_PACKET_CLOSE:
        packet.kind = CLIENT_PACKET_CLOSE;
        break;
    case ENGINEIO_PACKET_PING:
        packet.kind = CLIENT_PACKET_PING;
        break;
    case ENGINEIO_PACKET_PONG:
        packet.kind = CLIENT_PACKET_PONG;
        break;
    case ENGINEIO_PACKET_NOOP:
        packet.kind = CLIENT_PACKET_NOOP;
        break;
    case ENGINEIO_PACKET_MESSAGE:
        read_socketio(parsed.data, scratch, &packet);
        break;
    case ENGINEIO_PACKET_UPGRADE: /* only clients send it */
    case ENGINEIO_PACKET_BINARY:
    case ENGINEIO_PACKET_ERROR:
        break;
    }
    return packet;
}

bool client_packet_take(struct base_slice *payload, struct base_slice *packet) {
    struct engineio_payload rest = {.rest = *payload};
    bool taken = payload->ptr && engineio_payload_next(&rest, packet);
    *payload = rest.done || !taken ? base_slice(NULL, 0) : rest.rest;
    return taken;
}

/* ---- for the server ------------------------------------------------------------------------ */

/* A packet up to its JSON. `id`: NULL for none. */
static bool write_head(struct base_bytes *out, enum socketio_packet_type type,
                       const char *namespace, const uint64_t *id) {
    bool main = strcmp(namespace, "/") == 0; /* it is not named */
    return base_bytes_print(out, "%c%c%s%s", ENGINEIO_PACKET_MESSAGE, type, main ? "" : namespace,
                            main ? "" : ",") &&
           (!id || base_bytes_print(out, "%llu", (unsigned long long)*id));
}

bool client_packet_write_connect(struct base_bytes *out, const char *namespace, const char *key) {
    if (!write_head(out, SOCKETIO_PACKET_CONNECT, namespace, NULL))
        return false;
    return !key || (base_bytes_print(out, "{\"token\":") &&
                    client_json_text(out, base_slice_of(key)) && base_bytes_print(out, "}"));
}

bool client_packet_write_disconnect(struct base_bytes *out, const char *namespace) {
    return write_head(out, SOCKETIO_PACKET_DISCONNECT, namespace, NULL);
}

bool client_packet_write_event(struct base_bytes *out, const char *namespace, const uint64_t *id,
                               const char *name, struct base_slice argument) {
    return write_head(out, SOCKETIO_PACKET_EVENT, namespace, id) &&
           base_bytes_add(out, base_slice("[", 1)) && client_json_text(out, base_slice_of(name)) &&
           base_bytes_add(out, base_slice(",", 1)) && base_bytes_add(out, argument) &&
           base_bytes_add(out, base_slice("]", 1));
}
