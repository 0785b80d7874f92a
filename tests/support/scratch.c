#include "support/scratch.h"

static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];

const struct codec_scratch test_scratch = {entries, CODEC_SCRATCH_ENTRIES};
