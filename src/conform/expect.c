#include "conform/expect.h"

#include "conform/arrival.h"

/* What is waited for the end of, when an error has come instead of what is expected. */
#define AFTER_ERROR_MS 500
/* How long a server that acknowledges nothing is given to say what it has to say. */
#define SETTLE_MS 2000

static struct conform_event *first_of(struct conform_worker *w, uint64_t kinds) {
    for (struct base_list_node *node = base_list_first(&w->events); node;
         node = base_list_next(&w->events, node)) {
        struct conform_event *event = BASE_CONTAINER(node, struct conform_event, node);
        if (!event->taken && CONFORM_KIND(event->kind) & kinds)
            return event;
    }
    return NULL;
}

/* An error where something else is expected: what is still to come is not waited for long. */
static int64_t shorten(struct conform_worker *w, uint64_t kinds, int64_t deadline) {
    const uint64_t error = CONFORM_KIND(STS_EVENT_ERROR);
    int64_t soon = client_now() + AFTER_ERROR_MS;
    return !(kinds & error) && soon < deadline && first_of(w, error) ? soon : deadline;
}

struct conform_event *conform_look(struct conform_worker *w, uint64_t kinds, int64_t deadline) {
    struct conform_event *event;
    bool more = true;
    while (!(event = first_of(w, kinds)) && more) {
        deadline = shorten(w, kinds, deadline);
        more = conform_arrival_read(w, deadline);
    }
    if (!event)
        event = first_of(w, kinds); /* the end of the connection is an arrival too */
    if (event)
        event->taken = true;
    return event;
}

/* What came, in words. */
static const char *describe(struct conform_worker *w, const struct conform_event *event) {
    struct conform_case *c = w->c;
    struct sts_error error;
    if (event->kind == CONFORM_LOST && w->link.reason)
        return conform_text(c, "%s: %s", conform_kind_name(event->kind), w->link.reason);
    if (event->kind != STS_EVENT_ERROR)
        return conform_kind_name(event->kind);
    struct conform_event copy = *event;
    conform_decode(&copy, &error);
    struct codec_text code = sts_error_code_or_other_text(&error.code);
    return conform_text(c, "error %.*s: %.*s", (int)code.len, code.ptr, (int)error.message.len,
                        error.message.ptr ? error.message.ptr : "");
}

/* What came instead of what was expected: an error, or the end, or nothing that says anything. */
static const char *instead(struct conform_worker *w, struct base_slice *payload) {
    struct conform_event *event = first_of(w, CONFORM_KIND(STS_EVENT_ERROR));
    if (!event)
        event = first_of(w, CONFORM_KIND(CONFORM_LOST));
    *payload = event ? event->payload : base_slice(NULL, 0);
    return event ? describe(w, event) : "none";
}

struct conform_event *conform_expect_any(struct conform_worker *w, uint64_t kinds,
                                         const char *what) {
    struct conform_event *event = conform_look(w, kinds, conform_patience(w->c));
    if (event)
        return event;
    struct base_slice payload;
    const char *came = instead(w, &payload);
    conform_fail(w->c, conform_text(w->c, "%s within %d ms", what, (int)w->c->settings->patience),
                 came, payload);
}

struct conform_event *conform_expect(struct conform_worker *w, int kind, void *out) {
    struct conform_event *event =
        conform_expect_any(w, CONFORM_KIND(kind), conform_kind_name(kind));
    if (out)
        conform_decode(event, out);
    return event;
}

void conform_check(struct conform_worker *w, bool condition, const struct conform_event *event,
                   const char *expected) {
    if (condition)
        return;
    struct base_slice none = {NULL, 0};
    conform_fail(w->c, expected, event ? describe(w, event) : "something else",
                 event ? event->payload : none);
}

void conform_expect_result(struct conform_worker *w, const struct conform_fragment *fragment,
                           struct sts_fragment_processed *result) {
    struct sts_fragment_ack ack;
    struct sts_fragment_processed own;
    struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_ACK, &ack);
    conform_check(w, conform_is(ack.fragment_id, fragment->id), event,
                  conform_text(w->c, "fragment:ack for %s", fragment->id));
    result = result ? result : &own;
    event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, result);
    conform_check(w,
                  conform_is(result->fragment_id, fragment->id) &&
                      result->sequence_number == fragment->number,
                  event,
                  conform_text(w->c, "fragment:processed for %s, number %lld", fragment->id,
                               (long long)fragment->number));
}

struct conform_event *conform_expect_error(struct conform_worker *w, enum sts_error_code code,
                                           struct sts_error *error) {
    struct sts_error own;
    error = error ? error : &own;
    struct base_slice name = sts_error_code_text(code);
    const char *what = conform_text(w->c, "error %.*s", (int)name.len, name.ptr);
    struct conform_event *event = conform_expect_any(w, CONFORM_KIND(STS_EVENT_ERROR), what);
    conform_decode(event, error);
    conform_check(w, error->code.value == code && event->in.error.code != CODEC_SYNTAX, event,
                  what);
    return event;
}

void conform_finish(struct conform_worker *w, struct sts_stream_complete *complete) {
    conform_request(w, "stream:end");
    (void)conform_expect(w, STS_EVENT_STREAM_COMPLETE, complete);
}

void conform_expect_close(struct conform_worker *w) {
    (void)conform_expect(w, CONFORM_LOST, NULL);
}

void conform_settle(struct conform_worker *w) {
    uint64_t id = conform_call(w, "fragment:ack",
                               "{\"fragment_id\":\"%s\",\"status\":\"received\",\"timestamp\":0}",
                               conform_uuid(w->c));
    int64_t deadline = client_now() + SETTLE_MS;
    struct conform_event *ack;
    do
        ack = conform_look(w, CONFORM_KIND(CONFORM_ACK), deadline);
    while (ack && ack->ack_id != id);
}

void conform_expect_none(struct conform_worker *w, int kind) {
    struct conform_event *event = first_of(w, CONFORM_KIND(kind));
    conform_check(w, !event, event, conform_text(w->c, "no more %s", conform_kind_name(kind)));
}

void conform_still_works(struct conform_worker *w) {
    struct conform_fragment fragment = conform_send_fragment(w);
    conform_expect_result(w, &fragment, NULL);
}
