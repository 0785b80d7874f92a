/* receive.c - what arrives in a session, over whatever transport. */
#include "base/utf8.h"
#include "engineio/internal.h"

#define NOT_UTF8 "Text is not UTF-8. All text must be."

static void pass_message(struct engineio_session *session, struct base_buffer *owner,
                         struct base_slice payload, bool binary) {
    const struct engineio_config *config = &session->server->config;
    config->handler->message(config->handler_context, session, owner, payload, binary);
}

/* The client sent what no client may send. `what` is a constant. Returns 400. */
static int refuse_packet(struct engineio_session *session, const char *what, int code) {
    session->refused_for = what;
    engineio_session_refuse(session, ENGINEIO_REASON_PARSE_ERROR, code, what);
    return 400;
}

static int receive_text(struct engineio_session *session, struct base_buffer *owner,
                        struct base_slice payload) {
    if (session->server->config.check_utf8 && !base_utf8_valid(payload))
        return refuse_packet(session, NOT_UTF8, ENGINEIO_CLOSE_NOT_UTF8);
    pass_message(session, owner, payload, false);
    return 0;
}

static int receive_base64(struct engineio_session *session, struct base_slice data) {
    bool no_memory;
    struct base_buffer *buffer =
        engineio_packet_decode(session->server->config.memory, data, &no_memory);
    if (!buffer && no_memory) {
        engineio_session_refuse(session, ENGINEIO_REASON_TRANSPORT_ERROR,
                                ENGINEIO_CLOSE_INTERNAL_ERROR, ENGINEIO_NO_MEMORY);
        return 503;
    }
    if (!buffer)
        return refuse_packet(session, "A binary packet (b) is not base64.",
                             base_utf8_valid(data) ? ENGINEIO_CLOSE_PROTOCOL_ERROR
                                                   : ENGINEIO_CLOSE_NOT_UTF8);
    pass_message(session, buffer, base_buffer_slice(buffer), true);
    base_buffer_unref(buffer);
    return 0;
}

/* The client closes: its open poll has nothing more to wait for. */
static void receive_close(struct engineio_session *session) {
    session->left = true;
    engineio_session_end(
        session, ENGINEIO_REASON_TRANSPORT_CLOSE,
        (struct engineio_closing){"6", ENGINEIO_ENDING_CLOSE, ENGINEIO_CLOSE_NORMAL, NULL});
}

int engineio_session_receive(struct engineio_session *session, struct base_buffer *owner,
                             struct base_slice text) {
    struct engineio_packet packet = engineio_packet_parse(text);
    engineio_heartbeat_heard(session);
    /* messages and base64 are long, and are looked at elsewhere */
    if (packet.type != ENGINEIO_PACKET_MESSAGE && packet.type != ENGINEIO_PACKET_BINARY &&
        !base_utf8_valid(text))
        return refuse_packet(session, NOT_UTF8, ENGINEIO_CLOSE_NOT_UTF8);
    switch (packet.type) {
    case ENGINEIO_PACKET_MESSAGE:
        return receive_text(session, owner, packet.data);
    case ENGINEIO_PACKET_BINARY:
        return receive_base64(session, packet.data);
    case ENGINEIO_PACKET_PONG:
        engineio_heartbeat_pong(session);
        return 0;
    case ENGINEIO_PACKET_CLOSE:
        receive_close(session);
        return 0;
    case ENGINEIO_PACKET_PING: /* in this revision only the server pings */
        session->refused_for = "An Engine.IO ping (2) came. Only the server sends these; answer "
                               "each with a pong (3).";
        engineio_session_refuse(session, ENGINEIO_REASON_TRANSPORT_ERROR,
                                ENGINEIO_CLOSE_PROTOCOL_ERROR, session->refused_for);
        return 400;
    case ENGINEIO_PACKET_OPEN:
    case ENGINEIO_PACKET_UPGRADE:
    case ENGINEIO_PACKET_NOOP: /* without meaning here; the reference server ignores them */
        return 0;
    case ENGINEIO_PACKET_ERROR:
        break;
    }
    return refuse_packet(session,
                         "An Engine.IO packet has an unknown type. It must begin with a digit from "
                         "0 to 6, or with b.",
                         ENGINEIO_CLOSE_PROTOCOL_ERROR);
}

void engineio_session_receive_binary(struct engineio_session *session,
                                     struct base_buffer *message) {
    engineio_heartbeat_heard(session);
    pass_message(session, message, base_buffer_slice(message), true);
}
