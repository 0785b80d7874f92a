#include "journal/traffic.h"

const char *journal_kind_word(enum journal_kind kind) {
    static const char *const words[] = {
#define X(name, word) word,
        JOURNAL_KINDS(X) JOURNAL_HIDDEN_KINDS(X)
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
        .audio = traffic->audio,
        .hash = hash,
        .cut_from = traffic->payload_cut_from,
    };
}

void journal_tap_init(struct journal_tap *tap) {
    base_list_init(&tap->listeners);
    tap->kinds = 0;
    for (size_t event = 0; event < STS_EVENT_COUNT; event++)
        tap->audio[event] = journal_audio_of(sts_events[event].payload);
}

void journal_tap_listen(struct journal_tap *tap, struct journal_listener *listener) {
    base_list_append(&tap->listeners, &listener->node);
    listener->tap = tap;
    tap->kinds |= listener->kinds;
}

static struct journal_listener *listener_of(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct journal_listener, node);
}

void journal_tap_leave(struct journal_listener *listener) {
    struct journal_tap *tap = listener->tap;
    if (!tap)
        return;
    base_list_remove(&listener->node);
    listener->tap = NULL;
    tap->kinds = 0;
    struct base_list_node *node = base_list_first(&tap->listeners);
    for (; node; node = base_list_next(&tap->listeners, node))
        tap->kinds |= listener_of(node)->kinds;
}

void journal_tap_tell(const struct journal_tap *tap, const struct journal_traffic *traffic) {
    struct base_list_node *node = base_list_first(&tap->listeners);
    for (; node; node = base_list_next(&tap->listeners, node)) {
        struct journal_listener *listener = listener_of(node);
        if (listener->kinds & JOURNAL_BIT(traffic->kind))
            listener->hear(listener, traffic);
    }
}
