#include "conform/probe.h"

#include "base/print.h"
#include "conform/ask.h"
#include "conform/play.h"
#include "conform/scene.h"

#include <stdio.h>

/* All answers up to stream:ready must come within that part of the patience. */
#define READY_PARTS 10
#define READY_OF 3
/* But within no less than this. */
#define READY_LEAST_MS 3000
/* An event that the server does not know may be answered with nothing at all: so long after the
 * result of a fragment that was sent after it, its ack is not waited for. */
#define GRACE_MS 500
#define ANSWER_MS 3000

static const struct {
    enum sts_event_id event;
    const char *payload;
} simulations[] = {
    {STS_EVENT_CONFIG_ERROR_SIMULATION, "{\"enabled\":false}"},
    {STS_EVENT_CONFIG_PROCESSING_DELAY, "{\"delay_ms\":0}"},
    {STS_EVENT_CONFIG_BACKPRESSURE, "{\"enabled\":false}"},
    {STS_EVENT_SIMULATE_DISCONNECT, "{\"delay_ms\":60000}"}, /* we are gone by then */
};
#define SIMULATION_COUNT (sizeof simulations / sizeof simulations[0])

/* How far it has come. */
enum stage {
    STAGE_CONNECT,
    STAGE_JOIN,
    STAGE_INIT,
    STAGE_STS
};

/* A probe is a case of no requirement. `server` is what it finds. */
struct probe {
    struct conform_case c;
    struct conform_server *server;
    enum stage stage;
    struct conform_worker *worker;
};

static void ask_who(struct conform_case *c, struct conform_server *server) {
    const char *error;
    const struct client_response *answer =
        conform_ask(c, "/health", NULL, base_slice(NULL, 0), &error);
    server->echo =
        answer && conform_at_is(c, base_bytes_slice(&answer->body), "/service", "echo-sts");
}

/* Sends them all, then a fragment: a server that has them acks them before it answers that. */
static void try_simulations(struct conform_worker *w, struct conform_server *server) {
    uint64_t acks = 0;
    size_t left = SIMULATION_COUNT;
    for (size_t i = 0; i < SIMULATION_COUNT; i++) {
        enum sts_event_id event = simulations[i].event;
        conform_emit(w, sts_events[event].name.ptr, "%s", simulations[i].payload);
        acks |= CONFORM_KIND(event + 1);
    }
    (void)conform_send_fragment(w);
    int64_t deadline = client_now() + ANSWER_MS;
    while (left) {
        struct conform_event *answer = conform_look(
            w, acks | CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED) | CONFORM_KIND(STS_EVENT_ERROR),
            deadline);
        if (!answer)
            return;
        int64_t soon = client_now() + GRACE_MS;
        if (answer->kind == STS_EVENT_FRAGMENT_PROCESSED) {
            deadline = soon < deadline ? soon : deadline;
        } else {
            if (answer->kind != STS_EVENT_ERROR)
                server->offered[answer->kind - 1] = true;
            left--;
        }
    }
}

static void find_out(struct conform_case *c) {
    struct probe *probe = BASE_CONTAINER(c, struct probe, c);
    struct conform_worker *w = conform_open(c, NULL);
    const struct conform_settings *settings = c->settings;
    probe->stage = STAGE_JOIN;
    struct conform_event *answer = conform_join(w, settings->namespace, settings->key);
    conform_check(w, answer->kind == CONFORM_JOINED, answer,
                  conform_text(c, "%s to be accepted",
                               conform_describe_connect(c, settings->namespace, settings->key)));
    probe->stage = STAGE_INIT;
    answer = conform_ask_stream(w, "");
    conform_check(w, answer->kind == STS_EVENT_STREAM_READY, answer,
                  "stream:ready as the answer to stream:init");
    probe->stage = STAGE_STS;
    ask_who(c, probe->server);
    try_simulations(w, probe->server);
}

/* ---- what to try --------------------------------------------------------------------------- */

