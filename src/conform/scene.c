#include "conform/scene.h"

#include "conform/outage.h"

/* The shortened wait for a refusal, and what is added to it for a server that takes its time. */
#define REFUSAL_LEAST_MS 300
#define REFUSAL_TIMES 4

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

struct conform_worker *conform_begin_slower(struct conform_case *c, int delay, int jitter,
                                            const char *members) {
    if (c->server->offered[STS_EVENT_CONFIG_PROCESSING_DELAY])
        return conform_begin_slow(c, delay, jitter, members);
    return conform_begin_with(c, members);
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
    (void)conform_expect_stream(w, "", ready);
    return w;
}

struct conform_event *conform_last_ready(struct conform_worker *w) {
    struct conform_event *ready = NULL;
    for (struct base_list_node *node = base_list_first(&w->events); node;
         node = base_list_next(&w->events, node)) {
        struct conform_event *event = BASE_CONTAINER(node, struct conform_event, node);
        if (event->kind == STS_EVENT_STREAM_READY)
            ready = event;
    }
    return ready;
}

const char *conform_session(struct conform_worker *w) {
    struct conform_event *ready = conform_last_ready(w);
    const char *session = ready ? conform_at(w->c, ready->payload, "/session_id") : NULL;
    return session ? session : "";
}

struct conform_worker *conform_resume(struct conform_worker *old) {
    struct sts_stream_ready ready;
    struct conform_worker *w = conform_come_back(old, &ready);
    if (!conform_is(ready.session_id, conform_session(old)))
        conform_not_offered(w->c, "the server did not resume the stream: another session_id");
    return w;
}

/* Forgets what has come, so that it does not answer the next message. */
static void take_all(struct conform_worker *w) {
    while (conform_look(w, ~CONFORM_ENDS, client_now()))
        continue;
}

/* After the server has closed the connection, or has done what it must not: a connection and stream
 * that are as new, under the same name. */
static struct conform_worker *begin_again(struct conform_worker *w) {
    conform_leave(w);
    struct conform_worker *again = conform_connect(w->c);
    again->stream = w->stream;
    again->id = w->id;
    if (w->ready)
        (void)conform_expect_stream(again, "", NULL);
    return again;
}

/* Sends it and waits. True: the server had ended the connection, or does so, after an error that
 * came before. */
static bool ask_or_find_closed(struct conform_worker *w, const char *event, const char *json,
                               uint64_t forbidden, int64_t wait, struct conform_event **answer) {
    const uint64_t error = CONFORM_KIND(STS_EVENT_ERROR);
    bool refused = conform_has_come(w, error);
    take_all(w);
    if (refused && conform_has_come(w, CONFORM_ENDS))
        return true;
    conform_emit(w, event, "%s", json);
    w->c->provoked = forbidden;
    *answer = conform_look(w, error | CONFORM_ENDS | forbidden, client_now() + wait);
    w->c->provoked = 0;
    return refused && *answer && CONFORM_KIND((*answer)->kind) & CONFORM_ENDS;
}

struct conform_event *conform_ask_refusal(struct conform_worker **worker, const char *event,
                                          const char *json, uint64_t forbidden, int64_t wait) {
    struct conform_event *answer = NULL;
    if (ask_or_find_closed(*worker, event, json, forbidden, wait, &answer)) {
        *worker = begin_again(*worker);
        (void)ask_or_find_closed(*worker, event, json, forbidden, wait, &answer);
    }
    return answer;
}

void conform_expect_refusal(struct conform_worker **worker, const char *event, const char *json,
                            enum sts_error_code code, uint64_t forbidden) {
    struct conform_case *c = (*worker)->c;
    struct base_slice name = sts_error_code_text(code);
    const char *expected = conform_text(c, "error %.*s for %s", (int)name.len, name.ptr, event);
    int64_t began = client_now();
    int64_t wait = conform_learned_wait(c->learned, STS_EVENT_ERROR, c->settings->patience);
    struct conform_event *answer = conform_ask_refusal(worker, event, json, forbidden, wait);
    if (!answer) {
        conform_learned_missed(c->learned, STS_EVENT_ERROR);
        conform_fail(c, expected, conform_came(*worker, client_now() - began), base_slice(NULL, 0));
    }
    conform_learned_came(c->learned, STS_EVENT_ERROR, client_now() - began);
    conform_check_code(*worker, answer, code, expected);
}

