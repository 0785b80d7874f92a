#include "conform/probe.h"

#include "conform/ask.h"
#include "conform/play.h"
#include "conform/scene.h"

#include <stdio.h>

/* An event that the server does not know may be answered with nothing at all. */
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

/* A probe is a case of no requirement. `server` is what it finds. */
struct probe {
    struct conform_case c;
    struct conform_server *server;
};

static void ask_who(struct conform_case *c, struct conform_server *server) {
    const char *error;
    const struct client_response *answer =
        conform_ask(c, "/health", NULL, base_slice(NULL, 0), &error);
    server->echo =
        answer && conform_at_is(c, base_bytes_slice(&answer->body), "/service", "echo-sts");
}

static void find_out(struct conform_case *c) {
    struct conform_server *server = BASE_CONTAINER(c, struct probe, c)->server;
    struct conform_worker *w = conform_connect(c);
    ask_who(c, server);
    (void)conform_ask_stream(w, ""); /* what is wrong with it, the cases will tell */
    for (size_t i = 0; i < sizeof simulations / sizeof simulations[0]; i++) {
        enum sts_event_id event = simulations[i].event;
        conform_emit(w, sts_events[event].name.ptr, "%s", simulations[i].payload);
        struct conform_event *answer = conform_look(
            w, CONFORM_KIND(event + 1) | CONFORM_KIND(STS_EVENT_ERROR), client_now() + ANSWER_MS);
        server->offered[event] = answer && answer->kind == (int)event + 1;
    }
}

bool conform_probe(const struct conform_settings *settings, struct conform_server *server,
                   char *error, size_t error_size) {
    struct probe probe = {.c = {.settings = settings, .server = server}, .server = server};
    conform_play(&probe.c, find_out);
    bool connected = probe.c.outcome == CONFORM_PASSED;
    const struct conform_finding *finding = probe.c.findings;
    if (finding)
        (void)snprintf(error, error_size, "expected %s, got: %s%s%s", finding->expected,
                       finding->came, finding->payload ? " " : "",
                       finding->payload ? finding->payload : "");
    else if (!connected)
        (void)snprintf(error, error_size, "%s", probe.c.reason);
    conform_case_free(&probe.c);
    return connected;
}
