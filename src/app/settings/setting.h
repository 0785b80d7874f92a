/* setting.h - one row of the table of settings, and what its kind does with a value. */
#ifndef APP_SETTINGS_SETTING_H
#define APP_SETTINGS_SETTING_H
#include "app/settings/config.h"

#include <stddef.h>

enum app_setting_kind {
    APP_SETTING_TEXT,    /**< const char *; `min` to `max` bytes where `max` is given */
    APP_SETTING_ADDRESS, /**< const char *, an IPv4 or IPv6 address, or a name that has one */
    APP_SETTING_BOOLEAN, /**< bool, one of `words` */
    APP_SETTING_WORD,    /**< an integer or enum, one of `words` */
    APP_SETTING_WORDS,   /**< an integer of bits: any of `words`, with commas between them */
    APP_SETTING_INTEGER, /**< an integer */
    APP_SETTING_SECONDS, /**< an integer, a plain number of seconds kept in milliseconds */
    APP_SETTING_RATIO,   /**< double */
    APP_SETTING_UNUSED,  /**< known from elsewhere; has no effect and no member */
};

struct app_setting_word {
    const char *word; /**< NULL ends the list; letters of any case */
    int64_t value;
};

/** One setting. Its flags are the names of its variables without ECHO_ or WS_, in lower case with
 *  dashes. */
struct app_setting {
    const char *group;        /**< heading, in the first row of each group; else NULL */
    const char *name, *alias; /**< variables; the alias counts when the name is unset; or NULL */
    enum app_setting_kind kind;
    bool secret;                  /**< its value is never shown */
    size_t offset, size;          /**< of the member of struct app_config */
    double min, max;              /**< in the unit that the user writes */
    const char *fallback;         /**< default; NULL: none */
    const char *in[APP_PROFILES]; /**< default in each profile; NULL: `fallback` */
    const struct app_setting_word *words;
    const char *unit; /**< what an integer counts ("ms", "bytes"), or NULL */
    const char *help;
};

/** The profiles by name; `value` is an enum app_profile. */
extern const struct app_setting_word app_profiles[];

/** The table (settings.c). */
extern const struct app_setting app_settings[];
extern const size_t app_setting_count;

/** Longest flag, with the terminator. */
#define APP_SETTING_FLAG 64

/** The flag for one of the two names of a row. */
void app_setting_flag(const char *name, char flag[APP_SETTING_FLAG]);

/** Reads `value` (not empty) into the row's member. */
bool app_setting_parse(const struct app_setting *setting, const char *value,
                       struct app_config *config);

/** Makes the row's member say that there is no value. */
void app_setting_clear(const struct app_setting *setting, struct app_config *config);

/** True when the row's member is the same in both. */
bool app_setting_equal(const struct app_setting *setting, const struct app_config *a,
                       const struct app_config *b);

/** Says which values are accepted ("a whole number from 0 to 65535"). */
void app_setting_accepted(const struct app_setting *setting, char *out, size_t size);

#endif
