/* uuid.h - the format "uuid". Inside the codec only. */
#ifndef CODEC_UUID_H
#define CODEC_UUID_H
#include "codec/text.h"

/** RFC 9562 §4: 8-4-4-4-12 hexadecimal digits, either case. */
bool codec_is_uuid(struct codec_text text);

#endif
