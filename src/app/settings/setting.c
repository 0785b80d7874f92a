#include "app/settings/setting.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <netdb.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>

void app_setting_flag(const char *name, char flag[APP_SETTING_FLAG]) {
    if (strncmp(name, "ECHO_", 5) == 0)
        name += 5;
    else if (strncmp(name, "WS_", 3) == 0)
        name += 3;
    size_t used = (size_t)snprintf(flag, APP_SETTING_FLAG, "--");
    for (; *name && used + 1 < APP_SETTING_FLAG; name++)
        flag[used++] = *name == '_' ? '-' : (char)tolower((unsigned char)*name);
    flag[used] = '\0';
}

/* ---- reading ------------------------------------------------------------------------------- */

static const struct app_setting_word *find_word(const struct app_setting *setting,
                                                struct base_slice value) {
    for (const struct app_setting_word *word = setting->words; word->word; word++)
        if (strlen(word->word) == value.len && strncasecmp(value.ptr, word->word, value.len) == 0)
            return word;
    return NULL;
}

static bool parse_word(const struct app_setting *setting, const char *value, int64_t *out) {
    const struct app_setting_word *word = find_word(setting, base_slice_of(value));
    if (word)
        *out = word->value;
    return word;
}

/* Spaces around a word are left out. */
static bool parse_words(const struct app_setting *setting, const char *value, int64_t *out) {
    *out = 0;
    for (const char *at = value;; at++) {
        at += strspn(at, " ");
        size_t end = strcspn(at, ","), len = end;
        while (len && at[len - 1] == ' ')
            len--;
        const struct app_setting_word *word = find_word(setting, base_slice(at, len));
        if (!word)
            return false;
        *out |= word->value;
        at += end;
        if (!*at)
            return true;
    }
}

static bool parse_integer(const struct app_setting *setting, const char *value, int64_t *out) {
    errno = 0;
    if (strspn(value, "0123456789") != strlen(value))
        return false;
    unsigned long long number = strtoull(value, NULL, 10);
    if (errno || number > INT64_MAX)
        return false;
    *out = (int64_t)number;
    return (double)number >= setting->min && (double)number <= setting->max;
}

/* Digits with at most one point: strtod would take hexadecimal and exponents as well. */
static bool parse_number(const struct app_setting *setting, const char *value, double *out) {
    char *end;
    if (strspn(value, "0123456789.") != strlen(value))
        return false;
    *out = strtod(value, &end);
    return end != value && !*end && *out >= setting->min && *out <= setting->max;
}

