#include "conform/expect.h"

#include "conform/arrival.h"
#include "conform/json.h"

/* What is waited for the end of, when an error has come instead of what is expected. */
#define AFTER_ERROR_MS 500
#define TIMES_SLOWEST 4
/* Arrivals that are listed where another one was expected. */
#define LISTED 5
/* While a case waits, it looks so often whether the run stops. */
#define STOP_MS 200
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

bool conform_has_come(struct conform_worker *w, uint64_t kinds) {
    for (struct base_list_node *node = base_list_first(&w->events); node;
         node = base_list_next(&w->events, node))
        if (CONFORM_KIND(BASE_CONTAINER(node, struct conform_event, node)->kind) & kinds)
            return true;
    return false;
}

/* The kind that a set of them is remembered by: what is hoped for, rather than an error. */
static int kind_of(uint64_t kinds) {
    const uint64_t error = CONFORM_KIND(STS_EVENT_ERROR);
    if (kinds & CONFORM_KIND(STS_EVENT_STREAM_COMPLETE))
        return STS_EVENT_STREAM_COMPLETE;
    return __builtin_ctzll(kinds & ~error ? kinds & ~error : kinds);
}

/* Whether DISCONNECT has come, after which there are no events: only the connection may end. */
static bool is_over(struct conform_worker *w, uint64_t kinds) {
    const uint64_t last = CONFORM_KIND(CONFORM_LOST) | CONFORM_KIND(CONFORM_PING);
    return !(kinds & last) && conform_has_come(w, CONFORM_KIND(CONFORM_DISCONNECTED));
}

/* An error where something else is expected: what is still to come is not waited for long. Nothing
 * comes behind DISCONNECT. */
static int64_t shorten(struct conform_worker *w, uint64_t kinds, int64_t deadline) {
    const uint64_t error = CONFORM_KIND(STS_EVENT_ERROR);
    if (is_over(w, kinds))
        return client_now();
    if (kinds & error || !first_of(w, error))
        return deadline;
    int64_t slowest = conform_learned_slowest(w->c->learned, (unsigned)kind_of(kinds));
    int64_t soon = client_now() + AFTER_ERROR_MS + TIMES_SLOWEST * slowest;
    return soon < deadline ? soon : deadline;
}

/* Reads the next arrival, unless the run stops. */
static bool read_on(struct conform_worker *w, int64_t deadline) {
    for (;;) {
        int64_t soon = client_now() + STOP_MS;
        bool more = conform_arrival_read(w, soon < deadline ? soon : deadline);
        if (more || w->lost || soon >= deadline)
            return more;
        if (conform_learned_stopped(w->c->learned))
            conform_not_exercised(w->c, "the run was stopped before");
    }
}

struct conform_event *conform_look(struct conform_worker *w, uint64_t kinds, int64_t deadline) {
    struct conform_event *event;
    bool more = true;
    while (!(event = first_of(w, kinds)) && more) {
        deadline = shorten(w, kinds, deadline);
        more = read_on(w, deadline);
    }
    if (!event)
        event = first_of(w, kinds); /* the end of the connection is an arrival too */
    if (event)
        event->taken = true;
    return event;
}

/* ---- what came, in words ------------------------------------------------------------------- */

static const char *describe(struct conform_worker *w, const struct conform_event *event) {
    struct conform_case *c = w->c;
    if (event->kind == CONFORM_LOST && w->link.reason)
        return conform_text(c, "%s: %s", conform_kind_name(event->kind), w->link.reason);
    if (event->kind == CONFORM_LOST)
        return conform_text(c, "%s (WebSocket close code %d)", conform_kind_name(event->kind),
                            w->link.websocket.close_code);
    if (event->kind != STS_EVENT_ERROR)
        return event->name ? event->name : conform_kind_name(event->kind);
    const char *code = conform_at(c, event->payload, "/code");
    const char *message = conform_at(c, event->payload, "/message");
    return conform_text(c, "error %s: %s", code ? code : "without a code",
                        message ? message : "no message");
}

/* Names and payloads of what came and was not expected. */
static const char *list_arrivals(struct conform_worker *w) {
    const char *list = NULL;
    size_t left_out = 0, count = 0;
    for (struct base_list_node *node = base_list_first(&w->events); node;
         node = base_list_next(&w->events, node)) {
        struct conform_event *event = BASE_CONTAINER(node, struct conform_event, node);
        if (event->taken || event->kind == CONFORM_PING)
            continue;
        if (++count > LISTED) {
            left_out++;
            continue;
        }
        list = conform_text(w->c, "%s%s%s%s%s", list ? list : "", list ? "; " : "",
                            describe(w, event), event->payload.len ? " " : "",
                            conform_without_audio(w->c, event->payload));
    }
    if (left_out)
        list = conform_text(w->c, "%s; and %zu more", list, left_out);
    return list;
}

