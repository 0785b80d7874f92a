#include "bench/lib/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static void usage(void) {
    fprintf(
        stderr,
        "usage: load [--host 127.0.0.1] [--port 8000] [--key KEY] [--pid SERVER] [--tls] [--bare]\n"
        "            [--streams 10] [--size BASE64-BYTES] [--window 1] [--every MS]\n"
        "            [--warm 0] [--seconds 5 | --fragments N] [--run N]\n"
        "--every 0 (the default): closed loop, `window` fragments under way on each stream\n"
        "--warm: seconds of a closed loop that do not count, before the others\n"
        "--fragments: that many on each stream, instead of --seconds\n"
        "--pid: the server's process, for CPU seconds and resident memory\n"
        "--run: a part of all ids; else one of chance\n");
    exit(2);
}

struct load_options load_options_read(int argc, char **argv) {
    struct load_options options = {
        .host = "127.0.0.1",
        .key = "test-api-key",
        .port = 8000,
        .streams = 10,
        .size = 262144,
        .window = 1,
        .seconds = 5,
    };
    if (getrandom(&options.run, sizeof options.run, 0) != sizeof options.run) {
        fprintf(stderr, "load: no random numbers\n");
        exit(1);
    }
    for (int i = 1; i < argc; i++) {
        bool bare = strcmp(argv[i], "--bare") == 0, tls = strcmp(argv[i], "--tls") == 0;
        options.bare |= bare;
        options.tls |= tls;
        if (bare || tls)
            continue;
        if (i + 1 == argc)
            usage();
        const char *name = argv[i], *value = argv[++i];
        double number = atof(value);
        if (strcmp(name, "--host") == 0)
            options.host = value;
        else if (strcmp(name, "--key") == 0)
            options.key = value;
        else if (strcmp(name, "--port") == 0)
            options.port = (int)number;
        else if (strcmp(name, "--pid") == 0)
            options.pid = (int)number;
        else if (strcmp(name, "--streams") == 0)
            options.streams = (size_t)number;
        else if (strcmp(name, "--size") == 0)
            options.size = (size_t)number & ~(size_t)3;
        else if (strcmp(name, "--window") == 0)
            options.window = (size_t)number;
        else if (strcmp(name, "--warm") == 0)
            options.warm = number;
        else if (strcmp(name, "--fragments") == 0)
            options.fragments = (uint64_t)number;
        else if (strcmp(name, "--run") == 0)
            options.run = (uint32_t)number;
        else if (strcmp(name, "--every") == 0)
            options.every_ms = number;
        else if (strcmp(name, "--seconds") == 0)
            options.seconds = number;
        else
            usage();
    }
    if (options.window < 1 || options.window > LOAD_WINDOW_MAX || options.seconds > 600)
        usage();
    return options;
}
