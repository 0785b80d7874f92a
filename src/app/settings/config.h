/* config.h - the settings of echo-sts as values (protocol §8). Flag over environment variable over
 * profile over default; the table in settings.c says how each is named, checked and explained. */
#ifndef APP_SETTINGS_CONFIG_H
#define APP_SETTINGS_CONFIG_H
#include "base/log.h"
#include "base/secret.h"
#include "stream/settings.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** Most rows that the table of settings may have. */
#define APP_CONFIG_SETTINGS_MAX 64

/** The value of an integer or of one of the enums below that was not given and has no default. */
#define APP_CONFIG_UNSET (-1)

enum app_profile {
    APP_PROFILE_PYTHON_ECHO, /**< as the Python echo service answers */
    APP_PROFILE_TEST,        /**< for the tests of a worker, many on one server */
    APP_PROFILES             /**< how many there are */
};

enum app_log_format {
    APP_LOG_FORMAT_TEXT,
    APP_LOG_FORMAT_JSON,
};

/** What in the report at exit makes the exit status other than 0. */
enum app_fail_on {
    APP_FAIL_ON_FAIL = 1,
    APP_FAIL_ON_DEVIATION = 2,
    APP_FAIL_ON_UNKNOWN = 4,
};

/** Room for the name of a setting, and what was removed around its value. */
#define APP_CONFIG_REMOVED (BASE_SECRET_REMOVED + 64)

/** Where a value came from, the weakest first. */
enum app_config_origin {
    APP_CONFIG_DEFAULT,
    APP_CONFIG_PROFILE,
    APP_CONFIG_ENVIRONMENT,
    APP_CONFIG_FLAG,
};

/** What the user wrote for one row of the table. */
struct app_config_source {
    enum app_config_origin origin;
    const char *value; /**< NULL: no value */
};

/** All settings. Times in milliseconds, sizes in bytes, 0 = no limit where the help says so.
 *  Strings live as long as the process, NULL when there is none. */
struct app_config {
    int64_t profile; /**< enum app_profile or APP_CONFIG_UNSET */

    const char *host;
    int64_t port;
    const char *port_file; /**< to tell where the server listens, or NULL */
    bool exit_with_parent;
    const char *user; /**< to become after binding, or NULL */
    const char *tls_certificate, *tls_key;

    bool require_auth;
    const char *api_key;
    const char *api_keys_file; /**< replaces api_key, or NULL */
    int64_t auth_failures_per_min;

    bool control;
    int64_t control_port;     /**< 0: that of all else */
    const char *control_host; /**< for control_port; NULL: that of all else */
    const char *control_cors; /**< origins, or "*"; NULL: none */

    const char *scenario; /**< file of scenarios to begin with, or NULL */

    int64_t max_payload;
    int64_t ping_interval, ping_timeout;
    int64_t max_sockets;

    /** What the streams want to know. Its `seed` is APP_CONFIG_UNSET where none was given. */
    struct stream_settings streams;

    int64_t journal_max_events, journal_max_bytes;
    bool journal_hash;
    const char *journal_file; /**< or NULL */

    const char *report_folder; /**< or NULL */
    int64_t fail_on;           /**< bits of enum app_fail_on */
    int64_t report_return_ms;  /**< after a loss, for the worker to come back */
    int64_t reports_kept;      /**< streams */

    int64_t drain_ms;

    const char *log_file; /**< or NULL */
    int64_t log_level;    /**< enum base_log_level */
    int64_t log_format;   /**< enum app_log_format or APP_CONFIG_UNSET */

    char removed[APP_CONFIG_REMOVED]; /**< what was removed around a key, to be told; or empty */

    struct app_config_source sources[APP_CONFIG_SETTINGS_MAX]; /**< by row of the table */
};

enum app_config_result {
    APP_CONFIG_OK,
    APP_CONFIG_SHOWN,       /**< --help or the like was asked for and printed: exit 0 */
    APP_CONFIG_HEALTHCHECK, /**< --healthcheck was asked for; the settings say where */
    APP_CONFIG_WRONG,       /**< `message` says which value of what is wrong */
};

/** Longest message of app_config_read. */
#define APP_CONFIG_MESSAGE 512

/**
 * Reads defaults, then the profile, the environment and the command line. Writes --help,
 * --help-markdown, --help-man and --version to `out`. On WRONG `message` (APP_CONFIG_MESSAGE bytes)
 * names setting, value and accepted range.
 */
enum app_config_result app_config_read(struct app_config *config, int argc, char **argv, FILE *out,
                                       char *message);

/** The defaults alone, whatever the environment says. */
struct app_config app_config_default(void);

/** Says what differs from the defaults (never a secret), which variables look like settings and are
 *  none, and what is known and not used. */
void app_config_announce(const struct app_config *config, const struct base_log *log);

/** The address that control_port is for. */
const char *app_config_control_host(const struct app_config *config);

/** Whether the control interface listens on an address of its own. */
bool app_config_is_apart(const struct app_config *config);

/** The largest seed: every client can read it exactly. */
#define APP_CONFIG_SEED_MAX ((INT64_C(1) << 53) - 1)

/** The API key where none is set: everybody knows it. */
#define APP_CONFIG_DEFAULT_KEY "test-api-key"

#endif
