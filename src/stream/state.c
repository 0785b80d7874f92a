#include "stream/state.h"

#define TO(state) (1 + STS_STREAM_STATE_##state)

/* What leads on from a state; any other request is refused. `initializing` awaits stream:init; a
 * stream:init where the stream is completed starts a new one. */
#define FROM_INITIALIZING                                                                          \
    { [STREAM_REQUEST_INIT] = TO(ACTIVE) }
#define FROM_ACTIVE                                                                                \
    {                                                                                              \
        [STREAM_REQUEST_FRAGMENT] = TO(ACTIVE), [STREAM_REQUEST_PAUSE] = TO(PAUSED),               \
        [STREAM_REQUEST_END] = TO(ENDING)                                                          \
    }
#define FROM_PAUSED                                                                                \
    { [STREAM_REQUEST_RESUME] = TO(ACTIVE), [STREAM_REQUEST_END] = TO(ENDING) }
#define FROM_ENDING                                                                                \
    { [STREAM_REQUEST_DRAINED] = TO(COMPLETED) }
#define FROM_COMPLETED                                                                             \
    { [STREAM_REQUEST_INIT] = TO(ACTIVE) }
#define FROM_PARKED                                                                                \
    { 0 }

/* Rows: the state; columns: the request. */
static const unsigned char transitions[STS_STREAM_STATE_COUNT][STREAM_REQUESTS] = {
#define ROW(NAME, name, text) [STS_STREAM_STATE_##NAME] = FROM_##NAME,
    STS_STREAM_STATES(ROW)
#undef ROW
};

bool stream_state_next(enum sts_stream_state state, enum stream_request request,
                       enum sts_stream_state *next) {
    if ((size_t)state >= STS_STREAM_STATE_COUNT || !transitions[state][request])
        return false;
    *next = (enum sts_stream_state)(transitions[state][request] - 1);
    return true;
}

const char *stream_state_name(enum sts_stream_state state) {
    return sts_stream_state_text(state).ptr;
}
