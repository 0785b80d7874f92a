#include "stream/state.h"

#define TO(state) (1 + STS_STREAM_STATE_##state)

/* Rows: the state; columns: the request. 0: refused. `initializing` awaits stream:init; a
 * stream:init where the stream is completed starts a new one. */
static const unsigned char transitions[][STREAM_REQUESTS] = {
    [STS_STREAM_STATE_INITIALIZING] = {[STREAM_REQUEST_INIT] = TO(ACTIVE)},
    [STS_STREAM_STATE_ACTIVE] = {[STREAM_REQUEST_FRAGMENT] = TO(ACTIVE),
                                 [STREAM_REQUEST_PAUSE] = TO(PAUSED),
                                 [STREAM_REQUEST_END] = TO(ENDING)},
    [STS_STREAM_STATE_PAUSED] =
        {[STREAM_REQUEST_RESUME] = TO(ACTIVE), [STREAM_REQUEST_END] = TO(ENDING)},
    [STS_STREAM_STATE_ENDING] = {[STREAM_REQUEST_DRAINED] = TO(COMPLETED)},
    [STS_STREAM_STATE_COMPLETED] = {[STREAM_REQUEST_INIT] = TO(ACTIVE)},
};

bool stream_state_next(enum sts_stream_state state, enum stream_request request,
                       enum sts_stream_state *next) {
    if ((size_t)state >= sizeof transitions / sizeof *transitions || !transitions[state][request])
        return false;
    *next = (enum sts_stream_state)(transitions[state][request] - 1);
    return true;
}

const char *stream_state_name(enum sts_stream_state state) {
    static const char *const names[] = {
        [STS_STREAM_STATE_INITIALIZING] = "initializing",
        [STS_STREAM_STATE_ACTIVE] = "active",
        [STS_STREAM_STATE_PAUSED] = "paused",
        [STS_STREAM_STATE_ENDING] = "ending",
        [STS_STREAM_STATE_COMPLETED] = "completed",
        [STS_STREAM_STATE_PARKED] = "parked",
    };
    return names[state];
}
