#include "app/config.h"

#include "base/log.h"
#include "codec/closest.h"
#include "sts_protocol.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <strings.h>

#define DEFAULT_API_KEY "test-api-key"

enum kind {
    TEXT,
    BOOLEAN,
    INTEGER,
    SECONDS, /* a plain number of seconds, kept in milliseconds */
    LEVEL,
};

/** One setting. Its flag is the variable's name without ECHO_ or WS_, in lower case with dashes. */
struct setting {
    const char *name, *alias; /* environment variables; the alias counts when the name is unset */
    enum kind kind;
    size_t offset;
    double min, max; /* in the unit the user writes */
    const char *fallback;
    const char *help;
};

#define AT(member) offsetof(struct app_config, member)

static const struct setting settings[] = {
    {"ECHO_HOST", NULL, TEXT, AT(host), 0, 0, "0.0.0.0",
     "address to listen on; :: is IPv6 and IPv4"},
    {"ECHO_PORT", "WS_PORT", INTEGER, AT(port), 0, 65535, "8000",
     "port to listen on; 0 lets the system choose one"},
    {"REQUIRE_AUTH", NULL, BOOLEAN, AT(require_auth), 0, 0, "true",
     "clients must send the API key as {\"token\": ...} when they connect"},
    {"STS_API_KEY", "API_KEY", TEXT, AT(api_key), 0, 0, DEFAULT_API_KEY, "the API key"},
    {"WS_MAX_BUFFER_SIZE", NULL, INTEGER, AT(max_payload), 1024, 1073741824, "52428800",
     "largest message taken, in bytes"},
    {"WS_PING_INTERVAL", NULL, SECONDS, AT(ping_interval), 0.05, 86400, "25",
     "seconds between pings"},
    {"WS_PING_TIMEOUT", NULL, SECONDS, AT(ping_timeout), 0.05, 86400, "10",
     "seconds that a client has to answer a ping"},
    {"AUTO_DISCONNECT_DELAY", NULL, SECONDS, AT(auto_disconnect_delay), 0, 86400, "5",
     "seconds from stream:complete to closing the connection"},
    {"MAX_SOCKETS", NULL, INTEGER, AT(max_sockets), 0, 1000000, "20000",
     "most connections at once; 0 is no limit"},
    {"MAX_BUFFERED_BYTES", NULL, INTEGER, AT(max_buffered), 0, 1099511627776, "268435456",
     "most bytes held for all connections together; 0 is no limit"},
    {"LOG_LEVEL", NULL, LEVEL, AT(log_level), 0, 0, "INFO",
     "DEBUG, INFO, WARNING (or WARN), ERROR or CRITICAL"},
};

#define SETTINGS (sizeof settings / sizeof *settings)

/* The beginnings by which a variable is taken to be meant for this program. */
static const char *const prefixes[] = {"ECHO_", "WS_", "BACKPRESSURE_"};

static const char *const level_names[] = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};

static void flag_of(const struct setting *setting, char *flag, size_t size) {
    const char *name = setting->name;
    if (strncmp(name, "ECHO_", 5) == 0)
        name += 5;
    else if (strncmp(name, "WS_", 3) == 0)
        name += 3;
    size_t used = (size_t)snprintf(flag, size, "--");
    for (; *name && used + 1 < size; name++)
        flag[used++] = *name == '_' ? '-' : (char)tolower((unsigned char)*name);
    flag[used] = '\0';
}

static bool parse_boolean(const char *value, bool *out) {
    static const char *const words[] = {"false", "true", "0", "1", "no", "yes"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(value, words[i]) == 0) {
            *out = i % 2;
            return true;
        }
    return false;
}

static bool parse_level(const char *value, int64_t *out) {
    if (strcasecmp(value, "WARN") == 0)
        value = "WARNING";
    for (size_t i = 0; i < sizeof level_names / sizeof *level_names; i++)
        if (strcasecmp(value, level_names[i]) == 0) {
            *out = (int64_t)i;
            return true;
        }
    return false;
}

static bool parse_number(const struct setting *setting, const char *value, int64_t *out) {
    char *end;
    errno = 0;
    double number = strtod(value, &end);
    if (!isdigit((unsigned char)*value) || *end || errno || !(number >= setting->min) ||
        number > setting->max)
        return false;
    if (setting->kind == SECONDS) {
        *out = (int64_t)llround(number * 1000);
        return true;
    }
    *out = (int64_t)number;
    return strspn(value, "0123456789") == strlen(value);
}

static bool parse(const struct setting *setting, const char *value, struct app_config *config) {
    void *at = (char *)config + setting->offset;
    switch (setting->kind) {
    case TEXT:
        *(const char **)at = value;
        return true;
    case BOOLEAN:
        return parse_boolean(value, at);
    case LEVEL:
        return parse_level(value, at);
    default:
        return parse_number(setting, value, at);
    }
}

static void accepted(const struct setting *setting, char *out, size_t size) {
    switch (setting->kind) {
    case BOOLEAN:
        (void)snprintf(out, size, "true, false, 1, 0, yes or no");
        break;
    case LEVEL:
        (void)snprintf(out, size, "DEBUG, INFO, WARNING, WARN, ERROR or CRITICAL");
        break;
    default:
        (void)snprintf(out, size, "%s from %.15g to %.15g",
                       setting->kind == SECONDS ? "a number of seconds" : "a whole number",
                       setting->min, setting->max);
    }
}

/* `source` is what the user wrote: a variable's or a flag's name. An empty value is as unset. */
static bool apply(const struct setting *setting, const char *source, const char *value,
                  struct app_config *config, char *message) {
    if (!*value || parse(setting, value, config))
        return true;
    char right[128];
    accepted(setting, right, sizeof right);
    (void)snprintf(message, APP_CONFIG_MESSAGE, "%s is \"%.100s\", but must be %s", source, value,
                   right);
    return false;
}

