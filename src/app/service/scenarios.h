/* scenarios.h - loading scenarios: those of --scenario FILE, and those that come over HTTP. */
#ifndef APP_SERVICE_SCENARIOS_H
#define APP_SERVICE_SCENARIOS_H
#include "base/log.h"
#include "base/memory.h"
#include "codec/error.h"
#include "codec/scratch.h"
#include "echo/echo.h"

/** Largest file of scenarios. */
#define APP_SCENARIOS_FILE_MAX (4u << 20)

/**
 * Loads decoded scenarios, all or, where one is wrong (ECHO_DISORDER, ECHO_IMPOSSIBLE), none; then
 * `pointer` (CODEC_POINTER_SIZE) says where. ECHO_TOO_MUCH and ECHO_NO_MEMORY leave those loaded
 * that came before the one `pointer` names. `origin`: who asks for it; NULL: the server itself.
 */
enum echo_result app_scenarios_load(struct echo *echo, const struct sts_control_scenarios *body,
                                    const struct echo_origin *origin, char *pointer);

/** What a result means, as a sentence about what `pointer` names. */
const char *app_scenarios_text(enum echo_result result);

/** Loads the scenarios of a file: a list of them, one, or what is sent over HTTP. False: `error`
 * says what is wrong, and where in the file; of several findings `log` has a line each. */
bool app_scenarios_read(struct echo *echo, const char *path, struct base_memory *memory,
                        const struct codec_scratch *scratch, const struct base_log *log,
                        char *error, size_t error_size);

#endif
