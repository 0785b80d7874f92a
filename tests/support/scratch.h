/* scratch.h - the codec's scratch for tests, which read in one thread. */
#ifndef SUPPORT_SCRATCH_H
#define SUPPORT_SCRATCH_H
#include "codec/scratch.h"

extern const struct codec_scratch test_scratch;

#endif