static bool read_environment(struct app_config *config, char *message) {
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting *setting = &settings[i];
        const char *name = setting->name, *value = getenv(name);
        if ((!value || !*value) && setting->alias)
            value = getenv(name = setting->alias);
        if (value && !apply(setting, name, value, config, message))
            return false;
    }
    return true;
}

static const struct setting *find_flag(const char *argument, size_t len) {
    for (size_t i = 0; i < SETTINGS; i++) {
        char flag[64];
        flag_of(&settings[i], flag, sizeof flag);
        if (strlen(flag) == len && strncmp(flag, argument, len) == 0)
            return &settings[i];
    }
    return NULL;
}

static bool unknown_argument(const char *argument, size_t len, char *message) {
    char flags[SETTINGS][64];
    struct codec_closest search = codec_closest(base_slice(argument, len));
    for (size_t i = 0; i < SETTINGS; i++) {
        flag_of(&settings[i], flags[i], sizeof flags[i]);
        codec_closest_try(&search, base_slice_of(flags[i]));
    }
    if (search.best.ptr)
        (void)snprintf(message, APP_CONFIG_MESSAGE, "unknown argument %.100s; did you mean %s?",
                       argument, search.best.ptr);
    else
        (void)snprintf(message, APP_CONFIG_MESSAGE, "unknown argument %.100s; see --help",
                       argument);
    return false;
}

static bool read_arguments(struct app_config *config, int argc, char **argv, char *message) {
    for (int i = 1; i < argc; i++) {
        const char *equals = strchr(argv[i], '=');
        size_t len = equals ? (size_t)(equals - argv[i]) : strlen(argv[i]);
        const struct setting *setting = find_flag(argv[i], len);
        if (!setting)
            return unknown_argument(argv[i], len, message);
        if (!equals && i + 1 == argc) {
            (void)snprintf(message, APP_CONFIG_MESSAGE, "%s needs a value", argv[i]);
            return false;
        }
        char flag[64];
        flag_of(setting, flag, sizeof flag);
        if (!apply(setting, flag, equals ? equals + 1 : argv[++i], config, message))
            return false;
    }
    return true;
}

static void print_help(FILE *out) {
    (void)fprintf(out,
                  "echo-sts %s: answers the WebSocket Audio Fragment Protocol like a "
                  "speech-to-speech\ndubbing service, echoing the audio.\n\n"
                  "Usage: echo-sts [--help] [--version] [--SETTING VALUE ...]\n\n"
                  "Each setting is a flag or an environment variable; the flag wins.\n\n",
                  ECHO_VERSION);
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting *setting = &settings[i];
        char flag[64], right[128];
        flag_of(setting, flag, sizeof flag);
        (void)fprintf(out, "  %s, %s%s%s\n      %s\n", flag, setting->name,
                      setting->alias ? " or " : "", setting->alias ? setting->alias : "",
                      setting->help);
        accepted(setting, right, sizeof right);
        if (setting->kind != TEXT && setting->kind != LEVEL)
            (void)fprintf(out, "      %s; default %s\n", right, setting->fallback);
        else
            (void)fprintf(out, "      default %s\n", setting->fallback);
    }
}

enum app_config_result app_config_read(struct app_config *config, int argc, char **argv, FILE *out,
                                       char *message) {
    *config = (struct app_config){0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(out);
            return APP_CONFIG_HELP;
        }
        if (strcmp(argv[i], "--version") == 0) {
            (void)fprintf(out, "echo-sts %s, protocol %s (%s)\n", ECHO_VERSION,
                          STS_PROTOCOL_VERSION, STS_PROTOCOL_HASH);
            return APP_CONFIG_HELP;
        }
    }
    for (size_t i = 0; i < SETTINGS; i++)
        if (!apply(&settings[i], settings[i].name, settings[i].fallback, config, message))
            return APP_CONFIG_WRONG;
    return read_environment(config, message) && read_arguments(config, argc, argv, message)
               ? APP_CONFIG_OK
               : APP_CONFIG_WRONG;
}

static bool is_setting(const char *name, size_t len) {
    for (size_t i = 0; i < SETTINGS; i++) {
        const char *const names[] = {settings[i].name, settings[i].alias};
        for (size_t j = 0; j < 2; j++)
            if (names[j] && strlen(names[j]) == len && strncmp(names[j], name, len) == 0)
                return true;
    }
    return false;
}

static void warn_unknown(const char *name, size_t len,
                         void (*warn)(void *context, const char *sentence), void *context) {
    struct codec_closest search = codec_closest(base_slice(name, len));
    for (size_t i = 0; i < SETTINGS; i++)
        codec_closest_try(&search, base_slice_of(settings[i].name));
    char sentence[256];
    if (search.best.ptr)
        (void)snprintf(sentence, sizeof sentence,
                       "unknown environment variable %.*s; did you mean %s?",
                       len > 100 ? 100 : (int)len, name, search.best.ptr);
    else
        (void)snprintf(sentence, sizeof sentence, "unknown environment variable %.*s; see --help",
                       len > 100 ? 100 : (int)len, name);
    warn(context, sentence);
}

void app_config_unknown(void (*warn)(void *context, const char *sentence), void *context) {
    extern char **environ;
    for (char **variable = environ; *variable; variable++) {
        size_t len = strcspn(*variable, "=");
        for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
            if (strncmp(*variable, prefixes[i], strlen(prefixes[i])) == 0 &&
                !is_setting(*variable, len))
                warn_unknown(*variable, len, warn, context);
    }
}

bool app_config_default_key(const struct app_config *config) {
    return strcmp(config->api_key, DEFAULT_API_KEY) == 0;
}
