/* json.h - texts in JSON that is being written. */
#ifndef CLIENT_JSON_H
#define CLIENT_JSON_H
#include "base/bytes.h"

/** Appends plain UTF-8 as a JSON string, with its quotes. False: no memory. */
bool client_json_text(struct base_bytes *out, struct base_slice plain);

#endif
