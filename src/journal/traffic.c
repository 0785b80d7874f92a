#include "journal/traffic.h"

const char *journal_kind_word(enum journal_kind kind) {
    static const char *const words[] = {
#define X(name, word) word,
        JOURNAL_KINDS(X)
#undef X
    };
    return words[kind];
}

const char *journal_verdict_word(enum journal_verdict verdict) {
    static const char *const words[] = {
#define X(name, word) word,
        JOURNAL_VERDICTS(X)
#undef X
    };
    return words[verdict];
}

struct journal_payload journal_traffic_payload(const struct journal_traffic *traffic, bool hash) {
    bool known = traffic->event < STS_EVENT_COUNT;
    return (struct journal_payload){
        .schema = known ? sts_events[traffic->event].payload : NULL,
        .slices = traffic->payload,
        .count = traffic->payload_count,
        .message = traffic->understood ? traffic->understood : traffic->message,
        .hash = hash,
        .cut_from = traffic->payload_cut_from,
    };
}

void journal_tap_init(struct journal_tap *tap) {
    base_list_init(&tap->listeners);
}

void journal_tap_listen(struct journal_tap *tap, struct journal_listener *listener) {
    base_list_append(&tap->listeners, &listener->node);
}

void journal_tap_leave(struct journal_listener *listener) {
    base_list_remove(&listener->node);
}

bool journal_tap_heard(const struct journal_tap *tap) {
    return tap && !base_list_empty(&tap->listeners);
}

void journal_tap_tell(const struct journal_tap *tap, const struct journal_traffic *traffic) {
    struct base_list_node *node = base_list_first(&tap->listeners);
    for (; node; node = base_list_next(&tap->listeners, node)) {
        struct journal_listener *listener = BASE_CONTAINER(node, struct journal_listener, node);
        listener->hear(listener, traffic);
    }
}