const char *conform_came(struct conform_worker *w, int64_t waited) {
    const char *list = list_arrivals(w);
    if (list && conform_has_come(w, CONFORM_ENDS))
        return conform_text(w->c, "none before the server ended the connection: %s", list);
    return conform_text(w->c, list ? "none within %lld ms, but %s" : "nothing within %lld ms%s",
                        (long long)waited, list ? list : "");
}

/* ---- expecting ----------------------------------------------------------------------------- */

/* Which requirement says that such an event comes. */
static enum sts_requirement_id who_promises(int kind) {
    switch (kind) {
    case STS_EVENT_STREAM_READY:
        return STS_REQUIREMENT_016_5_1_STREAM_INIT_ACCEPTED;
    case STS_EVENT_FRAGMENT_ACK:
        return STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SENT;
    case STS_EVENT_FRAGMENT_PROCESSED:
        return STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SENT;
    case STS_EVENT_STREAM_COMPLETE:
        return STS_REQUIREMENT_STS_4_COMPLETE_LAST;
    case STS_EVENT_BACKPRESSURE:
        return STS_REQUIREMENT_016_6_2_RAISED;
    case CONFORM_JOINED:
        return STS_REQUIREMENT_STS_2_VALID_KEY;
    case CONFORM_ACK:
        return STS_REQUIREMENT_STS_1_ACK_PACKET;
    default:
        return CONFORM_NO_REQUIREMENT;
    }
}

/* The server may leave after stream:complete: what was not tried before, cannot be told. */
static void leave_if_over(struct conform_worker *w) {
    if (w->completed && first_of(w, CONFORM_ENDS))
        conform_not_exercised(w->c, "the server ended the connection of the completed stream "
                                    "before this could be tried");
}

/* Why it did not come. A server that ends the connection has promised nothing more, but for the end
 * of the stream; one that does so after an error does not stay usable. */
static enum sts_requirement_id who_is_missed(struct conform_worker *w, int kind) {
    const bool error = conform_has_come(w, CONFORM_KIND(STS_EVENT_ERROR));
    if (!conform_has_come(w, CONFORM_ENDS) || (kind == STS_EVENT_STREAM_COMPLETE && !error))
        return who_promises(kind);
    return error && conform_asked(w->c, STS_FROM_ECHO) ? STS_REQUIREMENT_STS_3_STAYS_USABLE
                                                       : CONFORM_NO_REQUIREMENT;
}

static struct conform_event *expect_within(struct conform_worker *w, uint64_t kinds,
                                           int64_t patience, const char *what) {
    unsigned kind = (unsigned)kind_of(kinds);
    int64_t began = client_now();
    int64_t wait = conform_learned_wait(w->c->learned, kind, patience);
    struct conform_event *event = conform_look(w, kinds, began + wait);
    int64_t took = client_now() - began;
    if (event) {
        conform_learned_came(w->c->learned, kind, took);
        return event;
    }
    leave_if_over(w);
    conform_learned_missed(w->c->learned, kind);
    conform_fail_because(w->c, who_is_missed(w, (int)kind), what, conform_came(w, took),
                         base_slice(NULL, 0));
}

struct conform_event *conform_expect_any(struct conform_worker *w, uint64_t kinds,
                                         const char *what) {
    return expect_within(w, kinds, w->c->settings->patience, what);
}

struct conform_event *conform_expect(struct conform_worker *w, int kind, void *out) {
    struct conform_event *event =
        conform_expect_any(w, CONFORM_KIND(kind), conform_kind_name(kind));
    if (out)
        conform_decode(event, out);
    return event;
}

void conform_check_because(struct conform_worker *w, bool condition, enum sts_requirement_id cause,
                           const struct conform_event *event, const char *expected) {
    if (condition)
        return;
    if (cause == CONFORM_NO_REQUIREMENT && event)
        cause = event->blame;
    const char *list = event ? NULL : list_arrivals(w);
    conform_fail_because(w->c, cause, expected,
                         event  ? describe(w, event)
                         : list ? conform_text(w->c, "not that, but %s", list)
                                : "nothing",
                         event ? event->payload : base_slice(NULL, 0));
}