static void hint_connection(const struct conform_settings *settings, const char *why, char *hint,
                            size_t size) {
    const char *text;
    if (strstr(why, "refused") || strstr(why, "cannot find"))
        text = "is the server running, and are host and port right?";
    else if (strstr(why, "TLS") && !strstr(why, "--insecure"))
        text = "http:// in the URL, if the server does not speak TLS";
    else if (strstr(why, "handshake is HTTP/"))
        text = "another path in the URL, such as http://HOST:PORT/ws/sts. If no path fits, this is "
               "a web server without Socket.IO";
    else if (strstr(why, "packet of type 0"))
        text = "this is a WebSocket server, but not one of Socket.IO (Engine.IO 4)";
    else if (!settings->address.tls)
        text = "https:// in the URL, if the server speaks TLS; and another port";
    else
        text = "another port, and a path in the URL";
    base_print(hint, size, "%s", text);
}

/* Whether the server said so: any server, in its own words. */
static bool speaks_of_namespace(const struct conform_transcript *transcript) {
    for (const struct conform_line *line = transcript->first; line; line = line->next)
        if (line->way == CONFORM_CAME && strstr(line->text, "amespace"))
            return true;
    return false;
}

static void make_hint(const struct probe *probe, const char *why, char *hint, size_t size) {
    const struct conform_settings *settings = probe->c.settings;
    switch (probe->stage) {
    case STAGE_CONNECT:
        hint_connection(settings, why, hint, size);
        break;
    case STAGE_JOIN:
        if (speaks_of_namespace(&probe->c.transcript))
            base_print(hint, size, "another --namespace (now %s), such as / or /sts",
                       settings->namespace);
        else
            base_print(hint, size,
                       "--api-key or STS_API_KEY with the key of the server, --namespace (now %s), "
                       "and a path in the URL (now %s)",
                       settings->namespace, settings->address.path);
        break;
    case STAGE_INIT:
    case STAGE_STS:
        base_print(hint, size,
                   "this is a Socket.IO server, but it does not answer as an STS. If it is one, "
                   "its events may be in another namespace: --namespace /sts (now %s)",
                   settings->namespace);
        break;
    }
}

static void write_trace(const struct conform_transcript *transcript, char *out, size_t size) {
    size_t used = 0;
    for (const struct conform_line *line = transcript->first; line && used < size;
         line = line->next)
        used += base_print(out + used, size - used, "    %s %s\n",
                           line->way == CONFORM_SENT   ? "sent:"
                           : line->way == CONFORM_CAME ? "came:"
                                                       : "     ",
                           line->text);
}

int64_t conform_probe_patience(const struct conform_settings *settings) {
    int64_t most = settings->patience * READY_OF / READY_PARTS;
    most = most < READY_LEAST_MS ? READY_LEAST_MS : most;
    return most < settings->patience ? most : settings->patience;
}

bool conform_probe(const struct conform_settings *settings, struct conform_server *server,
                   struct conform_obstacle *obstacle) {
    struct conform_learned learned;
    struct conform_settings hasty = *settings;
    hasty.patience = conform_probe_patience(settings);
    conform_learned_init(&learned);
    struct probe probe = {
        .c = {.settings = &hasty,
              .server = server,
              .learned = &learned,
              .requirement = CONFORM_NO_REQUIREMENT,
              .quiet = true},
        .server = server,
    };
    conform_play(&probe.c, find_out);
    bool sts = probe.stage == STAGE_STS && !conform_learned_stopped(&learned);
    if (!sts) {
        const char *why = probe.c.reason ? probe.c.reason : "it could not be tried";
        (void)snprintf(obstacle->why, sizeof obstacle->why, "%s", why);
        make_hint(&probe, why, obstacle->hint, sizeof obstacle->hint);
        write_trace(&probe.c.transcript, obstacle->trace, sizeof obstacle->trace);
        if (conform_learned_stopped(&learned))
            obstacle->hint[0] = '\0';
    }
    conform_case_free(&probe.c);
    conform_learned_free(&learned);
    return sts;
}
