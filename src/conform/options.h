/* options.h - the command line of sts-conform. */
#ifndef CONFORM_OPTIONS_H
#define CONFORM_OPTIONS_H
#include "conform/case.h"

#include <stdio.h>

#define CONFORM_ONLY_MAX 64

enum conform_command {
    CONFORM_COMMAND_CHECK,  /**< sts-conform URL */
    CONFORM_COMMAND_LIST,   /**< --list */
    CONFORM_COMMAND_REPLAY, /**< replay JOURNAL */
    CONFORM_COMMAND_DIFF,   /**< diff A B */
    CONFORM_COMMAND_SHOWN,  /**< --help, --version: printed */
    CONFORM_COMMAND_WRONG,  /**< a message was printed */
};

struct conform_options {
    struct conform_settings settings;
    const char *url;      /**< as given */
    const char *files[2]; /**< of replay and diff */
    const char *only[CONFORM_ONLY_MAX];
    size_t only_count;
    bool all, strict, verbose;
    bool key_given; /**< by --api-key: the command that repeats a case names it too */
    const char *json, *junit, *html; /**< files to write, "-" is stdout; or NULL */
};

enum conform_command conform_options_read(struct conform_options *options, int argc, char **argv);

#endif
