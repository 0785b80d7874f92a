/* fault.h - what is simulated with fragments and connections (protocol §6), as this room and those
 * that watch it see it. */
#ifndef STREAM_FAULT_H
#define STREAM_FAULT_H
#include "sts_protocol.h"

/** How a connection is lost on purpose. */
struct stream_loss {
    enum sts_disconnect_mode mode;
    int code;           /**< of the WebSocket close frame, mode close */
    uint64_t refuse_ms; /**< the stream is refused for that long */
    enum sts_refuse_scope scope;
    bool refusing; /**< that has begun already: the connection is still to be lost */
};

/** The fault that hit a fragment. */
struct stream_fault {
    int64_t sequence_number;
    unsigned attempt; /**< 0; n: the n-th retry */
    uint64_t armed;   /**< number of the configuration that was in force, from 1; 0: not known */
    size_t rule;      /**< index in it, from 0 */
    enum sts_rule_action action;
    enum sts_disconnect_mode mode; /**< where the action is disconnect */
    int64_t seed;                  /**< that decided */
    struct codec_text seed_key;    /**< in place of the stream's id; empty: nothing was */
};

#endif
