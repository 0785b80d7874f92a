#include "app/system.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

bool app_system_random(void *context, void *bytes, size_t len) {
    (void)context;
    char *at = bytes;
    while (len > 0) {
        ssize_t n = getrandom(at, len, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

int64_t app_system_unix_ms(void) {
    struct timespec now;
    return clock_gettime(CLOCK_REALTIME, &now) == 0 ? now.tv_sec * 1000LL + now.tv_nsec / 1000000
                                                    : 0;
}

/* Process 1 gets the children of those that have ended. Where it started the server itself, as the
 * first process of a container may, the server ends with it in any case. */
bool app_system_parent(pid_t *parent, const struct base_log *log, char *error, size_t error_size) {
    *parent = getppid();
    if (*parent == 0) {
        (void)snprintf(error, error_size,
                       "ECHO_EXIT_WITH_PARENT: the process that started the server cannot be seen "
                       "from its container (it is in another PID namespace)");
        return false;
    }
    if (*parent == 1)
        base_log(log, BASE_LOG_WARNING,
                 "ECHO_EXIT_WITH_PARENT: the parent is process 1. If another process started the "
                 "server, that has already ended, and the server will not stop by itself");
    return true;
}
