#include "report/traffic.h"

#include "report/elide.h"

/* What listeners share of one entry. */
struct report_shown {
    bool made, hashed;
    size_t length;
    char bytes[REPORT_PAYLOAD_MAX];
};

const char *report_kind_word(enum report_kind kind) {
    static const char *const words[] = {
#define X(name, word) word,
        REPORT_KINDS(X)
#undef X
    };
    return words[kind];
}

const char *report_verdict_word(enum report_verdict verdict) {
    static const char *const words[] = {
#define X(name, word) word,
        REPORT_VERDICTS(X)
#undef X
    };
    return words[verdict];
}

static size_t show(const struct report_traffic *traffic, bool hash, char *room) {
    bool known = traffic->event < STS_EVENT_COUNT;
    const struct report_payload payload = {
        .schema = known ? sts_events[traffic->event].payload : NULL,
        .slices = traffic->payload,
        .count = traffic->payload_count,
        .message = traffic->understood ? traffic->understood : traffic->message,
        .hash = hash,
    };
    return report_elide(&payload, room);
}

struct base_slice report_traffic_shown(const struct report_traffic *traffic, bool hash,
                                       char *room) {
    struct report_shown *shown = traffic->shown;
    if (!traffic->payload_count)
        return base_slice(NULL, 0);
    if (!shown)
        return base_slice(room, show(traffic, hash, room));
    if (!shown->made || (hash && !shown->hashed)) {
        shown->length = show(traffic, hash, shown->bytes);
        shown->made = true;
        shown->hashed = hash;
    }
    return base_slice(shown->bytes, shown->length);
}

void report_tap_init(struct report_tap *tap) {
    base_list_init(&tap->listeners);
}

void report_tap_listen(struct report_tap *tap, struct report_listener *listener) {
    base_list_append(&tap->listeners, &listener->node);
}

void report_tap_leave(struct report_listener *listener) {
    base_list_remove(&listener->node);
}

bool report_tap_heard(const struct report_tap *tap) {
    return tap && !base_list_empty(&tap->listeners);
}

void report_tap_tell(const struct report_tap *tap, const struct report_traffic *traffic) {
    struct base_list_node *node = base_list_first(&tap->listeners);
    struct report_traffic told = *traffic;
    struct report_shown shown;
    shown.made = false;
    told.shown = &shown;
    for (; node; node = base_list_next(&tap->listeners, node)) {
        struct report_listener *listener = BASE_CONTAINER(node, struct report_listener, node);
        listener->hear(listener, &told);
    }
}
