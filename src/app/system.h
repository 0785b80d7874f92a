/* system.h - what the server takes from the system: randomness, the date, who started it. */
#ifndef APP_SYSTEM_H
#define APP_SYSTEM_H
#include "base/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/** Fills `bytes`. False: the system has no randomness. `context` is not used. */
bool app_system_random(void *context, void *bytes, size_t len);

/** The date, in ms since 1970. */
int64_t app_system_unix_ms(void);

/** Finds the process that started this one (ECHO_EXIT_WITH_PARENT). False with a sentence in
 *  `error`: it cannot be seen from here. Warns where it may be another one. */
bool app_system_parent(pid_t *parent, const struct base_log *log, char *error, size_t error_size);

#endif
