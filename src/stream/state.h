/* state.h - the session machine (protocol §4) as one table. */
#ifndef STREAM_STATE_H
#define STREAM_STATE_H
#include "sts_protocol.h"

/** What moves the machine. */
enum stream_request {
    STREAM_REQUEST_INIT,     /**< stream:init */
    STREAM_REQUEST_FRAGMENT, /**< fragment:data */
    STREAM_REQUEST_PAUSE,    /**< stream:pause */
    STREAM_REQUEST_RESUME,   /**< stream:resume */
    STREAM_REQUEST_END,      /**< stream:end */
    STREAM_REQUEST_DRAINED,  /**< the last outcome in flight was sent */
    STREAM_REQUESTS,
};

/** The state after `request`; false when the request is refused in `state`. */
bool stream_state_next(enum sts_stream_state state, enum stream_request request,
                       enum sts_stream_state *next);

/** The state's name on the wire ("active"). */
const char *stream_state_name(enum sts_stream_state state);

#endif
