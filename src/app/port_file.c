#include "app/port_file.h"

#include "app/settings/file.h"
#include "base/print.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4352
#define TEXT_SIZE (2 * APP_ADDRESS_URL + 128)
/* How it begins, and what stands before the id of the process. */
#define START "{\"url\":\""
#define PID ",\"pid\":"

static bool fail(const char *path, const char *sentence, char *error, size_t error_size) {
    return app_file_wrong(error, error_size, "ECHO_PORT_FILE", path, "", sentence);
}

/* ---- the old file -------------------------------------------------------------------------- */

/* Into `text`, terminated; empty where it cannot be read. */
static void read_start(const char *path, char *text, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t length = fd < 0 ? 0 : read(fd, text, size - 1);
    text[length > 0 ? length : 0] = '\0';
    if (fd >= 0)
        (void)close(fd);
}

/* Whether that process is one of this program. The id may have been given to another since. */
static bool runs(long pid) {
    char path[64], theirs[64], ours[64];
    (void)snprintf(path, sizeof path, "/proc/%ld/comm", pid);
    read_start(path, theirs, sizeof theirs);
    read_start("/proc/self/comm", ours, sizeof ours);
    return pid != (long)getpid() && *theirs && strcmp(theirs, ours) == 0;
}

/* Neither a file of somebody else nor that of a server that runs may go. */
static bool may_remove(const char *path, char *error, size_t error_size) {
    char text[TEXT_SIZE], sentence[128];
    read_start(path, text, sizeof text);
    const char *pid = strstr(text, PID);
    long owner = pid ? strtol(pid + sizeof PID - 1, NULL, 10) : 0;
    if (*text && (strncmp(text, START, sizeof START - 1) != 0 || owner <= 0))
        return fail(path, "it is there, and is no port file: name another one, or remove it", error,
                    error_size);
    if (!*text || !runs(owner))
        return true;
    (void)snprintf(sentence, sizeof sentence,
                   "it is that of a server that runs, process %ld: name another file", owner);
    return fail(path, sentence, error, error_size);
}

bool app_port_file_clear(const char *path, char *error, size_t error_size) {
    struct stat found;
    if (lstat(path, &found) != 0)
        return errno == ENOENT || fail(path, strerror(errno), error, error_size);
    if (S_ISDIR(found.st_mode))
        return fail(path, "it is a folder, but must be a file", error, error_size);
    if (S_ISLNK(found.st_mode))
        return fail(path, "it is a symbolic link, but must be a file", error, error_size);
    if (!S_ISREG(found.st_mode))
        return fail(path, "it is a device, pipe or socket, but must be a file", error, error_size);
    if (!may_remove(path, error, error_size))
        return false;
    if (unlink(path) == 0)
        return true;
    char sentence[128];
    (void)snprintf(sentence, sizeof sentence, "cannot remove the old file: %s", strerror(errno));
    return fail(path, sentence, error, error_size);
}

/* ---- the new one --------------------------------------------------------------------------- */

static struct base_slice make_text(const struct app_address *service,
                                   const struct app_address *control, char text[TEXT_SIZE]) {
    char url[APP_ADDRESS_URL];
    size_t used =
        base_print(text, TEXT_SIZE, START "%s\",\"port\":%u" PID "%ld",
                   app_address_local(service, url), (unsigned)service->port, (long)getpid());
    if (control)
        used += base_print(text + used, TEXT_SIZE - used, ",\"control_url\":\"%s\"",
                           app_address_local(control, url));
    used += base_print(text + used, TEXT_SIZE - used, "}\n");
    return base_slice(text, used);
}

static bool write_all(int fd, struct base_slice text) {
    ssize_t written = write(fd, text.ptr, text.len);
    if (written >= 0 && (size_t)written < text.len)
        errno = ENOSPC;
    return written == (ssize_t)text.len;
}

/* Readers find it whole, because it gets its name only then. */
static int write_file(const char *path, struct base_slice text) {
    char temporary[PATH_SIZE];
    int length = snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return -1;
    }
    (void)unlink(temporary); /* of an earlier process with this id */
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return -1;
    if (write_all(fd, text) && rename(temporary, path) == 0)
        return fd;
    int reason = errno;
    (void)unlink(temporary);
    (void)close(fd);
    errno = reason;
    return -1;
}

bool app_port_file_write(struct app_port_file *file, const char *path,
                         const struct app_address *service, const struct app_address *control,
                         char *error, size_t error_size) {
    char text[TEXT_SIZE];
    int fd = write_file(path, make_text(service, control, text));
    if (fd < 0)
        return fail(path, errno == ENOENT ? "there is no such folder" : strerror(errno), error,
                    error_size);
    *file = (struct app_port_file){path, fd};
    return true;
}

static bool is_still_there(const struct app_port_file *file) {
    struct stat ours, found;
    return fstat(file->fd, &ours) == 0 && lstat(file->path, &found) == 0 &&
           ours.st_dev == found.st_dev && ours.st_ino == found.st_ino;
}

void app_port_file_remove(struct app_port_file *file, const struct base_log *log) {
    if (!file->path)
        return;
    if (is_still_there(file) && unlink(file->path) != 0)
        base_log(log, BASE_LOG_WARNING, "cannot remove ECHO_PORT_FILE %.120s: %s", file->path,
                 strerror(errno));
    (void)close(file->fd);
    *file = (struct app_port_file){.path = NULL};
}
