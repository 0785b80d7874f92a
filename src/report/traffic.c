#include "report/traffic.h"

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

struct report_payload report_traffic_payload(const struct report_traffic *traffic, bool hash) {
    bool known = traffic->event < STS_EVENT_COUNT;
    return (struct report_payload){
        .schema = known ? sts_events[traffic->event].payload : NULL,
        .slices = traffic->payload,
        .count = traffic->payload_count,
        .message = traffic->understood ? traffic->understood : traffic->message,
        .hash = hash,
        .cut_from = traffic->payload_cut_from,
    };
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
    for (; node; node = base_list_next(&tap->listeners, node)) {
        struct report_listener *listener = BASE_CONTAINER(node, struct report_listener, node);
        listener->hear(listener, traffic);
    }
}
