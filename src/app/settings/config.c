#include "app/settings/config.h"

#include "app/settings/help.h"
#include "app/settings/setting.h"
#include "base/print.h"
#include "codec/closest.h"
#include "sts_protocol.h"

#include <stdlib.h>
#include <strings.h>

/* The beginnings by which a variable is taken to be meant for this program (protocol §8). Others
 * are shared with other programs. */
static const char *const prefixes[] = {"ECHO_", "WS_", "BACKPRESSURE_"};
/* Variables that look like settings, but are for the clients of a server. */
static const char *const others[] = {"ECHO_STS", "ECHO_STS_URL"};
/* Most letters in which any other variable may differ from a setting to be taken for a typo. */
#define TYPO_MAX 2

static bool fail_setting(char *message, const char *format, const char *a, const char *b) {
    (void)snprintf(message, APP_CONFIG_MESSAGE, format, a, b);
    return false;
}

/* ---- one value ----------------------------------------------------------------------------- */

/* The longest key (settings.c), with the terminator; one that is longer is refused anyway. */
#define KEY_SIZE 514

/* A key without what .env files and copying leave around it. The program has one key. NULL: nothing
 * is left. */
static const char *trim_key(const char *key, const char *name, struct app_config *config) {
    static char kept[KEY_SIZE];
    char removed[BASE_SECRET_REMOVED];
    struct base_slice trimmed = base_secret_trimmed(base_slice_of(key));
    config->removed[0] = '\0';
    if (trimmed.len == strlen(key))
        return key;
    if (!trimmed.len)
        return NULL;
    (void)base_print(config->removed, sizeof config->removed, "%s: removed %s", name,
                     base_secret_removed(base_slice_of(key), removed));
    (void)base_print(kept, sizeof kept, "%.*s", (int)trimmed.len, trimmed.ptr);
    return kept;
}

/* `name` is the variable or flag that the user wrote. An empty value is as unset. A secret is not
 * shown, however wrong. */
static bool apply(size_t row, struct app_config_source source, const char *name,
                  struct app_config *config, char *message) {
    const struct app_setting *setting = &app_settings[row];
    if (!source.value || !*source.value)
        return true;
    if (setting->secret && !(source.value = trim_key(source.value, name, config)))
        return fail_setting(message, "%s has nothing but blanks, line ends and quotes%s", name,
                            ", but must be a key");
    if (app_setting_parse(setting, source.value, config)) {
        config->sources[row] = source;
        return true;
    }
    char right[128], shown[128], text[BASE_LOG_TEXT];
    app_setting_accepted(setting, right, sizeof right);
    (void)snprintf(shown, sizeof shown, "%.100s", base_log_text(text, base_slice_of(source.value)));
    (void)snprintf(message, APP_CONFIG_MESSAGE, "%s is \"%s\", but must be %s", name,
                   setting->secret ? "***" : shown, right);
    return false;
}

static bool read_defaults(struct app_config *config, char *message) {
    for (size_t i = 0; i < app_setting_count; i++) {
        const struct app_setting *setting = &app_settings[i];
        const struct app_config_source source = {APP_CONFIG_DEFAULT, setting->fallback};
        app_setting_clear(setting, config);
        if (!apply(i, source, setting->name, config, message))
            return false;
    }
    return true;
}

/* Values of the profile replace defaults only, so that the order of reading does not matter. */
static bool apply_profile(struct app_config *config, char *message) {
    for (size_t i = 0; config->profile != APP_CONFIG_UNSET && i < app_setting_count; i++) {
        const struct app_config_source source = {APP_CONFIG_PROFILE,
                                                 app_settings[i].in[config->profile]};
        if (config->sources[i].origin == APP_CONFIG_DEFAULT &&
            !apply(i, source, "ECHO_PROFILE", config, message))
            return false;
    }
    return true;
}

/* ---- environment --------------------------------------------------------------------------- */

static bool read_environment(struct app_config *config, char *message) {
    for (size_t i = 0; i < app_setting_count; i++) {
        const char *name = app_settings[i].name, *alias = app_settings[i].alias;
        const char *value = getenv(name);
        if ((!value || !*value) && alias)
            value = getenv(name = alias);
        const struct app_config_source source = {APP_CONFIG_ENVIRONMENT, value};
        if (!apply(i, source, name, config, message))
            return false;
    }
    return true;
}

/* ---- command line -------------------------------------------------------------------------- */

static bool is_flag(const char *name, const char *argument, size_t len) {
    char flag[APP_SETTING_FLAG];
    if (!name)
        return false;
    app_setting_flag(name, flag);
    return strlen(flag) == len && strncmp(flag, argument, len) == 0;
}

static size_t find_flag(const char *argument, size_t len) {
    size_t row = 0;
    while (row < app_setting_count && !is_flag(app_settings[row].name, argument, len) &&
           !is_flag(app_settings[row].alias, argument, len))
        row++;
    return row;
}

