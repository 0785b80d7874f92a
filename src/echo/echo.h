/* echo.h - the "processing" of the echo service: the result is the audio that came in. */
#ifndef ECHO_ECHO_H
#define ECHO_ECHO_H
#include "stream/stream.h"

/** A processor that returns each fragment's audio, byte for byte (protocol §3.2). */
extern const struct stream_processor echo_processor;

#endif
