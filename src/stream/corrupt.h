/* corrupt.h - audio that was damaged on its way, as a simulation wants it (protocol §6). */
#ifndef STREAM_CORRUPT_H
#define STREAM_CORRUPT_H
#include "base/buffer.h"
#include "sts_protocol.h"

/** Changes up to three characters of `base64` where it lies, in `message` (which belongs to one
 *  fragment alone, so that nothing need be copied; NULL: nothing happens): near the beginning, in
 *  the middle and near the end, or one where it has escapes. The same ones each time. It stays
 *  valid base64 of the same length, and decodes to other bytes, unless it is empty or every group
 *  of four characters begins with an escape. */
void stream_corrupt(struct base_buffer *message, struct codec_text base64);

#endif
