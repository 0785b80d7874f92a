#include "conform/polling.h"

#include "client/packet.h"
#include "client/socket.h"
#include "conform/ask.h"
#include "conform/connect.h"
#include "conform/json.h"
#include "conform/outage.h"

#define POST_HEADERS                                                                               \
    "Origin: http://conform.example\r\n"                                                           \
    "Content-Type: text/plain;charset=UTF-8\r\n"

/* GETs, or POSTs a packet; the answer's body. */
static struct base_slice ask(struct conform_polling *polling, struct base_slice packet) {
    struct conform_case *c = polling->c;
    const char *method = packet.len ? "POST" : "GET", *error;
    const struct client_response *response = polling->answer =
        conform_ask(c, polling->target, POST_HEADERS, packet, &error);
    if (!response)
        conform_fail(c, conform_text(c, "a response to %s %s", method, polling->target), error,
                     packet);
    struct base_slice body = base_bytes_slice(&response->body);
    conform_tell(c, CONFORM_CAME, 0, body);
    if (conform_is_refusal(response->status))
        conform_outage_refused(
            c, conform_text(c, "the server takes no more connections: HTTP %d", response->status));
    if (response->status != 200)
        conform_fail(c, conform_text(c, "HTTP 200 from %s %s", method, polling->target),
                     conform_text(c, "HTTP %d", response->status), body);
    return body;
}

static struct base_slice poll(struct conform_polling *polling) {
    return ask(polling, base_slice(NULL, 0));
}

struct conform_polling *conform_polling_open(struct conform_case *c) {
    struct conform_polling *polling = conform_take(c, sizeof *polling);
    *polling = (struct conform_polling){
        .c = c, .target = conform_text(c, "%s?EIO=4&transport=polling", c->settings->address.path)};
    struct base_slice first = {NULL, 0}, open = poll(polling), rest = open;
    (void)client_packet_take(&rest, &first);
    struct client_packet packet = client_packet_read(first, &c->scratch);
    if (packet.kind != CLIENT_PACKET_OPEN)
        conform_fail(c, "the Engine.IO handshake (a packet of type 0)",
                     conform_text(c, "HTTP 200 with %s", conform_without_audio(c, open)), open);
    polling->handshake = packet.json;
    const char *sid = conform_at(c, polling->handshake, "/sid");
    if (!sid)
        conform_fail(c, "a sid in the handshake", "none", polling->handshake);
    polling->target = conform_text(c, "%s&sid=%s", polling->target, sid);
    return polling;
}

void conform_polling_send(struct conform_polling *polling, struct base_slice packet) {
    conform_tell(polling->c, CONFORM_SENT, 0, packet);
    (void)ask(polling, packet);
}

/* The rest of the first packet of an answer that begins so; a NULL `ptr`: none does. */
static struct base_slice find_packet(struct base_slice answer, const char *beginning) {
    size_t length = strlen(beginning);
    struct base_slice packet;
    while (client_packet_take(&answer, &packet))
        if (packet.len >= length && memcmp(packet.ptr, beginning, length) == 0)
            return base_slice(packet.ptr + length, packet.len - length);
    return base_slice(NULL, 0);
}

static bool is_limit(struct base_slice packet) {
    return packet.ptr && memmem(packet.ptr, packet.len, "RATE_LIMIT", strlen("RATE_LIMIT"));
}

/* What this run is limited by, is not the server's fault. True: stream:init may be tried again. */
static bool look_for_limits(struct conform_polling *polling, struct base_slice answer) {
    struct conform_case *c = polling->c;
    struct base_slice refused = find_packet(answer, "44");
    struct base_slice error = find_packet(answer, "42[\"error\",");
    if (is_limit(refused))
        conform_stop(c, conform_text(c,
                                     "the server limits this address: CONNECT_ERROR %s. Check "
                                     "the API key (--api-key). If it is right, wait a minute, or "
                                     "raise AUTH_FAILURES_PER_MIN of the server",
                                     conform_copy(c, refused)));
    if (!is_limit(error))
        return false;
    c->refused = conform_text(c,
                              "the server limits this run: error %s. Raise WS_MAX_CONNECTIONS, "
                              "MAX_CONNECTIONS_PER_KEY and RATE_LIMIT_FRAGMENTS_PER_MIN of the "
                              "server (0: no limit), or wait a minute",
                              conform_without_audio(c, error));
    return true;
}

/* The rest of the packet that begins so; a NULL `ptr`: the server limits us, if that is asked
 * for. */
static struct base_slice expect(struct conform_polling *polling, const char *beginning,
                                bool or_limit) {
    struct conform_case *c = polling->c;
    int64_t deadline = conform_patience(c);
    struct base_slice answer = {NULL, 0}, found = {NULL, 0};
    const char *came = NULL;
    while (!found.ptr && client_now() < deadline) {
        answer = poll(polling);
        came = conform_text(c, "%s%s%s", came ? came : "", came ? "; " : "",
                            conform_without_audio(c, answer));
        if (find_packet(answer, "2").ptr)
            (void)ask(polling, base_slice_of("3"));
        found = find_packet(answer, beginning);
        if (!found.ptr && look_for_limits(polling, answer) && or_limit)
            return found;
    }
    if (!found.ptr)
        conform_fail(c, conform_text(c, "a packet that begins with %s", beginning),
                     came ? came : "nothing", answer);
    return found;
}

struct base_slice conform_polling_expect(struct conform_polling *polling, const char *beginning) {
    return expect(polling, beginning, false);
}

bool conform_polling_is_ready(struct conform_polling *polling) {
    bool ready = expect(polling, "42[\"stream:ready\",", true).ptr != NULL;
    if (ready)
        polling->c->refused = NULL;
    return ready;
}

void conform_polling_leave(struct conform_polling *polling) {
    const char *error;
    conform_tell(polling->c, CONFORM_SENT, 0, base_slice_of("41"));
    (void)conform_ask(polling->c, polling->target, POST_HEADERS, base_slice_of("41"), &error);
}