static bool has_address(const char *host, int flags) {
    const struct addrinfo hints = {.ai_flags = flags, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return false;
    freeaddrinfo(found);
    return true;
}

/* Nobody is asked for what cannot be a name: a resolver that does not answer takes long. */
static bool is_name(const char *value) {
    static const char figures[] = "0123456789.", others[] = "-_";
    bool named = false;
    for (const char *at = value; *at; at++) {
        bool other = isalpha((unsigned char)*at) || strchr(others, *at);
        if (!other && !strchr(figures, *at))
            return false;
        named |= other;
    }
    return named;
}

static bool is_address(const char *value) {
    return has_address(value, AI_NUMERICHOST) || strcasecmp(value, "localhost") == 0 ||
           (is_name(value) && has_address(value, 0));
}

static bool fits(const struct app_setting *setting, const char *value) {
    size_t len = strlen(value);
    return setting->max == 0 || ((double)len >= setting->min && (double)len <= setting->max);
}

/* Members are integers and enums of either size. */
static bool store(const struct app_setting *setting, int64_t value, struct app_config *config) {
    void *at = (char *)config + setting->offset;
    int32_t narrow = (int32_t)value;
    if (setting->size == sizeof narrow)
        memcpy(at, &narrow, sizeof narrow);
    else
        memcpy(at, &value, sizeof value);
    return true;
}

bool app_setting_parse(const struct app_setting *setting, const char *value,
                       struct app_config *config) {
    void *at = (char *)config + setting->offset;
    int64_t integer;
    double number;
    switch (setting->kind) {
    case APP_SETTING_TEXT:
    case APP_SETTING_ADDRESS:
        *(const char **)at = value;
        return setting->kind == APP_SETTING_TEXT ? fits(setting, value) : is_address(value);
    case APP_SETTING_BOOLEAN:
        if (!parse_word(setting, value, &integer))
            return false;
        *(bool *)at = integer;
        return true;
    case APP_SETTING_WORD:
        return parse_word(setting, value, &integer) && store(setting, integer, config);
    case APP_SETTING_WORDS:
        return parse_words(setting, value, &integer) && store(setting, integer, config);
    case APP_SETTING_INTEGER:
        return parse_integer(setting, value, &integer) && store(setting, integer, config);
    case APP_SETTING_SECONDS:
        return parse_number(setting, value, &number) &&
               store(setting, (int64_t)llround(number * 1000), config);
    case APP_SETTING_RATIO:
        return parse_number(setting, value, at);
    case APP_SETTING_UNUSED:
        break;
    }
    return true;
}

void app_setting_clear(const struct app_setting *setting, struct app_config *config) {
    switch (setting->kind) {
    case APP_SETTING_TEXT:
    case APP_SETTING_ADDRESS:
        *(const char **)((char *)config + setting->offset) = NULL;
        break;
    case APP_SETTING_WORD:
    case APP_SETTING_INTEGER:
    case APP_SETTING_SECONDS:
        (void)store(setting, APP_CONFIG_UNSET, config);
        break;
    case APP_SETTING_WORDS:
        (void)store(setting, 0, config);
        break;
    case APP_SETTING_BOOLEAN:
    case APP_SETTING_RATIO:
    case APP_SETTING_UNUSED: /* these have a default, or no member */
        break;
    }
}

/* ---- comparing ----------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool app_setting_equal(const struct app_setting *setting, const struct app_config *a,
                       const struct app_config *b) {
    const void *left = (const char *)a + setting->offset;
    const void *right = (const char *)b + setting->offset;
    switch (setting->kind) {
    case APP_SETTING_TEXT:
    case APP_SETTING_ADDRESS:
        return same_text(*(const char *const *)left, *(const char *const *)right);
    default: /* a number has one representation here; UNUSED has no size */
        return memcmp(left, right, setting->size) == 0;
    }
}

/* ---- saying -------------------------------------------------------------------------------- */

/* `last`: what stands before the last word. */
static void list_words(const struct app_setting *setting, const char *last, char *out,
                       size_t size) {
    size_t used = 0;
    for (const struct app_setting_word *word = setting->words; word->word; word++) {
        const char *before = word == setting->words ? "" : word[1].word ? ", " : last;
        int n = snprintf(out + used, size - used, "%s%s", before, word->word);
        if (n < 0 || (size_t)n >= size - used)
            return;
        used += (size_t)n;
    }
}

void app_setting_accepted(const struct app_setting *setting, char *out, size_t size) {
    const char *what = "a number";
    size_t used;
    switch (setting->kind) {
    case APP_SETTING_TEXT:
        if (setting->max > 0)
            (void)snprintf(out, size, "%g to %g bytes", setting->min, setting->max);
        else
            (void)snprintf(out, size, "text");
        return;
    case APP_SETTING_ADDRESS:
        (void)snprintf(out, size, "a numeric IPv4 or IPv6 address, or a name that resolves to one");
        return;
    case APP_SETTING_BOOLEAN:
    case APP_SETTING_WORD:
        list_words(setting, " or ", out, size);
        return;
    case APP_SETTING_WORDS:
        used = (size_t)snprintf(out, size, "a list, with commas, of ");
        list_words(setting, " and ", out + used, size - used);
        return;
    case APP_SETTING_UNUSED:
        (void)snprintf(out, size, "anything");
        return;
    case APP_SETTING_INTEGER:
        what = "a whole number";
        break;
    case APP_SETTING_SECONDS:
        what = "a number of seconds";
        break;
    case APP_SETTING_RATIO:
        break;
    }
    (void)snprintf(out, size, "%s from %.16g to %.16g", what, setting->min, setting->max);
}
