#include "conform/event.h"

void conform_decode(struct conform_event *event, void *out) {
    memset(out, 0, sts_events[event->kind].size);
    codec_in_init(&event->in, event->payload, event->in.scratch);
    (void)codec_decode(&event->in, sts_events[event->kind].payload, out);
}

const char *conform_kind_name(int kind) {
    static const char *const names[] = {
        "an ACK packet", "CONNECT", "CONNECT_ERROR",   "DISCONNECT", "the end of the connection",
        "a ping",        "a pong",  "an unknown event"};
    /* names of events are literals, so they are terminated */
    return kind < STS_EVENT_COUNT ? sts_events[kind].name.ptr : names[kind - STS_EVENT_COUNT];
}

bool conform_is(struct codec_text text, const char *string) {
    return codec_text_equal(text, codec_text_plain(base_slice_of(string)));
}
