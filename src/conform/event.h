/* event.h - what came on a worker's connection. */
#ifndef CONFORM_EVENT_H
#define CONFORM_EVENT_H
#include "base/list.h"
#include "sts_protocol.h"
#include "sts_requirements.h"

/** Kinds of arrivals beside the events of the protocol. */
enum {
    CONFORM_ACK = STS_EVENT_COUNT, /**< a Socket.IO ACK packet; its payload is the argument array */
    CONFORM_JOINED,                /**< CONNECT */
    CONFORM_REFUSED,               /**< CONNECT_ERROR */
    CONFORM_DISCONNECTED,          /**< DISCONNECT */
    CONFORM_LOST,                  /**< the connection is over */
    CONFORM_PING,                  /**< Engine.IO ping */
    CONFORM_PONG,                  /**< Engine.IO pong; its payload is the rest of the packet */
    CONFORM_OTHER,                 /**< an event that the protocol does not have */
};

/** A set of kinds. */
#define CONFORM_KIND(kind) (UINT64_C(1) << (kind))

struct conform_event {
    struct base_list_node node;
    int kind; /**< enum sts_event_id, or one of the above */
    bool taken;
    bool drawn;       /**< in the timeline of its fragment */
    size_t order;     /**< 0, 1, ... of this connection's arrivals */
    int64_t at;       /**< milliseconds since the case began */
    const char *name; /**< of an event, as it came; NULL: it is none */
    uint64_t ack_id;
    enum sts_requirement_id blame; /**< the requirement that it was found to break, or none */
    struct base_slice payload;     /**< JSON; empty when there is none */
    struct codec_in in;            /**< after decoding: what was wrong */
};

/** Decodes an event's payload into the generated struct; what it lacks is zero. */
void conform_decode(struct conform_event *event, void *out);

/** What a kind is called. */
const char *conform_kind_name(int kind);

/** True when `text` is that string. */
bool conform_is(struct codec_text text, const char *string);

#endif
