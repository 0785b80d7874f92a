/* polling.c - HTTP: handshakes, polls, POSTs. */
#include "base/print.h"
#include "engineio/internal.h"

#include <strings.h>

/* ---- the answer to a poll ---- */

/* A list of messages that becomes the body of an answer. */
struct body {
    struct base_message *first, *last;
    size_t length;
    size_t packets;
};

static void body_append(struct body *body, struct base_message *message) {
    message->next = NULL;
    if (body->last)
        body->last->next = message;
    else
        body->first = message;
    body->last = message;
    body->length += message->length;
}

/* Appends a packet in the form it has on polling, which takes over `message`. False, and nothing
 * has changed, when there is no memory. */
static bool body_append_packet(struct body *body, struct base_memory *memory,
                               struct base_message *message) {
    struct base_message *separator = NULL;
    struct base_message *encoded = NULL;
    if (body->packets && !(separator = base_message_copy(memory, false, base_slice("\x1e", 1))))
        return false;
    if (message->binary && !(encoded = engineio_packet_encode(memory, message))) {
        base_message_free(separator);
        return false;
    }
    if (separator)
        body_append(body, separator);
    body_append(body, encoded ? encoded : message);
    if (encoded)
        base_message_free(message);
    body->packets++;
    return true;
}

/* Moves what fits of the queue into one answer. */
static struct body take_packets(struct engineio_session *session) {
    struct base_memory *memory = session->server->config.memory;
    struct engineio_queue *queue = &session->queue;
    struct body body = {.first = NULL};
    while (queue->first && body.packets < ENGINEIO_POLL_PACKETS) {
        struct base_message *message = queue->first;
        struct base_message *next = message->next;
        size_t length = message->length;
        if (!body_append_packet(&body, memory, message))
            break;
        queue->first = next;
        queue->last = next ? queue->last : NULL;
        queue->count--;
        queue->bytes -= length;
    }
    return body;
}

static void answer_text(struct engineio_session *session, const char *packet) {
    struct engineio_request *poll = session->poll;
    session->poll = NULL;
    engineio_answer(session->server, poll,
                    engineio_response_text(ENGINEIO_TEXT_PLAIN, base_slice_of(packet)));
}

static void answer_packets(struct engineio_session *session) {
    struct body body = take_packets(session);
    if (!body.packets) { /* no memory: the client comes again, and the packets are still there */
        answer_text(session, "6");
        return;
    }
    struct engineio_request *poll = session->poll;
    struct engineio_response response =
        engineio_response_text(ENGINEIO_TEXT_PLAIN, base_slice(NULL, 0));
    response.messages = body.first;
    response.length = body.length;
    session->poll = NULL;
    if (!session->queue.first) {
        session->drained = true;
        engineio_unsettle(session);
    }
    engineio_answer(session->server, poll, response);
    engineio_session_weigh(session);
}

/* The last answer of a session: what fits of the queue, and the close packet when that is all. */
static void answer_last(struct engineio_session *session) {
    if (session->queue.count && session->queue.count < ENGINEIO_POLL_PACKETS) {
        struct base_message *close =
            base_message_copy(session->server->config.memory, false, base_slice("1", 1));
        if (close)
            engineio_queue_append(&session->queue, close);
        answer_packets(session);
        if (!close || session->queue.first)
            return;
    } else if (session->queue.count) {
        answer_packets(session);
        return;
    }
    engineio_session_fail(session, ENGINEIO_REASON_FORCED_CLOSE, session->close_code, NULL);
}

void engineio_poll_flush(struct engineio_session *session) {
    if (!session->poll || session->stalled)
        return;
    if (session->state == ENGINEIO_SESSION_CLOSING)
        answer_last(session);
    else if (session->queue.first)
        answer_packets(session);
    else if (engineio_upgrade_releases_poll(session))
        answer_text(session, "6");
}

/* ---- requests ---- */

static enum engineio_verdict refuse_polling(struct engineio_server *server,
                                            struct engineio_request *request,
                                            struct engineio_response response) {
    engineio_answer(server, request, response);
    return ENGINEIO_ANSWERED;
}

static enum engineio_verdict open_session(struct engineio_server *server,
                                          struct engineio_request *request,
                                          const struct engineio_head *head) {
    const struct engineio_config *config = &server->config;
    int status = engineio_head_admit(server, head);
    if (status)
        return refuse_polling(server, request, engineio_response_status(status));
    struct engineio_session *session = engineio_session_new(server, head);
    if (!session) {
        engineio_reject(server, ENGINEIO_REJECTION_NO_MEMORY, head, NULL);
        return refuse_polling(server, request, engineio_response_status(503));
    }
    char greeting[ENGINEIO_OPEN_SIZE];
    struct base_slice text =
        base_slice(greeting, engineio_session_greeting(session, true, greeting));
    engineio_answer(server, request, engineio_response_text(ENGINEIO_TEXT_PLAIN, text));
    config->handler->opened(config->handler_context, session);
    return ENGINEIO_ANSWERED;
}