void conform_note_check(struct conform_worker *w, const struct conform_event *event,
                        const char *expected) {
    conform_note_own(w->c, event->blame, expected, describe(w, event), event->payload);
}

void conform_check(struct conform_worker *w, bool condition, const struct conform_event *event,
                   const char *expected) {
    conform_check_because(w, condition, CONFORM_NO_REQUIREMENT, event, expected);
}

struct conform_event *conform_expect_result(struct conform_worker *w,
                                            const struct conform_fragment *fragment,
                                            struct sts_fragment_processed *result) {
    struct sts_fragment_ack ack;
    struct sts_fragment_processed own;
    struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_ACK, &ack);
    conform_check_because(w, conform_is(ack.fragment_id, fragment->id),
                          STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SENT, event,
                          conform_text(w->c, "fragment:ack for %s", fragment->id));
    result = result ? result : &own;
    event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, result);
    conform_check_because(w,
                          conform_is(result->fragment_id, fragment->id) &&
                              result->sequence_number == fragment->number,
                          STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SENT, event,
                          conform_text(w->c, "fragment:processed for %s, number %lld", fragment->id,
                                       (long long)fragment->number));
    return event;
}

bool conform_has_code(struct conform_worker *w, const struct conform_event *event,
                      enum sts_error_code code) {
    struct base_slice name = sts_error_code_text(code);
    const char *text =
        event->kind == STS_EVENT_ERROR ? conform_at(w->c, event->payload, "/code") : NULL;
    return text && base_slice_equal(base_slice_of(text), name);
}

void conform_check_code(struct conform_worker *w, const struct conform_event *event,
                        enum sts_error_code code, const char *what) {
    conform_check_because(w, conform_has_code(w, event, code),
                          event->blame == STS_REQUIREMENT_016_8_1_TABLE ? CONFORM_NO_REQUIREMENT
                                                                        : event->blame,
                          event, what);
}

struct conform_event *conform_expect_error(struct conform_worker *w, enum sts_error_code code,
                                           struct sts_error *error) {
    struct base_slice name = sts_error_code_text(code);
    const char *what = conform_text(w->c, "error %.*s", (int)name.len, name.ptr);
    struct conform_event *event = conform_expect_any(w, CONFORM_KIND(STS_EVENT_ERROR), what);
    if (error)
        conform_decode(event, error);
    conform_check_code(w, event, code, what);
    return event;
}

void conform_finish(struct conform_worker *w, struct sts_stream_complete *complete) {
    conform_request(w, "stream:end");
    (void)conform_expect(w, STS_EVENT_STREAM_COMPLETE, complete);
}

void conform_expect_close(struct conform_worker *w) {
    (void)conform_expect_any(w, CONFORM_KIND(CONFORM_LOST), "the end of the connection");
}

/* The last fragment that the worker has sent; a server may refuse acks for one that it has not
 * seen. */
static const char *last_fragment(struct conform_worker *w) {
    const char *id = NULL;
    for (struct base_list_node *node = base_list_first(&w->sent); node;
         node = base_list_next(&w->sent, node)) {
        const struct conform_sent *sent = BASE_CONTAINER(node, struct conform_sent, node);
        id = sent->fragment ? sent->fragment->id : id;
    }
    return id ? id : conform_uuid(w->c);
}

void conform_settle(struct conform_worker *w) {
    uint64_t id = conform_call(w, "fragment:ack",
                               "{\"fragment_id\":\"%s\",\"status\":\"received\",\"timestamp\":0}",
                               last_fragment(w));
    int64_t began = client_now(),
            wait = conform_learned_wait(w->c->learned, CONFORM_ACK, SETTLE_MS);
    struct conform_event *ack;
    do
        ack = conform_look(w, CONFORM_KIND(CONFORM_ACK), began + wait);
    while (ack && ack->ack_id != id);
    if (ack)
        conform_learned_came(w->c->learned, CONFORM_ACK, client_now() - began);
    else
        conform_learned_missed(w->c->learned, CONFORM_ACK);
}

void conform_expect_none(struct conform_worker *w, int kind) {
    struct conform_event *event = first_of(w, CONFORM_KIND(kind));
    conform_check(w, !event, event, conform_text(w->c, "no more %s", conform_kind_name(kind)));
}

void conform_still_works(struct conform_worker *w) {
    struct conform_fragment fragment = conform_send_fragment(w);
    conform_expect_result(w, &fragment, NULL);
}
