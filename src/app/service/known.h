/* known.h - the streams that are there, and what is armed: to tell who names neither. */
#ifndef APP_SERVICE_KNOWN_H
#define APP_SERVICE_KNOWN_H
#include "app/service/auth.h"
#include "app/service/service.h"
#include "codec/closest.h"

/** How many streams are there that `pattern` (an exact id or a glob) names. */
size_t app_known_streams(const struct app_service *service, struct codec_text pattern);

/** Whether something is armed for `pattern`, or for a pattern that it matches. */
bool app_known_armed(const struct app_service *service, struct codec_text pattern);

/** Hands what `key` covers of the streams and of the patterns for which something is armed to
 *  `search`, by `consider`. */
void app_known_try(const struct app_service *service, const struct app_auth_key *key,
                   struct codec_closest *search,
                   void (*consider)(struct codec_closest *search, struct base_slice candidate));

#endif