/* How long a refusal is waited for: not long, when several have not come in this case. */
static int64_t refusal_wait(struct conform_case *c) {
    int64_t wait = conform_learned_wait(c->learned, STS_EVENT_ERROR, c->settings->patience);
    int64_t slowest = conform_learned_slowest(c->learned, STS_EVENT_ERROR);
    int64_t brief = REFUSAL_LEAST_MS + REFUSAL_TIMES * slowest;
    return c->unanswered >= CONFORM_LEARNED_MISSES && brief < wait ? brief : wait;
}

void conform_refusal(struct conform_worker **worker, enum sts_event_id event, const char *json,
                     const char *what, uint64_t forbidden) {
    struct conform_case *c = (*worker)->c;
    const char *name = sts_events[event].name.ptr;
    const char *expected = conform_text(c, "error INVALID_CONFIG for %s with %s", name, what);
    int64_t began = client_now(), wait = refusal_wait(c);
    conform_tell(c, CONFORM_NOTE, (*worker)->number,
                 base_slice_of(conform_text(c, "(%s: %s)", name, what)));
    struct conform_event *answer = conform_ask_refusal(worker, name, json, forbidden, wait);
    struct conform_worker *w = *worker;
    if (!answer) {
        c->unanswered++;
        conform_learned_missed(c->learned, STS_EVENT_ERROR);
        conform_note_own(c, CONFORM_NO_REQUIREMENT, expected, conform_came(w, client_now() - began),
                         base_slice(NULL, 0));
        return;
    }
    if (answer->kind == STS_EVENT_ERROR)
        conform_learned_came(c->learned, STS_EVENT_ERROR, client_now() - began);
    if (!conform_has_code(w, answer, STS_ERROR_CODE_INVALID_CONFIG))
        conform_note_check(w, answer, expected);
    if (answer->kind != STS_EVENT_ERROR)
        *worker = begin_again(w);
}

/* Waits for one of a kind, if it comes. */
static size_t await(struct conform_worker *w, int kind) {
    struct conform_learned *learned = w->c->learned;
    int64_t began = client_now();
    int64_t wait = conform_learned_wait(learned, (unsigned)kind, w->c->settings->patience);
    bool came = conform_look(w, CONFORM_KIND(kind), began + wait);
    if (came)
        conform_learned_came(learned, (unsigned)kind, client_now() - began);
    else if (!conform_has_come(w, CONFORM_ENDS))
        conform_learned_missed(learned, (unsigned)kind);
    if (!came)
        conform_outage_suspect(w->c);
    return came ? 1 : 0;
}

size_t conform_tour(struct conform_case *c) {
    size_t errors = 0;
    struct conform_worker *w = conform_begin(c);
    for (int i = 0; i < 3; i++) {
        (void)conform_send_fragment(w);
        (void)await(w, STS_EVENT_FRAGMENT_PROCESSED);
    }
    conform_emit(w, "stream:pause", "{\"stream_id\":\"conform-of-nobody\"}");
    errors += await(w, STS_EVENT_ERROR);
    if (conform_asked(c, STS_FROM_ECHO)) { /* what others may take without an error */
        conform_emit(w, "stream:pause", "{}");
        errors += await(w, STS_EVENT_ERROR);
        (void)conform_send_number(w, 0);
        errors += await(w, STS_EVENT_ERROR);
    }
    conform_request(w, "stream:end");
    (void)await(w, STS_EVENT_STREAM_COMPLETE);
    conform_settle(w);
    return errors;
}
