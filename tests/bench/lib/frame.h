/* frame.h - WebSocket frames of a client that masks its payload once for many frames. */
#ifndef BENCH_LIB_FRAME_H
#define BENCH_LIB_FRAME_H

#include <stddef.h>

/** The key of all frames. A frame has it turned, as the place of its audio demands. */
extern const unsigned char frame_mask[4];

/** Writes the header of a text frame, with `frame_mask` turned so that it begins where the payload
 * has its byte `start`. Returns the header's length; its last four bytes are the key. */
size_t frame_put_header(unsigned char *at, size_t length, size_t start);

/** Copies and masks, with the four bytes at `key`. */
void frame_put_masked(char *to, const char *from, size_t length, const unsigned char *key);

#endif
