/* failing_server.c - echo-sts whose memory runs out when a test says so.
 *
 * It is linked with src/app/main.c, whose base_memory_heap() is the one below (ld's --wrap). The
 * test and the server share a file, FAIL_FILE, with a struct board. */
#include "base/memory.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Each word has one writer. */
struct board {
    uint64_t fail_at; /* the test's: the allocation that fails, as `made` counts it. 0: none */
    uint64_t made;    /* the server's, as those below: how many allocations were asked for */
    uint64_t failed;  /* how many of them failed as the test wished */
    uint64_t in_use;  /* bytes that have been given out */
};

struct base_memory __wrap_base_memory_heap(void);

static volatile struct board *board;

static void *allocate(struct base_memory *memory, size_t size) {
    (void)memory;
    if (++board->made == board->fail_at) {
        board->failed++;
        return NULL;
    }
    void *block = malloc(size ? size : 1);
    board->in_use += block ? size : 0;
    return block;
}

static void release(struct base_memory *memory, void *block, size_t size) {
    (void)memory;
    board->in_use -= size;
    free(block);
}

static void tell_leak(void) {
    if (board->in_use)
        (void)fprintf(stderr, "%zu bytes leaked\n", (size_t)board->in_use);
}

struct base_memory __wrap_base_memory_heap(void) {
    const char *path = getenv("FAIL_FILE");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *map = MAP_FAILED;
    if (fd >= 0)
        map = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED || atexit(tell_leak) != 0) {
        perror("FAIL_FILE");
        exit(2);
    }
    (void)close(fd);
    board = map;
    return (struct base_memory){.allocate = allocate, .release = release};
}