/* The client broke the rules of polling: the request is refused, and the session is over. */
static enum engineio_verdict misuse(struct engineio_session *session,
                                    struct engineio_request *request, const char *what) {
    engineio_answer(session->server, request, engineio_response_request(session->server, what));
    engineio_session_refuse(session, ENGINEIO_REASON_TRANSPORT_ERROR, ENGINEIO_CLOSE_PROTOCOL_ERROR,
                            what);
    return ENGINEIO_ANSWERED;
}

static enum engineio_verdict poll_arrived(struct engineio_session *session,
                                          struct engineio_request *request) {
    if (session->poll)
        return misuse(session, request,
                      "A GET came while another one is open. Wait for its answer first.");
    request->session = session;
    request->joined = session->joined;
    session->poll = request;
    engineio_poll_flush(session);
    return session->poll == request ? ENGINEIO_HELD : ENGINEIO_ANSWERED;
}

/* `why` gets the sentence. */
static void answer_large(struct engineio_session *session, struct engineio_request *request,
                         char why[ENGINEIO_WHY_SIZE]) {
    char body[ENGINEIO_WHY_SIZE + 64];
    engineio_session_say_too_large(session->server, session, why, "A POST");
    size_t length = base_print(body, sizeof body, "{\"message\":\"Payload too large. %s\"}", why);
    engineio_answer(session->server, request, engineio_response_large(base_slice(body, length)));
}

static enum engineio_verdict refuse_large(struct engineio_session *session,
                                          struct engineio_request *request,
                                          const struct engineio_head *head) {
    char why[ENGINEIO_WHY_SIZE];
    engineio_session_say_too_large(session->server, session, why, "A POST");
    engineio_reject(session->server,
                    session->joined ? ENGINEIO_REJECTION_LARGE_IN : ENGINEIO_REJECTION_LARGE, head,
                    why);
    if (session->joined) /* others cannot hide it */
        engineio_session_warn(session, "refusing a POST (413)", why);
    answer_large(session, request, why); /* the head may be gone then */
    return ENGINEIO_ANSWERED;
}

static enum engineio_verdict post_arrived(struct engineio_session *session,
                                          struct engineio_request *request,
                                          const struct engineio_head *head) {
    struct engineio_server *server = session->server;
    static const struct base_slice octets = BASE_SLICE("application/octet-stream");
    if (session->post)
        return misuse(session, request,
                      "A POST came while another one is open. Wait for its answer first.");
    /* That was binary in revision 3; here no client sends it, and nothing could be made of it. */
    if (head->content_type.len >= octets.len &&
        !strncasecmp(head->content_type.ptr, octets.ptr, octets.len))
        return misuse(session, request,
                      "A POST has the type application/octet-stream. It must be text/plain.");
    if (head->content_length > engineio_session_limit(server, session))
        return refuse_large(session, request, head);
    request->session = session;
    request->joined = session->joined;
    session->post = request;
    session->post_read = false;
    return ENGINEIO_BODY;
}

static enum engineio_verdict route(struct engineio_server *server, struct engineio_request *request,
                                   const struct engineio_head *head) {
    struct engineio_query query = engineio_query_parse(head->query);
    const struct engineio_finding finding = engineio_head_verify(server, head, &query, false);
    struct engineio_session *session = finding.session;
    if (finding.error != ENGINEIO_ERROR_NONE)
        return refuse_polling(server, request, engineio_reject_error(server, &finding, head));
    if (!session)
        return open_session(server, request, head);
    if (base_slice_equal(head->method, base_slice_of("GET")))
        return poll_arrived(session, request);
    if (base_slice_equal(head->method, base_slice_of("POST")))
        return post_arrived(session, request, head);
    const struct engineio_finding method = {
        ENGINEIO_ERROR_REQUEST, "The method of a request with a sid must be GET or POST.", NULL};
    return refuse_polling(server, request, engineio_reject_error(server, &method, head));
}

enum engineio_verdict engineio_request_arrived(struct engineio_server *server,
                                               struct engineio_request *request,
                                               const struct engineio_head *head, uint64_t now) {
    enum engineio_verdict verdict = ENGINEIO_ANSWERED;
    base_timers_tell(server->config.timers, now);
    engineio_enter(server);
    request->session = NULL;
    server->arriving = request;
    if (base_slice_equal(head->method, base_slice_of("OPTIONS")))
        engineio_answer_preflight(server, request);
    else
        verdict = route(server, request, head);
    engineio_leave(server);
    /* The request itself may be gone when it was answered after all, while leaving. */
    bool answered = server->arriving != request;
    server->arriving = NULL;
    return answered ? ENGINEIO_ANSWERED : verdict;
}

