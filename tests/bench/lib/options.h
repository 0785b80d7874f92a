/* options.h - what the load client is asked to do. */
#ifndef BENCH_LIB_OPTIONS_H
#define BENCH_LIB_OPTIONS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Fragments that can be under way on a stream. */
#define LOAD_WINDOW_MAX 64

struct load_options {
    const char *host, *key;
    int port, pid;
    bool bare, tls;
    size_t streams, size, window;
    uint64_t fragments; /**< of each stream, instead of `seconds` */
    uint32_t run;       /**< part of all ids */
    double every_ms, warm, seconds;
};

/** Those of the command line. Ends the program where they are wrong. */
struct load_options load_options_read(int argc, char **argv);

#endif