/* Without what follows "=", which may be a secret. */
static bool unknown_argument(const char *argument, size_t len, char *message) {
    char flags[APP_CONFIG_SETTINGS_MAX][APP_SETTING_FLAG], text[BASE_LOG_TEXT];
    struct codec_closest search = codec_closest(base_slice(argument, len));
    for (size_t i = 0; i < app_setting_count; i++) {
        app_setting_flag(app_settings[i].name, flags[i]);
        codec_closest_try(&search, base_slice_of(flags[i]));
    }
    base_log_text(text, base_slice(argument, len));
    return search.best.ptr ? fail_setting(message, "unknown argument %s; did you mean %s?", text,
                                          search.best.ptr)
                           : fail_setting(message, "unknown argument %s; see --help%s", text, "");
}

/* The value of the flag at `*at`, which moves on when it is the next argument. NULL: none. */
static const char *value_of(const struct app_setting *setting, int argc, char **argv, int *at) {
    const char *equals = strchr(argv[*at], '=');
    const char *next = *at + 1 < argc ? argv[*at + 1] : NULL;
    if (equals)
        return equals + 1;
    if (setting->kind == APP_SETTING_BOOLEAN && (!next || strncmp(next, "--", 2) == 0))
        return "true";
    if (next)
        ++*at;
    return next;
}

static bool read_arguments(struct app_config *config, int argc, char **argv, char *message) {
    for (int i = 1; i < argc; i++) {
        size_t len = strcspn(argv[i], "=");
        if (strcmp(argv[i], "--healthcheck") == 0)
            continue;
        size_t row = find_flag(argv[i], len);
        if (row == app_setting_count)
            return unknown_argument(argv[i], len, message);
        char flag[APP_SETTING_FLAG];
        (void)snprintf(flag, sizeof flag, "%.*s", (int)len, argv[i]);
        const struct app_config_source source = {APP_CONFIG_FLAG,
                                                 value_of(&app_settings[row], argc, argv, &i)};
        if (!source.value)
            return fail_setting(message, "%s needs a value%s", flag, "");
        if (!apply(row, source, flag, config, message))
            return false;
    }
    return true;
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* What no single row can tell. */
static bool agree(const struct app_config *config, char *message) {
    if (!config->tls_certificate != !config->tls_key)
        return fail_setting(message, "%s is set, but %s is not. TLS needs both",
                            config->tls_key ? "TLS_KEY" : "TLS_CERT",
                            config->tls_key ? "TLS_CERT" : "TLS_KEY");
    if (config->control_host && !config->control_port)
        return fail_setting(message, "%s is set, but %s is not", "CONTROL_HOST", "CONTROL_PORT");
    if (config->streams.backpressure_low > config->streams.backpressure_medium)
        return fail_setting(message, "%s must not be more than %s", "BACKPRESSURE_THRESHOLD_LOW",
                            "BACKPRESSURE_THRESHOLD_MEDIUM");
    if (config->streams.backpressure_medium > config->streams.backpressure_high)
        return fail_setting(message, "%s must not be more than %s", "BACKPRESSURE_THRESHOLD_MEDIUM",
                            "BACKPRESSURE_THRESHOLD_HIGH");
    return true;
}

const char *app_config_control_host(const struct app_config *config) {
    return config->control_host ? config->control_host : config->host;
}

bool app_config_is_apart(const struct app_config *config) {
    return config->control && config->control_port &&
           (config->control_port != config->port ||
            strcasecmp(app_config_control_host(config), config->host) != 0);
}

static bool has_argument(int argc, char **argv, const char *argument) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], argument) == 0)
            return true;
    return false;
}

static bool show(int argc, char **argv, FILE *out) {
    if (has_argument(argc, argv, "--help") || has_argument(argc, argv, "-h"))
        app_help_print(out);
    else if (has_argument(argc, argv, "--help-markdown"))
        app_help_markdown(out);
    else if (has_argument(argc, argv, "--help-man"))
        app_help_man(out);
    else if (has_argument(argc, argv, "--version"))
        (void)fprintf(out, "echo-sts %s, protocol %s (%s)\n", ECHO_VERSION, STS_PROTOCOL_VERSION,
                      STS_PROTOCOL_HASH);
    else
        return false;
    return true;
}

struct app_config app_config_default(void) {
    struct app_config config = {0};
    char message[APP_CONFIG_MESSAGE];
    (void)read_defaults(&config, message); /* the table's own values fit its own kinds */
    return config;
}

enum app_config_result app_config_read(struct app_config *config, int argc, char **argv, FILE *out,
                                       char *message) {
    *config = (struct app_config){0};
    if (show(argc, argv, out))
        return APP_CONFIG_SHOWN;
    if (!read_defaults(config, message) || !read_environment(config, message) ||
        !read_arguments(config, argc, argv, message) || !apply_profile(config, message) ||
        !agree(config, message))
        return APP_CONFIG_WRONG;
    config->streams.simple_error_ack = config->streams.rules_retryable =
        config->profile == APP_PROFILE_PYTHON_ECHO;
    return has_argument(argc, argv, "--healthcheck") ? APP_CONFIG_HEALTHCHECK : APP_CONFIG_OK;
}

