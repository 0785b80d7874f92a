/* invalid.h - the answers to events that cannot be taken: what was wrong, where, and what would be
 * right. */
#ifndef APP_SERVICE_INVALID_H
#define APP_SERVICE_INVALID_H
#include "codec/schema.h"
#include "stream/connection.h"

/** Most findings told of one payload. */
#define APP_INVALID_MAX 16
/** Longer event names are not looked up. */
#define APP_EVENT_NAME_MAX 128

/**
 * Sends the `error` for a payload that was refused, with every finding of `report`; without any
 * findings the payload is missing. FRAGMENT_TOO_LARGE when the audio is over its limit, else
 * INVALID_CONFIG. `fragment_id` is left out when it is empty.
 */
void app_invalid_payload(struct stream_connection *connection, const struct codec_event *event,
                         struct codec_text fragment_id, const struct codec_report *report);

/** Room for the sentence of app_invalid_sentence. */
#define APP_INVALID_SENTENCE 1024

/** One sentence about a refused payload: what `app_invalid_payload` says. It lies in `sentence`
 *  (APP_INVALID_SENTENCE bytes). */
struct codec_text app_invalid_sentence(const struct codec_event *event,
                                       const struct codec_report *report, char *sentence);

/** True when one of the findings is that the audio is over the protocol's own limit. */
bool app_invalid_size(const struct codec_report *report);

/** True when `report` has, or may have, a finding about the value at `pointer`. */
bool app_invalid_member(const struct codec_report *report, const char *pointer);

/** Sends the `error` for an event that does not exist, naming the closest one that does, or for
 *  one that only the STS sends. `name` is plain UTF-8, possibly cut. */
void app_invalid_name(struct stream_connection *connection, struct base_slice name);

#endif
