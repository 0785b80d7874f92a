/* pattern.h - patterns for streams that cannot name any. */
#ifndef APP_SERVICE_PATTERN_H
#define APP_SERVICE_PATTERN_H
#include "codec/text.h"

#define APP_PATTERN_IMPOSSIBLE                                                                     \
    "matches only ids of more than 256 characters, but at most 256 are allowed"

/** What is wrong with a pattern that no stream's id can match, as ids have at most
 *  STREAM_ID_CHARACTERS; NULL: nothing. */
const char *app_pattern_fault(struct codec_text pattern);

#endif