size_t engineio_request_limit(const struct engineio_server *server,
                              const struct engineio_request *request) {
    return engineio_session_limit(server, request->session);
}

bool engineio_request_joined(const struct engineio_request *request) {
    return request->joined || (request->session && request->session->joined);
}

void engineio_request_progress(struct engineio_server *server, struct engineio_request *request,
                               uint64_t now) {
    base_timers_tell(server->config.timers, now);
    if (request->session)
        engineio_heartbeat_heard(request->session);
}

_Static_assert(ENGINEIO_POST_PACKETS == 16384, "as is told below");

/* Hands on the packets of a POST. 0, or the status that refuses it. */
static int read_packets(struct engineio_session *session, struct base_buffer *body) {
    struct engineio_payload payload = {base_buffer_slice(body), false};
    struct base_slice packet;
    for (size_t count = 0; engineio_payload_next(&payload, &packet); count++) {
        if (session->state != ENGINEIO_SESSION_OPEN)
            return 0;
        if (count == ENGINEIO_POST_PACKETS) {
            session->refused_for = "A POST may have at most 16384 packets.";
            engineio_session_refuse(session, ENGINEIO_REASON_PARSE_ERROR,
                                    ENGINEIO_CLOSE_PROTOCOL_ERROR, session->refused_for);
            return 400;
        }
        int refusal = engineio_session_receive(session, body, packet);
        if (refusal)
            return refusal;
    }
    return 0;
}

static void answer_post(struct engineio_session *session, struct engineio_request *request,
                        int refusal) {
    if (refusal == 400) {
        engineio_answer(session->server, request,
                        engineio_response_request(session->server, session->refused_for));
    } else if (refusal) {
        engineio_answer(session->server, request, engineio_response_status(refusal));
    } else if (session->paused && session->state == ENGINEIO_SESSION_OPEN) {
        request->session = session;
        session->post = request;
        session->post_read = true;
    } else {
        engineio_answer(session->server, request,
                        engineio_response_text(ENGINEIO_TEXT_HTML, base_slice("ok", 2)));
    }
}

void engineio_post_release(struct engineio_session *session) {
    struct engineio_request *post = session->post;
    if (!post || !session->post_read)
        return;
    session->post = NULL;
    session->post_read = false;
    answer_post(session, post, 0);
}

void engineio_request_body(struct engineio_server *server, struct engineio_request *request,
                           struct base_buffer *body, uint64_t now) {
    struct engineio_session *session = request->session;
    base_timers_tell(server->config.timers, now);
    if (!session || session->post != request || session->post_read)
        return;
    engineio_enter(server);
    /* Off the session while it is read, so that its end does not answer it. */
    session->post = NULL;
    answer_post(session, request, read_packets(session, body));
    engineio_leave(server);
}

void engineio_request_overflowed(struct engineio_server *server, struct engineio_request *request,
                                 uint64_t now) {
    struct engineio_session *session = request->session;
    char why[ENGINEIO_WHY_SIZE];
    base_timers_tell(server->config.timers, now);
    if (!session || session->post != request)
        return; /* it is answered already */
    engineio_enter(server);
    session->post = NULL;
    answer_large(session, request, why);
    engineio_session_refuse(session, ENGINEIO_REASON_TRANSPORT_ERROR, ENGINEIO_CLOSE_TOO_LARGE,
                            why);
    engineio_leave(server);
}

/* The request is answered elsewhere, or never. The session that it belongs to, or NULL. */
static struct engineio_session *take_off(struct engineio_request *request) {
    struct engineio_session *session = request->session;
    request->session = NULL;
    if (session && session->poll == request)
        session->poll = NULL;
    if (session && session->post == request)
        session->post = NULL;
    return session;
}

void engineio_request_refused(struct engineio_server *server, struct engineio_request *request,
                              int code, const char *why, uint64_t now) {
    struct engineio_session *session = take_off(request);
    base_timers_tell(server->config.timers, now);
    if (!session)
        return;
    engineio_enter(server);
    engineio_session_refuse(session, ENGINEIO_REASON_TRANSPORT_ERROR, code, why);
    engineio_leave(server);
}

void engineio_request_gone(struct engineio_server *server, struct engineio_request *request,
                           uint64_t now) {
    struct engineio_session *session = take_off(request);
    base_timers_tell(server->config.timers, now);
    if (!session)
        return;
    engineio_enter(server);
    engineio_session_fail(session, ENGINEIO_REASON_TRANSPORT_ERROR, ENGINEIO_CLOSE_NORMAL, NULL);
    engineio_leave(server);
}
