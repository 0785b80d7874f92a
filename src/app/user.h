/* user.h - giving up root once it is no longer needed. */
#ifndef APP_USER_H
#define APP_USER_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct app_user {
    uid_t uid;
    gid_t gid;
};

/** Looks `name` up. false with a sentence in `error`: there is no such user, it is root, or the
 *  program does not run as root and so cannot become anybody. */
bool app_user_find(struct app_user *user, const char *name, char *error, size_t error_size);

/** Becomes the user for good, with its own group and no other. false: the process must end. */
bool app_user_become(const struct app_user *user, char *error, size_t error_size);

#endif
