/* unused.h - what is armed and has not hit, for verify. For the files of the control interface
 * only. */
#ifndef APP_CONTROL_UNUSED_H
#define APP_CONTROL_UNUSED_H
#include "app/control/request.h"
#include "stream/id.h"

/** Most that are listed. */
#define APP_UNUSED_MAX 100

struct app_unused_texts {
    char pattern[2 * STREAM_ID_SIZE], does[ECHO_RULE_TEXT_SIZE], cannot[ECHO_CANNOT_SIZE];
};

struct app_unused {
    size_t armed;    /**< rules that were looked at */
    size_t missing;  /**< of those: without a hit */
    size_t unknown;  /**< of those: with none that is known, but there may have been some */
    bool is_doomed;  /**< one of the missing cannot hit as things are */
    bool is_partial; /**< what else was armed may be forgotten */
    struct app_unused_list *list; /**< where they are listed; NULL: they are only counted */
};

/** Those that are missing or unknown: the first ones. */
struct app_unused_list {
    size_t count;
    struct sts_control_unused_rule rules[APP_UNUSED_MAX];
    struct app_unused_texts texts[APP_UNUSED_MAX];
};

/** Only hits after a place in the journal count. */
struct app_unused_since {
    bool is_given;
    bool is_lost; /**< nobody knows when that was */
    uint64_t ms;  /**< when the entry before that place came, monotonic */
};

/** That of a cursor, the id of the entry before the place; 0: all hits count. `is_foreign`: it is
 * of another start of the server. */
struct app_unused_since app_unused_since(const struct journal *journal, uint64_t id,
                                         bool is_foreign);

/** Looks at all that is armed for `streams`: an exact id, a glob, or empty: all that the key
 *  covers. `list` may be NULL. Valid until something is armed or disarmed. */
struct app_unused app_unused_find(const struct app_control *control, const struct app_auth_key *key,
                                  struct base_slice streams, const struct app_unused_since *since,
                                  struct app_unused_list *list);

/** Room for why. */
#define APP_UNUSED_WHY_SIZE 512

/** Adds what was found to a verdict. `why` is room for the reason. */
void app_unused_tell(const struct app_unused *unused, struct sts_control_verdict *verdict,
                     char why[APP_UNUSED_WHY_SIZE]);

/** Nothing was expected: that is no success. */
void app_unused_tell_nothing(struct sts_control_verdict *verdict);

#endif
