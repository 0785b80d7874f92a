/* id.h - how long the ids of streams and fragments are, and what stands for several. */
#ifndef STREAM_ID_H
#define STREAM_ID_H
#include "sts_protocol.h"

union stream_id_room {
    char stream[STS_STREAM_ID_BYTES], fragment[STS_FRAGMENT_ID_BYTES];
    char pattern[STS_STREAM_PATTERN_BYTES], scenario[STS_SCENARIO_NAME_BYTES];
};

/** Room for any of these as plain UTF-8, without a terminator. */
#define STREAM_ID_SIZE sizeof(union stream_id_room)

#endif
