#include "app/user.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool app_user_find(struct app_user *user, const char *name, char *error, size_t error_size) {
    if (geteuid() != 0) {
        (void)snprintf(error, error_size,
                       "cannot switch to user %.64s: the server was not started as root", name);
        return false;
    }
    errno = 0;
    const struct passwd *found = getpwnam(name);
    if (!found) {
        (void)snprintf(error, error_size, "cannot switch to user %.64s: %s", name,
                       errno ? strerror(errno) : "there is no such user");
        return false;
    }
    if (found->pw_uid == 0) {
        (void)snprintf(error, error_size, "cannot switch to user %.64s: that is root", name);
        return false;
    }
    *user = (struct app_user){.uid = found->pw_uid, .gid = found->pw_gid};
    return true;
}

/* The order matters: without root, groups cannot be changed any more. */
bool app_user_become(const struct app_user *user, char *error, size_t error_size) {
    bool became = setgroups(1, &user->gid) == 0 && setgid(user->gid) == 0 && setuid(user->uid) == 0;
    if (!became) {
        (void)snprintf(error, error_size, "cannot drop root privileges: %s", strerror(errno));
        return false;
    }
    if (setuid(0) == 0 || getuid() != user->uid || geteuid() != user->uid ||
        getgid() != user->gid || getegid() != user->gid) {
        (void)snprintf(error, error_size,
                       "cannot drop root privileges: the process could get them back");
        return false;
    }
    return true;
}
