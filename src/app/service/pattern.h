/* pattern.h - patterns for streams that cannot name any. */
#ifndef APP_SERVICE_PATTERN_H
#define APP_SERVICE_PATTERN_H
#include "codec/text.h"
#include "sts_protocol.h"

#define APP_PATTERN_TEXT_OF(limit) #limit
#define APP_PATTERN_TEXT(limit) APP_PATTERN_TEXT_OF(limit) /* of its value, not of its name */
#define APP_PATTERN_LIMIT APP_PATTERN_TEXT(STS_STREAM_ID_CHARACTERS)
#define APP_PATTERN_IMPOSSIBLE                                                                     \
    "matches only ids of more than " APP_PATTERN_LIMIT                                             \
    " characters, but at most " APP_PATTERN_LIMIT " are allowed"

/** What is wrong with a pattern that no stream's id can match, as ids have at most
 *  STS_STREAM_ID_CHARACTERS; NULL: nothing. */
const char *app_pattern_fault(struct codec_text pattern);

#endif
