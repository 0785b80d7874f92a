/* turns.c - preloaded into a server with an event loop: how long it makes others wait.
 *
 * What arrives while the server is at work waits until it asks the kernel for events again, and
 * then until these are handled: two turns of the loop at most. Appends the time of each two turns
 * in a row to the file TURNS, as "BEGAN TOOK" (seconds of CLOCK_MONOTONIC, milliseconds), where
 * that is half a millisecond or more. What the process waited for a processor that others had does
 * not count: that is the machine's, not the server's. */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define SHOWN_NS 500000

typedef int waits(int, struct epoll_event *, int, int);
typedef int waits_masked(int, struct epoll_event *, int, int, const sigset_t *);

static FILE *out;
static int delays = -1;
static uint64_t began, began_before, took_before;

static uint64_t wall_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t waited_ns(void) {
    char text[96];
    unsigned long long waited = 0;
    ssize_t length = pread(delays, text, sizeof text - 1, 0);
    if (length <= 0)
        abort();
    text[length] = '\0';
    if (sscanf(text, "%*u %llu", &waited) != 1)
        abort();
    return waited;
}

/* The time without what was waited for a processor. Both are read at once: between two readings
 * that are equal. */
static uint64_t own_ns(void) {
    uint64_t before, wall, waited = waited_ns();
    do {
        before = waited;
        wall = wall_ns();
        waited = waited_ns();
    } while (waited != before);
    return wall - waited;
}

static bool opened(void) {
    const char *path = getenv("TURNS");
    if (out || !path)
        return out;
    delays = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    out = fopen(path, "we");
    if (delays < 0 || !out)
        abort();
    setvbuf(out, NULL, _IOLBF, 0);
    return true;
}

static void end_turn(void) {
    if (!opened() || !began)
        return;
    uint64_t took = own_ns() - began;
    if (took_before + took >= SHOWN_NS)
        fprintf(out, "%.6f %.3f\n", (double)began_before / 1e9, (double)(took_before + took) / 1e6);
    took_before = took;
}

static void begin_turn(void) {
    static uint64_t at;
    began_before = at;
    at = wall_ns();
    if (!began_before)
        began_before = at;
    began = out ? own_ns() : 0;
}

int epoll_wait(int fd, struct epoll_event *events, int count, int timeout) {
    static waits *next;
    if (!next)
        next = (waits *)dlsym(RTLD_NEXT, "epoll_wait");
    end_turn();
    int result = next(fd, events, count, timeout);
    begin_turn();
    return result;
}

int epoll_pwait(int fd, struct epoll_event *events, int count, int timeout, const sigset_t *mask) {
    static waits_masked *next;
    if (!next)
        next = (waits_masked *)dlsym(RTLD_NEXT, "epoll_pwait");
    end_turn();
    int result = next(fd, events, count, timeout, mask);
    begin_turn();
    return result;
}
