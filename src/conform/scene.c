#include "conform/scene.h"

/* The ack of each event of section 6. */
static enum sts_event_id ack_of(enum sts_event_id event) {
    return (enum sts_event_id)(event + 1); /* each stands behind its event in the index */
}

void conform_simulate(struct conform_worker *w, enum sts_event_id event, const char *format, ...) {
    conform_need(w->c, event);
    va_list values;
    va_start(values, format);
    const char *payload = conform_vtext(w->c, format, values);
    va_end(values);
    conform_emit(w, sts_events[event].name.ptr, "%s", payload);
    (void)conform_expect(w, (int)ack_of(event), NULL);
}

struct conform_worker *conform_begin_slow(struct conform_case *c, int delay, int jitter,
                                          const char *members) {
    conform_need(c, STS_EVENT_CONFIG_PROCESSING_DELAY);
    struct conform_worker *w = conform_begin_with(c, members);
    conform_simulate(w, STS_EVENT_CONFIG_PROCESSING_DELAY, "{\"delay_ms\":%d,\"jitter_ms\":%d}",
                     delay, jitter);
    return w;
}

void conform_arm(struct conform_worker *w, const char *rule) {
    conform_simulate(w, STS_EVENT_CONFIG_ERROR_SIMULATION, "{\"enabled\":true,\"rules\":[{%s}]}",
                     rule);
}

struct conform_worker *conform_come_back(struct conform_worker *old,
                                         struct sts_stream_ready *ready) {
    struct conform_worker *w = conform_connect(old->c);
    w->stream = old->stream;
    w->id = old->id;
    w->next_number = old->next_number;
    conform_init(w, "");
    (void)conform_expect(w, STS_EVENT_STREAM_READY, ready);
    return w;
}

const char *conform_session(struct conform_worker *w) {
    const char *session = NULL;
    for (struct base_list_node *node = base_list_first(&w->events); node;
         node = base_list_next(&w->events, node)) {
        struct conform_event *event = BASE_CONTAINER(node, struct conform_event, node);
        if (event->kind == STS_EVENT_STREAM_READY)
            session = conform_at(w->c, event->payload, "/session_id");
    }
    return session ? session : "";
}

struct conform_worker *conform_resume(struct conform_worker *old) {
    struct sts_stream_ready ready;
    struct conform_worker *w = conform_come_back(old, &ready);
    if (!conform_is(ready.session_id, conform_session(old)))
        conform_not_offered(w->c, "the server did not resume the stream: another session_id");
    return w;
}

/* Waits for one of a kind, if it comes. */
static size_t await(struct conform_worker *w, int kind) {
    return conform_look(w, CONFORM_KIND(kind), conform_patience(w->c)) ? 1 : 0;
}

size_t conform_tour(struct conform_case *c) {
    size_t errors = 0;
    struct conform_worker *w = conform_begin(c);
    for (int i = 0; i < 3; i++) {
        (void)conform_send_fragment(w);
        (void)await(w, STS_EVENT_FRAGMENT_PROCESSED);
    }
    conform_emit(w, "stream:pause", "{}");
    errors += await(w, STS_EVENT_ERROR);
    conform_emit(w, "stream:pause", "{\"stream_id\":\"conform-of-nobody\"}");
    errors += await(w, STS_EVENT_ERROR);
    (void)conform_send_number(w, 0);
    errors += await(w, STS_EVENT_ERROR);
    conform_request(w, "stream:end");
    (void)await(w, STS_EVENT_STREAM_COMPLETE);
    conform_settle(w);
    return errors;
}
