/* healthcheck.h - asks a running server whether it is healthy, so that an image needs no curl. */
#ifndef APP_HEALTHCHECK_H
#define APP_HEALTHCHECK_H
#include "app/settings/config.h"

/** Milliseconds that the whole of it may take. */
#define APP_HEALTHCHECK_TIMEOUT 2000

/**
 * GET /health at the configured address, over TLS where the server speaks it; the loopback address
 * stands for "all addresses". True when the answer says healthy; otherwise false with a sentence in
 * `error`.
 */
bool app_healthcheck(const struct app_config *config, char *error, size_t error_size);

#endif
