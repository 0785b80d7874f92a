#include "app/watch/metrics_process.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Longer than what the kernel writes there. */
#define FILE_SIZE 1024
/* In /proc/self/stat: the first field behind the name of the program, and that of the start. */
#define STAT_FIRST 3
#define STAT_STARTED 22

static bool read_file(const char *path, char text[FILE_SIZE]) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t got = read(fd, text, FILE_SIZE - 1);
    (void)close(fd);
    text[got > 0 ? got : 0] = '\0';
    return got > 0;
}

/* The number at `index`, from 0, in a text of words with one blank between them. */
static bool number_at(const char *text, unsigned index, uint64_t *number) {
    while (text && index--)
        text = (text = strchr(text, ' ')) ? text + 1 : NULL;
    char *end = NULL;
    if (text)
        *number = strtoull(text, &end, 10);
    return end && end != text;
}

static bool clock_ms(clockid_t clock, uint64_t *ms) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0)
        return false;
    *ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    return true;
}

bool app_process_cpu_ms(uint64_t *ms) {
    return clock_ms(CLOCK_PROCESS_CPUTIME_ID, ms);
}

/* ---- memory -------------------------------------------------------------------------------- */

static bool read_pages(unsigned index, uint64_t *bytes) {
    char text[FILE_SIZE];
    long page = sysconf(_SC_PAGESIZE);
    if (page <= 0 || !read_file("/proc/self/statm", text) || !number_at(text, index, bytes))
        return false;
    *bytes *= (uint64_t)page;
    return true;
}

bool app_process_virtual_bytes(uint64_t *bytes) {
    return read_pages(0, bytes);
}

bool app_process_resident_bytes(uint64_t *bytes) {
    return read_pages(1, bytes);
}

/* ---- descriptors --------------------------------------------------------------------------- */

bool app_process_count_fds(uint64_t *count) {
    DIR *folder = opendir("/proc/self/fd");
    if (!folder)
        return false;
    *count = 0;
    for (const struct dirent *entry; (entry = readdir(folder));)
        *count += entry->d_name[0] != '.';
    *count -= *count > 0; /* that of the folder */
    return closedir(folder) == 0;
}

/* From 6.2 on Linux tells the number as the size of the folder, at once. */
bool app_process_open_fds(uint64_t *count) {
    struct stat folder;
    if (stat("/proc/self/fd", &folder) != 0)
        return false;
    *count = folder.st_size > 0 ? (uint64_t)folder.st_size : 0;
    return *count > 0 || app_process_count_fds(count);
}

bool app_process_max_fds(uint64_t *count) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return false;
    *count = limit.rlim_cur;
    return true;
}

/* ---- its start ----------------------------------------------------------------------------- */

bool app_process_started_ms(uint64_t *ms) {
    char text[FILE_SIZE];
    uint64_t ticks, up, now;
    long each = sysconf(_SC_CLK_TCK);
    if (each <= 0 || !read_file("/proc/self/stat", text) || !clock_ms(CLOCK_BOOTTIME, &up) ||
        !clock_ms(CLOCK_REALTIME, &now))
        return false;
    const char *behind = strrchr(text, ')'); /* the name may contain anything */
    if (!behind || !number_at(behind + 2, STAT_STARTED - STAT_FIRST, &ticks))
        return false;
    *ms = now - (up - ticks * 1000 / (uint64_t)each);
    return true;
}