/* ---- what is said about it ----------------------------------------------------------------- */

static void announce_changes(const struct app_config *config, const struct base_log *log) {
    static const char *const origins[] = {"default", "profile", "environment", "flag"};
    const struct app_config defaults = app_config_default();
    char text[BASE_LOG_TEXT];
    for (size_t i = 0; i < app_setting_count; i++) {
        const struct app_setting *setting = &app_settings[i];
        const struct app_config_source *source = &config->sources[i];
        if (source->origin == APP_CONFIG_DEFAULT || app_setting_equal(setting, config, &defaults))
            continue;
        base_log_text(text, base_slice_of(source->value));
        base_log(log, BASE_LOG_INFO, "setting %s=%s (%s; default %s)", setting->name,
                 setting->secret ? "***" : text, origins[source->origin],
                 setting->secret     ? "***"
                 : setting->fallback ? setting->fallback
                                     : "none");
    }
}

static void announce_unused(const struct app_config *config, const struct base_log *log) {
    for (size_t i = 0; i < app_setting_count; i++)
        if (app_settings[i].kind == APP_SETTING_UNUSED &&
            config->sources[i].origin != APP_CONFIG_DEFAULT)
            base_log(log, BASE_LOG_INFO, "%s has no effect: %s", app_settings[i].name,
                     app_settings[i].help);
}

static bool is_other(struct base_slice name) {
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (base_slice_equal(base_slice_of(others[i]), name))
            return true;
    return false;
}

static bool is_setting(struct base_slice name) {
    for (size_t i = 0; i < app_setting_count; i++)
        if (base_slice_equal(base_slice_of(app_settings[i].name), name) ||
            base_slice_equal(base_slice_of(app_settings[i].alias), name))
            return true;
    return false;
}

static bool is_ours(struct base_slice name) {
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t length = strlen(prefixes[i]);
        if (name.len >= length && memcmp(name.ptr, prefixes[i], length) == 0)
            return true;
    }
    return false;
}

/* The length of the first word, with its underscore; 0: there is only one. */
static size_t family(struct base_slice name) {
    const char *end = memchr(name.ptr, '_', name.len);
    return end ? (size_t)(end - name.ptr) + 1 : 0;
}

static void try_setting(struct codec_closest *search, const char *name, size_t same) {
    if (name && strncasecmp(name, search->name.ptr, same) == 0)
        codec_closest_try(search, base_slice_of(name));
}

/* The closest setting; `same` is how much of its beginning must be right. */
static struct codec_closest closest_setting(struct base_slice name, size_t same) {
    struct codec_closest search = codec_closest(name);
    for (size_t i = 0; i < app_setting_count; i++) {
        try_setting(&search, app_settings[i].name, same);
        try_setting(&search, app_settings[i].alias, same);
    }
    return search;
}

/* Whether `name`, of no beginning of ours, is all but the name of a setting: its first word is
 * right and the others are, but for two letters, or but for one in three where they are short. */
static bool is_typo(struct base_slice name) {
    size_t same = family(name);
    size_t most = (name.len - same) / 3;
    const struct codec_closest search = closest_setting(name, same);
    return same && search.best.len && search.distance <= (most < TYPO_MAX ? most : TYPO_MAX);
}

static void announce_unknown(struct base_slice name, const struct base_log *log) {
    const struct base_slice best = closest_setting(name, is_ours(name) ? 0 : family(name)).best;
    char text[BASE_LOG_TEXT];
    base_log_text(text, name);
    if (best.len)
        base_log(log, BASE_LOG_WARNING, "unknown environment variable %s; did you mean %s?", text,
                 best.ptr);
    else
        base_log(log, BASE_LOG_WARNING, "unknown environment variable %s; see --help", text);
}

void app_config_announce(const struct app_config *config, const struct base_log *log) {
    extern char **environ;
    announce_changes(config, log);
    announce_unused(config, log);
    if (*config->removed)
        base_log(log, BASE_LOG_WARNING, "%s", config->removed);
    for (char **variable = environ; *variable; variable++) {
        const struct base_slice name = {*variable, strcspn(*variable, "=")};
        if (!is_setting(name) && !is_other(name) && (is_ours(name) || is_typo(name)))
            announce_unknown(name, log);
    }
    if (config->require_auth && !config->api_keys_file &&
        strcmp(config->api_key, APP_CONFIG_DEFAULT_KEY) == 0)
        base_log(log, BASE_LOG_WARNING,
                 "STS_API_KEY has its default value, which is public. Set another one if others "
                 "can reach this server");
}
