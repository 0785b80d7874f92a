/* config.h - the settings of echo-sts: one table says how each is named, read, checked and
 * explained. Flag over environment variable over default. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** All settings. Times in milliseconds, sizes in bytes. Strings live as long as the process. */
struct app_config {
    const char *host;
    int64_t port;
    bool require_auth;
    const char *api_key;
    int64_t max_payload;
    int64_t ping_interval, ping_timeout;
    int64_t auto_disconnect_delay;
    int64_t max_sockets;
    int64_t max_buffered;
    int64_t log_level; /**< enum base_log_level */
};

enum app_config_result {
    APP_CONFIG_OK,
    APP_CONFIG_HELP,  /**< --help or --version was asked for and printed: exit 0 */
    APP_CONFIG_WRONG, /**< `message` says which value of what is wrong: exit 2 */
};

/** Longest message of app_config_read. */
#define APP_CONFIG_MESSAGE 512

/**
 * Reads defaults, then the environment, then the command line. Writes --help and --version to
 * `out`. On WRONG `message` (APP_CONFIG_MESSAGE bytes) names setting, value and accepted range.
 */
enum app_config_result app_config_read(struct app_config *config, int argc, char **argv, FILE *out,
                                       char *message);

/** Calls `warn` with a sentence for each environment variable that looks like a setting and is
 *  none. */
void app_config_unknown(void (*warn)(void *context, const char *sentence), void *context);

/** True when the API key is the well-known default. */
bool app_config_default_key(const struct app_config *config);

#endif
